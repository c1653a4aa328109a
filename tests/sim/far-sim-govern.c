/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members do about who belongs.  For what the program has no call yet (votes, the baton,
 * rules) the entries are put together here, as docs/formats.md and docs/governance.md say. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-user-private.h"

#include <string.h>

#include "far-kind-schema.h"

/* ---- coming and going */

static const FarGovernance *
peek_gov (FarSimUser *user)
{
  return far_store_peek_governance (user->device->store);
}

/* Invites somebody new, who comes to the door at once. */
static void
invite (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autofree char *name = g_strdup_printf ("new%u", user->sim->devices->len);
  gint64 ms = (gint64)far_sim_random_below (&user->random, 14) * 86400 * 1000;
  g_autoptr (GError) error = NULL;
  FarSimDevice *newcomer;
  FarInvite invite;

  if (!far_collective_invite (&writer, writer.now_ms + ms, &invite, &error))
    {
      far_sim_user_report (user, "invites", FALSE, error);
      return;
    }
  far_sim_user_report (user, "invites", TRUE, NULL);

  newcomer = far_sim_add_device (user->sim, name);
  if (newcomer == NULL || !far_sim_open_empty (user->sim, newcomer) ||
      !far_sim_is_up (user->sim, user->device))
    return;
  far_sim_ask (user->sim, newcomer, user->device, &invite, user->random.state);
}

/* Whoever waits gets a voucher. */
static void
vouch (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  guint n;
  const FarGovAsk *asks = far_governance_peek_asks (peek_gov (user), &n);
  g_autoptr (GError) error = NULL;

  if (n > 0)
    far_sim_user_report (user, "vouches",
                         far_collective_vouch (&writer,
                                               asks[far_sim_random_below (&user->random, n)].member,
                                               &error),
                         error);
}

static const FarGovMember *
pick_member (FarSimUser *user)
{
  guint n;
  const FarGovMember *members = far_governance_peek_members (peek_gov (user), &n);

  return n > 0 ? &members[far_sim_random_below (&user->random, n)] : NULL;
}

/* A removal, a rule, or the next term: of all of which somebody is to approve. */
static void
propose (FarSimUser *user)
{
  static const FarKind kinds[] = { FAR_KIND_REMOVE, FAR_KIND_RULES, FAR_KIND_TERM };
  FarKind kind = kinds[far_sim_random_below (&user->random, G_N_ELEMENTS (kinds))];
  const FarGovMember *member = pick_member (user);
  const FarGovTerm *term = far_governance_peek_newest_term (peek_gov (user));
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;

  if (member == NULL || term == NULL)
    return;

  far_map_int (&map, FAR_PROPOSE_KIND, kind);
  if (kind != FAR_KIND_RULES)
    far_map_bytes (&map, FAR_PROPOSE_MEMBER, member->id, FAR_RECORD_ID_LEN);
  if (kind == FAR_KIND_RULES)
    {
      far_map_int (&map, FAR_PROPOSE_NUMBER, 1 + far_sim_random_below (&user->random, 3));
      far_map_int (&map, FAR_PROPOSE_VALUE, far_sim_random_below (&user->random, 4));
    }
  else if (kind == FAR_KIND_TERM)
    far_map_int (&map, FAR_PROPOSE_NUMBER, term->number + 1);
  far_map_end (&map);
  far_sim_user_report (user, "proposes",
                       far_sim_user_append (user, FAR_KIND_PROPOSE, payload, NULL, 0, &error),
                       error);
}

/* Returns: the proposal's entry; the row is borrowed */
static gboolean
read_act (FarSimUser *user, guint32 act, FarRow *row, FarPayload *payload)
{
  FarPos pos;

  return far_store_get_act (user->device->store, act, &pos, NULL) &&
         far_store_read_pos (user->device->store, pos, row, NULL) && far_row_parse (row, payload);
}

static void
approve (FarSimUser *user, const guint8 *what)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;

  far_map_bytes (&map, FAR_APPROVE_WHAT, what, FAR_ID_LEN);
  far_map_end (&map);
  far_sim_user_report (user, "approves",
                       far_sim_user_append (user, FAR_KIND_APPROVE, payload, NULL, 0, &error),
                       error);
}

