/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where people who share a car meet: written down by several, found again, taken over from a table,
 * and back again. */

#include <string.h>

#include "far-collective-places.h"
#include "test-party.h"

enum
{
  ADA,
  BO,
  CY,
};

#define NOWHERE ((FarPosition){ 0 })

/* A collective that uses rides. */
static Party *
party_of_drivers (guint32 seed, guint n)
{
  Party *party = party_new (seed, n);

  party_agree (party, FAR_RULE_RIDES, 1);

  return party;
}

/* "Gare|Rue|Dieppe|id|1,2" for each, with "!" behind what others say otherwise, and "-" before what
 * is off the list. */
static char *
describe (FarStore *store, gboolean with_gone)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places = far_collective_places (store, with_gone, &error);
  GString *out = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < places->len; i++)
    {
      const FarPlaceFacts *facts = places->pdata[i];

      g_string_append_printf (out, "%s%s%s|%s|%s|%s", i > 0 ? " " : "", facts->is_gone ? "-" : "",
                              facts->name, facts->address, facts->town, facts->source);
      if (facts->at.is_known)
        g_string_append_printf (out, "|%d,%d", facts->at.lat, facts->at.lon);
      if (facts->also.n_others > 0)
        g_string_append_c (out, '!');
    }

  return g_string_free (out, FALSE);
}

static void
assert_list (Party *party, guint who, const char *said)
{
  g_autofree char *list = describe (party->members[who].store, FALSE);

  g_assert_cmpstr (list, ==, said);
}

/* All say the same, of what is gone too. */
static void
assert_all (Party *party, const char *said)
{
  party_meet (party);
  for (guint who = 0; who < party->n_members; who++)
    {
      g_autofree char *first = describe (party->members[0].store, TRUE);
      g_autofree char *list = describe (party->members[who].store, TRUE);

      assert_list (party, who, said);
      g_assert_cmpstr (list, ==, first);
    }
}

static void
add (Party *party, guint who, const char *name, const char *town, guint8 *out)
{
  FarWriter writer = party_writer (party, who);
  FarPlaceChange place = { .name = name, .town = town, .gone = -1 };

  party_assert_done (far_collective_add_place (&writer, &place, out, error));
}

static void
say (Party *party, guint who, const guint8 *place, FarPlaceChange change)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_change_place (&writer, place, &change, error));
}

/* ---- by hand */

static void
test_by_hand (void)
{
  g_autoptr (Party) party = party_of_drivers (1, 3);
  FarPosition at = { TRUE, 49921823, -1081183 };
  guint8 gare[FAR_RECORD_ID_LEN];
  guint8 same[FAR_RECORD_ID_LEN];
  guint8 other[FAR_RECORD_ID_LEN];
  guint64 n_changes;

  add (party, ADA, " Gare ", "Dieppe", gare);
  add (party, BO, "Mairie", NULL, other);
  assert_all (party, "Mairie||| Gare||Dieppe|");

  /* every member may say what there is to say of it */
  say (party, BO, gare,
       (FarPlaceChange){ .name = "Gare SNCF", .address = "Rue", .at = &at, .gone = -1 });
  assert_all (party, "Mairie||| Gare SNCF|Rue|Dieppe||49921823,-1081183");

  /* nothing is written where nothing is different */
  n_changes = far_store_count_changes (party->members[CY].store, FAR_KIND_PLACE);
  say (party, CY, gare, (FarPlaceChange){ .name = "Gare SNCF", .at = &at, .gone = 0 });
  g_assert_cmpuint (far_store_count_changes (party->members[CY].store, FAR_KIND_PLACE), ==,
                    n_changes);

  /* found again by name and town, it keeps its name */
  add (party, CY, "GARE  sncf", "dieppe", same);
  g_assert_cmpmem (same, sizeof same, gare, sizeof gare);
  add (party, CY, "Gare SNCF", "Rouen", other);
  assert_all (party, "Mairie||| Gare SNCF|Rue|Dieppe||49921823,-1081183 Gare SNCF||Rouen|");

  say (party, CY, gare, (FarPlaceChange){ .address = "", .at = &NOWHERE, .gone = -1 });
  say (party, CY, other, (FarPlaceChange){ .gone = 1 });
  assert_all (party, "Mairie||| Gare SNCF||Dieppe|");
  say (party, ADA, other, (FarPlaceChange){ .gone = 0 });
  assert_all (party, "Mairie||| Gare SNCF||Dieppe| Gare SNCF||Rouen|");
}

