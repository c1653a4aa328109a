/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bikes that break: who says so, when they are mended, and who has them meanwhile. */

#include <string.h>

#include "far-collective-repair.h"
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

enum
{
  BRAKES = 1,
  TYRE = 2,
};

typedef struct
{
  Party *party; /* owned */
  guint8 bike[FAR_RECORD_ID_LEN];
  guint8 rota[FAR_RECORD_ID_LEN];
} Shop;

static void
shop_clear (Shop *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shop, shop_clear)

/* Ada lends a bike of the collective's, and there is a workshop that mends @n_places at a time. */
static Shop
shop_new (guint32 seed, guint n_places)
{
  FarThingChange bike = { .name = "Bike",
                          .says = FAR_THING_SAYS_WHAT | FAR_THING_SAYS_LENT,
                          .what = FAR_THING_IS_BIKE,
                          .is_lent = TRUE };
  Shop self = { party_new (seed, 4) };
  FarWriter writer;

  party_agree (self.party, FAR_RULE_LENDING, 1);
  party_agree (self.party, FAR_RULE_REPAIR, 1);
  writer = party_writer (self.party, ADA);
  party_assert_done (far_collective_add_thing (&writer, &bike, self.bike, error));
  party_add_rota (self.party, ADA, "Workshop", 4, self.rota);
  party_assert_done (far_collective_publish_rota (&writer, self.rota, error));
  party_assert_done (far_collective_set_workshop (&writer, self.rota, n_places, error));
  party_meet (self.party);

  return self;
}

static void
report (Shop *self, guint who, const char *words, gboolean is_unsafe, guint8 *out)
{
  FarFaultChange fault = FAR_FAULT_CHANGE_NONE;
  FarWriter writer = party_writer (self->party, who);

  fault.parts = BRAKES;
  fault.words = words;
  fault.is_unsafe = is_unsafe;
  party_assert_done (
      far_collective_report_fault (&writer, self->bike, NULL, &fault, NULL, TODAY, out, error));
}

static void
say_unsafe (Shop *self, guint who, const guint8 *fault, gboolean is_unsafe)
{
  FarFaultChange change = FAR_FAULT_CHANGE_NONE;
  FarWriter writer = party_writer (self->party, who);

  change.is_unsafe = is_unsafe;
  party_assert_done (far_collective_change_fault (&writer, fault, &change, TODAY, error));
}

static void
work (Shop *self, guint who, const guint8 *fault, FarWorkState state, gint32 day)
{
  FarWorkSaying saying = { .state = state, .done = "new pads", .minutes = -1 };
  FarWriter writer = party_writer (self->party, who);

  if (state == FAR_WORK_ON || state == FAR_WORK_NOT_YET)
    saying.done = NULL;
  party_assert_done (far_collective_say_work (&writer, fault, &saying, TODAY + day, error));
}

static void
slot (Shop *self, guint who, const guint8 *fault, gint32 day, guint8 *out)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (
      far_collective_book_slot (&writer, fault, NULL, TODAY + day, NULL, TODAY, out, error));
}

static void
book (Shop *self, guint who, gint32 first, gint32 last, guint8 *out)
{
  FarWriter writer = party_writer (self->party, who);
  FarLoanPlan plan = { .thing = self->bike,
                       .first = TODAY + first,
                       .last = TODAY + last,
                       .from = -1,
                       .until = -1,
                       .n = 1 };
  FarLoansTaken taken;

  party_assert_done (far_collective_book (&writer, &plan, TODAY, &taken, error));
  if (out != NULL)
    memcpy (out, taken.ids->data, FAR_RECORD_ID_LEN);
  far_loans_taken_clear (&taken);
}

static char
name_of (Shop *self, const guint8 *person)
{
  for (guint who = 0; who < self->party->n_members; who++)
    if (far_record_id_equal (self->party->members[who].me.member, person))
      return "ABCD"[who];

  return '?';
}

/* "brakes!:booked/mo 7,+9" of what is wrong: its words, "!" not to be ridden, what has become of
 * it, and its places: the day, "+" in reserve, "-" given back. */
