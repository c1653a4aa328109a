/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of far-governance share: the tables of one replay, and its steps.
 *
 * tables: what can be said of each act without knowing which others count.
 * judge:  whether an act counts, once it is known which acts in its past do.
 * strike: which acts would strike each other, and which of two is the stronger.
 * replay: which acts count, and so what is in effect (F).
 * build:  what that means for members, devices and the rest.
 * replayed: what of it holds for later calls too.
 *
 * All else lives for one call of far_governance_new().
 */

#pragma once

#include "far-governance.h"

G_BEGIN_DECLS

/* A list of numbers for each key 0..n: items[start[key]] .. items[start[key + 1]] - 1. */
typedef struct
{
  guint32 *start;
  guint32 *items;
} FarBuckets;

/* What counts in a set of acts; for those who are asked about a strike, more about its members. */
typedef struct
{
  guint64 *f;        /* owned */
  guint32 *owners;   /* (nullable): owned: by device, the member for whom it stands, or none */
  guint32 *electors; /* (nullable): owned: members in standing */
  guint n_electors;
  guint32
      *seats; /* (nullable): owned: by elector, how many admissions in effect come before theirs */
  guint32 n_seats;
} FarInEffect;

/* R would strike X: they did not know of each other, and contradict. */
typedef struct
{
  guint32 r;
  guint32 x;
  gboolean whole;      /* else R hits single signatures of X */
  FarInEffect *common; /* in their common past; owned by the memo */
  guint32 target_r;    /* member, or none */
  guint32 target_x;
} FarStrike;

/* How much stronger R is than X, most important first: GOVERNANCE, strength. */
typedef struct
{
  int parts[4];
  guint n_silent; /* of the electorate, without a stance yet */
} FarWeight;

typedef struct
{
  const FarAct *acts;
  guint n;
  gsize n_words;
  guint8 collective[FAR_ID_LEN];
  guint32 genesis; /* or none */

  guint n_devices;
  guint8 (*device_keys)[FAR_KEY_LEN]; /* ascending */
  guint n_members;
  guint8 (*member_ids)[FAR_RECORD_ID_LEN]; /* ascending */

  /* for each act */
  FarActVerdict *basic; /* COUNTS: nothing is wrong with it in itself */
  guint32 *rank;        /* acts in its past, WITNESS aside */
  guint32 *order;       /* all entries by (rank, id): a topological order of the acts */
  guint32 *judged;      /* these, WITNESS aside */
  guint n_judged;
  guint32 *place;  /* its place in @order */
  guint32 *author; /* device */
  guint32 *device; /* that it names, or none; the author's own for GENESIS */
  guint32 *member; /* that it names (TERM: the holder), or none */

  /* lists of sound acts, each in @order */
  FarBuckets authored;      /* by device, unsound ones and WITNESS too */
  guint64 **many;           /* by device: its acts, where there may be too many; else NULL */
  FarBuckets enrolments;    /* by device: GENESIS, ADMIT, DEVICE_ADD */
  FarBuckets revocations;   /* by device: DEVICE_REVOKE */
  FarBuckets devices;       /* by member: devices that an enrolment says are theirs */
  FarBuckets admissions;    /* by member: GENESIS, ADMIT */
  FarBuckets endings;       /* by member: REMOVE, LEAVE */
  FarBuckets asks;          /* by INVITE: ASK, but for those of further machines */
  FarBuckets uses;          /* by INVITE: ADMIT */
  FarBuckets invite_ends;   /* by INVITE: INVITE_END */
  FarBuckets approvals;     /* by PROPOSE or ASK: APPROVE */
  FarBuckets signatures;    /* by act: the entries that sign it */
  FarBuckets signed_by_any; /* by entry: the acts that it signs */
  GArray *candidates;       /* (guint32) members with an admission */
  GArray *terms;            /* (guint32) GENESIS, TERM */
  GArray *rules;            /* (guint32) RULES */
  GArray *further;          /* (guint32) ASK of a further machine */
  GArray *device_adds;      /* (guint32) DEVICE_ADD */
  GArray *removals;         /* (guint32) what counts as having approved a removal */

  guint64 *everything;  /* all indices */
  guint64 *not_witness; /* the acts among them */
  guint64 *letting_in;  /* GENESIS and ADMIT that are sound */
  guint64 *plain;       /* what counts while nobody strikes: depends on each act's past alone */
  FarActVerdict *plain_verdict;
  GArray *strikes;   /* (FarStrike) */
  guint8 *able;      /* by act: whether it was complete in its own past, 0 while nobody asked */
  guint64 **seen_by; /* by act: (nullable): owned: the entries that have it in their past, and it */
  GHashTable *memo;  /* GBytes of a set → FarInEffect; both owned */
  FarReplayed *replayed; /* (nullable) */

  /* scratch */
  guint8 *stances;  /* n_members */
  guint32 *signers; /* n_members */
  guint n_signers;
  guint32 *mark; /* n_members; equals @epoch for those in @signers */
  guint32 epoch;
} FarReplay;

