/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was read of faults, kept from one question to the next, as far-collective-help-memo.c keeps
 * requests: what something is said of is read again. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-repair-private.h"

#include "far-limits.h"

struct _FarFaultMemo
{
  FarGovernance *gov; /* owned; (nullable): what follows is of this one */
  guint n_logs;
  guint64 n_changes;
  guint64 n_day_changes;
  GHashTable *faults; /* owned (element-type FarFaultFacts) by ident */
};

FarFaultMemo *
_far_fault_memo_new (void)
{
  FarFaultMemo *self = g_new0 (FarFaultMemo, 1);

  self->faults = g_hash_table_new_full (NULL, NULL, NULL, far_fault_facts_unref);

  return self;
}

static void
forget (FarFaultMemo *self)
{
  g_hash_table_remove_all (self->faults);
  g_clear_pointer (&self->gov, far_governance_unref);
}

void
_far_fault_memo_free (FarFaultMemo *self)
{
  forget (self);
  g_hash_table_unref (self->faults);
  g_free (self);
}

static gboolean
read_again (FarFaultMemo *self, FarView *view, guint32 ident, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarFaultFacts *fault = _far_view_fault (view, ident, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (fault != NULL)
    g_hash_table_insert (self->faults, GUINT_TO_POINTER (ident), fault);
  else
    g_hash_table_remove (self->faults, GUINT_TO_POINTER (ident));

  return TRUE;
}

/* @out_known: (out): whether it is known what has changed */
static gboolean
hear_changes (FarFaultMemo *self, FarView *view, gboolean *out_known, GError **error)
{
  guint64 n = far_store_count_day_changes (view->store);
  FarDayPoint point;

  *out_known = TRUE;
  for (; self->n_day_changes < n; self->n_day_changes++)
    {
      if (!far_store_get_day_change (view->store, self->n_day_changes, &point))
        {
          *out_known = FALSE;
          return TRUE;
        }
      if (point.day == FAR_CHANGES_FAULT && !read_again (self, view, point.rota, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
fill (FarFaultMemo *self, FarView *view, GError **error)
{
  g_autoptr (GArray) idents = _far_view_records (view, FAR_KIND_FAULT, error);

  for (guint i = 0; idents != NULL && i < idents->len; i++)
    if (!read_again (self, view, g_array_index (idents, guint32, i), error))
      return FALSE;

  return idents != NULL;
}

gboolean
_far_fault_memo_fill (FarFaultMemo *self, FarView *view, GError **error)
{
  guint64 n_changes = far_store_count_changes (view->store, FAR_KIND_PERSON);
  gboolean is_known = FALSE;

  if (self->gov == view->gov && self->n_logs == view->n_logs && self->n_changes == n_changes &&
      g_hash_table_size (self->faults) <= FAR_MEMO_FAULTS_MAX &&
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

GHashTable *
_far_fault_memo_peek (const FarFaultMemo *self)
{
  return self->faults;
}
