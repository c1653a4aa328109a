/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sim-plan: what happens in one world, drawn from its seed: which faults there are and how
 * strong, who lies and how, and a list of operations, each with dice of its own.  So a part of the
 * list can be left out, and the rest stays what it was: that is how a failing seed becomes a short
 * story.
 */

#pragma once

#include "far-sim-random.h"

G_BEGIN_DECLS

#define FAR_SIM_DEVICES_MIN 2
#define FAR_SIM_DEVICES_MAX 40
#define FAR_SIM_LIARS_MAX 3

/* What may go wrong; a bit each. */
typedef enum
{
  FAR_SIM_FAULT_DELAY = 1 << 0,     /* of up to minutes */
  FAR_SIM_FAULT_LOSS = 1 << 1,      /* connections are cut */
  FAR_SIM_FAULT_STALL = 1 << 2,     /* one direction, or both, brings nothing any more */
  FAR_SIM_FAULT_CORRUPT = 1 << 3,   /* a bit flips */
  FAR_SIM_FAULT_REORDER = 1 << 4,   /* pieces of a stream swap places, or come twice */
  FAR_SIM_FAULT_SPLICE = 1 << 5,    /* a piece of another stream comes between */
  FAR_SIM_FAULT_REPLAY = 1 << 6,    /* somebody plays an old recording */
  FAR_SIM_FAULT_PARTITION = 1 << 7, /* groups do not meet, for weeks */
  FAR_SIM_FAULT_BUNDLE = 1 << 8,    /* bundles are cut, repeated, damaged, read late */
  FAR_SIM_FAULT_POWER = 1 << 9,
  FAR_SIM_FAULT_KILL = 1 << 10,
  FAR_SIM_FAULT_FULL = 1 << 11,
  FAR_SIM_FAULT_IO = 1 << 12,
  FAR_SIM_FAULT_CLOCK = 1 << 13, /* wrong by years, jumping */
  FAR_SIM_FAULT_PAUSE = 1 << 14,
  FAR_SIM_FAULT_VERSIONS = 1 << 15, /* entries of kinds that nobody here knows */
  FAR_SIM_FAULT_CLONE = 1 << 16,    /* a data folder is copied */
  FAR_SIM_FAULT_SET_BACK = 1 << 17, /* a disk is, to an earlier image of it */
  FAR_SIM_FAULT_RESTORE = 1 << 18,  /* a saved copy is, on another machine */
  FAR_SIM_FAULT_ONE_WAY = 1 << 19,  /* some hear others who do not hear them */
  FAR_SIM_FAULT_READ_ONLY = 1 << 20,
  FAR_SIM_FAULT_WEEKS = 1 << 21, /* all takes ten times as long: what is apart for weeks meets */
} FarSimFault;
#define FAR_SIM_N_FAULTS 22

/* How a liar lies; a bit each. */
typedef enum
{
  FAR_SIM_LIE_FORK = 1 << 0,
  FAR_SIM_LIE_WITHHOLD = 1 << 1,
  FAR_SIM_LIE_BACKDATE = 1 << 2,
  FAR_SIM_LIE_FUTURE = 1 << 3,
  FAR_SIM_LIE_FLOOD = 1 << 4,
  FAR_SIM_LIE_BYTES = 1 << 5,     /* damaged entries on a good stream */
  FAR_SIM_LIE_SIGNATURE = 1 << 6, /* torsioned, or another's */
  FAR_SIM_LIE_ABSURD = 1 << 7,    /* well signed */
  FAR_SIM_LIE_CLAIM = 1 << 8,     /* about what it holds */
  FAR_SIM_LIE_RESURRECT = 1 << 9, /* says again what was erased */
} FarSimLie;
#define FAR_SIM_N_LIES 10

typedef enum
{
  FAR_SIM_OP_WRITE,  /* a user plans, promises, withdraws */
  FAR_SIM_OP_GOVERN, /* a user invites, votes, leaves, passes the baton ... */
  FAR_SIM_OP_MEET,   /* a calls b */
  FAR_SIM_OP_BUNDLE, /* a writes a file, b reads it, or another one */
  FAR_SIM_OP_PARTITION,
  FAR_SIM_OP_POWER,
  FAR_SIM_OP_KILL,
  FAR_SIM_OP_FULL,
  FAR_SIM_OP_IO,
  FAR_SIM_OP_CLOCK,
  FAR_SIM_OP_PAUSE,
  FAR_SIM_OP_REPLAY,
  FAR_SIM_OP_CLONE,
  FAR_SIM_OP_LIE,
  FAR_SIM_OP_SET_BACK, /* an image is taken, or used */
  FAR_SIM_OP_SAVE,     /* a copy is saved, or restored */
  FAR_SIM_OP_ONE_WAY,
  FAR_SIM_OP_READ_ONLY,
} FarSimOpKind;

typedef struct
{
  FarSimOpKind kind;
  guint32 at_s;
  guint8 a; /* devices; taken modulo how many there are */
  guint8 b;
  guint64 dice;
  gboolean is_out; /* left out, of a story */
} FarSimOp;

typedef struct
{
  guint64 seed;
  guint n_devices;
  guint n_hours;
  guint32 faults; /* FarSimFault */
  guint strength_pct;
  guint n_liars;
  guint32 lies[FAR_SIM_LIARS_MAX]; /* FarSimLie; the liars are the last devices */
  GArray *ops;                     /* owned (element-type FarSimOp), by time */
} FarSimPlan;

/* Two hours of a device are one operation: 4 devices and 100 hours are 200. */
FarSimPlan *far_sim_plan_new (guint64 seed, guint n_devices, guint n_hours);
void far_sim_plan_free (FarSimPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarSimPlan, far_sim_plan_free)

/* What is drawn, in a few words; (transfer full) */
char *far_sim_plan_describe (const FarSimPlan *self);

/* Leaves out faults, liars and operations for as long as @fails says that it still fails. */
typedef gboolean (*FarSimFails) (const FarSimPlan *plan, gpointer data);
void far_sim_plan_shrink (FarSimPlan *self, guint n_tries, FarSimFails fails, gpointer data);

G_END_DECLS
