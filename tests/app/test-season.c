/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days and weeks of a season, added up. */

#include "far-season.h"

/* Monday 31 August 2026 */
#define MONDAY 20696

static void
add (GPtrArray *outings, gint32 day, FarVerdictWhy why, int needed, int have)
{
  FarOuting *outing = g_new0 (FarOuting, 1);

  outing->day = day;
  outing->state = FAR_ROTA_PUBLISHED;
  outing->why = why;
  outing->n_needed = needed;
  outing->n_have = have;
  g_ptr_array_add (outings, outing);
}

static FarOuting *
last_of (GPtrArray *outings)
{
  return outings->pdata[outings->len - 1];
}

static void
assert_part (const FarSeasonPart *part, gint32 day, const char *expected)
{
  g_autofree char *words =
      g_strdup_printf ("%u outings, %u gaps, %u cancelled, %u of %u%s%s", part->n_outings,
                       part->n_gaps, part->n_cancelled, part->n_found, part->n_needed,
                       part->is_mine ? ", mine" : "", part->n_drafts > 0 ? ", draft" : "");

  g_assert_cmpint (part->day, ==, day);
  g_assert_cmpstr (words, ==, expected);
}

static void
test_added_up (void)
{
  g_autoptr (GPtrArray) outings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) days = NULL;
  g_autoptr (GArray) weeks = NULL;
  FarSeasonPart sum;

  add (outings, MONDAY - 1, FAR_VERDICT_SHORT, 2, 0);
  add (outings, MONDAY, FAR_VERDICT_ENOUGH, 2, 3); /* one more than are needed */
  last_of (outings)->my_turn = "aa";
  add (outings, MONDAY, FAR_VERDICT_SHORT, 2, 1);
  add (outings, MONDAY + 1, FAR_VERDICT_ROLE, 2, 2); /* one is missing all the same */
  add (outings, MONDAY + 2, FAR_VERDICT_CANCELLED, 2, 2);
  add (outings, MONDAY + 2, FAR_VERDICT_HOLIDAYS, 2, 0);
  add (outings, MONDAY + 3, FAR_VERDICT_JOINED, 2, 0);
  add (outings, MONDAY + 4, FAR_VERDICT_SHORT, 2, 0);
  last_of (outings)->state = FAR_ROTA_DRAFT;
  add (outings, MONDAY + 13, FAR_VERDICT_ENOUGH, 1, 1);
  add (outings, MONDAY + 14, FAR_VERDICT_SHORT, 1, 0);
  days = far_season_days (outings, MONDAY, 2);
  weeks = far_season_weeks (days);
  sum = far_season_sum (weeks);

  g_assert_cmpuint (days->len, ==, 14);
  assert_part (&g_array_index (days, FarSeasonPart, 0), MONDAY,
               "2 outings, 1 gaps, 0 cancelled, 3 of 4, mine");
  assert_part (&g_array_index (days, FarSeasonPart, 1), MONDAY + 1,
               "1 outings, 1 gaps, 0 cancelled, 2 of 3");
  assert_part (&g_array_index (days, FarSeasonPart, 2), MONDAY + 2,
               "0 outings, 0 gaps, 2 cancelled, 0 of 0");
  assert_part (&g_array_index (days, FarSeasonPart, 3), MONDAY + 3,
               "0 outings, 0 gaps, 0 cancelled, 0 of 0");
  assert_part (&g_array_index (days, FarSeasonPart, 4), MONDAY + 4,
               "0 outings, 0 gaps, 0 cancelled, 0 of 0, draft");
  g_assert_cmpuint (weeks->len, ==, 2);
  assert_part (&g_array_index (weeks, FarSeasonPart, 0), MONDAY,
               "3 outings, 2 gaps, 2 cancelled, 5 of 7, mine, draft");
  assert_part (&g_array_index (weeks, FarSeasonPart, 1), MONDAY + 7,
               "1 outings, 0 gaps, 0 cancelled, 1 of 1");
  assert_part (&sum, MONDAY, "4 outings, 2 gaps, 2 cancelled, 6 of 8, mine, draft");
}

static void
test_months (void)
{
  g_assert_false (far_season_is_first_of_month (MONDAY));
  g_assert_true (far_season_is_first_of_month (MONDAY + 1));
}

static void
test_empty (void)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GArray) days = far_season_days (none, MONDAY, 0);
  g_autoptr (GArray) weeks = far_season_weeks (days);
  FarSeasonPart sum = far_season_sum (weeks);

  g_assert_cmpuint (weeks->len, ==, 0);
  g_assert_cmpuint (sum.n_outings, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/season/added-up", test_added_up);
  g_test_add_func ("/season/months", test_months);
  g_test_add_func ("/season/empty", test_empty);

  return g_test_run ();
}
