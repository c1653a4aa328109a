/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Seen turns make a graph without cycles; ranking walks it from those that have seen nothing.
 *
 * A node is settled when it is ranked or passes, and is ready when all that it has seen directly is
 * settled.  A node that passes waits for what it has seen like any other: so "all seen turns are
 * ranked" holds over whole chains without ever computing these.
 */

#define G_LOG_DOMAIN "far-rank"

#include "far-rank.h"

#include <string.h>

#include "far-crypto.h"

#include "far-pure.h"

#define NONE G_MAXUINT

typedef struct
{
  guint8 lottery[FAR_HASH_LEN];
  gboolean has_lottery; /* it is drawn when first compared: most outings need none */
  gboolean is_ranked;
  guint waiting; /* list of the ready turns of this person, by Node.next_waiting; NONE at its end */
} Person;        /* a person in one role */

typedef struct
{
  guint person;    /* index of Person */
  guint first_in;  /* where its successors begin in Ranking.successors */
  guint n_missing; /* seen directly and not settled */
  guint next_waiting;
  guint8 is_confirmed; /* named by the plan, or seen from one that is */
  guint8 is_settled;
  guint8 is_newest; /* ranked, and nobody ranked after it has seen it */
  guint8 is_walked; /* its seen turns were walked through for a reason; no need to do so again */
} Node;

typedef struct
{
  const guint8 *rota; /* unowned */
  gint32 day;
  const FarRankTurn *turns; /* unowned */
  guint n_turns;
  FarRankPlace *places; /* unowned */

  Node *nodes;
  Person *persons;
  guint *by_person;  /* turns sorted by role, then person */
  guint *successors; /* those that have seen a turn, from the one's first_in to the next's */

  /* of the role that is being ranked */
  guint8 role;
  guint n_ranked;
  guint n_newest; /* unconfirmed ones among the newest */
  guint *ready;   /* stack of turns to rank or let pass */
  guint n_ready;
  guint *heap;
  guint n_heap;
  guint *walk; /* stack of find_reason() and of close_confirmed() */
} Ranking;

static int
compare_person (gconstpointer a, gconstpointer b, gpointer data)
{
  const FarRankTurn *turns = data;
  const FarRankTurn *one = &turns[*(const guint *)a];
  const FarRankTurn *other = &turns[*(const guint *)b];

  if (one->role != other->role)
    return one->role < other->role ? -1 : 1;

  return memcmp (one->person, other->person, FAR_RECORD_ID_LEN);
}

static const guint8 *
draw_lottery (Ranking *self, guint turn)
{
  Person *person = &self->persons[self->nodes[turn].person];

  if (!person->has_lottery)
    {
      far_rank_lottery (self->rota, self->day, self->turns[turn].role, self->turns[turn].person,
                        person->lottery);
      person->has_lottery = TRUE;
    }

  return person->lottery;
}

/* Whether ready turn @a goes before ready turn @b.  Total: turns that differ in nothing else differ
 * in their record's id, since one entry may take several. */
static gboolean
goes_before (Ranking *self, guint a, guint b)
{
  int order;

  if (self->nodes[a].is_confirmed != self->nodes[b].is_confirmed)
    return self->nodes[a].is_confirmed;

  if (self->nodes[a].person != self->nodes[b].person)
    {
      order = memcmp (draw_lottery (self, a), draw_lottery (self, b), FAR_HASH_LEN);
      if (order != 0)
        return order < 0;
    }

  order = memcmp (self->turns[a].entry, self->turns[b].entry, FAR_ID_LEN);
  if (order != 0)
    return order < 0;

  return memcmp (self->turns[a].id, self->turns[b].id, FAR_RECORD_ID_LEN) < 0;
}

static void
push_heap (Ranking *self, guint turn)
{
  guint at = self->n_heap++;

  while (at > 0 && goes_before (self, turn, self->heap[(at - 1) / 2]))
    {
      self->heap[at] = self->heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }

  self->heap[at] = turn;
}

static guint
pop_heap (Ranking *self)
{
  guint top = self->heap[0];
  guint moved = self->heap[--self->n_heap];
  guint at = 0;

  for (;;)
    {
      guint child = 2 * at + 1;

      if (child >= self->n_heap)
        break;
      if (child + 1 < self->n_heap && goes_before (self, self->heap[child + 1], self->heap[child]))
        child++;
      if (!goes_before (self, self->heap[child], moved))
        break;

      self->heap[at] = self->heap[child];
      at = child;
    }

  self->heap[at] = moved;

  return top;
}