/* How many bits of @word are set.  By hand: the compiler's own becomes a library call on machines
 * without the instruction. */
static inline guint
far_count_bits (guint64 word)
{
  word -= (word >> 1) & G_GUINT64_CONSTANT (0x5555555555555555);
  word = (word & G_GUINT64_CONSTANT (0x3333333333333333)) +
         ((word >> 2) & G_GUINT64_CONSTANT (0x3333333333333333));
  word = (word + (word >> 4)) & G_GUINT64_CONSTANT (0x0f0f0f0f0f0f0f0f);

  return (guint)((word * G_GUINT64_CONSTANT (0x0101010101010101)) >> 56);
}

static inline const guint32 *
far_buckets_get (const FarBuckets *self, guint32 key, guint *n)
{
  *n = self->start[key + 1] - self->start[key];

  return self->items + self->start[key];
}

static inline gboolean
far_replay_before (const FarReplay *self, guint32 earlier, guint32 act)
{
  return far_act_set_has (self->acts[act].past, earlier);
}

static inline gboolean
far_replay_is_sound (const FarReplay *self, guint32 act)
{
  return self->basic[act] == FAR_ACT_COUNTS;
}

static inline guint64 *
far_replay_new_set (const FarReplay *self)
{
  return g_new0 (guint64, MAX (self->n_words, 1));
}

static inline guint64 *
far_replay_intersect (const FarReplay *self, const guint64 *a, const guint64 *b)
{
  guint64 *both = g_new (guint64, MAX (self->n_words, 1));

  for (gsize i = 0; i < self->n_words; i++)
    both[i] = a[i] & b[i];

  return both;
}

static inline void
far_replay_unite (const FarReplay *self, guint64 *set, const guint64 *other)
{
  for (gsize i = 0; i < self->n_words; i++)
    set[i] |= other[i];
}

static inline gboolean
far_replay_meets (const FarReplay *self, const guint64 *a, const guint64 *b)
{
  for (gsize i = 0; i < self->n_words; i++)
    if ((a[i] & b[i]) != 0)
      return TRUE;

  return FALSE;
}

static inline guint
far_replay_count_both (const FarReplay *self, const guint64 *a, const guint64 *b)
{
  guint count = 0;

  for (gsize i = 0; i < self->n_words; i++)
    count += far_count_bits (a[i] & b[i]);

  return count;
}

/* -- tables */

FarReplay *
_far_replay_new (const guint8 *collective, const FarAct *acts, guint n, FarReplayed *replayed);
void _far_replay_free (FarReplay *self);
guint32 _far_replay_find_device (const FarReplay *self, const guint8 *key);
guint32 _far_replay_find_member (const FarReplay *self, const guint8 *id);
/* Whether PROPOSE @proposal names what @act does. */
gboolean _far_replay_names (const FarReplay *self, guint32 proposal, guint32 act);
/* Whether two of ASK, ADMIT are about the same invitation, member and keys. */
gboolean _far_replay_same_newcomer (const FarReplay *self, guint32 a, guint32 b);

/* -- judge; @fp: acts in effect, of the past in question */

/* The first enrolment of @device, or none. */
guint32 _far_replay_enrolment (const FarReplay *self, const guint64 *fp, guint32 device);
/* The member that it is enrolled for, standing or not, or none. */
guint32 _far_replay_enrolled_for (const FarReplay *self, const guint64 *fp, guint32 device);
/* The member whose device it is, if it stands; else none. */
guint32 _far_replay_owner (const FarReplay *self, const guint64 *fp, guint32 device);
/* The admission that @member's standing rests on, or none. */
guint32 _far_replay_standing (const FarReplay *self, const guint64 *fp, guint32 member);
/* Whether REMOVE or LEAVE @ending is in effect, and about @member. */
gboolean
_far_replay_ends (const FarReplay *self, const guint64 *fp, guint32 ending, guint32 member);
guint _far_replay_count_standing (const FarReplay *self, const guint64 *fp);
/* The TERM with the highest number, or none. */
guint32 _far_replay_newest_term (const FarReplay *self, const guint64 *fp);
/* The RULES in force for rule @number, or none. */
guint32 _far_replay_rule (const FarReplay *self, const guint64 *fp, guint32 number);
guint _far_replay_vouchers_needed (const FarReplay *self, const guint64 *fp);
/* For self->signers, to remove @target. */
guint _far_replay_removal_needed (FarReplay *self, const guint64 *fp, guint32 target);
/* self->signers: members in standing, each once, in the order in which they were added; the author
 * of
 * @entry joins them unless they are @not_member. */
