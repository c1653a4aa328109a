/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-holidays.h"

#include <glib/gi18n.h>

#include "far-words.h"

char *
far_words_holiday (const FarHoliday *holiday)
{
  g_autofree char *first = far_words_date (holiday->first_day);
  g_autofree char *last = far_words_date (holiday->last_day);
  g_autofree char *when = holiday->first_day == holiday->last_day
                              ? g_strdup (first)
                              /* Translators: a first and a last date */
                              : g_strdup_printf (_ ("%1$s to %2$s"), first, last);

  if (holiday->name[0] == '\0')
    return g_steal_pointer (&when);

  /* Translators: the name of holidays, and a date, or a first and a last one */
  return g_strdup_printf (_ ("%1$s, %2$s"), holiday->name, when);
}

const char *
far_words_school_calendar (void)
{
  /* Translators: the name of the calendar with the days on which the school is closed besides the
   * holidays */
  return _ ("Days off of the school");
}

/* Sentences that are to be said, one after another. */
static char *
join_sentences (char *first, char *second)
{
  g_autofree char *one = first;
  g_autofree char *other = second;

  if (one == NULL || other == NULL)
    return one != NULL ? g_steal_pointer (&one) : g_steal_pointer (&other);

  /* Translators: two whole sentences, one after the other */
  return g_strdup_printf (C_ ("sentences", "%1$s %2$s"), one, other);
}

char *
far_words_calendar_effect (const FarCalendarPlan *plan)
{
  char *closed = NULL;
  char *turns = NULL;
  char *opened = NULL;

  if (plan->n_closed > 0)
    closed = g_strdup_printf (ngettext ("%d outing that is planned falls away.",
                                        "%d outings that are planned fall away.",
                                        (gulong)plan->n_closed),
                              plan->n_closed);
  if (plan->n_turns > 0)
    turns = g_strdup_printf (
        ngettext (
            "%d promise was made for one of them: whoever made it sees why, and gives it back.",
            "%d promises were made for them: whoever made one sees why, and gives it back.",
            (gulong)plan->n_turns),
        plan->n_turns);
  if (plan->n_opened > 0)
    opened = g_strdup_printf (ngettext ("%d outing that had fallen away is there again.",
                                        "%d outings that had fallen away are there again.",
                                        (gulong)plan->n_opened),
                              plan->n_opened);
  if (closed == NULL && opened == NULL)
    return g_strdup (_ ("It changes no outing that is planned."));

  return join_sentences (join_sentences (closed, turns), opened);
}

char *
far_words_refused_holiday (const FarRefusedHoliday *refused)
{
  const char *cell = refused->cell;

  switch (refused->why)
    {
    case FAR_REFUSED_WHY_DATE:
      /* Translators: the number of a row, and what stands there */
      return g_strdup_printf (_ ("Row %1$d: there is no day “%2$s”."), refused->row, cell);
    case FAR_REFUSED_WHY_ORDER:
      return g_strdup_printf (_ ("Row %1$d: it ends on “%2$s”, before it begins."), refused->row,
                              cell);
    case FAR_REFUSED_WHY_OPEN:
      return g_strdup_printf (_ ("Row %1$d: nobody says when “%2$s” ends."), refused->row, cell);
    case FAR_REFUSED_WHY_LONG:
      return g_strdup_printf (_ ("Row %1$d: until “%2$s” is longer than holidays are."),
                              refused->row, cell);
    case FAR_REFUSED_WHY_TIME:
      return g_strdup_printf (_ ("Row %1$d: “%2$s” is a time of day, and holidays are whole days."),
                              refused->row, cell);
    case FAR_REFUSED_WHY_REPEATS:
    default:
      return g_strdup_printf (_ ("Row %1$d: it comes again by the rule “%2$s”, which holidays do "
                                 "not."),
                              refused->row, cell);
    }
}

char *
far_words_n_refused (const FarCalendarPlan *plan)
{
  if (plan->n_refused == 0)
    return g_strdup ("");

  return g_strdup_printf (ngettext ("%d row of the file was left out.",
                                    "%d rows of the file were left out.", (gulong)plan->n_refused),
                          plan->n_refused);
}
