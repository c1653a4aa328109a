/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Outings: computed from the rota's rule, its exceptions and its turns, and never stored. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-clashes.h"
#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

void
far_outing_facts_free (FarOutingFacts *self)
{
  if (self == NULL)
    return;

  g_free (self->why);
  g_free (self->place);
  _far_date_clear (&self->own);
  g_ptr_array_unref (self->turns);
  g_clear_pointer (&self->roles, g_array_unref);
  g_clear_pointer (&self->walkers, g_ptr_array_unref);
  g_clear_pointer (&self->join, _far_join_facts_free);
  g_clear_pointer (&self->guests, g_ptr_array_unref);
  g_clear_pointer (&self->beside, g_array_unref);
  g_free (self);
}

static void
free_turn (gpointer data)
{
  g_free (((FarTurnFacts *)data)->swap_title);
  g_free (data);
}

static void
free_outing (gpointer data)
{
  far_outing_facts_free (data);
}

/* What it has come to, before it is looked at how many come. */
static FarTurnPlace
get_place (const FarTurnNode *node, gboolean is_relieved)
{
  switch (node->state)
    {
    case FAR_TURN_STATE_RELEASED:
      return FAR_TURN_PLACE_RELEASED;
    case FAR_TURN_STATE_SEEKING:
      return is_relieved ? FAR_TURN_PLACE_RELIEVED : FAR_TURN_PLACE_SEEKING;
    case FAR_TURN_STATE_ABSENT:
      return FAR_TURN_PLACE_ABSENT;
    default:
      return FAR_TURN_PLACE_STANDING;
    }
}

static FarTurnFacts *
read_turn (FarTurns *turns, guint i, FarReachMap *reach)
{
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);
  const FarView *view = turns->view;
  FarTurnFacts *facts = g_new0 (FarTurnFacts, 1);

  memcpy (facts->id, node->id, FAR_RECORD_ID_LEN);
  memcpy (facts->person, _far_turn_peek_person (turns, i), FAR_RECORD_ID_LEN);
  memcpy (facts->by, _far_view_author (view, node->pos.log)->id, FAR_RECORD_ID_LEN);
  facts->rank = turns->places[i].rank;
  facts->reason = turns->places[i].reason;
  facts->role = node->role;
  facts->at = node->at;
  facts->pos = node->pos;
  facts->reach = _far_reach_map_get (reach, node->pos);
  facts->place = get_place (node, node->stand_in != i);
  facts->has_stand_in = node->stand_in != i;
  if (facts->has_stand_in)
    memcpy (facts->stand_in, _far_turn_peek_person (turns, node->stand_in), FAR_RECORD_ID_LEN);

  return facts;
}

static gboolean
read_swap (const FarTurns *turns, guint i, FarTurnFacts *facts, GError **error)
{
  g_autoptr (GError) local = NULL;
  FarRotaFacts *rota;
  FarSwapFacts swap;

  if (facts->place != FAR_TURN_PLACE_SEEKING)
    return TRUE;
  if (!_far_turn_read_swap (turns, i, &swap, error))
    return FALSE;

  /* what has not arrived yet is a search like any other */
  rota = swap.is_one ? _far_rota_read (turns->view, swap.point.rota, &local) : NULL;
  if (rota == NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return local == NULL;
    }
  facts->has_swap = TRUE;
  facts->is_swap_agreed = swap.is_agreed;
  facts->swap_title = g_steal_pointer (&rota->title);
  facts->swap_day = swap.point.day;
  memcpy (facts->swap_rota, swap.point.rota, FAR_RECORD_ID_LEN);
  memcpy (facts->swap_turn, swap.point.turn, FAR_RECORD_ID_LEN);
  memcpy (facts->swap_person, swap.person, FAR_RECORD_ID_LEN);
  _far_rota_facts_free (rota);

  return TRUE;
}

