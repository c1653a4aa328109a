/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include "far-home.h"

struct _FarEngine
{
  GObject parent_instance;

  FarWorker *worker; /* owned */
  FarActivity activity;
  double fraction;
};

G_DEFINE_FINAL_TYPE (FarEngine, far_engine, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ACTIVITY,
  PROP_FRACTION,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_PEER_EVENT,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* ---- asking */

void
_far_engine_call (FarEngine *self,
                  const FarCall *call,
                  GVariant *args,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);

  /* what was done is told, even if nobody waited for it any more */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, (gpointer)call);
  g_task_set_name (task, call->name);
  g_debug ("%s", call->name);
  far_worker_call (self->worker, call, task, args);
}

gpointer
_far_engine_finish (FarEngine *self, const FarCall *call, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, (gpointer)call), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
far_engine_is_unwanted (GAsyncResult *result)
{
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));

  return cancellable != NULL && g_cancellable_is_cancelled (cancellable);
}

/* ---- telling */

void
_far_engine_emit_changed (FarEngine *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
_far_engine_emit_peer_event (FarEngine *self, const char *what, const char *detail)
{
  g_signal_emit (self, signals[SIGNAL_PEER_EVENT], 0, what, detail);
}

void
_far_engine_set_progress (FarEngine *self, FarActivity activity, double fraction)
{
  g_object_freeze_notify (G_OBJECT (self));
  if (self->activity != activity)
    {
      self->activity = activity;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACTIVITY]);
    }
  if (self->fraction != fraction)
    {
      self->fraction = fraction;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FRACTION]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/* ---- the object */

static void
far_engine_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FarEngine *self = FAR_ENGINE (object);

  switch (id)
    {
    case PROP_ACTIVITY:
      g_value_set_int (value, self->activity);
      break;
    case PROP_FRACTION:
      g_value_set_double (value, self->fraction);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
far_engine_finalize (GObject *object)
{
  FarEngine *self = FAR_ENGINE (object);

  far_worker_stop (self->worker);

  G_OBJECT_CLASS (far_engine_parent_class)->finalize (object);
}

static void
far_engine_class_init (FarEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = far_engine_get_property;
  object_class->finalize = far_engine_finalize;

  props[PROP_ACTIVITY] =
      g_param_spec_int ("activity", NULL, NULL, FAR_ACTIVITY_IDLE, FAR_ACTIVITY_BUILDING,
                        FAR_ACTIVITY_IDLE,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_FRACTION] =
      g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", FAR_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PEER_EVENT] =
      g_signal_new ("peer-event", FAR_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
far_engine_init (FarEngine *self)
{
  self->fraction = -1;
}

FarEngine *
far_engine_new (const char *home, const char *collective, gint64 clock_offset_ms)
{
  FarEngine *self;

  g_return_val_if_fail (home != NULL, NULL);

  self = g_object_new (FAR_TYPE_ENGINE, NULL);
  self->worker = far_worker_start (self, home, collective, clock_offset_ms);

  return self;
}

/* ---- opening and closing */

gboolean
_far_engine_open_home (FarWorker *worker, GError **error)
{
  g_autofree char *folder = NULL;
  FarStore *store = NULL;
  FarIdentity me;

  if (worker->store != NULL)
    return TRUE;

  if (!far_home_find (worker->home, worker->collective, &folder, error))
    return FALSE;
  if (folder == NULL)
    return TRUE;

  store = far_home_open (folder, &me, error);
  if (store == NULL)
    return FALSE;
  if (!far_home_is_meant (store, worker->collective, error))
    far_store_close (g_steal_pointer (&store));
  else
    far_worker_set_store (worker, g_steal_pointer (&store), &me);
  sodium_memzero (&me, sizeof me);

  return worker->store != NULL;
}

static gpointer
do_open (FarWorker *worker, GVariant *args, GError **error)
{
  return _far_engine_open_home (worker, error) ? GINT_TO_POINTER (TRUE) : NULL;
}

static const FarCall open_call = { .name = "open", .work = do_open };

void
far_engine_open_async (FarEngine *self,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &open_call, NULL, cancellable, callback, data);
}

gboolean
far_engine_open_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &open_call, result, error) != NULL;
}

void
far_engine_close_async (FarEngine *self, GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &far_worker_close_call, NULL, NULL, callback, data);
}

void
far_engine_close_finish (FarEngine *self, GAsyncResult *result)
{
  /* closed twice is closed too */
  _far_engine_finish (self, &far_worker_close_call, result, NULL);
}
