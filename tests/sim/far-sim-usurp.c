/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What liars write that is good in form, well signed, and for others to write: acts that nobody
 * approved of, or that are done; what only the baton's holder says; other people's votes, names,
 * reasons, records, turns and words.  The program would refuse to write any of it. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

#include "far-collective-private.h"

typedef struct
{
  FarSim *sim;            /* unowned */
  FarSimDevice *device;   /* unowned */
  FarSimRandom *random;   /* unowned */
  FarSimDevice *victim;   /* unowned */
  const FarGovTerm *term; /* the newest */
  GByteArray *payload;    /* owned */
  FarMapWriter map;
} Usurper;

/* After all that is there, so that it has seen what it is against; or after nothing. */
static guint
draw_heads (Usurper *self, FarPos out[static FAR_REFS_MAX])
{
  FarStore *store = self->device->store;
  guint n = 0;

  if (far_sim_random_chance (self->random, 30))
    return 0;

  for (guint32 log = 1; log <= far_store_get_n_logs (store) && n < FAR_REFS_MAX; log++)
    {
      const FarLog *known = far_store_peek_log (store, log);

      if (known->head_seq > known->base.seq && far_store_is_leaf (store, log) &&
          memcmp (known->device, self->device->me.device, FAR_KEY_LEN) != 0)
        out[n++] = (FarPos){ log, far_log_get_end (known) };
    }

  return n;
}

/* Ends the payload. */
static gboolean
write_it (Usurper *self, FarKind kind, const guint8 *subject, guint8 *out_id)
{
  FarPos refs[FAR_REFS_MAX];
  FarDraft draft = {
    .kind = kind,
    .time_ms = far_sim_get_wall_ms (self->sim, self->device),
    .subject = subject,
    .refs = refs,
    .n_refs = draw_heads (self, refs),
  };
  FarPos pos;

  far_map_end (&self->map);
  if (kind >= FAR_KIND_ERASE && far_sim_random_chance (self->random, 60))
    draft.term = self->term->number;
  draft.payload = self->payload->data;
  draft.payload_len = self->payload->len;
  far_sim_random_draw (draft.salt, FAR_SALT_LEN);

  return far_store_append (self->device->store, self->device->me.device,
                           self->device->me.sign_secret, &draft, &pos, out_id, NULL);
}

static void
begin_payload (Usurper *self)
{
  g_byte_array_set_size (self->payload, 0);
  self->map = far_map_begin (self->payload);
}

static void
put_secret (Usurper *self, guint key)
{
  guint8 secret[32];

  far_sim_random_draw (secret, sizeof secret);
  far_map_bytes (&self->map, key, secret, sizeof secret);
}

/* ---- acts */

static gboolean
propose (Usurper *self, FarKind kind, const guint8 *member, guint32 number, guint8 *out)
{
  begin_payload (self);
  far_map_int (&self->map, FAR_PROPOSE_KIND, kind);
  if (member != NULL)
    far_map_bytes (&self->map, FAR_PROPOSE_MEMBER, member, FAR_RECORD_ID_LEN);
  else
    far_map_bytes (&self->map, FAR_PROPOSE_DEVICE, self->victim->me.device, FAR_KEY_LEN);
  far_map_int (&self->map, FAR_PROPOSE_NUMBER, number);

  return write_it (self, FAR_KIND_PROPOSE, NULL, out);
}

/* Approves of its own proposal, which counts once. */
static gboolean
approve (Usurper *self, const guint8 *proposal)
{
  begin_payload (self);
  far_map_bytes (&self->map, FAR_APPROVE_WHAT, proposal, FAR_ID_LEN);

  return write_it (self, FAR_KIND_APPROVE, NULL, NULL);
}

static gboolean
seize_baton (Usurper *self)
{
  FarStore *store = self->device->store;
  const guint8 *me = self->device->me.member;
  gboolean proposes = far_sim_random_chance (self->random, 50);
  guint32 number = self->term->number + 1;
  guint8 proposal[FAR_ID_LEN];
  guint8 previous[FAR_ID_LEN];
  FarPos pos;

  if (!far_store_get_act (store, self->term->act, &pos, NULL) ||
      !far_store_get_id (store, pos, previous, NULL))
    return TRUE;
  if (proposes &&
      !(propose (self, FAR_KIND_TERM, me, number, proposal) && approve (self, proposal)))
    return FALSE;

  begin_payload (self);
  far_map_int (&self->map, FAR_TERM_NUMBER, number);
  far_map_bytes (&self->map, FAR_TERM_HOLDER, me, FAR_RECORD_ID_LEN);
  far_map_int (&self->map, FAR_TERM_START, FAR_SIM_EPOCH_DAY);
  far_map_int (&self->map, FAR_TERM_END, FAR_SIM_EPOCH_DAY + 1000);
  put_secret (self, FAR_TERM_SECRET);
  far_map_bytes (&self->map, FAR_TERM_PREVIOUS, previous, FAR_ID_LEN);
  if (proposes)
    far_map_bytes (&self->map, FAR_TERM_PROPOSAL, proposal, FAR_ID_LEN);

  return write_it (self, FAR_KIND_TERM, NULL, NULL);
}

