/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A fair plan: proposed by whoever coordinates, checked by every machine, accepted by each for
 * themselves. */

#include <string.h>

#include "far-collective-plan.h"
#include "far-kind-schema.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY
/* a week from Tuesday on: Monday's is too near */
#define FIRST (TODAY + 1)
#define LAST (TODAY + 14)

enum
{
  ADA, /* holds the baton */
  BO,
  CY,
  DI,
};

typedef struct
{
  Party *party; /* owned */
  guint8 rota[FAR_RECORD_ID_LEN];
} Street;

static void
street_clear (Street *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Street, street_clear)

/* Each day one is needed, and two stand; all four can, and said so. */
static Street
street_new (guint32 seed, gboolean is_published)
{
  Street self = { party_new (seed, 4) };
  FarWriter writer = party_writer (self.party, ADA);
  FarRotaPlan plan = {
    .title = "Walk",
    .rule = { .weekdays = FAR_WEEKDAYS_ALL,
              .every_n_weeks = 1,
              .first_day = PARTY_MONDAY - 30,
              .last_day = PARTY_MONDAY + 200 },
    .at = 8 * 60,
    .n_min = 1,
    .n_max = 2,
  };

  party_assert_done (far_collective_add_rota (&writer, &plan, self.rota, error));
  if (is_published)
    party_assert_done (far_collective_publish_rota (&writer, self.rota, error));
  party_meet (self.party);

  return self;
}

static const guint8 *
id_of (const Street *self, guint who)
{
  return self->party->members[who].me.member;
}

static void
say (Street *self, guint who, guint cannot, int n_turns)
{
  FarWriter writer = party_writer (self->party, who);
  FarAvailableFacts week = { .cannot = cannot };
  g_autoptr (GArray) weeks = g_array_new (FALSE, FALSE, sizeof week);
  FarAvailabilityChange change = { .weeks = weeks, .n_turns = n_turns, .per_season = TRUE };

  g_array_append_val (weeks, week);
  party_assert_done (far_collective_set_availability (&writer, NULL, &change, TODAY, error));
}

static void
everybody_can (Street *self)
{
  for (guint who = 0; who < self->party->n_members; who++)
    say (self, who, 0, -1);
  party_meet (self->party);
}

static FarFairFacts *
work_out (Street *self, guint who, gboolean is_full)
{
  FarFairScope scope = { .first_day = FIRST, .last_day = LAST, .is_full = is_full };
  g_autoptr (GError) error = NULL;
  FarFairFacts *facts = far_collective_work_out (self->party->members[who].store, id_of (self, who),
                                                 &scope, TODAY, &error);

  g_assert_no_error (error);

  return facts;
}

static void
propose (Street *self, guint8 *act)
{
  g_autoptr (FarFairFacts) facts = work_out (self, ADA, FALSE);
  FarFairScope scope = { .first_day = FIRST, .last_day = LAST };
  FarWriter writer = party_writer (self->party, ADA);

  party_assert_done (far_collective_propose (&writer, facts, &scope, act, error));
  party_meet (self->party);
}

static FarFairFacts *
read_plan (Street *self, guint who)
{
  g_autoptr (GError) error = NULL;
  FarFairFacts *facts = far_collective_fair_plan (self->party->members[who].store,
                                                  id_of (self, who), TODAY, TRUE, &error);

  g_assert_no_error (error);

  return facts;
}

static const FarFairLineFacts *
get_line (const FarFairFacts *facts, guint i)
{
  return &g_array_index (facts->lines, FarFairLineFacts, i);
}

static guint
count (Street *self, const FarFairFacts *facts, guint who, FarFairState state)
{
  guint n = 0;

  for (guint i = 0; i < facts->lines->len; i++)
    n += get_line (facts, i)->state == state &&
         far_record_id_equal (get_line (facts, i)->person, id_of (self, who));

  return n;
}

/* The first that is open to them. */
static const FarFairLineFacts *
first_of (Street *self, const FarFairFacts *facts, guint who)
{
  for (guint i = 0; i < facts->lines->len; i++)
    if (get_line (facts, i)->state == FAR_FAIR_OPEN &&
        far_record_id_equal (get_line (facts, i)->person, id_of (self, who)))
      return get_line (facts, i);

  return NULL;
}

