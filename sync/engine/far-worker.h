/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-worker: the thread that owns everything below far-sync.h.
 *
 * What the engine is asked travels as a FarJob to the worker's main context, is done there in
 * straight lines, and travels back to the context that it was asked from.  Nothing is shared
 * meanwhile: arguments are a GVariant, results are snapshots.
 *
 * All functions are the worker thread's, but for those that say otherwise.
 */

#pragma once

#include <gio/gio.h>

#include "far-collective.h"
#include "far-folder.h"
#include "far-link.h"
#include "far-net-watch.h"
#include "far-roads.h"
#include "far-snapshot.h"
#include "far-sync-error.h"

G_BEGIN_DECLS

typedef struct _FarJob FarJob;
typedef struct _FarPort FarPort;
typedef struct _FarAttendance FarAttendance;
typedef struct _FarPassing FarPassing;

typedef struct
{
  GMainContext *context; /* owned; the thread's default */
  char *home;            /* owned */
  char *collective;      /* (nullable): owned: as it was asked for */
  gint64 clock_offset_ms;

  FarStore *store;       /* (nullable): owned: NULL while this home serves no collective */
  FarIdentity me;        /* only with a store */
  FarVerifier *verifier; /* owned: the store's */
  int claim;             /* of far-holder.h, while there is a store; -1 */
  GSource *chores;       /* (nullable): owned: what is to be done for the store now and then */
  gboolean yields;       /* to a window that asks for the collective */
  GPtrArray *jobs;       /* (element-type FarJob), unowned: those that go on */
  FarJob *closing;       /* (nullable): owned: waits for these to end */
  gboolean closed;

  GPtrArray *links;          /* (element-type FarLink), unowned: whom to wake */
  FarNetWatch *net;          /* (nullable): owned: while there are any */
  GPtrArray *contacts;       /* (element-type FarContact), unowned: of far-contact.c */
  FarRoads *roads;           /* owned */
  FarAttendance *attendance; /* (nullable): owned: while there is a store */
  GPtrArray *attempts; /* (element-type FarAttempt), owned: by connection cards that are out */
  int busy;            /* FarActivity of a job that is no exchange */
  double busy_fraction;
  guint n_listening;
  guint n_connecting;
  FarNearbyState nearby;
  FarPassing *passing; /* (nullable): unowned: an exchange's */

  FarFolder *folder; /* (nullable): owned: whose files are read by themselves */
  guint n_watching;  /* jobs that only wait for such a file */

  GSource *mending; /* (nullable): owned: is to look after what was accepted */
  GSource *saying;  /* (nullable): owned: is to say what this machine holds */

  FarPort *port;     /* owned: the way to the engine's signals */
  GSource *telling;  /* owned */
  gboolean changed;  /* is to be told */
  gint64 told_us;    /* when last */
  int told_activity; /* FarActivity */
  double told_fraction;

  GMainLoop *loop; /* owned */
  GThread *thread; /* owned */
} FarWorker;

/* ---- what is done */

typedef enum
{
  FAR_NEEDS_NOTHING,
  FAR_NEEDS_STORE, /* fails with NO_COLLECTIVE without one */
} FarNeeds;

/* Straight-line work.  Returns: (transfer full): NULL with @error */
typedef gpointer (*FarWork) (FarWorker *worker, GVariant *args, GError **error);
/* Work that goes on: holds the job, and returns it later; or returns it at once. */
typedef void (*FarStart) (FarWorker *worker, FarJob *job, GVariant *args);

/* One row for each thing that the engine can be asked; its address is the source tag. */
typedef struct
{
  const char *name;
  FarNeeds needs;
  FarWork work;
  FarStart start; /* if there is no work */
  GDestroyNotify free_result;
} FarCall;

/* Ends the job soon; called once at most. */
typedef void (*FarJobStop) (gpointer data);

/* The job goes on after its start has returned. @stop: when it is cancelled or the engine closes */
void far_job_hold (FarJob *job, FarJobStop stop, gpointer data);
/* Ends it.  @error: (transfer full) (nullable): then without @result */
void far_job_return (FarJob *job, gpointer result, GError *error);

/* ---- what everything needs */

gint64 far_worker_now_ms (const FarWorker *self);
/* The collective's civil day. */
gint32 far_worker_today (FarWorker *self);
FarWriter far_worker_writer (FarWorker *self);
void far_worker_random (void *out, gsize len);

/* From now on this program ends when a window asks for the collective that it serves. */
void far_worker_yield (FarWorker *self);

/* In place of the store before.  @store: (transfer full) (nullable) */
void far_worker_set_store (FarWorker *self, FarStore *store, const FarIdentity *me);

/**
 * far_worker_say_holding:
 * @at_once: else in a few seconds, if that was said just now: in a meeting each change would be
 * told forty times
 * @out_said: (out): whether there was something to say: then far_worker_committed() is due
 *
 * In the running batch: says for others to pass on what this machine holds.
 */
gboolean
far_worker_say_holding (FarWorker *self, gboolean at_once, gboolean *out_said, GError **error);
/* The same at once, in a batch of its own.  That it fails is only logged: it is said again later.
 */
void far_worker_say_holding_apart (FarWorker *self);
/* Something was committed: tells the window, and wakes every session but @except's. */
void far_worker_committed (FarWorker *self, FarLink *except);
/* Something that is shown and not part of the log. */
void far_worker_changed (FarWorker *self);
void far_worker_add_link (FarWorker *self, FarLink *link);
void far_worker_remove_link (FarWorker *self, FarLink *link);

/* ---- what the window is told */

/* What is happening may have changed. */
void far_worker_progressed (FarWorker *self);
void far_worker_set_busy (FarWorker *self, FarActivity activity, double fraction);
/* Before something that takes long in one piece. */
void far_worker_tell_now (FarWorker *self);
/* A ::peer-event. */
void far_worker_tell (FarWorker *self, const char *what, const char *detail);

/* ---- from the engine's thread */

/* The call of far_engine_close_async(). */
extern const FarCall far_worker_close_call;

/* Returns: (transfer full): a thread that waits for jobs */
FarWorker *
far_worker_start (FarEngine *engine, const char *home, const char *collective, gint64 offset_ms);
/* @task: (transfer full): answered in its own context; @args: floating or (nullable) */
void far_worker_call (FarWorker *self, const FarCall *call, GTask *task, GVariant *args);
/* Ends the thread, and whatever still runs in it, and frees it. */
void far_worker_stop (FarWorker *self);

G_END_DECLS
