/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exchanging through files. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-belonging.h"
#include "far-bundle-run.h"
#include "far-engine-views.h"
#include "far-file.h"
#include "far-folder.h"
#include "far-reading.h"

/* A job that goes on with one run. */
typedef struct
{
  FarWorker *worker; /* unowned */
  FarJob *job;       /* unowned: until it is returned */
  FarBundleRun *run; /* owned; frees itself when it is done */
  char *path;        /* (nullable): owned */
} Running;

static GError *
new_cancelled (void)
{
  return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped before it was done");
}

/* Returns it, and forgets it. */
static void
end_running (Running *self, gpointer result, GError *error)
{
  far_job_return (self->job, result, error);
  g_free (self->path);
  g_free (self);
}

static void
stop_cb (gpointer data)
{
  Running *self = data;

  far_bundle_run_free (self->run);
  end_running (self, NULL, new_cancelled ());
}

static Running *
hold (FarWorker *worker, FarJob *job)
{
  Running *self = g_new0 (Running, 1);

  self->worker = worker;
  self->job = job;
  far_job_hold (job, stop_cb, self);

  return self;
}

/* ---- writing */

static gboolean
is_named (const FarGovDevice *device, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (far_prefix_fits (names[i], device->key, FAR_KEY_LEN))
      return TRUE;

  return FALSE;
}

/* Each name stands for exactly one device that may read. */
static gboolean
check_names (const FarGovDevice *devices, guint n, const char *const *names, GError **error)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      guint n_fitting = 0;

      if (!far_prefix_check (names[i], 2 * FAR_KEY_LEN, error))
        return FALSE;
      for (guint j = 0; j < n; j++)
        n_fitting += devices[j].active && far_prefix_fits (names[i], devices[j].key, FAR_KEY_LEN);
      if (n_fitting != 1)
        return far_sync_fail (error,
                              n_fitting == 0 ? FAR_SYNC_ERROR_NO_SUCH_ID
                                             : FAR_SYNC_ERROR_ID_AMBIGUOUS,
                              "not the id of one device in standing");
    }

  return TRUE;
}

/* To who waits at the door the file says what they wait for. */
static gboolean
add_waiting (FarWorker *worker, GArray *slots, GError **error)
{
  g_autoptr (GArray) all =
                 far_collective_waiting (worker->store, far_worker_now_ms (worker), error);

  for (guint i = 0; all != NULL && i < all->len && slots->len < FAR_DEVICES_MAX; i++)
    {
      const FarWaiting *waiting = &g_array_index (all, FarWaiting, i);
      g_autoptr (GBytes) answer = far_answer_encode (&waiting->answer);
      FarBundleSlot slot = { .answer_len = g_bytes_get_size (answer) };

      memcpy (slot.seal_key, waiting->seal_key, FAR_KEY_LEN);
      memcpy (slot.answer, g_bytes_get_data (answer, NULL), slot.answer_len);
      g_array_append_val (slots, slot);
    }

  return all != NULL;
}

/* Those who shall read it.  Returns: (transfer full) (element-type FarBundleSlot): NULL with @error
 */
static GArray *
list_slots (FarWorker *worker, const char *const *names, GError **error)
{
  g_autoptr (GArray) slots = g_array_new (FALSE, FALSE, sizeof (FarBundleSlot));
  guint n;
  const FarGovDevice *devices =
      far_governance_peek_devices (far_store_peek_governance (worker->store), &n);

  if (!check_names (devices, n, names, error))
    return NULL;

  for (guint i = 0; i < n; i++)
    if (devices[i].active && (names[0] == NULL || is_named (&devices[i], names)))
      {
        FarBundleSlot slot = { 0 };

        memcpy (slot.seal_key, devices[i].seal_key, FAR_KEY_LEN);
        g_array_append_val (slots, slot);
      }
  if (names[0] == NULL && !add_waiting (worker, slots, error))
    return NULL;

  return g_steal_pointer (&slots);
}

/* Returns: (transfer full) (element-type guint32): what all of those that shall read it hold, by
 * log - 1; NULL with @error */
static GArray *
list_had (FarWorker *worker, const char *const *names, GError **error)
{
  FarStore *store = worker->store;
  g_autoptr (GArray) all = NULL;
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (far_store_peek_governance (store), &n);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GArray) had = NULL;
      guint32 log;

      /* this machine holds it all */
      if (!devices[i].active || memcmp (devices[i].key, worker->me.device, FAR_KEY_LEN) == 0 ||
          (names[0] != NULL && !is_named (&devices[i], names)))
        continue;

      log = far_store_find_log (store, devices[i].key);
      had = far_store_list_had (store, log, error);
      if (had == NULL)
        return NULL;
      for (guint j = 0; all != NULL && j < all->len; j++)
        g_array_index (had, guint32, j) =
            MIN (g_array_index (had, guint32, j), g_array_index (all, guint32, j));
      g_clear_pointer (&all, g_array_unref);
      all = g_steal_pointer (&had);
    }

  return all != NULL ? g_steal_pointer (&all) : g_array_new (FALSE, FALSE, sizeof (guint32));
}

static void
written_cb (const FarSessionCounts *counts, const GError *error, gpointer data)
{
  Running *self = data;
  FarSessionCounts *written = NULL;

  if (error == NULL)
    written = g_memdup2 (counts, sizeof *counts);
  if (error == NULL && self->path != NULL && self->worker->folder != NULL)
    far_folder_pass_over (self->worker->folder, self->path);

  end_running (self, written, error != NULL ? g_error_copy (error) : NULL);
}

