/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-overview.h"

#include "../engine/party.h"

#define EVERY_DAY 0x7f

static gboolean
week_is_known (gconstpointer data)
{
  return far_overview_get_week_known ((FarOverview *)data);
}

static gboolean
week_is_empty_and_next_known (gconstpointer data)
{
  return week_is_known (data) && far_overview_get_next_day ((FarOverview *)data) != FAR_DAY_NONE;
}

static gboolean
has_seven_outings (gconstpointer data)
{
  return g_list_model_get_n_items (far_overview_peek_outings ((FarOverview *)data)) == 7;
}

static gboolean
is_gone (gconstpointer data)
{
  return *(gpointer const *)data == NULL;
}

static gboolean
has_one_member (gconstpointer data)
{
  return g_list_model_get_n_items (far_overview_peek_members ((FarOverview *)data)) == 1;
}

static gboolean
has_two_members (gconstpointer data)
{
  return g_list_model_get_n_items (far_overview_peek_members ((FarOverview *)data)) == 2;
}

static gboolean
has_status (gconstpointer data)
{
  return far_overview_peek_status ((FarOverview *)data) != NULL;
}

static const FarOuting *
peek_first_outing (FarOverview *overview)
{
  g_autoptr(FarItem) item = g_list_model_get_item (far_overview_peek_outings (overview), 0);

  return item != NULL ? far_item_peek_snapshot (item) : NULL;
}

static gboolean
first_outing_is_mine (gconstpointer data)
{
  const FarOuting *outing = peek_first_outing ((FarOverview *)data);

  return outing != NULL && outing->my_turn != NULL;
}

/* Returns: (transfer full): the id of a rota on each day of the four weeks from @first_day */
static char *
add_rota (Party *party, gint32 first_day)
{
  const FarRotaDraft draft = {
    .title = "Walk",
    .weekdays = EVERY_DAY,
    .every_n_weeks = 1,
    .first_day = first_day,
    .last_day = first_day + 27,
    .at = 8 * 60,
    .n_min = 1,
    .n_max = 2,
  };
  g_autoptr(GError) error = NULL;
  FarRota *rota;
  char *id;

  far_engine_add_rota_async (party->engine, &draft, NULL, party_done, party);
  rota = far_engine_add_rota_finish (party->engine, party_wait (party), &error);
  g_assert_no_error (error);
  id = g_strdup (rota->id);
  far_snapshot_unref (rota);

  return id;
}

static gint32
get_this_monday (FarOverview *overview)
{
  gint32 today = far_overview_peek_status (overview)->today;

  return today - far_day_get_weekday (today);
}

static void
test_belongs_nowhere (void)
{
  g_autoptr(Party) party = party_new ("Anna");
  g_autoptr(FarOverview) overview = far_overview_new (party->engine);

  g_assert_null (far_overview_peek_status (overview));
  g_assert_false (far_overview_get_week_known (overview));

  far_overview_refresh (overview);
  party_until (has_status, overview);
  g_assert_cmpint (far_overview_peek_status (overview)->state, ==, FAR_BELONGING_NONE);
  g_assert_cmpint (far_overview_get_first_day (overview), ==, FAR_DAY_NONE);
  g_assert_null (far_overview_peek_trouble (overview));
}

/* What is written, here or elsewhere, is shown without being asked for. */
static void
test_follows_the_engine (void)
{
  g_autoptr(Party) party = party_new ("Bo");
  g_autoptr(FarOverview) overview = far_overview_new (party->engine);
  g_autoptr(FarItem) before = NULL;
  g_autoptr(FarItem) after = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *person = NULL;
  g_autofree char *rota = NULL;
  FarOuting *outing;

  party_found (party, "Pedibus");
  far_overview_refresh (overview);
  party_until (week_is_known, overview);
  g_assert_cmpint (far_overview_get_first_day (overview), ==, get_this_monday (overview));
  g_assert_cmpuint (g_list_model_get_n_items (far_overview_peek_outings (overview)), ==, 0);
  party_until (has_one_member, overview);
  g_assert_nonnull (far_overview_peek_member (overview, far_overview_peek_status (overview)->me));
  g_assert_null (far_overview_peek_member (overview, "nobody"));
  g_assert_null (far_overview_peek_member (overview, NULL));

  far_engine_add_person_async (party->engine, "Nonna", NULL, party_done, party);
  person = far_engine_add_person_finish (party->engine, party_wait (party), &error);
  g_assert_no_error (error);
  party_until (has_two_members, overview);
  g_assert_cmpstr (far_overview_peek_member (overview, person)->name, ==, "Nonna");

  rota = add_rota (party, get_this_monday (overview));
  party_until (has_seven_outings, overview);
  before = g_list_model_get_item (far_overview_peek_outings (overview), 0);

  far_engine_take_turn_async (party->engine, rota, get_this_monday (overview), 0, NULL, NULL,
                              party_done, party);
  outing = far_engine_take_turn_finish (party->engine, party_wait (party), NULL, &error);
  g_assert_no_error (error);
  far_snapshot_unref (outing);
  party_until (first_outing_is_mine, overview);
  after = g_list_model_get_item (far_overview_peek_outings (overview), 0);
  g_assert_true (before == after);
}

/* After an empty week it says when there is something next. */
static void
test_turns_the_weeks (void)
{
  g_autoptr(Party) party = party_new ("Cleo");
  g_autoptr(FarOverview) overview = far_overview_new (party->engine);
  g_autofree char *rota = NULL;
  gint32 monday;

  party_found (party, "Pedibus");
  far_overview_refresh (overview);
  party_until (week_is_known, overview);
  monday = get_this_monday (overview);
  g_assert_cmpint (far_overview_get_next_day (overview), ==, FAR_DAY_NONE);

  rota = add_rota (party, monday + 14);
  party_until (week_is_empty_and_next_known, overview);
  g_assert_cmpint (far_overview_get_next_day (overview), ==, monday + 14);

  /* any day stands for its week */
  far_overview_set_first_day (overview, monday + 17);
  g_assert_cmpint (far_overview_get_first_day (overview), ==, monday + 14);
  g_assert_false (far_overview_get_week_known (overview));
  party_until (has_seven_outings, overview);
  g_assert_cmpint (peek_first_outing (overview)->day, ==, monday + 14);

  /* the last one asked for is the one that is shown */
  far_overview_set_first_day (overview, monday + 7);
  far_overview_set_first_day (overview, monday + 21);
  far_overview_set_first_day (overview, monday - 7);
  party_until (week_is_empty_and_next_known, overview);
  g_assert_cmpuint (g_list_model_get_n_items (far_overview_peek_outings (overview)), ==, 0);
  g_assert_cmpint (far_overview_get_next_day (overview), ==, monday + 14);
}

/* It may go while answers are on their way. */
static void
test_goes_early (void)
{
  g_autoptr(Party) party = party_new ("Dan");
  FarOverview *overview = far_overview_new (party->engine);

  party_found (party, "Pedibus");
  far_overview_refresh (overview);
  g_object_run_dispose (G_OBJECT (overview));
  g_object_add_weak_pointer (G_OBJECT (overview), (gpointer *)&overview);
  g_object_unref (overview);
  party_until (is_gone, &overview);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/overview/belongs-nowhere", test_belongs_nowhere);
  g_test_add_func ("/far/overview/follows-the-engine", test_follows_the_engine);
  g_test_add_func ("/far/overview/turns-the-weeks", test_turns_the_weeks);
  g_test_add_func ("/far/overview/goes-early", test_goes_early);

  return g_test_run ();
}
