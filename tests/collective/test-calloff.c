/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Strike, ice, heat: many outings are cancelled in one go, and walk again in one go. */

#include <string.h>

#include "test-party.h"

#define TODAY PARTY_MONDAY

enum
{
  ADA, /* holds the baton */
  BO,
  CY,
};

typedef struct
{
  Party *party; /* owned */
  guint8 walk[FAR_RECORD_ID_LEN];
  guint8 garden[FAR_RECORD_ID_LEN];
} Town;

static void
town_clear (Town *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Town, town_clear)

static Town
town_new (guint32 seed)
{
  Town self = { party_new (seed, 3) };
  FarWriter writer;

  party_add_rota (self.party, ADA, "Walk", 2, self.walk);
  party_add_rota (self.party, ADA, "Garden", 2, self.garden);
  writer = party_writer (self.party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, self.walk, error));
  party_assert_done (far_collective_publish_rota (&writer, self.garden, error));
  party_meet (self.party);

  return self;
}

static guint
call_off (Town *self, guint who, const guint8 *rota, int first, int last, guint8 *act)
{
  FarCallOff scope = { .rota = rota, .first_day = TODAY + first, .last_day = TODAY + last };
  FarWriter writer = party_writer (self->party, who);
  FarCalledOffFacts done;

  party_assert_done (far_collective_call_off (&writer, &scope, "Ice", TODAY, &done, error));
  g_assert_cmpint (done.is_suggestion, ==, who != ADA);
  memcpy (act, done.act, FAR_RECORD_ID_LEN);

  return done.n_outings;
}

static guint
resume (Town *self, const guint8 *act, const guint8 *rota, int day)
{
  FarResume what = { act, rota, TODAY + day };
  FarWriter writer = party_writer (self->party, ADA);
  gboolean is_suggestion;
  guint n;

  party_assert_done (far_collective_resume (&writer, &what, TODAY, &n, &is_suggestion, error));

  return n;
}

/* "x" where it is cancelled, "." where it walks, Monday to Friday; on everybody's machine. */
static void
assert_days (Town *self, const guint8 *rota, const char *expected)
{
  party_meet (self->party);
  for (guint who = 0; who < self->party->n_members; who++)
    {
      g_autoptr (GString) days = g_string_new (NULL);

      for (gint32 day = TODAY; day < TODAY + 5; day++)
        {
          g_autoptr (FarOutingFacts) outing = party_outing (self->party, who, rota, day);

          g_string_append_c (days,
                             outing->verdict.reason == FAR_VERDICT_REASON_CANCELLED ? 'x' : '.');
        }
      g_assert_cmpstr (days->str, ==, expected);
    }
}

static void
test_one_go (void)
{
  g_auto (Town) town = town_new (1);
  guint8 act[FAR_RECORD_ID_LEN];
  g_autoptr (FarOutingFacts) outing = NULL;

  g_assert_cmpuint (call_off (&town, ADA, NULL, 1, 2, act), ==, 4);
  assert_days (&town, town.walk, ".xx..");
  assert_days (&town, town.garden, ".xx..");
  outing = party_outing (town.party, BO, town.walk, TODAY + 1);
  g_assert_cmpstr (outing->why, ==, "Ice");
  g_assert_cmpuint (resume (&town, act, NULL, 0), ==, 4);
  assert_days (&town, town.walk, ".....");
  assert_days (&town, town.garden, ".....");
}

/* What somebody said of one of them since is not undone, nor what another act cancelled. */
static void
test_leaves_others (void)
{
  g_auto (Town) town = town_new (2);
  FarWriter writer;
  guint8 first[FAR_RECORD_ID_LEN];
  guint8 second[FAR_RECORD_ID_LEN];

  writer = party_writer (town.party, ADA);
  party_assert_done (
      far_collective_cancel_outing (&writer, town.walk, TODAY, "The bridge is closed", error));
  /* what is cancelled already is not cancelled anew */
  g_assert_cmpuint (call_off (&town, ADA, town.walk, 0, 2, first), ==, 2);
  g_assert_cmpuint (call_off (&town, ADA, town.walk, 3, 3, second), ==, 1);
  assert_days (&town, town.walk, "xxxx.");
  g_assert_cmpuint (resume (&town, NULL, town.walk, 1), ==, 1);
  assert_days (&town, town.walk, "x.xx.");
  g_assert_cmpuint (resume (&town, first, NULL, 0), ==, 1);
  assert_days (&town, town.walk, "x..x.");
  g_assert_cmpuint (resume (&town, second, NULL, 0), ==, 1);
  g_assert_cmpuint (resume (&town, NULL, town.walk, 0), ==, 1);
  assert_days (&town, town.walk, ".....");
}

/* From who may not publish it is suggested, and nothing is cancelled. */
static void
test_suggested (void)
{
  g_auto (Town) town = town_new (3);
  g_autoptr (GPtrArray) waiting = NULL;
  guint8 act[FAR_RECORD_ID_LEN];

  g_assert_cmpuint (call_off (&town, BO, town.walk, 1, 3, act), ==, 3);
  assert_days (&town, town.walk, ".....");
  waiting = far_collective_suggestions (town.party->members[ADA].store, TODAY, NULL);
  g_assert_cmpuint (waiting->len, ==, 3);
  g_assert_cmpint (((const FarSuggestionFacts *)waiting->pdata[0])->what, ==,
                   FAR_SUGGESTS_CANCELLING);
}

