/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What becomes of turns: who looks for a stand-in, who cannot come, who comes after all, and who
 * has promised to be at two places. */

#include <string.h>

#include "test-party.h"

enum
{
  ADA,
  BO,
  CY,
  DI
};

typedef struct
{
  Party *party;
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turns[PARTY_MAX][FAR_RECORD_ID_LEN];
} Walk;

static void
take (Walk *self, guint who)
{
  FarWriter writer = party_writer (self->party, who);

  party_assert_done (far_collective_take_turn (&writer, self->rota, PARTY_MONDAY, NULL,
                                               PARTY_MONDAY, self->turns[who], error));
}

static void
change (Walk *self, guint who, FarTurnChange what)
{
  FarWriter writer = party_writer (self->party, who);
  FarTurnPoint point;

  party_assert_done (
      far_collective_change_turn (&writer, self->turns[who], what, PARTY_MONDAY, &point, error));
  g_assert_cmpmem (point.rota, FAR_RECORD_ID_LEN, self->rota, FAR_RECORD_ID_LEN);
  g_assert_cmpint (point.day, ==, PARTY_MONDAY);
  memcpy (self->turns[who], point.turn, FAR_RECORD_ID_LEN);
}

/* Of those who come, the first @n took the turn one after the other and know of each other. */
static void
walk_begin (Walk *self, guint seed, guint n_max, guint n)
{
  self->party = party_new (seed, 4);
  party_add_rota (self->party, ADA, "Andata", n_max, self->rota);
  party_meet (self->party);
  for (guint who = 0; who < n; who++)
    {
      take (self, who);
      party_meet (self->party);
    }
}

static void
assert_walk (Walk *self, const char *turns, guint n_have)
{
  party_meet (self->party);
  for (guint who = 0; who < self->party->n_members; who++)
    {
      g_autofree char *seen = party_turns (self->party, who, self->rota, PARTY_MONDAY);
      g_autoptr (FarOutingFacts) outing = party_outing (self->party, who, self->rota, PARTY_MONDAY);

      g_assert_cmpstr (seen, ==, turns);
      g_assert_cmpuint (outing->verdict.n_have, ==, n_have);
    }
}

/* Whoever takes a turn knowing that somebody is sought stands in, and what is taken over does not
 * come back unasked. */
static void
test_stand_in (void)
{
  g_autoptr (FarOutingFacts) outing = NULL;
  Walk walk;

  walk_begin (&walk, 1, 4, 2);
  change (&walk, ADA, FAR_TURN_STATE_SEEKING);
  assert_walk (&walk, "?Ada Bo", 2);

  take (&walk, CY);
  assert_walk (&walk, "/Ada Bo Cy", 2);
  outing = party_outing (walk.party, DI, walk.rota, PARTY_MONDAY);
  g_assert_true (((FarTurnFacts *)outing->turns->pdata[0])->has_stand_in);
  g_assert_cmpmem (((FarTurnFacts *)outing->turns->pdata[0])->stand_in, FAR_RECORD_ID_LEN,
                   walk.party->members[CY].me.member, FAR_RECORD_ID_LEN);
  g_assert_false (((FarTurnFacts *)outing->turns->pdata[1])->has_stand_in);

  change (&walk, CY, FAR_TURN_STATE_RELEASED);
  assert_walk (&walk, "/Ada Bo -Cy", 1);
  change (&walk, ADA, FAR_TURN_STATE_STANDS);
  assert_walk (&walk, "Ada Bo -Cy", 2);
  party_free (walk.party);
}

/* One who comes stands in for one. */
static void
test_two_seek (void)
{
  Walk walk;

  walk_begin (&walk, 2, 4, 2);
  change (&walk, ADA, FAR_TURN_STATE_SEEKING);
  change (&walk, BO, FAR_TURN_STATE_SEEKING);
  assert_walk (&walk, "?Ada ?Bo", 2);
  take (&walk, CY);
  assert_walk (&walk, "/Ada ?Bo Cy", 2);
  take (&walk, DI);
  assert_walk (&walk, "/Ada /Bo Cy Di", 2);
  party_free (walk.party);
}

/* Whoever knew nothing of it stands in for nobody, unless there is no room for both. */
static void
test_in_ignorance (void)
{
  for (guint n_max = 2; n_max <= 3; n_max++)
    {
      Walk walk;

      walk_begin (&walk, 3, n_max, 2);
      change (&walk, ADA, FAR_TURN_STATE_SEEKING);
      take (&walk, CY);
      assert_walk (&walk, n_max == 2 ? "/Ada Bo Cy" : "?Ada Bo Cy", n_max);
      party_free (walk.party);
    }
}

