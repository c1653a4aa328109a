/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rides offered and asked for, seats taken on them and given back. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-blank.h"
#include "far-day.h"

#define ALL_WAYS ((1u << FAR_RIDE_WAYS) - 1)

gboolean
_far_pen_check_rides (FarPen *pen, GError **error)
{
  return far_collective_uses (pen->view.store, FAR_RULE_RIDES) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_RIDES_OFF, "rides are off", error);
}

/* ---- what is said of a ride */

/* What was typed, fit to be written; NULL where nothing was. */
typedef struct
{
  char *from;   /* owned */
  char *to;     /* owned */
  char *detour; /* owned */
} Texts;

static void
texts_clear (Texts *self)
{
  g_clear_pointer (&self->from, g_free);
  g_clear_pointer (&self->to, g_free);
  g_clear_pointer (&self->detour, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Texts, texts_clear)

static gboolean
tidy_texts (Texts *self, const FarRideChange *change, GError **error)
{
  if (change->from != NULL &&
      (self->from =
           _far_tidy_named (change->from->words, FAR_COLLECTIVE_ERROR_PLACE_LONG, error)) == NULL)
    return FALSE;
  if (change->to != NULL &&
      (self->to = _far_tidy_named (change->to->words, FAR_COLLECTIVE_ERROR_PLACE_LONG, error)) ==
          NULL)
    return FALSE;
  if (change->detour != NULL &&
      (self->detour = _far_tidy_line (change->detour, FAR_RIDE_WORDS_MAX, error)) == NULL)
    return FALSE;

  return TRUE;
}

static gboolean
check_rule (const FarRule *rule, gint32 today, GError **error)
{
  gint32 day;

  if (rule->last_day < rule->first_day)
    return _far_refuse (FAR_COLLECTIVE_ERROR_PERIOD_INVALID, "it ends before it begins", error);
  if (rule->n_added > FAR_RIDE_DAYS_MAX)
    return _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "so many dates are not added", error);
  if (!_far_check_rule (rule, error))
    return FALSE;
  if (rule->last_day < today)
    return _far_refuse (FAR_COLLECTIVE_ERROR_RIDE_OVER, "that is over", error);

  return far_rule_next_day (rule, today, &day) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_NO_RIDE, "there is no date in it", error);
}

static gboolean
check_change (const FarRideChange *change, gint32 today, GError **error)
{
  for (guint i = 0; i < FAR_RIDE_WAYS; i++)
    if (change->at[i] < -1 || change->at[i] > FAR_RIDE_AT_NONE)
      return _far_refuse (FAR_COLLECTIVE_ERROR_TIME_INVALID, "no such time of day", error);
  if (change->seats != NULL && !far_seats_are_good (change->seats))
    return _far_refuse (FAR_COLLECTIVE_ERROR_SEATS_INVALID, "no such number of seats", error);

  return change->rule == NULL || check_rule (change->rule, today, error);
}

/* What comes of it, put together with what is there: @at goes some way, and who asks for seats does
 * not ask for more child seats than there are children. */
static gboolean
check_whole (const int *at, const FarSeats *seats, gboolean is_ask, GError **error)
{
  if ((at[FAR_RIDE_WAY_THERE] < 0 || at[FAR_RIDE_WAY_THERE] == FAR_RIDE_AT_NONE) &&
      (at[FAR_RIDE_WAY_BACK] < 0 || at[FAR_RIDE_WAY_BACK] == FAR_RIDE_AT_NONE))
    return _far_refuse (FAR_COLLECTIVE_ERROR_TIME_INVALID, "it goes neither there nor back", error);

  return !is_ask || far_seats_are_fitting (seats) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_SEATS_INVALID, "more child seats than seats", error);
}

/* ---- writing it down */

static void
put_rule (FarMapWriter *map, const FarRule *rule)
{
  far_map_int (map, FAR_RIDE_WEEKDAYS, rule->weekdays);
  far_map_int (map, FAR_RIDE_EVERY, rule->every_n_weeks);
  far_map_int (map, FAR_RIDE_FIRST, rule->first_day);
  far_map_int (map, FAR_RIDE_LAST, rule->last_day);
  far_map_array (map, FAR_RIDE_ADDED, rule->n_added);
  for (guint i = 0; i < rule->n_added; i++)
    far_cbor_put_int (map->out, rule->added[i]);
}

