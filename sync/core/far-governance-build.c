/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is in effect, said in members, devices, terms, rules, open matters and secrets. */

#define G_LOG_DOMAIN "far-governance"

#include "far-governance-private.h"

#include <string.h>

#include "far-crypto.h"

#include "far-pure.h"

/* What is needed to build the lists; lives for one call. */
typedef struct
{
  FarGovernance *self;
  FarReplay *replay;
  const guint64 *f;
} Build;

/* -- members */

/* Keeps the replay's signers, in order of seniority, as a list of ids. */
static const FarGovMemberId *
keep_signers (Build *build, guint *n)
{
  FarReplay *replay = build->replay;
  FarGovMemberId *list = g_new (FarGovMemberId, MAX (replay->n_signers, 1));

  for (guint i = 0; i < replay->n_signers; i++)
    memcpy (list[i], replay->member_ids[replay->signers[i]], sizeof (FarGovMemberId));

  g_ptr_array_add (build->self->lists, list);
  *n = replay->n_signers;

  return (const FarGovMemberId *)list;
}

/* Who vouched for ADMIT @act: those who stood then, the inviter first as the first signature. */
static void
find_vouchers (Build *build, guint32 act, FarGovMember *member)
{
  FarReplay *replay = build->replay;
  g_autofree guint64 *fp = g_new (guint64, MAX (replay->n_words, 1));
  guint n;
  const guint32 *signatures = far_buckets_get (&replay->signatures, act, &n);

  for (gsize i = 0; i < replay->n_words; i++)
    fp[i] = build->f[i] & replay->acts[act].past[i];

  _far_replay_clear_signers (replay);
  for (guint i = 0; i < n; i++)
    if (far_act_set_has (build->f, signatures[i]))
      _far_replay_add_signer (replay, fp, signatures[i], replay->member[act]);

  member->vouchers = keep_signers (build, &member->n_vouchers);
}

/* The last act that ended what @admission began: a removal if there is one. */
static guint32
find_end (Build *build, guint32 admission, guint32 member)
{
  FarReplay *replay = build->replay;
  guint32 found = FAR_ACT_NONE;
  guint n;
  const guint32 *endings = far_buckets_get (&replay->endings, member, &n);

  for (guint i = 0; i < n; i++)
    {
      gboolean removal = replay->acts[endings[i]].kind == FAR_KIND_REMOVE;

      if (far_replay_before (replay, endings[i], admission) ||
          !_far_replay_ends (replay, build->f, endings[i], member))
        continue;

      if (found == FAR_ACT_NONE || removal || replay->acts[found].kind != FAR_KIND_REMOVE)
        found = endings[i];
    }

  return found;
}

static gboolean
is_any_provisional (Build *build, const FarBuckets *buckets, guint32 key)
{
  guint n;
  const guint32 *acts = far_buckets_get (buckets, key, &n);

  for (guint i = 0; i < n; i++)
    if (far_act_set_has (build->self->provisional, acts[i]))
      return TRUE;

  return FALSE;
}

static void
add_member (Build *build, guint32 m)
{
  FarReplay *replay = build->replay;
  FarGovMember member = { .ended_by = FAR_ACT_NONE };
  guint n;
  const guint32 *admissions = far_buckets_get (&replay->admissions, m, &n);
  guint32 since = _far_replay_standing (replay, build->f, m);

  for (guint i = 0; i < n && since == FAR_ACT_NONE; i++)
    if (far_act_set_has (build->f, admissions[n - 1 - i]))
      {
        since = admissions[n - 1 - i];
        member.ended_by = find_end (build, since, m);
      }

  if (since == FAR_ACT_NONE)
    return;

  memcpy (member.id, replay->member_ids[m], sizeof member.id);
  member.since = since;
  member.provisional = is_any_provisional (build, &replay->admissions, m) ||
                       is_any_provisional (build, &replay->endings, m);

  if (member.ended_by == FAR_ACT_NONE)
    build->self->n_active++;
  else
    member.standing =
        replay->acts[member.ended_by].kind == FAR_KIND_REMOVE ? FAR_GOV_REMOVED : FAR_GOV_LEFT;

  member.invite =
      replay->acts[since].kind == FAR_KIND_ADMIT ? replay->acts[since].invite : FAR_ACT_NONE;
  find_vouchers (build, since, &member);
  g_array_append_val (build->self->members, member);
}

