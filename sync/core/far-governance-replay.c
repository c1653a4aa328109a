/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which acts count: those that contradict give way to the stronger.
 *
 * While nobody contradicts anybody, whether an act counts depends on its own past alone (@plain):
 * one pass in topological order.  Only a set that holds both sides of a strike needs more, and in
 * it only what comes after an act that was hit is judged again.
 */

#define G_LOG_DOMAIN "far-governance"

#include "far-governance-private.h"

#include <string.h>

#include "far-pure.h"

/* -- what counts while nobody strikes */

void
_far_replay_judge_plainly (FarReplay *self)
{
  self->plain = far_replay_new_set (self);
  self->plain_verdict = g_new (FarActVerdict, MAX (self->n, 1));

  for (guint32 i = 0; i < self->n; i++)
    self->plain_verdict[i] = FAR_ACT_WITNESS;

  for (guint at = 0; at < self->n_judged; at++)
    {
      guint32 act = self->judged[at];
      g_autofree guint64 *fp = far_replay_intersect (self, self->plain, self->acts[act].past);

      self->plain_verdict[act] = _far_replay_judge (self, act, fp, NULL);
      if (self->plain_verdict[act] == FAR_ACT_COUNTS)
        far_act_set_add (self->plain, act);
    }
}

static gboolean
is_positive (const FarWeight *weight)
{
  static const FarWeight zero;

  return _far_replay_compare_weights (weight, &zero) > 0;
}

/* Nobody is left to speak, or too few to turn it. */
static gboolean
is_settled (const FarWeight *weight)
{
  return weight->n_silent == 0 || (guint)ABS (weight->parts[0]) > weight->n_silent;
}

/* -- what counts in a set */

typedef struct
{
  guint32 r;
  guint32 x;
  gboolean whole;
  FarWeight weight;
} Ranked;

static int
compare_ranked (const void *a, const void *b, void *user_data)
{
  const FarReplay *self = user_data;
  const Ranked *left = a;
  const Ranked *right = b;
  int order = _far_replay_compare_weights (&right->weight, &left->weight);

  if (order == 0)
    order = memcmp (self->acts[left->r].id, self->acts[right->r].id, FAR_ID_LEN);
  if (order == 0)
    order = memcmp (self->acts[left->x].id, self->acts[right->x].id, FAR_ID_LEN);

  return order;
}

static gboolean
is_within (const guint64 *set, const guint64 *dropped, const FarStrike *strike)
{
  if (!far_act_set_has (set, strike->r) || !far_act_set_has (set, strike->x))
    return FALSE;

  return dropped == NULL ||
         (!far_act_set_has (dropped, strike->r) && !far_act_set_has (dropped, strike->x));
}

/* The strikes of @set that win, strongest first.  @provisional: (nullable): gets both sides of
 * those that late witnesses could still turn. */
static GArray *
rank_strikes (FarReplay *self, const guint64 *set, const guint64 *dropped, guint64 *provisional)
{
  GArray *ranked = g_array_new (FALSE, FALSE, sizeof (Ranked));

  for (guint i = 0; i < self->strikes->len; i++)
    {
      const FarStrike *strike = &g_array_index (self->strikes, FarStrike, i);
      Ranked item = { .r = strike->r, .x = strike->x, .whole = strike->whole };

      if (!is_within (set, dropped, strike))
        continue;

      _far_replay_weigh (self, set, strike, &item.weight);

      if (provisional != NULL && !is_settled (&item.weight))
        {
          far_act_set_add (provisional, strike->r);
          far_act_set_add (provisional, strike->x);
        }

      if (is_positive (&item.weight))
        g_array_append_val (ranked, item);
    }

  g_array_sort_with_data (ranked, compare_ranked, self);

  return ranked;
}

/* What each act waits for: its past, until a strike adds to it. */
typedef struct
{
  const guint64 **sets; /* for each act; owned where @own says so */
  guint64 *own;
} Waits;

static void
init_waits (FarReplay *self, Waits *waits)
{
  waits->sets = g_new (const guint64 *, MAX (self->n, 1));
  waits->own = far_replay_new_set (self);

  for (guint at = 0; at < self->n_judged; at++)
    waits->sets[self->judged[at]] = self->acts[self->judged[at]].past;
}

static void
clear_waits (FarReplay *self, Waits *waits)
{
  for (guint at = 0; at < self->n_judged; at++)
    if (far_act_set_has (waits->own, self->judged[at]))
      g_free ((guint64 *)waits->sets[self->judged[at]]);

  g_free (waits->sets);
  g_free (waits->own);
}

