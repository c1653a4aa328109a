/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-events.h"

#include <glib/gi18n.h>
#include <stdarg.h>

#include "far-chosen-days.h"
#include "far-text.h"
#include "far-words-rota.h"
#include "far-words.h"

/* One after another. */
static char *
join_sentences (GPtrArray *sentences)
{
  char *all = g_strdup ("");

  for (guint i = 0; i < sentences->len; i++)
    {
      g_autofree char *before = all;

      /* Translators: two whole sentences, one after the other */
      all = before[0] == '\0' ? g_strdup (sentences->pdata[i])
                              : g_strdup_printf (C_ ("sentences", "%1$s %2$s"), before,
                                                 (const char *)sentences->pdata[i]);
    }

  return all;
}

static char *
words_of_dates (const FarEventItem *item)
{
  g_autoptr(GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));
  g_autofree char *time = far_words_time (item->at);
  g_autofree char *list = NULL;

  for (int i = 0; i < item->n_dates; i++)
    g_array_append_val (days, item->dates[i].day);
  list = far_words_days ((const gint32 *)(gpointer)days->data, (int)days->len);

  /* Translators: a list of dates, and a time of day */
  return g_strdup_printf (_ ("on %1$s, at %2$s"), list, time);
}

static char *
words_of_pattern (const FarEventItem *item)
{
  g_autofree char *weekdays = far_words_weekdays (item->weekdays);
  g_autofree char *time = far_words_time (item->at);
  g_autofree char *first = far_words_date (item->dates[0].day);
  g_autofree char *last = far_words_date (item->dates[item->n_dates - 1].day);

  if (item->every_n_weeks == 1)
    /* Translators: weekdays, a time of day, a first and a last date, and how many dates that is */
    return g_strdup_printf (ngettext ("every %1$s at %2$s, from %3$s to %4$s: %5$d date",
                                      "every %1$s at %2$s, from %3$s to %4$s: %5$d dates",
                                      (gulong)item->n_dates),
                            weekdays, time, first, last, item->n_dates);

  /* Translators: a number of weeks, at least 2; weekdays, a time of day, a first and a last date,
   * and how many dates that is */
  return g_strdup_printf (
      ngettext ("every %1$d weeks on %2$s at %3$s, from %4$s to %5$s: %6$d date",
                "every %1$d weeks on %2$s at %3$s, from %4$s to %5$s: %6$d dates",
                (gulong)item->n_dates),
      item->every_n_weeks, weekdays, time, first, last, item->n_dates);
}

static char *
words_of_change (const FarEventItem *item)
{
  if (item->n_gone > 0 && item->n_new > 0)
    return g_strdup_printf (
        /* Translators: how many outings of a rota are there no more, and how many come new */
        _ ("The rota is brought up to date: outings that fall away: %1$d, that come new: %2$d."),
        item->n_gone, item->n_new);
  if (item->n_gone > 0)
    return g_strdup_printf (ngettext ("The rota is brought up to date: %d outing falls away.",
                                      "The rota is brought up to date: %d outings fall away.",
                                      (gulong)item->n_gone),
                            item->n_gone);
  if (item->n_new > 0)
    return g_strdup_printf (ngettext ("The rota is brought up to date: %d outing comes new.",
                                      "The rota is brought up to date: %d outings come new.",
                                      (gulong)item->n_new),
                            item->n_new);

  return g_strdup (_ ("The rota is brought up to date."));
}

/* More than can be read at a glance is counted. */
#define APART_NAMED 4

