/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Things and rooms: who booked what, who has it then, who waits and why, and what happens at the
 * door. */

#include <string.h>

#include "far-collective-lending.h"
#include "far-kind-schema.h"
#include "test-party.h"

#define TODAY PARTY_MONDAY
#define N_ORDERS 200

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
  guint8 thing[FAR_RECORD_ID_LEN];
} Shelf;

static void
shelf_clear (Shelf *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shelf, shelf_clear)

static void
add (Party *party, guint who, const FarThingChange *thing, guint8 *out)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_add_thing (&writer, thing, out, error));
}

static void
change (Shelf *self, guint who, const FarThingChange *what)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (far_collective_change_thing (&writer, self->thing, what, error));
}

/* Ada writes down a trailer of the collective, of which there are @n. */
static Shelf
shelf_new (guint32 seed, guint n)
{
  FarThingChange thing = { .name = "Trailer",
                           .says = FAR_THING_SAYS_PIECES | FAR_THING_SAYS_LENT,
                           .pieces = n,
                           .is_lent = TRUE };
  Shelf self = { party_new (seed, 4) };

  party_agree (self.party, FAR_RULE_LENDING, 1);
  add (self.party, ADA, &thing, self.thing);
  party_meet (self.party);

  return self;
}

/* @first, @last: days from Monday on */
static FarLoanPlan
plan_of (const Shelf *self, gint32 first, gint32 last, guint n)
{
  return (FarLoanPlan){ .thing = self->thing,
                        .first = TODAY + first,
                        .last = TODAY + last,
                        .from = -1,
                        .until = -1,
                        .n = n };
}

static void
book_plan (Shelf *self, guint who, const FarLoanPlan *plan, guint n_days, guint8 *out)
{
  FarWriter writer = party_writer (self->party, who);
  FarLoansTaken taken;

  party_assert_done (far_collective_book (&writer, plan, TODAY, &taken, error));
  g_assert_cmpuint (taken.days->len, ==, n_days);
  if (out != NULL)
    memcpy (out, taken.ids->data, FAR_RECORD_ID_LEN);
  far_loans_taken_clear (&taken);
}

static void
book (Shelf *self, guint who, gint32 first, gint32 last, guint n, guint8 *out)
{
  FarLoanPlan plan = plan_of (self, first, last, n);

  book_plan (self, who, &plan, 1, out);
}

static void
refuse (Shelf *self, guint who, FarLoanPlan plan, gint code)
{
  FarWriter writer = party_writer (self->party, who);
  gint64 n = far_store_get_n_entries (self->party->members[who].store);
  FarLoansTaken taken;

  party_assert_refused (far_collective_book (&writer, &plan, TODAY, &taken, error), code);
  g_assert_cmpint (far_store_get_n_entries (self->party->members[who].store), ==, n);
}

static guint
release (Shelf *self, guint who, const guint8 *loan, gboolean with_later)
{
  FarWriter writer = party_writer (self->party, who);
  guint n;

  party_assert_done (
      far_collective_release_loan (&writer, loan, with_later, TODAY, NULL, &n, error));

  return n;
}

static void
hand (Shelf *self, guint who, const guint8 *loan, FarLoanHand what, gint32 day)
{
  FarWriter writer = party_writer (self->party, who);
  FarHandover handover = { .hand = what, .condition = -1 };

  party_assert_done (far_collective_hand_loan (&writer, loan, &handover, TODAY + day, error));
}

static FarLentThing *
read_lent (Shelf *self, guint who)
{
  const PartyMember *member = &self->party->members[who];
  g_autoptr (GError) error = NULL;
  FarLentThing *lent = far_collective_lent (member->store, self->thing, member->me.member, &error);

  g_assert_no_error (error);

  return lent;
}

static char
name_of (Shelf *self, const guint8 *person)
{
  for (guint who = 0; who < self->party->n_members; who++)
    if (far_record_id_equal (self->party->members[who].me.member, person))
      return "ABCD"[who];

  return '?';
}

/* "A1-3 B+2" of what is booked, by day: who, from which day to which, "+" in reserve, "-" given
 * back, "!" out, "<" back. */
static char *
tell (Shelf *self, const FarLentThing *lent)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < lent->loans->len; i++)
    {
      const FarLoanFacts *loan = lent->loans->pdata[i];

      g_string_append_printf (text, "%s%c%s%d", i > 0 ? " " : "", name_of (self, loan->person),
                              loan->place == FAR_TURN_PLACE_STANDING  ? ""
                              : loan->place == FAR_TURN_PLACE_RESERVE ? "+"
                                                                      : "-",
                              loan->first - TODAY);
      if (loan->last != loan->first)
        g_string_append_printf (text, "..%d", loan->last - TODAY);
      if (loan->hand != FAR_LOAN_BOOKED)
        g_string_append (text, loan->hand == FAR_LOAN_OUT ? "!" : "<");
    }

  return g_string_free (text, FALSE);
}

