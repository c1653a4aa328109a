/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-help.h"

#include <glib/gi18n.h>

#include "far-words-places.h"
#include "far-words-plan.h"
#include "far-words.h"

G_STATIC_ASSERT (FAR_HELP_WITHS == 10);

const char *
far_words_help_category (int category)
{
  switch (category)
    {
    case FAR_HELP_WITH_CHILD:
      return _ ("Looking after a child");
    case FAR_HELP_WITH_ERRAND:
      return _ ("Errands");
    case FAR_HELP_WITH_CARRYING:
      return _ ("Carrying and moving");
    case FAR_HELP_WITH_REPAIR:
      return _ ("Repair at home");
    case FAR_HELP_WITH_PAPERS:
      return _ ("Papers and computers");
    case FAR_HELP_WITH_COMPANY:
      return _ ("Company, a visit");
    case FAR_HELP_WITH_COOKING:
      return _ ("Cooking");
    case FAR_HELP_WITH_ANIMALS:
      return _ ("Animals");
    case FAR_HELP_WITH_GARDEN:
      return _ ("Garden");
    case FAR_HELP_WITH_SOMETHING:
    default:
      return _ ("Something else");
    }
}

const char *
far_words_help_urgency (FarHelpUrgency urgency)
{
  switch (urgency)
    {
    case FAR_HELP_SOON:
      return _ ("Soon");
    case FAR_HELP_TODAY:
      return _ ("Today");
    case FAR_HELP_WHEN_IT_SUITS:
    default:
      return _ ("When it suits");
    }
}

/* ---- what is asked for */

char *
far_words_help (const FarHelp *help)
{
  if (help->is_offer)
    /* Translators: a name, and what they offer in their own words */
    return g_strdup_printf (_ ("%1$s lends a hand: %2$s"), help->member_name, help->what);

  /* Translators: a name, and what they need in their own words */
  return g_strdup_printf (_ ("%1$s needs a hand: %2$s"), help->member_name, help->what);
}

char *
far_words_help_when (const FarHelp *help)
{
  g_autofree char *days = help->first_day == help->last_day
                              ? far_words_day (help->first_day)
                              : far_words_span (help->first_day, help->last_day);
  g_autofree char *from = help->from >= 0 ? far_words_time (help->from) : NULL;
  g_autofree char *until = help->until >= 0 ? far_words_time (help->until) : NULL;

  if (from != NULL && until != NULL)
    /* Translators: a day or several, and two times of day */
    return g_strdup_printf (_ ("%1$s, from %2$s to %3$s"), days, from, until);
  if (from != NULL)
    /* Translators: a day or several, and a time of day */
    return g_strdup_printf (_ ("%1$s, from %2$s on"), days, from);
  if (until != NULL)
    /* Translators: a day or several, and a time of day */
    return g_strdup_printf (_ ("%1$s, until %2$s"), days, until);

  return g_steal_pointer (&days);
}

