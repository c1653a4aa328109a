/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Outings: computed from the rota's rule, its exceptions and its turns, and never stored. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

void
far_outing_facts_free (FarOutingFacts *self)
{
  if (self == NULL)
    return;

  g_free (self->why);
  g_ptr_array_unref (self->turns);
  g_free (self);
}

static void
free_outing (gpointer data)
{
  far_outing_facts_free (data);
}

static FarTurnPlace
get_place (const FarTurnNode *node, guint n_before, guint n_max)
{
  switch (node->state)
    {
    case FAR_TURN_STATE_RELEASED:
      return FAR_TURN_PLACE_RELEASED;
    case FAR_TURN_STATE_SEEKING:
      return FAR_TURN_PLACE_SEEKING;
    case FAR_TURN_STATE_ABSENT:
      return FAR_TURN_PLACE_ABSENT;
    default:
      return n_before < n_max ? FAR_TURN_PLACE_STANDING : FAR_TURN_PLACE_RESERVE;
    }
}

static FarTurnFacts *
read_turn (FarTurns *turns, guint i, FarReachMap *reach)
{
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);
  const FarView *view = turns->view;
  FarTurnFacts *facts = g_new0 (FarTurnFacts, 1);

  memcpy (facts->id, node->id, FAR_RECORD_ID_LEN);
  memcpy (facts->person,
          node->now != NULL ? node->now->id : far_store_peek_ident (view->store, node->person),
          FAR_RECORD_ID_LEN);
  memcpy (facts->by, _far_view_author (view, node->pos.log)->id, FAR_RECORD_ID_LEN);
  facts->rank = turns->places[i].rank;
  facts->reason = turns->places[i].reason;
  facts->role = node->role;
  facts->pos = node->pos;
  facts->reach = _far_reach_map_get (reach, node->pos);
  facts->place = get_place (node, 0, 1);

  return facts;
}

static int
compare_turns (gconstpointer a, gconstpointer b)
{
  const FarTurnFacts *one = *(const FarTurnFacts *const *)a;
  const FarTurnFacts *other = *(const FarTurnFacts *const *)b;

  if ((one->rank == 0) != (other->rank == 0))
    return one->rank != 0 ? -1 : 1;
  if (one->role != other->role)
    return one->role < other->role ? -1 : 1;
  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

/* By rank, those who come stand until there are enough; who is absent holds nobody's place.
 * Returns: how many of the first role come */
static guint
place_turns (GPtrArray *turns, guint n_max)
{
  guint n_coming = 0;
  guint n_first_role = 0;

  for (guint i = 0; i < turns->len; i++)
    {
      FarTurnFacts *facts = g_ptr_array_index (turns, i);

      if (i > 0 && facts->role != ((FarTurnFacts *)g_ptr_array_index (turns, i - 1))->role)
        n_coming = 0;
      if (facts->rank == 0 || facts->place == FAR_TURN_PLACE_ABSENT)
        continue;

      if (facts->place == FAR_TURN_PLACE_STANDING && n_coming >= n_max)
        facts->place = FAR_TURN_PLACE_RESERVE;
      n_coming++;
      if (facts->role == 0)
        n_first_role++;
    }

  return n_first_role;
}

/* A turn that its person has twice stands once, and is shown once. */
static gboolean
is_shown (const FarTurns *turns, guint i)
{
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);

  return node->person != 0 && node->is_good &&
         (turns->places[i].rank > 0 || node->state == FAR_TURN_STATE_RELEASED);
}

static gboolean
read_turns (FarOutingFacts *facts,
            FarView *view,
            FarReachMap *reach,
            guint32 rota,
            const FarPayload *plan,
            GError **error)
{
  FarTurns turns;
  gboolean good;

  if (!_far_turns_load (&turns, view, rota, facts->day, error))
    return FALSE;

  good = _far_turns_rank (&turns, plan, error);
  for (guint i = 0; i < turns.nodes->len && good; i++)
    {
      if (is_shown (&turns, i))
        g_ptr_array_add (facts->turns, read_turn (&turns, i, reach));
    }
  _far_turns_clear (&turns);
  g_ptr_array_sort (facts->turns, compare_turns);

  return good;
}

