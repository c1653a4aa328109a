/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "governance-world.h"

#include <string.h>

#include "far-crypto.h"
#include "far-entry.h"

static const guint8 zero_id[FAR_ID_LEN];

/* Device d's key; keys, ids and secrets are no more than names here. */
void
set_key (guint8 *key, const char *what, guint d)
{
  FarHash hash;

  far_hash_init (&hash, "test key", FAR_KEY_LEN);
  far_hash_update (&hash, what, strlen (what));
  far_hash_u32 (&hash, d);
  far_hash_finish (&hash, key, FAR_KEY_LEN);
}

World *
world_new (guint capacity)
{
  World *self = g_new0 (World, 1);

  self->capacity_words = (guint)FAR_ACT_WORDS (capacity);
  self->acts = g_new0 (FarAct, 64 * self->capacity_words);
  memset (self->last, 0xff, sizeof self->last);

  return self;
}

void
world_free (World *self)
{
  for (guint i = 0; i < self->n; i++)
    {
      g_free ((void *)self->acts[i].past);
      g_free ((void *)self->acts[i].cuts);
    }
  g_free (self->acts);
  g_free (self);
}

static void
see (World *self, guint64 *past, guint32 act)
{
  if (act == END)
    return;

  for (guint i = 0; i < self->capacity_words; i++)
    past[i] |= self->acts[act].past[i];
  far_act_set_add (past, act);
}

/* A new entry of device @d, that has seen @seen[] (ended by END) too. */
FarAct *
write_seen (World *self, guint d, FarKind kind, const guint32 *seen)
{
  FarAct *act = &self->acts[self->n];
  guint64 *past = g_new0 (guint64, self->capacity_words);

  g_assert_cmpuint (self->n, <, self->capacity_words * 64);
  see (self, past, self->last[d]);
  for (; *seen != END; seen++)
    see (self, past, *seen);

  act->kind = kind;
  act->past = past;
  act->has_effect = TRUE;
  act->proofs_ok = TRUE;
  act->seq = ++self->seq[d];
  act->invite = act->what = act->proposal = act->previous = FAR_ACT_NONE;
  set_key (act->author, "device", d);
  set_key (act->id, "entry", self->n);
  set_key (act->secret, "secret", self->n);
  self->last[d] = self->n++;

  return act;
}

void
set_device (FarAct *act, guint d)
{
  set_key (act->device, "device", d);
  set_key (act->noise_key, "noise", d);
  set_key (act->seal_key, "seal", d);
}

const guint8 *
collective (const World *self)
{
  return self->acts[0].id;
}

/* The member whose first device is @d; device 0 is the founder's. */
void
set_member (const World *self, guint8 *id, guint d)
{
  guint8 key[FAR_KEY_LEN];

  set_key (key, "device", d);
  far_member_id (d == 0 ? zero_id : collective (self), key, id);
}

void
found (World *self)
{
  FarAct *act = WRITE (self, 0, FAR_KIND_GENESIS, END);

  set_member (self, act->member, 0);
  set_key (act->noise_key, "noise", 0);
  set_key (act->seal_key, "seal", 0);
  act->end_day = 365;
}

guint32
invite (World *self, guint d)
{
  set_key (WRITE (self, d, FAR_KIND_INVITE, END)->invite_key, "invite", self->n);

  return LAST (self);
}

guint32
newcomer (World *self, guint d, FarKind kind, guint32 invitation, guint new_d, guint32 seen)
{
  FarAct *act = WRITE (self, d, kind, invitation, seen);

  act->invite = invitation;
  set_device (act, new_d);
  set_member (self, act->member, new_d);

  return LAST (self);
}

/* Member and device @new_d are let in by @d, and have seen it. */
guint32
admit (World *self, guint d, guint32 invitation, guint new_d)
{
  guint32 act = newcomer (self, d, FAR_KIND_ADMIT, invitation, new_d, END);

  self->last[new_d] = act;

  return act;
}

guint32
propose (World *self, guint d, FarKind kind, guint target_d)
{
  FarAct *act = WRITE (self, d, FAR_KIND_PROPOSE, END);

  act->proposes = kind;
  set_member (self, act->member, target_d);
  set_device (act, target_d);

  return LAST (self);
}

guint32
approve (World *self, guint d, guint32 what)
{
  WRITE (self, d, FAR_KIND_APPROVE, what)->what = what;

  return LAST (self);
}

