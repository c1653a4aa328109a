/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-season.h"

#define DAYS_PER_WEEK 7
#define SECONDS_PER_DAY (24 * 60 * 60)

static void
add (FarSeasonPart *sum, const FarSeasonPart *part)
{
  sum->n_outings += part->n_outings;
  sum->n_gaps += part->n_gaps;
  sum->n_cancelled += part->n_cancelled;
  sum->n_drafts += part->n_drafts;
  sum->n_needed += part->n_needed;
  sum->n_found += part->n_found;
  sum->is_mine = sum->is_mine || part->is_mine;
}

static void
count (FarSeasonPart *part, const FarOuting *outing)
{
  guint needed = (guint)MAX (outing->n_needed, 0);
  gboolean is_gap = FALSE;

  if (outing->state != FAR_ROTA_PUBLISHED)
    {
      part->n_drafts++;
      return;
    }

  switch (outing->why)
    {
    case FAR_VERDICT_CANCELLED:
    case FAR_VERDICT_HOLIDAYS:
    case FAR_VERDICT_NO_DAY:
      part->n_cancelled++;
      return;
    case FAR_VERDICT_JOINED:
      return;
    case FAR_VERDICT_SHORT:
    case FAR_VERDICT_ROLE:
    case FAR_VERDICT_TRAINING:
      is_gap = TRUE;
      break;
    case FAR_VERDICT_ENOUGH:
    default:
      break;
    }

  /* enough are there, and one role is without: one more is needed all the same */
  if (is_gap && outing->n_have >= outing->n_needed)
    needed = (guint)outing->n_have + 1;
  part->n_outings++;
  part->n_gaps += is_gap;
  part->n_needed += needed;
  part->n_found += MIN (needed, (guint)MAX (outing->n_have, 0));
  part->is_mine = part->is_mine || outing->my_turn != NULL;
}

gboolean
far_season_is_first_of_month (gint32 day)
{
  g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc ((gint64)day * SECONDS_PER_DAY);

  return when != NULL && g_date_time_get_day_of_month (when) == 1;
}

GArray *
far_season_days (GPtrArray *outings, gint32 first_day, guint n_weeks)
{
  GArray *days = g_array_new (FALSE, TRUE, sizeof (FarSeasonPart));

  g_return_val_if_fail (outings != NULL, days);

  g_array_set_size (days, n_weeks * DAYS_PER_WEEK);
  for (guint i = 0; i < days->len; i++)
    g_array_index (days, FarSeasonPart, i).day = first_day + (gint32)i;
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];
      gint64 place = (gint64)outing->day - first_day;

      if (place >= 0 && place < (gint64)days->len)
        count (&g_array_index (days, FarSeasonPart, (guint)place), outing);
    }

  return days;
}

GArray *
far_season_weeks (const GArray *days)
{
  GArray *weeks = g_array_new (FALSE, TRUE, sizeof (FarSeasonPart));

  g_return_val_if_fail (days != NULL, weeks);

  g_array_set_size (weeks, days->len / DAYS_PER_WEEK);
  for (guint i = 0; i < weeks->len * DAYS_PER_WEEK; i++)
    {
      FarSeasonPart *week = &g_array_index (weeks, FarSeasonPart, i / DAYS_PER_WEEK);
      const FarSeasonPart *day = &g_array_index (days, FarSeasonPart, i);

      if (i % DAYS_PER_WEEK == 0)
        week->day = day->day;
      add (week, day);
    }

  return weeks;
}

FarSeasonPart
far_season_sum (const GArray *parts)
{
  FarSeasonPart sum = { 0 };

  g_return_val_if_fail (parts != NULL, sum);

  for (guint i = 0; i < parts->len; i++)
    {
      const FarSeasonPart *part = &g_array_index (parts, FarSeasonPart, i);

      if (i == 0)
        sum.day = part->day;
      add (&sum, part);
    }

  return sum;
}
