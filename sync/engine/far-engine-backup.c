/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Saving a copy, and coming back from one.
 *
 * What takes long of it, the key and the whole file, is done in a thread that shares nothing with
 * the worker: it gets bytes and gives bytes.
 */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-backup.h"
#include "far-belonging.h"
#include "far-engine-views.h"
#include "far-file.h"
#include "far-home.h"
#include "far-store-image.h"

/* One turn of the loop. */
#define TURN_US 4000

typedef struct
{
  FarWorker *worker;         /* unowned */
  FarJob *job;               /* unowned: until it is returned */
  char *path;                /* owned */
  char *passphrase;          /* owned; secret */
  GCancellable *cancellable; /* owned */
  FarStoreImage *image;      /* (nullable): owned: that is being made */
  GSource *source;           /* (nullable): owned: that makes it */
  gint64 n_entries;          /* of it */
} Saving;

/* What a thread found in a file. */
typedef struct
{
  GBytes *image; /* owned */
  guint8 collective[FAR_ID_LEN];
} Found;

/* ---- both ways */

static void
clear_source (Saving *self)
{
  if (self->source == NULL)
    return;

  g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
}

/* @result: (transfer full) (nullable); @error: (transfer full) (nullable) */
static void
end_saving (Saving *self, FarSaved *result, GError *error)
{
  clear_source (self);
  far_worker_set_busy (self->worker, FAR_ACTIVITY_IDLE, -1);
  far_job_return (self->job, result, error);

  g_clear_pointer (&self->image, far_store_image_free);
  sodium_memzero (self->passphrase, strlen (self->passphrase));
  g_free (self->passphrase);
  g_free (self->path);
  g_object_unref (self->cancellable);
  g_free (self);
}

/* A thread ends by itself, soon. */
static void
stop_cb (gpointer data)
{
  Saving *self = data;

  g_cancellable_cancel (self->cancellable);
  if (self->source != NULL)
    end_saving (self, NULL, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped"));
}

static Saving *
hold (FarWorker *worker, FarJob *job, GVariant *args)
{
  Saving *self = g_new0 (Saving, 1);
  const char *path, *passphrase;

  g_variant_get (args, "(^&ay^&ay)", &path, &passphrase);
  self->worker = worker;
  self->job = job;
  self->path = g_strdup (path);
  self->passphrase = g_strdup (passphrase);
  self->cancellable = g_cancellable_new ();
  /* of the way here no copy stays */
  sodium_memzero ((char *)passphrase, strlen (passphrase));
  far_job_hold (job, stop_cb, self);

  return self;
}

static FarSaved *
view_saved (FarWorker *worker, gint64 n_entries)
{
  FarSaved *view = far_snapshot_new (FarSaved);

  view->n_entries = n_entries;
  view->collective = far_snapshot_hex (view, far_store_peek_collective (worker->store), FAR_ID_LEN);
  view->member = far_snapshot_hex (view, worker->me.member, FAR_RECORD_ID_LEN);
  view->device = far_snapshot_hex (view, worker->me.device, FAR_KEY_LEN);

  return view;
}

/* ---- saving */

static void
write_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Saving *self = g_task_get_task_data (task);
  GBytes *image = g_object_get_data (G_OBJECT (task), "image");
  GError *error = NULL;

  if (far_backup_write (self->path, image, self->passphrase, &far_backup_cost, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Saving *self = data;
  GError *error = NULL;
  gboolean good = g_task_propagate_boolean (G_TASK (result), &error);

  end_saving (self, good ? view_saved (self->worker, self->n_entries) : NULL, error);
}

/* @image: (transfer full) */
static void
write_image (Saving *self, GBytes *image)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, written_cb, self);

  far_worker_set_busy (self->worker, FAR_ACTIVITY_WRITING_FILE, -1);
  g_task_set_task_data (task, self, NULL);
  g_object_set_data_full (G_OBJECT (task), "image", image, (GDestroyNotify)g_bytes_unref);
  g_task_run_in_thread (task, write_in_thread);
}

static gboolean
image_cb (gpointer data)
{
  Saving *self = data;
  gint64 until_us = g_get_monotonic_time () + TURN_US;
  GBytes *image = NULL;
  GError *error = NULL;
  gboolean done = FALSE;
  gboolean good;

  do
    good = far_store_image_step (self->image, &done, &error);
  while (good && !done && g_get_monotonic_time () < until_us);

  if (good && !done)
    {
      far_worker_set_busy (self->worker, FAR_ACTIVITY_WRITING_FILE,
                           far_store_image_get_fraction (self->image));
      return G_SOURCE_CONTINUE;
    }

  self->n_entries = far_store_get_n_entries (self->worker->store);
  if (good)
    image = far_store_image_finish (self->image, FAR_BELONGING_META_RETURNS,
                                    self->worker->me.member, FAR_RECORD_ID_LEN, &error);
  clear_source (self);
  if (image != NULL)
    write_image (self, image);
  else
    end_saving (self, NULL, error);

  return G_SOURCE_REMOVE;
}