guint32
witness (World *self, guint d, guint32 what)
{
  WRITE (self, d, FAR_KIND_WITNESS, what);

  return LAST (self);
}

/* Everyone but @d approves what @d proposes, as far as @approvers (ended by END) goes, and @d does
 * it.  Returns: the act */
guint32
act_together (World *self,
              guint d,
              FarKind kind,
              guint target_d,
              const guint *approvers,
              guint n_approvers)
{
  guint32 proposal = propose (self, d, kind, target_d);
  guint32 seen[64];
  FarAct *act;

  g_assert_cmpuint (n_approvers, <, 63);
  for (guint i = 0; i < n_approvers; i++)
    seen[i] = approve (self, approvers[i], proposal);
  seen[n_approvers] = END;

  act = write_seen (self, d, kind, seen);
  act->proposal = proposal;
  set_member (self, act->member, target_d);
  set_device (act, target_d);

  return LAST (self);
}

/* Members 0 .. n - 1, each with the device of that number, all of them in step. */
World *
collective_of (guint n)
{
  World *self = world_new (512);
  guint32 last;

  found (self);
  last = 0;

  for (guint d = 1; d < n; d++)
    {
      guint32 invitation = invite (self, 0);

      if (d < 8)
        last = admit (self, 0, invitation, d);
      else
        {
          guint32 ask = newcomer (self, 1, FAR_KIND_ASK, invitation, d, END);
          guint32 approval = approve (self, 1, ask);

          last = newcomer (self, 0, FAR_KIND_ADMIT, invitation, d, approval);
          self->last[d] = last;
        }
    }

  for (guint d = 0; d < n; d++)
    self->last[d] = last;

  return self;
}

/* -- judging */

FarGovernance *
judge (const World *self)
{
  return far_governance_new (collective (self), self->acts, self->n, NULL, NULL);
}

static guint32
move_index (const guint32 *place, guint n, guint32 index)
{
  return index < n ? place[index] : index;
}

/* The same history, entry i being where @place says. */
World *
reorder (const World *self, const guint32 *place)
{
  World *other = world_new (self->capacity_words * 64);

  other->n = self->n;
  for (guint i = 0; i < self->n; i++)
    {
      FarAct *act = &other->acts[place[i]];
      guint64 *past = g_new0 (guint64, self->capacity_words);

      *act = self->acts[i];
      for (guint32 k = 0; k < self->n; k++)
        if (far_act_set_has (self->acts[i].past, k))
          far_act_set_add (past, place[k]);
      act->past = past;
      act->cuts = g_memdup2 (act->cuts, act->n_cuts * sizeof *act->cuts);
      act->invite = move_index (place, self->n, act->invite);
      act->what = move_index (place, self->n, act->what);
      act->proposal = move_index (place, self->n, act->proposal);
      act->previous = move_index (place, self->n, act->previous);
    }

  return other;
}

void
assert_same (const FarGovernance *a, const FarGovernance *b, const guint32 *place, guint n)
{
  guint n_a;
  guint n_b;
  const FarGovMember *members_a = far_governance_peek_members (a, &n_a);
  const FarGovMember *members_b = far_governance_peek_members (b, &n_b);
  const FarGovDevice *devices_a;
  const FarGovDevice *devices_b;
  const guint8 (*secrets_a)[FAR_HASH_LEN];
  const guint8 (*secrets_b)[FAR_HASH_LEN];

  for (guint32 i = 0; i < n; i++)
    {
      g_assert_cmpint (far_governance_get_verdict (a, i), ==,
                       far_governance_get_verdict (b, place[i]));
      g_assert_cmpint (far_governance_get_provisional (a, i), ==,
                       far_governance_get_provisional (b, place[i]));
    }

  g_assert_cmpuint (n_a, ==, n_b);
  for (guint i = 0; i < n_a; i++)
    {
      g_assert_cmpmem (members_a[i].id, FAR_RECORD_ID_LEN, members_b[i].id, FAR_RECORD_ID_LEN);
      g_assert_cmpint (members_a[i].standing, ==, members_b[i].standing);
      g_assert_cmpuint (place[members_a[i].since], ==, members_b[i].since);
    }

  devices_a = far_governance_peek_devices (a, &n_a);
  devices_b = far_governance_peek_devices (b, &n_b);
  g_assert_cmpuint (n_a, ==, n_b);
  for (guint i = 0; i < n_a; i++)
    {
      g_assert_cmpmem (devices_a[i].key, FAR_KEY_LEN, devices_b[i].key, FAR_KEY_LEN);
      g_assert_cmpint (devices_a[i].active, ==, devices_b[i].active);
      g_assert_cmpint (devices_a[i].cut, ==, devices_b[i].cut);
      g_assert_cmpuint (devices_a[i].cut_seq, ==, devices_b[i].cut_seq);
      g_assert_cmpmem (devices_a[i].cut_id, FAR_ID_LEN, devices_b[i].cut_id, FAR_ID_LEN);
    }

  secrets_a = far_governance_peek_secrets (a, &n_a);
  secrets_b = far_governance_peek_secrets (b, &n_b);
  g_assert_cmpmem (secrets_a, n_a * FAR_HASH_LEN, secrets_b, n_b * FAR_HASH_LEN);
}

