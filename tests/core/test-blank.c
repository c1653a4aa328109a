/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of what people type, something is to be seen. */

#include "far-blank.h"

static void
test_blank (void)
{
  static const char *const blank[] = {
    "",
    " \t\n",
    "\u00a0\u2003\u202f\u3000",       /* blanks of typographers */
    "\u200b\u200c\u200d\u2060\ufeff", /* zero width */
    "\u00ad",                         /* soft hyphen */
    "\u200e\u202e\u2066\u2069",       /* directions */
    "\u0301\ufe0f",                   /* marks without a letter */
    "\u115f\u1160\u3164\uffa0\u2800", /* fillers */
    "\U000e0020\U000e007f",           /* tags */
  };
  static const char *const seen[] = {
    "A", " \u200bA", "1", "-", "\u738b", "\U0001f6b8", "\u0627\u200f", "e\u0301",
  };

  for (guint i = 0; i < G_N_ELEMENTS (blank); i++)
    g_assert_true (far_text_is_blank (blank[i]));
  for (guint i = 0; i < G_N_ELEMENTS (seen); i++)
    g_assert_false (far_text_is_blank (seen[i]));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/blank/what-shows", test_blank);

  return g_test_run ();
}
