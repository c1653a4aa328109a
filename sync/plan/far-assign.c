/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-plan"

#include "far-assign-private.h"
#include "far-day.h"

#include <string.h>

/* ---- one after the other: what is left where the solver does not help */

static void
fill_seat (const FarAssignProblem *problem,
           guint seat,
           guint n,
           const GArray *by_seat,
           FarLoad *load,
           gboolean *barred,
           const guint *chain_of,
           gboolean *taken)
{
  gint32 day = problem->seats[seat].day;

  for (; n > 0; n--)
    {
      guint best = G_MAXUINT;
      gint64 best_cost = G_MAXINT64;

      for (guint i = 0; i < by_seat->len; i++)
        {
          guint at = g_array_index (by_seat, guint, i);
          const FarAssignChoice *choice = &problem->choices[at];
          gint64 cost;

          if (choice->seat != seat || taken[at] || barred[chain_of[at]] ||
              !_far_load_has_room (load, choice->person, day))
            continue;
          cost = 2 * far_assign_share_cost (&problem->persons[choice->person],
                                            load->n_new[choice->person]) +
                 !choice->is_wished;
          if (cost < best_cost)
            {
              best = at;
              best_cost = cost;
            }
        }
      if (best == G_MAXUINT)
        return;
      taken[best] = TRUE;
      barred[chain_of[best]] = TRUE;
      _far_load_add (load, problem->choices[best].person, day);
    }
}

static void
assign_in_turn (const FarAssignProblem *problem, gboolean *taken)
{
  g_autofree gboolean *barred = NULL;
  guint n_chains;
  g_autofree guint *chain_of = _far_assign_find_chains (problem, &barred, &n_chains);
  g_autoptr (GPtrArray) by_seat = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  g_auto (FarLoad) load = { 0 };

  _far_load_init (&load, problem);
  memset (taken, 0, problem->n_choices * sizeof *taken);
  for (guint i = 0; i < problem->n_seats; i++)
    g_ptr_array_add (by_seat, g_array_new (FALSE, FALSE, sizeof (guint)));
  for (guint i = 0; i < problem->n_choices; i++)
    g_array_append_val (by_seat->pdata[problem->choices[i].seat], i);

  for (guint i = 0; i < problem->n_seats; i++)
    fill_seat (problem, i, problem->seats[i].n_needed, by_seat->pdata[i], &load, barred, chain_of,
               taken);
  for (guint i = 0; i < problem->n_seats; i++)
    {
      const GArray *choices = by_seat->pdata[i];
      guint n = 0;

      for (guint j = 0; j < choices->len; j++)
        n += taken[g_array_index (choices, guint, j)];
      fill_seat (problem, i, problem->seats[i].n_room - n, choices, &load, barred, chain_of, taken);
    }
}

/* ---- one part after the other

   Lines whose people do not walk on each other's are problems of their own, and many small ones are
   sooner solved than one that is large. */

static guint
find_root (guint *parents, guint i)
{
  while (parents[i] != i)
    {
      parents[i] = parents[parents[i]];
      i = parents[i];
    }

  return i;
}

/* By seat, then person: the number of the least that hangs together with it.
 * Returns: (transfer full) */
static guint *
find_parts (const FarAssignProblem *problem)
{
  guint n = problem->n_seats + problem->n_persons;
  guint *parents = g_new (guint, n + 1);

  for (guint i = 0; i < n; i++)
    parents[i] = i;
  for (guint i = 0; i < problem->n_choices; i++)
    {
      guint seat = find_root (parents, problem->choices[i].seat);
      guint person = find_root (parents, problem->n_seats + problem->choices[i].person);

      parents[MAX (seat, person)] = MIN (seat, person);
    }
  for (guint i = 0; i < n; i++)
    parents[i] = find_root (parents, i);

  return parents;
}

/* A part, as a problem of its own. */
typedef struct
{
  GArray *seats;   /* owned (element-type FarAssignSeat) */
  GArray *persons; /* owned (element-type FarAssignPerson) */
  GArray *choices; /* owned (element-type FarAssignChoice) */
  GArray *fixed;   /* owned (element-type FarAssignFixed) */
  GArray *wholes;  /* owned (element-type guint): by choice, its number in the whole */
} Part;