static int
compare_since (const void *a, const void *b, void *user_data)
{
  const FarReplay *replay = user_data;
  guint32 left = replay->place[((const FarGovMember *)a)->since];
  guint32 right = replay->place[((const FarGovMember *)b)->since];

  return left < right ? -1 : left > right;
}

static void
build_members (Build *build)
{
  for (guint i = 0; i < build->replay->candidates->len; i++)
    add_member (build, g_array_index (build->replay->candidates, guint32, i));

  g_array_sort_with_data (build->self->members, compare_since, build->replay);
}

/* -- devices */

/* The last entry of @device that @act has seen or is: at the least what its governance entries
 * show, and what its cuts name beyond. */
static void
find_cut (Build *build, guint32 act, guint32 device, guint32 *seq, const guint8 **id)
{
  FarReplay *replay = build->replay;
  const FarAct *acts = replay->acts;
  guint n;
  const guint32 *entries = far_buckets_get (&replay->authored, device, &n);

  *seq = 0;
  *id = NULL;

  for (guint i = 0; i < n; i++)
    if ((entries[i] == act || far_replay_before (replay, entries[i], act)) &&
        acts[entries[i]].seq > *seq)
      {
        *seq = acts[entries[i]].seq;
        *id = acts[entries[i]].id;
      }

  if (acts[act].kind == FAR_KIND_LEAVE)
    return;

  for (guint i = 0; i < acts[act].n_cuts; i++)
    {
      const FarActCut *cut = &acts[act].cuts[i];

      if (memcmp (cut->device, replay->device_keys[device], FAR_KEY_LEN) == 0 && cut->seq > *seq)
        {
          *seq = cut->seq;
          *id = cut->id;
        }
    }
}

/* The lowest of the cuts holds.  LEAVE cuts the device that wrote it only: it does not say what it
 * has seen of others. */
static void
apply_end (Build *build, FarGovDevice *device, guint32 d, guint32 act)
{
  guint32 seq;
  const guint8 *id;

  if (device->ended_by == FAR_ACT_NONE)
    device->ended_by = act;

  if (build->replay->acts[act].kind == FAR_KIND_LEAVE && build->replay->author[act] != d)
    return;

  find_cut (build, act, d, &seq, &id);
  if (device->cut && device->cut_seq <= seq)
    return;

  device->cut = TRUE;
  device->cut_seq = seq;
  memset (device->cut_id, 0, FAR_ID_LEN);
  if (id != NULL)
    memcpy (device->cut_id, id, FAR_ID_LEN);
}

static void
add_device (Build *build, guint32 d)
{
  FarReplay *replay = build->replay;
  FarGovDevice device = { .ended_by = FAR_ACT_NONE };
  guint32 enrolment = _far_replay_enrolment (replay, build->f, d);
  guint32 member;
  guint n;
  const guint32 *ends;

  if (enrolment == FAR_ACT_NONE)
    return;

  member = replay->member[enrolment];
  memcpy (device.key, replay->device_keys[d], FAR_KEY_LEN);
  memcpy (device.noise_key, replay->acts[enrolment].noise_key, FAR_KEY_LEN);
  memcpy (device.seal_key, replay->acts[enrolment].seal_key, FAR_KEY_LEN);
  memcpy (device.member, replay->member_ids[member], FAR_RECORD_ID_LEN);
  device.let_in_by = enrolment;
  device.active = _far_replay_owner (replay, build->f, d) != FAR_ACT_NONE;

  ends = far_buckets_get (&replay->endings, member, &n);
  for (guint i = 0; i < n; i++)
    if (!far_replay_before (replay, ends[i], enrolment) &&
        _far_replay_ends (replay, build->f, ends[i], member))
      apply_end (build, &device, d, ends[i]);

  ends = far_buckets_get (&replay->revocations, d, &n);
  for (guint i = 0; i < n; i++)
    if (far_act_set_has (build->f, ends[i]))
      apply_end (build, &device, d, ends[i]);

  g_array_append_val (build->self->devices, device);
}

static int
compare_let_in (const void *a, const void *b, void *user_data)
{
  const FarReplay *replay = user_data;
  guint32 left = replay->place[((const FarGovDevice *)a)->let_in_by];
  guint32 right = replay->place[((const FarGovDevice *)b)->let_in_by];

  return left < right ? -1 : left > right;
}

static void
build_devices (Build *build)
{
  for (guint32 d = 0; d < build->replay->n_devices; d++)
    add_device (build, d);

  g_array_sort_with_data (build->self->devices, compare_let_in, build->replay);
}

