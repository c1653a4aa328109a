/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was read of meeting places, kept from one question to the next, as
 * far-collective-lending-memo.c keeps what was read of things: of ten thousand out of a table one
 * changes. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-places-private.h"

#include "far-limits.h"

#define N_ONE_BY_ONE 100 /* more are put in order together */

struct _FarPlaceMemo
{
  FarGovernance *gov; /* owned; (nullable): what follows is of this one */
  guint n_logs;
  guint64 n_changes;
  guint64 n_day_changes;
  GPtrArray *places;    /* owned (element-type FarPlaceFacts): in order */
  GHashTable *by_ident; /* owned (element-type FarPlaceFacts): the same ones */
  GHashTable *index; /* owned; (nullable): of the same, which of several that are one is listed */
};

FarPlaceMemo *
_far_place_memo_new (void)
{
  FarPlaceMemo *self = g_new0 (FarPlaceMemo, 1);

  self->places = g_ptr_array_new_with_free_func (far_place_facts_unref);
  self->by_ident = g_hash_table_new (NULL, NULL);

  return self;
}

static void
forget (FarPlaceMemo *self)
{
  g_clear_pointer (&self->index, g_hash_table_unref);
  g_hash_table_remove_all (self->by_ident);
  g_ptr_array_set_size (self->places, 0);
  g_clear_pointer (&self->gov, far_governance_unref);
}

void
_far_place_memo_free (FarPlaceMemo *self)
{
  forget (self);
  g_hash_table_unref (self->by_ident);
  g_ptr_array_unref (self->places);
  g_free (self);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  return _far_place_compare (*(const FarPlaceFacts *const *)a, *(const FarPlaceFacts *const *)b);
}

/* Where it stands, or would stand. */
static guint
find_place (const FarPlaceMemo *self, const FarPlaceFacts *place)
{
  guint lo = 0;
  guint hi = self->places->len;

  while (lo < hi)
    {
      guint mid = lo + (hi - lo) / 2;

      if (_far_place_compare (self->places->pdata[mid], place) < 0)
        lo = mid + 1;
      else
        hi = mid;
    }

  return lo;
}

/* @in_order: whether the others are, and it is to be */
static gboolean
read_again (FarPlaceMemo *self, FarView *view, guint32 ident, gboolean in_order, GError **error)
{
  FarPlaceFacts *before = g_hash_table_lookup (self->by_ident, GUINT_TO_POINTER (ident));
  FarPlaceFacts *place;

  if (!_far_view_place (view, ident, &place, error))
    return FALSE;

  g_hash_table_remove (self->by_ident, GUINT_TO_POINTER (ident));
  if (before != NULL && in_order)
    g_ptr_array_remove_index (self->places, find_place (self, before));
  else if (before != NULL)
    g_ptr_array_remove (self->places, before);
  if (place == NULL)
    return TRUE;
  g_hash_table_insert (self->by_ident, GUINT_TO_POINTER (ident), place);
  g_ptr_array_insert (self->places, in_order ? (int)find_place (self, place) : -1, place);

  return TRUE;
}

static gboolean
read_all (FarPlaceMemo *self, FarView *view, const GArray *idents, GError **error)
{
  gboolean in_order = idents->len <= N_ONE_BY_ONE;

  if (idents->len == 0)
    return TRUE;

  g_clear_pointer (&self->index, g_hash_table_unref);
  for (guint i = 0; i < idents->len; i++)
    if (!read_again (self, view, g_array_index (idents, guint32, i), in_order, error))
      return FALSE;
  if (!in_order)
    g_ptr_array_sort (self->places, compare_places);

  return TRUE;
}

/* Returns: (transfer full): idents of those that something was said of; NULL if it is not known */
static GArray *
hear_changes (FarPlaceMemo *self, const FarView *view)
{
  guint64 n = far_store_count_day_changes (view->store);
  g_autoptr (GArray) idents = g_array_new (FALSE, FALSE, sizeof (guint32));
  FarDayPoint point;

  if (self->gov != view->gov || self->n_logs != view->n_logs ||
      self->n_changes != far_store_count_changes (view->store, FAR_KIND_PERSON) ||
      self->places->len > FAR_MEMO_PLACES_MAX)
    return NULL;
  for (; self->n_day_changes < n; self->n_day_changes++)
    {
      if (!far_store_get_day_change (view->store, self->n_day_changes, &point))
        return NULL;
      if (point.day == FAR_CHANGES_MEETING_PLACE)
        g_array_append_val (idents, point.rota);
    }

  return g_steal_pointer (&idents);
}

static void
start (FarPlaceMemo *self, const FarView *view)
{
  forget (self);
  self->gov = far_governance_ref (view->gov);
  self->n_logs = view->n_logs;
  self->n_changes = far_store_count_changes (view->store, FAR_KIND_PERSON);
  self->n_day_changes = far_store_count_day_changes (view->store);
}

gboolean
_far_place_memo_fill (FarPlaceMemo *self, FarView *view, GError **error)
{
  g_autoptr (GArray) idents = hear_changes (self, view);

  if (idents == NULL)
    {
      start (self, view);
      idents = _far_view_records (view, FAR_KIND_PLACE, error);
    }
  if (idents == NULL || !read_all (self, view, idents, error))
    {
      forget (self);
      return FALSE;
    }
  if (self->index == NULL)
    self->index = _far_places_index (self->places);

  return TRUE;
}

GPtrArray *
_far_place_memo_peek (const FarPlaceMemo *self)
{
  return self->places;
}

gboolean
_far_place_memo_is_listed (const FarPlaceMemo *self, const FarPlaceFacts *place)
{
  return g_hash_table_lookup (self->index, place->key) == place;
}
