/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether an act counts, once it is known which of the acts in its past do.  Each question takes a
 * set @fp of acts in effect, so the same functions answer for an act's past and for today. */

#define G_LOG_DOMAIN "far-governance"

#include "far-governance-private.h"

#include <string.h>

#include "far-entry.h"

#include "far-pure.h"

guint32
_far_replay_enrolment (const FarReplay *self, const guint64 *fp, guint32 device)
{
  guint n;
  const guint32 *enrolments = far_buckets_get (&self->enrolments, device, &n);

  for (guint i = 0; i < n; i++)
    if (far_act_set_has (fp, enrolments[i]))
      return enrolments[i];

  return FAR_ACT_NONE;
}

guint32
_far_replay_enrolled_for (const FarReplay *self, const guint64 *fp, guint32 device)
{
  guint32 enrolment = _far_replay_enrolment (self, fp, device);

  return enrolment != FAR_ACT_NONE ? self->member[enrolment] : FAR_ACT_NONE;
}

/* Whom LEAVE @act speaks for: its device's member in its own past. */
static guint32
get_leaver (const FarReplay *self, const guint64 *fp, guint32 act)
{
  guint n;
  const guint32 *enrolments = far_buckets_get (&self->enrolments, self->author[act], &n);

  for (guint i = 0; i < n; i++)
    if (far_act_set_has (fp, enrolments[i]) && far_replay_before (self, enrolments[i], act))
      return self->member[enrolments[i]];

  return FAR_ACT_NONE;
}

gboolean
_far_replay_ends (const FarReplay *self, const guint64 *fp, guint32 ending, guint32 member)
{
  if (!far_act_set_has (fp, ending))
    return FALSE;

  return self->acts[ending].kind == FAR_KIND_REMOVE || get_leaver (self, fp, ending) == member;
}

/* Whether @act, which let @member or a device of theirs in, came after every end in effect. */
static gboolean
outlives_endings (const FarReplay *self, const guint64 *fp, guint32 act, guint32 member)
{
  guint n;
  const guint32 *endings = far_buckets_get (&self->endings, member, &n);

  for (guint i = 0; i < n; i++)
    if (!far_replay_before (self, endings[i], act) &&
        _far_replay_ends (self, fp, endings[i], member))
      return FALSE;

  return TRUE;
}

guint32
_far_replay_standing (const FarReplay *self, const guint64 *fp, guint32 member)
{
  guint n;
  const guint32 *admissions = far_buckets_get (&self->admissions, member, &n);

  for (guint i = 0; i < n; i++)
    if (far_act_set_has (fp, admissions[i]) && outlives_endings (self, fp, admissions[i], member))
      return admissions[i];

  return FAR_ACT_NONE;
}

static gboolean
stands (const FarReplay *self, const guint64 *fp, guint32 member)
{
  return member != FAR_ACT_NONE && _far_replay_standing (self, fp, member) != FAR_ACT_NONE;
}

static gboolean
is_revoked (const FarReplay *self, const guint64 *fp, guint32 device)
{
  guint n;
  const guint32 *revocations = far_buckets_get (&self->revocations, device, &n);

  for (guint i = 0; i < n; i++)
    if (far_act_set_has (fp, revocations[i]))
      return TRUE;

  return FALSE;
}

guint32
_far_replay_owner (const FarReplay *self, const guint64 *fp, guint32 device)
{
  guint32 enrolment = _far_replay_enrolment (self, fp, device);
  guint32 member;

  if (enrolment == FAR_ACT_NONE || is_revoked (self, fp, device))
    return FAR_ACT_NONE;

  member = self->member[enrolment];
  if (!outlives_endings (self, fp, enrolment, member) || !stands (self, fp, member))
    return FAR_ACT_NONE;

  return member;
}

/* Members in standing, and no further than @most. */
static guint
count_standing_up_to (const FarReplay *self, const guint64 *fp, guint most)
{
  guint count = 0;

  for (guint i = 0; i < self->candidates->len && count < most; i++)
    if (stands (self, fp, g_array_index (self->candidates, guint32, i)))
      count++;

  return count;
}

guint
_far_replay_count_standing (const FarReplay *self, const guint64 *fp)
{
  return count_standing_up_to (self, fp, G_MAXUINT);
}

/* Each member in standing was let in by an act in effect: where there are fewer of these, nobody
 * needs to be counted. */
