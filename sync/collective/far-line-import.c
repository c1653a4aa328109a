/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-line-import"

#include "far-line-import-private.h"

#include <string.h>

#include "far-blank.h"
#include "far-encoding.h"
#include "far-pure.h"

#define QUOTE_MAX 40 /* characters of the file in a message */

G_DEFINE_QUARK (far_line_import_error, far_line_import_error)

/* What can be said of how a pair was written. */
typedef enum
{
  ORDER_RIGHT,
  ORDER_SWAPPED,
  ORDER_EITHER,
  ORDER_NEITHER,
} Order;

static void
stop_draft_free (FarStopDraft *self)
{
  g_free (self->name);
  g_free (self);
}

static void
line_draft_free (FarLineDraft *self)
{
  g_free (self->name);
  g_free (self->school);
  g_free (self->colour);
  g_ptr_array_unref (self->stops);
  g_free (self);
}

static void
warning_free (FarLineWarning *self)
{
  g_free (self->line);
  g_free (self);
}

static void
stop_sketch_free (FarStopSketch *self)
{
  g_free (self->name);
  g_free (self->folded);
  g_free (self->where);
  g_free (self);
}

static void
line_sketch_free (FarLineSketch *self)
{
  g_free (self->name);
  g_free (self->school);
  g_free (self->colour);
  g_ptr_array_unref (self->out);
  g_ptr_array_unref (self->back);
  g_free (self);
}

static void
book_clear (FarLineBook *self)
{
  g_clear_pointer (&self->by_title, g_hash_table_unref);
  g_clear_pointer (&self->sketches, g_ptr_array_unref);
  g_clear_pointer (&self->hint, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarLineBook, book_clear)

/* -- what the readers share */

char *
_far_line_quote (const char *text)
{
  GString *quoted = g_string_new ("“");
  guint n_chars = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (n_chars++ == QUOTE_MAX)
        {
          g_string_append (quoted, "…");
          break;
        }

      g_string_append_unichar (quoted, g_unichar_isprint (c) ? c : 0xfffd);
    }

  g_string_append (quoted, "”");

  return g_string_free (quoted, FALSE);
}

char *
_far_line_parse_text (const char *text, const char *what, const char *where, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *composed = g_utf8_normalize (stripped, -1, G_NORMALIZE_NFC);
  g_autofree char *quoted = NULL;
  glong n_chars = 0;

  for (const char *at = composed; *at != '\0'; at = g_utf8_next_char (at), n_chars++)
    {
      if (g_unichar_iscntrl (g_utf8_get_char (at)))
        {
          quoted = _far_line_quote (composed);
          g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE,
                       "%s: %s %s has a control character", where, what, quoted);
          return NULL;
        }
    }

  /* what nobody would see is as good as nothing */
  if (far_text_is_blank (composed))
    return g_strdup ("");

  if (n_chars > FAR_NAME_MAX)
    {
      quoted = _far_line_quote (composed);
      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE,
                   "%s: %s %s is longer than %d characters", where, what, quoted, FAR_NAME_MAX);
      return NULL;
    }

  return g_steal_pointer (&composed);
}

/* One or two digits; steps over them. */
static gboolean
read_number (const char **at, int *out)
{
  const char *from = *at;

  *out = 0;
  while (g_ascii_isdigit (**at) && *at - from < 2)
    *out = *out * 10 + *(*at)++ - '0';

  return *at > from && !g_ascii_isdigit (**at);
}

static void
skip_blanks (const char **at)
{
  while (**at == ' ')
    (*at)++;
}

/* Whether @text is a.m. or p.m., written one way or the other: then 'a' or 'p', else 0. */
static char
read_half (const char *text)
{
  static const char *const halves[] = { "am", "a.m.", "pm", "p.m." };

  for (guint i = 0; i < G_N_ELEMENTS (halves); i++)
    {
      if (g_ascii_strcasecmp (text, halves[i]) == 0)
        return halves[i][0];
    }

  return 0;
}

