/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-governance: who belongs, which machines are theirs, who holds the baton, what is agreed.
 *
 * One pure function of the set of governance entries: far_governance_new() replays it, and what it
 * returns is the same for the same set, whatever order the entries are given in. docs/governance.md
 * says the rule in words, with the reason of each tie-break; words used below (strike, signature,
 * stance, settled) are explained there.
 *
 * Members, devices and the rest are borrowed from the FarGovernance and live as long as it does.
 * Lists come in one order everywhere: by how many acts the deciding act has in its past, then by
 * its id.  An act is named by its index in the array that was replayed.
 *
 * Pure; immutable once made, so any thread; reference counted.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"
#include "far-kind.h"
#include "far-limits.h"

G_BEGIN_DECLS

/* No act: of an index that names nothing, or something that is not in the array. */
#define FAR_ACT_NONE G_MAXUINT32

/* Sets of acts are bits over the indices of the array, lowest bit of the first word first. */
#define FAR_ACT_WORDS(n) (((gsize)(n) + 63) / 64)

static inline gboolean
far_act_set_has (const guint64 *set, guint32 act)
{
  return (set[act / 64] >> (act % 64)) & 1;
}

static inline void
far_act_set_add (guint64 *set, guint32 act)
{
  set[act / 64] |= G_GUINT64_CONSTANT (1) << (act % 64);
}

/* What REMOVE or DEVICE_REVOKE has seen of one device: what comes after is without effect. */
typedef struct
{
  guint8 device[FAR_KEY_LEN];
  guint32 seq;
  guint8 id[FAR_ID_LEN];
} FarActCut;

/**
 * FarAct:
 *
 * One governance entry, decoded.  A field is read for the kinds that its comment names, and is
 * ignored for all others.  An index that names no entry of the right kind, or one that is not in
 * @past, makes the act count for nothing; only as a proposal it is as if there were none.  So what
 * the caller does not hold and what the act has not seen are the same.
 */
typedef struct
{
  /* every kind */
  guint8 id[FAR_ID_LEN];
  FarKind kind;
  guint8 author[FAR_KEY_LEN]; /* signing key of the device whose log it stands in */
  guint32 seq;
  gboolean branch;     /* it stands on a forked branch, at the fork's seq or after */
  gboolean has_effect; /* the payload is held, canonical and fits its schema; WITNESS needs none */
  const guint64 *past; /* the governance entries in its past: itself not, closed, without cycles */

  /* GENESIS, ASK, ADMIT, DEVICE_ADD, REMOVE; PROPOSE of REMOVE, DEVICE_ADD, TERM (its holder) */
  guint8 member[FAR_RECORD_ID_LEN];
  /* ASK, ADMIT, DEVICE_ADD, DEVICE_REVOKE; PROPOSE of the last two */
  guint8 device[FAR_KEY_LEN];
  /* GENESIS, ASK, ADMIT, DEVICE_ADD */
  guint8 noise_key[FAR_KEY_LEN];
  guint8 seal_key[FAR_KEY_LEN];
  /* ASK, ADMIT, DEVICE_ADD: the signatures of the invitation, if one is asked for, and of the new
   * device's key are good; without an invitation what is signed includes @member */
  gboolean proofs_ok;

  guint32 invite; /* INVITE_END, ASK, ADMIT: index of the INVITE */
  /* ASK: it names no invitation and holds no proof of one: a further machine of @member asks */
  gboolean is_further;
  guint32 what;     /* APPROVE: index of the PROPOSE or ASK */
  guint32 proposal; /* DEVICE_ADD, DEVICE_REVOKE, REMOVE, TERM, RULES: of the PROPOSE, or none */

  guint8 invite_key[FAR_KEY_LEN]; /* INVITE: the public half */
  gint64 expires_ms;              /* INVITE: passed on, never judged here */

  FarKind proposes; /* PROPOSE: the kind of the act */
  guint32 number;   /* TERM: n; RULES: the key; PROPOSE of these */
  gint32 value;     /* RULES; PROPOSE of it; PROPOSE of TERM: its last day, 0 leaves it open */

  guint8 holder[FAR_RECORD_ID_LEN]; /* TERM */
  guint8 deputy[FAR_RECORD_ID_LEN]; /* TERM: zero if there is none */
  gint32 start_day;                 /* GENESIS, TERM: days since 1970-01-01 */
  gint32 end_day;                   /* inclusive */
  guint32 previous;                 /* TERM: index of TERM n - 1 or, for n = 2, of GENESIS */

  const FarActCut *cuts; /* REMOVE, DEVICE_REVOKE */
  guint n_cuts;
  guint8 secret[32]; /* GENESIS, DEVICE_REVOKE, REMOVE, TERM: fresh random bytes */
} FarAct;

