/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-governance"

#include "far-governance-private.h"

#include <string.h>

#include "far-entry.h"

#include "far-pure.h"

typedef struct
{
  guint32 key;
  guint32 value;
} Pair;

static inline void
add_pair (GArray *pairs, guint32 key, guint32 value)
{
  Pair pair = { key, value };

  g_array_append_val (pairs, pair);
}

static GArray *
new_pairs (void)
{
  return g_array_new (FALSE, FALSE, sizeof (Pair));
}

/* Consumes @pairs; the values of each key keep their order. */
static void
build_buckets (FarBuckets *self, guint n_keys, GArray *pairs)
{
  g_autofree guint32 *next = NULL;

  self->start = g_new0 (guint32, (gsize)n_keys + 1);
  self->items = g_new (guint32, MAX (pairs->len, 1));

  for (guint i = 0; i < pairs->len; i++)
    self->start[g_array_index (pairs, Pair, i).key + 1]++;

  for (guint i = 0; i < n_keys; i++)
    self->start[i + 1] += self->start[i];

  next = g_memdup2 (self->start, ((gsize)n_keys + 1) * sizeof (guint32));

  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);

      self->items[next[pair->key]++] = pair->value;
    }

  g_array_unref (pairs);
}

static void
clear_buckets (FarBuckets *self)
{
  g_free (self->start);
  g_free (self->items);
}

static int
compare_keys (const void *a, const void *b)
{
  return memcmp (a, b, FAR_KEY_LEN);
}

static int
compare_members (const void *a, const void *b)
{
  return memcmp (a, b, FAR_RECORD_ID_LEN);
}

static guint32
find_sorted (const void *sorted, guint n, gsize size, const void *wanted)
{
  guint lo = 0;
  guint hi = n;

  while (lo < hi)
    {
      guint mid = lo + (hi - lo) / 2;
      int order = memcmp ((const guint8 *)sorted + mid * size, wanted, size);

      if (order == 0)
        return mid;
      if (order < 0)
        lo = mid + 1;
      else
        hi = mid;
    }

  return FAR_ACT_NONE;
}

/* Sorts @n items of @size and drops repeated ones.  Returns: how many are left */
static guint
sort_unique (void *items, guint n, gsize size, int (*compare) (const void *, const void *))
{
  guint8 *at = items;
  guint kept = 0;

  qsort (items, n, size, compare);

  for (guint i = 0; i < n; i++)
    if (kept == 0 || memcmp (at + (kept - 1) * size, at + i * size, size) != 0)
      memmove (at + kept++ * size, at + i * size, size);

  return kept;
}

guint32
_far_replay_find_device (const FarReplay *self, const guint8 *key)
{
  return find_sorted (self->device_keys, self->n_devices, FAR_KEY_LEN, key);
}

guint32
_far_replay_find_member (const FarReplay *self, const guint8 *id)
{
  return find_sorted (self->member_ids, self->n_members, FAR_RECORD_ID_LEN, id);
}

static const guint8 *
peek_named_device (const FarAct *act)
{
  FarKind kind = act->kind == FAR_KIND_PROPOSE ? act->proposes : act->kind;

  switch (kind)
    {
    case FAR_KIND_GENESIS:
      return act->author;
    case FAR_KIND_ADMIT:
    case FAR_KIND_DEVICE_ADD:
    case FAR_KIND_DEVICE_REVOKE:
      return act->device;
    default:
      return NULL;
    }
}

static const guint8 *
peek_named_member (const FarAct *act)
{
  FarKind kind = act->kind == FAR_KIND_PROPOSE ? act->proposes : act->kind;

  switch (kind)
    {
    case FAR_KIND_GENESIS:
    case FAR_KIND_ADMIT:
    case FAR_KIND_DEVICE_ADD:
    case FAR_KIND_REMOVE:
      return act->member;
    case FAR_KIND_TERM:
      return act->kind == FAR_KIND_TERM ? act->holder : act->member;
    default:
      return NULL;
    }
}

