/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is to be looked out for on lines, and what came of it. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include "far-engine-views.h"

static const char *
find_line_name (const GPtrArray *lines, const guint8 *line)
{
  for (guint i = 0; i < lines->len; i++)
    if (far_record_id_equal (far_line_peek_id (lines->pdata[i]), line))
      return ((const FarLineFacts *)lines->pdata[i])->name;

  return "";
}

static gpointer
do_hazards (FarWorker *worker, GVariant *args, GError **error)
{
  gboolean with_gone = g_variant_get_boolean (args);
  g_autoptr (GPtrArray) lines = far_collective_lines (worker->store, error);
  g_autoptr (FarNames) names = lines != NULL ? far_names_new (worker->store, error) : NULL;
  g_autoptr (GPtrArray) hazards =
                 names != NULL ? far_collective_hazards (worker->store, with_gone, error) : NULL;
  GPtrArray *views;

  if (hazards == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < hazards->len; i++)
    {
      const FarHazardFacts *facts = hazards->pdata[i];
      FarHazard *view = far_snapshot_new (FarHazard);

      far_view_hazard (view, view, facts, find_line_name (lines, facts->line), names);
      g_ptr_array_add (views, view);
    }

  return views;
}

static const FarCall hazards_call = { .name = "hazards",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_hazards,
                                      .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_hazards_async (FarEngine *self,
                          gboolean with_gone,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &hazards_call, g_variant_new_boolean (with_gone), cancellable, callback,
                    data);
}

GPtrArray *
far_engine_hazards_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &hazards_call, result, error);
}

/* ---- saying so */

/* @line: of which @typed is a stop.  Returns: FALSE if it has none */
static gboolean
find_stop (const GPtrArray *lines,
           const guint8 *line,
           const char *typed,
           const char **out,
           GError **error)
{
  guint place;

  *out = typed;
  if (typed == NULL || *typed == '\0')
    return TRUE;
  for (guint i = 0; i < lines->len; i++)
    {
      const FarLineFacts *facts = lines->pdata[i];

      if (!far_record_id_equal (facts->id, line))
        continue;
      if (!_far_line_find_stop (facts, typed, &place, error))
        return FALSE;
      *out = ((const FarStopDraft *)facts->stops->pdata[place])->name;
      return TRUE;
    }

  return far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "the line is not here any more");
}

static gpointer
do_add_hazard (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) lines = far_collective_lines (worker->store, error);
  const FarLineFacts *line = NULL;
  FarHazardChange change = { 0 };
  guint8 id[FAR_RECORD_ID_LEN];
  const char *prefix;
  const char *stop;

  g_variant_get (args, "(^&aym^&ay^&ayi)", &prefix, &stop, &change.words, &change.state);
  if (lines != NULL)
    line = far_find_by_prefix (lines, far_line_peek_id, FAR_RECORD_ID_LEN, prefix, error);
  if (line == NULL || !find_stop (lines, line->id, stop, &change.stop, error))
    return NULL;
  change.line = line->id;
  if (!far_collective_add_hazard (&writer, &change, id, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (id, FAR_RECORD_ID_LEN);
}

static const FarCall add_hazard_call = { .name = "add-hazard",
                                         .needs = FAR_NEEDS_STORE,
                                         .work = do_add_hazard,
                                         .free_result = g_free };

void
far_engine_add_hazard_async (FarEngine *self,
                             const char *line,
                             const FarHazardEdit *hazard,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (line != NULL && hazard != NULL && hazard->words != NULL);

  _far_engine_call (self, &add_hazard_call,
                    g_variant_new ("(^aym^ay^ayi)", line, hazard->stop, hazard->words,
                                   hazard->state),
                    cancellable, callback, data);
}

char *
far_engine_add_hazard_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &add_hazard_call, result, error);
}

static const guint8 *
peek_id (gconstpointer hazard)
{
  return ((const FarHazardFacts *)hazard)->id;
}

static gpointer
do_change_hazard (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) lines = far_collective_lines (worker->store, error);
  g_autoptr (GPtrArray) hazards =
                 lines != NULL ? far_collective_hazards (worker->store, TRUE, error) : NULL;
  const FarHazardFacts *found = NULL;
  FarHazardChange change = { 0 };
  const char *prefix;
  const char *stop;

  g_variant_get (args, "(^&aym^&aym^&ayi)", &prefix, &stop, &change.words, &change.state);
  if (hazards != NULL)
    found = far_find_by_prefix (hazards, peek_id, FAR_RECORD_ID_LEN, prefix, error);
  if (found == NULL || !find_stop (lines, found->line, stop, &change.stop, error) ||
      !far_collective_change_hazard (&writer, found->id, &change, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (found->id, FAR_RECORD_ID_LEN);
}

static const FarCall change_hazard_call = { .name = "change-hazard",
                                            .needs = FAR_NEEDS_STORE,
                                            .work = do_change_hazard,
                                            .free_result = g_free };

void
far_engine_change_hazard_async (FarEngine *self,
                                const char *hazard,
                                const FarHazardEdit *edit,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (hazard != NULL && edit != NULL);

  _far_engine_call (self, &change_hazard_call,
                    g_variant_new ("(^aym^aym^ayi)", hazard, edit->stop, edit->words, edit->state),
                    cancellable, callback, data);
}

char *
far_engine_change_hazard_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &change_hazard_call, result, error);
}