/* Whoever reads the file learns what this machine holds, and can leave that out of the next one. */
static gboolean
say_holding (FarWorker *worker, GError **error)
{
  gboolean said = FALSE;

  if (!far_store_begin (worker->store, error))
    return FALSE;
  if (!far_worker_say_holding (worker, TRUE, &said, error))
    {
      far_store_rollback (worker->store);
      return FALSE;
    }
  if (!far_store_commit (worker->store, error))
    return FALSE;

  if (said)
    far_worker_committed (worker, NULL);

  return TRUE;
}

/* A file that is begun and not finished leaves nothing. */
static gboolean
check_may_write (const char *path, GError **error)
{
  g_autoptr (FarFile) file = far_file_new (path, error);

  return file != NULL || far_sync_error_translate (error, FAR_FROM_FILE);
}

static void
start_write_bundle (FarWorker *worker, FarJob *job, GVariant *args)
{
  g_autofree const char **names = NULL;
  g_autoptr (GArray) slots = NULL;
  g_autoptr (GArray) had = NULL;
  const char *path;
  guint32 flags;
  Running *running;
  GError *error = NULL;

  g_variant_get (args, "(m^&ay^a&ayu)", &path, &names, &flags);
  if (far_belonging_may_exchange (worker))
    slots = list_slots (worker, names, &error);
  else
    far_sync_fail (&error, FAR_SYNC_ERROR_NOT_A_MEMBER, "this device has no standing");
  if (slots != NULL && (flags & FAR_BUNDLE_SINCE_SEEN))
    had = list_had (worker, names, &error);
  if (error == NULL)
    say_holding (worker, &error);
  if (error == NULL && (flags & FAR_BUNDLE_COUNT_ONLY) && path != NULL)
    check_may_write (path, &error);
  if (error != NULL)
    {
      far_sync_error_translate (&error, FAR_FROM_STORE);
      far_job_return (job, NULL, error);
      return;
    }

  if (!far_belonging_witness (worker, FALSE, &error))
    {
      g_debug ("not testified: %s", error->message);
      g_clear_error (&error);
    }
  far_worker_say_holding_apart (worker);
  running = hold (worker, job);
  if (flags & FAR_BUNDLE_COUNT_ONLY)
    path = NULL;
  running->run = far_bundle_run_write (worker, path, (FarBundleSlot *)slots->data, slots->len, had,
                                       written_cb, running, &error);
  if (running->run == NULL)
    end_running (running, NULL, error);
}

static const FarCall write_bundle_call = { .name = "write-bundle",
                                           .needs = FAR_NEEDS_STORE,
                                           .start = start_write_bundle,
                                           .free_result = g_free };

void
far_engine_write_bundle_async (FarEngine *self,
                               const char *path,
                               const char *const *devices,
                               FarBundleFlags flags,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  static const char *const all[] = { NULL };

  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (path != NULL || (flags & FAR_BUNDLE_COUNT_ONLY));

  _far_engine_call (self, &write_bundle_call,
                    g_variant_new ("(m^ay^aayu)", path, devices != NULL ? devices : all, flags),
                    cancellable, callback, data);
}

gint64
far_engine_write_bundle_finish (FarEngine *self,
                                GAsyncResult *result,
                                gint64 *n_bytes,
                                GError **error)
{
  g_autofree FarSessionCounts *written =
      _far_engine_finish (self, &write_bundle_call, result, error);

  if (written == NULL)
    return -1;
  if (n_bytes != NULL)
    *n_bytes = written->n_bytes_out;

  return written->n_sent;
}

/* ---- reading */

/* A cut file is both: an error, and what was kept. */
typedef struct
{
  FarBundleReport *report; /* owned */
  GError *error;           /* (nullable): owned */
} Outcome;

static void
outcome_free (gpointer data)
{
  Outcome *self = data;

  g_clear_pointer (&self->report, far_snapshot_unref);
  g_clear_error (&self->error);
  g_free (self);
}

/* A job that goes on with one file. */
typedef struct
{
  FarJob *job;         /* unowned: until it is returned */
  FarReading *reading; /* owned; frees itself when it is done */
} ReadingJob;

static void
read_cb (FarBundleReport *report, GError *error, gpointer data)
{
  ReadingJob *self = data;
  Outcome *outcome = NULL;

  if (report != NULL)
    {
      outcome = g_new0 (Outcome, 1);
      outcome->report = report;
      outcome->error = g_steal_pointer (&error);
    }
  far_job_return (self->job, outcome, error);
  g_free (self);
}

static void
stop_reading_cb (gpointer data)
{
  ReadingJob *self = data;

  far_reading_free (self->reading);
  far_job_return (self->job, NULL, new_cancelled ());
  g_free (self);
}

static void
start_read_bundle (FarWorker *worker, FarJob *job, GVariant *args)
{
  ReadingJob *self = g_new0 (ReadingJob, 1);
  const char *path;

  g_variant_get (args, "(^&ay)", &path);
  self->job = job;
  far_job_hold (job, stop_reading_cb, self);
  self->reading = far_reading_new (worker, path, read_cb, self);
}

static const FarCall read_bundle_call = { .name = "read-bundle",
                                          .needs = FAR_NEEDS_STORE,
                                          .start = start_read_bundle,
                                          .free_result = outcome_free };

void
far_engine_read_bundle_async (FarEngine *self,
                              const char *path,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (path != NULL);

  _far_engine_call (self, &read_bundle_call, g_variant_new ("(^ay)", path), cancellable, callback,
                    data);
}

FarBundleReport *
far_engine_read_bundle_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  Outcome *outcome = _far_engine_finish (self, &read_bundle_call, result, error);
  FarBundleReport *report;

  if (outcome == NULL)
    return NULL;

  report = g_steal_pointer (&outcome->report);
  if (outcome->error != NULL)
    g_propagate_error (error, g_steal_pointer (&outcome->error));
  outcome_free (outcome);

  return report;
}
