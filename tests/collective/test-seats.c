/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who has a seat, and who is needed that brings some. */

#include "far-seats.h"

typedef struct
{
  const char *name;
  FarSeats there;
  gboolean is_ask;
  FarSeats wanted[4];
  struct
  {
    gboolean stands;
    FarSeatsReason reason;
    guint kind;
    guint n_used;
    guint n_left; /* when it was asked */
  } places[4];
  FarSeats left;
} Row;

static const Row rows[] = {
  { "nobody comes", { 3, { 0, 1 } }, FALSE, { { 0 } }, { { 0 } }, { 3, { 0, 1 } } },
  { "all fit",
    { 3 },
    FALSE,
    { { 1 }, { 2 } },
    { { TRUE, FAR_SEATS_FIT, 0, 1, 3 }, { TRUE, FAR_SEATS_FIT, 0, 2, 2 } },
    { 0 } },
  { "who needs too much waits, and one further back has a seat",
    { 3 },
    FALSE,
    { { 2 }, { 2 }, { 1 } },
    { { TRUE, FAR_SEATS_FIT, 0, 2, 3 },
      { FALSE, FAR_SEATS_FEW, 0, 0, 1 },
      { TRUE, FAR_SEATS_FIT, 0, 1, 1 } },
    { 0 } },
  { "a seat is left, and no booster",
    { 4, { 0, 1, 1 } },
    FALSE,
    { { 1, { 0, 0, 1 } }, { 1, { 0, 0, 1 } }, { 2, { 0, 1 } } },
    { { TRUE, FAR_SEATS_FIT, 0, 1, 4 },
      { FALSE, FAR_SEATS_CHILD, 2, 0, 3 },
      { TRUE, FAR_SEATS_FIT, 0, 2, 3 } },
    { 1, { 0, 0, 0 } } },
  { "too few seats is told before a child seat that is missing",
    { 1 },
    FALSE,
    { { 2, { 1 } } },
    { { FALSE, FAR_SEATS_FEW, 0, 0, 1 } },
    { 1 } },
  { "two kinds for one seat: whoever has it takes one of them",
    { 1, { 0, 1, 1 } },
    FALSE,
    { { 1, { 0, 0, 1 } }, { 1, { 0, 1 } } },
    { { TRUE, FAR_SEATS_FIT, 0, 1, 1 }, { FALSE, FAR_SEATS_FEW, 0, 0, 0 } },
    { 0, { 0, 1, 0 } } },
  { "each child seat takes a seat, whatever the number says",
    { 2, { 0, 2, 1 } },
    FALSE,
    { { 1, { 0, 2 } }, { 1 } },
    { { TRUE, FAR_SEATS_FIT, 0, 2, 2 }, { FALSE, FAR_SEATS_FEW, 0, 0, 0 } },
    { 0, { 0, 0, 1 } } },

  { "two cars bring what three children need",
    { 3 },
    TRUE,
    { { 2 }, { 3 }, { 4 } },
    { { TRUE, FAR_SEATS_FIT, 0, 2, 3 },
      { TRUE, FAR_SEATS_FIT, 0, 1, 1 },
      { FALSE, FAR_SEATS_ENOUGH, 0, 0, 0 } },
    { 0 } },
  { "a car without a booster takes the others",
    { 3, { 0, 0, 1 } },
    TRUE,
    { { 4 }, { 1 }, { 1, { 0, 0, 1 } } },
    { { TRUE, FAR_SEATS_FIT, 0, 2, 3 },
      { FALSE, FAR_SEATS_OTHER_KIND, 2, 0, 1 },
      { TRUE, FAR_SEATS_FIT, 0, 1, 1 } },
    { 0 } },
  { "its booster is for whom no other seat will do",
    { 2, { 0, 0, 1 } },
    TRUE,
    { { 1, { 0, 1, 1 } } },
    { { TRUE, FAR_SEATS_FIT, 0, 1, 2 } },
    { 1, { 0, 0, 0 } } },
  { "another kind does not serve",
    { 1, { 0, 1 } },
    TRUE,
    { { 4, { 1, 0, 3 } } },
    { { FALSE, FAR_SEATS_OTHER_KIND, 1, 0, 1 } },
    { 1, { 0, 1 } } },
  { "who asks for more child seats than there are seats is served as far as it goes",
    { 1, { 1, 1 } },
    TRUE,
    { { 2, { 1, 1 } }, { 1 } },
    { { TRUE, FAR_SEATS_FIT, 0, 1, 1 }, { FALSE, FAR_SEATS_ENOUGH, 0, 0, 0 } },
    { 0, { 0, 1 } } },
  { "who brings nothing is no help",
    { 1 },
    TRUE,
    { { 0 }, { 1 } },
    { { FALSE, FAR_SEATS_OTHER_KIND, FAR_CHILD_SEAT_KINDS - 1, 0, 1 },
      { TRUE, FAR_SEATS_FIT, 0, 1, 1 } },
    { 0 } },
};