/**
 * FarRuleNumber:
 * @FAR_RULE_VOUCHERS: vouchers for an admission, 1..20; 0, the default: one up to seven members,
 *   then two
 * @FAR_RULE_REMOVALS: approvals for a removal from eight members on, 3..20; 1: always a majority;
 *   0, the default: a quarter, at least 3, at most 20.  Up to seven members, and whenever one of
 * the approvers has already approved another removal under the same term, a majority all the same
 *
 * Rules that the replay itself reads.  Others may be set to any number: it keeps them.
 */
typedef enum
{
  FAR_RULE_VOUCHERS = 1,
  FAR_RULE_REMOVALS = 2,
} FarRuleNumber;

#define FAR_RULE_NUMBER_MAX 20 /* of vouchers and of approvals; beyond it nothing would pass */
#define FAR_RULE_SMALL_MAX 7   /* members of a small collective */
#define FAR_RULE_REMOVALS_MAJORITY 1
#define FAR_RULE_REMOVALS_MIN 3

/**
 * FarActVerdict:
 * @FAR_ACT_COUNTS: it is in effect
 * @FAR_ACT_OUTSIDE: not in the set that was replayed
 * @FAR_ACT_WITNESS: it testifies, and there is nothing to judge
 * @FAR_ACT_UNREADABLE: its payload is missing or not canonical
 * @FAR_ACT_MALFORMED: it names what cannot be: a wrong kind, a wrong id, a number out of range
 * @FAR_ACT_FLOOD: its device had written FAR_GOVERNANCE_MAX acts before
 * @FAR_ACT_FORKED: on a forked branch, and no entry of another member has seen it
 * @FAR_ACT_NO_PROOF: the newcomer's signatures are not good
 * @FAR_ACT_NO_STANDING: its author's device did not stand
 * @FAR_ACT_STRUCK: far_governance_get_struck_by() took away what it needed
 * @FAR_ACT_TOO_FEW: not enough members signed
 * @FAR_ACT_NOT_ENTITLED: it was for someone else to do
 * @FAR_ACT_INVITE_USED: the invitation had let someone in
 * @FAR_ACT_INVITE_ENDED: the inviter had taken it back
 * @FAR_ACT_TARGET: its target did not stand, or for an admission did, or the key was known
 * @FAR_ACT_FULL: there were FAR_MEMBERS_MAX members, or FAR_MEMBER_DEVICES_MAX devices
 * @FAR_ACT_TERM: the term before is not in force, or there was one of this number
 *
 * Why an act counts or not.
 */
typedef enum
{
  FAR_ACT_COUNTS,
  FAR_ACT_OUTSIDE,
  FAR_ACT_WITNESS,
  FAR_ACT_UNREADABLE,
  FAR_ACT_MALFORMED,
  FAR_ACT_FLOOD,
  FAR_ACT_FORKED,
  FAR_ACT_NO_PROOF,
  FAR_ACT_NO_STANDING,
  FAR_ACT_STRUCK,
  FAR_ACT_TOO_FEW,
  FAR_ACT_NOT_ENTITLED,
  FAR_ACT_INVITE_USED,
  FAR_ACT_INVITE_ENDED,
  FAR_ACT_TARGET,
  FAR_ACT_FULL,
  FAR_ACT_TERM,
} FarActVerdict;

/* Lower-case name for logs, tests and --json; never NULL. */
const char *far_act_verdict_get_name (FarActVerdict verdict);

typedef enum
{
  FAR_GOV_ACTIVE,
  FAR_GOV_LEFT,
  FAR_GOV_REMOVED,
} FarGovStanding;

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  FarGovStanding standing;
  gboolean provisional; /* an act that decided it is */
  guint32 since;        /* the GENESIS or ADMIT that its standing rests on, or the last there was */
  guint32 ended_by;     /* REMOVE or LEAVE; FAR_ACT_NONE while active */
  guint32 invite;       /* with which @since let them in; FAR_ACT_NONE for the founder */
  guint n_vouchers;     /* 0 for the founder */
  const guint8 (*vouchers)[FAR_RECORD_ID_LEN]; /* the inviter, unless struck, then in order */
} FarGovMember;

