/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rule of docs/governance.md, case by case.  Every case is judged in the order in which it was
 * written and in others. */

#include <glib.h>
#include <string.h>

#include "far-crypto.h"
#include "far-entry.h"
#include "governance-world.h"

static const guint8 zero_id[FAR_ID_LEN];

/* -- cases */

static void
test_founding (void)
{
  g_autoptr(World) world = collective_of (1);
  g_autoptr(FarGovernance) state = judge_in_any_order (world);
  const FarGovTerm *term = far_governance_peek_newest_term (state);
  const FarGovMember *member = find_member (world, state, 0);
  guint8 noise[FAR_KEY_LEN];
  guint8 secret[FAR_HASH_LEN];
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] = far_governance_peek_secrets (state, &n);

  ASSERT_VERDICT (state, 0, FAR_ACT_COUNTS);
  g_assert_nonnull (member);
  g_assert_cmpint (member->standing, ==, FAR_GOV_ACTIVE);
  g_assert_cmpuint (member->n_vouchers, ==, 0);
  g_assert_cmpuint (far_governance_get_n_active (state), ==, 1);

  set_key (noise, "noise", 0);
  g_assert_true (far_governance_find_device_by_noise (state, noise) == find_device (state, 0));
  g_assert_true (far_governance_device_stands (state, world->acts[0].author));
  g_assert_false (far_governance_device_stands (state, noise));

  g_assert_cmpuint (term->number, ==, 1);
  g_assert_cmpint (term->end_day, ==, 365);
  g_assert_true (far_governance_may_publish (state, member->id, 1));
  g_assert_false (far_governance_may_publish (state, member->id, 2));

  far_hash_bytes (FAR_CONTEXT_SECRET, world->acts[0].secret, 32, secret);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpmem (secrets[0], FAR_HASH_LEN, secret, FAR_HASH_LEN);

  g_assert_cmpuint (far_governance_find_act (state, world->acts[0].id), ==, 0);
  g_assert_cmpuint (far_governance_find_act (state, zero_id), ==, FAR_ACT_NONE);
}

/* Another GENESIS, one whose member id is somebody else's, and nothing at all. */
static void
test_founding_once (void)
{
  g_autoptr(World) world = collective_of (1);
  g_autoptr(FarGovernance) state = NULL;
  g_autoptr(FarGovernance) empty = far_governance_new (zero_id, NULL, 0, NULL, NULL);
  guint n;
  FarAct *act = WRITE (world, 9, FAR_KIND_GENESIS, END);

  set_member (world, act->member, 9);
  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, 1, FAR_ACT_MALFORMED);
  g_assert_cmpuint (far_governance_get_n_active (state), ==, 1);

  g_clear_pointer (&state, far_governance_unref);
  set_member (world, world->acts[0].member, 9);
  state = judge (world);
  ASSERT_VERDICT (state, 0, FAR_ACT_MALFORMED);

  far_governance_peek_secrets (empty, &n);
  g_assert_cmpuint (n, ==, 0);
  g_assert_null (far_governance_peek_newest_term (empty));
  g_assert_null (far_governance_find_device (empty, zero_id));
}

