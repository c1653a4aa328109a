/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An outing is not what was promised, and its time another: who that concerns, and who comes all
 * the same and says so. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

static gboolean
keep_one (FarPen *pen, const FarTurns *turns, const guint8 *id, int at, GError **error)
{
  for (guint i = 0; i < turns->nodes->len; i++)
    {
      const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);

      if (node->person == 0 || memcmp (node->id, id, FAR_RECORD_ID_LEN) != 0)
        continue;
      if (!_far_turn_is_of (turns, i, pen->me))
        return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_YOURS, "the turn is somebody else's", error);
      if (!_far_turn_counts (node))
        return _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_RELEASED, "the turn was given back",
                            error);

      /* yes is to the time and to nothing else: whoever looks for a stand-in looks on */
      return node->at == at ||
             _far_pen_say_of_turns (pen, turns, i,
                                    &(FarTurnSaying){ .state = FAR_TURN_STATE_UNSAID, .at = at },
                                    error);
    }

  return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_YOURS, "the turn never counted", error);
}

static gboolean
keep_turn (FarPen *pen,
           const guint8 *id,
           gint32 today,
           guint8 *out_rota,
           gint32 *out_day,
           GError **error)
{
  FarStore *store = pen->view.store;
  FarHistory history;
  FarRotaDay here;
  FarTurns turns;
  gboolean good;
  guint32 rota;

  if (!_far_store_find_turn (store, id, &rota, out_day, error))
    return FALSE;
  memcpy (out_rota, far_store_peek_ident (store, rota), FAR_RECORD_ID_LEN);
  if (!_far_check_day (*out_day, today, error) ||
      !_far_pen_check_outing (pen, out_rota, *out_day, &history, &here, error))
    return FALSE;
  _far_history_clear (&history);

  if (!_far_turns_load (&turns, &pen->view, rota, *out_day, error))
    return FALSE;
  good = keep_one (pen, &turns, id, here.at, error);
  _far_turns_clear (&turns);

  return good;
}

gboolean
far_collective_keep_turn (const FarWriter *writer,
                          const guint8 turn[static FAR_RECORD_ID_LEN],
                          gint32 today,
                          guint8 out_rota[static FAR_RECORD_ID_LEN],
                          gint32 *out_day,
                          GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, keep_turn (&pen, turn, today, out_rota, out_day, error), error);
}

/* ---- whom it concerns */

static void
free_outing (gpointer data)
{
  far_outing_facts_free (data);
}

static const FarRotaFacts *
find_rota (GPtrArray *rotas, const guint8 *id)
{
  for (guint i = 0; i < rotas->len; i++)
    if (far_record_id_equal (((const FarRotaFacts *)rotas->pdata[i])->id, id))
      return rotas->pdata[i];

  return NULL;
}

static gboolean
concerns (const FarOutingFacts *outing, const guint8 *me)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];

      if ((far_record_id_equal (turn->by, me) || far_record_id_equal (turn->person, me)) &&
          (turn->is_moved || (outing->verdict.reason == FAR_VERDICT_REASON_NO_DAY &&
                              turn->place != FAR_TURN_PLACE_RELEASED)))
        return TRUE;
    }

  return FALSE;
}

GPtrArray *
far_collective_touched (FarStore *store,
                        GPtrArray *rotas,
                        const guint8 me[static FAR_RECORD_ID_LEN],
                        gint32 today,
                        GError **error)
{
  g_autoptr (GPtrArray) promises = far_collective_promises (store, me, today, error);
  g_autoptr (GPtrArray) touched = g_ptr_array_new_with_free_func (free_outing);
  const FarPromiseFacts *last = NULL;
  FarView view;
  FarReachMap reach;
  gboolean good = promises != NULL;

  _far_view_init (&view, store);
  _far_reach_map_init (&reach, &view, me);
  for (guint i = 0; good && i < promises->len && touched->len < FAR_SHOWN_LEFT_MAX; i++)
    {
      const FarPromiseFacts *promise = promises->pdata[i];
      const FarRotaFacts *rota = find_rota (rotas, promise->rota);
      FarOutingFacts *outing;

      if (rota == NULL || (last != NULL && last->day == promise->day &&
                           far_record_id_equal (last->rota, promise->rota)))
        continue;

      last = promise;
      outing = _far_view_read_outing (&view, &reach, rota, promise->day, error);
      good = outing != NULL;
      if (good && concerns (outing, me))
        g_ptr_array_add (touched, outing);
      else
        far_outing_facts_free (outing);
    }
  _far_reach_map_clear (&reach);
  _far_view_clear (&view);

  return good ? g_steal_pointer (&touched) : NULL;
}
