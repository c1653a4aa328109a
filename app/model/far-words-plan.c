/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-plan.h"

#include <glib/gi18n.h>

#include "far-words.h"

char *
far_words_span (gint32 first_day, gint32 last_day)
{
  g_autofree char *first = far_words_date (first_day);
  g_autofree char *last = far_words_date (last_day);

  if (first_day == last_day)
    return g_steal_pointer (&first);

  /* Translators: two dates, the first and the last of some days */
  return g_strdup_printf (_ ("%1$s to %2$s"), first, last);
}

char *
far_words_commitment (int n_turns, gboolean per_season)
{
  if (n_turns == 0)
    /* Translators: how many turns somebody commits to take */
    return g_strdup (C_ ("commitment", "No number"));
  if (per_season)
    /* Translators: that somebody commits to take */
    return g_strdup_printf (ngettext ("%d turn this season", "%d turns this season",
                                      (gulong)n_turns),
                            n_turns);

  /* Translators: that somebody commits to take */
  return g_strdup_printf (ngettext ("%d turn a month", "%d turns a month", (gulong)n_turns),
                          n_turns);
}

static char *
words_of_weekdays (guint cannot, guint rather)
{
  g_autofree char *not_on = cannot != 0 ? far_words_weekdays (cannot) : NULL;
  g_autofree char *rather_on = rather != 0 ? far_words_weekdays (rather) : NULL;

  if (not_on != NULL && rather_on != NULL)
    /* Translators: when somebody can take turns; both are weekdays */
    return g_strdup_printf (_ ("not on %1$s, rather on %2$s"), not_on, rather_on);
  if (not_on != NULL)
    /* Translators: when somebody can take turns; %s are weekdays */
    return g_strdup_printf (_ ("not on %s"), not_on);
  if (rather_on != NULL)
    /* Translators: when somebody can take turns; %s are weekdays */
    return g_strdup_printf (_ ("rather on %s"), rather_on);

  /* Translators: when somebody can take turns */
  return g_strdup (_ ("any weekday"));
}

char *
far_words_available (const FarAvailable *self)
{
  g_autofree char *days = words_of_weekdays (self->cannot, self->rather);

  if (self->rota[0] == '\0')
    /* Translators: when somebody can take turns, in whatever rota; %s as in “not on Monday” */
    return g_strdup_printf (_ ("Everything: %s"), days);

  /* Translators: when somebody can take turns; %1$s is a rota, %2$s as in “not on Monday” */
  return g_strdup_printf (_ ("%1$s: %2$s"), self->rota_title, days);
}

char *
far_words_away (const FarAway *self)
{
  g_autofree char *days = far_words_span (self->first_day, self->last_day);

  if (self->rota[0] == '\0')
    return g_steal_pointer (&days);

  /* Translators: %1$s are days on which somebody cannot take turns, %2$s is the rota */
  return g_strdup_printf (_ ("%1$s (%2$s)"), days, self->rota_title);
}

char *
far_words_availability (const FarAvailability *self)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->weeks->len; i++)
    g_ptr_array_add (lines, far_words_available (self->weeks->pdata[i]));
  for (guint i = 0; i < self->away->len; i++)
    {
      g_autofree char *days = far_words_away (self->away->pdata[i]);

      /* Translators: %s are days on which somebody cannot take turns */
      g_ptr_array_add (lines, g_strdup_printf (_ ("Away: %s"), days));
    }
  if (self->n_turns > 0)
    g_ptr_array_add (lines, far_words_commitment (self->n_turns, self->per_season));
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **)lines->pdata);
}

char *
far_words_availability_by (const FarAvailability *self)
{
  if (!self->is_by_other || self->by_name[0] == '\0')
    return NULL;

  /* Translators: %s is who wrote down for somebody when they can take turns */
  return g_strdup_printf (_ ("Written down by %s"), self->by_name);
}

/* ---- the plan */

char *
far_words_fair_line (const FarFairLine *self)
{
  g_autofree char *day = far_words_day (self->day);
  g_autofree char *at = far_words_time (self->at);

  if (self->role_name[0] != '\0')
    /* Translators: a turn: %1$s is a day, %2$s a time, %3$s the rota, %4$s what one does there */
    return g_strdup_printf (_ ("%1$s at %2$s, %3$s (%4$s)"), day, at, self->rota_title,
                            self->role_name);

  /* Translators: a turn: %1$s is a day, %2$s a time, %3$s the rota */
  return g_strdup_printf (_ ("%1$s at %2$s, %3$s"), day, at, self->rota_title);
}

const char *
far_words_fair_state (FarFairLineState state)
{
  switch (state)
    {
    case FAR_FAIR_LINE_ACCEPTED:
      return C_ ("plan", "Accepted");
    case FAR_FAIR_LINE_DECLINED:
      return C_ ("plan", "Declined");
    case FAR_FAIR_LINE_FILLED:
      return C_ ("plan", "Others come");
    case FAR_FAIR_LINE_OFF:
      return C_ ("plan", "No walk");
    case FAR_FAIR_LINE_GONE:
      return C_ ("plan", "Not here any more");
    case FAR_FAIR_LINE_CLASH:
      return C_ ("plan", "At the same time as another");
    case FAR_FAIR_LINE_CAP:
      return C_ ("plan", "Enough in that week");
    case FAR_FAIR_LINE_OPEN:
    case FAR_FAIR_LINE_N:
    default:
      return C_ ("plan", "Not answered yet");
    }
}

