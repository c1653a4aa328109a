/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-timetable"

#include "far-timetable.h"

#include "far-day.h"

/* What a pattern lacks and has too much of, to be just some days. */
typedef struct
{
  FarRule rule;    /* without added and dropped ones; later ones are borrowed */
  GArray *added;   /* owned (element-type gint32) */
  GArray *dropped; /* owned (element-type gint32) */
} Fit;

static void
fit_clear (Fit *self)
{
  g_clear_pointer (&self->added, g_array_unref);
  g_clear_pointer (&self->dropped, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fit, fit_clear)

static gint32
get_day (const GArray *dates, guint i)
{
  return g_array_index (dates, FarEventDate, i).day;
}

static gint32
get_last (const GArray *dates)
{
  return get_day (dates, dates->len - 1);
}

static guint
get_cost (const Fit *self)
{
  return self->added->len + self->dropped->len;
}

/* From @from on, to the last of @dates. */
static void
fit (Fit *self, const FarRule *pattern, const GArray *dates, gint32 from)
{
  gint32 day = from;
  guint i = 0;

  self->rule = *pattern;
  self->rule.added = self->rule.dropped = NULL;
  self->rule.n_added = self->rule.n_dropped = 0;
  self->added = g_array_new (FALSE, FALSE, sizeof (gint32));
  self->dropped = g_array_new (FALSE, FALSE, sizeof (gint32));

  while (far_rule_next_day (&self->rule, day, &day) && day <= get_last (dates))
    {
      for (; i < dates->len && get_day (dates, i) < day; i++)
        {
          gint32 added = get_day (dates, i);

          g_array_append_val (self->added, added);
        }
      if (i < dates->len && get_day (dates, i) == day)
        i++;
      else
        g_array_append_val (self->dropped, day);
      day++;
    }
  for (; i < dates->len; i++)
    {
      gint32 added = get_day (dates, i);

      g_array_append_val (self->added, added);
    }
}

/* Takes @other if it needs fewer exceptions, and some weight less. */
static void
take_better (Fit *self, Fit *other, guint weight)
{
  if (self->added == NULL || get_cost (other) + weight < get_cost (self))
    {
      fit_clear (self);
      *self = *other;
      *other = (Fit){ .added = NULL };
    }
}

/* The weekdays on which at least half of the weeks of such a pattern have a date. */
static guint
find_weekdays (const GArray *dates, int every)
{
  gint32 first = get_day (dates, 0);
  gint32 monday = first - far_day_get_weekday (first);
  guint weekdays = 0;

  for (guint weekday = 0; weekday < 7; weekday++)
    {
      guint n_dates = 0;
      guint n_weeks = 0;

      for (guint i = 0; i < dates->len; i++)
        n_dates += (guint)far_day_get_weekday (get_day (dates, i)) == weekday &&
                   (get_day (dates, i) - monday) / 7 % every == 0;
      for (gint32 day = monday + (gint32)weekday; day <= get_last (dates); day += 7 * every)
        n_weeks += day >= first;
      if (n_dates > 0 && 2 * n_dates >= n_weeks)
        weekdays |= 1u << weekday;
    }

  return weekdays;
}

/* A pattern that has next to nothing, so that the dates stand in it one by one. */
static FarRule
get_sparse (const GArray *dates)
{
  return (FarRule){ .weekdays = 1u << far_day_get_weekday (get_day (dates, 0)),
                    .every_n_weeks = 52,
                    .first_day = get_day (dates, 0),
                    .last_day = get_last (dates) };
}

static void
fit_anew (Fit *self, const GArray *dates)
{
  FarRule sparse = get_sparse (dates);

  for (int every = 1; every <= FAR_TIMETABLE_WEEKS_MAX; every++)
    {
      FarRule pattern = { .weekdays = find_weekdays (dates, every),
                          .every_n_weeks = every,
                          .first_day = get_day (dates, 0),
                          .last_day = get_last (dates) };
      g_auto (Fit) one = { .added = NULL };

      if (pattern.weekdays == 0)
        continue;
      fit (&one, &pattern, dates, pattern.first_day);
      take_better (self, &one, 0);
    }

  {
    g_auto (Fit) one = { .added = NULL };

    fit (&one, &sparse, dates, sparse.first_day);
    /* two dates are no pattern, nor is what is right half of the time */
    if (self->added == NULL || dates->len <= 2 || 2 * get_cost (self) > get_cost (&one))
      {
        fit_clear (self);
        take_better (self, &one, 0);
      }
  }
}

static int
find_time (const GArray *dates)
{
  guint n[24 * 60] = { 0 };
  int best = 0;

  for (guint i = 0; i < dates->len; i++)
    n[g_array_index (dates, FarEventDate, i).at]++;
  for (int at = 1; at < 24 * 60; at++)
    if (n[at] > n[best])
      best = at;

  return best;
}

/* What the rule that was there says of days before @today stays said; so does what it drops and
 * adds after the last date, if there are more. */
static GArray *
keep_days (const gint32 *days, guint n, const GArray *between, gint32 today, gint32 beyond)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (gint32));

  for (guint i = 0; i < n; i++)
    if (days[i] < today)
      g_array_append_val (all, days[i]);
  g_array_append_vals (all, between->data, between->len);
  for (guint i = 0; i < n; i++)
    if (days[i] >= today && days[i] > beyond)
      g_array_append_val (all, days[i]);

  return all;
}