static gboolean
is_ranked_here (const Ranking *self, guint turn)
{
  return self->turns[turn].role == self->role && self->places[turn].rank > 0;
}

/* The one thing that makes others ready. */
static void
settle (Ranking *self, guint turn)
{
  self->nodes[turn].is_settled = TRUE;

  for (guint i = self->nodes[turn].first_in; i < self->nodes[turn + 1].first_in; i++)
    {
      guint successor = self->successors[i];

      if (--self->nodes[successor].n_missing == 0)
        self->ready[self->n_ready++] = successor;
    }
}

/* Lets the ready ones pass, or wait for their turn to be taken. */
static void
sort_ready (Ranking *self)
{
  while (self->n_ready > 0)
    {
      guint turn = self->ready[--self->n_ready];
      Person *person = &self->persons[self->nodes[turn].person];

      if (!self->turns[turn].counts || self->turns[turn].role != self->role ||
          (person->is_ranked && !self->turns[turn].is_own))
        {
          settle (self, turn);
          continue;
        }

      self->nodes[turn].next_waiting = person->waiting;
      person->waiting = turn;
      push_heap (self, turn);
    }
}

/* Why @turn, which comes next, has its place.
 *
 * It has seen all before it exactly if it has seen the newest: those which no ranked turn has seen
 * yet.  A way from it to one of these leads only through turns that are not ranked, since a ranked
 * one on the way would have seen it.  What was walked through once holds no newest any more, so
 * that no turn is walked through twice. */
static FarRankReason
find_reason (Ranking *self, guint turn)
{
  guint n_walk = 0;

  self->walk[n_walk++] = turn;
  self->nodes[turn].is_walked = TRUE;

  while (n_walk > 0)
    {
      const FarRankTurn *from = &self->turns[self->walk[--n_walk]];

      for (guint i = 0; i < from->n_seen; i++)
        {
          Node *node = &self->nodes[from->seen[i]];

          if (node->is_newest)
            {
              node->is_newest = FALSE;
              self->n_newest--;
            }
          else if (!node->is_walked && !is_ranked_here (self, from->seen[i]))
            {
              node->is_walked = TRUE;
              self->walk[n_walk++] = from->seen[i];
            }
        }
    }

  if (self->nodes[turn].is_confirmed)
    return FAR_RANK_REASON_CONFIRMED;
  if (self->n_ranked == 0)
    return FAR_RANK_REASON_FIRST;

  return self->n_newest == 0 ? FAR_RANK_REASON_SEEN : FAR_RANK_REASON_LOTTERY;
}

static void
rank_turn (Ranking *self, guint turn)
{
  Node *node = &self->nodes[turn];
  Person *person = &self->persons[node->person];

  self->places[turn].reason = find_reason (self, turn);
  self->places[turn].rank = ++self->n_ranked;
  person->is_ranked = TRUE;

  /* The lottery puts nobody behind a confirmed turn, so it is no matter who has seen these. */
  if (!node->is_confirmed)
    {
      node->is_newest = TRUE;
      self->n_newest++;
    }

  if (self->turns[turn].is_own)
    {
      settle (self, turn);
      return;
    }
  for (guint other = person->waiting; other != NONE; other = self->nodes[other].next_waiting)
    settle (self, other);
}

static void
rank_role (Ranking *self, guint8 role)
{
  self->role = role;
  self->n_ranked = 0;
  self->n_newest = 0;
  self->n_ready = 0;
  self->n_heap = 0;

  for (guint i = 0; i < self->n_turns; i++)
    {
      self->nodes[i].n_missing = self->turns[i].n_seen;
      self->nodes[i].is_settled = FALSE;
      self->nodes[i].is_newest = FALSE;
      self->nodes[i].is_walked = FALSE;

      if (self->nodes[i].n_missing == 0)
        self->ready[self->n_ready++] = i;
    }

  sort_ready (self);
  while (self->n_heap > 0)
    {
      guint turn = pop_heap (self);

      /* A further turn of somebody who was ranked meanwhile passed already. */
      if (self->nodes[turn].is_settled)
        continue;

      rank_turn (self, turn);
      sort_ready (self);
    }
}