static void
test_admission (void)
{
  g_autoptr(World) world = collective_of (1);
  g_autoptr(FarGovernance) before = NULL;
  g_autoptr(FarGovernance) state = NULL;
  guint32 invitation = invite (world, 0);
  guint32 ask = newcomer (world, 0, FAR_KIND_ASK, invitation, 1, END);
  guint32 admission;
  guint n;
  const FarGovInvite *invites;
  const FarGovAsk *asks;

  before = judge_in_any_order (world);
  invites = far_governance_peek_invites (before, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (invites[0].state, ==, FAR_GOV_INVITE_OPEN);
  asks = far_governance_peek_asks (before, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (asks[0].act, ==, ask);
  g_assert_cmpuint (asks[0].n_missing, ==, 0);

  admission = newcomer (world, 0, FAR_KIND_ADMIT, invitation, 1, ask);
  world->last[1] = admission;
  witness (world, 1, admission);
  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, admission, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, admission + 1, FAR_ACT_WITNESS);
  g_assert_true (is_active (world, state, 1));
  g_assert_cmpuint (find_member (world, state, 1)->n_vouchers, ==, 1);
  g_assert_cmpmem (find_member (world, state, 1)->vouchers[0], FAR_RECORD_ID_LEN,
                   find_member (world, state, 0)->id, FAR_RECORD_ID_LEN);
  far_governance_peek_asks (state, &n);
  g_assert_cmpuint (n, ==, 0);
  invites = far_governance_peek_invites (state, &n);
  g_assert_cmpint (invites[0].state, ==, FAR_GOV_INVITE_USED);
}

typedef struct
{
  const char *what;
  guint field;
  FarActVerdict expected;
} Spoil;

static void
test_admission_refused (void)
{
  static const Spoil cases[] = {
    { "nothing", 0, FAR_ACT_COUNTS },
    { "the proof", 1, FAR_ACT_NO_PROOF },
    { "the member's id", 2, FAR_ACT_MALFORMED },
    { "the invitation", 3, FAR_ACT_MALFORMED },
    { "an index beyond all", 4, FAR_ACT_MALFORMED },
    { "the payload", 5, FAR_ACT_UNREADABLE },
    { "the author", 6, FAR_ACT_NO_STANDING },
    { "the key, being known", 7, FAR_ACT_MALFORMED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(World) world = collective_of (2);
      g_autoptr(FarGovernance) state = NULL;
      guint32 admission = admit (world, 0, invite (world, 0), 5);
      FarAct *act = &world->acts[admission];

      switch (cases[i].field)
        {
        case 1:
          act->proofs_ok = FALSE;
          break;
        case 2:
          act->member[0] ^= 1;
          break;
        case 3:
          act->invite = 0;
          break;
        case 4:
          act->invite = 100000;
          break;
        case 5:
          act->has_effect = FALSE;
          break;
        case 6:
          set_key (act->author, "device", 7);
          break;
        case 7:
          set_device (act, 1);
          break;
        default:
          break;
        }

      g_test_message ("spoilt: %s", cases[i].what);
      state = judge_in_any_order (world);
      ASSERT_VERDICT (state, admission, cases[i].expected);
      g_assert_cmpint (is_active (world, state, 5), ==, cases[i].expected == FAR_ACT_COUNTS);
    }
}

static void
test_invite_once (void)
{
  g_autoptr(World) world = collective_of (3);
  g_autoptr(FarGovernance) state = NULL;
  guint32 known = invite (world, 0);
  guint32 first = admit (world, 1, known, 5);
  guint32 second = newcomer (world, 0, FAR_KIND_ADMIT, known, 6, first);

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, first, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, second, FAR_ACT_INVITE_USED);
  g_assert_false (is_active (world, state, 6));
}

/* Two machines let two different people in with one invitation; one of them gets in, and whom most
 * had heard of decides. */
static void
test_invite_twice_unknown (void)
{
  for (guint favourite = 0; favourite < 2; favourite++)
    {
      g_autoptr(World) world = collective_of (5);
      g_autoptr(FarGovernance) state = NULL;
      guint32 invitation = invite (world, 0);
      guint32 acts[2];

      acts[0] = admit (world, 1, invitation, 5);
      acts[1] = admit (world, 2, invitation, 6);
      witness (world, 3, acts[favourite]);
      witness (world, 4, acts[favourite]);
      state = judge_in_any_order (world);

      ASSERT_VERDICT (state, acts[favourite], FAR_ACT_COUNTS);
      ASSERT_VERDICT (state, acts[!favourite], FAR_ACT_STRUCK);
      g_assert_cmpuint (far_governance_get_struck_by (state, acts[!favourite]), ==,
                        acts[favourite]);
      g_assert_true (is_active (world, state, favourite == 0 ? 5 : 6));
      g_assert_false (is_active (world, state, favourite == 0 ? 6 : 5));
    }
}

static void
test_invite_twice_same (void)
{
  g_autoptr(World) world = collective_of (3);
  g_autoptr(FarGovernance) state = NULL;
  guint32 invitation = invite (world, 0);
  guint32 first = admit (world, 1, invitation, 5);
  guint32 second = admit (world, 2, invitation, 5);

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, first, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, second, FAR_ACT_COUNTS);
  g_assert_cmpuint (far_governance_get_n_active (state), ==, 4);
  g_assert_false (far_governance_get_any_provisional (state));
}

static void
test_invite_end (void)
{
  g_autoptr(World) world = collective_of (3);
  g_autoptr(FarGovernance) state = NULL;
  guint32 invitation = invite (world, 0);
  guint32 by_other;
  guint32 by_inviter;
  guint32 late;

  WRITE (world, 1, FAR_KIND_INVITE_END, invitation)->invite = invitation;
  by_other = LAST (world);
  WRITE (world, 0, FAR_KIND_INVITE_END, invitation)->invite = invitation;
  by_inviter = LAST (world);
  late = newcomer (world, 2, FAR_KIND_ADMIT, invitation, 5, by_inviter);

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, by_other, FAR_ACT_NOT_ENTITLED);
  ASSERT_VERDICT (state, by_inviter, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, late, FAR_ACT_INVITE_ENDED);
}

/* One voucher up to seven members, then two. */
static void
test_vouchers (void)
{
  for (guint members = 6; members <= 9; members++)
    {
      g_autoptr(World) world = collective_of (members);
      g_autoptr(FarGovernance) before = NULL;
      g_autoptr(FarGovernance) state = NULL;
      guint32 invitation = invite (world, 0);
      guint32 ask = newcomer (world, 2, FAR_KIND_ASK, invitation, 20, END);
      guint32 alone;
      guint32 own;
      guint32 seconded;
      guint n;
      const FarGovAsk *asks;

      before = judge_in_any_order (world);
      g_assert_cmpuint (far_governance_get_n_active (before), ==, members);
      asks = far_governance_peek_asks (before, &n);
      g_assert_cmpuint (n, ==, 1);
      g_assert_cmpuint (asks[0].n_missing, ==, members <= 7 ? 0 : 1);

      /* the machine that admits is no voucher, and the inviter does not vouch twice */
      alone = newcomer (world, 3, FAR_KIND_ADMIT, invitation, 20, ask);
      if (members <= 7)
        {
          state = judge_in_any_order (world);
          ASSERT_VERDICT (state, alone, FAR_ACT_COUNTS);
          continue;
        }

      own = newcomer (world, 4, FAR_KIND_ADMIT, invitation, 20, approve (world, 0, ask));
      seconded = newcomer (world, 5, FAR_KIND_ADMIT, invitation, 20, approve (world, 1, ask));
      state = judge_in_any_order (world);
      ASSERT_VERDICT (state, alone, FAR_ACT_TOO_FEW);
      ASSERT_VERDICT (state, own, FAR_ACT_TOO_FEW);
      ASSERT_VERDICT (state, seconded, FAR_ACT_COUNTS);
      g_assert_cmpuint (find_member (world, state, 20)->n_vouchers, ==, 2);
    }
}

