/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Seats in a car: offered, asked for, taken and given back. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <math.h>
#include <string.h>

#include "far-collective-rides.h"
#include "far-day.h"
#include "far-engine-views.h"

G_STATIC_ASSERT (FAR_CHILD_SEATS == FAR_CHILD_SEAT_KINDS);
G_STATIC_ASSERT ((int)FAR_RIDE_WAY_N == (int)FAR_RIDE_WAYS);

/* ---- as it is shown */

static FarSeatCount
view_seats (const FarSeats *seats)
{
  FarSeatCount out = { .n = seats->n };

  for (guint i = 0; i < FAR_CHILD_SEATS; i++)
    out.n_child[i] = seats->n_child[i];

  return out;
}

static FarSeat *
view_seat (gpointer owner, const FarSeatFacts *facts, const FarNames *names, const guint8 *me)
{
  FarSeat *self = g_new0 (FarSeat, 1);

  self->id = far_snapshot_hex (owner, facts->id, FAR_RECORD_ID_LEN);
  self->member = far_snapshot_hex (owner, facts->person, FAR_RECORD_ID_LEN);
  self->member_name = far_snapshot_dup (owner, far_names_peek (names, facts->person));
  self->member_phone = far_snapshot_dup (owner, far_names_peek_phone (names, facts->person));
  if (!far_record_id_equal (facts->by, facts->person))
    self->by_name = far_snapshot_dup (owner, far_names_peek (names, facts->by));
  self->is_mine = far_names_answers (names, me, facts->person);
  self->way = (FarRideWay)facts->way;
  self->seats = view_seats (&facts->seats);
  self->state = (FarTurnState)facts->place;
  self->rank = facts->rank;
  self->reserve = facts->reserve;
  self->rank_why = (FarRankWhy)facts->reason;
  self->why = (FarSeatWhy)facts->why.reason;
  self->why_kind = (FarChildSeat)facts->why.kind;
  self->n_left = facts->why.left.n;
  self->n_used = facts->why.n_used;
  self->at = facts->at;
  self->is_moved = facts->is_moved;
  self->promise = (FarPromise)facts->reach;
  if (self->is_mine)
    far_view_clash (&self->clash, &facts->clash, owner);

  return self;
}

static const char *
peek_title (const GPtrArray *rotas, const guint8 *id)
{
  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];

      if (far_record_id_equal (rota->id, id))
        return rota->title;
    }

  return "";
}

/* What the ride is, whatever the date. */
static void
view_what (FarRide *self, const FarRideFacts *ride, const FarNames *names, const guint8 *me)
{
  self->id = far_snapshot_hex (self, ride->id, FAR_RECORD_ID_LEN);
  self->is_ask = ride->is_ask;
  self->member = far_snapshot_hex (self, ride->person, FAR_RECORD_ID_LEN);
  self->member_name = far_snapshot_dup (self, far_names_peek (names, ride->person));
  self->member_phone = far_snapshot_dup (self, far_names_peek_phone (names, ride->person));
  if (!far_record_id_equal (ride->owner, ride->person))
    self->by_name = far_snapshot_dup (self, far_names_peek (names, ride->owner));
  self->is_mine = far_record_id_equal (ride->owner, me);
  self->from = far_snapshot_dup (self, ride->from.words);
  self->from_line = far_view_id (self, ride->from.line);
  self->from_at = far_view_where (&ride->from);
  self->to = far_snapshot_dup (self, ride->to.words);
  self->to_line = far_view_id (self, ride->to.line);
  self->to_at = far_view_where (&ride->to);
  for (guint way = 0; way < FAR_RIDE_WAY_N; way++)
    self->at[way] = ride->at[way];
  self->seats = view_seats (&ride->seats);
  self->is_weekly = far_rule_get_n_days (&ride->rule) > 1;
  self->weekdays = ride->rule.weekdays;
  self->every_n_weeks = ride->rule.every_n_weeks;
  self->first_day = ride->rule.first_day;
  self->last_day = ride->rule.last_day;
  self->detour = far_snapshot_dup (self, ride->detour);
  self->has_luggage = ride->has_luggage;
  self->has_wheelchair = ride->has_wheelchair;
  self->in_holidays = ride->in_holidays;
  self->is_contested = ride->also.n_others > 0;
}

