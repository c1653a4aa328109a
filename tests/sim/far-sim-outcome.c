/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was agreed on comes out the same on every machine that holds the same entries, what enough
 * approved is done, and nobody's vote, answer or word is another's. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

#include "far-kind-schema.h"

/* ---- as everybody sees it */

/* For nobody in particular. */
static const guint8 nobody[FAR_RECORD_ID_LEN];

static void
feed_text (FarHash *hash, const char *text)
{
  far_hash_update (hash, text, strlen (text) + 1);
}

static void
feed_succession (FarHash *hash, FarStore *store)
{
  g_autoptr (FarSuccession) next =
                 far_collective_succession (store, nobody, FAR_SIM_EPOCH_DAY, NULL);

  if (next == NULL)
    return;

  far_hash_u32 (hash, next->now.number);
  far_hash_update (hash, next->now.holder, FAR_RECORD_ID_LEN);
  far_hash_u32 (hash, next->is_agreed);
  far_hash_u32 (hash, next->n_votes);
  far_hash_update (hash, next->order->data, (gsize)next->order->len * FAR_RECORD_ID_LEN);
  far_hash_update (hash, next->next, FAR_RECORD_ID_LEN);
  for (guint i = 0; i < next->offers->len; i++)
    {
      const FarSuccessor *offer = &g_array_index (next->offers, FarSuccessor, i);

      far_hash_update (hash, offer->proposal, FAR_ID_LEN);
      far_hash_update (hash, offer->member, FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, (guint32)offer->last_day);
      far_hash_u32 (hash, offer->is_offer);
      far_hash_u32 (hash, offer->is_claim);
      far_hash_u32 (hash, offer->is_declined);
      far_hash_u32 (hash, offer->n_approvals);
      far_hash_u32 (hash, offer->n_needed);
    }
}

static void
feed_proposals (FarHash *hash, FarStore *store)
{
  g_autoptr (GPtrArray) open = far_collective_proposals (store, nobody, NULL);

  for (guint i = 0; open != NULL && i < open->len; i++)
    {
      const FarProposalFacts *facts = open->pdata[i];

      far_hash_update (hash, facts->id, FAR_ID_LEN);
      far_hash_u32 (hash, facts->kind);
      far_hash_update (hash, facts->by, FAR_RECORD_ID_LEN);
      far_hash_update (hash, facts->member, FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, facts->number);
      far_hash_u32 (hash, (guint32)facts->value);
      far_hash_u32 (hash, facts->n_approvals);
      feed_text (hash, facts->why);
    }
}

static void
feed_suggestions (FarHash *hash, FarStore *store)
{
  g_autoptr (GPtrArray) waiting = far_collective_suggestions (store, FAR_SIM_EPOCH_DAY, NULL);

  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    {
      const FarSuggestionFacts *facts = waiting->pdata[i];

      far_hash_update (hash, facts->entry, FAR_ID_LEN);
      far_hash_u32 (hash, facts->what);
      far_hash_u32 (hash, (guint32)facts->day);
      feed_text (hash, facts->title);
      feed_text (hash, facts->words);
    }
}

static void
feed_rules (FarHash *hash, FarStore *store)
{
  g_autoptr (GArray) rules = far_collective_rules (store);

  for (guint i = 0; i < rules->len; i++)
    {
      const FarRuleFacts *facts = &g_array_index (rules, FarRuleFacts, i);

      far_hash_u32 (hash, facts->number);
      far_hash_u32 (hash, (guint32)facts->value);
      far_hash_u32 (hash, facts->n_signers);
      far_hash_update (hash, facts->decision, FAR_ID_LEN);
    }
}

static void
feed_members (FarHash *hash, FarStore *store)
{
  g_autoptr (GPtrArray) members = far_collective_members (store, NULL);
  g_autoptr (GPtrArray) uses = far_collective_double_uses (store, NULL);

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const FarMemberFacts *facts = members->pdata[i];

      far_hash_update (hash, facts->id, FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, facts->state);
      far_hash_update (hash, facts->same, FAR_RECORD_ID_LEN);
      for (guint j = 0; facts->formerly != NULL && facts->formerly[j] != NULL; j++)
        feed_text (hash, facts->formerly[j]);
    }
  for (guint i = 0; uses != NULL && i < uses->len; i++)
    {
      const FarDoubleUse *use = uses->pdata[i];

      far_hash_update (hash, use->in, FAR_RECORD_ID_LEN);
      far_hash_update (hash, use->out, FAR_RECORD_ID_LEN);
    }
}

