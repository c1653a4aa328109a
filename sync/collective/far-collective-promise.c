/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns taken, and what becomes of them. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

/* ---- finding a turn by its id, which no table holds */

typedef struct
{
  guint32 rota;
  gint32 day;
  FarPos pos;
  guint8 id[FAR_RECORD_ID_LEN];
} FoundTurn;

/* Whether the first @n_digits hexadecimal digits of both are the same. */
static gboolean
begins_alike (const guint8 *a, const guint8 *b, guint n_digits)
{
  return memcmp (a, b, n_digits / 2) == 0 &&
         (n_digits % 2 == 0 || a[n_digits / 2] >> 4 == b[n_digits / 2] >> 4);
}

/* Stops at the second that fits.  Returns: how many fit, -1 with @error */
static int
find_turns (FarStore *store, const guint8 *prefix, guint n_digits, FoundTurn *out, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (store, "SELECT rota, day, log, seq FROM turn WHERE person <> 0");
  const guint8 *collective = far_store_peek_collective (store);
  int n = 0;
  int code = SQLITE_DONE;

  if (statement == NULL)
    {
      far_store_fail (store, error);
      return -1;
    }

  while (n < 2 && (code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      FarPos pos = { sqlite3_column_int64 (statement, 2), sqlite3_column_int64 (statement, 3) };
      guint8 id[FAR_RECORD_ID_LEN];

      far_record_id (collective, far_store_peek_log (store, pos.log)->device, pos.seq, 0, id);
      if (!begins_alike (id, prefix, n_digits))
        continue;

      n++;
      out->rota = sqlite3_column_int64 (statement, 0);
      out->day = sqlite3_column_int64 (statement, 1);
      out->pos = pos;
      memcpy (out->id, id, sizeof id);
    }
  if (code != SQLITE_DONE && code != SQLITE_ROW)
    {
      far_store_fail (store, error);
      n = -1;
    }
  sqlite3_reset (statement);

  return n;
}

gboolean
far_collective_find_turn (FarStore *store,
                          const char *prefix,
                          guint8 out[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  char digits[2 * FAR_RECORD_ID_LEN + 1];
  gsize len = strlen (prefix);
  guint8 bytes[FAR_RECORD_ID_LEN];
  FoundTurn found;
  int n;

  if (len < 6)
    return _far_refuse (FAR_COLLECTIVE_ERROR_ID_AMBIGUOUS, "an id has at least 6 characters",
                        error);

  memset (digits, '0', sizeof digits - 1);
  digits[sizeof digits - 1] = '\0';
  memcpy (digits, prefix, MIN (len, sizeof digits - 1));
  if (len >= sizeof digits || !far_unhex (digits, bytes, sizeof bytes))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "that is no id", error);

  n = find_turns (store, bytes, len, &found, error);
  if (n < 0)
    return FALSE;
  if (n == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such turn", error);
  if (n > 1)
    return _far_refuse (FAR_COLLECTIVE_ERROR_ID_AMBIGUOUS, "several turns begin so", error);

  memcpy (out, found.id, FAR_RECORD_ID_LEN);

  return TRUE;
}

gboolean
_far_store_find_turn (FarStore *store,
                      const guint8 turn[static FAR_RECORD_ID_LEN],
                      guint32 *out_rota,
                      gint32 *out_day,
                      GError **error)
{
  FoundTurn found;
  int n = find_turns (store, turn, 2 * FAR_RECORD_ID_LEN, &found, error);

  if (n < 0)
    return FALSE;
  if (n == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such turn", error);

  *out_rota = found.rota;
  *out_day = found.day;

  return TRUE;
}

/* ---- when

   A promise is about what is to come.  Who did or did not come in the end is told by other entries,
   and late ones about a past outing are taken from wherever they arrive. */

gboolean
_far_check_day (gint32 day, gint32 today, GError **error)
{
  return day >= today ||
         _far_refuse (FAR_COLLECTIVE_ERROR_OUTING_OVER, "that outing is over", error);
}

/* ---- taking */

gboolean
_far_pen_check_whose (FarPen *pen, const guint8 *person, GError **error)
{
  guint32 ident = far_store_find_ident (pen->view.store, person);
  const FarPerson *known;
  const FarGovMember *now;
  g_autofree char *name = NULL;
  gboolean is_gone;

  if (memcmp (person, pen->me->id, FAR_RECORD_ID_LEN) == 0)
    return TRUE;
  if (ident == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);

  known = _far_view_person (&pen->view, ident, error);
  if (known == NULL || !_far_view_now (&pen->view, ident, &now, error))
    return FALSE;
  if (known->member != NULL || now != NULL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_PERSON_IS_MEMBER, "members promise for themselves",
                        error);
  if (!known->is_answered_for)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such person", error);
  if (!_far_person_is_spoken_for_by (known, pen->me))
    return _far_refuse (FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS, "somebody else answers for them",
                        error);

  if (!_far_person_read_name (&pen->view, ident, &name, NULL, &is_gone, error))
    return FALSE;

  return !is_gone || _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "that person is gone", error);
}

/* @history: of that outing */
static gboolean
check_role (FarPen *pen,
            const guint8 *rota,
            gint32 day,
            const FarHistory *history,
            guint role,
            const guint8 *person,
            GError **error)
{
  g_auto (FarDateFacts) own = { 0 };
  FarRotaFacts *facts;
  const GArray *roles;
  gboolean good;

  if (role == FAR_ROLE_ALONG)
    return TRUE;
  if (!_far_pen_read_rota (pen, rota, &facts, error))
    return FALSE;

  _far_date_read (history, &own, NULL);
  roles = _far_rota_on_date (facts, day, &own).roles;
  good = _far_roles_have (roles, role)
             ? _far_pen_check_training (pen, roles, role, person, day, error)
             : _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ROLE, "no such role", error);
  _far_rota_facts_free (facts);

  return good;
}

static gboolean
is_promised_by (const FarTurns *turns, guint i, const guint8 *person)
{
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);

  return _far_turn_counts (node) &&
         (memcmp (far_store_peek_ident (turns->view->store, node->person), person,
                  FAR_RECORD_ID_LEN) == 0 ||
          (node->now != NULL && memcmp (node->now->id, person, FAR_RECORD_ID_LEN) == 0));
}

