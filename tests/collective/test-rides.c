/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Seats in a car: whose ride it is, who comes along, who waits, and what is said when it falls out.
 */

#include <string.h>

#include "far-collective-rides.h"
#include "far-kind-schema.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY
#define TUESDAY (PARTY_MONDAY + 1)
#define N_ORDERS 200
#define THERE (8 * 60)
#define BACK (16 * 60 + 30)

enum
{
  ADA,
  BO,
  CY,
  DI,
};

typedef struct
{
  Party *party; /* owned */
  guint8 ride[FAR_RECORD_ID_LEN];
} Trip;

static void
trip_clear (Trip *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Trip, trip_clear)

static const FarSpotDraft mill = { .words = " The mill " };
static const FarSpotDraft school = { .words = "School",
                                     .is_located = TRUE,
                                     .lat = 47394144,
                                     .lon = -684840 };

/* Each Tuesday of four weeks, there and back. */
static const FarRule tuesdays = { .weekdays = 1 << 1,
                                  .every_n_weeks = 1,
                                  .first_day = TUESDAY,
                                  .last_day = TUESDAY + 21 };
static const FarRule once = { .weekdays = 1 << 1,
                              .every_n_weeks = 1,
                              .first_day = TUESDAY,
                              .last_day = TUESDAY };

static FarRideChange
draft (const FarRule *rule, const FarSeats *seats)
{
  FarRideChange ride = FAR_RIDE_CHANGE_NONE;

  ride.from = &mill;
  ride.to = &school;
  ride.rule = rule;
  ride.seats = seats;
  ride.at[FAR_RIDE_WAY_THERE] = THERE;

  return ride;
}

static void
add (Party *party, guint who, const FarRideChange *ride, guint8 *out)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_add_ride (&writer, ride, NULL, TODAY, out, error));
}

/* Bo offers @n seats, one with a booster, there and back each Tuesday. */
static Trip
trip_new (guint32 seed, guint n)
{
  FarSeats seats = { n, { 0, 0, 1 } };
  FarRideChange ride = draft (&tuesdays, &seats);
  Trip self = { party_new (seed, 4) };

  party_agree (self.party, FAR_RULE_RIDES, 1);
  ride.at[FAR_RIDE_WAY_BACK] = BACK;
  ride.detour = "by the bridge";
  ride.has_luggage = TRUE;
  add (self.party, BO, &ride, self.ride);
  party_meet (self.party);

  return self;
}

static FarSeatsPlan
plan_of (const Trip *self, gint32 first_day, gint32 last_day, FarSeats seats)
{
  return (FarSeatsPlan){
    .ride = self->ride, .first_day = first_day, .last_day = last_day, .seats = seats
  };
}

/* Returns: on how many dates */
static guint
take (Trip *self, guint who, gint32 first_day, gint32 last_day, FarSeats seats)
{
  FarWriter writer = party_writer (self->party, who);
  FarSeatsPlan plan = plan_of (self, first_day, last_day, seats);
  FarSeatsTaken taken;
  guint n;

  party_assert_done (far_collective_take_seats (&writer, &plan, TODAY, &taken, error));
  n = taken.days->len;
  far_seats_taken_clear (&taken);

  return n;
}

static guint
release (Trip *self, guint who, gint32 first_day, gint32 last_day)
{
  FarWriter writer = party_writer (self->party, who);
  FarSeatsPlan plan = plan_of (self, first_day, last_day, (FarSeats){ 0 });
  FarSeatsTaken taken;
  guint n;

  party_assert_done (far_collective_release_seats (&writer, &plan, TODAY, &taken, error));
  n = taken.days->len;
  far_seats_taken_clear (&taken);

  return n;
}

static FarRideDate *
read_date (Trip *self, guint who, gint32 day)
{
  const PartyMember *member = &self->party->members[who];
  g_autoptr (GError) error = NULL;
  FarRideDate *date =
      far_collective_ride (member->store, self->ride, member->me.member, day, &error);

  g_assert_no_error (error);

  return date;
}

/* "Cy 2, +Di 1": who comes along there, in order; "+" before who waits, "-" before who gave back.
 */
static char *
describe (Trip *self, guint who, gint32 day, FarRideLeg way)
{
  static const char *const names[] = { "Ada", "Bo", "Cy", "Di" };
  g_autoptr (FarRideDate) date = read_date (self, who, day);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < date->seats->len; i++)
    {
      const FarSeatFacts *seat = date->seats->pdata[i];
      const char *name = "?";

      if (seat->way != way)
        continue;
      for (guint j = 0; j < self->party->n_members && j < G_N_ELEMENTS (names); j++)
        if (far_record_id_equal (self->party->members[j].me.member, seat->person))
          name = names[j];
      g_string_append_printf (text, "%s%s%s %u", text->len > 0 ? ", " : "",
                              seat->place == FAR_TURN_PLACE_RESERVE    ? "+"
                              : seat->place == FAR_TURN_PLACE_RELEASED ? "-"
                                                                       : "",
                              name, seat->seats.n);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* On everybody's machine. */
static void
assert_seats (Trip *self, gint32 day, FarRideLeg way, const char *expected)
{
  party_meet (self->party);
  for (guint who = 0; who < self->party->n_members; who++)
    {
      g_autofree char *text = describe (self, who, day, way);

      g_assert_cmpstr (text, ==, expected);
    }
}

static void
test_is_shown (void)
{
  g_auto (Trip) trip = trip_new (1, 3);
  const PartyMember *cy = &trip.party->members[CY];
  g_autoptr (GPtrArray) dates = far_collective_rides (cy->store, cy->me.member, TODAY, 14, NULL);
  const FarRideDate *date;
  const FarRideFacts *ride;

  g_assert_cmpuint (dates->len, ==, 2);
  date = dates->pdata[0];
  ride = date->ride;
  g_assert_cmpint (date->day, ==, TUESDAY);
  g_assert_cmpint (date->place, ==, FAR_RIDE_RUNS);
  g_assert_cmpuint (date->left[FAR_RIDE_WAY_THERE].n, ==, 3);
  g_assert_false (ride->is_ask);
  g_assert_cmpstr (ride->from.words, ==, "The mill");
  g_assert_false (ride->from.is_located);
  g_assert_cmpstr (ride->to.words, ==, "School");
  g_assert_cmpint (ride->to.lon, ==, -684840);
  g_assert_cmpint (ride->at[FAR_RIDE_WAY_THERE], ==, THERE);
  g_assert_cmpint (ride->at[FAR_RIDE_WAY_BACK], ==, BACK);
  g_assert_cmpuint (ride->seats.n, ==, 3);
  g_assert_cmpuint (ride->seats.n_child[FAR_SEAT_BOOSTER], ==, 1);
  g_assert_cmpstr (ride->detour, ==, "by the bridge");
  g_assert_true (ride->has_luggage);
  g_assert_false (ride->has_wheelchair);
  g_assert_cmpmem (ride->owner, FAR_RECORD_ID_LEN, trip.party->members[BO].me.member,
                   FAR_RECORD_ID_LEN);
  g_assert_cmpmem (ride->person, FAR_RECORD_ID_LEN, ride->owner, FAR_RECORD_ID_LEN);
}

static void
test_seats (void)
{
  g_auto (Trip) trip = trip_new (2, 3);
  g_autoptr (FarRideDate) date = NULL;
  const FarSeatFacts *seat;

  g_assert_cmpuint (take (&trip, CY, TUESDAY, TUESDAY, (FarSeats){ 2 }), ==, 1);
  party_meet (trip.party);
  /* both need more than is left, and Ada does not */
  take (&trip, DI, TUESDAY, TUESDAY, (FarSeats){ 2, { 0, 0, 1 } });
  party_meet (trip.party);
  take (&trip, ADA, TUESDAY, TUESDAY, (FarSeats){ 1 });
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_THERE, "Cy 2, +Di 2, Ada 1");
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_BACK, "Cy 2, +Di 2, Ada 1");
  assert_seats (&trip, TUESDAY + 7, FAR_RIDE_WAY_THERE, "");

  date = read_date (&trip, DI, TUESDAY);
  g_assert_cmpuint (date->left[FAR_RIDE_WAY_THERE].n, ==, 0);
  seat = date->seats->pdata[1];
  g_assert_cmpint (seat->why.reason, ==, FAR_SEATS_FEW);
  g_assert_cmpuint (seat->why.left.n, ==, 1);
  g_assert_cmpuint (seat->reserve, ==, 1);
  g_assert_cmpuint (seat->seats.n_child[FAR_SEAT_BOOSTER], ==, 1);

  /* whoever gives back makes room */
  release (&trip, CY, TUESDAY, TUESDAY);
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_THERE, "Di 2, Ada 1, -Cy 2");
}

