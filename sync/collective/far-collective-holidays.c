/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Calendars of holidays: the days on which rotas do not run, unless they say that they do.
 *
 * A calendar is the coordinator's word, since it takes outings from what is published.  Whoever had
 * promised to come on such a day is told, and keeps the promise until they give it back. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

/* Holidays between two terms, rather than a long weekend: the shortest in France are of a week. */
#define TERM_BREAK_DAYS 5

/* ---- reading */

static void
free_holidays (gpointer data)
{
  FarHolidaysFacts *facts = data;

  g_free (facts->name);
  g_array_unref (facts->spans);
  g_free (facts);
}

/* What ends before it begins is no span. */
GArray *
_far_spans_read (const FarPayload *payload)
{
  GArray *spans = far_span_array_new ();
  FarPayloadIter iter;
  FarPayload item;

  if (payload == NULL)
    return spans;

  iter = far_payload_iter (payload, FAR_HOLIDAYS_SPANS);
  while (far_payload_iter_map (&iter, &item))
    {
      FarSpan span = {
        .first_day = far_payload_int (&item, FAR_SPAN_FIRST, 0),
        .last_day = far_payload_int (&item, FAR_SPAN_LAST, 0),
      };

      if (span.first_day > span.last_day)
        continue;
      span.name = far_payload_has (&item, FAR_SPAN_NAME)
                      ? far_payload_dup_text (&item, FAR_SPAN_NAME)
                      : g_strdup ("");
      g_array_append_val (spans, span);
    }

  return spans;
}

/* Which of two calendars of one name counts is told by what says when they are. */
static void
read_stamp (const FarHistory *history, FarHolidaysFacts *facts)
{
  g_autoptr (GArray) spans = _far_history_live (history, FAR_HOLIDAYS_SPANS);
  g_autoptr (GArray) names = _far_history_live (history, FAR_HOLIDAYS_NAME);
  const FarWrite *write = g_array_index (spans->len > 0 ? spans : names, FarLive, 0).write;

  facts->term = write->held_term;
  facts->time_ms = write->time_ms;
  memcpy (facts->entry, write->id, FAR_ID_LEN);
}

/* NULL without @error if it is not there any more. */
static FarHolidaysFacts *
read_holidays (FarView *view, guint32 record, GError **error)
{
  FarHolidaysFacts *facts = NULL;
  FarHistory history;
  const FarPayload *name;
  const FarPayload *gone;

  if (!_far_history_load (&history, view, FAR_KIND_HOLIDAYS, record, error))
    return NULL;

  name = _far_history_shown (&history, FAR_HOLIDAYS_NAME, NULL);
  gone = _far_history_shown (&history, FAR_HOLIDAYS_GONE, NULL);
  if (name != NULL && (gone == NULL || far_payload_int (gone, FAR_HOLIDAYS_GONE, 0) == 0))
    {
      facts = g_new0 (FarHolidaysFacts, 1);
      memcpy (facts->id, history.record, FAR_RECORD_ID_LEN);
      facts->name = far_payload_dup_text (name, FAR_HOLIDAYS_NAME);
      facts->spans =
          _far_spans_read (_far_history_shown (&history, FAR_HOLIDAYS_SPANS, &facts->also));
      _far_history_shown (&history, FAR_HOLIDAYS_NAME, &facts->also);
      read_stamp (&history, facts);
    }
  _far_history_clear (&history);

  return facts;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const FarHolidaysFacts *one = *(const FarHolidaysFacts *const *)a;
  const FarHolidaysFacts *other = *(const FarHolidaysFacts *const *)b;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  const FarHolidaysFacts *one = *(const FarHolidaysFacts *const *)a;
  const FarHolidaysFacts *other = *(const FarHolidaysFacts *const *)b;
  int by_name = g_utf8_collate (one->name, other->name);

  return by_name != 0 ? by_name : compare_ids (a, b);
}

/* As of two values of one field: docs/records.md. */
static gboolean
beats (const FarHolidaysFacts *one, const FarHolidaysFacts *other)
{
  if (one->term != other->term)
    return one->term > other->term;
  if (one->time_ms != other->time_ms)
    return one->time_ms > other->time_ms;

  return memcmp (one->entry, other->entry, FAR_ID_LEN) > 0;
}

