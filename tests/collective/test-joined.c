/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two outings of one morning that walk as one, if all who come to either say yes. */

#include <string.h>

#include "far-collective-joined.h"
#include "far-collective-plan.h"
#include "far-kind-schema.h"
#include "far-payload.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY
#define DAY (PARTY_MONDAY + 1)

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
  guint8 red[FAR_RECORD_ID_LEN];
  guint8 blue[FAR_RECORD_ID_LEN];
} Town;

static void
town_clear (Town *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Town, town_clear)

static void
take (Town *self, guint who, const guint8 *rota)
{
  FarWriter writer = party_writer (self->party, who);
  guint8 turn[FAR_RECORD_ID_LEN];

  party_assert_done (far_collective_take_turn (&writer, rota, DAY, NULL, TODAY, turn, error));
}

/* Each wants two: Bo comes to the red one, Cy to the blue one. */
static Town
town_new (guint32 seed)
{
  Town self = { party_new (seed, 4) };
  FarWriter writer;

  party_add_rota (self.party, ADA, "Red", 2, self.red);
  party_add_rota (self.party, ADA, "Blue", 2, self.blue);
  writer = party_writer (self.party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, self.red, error));
  writer = party_writer (self.party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, self.blue, error));
  party_meet (self.party);
  take (&self, BO, self.red);
  take (&self, CY, self.blue);
  party_meet (self.party);

  return self;
}

static gboolean
join (Town *self, guint who, const guint8 *rota, const guint8 *into)
{
  FarWriter writer = party_writer (self->party, who);
  gboolean is_suggestion;

  party_assert_done (far_collective_join (&writer, rota, DAY, into, TODAY, &is_suggestion, error));

  return is_suggestion;
}

static void
agree (Town *self, guint who, gboolean is_yes)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (
      far_collective_agree_join (&writer, self->red, DAY, NULL, is_yes, TODAY, error));
}

/* "short 1/2" of the red one, and of the blue one, on everybody's machine. */
static void
assert_both (Town *self, const char *red, const char *blue)
{
  static const char *const reasons[] = { "enough", "short", "cancelled", "holidays",
                                         "no day", "role",  "joined" };
  const guint8 *rotas[] = { self->red, self->blue };
  const char *expected[] = { red, blue };

  party_meet (self->party);
  for (guint who = 0; who < self->party->n_members; who++)
    for (guint i = 0; i < G_N_ELEMENTS (rotas); i++)
      {
        g_autoptr (FarOutingFacts) outing = party_outing (self->party, who, rotas[i], DAY);
        g_autofree char *is = g_strdup_printf ("%s%s %u/%u", outing->verdict.runs ? "+" : "",
                                               reasons[outing->verdict.reason],
                                               outing->verdict.n_have, outing->verdict.n_needed);

        g_assert_cmpstr (is, ==, expected[i]);
      }
}

static void
test_all_say_yes (void)
{
  g_auto (Town) town = town_new (1);
  g_autoptr (FarOutingFacts) outing = NULL;
  const FarJoinFacts *guest;

  assert_both (&town, "short 1/2", "short 1/2");
  g_assert_false (join (&town, ADA, town.red, town.blue));
  assert_both (&town, "short 1/2", "short 1/2");
  agree (&town, BO, TRUE);
  assert_both (&town, "short 1/2", "short 1/2");
  agree (&town, CY, TRUE);
  assert_both (&town, "+joined 1/2", "+enough 2/2");

  outing = party_outing (town.party, BO, town.blue, DAY);
  g_assert_cmpuint (outing->guests->len, ==, 1);
  guest = outing->guests->pdata[0];
  g_assert_cmpstr (guest->title, ==, "Red");
  g_assert_cmpuint (guest->n_adults, ==, 1);

  /* taken back by one of them, and given again */
  agree (&town, BO, FALSE);
  assert_both (&town, "short 1/2", "short 1/2");
  agree (&town, BO, TRUE);
  assert_both (&town, "+joined 1/2", "+enough 2/2");
  g_assert_false (join (&town, ADA, town.red, NULL));
  assert_both (&town, "short 1/2", "short 1/2");
}

