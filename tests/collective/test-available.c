/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When people can take turns: their own word, which no coordinator changes. */

#include <string.h>

#include "far-collective-plan.h"
#include "far-kind-schema.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY

enum
{
  ADA, /* holds the baton */
  BO,
  CY,
};

/* Monday, Thursday ... */
#define MO 1u
#define TU 2u
#define TH 8u

typedef struct
{
  Party *party; /* owned */
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 other[FAR_RECORD_ID_LEN];
} Street;

static void
street_clear (Street *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Street, street_clear)

static Street
street_new (guint32 seed)
{
  Street self = { party_new (seed, 3) };

  party_add_rota (self.party, ADA, "Walk", 2, self.rota);
  party_add_rota (self.party, ADA, "Back", 2, self.other);
  party_meet (self.party);

  return self;
}

/* Of all rotas and of one. @n: how many of them */
static GArray *
weeks_of (const FarAvailableFacts *all, guint n)
{
  GArray *weeks = g_array_new (FALSE, FALSE, sizeof (FarAvailableFacts));

  g_array_append_vals (weeks, all, n);

  return weeks;
}

static GArray *
away_of (const FarAwayFacts *all, guint n)
{
  GArray *away = g_array_new (FALSE, FALSE, sizeof (FarAwayFacts));

  g_array_append_vals (away, all, n);

  return away;
}

static void
say_weeks (Street *self, guint who, const FarAvailableFacts *all, guint n)
{
  FarWriter writer = party_writer (self->party, who);
  g_autoptr (GArray) weeks = weeks_of (all, n);
  FarAvailabilityChange change = { .weeks = weeks, .n_turns = -1 };

  party_assert_done (far_collective_set_availability (&writer, NULL, &change, TODAY, error));
}

static void
say_away (Street *self, guint who, const FarAwayFacts *all, guint n)
{
  FarWriter writer = party_writer (self->party, who);
  g_autoptr (GArray) away = away_of (all, n);
  FarAvailabilityChange change = { .away = away, .n_turns = -1 };

  party_assert_done (far_collective_set_availability (&writer, NULL, &change, TODAY, error));
}

static void
say_turns (Street *self, guint who, int n, gboolean per_season)
{
  FarWriter writer = party_writer (self->party, who);
  FarAvailabilityChange change = { .n_turns = n, .per_season = per_season };

  party_assert_done (far_collective_set_availability (&writer, NULL, &change, TODAY, error));
}

/* What @who holds of @whom; all of it belongs to @all. */
static const FarAvailabilityFacts *
find (Street *self, guint who, const guint8 *person, GPtrArray **all)
{
  g_autoptr (GError) error = NULL;

  *all = far_collective_availabilities (self->party->members[who].store, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < (*all)->len; i++)
    if (far_record_id_equal (((const FarAvailabilityFacts *)(*all)->pdata[i])->person, person))
      return (*all)->pdata[i];

  return NULL;
}

static const guint8 *
id_of (Street *self, guint who)
{
  return self->party->members[who].me.member;
}

static void
test_of_a_day (void)
{
  g_auto (Street) street = street_new (1);
  g_autoptr (GPtrArray) all = NULL;
  FarAvailableFacts weeks[2] = { { .cannot = MO, .rather = TH },
                                 { .has_rota = TRUE, .cannot = TU, .rather = MO } };
  FarAwayFacts away[2] = { { TODAY + 7, TODAY + 9 }, { TODAY + 14, TODAY + 14, TRUE } };
  const FarAvailabilityFacts *bo;

  memcpy (weeks[1].rota, street.other, FAR_RECORD_ID_LEN);
  memcpy (away[1].rota, street.other, FAR_RECORD_ID_LEN);
  g_assert_cmpint (far_availability_on (NULL, street.rota, TODAY), ==, FAR_CAN);
  say_weeks (&street, BO, weeks, 2);
  say_away (&street, BO, away, 2);
  party_meet (street.party);

  /* on everybody's machine */
  bo = find (&street, CY, id_of (&street, BO), &all);
  g_assert_nonnull (bo);
  g_assert_cmpmem (bo->by, FAR_RECORD_ID_LEN, id_of (&street, BO), FAR_RECORD_ID_LEN);
  g_assert_cmpint (far_availability_on (bo, street.rota, TODAY), ==, FAR_CAN_NOT);
  g_assert_cmpint (far_availability_on (bo, street.rota, TODAY + 1), ==, FAR_CAN);
  g_assert_cmpint (far_availability_on (bo, street.rota, TODAY + 3), ==, FAR_CAN_RATHER);
  /* what is said of one goes before what is said of all, as a whole */
  g_assert_cmpint (far_availability_on (bo, street.other, TODAY), ==, FAR_CAN_RATHER);
  g_assert_cmpint (far_availability_on (bo, street.other, TODAY + 1), ==, FAR_CAN_NOT);
  g_assert_cmpint (far_availability_on (bo, street.other, TODAY + 3), ==, FAR_CAN);
  /* and being away before both */
  g_assert_cmpint (far_availability_on (bo, street.rota, TODAY + 7), ==, FAR_CAN_NOT_AWAY);
  g_assert_cmpint (far_availability_on (bo, street.rota, TODAY + 9), ==, FAR_CAN_NOT_AWAY);
  g_assert_cmpint (far_availability_on (bo, street.rota, TODAY + 10), ==, FAR_CAN_RATHER);
  g_assert_cmpint (far_availability_on (bo, street.other, TODAY + 14), ==, FAR_CAN_NOT_AWAY);
  g_assert_cmpint (far_availability_on (bo, street.rota, TODAY + 14), ==, FAR_CAN_NOT);
}