/* @x, and whatever waits for it, waits for @r as well, and for what @r waits for. */
static void
let_wait (FarReplay *self, Waits *waits, const guint64 *set, guint32 x, guint32 r)
{
  if (far_act_set_has (waits->sets[x], r))
    return;

  for (guint at = 0; at < self->n_judged; at++)
    {
      guint32 i = self->judged[at];
      guint64 *wider;

      if (!far_act_set_has (set, i) || (i != x && !far_act_set_has (waits->sets[i], x)))
        continue;

      if (!far_act_set_has (waits->own, i))
        {
          waits->sets[i] = g_memdup2 (waits->sets[i], MAX (self->n_words, 1) * sizeof (guint64));
          far_act_set_add (waits->own, i);
        }

      wider = (guint64 *)waits->sets[i];
      far_replay_unite (self, wider, waits->sets[r]);
      far_act_set_add (wider, r);
    }
}

/* Takes the strikes strongest first, and skips each that would close a ring.  What is left in
 * @ranked is in force. */
static void
lock_strikes (FarReplay *self, const guint64 *set, GArray *ranked, Waits *waits)
{
  guint kept = 0;

  for (guint i = 0; i < ranked->len; i++)
    {
      Ranked *item = &g_array_index (ranked, Ranked, i);

      if (far_act_set_has (waits->sets[item->r], item->x))
        continue;

      let_wait (self, waits, set, item->x, item->r);
      g_array_index (ranked, Ranked, kept++) = *item;
    }

  g_array_set_size (ranked, kept);
}

typedef struct
{
  guint n_waits;
  guint32 act;
} Queued;

static int
compare_queued (const void *a, const void *b)
{
  const Queued *left = a;
  const Queued *right = b;

  if (left->n_waits != right->n_waits)
    return left->n_waits < right->n_waits ? -1 : 1;

  return left->act < right->act ? -1 : left->act > right->act;
}

/* The acts of @set, each after all that it waits for.  WITNESS entries are no measure: they are not
 * looked for in every past. */
static GArray *
order_acts (FarReplay *self, const guint64 *set, const Waits *waits)
{
  GArray *queue = g_array_new (FALSE, FALSE, sizeof (Queued));

  for (guint at = 0; at < self->n_judged; at++)
    if (far_act_set_has (set, self->judged[at]))
      {
        guint32 i = self->judged[at];
        Queued queued = { far_replay_count_both (self, waits->sets[i], self->not_witness), i };

        g_array_append_val (queue, queued);
      }

  g_array_sort (queue, compare_queued);

  return queue;
}

/* Which signatures of @act are struck by what counts; sets @by and @whole. */
static guint64 *
find_struck (FarReplay *self,
             const GArray *ranked,
             guint32 act,
             const guint64 *f,
             guint32 *by,
             gboolean *whole)
{
  guint64 *struck = NULL;
  guint n;
  const guint32 *signatures = far_buckets_get (&self->signatures, act, &n);

  *by = FAR_ACT_NONE;
  *whole = FALSE;

  for (guint i = 0; i < ranked->len; i++)
    {
      const Ranked *item = &g_array_index (ranked, Ranked, i);

      if (item->x != act || !far_act_set_has (f, item->r))
        continue;

      if (*by == FAR_ACT_NONE)
        *by = item->r;
      *whole = *whole || item->whole;

      if (struck == NULL)
        struck = far_replay_new_set (self);
      for (guint k = 0; k < n && !item->whole; k++)
        if (_far_replay_hits_signature (self, item->r, signatures[k]))
          far_act_set_add (struck, signatures[k]);
    }

  return struck;
}

static guint64 *
find_targets (FarReplay *self, const GArray *ranked)
{
  guint64 *targets = far_replay_new_set (self);

  for (guint i = 0; i < ranked->len; i++)
    far_act_set_add (targets, g_array_index (ranked, Ranked, i).x);

  return targets;
}

/* STRUCK only if it would count otherwise. */
static FarActVerdict
judge_struck (FarReplay *self,
              const GArray *ranked,
              const guint64 *dropped,
              guint32 act,
              const guint64 *f,
              guint32 *by)
{
  g_autofree guint64 *fp = far_replay_intersect (self, f, self->acts[act].past);
  g_autofree guint64 *lost = NULL;
  gboolean whole;
  FarActVerdict verdict;

  lost = find_struck (self, ranked, act, f, by, &whole);
  if (lost != NULL && dropped != NULL)
    far_replay_unite (self, lost, dropped);

  verdict = _far_replay_judge (self, act, fp, lost != NULL ? lost : dropped);
  if (lost != NULL && (whole || verdict != FAR_ACT_COUNTS))
    {
      verdict = _far_replay_judge (self, act, fp, dropped);
      if (verdict == FAR_ACT_COUNTS)
        return FAR_ACT_STRUCK;
    }

  *by = FAR_ACT_NONE;

  return verdict;
}