static char *
tell (FarStore *store, const guint8 *me)
{
  static const char *const places[] = { "reported", "booked",   "on",
                                        "repaired", "given-up", "withdrawn" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) repairs = far_collective_faults (store, me, TRUE, TODAY, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < repairs->len; i++)
    {
      const FarRepairFacts *repair = repairs->pdata[i];

      g_string_append_printf (text, "%s%s%s:%s", i > 0 ? " " : "", repair->fault->words,
                              repair->fault->is_unsafe ? "!" : "",
                              places[far_repair_get_place (repair, TODAY)]);
      for (guint j = 0; j < repair->slots->len; j++)
        {
          const FarSlotFacts *one = repair->slots->pdata[j];

          g_string_append_printf (text, "%s%s%d", j > 0 ? "," : "/",
                                  far_slot_facts_comes (one)                    ? ""
                                  : one->loan->place == FAR_TURN_PLACE_RELEASED ? "-"
                                  : one->loan->place == FAR_TURN_PLACE_RESERVE  ? "+"
                                                                                : "off",
                                  one->loan->first - TODAY);
        }
    }

  return g_string_free (text, FALSE);
}

/* "B1..3 C+2?" of who has booked the bike: "+" waits, "?" since it is broken then. */
static char *
tell_loans (Shop *self, FarStore *store, const guint8 *me)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FarLentThing) lent = far_collective_lent (store, self->bike, me, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < lent->loans->len; i++)
    {
      const FarLoanFacts *loan = lent->loans->pdata[i];

      g_string_append_printf (text, "%s%c%s%d..%d%s", i > 0 ? " " : "",
                              name_of (self, loan->person),
                              loan->place == FAR_TURN_PLACE_STANDING  ? ""
                              : loan->place == FAR_TURN_PLACE_RESERVE ? "+"
                                                                      : "-",
                              loan->first - TODAY, loan->last - TODAY,
                              loan->place == FAR_TURN_PLACE_RESERVE &&
                                      loan->why.reason == FAR_STAY_REPAIR
                                  ? "?"
                                  : "");
    }

  return g_string_free (text, FALSE);
}

/* As everybody sees it, and the list says the same as the thing alone. */
static void
assert_told (Shop *self, const char *expected, const char *loans)
{
  party_meet (self->party);
  for (guint who = 0; who < self->party->n_members; who++)
    {
      const PartyMember *member = &self->party->members[who];
      g_autoptr (GPtrArray) things =
                     far_collective_lending (member->store, member->me.member, TODAY, NULL);
      g_autofree char *text = tell (member->store, member->me.member);
      g_autofree char *alone = tell_loans (self, member->store, member->me.member);

      g_assert_cmpstr (text, ==, expected);
      g_assert_cmpstr (alone, ==, loans);
      for (guint i = 0; i < things->len; i++)
        {
          const FarLentThing *lent = things->pdata[i];
          g_autoptr (FarLentThing) one = far_collective_lent (member->store, lent->thing->id,
                                                              member->me.member, NULL);

          for (guint j = 0, k = 0; j < one->loans->len; j++)
            {
              const FarLoanFacts *loan = one->loans->pdata[j];

              if (loan->rank == 0)
                continue;
              g_assert_cmpint (((const FarLoanFacts *)lent->loans->pdata[k])->place, ==,
                               loan->place);
              k++;
            }
        }
    }
}

/* How many of the bike are free on a day. */
static guint
count_free (Shop *self, guint who, gint32 day)
{
  const PartyMember *member = &self->party->members[who];
  FarStay stay = { .begin = (gint64)(TODAY + day) * 1440,
                   .end = (gint64)(TODAY + day + 1) * 1440,
                   .n = 1 };
  g_autoptr (FarLentThing) lent =
                 far_collective_lent (member->store, self->bike, member->me.member, NULL);

  return far_lent_thing_count_free (lent, &stay);
}

/* ---- what is said */

