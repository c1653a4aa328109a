/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines: where they run, who is asked, and how a wheelchair gets along. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <math.h>
#include <string.h>

/* ---- reading */

static void
free_stop (gpointer data)
{
  FarStopDraft *stop = data;

  g_free (stop->name);
  g_free (stop);
}

GPtrArray *
_far_stops_copy (const GPtrArray *stops)
{
  GPtrArray *copies = g_ptr_array_new_with_free_func (free_stop);

  for (guint i = 0; i < stops->len; i++)
    {
      FarStopDraft *copy = g_memdup2 (stops->pdata[i], sizeof (FarStopDraft));

      copy->name = g_strdup (copy->name);
      g_ptr_array_add (copies, copy);
    }

  return copies;
}

static FarStopDraft *
read_stop (const FarPayload *item)
{
  FarStopDraft *stop = g_new0 (FarStopDraft, 1);

  stop->name = far_payload_dup_text (item, FAR_STOP_NAME);
  stop->time_out = far_payload_int (item, FAR_STOP_OUT, -1);
  stop->time_back = far_payload_int (item, FAR_STOP_BACK, -1);
  stop->has_place = far_payload_has (item, FAR_STOP_LAT) && far_payload_has (item, FAR_STOP_LON);
  if (stop->has_place)
    {
      stop->lat = far_payload_int (item, FAR_STOP_LAT, 0) / 1e6;
      stop->lon = far_payload_int (item, FAR_STOP_LON, 0) / 1e6;
    }

  for (guint i = 0; i < FAR_N_ACCESS; i++)
    {
      stop->here[i] = far_payload_int (item, FAR_STOP_KERB + i, FAR_ACCESS_UNKNOWN);
      stop->way[i] = far_payload_int (item, FAR_STOP_WAY_KERB + i, FAR_ACCESS_UNKNOWN);
    }

  return stop;
}

/* Who was noted down without a machine may be a member now. */
static gboolean
read_referent (FarLineFacts *facts, const FarHistory *history, GError **error)
{
  const FarPayload *shown = _far_history_shown (history, FAR_LINE_REFERENT, &facts->also);
  const guint8 *referent = shown != NULL ? far_payload_bytes (shown, FAR_LINE_REFERENT) : NULL;
  FarView *view = history->view;
  const FarGovMember *now = NULL;
  guint32 ident;

  if (referent == NULL || sodium_is_zero (referent, FAR_RECORD_ID_LEN))
    return TRUE;

  ident = far_store_find_ident (view->store, referent);
  if (ident != 0 && !_far_view_now (view, ident, &now, error))
    return FALSE;
  facts->has_referent = TRUE;
  memcpy (facts->referent, now != NULL ? now->id : referent, FAR_RECORD_ID_LEN);

  return TRUE;
}

static void
free_line (gpointer data)
{
  FarLineFacts *facts = data;

  g_free (facts->name);
  g_free (facts->school);
  g_ptr_array_unref (facts->stops);
  g_ptr_array_unref (facts->hazards);
  g_array_unref (facts->patterns);
  g_free (facts);
}