/* @line: (nullable): all of them */
static guint
answer (Street *self, guint who, const FarFairLineFacts *line, gboolean is_accepted)
{
  FarWriter writer = party_writer (self->party, who);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (FarTurnPoint));

  if (line != NULL)
    g_array_append_vals (lines, line->id, 1);
  party_assert_done (
      far_collective_answer_fair (&writer, lines, is_accepted, TODAY, points, error));
  party_meet (self->party);

  return points->len;
}

/* The same on every machine, with as many for each, and nothing is written. */
static void
test_worked_out (void)
{
  g_auto (Street) street = street_new (1, TRUE);
  g_autoptr (FarFairFacts) ada = NULL;
  g_autoptr (FarFairFacts) bo = NULL;
  g_autoptr (FarFairFacts) full = NULL;
  gint64 n;

  everybody_can (&street);
  n = far_collective_newest (street.party->members[ADA].store);
  ada = work_out (&street, ADA, FALSE);
  bo = work_out (&street, BO, FALSE);
  full = work_out (&street, BO, TRUE);
  g_assert_cmpint (far_collective_newest (street.party->members[ADA].store), ==, n);

  g_assert_true (ada->is_best);
  g_assert_cmpuint (ada->lines->len, ==, 14);
  g_assert_cmpuint (ada->n_gaps, ==, 0);
  for (guint i = 0; i < 14; i++)
    g_assert_cmpmem (get_line (ada, i)->id, FAR_RECORD_ID_LEN, get_line (bo, i)->id,
                     FAR_RECORD_ID_LEN);
  for (guint who = 0; who < 4; who++)
    {
      g_assert_cmpuint (count (&street, ada, who, FAR_FAIR_OPEN), >=, 3);
      g_assert_cmpuint (count (&street, ada, who, FAR_FAIR_OPEN), <=, 4);
    }
  /* one place is kept for who comes new, but not the one that is needed */
  g_assert_cmpuint (full->lines->len, ==, 14);
}

/* Who said nothing and never came is not asked; who cannot on a day is not asked for it. */
static void
test_whom_to_ask (void)
{
  g_auto (Street) street = street_new (2, TRUE);
  FarFairScope scope = { .first_day = FIRST, .last_day = LAST };
  FarFairScope backwards = { .first_day = LAST, .last_day = FIRST };
  FarFairScope endless = { .first_day = FIRST, .last_day = FIRST + FAR_FAIR_DAYS_MAX };
  g_autoptr (FarFairFacts) facts = NULL;
  g_autoptr (FarFairFacts) two = NULL;
  FarWriter writer;
  guint8 turn[FAR_RECORD_ID_LEN];
  FarStore *store = street.party->members[ADA].store;

  party_assert_refused (far_collective_work_out (store, id_of (&street, ADA), &scope, TODAY,
                                                 error) != NULL,
                        FAR_COLLECTIVE_ERROR_NOBODY_TO_ASK);
  party_assert_refused (far_collective_work_out (store, id_of (&street, ADA), &backwards, TODAY,
                                                 error) != NULL,
                        FAR_COLLECTIVE_ERROR_DATE_INVALID);
  party_assert_refused (far_collective_work_out (store, id_of (&street, ADA), &endless, TODAY,
                                                 error) != NULL,
                        FAR_COLLECTIVE_ERROR_DATE_INVALID);

  /* Mondays and Tuesdays he cannot: four of fourteen days */
  say (&street, BO, 3, -1);
  party_meet (street.party);
  facts = work_out (&street, ADA, FALSE);
  g_assert_cmpuint (facts->lines->len, ==, 10);
  g_assert_cmpuint (facts->n_gaps, ==, 4);
  for (guint i = 0; i < facts->lines->len; i++)
    g_assert_cmpint (far_day_get_weekday (get_line (facts, i)->day), >=, 2);

  /* Cy took one once, and commits to nothing: she is asked too, and he to two more */
  writer = party_writer (street.party, CY);
  party_assert_done (
      far_collective_take_turn (&writer, street.rota, FIRST, NULL, TODAY, turn, error));
  say (&street, BO, 3, 2);
  party_meet (street.party);
  two = work_out (&street, ADA, FALSE);
  g_assert_cmpuint (count (&street, two, BO, FAR_FAIR_OPEN), ==, 2);
  g_assert_cmpuint (count (&street, two, CY, FAR_FAIR_OPEN), ==, 11);
  g_assert_cmpuint (two->n_gaps, ==, 0);

  /* on a day on which all who are needed come nobody is asked, and that is what is said */
  for (guint who = ADA; who <= BO; who++)
    {
      writer = party_writer (street.party, who);
      party_assert_done (
          far_collective_take_turn (&writer, street.rota, FIRST, NULL, TODAY, turn, error));
    }
  party_meet (street.party);
  scope.last_day = FIRST;
  party_assert_refused (far_collective_work_out (store, id_of (&street, ADA), &scope, TODAY,
                                                 error) != NULL,
                        FAR_COLLECTIVE_ERROR_NOTHING_OPEN);
}

