/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rotas that change: what that does to their outings, and never to a promise. */

#include <string.h>

#include "test-party.h"

#define ADA 0 /* holds the baton */
#define BO 1
#define CY 2
#define TODAY PARTY_MONDAY
#define TUESDAY (PARTY_MONDAY + 1)
#define FRIDAY (PARTY_MONDAY + 4)
#define EIGHT (8 * 60)
#define EIGHT_TEN (8 * 60 + 10)

/* A walk on weekdays, at 08:00, of two weeks, published. */
static void
add_walk (Party *party, guint8 *out)
{
  FarRotaPlan plan = {
    .title = "The walk",
    .rule = { .weekdays = 31, .every_n_weeks = 1, .first_day = TODAY, .last_day = TODAY + 13 },
    .at = EIGHT,
    .n_min = 2,
    .n_max = 2,
  };
  FarWriter writer = party_writer (party, ADA);

  party_assert_done (far_collective_add_rota (&writer, &plan, out, error));
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, out, error));
  party_meet (party);
}

static gboolean
change (Party *party, guint who, const guint8 *rota, const FarRotaRevision *revision)
{
  FarWriter writer = party_writer (party, who);
  gboolean is_suggestion;

  party_assert_done (far_collective_change_rota (&writer, rota, revision, &is_suggestion, error));
  party_meet (party);

  return is_suggestion;
}

static void
take (Party *party, guint who, const guint8 *rota, gint32 day, guint8 *out)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_take_turn (&writer, rota, day, NULL, TODAY, out, error));
  party_meet (party);
}

static void
release (Party *party, guint who, const guint8 *turn)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (
      far_collective_change_turn (&writer, turn, FAR_TURN_STATE_RELEASED, TODAY, NULL, error));
  party_meet (party);
}

static void
keep (Party *party, guint who, const guint8 *turn)
{
  FarWriter writer = party_writer (party, who);
  guint8 rota[FAR_RECORD_ID_LEN];
  gint32 day;

  party_assert_done (far_collective_keep_turn (&writer, turn, TODAY, rota, &day, error));
  g_assert_cmpint (day, ==, TUESDAY);
  party_meet (party);
}

/* What each machine lists of two weeks: a letter for each day, small where there is none any more.
 */
static void
assert_days (Party *party, const char *expected)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      FarStore *store = party->members[who].store;
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) rotas = far_collective_rotas (store, &error);
      g_autoptr (GPtrArray) outings = NULL;
      g_autoptr (GString) days = g_string_new (NULL);

      g_assert_no_error (error);
      outings =
          far_collective_outings (store, rotas, party->members[who].me.member, TODAY, 14, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < outings->len; i++)
        {
          const FarOutingFacts *outing = outings->pdata[i];
          char letter = "MTWHFSU"[(outing->day - TODAY) % 7];

          g_string_append_c (days, outing->verdict.reason == FAR_VERDICT_REASON_NO_DAY
                                       ? g_ascii_tolower (letter)
                                       : letter);
        }
      g_assert_cmpstr (days->str, ==, expected);
    }
}

