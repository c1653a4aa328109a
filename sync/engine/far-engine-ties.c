/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What hangs on a line, and taking the line off the list. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-engine-views.h"

/* ---- what hangs on it */

static FarLineTies *
view_ties (const FarLineFacts *line, const FarLineTieFacts *facts)
{
  FarLineTies *view = far_snapshot_new (FarLineTies);

  view->id = far_view_id (view, line->id);
  view->name = far_snapshot_dup (view, line->name);
  view->n_children = (int)facts->n_children;
  view->n_hazards = (int)facts->n_hazards;
  view->i_may_remove = facts->is_my_own;
  view->rotas = far_snapshot_own_list (view);
  for (guint i = 0; i < facts->rotas->len; i++)
    {
      const FarRotaFacts *rota = facts->rotas->pdata[i];
      FarLineWalk *walk = g_new0 (FarLineWalk, 1);

      walk->id = far_view_id (view, rota->id);
      walk->title = far_snapshot_dup (view, rota->title);
      g_ptr_array_add (view->rotas, walk);
    }

  return view;
}

static gpointer
do_line_ties (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) lines = far_collective_lines (worker->store, error);
  g_autoptr (FarLineTieFacts) facts = NULL;
  const FarLineFacts *line = NULL;

  if (lines != NULL)
    line = far_find_by_prefix (lines, far_line_peek_id, FAR_RECORD_ID_LEN,
                               g_variant_get_bytestring (args), error);
  if (line != NULL)
    facts = far_collective_line_ties (&writer, line->id, far_worker_today (worker), error);

  return facts != NULL ? view_ties (line, facts) : NULL;
}

static const FarCall line_ties_call = { .name = "line-ties",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_line_ties,
                                        .free_result = far_snapshot_unref };

void
far_engine_line_ties_async (FarEngine *self,
                            const char *line,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (line != NULL);

  _far_engine_call (self, &line_ties_call, g_variant_new_bytestring (line), cancellable, callback,
                    data);
}

FarLineTies *
far_engine_line_ties_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &line_ties_call, result, error);
}

/* ---- off the list, and back */

static gpointer
do_set_line_gone (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) lines = NULL;
  const FarLineFacts *line = NULL;
  const char *prefix;
  gboolean is_gone;

  g_variant_get (args, "(^&ayb)", &prefix, &is_gone);
  lines = is_gone ? far_collective_lines (worker->store, error)
                  : far_collective_lines_gone (worker->store, error);
  if (lines != NULL)
    line = far_find_by_prefix (lines, far_line_peek_id, FAR_RECORD_ID_LEN, prefix, error);
  if (line == NULL || !far_collective_set_line_gone (&writer, line->id, is_gone, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (line->id, FAR_RECORD_ID_LEN);
}

static const FarCall set_line_gone_call = { .name = "set-line-gone",
                                            .needs = FAR_NEEDS_STORE,
                                            .work = do_set_line_gone,
                                            .free_result = g_free };

void
far_engine_set_line_gone_async (FarEngine *self,
                                const char *line,
                                gboolean is_gone,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (line != NULL);

  _far_engine_call (self, &set_line_gone_call, g_variant_new ("(^ayb)", line, !!is_gone),
                    cancellable, callback, data);
}

char *
far_engine_set_line_gone_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_line_gone_call, result, error);
}