/* Where a reserve waits there is nobody to look for. */
static void
test_reserve_waits (void)
{
  Walk walk;

  walk_begin (&walk, 4, 2, 3);
  assert_walk (&walk, "Ada Bo +Cy", 2);
  change (&walk, ADA, FAR_TURN_STATE_SEEKING);
  assert_walk (&walk, "Bo Cy -Ada", 2);
  party_free (walk.party);
}

/* Who cannot come keeps nobody's place, and sends nobody home who came instead. */
static void
test_absent (void)
{
  Walk walk;

  walk_begin (&walk, 5, 2, 2);
  change (&walk, ADA, FAR_TURN_STATE_ABSENT);
  assert_walk (&walk, "!Ada Bo", 1);
  change (&walk, ADA, FAR_TURN_STATE_STANDS);
  assert_walk (&walk, "Ada Bo", 2);

  change (&walk, ADA, FAR_TURN_STATE_ABSENT);
  party_meet (walk.party);
  take (&walk, CY);
  assert_walk (&walk, "!Ada Bo Cy", 2);
  change (&walk, ADA, FAR_TURN_STATE_STANDS);
  assert_walk (&walk, "Bo Cy +Ada -Ada", 2);
  party_free (walk.party);
}

/* After it looked for somebody in vain, too. */
static void
test_found_nobody (void)
{
  Walk walk;

  walk_begin (&walk, 6, 2, 2);
  change (&walk, BO, FAR_TURN_STATE_SEEKING);
  change (&walk, BO, FAR_TURN_STATE_ABSENT);
  assert_walk (&walk, "Ada !Bo", 1);
  change (&walk, BO, FAR_TURN_STATE_RELEASED);
  assert_walk (&walk, "Ada -Bo", 1);
  party_free (walk.party);
}

static void
test_refused (void)
{
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 7, 2, 2);
  writer = party_writer (walk.party, ADA);
  party_assert_refused (far_collective_change_turn (&writer, walk.turns[ADA], FAR_TURN_STATE_STANDS,
                                                    PARTY_MONDAY, NULL, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_SAID);
  party_assert_refused (far_collective_change_turn (&writer, walk.turns[BO], FAR_TURN_STATE_SEEKING,
                                                    PARTY_MONDAY, NULL, error),
                        FAR_COLLECTIVE_ERROR_NOT_YOURS);
  party_assert_refused (far_collective_change_turn (&writer, walk.turns[ADA], FAR_TURN_STATE_ABSENT,
                                                    PARTY_MONDAY + 1, NULL, error),
                        FAR_COLLECTIVE_ERROR_OUTING_OVER);

  change (&walk, ADA, FAR_TURN_STATE_SEEKING);
  writer = party_writer (walk.party, ADA);
  party_assert_refused (far_collective_change_turn (&writer, walk.turns[ADA],
                                                    FAR_TURN_STATE_SEEKING, PARTY_MONDAY, NULL,
                                                    error),
                        FAR_COLLECTIVE_ERROR_ALREADY_SAID);
  change (&walk, ADA, FAR_TURN_STATE_RELEASED);
  party_assert_refused (far_collective_change_turn (&writer, walk.turns[ADA], FAR_TURN_STATE_STANDS,
                                                    PARTY_MONDAY, NULL, error),
                        FAR_COLLECTIVE_ERROR_ALREADY_RELEASED);
  party_free (walk.party);
}

/* ---- for a term */

/* Which days those are: 0 for the Monday that all begins with. */
static char *
name_days (const FarSeries *series)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < series->days->len; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? " " : "",
                            g_array_index (series->days, gint32, i) - PARTY_MONDAY);

  return g_string_free (text, FALSE);
}

static void
assert_series (Party *party, guint who, const FarSeriesPlan *plan, gboolean takes, const char *days)
{
  FarWriter writer = party_writer (party, who);
  g_autofree char *named = NULL;
  FarSeries series;

  if (takes)
    party_assert_done (far_collective_take_series (&writer, plan, PARTY_MONDAY, &series, error));
  else
    party_assert_done (far_collective_release_series (&writer, plan, PARTY_MONDAY, &series, error));
  named = name_days (&series);
  g_assert_cmpstr (named, ==, days);
  far_series_clear (&series);
}

