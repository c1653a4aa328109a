/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who takes which turn: nothing is against it, it is the same each time, and none is better. */

#include "far-assign.h"

#include <string.h>

/* 2026-09-07, a Monday; the month ends on the 23rd day after it */
#define MONDAY 20703
#define MORNING 480

#define SEATS_MAX 200
#define PERSONS_MAX 40
#define CHOICES_MAX (SEATS_MAX * PERSONS_MAX)

typedef struct
{
  FarAssignSeat seats[SEATS_MAX];
  FarAssignPerson persons[PERSONS_MAX];
  FarAssignChoice choices[CHOICES_MAX];
  FarAssignFixed fixed[SEATS_MAX];
  FarAssignProblem problem;
  gboolean taken[CHOICES_MAX];
  FarAssignResult result;
} Case;

static Case *
case_new (guint n_persons)
{
  Case *self = g_new0 (Case, 1);

  self->problem = (FarAssignProblem){
    .seats = self->seats,
    .persons = self->persons,
    .n_persons = n_persons,
    .choices = self->choices,
    .fixed = self->fixed,
  };
  for (guint i = 0; i < n_persons; i++)
    self->persons[i] = (FarAssignPerson){ .weight = 10, .most = -1, .most_a_month = -1 };

  return self;
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Case, g_free)

static guint
add_seat (Case *self, gint32 day, int at, guint n_needed, guint n_room)
{
  self->seats[self->problem.n_seats] = (FarAssignSeat){ day, at, n_needed, n_room };

  return self->problem.n_seats++;
}

static void
add_choice (Case *self, guint seat, guint person, gboolean is_wished)
{
  self->choices[self->problem.n_choices++] = (FarAssignChoice){ seat, person, is_wished };
}

static void
add_fixed (Case *self, guint person, gint32 day, int at)
{
  self->fixed[self->problem.n_fixed++] = (FarAssignFixed){ person, day, at };
}

static void
everybody_can (Case *self)
{
  for (guint i = 0; i < self->problem.n_seats; i++)
    for (guint j = 0; j < self->problem.n_persons; j++)
      add_choice (self, i, j, FALSE);
}

static void
work_out (Case *self)
{
  far_assign (&self->problem, self->taken, &self->result);
  g_assert_true (far_assign_is_allowed (&self->problem, self->taken));
  g_assert_true (self->result.is_best);
}

static guint
count_of (const Case *self, guint person)
{
  guint n = 0;

  for (guint i = 0; i < self->problem.n_choices; i++)
    n += self->taken[i] && self->choices[i].person == person;

  return n;
}

static gboolean
has (const Case *self, guint seat, guint person)
{
  for (guint i = 0; i < self->problem.n_choices; i++)
    if (self->taken[i] && self->choices[i].person == person && self->choices[i].seat == seat)
      return TRUE;

  return FALSE;
}

/* ---- one thing at a time */

static void
test_nothing (void)
{
  g_autoptr (Case) empty = case_new (0);

  work_out (empty);
  g_assert_cmpuint (empty->result.n_gaps, ==, 0);
  add_seat (empty, MONDAY, MORNING, 2, 3);
  work_out (empty);
  g_assert_cmpuint (empty->result.n_gaps, ==, 2);
  g_assert_cmpuint (empty->result.n_empty, ==, 1);
}

/* Whoever has done more gets fewer; whoever commits to twice as many gets twice as many. */
static void
test_shares (void)
{
  g_autoptr (Case) self = case_new (3);

  for (gint32 day = 0; day < 9; day++)
    add_seat (self, MONDAY + 7 * day, MORNING, 1, 1);
  self->persons[0].n_done = 3;
  everybody_can (self);
  work_out (self);
  g_assert_cmpuint (count_of (self, 0), ==, 1);
  g_assert_cmpuint (count_of (self, 1), ==, 4);
  g_assert_cmpuint (count_of (self, 2), ==, 4);

  self->persons[0].n_done = 0;
  self->persons[1].weight = 20;
  self->persons[2].weight = 60;
  work_out (self);
  g_assert_cmpuint (count_of (self, 0), ==, 1);
  g_assert_cmpuint (count_of (self, 1), ==, 2);
  g_assert_cmpuint (count_of (self, 2), ==, 6);
}

