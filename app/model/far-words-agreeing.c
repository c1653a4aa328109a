/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-agreeing.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-words.h"

/* ---- rules */

static char *
vouchers (int value)
{
  if (value == 0)
    return g_strdup (_ ("One member vouches for whoever comes in; from eight members on two do."));

  return g_strdup_printf (ngettext ("%d member vouches for whoever comes in; inviting counts.",
                                    "%d members vouch for whoever comes in; inviting counts.",
                                    (gulong)value),
                          value);
}

static char *
removals (int value)
{
  if (value == 0)
    return g_strdup (_ ("More than half of all members agree before somebody has to go; from eight "
                        "members on a quarter, at least three."));
  if (value == 1)
    return g_strdup (_ ("More than half of all members agree before somebody has to go."));

  return g_strdup_printf (
      /* Translators: how many members have to agree; at least 3 */
      ngettext ("From eight members on, %d member agrees before somebody has to go.",
                "From eight members on, %d members agree before somebody has to go.",
                (gulong)value),
      value);
}

static char *
months_of_turns (int value)
{
  if (value < 0)
    return g_strdup (_ ("Who walked when is kept for ever."));
  if (value == 0)
    value = 13; /* docs/records.md, Retention */

  return g_strdup_printf (ngettext ("Who walked when is erased after %d month.",
                                    "Who walked when is erased after %d months.", (gulong)value),
                          value);
}

static char *
months_of_outings (int value)
{
  if (value <= 0)
    return g_strdup (_ ("What was published or cancelled is kept for ever."));

  return g_strdup_printf (ngettext ("What was published or cancelled is erased after %d month.",
                                    "What was published or cancelled is erased after %d months.",
                                    (gulong)value),
                          value);
}

static char *
months_of_absences (int value)
{
  if (value < 0)
    return g_strdup (_ ("When a child was absent is kept for ever."));
  if (value == 0)
    value = 13; /* docs/records.md, Retention */

  return g_strdup_printf (ngettext ("When a child was absent is erased after %d month.",
                                    "When a child was absent is erased after %d months.",
                                    (gulong)value),
                          value);
}

static char *
months_of_roll (int value)
{
  if (value < 0)
    return g_strdup (_ ("Who was there, and who took a child over, is kept for ever."));
  if (value == 0)
    value = 13; /* docs/records.md, Retention */

  return g_strdup_printf (
      ngettext ("Who was there, and who took a child over, is erased after %d month.",
                "Who was there, and who took a child over, is erased after %d months.",
                (gulong)value),
      value);
}

/* ---- how many adults children take: 0 is what lines that walk begin with (docs/decisions.md) */

static char *
children (int value)
{
  if (value == 0)
    value = 8;

  return g_strdup_printf (ngettext ("One adult takes at most %d child.",
                                    "One adult takes at most %d children.", (gulong)value),
                          value);
}

static char *
young (int value)
{
  if (value == 0)
    value = 5;

  return g_strdup_printf (ngettext ("One adult takes at most %d of the youngest children.",
                                    "One adult takes at most %d of the youngest children.",
                                    (gulong)value),
                          value);
}

static char *
young_age (int value)
{
  if (value < 0)
    return g_strdup (_ ("All children count alike, whatever their age."));
  if (value == 0)
    value = 6;

  return g_strdup_printf (
      ngettext (
          "The youngest are not %d yet at the end of the year in which the school year begins.",
          "The youngest are not %d yet at the end of the year in which the school year begins.",
          (gulong)value),
      value);
}

static char *
two_adults (int value)
{
  if (value < 0)
    return g_strdup (_ ("One adult may walk alone with the children, if they are not too many."));
  if (value == 0)
    value = 8;

  return g_strdup_printf (
      ngettext ("From %d child on two adults walk, one ahead and one behind.",
                "From %d children on two adults walk, one ahead and one behind.", (gulong)value),
      value);
}

static char *
crossings (int value)
{
  if (value < 0)
    return g_strdup (_ ("No further adult comes for the crossings."));
  if (value == 0)
    value = 3;

  return g_strdup_printf (ngettext ("One adult more comes for every %d crossing of the line.",
                                    "One adult more comes for every %d crossings of the line.",
                                    (gulong)value),
                          value);
}

static char *
say_servers (const char *servers)
{
  if (*servers == '\0')
    return g_strdup (_ ("Machines that look for each other across the Internet ask no server."));

  return g_strdup_printf (
      /* Translators: %s is such as "stun:stun.example.org:3478" */
      _ ("Machines that look for each other across the Internet may ask these servers, and no "
         "others: %s. They learn when, and the machines’ addresses."),
      servers);
}