static void
put_child_seats (FarMapWriter *map, const FarSeats *seats)
{
  g_autoptr (GByteArray) items = g_byte_array_new ();
  guint n;

  _far_child_seats_put (items, seats, &n);
  far_map_array (map, FAR_RIDE_CHILD_SEATS, n);
  far_put (map->out, items->data, items->len);
}

/* (element-type FarDroppedDay) */
static void
put_dropped (FarMapWriter *map, const GArray *dropped)
{
  far_map_array (map, FAR_RIDE_DROPPED, dropped->len);
  for (guint i = 0; i < dropped->len; i++)
    {
      const FarDroppedDay *one = &g_array_index (dropped, FarDroppedDay, i);
      FarMapWriter item = far_map_begin (map->out);

      far_map_int (&item, FAR_DROPPED_DAY, one->day);
      if (*one->why != '\0')
        far_map_text (&item, FAR_DROPPED_WHY, one->why);
      far_map_end (&item);
    }
}

static void
put_outing (FarMapWriter *map, const FarTurnPoint *outing)
{
  FarMapWriter item;

  far_map_array (map, FAR_RIDE_ANSWERS, 1);
  item = far_map_begin (map->out);
  far_map_bytes (&item, FAR_ANSWERS_ROTA, outing->rota, FAR_RECORD_ID_LEN);
  far_map_int (&item, FAR_ANSWERS_DAY, outing->day);
  far_map_end (&item);
}

/* @id: (nullable): of a new one NULL.  @dropped: (nullable) (element-type FarDroppedDay) */
static void
encode (GByteArray *payload,
        const guint8 *id,
        const Texts *texts,
        const FarRideChange *change,
        const GArray *dropped)
{
  FarMapWriter map = far_map_begin (payload);

  if (id != NULL)
    far_map_bytes (&map, FAR_RIDE_ID, id, FAR_RECORD_ID_LEN);
  if (change->is_ask >= 0)
    far_map_int (&map, FAR_RIDE_ASK, change->is_ask > 0);
  if (texts->from != NULL)
    _far_spot_put (&map, FAR_RIDE_FROM, change->from, texts->from);
  if (texts->to != NULL)
    _far_spot_put (&map, FAR_RIDE_TO, change->to, texts->to);
  if (change->rule != NULL)
    put_rule (&map, change->rule);
  if (dropped != NULL)
    put_dropped (&map, dropped);
  if (change->at[FAR_RIDE_WAY_THERE] >= 0)
    far_map_int (&map, FAR_RIDE_THERE, change->at[FAR_RIDE_WAY_THERE]);
  if (change->at[FAR_RIDE_WAY_BACK] >= 0)
    far_map_int (&map, FAR_RIDE_BACK, change->at[FAR_RIDE_WAY_BACK]);
  if (change->seats != NULL)
    {
      far_map_int (&map, FAR_RIDE_SEATS, change->seats->n);
      put_child_seats (&map, change->seats);
    }
  if (texts->detour != NULL)
    far_map_text (&map, FAR_RIDE_DETOUR, texts->detour);
  if (change->has_luggage >= 0)
    far_map_int (&map, FAR_RIDE_LUGGAGE, change->has_luggage > 0);
  if (change->has_wheelchair >= 0)
    far_map_int (&map, FAR_RIDE_WHEELCHAIR, change->has_wheelchair > 0);
  if (change->in_holidays >= 0)
    far_map_int (&map, FAR_RIDE_HOLIDAYS, change->in_holidays > 0);
  if (change->outing != NULL)
    put_outing (&map, change->outing);
  if (change->is_gone >= 0)
    far_map_int (&map, FAR_RIDE_GONE, change->is_gone > 0);
  far_map_end (&map);
}

/* ---- a new one */

static gboolean
add (FarPen *pen,
     const Texts *texts,
     const FarRideChange *change,
     const guint8 *person,
     guint8 *out_id,
     GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarSaying saying = { .kind = FAR_KIND_RIDE, .subject = person, .payload = payload };
  FarPos pos;

  if (!_far_pen_check_rides (pen, error) || !_far_pen_check_whose (pen, person, error))
    return FALSE;

  encode (payload, NULL, texts, change, NULL);
  if (!_far_pen_open (pen, error) || !_far_writer_append (pen->writer, &saying, &pos, NULL, error))
    return FALSE;
  far_record_id (far_store_peek_collective (pen->writer->store), pen->writer->me->device, pos.seq,
                 0, out_id);

  return TRUE;
}

