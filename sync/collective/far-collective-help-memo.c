/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was read of requests and offers of help, kept from one question to the next, as
 * far-collective-rides-memo.c keeps what was read of rides.
 *
 * It holds as long as nobody comes, goes or is somebody else.  What something is said of, or is
 * taken up, is read again. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-help-private.h"

#include "far-limits.h"

struct _FarHelpMemo
{
  FarGovernance *gov; /* owned; (nullable): what follows is of this one */
  guint n_logs;
  guint64 n_changes;
  guint64 n_day_changes;
  gint32 first_day;  /* those that are over before it are not among them */
  GHashTable *helps; /* owned (element-type FarKeptHelp) by ident */
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

  self->helps = g_hash_table_new_full (NULL, NULL, NULL, free_kept);

  return self;
}

static void
forget (FarHelpMemo *self)
{
  g_hash_table_remove_all (self->helps);
  g_clear_pointer (&self->gov, far_governance_unref);
}

void
_far_help_memo_free (FarHelpMemo *self)
{
  forget (self);
  g_hash_table_unref (self->helps);
  g_free (self);
}

static void
add (FarHelpMemo *self, guint32 ident)
{
  g_hash_table_insert (self->helps, GUINT_TO_POINTER (ident), g_new0 (FarKeptHelp, 1));
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
          g_hash_table_contains (self->helps, GUINT_TO_POINTER (point.rota)))
        add (self, point.rota);
    }

  return TRUE;
}

static gboolean
holds (FarHelpMemo *self, const FarView *view, gint32 first_day)
{
  return self->gov == view->gov && self->n_logs == view->n_logs && self->first_day <= first_day &&
         self->n_changes == far_store_count_changes (view->store, FAR_KIND_PERSON) &&
         hear_changes (self, view->store) && g_hash_table_size (self->helps) <= FAR_MEMO_HELP_MAX;
}

gboolean
_far_help_memo_fill (FarHelpMemo *self, const FarView *view, gint32 first_day, GError **error)
{
  g_autoptr (GArray) idents = NULL;

  if (holds (self, view, first_day))
    return TRUE;

  forget (self);
  idents = _far_store_list_from (view->store, FAR_KIND_HELP, first_day, error);
  if (idents == NULL)
    return FALSE;
  for (guint i = 0; i < idents->len; i++)
    add (self, g_array_index (idents, guint32, i));
  self->gov = far_governance_ref (view->gov);
  self->n_logs = view->n_logs;
  self->first_day = first_day;
  self->n_changes = far_store_count_changes (view->store, FAR_KIND_PERSON);
  self->n_day_changes = far_store_count_day_changes (view->store);

  return TRUE;
}

GHashTable *
_far_help_memo_peek (const FarHelpMemo *self)
{
  return self->helps;
}

FarHelpFacts *
_far_kept_help_get (FarKeptHelp *self, FarView *view, guint32 ident, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (self->is_read)
    return self->help;

  self->help = _far_view_help (view, ident, &failure);
  self->is_read = failure == NULL;
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return self->help;
}
