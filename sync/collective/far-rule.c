/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-rule"

#include "far-rule.h"

#include "far-day.h"

#include "far-pure.h"

static FarRuleFault
check_pattern (const FarRule *self)
{
  if (self->weekdays == 0 || (self->weekdays & ~FAR_WEEKDAYS_ALL) != 0)
    return FAR_RULE_WEEKDAYS;
  if (self->every_n_weeks < 1 || self->every_n_weeks > FAR_RULE_WEEKS_MAX)
    return FAR_RULE_WEEKS;
  if (!far_day_is_valid (self->first_day) || !far_day_is_valid (self->last_day))
    return FAR_RULE_DAY;
  if (self->last_day < self->first_day)
    return FAR_RULE_ORDER;
  if (self->last_day - self->first_day > FAR_RULE_SPAN_MAX)
    return FAR_RULE_LONG;

  return FAR_RULE_GOOD;
}

static gboolean
check_later (const FarRule *self)
{
  for (guint i = 0; i < self->n_later; i++)
    {
      const FarRuleLater *later = &self->later[i];

      if (later->weekdays == 0 || (later->weekdays & ~FAR_WEEKDAYS_ALL) != 0 ||
          later->every_n_weeks < 1 || later->every_n_weeks > FAR_RULE_WEEKS_MAX ||
          !far_day_is_valid (later->from) || (i > 0 && later->from <= self->later[i - 1].from))
        return FALSE;
    }

  return self->n_later <= FAR_ROTA_LATER_MAX;
}

static gboolean
check_days (const gint32 *days, guint n_days)
{
  if (n_days > FAR_ROTA_DAYS_MAX)
    return FALSE;

  for (guint i = 0; i < n_days; i++)
    {
      if (!far_day_is_valid (days[i]) || (i > 0 && days[i] <= days[i - 1]))
        return FALSE;
    }

  return TRUE;
}

