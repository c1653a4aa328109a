/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-governance"

#include "far-governance-private.h"

#include <string.h>

#include "far-crypto.h"

#include "far-pure.h"

static const char *const verdict_names[] = {
  [FAR_ACT_COUNTS] = "counts",
  [FAR_ACT_OUTSIDE] = "outside",
  [FAR_ACT_WITNESS] = "witness",
  [FAR_ACT_UNREADABLE] = "unreadable",
  [FAR_ACT_MALFORMED] = "malformed",
  [FAR_ACT_FLOOD] = "flood",
  [FAR_ACT_FORKED] = "forked",
  [FAR_ACT_NO_PROOF] = "no-proof",
  [FAR_ACT_NO_STANDING] = "no-standing",
  [FAR_ACT_STRUCK] = "struck",
  [FAR_ACT_TOO_FEW] = "too-few",
  [FAR_ACT_NOT_ENTITLED] = "not-entitled",
  [FAR_ACT_INVITE_USED] = "invite-used",
  [FAR_ACT_INVITE_ENDED] = "invite-ended",
  [FAR_ACT_TARGET] = "target",
  [FAR_ACT_FULL] = "full",
  [FAR_ACT_TERM] = "term",
};

const char *
far_act_verdict_get_name (FarActVerdict verdict)
{
  return (guint)verdict < G_N_ELEMENTS (verdict_names) ? verdict_names[verdict] : "unknown";
}

static void
clear_secrets (void *data)
{
  sodium_memzero (data, sizeof (FarGovSecret));
}

static void
take_result (FarGovernance *self, FarReplayResult *result)
{
  self->verdicts = g_new (guint8, MAX (self->n_acts, 1));
  for (guint i = 0; i < self->n_acts; i++)
    self->verdicts[i] = (guint8)result->verdict[i];

  self->struck_by = g_steal_pointer (&result->struck_by);
  self->provisional = g_steal_pointer (&result->provisional);
  for (gsize i = 0; i < FAR_ACT_WORDS (self->n_acts); i++)
    self->any_provisional = self->any_provisional || self->provisional[i] != 0;

  g_clear_pointer (&result->verdict, g_free);
}

static FarGovernance *
new_empty (guint n_acts)
{
  FarGovernance *self = g_new0 (FarGovernance, 1);

  self->ref_count = 1;
  self->n_acts = n_acts;
  self->members = g_array_new (FALSE, FALSE, sizeof (FarGovMember));
  self->devices = g_array_new (FALSE, FALSE, sizeof (FarGovDevice));
  self->terms = g_array_new (FALSE, FALSE, sizeof (FarGovTerm));
  self->rules = g_array_new (FALSE, FALSE, sizeof (FarGovRule));
  self->invites = g_array_new (FALSE, FALSE, sizeof (FarGovInvite));
  self->asks = g_array_new (FALSE, FALSE, sizeof (FarGovAsk));
  self->further = g_array_new (FALSE, FALSE, sizeof (FarGovFurther));
  self->proposals = g_array_new (FALSE, FALSE, sizeof (FarGovProposal));
  /* never grown, so that no copy of a secret is left behind */
  self->secrets = g_array_sized_new (FALSE, FALSE, sizeof (FarGovSecret), 1 + FAR_SECRETS_MAX);
  g_array_set_clear_func (self->secrets, clear_secrets);
  self->lists = g_ptr_array_new_with_free_func (g_free);

  return self;
}

