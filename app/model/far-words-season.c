/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-season.h"

#include <glib/gi18n.h>

#include "far-text.h"
#include "far-words.h"

/* a Monday: 5 January 1970 */
#define SOME_MONDAY 4

static char *
words_of_gaps (const FarSeasonPart *part)
{
  if (part->n_outings == 0 && part->n_cancelled > 0)
    return g_strdup (_ ("no outing takes place"));
  if (part->n_outings == 0)
    return g_strdup (part->n_drafts > 0 ? _ ("a draft only") : _ ("no outing"));
  if (part->n_gaps == 0)
    return g_strdup_printf (ngettext ("%u outing, nobody is missing",
                                      "%u outings, nobody is missing", part->n_outings),
                            part->n_outings);

  return g_strdup_printf (
      /* Translators: %1$u outings in all, of which %2$u lack somebody */
      ngettext ("%1$u outing, %2$u of them lacks somebody",
                "%1$u outings, %2$u of them lack somebody", part->n_outings),
      part->n_outings, part->n_gaps);
}

char *
far_words_season_day (const FarSeasonPart *day)
{
  g_autofree char *when = far_words_day (day->day);
  g_autofree char *name = far_text_capitalize (when);
  g_autofree char *gaps = words_of_gaps (day);

  if (day->is_mine)
    /* Translators: a day, and as in “2 outings, nobody is missing” */
    return g_strdup_printf (_ ("%1$s: %2$s. You come."), name, gaps);

  /* Translators: a day, and as in “2 outings, nobody is missing” */
  return g_strdup_printf (C_ ("season", "%1$s: %2$s"), name, gaps);
}

char *
far_words_season_week (const FarSeasonPart *week)
{
  g_autofree char *first = far_words_day_short (week->day);

  if (week->n_outings == 0)
    /* Translators: %s is its Monday */
    return g_strdup_printf (_ ("Week of %s: no outing"), first);

  /* Translators: %1$s is its Monday; adults who are needed, of whom %2$u have been found */
  return g_strdup_printf (_ ("Week of %1$s: %2$u of %3$u adults found"), first, week->n_found,
                          week->n_needed);
}

char *
far_words_season (const FarSeasonPart *sum, gint32 last_day)
{
  g_autofree char *first = far_words_date (sum->day);
  g_autofree char *last = far_words_date (last_day);
  g_autofree char *gaps = words_of_gaps (sum);

  /* Translators: two dates, and as in “52 outings, 3 of them lack somebody” */
  return g_strdup_printf (_ ("From %1$s to %2$s: %3$s."), first, last, gaps);
}

char *
far_words_month (gint32 day)
{
  /* Translators: date format, as in “September 2026” */
  g_autofree char *words = far_words_day_as (day, C_ ("month", "%B %Y"));

  return far_text_capitalize (words);
}

char *
far_words_day_of_month (gint32 day)
{
  return far_words_day_as (day, "%-e");
}

char *
far_words_weekday_short (int weekday)
{
  g_autofree char *words = far_words_day_as (SOME_MONDAY + weekday, "%a");

  return far_text_capitalize (words);
}
