/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Calendars of holidays: what there is, and what is read out of somebody's file. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-engine-views.h"
#include "far-holidays.h"

/* ---- what there is */

/* Returns: (element-type FarHoliday): of @owner */
static GPtrArray *
view_holidays (gpointer owner, const GArray *spans)
{
  GPtrArray *views = far_snapshot_own_list (owner);

  for (guint i = 0; i < spans->len; i++)
    {
      const FarSpan *span = &g_array_index (spans, FarSpan, i);
      FarHoliday *view = g_new0 (FarHoliday, 1);

      view->first_day = span->first_day;
      view->last_day = span->last_day;
      view->name = far_snapshot_dup (owner, span->name);
      g_ptr_array_add (views, view);
    }

  return views;
}

static FarCalendar *
view_calendar (const FarHolidaysFacts *facts)
{
  FarCalendar *view = far_snapshot_new (FarCalendar);

  view->id = far_snapshot_hex (view, facts->id, FAR_RECORD_ID_LEN);
  view->name = far_snapshot_dup (view, facts->name);
  view->is_contested = facts->also.n_others > 0;
  view->is_beaten = facts->is_beaten;
  view->holidays = view_holidays (view, facts->spans);

  return view;
}

static gpointer
do_calendars (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) calendars = far_collective_holidays (worker->store, error);
  GPtrArray *views;

  if (calendars == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < calendars->len; i++)
    g_ptr_array_add (views, view_calendar (calendars->pdata[i]));

  return views;
}

static const FarCall calendars_call = { .name = "calendars",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_calendars,
                                        .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_calendars_async (FarEngine *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &calendars_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_calendars_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &calendars_call, result, error);
}

/* ---- reading a file */

typedef struct
{
  FarWorker *worker;
  FarJob *job;
  GCancellable *cancellable; /* owned */
  char *name;                /* (nullable): owned: what the calendar is to be called */
} Reading;

static void
stop_reading (gpointer data)
{
  g_cancellable_cancel (((Reading *)data)->cancellable);
}

/* @error: (transfer full) (nullable): then without @result */
static void
end_reading (Reading *self, FarCalendarPlan *result, GError *error)
{
  far_job_return (self->job, result,
                  error != NULL ? far_sync_error_take (error, FAR_FROM_FILE) : NULL);
  g_object_unref (self->cancellable);
  g_free (self->name);
  g_free (self);
}

static void
view_refused (FarCalendarPlan *view, const FarHolidays *holidays)
{
  view->refused = far_snapshot_own_list (view);
  for (guint i = 0; i < holidays->refused->len; i++)
    {
      const FarRefusedRow *row = holidays->refused->pdata[i];
      FarRefusedHoliday *refused = g_new0 (FarRefusedHoliday, 1);

      refused->row = row->row;
      refused->why = (FarRefusedWhy)row->reason;
      refused->cell = far_snapshot_dup (view, row->cell);
      g_ptr_array_add (view->refused, refused);
    }
  view->n_refused = holidays->n_refused;
  view->n_passed_over = holidays->n_passed_over;
}

static void
view_zones (FarCalendarPlan *view, const GPtrArray *zones)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; zones != NULL && i < zones->len; i++)
    g_ptr_array_add (names, g_strdup (zones->pdata[i]));
  view->zones = far_snapshot_take_list (view, names);
}

/* What a calendar of that name would change. */
static FarCalendarPlan *
view_effect (FarWorker *worker, const char *name, const GArray *spans, GError **error)
{
  FarHolidaysEffect effect;
  FarCalendarPlan *view;

  if (!far_collective_holidays_effect (worker->store, name, spans, far_worker_today (worker),
                                       &effect, error))
    return NULL;

  view = far_snapshot_new (FarCalendarPlan);
  view->name = far_snapshot_dup (view, name);
  view->holidays = view_holidays (view, spans);
  view->n_closed = effect.n_closed;
  view->n_opened = effect.n_opened;
  view->n_turns = effect.n_turns;

  return view;
}