/* What promises have come to, which the digest of the records does not say. */
static void
feed_outings (FarHash *hash, FarSimDevice *device)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (device->store, NULL);
  g_autoptr (GPtrArray) outings =
                 rotas != NULL
                     ? far_collective_outings (device->store, rotas, device->me.member,
                                               FAR_SIM_EPOCH_DAY + 10, FAR_SIM_N_DAYS, NULL)
                     : NULL;

  for (guint i = 0; outings != NULL && i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      far_hash_u32 (hash, outing->verdict.n_have);
      for (guint j = 0; j < outing->turns->len; j++)
        {
          const FarTurnFacts *turn = outing->turns->pdata[j];

          far_hash_update (hash, turn->id, FAR_RECORD_ID_LEN);
          far_hash_u32 (hash, turn->place);
          far_hash_update (hash, turn->stand_in, FAR_RECORD_ID_LEN);
          if (turn->clash.kind != FAR_CLASH_NONE)
            far_hash_update (hash, (const guint8 *)turn->clash.title, strlen (turn->clash.title));
        }
    }
}

void
far_sim_digest_outcome (FarSimDevice *device, guint8 digest[static FAR_HASH_LEN])
{
  FarHash hash;

  far_hash_init (&hash, "far1 sim outcome", FAR_HASH_LEN);
  far_hash_update (&hash, digest, FAR_HASH_LEN);
  feed_succession (&hash, device->store);
  feed_proposals (&hash, device->store);
  feed_suggestions (&hash, device->store);
  feed_rules (&hash, device->store);
  feed_members (&hash, device->store);
  feed_outings (&hash, device);
  far_sim_feed_lending (&hash, device);
  far_sim_feed_repair (&hash, device);
  far_hash_finish (&hash, digest, FAR_HASH_LEN);
}

/* ---- what must hold of it */

static gboolean
is_due_claim (const FarSuccessor *offer, const guint8 *member)
{
  return offer->is_claim && offer->n_approvals >= offer->n_needed &&
         memcmp (offer->member, member, FAR_RECORD_ID_LEN) == 0;
}

static gboolean
has_due_claim (FarSim *self, FarSimDevice *device)
{
  const guint8 *me = device->me.member;
  g_autoptr (FarSuccession) succession =
                 far_collective_succession (device->store, me, far_sim_get_today (self, device),
                                            NULL);

  for (guint i = 0; succession != NULL && i < succession->offers->len; i++)
    if (is_due_claim (&g_array_index (succession->offers, FarSuccessor, i), me))
      return TRUE;

  return FALSE;
}

/* Whether @device still stands, and is still to have the baton if @claims, once it has told of what
 * it knows, as it has to before it does anything: what was void on a forked branch counts from then
 * on, and may have sent it away, or given the baton to somebody. */
static gboolean
would_be_due (FarSim *self, FarSimDevice *device, gboolean claims)
{
  FarSimRandom random = { device->number };
  FarSimRandom *before = far_sim_random_use (&random);
  FarWriter writer = far_sim_writer (self, device);
  gboolean is_due;

  if (far_store_begin (device->store, NULL) && !far_collective_witness (&writer, NULL, NULL))
    far_sim_fail (self, "due", "%s cannot tell of what it knows", device->name);
  is_due =
      far_governance_device_stands (far_store_peek_governance (device->store), device->me.device) &&
      (!claims || has_due_claim (self, device));
  far_store_rollback (device->store);
  far_sim_random_use (before);

  return is_due;
}

/* Whatever enough approved, and this member too, is done as soon as anything is committed. */
static void
check_done (FarSim *self,
            FarSimDevice *device,
            GPtrArray *proposals,
            const FarSuccession *succession)
{
  const guint8 *me = device->me.member;

  if (device->is_returning ||
      !far_governance_device_stands (far_store_peek_governance (device->store), device->me.device))
    return;

  for (guint i = 0; i < proposals->len; i++)
    {
      const FarProposalFacts *facts = proposals->pdata[i];

      if (facts->n_approvals < facts->n_needed || !facts->i_signed)
        continue;
      if (facts->kind != FAR_KIND_TERM && would_be_due (self, device, FALSE))
        far_sim_fail (self, "due", "%s has not done what it and enough others approved",
                      device->name);
    }

  for (guint i = 0; i < succession->offers->len; i++)
    if (is_due_claim (&g_array_index (succession->offers, FarSuccessor, i), me) &&
        would_be_due (self, device, TRUE))
      far_sim_fail (self, "due", "%s has not got the baton, of which enough approved",
                    device->name);
}