/* The index of the first of ascending @days that is not before @day; @n_days if all are. */
static guint
find_from (const gint32 *days, guint n_days, gint32 day)
{
  guint low = 0;
  guint high = n_days;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (days[middle] < day)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static gboolean
has_among (const gint32 *days, guint n_days, gint32 day)
{
  guint at = find_from (days, n_days, day);

  return at < n_days && days[at] == day;
}

static gint32
get_monday (gint32 day)
{
  return day - far_day_get_weekday (day);
}

/* Days in which one pattern holds, its weeks counted from the first. */
typedef struct
{
  gint32 first_day;
  gint32 last_day; /* before the first if there are none */
  guint weekdays;
  int every_n_weeks;
} Stretch;

/* @i: 0 of the rule itself, then those that come later */
static Stretch
get_stretch (const FarRule *self, guint i)
{
  const FarRuleLater *later = i > 0 ? &self->later[i - 1] : NULL;
  Stretch stretch = {
    .first_day = self->first_day,
    .last_day = self->last_day,
    .weekdays = later != NULL ? later->weekdays : self->weekdays,
    .every_n_weeks = later != NULL ? later->every_n_weeks : self->every_n_weeks,
  };

  if (later != NULL)
    stretch.first_day = MAX (stretch.first_day, later->from);
  if (i < self->n_later)
    stretch.last_day = MIN (stretch.last_day, self->later[i].from - 1);

  return stretch;
}

static gboolean
has_in (const Stretch *stretch, gint32 day)
{
  gint32 week = (get_monday (day) - get_monday (stretch->first_day)) / 7;

  return day >= stretch->first_day && day <= stretch->last_day &&
         week % stretch->every_n_weeks == 0 &&
         (stretch->weekdays & 1u << far_day_get_weekday (day)) != 0;
}

/* Whether the patterns alone, without added and dropped days, have @day. */
static gboolean
is_regular (const FarRule *self, gint32 day)
{
  for (guint i = 0; i <= self->n_later; i++)
    {
      Stretch stretch = get_stretch (self, i);

      if (has_in (&stretch, day))
        return TRUE;
    }

  return FALSE;
}

/* The first day of the pattern from @day, which is not before the first, on; perhaps after the
 * last. */
static gint32
find_in (const Stretch *stretch, gint32 day)
{
  gint32 monday = get_monday (day);
  gint32 week = (monday - get_monday (stretch->first_day)) / 7;
  gint32 week_of_round = week % stretch->every_n_weeks;
  guint ahead = week_of_round == 0 ? stretch->weekdays >> far_day_get_weekday (day) : 0;

  if (ahead != 0)
    return day + g_bit_nth_lsf (ahead, -1);

  return monday + 7 * (stretch->every_n_weeks - week_of_round) +
         g_bit_nth_lsf (stretch->weekdays, -1);
}

/* The first day of the patterns that is not before @day; after the last if there is none. */
static gint32
find_regular (const FarRule *self, gint32 day)
{
  for (guint i = 0; i <= self->n_later; i++)
    {
      Stretch stretch = get_stretch (self, i);
      gint32 found;

      if (stretch.last_day < stretch.first_day || stretch.last_day < day)
        continue;
      found = find_in (&stretch, MAX (day, stretch.first_day));
      if (found <= stretch.last_day)
        return found;
    }

  return self->last_day + 1;
}

FarRuleFault
far_rule_validate (const FarRule *self)
{
  FarRuleFault fault = check_pattern (self);

  if (fault != FAR_RULE_GOOD)
    return fault;
  if (!check_days (self->added, self->n_added))
    return FAR_RULE_ADDED;
  if (!check_days (self->dropped, self->n_dropped))
    return FAR_RULE_DROPPED;

  for (guint i = 0; i < self->n_added; i++)
    {
      if (has_among (self->dropped, self->n_dropped, self->added[i]))
        return FAR_RULE_BOTH;
    }

  return check_later (self) ? FAR_RULE_GOOD : FAR_RULE_LATER;
}

gboolean
far_rule_has_day (const FarRule *self, gint32 day)
{
  return check_pattern (self) == FAR_RULE_GOOD && day >= self->first_day && day <= self->last_day &&
         !has_among (self->dropped, self->n_dropped, day) &&
         (is_regular (self, day) || has_among (self->added, self->n_added, day));
}

gboolean
far_rule_next_day (const FarRule *self, gint32 from, gint32 *out_day)
{
  gint32 day = MAX (from, self->first_day);
  guint at;

  *out_day = 0;

  if (check_pattern (self) != FAR_RULE_GOOD || day > self->last_day)
    return FALSE;

  at = find_from (self->added, self->n_added, day);

  while (day <= self->last_day)
    {
      gint32 next = find_regular (self, day);

      while (at < self->n_added && self->added[at] < next &&
             (self->added[at] < day || has_among (self->dropped, self->n_dropped, self->added[at])))
        at++;

      if (at < self->n_added && self->added[at] < next)
        next = self->added[at];
      if (next <= self->last_day && !has_among (self->dropped, self->n_dropped, next))
        {
          *out_day = next;
          return TRUE;
        }

      day = next + 1;
    }

  return FALSE;
}

static guint
count_in (const Stretch *stretch)
{
  gint32 n_weeks = (get_monday (stretch->last_day) - get_monday (stretch->first_day)) / 7;
  guint before_first = stretch->weekdays & ((1u << far_day_get_weekday (stretch->first_day)) - 1);
  guint after_last = stretch->weekdays >> far_day_get_weekday (stretch->last_day) >> 1;
  guint n_rounds = n_weeks / stretch->every_n_weeks + 1;
  guint n_days = n_rounds * __builtin_popcount (stretch->weekdays);

  n_days -= __builtin_popcount (before_first);
  if (n_weeks % stretch->every_n_weeks == 0)
    n_days -= __builtin_popcount (after_last);

  return n_days;
}

/* The days of the patterns alone. */
static guint
count_regular (const FarRule *self)
{
  guint n_days = 0;

  for (guint i = 0; i <= self->n_later; i++)
    {
      Stretch stretch = get_stretch (self, i);

      if (stretch.first_day <= stretch.last_day)
        n_days += count_in (&stretch);
    }

  return n_days;
}

guint
far_rule_get_n_days (const FarRule *self)
{
  guint n_days;

  if (check_pattern (self) != FAR_RULE_GOOD)
    return 0;

  n_days = count_regular (self);

  for (guint i = 0; i < self->n_dropped; i++)
    {
      gint32 day = self->dropped[i];

      if (n_days > 0 && day >= self->first_day && day <= self->last_day && is_regular (self, day))
        n_days--;
    }

  for (guint i = 0; i < self->n_added; i++)
    {
      gint32 day = self->added[i];

      if (day >= self->first_day && day <= self->last_day && !is_regular (self, day) &&
          !has_among (self->dropped, self->n_dropped, day))
        n_days++;
    }

  return n_days;
}