static void
shuffle (guint32 *place, guint n)
{
  for (guint i = n; i > 1; i--)
    {
      guint k = (guint)g_test_rand_int_range (0, (gint32)i);
      guint32 held = place[i - 1];

      place[i - 1] = place[k];
      place[k] = held;
    }
}

/* Judges, and makes sure that the order in which the entries are given changes nothing. */
FarGovernance *
judge_in_any_order (const World *self)
{
  FarGovernance *state = judge (self);
  g_autofree guint32 *place = g_new (guint32, self->n);

  for (guint32 i = 0; i < self->n; i++)
    place[i] = i;

  for (guint round = 0; round < 12; round++)
    {
      g_autoptr(World) other = NULL;
      g_autoptr(FarGovernance) again = NULL;

      shuffle (place, self->n);
      other = reorder (self, place);
      again = far_governance_new (collective (self), other->acts, other->n, NULL, NULL);
      assert_same (state, again, place, self->n);
    }

  return state;
}

const FarGovMember *
find_member (const World *self, const FarGovernance *state, guint d)
{
  guint8 id[FAR_RECORD_ID_LEN];

  set_member (self, id, d);

  return far_governance_find_member (state, id);
}

const FarGovDevice *
find_device (const FarGovernance *state, guint d)
{
  guint8 key[FAR_KEY_LEN];

  set_key (key, "device", d);

  return far_governance_find_device (state, key);
}

gboolean
is_active (const World *self, const FarGovernance *state, guint d)
{
  const FarGovMember *member = find_member (self, state, d);

  return member != NULL && member->standing == FAR_GOV_ACTIVE;
}

guint32
add_device (World *self, guint d, guint member_d, guint new_d)
{
  FarAct *act = WRITE (self, d, FAR_KIND_DEVICE_ADD, END);

  set_member (self, act->member, member_d);
  set_device (act, new_d);
  self->last[new_d] = LAST (self);

  return LAST (self);
}

guint32
revoke_device (World *self, guint d, guint revoked_d, guint32 seen)
{
  set_device (WRITE (self, d, FAR_KIND_DEVICE_REVOKE, seen), revoked_d);

  return LAST (self);
}

guint32
write_term (World *self, guint d, guint32 number, guint32 previous, guint32 proposal, guint32 seen)
{
  FarAct *act = WRITE (self, d, FAR_KIND_TERM, previous, proposal, seen);

  act->number = number;
  act->previous = previous;
  act->proposal = proposal;
  act->start_day = 400;
  act->end_day = 700;
  set_member (self, act->holder, d);

  return LAST (self);
}

guint32
offer_term (World *self, guint d, guint32 number, guint to_d)
{
  guint32 offer = propose (self, d, FAR_KIND_TERM, to_d);

  self->acts[offer].number = number;

  return offer;
}

guint32
write_rule (World *self, guint d, guint32 rule, gint32 value, guint approver_a, guint approver_b)
{
  guint32 proposal = propose (self, d, FAR_KIND_RULES, 0);
  guint32 seen[3] = { END, END, END };
  FarAct *act;

  self->acts[proposal].number = rule;
  self->acts[proposal].value = value;
  seen[0] = approve (self, approver_a, proposal);
  seen[1] = approve (self, approver_b, proposal);
  act = write_seen (self, d, FAR_KIND_RULES, seen);
  act->number = rule;
  act->value = value;
  act->proposal = proposal;

  return LAST (self);
}