/* -- terms and rules */

static void
build_terms (Build *build)
{
  FarReplay *replay = build->replay;
  GArray *terms = build->self->terms;

  for (guint i = 0; i < replay->terms->len; i++)
    {
      guint32 act = g_array_index (replay->terms, guint32, i);
      const FarAct *from = &replay->acts[act];
      FarGovTerm term = { .act = act, .start_day = from->start_day, .end_day = from->end_day };
      guint at;

      if (!far_act_set_has (build->f, act))
        continue;

      term.number = from->kind == FAR_KIND_GENESIS ? 1 : from->number;
      memcpy (term.holder, replay->member_ids[replay->member[act]], sizeof term.holder);
      if (from->kind == FAR_KIND_TERM)
        memcpy (term.deputy, from->deputy, sizeof term.deputy);

      /* of two with one number, which only a skipped strike leaves, the later in order */
      for (at = 0; at < terms->len; at++)
        if (g_array_index (terms, FarGovTerm, at).number >= term.number)
          break;

      if (at < terms->len && g_array_index (terms, FarGovTerm, at).number == term.number)
        g_array_index (terms, FarGovTerm, at) = term;
      else
        g_array_insert_val (terms, at, term);
    }
}

static void
set_rule (FarGovernance *self, guint32 number, gint32 value, guint32 act)
{
  FarGovRule rule = { number, value, act };
  guint at;

  for (at = 0; at < self->rules->len; at++)
    if (g_array_index (self->rules, FarGovRule, at).number >= number)
      break;

  if (at < self->rules->len && g_array_index (self->rules, FarGovRule, at).number == number)
    g_array_index (self->rules, FarGovRule, at) = rule;
  else
    g_array_insert_val (self->rules, at, rule);
}

static void
build_rules (Build *build)
{
  FarReplay *replay = build->replay;

  set_rule (build->self, FAR_RULE_VOUCHERS, 0, FAR_ACT_NONE);
  set_rule (build->self, FAR_RULE_REMOVALS, 0, FAR_ACT_NONE);

  for (guint i = 0; i < replay->rules->len; i++)
    {
      guint32 act = g_array_index (replay->rules, guint32, i);

      if (far_act_set_has (build->f, act))
        set_rule (build->self, replay->acts[act].number, replay->acts[act].value, act);
    }

  build->self->vouchers_needed = _far_replay_vouchers_needed (replay, build->f);
}

/* -- invitations and asks */

static gboolean
any_counts (Build *build, const FarBuckets *buckets, guint32 key)
{
  guint n;
  const guint32 *acts = far_buckets_get (buckets, key, &n);

  for (guint i = 0; i < n; i++)
    if (far_act_set_has (build->f, acts[i]))
      return TRUE;

  return FALSE;
}

static FarGovInviteState
get_invite_state (Build *build, guint32 act)
{
  FarReplay *replay = build->replay;

  if (any_counts (build, &replay->uses, act))
    return FAR_GOV_INVITE_USED;
  if (any_counts (build, &replay->invite_ends, act))
    return FAR_GOV_INVITE_ENDED;
  if (_far_replay_owner (replay, build->f, replay->author[act]) == FAR_ACT_NONE)
    return FAR_GOV_INVITE_LAPSED;

  return FAR_GOV_INVITE_OPEN;
}

static void
add_invite (Build *build, guint32 act)
{
  FarReplay *replay = build->replay;
  const FarAct *from = &replay->acts[act];
  FarGovInvite invite = { .act = act, .expires_ms = from->expires_ms };
  guint32 inviter = _far_replay_enrolled_for (replay, build->f, replay->author[act]);

  invite.state = get_invite_state (build, act);
  memcpy (invite.key, from->invite_key, FAR_KEY_LEN);
  memcpy (invite.inviter, replay->member_ids[inviter], FAR_RECORD_ID_LEN);
  g_array_append_val (build->self->invites, invite);
}

/* Leaves in the replay's signers those who vouch for the newcomer of ASK @act today. */
static void
collect_ask_vouchers (Build *build, guint32 act)
{
  FarReplay *replay = build->replay;
  guint32 invite = replay->acts[act].invite;
  guint32 member = _far_replay_find_member (replay, replay->acts[act].member);
  guint n;
  const guint32 *asks = far_buckets_get (&replay->asks, invite, &n);

  _far_replay_clear_signers (replay);
  _far_replay_add_signer (replay, build->f, invite, member);

  for (guint i = 0; i < n; i++)
    {
      guint n_approvals;
      const guint32 *approvals;

      if (!_far_replay_same_newcomer (replay, asks[i], act))
        continue;

      approvals = far_buckets_get (&replay->approvals, asks[i], &n_approvals);
      for (guint k = 0; k < n_approvals; k++)
        if (far_act_set_has (build->f, approvals[k]))
          _far_replay_add_signer (replay, build->f, approvals[k], member);
    }
}

