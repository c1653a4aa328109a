/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who has a thing when, of those who want it. */

#include "far-stays.h"

#define N_RUNS 3000
#define N_MAX 14
#define LAST 20 /* minute */

/* The same, written plainly: minute by minute, by the rule as the header says it. */
static void
place_plainly (guint n_there, const FarStay *stays, guint n_stays, FarStayPlace *out)
{
  guint away[LAST + 1] = { 0 };

  for (guint i = 0; i < n_stays; i++)
    {
      guint most = 0;

      out[i] = (FarStayPlace){ .before = G_MAXUINT };
      for (gint64 at = stays[i].begin; at < stays[i].end; at++)
        most = MAX (most, away[at]);
      out[i].left = n_there - most;
      out[i].stands = stays[i].begin == stays[i].end || stays[i].n <= out[i].left;
      if (out[i].stands)
        {
          for (gint64 at = stays[i].begin; at < stays[i].end; at++)
            away[at] += stays[i].n;
          continue;
        }
      out[i].reason = stays[i].n > n_there ? FAR_STAY_TOO_MANY : FAR_STAY_TAKEN;
      for (guint j = i; j-- > 0 && out[i].reason == FAR_STAY_TAKEN;)
        if (out[j].stands && stays[j].begin < stays[i].end && stays[i].begin < stays[j].end &&
            stays[j].begin < stays[j].end)
          out[i].before = j;
    }
}

static guint
fill_stays (GRand *rand, FarStay *stays)
{
  guint n = g_rand_int_range (rand, 0, N_MAX + 1);

  for (guint i = 0; i < n; i++)
    {
      stays[i].begin = g_rand_int_range (rand, 0, LAST);
      stays[i].end = g_rand_int_range (rand, stays[i].begin, LAST + 1);
      stays[i].n = g_rand_int_range (rand, 1, 5);
    }

  return n;
}

/* However many want what, no more is away at any minute than there is. */
static void
assert_not_too_many (guint n_there, const FarStay *stays, guint n, const FarStayPlace *places)
{
  for (gint64 at = 0; at <= LAST; at++)
    {
      guint n_away = 0;

      for (guint i = 0; i < n; i++)
        if (places[i].stands && stays[i].begin <= at && at < stays[i].end)
          n_away += stays[i].n;
      g_assert_cmpuint (n_away, <=, n_there);
    }
}

static void
test_plainly (void)
{
  GRand *rand = g_rand_new_with_seed (142);
  guint n_reserve = 0;

  for (guint run = 0; run < N_RUNS; run++)
    {
      guint n_there = g_rand_int_range (rand, 0, 7);
      FarStay stays[N_MAX];
      FarStayPlace places[N_MAX];
      FarStayPlace expected[N_MAX];
      guint n = fill_stays (rand, stays);

      far_stays_place (n_there, stays, n, places);
      place_plainly (n_there, stays, n, expected);
      for (guint i = 0; i < n; i++)
        {
          g_assert_cmpint (places[i].stands, ==, expected[i].stands);
          g_assert_cmpint (places[i].reason, ==, expected[i].reason);
          g_assert_cmpuint (places[i].left, ==, expected[i].left);
          g_assert_cmpuint (places[i].before, ==, expected[i].before);
          n_reserve += !places[i].stands;
        }
      assert_not_too_many (n_there, stays, n, places);
    }
  g_rand_free (rand);
  g_assert_cmpuint (n_reserve, >, N_RUNS);
}

/* Who gives back makes room, and whoever comes first of those who fit then has it. */
static void
test_moves_up (void)
{
  GRand *rand = g_rand_new_with_seed (143);
  guint n_moved = 0;

  for (guint run = 0; run < N_RUNS; run++)
    {
      FarStay stays[N_MAX];
      FarStayPlace places[N_MAX];
      FarStayPlace after[N_MAX];
      guint n = fill_stays (rand, stays);
      guint gone;
      guint first = G_MAXUINT;

      if (n == 0)
        continue;
      far_stays_place (3, stays, n, places);
      gone = g_rand_int_range (rand, 0, n);
      for (guint i = gone + 1; i < n && first == G_MAXUINT; i++)
        if (!places[i].stands && places[i].reason == FAR_STAY_TAKEN && places[gone].stands)
          first = i;
      stays[gone].end = stays[gone].begin;
      far_stays_place (3, stays, n, after);
      /* all before the first that waits have what they had */
      for (guint i = 0; i < n && i < first; i++)
        if (i != gone)
          g_assert_cmpint (after[i].stands, ==, places[i].stands);
      if (first != G_MAXUINT)
        {
          g_assert_true (after[first].stands || after[first].left < stays[first].n);
          n_moved += after[first].stands;
        }
    }
  g_rand_free (rand);
  g_assert_cmpuint (n_moved, >, 100);
}

static void
test_rows (void)
{
  /* a week each; two pieces */
  static const FarStay stays[] = {
    { 0, 7, 1 }, { 3, 10, 1 }, { 5, 6, 1 }, { 7, 14, 1 }, { 6, 8, 3 }, { 10, 12, 2 }, { 20, 20, 9 },
  };
  FarStayPlace places[G_N_ELEMENTS (stays)];

  far_stays_place (2, stays, G_N_ELEMENTS (stays), places);
  g_assert_true (places[0].stands);
  g_assert_true (places[1].stands);
  g_assert_cmpuint (places[1].left, ==, 1);
  g_assert_false (places[2].stands); /* both are away */
  g_assert_cmpuint (places[2].before, ==, 0);
  g_assert_true (places[3].stands); /* one comes back that day */
  g_assert_cmpint (places[4].reason, ==, FAR_STAY_TOO_MANY);
  g_assert_cmpuint (places[4].before, ==, G_MAXUINT);
  g_assert_false (places[5].stands);
  g_assert_cmpuint (places[5].before, ==, 3);
  g_assert_cmpuint (places[5].left, ==, 1);
  g_assert_true (places[6].stands); /* nothing is wanted any more */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stays/rows", test_rows);
  g_test_add_func ("/stays/plainly", test_plainly);
  g_test_add_func ("/stays/moves-up", test_moves_up);

  return g_test_run ();
}
