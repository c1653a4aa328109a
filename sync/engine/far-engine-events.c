/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rotas out of somebody's calendar of events. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-engine-views.h"
#include "far-events.h"
#include "far-refused.h"

typedef struct
{
  FarWorker *worker;
  FarJob *job;
  GCancellable *cancellable; /* owned */
  FarRotaPlan defaults;
  guint8 line[FAR_RECORD_ID_LEN];
  gboolean is_preview;
} Reading;

static void
stop_reading (gpointer data)
{
  g_cancellable_cancel (((Reading *)data)->cancellable);
}

/* @error: (transfer full) (nullable): then without @result */
static void
end_reading (Reading *self, FarEventsPlan *result, GError *error)
{
  far_job_return (self->job, result,
                  error != NULL ? far_sync_error_take (error, FAR_FROM_FILE) : NULL);
  g_object_unref (self->cancellable);
  g_free (self);
}

/* ---- what it would change */

static void
view_dates (FarEventItem *view, gpointer owner, const GArray *dates, const GPtrArray *apart)
{
  FarEventDay *days = g_new0 (FarEventDay, dates->len);

  far_snapshot_own (owner, days, g_free);
  for (guint i = 0; i < dates->len; i++)
    {
      const FarEventDate *date = &g_array_index (dates, FarEventDate, i);

      days[i] = (FarEventDay){ .day = date->day, .at = date->at, .place = "", .remark = "" };
      for (guint j = 0; j < apart->len; j++)
        {
          const FarEventApart *one = apart->pdata[j];

          if (one->day != date->day || one->at != date->at)
            continue;
          days[i].place = far_snapshot_dup (owner, one->place);
          days[i].remark = far_snapshot_dup (owner, one->title);
        }
    }
  view->dates = days;
  view->n_dates = (int)dates->len;
  view->n_apart = (int)apart->len;
}

static void
view_table (FarEventItem *view, const FarEventPlan *plan)
{
  const FarTimetable *table = plan->table;

  view->at = table->at;
  view->n_moved = plan->moved->len;
  /* what has next to no pattern is chosen dates */
  if (table->rule.every_n_weeks < 52)
    {
      view->weekdays = table->rule.weekdays;
      view->every_n_weeks = table->rule.every_n_weeks;
    }
}

static void
view_effect (FarEventItem *view, const FarRotaEffect *effect)
{
  view->is_suggestion = effect->is_suggestion;
  for (guint i = 0; i < effect->outings->len; i++)
    {
      const FarEffectFacts *facts = effect->outings->pdata[i];

      view->n_gone += facts->what == FAR_EFFECT_GONE;
      view->n_new += facts->what == FAR_EFFECT_NEW;
      view->n_people += facts->persons->len;
    }
}

static FarEventItem *
view_item (gpointer owner, const FarEventPlan *plan)
{
  FarEventItem *view = g_new0 (FarEventItem, 1);

  view->what = (FarEventWhat)plan->what;
  view->row = (int)plan->row;
  view->title = far_snapshot_dup (owner, plan->title);
  view->place = far_snapshot_dup (owner, plan->place);
  view->zone = far_snapshot_dup (owner, plan->zone);
  view->is_open = plan->is_open;
  if (plan->what == FAR_EVENT_CHANGES || plan->what == FAR_EVENT_IS_THERE)
    view->rota = far_snapshot_hex (owner, plan->rota, FAR_RECORD_ID_LEN);
  view_dates (view, owner, plan->dates, plan->apart);
  if (plan->table != NULL)
    view_table (view, plan);
  if (plan->effect != NULL)
    view_effect (view, plan->effect);

  return view;
}

static FarEventsPlan *
view_plan (const GPtrArray *plans, const FarEvents *events)
{
  FarEventsPlan *view = far_snapshot_new (FarEventsPlan);

  view->items = far_snapshot_own_list (view);
  for (guint i = 0; i < plans->len; i++)
    {
      FarEventItem *item = view_item (view, plans->pdata[i]);

      g_ptr_array_add (view->items, item);
      view->n_new += item->what == FAR_EVENT_WHAT_NEW;
      view->n_changed += item->what == FAR_EVENT_WHAT_CHANGED;
    }
  view->refused = far_snapshot_own_list (view);
  for (guint i = 0; i < events->refused->len; i++)
    {
      const FarRefused *row = &g_array_index (events->refused, FarRefused, i);
      FarRefusedEvent *refused = g_new0 (FarRefusedEvent, 1);

      refused->row = (int)row->row;
      refused->why = (FarRefusedEventWhy)row->reason;
      refused->cell = far_snapshot_dup (view, row->cell);
      g_ptr_array_add (view->refused, refused);
    }
  view->n_refused = (int)events->n_refused;
  view->n_passed_over = (int)events->n_passed_over;

  return view;
}

