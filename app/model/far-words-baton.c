/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-baton.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-words-rota.h"
#include "far-words.h"

/* A school year, and the holidays after it. */
#define LONG_TERM_DAYS 400

char *
far_words_baton (const FarBaton *baton)
{
  g_autofree char *end = far_words_date (baton->end_day);

  if (baton->holder[0] == '\0')
    return g_strdup (_ ("Nobody is known to hold the baton."));

  if (baton->is_vacant)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("Nobody holds the baton: %s does not belong to the collective any "
                               "more."),
                            baton->holder_name);

  if (baton->i_hold)
    return g_strdup_printf (baton->phase == FAR_TERM_OVER
                                /* Translators: %s is a date */
                                ? _ ("You hold the baton; your term ended on %s.")
                                : _ ("You hold the baton until %s."),
                            end);

  return g_strdup_printf (baton->phase == FAR_TERM_OVER
                              /* Translators: %1$s is a person's name, %2$s a date */
                              ? _ ("%1$s holds the baton; the term ended on %2$s.")
                              : _ ("%1$s holds the baton until %2$s."),
                          baton->holder_name, end);
}

char *
far_words_deputy (const FarBaton *baton)
{
  if (baton->deputy[0] == '\0')
    return NULL;

  /* Translators: %s is a person's name */
  return g_strdup_printf (_ ("Deputy: %s"), baton->deputy_name);
}

char *
far_words_vacant (const FarBaton *baton)
{
  if (!baton->is_vacant || baton->holder[0] == '\0')
    return NULL;
  if (baton->n_members == 1)
    return g_strdup (_ ("You can take it."));
  if (baton->deputy[0] != '\0')
    return g_strdup_printf (
        /* Translators: %s is a person's name */
        _ ("Talk to each other about who goes on. That member asks for the baton here, and holds "
           "it as soon as more than half of the members have said yes. Until then %s, the deputy, "
           "can publish."),
        baton->deputy_name);

  return g_strdup (_ ("Talk to each other about who goes on. That member asks for the baton here, "
                      "and holds it as soon as more than half of the members have said yes. Until "
                      "then whatever is to be published waits as a suggestion."));
}

char *
far_words_baton_next (const FarBaton *baton)
{
  if (baton->next[0] == '\0')
    return NULL;

  if (!baton->is_agreed && baton->i_am_next)
    return g_strdup (_ ("Next could be you. No order is agreed yet."));
  if (!baton->is_agreed)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("Next could be %s. No order is agreed yet."), baton->next_name);

  if (baton->i_am_next)
    return g_strdup_printf (
        ngettext (
            /* Translators: both are numbers of members */
            "You are next in line, in the order that %1$d of %2$d member wants.",
            "You are next in line, in the order that %1$d of %2$d members want.",
            (gulong)baton->n_members),
        baton->n_votes, baton->n_members);

  return g_strdup_printf (
      ngettext (
          /* Translators: %1$s is a person's name, %2$d and %3$d are numbers of members */
          "Next in line is %1$s, in the order that %2$d of %3$d member wants.",
          "Next in line is %1$s, in the order that %2$d of %3$d members want.", baton->n_members),
      baton->next_name, baton->n_votes, baton->n_members);
}

/* Returns: (nullable) */
static char *
describe_vote (const FarBaton *baton)
{
  g_autofree char *vote = far_words_people (baton->vote_names);

  if (baton->n_votes == 0)
    return NULL;
  if (vote == NULL)
    return g_strdup (_ ("You have not voted yet."));
  if (g_strv_equal (baton->vote, baton->order))
    return g_strdup (_ ("You voted for it too."));

  /* Translators: %s is a list of names, in the order in which they are to hold the baton */
  return g_strdup_printf (_ ("You voted for another one: %s."), vote);
}