/* Gives each turn its person, and turns the lists of seen ones around. */
static void
link_turns (Ranking *self)
{
  guint n_persons = 0;
  guint n_edges = 0;

  for (guint i = 0; i < self->n_turns; i++)
    self->by_person[i] = i;
  g_qsort_with_data (self->by_person, self->n_turns, sizeof *self->by_person, compare_person,
                     (gpointer)self->turns);

  for (guint i = 0; i < self->n_turns; i++)
    {
      if (i == 0 ||
          compare_person (&self->by_person[i - 1], &self->by_person[i], (gpointer)self->turns) != 0)
        self->persons[n_persons++].waiting = NONE;
      self->nodes[self->by_person[i]].person = n_persons - 1;
    }

  for (guint i = 0; i < self->n_turns; i++)
    {
      for (guint j = 0; j < self->turns[i].n_seen; j++)
        self->nodes[self->turns[i].seen[j]].n_missing++;
    }

  for (guint i = 0; i < self->n_turns; i++)
    {
      n_edges += self->nodes[i].n_missing;
      self->nodes[i].first_in = n_edges;
    }
  self->nodes[self->n_turns].first_in = n_edges;

  /* Filled from behind, first_in ends where it belongs. */
  self->successors = g_new (guint, n_edges);
  for (guint i = 0; i < self->n_turns; i++)
    {
      for (guint j = 0; j < self->turns[i].n_seen; j++)
        self->successors[--self->nodes[self->turns[i].seen[j]].first_in] = i;
    }
}

static void
close_confirmed (Ranking *self)
{
  guint n_walk = 0;

  for (guint i = 0; i < self->n_turns; i++)
    {
      if (self->turns[i].confirmed)
        {
          self->nodes[i].is_confirmed = TRUE;
          self->walk[n_walk++] = i;
        }
    }

  while (n_walk > 0)
    {
      const FarRankTurn *from = &self->turns[self->walk[--n_walk]];

      for (guint i = 0; i < from->n_seen; i++)
        {
          if (!self->nodes[from->seen[i]].is_confirmed)
            {
              self->nodes[from->seen[i]].is_confirmed = TRUE;
              self->walk[n_walk++] = from->seen[i];
            }
        }
    }
}

void
far_rank_turns (const guint8 rota[static FAR_RECORD_ID_LEN],
                gint32 day,
                const FarRankTurn *turns,
                guint n_turns,
                FarRankPlace *out_places)
{
  g_autofree Node *nodes = g_new0 (Node, n_turns + 1);
  g_autofree Person *persons = g_new0 (Person, n_turns);
  g_autofree guint *stacks = g_new (guint, (gsize)n_turns * 4);
  g_autofree guint *successors = NULL;
  Ranking ranking = {
    .rota = rota,
    .day = day,
    .turns = turns,
    .n_turns = n_turns,
    .places = out_places,
    .nodes = nodes,
    .persons = persons,
    .by_person = stacks,
    .ready = stacks + n_turns,
    .heap = stacks + 2 * (gsize)n_turns,
    .walk = stacks + 3 * (gsize)n_turns,
  };

  memset (out_places, 0, sizeof *out_places * n_turns);

  for (guint i = 0; i < n_turns; i++)
    {
      for (guint j = 0; j < turns[i].n_seen; j++)
        g_return_if_fail (turns[i].seen[j] < n_turns);
    }

  link_turns (&ranking);
  successors = ranking.successors;
  close_confirmed (&ranking);

  for (guint i = 0; i < n_turns; i++)
    {
      guint8 role = turns[ranking.by_person[i]].role;

      if (i == 0 || role != turns[ranking.by_person[i - 1]].role)
        rank_role (&ranking, role);
    }
}

void
far_rank_lottery (const guint8 rota[static FAR_RECORD_ID_LEN],
                  gint32 day,
                  guint8 role,
                  const guint8 person[static FAR_RECORD_ID_LEN],
                  guint8 out[static FAR_HASH_LEN])
{
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_LOTTERY, FAR_HASH_LEN);
  far_hash_update (&hash, rota, FAR_RECORD_ID_LEN);
  far_hash_u32 (&hash, (guint32)day);
  far_hash_update (&hash, &role, sizeof role);
  far_hash_update (&hash, person, FAR_RECORD_ID_LEN);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
}
