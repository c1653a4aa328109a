/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-text.h"

static void
test_capitalizes (void)
{
  static const struct
  {
    const char *text;
    const char *capital;
  } cases[] = {
    { "", "" },
    { "lundi 31 août", "Lundi 31 août" },
    { "Monday", "Monday" },
    { "été", "Été" },
    { "7 jours", "7 jours" },
    { "ǆ", "ǅ" }, /* a title letter is not always a capital one */
    { "ي", "ي" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *capital = far_text_capitalize (cases[i].text);

      g_assert_cmpstr (capital, ==, cases[i].capital);
    }
}

/* What is isolated reads the same, whatever stands around it. */
static void
test_left_to_right (void)
{
  g_autofree char *phone = far_text_left_to_right ("+39 06");
  g_autofree char *nothing = far_text_left_to_right ("");

  g_assert_cmpstr (phone, ==, "\u2066+39 06\u2069");
  g_assert_cmpstr (nothing, ==, "\u2066\u2069");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/text/capitalizes", test_capitalizes);
  g_test_add_func ("/far/text/left-to-right", test_left_to_right);

  return g_test_run ();
}