static int
compare_turns (gconstpointer a, gconstpointer b, gpointer roles)
{
  const FarTurnFacts *one = *(const FarTurnFacts *const *)a;
  const FarTurnFacts *other = *(const FarTurnFacts *const *)b;
  guint places[] = { _far_roles_place_of (roles, one->role),
                     _far_roles_place_of (roles, other->role) };

  if ((one->rank == 0) != (other->rank == 0))
    return one->rank != 0 ? -1 : 1;
  if (places[0] != places[1])
    return places[0] < places[1] ? -1 : 1;
  if (one->role != other->role)
    return one->role < other->role ? -1 : 1;
  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
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
      FarTurnFacts *turn;

      if (!is_shown (&turns, i))
        continue;
      turn = read_turn (&turns, i, reach);
      g_ptr_array_add (facts->turns, turn);
      good = read_swap (&turns, i, turn, error) &&
             _far_view_is_helper (view, far_store_find_ident (view->store, turn->person),
                                  &turn->is_helper, error);
    }
  _far_turns_clear (&turns);
  g_ptr_array_sort_with_data (facts->turns, compare_turns, (gpointer)facts->here.roles);

  return good;
}

gboolean
_far_turn_is_coming (const FarTurnFacts *turn)
{
  return turn->place == FAR_TURN_PLACE_STANDING || turn->place == FAR_TURN_PLACE_SEEKING;
}

/* Who promised for another time says yes to this one first, unless they do not come anyway. */
static void
find_moved (FarOutingFacts *facts)
{
  for (guint i = 0; i < facts->turns->len; i++)
    {
      FarTurnFacts *turn = facts->turns->pdata[i];

      turn->is_moved = turn->at >= 0 && turn->at != facts->here.at &&
                       (_far_turn_is_coming (turn) || turn->place == FAR_TURN_PLACE_RESERVE) &&
                       facts->verdict.reason != FAR_VERDICT_REASON_NO_DAY;
      facts->n_moved += turn->is_moved && _far_turn_is_coming (turn);
    }
}

/* The children of those that walk with it, and who it is that brings them. */
static guint
add_guests (FarOutingFacts *facts, const GPtrArray *guests)
{
  guint n_adults = 0;

  for (guint i = 0; guests != NULL && i < guests->len; i++)
    {
      const FarJoinFacts *guest = guests->pdata[i];

      if (!guest->is_agreed)
        continue;
      n_adults += guest->n_adults;
      for (guint j = 0; j < guest->walkers->len; j++)
        {
          const FarWalkerFacts *walker = guest->walkers->pdata[j];
          FarWalkerFacts *copy = g_memdup2 (walker, sizeof *walker);

          copy->child = far_child_facts_ref ((FarChildFacts *)walker->child);
          copy->note_devices = NULL;
          copy->unreached = NULL;
          copy->from_title = g_strdup (guest->title);
          memcpy (copy->from_rota, guest->rota, FAR_RECORD_ID_LEN);
          g_ptr_array_add (facts->walkers, copy);
        }
    }

  return n_adults;
}