/* A draft that nobody published is planned when it is asked for. */
static void
test_drafts (void)
{
  g_auto (Street) street = street_new (3, FALSE);
  FarFairScope scope = { .first_day = FIRST, .last_day = LAST };
  FarStore *store = street.party->members[ADA].store;
  g_autoptr (FarFairFacts) facts = NULL;

  everybody_can (&street);
  party_assert_refused (far_collective_work_out (store, id_of (&street, ADA), &scope, TODAY,
                                                 error) != NULL,
                        FAR_COLLECTIVE_ERROR_NOTHING_OPEN);
  scope.rota = street.rota;
  facts = far_collective_work_out (store, id_of (&street, ADA), &scope, TODAY, NULL);
  g_assert_cmpuint (facts->lines->len, ==, 14);
}

/* Nobody has a turn before they say yes; each says so for themselves, and it is a turn like any. */
static void
test_accepted (void)
{
  g_auto (Street) street = street_new (4, TRUE);
  g_autoptr (FarFairFacts) before = NULL;
  g_autoptr (FarFairFacts) after = NULL;
  g_autofree char *names = NULL;
  g_autofree char *nobody = NULL;
  FarFairLineFacts line;
  guint8 act[FAR_RECORD_ID_LEN];
  guint n;

  everybody_can (&street);
  propose (&street, act);
  before = read_plan (&street, BO);
  g_assert_cmpuint (before->lines->len, ==, 14);
  g_assert_cmpmem (before->by, FAR_RECORD_ID_LEN, id_of (&street, ADA), FAR_RECORD_ID_LEN);
  line = *first_of (&street, before, BO);
  nobody = party_turns (street.party, ADA, street.rota, line.day);
  g_assert_cmpstr (nobody, ==, "");
  n = count (&street, before, BO, FAR_FAIR_OPEN);

  g_assert_cmpuint (answer (&street, BO, &line, TRUE), ==, 1);
  names = party_turns (street.party, ADA, street.rota, line.day);
  g_assert_cmpstr (names, ==, "Bo");
  g_assert_cmpuint (answer (&street, BO, NULL, TRUE), ==, n - 1);
  after = read_plan (&street, ADA);
  g_assert_cmpuint (count (&street, after, BO, FAR_FAIR_ACCEPTED), ==, n);
  g_assert_cmpuint (count (&street, after, BO, FAR_FAIR_OPEN), ==, 0);
  g_assert_cmpuint (count (&street, after, CY, FAR_FAIR_OPEN), >, 0);
}

/* What is declined is not asked again, and somebody else is. */
static void
test_declined (void)
{
  g_auto (Street) street = street_new (5, TRUE);
  g_autoptr (FarFairFacts) before = NULL;
  g_autoptr (FarFairFacts) after = NULL;
  g_autoptr (FarFairFacts) again = NULL;
  FarFairLineFacts line;
  guint8 act[FAR_RECORD_ID_LEN];

  everybody_can (&street);
  propose (&street, act);
  before = read_plan (&street, BO);
  line = *first_of (&street, before, BO);
  answer (&street, BO, &line, FALSE);
  after = read_plan (&street, ADA);
  g_assert_cmpuint (count (&street, after, BO, FAR_FAIR_DECLINED), ==, 1);

  again = work_out (&street, ADA, FALSE);
  g_assert_cmpuint (again->lines->len, ==, 14);
  for (guint i = 0; i < 14; i++)
    g_assert_false (get_line (again, i)->day == line.day &&
                    far_record_id_equal (get_line (again, i)->person, id_of (&street, BO)));
}