/* Whether an ASK before @act, in effect, says the same. */
static gboolean
is_repeated_ask (Build *build, guint32 act)
{
  FarReplay *replay = build->replay;
  guint n;
  const guint32 *asks = far_buckets_get (&replay->asks, replay->acts[act].invite, &n);

  for (guint i = 0; i < n && asks[i] != act; i++)
    if (far_act_set_has (build->f, asks[i]) && _far_replay_same_newcomer (replay, asks[i], act))
      return TRUE;

  return FALSE;
}

static void
add_ask (Build *build, guint32 act)
{
  FarReplay *replay = build->replay;
  const FarAct *from = &replay->acts[act];
  FarGovAsk ask = { .act = act, .invite = from->invite };
  guint32 member = _far_replay_find_member (replay, from->member);
  guint32 device = _far_replay_find_device (replay, from->device);

  if (any_counts (build, &replay->uses, from->invite) ||
      any_counts (build, &replay->invite_ends, from->invite) ||
      (member != FAR_ACT_NONE && _far_replay_standing (replay, build->f, member) != FAR_ACT_NONE) ||
      (device != FAR_ACT_NONE &&
       _far_replay_enrolment (replay, build->f, device) != FAR_ACT_NONE) ||
      is_repeated_ask (build, act))
    return;

  memcpy (ask.member, from->member, FAR_RECORD_ID_LEN);
  memcpy (ask.device, from->device, FAR_KEY_LEN);
  collect_ask_vouchers (build, act);
  ask.vouchers = keep_signers (build, &ask.n_vouchers);
  ask.n_missing = build->self->vouchers_needed > ask.n_vouchers
                      ? build->self->vouchers_needed - ask.n_vouchers
                      : 0;
  g_array_append_val (build->self->asks, ask);
}

/* -- proposals */

static void
collect_proposal_signers (Build *build, guint32 act, guint32 target)
{
  FarReplay *replay = build->replay;
  guint n;
  const guint32 *approvals = far_buckets_get (&replay->approvals, act, &n);

  _far_replay_clear_signers (replay);
  _far_replay_add_signer (replay, build->f, act, target);

  for (guint i = 0; i < n; i++)
    if (far_act_set_has (build->f, approvals[i]))
      _far_replay_add_signer (replay, build->f, approvals[i], target);
}

static guint
count_needed (Build *build, guint32 act, guint32 target)
{
  FarReplay *replay = build->replay;
  const FarAct *from = &replay->acts[act];
  guint32 term;

  if (from->proposes == FAR_KIND_REMOVE || from->proposes == FAR_KIND_DEVICE_ADD ||
      from->proposes == FAR_KIND_DEVICE_REVOKE)
    return _far_replay_removal_needed (replay, build->f, target);

  term = _far_replay_newest_term (replay, build->f);
  if (from->proposes == FAR_KIND_TERM && term != FAR_ACT_NONE &&
      replay->mark[replay->member[term]] == replay->epoch)
    return 1;

  return _far_replay_count_standing (replay, build->f) / 2 + 1;
}

static void
add_proposal (Build *build, guint32 act)
{
  FarReplay *replay = build->replay;
  FarGovProposal proposal = { .act = act, .done_by = FAR_ACT_NONE };
  FarKind kind = replay->acts[act].proposes;
  guint32 target = FAR_ACT_NONE;
  guint n;
  const guint32 *signed_acts = far_buckets_get (&replay->signed_by_any, act, &n);

  for (guint i = 0; i < n && proposal.done_by == FAR_ACT_NONE; i++)
    if (signed_acts[i] != act && far_act_set_has (build->f, signed_acts[i]))
      proposal.done_by = signed_acts[i];

  if (kind == FAR_KIND_REMOVE || kind == FAR_KIND_DEVICE_ADD)
    target = replay->member[act];
  else if (kind == FAR_KIND_DEVICE_REVOKE)
    target = _far_replay_enrolled_for (replay, build->f, replay->device[act]);

  collect_proposal_signers (build, act, target);
  proposal.n_needed = count_needed (build, act, target);
  proposal.approvals = keep_signers (build, &proposal.n_approvals);
  g_array_append_val (build->self->proposals, proposal);
}