static void
assert_told (Shelf *self, const char *expected)
{
  party_meet (self->party);
  for (guint who = 0; who < self->party->n_members; who++)
    {
      g_autoptr (FarLentThing) lent = read_lent (self, who);
      g_autofree char *text = tell (self, lent);

      g_assert_cmpstr (text, ==, expected);
    }
}

/* ---- what there is */

static void
test_thing (void)
{
  g_auto (Shelf) shelf = shelf_new (1, 12);
  FarHeldPart part = { .n = 3 };
  g_autoptr (GArray) held = g_array_new (FALSE, FALSE, sizeof part);
  FarThingChange say = { .gone = -1,
                         .says = FAR_THING_SAYS_CONDITION | FAR_THING_SAYS_WORN |
                                 FAR_THING_SAYS_WHERE | FAR_THING_SAYS_HELD,
                         .condition = FAR_CONDITION_WORN,
                         .worn = " one strap is torn ",
                         .where = "Cupboard at school",
                         .held = held };
  FarThingChange own = { .gone = -1, .says = FAR_THING_SAYS_PIECES, .pieces = 11 };
  const FarThingFacts *facts;
  FarWriter writer;
  gint64 n_entries;

  memcpy (part.who, shelf.party->members[CY].me.member, FAR_RECORD_ID_LEN);
  g_array_append_val (held, part);
  change (&shelf, BO, &say);
  party_meet (shelf.party);
  {
    g_autoptr (FarLentThing) lent = read_lent (&shelf, DI);

    facts = lent->thing;
    g_assert_cmpint (facts->what, ==, FAR_THING_IS_THING);
    g_assert_cmpuint (far_thing_facts_count (facts), ==, 12);
    g_assert_false (facts->has_whose);
    g_assert_true (facts->is_lent);
    g_assert_cmpint (facts->condition, ==, FAR_CONDITION_WORN);
    g_assert_cmpstr (facts->worn, ==, "one strap is torn");
    g_assert_cmpstr (facts->where, ==, "Cupboard at school");
    g_assert_cmpuint (facts->held->len, ==, 1);
    g_assert_cmpuint (g_array_index (facts->held, FarHeldPart, 0).n, ==, 3);
  }

  /* how many there are is whose it is to say, or of the collective's who coordinates */
  writer = party_writer (shelf.party, BO);
  party_assert_refused (far_collective_change_thing (&writer, shelf.thing, &own, error),
                        FAR_COLLECTIVE_ERROR_THING_NOT_YOURS);
  change (&shelf, ADA, &own);

  /* what is said already is not written */
  party_meet (shelf.party);
  n_entries = far_store_get_n_entries (shelf.party->members[BO].store);
  change (&shelf, BO, &say);
  g_assert_cmpint (far_store_get_n_entries (shelf.party->members[BO].store), ==, n_entries);
}

/* Whoever coordinates says it of what is the collective's, and of nobody's own. */
static void
test_whose (void)
{
  g_auto (Shelf) shelf = shelf_new (2, 1);
  FarThingChange bike = { .name = "Bike", .says = FAR_THING_SAYS_WHAT | FAR_THING_SAYS_WHOSE };
  FarThingChange lend = { .gone = -1, .says = FAR_THING_SAYS_LENT, .is_lent = TRUE };
  guint8 vests[FAR_RECORD_ID_LEN];
  FarWriter writer;

  bike.what = FAR_THING_IS_BIKE;
  bike.whose = shelf.party->members[BO].me.member;
  add (shelf.party, BO, &bike, shelf.thing);
  add (shelf.party, BO, &(FarThingChange){ .name = "Vests" }, vests);
  party_meet (shelf.party);
  writer = party_writer (shelf.party, ADA);
  party_assert_refused (far_collective_change_thing (&writer, shelf.thing, &lend, error),
                        FAR_COLLECTIVE_ERROR_THING_NOT_YOURS);
  party_assert_done (far_collective_change_thing (&writer, vests, &lend, error));
  party_meet (shelf.party);
  memcpy (shelf.thing, vests, sizeof vests);
  {
    g_autoptr (FarLentThing) lent = read_lent (&shelf, CY);

    g_assert_true (lent->thing->is_lent);
  }
}

