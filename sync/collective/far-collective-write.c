/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Persons, lines and outings, written. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <math.h>
#include <string.h>

#include "far-blank.h"

static void
find_record_id (const FarWriter *writer, FarPos pos, guint8 *out)
{
  far_record_id (far_store_peek_collective (writer->store), writer->me->device, pos.seq, 0, out);
}

guint32
_far_pen_get_publishing_term (const FarPen *pen)
{
  const FarGovTerm *term = far_governance_peek_newest_term (pen->view.gov);

  return term != NULL && far_governance_may_publish (pen->view.gov, pen->me->id, term->number)
             ? term->number
             : 0;
}

/* ---- lines */

/* What is written of a line. */
typedef struct
{
  char *name;        /* owned */
  char *school;      /* owned */
  GByteArray *stops; /* owned: encoded items */
  guint n_stops;
} LineValues;

static void
line_values_clear (LineValues *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->school, g_free);
  g_clear_pointer (&self->stops, g_byte_array_unref);
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
  far_map_end (&map);

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
  if (draft->stops->len < 1 || draft->stops->len > FAR_LINE_STOPS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "a line has 1 to 200 stops", error);

  self->stops = g_byte_array_new ();
  self->n_stops = draft->stops->len;
  for (guint i = 0; i < draft->stops->len; i++)
    {
      if (!encode_stop (self->stops, g_ptr_array_index (draft->stops, i), error))
        return FALSE;
    }
  if (self->stops->len > FAR_BLOB_MAX - 4 * FAR_TEXT_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_LINE_LONG, "the line is too long for one entry",
                        error);

  return TRUE;
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

static gboolean
write_line (FarPen *pen,
            const LineValues *values,
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
  *out_written = encode_changes (values, &history, payload);
  if (*out_written)
    {
      good = _far_pen_open (pen, error);
      good = good && _far_pen_append_about (pen, &saying, &history, &pos, error);
      if (good && line == 0)
        find_record_id (pen->writer, pos, out_line);
    }
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_import_line (const FarWriter *writer,
                            const FarLineDraft *draft,
                            guint8 out_line[static FAR_RECORD_ID_LEN],
                            gboolean *out_written,
                            GError **error)
{
  g_auto (LineValues) values = { 0 };
  gboolean is_written = FALSE;
  FarPen pen;

  if (!encode_line (&values, draft, error) || !_far_pen_init (&pen, writer, error) ||
      !_far_pen_close (&pen, write_line (&pen, &values, out_line, &is_written, error), error))
    return FALSE;

  if (out_written != NULL)
    *out_written = is_written;

  return TRUE;
}

/* ---- outings */

gboolean
_far_pen_check_outing (FarPen *pen,
                       const guint8 *rota,
                       gint32 day,
                       FarHistory *history,
                       FarRotaDay *out_here,
                       GError **error)
{
  FarRotaFacts *facts;
  FarDateFacts own = { 0 };
  gboolean has_day;
  gboolean good;
  const char *holiday = NULL;
  const FarPayload *cancelled;

  if (!_far_pen_read_rota (pen, rota, &facts, error))
    return FALSE;

  has_day = far_rule_has_day (&facts->rule, day);
  good = _far_view_find_holiday (&pen->view, facts, day, &holiday, error) &&
         _far_history_load_outing (history, &pen->view,
                                   far_store_find_ident (pen->view.store, rota), day, error);
  if (good && out_here != NULL)
    {
      _far_date_read (history, &own, NULL);
      *out_here = _far_rota_on_date (facts, day, &own);
      /* what it borrows goes */
      out_here->place = NULL;
      g_free (own.place);
    }
  _far_rota_facts_free (facts);
  if (!good)
    return FALSE;

  cancelled = _far_history_shown (history, FAR_OUTING_CANCELLED, NULL);
  if (!has_day)
    good =
        _far_refuse (FAR_COLLECTIVE_ERROR_NO_OUTING, "the rota has no outing on that day", error);
  else if (holiday != NULL)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_HOLIDAYS, "there are holidays on that day", error);
  else if (cancelled != NULL && far_payload_int (cancelled, FAR_OUTING_CANCELLED, 0) != 0)
    good = _far_refuse (FAR_COLLECTIVE_ERROR_CANCELLED, "that outing is cancelled", error);
  if (!good)
    _far_history_clear (history);

  return good;
}

static gboolean
cancel_outing (FarPen *pen, const guint8 *rota, gint32 day, const char *why, GError **error)
{
  guint32 term = _far_pen_get_publishing_term (pen);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarSaying saying = { .kind = FAR_KIND_OUTING, .term = term, .payload = payload };
  FarHistory history;
  gboolean good;

  if (!_far_pen_check_outing (pen, rota, day, &history, NULL, error))
    return FALSE;

  far_map_bytes (&map, FAR_OUTING_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_OUTING_DAY, day);
  far_map_int (&map, FAR_OUTING_CANCELLED, 1);
  far_map_text (&map, FAR_OUTING_WHY, why);
  far_map_end (&map);

  good = !far_text_is_blank (why) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_REASON_EMPTY, "everyone wants to know why", error);
  if (good && (term != 0 || !_far_pen_has_suggested (pen, &history, FAR_OUTING_CANCELLED)) &&
      (good = _far_pen_open (pen, error)))
    {
      good = _far_pen_append_about (pen, &saying, &history, NULL, error);
    }
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_cancel_outing (const FarWriter *writer,
                              const guint8 rota[static FAR_RECORD_ID_LEN],
                              gint32 day,
                              const char *why,
                              GError **error)
{
  g_autofree char *tidy = _far_tidy_text (why, error);
  FarPen pen;

  return tidy != NULL && _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, cancel_outing (&pen, rota, day, tidy, error), error);
}
