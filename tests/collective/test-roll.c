/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Roll-call: anybody counts, whose word goes before whose, and to whom a child was handed over. */

#include <string.h>

#include "far-kind-schema.h"
#include "test-party.h"

#define ADA 0 /* holds the baton */
#define BO 1  /* whose child it is */
#define CY 2  /* who comes along */
#define DI 3
#define TODAY PARTY_MONDAY
#define SHUFFLES 200

typedef struct
{
  Party *party; /* owned */
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 child[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN]; /* Cy's */
} Walk;

static void
walk_clear (Walk *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static Walk
walk_new (guint32 seed, guint n_members)
{
  Walk self = { party_new (seed, n_members) };
  FarRotaPlan plan = {
    .title = "The walk",
    .rule = { .weekdays = 31,
              .every_n_weeks = 1,
              .first_day = TODAY - 400,
              .last_day = TODAY + 400 },
    .at = 460,
    .n_min = 1,
    .n_max = 3,
  };
  FarChildChange lea = FAR_CHILD_CHANGE_NONE;
  FarWriter writer = party_writer (self.party, ADA);

  party_assert_done (far_collective_add_rota (&writer, &plan, self.rota, error));
  party_meet (self.party);
  lea.name = "Léa";
  writer = party_writer (self.party, BO);
  party_assert_done (far_collective_add_child (&writer, &lea, self.child, error));
  writer = party_writer (self.party, CY);
  party_assert_done (
      far_collective_take_turn (&writer, self.rota, TODAY, NULL, TODAY, self.turn, error));
  party_meet (self.party);

  return self;
}

/* Returns: whether anything was written */
static gboolean
call_one (Walk *self, guint who, const guint8 *person, FarRollChange change)
{
  FarWriter writer = party_writer (self->party, who);
  gboolean is_written;

  party_assert_done (far_collective_call_roll (&writer, person, self->rota, TODAY, &change, TODAY,
                                               &is_written, error));

  return is_written;
}

static gboolean
say (Walk *self, guint who, FarCalled state)
{
  FarRollChange change = FAR_ROLL_CHANGE_NONE;

  change.state = state;

  return call_one (self, who, self->child, change);
}

/* @to: a member's number, or PARTY_MAX for nobody that is known */
static gboolean
hand (Walk *self, guint who, guint to, const char *words)
{
  FarRollChange change = FAR_ROLL_CHANGE_NONE;

  change.is_handing = change.is_handed = TRUE;
  change.person = to < PARTY_MAX ? self->party->members[to].me.member : NULL;
  change.words = words;

  return call_one (self, who, self->child, change);
}

static void
append_said (GString *text, const Party *party, const FarRollSaid *said, gboolean is_hand)
{
  guint by = 0;

  while (by < party->n_members &&
         memcmp (party->members[by].me.member, said->by, FAR_RECORD_ID_LEN) != 0)
    by++;
  g_string_append_printf (text, "%s%c", said->is_witness ? "" : "?", "abcdefghijkl"[by]);
  if (!is_hand)
    g_string_append_c (text, "-TLM"[said->state]);
  else if (!said->is_handed)
    g_string_append_c (text, '-');
  for (guint i = 0; is_hand && said->has_person && i < party->n_members; i++)
    if (memcmp (party->members[i].me.member, said->person, FAR_RECORD_ID_LEN) == 0)
      g_string_append_c (text, "ABCDEFGHIJKL"[i]);
  if (is_hand && *said->words != '\0')
    g_string_append_printf (text, "“%s”", said->words);
}

/* What all machines list of one: who says there (T), late (L), missing (M) or nothing any more (-),
 * after it to whom it was handed over; ? before who was not there, the shown ones first. */
static void
assert_said_of (Walk *self, const guint8 *person, const char *expected)
{
  Party *party = self->party;

  party_meet (party);
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) roll =
                     far_collective_roll (party->members[who].store, self->rota, TODAY, &error);
      g_autoptr (GString) text = g_string_new (NULL);

      g_assert_no_error (error);
      for (guint i = 0; i < roll->len; i++)
        {
          const FarRollFacts *facts = roll->pdata[i];

          if (memcmp (facts->person, person, FAR_RECORD_ID_LEN) != 0)
            continue;
          for (guint j = 0; j < facts->states->len; j++)
            append_said (text, party, facts->states->pdata[j], FALSE);
          for (guint j = 0; j < facts->hands->len; j++)
            {
              g_string_append_c (text, j == 0 ? '>' : '|');
              append_said (text, party, facts->hands->pdata[j], TRUE);
            }
        }
      g_assert_cmpstr (text->str, ==, expected);
    }
}