/* Whoever speaks of one rota only is asked for that one. */
static void
test_of_one_rota (void)
{
  g_auto (Street) street = street_new (2);
  g_autoptr (GPtrArray) all = NULL;
  FarAvailableFacts week = { .has_rota = TRUE };
  const FarAvailabilityFacts *bo;

  memcpy (week.rota, street.rota, FAR_RECORD_ID_LEN);
  say_weeks (&street, BO, &week, 1);
  bo = find (&street, BO, id_of (&street, BO), &all);
  g_assert_cmpint (far_availability_on (bo, street.rota, TODAY), ==, FAR_CAN);
  g_assert_cmpint (far_availability_on (bo, street.other, TODAY), ==, FAR_CAN_NOT_ASKED);
}

/* Each field by itself; what is the same is not written again, and what is over is not kept. */
static void
test_fields (void)
{
  g_auto (Street) street = street_new (3);
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) then = NULL;
  FarAvailableFacts week = { .cannot = MO };
  FarAwayFacts away[3] = { { TODAY - 3, TODAY - 1 },
                           { TODAY + 7, TODAY + 7 },
                           { TODAY + 7, TODAY + 7 } };
  const FarAvailabilityFacts *bo;
  gint64 n;

  say_weeks (&street, BO, &week, 1);
  say_away (&street, BO, away, 3);
  say_turns (&street, BO, 2, FALSE);
  n = far_collective_newest (street.party->members[BO].store);
  say_weeks (&street, BO, &week, 1);
  say_away (&street, BO, away, 3);
  say_turns (&street, BO, 2, FALSE);
  g_assert_cmpint (far_collective_newest (street.party->members[BO].store), ==, n);

  bo = find (&street, BO, id_of (&street, BO), &all);
  g_assert_cmpuint (bo->weeks->len, ==, 1);
  g_assert_cmpuint (bo->away->len, ==, 1);
  g_assert_cmpint (g_array_index (bo->away, FarAwayFacts, 0).first_day, ==, TODAY + 7);
  g_assert_cmpuint (bo->n_turns, ==, 2);
  g_assert_false (bo->per_season);

  say_turns (&street, BO, 2, TRUE);
  say_weeks (&street, BO, NULL, 0);
  bo = find (&street, BO, id_of (&street, BO), &then);
  g_assert_cmpuint (bo->n_turns, ==, 2);
  g_assert_true (bo->per_season);
  g_assert_cmpuint (bo->weeks->len, ==, 0);
  g_assert_cmpuint (bo->away->len, ==, 1);
}

static void
assert_refused (Street *self, const FarAvailabilityChange *change, FarCollectiveError code)
{
  FarWriter writer = party_writer (self->party, BO);
  gint64 n = far_collective_newest (self->party->members[BO].store);

  party_assert_refused (far_collective_set_availability (&writer, NULL, change, TODAY, error),
                        (int)code);
  g_assert_cmpint (far_collective_newest (self->party->members[BO].store), ==, n);
}

