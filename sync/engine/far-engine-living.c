/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines, rotas and outings. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>
#include <unistd.h>

#include "far-engine-views.h"
#include "far-file.h"

/* ---- lines */

static GPtrArray *
view_lines (GPtrArray *lines, const FarNames *names)
{
  GPtrArray *views = far_snapshot_list_new ();

  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (views, far_view_line (g_ptr_array_index (lines, i), names));

  return views;
}

static gpointer
do_lines (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) lines = g_variant_get_boolean (args)
                                    ? far_collective_lines_gone (worker->store, error)
                                    : far_collective_lines (worker->store, error);
  g_autoptr (FarNames) names = lines != NULL ? far_names_new (worker->store, error) : NULL;

  return names != NULL ? view_lines (lines, names) : NULL;
}

static const FarCall lines_call = { .name = "lines",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_lines,
                                    .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_lines_async (FarEngine *self,
                        gboolean is_gone,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &lines_call, g_variant_new_boolean (!!is_gone), cancellable, callback,
                    data);
}

GPtrArray *
far_engine_lines_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &lines_call, result, error);
}

/* ---- import of lines */

typedef struct
{
  GPtrArray *lines; /* (element-type FarLine): owned */
  char **warnings;  /* owned */
} Imported;

static void
imported_free (gpointer data)
{
  Imported *self = data;

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_strfreev (self->warnings);
  g_free (self);
}

/* Returns: (transfer full): NULL with @error */
static FarLineImport *
read_import (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree guint8 *content = g_malloc (FAR_LINE_IMPORT_BYTES_MAX + 1);
  FarLineImport *import;
  gsize len;

  if (!far_file_load (path, content, FAR_LINE_IMPORT_BYTES_MAX + 1, &len, error))
    {
      far_sync_error_translate (error, FAR_FROM_FILE);
      return NULL;
    }
  if (len > FAR_LINE_IMPORT_BYTES_MAX)
    {
      far_sync_fail (error, FAR_SYNC_ERROR_LINE_FORMAT, "the file is too long for walking lines");
      return NULL;
    }

  import = far_line_import_read (content, len, name, error);
  if (import == NULL)
    far_sync_error_translate (error, FAR_FROM_FILE);

  return import;
}

/* All lines or none. */
static gboolean
write_lines (FarWriter *writer, const FarLineImport *import, GPtrArray *ids, GError **error)
{
  if (!far_store_begin (writer->store, error))
    return FALSE;

  for (guint i = 0; i < import->lines->len; i++)
    {
      guint8 id[FAR_RECORD_ID_LEN];

      if (!far_collective_import_line (writer, g_ptr_array_index (import->lines, i), id, NULL,
                                       error))
        {
          far_store_rollback (writer->store);
          return FALSE;
        }
      g_ptr_array_add (ids, g_memdup2 (id, sizeof id));
    }

  return far_store_commit (writer->store, error);
}

static char **
list_warnings (const FarLineImport *import)
{
  static const char *const words[] = { [FAR_LINE_WARNING_SWAPPED] = "swapped",
                                       [FAR_LINE_WARNING_NO_TIME] = "no-time",
                                       [FAR_LINE_WARNING_SKIPPED] = "skipped" };
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < import->warnings->len; i++)
    {
      const FarLineWarning *warning = g_ptr_array_index (import->warnings, i);

      g_ptr_array_add (list, g_strdup_printf ("%s %s", words[warning->kind], warning->line));
    }
  g_ptr_array_add (list, NULL);

  return (char **)g_ptr_array_free (list, FALSE);
}

static GPtrArray *
view_imported (FarStore *store, GPtrArray *ids, GError **error)
{
  g_autoptr (GPtrArray) lines = far_collective_lines (store, error);
  g_autoptr (FarNames) names = lines != NULL ? far_names_new (store, error) : NULL;
  GPtrArray *views;

  if (names == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < ids->len; i++)
    for (guint j = 0; j < lines->len; j++)
      if (memcmp (far_line_peek_id (lines->pdata[j]), ids->pdata[i], FAR_RECORD_ID_LEN) == 0)
        g_ptr_array_add (views, far_view_line (lines->pdata[j], names));

  return views;
}