static void
build_names (FarReplay *self)
{
  guint n_keys = 0;
  guint n_ids = 0;

  self->device_keys = g_malloc_n (2 * (gsize)self->n + 1, FAR_KEY_LEN);
  self->member_ids = g_malloc_n ((gsize)self->n + 1, FAR_RECORD_ID_LEN);

  for (guint i = 0; i < self->n; i++)
    {
      const guint8 *device = peek_named_device (&self->acts[i]);
      const guint8 *member = peek_named_member (&self->acts[i]);

      memcpy (self->device_keys[n_keys++], self->acts[i].author, FAR_KEY_LEN);
      if (device != NULL)
        memcpy (self->device_keys[n_keys++], device, FAR_KEY_LEN);
      if (member != NULL)
        memcpy (self->member_ids[n_ids++], member, FAR_RECORD_ID_LEN);
    }

  self->n_devices = sort_unique (self->device_keys, n_keys, FAR_KEY_LEN, compare_keys);
  self->n_members = sort_unique (self->member_ids, n_ids, FAR_RECORD_ID_LEN, compare_members);

  self->author = g_new (guint32, self->n);
  self->device = g_new (guint32, self->n);
  self->member = g_new (guint32, self->n);

  for (guint i = 0; i < self->n; i++)
    {
      const guint8 *device = peek_named_device (&self->acts[i]);
      const guint8 *member = peek_named_member (&self->acts[i]);

      self->author[i] = _far_replay_find_device (self, self->acts[i].author);
      self->device[i] = device != NULL ? _far_replay_find_device (self, device) : FAR_ACT_NONE;
      self->member[i] = member != NULL ? _far_replay_find_member (self, member) : FAR_ACT_NONE;
    }
}

static int
compare_order (const void *a, const void *b, void *user_data)
{
  const FarReplay *self = user_data;
  guint32 left = *(const guint32 *)a;
  guint32 right = *(const guint32 *)b;

  if (self->rank[left] != self->rank[right])
    return self->rank[left] < self->rank[right] ? -1 : 1;

  return memcmp (self->acts[left].id, self->acts[right].id, FAR_ID_LEN);
}

static void
build_order (FarReplay *self)
{
  self->not_witness = g_new0 (guint64, MAX (self->n_words, 1));
  self->everything = g_new0 (guint64, MAX (self->n_words, 1));
  self->rank = g_new (guint32, self->n);
  self->order = g_new (guint32, self->n);
  self->place = g_new (guint32, self->n);

  for (guint i = 0; i < self->n; i++)
    {
      far_act_set_add (self->everything, i);
      if (self->acts[i].kind != FAR_KIND_WITNESS)
        far_act_set_add (self->not_witness, i);
    }

  for (guint i = 0; i < self->n; i++)
    {
      self->order[i] = i;
      self->rank[i] = far_replay_count_both (self, self->acts[i].past, self->not_witness);
    }

  g_qsort_with_data (self->order, (int)self->n, sizeof (guint32), compare_order, self);

  self->judged = g_new (guint32, self->n);
  for (guint i = 0; i < self->n; i++)
    {
      self->place[self->order[i]] = i;
      if (self->acts[self->order[i]].kind != FAR_KIND_WITNESS)
        self->judged[self->n_judged++] = self->order[i];
    }
}

static void
build_authored (FarReplay *self)
{
  GArray *pairs = new_pairs ();

  for (guint i = 0; i < self->n; i++)
    add_pair (pairs, self->author[self->order[i]], self->order[i]);

  build_buckets (&self->authored, self->n_devices, pairs);
}

/* The acts of those few devices that wrote so many that some of them count for nothing. */
static void
build_many (FarReplay *self)
{
  self->many = g_new0 (guint64 *, self->n_devices);

  for (guint32 device = 0; device < self->n_devices; device++)
    {
      guint n;
      const guint32 *entries = far_buckets_get (&self->authored, device, &n);

      if (n <= FAR_GOVERNANCE_MAX)
        continue;

      self->many[device] = far_replay_new_set (self);
      for (guint i = 0; i < n; i++)
        if (self->acts[entries[i]].kind != FAR_KIND_WITNESS)
          far_act_set_add (self->many[device], entries[i]);
    }
}