static void
test_refused (void)
{
  g_auto (Street) street = street_new (4);
  FarAvailableFacts both = { .cannot = MO, .rather = MO | TU };
  FarAvailableFacts eighth = { .cannot = 128 };
  FarAvailableFacts nowhere = { .has_rota = TRUE };
  FarAwayFacts backwards = { TODAY + 2, TODAY + 1 };
  FarAwayFacts never = { FAR_DAY_MAX, FAR_DAY_MAX + 1 };
  g_autoptr (GArray) weeks = weeks_of (&both, 1);
  g_autoptr (GArray) away = away_of (&backwards, 1);
  FarAvailabilityChange change = { .weeks = weeks, .n_turns = -1 };

  assert_refused (&street, &change, FAR_COLLECTIVE_ERROR_DAYS_INVALID);
  g_array_index (weeks, FarAvailableFacts, 0) = eighth;
  assert_refused (&street, &change, FAR_COLLECTIVE_ERROR_DAYS_INVALID);
  g_array_index (weeks, FarAvailableFacts, 0) = nowhere;
  assert_refused (&street, &change, FAR_COLLECTIVE_ERROR_NO_SUCH_ID);

  change = (FarAvailabilityChange){ .away = away, .n_turns = -1 };
  assert_refused (&street, &change, FAR_COLLECTIVE_ERROR_DATE_INVALID);
  g_array_index (away, FarAwayFacts, 0) = never;
  assert_refused (&street, &change, FAR_COLLECTIVE_ERROR_DATE_INVALID);
  for (gint32 i = 0; i <= FAR_AWAY_SPANS_MAX; i++)
    {
      FarAwayFacts one = { TODAY + i, TODAY + i };

      if (i == 0)
        g_array_index (away, FarAwayFacts, 0) = one;
      else
        g_array_append_val (away, one);
    }
  assert_refused (&street, &change, FAR_COLLECTIVE_ERROR_NUMBER_INVALID);

  change = (FarAvailabilityChange){ .n_turns = FAR_COMMITMENT_TURNS_MAX + 1 };
  assert_refused (&street, &change, FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
}

/* Who answers for somebody without a machine, and nobody else. */
static void
test_answered_for (void)
{
  g_auto (Street) street = street_new (5);
  g_autoptr (GPtrArray) all = NULL;
  guint8 gran[FAR_RECORD_ID_LEN];
  FarWriter writer = party_writer (street.party, BO);
  FarAvailabilityChange change = { .n_turns = 3 };
  const FarAvailabilityFacts *facts;

  party_assert_done (far_collective_add_person (&writer, "Gran", gran, error));
  party_assert_done (far_collective_set_availability (&writer, gran, &change, TODAY, error));
  party_assert_refused (far_collective_set_availability (&writer, id_of (&street, CY), &change,
                                                         TODAY, error),
                        FAR_COLLECTIVE_ERROR_PERSON_IS_MEMBER);
  party_meet (street.party);
  writer = party_writer (street.party, ADA);
  party_assert_refused (far_collective_set_availability (&writer, gran, &change, TODAY, error),
                        FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS);

  facts = find (&street, CY, gran, &all);
  g_assert_cmpuint (facts->n_turns, ==, 3);
  g_assert_cmpmem (facts->by, FAR_RECORD_ID_LEN, id_of (&street, BO), FAR_RECORD_ID_LEN);
}

/* An entry that somebody forged with a program of their own. */
static void
forge (Street *self,
       guint who,
       const guint8 *person,
       const guint8 *subject,
       guint32 term,
       int n_turns)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarMapWriter item;

  far_map_bytes (&map, FAR_AVAILABILITY_PERSON, person, FAR_RECORD_ID_LEN);
  far_map_array (&map, FAR_AVAILABILITY_COMMITMENT, 1);
  item = far_map_begin (payload);
  far_map_int (&item, FAR_COMMITMENT_TURNS, n_turns);
  far_map_int (&item, FAR_COMMITMENT_PER, 0);
  far_map_end (&item);
  far_map_end (&map);
  party_write_about (self->party, who, FAR_KIND_AVAILABILITY, subject, term, payload, NULL, 0);
}

/* Not even whoever holds the baton speaks for others, and nobody escapes an ERASE by a subject. */
static void
test_nobody_else (void)
{
  g_auto (Street) street = street_new (6);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) all = NULL;
  const FarAvailabilityFacts *bo;

  forge (&street, ADA, id_of (&street, BO), id_of (&street, BO), 1, 99);
  forge (&street, CY, id_of (&street, BO), id_of (&street, BO), 0, 99);
  forge (&street, BO, id_of (&street, BO), id_of (&street, CY), 0, 99);
  party_meet (street.party);
  g_assert_null (find (&street, CY, id_of (&street, BO), &before));

  say_turns (&street, BO, 2, FALSE);
  forge (&street, ADA, id_of (&street, BO), id_of (&street, BO), 1, 99);
  party_meet (street.party);
  bo = find (&street, CY, id_of (&street, BO), &all);
  g_assert_cmpuint (bo->n_turns, ==, 2);
}