/* Nobody is in two places of one walk, but whoever waits in one role may come in another one that
 * still has room, and does not wait any more then. */
static gboolean
check_place (FarPen *pen, const FarTurns *turns, guint role, const guint8 *person, GError **error)
{
  for (guint i = 0; i < turns->nodes->len; i++)
    {
      const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);
      FarRolePlaces places = { 0 };
      gboolean may_move;

      if (!is_promised_by (turns, i, person))
        continue;
      may_move =
          node->role != role && role != FAR_ROLE_ALONG && _far_turn_is_of (turns, i, pen->me);
      if (may_move && !_far_pen_count_places (pen, turns, i, role, &places, error))
        return FALSE;
      if (!may_move || places.own != FAR_TURN_PLACE_RESERVE || places.n_standing >= places.n_max)
        return _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_TAKEN, "that turn is taken already",
                            error);
    }

  return TRUE;
}

static gboolean
leave_reserve (FarPen *pen, const FarTurns *turns, const guint8 *person, GError **error)
{
  for (guint i = 0; i < turns->nodes->len; i++)
    if (is_promised_by (turns, i, person) &&
        !_far_pen_change_turns (pen, turns, i, FAR_TURN_STATE_RELEASED, error))
      return FALSE;

  return TRUE;
}

void
_far_child_seats_put (GByteArray *items, const FarSeats *seats, guint *out_n)
{
  *out_n = 0;
  for (guint i = 0; i < FAR_CHILD_SEAT_KINDS; i++)
    {
      FarMapWriter item;

      if (seats->n_child[i] == 0)
        continue;
      item = far_map_begin (items);
      far_map_int (&item, FAR_CHILD_SEAT_KIND, i + 1);
      far_map_int (&item, FAR_CHILD_SEAT_N, seats->n_child[i]);
      far_map_end (&item);
      ++*out_n;
    }
}

static void
put_seats (FarMapWriter *map, const FarSeats *seats)
{
  g_autoptr (GByteArray) items = g_byte_array_new ();
  guint n;

  far_map_int (map, FAR_TURN_SEATS, seats->n);
  _far_child_seats_put (items, seats, &n);
  if (n == 0)
    return;
  far_map_array (map, FAR_TURN_CHILD_SEATS, n);
  far_put (map->out, items->data, items->len);
}

static void
put_besides (FarMapWriter *map, const FarTurnBesides *besides)
{
  if (besides->done >= 0)
    far_map_int (map, FAR_TURN_DONE, besides->done);
  if (besides->has_first)
    far_map_int (map, FAR_TURN_FIRST, besides->first);
}

