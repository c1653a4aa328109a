/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rides as they are shown: what is offered and asked for, and who has a seat on which date.
 *
 * One ride is read from its own entries alone, and one date of it from the turns there. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

/* ---- one ride */

static void
clear_dropped (gpointer data)
{
  g_free (((FarDroppedDay *)data)->why);
}

static void
clear_ride (gpointer data)
{
  FarRideFacts *self = data;

  _far_spot_clear (&self->from);
  _far_spot_clear (&self->to);
  g_free ((gpointer)self->rule.added);
  g_array_unref (self->dropped);
  g_free (self->detour);
}

FarRideFacts *
far_ride_facts_ref (FarRideFacts *self)
{
  return g_rc_box_acquire (self);
}

void
far_ride_facts_unref (gpointer self)
{
  g_rc_box_release_full (self, clear_ride);
}

void
_far_child_seats_read (FarSeats *self, const FarPayload *payload, guint key)
{
  FarPayloadIter iter;
  FarPayload item;

  memset (self->n_child, 0, sizeof self->n_child);
  if (payload == NULL || !far_payload_has (payload, key))
    return;

  iter = far_payload_iter (payload, key);
  while (far_payload_iter_map (&iter, &item))
    self->n_child[far_payload_int (&item, FAR_CHILD_SEAT_KIND, 1) - 1] =
        far_payload_int (&item, FAR_CHILD_SEAT_N, 0);
}

static int
compare_dropped (gconstpointer a, gconstpointer b)
{
  return far_day_compare (&((const FarDroppedDay *)a)->day, &((const FarDroppedDay *)b)->day);
}

/* A car that somebody says has broken down does not come, whatever another machine of theirs had
 * not heard: of several words all hold, until one has seen the others. */
static void
read_dropped (FarRideFacts *facts, const FarHistory *history)
{
  g_autoptr (GArray) live = _far_history_live (history, FAR_RIDE_DROPPED);

  facts->dropped = g_array_new (FALSE, FALSE, sizeof (FarDroppedDay));
  g_array_set_clear_func (facts->dropped, clear_dropped);
  for (guint i = 0; i < live->len; i++)
    {
      const FarLive *one = &g_array_index (live, FarLive, i);
      FarPayloadIter iter = far_payload_iter (&one->write->payload, FAR_RIDE_DROPPED);
      FarPayload item;

      while (one->is_right && far_payload_iter_map (&iter, &item))
        {
          FarDroppedDay dropped = { .day = far_payload_int (&item, FAR_DROPPED_DAY, 0) };

          if (far_ride_facts_find_dropped (facts, dropped.day) != NULL)
            continue;
          dropped.why = far_payload_has (&item, FAR_DROPPED_WHY)
                            ? far_payload_dup_text (&item, FAR_DROPPED_WHY)
                            : g_strdup ("");
          g_array_append_val (facts->dropped, dropped);
        }
    }
  g_array_sort (facts->dropped, compare_dropped);
}

const FarDroppedDay *
far_ride_facts_find_dropped (const FarRideFacts *self, gint32 day)
{
  for (guint i = 0; i < self->dropped->len; i++)
    {
      const FarDroppedDay *dropped = &g_array_index (self->dropped, FarDroppedDay, i);

      if (dropped->day == day)
        return dropped;
    }

  return NULL;
}

static int
read_at (const FarHistory *history, guint key, FarAlso *also)
{
  gint64 at = _far_history_shown_int (history, key, FAR_RIDE_AT_NONE, also);

  return at == FAR_RIDE_AT_NONE ? -1 : (int)at;
}

static void
read_outing (FarRideFacts *facts, const FarHistory *history)
{
  const FarPayload *shown = _far_history_shown (history, FAR_RIDE_ANSWERS, &facts->also);
  FarPayloadIter iter;
  FarPayload item;

  if (shown == NULL)
    return;
  iter = far_payload_iter (shown, FAR_RIDE_ANSWERS);
  facts->has_outing = far_payload_iter_map (&iter, &item);
  if (!facts->has_outing)
    return;
  memcpy (facts->rota, far_payload_bytes (&item, FAR_ANSWERS_ROTA), FAR_RECORD_ID_LEN);
  facts->outing_day = far_payload_int (&item, FAR_ANSWERS_DAY, 0);
}