/* Whether FAR_GOVERNANCE_MAX acts of the same device are in its past. */
static gboolean
is_flood (const FarReplay *self, guint32 act)
{
  const guint64 *many = self->many[self->author[act]];

  return many != NULL &&
         far_replay_count_both (self, self->acts[act].past, many) >= FAR_GOVERNANCE_MAX;
}

/* Whether @act may name @other, which must be sound, in its past and of kind @kind. */
static gboolean
may_name (const FarReplay *self, guint32 act, guint32 other, FarKind kind)
{
  return other < self->n && far_replay_before (self, other, act) &&
         self->acts[other].kind == kind && far_replay_is_sound (self, other);
}

static guint32
get_number (const FarReplay *self, guint32 term)
{
  return self->acts[term].kind == FAR_KIND_GENESIS ? 1 : self->acts[term].number;
}

static gboolean
is_rule_value (guint32 rule, gint32 value)
{
  switch (rule)
    {
    case FAR_RULE_VOUCHERS:
      return value >= 0 && value <= FAR_RULE_NUMBER_MAX;
    case FAR_RULE_REMOVALS:
      return value == 0 || value == FAR_RULE_REMOVALS_MAJORITY ||
             (value >= FAR_RULE_REMOVALS_MIN && value <= FAR_RULE_NUMBER_MAX);
    default:
      return TRUE;
    }
}

static FarActVerdict
check_term (const FarReplay *self, guint32 i)
{
  const FarAct *act = &self->acts[i];

  if (!may_name (self, i, act->previous, FAR_KIND_TERM) &&
      !may_name (self, i, act->previous, FAR_KIND_GENESIS))
    return FAR_ACT_MALFORMED;

  if (act->number < 2 || get_number (self, act->previous) != act->number - 1 ||
      act->start_day > act->end_day)
    return FAR_ACT_MALFORMED;

  return FAR_ACT_COUNTS;
}

static FarActVerdict
check_newcomer (const FarReplay *self, guint32 i)
{
  if (!may_name (self, i, self->acts[i].invite, FAR_KIND_INVITE) &&
      !(self->acts[i].kind == FAR_KIND_ASK && self->acts[i].is_further))
    return FAR_ACT_MALFORMED;

  return self->acts[i].proofs_ok ? FAR_ACT_COUNTS : FAR_ACT_NO_PROOF;
}

static FarActVerdict
check_kind (const FarReplay *self, guint32 i)
{
  const FarAct *act = &self->acts[i];

  switch (act->kind)
    {
    case FAR_KIND_GENESIS:
      return i == self->genesis ? FAR_ACT_COUNTS : FAR_ACT_MALFORMED;

    case FAR_KIND_INVITE_END:
      return may_name (self, i, act->invite, FAR_KIND_INVITE) ? FAR_ACT_COUNTS : FAR_ACT_MALFORMED;

    case FAR_KIND_ASK:
    case FAR_KIND_ADMIT:
      return check_newcomer (self, i);

    case FAR_KIND_DEVICE_ADD:
      return act->proofs_ok ? FAR_ACT_COUNTS : FAR_ACT_NO_PROOF;

    case FAR_KIND_APPROVE:
      if (!may_name (self, i, act->what, FAR_KIND_PROPOSE) &&
          !may_name (self, i, act->what, FAR_KIND_ASK))
        return FAR_ACT_MALFORMED;
      return FAR_ACT_COUNTS;

    case FAR_KIND_TERM:
      return check_term (self, i);

    case FAR_KIND_RULES:
      return is_rule_value (act->number, act->value) ? FAR_ACT_COUNTS : FAR_ACT_MALFORMED;

    case FAR_KIND_INVITE:
    case FAR_KIND_DEVICE_REVOKE:
    case FAR_KIND_PROPOSE:
    case FAR_KIND_REMOVE:
    case FAR_KIND_LEAVE:
      return FAR_ACT_COUNTS;

    default:
      return FAR_ACT_MALFORMED;
    }
}