/* What the file holds, and what it would change. */
static FarCalendarPlan *
view_plan (const Reading *self, const FarHolidays *holidays, GError **error)
{
  const char *name = self->name != NULL ? self->name : holidays->name;
  FarCalendarPlan *view = view_effect (self->worker, name, holidays->spans, error);

  if (view == NULL)
    return NULL;

  view_zones (view, holidays->zones);
  view_refused (view, holidays);

  return view;
}

/* The file has several zones: which of them is a question, and no failure. */
static FarCalendarPlan *
view_question (const GPtrArray *zones)
{
  FarCalendarPlan *view = far_snapshot_new (FarCalendarPlan);

  view->name = "";
  view->needs_zone = TRUE;
  view->holidays = far_snapshot_own_list (view);
  view->refused = far_snapshot_own_list (view);
  view_zones (view, zones);

  return view;
}

static void
read_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Reading *self = data;
  g_autoptr (GPtrArray) zones = NULL;
  g_autoptr (FarHolidays) holidays = NULL;
  FarCalendarPlan *view = NULL;
  GError *error = NULL;

  holidays = far_holidays_read_finish (result, &zones, &error);
  if (holidays != NULL)
    view = view_plan (self, holidays, &error);
  else if (g_error_matches (error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_ZONE_NEEDED) ||
           g_error_matches (error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_ZONE_UNKNOWN))
    {
      g_clear_error (&error);
      view = view_question (zones);
    }

  end_reading (self, view, error);
}

static void
start_read (FarWorker *worker, FarJob *job, GVariant *args)
{
  Reading *self = g_new0 (Reading, 1);
  g_autoptr (GBytes) file = NULL;
  GError *error = NULL;
  const char *path;
  const char *zone;
  const char *name;

  g_variant_get (args, "(^&aym^&aym^&ay)", &path, &zone, &name);
  self->worker = worker;
  self->job = job;
  self->cancellable = g_cancellable_new ();
  self->name = g_strdup (name);
  far_job_hold (job, stop_reading, self);

  file = _far_engine_load_foreign (path, &error);
  if (file != NULL)
    far_holidays_read_async (file, zone, far_worker_today (worker), self->cancellable, read_cb,
                             self);
  else
    end_reading (self, NULL, error);
}

static const FarCall read_call = { .name = "read-calendar",
                                   .needs = FAR_NEEDS_STORE,
                                   .start = start_read,
                                   .free_result = far_snapshot_unref };

void
far_engine_read_calendar_async (FarEngine *self,
                                const char *path,
                                const char *zone,
                                const char *name,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (path != NULL);

  _far_engine_call (self, &read_call, g_variant_new ("(^aym^aym^ay)", path, zone, name),
                    cancellable, callback, data);
}

FarCalendarPlan *
far_engine_read_calendar_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &read_call, result, error);
}

/* ---- the school's own days off */

static gpointer
do_plan_closing (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GArray) spans = NULL;
  FarCalendarPlan *view;
  gboolean is_open;
  const char *name;
  const char *why;
  FarSpan days;

  g_variant_get (args, "(^&ayii^&ayb)", &name, &days.first_day, &days.last_day, &why, &is_open);
  days.name = (char *)why;
  spans = far_collective_closing (worker->store, name, &days, is_open, error);
  view = spans != NULL ? view_effect (worker, name, spans, error) : NULL;
  if (view == NULL)
    return NULL;

  view_zones (view, NULL);
  view->refused = far_snapshot_own_list (view);

  return view;
}

static const FarCall plan_closing_call = { .name = "plan-closing",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_plan_closing,
                                           .free_result = far_snapshot_unref };

void
far_engine_plan_closing_async (FarEngine *self,
                               const char *name,
                               const FarHoliday *days,
                               gboolean is_open,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (name != NULL && days != NULL);

  _far_engine_call (self, &plan_closing_call,
                    g_variant_new ("(^ayii^ayb)", name, days->first_day, days->last_day, days->name,
                                   is_open),
                    cancellable, callback, data);
}

FarCalendarPlan *
far_engine_plan_closing_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &plan_closing_call, result, error);
}

