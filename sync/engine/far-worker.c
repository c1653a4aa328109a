/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-worker.h"

#include <string.h>
#include <unistd.h>

#include "far-attempt.h"
#include "far-attendance.h"
#include "far-belonging.h"
#include "far-day.h"
#include "far-engine-private.h"
#include "far-holder.h"
#include "far-home.h"
#include "far-source.h"

/* The window is told at most 20 times a second. */
#define TELL_US (G_USEC_PER_SEC / 20)
/* A new day is noticed soon enough. */
#define CHORES_S 3600

struct _FarJob
{
  FarWorker *worker; /* unowned */
  const FarCall *call;
  GTask *task;    /* owned; let go of in its own context only */
  GVariant *args; /* (nullable): owned */

  FarJobStop stop;       /* NULL unless held */
  gpointer stop_data;    /* unowned */
  GSource *cancellation; /* (nullable): owned; ready once cancelled */
  gulong cancelled_id;   /* of the handler that makes it so, 0 if none */

  gpointer result; /* (nullable): owned, on the way back */
  GError *error;   /* (nullable): owned, on the way back */
};

/* Outlives both threads' interest in each other. */
struct _FarPort
{
  FarEngine *engine;     /* (nullable): unowned; looked at in its context only */
  GMainContext *context; /* owned: the engine's */
};

/* Something for the engine's signals, on its way. */
typedef struct
{
  FarPort *port; /* owned */
  gboolean changed;
  FarActivity activity;
  double fraction;
  char *what;   /* (nullable): owned: it is a ::peer-event */
  char *detail; /* (nullable): owned */
} Message;

static void
post (GMainContext *context, GSourceFunc callback, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, callback, data, destroy);
  g_source_attach (source, context);
}

/* ---- jobs */

static void
free_job (gpointer data)
{
  FarJob *job = data;

  if (job->result != NULL && job->call->free_result != NULL)
    job->call->free_result (job->result);
  g_clear_error (&job->error);
  g_clear_pointer (&job->args, g_variant_unref);
  g_object_unref (job->task);
  g_free (job);
}

static gboolean
answer_cb (gpointer data)
{
  FarJob *job = data;

  if (job->error != NULL)
    g_task_return_error (job->task, g_steal_pointer (&job->error));
  else
    g_task_return_pointer (job->task, g_steal_pointer (&job->result), job->call->free_result);

  return G_SOURCE_REMOVE;
}

static void finish_closing (FarWorker *self);

void
far_job_return (FarJob *job, gpointer result, GError *error)
{
  FarWorker *worker = job->worker;

  if (job->cancellation != NULL)
    {
      g_cancellable_disconnect (g_task_get_cancellable (job->task), job->cancelled_id);
      g_source_destroy (job->cancellation);
      g_clear_pointer (&job->cancellation, g_source_unref);
    }
  g_ptr_array_remove (worker->jobs, job);

  job->result = result;
  job->error = error != NULL ? far_sync_error_take (error, FAR_FROM_STORE) : NULL;
  if (g_error_matches (job->error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NOT_A_MEMBER) &&
      worker->store != NULL && far_belonging_is_returning (worker))
    job->error->code = FAR_SYNC_ERROR_RETURNING;
  post (g_task_get_context (job->task), answer_cb, job, free_job);

  finish_closing (worker);
}

static void
stop_job (FarJob *job)
{
  FarJobStop stop = g_steal_pointer (&job->stop);

  if (stop != NULL)
    stop (job->stop_data);
}

static gboolean
stop_job_cb (gpointer data)
{
  stop_job (data);

  return G_SOURCE_REMOVE;
}

static gboolean
dispatch_cancellation (GSource *source G_GNUC_UNUSED, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

/* A source that waits to be told.  GLib's own for a cancellable is lost in GLib 2.74 when it is
 * dispatched while the other thread still cancels. */
static GSourceFuncs cancellation_funcs = { .dispatch = dispatch_cancellation };

/* On the thread that cancels. */
static void
cancelled_cb (GCancellable *cancellable G_GNUC_UNUSED, gpointer data)
{
  FarJob *job = data;

  g_source_set_ready_time (job->cancellation, 0);
}

void
far_job_hold (FarJob *job, FarJobStop stop, gpointer data)
{
  GCancellable *cancellable = g_task_get_cancellable (job->task);

  job->stop = stop;
  job->stop_data = data;
  g_ptr_array_add (job->worker->jobs, job);

  if (cancellable == NULL)
    return;

  job->cancellation = g_source_new (&cancellation_funcs, sizeof (GSource));
  g_source_set_callback (job->cancellation, stop_job_cb, job, NULL);
  g_source_attach (job->cancellation, job->worker->context);
  job->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), job, NULL);
}

