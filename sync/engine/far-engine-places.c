/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Places where people who share a car meet: by hand, and out of somebody's table. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <math.h>
#include <string.h>

#include "far-collective-places.h"
#include "far-engine-views.h"
#include "far-listed-places.h"
#include "far-refused.h"

G_STATIC_ASSERT ((int)FAR_PLACE_WHAT_TOO_MANY == (int)FAR_PLACE_IS_TOO_MANY);
G_STATIC_ASSERT ((int)FAR_REFUSED_PLACE_TWICE == (int)FAR_PLACE_REFUSED_TWICE);
G_STATIC_ASSERT (FAR_PLACES_TOWNS == FAR_LISTED_TOWNS_MAX);

static gboolean
check_on (FarWorker *worker, GError **error)
{
  return far_collective_uses (worker->store, FAR_RULE_RIDES) ||
         far_sync_fail (error, FAR_SYNC_ERROR_RIDES_OFF, "rides are off");
}

/* ---- what there is */

static FarMeetingPlace *
view_place (const FarPlaceFacts *facts)
{
  FarMeetingPlace *view = far_snapshot_new (FarMeetingPlace);

  view->id = far_snapshot_hex (view, facts->id, FAR_RECORD_ID_LEN);
  view->name = far_snapshot_dup (view, facts->name);
  view->town = far_snapshot_dup (view, facts->town);
  view->address = far_snapshot_dup (view, facts->address);
  view->source = far_snapshot_dup (view, facts->source);
  view->has_at = facts->at.is_known;
  view->lat = facts->at.lat / 1e6;
  view->lon = facts->at.lon / 1e6;
  view->is_contested = facts->also.n_others > 0;

  return view;
}

static gpointer
do_places (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) places = NULL;
  GPtrArray *views;

  if (!check_on (worker, error))
    return NULL;
  places = far_collective_places (worker->store, FALSE, error);
  if (places == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < places->len; i++)
    g_ptr_array_add (views, view_place (places->pdata[i]));

  return views;
}

static const FarCall places_call = { .name = "places",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_places,
                                     .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_places_async (FarEngine *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &places_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_places_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &places_call, result, error);
}

/* ---- saying so */

/* name, town, address; coordinates; whether it is gone */
#define EDIT_TYPE "m^aym^aym^ayiddi"
#define EDIT_UNPACKED "m^&aym^&aym^&ayiddi"

static GVariant *
pack_edit (const char *place, const FarMeetingPlaceEdit *edit)
{
  return g_variant_new ("(^ay" EDIT_TYPE ")", place, edit->name, edit->town, edit->address,
                        edit->at, edit->lat, edit->lon, edit->gone);
}

/* @out: borrows from @args */
static gboolean
unpack_edit (GVariant *args,
             const char **out_place,
             FarPlaceChange *out,
             FarPosition *at,
             GError **error)
{
  double lat, lon;
  int has_at;

  *out = (FarPlaceChange){ 0 };
  g_variant_get (args, "(^&ay" EDIT_UNPACKED ")", out_place, &out->name, &out->town, &out->address,
                 &has_at, &lat, &lon, &out->gone);
  if (has_at < 0)
    return TRUE;
  if (has_at > 0 && !(fabs (lat) <= 90 && fabs (lon) <= 180))
    return far_sync_fail (error, FAR_SYNC_ERROR_NUMBER_INVALID, "no coordinates");

  *at = (FarPosition){ 0 };
  if (has_at > 0)
    *at = (FarPosition){ TRUE, (gint32)lround (lat * 1e6), (gint32)lround (lon * 1e6) };
  out->at = at;

  return TRUE;
}

static gpointer
do_add_place (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 id[FAR_RECORD_ID_LEN];
  FarPlaceChange place;
  FarPosition at;
  const char *nothing;

  if (!unpack_edit (args, &nothing, &place, &at, error))
    return NULL;
  place.gone = -1;
  if (!far_collective_add_place (&writer, &place, id, error))
    return NULL;

  far_worker_committed (worker, NULL);

  return far_hex (id, FAR_RECORD_ID_LEN);
}

static const FarCall add_place_call = { .name = "add-place",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_add_place,
                                        .free_result = g_free };

void
far_engine_add_place_async (FarEngine *self,
                            const FarMeetingPlaceEdit *place,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (place != NULL && place->name != NULL);

  _far_engine_call (self, &add_place_call, pack_edit ("", place), cancellable, callback, data);
}

char *
far_engine_add_place_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &add_place_call, result, error);
}

static const guint8 *
peek_id (gconstpointer place)
{
  return ((const FarPlaceFacts *)place)->id;
}

