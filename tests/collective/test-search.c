/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records are found by their words, as they are now and no longer. */

#include "far-collective-places.h"
#include "far-collective-repair.h"
#include "far-collective-rides.h"
#include "far-collective-search.h"
#include "test-party.h"

enum
{
  ADA,
  BO,
  CY,
};

#define TODAY PARTY_MONDAY

/* "kind title, ..." of what @who finds. */
static char *
find (Party *party, guint who, const char *words)
{
  static const char *const kinds[] = {
    [FAR_FOUND_IS_MEMBER] = "member", [FAR_FOUND_IS_CHILD] = "child",
    [FAR_FOUND_IS_LINE] = "line",     [FAR_FOUND_IS_ROTA] = "rota",
    [FAR_FOUND_IS_RIDE] = "ride",     [FAR_FOUND_IS_HELP] = "help",
    [FAR_FOUND_IS_SKILL] = "skill",   [FAR_FOUND_IS_THING] = "thing",
    [FAR_FOUND_IS_FAULT] = "fault",   [FAR_FOUND_IS_PLACE] = "place",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found =
                 far_collective_search (party->members[who].store, words, TODAY, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    {
      const FarFoundFacts *facts = found->pdata[i];
      g_autofree char *title = g_strdelimit (g_strdup (facts->title), "\n", '-');

      g_string_append_printf (text, "%s%s %s%s", i > 0 ? ", " : "", kinds[facts->kind], title,
                              facts->is_over ? " (over)" : "");
    }

  return g_string_free (text, FALSE);
}

static void
assert_found (Party *party, guint who, const char *words, const char *expected)
{
  g_autofree char *found = find (party, who, words);

  g_assert_cmpstr (found, ==, expected);
}

static void
add_ride (Party *party, guint who, const char *from, gint32 day, guint8 *out)
{
  FarWriter writer = party_writer (party, who);
  FarSpotDraft here = { .words = from };
  FarSpotDraft there = { .words = "École Pasteur" };
  FarRule rule = {
    .weekdays = FAR_WEEKDAYS_ALL, .every_n_weeks = 1, .first_day = day, .last_day = day
  };
  FarSeats seats = { 3 };
  FarRideChange ride = FAR_RIDE_CHANGE_NONE;

  ride.from = &here;
  ride.to = &there;
  ride.rule = &rule;
  ride.seats = &seats;
  ride.detour = "by the gymnasium";
  ride.at[FAR_RIDE_WAY_THERE] = 480;
  party_assert_done (far_collective_add_ride (&writer, &ride, NULL, day, out, error));
}

static void
add_place (Party *party, guint who, const char *name, guint8 *out)
{
  FarWriter writer = party_writer (party, who);
  FarPlaceChange place = { .name = name, .town = "Saint-Égrève", .gone = -1 };

  party_assert_done (far_collective_add_place (&writer, &place, out, error));
}

static Party *
town_new (guint32 seed)
{
  Party *party = party_new (seed, 3);
  guint8 id[FAR_RECORD_ID_LEN];

  party_agree (party, FAR_RULE_RIDES, 1);
  party_add_rota (party, ADA, "Pédibus du Moulin", 2, id);
  add_ride (party, BO, "Le Moulin", TODAY + 1, id);
  party_meet (party);

  return party;
}

static void
test_words (void)
{
  g_autoptr (Party) party = town_new (31);
  guint8 id[FAR_RECORD_ID_LEN];

  add_place (party, ADA, "Aire du Moulin", id);
  party_meet (party);

  assert_found (party, CY, "moulin",
                "rota Pédibus du Moulin, ride Le Moulin-École Pasteur, place Aire du Moulin");
  assert_found (party, CY, "  PEDI   mou ", "rota Pédibus du Moulin");
  assert_found (party, CY, "ecole", "ride Le Moulin-École Pasteur");
  assert_found (party, CY, "Égrève", "place Aire du Moulin");
  assert_found (party, CY, "gym", "ride Le Moulin-École Pasteur");
  assert_found (party, CY, "bo", "member Bo");
  /* in the middle of a word */
  assert_found (party, CY, "oulin", "");
  assert_found (party, CY, "moulin nowhere", "");
  assert_found (party, CY, " \t", "");
  assert_found (party, CY, "%_", "");
}

/* What is said anew is found by what it says now, taken off not at all; and what is over is last.
 */
static void
test_changes (void)
{
  g_autoptr (Party) party = town_new (32);
  FarRideChange ride = FAR_RIDE_CHANGE_NONE;
  FarSpotDraft station = { .words = "The station" };
  FarPlaceChange place = { .gone = 1 };
  guint8 rides[2][FAR_RECORD_ID_LEN];
  guint8 twins[2][FAR_RECORD_ID_LEN];
  FarWriter writer;

  add_ride (party, CY, "Bridge", TODAY - 7, rides[0]);
  add_ride (party, CY, "Bridge", TODAY + 7, rides[1]);
  assert_found (party, CY, "bridge", "ride Bridge-École Pasteur, ride Bridge-École Pasteur (over)");
  writer = party_writer (party, CY);
  ride.from = &station;
  party_assert_done (far_collective_change_ride (&writer, rides[1], &ride, TODAY, error));
  assert_found (party, CY, "bridge", "ride Bridge-École Pasteur (over)");
  assert_found (party, CY, "stat", "ride The station-École Pasteur");

  /* two who wrote down one place are found once, and once it is off the list not at all */
  add_place (party, ADA, "Depot", twins[0]);
  add_place (party, BO, "Depot", twins[1]);
  party_meet (party);
  assert_found (party, CY, "depot", "place Depot");
  writer = party_writer (party, CY);
  party_assert_done (far_collective_change_place (&writer, twins[0], &place, error));
  assert_found (party, CY, "depot", "");
  party_meet (party);
  assert_found (party, ADA, "depot", "");
}

/* What is broken is found by what is wrong with it, and once it is mended after all that is not. */
static void
test_broken (void)
{
  g_autoptr (Party) party = town_new (34);
  FarFaultChange fault = FAR_FAULT_CHANGE_NONE;
  FarWorkSaying done = { .state = FAR_WORK_IS_DONE, .minutes = -1 };
  FarWriter writer = party_writer (party, BO);
  guint8 ids[2][FAR_RECORD_ID_LEN];

  party_agree (party, FAR_RULE_REPAIR, 1);
  fault.words = "Squeals on the bridge";
  for (guint i = 0; i < 2; i++)
    party_assert_done (far_collective_report_fault (&writer, NULL,
                                                    i == 0 ? "Blue bike" : "Red bike", &fault, NULL,
                                                    TODAY - 2, ids[i], error));
  party_meet (party);
  assert_found (party, CY, "squeal", "fault Squeals on the bridge, fault Squeals on the bridge");
  party_assert_done (far_collective_say_work (&writer, ids[0], &done, TODAY - 1, error));
  party_meet (party);
  assert_found (party, CY, "squeal",
                "fault Squeals on the bridge, fault Squeals on the bridge (over)");
}

/* What is erased is found no more, though it was kept in memory. */
static void
test_erased (void)
{
  g_autoptr (Party) party = town_new (33);
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 entry[FAR_ID_LEN];
  const FarLog *log;
  FarWriter writer;
  FarPos pos;

  add_place (party, ADA, "Secret lane", id);
  writer = party_writer (party, ADA);
  log = far_store_peek_log (writer.store, far_store_find_log (writer.store, writer.me->device));
  memcpy (entry, log->head_id, FAR_ID_LEN);
  party_meet (party);
  assert_found (party, BO, "secret", "place Secret lane");
  party_assert_done (far_collective_erase_entry (&writer, entry, &pos, error));
  party_meet (party);
  assert_found (party, ADA, "secret", "");
  assert_found (party, BO, "secret", "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/search/words", test_words);
  g_test_add_func ("/far/search/changes", test_changes);
  g_test_add_func ("/far/search/broken", test_broken);
  g_test_add_func ("/far/search/erased", test_erased);

  return g_test_run ();
}