/* "-Tue Bo", "+Wed", "~Thu 490 Bo", "<Fri Cy": what goes, comes, moves, has fewer places. */
static char *
foresee (Party *party, guint who, const guint8 *rota, const FarRotaRevision *revision)
{
  static const char *const names[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  static const char signs[] = {
    [FAR_EFFECT_GONE] = '-',
    [FAR_EFFECT_NEW] = '+',
    [FAR_EFFECT_MOVED] = '~',
    [FAR_EFFECT_RESERVE] = '<',
  };
  FarWriter writer = party_writer (party, who);
  g_autoptr (FarRotaEffect) effect = NULL;
  g_autoptr (GError) error = NULL;
  GString *out = g_string_new (NULL);

  effect = far_collective_rota_effect (&writer, rota, revision, TODAY, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < effect->outings->len; i++)
    {
      const FarEffectFacts *facts = effect->outings->pdata[i];

      g_string_append_printf (out, "%s%c%s", out->len > 0 ? ", " : "", signs[facts->what],
                              names[(facts->day - TODAY) % 7]);
      if (facts->what == FAR_EFFECT_MOVED)
        g_string_append_printf (out, " %d", facts->at);
      for (guint j = 0; j < facts->persons->len; j++)
        for (guint m = 0; m < party->n_members; m++)
          if (memcmp (facts->persons->data + j * FAR_RECORD_ID_LEN, party->members[m].me.member,
                      FAR_RECORD_ID_LEN) == 0)
            g_string_append_printf (out, " %s", m == ADA ? "Ada" : m == BO ? "Bo" : "Cy");
    }

  return g_string_free (out, FALSE);
}

static void
assert_foreseen (Party *party,
                 guint who,
                 const guint8 *rota,
                 const FarRotaRevision *revision,
                 const char *expected)
{
  g_autofree char *words = foresee (party, who, rota, revision);

  g_assert_cmpstr (words, ==, expected);
}

/* ---- a draft, and what is published */

static void
test_rights (void)
{
  g_autoptr (Party) party = party_new (1, 3);
  FarRotaRevision later = { .fields = FAR_CHANGES_AT, .plan = { .at = EIGHT_TEN } };
  FarRotaRevision sooner = { .fields = FAR_CHANGES_AT, .plan = { .at = EIGHT } };
  FarRotaRevision title = { .fields = FAR_CHANGES_TITLE, .plan = { .title = " The  stroll " } };
  FarWriter writer;
  guint8 draft[FAR_RECORD_ID_LEN];
  guint8 walk[FAR_RECORD_ID_LEN];
  g_autoptr (FarOutingFacts) outing = NULL;
  g_autoptr (GPtrArray) suggestions = NULL;
  gboolean is_suggestion;
  guint n_entries;

  party_add_rota (party, BO, "A draft", 2, draft);
  party_meet (party);
  writer = party_writer (party, CY);
  party_assert_refused (far_collective_change_rota (&writer, draft, &later, &is_suggestion, error),
                        FAR_COLLECTIVE_ERROR_DRAFT_NOT_YOURS);
  g_assert_false (change (party, BO, draft, &sooner));
  outing = party_outing (party, CY, draft, TUESDAY);
  g_assert_cmpint (outing->here.at, ==, EIGHT);
  g_clear_pointer (&outing, far_outing_facts_free);

  /* once more changes nothing, and nothing is written */
  n_entries = far_store_get_n_entries (party->members[BO].store);
  g_assert_false (change (party, BO, draft, &sooner));
  g_assert_cmpuint (far_store_get_n_entries (party->members[BO].store), ==, n_entries);

  /* the holder too changes somebody's draft */
  g_assert_false (change (party, ADA, draft, &title));

  add_walk (party, walk);
  g_assert_true (change (party, BO, walk, &later));
  outing = party_outing (party, CY, walk, TUESDAY);
  g_assert_cmpint (outing->here.at, ==, EIGHT);
  g_clear_pointer (&outing, far_outing_facts_free);
  suggestions = far_collective_suggestions (party->members[ADA].store, TODAY, NULL);
  g_assert_cmpuint (suggestions->len, ==, 1);

  /* nobody is asked twice */
  n_entries = far_store_get_n_entries (party->members[BO].store);
  g_assert_true (change (party, BO, walk, &later));
  g_assert_cmpuint (far_store_get_n_entries (party->members[BO].store), ==, n_entries);

  writer = party_writer (party, ADA);
  party_assert_done (
      far_collective_answer_suggestion (&writer,
                                        ((const FarSuggestionFacts *)suggestions->pdata[0])->entry,
                                        TRUE, error));
  party_meet (party);
  outing = party_outing (party, CY, walk, TUESDAY);
  g_assert_cmpint (outing->here.at, ==, EIGHT_TEN);
}

static void
test_refused (void)
{
  g_autoptr (Party) party = party_new (2, 1);
  const gint32 twice[] = { FRIDAY, FRIDAY };
  const FarRotaRevision revisions[] = {
    { FAR_CHANGES_TITLE, { .title = " " } },
    { FAR_CHANGES_WEEKDAYS, { .rule = { .weekdays = 0 } } },
    { FAR_CHANGES_EVERY, { .rule = { .every_n_weeks = 53 } } },
    { FAR_CHANGES_LAST, { .rule = { .last_day = TODAY - 1 } } },
    { FAR_CHANGES_AT, { .at = 1440 } },
    { FAR_CHANGES_MIN, { .n_min = -1 } },
    { FAR_CHANGES_MIN, { .n_min = 3 } },
    { FAR_CHANGES_MAX, { .n_max = 100 } },
    { FAR_CHANGES_LINE, { .line = (const guint8 *)"0123456789abcdef" } },
    { FAR_CHANGES_ADDED, { .rule = { .added = twice, .n_added = 2 } } },
  };
  const int codes[] = {
    FAR_COLLECTIVE_ERROR_NAME_EMPTY,     FAR_COLLECTIVE_ERROR_DAYS_INVALID,
    FAR_COLLECTIVE_ERROR_NUMBER_INVALID, FAR_COLLECTIVE_ERROR_DATE_INVALID,
    FAR_COLLECTIVE_ERROR_TIME_INVALID,   FAR_COLLECTIVE_ERROR_NUMBER_INVALID,
    FAR_COLLECTIVE_ERROR_NUMBER_INVALID, FAR_COLLECTIVE_ERROR_NUMBER_INVALID,
    FAR_COLLECTIVE_ERROR_NO_SUCH_ID,     FAR_COLLECTIVE_ERROR_DATE_INVALID,
  };
  guint8 walk[FAR_RECORD_ID_LEN];
  guint n_entries;

  add_walk (party, walk);
  n_entries = far_store_get_n_entries (party->members[ADA].store);
  for (guint i = 0; i < G_N_ELEMENTS (revisions); i++)
    {
      FarWriter writer = party_writer (party, ADA);
      gboolean is_suggestion;

      party_assert_refused (far_collective_change_rota (&writer, walk, &revisions[i],
                                                        &is_suggestion, error),
                            codes[i]);
    }
  g_assert_cmpuint (far_store_get_n_entries (party->members[ADA].store), ==, n_entries);
}

/* ---- what a change does */

static void
test_effect (void)
{
  g_autoptr (Party) party = party_new (3, 3);
  const gint32 saturday[] = { TODAY + 5 };
  const FarRotaRevision mondays = { FAR_CHANGES_WEEKDAYS, { .rule = { .weekdays = 1 } } };
  const FarRotaRevision shorter = { FAR_CHANGES_LAST, { .rule = { .last_day = TUESDAY } } };
  const FarRotaRevision later = { FAR_CHANGES_AT | FAR_CHANGES_LAST,
                                  { .at = EIGHT_TEN, .rule = { .last_day = TUESDAY } } };
  const FarRotaRevision besides = { FAR_CHANGES_ADDED | FAR_CHANGES_DROPPED,
                                    { .rule = { .added = saturday, .n_added = 1 } } };
  const FarRotaRevision fewer = { FAR_CHANGES_MIN | FAR_CHANGES_MAX, { .n_min = 1, .n_max = 1 } };
  const FarRotaRevision nothing = { FAR_CHANGES_TITLE, { .title = "Stroll" } };
  guint8 walk[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  FarStore *store;
  guint n_entries;

  add_walk (party, walk);
  take (party, BO, walk, TUESDAY, turn);
  take (party, CY, walk, TUESDAY, turn);
  take (party, CY, walk, FRIDAY, turn);
  release (party, CY, turn);

  store = party->members[ADA].store;
  n_entries = far_store_get_n_entries (store);
  assert_foreseen (party, ADA, walk, &mondays,
                   "-Tue Bo Cy, -Wed, -Thu, -Fri, -Tue, -Wed, -Thu, -Fri");
  assert_foreseen (party, ADA, walk, &shorter, "-Wed, -Thu, -Fri, -Mon, -Tue, -Wed, -Thu, -Fri");
  assert_foreseen (party, ADA, walk, &later,
                   "~Mon 490, ~Tue 490 Bo Cy, -Wed, -Thu, -Fri, -Mon, -Tue, -Wed, -Thu, -Fri");
  assert_foreseen (party, ADA, walk, &besides, "+Sat");
  assert_foreseen (party, ADA, walk, &fewer, "<Tue Cy");
  assert_foreseen (party, ADA, walk, &nothing, "");
  g_assert_cmpuint (far_store_get_n_entries (store), ==, n_entries);
}

/* Whoever promised to come still sees the outing, as everybody does, until they give it back. */
static void
test_day_that_is_gone (void)
{
  g_autoptr (Party) party = party_new (4, 3);
  const FarRotaRevision mondays = { FAR_CHANGES_WEEKDAYS, { .rule = { .weekdays = 1 } } };
  const FarRotaRevision weekdays = { FAR_CHANGES_WEEKDAYS, { .rule = { .weekdays = 31 } } };
  g_autoptr (FarOutingFacts) outing = NULL;
  FarWriter writer;
  guint8 walk[FAR_RECORD_ID_LEN];
  guint8 bo[FAR_RECORD_ID_LEN];
  guint8 cy[FAR_RECORD_ID_LEN];

  add_walk (party, walk);
  take (party, BO, walk, TUESDAY, bo);
  take (party, CY, walk, FRIDAY, cy);
  release (party, CY, cy);
  assert_days (party, "MTWHFMTWHF");

  change (party, ADA, walk, &mondays);
  assert_days (party, "MtM");
  outing = party_outing (party, BO, walk, TUESDAY);
  g_assert_false (outing->verdict.runs);
  g_assert_cmpuint (outing->verdict.n_missing, ==, 0);
  g_assert_cmpuint (outing->n_moved, ==, 0);
  g_clear_pointer (&outing, far_outing_facts_free);
  writer = party_writer (party, CY);
  party_assert_refused (far_collective_take_turn (&writer, walk, TUESDAY, NULL, TODAY, cy, error),
                        FAR_COLLECTIVE_ERROR_NO_OUTING);

  /* undone, it is as it was */
  change (party, ADA, walk, &weekdays);
  assert_days (party, "MTWHFMTWHF");
  outing = party_outing (party, CY, walk, TUESDAY);
  g_assert_cmpuint (outing->verdict.n_have, ==, 1);

  change (party, ADA, walk, &mondays);
  release (party, BO, bo);
  assert_days (party, "MM");
}

/* ---- another time */

static void
assert_moved (Party *party, const guint8 *walk, const char *turns, guint n_moved)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (FarOutingFacts) outing = party_outing (party, who, walk, TUESDAY);
      g_autofree char *names = party_turns (party, who, walk, TUESDAY);

      g_assert_cmpstr (names, ==, turns);
      g_assert_cmpuint (outing->n_moved, ==, n_moved);
    }
}

