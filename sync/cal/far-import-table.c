/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tables of holidays.  What a column holds its heading says:
 *
 *  - data.education.gouv.fr: a row for each académie, instants, zones and académies;
 *  - openholidaysapi.org: days, names in several languages, codes of regions;
 *  - data.gouv.fr: a day a row, with or without a column that says whether it is a holiday, or with
 *    one column for each zone that says so.
 *
 * An end that is an instant is when school begins again, so the day before is the last one; an end
 * that is a day is the last one itself. */

#define G_LOG_DOMAIN "far-import"

#include "far-import-private.h"

#include <string.h>

#include "far-day.h"
#include "far-import-rows.h"
#include "far-tidy.h"
#include "far-pure.h"

/* The ministry's instants are midnights there. */
#define MINISTRY_ZONE "Europe/Paris"
#define NOON (12 * 60)

typedef enum
{
  COLUMN_NAME,
  COLUMN_FIRST,
  COLUMN_LAST,
  COLUMN_IS,
  COLUMN_ZONES,
  COLUMN_PLACES,
  COLUMN_POPULATION,
  COLUMN_TYPE,
  COLUMN_PART,
  COLUMN_COUNTRY,
  N_COLUMNS,
} Column;

/* Headings, folded; the ministry's in both forms in which it gives its table. */
static const char *const headings[N_COLUMNS] = {
  [COLUMN_NAME] = "|name|description|nom jour ferie|nom vacances|nom|",
  [COLUMN_FIRST] = "|startdate|start date|date de debut|date|",
  [COLUMN_LAST] = "|enddate|end date|date de fin|",
  [COLUMN_IS] = "|est jour ferie|",
  [COLUMN_ZONES] = "|zones|zone|subdivisions|groups|",
  [COLUMN_PLACES] = "|academies|location|",
  [COLUMN_POPULATION] = "|population|",
  [COLUMN_TYPE] = "|type|",
  [COLUMN_PART] = "|temporalscope|",
  [COLUMN_COUNTRY] = "|country|",
};

typedef struct
{
  FarImportBook *book; /* unowned */
  GTimeZone *zone;     /* owned */
  FarImportRows rows;
  GPtrArray *flags; /* owned (element-type utf8) (nullable elements): of each column, the zone of
                       which it says whether it has holidays */
  FarImportWhere where;
} Table;