/* Returns: (transfer full): NULL with @error */
static FarLineFacts *
read_line (const FarHistory *history, GError **error)
{
  FarLineFacts *facts = g_new0 (FarLineFacts, 1);
  const FarPayload *stops;

  memcpy (facts->id, history->record, FAR_RECORD_ID_LEN);
  memcpy (facts->owner, history->owner, FAR_RECORD_ID_LEN);
  facts->name = _far_history_dup_text (history, FAR_LINE_NAME, &facts->also);
  facts->school = _far_history_dup_text (history, FAR_LINE_SCHOOL, &facts->also);
  facts->stops = g_ptr_array_new_with_free_func (free_stop);
  facts->hazards = _far_hazards_array_new ();
  facts->patterns = _far_patterns_array_new ();
  facts->n_crossings = _far_history_shown_int (history, FAR_LINE_CROSSINGS, 0, &facts->also);
  facts->colour = _far_history_shown_int (history, FAR_LINE_COLOUR, 0, &facts->also);

  stops = _far_history_shown (history, FAR_LINE_STOPS, &facts->also);
  if (stops != NULL)
    {
      FarPayloadIter iter = far_payload_iter (stops, FAR_LINE_STOPS);
      FarPayload item;

      while (far_payload_iter_map (&iter, &item))
        g_ptr_array_add (facts->stops, read_stop (&item));
    }
  if (read_referent (facts, history, error) &&
      _far_patterns_read (facts->patterns, history, &facts->also, error))
    return facts;

  free_line (facts);

  return NULL;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  const FarLineFacts *one = *(const FarLineFacts *const *)a;
  const FarLineFacts *other = *(const FarLineFacts *const *)b;
  int by_name = g_utf8_collate (one->name, other->name);

  return by_name != 0 ? by_name : memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

/* Its place on the line; of one that is anywhere, or at a stop that is no more, before all. */
static guint
find_place (const FarLineFacts *line, const FarHazardFacts *hazard)
{
  for (guint i = 0; i < line->stops->len; i++)
    if (strcmp (((const FarStopDraft *)line->stops->pdata[i])->name, hazard->stop) == 0)
      return i + 1;

  return 0;
}

static int
compare_places (gconstpointer a, gconstpointer b, gpointer line)
{
  guint one = find_place (line, *(const FarHazardFacts *const *)a);
  guint other = find_place (line, *(const FarHazardFacts *const *)b);

  return (one > other) - (one < other);
}

/* Gives each line its own. */
static gboolean
add_hazards (FarView *view, const GPtrArray *lines, GError **error)
{
  g_autoptr (GPtrArray) hazards = _far_view_hazards (view, FALSE, error);

  if (hazards == NULL)
    return FALSE;

  while (hazards->len > 0)
    {
      FarHazardFacts *hazard = g_ptr_array_steal_index (hazards, 0);
      FarLineFacts *line = NULL;

      for (guint i = 0; i < lines->len && line == NULL; i++)
        if (memcmp (((FarLineFacts *)lines->pdata[i])->id, hazard->line, FAR_RECORD_ID_LEN) == 0)
          line = lines->pdata[i];
      if (line != NULL)
        g_ptr_array_add (line->hazards, hazard);
      else
        _far_hazard_free (hazard);
    }
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_sort_with_data (((FarLineFacts *)lines->pdata[i])->hazards, compare_places,
                                lines->pdata[i]);

  return TRUE;
}

/* @is_gone: those that were taken off the list, instead of those on it */
static GPtrArray *
view_lines (FarView *view, gboolean is_gone, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (view, FAR_KIND_LINE, error);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (free_line);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      FarHistory history;
      FarLineFacts *facts;

      if (!_far_history_load (&history, view, FAR_KIND_LINE, g_array_index (records, guint32, i),
                              error))
        return NULL;

      facts = read_line (&history, error);
      if (facts != NULL &&
          (*facts->name == '\0' ||
           (_far_history_shown_int (&history, FAR_LINE_GONE, 0, NULL) != 0) != is_gone))
        free_line (facts);
      else if (facts != NULL)
        g_ptr_array_add (lines, facts);
      _far_history_clear (&history);
      if (facts == NULL)
        return NULL;
    }
  g_ptr_array_sort (lines, compare_lines);

  return records != NULL && add_hazards (view, lines, error) ? g_steal_pointer (&lines) : NULL;
}

GPtrArray *
_far_view_lines (FarView *view, GError **error)
{
  return view_lines (view, FALSE, error);
}

static const guint8 *
get_line_owner (gconstpointer row)
{
  return ((const FarLineFacts *)row)->owner;
}