/* @disputed: (out) (nullable): where nothing is to be judged that is disputed */
static FarGovernance *
judge (const guint8 *collective,
       const FarAct *acts,
       guint n_acts,
       const guint64 *subset,
       FarReplayed *replayed,
       guint64 **disputed)
{
  FarReplay *replay = _far_replay_new (collective, acts, n_acts, replayed);
  const guint64 *set = subset != NULL ? subset : replay->everything;
  FarGovernance *self = NULL;
  FarReplayResult result = { 0 };

  if (disputed != NULL)
    *disputed = _far_replay_find_disputed (replay, set);

  if (disputed == NULL || *disputed == NULL)
    {
      self = new_empty (n_acts);
      _far_replay_judge_plainly (replay);
      if (disputed == NULL)
        _far_replay_find_strikes (replay);
      _far_replay_run (replay, set, &result);
      take_result (self, &result);

      _far_governance_build (self, replay, result.f);
      g_free (result.f);
    }
  _far_replay_free (replay);

  return self;
}

FarGovernance *
far_governance_new (const guint8 collective[static FAR_ID_LEN],
                    const FarAct *acts,
                    guint n_acts,
                    const guint64 *subset,
                    FarReplayed *replayed)
{
  g_return_val_if_fail (acts != NULL || n_acts == 0, NULL);

  return judge (collective, acts, n_acts, subset, replayed, NULL);
}

FarGovernance *
far_governance_new_undisputed (const guint8 collective[static FAR_ID_LEN],
                               const FarAct *acts,
                               guint n_acts,
                               const guint64 *subset,
                               guint64 **disputed)
{
  g_return_val_if_fail (acts != NULL || n_acts == 0, NULL);

  return judge (collective, acts, n_acts, subset, NULL, disputed);
}

FarGovernance *
far_governance_ref (FarGovernance *self)
{
  g_atomic_int_inc (&self->ref_count);

  return self;
}

void
far_governance_unref (FarGovernance *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;

  g_free (self->verdicts);
  g_free (self->struck_by);
  g_free (self->provisional);
  g_free (self->by_id);
  g_array_unref (self->members);
  g_array_unref (self->devices);
  g_array_unref (self->terms);
  g_array_unref (self->rules);
  g_array_unref (self->invites);
  g_array_unref (self->asks);
  g_array_unref (self->further);
  g_array_unref (self->proposals);
  g_array_unref (self->secrets);
  g_ptr_array_unref (self->lists);
  g_free (self->members_by_id);
  g_free (self->devices_by_key);
  g_free (self->devices_by_noise);
  g_free (self);
}

FarActVerdict
far_governance_get_verdict (const FarGovernance *self, guint32 act)
{
  return act < self->n_acts ? (FarActVerdict)self->verdicts[act] : FAR_ACT_OUTSIDE;
}

guint32
far_governance_get_struck_by (const FarGovernance *self, guint32 act)
{
  return act < self->n_acts ? self->struck_by[act] : FAR_ACT_NONE;
}

gboolean
far_governance_get_provisional (const FarGovernance *self, guint32 act)
{
  return act < self->n_acts && far_act_set_has (self->provisional, act);
}

gboolean
far_governance_get_any_provisional (const FarGovernance *self)
{
  return self->any_provisional;
}

guint
far_governance_get_n_acts (const FarGovernance *self)
{
  return self->n_acts;
}

guint32
far_governance_find_act (const FarGovernance *self, const guint8 id[static FAR_ID_LEN])
{
  const FarGovIdIndex *found =
      bsearch (id, self->by_id, self->n_acts, sizeof (FarGovIdIndex), _far_governance_compare_ids);

  return found != NULL ? found->act : FAR_ACT_NONE;
}

#define DEFINE_PEEK(plural, Type) \
  const Type *far_governance_peek_##plural (const FarGovernance *self, guint *n_##plural) \
  { \
    *n_##plural = self->plural->len; \
    return (const Type *)(void *)self->plural->data; \
  }

DEFINE_PEEK (members, FarGovMember)
DEFINE_PEEK (devices, FarGovDevice)
DEFINE_PEEK (terms, FarGovTerm)
DEFINE_PEEK (rules, FarGovRule)
DEFINE_PEEK (invites, FarGovInvite)
DEFINE_PEEK (asks, FarGovAsk)
DEFINE_PEEK (further, FarGovFurther)
DEFINE_PEEK (proposals, FarGovProposal)

