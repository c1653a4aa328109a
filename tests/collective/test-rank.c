/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-rank.h"

#include <sodium.h>
#include <string.h>

#define TURNS_MAX 40
#define DAY 20454

static const guint8 rota[FAR_RECORD_ID_LEN] = "a school's rota";

/* An outing that is being written, with room for what each turn has seen. */
typedef struct
{
  FarRankTurn turns[TURNS_MAX];
  guint seen[TURNS_MAX][TURNS_MAX];
  guint n_turns;
} Outing;

static guint
add_turn (Outing *outing, guint person, guint8 role)
{
  guint index = outing->n_turns++;
  FarRankTurn *turn = &outing->turns[index];

  memset (turn, 0, sizeof *turn);
  turn->id[0] = index;
  turn->entry[0] = 200 - index;
  turn->person[0] = person;
  turn->role = role;
  turn->counts = TRUE;
  turn->seen = outing->seen[index];

  return index;
}

static void
add_seen (Outing *outing, guint turn, guint seen)
{
  outing->seen[turn][outing->turns[turn].n_seen++] = seen;
}

static void
rank (const Outing *outing, FarRankPlace places[TURNS_MAX])
{
  far_rank_turns (rota, DAY, outing->turns, outing->n_turns, places);
}

static int
compare_lottery (guint person, guint other)
{
  guint8 numbers[2][FAR_HASH_LEN];
  guint8 id[FAR_RECORD_ID_LEN] = { person };

  far_rank_lottery (rota, DAY, 0, id, numbers[0]);
  id[0] = other;
  far_rank_lottery (rota, DAY, 0, id, numbers[1]);

  return memcmp (numbers[0], numbers[1], FAR_HASH_LEN);
}

/* Two persons of whom the first has the better number. */
static void
pick_persons (guint *lucky, guint *unlucky)
{
  *lucky = compare_lottery (1, 2) < 0 ? 1 : 2;
  *unlucky = 3 - *lucky;
}

/* -- stories */

static void
test_ranks_a_chain (void)
{
  Outing outing = { 0 };
  FarRankPlace places[TURNS_MAX];

  for (guint i = 0; i < TURNS_MAX; i++)
    {
      add_turn (&outing, i, 0);
      if (i > 0)
        add_seen (&outing, i, i - 1);
    }

  rank (&outing, places);

  for (guint i = 0; i < TURNS_MAX; i++)
    {
      g_assert_cmpuint (places[i].rank, ==, i + 1);
      g_assert_cmpint (places[i].reason, ==, i == 0 ? FAR_RANK_REASON_FIRST : FAR_RANK_REASON_SEEN);
      g_assert_cmpint (far_rank_place_stands (&places[i], 3), ==, i < 3);
    }
}

static void
test_draws_between_concurrent (void)
{
  Outing outing = { 0 };
  FarRankPlace places[TURNS_MAX];
  guint lucky;
  guint unlucky;

  pick_persons (&lucky, &unlucky);
  add_turn (&outing, 9, 0);
  add_turn (&outing, unlucky, 0);
  add_turn (&outing, lucky, 0);
  add_seen (&outing, 1, 0);
  add_seen (&outing, 2, 0);

  rank (&outing, places);

  g_assert_cmpuint (places[0].rank, ==, 1);
  g_assert_cmpint (places[0].reason, ==, FAR_RANK_REASON_FIRST);
  g_assert_cmpuint (places[2].rank, ==, 2);
  g_assert_cmpint (places[2].reason, ==, FAR_RANK_REASON_SEEN);
  g_assert_cmpuint (places[1].rank, ==, 3);
  g_assert_cmpint (places[1].reason, ==, FAR_RANK_REASON_LOTTERY);
}

