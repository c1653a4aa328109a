/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines in a table: a row for each stop, columns known by their heading. */

#define G_LOG_DOMAIN "far-line-import"

#include "far-csv.h"
#include "far-line-import-private.h"

#include <math.h>
#include <string.h>

#include "far-pure.h"

typedef enum
{
  COLUMN_TOWN,
  COLUMN_SCHOOL,
  COLUMN_LINE,
  COLUMN_COLOUR,
  COLUMN_WAY,
  COLUMN_DAYS,
  COLUMN_SEQ,
  COLUMN_STOP,
  COLUMN_TIME,
  COLUMN_TIME_BACK,
  COLUMN_LAT,
  COLUMN_LON,
  N_COLUMNS,
} Column;

/* Headings in English, French, Italian and German, in lower case, "_" read as a blank. */
static const char *const headings[N_COLUMNS][20] = {
  [COLUMN_TOWN] = { "town", "city", "ville", "commune", "comune", "città", "ort", "gemeinde" },
  [COLUMN_SCHOOL] = { "school", "école", "ecole", "scuola", "schule" },
  [COLUMN_LINE] = { "line", "route", "ligne", "circuit", "linea", "percorso", "linie" },
  [COLUMN_COLOUR] = { "colour", "color", "couleur", "colore", "farbe" },
  [COLUMN_WAY] = { "direction", "sens", "direzione", "richtung" },
  [COLUMN_DAYS] = { "days", "jours", "giorni", "tage" },
  [COLUMN_SEQ] = { "seq", "position", "order", "ordre", "ordine", "no", "n°", "nr", "numéro",
                   "numero" },
  [COLUMN_STOP] = { "stop", "name", "arrêt", "arret", "nom", "fermata", "nome", "haltestelle" },
  [COLUMN_TIME] = { "time", "time out", "departure", "outward", "heure", "horaire", "aller",
                    "heure aller", "ora", "orario", "andata", "orario andata", "zeit", "uhrzeit",
                    "hinweg" },
  [COLUMN_TIME_BACK] = { "time back", "back", "return", "retour", "heure retour", "ritorno",
                         "orario ritorno", "rückweg" },
  [COLUMN_LAT] = { "lat", "latitude", "latitudine", "breite" },
  [COLUMN_LON] = { "lon", "lng", "long", "longitude", "longitudine", "länge" },
};

typedef struct
{
  GPtrArray *cells;       /* owned (element-type utf8) */
  guint n_headings;       /* cells of the first row */
  int columns[N_COLUMNS]; /* index of the cell, -1 if there is none */
  char *where;            /* owned: "row 12" */
} Table;

static void
table_clear (Table *self)
{
  g_clear_pointer (&self->cells, g_ptr_array_unref);
  g_clear_pointer (&self->where, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static int
find_column (const char *cell)
{
  g_autofree char *composed = g_utf8_normalize (cell, -1, G_NORMALIZE_NFC);
  g_autofree char *heading = g_utf8_strdown (composed, -1);

  g_strstrip (g_strdelimit (heading, "_", ' '));

  for (int column = 0; column < N_COLUMNS; column++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (headings[column]) && headings[column][i] != NULL; i++)
        {
          if (strcmp (heading, headings[column][i]) == 0)
            return column;
        }
    }

  return -1;
}

static gboolean
read_headings (Table *self, GError **error)
{
  for (int column = 0; column < N_COLUMNS; column++)
    self->columns[column] = -1;
  self->n_headings = self->cells->len;

  for (guint i = 0; i < self->cells->len; i++)
    {
      int column = find_column (self->cells->pdata[i]);

      if (column < 0)
        continue;

      if (self->columns[column] >= 0)
        {
          g_autofree char *quoted = _far_line_quote (self->cells->pdata[i]);

          g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_FORMAT,
                       "a table with two columns for the same thing, the second is %s", quoted);
          return FALSE;
        }

      self->columns[column] = i;
    }

  /* A column of names alone may be anything, a list of members among it. */
  if (self->columns[COLUMN_STOP] < 0 ||
      (self->columns[COLUMN_LINE] < 0 && self->columns[COLUMN_SEQ] < 0 &&
       self->columns[COLUMN_TIME] < 0 && self->columns[COLUMN_TIME_BACK] < 0 &&
       self->columns[COLUMN_LAT] < 0))
    {
      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_FORMAT,
                   "neither JSON nor a table with columns of stops and times");
      return FALSE;
    }

  return TRUE;
}

static const char *
peek_cell (const Table *self, Column column)
{
  int at = self->columns[column];

  return at >= 0 && (guint)at < self->cells->len ? self->cells->pdata[at] : "";
}

/* A decimal number as spreadsheets write it, with point or comma. */
static gboolean
read_degrees (const char *cell, double *out)
{
  g_autofree char *text = g_strstrip (g_strdup (cell));
  char *comma = strchr (text, ',');
  char *end;

  if (comma != NULL)
    *comma = '.';
  if (text[0] == '\0' || strspn (text, "+-.0123456789") != strlen (text))
    return FALSE;

  *out = g_ascii_strtod (text, &end);

  return *end == '\0' && isfinite (*out);
}

static gboolean
throw_cell (const Table *self, const char *what, const char *cell, GError **error)
{
  g_autofree char *quoted = _far_line_quote (cell);

  g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE, "%s: %s %s", self->where,
               what, quoted);

  return FALSE;
}