static void
assert_said (Walk *self, const char *expected)
{
  assert_said_of (self, self->child, expected);
}

/* All machines agree, and so does one that hears of everything in any other order. */
static void
assert_agree (Walk *self)
{
  party_meet (self->party);
  party_assert_orders (self->party, SHUFFLES);
}

/* ---- what is said */

static void
test_called (void)
{
  g_auto (Walk) walk = walk_new (1, 4);

  assert_said (&walk, "");
  g_assert_true (say (&walk, CY, FAR_CALLED_THERE));
  assert_said (&walk, "cT");
  g_assert_false (say (&walk, CY, FAR_CALLED_THERE));
  g_assert_true (say (&walk, CY, FAR_CALLED_LATE));
  assert_said (&walk, "cL");
  g_assert_true (say (&walk, CY, FAR_CALLED_NOT));
  assert_said (&walk, "c-");

  /* who is handed over was there */
  g_assert_true (hand (&walk, CY, BO, NULL));
  assert_said (&walk, "cT>cB");
  g_assert_false (hand (&walk, CY, BO, ""));
  g_assert_true (hand (&walk, CY, PARTY_MAX, "  la maîtresse "));
  assert_said (&walk, "cT>c“la maîtresse”");
  /* late it stays late */
  g_assert_true (say (&walk, CY, FAR_CALLED_LATE));
  assert_said (&walk, "cL>c“la maîtresse”");
  g_assert_true (hand (&walk, CY, DI, "at the gate"));
  assert_said (&walk, "cL>cD“at the gate”");
  /* and who was not there was handed over to nobody */
  g_assert_true (say (&walk, CY, FAR_CALLED_MISSING));
  assert_said (&walk, "cM>c-");
  g_assert_true (say (&walk, CY, FAR_CALLED_THERE));
  assert_said (&walk, "cT>c-");
  assert_agree (&walk);
}

static void
test_taken_back (void)
{
  g_auto (Walk) walk = walk_new (2, 3);
  FarRollChange back = FAR_ROLL_CHANGE_NONE;

  g_assert_true (hand (&walk, CY, BO, NULL));
  back.is_handing = TRUE;
  g_assert_true (call_one (&walk, CY, walk.child, back));
  assert_said (&walk, "cT>c-");
  g_assert_false (call_one (&walk, CY, walk.child, back));
  g_assert_true (hand (&walk, CY, PARTY_MAX, NULL));
  assert_said (&walk, "cT>c");
}

/* ---- whose word */

/* Anybody may, and who was there goes before who was not. */
static void
test_witness (void)
{
  g_auto (Walk) walk = walk_new (3, 4);

  g_assert_true (say (&walk, DI, FAR_CALLED_THERE));
  assert_said (&walk, "?dT");
  /* another who was not there knows as much: it is put right */
  g_assert_true (say (&walk, ADA, FAR_CALLED_MISSING));
  assert_said (&walk, "?aM");
  g_assert_true (say (&walk, CY, FAR_CALLED_LATE));
  assert_said (&walk, "cL");
  /* whoever was not there says so beside it, the coordinator too */
  g_assert_true (say (&walk, DI, FAR_CALLED_MISSING));
  assert_said (&walk, "cL?dM");
  g_assert_true (say (&walk, ADA, FAR_CALLED_THERE));
  assert_said (&walk, "cL?aT?dM");
  /* who speaks for the child has it at home, and ends that */
  g_assert_true (say (&walk, BO, FAR_CALLED_MISSING));
  assert_said (&walk, "bM");
  g_assert_true (hand (&walk, CY, BO, NULL));
  assert_said (&walk, "cT>cB");
  assert_agree (&walk);
}

/* Two who were both there, and did not hear of each other: both are shown, the later first. */
static void
test_side_by_side (void)
{
  g_auto (Walk) walk = walk_new (4, 4);

  g_assert_true (say (&walk, CY, FAR_CALLED_THERE));
  g_assert_true (say (&walk, BO, FAR_CALLED_MISSING));
  assert_said (&walk, "bMcT");
  /* the same again settles it */
  g_assert_true (say (&walk, BO, FAR_CALLED_MISSING));
  assert_said (&walk, "bM");

  g_assert_true (hand (&walk, BO, DI, NULL));
  g_assert_true (hand (&walk, CY, BO, NULL));
  assert_said (&walk, "cT>cB|bD");
  assert_agree (&walk);
}

