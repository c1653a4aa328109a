/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Events out of a table: a title, a date and a time in each row, as calendars and spreadsheets save
 * them.  Days are written as in Europe, 9/12 being the ninth of December, unless one of the file's
 * cannot be. */

#define G_LOG_DOMAIN "far-import"

#include "far-import-events.h"

#include <string.h>

#include "far-csv.h"
#include "far-day.h"
#include "far-import-private.h"
#include "far-tidy.h"
#include "far-pure.h"

#define HEADING_ROWS 10 /* in which the headings are looked for: titles may stand above */

typedef enum
{
  COLUMN_TITLE,
  COLUMN_DATE,
  COLUMN_TIME,
  COLUMN_PLACE,
  COLUMN_ALL_DAY,
  N_COLUMNS
} Column;

static const char *const headings[N_COLUMNS][12] = {
  [COLUMN_TITLE] = { "title", "titre", "subject", "objet", "summary", "name", "nom", "activite",
                     "evenement", "event", "intitule" },
  [COLUMN_DATE] = { "date", "start date", "date de debut", "jour", "day", "startdate", "le",
                    "debut" },
  [COLUMN_TIME] = { "time", "heure", "start time", "heure de debut", "starttime", "horaire", "at",
                    "a" },
  [COLUMN_PLACE] = { "place", "lieu", "location", "endroit", "emplacement", "rendez-vous" },
  [COLUMN_ALL_DAY] = { "all day event", "journee entiere", "all day" },
};

typedef struct
{
  FarEvents *events;               /* unowned */
  const FarEventsRequest *request; /* unowned */
  GPtrArray *cells;                /* owned (element-type utf8): of the row */
  int columns[N_COLUMNS];          /* -1 if there is none */
  gboolean has_headings;
  gboolean is_american; /* the month stands first */
} Table;

