/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-plan"

#include "far-assign.h"

#include <glpk.h>
#include <setjmp.h>
#include <string.h>

#include "far-day.h"

/* Of one whose weight is 1: divides well by those that come about. */
#define SHARE_SCALE 2520

/* What suits: a day that is not wished, and a further turn in a week. */
#define COST_UNWISHED 2
#define COST_SAME_WEEK 3
/* In a row of exchanges, each of which suits somebody less, for one share that gets fairer: longer
 * ones do not come about, and larger numbers leave less to shares. */
#define EXCHANGES 64

/* What the solver's whole numbers hold, as sums along a way. */
#define COST_MOST 100000000

/* As each week costs somebody more who has more of it. */
#define WEEK_MOST 21

/* ---- days, weeks and months of a person */

/* Days are of the week of their Monday. */
static gint32
week_of (gint32 day)
{
  return day - far_day_get_weekday (day);
}

static gint32
month_of (gint32 day)
{
  int year, month, day_of_month;

  far_day_to_ymd (day, &year, &month, &day_of_month);

  return year * 12 + month;
}

/* A choice, or what is fixed, on its day. */
typedef struct
{
  guint person;
  gint32 day;
  int at;
  guint choice; /* G_MAXUINT: it is fixed */
} Moment;

static int
compare_moments (gconstpointer a, gconstpointer b)
{
  const Moment *one = a;
  const Moment *other = b;

  if (one->person != other->person)
    return one->person < other->person ? -1 : 1;
  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;
  if (one->at != other->at)
    return one->at < other->at ? -1 : 1;

  return (one->choice > other->choice) - (one->choice < other->choice);
}

/* Returns: (transfer full) (element-type Moment): by person and time */
static GArray *
list_moments (const FarAssignProblem *problem)
{
  GArray *moments = g_array_new (FALSE, FALSE, sizeof (Moment));

  for (guint i = 0; i < problem->n_choices; i++)
    {
      const FarAssignSeat *seat = &problem->seats[problem->choices[i].seat];
      Moment moment = { problem->choices[i].person, seat->day, seat->at, i };

      g_array_append_val (moments, moment);
    }
  for (guint i = 0; i < problem->n_fixed; i++)
    {
      Moment moment = { problem->fixed[i].person, problem->fixed[i].day, problem->fixed[i].at,
                        G_MAXUINT };

      g_array_append_val (moments, moment);
    }
  g_array_sort (moments, compare_moments);

  return moments;
}

static gboolean
is_linked (const Moment *one, const Moment *next)
{
  return one->person == next->person && one->day == next->day &&
         next->at - one->at < FAR_ASSIGN_CLASH_MINUTES;
}

/* ---- what is against it */

typedef struct
{
  guint person;
  gint32 span; /* a week's Monday, or a month */
} SpanKey;

static guint
span_hash (gconstpointer key)
{
  const SpanKey *self = key;

  return self->person * 2654435761u ^ (guint)self->span * 40503u;
}

static gboolean
span_equal (gconstpointer a, gconstpointer b)
{
  const SpanKey *one = a;
  const SpanKey *other = b;

  return one->person == other->person && one->span == other->span;
}

static GHashTable *
spans_new (void)
{
  return g_hash_table_new_full (span_hash, span_equal, g_free, NULL);
}

static guint
spans_get (GHashTable *self, guint person, gint32 span)
{
  SpanKey key = { person, span };

  return GPOINTER_TO_UINT (g_hash_table_lookup (self, &key));
}

static void
spans_set (GHashTable *self, guint person, gint32 span, guint value)
{
  SpanKey key = { person, span };

  g_hash_table_replace (self, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (value));
}

/* What each has so far. */
typedef struct
{
  const FarAssignProblem *problem; /* unowned */
  GHashTable *weeks;               /* owned: turns, by person and Monday */
  GHashTable *months;              /* owned: the same by month */
  guint *n_new;                    /* owned: by person, turns that are not fixed */
} Load;