/* Whether it can be begun at all. */
static gboolean
check_job (FarJob *job, GError **error)
{
  if (job->worker->closing != NULL || job->worker->closed)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the engine is closed");
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), error))
    return FALSE;
  if (job->call->needs == FAR_NEEDS_STORE && job->worker->store == NULL)
    return far_sync_fail (error, FAR_SYNC_ERROR_NO_COLLECTIVE,
                          "this home belongs to no collective");

  return TRUE;
}

static gboolean
run_job_cb (gpointer data)
{
  FarJob *job = data;
  gpointer result = NULL;
  GError *error = NULL;

  if (check_job (job, &error))
    {
      if (job->call->work == NULL)
        {
          job->call->start (job->worker, job, job->args);
          return G_SOURCE_REMOVE;
        }
      result = job->call->work (job->worker, job->args, &error);
      g_assert ((result != NULL) == (error == NULL));
    }
  far_job_return (job, result, error);

  return G_SOURCE_REMOVE;
}

void
far_worker_call (FarWorker *self, const FarCall *call, GTask *task, GVariant *args)
{
  FarJob *job = g_new0 (FarJob, 1);

  job->worker = self;
  job->call = call;
  job->task = task;
  job->args = args != NULL ? g_variant_ref_sink (args) : NULL;
  post (self->context, run_job_cb, job, NULL);
}

/* ---- what everything needs */

gint64
far_worker_now_ms (const FarWorker *self)
{
  return g_get_real_time () / 1000 + self->clock_offset_ms;
}

gint32
far_worker_today (FarWorker *self)
{
  g_autoptr (FarCollectiveFacts) facts = NULL;
  g_autoptr (GTimeZone) zone = NULL;

  if (self->store != NULL)
    facts = far_collective_read (self->store, NULL);
  if (facts != NULL)
    zone = g_time_zone_new_identifier (facts->zone);
  if (zone == NULL)
    zone = g_time_zone_new_utc ();

  return far_day_of_instant (far_worker_now_ms (self), zone, NULL);
}

void
far_worker_random (void *out, gsize len)
{
  randombytes_buf (out, len);
}

FarWriter
far_worker_writer (FarWorker *self)
{
  return (FarWriter){ .store = self->store,
                      .me = &self->me,
                      .now_ms = far_worker_now_ms (self),
                      .random = far_worker_random };
}

void
far_worker_yield (FarWorker *self)
{
  self->yields = TRUE;
  far_holder_yield (self->claim);
}

static void
claim_folder (FarWorker *self)
{
  g_autofree char *folder =
      far_home_find_exact (self->home, far_store_peek_collective (self->store));

  if (folder != NULL)
    self->claim = far_holder_claim (folder);
  if (self->yields)
    far_holder_yield (self->claim);
}

static void
wake_links (FarWorker *self, const FarLink *except)
{
  for (guint i = 0; i < self->links->len; i++)
    if (g_ptr_array_index (self->links, i) != except)
      far_link_wake (g_ptr_array_index (self->links, i));
}

static gboolean
mend_cb (gpointer data)
{
  FarWorker *self = data;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->mending, g_source_unref);
  if (self->store != NULL && !far_belonging_mend (self, &error))
    g_debug ("not mended: %s", error->message);

  return G_SOURCE_REMOVE;
}

/* Not in the middle of what a session is doing. */
static void
mend_soon (FarWorker *self)
{
  if (self->mending != NULL)
    return;

  self->mending = g_idle_source_new ();
  g_source_set_callback (self->mending, mend_cb, self, NULL);
  g_source_attach (self->mending, self->context);
}

/* ---- what is said of what is held */