static FarRide *
view_ride (const FarRideDate *date, const GPtrArray *rotas, const FarNames *names, const guint8 *me)
{
  const FarRideFacts *ride = date->ride;
  FarRide *self = far_snapshot_new (FarRide);

  view_what (self, ride, names, me);
  self->day = date->day;
  self->state = (FarRideState)date->place;
  self->why = far_snapshot_dup (self, date->why);
  self->rota = self->rota_title = "";
  if (ride->has_outing)
    {
      self->rota = far_snapshot_hex (self, ride->rota, FAR_RECORD_ID_LEN);
      self->rota_title = far_snapshot_dup (self, peek_title (rotas, ride->rota));
      self->outing_day = ride->outing_day;
    }
  self->takers = far_snapshot_own (self, g_ptr_array_new_with_free_func (g_free),
                                   (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < date->seats->len; i++)
    {
      FarSeat *seat = view_seat (self, date->seats->pdata[i], names, me);

      self->have_seat |= seat->is_mine && seat->rank > 0;
      g_ptr_array_add (self->takers, seat);
    }
  for (guint way = 0; way < FAR_RIDE_WAY_N; way++)
    {
      self->left[way] = view_seats (&date->left[way]);
      if (far_names_answers (names, me, ride->person))
        far_view_clash (&self->clash[way], &date->clash[way], self);
    }

  return self;
}

void
far_view_rides_instead (FarOuting *view, const FarOutingFacts *facts, const GPtrArray *rides)
{
  FarRidesInstead instead;

  if (rides == NULL)
    return;

  far_rides_count_instead (rides, facts->rota->id, facts->day, &instead);
  view->n_ride_seats = instead.n_seats;
  view->n_ride_missing = instead.n_missing;
}

static gpointer
do_rides (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  g_autoptr (GPtrArray) rotas = names != NULL ? far_collective_rotas (worker->store, error) : NULL;
  g_autoptr (GPtrArray) dates = NULL;
  g_autoptr (GPtrArray) beside = NULL;
  GPtrArray *views;
  gint32 first_day;
  guint n_days;

  g_variant_get (args, "(iu)", &first_day, &n_days);
  if (first_day == 0)
    first_day = far_worker_today (worker);
  if (rotas != NULL)
    dates = far_collective_rides (worker->store, worker->me.member, first_day, n_days, error);
  if (dates != NULL)
    beside = far_view_clashes_of_rides (worker, dates, names, error);
  if (beside == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < dates->len; i++)
    g_ptr_array_add (views, view_ride (dates->pdata[i], rotas, names, worker->me.member));

  return views;
}

static const FarCall rides_call = { .name = "rides",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_rides,
                                    .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_rides_async (FarEngine *self,
                        gint32 first_day,
                        guint n_days,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (n_days >= 1 && n_days <= FAR_WEEK_DAYS_MAX);

  _far_engine_call (self, &rides_call, g_variant_new ("(iu)", first_day, n_days), cancellable,
                    callback, data);
}

GPtrArray *
far_engine_rides_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &rides_call, result, error);
}

/* ---- which one is meant */

static const guint8 *
peek_id (gconstpointer ride)
{
  return ((const FarRideFacts *)ride)->id;
}

/* @rides: (out): what the result belongs to */
static const FarRideFacts *
find_ride (FarWorker *worker, const char *prefix, GPtrArray **rides, GError **error)
{
  *rides = far_collective_all_rides (worker->store, error);

  return *rides != NULL ? far_find_by_prefix (*rides, peek_id, FAR_RECORD_ID_LEN, prefix, error)
                        : NULL;
}

/* Of @day 0 the next date, or the last where it has none any more. */
static gint32
choose_day (const FarRideFacts *ride, gint32 day, gint32 today)
{
  gint32 next;

  if (day != 0)
    return day;

  return far_rule_next_day (&ride->rule, today, &next) ? next : ride->rule.last_day;
}