/* Of the blue one on Ada's machine, as it is shown in the week: how many come to it. */
static guint
count_in_week (Town *self)
{
  PartyMember *ada = &self->party->members[ADA];
  g_autoptr (GPtrArray) rotas = far_collective_rotas (ada->store, NULL);
  g_autoptr (GPtrArray) week =
                 far_collective_outings (ada->store, rotas, ada->me.member, DAY, 1, NULL);

  for (guint i = 0; i < week->len; i++)
    {
      const FarOutingFacts *outing = week->pdata[i];

      if (memcmp (outing->rota->id, self->blue, FAR_RECORD_ID_LEN) == 0)
        return outing->verdict.n_have;
    }

  return G_MAXUINT;
}

/* What was computed before anybody spoke of it does not stay. */
static void
test_seen_at_once (void)
{
  g_auto (Town) town = town_new (10);

  g_assert_cmpuint (count_in_week (&town), ==, 1);
  join (&town, ADA, town.red, town.blue);
  party_meet (town.party);
  g_assert_cmpuint (count_in_week (&town), ==, 1);
  agree (&town, BO, TRUE);
  agree (&town, CY, TRUE);
  party_meet (town.party);
  g_assert_cmpuint (count_in_week (&town), ==, 2);
  join (&town, ADA, town.red, NULL);
  g_assert_cmpuint (count_in_week (&town), ==, 1);
}

/* A yes to one is none to another. */
static void
test_yes_to_which (void)
{
  g_auto (Town) town = town_new (2);
  guint8 green[FAR_RECORD_ID_LEN];
  FarWriter writer;

  party_add_rota (town.party, ADA, "Green", 2, green);
  writer = party_writer (town.party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, green, error));
  party_meet (town.party);
  take (&town, CY, green);
  party_meet (town.party);
  join (&town, ADA, town.red, town.blue);
  party_meet (town.party);
  agree (&town, BO, TRUE);
  agree (&town, CY, TRUE);
  assert_both (&town, "+joined 1/2", "+enough 2/2");
  join (&town, ADA, town.red, green);
  assert_both (&town, "short 1/2", "short 1/2");
}

/* Whoever may not publish suggests it, and has said yes with that. */
static void
test_suggested (void)
{
  g_auto (Town) town = town_new (3);
  g_autoptr (GPtrArray) waiting = NULL;
  const FarSuggestionFacts *one;
  FarWriter writer;

  g_assert_true (join (&town, BO, town.red, town.blue));
  party_meet (town.party);
  waiting = far_collective_suggestions (town.party->members[ADA].store, TODAY, NULL);
  g_assert_cmpuint (waiting->len, ==, 1);
  one = waiting->pdata[0];
  g_assert_cmpint (one->what, ==, FAR_SUGGESTS_JOINING);
  g_assert_cmpstr (one->words, ==, "Blue");
  writer = party_writer (town.party, ADA);
  party_assert_done (far_collective_answer_suggestion (&writer, one->entry, TRUE, error));
  party_meet (town.party);
  agree (&town, CY, TRUE);
  assert_both (&town, "+joined 1/2", "+enough 2/2");
}

/* For both. */
static void
say_yes_for (Town *self, guint who, guint whose)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarMapWriter item;
  gboolean is_first;

  far_map_bytes (&map, FAR_OUTING_ROTA, self->red, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_OUTING_DAY, DAY);
  far_map_array (&map, FAR_OUTING_AGREES, 1);
  item = far_map_begin (payload);
  far_map_bytes (&item, FAR_AGREES_ROTA, self->blue, FAR_RECORD_ID_LEN);
  far_map_array (&item, FAR_AGREES_PERSONS, 2);
  is_first = memcmp (self->party->members[who].me.member, self->party->members[whose].me.member,
                     FAR_RECORD_ID_LEN) < 0;
  far_cbor_put_bytes (payload, self->party->members[is_first ? who : whose].me.member,
                      FAR_RECORD_ID_LEN);
  far_cbor_put_bytes (payload, self->party->members[is_first ? whose : who].me.member,
                      FAR_RECORD_ID_LEN);
  far_map_end (&item);
  far_map_end (&map);
  party_write (self->party, who, FAR_KIND_OUTING, 0, payload, NULL, 0);
}

/* Nobody says yes for a member, with whatever program. */
static void
test_yes_for_somebody_else (void)
{
  g_auto (Town) town = town_new (4);
  FarWriter writer;

  join (&town, ADA, town.red, town.blue);
  party_meet (town.party);
  agree (&town, BO, TRUE);
  writer = party_writer (town.party, BO);
  party_assert_refused (far_collective_agree_join (&writer, town.red, DAY,
                                                   town.party->members[CY].me.member, TRUE, TODAY,
                                                   error),
                        FAR_COLLECTIVE_ERROR_PERSON_NOT_YOURS);
  say_yes_for (&town, BO, CY);
  assert_both (&town, "short 1/2", "short 1/2");
}