/* The first item, in the order of @index, whose @len bytes at @offset are @wanted. */
static const void *
find_item (const GArray *array,
           const guint32 *index,
           gsize size,
           gsize offset,
           const guint8 *wanted,
           gsize len)
{
  const guint8 *items = (const guint8 *)array->data;
  guint lo = 0;
  guint hi = array->len;

  while (lo < hi)
    {
      guint mid = lo + (hi - lo) / 2;

      if (memcmp (items + index[mid] * size + offset, wanted, len) < 0)
        lo = mid + 1;
      else
        hi = mid;
    }

  if (lo == array->len || memcmp (items + index[lo] * size + offset, wanted, len) != 0)
    return NULL;

  return items + index[lo] * size;
}

const FarGovMember *
far_governance_find_member (const FarGovernance *self, const guint8 id[static FAR_RECORD_ID_LEN])
{
  return find_item (self->members, self->members_by_id, sizeof (FarGovMember),
                    G_STRUCT_OFFSET (FarGovMember, id), id, FAR_RECORD_ID_LEN);
}

guint
far_governance_get_n_active (const FarGovernance *self)
{
  return self->n_active;
}

const FarGovDevice *
far_governance_find_device (const FarGovernance *self, const guint8 key[static FAR_KEY_LEN])
{
  return find_item (self->devices, self->devices_by_key, sizeof (FarGovDevice),
                    G_STRUCT_OFFSET (FarGovDevice, key), key, FAR_KEY_LEN);
}

const FarGovDevice *
far_governance_find_device_by_noise (const FarGovernance *self,
                                     const guint8 noise_key[static FAR_KEY_LEN])
{
  return find_item (self->devices, self->devices_by_noise, sizeof (FarGovDevice),
                    G_STRUCT_OFFSET (FarGovDevice, noise_key), noise_key, FAR_KEY_LEN);
}

gboolean
far_governance_device_stands (const FarGovernance *self, const guint8 key[static FAR_KEY_LEN])
{
  const FarGovDevice *device = far_governance_find_device (self, key);

  return device != NULL && device->active;
}

const FarGovTerm *
far_governance_find_term (const FarGovernance *self, guint32 number)
{
  for (guint i = 0; i < self->terms->len; i++)
    if (g_array_index (self->terms, FarGovTerm, i).number == number)
      return &g_array_index (self->terms, FarGovTerm, i);

  return NULL;
}

const FarGovTerm *
far_governance_peek_newest_term (const FarGovernance *self)
{
  if (self->terms->len == 0)
    return NULL;

  return &g_array_index (self->terms, FarGovTerm, self->terms->len - 1);
}

gboolean
far_governance_may_publish (const FarGovernance *self,
                            const guint8 member[static FAR_RECORD_ID_LEN],
                            guint32 number)
{
  const FarGovTerm *term = far_governance_find_term (self, number);
  const FarGovMember *found = far_governance_find_member (self, member);

  return term != NULL && found != NULL && found->standing == FAR_GOV_ACTIVE &&
         (memcmp (term->holder, member, FAR_RECORD_ID_LEN) == 0 ||
          memcmp (term->deputy, member, FAR_RECORD_ID_LEN) == 0);
}

gint32
far_governance_get_rule (const FarGovernance *self, guint32 number)
{
  for (guint i = 0; i < self->rules->len; i++)
    if (g_array_index (self->rules, FarGovRule, i).number == number)
      return g_array_index (self->rules, FarGovRule, i).value;

  return 0;
}

guint
far_governance_get_vouchers_needed (const FarGovernance *self)
{
  return self->vouchers_needed;
}

const guint8 (*far_governance_peek_secrets (const FarGovernance *self,
                                            guint *n_secrets))[FAR_HASH_LEN]
{
  *n_secrets = self->secrets->len;

  return (const FarGovSecret *)(void *)self->secrets->data;
}