static gboolean
remove_victim (Usurper *self)
{
  const guint8 *member = self->victim->me.member;
  guint8 proposal[FAR_ID_LEN];

  if (!propose (self, FAR_KIND_REMOVE, member, 0, proposal) || !approve (self, proposal))
    return FALSE;

  begin_payload (self);
  far_map_bytes (&self->map, FAR_REMOVE_MEMBER, member, FAR_RECORD_ID_LEN);
  put_secret (self, FAR_REMOVE_SECRET);
  far_map_bytes (&self->map, FAR_REMOVE_PROPOSAL, proposal, FAR_ID_LEN);

  return write_it (self, FAR_KIND_REMOVE, NULL, NULL);
}

static gboolean
revoke_victim (Usurper *self)
{
  gboolean proposes = far_sim_random_chance (self->random, 50);
  guint8 proposal[FAR_ID_LEN];

  if (proposes && !propose (self, FAR_KIND_DEVICE_REVOKE, NULL, 0, proposal))
    return FALSE;

  begin_payload (self);
  far_map_bytes (&self->map, FAR_REMOVE_DEVICE, self->victim->me.device, FAR_KEY_LEN);
  put_secret (self, FAR_REMOVE_SECRET);
  if (proposes)
    far_map_bytes (&self->map, FAR_REMOVE_PROPOSAL, proposal, FAR_ID_LEN);

  return write_it (self, FAR_KIND_DEVICE_REVOKE, NULL, NULL);
}

/* A machine of the liar's, as one of the victim's. */
static gboolean
join_victim (Usurper *self)
{
  FarNewcomer newcomer = { 0 };
  FarIdentity keys;
  guint8 proof[FAR_SIG_LEN];

  far_identity_make (&keys, self->sim->collective, far_sim_random_draw);
  memcpy (newcomer.collective, self->sim->collective, FAR_ID_LEN);
  memcpy (newcomer.entry, self->victim->me.member, FAR_RECORD_ID_LEN);
  memcpy (newcomer.device, keys.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, keys.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, keys.seal, FAR_KEY_LEN);
  far_device_prove (keys.sign_secret, &newcomer, proof);

  begin_payload (self);
  far_map_bytes (&self->map, FAR_ADMIT_MEMBER, self->victim->me.member, FAR_RECORD_ID_LEN);
  far_map_bytes (&self->map, FAR_ADMIT_DEVICE, keys.device, FAR_KEY_LEN);
  far_map_bytes (&self->map, FAR_ADMIT_NOISE, keys.noise, FAR_KEY_LEN);
  far_map_bytes (&self->map, FAR_ADMIT_SEAL, keys.seal, FAR_KEY_LEN);
  far_map_bytes (&self->map, FAR_ADMIT_DEVICE_PROOF, proof, FAR_SIG_LEN);

  return write_it (self, FAR_KIND_DEVICE_ADD, NULL, NULL);
}

/* That everything is forgotten after a month, or that one voucher is enough. */
static gboolean
set_rule (Usurper *self)
{
  guint8 proposal[FAR_ID_LEN];
  guint32 key = far_sim_random_chance (self->random, 50) ? FAR_KIND_PERSON : FAR_RULE_VOUCHERS;

  begin_payload (self);
  far_map_int (&self->map, FAR_PROPOSE_KIND, FAR_KIND_RULES);
  far_map_int (&self->map, FAR_PROPOSE_NUMBER, key);
  far_map_int (&self->map, FAR_PROPOSE_VALUE, 1);
  if (!write_it (self, FAR_KIND_PROPOSE, NULL, proposal) || !approve (self, proposal))
    return FALSE;

  begin_payload (self);
  far_map_int (&self->map, FAR_RULES_KEY, key);
  far_map_int (&self->map, FAR_RULES_VALUE, 1);
  far_map_bytes (&self->map, FAR_RULES_PROPOSAL, proposal, FAR_ID_LEN);

  return write_it (self, FAR_KIND_RULES, NULL, NULL);
}