/* Off, nothing of it is written. */
static void
test_off (void)
{
  Shelf shelf = { party_new (3, 3) };
  FarThingChange thing = { .name = "Hall", .says = FAR_THING_SAYS_WHAT, .what = FAR_THING_IS_ROOM };
  FarThingChange lend = { .gone = -1, .says = FAR_THING_SAYS_LENT, .is_lent = TRUE };
  guint8 id[FAR_RECORD_ID_LEN];
  FarWriter writer;

  add (shelf.party, ADA, &(FarThingChange){ .name = "Key" }, shelf.thing);
  party_meet (shelf.party);
  writer = party_writer (shelf.party, ADA);
  party_assert_refused (far_collective_change_thing (&writer, shelf.thing, &lend, error),
                        FAR_COLLECTIVE_ERROR_LENDING_OFF);
  party_assert_refused (far_collective_add_thing (&writer, &thing, id, error),
                        FAR_COLLECTIVE_ERROR_ROOMS_OFF);
  refuse (&shelf, ADA, plan_of (&shelf, 0, 1, 1), FAR_COLLECTIVE_ERROR_LENDING_OFF);
  party_agree (shelf.party, FAR_RULE_ROOMS, 1);
  refuse (&shelf, ADA, plan_of (&shelf, 0, 1, 1), FAR_COLLECTIVE_ERROR_LENDING_OFF);
  writer = party_writer (shelf.party, ADA);
  party_assert_done (far_collective_add_thing (&writer, &thing, id, error));
  shelf_clear (&shelf);
}

/* ---- booking */

