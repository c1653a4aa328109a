/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-outward-text.h"

#include <glib/gi18n.h>

#include "far-outward.h"
#include "far-text.h"
#include "far-words-rota.h"
#include "far-words.h"

gint64
far_outward_last_heard (GPtrArray *devices)
{
  gint64 last_ms = 0;

  for (guint i = 0; i < devices->len; i++)
    {
      const FarDevice *device = devices->pdata[i];

      if (!device->is_me)
        last_ms = MAX (last_ms, MAX (device->last_seen_ms, device->last_word_ms));
    }

  return last_ms;
}

char *
far_outward_as_of (gint64 last_ms)
{
  g_autofree char *when = NULL;

  if (last_ms == 0)
    return g_strdup (_ ("As this machine alone knows it: it has not heard from another one yet."));

  when = far_words_instant (last_ms);
  /* Translators: %s is a date with a time */
  return g_strdup_printf (
      _ ("As this machine knows it, with what it has heard from others up to %s."), when);
}

static void
append_outing (GString *text, const FarOuting *shown)
{
  /* whoever reads it is not who writes it */
  FarOuting outing = *shown;
  g_autofree char *at = far_words_time (outing.at);
  g_autofree char *verdict = NULL;
  g_autofree char *to_know = far_words_to_know (&outing);

  outing.my_turn = NULL;
  verdict = far_words_verdict (&outing);
  if (outing.line_name[0] != '\0')
    /* Translators: %1$s is a time, %2$s the title of a rota, %3$s the name of a walking line */
    g_string_append_printf (text, _ ("%1$s  %2$s (%3$s)"), at, outing.title, outing.line_name);
  else
    g_string_append_printf (text, "%s  %s", at, outing.title);
  g_string_append_printf (text, "\n  %s\n", verdict);
  if (outing.place[0] != '\0')
    g_string_append_printf (text, "  %s\n", outing.place);
  if (to_know != NULL)
    g_string_append_printf (text, "  %s\n", to_know);

  for (guint i = 0; i < outing.turns->len; i++)
    {
      const FarTurn *turn = outing.turns->pdata[i];
      g_autofree char *words = NULL;

      if (far_outward_is_done (turn))
        continue;
      words = far_words_turn_told (turn, &outing);
      g_string_append_printf (text, "  – %s\n", words);
    }
}

static void
append_day (GString *text, gint32 day)
{
  g_autofree char *words = far_words_day (day);
  g_autofree char *heading = far_text_capitalize (words);

  g_string_append_printf (text, "\n%s\n", heading);
}

static char *
finish (GString *text, gint64 last_ms)
{
  g_autofree char *as_of = far_outward_as_of (last_ms);

  g_string_append_printf (text, "\n%s\n", as_of);

  return g_string_free (text, FALSE);
}

char *
far_outward_week_text (const char *name,
                       GPtrArray *outings,
                       gint32 first_day,
                       int n_days,
                       gint64 last_ms)
{
  GString *text = g_string_new (name);
  g_autofree char *first = far_words_date (first_day);
  g_autofree char *last = far_words_date (first_day + n_days - 1);
  gint32 day = G_MININT32;

  g_string_append_c (text, '\n');
  if (n_days == 1)
    g_string_append (text, first);
  else
    /* Translators: two dates */
    g_string_append_printf (text, _ ("From %1$s to %2$s"), first, last);
  g_string_append_c (text, '\n');

  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];

      if (outing->state == FAR_ROTA_DRAFT)
        continue;
      if (outing->day != day)
        append_day (text, outing->day);
      day = outing->day;
      append_outing (text, outing);
    }
  if (day == G_MININT32)
    g_string_append_printf (text, "\n%s\n", _ ("Nothing is planned for these days."));

  return finish (text, last_ms);
}

char *
far_outward_outing_text (const char *name, const FarOuting *outing, gint64 last_ms)
{
  GString *text = g_string_new (name);

  g_string_append_c (text, '\n');
  append_day (text, outing->day);
  append_outing (text, outing);

  return finish (text, last_ms);
}