static void
test_leave (void)
{
  g_autoptr(World) world = collective_of (3);
  g_autoptr(FarGovernance) state = NULL;
  guint32 leave;
  guint32 after;
  const FarGovDevice *device;

  WRITE (world, 1, FAR_KIND_LEAVE, END);
  leave = LAST (world);
  after = invite (world, 1);

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, leave, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, after, FAR_ACT_NO_STANDING);
  g_assert_cmpint (find_member (world, state, 1)->standing, ==, FAR_GOV_LEFT);
  g_assert_cmpuint (find_member (world, state, 1)->ended_by, ==, leave);
  device = find_device (state, 1);
  g_assert_false (device->active);
  g_assert_true (device->cut);
  g_assert_cmpuint (device->cut_seq, ==, world->acts[leave].seq);
}

static void
test_devices (void)
{
  g_autoptr(World) world = collective_of (3);
  g_autoptr(FarGovernance) state = NULL;
  guint32 added = add_device (world, 1, 1, 11);
  guint32 forced = add_device (world, 2, 1, 12);
  guint32 again = add_device (world, 11, 1, 11);
  guint32 seen = invite (world, 11);
  guint32 revoked = revoke_device (world, 1, 11, seen);
  guint32 late = invite (world, 11);
  guint32 told = witness (world, 0, revoked);
  FarActCut *cut = g_new0 (FarActCut, 1);
  const FarGovDevice *device;

  /* the owner's other machine had seen more of it than governance entries */
  set_key (cut->device, "device", 11);
  set_key (cut->id, "record", 1);
  cut->seq = world->acts[seen].seq + 5;
  world->acts[late].seq = cut->seq + 1;
  world->acts[revoked].cuts = cut;
  world->acts[revoked].n_cuts = 1;

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, added, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, forced, FAR_ACT_TOO_FEW);
  ASSERT_VERDICT (state, again, FAR_ACT_TARGET);
  ASSERT_VERDICT (state, seen, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, revoked, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, told, FAR_ACT_WITNESS);
  ASSERT_VERDICT (state, late, FAR_ACT_STRUCK);
  g_assert_cmpuint (far_governance_get_struck_by (state, late), ==, revoked);

  device = find_device (state, 11);
  g_assert_false (device->active);
  g_assert_cmpuint (device->ended_by, ==, revoked);
  g_assert_true (device->cut);
  g_assert_cmpuint (device->cut_seq, ==, cut->seq);
  g_assert_cmpmem (device->cut_id, FAR_ID_LEN, cut->id, FAR_ID_LEN);
  g_assert_true (find_device (state, 1)->active);
  g_assert_false (find_device (state, 1)->cut);
}

static void
test_devices_full (void)
{
  g_autoptr(World) world = collective_of (1);
  g_autoptr(FarGovernance) state = NULL;

  for (guint d = 1; d < FAR_MEMBER_DEVICES_MAX; d++)
    add_device (world, 0, 0, 10 + d);
  add_device (world, 0, 0, 30);

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, LAST (world) - 1, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, LAST (world), FAR_ACT_FULL);
}

/* Others let a new machine in for one who lost theirs, with approvals as for a removal. */
static void
test_lost_machine (void)
{
  g_autoptr(World) world = collective_of (4);
  g_autoptr(FarGovernance) state = NULL;
  guint32 proposal = propose (world, 0, FAR_KIND_DEVICE_ADD, 12);
  guint32 first;
  guint32 enough;
  guint32 seen[3] = { END, END, END };

  set_member (world, world->acts[proposal].member, 1);
  seen[0] = approve (world, 2, proposal);
  set_member (world, write_seen (world, 0, FAR_KIND_DEVICE_ADD, seen)->member, 1);
  first = LAST (world);
  set_device (&world->acts[first], 12);
  world->acts[first].proposal = proposal;

  seen[1] = approve (world, 3, proposal);
  set_member (world, write_seen (world, 2, FAR_KIND_DEVICE_ADD, seen)->member, 1);
  enough = LAST (world);
  set_device (&world->acts[enough], 12);
  world->acts[enough].proposal = proposal;

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, first, FAR_ACT_TOO_FEW);
  ASSERT_VERDICT (state, enough, FAR_ACT_COUNTS);
  g_assert_true (find_device (state, 12)->active);
  g_assert_cmpmem (find_device (state, 12)->member, FAR_RECORD_ID_LEN,
                   find_member (world, state, 1)->id, FAR_RECORD_ID_LEN);
}

typedef struct
{
  guint n_members;
  guint n_signers; /* without the target */
  gboolean passes;
} Removal;