/* By everybody for themselves alone, and only what is open. */
static void
test_refused (void)
{
  g_auto (Street) street = street_new (6, TRUE);
  g_autoptr (FarFairFacts) worked_out = NULL;
  g_autoptr (FarFairFacts) plan = NULL;
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (FarTurnPoint));
  FarFairScope scope = { .first_day = FIRST, .last_day = LAST };
  FarWriter writer = party_writer (street.party, BO);
  guint8 act[FAR_RECORD_ID_LEN];
  gint64 n;

  everybody_can (&street);
  worked_out = work_out (&street, BO, FALSE);
  party_assert_refused (far_collective_propose (&writer, worked_out, &scope, act, error),
                        FAR_COLLECTIVE_ERROR_NOT_THE_HOLDER);
  party_assert_refused (far_collective_answer_fair (&writer, lines, TRUE, TODAY, points, error),
                        FAR_COLLECTIVE_ERROR_NOT_PROPOSED);
  propose (&street, act);
  party_assert_refused (far_collective_withdraw (&writer, act, TRUE, TODAY, error),
                        FAR_COLLECTIVE_ERROR_NOT_THE_HOLDER);

  plan = read_plan (&street, BO);
  n = far_collective_newest (street.party->members[BO].store);
  g_array_append_vals (lines, first_of (&street, plan, BO)->id, 1);
  g_array_append_vals (lines, first_of (&street, plan, CY)->id, 1);
  party_assert_refused (far_collective_answer_fair (&writer, lines, TRUE, TODAY, points, error),
                        FAR_COLLECTIVE_ERROR_NOT_PROPOSED);
  party_assert_refused (far_collective_answer_fair (&writer, lines, FALSE, TODAY, points, error),
                        FAR_COLLECTIVE_ERROR_NOT_PROPOSED);
  g_assert_cmpint (far_collective_newest (street.party->members[BO].store), ==, n);
  g_assert_cmpuint (points->len, ==, 0);
}

/* A plan that somebody wrote without the baton proposes nothing. */
static void
test_forged (void)
{
  g_auto (Street) street = street_new (7, TRUE);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autoptr (FarFairFacts) plan = NULL;
  FarMapWriter map = far_map_begin (payload);
  FarMapWriter item;

  far_map_bytes (&map, FAR_FAIR_PLAN_ROTA, street.rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_FAIR_PLAN_FIRST, FIRST);
  far_map_int (&map, FAR_FAIR_PLAN_LAST, LAST);
  far_map_array (&map, FAR_FAIR_PLAN_LINES, 1);
  item = far_map_begin (payload);
  far_map_int (&item, FAR_FAIR_LINE_DAY, FIRST);
  far_map_bytes (&item, FAR_FAIR_LINE_PERSON, id_of (&street, CY), FAR_RECORD_ID_LEN);
  far_map_end (&item);
  far_map_end (&map);
  party_write (street.party, BO, FAR_KIND_FAIR_PLAN, 1, payload, NULL, 0);
  party_meet (street.party);

  plan = read_plan (&street, CY);
  g_assert_cmpuint (plan->lines->len, ==, 0);
}

static FarFairState
state_on (Street *self, guint who, gint32 day)
{
  g_autoptr (FarFairFacts) plan = read_plan (self, who);

  for (guint i = 0; i < plan->lines->len; i++)
    if (get_line (plan, i)->day == day)
      return get_line (plan, i)->state;

  g_assert_not_reached ();
}

