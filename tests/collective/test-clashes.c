/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two promises that nobody can keep both, of whatever kind. */

#include "far-collective-clashes.h"
#include "far-collective-help.h"
#include "far-collective-lending.h"
#include "far-collective-rides.h"
#include "test-party.h"

#include <string.h>

enum
{
  ADA,
  BO,
  CY,
};

static void
add_rota (Party *party, const char *title, int at, guint8 *out)
{
  FarWriter writer = party_writer (party, ADA);
  FarRotaPlan plan = {
    .title = title,
    .rule = { .weekdays = 1,
              .every_n_weeks = 1,
              .first_day = PARTY_MONDAY,
              .last_day = PARTY_MONDAY + 6 },
    .at = at,
    .n_min = 1,
    .n_max = 2,
  };

  party_assert_done (far_collective_add_rota (&writer, &plan, out, error));
}

/* What a hand clashes with is told of the list that was asked, and of no later one. */
static void
assert_untold (const PartyMember *member)
{
  g_autoptr (GPtrArray) helps =
                 far_collective_help (member->store, member->me.member, PARTY_MONDAY, NULL);

  for (guint i = 0; i < helps->len; i++)
    {
      const FarHelpFacts *help = helps->pdata[i];

      for (guint j = 0; j < help->claims->len; j++)
        g_assert_cmpint (((const FarClaimFacts *)help->claims->pdata[j])->clash.kind, ==,
                         FAR_CLASH_NONE);
    }
}

/* What is told to clash, as @who sees it: "walk other, ..."; a ride is told by where it begins. */
static char *
read_clashes (Party *party, guint who)
{
  const PartyMember *member = &party->members[who];
  g_autoptr (GPtrArray) rotas = far_collective_rotas (member->store, NULL);
  g_autoptr (GPtrArray) outings = far_collective_outings (member->store, rotas, member->me.member,
                                                          PARTY_MONDAY, 2, NULL);
  g_autoptr (GPtrArray) rides =
                 far_collective_rides (member->store, member->me.member, PARTY_MONDAY, 2, NULL);
  g_autoptr (GPtrArray) helps =
                 far_collective_help (member->store, member->me.member, PARTY_MONDAY, NULL);
  g_autoptr (GPtrArray) lent = far_collective_timed_loans (member->store, PARTY_MONDAY, 2, NULL);
  FarClashes *clashes = far_clashes_new ();
  GString *text = g_string_new (NULL);

  /* not in the order of time */
  far_clashes_add_rides (clashes, rides);
  far_clashes_add_outings (clashes, outings);
  far_clashes_add_help (clashes, helps);
  far_clashes_add_lending (clashes, lent);
  far_clashes_mark (clashes);
  assert_untold (member);

  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      for (guint j = 0; j < outing->turns->len; j++)
        {
          const FarTurnFacts *turn = outing->turns->pdata[j];

          if (turn->clash.kind != FAR_CLASH_NONE)
            g_string_append_printf (text, "%s %s, ", outing->rota->title, turn->clash.title);
        }
    }
  for (guint i = 0; i < rides->len; i++)
    {
      const FarRideDate *date = rides->pdata[i];

      for (guint way = 0; way < FAR_RIDE_WAYS; way++)
        if (date->clash[way].kind != FAR_CLASH_NONE)
          g_string_append_printf (text, "drive %s, ", date->clash[way].title);
      for (guint j = 0; j < date->seats->len; j++)
        {
          const FarSeatFacts *seat = date->seats->pdata[j];

          if (seat->clash.kind != FAR_CLASH_NONE)
            g_string_append_printf (text, "seat %s, ", seat->clash.title);
        }
    }

  for (guint i = 0; i < helps->len; i++)
    {
      const FarHelpFacts *help = helps->pdata[i];

      for (guint j = 0; j < help->claims->len; j++)
        {
          const FarClaimFacts *claim = help->claims->pdata[j];

          if (claim->clash.kind != FAR_CLASH_NONE)
            g_string_append_printf (text, "hand %s, ", claim->clash.title);
        }
    }

  for (guint i = 0; i < lent->len; i++)
    {
      const FarLentThing *thing = lent->pdata[i];

      for (guint j = 0; j < thing->loans->len; j++)
        for (guint k = 0; k < FAR_LOAN_MOMENTS; k++)
          {
            const FarLoanFacts *loan = thing->loans->pdata[j];

            if (loan->clash[k].kind != FAR_CLASH_NONE)
              g_string_append_printf (text, "%s%u %s, ", thing->thing->name, k,
                                      loan->clash[k].title);
          }
    }

  return g_string_free (text, FALSE);
}