static void
test_refused (void)
{
  g_autoptr (Party) party = party_new (2, 3);
  g_autofree char *wide = g_strnfill (FAR_NAME_MAX + 1, 'x');
  g_autofree char *source = g_strnfill (FAR_PLACE_SOURCE_MAX + 1, 'x');
  FarWriter writer = party_writer (party, ADA);
  FarPlaceChange good = { .name = "Gare", .gone = -1 };
  const struct
  {
    FarPlaceChange change;
    int code;
  } rows[] = {
    { { .name = " " }, FAR_COLLECTIVE_ERROR_NAME_EMPTY },
    { { .name = wide }, FAR_COLLECTIVE_ERROR_NAME_LONG },
    { { .name = "a\nb" }, FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { { .name = "a\xff" }, FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { { .name = "a", .town = wide }, FAR_COLLECTIVE_ERROR_NAME_LONG },
    { { .name = "a", .address = "a\nb" }, FAR_COLLECTIVE_ERROR_TEXT_INVALID },
    { { .name = "a", .source = source }, FAR_COLLECTIVE_ERROR_TEXT_INVALID },
  };
  guint8 place[FAR_RECORD_ID_LEN] = { 7 };
  guint8 none[FAR_RECORD_ID_LEN] = { 7 };

  /* the collective has not switched rides on, or has switched them off again */
  party_assert_refused (far_collective_add_place (&writer, &good, place, error),
                        FAR_COLLECTIVE_ERROR_RIDES_OFF);
  party_agree (party, FAR_RULE_RIDES, 1);
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_add_place (&writer, &good, place, error));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint8 id[FAR_RECORD_ID_LEN];

      g_test_message ("row %u", i);
      party_assert_refused (far_collective_add_place (&writer, &rows[i].change, id, error),
                            rows[i].code);
      party_assert_refused (far_collective_change_place (&writer, place, &rows[i].change, error),
                            rows[i].code);
    }
  party_assert_refused (far_collective_change_place (&writer, none, &good, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  say (party, ADA, place, (FarPlaceChange){ .gone = 1 });
  party_assert_refused (far_collective_change_place (&writer, place, &good, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
  party_agree (party, FAR_RULE_RIDES, 0);
  writer = party_writer (party, ADA);
  party_assert_refused (far_collective_change_place (&writer, place, &(FarPlaceChange){ .gone = 0 },
                                                     error),
                        FAR_COLLECTIVE_ERROR_RIDES_OFF);
  assert_all (party, "");
}

/* Two say otherwise without knowing of each other: the later is shown, and the other told of. */
static void
test_quarrel (void)
{
  g_autoptr (Party) party = party_of_drivers (3, 3);
  FarPosition one = { TRUE, 1, 2 };
  FarPosition other = { TRUE, 3, 4 };
  g_autoptr (GPtrArray) conflicts = NULL;
  const FarConflictFacts *conflict;
  guint8 place[FAR_RECORD_ID_LEN];
  FarWriter writer;

  add (party, ADA, "Gare", "Dieppe", place);
  party_meet (party);
  say (party, BO, place, (FarPlaceChange){ .at = &one, .gone = -1 });
  say (party, CY, place, (FarPlaceChange){ .at = &other, .gone = -1 });
  assert_all (party, "Gare||Dieppe||3,4!");

  conflicts = far_collective_conflicts (party->members[ADA].store, PARTY_MONDAY, NULL);
  g_assert_cmpuint (conflicts->len, ==, 1);
  conflict = conflicts->pdata[0];
  g_assert_cmpint (conflict->what, ==, FAR_DIFFERS_MEETING_AT);
  g_assert_cmpstr (((const FarDifferingValue *)conflict->values->pdata[0])->text, ==,
                   "0.000003, 0.000004");
  writer = party_writer (party, ADA);
  party_assert_done (
      far_collective_choose (&writer,
                             ((const FarDifferingValue *)conflict->values->pdata[1])->entry,
                             error));
  assert_all (party, "Gare||Dieppe||1,2");
}

/* Who writes down the same place apart has written one: what is said of it holds for both. */
static void
test_twins (void)
{
  g_autoptr (Party) party = party_of_drivers (4, 3);
  g_autoptr (GPtrArray) places = NULL;
  guint8 ids[2][FAR_RECORD_ID_LEN];

  add (party, ADA, "Gare", "Dieppe", ids[0]);
  add (party, BO, "gare", "DIEPPE", ids[1]);
  party_meet (party);
  places = far_collective_places (party->members[CY].store, FALSE, NULL);
  g_assert_cmpuint (places->len, ==, 1);
  say (party, CY, ((const FarPlaceFacts *)places->pdata[0])->id,
       (FarPlaceChange){ .name = "Station", .town = "Dieppe", .gone = -1 });
  assert_all (party, "Station||Dieppe|");
  say (party, ADA, ids[0], (FarPlaceChange){ .gone = 1 });
  assert_all (party, "");
}

/* ---- out of a table */

static FarListedPlaces *
listed (const FarListedPlace *rows, guint n)
{
  FarListedPlaces *places = g_new0 (FarListedPlaces, 1);

  places->places = g_ptr_array_new ();
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (places->places, (gpointer)&rows[i]);

  return places;
}

static void
listed_free (FarListedPlaces *places)
{
  g_ptr_array_unref (places->places);
  g_free (places);
}

/* "n=cb+" for what becomes of each row: new, there, changed, back, too many.  @done: (out)
 * (optional): where it is written */
static char *
import (Party *party, guint who, const FarListedPlace *rows, guint n, GVariant **done)
{
  static const char marks[] = { 'n', '=', 'c', 'b', '+' };
  FarWriter writer = party_writer (party, who);
  FarListedPlaces *places = listed (rows, n);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plans = far_collective_plan_places (&writer, places, &error);
  GString *what = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < plans->len; i++)
    g_string_append_c (what, marks[((const FarPlacePlan *)plans->pdata[i])->what]);
  if (done != NULL)
    {
      *done = far_collective_import_places (&writer, plans, &error);
      g_assert_no_error (error);
    }
  listed_free (places);

  return g_string_free (what, FALSE);
}

static void
assert_import (Party *party,
               guint who,
               const FarListedPlace *rows,
               guint n,
               const char *what,
               GVariant **done)
{
  g_autofree char *became = import (party, who, rows, n, done);

  g_assert_cmpstr (became, ==, what);
}

#define ROW(a_name, an_address, a_town, a_source) \
  { \
    .name = (char *)a_name, .address = (char *)an_address, .town = (char *)a_town, \
    .source = (char *)a_source \
  }

static void
test_import (void)
{
  static const FarListedPlace first[] = { ROW ("Gare", "Rue", "Dieppe", "1"),
                                          ROW ("Gare", "", "Dieppe", "2"),
                                          ROW ("Mairie", "", "Sées", "3") };
  static const FarListedPlace then[] = { ROW ("Gare SNCF", "", "Dieppe", "1"),
                                         ROW ("Gare", "", "Dieppe", "2"),
                                         ROW ("MAIRIE", "Place", "SEES", ""),
                                         ROW ("Gare", "Quai", "Dieppe", "5") };
  g_autoptr (Party) party = party_of_drivers (5, 3);
  g_autoptr (GVariant) done = NULL;
  g_autoptr (GVariant) again = NULL;
  g_autoptr (GVariant) changed = NULL;
  guint8 place[FAR_RECORD_ID_LEN];
  guint64 n_changes;

  /* what somebody wrote down by hand is found again by its name */
  add (party, BO, "mairie", "sées", place);
  party_meet (party);
  assert_import (party, ADA, first, 3, "nnc", NULL);
  assert_list (party, ADA, "mairie||sées|");
  assert_import (party, ADA, first, 3, "nnc", &done);
  assert_all (party, "Gare||Dieppe|2 Gare|Rue|Dieppe|1 Mairie||Sées|3");

  n_changes = far_store_count_changes (party->members[CY].store, FAR_KIND_PLACE);
  assert_import (party, CY, first, 3, "===", &again);
  g_assert_cmpuint (far_store_count_changes (party->members[CY].store, FAR_KIND_PLACE), ==,
                    n_changes);

  /* two that a file calls otherwise are two, whatever their name */
  assert_import (party, CY, &then[3], 1, "n", NULL);

  /* what the file leaves empty stays */
  assert_import (party, CY, then, 4, "c=cn", &changed);
  assert_all (party,
              "Gare||Dieppe|2 Gare|Quai|Dieppe|5 Gare SNCF|Rue|Dieppe|1 MAIRIE|Place|SEES|3");
}

static void
undo (Party *party, guint who, GVariant *done)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_undo_places (&writer, done, error));
}

static void
test_undo (void)
{
  static const FarListedPlace first[] = { ROW ("Gare", "Rue", "Dieppe", "1"),
                                          ROW ("Mairie", "", "Sées", "3") };
  static const FarListedPlace then[] = { ROW ("Gare SNCF", "Boulevard", "Dieppe", "1"),
                                         ROW ("Place", "", "Rouen", "4"),
                                         ROW ("Mairie", "Rue", "Sées", "3") };
  g_autoptr (Party) party = party_of_drivers (6, 3);
  g_autoptr (GVariant) done = NULL;
  g_autoptr (GVariant) changed = NULL;
  g_autoptr (GVariant) again = NULL;
  g_autoptr (GVariant) nothing = g_variant_ref_sink (g_variant_new_string ("x"));
  g_autoptr (GPtrArray) places = NULL;
  FarWriter writer;

  assert_import (party, ADA, first, 2, "nn", &done);
  party_meet (party);
  places = far_collective_places (party->members[ADA].store, FALSE, NULL);
  say (party, ADA, ((const FarPlaceFacts *)places->pdata[1])->id, (FarPlaceChange){ .gone = 1 });
  assert_import (party, ADA, then, 3, "cnb", &changed);
  assert_all (party, "Gare SNCF|Boulevard|Dieppe|1 Place||Rouen|4 Mairie|Rue|Sées|3");

  /* what somebody has said since stays as they said it */
  say (party, BO, ((const FarPlaceFacts *)places->pdata[0])->id,
       (FarPlaceChange){ .name = "La gare", .gone = -1 });
  party_meet (party);
  undo (party, ADA, changed);
  assert_all (party, "La gare|Rue|Dieppe|1");

  /* imported again, they come back */
  assert_import (party, BO, then, 3, "cbb", &again);
  assert_all (party, "Gare SNCF|Boulevard|Dieppe|1 Place||Rouen|4 Mairie|Rue|Sées|3");

  writer = party_writer (party, ADA);
  party_assert_refused (far_collective_undo_places (&writer, nothing, error),
                        FAR_COLLECTIVE_ERROR_NO_SUCH_ID);
}

/* Two take over the same file apart: there is one of each, and one's undoing takes nothing of the
 * other's. */
static void
test_import_apart (void)
{
  static const FarListedPlace rows[] = { ROW ("Gare", "Rue", "Dieppe", "1"),
                                         ROW ("Mairie", "", "Sées", "") };
  static const FarListedPlace then[] = { ROW ("Gare SNCF", "Rue", "Dieppe", "1"),
                                         ROW ("Mairie", "", "Sées", "") };
  g_autoptr (Party) party = party_of_drivers (7, 3);
  g_autoptr (GVariant) by_ada = NULL;
  g_autoptr (GVariant) by_bo = NULL;
  g_autoptr (GVariant) later = NULL;

  assert_import (party, ADA, rows, 2, "nn", &by_ada);
  assert_import (party, BO, rows, 2, "nn", &by_bo);
  assert_all (party, "Gare|Rue|Dieppe|1 Mairie||Sées|");
  assert_import (party, CY, then, 2, "c=", &later);
  assert_all (party, "Gare SNCF|Rue|Dieppe|1 Mairie||Sées|");
  undo (party, ADA, by_ada);
  assert_all (party, "Gare SNCF|Rue|Dieppe|1 Mairie||Sées|");
  undo (party, BO, by_bo);
  assert_all (party, "");
}

/* Nobody's list is longer than is shown. */
static void
test_too_many (void)
{
  g_autoptr (Party) party = party_of_drivers (8, 2);
  g_autofree FarListedPlace *rows = g_new0 (FarListedPlace, FAR_LISTED_PLACES_MAX);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  FarPlaceChange one = { .name = "one more", .gone = -1 };
  guint8 id[FAR_RECORD_ID_LEN];
  g_autoptr (GPtrArray) places = NULL;
  FarWriter writer;

  for (guint turn = 0; turn * FAR_LISTED_PLACES_MAX < FAR_SHOWN_PLACES_MAX; turn++)
    {
      g_autoptr (GVariant) done = NULL;
      g_autofree char *became = NULL;

      for (guint i = 0; i < FAR_LISTED_PLACES_MAX; i++)
        {
          char *name = g_strdup_printf ("Place %u", turn * FAR_LISTED_PLACES_MAX + i);

          g_ptr_array_add (names, name);
          rows[i] = (FarListedPlace)ROW (name, "", "", "");
        }
      became = import (party, ADA, rows, FAR_LISTED_PLACES_MAX, &done);
      g_assert_null (strpbrk (became, "=cb+"));
    }
  rows[0] = (FarListedPlace)ROW ("one more", "", "", "");
  assert_import (party, ADA, rows, 1, "+", NULL);
  writer = party_writer (party, ADA);
  party_assert_refused (far_collective_add_place (&writer, &one, id, error),
                        FAR_COLLECTIVE_ERROR_FULL_PLACES);
  places = far_collective_places (party->members[ADA].store, FALSE, NULL);
  g_assert_cmpuint (places->len, ==, FAR_SHOWN_PLACES_MAX);
  /* of somebody else there is room */
  party_meet (party);
  assert_import (party, BO, rows, 1, "n", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/places/by-hand", test_by_hand);
  g_test_add_func ("/far/places/refused", test_refused);
  g_test_add_func ("/far/places/quarrel", test_quarrel);
  g_test_add_func ("/far/places/twins", test_twins);
  g_test_add_func ("/far/places/import", test_import);
  g_test_add_func ("/far/places/undo", test_undo);
  g_test_add_func ("/far/places/import-apart", test_import_apart);
  g_test_add_func ("/far/places/too-many", test_too_many);

  return g_test_run ();
}