/* Decides the acts of @set in the order in which they wait for each other.  An act without hits,
 * whose past counts as it would if nobody struck, counts as it would then (@plain). */
static void
decide (FarReplay *self,
        const guint64 *set,
        const guint64 *dropped,
        const GArray *ranked,
        const Waits *waits,
        FarReplayResult *result)
{
  g_autoptr(GArray) queue = order_acts (self, set, waits);
  g_autofree guint64 *targets = find_targets (self, ranked);
  g_autofree guint64 *changed = far_replay_new_set (self);

  if (dropped != NULL)
    far_replay_unite (self, changed, dropped);

  for (guint i = 0; i < queue->len; i++)
    {
      guint32 act = g_array_index (queue, Queued, i).act;
      FarActVerdict verdict = self->plain_verdict[act];
      guint32 by = FAR_ACT_NONE;

      if (dropped != NULL && far_act_set_has (dropped, act))
        verdict = FAR_ACT_FORKED;
      else if (far_act_set_has (targets, act) ||
               far_replay_meets (self, changed, self->acts[act].past))
        verdict = judge_struck (self, ranked, dropped, act, result->f, &by);

      if (verdict == FAR_ACT_COUNTS)
        far_act_set_add (result->f, act);
      if ((verdict == FAR_ACT_COUNTS) != far_act_set_has (self->plain, act))
        far_act_set_add (changed, act);

      if (result->verdict != NULL)
        {
          result->verdict[act] = verdict;
          result->struck_by[act] = by;
        }
    }
}

static void
replay_with_strikes (FarReplay *self,
                     const guint64 *set,
                     const guint64 *dropped,
                     FarReplayResult *result)
{
  g_autoptr(GArray) ranked = rank_strikes (self, set, dropped, result->provisional);
  Waits waits;

  init_waits (self, &waits);
  lock_strikes (self, set, ranked, &waits);
  decide (self, set, dropped, ranked, &waits, result);
  clear_waits (self, &waits);
}

static gboolean
holds_strike (FarReplay *self, const guint64 *set)
{
  for (guint i = 0; i < self->strikes->len; i++)
    if (is_within (set, NULL, &g_array_index (self->strikes, FarStrike, i)))
      return TRUE;

  return FALSE;
}

void
_far_in_effect_free (FarInEffect *self)
{
  g_free (self->f);
  g_free (self->owners);
  g_free (self->electors);
  g_free (self->seats);
  g_free (self);
}

/* What counts in @set, which holds the past of each of its entries.  Forks are no matter here: this
 * is only asked of the past of an act, whose author has built on it. */
static FarInEffect *
replay_set (FarReplay *self, const guint64 *set)
{
  g_autoptr(GBytes) key = g_bytes_new (set, self->n_words * sizeof (guint64));
  FarInEffect *effect = g_hash_table_lookup (self->memo, key);

  if (effect != NULL)
    return effect;

  effect = g_new0 (FarInEffect, 1);
  if (!holds_strike (self, set))
    effect->f = far_replay_intersect (self, self->plain, set);
  else
    effect->f = _far_replayed_find (self, set);

  if (effect->f == NULL)
    {
      FarReplayResult result = { .f = far_replay_new_set (self) };

      replay_with_strikes (self, set, NULL, &result);
      effect->f = result.f;
      _far_replayed_add (self, set, result.f);
    }

  g_hash_table_insert (self->memo, g_steal_pointer (&key), effect);

  return effect;
}

/* -- strikes */

/* The member whose standing or machines @act is about; they do not vote on it. */
static guint32
find_target (FarReplay *self, guint32 act)
{
  switch (self->acts[act].kind)
    {
    case FAR_KIND_REMOVE:
    case FAR_KIND_ADMIT:
    case FAR_KIND_DEVICE_ADD:
      return self->member[act];
    case FAR_KIND_DEVICE_REVOKE:
      return _far_replay_enrolled_for (self, replay_set (self, self->acts[act].past)->f,
                                       self->device[act]);
    default:
      return FAR_ACT_NONE;
    }
}

enum
{
  ABLE = 1,
  UNABLE = 2,
};

/* Whether @act was complete for the one who wrote it.  What was not strikes nothing, or acts
 * without enough signatures could keep others from being struck. */
static gboolean
is_able (FarReplay *self, guint32 act)
{
  if (self->able[act] == 0)
    {
      const FarInEffect *effect = replay_set (self, self->acts[act].past);

      self->able[act] =
          _far_replay_judge (self, act, effect->f, NULL) == FAR_ACT_COUNTS ? ABLE : UNABLE;
    }

  return self->able[act] == ABLE;
}