static gpointer
do_import_lines (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (FarLineImport) import = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  Imported *imported;
  const char *path;

  g_variant_get (args, "(^&ay)", &path);
  import = read_import (path, error);
  if (import == NULL || !write_lines (&writer, import, ids, error))
    return NULL;
  far_worker_committed (worker, NULL);

  imported = g_new0 (Imported, 1);
  imported->warnings = list_warnings (import);
  imported->lines = view_imported (worker->store, ids, error);
  if (imported->lines == NULL)
    g_clear_pointer (&imported, imported_free);

  return imported;
}

static const FarCall import_lines_call = { .name = "import-lines",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_import_lines,
                                           .free_result = imported_free };

void
far_engine_import_lines_async (FarEngine *self,
                               const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (path != NULL);

  _far_engine_call (self, &import_lines_call, g_variant_new ("(^ay)", path), cancellable, callback,
                    data);
}

GPtrArray *
far_engine_import_lines_finish (FarEngine *self,
                                GAsyncResult *result,
                                char ***warnings,
                                GError **error)
{
  Imported *imported = _far_engine_finish (self, &import_lines_call, result, error);
  GPtrArray *lines;

  if (warnings != NULL)
    *warnings = NULL;
  if (imported == NULL)
    return NULL;

  lines = g_steal_pointer (&imported->lines);
  if (warnings != NULL)
    *warnings = g_steal_pointer (&imported->warnings);
  imported_free (imported);

  return lines;
}

/* ---- rotas */

static GPtrArray *
list_unheard (FarWorker *worker, GPtrArray *rotas, GPtrArray *calendars, GError **error)
{
  return far_collective_unheard (worker->store, rotas, calendars, worker->me.device,
                                 far_worker_today (worker), error);
}

static gpointer
do_rotas (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (worker->store, error);
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) unheard = NULL;
  GPtrArray *views;

  if (rotas == NULL)
    return NULL;
  lines = far_collective_lines (worker->store, error);
  if (lines == NULL)
    return NULL;
  unheard = list_unheard (worker, rotas, NULL, error);
  if (unheard == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < rotas->len; i++)
    g_ptr_array_add (views, far_view_rota (g_ptr_array_index (rotas, i), lines, unheard,
                                           worker->me.member));

  return views;
}

static const FarCall rotas_call = { .name = "rotas",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_rotas,
                                    .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_rotas_async (FarEngine *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &rotas_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_rotas_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &rotas_call, result, error);
}

static int
compare_unheard (gconstpointer a, gconstpointer b)
{
  const FarUnheard *one = *(const FarUnheard *const *)a;
  const FarUnheard *other = *(const FarUnheard *const *)b;
  int by_name = g_utf8_collate (one->member_name, other->member_name);

  return by_name != 0 ? by_name : strcmp (one->member, other->member);
}

static gpointer
do_unheard (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (worker->store, error);
  g_autoptr (GPtrArray) calendars =
                 rotas != NULL ? far_collective_holidays (worker->store, error) : NULL;
  g_autoptr (GPtrArray) unheard = NULL;
  g_autoptr (FarNames) names = NULL;
  GPtrArray *views;

  if (calendars == NULL)
    return NULL;
  unheard = list_unheard (worker, rotas, calendars, error);
  if (unheard == NULL)
    return NULL;
  names = far_names_new (worker->store, error);
  if (names == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < unheard->len; i++)
    g_ptr_array_add (views, far_view_unheard (unheard->pdata[i], names));
  g_ptr_array_sort (views, compare_unheard);

  return views;
}

static const FarCall unheard_call = { .name = "unheard",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_unheard,
                                      .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_unheard_async (FarEngine *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &unheard_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_unheard_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &unheard_call, result, error);
}