FarOutingFacts *
_far_view_read_alone (FarView *view,
                      FarReachMap *reach,
                      const FarRotaFacts *rota,
                      gint32 day,
                      const GPtrArray *guests,
                      GError **error)
{
  g_autoptr (FarOutingFacts) facts = g_new0 (FarOutingFacts, 1);
  guint32 ident = far_store_find_ident (view->store, rota->id);
  FarVerdictCase about = { .is_off = !far_rule_has_day (&rota->rule, day) };
  const FarWalkers *walkers = _far_view_walkers (view, day, day, error);
  FarHistory history;
  const FarPayload *cancelled;
  const char *holiday;
  guint n_guests;
  gboolean good;

  facts->rota = rota;
  facts->day = day;
  facts->turns = g_ptr_array_new_with_free_func (free_turn);
  if (walkers == NULL)
    return NULL;
  facts->walkers = _far_walkers_of (walkers, rota, day);
  n_guests = add_guests (facts, guests);
  if (!_far_view_find_holiday (view, rota, day, &holiday, error) ||
      !_far_view_find_term (view, rota, day, &facts->term_day, error) ||
      !_far_history_load_outing (&history, view, ident, day, error))
    return NULL;

  if (view->imagined != NULL && view->imagined->rota == ident && view->imagined->day == day)
    facts->own = _far_date_copy (view->imagined->own);
  else
    _far_date_read (&history, &facts->own, &facts->also);
  facts->usual = _far_rota_on (rota, day);
  facts->here = _far_rota_on_date (rota, day, &facts->own);
  facts->place = g_strdup (facts->here.place);
  facts->here.place = facts->place;
  cancelled = _far_history_shown (&history, FAR_OUTING_CANCELLED, &facts->also);
  about.is_cancelled =
      cancelled != NULL && far_payload_int (cancelled, FAR_OUTING_CANCELLED, 0) != 0;
  about.is_closed = holiday != NULL;
  if (about.is_closed && !about.is_off)
    facts->why = g_strdup (holiday);
  else if (about.is_cancelled && !about.is_off)
    facts->why = far_payload_dup_text (cancelled, FAR_OUTING_WHY);
  if (facts->why == NULL)
    facts->why = g_strdup ("");
  good = read_turns (facts, view, reach, ident,
                     _far_history_shown (&history, FAR_OUTING_PLAN, &facts->also), error);
  _far_history_clear (&history);

  good = good && _far_view_count_walk (view, facts, &about, error);
  facts->roles = _far_outing_count_roles (facts);
  about.n_min = facts->here.n_min + _far_roles_count_named (facts->here.roles);
  about.n_have = _far_outing_place_turns (facts) + n_guests;
  _far_outing_find_doubles (facts);
  about.n_vacant = _far_outing_count_vacant (facts);
  good = good && _far_view_find_trained (view, facts, &about.n_untrained, error);
  facts->verdict = far_verdict (&about);
  find_moved (facts);

  return good ? g_steal_pointer (&facts) : NULL;
}

FarOutingFacts *
_far_view_read_outing (FarView *view,
                       FarReachMap *reach,
                       const FarRotaFacts *rota,
                       gint32 day,
                       GError **error)
{
  g_autoptr (FarOutingFacts) facts = _far_view_read_alone (view, reach, rota, day, NULL, error);
  FarOutingFacts *together;
  gboolean is_changed;

  if (facts == NULL || !_far_view_find_joins (view, reach, facts, &is_changed, error))
    return NULL;
  if (is_changed)
    {
      together = _far_view_read_alone (view, reach, rota, day, facts->guests, error);
      if (together == NULL)
        return NULL;
      together->guests = g_steal_pointer (&facts->guests);
      together->is_linked = TRUE;
      _far_outing_find_beside (together);
      far_outing_facts_free (g_steal_pointer (&facts));
      facts = together;
    }

  return _far_view_add_notes (view, facts, error) ? g_steal_pointer (&facts) : NULL;
}

