/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a collective has agreed on for promises: room for those who come new, notice, and how often.
 */

#include <string.h>

#include "far-kind-schema.h"
#include "test-party.h"

enum
{
  ADA,
  BO,
  CY
};

#define HOUR_MS (60 * 60 * 1000)

/* Each weekday, @n_min needed and @n_max stand. */
static void
add_rota (Party *party, const char *title, int n_min, int n_max, guint8 *out)
{
  FarWriter writer = party_writer (party, ADA);
  FarRotaPlan plan = {
    .title = title,
    .rule = { .weekdays = FAR_WEEKDAYS_ALL,
              .every_n_weeks = 1,
              .first_day = PARTY_MONDAY,
              .last_day = PARTY_MONDAY + 364 },
    .at = 8 * 60 + 10,
    .n_min = n_min,
    .n_max = n_max,
  };

  party_assert_done (far_collective_add_rota (&writer, &plan, out, error));
  party_meet (party);
}

static void
take (Party *party, guint who, const guint8 *rota, gint32 day, gint32 today, guint8 *out)
{
  FarWriter writer = party_writer (party, who);

  party_assert_done (far_collective_take_turn (&writer, rota, day, NULL, today, out, error));
  party_meet (party);
}

/* On how many of four Mondays. */
static guint
take_each_week (Party *party, guint who, const guint8 *rota, FarSeries *out)
{
  FarSeriesPlan plan = { .rota = rota, .first_day = PARTY_MONDAY, .last_day = PARTY_MONDAY + 21 };
  FarWriter writer = party_writer (party, who);
  FarSeries series;
  guint n;

  party_assert_done (far_collective_take_series (&writer, &plan, PARTY_MONDAY, &series, error));
  party_meet (party);
  n = series.days->len;
  if (out != NULL)
    *out = series;
  far_series_clear (&series);

  return n;
}

/* A promise for a term leaves room, as long as nobody is missing for it; who comes for one day has
 * it. */
static void
test_room_for_newcomers (void)
{
  static const struct
  {
    gint32 kept;
    int n_min;
    int n_max;
    guint n_people; /* who can promise each week */
  } rows[] = {
    { 0, 1, 3, 2 }, { 2, 1, 3, 1 },  { -1, 1, 3, 3 },
    { 0, 3, 3, 3 }, { 10, 1, 3, 1 }, { 0, 0, 1, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Party *party = party_new (i + 1, 3);
      guint8 rota[FAR_RECORD_ID_LEN];
      guint8 turn[FAR_RECORD_ID_LEN];
      guint n = 0;

      if (rows[i].kept != 0)
        party_agree (party, FAR_RULE_KEPT, rows[i].kept);
      add_rota (party, "Andata", rows[i].n_min, rows[i].n_max, rota);
      for (guint who = 0; who < 3; who++)
        n += take_each_week (party, who, rota, NULL) == 4;
      g_assert_cmpuint (n, ==, rows[i].n_people);
      if (n < 3)
        take (party, CY, rota, PARTY_MONDAY, PARTY_MONDAY, turn);
      party_free (party);
    }
}

static gboolean
give_back (Party *party, guint who, const guint8 *turn, gint32 today, GError **error)
{
  FarWriter writer = party_writer (party, who);
  gboolean good =
      far_collective_change_turn (&writer, turn, FAR_TURN_STATE_RELEASED, today, NULL, error);

  party_meet (party);

  return good;
}

/* Nobody is let down at the last minute; but a slip is none, and where a reserve waits nobody is
 * let down. */
static void
test_notice (void)
{
  Party *party = party_new (20, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 turns[3][FAR_RECORD_ID_LEN];
  FarWriter writer;

  add_rota (party, "Andata", 1, 1, rota);
  party_agree (party, FAR_RULE_NOTICE, 3);
  take (party, ADA, rota, PARTY_MONDAY + 2, PARTY_MONDAY, turns[ADA]);
  party_assert_done (give_back (party, ADA, turns[ADA], PARTY_MONDAY, error));

  take (party, ADA, rota, PARTY_MONDAY + 2, PARTY_MONDAY, turns[ADA]);
  party->now_ms += 2 * HOUR_MS;
  party_assert_refused (give_back (party, ADA, turns[ADA], PARTY_MONDAY, error),
                        FAR_COLLECTIVE_ERROR_NOTICE);
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_change_turn (&writer, turns[ADA], FAR_TURN_STATE_SEEKING,
                                                 PARTY_MONDAY, NULL, error));
  party_assert_refused (give_back (party, ADA, turns[ADA], PARTY_MONDAY, error),
                        FAR_COLLECTIVE_ERROR_NOTICE);
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_change_turn (&writer, turns[ADA], FAR_TURN_STATE_ABSENT,
                                                 PARTY_MONDAY, NULL, error));
  party_assert_done (give_back (party, ADA, turns[ADA], PARTY_MONDAY, error));

  /* three days before there is time */
  take (party, BO, rota, PARTY_MONDAY + 3, PARTY_MONDAY, turns[BO]);
  party->now_ms += 2 * HOUR_MS;
  party_assert_refused (give_back (party, BO, turns[BO], PARTY_MONDAY + 1, error),
                        FAR_COLLECTIVE_ERROR_NOTICE);
  take (party, CY, rota, PARTY_MONDAY + 3, PARTY_MONDAY, turns[CY]);
  party->now_ms += 2 * HOUR_MS;
  party_assert_done (give_back (party, CY, turns[CY], PARTY_MONDAY + 1, error));
  take (party, CY, rota, PARTY_MONDAY + 3, PARTY_MONDAY, turns[CY]);
  party_assert_done (give_back (party, BO, turns[BO], PARTY_MONDAY + 1, error));
  party->now_ms += 2 * HOUR_MS;
  party_assert_done (give_back (party, CY, turns[CY], PARTY_MONDAY, error));
  party_free (party);
}

