/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-world: a collective of devices that a test holds the keys of, all of whose randomness comes
 * from a seed.  Every device may have a store of its own; entries are written through the real
 * code.
 */

#pragma once

#include "far-session.h"
#include "far-store.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 seed[32];
  guint8 device[FAR_KEY_LEN];
  guint8 sign_secret[64];
  guint8 noise_secret[FAR_KEY_LEN];
  guint8 noise[FAR_KEY_LEN];
  guint8 seal_secret[FAR_KEY_LEN];
  guint8 seal[FAR_KEY_LEN];
  guint8 member[FAR_RECORD_ID_LEN];
} FarWorldDevice;

typedef struct
{
  guint32 random; /* state of the generator */
  guint8 collective[FAR_ID_LEN];
  guint n_devices;
  FarWorldDevice *devices; /* owned */
  gint64 now_ms;
} FarWorld;

/* @seed: any; the same gives the same bytes everywhere */
FarWorld *far_world_new (guint32 seed, guint n_devices);
void far_world_free (FarWorld *self);

/* mulberry32 (Tommy Ettinger, public domain), as workload W takes it: 0 <= r < 1 */
double far_world_random (FarWorld *self);
void far_world_fill (FarWorld *self, void *out, gsize len);

/* GENESIS of device 0 in a new store at @path (in memory if NULL). */
FarStore *far_world_found (FarWorld *self, const char *path);
/* An empty store of the same collective. */
FarStore *far_world_join (FarWorld *self, const char *path);

/* Device 0 lets devices 1..n-1 in, one invitation each, and each writes that it has heard of it. In
 * a batch of its own. */
void far_world_admit_all (FarWorld *self, FarStore *store);
/* The same, in the running batch, and none has heard of it.  @out: (array length=n_devices) */
void far_world_admit (FarWorld *self, FarStore *store, FarPos *out);

/* Appends one entry of device @who, in the running batch; time moves on by a second. */
FarPos far_world_write (FarWorld *self,
                        FarStore *store,
                        guint who,
                        FarKind kind,
                        const guint8 *subject,
                        GByteArray *payload,
                        const FarPos *refs,
                        guint n_refs);

/* -- who belongs; in the running batch */

/* @heads: what @who has heard of */
FarPos
far_world_witness (FarWorld *self, FarStore *store, guint who, const FarPos *heads, guint n_heads);
FarPos far_world_propose_removal (FarWorld *self, FarStore *store, guint who, guint target);
FarPos far_world_approve (FarWorld *self, FarStore *store, guint who, FarPos what);
/* It has seen @approvals and what @who wrote before, and so it cuts @target at the last governance
 * entry among that. */
FarPos far_world_remove (FarWorld *self,
                         FarStore *store,
                         guint who,
                         guint target,
                         FarPos proposal,
                         const FarPos *approvals,
                         guint n_approvals);
/* The proposal by @who, the approvals, and the act. */
FarPos far_world_remove_together (FarWorld *self,
                                  FarStore *store,
                                  guint who,
                                  guint target,
                                  const guint *approvers,
                                  guint n_approvers);

/* A turn on (@rota, @day) of device @who's member. @note: (nullable) */
FarPos far_world_take (FarWorld *self,
                       FarStore *store,
                       guint who,
                       const guint8 rota[static FAR_RECORD_ID_LEN],
                       gint32 day,
                       const char *note,
                       const FarPos *refs,
                       guint n_refs);

/* Two sessions that hand each other their bytes, in pieces of at most @piece, until both are in
 * step, one fails, or nothing moves.  @cut_after: bytes after which the line is dead, -1 for never.
 */
typedef struct
{
  FarSessionCounts a;
  FarSessionCounts b;
  FarSessionState state_a;
  FarSessionState state_b;
  gint64 n_bytes; /* both ways */
} FarMet;

gboolean far_world_meet (FarWorld *self,
                         FarStore *store_a,
                         guint a,
                         FarStore *store_b,
                         guint b,
                         gsize piece,
                         gint64 cut_after,
                         FarMet *out,
                         GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarWorld, far_world_free)

G_END_DECLS