gboolean
_far_pen_add_ride (FarPen *pen,
                   const FarRideChange *ride,
                   const guint8 *person,
                   gint32 today,
                   guint8 *out_id,
                   GError **error)
{
  g_auto (Texts) texts = { 0 };

  return tidy_texts (&texts, ride, error) && check_change (ride, today, error) &&
         check_whole (ride->at, ride->seats, ride->is_ask > 0, error) &&
         add (pen, &texts, ride, person, out_id, error);
}

gboolean
far_collective_add_ride (const FarWriter *writer,
                         const FarRideChange *ride,
                         const guint8 *person,
                         gint32 today,
                         guint8 out_id[static FAR_RECORD_ID_LEN],
                         GError **error)
{
  FarPen pen;

  g_return_val_if_fail (ride->from != NULL && ride->to != NULL && ride->rule != NULL &&
                            ride->seats != NULL,
                        FALSE);

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen,
                         _far_pen_add_ride (&pen, ride,
                                            person != NULL ? person : writer->me->member, today,
                                            out_id, error),
                         error);
}

/* ---- one that is there */

/* The ride with its entries; %NULL with NO_SUCH_ID, or RIDE_NOT_YOURS.  @history: (out): to be
 * cleared if it is not NULL */
static FarRideFacts *
load_own (FarPen *pen, const guint8 *ride, FarHistory *history, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarRideFacts *facts;

  if (!_far_history_load (history, &pen->view, FAR_KIND_RIDE,
                          far_store_find_ident (pen->view.store, ride), error))
    return NULL;

  facts = _far_ride_of_history (&pen->view, history, &failure);
  if (facts == NULL && failure == NULL)
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such ride", &failure);
  else if (facts != NULL && !far_record_id_equal (facts->owner, pen->me->id))
    _far_refuse (FAR_COLLECTIVE_ERROR_RIDE_NOT_YOURS, "the ride is somebody else's", &failure);
  if (failure == NULL)
    return facts;

  g_clear_pointer (&facts, far_ride_facts_unref);
  _far_history_clear (history);
  g_propagate_error (error, g_steal_pointer (&failure));

  return NULL;
}

/* Whether what somebody reads without it is the same. */
static gboolean
says_nothing (const FarPayload *wanted, guint key)
{
  const FarValue *value = &wanted->values[key];

  switch (key)
    {
    case FAR_RIDE_THERE:
    case FAR_RIDE_BACK:
      return value->num == FAR_RIDE_AT_NONE;
    case FAR_RIDE_EVERY:
      return value->num == 1;
    default:
      return value->num == 0 && value->len == 0;
    }
}

/* Writes what is different. */
static gboolean
write_change (FarPen *pen,
              const FarHistory *history,
              const Texts *texts,
              const FarRideChange *change,
              const GArray *dropped,
              GError **error)
{
  g_autoptr (GByteArray) all = g_byte_array_new ();

  encode (all, history->record, texts, change, dropped);

  return _far_pen_write_news (pen, history, all, says_nothing, error);
}

static gboolean
change_ride (FarPen *pen,
             const guint8 *ride,
             const Texts *texts,
             const FarRideChange *change,
             GError **error)
{
  FarHistory history;
  FarRideFacts *facts = load_own (pen, ride, &history, error);
  int at[FAR_RIDE_WAYS];
  gboolean good;

  if (facts == NULL)
    return FALSE;

  for (guint i = 0; i < FAR_RIDE_WAYS; i++)
    at[i] = change->at[i] >= 0 ? change->at[i] : facts->at[i];
  good = check_whole (at, change->seats != NULL ? change->seats : &facts->seats,
                      change->is_ask >= 0 ? change->is_ask > 0 : facts->is_ask, error) &&
         write_change (pen, &history, texts, change, NULL, error);
  far_ride_facts_unref (facts);
  _far_history_clear (&history);

  return good;
}

gboolean
_far_pen_withdraw_ride (FarPen *pen, const guint8 *ride, GError **error)
{
  FarRideChange change = FAR_RIDE_CHANGE_NONE;
  const Texts no_texts = { 0 };

  change.is_gone = TRUE;

  return change_ride (pen, ride, &no_texts, &change, error);
}