/* Whether it is an act that rests on a PROPOSE. */
static gboolean
takes_proposal (FarKind kind)
{
  return kind == FAR_KIND_DEVICE_ADD || kind == FAR_KIND_DEVICE_REVOKE || kind == FAR_KIND_REMOVE ||
         kind == FAR_KIND_TERM || kind == FAR_KIND_RULES;
}

static FarActVerdict
check_act (const FarReplay *self, guint32 i)
{
  const FarAct *act = &self->acts[i];

  if (act->kind == FAR_KIND_WITNESS)
    return FAR_ACT_WITNESS;

  if (!act->has_effect)
    return FAR_ACT_UNREADABLE;

  if (is_flood (self, i))
    return FAR_ACT_FLOOD;

  return check_kind (self, i);
}

static void
find_genesis (FarReplay *self)
{
  static const guint8 zero[FAR_ID_LEN];
  guint8 member[FAR_RECORD_ID_LEN];

  self->genesis = FAR_ACT_NONE;

  for (guint i = 0; i < self->n; i++)
    {
      const FarAct *act = &self->acts[i];

      if (act->kind != FAR_KIND_GENESIS || memcmp (act->id, self->collective, FAR_ID_LEN) != 0)
        continue;

      far_member_id (zero, act->author, member);
      if (memcmp (act->member, member, sizeof member) == 0)
        self->genesis = i;
    }
}

static void
build_basic (FarReplay *self)
{
  self->basic = g_new (FarActVerdict, self->n);

  /* what an act names comes before it in this order */
  for (guint i = 0; i < self->n; i++)
    self->basic[i] = FAR_ACT_MALFORMED;
  for (guint i = 0; i < self->n; i++)
    self->basic[self->order[i]] = check_act (self, self->order[i]);
}

static gboolean
is_removal (FarKind kind)
{
  return kind == FAR_KIND_REMOVE || kind == FAR_KIND_DEVICE_REVOKE;
}

static void
build_lists (FarReplay *self)
{
  GArray *enrolments = new_pairs ();
  GArray *revocations = new_pairs ();
  GArray *devices = new_pairs ();
  GArray *admissions = new_pairs ();
  GArray *asks = new_pairs ();
  GArray *uses = new_pairs ();
  GArray *invite_ends = new_pairs ();
  GArray *approvals = new_pairs ();

  self->terms = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->rules = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->further = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->device_adds = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->removals = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->candidates = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->letting_in = far_replay_new_set (self);

  for (guint at = 0; at < self->n; at++)
    {
      guint32 i = self->order[at];
      const FarAct *act = &self->acts[i];
      FarKind kind = act->kind;

      if (!far_replay_is_sound (self, i))
        continue;

      if (kind == FAR_KIND_GENESIS || kind == FAR_KIND_ADMIT)
        {
          add_pair (admissions, self->member[i], i);
          far_act_set_add (self->letting_in, i);
        }

      if (kind == FAR_KIND_GENESIS || kind == FAR_KIND_ADMIT || kind == FAR_KIND_DEVICE_ADD)
        {
          add_pair (enrolments, self->device[i], i);
          add_pair (devices, self->member[i], self->device[i]);
        }

      if (kind == FAR_KIND_GENESIS || kind == FAR_KIND_TERM)
        g_array_append_val (self->terms, i);
      else if (kind == FAR_KIND_ADMIT)
        add_pair (uses, act->invite, i);
      else if (kind == FAR_KIND_ASK && act->is_further)
        g_array_append_val (self->further, i);
      else if (kind == FAR_KIND_ASK)
        add_pair (asks, act->invite, i);
      else if (kind == FAR_KIND_INVITE_END)
        add_pair (invite_ends, act->invite, i);
      else if (kind == FAR_KIND_DEVICE_ADD)
        g_array_append_val (self->device_adds, i);
      else if (kind == FAR_KIND_DEVICE_REVOKE)
        add_pair (revocations, self->device[i], i);
      else if (kind == FAR_KIND_RULES)
        g_array_append_val (self->rules, i);
      else if (kind == FAR_KIND_APPROVE)
        add_pair (approvals, act->what, i);

      if (is_removal (kind) || (kind == FAR_KIND_PROPOSE && is_removal (act->proposes)) ||
          (kind == FAR_KIND_APPROVE && self->acts[act->what].kind == FAR_KIND_PROPOSE &&
           is_removal (self->acts[act->what].proposes)))
        g_array_append_val (self->removals, i);
    }

  build_buckets (&self->enrolments, self->n_devices, enrolments);
  build_buckets (&self->revocations, self->n_devices, revocations);
  build_buckets (&self->devices, self->n_members, devices);
  build_buckets (&self->admissions, self->n_members, admissions);
  build_buckets (&self->asks, self->n, asks);
  build_buckets (&self->uses, self->n, uses);
  build_buckets (&self->invite_ends, self->n, invite_ends);
  build_buckets (&self->approvals, self->n, approvals);

  for (guint32 m = 0; m < self->n_members; m++)
    if (self->admissions.start[m] < self->admissions.start[m + 1])
      g_array_append_val (self->candidates, m);
}

