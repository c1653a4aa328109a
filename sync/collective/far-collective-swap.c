/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two turns exchanged: two searches for a stand-in that name each other.
 *
 * Whoever offers looks for somebody, and says whose turn they would take for it; whoever accepts
 * says the same the other way round.  Then each one's machine takes the other's turn, knowing that
 * it is sought, and so stands in.  Nobody is free before somebody comes in their place, and no rule
 * of ranks is different for it. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* ---- what a search says */

static void
read_instead (const FarPayload *payload, FarTurnPoint *out, gboolean *out_has)
{
  FarPayloadIter iter = far_payload_iter (payload, FAR_TURN_INSTEAD);
  FarPayload item;

  *out_has = far_payload_iter_map (&iter, &item);
  if (!*out_has)
    return;

  memcpy (out->rota, far_payload_bytes (&item, FAR_INSTEAD_ROTA), FAR_RECORD_ID_LEN);
  memcpy (out->turn, far_payload_bytes (&item, FAR_INSTEAD_TURN), FAR_RECORD_ID_LEN);
  out->day = far_payload_int (&item, FAR_INSTEAD_DAY, 0);
}

static const FarTurnNode *
get_node (const FarTurns *turns, guint i)
{
  return &g_array_index (turns->nodes, FarTurnNode, i);
}

gboolean
_far_turn_read_instead (const FarTurns *turns,
                        guint i,
                        FarTurnPoint *out,
                        gboolean *out_has,
                        GError **error)
{
  const FarTurnNode *node = get_node (turns, i);
  FarPayload payload;
  FarRow row;

  *out_has = FALSE;
  if (node->state != FAR_TURN_STATE_SEEKING || node->change == i)
    return TRUE;
  if (!far_store_read_pos (turns->view->store, get_node (turns, node->change)->pos, &row, error))
    return FALSE;
  if (far_row_parse (&row, &payload))
    read_instead (&payload, out, out_has);

  return TRUE;
}

void
_far_turn_put_instead (FarMapWriter *map, const FarTurnPoint *instead)
{
  FarMapWriter item;

  far_map_array (map, FAR_TURN_INSTEAD, 1);
  item = far_map_begin (map->out);
  far_map_bytes (&item, FAR_INSTEAD_ROTA, instead->rota, FAR_RECORD_ID_LEN);
  far_map_int (&item, FAR_INSTEAD_DAY, instead->day);
  far_map_bytes (&item, FAR_INSTEAD_TURN, instead->turn, FAR_RECORD_ID_LEN);
  far_map_end (&item);
}

static guint
find_node (const FarTurns *turns, const guint8 *turn)
{
  for (guint i = 0; i < turns->nodes->len; i++)
    if (get_node (turns, i)->person != 0 &&
        memcmp (get_node (turns, i)->id, turn, FAR_RECORD_ID_LEN) == 0)
      return i;

  return G_MAXUINT;
}

gboolean
_far_turn_read_swap (const FarTurns *turns, guint i, FarSwapFacts *out, GError **error)
{
  const guint8 *turn = get_node (turns, i)->id;
  FarTurnPoint back;
  gboolean has_back;
  FarTurns there;
  gboolean good;
  guint32 rota;
  guint node;

  memset (out, 0, sizeof *out);
  if (!_far_turn_read_instead (turns, i, &out->point, &out->is_one, error))
    return FALSE;
  rota = out->is_one ? far_store_find_ident (turns->view->store, out->point.rota) : 0;
  out->is_one = FALSE;
  if (rota == 0)
    return TRUE;
  if (!_far_turns_load (&there, turns->view, rota, out->point.day, error))
    return FALSE;

  good = TRUE;
  node = find_node (&there, out->point.turn);
  if (node != G_MAXUINT)
    {
      out->is_one = TRUE;
      memcpy (out->person, _far_turn_peek_person (&there, node), FAR_RECORD_ID_LEN);
      good = _far_turn_read_instead (&there, node, &back, &has_back, error);
      out->is_agreed = good && has_back && memcmp (back.turn, turn, FAR_RECORD_ID_LEN) == 0;
    }
  _far_turns_clear (&there);

  return good;
}

/* One turn among those of its outing. */
typedef struct
{
  FarTurns turns; /* owned */
  guint node;     /* G_MAXUINT if there is no such turn that counts */
  FarTurnPoint point;
  gboolean has_instead;
  FarTurnPoint instead; /* what its search promises */
} Side;

static void
side_clear (Side *self)
{
  if (self->turns.nodes != NULL)
    _far_turns_clear (&self->turns);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Side, side_clear)

static gboolean
side_load (Side *self, FarPen *pen, const FarTurnPoint *point, GError **error)
{
  guint32 rota = far_store_find_ident (pen->view.store, point->rota);

  self->point = *point;
  self->node = G_MAXUINT;
  if (rota == 0)
    return TRUE;
  if (!_far_turns_load (&self->turns, &pen->view, rota, point->day, error))
    {
      memset (&self->turns, 0, sizeof self->turns);
      return FALSE;
    }

  self->node = find_node (&self->turns, point->turn);
  if (self->node != G_MAXUINT && !_far_turn_counts (get_node (&self->turns, self->node)))
    self->node = G_MAXUINT;

  return self->node == G_MAXUINT ||
         _far_turn_read_instead (&self->turns, self->node, &self->instead, &self->has_instead,
                                 error);
}