/* @holiday: (nullable): the name of the holidays */
static FarOutingFacts *
read_outing (FarView *view,
             FarReachMap *reach,
             const FarRotaFacts *rota,
             gint32 day,
             const char *holiday,
             GError **error)
{
  g_autoptr (FarOutingFacts) facts = g_new0 (FarOutingFacts, 1);
  guint32 ident = far_store_find_ident (view->store, rota->id);
  FarVerdictCase about = {
    .is_closed = holiday != NULL,
    .n_min = rota->n_min,
    .n_max = rota->n_max,
  };
  FarHistory history;
  const FarPayload *cancelled;
  gboolean good;

  facts->rota = rota;
  facts->day = day;
  facts->turns = g_ptr_array_new_with_free_func (g_free);
  if (!_far_history_load_outing (&history, view, ident, day, error))
    return NULL;

  cancelled = _far_history_shown (&history, FAR_OUTING_CANCELLED, &facts->also);
  about.is_cancelled =
      cancelled != NULL && far_payload_int (cancelled, FAR_OUTING_CANCELLED, 0) != 0;
  if (about.is_closed)
    facts->why = g_strdup (holiday);
  else if (about.is_cancelled)
    facts->why = far_payload_dup_text (cancelled, FAR_OUTING_WHY);
  if (facts->why == NULL)
    facts->why = g_strdup ("");
  good = read_turns (facts, view, reach, ident,
                     _far_history_shown (&history, FAR_OUTING_PLAN, &facts->also), error);
  _far_history_clear (&history);

  about.n_ranked = place_turns (facts->turns, rota->n_max);
  facts->verdict = far_verdict (&about);

  return good ? g_steal_pointer (&facts) : NULL;
}

static int
compare_outings (gconstpointer a, gconstpointer b)
{
  const FarOutingFacts *one = *(const FarOutingFacts *const *)a;
  const FarOutingFacts *other = *(const FarOutingFacts *const *)b;
  int by_title;

  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;
  if (one->rota->at != other->rota->at)
    return one->rota->at < other->rota->at ? -1 : 1;

  by_title = g_utf8_collate (one->rota->title, other->rota->title);

  return by_title != 0 ? by_title : memcmp (one->rota->id, other->rota->id, FAR_RECORD_ID_LEN);
}

static gboolean
is_promised (const FarOutingFacts *facts)
{
  for (guint i = 0; i < facts->turns->len; i++)
    if (((const FarTurnFacts *)facts->turns->pdata[i])->place != FAR_TURN_PLACE_RELEASED)
      return TRUE;

  return FALSE;
}

/* In the holidays there is none, but for whoever had promised to come: that is not theirs to find
 * out at the gate. */
static gboolean
add_outing (GPtrArray *outings,
            FarView *view,
            FarReachMap *reach,
            const FarRotaFacts *rota,
            gint32 day,
            GError **error)
{
  const char *holiday;
  FarOutingFacts *facts;

  if (!_far_view_find_holiday (view, rota, day, &holiday, error))
    return FALSE;
  facts = read_outing (view, reach, rota, day, holiday, error);
  if (facts == NULL)
    return FALSE;

  if (holiday == NULL || is_promised (facts))
    g_ptr_array_add (outings, facts);
  else
    far_outing_facts_free (facts);

  return TRUE;
}

GPtrArray *
far_collective_outings (FarStore *store,
                        GPtrArray *rotas,
                        const guint8 me[static FAR_RECORD_ID_LEN],
                        gint32 first_day,
                        guint n_days,
                        GError **error)
{
  g_autoptr (GPtrArray) outings = g_ptr_array_new_with_free_func (free_outing);
  FarView view;
  FarReachMap reach;
  gboolean good = TRUE;

  g_return_val_if_fail (n_days >= 1 && n_days <= 366, NULL);

  _far_view_init (&view, store);
  _far_reach_map_init (&reach, &view, me);
  for (guint i = 0; i < rotas->len && good; i++)
    {
      const FarRotaFacts *rota = g_ptr_array_index (rotas, i);

      for (gint64 day = first_day; day < (gint64)first_day + n_days && good; day++)
        {
          if (day >= FAR_DAY_MIN && day <= FAR_DAY_MAX && far_rule_has_day (&rota->rule, day))
            good = add_outing (outings, &view, &reach, rota, day, error);
        }
    }
  _far_reach_map_clear (&reach);
  _far_view_clear (&view);
  g_ptr_array_sort (outings, compare_outings);

  return good ? g_steal_pointer (&outings) : NULL;
}

FarOutingFacts *
far_collective_outing (FarStore *store,
                       const FarRotaFacts *rota,
                       const guint8 me[static FAR_RECORD_ID_LEN],
                       gint32 day,
                       GError **error)
{
  FarView view;
  FarReachMap reach;
  FarOutingFacts *facts = NULL;
  const char *holiday;

  _far_view_init (&view, store);
  _far_reach_map_init (&reach, &view, me);
  if (_far_view_find_holiday (&view, rota, day, &holiday, error))
    facts = read_outing (&view, &reach, rota, day, holiday, error);
  _far_reach_map_clear (&reach);
  _far_view_clear (&view);

  return facts;
}