gboolean
far_collective_change_ride (const FarWriter *writer,
                            const guint8 ride[static FAR_RECORD_ID_LEN],
                            const FarRideChange *change,
                            gint32 today,
                            GError **error)
{
  g_auto (Texts) texts = { 0 };
  FarPen pen;

  return tidy_texts (&texts, change, error) && check_change (change, today, error) &&
         _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, change_ride (&pen, ride, &texts, change, error), error);
}

/* ---- a date on which it falls out */

static int
compare_dropped (gconstpointer a, gconstpointer b)
{
  return far_day_compare (&((const FarDroppedDay *)a)->day, &((const FarDroppedDay *)b)->day);
}

/* What is over goes, so that there is room for what is to come.
 * Returns: (transfer full) (element-type FarDroppedDay): borrows the words */
static GArray *
list_dropped (const FarRideFacts *facts, gint32 day, const char *why, gint32 today)
{
  GArray *dropped = g_array_new (FALSE, FALSE, sizeof (FarDroppedDay));
  FarDroppedDay added = { .day = day, .why = (char *)why };

  for (guint i = 0; i < facts->dropped->len; i++)
    {
      const FarDroppedDay *one = &g_array_index (facts->dropped, FarDroppedDay, i);

      if (one->day != day && one->day >= today)
        g_array_append_vals (dropped, one, 1);
    }
  if (why != NULL)
    g_array_append_val (dropped, added);
  g_array_sort (dropped, compare_dropped);

  return dropped;
}

static gboolean
drop (FarPen *pen, const guint8 *ride, gint32 day, const char *why, gint32 today, GError **error)
{
  const FarRideChange nothing = FAR_RIDE_CHANGE_NONE;
  const Texts no_texts = { 0 };
  g_autoptr (GArray) dropped = NULL;
  FarHistory history;
  FarRideFacts *facts = load_own (pen, ride, &history, error);
  gboolean good = FALSE;

  if (facts == NULL)
    return FALSE;

  dropped = list_dropped (facts, day, why, today);
  if (day < today)
    _far_refuse (FAR_COLLECTIVE_ERROR_RIDE_OVER, "that is over", error);
  else if (facts->is_gone || !far_rule_has_day (&facts->rule, day))
    _far_refuse (FAR_COLLECTIVE_ERROR_NO_RIDE, "there is no ride on that day", error);
  else if ((far_ride_facts_find_dropped (facts, day) != NULL) == (why != NULL))
    _far_refuse (FAR_COLLECTIVE_ERROR_ALREADY_SAID, "it says so already", error);
  else if (dropped->len > FAR_RIDE_DAYS_MAX)
    _far_refuse (FAR_COLLECTIVE_ERROR_FULL_SAID, "so many dates do not fall out", error);
  else
    good = write_change (pen, &history, &no_texts, &nothing, dropped, error);
  far_ride_facts_unref (facts);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_drop_ride (const FarWriter *writer,
                          const guint8 ride[static FAR_RECORD_ID_LEN],
                          gint32 day,
                          const char *why,
                          gint32 today,
                          GError **error)
{
  g_autofree char *words = NULL;
  FarPen pen;

  if (why != NULL)
    {
      words = _far_tidy_line (why, FAR_RIDE_WORDS_MAX, error);
      if (words == NULL)
        return FALSE;
      if (far_text_is_blank (words))
        return _far_refuse (FAR_COLLECTIVE_ERROR_REASON_EMPTY, "nobody says why", error);
    }

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, drop (&pen, ride, day, words, today, error), error);
}

/* ---- seats */

void
far_seats_taken_clear (FarSeatsTaken *self)
{
  g_clear_pointer (&self->days, g_array_unref);
}

/* What is done to the dates of one ride. */
typedef struct
{
  FarPen *pen;
  FarRideFacts *ride;
  guint32 ident;
  const guint8 *person;
  guint ways; /* bits */
  const FarSeats *seats;
  gint32 today;
  FarSeatsTaken *out;
} SeatsWork;

/* @out_written: (inout) */
static gboolean
take_way (SeatsWork *self, FarTurns *turns, guint way, gboolean *out_written, GError **error)
{
  guint held = _far_turns_find (turns, self->person, way);
  int at = self->ride->at[way];
  FarPos pos;

  if (held == G_MAXUINT)
    {
      *out_written = TRUE;
      return _far_pen_write_turn (self->pen, turns, self->ride->id, way, self->person, at,
                                  self->seats, NULL, &pos, error);
    }
  if (g_array_index (turns->nodes, FarTurnNode, held).at == at)
    return TRUE;
  *out_written = TRUE;

  return _far_pen_say_of_turns (self->pen, turns, held,
                                &(FarTurnSaying){ .state = FAR_TURN_STATE_UNSAID, .at = at },
                                error);
}

