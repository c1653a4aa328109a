/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who came in from the reserve, or went to it (docs/records.md, "Changed since"). */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-reserve.h"

#include <string.h>

#include "far-payload.h"

/* A turn that is ranked before another one. */
typedef struct
{
  FarPos took;
  FarPos ended; /* log 0: it was not given back */
  gboolean is_took_known;
  gboolean is_ended_known; /* to whom comes after it */
} FarEarlierTurn;

static void
free_move (gpointer data)
{
  FarReserveMove *self = data;

  g_array_unref (self->earlier);
  g_free (self);
}

/* ---- what others did */

typedef struct
{
  FarTurns turns;       /* owned: ranked as if nobody had given one back */
  FarRankPlace *places; /* owned: by node, as they are ranked */
  FarPos *ended;        /* owned: by node, of a turn that does not come any more; else log 0 */
  gint64 *gone_ms;      /* owned: by node, when who took it left, by what they claim; else 0 */
} Undone;

static void
undone_clear (Undone *self)
{
  if (self->ended == NULL)
    return;

  _far_turns_clear (&self->turns);
  g_clear_pointer (&self->places, g_free);
  g_clear_pointer (&self->ended, g_free);
  g_clear_pointer (&self->gone_ms, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Undone, undone_clear)

static FarTurnNode *
get_node (const Undone *self, guint i)
{
  return &g_array_index (self->turns.nodes, FarTurnNode, i);
}

/* What ended it: a change of it, or that its author is a member no more. */
static void
find_end (Undone *self, guint i)
{
  const FarView *view = self->turns.view;
  const FarTurnNode *node = get_node (self, i);
  const FarGovMember *member =
      node->now != NULL ? node->now : _far_view_author (view, node->pos.log);

  if (node->change != i && get_node (self, node->change)->state == node->state)
    self->ended[i] = get_node (self, node->change)->pos;
  else if (member != NULL)
    far_store_get_act (view->store, member->ended_by, &self->ended[i], &self->gone_ms[i]);
}

static guint
find_turn (const Undone *self, const guint8 *id)
{
  for (guint i = 0; i < self->turns.nodes->len; i++)
    if (get_node (self, i)->person != 0 && far_record_id_equal (get_node (self, i)->id, id))
      return i;

  g_assert_not_reached ();
}

static void
undo_ends (Undone *self, guint turn)
{
  for (guint i = 0; i < self->turns.nodes->len; i++)
    if (get_node (self, i)->person != 0 && get_node (self, i)->state != FAR_TURN_STATE_STANDS)
      find_end (self, i);
  for (guint i = 0; i < self->turns.nodes->len; i++)
    if (get_node (self, i)->person != 0 && !_far_turn_is_same_person (&self->turns, i, turn))
      get_node (self, i)->state = FAR_TURN_STATE_STANDS;
}

/* All turns of the outing, ranked as they are, and as if nobody had given one back but whose turn
 * @id is.  @out_turn: (out): that one */
static gboolean
undone_load (Undone *self,
             FarView *view,
             guint32 rota,
             gint32 day,
             const guint8 *id,
             guint *out_turn,
             GError **error)
{
  const FarPayload *plan;
  FarHistory history;
  gboolean good;

  if (!_far_turns_load (&self->turns, view, rota, day, error))
    return FALSE;

  self->ended = g_new0 (FarPos, self->turns.nodes->len);
  self->gone_ms = g_new0 (gint64, self->turns.nodes->len);
  *out_turn = find_turn (self, id);
  if (!_far_history_load_outing (&history, view, rota, day, error))
    return FALSE;

  plan = _far_history_shown (&history, FAR_OUTING_PLAN, NULL);
  good = _far_turns_rank (&self->turns, plan, error);
  self->places = g_steal_pointer (&self->turns.places);
  undo_ends (self, *out_turn);
  good = good && _far_turns_rank (&self->turns, plan, error);
  _far_history_clear (&history);

  return good;
}

/* Whether the turn, or a change of it, was written with knowledge of that. */
static gboolean
knew (const Undone *self, guint turn, guint what)
{
  const FarStore *store = self->turns.view->store;

  if (_far_turn_has_seen (&self->turns, turn, what))
    return TRUE;

  for (guint i = 0; i < self->turns.nodes->len; i++)
    {
      guint32 changed = get_node (self, i)->turn;

      if (changed != 0 && get_node (self, i)->is_good &&
          far_record_id_equal (far_store_peek_ident (store, changed), get_node (self, turn)->id) &&
          _far_turn_has_seen (&self->turns, i, what))
        return TRUE;
    }

  return FALSE;
}

static gboolean
knew_end (const Undone *self, guint turn, guint other, gint64 turn_ms)
{
  if (self->gone_ms[other] != 0)
    return self->gone_ms[other] < turn_ms;

  return self->ended[other].log != 0 && knew (self, turn, get_node (self, other)->change);
}

/* Who comes is ranked as it is: what was given back moves nobody any more.  Whoever came before is
 * ranked as they were. */
static gboolean
goes_before (const Undone *self, guint i, guint turn)
{
  const FarRankPlace *places = self->ended[i].log == 0 ? self->places : self->turns.places;

  return places[i].rank > 0 && places[i].rank < places[turn].rank;
}

static gboolean
find_earlier (const Undone *self, guint turn, GArray *out, GError **error)
{
  FarView *view = self->turns.view;
  FarRow row;

  if (!far_store_read_pos (view->store, get_node (self, turn)->pos, &row, error))
    return FALSE;

  for (guint i = 0; i < self->turns.nodes->len; i++)
    {
      const FarTurnNode *node = get_node (self, i);
      FarEarlierTurn earlier = { .took = node->pos, .ended = self->ended[i] };
      gboolean is_helper;

      if (node->role != get_node (self, turn)->role || !goes_before (self, i, turn) ||
          _far_turn_is_same_person (&self->turns, i, turn))
        continue;
      /* who is no adult takes no adult's place */
      if (!_far_view_is_helper (view,
                                far_store_find_ident (view->store,
                                                      _far_turn_peek_person (&self->turns, i)),
                                &is_helper, error))
        return FALSE;
      if (is_helper)
        continue;
      earlier.is_took_known = knew (self, turn, i);
      earlier.is_ended_known = knew_end (self, turn, i, row.time_ms);
      g_array_append_val (out, earlier);
    }

  return TRUE;
}

/* ---- whose turns */

typedef struct
{
  FarView *view; /* unowned, as all of these */
  const FarRotaFacts *rota;
  const guint8 *person;
  gboolean with_noted;
  GPtrArray *moves;
} Search;

static gboolean
add_move (Search *self, const FarOutingFacts *outing, const FarTurnFacts *turn, GError **error)
{
  FarReserveMove *move = g_new0 (FarReserveMove, 1);
  g_auto (Undone) undone = { 0 };
  guint node;

  move->day = outing->day;
  move->stands = turn->place == FAR_TURN_PLACE_STANDING;
  move->n_places = _far_outing_role_max (outing, turn->role);
  move->earlier = g_array_new (FALSE, FALSE, sizeof (FarEarlierTurn));
  memcpy (move->person, turn->person, FAR_RECORD_ID_LEN);
  g_ptr_array_add (self->moves, move);

  return undone_load (&undone, self->view, far_store_find_ident (self->view->store, self->rota->id),
                      outing->day, turn->id, &node, error) &&
         find_earlier (&undone, node, move->earlier, error);
}

static gboolean
add_moves_of (Search *self, const FarOutingFacts *outing, GError **error)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];

      if ((turn->place == FAR_TURN_PLACE_STANDING || turn->place == FAR_TURN_PLACE_RESERVE) &&
          !turn->is_helper && turn->role != FAR_ROLE_ALONG &&
          (far_record_id_equal (turn->person, self->person) ||
           (self->with_noted && far_record_id_equal (turn->by, self->person))) &&
          !add_move (self, outing, turn, error))
        return FALSE;
    }

  return TRUE;
}

