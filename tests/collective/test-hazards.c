/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is to be looked out for on a line: who sees it says so, and it is gone when nobody says that
 * it is there. */

#include <string.h>

#include "test-party.h"

#define TODAY PARTY_MONDAY

enum
{
  ADA,
  BO,
  CY,
};

typedef struct
{
  Party *party; /* owned */
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 hazard[FAR_RECORD_ID_LEN];
} Street;

static void
street_clear (Street *self)
{
  party_free (self->party);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Street, street_clear)

static void
import (Party *party, guint8 *out)
{
  FarStopDraft stops[] = { { .name = (char *)"Mill", .time_out = 480, .time_back = -1 },
                           { .name = (char *)"Bridge", .time_out = 490, .time_back = -1 } };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  FarLineDraft draft = { .name = (char *)"Blue", .school = (char *)"", .stops = list };
  FarWriter writer = party_writer (party, ADA);

  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    g_ptr_array_add (list, &stops[i]);
  party_assert_done (far_collective_import_line (&writer, &draft, out, NULL, error));
}

/* Bo has seen a building site at the bridge. */
static Street
street_new (guint32 seed)
{
  Street self = { party_new (seed, 3) };
  FarHazardChange hazard = { .stop = "Bridge", .words = " Building site ", .state = -1 };
  FarWriter writer;

  import (self.party, self.line);
  party_meet (self.party);
  hazard.line = self.line;
  writer = party_writer (self.party, BO);
  party_assert_done (far_collective_add_hazard (&writer, &hazard, self.hazard, error));
  party_meet (self.party);

  return self;
}

static void
say (Street *self, guint who, int state)
{
  FarHazardChange change = { .state = state };
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (far_collective_change_hazard (&writer, self->hazard, &change, error));
}

/* On everybody's machine; @by: who said it. */
static void
assert_state (Street *self, FarHazardPlace state, guint by, guint n_others)
{
  party_meet (self->party);
  for (guint who = 0; who < self->party->n_members; who++)
    {
      FarStore *store = self->party->members[who].store;
      g_autoptr (GPtrArray) hazards = far_collective_hazards (store, TRUE, NULL);
      g_autoptr (GPtrArray) there = far_collective_hazards (store, FALSE, NULL);
      g_autoptr (GPtrArray) lines = far_collective_lines (store, NULL);
      const FarHazardFacts *facts;

      g_assert_cmpuint (hazards->len, ==, 1);
      facts = hazards->pdata[0];
      g_assert_cmpint (facts->state, ==, state);
      g_assert_cmpmem (facts->by, FAR_RECORD_ID_LEN, self->party->members[by].me.member,
                       FAR_RECORD_ID_LEN);
      g_assert_cmpuint (facts->also.n_others, ==, n_others);
      g_assert_cmpuint (there->len, ==, state != FAR_HAZARD_GONE);
      g_assert_cmpuint (((const FarLineFacts *)lines->pdata[0])->hazards->len, ==,
                        state != FAR_HAZARD_GONE);
    }
}

static void
test_is_shown (void)
{
  g_auto (Street) street = street_new (1);
  g_autoptr (GPtrArray) lines = far_collective_lines (street.party->members[CY].store, NULL);
  const FarHazardFacts *facts;

  g_assert_cmpuint (((const FarLineFacts *)lines->pdata[0])->hazards->len, ==, 1);
  facts = ((const FarLineFacts *)lines->pdata[0])->hazards->pdata[0];
  g_assert_cmpstr (facts->words, ==, "Building site");
  g_assert_cmpstr (facts->stop, ==, "Bridge");
  g_assert_cmpmem (facts->owner, FAR_RECORD_ID_LEN, street.party->members[BO].me.member,
                   FAR_RECORD_ID_LEN);
  assert_state (&street, FAR_HAZARD_OPEN, BO, 0);
  say (&street, CY, FAR_HAZARD_SEEN_TO);
  assert_state (&street, FAR_HAZARD_SEEN_TO, CY, 0);
  say (&street, ADA, FAR_HAZARD_GONE);
  assert_state (&street, FAR_HAZARD_GONE, ADA, 0);
  say (&street, BO, FAR_HAZARD_OPEN);
  assert_state (&street, FAR_HAZARD_OPEN, BO, 0);
}

/* The earlier word stands where it is the more careful one, until somebody has heard both. */
static void
test_careful (void)
{
  g_auto (Street) street = street_new (2);
  g_autoptr (GPtrArray) conflicts = NULL;
  const FarConflictFacts *conflict;

  say (&street, BO, FAR_HAZARD_SEEN_TO);
  say (&street, CY, FAR_HAZARD_GONE);
  assert_state (&street, FAR_HAZARD_SEEN_TO, BO, 1);
  conflicts = far_collective_conflicts (street.party->members[ADA].store, TODAY, NULL);
  g_assert_cmpuint (conflicts->len, ==, 1);
  conflict = conflicts->pdata[0];
  g_assert_cmpint (conflict->what, ==, FAR_DIFFERS_HAZARD_STATE);
  g_assert_cmpstr (conflict->title, ==, "Building site");
  g_assert_cmpint (((const FarDifferingValue *)conflict->values->pdata[0])->number, ==,
                   FAR_HAZARD_SEEN_TO);
  g_assert_cmpint (((const FarDifferingValue *)conflict->values->pdata[1])->number, ==,
                   FAR_HAZARD_GONE);

  /* to say what is shown already settles it too */
  say (&street, ADA, FAR_HAZARD_SEEN_TO);
  assert_state (&street, FAR_HAZARD_SEEN_TO, ADA, 0);
}

static void
test_refused (void)
{
  g_auto (Street) street = street_new (3);
  FarWriter writer = party_writer (street.party, BO);
  gint64 n_entries = far_store_get_n_entries (street.party->members[BO].store);
  guint8 nowhere[FAR_RECORD_ID_LEN] = { 9 };
  guint8 id[FAR_RECORD_ID_LEN];
  FarHazardChange change = { .line = street.line, .words = " ", .state = -1 };

  party_assert_refused (far_collective_add_hazard (&writer, &change, id, error),
                        FAR_COLLECTIVE_ERROR_REASON_EMPTY);
  change = (FarHazardChange){ .line = street.line, .stop = "Nowhere", .words = "Dog", .state = -1 };
  party_assert_refused (far_collective_add_hazard (&writer, &change, id, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_STOP);
  change = (FarHazardChange){ .line = nowhere, .words = "Dog", .state = -1 };
  party_assert_refused (far_collective_add_hazard (&writer, &change, id, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  change = (FarHazardChange){ .state = FAR_HAZARD_STATE_MAX + 1 };
  party_assert_refused (far_collective_change_hazard (&writer, street.hazard, &change, error),
                        FAR_COLLECTIVE_ERROR_NUMBER_INVALID);
  change = (FarHazardChange){ .state = FAR_HAZARD_GONE };
  party_assert_refused (far_collective_change_hazard (&writer, nowhere, &change, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  /* what is so already is not written */
  say (&street, BO, FAR_HAZARD_OPEN);
  g_assert_cmpint (far_store_get_n_entries (street.party->members[BO].store), ==, n_entries);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/hazards/is-shown", test_is_shown);
  g_test_add_func ("/hazards/careful", test_careful);
  g_test_add_func ("/hazards/refused", test_refused);

  return g_test_run ();
}
