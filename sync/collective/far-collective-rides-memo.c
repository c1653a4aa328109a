/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was read of rides, kept from one question to the next, as far-collective-memo.c keeps what
 * was computed of outings: of ten thousand rides one new seat changes one date of one of them.
 *
 * It holds as long as nobody comes, goes, is somebody else or enters holidays.  Of a ride that
 * something is said of all goes, and of a date on which a seat is taken that date. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-limits.h"

struct _FarRideMemo
{
  FarGovernance *gov; /* owned; (nullable): what follows is of this one */
  guint n_logs;
  guint64 n_changes;
  guint64 n_day_changes;
  gint32 first_day;  /* rides that are over before it are not among them */
  GHashTable *rides; /* owned (element-type FarKeptRide) by ident */
  guint n_dates;     /* kept since it was filled */
};

static void
free_date (gpointer data)
{
  far_ride_date_free (data);
}

static void
free_kept (gpointer data)
{
  FarKeptRide *self = data;

  g_clear_pointer (&self->ride, far_ride_facts_unref);
  g_clear_pointer (&self->promised, g_array_unref);
  g_ptr_array_unref (self->dates);
  g_free (self);
}

FarRideMemo *
_far_ride_memo_new (void)
{
  FarRideMemo *self = g_new0 (FarRideMemo, 1);

  self->rides = g_hash_table_new_full (NULL, NULL, NULL, free_kept);

  return self;
}

static void
forget (FarRideMemo *self)
{
  g_hash_table_remove_all (self->rides);
  self->n_dates = 0;
  g_clear_pointer (&self->gov, far_governance_unref);
}

void
_far_ride_memo_free (FarRideMemo *self)
{
  forget (self);
  g_hash_table_unref (self->rides);
  g_free (self);
}

static guint64
count_changes (FarStore *store)
{
  return far_store_count_changes (store, FAR_KIND_PERSON) +
         far_store_count_changes (store, FAR_KIND_HOLIDAYS);
}

static void
add_ride (FarRideMemo *self, guint32 ident)
{
  FarKeptRide *kept = g_new0 (FarKeptRide, 1);

  kept->dates = g_ptr_array_new_with_free_func (free_date);
  g_hash_table_insert (self->rides, GUINT_TO_POINTER (ident), kept);
}

static void
forget_date (FarKeptRide *kept, gint32 day)
{
  g_clear_pointer (&kept->promised, g_array_unref);
  for (guint i = kept->dates->len; i-- > 0;)
    if (((const FarRideDate *)kept->dates->pdata[i])->day == day)
      g_ptr_array_remove_index_fast (kept->dates, i);
}

/* Returns: FALSE if it is not known what has changed */
static gboolean
hear_changes (FarRideMemo *self, FarStore *store)
{
  guint64 n = far_store_count_day_changes (store);
  FarDayPoint point;

  for (; self->n_day_changes < n; self->n_day_changes++)
    {
      FarKeptRide *kept;

      if (!far_store_get_day_change (store, self->n_day_changes, &point))
        return FALSE;

      kept = g_hash_table_lookup (self->rides, GUINT_TO_POINTER (point.rota));
      if (point.day == FAR_CHANGES_THING)
        add_ride (self, point.rota);
      else if (kept != NULL)
        forget_date (kept, point.day);
    }

  return TRUE;
}

static gboolean
holds (FarRideMemo *self, const FarView *view, gint32 first_day)
{
  return self->gov == view->gov && self->n_logs == view->n_logs && self->first_day <= first_day &&
         self->n_changes == count_changes (view->store) && hear_changes (self, view->store) &&
         g_hash_table_size (self->rides) <= FAR_MEMO_RIDES_MAX &&
         self->n_dates <= FAR_MEMO_RIDES_MAX;
}

gboolean
_far_ride_memo_fill (FarRideMemo *self, const FarView *view, gint32 first_day, GError **error)
{
  g_autoptr (GArray) idents = NULL;

  if (holds (self, view, first_day))
    return TRUE;

  forget (self);
  idents = _far_store_list_from (view->store, FAR_KIND_RIDE, first_day, error);
  if (idents == NULL)
    return FALSE;
  for (guint i = 0; i < idents->len; i++)
    add_ride (self, g_array_index (idents, guint32, i));
  self->gov = far_governance_ref (view->gov);
  self->n_logs = view->n_logs;
  self->first_day = first_day;
  self->n_changes = count_changes (view->store);
  self->n_day_changes = far_store_count_day_changes (view->store);

  return TRUE;
}

GHashTable *
_far_ride_memo_peek (const FarRideMemo *self)
{
  return self->rides;
}

void
_far_ride_memo_keep (FarRideMemo *self, FarKeptRide *kept, FarRideDate *date)
{
  g_ptr_array_add (kept->dates, date);
  self->n_dates++;
}