typedef struct
{
  guint8 key[FAR_KEY_LEN];
  guint8 noise_key[FAR_KEY_LEN];
  guint8 seal_key[FAR_KEY_LEN];
  guint8 member[FAR_RECORD_ID_LEN];
  gboolean active;
  gboolean cut;              /* entries after @cut_seq are without effect */
  guint32 cut_seq;           /* 0: all of them */
  guint8 cut_id[FAR_ID_LEN]; /* of the entry at @cut_seq; zero at 0 */
  guint32 let_in_by;         /* GENESIS, ADMIT or DEVICE_ADD */
  /* The REMOVE, LEAVE or DEVICE_REVOKE that ended it, FAR_ACT_NONE while active.  LEAVE cuts only
   * the device that wrote it: of the member's others, what has it in the past is without effect. */
  guint32 ended_by;
} FarGovDevice;

typedef struct
{
  guint32 number;
  guint32 act; /* GENESIS or TERM */
  guint8 holder[FAR_RECORD_ID_LEN];
  guint8 deputy[FAR_RECORD_ID_LEN]; /* zero if there is none */
  gint32 start_day;
  gint32 end_day;
} FarGovTerm;

typedef struct
{
  guint32 number; /* FarRuleNumber, or one that the replay does not read */
  gint32 value;
  guint32 act; /* FAR_ACT_NONE for a default */
} FarGovRule;

typedef enum
{
  FAR_GOV_INVITE_OPEN,
  FAR_GOV_INVITE_USED,
  FAR_GOV_INVITE_ENDED,
  FAR_GOV_INVITE_LAPSED, /* the inviter does not stand: nobody opens the door to it */
} FarGovInviteState;

typedef struct
{
  guint32 act;
  FarGovInviteState state;
  guint8 key[FAR_KEY_LEN]; /* the public half */
  guint8 inviter[FAR_RECORD_ID_LEN];
  gint64 expires_ms;
} FarGovInvite;

/* Someone who proved an invitation and is not in yet. */
typedef struct
{
  guint32 act; /* the first of the ASKs that say the same */
  guint32 invite;
  guint8 member[FAR_RECORD_ID_LEN];
  guint8 device[FAR_KEY_LEN];
  guint n_vouchers;
  const guint8 (*vouchers)[FAR_RECORD_ID_LEN]; /* as of a member */
  guint n_missing;                             /* 0: any member's machine may ADMIT now */
} FarGovAsk;

/* A machine that asks to be let in as a further one of a member in standing, and is not in yet. */
typedef struct
{
  guint32 act; /* the first of the ASKs that say the same */
  guint8 member[FAR_RECORD_ID_LEN];
  guint8 device[FAR_KEY_LEN];
  guint32 proposal; /* the PROPOSE of it that most have signed, or FAR_ACT_NONE */
  guint n_missing;  /* signers of that; 0: who has seen them may DEVICE_ADD now */
} FarGovFurther;

typedef struct
{
  guint32 act;     /* the PROPOSE */
  guint32 done_by; /* an act in effect that rests on it, or FAR_ACT_NONE */
  guint n_needed;  /* signers that an act made now needs; for an own baton's offer 1 */
  guint n_approvals;
  const guint8 (*approvals)[FAR_RECORD_ID_LEN]; /* members in standing who signed, in order */
} FarGovProposal;

typedef struct _FarGovernance FarGovernance;

/* What counts in pasts that hold contradictions, as earlier calls found it: it never changes, and
 * is all that is slow about them.  Plain memory, FAR_REPLAYED_BYTES_MAX at the most. */
typedef struct _FarReplayed FarReplayed;

FarReplayed *far_replayed_new (void) FAR_MUST_USE;
void far_replayed_free (FarReplayed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarReplayed, far_replayed_free)

/**
 * far_governance_new:
 * @collective: id of the collective
 * @acts: (array length=n_acts): its governance entries, each once, in any order; not kept
 * @n_acts: how many
 * @subset: (nullable): replay only these: a set that holds the past of each of its entries
 * @replayed: (nullable): taken from and added to.  Then WITNESS entries come last, and both acts
 * and they in the order of all calls with it, more at the end
 *
 * Cost: time grows with @n_acts squared / 64 while nobody contradicts anybody (500 members and
 * 2,000 entries: a few milliseconds); each contradiction adds a term of @n_acts times the number of
 * contradictions in its past, once for each @replayed.  Memory: @n_acts squared / 8 bytes, freed
 * before it returns.
 *
 * Returns: (transfer full): the state; one without members if GENESIS is not in the set
 */
FarGovernance *far_governance_new (const guint8 collective[static FAR_ID_LEN],
                                   const FarAct *acts,
                                   guint n_acts,
                                   const guint64 *subset,
                                   FarReplayed *replayed) FAR_MUST_USE;