static int
compare_rotas (gconstpointer a, gconstpointer b, gpointer by)
{
  const FarRotaFacts *one = *(const FarRotaFacts *const *)a;
  const FarRotaFacts *other = *(const FarRotaFacts *const *)b;
  int by_title = far_by_name_compare (by, one->title, other->title);

  return by_title != 0 ? by_title : memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

/* Those of one day and time stay as they came, by their rotas. */
static int
compare_outings (gconstpointer a, gconstpointer b)
{
  const FarOutingFacts *one = *(const FarOutingFacts *const *)a;
  const FarOutingFacts *other = *(const FarOutingFacts *const *)b;

  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;

  return one->here.at < other->here.at ? -1 : one->here.at > other->here.at;
}

static gboolean
is_promised (const FarOutingFacts *facts)
{
  for (guint i = 0; i < facts->turns->len; i++)
    if (((const FarTurnFacts *)facts->turns->pdata[i])->place != FAR_TURN_PLACE_RELEASED)
      return TRUE;

  return FALSE;
}

/* A search may promise another turn for it, and what is told of that one, or that it is there at
 * all, hangs on another outing. */
static gboolean
can_keep (const FarOutingFacts *facts)
{
  if (facts->is_linked)
    return FALSE;

  for (guint i = 0; i < facts->turns->len; i++)
    {
      FarTurnPlace place = ((const FarTurnFacts *)facts->turns->pdata[i])->place;

      if (place == FAR_TURN_PLACE_SEEKING || place == FAR_TURN_PLACE_RELIEVED)
        return FALSE;
    }

  return TRUE;
}

/* With how far each promise is known to have come by now. */
static FarOutingFacts *
copy_outing (const FarOutingFacts *kept, FarReachMap *reach)
{
  FarOutingFacts *facts = g_memdup2 (kept, sizeof *kept);

  facts->place = g_strdup (kept->place);
  facts->here.place = facts->place;
  facts->own = _far_date_copy (&kept->own);
  facts->why = g_strdup (kept->why);
  facts->roles = g_array_ref (kept->roles);
  facts->walkers = g_ptr_array_ref (kept->walkers);
  facts->turns = g_ptr_array_new_full (kept->turns->len, free_turn);
  for (guint i = 0; i < kept->turns->len; i++)
    {
      FarTurnFacts *turn = g_memdup2 (kept->turns->pdata[i], sizeof (FarTurnFacts));

      turn->reach = _far_reach_map_get (reach, turn->pos);
      g_ptr_array_add (facts->turns, turn);
    }

  return facts;
}

/* @memo: (nullable) */
static FarOutingFacts *
find_outing (FarMemo *memo,
             FarView *view,
             FarReachMap *reach,
             const FarRotaFacts *rota,
             gint32 day,
             GError **error)
{
  guint32 ident = far_store_find_ident (view->store, rota->id);
  const FarOutingFacts *kept = memo != NULL ? _far_memo_find (memo, ident, day) : NULL;
  FarOutingFacts *facts;

  if (kept != NULL)
    return copy_outing (kept, reach);

  facts = _far_view_read_outing (view, reach, rota, day, error);
  if (facts != NULL && memo != NULL && can_keep (facts))
    _far_memo_take (memo, ident, copy_outing (facts, reach));

  return facts;
}

/* In the holidays there is none, nor on a day that the rota has no more, but for whoever had
 * promised to come: that is not theirs to find out at the gate. */
static gboolean
add_outing (GPtrArray *outings,
            FarMemo *memo,
            FarView *view,
            FarReachMap *reach,
            const FarRotaFacts *rota,
            gint32 day,
            GError **error)
{
  FarOutingFacts *facts = find_outing (memo, view, reach, rota, day, error);

  if (facts == NULL)
    return FALSE;

  if ((facts->verdict.reason != FAR_VERDICT_REASON_HOLIDAYS &&
       facts->verdict.reason != FAR_VERDICT_REASON_NO_DAY) ||
      is_promised (facts))
    g_ptr_array_add (outings, facts);
  else
    far_outing_facts_free (facts);

  return TRUE;
}

gboolean
far_outing_is_on (const FarOutingFacts *self)
{
  return self->verdict.reason != FAR_VERDICT_REASON_CANCELLED &&
         self->verdict.reason != FAR_VERDICT_REASON_HOLIDAYS &&
         self->verdict.reason != FAR_VERDICT_REASON_NO_DAY;
}

gboolean
_far_outing_can_walk (const FarOutingFacts *self)
{
  return self->rota->is_published && far_outing_is_on (self);
}

gboolean
_far_outing_has_turn_of (const FarOutingFacts *self, const guint8 *person)
{
  for (guint i = 0; i < self->turns->len; i++)
    {
      const FarTurnFacts *turn = self->turns->pdata[i];

      if (turn->place != FAR_TURN_PLACE_RELEASED && far_record_id_equal (turn->person, person))
        return TRUE;
    }

  return FALSE;
}

/* ---- days that a rota has no more */

GArray *
_far_store_list_days (FarStore *store,
                      const char *sql,
                      guint32 rota,
                      gint64 first_day,
                      gint64 last_day,
                      GError **error)
{
  sqlite3_stmt *statement = far_store_statement (store, sql);
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));
  int code;

  if (statement == NULL)
    {
      far_store_fail (store, error);
      return NULL;
    }

  sqlite3_bind_int64 (statement, 1, rota);
  sqlite3_bind_int64 (statement, 2, first_day);
  sqlite3_bind_int64 (statement, 3, last_day);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint32 day = sqlite3_column_int64 (statement, 0);

      g_array_append_val (days, day);
    }
  if (code != SQLITE_DONE)
    far_store_fail (store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&days) : NULL;
}

