/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-rota.h"

#include <glib/gi18n.h>

#include "far-outward.h"
#include "far-text.h"
#include "far-words-roles.h"
#include "far-words.h"

/* More than can be read at a glance is counted. */
#define DAYS_NAMED 6
#define PEOPLE_NAMED 12

char *
far_words_days (const gint32 *days, int n)
{
  int n_named = n <= DAYS_NAMED ? n : DAYS_NAMED - 1;
  g_autoptr(GString) list = g_string_new (NULL);

  for (int i = 0; i < n_named; i++)
    {
      g_autofree char *day = far_words_day_short (days[i]);

      g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", day);
    }
  if (n_named == n)
    return g_strdup (list->str);

  /* Translators: days, and how many there are besides */
  return g_strdup_printf (ngettext ("%1$s and %2$d more", "%1$s and %2$d more",
                                    (gulong)(n - n_named)),
                          list->str, n - n_named);
}

/* Returns: (transfer full) (nullable) */
static char *
dup_days_of (const FarForecast *forecast, FarForeseenWhat what)
{
  g_autoptr(GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));

  for (guint i = 0; i < forecast->outings->len; i++)
    {
      const FarForeseen *outing = forecast->outings->pdata[i];

      if (outing->what == what)
        g_array_append_val (days, outing->day);
    }

  return days->len > 0 ? far_words_days ((const gint32 *)(gconstpointer)days->data, (int)days->len)
                       : NULL;
}

static char *
words_gone (const FarForecast *forecast)
{
  g_autofree char *days = dup_days_of (forecast, FAR_FORESEEN_GONE);

  /* Translators: a number of outings, and their days */
  return g_strdup_printf (ngettext ("%1$d outing falls away: %2$s.",
                                    "%1$d outings fall away: %2$s.", (gulong)forecast->n_gone),
                          forecast->n_gone, days);
}

static char *
words_new (const FarForecast *forecast)
{
  g_autofree char *days = dup_days_of (forecast, FAR_FORESEEN_NEW);

  /* Translators: a number of outings, and their days */
  return g_strdup_printf (ngettext ("%1$d outing is new: %2$s.", "%1$d outings are new: %2$s.",
                                    (gulong)forecast->n_new),
                          forecast->n_new, days);
}

static char *
words_moved (const FarForecast *forecast)
{
  g_autofree char *days = dup_days_of (forecast, FAR_FORESEEN_MOVED);

  /* Translators: a number of outings, and their days */
  return g_strdup_printf (ngettext ("%1$d outing is at another time: %2$s.",
                                    "%1$d outings are at another time: %2$s.",
                                    (gulong)forecast->n_moved),
                          forecast->n_moved, days);
}

static char *
words_place (const FarForecast *forecast, int n)
{
  g_autofree char *days = dup_days_of (forecast, FAR_FORESEEN_PLACE);

  /* Translators: a number of outings, and their days */
  return g_strdup_printf (ngettext ("%1$d outing is at another place: %2$s.",
                                    "%1$d outings are at another place: %2$s.", (gulong)n),
                          n, days);
}

static int
count (const FarForecast *forecast, FarForeseenWhat what)
{
  int n = 0;

  for (guint i = 0; i < forecast->outings->len; i++)
    n += ((const FarForeseen *)forecast->outings->pdata[i])->what == what;

  return n;
}

