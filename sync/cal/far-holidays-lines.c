/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the process that parses says of a calendar, and how it is checked: docs/formats.md, "Import
 * of holidays". */

#define G_LOG_DOMAIN "far-holidays"

#include "far-holidays-private.h"

#include <string.h>

#include "far-day.h"
#include "far-tidy.h"
#include "far-pure.h"

#define FIRST_LINE "farandole-holidays 1"

/* Errors that the process may tell; of what happens to it, it says nothing. */
static const char *const error_words[] = {
  [FAR_HOLIDAYS_ERROR_FORMAT] = "format",
  [FAR_HOLIDAYS_ERROR_DAMAGED] = "damaged",
  [FAR_HOLIDAYS_ERROR_ZONE_NEEDED] = "zone-needed",
  [FAR_HOLIDAYS_ERROR_ZONE_UNKNOWN] = "zone-unknown",
  [FAR_HOLIDAYS_ERROR_TOO_BIG] = "too-big",
};

static const char *const reason_words[] = {
  [FAR_REFUSED_DATE] = "date", [FAR_REFUSED_ORDER] = "order", [FAR_REFUSED_OPEN] = "open",
  [FAR_REFUSED_LONG] = "long", [FAR_REFUSED_TIME] = "time",   [FAR_REFUSED_REPEATS] = "repeats",
};

/* -- writing */

static void
put_zones (GString *out, const GPtrArray *zones)
{
  for (guint i = 0; zones != NULL && i < zones->len; i++)
    g_string_append_printf (out, "zone %s\n", (const char *)zones->pdata[i]);
}

static void
put_holidays (GString *out, const FarHolidays *self)
{
  g_string_append_printf (out, "name %s\n", self->name);
  put_zones (out, self->zones);

  for (guint i = 0; i < self->spans->len; i++)
    {
      const FarSpan *span = &g_array_index (self->spans, FarSpan, i);
      g_autofree char *first = far_day_format (span->first_day);
      g_autofree char *last = far_day_format (span->last_day);

      g_string_append_printf (out, "span %s %s %s\n", first, last, span->name);
    }

  for (guint i = 0; i < self->refused->len; i++)
    {
      const FarRefusedRow *refused = self->refused->pdata[i];

      g_string_append_printf (out, "refused %u %s %s\n", refused->row,
                              reason_words[refused->reason], refused->cell);
    }

  g_string_append_printf (out, "counts %u %u\n", self->n_refused, self->n_passed_over);
}

char *
_far_holidays_write_lines (const FarHolidays *self, const GPtrArray *zones, const GError *error)
{
  GString *out = g_string_new (FIRST_LINE "\n");

  if (self != NULL)
    {
      put_holidays (out, self);
    }
  else
    {
      g_autofree char *message = far_tidy (error->message);

      g_string_append_printf (out, "failed %s %s\n", error_words[error->code], message);
      put_zones (out, zones);
    }
  g_string_append (out, "end\n");

  return g_string_free (out, FALSE);
}

/* -- reading: everything is checked anew, since a file may have taken the writer over */

typedef struct
{
  FarHolidays *holidays; /* owned */
  GError *failed;        /* owned: what the process could not do */
  gint32 today;
} Reading;

static void
reading_clear (Reading *self)
{
  g_clear_pointer (&self->holidays, far_holidays_free);
  g_clear_error (&self->failed);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, reading_clear)

/* Cuts the word at *@at off, and steps behind the blank that ends it. */
static char *
take_word (char **at)
{
  char *word = *at;
  char *blank = strchr (word, ' ');

  if (blank != NULL)
    *blank = '\0';
  *at = blank != NULL ? blank + 1 : word + strlen (word);

  return word;
}

static gboolean
take_number (char **at, guint *out)
{
  guint64 number;

  if (!g_ascii_string_to_unsigned (take_word (at), 10, 0, FAR_HOLIDAYS_BYTES_MAX, &number, NULL))
    return FALSE;

  *out = number;

  return TRUE;
}