static gpointer
do_change_place (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) places = NULL;
  const FarPlaceFacts *found = NULL;
  FarPlaceChange change;
  FarPosition at;
  const char *place;

  if (!check_on (worker, error) || !unpack_edit (args, &place, &change, &at, error))
    return NULL;
  places = far_collective_places (worker->store, TRUE, error);
  if (places != NULL)
    found = far_find_by_prefix (places, peek_id, FAR_RECORD_ID_LEN, place, error);
  if (found == NULL || !far_collective_change_place (&writer, found->id, &change, error))
    return NULL;

  far_worker_committed (worker, NULL);

  return far_hex (found->id, FAR_RECORD_ID_LEN);
}

static const FarCall change_place_call = { .name = "change-place",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_change_place,
                                           .free_result = g_free };

void
far_engine_change_place_async (FarEngine *self,
                               const char *place,
                               const FarMeetingPlaceEdit *edit,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (place != NULL && edit != NULL);

  _far_engine_call (self, &change_place_call, pack_edit (place, edit), cancellable, callback, data);
}

char *
far_engine_change_place_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &change_place_call, result, error);
}

/* ---- out of a table */

typedef struct
{
  FarWorker *worker;
  FarJob *job;
  GCancellable *cancellable; /* owned */
  gboolean is_preview;
} Reading;

static void
stop_reading (gpointer data)
{
  g_cancellable_cancel (((Reading *)data)->cancellable);
}

/* @error: (transfer full) (nullable): then without @result */
static void
end_reading (Reading *self, FarPlacesPlan *result, GError *error)
{
  far_job_return (self->job, result,
                  error != NULL ? far_sync_error_take (error, FAR_FROM_FILE) : NULL);
  g_object_unref (self->cancellable);
  g_free (self);
}

static GPtrArray *
own_list (gpointer owner)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  far_snapshot_own (owner, list, (GDestroyNotify)g_ptr_array_unref);

  return list;
}

static void
view_item (FarPlacesPlan *view, const FarPlacePlan *plan)
{
  FarPlaceItem *item = g_new0 (FarPlaceItem, 1);

  item->what = (FarPlaceWhat)plan->what;
  item->row = (int)plan->row;
  item->name = far_snapshot_dup (view, plan->now.name);
  item->town = far_snapshot_dup (view, plan->now.town);
  item->address = far_snapshot_dup (view, plan->now.address);
  item->name_before = far_snapshot_dup (view, plan->before.name);
  g_ptr_array_add (view->items, item);

  view->n_new += item->what == FAR_PLACE_WHAT_NEW || item->what == FAR_PLACE_WHAT_BACK;
  view->n_there += item->what == FAR_PLACE_WHAT_THERE;
  view->n_changed += item->what == FAR_PLACE_WHAT_CHANGED;
  view->n_too_many += item->what == FAR_PLACE_WHAT_TOO_MANY;
}

static FarPlacesPlan *
view_plan (const GPtrArray *plans, const FarListedPlaces *places)
{
  FarPlacesPlan *view = far_snapshot_new (FarPlacesPlan);

  view->items = own_list (view);
  for (guint i = 0; i < plans->len; i++)
    view_item (view, plans->pdata[i]);
  view->refused = own_list (view);
  for (guint i = 0; i < places->refused->len; i++)
    {
      const FarRefused *row = &g_array_index (places->refused, FarRefused, i);
      FarRefusedPlace *refused = g_new0 (FarRefusedPlace, 1);

      refused->row = (int)row->row;
      refused->why = (FarRefusedPlaceWhy)row->reason;
      refused->column =
          far_snapshot_dup (view,
                            places->headings[far_listed_place_refused_get_column (row->reason)]);
      refused->cell = far_snapshot_dup (view, row->cell);
      g_ptr_array_add (view->refused, refused);
    }
  view->n_refused = (int)places->n_refused;
  view->n_closed = (int)places->n_closed;
  view->n_elsewhere = (int)places->n_elsewhere;

  return view;
}

static FarPlacesPlan *
take_over (Reading *self, const FarListedPlaces *places, GError **error)
{
  FarWriter writer = far_worker_writer (self->worker);
  g_autoptr (GPtrArray) plans = far_collective_plan_places (&writer, places, error);
  FarPlacesPlan *view;

  if (plans == NULL)
    return NULL;

  view = view_plan (plans, places);
  if (self->is_preview || view->n_new + view->n_changed == 0)
    return view;

  view->undo = far_collective_import_places (&writer, plans, error);
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
  g_autoptr (FarListedPlaces) places = far_listed_places_read_finish (result, &error);
  FarPlacesPlan *view = places != NULL ? take_over (self, places, &error) : NULL;

  end_reading (self, view, error);
}

static gboolean
check_towns (const char *const *towns, GError **error)
{
  for (; *towns != NULL; towns++)
    if (!g_utf8_validate (*towns, -1, NULL))
      return far_sync_fail (error, FAR_SYNC_ERROR_TEXT_INVALID, "no text in UTF-8");

  return TRUE;
}