static gboolean
is_full (const FarReplay *self, const guint64 *fp)
{
  guint let_in = 0;

  for (gsize i = 0; i < self->n_words; i++)
    let_in += far_count_bits (fp[i] & self->letting_in[i]);

  return let_in >= FAR_MEMBERS_MAX &&
         count_standing_up_to (self, fp, FAR_MEMBERS_MAX) == FAR_MEMBERS_MAX;
}

static guint
count_devices (const FarReplay *self, const guint64 *fp, guint32 member)
{
  guint n;
  guint count = 0;
  const guint32 *devices = far_buckets_get (&self->devices, member, &n);

  /* a device may be listed twice, but stands by one enrolment */
  for (guint i = 0; i < n; i++)
    {
      gboolean again = FALSE;

      for (guint k = 0; k < i && !again; k++)
        again = devices[k] == devices[i];

      if (!again && _far_replay_owner (self, fp, devices[i]) == member)
        count++;
    }

  return count;
}

static guint32
get_term_number (const FarReplay *self, guint32 term)
{
  if (term == FAR_ACT_NONE)
    return 0;

  return self->acts[term].kind == FAR_KIND_GENESIS ? 1 : self->acts[term].number;
}

/* Also in the past of @act unless that is none. */
static guint32
find_newest_term (const FarReplay *self, const guint64 *fp, guint32 act)
{
  guint32 newest = FAR_ACT_NONE;

  for (guint i = 0; i < self->terms->len; i++)
    {
      guint32 term = g_array_index (self->terms, guint32, i);

      if (far_act_set_has (fp, term) &&
          (act == FAR_ACT_NONE || far_replay_before (self, term, act)))
        if (get_term_number (self, term) >= get_term_number (self, newest))
          newest = term;
    }

  return newest;
}

guint32
_far_replay_newest_term (const FarReplay *self, const guint64 *fp)
{
  return find_newest_term (self, fp, FAR_ACT_NONE);
}

guint32
_far_replay_rule (const FarReplay *self, const guint64 *fp, guint32 number)
{
  guint32 found = FAR_ACT_NONE;

  for (guint i = 0; i < self->rules->len; i++)
    {
      guint32 act = g_array_index (self->rules, guint32, i);

      if (self->acts[act].number == number && far_act_set_has (fp, act))
        found = act;
    }

  return found;
}

static gint32
get_rule_value (const FarReplay *self, const guint64 *fp, guint32 number)
{
  guint32 act = _far_replay_rule (self, fp, number);

  return act != FAR_ACT_NONE ? self->acts[act].value : 0;
}

guint
_far_replay_vouchers_needed (const FarReplay *self, const guint64 *fp)
{
  gint32 value = get_rule_value (self, fp, FAR_RULE_VOUCHERS);

  if (value != 0)
    return (guint)value;

  return count_standing_up_to (self, fp, FAR_RULE_SMALL_MAX + 1) <= FAR_RULE_SMALL_MAX ? 1 : 2;
}

void
_far_replay_clear_signers (FarReplay *self)
{
  self->n_signers = 0;
  self->epoch++;
}

void
_far_replay_add_signer (FarReplay *self, const guint64 *fp, guint32 entry, guint32 not_member)
{
  guint32 member = _far_replay_owner (self, fp, self->author[entry]);

  if (member == FAR_ACT_NONE || member == not_member || self->mark[member] == self->epoch)
    return;

  self->mark[member] = self->epoch;
  self->signers[self->n_signers++] = member;
}

static void
collect_signers (FarReplay *self,
                 guint32 act,
                 const guint64 *fp,
                 const guint64 *lost,
                 guint32 not_member)
{
  guint n;
  const guint32 *signatures = far_buckets_get (&self->signatures, act, &n);

  _far_replay_clear_signers (self);

  for (guint i = 0; i < n; i++)
    if (lost == NULL || !far_act_set_has (lost, signatures[i]))
      _far_replay_add_signer (self, fp, signatures[i], not_member);
}

/* Whom REMOVE or DEVICE_REVOKE, or what approves one, is about. */
static guint32
get_removed (const FarReplay *self, const guint64 *fp, guint32 act)
{
  if (self->acts[act].kind == FAR_KIND_APPROVE)
    act = self->acts[act].what;

  if (self->member[act] != FAR_ACT_NONE)
    return self->member[act];

  return _far_replay_enrolled_for (self, fp, self->device[act]);
}

