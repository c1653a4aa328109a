/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-text.h"

char *
far_text_capitalize (const char *text)
{
  g_autoptr(GString) capital = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  if (*text == '\0')
    return g_strdup (text);

  g_string_append_unichar (capital, g_unichar_totitle (g_utf8_get_char (text)));
  g_string_append (capital, g_utf8_next_char (text));

  return g_strdup (capital->str);
}

char *
far_text_left_to_right (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  /* left-to-right isolate, pop directional isolate */
  return g_strconcat ("\xe2\x81\xa6", text, "\xe2\x81\xa9", NULL);
}