static void
test_removal (void)
{
  static const Removal cases[] = {
    { 2, 1, FALSE }, { 3, 1, FALSE }, { 3, 2, TRUE },   { 4, 2, FALSE }, { 4, 3, TRUE },
    { 5, 2, FALSE }, { 5, 3, TRUE },  { 7, 3, FALSE },  { 7, 4, TRUE },  { 8, 2, FALSE },
    { 8, 3, TRUE },  { 12, 3, TRUE }, { 13, 3, FALSE }, { 13, 4, TRUE },
  };
  static const guint everyone[] = { 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(World) world = collective_of (cases[i].n_members);
      g_autoptr(FarGovernance) state = NULL;
      guint32 removal =
          act_together (world, 0, FAR_KIND_REMOVE, 1, everyone, cases[i].n_signers - 1);
      guint n;
      const FarGovProposal *proposals;

      g_test_message ("%u members, %u signers", cases[i].n_members, cases[i].n_signers);
      state = judge_in_any_order (world);
      ASSERT_VERDICT (state, removal, cases[i].passes ? FAR_ACT_COUNTS : FAR_ACT_TOO_FEW);
      g_assert_cmpint (is_active (world, state, 1), ==, !cases[i].passes);

      proposals = far_governance_peek_proposals (state, &n);
      g_assert_cmpuint (n, ==, 1);
      g_assert_cmpuint (proposals[0].n_approvals, ==, cases[i].n_signers);
      g_assert_cmpuint (proposals[0].done_by, ==, cases[i].passes ? removal : FAR_ACT_NONE);

      if (cases[i].passes)
        {
          g_assert_cmpint (find_member (world, state, 1)->standing, ==, FAR_GOV_REMOVED);
          g_assert_true (find_device (state, 1)->cut);
          g_assert_cmpuint (find_device (state, 1)->cut_seq, ==, world->seq[1]);
        }
    }
}

/* The target's own word is not asked, and does not help. */
static void
test_removal_own_vote (void)
{
  g_autoptr(World) world = collective_of (4);
  g_autoptr(FarGovernance) state = NULL;
  guint32 removal = TOGETHER (world, 0, FAR_KIND_REMOVE, 1, 1, 2);

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, removal, FAR_ACT_TOO_FEW);
}

/* From eight members on three may remove one; the same three may not go on alone, until the baton
 * passes. */
static void
test_removal_repeated (void)
{
  for (guint passes = 0; passes < 2; passes++)
    {
      g_autoptr(World) world = collective_of (10);
      g_autoptr(FarGovernance) state = NULL;
      guint32 own = revoke_device (world, 2, 12, add_device (world, 2, 2, 12));
      guint32 first = TOGETHER (world, 0, FAR_KIND_REMOVE, 9, 2, 3);
      guint32 second;
      guint32 others;

      if (passes)
        {
          guint32 offer = propose (world, 0, FAR_KIND_TERM, 4);
          FarAct *term;

          world->acts[offer].number = 2;
          term = WRITE (world, 4, FAR_KIND_TERM, offer);
          term->proposal = offer;
          term->number = 2;
          term->previous = 0;
          set_member (world, term->holder, 4);
          witness (world, 0, LAST (world));
        }

      second = TOGETHER (world, 0, FAR_KIND_REMOVE, 8, 2, 3);
      state = judge_in_any_order (world);
      ASSERT_VERDICT (state, own, FAR_ACT_COUNTS);
      ASSERT_VERDICT (state, first, FAR_ACT_COUNTS);
      ASSERT_VERDICT (state, second, passes ? FAR_ACT_COUNTS : FAR_ACT_TOO_FEW);

      if (!passes)
        {
          g_clear_pointer (&state, far_governance_unref);
          others = TOGETHER (world, 0, FAR_KIND_REMOVE, 8, 2, 3, 4, 5);
          state = judge_in_any_order (world);
          ASSERT_VERDICT (state, others, FAR_ACT_COUNTS);
        }
    }
}

/* What a removed member signed counts as far as the removal had seen it. */
static void
test_removal_cuts (void)
{
  g_autoptr(World) world = collective_of (5);
  g_autoptr(FarGovernance) state = NULL;
  guint32 seen = admit (world, 1, invite (world, 1), 20);
  guint32 removal;
  guint32 unseen;
  guint32 offered;

  witness (world, 0, seen);
  offered = invite (world, 1);
  removal = TOGETHER (world, 0, FAR_KIND_REMOVE, 1, 2, 3, 4);
  unseen = admit (world, 4, offered, 21);
  witness (world, 2, removal);
  witness (world, 3, removal);

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, removal, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, seen, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, offered, FAR_ACT_STRUCK);
  ASSERT_VERDICT (state, unseen, FAR_ACT_STRUCK);
  g_assert_true (is_active (world, state, 20));
  g_assert_false (is_active (world, state, 21));
  g_assert_cmpuint (find_device (state, 1)->cut_seq, ==, world->acts[seen].seq);
}

/* Of two entries of one number, which a fork leaves, the cut names the first in order. */
static void
test_removal_cuts_fork (void)
{
  g_autoptr(World) world = collective_of (4);
  g_autoptr(FarGovernance) state = NULL;
  guint32 before = world->last[1];
  guint32 branches[2];
  guint first;

  for (guint i = 0; i < 2; i++)
    {
      branches[i] = invite (world, 1);
      world->acts[branches[i]].branch = TRUE;
      world->last[1] = before;
      world->seq[1]--;
      witness (world, 0, branches[i]);
    }
  TOGETHER (world, 0, FAR_KIND_REMOVE, 1, 2, 3);

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, LAST (world), FAR_ACT_COUNTS);
  first = memcmp (world->acts[branches[0]].id, world->acts[branches[1]].id, FAR_ID_LEN) > 0;
  g_assert_cmpuint (find_device (state, 1)->cut_seq, ==, world->acts[branches[0]].seq);
  g_assert_cmpmem (find_device (state, 1)->cut_id, FAR_ID_LEN, world->acts[branches[first]].id,
                   FAR_ID_LEN);
}

