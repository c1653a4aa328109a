/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The collectives of one home side by side: which there are, taking one over from a program that
 * serves it, and setting one aside that cannot be used. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-belonging.h"
#include "far-day.h"
#include "far-engine-views.h"
#include "far-holder.h"
#include "far-home.h"

/* How often it is tried whether a program that was asked to end has ended. */
#define AGAIN_MS 50

/* ---- which there are */

static gboolean
view_store (FarCollective *self, FarStore *store, const FarIdentity *me, GError **error)
{
  g_autoptr (FarCollectiveFacts) facts = far_collective_read (store, error);

  if (facts == NULL)
    return FALSE;

  self->id = far_snapshot_hex (self, far_store_peek_collective (store), FAR_ID_LEN);
  self->name = far_snapshot_dup (self, facts->name);
  self->state = far_belonging_read (store, me->device);

  return TRUE;
}

/* Opens it for as long as it takes to read its name. */
static gboolean
view_folder (FarCollective *self, GError **error)
{
  FarIdentity me;
  FarStore *store = far_home_open (self->folder, &me, error);
  gboolean good;

  if (store == NULL)
    return FALSE;

  good = view_store (self, store, &me, error);
  far_store_close (store);
  sodium_memzero (&me, sizeof me);

  return good || far_sync_error_translate (error, FAR_FROM_STORE);
}

static gboolean
serves_folder (FarWorker *worker, const char *name)
{
  g_autofree char *served = NULL;

  if (worker->store == NULL)
    return FALSE;
  served = far_hex (far_store_peek_collective (worker->store), FAR_HOME_NAME_LEN / 2);

  return strcmp (served, name) == 0;
}

static FarCollective *
view_collective (FarWorker *worker, const char *name)
{
  FarCollective *self = far_snapshot_new (FarCollective);
  GError *trouble = NULL;

  self->id = far_snapshot_dup (self, name);
  self->name = "";
  self->folder = far_snapshot_take (self, g_build_filename (worker->home, name, NULL));
  self->is_open = serves_folder (worker, name);

  if (self->is_open)
    view_store (self, worker->store, &worker->me, &trouble);
  else
    view_folder (self, &trouble);
  if (trouble != NULL)
    self->trouble = far_snapshot_own (self, trouble, (GDestroyNotify)g_error_free);

  return self;
}

static gpointer
do_collectives (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) names = far_home_list (worker->home, error);
  GPtrArray *list;

  if (names == NULL)
    return NULL;

  list = far_snapshot_list_new ();
  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add (list, view_collective (worker, g_ptr_array_index (names, i)));

  return list;
}

static const FarCall collectives_call = { .name = "collectives",
                                          .work = do_collectives,
                                          .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_collectives_async (FarEngine *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &collectives_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_collectives_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &collectives_call, result, error);
}

/* ---- setting aside */

/* Whether another program has it open now. */
static gboolean
is_in_use (const char *folder, GError **error)
{
  g_autoptr (GError) local = NULL;
  FarIdentity me;
  FarStore *store = far_home_open (folder, &me, &local);

  if (store != NULL)
    {
      far_store_close (store);
      sodium_memzero (&me, sizeof me);
    }
  if (!g_error_matches (local, FAR_SYNC_ERROR, FAR_SYNC_ERROR_STORE_IN_USE))
    return FALSE;

  g_propagate_error (error, g_steal_pointer (&local));

  return TRUE;
}

static gpointer
do_set_aside (FarWorker *worker, GVariant *args, GError **error)
{
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  const char *collective;

  g_variant_get (args, "(&s)", &collective);
  if (!far_home_find (worker->home, collective, &folder, error))
    return NULL;

  name = g_path_get_basename (folder);
  if (serves_folder (worker, name))
    {
      far_sync_fail (error, FAR_SYNC_ERROR_STORE_BUSY, "it is the one that is open here");
      return NULL;
    }
  if (is_in_use (folder, error))
    return NULL;

  return far_home_set_aside (worker->home, folder, far_worker_today (worker), error);
}

static const FarCall set_aside_call = { .name = "set-aside",
                                        .work = do_set_aside,
                                        .free_result = g_free };

void
far_engine_set_aside_async (FarEngine *self,
                            const char *collective,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (collective != NULL);

  _far_engine_call (self, &set_aside_call, g_variant_new ("(s)", collective), cancellable, callback,
                    data);
}

char *
far_engine_set_aside_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_aside_call, result, error);
}

/* ---- taking over */

typedef struct
{
  FarJob *job;       /* unowned: until it is returned */
  FarWorker *worker; /* unowned */
  gint64 until_us;
  GSource *again; /* owned */
} TakeOver;

/* @error: (transfer full) (nullable) */
static void
end_take_over (TakeOver *self, GError *error)
{
  g_source_destroy (self->again);
  g_source_unref (self->again);
  far_job_return (self->job, error == NULL ? GINT_TO_POINTER (TRUE) : NULL, error);
  g_free (self);
}

static void
stop_cb (gpointer data)
{
  end_take_over (data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped"));
}

static gboolean
again_cb (gpointer data)
{
  TakeOver *self = data;
  GError *error = NULL;

  _far_engine_open_home (self->worker, &error);
  if (g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_STORE_IN_USE) &&
      g_get_monotonic_time () < self->until_us)
    {
      g_clear_error (&error);
      return G_SOURCE_CONTINUE;
    }

  end_take_over (self, error);

  return G_SOURCE_REMOVE;
}

/* Whether the program that has it open was asked to end. */
static gboolean
ask_to_end (FarWorker *worker)
{
  g_autofree char *folder = NULL;

  return far_home_find (worker->home, worker->collective, &folder, NULL) && folder != NULL &&
         far_holder_ask_to_end (folder);
}

static void
start_take_over (FarWorker *worker, FarJob *job, GVariant *args)
{
  GError *error = NULL;
  TakeOver *self;
  gint32 n_seconds;

  g_variant_get (args, "(i)", &n_seconds);
  if (_far_engine_open_home (worker, &error) ||
      !g_error_matches (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_STORE_IN_USE) || !ask_to_end (worker))
    {
      far_job_return (job, error == NULL ? GINT_TO_POINTER (TRUE) : NULL, error);
      return;
    }
  g_clear_error (&error);

  self = g_new0 (TakeOver, 1);
  self->job = job;
  self->worker = worker;
  self->until_us = g_get_monotonic_time () + n_seconds * G_USEC_PER_SEC;
  self->again = g_timeout_source_new (AGAIN_MS);
  g_source_set_callback (self->again, again_cb, self, NULL);
  g_source_attach (self->again, worker->context);
  far_job_hold (job, stop_cb, self);
}

static const FarCall take_over_call = { .name = "take-over", .start = start_take_over };

void
far_engine_take_over_async (FarEngine *self,
                            int n_seconds,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &take_over_call, g_variant_new ("(i)", n_seconds), cancellable, callback,
                    data);
}

gboolean
far_engine_take_over_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &take_over_call, result, error) != NULL;
}

/* ---- being taken over from */

static gpointer
do_yield (FarWorker *worker, GVariant *args, GError **error)
{
  far_worker_yield (worker);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall yield_call = { .name = "yield", .work = do_yield };

void
far_engine_yield_async (FarEngine *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &yield_call, NULL, cancellable, callback, data);
}

gboolean
far_engine_yield_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &yield_call, result, error) != NULL;
}