/* An act after another: what is asked here of the pasts of two acts rests on strikes between acts
 * before them, which were found before.  So a long chain of contradictions, each in the past of the
 * next, is no deep recursion. */
void
_far_replay_find_strikes (FarReplay *self)
{
  g_autoptr(GArray) pairs = g_array_new (FALSE, FALSE, sizeof (FarStrike));

  for (guint at = 0; at < self->n_judged; at++)
    {
      _far_replay_find_contradictions (self, self->judged[at], pairs);

      for (guint i = 0; i < pairs->len; i++)
        {
          FarStrike *strike = &g_array_index (pairs, FarStrike, i);
          g_autofree guint64 *common = NULL;

          if (!is_able (self, strike->r))
            continue;

          common =
              far_replay_intersect (self, self->acts[strike->r].past, self->acts[strike->x].past);
          strike->common = replay_set (self, common);
          strike->target_r = find_target (self, strike->r);
          strike->target_x = find_target (self, strike->x);
          g_array_append_val (self->strikes, *strike);
        }
    }
}

guint64 *
_far_replay_find_disputed (FarReplay *self, const guint64 *set)
{
  g_autoptr(GArray) pairs = g_array_new (FALSE, FALSE, sizeof (FarStrike));
  g_autofree guint64 *disputed = far_replay_new_set (self);
  gboolean found = FALSE;

  for (guint at = 0; at < self->n_judged; at++)
    {
      guint32 act = self->judged[at];

      _far_replay_find_contradictions (self, act, pairs);
      found = found || pairs->len > 0 || (self->acts[act].branch && far_act_set_has (set, act));

      for (guint i = 0; i < pairs->len; i++)
        {
          far_act_set_add (disputed, g_array_index (pairs, FarStrike, i).r);
          far_act_set_add (disputed, g_array_index (pairs, FarStrike, i).x);
        }
    }

  return found ? g_steal_pointer (&disputed) : NULL;
}

/* -- forks */

/* Whether @entry is by a known device that shares no member with @act's. */
static gboolean
is_by_another (const FarReplay *self, guint32 entry, guint32 act)
{
  guint n;
  const guint32 *enrolments = far_buckets_get (&self->enrolments, self->author[entry], &n);
  gboolean known = FALSE;

  for (guint i = 0; i < n; i++)
    if (far_replay_before (self, enrolments[i], entry))
      {
        known = TRUE;
        if (_far_replay_may_be_of (self, act, self->member[enrolments[i]]))
          return FALSE;
      }

  return known;
}

static gboolean
is_seen_by_another (const FarReplay *self, const guint64 *set, guint32 act)
{
  for (guint32 i = 0; i < self->n; i++)
    if (far_act_set_has (set, i) && far_replay_before (self, act, i) &&
        is_by_another (self, i, act))
      return TRUE;

  return FALSE;
}

/* Returns: (nullable): the acts on forked branches that count for nothing */
static guint64 *
find_dropped (FarReplay *self, const guint64 *set)
{
  guint64 *dropped = NULL;

  for (guint32 i = 0; i < self->n; i++)
    {
      if (!self->acts[i].branch || !far_act_set_has (set, i) || !far_replay_is_sound (self, i) ||
          is_seen_by_another (self, set, i))
        continue;

      if (dropped == NULL)
        dropped = far_replay_new_set (self);
      far_act_set_add (dropped, i);
    }

  return dropped;
}

void
_far_replay_run (FarReplay *self, const guint64 *set, FarReplayResult *result)
{
  g_autofree guint64 *dropped = NULL;

  result->f = far_replay_new_set (self);
  result->provisional = far_replay_new_set (self);
  result->verdict = g_new (FarActVerdict, MAX (self->n, 1));
  result->struck_by = g_new (guint32, MAX (self->n, 1));

  for (guint32 i = 0; i < self->n; i++)
    {
      result->verdict[i] = FAR_ACT_OUTSIDE;
      result->struck_by[i] = FAR_ACT_NONE;
    }

  dropped = find_dropped (self, set);

  for (guint32 i = 0; i < self->n; i++)
    if (far_act_set_has (set, i) && self->plain_verdict[i] == FAR_ACT_WITNESS)
      result->verdict[i] = FAR_ACT_WITNESS;

  if (dropped != NULL || holds_strike (self, set))
    {
      replay_with_strikes (self, set, dropped, result);
      return;
    }

  for (guint32 i = 0; i < self->n; i++)
    if (far_act_set_has (set, i))
      {
        result->verdict[i] = self->plain_verdict[i];
        if (self->plain_verdict[i] == FAR_ACT_COUNTS)
          far_act_set_add (result->f, i);
      }
}