static void
table_clear (Table *self)
{
  g_clear_pointer (&self->zone, g_time_zone_unref);
  _far_import_rows_clear (&self->rows);
  g_clear_pointer (&self->flags, g_ptr_array_unref);
  _far_import_where_clear (&self->where);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static gboolean
read_headings (Table *self, GError **error)
{
  static const char flag[] = "vacances zone ";
  const GPtrArray *cells = self->rows.cells;

  _far_import_rows_find_columns (&self->rows, headings, N_COLUMNS);
  for (guint i = 0; i < cells->len; i++)
    {
      g_autofree char *heading = far_fold (cells->pdata[i]);
      char *zone = NULL;

      if (g_str_has_prefix (heading, flag) && heading[strlen (flag)] != '\0')
        {
          g_autofree char *letter = g_utf8_strup (heading + strlen (flag), -1);
          g_autofree char *name = g_strconcat ("Zone ", letter, NULL);

          zone = far_tidy (name);
        }
      g_ptr_array_add (self->flags, zone);
    }

  if (_far_import_rows_has (&self->rows, COLUMN_FIRST) &&
      _far_import_rows_has (&self->rows, COLUMN_NAME))
    return TRUE;

  g_set_error (error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_FORMAT,
               "neither a calendar nor a table with a column of days and one of names");

  return FALSE;
}

static const char *
peek_cell (const Table *self, Column column)
{
  return _far_import_rows_peek_cell (&self->rows, column);
}

static gboolean
is_false (const char *cell)
{
  g_autofree char *folded = far_fold (cell);
  g_autofree char *listed = g_strconcat ("|", folded, "|", NULL);

  return strstr ("|false|faux|non|no|0||", listed) != NULL;
}

/* -- what a cell says */

/* A day as spreadsheets of Europe write it: 22/10/2022, 22.10.2022. */
static gboolean
parse_short_day (const char *text, gint32 *out_day)
{
  char *end;
  guint64 part[3];

  for (guint i = 0; i < 3; i++)
    {
      if (!g_ascii_isdigit (*text))
        return FALSE;

      part[i] = g_ascii_strtoull (text, &end, 10);
      if (part[i] > 9999 || (i < 2 && *end != '/' && *end != '.') || (i == 2 && *end != '\0'))
        return FALSE;

      text = end + 1;
    }

  return far_day_from_ymd (part[2], part[1], part[0], out_day);
}

/* The day whose midnight is nearest: an instant in the afternoon is the end of that day. */
static gboolean
parse_instant (const Table *self, const char *text, gint32 *out_day)
{
  g_autoptr (GDateTime) instant = g_date_time_new_from_iso8601 (text, self->zone);
  int minutes;

  if (instant == NULL)
    return FALSE;

  *out_day = far_day_of_instant (g_date_time_to_unix (instant) * 1000, self->zone, &minutes);
  *out_day += minutes >= NOON;

  return far_day_is_valid (*out_day);
}

static gboolean
parse_day (const Table *self, const char *text, gint32 *out_day, gboolean *out_is_instant)
{
  *out_is_instant = strchr (text, 'T') != NULL;

  if (*out_is_instant)
    return parse_instant (self, text, out_day);

  return far_day_parse (text, out_day) || parse_short_day (text, out_day);
}

/* Of "FR Noël", "DE Weihnachten", "EN Christmas" the first in a language of the user, else in
 * English, else the first. */
static const char *
pick_language (const Table *self, char **names)
{
  static const char *const english[] = { "en", NULL };
  const char *const *const wishes[] = { self->book->request->languages, english };

  for (guint i = 0; i < G_N_ELEMENTS (wishes); i++)
    {
      for (const char *const *language = wishes[i]; *language != NULL; language++)
        {
          for (char **name = names; *name != NULL; name++)
            {
              if (g_ascii_strncasecmp (*name, *language, 2) == 0)
                return *name + 3;
            }
        }
    }

  return names[0] + 3;
}

/* Names of openholidaysapi.org are in several languages, parted by commas, and a comma in one of
 * them is "%2C". */
static char *
read_name (const Table *self)
{
  const char *cell = peek_cell (self, COLUMN_NAME);
  g_auto (GStrv) names = NULL;
  g_autoptr (GString) name = NULL;

  if (!_far_import_rows_has (&self->rows, COLUMN_COUNTRY) ||
      !g_regex_match_simple ("^[A-Z]{2} ", cell, 0, 0))
    return g_strdup (cell);

  names = g_regex_split_simple (",(?=[A-Z]{2} )", cell, 0, 0);
  name = g_string_new (pick_language (self, names));
  g_string_replace (name, "%2C", ",", 0);

  return g_string_free (g_steal_pointer (&name), FALSE);
}

/* -- rows */

/* Where the row holds.  Returns: whether it holds anywhere */
static gboolean
read_where (Table *self)
{
  gboolean is_french = strcmp (peek_cell (self, COLUMN_COUNTRY), "FR") == 0;
  guint n_flags = 0;

  _far_import_where_reset (&self->where);
  _far_import_split (self->where.names, peek_cell (self, COLUMN_ZONES), ",");
  _far_import_split (self->where.places, peek_cell (self, COLUMN_PLACES), ",");
  self->where.is_more = strcmp (peek_cell (self, COLUMN_TYPE), "Public") == 0;

  for (guint i = 0; i < self->where.names->len; i++)
    {
      char *code = self->where.names->pdata[i];

      /* openholidaysapi.org has a code for the zones of the ministry, too */
      if (is_french && code[0] == 'Z' && strlen (code) == 2)
        {
          self->where.names->pdata[i] = g_strconcat ("Zone ", code + 1, NULL);
          g_free (code);
        }
    }

  for (guint i = 0; i < self->flags->len; i++)
    {
      if (self->flags->pdata[i] == NULL)
        continue;

      n_flags++;
      if (i < self->rows.cells->len && !is_false (self->rows.cells->pdata[i]))
        g_ptr_array_add (self->where.names, g_strdup (self->flags->pdata[i]));
    }

  return n_flags == 0 || self->where.names->len > 0;
}

/* Whether the row is a holiday of pupils at all.  Half days are none: children walk to school. */
static gboolean
is_holiday (const Table *self)
{
  g_autofree char *population = far_fold (peek_cell (self, COLUMN_POPULATION));
  const char *type = peek_cell (self, COLUMN_TYPE);
  const char *part = peek_cell (self, COLUMN_PART);

  return !g_str_has_prefix (population, "enseignant") &&
         (!_far_import_rows_has (&self->rows, COLUMN_TYPE) || strcmp (type, "Public") == 0 ||
          strcmp (type, "School") == 0) &&
         (part[0] == '\0' || strcmp (part, "FullDay") == 0) &&
         (!_far_import_rows_has (&self->rows, COLUMN_IS) ||
          !is_false (peek_cell (self, COLUMN_IS))) &&
         !_far_import_is_return (peek_cell (self, COLUMN_NAME));
}

/* Reads the end into @row.  Returns: FALSE if it is refused */
static gboolean
read_end (Table *self, FarImportRow *row, gboolean is_instant)
{
  const char *cell = peek_cell (self, COLUMN_LAST);
  FarHolidays *holidays = self->book->holidays;

  row->last_day = row->first_day;
  if (cell[0] != '\0' && !parse_day (self, cell, &row->last_day, &is_instant))
    {
      _far_holidays_refuse (holidays, row->number, FAR_REFUSED_DATE, cell);
      return FALSE;
    }

  if ((is_instant && row->last_day == row->first_day) ||
      (cell[0] == '\0' && _far_import_is_beginning (peek_cell (self, COLUMN_NAME))))
    {
      _far_holidays_refuse (holidays, row->number, FAR_REFUSED_OPEN, row->name);
      return FALSE;
    }
  row->last_day -= is_instant ? 1 : 0;

  return _far_import_book_check (self->book, row, cell);
}

static void
read_row (Table *self, guint number)
{
  g_autofree char *name = read_name (self);
  FarImportRow row = { .number = number, .name = name };
  gboolean is_instant;

  if (!is_holiday (self) || !read_where (self))
    {
      _far_import_book_pass_over (self->book);
      return;
    }
  if (!_far_import_book_wants (self->book, &self->where))
    return;

  if (!parse_day (self, peek_cell (self, COLUMN_FIRST), &row.first_day, &is_instant))
    _far_holidays_refuse (self->book->holidays, number, FAR_REFUSED_DATE,
                          peek_cell (self, COLUMN_FIRST));
  else if (read_end (self, &row, is_instant))
    _far_import_book_add (self->book, &row, &self->where);
}

static void
table_init (Table *self, FarImportBook *book, const char *text, gsize len)
{
  self->book = book;
  self->zone = g_time_zone_new_identifier (MINISTRY_ZONE);
  if (self->zone == NULL)
    self->zone = g_time_zone_new_utc ();
  _far_import_rows_init (&self->rows, text, len, far_csv_guess_delimiter (text, len));
  self->flags = g_ptr_array_new_with_free_func (g_free);
  _far_import_where_init (&self->where);
}

gboolean
_far_import_read_table (FarImportBook *book, const char *text, gsize len, GError **error)
{
  g_auto (Table) table = { 0 };
  const char *fault;

  table_init (&table, book, text, len);
  while (_far_import_rows_next (&table.rows))
    {
      if (table.rows.has_columns)
        read_row (&table, table.rows.csv.row);
      else if (!read_headings (&table, error))
        return FALSE;
      table.rows.has_columns = TRUE;
    }

  fault = _far_import_rows_peek_fault (&table.rows);
  if (fault != NULL)
    g_set_error (error, FAR_HOLIDAYS_ERROR,
                 table.rows.has_columns ? FAR_HOLIDAYS_ERROR_DAMAGED : FAR_HOLIDAYS_ERROR_FORMAT,
                 "row %u: %s", table.rows.csv.row, fault);
  else if (!table.rows.has_columns)
    g_set_error (error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_FORMAT, "an empty file");
  else
    return TRUE;

  return FALSE;
}
