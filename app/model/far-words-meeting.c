/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-meeting.h"

#include <glib/gi18n.h>

#include "far-words.h"

char *
far_words_meeting (const FarMeeting *meeting)
{
  if (meeting->n_here <= 1)
    return g_strdup (_ ("Nobody else is here."));
  if (meeting->n_same == meeting->n_here)
    {
      if (meeting->n_here == 2)
        return g_strdup (_ ("Both machines hold the same."));
      /* Translators: %d is 3 at least */
      return g_strdup_printf (ngettext ("All %d machine holds the same.",
                                        "All %d machines hold the same.", meeting->n_here),
                              meeting->n_here);
    }
  if (meeting->n_same <= 1)
    /* Translators: %d is 2 at least */
    return g_strdup_printf (ngettext ("%d machine is here, and does not hold the same yet.",
                                      "%d machines are here, and do not hold the same yet.",
                                      meeting->n_here),
                            meeting->n_here);

  /* Translators: %1$d is 2 at least, %2$d is more than that */
  return g_strdup_printf (ngettext ("%1$d of %2$d machines holds the same.",
                                    "%1$d of %2$d machines hold the same.", meeting->n_same),
                          meeting->n_same, meeting->n_here);
}

static char *
words_of_me (const FarAttendee *me)
{
  g_autofree char *entries = NULL;

  if (me->n_lacking == 0)
    return g_strdup (_ ("This machine"));

  entries = far_words_n_entries (me->n_lacking);
  /* Translators: %s is an amount, as in "3 entries" */
  return g_strdup_printf (_ ("This machine; still to come: %s"), entries);
}

char *
far_words_attendee (const FarAttendee *attendee)
{
  g_autofree char *lacking = NULL;
  g_autofree char *ahead = NULL;

  if (attendee->is_me)
    return words_of_me (attendee);
  if (attendee->is_gone)
    return g_strdup (_ ("Was here, and has not heard the newest"));
  if (attendee->n_lacking == 0 && attendee->n_ahead == 0)
    return g_strdup (_ ("Has the same"));

  lacking = far_words_n_entries (attendee->n_lacking);
  ahead = far_words_n_entries (attendee->n_ahead);
  if (attendee->n_ahead == 0)
    /* Translators: of somebody’s machine; %s is an amount, as in "3 entries" */
    return g_strdup_printf (_ ("Still lacks %s"), lacking);
  if (attendee->n_lacking == 0)
    /* Translators: of somebody’s machine; %s is an amount, as in "3 entries" */
    return g_strdup_printf (_ ("Has %s that are not here yet"), ahead);

  /* Translators: of somebody’s machine; both are amounts, as in "3 entries" */
  return g_strdup_printf (_ ("Still lacks %1$s, and has %2$s that are not here yet"), lacking,
                          ahead);
}

/* @text: (transfer full) */
static void
add (GPtrArray *parts, int n, char *text)
{
  if (n > 0)
    g_ptr_array_add (parts, text);
  else
    g_free (text);
}

char *
far_words_meeting_changes (const FarMeeting *meeting)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  int n;

  n = meeting->n_taken;
  add (parts, n, g_strdup_printf (ngettext ("%d turn taken", "%d turns taken", n), n));
  n = meeting->n_released;
  add (parts, n, g_strdup_printf (ngettext ("%d turn given back", "%d turns given back", n), n));
  n = meeting->n_rotas;
  add (parts, n, g_strdup_printf (ngettext ("%d change to a rota", "%d changes to rotas", n), n));
  n = meeting->n_dates;
  add (parts, n,
       g_strdup_printf (ngettext ("%d date cancelled or confirmed",
                                  "%d dates cancelled or confirmed", n),
                        n));
  n = meeting->n_joined;
  add (parts, n, g_strdup_printf (ngettext ("%d new member", "%d new members", n), n));
  n = meeting->n_left;
  add (parts, n, g_strdup_printf (ngettext ("%d member fewer", "%d members fewer", n), n));
  n = meeting->n_erased;
  add (parts, n,
       g_strdup_printf (ngettext ("words erased %d time", "words erased %d times", n), n));
  n = meeting->n_others;
  add (parts, n, g_strdup_printf (ngettext ("%d other change", "%d other changes", n), n));
  if (parts->len == 0)
    return g_strdup (_ ("Nothing has changed yet."));

  g_ptr_array_add (parts, NULL);

  /* Translators: between the parts of a list, such as "3 turns taken" and "1 new member" */
  return g_strjoinv (C_ ("list", ", "), (char **)parts->pdata);
}