/* Coming back needs a new key: the old one stays cut. */
static void
test_back_again (void)
{
  g_autoptr(World) world = collective_of (4);
  g_autoptr(FarGovernance) state = NULL;
  guint32 removal = TOGETHER (world, 0, FAR_KIND_REMOVE, 1, 2, 3);
  guint32 old_key = newcomer (world, 0, FAR_KIND_ADMIT, invite (world, 0), 1, END);
  guint32 back = newcomer (world, 0, FAR_KIND_ADMIT, invite (world, 0), 21, END);
  guint32 again = newcomer (world, 0, FAR_KIND_ADMIT, invite (world, 0), 22, END);

  set_member (world, world->acts[back].member, 1);
  set_member (world, world->acts[again].member, 1);

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, removal, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, old_key, FAR_ACT_TARGET);
  ASSERT_VERDICT (state, back, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, again, FAR_ACT_TARGET);
  g_assert_true (is_active (world, state, 1));
  g_assert_cmpuint (find_member (world, state, 1)->since, ==, back);
  g_assert_false (find_device (state, 1)->active);
  g_assert_true (find_device (state, 1)->cut);
  g_assert_true (find_device (state, 21)->active);
  g_assert_false (find_device (state, 21)->cut);
}

/* The removed member and two friends write a removal of the remover that claims to have known
 * nothing.  It finds everybody else's witness against it, however late it comes. */
static void
test_backdated (void)
{
  g_autoptr(World) world = collective_of (8);
  g_autoptr(FarGovernance) state = NULL;
  guint32 honest = TOGETHER (world, 0, FAR_KIND_REMOVE, 1, 2, 3);
  guint32 backdated;

  for (guint d = 2; d < 5; d++)
    witness (world, d, honest);
  witness (world, 7, honest);

  backdated = TOGETHER (world, 1, FAR_KIND_REMOVE, 0, 5, 6);
  witness (world, 5, backdated);
  witness (world, 6, backdated);

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, honest, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, backdated, FAR_ACT_STRUCK);
  g_assert_cmpuint (far_governance_get_struck_by (state, backdated), ==, honest);
  g_assert_false (is_active (world, state, 1));
  g_assert_true (is_active (world, state, 0));
  g_assert_false (far_governance_get_provisional (state, honest));
}

/* Until enough have been heard the outcome is provisional, and says so. */
static void
test_provisional (void)
{
  g_autoptr(World) world = collective_of (6);
  g_autoptr(FarGovernance) early = NULL;
  g_autoptr(FarGovernance) late = NULL;
  guint32 invitation = invite (world, 0);
  guint32 first = admit (world, 1, invitation, 10);
  guint32 second = admit (world, 2, invitation, 11);

  early = judge_in_any_order (world);
  g_assert_true (far_governance_get_provisional (early, first));
  g_assert_true (far_governance_get_provisional (early, second));
  g_assert_true (far_governance_get_any_provisional (early));

  for (guint d = 3; d < 6; d++)
    witness (world, d, first);
  witness (world, 0, first);
  late = judge_in_any_order (world);
  ASSERT_VERDICT (late, first, FAR_ACT_COUNTS);
  g_assert_false (far_governance_get_any_provisional (late));
}

/* A machine that was revoked before the dispute speaks for nobody; one that its owner added since
 * does. */
static void
test_voices (void)
{
  for (guint added = 0; added < 2; added++)
    {
      g_autoptr(World) world = collective_of (5);
      g_autoptr(FarGovernance) state = NULL;
      guint32 invitation = invite (world, 0);
      guint32 acts[2];
      guint loser;

      add_device (world, 3, 3, 13);
      witness (world, 1, revoke_device (world, 3, 13, END));
      world->last[2] = world->last[1];
      acts[0] = newcomer (world, 1, FAR_KIND_ADMIT, invitation, 10, END);
      acts[1] = newcomer (world, 2, FAR_KIND_ADMIT, invitation, 11, END);

      /* one author for each, the same voucher: the smaller id */
      loser = memcmp (world->acts[acts[0]].id, world->acts[acts[1]].id, FAR_ID_LEN) < 0 ? 1 : 0;
      if (added)
        add_device (world, 3, 3, 14);
      witness (world, added ? 14 : 13, acts[loser]);

      state = judge_in_any_order (world);
      ASSERT_VERDICT (state, acts[loser], added ? FAR_ACT_COUNTS : FAR_ACT_STRUCK);
      ASSERT_VERDICT (state, acts[!loser], added ? FAR_ACT_STRUCK : FAR_ACT_COUNTS);
    }
}

/* 0 removes 1, 1 removes 2, 2 removes 0, each with the help of the same four; then two members tell
 * of each of the three alone.  Each of them beats the next by one witness: a ring.  Seniority makes
 * the last strike the weakest, so that one gives way. */
static void
test_ring (void)
{
  static const guint friends[] = { 3, 4, 5, 6 };
  g_autoptr(World) world = collective_of (9);
  g_autoptr(FarGovernance) state = NULL;
  guint32 removals[3];

  for (guint i = 0; i < 3; i++)
    removals[i] =
        act_together (world, i, FAR_KIND_REMOVE, (i + 1) % 3, friends, G_N_ELEMENTS (friends));
  for (guint teller = 3; teller < 9; teller++)
    witness (world, teller, removals[teller % 3]);

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, removals[0], FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, removals[1], FAR_ACT_STRUCK);
  g_assert_cmpuint (far_governance_get_struck_by (state, removals[1]), ==, removals[0]);
  ASSERT_VERDICT (state, removals[2], FAR_ACT_COUNTS);
  g_assert_false (is_active (world, state, 0));
  g_assert_false (is_active (world, state, 1));
  g_assert_true (is_active (world, state, 2));
}

