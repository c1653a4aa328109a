/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-joined.h"

#include <glib/gi18n.h>

#include "far-words-calloff.h"
#include "far-words.h"

const FarJoin *
far_words_find_join (const FarOuting *outing)
{
  for (guint i = 0; outing->joins != NULL && i < outing->joins->len; i++)
    {
      const FarJoin *join = outing->joins->pdata[i];

      if (join->is_host)
        return join;
    }

  return NULL;
}

const FarJoin *
far_words_find_host (const FarOuting *outing)
{
  const FarJoin *join = far_words_find_join (outing);

  return join != NULL && join->is_agreed ? join : NULL;
}

/* Who comes from there, with how many children. */
static char *
words_of_guests (const FarJoin *join)
{
  g_autofree char *people = far_words_people (join->coming);

  if (people == NULL)
    return g_strdup_printf (ngettext ("%d child", "%d children", (gulong)join->n_children),
                            join->n_children);
  if (join->n_children == 0)
    return g_steal_pointer (&people);

  /* Translators: who comes along from another walk, and with how many children */
  return g_strdup_printf (ngettext ("%1$s with %2$d child", "%1$s with %2$d children",
                                    (gulong)join->n_children),
                          people, join->n_children);
}

char *
far_words_join (const FarJoin *join)
{
  g_autofree char *missing = far_words_people (join->missing);
  g_autofree char *at = far_words_time (join->at);
  g_autofree char *guests = words_of_guests (join);
  gulong n = g_strv_length ((char **)join->missing);

  if (join->is_agreed && join->is_host)
    /* Translators: the title of another rota, and its time */
    return g_strdup_printf (_ ("Walks with “%1$s” at %2$s"), join->title, at);
  if (join->is_agreed)
    /* Translators: the title of another rota, who comes from there and with how many children */
    return g_strdup_printf (_ ("“%1$s” walks along: %2$s"), join->title, guests);
  if (missing == NULL)
    /* Translators: the title of another rota */
    return g_strdup_printf (_ ("It is proposed to walk with “%s”, but nobody comes there"),
                            join->title);
  if (join->is_host)
    /* Translators: the title of another rota, its time, and names */
    return g_strdup_printf (ngettext ("It is proposed to walk with “%1$s” at %2$s: %3$s has not "
                                      "said yes yet",
                                      "It is proposed to walk with “%1$s” at %2$s: %3$s have not "
                                      "said yes yet",
                                      n),
                            join->title, at, missing);

  /* Translators: the title of another rota, and names */
  return g_strdup_printf (ngettext ("It is proposed that “%1$s” walk along: %2$s has not said yes "
                                    "yet",
                                    "It is proposed that “%1$s” walk along: %2$s have not said yes "
                                    "yet",
                                    n),
                          join->title, missing);
}

/* ---- what can be done */

static char *
words_of_far (const FarNeighbour *with)
{
  g_autofree char *at = far_words_time (with->at);

  if (with->metres < 0)
    /* Translators: the title of a rota, and its time */
    return g_strdup_printf (_ ("“%1$s” at %2$s"), with->title, at);

  /* Translators: the title of a rota, its time, and how far its nearest stop is, in metres */
  return g_strdup_printf (_ ("“%1$s” at %2$s, %3$d m away"), with->title, at, with->metres);
}

static char *
words_of_neighbour (const FarNeighbour *with)
{
  g_autofree char *which = words_of_far (with);
  g_autofree char *there =
      g_strdup_printf (ngettext ("%d adult comes there", "%d adults come there",
                                 (gulong)with->n_adults),
                       with->n_adults);
  g_autofree char *room =
      g_strdup_printf (ngettext ("room for %d child more", "room for %d children more",
                                 (gulong)with->n_room),
                       with->n_room);

  g_autofree char *adults =
      g_strdup_printf (ngettext ("%d adult", "%d adults", (gulong)with->n_adults_together),
                       with->n_adults_together);
  g_autofree char *children =
      g_strdup_printf (ngettext ("%d child", "%d children", (gulong)with->n_children_together),
                       with->n_children_together);

  if (with->runs_together)
    /* Translators: which other walk it is, that adults come there, for how many children there is
     * room; how many adults and how many children would walk together, as in “3 adults”, and how
     * many adults that takes */
    return g_strdup_printf (_ ("Walk with %1$s: %2$s, %3$s. Together %4$s for %5$s: that is enough "
                               "(needed: %6$d)."),
                            which, there, room, adults, children, with->n_needed_together);

  /* Translators: as before, but it is not enough */
  return g_strdup_printf (_ ("Walk with %1$s: %2$s, %3$s. Together %4$s for %5$s: that is not "
                             "enough yet (needed: %6$d)."),
                          which, there, room, adults, children, with->n_needed_together);
}

char *
far_words_gap_people (GPtrArray *people)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < people->len; i++)
    {
      g_autofree char *words = far_words_to_call (people->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", words);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
far_words_gap_step (const FarGapStep *step, const FarGap *gap)
{
  const FarJoin *join;

  switch (step->kind)
    {
    case FAR_GAP_TAKE:
      return g_strdup (_ ("Come yourself: you have promised nothing for this walk."));
    case FAR_GAP_AGREE:
      for (guint i = 0; i < gap->outing->joins->len; i++)
        {
          join = gap->outing->joins->pdata[i];
          if (join->asks_me)
            return far_words_join (join);
        }
      return g_strdup (_ ("Say yes to walking with the others."));
    case FAR_GAP_ASK:
      return g_strdup_printf (
          ngettext ("Ask %u person who waits, or said that they can on that day.",
                    "Ask %u people who wait, or said that they can on that "
                    "day.",
                    gap->to_ask->len),
          gap->to_ask->len);
    case FAR_GAP_JOIN:
      return words_of_neighbour (step->with);
    case FAR_GAP_RIDES:
      return g_strdup (_ ("Ask for seats in cars: for the children who come, at the time of the "
                          "walk."));
    case FAR_GAP_CANCEL:
    default:
      return g_strdup (_ ("No walk today: the families are told, and bring their children "
                          "themselves."));
    }
}

const char *
far_words_gap_act (const FarGapStep *step)
{
  switch (step->kind)
    {
    case FAR_GAP_TAKE:
      return _ ("_Take a Turn");
    case FAR_GAP_AGREE:
      return _ ("Say _Yes");
    case FAR_GAP_ASK:
      return _ ("_Copy the List");
    case FAR_GAP_JOIN:
      return step->is_suggestion ? _ ("_Suggest It") : _ ("_Propose It");
    case FAR_GAP_RIDES:
      return _ ("Ask for _Rides");
    case FAR_GAP_CANCEL:
    default:
      return step->is_suggestion ? _ ("Suggest to Ca_ncel…") : _ ("Ca_ncel…");
    }
}

char *
far_words_joined (const FarGap *gap, gboolean is_suggestion)
{
  const FarJoin *join = far_words_find_join (gap->outing);

  if (is_suggestion)
    return g_strdup (_ ("That waits as a suggestion now: whoever holds the baton says yes or no."));
  if (join == NULL)
    /* Translators: %s is the title of a rota */
    return g_strdup_printf (_ ("“%s” walks by itself"), gap->outing->title);

  return far_words_join (join);
}
