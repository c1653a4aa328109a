/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Meeting places out of a table: the French national base of car-pool places above all
 * (schema.data.gouv.fr, etalab/schema-lieux-covoiturage).
 *
 * Whoever keeps such a file is to find what is wrong in it, so each cell that is wrong is told, and
 * nothing of its row is taken: of a place whose coordinates are wrong nobody knows where it is. */

#define G_LOG_DOMAIN "far-import"

#include "far-listed-places-private.h"

#include <string.h>

#include "far-day.h"
#include "far-encoding.h"
#include "far-import-private.h"
#include "far-import-rows.h"
#include "far-tidy.h"
#include "far-pure.h"

/* Folded, so that a line below is a blank. */
static const char *const headings[FAR_PLACE_N_COLUMNS] = {
  [FAR_PLACE_COLUMN_NAME] = "|nom lieu|nom|name|lieu|place|",
  [FAR_PLACE_COLUMN_ADDRESS] = "|ad lieu|adresse|address|",
  [FAR_PLACE_COLUMN_TOWN] = "|com lieu|commune|ville|town|city|nom commune|",
  [FAR_PLACE_COLUMN_INSEE] = "|insee|code insee|code commune|",
  [FAR_PLACE_COLUMN_LAT] = "|ylat|latitude|lat|",
  [FAR_PLACE_COLUMN_LON] = "|xlong|longitude|lon|lng|long|",
  [FAR_PLACE_COLUMN_SOURCE] = "|id lieu|id|identifiant|",
  [FAR_PLACE_COLUMN_DATE] = "|date maj|date de mise a jour|updated|",
  [FAR_PLACE_COLUMN_OPEN] = "|ouvert|open|",
};

/* Where a place with a town's number of INSEE can be: micro-degrees, a few kilometres around. */
static const struct
{
  gint32 south;
  gint32 north;
  gint32 west;
  gint32 east;
} france[] = {
  { 41200000, 51200000, -5300000, 9700000 },       /* with Corsica */
  { 15700000, 16700000, -62000000, -60900000 },    /* Guadeloupe */
  { 14300000, 15000000, -61400000, -60700000 },    /* Martinique */
  { 2000000, 6000000, -54800000, -51400000 },      /* Guyane */
  { -21500000, -20800000, 55100000, 55950000 },    /* La Réunion */
  { -13100000, -12500000, 44900000, 45400000 },    /* Mayotte */
  { 46700000, 47200000, -56500000, -56000000 },    /* Saint-Pierre-et-Miquelon */
  { 17800000, 18200000, -63200000, -62700000 },    /* Saint-Martin, Saint-Barthélemy */
  { -23000000, -19400000, 163400000, 168300000 },  /* Nouvelle-Calédonie */
  { -28000000, -7700000, -154900000, -134300000 }, /* Polynésie */
  { -14500000, -13100000, -178300000, -176000000 } /* Wallis-et-Futuna */
};

typedef struct
{
  FarListedPlaces *places; /* unowned */
  GPtrArray *towns;        /* owned (element-type utf8): folded, that were asked for */
  FarImportRows rows;
  gboolean is_refused; /* the row that is read */
} Table;