static void
say_apart (FarWorker *self, gboolean at_once)
{
  gboolean said = FALSE;
  g_autoptr (GError) error = NULL;

  if (!far_store_begin (self->store, &error))
    g_debug ("not said what is held: %s", error->message);
  else if (!far_worker_say_holding (self, at_once, &said, &error))
    {
      far_store_rollback (self->store);
      g_debug ("not said what is held: %s", error->message);
    }
  else if (!far_store_commit (self->store, &error))
    g_debug ("not said what is held: %s", error->message);
  else if (said)
    wake_links (self, NULL);
}

static gboolean
say_cb (gpointer data)
{
  FarWorker *self = data;

  g_clear_pointer (&self->saying, g_source_unref);
  say_apart (self, FALSE);

  return G_SOURCE_REMOVE;
}

static void
say_later (FarWorker *self, guint wait_ms)
{
  if (self->saying != NULL)
    return;

  self->saying = g_timeout_source_new (wait_ms);
  g_source_set_callback (self->saying, say_cb, self, NULL);
  g_source_attach (self->saying, self->context);
}

gboolean
far_worker_say_holding (FarWorker *self, gboolean at_once, gboolean *out_said, GError **error)
{
  guint32 number = far_store_find_log (self->store, self->me.device);
  gint64 now_ms = far_worker_now_ms (self);
  gint64 again_ms;

  *out_said = FALSE;
  if (number == 0)
    return TRUE;

  again_ms = (gint64)far_store_peek_log (self->store, number)->holding_ms + FAR_HOLDING_AGAIN_MS;
  /* later than that only a clock can be that was wrong */
  if (!at_once && now_ms < again_ms && now_ms >= again_ms - FAR_HOLDING_AGAIN_MS)
    {
      say_later (self, (guint)(again_ms - now_ms));
      return TRUE;
    }

  return far_store_say_holding (self->store, self->me.device, self->me.sign_secret, now_ms,
                                out_said, error);
}

void
far_worker_say_holding_apart (FarWorker *self)
{
  say_apart (self, TRUE);
}

/* ---- the collective that is served */

static gboolean
chores_cb (gpointer data)
{
  FarWorker *self = data;
  g_autoptr (GError) error = NULL;

  if (!far_belonging_retain (self, &error))
    g_debug ("not erased what is old: %s", error->message);
  g_clear_error (&error);
  /* another day may have begun */
  if (!far_belonging_keep_notes (self, &error))
    g_debug ("not sealed: %s", error->message);

  return G_SOURCE_CONTINUE;
}

/* The first time is as soon as the store is open, before anything else is asked of it. */
static void
plan_chores (FarWorker *self)
{
  self->chores = g_timeout_source_new_seconds (CHORES_S);
  g_source_set_callback (self->chores, chores_cb, self, NULL);
  g_source_set_ready_time (self->chores, 0);
  g_source_attach (self->chores, self->context);
}

static void
forget_chores (FarWorker *self)
{
  if (self->chores == NULL)
    return;

  g_source_destroy (self->chores);
  g_clear_pointer (&self->chores, g_source_unref);
}

void
far_worker_set_store (FarWorker *self, FarStore *store, const FarIdentity *me)
{
  const FarGovDevice *device;

  g_assert (self->links->len == 0);

  /* a command that ends at once would leave it to the next one */
  if (self->store != NULL && self->mending != NULL)
    {
      g_source_destroy (self->mending);
      mend_cb (self);
    }

  forget_chores (self);
  g_ptr_array_set_size (self->attempts, 0);
  g_clear_pointer (&self->attendance, far_attendance_free);
  g_clear_pointer (&self->store, far_store_close);
  sodium_memzero (&self->me, sizeof self->me);
  if (self->claim >= 0)
    close (self->claim);
  self->claim = -1;
  far_source_clear (&self->mending);
  far_source_clear (&self->saying);
  g_clear_pointer (&self->folder, far_folder_free);
  if (store == NULL)
    return;

  self->store = store;
  self->attendance = far_attendance_new (self);
  far_store_set_verifier (store, self->verifier);
  self->me = *me;
  claim_folder (self);

  /* the log knows better whose this device is: a founder's id is made with the zero id */
  device = far_governance_find_device (far_store_peek_governance (store), me->device);
  if (device != NULL)
    memcpy (self->me.member, device->member, FAR_RECORD_ID_LEN);
  else
    far_belonging_load_returning (store, self->me.member);
  mend_soon (self);
  plan_chores (self);
}