static gboolean
take_index (char **at, const char *const *words, guint n_words, guint *out)
{
  const char *word = take_word (at);

  for (*out = 0; *out < n_words; (*out)++)
    {
      if (strcmp (words[*out], word) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
read_failed (Reading *self, char *rest)
{
  guint code;

  if (!take_index (&rest, error_words, G_N_ELEMENTS (error_words), &code) || !far_is_tidy (rest))
    return FALSE;

  self->failed = g_error_new_literal (FAR_HOLIDAYS_ERROR, code, rest);

  return TRUE;
}

static gboolean
read_name (Reading *self, char *rest)
{
  g_free (self->holidays->name);
  self->holidays->name = g_strdup (rest);

  return far_is_tidy (rest);
}

static gboolean
read_zone (Reading *self, char *rest)
{
  GPtrArray *zones = self->holidays->zones;

  if (zones->len == FAR_HOLIDAY_ZONES_MAX || rest[0] == '\0' || !far_is_tidy (rest) ||
      (zones->len > 0 && strcmp (zones->pdata[zones->len - 1], rest) >= 0))
    return FALSE;

  g_ptr_array_add (zones, g_strdup (rest));

  return TRUE;
}

static gboolean
read_span (Reading *self, char *rest)
{
  gint32 first_day;
  gint32 last_day;

  if (self->holidays->spans->len == FAR_HOLIDAY_SPANS_MAX ||
      !far_day_parse (take_word (&rest), &first_day) ||
      !far_day_parse (take_word (&rest), &last_day) || last_day < first_day ||
      last_day - first_day >= FAR_HOLIDAY_DAYS_MAX ||
      !_far_holidays_is_near (first_day, last_day, self->today) || !far_is_tidy (rest))
    return FALSE;

  _far_holidays_add (self->holidays, first_day, last_day, rest);

  return TRUE;
}

static gboolean
read_refused (Reading *self, char *rest)
{
  guint row;
  guint reason;

  if (self->holidays->refused->len == FAR_HOLIDAY_REFUSED_MAX || !take_number (&rest, &row) ||
      !take_index (&rest, reason_words, G_N_ELEMENTS (reason_words), &reason) ||
      !far_is_tidy (rest))
    return FALSE;

  _far_holidays_refuse (self->holidays, row, reason, rest);

  return TRUE;
}

static gboolean
read_counts (Reading *self, char *rest)
{
  FarHolidays *holidays = self->holidays;
  guint n_listed = holidays->refused->len;

  return take_number (&rest, &holidays->n_refused) &&
         take_number (&rest, &holidays->n_passed_over) && rest[0] == '\0' &&
         MIN (holidays->n_refused, FAR_HOLIDAY_REFUSED_MAX) == n_listed;
}

static gboolean
read_end (Reading *self G_GNUC_UNUSED, char *rest)
{
  return rest[0] == '\0';
}

typedef enum
{
  FOLLOWS_START = 1 << 0,
  FOLLOWS_FAILED = 1 << 1,
  FOLLOWS_NAME = 1 << 2,
  FOLLOWS_ZONE = 1 << 3, /* of what was read */
  FOLLOWS_SPAN = 1 << 4,
  FOLLOWS_REFUSED = 1 << 5,
  FOLLOWS_COUNTS = 1 << 6,
  FOLLOWS_END = 1 << 7,
} Place;

/* Each line there is, after which it may stand, and where one is then. */
static const struct
{
  const char *word;
  guint after;
  Place place;
  gboolean (*read) (Reading *self, char *rest);
} line_kinds[] = {
  { "failed", FOLLOWS_START, FOLLOWS_FAILED, read_failed },
  { "zone", FOLLOWS_FAILED, FOLLOWS_FAILED, read_zone },
  { "end", FOLLOWS_FAILED | FOLLOWS_COUNTS, FOLLOWS_END, read_end },
  { "name", FOLLOWS_START, FOLLOWS_NAME, read_name },
  { "zone", FOLLOWS_NAME | FOLLOWS_ZONE, FOLLOWS_ZONE, read_zone },
  { "span", FOLLOWS_NAME | FOLLOWS_ZONE | FOLLOWS_SPAN, FOLLOWS_SPAN, read_span },
  { "refused", FOLLOWS_NAME | FOLLOWS_ZONE | FOLLOWS_SPAN | FOLLOWS_REFUSED, FOLLOWS_REFUSED,
    read_refused },
  { "counts", FOLLOWS_NAME | FOLLOWS_ZONE | FOLLOWS_SPAN | FOLLOWS_REFUSED, FOLLOWS_COUNTS,
    read_counts },
};

static gboolean
read_line (Reading *self, char *line, Place *place)
{
  const char *word = take_word (&line);

  for (guint i = 0; i < G_N_ELEMENTS (line_kinds); i++)
    {
      if (strcmp (line_kinds[i].word, word) != 0 || (line_kinds[i].after & *place) == 0)
        continue;

      *place = line_kinds[i].place;

      return line_kinds[i].read (self, line);
    }

  return FALSE;
}

/* Returns: the number of the first line that is wrong, 0 if none is */
static guint
read_all (Reading *self, char **lines)
{
  Place place = FOLLOWS_START;
  guint n = 1;

  if (lines[0] == NULL || strcmp (lines[0], FIRST_LINE) != 0)
    return 1;

  for (; place != FOLLOWS_END; n++)
    {
      if (lines[n] == NULL || !read_line (self, lines[n], &place))
        return n + 1;
    }

  /* what is behind the last line feed */
  return lines[n] != NULL && lines[n][0] == '\0' && lines[n + 1] == NULL ? 0 : n + 1;
}

FarHolidays *
_far_holidays_read_lines (const char *lines,
                          gsize len,
                          gint32 today,
                          GPtrArray **out_zones,
                          GError **error)
{
  g_auto (Reading) reading = { .today = today };
  g_auto (GStrv) split = NULL;
  g_autofree char *text = NULL;
  guint wrong = 1;

  if (out_zones != NULL)
    *out_zones = NULL;

  reading.holidays = _far_holidays_new ();
  if (len <= FAR_IMPORT_LINES_LEN_MAX && len > 0 && g_utf8_validate_len (lines, len, NULL))
    {
      text = g_strndup (lines, len);
      split = g_strsplit (text, "\n", -1);
      wrong = read_all (&reading, split);
    }

  if (wrong > 0)
    {
      g_set_error (error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_HELPER,
                   "the process that reads does not keep its promises: line %u", wrong);
      return NULL;
    }

  if (reading.failed != NULL)
    {
      if (out_zones != NULL && (reading.failed->code == FAR_HOLIDAYS_ERROR_ZONE_NEEDED ||
                                reading.failed->code == FAR_HOLIDAYS_ERROR_ZONE_UNKNOWN))
        *out_zones = g_ptr_array_ref (reading.holidays->zones);
      g_propagate_error (error, g_steal_pointer (&reading.failed));
      return NULL;
    }

  _far_holidays_settle (reading.holidays);

  return g_steal_pointer (&reading.holidays);
}