static void
test_baton_pass (void)
{
  g_autoptr(World) world = collective_of (4);
  g_autoptr(FarGovernance) state = NULL;
  guint32 offer = offer_term (world, 0, 2, 1);
  guint32 not_theirs = write_term (world, 2, 2, 0, offer, END);
  guint32 passed = write_term (world, 1, 2, 0, offer, END);
  guint32 again = write_term (world, 1, 2, 0, offer, passed);
  guint32 next = offer_term (world, 0, 3, 2); /* 0 holds it no more */
  guint32 stolen = write_term (world, 2, 3, passed, next, END);
  guint32 for_another = write_term (world, 3, 2, 0, offer, END);
  const FarGovTerm *newest;

  set_member (world, world->acts[passed].deputy, 3);
  /* whoever holds it has taken it */
  set_member (world, world->acts[for_another].holder, 1);

  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, not_theirs, FAR_ACT_TOO_FEW);
  ASSERT_VERDICT (state, passed, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, again, FAR_ACT_TERM);
  ASSERT_VERDICT (state, stolen, FAR_ACT_TOO_FEW);
  ASSERT_VERDICT (state, for_another, FAR_ACT_NOT_ENTITLED);

  newest = far_governance_peek_newest_term (state);
  g_assert_cmpuint (newest->number, ==, 2);
  g_assert_cmpuint (newest->act, ==, passed);
  g_assert_true (far_governance_may_publish (state, find_member (world, state, 1)->id, 2));
  g_assert_true (far_governance_may_publish (state, find_member (world, state, 3)->id, 2));
  g_assert_false (far_governance_may_publish (state, find_member (world, state, 0)->id, 2));
  g_assert_true (far_governance_may_publish (state, find_member (world, state, 0)->id, 1));
}

/* Whoever takes the baton from a silent holder needs a majority; and if meanwhile the holder passed
 * it on after all, what most heard of holds. */
static void
test_baton_claim (void)
{
  g_autoptr(World) world = collective_of (5);
  g_autoptr(FarGovernance) alone = NULL;
  g_autoptr(FarGovernance) state = NULL;
  guint32 claim_offer = offer_term (world, 1, 2, 1);
  guint32 few = write_term (world, 1, 2, 0, claim_offer, approve (world, 2, claim_offer));
  guint32 claimed = write_term (world, 1, 2, 0, claim_offer, approve (world, 3, claim_offer));
  guint32 passed;

  alone = judge_in_any_order (world);
  ASSERT_VERDICT (alone, few, FAR_ACT_TOO_FEW);
  ASSERT_VERDICT (alone, claimed, FAR_ACT_COUNTS);

  passed = write_term (world, 4, 2, 0, offer_term (world, 0, 2, 4), END);
  witness (world, 2, claimed);
  witness (world, 3, claimed);
  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, claimed, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, passed, FAR_ACT_STRUCK);
  g_assert_cmpuint (far_governance_peek_newest_term (state)->act, ==, claimed);
}

static void
test_rules (void)
{
  g_autoptr(World) world = collective_of (5);
  g_autoptr(FarGovernance) state = NULL;
  guint32 first = write_rule (world, 0, FAR_RULE_VOUCHERS, 2, 1, 2);
  guint32 second = write_rule (world, 3, FAR_RULE_VOUCHERS, 3, 1, 4);
  guint32 other = write_rule (world, 4, 77, 5, 1, 2);
  guint32 absurd = write_rule (world, 4, FAR_RULE_VOUCHERS, 400, 1, 2);
  guint32 alone;

  FarAct *act = WRITE (world, 2, FAR_KIND_RULES, END);
  act->number = FAR_RULE_REMOVALS;
  act->value = 1;
  alone = LAST (world);

  witness (world, 1, second);
  witness (world, 2, second);
  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, first, FAR_ACT_STRUCK);
  ASSERT_VERDICT (state, second, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, other, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, absurd, FAR_ACT_MALFORMED);
  ASSERT_VERDICT (state, alone, FAR_ACT_TOO_FEW);
  g_assert_cmpint (far_governance_get_rule (state, FAR_RULE_VOUCHERS), ==, 3);
  g_assert_cmpint (far_governance_get_rule (state, 77), ==, 5);
  g_assert_cmpint (far_governance_get_rule (state, FAR_RULE_REMOVALS), ==, 0);
  g_assert_cmpint (far_governance_get_rule (state, 78), ==, 0);
  g_assert_cmpuint (far_governance_get_vouchers_needed (state), ==, 3);
}

/* Past a fork nothing counts but what someone else's entry has built on. */
static void
test_fork (void)
{
  for (guint seen = 0; seen < 2; seen++)
    {
      g_autoptr(World) world = collective_of (3);
      g_autoptr(FarGovernance) state = NULL;
      guint32 last = world->last[1];
      guint32 one = invite (world, 1);
      guint32 other;

      world->last[1] = last;
      world->seq[1]--;
      other = invite (world, 1);
      world->acts[one].branch = world->acts[other].branch = TRUE;
      witness (world, 1, other);
      world->acts[LAST (world)].branch = TRUE;
      if (seen)
        witness (world, 2, one);

      state = judge_in_any_order (world);
      ASSERT_VERDICT (state, one, seen ? FAR_ACT_COUNTS : FAR_ACT_FORKED);
      ASSERT_VERDICT (state, other, FAR_ACT_FORKED);
    }
}