static void
add_line (GString *text, const char *line)
{
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

char *
far_words_help_more (const FarHelp *help)
{
  g_autofree char *where = far_words_where (help->place, &help->place_at);
  GString *text = g_string_new (NULL);

  if (help->by_name != NULL)
    {
      /* Translators: the name of whoever wrote it for somebody */
      g_autofree char *by = g_strdup_printf (_ ("Written by %s"), help->by_name);

      add_line (text, by);
    }
  if (*help->place != '\0')
    {
      /* Translators: where help is needed */
      g_autofree char *place = g_strdup_printf (_ ("Where: %s"), help->place);

      add_line (text, place);
    }
  if (where != NULL)
    add_line (text, where);
  if (help->category != FAR_HELP_WITH_SOMETHING)
    add_line (text, far_words_help_category (help->category));
  if (*help->details != '\0')
    add_line (text, help->details);
  if (help->is_contested)
    add_line (text, _ ("It was written differently on two machines: whose it is says it again"));

  return g_string_free (text, text->len == 0);
}

char *
far_words_help_note (const FarHelp *help)
{
  g_autofree char *names = NULL;

  if (help->note == FAR_NOTE_NONE)
    return NULL;
  if (help->note == FAR_NOTE_ASK)
    /* Translators: a name */
    return g_strdup_printf (_ ("There is something to know. Please ask %s."), help->member_name);
  if (!help->is_mine || help->unreached[0] == NULL)
    return g_strdup (_ ("There is something to know, for those who help alone."));

  names = far_words_people (help->unreached);

  /* Translators: names of people */
  return g_strdup_printf (_ ("There is something to know. Please tell %s: it could not be sealed "
                             "to a machine of theirs yet."),
                          names);
}

/* ---- what has become of it */

/* Who stands, has done it, or @done_only.  Returns: (nullable): %NULL if nobody does */
static char *
words_of_helpers (const FarHelp *help, gboolean done_only)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < help->claims->len; i++)
    {
      const FarClaim *claim = help->claims->pdata[i];

      if (!claim->is_could && (done_only ? claim->is_done : claim->state == FAR_TURN_STANDING))
        g_ptr_array_add (names, (gpointer)claim->member_name);
    }
  if (names->len == 0)
    return NULL;
  g_ptr_array_add (names, NULL);

  return far_words_people ((const char *const *)names->pdata);
}

static char *
words_of_open (const FarHelp *help)
{
  g_autofree char *names = words_of_helpers (help, FALSE);

  if (names == NULL && help->is_offer)
    return g_strdup (_ ("Nobody has taken it up yet"));
  if (names == NULL && help->n_helpers > 1)
    return g_strdup_printf (ngettext ("Nobody helps yet. %d person is needed",
                                      "Nobody helps yet. %d people are needed",
                                      (gulong)help->n_helpers),
                            help->n_helpers);
  if (names == NULL)
    return g_strdup (_ ("Nobody helps yet"));
  if (help->is_offer)
    return g_strdup_printf (ngettext ("Taken up by %2$s. %1$d place is free",
                                      "Taken up by %2$s. %1$d places are free",
                                      (gulong)help->n_left),
                            help->n_left, names);

  return g_strdup_printf (ngettext ("%2$s will help. %1$d more is needed",
                                    "%2$s will help. %1$d more are needed", (gulong)help->n_left),
                          help->n_left, names);
}

char *
far_words_help_state (const FarHelp *help)
{
  g_autofree char *names =
      words_of_helpers (help, help->state == FAR_HELP_STATE_DONE && !help->is_still_needed);

  switch (help->state)
    {
    case FAR_HELP_STATE_TAKEN:
      if (names == NULL)
        return g_strdup (_ ("There is enough help"));
      /* Translators: names of people */
      return g_strdup_printf (help->is_offer ? _ ("Taken up by %s") : _ ("%s will help"), names);
    case FAR_HELP_STATE_DONE:
      /* Translators: names of people who helped */
      return names != NULL ? g_strdup_printf (_ ("Done: %s"), names) : g_strdup (_ ("It is done"));
    case FAR_HELP_STATE_THANKED:
      /* Translators: a name, and thanks in their own words */
      return g_strdup_printf (_ ("%1$s says thank you: %2$s"), help->member_name, help->thanks);
    case FAR_HELP_STATE_WITHDRAWN:
      return g_strdup (_ ("It was withdrawn: nobody needs to come"));
    case FAR_HELP_STATE_OVER:
      return g_strdup (_ ("It is over, and nobody has said that it was done"));
    case FAR_HELP_STATE_OPEN:
    default:
      return words_of_open (help);
    }
}