static void
test_moved (void)
{
  g_autoptr (Party) party = party_new (5, 3);
  const FarRotaRevision later = { FAR_CHANGES_AT, { .at = EIGHT_TEN } };
  const FarRotaRevision back = { FAR_CHANGES_AT, { .at = EIGHT } };
  FarWriter writer;
  guint8 walk[FAR_RECORD_ID_LEN];
  guint8 bo[FAR_RECORD_ID_LEN];
  guint8 cy[FAR_RECORD_ID_LEN];
  guint8 where[FAR_RECORD_ID_LEN];
  guint n_entries;
  gint32 day;

  add_walk (party, walk);
  take (party, BO, walk, TUESDAY, bo);
  take (party, CY, walk, TUESDAY, cy);
  assert_moved (party, walk, "Bo Cy", 0);

  /* each keeps the place, and is asked */
  change (party, ADA, walk, &later);
  assert_moved (party, walk, "Bo Cy", 2);
  keep (party, CY, cy);
  assert_moved (party, walk, "Bo Cy", 1);
  n_entries = far_store_get_n_entries (party->members[CY].store);
  keep (party, CY, cy);
  g_assert_cmpuint (far_store_get_n_entries (party->members[CY].store), ==, n_entries);

  /* the yes was to that time, and to no other */
  change (party, ADA, walk, &back);
  assert_moved (party, walk, "Bo Cy", 1);
  keep (party, CY, cy);
  change (party, ADA, walk, &later);
  assert_moved (party, walk, "Bo Cy", 2);

  writer = party_writer (party, CY);
  party_assert_refused (far_collective_keep_turn (&writer, bo, TODAY, where, &day, error),
                        FAR_COLLECTIVE_ERROR_NOT_YOURS);
  writer = party_writer (party, BO);
  party_assert_refused (far_collective_keep_turn (&writer, bo, TUESDAY + 1, where, &day, error),
                        FAR_COLLECTIVE_ERROR_OUTING_OVER);
  release (party, BO, bo);
  assert_moved (party, walk, "Cy -Bo", 1);
  writer = party_writer (party, BO);
  party_assert_refused (far_collective_keep_turn (&writer, bo, TODAY, where, &day, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_RELEASED);

  /* taken anew it is for the new time */
  take (party, BO, walk, TUESDAY, bo);
  assert_moved (party, walk, "Cy Bo -Bo", 1);
}

/* A yes to the time is to nothing else. */
static void
test_moved_and_sought (void)
{
  g_autoptr (Party) party = party_new (6, 3);
  const FarRotaRevision later = { FAR_CHANGES_AT, { .at = EIGHT_TEN } };
  g_autoptr (FarOutingFacts) outing = NULL;
  const FarTurnFacts *turn;
  FarWriter writer;
  guint8 walk[FAR_RECORD_ID_LEN];
  guint8 bo[FAR_RECORD_ID_LEN];
  guint8 cy[FAR_RECORD_ID_LEN];

  add_walk (party, walk);
  take (party, BO, walk, TUESDAY, bo);
  change (party, ADA, walk, &later);
  writer = party_writer (party, BO);
  party_assert_done (
      far_collective_change_turn (&writer, bo, FAR_TURN_STATE_SEEKING, TODAY, NULL, error));
  party_meet (party);
  take (party, CY, walk, TUESDAY, cy);
  keep (party, BO, bo);

  outing = party_outing (party, ADA, walk, TUESDAY);
  turn = outing->turns->pdata[0];
  g_assert_cmpint (turn->place, ==, FAR_TURN_PLACE_RELIEVED);
  g_assert_true (turn->has_stand_in);
  g_assert_cmpint (turn->at, ==, EIGHT_TEN);
  g_assert_false (turn->is_moved);
}

/* ---- one date */

static gboolean
change_date (Party *party, guint who, const guint8 *rota, gint32 day, const FarDateChange *change)
{
  FarWriter writer = party_writer (party, who);
  gboolean is_suggestion;

  party_assert_done (
      far_collective_change_outing (&writer, rota, day, change, &is_suggestion, error));
  party_meet (party);

  return is_suggestion;
}

/* "480 Gate 2-2", as everybody sees it */
static void
assert_date (Party *party, const guint8 *rota, gint32 day, const char *expected)
{
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autoptr (FarOutingFacts) outing = party_outing (party, who, rota, day);
      const FarRotaDay *here = &outing->here;
      g_autofree char *words =
          g_strdup_printf ("%d %s %u-%u", here->at, here->place, here->n_min, here->n_max);

      g_assert_cmpstr (words, ==, expected);
      g_assert_cmpuint (outing->verdict.n_needed, ==, here->n_min);
    }
}