/* One ERASE takes all of it, and who left is in no list. */
static void
test_gone (void)
{
  g_auto (Street) street = street_new (7);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) erased = NULL;
  g_autoptr (GPtrArray) left = NULL;
  FarWriter writer;
  FarPos pos;

  say_turns (&street, BO, 2, FALSE);
  say_turns (&street, CY, 2, FALSE);
  party_meet (street.party);
  g_assert_nonnull (find (&street, ADA, id_of (&street, BO), &before));

  writer = party_writer (street.party, BO);
  party_assert_done (far_collective_erase_subject (&writer, id_of (&street, BO), &pos, error));
  writer = party_writer (street.party, CY);
  party_assert_done (far_collective_leave (&writer, error));
  party_meet (street.party);
  g_assert_null (find (&street, ADA, id_of (&street, BO), &erased));
  g_assert_null (find (&street, ADA, id_of (&street, CY), &left));
}

/* Written on two machines of one person: that person chooses, and not the coordinator. */
static void
test_chosen (void)
{
  g_auto (Street) street = street_new (9);
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (GPtrArray) settled = NULL;
  g_autoptr (GPtrArray) all = NULL;
  FarWriter writer = party_writer (street.party, BO);
  const FarConflictFacts *conflict;
  const FarDifferingValue *other;

  /* what stands right before would have been seen */
  forge (&street, BO, id_of (&street, BO), id_of (&street, BO), 0, 2);
  party_assert_done (far_collective_set_phone (&writer, id_of (&street, BO), "12345678", error));
  forge (&street, BO, id_of (&street, BO), id_of (&street, BO), 0, 3);
  party_meet (street.party);

  conflicts = far_collective_conflicts (street.party->members[ADA].store, TODAY, NULL);
  g_assert_cmpuint (conflicts->len, ==, 1);
  conflict = conflicts->pdata[0];
  g_assert_cmpint (conflict->what, ==, FAR_DIFFERS_COMMITMENT);
  g_assert_cmpstr (conflict->title, ==, "Bo");
  other = conflict->values->pdata[1];
  g_assert_cmpint (other->number + ((const FarDifferingValue *)conflict->values->pdata[0])->number,
                   ==, 5);
  g_assert_cmpstr (other->text, ==, "month");

  writer = party_writer (street.party, ADA);
  party_assert_refused (far_collective_choose (&writer, other->entry, error),
                        FAR_COLLECTIVE_ERROR_CHOICE_OF_PERSON);
  writer = party_writer (street.party, BO);
  party_assert_done (far_collective_choose (&writer, other->entry, error));
  party_meet (street.party);
  settled = far_collective_conflicts (street.party->members[ADA].store, TODAY, NULL);
  g_assert_cmpuint (settled->len, ==, 0);
  g_assert_cmpuint (find (&street, CY, id_of (&street, BO), &all)->n_turns, ==, other->number);
}

static void
test_digest (void)
{
  g_auto (Street) street = street_new (8);
  guint8 before[2 * FAR_HASH_LEN];
  guint8 after[2 * FAR_HASH_LEN];
  guint8 there[2 * FAR_HASH_LEN];

  party_digests (street.party->members[BO].store, before);
  say_turns (&street, BO, 2, FALSE);
  party_digests (street.party->members[BO].store, after);
  g_assert_cmpint (memcmp (before + FAR_HASH_LEN, after + FAR_HASH_LEN, FAR_HASH_LEN), !=, 0);
  party_meet (street.party);
  party_digests (street.party->members[BO].store, after);
  party_digests (street.party->members[CY].store, there);
  g_assert_cmpmem (after, sizeof after, there, sizeof there);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/available/of-a-day", test_of_a_day);
  g_test_add_func ("/available/of-one-rota", test_of_one_rota);
  g_test_add_func ("/available/fields", test_fields);
  g_test_add_func ("/available/refused", test_refused);
  g_test_add_func ("/available/answered-for", test_answered_for);
  g_test_add_func ("/available/nobody-else", test_nobody_else);
  g_test_add_func ("/available/gone", test_gone);
  g_test_add_func ("/available/chosen", test_chosen);
  g_test_add_func ("/available/digest", test_digest);

  return g_test_run ();
}
