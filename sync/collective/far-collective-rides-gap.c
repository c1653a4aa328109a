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
                                  0, &unused);
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

  return n;
}

static guint
count_seats (const FarOutingFacts *outing)
{
  guint n = count_children (outing);

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

gboolean
_far_pen_ask_rides (FarPen *pen,
                    const FarOutingFacts *outing,
                    const GPtrArray *lines,
                    gint32 today,
                    guint8 *out_id,
                    GError **error)
{
  FarRule rule = { .weekdays = 1u << far_day_get_weekday (outing->day),
                   .every_n_weeks = 1,
                   .first_day = outing->day,
                   .last_day = outing->day };
  FarSeats seats = { .n = count_seats (outing) };
  FarTurnPoint point = { .day = outing->day };
  FarRideChange ride = FAR_RIDE_CHANGE_NONE;
  FarSpotDraft from = { 0 };
  FarSpotDraft to = { 0 };
  g_autofree char *from_words = NULL;
  g_autofree char *to_words = NULL;

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

GPtrArray *
_far_outings_without_rides (FarStore *store,
                            const guint8 *me,
                            const GPtrArray *outings,
                            gint32 today,
                            GError **error)
{
  g_autoptr (GPtrArray) without = g_ptr_array_new ();
  g_autoptr (GPtrArray) dates = NULL;
  gint32 first = G_MAXINT32;
  gint32 last = G_MININT32;

  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      if (outing->day < today || count_children (outing) == 0)
        continue;
      first = MIN (first, outing->day);
      last = MAX (last, outing->day);
      g_ptr_array_add (without, outings->pdata[i]);
    }
  if (without->len == 0)
    return g_steal_pointer (&without);

  dates = far_collective_rides (store, me, first, (guint)(last - first + 1), error);
  if (dates == NULL)
    return NULL;
  for (guint i = without->len; i-- > 0;)
    {
      const FarOutingFacts *outing = without->pdata[i];
      FarRidesInstead instead;

      far_rides_count_instead (dates, outing->rota->id, outing->day, &instead);
      if (instead.n_rides > 0)
        g_ptr_array_remove_index (without, i);
    }

  return g_steal_pointer (&without);
}

static gboolean
ask (FarPen *pen, const FarOutingFacts *outing, gint32 today, guint8 *out_id, GError **error)
{
  g_autoptr (GPtrArray) lines = _far_view_lines (&pen->view, error);

  return lines != NULL && check_instead (pen, outing, today, error) &&
         _far_pen_ask_rides (pen, outing, lines, today, out_id, error);
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

/* ---- a walk that runs after all */

/* Whether it is this member's own, in whose place nobody has said yet that they drive. */
static gboolean
is_needless (const FarRideDate *date, const guint8 *me)
{
  const FarRideFacts *ride = date->ride;

  return date->place == FAR_RIDE_RUNS && ride->is_ask && ride->has_outing &&
         date->day == ride->outing_day && far_record_id_equal (ride->owner, me) &&
         !far_ride_date_has_seats (date);
}

GPtrArray *
_far_rides_needless (FarStore *store, const guint8 *me, gint32 today, GError **error)
{
  g_autoptr (GPtrArray) dates = far_collective_rides (store, me, today, FAR_WEEK_DAYS_MAX, error);

  if (dates == NULL)
    return NULL;
  for (guint i = dates->len; i-- > 0;)
    if (!is_needless (dates->pdata[i], me))
      g_ptr_array_remove_index (dates, i);

  return g_steal_pointer (&dates);
}

gboolean
_far_pen_withdraw_rides (FarPen *pen,
                         const GPtrArray *needless,
                         const guint8 *rota,
                         gint32 day,
                         GError **error)
{
  for (guint i = 0; i < needless->len; i++)
    {
      const FarRideDate *date = needless->pdata[i];

      if (date->day == day && far_record_id_equal (date->ride->rota, rota) &&
          !_far_pen_withdraw_ride (pen, date->ride->id, error))
        return FALSE;
    }

  return TRUE;
}