#define ALL_OF_A_DATE (FAR_CHANGES_AT | FAR_CHANGES_MIN | FAR_CHANGES_MAX | FAR_CHANGES_PLACE)

/* Of one date it is said, and the others are as they were. */
static void
test_date (void)
{
  g_autoptr (Party) party = party_new (7, 3);
  const FarDateChange gym = { FAR_CHANGES_AT | FAR_CHANGES_PLACE, EIGHT_TEN, .place = " The gym " };
  const FarDateChange many = { FAR_CHANGES_MIN | FAR_CHANGES_MAX, .n_min = 3, .n_max = 4 };
  const FarDateChange as_ever = { ALL_OF_A_DATE, -1, -1, -1, NULL };
  const FarRotaRevision gate = { FAR_CHANGES_PLACE, { .place = "The gate" } };
  const FarRotaRevision later = { FAR_CHANGES_AT | FAR_CHANGES_LAST,
                                  { .at = EIGHT_TEN + 10, .rule = { .last_day = TUESDAY + 1 } } };
  FarWriter writer;
  guint8 walk[FAR_RECORD_ID_LEN];
  guint8 bo[FAR_RECORD_ID_LEN];
  guint n_entries;

  add_walk (party, walk);
  take (party, BO, walk, TUESDAY, bo);
  assert_date (party, walk, TUESDAY, "480  2-2");
  g_assert_false (change_date (party, ADA, walk, TUESDAY, &gym));
  assert_date (party, walk, TUESDAY, "490 The gym 2-2");
  assert_date (party, walk, TUESDAY + 1, "480  2-2");
  assert_moved (party, walk, "Bo", 1);
  keep (party, BO, bo);
  assert_moved (party, walk, "Bo", 0);
  change_date (party, ADA, walk, TUESDAY, &many);
  assert_date (party, walk, TUESDAY, "490 The gym 3-4");

  /* once more writes nothing */
  n_entries = far_store_get_n_entries (party->members[ADA].store);
  change_date (party, ADA, walk, TUESDAY, &many);
  g_assert_cmpuint (far_store_get_n_entries (party->members[ADA].store), ==, n_entries);

  /* what is said of a date stays so when the rota changes, and says so first */
  assert_foreseen (party, ADA, walk, &later,
                   "~Mon 500, ~Wed 500, -Thu, -Fri, -Mon, -Tue, -Wed, -Thu, -Fri");
  change (party, ADA, walk, &gate);
  assert_date (party, walk, TUESDAY, "490 The gym 3-4");
  assert_date (party, walk, TUESDAY + 1, "480 The gate 2-2");
  change_date (party, ADA, walk, TUESDAY, &as_ever);
  assert_date (party, walk, TUESDAY, "480 The gate 2-2");

  writer = party_writer (party, ADA);
  for (guint i = 0; i < 4; i++)
    {
      const FarDateChange bad[] = { { FAR_CHANGES_AT, .at = 1440 },
                                    { FAR_CHANGES_MIN, .n_min = 3 },
                                    { FAR_CHANGES_MAX, .n_max = 0 },
                                    { FAR_CHANGES_MAX, .n_max = 100 } };
      gboolean is_suggestion;

      const int code = i == 0 ? (int)FAR_COLLECTIVE_ERROR_TIME_INVALID
                              : (int)FAR_COLLECTIVE_ERROR_NUMBER_INVALID;

      party_assert_refused (far_collective_change_outing (&writer, walk, TUESDAY, &bad[i],
                                                          &is_suggestion, error),
                            code);
      party_assert_refused (far_collective_change_outing (&writer, walk, TODAY + 5, &gym,
                                                          &is_suggestion, error),
                            FAR_COLLECTIVE_ERROR_NO_OUTING);
    }
}

