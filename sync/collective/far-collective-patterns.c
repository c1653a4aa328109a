/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where and when a line walks on some weekdays, or in one rota: from another stop on, to another
 * one, some minutes later. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

static void
clear_pattern (gpointer data)
{
  FarPatternFacts *facts = data;

  g_free (facts->from);
  g_free (facts->to);
  g_free (facts->rota_title);
}

GArray *
_far_patterns_array_new (void)
{
  GArray *patterns = g_array_new (FALSE, FALSE, sizeof (FarPatternFacts));

  g_array_set_clear_func (patterns, clear_pattern);

  return patterns;
}

/* ---- reading */

static gboolean
read_title (FarView *view, FarPatternFacts *facts, GError **error)
{
  guint32 ident = facts->has_rota ? far_store_find_ident (view->store, facts->rota) : 0;
  const FarPayload *shown;
  FarHistory history;

  if (ident == 0)
    {
      facts->rota_title = g_strdup ("");
      return TRUE;
    }
  if (!_far_history_load (&history, view, FAR_KIND_ROTA, ident, error))
    return FALSE;

  shown = _far_history_shown (&history, FAR_ROTA_TITLE, NULL);
  facts->rota_title = shown != NULL ? far_payload_dup_text (shown, FAR_ROTA_TITLE) : g_strdup ("");
  _far_history_clear (&history);

  return TRUE;
}

static char *
dup_text (const FarPayload *item, guint key)
{
  return far_payload_has (item, key) ? far_payload_dup_text (item, key) : g_strdup ("");
}

gboolean
_far_patterns_read (GArray *out, const FarHistory *history, FarAlso *also, GError **error)
{
  const FarPayload *shown = _far_history_shown (history, FAR_LINE_PATTERNS, also);
  FarPayloadIter iter;
  FarPayload item;

  if (shown == NULL)
    return TRUE;

  iter = far_payload_iter (shown, FAR_LINE_PATTERNS);
  while (far_payload_iter_map (&iter, &item))
    {
      FarPatternFacts facts = { .weekdays = far_payload_int (&item, FAR_PATTERN_WEEKDAYS, 0),
                                .from = dup_text (&item, FAR_PATTERN_FROM),
                                .to = dup_text (&item, FAR_PATTERN_TO),
                                .shift = far_payload_int (&item, FAR_PATTERN_SHIFT, 0),
                                .has_rota = far_payload_has (&item, FAR_PATTERN_ROTA) };
      gboolean good;

      if (facts.has_rota)
        memcpy (facts.rota, far_payload_bytes (&item, FAR_PATTERN_ROTA), FAR_RECORD_ID_LEN);
      good = read_title (history->view, &facts, error);
      g_array_append_val (out, facts);
      if (!good)
        return FALSE;
    }

  return TRUE;
}

/* ---- what holds on a day */

/* One that names the rota goes before one that names none; of several the first. */
static const FarPatternFacts *
find_pattern (const FarLineFacts *line, const guint8 *rota, guint weekday)
{
  const FarPatternFacts *found = NULL;

  for (guint i = 0; i < line->patterns->len; i++)
    {
      const FarPatternFacts *one = &g_array_index (line->patterns, FarPatternFacts, i);

      if ((one->weekdays >> weekday & 1) == 0 ||
          (one->has_rota && memcmp (one->rota, rota, FAR_RECORD_ID_LEN) != 0))
        continue;
      if (found == NULL || (one->has_rota && !found->has_rota))
        found = one;
    }

  return found;
}

/* @otherwise: where the line has no such stop */
static guint
find_stop (const GPtrArray *stops, const char *name, guint otherwise)
{
  for (guint i = 0; i < stops->len && *name != '\0'; i++)
    if (strcmp (((const FarStopDraft *)stops->pdata[i])->name, name) == 0)
      return i;

  return otherwise;
}

static void
put_off (int *time, int minutes)
{
  if (*time >= 0)
    *time = CLAMP (*time + minutes, 0, 24 * 60 - 1);
}

GPtrArray *
far_line_walked_on (const FarLineFacts *self,
                    const guint8 rota[static FAR_RECORD_ID_LEN],
                    guint weekday,
                    int later,
                    guint *out_first)
{
  const FarPatternFacts *pattern = find_pattern (self, rota, weekday);
  GPtrArray *stops = _far_stops_copy (self->stops);
  int shift = later + (pattern != NULL ? pattern->shift : 0);
  guint last;

  *out_first = 0;
  if (stops->len == 0)
    return stops;

  *out_first = pattern != NULL ? find_stop (stops, pattern->from, 0) : 0;
  last = pattern != NULL ? find_stop (stops, pattern->to, stops->len - 1) : stops->len - 1;
  /* the line was changed since, and what is left of it makes no walk */
  if (last < *out_first)
    {
      *out_first = 0;
      last = stops->len - 1;
    }
  g_ptr_array_set_size (stops, (int)last + 1);
  if (*out_first > 0)
    g_ptr_array_remove_range (stops, 0, *out_first);
  for (guint i = 0; i < stops->len; i++)
    {
      FarStopDraft *stop = stops->pdata[i];

      put_off (&stop->time_out, shift);
      put_off (&stop->time_back, shift);
    }

  return stops;
}

/* ---- writing */

static gboolean
check_stops (const GPtrArray *stops, const FarPatternChange *pattern, GError **error)
{
  guint from = find_stop (stops, pattern->from, stops->len);
  guint to = find_stop (stops, pattern->to, stops->len);

  if ((*pattern->from != '\0' && from == stops->len) || (*pattern->to != '\0' && to == stops->len))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_STOP, "the line has no such stop", error);

  return from == stops->len || from < to ||
         _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_STOP, "it would end before it begins", error);
}

static gboolean
check_pattern (FarPen *pen, const GPtrArray *stops, const FarPatternChange *pattern, GError **error)
{
  if (pattern->weekdays < 1 || pattern->weekdays > FAR_WEEKDAYS_ALL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_DAYS_INVALID, "on no weekday", error);
  if (ABS (pattern->shift) > FAR_PATTERN_SHIFT_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "half a day at most", error);
  if (pattern->rota != NULL && far_store_find_ident (pen->view.store, pattern->rota) == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such rota", error);

  return check_stops (stops, pattern, error);
}

gboolean
_far_patterns_encode (FarPen *pen,
                      const GArray *patterns,
                      const GPtrArray *stops,
                      GByteArray *out,
                      GError **error)
{
  if (patterns->len > FAR_LINE_PATTERNS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NUMBER_INVALID, "20 patterns at most", error);

  for (guint i = 0; i < patterns->len; i++)
    {
      const FarPatternChange *pattern = &g_array_index (patterns, FarPatternChange, i);
      FarMapWriter map;

      if (!check_pattern (pen, stops, pattern, error))
        return FALSE;
      map = far_map_begin (out);
      far_map_int (&map, FAR_PATTERN_WEEKDAYS, pattern->weekdays);
      if (*pattern->from != '\0')
        far_map_text (&map, FAR_PATTERN_FROM, pattern->from);
      if (*pattern->to != '\0')
        far_map_text (&map, FAR_PATTERN_TO, pattern->to);
      if (pattern->shift != 0)
        far_map_int (&map, FAR_PATTERN_SHIFT, pattern->shift);
      if (pattern->rota != NULL)
        far_map_bytes (&map, FAR_PATTERN_ROTA, pattern->rota, FAR_RECORD_ID_LEN);
      far_map_end (&map);
    }

  return TRUE;
}