/* Whoever takes a turn there knows of it, and says yes with that. */
static void
test_who_comes_later (void)
{
  g_auto (Town) town = town_new (5);

  join (&town, ADA, town.red, town.blue);
  party_meet (town.party);
  agree (&town, BO, TRUE);
  agree (&town, CY, TRUE);
  party_meet (town.party);
  take (&town, DI, town.red);
  assert_both (&town, "+joined 2/2", "+enough 3/2");
}

/* What walks with another one takes nobody along; two never walk with each other. */
static void
test_no_chains (void)
{
  g_auto (Town) town = town_new (6);
  guint8 green[FAR_RECORD_ID_LEN];
  FarWriter writer;
  gboolean is_suggestion;

  party_add_rota (town.party, ADA, "Green", 2, green);
  writer = party_writer (town.party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, green, error));
  party_meet (town.party);
  writer = party_writer (town.party, ADA);
  party_assert_refused (far_collective_join (&writer, town.red, DAY, green, TODAY, &is_suggestion,
                                             error),
                        FAR_COLLECTIVE_ERROR_NOBODY_COMES);
  party_assert_refused (far_collective_join (&writer, town.red, DAY, town.red, TODAY,
                                             &is_suggestion, error),
                        FAR_COLLECTIVE_ERROR_JOINED);
  party_assert_refused (far_collective_join (&writer, town.red, DAY, NULL, TODAY, &is_suggestion,
                                             error),
                        FAR_COLLECTIVE_ERROR_NOT_JOINED);
  party_assert_refused (far_collective_agree_join (&writer, town.red, DAY, NULL, TRUE, TODAY,
                                                   error),
                        FAR_COLLECTIVE_ERROR_NOT_JOINED);
  join (&town, ADA, town.red, town.blue);
  writer = party_writer (town.party, ADA);
  party_assert_refused (far_collective_join (&writer, town.blue, DAY, town.red, TODAY,
                                             &is_suggestion, error),
                        FAR_COLLECTIVE_ERROR_JOINED);
  party_assert_refused (far_collective_join (&writer, green, DAY, town.red, TODAY, &is_suggestion,
                                             error),
                        FAR_COLLECTIVE_ERROR_JOINED);
  party_assert_refused (far_collective_join (&writer, town.red, TODAY - 1, town.blue, TODAY,
                                             &is_suggestion, error),
                        FAR_COLLECTIVE_ERROR_OUTING_OVER);
}

/* Nor do they if it was written apart. */
static void
test_chain_written_apart (void)
{
  g_auto (Town) town = town_new (9);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 green[FAR_RECORD_ID_LEN];
  FarWriter writer;

  party_add_rota (town.party, ADA, "Green", 2, green);
  writer = party_writer (town.party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, green, error));
  party_meet (town.party);
  join (&town, ADA, town.red, town.blue);
  party_meet (town.party);
  agree (&town, BO, TRUE);
  agree (&town, CY, TRUE);
  assert_both (&town, "+joined 1/2", "+enough 2/2");

  far_map_bytes (&map, FAR_OUTING_ROTA, town.blue, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_OUTING_DAY, DAY);
  far_map_bytes (&map, FAR_OUTING_INTO, green, FAR_RECORD_ID_LEN);
  far_map_end (&map);
  party_write (town.party, ADA, FAR_KIND_OUTING, 1, payload, NULL, 0);
  assert_both (&town, "short 1/2", "short 1/2");
}

/* What is cancelled walks with nobody. */
static void
test_cancelled (void)
{
  g_auto (Town) town = town_new (7);
  FarWriter writer;

  join (&town, ADA, town.red, town.blue);
  party_meet (town.party);
  agree (&town, BO, TRUE);
  agree (&town, CY, TRUE);
  party_meet (town.party);
  writer = party_writer (town.party, ADA);
  party_assert_done (far_collective_cancel_outing (&writer, town.blue, DAY, "Ice", error));
  assert_both (&town, "short 1/2", "cancelled 1/2");
}

