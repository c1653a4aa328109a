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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/text/capitalizes", test_capitalizes);

  return g_test_run ();
}