static void
table_clear (Table *self)
{
  _far_import_rows_clear (&self->rows);
  g_clear_pointer (&self->towns, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static const char *
peek_cell (const Table *self, FarPlaceColumn column)
{
  return _far_import_rows_peek_cell (&self->rows, column);
}

static void
refuse (Table *self, FarPlaceRefused reason)
{
  self->is_refused = TRUE;
  _far_listed_places_refuse_cell (self->places, self->rows.csv.row, reason,
                                  peek_cell (self, far_listed_place_refused_get_column (reason)));
}

/* ---- cells */

/* "Saint-Martin-d’Hères", "SAINT MARTIN D'HERES" and "saint martin d'heres" are one. */
static char *
fold_town (const char *town)
{
  g_autofree char *parted = g_strdelimit (g_strdup (town), "-", ' ');

  return far_fold (parted);
}

static gboolean
is_wanted (const Table *self)
{
  g_autofree char *town = fold_town (peek_cell (self, FAR_PLACE_COLUMN_TOWN));

  return self->towns->len == 0 ||
         g_ptr_array_find_with_equal_func (self->towns, town, g_str_equal, NULL);
}

/* Returns: FALSE if the cell says neither */
static gboolean
read_open (const Table *self, gboolean *out)
{
  g_autofree char *folded = far_fold (peek_cell (self, FAR_PLACE_COLUMN_OPEN));
  g_autofree char *listed = g_strconcat ("|", folded, "|", NULL);

  *out = strstr ("||true|vrai|oui|yes|1|", listed) != NULL;

  return *out || strstr ("|false|faux|non|no|0|", listed) != NULL;
}

static gboolean
is_in_france (gint32 lat, gint32 lon)
{
  for (guint i = 0; i < G_N_ELEMENTS (france); i++)
    if (lat >= france[i].south && lat <= france[i].north && lon >= france[i].west &&
        lon <= france[i].east)
      return TRUE;

  return FALSE;
}

static gboolean
is_longitude_of_france (gint32 lon)
{
  for (guint i = 0; i < G_N_ELEMENTS (france); i++)
    if (lon >= france[i].west && lon <= france[i].east)
      return TRUE;

  return FALSE;
}

static void
check_france (Table *self, gint32 lat, gint32 lon)
{
  if (peek_cell (self, FAR_PLACE_COLUMN_INSEE)[0] == '\0' || is_in_france (lat, lon))
    return;

  if (is_in_france (lon, lat))
    refuse (self, FAR_PLACE_REFUSED_EXCHANGED);
  else
    refuse (self, is_longitude_of_france (lon) ? FAR_PLACE_REFUSED_LAT_ABROAD
                                               : FAR_PLACE_REFUSED_LON_ABROAD);
}

/* Overseas a longitude may be none that a latitude can be, and exchanged it is told all the same.
 */
static void
read_at (Table *self, FarPlaceRow *row)
{
  const char *lat_cell = peek_cell (self, FAR_PLACE_COLUMN_LAT);
  const char *lon_cell = peek_cell (self, FAR_PLACE_COLUMN_LON);
  gboolean is_code = peek_cell (self, FAR_PLACE_COLUMN_INSEE)[0] != '\0';
  gint32 lat = 0;
  gint32 lon = 0;
  gboolean good_lat, good_lon;

  if (lat_cell[0] == '\0' && lon_cell[0] == '\0')
    return;

  good_lat = far_listed_place_parse_degrees (lat_cell, 180, &lat);
  good_lon = far_listed_place_parse_degrees (lon_cell, 180, &lon);
  if (is_code && good_lat && good_lon)
    check_france (self, lat, lon);
  else
    {
      if (!good_lat || ABS (lat) > 90000000)
        refuse (self, FAR_PLACE_REFUSED_LAT);
      if (!good_lon)
        refuse (self, FAR_PLACE_REFUSED_LON);
    }

  row->has_at = TRUE;
  row->lat = lat;
  row->lon = lon;
}

static void
check_length (Table *self, FarPlaceRefused reason)
{
  if (g_utf8_strlen (peek_cell (self, far_listed_place_refused_get_column (reason)), -1) >
      FAR_NAME_MAX)
    refuse (self, reason);
}

static gboolean
read_row (Table *self, GError **error)
{
  const char *date = peek_cell (self, FAR_PLACE_COLUMN_DATE);
  g_autofree char *name = far_tidy (peek_cell (self, FAR_PLACE_COLUMN_NAME));
  g_autofree char *source = far_tidy (peek_cell (self, FAR_PLACE_COLUMN_SOURCE));
  FarPlaceRow row = {
    .row = self->rows.csv.row,
    .name = name,
    .address = peek_cell (self, FAR_PLACE_COLUMN_ADDRESS),
    .town = peek_cell (self, FAR_PLACE_COLUMN_TOWN),
    .source = source,
  };
  gboolean is_open;
  gboolean is_told;
  gint32 day;

  /* nobody wants to hear what is wrong in another town, or where nobody can park */
  if (!is_wanted (self))
    {
      self->places->n_elsewhere++;
      return TRUE;
    }
  is_told = read_open (self, &is_open);
  if (is_told && !is_open)
    {
      self->places->n_closed++;
      return TRUE;
    }

  self->is_refused = FALSE;
  if (name[0] == '\0')
    refuse (self, FAR_PLACE_REFUSED_NAME);
  check_length (self, FAR_PLACE_REFUSED_NAME_LONG);
  check_length (self, FAR_PLACE_REFUSED_ADDRESS_LONG);
  check_length (self, FAR_PLACE_REFUSED_TOWN_LONG);
  if (strlen (source) > FAR_PLACE_SOURCE_MAX)
    refuse (self, FAR_PLACE_REFUSED_SOURCE_LONG);
  if (date[0] != '\0' && !far_day_parse (date, &day))
    refuse (self, FAR_PLACE_REFUSED_DATE);
  if (!is_told)
    refuse (self, FAR_PLACE_REFUSED_OPEN);
  read_at (self, &row);

  if (!self->is_refused)
    return _far_listed_places_add (self->places, &row, error);

  _far_listed_places_refuse (self->places);

  return TRUE;
}

/* ---- the table */

/* A list of people has a column of names, too: where each is has to be told besides. */
static gboolean
read_headings (FarImportRows *rows)
{
  _far_import_rows_find_columns (rows, headings, FAR_PLACE_N_COLUMNS);

  return _far_import_rows_has (rows, FAR_PLACE_COLUMN_NAME) &&
         (_far_import_rows_has (rows, FAR_PLACE_COLUMN_ADDRESS) ||
          _far_import_rows_has (rows, FAR_PLACE_COLUMN_TOWN) ||
          (_far_import_rows_has (rows, FAR_PLACE_COLUMN_LAT) &&
           _far_import_rows_has (rows, FAR_PLACE_COLUMN_LON)));
}

static void
keep_headings (Table *self)
{
  for (FarPlaceColumn column = 0; column < FAR_PLACE_N_COLUMNS; column++)
    {
      g_free (self->places->headings[column]);
      self->places->headings[column] = far_tidy (peek_cell (self, column));
    }
}

static gboolean
walk_row (Table *self, GError **error)
{
  if (self->rows.has_columns)
    return read_row (self, error);

  self->rows.has_columns =
      self->rows.csv.row <= FAR_IMPORT_HEADING_ROWS && read_headings (&self->rows);
  if (self->rows.has_columns)
    keep_headings (self);

  return TRUE;
}

FarListedPlaces *
far_import_places (const guint8 *content, gsize len, const char *const *towns, GError **error)
{
  g_autoptr (FarListedPlaces) places = _far_listed_places_new ();
  g_auto (Table) table = { .places = places };
  g_autoptr (GString) text = NULL;
  gboolean good = TRUE;

  if (len > FAR_HOLIDAYS_BYTES_MAX)
    {
      g_set_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_TOO_BIG, "larger than %d MiB",
                   FAR_HOLIDAYS_BYTES_MAX / 1024 / 1024);
      return NULL;
    }

  text = far_encoding_decode (content, len);
  if (text == NULL)
    {
      g_set_error_literal (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_PLACES,
                           "not text in UTF-8 or Windows-1252");
      return NULL;
    }

  table.towns = g_ptr_array_new_with_free_func (g_free);
  for (; *towns != NULL; towns++)
    g_ptr_array_add (table.towns, fold_town (*towns));
  _far_import_rows_init (&table.rows, text->str, text->len,
                         far_csv_guess_delimiter (text->str, text->len));
  while (good && _far_import_rows_next (&table.rows))
    good = walk_row (&table, error);

  return good && _far_import_rows_check_end (&table.rows, FAR_IMPORT_ERROR_PLACES,
                                             "no columns with a name and where it is", error)
             ? g_steal_pointer (&places)
             : NULL;
}