/**
 * far_governance_new_undisputed:
 * @acts: without WITNESS entries
 * @disputed: (out) (transfer full) (nullable): %NULL, or the acts that contradict another
 *
 * As far_governance_new(), for the time in which nobody disputes anything: then no WITNESS matters,
 * and they are many.  If some acts contradict others, or stand on a branch, far_governance_new() is
 * to be asked with all WITNESS entries, and they in the past of the @disputed acts; in that of
 * other acts they are not looked for.
 *
 * Returns: (transfer full) (nullable): the state; %NULL if something is disputed
 */
FarGovernance *far_governance_new_undisputed (const guint8 collective[static FAR_ID_LEN],
                                              const FarAct *acts,
                                              guint n_acts,
                                              const guint64 *subset,
                                              guint64 **disputed) FAR_MUST_USE;

FarGovernance *far_governance_ref (FarGovernance *self) FAR_MUST_USE;
void far_governance_unref (FarGovernance *self);

/* -- acts */

/* @act: an index of the array that was replayed; OUTSIDE for any other */
FarActVerdict far_governance_get_verdict (const FarGovernance *self, guint32 act);
/* The act that struck it, FAR_ACT_NONE unless the verdict is STRUCK. */
guint32 far_governance_get_struck_by (const FarGovernance *self, guint32 act);
/* Whether witnesses who have not spoken yet could still turn a strike that concerns it. */
gboolean far_governance_get_provisional (const FarGovernance *self, guint32 act);
gboolean far_governance_get_any_provisional (const FarGovernance *self);
/* How many were replayed. */
guint far_governance_get_n_acts (const FarGovernance *self);
/* Index of the act with this id, in the array that was replayed, or FAR_ACT_NONE. */
guint32 far_governance_find_act (const FarGovernance *self, const guint8 id[static FAR_ID_LEN]);

/* -- members: everyone who was ever let in */

const FarGovMember *far_governance_peek_members (const FarGovernance *self, guint *n_members);
const FarGovMember *far_governance_find_member (const FarGovernance *self,
                                                const guint8 id[static FAR_RECORD_ID_LEN]);
guint far_governance_get_n_active (const FarGovernance *self);

/* -- devices */

const FarGovDevice *far_governance_peek_devices (const FarGovernance *self, guint *n_devices);
const FarGovDevice *far_governance_find_device (const FarGovernance *self,
                                                const guint8 key[static FAR_KEY_LEN]);
/* Nothing keeps two devices from naming one Noise key: one that stands is found first, then the one
 * that was let in first. */
const FarGovDevice *
far_governance_find_device_by_noise (const FarGovernance *self,
                                     const guint8 noise_key[static FAR_KEY_LEN]);
gboolean far_governance_device_stands (const FarGovernance *self,
                                       const guint8 key[static FAR_KEY_LEN]);

/* -- the baton */

/* In order of number, each number once. */
const FarGovTerm *far_governance_peek_terms (const FarGovernance *self, guint *n_terms);
const FarGovTerm *far_governance_find_term (const FarGovernance *self, guint32 number);
/* NULL only if there is no GENESIS. */
const FarGovTerm *far_governance_peek_newest_term (const FarGovernance *self);
/* Whether @member stands and is holder or deputy of term @number. */
gboolean far_governance_may_publish (const FarGovernance *self,
                                     const guint8 member[static FAR_RECORD_ID_LEN],
                                     guint32 number);

/* -- rules, invitations, asks, proposals */

/* In order of number; those that the replay reads are always there. */
const FarGovRule *far_governance_peek_rules (const FarGovernance *self, guint *n_rules);
/* 0 for a rule that was never set. */
gint32 far_governance_get_rule (const FarGovernance *self, guint32 number);
const FarGovInvite *far_governance_peek_invites (const FarGovernance *self, guint *n_invites);
const FarGovAsk *far_governance_peek_asks (const FarGovernance *self, guint *n_asks);
const FarGovFurther *far_governance_peek_further (const FarGovernance *self, guint *n_further);
const FarGovProposal *far_governance_peek_proposals (const FarGovernance *self, guint *n_proposals);
/* What an admission made now needs. */
guint far_governance_get_vouchers_needed (const FarGovernance *self);

/* -- the collective secret */

/**
 * far_governance_peek_secrets:
 * @n_secrets: (out): 1..1 + FAR_SECRETS_MAX; 0 if there is no GENESIS
 *
 * The newest secret first: the hash of the random bytes of all acts in effect that carry some, in
 * order of id.  Then older ones, for dialling: what the secret was for the author of each of these
 * acts, the latest act first.  So two halves that each changed it find each other's as well as the
 * one before.
 *
 * Returns: (array length=n_secrets) (transfer none): secret
 */
const guint8 (*far_governance_peek_secrets (const FarGovernance *self,
                                            guint *n_secrets))[FAR_HASH_LEN];

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarGovernance, far_governance_unref)

G_END_DECLS