static const guint8 *
side_peek_person (const Side *self)
{
  return _far_turn_peek_person (&self->turns, self->node);
}

static gboolean
side_is_mine (const Side *self, const FarPen *pen)
{
  return _far_turn_is_of (&self->turns, self->node, pen->me);
}

static gboolean
points_at (const Side *self, const Side *other)
{
  return self->has_instead &&
         memcmp (self->instead.turn, other->point.turn, FAR_RECORD_ID_LEN) == 0;
}

/* ---- taking what was agreed */

/* Whether whoever has the turn of @mine took one at @theirs that has seen the search there, though
 * they may have given it back meanwhile: what was done once is not done again. */
static gboolean
is_done (const Side *mine, const Side *theirs)
{
  const FarTurns *turns = &theirs->turns;
  guint search = get_node (turns, theirs->node)->change;

  for (guint i = 0; i < turns->nodes->len; i++)
    if (get_node (turns, i)->person != 0 && get_node (turns, i)->is_good &&
        memcmp (_far_turn_peek_person (turns, i), side_peek_person (mine), FAR_RECORD_ID_LEN) ==
            0 &&
        (_far_turn_counts (get_node (turns, i)) || _far_turn_has_seen (turns, i, search)))
      return TRUE;

  return FALSE;
}

/* What stands against it is no fault: an outing may be cancelled meanwhile. */
static gboolean
take (FarPen *pen, const Side *mine, const Side *theirs, gint32 today, GError **error)
{
  const FarTurnNode *node = get_node (&theirs->turns, theirs->node);
  g_autofree guint8 *person = g_memdup2 (side_peek_person (mine), FAR_RECORD_ID_LEN);
  g_autoptr (GError) local = NULL;
  FarPos pos;

  if (_far_pen_take_turn (pen, theirs->point.rota, theirs->point.day, node->role, person, today,
                          &pos, &local))
    return TRUE;
  if (local->domain != FAR_COLLECTIVE_ERROR)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_debug ("not exchanged: %s", local->message);

  return TRUE;
}

static gboolean
settle_one (FarPen *pen, const FarTurnPoint *point, gint32 today, GError **error)
{
  g_auto (Side) mine = { 0 };
  g_auto (Side) theirs = { 0 };

  if (!side_load (&mine, pen, point, error))
    return FALSE;
  if (mine.node == G_MAXUINT || !mine.has_instead || !side_is_mine (&mine, pen) ||
      mine.instead.day < today)
    return TRUE;
  if (!side_load (&theirs, pen, &mine.instead, error))
    return FALSE;
  if (theirs.node == G_MAXUINT || side_is_mine (&theirs, pen) || !points_at (&theirs, &mine) ||
      is_done (&mine, &theirs))
    return TRUE;

  return take (pen, &mine, &theirs, today, error);
}

/* Returns: (transfer full) (element-type FarPos): the searches that promise something for a day
 * that is not over; NULL with @error */
static GArray *
list_searches (FarStore *store, gint32 today, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (store, "SELECT log, seq FROM daily WHERE kind = 37 AND day >= ?");
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (FarPos));
  int code;

  if (statement == NULL)
    {
      far_store_fail (store, error);
      return NULL;
    }

  sqlite3_bind_int64 (statement, 1, today);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      FarPos pos = { sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1) };

      g_array_append_val (found, pos);
    }
  if (code != SQLITE_DONE)
    far_store_fail (store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&found) : NULL;
}

