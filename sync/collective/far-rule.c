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

/* Whether the pattern alone, without added and dropped days, has @day, which is in first..last. */
static gboolean
is_regular (const FarRule *self, gint32 day)
{
  gint32 week = (get_monday (day) - get_monday (self->first_day)) / 7;

  return week % self->every_n_weeks == 0 && (self->weekdays & 1u << far_day_get_weekday (day)) != 0;
}

/* The first day of the pattern from @day, which is not before the first, on; perhaps after the
 * last. */
static gint32
find_regular (const FarRule *self, gint32 day)
{
  gint32 monday = get_monday (day);
  gint32 week = (monday - get_monday (self->first_day)) / 7;
  gint32 week_of_round = week % self->every_n_weeks;
  guint ahead = week_of_round == 0 ? self->weekdays >> far_day_get_weekday (day) : 0;

  if (ahead != 0)
    return day + g_bit_nth_lsf (ahead, -1);

  return monday + 7 * (self->every_n_weeks - week_of_round) + g_bit_nth_lsf (self->weekdays, -1);
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

  return FAR_RULE_GOOD;
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

/* The days of the pattern alone. */
static guint
count_regular (const FarRule *self)
{
  gint32 n_weeks = (get_monday (self->last_day) - get_monday (self->first_day)) / 7;
  guint before_first = self->weekdays & ((1u << far_day_get_weekday (self->first_day)) - 1);
  guint after_last = self->weekdays >> far_day_get_weekday (self->last_day) >> 1;
  guint n_rounds = n_weeks / self->every_n_weeks + 1;
  guint n_days = n_rounds * __builtin_popcount (self->weekdays);

  n_days -= __builtin_popcount (before_first);
  if (n_weeks % self->every_n_weeks == 0)
    n_days -= __builtin_popcount (after_last);

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