static GPtrArray *
list_lines (FarStore *store, gboolean is_gone, GError **error)
{
  FarView view;
  GPtrArray *lines;

  _far_view_init (&view, store);
  lines = view_lines (&view, is_gone, error);
  _far_view_clear (&view);
  if (lines != NULL)
    _far_keep_first (lines, FAR_SHOWN_LINES_MAX, get_line_owner);

  return lines;
}

GPtrArray *
far_collective_lines (FarStore *store, GError **error)
{
  return list_lines (store, FALSE, error);
}

GPtrArray *
far_collective_lines_gone (FarStore *store, GError **error)
{
  return list_lines (store, TRUE, error);
}

/* ---- writing */

/* What is written of a line. */
typedef struct
{
  char *name;        /* owned */
  char *school;      /* owned */
  GByteArray *stops; /* owned: encoded items */
  guint n_stops;
  GByteArray *patterns; /* owned: the same */
  guint n_patterns;
} LineValues;

static void
line_values_clear (LineValues *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->school, g_free);
  g_clear_pointer (&self->stops, g_byte_array_unref);
  g_clear_pointer (&self->patterns, g_byte_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LineValues, line_values_clear)

static gboolean
is_time (int minutes)
{
  return minutes >= -1 && minutes < 24 * 60;
}

static gboolean
encode_stop (GByteArray *out, const FarStopDraft *stop, GError **error)
{
  g_autofree char *name = far_collective_tidy_name (stop->name, error);
  FarMapWriter map;

  if (name == NULL)
    return FALSE;
  if (!is_time (stop->time_out) || !is_time (stop->time_back))
    return _far_refuse (FAR_COLLECTIVE_ERROR_TIME_INVALID, "a stop has no such time", error);
  if (stop->has_place && !(fabs (stop->lat) <= 90 && fabs (stop->lon) <= 180))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "a stop is nowhere on earth", error);

  map = far_map_begin (out);
  far_map_text (&map, FAR_STOP_NAME, name);
  if (stop->time_out >= 0)
    far_map_int (&map, FAR_STOP_OUT, stop->time_out);
  if (stop->time_back >= 0)
    far_map_int (&map, FAR_STOP_BACK, stop->time_back);
  if (stop->has_place)
    {
      far_map_int (&map, FAR_STOP_LAT, llround (stop->lat * 1e6));
      far_map_int (&map, FAR_STOP_LON, llround (stop->lon * 1e6));
    }
  for (guint i = 0; i < FAR_N_ACCESS; i++)
    if (stop->here[i] != FAR_ACCESS_UNKNOWN)
      far_map_int (&map, FAR_STOP_KERB + i, stop->here[i]);
  for (guint i = 0; i < FAR_N_ACCESS; i++)
    if (stop->way[i] != FAR_ACCESS_UNKNOWN)
      far_map_int (&map, FAR_STOP_WAY_KERB + i, stop->way[i]);
  far_map_end (&map);

  return TRUE;
}

static gboolean
encode_stops (LineValues *self, const GPtrArray *stops, GError **error)
{
  if (stops->len < 1 || stops->len > FAR_LINE_STOPS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "a line has 1 to 200 stops", error);

  g_clear_pointer (&self->stops, g_byte_array_unref);
  self->stops = g_byte_array_new ();
  self->n_stops = stops->len;
  for (guint i = 0; i < stops->len; i++)
    {
      if (!encode_stop (self->stops, stops->pdata[i], error))
        return FALSE;
    }
  if (self->stops->len > FAR_BLOB_MAX - 4 * FAR_TEXT_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_LINE_LONG, "the line is too long for one entry",
                        error);

  return TRUE;
}

static gboolean
encode_line (LineValues *self, const FarLineDraft *draft, GError **error)
{
  self->name = far_collective_tidy_name (draft->name, error);
  if (self->name == NULL)
    return FALSE;
  self->school = _far_tidy_text (draft->school, error);
  if (self->school == NULL)
    return FALSE;
  if (strlen (self->school) > 4 * FAR_NAME_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NAME_LONG, "the school's name is too long", error);

  return encode_stops (self, draft->stops, error);
}