/* Who gave the turn back was not there; and a claimed term says nothing of who was. */
static void
test_crew (void)
{
  g_auto (Walk) walk = walk_new (5, 4);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarWriter writer;

  g_assert_true (say (&walk, CY, FAR_CALLED_THERE));
  far_map_int (&map, FAR_ROLL_DAY, TODAY);
  far_map_bytes (&map, FAR_ROLL_ROTA, walk.rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_ROLL_STATE, FAR_CALLED_MISSING);
  far_map_end (&map);
  party_write_about (walk.party, ADA, FAR_KIND_ROLL, walk.child, 1, payload, NULL, 0);
  party_write_about (walk.party, DI, FAR_KIND_ROLL, NULL, 0, payload, NULL, 0);
  assert_said (&walk, "cT?aM");
  writer = party_writer (walk.party, CY);
  party_assert_done (
      far_collective_change_turn (&writer, walk.turn, FAR_TURN_STATE_RELEASED, TODAY, NULL, error));
  assert_said (&walk, "?aM?cT");
  assert_agree (&walk);
}

/* Adults are called as children are: who came says so of themselves too. */
static void
test_adults (void)
{
  g_auto (Walk) walk = walk_new (6, 4);
  const guint8 *di = walk.party->members[DI].me.member;
  FarWriter writer = party_writer (walk.party, ADA);
  guint8 grandpa[FAR_RECORD_ID_LEN];
  FarRollChange there = FAR_ROLL_CHANGE_NONE;
  FarRollChange handed = FAR_ROLL_CHANGE_NONE;
  gboolean is_written;

  party_assert_done (far_collective_add_person (&writer, "Grandpa", grandpa, error));
  party_meet (walk.party);
  there.state = FAR_CALLED_THERE;
  g_assert_true (call_one (&walk, DI, di, there));
  assert_said_of (&walk, di, "dT");
  there.state = FAR_CALLED_MISSING;
  g_assert_true (call_one (&walk, BO, di, there));
  assert_said_of (&walk, di, "dT?bM");
  there.state = FAR_CALLED_LATE;
  g_assert_true (call_one (&walk, CY, di, there));
  assert_said_of (&walk, di, "cL");

  /* who answers for somebody knows */
  g_assert_true (call_one (&walk, ADA, grandpa, there));
  assert_said_of (&walk, grandpa, "aL");

  handed.is_handing = handed.is_handed = TRUE;
  writer = party_writer (walk.party, CY);
  party_assert_refused (far_collective_call_roll (&writer, di, walk.rota, TODAY, &handed, TODAY,
                                                  &is_written, error),
                        FAR_COLLECTIVE_ERROR_NOT_A_CHILD);
  assert_agree (&walk);
}

/* ---- what is refused */

