/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log itself: digests, checks, and entries as they are. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-belonging.h"
#include "far-engine-views.h"

/* ---- state hash */

static char *
dup_records_digest (FarStore *store, GError **error)
{
  guint8 digest[FAR_HASH_LEN];

  return far_collective_records_digest (store, digest, error) ? far_hex (digest, sizeof digest)
                                                              : NULL;
}

static gpointer
do_state_hash (FarWorker *worker, GVariant *args, GError **error)
{
  char *records = dup_records_digest (worker->store, error);
  guint8 digest[FAR_HASH_LEN];
  FarStateHash *view;

  if (records == NULL)
    return NULL;

  far_store_digest (worker->store, digest);
  view = far_snapshot_new (FarStateHash);
  view->entries = far_snapshot_hex (view, digest, sizeof digest);
  view->records = far_snapshot_take (view, records);

  return view;
}

static const FarCall state_hash_call = { .name = "state-hash",
                                         .needs = FAR_NEEDS_STORE,
                                         .work = do_state_hash,
                                         .free_result = far_snapshot_unref };

void
far_engine_state_hash_async (FarEngine *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &state_hash_call, NULL, cancellable, callback, data);
}

FarStateHash *
far_engine_state_hash_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &state_hash_call, result, error);
}

/* ---- check */

static gpointer
do_check (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  FarCheckReport *view;
  gboolean full;
  gboolean good;

  g_variant_get (args, "(b)", &full);
  far_worker_set_busy (worker, FAR_ACTIVITY_BUILDING, -1);
  far_worker_tell_now (worker);
  good = far_store_check (worker->store, full, problems, error);
  far_worker_set_busy (worker, FAR_ACTIVITY_IDLE, -1);
  if (!good)
    return NULL;

  view = far_snapshot_new (FarCheckReport);
  view->ok = problems->len == 0;
  view->problems = far_snapshot_take_list (view, g_steal_pointer (&problems));

  return view;
}

static const FarCall check_call = { .name = "check",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_check,
                                    .free_result = far_snapshot_unref };

void
far_engine_check_async (FarEngine *self,
                        gboolean full,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &check_call, g_variant_new ("(b)", full != FALSE), cancellable, callback,
                    data);
}

FarCheckReport *
far_engine_check_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &check_call, result, error);
}

/* ---- rebuild */

static gpointer
do_rebuild (FarWorker *worker, GVariant *args, GError **error)
{
  gboolean good;

  far_worker_set_busy (worker, FAR_ACTIVITY_BUILDING, -1);
  far_worker_tell_now (worker);
  good = far_store_rebuild (worker->store, error);
  far_worker_set_busy (worker, FAR_ACTIVITY_IDLE, -1);
  if (!good)
    return NULL;
  far_worker_committed (worker, NULL);

  return dup_records_digest (worker->store, error);
}

static const FarCall rebuild_call = { .name = "rebuild",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_rebuild,
                                      .free_result = g_free };

void
far_engine_rebuild_async (FarEngine *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &rebuild_call, NULL, cancellable, callback, data);
}

char *
far_engine_rebuild_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &rebuild_call, result, error);
}

/* ---- entries */

static char *
dup_kind (guint kind)
{
  const char *name = far_kind_get_name (kind);

  return name != NULL ? g_strdup (name) : g_strdup_printf ("KIND-%u", kind);
}

/* Returns: (transfer full) */
static char *
dup_payload (const FarRow *row, gboolean *is_readable)
{
  GString *json = g_string_new (NULL);
  FarPayload payload;

  *is_readable = far_row_parse (row, &payload);
  if (*is_readable)
    far_payload_append_json (&payload, json);
  else
    g_string_append (json, "{}");

  return g_string_free (json, FALSE);
}

/* Returns: (transfer full) (element-type utf8): NULL with @error */
static GPtrArray *
list_refs (FarStore *store, const FarRow *row, GError **error)
{
  g_autoptr (GPtrArray) refs = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < row->n_refs; i++)
    {
      guint8 id[FAR_ID_LEN];

      if (!far_store_get_id (store, row->refs[i], id, error))
        return NULL;
      g_ptr_array_add (refs, far_hex (id, FAR_ID_LEN));
    }

  return g_steal_pointer (&refs);
}

static FarEntryView *
view_entry (FarStore *store, const FarRow *row, const FarNames *names, GError **error)
{
  g_autoptr (FarEntryView) view = far_snapshot_new (FarEntryView);
  const FarLog *log = far_store_peek_log (store, row->pos.log);
  FarPos pos = row->pos;
  GPtrArray *refs;
  gboolean is_readable;

  /* all that is borrowed from the row, before something else is read */
  view->id = far_snapshot_hex (view, row->id, FAR_ID_LEN);
  view->payload_json = far_snapshot_take (view, dup_payload (row, &is_readable));
  view->device = far_snapshot_hex (view, log->device, FAR_KEY_LEN);
  view->member_name = far_snapshot_dup (view, far_names_peek_device (names, store, log->device));
  view->seq = pos.seq;
  view->kind = far_snapshot_take (view, dup_kind (row->kind));
  view->time_ms = row->time_ms;
  view->term = row->term;
  view->subject = far_view_id (view, far_store_peek_ident (store, row->subject));

  refs = list_refs (store, row, error);
  if (refs == NULL)
    return NULL;
  view->refs = far_snapshot_take_list (view, refs);
  view->has_effect = is_readable && far_store_row_counts (store, pos);

  return g_steal_pointer (&view);
}