static void
start_backup (FarWorker *worker, FarJob *job, GVariant *args)
{
  Saving *self = hold (worker, job, args);
  GError *error = NULL;

  if (far_store_get_n_entries (worker->store) == 0)
    far_sync_fail (&error, FAR_SYNC_ERROR_NOT_A_MEMBER, "there is no log to save yet");
  else
    self->image = far_store_image_new (worker->store, &error);
  if (self->image == NULL)
    {
      end_saving (self, NULL, error);
      return;
    }

  /* a person who asks for the week goes before */
  self->source = g_idle_source_new ();
  g_source_set_callback (self->source, image_cb, self, NULL);
  g_source_attach (self->source, worker->context);
}

static const FarCall backup_call = { .name = "backup",
                                     .needs = FAR_NEEDS_STORE,
                                     .start = start_backup,
                                     .free_result = far_snapshot_unref };

void
far_engine_backup_async (FarEngine *self,
                         const char *path,
                         const char *passphrase,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (path != NULL && passphrase != NULL);

  _far_engine_call (self, &backup_call, g_variant_new ("(^ay^ay)", path, passphrase), cancellable,
                    callback, data);
}

FarSaved *
far_engine_backup_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &backup_call, result, error);
}

/* ---- coming back */

static void
found_free (gpointer data)
{
  Found *found = data;

  g_bytes_unref (found->image);
  g_free (found);
}

/* Whether it says who is to come back, and to which collective. */
static gboolean
read_image (GBytes *image, Found *out, GError **error)
{
  FarStore *store = far_store_open_image (image, error);
  guint8 member[FAR_RECORD_ID_LEN];
  gboolean good;

  if (store == NULL)
    return far_sync_error_translate (error, FAR_FROM_STORE);

  memcpy (out->collective, far_store_peek_collective (store), FAR_ID_LEN);
  good = far_belonging_load_returning (store, member);
  far_store_close (store);

  return good ||
         far_sync_fail (error, FAR_SYNC_ERROR_BACKUP_DAMAGED, "it does not say whose it is");
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Saving *self = g_task_get_task_data (task);
  Found *found = g_new0 (Found, 1);
  GError *error = NULL;

  found->image = far_backup_read (self->path, self->passphrase, cancellable, &error);
  if (found->image != NULL && read_image (found->image, found, &error))
    g_task_return_pointer (task, found, found_free);
  else
    {
      g_clear_pointer (&found->image, g_bytes_unref);
      g_free (found);
      g_task_return_error (task, error);
    }
}

/* Makes a home of it, which appears when all of it is there.  Returns: (transfer full): its folder,
 * NULL with @error */
static char *
make_home (FarWorker *worker, const Found *found, GError **error)
{
  g_autofree char *begun = NULL;
  char *folder = NULL;
  guint8 seed[32];

  far_worker_random (seed, sizeof seed);
  begun = far_home_begin (worker->home, seed, error);
  sodium_memzero (seed, sizeof seed);
  if (begun == NULL)
    return NULL;

  if (far_home_put_store (begun, found->image, error))
    folder = far_home_finish (worker->home, begun, found->collective, error);
  if (folder == NULL)
    far_home_abandon (begun);

  return folder;
}

static gboolean
restore (FarWorker *worker, const Found *found, GError **error)
{
  g_autofree char *there = far_home_find_exact (worker->home, found->collective);
  g_autofree char *folder = NULL;
  FarStore *store;
  FarIdentity me;

  if (there != NULL)
    return far_sync_fail (error, FAR_SYNC_ERROR_ALREADY_HERE, "this home has that collective");
  /* asked before, and something may have begun since */
  if (!far_belonging_can_switch (worker, 1, error))
    return FALSE;

  folder = make_home (worker, found, error);
  if (folder == NULL)
    return FALSE;

  store = far_home_open (folder, &me, error);
  if (store != NULL)
    far_worker_set_store (worker, store, &me);
  sodium_memzero (&me, sizeof me);

  return store != NULL;
}

static void
read_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Saving *self = data;
  GError *error = NULL;
  Found *found = g_task_propagate_pointer (G_TASK (result), &error);
  FarSaved *saved = NULL;

  if (found != NULL && restore (self->worker, found, &error))
    {
      saved = view_saved (self->worker, far_store_get_n_entries (self->worker->store));
      far_worker_changed (self->worker);
    }
  g_clear_pointer (&found, found_free);
  end_saving (self, saved, error);
}

static void
start_restore (FarWorker *worker, FarJob *job, GVariant *args)
{
  Saving *self = hold (worker, job, args);
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  if (!far_belonging_can_switch (worker, 1, &error))
    {
      end_saving (self, NULL, error);
      return;
    }

  far_worker_set_busy (worker, FAR_ACTIVITY_READING_FILE, -1);
  task = g_task_new (NULL, self->cancellable, read_cb, self);
  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, read_in_thread);
}

static const FarCall restore_call = { .name = "restore",
                                      .start = start_restore,
                                      .free_result = far_snapshot_unref };

void
far_engine_restore_async (FarEngine *self,
                          const char *path,
                          const char *passphrase,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (path != NULL && passphrase != NULL);

  _far_engine_call (self, &restore_call, g_variant_new ("(^ay^ay)", path, passphrase), cancellable,
                    callback, data);
}

FarSaved *
far_engine_restore_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &restore_call, result, error);
}