static guint
count_wanted (const Row *row)
{
  guint n = 0;

  while (n < G_N_ELEMENTS (row->wanted) && row->places[n].n_left > 0)
    n++;
  /* the last may have found nothing any more */
  while (n < G_N_ELEMENTS (row->wanted) && row->wanted[n].n > 0)
    n++;

  return n;
}

static void
test_places (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint n = count_wanted (&rows[i]);
      FarSeatsPlace places[4];
      FarSeats left;

      g_test_message ("%s", rows[i].name);
      far_seats_place (&rows[i].there, rows[i].is_ask, rows[i].wanted, n, places, &left);
      for (guint j = 0; j < n; j++)
        {
          g_assert_cmpint (places[j].stands, ==, rows[i].places[j].stands);
          g_assert_cmpint (places[j].reason, ==, rows[i].places[j].reason);
          g_assert_cmpuint (places[j].kind, ==, rows[i].places[j].kind);
          g_assert_cmpuint (places[j].n_used, ==, rows[i].places[j].n_used);
          g_assert_cmpuint (places[j].left.n, ==, rows[i].places[j].n_left);
        }
      g_assert_cmpuint (left.n, ==, rows[i].left.n);
      for (guint kind = 0; kind < FAR_CHILD_SEAT_KINDS; kind++)
        g_assert_cmpuint (left.n_child[kind], ==, rows[i].left.n_child[kind]);
    }
}

/* Whatever is asked for, nobody sits on a seat that is not there, and no car is sent for nothing.
 */
static void
test_never_more (void)
{
  GRand *rand = g_rand_new_with_seed (54);

  for (guint i = 0; i < 20000; i++)
    {
      FarSeats there = { g_rand_int_range (rand, 1, 9) };
      gboolean is_ask = g_rand_boolean (rand);
      FarSeats wanted[4];
      FarSeatsPlace places[4];
      FarSeats left;
      guint n_used = 0;

      for (guint kind = 0; kind < FAR_CHILD_SEAT_KINDS; kind++)
        there.n_child[kind] = g_rand_int_range (rand, 0, 4);
      for (guint j = 0; j < G_N_ELEMENTS (wanted); j++)
        {
          wanted[j] = (FarSeats){ g_rand_int_range (rand, 1, 6) };
          for (guint kind = 0; kind < FAR_CHILD_SEAT_KINDS; kind++)
            wanted[j].n_child[kind] = g_rand_int_range (rand, 0, 3);
        }
      far_seats_place (&there, is_ask, wanted, G_N_ELEMENTS (wanted), places, &left);

      for (guint j = 0; j < G_N_ELEMENTS (wanted); j++)
        {
          n_used += places[j].n_used;
          g_assert_cmpint (places[j].stands, ==, places[j].n_used > 0);
          g_assert_cmpint (places[j].stands, ==, places[j].reason == FAR_SEATS_FIT);
          g_assert_cmpuint (places[j].kind, <, FAR_CHILD_SEAT_KINDS);
        }
      g_assert_cmpuint (n_used + left.n, ==, there.n);
    }
  g_rand_free (rand);
}

static void
test_numbers (void)
{
  static const struct
  {
    FarSeats seats;
    gboolean is_good;
    gboolean is_fitting;
  } numbers[] = {
    { { 0 }, FALSE, FALSE },
    { { 1 }, TRUE, TRUE },
    { { FAR_RIDE_SEATS_MAX }, TRUE, TRUE },
    { { FAR_RIDE_SEATS_MAX + 1 }, FALSE, FALSE },
    { { G_MAXUINT }, FALSE, FALSE },
    { { 2, { 1, 1, 0 } }, TRUE, TRUE },
    { { 2, { 1, 1, 1 } }, TRUE, FALSE },
    { { 2, { 0, 3, 0 } }, FALSE, FALSE },
    { { 2, { 0, G_MAXUINT, G_MAXUINT } }, FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_assert_cmpint (far_seats_are_good (&numbers[i].seats), ==, numbers[i].is_good);
      g_assert_cmpint (far_seats_are_fitting (&numbers[i].seats), ==, numbers[i].is_fitting);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/seats/places", test_places);
  g_test_add_func ("/seats/never-more", test_never_more);
  g_test_add_func ("/seats/numbers", test_numbers);

  return g_test_run ();
}