FarRota *
_far_view_one_rota (FarWorker *worker, const guint8 *id, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (worker->store, error);
  g_autoptr (GPtrArray) lines = NULL;

  if (rotas == NULL)
    return NULL;
  lines = far_collective_lines (worker->store, error);
  if (lines == NULL)
    return NULL;

  for (guint i = 0; i < rotas->len; i++)
    if (memcmp (far_rota_peek_id (rotas->pdata[i]), id, FAR_RECORD_ID_LEN) == 0)
      return far_view_rota (rotas->pdata[i], lines, NULL, worker->me.member);

  far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "the rota is not here any more");

  return NULL;
}

FarRotaFacts *
_far_find_rota (FarWorker *worker, const char *prefix, GPtrArray **rotas, GError **error)
{
  *rotas = far_collective_rotas (worker->store, error);

  return *rotas != NULL
             ? far_find_by_prefix (*rotas, far_rota_peek_id, FAR_RECORD_ID_LEN, prefix, error)
             : NULL;
}

gboolean
_far_find_line (FarWorker *worker, const char *prefix, guint8 *id, GError **error)
{
  g_autoptr (GPtrArray) lines = far_collective_lines (worker->store, error);
  FarLineFacts *line;

  if (lines == NULL)
    return FALSE;

  line = far_find_by_prefix (lines, far_line_peek_id, FAR_RECORD_ID_LEN, prefix, error);
  if (line != NULL)
    memcpy (id, line->id, FAR_RECORD_ID_LEN);

  return line != NULL;
}

static gpointer
do_publish (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) rotas = NULL;
  FarRotaFacts *rota;
  const char *prefix;

  g_variant_get (args, "(^&ay)", &prefix);
  rota = _far_find_rota (worker, prefix, &rotas, error);
  if (rota == NULL || !far_collective_publish_rota (&writer, rota->id, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return _far_view_one_rota (worker, rota->id, error);
}

static const FarCall publish_call = { .name = "publish",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_publish,
                                      .free_result = far_snapshot_unref };

void
far_engine_publish_async (FarEngine *self,
                          const char *rota,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL);

  _far_engine_call (self, &publish_call, g_variant_new ("(^ay)", rota), cancellable, callback,
                    data);
}

FarRota *
far_engine_publish_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &publish_call, result, error);
}

static gpointer
do_set_draft_gone (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) rotas = NULL;
  const FarRotaFacts *rota = NULL;
  const char *prefix;
  gboolean is_gone;

  g_variant_get (args, "(^&ayb)", &prefix, &is_gone);
  rotas = is_gone ? far_collective_rotas (worker->store, error)
                  : far_collective_rotas_gone (worker->store, error);
  if (rotas != NULL)
    rota = far_find_by_prefix (rotas, far_rota_peek_id, FAR_RECORD_ID_LEN, prefix, error);
  if (rota == NULL || !far_collective_set_draft_gone (&writer, rota, is_gone, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (rota->id, FAR_RECORD_ID_LEN);
}

static const FarCall set_draft_gone_call = { .name = "set-draft-gone",
                                             .needs = FAR_NEEDS_STORE,
                                             .work = do_set_draft_gone,
                                             .free_result = g_free };

void
far_engine_set_draft_gone_async (FarEngine *self,
                                 const char *rota,
                                 gboolean is_gone,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL);

  _far_engine_call (self, &set_draft_gone_call, g_variant_new ("(^ayb)", rota, !!is_gone),
                    cancellable, callback, data);
}

char *
far_engine_set_draft_gone_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_draft_gone_call, result, error);
}

/* ---- outings */

/* One of @outings, or NULL. */
static const FarOutingFacts *
find_outing (GPtrArray *outings, const guint8 *rota_id)
{
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *facts = outings->pdata[i];

      if (far_record_id_equal (facts->rota->id, rota_id))
        return facts;
    }

  return NULL;
}