static char *
kept_places (int value)
{
  int n = value == 0 ? 1 : value;

  if (value < 0)
    return g_strdup (_ ("Whoever promises to come each week may take every place."));

  return g_strdup_printf (
      ngettext ("Promises to come each week leave %d place free, for those who come new, unless "
                "somebody would be missing.",
                "Promises to come each week leave %d places free, for those who come new, unless "
                "somebody would be missing.",
                (gulong)n),
      n);
}

static char *
notice_days (int value)
{
  if (value == 0)
    return g_strdup (_ ("A turn can be given back until the last moment."));

  return g_strdup_printf (
      ngettext (
          "Less than %d day before, a turn is not just given back: somebody is looked for who "
          "stands in.",
          "Less than %d days before, a turn is not just given back: somebody is looked for "
          "who stands in.",
          (gulong)value),
      value);
}

static char *
turns_a_week (int value)
{
  if (value == 0)
    return g_strdup (_ ("Everybody may come as often as they like."));

  return g_strdup_printf (
      ngettext (
          "Each person takes at most %d turn in a week, so that there is room for others; from "
          "the day before on, whoever wants may come.",
          "Each person takes at most %d turns in a week, so that there is room for others; "
          "from the day before on, whoever wants may come.",
          (gulong)value),
      value);
}

static char *
rides (int value)
{
  return g_strdup (value == 0
                       ? _ ("Rides are not shared here.")
                       : _ ("Rides are shared here: everybody may offer seats, and ask for some."));
}

static char *
help (int value)
{
  return g_strdup (value == 0 ? _ ("Nobody asks for a hand here.")
                              : _ ("Neighbours lend each other a hand here: everybody may ask for "
                                   "help, and offer some."));
}

static char *
skills (int value)
{
  return g_strdup (value == 0
                       ? _ ("Nobody notes here what they can do.")
                       : _ ("Everybody may say here what they can do, what they would like to "
                            "learn and what training they have; a role may ask for one."));
}

static char *
lending (int value)
{
  return g_strdup (value == 0 ? _ ("Nothing is lent here.")
                              : _ ("Things are lent here: what may be borrowed can be booked, and "
                                   "everybody sees who has it."));
}

static char *
rooms (int value)
{
  return g_strdup (value == 0 ? _ ("No rooms are shared here.")
                              : _ ("Rooms are shared here: everybody may book one, once or each "
                                   "week."));
}

static char *
hours (int value)
{
  return g_strdup (value == 0
                       ? _ ("Nobody notes hours here.")
                       : _ ("Every household may note here what it gave and received, in hours, "
                            "for itself: only its own devices can read it."));
}

static char *
repair (int value)
{
  return g_strdup (value == 0 ? _ ("No bikes are mended here.")
                              : _ ("Bikes are mended here: everybody may report a fault, and book "
                                   "a place at a workshop."));
}

static const struct
{
  const char *name;
  const char *title;
  char *(*say) (int value); /* NULL of the one rule that is no number */
} agreements[] = {
  { "vouchers", N_ ("Coming In"), vouchers },
  { "removals", N_ ("Having to Go"), removals },
  { "keep-turns", N_ ("How Long Turns Are Kept"), months_of_turns },
  { "keep-outings", N_ ("How Long Outings Are Kept"), months_of_outings },
  { "servers", N_ ("Servers"), NULL },
  { "children-per-adult", N_ ("Children for One Adult"), children },
  { "young-per-adult", N_ ("The Youngest"), young },
  { "young-age", N_ ("Who Is Among the Youngest"), young_age },
  { "two-adults-from", N_ ("Head and Tail"), two_adults },
  { "crossings-per-adult", N_ ("Crossings"), crossings },
  { "kept-places", N_ ("Room for Newcomers"), kept_places },
  { "notice-days", N_ ("Giving a Turn Back"), notice_days },
  { "turns-a-week", N_ ("Turns in a Week"), turns_a_week },
  { "rides", N_ ("Rides"), rides },
  { "help", N_ ("A Hand"), help },
  { "skills", N_ ("Skills"), skills },
  { "lending", N_ ("Things to Borrow"), lending },
  { "rooms", N_ ("Rooms"), rooms },
  { "hours", N_ ("Hours Given and Received"), hours },
  { "repair", N_ ("Repair"), repair },
  { "keep-absences", N_ ("How Long Absences Are Kept"), months_of_absences },
  { "keep-roll", N_ ("How Long Roll-Calls Are Kept"), months_of_roll },
};

