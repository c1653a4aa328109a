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
add_strike (FarReplay *self, guint32 r, guint32 x, gboolean whole)
{
  FarStrike strike = { .r = r, .x = x, .whole = whole };

  g_array_append_val (self->strikes, strike);
}

/* REMOVE or DEVICE_REVOKE @r against what one device of the target signed unseen. */
static void
find_hits (FarReplay *self, guint32 r, guint32 device, guint64 *found)
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
        if (are_apart (self, r, acts[k]) && !far_act_set_has (found, acts[k]))
          {
            far_act_set_add (found, acts[k]);
            add_strike (self, r, acts[k], FALSE);
          }
    }
}

static void
find_removal_strikes (FarReplay *self, guint32 r)
{
  g_autofree guint64 *found = far_replay_new_set (self);
  guint n;
  const guint32 *devices;

  if (self->acts[r].kind == FAR_KIND_DEVICE_REVOKE)
    {
      find_hits (self, r, self->device[r], found);
      return;
    }

  devices = far_buckets_get (&self->devices, self->member[r], &n);
  for (guint i = 0; i < n; i++)
    find_hits (self, r, devices[i], found);
}

static gboolean
contradict (const FarReplay *self, guint32 a, guint32 b)
{
  if (self->acts[a].kind == FAR_KIND_ADMIT && _far_replay_same_newcomer (self, a, b))
    return FALSE;

  return self->acts[a].number == self->acts[b].number || self->acts[a].kind == FAR_KIND_ADMIT;
}

/* Two TERM n, two RULES for one key, two uses of one invite: @acts are all of one kind. */
static void
find_pair_strikes (FarReplay *self, const guint32 *acts, guint n)
{
  for (guint i = 0; i < n; i++)
    for (guint k = i + 1; k < n; k++)
      if (contradict (self, acts[i], acts[k]) && are_apart (self, acts[i], acts[k]))
        {
          add_strike (self, acts[i], acts[k], TRUE);
          add_strike (self, acts[k], acts[i], TRUE);
        }
}

void
_far_replay_find_strikes (FarReplay *self)
{
  guint first_term = self->genesis != FAR_ACT_NONE ? 1 : 0;

  for (guint i = 0; i < self->removals->len; i++)
    {
      guint32 act = g_array_index (self->removals, guint32, i);

      if (self->acts[act].kind == FAR_KIND_REMOVE || self->acts[act].kind == FAR_KIND_DEVICE_REVOKE)
        find_removal_strikes (self, act);
    }

  /* GENESIS is the first of the terms, having nothing in its past */
  if (self->terms->len > first_term)
    find_pair_strikes (self, &g_array_index (self->terms, guint32, first_term),
                       self->terms->len - first_term);

  if (self->rules->len > 0)
    find_pair_strikes (self, &g_array_index (self->rules, guint32, 0), self->rules->len);

  for (guint32 invite = 0; invite < self->n; invite++)
    {
      guint n;
      const guint32 *uses = far_buckets_get (&self->uses, invite, &n);

      find_pair_strikes (self, uses, n);
    }
}

/* -- strength */

/* @owners: the member for whom each device testifies.  Those that stood in the common past, and
 * what they added since by themselves: nobody else can lend a member a voice. */
static void
find_voices (FarReplay *self, const guint64 *set, const guint64 *common_f, guint32 *owners)
{
  for (guint32 device = 0; device < self->n_devices; device++)
    owners[device] = _far_replay_owner (self, common_f, device);

  for (guint i = 0; i < self->device_adds->len; i++)
    {
      guint32 add = g_array_index (self->device_adds, guint32, i);
      guint32 device = self->device[add];

      if (far_act_set_has (set, add) && owners[device] == FAR_ACT_NONE &&
          owners[self->author[add]] == self->member[add] &&
          _far_replay_enrolment (self, common_f, device) == FAR_ACT_NONE)
        owners[device] = self->member[add];
    }
}

enum
{
  SAW_R = 1,
  SAW_X = 2,
};

/* @stances: for each member, which of the two some entry of theirs has seen without the other. */
static void
find_stances (FarReplay *self,
              const guint64 *set,
              const FarStrike *strike,
              const guint32 *owners,
              guint8 *stances)
{
  for (guint32 i = 0; i < self->n; i++)
    {
      guint32 member = owners[self->author[i]];
      gboolean r;
      gboolean x;

      if (member == FAR_ACT_NONE || !far_act_set_has (set, i))
        continue;

      r = i == strike->r || far_replay_before (self, strike->r, i);
      x = i == strike->x || far_replay_before (self, strike->x, i);

      if (r != x)
        stances[member] |= r ? SAW_R : SAW_X;
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

/* The place of the most senior of self->signers among all admissions in effect; behind the last one
 * if there is none. */
static int
find_best_place (FarReplay *self, const guint64 *common_f)
{
  guint32 best = G_MAXUINT32;
  int place = 0;

  for (guint i = 0; i < self->n_signers; i++)
    best = MIN (best, self->place[_far_replay_standing (self, common_f, self->signers[i])]);

  for (guint at = 0; at < self->n && at < best; at++)
    {
      guint32 act = self->order[at];

      if (far_act_set_has (common_f, act) &&
          (self->acts[act].kind == FAR_KIND_GENESIS || self->acts[act].kind == FAR_KIND_ADMIT))
        place++;
    }

  return place;
}

void
_far_replay_weigh (FarReplay *self, const guint64 *set, const FarStrike *strike, FarWeight *weight)
{
  g_autofree guint32 *owners = g_new (guint32, MAX (self->n_devices, 1));
  g_autofree guint8 *stances = g_new0 (guint8, MAX (self->n_members, 1));
  int place_r;

  *weight = (FarWeight){ 0 };

  find_voices (self, set, strike->common_f, owners);
  find_stances (self, set, strike, owners, stances);

  for (guint i = 0; i < self->candidates->len; i++)
    {
      guint32 member = g_array_index (self->candidates, guint32, i);

      if (member == strike->target_r || member == strike->target_x ||
          _far_replay_standing (self, strike->common_f, member) == FAR_ACT_NONE)
        continue;

      if (stances[member] == SAW_R)
        weight->parts[0]++;
      else if (stances[member] == SAW_X)
        weight->parts[0]--;
      else if (stances[member] == 0)
        weight->n_silent++;
    }

  find_act_signers (self, strike->r, owners);
  weight->parts[1] = (int)self->n_signers;
  place_r = find_best_place (self, strike->common_f);

  find_act_signers (self, strike->x, owners);
  weight->parts[1] -= (int)self->n_signers;
  weight->parts[2] = find_best_place (self, strike->common_f) - place_r;

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