static FarRide *
view_date (FarWorker *worker, const guint8 *ride, gint32 day, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  g_autoptr (GPtrArray) rotas = names != NULL ? far_collective_rotas (worker->store, error) : NULL;
  g_autoptr (GPtrArray) dates = g_ptr_array_new_with_free_func (far_ride_date_free);
  g_autoptr (GPtrArray) beside = NULL;
  FarRideDate *date = NULL;

  if (rotas != NULL)
    date = far_collective_ride (worker->store, ride, worker->me.member, day, error);
  if (date == NULL)
    return NULL;
  g_ptr_array_add (dates, date);
  beside = far_view_clashes_of_rides (worker, dates, names, error);

  return beside != NULL ? view_ride (date, rotas, names, worker->me.member) : NULL;
}

static gpointer
do_ride (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) rides = NULL;
  const FarRideFacts *ride;
  const char *prefix;
  gint32 day;

  g_variant_get (args, "(^&ayi)", &prefix, &day);
  ride = find_ride (worker, prefix, &rides, error);

  return ride != NULL ? view_date (worker, ride->id,
                                   choose_day (ride, day, far_worker_today (worker)), error)
                      : NULL;
}

static const FarCall ride_call = { .name = "ride",
                                   .needs = FAR_NEEDS_STORE,
                                   .work = do_ride,
                                   .free_result = far_snapshot_unref };

void
far_engine_ride_async (FarEngine *self,
                       const char *ride,
                       gint32 day,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &ride_call, g_variant_new ("(^ayi)", ride, day), cancellable, callback,
                    data);
}

FarRide *
far_engine_ride_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &ride_call, result, error);
}

/* ---- offering and asking */

static GVariant *
pack_draft (const FarRideDraft *draft)
{
  GVariant *added = g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, draft->added, draft->n_added,
                                               sizeof *draft->added);

  return g_variant_new ("(im^aym^ayuiii@aiii(iiii)m^ayiiiim^aym^ayi)", draft->is_ask, draft->from,
                        draft->to, draft->weekdays, draft->every_n_weeks, draft->first_day,
                        draft->last_day, added, draft->at[FAR_RIDE_THERE_WAY],
                        draft->at[FAR_RIDE_BACK_WAY], draft->seats.n,
                        draft->seats.n_child[FAR_CHILD_SEAT_INFANT],
                        draft->seats.n_child[FAR_CHILD_SEAT_ISIZE],
                        draft->seats.n_child[FAR_CHILD_SEAT_LIFT], draft->detour,
                        draft->has_luggage, draft->has_wheelchair, draft->in_holidays,
                        draft->is_gone, draft->member, draft->rota, draft->day);
}

/* What a change borrows. */
typedef struct
{
  FarRideDraft draft;
  GVariant *added; /* owned */
  FarSpots spots;
  FarSpotDraft from;
  FarSpotDraft to;
  FarRule rule;
  FarSeats seats;
  FarRideChange change;
} Unpacked;

static void
unpacked_clear (Unpacked *self)
{
  g_clear_pointer (&self->added, g_variant_unref);
  far_spots_clear (&self->spots);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Unpacked, unpacked_clear)

/* Below zero is no number of seats, rather than a great many. */
static void
read_seats (FarSeats *out, const FarSeatCount *seats)
{
  out->n = seats->n < 0 ? G_MAXUINT : (guint)seats->n;
  for (guint i = 0; i < FAR_CHILD_SEATS; i++)
    out->n_child[i] = seats->n_child[i] < 0 ? G_MAXUINT : (guint)seats->n_child[i];
}

/* @before: (nullable): of one that is there.  Returns: whether there is anything of a rule in it */
static gboolean
read_rule (Unpacked *self, const FarRule *before)
{
  const FarRideDraft *draft = &self->draft;
  gboolean was_once = before == NULL || before->first_day == before->last_day;

  if (before != NULL && draft->weekdays == 0 && draft->every_n_weeks == 0 &&
      draft->first_day == 0 && draft->last_day == 0 && draft->n_added == 0)
    return FALSE;

  self->rule = before != NULL ? *before : (FarRule){ .every_n_weeks = 1 };
  if (draft->first_day != 0)
    {
      self->rule.first_day = draft->first_day;
      if (was_once)
        {
          self->rule.last_day = draft->first_day;
          self->rule.weekdays = 1u << far_day_get_weekday (draft->first_day);
        }
    }
  if (draft->last_day != 0)
    self->rule.last_day = draft->last_day;
  if (draft->weekdays != 0)
    self->rule.weekdays = draft->weekdays;
  if (draft->every_n_weeks != 0)
    self->rule.every_n_weeks = draft->every_n_weeks;
  if (draft->n_added > 0)
    {
      self->rule.added = draft->added;
      self->rule.n_added = draft->n_added;
    }
  self->change.rule = &self->rule;

  return TRUE;
}

