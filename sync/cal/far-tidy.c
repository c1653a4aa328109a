/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-tidy"

#include "far-tidy.h"

#include <string.h>

#include "far-blank.h"
#include "far-limits.h"
#include "far-pure.h"

char *
far_tidy (const char *text)
{
  g_autofree char *composed = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  g_autoptr (GString) tidy = g_string_new (NULL);
  gboolean is_apart = FALSE;
  guint n_chars = 0;

  if (composed == NULL || far_text_is_blank (composed))
    return g_strdup ("");

  for (const char *at = composed; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == ' ' || g_unichar_iscntrl (c))
        {
          is_apart = tidy->len > 0;
          continue;
        }

      n_chars += is_apart ? 2 : 1;
      if (n_chars > FAR_NAME_MAX || (n_chars == FAR_NAME_MAX && *g_utf8_next_char (at) != '\0'))
        {
          g_string_append (tidy, "…");
          break;
        }

      if (is_apart)
        g_string_append_c (tidy, ' ');
      is_apart = FALSE;
      g_string_append_unichar (tidy, c);
    }

  return g_string_free (g_steal_pointer (&tidy), FALSE);
}

gboolean
far_is_tidy (const char *text)
{
  g_autofree char *tidy = far_tidy (text);

  return strcmp (tidy, text) == 0;
}

char *
far_fold (const char *text)
{
  g_autofree char *apart = g_utf8_normalize (text, -1, G_NORMALIZE_NFKD);
  g_autofree char *caseless = g_utf8_casefold (apart, -1);
  GString *folded = g_string_new (NULL);
  gboolean is_apart = FALSE;

  for (const char *at = caseless; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_ismark (c))
        continue;

      if (c == '_' || g_unichar_isspace (c))
        {
          is_apart = folded->len > 0;
          continue;
        }

      if (is_apart)
        g_string_append_c (folded, ' ');
      is_apart = FALSE;
      g_string_append_unichar (folded, c == 0x2019 ? '\'' : c);
    }

  return g_string_free (folded, FALSE);
}