/* Of two who did not know of each other the lottery tells, for each way by itself; and all machines
 * say the same. */
static void
test_apart (void)
{
  g_auto (Trip) trip = trip_new (3, 1);
  g_autofree char *there = NULL;
  g_autofree char *back = NULL;

  take (&trip, CY, TUESDAY, TUESDAY, (FarSeats){ 1 });
  take (&trip, DI, TUESDAY, TUESDAY, (FarSeats){ 1 });
  party_meet (trip.party);
  there = describe (&trip, ADA, TUESDAY, FAR_RIDE_WAY_THERE);
  g_assert_true (g_str_equal (there, "Cy 1, +Di 1") || g_str_equal (there, "Di 1, +Cy 1"));
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_THERE, there);
  back = describe (&trip, ADA, TUESDAY, FAR_RIDE_WAY_BACK);
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_BACK, back);
}

/* Whoever comes along each week keeps one date free, and stays with the others. */
static void
test_weekly (void)
{
  g_auto (Trip) trip = trip_new (4, 3);
  FarWriter writer;
  FarSeatsPlan plan;
  FarSeatsTaken back;

  g_assert_cmpuint (take (&trip, CY, TODAY, TUESDAY + 100, (FarSeats){ 2, { 0, 0, 1 } }), ==, 4);
  g_assert_cmpuint (release (&trip, CY, TUESDAY + 7, TUESDAY + 7), ==, 1);
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_BACK, "Cy 2");
  assert_seats (&trip, TUESDAY + 7, FAR_RIDE_WAY_BACK, "-Cy 2");
  assert_seats (&trip, TUESDAY + 14, FAR_RIDE_WAY_BACK, "Cy 2");

  /* the following ones anew: only what is missing is written */
  g_assert_cmpuint (take (&trip, CY, TUESDAY + 7, TUESDAY + 100, (FarSeats){ 1 }), ==, 1);

  /* and all of it back, and taken again as it was: what somebody undoes */
  writer = party_writer (trip.party, CY);
  plan = plan_of (&trip, TODAY, TUESDAY + 100, (FarSeats){ 0 });
  party_assert_done (far_collective_release_seats (&writer, &plan, TODAY, &back, error));
  g_assert_cmpuint (back.days->len, ==, 4);
  g_assert_cmpuint (back.ways, ==, 3);
  g_assert_cmpuint (back.seats.n, ==, 2);
  g_assert_cmpuint (back.seats.n_child[FAR_SEAT_BOOSTER], ==, 1);
  plan.days = back.days;
  plan.seats = back.seats;
  {
    FarSeatsTaken again;

    party_assert_done (far_collective_take_seats (&writer, &plan, TODAY, &again, error));
    g_assert_cmpuint (again.days->len, ==, 4);
    far_seats_taken_clear (&again);
  }
  far_seats_taken_clear (&back);
}

static void
test_one_way (void)
{
  g_auto (Trip) trip = trip_new (5, 3);
  FarWriter writer = party_writer (trip.party, CY);
  FarSeatsPlan plan = plan_of (&trip, TUESDAY, TUESDAY, (FarSeats){ 1 });
  FarRideChange change = FAR_RIDE_CHANGE_NONE;
  FarSeatsTaken taken;
  g_autoptr (FarRideDate) date = NULL;

  plan.ways = 1 << FAR_RIDE_WAY_BACK;
  party_assert_done (far_collective_take_seats (&writer, &plan, TODAY, &taken, error));
  far_seats_taken_clear (&taken);
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_THERE, "");
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_BACK, "Cy 1");

  /* Bo does not drive back any more: nobody's seat is lost in silence */
  writer = party_writer (trip.party, BO);
  change.at[FAR_RIDE_WAY_BACK] = FAR_RIDE_AT_NONE;
  party_assert_done (far_collective_change_ride (&writer, trip.ride, &change, TODAY, error));
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_BACK, "+Cy 1");
  date = read_date (&trip, CY, TUESDAY);
  g_assert_true (((const FarSeatFacts *)date->seats->pdata[0])->is_moved);
  writer = party_writer (trip.party, DI);
  party_assert_refused (far_collective_take_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_NO_RIDE);
  g_assert_cmpuint (release (&trip, CY, TUESDAY, TUESDAY), ==, 1);

  /* nor there: then it goes nowhere */
  change.at[FAR_RIDE_WAY_THERE] = FAR_RIDE_AT_NONE;
  writer = party_writer (trip.party, BO);
  party_assert_refused (far_collective_change_ride (&writer, trip.ride, &change, TODAY, error),
                        FAR_COLLECTIVE_ERROR_TIME_INVALID);
}