char *
far_words_help_due (const FarHelp *help)
{
  g_autofree char *when = far_words_help_when (help);

  if (help->i_could)
    /* Translators: a name, what they need in their own words, and when */
    return g_strdup_printf (_ ("%1$s still needs a hand: %2$s. %3$s. You said that you could."),
                            help->member_name, help->what, when);

  /* Translators: a name, what they need in their own words, and when */
  return g_strdup_printf (_ ("%1$s still needs a hand: %2$s. %3$s. You offer help of that kind."),
                          help->member_name, help->what, when);
}

/* ---- who helps */

char *
far_words_claim (const FarClaim *claim, const FarHelp *help)
{
  if (claim->is_done)
    return g_strdup (_ ("has done it"));
  if (claim->state == FAR_TURN_RELEASED)
    return g_strdup (_ ("given back"));
  if (claim->is_could)
    return g_strdup (_ ("could, if nobody else does"));
  if (claim->state == FAR_TURN_RESERVE)
    /* Translators: somebody waits, in case another one cannot; their place in the queue */
    return g_strdup_printf (_ ("reserve %d"), claim->reserve);
  if (claim->is_moved)
    return g_strdup (_ ("helps; has not said yes to the new time"));

  return g_strdup (help->is_offer ? _ ("takes it up") : _ ("helps"));
}

static char *
words_of_rank (const FarClaim *claim, const FarHelp *help)
{
  if (claim->state == FAR_TURN_RELEASED || claim->is_could)
    return g_strdup ("");
  if (claim->rank_why == FAR_RANK_WHY_LOTTERY)
    return g_strdup (
        _ ("Nobody had seen the other: the lottery of that day decided who comes first."));
  if (claim->state == FAR_TURN_RESERVE)
    return g_strdup_printf (ngettext ("%d person said so before.", "%d people said so before.",
                                      (gulong)help->n_helpers),
                            help->n_helpers);

  return g_strdup (claim->rank > 1 ? _ ("Somebody was still needed.") : _ ("They said so first."));
}

char *
far_words_claim_why (const FarClaim *claim, const FarHelp *help)
{
  g_autofree char *rank = words_of_rank (claim, help);
  g_autofree char *clash =
      far_words_clash_with (&claim->clash, claim->by_name != NULL ? claim->member_name : NULL);

  if (clash == NULL)
    return g_steal_pointer (&rank);
  if (*rank == '\0')
    return g_steal_pointer (&clash);

  return g_strjoin ("\n", rank, clash, NULL);
}

/* ---- what was done */

static const FarClaim *
find_claim (const FarHelp *help, const char *member)
{
  for (guint i = 0; i < help->claims->len; i++)
    {
      const FarClaim *claim = help->claims->pdata[i];

      if (claim->state != FAR_TURN_RELEASED && !claim->is_could &&
          (member != NULL ? g_str_has_prefix (claim->member, member) : claim->by_name == NULL) &&
          claim->is_mine)
        return claim;
    }

  return NULL;
}

char *
far_words_help_done (const FarHelp *help, FarHelpAct act, const char *member)
{
  const FarClaim *claim = act == FAR_HELP_ACT_TAKE ? find_claim (help, member) : NULL;

  switch (act)
    {
    case FAR_HELP_ACT_TAKE:
      if (claim != NULL && claim->state == FAR_TURN_RESERVE)
        return g_strdup (
            _ ("Enough others help. You are reserve, and come if one of them cannot."));
      /* Translators: a name */
      return g_strdup_printf (_ ("Thank you! %s will see that you help."), help->member_name);
    case FAR_HELP_ACT_COULD:
      /* Translators: a name */
      return g_strdup_printf (_ ("%s will see that you could, if nobody else does."),
                              help->member_name);
    case FAR_HELP_ACT_RELEASE:
      /* Translators: a name */
      return g_strdup_printf (_ ("Given back. %s will see it."), help->member_name);
    case FAR_HELP_ACT_DONE:
      return g_strdup (_ ("It is done. Everybody will see it."));
    case FAR_HELP_ACT_NOT_DONE:
    default:
      return g_strdup (_ ("It is not done after all."));
    }
}