/* ---- entering one, and taking it off */

static FarCalendar *
view_one (FarWorker *worker, const guint8 *id, GError **error)
{
  g_autoptr (GPtrArray) calendars = far_collective_holidays (worker->store, error);

  for (guint i = 0; calendars != NULL && i < calendars->len; i++)
    if (far_record_id_equal (((const FarHolidaysFacts *)calendars->pdata[i])->id, id))
      return view_calendar (calendars->pdata[i]);

  if (calendars != NULL)
    far_sync_fail (error, FAR_SYNC_ERROR_FULL_SAID, "there are more calendars than count");

  return NULL;
}

static gpointer
do_set (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GArray) spans = far_span_array_new ();
  g_autoptr (GVariantIter) iter = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean is_written;
  FarSpan span;
  const char *name;

  g_variant_get (args, "(^&aya(iiay))", &name, &iter);
  while (g_variant_iter_next (iter, "(ii^ay)", &span.first_day, &span.last_day, &span.name))
    g_array_append_val (spans, span);

  if (!far_collective_set_holidays (&writer, name, spans, id, &is_written, error))
    return NULL;
  if (is_written)
    far_worker_committed (worker, NULL);

  return view_one (worker, id, error);
}

static const FarCall set_call = { .name = "set-calendar",
                                  .needs = FAR_NEEDS_STORE,
                                  .work = do_set,
                                  .free_result = far_snapshot_unref };

void
far_engine_set_calendar_async (FarEngine *self,
                               const char *name,
                               GPtrArray *holidays,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  GVariantBuilder spans;

  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (name != NULL && holidays != NULL);

  g_variant_builder_init (&spans, G_VARIANT_TYPE ("a(iiay)"));
  for (guint i = 0; i < holidays->len; i++)
    {
      const FarHoliday *holiday = holidays->pdata[i];

      g_variant_builder_add (&spans, "(ii^ay)", holiday->first_day, holiday->last_day,
                             holiday->name);
    }
  _far_engine_call (self, &set_call, g_variant_new ("(^aya(iiay))", name, &spans), cancellable,
                    callback, data);
}

FarCalendar *
far_engine_set_calendar_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_call, result, error);
}

static const guint8 *
peek_id (gconstpointer calendar)
{
  return ((const FarHolidaysFacts *)calendar)->id;
}

static gpointer
do_remove (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) calendars = far_collective_holidays (worker->store, error);
  const FarHolidaysFacts *found;
  const char *prefix;

  g_variant_get (args, "(^&ay)", &prefix);
  found = calendars != NULL
              ? far_find_by_prefix (calendars, peek_id, FAR_RECORD_ID_LEN, prefix, error)
              : NULL;
  if (found == NULL || !far_collective_remove_holidays (&writer, found->id, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_calendar (found);
}

static const FarCall remove_call = { .name = "remove-calendar",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_remove,
                                     .free_result = far_snapshot_unref };

void
far_engine_remove_calendar_async (FarEngine *self,
                                  const char *calendar,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (calendar != NULL);

  _far_engine_call (self, &remove_call, g_variant_new ("(^ay)", calendar), cancellable, callback,
                    data);
}

FarCalendar *
far_engine_remove_calendar_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &remove_call, result, error);
}

static gpointer
do_restore (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 id[FAR_RECORD_ID_LEN] = { 0 };
  const char *hex;

  g_variant_get (args, "(^&ay)", &hex);
  if (!far_unhex (hex, id, sizeof id))
    memset (id, 0, sizeof id);
  if (!far_collective_restore_holidays (&writer, id, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_one (worker, id, error);
}

static const FarCall restore_call = { .name = "restore-calendar",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_restore,
                                      .free_result = far_snapshot_unref };

void
far_engine_restore_calendar_async (FarEngine *self,
                                   const char *calendar,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (calendar != NULL);

  _far_engine_call (self, &restore_call, g_variant_new ("(^ay)", calendar), cancellable, callback,
                    data);
}

FarCalendar *
far_engine_restore_calendar_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &restore_call, result, error);
}