static void
start_import (FarWorker *worker, FarJob *job, GVariant *args)
{
  Reading *self = g_new0 (Reading, 1);
  g_autofree const char **towns = NULL;
  g_autoptr (GBytes) file = NULL;
  GError *error = NULL;
  const char *path;

  g_variant_get (args, "(^&ay^a&ayb)", &path, &towns, &self->is_preview);
  self->worker = worker;
  self->job = job;
  self->cancellable = g_cancellable_new ();
  far_job_hold (job, stop_reading, self);

  if (check_on (worker, &error) && check_towns (towns, &error))
    file = _far_engine_load_foreign (path, &error);
  if (file != NULL)
    far_listed_places_read_async (file, towns, self->cancellable, read_cb, self);
  else
    end_reading (self, NULL, error);
}

static const FarCall import_call = { .name = "import-places",
                                     .needs = FAR_NEEDS_STORE,
                                     .start = start_import,
                                     .free_result = far_snapshot_unref };

void
far_engine_import_places_async (FarEngine *self,
                                const char *path,
                                const char *const *towns,
                                gboolean is_preview,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  static const char *const everywhere[] = { NULL };

  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (path != NULL);
  g_return_if_fail (towns == NULL || g_strv_length ((char **)towns) <= FAR_LISTED_TOWNS_MAX);

  _far_engine_call (self, &import_call,
                    g_variant_new ("(^ay^aayb)", path, towns != NULL ? towns : everywhere,
                                   is_preview),
                    cancellable, callback, data);
}

FarPlacesPlan *
far_engine_import_places_finish (FarEngine *self, GAsyncResult *result, GError **error)
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
  if (!far_collective_undo_places (&writer, done, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall undo_call = { .name = "undo-places",
                                   .needs = FAR_NEEDS_STORE,
                                   .work = do_undo };

void
far_engine_undo_places_async (FarEngine *self,
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
far_engine_undo_places_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &undo_call, result, error) != NULL;
}

/* ---- what words mean */

gboolean
far_spots_load (FarSpots *self, FarWorker *worker, GError **error)
{
  *self = (FarSpots){ .lines = far_collective_lines (worker->store, error) };
  if (self->lines != NULL)
    self->places = far_collective_places (worker->store, FALSE, error);

  return self->places != NULL;
}

void
far_spots_clear (FarSpots *self)
{
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_ptr_array_unref);
}

/* Returns: whether there is just one stop of that name */
static gboolean
find_stop (const FarSpots *self, const char *wanted, FarSpotDraft *out)
{
  const FarLineFacts *on = NULL;
  const FarStopDraft *found = NULL;
  guint n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const FarLineFacts *line = self->lines->pdata[i];

      for (guint j = 0; j < line->stops->len; j++)
        {
          const FarStopDraft *stop = line->stops->pdata[j];
          g_autofree char *name = g_utf8_casefold (stop->name, -1);

          if (strcmp (name, wanted) != 0)
            continue;
          found = stop;
          on = line;
          n++;
        }
    }
  if (n != 1)
    return FALSE;

  *out = (FarSpotDraft){ .words = found->name, .line = on->id, .is_located = found->has_place };
  if (found->has_place)
    {
      out->lat = (gint32)lround (found->lat * 1e6);
      out->lon = (gint32)lround (found->lon * 1e6);
    }

  return TRUE;
}

/* Its name, or as it is chosen from a list: with its town. */
static gboolean
is_called (const FarPlaceFacts *place, const char *wanted)
{
  g_autofree char *name = g_utf8_casefold (place->name, -1);
  g_autofree char *town = NULL;
  g_autofree char *both = NULL;

  if (!g_str_has_prefix (wanted, name))
    return FALSE;
  if (strlen (wanted) == strlen (name))
    return TRUE;

  town = g_utf8_casefold (place->town, -1);
  both = g_strdup_printf ("%s, %s", name, town);

  return strcmp (both, wanted) == 0;
}

static void
find_place (const FarSpots *self, const char *wanted, FarSpotDraft *out)
{
  FarPosition at = { 0 };

  for (guint i = 0; i < self->places->len; i++)
    {
      const FarPlaceFacts *place = self->places->pdata[i];

      if (!is_called (place, wanted))
        continue;
      if (!place->at.is_known ||
          (at.is_known && (place->at.lat != at.lat || place->at.lon != at.lon)))
        return;
      at = place->at;
    }
  out->is_located = at.is_known;
  out->lat = at.lat;
  out->lon = at.lon;
}

void
far_find_spot (const FarSpots *self, const char *words, FarSpotDraft *out)
{
  g_autofree char *wanted = g_utf8_casefold (words, -1);

  *out = (FarSpotDraft){ .words = words };
  g_strstrip (wanted);
  if (!find_stop (self, wanted, out))
    find_place (self, wanted, out);
}

FarWhere
far_view_where (const FarSpot *spot)
{
  return (FarWhere){ spot->is_located, spot->lat / 1e6, spot->lon / 1e6 };
}
