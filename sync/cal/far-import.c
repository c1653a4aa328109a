/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-import"

#include "far-import-private.h"

#include <string.h>

#include "far-encoding.h"
#include "far-tidy.h"
#include "far-pure.h"

/* -- words */

gboolean
_far_import_is_return (const char *name)
{
  static const char *const returns[] = { "rentree", "prerentree", "pre-rentree" };
  g_autofree char *folded = far_fold (name);

  for (guint i = 0; i < G_N_ELEMENTS (returns); i++)
    {
      if (g_str_has_prefix (folded, returns[i]))
        return TRUE;
    }

  return FALSE;
}

gboolean
_far_import_is_beginning (const char *name)
{
  g_autofree char *folded = far_fold (name);

  return strstr (folded, "debut des vacances") != NULL;
}

/* A zone as it is compared: "B", "zone b" and "Zone B" are one, as are "Grenoble" and "académie de
 * Grenoble". */
static char *
fold_zone (const char *name)
{
  static const char *const titles[] = { "zone", "academie de", "academie d'", "academie" };
  g_autofree char *folded = far_fold (name);
  const char *rest = folded;

  for (guint i = 0; i < G_N_ELEMENTS (titles) && rest == folded; i++)
    {
      gsize len = strlen (titles[i]);

      if (strncmp (folded, titles[i], len) == 0 && folded[len] != '\0')
        rest = folded + len + strspn (folded + len, " -");
    }

  return g_strdup (rest[0] != '\0' ? rest : folded);
}

/* -- where a row holds */

void
_far_import_where_init (FarImportWhere *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->places = g_ptr_array_new_with_free_func (g_free);
  self->is_more = FALSE;
}

void
_far_import_where_clear (FarImportWhere *self)
{
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_ptr_array_unref);
}

void
_far_import_where_reset (FarImportWhere *self)
{
  g_ptr_array_set_size (self->names, 0);
  g_ptr_array_set_size (self->places, 0);
  self->is_more = FALSE;
}

void
_far_import_split (GPtrArray *names, const char *list, const char *delimiters)
{
  g_auto (GStrv) parts = g_strsplit_set (list, delimiters, -1);

  for (char **part = parts; *part != NULL; part++)
    {
      g_autofree char *name = far_tidy (*part);

      if (name[0] != '\0')
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
}

/* -- the book */

static void
row_clear (FarImportRow *row)
{
  g_free ((char *)row->name);
}

static void
book_init (FarImportBook *self, const FarImportRequest *request)
{
  self->request = request;
  if (request->zone != NULL && request->zone[0] != '\0')
    self->asked = fold_zone (request->zone);
  self->holidays = _far_holidays_new ();
  self->zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->zoned = g_array_new (FALSE, FALSE, sizeof (FarImportRow));
  g_array_set_clear_func (self->zoned, (GDestroyNotify)row_clear);
}

static void
book_clear (FarImportBook *self)
{
  g_clear_pointer (&self->asked, g_free);
  g_clear_pointer (&self->holidays, far_holidays_free);
  g_clear_pointer (&self->zones, g_hash_table_unref);
  g_clear_pointer (&self->zoned, g_array_unref);
  g_clear_pointer (&self->zone, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarImportBook, book_clear)

/* Whether what was asked for is @key, or lies in it: codes of openholidaysapi.org say of a commune
 * in which canton it is, "SO-TH-AD". */
static gboolean
is_asked (const FarImportBook *self, const char *key)
{
  gsize len = strlen (key);

  return strncmp (self->asked, key, len) == 0 &&
         (self->asked[len] == '\0' || (len > 1 && self->asked[len] == '-'));
}

static gboolean
is_any_asked (FarImportBook *self, const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *key = fold_zone (names->pdata[i]);

      if (!is_asked (self, key))
        continue;

      if (self->zone == NULL || strcmp (self->asked, key) == 0)
        {
          g_free (self->zone);
          self->zone = g_strdup (names->pdata[i]);
        }

      return TRUE;
    }

  return FALSE;
}

gboolean
_far_import_book_wants (FarImportBook *self, const FarImportWhere *where)
{
  for (guint i = 0; i < where->names->len; i++)
    {
      g_autofree char *key = fold_zone (where->names->pdata[i]);

      if (!g_hash_table_contains (self->zones, key))
        g_hash_table_insert (self->zones, g_steal_pointer (&key),
                             g_strdup (where->names->pdata[i]));
    }
  self->has_school |= where->names->len > 0 && !where->is_more;

  if (self->asked == NULL || where->names->len == 0 || is_any_asked (self, where->names) ||
      is_any_asked (self, where->places))
    return TRUE;

  _far_import_book_pass_over (self);

  return FALSE;
}

void
_far_import_book_pass_over (FarImportBook *self)
{
  self->holidays->n_passed_over++;
}

gboolean
_far_import_book_check (FarImportBook *self, const FarImportRow *row, const char *cell)
{
  if (row->last_day >= row->first_day && row->last_day - row->first_day < FAR_HOLIDAY_DAYS_MAX)
    return TRUE;

  _far_holidays_refuse (self->holidays, row->number,
                        row->last_day < row->first_day ? FAR_REFUSED_ORDER : FAR_REFUSED_LONG,
                        cell);

  return FALSE;
}

void
_far_import_book_add (FarImportBook *self, const FarImportRow *row, const FarImportWhere *where)
{
  if (!_far_holidays_is_near (row->first_day, row->last_day, self->request->today))
    {
      _far_import_book_pass_over (self);
    }
  else if (where->names->len > 0 && self->asked == NULL)
    {
      FarImportRow kept = *row;

      kept.name = g_strdup (row->name);
      g_array_append_val (self->zoned, kept);
    }
  else
    {
      _far_holidays_add (self->holidays, row->first_day, row->last_day, row->name);
    }
}

static int
compare_names (const char **a, const char **b)
{
  return strcmp (*a, *b);
}

static void
list_zones (FarImportBook *self)
{
  GPtrArray *zones = self->holidays->zones;
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->zones);
  while (g_hash_table_iter_next (&iter, NULL, &name))
    g_ptr_array_add (zones, g_strdup (name));

  g_ptr_array_sort (zones, (GCompareFunc)compare_names);
  g_ptr_array_set_size (zones, MIN (zones->len, FAR_HOLIDAY_ZONES_MAX));
}