/* Finds the one log whose device begins so. Returns: 0 with @error */
static guint32
find_log (FarStore *store, const char *prefix, GError **error)
{
  guint32 found = 0;

  if (!far_prefix_check (prefix, 2 * FAR_KEY_LEN, error))
    return 0;

  for (guint32 log = 1; log <= far_store_get_n_logs (store); log++)
    {
      if (!far_prefix_fits (prefix, far_store_peek_log (store, log)->device, FAR_KEY_LEN))
        continue;
      if (found != 0)
        {
          far_sync_fail (error, FAR_SYNC_ERROR_ID_AMBIGUOUS, "several devices begin so");
          return 0;
        }
      found = log;
    }
  if (found == 0)
    far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "no device here has that id");

  return found;
}

static gpointer
do_log (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) views = far_snapshot_list_new ();
  g_autoptr (FarNames) names = NULL;
  const char *device, *entry;
  guint32 log = 0;

  g_variant_get (args, "(m^&aym^&ay)", &device, &entry);
  if ((device != NULL && (log = find_log (worker->store, device, error)) == 0) ||
      (entry != NULL && !far_prefix_check (entry, 2 * FAR_ID_LEN, error)))
    return NULL;
  names = far_names_new (worker->store, error);
  if (names == NULL)
    return NULL;

  for (gint64 n = 1; n <= far_store_get_n_entries (worker->store); n++)
    {
      FarEntryView *view;
      FarRow row;

      if (!far_store_read (worker->store, n, &row, error))
        return NULL;
      if ((log != 0 && row.pos.log != log) ||
          (entry != NULL && !far_prefix_fits (entry, row.id, FAR_ID_LEN)))
        continue;

      view = view_entry (worker->store, &row, names, error);
      if (view == NULL)
        return NULL;
      g_ptr_array_add (views, view);
    }

  if (entry != NULL && views->len != 1)
    {
      far_sync_fail (error,
                     views->len == 0 ? FAR_SYNC_ERROR_NO_SUCH_ID : FAR_SYNC_ERROR_ID_AMBIGUOUS,
                     "not the id of one entry");
      return NULL;
    }

  return g_steal_pointer (&views);
}

static const FarCall log_call = { .name = "log",
                                  .needs = FAR_NEEDS_STORE,
                                  .work = do_log,
                                  .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_log_async (FarEngine *self,
                      const char *device,
                      const char *entry,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &log_call, g_variant_new ("(m^aym^ay)", device, entry), cancellable,
                    callback, data);
}

GPtrArray *
far_engine_log_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &log_call, result, error);
}

/* ---- erasing */

static gboolean
find_person (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  /* who has no name any more is in no list, and may be named in full */
  return (strlen (prefix) == 2 * FAR_RECORD_ID_LEN && far_unhex (prefix, out, FAR_RECORD_ID_LEN)) ||
         far_find_person (worker, prefix, out, error);
}

static gboolean
find_entry (FarStore *store, const char *prefix, guint8 *out, GError **error)
{
  guint n_found = 0;

  if (!far_prefix_check (prefix, 2 * FAR_ID_LEN, error))
    return FALSE;

  for (gint64 n = 1; n <= far_store_get_n_entries (store); n++)
    {
      FarRow row;

      if (!far_store_read (store, n, &row, error))
        return FALSE;
      if (!far_prefix_fits (prefix, row.id, FAR_ID_LEN))
        continue;
      if (n_found++ > 0)
        return far_sync_fail (error, FAR_SYNC_ERROR_ID_AMBIGUOUS, "several entries begin so");
      memcpy (out, row.id, FAR_ID_LEN);
    }

  return n_found == 1 ||
         far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "no entry here has that id");
}

/* What this machine notes of its own member besides the log goes in the same batch. */
static gboolean
write_erase (FarWorker *worker,
             const guint8 *person,
             const guint8 *entry,
             FarPos *pos,
             GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gboolean good;

  if (!far_store_begin (worker->store, error))
    return FALSE;

  if (person != NULL)
    good = far_collective_erase_subject (&writer, person, pos, error);
  else
    good = far_collective_erase_entry (&writer, entry, pos, error);
  if (good && person != NULL && memcmp (person, worker->me.member, FAR_RECORD_ID_LEN) == 0)
    good = far_belonging_forget_name (worker, error);
  if (!good)
    {
      far_store_rollback (worker->store);
      return FALSE;
    }

  return far_store_commit (worker->store, error);
}

static gpointer
do_erase (FarWorker *worker, GVariant *args, GError **error)
{
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 id[FAR_ID_LEN];
  const char *subject, *entry;
  FarErasure *view;
  guint n_erased;
  guint n_done;
  guint n_machines;
  FarPos pos;

  g_variant_get (args, "(m^&aym^&ay)", &subject, &entry);
  if (subject != NULL ? !find_person (worker, subject, person, error)
                      : !find_entry (worker->store, entry, id, error))
    return NULL;
  if (!write_erase (worker, subject != NULL ? person : NULL, id, &pos, error))
    return NULL;
  far_worker_committed (worker, NULL);

  if (!far_store_count_erased (worker->store, pos, &n_erased, error))
    return NULL;
  far_collective_erasure_reach (worker->store, worker->me.device, pos, &n_done, &n_machines);

  view = far_snapshot_new (FarErasure);
  view->n_erased = n_erased;
  view->n_machines_done = n_done;
  view->n_machines = n_machines;

  return view;
}

static const FarCall erase_call = { .name = "erase",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_erase,
                                    .free_result = far_snapshot_unref };

void
far_engine_erase_async (FarEngine *self,
                        const char *subject,
                        const char *entry,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail ((subject != NULL) != (entry != NULL));

  _far_engine_call (self, &erase_call, g_variant_new ("(m^aym^ay)", subject, entry), cancellable,
                    callback, data);
}

FarErasure *
far_engine_erase_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &erase_call, result, error);
}