static gboolean
read_place (const Table *self, FarStopSketch *stop, GError **error)
{
  const char *lat = peek_cell (self, COLUMN_LAT);
  const char *lon = peek_cell (self, COLUMN_LON);

  if (lat[0] == '\0' && lon[0] == '\0')
    return TRUE;
  if (!read_degrees (lat, &stop->lat))
    return throw_cell (self, "latitude", lat, error);
  if (!read_degrees (lon, &stop->lon))
    return throw_cell (self, "longitude", lon, error);

  stop->has_place = TRUE;
  stop->is_labelled = TRUE;

  return TRUE;
}

static gboolean
read_seq (const Table *self, FarStopSketch *stop, GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (peek_cell (self, COLUMN_SEQ)));
  guint64 seq;

  if (text[0] == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &seq, NULL))
    return throw_cell (self, "number", text, error);

  stop->seq = seq;

  return TRUE;
}

static gboolean
read_stop (const Table *self, FarLineSketch *line, FarLineWay way, const char *name, GError **error)
{
  FarStopSketch *stop = _far_line_sketch_add_stop (line, way, name, self->where, error);

  return stop != NULL && read_seq (self, stop, error) &&
         _far_line_parse_time (peek_cell (self, COLUMN_TIME), self->where, &stop->time, error) &&
         _far_line_parse_time (peek_cell (self, COLUMN_TIME_BACK), self->where, &stop->time_back,
                               error) &&
         read_place (self, stop, error);
}

/* A row names its line, and a stop of it unless that cell is empty. */
static gboolean
read_row (const Table *self, FarLineBook *book, GError **error)
{
  g_autofree char *town = NULL;
  g_autofree char *school = NULL;
  g_autofree char *name = NULL;
  g_autofree char *colour = NULL;
  g_autofree char *stop = NULL;
  g_autofree char *title = NULL;
  const char *way_text = peek_cell (self, COLUMN_WAY);
  FarLineWay way = _far_line_parse_way (way_text);
  FarLineSketch *line;

  if ((town = _far_line_parse_text (peek_cell (self, COLUMN_TOWN), "town", self->where, error)) ==
          NULL ||
      (school = _far_line_parse_text (peek_cell (self, COLUMN_SCHOOL), "school", self->where,
                                      error)) == NULL ||
      (name = _far_line_parse_text (peek_cell (self, COLUMN_LINE), "line", self->where, error)) ==
          NULL ||
      (colour = _far_line_parse_text (peek_cell (self, COLUMN_COLOUR), "colour", self->where,
                                      error)) == NULL ||
      (stop = _far_line_parse_text (peek_cell (self, COLUMN_STOP), "stop", self->where, error)) ==
          NULL)
    return FALSE;

  if (way == FAR_LINE_WAY_UNKNOWN)
    return throw_cell (self, "direction", way_text, error);

  /* Lines of one file are often of several towns, and each has a blue one. */
  if (town[0] != '\0' && name[0] != '\0')
    title = g_strdup_printf ("%s – %s", town, name);
  else
    title = g_strdup (name[0] != '\0' ? name : town);

  line = _far_line_book_get (book, title, school, self->where, error);
  if (line == NULL)
    return FALSE;

  _far_line_set_text (&line->colour, colour);
  line->weekdays |= _far_line_parse_weekdays (peek_cell (self, COLUMN_DAYS));
  line->is_feeder |= way == FAR_LINE_WAY_FEEDER;

  return stop[0] == '\0' || read_stop (self, line, way, stop, error);
}

static gboolean
is_blank_row (const GPtrArray *cells, guint from)
{
  for (guint i = from; i < cells->len; i++)
    {
      if (((const char *)cells->pdata[i])[0] != '\0')
        return FALSE;
    }

  return TRUE;
}

static void
throw_fault (FarCsvResult fault, guint row, GError **error)
{
  static const char *const words[] = {
    [FAR_CSV_OPEN] = "a quotation mark is not closed",
    [FAR_CSV_TRAILER] = "text after a closing quotation mark",
    [FAR_CSV_WIDE] = "too many cells",
  };

  g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_FORMAT, "row %u: %s", row,
               words[fault]);
}

gboolean
_far_line_read_csv (FarLineBook *book, const char *text, gsize len, GError **error)
{
  FarCsv csv = far_csv (text, len, far_csv_guess_delimiter (text, len));
  g_auto (Table) table = { 0 };
  FarCsvResult result;

  table.cells = g_ptr_array_new_with_free_func (g_free);

  while ((result = far_csv_read_row (&csv, table.cells)) == FAR_CSV_ROW)
    {
      if (csv.row == 1)
        {
          if (!read_headings (&table, error))
            return FALSE;
          continue;
        }

      if (is_blank_row (table.cells, 0))
        continue;

      g_free (table.where);
      table.where = g_strdup_printf ("row %u", csv.row);

      if (!is_blank_row (table.cells, MIN (table.n_headings, table.cells->len)))
        {
          g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE,
                       "%s: more cells than the heading", table.where);
          return FALSE;
        }
      if (!read_row (&table, book, error))
        return FALSE;
    }

  if (result != FAR_CSV_END)
    {
      throw_fault (result, csv.row, error);
      return FALSE;
    }

  return TRUE;
}