/* The ident of the line with that name, 0 if there is none. */
static gboolean
find_line (FarPen *pen, const char *name, guint32 *out, GError **error)
{
  g_autoptr (GPtrArray) lines = _far_view_lines (&pen->view, error);

  *out = 0;
  for (guint i = 0; lines != NULL && i < lines->len && *out == 0; i++)
    {
      const FarLineFacts *line = g_ptr_array_index (lines, i);

      if (strcmp (line->name, name) == 0)
        *out = far_store_find_ident (pen->view.store, line->id);
    }

  return lines != NULL;
}

static gboolean
differs (const FarHistory *history, guint key, const void *bytes, gsize len)
{
  const FarPayload *shown = _far_history_shown (history, key, NULL);

  if (shown == NULL)
    return len > 0;

  return shown->values[key].len != len || memcmp (shown->values[key].bytes, bytes, len) != 0;
}

/* Returns: whether there is anything to write */
static gboolean
encode_changes (const LineValues *values, const FarHistory *history, GByteArray *payload)
{
  gboolean with_school =
      differs (history, FAR_LINE_SCHOOL, values->school, strlen (values->school));
  gboolean with_stops = differs (history, FAR_LINE_STOPS, values->stops->data, values->stops->len);
  FarMapWriter map = far_map_begin (payload);

  if (history->writes->len > 0)
    far_map_bytes (&map, FAR_LINE_ID, history->record, FAR_RECORD_ID_LEN);
  else
    far_map_text (&map, FAR_LINE_NAME, values->name);
  if (with_school)
    far_map_text (&map, FAR_LINE_SCHOOL, values->school);
  if (with_stops)
    {
      far_map_array (&map, FAR_LINE_STOPS, values->n_stops);
      far_put (payload, values->stops->data, values->stops->len);
    }
  far_map_end (&map);

  return with_school || with_stops;
}

/* A file does not say how a wheelchair gets along: what was said of a stop stays with its name. */
static void
keep_access (GPtrArray *stops, const FarHistory *history)
{
  const FarPayload *shown = _far_history_shown (history, FAR_LINE_STOPS, NULL);
  FarPayloadIter iter;
  FarPayload item;

  if (shown == NULL)
    return;

  iter = far_payload_iter (shown, FAR_LINE_STOPS);
  while (far_payload_iter_map (&iter, &item))
    {
      FarStopDraft *was = read_stop (&item);

      for (guint i = 0; i < stops->len; i++)
        {
          FarStopDraft *stop = stops->pdata[i];

          if (strcmp (stop->name, was->name) != 0)
            continue;
          memcpy (stop->here, was->here, sizeof stop->here);
          memcpy (stop->way, was->way, sizeof stop->way);
        }
      free_stop (was);
    }
}

static gboolean
write_line (FarPen *pen,
            LineValues *values,
            GPtrArray *stops,
            guint8 *out_line,
            gboolean *out_written,
            GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarPos pos;
  FarSaying saying = { .kind = FAR_KIND_LINE, .payload = payload };
  FarHistory history;
  guint32 line;
  gboolean good = TRUE;

  if (!find_line (pen, values->name, &line, error) ||
      !_far_history_load (&history, &pen->view, FAR_KIND_LINE, line, error))
    return FALSE;

  memcpy (out_line, history.record, FAR_RECORD_ID_LEN);
  keep_access (stops, &history);
  good = encode_stops (values, stops, error);
  *out_written = good && encode_changes (values, &history, payload);
  if (*out_written)
    {
      good = _far_pen_open (pen, error);
      good = good && _far_pen_append_about (pen, &saying, &history, &pos, error);
      if (good && line == 0)
        far_record_id (far_store_peek_collective (pen->writer->store), pen->writer->me->device,
                       pos.seq, 0, out_line);
    }
  _far_history_clear (&history);

  return good;
}