/* A seat is for a time: whoever has it says yes to another one. */
static void
test_moved (void)
{
  g_auto (Trip) trip = trip_new (6, 3);
  FarRideChange change = FAR_RIDE_CHANGE_NONE;
  FarWriter writer;

  take (&trip, CY, TUESDAY, TUESDAY, (FarSeats){ 1 });
  party_meet (trip.party);
  writer = party_writer (trip.party, BO);
  change.at[FAR_RIDE_WAY_THERE] = THERE + 20;
  party_assert_done (far_collective_change_ride (&writer, trip.ride, &change, TODAY, error));
  party_meet (trip.party);
  {
    g_autoptr (FarRideDate) date = read_date (&trip, CY, TUESDAY);

    g_assert_cmpint (date->ride->at[FAR_RIDE_WAY_THERE], ==, THERE + 20);
    g_assert_true (((const FarSeatFacts *)date->seats->pdata[0])->is_moved);
    g_assert_false (((const FarSeatFacts *)date->seats->pdata[1])->is_moved);
  }
  take (&trip, CY, TUESDAY, TUESDAY, (FarSeats){ 1 });
  {
    g_autoptr (FarRideDate) date = read_date (&trip, CY, TUESDAY);

    g_assert_cmpuint (date->seats->len, ==, 2);
    g_assert_false (((const FarSeatFacts *)date->seats->pdata[0])->is_moved);
  }
}

/* The car breaks down on one date: whoever had a seat keeps it, and nobody takes another. */
static void
test_falls_out (void)
{
  g_auto (Trip) trip = trip_new (7, 3);
  const PartyMember *ada = &trip.party->members[ADA];
  FarWriter writer;
  FarSeatsPlan plan = plan_of (&trip, TUESDAY, TUESDAY, (FarSeats){ 1 });
  FarSeatsTaken taken;

  take (&trip, CY, TODAY, TUESDAY + 21, (FarSeats){ 1 });
  party_meet (trip.party);
  writer = party_writer (trip.party, BO);
  party_assert_done (
      far_collective_drop_ride (&writer, trip.ride, TUESDAY, " The car ", TODAY, error));
  party_assert_refused (far_collective_drop_ride (&writer, trip.ride, TUESDAY, "x", TODAY, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_SAID);
  party_assert_refused (far_collective_drop_ride (&writer, trip.ride, TUESDAY + 7, " ", TODAY,
                                                  error),
                        FAR_COLLECTIVE_ERROR_REASON_EMPTY);
  party_assert_refused (far_collective_drop_ride (&writer, trip.ride, TUESDAY + 1, "x", TODAY,
                                                  error),
                        FAR_COLLECTIVE_ERROR_NO_RIDE);
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_THERE, "Cy 1");
  {
    g_autoptr (FarRideDate) date = read_date (&trip, CY, TUESDAY);
    g_autoptr (FarRideDate) next = read_date (&trip, CY, TUESDAY + 7);
    g_autoptr (GPtrArray) dates = far_collective_rides (ada->store, ada->me.member, TODAY, 7, NULL);

    g_assert_cmpint (date->place, ==, FAR_RIDE_FALLS_OUT);
    g_assert_cmpstr (date->why, ==, "The car");
    g_assert_cmpint (next->place, ==, FAR_RIDE_RUNS);
    /* it is shown as long as somebody counts on it */
    g_assert_cmpuint (dates->len, ==, 1);
  }
  writer = party_writer (trip.party, DI);
  party_assert_refused (far_collective_take_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_RIDE_OFF);
  release (&trip, CY, TUESDAY, TUESDAY);
  party_meet (trip.party);
  {
    g_autoptr (GPtrArray) dates = far_collective_rides (ada->store, ada->me.member, TODAY, 7, NULL);

    g_assert_cmpuint (dates->len, ==, 0);
  }

  /* after all */
  writer = party_writer (trip.party, BO);
  party_assert_done (far_collective_drop_ride (&writer, trip.ride, TUESDAY, NULL, TODAY, error));
  party_meet (trip.party);
  take (&trip, DI, TUESDAY, TUESDAY, (FarSeats){ 1 });
}

/* Two machines of one member: what either says falls out does, until one has heard the other. */
static void
test_both_fall_out (void)
{
  g_auto (Trip) trip = trip_new (8, 3);
  FarStore *bo = trip.party->members[BO].store;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 key[FAR_RECORD_ID_LEN];
  FarMapWriter item;
  FarWriter writer;
  FarPos made;
  FarRow row;

  /* as its other machine would, which has heard of nothing but the ride */
  g_assert_true (far_store_read (bo, far_store_get_n_entries (bo), &row, NULL));
  made = row.pos;
  writer = party_writer (trip.party, BO);
  party_assert_done (
      far_collective_drop_ride (&writer, trip.ride, TUESDAY, "The car", TODAY, error));
  party_assert_done (
      far_collective_drop_ride (&writer, trip.ride, TUESDAY + 7, "Ill", TODAY, error));
  party_assert_done (
      far_collective_add_thing (&writer, &(FarThingChange){ .name = "Key" }, key, error));
  far_map_bytes (&map, FAR_RIDE_ID, trip.ride, FAR_RECORD_ID_LEN);
  far_map_array (&map, FAR_RIDE_DROPPED, 1);
  item = far_map_begin (payload);
  far_map_int (&item, FAR_DROPPED_DAY, TUESDAY + 14);
  far_map_end (&item);
  far_map_end (&map);
  party_write_about (trip.party, BO, FAR_KIND_RIDE, trip.party->members[BO].me.member, 0, payload,
                     &made, 1);
  party_meet (trip.party);
  {
    g_autoptr (FarRideDate) first = read_date (&trip, CY, TUESDAY);
    g_autoptr (FarRideDate) last = read_date (&trip, CY, TUESDAY + 14);

    g_assert_cmpuint (first->ride->dropped->len, ==, 3);
    g_assert_cmpint (first->place, ==, FAR_RIDE_FALLS_OUT);
    g_assert_cmpint (last->place, ==, FAR_RIDE_FALLS_OUT);
    g_assert_cmpstr (last->why, ==, "");
  }
  writer = party_writer (trip.party, BO);
  party_assert_done (
      far_collective_drop_ride (&writer, trip.ride, TUESDAY + 14, NULL, TODAY, error));
  party_meet (trip.party);
  {
    g_autoptr (FarRideDate) first = read_date (&trip, CY, TUESDAY);

    g_assert_cmpuint (first->ride->dropped->len, ==, 2);
    g_assert_cmpuint (first->ride->also.n_others, ==, 0);
  }
}