/* -- further machines */

/* Whether an ASK before @act, in effect, says the same. */
static gboolean
is_repeated_further (Build *build, guint32 act)
{
  GArray *further = build->replay->further;

  for (guint i = 0; i < further->len && g_array_index (further, guint32, i) != act; i++)
    if (far_act_set_has (build->f, g_array_index (further, guint32, i)) &&
        _far_replay_same_newcomer (build->replay, g_array_index (further, guint32, i), act))
      return TRUE;

  return FALSE;
}

/* Of the proposals to let that machine in: the first of those with the most signers. */
static const FarGovProposal *
find_proposal (Build *build, const FarAct *from)
{
  const FarGovProposal *found = NULL;

  for (guint i = 0; i < build->self->proposals->len; i++)
    {
      const FarGovProposal *proposal = &g_array_index (build->self->proposals, FarGovProposal, i);
      const FarAct *act = &build->replay->acts[proposal->act];

      if (act->proposes == FAR_KIND_DEVICE_ADD &&
          memcmp (act->member, from->member, FAR_RECORD_ID_LEN) == 0 &&
          memcmp (act->device, from->device, FAR_KEY_LEN) == 0 &&
          (found == NULL || proposal->n_approvals > found->n_approvals))
        found = proposal;
    }

  return found;
}

static void
add_further (Build *build, guint32 act)
{
  FarReplay *replay = build->replay;
  const FarAct *from = &replay->acts[act];
  FarGovFurther further = { .act = act, .proposal = FAR_ACT_NONE };
  guint32 member = _far_replay_find_member (replay, from->member);
  guint32 device = _far_replay_find_device (replay, from->device);
  const FarGovProposal *proposal;

  if (!far_act_set_has (build->f, act) || member == FAR_ACT_NONE ||
      _far_replay_standing (replay, build->f, member) == FAR_ACT_NONE ||
      (device != FAR_ACT_NONE &&
       _far_replay_enrolment (replay, build->f, device) != FAR_ACT_NONE) ||
      is_repeated_further (build, act))
    return;

  memcpy (further.member, from->member, FAR_RECORD_ID_LEN);
  memcpy (further.device, from->device, FAR_KEY_LEN);
  proposal = find_proposal (build, from);
  if (proposal != NULL)
    {
      further.proposal = proposal->act;
      further.n_missing = proposal->n_needed - MIN (proposal->n_approvals, proposal->n_needed);
    }
  else
    {
      _far_replay_clear_signers (replay);
      further.n_missing = _far_replay_removal_needed (replay, build->f, member);
    }
  g_array_append_val (build->self->further, further);
}

static void
build_further (Build *build)
{
  for (guint i = 0; i < build->replay->further->len; i++)
    add_further (build, g_array_index (build->replay->further, guint32, i));
}

static void
build_open_matters (Build *build)
{
  FarReplay *replay = build->replay;

  for (guint at = 0; at < replay->n; at++)
    {
      guint32 act = replay->order[at];

      if (!far_act_set_has (build->f, act))
        continue;

      if (replay->acts[act].kind == FAR_KIND_INVITE)
        add_invite (build, act);
      else if (replay->acts[act].kind == FAR_KIND_ASK && !replay->acts[act].is_further)
        add_ask (build, act);
      else if (replay->acts[act].kind == FAR_KIND_PROPOSE)
        add_proposal (build, act);
    }
}

/* -- secrets */

static gboolean
carries_secret (FarKind kind)
{
  return kind == FAR_KIND_GENESIS || kind == FAR_KIND_REMOVE || kind == FAR_KIND_DEVICE_REVOKE ||
         kind == FAR_KIND_TERM;
}

/* @sources: acts in order of id; only those that @until is or has in its past, unless it is none.
 */
static void
add_secret (Build *build, const GArray *sources, guint32 until)
{
  FarReplay *replay = build->replay;
  GArray *secrets = build->self->secrets;
  FarGovSecret secret;
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_SECRET, FAR_HASH_LEN);
  for (guint i = 0; i < sources->len; i++)
    {
      guint32 act = g_array_index (sources, guint32, i);

      if (until == FAR_ACT_NONE || act == until || far_replay_before (replay, act, until))
        far_hash_update (&hash, replay->acts[act].secret, sizeof replay->acts[act].secret);
    }
  far_hash_finish (&hash, secret, FAR_HASH_LEN);
  sodium_memzero (&hash, sizeof hash);

  for (guint i = 0; i < secrets->len; i++)
    if (sodium_memcmp (g_array_index (secrets, FarGovSecret, i), secret, sizeof secret) == 0)
      {
        sodium_memzero (secret, sizeof secret);
        return;
      }

  g_array_append_val (secrets, secret);
  sodium_memzero (secret, sizeof secret);
}