/* One who had seen both is behind both, though one of them lost the lottery. */
static void
test_lottery_yields_to_seeing (void)
{
  Outing outing = { 0 };
  FarRankPlace places[TURNS_MAX];
  guint lucky;
  guint unlucky;

  pick_persons (&lucky, &unlucky);
  add_turn (&outing, unlucky, 0);
  add_turn (&outing, lucky, 0);
  add_seen (&outing, 1, 0);

  rank (&outing, places);

  g_assert_cmpuint (places[0].rank, ==, 1);
  g_assert_cmpuint (places[1].rank, ==, 2);
  g_assert_cmpint (places[1].reason, ==, FAR_RANK_REASON_SEEN);
}

/* Who saw a turn that was then released still saw what that one had seen. */
static void
test_released_passes_but_carries (void)
{
  Outing outing = { 0 };
  FarRankPlace places[TURNS_MAX];
  guint lucky;
  guint unlucky;

  pick_persons (&lucky, &unlucky);
  add_turn (&outing, unlucky, 0);
  add_turn (&outing, 9, 0);
  add_turn (&outing, lucky, 0);
  add_seen (&outing, 1, 0);
  add_seen (&outing, 2, 1);
  outing.turns[1].counts = FALSE;

  rank (&outing, places);

  g_assert_cmpuint (places[0].rank, ==, 1);
  g_assert_cmpuint (places[1].rank, ==, 0);
  g_assert_cmpuint (places[2].rank, ==, 2);
  g_assert_cmpint (places[2].reason, ==, FAR_RANK_REASON_SEEN);
  g_assert_false (far_rank_place_stands (&places[1], 3));
}

static void
test_person_has_one_place (void)
{
  Outing outing = { 0 };
  FarRankPlace places[TURNS_MAX];

  /* 0 and 1 are one person's, written on two devices; 2 has seen only the second of them. */
  add_turn (&outing, 1, 0);
  add_turn (&outing, 1, 0);
  add_turn (&outing, 2, 0);
  add_seen (&outing, 2, 1);

  rank (&outing, places);

  /* Turn 1 has the smaller entry id. */
  g_assert_cmpuint (places[1].rank, ==, 1);
  g_assert_cmpuint (places[0].rank, ==, 0);
  g_assert_cmpuint (places[2].rank, ==, 2);

  /* One of another role is a place of its own. */
  outing.turns[0].role = 1;
  rank (&outing, places);
  g_assert_cmpuint (places[0].rank, ==, 1);
  g_assert_cmpuint (places[1].rank, ==, 1);
}

/* A further turn passes at once when its person is ranked, and does not hold up whoever saw it. */
static void
test_further_turn_passes_at_once (void)
{
  Outing outing = { 0 };
  FarRankPlace places[TURNS_MAX];
  guint person[3] = { 1, 2, 3 };

  /* Order three persons by their numbers. */
  for (guint i = 0; i < 3; i++)
    {
      for (guint j = i + 1; j < 3; j++)
        {
          if (compare_lottery (person[j], person[i]) < 0)
            {
              guint swap = person[i];

              person[i] = person[j];
              person[j] = swap;
            }
        }
    }

  add_turn (&outing, person[1], 0); /* 0: the middle number's first turn */
  add_turn (&outing, person[1], 0); /* 1: and the second, which has the smaller entry id */
  add_turn (&outing, person[0], 0); /* 2: the best number, but it has seen turn 0 */
  add_turn (&outing, person[2], 0); /* 3: the worst number */
  add_seen (&outing, 2, 0);

  rank (&outing, places);

  g_assert_cmpuint (places[1].rank, ==, 1);
  g_assert_cmpuint (places[0].rank, ==, 0);
  g_assert_cmpuint (places[2].rank, ==, 2);
  g_assert_cmpuint (places[3].rank, ==, 3);
}