static Part *
part_new (void)
{
  Part *self = g_new0 (Part, 1);

  self->seats = g_array_new (FALSE, FALSE, sizeof (FarAssignSeat));
  self->persons = g_array_new (FALSE, FALSE, sizeof (FarAssignPerson));
  self->choices = g_array_new (FALSE, FALSE, sizeof (FarAssignChoice));
  self->fixed = g_array_new (FALSE, FALSE, sizeof (FarAssignFixed));
  self->wholes = g_array_new (FALSE, FALSE, sizeof (guint));

  return self;
}

static void
part_free (gpointer data)
{
  Part *self = data;

  g_array_unref (self->seats);
  g_array_unref (self->persons);
  g_array_unref (self->choices);
  g_array_unref (self->fixed);
  g_array_unref (self->wholes);
  g_free (self);
}

/* @places: (out): by seat, then person, its number in its part.
 * Returns: (transfer full) (element-type Part): by root, NULL where there is none; the caller frees
 * each */
static GPtrArray *
split (const FarAssignProblem *problem, const guint *roots, guint *places)
{
  guint n = problem->n_seats + problem->n_persons;
  GPtrArray *parts = g_ptr_array_new_full (n, NULL);

  g_ptr_array_set_size (parts, (int)n);
  for (guint i = 0; i < n; i++)
    {
      Part *part;

      if (parts->pdata[roots[i]] == NULL)
        parts->pdata[roots[i]] = part_new ();
      part = parts->pdata[roots[i]];
      if (i < problem->n_seats)
        {
          places[i] = part->seats->len;
          g_array_append_val (part->seats, problem->seats[i]);
        }
      else
        {
          places[i] = part->persons->len;
          g_array_append_val (part->persons, problem->persons[i - problem->n_seats]);
        }
    }
  for (guint i = 0; i < problem->n_choices; i++)
    {
      FarAssignChoice choice = problem->choices[i];
      Part *part = parts->pdata[roots[choice.seat]];

      choice.seat = places[choice.seat];
      choice.person = places[problem->n_seats + choice.person];
      g_array_append_val (part->choices, choice);
      g_array_append_val (part->wholes, i);
    }
  for (guint i = 0; i < problem->n_fixed; i++)
    {
      FarAssignFixed fixed = problem->fixed[i];
      Part *part = parts->pdata[roots[problem->n_seats + fixed.person]];

      fixed.person = places[problem->n_seats + fixed.person];
      g_array_append_val (part->fixed, fixed);
    }

  return parts;
}

static FarAssignProblem
part_problem (const Part *self, guint most_a_week)
{
  return (FarAssignProblem){
    .seats = (const FarAssignSeat *)(gconstpointer)self->seats->data,
    .n_seats = self->seats->len,
    .persons = (const FarAssignPerson *)(gconstpointer)self->persons->data,
    .n_persons = self->persons->len,
    .choices = (const FarAssignChoice *)(gconstpointer)self->choices->data,
    .n_choices = self->choices->len,
    .fixed = (const FarAssignFixed *)(gconstpointer)self->fixed->data,
    .n_fixed = self->fixed->len,
    .most_a_week = most_a_week,
  };
}

/* Of what fits at once.  Returns: whether it is the best */
static gboolean
assign_small (const FarAssignProblem *whole, const Part *part, gboolean *taken)
{
  FarAssignProblem problem = part_problem (part, whole->most_a_week);
  g_autofree gboolean *its = g_new0 (gboolean, problem.n_choices + 1);
  gboolean is_best = _far_assign_best (&problem, its);

  if (!is_best)
    assign_in_turn (&problem, its);
  for (guint i = 0; i < problem.n_choices; i++)
    taken[g_array_index (part->wholes, guint, i)] = its[i];

  return is_best;
}