/* Somebody asks, and whoever drives brings seats as long as some are missing. */
static void
test_ask (void)
{
  g_auto (Trip) trip = { party_new (9, 4) };
  FarSeats seats = { 3, { 0, 0, 1 } };
  FarRideChange ride = draft (&once, &seats);
  g_autoptr (FarRideDate) date = NULL;

  party_agree (trip.party, FAR_RULE_RIDES, 1);
  ride.is_ask = TRUE;
  add (trip.party, ADA, &ride, trip.ride);
  party_meet (trip.party);
  take (&trip, BO, TUESDAY, TUESDAY, (FarSeats){ 4 });
  party_meet (trip.party);
  take (&trip, CY, TUESDAY, TUESDAY, (FarSeats){ 4 });
  party_meet (trip.party);
  take (&trip, DI, TUESDAY, TUESDAY, (FarSeats){ 1, { 0, 0, 1 } });
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_THERE, "Bo 4, +Cy 4, Di 1");
  date = read_date (&trip, ADA, TUESDAY);
  g_assert_true (date->ride->is_ask);
  g_assert_cmpuint (date->left[FAR_RIDE_WAY_THERE].n, ==, 0);
  g_assert_cmpuint (((const FarSeatFacts *)date->seats->pdata[0])->why.n_used, ==, 2);
  g_assert_cmpint (((const FarSeatFacts *)date->seats->pdata[1])->why.reason, ==,
                   FAR_SEATS_OTHER_KIND);
}

/* Who has no machine offers and comes along through who answers for them. */
static void
test_for_somebody (void)
{
  g_auto (Trip) trip = trip_new (10, 3);
  FarSeats seats = { 2 };
  FarRideChange ride = draft (&once, &seats);
  FarSeatsPlan plan = plan_of (&trip, TUESDAY, TUESDAY, (FarSeats){ 1 });
  guint8 grandma[FAR_RECORD_ID_LEN];
  guint8 hers[FAR_RECORD_ID_LEN];
  FarWriter writer = party_writer (trip.party, CY);
  g_autoptr (GPtrArray) dates = NULL;
  FarSeatsTaken taken;

  party_assert_done (far_collective_add_person (&writer, "Grandma", grandma, error));
  plan.person = grandma;
  party_assert_done (far_collective_take_seats (&writer, &plan, TODAY, &taken, error));
  far_seats_taken_clear (&taken);
  party_assert_done (far_collective_add_ride (&writer, &ride, grandma, TODAY, hers, error));
  party_meet (trip.party);
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_THERE, "? 1");
  dates = far_collective_rides (trip.party->members[DI].store, trip.party->members[DI].me.member,
                                TODAY, 7, NULL);
  g_assert_cmpuint (dates->len, ==, 2);
  for (guint i = 0; i < dates->len; i++)
    {
      const FarRideFacts *facts = ((const FarRideDate *)dates->pdata[i])->ride;

      if (!far_record_id_equal (facts->id, hers))
        continue;
      g_assert_cmpmem (facts->person, FAR_RECORD_ID_LEN, grandma, FAR_RECORD_ID_LEN);
      g_assert_cmpmem (facts->owner, FAR_RECORD_ID_LEN, trip.party->members[CY].me.member,
                       FAR_RECORD_ID_LEN);
    }

  writer = party_writer (trip.party, DI);
  party_assert_refused (far_collective_take_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS);
  party_assert_refused (far_collective_add_ride (&writer, &ride, grandma, TODAY, hers, error),
                        FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS);
  /* nobody sits in their own car, and their grandmother may */
  plan.person = NULL;
  writer = party_writer (trip.party, BO);
  party_assert_refused (far_collective_take_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_RIDE_OWN);
}

/* Whose ride it is says so, and the coordinator does not. */
static void
test_owner_only (void)
{
  g_auto (Trip) trip = trip_new (11, 3);
  FarRideChange change = FAR_RIDE_CHANGE_NONE;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (FarRideDate) date = NULL;
  FarWriter writer = party_writer (trip.party, ADA);

  change.is_gone = TRUE;
  party_assert_refused (far_collective_change_ride (&writer, trip.ride, &change, TODAY, error),
                        FAR_COLLECTIVE_ERROR_RIDE_NOT_YOURS);
  party_assert_refused (far_collective_drop_ride (&writer, trip.ride, TUESDAY, "x", TODAY, error),
                        FAR_COLLECTIVE_ERROR_RIDE_NOT_YOURS);

  /* and who writes so all the same, under the baton's term, changes nothing */
  far_map_bytes (&map, FAR_RIDE_ID, trip.ride, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_RIDE_SEATS, 1);
  far_map_int (&map, FAR_RIDE_GONE, 1);
  far_map_end (&map);
  party_write_about (trip.party, ADA, FAR_KIND_RIDE, trip.party->members[BO].me.member, 1, payload,
                     NULL, 0);
  party_meet (trip.party);
  date = read_date (&trip, CY, TUESDAY);
  g_assert_cmpint (date->place, ==, FAR_RIDE_RUNS);
  g_assert_cmpuint (date->ride->seats.n, ==, 3);
}

/* A ride in somebody else's name is none. */
static void
test_in_anothers_name (void)
{
  g_auto (Trip) trip = trip_new (12, 3);
  FarStore *cy = trip.party->members[CY].store;
  g_autoptr (GByteArray) payload = NULL;
  g_autoptr (GPtrArray) dates = NULL;
  FarRow row;

  g_assert_true (far_store_read (cy, far_store_get_n_entries (cy), &row, NULL));
  g_assert_cmpint (row.kind, ==, FAR_KIND_RIDE);
  payload = g_byte_array_new ();
  g_byte_array_append (payload, row.blob + FAR_SALT_LEN, row.blob_len - FAR_SALT_LEN);
  party_write_about (trip.party, CY, FAR_KIND_RIDE, trip.party->members[DI].me.member, 0, payload,
                     NULL, 0);
  dates = far_collective_rides (cy, trip.party->members[CY].me.member, TODAY, 7, NULL);
  g_assert_cmpuint (dates->len, ==, 1);
  party_write_about (trip.party, CY, FAR_KIND_RIDE, trip.party->members[CY].me.member, 0, payload,
                     NULL, 0);
  g_ptr_array_unref (dates);
  dates = far_collective_rides (cy, trip.party->members[CY].me.member, TODAY, 7, NULL);
  g_assert_cmpuint (dates->len, ==, 2);
}