gboolean
_far_pen_write_turn (FarPen *pen,
                     const FarTurns *turns,
                     const guint8 *rota,
                     guint role,
                     const guint8 *person,
                     int at,
                     const FarSeats *seats,
                     const FarTurnBesides *besides,
                     FarPos *out_pos,
                     GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarPos refs[FAR_REFS_MAX];
  FarSaying saying = {
    .kind = FAR_KIND_TURN,
    .subject = person,
    .payload = payload,
    .refs = refs,
  };

  far_map_bytes (&map, FAR_TURN_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, turns->day);
  if (role != 0)
    far_map_int (&map, FAR_TURN_ROLE, role);
  far_map_bytes (&map, FAR_TURN_PERSON, person, FAR_RECORD_ID_LEN);
  if (at >= 0)
    far_map_int (&map, FAR_TURN_AT, at);
  if (seats != NULL)
    put_seats (&map, seats);
  if (besides != NULL)
    put_besides (&map, besides);
  far_map_end (&map);

  if (!_far_pen_open (pen, error))
    return FALSE;
  saying.n_refs = _far_turns_refs (turns, _far_pen_get_prev (pen), refs);

  return _far_writer_append (pen->writer, &saying, out_pos, NULL, error);
}

gboolean
_far_pen_take_turn (FarPen *pen,
                    const guint8 *rota,
                    gint32 day,
                    guint role,
                    const guint8 *person,
                    gint32 today,
                    FarPos *out_pos,
                    GError **error)
{
  FarHistory history;
  FarRotaDay here;
  FarTurns turns;
  gboolean good;

  if (!_far_pen_check_outing (pen, rota, day, &history, &here, error))
    return FALSE;

  good = _far_check_day (day, today, error) && _far_pen_check_whose (pen, person, error) &&
         check_role (pen, rota, day, &history, role, person, error) &&
         _far_turns_load (&turns, &pen->view, far_store_find_ident (pen->view.store, rota), day,
                          error);
  if (good)
    {
      good =
          check_place (pen, &turns, role, person, error) &&
          (role == FAR_ROLE_ALONG ||
           _far_pen_check_cap (pen, &turns, rota, person, today, error)) &&
          _far_turns_rank (&turns, _far_history_shown (&history, FAR_OUTING_PLAN, NULL), error) &&
          _far_pen_write_turn (pen, &turns, rota, role, person, here.at, NULL, NULL, out_pos,
                               error) &&
          leave_reserve (pen, &turns, person, error) &&
          _far_pen_agree_on_taking (pen, rota, day, person, error);
      _far_turns_clear (&turns);
    }
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_take_role (const FarWriter *writer,
                          const guint8 rota[static FAR_RECORD_ID_LEN],
                          gint32 day,
                          guint role,
                          const guint8 *person,
                          gint32 today,
                          guint8 out_turn[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  const guint8 *whose = person != NULL ? person : writer->me->member;
  FarPen pen;
  FarPos pos = { 0, 0 };

  if (!_far_pen_init (&pen, writer, error) ||
      !_far_pen_close (&pen, _far_pen_take_turn (&pen, rota, day, role, whose, today, &pos, error),
                       error))
    return FALSE;

  far_record_id (far_store_peek_collective (writer->store), writer->me->device, pos.seq, 0,
                 out_turn);

  return TRUE;
}

gboolean
far_collective_take_turn (const FarWriter *writer,
                          const guint8 rota[static FAR_RECORD_ID_LEN],
                          gint32 day,
                          const guint8 *person,
                          gint32 today,
                          guint8 out_turn[static FAR_RECORD_ID_LEN],
                          GError **error)
{
  return far_collective_take_role (writer, rota, day, 0, person, today, out_turn, error);
}

/* ---- what becomes of a turn */

static void
put_hand (FarMapWriter *map, const FarHandSaying *hand)
{
  FarMapWriter item;

  far_map_array (map, FAR_TURN_HAND, 1);
  item = far_map_begin (map->out);
  far_map_int (&item, FAR_HAND_STATE, hand->state);
  far_map_int (&item, FAR_HAND_DAY, hand->day);
  if (hand->condition >= 0)
    far_map_int (&item, FAR_HAND_CONDITION, hand->condition);
  if (*hand->words != '\0')
    far_map_text (&item, FAR_HAND_WORDS, hand->words);
  far_map_end (&item);
}

static gboolean
is_due (const FarTurnNode *node, const FarTurnSaying *saying)
{
  return (saying->state != FAR_TURN_STATE_UNSAID && node->state != saying->state) ||
         (saying->at >= 0 && node->at != saying->at) || saying->instead != NULL ||
         saying->besides != NULL;
}

gboolean
_far_pen_write_change (FarPen *pen,
                       const FarTurns *turns,
                       guint i,
                       const FarTurnSaying *change,
                       GError **error)
{
  FarStore *store = pen->writer->store;
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarPos refs[FAR_REFS_MAX];
  FarSaying saying = {
    .kind = FAR_KIND_TURN,
    .subject = far_store_peek_ident (store, node->person),
    .payload = payload,
    .refs = refs,
    .n_refs = _far_turns_refs_of (turns, i, _far_pen_get_prev (pen), refs),
  };

  far_map_bytes (&map, FAR_TURN_ROTA, far_store_peek_ident (store, turns->rota), FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, node->day);
  far_map_bytes (&map, FAR_TURN_ID, node->id, FAR_RECORD_ID_LEN);
  if (change->state != FAR_TURN_STATE_UNSAID)
    far_map_int (&map, FAR_TURN_STATE, change->state);
  if (change->at >= 0)
    far_map_int (&map, FAR_TURN_AT, change->at);
  if (change->instead != NULL)
    _far_turn_put_instead (&map, change->instead);
  if (change->besides != NULL)
    put_besides (&map, change->besides);
  if (change->hand != NULL)
    put_hand (&map, change->hand);
  far_map_end (&map);

  return _far_writer_append (pen->writer, &saying, NULL, NULL, error);
}

gboolean
_far_pen_say_of_turns (FarPen *pen,
                       const FarTurns *turns,
                       guint first,
                       const FarTurnSaying *saying,
                       GError **error)
{
  const FarTurnNode *changed = &g_array_index (turns->nodes, FarTurnNode, first);

  if (!_far_pen_open (pen, error))
    return FALSE;

  for (guint i = 0; i < turns->nodes->len; i++)
    {
      const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);

      if (node->person != 0 && node->role == changed->role && node->is_good &&
          node->state != FAR_TURN_STATE_RELEASED && is_due (node, saying) &&
          _far_turn_is_same_person (turns, first, i) && _far_turn_is_of (turns, i, pen->me) &&
          !_far_pen_write_change (pen, turns, i, saying, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
_far_pen_change_turns (FarPen *pen,
                       const FarTurns *turns,
                       guint first,
                       FarTurnChange change,
                       GError **error)
{
  return _far_pen_say_of_turns (pen, turns, first, &(FarTurnSaying){ .state = change, .at = -1 },
                                error);
}

gboolean
_far_pen_count_places (FarPen *pen,
                       const FarTurns *turns,
                       guint i,
                       guint role,
                       FarRolePlaces *out,
                       GError **error)
{
  const guint8 *rota_id = far_store_peek_ident (pen->view.store, turns->rota);
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);
  g_autoptr (FarOutingFacts) outing = NULL;
  FarRotaFacts *rota;

  memset (out, 0, sizeof *out);
  if (!_far_pen_read_rota (pen, rota_id, &rota, error))
    return FALSE;

  outing = far_collective_outing (pen->view.store, rota, pen->me->id, turns->day, error);
  for (guint j = 0; outing != NULL && j < outing->turns->len; j++)
    {
      const FarTurnFacts *other = outing->turns->pdata[j];

      if (memcmp (other->id, node->id, FAR_RECORD_ID_LEN) == 0)
        out->own = other->place;
      if (other->role != role)
        continue;
      out->n_standing += other->place == FAR_TURN_PLACE_STANDING;
      out->n_reserve += other->place == FAR_TURN_PLACE_RESERVE;
    }
  if (outing != NULL)
    out->n_max = _far_outing_role_max (outing, role);
  _far_rota_facts_free (rota);

  return outing != NULL;
}

/* Where a reserve waits there is nobody to look for, and of a reserve nobody needs to stand in. */
static gboolean
seek_stand_in (FarPen *pen, const FarTurns *turns, guint i, GError **error)
{
  guint role = g_array_index (turns->nodes, FarTurnNode, i).role;
  FarRolePlaces places;

  if (!_far_pen_count_places (pen, turns, i, role, &places, error))
    return FALSE;

  return _far_pen_change_turns (pen, turns, i,
                                places.n_reserve > 0 ? FAR_TURN_STATE_RELEASED
                                                     : FAR_TURN_STATE_SEEKING,
                                error);
}

/* Who stood in was told that they stand, and keeps that: whoever comes back then comes after them.
 */
static gboolean
stand_again (FarPen *pen, const FarTurns *turns, guint i, gint32 today, FarPos *out, GError **error)
{
  FarStore *store = pen->view.store;
  g_autofree guint8 *person = NULL;
  g_autofree guint8 *rota = NULL;
  guint role = g_array_index (turns->nodes, FarTurnNode, i).role;
  FarRolePlaces places;

  if (!_far_pen_count_places (pen, turns, i, role, &places, error))
    return FALSE;
  if (places.n_standing < places.n_max)
    return _far_pen_change_turns (pen, turns, i, FAR_TURN_STATE_STANDS, error);

  rota = g_memdup2 (far_store_peek_ident (store, turns->rota), FAR_RECORD_ID_LEN);
  person =
      g_memdup2 (far_store_peek_ident (store, g_array_index (turns->nodes, FarTurnNode, i).person),
                 FAR_RECORD_ID_LEN);

  return _far_pen_change_turns (pen, turns, i, FAR_TURN_STATE_RELEASED, error) &&
         _far_pen_take_turn (pen, rota, turns->day, role, person, today, out, error);
}

static gboolean
check_change (FarPen *pen,
              const FarTurns *turns,
              guint i,
              const guint8 *id,
              FarTurnChange change,
              GError **error)
{
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);

  if (!_far_turn_is_of (turns, i, pen->me))
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_YOURS, "the turn is somebody else's", error);
  if (memcmp (node->id, id, FAR_RECORD_ID_LEN) != 0 || !node->is_good)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_YOURS, "the turn never counted", error);
  if (!_far_turn_counts (node))
    return _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_RELEASED, "the turn was given back", error);

  return node->state != change ||
         _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_SAID, "the turn says so already", error);
}