/* Dates at another place, or of another name, one by one. */
static void
add_apart (GPtrArray *sentences, const FarEventItem *item)
{
  int n = 0;

  for (int i = 0; i < item->n_dates; i++)
    {
      const FarEventDay *date = &item->dates[i];
      g_autofree char *short_day = NULL;
      g_autofree char *day = NULL;
      g_autofree char *place = NULL;
      g_autofree char *remark = NULL;
      g_autofree char *words = NULL;

      if ((date->place[0] == '\0' && date->remark[0] == '\0') || n++ >= APART_NAMED)
        continue;
      short_day = far_words_day_short (date->day);
      day = far_text_capitalize (short_day);
      place = date->place[0] != '\0' ? far_words_terms (-1, date->place, -1, -1, NULL) : NULL;
      remark =
          date->remark[0] != '\0' ? g_strdup_printf (_ ("good to know: %s"), date->remark) : NULL;
      words = place != NULL && remark != NULL ? g_strjoin (", ", place, remark, NULL)
                                              : g_strdup (place != NULL ? place : remark);
      /* Translators: a day, and what is different then, as in “meeting point: The gym” */
      g_ptr_array_add (sentences, g_strdup_printf (C_ ("event", "%1$s: %2$s."), day, words));
    }
  if (n > APART_NAMED)
    g_ptr_array_add (sentences, g_strdup_printf (ngettext ("So it is with %d more date.",
                                                           "So it is with %d more dates.",
                                                           (gulong)(n - APART_NAMED)),
                                                 n - APART_NAMED));
}

/* What else there is to know. */
static void
add_notes (GPtrArray *sentences, const FarEventItem *item)
{
  g_autofree char *last = far_words_date (item->dates[item->n_dates - 1].day);

  if (item->n_people > 0)
    g_ptr_array_add (
        sentences,
        g_strdup_printf (ngettext ("%d promise was made for one of them: whoever made it is asked.",
                                   "%d promises were made for them: whoever made one is asked.",
                                   (gulong)item->n_people),
                         item->n_people));
  if (item->n_moved > 0)
    g_ptr_array_add (sentences, g_strdup_printf (ngettext ("%d date is at another time.",
                                                           "%d dates are at another time.",
                                                           (gulong)item->n_moved),
                                                 item->n_moved));
  add_apart (sentences, item);
  if (item->zone[0] != '\0')
    /* Translators: %s is the name of a time zone, such as “America/New_York” */
    g_ptr_array_add (sentences, g_strdup_printf (_ ("Its times were told in the zone %s; here they "
                                                    "are told in the collective’s."),
                                                 item->zone));
  if (item->is_open)
    /* Translators: %s is a date */
    g_ptr_array_add (sentences, g_strdup_printf (_ ("It goes on after %s: import the calendar "
                                                    "again then."),
                                                 last));
  if (item->is_suggestion)
    g_ptr_array_add (sentences,
                     g_strdup (_ ("It changes nothing until whoever holds the baton agrees.")));
}