static gboolean
read_time (const char *at, int *out_minutes)
{
  int hour;
  int minute = 0;
  int second = 0;
  char half;

  if (!read_number (&at, &hour))
    return FALSE;

  skip_blanks (&at);
  if (g_ascii_tolower (*at) == 'h')
    {
      at++;
      skip_blanks (&at);
      if (*at != '\0' &&
          (!g_ascii_isdigit (at[0]) || !g_ascii_isdigit (at[1]) || !read_number (&at, &minute)))
        return FALSE;
    }
  else if (*at == ':' || *at == '.')
    {
      char parts = *at++;

      if (!g_ascii_isdigit (at[0]) || !g_ascii_isdigit (at[1]) || !read_number (&at, &minute))
        return FALSE;
      if (parts == ':' && *at == ':')
        {
          at++;
          if (!g_ascii_isdigit (at[0]) || !g_ascii_isdigit (at[1]) || !read_number (&at, &second))
            return FALSE;
        }
    }
  else if (read_half (at) == 0)
    {
      return FALSE;
    }

  skip_blanks (&at);
  half = read_half (at);
  if (half != 0)
    {
      if (hour < 1 || hour > 12)
        return FALSE;
      hour = hour % 12 + (half == 'p' ? 12 : 0);
    }
  else if (*at != '\0' && g_ascii_strcasecmp (at, "h") != 0 && g_ascii_strcasecmp (at, "uhr") != 0)
    {
      return FALSE;
    }

  if (hour > 23 || minute > 59 || second > 59)
    return FALSE;

  *out_minutes = hour * 60 + minute;

  return TRUE;
}

gboolean
_far_line_parse_time (const char *text, const char *where, int *out_minutes, GError **error)
{
  static const char *const none[] = { "", "-", "–", "—", "?" };
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *quoted = NULL;

  *out_minutes = -1;

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      if (strcmp (stripped, none[i]) == 0)
        return TRUE;
    }

  if (read_time (stripped, out_minutes))
    return TRUE;

  quoted = _far_line_quote (stripped);
  g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE, "%s: time %s", where,
               quoted);

  return FALSE;
}

guint
_far_line_parse_weekdays (const char *text)
{
  /* "di" and "do" alone are Sundays in French and Italian, but not in German. */
  static const char *const names[7] = {
    " mo mon monday lu lun lundi lunedi lunedì ",
    " tu tue tuesday ma mar mardi martedi martedì ",
    " we wed wednesday me mer mercredi mercoledi mercoledì ",
    " th thu thursday je jeu jeudi gi gio giovedi giovedì ",
    " fr fri friday ve ven vendredi venerdi venerdì ",
    " sa sat saturday sam samedi sab sabato ",
    " su sun sunday dim dimanche dom domenica ",
  };
  static const char between[] = " & and et e ";
  g_autofree char *folded = g_utf8_strdown (text, -1);
  g_auto (GStrv) words = g_strsplit_set (folded, ",;/. ", -1);
  guint weekdays = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = g_strdup_printf (" %s ", words[i]);
      int weekday = 0;

      if (words[i][0] == '\0' || strstr (between, word) != NULL)
        continue;

      while (weekday < 7 && strstr (names[weekday], word) == NULL)
        weekday++;

      /* "from Monday to Friday" must not become Monday and Friday. */
      if (weekday == 7)
        return 0;

      weekdays |= 1u << weekday;
    }

  return weekdays;
}

FarLineWay
_far_line_parse_way (const char *text)
{
  static const struct
  {
    const char *word;
    FarLineWay way;
  } words[] = {
    { "", FAR_LINE_WAY_OUT },          { "outward", FAR_LINE_WAY_OUT },
    { "out", FAR_LINE_WAY_OUT },       { "aller", FAR_LINE_WAY_OUT },
    { "andata", FAR_LINE_WAY_OUT },    { "hinweg", FAR_LINE_WAY_OUT },
    { "hin", FAR_LINE_WAY_OUT },       { "return", FAR_LINE_WAY_BACK },
    { "inward", FAR_LINE_WAY_BACK },   { "back", FAR_LINE_WAY_BACK },
    { "retour", FAR_LINE_WAY_BACK },   { "ritorno", FAR_LINE_WAY_BACK },
    { "rückweg", FAR_LINE_WAY_BACK },  { "zurück", FAR_LINE_WAY_BACK },
    { "feeder", FAR_LINE_WAY_FEEDER },
  };
  g_autofree char *folded = g_strstrip (g_utf8_strdown (text, -1));

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strcmp (folded, words[i].word) == 0)
        return words[i].way;
    }

  return FAR_LINE_WAY_UNKNOWN;
}

void
_far_line_set_text (char **field, const char *value)
{
  if (value[0] != '\0')
    {
      g_free (*field);
      *field = g_strdup (value);
    }
}