/* Cuts name the newest entry whose signature is held, and refs lead to it. */
static void
put_cuts (FarSimUser *user,
          FarMapWriter *map,
          const guint8 *member,
          const guint8 *device,
          FarPos *refs,
          guint *n_refs)
{
  FarStore *store = user->device->store;
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (peek_gov (user), &n);
  const FarLog *logs[FAR_MEMBER_DEVICES_MAX];
  guint8 ids[FAR_MEMBER_DEVICES_MAX][FAR_ID_LEN];
  guint n_cuts = 0;

  for (guint i = 0; i < n && n_cuts < FAR_MEMBER_DEVICES_MAX; i++)
    {
      guint32 log = far_store_find_log (store, devices[i].key);

      if (log == 0 || far_store_peek_log (store, log)->signed_seq == 0 ||
          (member != NULL && memcmp (devices[i].member, member, FAR_RECORD_ID_LEN) != 0) ||
          (device != NULL && memcmp (devices[i].key, device, FAR_KEY_LEN) != 0))
        continue;
      logs[n_cuts] = far_store_peek_log (store, log);
      refs[*n_refs] = (FarPos){ log, logs[n_cuts]->signed_seq };
      if (far_store_get_id (store, refs[*n_refs], ids[n_cuts], NULL))
        {
          n_cuts++;
          ++*n_refs;
        }
    }

  if (n_cuts == 0)
    return;

  far_map_array (map, FAR_REMOVE_CUTS, n_cuts);
  for (guint i = 0; i < n_cuts; i++)
    {
      FarMapWriter cut = far_map_begin (map->out);

      far_map_bytes (&cut, FAR_CUT_DEVICE, logs[i]->device, FAR_KEY_LEN);
      far_map_int (&cut, FAR_CUT_SEQ, logs[i]->signed_seq);
      far_map_bytes (&cut, FAR_CUT_ID, ids[i], FAR_ID_LEN);
      far_map_bytes (&cut, FAR_CUT_SIGNATURE, logs[i]->signature, FAR_SIG_LEN);
      far_map_end (&cut);
    }
}

static void
put_secret (FarMapWriter *map, guint key)
{
  guint8 secret[32];

  far_sim_random_draw (secret, sizeof secret);
  far_map_bytes (map, key, secret, sizeof secret);
}

static void
remove_member (FarSimUser *user, const guint8 *member, const guint8 *proposal)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;
  FarPos refs[FAR_REFS_MAX];
  guint n_refs = 0;

  far_map_bytes (&map, FAR_REMOVE_MEMBER, member, FAR_RECORD_ID_LEN);
  put_cuts (user, &map, member, NULL, refs, &n_refs);
  put_secret (&map, FAR_REMOVE_SECRET);
  far_map_bytes (&map, FAR_REMOVE_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);
  far_sim_user_report (user, "removes a member",
                       far_sim_user_append (user, FAR_KIND_REMOVE, payload, refs, n_refs, &error),
                       error);
}

static void
set_rule (FarSimUser *user, const FarPayload *proposed, const guint8 *proposal)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;

  far_map_int (&map, FAR_RULES_KEY, far_payload_int (proposed, FAR_PROPOSE_NUMBER, 1));
  far_map_int (&map, FAR_RULES_VALUE, far_payload_int (proposed, FAR_PROPOSE_VALUE, 0));
  far_map_bytes (&map, FAR_RULES_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);
  far_sim_user_report (user, "sets a rule",
                       far_sim_user_append (user, FAR_KIND_RULES, payload, NULL, 0, &error), error);
}

static void
take_baton (FarSimUser *user, const FarPayload *proposed, const guint8 *proposal)
{
  const FarGovTerm *term = far_governance_peek_newest_term (peek_gov (user));
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;
  guint8 previous[FAR_ID_LEN];
  FarPos pos;

  if (!far_store_get_act (user->device->store, term->act, &pos, NULL) ||
      !far_store_get_id (user->device->store, pos, previous, NULL))
    return;

  far_map_int (&map, FAR_TERM_NUMBER, far_payload_int (proposed, FAR_PROPOSE_NUMBER, 2));
  far_map_bytes (&map, FAR_TERM_HOLDER, user->device->me.member, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TERM_START, FAR_SIM_EPOCH_DAY);
  far_map_int (&map, FAR_TERM_END, FAR_SIM_EPOCH_DAY + 100);
  put_secret (&map, FAR_TERM_SECRET);
  far_map_bytes (&map, FAR_TERM_PREVIOUS, previous, FAR_ID_LEN);
  far_map_bytes (&map, FAR_TERM_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);
  far_sim_user_report (user, "takes the baton",
                       far_sim_user_append (user, FAR_KIND_TERM, payload, NULL, 0, &error), error);
}

static gboolean
is_me (const FarSimUser *user, const guint8 *member)
{
  return member != NULL && memcmp (user->device->me.member, member, FAR_RECORD_ID_LEN) == 0;
}

/* Approves of what is open, or does what has been approved of. */
static void
carry_on (FarSimUser *user)
{
  guint n;
  const FarGovProposal *proposals = far_governance_peek_proposals (peek_gov (user), &n);
  const FarGovProposal *proposal =
      n > 0 ? &proposals[far_sim_random_below (&user->random, n)] : NULL;
  guint8 id[FAR_ID_LEN];
  guint8 blob[1024];
  FarSchema const *schema = far_kind_get_schema (FAR_KIND_PROPOSE);
  FarPayload proposed;
  FarRow row;
  const guint8 *member;
  gsize len;

  if (proposal == NULL || proposal->done_by != FAR_ACT_NONE ||
      !read_act (user, proposal->act, &row, &proposed) || row.blob_len > sizeof blob)
    return;

  /* what is borrowed from the row does not outlive the next read */
  memcpy (id, row.id, FAR_ID_LEN);
  len = row.blob_len - FAR_SALT_LEN;
  memcpy (blob, row.blob + FAR_SALT_LEN, len);
  if (far_payload_parse (&proposed, schema, blob, len) != FAR_PAYLOAD_OK)
    return;

  member = far_payload_bytes (&proposed, FAR_PROPOSE_MEMBER);
  if (proposal->n_approvals < proposal->n_needed)
    {
      if (!is_me (user, member) ||
          far_payload_int (&proposed, FAR_PROPOSE_KIND, 0) == FAR_KIND_TERM)
        approve (user, id);
      return;
    }

  switch (far_payload_int (&proposed, FAR_PROPOSE_KIND, 0))
    {
    case FAR_KIND_REMOVE:
      if (member != NULL && !is_me (user, member))
        remove_member (user, member, id);
      break;
    case FAR_KIND_RULES:
      set_rule (user, &proposed, id);
      break;
    case FAR_KIND_TERM:
      if (is_me (user, member))
        take_baton (user, &proposed, id);
      break;
    default:
      break;
    }
}