/* Of whichever machine of mine: another one may have been off since. */
static gboolean
settle (FarPen *pen, gint32 today, GError **error)
{
  g_autoptr (GArray) searches = list_searches (pen->view.store, today, error);

  if (searches == NULL)
    return FALSE;

  for (guint i = 0; i < searches->len; i++)
    {
      FarPos pos = g_array_index (searches, FarPos, i);
      FarTurnPoint point;
      FarPayload payload;
      FarRow row;

      if (_far_view_author (&pen->view, pos.log) != pen->me)
        continue;
      if (!far_store_read_pos (pen->view.store, pos, &row, error))
        return FALSE;
      if (!far_row_parse (&row, &payload))
        continue;
      memcpy (point.rota, far_payload_bytes (&payload, FAR_TURN_ROTA), FAR_RECORD_ID_LEN);
      memcpy (point.turn, far_payload_bytes (&payload, FAR_TURN_ID), FAR_RECORD_ID_LEN);
      point.day = far_payload_int (&payload, FAR_TURN_DAY, 0);
      if (!settle_one (pen, &point, today, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
far_collective_settle_swaps (const FarWriter *writer,
                             gint32 today,
                             gboolean *out_written,
                             GError **error)
{
  guint32 before = far_store_next_seq (writer->store, writer->me->device);
  FarPen pen;

  *out_written = FALSE;
  /* who has no standing promises nothing */
  if (!_far_pen_init (&pen, writer, NULL))
    return TRUE;
  if (!_far_pen_close (&pen, settle (&pen, today, error), error))
    return FALSE;
  *out_written = far_store_next_seq (writer->store, writer->me->device) != before;

  return TRUE;
}

/* ---- offering and accepting, which is the same the other way round */

/* Where a reserve waits, or has come in their place, a turn is given back, and nobody is asked for
 * another one. */
static gboolean
check_place (FarPen *pen, const Side *side, GError **error)
{
  guint role = g_array_index (side->turns.nodes, FarTurnNode, side->node).role;
  FarRolePlaces places;

  if (!_far_pen_count_places (pen, &side->turns, side->node, role, &places, error))
    return FALSE;

  return (places.n_reserve == 0 &&
          (places.own == FAR_TURN_PLACE_STANDING || places.own == FAR_TURN_PLACE_SEEKING)) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_SWAP_RESERVE, "somebody else comes, or waits", error);
}

/* Nobody comes twice. */
static gboolean
check_free (const Side *at, const Side *other, GError **error)
{
  const FarTurns *turns = &at->turns;

  for (guint i = 0; i < turns->nodes->len; i++)
    if (get_node (turns, i)->person != 0 && _far_turn_counts (get_node (turns, i)) &&
        memcmp (_far_turn_peek_person (turns, i), side_peek_person (other), FAR_RECORD_ID_LEN) == 0)
      return _far_refuse (FAR_COLLECTIVE_ERROR_SWAP_HELD, "they come there already", error);

  return TRUE;
}

static gboolean
check_sides (FarPen *pen, const Side *mine, const Side *theirs, gint32 today, GError **error)
{
  if (mine->node == G_MAXUINT || theirs->node == G_MAXUINT)
    return _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_RELEASED, "the turn was given back", error);
  if (!side_is_mine (mine, pen))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_YOURS, "the turn is somebody else's", error);
  if (side_is_mine (theirs, pen))
    return _far_refuse (FAR_COLLECTIVE_ERROR_SWAP_OWN, "both turns are one's own", error);

  return _far_check_day (mine->point.day, today, error) &&
         _far_check_day (theirs->point.day, today, error) && check_free (theirs, mine, error) &&
         check_free (mine, theirs, error) && check_place (pen, mine, error) &&
         check_place (pen, theirs, error);
}

static gboolean
offer (FarPen *pen,
       const FarTurnPoint *mine_at,
       const FarTurnPoint *theirs_at,
       gint32 today,
       GError **error)
{
  g_auto (Side) mine = { 0 };
  g_auto (Side) theirs = { 0 };
  FarTurnSaying saying = { .state = FAR_TURN_STATE_SEEKING, .at = -1, .instead = theirs_at };

  if (!side_load (&mine, pen, mine_at, error) || !side_load (&theirs, pen, theirs_at, error) ||
      !check_sides (pen, &mine, &theirs, today, error))
    return FALSE;
  if (points_at (&mine, &theirs))
    return _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_SAID, "that is offered already", error);

  return _far_pen_say_of_turns (pen, &mine.turns, mine.node, &saying, error) &&
         settle_one (pen, mine_at, today, error);
}

static gboolean
find_point (FarPen *pen, const guint8 *turn, FarTurnPoint *out, GError **error)
{
  guint32 rota;

  if (!_far_store_find_turn (pen->view.store, turn, &rota, &out->day, error))
    return FALSE;
  memcpy (out->turn, turn, FAR_RECORD_ID_LEN);
  memcpy (out->rota, far_store_peek_ident (pen->view.store, rota), FAR_RECORD_ID_LEN);

  return TRUE;
}

static gboolean
offer_swap (FarPen *pen,
            const guint8 *mine,
            const guint8 *theirs,
            gint32 today,
            FarTurnPoint *out,
            GError **error)
{
  FarTurnPoint theirs_at;

  return find_point (pen, mine, out, error) && find_point (pen, theirs, &theirs_at, error) &&
         offer (pen, out, &theirs_at, today, error);
}

gboolean
far_collective_offer_swap (const FarWriter *writer,
                           const guint8 mine[static FAR_RECORD_ID_LEN],
                           const guint8 theirs[static FAR_RECORD_ID_LEN],
                           gint32 today,
                           FarTurnPoint *out,
                           GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, offer_swap (&pen, mine, theirs, today, out, error), error);
}

static gboolean
accept_swap (FarPen *pen, const guint8 *theirs, gint32 today, FarTurnPoint *out, GError **error)
{
  g_auto (Side) offered = { 0 };
  FarTurnPoint at;

  if (!find_point (pen, theirs, &at, error) || !side_load (&offered, pen, &at, error))
    return FALSE;
  if (offered.node == G_MAXUINT || !offered.has_instead)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SWAP, "nobody offers to exchange it", error);
  *out = at;

  return offer (pen, &offered.instead, &at, today, error);
}

gboolean
far_collective_accept_swap (const FarWriter *writer,
                            const guint8 theirs[static FAR_RECORD_ID_LEN],
                            gint32 today,
                            FarTurnPoint *out,
                            GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, accept_swap (&pen, theirs, today, out, error), error);
}