void
far_worker_committed (FarWorker *self, FarLink *except)
{
  mend_soon (self);
  if (self->links->len > 0)
    say_later (self, FAR_HOLDING_AGAIN_MS);
  wake_links (self, except);
  far_worker_changed (self);
}

void
far_worker_changed (FarWorker *self)
{
  self->changed = TRUE;
  far_worker_progressed (self);
}

static void
net_changed_cb (gpointer data)
{
  FarWorker *self = data;

  for (guint i = 0; i < self->links->len; i++)
    far_link_check_address (self->links->pdata[i]);
}

void
far_worker_add_link (FarWorker *self, FarLink *link)
{
  g_ptr_array_add (self->links, link);
  if (self->net == NULL)
    self->net = far_net_watch_new (self->context, net_changed_cb, self);
  far_worker_progressed (self);
}

void
far_worker_remove_link (FarWorker *self, FarLink *link)
{
  g_ptr_array_remove_fast (self->links, link);
  if (self->links->len == 0)
    g_clear_pointer (&self->net, far_net_watch_free);
  far_worker_progressed (self);
}

/* ---- what the window is told */

static void
clear_port (gpointer data)
{
  g_main_context_unref (((FarPort *)data)->context);
}

static void
release_port (FarPort *port)
{
  g_atomic_rc_box_release_full (port, clear_port);
}

static void
free_message (gpointer data)
{
  Message *message = data;

  release_port (message->port);
  g_free (message->what);
  g_free (message->detail);
  g_free (message);
}

static gboolean
message_cb (gpointer data)
{
  Message *message = data;
  g_autoptr (FarEngine) engine = NULL;

  if (message->port->engine == NULL)
    return G_SOURCE_REMOVE;

  engine = g_object_ref (message->port->engine);
  if (message->what != NULL)
    {
      _far_engine_emit_peer_event (engine, message->what, message->detail);
      return G_SOURCE_REMOVE;
    }

  _far_engine_set_progress (engine, message->activity, message->fraction);
  if (message->changed)
    _far_engine_emit_changed (engine);

  return G_SOURCE_REMOVE;
}

static void
send (FarWorker *self, Message *message)
{
  message->port = g_atomic_rc_box_acquire (self->port);
  post (self->port->context, message_cb, message, free_message);
}

/* What all sessions together are doing. */
static FarActivity
measure_links (FarWorker *self, double *fraction)
{
  FarSessionCounts sum = { 0 };
  gboolean connecting = self->n_connecting > 0;

  for (guint i = 0; i < self->links->len; i++)
    {
      const FarSession *session = far_link_peek_session (g_ptr_array_index (self->links, i));
      FarSessionState state = far_session_get_state (session);
      FarSessionCounts counts;

      connecting |= state == FAR_SESSION_HANDSHAKE || state == FAR_SESSION_DOOR;
      far_session_get_counts (session, &counts);
      sum.n_received += counts.n_received;
      sum.n_to_receive += counts.n_to_receive;
      sum.n_acknowledged += counts.n_acknowledged;
      sum.n_to_send += counts.n_to_send;
    }

  if (sum.n_received < sum.n_to_receive)
    {
      *fraction = (double)sum.n_received / (double)sum.n_to_receive;
      return FAR_ACTIVITY_RECEIVING;
    }
  if (sum.n_acknowledged < sum.n_to_send)
    {
      *fraction = (double)sum.n_acknowledged / (double)sum.n_to_send;
      return FAR_ACTIVITY_SENDING;
    }
  if (connecting)
    return FAR_ACTIVITY_CONNECTING;
  if (self->links->len > 0)
    return FAR_ACTIVITY_TOGETHER;

  return self->n_listening > 0 ? FAR_ACTIVITY_LISTENING : FAR_ACTIVITY_IDLE;
}

void
far_worker_tell_now (FarWorker *self)
{
  Message *message = g_new0 (Message, 1);

  message->changed = self->changed;
  message->fraction = -1;
  if (self->busy != FAR_ACTIVITY_IDLE)
    {
      message->activity = self->busy;
      message->fraction = self->busy_fraction;
    }
  else
    message->activity = measure_links (self, &message->fraction);

  if (!self->changed && (int)message->activity == self->told_activity &&
      message->fraction == self->told_fraction)
    {
      g_free (message);
      return;
    }

  self->changed = FALSE;
  self->told_activity = message->activity;
  self->told_fraction = message->fraction;
  self->told_us = g_get_monotonic_time ();
  send (self, message);
}

