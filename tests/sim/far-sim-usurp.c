/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What liars write that is good in form, well signed, and for others to write: acts that nobody
 * approved of, what only the baton's holder says, other people's names, records, turns and words.
 */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

#include "far-kind-schema.h"

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

/* ---- records */

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
  switch (far_sim_random_below (random, 12))
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
    default:
      return rota == NULL || release_turns (&self, rota);
    }
}