/* Needs the enrolments: who leaves is whoever the device may belong to. */
static void
build_endings (FarReplay *self)
{
  GArray *endings = new_pairs ();

  for (guint at = 0; at < self->n; at++)
    {
      guint32 i = self->order[at];
      guint n;
      const guint32 *enrolments;

      if (!far_replay_is_sound (self, i))
        continue;

      if (self->acts[i].kind == FAR_KIND_REMOVE)
        add_pair (endings, self->member[i], i);

      if (self->acts[i].kind != FAR_KIND_LEAVE)
        continue;

      enrolments = far_buckets_get (&self->enrolments, self->author[i], &n);
      for (guint k = 0; k < n; k++)
        if (far_replay_before (self, enrolments[k], i))
          add_pair (endings, self->member[enrolments[k]], i);
    }

  build_buckets (&self->endings, self->n_members, endings);
}

gboolean
_far_replay_names (const FarReplay *self, guint32 proposal, guint32 act)
{
  const FarAct *p = &self->acts[proposal];
  const FarAct *x = &self->acts[act];

  if (p->proposes != x->kind)
    return FALSE;

  switch (x->kind)
    {
    case FAR_KIND_REMOVE:
      return self->member[proposal] == self->member[act];
    case FAR_KIND_DEVICE_ADD:
      return self->member[proposal] == self->member[act] &&
             self->device[proposal] == self->device[act];
    case FAR_KIND_DEVICE_REVOKE:
      return self->device[proposal] == self->device[act];
    case FAR_KIND_TERM:
      return p->number == x->number && self->member[proposal] == self->member[act] &&
             (p->value == 0 || p->value == x->end_day);
    case FAR_KIND_RULES:
      return p->number == x->number && p->value == x->value;
    default:
      return FALSE;
    }
}

gboolean
_far_replay_same_newcomer (const FarReplay *self, guint32 a, guint32 b)
{
  const FarAct *left = &self->acts[a];
  const FarAct *right = &self->acts[b];

  return left->invite == right->invite &&
         memcmp (left->member, right->member, FAR_RECORD_ID_LEN) == 0 &&
         memcmp (left->device, right->device, FAR_KEY_LEN) == 0 &&
         memcmp (left->noise_key, right->noise_key, FAR_KEY_LEN) == 0 &&
         memcmp (left->seal_key, right->seal_key, FAR_KEY_LEN) == 0;
}

static void
add_approvals (FarReplay *self, GArray *pairs, guint32 act, guint32 what)
{
  guint n;
  const guint32 *approvals = far_buckets_get (&self->approvals, what, &n);

  for (guint i = 0; i < n; i++)
    if (far_replay_before (self, approvals[i], act))
      add_pair (pairs, act, approvals[i]);
}