char *
far_words_order (const FarBaton *baton)
{
  g_autofree char *order = far_words_people (baton->order_names);
  g_autofree char *vote = describe_vote (baton);
  g_autofree char *most = NULL;

  if (order == NULL)
    return g_strdup (_ ("The members can vote on the order in which it goes round."));

  if (baton->is_agreed)
    /* Translators: %s is a list of names, in the order in which they are to hold the baton */
    most = g_strdup_printf (_ ("The order: %s."), order);
  else
    most = g_strdup_printf (ngettext (
                                /* Translators: %1$d and %2$d are numbers of members, %3$s a list of
                                   names, in the order in which they are to hold the baton */
                                "So far %1$d of %2$d members wants this order: %3$s.",
                                "So far %1$d of %2$d members want this order: %3$s.",
                                (gulong)baton->n_votes),
                            baton->n_votes, baton->n_members, order);

  return vote != NULL ? g_strdup_printf ("%s\n%s", most, vote) : g_steal_pointer (&most);
}

static char *
describe_offer (const FarBaton *baton, const FarBatonOffer *offer)
{
  if (offer->is_declined)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("%s was offered the baton, and said no."), offer->member_name);
  if (offer->is_me)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("%s would like to pass the baton to you."), baton->holder_name);
  if (baton->i_hold)
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("You offered the baton to %s, who has not answered yet."),
                            offer->member_name);

  /* Translators: both are persons' names */
  return g_strdup_printf (_ ("%1$s offered the baton to %2$s, who has not answered yet."),
                          baton->holder_name, offer->member_name);
}

char *
far_words_baton_offer (const FarBaton *baton, const FarBatonOffer *offer)
{
  if (offer->is_offer)
    return describe_offer (baton, offer);

  if (offer->is_me)
    return g_strdup_printf (ngettext (
                                /* Translators: both are numbers of members */
                                "You asked for the baton: %1$d of %2$d needed member said yes.",
                                "You asked for the baton: %1$d of %2$d needed members said yes.",
                                offer->n_needed),
                            offer->n_approvals, offer->n_needed);

  return g_strdup_printf (
      ngettext (
          /* Translators: %1$s is a person's name, the others are numbers of members */
          "May %1$s take the baton over? %2$d of %3$d needed member said yes.",
          "May %1$s take the baton over? %2$d of %3$d needed members said yes.", offer->n_needed),
      offer->member_name, offer->n_approvals, offer->n_needed);
}

char *
far_words_until (gint32 last_day)
{
  g_autofree char *date = far_words_date (last_day);

  /* Translators: of a term or a rota; %s is a date */
  return g_strdup_printf (_ ("Until %s"), date);
}

char *
far_words_long_term (gint32 today, gint32 last_day)
{
  if (last_day - today <= LONG_TERM_DAYS)
    return NULL;

  return g_strdup (
      _ ("That is a term of more than a year. No rule forbids it; but until it is over "
         "nobody can take the baton over from a holder who falls silent."));
}