/* @before: (nullable): of one that is there */
static gboolean
unpack_draft (Unpacked *self,
              FarWorker *worker,
              GVariant *args,
              const FarRideFacts *before,
              GError **error)
{
  FarRideDraft *draft = &self->draft;
  gsize n_added;

  g_variant_get (args, "(im^&aym^&ayuiii@aiii(iiii)m^&ayiiiim^&aym^&ayi)", &draft->is_ask,
                 &draft->from, &draft->to, &draft->weekdays, &draft->every_n_weeks,
                 &draft->first_day, &draft->last_day, &self->added, &draft->at[FAR_RIDE_THERE_WAY],
                 &draft->at[FAR_RIDE_BACK_WAY], &draft->seats.n,
                 &draft->seats.n_child[FAR_CHILD_SEAT_INFANT],
                 &draft->seats.n_child[FAR_CHILD_SEAT_ISIZE],
                 &draft->seats.n_child[FAR_CHILD_SEAT_LIFT], &draft->detour, &draft->has_luggage,
                 &draft->has_wheelchair, &draft->in_holidays, &draft->is_gone, &draft->member,
                 &draft->rota, &draft->day);
  draft->added = g_variant_get_fixed_array (self->added, &n_added, sizeof *draft->added);
  draft->n_added = n_added;
  if (!far_spots_load (&self->spots, worker, error))
    return FALSE;

  self->change = (FarRideChange)FAR_RIDE_CHANGE_NONE;
  self->change.is_ask = draft->is_ask;
  if (draft->from != NULL)
    {
      far_find_spot (&self->spots, draft->from, &self->from);
      self->change.from = &self->from;
    }
  if (draft->to != NULL)
    {
      far_find_spot (&self->spots, draft->to, &self->to);
      self->change.to = &self->to;
    }
  read_rule (self, before != NULL ? &before->rule : NULL);
  for (guint way = 0; way < FAR_RIDE_WAY_N; way++)
    self->change.at[way] = draft->at[way];
  if (draft->seats.n != 0 || before == NULL)
    {
      read_seats (&self->seats, &draft->seats);
      self->change.seats = &self->seats;
    }
  self->change.detour = draft->detour;
  self->change.has_luggage = draft->has_luggage;
  self->change.has_wheelchair = draft->has_wheelchair;
  self->change.in_holidays = draft->in_holidays;
  self->change.is_gone = draft->is_gone;

  return TRUE;
}

static gpointer
do_add_ride (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (Unpacked) unpacked = { 0 };
  g_autoptr (GPtrArray) rotas = NULL;
  FarTurnPoint outing = { { 0 } };
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];

  if (!unpack_draft (&unpacked, worker, args, NULL, error) ||
      !far_find_whom (worker, unpacked.draft.member, person, error))
    return NULL;
  if (unpacked.draft.rota != NULL)
    {
      const FarRotaFacts *rota = _far_find_rota (worker, unpacked.draft.rota, &rotas, error);

      if (rota == NULL)
        return NULL;
      memcpy (outing.rota, rota->id, FAR_RECORD_ID_LEN);
      outing.day = unpacked.draft.day;
      unpacked.change.outing = &outing;
    }
  if (!far_collective_add_ride (&writer, &unpacked.change, person, far_worker_today (worker), id,
                                error))
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (id, FAR_RECORD_ID_LEN);
}

static const FarCall add_ride_call = { .name = "add-ride",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_add_ride,
                                       .free_result = g_free };