static void
add_signatures (FarReplay *self, GArray *pairs, guint32 i)
{
  const FarAct *act = &self->acts[i];

  if (act->kind == FAR_KIND_ADMIT)
    {
      guint n;
      const guint32 *asks = far_buckets_get (&self->asks, act->invite, &n);

      add_pair (pairs, i, act->invite);
      for (guint k = 0; k < n; k++)
        if (_far_replay_same_newcomer (self, asks[k], i))
          add_approvals (self, pairs, i, asks[k]);

      return;
    }

  add_pair (pairs, i, i);

  /* a proposal that it has not seen signs nothing, and may not even have arrived here */
  if (takes_proposal (act->kind) && may_name (self, i, act->proposal, FAR_KIND_PROPOSE) &&
      _far_replay_names (self, act->proposal, i))
    {
      add_pair (pairs, i, act->proposal);
      add_approvals (self, pairs, i, act->proposal);
    }
}

static void
build_signatures (FarReplay *self)
{
  GArray *pairs = new_pairs ();
  GArray *reverse = new_pairs ();

  for (guint i = 0; i < self->n; i++)
    if (far_replay_is_sound (self, self->order[i]))
      add_signatures (self, pairs, self->order[i]);

  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);

      add_pair (reverse, pair->value, pair->key);
    }

  build_buckets (&self->signatures, self->n, pairs);
  build_buckets (&self->signed_by_any, self->n, reverse);
}

FarReplay *
_far_replay_new (const guint8 *collective, const FarAct *acts, guint n, FarReplayed *replayed)
{
  FarReplay *self = g_new0 (FarReplay, 1);

  self->replayed = replayed;
  self->acts = acts;
  self->n = n;
  self->n_words = FAR_ACT_WORDS (n);
  memcpy (self->collective, collective, FAR_ID_LEN);

  build_names (self);
  build_order (self);
  build_authored (self);
  build_many (self);
  find_genesis (self);
  build_basic (self);
  build_lists (self);
  build_endings (self);
  build_signatures (self);

  self->signers = g_new (guint32, MAX (self->n_members, 1));
  self->mark = g_new0 (guint32, MAX (self->n_members, 1));
  self->strikes = g_array_new (FALSE, FALSE, sizeof (FarStrike));
  self->able = g_new0 (guint8, n);
  self->seen_by = g_new0 (guint64 *, n);
  self->stances = g_new (guint8, MAX (self->n_members, 1));
  self->memo = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref,
                                      (GDestroyNotify)_far_in_effect_free);

  return self;
}

void
_far_replay_free (FarReplay *self)
{
  g_free (self->device_keys);
  g_free (self->member_ids);
  for (guint32 device = 0; device < self->n_devices; device++)
    g_free (self->many[device]);
  g_free (self->many);
  g_free (self->basic);
  g_free (self->rank);
  g_free (self->order);
  g_free (self->place);
  g_free (self->author);
  g_free (self->device);
  g_free (self->member);
  clear_buckets (&self->authored);
  clear_buckets (&self->enrolments);
  clear_buckets (&self->revocations);
  clear_buckets (&self->devices);
  clear_buckets (&self->admissions);
  clear_buckets (&self->endings);
  clear_buckets (&self->asks);
  clear_buckets (&self->uses);
  clear_buckets (&self->invite_ends);
  clear_buckets (&self->approvals);
  clear_buckets (&self->signatures);
  clear_buckets (&self->signed_by_any);
  g_array_unref (self->candidates);
  g_array_unref (self->terms);
  g_array_unref (self->rules);
  g_array_unref (self->further);
  g_array_unref (self->device_adds);
  g_array_unref (self->removals);
  g_array_unref (self->strikes);
  g_hash_table_unref (self->memo);
  for (guint i = 0; i < self->n; i++)
    g_free (self->seen_by[i]);
  g_free (self->seen_by);
  g_free (self->able);
  g_free (self->stances);
  g_free (self->judged);
  g_free (self->everything);
  g_free (self->not_witness);
  g_free (self->letting_in);
  g_free (self->plain);
  g_free (self->plain_verdict);
  g_free (self->signers);
  g_free (self->mark);
  g_free (self);
}
