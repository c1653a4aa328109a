/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-seats: who of those who want a seat in a car has one, who of those who bring some is needed,
 * and why.
 *
 * Whoever comes first by rank is asked first.  In a car that is offered each stands who still fits,
 * with all that they need: so one further back may have a seat where an earlier one, who needs
 * more, has none.  Of what is asked for each stands who brings something that is still missing.
 *
 * A child seat takes one of the seats, and serves no other kind of child.  Pure; any thread.
 */

#pragma once

#include <glib.h>

#include "far-limits.h"

G_BEGIN_DECLS

typedef struct
{
  guint n;                             /* all of them */
  guint n_child[FAR_CHILD_SEAT_KINDS]; /* among these, by kind: not more than there are */
} FarSeats;

/* The same meanings, in the same order, as FarSeatWhy of far-sync.h. */
typedef enum
{
  FAR_SEATS_FIT,    /* all that is wanted is there; of what is asked for: some of it is missing */
  FAR_SEATS_FEW,    /* not so many are left */
  FAR_SEATS_CHILD,  /* not so many child seats of a kind */
  FAR_SEATS_ENOUGH, /* of what is asked for: nothing is missing any more */
  FAR_SEATS_OTHER_KIND, /* the same: only child seats of a kind that is not brought */
} FarSeatsReason;

typedef struct
{
  gboolean stands;
  FarSeatsReason reason;
  guint kind;    /* of child seats, where the reason is one of them */
  FarSeats left; /* when it was asked: what was still free, or missing */
  guint n_used;  /* seats of it that count: all that it wants; of what is brought those that help */
} FarSeatsPlace;

/* Whether there is at least one, and not more child seats of a kind than seats: a car has a boot,
 * and there may be two kinds for one seat. */
gboolean far_seats_are_good (const FarSeats *self);
/* Of whom needs or asks for them: not more child seats than seats. */
gboolean far_seats_are_fitting (const FarSeats *self);

/**
 * far_seats_place:
 * @there: what is offered, or asked for
 * @wanted: (array length=n_wanted): by rank
 * @out: (array length=n_wanted) (out caller-allocates)
 * @out_left: (out): what is free, or missing, in the end
 */
void far_seats_place (const FarSeats *there,
                      gboolean is_ask,
                      const FarSeats *wanted,
                      guint n_wanted,
                      FarSeatsPlace *out,
                      FarSeats *out_left);

G_END_DECLS