/* Whose turns it is about. */
static char *
words_promised (const FarForeseen *outing)
{
  g_autofree char *words = far_words_day_short (outing->day);
  g_autofree char *day = far_text_capitalize (words);
  g_autofree char *people = far_words_people (outing->people);
  g_autofree char *before = far_words_time (outing->at_before);
  g_autofree char *at = far_words_time (outing->at);

  switch (outing->what)
    {
    case FAR_FORESEEN_GONE:
      /* Translators: a day, and who had promised to come */
      return g_strdup_printf (_ ("%1$s falls away: %2$s had promised to come."), day, people);
    case FAR_FORESEEN_MOVED:
      /* Translators: a day, the new and the old time, and who had promised to come */
      return g_strdup_printf (_ ("%1$s at %2$s instead of %3$s: %4$s had promised to come."), day,
                              at, before, people);
    case FAR_FORESEEN_PLACE:
      /* Translators: a day, and who had promised to come */
      return g_strdup_printf (_ ("%1$s at another place: %2$s had promised to come."), day, people);
    case FAR_FORESEEN_ROLE:
      /* Translators: a day, and who had promised */
      return g_strdup_printf (_ ("%1$s: the role that %2$s had promised is not wanted any more; "
                                 "they come all the same."),
                              day, people);
    case FAR_FORESEEN_RESERVE:
      /* Translators: a day, and who stands now and would not any more */
      return g_strdup_printf (_ ("%1$s has fewer places: %2$s would be reserve."), day, people);
    case FAR_FORESEEN_NEW:
    default:
      /* Translators: a day, and who had promised to come when there was an outing before */
      return g_strdup_printf (_ ("%1$s is there again: %2$s had promised to come."), day, people);
    }
}

static void
add_promised (GPtrArray *lines, const FarForecast *forecast)
{
  guint n = 0;

  for (guint i = 0; i < forecast->outings->len; i++)
    {
      const FarForeseen *outing = forecast->outings->pdata[i];

      if (outing->n_people > 0 && n++ < PEOPLE_NAMED)
        g_ptr_array_add (lines, words_promised (outing));
    }
  if (n > PEOPLE_NAMED)
    /* Translators: outings, besides those that were named, that somebody promised to come to */
    g_ptr_array_add (lines,
                     g_strdup_printf (ngettext ("So it is with %u more day.",
                                                "So it is with %u more days.", n - PEOPLE_NAMED),
                                      n - PEOPLE_NAMED));
  if (n > 0)
    g_ptr_array_add (lines, g_strdup (_ ("No promise is moved or taken away: whoever made it sees "
                                         "what changed, and says whether it suits them.")));
}

GStrv
far_words_forecast (const FarForecast *forecast)
{
  GPtrArray *lines = g_ptr_array_new ();

  if (forecast->is_suggestion)
    g_ptr_array_add (lines, g_strdup (_ ("This rota is published: your change waits as a "
                                         "suggestion until whoever holds the baton says yes.")));
  if (forecast->n_gone > 0)
    g_ptr_array_add (lines, words_gone (forecast));
  if (forecast->n_new > 0)
    g_ptr_array_add (lines, words_new (forecast));
  if (forecast->n_moved > 0)
    g_ptr_array_add (lines, words_moved (forecast));
  if (count (forecast, FAR_FORESEEN_PLACE) > 0)
    g_ptr_array_add (lines, words_place (forecast, count (forecast, FAR_FORESEEN_PLACE)));
  add_promised (lines, forecast);
  if (forecast->outings->len == 0)
    g_ptr_array_add (lines, g_strdup (_ ("No outing falls away, comes new or moves.")));
  g_ptr_array_add (lines, NULL);

  return (GStrv)g_ptr_array_free (lines, FALSE);
}

GStrv
far_words_date_forecast (const FarForecast *forecast)
{
  GPtrArray *lines = g_ptr_array_new ();

  if (forecast->is_suggestion)
    g_ptr_array_add (lines, g_strdup (_ ("Your change waits as a suggestion until whoever holds "
                                         "the baton says yes.")));
  add_promised (lines, forecast);
  g_ptr_array_add (lines, NULL);

  return (GStrv)g_ptr_array_free (lines, FALSE);
}

char *
far_words_rota_changed (const FarRota *rota, gboolean is_suggestion)
{
  if (is_suggestion)
    /* Translators: %s is the title of a rota */
    return g_strdup_printf (
        _ ("You suggested to change “%s”. Whoever holds the baton will answer."), rota->title);

  /* Translators: %s is the title of a rota */
  return g_strdup_printf (_ ("“%s” is changed"), rota->title);
}