static void
test_walks (void)
{
  static const struct
  {
    const char *title;
    int at;
  } rotas[] = {
    { "early", 8 * 60 }, { "middle", 8 * 60 + 30 }, { "late", 9 * 60 + 14 }, { "noon", 12 * 60 }
  };
  g_autoptr (Party) party = party_new (8, 2);
  guint8 ids[G_N_ELEMENTS (rotas)][FAR_RECORD_ID_LEN];
  guint8 turns[G_N_ELEMENTS (rotas)][FAR_RECORD_ID_LEN];
  g_autofree char *clashes = NULL;
  g_autofree char *cancelled = NULL;
  g_autofree char *absent = NULL;
  FarWriter writer;

  for (guint i = 0; i < G_N_ELEMENTS (rotas); i++)
    {
      add_rota (party, rotas[i].title, rotas[i].at, ids[i]);
      writer = party_writer (party, ADA);
      party_assert_done (far_collective_take_turn (&writer, ids[i], PARTY_MONDAY, NULL,
                                                   PARTY_MONDAY, turns[i], error));
    }
  party_meet (party);

  /* Bo sees it too, and has promised only one */
  writer = party_writer (party, 1);
  party_assert_done (far_collective_take_turn (&writer, ids[1], PARTY_MONDAY, NULL, PARTY_MONDAY,
                                               turns[3], error));
  clashes = read_clashes (party, 1);
  g_assert_cmpstr (clashes, ==, "early middle, middle early, late middle, ");

  /* nobody has to be where nobody goes, or is not expected */
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_change_turn (&writer, turns[0], FAR_TURN_STATE_ABSENT,
                                                 PARTY_MONDAY, NULL, error));
  absent = read_clashes (party, ADA);
  g_assert_cmpstr (absent, ==, "middle late, late middle, ");
  party_assert_done (far_collective_cancel_outing (&writer, ids[2], PARTY_MONDAY, "neige", error));
  cancelled = read_clashes (party, ADA);
  g_assert_cmpstr (cancelled, ==, "");
}

/* Seats on Monday at @at; @is_ask: they are asked for. */
static void
add_ride (Party *party, guint who, int at, gboolean is_ask, guint8 *out)
{
  static const FarSpotDraft mill = { .words = "mill" };
  static const FarSpotDraft school = { .words = "school" };
  static const FarRule monday = {
    .weekdays = 1, .every_n_weeks = 1, .first_day = PARTY_MONDAY, .last_day = PARTY_MONDAY
  };
  static const FarSeats seats = { 3, { 0, 1, 0 } };
  FarWriter writer = party_writer (party, who);
  FarRideChange ride = FAR_RIDE_CHANGE_NONE;

  ride.is_ask = is_ask;
  ride.from = &mill;
  ride.to = &school;
  ride.rule = &monday;
  ride.seats = &seats;
  ride.at[FAR_RIDE_WAY_THERE] = at;
  ride.at[FAR_RIDE_WAY_BACK] = at + 8 * 60;
  party_assert_done (far_collective_add_ride (&writer, &ride, NULL, PARTY_MONDAY, out, error));
}

static void
take_seats (Party *party, guint who, const guint8 *ride, FarSeats seats)
{
  FarWriter writer = party_writer (party, who);
  FarSeatsPlan plan = {
    .ride = ride, .first_day = PARTY_MONDAY, .last_day = PARTY_MONDAY, .seats = seats
  };
  FarSeatsTaken taken;

  party_assert_done (far_collective_take_seats (&writer, &plan, PARTY_MONDAY, &taken, error));
  far_seats_taken_clear (&taken);
}