typedef struct
{
  GSource parent;
  FarWorker *worker; /* unowned */
} Telling;

static gboolean
telling_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  g_source_set_ready_time (source, -1);
  far_worker_tell_now (((Telling *)source)->worker);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs telling_funcs = { .dispatch = telling_dispatch };

void
far_worker_progressed (FarWorker *self)
{
  if (g_source_get_ready_time (self->telling) < 0)
    g_source_set_ready_time (self->telling, self->told_us + TELL_US);
}

void
far_worker_set_busy (FarWorker *self, FarActivity activity, double fraction)
{
  self->busy = activity;
  self->busy_fraction = fraction;
  far_worker_progressed (self);
}

void
far_worker_tell (FarWorker *self, const char *what, const char *detail)
{
  Message *message = g_new0 (Message, 1);

  message->what = g_strdup (what);
  message->detail = g_strdup (detail);
  send (self, message);
}

/* ---- closing */

static void
finish_closing (FarWorker *self)
{
  FarJob *job;

  if (self->closing == NULL || self->jobs->len > 0)
    return;

  job = g_steal_pointer (&self->closing);
  far_worker_set_store (self, NULL, NULL);
  self->closed = TRUE;
  far_job_return (job, GINT_TO_POINTER (TRUE), NULL);
}

static void
start_close (FarWorker *self, FarJob *job, GVariant *args)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_copy (self->jobs, NULL, NULL);

  self->closing = job;

  /* one that stops may end others */
  for (guint i = 0; i < jobs->len; i++)
    if (g_ptr_array_find (self->jobs, g_ptr_array_index (jobs, i), NULL))
      stop_job (g_ptr_array_index (jobs, i));

  finish_closing (self);
}

const FarCall far_worker_close_call = { .name = "close", .start = start_close };

/* ---- the thread */

static gpointer
run_thread (gpointer data)
{
  FarWorker *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

FarWorker *
far_worker_start (FarEngine *engine, const char *home, const char *collective, gint64 offset_ms)
{
  FarWorker *self = g_new0 (FarWorker, 1);

  if (sodium_init () < 0)
    g_error ("libsodium does not start");

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->home = g_strdup (home);
  self->collective = g_strdup (collective);
  self->clock_offset_ms = offset_ms;
  self->jobs = g_ptr_array_new ();
  self->links = g_ptr_array_new ();
  self->contacts = g_ptr_array_new ();
  self->roads = far_roads_new ();
  self->attempts = g_ptr_array_new_with_free_func ((GDestroyNotify)far_attempt_free);
  self->busy_fraction = self->told_fraction = -1;
  self->claim = -1;
  self->verifier = far_verifier_new ();

  self->port = g_atomic_rc_box_new0 (FarPort);
  self->port->engine = engine;
  self->port->context = g_main_context_ref_thread_default ();

  self->telling = g_source_new (&telling_funcs, sizeof (Telling));
  ((Telling *)self->telling)->worker = self;
  g_source_attach (self->telling, self->context);

  self->thread = g_thread_new ("far-worker", run_thread, self);

  return self;
}

static gboolean
quit_cb (gpointer data)
{
  FarWorker *self = data;

  far_worker_set_store (self, NULL, NULL);
  self->closed = TRUE;
  g_main_loop_quit (self->loop);

  return G_SOURCE_REMOVE;
}

void
far_worker_stop (FarWorker *self)
{
  /* a job holds the engine, so none is left when it is finalised */
  self->port->engine = NULL;
  post (self->context, quit_cb, self, NULL);
  g_thread_join (self->thread);

  g_source_destroy (self->telling);
  g_source_unref (self->telling);
  release_port (self->port);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_ptr_array_unref (self->jobs);
  g_ptr_array_unref (self->links);
  g_ptr_array_unref (self->contacts);
  g_ptr_array_unref (self->attempts);
  far_roads_free (self->roads);
  g_free (self->home);
  g_free (self->collective);
  far_verifier_free (self->verifier);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}
