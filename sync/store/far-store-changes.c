/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What has changed in the record tables, for whoever keeps what was computed from them.
 *
 * Plain memory, and noted where the tables are written: at the latest with the row itself.  What
 * was taken back, by an erasure or a rollback, counts as everything, since it is rare and nobody
 * can tell what hung on it. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#define N_KINDS 64

struct _FarChangeCounts
{
  guint64 n_all;
  guint64 n_of_kind[N_KINDS];
  guint64 n_points;
  FarDayPoint points[FAR_CHANGES_KEPT]; /* the newest ones; by their number, modulo how many */

  gpointer memo; /* (nullable): owned by free_memo */
  GDestroyNotify free_memo;
};

FarChangeCounts *
_far_change_counts_new (void)
{
  return g_new0 (FarChangeCounts, 1);
}

void
_far_change_counts_free (FarChangeCounts *self)
{
  if (self->memo != NULL)
    self->free_memo (self->memo);
  g_free (self);
}

void
_far_store_note_change (FarStore *self, guint kind)
{
  if (kind < N_KINDS)
    self->changes->n_of_kind[kind]++;
  else
    self->changes->n_all++;
}

void
_far_store_note_change_on (FarStore *self, guint32 rota, gint32 day)
{
  FarChangeCounts *changes = self->changes;

  changes->points[changes->n_points++ % FAR_CHANGES_KEPT] = (FarDayPoint){ rota, day };
}

void
_far_store_note_change_of_all (FarStore *self)
{
  self->changes->n_all++;
}

guint64
far_store_count_changes (const FarStore *self, guint kind)
{
  return self->changes->n_all + (kind < N_KINDS ? self->changes->n_of_kind[kind] : 0);
}

guint64
far_store_count_day_changes (const FarStore *self)
{
  return self->changes->n_points;
}

gboolean
far_store_get_day_change (const FarStore *self, guint64 i, FarDayPoint *out)
{
  const FarChangeCounts *changes = self->changes;

  if (i >= changes->n_points || changes->n_points - i > FAR_CHANGES_KEPT)
    return FALSE;

  *out = changes->points[i % FAR_CHANGES_KEPT];

  return TRUE;
}

gpointer
far_store_peek_memo (const FarStore *self)
{
  return self->changes->memo;
}

void
far_store_take_memo (FarStore *self, gpointer memo, GDestroyNotify free_memo)
{
  FarChangeCounts *changes = self->changes;

  if (changes->memo != NULL)
    changes->free_memo (changes->memo);
  changes->memo = memo;
  changes->free_memo = free_memo;
}