void _far_replay_clear_signers (FarReplay *self);
void _far_replay_add_signer (FarReplay *self, const guint64 *fp, guint32 entry, guint32 not_member);
/* @lost: (nullable): signatures that do not count. */
FarActVerdict
_far_replay_judge (FarReplay *self, guint32 act, const guint64 *fp, const guint64 *lost);

/* -- strike */

/* @pairs: (element-type FarStrike): replaced by those of @act and an act before it in order that
 * contradict and do not know of each other, whether or not R is able; @common and targets open */
void _far_replay_find_contradictions (const FarReplay *self, guint32 act, GArray *pairs);
/* Whether the device that wrote @entry was let in, by anything in its past, as one of @member. */
gboolean _far_replay_may_be_of (const FarReplay *self, guint32 entry, guint32 member);
/* Whether REMOVE or DEVICE_REVOKE @r takes this signature away from an act apart from it. */
gboolean _far_replay_hits_signature (const FarReplay *self, guint32 r, guint32 signature);
/* @set: whose entries testify. */
void
_far_replay_weigh (FarReplay *self, const guint64 *set, const FarStrike *strike, FarWeight *weight);
int _far_replay_compare_weights (const FarWeight *a, const FarWeight *b);

/* -- replay */

typedef struct
{
  guint64 *f;             /* acts in effect */
  FarActVerdict *verdict; /* for each act */
  guint32 *struck_by;
  guint64 *provisional;
} FarReplayResult;

/* Returns: (transfer full) (nullable): the acts that contradict another, NULL if there are none and
 * no act of @set stands on a branch: then no WITNESS matters, and nobody needs to be struck */
guint64 *_far_replay_find_disputed (FarReplay *self, const guint64 *set);
/* Fills self->plain and its verdicts, for all that follows. */
void _far_replay_judge_plainly (FarReplay *self);
/* Fills self->strikes. */
void _far_replay_find_strikes (FarReplay *self);
void _far_replay_run (FarReplay *self, const guint64 *set, FarReplayResult *result);
void _far_in_effect_free (FarInEffect *self);

/* -- replayed: what earlier calls found */

/* Returns: (transfer full) (nullable): what counts in @set */
guint64 *_far_replayed_find (const FarReplay *replay, const guint64 *set);
void _far_replayed_add (const FarReplay *replay, const guint64 *set, const guint64 *f);

/* -- build */

typedef guint8 FarGovMemberId[FAR_RECORD_ID_LEN];
typedef guint8 FarGovSecret[FAR_HASH_LEN];

typedef struct
{
  guint8 id[FAR_ID_LEN];
  guint32 act;
} FarGovIdIndex;

struct _FarGovernance
{
  int ref_count; /* atomic */

  guint n_acts;
  guint8 *verdicts;     /* owned, FarActVerdict of each act */
  guint32 *struck_by;   /* owned */
  guint64 *provisional; /* owned */
  gboolean any_provisional;
  FarGovIdIndex *by_id; /* owned, n_acts, ascending */

  guint n_active;
  GArray *members;   /* FarGovMember */
  GArray *devices;   /* FarGovDevice */
  GArray *terms;     /* FarGovTerm */
  GArray *rules;     /* FarGovRule */
  GArray *invites;   /* FarGovInvite */
  GArray *asks;      /* FarGovAsk */
  GArray *further;   /* FarGovFurther */
  GArray *proposals; /* FarGovProposal */
  GArray *secrets;   /* FarGovSecret; wiped */
  GPtrArray *lists;  /* FarGovMemberId[], that members and proposals borrow */
  guint vouchers_needed;

  /* indices of @members by id, of @devices by key and by Noise key */
  guint32 *members_by_id;
  guint32 *devices_by_key;
  guint32 *devices_by_noise;
};

/* Fills the lists and indices from what is in effect. */
void _far_governance_build (FarGovernance *self, FarReplay *replay, const guint64 *f);
/* Of FarGovIdIndex, for sorting and finding. */
int _far_governance_compare_ids (const void *a, const void *b);

G_END_DECLS
