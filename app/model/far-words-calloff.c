/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-calloff.h"

#include <glib/gi18n.h>

#include "far-words.h"

/* That are named: more is no news, and nobody reads it. */
#define NAMED_MOST 12

/* "Tuesday 1 September, 07:40: The walk" */
static char *
words_of_outing (const FarOuting *outing)
{
  g_autofree char *day = far_words_day (outing->day);
  g_autofree char *at = far_words_time (outing->at);

  /* Translators: an outing: its day, its time, the title of its rota */
  return g_strdup_printf (C_ ("call off", "%1$s, %2$s: %3$s"), day, at, outing->title);
}

static void
add_outings (GPtrArray *lines, GPtrArray *outings)
{
  for (guint i = 0; i < MIN (outings->len, NAMED_MOST); i++)
    {
      g_autofree char *words = words_of_outing (outings->pdata[i]);

      g_ptr_array_add (lines, g_strconcat ("– ", words, NULL));
    }
  if (outings->len > NAMED_MOST)
    {
      guint n = outings->len - NAMED_MOST;

      /* Translators: after a list of walks that is cut short */
      g_ptr_array_add (lines, g_strdup_printf (ngettext ("– and %u more", "– and %u more", n), n));
    }
}

static char *
words_of_people (const FarCallOffForecast *forecast)
{
  if (forecast->n_people == 0)
    return g_strdup (_ ("Nobody has promised to come."));

  return g_strdup_printf (ngettext ("%d person who promised to come is told.",
                                    "%d people who promised to come are told.",
                                    (gulong)forecast->n_people),
                          forecast->n_people);
}

char **
far_words_call_off (const FarCallOffForecast *forecast, gboolean is_done)
{
  GPtrArray *lines = g_ptr_array_new ();
  guint n = forecast->outings->len;

  if (n == 0)
    {
      g_ptr_array_add (lines, g_strdup (_ ("Nothing walks on these days.")));
      g_ptr_array_add (lines, NULL);
      return (char **)g_ptr_array_free (lines, FALSE);
    }

  g_ptr_array_add (lines, g_strdup_printf (is_done ? ngettext ("%u walk is cancelled:",
                                                               "%u walks are cancelled:", n)
                                                   : ngettext ("%u walk would be cancelled:",
                                                               "%u walks would be cancelled:", n),
                                           n));
  add_outings (lines, forecast->outings);
  g_ptr_array_add (lines, words_of_people (forecast));
  if (forecast->n_children > 0)
    g_ptr_array_add (lines,
                     g_strdup_printf (ngettext ("%d child is booked, and has to go another way.",
                                                "%d times a child is booked, and has to go another "
                                                "way.",
                                                (gulong)forecast->n_children),
                                      forecast->n_children));
  if (forecast->others->len > 0)
    {
      g_ptr_array_add (lines,
                       g_strdup (_ ("Still walking on these days, for whoever lives near:")));
      add_outings (lines, forecast->others);
    }
  g_ptr_array_add (lines, NULL);

  return (char **)g_ptr_array_free (lines, FALSE);
}

char *
far_words_called_off (const FarCalledOff *done)
{
  int n_outings = done->n_outings;
  g_autofree char *cancelled = NULL;
  g_autofree char *asked = NULL;

  if (done->is_suggestion)
    return g_strdup_printf (ngettext ("It is suggested to cancel %d walk: who holds the baton "
                                      "decides.",
                                      "It is suggested to cancel %d walks: who holds the baton "
                                      "decides.",
                                      (gulong)n_outings),
                            n_outings);

  cancelled = g_strdup_printf (ngettext ("%d walk is cancelled", "%d walks are cancelled",
                                         (gulong)n_outings),
                               n_outings);
  if (done->n_rides == 0)
    return g_steal_pointer (&cancelled);
  asked = g_strdup_printf (ngettext ("seats are asked for in place of %d",
                                     "seats are asked for in place of %d", (gulong)done->n_rides),
                           done->n_rides);

  /* Translators: %1$s is as in “5 walks are cancelled”, %2$s as in “seats are asked for in place of
   * 4” of them */
  return g_strdup_printf (_ ("%1$s; %2$s"), cancelled, asked);
}

char *
far_words_resumed (int n_outings, gboolean is_suggestion)
{
  if (is_suggestion)
    return g_strdup_printf (ngettext ("It is suggested that %d walk takes place after all: who "
                                      "holds the baton decides.",
                                      "It is suggested that %d walks take place after all: who "
                                      "holds the baton decides.",
                                      (gulong)n_outings),
                            n_outings);

  return g_strdup_printf (ngettext ("%d walk takes place after all",
                                    "%d walks take place after all", (gulong)n_outings),
                          n_outings);
}

char *
far_words_to_call (const FarToCall *person)
{
  g_autofree char *name = NULL;

  if (person->answerer_name[0] == '\0')
    return far_words_callable (person->name, person->phone);

  /* Translators: %1$s is a person without a machine, %2$s a member who answers for them */
  name = g_strdup_printf (_ ("%1$s (through %2$s)"), person->name, person->answerer_name);

  return far_words_callable (name, person->phone);
}