char *
far_words_promised_at (const FarTurn *turn)
{
  g_autofree char *at = NULL;

  if (!turn->is_moved)
    return NULL;

  at = far_words_time (turn->at);

  /* Translators: a turn of an outing that is at another time now; %s is a time */
  return g_strdup_printf (_ ("Promised for %s"), at);
}

char *
far_words_touched (const FarTurn *turn, const FarOuting *outing)
{
  gboolean me = outing->my_turn != NULL && g_str_equal (outing->my_turn, turn->id);
  g_autofree char *before = far_words_time (turn->at);
  g_autofree char *at = far_words_time (outing->at);

  if (outing->why == FAR_VERDICT_NO_DAY)
    {
      if (me)
        return g_strdup (_ ("It does not run on this day any more, and you had promised to come."));
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("It does not run on this day any more, and %s had promised to "
                                 "come."),
                              turn->member_name);
    }

  if (me)
    /* Translators: the new time, and the one that was promised */
    return g_strdup_printf (_ ("It is at %1$s now; you promised to come at %2$s."), at, before);

  /* Translators: the new time, a person's name, and the time that was promised */
  return g_strdup_printf (_ ("It is at %1$s now; %2$s promised to come at %3$s."), at,
                          turn->member_name, before);
}

char *
far_words_terms (int at, const char *place, int n_min, int n_max, GPtrArray *roles)
{
  g_autoptr(GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *time = far_words_time (at);
  g_autofree char *named = roles != NULL ? far_words_roles (roles) : NULL;

  if (at >= 0)
    /* Translators: %s is a time of day */
    g_ptr_array_add (terms, g_strdup_printf (C_ ("time", "at %s"), time));
  if (place[0] != '\0')
    /* Translators: %s is where they meet, as somebody typed it */
    g_ptr_array_add (terms, g_strdup_printf (_ ("meeting point: %s"), place));
  if (n_min >= 0)
    g_ptr_array_add (terms, g_strdup_printf (ngettext ("%d adult needed", "%d adults needed",
                                                       (gulong)n_min),
                                             n_min));
  if (n_max >= 0)
    g_ptr_array_add (terms, g_strdup_printf (ngettext ("at most %d adult", "at most %d adults",
                                                       (gulong)n_max),
                                             n_max));
  if (roles != NULL && roles->len > 0)
    /* Translators: %s is roles, such as “Head (1), Tail (1)” */
    g_ptr_array_add (terms, g_strdup_printf (_ ("roles: %s"), named));
  else if (roles != NULL)
    g_ptr_array_add (terms, g_strdup (_ ("no roles")));
  if (terms->len == 0)
    return NULL;
  g_ptr_array_add (terms, NULL);

  return g_strjoinv (", ", (char **)terms->pdata);
}

static char *
make_remark (const char *remark)
{
  if (remark[0] == '\0')
    return NULL;

  /* Translators: %s is what all are to know of one date, as in “bring umbrellas” */
  return g_strdup_printf (_ ("Good to know: %s"), remark);
}

/* "Mill (08:20)" */
static char *
name_stop (const FarStop *stop, gboolean is_back)
{
  int minutes = is_back ? stop->time_back : stop->time_out;
  g_autofree char *time = minutes >= 0 ? far_words_time (minutes) : NULL;

  if (time == NULL)
    return g_strdup (stop->name);

  /* Translators: %1$s is the name of a stop, %2$s a time */
  return g_strdup_printf (C_ ("stop", "%1$s (%2$s)"), stop->name, time);
}

static char *
make_walked_otherwise (const FarOuting *outing)
{
  gboolean is_back = far_outward_is_way_back (outing);
  const FarStop *first;
  const FarStop *last;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (!outing->is_walked_otherwise || outing->stops->len == 0)
    return NULL;

  first = outing->stops->pdata[is_back ? outing->stops->len - 1 : 0];
  last = outing->stops->pdata[is_back ? 0 : outing->stops->len - 1];
  from = name_stop (first, is_back);
  if (first == last)
    /* Translators: of a walk, %s is its only stop, as in “Mill (08:20)” */
    return g_strdup_printf (_ ("Not as on other days: only from %s"), from);

  to = name_stop (last, is_back);
  /* Translators: of a walk, %1$s is its first stop and %2$s its last, as in “Mill (08:20)” */
  return g_strdup_printf (_ ("Not as on other days: from %1$s to %2$s"), from, to);
}

char *
far_words_to_know (const FarOuting *outing)
{
  g_autofree char *walked = make_walked_otherwise (outing);
  g_autofree char *remark = make_remark (outing->remark);

  if (walked != NULL && remark != NULL)
    /* Translators: of a walk, two sentences, as in “Not as on other days: from Mill (08:20) to
     * Bridge (08:32)” and “Good to know: bring umbrellas” */
    return g_strdup_printf (C_ ("to know", "%1$s. %2$s"), walked, remark);

  return walked != NULL ? g_steal_pointer (&walked) : g_steal_pointer (&remark);
}

char *
far_words_exception (const FarOuting *outing)
{
  g_autofree char *terms = far_words_terms (outing->own_at, outing->own_place, outing->own_min,
                                            outing->own_max, outing->own_roles);

  if (terms == NULL)
    return NULL;

  /* Translators: %s is what is different on one date, as in “at 08:20, 3 adults needed” */
  return g_strdup_printf (_ ("Only on this day: %s"), terms);
}

char *
far_words_date_changed (const FarOuting *outing, gboolean is_suggestion)
{
  g_autofree char *words = far_words_day_short (outing->day);
  g_autofree char *day = far_text_capitalize (words);
  g_autofree char *terms = far_words_terms (outing->own_at, outing->own_place, outing->own_min,
                                            outing->own_max, outing->own_roles);
  g_autofree char *remark = make_remark (outing->remark);

  if (is_suggestion)
    return g_strdup (_ ("That waits as a suggestion now: whoever holds the baton says yes or no."));
  if (terms == NULL && remark != NULL)
    /* Translators: a day, and what all are to know of it, as in “Good to know: bring umbrellas” */
    return g_strdup_printf (C_ ("remark", "%1$s. %2$s"), day, remark);
  if (remark != NULL)
    /* Translators: a day, what is different then, as in “at 08:20”, and what all are to know of it,
     * as in “Good to know: bring umbrellas” */
    return g_strdup_printf (_ ("%1$s, only on this day: %2$s. %3$s"), day, terms, remark);
  if (terms == NULL)
    /* Translators: %s is a day */
    return g_strdup_printf (_ ("%s is as on the other days"), day);

  /* Translators: a day, and what is different then, as in “at 08:20, 3 adults needed” */
  return g_strdup_printf (_ ("%1$s, only on this day: %2$s"), day, terms);
}

char *
far_words_later (const FarRotaLater *later)
{
  g_autofree char *from = far_words_date (later->from);
  g_autofree char *weekdays = far_words_weekdays (later->weekdays);
  g_autofree char *terms = far_words_terms (later->at, later->place != NULL ? later->place : "",
                                            later->n_min, later->n_max, later->roles);
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  /* Translators: %s is a date */
  g_ptr_array_add (words, g_strdup_printf (_ ("from %s on"), from));
  if (later->weekdays != 0)
    /* Translators: %s is weekdays, as in “Monday and Tuesday” */
    g_ptr_array_add (words, g_strdup_printf (_ ("every %s"), weekdays));
  if (later->every_n_weeks != 0)
    g_ptr_array_add (words, g_strdup_printf (ngettext ("every week", "every %d weeks",
                                                       (gulong)later->every_n_weeks),
                                             later->every_n_weeks));
  if (terms != NULL)
    g_ptr_array_add (words, g_steal_pointer (&terms));
  g_ptr_array_add (words, NULL);

  return g_strjoinv (", ", (char **)words->pdata);
}