/* The baton's word; anybody else's waits for it, and declining it leaves no trace of a date. */
static void
test_date_suggested (void)
{
  g_autoptr (Party) party = party_new (8, 3);
  const FarDateChange gym = { ALL_OF_A_DATE, EIGHT_TEN, 1, 4, "The gym" };
  guint8 walk[FAR_RECORD_ID_LEN];

  add_walk (party, walk);
  for (guint adopt = 0; adopt < 2; adopt++)
    {
      g_autoptr (GPtrArray) suggestions = NULL;
      const FarSuggestionFacts *facts;
      FarWriter writer;

      g_assert_true (change_date (party, BO, walk, TUESDAY, &gym));
      assert_date (party, walk, TUESDAY, "480  2-2");
      suggestions = far_collective_suggestions (party->members[ADA].store, TODAY, NULL);
      g_assert_cmpuint (suggestions->len, ==, 1);
      facts = suggestions->pdata[0];
      g_assert_cmpint (facts->what, ==, FAR_SUGGESTS_DATE);
      g_assert_cmpint (facts->date.at, ==, EIGHT_TEN);
      g_assert_cmpint (facts->date.n_max, ==, 4);
      g_assert_cmpstr (facts->date.place, ==, "The gym");

      writer = party_writer (party, ADA);
      party_assert_done (
          far_collective_answer_suggestion (&writer, facts->entry, adopt != 0, error));
      party_meet (party);
      assert_date (party, walk, TUESDAY, adopt ? "490 The gym 1-4" : "480  2-2");
      g_ptr_array_unref (g_steal_pointer (&suggestions));
      suggestions = far_collective_suggestions (party->members[ADA].store, TODAY, NULL);
      g_assert_cmpuint (suggestions->len, ==, 0);
    }
}