static gboolean
add_line (FarPen *pen, LineValues *values, GPtrArray *stops, guint8 *out_line, GError **error)
{
  gboolean is_written;
  guint32 line;

  return find_line (pen, values->name, &line, error) &&
         (line == 0 ||
          _far_refuse (FAR_COLLECTIVE_ERROR_NAME_TAKEN, "there is a line of that name", error)) &&
         write_line (pen, values, stops, out_line, &is_written, error);
}

gboolean
far_collective_add_line (const FarWriter *writer,
                         const FarLineDraft *draft,
                         guint8 out_line[static FAR_RECORD_ID_LEN],
                         GError **error)
{
  g_auto (LineValues) values = { 0 };
  g_autoptr (GPtrArray) stops = _far_stops_copy (draft->stops);
  FarPen pen;

  return _far_stops_tidy (stops, error) && encode_line (&values, draft, error) &&
         _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, add_line (&pen, &values, stops, out_line, error), error);
}

gboolean
far_collective_import_line (const FarWriter *writer,
                            const FarLineDraft *draft,
                            guint8 out_line[static FAR_RECORD_ID_LEN],
                            gboolean *out_written,
                            GError **error)
{
  g_auto (LineValues) values = { 0 };
  g_autoptr (GPtrArray) stops = _far_stops_copy (draft->stops);
  gboolean is_written = FALSE;
  FarPen pen;

  if (!encode_line (&values, draft, error) || !_far_pen_init (&pen, writer, error) ||
      !_far_pen_close (&pen, write_line (&pen, &values, stops, out_line, &is_written, error),
                       error))
    return FALSE;

  if (out_written != NULL)
    *out_written = is_written;

  return TRUE;
}

/* ---- changing */

/* What is written of each field; with_stops only if they say something new. */
static gboolean
tidy_change (LineValues *self, const FarLineChange *change, GError **error)
{
  if (change->colour > FAR_LINE_COLOUR_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "there is no such colour", error);
  if (change->name != NULL && (self->name = far_collective_tidy_name (change->name, error)) == NULL)
    return FALSE;
  if (change->school != NULL && (self->school = _far_tidy_text (change->school, error)) == NULL)
    return FALSE;

  return self->school == NULL || strlen (self->school) <= 4 * FAR_NAME_MAX ||
         _far_refuse (FAR_COLLECTIVE_ERROR_NAME_LONG, "the school's name is too long", error);
}

static gboolean
is_new_referent (const FarHistory *history, const guint8 *referent)
{
  if (referent == NULL)
    return FALSE;
  /* nobody, and never anybody */
  if (_far_history_shown (history, FAR_LINE_REFERENT, NULL) == NULL)
    return !sodium_is_zero (referent, FAR_RECORD_ID_LEN);

  return _far_history_is_news (history, FAR_LINE_REFERENT, referent, FAR_RECORD_ID_LEN);
}

static gboolean
is_new_colour (const FarHistory *history, int colour)
{
  FarAlso also = { 0 };
  gint64 shown = _far_history_shown_int (history, FAR_LINE_COLOUR, 0, &also);

  return colour >= 0 && (also.n_others > 0 || shown != colour);
}

