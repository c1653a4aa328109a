/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-chosen-days.h"

#define SPARSE_WEEKS 52

/* 0 Monday .. 6 Sunday; the first day of 1970 was a Thursday */
static guint
get_weekday (gint32 day)
{
  return (guint)((day % 7 + 10) % 7);
}

static gboolean
has_day (const gint32 *days, int n_days, gint32 day)
{
  for (int i = 0; i < n_days; i++)
    if (days[i] == day)
      return TRUE;

  return FALSE;
}

/* One date alone is chosen too, however it was said. */
static gboolean
is_chosen (const FarRota *rota)
{
  guint weekday = 1u << get_weekday (rota->first_day);

  if (rota->later->len > 0)
    return FALSE;

  return (rota->every_n_weeks == SPARSE_WEEKS && rota->weekdays == weekday) ||
         (rota->first_day == rota->last_day && (rota->weekdays & weekday) != 0);
}

void
far_chosen_days_insert (GArray *days, gint32 day)
{
  guint i = 0;

  while (i < days->len && g_array_index (days, gint32, i) < day)
    i++;
  if (i == days->len || g_array_index (days, gint32, i) != day)
    g_array_insert_val (days, i, day);
}

GArray *
far_chosen_days_of (const FarRota *rota)
{
  g_autoptr(GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));

  if (!is_chosen (rota))
    return NULL;

  for (gint32 day = rota->first_day; day <= rota->last_day; day += 7 * SPARSE_WEEKS)
    if (!has_day (rota->dropped, rota->n_dropped, day))
      far_chosen_days_insert (days, day);
  for (int i = 0; i < rota->n_added; i++)
    {
      gint32 day = rota->added[i];

      if (day >= rota->first_day && day <= rota->last_day &&
          !has_day (rota->dropped, rota->n_dropped, day))
        far_chosen_days_insert (days, day);
    }

  return days->len > 0 ? g_steal_pointer (&days) : NULL;
}

GArray *
far_chosen_days_set (FarRotaDraft *draft, const GArray *days)
{
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (gint32));
  guint n_added;

  g_return_val_if_fail (days->len > 0, kept);

  draft->first_day = g_array_index (days, gint32, 0);
  draft->last_day = g_array_index (days, gint32, days->len - 1);
  draft->weekdays = 1u << get_weekday (draft->first_day);
  draft->every_n_weeks = SPARSE_WEEKS;

  g_array_append_vals (kept, &g_array_index (days, gint32, 1), days->len - 1);
  n_added = kept->len;
  /* what the pattern has besides, a year later */
  for (gint32 day = draft->first_day + 7 * SPARSE_WEEKS; day <= draft->last_day;
       day += 7 * SPARSE_WEEKS)
    if (!has_day ((const gint32 *)(gpointer)days->data, (int)days->len, day))
      g_array_append_val (kept, day);

  draft->added = (const gint32 *)(gpointer)kept->data;
  draft->n_added = (int)n_added;
  draft->dropped = draft->added + n_added;
  draft->n_dropped = (int)(kept->len - n_added);

  return kept;
}