/* Why it does not hold any more. */
static char *
words_of_obstacle (const FarFairLine *self)
{
  switch (self->state)
    {
    case FAR_FAIR_LINE_ACCEPTED:
      return g_strdup (_ ("It is accepted."));
    case FAR_FAIR_LINE_DECLINED:
      return g_strdup (_ ("It was declined, or that day does not suit any more."));
    case FAR_FAIR_LINE_FILLED:
      return g_strdup (_ ("Enough others have promised to come meanwhile."));
    case FAR_FAIR_LINE_OFF:
      return g_strdup (_ ("There is no such walk on that day any more."));
    case FAR_FAIR_LINE_GONE:
      return g_strdup (_ ("They are not here any more, or do not count as an adult."));
    case FAR_FAIR_LINE_CLASH:
      return g_strdup (_ ("Something else is promised at that time."));
    case FAR_FAIR_LINE_CAP:
      return g_strdup (
          _ ("As many turns are promised in that week as your collective has agreed on."));
    default:
      return NULL;
    }
}

/* 0 Monday .. 6 Sunday; the first of all days was a Thursday */
static guint
weekday_of (gint32 day)
{
  return (guint)(((day + 3) % 7 + 7) % 7);
}

char *
far_words_fair_why (const FarFairLine *self, const FarBalance *balance, const FarFairPlan *plan)
{
  g_autofree char *days = far_words_weekdays (1u << weekday_of (self->day));
  char *obstacle = words_of_obstacle (self);
  g_autofree char *suits = NULL;
  g_autofree char *own = NULL;
  g_autofree char *spread = NULL;

  if (obstacle != NULL)
    return obstacle;

  /* Translators: why a turn is proposed to somebody; %s is a weekday */
  suits =
      g_strdup_printf (self->is_wished ? _ ("%s is a day that suits best.")
                                       /* Translators: why a turn is proposed; %s is a weekday */
                                       : _ ("%s is a day that suits."),
                       days);
  if (balance == NULL)
    return g_steal_pointer (&suits);

  own = far_words_balance (balance, plan->season_day);
  spread = far_words_spread (plan);

  return g_strjoin (" ", suits, own, spread, NULL);
}

/* Others are told apart by their name. */
static char *
words_of_taken (const FarBalance *self, const char *since)
{
  g_autofree char *done = NULL;

  if (self->is_me)
    done = g_strdup_printf (
        /* Translators: %d is how often, %s a date */
        ngettext ("You have come %d time since %s.", "You have come %d times since %s.",
                  (gulong)self->n_done),
        self->n_done, since);
  else
    done = g_strdup_printf (
        /* Translators: %1$s is a person, %2$d how often, %3$s a date */
        ngettext ("%1$s has come %2$d time since %3$s.", "%1$s has come %2$d times since %3$s.",
                  (gulong)self->n_done),
        self->member_name, self->n_done, since);

  return g_steal_pointer (&done);
}

char *
far_words_balance (const FarBalance *self, gint32 season_day)
{
  g_autofree char *since = far_words_date (season_day);
  g_autofree char *done = words_of_taken (self, since);
  g_autofree char *promised = NULL;
  g_autofree char *number = NULL;
  g_autofree char *commits = NULL;

  if (self->n_promised > 0)
    promised = g_strdup_printf (
        /* Translators: turns that somebody took and that are still to come */
        ngettext ("%d more turn is promised.", "%d more turns are promised.",
                  (gulong)self->n_promised),
        self->n_promised);
  if (self->n_turns > 0)
    {
      number = far_words_commitment (self->n_turns, self->per_season);
      /* Translators: what somebody commits to; %s as in “2 turns a month” */
      commits = g_strdup_printf (_ ("Said: %s."), number);
    }

  if (promised == NULL)
    return commits == NULL ? g_steal_pointer (&done) : g_strjoin (" ", done, commits, NULL);

  return g_strjoin (" ", done, promised, commits, NULL);
}

char *
far_words_spread (const FarFairPlan *plan)
{
  if (!plan->has_spread)
    return NULL;
  if (plan->least == plan->most)
    return g_strdup_printf (
        /* Translators: turns taken and promised, of all who take part */
        ngettext ("Everybody has %d turn.", "Everybody has %d turns.", (gulong)plan->most),
        plan->most);

  /* Translators: turns taken and promised, of all who take part; the first two are of half of them
   */
  return g_strdup_printf (_ ("Of all who take part half have %1$d to %2$d turns, nobody fewer than "
                             "%3$d or more than %4$d."),
                          plan->low, plan->high, plan->least, plan->most);
}

char *
far_words_fair_gaps (const FarFairPlan *plan)
{
  if (plan->n_gaps == 0)
    return g_strdup (_ ("Nobody is missing."));

  return g_strdup_printf (
      /* Translators: places on walks without which these do not run */
      ngettext ("%d place that is needed stays open: nobody can.",
                "%d places that are needed stay open: nobody can.", (gulong)plan->n_gaps),
      plan->n_gaps);
}

const FarBalance *
far_words_find_balance (const FarFairPlan *plan, const char *member)
{
  for (guint i = 0; i < plan->balances->len; i++)
    {
      const FarBalance *balance = plan->balances->pdata[i];

      if (g_str_equal (balance->member, member))
        return balance;
    }

  return NULL;
}

char *
far_words_fair_counts (const FarFairPlan *plan)
{
  guint n_accepted = 0;
  guint n_open = 0;

  for (guint i = 0; i < plan->lines->len; i++)
    {
      const FarFairLine *line = plan->lines->pdata[i];

      n_accepted += line->state == FAR_FAIR_LINE_ACCEPTED;
      n_open += line->state == FAR_FAIR_LINE_OPEN;
    }

  /* Translators: of turns that a plan proposes */
  return g_strdup_printf (
      _ ("Accepted: %1$u. Not answered: %2$u. Declined, or changed since: %3$u."), n_accepted,
      n_open, plan->lines->len - n_accepted - n_open);
}
