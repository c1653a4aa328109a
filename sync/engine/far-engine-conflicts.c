/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values side by side, of which somebody chooses one. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include "far-engine-views.h"

/* ---- which there are */

static FarConflictValue *
view_value (FarWorker *worker, const FarDifferingValue *facts, const FarNames *names)
{
  FarConflictValue *view = far_snapshot_new (FarConflictValue);

  view->id = far_snapshot_hex (view, facts->entry, FAR_ID_LEN);
  view->by = far_view_id (view, facts->by);
  view->by_name = far_snapshot_dup (view, far_names_peek (names, facts->by));
  view->is_mine = far_record_id_equal (facts->by, worker->me.member);
  view->time_ms = facts->time_ms;
  view->number = facts->number;
  view->text = far_snapshot_dup (view, facts->text);

  return view;
}

static FarConflict *
view_conflict (FarWorker *worker, const FarConflictFacts *facts, const FarNames *names)
{
  FarConflict *view = far_snapshot_new (FarConflict);

  view->kind = (FarConflictKind)facts->what;
  view->record = far_view_id (view, facts->record);
  view->title = far_snapshot_dup (view, facts->title);
  view->day = facts->day;
  view->values = far_snapshot_list_new ();
  far_snapshot_own (view, view->values, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < facts->values->len; i++)
    g_ptr_array_add (view->values, view_value (worker, facts->values->pdata[i], names));

  return view;
}

/* What is said of a child is for who speaks for it to see to, and nobody else is troubled with it.
 */
static gboolean
is_for_others (const FarWorker *worker, const GPtrArray *children, const FarConflictFacts *facts)
{
  for (guint i = 0; i < children->len; i++)
    {
      const FarChildFacts *child = children->pdata[i];

      if (far_record_id_equal (child->id, facts->record))
        return !far_child_facts_has_guardian (child, worker->me.member);
    }

  return FALSE;
}

static gpointer
do_conflicts (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (GPtrArray) children = NULL;
  GPtrArray *views;

  if (names != NULL)
    conflicts = far_collective_conflicts (worker->store, far_worker_today (worker), error);
  if (conflicts != NULL)
    children = far_collective_children (worker->store, far_worker_today (worker), TRUE, error);
  if (children == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < conflicts->len; i++)
    if (!is_for_others (worker, children, conflicts->pdata[i]))
      g_ptr_array_add (views, view_conflict (worker, conflicts->pdata[i], names));

  return views;
}

static const FarCall conflicts_call = { .name = "conflicts",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_conflicts,
                                        .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_conflicts_async (FarEngine *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &conflicts_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_conflicts_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &conflicts_call, result, error);
}

/* ---- choosing */

static const guint8 *
peek_entry (gconstpointer value)
{
  return ((const FarDifferingValue *)value)->entry;
}

/* Each entry once: it may be one of several in two fields.  Returns: (transfer full) (element-type
 * FarDifferingValue): borrowed */
static GPtrArray *
list_values (const GPtrArray *conflicts)
{
  g_autoptr (GHashTable) known = g_hash_table_new (far_id_hash, far_id_equal);
  GPtrArray *values = g_ptr_array_new ();

  for (guint i = 0; i < conflicts->len; i++)
    {
      const FarConflictFacts *facts = conflicts->pdata[i];

      for (guint j = 0; j < facts->values->len; j++)
        if (g_hash_table_add (known, (gpointer)peek_entry (facts->values->pdata[j])))
          g_ptr_array_add (values, facts->values->pdata[j]);
    }

  return values;
}

static gpointer
do_choose (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) conflicts =
                 far_collective_conflicts (worker->store, far_worker_today (worker), error);
  g_autoptr (GPtrArray) values = conflicts != NULL ? list_values (conflicts) : NULL;
  const FarDifferingValue *found = NULL;
  const char *prefix;

  g_variant_get (args, "(^&ay)", &prefix);
  if (values != NULL)
    found = far_find_by_prefix (values, peek_entry, FAR_ID_LEN, prefix, error);
  if (found == NULL || !far_collective_choose (&writer, found->entry, error))
    return NULL;

  far_worker_committed (worker, NULL);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall choose_call = { .name = "choose",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_choose };

void
far_engine_choose_async (FarEngine *self,
                         const char *value,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (value != NULL);

  _far_engine_call (self, &choose_call, g_variant_new ("(^ay)", value), cancellable, callback,
                    data);
}

gboolean
far_engine_choose_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &choose_call, result, error) != NULL;
}