/* Returns: whether all of it is there */
static gboolean
read_ride (FarRideFacts *facts, const FarHistory *history)
{
  FarAlso *also = &facts->also;
  gboolean has_spots;

  memcpy (facts->id, history->record, FAR_RECORD_ID_LEN);
  memcpy (facts->owner, history->owner, FAR_RECORD_ID_LEN);
  facts->is_ask = _far_history_shown_int (history, FAR_RIDE_ASK, 0, also) != 0;
  has_spots = _far_spot_read (&facts->from, history, FAR_RIDE_FROM, also);
  has_spots &= _far_spot_read (&facts->to, history, FAR_RIDE_TO, also);
  facts->rule.weekdays = _far_history_shown_int (history, FAR_RIDE_WEEKDAYS, 0, also);
  facts->rule.every_n_weeks = _far_history_shown_int (history, FAR_RIDE_EVERY, 1, also);
  facts->rule.first_day = _far_history_shown_int (history, FAR_RIDE_FIRST, 0, also);
  facts->rule.last_day = _far_history_shown_int (history, FAR_RIDE_LAST, 0, also);
  facts->rule.added = _far_history_shown_days (history, FAR_RIDE_ADDED, &facts->rule.n_added, also);
  read_dropped (facts, history);
  facts->at[FAR_RIDE_WAY_THERE] = read_at (history, FAR_RIDE_THERE, also);
  facts->at[FAR_RIDE_WAY_BACK] = read_at (history, FAR_RIDE_BACK, also);
  facts->seats.n = _far_history_shown_int (history, FAR_RIDE_SEATS, 0, also);
  _far_child_seats_read (&facts->seats, _far_history_shown (history, FAR_RIDE_CHILD_SEATS, also),
                         FAR_RIDE_CHILD_SEATS);
  facts->detour = _far_history_dup_text (history, FAR_RIDE_DETOUR, also);
  facts->has_luggage = _far_history_shown_int (history, FAR_RIDE_LUGGAGE, 0, also) != 0;
  facts->has_wheelchair = _far_history_shown_int (history, FAR_RIDE_WHEELCHAIR, 0, also) != 0;
  facts->in_holidays = _far_history_shown_int (history, FAR_RIDE_HOLIDAYS, 0, also) != 0;
  read_outing (facts, history);
  facts->is_gone = _far_history_shown_int (history, FAR_RIDE_GONE, 0, also) != 0;

  return has_spots && facts->rule.weekdays != 0 && facts->seats.n > 0 &&
         (facts->at[FAR_RIDE_WAY_THERE] >= 0 || facts->at[FAR_RIDE_WAY_BACK] >= 0);
}

FarRideFacts *
_far_ride_of_history (FarView *view, const FarHistory *history, GError **error)
{
  FarRideFacts *facts = g_rc_box_new0 (FarRideFacts);
  gboolean is_whole = read_ride (facts, history);
  gboolean is_good = FALSE;

  if (_far_history_whose (history, facts->person, &facts->gone_on, &is_good, error) && is_good &&
      is_whole)
    return facts;

  far_ride_facts_unref (facts);

  return NULL;
}

FarRideFacts *
_far_view_ride (FarView *view, guint32 ident, GError **error)
{
  FarHistory history;
  FarRideFacts *facts;

  if (!_far_history_load (&history, view, FAR_KIND_RIDE, ident, error))
    return NULL;

  facts = _far_ride_of_history (view, &history, error);
  _far_history_clear (&history);

  return facts;
}

/* ---- one date of it */

static void
free_date (gpointer data)
{
  far_ride_date_free (data);
}

void
far_ride_date_free (gpointer data)
{
  FarRideDate *self = data;

  if (self == NULL)
    return;

  far_ride_facts_unref (self->ride);
  g_ptr_array_unref (self->seats);
  g_free (self->why);
  g_free (self);
}

/* What has become of it: only the first that is so is told. */
static gboolean
find_place (FarRideDate *self, FarView *view, GError **error)
{
  const FarRideFacts *ride = self->ride;
  const FarDroppedDay *dropped = far_ride_facts_find_dropped (ride, self->day);
  gboolean is_once = ride->rule.first_day == ride->rule.last_day;
  const char *holidays = NULL;

  if (!ride->in_holidays && !is_once && !_far_view_find_closed (view, self->day, &holidays, error))
    return FALSE;

  self->place = FAR_RIDE_RUNS;
  if (ride->is_gone || self->day >= ride->gone_on)
    self->place = FAR_RIDE_WITHDRAWN;
  else if (!far_rule_has_day (&ride->rule, self->day))
    self->place = FAR_RIDE_NOT_THEN;
  else if (dropped != NULL)
    self->place = FAR_RIDE_FALLS_OUT;
  else if (holidays != NULL)
    self->place = FAR_RIDE_IN_HOLIDAYS;

  self->why = g_strdup (self->place == FAR_RIDE_FALLS_OUT     ? dropped->why
                        : self->place == FAR_RIDE_IN_HOLIDAYS ? holidays
                                                              : "");

  return TRUE;
}