FarLineSketch *
_far_line_book_get (FarLineBook *self,
                    const char *name,
                    const char *school,
                    const char *where,
                    GError **error)
{
  const char *called = name[0] == '\0' && self->hint != NULL ? self->hint : name;
  g_autofree char *title = g_strdup_printf ("%s\n%s", called, school);
  FarLineSketch *sketch = g_hash_table_lookup (self->by_title, title);

  if (sketch != NULL)
    return sketch;

  if (called[0] == '\0')
    {
      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE,
                   "%s: the line has no name", where);
      return NULL;
    }
  if (self->sketches->len == FAR_LINE_IMPORT_LINES_MAX)
    {
      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE,
                   "%s: more than %d lines", where, FAR_LINE_IMPORT_LINES_MAX);
      return NULL;
    }

  sketch = g_new0 (FarLineSketch, 1);
  sketch->name = g_strdup (called);
  sketch->school = g_strdup (school);
  sketch->colour = g_strdup ("");
  sketch->out = g_ptr_array_new_with_free_func ((GDestroyNotify)stop_sketch_free);
  sketch->back = g_ptr_array_new_with_free_func ((GDestroyNotify)stop_sketch_free);
  g_ptr_array_add (self->sketches, sketch);
  g_hash_table_insert (self->by_title, g_steal_pointer (&title), sketch);

  return sketch;
}

FarStopSketch *
_far_line_sketch_add_stop (FarLineSketch *self,
                           FarLineWay way,
                           const char *name,
                           const char *where,
                           GError **error)
{
  GPtrArray *stops = way == FAR_LINE_WAY_BACK ? self->back : self->out;
  FarStopSketch *stop;

  if (name[0] == '\0')
    {
      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE,
                   "%s: the stop has no name", where);
      return NULL;
    }
  if (stops->len == FAR_LINE_STOPS_MAX)
    {
      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE,
                   "%s: more than %d stops on one line", where, FAR_LINE_STOPS_MAX);
      return NULL;
    }

  stop = g_new0 (FarStopSketch, 1);
  stop->name = g_strdup (name);
  stop->folded = g_utf8_casefold (name, -1);
  stop->where = g_strdup (where);
  stop->seq = -1;
  stop->time = -1;
  stop->time_back = -1;
  g_ptr_array_add (stops, stop);

  return stop;
}

/* -- places */

static gboolean
is_on_earth (double lat, double lon)
{
  return lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180;
}

static gboolean
is_in_europe (double lat, double lon)
{
  return lat >= 35 && lat <= 72 && lon >= -25 && lon <= 45;
}

/* The rules of the header, in their order. */
static Order
judge_order (const FarStopSketch *stop)
{
  double lat = stop->lat;
  double lon = stop->lon;

  if (!is_on_earth (lat, lon))
    return is_on_earth (lon, lat) ? ORDER_SWAPPED : ORDER_NEITHER;
  if (!is_on_earth (lon, lat))
    return ORDER_RIGHT;

  if (lat < -60 && lon >= -60)
    return ORDER_SWAPPED;
  if (lon < -60 && lat >= -60)
    return ORDER_RIGHT;

  if (is_in_europe (lat, lon))
    return ORDER_RIGHT;
  if (!stop->is_labelled && lat < 35 && is_in_europe (lon, lat))
    return ORDER_SWAPPED;

  return ORDER_EITHER;
}

/* Counts how the pairs of @stops are written; FALSE with VALUE if one is no place at all. */
static gboolean
count_orders (GPtrArray *stops, guint counts[static 4], GError **error)
{
  for (guint i = 0; i < stops->len; i++)
    {
      FarStopSketch *stop = stops->pdata[i];
      Order order;

      if (!stop->has_place)
        continue;

      order = judge_order (stop);
      counts[order]++;
      if (order == ORDER_NEITHER)
        {
          g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE,
                       "%s: place %g, %g is not on Earth", stop->where, stop->lat, stop->lon);
          return FALSE;
        }
    }

  return TRUE;
}

static guint
put_right (GPtrArray *stops, gboolean all_swapped)
{
  guint n_swapped = 0;

  for (guint i = 0; i < stops->len; i++)
    {
      FarStopSketch *stop = stops->pdata[i];
      double lat = stop->lat;

      if (!stop->has_place || (!all_swapped && judge_order (stop) != ORDER_SWAPPED))
        continue;

      stop->lat = stop->lon;
      stop->lon = lat;
      n_swapped++;
    }

  return n_swapped;
}

/* -- from sketch to draft */