static void
test_withdrawn (void)
{
  g_auto (Trip) trip = trip_new (13, 3);
  const PartyMember *di = &trip.party->members[DI];
  FarRideChange change = FAR_RIDE_CHANGE_NONE;
  FarSeatsPlan plan = plan_of (&trip, TUESDAY, TUESDAY, (FarSeats){ 1 });
  g_autoptr (FarRideDate) date = NULL;
  g_autoptr (GPtrArray) dates = NULL;
  FarSeatsTaken taken;
  FarWriter writer;

  take (&trip, CY, TUESDAY + 7, TUESDAY + 7, (FarSeats){ 1 });
  writer = party_writer (trip.party, BO);
  change.is_gone = TRUE;
  party_assert_done (far_collective_change_ride (&writer, trip.ride, &change, TODAY, error));
  party_meet (trip.party);
  date = read_date (&trip, DI, TUESDAY + 7);
  g_assert_cmpint (date->place, ==, FAR_RIDE_WITHDRAWN);
  /* only where somebody counts on it */
  dates = far_collective_rides (di->store, di->me.member, TODAY, 28, NULL);
  g_assert_cmpuint (dates->len, ==, 1);
  g_assert_cmpint (((const FarRideDate *)dates->pdata[0])->day, ==, TUESDAY + 7);
  writer = party_writer (trip.party, DI);
  party_assert_refused (far_collective_take_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_RIDE_OFF);

  /* and back */
  change.is_gone = FALSE;
  writer = party_writer (trip.party, BO);
  party_assert_done (far_collective_change_ride (&writer, trip.ride, &change, TODAY, error));
  party_meet (trip.party);
  take (&trip, DI, TUESDAY, TUESDAY, (FarSeats){ 1 });
}

/* Who leaves drives nobody, and has no seat, from that day on. */
static void
test_leaves (void)
{
  g_auto (Trip) trip = trip_new (14, 3);
  g_autoptr (FarRideDate) date = NULL;
  FarWriter writer;

  take (&trip, CY, TUESDAY + 7, TUESDAY + 7, (FarSeats){ 1 });
  take (&trip, DI, TUESDAY + 7, TUESDAY + 7, (FarSeats){ 1 });
  party_meet (trip.party);
  writer = party_writer (trip.party, CY);
  party_assert_done (far_collective_leave (&writer, error));
  assert_seats (&trip, TUESDAY + 7, FAR_RIDE_WAY_THERE, "Di 1, -Cy 1");
  writer = party_writer (trip.party, BO);
  party_assert_done (far_collective_leave (&writer, error));
  party_meet (trip.party);
  date = read_date (&trip, DI, TUESDAY + 7);
  g_assert_cmpint (date->place, ==, FAR_RIDE_WITHDRAWN);
}

/* On how many dates it runs in the two weeks, as far as CY's list says. */
static guint
count_dates (const Trip *trip)
{
  const PartyMember *cy = &trip->party->members[CY];
  g_autoptr (GPtrArray) dates = far_collective_rides (cy->store, cy->me.member, TUESDAY, 14, NULL);

  g_assert_nonnull (dates);

  return dates->len;
}

static void
test_holidays (void)
{
  g_auto (Trip) trip = trip_new (15, 3);
  FarSpan span = { .first_day = TUESDAY + 6, .last_day = TUESDAY + 8, .name = (char *)"Autumn" };
  g_autoptr (GArray) spans = g_array_new (FALSE, FALSE, sizeof (FarSpan));
  FarWriter writer = party_writer (trip.party, ADA);
  FarRideChange change = FAR_RIDE_CHANGE_NONE;
  guint8 calendar[FAR_RECORD_ID_LEN];
  gboolean is_suggestion;

  g_assert_cmpuint (count_dates (&trip), ==, 2);
  g_array_append_val (spans, span);
  party_assert_done (
      far_collective_set_holidays (&writer, "Zone B", spans, calendar, &is_suggestion, error));
  party_meet (trip.party);
  g_assert_cmpuint (count_dates (&trip), ==, 1);
  {
    g_autoptr (FarRideDate) date = read_date (&trip, CY, TUESDAY + 7);

    g_assert_cmpint (date->place, ==, FAR_RIDE_IN_HOLIDAYS);
    g_assert_cmpstr (date->why, ==, "Autumn");
  }
  g_assert_cmpuint (take (&trip, CY, TUESDAY, TUESDAY + 14, (FarSeats){ 1 }), ==, 2);
  change.in_holidays = TRUE;
  writer = party_writer (trip.party, BO);
  party_assert_done (far_collective_change_ride (&writer, trip.ride, &change, TODAY, error));
  party_meet (trip.party);
  {
    g_autoptr (FarRideDate) date = read_date (&trip, CY, TUESDAY + 7);

    g_assert_cmpint (date->place, ==, FAR_RIDE_RUNS);
  }
}