gboolean
_far_view_read_seats (FarView *view, FarPos pos, FarSeats *out, GError **error)
{
  FarPayload payload;
  FarRow row;

  if (!far_store_read_pos (view->store, pos, &row, error))
    return FALSE;

  *out = (FarSeats){ .n = 1 };
  if (!far_row_parse (&row, &payload))
    return TRUE;
  out->n = far_payload_int (&payload, FAR_TURN_SEATS, 1);
  _far_child_seats_read (out, &payload, FAR_TURN_CHILD_SEATS);

  return TRUE;
}

static FarSeatFacts *
read_seat (const FarRideDate *self, const FarTurns *turns, guint i, FarReachMap *reach)
{
  const FarTurnNode *node = &g_array_index (turns->nodes, FarTurnNode, i);
  FarSeatFacts *facts = g_new0 (FarSeatFacts, 1);

  memcpy (facts->id, node->id, FAR_RECORD_ID_LEN);
  memcpy (facts->person, _far_turn_peek_person (turns, i), FAR_RECORD_ID_LEN);
  memcpy (facts->by, _far_view_author (turns->view, node->pos.log)->id, FAR_RECORD_ID_LEN);
  facts->way = (FarRideLeg)node->role;
  facts->rank = turns->places[i].rank;
  facts->reason = turns->places[i].reason;
  facts->place = facts->rank == 0 ? FAR_TURN_PLACE_RELEASED : FAR_TURN_PLACE_STANDING;
  facts->at = node->at;
  facts->is_moved = facts->rank > 0 && node->at >= 0 && node->at != self->ride->at[facts->way];
  facts->pos = node->pos;
  facts->reach = _far_reach_map_get (reach, node->pos);

  return facts;
}

static int
compare_seats (gconstpointer a, gconstpointer b)
{
  const FarSeatFacts *one = *(const FarSeatFacts *const *)a;
  const FarSeatFacts *other = *(const FarSeatFacts *const *)b;

  if ((one->rank == 0) != (other->rank == 0))
    return one->rank != 0 ? -1 : 1;
  if (one->way != other->way)
    return one->way < other->way ? -1 : 1;
  if (one->rank != other->rank)
    return one->rank < other->rank ? -1 : 1;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

/* Who has a seat, by rank. */
static void
place_seats (FarRideDate *self, FarRideLeg way)
{
  static const FarSeats none;
  g_autofree FarSeats *wanted = g_new0 (FarSeats, self->seats->len + 1);
  g_autofree FarSeatsPlace *places = g_new0 (FarSeatsPlace, self->seats->len + 1);
  guint n_reserve = 0;
  guint first = 0;
  guint n = 0;

  for (guint i = 0; i < self->seats->len; i++)
    {
      const FarSeatFacts *seat = self->seats->pdata[i];

      if (seat->way != way || seat->rank == 0)
        continue;
      first = n == 0 ? i : first;
      wanted[n++] = seat->seats;
    }
  far_seats_place (self->ride->at[way] >= 0 ? &self->ride->seats : &none, self->ride->is_ask,
                   wanted, n, places, &self->left[way]);

  for (guint i = 0; i < n; i++)
    {
      FarSeatFacts *seat = self->seats->pdata[first + i];

      seat->why = places[i];
      if (seat->why.stands)
        continue;
      seat->place = FAR_TURN_PLACE_RESERVE;
      seat->reserve = ++n_reserve;
    }
}

static gboolean
read_seats (FarRideDate *self, FarView *view, FarReachMap *reach, GError **error)
{
  guint32 ident = far_store_find_ident (view->store, self->ride->id);
  FarTurns turns;
  gboolean good;

  if (!_far_turns_load (&turns, view, ident, self->day, error))
    return FALSE;

  good = _far_turns_rank (&turns, NULL, error);
  for (guint i = 0; i < turns.nodes->len && good; i++)
    {
      const FarTurnNode *node = &g_array_index (turns.nodes, FarTurnNode, i);
      FarSeatFacts *seat;

      if (node->person == 0 || !node->is_good || node->role >= FAR_RIDE_WAYS ||
          (turns.places[i].rank == 0 && node->state != FAR_TURN_STATE_RELEASED))
        continue;
      seat = read_seat (self, &turns, i, reach);
      g_ptr_array_add (self->seats, seat);
      good = _far_view_read_seats (view, node->pos, &seat->seats, error);
    }
  _far_turns_clear (&turns);

  g_ptr_array_sort (self->seats, compare_seats);
  for (guint way = 0; way < FAR_RIDE_WAYS; way++)
    place_seats (self, (FarRideLeg)way);

  return good;
}

FarRideDate *
_far_view_ride_date (FarView *view,
                     FarReachMap *reach,
                     FarRideFacts *ride,
                     gint32 day,
                     GError **error)
{
  g_autoptr (FarRideDate) self = g_new0 (FarRideDate, 1);

  self->ride = far_ride_facts_ref (ride);
  self->day = day;
  self->seats = g_ptr_array_new_with_free_func (g_free);

  return find_place (self, view, error) && read_seats (self, view, reach, error)
             ? g_steal_pointer (&self)
             : NULL;
}

FarRideDate *
far_collective_ride (FarStore *store,
                     const guint8 ride[static FAR_RECORD_ID_LEN],
                     const guint8 me[static FAR_RECORD_ID_LEN],
                     gint32 day,
                     GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarRideDate *date = NULL;
  FarRideFacts *facts;
  FarReachMap reach;
  FarView view;

  _far_view_init (&view, store);
  _far_reach_map_init (&reach, &view, me);
  facts = _far_view_ride (&view, far_store_find_ident (store, ride), &failure);
  if (facts != NULL)
    {
      date = _far_view_ride_date (&view, &reach, facts, day, &failure);
      far_ride_facts_unref (facts);
    }
  else if (failure == NULL)
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such ride", &failure);
  _far_reach_map_clear (&reach);
  _far_view_clear (&view);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return date;
}

/* ---- all that are to come */

/* What is over is never looked at. */
GArray *
_far_store_list_from (FarStore *store, FarKind kind, gint32 first_day, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (store, "SELECT DISTINCT about FROM daily WHERE kind = ? AND day >= ?");
  g_autoptr (GArray) idents = g_array_new (FALSE, FALSE, sizeof (guint32));
  int code;

  if (statement == NULL)
    {
      far_store_fail (store, error);
      return NULL;
    }

  sqlite3_bind_int (statement, 1, kind);
  sqlite3_bind_int64 (statement, 2, first_day);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      guint32 ident = sqlite3_column_int64 (statement, 0);

      g_array_append_val (idents, ident);
    }
  if (code != SQLITE_DONE)
    far_store_fail (store, error);
  sqlite3_reset (statement);

  return code == SQLITE_DONE ? g_steal_pointer (&idents) : NULL;
}