static int
compare_seq (gconstpointer a, gconstpointer b)
{
  const FarStopSketch *one = *(FarStopSketch *const *)a;
  const FarStopSketch *other = *(FarStopSketch *const *)b;

  return (one->seq > other->seq) - (one->seq < other->seq);
}

/* By their numbers if all have one, else as they stand in the file. */
static void
sort_stops (GPtrArray *stops)
{
  for (guint i = 0; i < stops->len; i++)
    {
      if (((FarStopSketch *)stops->pdata[i])->seq < 0)
        return;
    }

  g_ptr_array_sort (stops, compare_seq);
}

/* The index of a stop that has the name of @stop and no time back yet; the last one, since a way
 * back begins where the way out ends.  The length of @stops if there is none. */
static guint
find_stop (GPtrArray *stops, const FarStopSketch *stop)
{
  for (guint i = stops->len; i > 0; i--)
    {
      const FarStopSketch *other = stops->pdata[i - 1];

      if (other->time_back < 0 && strcmp (other->folded, stop->folded) == 0)
        return i - 1;
    }

  return stops->len;
}

/* Brings the way back, from school on, into the way out.  A stop that the way out does not have is
 * put before the one met last: it lies nearer home than that, and farther than what comes next. */
static void
merge_back (FarLineSketch *sketch)
{
  guint at = sketch->out->len;

  while (sketch->back->len > 0)
    {
      FarStopSketch *back = g_ptr_array_steal_index (sketch->back, 0);
      guint found = find_stop (sketch->out, back);
      int time_back = back->time >= 0 ? back->time : back->time_back;
      FarStopSketch *stop;

      if (found == sketch->out->len)
        {
          back->time_back = time_back;
          back->time = -1;
          g_ptr_array_insert (sketch->out, at, back);
          continue;
        }

      at = found;
      stop = sketch->out->pdata[at];
      stop->time_back = time_back;
      if (!stop->has_place)
        {
          stop->has_place = back->has_place;
          stop->lat = back->lat;
          stop->lon = back->lon;
        }
      stop_sketch_free (back);
    }
}

static FarStopDraft *
draft_stop (FarStopSketch *sketch)
{
  FarStopDraft *stop = g_new0 (FarStopDraft, 1);

  stop->name = g_steal_pointer (&sketch->name);
  stop->time_out = sketch->time;
  stop->time_back = sketch->time_back;
  stop->has_place = sketch->has_place;
  stop->lat = sketch->lat;
  stop->lon = sketch->lon;

  return stop;
}

static void
add_warning (FarLineImport *import, FarLineWarningKind kind, const char *line, guint n_stops)
{
  FarLineWarning *warning = g_new0 (FarLineWarning, 1);

  warning->kind = kind;
  warning->line = g_strdup (line);
  warning->n_stops = n_stops;
  g_ptr_array_add (import->warnings, warning);
}

static gboolean
draft_line (FarLineImport *import, FarLineSketch *sketch, GError **error)
{
  FarLineDraft *line;
  guint counts[4] = { 0 };
  gboolean all_swapped;
  guint n_swapped;
  guint n_timeless = 0;

  if (sketch->out->len + sketch->back->len == 0)
    {
      add_warning (import, FAR_LINE_WARNING_SKIPPED, sketch->name, 0);
      return TRUE;
    }

  if (!count_orders (sketch->out, counts, error) || !count_orders (sketch->back, counts, error))
    return FALSE;

  all_swapped = counts[ORDER_SWAPPED] > 0 && counts[ORDER_RIGHT] == 0;
  n_swapped = put_right (sketch->out, all_swapped) + put_right (sketch->back, all_swapped);
  sort_stops (sketch->out);
  sort_stops (sketch->back);

  merge_back (sketch);

  if (sketch->out->len > FAR_LINE_STOPS_MAX)
    {
      g_autofree char *quoted = _far_line_quote (sketch->name);

      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE,
                   "line %s: more than %d stops", quoted, FAR_LINE_STOPS_MAX);
      return FALSE;
    }

  line = g_new0 (FarLineDraft, 1);
  line->name = g_strdup (sketch->name);
  line->school = g_strdup (sketch->school);
  line->colour = g_strdup (sketch->colour);
  line->weekdays = sketch->weekdays;
  line->is_feeder = sketch->is_feeder;
  line->stops = g_ptr_array_new_with_free_func ((GDestroyNotify)stop_draft_free);
  g_ptr_array_add (import->lines, line);

  for (guint i = 0; i < sketch->out->len; i++)
    {
      FarStopDraft *stop = draft_stop (sketch->out->pdata[i]);

      n_timeless += stop->time_out < 0 && stop->time_back < 0;
      g_ptr_array_add (line->stops, stop);
    }

  if (n_swapped > 0)
    add_warning (import, FAR_LINE_WARNING_SWAPPED, line->name, n_swapped);
  if (n_timeless > 0)
    add_warning (import, FAR_LINE_WARNING_NO_TIME, line->name, n_timeless);

  return TRUE;
}