/* Whether a turn of that person, on that log, may be one of theirs. */
static gboolean
is_theirs (const Search *self, guint32 person, guint32 log, gboolean *out, GError **error)
{
  const FarGovMember *author = _far_view_author (self->view, log);
  const FarGovMember *now;

  *out = far_record_id_equal (far_store_peek_ident (self->view->store, person), self->person) ||
         (self->with_noted && author != NULL && far_record_id_equal (author->id, self->person));
  if (*out)
    return TRUE;
  if (!_far_view_now (self->view, person, &now, error))
    return FALSE;
  *out = now != NULL && far_record_id_equal (now->id, self->person);

  return TRUE;
}

/* Returns: (transfer full) (element-type gint32): NULL with @error */
static GArray *
list_days (const Search *self, gint32 today, GError **error)
{
  FarStore *store = self->view->store;
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));
  sqlite3_stmt *statement = far_store_statement (
      store,
      "SELECT DISTINCT day, person, log FROM turn WHERE rota = ? AND day >= ? AND person <> 0"
      " ORDER BY day");
  gboolean good = TRUE;
  int code = SQLITE_DONE;

  if (statement == NULL)
    {
      far_store_fail (store, error);
      return NULL;
    }
  sqlite3_bind_int64 (statement, 1, far_store_find_ident (store, self->rota->id));
  sqlite3_bind_int64 (statement, 2, today);
  while (good && (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint32 day = sqlite3_column_int64 (statement, 0);
      gboolean is_one = FALSE;

      if (days->len > 0 && g_array_index (days, gint32, days->len - 1) == day)
        continue;
      good = is_theirs (self, sqlite3_column_int64 (statement, 1),
                        sqlite3_column_int64 (statement, 2), &is_one, error);
      if (good && is_one)
        g_array_append_val (days, day);
    }
  sqlite3_reset (statement);
  if (good && code != SQLITE_DONE)
    good = far_store_fail (store, error);

  return good ? g_steal_pointer (&days) : NULL;
}