/* Nor does it vouch: the other machine of its owner cannot make up for it. */
static void
test_fork_vouches_nothing (void)
{
  for (guint seen = 0; seen < 2; seen++)
    {
      g_autoptr(World) world = collective_of (3);
      g_autoptr(FarGovernance) state = NULL;
      guint32 invitation;
      guint32 admission;

      add_device (world, 1, 1, 11);
      invitation = invite (world, 1);
      world->acts[invitation].branch = TRUE;
      admission = admit (world, 11, invitation, 20);
      if (seen)
        witness (world, 2, invitation);

      state = judge_in_any_order (world);
      ASSERT_VERDICT (state, invitation, seen ? FAR_ACT_COUNTS : FAR_ACT_FORKED);
      ASSERT_VERDICT (state, admission, seen ? FAR_ACT_COUNTS : FAR_ACT_TOO_FEW);
    }
}

static void
test_flood (void)
{
  g_autoptr(World) world = world_new (1200);
  g_autoptr(FarGovernance) state = NULL;

  found (world);
  for (guint i = 0; i < FAR_GOVERNANCE_MAX; i++)
    {
      invite (world, 0);
      if (i % 7 == 0 && i < 700)
        witness (world, 0, 0);
    }

  state = judge (world);
  ASSERT_VERDICT (state, LAST (world) - 1, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, LAST (world), FAR_ACT_FLOOD);
}

/* A new act changes the secret, and older ones stay to be dialled; halves that each changed it hold
 * each other's. */
static void
test_secrets (void)
{
  g_autoptr(World) world = collective_of (4);
  g_autoptr(FarGovernance) at_first = judge (world);
  g_autoptr(FarGovernance) one_half = NULL;
  g_autoptr(FarGovernance) state = NULL;
  guint32 passed;
  guint32 revoked;
  guint64 subset[8] = { 0 };
  guint n;
  guint n_half;
  const guint8 (*first)[FAR_HASH_LEN] = far_governance_peek_secrets (at_first, &n);
  const guint8 (*half)[FAR_HASH_LEN];
  const guint8 (*secrets)[FAR_HASH_LEN];

  passed = write_term (world, 1, 2, 0, offer_term (world, 0, 2, 1), END);
  add_device (world, 2, 2, 12);
  revoked = revoke_device (world, 2, 12, END);
  state = judge_in_any_order (world);
  ASSERT_VERDICT (state, passed, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, revoked, FAR_ACT_COUNTS);

  memcpy (subset, world->acts[passed].past, world->capacity_words * sizeof *subset);
  far_act_set_add (subset, passed);
  one_half = far_governance_new (collective (world), world->acts, world->n, subset, NULL);
  ASSERT_VERDICT (one_half, revoked, FAR_ACT_OUTSIDE);
  ASSERT_VERDICT (one_half, passed, FAR_ACT_COUNTS);

  half = far_governance_peek_secrets (one_half, &n_half);
  secrets = far_governance_peek_secrets (state, &n);
  g_assert_cmpuint (n_half, ==, 2);
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpmem (secrets[3], FAR_HASH_LEN, first[0], FAR_HASH_LEN);
  g_assert_cmpmem (half[1], FAR_HASH_LEN, first[0], FAR_HASH_LEN);
  g_assert_true (memcmp (secrets[1], half[0], FAR_HASH_LEN) == 0 ||
                 memcmp (secrets[2], half[0], FAR_HASH_LEN) == 0);
}

static void
swap (guint32 *a, guint32 *b)
{
  guint32 held = *a;

  *a = *b;
  *b = held;
}

static gboolean
next_permutation (guint32 *items, guint n)
{
  guint i = n - 1;
  guint k = n - 1;

  while (i > 0 && items[i - 1] >= items[i])
    i--;
  if (i == 0)
    return FALSE;

  while (items[k] <= items[i - 1])
    k--;
  swap (&items[i - 1], &items[k]);
  for (k = n - 1; i < k; i++, k--)
    swap (&items[i], &items[k]);

  return TRUE;
}

/* A founder's two machines revoke each other, one of them having let someone in: all 40,320 orders.
 */
static void
test_every_order (void)
{
  g_autoptr(World) world = world_new (64);
  g_autoptr(FarGovernance) state = NULL;
  guint32 place[8];
  guint n_orders = 0;

  found (world);
  admit (world, 0, invite (world, 0), 1);
  add_device (world, 0, 0, 10);
  invite (world, 10);
  revoke_device (world, 10, 0, END);
  revoke_device (world, 0, 10, END);
  witness (world, 1, LAST (world));
  state = judge (world);
  ASSERT_VERDICT (state, 6, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, 5, FAR_ACT_STRUCK);
  ASSERT_VERDICT (state, 4, FAR_ACT_STRUCK);

  for (guint32 i = 0; i < world->n; i++)
    place[i] = i;

  do
    {
      g_autoptr(World) other = reorder (world, place);
      g_autoptr(FarGovernance) again =
                     far_governance_new (collective (world), other->acts, other->n, NULL, NULL);

      assert_same (state, again, place, world->n);
      n_orders++;
    }
  while (next_permutation (place, world->n));

  g_assert_cmpuint (n_orders, ==, 40320);
}

/* Two remove each other, and only who told of it decides.  One has heard of those, the other of
 * both removals alone: their pasts hold the same acts, and yet not the same counts in them.  What
 * was remembered of one must not be said of the other. */
