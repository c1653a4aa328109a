/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which acts would strike each other, and which of two is the stronger. */

#define G_LOG_DOMAIN "far-governance"

#include "far-governance-private.h"

#include <string.h>

#include "far-pure.h"

/* Whether the device that wrote @entry was let in, by anything in its past, as one of @member. */
gboolean
_far_replay_may_be_of (const FarReplay *self, guint32 entry, guint32 member)
{
  guint n;
  const guint32 *enrolments = far_buckets_get (&self->enrolments, self->author[entry], &n);

  for (guint i = 0; i < n; i++)
    if (self->member[enrolments[i]] == member && far_replay_before (self, enrolments[i], entry))
      return TRUE;

  return FALSE;
}

gboolean
_far_replay_hits_signature (const FarReplay *self, guint32 r, guint32 signature)
{
  if (far_replay_before (self, signature, r))
    return FALSE;

  return self->acts[r].kind == FAR_KIND_REMOVE
             ? _far_replay_may_be_of (self, signature, self->member[r])
             : self->author[signature] == self->device[r];
}

static gboolean
are_apart (const FarReplay *self, guint32 a, guint32 b)
{
  return a != b && !far_replay_before (self, a, b) && !far_replay_before (self, b, a);
}

static void
add_pair (GArray *pairs, guint32 r, guint32 x, gboolean whole)
{
  FarStrike pair = { .r = r, .x = x, .whole = whole };

  g_array_append_val (pairs, pair);
}

static gboolean
is_earlier (const FarReplay *self, guint32 a, guint32 b)
{
  return self->place[a] < self->place[b];
}

/* REMOVE or DEVICE_REVOKE @r against earlier acts that one device of the target signed unseen. */
static void
find_hits (const FarReplay *self, guint32 r, guint32 device, guint64 *found, GArray *pairs)
{
  guint n;
  const guint32 *entries = far_buckets_get (&self->authored, device, &n);

  for (guint i = 0; i < n; i++)
    {
      guint n_signed;
      const guint32 *acts;

      if (!far_replay_is_sound (self, entries[i]) ||
          !_far_replay_hits_signature (self, r, entries[i]))
        continue;

      acts = far_buckets_get (&self->signed_by_any, entries[i], &n_signed);
      for (guint k = 0; k < n_signed; k++)
        if (is_earlier (self, acts[k], r) && are_apart (self, r, acts[k]) &&
            !far_act_set_has (found, acts[k]))
          {
            far_act_set_add (found, acts[k]);
            add_pair (pairs, r, acts[k], FALSE);
          }
    }
}

static void
find_what_it_hits (const FarReplay *self, guint32 r, GArray *pairs)
{
  g_autofree guint64 *found = far_replay_new_set (self);
  guint n;
  const guint32 *devices;

  if (self->acts[r].kind == FAR_KIND_DEVICE_REVOKE)
    {
      find_hits (self, r, self->device[r], found, pairs);
      return;
    }

  devices = far_buckets_get (&self->devices, self->member[r], &n);
  for (guint i = 0; i < n; i++)
    find_hits (self, r, devices[i], found, pairs);
}

/* Earlier ones of @removals, LEAVE aside, that hit @signature of @x. */
static void
add_hitters (const FarReplay *self,
             guint32 x,
             guint32 signature,
             const guint32 *removals,
             guint n,
             guint64 *found,
             GArray *pairs)
{
  for (guint i = 0; i < n; i++)
    if (self->acts[removals[i]].kind != FAR_KIND_LEAVE && is_earlier (self, removals[i], x) &&
        !far_act_set_has (found, removals[i]) && are_apart (self, removals[i], x) &&
        _far_replay_hits_signature (self, removals[i], signature))
      {
        far_act_set_add (found, removals[i]);
        add_pair (pairs, removals[i], x, FALSE);
      }
}