/* A further machine, which its owner tells the secret. */
static void
add_machine (FarSimUser *user)
{
  FarSim *sim = user->sim;
  FarSimDevice *device = user->device;
  g_autofree char *name = g_strdup_printf ("%s-%u", device->name, sim->devices->len);
  FarSimDevice *machine = far_sim_add_device (sim, name);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;
  FarNewcomer newcomer = { 0 };
  guint8 proof[FAR_SIG_LEN];
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] = far_governance_peek_secrets (peek_gov (user), &n);

  if (machine == NULL || n == 0)
    return;

  memcpy (machine->me.member, device->me.member, FAR_RECORD_ID_LEN);
  memcpy (machine->secret, secrets[0], FAR_HASH_LEN);
  machine->has_secret = TRUE;
  machine->is_liar = device->is_liar;
  machine->lies = device->lies;

  memcpy (newcomer.collective, sim->collective, FAR_ID_LEN);
  memcpy (newcomer.entry, device->me.member, FAR_RECORD_ID_LEN);
  memcpy (newcomer.device, machine->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, machine->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, machine->me.seal, FAR_KEY_LEN);
  far_device_prove (machine->me.sign_secret, &newcomer, proof);

  far_map_bytes (&map, FAR_ADMIT_MEMBER, device->me.member, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE, machine->me.device, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_NOISE, machine->me.noise, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_SEAL, machine->me.seal, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE_PROOF, proof, FAR_SIG_LEN);
  far_map_end (&map);
  far_sim_user_report (user, "adds a machine",
                       far_sim_user_append (user, FAR_KIND_DEVICE_ADD, payload, NULL, 0, &error),
                       error);
  far_sim_open_empty (sim, machine);
}

static void
revoke_machine (FarSimUser *user)
{
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (peek_gov (user), &n);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;
  FarPos refs[FAR_REFS_MAX];
  guint n_refs = 0;
  const FarGovDevice *target = NULL;

  for (guint i = 0; i < n; i++)
    if (devices[i].active && is_me (user, devices[i].member) &&
        memcmp (devices[i].key, user->device->me.device, FAR_KEY_LEN) != 0)
      target = &devices[i];
  if (target == NULL)
    return;

  far_map_bytes (&map, FAR_REMOVE_DEVICE, target->key, FAR_KEY_LEN);
  put_cuts (user, &map, NULL, target->key, refs, &n_refs);
  put_secret (&map, FAR_REMOVE_SECRET);
  far_map_end (&map);
  far_sim_user_report (user, "revokes a machine",
                       far_sim_user_append (user, FAR_KIND_DEVICE_REVOKE, payload, refs, n_refs,
                                            &error),
                       error);
}

static void
leave (FarSimUser *user)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;

  far_map_end (&map);
  far_sim_user_report (user, "leaves",
                       far_sim_user_append (user, FAR_KIND_LEAVE, payload, NULL, 0, &error), error);
}

static void
end_invite (FarSimUser *user)
{
  guint n;
  const FarGovInvite *invites = far_governance_peek_invites (peek_gov (user), &n);
  const FarGovInvite *picked = n > 0 ? &invites[far_sim_random_below (&user->random, n)] : NULL;
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_ID_LEN];
  FarPos pos;

  if (picked == NULL || !far_store_get_act (user->device->store, picked->act, &pos, NULL) ||
      !far_store_get_id (user->device->store, pos, id, NULL))
    return;

  far_map_bytes (&map, FAR_INVITE_END_INVITE, id, FAR_ID_LEN);
  far_map_end (&map);
  far_sim_user_report (user, "takes an invitation back",
                       far_sim_user_append (user, FAR_KIND_INVITE_END, payload, NULL, 0, &error),
                       error);
}

void
far_sim_govern (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimUser user = { self, device, { dice } };
  guint what = far_sim_random_below (&user.random, 100);

  if (what < 12)
    invite (&user);
  else if (what < 20)
    vouch (&user);
  else if (what < 40)
    propose (&user);
  else if (what < 84)
    carry_on (&user);
  else if (what < 88)
    add_machine (&user);
  else if (what < 92)
    revoke_machine (&user);
  else if (what < 97)
    end_invite (&user);
  else
    leave (&user);
}