/* A calendar is found by its name.  Of several, entered by some who did not know of each other, one
 * counts: days that the ministry moved would else be closed twice. */
static void
mark_beaten (GPtrArray *calendars)
{
  for (guint i = 0; i < calendars->len; i++)
    {
      FarHolidaysFacts *one = calendars->pdata[i];

      for (guint j = 0; j < calendars->len && !one->is_beaten; j++)
        {
          const FarHolidaysFacts *other = calendars->pdata[j];

          one->is_beaten = i != j && strcmp (one->name, other->name) == 0 && beats (other, one);
        }
    }
}

/* Too many are too many for everybody: the same stay out on every machine. */
static GPtrArray *
view_holidays (FarView *view, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (view, FAR_KIND_HOLIDAYS, error);
  g_autoptr (GPtrArray) calendars = g_ptr_array_new_with_free_func (free_holidays);
  g_autoptr (GError) failure = NULL;

  if (records == NULL)
    return NULL;

  for (guint i = 0; i < records->len && failure == NULL; i++)
    {
      FarHolidaysFacts *facts = read_holidays (view, g_array_index (records, guint32, i), &failure);

      if (facts != NULL)
        g_ptr_array_add (calendars, facts);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  g_ptr_array_sort (calendars, compare_ids);
  if (calendars->len > FAR_SHOWN_HOLIDAYS_MAX)
    g_ptr_array_set_size (calendars, FAR_SHOWN_HOLIDAYS_MAX);
  g_ptr_array_sort (calendars, compare_names);
  mark_beaten (calendars);

  return g_steal_pointer (&calendars);
}

GPtrArray *
far_collective_holidays (FarStore *store, GError **error)
{
  FarView view;
  GPtrArray *calendars;

  _far_view_init (&view, store);
  calendars = view_holidays (&view, error);
  _far_view_clear (&view);

  return calendars;
}

/* ---- closed days */

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const FarSpan *one = a;
  const FarSpan *other = b;

  if (one->first_day != other->first_day)
    return one->first_day < other->first_day ? -1 : 1;
  if (one->last_day != other->last_day)
    return one->last_day > other->last_day ? -1 : 1;

  return strcmp (one->name, other->name);
}

static void
add_spans (GArray *out, const GArray *spans)
{
  for (guint i = 0; i < spans->len; i++)
    far_span_array_add (out, &g_array_index (spans, FarSpan, i));
}

/* In order and beside each other: of days in several spans the one that begins first has them.
 * Takes @spans. */
static GArray *
put_side_by_side (GArray *spans)
{
  GArray *closed = far_span_array_new ();
  gint32 last_day = G_MININT32;

  g_array_sort (spans, compare_spans);
  for (guint i = 0; i < spans->len; i++)
    {
      FarSpan span = g_array_index (spans, FarSpan, i);

      if (span.last_day <= last_day)
        continue;
      span.first_day = MAX (span.first_day, last_day + 1);
      last_day = span.last_day;
      span.name = g_strdup (span.name);
      g_array_append_val (closed, span);
    }
  g_array_unref (spans);

  return closed;
}

/* Returns: (nullable): the span of @closed with that day */
static const FarSpan *
find_span (const GArray *closed, gint32 day)
{
  guint lo = 0;
  guint hi = closed->len;

  while (lo < hi)
    {
      guint mid = lo + (hi - lo) / 2;
      const FarSpan *span = &g_array_index (closed, FarSpan, mid);

      if (day < span->first_day)
        hi = mid;
      else if (day > span->last_day)
        lo = mid + 1;
      else
        return span;
    }

  return NULL;
}

static gboolean
load_closed (FarView *self, GError **error)
{
  g_autoptr (GPtrArray) calendars = NULL;
  GArray *spans;

  if (self->closed != NULL)
    return TRUE;
  calendars = view_holidays (self, error);
  if (calendars == NULL)
    return FALSE;

  spans = far_span_array_new ();
  for (guint i = 0; i < calendars->len; i++)
    {
      const FarHolidaysFacts *calendar = calendars->pdata[i];

      if (!calendar->is_beaten)
        add_spans (spans, calendar->spans);
    }
  self->closed = put_side_by_side (spans);

  return TRUE;
}