FarOuting *
_far_view_one_outing (FarWorker *worker, const guint8 *rota_id, gint32 day, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (worker->store, error);
  g_auto (FarDuties) duties = {};
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (FarOutingFacts) alone = NULL;
  g_autoptr (FarNames) names = NULL;
  const FarOutingFacts *facts;
  const FarRotaFacts *rota = NULL;
  FarOuting *view;

  if (rotas == NULL)
    return NULL;
  for (guint i = 0; i < rotas->len && rota == NULL; i++)
    if (memcmp (far_rota_peek_id (rotas->pdata[i]), rota_id, FAR_RECORD_ID_LEN) == 0)
      rota = rotas->pdata[i];
  if (rota == NULL)
    {
      far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "the rota is not here any more");
      return NULL;
    }

  /* among the others of its day, whose promises may clash with its own */
  if (!far_duties_load (&duties, worker, rotas, day, 1, error))
    return NULL;
  facts = find_outing (duties.outings, rota_id);
  if (facts == NULL)
    facts = alone = far_collective_outing (worker->store, rota, worker->me.member, day, error);
  if (facts == NULL)
    return NULL;
  lines = far_collective_lines (worker->store, error);
  if (lines == NULL)
    return NULL;
  names = far_names_new (worker->store, error);
  if (names == NULL)
    return NULL;

  view = far_view_outing (facts, lines, names, worker->me.member);
  far_view_notes (view, facts, names, worker);
  far_view_rides_instead (view, facts, duties.rides);

  return view;
}

static gpointer
do_cancel_outing (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) rotas = NULL;
  FarRotaFacts *rota;
  const char *prefix, *why;
  gint32 day;

  g_variant_get (args, "(^&ayi^&ay)", &prefix, &day, &why);
  rota = _far_find_rota (worker, prefix, &rotas, error);
  if (rota == NULL || !far_collective_cancel_outing (&writer, rota->id, day, why, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return _far_view_one_outing (worker, rota->id, day, error);
}

static const FarCall cancel_outing_call = { .name = "cancel-outing",
                                            .needs = FAR_NEEDS_STORE,
                                            .work = do_cancel_outing,
                                            .free_result = far_snapshot_unref };

void
far_engine_cancel_outing_async (FarEngine *self,
                                const char *rota,
                                gint32 day,
                                const char *why,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL && why != NULL);

  _far_engine_call (self, &cancel_outing_call, g_variant_new ("(^ayi^ay)", rota, day, why),
                    cancellable, callback, data);
}

FarOuting *
far_engine_cancel_outing_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &cancel_outing_call, result, error);
}

static gpointer
do_week (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) rotas = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_auto (FarDuties) duties = {};
  g_autoptr (FarNames) names = NULL;
  GPtrArray *views;
  gint32 first_day, n_days;

  g_variant_get (args, "(ii)", &first_day, &n_days);
  if (n_days < 1 || n_days > FAR_WEEK_DAYS_MAX)
    {
      far_sync_fail (error, FAR_SYNC_ERROR_NUMBER_INVALID, "days are 1..366");
      return NULL;
    }

  rotas = far_collective_rotas (worker->store, error);
  if (rotas == NULL)
    return NULL;
  if (!far_duties_load (&duties, worker, rotas, first_day, (guint)n_days, error))
    return NULL;
  lines = far_collective_lines (worker->store, error);
  if (lines == NULL)
    return NULL;
  names = far_names_new (worker->store, error);
  if (names == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < duties.outings->len; i++)
    {
      const FarOutingFacts *facts = duties.outings->pdata[i];
      FarOuting *view = far_view_outing (facts, lines, names, worker->me.member);

      far_view_notes (view, facts, names, worker);
      far_view_rides_instead (view, facts, duties.rides);
      g_ptr_array_add (views, view);
    }

  return views;
}

static const FarCall week_call = { .name = "week",
                                   .needs = FAR_NEEDS_STORE,
                                   .work = do_week,
                                   .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_week_async (FarEngine *self,
                       gint32 first_day,
                       int n_days,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &week_call, g_variant_new ("(ii)", first_day, n_days), cancellable,
                    callback, data);
}

GPtrArray *
far_engine_week_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &week_call, result, error);
}
