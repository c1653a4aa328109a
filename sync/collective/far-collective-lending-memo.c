/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was read of things, kept from one question to the next, as far-collective-rides-memo.c keeps
 * rides: of ten thousand things one new booking changes one.
 *
 * It holds as long as nobody comes, goes or is somebody else.  Of a thing that something is said of
 * all goes, and where something is booked the bookings of that thing. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include "far-limits.h"

struct _FarThingMemo
{
  FarGovernance *gov; /* owned; (nullable): what follows is of this one */
  guint n_logs;
  guint64 n_changes;
  guint64 n_day_changes;
  GPtrArray *things;    /* owned (element-type FarKeptThing): by _far_thing_compare() */
  GHashTable *by_ident; /* owned (element-type FarKeptThing): the same ones */
  guint n_loans;        /* kept since it was filled */
};

static void
forget_loans (FarKeptThing *self)
{
  g_clear_pointer (&self->loans, g_ptr_array_unref);
  g_clear_pointer (&self->lent, far_lent_thing_unref);
}

static void
free_kept (gpointer data)
{
  FarKeptThing *self = data;

  far_thing_facts_unref (self->thing);
  forget_loans (self);
  g_free (self);
}

FarThingMemo *
_far_thing_memo_new (void)
{
  FarThingMemo *self = g_new0 (FarThingMemo, 1);

  self->things = g_ptr_array_new_with_free_func (free_kept);
  self->by_ident = g_hash_table_new (NULL, NULL);

  return self;
}

static void
forget (FarThingMemo *self)
{
  g_hash_table_remove_all (self->by_ident);
  g_ptr_array_set_size (self->things, 0);
  self->n_loans = 0;
  g_clear_pointer (&self->gov, far_governance_unref);
}

void
_far_thing_memo_free (FarThingMemo *self)
{
  forget (self);
  g_ptr_array_unref (self->things);
  g_hash_table_unref (self->by_ident);
  g_free (self);
}

static int
compare_kept (gconstpointer a, gconstpointer b)
{
  return _far_thing_compare ((*(const FarKeptThing *const *)a)->thing,
                             (*(const FarKeptThing *const *)b)->thing);
}

/* Where a thing stands, or would stand. */
static guint
find_place (const FarThingMemo *self, const FarThingFacts *thing)
{
  guint lo = 0;
  guint hi = self->things->len;

  while (lo < hi)
    {
      guint mid = lo + (hi - lo) / 2;

      if (_far_thing_compare (((const FarKeptThing *)self->things->pdata[mid])->thing, thing) < 0)
        lo = mid + 1;
      else
        hi = mid;
    }

  return lo;
}

/* @out: (out): NULL if nobody gave it a name */
static gboolean
read_thing (FarView *view, guint32 ident, FarKeptThing **out, GError **error)
{
  FarThingFacts *thing = _far_view_thing (view, ident, error);

  *out = NULL;
  if (thing == NULL)
    return FALSE;
  if (*thing->name == '\0')
    {
      far_thing_facts_unref (thing);
      return TRUE;
    }
  *out = g_new0 (FarKeptThing, 1);
  (*out)->ident = ident;
  (*out)->thing = thing;

  return TRUE;
}

static gboolean
read_again (FarThingMemo *self, FarView *view, guint32 ident, GError **error)
{
  FarKeptThing *before = g_hash_table_lookup (self->by_ident, GUINT_TO_POINTER (ident));
  FarKeptThing *kept;

  if (!read_thing (view, ident, &kept, error))
    return FALSE;

  g_hash_table_remove (self->by_ident, GUINT_TO_POINTER (ident));
  if (before != NULL)
    g_ptr_array_remove_index (self->things, find_place (self, before->thing));
  if (kept == NULL)
    return TRUE;
  g_hash_table_insert (self->by_ident, GUINT_TO_POINTER (ident), kept);
  g_ptr_array_insert (self->things, find_place (self, kept->thing), kept);

  return TRUE;
}

/* @out_known: (out): whether it is known what has changed */
static gboolean
hear_changes (FarThingMemo *self, FarView *view, gboolean *out_known, GError **error)
{
  guint64 n = far_store_count_day_changes (view->store);
  FarDayPoint point;

  *out_known = TRUE;
  for (; self->n_day_changes < n; self->n_day_changes++)
    {
      FarKeptThing *kept;

      if (!far_store_get_day_change (view->store, self->n_day_changes, &point))
        {
          *out_known = FALSE;
          return TRUE;
        }
      if (point.day == FAR_CHANGES_LENT)
        {
          if (!read_again (self, view, point.rota, error))
            return FALSE;
          continue;
        }
      kept = g_hash_table_lookup (self->by_ident, GUINT_TO_POINTER (point.rota));
      if (kept != NULL)
        forget_loans (kept);
    }

  return TRUE;
}

static gboolean
fill (FarThingMemo *self, FarView *view, GError **error)
{
  g_autoptr (GArray) idents = _far_view_records (view, FAR_KIND_THING, error);

  if (idents == NULL)
    return FALSE;

  for (guint i = 0; i < idents->len; i++)
    {
      guint32 ident = g_array_index (idents, guint32, i);
      FarKeptThing *kept;

      if (!read_thing (view, ident, &kept, error))
        return FALSE;
      if (kept == NULL)
        continue;
      g_ptr_array_add (self->things, kept);
      g_hash_table_insert (self->by_ident, GUINT_TO_POINTER (ident), kept);
    }
  g_ptr_array_sort (self->things, compare_kept);

  return TRUE;
}

gboolean
_far_thing_memo_fill (FarThingMemo *self, FarView *view, GError **error)
{
  guint64 n_changes = far_store_count_changes (view->store, FAR_KIND_PERSON);
  gboolean is_known = FALSE;

  if (self->gov == view->gov && self->n_logs == view->n_logs && self->n_changes == n_changes &&
      self->n_loans <= FAR_MEMO_THINGS_MAX && self->things->len <= FAR_MEMO_THINGS_MAX &&
      !hear_changes (self, view, &is_known, error))
    {
      forget (self);
      return FALSE;
    }
  if (is_known)
    return TRUE;

  forget (self);
  if (!fill (self, view, error))
    {
      forget (self);
      return FALSE;
    }
  self->gov = far_governance_ref (view->gov);
  self->n_logs = view->n_logs;
  self->n_changes = n_changes;
  self->n_day_changes = far_store_count_day_changes (view->store);

  return TRUE;
}

GPtrArray *
_far_thing_memo_peek (const FarThingMemo *self)
{
  return self->things;
}

void
_far_thing_memo_keep (FarThingMemo *self, FarKeptThing *kept, GPtrArray *loans)
{
  kept->loans = loans;
  self->n_loans += loans->len;
}

FarKeptThing *
_far_thing_memo_find (const FarThingMemo *self, guint32 ident)
{
  return g_hash_table_lookup (self->by_ident, GUINT_TO_POINTER (ident));
}
