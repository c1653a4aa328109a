/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An outing that is short of adults, or called off, becomes seats that are asked for. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

/* Where no child is booked, nobody knows how many come: a car's. */
#define SEATS_OF_A_CAR 4

void
far_rides_count_instead (const GPtrArray *dates,
                         const guint8 rota[static FAR_RECORD_ID_LEN],
                         gint32 day,
                         FarRidesInstead *out)
{
  *out = (FarRidesInstead){ 0 };
  for (guint i = 0; i < dates->len; i++)
    {
      const FarRideDate *date = dates->pdata[i];
      const FarRideFacts *ride = date->ride;
      FarRideLeg way = ride->at[FAR_RIDE_WAY_THERE] >= 0 ? FAR_RIDE_WAY_THERE : FAR_RIDE_WAY_BACK;

      if (date->place != FAR_RIDE_RUNS || !ride->is_ask || !ride->has_outing ||
          ride->outing_day != day || date->day != day || !far_record_id_equal (ride->rota, rota))
        continue;
      out->n_rides++;
      out->n_seats += ride->seats.n;
      out->n_missing += date->left[way].n;
    }
}

/* From the first stop that is walked to the school, as far as either is said. */
static void
find_way (const FarOutingFacts *outing, const FarLineFacts *line, char **from, char **to)
{
  const char *first = outing->here.place;
  const char *last = "";
  g_autoptr (GPtrArray) stops = NULL;
  guint unused;

  if (line != NULL)
    {
      stops = far_line_walked_on (line, outing->rota->id, (guint)far_day_get_weekday (outing->day),
                                  &unused);
      if (*first == '\0' && stops->len > 0)
        first = ((const FarStopDraft *)stops->pdata[0])->name;
      last = *line->school != '\0' ? line->school
             : stops->len > 0      ? ((const FarStopDraft *)stops->pdata[stops->len - 1])->name
                                   : "";
    }
  *from = g_strdup (*first != '\0' ? first : outing->rota->title);
  *to = g_strdup (*last != '\0' ? last : outing->rota->title);
}

static guint
count_children (const FarOutingFacts *outing)
{
  guint n = 0;

  for (guint i = 0; i < outing->walkers->len; i++)
    {
      const FarWalkerFacts *walker = outing->walkers->pdata[i];

      n += !walker->is_absent || walker->is_contested;
    }

  return n > 0 ? MIN (n, FAR_RIDE_SEATS_MAX) : SEATS_OF_A_CAR;
}

static const FarLineFacts *
find_line (const GPtrArray *lines, const FarRotaFacts *rota)
{
  for (guint i = 0; rota->has_line && i < lines->len; i++)
    if (far_record_id_equal (((const FarLineFacts *)lines->pdata[i])->id, rota->line))
      return lines->pdata[i];

  return NULL;
}

static gboolean
check_instead (FarPen *pen, const FarOutingFacts *outing, gint32 today, GError **error)
{
  g_autoptr (GPtrArray) dates = NULL;
  FarRidesInstead instead;

  if (outing->day < today)
    return _far_refuse (FAR_COLLECTIVE_ERROR_OUTING_OVER, "that outing is over", error);
  if (outing->verdict.reason == FAR_VERDICT_REASON_NO_DAY ||
      outing->verdict.reason == FAR_VERDICT_REASON_HOLIDAYS)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_OUTING, "there is no outing on that day", error);

  dates = far_collective_rides (pen->view.store, pen->me->id, outing->day, 1, error);
  if (dates == NULL)
    return FALSE;
  far_rides_count_instead (dates, outing->rota->id, outing->day, &instead);

  return instead.n_rides == 0 ||
         _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_SAID, "somebody asked for them", error);
}

static gboolean
ask (FarPen *pen, const FarOutingFacts *outing, gint32 today, guint8 *out_id, GError **error)
{
  g_autoptr (GPtrArray) lines = _far_view_lines (&pen->view, error);
  FarRule rule = { .weekdays = 1u << far_day_get_weekday (outing->day),
                   .every_n_weeks = 1,
                   .first_day = outing->day,
                   .last_day = outing->day };
  FarSeats seats = { .n = count_children (outing) };
  FarTurnPoint point = { .day = outing->day };
  FarRideChange ride = FAR_RIDE_CHANGE_NONE;
  FarSpotDraft from = { 0 };
  FarSpotDraft to = { 0 };
  g_autofree char *from_words = NULL;
  g_autofree char *to_words = NULL;

  if (lines == NULL || !check_instead (pen, outing, today, error))
    return FALSE;

  find_way (outing, find_line (lines, outing->rota), &from_words, &to_words);
  from.words = from_words;
  to.words = to_words;
  memcpy (point.rota, outing->rota->id, FAR_RECORD_ID_LEN);
  ride.is_ask = TRUE;
  ride.from = &from;
  ride.to = &to;
  ride.rule = &rule;
  ride.seats = &seats;
  ride.at[FAR_RIDE_WAY_THERE] = outing->here.at;
  ride.outing = &point;

  return _far_pen_add_ride (pen, &ride, pen->me->id, today, out_id, error);
}

gboolean
far_collective_ask_rides (const FarWriter *writer,
                          const guint8 rota[static FAR_RECORD_ID_LEN],
                          gint32 day,
                          gint32 today,
                          guint8 out_id[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  g_autoptr (FarOutingFacts) outing = NULL;
  FarRotaFacts *facts = NULL;
  gboolean good;
  FarPen pen;

  if (!_far_pen_init (&pen, writer, error))
    return FALSE;

  good = _far_pen_read_rota (&pen, rota, &facts, error);
  if (good)
    outing = far_collective_outing (writer->store, facts, writer->me->member, day, error);
  good = _far_pen_close (&pen, outing != NULL && ask (&pen, outing, today, out_id, error), error);
  g_clear_pointer (&outing, far_outing_facts_free);
  g_clear_pointer (&facts, _far_rota_facts_free);

  return good;
}