/* Whether what was just written waits, or helps nobody. */
static gboolean
is_reserve (SeatsWork *self, gint32 day, gboolean *out, GError **error)
{
  g_autoptr (FarRideDate) date = far_collective_ride (self->pen->view.store, self->ride->id,
                                                      self->pen->me->id, day, error);

  *out = FALSE;
  for (guint i = 0; date != NULL && i < date->seats->len; i++)
    {
      const FarSeatFacts *seat = date->seats->pdata[i];

      *out |=
          seat->place == FAR_TURN_PLACE_RESERVE && far_record_id_equal (seat->person, self->person);
    }

  return date != NULL;
}

static gboolean
take_day (SeatsWork *self, gint32 day, GError **error)
{
  FarReachMap reach;
  g_autoptr (FarRideDate) date = NULL;
  gboolean is_written = FALSE;
  gboolean waits = FALSE;
  FarTurns turns;
  gboolean good;

  _far_reach_map_init (&reach, &self->pen->view, self->pen->me->id);
  date = _far_view_ride_date (&self->pen->view, &reach, self->ride, day, error);
  _far_reach_map_clear (&reach);
  if (date == NULL)
    return FALSE;
  if (date->place != FAR_RIDE_RUNS)
    {
      self->out->n_off++;
      return TRUE;
    }

  for (guint way = 0; way < FAR_RIDE_WAYS; way++)
    {
      if ((self->ways & 1u << way) == 0)
        continue;
      if (!_far_turns_load (&turns, &self->pen->view, self->ident, day, error))
        return FALSE;
      good =
          _far_turns_rank (&turns, NULL, error) && take_way (self, &turns, way, &is_written, error);
      _far_turns_clear (&turns);
      if (!good)
        return FALSE;
    }
  if (!is_written)
    {
      self->out->n_held++;
      return TRUE;
    }

  g_array_append_val (self->out->days, day);
  if (!is_reserve (self, day, &waits, error))
    return FALSE;
  self->out->n_reserve += waits;

  return TRUE;
}

static gboolean
release_day (SeatsWork *self, gint32 day, GError **error)
{
  gboolean is_written = FALSE;
  gboolean good = TRUE;
  FarTurns turns;

  if (!_far_turns_load (&turns, &self->pen->view, self->ident, day, error))
    return FALSE;

  for (guint way = 0; way < FAR_RIDE_WAYS && good; way++)
    {
      guint held = _far_turns_find (&turns, self->person, way);

      if ((self->ways & 1u << way) == 0 || held == G_MAXUINT ||
          !_far_turn_is_of (&turns, held, self->pen->me))
        continue;
      if (self->out->days->len == 0 && !is_written)
        good = _far_view_read_seats (&self->pen->view,
                                     g_array_index (turns.nodes, FarTurnNode, held).pos,
                                     &self->out->seats, error);
      good =
          good && _far_pen_change_turns (self->pen, &turns, held, FAR_TURN_STATE_RELEASED, error);
      self->out->ways |= 1u << way;
      is_written = TRUE;
    }
  _far_turns_clear (&turns);
  if (is_written)
    g_array_append_val (self->out->days, day);

  return good;
}

/* The next date of the plan; those that the ride has no more too, if they are given. */
static gboolean
next_day (const SeatsWork *self, const FarSeatsPlan *plan, gint32 from, guint i, gint32 *out)
{
  gint32 first = MAX (from, MAX (plan->first_day, self->today));
  gint32 last = MIN (plan->last_day, first + FAR_SERIES_DAYS_MAX);

  if (plan->days != NULL)
    {
      *out = i < plan->days->len ? g_array_index (plan->days, gint32, i) : 0;
      return i < plan->days->len;
    }

  return first <= last && far_rule_next_day (&self->ride->rule, first, out) && *out <= last;
}