/* ---- some days after the other

   What it takes grows with the square of the choices.  A whole town in which everybody may walk
   everywhere is worked out some days at a time, each with what the days before brought. */

/* Choices at a time: a second's work. */
#define CHOICES_AT_A_TIME 30000

/* The day of each choice, ascending.  Returns: (transfer full) (element-type gint32) */
static GArray *
list_days (const FarAssignProblem *problem)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (gint32));

  for (guint i = 0; i < problem->n_choices; i++)
    g_array_append_val (days, problem->seats[problem->choices[i].seat].day);
  g_array_sort (days, far_day_compare);

  return days;
}

/* What is to be decided of these days, when that of the days before is. */
static Part *
part_of_days (const FarAssignProblem *problem,
              const Part *part,
              gint32 first_day,
              gint32 last_day,
              const gboolean *taken)
{
  Part *self = part_new ();

  g_array_append_vals (self->seats, part->seats->data, part->seats->len);
  g_array_append_vals (self->persons, part->persons->data, part->persons->len);
  g_array_append_vals (self->fixed, part->fixed->data, part->fixed->len);
  for (guint i = 0; i < problem->n_choices; i++)
    {
      const FarAssignChoice *choice = &problem->choices[i];
      const FarAssignSeat *seat = &problem->seats[choice->seat];
      FarAssignPerson *person = &g_array_index (self->persons, FarAssignPerson, choice->person);
      FarAssignFixed fixed = { choice->person, seat->day, seat->at };
      guint whole = g_array_index (part->wholes, guint, i);

      if (seat->day >= first_day && seat->day <= last_day)
        {
          g_array_append_val (self->choices, *choice);
          g_array_append_val (self->wholes, whole);
        }
      else if (taken[whole])
        {
          g_array_append_val (self->fixed, fixed);
          person->n_done++;
          person->most -= person->most > 0;
        }
    }

  return self;
}

/* Returns: whether it is the best */
static gboolean
assign_part (const FarAssignProblem *whole, const Part *part, gboolean *taken)
{
  FarAssignProblem problem = part_problem (part, whole->most_a_week);
  g_autoptr (GArray) days = NULL;

  if (problem.n_choices <= CHOICES_AT_A_TIME)
    return assign_small (whole, part, taken);

  days = list_days (&problem);
  for (guint i = 0; i < days->len;)
    {
      gint32 first_day = g_array_index (days, gint32, i);
      gint32 last_day = g_array_index (days, gint32, MIN (i + CHOICES_AT_A_TIME, days->len) - 1);
      Part *window;

      /* a day is decided as a whole */
      if (last_day > first_day && i + CHOICES_AT_A_TIME < days->len)
        last_day--;
      window = part_of_days (&problem, part, first_day, last_day, taken);
      assign_small (whole, window, taken);
      part_free (window);
      while (i < days->len && g_array_index (days, gint32, i) <= last_day)
        i++;
    }

  return FALSE;
}

void
far_assign (const FarAssignProblem *problem, gboolean *taken, FarAssignResult *out)
{
  g_autofree guint *roots = find_parts (problem);
  g_autofree guint *places = g_new0 (guint, problem->n_seats + problem->n_persons + 1);
  g_autofree guint *n_in = g_new0 (guint, problem->n_seats + 1);
  g_autoptr (GPtrArray) parts = split (problem, roots, places);

  *out = (FarAssignResult){ .is_best = TRUE };
  for (guint i = 0; i < parts->len; i++)
    if (parts->pdata[i] != NULL)
      {
        out->is_best &= assign_part (problem, parts->pdata[i], taken);
        part_free (parts->pdata[i]);
      }

  for (guint i = 0; i < problem->n_choices; i++)
    n_in[problem->choices[i].seat] += taken[i] != FALSE;
  for (guint i = 0; i < problem->n_seats; i++)
    {
      const FarAssignSeat *seat = &problem->seats[i];

      out->n_gaps += seat->n_needed - MIN (n_in[i], seat->n_needed);
      out->n_empty += seat->n_room - MAX (n_in[i], seat->n_needed);
    }
}