void
far_engine_add_ride_async (FarEngine *self,
                           const FarRideDraft *draft,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (draft->from != NULL && draft->to != NULL && draft->first_day != 0);

  _far_engine_call (self, &add_ride_call, pack_draft (draft), cancellable, callback, data);
}

char *
far_engine_add_ride_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &add_ride_call, result, error);
}

static gpointer
do_ask_rides (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) rotas = NULL;
  const FarRotaFacts *rota;
  guint8 id[FAR_RECORD_ID_LEN];
  const char *prefix;
  gint32 day;

  g_variant_get (args, "(^&ayi)", &prefix, &day);
  rota = _far_find_rota (worker, prefix, &rotas, error);
  if (rota == NULL ||
      !far_collective_ask_rides (&writer, rota->id, day, far_worker_today (worker), id, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_date (worker, id, day, error);
}

static const FarCall ask_rides_call = { .name = "ask-rides",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_ask_rides,
                                        .free_result = far_snapshot_unref };

void
far_engine_ask_rides_async (FarEngine *self,
                            const char *rota,
                            gint32 day,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &ask_rides_call, g_variant_new ("(^ayi)", rota, day), cancellable,
                    callback, data);
}

FarRide *
far_engine_ask_rides_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &ask_rides_call, result, error);
}

static gpointer
do_change_ride (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GVariant) packed = g_variant_get_child_value (args, 1);
  g_autoptr (GPtrArray) rides = NULL;
  g_auto (Unpacked) unpacked = { 0 };
  const FarRideFacts *ride;
  const char *prefix;

  g_variant_get_child (args, 0, "^&ay", &prefix);
  ride = find_ride (worker, prefix, &rides, error);
  if (ride == NULL || !unpack_draft (&unpacked, worker, packed, ride, error) ||
      !far_collective_change_ride (&writer, ride->id, &unpacked.change, far_worker_today (worker),
                                   error))
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (ride->id, FAR_RECORD_ID_LEN);
}

static const FarCall change_ride_call = { .name = "change-ride",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_change_ride,
                                          .free_result = g_free };

void
far_engine_change_ride_async (FarEngine *self,
                              const char *ride,
                              const FarRideDraft *draft,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &change_ride_call, g_variant_new ("(^ay@*)", ride, pack_draft (draft)),
                    cancellable, callback, data);
}

char *
far_engine_change_ride_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &change_ride_call, result, error);
}

/* ---- a date on which it falls out */

static gpointer
do_drop_ride (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);
  g_autoptr (GPtrArray) rides = NULL;
  const FarRideFacts *ride;
  const char *prefix, *why;
  gint32 day;

  g_variant_get (args, "(^&ayim^&ay)", &prefix, &day, &why);
  ride = find_ride (worker, prefix, &rides, error);
  if (ride == NULL)
    return NULL;
  day = choose_day (ride, day, today);
  if (!far_collective_drop_ride (&writer, ride->id, day, why, today, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_date (worker, ride->id, day, error);
}

static const FarCall drop_ride_call = { .name = "drop-ride",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_drop_ride,
                                        .free_result = far_snapshot_unref };

void
far_engine_drop_ride_async (FarEngine *self,
                            const char *ride,
                            gint32 day,
                            const char *why,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &drop_ride_call, g_variant_new ("(^ayim^ay)", ride, day, why),
                    cancellable, callback, data);
}

FarRide *
far_engine_drop_ride_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &drop_ride_call, result, error);
}

/* ---- seats */

static FarSeatsReport *
view_report (FarWorker *worker,
             const guint8 *ride,
             const guint8 *person,
             const FarSeatsTaken *taken,
             const FarSeats *seats,
             GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  FarSeatsReport *self;

  if (names == NULL)
    return NULL;

  self = far_snapshot_new (FarSeatsReport);
  self->ride = far_snapshot_hex (self, ride, FAR_RECORD_ID_LEN);
  self->member = far_snapshot_hex (self, person, FAR_RECORD_ID_LEN);
  self->member_name = far_snapshot_dup (self, far_names_peek (names, person));
  self->is_me = far_record_id_equal (person, worker->me.member);
  self->ways = taken->ways;
  self->n_days = taken->days->len;
  self->days =
      far_snapshot_own (self, g_memdup2 (taken->days->data, taken->days->len * sizeof (gint32)),
                        g_free);
  self->n_held = taken->n_held;
  self->n_off = taken->n_off;
  self->n_reserve = taken->n_reserve;
  self->seats = view_seats (seats);

  return self;
}