static gboolean
check_take (const SeatsWork *self, const FarSeatsPlan *plan, GError **error)
{
  if (!_far_pen_check_rides (self->pen, error))
    return FALSE;
  if (!far_seats_are_good (&plan->seats) ||
      (!self->ride->is_ask && !far_seats_are_fitting (&plan->seats)))
    return _far_refuse (FAR_COLLECTIVE_ERROR_SEATS_INVALID, "no such number of seats", error);
  if (far_record_id_equal (self->person, self->ride->person))
    return _far_refuse (FAR_COLLECTIVE_ERROR_RIDE_OWN, "that is their own ride", error);
  if (self->ways == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_RIDE, "it does not go that way", error);
  if (plan->days == NULL && plan->last_day < self->today)
    return _far_refuse (FAR_COLLECTIVE_ERROR_RIDE_OVER, "that is over", error);

  return _far_pen_check_whose (self->pen, self->person, error);
}

static gboolean
take_all (SeatsWork *self, const FarSeatsPlan *plan, GError **error)
{
  gint32 day = FAR_DAY_MIN;

  if (!check_take (self, plan, error))
    return FALSE;
  for (guint i = 0; next_day (self, plan, day, i, &day); day++, i++)
    if (!take_day (self, day, error))
      return FALSE;

  if (self->out->days->len > 0)
    return TRUE;
  if (self->out->n_held > 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_SEAT_TAKEN, "there is a seat already", error);
  if (self->out->n_off > 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_RIDE_OFF, "it falls out then", error);

  return _far_refuse (FAR_COLLECTIVE_ERROR_NO_RIDE, "there is no ride on that day", error);
}

/* Dates that the ride has no more too: whoever had a seat there gives it back as well. */
static gboolean
release_all (SeatsWork *self, const FarSeatsPlan *plan, GError **error)
{
  g_autoptr (GArray) promised = NULL;
  const GArray *days = plan->days;

  if (days == NULL)
    {
      promised =
          _far_store_days_promised (self->pen->view.store, self->ident,
                                    MAX (plan->first_day, self->today), plan->last_day, error);
      days = promised;
    }
  for (guint i = 0; days != NULL && i < days->len; i++)
    {
      gint32 day = g_array_index (days, gint32, i);

      if (day >= self->today && !release_day (self, day, error))
        return FALSE;
    }

  return days != NULL && (self->out->days->len > 0 ||
                          _far_refuse (FAR_COLLECTIVE_ERROR_NO_SEAT, "there is no seat", error));
}

static gboolean
do_seats (const FarWriter *writer,
          const FarSeatsPlan *plan,
          gint32 today,
          gboolean (*work) (SeatsWork *self, const FarSeatsPlan *plan, GError **error),
          FarSeatsTaken *out,
          GError **error)
{
  g_autoptr (GError) failure = NULL;
  SeatsWork self = { .person = plan->person != NULL ? plan->person : writer->me->member,
                     .seats = &plan->seats,
                     .today = today,
                     .out = out };
  gboolean good = FALSE;
  FarPen pen;

  *out = (FarSeatsTaken){ .days = g_array_new (FALSE, FALSE, sizeof (gint32)) };
  self.pen = &pen;
  if (_far_pen_init (&pen, writer, error))
    {
      self.ident = far_store_find_ident (writer->store, plan->ride);
      self.ride = _far_view_ride (&pen.view, self.ident, &failure);
      if (self.ride == NULL && failure == NULL)
        _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "there is no such ride", &failure);
      for (guint way = 0; self.ride != NULL && way < FAR_RIDE_WAYS; way++)
        if (self.ride->at[way] >= 0 || work == release_all)
          self.ways |= 1u << way;
      self.ways &= plan->ways != 0 ? plan->ways : ALL_WAYS;
      out->ways = work == release_all ? 0 : self.ways;
      good = failure == NULL && work (&self, plan, &failure);
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      good = _far_pen_close (&pen, good, error);
    }
  g_clear_pointer (&self.ride, far_ride_facts_unref);
  if (!good)
    far_seats_taken_clear (out);

  return good;
}

gboolean
far_collective_take_seats (const FarWriter *writer,
                           const FarSeatsPlan *plan,
                           gint32 today,
                           FarSeatsTaken *out,
                           GError **error)
{
  return do_seats (writer, plan, today, take_all, out, error);
}

gboolean
far_collective_release_seats (const FarWriter *writer,
                              const FarSeatsPlan *plan,
                              gint32 today,
                              FarSeatsTaken *out,
                              GError **error)
{
  return do_seats (writer, plan, today, release_all, out, error);
}
