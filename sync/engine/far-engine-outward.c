/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Outings on their way out of the program: all of them, and as a calendar. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-day.h"
#include "far-engine-views.h"
#include "far-ics.h"

#define DAYS_AT_ONCE 366
#define YEARS_BACK 1
#define YEARS_AHEAD 5

G_STATIC_ASSERT ((int)FAR_EVENT_CONFIRMED == (int)FAR_ICS_CONFIRMED);
G_STATIC_ASSERT ((int)FAR_EVENT_TENTATIVE == (int)FAR_ICS_TENTATIVE);
G_STATIC_ASSERT ((int)FAR_EVENT_CANCELLED == (int)FAR_ICS_CANCELLED);

/* ---- all of them */

typedef struct
{
  FarWorker *worker; /* unowned, as is what follows */
  GPtrArray *rotas;
  GPtrArray *lines;
  FarNames *names;
  gint32 first_day;
  gint32 last_day;
  GHashTable *stamps; /* owned (element-type FarRotaFacts FarStamps) */
  GHashTable *shown;  /* owned: "ROTA DAY" of those that are in @views */
  GPtrArray *views;   /* owned (element-type FarOutward) */
} Reading;

static char *
make_key (const FarRotaFacts *rota, gint32 day)
{
  g_autofree char *id = far_hex (rota->id, FAR_RECORD_ID_LEN);

  return g_strdup_printf ("%s %d", id, day);
}

static void
add_view (Reading *self, const FarOutingFacts *facts, gboolean is_off)
{
  FarStamps *stamps = g_hash_table_lookup (self->stamps, facts->rota);
  FarStamp stamp = far_stamps_get (stamps, facts->day);
  FarOutward *view = far_snapshot_new (FarOutward);

  view->outing =
      far_snapshot_own (view,
                        far_view_outing (facts, self->lines, self->names, self->worker->me.member),
                        far_snapshot_unref);
  view->is_off = is_off;
  view->n_changes = stamp.n;
  view->changed_ms = stamp.last_ms;
  g_ptr_array_add (self->views, view);
  g_hash_table_add (self->shown, make_key (facts->rota, facts->day));
}

static gboolean
read_stamps (Reading *self, GError **error)
{
  for (guint i = 0; i < self->rotas->len; i++)
    {
      FarStamps *stamps = far_collective_stamps (self->worker->store, self->rotas->pdata[i],
                                                 self->first_day, self->last_day, error);

      if (stamps == NULL)
        return FALSE;
      g_hash_table_insert (self->stamps, self->rotas->pdata[i], stamps);
    }

  return TRUE;
}

static gboolean
read_planned (Reading *self, GError **error)
{
  gint64 n_days = (gint64)self->last_day - self->first_day + 1;

  for (gint64 done = 0; done < n_days; done += DAYS_AT_ONCE)
    {
      g_autoptr (GPtrArray) outings =
                     far_collective_outings (self->worker->store, self->rotas,
                                             self->worker->me.member, self->first_day + done,
                                             MIN (DAYS_AT_ONCE, n_days - done), error);

      if (outings == NULL)
        return FALSE;
      for (guint i = 0; i < outings->len; i++)
        {
          const FarOutingFacts *facts = outings->pdata[i];

          /* one is left for those who promised to come to it */
          add_view (self, facts, facts->verdict.reason == FAR_VERDICT_REASON_NO_DAY);
        }

      far_worker_set_busy (self->worker, FAR_ACTIVITY_WRITING_FILE,
                           (double)MIN (done + DAYS_AT_ONCE, n_days) / n_days);
      far_worker_tell_now (self->worker);
    }

  return TRUE;
}

static gboolean
read_days (Reading *self, const FarRotaFacts *rota, const GArray *days, GError **error)
{
  for (guint i = 0; i < days->len; i++)
    {
      gint32 day = g_array_index (days, gint32, i);
      g_autofree char *key = make_key (rota, day);
      g_autoptr (FarOutingFacts) facts = NULL;

      if (g_hash_table_contains (self->shown, key))
        continue;
      facts =
          far_collective_outing (self->worker->store, rota, self->worker->me.member, day, error);
      if (facts == NULL)
        return FALSE;
      add_view (self, facts, !far_rule_has_day (&rota->rule, day));
    }

  return TRUE;
}

/* Where holidays came, or the rota was changed: who has it in a calendar is to read that.  A
 * program that imports a file a second time keeps what is not in it any more. */
static gboolean
read_gone (Reading *self, GError **error)
{
  for (guint i = 0; i < self->rotas->len; i++)
    {
      const FarRotaFacts *rota = self->rotas->pdata[i];
      g_autoptr (GArray) touched = far_stamps_list_days (g_hash_table_lookup (self->stamps, rota));
      g_autoptr (GArray) planned =
                     far_collective_once_planned (self->worker->store, rota, self->first_day,
                                                  self->last_day, error);

      g_autoptr (GArray) closed =
                     planned != NULL
                         ? far_collective_closed_since (self->worker->store, rota, self->first_day,
                                                        self->last_day, error)
                         : NULL;

      if (closed == NULL || !read_days (self, rota, touched, error) ||
          !read_days (self, rota, planned, error) || !read_days (self, rota, closed, error))
        return FALSE;
    }

  return TRUE;
}