static void
test_replayed (void)
{
  g_autoptr(World) world = collective_of (8);
  g_autoptr(World) split = NULL;
  g_autoptr(FarGovernance) state = NULL;
  g_autoptr(FarReplayed) replayed = far_replayed_new ();
  guint32 place[512];
  guint32 removals[2];
  guint32 told[2];
  guint32 unseen;
  guint32 closing;
  guint32 other;
  guint n_placed = 0;

  add_device (world, 0, 0, 10);
  add_device (world, 1, 1, 11);
  for (guint d = 0; d < 12; d++)
    if (d < 8 || d > 9)
      world->last[d] = LAST (world);
  unseen = propose (world, 11, FAR_KIND_REMOVE, 6);

  /* the founder's would win: more senior */
  removals[0] = TOGETHER (world, 1, FAR_KIND_REMOVE, 0, 2, 3);
  removals[1] = TOGETHER (world, 0, FAR_KIND_REMOVE, 1, 5, 6);
  told[0] = witness (world, 4, removals[0]);
  told[1] = witness (world, 7, removals[0]);

  WRITE (world, 1, FAR_KIND_WITNESS, removals[1], told[0], told[1]);
  closing = revoke_device (world, 1, 11, END);
  WRITE (world, 0, FAR_KIND_WITNESS, removals[0]);
  other = revoke_device (world, 0, 10, END);
  propose (world, 10, FAR_KIND_REMOVE, 6);
  /* so both win over what was unseen, and the other one is asked first */
  memset (world->acts[closing].id, 0, FAR_ID_LEN);
  memset (world->acts[other].id, 0, FAR_ID_LEN);
  world->acts[closing].id[FAR_ID_LEN - 1] = 1;

  for (guint pass = 0; pass < 2; pass++)
    for (guint32 i = 0; i < world->n; i++)
      if ((world->acts[i].kind == FAR_KIND_WITNESS) == (pass == 1))
        place[i] = n_placed++;
  split = reorder (world, place);

  state = judge (world);
  ASSERT_VERDICT (state, removals[0], FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, closing, FAR_ACT_COUNTS);
  ASSERT_VERDICT (state, unseen, FAR_ACT_STRUCK);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(FarGovernance) again =
                     far_governance_new (collective (world), split->acts, split->n, NULL, replayed);

      assert_same (state, again, place, world->n);
    }
}

/* 500 members and 2,000 entries: a replay is to take less than 50 ms. */
static void
test_speed (void)
{
  g_autoptr(World) world = world_new (2048);
  g_autoptr(FarGovernance) state = NULL;
  double seconds;

  found (world);
  for (guint d = 1; d < 500; d++)
    {
      guint host = d / 2;
      guint32 invitation = invite (world, host);
      guint32 ask = newcomer (world, d > 2 ? 1 : 0, FAR_KIND_ASK, invitation, d, END);
      guint32 approval = approve (world, d > 2 ? 2 : 0, ask);

      /* everyone has seen everything */
      world->last[host] = newcomer (world, 0, FAR_KIND_ADMIT, invitation, d, approval);
      for (guint k = 0; k <= d; k++)
        world->last[k] = LAST (world);
    }

  g_test_timer_start ();
  state = judge (world);
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "%u entries, %u members: %.1f ms", world->n,
                           far_governance_get_n_active (state), seconds * 1000);
  g_test_message ("%u entries: %.1f ms", world->n, seconds * 1000);
  g_assert_cmpuint (far_governance_get_n_active (state), ==, 500);
  ASSERT_VERDICT (state, LAST (world), FAR_ACT_COUNTS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/governance/founding", test_founding);
  g_test_add_func ("/far/governance/founding-once", test_founding_once);
  g_test_add_func ("/far/governance/admission", test_admission);
  g_test_add_func ("/far/governance/admission-refused", test_admission_refused);
  g_test_add_func ("/far/governance/invite-once", test_invite_once);
  g_test_add_func ("/far/governance/invite-twice-unknown", test_invite_twice_unknown);
  g_test_add_func ("/far/governance/invite-twice-same", test_invite_twice_same);
  g_test_add_func ("/far/governance/invite-end", test_invite_end);
  g_test_add_func ("/far/governance/vouchers", test_vouchers);
  g_test_add_func ("/far/governance/leave", test_leave);
  g_test_add_func ("/far/governance/devices", test_devices);
  g_test_add_func ("/far/governance/devices-full", test_devices_full);
  g_test_add_func ("/far/governance/lost-machine", test_lost_machine);
  g_test_add_func ("/far/governance/removal", test_removal);
  g_test_add_func ("/far/governance/removal-own-vote", test_removal_own_vote);
  g_test_add_func ("/far/governance/removal-repeated", test_removal_repeated);
  g_test_add_func ("/far/governance/removal-cuts", test_removal_cuts);
  g_test_add_func ("/far/governance/removal-cuts-fork", test_removal_cuts_fork);
  g_test_add_func ("/far/governance/back-again", test_back_again);
  g_test_add_func ("/far/governance/backdated", test_backdated);
  g_test_add_func ("/far/governance/provisional", test_provisional);
  g_test_add_func ("/far/governance/voices", test_voices);
  g_test_add_func ("/far/governance/ring", test_ring);
  g_test_add_func ("/far/governance/baton-pass", test_baton_pass);
  g_test_add_func ("/far/governance/baton-claim", test_baton_claim);
  g_test_add_func ("/far/governance/rules", test_rules);
  g_test_add_func ("/far/governance/fork", test_fork);
  g_test_add_func ("/far/governance/fork-vouches-nothing", test_fork_vouches_nothing);
  g_test_add_func ("/far/governance/flood", test_flood);
  g_test_add_func ("/far/governance/secrets", test_secrets);
  g_test_add_func ("/far/governance/every-order", test_every_order);
  g_test_add_func ("/far/governance/replayed", test_replayed);
  g_test_add_func ("/far/governance/speed", test_speed);

  return g_test_run ();
}