/* A needed place goes before a fair share, and a further one too; needed ones before further ones.
 */
static void
test_gaps (void)
{
  g_autoptr (Case) self = case_new (2);
  guint first = add_seat (self, MONDAY, MORNING, 1, 2);
  guint second = add_seat (self, MONDAY, MORNING + 10, 1, 1);

  self->persons[0].n_done = 90;
  add_choice (self, first, 0, FALSE);
  add_choice (self, first, 1, TRUE);
  add_choice (self, second, 1, FALSE);
  work_out (self);
  g_assert_cmpuint (self->result.n_gaps, ==, 0);
  g_assert_cmpuint (self->result.n_empty, ==, 1);
  g_assert_true (has (self, first, 0));
  g_assert_true (has (self, second, 1));
}

/* What somebody would rather, where it costs no share; and not twice in one week. */
static void
test_wishes (void)
{
  g_autoptr (Case) self = case_new (2);
  g_autoptr (Case) weeks = case_new (2);

  for (gint32 day = 0; day < 2; day++)
    {
      guint seat = add_seat (self, MONDAY + day, MORNING, 1, 1);

      add_choice (self, seat, 0, day == 1);
      add_choice (self, seat, 1, FALSE);
    }
  work_out (self);
  g_assert_true (has (self, 1, 0));
  g_assert_true (has (self, 0, 1));

  for (gint32 i = 0; i < 4; i++)
    add_seat (weeks, MONDAY + 7 * (i / 2) + i % 2, MORNING, 1, 1);
  everybody_can (weeks);
  work_out (weeks);
  for (guint i = 0; i < 2; i++)
    for (guint person = 0; person < 2; person++)
      g_assert_cmpuint (has (weeks, 2 * i, person) + has (weeks, 2 * i + 1, person), ==, 1);
}

/* Nobody is at two places at a time, whether the other one is planned or promised. */
static void
test_clashes (void)
{
  g_autoptr (Case) self = case_new (1);
  g_autoptr (Case) promised = case_new (1);

  add_seat (self, MONDAY, MORNING, 1, 1);
  add_seat (self, MONDAY, MORNING + FAR_ASSIGN_CLASH_MINUTES - 1, 1, 1);
  add_seat (self, MONDAY, MORNING + 2 * FAR_ASSIGN_CLASH_MINUTES, 1, 1);
  everybody_can (self);
  work_out (self);
  g_assert_cmpuint (self->result.n_gaps, ==, 1);
  g_assert_true (has (self, 2, 0));

  add_seat (promised, MONDAY, MORNING, 1, 1);
  add_seat (promised, MONDAY + 1, MORNING, 1, 1);
  add_fixed (promised, 0, MONDAY, MORNING + 20);
  everybody_can (promised);
  work_out (promised);
  g_assert_false (has (promised, 0, 0));
  g_assert_true (has (promised, 1, 0));
}

static void
test_limits (void)
{
  g_autoptr (Case) self = case_new (1);

  /* from 7 September, each day of five weeks: September ends in the fourth */
  for (gint32 day = 0; day < 35; day++)
    add_seat (self, MONDAY + day, MORNING, 1, 1);
  everybody_can (self);
  self->persons[0].most = 4;
  work_out (self);
  g_assert_cmpuint (count_of (self, 0), ==, 4);

  self->persons[0].most = -1;
  self->persons[0].most_a_month = 3;
  add_fixed (self, 0, MONDAY + 1, MORNING + 300);
  work_out (self);
  g_assert_cmpuint (count_of (self, 0), ==, 5);

  self->persons[0].most_a_month = -1;
  self->problem.most_a_week = 2;
  work_out (self);
  g_assert_cmpuint (count_of (self, 0), ==, 9);
  self->persons[0].most_a_month = 8;
  work_out (self);
  g_assert_cmpuint (count_of (self, 0), ==, 9);
}

