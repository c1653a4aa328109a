/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns for a term: each week the same day, promised and given back together.
 *
 * They are turns like any others, one for each outing, so each is ranked, exchanged and given back
 * by itself; what was promised for a term is not a rule that makes promises later. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

#define DAYS_PER_WEEK 7

/* ---- promising */

/* What stands against one more promise on a day. */
typedef enum
{
  HINDRANCE_NONE,
  HINDRANCE_CLOSED, /* cancelled, or in holidays */
  HINDRANCE_HELD,   /* the person has a turn there */
  HINDRANCE_FULL,   /* a further one would be reserve */
} Hindrance;

static gboolean
find_hindrance (FarPen *pen,
                const FarRotaFacts *rota,
                gint32 day,
                const FarSeriesPlan *plan,
                Hindrance *out,
                GError **error)
{
  g_autoptr (FarOutingFacts) outing =
                 far_collective_outing (pen->view.store, rota, pen->me->id, day, error);

  if (outing == NULL)
    return FALSE;

  *out = HINDRANCE_NONE;
  if (outing->verdict.reason == FAR_VERDICT_REASON_CANCELLED ||
      outing->verdict.reason == FAR_VERDICT_REASON_HOLIDAYS)
    *out = HINDRANCE_CLOSED;
  else if (_far_outing_count_free (outing, pen->view.gov, plan->role) == 0)
    *out = HINDRANCE_FULL;

  for (guint i = 0; i < outing->turns->len && *out != HINDRANCE_CLOSED; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];

      if (turn->place != FAR_TURN_PLACE_RELEASED &&
          far_record_id_equal (turn->person, plan->person))
        *out = HINDRANCE_HELD;
    }

  return TRUE;
}

/* What the collective has agreed on leaves a day out, and hinders no other.
 * @failure: (inout) (transfer full): why not on that one */
static gboolean
leave_out (GError **failure, FarCollectiveError code, guint *n_left_out)
{
  if (!g_error_matches (*failure, FAR_COLLECTIVE_ERROR, (int)code))
    return FALSE;
  g_clear_error (failure);
  (*n_left_out)++;

  return TRUE;
}

static gboolean
take_day (FarPen *pen,
          const FarRotaFacts *rota,
          gint32 day,
          const FarSeriesPlan *plan,
          gint32 today,
          FarSeries *out,
          GError **error)
{
  g_autoptr (GError) local = NULL;
  Hindrance hindrance;
  FarPos pos;

  if (!find_hindrance (pen, rota, day, plan, &hindrance, error))
    return FALSE;

  switch (hindrance)
    {
    case HINDRANCE_CLOSED:
      out->n_closed++;
      return TRUE;
    case HINDRANCE_HELD:
      out->n_held++;
      return TRUE;
    case HINDRANCE_FULL:
      out->n_full++;
      return TRUE;
    case HINDRANCE_NONE:
    default:
      if (_far_pen_take_turn (pen, rota->id, day, plan->role, plan->person, today, &pos, &local))
        {
          g_array_append_val (out->days, day);
          return TRUE;
        }
      if (leave_out (&local, FAR_COLLECTIVE_ERROR_CAP, &out->n_capped) ||
          leave_out (&local, FAR_COLLECTIVE_ERROR_TRAINING, &out->n_untrained))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
}

/* Each week from the first to the last day, or those that are given. */
typedef struct
{
  const GArray *given; /* (nullable) unowned */
  gint32 first_day;
  gint32 last_day; /* inclusive */
} Days;

static Days
days_of (const FarRotaFacts *rota, gint32 first_day, gint32 last_day, const GArray *given)
{
  gint32 end = MIN (rota->rule.last_day, first_day + FAR_SERIES_DAYS_MAX);

  return (Days){ given, first_day, last_day != 0 ? MIN (end, last_day) : end };
}

/* Returns: whether there is an @i-th */
static gboolean
get_day (const Days *self, guint i, gint32 *out)
{
  if (self->given != NULL)
    {
      *out = i < self->given->len ? g_array_index (self->given, gint32, i) : 0;
      return i < self->given->len;
    }

  *out = self->first_day + (gint32)i * DAYS_PER_WEEK;

  return *out <= self->last_day;
}

static gboolean
take_series (FarPen *pen,
             const FarRotaFacts *rota,
             const Days *days,
             const FarSeriesPlan *plan,
             gint32 today,
             FarSeries *out,
             GError **error)
{
  gint32 day;

  if (!get_day (days, 0, &day) || !far_rule_has_day (&rota->rule, day))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_OUTING, "the rota has no outing on that day",
                        error);

  for (guint i = 0; get_day (days, i, &day); i++)
    if (far_rule_has_day (&rota->rule, day) && !take_day (pen, rota, day, plan, today, out, error))
      return FALSE;

  return TRUE;
}