static void
load_init (Load *self, const FarAssignProblem *problem)
{
  self->problem = problem;
  self->weeks = spans_new ();
  self->months = spans_new ();
  self->n_new = g_new0 (guint, problem->n_persons + 1);
  for (guint i = 0; i < problem->n_fixed; i++)
    {
      guint person = problem->fixed[i].person;
      gint32 day = problem->fixed[i].day;

      spans_set (self->weeks, person, week_of (day),
                 spans_get (self->weeks, person, week_of (day)) + 1);
      spans_set (self->months, person, month_of (day),
                 spans_get (self->months, person, month_of (day)) + 1);
    }
}

static void
load_clear (Load *self)
{
  g_clear_pointer (&self->weeks, g_hash_table_unref);
  g_clear_pointer (&self->months, g_hash_table_unref);
  g_free (self->n_new);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

static gboolean
load_has_room (const Load *self, guint person, gint32 day)
{
  const FarAssignPerson *limits = &self->problem->persons[person];

  return (limits->most < 0 || self->n_new[person] < (guint)limits->most) &&
         (limits->most_a_month < 0 ||
          spans_get (self->months, person, month_of (day)) < (guint)limits->most_a_month) &&
         (self->problem->most_a_week == 0 ||
          spans_get (self->weeks, person, week_of (day)) < self->problem->most_a_week);
}

static void
load_add (Load *self, guint person, gint32 day)
{
  self->n_new[person]++;
  spans_set (self->weeks, person, week_of (day),
             spans_get (self->weeks, person, week_of (day)) + 1);
  spans_set (self->months, person, month_of (day),
             spans_get (self->months, person, month_of (day)) + 1);
}

/* By choice, the number of its chain.  @barred: (out) (transfer full): by chain, whether something
 * in it is fixed.  Returns: (transfer full) */
static guint *
find_chains (const FarAssignProblem *problem, gboolean **barred, guint *out_n)
{
  g_autoptr (GArray) moments = list_moments (problem);
  guint *chain_of = g_new0 (guint, problem->n_choices + 1);
  guint n = 0;

  *barred = g_new0 (gboolean, moments->len + 1);
  for (guint i = 0; i < moments->len; i++)
    {
      const Moment *moment = &g_array_index (moments, Moment, i);

      n += i > 0 && !is_linked (&g_array_index (moments, Moment, i - 1), moment);
      if (moment->choice == G_MAXUINT)
        (*barred)[n] = TRUE;
      else
        chain_of[moment->choice] = n;
    }
  *out_n = n + 1;

  return chain_of;
}

gboolean
far_assign_is_allowed (const FarAssignProblem *problem, const gboolean *taken)
{
  g_autofree gboolean *barred = NULL;
  guint n_chains;
  g_autofree guint *chain_of = find_chains (problem, &barred, &n_chains);
  g_autofree guint *n_in = g_new0 (guint, problem->n_seats + 1);
  g_auto (Load) load = { 0 };

  load_init (&load, problem);
  for (guint i = 0; i < problem->n_choices; i++)
    {
      const FarAssignChoice *choice = &problem->choices[i];
      gint32 day = problem->seats[choice->seat].day;

      if (!taken[i])
        continue;
      if (barred[chain_of[i]] || ++n_in[choice->seat] > problem->seats[choice->seat].n_room ||
          !load_has_room (&load, choice->person, day))
        return FALSE;
      barred[chain_of[i]] = TRUE;
      load_add (&load, choice->person, day);
    }

  return TRUE;
}

gint64
far_assign_share_cost (const FarAssignPerson *person, guint n_taken)
{
  return (2 * ((gint64)person->n_done + n_taken) + 1) * SHARE_SCALE / MAX (person->weight, 1u);
}

/* ---- one after the other: what is left where the solver does not help */

static void
fill_seat (const FarAssignProblem *problem,
           guint seat,
           guint n,
           const GArray *by_seat,
           Load *load,
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
              !load_has_room (load, choice->person, day))
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
      load_add (load, problem->choices[best].person, day);
    }
}

