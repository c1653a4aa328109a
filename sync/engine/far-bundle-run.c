/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-bundle-run.h"

#include "far-belonging.h"
#include "far-contact.h"
#include "far-link-bundle.h"

struct _FarBundleRun
{
  FarWorker *worker;       /* unowned */
  FarReplica *replica;     /* owned */
  FarSession *session;     /* owned */
  FarBundleWriter *writer; /* (nullable): owned */
  FarBundleReader *reader; /* (nullable): owned */
  GSource *source;         /* owned */
  gboolean is_measure;
  FarBundleDone done;
  gpointer data; /* unowned */
};

static void
report_progress (FarBundleRun *self)
{
  FarSessionCounts counts;
  double fraction = -1;

  /* of what another run does */
  if (self->is_measure)
    return;
  if (self->reader != NULL)
    {
      far_worker_set_busy (self->worker, FAR_ACTIVITY_READING_FILE,
                           far_bundle_reader_get_fraction (self->reader));
      return;
    }

  far_session_get_counts (self->session, &counts);
  if (counts.n_to_send > 0)
    fraction = (double)counts.n_sent / (double)counts.n_to_send;
  far_worker_set_busy (self->worker, FAR_ACTIVITY_WRITING_FILE, fraction);
}

/* One who came in, or is out again, has no use for what they were told before. */
static void
keep_answer (FarBundleRun *self, GError **error)
{
  GBytes *bytes = far_session_peek_answer (self->session);
  FarAnswer answer;

  if (bytes == NULL)
    return;

  if (!far_answer_decode (&answer, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)))
    far_sync_fail (error, FAR_SYNC_ERROR_PEER_INVALID, "the answer is none");
  else if (far_governance_find_device (far_store_peek_governance (self->worker->store),
                                       self->worker->me.device) != NULL)
    far_sync_fail (error, FAR_SYNC_ERROR_BUNDLE_NOT_FOR_US,
                   "an answer from before this was let in");
  else if (far_belonging_keep_answer (self->worker, &answer, error))
    far_worker_changed (self->worker);
}

static gboolean
step_cb (gpointer data)
{
  FarBundleRun *self = data;
  FarBundleDone done = self->done;
  gpointer done_data = self->data;
  g_autoptr (GError) error = NULL;
  FarSessionCounts counts;
  FarBundleStep step;

  if (self->writer != NULL)
    step = far_bundle_writer_step (self->writer, self->session, &error);
  else
    step = far_bundle_reader_step (self->reader, self->session, &error);

  if (far_session_take_news (self->session))
    far_worker_committed (self->worker, NULL);
  if (step == FAR_BUNDLE_MORE)
    {
      report_progress (self);
      return G_SOURCE_CONTINUE;
    }

  if (step == FAR_BUNDLE_DONE)
    keep_answer (self, &error);
  far_session_get_counts (self->session, &counts);
  far_bundle_run_free (self);
  far_sync_error_translate (&error, FAR_FROM_FILE);
  done (&counts, error, done_data);

  return G_SOURCE_REMOVE;
}

static FarBundleRun *
begin (FarWorker *worker, FarBundleDone done, gpointer data)
{
  FarBundleRun *self = g_new0 (FarBundleRun, 1);

  self->worker = worker;
  self->done = done;
  self->data = data;
  self->replica = far_store_replica_new (worker->store);

  /* a person who asks for the week goes before */
  self->source = g_idle_source_new ();
  g_source_set_callback (self->source, step_cb, self, NULL);
  g_source_attach (self->source, worker->context);

  return self;
}

FarBundleRun *
far_bundle_run_write (FarWorker *worker,
                      const char *path,
                      FarBundleSlot *slots,
                      guint n_slots,
                      const GArray *had,
                      FarBundleDone done,
                      gpointer data,
                      GError **error)
{
  g_autoptr (FarBundleWriter) writer = far_bundle_writer_new (path, error);
  guint8 file_key[FAR_KEY_LEN];
  guint8 ephemeral[FAR_KEY_LEN];
  FarSessionSetup setup;
  FarBundleRun *self;

  if (writer == NULL)
    {
      far_sync_error_translate (error, FAR_FROM_FILE);
      return NULL;
    }

  self = begin (worker, done, data);
  self->is_measure = path == NULL;
  if (self->is_measure)
    far_store_replica_set_unshown (self->replica);
  far_contact_fill_setup (worker, &setup, ephemeral);
  far_worker_random (file_key, sizeof file_key);
  for (guint i = 0; i < n_slots; i++)
    far_worker_random (slots[i].seed, FAR_KEY_LEN);
  self->session = far_session_new_bundle_writer (self->replica, &setup, file_key, slots, n_slots);
  if (had != NULL)
    far_session_leave_out (self->session, had);
  sodium_memzero (file_key, sizeof file_key);
  sodium_memzero (ephemeral, sizeof ephemeral);
  for (guint i = 0; i < n_slots; i++)
    sodium_memzero (slots[i].seed, FAR_KEY_LEN);
  self->writer = g_steal_pointer (&writer);
  report_progress (self);

  return self;
}

FarBundleRun *
far_bundle_run_read (FarWorker *worker,
                     const char *path,
                     FarBundleDone done,
                     gpointer data,
                     GBytes **out_request,
                     GError **error)
{
  g_autoptr (FarBundleReader) reader = far_bundle_reader_new (path, error);
  guint8 ephemeral[FAR_KEY_LEN];
  FarSessionSetup setup;
  FarBundleRun *self;

  *out_request = NULL;
  if (reader == NULL)
    {
      far_sync_error_translate (error, FAR_FROM_FILE);
      return NULL;
    }
  if (far_bundle_reader_is_request (reader))
    {
      *out_request = far_bundle_reader_read_request (reader, error);
      far_sync_error_translate (error, FAR_FROM_FILE);
      return NULL;
    }

  self = begin (worker, done, data);
  far_contact_fill_setup (worker, &setup, ephemeral);
  self->session = far_session_new_bundle_reader (self->replica, &setup, worker->me.seal_secret);
  sodium_memzero (ephemeral, sizeof ephemeral);
  self->reader = g_steal_pointer (&reader);
  report_progress (self);

  return self;
}

void
far_bundle_run_free (FarBundleRun *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_clear_pointer (&self->writer, far_bundle_writer_free);
  g_clear_pointer (&self->reader, far_bundle_reader_free);
  far_session_free (self->session);
  far_store_replica_free (self->replica);
  if (!self->is_measure)
    far_worker_set_busy (self->worker, FAR_ACTIVITY_IDLE, -1);
  g_free (self);
}