/* ---- against all there are */

typedef struct
{
  guint n_gaps;
  guint n_empty;
  gint64 shares;
  guint unsuited;
} Worth;

static Worth
get_worth (const Case *self, const gboolean *taken)
{
  const FarAssignProblem *problem = &self->problem;
  Worth worth = { 0 };
  guint n_of[PERSONS_MAX] = { 0 };
  guint in_week[PERSONS_MAX][8] = { { 0 } };
  guint n_in[SEATS_MAX] = { 0 };

  for (guint i = 0; i < problem->n_fixed; i++)
    in_week[problem->fixed[i].person][(problem->fixed[i].day - MONDAY) / 7]++;
  for (guint i = 0; i < problem->n_choices; i++)
    {
      const FarAssignChoice *choice = &self->choices[i];
      guint *week;

      if (!taken[i])
        continue;
      n_in[choice->seat]++;
      worth.shares +=
          far_assign_share_cost (&self->persons[choice->person], n_of[choice->person]++);
      worth.unsuited += choice->is_wished ? 0 : 2;
      week = &in_week[choice->person][(self->seats[choice->seat].day - MONDAY) / 7];
      worth.unsuited += *week > 0 ? 3 : 0;
      (*week)++;
    }
  for (guint i = 0; i < problem->n_seats; i++)
    {
      worth.n_gaps += self->seats[i].n_needed - MIN (n_in[i], self->seats[i].n_needed);
      worth.n_empty += self->seats[i].n_room - MAX (n_in[i], self->seats[i].n_needed);
    }

  return worth;
}

static int
compare_worth (const Worth *a, const Worth *b)
{
  if (a->n_gaps != b->n_gaps)
    return a->n_gaps < b->n_gaps ? -1 : 1;
  if (a->n_empty != b->n_empty)
    return a->n_empty < b->n_empty ? -1 : 1;
  if (a->shares != b->shares)
    return a->shares < b->shares ? -1 : 1;

  return (a->unsuited > b->unsuited) - (a->unsuited < b->unsuited);
}

/* Of at most so many days, so that it stays in one month. */
static Case *
random_case (guint n_seats, guint n_persons, guint n_days)
{
  Case *self = case_new (n_persons);

  for (guint i = 0; i < n_persons; i++)
    {
      FarAssignPerson *person = &self->persons[i];

      person->n_done = (guint)g_test_rand_int_range (0, 4);
      person->weight = (guint)g_test_rand_int_range (1, 4) * 5;
      if (g_test_rand_int_range (0, 4) == 0)
        person->most = g_test_rand_int_range (0, 3);
      if (g_test_rand_int_range (0, 4) == 0)
        person->most_a_month = g_test_rand_int_range (0, 3);
    }
  for (guint i = 0; i < n_seats; i++)
    {
      guint n_needed = (guint)g_test_rand_int_range (0, 3);

      add_seat (self, MONDAY + g_test_rand_int_range (0, (gint32)n_days),
                MORNING + 15 * g_test_rand_int_range (0, 6), n_needed,
                n_needed + (guint)g_test_rand_int_range (0, 2));
      for (guint j = 0; j < n_persons; j++)
        if (g_test_rand_int_range (0, 3) > 0)
          add_choice (self, i, j, g_test_rand_int_range (0, 3) == 0);
    }
  for (gint i = g_test_rand_int_range (0, 3); i > 0; i--)
    add_fixed (self, (guint)g_test_rand_int_range (0, (gint32)n_persons),
               MONDAY + g_test_rand_int_range (0, (gint32)n_days),
               MORNING + 15 * g_test_rand_int_range (0, 6));
  if (g_test_rand_int_range (0, 2) == 0)
    self->problem.most_a_week = (guint)g_test_rand_int_range (1, 3);

  return self;
}

