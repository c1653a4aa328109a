/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-blank.h"

#include "far-pure.h"

/* Letters and a symbol by their class: the fillers of Hangul, and the Braille cell without dots. */
static gboolean
is_filler (gunichar c)
{
  return c == 0x115f || c == 0x1160 || c == 0x3164 || c == 0xffa0 || c == 0x2800;
}

gboolean
far_text_is_blank (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isgraph (c) && !g_unichar_iszerowidth (c) && !is_filler (c))
        return FALSE;
    }

  return TRUE;
}