/* A turn of another role is no competitor, but what was seen through it is seen. */
static void
test_roles_are_apart (void)
{
  Outing outing = { 0 };
  FarRankPlace places[TURNS_MAX];
  guint lucky;
  guint unlucky;

  pick_persons (&lucky, &unlucky);
  add_turn (&outing, unlucky, 0);
  add_turn (&outing, 9, 1);
  add_turn (&outing, lucky, 0);
  add_turn (&outing, 8, 1);
  add_seen (&outing, 1, 0);
  add_seen (&outing, 2, 1);

  rank (&outing, places);

  g_assert_cmpuint (places[0].rank, ==, 1);
  g_assert_cmpuint (places[2].rank, ==, 2);
  g_assert_cmpint (places[2].reason, ==, FAR_RANK_REASON_SEEN);
  g_assert_cmpuint (places[1].rank + places[3].rank, ==, 3);
}

/* Somebody who hides what he saw gets no further than the lottery allows, and not past a plan. */
static void
test_latecomer_cannot_overturn_the_plan (void)
{
  Outing outing = { 0 };
  FarRankPlace places[TURNS_MAX];
  guint lucky;
  guint unlucky;

  pick_persons (&lucky, &unlucky);
  add_turn (&outing, unlucky, 0); /* stood here for weeks */
  add_turn (&outing, 7, 0);       /* had seen it */
  add_turn (&outing, lucky, 0);   /* pretends to have seen nothing */
  add_seen (&outing, 1, 0);

  /* The plan names the second; the first is covered because the second had seen it. */
  outing.turns[1].confirmed = TRUE;
  rank (&outing, places);

  g_assert_cmpuint (places[0].rank, ==, 1);
  g_assert_cmpint (places[0].reason, ==, FAR_RANK_REASON_CONFIRMED);
  g_assert_cmpuint (places[1].rank, ==, 2);
  g_assert_cmpint (places[1].reason, ==, FAR_RANK_REASON_CONFIRMED);
  g_assert_cmpuint (places[2].rank, ==, 3);
  g_assert_cmpint (places[2].reason, ==, FAR_RANK_REASON_SEEN);

  /* Whatever the plan, nobody gets before a turn that another has seen by pretending for that
   * other: 1 stays behind 0. */
  outing.turns[1].confirmed = FALSE;
  rank (&outing, places);

  g_assert_cmpuint (places[0].rank, <, places[1].rank);
  g_assert_cmpuint (places[2].rank, ==, 1);
}

static void
test_ranks_none_and_one (void)
{
  Outing outing = { 0 };
  FarRankPlace places[TURNS_MAX];

  rank (&outing, places);

  add_turn (&outing, 1, 255);
  rank (&outing, places);
  g_assert_cmpuint (places[0].rank, ==, 1);
  g_assert_cmpint (places[0].reason, ==, FAR_RANK_REASON_FIRST);

  outing.turns[0].counts = FALSE;
  rank (&outing, places);
  g_assert_cmpuint (places[0].rank, ==, 0);
}

/* No honest machine makes a circle.  It must end, and rank what is outside. */
static void
test_circle_ends (void)
{
  Outing outing = { 0 };
  FarRankPlace places[TURNS_MAX];

  for (guint i = 0; i < 5; i++)
    add_turn (&outing, i, 0);
  add_seen (&outing, 0, 1);
  add_seen (&outing, 1, 0);
  add_seen (&outing, 2, 0);
  add_seen (&outing, 3, 3);
  outing.turns[2].confirmed = TRUE;

  rank (&outing, places);

  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (places[i].rank, ==, 0);
  g_assert_cmpuint (places[4].rank, ==, 1);
}

/* Frozen: the number decides who walks, on every machine and for good.  BLAKE2b-256, personal
 * "far1 lottery", over 000102..0f, e64f0000, 02, 101112..1f; computed with Python's hashlib. */
static void
test_lottery_is_frozen (void)
{
  guint8 ids[2][FAR_RECORD_ID_LEN];
  guint8 number[FAR_HASH_LEN];
  g_autofree char *text = NULL;

  for (guint i = 0; i < sizeof ids; i++)
    ((guint8 *)ids)[i] = i;

  far_rank_lottery (ids[0], DAY, 2, ids[1], number);
  text = far_hex (number, sizeof number);
  g_assert_cmpstr (text, ==, "928c8069af8a7d08a5818a0a272869bffb8b933a63f5fffca644b471e4a3f234");
}