static void
test_gap (void)
{
  g_auto (Town) town = town_new (8);
  FarAvailableFacts rather = { .rather = 127 };
  g_autoptr (GArray) weeks = g_array_new (FALSE, FALSE, sizeof (FarAvailableFacts));
  FarAvailabilityChange change = { .weeks = weeks, .n_turns = -1 };
  PartyMember *ada = &town.party->members[ADA];
  FarWriter writer = party_writer (town.party, DI);
  g_autoptr (FarGapFacts) gap = NULL;
  g_autoptr (GArray) call = NULL;
  const FarNeighbourFacts *blue;

  g_array_append_val (weeks, rather);
  party_assert_done (far_collective_set_availability (&writer, NULL, &change, TODAY, error));
  party_meet (town.party);
  gap = far_collective_gap (ada->store, town.red, ada->me.member, DAY, NULL);
  g_assert_nonnull (gap);
  g_assert_cmpuint (gap->willing->len, ==, 1);
  g_assert_cmpmem (gap->willing->data, FAR_RECORD_ID_LEN, town.party->members[DI].me.member,
                   FAR_RECORD_ID_LEN);
  g_assert_cmpuint (gap->neighbours->len, ==, 1);
  blue = &g_array_index (gap->neighbours, FarNeighbourFacts, 0);
  g_assert_cmpuint (blue->n_adults, ==, 1);
  g_assert_cmpuint (blue->n_adults_together, ==, 2);
  g_assert_cmpuint (blue->n_needed_together, ==, 2);
  g_assert_true (blue->runs_together);

  /* nobody has heard of it but who says so */
  join (&town, ADA, town.red, town.blue);
  call = far_collective_join_to_call (ada->store, ada->me.device, town.red, DAY, TODAY, NULL);
  g_assert_cmpuint (call->len, ==, 2);
}

/* ---- what is sealed */

#define NUTS "Nut allergy. The pen is in the red pouch."

/* Di's child, booked for one of the two. */
static void
add_child (Town *self, const char *name, const guint8 *rota, guint8 *out)
{
  FarChildChange change = FAR_CHILD_CHANGE_NONE;
  FarBookingPlan booking = { .rota = rota, .first_day = TODAY, .last_day = TODAY + 30 };
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean is_written;
  FarWriter writer = party_writer (self->party, DI);

  change.name = name;
  party_assert_done (far_collective_add_child (&writer, &change, out, error));
  party_assert_done (far_collective_book_child (&writer, out, &booking, id, error));
  party_assert_done (far_collective_set_note (&writer, out, NUTS, TODAY, &is_written, error));
  party_meet (self->party);
}

static void
keep_sealed (Town *self)
{
  FarWriter writer;
  gboolean is_written;

  party_meet (self->party);
  writer = party_writer (self->party, DI);
  party_assert_done (far_collective_keep_notes (&writer, TODAY, &is_written, error));
  party_meet (self->party);
}

static void
assert_reads (Town *self, guint who, const guint8 *child, const guint8 *rota, gboolean expected)
{
  const PartyMember *member = &self->party->members[who];
  FarNoteFacts facts;
  gboolean is_read =
      far_collective_read_note (member->store, &member->me, child, rota, DAY, &facts, NULL);

  g_assert_cmpint (is_read, ==, expected);
  if (is_read)
    g_assert_cmpstr (facts.words, ==, NUTS);
  far_note_facts_clear (&facts);
}

/* Who is told to ask the family at that outing: nobody, or as many. */
static void
assert_unreached (Town *self, const guint8 *rota, guint expected)
{
  g_autoptr (FarOutingFacts) outing = party_outing (self->party, BO, rota, DAY);
  guint n = 0;

  for (guint i = 0; i < outing->walkers->len; i++)
    {
      const FarWalkerFacts *walker = outing->walkers->pdata[i];

      g_assert_nonnull (walker->note_devices);
      n += walker->unreached->len;
    }
  g_assert_cmpuint (n, ==, expected);
}

