/* SPDX-License-Identifier: GPL-3.0-or-later */

/* governance-world: a history of governance entries, written by hand.
 *
 * Each call makes one entry, which has seen what its device wrote before, what that had seen, and
 * what the call names.  Member d is whoever came in with device d; device 0 is the founder's.
 */

#pragma once

#include <glib.h>

#include "far-governance.h"

G_BEGIN_DECLS

#define N_DEVICES 1024
#define END G_MAXUINT32

typedef struct
{
  guint n;
  guint capacity_words;
  FarAct *acts;            /* owned */
  guint32 last[N_DEVICES]; /* entry of each device */
  guint32 seq[N_DEVICES];
} World;

void set_key (guint8 *key, const char *what, guint d);
World *world_new (guint capacity);
void world_free (World *self);
FarAct *write_seen (World *self, guint d, FarKind kind, const guint32 *seen);
void set_device (FarAct *act, guint d);
const guint8 *collective (const World *self);
void set_member (const World *self, guint8 *id, guint d);
void found (World *self);
guint32 invite (World *self, guint d);
guint32
newcomer (World *self, guint d, FarKind kind, guint32 invitation, guint new_d, guint32 seen);
guint32 admit (World *self, guint d, guint32 invitation, guint new_d);
guint32 propose (World *self, guint d, FarKind kind, guint target_d);
guint32 approve (World *self, guint d, guint32 what);
guint32 witness (World *self, guint d, guint32 what);
guint32 act_together (World *self,
                      guint d,
                      FarKind kind,
                      guint target_d,
                      const guint *approvers,
                      guint n_approvers);
World *collective_of (guint n);
FarGovernance *judge (const World *self);
World *reorder (const World *self, const guint32 *place);
void assert_same (const FarGovernance *a, const FarGovernance *b, const guint32 *place, guint n);
FarGovernance *judge_in_any_order (const World *self);
const FarGovMember *find_member (const World *self, const FarGovernance *state, guint d);
const FarGovDevice *find_device (const FarGovernance *state, guint d);
gboolean is_active (const World *self, const FarGovernance *state, guint d);
guint32 add_device (World *self, guint d, guint member_d, guint new_d);
guint32 revoke_device (World *self, guint d, guint revoked_d, guint32 seen);
guint32
write_term (World *self, guint d, guint32 number, guint32 previous, guint32 proposal, guint32 seen);
guint32 offer_term (World *self, guint d, guint32 number, guint to_d);
guint32
write_rule (World *self, guint d, guint32 rule, gint32 value, guint approver_a, guint approver_b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

#define WRITE(self, d, kind, ...) write_seen (self, d, kind, (const guint32[]){ __VA_ARGS__, END })
#define LAST(self) ((self)->n - 1)

#define TOGETHER(self, d, kind, target, ...) \
  act_together (self, d, kind, target, (const guint[]){ __VA_ARGS__ }, \
                sizeof ((const guint[]){ __VA_ARGS__ }) / sizeof (guint))

#define ASSERT_VERDICT(state, act, expected) \
  g_assert_cmpstr (far_act_verdict_get_name (far_governance_get_verdict (state, act)), ==, \
                   far_act_verdict_get_name (expected))

G_END_DECLS