/* ---- giving back */

static gboolean
release_day (FarPen *pen,
             const guint8 *rota,
             gint32 day,
             const guint8 *person,
             gint32 today,
             FarSeries *out,
             GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, rota);
  g_autoptr (GError) local = NULL;
  gboolean good = TRUE;
  FarTurns turns;

  if (!_far_turns_load (&turns, &pen->view, ident, day, error))
    return FALSE;

  for (guint i = 0; i < turns.nodes->len; i++)
    {
      const FarTurnNode *node = &g_array_index (turns.nodes, FarTurnNode, i);

      if (!_far_turn_counts (node) || !_far_turn_is_of (&turns, i, pen->me) ||
          !far_record_id_equal (_far_turn_peek_person (&turns, i), person))
        continue;

      if (_far_pen_check_notice (pen, &turns, i, today, &local))
        {
          good = _far_pen_change_turns (pen, &turns, i, FAR_TURN_STATE_RELEASED, error);
          g_array_append_val (out->days, day);
          out->role = node->role;
        }
      else if (!leave_out (&local, FAR_COLLECTIVE_ERROR_NOTICE, &out->n_late))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          good = FALSE;
        }
      break;
    }
  _far_turns_clear (&turns);

  return good;
}

static gboolean
release_series (FarPen *pen,
                const FarRotaFacts *rota,
                const Days *days,
                const FarSeriesPlan *plan,
                gint32 today,
                FarSeries *out,
                GError **error)
{
  gint32 day;

  for (guint i = 0; get_day (days, i, &day); i++)
    if (day >= today && !release_day (pen, rota->id, day, plan->person, today, out, error))
      return FALSE;

  if (out->days->len == 0 && out->n_late > 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOTICE, "that is too late", error);

  return out->days->len > 0 || _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_RELEASED,
                                            "there is no turn to give back", error);
}

/* ---- both */

typedef gboolean (*SeriesWork) (FarPen *pen,
                                const FarRotaFacts *rota,
                                const Days *days,
                                const FarSeriesPlan *plan,
                                gint32 today,
                                FarSeries *out,
                                GError **error);

static gboolean
do_series (const FarWriter *writer,
           const FarSeriesPlan *plan,
           gint32 today,
           SeriesWork work,
           FarSeries *out,
           GError **error)
{
  FarSeriesPlan whose = *plan;
  FarRotaFacts *rota = NULL;
  gboolean good;
  FarPen pen;

  if (whose.person == NULL)
    whose.person = writer->me->member;
  *out = (FarSeries){ .days = g_array_new (FALSE, FALSE, sizeof (gint32)), .role = plan->role };
  good = _far_pen_init (&pen, writer, error);
  if (good)
    {
      good = _far_pen_read_rota (&pen, plan->rota, &rota, error);
      if (good)
        {
          Days days = days_of (rota, plan->first_day, plan->last_day, plan->days);

          good = work (&pen, rota, &days, &whose, today, out, error);
        }
      good = _far_pen_close (&pen, good, error);
    }
  g_clear_pointer (&rota, _far_rota_facts_free);
  if (!good)
    far_series_clear (out);

  return good;
}

gboolean
far_collective_take_series (const FarWriter *writer,
                            const FarSeriesPlan *plan,
                            gint32 today,
                            FarSeries *out,
                            GError **error)
{
  return do_series (writer, plan, today, take_series, out, error);
}

gboolean
far_collective_release_series (const FarWriter *writer,
                               const FarSeriesPlan *plan,
                               gint32 today,
                               FarSeries *out,
                               GError **error)
{
  return do_series (writer, plan, today, release_series, out, error);
}

void
far_series_clear (FarSeries *self)
{
  g_clear_pointer (&self->days, g_array_unref);
}