static void
test_refused (void)
{
  g_auto (Trip) trip = trip_new (16, 3);
  g_autofree char *long_words = g_strnfill (10000, 'x');
  FarSpotDraft long_spot = { .words = long_words };
  FarSpotDraft no_spot = { .words = " " };
  FarRule upside_down = tuesdays;
  FarRule no_weekday = tuesdays;
  FarRule over = tuesdays;
  FarRule no_date = tuesdays;
  FarSeats none = { 0 };
  FarSeats many = { FAR_RIDE_SEATS_MAX + 1 };
  FarSeats below = { (guint)-1 };
  FarSeats two = { 2 };
  FarSeats child = { 2, { 1, 1, 1 } };
  FarRideChange ride = draft (&tuesdays, &two);
  FarSeatsPlan plan = plan_of (&trip, TUESDAY, TUESDAY, (FarSeats){ 1 });
  FarSeatsTaken taken;
  guint8 id[FAR_RECORD_ID_LEN];
  FarWriter writer = party_writer (trip.party, CY);
  gint64 n = far_store_get_n_entries (trip.party->members[CY].store);

#define REFUSED(field, value, code) \
  G_STMT_START \
  { \
    FarRideChange wrong = ride; \
\
    wrong.field = value; \
    party_assert_refused (far_collective_add_ride (&writer, &wrong, NULL, TODAY, id, error), \
                          FAR_COLLECTIVE_ERROR_##code); \
  } \
  G_STMT_END

  upside_down.last_day = upside_down.first_day - 1;
  no_weekday.weekdays = 0;
  over.first_day = TODAY - 20;
  over.last_day = TODAY - 1;
  no_date.last_day = no_date.first_day = TUESDAY + 1;
  REFUSED (seats, &none, SEATS_INVALID);
  REFUSED (seats, &many, SEATS_INVALID);
  REFUSED (seats, &below, SEATS_INVALID);
  REFUSED (rule, &upside_down, PERIOD_INVALID);
  REFUSED (rule, &no_weekday, DAYS_INVALID);
  REFUSED (rule, &over, RIDE_OVER);
  REFUSED (rule, &no_date, NO_RIDE);
  REFUSED (from, &long_spot, PLACE_LONG);
  REFUSED (to, &long_spot, PLACE_LONG);
  REFUSED (to, &no_spot, NAME_EMPTY);
  REFUSED (detour, long_words, TEXT_INVALID);
  REFUSED (at[FAR_RIDE_WAY_THERE], FAR_RIDE_AT_NONE, TIME_INVALID);
  REFUSED (at[FAR_RIDE_WAY_THERE], 24 * 60 + 1, TIME_INVALID);
#undef REFUSED
  /* a car may have more child seats than it can take at once; children have one each */
  ride.seats = &child;
  ride.is_ask = TRUE;
  party_assert_refused (far_collective_add_ride (&writer, &ride, NULL, TODAY, id, error),
                        FAR_COLLECTIVE_ERROR_SEATS_INVALID);

  plan.seats = none;
  party_assert_refused (far_collective_take_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_SEATS_INVALID);
  plan.seats = child;
  party_assert_refused (far_collective_take_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_SEATS_INVALID);
  plan.seats = two;
  plan.first_day = plan.last_day = TUESDAY + 1;
  party_assert_refused (far_collective_take_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_NO_RIDE);
  plan.first_day = plan.last_day = TODAY - 6;
  party_assert_refused (far_collective_take_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_RIDE_OVER);
  plan.ride = trip.party->members[ADA].me.member;
  party_assert_refused (far_collective_take_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  plan = plan_of (&trip, TUESDAY, TUESDAY, two);
  party_assert_refused (far_collective_release_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_NO_SEAT);
  g_assert_cmpint (far_store_get_n_entries (trip.party->members[CY].store), ==, n);
  take (&trip, CY, TUESDAY, TUESDAY, two);
  party_assert_refused (far_collective_take_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_SEAT_TAKEN);
}

/* A collective that wants none of it has none; what was taken can still be given back. */
static void
test_off (void)
{
  g_auto (Trip) trip = trip_new (21, 3);
  FarSeatsPlan plan = plan_of (&trip, TUESDAY, TUESDAY, (FarSeats){ 1 });
  FarSeats seats = { 3 };
  FarRideChange ride = draft (&once, &seats);
  guint8 id[FAR_RECORD_ID_LEN];
  FarSeatsTaken taken;
  FarWriter writer;

  take (&trip, CY, TUESDAY, TUESDAY, (FarSeats){ 1 });
  party_agree (trip.party, FAR_RULE_RIDES, 0);
  writer = party_writer (trip.party, DI);
  party_assert_refused (far_collective_add_ride (&writer, &ride, NULL, TODAY, id, error),
                        FAR_COLLECTIVE_ERROR_RIDES_OFF);
  party_assert_refused (far_collective_take_seats (&writer, &plan, TODAY, &taken, error),
                        FAR_COLLECTIVE_ERROR_RIDES_OFF);
  g_assert_cmpuint (release (&trip, CY, TUESDAY, TUESDAY), ==, 1);
}

/* Only what is different is written, and what is over is never looked at. */
static void
test_little (void)
{
  g_auto (Trip) trip = trip_new (17, 3);
  FarStore *bo = trip.party->members[BO].store;
  const guint8 *me = trip.party->members[BO].me.member;
  gint64 n = far_store_get_n_entries (bo);
  FarSeats seats = { 3, { 0, 0, 1 } };
  FarRideChange change = draft (&tuesdays, &seats);
  FarWriter writer = party_writer (trip.party, BO);
  guint8 before[2 * FAR_HASH_LEN];
  guint8 after[2 * FAR_HASH_LEN];
  g_autoptr (GPtrArray) dates = NULL;
  FarPayload payload;
  FarRow row;

  change.at[FAR_RIDE_WAY_BACK] = BACK;
  change.in_holidays = FALSE;
  party_assert_done (far_collective_change_ride (&writer, trip.ride, &change, TODAY, error));
  g_assert_cmpint (far_store_get_n_entries (bo), ==, n);
  party_digests (bo, before);
  seats.n = 4;
  party_assert_done (far_collective_change_ride (&writer, trip.ride, &change, TODAY, error));
  g_assert_cmpint (far_store_get_n_entries (bo), ==, n + 1);
  /* and everybody can tell that it is something else */
  party_digests (bo, after);
  g_assert_cmpint (memcmp (before + FAR_HASH_LEN, after + FAR_HASH_LEN, FAR_HASH_LEN), !=, 0);
  g_assert_true (far_store_read (bo, n + 1, &row, NULL));
  g_assert_true (far_row_parse (&row, &payload));
  g_assert_true (far_payload_has (&payload, FAR_RIDE_SEATS));
  g_assert_false (far_payload_has (&payload, FAR_RIDE_FROM));
  g_assert_false (far_payload_has (&payload, FAR_RIDE_CHILD_SEATS));
  /* so that one ERASE takes all of it */
  g_assert_cmpmem (far_store_peek_ident (bo, row.subject), FAR_RECORD_ID_LEN, me,
                   FAR_RECORD_ID_LEN);

  dates = far_collective_rides (bo, me, TUESDAY + 22, 100, NULL);
  g_assert_cmpuint (dates->len, ==, 0);
}

/* What was written of somebody who goes is erased with them, seats and rides alike. */
static void
test_erased (void)
{
  g_auto (Trip) trip = trip_new (18, 3);
  const guint8 *bo = trip.party->members[BO].me.member;
  g_autoptr (GPtrArray) rides = NULL;
  FarWriter writer;
  FarPos pos;

  take (&trip, CY, TUESDAY, TUESDAY, (FarSeats){ 1 });
  party_meet (trip.party);
  writer = party_writer (trip.party, CY);
  party_assert_done (
      far_collective_erase_subject (&writer, trip.party->members[CY].me.member, &pos, error));
  assert_seats (&trip, TUESDAY, FAR_RIDE_WAY_THERE, "");
  writer = party_writer (trip.party, BO);
  party_assert_done (far_collective_erase_subject (&writer, bo, &pos, error));
  party_meet (trip.party);
  rides = far_collective_all_rides (trip.party->members[DI].store, NULL);
  g_assert_cmpuint (rides->len, ==, 0);
}

/* Thirteen months after the last date of it, and not before: whatever was said of it meanwhile. */
static void
test_kept_for_a_time (void)
{
  g_auto (Trip) trip = trip_new (19, 3);
  FarStore *bo = trip.party->members[BO].store;
  FarRideChange change = FAR_RIDE_CHANGE_NONE;
  FarRule shorter = tuesdays;
  FarSeats seats = { 2 };
  gint32 over = TUESDAY + 21 + 13 * 31;
  FarWriter writer = party_writer (trip.party, BO);
  g_autoptr (GPtrArray) rides = NULL;
  g_autoptr (GPtrArray) none = NULL;
  guint n;

  shorter.last_day = TUESDAY + 7;
  change.rule = &shorter;
  change.seats = &seats;
  party_assert_done (far_collective_change_ride (&writer, trip.ride, &change, TODAY, error));
  party_assert_done (far_collective_erase_expired (&writer, TUESDAY + 10 + 13 * 31, &n, error));
  rides = far_collective_all_rides (bo, NULL);
  g_assert_cmpuint (rides->len, ==, 1);
  party_assert_done (far_collective_erase_expired (&writer, over + 1, &n, error));
  g_assert_cmpuint (n, >, 0);
  none = far_collective_all_rides (bo, NULL);
  g_assert_cmpuint (none->len, ==, 0);
}

/* To which two children come. */
static void
add_walk (Trip *self, guint8 *rota)
{
  FarWriter writer = party_writer (self->party, ADA);
  FarChildChange child = FAR_CHILD_CHANGE_NONE;
  FarBookingPlan booking = {
    .rota = rota, .weekdays = FAR_WEEKDAYS_ALL, .first_day = TODAY, .last_day = TODAY + 300
  };
  guint8 children[2][FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];

  party_add_rota (self->party, ADA, "Walk", 2, rota);
  party_assert_done (far_collective_publish_rota (&writer, rota, error));
  for (guint i = 0; i < 2; i++)
    {
      child.name = i == 0 ? "Lea" : "Max";
      writer = party_writer (self->party, ADA);
      party_assert_done (far_collective_add_child (&writer, &child, children[i], error));
      party_assert_done (far_collective_book_child (&writer, children[i], &booking, id, error));
    }
  party_meet (self->party);
}

static FarRidesInstead
count_instead (Trip *self, guint who, const guint8 *rota, gint32 day)
{
  const PartyMember *member = &self->party->members[who];
  g_autoptr (GPtrArray) dates =
                 far_collective_rides (member->store, member->me.member, day, 1, NULL);
  FarRidesInstead instead;

  far_rides_count_instead (dates, rota, day, &instead);

  return instead;
}

/* Cancelling walks asks for seats in the same act, where nobody did; taking that back takes back
 * the asking too, but for what somebody has promised to drive. */
static void
test_with_what_is_called_off (void)
{
  g_auto (Trip) trip = trip_new (23, 3);
  FarCallOff scope = { .first_day = TUESDAY - 1, .last_day = TUESDAY + 1, .asks_rides = TRUE };
  FarResume what = { 0 };
  FarCalledOffFacts done;
  guint8 rota[FAR_RECORD_ID_LEN];
  gboolean is_suggestion;
  FarWriter writer;
  guint n;

  add_walk (&trip, rota);
  writer = party_writer (trip.party, DI);
  party_assert_done (far_collective_ask_rides (&writer, rota, TUESDAY, TODAY, trip.ride, error));
  party_meet (trip.party);

  /* who may not cancel asks for nothing */
  party_assert_done (far_collective_call_off (&writer, &scope, "Ice", TODAY, &done, error));
  g_assert_true (done.is_suggestion);
  g_assert_cmpuint (done.n_rides, ==, 0);

  writer = party_writer (trip.party, ADA);
  party_assert_done (far_collective_call_off (&writer, &scope, "Ice", TODAY, &done, error));
  g_assert_cmpuint (done.n_outings, ==, 3);
  g_assert_cmpuint (done.n_rides, ==, 2);
  party_meet (trip.party);
  for (int i = -1; i <= 1; i++)
    {
      FarRidesInstead instead = count_instead (&trip, CY, rota, TUESDAY + i);

      g_assert_cmpuint (instead.n_rides, ==, 1);
      g_assert_cmpuint (instead.n_seats, ==, 2);
    }

  /* Cy drives on the last of these days */
  {
    const PartyMember *cy = &trip.party->members[CY];
    g_autoptr (GPtrArray) dates =
                   far_collective_rides (cy->store, cy->me.member, TUESDAY + 1, 1, NULL);

    g_assert_cmpuint (dates->len, ==, 1);
    memcpy (trip.ride, ((const FarRideDate *)dates->pdata[0])->ride->id, FAR_RECORD_ID_LEN);
  }
  take (&trip, CY, TUESDAY + 1, TUESDAY + 1, (FarSeats){ 1 });
  party_meet (trip.party);
  what.act = done.act;
  party_assert_done (far_collective_resume (&writer, &what, TODAY, &n, &is_suggestion, error));
  g_assert_cmpuint (n, ==, 3);
  party_meet (trip.party);
  g_assert_cmpuint (count_instead (&trip, CY, rota, TUESDAY - 1).n_rides, ==, 0);
  g_assert_cmpuint (count_instead (&trip, CY, rota, TUESDAY).n_rides, ==, 1);
  g_assert_cmpuint (count_instead (&trip, CY, rota, TUESDAY + 1).n_rides, ==, 1);
}

/* A walk that is short becomes seats that are asked for, once; and what came of them is told. */
static void
test_in_place_of_a_walk (void)
{
  g_auto (Trip) trip = trip_new (22, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  FarWriter writer;

  add_walk (&trip, rota);
  writer = party_writer (trip.party, DI);
  party_assert_done (far_collective_ask_rides (&writer, rota, TUESDAY, TODAY, trip.ride, error));
  party_assert_refused (far_collective_ask_rides (&writer, rota, TUESDAY, TODAY, id, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_SAID);
  party_assert_refused (far_collective_ask_rides (&writer, rota, TODAY - 1, TODAY, id, error),
                        FAR_COLLECTIVE_ERROR_OUTING_OVER);
  party_meet (trip.party);
  {
    g_autoptr (FarRideDate) date = read_date (&trip, CY, TUESDAY);

    g_assert_true (date->ride->is_ask);
    g_assert_true (date->ride->has_outing);
    g_assert_cmpuint (date->ride->seats.n, ==, 2);
    g_assert_cmpint (date->ride->at[FAR_RIDE_WAY_THERE], ==, 8 * 60 + 10);
    g_assert_cmpstr (date->ride->from.words, ==, "Walk");
  }
  take (&trip, CY, TUESDAY, TUESDAY, (FarSeats){ 1 });
  {
    FarRidesInstead instead = count_instead (&trip, CY, rota, TUESDAY);

    g_assert_cmpuint (instead.n_rides, ==, 1);
    g_assert_cmpuint (instead.n_seats, ==, 2);
    g_assert_cmpuint (instead.n_missing, ==, 1);
    g_assert_cmpuint (count_instead (&trip, CY, rota, TUESDAY + 1).n_rides, ==, 0);
  }
}

/* ---- in whatever order it comes */

static void
quarrel (Trip *self)
{
  FarRideChange change = FAR_RIDE_CHANGE_NONE;
  FarSeats two = { 2, { 0, 1 } };
  FarSeats asked = { 3, { 0, 1, 1 } };
  FarRideChange ask = draft (&once, &asked);
  guint8 second[FAR_RECORD_ID_LEN];
  FarWriter writer;

  /* three who know nothing of each other */
  take (self, ADA, TODAY, TUESDAY + 21, (FarSeats){ 2 });
  take (self, CY, TUESDAY, TUESDAY + 7, (FarSeats){ 2, { 0, 0, 1 } });
  take (self, DI, TUESDAY, TUESDAY, (FarSeats){ 1, { 0, 0, 1 } });
  writer = party_writer (self->party, BO);
  change.seats = &two;
  party_assert_done (far_collective_change_ride (&writer, self->ride, &change, TODAY, error));
  party_assert_done (
      far_collective_drop_ride (&writer, self->ride, TUESDAY + 14, "The car", TODAY, error));
  party_tell (self->party, CY, DI);
  release (self, DI, TUESDAY, TUESDAY);
  take (self, DI, TUESDAY, TUESDAY + 7, (FarSeats){ 2 });
  release (self, CY, TUESDAY + 7, TUESDAY + 7);
  ask.is_ask = TRUE;
  add (self->party, CY, &ask, second);
  party_meet (self->party);

  change = (FarRideChange)FAR_RIDE_CHANGE_NONE;
  change.at[FAR_RIDE_WAY_BACK] = BACK + 15;
  writer = party_writer (self->party, BO);
  party_assert_done (far_collective_change_ride (&writer, self->ride, &change, TODAY, error));
  memcpy (self->ride, second, sizeof second);
  take (self, BO, TUESDAY, TUESDAY, (FarSeats){ 2, { 0, 1 } });
  take (self, DI, TUESDAY, TUESDAY, (FarSeats){ 4 });
  take (self, ADA, TUESDAY, TUESDAY, (FarSeats){ 1, { 0, 0, 1 } });
  party_meet (self->party);
}

/* All that is shown of all dates, in words. */
static char *
tell_all (FarStore *store, const guint8 *me)
{
  g_autoptr (GPtrArray) dates = far_collective_rides (store, me, TODAY, 60, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < dates->len; i++)
    {
      const FarRideDate *date = dates->pdata[i];

      g_string_append_printf (text, "%d %d %u %u %u:", date->day, date->place, date->ride->seats.n,
                              date->left[0].n, date->left[1].n);
      for (guint j = 0; j < date->seats->len; j++)
        {
          const FarSeatFacts *seat = date->seats->pdata[j];

          g_string_append_printf (text, " %02x%02x/%d/%u/%d/%d/%d", seat->person[0],
                                  seat->person[1], seat->way, seat->rank, seat->place,
                                  seat->why.reason, seat->is_moved);
        }
      g_string_append_c (text, '\n');
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_orders (void)
{
  g_auto (Trip) trip = trip_new (20, 3);
  const PartyMember *ada = &trip.party->members[ADA];
  guint8 expected[2 * FAR_HASH_LEN];
  g_autofree guint *order = NULL;
  g_autofree char *words = NULL;

  quarrel (&trip);
  party_harvest (trip.party);
  party_digests (ada->store, expected);
  words = tell_all (ada->store, ada->me.member);
  g_test_message ("%s", words);
  for (guint who = 1; who < trip.party->n_members; who++)
    {
      guint8 digests[2 * FAR_HASH_LEN];

      party_digests (trip.party->members[who].store, digests);
      g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
    }

  order = g_new (guint, trip.party->entries->len);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autoptr (FarStore) store =
                     far_store_open (NULL, far_store_peek_collective (ada->store), TRUE, NULL);
      g_autofree char *own = NULL;
      guint8 digests[2 * FAR_HASH_LEN];

      party_shuffle (trip.party, order);
      party_add_all (trip.party, store, order);
      party_digests (store, digests);
      g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
      own = tell_all (store, ada->me.member);
      g_assert_cmpstr (own, ==, words);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/rides/is-shown", test_is_shown);
  g_test_add_func ("/far/rides/seats", test_seats);
  g_test_add_func ("/far/rides/apart", test_apart);
  g_test_add_func ("/far/rides/weekly", test_weekly);
  g_test_add_func ("/far/rides/one-way", test_one_way);
  g_test_add_func ("/far/rides/moved", test_moved);
  g_test_add_func ("/far/rides/falls-out", test_falls_out);
  g_test_add_func ("/far/rides/both-fall-out", test_both_fall_out);
  g_test_add_func ("/far/rides/ask", test_ask);
  g_test_add_func ("/far/rides/for-somebody", test_for_somebody);
  g_test_add_func ("/far/rides/owner-only", test_owner_only);
  g_test_add_func ("/far/rides/in-anothers-name", test_in_anothers_name);
  g_test_add_func ("/far/rides/withdrawn", test_withdrawn);
  g_test_add_func ("/far/rides/leaves", test_leaves);
  g_test_add_func ("/far/rides/holidays", test_holidays);
  g_test_add_func ("/far/rides/refused", test_refused);
  g_test_add_func ("/far/rides/off", test_off);
  g_test_add_func ("/far/rides/little", test_little);
  g_test_add_func ("/far/rides/erased", test_erased);
  g_test_add_func ("/far/rides/kept-for-a-time", test_kept_for_a_time);
  g_test_add_func ("/far/rides/in-place-of-a-walk", test_in_place_of_a_walk);
  g_test_add_func ("/far/rides/with-what-is-called-off", test_with_what_is_called_off);
  g_test_add_func ("/far/rides/orders", test_orders);

  return g_test_run ();
}
