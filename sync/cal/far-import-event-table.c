/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Events out of a table: a title, a date and a time in each row, as calendars and spreadsheets save
 * them.  Days are written as in Europe, 9/12 being the ninth of December, unless one of the file's
 * cannot be. */

#define G_LOG_DOMAIN "far-import"

#include "far-import-events.h"

#include <string.h>

#include "far-day.h"
#include "far-import-private.h"
#include "far-import-rows.h"
#include "far-tidy.h"
#include "far-pure.h"

typedef enum
{
  COLUMN_TITLE,
  COLUMN_DATE,
  COLUMN_TIME,
  COLUMN_PLACE,
  COLUMN_ALL_DAY,
  N_COLUMNS
} Column;

/* Folded. */
static const char *const headings[N_COLUMNS] = {
  [COLUMN_TITLE] = "|title|titre|subject|objet|summary|name|nom|activite|evenement|event|intitule|",
  [COLUMN_DATE] = "|date|start date|date de debut|jour|day|startdate|le|debut|",
  [COLUMN_TIME] = "|time|heure|start time|heure de debut|starttime|horaire|at|a|",
  [COLUMN_PLACE] = "|place|lieu|location|endroit|emplacement|rendez-vous|",
  [COLUMN_ALL_DAY] = "|all day event|journee entiere|all day|",
};

typedef struct
{
  FarEvents *events;               /* unowned */
  const FarEventsRequest *request; /* unowned */
  FarImportRows rows;
  gboolean is_american; /* the month stands first */
} Table;

static const char *
peek_cell (const Table *self, Column column)
{
  return _far_import_rows_peek_cell (&self->rows, column);
}

/* Returns: whether the row names a title and a date */
static gboolean
read_headings (FarImportRows *rows)
{
  _far_import_rows_find_columns (rows, headings, N_COLUMNS);

  return _far_import_rows_has (rows, COLUMN_TITLE) && _far_import_rows_has (rows, COLUMN_DATE);
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

  *out_cell =
      peek_cell (self, _far_import_rows_has (&self->rows, COLUMN_TIME) ? COLUMN_TIME : COLUMN_DATE);
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
read_row (Table *self, GError **error)
{
  guint row = self->rows.csv.row;
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

/* One row, of the first walk through the table, by which the order of day and month is known, or of
 * the second. */
static gboolean
walk_row (Table *self, gboolean is_first, GError **error)
{
  int numbers[3];

  if (!self->rows.has_columns)
    {
      self->rows.has_columns =
          self->rows.csv.row <= FAR_IMPORT_HEADING_ROWS && read_headings (&self->rows);
      return TRUE;
    }
  if (!is_first)
    return read_row (self, error);

  if (read_numbers (peek_cell (self, COLUMN_DATE), numbers) && numbers[0] <= 12 && numbers[1] > 12)
    self->is_american = TRUE;

  return TRUE;
}

static gboolean
walk (Table *self, const char *text, gsize len, gboolean is_first, GError **error)
{
  gboolean good = TRUE;

  _far_import_rows_init (&self->rows, text, len, far_csv_guess_delimiter (text, len));
  while (good && _far_import_rows_next (&self->rows))
    good = walk_row (self, is_first, error);
  good = good && _far_import_rows_check_end (&self->rows, FAR_IMPORT_ERROR_FORMAT,
                                             "no columns with a title and a date", error);
  _far_import_rows_clear (&self->rows);

  return good;
}

gboolean
_far_import_event_table (FarEvents *events,
                         const FarEventsRequest *request,
                         const char *text,
                         gsize len,
                         GError **error)
{
  Table table = { .events = events, .request = request };

  return walk (&table, text, len, TRUE, error) && walk (&table, text, len, FALSE, error);
}