/* What came meanwhile is said of each line. */
static void
test_ages (void)
{
  g_auto (Street) street = street_new (8, TRUE);
  FarWriter writer;
  guint8 other[FAR_RECORD_ID_LEN];
  guint8 act[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  g_autoptr (FarFairFacts) plan = NULL;
  g_autoptr (FarFairFacts) now = NULL;
  const FarFairLineFacts *line;
  gint32 filled = 0;

  everybody_can (&street);
  propose (&street, act);
  plan = read_plan (&street, ADA);

  /* cancelled */
  writer = party_writer (street.party, ADA);
  party_assert_done (
      far_collective_cancel_outing (&writer, street.rota, get_line (plan, 0)->day, "Snow", error));
  party_meet (street.party);
  g_assert_cmpint (state_on (&street, CY, get_line (plan, 0)->day), ==, FAR_FAIR_OFF);

  /* two others took the places */
  for (guint who = 0; who < 4; who++)
    {
      line = get_line (plan, 3);
      if (far_record_id_equal (line->person, id_of (&street, who)) || filled == 2)
        continue;
      writer = party_writer (street.party, who);
      party_assert_done (
          far_collective_take_turn (&writer, street.rota, line->day, NULL, TODAY, turn, error));
      party_meet (street.party);
      filled++;
    }
  g_assert_cmpint (state_on (&street, CY, get_line (plan, 3)->day), ==, FAR_FAIR_FILLED);

  /* promised something else at that time */
  now = read_plan (&street, CY);
  line = first_of (&street, now, CY);
  party_add_rota (street.party, CY, "Back", 2, other);
  writer = party_writer (street.party, CY);
  party_assert_done (
      far_collective_take_turn (&writer, other, line->day, NULL, TODAY, turn, error));
  party_meet (street.party);
  g_assert_cmpint (state_on (&street, BO, line->day), ==, FAR_FAIR_CLASH);

  /* gone */
  writer = party_writer (street.party, DI);
  line = first_of (&street, now, DI);
  party_assert_done (far_collective_leave (&writer, error));
  party_meet (street.party);
  g_assert_cmpint (state_on (&street, BO, line->day), ==, FAR_FAIR_GONE);
}

/* A newer plan takes the place of what was proposed for its days, around what was accepted; it can
 * be withdrawn, and that too. */
static void
test_again (void)
{
  g_auto (Street) street = street_new (9, TRUE);
  g_autoptr (FarFairFacts) first = NULL;
  g_autoptr (FarFairFacts) second = NULL;
  g_autoptr (FarFairFacts) none = NULL;
  g_autoptr (FarFairFacts) back = NULL;
  FarWriter writer;
  guint8 acts[2][FAR_RECORD_ID_LEN];
  guint n_bo;

  everybody_can (&street);
  propose (&street, acts[0]);
  first = read_plan (&street, BO);
  n_bo = answer (&street, BO, NULL, TRUE);
  propose (&street, acts[1]);
  second = read_plan (&street, BO);
  g_assert_cmpuint (second->lines->len, ==, 14 - n_bo);

  writer = party_writer (street.party, ADA);
  party_assert_done (far_collective_withdraw (&writer, acts[1], TRUE, TODAY, error));
  party_meet (street.party);
  back = read_plan (&street, BO);
  g_assert_cmpuint (back->lines->len, ==, 14);
  g_assert_cmpuint (count (&street, back, BO, FAR_FAIR_ACCEPTED), ==, n_bo);

  writer = party_writer (street.party, ADA);
  party_assert_done (far_collective_withdraw (&writer, NULL, TRUE, TODAY, error));
  party_meet (street.party);
  none = read_plan (&street, BO);
  g_assert_cmpuint (none->lines->len, ==, 0);
  writer = party_writer (street.party, ADA);
  party_assert_refused (far_collective_withdraw (&writer, NULL, TRUE, TODAY, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_done (far_collective_withdraw (&writer, acts[0], FALSE, TODAY, error));
}

/* Everybody sees their own number, and of all the spread, if they are enough. */
static void
test_balance (void)
{
  g_auto (Street) street = street_new (10, TRUE);
  g_autoptr (FarFairFacts) bo = NULL;
  g_autoptr (FarFairFacts) cy = NULL;
  const FarBalanceFacts *balance;
  guint8 turn[FAR_RECORD_ID_LEN];
  FarWriter writer = party_writer (street.party, BO);

  /* two weeks ago, and in two days */
  party_assert_done (
      far_collective_take_turn (&writer, street.rota, TODAY - 14, NULL, TODAY - 20, turn, error));
  writer = party_writer (street.party, BO);
  party_assert_done (
      far_collective_take_turn (&writer, street.rota, TODAY + 2, NULL, TODAY, turn, error));
  party_meet (street.party);
  bo = read_plan (&street, BO);
  g_assert_cmpuint (bo->balances->len, ==, 1);
  balance = &g_array_index (bo->balances, FarBalanceFacts, 0);
  g_assert_cmpuint (balance->n_done, ==, 1);
  g_assert_cmpuint (balance->n_promised, ==, 1);
  /* of him alone the spread would say his */
  g_assert_cmpuint (bo->spread.n, ==, 1);
  g_assert_cmpuint (bo->spread.most, ==, 0);

  everybody_can (&street);
  cy = read_plan (&street, CY);
  g_assert_cmpuint (g_array_index (cy->balances, FarBalanceFacts, 0).n_done, ==, 0);
  g_assert_cmpuint (cy->spread.n, ==, 4);
  g_assert_cmpuint (cy->spread.least, ==, 0);
  g_assert_cmpuint (cy->spread.low, ==, 0);
  g_assert_cmpuint (cy->spread.high, ==, 0);
  g_assert_cmpuint (cy->spread.most, ==, 2);
}

/* Who has walked more is asked less; the cap of a week is kept; somebody without a machine is asked
 * through who answers for them. */
static void
test_shares (void)
{
  g_auto (Street) street = street_new (11, TRUE);
  g_autoptr (FarFairFacts) facts = NULL;
  g_autoptr (FarFairFacts) plan = NULL;
  guint8 gran[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 act[FAR_RECORD_ID_LEN];
  FarAvailableFacts week = { 0 };
  g_autoptr (GArray) weeks = g_array_new (FALSE, FALSE, sizeof week);
  FarAvailabilityChange change = { .weeks = weeks, .n_turns = -1 };
  FarWriter writer = party_writer (street.party, CY);
  guint n_gran = 0;

  g_array_append_val (weeks, week);
  for (gint32 day = 0; day < 6; day++)
    {
      writer = party_writer (street.party, BO);
      party_assert_done (far_collective_take_turn (&writer, street.rota, TODAY - 10 + day, NULL,
                                                   TODAY - 20, turn, error));
    }
  writer = party_writer (street.party, CY);
  party_assert_done (far_collective_add_person (&writer, "Gran", gran, error));
  party_assert_done (far_collective_set_availability (&writer, gran, &change, TODAY, error));
  everybody_can (&street);
  facts = work_out (&street, ADA, FALSE);
  g_assert_cmpuint (count (&street, facts, BO, FAR_FAIR_OPEN), ==, 0);
  propose (&street, act);
  plan = read_plan (&street, CY);
  g_assert_cmpuint (plan->balances->len, ==, 2);
  for (guint i = 0; i < plan->lines->len; i++)
    n_gran += far_record_id_equal (get_line (plan, i)->person, gran);
  g_assert_cmpuint (n_gran, >=, 3);
  /* for herself and for her */
  g_assert_cmpuint (answer (&street, CY, NULL, TRUE), ==,
                    n_gran + count (&street, plan, CY, FAR_FAIR_OPEN));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fair/worked-out", test_worked_out);
  g_test_add_func ("/fair/whom-to-ask", test_whom_to_ask);
  g_test_add_func ("/fair/drafts", test_drafts);
  g_test_add_func ("/fair/accepted", test_accepted);
  g_test_add_func ("/fair/declined", test_declined);
  g_test_add_func ("/fair/refused", test_refused);
  g_test_add_func ("/fair/forged", test_forged);
  g_test_add_func ("/fair/ages", test_ages);
  g_test_add_func ("/fair/again", test_again);
  g_test_add_func ("/fair/balance", test_balance);
  g_test_add_func ("/fair/shares", test_shares);

  return g_test_run ();
}