/* What is dropped of the old pattern before the first date, where a new one begins with that. */
static void
drop_between (Fit *self, const FarRule *before, gint32 today, gint32 first)
{
  g_autoptr (GArray) dropped = g_array_new (FALSE, FALSE, sizeof (gint32));
  gint32 day = today;

  while (far_rule_next_day (before, day, &day) && day < first)
    {
      g_array_append_val (dropped, day);
      day++;
    }
  g_array_prepend_vals (self->dropped, dropped->data, dropped->len);
}

FarTimetable *
far_timetable_fit (const GArray *dates, const FarRule *before, gboolean is_open, gint32 today)
{
  gint32 beyond = is_open ? get_last (dates) : FAR_DAY_MAX;
  g_auto (Fit) best = { .added = NULL };
  FarTimetable *self;

  fit_anew (&best, dates);
  self = g_new0 (FarTimetable, 1);
  self->at = find_time (dates);
  if (before != NULL)
    {
      FarRule pattern = *before;
      g_auto (Fit) kept = { .added = NULL };

      pattern.last_day = is_open ? MAX (before->last_day, get_last (dates)) : get_last (dates);
      fit (&kept, &pattern, dates, today);
      self->is_kept = get_cost (&kept) <= get_cost (&best) + 2 ||
                      far_rule_validate (&best.rule) != FAR_RULE_GOOD;
      if (self->is_kept)
        {
          fit_clear (&best);
          best = kept;
          kept = (Fit){ .added = NULL };
        }
      else
        {
          drop_between (&best, before, today, best.rule.first_day);
        }
    }

  self->added = keep_days (before != NULL ? before->added : NULL,
                           before != NULL ? before->n_added : 0, best.added, today, beyond);
  self->dropped = keep_days (before != NULL ? before->dropped : NULL,
                             before != NULL ? before->n_dropped : 0, best.dropped, today, beyond);
  self->rule = best.rule;
  self->rule.later = NULL;
  self->rule.n_later = 0;
  self->rule.added = (const gint32 *)(gpointer)self->added->data;
  self->rule.n_added = self->added->len;
  self->rule.dropped = (const gint32 *)(gpointer)self->dropped->data;
  self->rule.n_dropped = self->dropped->len;
  self->moved = g_array_new (FALSE, FALSE, sizeof (FarEventDate));
  for (guint i = 0; i < dates->len; i++)
    if (g_array_index (dates, FarEventDate, i).at != self->at)
      g_array_append_val (self->moved, g_array_index (dates, FarEventDate, i));

  if (far_rule_validate (&self->rule) == FAR_RULE_GOOD)
    return self;

  far_timetable_free (self);

  return NULL;
}

void
far_timetable_free (FarTimetable *self)
{
  g_array_unref (self->added);
  g_array_unref (self->dropped);
  g_array_unref (self->moved);
  g_free (self);
}
