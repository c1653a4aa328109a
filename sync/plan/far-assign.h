/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-assign: who takes which turn, so that as few as possible stay open and nobody has many more
 * than their share.
 *
 * It is a flow of least cost: from the places on the outings through the persons' days, weeks and
 * months to the persons, each of whose turns costs more than the one before.  Wanted is, one after
 * the other,
 *
 * 1. the fewest gaps: places without whom an outing does not run;
 * 2. the fewest further places that stay empty;
 * 3. the fairest shares: the least sum of squares of what each has taken, by what each commits to;
 * 4. what suits best: days that people would rather take, and not twice in one week.
 *
 * The same problem gives the same answer, whatever machine it is on.  GLPK solves it, whose
 * environment is of one thread: any thread may call, and each call leaves nothing behind.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"

G_BEGIN_DECLS

/* Outings of one person that begin closer to each other cannot both be theirs: a walk takes 15 to
 * 20 minutes, and there is the way to its first stop. */
#define FAR_ASSIGN_CLASH_MINUTES 45

/* One role of an outing. */
typedef struct
{
  gint32 day;
  int at;         /* minutes of day */
  guint n_needed; /* without whom it does not run */
  guint n_room;   /* that are to be filled if they can be; not under n_needed */
} FarAssignSeat;

typedef struct
{
  guint n_done; /* turns taken already, which count for the share */
  guint weight; /* 1..FAR_ASSIGN_WEIGHT_MOST: who commits to twice as many takes twice as many */
  int most;     /* further turns; -1: no limit */
  int most_a_month; /* with those that are fixed; -1: no limit */
} FarAssignPerson;

#define FAR_ASSIGN_WEIGHT_MOST 1000

/* Somebody who could take a place. */
typedef struct
{
  guint seat;
  guint person;
  gboolean is_wished; /* they would rather than another */
} FarAssignChoice;

/* What somebody promised already. */
typedef struct
{
  guint person;
  gint32 day;
  int at;
} FarAssignFixed;

/* All arrays are unowned.  Nobody is twice among the choices for a seat. */
typedef struct
{
  const FarAssignSeat *seats;
  guint n_seats;
  const FarAssignPerson *persons;
  guint n_persons;
  const FarAssignChoice *choices;
  guint n_choices;
  const FarAssignFixed *fixed;
  guint n_fixed;
  guint most_a_week; /* with those that are fixed; 0: no limit */
} FarAssignProblem;

typedef struct
{
  guint n_gaps;     /* needed places that stay open */
  guint n_empty;    /* further ones */
  gboolean is_best; /* rather than what came of taking one after the other */
} FarAssignResult;

/**
 * far_assign:
 * @taken: (out) (array length=n_choices): which of the choices
 */
void far_assign (const FarAssignProblem *problem, gboolean *taken, FarAssignResult *out);

/* Whether nothing is against it: each is at one place at a time, and nobody has more than they may.
 */
gboolean far_assign_is_allowed (const FarAssignProblem *problem,
                                const gboolean *taken) FAR_MUST_USE;

/* What the next turn of somebody who has so many costs their share: never less than the one
 * before. */
gint64 far_assign_share_cost (const FarAssignPerson *person, guint n_taken) FAR_MUST_USE;

G_END_DECLS