GPtrArray *
_far_view_reserve_moves (FarView *view,
                         const FarRotaFacts *rota,
                         const guint8 *person,
                         gboolean with_noted,
                         gint32 today,
                         GError **error)
{
  g_autoptr (GPtrArray) moves = g_ptr_array_new_with_free_func (free_move);
  Search search = { view, rota, person, with_noted, moves };
  g_autoptr (GArray) days = list_days (&search, today, error);
  FarReachMap reach;
  gboolean good = days != NULL;

  _far_reach_map_init (&reach, view, person);
  for (guint i = 0; good && i < days->len; i++)
    {
      g_autoptr (FarOutingFacts) outing =
                     _far_view_read_outing (view, &reach, rota, g_array_index (days, gint32, i),
                                            error);

      good =
          outing != NULL && (!far_outing_is_on (outing) || add_moves_of (&search, outing, error));
    }
  _far_reach_map_clear (&reach);

  return good ? g_steal_pointer (&moves) : NULL;
}

/* ---- what they know of it */

static gboolean
has_until (const guint32 *until, FarPos pos)
{
  return pos.log != 0 && until[pos.log - 1] >= pos.seq;
}

gboolean
_far_reserve_move_is_news (const FarReserveMove *self, const guint32 *until)
{
  guint n = 0;

  for (guint i = 0; i < self->earlier->len; i++)
    {
      const FarEarlierTurn *earlier = &g_array_index (self->earlier, FarEarlierTurn, i);

      n += (earlier->is_took_known || has_until (until, earlier->took)) &&
           !(earlier->is_ended_known || has_until (until, earlier->ended));
    }

  return (n < self->n_places) != self->stands;
}

static void
note (guint32 *heads, FarPos pos)
{
  if (pos.log != 0)
    heads[pos.log - 1] = MAX (heads[pos.log - 1], pos.seq);
}

void
_far_reserve_move_note (const FarReserveMove *self, guint32 *heads)
{
  for (guint i = 0; i < self->earlier->len; i++)
    {
      const FarEarlierTurn *earlier = &g_array_index (self->earlier, FarEarlierTurn, i);

      if (!earlier->is_took_known)
        note (heads, earlier->took);
      if (!earlier->is_ended_known)
        note (heads, earlier->ended);
    }
}