/* Whether one of self->signers has approved the removal of someone but @target, and not of
 * themselves, under the term that is the newest in @fp. */
static gboolean
has_repeated (const FarReplay *self, const guint64 *fp, guint32 target)
{
  guint32 now = get_term_number (self, _far_replay_newest_term (self, fp));

  for (guint i = 0; i < self->removals->len; i++)
    {
      guint32 other = g_array_index (self->removals, guint32, i);
      guint32 removed;
      guint32 approver;

      if (!far_act_set_has (fp, other))
        continue;

      removed = get_removed (self, fp, other);
      approver = _far_replay_enrolled_for (self, fp, self->author[other]);

      if (removed != target && approver != FAR_ACT_NONE && approver != removed &&
          self->mark[approver] == self->epoch &&
          get_term_number (self, find_newest_term (self, fp, other)) == now)
        return TRUE;
    }

  return FALSE;
}

guint
_far_replay_removal_needed (FarReplay *self, const guint64 *fp, guint32 target)
{
  guint n = _far_replay_count_standing (self, fp);
  guint majority = n / 2 + 1;
  gint32 value = get_rule_value (self, fp, FAR_RULE_REMOVALS);
  guint asked;

  if (n <= FAR_RULE_SMALL_MAX || value == FAR_RULE_REMOVALS_MAJORITY ||
      has_repeated (self, fp, target))
    return majority;

  asked =
      value != 0 ? (guint)value : CLAMP ((n + 3) / 4, FAR_RULE_REMOVALS_MIN, FAR_RULE_NUMBER_MAX);

  return MIN (asked, majority);
}

static FarActVerdict
judge_signed (FarReplay *self, guint32 act, const guint64 *fp, const guint64 *lost)
{
  collect_signers (self, act, fp, lost, FAR_ACT_NONE);

  return self->n_signers > 0 ? FAR_ACT_COUNTS : FAR_ACT_TOO_FEW;
}

static FarActVerdict
judge_majority (FarReplay *self, guint32 act, const guint64 *fp, const guint64 *lost)
{
  collect_signers (self, act, fp, lost, FAR_ACT_NONE);

  return self->n_signers > _far_replay_count_standing (self, fp) / 2 ? FAR_ACT_COUNTS
                                                                     : FAR_ACT_TOO_FEW;
}

static FarActVerdict
judge_removal (FarReplay *self, guint32 act, const guint64 *fp, const guint64 *lost, guint32 target)
{
  collect_signers (self, act, fp, lost, target);

  return self->n_signers >= _far_replay_removal_needed (self, fp, target) ? FAR_ACT_COUNTS
                                                                          : FAR_ACT_TOO_FEW;
}

static FarActVerdict
judge_invite_end (FarReplay *self, guint32 act, const guint64 *fp, const guint64 *lost)
{
  guint32 owner = _far_replay_owner (self, fp, self->author[act]);
  guint32 invite = self->acts[act].invite;

  if (_far_replay_enrolled_for (self, fp, self->author[invite]) != owner)
    return FAR_ACT_NOT_ENTITLED;

  return judge_signed (self, act, fp, lost);
}

static gboolean
any_in (const guint64 *fp, const FarBuckets *buckets, guint32 key)
{
  guint n;
  const guint32 *items = far_buckets_get (buckets, key, &n);

  for (guint i = 0; i < n; i++)
    if (far_act_set_has (fp, items[i]))
      return TRUE;

  return FALSE;
}

/* A member's id is that of the first device's key; coming back is only for those who have been. */
static gboolean
is_member_id_fair (const FarReplay *self, guint32 act, const guint64 *fp)
{
  guint8 fresh[FAR_RECORD_ID_LEN];

  far_member_id (self->collective, self->acts[act].device, fresh);

  return memcmp (fresh, self->acts[act].member, sizeof fresh) == 0 ||
         any_in (fp, &self->admissions, self->member[act]);
}