char *
far_words_agreement_title (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (agreements); i++)
    if (strcmp (agreements[i].name, name) == 0)
      return g_strdup (_ (agreements[i].title));

  return g_strdup (name);
}

char *
far_words_agreement (const char *name, int value, const char *servers)
{
  for (guint i = 0; i < G_N_ELEMENTS (agreements); i++)
    if (strcmp (agreements[i].name, name) == 0)
      return agreements[i].say != NULL ? agreements[i].say (value) : say_servers (servers);

  /* Translators: a rule that this version of the program does not know */
  return g_strdup_printf (_ ("The number %d. A newer version of Farandole says what it means."),
                          value);
}

char *
far_words_agreement_decision (const FarAgreement *agreement)
{
  g_autofree char *decided = NULL;
  g_autofree char *review = NULL;

  if (!agreement->is_agreed)
    return g_strdup (_ ("As it is from the start"));

  decided = far_words_instant (agreement->decided_ms);
  review = far_words_date (agreement->review_day);

  return g_strdup_printf (
      /* Translators: %1$d is a number of members, %2$s a date and time, %3$s a date */
      ngettext ("Agreed by %1$d member, %2$s. Look at it again on %3$s.",
                "Agreed by %1$d members, %2$s. Look at it again on %3$s.",
                (gulong)agreement->n_signers),
      agreement->n_signers, decided, review);
}

/* ---- proposals */

char *
far_words_proposal (const FarProposal *proposal)
{
  g_autofree char *rule = NULL;

  switch (proposal->what)
    {
    case FAR_PROPOSES_REMOVAL:
      if (proposal->is_about_me)
        /* Translators: %s is a member's name */
        return g_strdup_printf (_ ("%s proposes that you no longer belong to the collective."),
                                proposal->by_name);
      return g_strdup_printf (
          /* Translators: both are members' names */
          _ ("%1$s proposes that %2$s no longer belongs to the collective."), proposal->by_name,
          proposal->member_name);
    case FAR_PROPOSES_TERM:
      if (strcmp (proposal->by, proposal->member) == 0)
        /* Translators: %s is a member's name */
        return g_strdup_printf (_ ("%s proposes to take the baton."), proposal->by_name);
      return g_strdup_printf (
          /* Translators: both are members' names */
          _ ("%1$s proposes that %2$s holds the baton next."), proposal->by_name,
          proposal->member_name);
    case FAR_PROPOSES_RULE:
    default:
      rule = far_words_agreement (proposal->rule, proposal->value, proposal->servers);
      /* Translators: %1$s is a member's name, %2$s a sentence */
      return g_strdup_printf (_ ("%1$s proposes a rule: %2$s"), proposal->by_name, rule);
    }
}

char *
far_words_proposal_state (const FarProposal *proposal)
{
  int n_missing = MAX (proposal->n_needed - proposal->n_approvals, 0);
  g_autofree char *count = g_strdup_printf (
      /* Translators: %1$d of %2$d members have said yes */
      ngettext ("%1$d of %2$d agrees.", "%1$d of %2$d agree.", (gulong)proposal->n_approvals),
      proposal->n_approvals, proposal->n_needed);

  if (proposal->i_approved && n_missing > 0)
    /* Translators: %s says how many members agree */
    return g_strdup_printf (_ ("You have said yes. %s"), count);

  return g_steal_pointer (&count);
}

/* ---- what is void */

char *
far_words_void (const FarMember *member)
{
  if (member->n_void == 0)
    return NULL;

  return g_strdup_printf (
      /* Translators: entries of a member, written where it did not count any more */
      ngettext ("%d entry has no effect; it is kept and can be looked up.",
                "%d entries have no effect; they are kept and can be looked up.",
                (gulong)member->n_void),
      member->n_void);
}

/* ---- what was promised */

char *
far_words_promised (const FarPromised *promised)
{
  g_autofree char *date = far_words_date (promised->day);
  g_autofree char *time = far_words_time (promised->at);

  /* Translators: %1$s is a date, %2$s a time, %3$s the title of a rota, %4$s a person's name */
  return g_strdup_printf (_ ("%1$s, %2$s: %3$s (%4$s)"), date, time, promised->rota_title,
                          promised->person_name);
}