static void
test_none_is_better (void)
{
  guint n_cases = 0;

  while (n_cases < 300)
    {
      g_autoptr (Case) self = random_case (4, 3, 14);
      g_autofree gboolean *other = g_new0 (gboolean, self->problem.n_choices + 1);
      Worth worth;

      if (self->problem.n_choices > 11)
        continue;
      n_cases++;
      work_out (self);
      worth = get_worth (self, self->taken);
      g_assert_cmpuint (worth.n_gaps, ==, self->result.n_gaps);
      g_assert_cmpuint (worth.n_empty, ==, self->result.n_empty);
      for (guint set = 0; set < 1u << self->problem.n_choices; set++)
        {
          Worth its;

          for (guint i = 0; i < self->problem.n_choices; i++)
            other[i] = (set & 1u << i) != 0;
          if (!far_assign_is_allowed (&self->problem, other))
            continue;
          its = get_worth (self, other);
          if (compare_worth (&its, &worth) < 0)
            g_error ("%u/%u/%" G_GINT64_FORMAT "/%u is better than %u/%u/%" G_GINT64_FORMAT "/%u",
                     its.n_gaps, its.n_empty, its.shares, its.unsuited, worth.n_gaps, worth.n_empty,
                     worth.shares, worth.unsuited);
        }
    }
}

/* Across months and years too, and twice the same. */
static void
test_any_is_allowed (void)
{
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (Case) self = random_case ((guint)g_test_rand_int_range (1, 80),
                                           (guint)g_test_rand_int_range (1, 20), 150);
      g_autofree gboolean *before = g_new0 (gboolean, self->problem.n_choices + 1);

      work_out (self);
      memcpy (before, self->taken, self->problem.n_choices * sizeof *before);
      work_out (self);
      g_assert_cmpmem (before, self->problem.n_choices * sizeof *before, self->taken,
                       self->problem.n_choices * sizeof *before);
    }
}

/* Ten weeks of four days, three places each, thirty who can: what a line plans in one go. */
static void
test_is_soon_done (void)
{
  g_autoptr (Case) self = case_new (30);
  double seconds;

  for (gint32 i = 0; i < 40; i++)
    add_seat (self, MONDAY + 7 * (i / 4) + i % 4, MORNING, 2, 3);
  for (guint i = 0; i < 40; i++)
    for (guint j = 0; j < 30; j++)
      if (g_test_rand_int_range (0, 10) > 2)
        add_choice (self, i, j, g_test_rand_int_range (0, 5) == 0);
  self->problem.most_a_week = 2;

  g_test_timer_start ();
  work_out (self);
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "120 places, 30 people: %.0f ms", seconds * 1000);
  g_assert_cmpuint (self->result.n_gaps, ==, 0);
  g_assert_cmpuint (self->result.n_empty, ==, 0);
  for (guint i = 0; i < 30; i++)
    g_assert_cmpuint (count_of (self, i), ==, 4);
}

/* A town's term: sixteen lines there and back, four days a week, two adults each, and twenty people
 * of each line who can on most days. */
static void
test_a_town (void)
{
  enum
  {
    N_LINES = 16,
    N_DAYS = 14 * 4,
    N_PEOPLE = 20,
  };
  g_autofree FarAssignSeat *seats = g_new0 (FarAssignSeat, N_LINES * N_DAYS * 2);
  g_autofree FarAssignPerson *persons = g_new0 (FarAssignPerson, N_LINES * N_PEOPLE);
  g_autofree FarAssignChoice *choices = g_new0 (FarAssignChoice, N_LINES * N_DAYS * 2 * N_PEOPLE);
  g_autofree gboolean *taken = g_new0 (gboolean, N_LINES * N_DAYS * 2 * N_PEOPLE);
  FarAssignProblem problem = { .seats = seats,
                               .persons = persons,
                               .n_persons = N_LINES * N_PEOPLE,
                               .choices = choices,
                               .most_a_week = 3 };
  FarAssignResult result;
  double seconds;

  for (guint i = 0; i < problem.n_persons; i++)
    persons[i] = (FarAssignPerson){ .n_done = i % 7, .weight = 10, .most = -1, .most_a_month = -1 };
  for (guint i = 0; i < N_LINES * N_DAYS * 2; i++)
    {
      gint32 day = (gint32)(i / 2 % N_DAYS);

      seats[problem.n_seats++] = (FarAssignSeat){ MONDAY + 7 * (day / 4) + day % 4,
                                                  i % 2 == 0 ? MORNING : MORNING + 480, 2, 2 };
      for (guint j = 0; j < N_PEOPLE; j++)
        if (g_test_rand_int_range (0, 10) > 2)
          choices[problem.n_choices++] = (FarAssignChoice){ i, i / (N_DAYS * 2) * N_PEOPLE + j,
                                                            g_test_rand_int_range (0, 5) == 0 };
    }

  g_test_timer_start ();
  far_assign (&problem, taken, &result);
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "%u places, %u people: %.0f ms", problem.n_seats * 2,
                           problem.n_persons, seconds * 1000);
  g_assert_true (result.is_best);
  g_assert_true (far_assign_is_allowed (&problem, taken));
  g_assert_cmpuint (result.n_gaps, ==, 0);
}

