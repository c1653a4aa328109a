/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the process that parses says of meeting places, and how it is checked: docs/formats.md,
 * "Import of places". */

#define G_LOG_DOMAIN "far-listed-places"

#include "far-listed-places-private.h"

#include <string.h>

#include "far-events-private.h"
#include "far-helper.h"
#include "far-refused.h"
#include "far-tidy.h"

/* (row, name, address, town, source, has coordinates, latitude, longitude) */
#define PLACES_TYPE "a(ussssbii)"

/* (failure, its message, places, refused, headings, rows refused, closed, elsewhere) */
#define TOLD_TYPE "(ys" PLACES_TYPE FAR_REFUSED_TYPE "asuuu)"

/* ---- what is read */

static void
place_free (FarListedPlace *self)
{
  g_free (self->name);
  g_free (self->address);
  g_free (self->town);
  g_free (self->source);
  g_free (self);
}

FarListedPlaces *
_far_listed_places_new (void)
{
  FarListedPlaces *self = g_new0 (FarListedPlaces, 1);

  self->places = g_ptr_array_new_with_free_func ((GDestroyNotify)place_free);
  self->refused = far_refused_array_new ();
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < FAR_PLACE_N_COLUMNS; i++)
    self->headings[i] = g_strdup ("");

  return self;
}

void
far_listed_places_free (FarListedPlaces *self)
{
  g_ptr_array_unref (self->places);
  g_array_unref (self->refused);
  g_hash_table_unref (self->keys);
  for (guint i = 0; i < FAR_PLACE_N_COLUMNS; i++)
    g_free (self->headings[i]);
  g_free (self);
}

FarPlaceColumn
far_listed_place_refused_get_column (FarPlaceRefused reason)
{
  static const FarPlaceColumn columns[FAR_PLACE_N_REFUSED] = {
    [FAR_PLACE_REFUSED_NAME] = FAR_PLACE_COLUMN_NAME,
    [FAR_PLACE_REFUSED_NAME_LONG] = FAR_PLACE_COLUMN_NAME,
    [FAR_PLACE_REFUSED_ADDRESS_LONG] = FAR_PLACE_COLUMN_ADDRESS,
    [FAR_PLACE_REFUSED_TOWN_LONG] = FAR_PLACE_COLUMN_TOWN,
    [FAR_PLACE_REFUSED_SOURCE_LONG] = FAR_PLACE_COLUMN_SOURCE,
    [FAR_PLACE_REFUSED_DATE] = FAR_PLACE_COLUMN_DATE,
    [FAR_PLACE_REFUSED_LAT] = FAR_PLACE_COLUMN_LAT,
    [FAR_PLACE_REFUSED_LON] = FAR_PLACE_COLUMN_LON,
    [FAR_PLACE_REFUSED_EXCHANGED] = FAR_PLACE_COLUMN_LON,
    [FAR_PLACE_REFUSED_LAT_ABROAD] = FAR_PLACE_COLUMN_LAT,
    [FAR_PLACE_REFUSED_LON_ABROAD] = FAR_PLACE_COLUMN_LON,
    [FAR_PLACE_REFUSED_OPEN] = FAR_PLACE_COLUMN_OPEN,
    [FAR_PLACE_REFUSED_TWICE] = FAR_PLACE_COLUMN_NAME,
  };

  g_return_val_if_fail (reason < FAR_PLACE_N_REFUSED, FAR_PLACE_COLUMN_NAME);

  return columns[reason];
}

char *
far_listed_place_fold (const char *name, const char *town)
{
  g_autofree char *folded_name = far_fold (name);
  g_autofree char *folded_town = far_fold (town);

  return g_strconcat (folded_name, "\n", folded_town, NULL);
}

gboolean
far_listed_place_parse_degrees (const char *text, int most, gint32 *out)
{
  g_autofree char *number = g_strstrip (g_strdup (text));
  char *comma = strchr (number, ',');
  gsize len = strlen (number);
  double degrees;
  char *end;

  if (comma != NULL)
    *comma = '.';
  if (len == 0 || len > FAR_DEGREES_LEN_MAX || strspn (number, "+-.0123456789") != len)
    return FALSE;

  degrees = g_ascii_strtod (number, &end);
  if (end == number || *end != '\0' || !(degrees >= -most && degrees <= most))
    return FALSE;

  *out = (gint32)(degrees * 1e6 + (degrees < 0 ? -0.5 : 0.5));

  return TRUE;
}