static void
find_what_hits_it (const FarReplay *self, guint32 x, GArray *pairs)
{
  g_autofree guint64 *found = far_replay_new_set (self);
  guint n_signatures;
  const guint32 *signatures = far_buckets_get (&self->signatures, x, &n_signatures);

  for (guint i = 0; i < n_signatures; i++)
    {
      guint32 device = self->author[signatures[i]];
      guint n;
      guint n_enrolments;
      const guint32 *enrolments = far_buckets_get (&self->enrolments, device, &n_enrolments);
      const guint32 *removals = far_buckets_get (&self->revocations, device, &n);

      add_hitters (self, x, signatures[i], removals, n, found, pairs);
      for (guint k = 0; k < n_enrolments; k++)
        {
          removals = far_buckets_get (&self->endings, self->member[enrolments[k]], &n);
          add_hitters (self, x, signatures[i], removals, n, found, pairs);
        }
    }
}

/* Two TERM n, two RULES for one key, two uses of one invite: @acts are all of one kind, in order.
 */
static void
find_rivals (const FarReplay *self, guint32 act, const guint32 *acts, guint n, GArray *pairs)
{
  gboolean is_use = self->acts[act].kind == FAR_KIND_ADMIT;

  for (guint i = 0; i < n && is_earlier (self, acts[i], act); i++)
    if ((is_use ? !_far_replay_same_newcomer (self, acts[i], act)
                : self->acts[acts[i]].number == self->acts[act].number) &&
        acts[i] != self->genesis && are_apart (self, acts[i], act))
      {
        add_pair (pairs, acts[i], act, TRUE);
        add_pair (pairs, act, acts[i], TRUE);
      }
}

void
_far_replay_find_contradictions (const FarReplay *self, guint32 act, GArray *pairs)
{
  guint n;
  const guint32 *uses;

  g_array_set_size (pairs, 0);
  if (!far_replay_is_sound (self, act))
    return;

  find_what_hits_it (self, act, pairs);

  switch (self->acts[act].kind)
    {
    case FAR_KIND_REMOVE:
    case FAR_KIND_DEVICE_REVOKE:
      find_what_it_hits (self, act, pairs);
      break;
    case FAR_KIND_TERM:
      find_rivals (self, act, &g_array_index (self->terms, guint32, 0), self->terms->len, pairs);
      break;
    case FAR_KIND_RULES:
      find_rivals (self, act, &g_array_index (self->rules, guint32, 0), self->rules->len, pairs);
      break;
    case FAR_KIND_ADMIT:
      uses = far_buckets_get (&self->uses, self->acts[act].invite, &n);
      find_rivals (self, act, uses, n, pairs);
      break;
    default:
      break;
    }
}

/* -- strength */

static void
find_electors (const FarReplay *self, FarInEffect *effect)
{
  effect->owners = g_new (guint32, MAX (self->n_devices, 1));
  for (guint32 device = 0; device < self->n_devices; device++)
    effect->owners[device] = _far_replay_owner (self, effect->f, device);

  effect->electors = g_new (guint32, MAX (self->candidates->len, 1));
  effect->seats = g_new (guint32, MAX (self->n_members, 1));
  for (guint i = 0; i < self->candidates->len; i++)
    {
      guint32 member = g_array_index (self->candidates, guint32, i);

      if (_far_replay_standing (self, effect->f, member) != FAR_ACT_NONE)
        effect->electors[effect->n_electors++] = member;
    }

  for (guint at = 0; at < self->n_judged; at++)
    {
      guint32 act = self->judged[at];
      guint32 member = self->member[act];

      if (!far_act_set_has (effect->f, act) || !far_act_set_has (self->letting_in, act))
        continue;
      if (_far_replay_standing (self, effect->f, member) == act)
        effect->seats[member] = effect->n_seats;
      effect->n_seats++;
    }
}

/* The entries that have seen @act, itself included. */
static const guint64 *
get_seen_by (FarReplay *self, guint32 act)
{
  guint64 *seen_by = self->seen_by[act];

  if (seen_by != NULL)
    return seen_by;

  seen_by = self->seen_by[act] = far_replay_new_set (self);
  far_act_set_add (seen_by, act);
  for (guint32 i = 0; i < self->n; i++)
    if (far_replay_before (self, act, i))
      far_act_set_add (seen_by, i);

  return seen_by;
}

/* The member for whom each device testifies.  Those that stood in the common past, and what they
 * added since by themselves: nobody else can lend a member a voice.  @own: (out) (transfer full)
 * (nullable): what is returned, if it is another than what stood */
