/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-encoding"

#include "far-encoding.h"

#include <string.h>

#include "far-pure.h"

/* Windows-1252 is Latin-1 but for these; 0 where it has nothing. */
static const gunichar windows_1252[32] = {
  0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
  0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
  0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

static GString *
decode_windows_1252 (const guint8 *content, gsize len)
{
  g_autoptr (GString) text = g_string_sized_new (len + len / 8);

  for (gsize i = 0; i < len; i++)
    {
      gunichar c = content[i];

      if (c >= 0x80 && c < 0xa0)
        c = windows_1252[c - 0x80];
      if (c == 0)
        return NULL;

      g_string_append_unichar (text, c);
    }

  return g_steal_pointer (&text);
}

/* Whether UTF-8 with more than ASCII in it ends at @end in the middle of a letter. */
static gboolean
is_cut (const char *text, gsize len, const char *end)
{
  gboolean has_more = FALSE;

  for (const char *at = text; at < end; at++)
    has_more |= !g_ascii_isprint (*at) && !g_ascii_isspace (*at);

  return has_more && g_utf8_get_char_validated (end, text + len - end) == (gunichar)-2;
}

GString *
far_encoding_decode (const guint8 *content, gsize len)
{
  static const guint8 mark[] = { 0xef, 0xbb, 0xbf };
  gboolean is_marked = len >= sizeof mark && memcmp (content, mark, sizeof mark) == 0;
  const char *text = (const char *)content + (is_marked ? sizeof mark : 0);
  gsize text_len = len - (is_marked ? sizeof mark : 0);
  const char *end = text;

  if (text_len == 0 || g_utf8_validate_len (text, text_len, &end))
    return g_string_new_len (text, text_len);

  if (is_marked || is_cut (text, text_len, end))
    return NULL;

  return decode_windows_1252 (content, len);
}