gboolean
_far_view_find_closed (FarView *self, gint32 day, const char **out_name, GError **error)
{
  const FarSpan *span;

  *out_name = NULL;
  if (!load_closed (self, error))
    return FALSE;

  span = find_span (self->closed, day);
  if (span != NULL)
    *out_name = span->name;

  return TRUE;
}

gboolean
_far_view_find_holiday (FarView *self,
                        const FarRotaFacts *rota,
                        gint32 day,
                        const char **out_name,
                        GError **error)
{
  *out_name = NULL;

  return rota->in_holidays || _far_view_find_closed (self, day, out_name, error);
}

gboolean
_far_view_find_term (FarView *self,
                     const FarRotaFacts *rota,
                     gint32 day,
                     gint32 *out_day,
                     GError **error)
{
  *out_day = rota->rule.last_day;
  if (rota->in_holidays)
    return TRUE;
  if (!load_closed (self, error))
    return FALSE;

  for (guint i = 0; i < self->closed->len; i++)
    {
      const FarSpan *span = &g_array_index (self->closed, FarSpan, i);

      if (span->first_day > day && span->last_day - span->first_day + 1 >= TERM_BREAK_DAYS)
        {
          *out_day = MIN (*out_day, span->first_day - 1);
          break;
        }
    }

  return TRUE;
}

/* ---- what a calendar would change */

/* Promises that would be for nothing. */
static gboolean
count_turns (FarView *view, const FarRotaFacts *rota, gint32 day, guint *n, GError **error)
{
  FarTurns turns;

  if (!_far_turns_load (&turns, view, far_store_find_ident (view->store, rota->id), day, error))
    return FALSE;

  for (guint i = 0; i < turns.nodes->len; i++)
    *n += _far_turn_counts (&g_array_index (turns.nodes, FarTurnNode, i));
  _far_turns_clear (&turns);

  return TRUE;
}

static gboolean
add_effect (FarView *view,
            const FarRotaFacts *rota,
            const GArray *before,
            const GArray *after,
            gint32 today,
            FarHolidaysEffect *out,
            GError **error)
{
  gint32 day;
  gboolean good = TRUE;

  for (gint32 from = today; good && far_rule_next_day (&rota->rule, from, &day); from = day + 1)
    {
      gboolean was_closed = find_span (before, day) != NULL;
      gboolean is_closed = find_span (after, day) != NULL;

      if (is_closed && !was_closed)
        {
          out->n_closed++;
          good = count_turns (view, rota, day, &out->n_turns, error);
        }
      out->n_opened += was_closed && !is_closed;
    }

  return good;
}

gboolean
far_collective_holidays_effect (FarStore *store,
                                const char *name,
                                const GArray *spans,
                                gint32 today,
                                FarHolidaysEffect *out,
                                GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, error);
  g_autoptr (GPtrArray) calendars = rotas != NULL ? far_collective_holidays (store, error) : NULL;
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;
  FarView view;
  gboolean good = TRUE;

  *out = (FarHolidaysEffect){ 0 };
  if (calendars == NULL)
    return FALSE;

  before = far_span_array_new ();
  after = far_span_array_new ();
  for (guint i = 0; i < calendars->len; i++)
    {
      const FarHolidaysFacts *calendar = calendars->pdata[i];

      if (calendar->is_beaten)
        continue;
      add_spans (before, calendar->spans);
      if (strcmp (calendar->name, name) != 0)
        add_spans (after, calendar->spans);
    }
  add_spans (after, spans);
  before = put_side_by_side (before);
  after = put_side_by_side (after);

  _far_view_init (&view, store);
  for (guint i = 0; i < rotas->len && good; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];

      good = rota->in_holidays || add_effect (&view, rota, before, after, today, out, error);
    }
  _far_view_clear (&view);

  return good;
}

/* ---- writing */