/* ---- what others are about to agree on */

/* Returns: FALSE if there is none */
static gboolean
pick_proposal (Usurper *self, FarMatter *out, guint8 *out_id)
{
  guint n;
  const FarGovProposal *proposals =
      far_governance_peek_proposals (far_store_peek_governance (self->device->store), &n);

  return n > 0 &&
         _far_matter_read (self->device->store,
                           proposals[far_sim_random_below (self->random, n)].act, out, out_id);
}

/* Of anybody and anything, as often as one likes. */
static gboolean
propose_anything (Usurper *self)
{
  static const FarKind kinds[] = { FAR_KIND_REMOVE, FAR_KIND_RULES, FAR_KIND_TERM };
  FarKind kind = kinds[far_sim_random_below (self->random, G_N_ELEMENTS (kinds))];
  const FarSimDevice *whom =
      far_sim_get_device (self->sim, far_sim_random_below (self->random, self->sim->devices->len));
  guint32 number = kind == FAR_KIND_TERM
                       ? self->term->number + far_sim_random_below (self->random, 3)
                       : far_sim_random_below (self->random, 260);

  begin_payload (self);
  far_map_int (&self->map, FAR_PROPOSE_KIND, kind);
  far_map_bytes (&self->map, FAR_PROPOSE_MEMBER, whom->me.member, FAR_RECORD_ID_LEN);
  far_map_int (&self->map, FAR_PROPOSE_NUMBER, number);
  far_map_int (&self->map, FAR_PROPOSE_VALUE, (gint64)far_sim_random_below (self->random, 60) - 20);

  return write_it (self, FAR_KIND_PROPOSE, NULL, NULL);
}

/* Also what it approved before, what is about itself, and what is done. */
static gboolean
approve_anything (Usurper *self)
{
  FarMatter matter;
  guint8 proposal[FAR_ID_LEN];

  return !pick_proposal (self, &matter, proposal) ||
         (approve (self, proposal) && approve (self, proposal));
}

/* Whether enough approved or not, and whoever has done it by now. */
static gboolean
carry_out_anything (Usurper *self)
{
  FarWriter writer = far_sim_writer (self->sim, self->device);
  FarMatter matter;
  guint8 proposal[FAR_ID_LEN];

  if (!pick_proposal (self, &matter, proposal) || !far_collective_witness (&writer, NULL, NULL))
    return TRUE;

  switch ((guint)matter.kind)
    {
    case FAR_KIND_REMOVE:
      return _far_member_remove (&writer, matter.member, proposal, NULL);
    case FAR_KIND_RULES:
      return _far_rule_write (&writer, matter.number, matter.value, proposal, NULL);
    default:
      return TRUE;
    }
}

static gboolean
end_invite (Usurper *self)
{
  g_autoptr (GArray) invites =
                 far_collective_invites (self->device->store,
                                         far_sim_get_wall_ms (self->sim, self->device));
  const FarInviteFacts *invite;

  if (invites->len == 0)
    return TRUE;

  invite =
      &g_array_index (invites, FarInviteFacts, far_sim_random_below (self->random, invites->len));
  begin_payload (self);
  far_map_bytes (&self->map, FAR_INVITE_END_INVITE, invite->id, FAR_ID_LEN);

  return write_it (self, FAR_KIND_INVITE_END, NULL, NULL);
}

/* Somebody's vote, or one's own, for nobody and for too many; and somebody's answer to an offer. */
static gboolean
vote (Usurper *self)
{
  static const guint8 whom[] = FAR_SIM_LIAR_MEMBER;
  const FarSimDevice *voter =
      far_sim_random_chance (self->random, 70) ? self->victim : self->device;
  guint n =
      1 + far_sim_random_below (self->random,
                                far_sim_random_chance (self->random, 10) ? 2 * FAR_ORDER_MAX : 3);
  FarMatter matter;
  guint8 declined[FAR_ID_LEN];

  begin_payload (self);
  far_map_bytes (&self->map, FAR_BATON_MEMBER, voter->me.member, FAR_RECORD_ID_LEN);
  if (far_sim_random_chance (self->random, 70))
    {
      far_map_array (&self->map, FAR_BATON_ORDER, n);
      for (guint i = 0; i < n; i++)
        {
          FarMapWriter place = far_map_begin (self->payload);

          far_map_bytes (&place, FAR_PLACE_MEMBER, i == 0 ? whom : self->device->me.member,
                         FAR_RECORD_ID_LEN);
          far_map_end (&place);
        }
    }
  if (pick_proposal (self, &matter, declined))
    far_map_bytes (&self->map, FAR_BATON_DECLINED, declined, FAR_ID_LEN);

  return write_it (self, FAR_KIND_BATON, NULL, NULL);
}