static void
assert_clashes (Party *party, guint who, const char *expected)
{
  g_autofree char *clashes = read_clashes (party, who);

  g_assert_cmpstr (clashes, ==, expected);
}

/* Ada and Bo walk at 8:10; Ada drives then, and who comes along is somewhere else too. */
static void
test_rides (void)
{
  g_autoptr (Party) party = party_new (9, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 ride[FAR_RECORD_ID_LEN];
  guint8 ask[FAR_RECORD_ID_LEN];
  FarSeatsTaken given_back;
  FarWriter writer;

  party_agree (party, FAR_RULE_RIDES, 1);
  add_rota (party, "walk", 8 * 60 + 10, rota);
  party_meet (party);
  for (guint who = ADA; who <= BO; who++)
    {
      writer = party_writer (party, who);
      party_assert_done (
          far_collective_take_turn (&writer, rota, PARTY_MONDAY, NULL, PARTY_MONDAY, turn, error));
      party_meet (party);
    }
  add_ride (party, ADA, 8 * 60 + 50, FALSE, ride);
  party_meet (party);
  assert_clashes (party, CY, "walk mill, drive walk, ");

  /* Bo's child goes in the car, and Bo walks */
  take_seats (party, BO, ride, (FarSeats){ 1, { 0, 1, 0 } });
  assert_clashes (party, BO, "walk mill, drive walk, ");
  /* Bo comes along too */
  writer = party_writer (party, BO);
  party_assert_done (far_collective_release_seats (&writer,
                                                   &(FarSeatsPlan){ .ride = ride,
                                                                    .first_day = PARTY_MONDAY,
                                                                    .last_day = PARTY_MONDAY },
                                                   PARTY_MONDAY, &given_back, error));
  far_seats_taken_clear (&given_back);
  take_seats (party, BO, ride, (FarSeats){ 2, { 0, 1, 0 } });
  assert_clashes (party, BO, "walk mill, walk mill, drive walk, seat walk, ");
  party_meet (party);

  /* who asks has promised nothing; who brings seats has, but only if they are needed */
  add_ride (party, CY, 8 * 60, TRUE, ask);
  party_meet (party);
  take_seats (party, ADA, ask, (FarSeats){ 3, { 0, 1, 0 } });
  assert_clashes (party, ADA, "walk mill, walk mill, seat walk, drive walk, seat walk, ");
  party_meet (party);
  take_seats (party, BO, ask, (FarSeats){ 1, { 0, 0, 0 } });
  assert_clashes (party, BO, "walk mill, walk mill, seat walk, drive walk, seat walk, ");

  /* a car that does not come is nowhere */
  writer = party_writer (party, ADA);
  party_assert_done (
      far_collective_drop_ride (&writer, ride, PARTY_MONDAY, "flat tyre", PARTY_MONDAY, error));
  assert_clashes (party, ADA, "walk mill, seat walk, ");

  /* nor does anybody go to a walk that is off */
  party_assert_done (far_collective_cancel_outing (&writer, rota, PARTY_MONDAY, "neige", error));
  assert_clashes (party, ADA, "");
}

/* Who lends a hand at a time of one day is nowhere else; when it suits, they may be. */
static void
test_help (void)
{
  static const FarPeriod morning = { PARTY_MONDAY, PARTY_MONDAY, 7 * 60, 8 * 60 + 30 };
  static const FarPeriod any_time = { PARTY_MONDAY, PARTY_MONDAY, -1, -1 };
  static const FarPeriod both_days = { PARTY_MONDAY, PARTY_MONDAY + 1, 7 * 60, 9 * 60 };
  static const FarPeriod *const periods[] = { &any_time, &both_days, &morning };
  static const char *const whats[] = { "any", "days", "carry" };
  g_autoptr (Party) party = party_new (10, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 help[FAR_RECORD_ID_LEN];
  FarWriter writer;

  party_agree (party, FAR_RULE_HELP, 1);
  add_rota (party, "walk", 8 * 60 + 10, rota);
  writer = party_writer (party, ADA);
  party_assert_done (
      far_collective_take_turn (&writer, rota, PARTY_MONDAY, NULL, PARTY_MONDAY, turn, error));
  for (guint i = 0; i < G_N_ELEMENTS (periods); i++)
    {
      FarHelpChange change = FAR_HELP_CHANGE_NONE;

      change.what = whats[i];
      change.when = periods[i];
      writer = party_writer (party, BO);
      party_assert_done (
          far_collective_add_help (&writer, &change, NULL, PARTY_MONDAY, help, error));
      party_meet (party);
      writer = party_writer (party, ADA);
      party_assert_done (
          far_collective_claim_help (&writer, help, NULL, FAR_CLAIM_HELPS, PARTY_MONDAY, error));
      party_meet (party);
      assert_clashes (party, CY, i < 2 ? "" : "walk carry, hand walk, ");
    }

  /* it is done */
  party_assert_done (far_collective_help_is_done (&writer, help, NULL, TRUE, error));
  assert_clashes (party, ADA, "");
}

static void
assert_loan_clashes (Party *party,
                     const guint8 *thing,
                     FarPeriod when,
                     const guint8 *opens,
                     const guint8 *closes,
                     const char *expected)
{
  FarWriter writer = party_writer (party, ADA);
  FarLoanPlan plan = { .thing = thing,
                       .first = when.first_day,
                       .last = when.last_day,
                       .from = when.from,
                       .until = when.until,
                       .n = 1,
                       .opens = opens,
                       .closes = closes };
  FarLoansTaken taken;
  guint8 loan[FAR_RECORD_ID_LEN];
  guint n;

  party_assert_done (far_collective_book (&writer, &plan, PARTY_MONDAY, &taken, error));
  memcpy (loan, taken.ids->data, FAR_RECORD_ID_LEN);
  far_loans_taken_clear (&taken);
  assert_clashes (party, ADA, expected);
  party_assert_done (
      far_collective_release_loan (&writer, loan, FALSE, PARTY_MONDAY, NULL, &n, error));
  assert_clashes (party, ADA, "");
}

static FarClashWith
get_first_clash (const GPtrArray *things)
{
  for (guint i = 0; i < things->len; i++)
    {
      const FarLentThing *lent = things->pdata[i];

      if (lent->loans->len > 0)
        return ((const FarLoanFacts *)lent->loans->pdata[0])->clash[FAR_LOAN_MOMENT_BEGIN].kind;
    }
  g_assert_not_reached ();
}

/* What the first booking of the list clashes with is told of this list, and of no later one. */
static void
assert_list_clashes (const PartyMember *member, FarClashWith expected)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (member->store, NULL);
  g_autoptr (GPtrArray) outings = far_collective_outings (member->store, rotas, member->me.member,
                                                          PARTY_MONDAY, 2, NULL);
  g_autoptr (GPtrArray) told =
                 far_collective_lending (member->store, member->me.member, PARTY_MONDAY, NULL);
  g_autoptr (GPtrArray) untold = NULL;
  FarClashes *clashes = far_clashes_new ();

  far_clashes_add_outings (clashes, outings);
  far_clashes_add_lending (clashes, told);
  far_clashes_mark (clashes);
  untold = far_collective_lending (member->store, member->me.member, PARTY_MONDAY, NULL);
  g_assert_cmpint (get_first_clash (told), ==, expected);
  g_assert_cmpint (get_first_clash (untold), ==, FAR_CLASH_NONE);
}

/* Ada and Bo walk at 8:10.  A room that Ada uses for hours, or that one of them opens or closes; a
 * thing that Ada fetches or brings back: that clashes, and to have it at home does not. */
static void
test_lending (void)
{
  const gint32 mon = PARTY_MONDAY;
  const gint32 tue = PARTY_MONDAY + 1;
  g_autoptr (Party) party = party_new (11, 3);
  FarThingChange hall = { .name = "hall",
                          .says = FAR_THING_SAYS_WHAT | FAR_THING_SAYS_LENT,
                          .what = FAR_THING_IS_ROOM,
                          .is_lent = TRUE };
  FarThingChange bike = { .name = "bike", .says = FAR_THING_SAYS_LENT, .is_lent = TRUE };
  const guint8 *bo = party->members[BO].me.member;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 room[FAR_RECORD_ID_LEN];
  guint8 thing[FAR_RECORD_ID_LEN];
  FarHandover out = { .hand = FAR_LOAN_OUT, .condition = -1 };
  FarLoanPlan plan;
  FarLoansTaken taken;
  FarWriter writer;

  party_agree (party, FAR_RULE_LENDING, 1);
  party_agree (party, FAR_RULE_ROOMS, 1);
  add_rota (party, "walk", 8 * 60 + 10, rota);
  party_meet (party);
  for (guint who = ADA; who <= BO; who++)
    {
      writer = party_writer (party, who);
      party_assert_done (far_collective_take_turn (&writer, rota, mon, NULL, mon, turn, error));
      party_meet (party);
    }
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_add_thing (&writer, &hall, room, error));
  party_assert_done (far_collective_add_thing (&writer, &bike, thing, error));

  /* for some hours of that day, who booked it is there */
  assert_loan_clashes (party, room, (FarPeriod){ mon, mon, 7 * 60, 9 * 60 }, NULL, NULL,
                       "walk hall, hall0 walk, ");
  assert_loan_clashes (party, room, (FarPeriod){ mon, mon, 6 * 60, 8 * 60 }, NULL, NULL, "");
  assert_loan_clashes (party, room, (FarPeriod){ mon, mon, 9 * 60, 10 * 60 }, NULL, NULL, "");
  assert_loan_clashes (party, room, (FarPeriod){ tue, tue, 7 * 60, 9 * 60 }, NULL, NULL, "");
  /* all of that day it may be anybody */
  assert_loan_clashes (party, room, (FarPeriod){ mon, mon, -1, -1 }, NULL, NULL, "");
  /* for days, when it is opened and closed */
  assert_loan_clashes (party, room, (FarPeriod){ mon, tue, 8 * 60, 8 * 60 }, NULL, NULL,
                       "walk hall, hall1 walk, ");
  /* Bo walks too */
  assert_loan_clashes (party, room, (FarPeriod){ mon, mon, 8 * 60 + 30, 12 * 60 }, bo, NULL,
                       "walk hall, walk hall, hall0 walk, hall1 walk, ");
  assert_loan_clashes (party, room, (FarPeriod){ mon, mon, 6 * 60, 8 * 60 + 15 }, NULL, bo,
                       "walk hall, walk hall, hall0 walk, hall2 walk, ");
  assert_loan_clashes (party, room, (FarPeriod){ mon, mon, 7 * 60, 8 * 60 - 5 }, bo, bo, "");

  /* a thing is fetched and brought back */
  assert_loan_clashes (party, thing, (FarPeriod){ mon, tue, 8 * 60, 8 * 60 }, NULL, NULL,
                       "walk bike, bike1 walk, ");
  assert_loan_clashes (party, thing, (FarPeriod){ mon, mon, 7 * 60, 8 * 60 + 20 }, NULL, NULL,
                       "walk bike, bike2 walk, ");
  assert_loan_clashes (party, thing, (FarPeriod){ mon, mon, 7 * 60, 12 * 60 }, NULL, NULL, "");
  assert_loan_clashes (party, thing, (FarPeriod){ mon, tue, -1, -1 }, NULL, NULL, "");

  /* what is fetched need not be fetched, and what is back is over */
  plan = (FarLoanPlan){
    .thing = thing, .first = mon, .last = tue, .from = 8 * 60, .until = 9 * 60, .n = 1
  };
  party_assert_done (far_collective_book (&writer, &plan, mon, &taken, error));
  assert_clashes (party, ADA, "walk bike, bike1 walk, ");
  assert_list_clashes (&party->members[ADA], FAR_CLASH_WALK);
  party_assert_done (far_collective_hand_loan (&writer, (const guint8 *)(gpointer)taken.ids->data,
                                               &out, mon, error));
  assert_clashes (party, ADA, "");
  far_loans_taken_clear (&taken);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/clashes/walks", test_walks);
  g_test_add_func ("/far/clashes/rides", test_rides);
  g_test_add_func ("/far/clashes/help", test_help);
  g_test_add_func ("/far/clashes/lending", test_lending);

  return g_test_run ();
}