static void
assign_in_turn (const FarAssignProblem *problem, gboolean *taken)
{
  g_autofree gboolean *barred = NULL;
  guint n_chains;
  g_autofree guint *chain_of = find_chains (problem, &barred, &n_chains);
  g_autoptr (GPtrArray) by_seat = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  g_auto (Load) load = { 0 };

  load_init (&load, problem);
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

/* ---- the network */

typedef struct
{
  double rhs;
} NodeData;

typedef struct
{
  double low;
  double cap;
  double cost;
  double flow;
  int choice; /* -1 if it is of none */
} ArcData;

typedef struct
{
  const FarAssignProblem *problem; /* unowned */
  glp_graph *graph;                /* owned */
  gint64 share_unit;               /* what one of a share is worth */
  gint64 divisor;                  /* of shares, so that they fit */
  gint64 gap;                      /* what a needed place is worth, and a further one */
  gint64 empty;
} Network;

static void
add_arc (const Network *self, int from, int to, guint cap, gint64 cost, int choice)
{
  glp_arc *arc;
  ArcData *data;

  if (cap == 0)
    return;
  arc = glp_add_arc (self->graph, from, to);
  data = arc->data;
  data->low = 0;
  data->cap = cap;
  data->cost = (double)cost;
  data->choice = choice;
}

static int
add_node (const Network *self)
{
  int i = glp_add_vertices (self->graph, 1);

  ((NodeData *)self->graph->v[i]->data)->rhs = 0;

  return i;
}

static gint64
share_cost (const Network *self, guint person, guint n_taken)
{
  return far_assign_share_cost (&self->problem->persons[person], n_taken) / self->divisor *
         self->share_unit;
}

/* Shares go before what suits, places before shares, and needed places before others.  An exchange
 * changes the share of two persons at most, and what suits of each on its way. */
static void
set_costs (Network *self, const guint *n_choices_of)
{
  const FarAssignProblem *problem = self->problem;
  gint64 suits = (COST_UNWISHED + COST_SAME_WEEK) * (gint64)MIN (problem->n_choices, EXCHANGES);
  gint64 most = 1;

  for (guint i = 0; i < problem->n_persons; i++)
    most = MAX (most, far_assign_share_cost (&problem->persons[i], n_choices_of[i]));

  self->share_unit = suits + 1;
  self->divisor = 1;
  while (4 * (most / self->divisor + 1) * self->share_unit > COST_MOST)
    self->divisor++;
  self->empty = (most / self->divisor + 1) * self->share_unit + suits;
  self->gap = 3 * self->empty;
}

/* Of each person: from weeks to months to the person, whose each further turn costs more. */
static void
add_person (const Network *self, guint person, int node, int sink, guint n_choices)
{
  const FarAssignPerson *limits = &self->problem->persons[person];
  guint most = limits->most < 0 ? n_choices : MIN ((guint)limits->most, n_choices);

  for (guint i = 0; i < most; i++)
    add_arc (self, node, sink, 1, share_cost (self, person, i), -1);
}

static guint
room_of (int most, guint n)
{
  return most < 0 ? (guint)G_MAXINT16 : (guint)MAX (most - (gint64)n, 0);
}

/* The node of what a person does in a week, as far as it is in one month.
 * @caps: by person and week and month, where it is less than the rule says */
static int
find_week (const Network *self,
           GHashTable *weeks,
           GHashTable *months,
           const Load *load,
           GHashTable *caps,
           guint person,
           int person_node,
           gint32 day)
{
  const FarAssignProblem *problem = self->problem;
  gint32 part = week_of (day) * 2 + (month_of (day) != month_of (week_of (day)));
  guint n_fixed = spans_get (load->weeks, person, week_of (day));
  guint cap = room_of (problem->most_a_week > 0 ? (int)problem->most_a_week : -1, n_fixed);
  guint less = spans_get (caps, person, part);
  int node = (int)spans_get (weeks, person, part);
  int month;

  if (node != 0)
    return node;

  month = (int)spans_get (months, person, month_of (day));
  if (month == 0)
    {
      month = add_node (self);
      spans_set (months, person, month_of (day), (guint)month);
      add_arc (self, month, person_node,
               room_of (problem->persons[person].most_a_month,
                        spans_get (load->months, person, month_of (day))),
               0, -1);
    }
  node = add_node (self);
  spans_set (weeks, person, part, (guint)node);
  /* what is less stands there with one more, since none is 0 */
  if (less > 0)
    cap = MIN (cap, less - 1);
  for (guint i = 0; i < MIN (cap, WEEK_MOST); i++)
    add_arc (self, node, month, 1, n_fixed + i > 0 ? COST_SAME_WEEK : 0, -1);

  return node;
}

static void
build (Network *self, GHashTable *caps)
{
  const FarAssignProblem *problem = self->problem;
  g_autofree gboolean *barred = NULL;
  guint n_chains;
  g_autofree guint *chain_of = find_chains (problem, &barred, &n_chains);
  g_autofree int *chains = g_new0 (int, n_chains);
  g_autofree guint *n_choices_of = g_new0 (guint, problem->n_persons + 1);
  g_autofree int *persons = g_new0 (int, problem->n_persons + 1);
  g_autofree int *seats = g_new0 (int, problem->n_seats + 1);
  g_autoptr (GHashTable) weeks = spans_new ();
  g_autoptr (GHashTable) months = spans_new ();
  g_auto (Load) load = { 0 };
  int source = add_node (self);
  int sink = add_node (self);
  guint total = 0;

  load_init (&load, problem);
  for (guint i = 0; i < problem->n_choices; i++)
    n_choices_of[problem->choices[i].person]++;
  set_costs (self, n_choices_of);

  for (guint i = 0; i < problem->n_persons; i++)
    {
      persons[i] = add_node (self);
      add_person (self, i, persons[i], sink, n_choices_of[i]);
    }
  for (guint i = 0; i < problem->n_seats; i++)
    {
      const FarAssignSeat *seat = &problem->seats[i];

      seats[i] = add_node (self);
      total += seat->n_room;
      add_arc (self, source, seats[i], seat->n_room, 0, -1);
      add_arc (self, seats[i], sink, seat->n_needed, self->gap, -1);
      add_arc (self, seats[i], sink, seat->n_room - seat->n_needed, self->empty, -1);
    }
  for (guint i = 0; i < problem->n_choices; i++)
    {
      const FarAssignChoice *choice = &problem->choices[i];
      guint chain = chain_of[i];

      if (barred[chain])
        continue;
      if (chains[chain] == 0)
        {
          int week = find_week (self, weeks, months, &load, caps, choice->person,
                                persons[choice->person], problem->seats[choice->seat].day);

          chains[chain] = add_node (self);
          add_arc (self, chains[chain], week, 1, 0, -1);
        }
      add_arc (self, seats[choice->seat], chains[chain], 1, choice->is_wished ? 0 : COST_UNWISHED,
               (int)i);
    }

  ((NodeData *)self->graph->v[source]->data)->rhs = total;
  ((NodeData *)self->graph->v[sink]->data)->rhs = -(double)total;
}

static void
read_flow (const Network *self, gboolean *taken)
{
  for (int i = 1; i <= self->graph->nv; i++)
    for (const glp_arc *arc = self->graph->v[i]->out; arc != NULL; arc = arc->t_next)
      {
        const ArcData *data = arc->data;

        if (data->choice >= 0)
          taken[data->choice] = data->flow > 0.5;
      }
}

/* GLPK ends the program where it finds a fault of its own, unless it is kept from it. */
static void
broken_cb (void *data)
{
  jmp_buf *back = data;

  longjmp (*back, 1);
}

/* Apart, so that nothing that is owned here is lost on the way back.
 * Returns: whether there is an answer */
static gboolean
solve (const FarAssignProblem *problem, GHashTable *caps, gboolean *taken)
{
  Network network = { .problem = problem };
  jmp_buf back;
  double cost;
  int code;

  glp_term_out (GLP_OFF);
  if (setjmp (back) != 0)
    {
      glp_error_hook (NULL, NULL);
      return FALSE;
    }
  glp_error_hook (broken_cb, &back);
  network.graph = glp_create_graph (sizeof (NodeData), sizeof (ArcData));
  build (&network, caps);
  code = glp_mincost_okalg (network.graph, offsetof (NodeData, rhs), offsetof (ArcData, low),
                            offsetof (ArcData, cap), offsetof (ArcData, cost), &cost,
                            offsetof (ArcData, flow), -1);
  if (code == 0)
    read_flow (&network, taken);
  glp_error_hook (NULL, NULL);
  glp_delete_graph (network.graph);

  return code == 0;
}

/* In a week that is in two months, each of which has its own part of it, somebody may have more
 * than is agreed on: then the later part gets what the earlier one leaves.
 * Returns: whether there was one */
static gboolean
find_long_week (const FarAssignProblem *problem, const gboolean *taken, GHashTable *caps)
{
  g_autoptr (GHashTable) parts = spans_new ();
  g_auto (Load) load = { 0 };
  gboolean is_found = FALSE;

  if (problem->most_a_week == 0)
    return FALSE;

  load_init (&load, problem);
  for (guint i = 0; i < problem->n_choices; i++)
    {
      const FarAssignChoice *choice = &problem->choices[i];
      gint32 day = problem->seats[choice->seat].day;
      gint32 part = week_of (day) * 2 + (month_of (day) != month_of (week_of (day)));

      if (taken[i])
        spans_set (parts, choice->person, part, spans_get (parts, choice->person, part) + 1);
    }
  for (guint i = 0; i < problem->n_choices; i++)
    {
      const FarAssignChoice *choice = &problem->choices[i];
      gint32 week = week_of (problem->seats[choice->seat].day);
      guint room =
          room_of ((int)problem->most_a_week, spans_get (load.weeks, choice->person, week));
      guint n_early = spans_get (parts, choice->person, week * 2);
      guint n_late = spans_get (parts, choice->person, week * 2 + 1);

      if (!taken[i] || n_early + n_late <= room)
        continue;
      spans_set (caps, choice->person, week * 2 + 1, room - MIN (room, n_early) + 1);
      spans_set (caps, choice->person, week * 2, MIN (room, n_early) + 1);
      is_found = TRUE;
    }

  return is_found;
}

/* Each time a week that was too long is bounded for good. */
#define TRIES 12

static gboolean
assign_best (const FarAssignProblem *problem, gboolean *taken)
{
  g_autoptr (GHashTable) caps = spans_new ();
  gboolean good = FALSE;

  if (problem->n_choices == 0)
    return TRUE;

  for (guint i = 0; i < TRIES && !good; i++)
    {
      memset (taken, 0, problem->n_choices * sizeof *taken);
      if (!solve (problem, caps, taken))
        break;
      good = !find_long_week (problem, taken, caps);
    }
  glp_free_env ();

  return good && far_assign_is_allowed (problem, taken);
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
  gboolean is_best = assign_best (&problem, its);

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

static int
compare_days (gconstpointer a, gconstpointer b)
{
  gint32 one = *(const gint32 *)a;
  gint32 other = *(const gint32 *)b;

  return (one > other) - (one < other);
}

/* The day of each choice, ascending.  Returns: (transfer full) (element-type gint32) */
static GArray *
list_days (const FarAssignProblem *problem)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (gint32));

  for (guint i = 0; i < problem->n_choices; i++)
    g_array_append_val (days, problem->seats[problem->choices[i].seat].day);
  g_array_sort (days, compare_days);

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