/* -- the definition, word by word */

typedef struct
{
  gboolean seen[TURNS_MAX][TURNS_MAX];
  gboolean confirmed[TURNS_MAX];
} Closure;

static void
close_plainly (const Outing *outing, Closure *closure)
{
  memset (closure, 0, sizeof *closure);

  for (guint i = 0; i < outing->n_turns; i++)
    {
      for (guint j = 0; j < outing->turns[i].n_seen; j++)
        closure->seen[i][outing->turns[i].seen[j]] = TRUE;
    }

  for (guint k = 0; k < outing->n_turns; k++)
    {
      for (guint i = 0; i < outing->n_turns; i++)
        {
          for (guint j = 0; j < outing->n_turns; j++)
            closure->seen[i][j] |= closure->seen[i][k] && closure->seen[k][j];
        }
    }

  for (guint i = 0; i < outing->n_turns; i++)
    {
      closure->confirmed[i] |= outing->turns[i].confirmed;
      for (guint j = 0; outing->turns[i].confirmed && j < outing->n_turns; j++)
        closure->confirmed[j] |= closure->seen[i][j];
    }
}

static gboolean
is_person_ranked (const Outing *outing, const FarRankPlace *places, guint turn)
{
  for (guint i = 0; i < outing->n_turns; i++)
    {
      if (places[i].rank > 0 && outing->turns[i].role == outing->turns[turn].role &&
          memcmp (outing->turns[i].person, outing->turns[turn].person, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Whether @turn still has to be ranked among those of its role. */
static gboolean
is_open (const Outing *outing, const FarRankPlace *places, guint turn)
{
  return outing->turns[turn].counts && !is_person_ranked (outing, places, turn);
}

static gboolean
is_free (const Outing *outing, const Closure *closure, const FarRankPlace *places, guint turn)
{
  for (guint i = 0; i < outing->n_turns; i++)
    {
      if (closure->seen[turn][i] && outing->turns[i].role == outing->turns[turn].role &&
          is_open (outing, places, i))
        return FALSE;
    }

  return TRUE;
}

static int
compare_turns (const FarRankTurn *one, const FarRankTurn *other)
{
  guint8 numbers[2][FAR_HASH_LEN];
  int order;

  far_rank_lottery (rota, DAY, one->role, one->person, numbers[0]);
  far_rank_lottery (rota, DAY, other->role, other->person, numbers[1]);
  order = memcmp (numbers[0], numbers[1], FAR_HASH_LEN);
  if (order == 0)
    order = memcmp (one->entry, other->entry, FAR_ID_LEN);

  return order != 0 ? order : memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static FarRankReason
explain_plainly (const Outing *outing,
                 const Closure *closure,
                 const FarRankPlace *places,
                 guint turn)
{
  gboolean is_first = TRUE;

  if (closure->confirmed[turn])
    return FAR_RANK_REASON_CONFIRMED;

  for (guint i = 0; i < outing->n_turns; i++)
    {
      if (places[i].rank == 0 || outing->turns[i].role != outing->turns[turn].role)
        continue;
      if (!closure->seen[turn][i] && !closure->confirmed[i])
        return FAR_RANK_REASON_LOTTERY;
      is_first = FALSE;
    }

  return is_first ? FAR_RANK_REASON_FIRST : FAR_RANK_REASON_SEEN;
}

static void
rank_plainly (const Outing *outing, FarRankPlace *places)
{
  guint n_ranked[256] = { 0 };
  Closure closure;

  close_plainly (outing, &closure);
  memset (places, 0, sizeof *places * outing->n_turns);

  for (int phase = 0; phase < 2; phase++)
    {
      for (;;)
        {
          guint best = TURNS_MAX;

          for (guint i = 0; i < outing->n_turns; i++)
            {
              if ((phase == 0 && !closure.confirmed[i]) || !is_open (outing, places, i) ||
                  !is_free (outing, &closure, places, i))
                continue;
              if (best == TURNS_MAX || compare_turns (&outing->turns[i], &outing->turns[best]) < 0)
                best = i;
            }

          if (best == TURNS_MAX)
            break;

          places[best].reason = explain_plainly (outing, &closure, places, best);
          places[best].rank = ++n_ranked[outing->turns[best].role];
        }
    }
}

static void
draw_outing (Outing *outing)
{
  guint n_turns = g_test_rand_int_range (1, TURNS_MAX + 1);
  guint n_persons = g_test_rand_int_range (1, n_turns + 1);
  guint n_roles = g_test_rand_int_range (1, 4);
  guint reach = g_test_rand_int_range (1, 8);

  outing->n_turns = 0;

  for (guint i = 0; i < n_turns; i++)
    {
      add_turn (outing, g_test_rand_int_range (0, n_persons), g_test_rand_int_range (0, n_roles));
      outing->turns[i].entry[0] = g_test_rand_int_range (0, 20);
      outing->turns[i].counts = g_test_rand_int_range (0, 4) > 0;
      outing->turns[i].confirmed = g_test_rand_int_range (0, 12) == 0;

      for (guint j = g_test_rand_int_range (0, 4); i > 0 && j > 0; j--)
        add_seen (outing, i, g_test_rand_int_range (i > reach ? i - reach : 0, i));
    }
}

static void
test_agrees_with_definition (void)
{
  g_autofree Outing *outing = g_new0 (Outing, 1);
  FarRankPlace places[TURNS_MAX];
  FarRankPlace expected[TURNS_MAX];

  for (int round = 0; round < 3000; round++)
    {
      draw_outing (outing);
      rank (outing, places);
      rank_plainly (outing, expected);

      for (guint i = 0; i < outing->n_turns; i++)
        {
          g_assert_cmpuint (places[i].rank, ==, expected[i].rank);
          g_assert_cmpint (places[i].reason, ==, expected[i].reason);
        }
    }
}

/* What came first does not matter: the same turns in another order of the array. */
static void
shuffle_outing (const Outing *outing, Outing *out, guint new_index[TURNS_MAX])
{
  for (guint i = 0; i < outing->n_turns; i++)
    new_index[i] = i;
  for (guint i = outing->n_turns; i > 1; i--)
    {
      guint other = g_test_rand_int_range (0, i);
      guint swap = new_index[i - 1];

      new_index[i - 1] = new_index[other];
      new_index[other] = swap;
    }

  out->n_turns = outing->n_turns;
  for (guint i = 0; i < outing->n_turns; i++)
    {
      guint at = new_index[i];
      guint n_seen = outing->turns[i].n_seen;

      out->turns[at] = outing->turns[i];
      out->turns[at].seen = out->seen[at];
      for (guint j = 0; j < n_seen; j++)
        out->seen[at][n_seen - 1 - j] = new_index[outing->seen[i][j]];
    }
}

static void
test_order_does_not_matter (void)
{
  g_autofree Outing *outing = g_new0 (Outing, 1);
  g_autofree Outing *shuffled = g_new0 (Outing, 1);
  guint new_index[TURNS_MAX];
  FarRankPlace places[TURNS_MAX];
  FarRankPlace others[TURNS_MAX];

  for (int round = 0; round < 2000; round++)
    {
      if (round % 100 == 0)
        {
          draw_outing (outing);
          rank (outing, places);
        }

      shuffle_outing (outing, shuffled, new_index);
      rank (shuffled, others);

      for (guint i = 0; i < outing->n_turns; i++)
        {
          g_assert_cmpuint (places[i].rank, ==, others[new_index[i]].rank);
          g_assert_cmpint (places[i].reason, ==, others[new_index[i]].reason);
        }
    }
}

/* Seeing can be told in full or by its last links; both give the same. */
static void
test_closing_changes_nothing (void)
{
  g_autofree Outing *outing = g_new0 (Outing, 1);
  Closure closure;
  FarRankPlace places[TURNS_MAX];
  FarRankPlace closed[TURNS_MAX];

  for (int round = 0; round < 500; round++)
    {
      draw_outing (outing);
      rank (outing, places);
      close_plainly (outing, &closure);

      for (guint i = 0; i < outing->n_turns; i++)
        {
          outing->turns[i].n_seen = 0;
          for (guint j = 0; j < outing->n_turns; j++)
            {
              if (closure.seen[i][j])
                add_seen (outing, i, j);
            }
        }

      rank (outing, closed);
      g_assert_cmpmem (places, outing->n_turns * sizeof *places, closed,
                       outing->n_turns * sizeof *closed);
    }
}

/* -- size */

#define MANY 1000

static void
fill_many (FarRankTurn *turns, guint (*seen)[2], gboolean is_chain)
{
  for (guint i = 0; i < MANY; i++)
    {
      memset (&turns[i], 0, sizeof turns[i]);
      turns[i].counts = TRUE;
      memcpy (turns[i].id, &i, sizeof i);
      memcpy (turns[i].entry, &i, sizeof i);
      memcpy (turns[i].person, &i, sizeof i);
      turns[i].seen = seen[i];

      if (i > 0 && is_chain)
        seen[i][turns[i].n_seen++] = i - 1;
      if (i > 1 && is_chain)
        seen[i][turns[i].n_seen++] = i - 2;
    }
}

static void
test_ranks_a_thousand (void)
{
  g_autofree FarRankTurn *turns = g_new0 (FarRankTurn, MANY);
  g_autofree guint (*seen)[2] = (gpointer)g_new0 (guint, 2 * MANY);
  g_autofree FarRankPlace *places = g_new (FarRankPlace, MANY);
  g_autofree gboolean *had = g_new0 (gboolean, MANY + 1);

  for (int is_chain = 0; is_chain < 2; is_chain++)
    {
      fill_many (turns, seen, is_chain);

      g_test_timer_start ();
      for (int i = 0; i < 20; i++)
        far_rank_turns (rota, DAY, turns, MANY, places);
      g_test_message ("%d turns, %s: %.0f us", MANY, is_chain ? "a chain" : "all concurrent",
                      g_test_timer_elapsed () / 20 * 1e6);

      memset (had, 0, sizeof *had * (MANY + 1));
      for (guint i = 0; i < MANY; i++)
        {
          if (is_chain)
            g_assert_cmpuint (places[i].rank, ==, i + 1);
          g_assert_cmpuint (places[i].rank, >=, 1);
          g_assert_cmpuint (places[i].rank, <=, MANY);
          g_assert_false (had[places[i].rank]);
          had[places[i].rank] = TRUE;
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/rank/chain", test_ranks_a_chain);
  g_test_add_func ("/far/rank/concurrent", test_draws_between_concurrent);
  g_test_add_func ("/far/rank/lottery-yields-to-seeing", test_lottery_yields_to_seeing);
  g_test_add_func ("/far/rank/released-passes", test_released_passes_but_carries);
  g_test_add_func ("/far/rank/one-place-each", test_person_has_one_place);
  g_test_add_func ("/far/rank/further-turn-passes-at-once", test_further_turn_passes_at_once);
  g_test_add_func ("/far/rank/roles-apart", test_roles_are_apart);
  g_test_add_func ("/far/rank/latecomer", test_latecomer_cannot_overturn_the_plan);
  g_test_add_func ("/far/rank/none-and-one", test_ranks_none_and_one);
  g_test_add_func ("/far/rank/circle-ends", test_circle_ends);
  g_test_add_func ("/far/rank/lottery-is-frozen", test_lottery_is_frozen);
  g_test_add_func ("/far/rank/agrees-with-definition", test_agrees_with_definition);
  g_test_add_func ("/far/rank/order-does-not-matter", test_order_does_not_matter);
  g_test_add_func ("/far/rank/closing-changes-nothing", test_closing_changes_nothing);
  g_test_add_func ("/far/rank/a-thousand", test_ranks_a_thousand);

  return g_test_run ();
}