static void
test_sheet (void)
{
  g_auto (Shop) shop = shop_new (1, 2);
  const gint32 since = TODAY - 3;
  const gint32 wanted = TODAY + 9;
  FarFaultChange fault = { .parts = BRAKES | TYRE,
                           .words = " the brake squeals ",
                           .since = &since,
                           .wanted = &wanted,
                           .is_unsafe = TRUE,
                           .is_gone = -1 };
  FarWorkSaying done = {
    .state = FAR_WORK_IS_DONE, .done = "new pads", .used = "2 pads", .cost = "8 €", .minutes = 25
  };
  FarThingChange broken = { .gone = -1,
                            .says = FAR_THING_SAYS_CONDITION,
                            .condition = FAR_CONDITION_BROKEN };
  FarWriter writer = party_writer (shop.party, BO);
  guint8 id[FAR_RECORD_ID_LEN];

  party_assert_done (
      far_collective_report_fault (&writer, shop.bike, NULL, &fault, NULL, TODAY, id, error));
  party_assert_done (far_collective_change_thing (&writer, shop.bike, &broken, error));
  party_meet (shop.party);
  writer = party_writer (shop.party, CY);
  done.who = shop.party->members[DI].me.member;
  done.checked = shop.party->members[CY].me.member;
  party_assert_done (far_collective_say_work (&writer, id, &done, TODAY + 1, error));
  party_meet (shop.party);
  {
    const PartyMember *ada = &shop.party->members[ADA];
    g_autoptr (FarRepairFacts) repair = far_collective_fault (ada->store, id, ada->me.member, NULL);
    const FarFaultFacts *facts = repair->fault;

    g_assert_cmpuint (facts->parts, ==, BRAKES | TYRE);
    g_assert_cmpstr (facts->words, ==, "the brake squeals");
    g_assert_true (facts->has_since && facts->since == since);
    g_assert_true (facts->has_wanted && facts->wanted == wanted);
    g_assert_true (facts->is_unsafe);
    g_assert_cmpint (facts->work.state, ==, FAR_WORK_IS_DONE);
    g_assert_cmpint (facts->work.day, ==, TODAY + 1);
    g_assert_cmpstr (facts->work.done, ==, "new pads");
    g_assert_cmpstr (facts->work.used, ==, "2 pads");
    g_assert_cmpstr (facts->work.cost, ==, "8 €");
    g_assert_cmpint (facts->work.minutes, ==, 25);
    g_assert_true (far_record_id_equal (facts->work.who, done.who));
    g_assert_true (far_record_id_equal (facts->work.checked, done.checked));
    g_assert_true (far_record_id_equal (facts->work.by, done.checked));
    g_assert_true (far_record_id_equal (facts->person, shop.party->members[BO].me.member));
    /* what is mended is in good condition */
    g_assert_cmpint (repair->thing->condition, ==, FAR_CONDITION_GOOD);
  }
}

/* A family's own bike is written down with it, and nobody borrows it. */
static void
test_own_bike (void)
{
  g_auto (Shop) shop = shop_new (2, 1);
  FarFaultChange fault = FAR_FAULT_CHANGE_NONE;
  FarWriter writer = party_writer (shop.party, BO);
  const PartyMember *bo = &shop.party->members[BO];
  FarLoanPlan plan = { .first = TODAY, .last = TODAY, .from = -1, .until = -1, .n = 1 };
  guint8 id[FAR_RECORD_ID_LEN];
  FarLoansTaken taken;

  fault.words = "flat";
  party_assert_done (far_collective_report_fault (&writer, NULL, "Tim's blue bike", &fault, NULL,
                                                  TODAY, id, error));
  party_meet (shop.party);
  {
    g_autoptr (FarRepairFacts) repair = far_collective_fault (bo->store, id, bo->me.member, NULL);

    g_assert_cmpstr (repair->thing->name, ==, "Tim's blue bike");
    g_assert_cmpint (repair->thing->what, ==, FAR_THING_IS_BIKE);
    g_assert_false (repair->thing->is_lent);
    g_assert_true (far_record_id_equal (repair->thing->whose, bo->me.member));
    plan.thing = repair->thing->id;
    writer = party_writer (shop.party, CY);
    party_assert_refused (far_collective_book (&writer, &plan, TODAY, &taken, error),
                          FAR_COLLECTIVE_ERROR_NOT_LENT);
  }
}

