/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-people.h"

#include <glib/gi18n.h>

char *
far_words_person_item (const FarPersonItem *item)
{
  switch (item->what)
    {
    case FAR_PERSON_WHAT_NEW:
      if (item->phone[0] == '\0')
        /* Translators: of a person of a list that is imported */
        return g_strdup (_ ("New, without a telephone number"));
      /* Translators: of a person of a list that is imported; %s is a telephone number */
      return g_strdup_printf (_ ("New, %s"), item->phone);
    case FAR_PERSON_WHAT_THERE:
      return g_strdup (_ ("Already there"));
    case FAR_PERSON_WHAT_PHONE:
      /* Translators: %s is a telephone number */
      return g_strdup_printf (_ ("Already there; the number %s is noted"), item->phone);
    case FAR_PERSON_WHAT_OTHER_PHONE:
      /* Translators: two telephone numbers: the one that stays, and the one of the list */
      return g_strdup_printf (_ ("Already there with the number %1$s, which stays: the list says "
                                 "%2$s"),
                              item->other_phone, item->phone);
    case FAR_PERSON_WHAT_TOO_MANY:
    default:
      return g_strdup (_ ("Left out: nobody answers for more than 200 people"));
    }
}

char *
far_words_refused_person (const FarRefusedPerson *refused)
{
  int row = refused->row;

  switch (refused->why)
    {
    case FAR_REFUSED_PERSON_NAME:
      /* Translators: the number of a row, and a telephone number, or nothing */
      return g_strdup_printf (_ ("Row %1$d: nobody is named there, only “%2$s”."), row,
                              refused->cell);
    case FAR_REFUSED_PERSON_LONG:
      /* Translators: the number of a row, and what stands there */
      return g_strdup_printf (_ ("Row %1$d: “%2$s” is longer than a name can be."), row,
                              refused->cell);
    case FAR_REFUSED_PERSON_TWICE:
      /* Translators: the number of a row, and a name */
      return g_strdup_printf (_ ("Row %1$d: “%2$s” stood there before. Two people of one name need "
                                 "a word that tells them apart."),
                              row, refused->cell);
    case FAR_REFUSED_PERSON_PHONE:
    default:
      /* Translators: the number of a row, and what stands there */
      return g_strdup_printf (_ ("Row %1$d: “%2$s” is no telephone number; the name is taken "
                                 "without it."),
                              row, refused->cell);
    }
}

char *
far_words_people_effect (const FarPeoplePlan *plan)
{
  g_autofree char *made =
      plan->n_new > 0 ? g_strdup_printf (ngettext ("%d person is new.", "%d people are new.",
                                                   (gulong)plan->n_new),
                                         plan->n_new)
                      : g_strdup (_ ("Nobody is new."));
  g_autofree char *there = NULL;

  if (plan->n_there == 0)
    return g_steal_pointer (&made);

  there = g_strdup_printf (ngettext ("%d person is already there.", "%d people are already there.",
                                     (gulong)plan->n_there),
                           plan->n_there);

  /* Translators: two whole sentences, one after the other */
  return g_strdup_printf (C_ ("sentences", "%1$s %2$s"), made, there);
}

char *
far_words_n_refused_people (const FarPeoplePlan *plan)
{
  if (plan->n_refused == 0)
    return g_strdup ("");

  return g_strdup_printf (ngettext ("In %d row something was left out.",
                                    "In %d rows something was left out.", (gulong)plan->n_refused),
                          plan->n_refused);
}