gboolean
far_ride_date_has_seats (const FarRideDate *self)
{
  /* released ones are the last */
  return self->seats->len > 0 && ((const FarSeatFacts *)self->seats->pdata[0])->rank > 0;
}

/* What does not run is shown to who meant to come along, and what falls out to whose it is too. */
static gboolean
is_shown (const FarRideDate *self, const guint8 *me)
{
  return self->place == FAR_RIDE_RUNS || far_ride_date_has_seats (self) ||
         (self->place == FAR_RIDE_FALLS_OUT && far_record_id_equal (self->ride->owner, me));
}

typedef struct
{
  FarView view;
  FarReachMap reach;
  FarRideMemo *memo; /* unowned */
  const guint8 *me;
  gint32 first_day;
  gint32 last_day;
  GPtrArray *out; /* unowned (element-type FarRideDate) */
} Search;

/* With how far each promise is known to have come by now. */
static FarRideDate *
copy_date (const FarRideDate *kept, FarReachMap *reach)
{
  FarRideDate *self = g_memdup2 (kept, sizeof *kept);

  self->ride = far_ride_facts_ref (kept->ride);
  self->why = g_strdup (kept->why);
  self->seats = g_ptr_array_new_full (kept->seats->len, g_free);
  for (guint i = 0; i < kept->seats->len; i++)
    {
      FarSeatFacts *seat = g_memdup2 (kept->seats->pdata[i], sizeof *seat);

      seat->reach = _far_reach_map_get (reach, seat->pos);
      g_ptr_array_add (self->seats, seat);
    }

  return self;
}

static gboolean
add_date (Search *self, FarKeptRide *kept, gint32 day, GError **error)
{
  FarRideDate *date = NULL;

  for (guint i = 0; i < kept->dates->len && date == NULL; i++)
    if (((const FarRideDate *)kept->dates->pdata[i])->day == day)
      date = kept->dates->pdata[i];
  if (date == NULL)
    {
      date = _far_view_ride_date (&self->view, &self->reach, kept->ride, day, error);
      if (date == NULL)
        return FALSE;
      _far_ride_memo_keep (self->memo, kept, date);
    }
  if (is_shown (date, self->me))
    g_ptr_array_add (self->out, copy_date (date, &self->reach));

  return TRUE;
}