static gboolean
encode_spans (GByteArray *out, const GArray *spans, GError **error)
{
  g_autoptr (GArray) sorted = far_span_array_new ();

  if (spans->len > FAR_HOLIDAY_SPANS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_HOLIDAYS_LONG, "a calendar has at most 400 spans",
                        error);

  add_spans (sorted, spans);
  g_array_sort (sorted, compare_spans);
  for (guint i = 0; i < sorted->len; i++)
    {
      const FarSpan *span = &g_array_index (sorted, FarSpan, i);
      g_autofree char *name = NULL;
      FarMapWriter map;

      if (!far_day_is_valid (span->first_day) || !far_day_is_valid (span->last_day) ||
          span->first_day > span->last_day)
        return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "holidays end after they begin",
                            error);
      if (*span->name != '\0' && (name = far_collective_tidy_name (span->name, error)) == NULL)
        return FALSE;

      map = far_map_begin (out);
      far_map_int (&map, FAR_SPAN_FIRST, span->first_day);
      far_map_int (&map, FAR_SPAN_LAST, span->last_day);
      if (name != NULL)
        far_map_text (&map, FAR_SPAN_NAME, name);
      far_map_end (&map);
    }

  return out->len <= FAR_BLOB_MAX - FAR_TEXT_MAX ||
         _far_refuse (FAR_COLLECTIVE_ERROR_HOLIDAYS_LONG, "the calendar does not fit one entry",
                      error);
}

/* The calendar of that name; 0 if there is none.  @out_beaten: (element-type guint32): the others
 */
static gboolean
find_calendar (FarPen *pen, const char *name, guint32 *out, GArray *out_beaten, GError **error)
{
  g_autoptr (GPtrArray) calendars = view_holidays (&pen->view, error);

  *out = 0;
  for (guint i = 0; calendars != NULL && i < calendars->len; i++)
    {
      const FarHolidaysFacts *calendar = calendars->pdata[i];
      guint32 record = far_store_find_ident (pen->view.store, calendar->id);

      if (strcmp (calendar->name, name) != 0)
        continue;
      if (calendar->is_beaten)
        g_array_append_val (out_beaten, record);
      else
        *out = record;
    }

  return calendars != NULL;
}

static gboolean
check_publisher (const FarPen *pen, GError **error)
{
  return _far_pen_get_publishing_term (pen) != 0 ||
         _far_refuse (FAR_COLLECTIVE_ERROR_NOT_THE_HOLDER,
                      "holidays are entered by who holds the baton, or the deputy", error);
}

/* @spans: encoded; NULL to say whether the calendar is taken off */
static gboolean
write_calendar (FarPen *pen,
                guint32 record,
                const char *name,
                const GByteArray *spans,
                guint n_spans,
                gboolean is_gone,
                guint8 *out_id,
                GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_HOLIDAYS,
                       .term = _far_pen_get_publishing_term (pen),
                       .payload = payload };
  FarMapWriter map = far_map_begin (payload);
  FarHistory history;
  gboolean good;
  FarPos pos;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_HOLIDAYS, record, error))
    return FALSE;

  if (record != 0)
    far_map_bytes (&map, FAR_HOLIDAYS_ID, history.record, FAR_RECORD_ID_LEN);
  else
    far_map_text (&map, FAR_HOLIDAYS_NAME, name);
  if (spans != NULL)
    {
      far_map_array (&map, FAR_HOLIDAYS_SPANS, n_spans);
      far_put (payload, spans->data, spans->len);
    }
  else
    far_map_int (&map, FAR_HOLIDAYS_GONE, is_gone);
  far_map_end (&map);

  good = _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, &history, &pos, error);
  if (good && record != 0)
    memcpy (out_id, history.record, FAR_RECORD_ID_LEN);
  else if (good)
    far_record_id (far_store_peek_collective (pen->view.store), pen->writer->me->device, pos.seq, 0,
                   out_id);
  _far_history_clear (&history);

  return good;
}

