/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was read of requests and offers of help, kept from one question to the next, as
 * far-collective-rides-memo.c keeps what was read of rides.
 *
 * It holds as long as nobody comes, goes or is somebody else.  What something is said of, or is
 * taken up, is read again. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-help-private.h"

#include "far-limits.h"

#define N_ONE_BY_ONE 100 /* more are put in order together */

struct _FarHelpMemo
{
  FarGovernance *gov; /* owned; (nullable): what follows is of this one */
  guint n_logs;
  guint64 n_changes;
  guint64 n_day_changes;
  gint32 first_day;     /* those that are over before it are not among them */
  GPtrArray *helps;     /* owned (element-type FarKeptHelp): by _far_help_compare() */
  GHashTable *by_ident; /* owned (element-type FarKeptHelp): the same ones; NULL of one that nothing
                         * is to be shown of */
  GArray *unread;       /* owned (element-type guint32): idents of those to be read, some twice */
};

static void
free_kept (gpointer data)
{
  FarKeptHelp *self = data;

  far_help_unref (self->help);
  g_free (self);
}

FarHelpMemo *
_far_help_memo_new (void)
{
  FarHelpMemo *self = g_new0 (FarHelpMemo, 1);

  self->helps = g_ptr_array_new_with_free_func (free_kept);
  self->by_ident = g_hash_table_new (NULL, NULL);
  self->unread = g_array_new (FALSE, FALSE, sizeof (guint32));

  return self;
}

static void
forget (FarHelpMemo *self)
{
  g_array_set_size (self->unread, 0);
  g_hash_table_remove_all (self->by_ident);
  g_ptr_array_set_size (self->helps, 0);
  g_clear_pointer (&self->gov, far_governance_unref);
}

void
_far_help_memo_free (FarHelpMemo *self)
{
  forget (self);
  g_array_unref (self->unread);
  g_hash_table_unref (self->by_ident);
  g_ptr_array_unref (self->helps);
  g_free (self);
}

/* Returns: FALSE if it is not known what has changed */
static gboolean
hear_changes (FarHelpMemo *self, FarStore *store)
{
  guint64 n = far_store_count_day_changes (store);
  FarDayPoint point;

  for (; self->n_day_changes < n; self->n_day_changes++)
    {
      if (!far_store_get_day_change (store, self->n_day_changes, &point))
        return FALSE;
      if (point.day == FAR_CHANGES_HELP ||
          g_hash_table_contains (self->by_ident, GUINT_TO_POINTER (point.rota)))
        g_array_append_val (self->unread, point.rota);
    }

  return TRUE;
}

static gboolean
holds (FarHelpMemo *self, const FarView *view, gint32 first_day)
{
  return self->gov == view->gov && self->n_logs == view->n_logs && self->first_day <= first_day &&
         self->n_changes == far_store_count_changes (view->store, FAR_KIND_PERSON) &&
         hear_changes (self, view->store) &&
         g_hash_table_size (self->by_ident) <= FAR_MEMO_HELP_MAX;
}

/* ---- in order */

static int
compare_kept (gconstpointer a, gconstpointer b)
{
  return _far_help_compare ((*(const FarKeptHelp *const *)a)->help,
                            (*(const FarKeptHelp *const *)b)->help);
}

/* Where it stands, or would stand. */
static guint
find_place (const FarHelpMemo *self, const FarHelpFacts *help)
{
  guint lo = 0;
  guint hi = self->helps->len;

  while (lo < hi)
    {
      guint mid = lo + (hi - lo) / 2;

      if (_far_help_compare (((const FarKeptHelp *)self->helps->pdata[mid])->help, help) < 0)
        lo = mid + 1;
      else
        hi = mid;
    }

  return lo;
}

/* @in_order: whether the others are, and it is to be */
static gboolean
read_again (FarHelpMemo *self, FarView *view, guint32 ident, gboolean in_order, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarKeptHelp *kept = g_hash_table_lookup (self->by_ident, GUINT_TO_POINTER (ident));
  FarHelpFacts *help = _far_view_help (view, ident, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  if (kept != NULL && in_order)
    g_ptr_array_remove_index (self->helps, find_place (self, kept->help));
  else if (kept != NULL)
    g_ptr_array_remove (self->helps, kept);
  kept = NULL;
  if (help != NULL)
    {
      kept = g_new0 (FarKeptHelp, 1);
      kept->ident = ident;
      kept->help = help;
      g_ptr_array_insert (self->helps, in_order ? (int)find_place (self, help) : -1, kept);
    }
  g_hash_table_insert (self->by_ident, GUINT_TO_POINTER (ident), kept);

  return TRUE;
}

static gboolean
read_unread (FarHelpMemo *self, FarView *view, GError **error)
{
  gboolean in_order = self->unread->len <= N_ONE_BY_ONE;

  for (guint i = 0; i < self->unread->len; i++)
    if (!read_again (self, view, g_array_index (self->unread, guint32, i), in_order, error))
      return FALSE;
  if (!in_order)
    g_ptr_array_sort (self->helps, compare_kept);
  g_array_set_size (self->unread, 0);

  return TRUE;
}

static gboolean
start (FarHelpMemo *self, FarView *view, gint32 first_day, GError **error)
{
  g_autoptr (GArray) idents = _far_store_list_from (view->store, FAR_KIND_HELP, first_day, error);

  if (idents == NULL)
    return FALSE;

  g_array_append_vals (self->unread, idents->data, idents->len);
  self->gov = far_governance_ref (view->gov);
  self->n_logs = view->n_logs;
  self->first_day = first_day;
  self->n_changes = far_store_count_changes (view->store, FAR_KIND_PERSON);
  self->n_day_changes = far_store_count_day_changes (view->store);

  return TRUE;
}

GPtrArray *
_far_help_memo_fill (FarHelpMemo *self, FarView *view, gint32 first_day, GError **error)
{
  gboolean good = holds (self, view, first_day);

  if (!good)
    {
      forget (self);
      good = start (self, view, first_day, error);
    }
  if (good && read_unread (self, view, error))
    return self->helps;

  forget (self);

  return NULL;
}