static void
test_refused (void)
{
  g_auto (Town) town = town_new (4);
  FarWriter writer = party_writer (town.party, ADA);
  FarCallOff scope = { .first_day = TODAY - 5, .last_day = TODAY - 4 };
  FarResume what = { .rota = town.walk, .day = TODAY };
  gint64 n_entries = far_store_get_n_entries (town.party->members[ADA].store);
  guint8 act[FAR_RECORD_ID_LEN] = { 3 };
  FarCalledOffFacts done;
  gboolean is_suggestion;
  guint n;

  /* before it begins */
  party_assert_refused (far_collective_call_off (&writer, &scope, "Ice", TODAY, &done, error),
                        FAR_COLLECTIVE_ERROR_NO_OUTING);
  scope.last_day = TODAY - 6;
  party_assert_refused (far_collective_call_off (&writer, &scope, "Ice", TODAY, &done, error),
                        FAR_COLLECTIVE_ERROR_DATE_INVALID);
  scope.first_day = TODAY;
  party_assert_refused (far_collective_call_off (&writer, &scope, " ", TODAY, &done, error),
                        FAR_COLLECTIVE_ERROR_REASON_EMPTY);
  scope.last_day = TODAY + 366;
  party_assert_refused (far_collective_call_off (&writer, &scope, "Ice", TODAY, &done, error),
                        FAR_COLLECTIVE_ERROR_DATE_INVALID);
  scope.last_day = TODAY + 365;
  party_assert_refused (far_collective_call_off (&writer, &scope, "Ice", TODAY, &done, error),
                        FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  party_assert_refused (far_collective_resume (&writer, &what, TODAY, &n, &is_suggestion, error),
                        FAR_COLLECTIVE_ERROR_NO_OUTING);
  what = (FarResume){ .act = act };
  party_assert_refused (far_collective_resume (&writer, &what, TODAY, &n, &is_suggestion, error),
                        FAR_COLLECTIVE_ERROR_NO_OUTING);
  g_assert_cmpint (far_store_get_n_entries (town.party->members[ADA].store), ==, n_entries);
}

/* What it would do is said before, and nothing is written. */
static void
test_is_foreseen (void)
{
  g_auto (Town) town = town_new (5);
  FarCallOff scope = { .rota = town.walk, .first_day = TODAY, .last_day = TODAY + 1 };
  g_autoptr (FarCallOffFacts) facts = NULL;

  facts = far_collective_call_off_effect (town.party->members[ADA].store,
                                          town.party->members[ADA].me.member, &scope, NULL);
  g_assert_cmpuint (facts->outings->len, ==, 2);
  g_assert_cmpuint (facts->others->len, ==, 2);
  g_assert_cmpstr (((const FarOutingFacts *)facts->others->pdata[0])->rota->title, ==, "Garden");
  assert_days (&town, town.walk, ".....");
}

static gboolean
is_called (const GArray *persons, const guint8 *person)
{
  for (guint i = 0; i < persons->len; i++)
    if (memcmp (persons->data + (gsize)i * FAR_RECORD_ID_LEN, person, FAR_RECORD_ID_LEN) == 0)
      return TRUE;

  return FALSE;
}

/* Who promised to come and is not known to have heard is called; whom it does not concern is not,
 * and who has no machine is called in any case. */
static void
test_to_call (void)
{
  g_auto (Town) town = town_new (6);
  g_autoptr (GArray) call = NULL;
  g_autoptr (GArray) of_other = NULL;
  FarWriter writer;
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 nonna[FAR_RECORD_ID_LEN];
  guint8 act[FAR_RECORD_ID_LEN];
  guint8 other[FAR_RECORD_ID_LEN];

  writer = party_writer (town.party, BO);
  party_assert_done (far_collective_take_turn (&writer, town.walk, TODAY + 1,
                                               town.party->members[BO].me.member, TODAY, turn,
                                               error));
  writer = party_writer (town.party, CY);
  party_assert_done (far_collective_add_person (&writer, "Nonna", nonna, error));
  writer = party_writer (town.party, CY);
  party_assert_done (
      far_collective_take_turn (&writer, town.walk, TODAY + 1, nonna, TODAY, turn, error));
  party_meet (town.party);
  call_off (&town, ADA, town.walk, 1, 1, act);
  call_off (&town, ADA, town.garden, 1, 1, other);

  call = far_collective_to_call (town.party->members[ADA].store, town.party->members[ADA].me.device,
                                 act, TODAY, NULL);
  g_assert_cmpuint (call->len, ==, 2);
  g_assert_true (is_called (call, nonna));
  g_assert_true (is_called (call, town.party->members[BO].me.member));
  of_other = far_collective_to_call (town.party->members[ADA].store,
                                     town.party->members[ADA].me.device, other, TODAY, NULL);
  g_assert_cmpuint (of_other->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/call-off/one-go", test_one_go);
  g_test_add_func ("/call-off/leaves-others", test_leaves_others);
  g_test_add_func ("/call-off/suggested", test_suggested);
  g_test_add_func ("/call-off/refused", test_refused);
  g_test_add_func ("/call-off/is-foreseen", test_is_foreseen);
  g_test_add_func ("/call-off/to-call", test_to_call);

  return g_test_run ();
}