/* Lines of one name at several schools are told apart by the school. */
static gboolean
tell_names_apart (FarLineBook *book, GError **error)
{
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < book->sketches->len; i++)
    {
      const FarLineSketch *sketch = book->sketches->pdata[i];
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, sketch->name));

      g_hash_table_insert (counts, g_strdup (sketch->name), GUINT_TO_POINTER (n + 1));
    }

  for (guint i = 0; i < book->sketches->len; i++)
    {
      FarLineSketch *sketch = book->sketches->pdata[i];

      if (GPOINTER_TO_UINT (g_hash_table_lookup (counts, sketch->name)) > 1 &&
          sketch->school[0] != '\0')
        {
          char *name = g_strdup_printf ("%s (%s)", sketch->name, sketch->school);

          g_free (sketch->name);
          sketch->name = name;
        }

      if (g_utf8_strlen (sketch->name, -1) > FAR_NAME_MAX ||
          !g_hash_table_add (names, sketch->name))
        {
          g_autofree char *quoted = _far_line_quote (sketch->name);

          g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_VALUE,
                       "line %s: the name is too long, or another line has it", quoted);
          return FALSE;
        }
    }

  return TRUE;
}

static FarLineImport *
draft_lines (FarLineBook *book, GError **error)
{
  g_autoptr (FarLineImport) import = g_new0 (FarLineImport, 1);

  import->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)line_draft_free);
  import->warnings = g_ptr_array_new_with_free_func ((GDestroyNotify)warning_free);

  if (!tell_names_apart (book, error))
    return NULL;

  for (guint i = 0; i < book->sketches->len; i++)
    {
      if (!draft_line (import, book->sketches->pdata[i], error))
        return NULL;
    }

  if (import->lines->len == 0)
    {
      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_FORMAT,
                   "no line with a stop");
      return NULL;
    }

  return g_steal_pointer (&import);
}

/* -- from bytes to lines */

/* The file's base name without its ending, if it may be a line's name at all. */
static char *
name_from_hint (const char *hint)
{
  g_autofree char *base = NULL;
  char *dot;

  if (hint == NULL || !g_utf8_validate (hint, -1, NULL))
    return NULL;

  base = g_strdup (hint);
  dot = strrchr (base, '.');
  if (dot != NULL && dot != base)
    *dot = '\0';

  return _far_line_parse_text (base, "name", "file", NULL);
}

FarLineImport *
far_line_import_read (const guint8 *content, gsize len, const char *hint, GError **error)
{
  g_auto (FarLineBook) book = { 0 };
  g_autoptr (GString) text = NULL;
  gboolean is_json;
  gsize start;

  if (len > FAR_LINE_IMPORT_BYTES_MAX)
    {
      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_FORMAT, "larger than %d MiB",
                   FAR_LINE_IMPORT_BYTES_MAX / 1024 / 1024);
      return NULL;
    }

  text = far_encoding_decode (content, len);
  if (text == NULL)
    {
      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_FORMAT,
                   "not text in UTF-8 or Windows-1252");
      return NULL;
    }

  start = strspn (text->str, " \t\r\n");
  if (start == text->len)
    {
      g_set_error (error, FAR_LINE_IMPORT_ERROR, FAR_LINE_IMPORT_ERROR_FORMAT, "an empty file");
      return NULL;
    }

  book.hint = name_from_hint (hint);
  book.sketches = g_ptr_array_new_with_free_func ((GDestroyNotify)line_sketch_free);
  book.by_title = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  is_json = text->str[start] == '{' || text->str[start] == '[';
  if (is_json ? !_far_line_read_json (&book, text->str, text->len, error)
              : !_far_line_read_csv (&book, text->str, text->len, error))
    return NULL;

  return draft_lines (&book, error);
}

void
far_line_import_free (FarLineImport *self)
{
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->warnings, g_ptr_array_unref);
  g_free (self);
}
