/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The network whose cheapest flow is the plan, and GLPK, which finds it. */

#define G_LOG_DOMAIN "far-plan"

#include "far-assign-private.h"

#include <glpk.h>
#include <setjmp.h>
#include <string.h>

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
           const FarLoad *load,
           GHashTable *caps,
           guint person,
           int person_node,
           gint32 day)
{
  const FarAssignProblem *problem = self->problem;
  gint32 part = _far_assign_week_of (day) * 2 +
                (_far_assign_month_of (day) != _far_assign_month_of (_far_assign_week_of (day)));
  guint n_fixed = _far_spans_get (load->weeks, person, _far_assign_week_of (day));
  guint cap = room_of (problem->most_a_week > 0 ? (int)problem->most_a_week : -1, n_fixed);
  guint less = _far_spans_get (caps, person, part);
  int node = (int)_far_spans_get (weeks, person, part);
  int month;

  if (node != 0)
    return node;

  month = (int)_far_spans_get (months, person, _far_assign_month_of (day));
  if (month == 0)
    {
      month = add_node (self);
      _far_spans_set (months, person, _far_assign_month_of (day), (guint)month);
      add_arc (self, month, person_node,
               room_of (problem->persons[person].most_a_month,
                        _far_spans_get (load->months, person, _far_assign_month_of (day))),
               0, -1);
    }
  node = add_node (self);
  _far_spans_set (weeks, person, part, (guint)node);
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
  g_autofree guint *chain_of = _far_assign_find_chains (problem, &barred, &n_chains);
  g_autofree int *chains = g_new0 (int, n_chains);
  g_autofree guint *n_choices_of = g_new0 (guint, problem->n_persons + 1);
  g_autofree int *persons = g_new0 (int, problem->n_persons + 1);
  g_autofree int *seats = g_new0 (int, problem->n_seats + 1);
  g_autoptr (GHashTable) weeks = _far_spans_new ();
  g_autoptr (GHashTable) months = _far_spans_new ();
  g_auto (FarLoad) load = { 0 };
  int source = add_node (self);
  int sink = add_node (self);
  guint total = 0;

  _far_load_init (&load, problem);
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
  g_autoptr (GHashTable) parts = _far_spans_new ();
  g_auto (FarLoad) load = { 0 };
  gboolean is_found = FALSE;

  if (problem->most_a_week == 0)
    return FALSE;

  _far_load_init (&load, problem);
  for (guint i = 0; i < problem->n_choices; i++)
    {
      const FarAssignChoice *choice = &problem->choices[i];
      gint32 day = problem->seats[choice->seat].day;
      gint32 part =
          _far_assign_week_of (day) * 2 +
          (_far_assign_month_of (day) != _far_assign_month_of (_far_assign_week_of (day)));

      if (taken[i])
        _far_spans_set (parts, choice->person, part,
                        _far_spans_get (parts, choice->person, part) + 1);
    }
  for (guint i = 0; i < problem->n_choices; i++)
    {
      const FarAssignChoice *choice = &problem->choices[i];
      gint32 week = _far_assign_week_of (problem->seats[choice->seat].day);
      guint room =
          room_of ((int)problem->most_a_week, _far_spans_get (load.weeks, choice->person, week));
      guint n_early = _far_spans_get (parts, choice->person, week * 2);
      guint n_late = _far_spans_get (parts, choice->person, week * 2 + 1);

      if (!taken[i] || n_early + n_late <= room)
        continue;
      _far_spans_set (caps, choice->person, week * 2 + 1, room - MIN (room, n_early) + 1);
      _far_spans_set (caps, choice->person, week * 2, MIN (room, n_early) + 1);
      is_found = TRUE;
    }

  return is_found;
}

/* Each time a week that was too long is bounded for good. */
#define TRIES 12

gboolean
_far_assign_best (const FarAssignProblem *problem, gboolean *taken)
{
  g_autoptr (GHashTable) caps = _far_spans_new ();
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