/* Where everybody may walk everywhere it is worked out some days at a time, and hardly anybody gets
 * more than others by that. */
static void
test_a_pool (void)
{
  enum
  {
    N_DAYS = 112,
    N_LINES = 8,
    N_PEOPLE = 200,
  };
  g_autofree FarAssignSeat *seats = g_new0 (FarAssignSeat, N_LINES * N_DAYS);
  g_autofree FarAssignPerson *persons = g_new0 (FarAssignPerson, N_PEOPLE);
  g_autofree FarAssignChoice *choices = g_new0 (FarAssignChoice, N_LINES * N_DAYS * N_PEOPLE);
  g_autofree gboolean *taken = g_new0 (gboolean, N_LINES * N_DAYS * N_PEOPLE);
  guint n_of[N_PEOPLE] = { 0 };
  FarAssignProblem problem = {
    .seats = seats, .persons = persons, .n_persons = N_PEOPLE, .choices = choices, .most_a_week = 2
  };
  FarAssignResult result;
  double seconds;

  for (guint i = 0; i < N_PEOPLE; i++)
    persons[i] =
        (FarAssignPerson){ .weight = 10, .most = i < 5 ? 2 : -1, .most_a_month = i == 5 ? 1 : -1 };
  for (guint i = 0; i < N_LINES * N_DAYS; i++)
    {
      seats[problem.n_seats++] = (FarAssignSeat){ MONDAY + (gint32)(i / N_LINES), MORNING, 1, 1 };
      for (guint j = 0; j < N_PEOPLE; j++)
        choices[problem.n_choices++] = (FarAssignChoice){ i, j, FALSE };
    }

  g_test_timer_start ();
  far_assign (&problem, taken, &result);
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "%u choices: %.0f ms", problem.n_choices, seconds * 1000);
  g_assert_false (result.is_best);
  g_assert_true (far_assign_is_allowed (&problem, taken));
  g_assert_cmpuint (result.n_gaps, ==, 0);
  for (guint i = 0; i < problem.n_choices; i++)
    n_of[choices[i].person] += taken[i];
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (n_of[i], ==, 2);
  for (guint i = 6; i < N_PEOPLE; i++)
    {
      g_assert_cmpuint (n_of[i], >=, 4);
      g_assert_cmpuint (n_of[i], <=, 5);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/assign/nothing", test_nothing);
  g_test_add_func ("/assign/shares", test_shares);
  g_test_add_func ("/assign/gaps", test_gaps);
  g_test_add_func ("/assign/wishes", test_wishes);
  g_test_add_func ("/assign/clashes", test_clashes);
  g_test_add_func ("/assign/limits", test_limits);
  g_test_add_func ("/assign/none-is-better", test_none_is_better);
  g_test_add_func ("/assign/any-is-allowed", test_any_is_allowed);
  g_test_add_func ("/assign/is-soon-done", test_is_soon_done);

  g_test_add_func ("/assign/a-town", test_a_town);
  g_test_add_func ("/assign/a-pool", test_a_pool);

  return g_test_run ();
}