/* Decides on what waited for the zones to be known: where there is one only, it is that one. */
static void
settle_zoned (FarImportBook *self)
{
  gboolean is_one = self->asked == NULL && self->has_school && g_hash_table_size (self->zones) == 1;

  if (is_one)
    self->zone = g_strdup (self->holidays->zones->pdata[0]);

  for (guint i = 0; i < self->zoned->len; i++)
    {
      const FarImportRow *row = &g_array_index (self->zoned, FarImportRow, i);

      if (is_one)
        _far_holidays_add (self->holidays, row->first_day, row->last_day, row->name);
      else
        _far_import_book_pass_over (self);
    }
}

static FarHolidays *
book_finish (FarImportBook *self, GPtrArray **out_zones, GError **error)
{
  FarHolidays *holidays = self->holidays;
  int code = -1;

  list_zones (self);
  if (self->asked != NULL && self->zone == NULL)
    code = FAR_HOLIDAYS_ERROR_ZONE_UNKNOWN;
  else if (self->asked == NULL && self->has_school && g_hash_table_size (self->zones) > 1)
    code = FAR_HOLIDAYS_ERROR_ZONE_NEEDED;

  if (code >= 0)
    {
      *out_zones = g_ptr_array_ref (holidays->zones);
      g_set_error (error, FAR_HOLIDAYS_ERROR, code, "%u zones", g_hash_table_size (self->zones));
      return NULL;
    }

  settle_zoned (self);
  _far_holidays_settle (holidays);
  if (holidays->spans->len > FAR_HOLIDAY_SPANS_MAX)
    {
      g_set_error (error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_TOO_BIG, "%u holidays",
                   holidays->spans->len);
      return NULL;
    }

  if (self->zone != NULL)
    {
      g_free (holidays->name);
      holidays->name = g_steal_pointer (&self->zone);
    }

  return g_steal_pointer (&self->holidays);
}

/* -- from bytes to rows */

/* What was folded may be so in the middle of a letter (RFC 5545 §3.1), and is text only then. */
static GByteArray *
unfold (const guint8 *content, gsize len)
{
  GByteArray *lines = g_byte_array_sized_new (len);

  for (gsize i = 0; i < len; i++)
    {
      gsize next = i + (content[i] == '\r' && i + 1 < len && content[i + 1] == '\n' ? 2 : 1);

      if ((content[i] == '\r' || content[i] == '\n') && next < len &&
          (content[next] == ' ' || content[next] == '\t'))
        i = next;
      else
        g_byte_array_append (lines, content + i, 1);
    }

  return lines;
}

/* Whether it begins with those letters, in whatever case, but for blanks. */
static gboolean
begins_with (const guint8 *content, gsize len, const char *begin)
{
  gsize start = 0;

  while (start < len && strchr ("\xef\xbb\xbf \t\r\n", content[start]) != NULL &&
         content[start] != '\0')
    start++;

  return len - start >= strlen (begin) &&
         g_ascii_strncasecmp ((const char *)content + start, begin, strlen (begin)) == 0;
}

GString *
_far_import_decode (const guint8 *content, gsize len, const char *begin, gboolean *out_is)
{
  g_autoptr (GByteArray) lines = NULL;

  *out_is = begins_with (content, len, begin);
  if (!*out_is)
    return far_encoding_decode (content, len);

  lines = unfold (content, len);

  return far_encoding_decode (lines->data, lines->len);
}

FarHolidays *
far_import_holidays (const guint8 *content,
                     gsize len,
                     const FarImportRequest *request,
                     GPtrArray **out_zones,
                     GError **error)
{
  g_auto (FarImportBook) book = { 0 };
  g_autoptr (GString) text = NULL;
  gboolean is_calendar;

  *out_zones = NULL;

  if (len > FAR_HOLIDAYS_BYTES_MAX)
    {
      g_set_error (error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_TOO_BIG, "larger than %d MiB",
                   FAR_HOLIDAYS_BYTES_MAX / 1024 / 1024);
      return NULL;
    }

  text = _far_import_decode (content, len, "begin:v", &is_calendar);
  if (text == NULL)
    {
      g_set_error (error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_FORMAT,
                   "not text in UTF-8 or Windows-1252");
      return NULL;
    }

  book_init (&book, request);
  if (is_calendar ? !_far_import_read_ical (&book, text->str, error)
                  : !_far_import_read_table (&book, text->str, text->len, error))
    return NULL;

  return book_finish (&book, out_zones, error);
}
