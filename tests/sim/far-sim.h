/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sim: runs one simulated world. */

#pragma once

#include "far-sim-plan.h"

G_BEGIN_DECLS

/* What came to pass in a world. */
typedef enum
{
  FAR_SIM_EVENT_REMOVED,
  FAR_SIM_EVENT_LEFT,
  FAR_SIM_EVENT_BACK, /* under the id that they had */
  FAR_SIM_EVENT_PASSED,
  FAR_SIM_EVENT_AGREED, /* a rule */
  FAR_SIM_EVENT_LYING_HOLDER,
  FAR_SIM_EVENT_OFFERED, /* this and what follows: by somebody's will, whatever became of it */
  FAR_SIM_EVENT_ACCEPTED,
  FAR_SIM_EVENT_DECLINED,
  FAR_SIM_EVENT_KEPT,
  FAR_SIM_EVENT_CLAIMED,
  FAR_SIM_EVENT_SETTLED,
  FAR_SIM_EVENT_CARRIED_OUT,
  FAR_SIM_EVENT_ORDERED,
  FAR_SIM_EVENT_ADOPTED,
  FAR_SIM_EVENT_REFUSED,
  FAR_SIM_EVENT_SAME,
  FAR_SIM_EVENT_REASON_ERASED,
  FAR_SIM_EVENT_INVITE_ENDED,
  FAR_SIM_EVENT_GIVEN,   /* a thing, to somebody else */
  FAR_SIM_EVENT_REVISED, /* a rota, so that outings went, came or moved */
  FAR_SIM_EVENT_DATED,
  FAR_SIM_EVENT_ROLES_DATED,
  FAR_SIM_EVENT_ROLES_LATER,
  FAR_SIM_EVENT_SUITS,
  FAR_SIM_EVENT_BOOKED,     /* a child */
  FAR_SIM_EVENT_ABSENT,     /* a child, or there after all */
  FAR_SIM_EVENT_CALLED,     /* somebody, at an outing */
  FAR_SIM_EVENT_LINE,       /* said something of: a colour, a time, a kerb */
  FAR_SIM_EVENT_ROLE,       /* promised, besides the first one */
  FAR_SIM_EVENT_CALLED_OFF, /* several outings in one go */
  FAR_SIM_EVENT_HAZARD,
  FAR_SIM_EVENT_PLACE, /* out of a table */
  FAR_SIM_EVENT_SEAT,  /* in a car, taken or given back */
  FAR_SIM_EVENT_RIDE_DROPPED,
  FAR_SIM_EVENT_HELP,        /* somebody helps */
  FAR_SIM_EVENT_HELP_DONE,   /* and says that it is done, or not after all */
  FAR_SIM_EVENT_LOAN,        /* a thing booked */
  FAR_SIM_EVENT_LOAN_HANDED, /* out, back, or neither after all */
  FAR_SIM_EVENT_FAULT,       /* of a bike, reported */
  FAR_SIM_EVENT_SLOT,        /* at a workshop, booked for it */
  FAR_SIM_EVENT_REPAIR,      /* somebody says how far it has come */
  FAR_SIM_EVENT_TRAINING,
  FAR_SIM_EVENT_ATTESTED,
  FAR_SIM_EVENT_HOURS,
  FAR_SIM_EVENT_HOURS_SHARED,
  FAR_SIM_EVENT_HOURS_READ,
  FAR_SIM_EVENT_AVAILABLE,
  FAR_SIM_EVENT_SEEN,      /* what is published, and said so */
  FAR_SIM_EVENT_NOTE,      /* at rest, something to know of who walks */
  FAR_SIM_EVENT_NOTE_READ, /* by who walks with it */
  FAR_SIM_EVENT_PROPOSED,
  FAR_SIM_EVENT_ACCEPTED_PLAN,
  FAR_SIM_EVENT_JOINED,    /* two outings that walk as one */
  FAR_SIM_EVENT_EXCHANGED, /* a turn, by the machine of who had offered it */
  FAR_SIM_N_EVENTS,
} FarSimEvent;

typedef struct
{
  guint64 n_worlds;
  guint64 n_with[FAR_SIM_N_EVENTS]; /* worlds */
  guint64 n_ops;
  guint64 n_sessions;
  guint64 n_in_step;
  guint64 n_entries;
  guint64 n_restarts;
  guint64 n_bundles;
  guint64 n_less;    /* of these, written without what all were known to hold */
  guint64 n_later;   /* of these, begun after what their reader held */
  guint64 n_refused; /* by the program, with a reason */
  guint64 n_copied;  /* folders: copied, set back, restored */
  guint64 n_renewed; /* keys */
  guint64 n_signals; /* heard */
  guint64 n_said;    /* what a machine holds, for others to pass on */
  guint64 n_let_in_again;
  guint64 n_anew;      /* entries written anew */
  gint64 n_bytes;      /* sent */
  gint64 max_sent_pct; /* of the bound, in one world */
  gint64 max_buffered; /* by one session */
  gint64 max_wal_len;
} FarSimCounts;

#define FAR_SIM_TRACE_LEN 32

/**
 * far_sim_run:
 * @trace: (out): digest of all that happened
 * @story: (nullable): gets what happened, in words
 *
 * Returns: (transfer full) (nullable): %NULL if all held; else the invariant's name, a colon, and
 *   how it broke
 */
char *far_sim_run (const FarSimPlan *plan,
                   guint8 trace[static FAR_SIM_TRACE_LEN],
                   GString *story,
                   FarSimCounts *counts);

G_END_DECLS