static void
test_refused (void)
{
  g_auto (Shop) shop = shop_new (3, 1);
  FarFaultChange none = FAR_FAULT_CHANGE_NONE;
  FarFaultChange words = FAR_FAULT_CHANGE_NONE;
  FarWorkSaying long_work = { .state = FAR_WORK_IS_DONE, .minutes = FAR_WORK_MINUTES_MAX + 1 };
  FarWorkSaying on = { .state = FAR_WORK_ON, .minutes = -1 };
  g_autofree char *essay = g_strnfill (FAR_FAULT_WORDS_MAX + 1, 'x');
  const gint32 never = G_MAXINT32;
  FarWriter writer = party_writer (shop.party, BO);
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 taken[FAR_RECORD_ID_LEN];

  party_assert_refused (far_collective_report_fault (&writer, shop.bike, NULL, &none, NULL, TODAY,
                                                     id, error),
                        FAR_COLLECTIVE_ERROR_FAULT_EMPTY);
  words.words = essay;
  party_assert_refused (far_collective_report_fault (&writer, shop.bike, NULL, &words, NULL, TODAY,
                                                     id, error),
                        FAR_COLLECTIVE_ERROR_TEXT_INVALID);
  words.words = "flat";
  words.parts = 256;
  party_assert_refused (far_collective_report_fault (&writer, shop.bike, NULL, &words, NULL, TODAY,
                                                     id, error),
                        FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  words.parts = -1;
  words.wanted = &never;
  party_assert_refused (far_collective_report_fault (&writer, shop.bike, NULL, &words, NULL, TODAY,
                                                     id, error),
                        FAR_COLLECTIVE_ERROR_DATE_INVALID);
  words.wanted = NULL;
  party_assert_refused (far_collective_report_fault (&writer, shop.rota, NULL, &words, NULL, TODAY,
                                                     id, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_assert_refused (far_collective_report_fault (&writer, shop.bike, NULL, &words,
                                                     shop.party->members[CY].me.member, TODAY, id,
                                                     error),
                        FAR_COLLECTIVE_ERROR_PERSON_IS_MEMBER);
  party_assert_done (
      far_collective_report_fault (&writer, shop.bike, NULL, &words, NULL, TODAY, id, error));

  /* what is wrong is for who reports it to say */
  party_meet (shop.party);
  writer = party_writer (shop.party, CY);
  words.words = "nothing at all";
  party_assert_refused (far_collective_change_fault (&writer, id, &words, TODAY, error),
                        FAR_COLLECTIVE_ERROR_FAULT_NOT_YOURS);
  party_assert_refused (far_collective_say_work (&writer, id, &long_work, TODAY, error),
                        FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  party_assert_done (far_collective_say_work (&writer, id, &on, TODAY, error));
  party_assert_refused (far_collective_say_work (&writer, id, &on, TODAY, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_SAID);
  /* no workshop there is on such a day, nor of another rota */
  party_assert_refused (far_collective_book_slot (&writer, id, NULL, TODAY + 2000, NULL, TODAY,
                                                  taken, error),
                        FAR_COLLECTIVE_ERROR_NO_WORKSHOP);
  party_assert_refused (far_collective_book_slot (&writer, id, shop.bike, TODAY + 7, NULL, TODAY,
                                                  taken, error),
                        FAR_COLLECTIVE_ERROR_NO_WORKSHOP);
  party_assert_refused (far_collective_book_slot (&writer, id, NULL, never, NULL, TODAY, taken,
                                                  error),
                        FAR_COLLECTIVE_ERROR_DATE_INVALID);
  slot (&shop, CY, id, 7, taken);
  party_assert_refused (far_collective_book_slot (&writer, id, NULL, TODAY + 7, NULL, TODAY, taken,
                                                  error),
                        FAR_COLLECTIVE_ERROR_LOAN_HELD);
  work (&shop, CY, id, FAR_WORK_IS_DONE, 0);
  party_assert_refused (far_collective_book_slot (&writer, id, NULL, TODAY + 14, NULL, TODAY, taken,
                                                  error),
                        FAR_COLLECTIVE_ERROR_FAULT_CLOSED);
  party_agree (shop.party, FAR_RULE_REPAIR, 0);
  writer = party_writer (shop.party, BO);
  party_assert_refused (far_collective_report_fault (&writer, shop.bike, NULL, &words, NULL, TODAY,
                                                     id, error),
                        FAR_COLLECTIVE_ERROR_REPAIR_OFF);
  party_assert_refused (far_collective_set_workshop (&writer, shop.rota, 3, error),
                        FAR_COLLECTIVE_ERROR_REPAIR_OFF);
}

/* Of two who do not know of each other, the one counts that keeps people off the bike. */
static void
test_careful (void)
{
  g_auto (Shop) shop = shop_new (4, 1);
  guint8 id[FAR_RECORD_ID_LEN];

  report (&shop, BO, "brakes", TRUE, id);
  party_meet (shop.party);
  say_unsafe (&shop, CY, id, FALSE);
  party_meet (shop.party);
  assert_told (&shop, "brakes:reported", "");
  say_unsafe (&shop, DI, id, TRUE);
  party_meet (shop.party);
  /* again, each by themselves */
  say_unsafe (&shop, CY, id, FALSE);
  work (&shop, DI, id, FAR_WORK_ON, 0);
  say_unsafe (&shop, ADA, id, TRUE);
  work (&shop, BO, id, FAR_WORK_IS_DONE, 0);
  assert_told (&shop, "brakes:on", "");
  {
    const PartyMember *bo = &shop.party->members[BO];
    g_autoptr (GPtrArray) conflicts = far_collective_conflicts (bo->store, TODAY, NULL);
    const FarConflictFacts *conflict = conflicts->pdata[0];
    const FarDifferingValue *other = conflict->values->pdata[1];
    FarWriter writer = party_writer (shop.party, BO);

    /* the shown one first, and what is chosen holds */
    g_assert_cmpuint (conflicts->len, ==, 1);
    g_assert_cmpint (conflict->what, ==, FAR_DIFFERS_FAULT_WORK);
    g_assert_cmpint (((const FarDifferingValue *)conflict->values->pdata[0])->number, ==,
                     FAR_WORK_ON);
    g_assert_cmpint (other->number, ==, FAR_WORK_IS_DONE);
    party_assert_done (far_collective_choose (&writer, other->entry, error));
  }
  assert_told (&shop, "brakes:repaired", "");
}

/* ---- one availability */

static void
test_gaps (void)
{
  g_auto (Shop) shop = shop_new (5, 1);
  guint8 fault[FAR_RECORD_ID_LEN];
  guint8 loan[FAR_RECORD_ID_LEN];

  book (&shop, BO, 1, 2, loan);
  book (&shop, BO, 8, 9, NULL);
  party_meet (shop.party);
  g_assert_cmpuint (count_free (&shop, CY, 4), ==, 1);
  report (&shop, CY, "brakes", TRUE, fault);
  /* nobody has it while it is broken */
  assert_told (&shop, "brakes!:reported", "B+1..2? B+8..9?");
  g_assert_cmpuint (count_free (&shop, ADA, 4), ==, 0);
  /* it may be ridden after all */
  say_unsafe (&shop, DI, fault, FALSE);
  assert_told (&shop, "brakes:reported", "B1..2 B8..9");
  /* while somebody works on it nobody does */
  work (&shop, DI, fault, FAR_WORK_ON, 2);
  assert_told (&shop, "brakes:on", "B+1..2? B+8..9?");
  work (&shop, DI, fault, FAR_WORK_IS_DONE, 6);
  assert_told (&shop, "brakes:repaired", "B1..2 B8..9");
  work (&shop, DI, fault, FAR_WORK_NOT_YET, 6);
  say_unsafe (&shop, DI, fault, TRUE);
  work (&shop, DI, fault, FAR_WORK_IS_DONE, 6);
  assert_told (&shop, "brakes!:repaired", "B+1..2? B8..9");
  g_assert_cmpuint (count_free (&shop, ADA, 5), ==, 0);
  g_assert_cmpuint (count_free (&shop, ADA, 6), ==, 1);
}

/* Whoever has it in their hands has it; it is booked by nobody else. */
static void
test_in_hands (void)
{
  g_auto (Shop) shop = shop_new (6, 1);
  FarHandover out = { .hand = FAR_LOAN_OUT, .condition = -1 };
  guint8 fault[FAR_RECORD_ID_LEN];
  guint8 loan[FAR_RECORD_ID_LEN];
  FarWriter writer;

  book (&shop, BO, 0, 2, loan);
  party_meet (shop.party);
  writer = party_writer (shop.party, ADA);
  party_assert_done (far_collective_hand_loan (&writer, loan, &out, TODAY, error));
  party_meet (shop.party);
  report (&shop, BO, "wheel", TRUE, fault);
  book (&shop, CY, 3, 3, NULL);
  assert_told (&shop, "wheel!:reported", "B0..2 C+3..3?");
}

static void
withdraw (Shop *self, guint who, const guint8 *fault)
{
  FarFaultChange gone = FAR_FAULT_CHANGE_NONE;
  FarWriter writer = party_writer (self->party, who);

  gone.is_gone = TRUE;
  party_assert_done (far_collective_change_fault (&writer, fault, &gone, TODAY, error));
}

/* What cannot be mended is not lent, unless it was a mistake. */
static void
test_given_up (void)
{
  g_auto (Shop) shop = shop_new (7, 1);
  guint8 fault[FAR_RECORD_ID_LEN];
  FarWorkSaying on = { .state = FAR_WORK_ON, .minutes = -1 };
  FarWriter writer;

  report (&shop, BO, "frame", TRUE, fault);
  party_meet (shop.party);
  work (&shop, DI, fault, FAR_WORK_GIVEN_UP, 0);
  book (&shop, CY, 3, 3, NULL);
  assert_told (&shop, "frame!:given-up", "C+3..3?");
  withdraw (&shop, BO, fault);
  assert_told (&shop, "frame!:withdrawn", "C3..3");
  writer = party_writer (shop.party, CY);
  party_assert_refused (far_collective_say_work (&writer, fault, &on, TODAY, error),
                        FAR_COLLECTIVE_ERROR_FAULT_CLOSED);
}

/* ---- the workshop */

static void
release (Shop *self, guint who, const guint8 *loan)
{
  FarWriter writer = party_writer (self->party, who);
  guint n;

  party_assert_done (far_collective_release_loan (&writer, loan, FALSE, TODAY, NULL, &n, error));
}

/* Never more at a time than there are places, who waits moves up, and a bike that comes there is
 * lent to nobody on that day. */
static void
test_workshop (void)
{
  g_auto (Shop) shop = shop_new (8, 1);
  guint8 faults[2][FAR_RECORD_ID_LEN];
  guint8 slots[2][FAR_RECORD_ID_LEN];

  report (&shop, BO, "saddle", FALSE, faults[0]);
  report (&shop, BO, "lights", FALSE, faults[1]);
  book (&shop, CY, 7, 7, NULL);
  party_meet (shop.party);
  slot (&shop, BO, faults[0], 7, slots[0]);
  party_meet (shop.party);
  slot (&shop, BO, faults[1], 7, slots[1]);
  {
    const PartyMember *bo = &shop.party->members[BO];
    g_autoptr (GPtrArray) all =
                   far_collective_workshops (bo->store, bo->me.member, TODAY + 7, TODAY + 7, NULL);
    const FarWorkshopFacts *one = all->pdata[0];

    g_assert_cmpuint (all->len, ==, 1);
    g_assert_cmpstr (one->title, ==, "Workshop");
    g_assert_cmpuint (one->n_places, ==, 1);
    g_assert_cmpuint (one->n_left, ==, 0);
    g_assert_cmpuint (one->faults->len, ==, 1);
    g_assert_cmpmem (one->faults->data, FAR_RECORD_ID_LEN, faults[0], FAR_RECORD_ID_LEN);
  }
  party_meet (shop.party);
  {
    g_autofree char *text = tell (shop.party->members[DI].store, shop.party->members[DI].me.member);

    g_assert_nonnull (strstr (text, "saddle:booked/7"));
    g_assert_nonnull (strstr (text, "lights:reported/+7"));
  }
  release (&shop, BO, slots[0]);
  party_meet (shop.party);
  {
    g_autofree char *text = tell (shop.party->members[DI].store, shop.party->members[DI].me.member);
    g_autofree char *loans =
        tell_loans (&shop, shop.party->members[DI].store, shop.party->members[DI].me.member);

    g_assert_nonnull (strstr (text, "saddle:reported/-7"));
    g_assert_nonnull (strstr (text, "lights:booked/7"));
    g_assert_cmpstr (loans, ==, "C+7..7?");
  }
  /* mended before that day it needs none any more */
  work (&shop, DI, faults[1], FAR_WORK_IS_DONE, 3);
  party_meet (shop.party);
  {
    g_autofree char *loans =
        tell_loans (&shop, shop.party->members[DI].store, shop.party->members[DI].me.member);

    g_assert_cmpstr (loans, ==, "C7..7");
  }
}

/* Two who do not know of each other have one place between them. */
static void
test_offline (void)
{
  guint n_first = 0;

  for (guint seed = 20; seed < 28; seed++)
    {
      g_auto (Shop) shop = shop_new (seed, 1);
      guint8 ids[2][FAR_RECORD_ID_LEN];
      guint8 slots[2][FAR_RECORD_ID_LEN];

      report (&shop, BO, "one", FALSE, ids[0]);
      report (&shop, CY, "two", FALSE, ids[1]);
      slot (&shop, BO, ids[0], 7, slots[0]);
      slot (&shop, CY, ids[1], 7, slots[1]);
      party_meet (shop.party);
      for (guint who = 0; who < 4; who++)
        {
          g_autofree char *text =
              tell (shop.party->members[who].store, shop.party->members[who].me.member);
          gboolean is_first = strstr (text, "one:booked/7") != NULL;

          g_assert_nonnull (strstr (text, is_first ? "two:reported/+7" : "two:booked/7"));
          n_first += is_first && who == 0;
        }
    }
  g_assert_cmpuint (n_first, >, 0);
  g_assert_cmpuint (n_first, <, 8);
}

/* Nobody comes to a workshop that is called off. */
static void
test_called_off (void)
{
  g_auto (Shop) shop = shop_new (9, 2);
  guint8 fault[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  FarWriter writer;

  report (&shop, BO, "chain", FALSE, fault);
  slot (&shop, BO, fault, 7, id);
  book (&shop, BO, 7, 7, NULL);
  assert_told (&shop, "chain:booked/7", "B+7..7?");
  writer = party_writer (shop.party, ADA);
  party_assert_done (far_collective_cancel_outing (&writer, shop.rota, TODAY + 7, "snow", error));
  assert_told (&shop, "chain:reported/off7", "B7..7");
}

/* ---- the log book */

static void
test_log_book (void)
{
  static const FarLogIs expected[] = { FAR_LOG_REPORTED, FAR_LOG_OUT, FAR_LOG_BEGUN,
                                       FAR_LOG_REPAIRED, FAR_LOG_BACK };
  g_auto (Shop) shop = shop_new (10, 2);
  FarHandover out = { .hand = FAR_LOAN_OUT, .condition = -1 };
  FarHandover back = { .hand = FAR_LOAN_BACK, .condition = FAR_CONDITION_WORN, .words = "mud" };
  guint8 fault[FAR_RECORD_ID_LEN];
  guint8 loan[FAR_RECORD_ID_LEN];
  FarWriter writer;

  book (&shop, BO, 0, 4, loan);
  party_meet (shop.party);
  report (&shop, BO, "brakes", FALSE, fault);
  writer = party_writer (shop.party, ADA);
  party_assert_done (far_collective_hand_loan (&writer, loan, &out, TODAY, error));
  party_meet (shop.party);
  work (&shop, DI, fault, FAR_WORK_ON, 1);
  party_meet (shop.party);
  work (&shop, CY, fault, FAR_WORK_IS_DONE, 2);
  party_assert_done (far_collective_hand_loan (&writer, loan, &back, TODAY + 3, error));
  party_meet (shop.party);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) lines =
                   far_collective_log_book (shop.party->members[BO].store, shop.bike, &error);
    guint n = 0;

    g_assert_no_error (error);
    for (guint i = 0; i < lines->len; i++)
      {
        const FarLogLine *line = lines->pdata[i];

        if (line->what == FAR_LOG_CONDITION)
          continue;
        g_assert_cmpuint (n, <, G_N_ELEMENTS (expected));
        g_assert_cmpint (line->what, ==, expected[n]);
        n++;
        if (line->what == FAR_LOG_REPAIRED)
          g_assert_cmpstr (line->words, ==, "new pads");
        if (line->what == FAR_LOG_BACK)
          {
            g_assert_cmpint (line->condition, ==, FAR_CONDITION_WORN);
            g_assert_cmpstr (line->words, ==, "mud");
          }
      }
    g_assert_cmpuint (n, ==, G_N_ELEMENTS (expected));
  }
}

/* ---- whatever order it comes in */

static void
quarrel (Shop *self)
{
  guint8 ids[4][FAR_RECORD_ID_LEN];
  guint8 slots[4][FAR_RECORD_ID_LEN];

  report (self, BO, "one", TRUE, ids[0]);
  report (self, CY, "two", FALSE, ids[1]);
  report (self, DI, "three", FALSE, ids[2]);
  slot (self, CY, ids[1], 7, slots[1]);
  slot (self, DI, ids[2], 7, slots[2]);
  book (self, ADA, 6, 8, NULL);
  party_meet (self->party);
  say_unsafe (self, CY, ids[0], FALSE);
  say_unsafe (self, DI, ids[0], TRUE);
  slot (self, BO, ids[0], 7, slots[0]);
  release (self, CY, slots[1]);
  slot (self, CY, ids[1], 14, slots[3]);
  book (self, DI, 13, 15, NULL);
  party_meet (self->party);
  work (self, ADA, ids[2], FAR_WORK_IS_DONE, 5);
  work (self, BO, ids[2], FAR_WORK_ON, 4);
  withdraw (self, CY, ids[1]);
  work (self, DI, ids[1], FAR_WORK_IS_DONE, 4);
  report (self, ADA, "four", TRUE, ids[3]);
  party_meet (self->party);
}

static void
test_orders (void)
{
  g_auto (Shop) shop = shop_new (12, 1);
  const PartyMember *ada = &shop.party->members[ADA];
  guint8 expected[2 * FAR_HASH_LEN];
  g_autofree guint *order = NULL;
  g_autofree char *words = NULL;
  g_autofree char *loans = NULL;

  quarrel (&shop);
  party_harvest (shop.party);
  party_digests (ada->store, expected);
  words = tell (ada->store, ada->me.member);
  loans = tell_loans (&shop, ada->store, ada->me.member);
  g_test_message ("%s / %s", words, loans);
  g_assert_nonnull (strchr (words, '+'));
  g_assert_nonnull (strchr (loans, '?'));

  order = g_new (guint, shop.party->entries->len);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FarStore) store =
                     far_store_open (NULL, far_store_peek_collective (ada->store), TRUE, &error);
      guint8 digests[2 * FAR_HASH_LEN];
      g_autofree char *other = NULL;
      g_autofree char *other_loans = NULL;

      g_assert_no_error (error);
      party_shuffle (shop.party, order);
      party_add_all (shop.party, store, order);
      party_digests (store, digests);
      g_assert_cmpmem (digests, sizeof digests, expected, sizeof expected);
      other = tell (store, ada->me.member);
      g_assert_cmpstr (other, ==, words);
      other_loans = tell_loans (&shop, store, ada->me.member);
      g_assert_cmpstr (other_loans, ==, loans);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/repair/sheet", test_sheet);
  g_test_add_func ("/repair/own-bike", test_own_bike);
  g_test_add_func ("/repair/refused", test_refused);
  g_test_add_func ("/repair/careful", test_careful);
  g_test_add_func ("/repair/gaps", test_gaps);
  g_test_add_func ("/repair/in-hands", test_in_hands);
  g_test_add_func ("/repair/given-up", test_given_up);
  g_test_add_func ("/repair/workshop", test_workshop);
  g_test_add_func ("/repair/offline", test_offline);
  g_test_add_func ("/repair/called-off", test_called_off);
  g_test_add_func ("/repair/log-book", test_log_book);
  g_test_add_func ("/repair/orders", test_orders);

  return g_test_run ();
}