/* Holder and deputy without knowing of each other: one is shown, the other told of. */
static void
test_date_contested (void)
{
  g_autoptr (Party) party = party_new (9, 2);
  const FarDateChange early = { FAR_CHANGES_AT, .at = EIGHT - 10 };
  const FarDateChange late = { FAR_CHANGES_AT, .at = EIGHT + 10 };
  g_autoptr (GPtrArray) conflicts = NULL;
  const FarConflictFacts *facts;
  gboolean is_suggestion;
  FarWriter writer;
  guint8 walk[FAR_RECORD_ID_LEN];

  add_walk (party, walk);
  writer = party_writer (party, ADA);
  party_assert_done (
      far_collective_keep_baton (&writer, 0, party->members[BO].me.member, TODAY, error));
  party_meet (party);
  writer = party_writer (party, ADA);
  party_assert_done (
      far_collective_change_outing (&writer, walk, TUESDAY, &early, &is_suggestion, error));
  writer = party_writer (party, BO);
  party_assert_done (
      far_collective_change_outing (&writer, walk, TUESDAY, &late, &is_suggestion, error));
  g_assert_false (is_suggestion);
  party_meet (party);
  assert_date (party, walk, TUESDAY, "490  2-2");
  conflicts = far_collective_conflicts (party->members[ADA].store, TODAY, NULL);
  g_assert_cmpuint (conflicts->len, ==, 1);
  facts = conflicts->pdata[0];
  g_assert_cmpint (facts->what, ==, FAR_DIFFERS_AT);
  g_assert_cmpint (facts->day, ==, TUESDAY);
  writer = party_writer (party, ADA);
  party_assert_done (
      far_collective_choose (&writer, ((const FarDifferingValue *)facts->values->pdata[1])->entry,
                             error));
  party_meet (party);
  assert_date (party, walk, TUESDAY, "470  2-2");
}