/* Of a term those days are given back for which there is time. */
static void
test_notice_of_a_term (void)
{
  Party *party = party_new (21, 3);
  guint8 rota[FAR_RECORD_ID_LEN];
  FarSeriesPlan plan = { .rota = rota, .first_day = PARTY_MONDAY, .last_day = PARTY_MONDAY + 21 };
  FarSeries series;
  FarWriter writer;

  add_rota (party, "Andata", 1, 2, rota);
  party_agree (party, FAR_RULE_NOTICE, 3);
  g_assert_cmpuint (take_each_week (party, ADA, rota, NULL), ==, 4);
  party->now_ms += 2 * HOUR_MS;
  writer = party_writer (party, ADA);
  party_assert_done (
      far_collective_release_series (&writer, &plan, PARTY_MONDAY + 5, &series, error));
  g_assert_cmpuint (series.days->len, ==, 2);
  g_assert_cmpuint (series.n_late, ==, 1);
  far_series_clear (&series);
  plan.last_day = PARTY_MONDAY + 7;
  party_assert_refused (far_collective_release_series (&writer, &plan, PARTY_MONDAY + 5, &series,
                                                       error),
                        FAR_COLLECTIVE_ERROR_NOTICE);
  party_free (party);
}

/* So many in a week, of all rotas together, until the day before. */
static void
test_cap (void)
{
  Party *party = party_new (22, 3);
  guint8 rotas[2][FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 other[FAR_RECORD_ID_LEN];
  FarSeries series;
  FarWriter writer;

  add_rota (party, "Andata", 1, 3, rotas[0]);
  add_rota (party, "Ritorno", 1, 3, rotas[1]);
  party_agree (party, FAR_RULE_CAP, 2);
  take (party, ADA, rotas[0], PARTY_MONDAY + 2, PARTY_MONDAY, turn);
  take (party, ADA, rotas[1], PARTY_MONDAY + 6, PARTY_MONDAY, turn);
  writer = party_writer (party, ADA);
  party_assert_refused (far_collective_take_turn (&writer, rotas[1], PARTY_MONDAY + 3, NULL,
                                                  PARTY_MONDAY, other, error),
                        FAR_COLLECTIVE_ERROR_CAP);
  /* the week after is another one, whoever comes along is no burden, and tomorrow is anybody's */
  take (party, ADA, rotas[1], PARTY_MONDAY + 7, PARTY_MONDAY, other);
  writer = party_writer (party, ADA);
  party_assert_done (far_collective_take_role (&writer, rotas[1], PARTY_MONDAY + 3, FAR_ROLE_ALONG,
                                               NULL, PARTY_MONDAY, other, error));
  take (party, ADA, rotas[1], PARTY_MONDAY + 4, PARTY_MONDAY + 3, other);
  party_assert_done (give_back (party, ADA, other, PARTY_MONDAY, error));

  /* nor is it held against somebody who stands in */
  take (party, BO, rotas[0], PARTY_MONDAY + 5, PARTY_MONDAY, turn);
  writer = party_writer (party, BO);
  party_assert_done (far_collective_change_turn (&writer, turn, FAR_TURN_STATE_SEEKING,
                                                 PARTY_MONDAY, NULL, error));
  party_meet (party);
  take (party, ADA, rotas[0], PARTY_MONDAY + 5, PARTY_MONDAY, other);

  /* of a term only those days that are too many are left out */
  take (party, ADA, rotas[1], PARTY_MONDAY + 16, PARTY_MONDAY, other);
  take (party, ADA, rotas[1], PARTY_MONDAY + 17, PARTY_MONDAY, other);
  g_assert_cmpuint (take_each_week (party, ADA, rotas[0], &series), ==, 3);
  g_assert_cmpuint (series.n_capped, ==, 1);
  party_free (party);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/manners/room-for-newcomers", test_room_for_newcomers);
  g_test_add_func ("/manners/notice", test_notice);
  g_test_add_func ("/manners/notice-of-a-term", test_notice_of_a_term);
  g_test_add_func ("/manners/cap", test_cap);

  return g_test_run ();
}