char *
far_words_event_item (const FarEventItem *item)
{
  g_autoptr(GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *when = item->weekdays != 0 ? words_of_pattern (item) : words_of_dates (item);

  switch (item->what)
    {
    case FAR_EVENT_WHAT_NEW:
      /* Translators: %s is when a rota runs, such as “every Monday at 08:10 …” */
      g_ptr_array_add (sentences, g_strdup_printf (_ ("A new rota, %s."), when));
      break;
    case FAR_EVENT_WHAT_CHANGED:
      g_ptr_array_add (sentences, words_of_change (item));
      break;
    case FAR_EVENT_WHAT_THERE:
      return g_strdup (_ ("Already there: nothing changes."));
    case FAR_EVENT_WHAT_NOT_YOURS:
      return g_strdup (_ ("There is a draft of this title, which is somebody else’s: it stays as "
                          "it is."));
    case FAR_EVENT_WHAT_TOO_MUCH:
    default:
      return g_strdup (_ ("It has more exceptions than a rota can have, and is left out."));
    }
  add_notes (sentences, item);

  return join_sentences (sentences);
}

char *
far_words_refused_event (const FarRefusedEvent *refused)
{
  const char *cell = refused->cell;
  int row = refused->row;

  switch (refused->why)
    {
    case FAR_REFUSED_EVENT_DATE:
      /* Translators: the number of a row, and what stands there */
      return g_strdup_printf (_ ("Row %1$d: there is no day “%2$s”."), row, cell);
    case FAR_REFUSED_EVENT_TIME:
      /* Translators: the number of a row, and what stands there */
      return g_strdup_printf (_ ("Row %1$d: “%2$s” is no time of day."), row, cell);
    case FAR_REFUSED_EVENT_ALL_DAY:
      /* Translators: the number of a row, and the title of an event */
      return g_strdup_printf (_ ("Row %1$d: “%2$s” has no time of day, which a rota needs."), row,
                              cell);
    case FAR_REFUSED_EVENT_TITLE:
      /* Translators: the number of a row, and a date */
      return g_strdup_printf (_ ("Row %1$d: what is on “%2$s” has no title."), row, cell);
    case FAR_REFUSED_EVENT_OFTEN:
      /* Translators: the number of a row, and a technical rule such as FREQ=HOURLY */
      return g_strdup_printf (_ ("Row %1$d: it comes several times a day, by the rule “%2$s”."),
                              row, cell);
    case FAR_REFUSED_EVENT_RULE:
      /* Translators: the number of a row, and a technical rule such as FREQ=YEARLY;BYWEEKNO=20 */
      return g_strdup_printf (_ ("Row %1$d: it comes again by the rule “%2$s”, which cannot be "
                                 "followed safely."),
                              row, cell);
    case FAR_REFUSED_EVENT_SLOW:
      /* Translators: the number of a row, and a technical rule */
      return g_strdup_printf (_ ("Row %1$d: the rule “%2$s” takes too long to follow."), row, cell);
    case FAR_REFUSED_EVENT_ZONE:
      /* Translators: the number of a row, and the name of a time zone that nobody knows */
      return g_strdup_printf (_ ("Row %1$d: its times are in the zone “%2$s”, which is not known."),
                              row, cell);
    case FAR_REFUSED_EVENT_CANCELLED:
      /* Translators: the number of a row, and the title of an event */
      return g_strdup_printf (_ ("Row %1$d: “%2$s” is called off as a whole. A rota of that title "
                                 "stays as it is."),
                              row, cell);
    case FAR_REFUSED_EVENT_FOLLOWING:
    default:
      /* Translators: the number of a row, and a date */
      return g_strdup_printf (_ ("Row %1$d: what is said of “%2$s” and of all that follow was left "
                                 "out."),
                              row, cell);
    }
}

char *
far_words_events_effect (const FarEventsPlan *plan)
{
  g_autoptr(GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);

  if (plan->n_new > 0)
    g_ptr_array_add (sentences, g_strdup_printf (ngettext ("%d rota is new, as a draft.",
                                                           "%d rotas are new, as drafts.",
                                                           (gulong)plan->n_new),
                                                 plan->n_new));
  if (plan->n_changed > 0)
    g_ptr_array_add (sentences, g_strdup_printf (ngettext ("%d rota is brought up to date.",
                                                           "%d rotas are brought up to date.",
                                                           (gulong)plan->n_changed),
                                                 plan->n_changed));
  if (sentences->len == 0)
    g_ptr_array_add (sentences, g_strdup (_ ("It changes nothing.")));

  return join_sentences (sentences);
}

char *
far_words_n_refused_events (const FarEventsPlan *plan)
{
  if (plan->n_refused == 0)
    return g_strdup ("");

  return g_strdup_printf (ngettext ("%d row of the file was left out.",
                                    "%d rows of the file were left out.", (gulong)plan->n_refused),
                          plan->n_refused);
}

char *
far_words_chosen_days (const FarRota *rota)
{
  g_autoptr(GArray) days = far_chosen_days_of (rota);
  g_autofree char *list = NULL;
  g_autofree char *time = NULL;

  if (days == NULL)
    return NULL;

  list = far_words_days ((const gint32 *)(gpointer)days->data, (int)days->len);
  time = far_words_time (rota->at);

  /* Translators: a list of dates, and a time of day */
  return g_strdup_printf (_ ("On %1$s, at %2$s"), list, time);
}
