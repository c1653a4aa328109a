/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-reading.h"

#include <string.h>

#include "far-belonging.h"
#include "far-bundle-run.h"
#include "far-invite.h"
#include "far-refusal.h"
#include "far-source.h"

struct _FarReading
{
  FarWorker *worker; /* unowned */
  FarBundleRun *run; /* (nullable): owned; frees itself when it is done */
  gint64 n_pending;  /* before */
  FarReadingDone done;
  gpointer data; /* unowned */

  GSource *soon;           /* (nullable): owned: tells what was over at once */
  FarBundleReport *report; /* (nullable): owned */
  GError *error;           /* (nullable): owned */
};

static FarBundleReport *
new_report (void)
{
  FarBundleReport *report = far_snapshot_new (FarBundleReport);

  report->newcomer = "";

  return report;
}

/* ---- a bundle */

static FarBundleReport *
view_counts (const FarReading *self, const FarSessionCounts *counts)
{
  FarBundleReport *report = new_report ();

  report->n_added = counts->n_accepted;
  report->n_known = counts->n_received - counts->n_new;
  report->n_pending = MAX (far_store_get_n_pending (self->worker->store) - self->n_pending, 0);
  /* what waited before may have been accepted too */
  report->n_refused = MAX (counts->n_new - report->n_added - report->n_pending, 0);

  return report;
}

/* Whether what came before is kept. */
static gboolean
keeps_some (const GError *error)
{
  return error == NULL || g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_BUNDLE_CUT) ||
         g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_BUNDLE_LATER) ||
         g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_BUNDLE_DAMAGED);
}

static void
run_done_cb (const FarSessionCounts *counts, const GError *error, gpointer data)
{
  FarReading *self = data;
  FarReadingDone done = self->done;
  gpointer done_data = self->data;
  g_autoptr (FarBundleReport) report = NULL;
  GError *told = NULL;

  self->run = NULL;
  if (!keeps_some (error))
    told = g_error_copy (error);
  else if (far_belonging_settle (self->worker, &told))
    {
      report = view_counts (self, counts);
      told = error != NULL ? g_error_copy (error) : NULL;
    }

  far_reading_free (self);
  done (g_steal_pointer (&report), told, done_data);
}

/* ---- a request */

/* Returns: (transfer full): what an open invitation unseals, or a secret of the collective; NULL
 * with @error */
static guint8 *
open_request (FarWorker *worker, GBytes *sealed, gboolean *is_further, GError **error)
{
  g_autoptr (GArray) invites =
                 far_collective_open_invites (worker->store, far_worker_now_ms (worker));
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (worker->store), &n);
  guint8 *request = NULL;
  guint8 door[FAR_KEY_LEN];
  guint8 member[FAR_RECORD_ID_LEN];
  gsize len;
  const guint8 *bytes = g_bytes_get_data (sealed, &len);

  for (guint i = 0; i < invites->len && request == NULL; i++)
    request = far_invite_open ((const guint8 *)invites->data + i * FAR_KEY_LEN, bytes, len);
  *is_further = request == NULL;
  if (request == NULL && far_belonging_load_door (worker, door, member))
    {
      request = far_invite_open (door, bytes, len);
      if (request != NULL &&
          !far_belonging_fits_door (worker, door, request, len - FAR_INVITE_SEAL_OVERHEAD))
        g_clear_pointer (&request, g_free);
      sodium_memzero (door, sizeof door);
    }
  for (guint i = 0; i < n && request == NULL; i++)
    request = far_invite_open (secrets[i], bytes, len);

  if (request == NULL)
    far_sync_fail (error, FAR_SYNC_ERROR_BUNDLE_NOT_FOR_US,
                   "no open invitation, no code and no secret fits the request");

  return request;
}

/* Returns: (transfer full): NULL with @error */
static FarBundleReport *
hear_request (FarWorker *worker, GBytes *sealed, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (FarAdmission) admission = { 0 };
  gsize len = g_bytes_get_size (sealed) - FAR_INVITE_SEAL_OVERHEAD;
  gboolean is_further;
  g_autofree guint8 *request = open_request (worker, sealed, &is_further, error);
  FarBundleReport *report;

  if (request == NULL ||
      !(is_further ? far_collective_hear_further (&writer, request, len, NULL, &admission, error)
                   : far_collective_hear_request (&writer, request, len, NULL, &admission, error)))
    return NULL;
  if (admission.is_new)
    far_worker_committed (worker, NULL);
  if (admission.answer.state == FAR_ANSWER_REFUSED)
    {
      far_refusal_set_error (admission.answer.refusal, error);
      return NULL;
    }

  report = new_report ();
  report->was_request = TRUE;
  report->was_machine = is_further;
  report->newcomer = far_snapshot_dup (report, admission.name);
  report->newcomer_state = admission.answer.state == FAR_ANSWER_ADMITTED ? FAR_BELONGING_ADMITTED
                                                                         : FAR_BELONGING_WAITING;

  return report;
}

/* ---- both */

static gboolean
soon_cb (gpointer data)
{
  FarReading *self = data;
  FarReadingDone done = self->done;
  gpointer done_data = self->data;
  g_autoptr (FarBundleReport) report = g_steal_pointer (&self->report);
  GError *error = g_steal_pointer (&self->error);

  far_reading_free (self);
  done (g_steal_pointer (&report), error, done_data);

  return G_SOURCE_REMOVE;
}

FarReading *
far_reading_new (FarWorker *worker, const char *path, FarReadingDone done, gpointer data)
{
  FarReading *self = g_new0 (FarReading, 1);
  g_autoptr (GBytes) request = NULL;

  self->worker = worker;
  self->n_pending = far_store_get_n_pending (worker->store);
  self->done = done;
  self->data = data;
  self->run = far_bundle_run_read (worker, path, run_done_cb, self, &request, &self->error);
  if (self->run != NULL)
    return self;

  if (request != NULL)
    self->report = hear_request (worker, request, &self->error);
  self->soon = g_idle_source_new ();
  g_source_set_callback (self->soon, soon_cb, self, NULL);
  g_source_attach (self->soon, worker->context);

  return self;
}

void
far_reading_free (FarReading *self)
{
  g_clear_pointer (&self->run, far_bundle_run_free);
  far_source_clear (&self->soon);
  g_clear_pointer (&self->report, far_snapshot_unref);
  g_clear_error (&self->error);
  g_free (self);
}
