/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-workload: workload W, the one that signed peers were measured with: sign-ups by 60 authors
 * over 2,000 slots from one seeded generator.  An operation is an entry that takes a turn: the slot
 * is an outing, of 20 rotas on 100 days each, the person a member, and the note free text.
 */

#pragma once

#include "far-world.h"

G_BEGIN_DECLS

#define FAR_WORKLOAD_SEED 42
#define FAR_WORKLOAD_AUTHORS 60
#define FAR_WORKLOAD_SLOTS 2000
#define FAR_WORKLOAD_DAYS 100
#define FAR_WORKLOAD_ROTAS (FAR_WORKLOAD_SLOTS / FAR_WORKLOAD_DAYS)
#define FAR_WORKLOAD_FIRST_DAY 20833
/* In the second row an author sees only operations that are at least so old. */
#define FAR_WORKLOAD_LAG 500

typedef struct
{
  guint author;
  guint slot;
  guint person;
  gint64 at_ms;
  char note[48];
} FarOperation;

typedef struct _FarWorkload FarWorkload;

/* @lag: 0: each author has seen all earlier operations */
FarWorkload *far_workload_new (guint lag);
void far_workload_free (FarWorkload *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarWorkload, far_workload_free)

/* The collective of W: its keys hang on the seed alone, so that every process can make it. */
FarWorld *far_workload_make_world (void);

/* A new store (in memory if @path is NULL) with the collective, its people, and the published rotas
 * that the slots are dates of. */
FarStore *far_workload_found (FarWorkload *self, FarWorld *world, const char *path);

/* Appends the next @n operations in the running batch, all by @n_authors authors from @first on (0
 * and FAR_WORKLOAD_AUTHORS for W as it is; fewer where two stores grow apart). */
void far_workload_write (FarWorkload *self,
                         FarWorld *world,
                         FarStore *store,
                         guint first,
                         guint n_authors,
                         guint n);

/* Sum of the payloads written so far, in bytes, without salt. */
gint64 far_workload_get_payload_bytes (const FarWorkload *self);

G_END_DECLS