static FarActVerdict
judge_admit (FarReplay *self, guint32 act, const guint64 *fp, const guint64 *lost)
{
  guint32 invite = self->acts[act].invite;
  guint32 member = self->member[act];

  if (any_in (fp, &self->uses, invite))
    return FAR_ACT_INVITE_USED;
  if (any_in (fp, &self->invite_ends, invite))
    return FAR_ACT_INVITE_ENDED;
  if (!is_member_id_fair (self, act, fp))
    return FAR_ACT_MALFORMED;
  if (stands (self, fp, member) || any_in (fp, &self->enrolments, self->device[act]))
    return FAR_ACT_TARGET;
  if (is_full (self, fp))
    return FAR_ACT_FULL;

  collect_signers (self, act, fp, lost, member);

  return self->n_signers >= _far_replay_vouchers_needed (self, fp) ? FAR_ACT_COUNTS
                                                                   : FAR_ACT_TOO_FEW;
}

/* One's own device needs nobody else's word, a lost machine's owner that of others. */
static FarActVerdict
judge_device (FarReplay *self, guint32 act, const guint64 *fp, const guint64 *lost, guint32 member)
{
  if (_far_replay_owner (self, fp, self->author[act]) == member &&
      (lost == NULL || !far_act_set_has (lost, act)))
    return FAR_ACT_COUNTS;

  return judge_removal (self, act, fp, lost, member);
}

static FarActVerdict
judge_device_add (FarReplay *self, guint32 act, const guint64 *fp, const guint64 *lost)
{
  guint32 member = self->member[act];

  if (!stands (self, fp, member) || any_in (fp, &self->enrolments, self->device[act]))
    return FAR_ACT_TARGET;
  if (count_devices (self, fp, member) >= FAR_MEMBER_DEVICES_MAX)
    return FAR_ACT_FULL;

  return judge_device (self, act, fp, lost, member);
}

static FarActVerdict
judge_device_revoke (FarReplay *self, guint32 act, const guint64 *fp, const guint64 *lost)
{
  guint32 member = _far_replay_owner (self, fp, self->device[act]);

  if (member == FAR_ACT_NONE)
    return FAR_ACT_TARGET;

  return judge_device (self, act, fp, lost, member);
}

static FarActVerdict
judge_remove (FarReplay *self, guint32 act, const guint64 *fp, const guint64 *lost)
{
  if (!stands (self, fp, self->member[act]))
    return FAR_ACT_TARGET;

  return judge_removal (self, act, fp, lost, self->member[act]);
}

static FarActVerdict
judge_term (FarReplay *self, guint32 act, const guint64 *fp, const guint64 *lost)
{
  guint32 previous = self->acts[act].previous;
  guint32 holder = self->member[previous];

  if (!far_act_set_has (fp, previous))
    return FAR_ACT_TERM;

  for (guint i = 0; i < self->terms->len; i++)
    {
      guint32 term = g_array_index (self->terms, guint32, i);

      if (far_act_set_has (fp, term) && get_term_number (self, term) == self->acts[act].number)
        return FAR_ACT_TERM;
    }

  if (_far_replay_owner (self, fp, self->author[act]) != self->member[act])
    return FAR_ACT_NOT_ENTITLED;

  collect_signers (self, act, fp, lost, FAR_ACT_NONE);

  if (self->mark[holder] == self->epoch)
    return FAR_ACT_COUNTS;

  return self->n_signers > _far_replay_count_standing (self, fp) / 2 ? FAR_ACT_COUNTS
                                                                     : FAR_ACT_TOO_FEW;
}

FarActVerdict
_far_replay_judge (FarReplay *self, guint32 act, const guint64 *fp, const guint64 *lost)
{
  if (!far_replay_is_sound (self, act))
    return self->basic[act];

  if (act == self->genesis)
    return FAR_ACT_COUNTS;

  if (_far_replay_owner (self, fp, self->author[act]) == FAR_ACT_NONE)
    return FAR_ACT_NO_STANDING;

  switch (self->acts[act].kind)
    {
    case FAR_KIND_INVITE_END:
      return judge_invite_end (self, act, fp, lost);
    case FAR_KIND_ADMIT:
      return judge_admit (self, act, fp, lost);
    case FAR_KIND_DEVICE_ADD:
      return judge_device_add (self, act, fp, lost);
    case FAR_KIND_DEVICE_REVOKE:
      return judge_device_revoke (self, act, fp, lost);
    case FAR_KIND_REMOVE:
      return judge_remove (self, act, fp, lost);
    case FAR_KIND_TERM:
      return judge_term (self, act, fp, lost);
    case FAR_KIND_RULES:
      return judge_majority (self, act, fp, lost);
    default:
      return judge_signed (self, act, fp, lost);
    }
}