static FarEventsPlan *
take_over (Reading *self, const FarEvents *events, GError **error)
{
  FarWriter writer = far_worker_writer (self->worker);
  g_autoptr (GPtrArray) plans = far_collective_plan_events (&writer, events,
                                                            far_worker_today (self->worker), error);
  FarEventsPlan *view;

  if (plans == NULL)
    return NULL;

  view = view_plan (plans, events);
  if (self->is_preview || view->n_new + view->n_changed == 0)
    return view;

  view->undo = far_collective_import_events (&writer, plans, &self->defaults, error);
  if (view->undo == NULL)
    {
      far_snapshot_unref (view);
      return NULL;
    }
  far_snapshot_own (view, view->undo, (GDestroyNotify)g_variant_unref);
  far_worker_committed (self->worker, NULL);

  return view;
}

static void
read_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Reading *self = data;
  GError *error = NULL;
  g_autoptr (FarEvents) events = far_events_read_finish (result, &error);
  FarEventsPlan *view = events != NULL ? take_over (self, events, &error) : NULL;

  end_reading (self, view, error);
}

static gboolean
find_defaults (Reading *self, const char *line, GError **error)
{
  if (line != NULL && !_far_find_line (self->worker, line, self->line, error))
    return FALSE;
  self->defaults.line = line != NULL ? self->line : NULL;

  return TRUE;
}

static void
start_import (FarWorker *worker, FarJob *job, GVariant *args)
{
  Reading *self = g_new0 (Reading, 1);
  g_autoptr (FarCollectiveFacts) facts = NULL;
  g_autoptr (GBytes) file = NULL;
  GError *error = NULL;
  const char *path;
  const char *line;

  g_variant_get (args, "(^&ayiim^&aybb)", &path, &self->defaults.n_min, &self->defaults.n_max,
                 &line, &self->defaults.in_holidays, &self->is_preview);
  self->worker = worker;
  self->job = job;
  self->cancellable = g_cancellable_new ();
  far_job_hold (job, stop_reading, self);

  file = _far_engine_load_foreign (path, &error);
  if (file != NULL && find_defaults (self, line, &error))
    facts = far_collective_read (worker->store, &error);
  if (facts != NULL)
    far_events_read_async (file, facts->zone, far_worker_today (worker), self->cancellable, read_cb,
                           self);
  else
    end_reading (self, NULL, error);
}

static const FarCall import_call = { .name = "import-events",
                                     .needs = FAR_NEEDS_STORE,
                                     .start = start_import,
                                     .free_result = far_snapshot_unref };

void
far_engine_import_events_async (FarEngine *self,
                                const char *path,
                                const FarEventsOptions *options,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (path != NULL && options != NULL);

  _far_engine_call (self, &import_call,
                    g_variant_new ("(^ayiim^aybb)", path, options->n_min, options->n_max,
                                   options->line, options->in_holidays, options->is_preview),
                    cancellable, callback, data);
}

FarEventsPlan *
far_engine_import_events_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &import_call, result, error);
}

/* ---- undoing it */

static gpointer
do_undo (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GVariant) done = NULL;

  g_variant_get (args, "(v)", &done);
  if (!far_collective_undo_events (&writer, done, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall undo_call = { .name = "undo-events",
                                   .needs = FAR_NEEDS_STORE,
                                   .work = do_undo };

void
far_engine_undo_events_async (FarEngine *self,
                              GVariant *undo,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (undo != NULL);

  _far_engine_call (self, &undo_call, g_variant_new ("(v)", undo), cancellable, callback, data);
}

gboolean
far_engine_undo_events_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &undo_call, result, error) != NULL;
}