static gpointer
do_seats (FarWorker *worker, GVariant *args, gboolean is_taking, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);
  g_autoptr (GPtrArray) rides = NULL;
  g_autoptr (GVariant) listed = NULL;
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));
  guint8 person[FAR_RECORD_ID_LEN];
  FarSeatsPlan plan = { .person = person };
  FarSeatCount seats;
  FarSeatsTaken taken;
  FarSeatsReport *report;
  const FarRideFacts *ride;
  const char *prefix, *who;
  const gint32 *given;
  gsize n_given;

  g_variant_get (args, "(^&aym^&ayuii@ai(iiii))", &prefix, &who, &plan.ways, &plan.first_day,
                 &plan.last_day, &listed, &seats.n, &seats.n_child[FAR_CHILD_SEAT_INFANT],
                 &seats.n_child[FAR_CHILD_SEAT_ISIZE], &seats.n_child[FAR_CHILD_SEAT_LIFT]);
  given = g_variant_get_fixed_array (listed, &n_given, sizeof *given);
  g_array_append_vals (days, given, n_given);
  if (n_given > 0)
    plan.days = days;
  read_seats (&plan.seats, &seats);

  ride = find_ride (worker, prefix, &rides, error);
  if (ride == NULL || !far_find_whom (worker, who, person, error))
    return NULL;
  plan.ride = ride->id;
  if (plan.first_day == 0)
    plan.first_day = today;
  if (plan.last_day == 0)
    plan.last_day = is_taking ? ride->rule.last_day : FAR_DAY_MAX;
  if (is_taking ? !far_collective_take_seats (&writer, &plan, today, &taken, error)
                : !far_collective_release_seats (&writer, &plan, today, &taken, error))
    return NULL;
  far_worker_committed (worker, NULL);

  report =
      view_report (worker, ride->id, person, &taken, is_taking ? &plan.seats : &taken.seats, error);
  far_seats_taken_clear (&taken);

  return report;
}

static GVariant *
pack_seats (const FarSeatsDraft *draft)
{
  GVariant *days = g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, draft->days, draft->n_days,
                                              sizeof *draft->days);

  return g_variant_new ("(^aym^ayuii@ai(iiii))", draft->ride, draft->member, draft->ways,
                        draft->first_day, draft->last_day, days, draft->seats.n,
                        draft->seats.n_child[FAR_CHILD_SEAT_INFANT],
                        draft->seats.n_child[FAR_CHILD_SEAT_ISIZE],
                        draft->seats.n_child[FAR_CHILD_SEAT_LIFT]);
}

static gpointer
do_take_seats (FarWorker *worker, GVariant *args, GError **error)
{
  return do_seats (worker, args, TRUE, error);
}

static gpointer
do_release_seats (FarWorker *worker, GVariant *args, GError **error)
{
  return do_seats (worker, args, FALSE, error);
}

static const FarCall take_seats_call = { .name = "take-seats",
                                         .needs = FAR_NEEDS_STORE,
                                         .work = do_take_seats,
                                         .free_result = far_snapshot_unref };
static const FarCall release_seats_call = { .name = "release-seats",
                                            .needs = FAR_NEEDS_STORE,
                                            .work = do_release_seats,
                                            .free_result = far_snapshot_unref };

void
far_engine_take_seats_async (FarEngine *self,
                             const FarSeatsDraft *draft,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &take_seats_call, pack_seats (draft), cancellable, callback, data);
}

FarSeatsReport *
far_engine_take_seats_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &take_seats_call, result, error);
}

void
far_engine_release_seats_async (FarEngine *self,
                                const FarSeatsDraft *draft,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &release_seats_call, pack_seats (draft), cancellable, callback, data);
}

FarSeatsReport *
far_engine_release_seats_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &release_seats_call, result, error);
}