/* Where there is an outing and room, and the person is not there already. */
static void
test_series (void)
{
  g_autoptr (GArray) spans = far_span_array_new ();
  FarSpan weekend = { PARTY_MONDAY + 4, PARTY_MONDAY + 5, g_strdup ("Pont") };
  FarSpan span = { PARTY_MONDAY + 14, PARTY_MONDAY + 18, g_strdup ("Toussaint") };
  FarSeriesPlan plan = { .first_day = PARTY_MONDAY, .last_day = PARTY_MONDAY + 48 };
  g_autoptr (FarOutingFacts) outing = NULL;
  guint8 calendar[FAR_RECORD_ID_LEN];
  gboolean is_written;
  FarSeries series;
  FarWriter writer;
  Walk walk;

  walk_begin (&walk, 9, 2, 0);
  plan.rota = walk.rota;
  writer = party_writer (walk.party, ADA);
  party_assert_done (far_collective_publish_rota (&writer, walk.rota, error));
  g_array_append_val (spans, weekend);
  g_array_append_val (spans, span);
  party_assert_done (
      far_collective_set_holidays (&writer, "Zone B", spans, calendar, &is_written, error));
  party_assert_done (
      far_collective_cancel_outing (&writer, walk.rota, PARTY_MONDAY + 7, "neige", error));
  party_meet (walk.party);
  outing = party_outing (walk.party, ADA, walk.rota, PARTY_MONDAY);
  g_assert_cmpint (outing->term_day, ==, PARTY_MONDAY + 13);

  assert_series (walk.party, ADA, &plan, TRUE, "0 21 28 35 42");
  assert_series (walk.party, ADA, &plan, TRUE, "");
  party_meet (walk.party);
  assert_series (walk.party, BO, &plan, TRUE, "0 21 28 35 42");
  party_meet (walk.party);

  /* others are not put on the reserve for a whole term */
  writer = party_writer (walk.party, CY);
  party_assert_done (far_collective_take_series (&writer, &plan, PARTY_MONDAY, &series, error));
  g_assert_cmpuint (series.days->len, ==, 0);
  g_assert_cmpuint (series.n_full, ==, 5);
  g_assert_cmpuint (series.n_closed, ==, 2);
  g_assert_cmpuint (series.n_held, ==, 0);
  far_series_clear (&series);

  /* given back from some day on, and taken again on just those days */
  plan.first_day = PARTY_MONDAY + 28;
  assert_series (walk.party, BO, &plan, FALSE, "28 35 42");
  plan.days = g_array_new (FALSE, FALSE, sizeof (gint32));
  g_array_append_val ((GArray *)plan.days, (gint32){ PARTY_MONDAY + 28 });
  g_array_append_val ((GArray *)plan.days, (gint32){ PARTY_MONDAY + 42 });
  assert_series (walk.party, BO, &plan, TRUE, "28 42");
  g_array_unref ((GArray *)plan.days);
  plan.days = NULL;
  plan.first_day = PARTY_MONDAY;
  assert_series (walk.party, BO, &plan, FALSE, "0 21 28 42");
  writer = party_writer (walk.party, BO);
  party_assert_refused (far_collective_release_series (&writer, &plan, PARTY_MONDAY, &series,
                                                       error),
                        FAR_COLLECTIVE_ERROR_ALREADY_RELEASED);
  plan.first_day = PARTY_MONDAY - 7;
  party_assert_refused (far_collective_take_series (&writer, &plan, PARTY_MONDAY, &series, error),
                        FAR_COLLECTIVE_ERROR_NO_OUTING);
  party_free (walk.party);
}

/* All or none: what cannot be promised any more takes nothing with it. */
static void
test_series_or_nothing (void)
{
  FarSeriesPlan plan = { .first_day = PARTY_MONDAY };
  FarSeries series;
  FarWriter writer;
  gint64 n_entries;
  Walk walk;

  walk_begin (&walk, 10, 2, 0);
  plan.rota = walk.rota;
  writer = party_writer (walk.party, BO);
  n_entries = far_store_get_n_entries (writer.store);
  party_assert_refused (far_collective_take_series (&writer, &plan, PARTY_MONDAY + 1, &series,
                                                    error),
                        FAR_COLLECTIVE_ERROR_OUTING_OVER);
  g_assert_cmpint (far_store_get_n_entries (writer.store), ==, n_entries);
  party_free (walk.party);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/turns/stand-in", test_stand_in);
  g_test_add_func ("/far/turns/two-seek", test_two_seek);
  g_test_add_func ("/far/turns/in-ignorance", test_in_ignorance);
  g_test_add_func ("/far/turns/reserve-waits", test_reserve_waits);
  g_test_add_func ("/far/turns/absent", test_absent);
  g_test_add_func ("/far/turns/found-nobody", test_found_nobody);
  g_test_add_func ("/far/turns/refused", test_refused);
  g_test_add_func ("/far/turns/series", test_series);
  g_test_add_func ("/far/turns/series-or-nothing", test_series_or_nothing);

  return g_test_run ();
}