/* Whether a member ever said no to it, on whatever machine. */
static gboolean
has_declined (FarSim *self, const guint8 *member)
{
  for (guint i = 0; i < self->devices->len; i++)
    {
      const FarSimDevice *device = far_sim_get_device (self, i);

      if ((device->has_declined || device->is_liar) &&
          memcmp (device->me.member, member, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

static guint
count_liars (FarSim *self)
{
  g_autoptr (GHashTable) liars = g_hash_table_new (far_id_hash, far_record_id_equal);

  for (guint i = 0; i < self->devices->len; i++)
    if (far_sim_get_device (self, i)->is_liar)
      g_hash_table_add (liars, far_sim_get_device (self, i)->me.member);

  return g_hash_table_size (liars);
}

/* A liar's order begins with somebody who does not exist. */
static void
check_baton (FarSim *self, FarSimDevice *device, const FarSuccession *succession)
{
  static const guint8 liars[] = FAR_SIM_LIAR_MEMBER;

  for (guint i = 0; i < succession->offers->len; i++)
    {
      const FarSuccessor *offer = &g_array_index (succession->offers, FarSuccessor, i);

      if (offer->is_declined && !has_declined (self, offer->member))
        far_sim_fail (self, "outcome", "%s shows an offer as declined to which nobody said no",
                      device->name);
    }

  if (succession->order->len > 0 &&
      memcmp (succession->order->data, liars, FAR_RECORD_ID_LEN) == 0 &&
      succession->n_votes > count_liars (self))
    far_sim_fail (self, "outcome", "at %s %u voted for what only liars would", device->name,
                  succession->n_votes);
}

/* What is given as a reason, its proposer gave. */
static void
check_reasons (FarSim *self, FarSimDevice *device, GPtrArray *proposals)
{
  for (guint i = 0; i < proposals->len; i++)
    {
      const FarProposalFacts *facts = proposals->pdata[i];

      if (strcmp (facts->why, FAR_SIM_LIAR_TITLE) == 0 &&
          !far_sim_is_lying_member (self, facts->by))
        far_sim_fail (self, "outcome", "%s shows a liar's reason for somebody else's proposal",
                      device->name);
    }
}

/* Two copies of one machine may have named two persons by one id. */
static gboolean
is_said_same (FarSim *self, const FarSimWord *word)
{
  for (guint i = 0; i < self->words->len; i++)
    {
      const FarSimWord *other = g_ptr_array_index (self->words, i);

      if (other->is_said_same && memcmp (other->person, word->person, FAR_RECORD_ID_LEN) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Who answers for a person says who that is now. */
static void
check_same (FarSim *self, FarSimDevice *device, GPtrArray *members)
{
  for (guint i = 0; i < self->words->len; i++)
    {
      const FarSimWord *word = g_ptr_array_index (self->words, i);

      if (!word->has_person || word->maker->is_liar || is_said_same (self, word))
        continue;
      for (guint j = 0; j < members->len; j++)
        {
          const FarMemberFacts *facts = members->pdata[j];

          if (facts->is_said_to_be && memcmp (facts->id, word->person, FAR_RECORD_ID_LEN) == 0 &&
              !far_sim_is_lying_member (self, facts->answered_for_by))
            far_sim_fail (self, "outcome", "%s shows a person of %s as another's word has them",
                          device->name, word->maker->name);
        }
    }
}

void
far_sim_check_outcome (FarSim *self, FarSimDevice *device)
{
  const guint8 *me = device->me.member;
  g_autoptr (GPtrArray) members = far_collective_members (device->store, NULL);
  g_autoptr (GPtrArray) proposals = far_collective_proposals (device->store, me, NULL);
  g_autoptr (FarSuccession) succession =
                 far_collective_succession (device->store, me, far_sim_get_today (self, device),
                                            NULL);

  if (members == NULL || proposals == NULL || succession == NULL)
    {
      far_sim_fail (self, "records", "%s cannot read what was agreed", device->name);
      return;
    }

  check_done (self, device, proposals, succession);
  check_baton (self, device, succession);
  check_reasons (self, device, proposals);
  check_same (self, device, members);
}