/* @out: (inout): where the turn is taken, if it is taken anew */
static gboolean
change_turn (FarPen *pen,
             const FoundTurn *found,
             FarTurnChange change,
             gint32 today,
             FarPos *out,
             GError **error)
{
  FarTurns turns;
  guint i = 0;
  const FarTurnNode *node;
  gboolean good;

  if (!_far_turns_load (&turns, &pen->view, found->rota, found->day, error))
    return FALSE;

  do
    node = &g_array_index (turns.nodes, FarTurnNode, i++);
  while (i < turns.nodes->len && memcmp (node->id, found->id, FAR_RECORD_ID_LEN) != 0);

  good = check_change (pen, &turns, i - 1, found->id, change, error) &&
         _far_check_day (found->day, today, error);
  if (good && change == FAR_TURN_STATE_STANDS)
    good = stand_again (pen, &turns, i - 1, today, out, error);
  else if (good && change == FAR_TURN_STATE_SEEKING)
    good = seek_stand_in (pen, &turns, i - 1, error);
  else if (good)
    good = (change != FAR_TURN_STATE_RELEASED ||
            _far_pen_check_notice (pen, &turns, i - 1, today, error)) &&
           _far_pen_change_turns (pen, &turns, i - 1, change, error);
  _far_turns_clear (&turns);

  return good;
}

gboolean
far_collective_change_turn (const FarWriter *writer,
                            const guint8 turn[static FAR_RECORD_ID_LEN],
                            FarTurnChange change,
                            gint32 today,
                            FarTurnPoint *out,
                            GError **error)
{
  FarPen pen;
  FoundTurn found;
  int n;

  if (!_far_pen_init (&pen, writer, error))
    return FALSE;

  n = find_turns (writer->store, turn, 2 * FAR_RECORD_ID_LEN, &found, error);
  if (n == 0)
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such turn", error);
  if (!_far_pen_close (&pen, n > 0 && change_turn (&pen, &found, change, today, &found.pos, error),
                       error))
    return FALSE;

  if (out == NULL)
    return TRUE;
  memcpy (out->rota, far_store_peek_ident (writer->store, found.rota), FAR_RECORD_ID_LEN);
  out->day = found.day;
  far_record_id (far_store_peek_collective (writer->store),
                 far_store_peek_log (writer->store, found.pos.log)->device, found.pos.seq, 0,
                 out->turn);

  return TRUE;
}