/* For what somebody else proposed, and about whom it is not. */
static gboolean
give_reason (Usurper *self)
{
  FarStore *store = self->device->store;
  guint8 record[FAR_RECORD_ID_LEN];
  guint8 proposal[FAR_ID_LEN];
  FarMatter matter;
  FarPos pos;

  if (!pick_proposal (self, &matter, proposal) || !far_store_find_id (store, proposal, &pos))
    return TRUE;

  far_record_id (self->sim->collective, far_store_peek_log (store, pos.log)->device, pos.seq, 0,
                 record);
  begin_payload (self);
  far_map_bytes (&self->map, FAR_REASON_PROPOSAL,
                 far_sim_random_chance (self->random, 80) ? record : self->victim->me.member,
                 FAR_RECORD_ID_LEN);
  far_map_text (&self->map, FAR_REASON_WHY, FAR_SIM_LIAR_TITLE);

  return write_it (self, FAR_KIND_REASON,
                   far_sim_random_chance (self->random, 50) ? self->victim->me.member : NULL, NULL);
}

/* ---- records */

/* Somebody is somebody else: a person of others the liar, the victim a person, and so on. */
static gboolean
say_same (Usurper *self)
{
  const guint8 *one = self->victim->me.member;
  const guint8 *other = self->device->me.member;

  if (self->sim->words->len > 0 && far_sim_random_chance (self->random, 70))
    {
      const FarSimWord *word =
          g_ptr_array_index (self->sim->words,
                             far_sim_random_below (self->random, self->sim->words->len));

      one = word->has_person ? word->person : one;
    }
  if (far_sim_random_chance (self->random, 40))
    {
      const guint8 *swapped = one;

      one = other;
      other = swapped;
    }

  begin_payload (self);
  far_map_bytes (&self->map, FAR_PERSON_ID, one, FAR_RECORD_ID_LEN);
  far_map_array (&self->map, FAR_PERSON_SAME, 1);
  far_cbor_put_bytes (self->payload, other, FAR_RECORD_ID_LEN);

  return write_it (self, FAR_KIND_PERSON, one, NULL);
}

static gboolean
name_collective (Usurper *self)
{
  begin_payload (self);
  far_map_text (&self->map, FAR_COLLECTIVE_NAME, FAR_SIM_LIAR_TITLE);

  return write_it (self, FAR_KIND_COLLECTIVE, NULL, NULL);
}

static gboolean
name_victim (Usurper *self)
{
  begin_payload (self);
  far_map_bytes (&self->map, FAR_PERSON_ID, self->victim->me.member, FAR_RECORD_ID_LEN);
  far_map_text (&self->map, FAR_PERSON_NAME, FAR_SIM_LIAR_TITLE);

  return write_it (self, FAR_KIND_PERSON, self->victim->me.member, NULL);
}

static gboolean
delete_record (Usurper *self, FarKind kind, guint id_key, guint gone_key, const guint8 *record)
{
  begin_payload (self);
  far_map_bytes (&self->map, id_key, record, FAR_RECORD_ID_LEN);
  far_map_int (&self->map, gone_key, 1);

  return write_it (self, kind, kind == FAR_KIND_PERSON ? record : NULL, NULL);
}

/* Of what somebody else made. */
static gboolean
delete_made (Usurper *self)
{
  const FarSimMade *made;

  if (self->sim->made->len == 0)
    return TRUE;

  made = g_ptr_array_index (self->sim->made,
                            far_sim_random_below (self->random, self->sim->made->len));
  switch (made->kind)
    {
    case FAR_KIND_ROTA:
      return delete_record (self, FAR_KIND_ROTA, FAR_ROTA_ID, FAR_ROTA_GONE, made->record);
    case FAR_KIND_LINE:
      return delete_record (self, FAR_KIND_LINE, FAR_LINE_ID, FAR_LINE_GONE, made->record);
    default:
      return delete_record (self, FAR_KIND_PERSON, FAR_PERSON_ID, FAR_PERSON_GONE, made->record);
    }
}

