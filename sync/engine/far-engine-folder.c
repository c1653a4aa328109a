/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A folder whose files are read by themselves. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-folder.h"
#include "far-reading.h"
#include "far-source.h"

/* A job that waits for the next file. */
typedef struct
{
  FarWorker *worker;   /* unowned */
  FarJob *job;         /* unowned: until it is returned */
  FarFolder *folder;   /* unowned: the worker's, while it is */
  GSource *timer;      /* (nullable): owned */
  FarReading *reading; /* (nullable): owned; frees itself when it is done */
  char *path;          /* (nullable): owned: of the file that is read */
} Watching;

static void look_later (Watching *self, gint64 at_us);

/* It stands in nobody's way while it only waits. */
static void
begin_to_wait (Watching *self)
{
  self->worker->n_watching++;
}

static void
end_waiting (Watching *self)
{
  self->worker->n_watching--;
}

/* Returns it, and forgets it. */
static void
end_watching (Watching *self, FarFolderNews *news, GError *error)
{
  far_job_return (self->job, news, error);
  far_source_clear (&self->timer);
  g_free (self->path);
  g_free (self);
}

static void
stop_cb (gpointer data)
{
  Watching *self = data;

  if (self->reading != NULL)
    g_clear_pointer (&self->reading, far_reading_free);
  else
    end_waiting (self);
  end_watching (self, NULL,
                g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "nobody waits any more"));
}

/* @report: (transfer full) (nullable); @error: (transfer full) (nullable) */
static FarFolderNews *
new_news (const char *path, FarBundleReport *report, GError *error)
{
  FarFolderNews *news = far_snapshot_new (FarFolderNews);
  g_autofree char *name = g_path_get_basename (path);

  news->name = far_snapshot_take (news, g_filename_display_name (name));
  if (report != NULL)
    news->report = far_snapshot_own (news, report, far_snapshot_unref);
  if (error != NULL)
    news->error = far_snapshot_own (news, error, (GDestroyNotify)g_error_free);

  return news;
}

static FarFolderWord
judge (const GError *error)
{
  if (error == NULL)
    return FAR_FOLDER_READ;
  if (g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_BUNDLE_LATER))
    return FAR_FOLDER_EARLY;
  /* so a file looks too that is still being copied, or went with its stick */
  if (g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_BUNDLE_CUT) ||
      g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_BUNDLE_DAMAGED) ||
      g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_BUNDLE_FOREIGN) ||
      g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_FILE) ||
      g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_DISK))
    return FAR_FOLDER_BAD;

  return far_sync_error_get_blame (error) == FAR_BLAME_STORE ? FAR_FOLDER_FAILED : FAR_FOLDER_READ;
}

static void
read_cb (FarBundleReport *report, GError *error, gpointer data)
{
  Watching *self = data;

  self->reading = NULL;
  /* another one is watched by now */
  if (self->worker->folder != self->folder)
    {
      end_watching (self, new_news (self->path, report, error), NULL);
      return;
    }
  if (report != NULL && report->n_added > 0)
    far_folder_note_news (self->folder);
  if (far_folder_note (self->folder, judge (error)))
    {
      end_watching (self, new_news (self->path, report, error), NULL);
      return;
    }

  g_clear_pointer (&report, far_snapshot_unref);
  g_clear_error (&error);
  begin_to_wait (self);
  look_later (self, g_get_monotonic_time ());
}

static gboolean
look_cb (gpointer data)
{
  Watching *self = data;
  gint64 now_us = g_get_monotonic_time ();
  gboolean is_large = FALSE;

  /* another collective is open by now, or none */
  if (self->worker->folder != self->folder)
    {
      end_waiting (self);
      end_watching (self, NULL,
                    g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "it is closed"));
      return G_SOURCE_REMOVE;
    }

  g_free (self->path);
  self->path = far_folder_look (self->folder, now_us, &is_large);
  if (self->path == NULL)
    {
      look_later (self, far_folder_get_due (self->folder, now_us));
      return G_SOURCE_REMOVE;
    }

  end_waiting (self);
  far_source_clear (&self->timer);
  if (is_large)
    {
      far_folder_note (self->folder, FAR_FOLDER_READ);
      end_watching (self,
                    new_news (self->path, NULL,
                              g_error_new_literal (FAR_SYNC_ERROR, FAR_SYNC_ERROR_BUNDLE_LARGE,
                                                   "longer than any bundle")),
                    NULL);
      return G_SOURCE_REMOVE;
    }
  self->reading = far_reading_new (self->worker, self->path, read_cb, self);

  return G_SOURCE_REMOVE;
}

static void
look_later (Watching *self, gint64 at_us)
{
  gint64 wait_us = MAX (at_us - g_get_monotonic_time (), 0);

  far_source_clear (&self->timer);
  self->timer = g_timeout_source_new ((wait_us + 999) / 1000);
  g_source_set_callback (self->timer, look_cb, self, NULL);
  g_source_attach (self->timer, self->worker->context);
}

static void
start_watch (FarWorker *worker, FarJob *job, GVariant *args)
{
  Watching *self = g_new0 (Watching, 1);
  g_autofree char *whole = NULL;
  const char *path;

  g_variant_get (args, "(^&ay)", &path);
  whole = g_canonicalize_filename (path, NULL);
  if (worker->folder != NULL && strcmp (far_folder_peek_path (worker->folder), whole) != 0)
    g_clear_pointer (&worker->folder, far_folder_free);
  if (worker->folder == NULL)
    worker->folder =
        far_folder_new (whole, worker->home, far_store_peek_collective (worker->store));

  self->worker = worker;
  self->job = job;
  self->folder = worker->folder;
  far_job_hold (job, stop_cb, self);
  begin_to_wait (self);
  look_later (self, 0);
}

static const FarCall watch_call = { .name = "watch-folder",
                                    .needs = FAR_NEEDS_STORE,
                                    .start = start_watch,
                                    .free_result = far_snapshot_unref };

void
far_engine_watch_folder_async (FarEngine *self,
                               const char *folder,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (folder != NULL);

  _far_engine_call (self, &watch_call, g_variant_new ("(^ay)", folder), cancellable, callback,
                    data);
}

FarFolderNews *
far_engine_watch_folder_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &watch_call, result, error);
}

/* ---- which one */

static gpointer
do_choice (FarWorker *worker, GVariant *args, GError **error)
{
  char *path = far_folder_load_choice (worker->home, far_store_peek_collective (worker->store));

  return path != NULL ? path : g_strdup ("");
}

static const FarCall choice_call = { .name = "watched-folder",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_choice,
                                     .free_result = g_free };

void
far_engine_watched_folder_async (FarEngine *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &choice_call, NULL, cancellable, callback, data);
}

char *
far_engine_watched_folder_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &choice_call, result, error);
}

static gpointer
do_choose (FarWorker *worker, GVariant *args, GError **error)
{
  const char *path;

  g_variant_get (args, "(m^&ay)", &path);
  if (!far_folder_keep_choice (worker->home, far_store_peek_collective (worker->store), path,
                               error))
    {
      far_sync_error_translate (error, FAR_FROM_STORE);
      return NULL;
    }

  return g_strdup (path != NULL ? path : "");
}

static const FarCall choose_call = { .name = "choose-folder",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_choose,
                                     .free_result = g_free };

void
far_engine_choose_folder_async (FarEngine *self,
                                const char *folder,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &choose_call, g_variant_new ("(m^ay)", folder), cancellable, callback,
                    data);
}

gboolean
far_engine_choose_folder_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  g_autofree char *chosen = _far_engine_finish (self, &choose_call, result, error);

  return chosen != NULL;
}