void
_far_listed_places_refuse (FarListedPlaces *self)
{
  self->n_refused++;
}

void
_far_listed_places_refuse_cell (FarListedPlaces *self,
                                guint row,
                                FarPlaceRefused reason,
                                const char *cell)
{
  far_refused_array_add (self->refused, row, reason, cell);
}

/* Files say for good which place it is; where one does not, its name does. */
static char *
dup_key (const FarPlaceRow *row)
{
  return row->source[0] != '\0' ? g_strconcat ("\n", row->source, NULL)
                                : far_listed_place_fold (row->name, row->town);
}

gboolean
_far_listed_places_add (FarListedPlaces *self, const FarPlaceRow *row, GError **error)
{
  g_autofree char *key = dup_key (row);
  FarListedPlace *place;

  if (g_hash_table_contains (self->keys, key))
    {
      _far_listed_places_refuse (self);
      _far_listed_places_refuse_cell (self, row->row, FAR_PLACE_REFUSED_TWICE, row->name);
      return TRUE;
    }
  if (self->places->len == FAR_LISTED_PLACES_MAX)
    {
      g_set_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_PLACES_MANY, "more than %d places",
                   FAR_LISTED_PLACES_MAX);
      return FALSE;
    }

  g_hash_table_add (self->keys, g_steal_pointer (&key));
  place = g_new0 (FarListedPlace, 1);
  place->row = row->row;
  place->name = far_tidy (row->name);
  place->address = far_tidy (row->address);
  place->town = far_tidy (row->town);
  place->source = far_tidy (row->source);
  place->has_at = row->has_at;
  place->lat = row->lat;
  place->lon = row->lon;
  g_ptr_array_add (self->places, place);

  return TRUE;
}

/* ---- telling and hearing */

GBytes *
_far_listed_places_tell (const FarListedPlaces *self, const GError *error)
{
  g_autoptr (FarListedPlaces) none = _far_listed_places_new ();
  const FarListedPlaces *told = self != NULL ? self : none;
  g_autofree char *message = far_tidy (self == NULL ? error->message : "");
  g_autoptr (GVariant) packed = NULL;
  GVariantBuilder places;

  g_variant_builder_init (&places, G_VARIANT_TYPE (PLACES_TYPE));
  for (guint i = 0; i < told->places->len; i++)
    {
      const FarListedPlace *place = told->places->pdata[i];

      g_variant_builder_add (&places, "(ussssbii)", place->row, place->name, place->address,
                             place->town, place->source, place->has_at, place->lat, place->lon);
    }
  packed = g_variant_ref_sink (
      g_variant_new ("(ys@" PLACES_TYPE "@" FAR_REFUSED_TYPE "@asuuu)",
                     self == NULL ? _far_import_error_tell (error) : 0, message,
                     g_variant_builder_end (&places), far_refused_array_pack (told->refused),
                     g_variant_new_strv ((const char *const *)told->headings, FAR_PLACE_N_COLUMNS),
                     told->n_refused, told->n_closed, told->n_elsewhere));

  return g_variant_get_data_as_bytes (packed);
}

static gboolean
is_good (const FarPlaceRow *row)
{
  return row->name[0] != '\0' && far_is_tidy (row->name) && far_is_tidy (row->address) &&
         far_is_tidy (row->town) && far_is_tidy (row->source) &&
         strlen (row->source) <= FAR_PLACE_SOURCE_MAX &&
         (row->has_at ? ABS ((gint64)row->lat) <= 90000000 && ABS ((gint64)row->lon) <= 180000000
                      : row->lat == 0 && row->lon == 0);
}

static gboolean
hear_places (FarListedPlaces *self, GVariant *places)
{
  GVariantIter iter;
  FarPlaceRow row;

  g_variant_iter_init (&iter, places);
  while (g_variant_iter_next (&iter, "(u&s&s&s&sbii)", &row.row, &row.name, &row.address, &row.town,
                              &row.source, &row.has_at, &row.lat, &row.lon))
    if (!is_good (&row) || !_far_listed_places_add (self, &row, NULL) || self->n_refused > 0)
      return FALSE;

  return TRUE;
}