char *
far_words_suggestion (const FarSuggestion *suggestion)
{
  const char *by = suggestion->by_name;
  const char *title = suggestion->title;
  g_autofree char *day = far_words_day_short (suggestion->day);
  g_autofree char *said = far_words_terms (suggestion->at, suggestion->place, suggestion->n_min,
                                           suggestion->n_max, suggestion->roles);
  g_autofree char *remark = suggestion->remark[0] != '\0'
                                ? g_strdup_printf (_ ("good to know: %s"), suggestion->remark)
                                : NULL;
  g_autofree char *terms = said != NULL && remark != NULL ? g_strjoin (", ", said, remark, NULL)
                                                          : g_strdup (said != NULL ? said : remark);

  switch (suggestion->kind)
    {
    case FAR_SUGGESTION_PUBLISH:
      /* Translators: %1$s is a person's name, %2$s the title of a rota */
      return g_strdup_printf (_ ("%1$s suggests to publish “%2$s”"), by, title);
    case FAR_SUGGESTION_WITHDRAW:
      /* Translators: %1$s is a person's name, %2$s the title of a rota */
      return g_strdup_printf (_ ("%1$s suggests that “%2$s” be a draft again"), by, title);
    case FAR_SUGGESTION_DELETE:
      /* Translators: %1$s is a person's name, %2$s the title of a rota */
      return g_strdup_printf (_ ("%1$s suggests to delete “%2$s”, for everyone"), by, title);
    case FAR_SUGGESTION_CANCEL:
      /* Translators: %1$s is a person's name, %2$s the title of a rota, %3$s a day, %4$s a reason
       */
      return g_strdup_printf (_ ("%1$s suggests to cancel “%2$s” of %3$s: %4$s"), by, title, day,
                              suggestion->words);
    case FAR_SUGGESTION_WALK:
      /* Translators: %1$s is a person's name, %2$s the title of a rota, %3$s a day */
      return g_strdup_printf (_ ("%1$s suggests not to cancel “%2$s” of %3$s"), by, title, day);
    case FAR_SUGGESTION_PLAN:
      /* Translators: %1$s is a person's name, %2$s the title of a rota, %3$s a day */
      return g_strdup_printf (_ ("%1$s suggests who walks “%2$s” of %3$s"), by, title, day);
    case FAR_SUGGESTION_JOIN:
      /* Translators: a person's name, the title of a rota, a day, and the title of another rota */
      return g_strdup_printf (_ ("%1$s suggests that “%2$s” of %3$s walk with “%4$s”"), by, title,
                              day, suggestion->words);
    case FAR_SUGGESTION_PART:
      /* Translators: a person's name, the title of a rota, and a day */
      return g_strdup_printf (_ ("%1$s suggests that “%2$s” of %3$s walk by itself again"), by,
                              title, day);
    case FAR_SUGGESTION_NAME:
      /* Translators: %s is a person's name */
      return g_strdup_printf (_ ("%s suggests another name or time zone of the collective"), by);
    case FAR_SUGGESTION_DATE:
      if (terms == NULL)
        /* Translators: %1$s is a person's name, %2$s the title of a rota, %3$s a day */
        return g_strdup_printf (_ ("%1$s suggests that “%2$s” of %3$s be as on the other days"), by,
                                title, day);
      /* Translators: a person's name, the title of a rota, a day, and what is to be different then,
       * as in “at 08:20, 3 adults needed” */
      return g_strdup_printf (_ ("%1$s suggests for “%2$s” of %3$s: %4$s"), by, title, day, terms);
    case FAR_SUGGESTION_CHANGE:
    default:
      if (terms != NULL)
        /* Translators: a person's name, the title of a rota, and what is to be different, as in “at
         * 08:20, 3 adults needed” */
        return g_strdup_printf (_ ("%1$s suggests to change “%2$s”: %3$s"), by, title, terms);
      /* Translators: %1$s is a person's name, %2$s the title of a rota */
      return g_strdup_printf (_ ("%1$s suggests to change “%2$s”"), by, title);
    }
}

char *
far_words_silence (const FarSilence *silence)
{
  g_autofree char *last = far_words_instant (silence->last_ms);

  /* Translators: %1$s is a person's name, %2$s a date and time */
  return g_strdup_printf (_ ("%1$s: nothing since %2$s"), silence->name, last);
}

char *
far_words_term_warning (const char *warning)
{
  gboolean is_over = g_str_has_prefix (warning, "term-over ");
  g_auto(GStrv) parts = NULL;
  g_autofree char *date = NULL;
  gint32 day;

  if (g_str_has_prefix (warning, "term-vacant "))
    /* Translators: %s is a person's name */
    return g_strdup_printf (_ ("%s held the baton and does not belong to the collective any more. "
                               "Please talk to each other about who goes on: see “Us”."),
                            strchr (warning, ' ') + 1);
  if (!is_over && !g_str_has_prefix (warning, "term-ends "))
    return NULL;

  parts = g_strsplit (warning, " ", 3);
  if (g_strv_length (parts) < 3 || !far_words_read_date (parts[1], &day))
    return NULL;

  date = far_words_date (day);
  if (parts[2][0] == '\0')
    return g_strdup_printf (is_over
                                /* Translators: %s is a date */
                                ? _ ("Your term with the baton ended on %s. Please pass it on, or "
                                     "keep it for another term: on the page “Us”.")
                                : _ ("Your term with the baton ends on %s. Think about who comes "
                                     "next: on the page “Us” you can pass it on in two clicks."),
                            date);

  return g_strdup_printf (is_over
                              /* Translators: %1$s is a person's name, %2$s a date */
                              ? _ ("The term of %1$s with the baton ended on %2$s. Please talk to "
                                   "each other about who goes on: see “Us”.")
                              : _ ("The term of %1$s with the baton ends on %2$s. Who comes next? "
                                   "See “Us”."),
                          parts[2], date);
}