/* ---- this and following */

static void
test_later (void)
{
  g_autoptr (Party) party = party_new (10, 3);
  const FarRotaRevision next_week = {
    .fields = FAR_CHANGES_AT | FAR_CHANGES_WEEKDAYS | FAR_CHANGES_PLACE,
    .plan = { .at = EIGHT_TEN, .place = "The gym", .rule = { .weekdays = 3 } },
    .has_from = TRUE,
    .from = TODAY + 7
  };
  const FarRotaRevision tuesday = {
    .fields = FAR_CHANGES_AT, .plan = { .at = EIGHT - 10 }, .has_from = TRUE, .from = TUESDAY
  };
  const FarRotaRevision many = { .fields = FAR_CHANGES_MIN | FAR_CHANGES_MAX,
                                 .plan = { .n_min = 3, .n_max = 4 },
                                 .has_from = TRUE,
                                 .from = TODAY + 7 };
  const FarRotaRevision always = { .fields = FAR_CHANGES_AT | FAR_CHANGES_WEEKDAYS,
                                   .plan = { .at = EIGHT, .rule = { .weekdays = 31 } } };
  const FarRotaRevision bad[] = {
    { .fields = FAR_CHANGES_AT, .plan = { .at = 480 }, .has_from = TRUE, .from = TODAY - 1 },
    { .fields = FAR_CHANGES_AT, .plan = { .at = 1440 }, .has_from = TRUE, .from = TODAY + 2 },
    { .fields = FAR_CHANGES_MIN, .plan = { .n_min = 5 }, .has_from = TRUE, .from = TODAY + 2 },
    { .fields = FAR_CHANGES_MIN, .plan = { .n_min = -1 }, .has_from = TRUE, .from = TODAY + 2 },
    { .fields = FAR_CHANGES_WEEKDAYS,
      .plan = { .rule = { .weekdays = 128 } },
      .has_from = TRUE,
      .from = TODAY + 2 },
  };
  const int codes[] = { FAR_COLLECTIVE_ERROR_DATE_INVALID, FAR_COLLECTIVE_ERROR_TIME_INVALID,
                        FAR_COLLECTIVE_ERROR_NUMBER_INVALID, FAR_COLLECTIVE_ERROR_NUMBER_INVALID,
                        FAR_COLLECTIVE_ERROR_DATE_INVALID };
  guint8 walk[FAR_RECORD_ID_LEN];
  guint8 bo[FAR_RECORD_ID_LEN];
  FarWriter writer;

  add_walk (party, walk);
  take (party, BO, walk, TUESDAY + 7, bo);
  assert_foreseen (party, ADA, walk, &next_week, "~Mon 490, ~Tue 490 Bo, -Wed, -Thu, -Fri");
  change (party, ADA, walk, &next_week);
  assert_days (party, "MTWHFMT");
  assert_date (party, walk, TUESDAY, "480  2-2");
  assert_date (party, walk, TUESDAY + 7, "490 The gym 2-2");

  /* what was to be different later is so no more, but for what is left alone */
  change (party, ADA, walk, &many);
  change (party, ADA, walk, &tuesday);
  assert_date (party, walk, TODAY, "480  2-2");
  assert_date (party, walk, TUESDAY, "470  2-2");
  assert_date (party, walk, TUESDAY + 7, "470 The gym 3-4");
  assert_days (party, "MTWHFMT");

  /* said of all days it holds on all of them */
  change (party, ADA, walk, &always);
  assert_days (party, "MTWHFMTWHF");
  assert_date (party, walk, TUESDAY, "480  2-2");
  assert_date (party, walk, TUESDAY + 7, "480 The gym 3-4");

  writer = party_writer (party, ADA);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      gboolean is_suggestion;

      party_assert_refused (far_collective_change_rota (&writer, walk, &bad[i], &is_suggestion,
                                                        error),
                            codes[i]);
    }
}