static gboolean
cancel_outing (Usurper *self, const FarRotaFacts *rota)
{
  begin_payload (self);
  far_map_bytes (&self->map, FAR_OUTING_ROTA, rota->id, FAR_RECORD_ID_LEN);
  far_map_int (&self->map, FAR_OUTING_DAY,
               FAR_SIM_EPOCH_DAY + 10 + far_sim_random_below (self->random, FAR_SIM_N_DAYS));
  far_map_int (&self->map, FAR_OUTING_CANCELLED, 1);
  far_map_text (&self->map, FAR_OUTING_WHY, FAR_SIM_LIAR_TITLE);

  return write_it (self, FAR_KIND_OUTING, NULL, NULL);
}

/* Gives back the turns of others. */
static gboolean
release_turns (Usurper *self, const FarRotaFacts *rota)
{
  gint32 day = FAR_SIM_EPOCH_DAY + 10 + far_sim_random_below (self->random, FAR_SIM_N_DAYS);
  g_autoptr (FarOutingFacts) outing = far_collective_outing (self->device->store, rota,
                                                             self->device->me.member, day, NULL);

  for (guint i = 0; outing != NULL && i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = g_ptr_array_index (outing->turns, i);

      begin_payload (self);
      far_map_bytes (&self->map, FAR_TURN_ROTA, rota->id, FAR_RECORD_ID_LEN);
      far_map_int (&self->map, FAR_TURN_DAY, day);
      far_map_bytes (&self->map, FAR_TURN_ID, turn->id, FAR_RECORD_ID_LEN);
      far_map_int (&self->map, FAR_TURN_STATE, 1);
      if (!write_it (self, FAR_KIND_TURN, turn->person, NULL))
        return FALSE;
    }

  return TRUE;
}

/* ---- words */

static gboolean
erase_victims (Usurper *self)
{
  const FarSimWord *word;

  if (self->sim->words->len == 0)
    return TRUE;

  word = g_ptr_array_index (self->sim->words,
                            far_sim_random_below (self->random, self->sim->words->len));
  if (!word->has_person)
    return TRUE;

  begin_payload (self);
  if (far_sim_random_chance (self->random, 50))
    {
      far_map_array (&self->map, FAR_ERASE_ENTRIES, 1);
      far_cbor_put_bytes (self->payload, word->entry, FAR_ID_LEN);
    }
  else
    far_map_bytes (&self->map, FAR_ERASE_SUBJECT, word->person, FAR_RECORD_ID_LEN);

  return write_it (self, FAR_KIND_ERASE, NULL, NULL);
}

gboolean
far_sim_usurp (FarSim *sim, FarSimDevice *device, FarSimRandom *random)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autoptr (GPtrArray) rotas = far_collective_rotas (device->store, NULL);
  g_autoptr (FarGovernance) gov =
                 far_governance_ref ((FarGovernance *)far_store_peek_governance (device->store));
  guint n_honest = sim->plan->n_devices - sim->plan->n_liars;
  Usurper self = {
    .sim = sim,
    .device = device,
    .random = random,
    .victim = far_sim_get_device (sim, far_sim_random_below (random, n_honest)),
    .term = far_governance_peek_newest_term (gov),
    .payload = payload,
  };
  const FarRotaFacts *rota =
      rotas != NULL && rotas->len > 0
          ? g_ptr_array_index (rotas, far_sim_random_below (random, rotas->len))
          : NULL;

  if (self.term == NULL)
    return TRUE;

  far_sim_tell (sim, "%s writes what is for others to write", device->name);
  switch (far_sim_random_below (random, 20))
    {
    case 0:
      return seize_baton (&self);
    case 1:
      return remove_victim (&self);
    case 2:
      return revoke_victim (&self);
    case 3:
      return join_victim (&self);
    case 4:
      return set_rule (&self);
    case 5:
      return name_collective (&self);
    case 6:
      return name_victim (&self);
    case 7:
    case 8:
      return delete_made (&self);
    case 9:
      return erase_victims (&self);
    case 10:
      return rota == NULL || cancel_outing (&self, rota);
    case 11:
    case 12:
      return propose_anything (&self);
    case 13:
      return approve_anything (&self);
    case 14:
      return carry_out_anything (&self);
    case 15:
      return end_invite (&self);
    case 16:
      return vote (&self);
    case 17:
      return give_reason (&self);
    case 18:
      return say_same (&self);
    default:
      return rota == NULL || release_turns (&self, rota);
    }
}