GArray *
_far_store_days_promised (FarStore *store,
                          guint32 rota,
                          gint32 first_day,
                          gint32 last_day,
                          GError **error)
{
  return _far_store_list_days (
      store, "SELECT DISTINCT day FROM turn WHERE rota = ? AND day BETWEEN ? AND ? ORDER BY day",
      rota, first_day, last_day, error);
}

/* @known: (nullable): @memo, if it knows the rota as it is here */
static gboolean
add_outings (GPtrArray *outings,
             FarMemo *memo,
             FarMemo *known,
             FarView *view,
             FarReachMap *reach,
             const FarRotaFacts *rota,
             gint32 first_day,
             gint32 last_day,
             GError **error)
{
  const GArray *promised =
      _far_memo_promised (memo, view->store, far_store_find_ident (view->store, rota->id),
                          first_day, last_day, error);
  gint32 day = first_day;
  gboolean good = promised != NULL;

  for (; good && far_rule_next_day (&rota->rule, day, &day) && day <= last_day; day++)
    good = add_outing (outings, known, view, reach, rota, day, error);
  for (guint i = 0; good && i < promised->len; i++)
    {
      day = g_array_index (promised, gint32, i);
      if (day >= first_day && day <= last_day && !far_rule_has_day (&rota->rule, day))
        good = add_outing (outings, known, view, reach, rota, day, error);
    }

  return good;
}

/* Anybody can promise what never was. */
static const guint8 *
get_left_by (gconstpointer row)
{
  const FarOutingFacts *facts = row;

  /* whoever promised comes before whoever gave it back */
  return facts->verdict.reason == FAR_VERDICT_REASON_NO_DAY
             ? ((const FarTurnFacts *)facts->turns->pdata[0])->by
             : NULL;
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
  g_autoptr (GPtrArray) by_title = g_ptr_array_new ();
  g_autoptr (FarByName) by = far_by_name_new ();
  FarView view;
  FarReachMap reach;
  FarClashes *clashes;
  FarMemo *memo;
  gboolean good;

  g_return_val_if_fail (n_days >= 1 && n_days <= 366, NULL);

  _far_view_init (&view, store);
  _far_reach_map_init (&reach, &view, me);
  memo = _far_memo_of (&view);
  /* asked for once */
  good = _far_memo_give_walkers (memo, &view, error) &&
         _far_view_walkers (&view, first_day, (gint64)first_day + n_days - 1, error) != NULL;
  if (good)
    _far_memo_take_walkers (memo, view.walkers);
  g_ptr_array_extend (by_title, rotas, NULL, NULL);
  g_ptr_array_sort_with_data (by_title, compare_rotas, by);
  for (guint i = 0; i < by_title->len && good; i++)
    {
      const FarRotaFacts *rota = by_title->pdata[i];
      gint64 last_day = (gint64)first_day + n_days - 1;

      good = add_outings (outings, memo, _far_memo_knows (memo, rota) ? memo : NULL, &view, &reach,
                          rota, MAX (first_day, FAR_DAY_MIN), MIN (last_day, FAR_DAY_MAX), error);
    }
  _far_reach_map_clear (&reach);
  _far_view_clear (&view);
  g_ptr_array_sort (outings, compare_outings);
  _far_keep_first (outings, FAR_SHOWN_LEFT_MAX, get_left_by);
  clashes = far_clashes_new ();
  far_clashes_add_outings (clashes, outings);
  far_clashes_mark (clashes);

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
  FarOutingFacts *facts;

  _far_view_init (&view, store);
  _far_reach_map_init (&reach, &view, me);
  facts = _far_view_read_outing (&view, &reach, rota, day, error);
  _far_reach_map_clear (&reach);
  _far_view_clear (&view);

  return facts;
}