/* So often, and not once more. */
static void
test_later_full (void)
{
  g_autoptr (Party) party = party_new (11, 1);
  guint8 walk[FAR_RECORD_ID_LEN];
  gboolean is_suggestion;

  party_add_rota (party, ADA, "A year", 2, walk);
  for (gint32 i = 0; i <= FAR_ROTA_LATER_MAX; i++)
    {
      const FarRotaRevision later = { .fields = FAR_CHANGES_AT,
                                      .plan = { .at = EIGHT + i },
                                      .has_from = TRUE,
                                      .from = TODAY + 1 + i };
      FarWriter writer = party_writer (party, ADA);

      if (i < FAR_ROTA_LATER_MAX)
        party_assert_done (
            far_collective_change_rota (&writer, walk, &later, &is_suggestion, error));
      else
        party_assert_refused (far_collective_change_rota (&writer, walk, &later, &is_suggestion,
                                                          error),
                              FAR_COLLECTIVE_ERROR_FULL_LATER);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/rota/rights", test_rights);
  g_test_add_func ("/far/rota/refused", test_refused);
  g_test_add_func ("/far/rota/effect", test_effect);
  g_test_add_func ("/far/rota/day-that-is-gone", test_day_that_is_gone);
  g_test_add_func ("/far/rota/moved", test_moved);

  g_test_add_func ("/far/rota/moved-and-sought", test_moved_and_sought);

  g_test_add_func ("/far/rota/date", test_date);
  g_test_add_func ("/far/rota/date-suggested", test_date_suggested);
  g_test_add_func ("/far/rota/date-contested", test_date_contested);

  g_test_add_func ("/far/rota/later", test_later);
  g_test_add_func ("/far/rota/later-full", test_later_full);

  return g_test_run ();
}