static gboolean
hear_headings (FarListedPlaces *self, GVariant *headings)
{
  if (g_variant_n_children (headings) != FAR_PLACE_N_COLUMNS)
    return FALSE;

  for (guint i = 0; i < FAR_PLACE_N_COLUMNS; i++)
    {
      g_free (self->headings[i]);
      g_variant_get_child (headings, i, "s", &self->headings[i]);
      if (!far_is_tidy (self->headings[i]))
        return FALSE;
    }

  return TRUE;
}

/* In order of the rows, of which as many are refused as are told, or more if there are too many. */
static gboolean
hear_refused (FarListedPlaces *self, GVariant *rows, guint n_refused)
{
  g_autoptr (GArray) refused = far_refused_array_unpack (rows, FAR_PLACE_N_REFUSED);
  guint n_rows = 0;

  for (guint i = 0; refused != NULL && i < refused->len; i++)
    {
      guint row = g_array_index (refused, FarRefused, i).row;
      guint before = i > 0 ? g_array_index (refused, FarRefused, i - 1).row : 0;

      if (row < before || row == 0)
        return FALSE;
      n_rows += row != before;
    }
  if (refused == NULL || n_rows > n_refused ||
      (refused->len < FAR_REFUSED_MAX && n_rows != n_refused))
    return FALSE;

  g_array_unref (self->refused);
  self->refused = g_steal_pointer (&refused);
  self->n_refused = n_refused;

  return TRUE;
}

FarListedPlaces *
_far_listed_places_hear (GBytes *told, GError **error)
{
  g_autoptr (GVariant) packed = g_variant_ref_sink (
      g_variant_new_from_bytes (G_VARIANT_TYPE (TOLD_TYPE), told, FALSE));
  g_autoptr (FarListedPlaces) self = _far_listed_places_new ();
  g_autoptr (GVariant) places = NULL;
  g_autoptr (GVariant) rows = NULL;
  g_autoptr (GVariant) headings = NULL;
  const char *message = "";
  guint32 n_refused = 0;
  guint8 failure = 0;
  gboolean good =
      g_bytes_get_size (told) <= FAR_IMPORT_LINES_LEN_MAX && g_variant_is_normal_form (packed);

  if (good)
    g_variant_get (packed, "(y&s@" PLACES_TYPE "@" FAR_REFUSED_TYPE "@asuuu)", &failure, &message,
                   &places, &rows, &headings, &n_refused, &self->n_closed, &self->n_elsewhere);
  if (good && !_far_import_error_hear (failure, message, error))
    return NULL;
  if (good && hear_places (self, places) && hear_headings (self, headings) &&
      hear_refused (self, rows, n_refused))
    return g_steal_pointer (&self);

  g_set_error_literal (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_HELPER,
                       "the process that reads does not keep its promises");

  return NULL;
}

/* ---- the process */

static void
ended_cb (GObject *object G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) told = far_helper_run_finish (result, NULL, &error);
  FarListedPlaces *places = told != NULL ? _far_listed_places_hear (told, &error) : NULL;

  if (places != NULL)
    g_task_return_pointer (task, places, (GDestroyNotify)far_listed_places_free);
  else
    g_task_return_error (task, _far_import_error_take (error));
}

void
far_listed_places_read_async (GBytes *file,
                              const char *const *towns,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  const char *args[2 + FAR_LISTED_TOWNS_MAX] = { "places" };
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (file != NULL);
  g_return_if_fail (towns == NULL || g_strv_length ((char **)towns) <= FAR_LISTED_TOWNS_MAX);

  for (guint i = 0; towns != NULL && towns[i] != NULL; i++)
    args[1 + i] = towns[i];
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, far_listed_places_read_async);
  if (g_bytes_get_size (file) > FAR_HOLIDAYS_BYTES_MAX)
    g_task_return_new_error (task, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_TOO_BIG, "larger than %d MiB",
                             FAR_HOLIDAYS_BYTES_MAX / 1024 / 1024);
  else
    far_helper_run_async (file, args, FAR_IMPORT_WAIT_MS, cancellable, ended_cb,
                          g_steal_pointer (&task));
}

FarListedPlaces *
far_listed_places_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