/* Whether the calendar says just that, and nobody something else beside it. */
static gboolean
says_already (FarPen *pen, guint32 record, const GByteArray *spans, gboolean *out, GError **error)
{
  FarAlso also = { 0 };
  FarHistory history;
  const FarPayload *shown;

  if (!_far_history_load (&history, &pen->view, FAR_KIND_HOLIDAYS, record, error))
    return FALSE;

  shown = _far_history_shown (&history, FAR_HOLIDAYS_SPANS, &also);
  *out = shown != NULL && also.n_others == 0 &&
         shown->values[FAR_HOLIDAYS_SPANS].len == spans->len &&
         (spans->len == 0 ||
          memcmp (shown->values[FAR_HOLIDAYS_SPANS].bytes, spans->data, spans->len) == 0);
  _far_history_clear (&history);

  return TRUE;
}

static gboolean
set_holidays (FarPen *pen,
              const char *name,
              const GByteArray *encoded,
              guint n_spans,
              guint8 *out_id,
              gboolean *out_written,
              GError **error)
{
  g_autoptr (GArray) beaten = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint8 unused[FAR_RECORD_ID_LEN];
  gboolean is_same = FALSE;
  gboolean good = TRUE;
  guint32 record;

  if (!check_publisher (pen, error) || !find_calendar (pen, name, &record, beaten, error) ||
      (record != 0 && !says_already (pen, record, encoded, &is_same, error)))
    return FALSE;

  /* whoever enters it has seen all of that name, and means one */
  for (guint i = 0; i < beaten->len && good; i++)
    good = write_calendar (pen, g_array_index (beaten, guint32, i), NULL, NULL, 0, TRUE, unused,
                           error);

  *out_written = !is_same || beaten->len > 0;
  if (!good || !is_same)
    return good && write_calendar (pen, record, name, encoded, n_spans, FALSE, out_id, error);

  memcpy (out_id, far_store_peek_ident (pen->view.store, record), FAR_RECORD_ID_LEN);

  return TRUE;
}

gboolean
far_collective_set_holidays (const FarWriter *writer,
                             const char *name,
                             const GArray *spans,
                             guint8 out_id[static FAR_RECORD_ID_LEN],
                             gboolean *out_written,
                             GError **error)
{
  g_autofree char *tidy = far_collective_tidy_name (name, error);
  g_autoptr (GByteArray) encoded = g_byte_array_new ();
  FarPen pen;

  return tidy != NULL && encode_spans (encoded, spans, error) &&
         _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen,
                         set_holidays (&pen, tidy, encoded, spans->len, out_id, out_written, error),
                         error);
}

static gboolean
remove_holidays (FarPen *pen, const guint8 *id, GError **error)
{
  g_autoptr (GPtrArray) calendars = view_holidays (&pen->view, error);
  guint8 unused[FAR_RECORD_ID_LEN];

  if (calendars == NULL || !check_publisher (pen, error))
    return FALSE;

  for (guint i = 0; i < calendars->len; i++)
    if (memcmp (((const FarHolidaysFacts *)calendars->pdata[i])->id, id, FAR_RECORD_ID_LEN) == 0)
      return write_calendar (pen, far_store_find_ident (pen->view.store, id), NULL, NULL, 0, TRUE,
                             unused, error);

  return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such calendar", error);
}

static gboolean
restore_holidays (FarPen *pen, const guint8 *id, GError **error)
{
  guint32 record = far_store_find_ident (pen->view.store, id);
  guint8 unused[FAR_RECORD_ID_LEN];
  gboolean is_known;
  FarHistory history;

  if (!check_publisher (pen, error) ||
      (record != 0 && !_far_history_load (&history, &pen->view, FAR_KIND_HOLIDAYS, record, error)))
    return FALSE;

  is_known = record != 0 && _far_history_shown (&history, FAR_HOLIDAYS_NAME, NULL) != NULL;
  if (record != 0)
    _far_history_clear (&history);

  return is_known
             ? write_calendar (pen, record, NULL, NULL, 0, FALSE, unused, error)
             : _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such calendar", error);
}

gboolean
far_collective_remove_holidays (const FarWriter *writer,
                                const guint8 id[static FAR_RECORD_ID_LEN],
                                GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, remove_holidays (&pen, id, error), error);
}

gboolean
far_collective_restore_holidays (const FarWriter *writer,
                                 const guint8 id[static FAR_RECORD_ID_LEN],
                                 GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, restore_holidays (&pen, id, error), error);
}