/* Returns: whether there is anything to write */
static gboolean
encode_change (const LineValues *values,
               const FarLineChange *change,
               const FarHistory *history,
               GByteArray *payload)
{
  gboolean with_name =
      values->name != NULL &&
      _far_history_is_news (history, FAR_LINE_NAME, values->name, strlen (values->name));
  gboolean with_school =
      values->school != NULL &&
      _far_history_is_news (history, FAR_LINE_SCHOOL, values->school, strlen (values->school));
  gboolean with_stops =
      values->stops != NULL &&
      _far_history_is_news (history, FAR_LINE_STOPS, values->stops->data, values->stops->len);
  gboolean with_referent = is_new_referent (history, change->referent);
  gboolean with_colour = is_new_colour (history, change->colour);
  gboolean with_patterns = values->patterns != NULL &&
                           _far_history_is_news (history, FAR_LINE_PATTERNS, values->patterns->data,
                                                 values->patterns->len);
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_LINE_ID, history->record, FAR_RECORD_ID_LEN);
  if (with_name)
    far_map_text (&map, FAR_LINE_NAME, values->name);
  if (with_school)
    far_map_text (&map, FAR_LINE_SCHOOL, values->school);
  if (with_stops)
    {
      far_map_array (&map, FAR_LINE_STOPS, values->n_stops);
      far_put (payload, values->stops->data, values->stops->len);
    }
  if (with_referent)
    far_map_bytes (&map, FAR_LINE_REFERENT, change->referent, FAR_RECORD_ID_LEN);
  if (with_colour)
    far_map_int (&map, FAR_LINE_COLOUR, change->colour);
  if (with_patterns)
    {
      far_map_array (&map, FAR_LINE_PATTERNS, values->n_patterns);
      far_put (payload, values->patterns->data, values->patterns->len);
    }
  far_map_end (&map);

  return with_name || with_school || with_stops || with_referent || with_colour || with_patterns;
}

FarLineFacts *
_far_view_find_line (FarView *view, const guint8 *line, GPtrArray **out_lines, GError **error)
{
  *out_lines = _far_view_lines (view, error);
  for (guint i = 0; *out_lines != NULL && i < (*out_lines)->len; i++)
    {
      FarLineFacts *facts = (*out_lines)->pdata[i];

      if (memcmp (facts->id, line, FAR_RECORD_ID_LEN) == 0)
        return facts;
    }
  if (*out_lines != NULL)
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such line", error);

  return NULL;
}

/* Whether @change says anything of stops: what it does not touch keeps what others write of it. */
static gboolean
touches_stops (const FarLineChange *change)
{
  return change->start >= 0 || change->start_back >= 0 || change->all_stops != NULL ||
         (change->stops != NULL && change->stops->len > 0);
}

static gboolean
change_line (FarPen *pen,
             const guint8 *line,
             LineValues *values,
             const FarLineChange *change,
             GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autoptr (GPtrArray) lines = NULL;
  FarSaying saying = { .kind = FAR_KIND_LINE, .payload = payload };
  FarLineFacts *facts = _far_view_find_line (&pen->view, line, &lines, error);
  FarHistory history;
  gboolean good;

  if (facts == NULL)
    return FALSE;
  if (change->referent != NULL && !sodium_is_zero (change->referent, FAR_RECORD_ID_LEN) &&
      !_far_pen_check_present (pen, change->referent, error))
    return FALSE;
  if (touches_stops (change) && (!_far_stops_change (facts->stops, change, error) ||
                                 !encode_stops (values, facts->stops, error)))
    return FALSE;
  if (change->patterns != NULL)
    {
      values->patterns = g_byte_array_new ();
      values->n_patterns = change->patterns->len;
      if (!_far_patterns_encode (pen, change->patterns, facts->stops, values->patterns, error))
        return FALSE;
    }
  if (!_far_history_load (&history, &pen->view, FAR_KIND_LINE,
                          far_store_find_ident (pen->view.store, line), error))
    return FALSE;

  good =
      !encode_change (values, change, &history, payload) ||
      (_far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, NULL, error));
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_change_line (const FarWriter *writer,
                            const guint8 line[static FAR_RECORD_ID_LEN],
                            const FarLineChange *change,
                            GError **error)
{
  g_auto (LineValues) values = { 0 };
  FarPen pen;

  return tidy_change (&values, change, error) && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, change_line (&pen, line, &values, change, error), error);
}