static void
test_refused (void)
{
  g_auto (Shelf) shelf = shelf_new (4, 2);
  FarThingChange days = { .gone = -1, .says = FAR_THING_SAYS_DAYS, .days = 3 };
  FarThingChange keep = { .gone = -1, .says = FAR_THING_SAYS_LENT, .is_lent = FALSE };
  g_autofree char *essay = g_strnfill (10000, 'x');
  FarLoanPlan plan;

  refuse (&shelf, BO, plan_of (&shelf, 2, 1, 1), FAR_COLLECTIVE_ERROR_PERIOD_INVALID);
  refuse (&shelf, BO, plan_of (&shelf, -3, -1, 1), FAR_COLLECTIVE_ERROR_LOAN_OVER);
  refuse (&shelf, BO, plan_of (&shelf, 0, 366, 1), FAR_COLLECTIVE_ERROR_LOAN_LONG);
  refuse (&shelf, BO, plan_of (&shelf, 0, 1, 0), FAR_COLLECTIVE_ERROR_PIECES_INVALID);
  refuse (&shelf, BO, plan_of (&shelf, 0, 1, 3), FAR_COLLECTIVE_ERROR_PIECES_INVALID);
  plan = plan_of (&shelf, 0, 0, 1);
  plan.from = 600;
  plan.until = 600;
  refuse (&shelf, BO, plan, FAR_COLLECTIVE_ERROR_PERIOD_INVALID);
  plan.until = 1441;
  refuse (&shelf, BO, plan, FAR_COLLECTIVE_ERROR_TIME_INVALID);
  plan = plan_of (&shelf, 0, 0, 1);
  plan.weekly_last = TODAY + 7 * FAR_LOAN_DATES_MAX;
  refuse (&shelf, BO, plan, FAR_COLLECTIVE_ERROR_LOAN_LONG);
  plan = plan_of (&shelf, 0, 0, 1);
  plan.words = essay;
  refuse (&shelf, BO, plan, FAR_COLLECTIVE_ERROR_TEXT_INVALID);
  plan = plan_of (&shelf, 0, 0, 1);
  plan.person = shelf.party->members[CY].me.member;
  refuse (&shelf, BO, plan, FAR_COLLECTIVE_ERROR_PERSON_IS_MEMBER);
  plan.thing = plan.person;
  refuse (&shelf, BO, plan, FAR_COLLECTIVE_ERROR_NO_SUCH_ID);

  book (&shelf, BO, 1, 3, 1, NULL);
  refuse (&shelf, BO, plan_of (&shelf, 3, 4, 1), FAR_COLLECTIVE_ERROR_LOAN_HELD);
  change (&shelf, ADA, &days);
  party_meet (shelf.party);
  refuse (&shelf, CY, plan_of (&shelf, 4, 7, 1), FAR_COLLECTIVE_ERROR_LOAN_LONG);
  book (&shelf, CY, 4, 6, 1, NULL);
  change (&shelf, ADA, &keep);
  party_meet (shelf.party);
  refuse (&shelf, CY, plan_of (&shelf, 8, 8, 1), FAR_COLLECTIVE_ERROR_NOT_LENT);
  /* what is promised stays so, and repair is another matter */
  plan = plan_of (&shelf, 8, 8, 1);
  plan.is_repair = TRUE;
  book_plan (&shelf, CY, &plan, 1, NULL);
  assert_told (&shelf, "B1..3 C4..6 C8");
  change (&shelf, ADA, &(FarThingChange){ .gone = 1 });
  party_meet (shelf.party);
  refuse (&shelf, CY, plan_of (&shelf, 9, 9, 1), FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
}

/* One has it, the other waits and knows for whom; what is given back moves up. */
static void
test_reserve (void)
{
  g_auto (Shelf) shelf = shelf_new (5, 1);
  guint8 of_bo[FAR_RECORD_ID_LEN];
  FarWriter writer;
  guint n;

  book (&shelf, BO, 1, 3, 1, of_bo);
  party_meet (shelf.party);
  book (&shelf, CY, 3, 5, 1, NULL);
  book (&shelf, CY, 6, 7, 1, NULL); /* the same person again */
  party_meet (shelf.party);
  book (&shelf, DI, 0, 0, 1, NULL);
  assert_told (&shelf, "D0 B1..3 C+3..5 C6..7");
  {
    g_autoptr (FarLentThing) lent = read_lent (&shelf, CY);
    const FarLoanFacts *loan = lent->loans->pdata[2];
    FarStay stay = { (gint64)(TODAY + 4) * 1440, (gint64)(TODAY + 5) * 1440, 1 };

    g_assert_cmpint (loan->reason, ==, FAR_RANK_REASON_SEEN);
    g_assert_cmpint (loan->why.reason, ==, FAR_STAY_TAKEN);
    g_assert_cmpuint (loan->reserve, ==, 1);
    g_assert_cmpmem (loan->before, FAR_RECORD_ID_LEN, of_bo, FAR_RECORD_ID_LEN);
    g_assert_cmpuint (far_lent_thing_count_free (lent, &stay), ==, 1);
    stay.begin -= 3 * 1440;
    g_assert_cmpuint (far_lent_thing_count_free (lent, &stay), ==, 0);
  }

  writer = party_writer (shelf.party, CY);
  party_assert_refused (far_collective_release_loan (&writer, of_bo, FALSE, TODAY, NULL, &n, error),
                        FAR_COLLECTIVE_ERROR_NOT_YOURS);
  g_assert_cmpuint (release (&shelf, BO, of_bo, FALSE), ==, 1);
  assert_told (&shelf, "D0 B-1..3 C3..5 C6..7");
  writer = party_writer (shelf.party, BO);
  party_assert_refused (far_collective_release_loan (&writer, of_bo, FALSE, TODAY, NULL, &n, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_RELEASED);
}

/* As many at once as there are. */
static void
test_pieces (void)
{
  g_auto (Shelf) shelf = shelf_new (6, 12);
  FarThingChange fewer = { .gone = -1, .says = FAR_THING_SAYS_PIECES, .pieces = 8 };

  book (&shelf, BO, 0, 9, 5, NULL);
  party_meet (shelf.party);
  book (&shelf, CY, 2, 3, 7, NULL);
  party_meet (shelf.party);
  book (&shelf, DI, 3, 4, 1, NULL);
  assert_told (&shelf, "B0..9 C2..3 D+3..4");

  /* there are fewer than were booked: who came later waits, and who needs little may stand */
  change (&shelf, ADA, &fewer);
  assert_told (&shelf, "B0..9 C+2..3 D3..4");
  /* gone, nobody has it, and all see that */
  change (&shelf, ADA, &(FarThingChange){ .gone = 1 });
  assert_told (&shelf, "B+0..9 C+2..3 D+3..4");
  change (&shelf, ADA, &(FarThingChange){ .gone = 0 });
  assert_told (&shelf, "B0..9 C+2..3 D3..4");
}

/* A room, by the hour, each Tuesday. */
static void
test_room (void)
{
  static const gint32 again[] = { TODAY + 15, TODAY + 1, TODAY + 2 };
  static const gint32 never = TODAY + 3;
  Shelf shelf = { party_new (7, 4) };
  FarThingChange room = { .name = "Hall",
                          .says = FAR_THING_SAYS_WHAT | FAR_THING_SAYS_PIECES | FAR_THING_SAYS_LENT,
                          .what = FAR_THING_IS_ROOM,
                          .pieces = 40,
                          .is_lent = TRUE };
  FarLoanPlan choir;
  FarLoanPlan other;
  guint8 first[FAR_RECORD_ID_LEN];

  party_agree (shelf.party, FAR_RULE_ROOMS, 1);
  add (shelf.party, ADA, &room, shelf.thing);
  party_meet (shelf.party);
  choir = plan_of (&shelf, 1, 1, 25);
  choir.from = 18 * 60;
  choir.until = 20 * 60;
  choir.words = "Choir";
  choir.opens = shelf.party->members[ADA].me.member;
  choir.weekly_last = TODAY + 1 + 21;
  book_plan (&shelf, BO, &choir, 4, first);
  party_meet (shelf.party);

  other = plan_of (&shelf, 8, 8, 5);
  other.from = 20 * 60;
  other.until = 22 * 60;
  book_plan (&shelf, CY, &other, 1, NULL);
  other.from = 19 * 60;
  other.until = 20 * 60 + 30;
  other.n = 41;
  refuse (&shelf, DI, other, FAR_COLLECTIVE_ERROR_PIECES_INVALID);
  other.n = 2;
  book_plan (&shelf, DI, &other, 1, NULL);
  assert_told (&shelf, "B1 B8 D+8 C8 B15 B22");
  {
    g_autoptr (FarLentThing) lent = read_lent (&shelf, DI);
    const FarLoanFacts *loan = lent->loans->pdata[1];

    g_assert_cmpstr (loan->words, ==, "Choir");
    g_assert_true (loan->has_opens);
    g_assert_cmpmem (loan->opens, FAR_RECORD_ID_LEN, choir.opens, FAR_RECORD_ID_LEN);
    g_assert_false (loan->has_closes);
    g_assert_cmpuint (loan->n, ==, 25);
  }

  /* what is there already is passed over, and all to come are given back in one act */
  choir.weekly_last = TODAY + 1 + 28;
  book_plan (&shelf, BO, &choir, 1, NULL);
  assert_told (&shelf, "B1 B8 D+8 C8 B15 B22 B29");
  g_assert_cmpuint (release (&shelf, BO, first, TRUE), ==, 5);
  assert_told (&shelf, "B-1 B-8 D8 C+8 B-15 B-22 B-29");
  /* and come back as they were, just those that are meant */
  choir.only = again;
  choir.n_only = G_N_ELEMENTS (again);
  book_plan (&shelf, BO, &choir, 2, NULL);
  assert_told (&shelf, "B1 B-1 B-8 D8 C+8 B15 B-15 B-22 B-29");
  choir.n_only = 1;
  choir.only = &never;
  refuse (&shelf, BO, choir, FAR_COLLECTIVE_ERROR_LOAN_HELD);
  shelf_clear (&shelf);
}

/* ---- at the door */

static void
test_hands (void)
{
  g_auto (Shelf) shelf = shelf_new (8, 1);
  FarHandover back = { .hand = FAR_LOAN_BACK, .condition = FAR_CONDITION_BROKEN, .words = "Flat" };
  guint8 of_bo[FAR_RECORD_ID_LEN];
  guint8 of_cy[FAR_RECORD_ID_LEN];
  FarWriter writer;
  guint n;

  book (&shelf, BO, 0, 5, 1, of_bo);
  party_meet (shelf.party);
  book (&shelf, CY, 3, 4, 1, of_cy);
  party_meet (shelf.party);
  writer = party_writer (shelf.party, DI);
  party_assert_refused (far_collective_hand_loan (&writer, of_bo, &back, TODAY, error),
                        FAR_COLLECTIVE_ERROR_LOAN_NOT_OUT);
  party_assert_refused (far_collective_hand_loan (&writer, of_cy,
                                                  &(FarHandover){ FAR_LOAN_OUT, -1 }, TODAY, error),
                        FAR_COLLECTIVE_ERROR_LOAN_RESERVE);
  hand (&shelf, DI, of_bo, FAR_LOAN_OUT, 0);
  assert_told (&shelf, "B0..5! C+3..4");
  writer = party_writer (shelf.party, BO);
  party_assert_refused (far_collective_release_loan (&writer, of_bo, FALSE, TODAY, NULL, &n, error),
                        FAR_COLLECTIVE_ERROR_LOAN_OUT);
  party_assert_refused (far_collective_hand_loan (&writer, of_bo,
                                                  &(FarHandover){ FAR_LOAN_OUT, -1 }, TODAY, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_SAID);

  /* what comes back early is free, and how it came back is how it is */
  party_assert_done (far_collective_hand_loan (&writer, of_bo, &back, TODAY + 3, error));
  assert_told (&shelf, "B0..5< C3..4");
  {
    g_autoptr (FarLentThing) lent = read_lent (&shelf, CY);
    const FarLoanFacts *loan = lent->loans->pdata[0];

    g_assert_cmpint (loan->hand_day, ==, TODAY + 3);
    g_assert_cmpint (loan->condition, ==, FAR_CONDITION_BROKEN);
    g_assert_cmpstr (loan->hand_words, ==, "Flat");
    g_assert_cmpint (lent->thing->condition, ==, FAR_CONDITION_BROKEN);
    g_assert_cmpstr (lent->thing->worn, ==, "Flat");
  }
  /* taken back: it is out after all */
  hand (&shelf, BO, of_bo, FAR_LOAN_OUT, 3);
  assert_told (&shelf, "B0..5! C+3..4");
}

/* Of somebody's own the owner and who has it say so, and nobody else. */
static void
test_whose_hands (void)
{
  g_auto (Shelf) shelf = shelf_new (9, 1);
  FarThingChange own = { .gone = -1, .says = FAR_THING_SAYS_WHOSE };
  guint8 loan[FAR_RECORD_ID_LEN];
  FarWriter writer;

  own.whose = shelf.party->members[ADA].me.member;
  change (&shelf, ADA, &own);
  party_meet (shelf.party);
  book (&shelf, BO, 0, 1, 1, loan);
  party_meet (shelf.party);
  writer = party_writer (shelf.party, CY);
  party_assert_refused (far_collective_hand_loan (&writer, loan, &(FarHandover){ FAR_LOAN_OUT, -1 },
                                                  TODAY, error),
                        FAR_COLLECTIVE_ERROR_LOAN_NOT_YOURS);
  hand (&shelf, BO, loan, FAR_LOAN_OUT, 0);
  party_meet (shelf.party);
  hand (&shelf, ADA, loan, FAR_LOAN_BACK, 0);
  assert_told (&shelf, "B0..1<");
}

/* ---- at the same time */

/* Two book it without knowing of each other: one has it, the other is first reserve, both see why;
 * and who lost the lottery keeps what was handed out by somebody else. */
static void
test_lottery (void)
{
  guint n_handed = 0;

  for (guint32 seed = 20; seed < 30; seed++)
    {
      g_auto (Shelf) shelf = shelf_new (seed, 1);
      guint8 of_bo[FAR_RECORD_ID_LEN];
      guint8 of_cy[FAR_RECORD_ID_LEN];
      gboolean bo_first;

      book (&shelf, BO, 1, 3, 1, of_bo);
      book (&shelf, CY, 2, 4, 1, of_cy);
      party_meet (shelf.party);
      {
        g_autoptr (FarLentThing) lent = read_lent (&shelf, DI);
        const FarLoanFacts *of = lent->loans->pdata[0];
        const FarLoanFacts *than = lent->loans->pdata[1];
        const FarLoanFacts *second = of->rank == 1 ? than : of;

        bo_first = of->rank == 1;
        g_assert_cmpint (second->place, ==, FAR_TURN_PLACE_RESERVE);
        g_assert_cmpint (second->reason, ==, FAR_RANK_REASON_LOTTERY);
      }
      assert_told (&shelf, bo_first ? "B1..3 C+2..4" : "B+1..3 C2..4");
    }

  for (guint32 seed = 20; seed < 30; seed++)
    {
      g_auto (Shelf) shelf = shelf_new (seed, 1);
      guint8 of_bo[FAR_RECORD_ID_LEN];

      book (&shelf, BO, 1, 3, 1, of_bo);
      party_tell (shelf.party, BO, ADA);
      hand (&shelf, ADA, of_bo, FAR_LOAN_OUT, 0);
      book (&shelf, CY, 2, 4, 1, NULL);
      assert_told (&shelf, "B1..3! C+2..4");
      n_handed++;
    }
  g_assert_cmpuint (n_handed, ==, 10);
}

/* That one has it oneself is no more than a promise: it overturns nobody. */
static void
test_own_word (void)
{
  guint n_reserve = 0;

  for (guint32 seed = 20; seed < 30; seed++)
    {
      g_auto (Shelf) shelf = shelf_new (seed, 1);
      g_autoptr (FarLentThing) lent = NULL;
      guint8 of_bo[FAR_RECORD_ID_LEN];

      book (&shelf, BO, 1, 3, 1, of_bo);
      hand (&shelf, BO, of_bo, FAR_LOAN_OUT, 0);
      book (&shelf, CY, 2, 4, 1, NULL);
      party_meet (shelf.party);
      lent = read_lent (&shelf, DI);
      n_reserve += ((const FarLoanFacts *)lent->loans->pdata[0])->place == FAR_TURN_PLACE_RESERVE;
    }
  g_assert_cmpuint (n_reserve, >, 1);
  g_assert_cmpuint (n_reserve, <, 9);
}

/* Whoever is gone has booked nothing any more; what they still have is shown. */
static void
test_leaves (void)
{
  g_auto (Shelf) shelf = shelf_new (10, 1);
  guint8 first[FAR_RECORD_ID_LEN];
  FarWriter writer;

  book (&shelf, BO, 0, 0, 1, first);
  party_meet (shelf.party);
  hand (&shelf, ADA, first, FAR_LOAN_OUT, 0);
  book (&shelf, BO, 2, 3, 1, NULL);
  party_meet (shelf.party);
  book (&shelf, CY, 2, 3, 1, NULL);
  party_meet (shelf.party);
  writer = party_writer (shelf.party, BO);
  party_assert_done (far_collective_leave (&writer, error));
  assert_told (&shelf, "B-0! C2..3 B-2..3");
  {
    const PartyMember *ada = &shelf.party->members[ADA];
    g_autoptr (GPtrArray) things = far_collective_lending (ada->store, ada->me.member, TODAY, NULL);
    g_autofree char *text = tell (&shelf, things->pdata[0]);

    g_assert_cmpstr (text, ==, "B-0! C2..3");
  }
}

/* ---- the list, which is kept in memory */

static char *
tell_list (Shelf *self, FarStore *store, const guint8 *me)
{
  g_autoptr (GPtrArray) things = far_collective_lending (store, me, TODAY, NULL);
  GString *text = g_string_new (NULL);

  g_assert_nonnull (things);
  for (guint i = 0; i < things->len; i++)
    {
      const FarLentThing *lent = things->pdata[i];
      g_autofree char *loans = tell (self, lent);

      g_string_append_printf (text, "%s%s:%u/%d/%d [%s]\n", lent->thing->is_gone ? "-" : "",
                              lent->thing->name, far_thing_facts_count (lent->thing),
                              lent->thing->condition, lent->thing->is_lent, loans);
    }

  return g_string_free (text, FALSE);
}

/* The kept list says what a machine says that has just come to know it all. */
static void
assert_kept (Shelf *self)
{
  const PartyMember *ada = &self->party->members[ADA];
  g_autofree char *kept = tell_list (self, ada->store, ada->me.member);
  g_autofree char *fresh = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (FarStore) store =
                 far_store_open (NULL, far_store_peek_collective (ada->store), TRUE, &error);
  g_autofree guint *order = NULL;

  g_assert_no_error (error);
  party_harvest (self->party);
  order = g_new (guint, self->party->entries->len);
  party_shuffle (self->party, order);
  party_add_all (self->party, store, order);
  fresh = tell_list (self, store, ada->me.member);
  g_assert_cmpstr (kept, ==, fresh);
}

static FarReach
reach_of_first (Shelf *self, guint who, FarPos *out_pos)
{
  const PartyMember *member = &self->party->members[who];
  g_autoptr (GPtrArray) things =
                 far_collective_lending (member->store, member->me.member, TODAY, NULL);
  const FarLoanFacts *loan = ((const FarLentThing *)things->pdata[0])->loans->pdata[0];

  *out_pos = loan->pos;

  return loan->reach;
}

/* How far it has come is told anew of what is kept, too. */
static void
test_reach (void)
{
  g_auto (Shelf) shelf = shelf_new (21, 1);
  FarPos pos;

  book (&shelf, BO, 1, 2, 1, NULL);
  g_assert_cmpint (reach_of_first (&shelf, BO, &pos), ==, FAR_REACH_HERE);
  party_note_heard (shelf.party, BO, CY, (FarPos){ pos.log, pos.seq - 1 });
  g_assert_cmpint (reach_of_first (&shelf, BO, &pos), ==, FAR_REACH_HERE);
  party_note_heard (shelf.party, BO, CY, pos);
  g_assert_cmpint (reach_of_first (&shelf, BO, &pos), ==, FAR_REACH_SHARED);
  party_note_heard (shelf.party, BO, ADA, pos);
  g_assert_cmpint (reach_of_first (&shelf, BO, &pos), ==, FAR_REACH_KNOWN);
}

static void
test_kept (void)
{
  g_auto (Shelf) shelf = shelf_new (11, 1);
  guint8 tent[FAR_RECORD_ID_LEN];
  guint8 loan[FAR_RECORD_ID_LEN];
  FarWriter writer;

  assert_kept (&shelf);
  book (&shelf, ADA, 1, 3, 1, loan);
  assert_kept (&shelf);
  book (&shelf, BO, 2, 3, 1, NULL);
  party_meet (shelf.party);
  assert_kept (&shelf);
  hand (&shelf, ADA, loan, FAR_LOAN_OUT, 1);
  assert_kept (&shelf);
  hand (&shelf, ADA, loan, FAR_LOAN_BACK, 2);
  assert_kept (&shelf);
  change (&shelf, ADA, &(FarThingChange){ .name = "Zip line", .gone = -1 });
  add (shelf.party, ADA, &(FarThingChange){ .name = "Tent" }, tent);
  assert_kept (&shelf);
  writer = party_writer (shelf.party, ADA);
  party_assert_done (
      far_collective_change_thing (&writer, tent, &(FarThingChange){ .gone = 1 }, error));
  assert_kept (&shelf);
  writer = party_writer (shelf.party, BO);
  party_assert_done (far_collective_leave (&writer, error));
  party_meet (shelf.party);
  assert_kept (&shelf);
}

/* ---- whatever order it comes in */

/* Three machines that do not hear of each other do all that can be done. */
static void
quarrel (Shelf *self)
{
  guint8 ids[4][FAR_RECORD_ID_LEN];
  FarThingChange fewer = { .gone = -1, .says = FAR_THING_SAYS_PIECES, .pieces = 1 };
  FarThingChange torn = { .gone = -1,
                          .says = FAR_THING_SAYS_CONDITION | FAR_THING_SAYS_WORN,
                          .condition = FAR_CONDITION_WORN,
                          .worn = "torn" };

  /* double bookings */
  book (self, BO, 1, 3, 1, ids[0]);
  book (self, CY, 2, 4, 2, ids[1]);
  book (self, DI, 3, 3, 1, ids[2]);
  book (self, BO, 5, 9, 2, ids[3]);
  book (self, CY, 8, 8, 1, NULL);
  party_meet (self->party);
  /* given back here, handed out there; fewer there are while more is booked */
  release (self, BO, ids[3], FALSE);
  hand (self, ADA, ids[3], FAR_LOAN_OUT, 0);
  change (self, ADA, &fewer);
  book (self, CY, 5, 6, 1, NULL);
  book (self, DI, 6, 7, 2, NULL);
  change (self, DI, &torn);
  party_meet (self->party);
  /* gone while it is booked, and back again; out and back */
  change (self, BO, &(FarThingChange){ .gone = 1 });
  book (self, CY, 20, 21, 1, NULL);
  change (self, DI, &(FarThingChange){ .name = "Big trailer", .gone = -1 });
  party_meet (self->party);
  change (self, ADA, &(FarThingChange){ .gone = 0 });
  party_meet (self->party);
}

static void
test_orders (void)
{
  g_auto (Shelf) shelf = shelf_new (12, 2);
  const PartyMember *ada = &shelf.party->members[ADA];
  guint8 expected[2 * FAR_HASH_LEN];
  g_autofree guint *order = NULL;
  g_autofree char *words = NULL;

  quarrel (&shelf);
  party_harvest (shelf.party);
  party_digests (ada->store, expected);
  words = tell_list (&shelf, ada->store, ada->me.member);
  g_test_message ("%s", words);
  g_assert_nonnull (strchr (words, '+'));
  g_assert_nonnull (strchr (words, '!'));

  order = g_new (guint, shelf.party->entries->len);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FarStore) store =
                     far_store_open (NULL, far_store_peek_collective (ada->store), TRUE, &error);
      guint8 digests[2 * FAR_HASH_LEN];
      g_autofree char *other = NULL;

      g_assert_no_error (error);
      party_shuffle (shelf.party, order);
      party_add_all (shelf.party, store, order);
      party_digests (store, digests);
      g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
      other = tell_list (&shelf, store, ada->me.member);
      g_assert_cmpstr (other, ==, words);
    }
}

/* What one machine books of one thing without end counts as far as it goes. */
static void
test_bounded (void)
{
  g_auto (Shelf) shelf = shelf_new (13, 1);
  FarLoanPlan plan = plan_of (&shelf, 0, 0, 1);
  FarLoansTaken taken;
  guint n = 0;

  for (guint hour = 0; n + FAR_LOAN_DATES_MAX <= FAR_CHAIN_BOOKED_MAX; hour++)
    {
      plan.first = plan.last = TODAY + hour / 24;
      plan.from = hour % 24 * 60;
      plan.until = plan.from + 60;
      plan.weekly_last = plan.first + 7 * (FAR_LOAN_DATES_MAX - 1);
      book_plan (&shelf, BO, &plan, FAR_LOAN_DATES_MAX, NULL);
      n += FAR_LOAN_DATES_MAX;
    }
  plan.first = plan.last = TODAY + 3;
  plan.weekly_last = plan.first + 7 * (FAR_LOAN_DATES_MAX - 1);
  {
    FarWriter writer = party_writer (shelf.party, BO);

    party_assert_refused (far_collective_book (&writer, &plan, TODAY, &taken, error),
                          FAR_COLLECTIVE_ERROR_FULL_SAID);
  }
  {
    g_autoptr (FarLentThing) lent = read_lent (&shelf, BO);

    g_assert_cmpuint (lent->loans->len, ==, n);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/lending/thing", test_thing);
  g_test_add_func ("/lending/whose", test_whose);
  g_test_add_func ("/lending/off", test_off);
  g_test_add_func ("/lending/refused", test_refused);
  g_test_add_func ("/lending/reserve", test_reserve);
  g_test_add_func ("/lending/pieces", test_pieces);
  g_test_add_func ("/lending/room", test_room);
  g_test_add_func ("/lending/hands", test_hands);
  g_test_add_func ("/lending/whose-hands", test_whose_hands);
  g_test_add_func ("/lending/lottery", test_lottery);
  g_test_add_func ("/lending/own-word", test_own_word);
  g_test_add_func ("/lending/leaves", test_leaves);
  g_test_add_func ("/lending/reach", test_reach);
  g_test_add_func ("/lending/kept", test_kept);
  g_test_add_func ("/lending/orders", test_orders);
  g_test_add_func ("/lending/bounded", test_bounded);

  return g_test_run ();
}