static int
compare_ids (const void *a, const void *b, void *user_data)
{
  const FarAct *acts = user_data;

  return memcmp (acts[*(const guint32 *)a].id, acts[*(const guint32 *)b].id, FAR_ID_LEN);
}

static void
build_secrets (Build *build)
{
  FarReplay *replay = build->replay;
  g_autoptr(GArray) sources = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr(GArray) by_id = NULL;

  for (guint at = 0; at < replay->n; at++)
    {
      guint32 act = replay->order[at];

      if (far_act_set_has (build->f, act) && carries_secret (replay->acts[act].kind))
        g_array_append_val (sources, act);
    }

  if (sources->len == 0)
    return;

  by_id = g_array_copy (sources);
  g_array_sort_with_data (by_id, compare_ids, (void *)replay->acts);

  add_secret (build, by_id, FAR_ACT_NONE);
  for (guint i = sources->len; i > 0 && build->self->secrets->len < 1 + FAR_SECRETS_MAX; i--)
    add_secret (build, by_id, g_array_index (sources, guint32, i - 1));
}

/* -- finding */

int
_far_governance_compare_ids (const void *a, const void *b)
{
  return memcmp (((const FarGovIdIndex *)a)->id, ((const FarGovIdIndex *)b)->id, FAR_ID_LEN);
}

static int
compare_member_index (const void *a, const void *b, void *user_data)
{
  GArray *members = user_data;

  return memcmp (g_array_index (members, FarGovMember, *(const guint32 *)a).id,
                 g_array_index (members, FarGovMember, *(const guint32 *)b).id, FAR_RECORD_ID_LEN);
}

static int
compare_key_index (const void *a, const void *b, void *user_data)
{
  GArray *devices = user_data;

  return memcmp (g_array_index (devices, FarGovDevice, *(const guint32 *)a).key,
                 g_array_index (devices, FarGovDevice, *(const guint32 *)b).key, FAR_KEY_LEN);
}

/* Of one Noise key, those that stand first, then in order. */
static int
compare_noise_index (const void *a, const void *b, void *user_data)
{
  GArray *devices = user_data;
  guint32 i = *(const guint32 *)a;
  guint32 k = *(const guint32 *)b;
  const FarGovDevice *left = &g_array_index (devices, FarGovDevice, i);
  const FarGovDevice *right = &g_array_index (devices, FarGovDevice, k);
  int order = memcmp (left->noise_key, right->noise_key, FAR_KEY_LEN);

  if (order != 0)
    return order;
  if (left->active != right->active)
    return left->active ? -1 : 1;

  return i < k ? -1 : i > k;
}

static guint32 *
build_index (GArray *array, GCompareDataFunc compare)
{
  guint32 *index = g_new (guint32, MAX (array->len, 1));

  for (guint32 i = 0; i < array->len; i++)
    index[i] = i;
  g_qsort_with_data (index, (int)array->len, sizeof (guint32), compare, array);

  return index;
}

static void
build_ids (Build *build)
{
  FarGovernance *self = build->self;

  self->by_id = g_new (FarGovIdIndex, MAX (self->n_acts, 1));
  for (guint32 i = 0; i < self->n_acts; i++)
    {
      memcpy (self->by_id[i].id, build->replay->acts[i].id, FAR_ID_LEN);
      self->by_id[i].act = i;
    }

  qsort (self->by_id, self->n_acts, sizeof (FarGovIdIndex), _far_governance_compare_ids);
}

void
_far_governance_build (FarGovernance *self, FarReplay *replay, const guint64 *f)
{
  Build build = { self, replay, f };

  build_members (&build);
  build_devices (&build);
  build_terms (&build);
  build_rules (&build);
  build_open_matters (&build);
  build_further (&build);
  build_secrets (&build);
  build_ids (&build);
  self->members_by_id = build_index (self->members, compare_member_index);
  self->devices_by_key = build_index (self->devices, compare_key_index);
  self->devices_by_noise = build_index (self->devices, compare_noise_index);
}
