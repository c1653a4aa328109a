/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a collective has agreed on for promises, so that there is room for others, and nobody is let
 * down at the last minute.  A machine does not write what is against it; what is written all the
 * same counts, since a rule that somebody had not heard of takes nobody's turn away. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

#define DAYS_PER_WEEK 7

/* Whoever took a turn by mistake gives it back at once. */
#define SECOND_THOUGHTS_MS (60 * 60 * 1000)

/* ---- how often */

static gboolean
has_turn_on (FarPen *pen,
             guint32 rota,
             gint32 day,
             const guint8 *person,
             gboolean *out,
             GError **error)
{
  FarTurns turns;

  if (!_far_turns_load (&turns, &pen->view, rota, day, error))
    return FALSE;

  *out = FALSE;
  for (guint i = 0; i < turns.nodes->len; i++)
    {
      const FarTurnNode *node = &g_array_index (turns.nodes, FarTurnNode, i);

      *out |= node->person != 0 && _far_turn_counts (node) && node->role != FAR_ROLE_ALONG &&
              memcmp (_far_turn_peek_person (&turns, i), person, FAR_RECORD_ID_LEN) == 0;
    }
  _far_turns_clear (&turns);

  return TRUE;
}

/* Turns of that person in the week of @day, but for that one. */
static gboolean
count_week (FarPen *pen,
            const guint8 *rota,
            gint32 day,
            const guint8 *person,
            guint *out,
            GError **error)
{
  FarStore *store = pen->view.store;
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, error);
  gint32 monday = day - far_day_get_weekday (day);

  *out = 0;
  for (guint i = 0; rotas != NULL && i < rotas->len; i++)
    {
      const FarRotaFacts *one = rotas->pdata[i];
      guint32 ident = far_store_find_ident (store, one->id);
      g_autoptr (GArray) days = _far_store_days_promised (store, ident, monday,
                                                          monday + DAYS_PER_WEEK - 1, error);

      if (days == NULL)
        return FALSE;
      for (guint j = 0; j < days->len; j++)
        {
          gint32 other = g_array_index (days, gint32, j);
          gboolean is_there;

          if (other == day && far_record_id_equal (one->id, rota))
            continue;
          if (!has_turn_on (pen, ident, other, person, &is_there, error))
            return FALSE;
          *out += is_there;
        }
    }

  return rotas != NULL;
}

static gboolean
is_sought (const FarTurns *turns)
{
  for (guint i = 0; i < turns->nodes->len; i++)
    {
      const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);

      if (_far_turn_counts (node) && node->state == FAR_TURN_STATE_SEEKING)
        return TRUE;
    }

  return FALSE;
}

gboolean
_far_pen_check_cap (FarPen *pen,
                    const FarTurns *turns,
                    const guint8 *rota,
                    const guint8 *person,
                    gint32 today,
                    GError **error)
{
  guint cap = _far_rule_get (pen->view.gov, FAR_RULE_CAP);
  guint n;

  /* what nobody else took by the day before is anybody's, and so is a place that somebody leaves */
  if (cap == 0 || turns->day - today <= 1 || is_sought (turns))
    return TRUE;
  if (!count_week (pen, rota, turns->day, person, &n, error))
    return FALSE;

  return n < cap || _far_refuse (FAR_COLLECTIVE_ERROR_CAP, "enough for that week", error);
}

/* ---- how late */

gboolean
_far_pen_check_notice (FarPen *pen, const FarTurns *turns, guint i, gint32 today, GError **error)
{
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);
  guint notice = _far_rule_get (pen->view.gov, FAR_RULE_NOTICE);
  FarRolePlaces places;
  FarRow row;

  if (notice == 0 || turns->day - today >= (gint64)notice || node->role == FAR_ROLE_ALONG)
    return TRUE;
  if (!far_store_read_pos (pen->view.store, node->pos, &row, error))
    return FALSE;
  if (row.time_ms + SECOND_THOUGHTS_MS > pen->writer->now_ms)
    return TRUE;
  if (!_far_pen_count_places (pen, turns, i, node->role, &places, error))
    return FALSE;

  return places.n_reserve > 0 ||
         (places.own != FAR_TURN_PLACE_STANDING && places.own != FAR_TURN_PLACE_SEEKING) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_NOTICE, "that is too late", error);
}

/* ---- room for those who come new */

guint
_far_outing_count_free (const FarOutingFacts *outing, const FarGovernance *gov, guint role)
{
  const FarRoleCount *count = _far_outing_find_role (outing, role);
  guint kept = _far_rule_get (gov, FAR_RULE_KEPT);
  guint n_max;

  if (count == NULL)
    return G_MAXUINT;
  /* those who are needed come before those who might */
  n_max = MAX (count->n_max - MIN (kept, count->n_max), count->n_min);

  return n_max - MIN (count->n_have, n_max);
}