/* One may end sooner than it was to. */
static gboolean
choose_days (Reading *self, GError **error)
{
  gint32 today = far_worker_today (self->worker);
  gint32 first = today;
  gint32 last = today;

  for (guint i = 0; i < self->rotas->len; i++)
    {
      const FarRotaFacts *rota = self->rotas->pdata[i];
      g_autoptr (GArray) lost =
                     far_collective_once_planned (self->worker->store, rota, today,
                                                  today + YEARS_AHEAD * DAYS_AT_ONCE, error);

      if (lost == NULL)
        return FALSE;
      if (lost->len > 0)
        last = MAX (last, g_array_index (lost, gint32, lost->len - 1));
      if (rota->rule.last_day < today)
        continue;
      first = MIN (first, rota->rule.first_day);
      last = MAX (last, rota->rule.last_day);
    }
  if (self->first_day == FAR_DAY_FROM_ROTAS)
    self->first_day = MAX (first, today - YEARS_BACK * DAYS_AT_ONCE);
  if (self->last_day == FAR_DAY_FROM_ROTAS)
    self->last_day = MAX (MIN (last, today + YEARS_AHEAD * DAYS_AT_ONCE), self->first_day);

  return TRUE;
}

static gboolean
check_days (Reading *self, GError **error)
{
  if (far_day_is_valid (self->first_day) && far_day_is_valid (self->last_day) &&
      self->first_day <= self->last_day &&
      self->last_day - self->first_day <= (YEARS_BACK + YEARS_AHEAD) * DAYS_AT_ONCE)
    return TRUE;

  return far_sync_fail (error, FAR_SYNC_ERROR_DATE_INVALID, "no such days");
}

static gpointer
do_outward (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (worker->store, error);
  g_autoptr (GPtrArray) lines = rotas != NULL ? far_collective_lines (worker->store, error) : NULL;
  g_autoptr (FarNames) names = lines != NULL ? far_names_new (worker->store, error) : NULL;
  g_autoptr (GHashTable) stamps =
                 g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)far_stamps_free);
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reading reading = { worker, rotas, lines, names, 0, 0, stamps, shown, NULL };
  gboolean good;

  if (names == NULL)
    return NULL;

  g_variant_get (args, "(ii)", &reading.first_day, &reading.last_day);
  if (!choose_days (&reading, error) || !check_days (&reading, error))
    return NULL;

  reading.views = far_snapshot_list_new ();
  far_worker_set_busy (worker, FAR_ACTIVITY_WRITING_FILE, 0);
  good = read_stamps (&reading, error) && read_planned (&reading, error) &&
         read_gone (&reading, error);
  far_worker_set_busy (worker, FAR_ACTIVITY_IDLE, -1);
  if (!good)
    g_clear_pointer (&reading.views, g_ptr_array_unref);

  return reading.views;
}

static const FarCall outward_call = { .name = "outward",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_outward,
                                      .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_outward_async (FarEngine *self,
                          gint32 first_day,
                          gint32 last_day,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &outward_call, g_variant_new ("(ii)", first_day, last_day), cancellable,
                    callback, data);
}

GPtrArray *
far_engine_outward_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &outward_call, result, error);
}

/* ---- as a calendar */

typedef struct
{
  FarJob *job;
  GCancellable *cancellable; /* owned */
} Writing;

static void
stop_writing (gpointer data)
{
  g_cancellable_cancel (((Writing *)data)->cancellable);
}

/* @error: (transfer full) (nullable): then without @bytes */
static void
end_writing (Writing *self, GBytes *bytes, GError *error)
{
  far_job_return (self->job, bytes,
                  error != NULL ? far_sync_error_take (error, FAR_FROM_STORE) : NULL);
  g_object_unref (self->cancellable);
  g_free (self);
}

static void
written_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  GBytes *bytes = far_ics_write_finish (result, &error);

  end_writing (data, bytes, error);
}

static void
start_format (FarWorker *worker, FarJob *job, GVariant *args)
{
  Writing *self = g_new0 (Writing, 1);
  g_autoptr (FarCollectiveFacts) facts = NULL;
  g_autoptr (GVariant) events = NULL;
  GError *error = NULL;
  const char *name;

  g_variant_get (args, "(&s@a(siiisssbddibux))", &name, &events);
  self->job = job;
  self->cancellable = g_cancellable_new ();
  far_job_hold (job, stop_writing, self);

  facts = far_collective_read (worker->store, &error);
  if (facts != NULL)
    far_ics_write_async (g_variant_new ("(ss@a(siiisssbddibux))", name, facts->zone, events),
                         self->cancellable, written_cb, self);
  else
    end_writing (self, NULL, error);
}

static const FarCall format_call = { .name = "format-events",
                                     .needs = FAR_NEEDS_STORE,
                                     .start = start_format,
                                     .free_result = (GDestroyNotify)g_bytes_unref };

static GVariant *
pack_event (const FarEvent *event)
{
  const FarOutward *outward = event->outward;
  const FarOuting *outing = outward->outing;
  const FarStop *from = event->from;
  gboolean meets = outing->place[0] != '\0';
  gboolean has_place = !meets && from != NULL && from->has_place;
  const char *where = meets ? outing->place : from != NULL ? from->name : "";

  return g_variant_new ("(siiisssbddibux)", outing->rota, outing->day, outing->at, event->n_minutes,
                        event->summary, event->description, where, has_place,
                        has_place ? from->lat : 0.0, has_place ? from->lon : 0.0,
                        (gint32)event->status, event->is_busy, outward->n_changes,
                        outward->changed_ms);
}

void
far_engine_format_events_async (FarEngine *self,
                                const char *name,
                                GPtrArray *events,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  GVariantBuilder builder;

  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (name != NULL && events != NULL);

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(siiisssbddibux)"));
  for (guint i = 0; i < events->len; i++)
    g_variant_builder_add_value (&builder, pack_event (events->pdata[i]));
  _far_engine_call (self, &format_call, g_variant_new ("(sa(siiisssbddibux))", name, &builder),
                    cancellable, callback, data);
}

GBytes *
far_engine_format_events_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &format_call, result, error);
}