static void
table_clear (Table *self)
{
  g_clear_pointer (&self->cells, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

static const char *
peek_cell (const Table *self, Column column)
{
  int at = self->columns[column];

  return at >= 0 && (guint)at < self->cells->len ? self->cells->pdata[at] : "";
}

/* Returns: whether the row names a title and a date */
static gboolean
read_headings (Table *self)
{
  for (Column column = 0; column < N_COLUMNS; column++)
    self->columns[column] = -1;

  for (guint i = 0; i < self->cells->len; i++)
    {
      g_autofree char *folded = far_fold (self->cells->pdata[i]);

      for (Column column = 0; column < N_COLUMNS; column++)
        for (guint j = 0; j < G_N_ELEMENTS (headings[column]) && headings[column][j] != NULL; j++)
          if (self->columns[column] < 0 && strcmp (headings[column][j], folded) == 0)
            self->columns[column] = (int)i;
    }

  return self->columns[COLUMN_TITLE] >= 0 && self->columns[COLUMN_DATE] >= 0;
}

/* Three numbers between / or . or -.  Returns: FALSE if it is anything else, but for a weekday in
 * front and a time behind. */
static gboolean
read_numbers (const char *text, int out[static 3])
{
  const char *at = text;
  char *end;

  while (*at != '\0' && !g_ascii_isdigit (*at))
    at++;
  for (guint i = 0; i < 3; i++)
    {
      guint64 number = g_ascii_isdigit (*at) ? g_ascii_strtoull (at, &end, 10) : 10000;

      if (number > 9999)
        return FALSE;
      out[i] = (int)number;
      at = end;
      if (i < 2 && strchr ("/.-", *at) == NULL)
        return FALSE;
      at += i < 2 && *at != '\0';
    }

  return *at == '\0' || *at == ' ' || *at == 'T' || *at == ',';
}

static gboolean
read_day (const Table *self, gint32 *out_day)
{
  int numbers[3];
  int month, day;

  if (!read_numbers (peek_cell (self, COLUMN_DATE), numbers))
    return FALSE;
  if (numbers[0] > 31)
    return far_day_from_ymd (numbers[0], numbers[1], numbers[2], out_day);

  day = numbers[self->is_american ? 1 : 0];
  month = numbers[self->is_american ? 0 : 1];

  return far_day_from_ymd (numbers[2] + (numbers[2] < 100 ? 2000 : 0), month, day, out_day);
}

/* "8:10", "08:10:00", "8h10", "8 h", "8:10 PM"; without a column for it, what stands behind the
 * date.  Returns: FALSE if it is none */
static gboolean
read_time (const Table *self, int *out_minutes, const char **out_cell)
{
  g_autoptr (GRegex) regex = g_regex_new (
      "(?:^|[ T])(\\d{1,2})\\s*(?::|h|\\.)\\s*(\\d{2})?(?::\\d{2})?\\s*([ap])?\\.?m?\\.?(?:$|[ZhH+ "
      "-])",
      G_REGEX_CASELESS, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *hour = NULL;
  g_autofree char *minute = NULL;
  g_autofree char *half = NULL;
  int hours;

  *out_cell = peek_cell (self, self->columns[COLUMN_TIME] >= 0 ? COLUMN_TIME : COLUMN_DATE);
  if (!g_regex_match (regex, *out_cell, 0, &match))
    return FALSE;

  hour = g_match_info_fetch (match, 1);
  minute = g_match_info_fetch (match, 2);
  half = g_match_info_fetch (match, 3);
  hours = atoi (hour);
  if (half != NULL && half[0] != '\0' && (hours < 1 || hours > 12))
    return FALSE;
  if (half != NULL && half[0] != '\0')
    hours = hours % 12 + (g_ascii_tolower (half[0]) == 'p' ? 12 : 0);
  *out_minutes = hours * 60 + (minute != NULL ? atoi (minute) : 0);

  return hours < 24 && (minute == NULL || atoi (minute) < 60);
}

static gboolean
is_yes (const char *text)
{
  g_autofree char *folded = far_fold (text);

  return strcmp (folded, "true") == 0 || strcmp (folded, "vrai") == 0 ||
         strcmp (folded, "1") == 0 || strcmp (folded, "yes") == 0 || strcmp (folded, "oui") == 0;
}

static gboolean
read_row (Table *self, guint row, GError **error)
{
  g_autoptr (FarDatedEvent) event = _far_event_new (row, peek_cell (self, COLUMN_TITLE),
                                                    peek_cell (self, COLUMN_PLACE));
  const char *date_cell = peek_cell (self, COLUMN_DATE);
  const char *time_cell = "";
  FarEventDate date;

  if (event->title[0] == '\0')
    _far_events_refuse (self->events, row, FAR_EVENT_REFUSED_TITLE, date_cell);
  else if (!read_day (self, &date.day))
    _far_events_refuse (self->events, row, FAR_EVENT_REFUSED_DATE, date_cell);
  else if (is_yes (peek_cell (self, COLUMN_ALL_DAY)) ||
           (peek_cell (self, COLUMN_TIME)[0] == '\0' && !read_time (self, &date.at, &time_cell)))
    _far_events_refuse (self->events, row, FAR_EVENT_REFUSED_ALL_DAY, event->title);
  else if (!read_time (self, &date.at, &time_cell))
    _far_events_refuse (self->events, row, FAR_EVENT_REFUSED_TIME, time_cell);
  else if (date.day < self->request->today || date.day > self->request->until)
    self->events->n_passed_over++;
  else
    {
      g_array_append_val (event->dates, date);
      return _far_events_add (self->events, g_steal_pointer (&event), error);
    }

  return TRUE;
}

static gboolean
is_blank_row (const GPtrArray *cells)
{
  for (guint i = 0; i < cells->len; i++)
    if (((const char *)cells->pdata[i])[0] != '\0')
      return FALSE;

  return TRUE;
}

/* One row, of the first walk through the table, by which the order of day and month is known, or of
 * the second. */
static gboolean
walk_row (Table *self, guint row, gboolean is_first, GError **error)
{
  int numbers[3];

  if (is_blank_row (self->cells))
    return TRUE;
  if (!self->has_headings)
    {
      self->has_headings = row <= HEADING_ROWS && read_headings (self);
      return TRUE;
    }
  if (!is_first)
    return read_row (self, row, error);

  if (read_numbers (peek_cell (self, COLUMN_DATE), numbers) && numbers[0] <= 12 && numbers[1] > 12)
    self->is_american = TRUE;

  return TRUE;
}

static gboolean
walk (Table *self, const char *text, gsize len, gboolean is_first, GError **error)
{
  static const char *const faults[] = {
    [FAR_CSV_OPEN] = "a quotation mark is not closed",
    [FAR_CSV_TRAILER] = "text after a closing quotation mark",
    [FAR_CSV_WIDE] = "too many cells",
  };
  FarCsv csv = far_csv (text, len, far_csv_guess_delimiter (text, len));
  FarCsvResult result;

  self->has_headings = FALSE;
  while ((result = far_csv_read_row (&csv, self->cells)) == FAR_CSV_ROW)
    if (!walk_row (self, csv.row, is_first, error))
      return FALSE;

  if (result != FAR_CSV_END)
    g_set_error (error, FAR_IMPORT_ERROR,
                 self->has_headings ? FAR_IMPORT_ERROR_DAMAGED : FAR_IMPORT_ERROR_FORMAT,
                 "row %u: %s", csv.row, faults[result]);
  else if (!self->has_headings)
    g_set_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_FORMAT,
                 "no columns with a title and a date");
  else
    return TRUE;

  return FALSE;
}

gboolean
_far_import_event_table (FarEvents *events,
                         const FarEventsRequest *request,
                         const char *text,
                         gsize len,
                         GError **error)
{
  g_auto (Table) table = { .events = events, .request = request };

  table.cells = g_ptr_array_new_with_free_func (g_free);

  return walk (&table, text, len, TRUE, error) && walk (&table, text, len, FALSE, error);
}
