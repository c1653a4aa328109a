/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "farandole"

#include "far-typed-stops.h"

#include "far-words.h"

#include <glib/gi18n.h>
#include <string.h>

struct _FarTypedStops
{
  GArray *stops;    /* owned (element-type FarTypedStop) */
  GPtrArray *names; /* owned (element-type utf8): what they borrow */
};

/* 8:05, 08.05, 8h05 or 8h; a number alone is of a house */
#define TIME "[0-9]{1,2}(?:[:.][0-9]{2}|[hH][0-9]{2}|[hH])(?![0-9A-Za-z])"
/* what stands between a time and a name, or two times */
#define BETWEEN "[\\s,;:/(–—-]"
/* only the way back is known of a stop with ? 16:35 */
#define TIMES "(" TIME "|\\?(?=" BETWEEN "+" TIME "))(?:" BETWEEN "+(" TIME "))?"

static const char *const patterns[] = {
  "^" TIMES "\\)?(?:" BETWEEN "+(.*))?$", /* before the name */
  "^(.*?)" BETWEEN "+" TIMES "\\)?$",     /* after it */
};

/* Of what @match has found, or -1 where it found none.  Returns: FALSE if there is no such time */
static gboolean
read_time (const GMatchInfo *match, int group, int *out)
{
  g_autofree char *text = g_match_info_fetch (match, group);
  guint64 hours;
  char *end;

  *out = -1;
  if (text == NULL || *text == '\0' || *text == '?')
    return TRUE;

  hours = g_ascii_strtoull (text, &end, 10);
  *out = (int)hours * 60 + (end[1] != '\0' ? (int)g_ascii_strtoull (end + 1, NULL, 10) : 0);

  return hours < 24 && *out - (int)hours * 60 < 60;
}

/* Where people begin a line of a list with a dash, a dot or a number. */
static const char *
skip_bullet (const char *line)
{
  static const char *const bullets[] = { "-", "–", "—", "•", "*" };
  const char *after = line;

  for (gsize i = 0; i < G_N_ELEMENTS (bullets); i++)
    if (g_str_has_prefix (line, bullets[i]))
      after = line + strlen (bullets[i]);
  if (g_ascii_isdigit (*line))
    {
      after += strspn (line, "0123456789");
      after = *after == '.' || *after == ')' ? after + 1 : line;
    }

  return after > line && g_ascii_isspace (*after) ? after + strspn (after, " \t") : line;
}

/* Returns: FALSE with @error */
static gboolean
read_line (FarTypedStops *self, GRegex *const *regexes, const char *line, GError **error)
{
  FarTypedStop stop = { .time_out = -1, .time_back = -1 };
  g_autofree char *name = g_strdup (line);
  gboolean is_good = TRUE;

  for (guint way = 0; way < G_N_ELEMENTS (patterns); way++)
    {
      g_autoptr(GMatchInfo) match = NULL;

      if (!g_regex_match (regexes[way], line, 0, &match))
        continue;
      g_free (name);
      name = g_match_info_fetch (match, way == 0 ? 3 : 1);
      is_good = read_time (match, way == 0 ? 1 : 2, &stop.time_out) &&
                read_time (match, way == 0 ? 2 : 3, &stop.time_back);
      break;
    }
  if (!is_good)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_TIME_INVALID, "no such time");
      return FALSE;
    }
  if (name == NULL || *g_strstrip (name) == '\0')
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NAME_EMPTY, "a time alone");
      return FALSE;
    }

  stop.name = name;
  g_ptr_array_add (self->names, g_steal_pointer (&name));
  g_array_append_val (self->stops, stop);

  return TRUE;
}

FarTypedStops *
far_typed_stops_parse (const char *text, guint *out_line, GError **error)
{
  g_autoptr(FarTypedStops) self = g_new0 (FarTypedStops, 1);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_auto(GStrv) lines = g_strsplit (valid, "\n", -1);
  g_autoptr(GRegex) before = g_regex_new (patterns[0], G_REGEX_OPTIMIZE, 0, NULL);
  g_autoptr(GRegex) after = g_regex_new (patterns[1], G_REGEX_OPTIMIZE, 0, NULL);
  GRegex *const regexes[] = { before, after };

  self->stops = g_array_new (FALSE, FALSE, sizeof (FarTypedStop));
  self->names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = skip_bullet (g_strstrip (lines[i]));

      if (*line == '\0')
        continue;
      if (out_line != NULL)
        *out_line = i + 1;
      if (!read_line (self, regexes, line, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

void
far_typed_stops_free (FarTypedStops *self)
{
  g_array_unref (self->stops);
  g_ptr_array_unref (self->names);
  g_free (self);
}

const FarTypedStop *
far_typed_stops_peek (const FarTypedStops *self, guint *out_n)
{
  static const FarTypedStop none;

  *out_n = self->stops->len;

  /* all of them may be none, which is something else than not to say */
  return *out_n > 0 ? (const FarTypedStop *)(gconstpointer)self->stops->data : &none;
}

char *
far_typed_stops_format (const FarLine *line)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < line->stops->len; i++)
    {
      const FarStop *stop = line->stops->pdata[i];
      g_autofree char *out = stop->time_out >= 0 ? far_time_format (stop->time_out) : NULL;
      g_autofree char *back = stop->time_back >= 0 ? far_time_format (stop->time_back) : NULL;

      if (out != NULL || back != NULL)
        g_string_append_printf (text, "%s ", out != NULL ? out : "?");
      if (back != NULL)
        g_string_append_printf (text, "%s ", back);
      g_string_append_printf (text, "%s\n", stop->name);
    }

  return g_string_free (text, FALSE);
}

char *
far_typed_stops_blame (guint line, const GError *error)
{
  g_autofree char *words = far_words_error (error);

  /* Translators: %1$u is the number of a line of text, %2$s a sentence that says what is wrong */
  return g_strdup_printf (_ ("Line %1$u: %2$s"), line, words);
}