/* Whoever walks with the children answers for them, whichever of the two they had promised. */
static void
test_sealed_to_both (void)
{
  g_auto (Town) town = town_new (21);
  guint8 lea[FAR_RECORD_ID_LEN];
  guint8 max[FAR_RECORD_ID_LEN];

  add_child (&town, "Léa", town.red, lea);
  add_child (&town, "Max", town.blue, max);
  keep_sealed (&town);
  assert_reads (&town, BO, lea, town.red, TRUE);
  assert_reads (&town, CY, max, town.blue, TRUE);
  assert_reads (&town, CY, lea, town.red, FALSE);
  assert_reads (&town, CY, lea, town.blue, FALSE);
  assert_reads (&town, BO, max, town.blue, FALSE);

  join (&town, ADA, town.red, town.blue);
  party_meet (town.party);
  agree (&town, BO, TRUE);
  agree (&town, CY, TRUE);
  party_meet (town.party);
  /* until the family's machine has heard of it, they are told to ask */
  assert_unreached (&town, town.red, 1);
  assert_unreached (&town, town.blue, 2);
  keep_sealed (&town);
  assert_unreached (&town, town.red, 0);
  assert_unreached (&town, town.blue, 0);
  for (guint who = BO; who <= CY; who++)
    {
      assert_reads (&town, who, lea, town.blue, TRUE);
      assert_reads (&town, who, max, town.blue, TRUE);
    }
  assert_reads (&town, BO, lea, town.red, TRUE);
  assert_reads (&town, ADA, lea, town.blue, FALSE);
  assert_reads (&town, ADA, max, town.blue, FALSE);

  /* parted, each knows what is theirs, and the other is erased */
  agree (&town, BO, FALSE);
  keep_sealed (&town);
  assert_reads (&town, BO, lea, town.red, TRUE);
  assert_reads (&town, CY, lea, town.red, FALSE);
  assert_reads (&town, CY, lea, town.blue, FALSE);
  assert_reads (&town, BO, max, town.blue, FALSE);
}

/* ---- the fair plan */

static guint
count_asked (Town *self, const guint8 *rota)
{
  FarFairScope scope = { .first_day = DAY, .last_day = DAY, .rota = rota };
  g_autoptr (GError) error = NULL;
  g_autoptr (FarFairFacts) facts = far_collective_work_out (self->party->members[ADA].store,
                                                            self->party->members[ADA].me.member,
                                                            &scope, TODAY, &error);

  if (g_error_matches (error, FAR_COLLECTIVE_ERROR, FAR_COLLECTIVE_ERROR_NOTHING_OPEN))
    return 0;
  g_assert_no_error (error);

  return facts->lines->len;
}

/* What walks with another one asks for nobody, nor does that one for whom the first brings. */
static void
test_nobody_asked (void)
{
  g_auto (Town) town = town_new (22);

  for (guint who = 0; who < town.party->n_members; who++)
    {
      FarWriter writer = party_writer (town.party, who);
      FarAvailableFacts week = { .cannot = 0 };
      g_autoptr (GArray) weeks = g_array_new (FALSE, FALSE, sizeof week);
      FarAvailabilityChange change = { .weeks = weeks, .n_turns = -1 };

      g_array_append_val (weeks, week);
      party_assert_done (far_collective_set_availability (&writer, NULL, &change, TODAY, error));
    }
  party_meet (town.party);
  g_assert_cmpuint (count_asked (&town, town.red), ==, 1);
  g_assert_cmpuint (count_asked (&town, town.blue), ==, 1);

  join (&town, ADA, town.red, town.blue);
  party_meet (town.party);
  g_assert_cmpuint (count_asked (&town, town.red), ==, 1);
  agree (&town, BO, TRUE);
  agree (&town, CY, TRUE);
  party_meet (town.party);
  g_assert_cmpuint (count_asked (&town, town.red), ==, 0);
  g_assert_cmpuint (count_asked (&town, town.blue), ==, 0);

  agree (&town, CY, FALSE);
  party_meet (town.party);
  g_assert_cmpuint (count_asked (&town, town.red), ==, 1);
  g_assert_cmpuint (count_asked (&town, town.blue), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/joined/all-say-yes", test_all_say_yes);
  g_test_add_func ("/joined/seen-at-once", test_seen_at_once);
  g_test_add_func ("/joined/yes-to-which", test_yes_to_which);
  g_test_add_func ("/joined/suggested", test_suggested);
  g_test_add_func ("/joined/yes-for-somebody-else", test_yes_for_somebody_else);
  g_test_add_func ("/joined/who-comes-later", test_who_comes_later);
  g_test_add_func ("/joined/no-chains", test_no_chains);
  g_test_add_func ("/joined/chain-written-apart", test_chain_written_apart);
  g_test_add_func ("/joined/cancelled", test_cancelled);
  g_test_add_func ("/joined/gap", test_gap);

  g_test_add_func ("/joined/sealed-to-both", test_sealed_to_both);
  g_test_add_func ("/joined/nobody-asked", test_nobody_asked);

  return g_test_run ();
}