static gboolean
add_dates (Search *self, FarKeptRide *kept, GError **error)
{
  const FarRule *rule = &kept->ride->rule;
  gboolean good = TRUE;
  gint32 day;

  for (gint32 from = self->first_day; good && from <= self->last_day &&
                                      far_rule_next_day (rule, from, &day) && day <= self->last_day;
       from = day + 1)
    good = add_date (self, kept, day, error);
  for (guint i = 0; good && i < kept->promised->len; i++)
    {
      day = g_array_index (kept->promised, gint32, i);
      if (day >= self->first_day && day <= self->last_day && !far_rule_has_day (rule, day))
        good = add_date (self, kept, day, error);
    }

  return good;
}

static gboolean
add_ride (Search *self, guint32 ident, FarKeptRide *kept, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!kept->is_read)
    {
      kept->ride = _far_view_ride (&self->view, ident, &failure);
      kept->is_read = failure == NULL;
    }
  if (failure == NULL && kept->ride != NULL && kept->promised == NULL)
    kept->promised = _far_store_days_promised (self->view.store, ident, FAR_DAY_MIN,
                                               FAR_PAYLOAD_DAY_MAX, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  return kept->ride == NULL || add_dates (self, kept, error);
}

static int
get_first_at (const FarRideFacts *ride)
{
  return ride->at[FAR_RIDE_WAY_THERE] >= 0 ? ride->at[FAR_RIDE_WAY_THERE]
                                           : ride->at[FAR_RIDE_WAY_BACK];
}

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  const FarRideDate *one = *(const FarRideDate *const *)a;
  const FarRideDate *other = *(const FarRideDate *const *)b;
  int at = get_first_at (one->ride) - get_first_at (other->ride);

  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;

  return at != 0 ? at : memcmp (one->ride->id, other->ride->id, FAR_RECORD_ID_LEN);
}

static const guint8 *
get_owner (gconstpointer row)
{
  return ((const FarRideDate *)row)->ride->owner;
}

GPtrArray *
far_collective_rides (FarStore *store,
                      const guint8 me[static FAR_RECORD_ID_LEN],
                      gint32 first_day,
                      guint n_days,
                      GError **error)
{
  g_autoptr (GPtrArray) dates = g_ptr_array_new_with_free_func (free_date);
  Search search = {
    .me = me,
    .first_day = MAX (first_day, FAR_DAY_MIN),
    .last_day = MIN ((gint64)first_day + n_days - 1, FAR_DAY_MAX),
    .out = dates,
  };
  GHashTableIter iter;
  gpointer ident;
  gpointer kept;
  gboolean good;

  g_return_val_if_fail (n_days >= 1 && n_days <= FAR_WEEK_DAYS_MAX, NULL);

  _far_view_init (&search.view, store);
  _far_reach_map_init (&search.reach, &search.view, me);
  search.memo = _far_memo_peek_rides (_far_memo_of (&search.view));
  good = _far_ride_memo_fill (search.memo, &search.view, first_day, error);
  g_hash_table_iter_init (&iter, _far_ride_memo_peek (search.memo));
  while (good && g_hash_table_iter_next (&iter, &ident, &kept))
    good = add_ride (&search, GPOINTER_TO_UINT (ident), kept, error);
  _far_reach_map_clear (&search.reach);
  _far_view_clear (&search.view);
  g_ptr_array_sort (dates, compare_dates);
  _far_keep_first (dates, FAR_SHOWN_RIDES_MAX, get_owner);

  return good ? g_steal_pointer (&dates) : NULL;
}

GPtrArray *
far_collective_all_rides (FarStore *store, GError **error)
{
  g_autoptr (GPtrArray) rides = g_ptr_array_new_with_free_func (far_ride_facts_unref);
  g_autoptr (GArray) records = NULL;
  gboolean good;
  FarView view;

  _far_view_init (&view, store);
  records = _far_view_records (&view, FAR_KIND_RIDE, error);
  good = records != NULL;
  for (guint i = 0; good && i < records->len; i++)
    {
      g_autoptr (GError) failure = NULL;
      FarRideFacts *ride = _far_view_ride (&view, g_array_index (records, guint32, i), &failure);

      if (ride != NULL)
        g_ptr_array_add (rides, ride);
      good = failure == NULL;
      if (!good)
        g_propagate_error (error, g_steal_pointer (&failure));
    }
  _far_view_clear (&view);

  return good ? g_steal_pointer (&rides) : NULL;
}