static void
test_refused (void)
{
  g_auto (Walk) walk = walk_new (7, 3);
  FarWriter writer = party_writer (walk.party, CY);
  guint8 nowhere[FAR_RECORD_ID_LEN] = { 7 };
  FarRollChange change = FAR_ROLL_CHANGE_NONE;
  g_autofree char *long_words = g_strnfill (FAR_ROLL_WORDS_MAX + 1, 'x');
  guint32 before = far_store_next_seq (writer.store, writer.me->device);
  gboolean is_written;

#define ASSERT_REFUSED(person, where, day, today, code) \
  party_assert_refused (far_collective_call_roll (&writer, person, where, day, &change, today, \
                                                  &is_written, error), \
                        code); \
  g_assert_false (is_written)
  change.state = FAR_CALLED_THERE;
  ASSERT_REFUSED (walk.child, walk.rota, TODAY + 1, TODAY, FAR_COLLECTIVE_ERROR_NOT_YET);
  ASSERT_REFUSED (walk.child, walk.rota, TODAY, TODAY + FAR_ROLL_PAST_DAYS + 1,
                  FAR_COLLECTIVE_ERROR_OUTING_OVER);
  ASSERT_REFUSED (walk.child, walk.rota, TODAY + 5, TODAY + 5, FAR_COLLECTIVE_ERROR_NO_OUTING);
  ASSERT_REFUSED (walk.child, walk.rota, FAR_DAY_MAX + 1, TODAY, FAR_COLLECTIVE_ERROR_DATE_INVALID);
  ASSERT_REFUSED (walk.child, nowhere, TODAY, TODAY, FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  ASSERT_REFUSED (nowhere, walk.rota, TODAY, TODAY, FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  ASSERT_REFUSED (walk.rota, walk.rota, TODAY, TODAY, FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  change.is_handing = change.is_handed = TRUE;
  change.person = nowhere;
  ASSERT_REFUSED (walk.child, walk.rota, TODAY, TODAY, FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  change.person = NULL;
  change.words = "a\nb";
  ASSERT_REFUSED (walk.child, walk.rota, TODAY, TODAY, FAR_COLLECTIVE_ERROR_TEXT_INVALID);
  change.words = long_words;
  ASSERT_REFUSED (walk.child, walk.rota, TODAY, TODAY, FAR_COLLECTIVE_ERROR_TEXT_INVALID);
#undef ASSERT_REFUSED
  g_assert_cmpuint (far_store_next_seq (writer.store, writer.me->device), ==, before);

  /* on the last day on which it is still put right it is */
  change.words = "the teacher";
  party_assert_done (far_collective_call_roll (&writer, walk.child, walk.rota, TODAY, &change,
                                               TODAY + FAR_ROLL_PAST_DAYS, &is_written, error));
  g_assert_true (is_written);
}

/* One machine says so much of one day and no more. */
static void
test_bounded (void)
{
  g_auto (Walk) walk = walk_new (8, 3);
  FarRollChange change = FAR_ROLL_CHANGE_NONE;
  FarWriter writer;
  gboolean is_written;

  for (guint i = 0; i < FAR_CHAIN_SAID_MAX; i++)
    g_assert_true (say (&walk, CY, i % 2 == 0 ? FAR_CALLED_THERE : FAR_CALLED_MISSING));
  assert_said (&walk, "cM");
  change.state = FAR_CALLED_THERE;
  writer = party_writer (walk.party, CY);
  party_assert_refused (far_collective_call_roll (&writer, walk.child, walk.rota, TODAY, &change,
                                                  TODAY, &is_written, error),
                        FAR_COLLECTIVE_ERROR_FULL_SAID);
  assert_said (&walk, "cM");
}

/* ---- what becomes of it */

static void
test_erased (void)
{
  g_auto (Walk) walk = walk_new (9, 3);
  FarWriter writer;
  FarPos pos;
  guint n;

  g_assert_true (hand (&walk, CY, BO, "at the gate"));
  assert_said (&walk, "cT>cB“at the gate”");
  /* whose child it is has all of it erased, whoever wrote it */
  writer = party_writer (walk.party, BO);
  party_assert_done (far_collective_erase_subject (&writer, walk.child, &pos, error));
  assert_said (&walk, "");
  assert_agree (&walk);

  /* and after a school year and a month nobody needs to know */
  {
    g_auto (Walk) later = walk_new (10, 3);

    g_assert_true (say (&later, CY, FAR_CALLED_THERE));
    party_meet (later.party);
    writer = party_writer (later.party, CY);
    party_assert_done (far_collective_erase_expired (&writer, TODAY + 395, &n, error));
    g_assert_cmpuint (n, ==, 0);
    assert_said (&later, "cT");
    party_assert_done (far_collective_erase_expired (&writer, TODAY + 397, &n, error));
    g_assert_cmpuint (n, ==, 1);
    assert_said (&later, "");
  }
}

/* The digest sees what people would see. */
static void
test_tells_apart (void)
{
  g_auto (Walk) walk = walk_new (11, 3);
  FarStore *store = walk.party->members[CY].store;
  guint8 before[2 * FAR_HASH_LEN];
  guint8 after[2 * FAR_HASH_LEN];

  party_digests (store, before);
#define ASSERT_CHANGES(act) \
  g_assert_true (act); \
  party_digests (store, after); \
  g_assert_cmpint (memcmp (before + FAR_HASH_LEN, after + FAR_HASH_LEN, FAR_HASH_LEN), !=, 0); \
  memcpy (before, after, sizeof before)
  ASSERT_CHANGES (say (&walk, CY, FAR_CALLED_THERE));
  ASSERT_CHANGES (say (&walk, CY, FAR_CALLED_LATE));
  ASSERT_CHANGES (hand (&walk, CY, BO, NULL));
  ASSERT_CHANGES (hand (&walk, CY, BO, "at the gate"));
  ASSERT_CHANGES (say (&walk, CY, FAR_CALLED_NOT));
#undef ASSERT_CHANGES
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/roll/called", test_called);
  g_test_add_func ("/far/roll/taken-back", test_taken_back);
  g_test_add_func ("/far/roll/witness", test_witness);
  g_test_add_func ("/far/roll/side-by-side", test_side_by_side);
  g_test_add_func ("/far/roll/crew", test_crew);
  g_test_add_func ("/far/roll/adults", test_adults);
  g_test_add_func ("/far/roll/refused", test_refused);
  g_test_add_func ("/far/roll/bounded", test_bounded);
  g_test_add_func ("/far/roll/erased", test_erased);
  g_test_add_func ("/far/roll/tells-apart", test_tells_apart);

  return g_test_run ();
}