static const guint32 *
find_voices (FarReplay *self, const guint64 *set, const FarInEffect *common, guint32 **own)
{
  const guint32 *owners = common->owners;

  *own = NULL;
  for (guint i = 0; i < self->device_adds->len; i++)
    {
      guint32 add = g_array_index (self->device_adds, guint32, i);
      guint32 device = self->device[add];

      if (owners[device] != FAR_ACT_NONE || owners[self->author[add]] != self->member[add] ||
          !far_act_set_has (set, add) ||
          _far_replay_enrolment (self, common->f, device) != FAR_ACT_NONE)
        continue;

      if (*own == NULL)
        owners = *own = g_memdup2 (common->owners, self->n_devices * sizeof (guint32));
      (*own)[device] = self->member[add];
    }

  return owners;
}

enum
{
  SAW_R = 1,
  SAW_X = 2,
};

/* self->stances: for each member, which of the two some entry of theirs has seen without the
 * other. */
static void
find_stances (FarReplay *self, const guint64 *set, const FarStrike *strike, const guint32 *owners)
{
  const guint64 *r = get_seen_by (self, strike->r);
  const guint64 *x = get_seen_by (self, strike->x);

  memset (self->stances, 0, self->n_members);
  for (gsize word = 0; word < self->n_words; word++)
    for (guint64 left = (r[word] ^ x[word]) & set[word]; left != 0; left &= left - 1)
      {
        guint bit = far_count_bits ((left & -left) - 1);
        guint32 member = owners[self->author[word * 64 + bit]];

        if (member != FAR_ACT_NONE)
          self->stances[member] |= (r[word] >> bit & 1) != 0 ? SAW_R : SAW_X;
      }
}

static void
find_act_signers (FarReplay *self, guint32 act, const guint32 *owners)
{
  guint n;
  const guint32 *signatures = far_buckets_get (&self->signatures, act, &n);

  _far_replay_clear_signers (self);

  for (guint i = 0; i < n; i++)
    {
      guint32 member = owners[self->author[signatures[i]]];

      if (member != FAR_ACT_NONE && self->mark[member] != self->epoch)
        {
          self->mark[member] = self->epoch;
          self->signers[self->n_signers++] = member;
        }
    }
}

/* The best seat of self->signers; behind the last one if there is none. */
static int
find_best_seat (const FarReplay *self, const FarInEffect *common)
{
  guint32 best = common->n_seats;

  for (guint i = 0; i < self->n_signers; i++)
    best = MIN (best, common->seats[self->signers[i]]);

  return (int)best;
}

void
_far_replay_weigh (FarReplay *self, const guint64 *set, const FarStrike *strike, FarWeight *weight)
{
  FarInEffect *common = strike->common;
  g_autofree guint32 *own = NULL;
  const guint32 *owners;
  int seat_r;

  *weight = (FarWeight){ 0 };

  if (common->owners == NULL)
    find_electors (self, common);
  owners = find_voices (self, set, common, &own);
  find_stances (self, set, strike, owners);

  for (guint i = 0; i < common->n_electors; i++)
    {
      guint32 member = common->electors[i];

      if (member == strike->target_r || member == strike->target_x)
        continue;

      if (self->stances[member] == SAW_R)
        weight->parts[0]++;
      else if (self->stances[member] == SAW_X)
        weight->parts[0]--;
      else if (self->stances[member] == 0)
        weight->n_silent++;
    }

  find_act_signers (self, strike->r, owners);
  weight->parts[1] = (int)self->n_signers;
  seat_r = find_best_seat (self, common);

  find_act_signers (self, strike->x, owners);
  weight->parts[1] -= (int)self->n_signers;
  weight->parts[2] = find_best_seat (self, common) - seat_r;

  weight->parts[3] =
      memcmp (self->acts[strike->r].id, self->acts[strike->x].id, FAR_ID_LEN) < 0 ? 1 : -1;
}

int
_far_replay_compare_weights (const FarWeight *a, const FarWeight *b)
{
  for (guint i = 0; i < G_N_ELEMENTS (a->parts); i++)
    if (a->parts[i] != b->parts[i])
      return a->parts[i] < b->parts[i] ? -1 : 1;

  return 0;
}
