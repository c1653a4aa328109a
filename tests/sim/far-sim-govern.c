/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members do about who belongs.  For what the program has no call yet (votes, the baton,
 * rules) the entries are put together here, as docs/formats.md and docs/governance.md say. */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-user-private.h"

#include <string.h>

#include "far-kind-schema.h"

#define OPEN_AT_ONCE_MAX 4

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
      far_sim_user_report (user, "invites", FALSE, &error);
      return;
    }
  far_sim_user_report (user, "invites", TRUE, NULL);

  newcomer = far_sim_add_device (user->sim, name);
  if (newcomer == NULL || !far_sim_open_empty (user->sim, newcomer) ||
      !far_sim_is_up (user->sim, user->device))
    return;
  newcomer->has_invite = TRUE;
  newcomer->invite = invite;
  far_sim_ask (user->sim, newcomer, user->device, &invite, user->random.state);
}

/* Whoever waits at a door asks again, at another maybe. */
static void
answer_again (FarSimUser *user)
{
  GPtrArray *devices = user->sim->devices;
  guint first = far_sim_random_below (&user->random, devices->len);

  for (guint i = 0; i < devices->len; i++)
    {
      FarSimDevice *newcomer = far_sim_get_device (user->sim, (first + i) % devices->len);

      if (!newcomer->has_invite || newcomer->has_secret || newcomer == user->device ||
          !far_sim_is_up (user->sim, newcomer) || far_sim_disk_is_dead (newcomer->disk))
        continue;
      far_sim_tell (user->sim, "%s asks %s again", newcomer->name, user->device->name);
      far_sim_ask (user->sim, newcomer, user->device, &newcomer->invite, user->random.state);
      return;
    }
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
                         &error);
}

static const FarGovMember *
pick_member (FarSimUser *user)
{
  guint n;
  const FarGovMember *members = far_governance_peek_members (peek_gov (user), &n);

  return n > 0 ? &members[far_sim_random_below (&user->random, n)] : NULL;
}

typedef struct
{
  FarKind kind;
  const guint8 *member; /* (nullable) */
  guint32 number;       /* of a rule, or of a term */
  gint32 value;         /* of a rule */
} Matter;

static void
propose (FarSimUser *user, const Matter *matter)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;

  far_map_int (&map, FAR_PROPOSE_KIND, matter->kind);
  if (matter->member != NULL)
    far_map_bytes (&map, FAR_PROPOSE_MEMBER, matter->member, FAR_RECORD_ID_LEN);
  if (matter->kind != FAR_KIND_REMOVE)
    far_map_int (&map, FAR_PROPOSE_NUMBER, matter->number);
  if (matter->kind == FAR_KIND_RULES)
    far_map_int (&map, FAR_PROPOSE_VALUE, matter->value);
  far_map_end (&map);
  far_sim_user_report (user, "proposes",
                       far_sim_user_append (user, FAR_KIND_PROPOSE, payload, NULL, 0, &error),
                       &error);
}

/* A removal, a rule, or the next term: of all of which somebody is to approve. */
static void
propose_something (FarSimUser *user)
{
  static const FarKind kinds[] = { FAR_KIND_REMOVE, FAR_KIND_RULES, FAR_KIND_TERM };
  Matter matter = { .kind = kinds[far_sim_random_below (&user->random, G_N_ELEMENTS (kinds))] };
  const FarGovMember *member = pick_member (user);
  const FarGovTerm *term = far_governance_peek_newest_term (peek_gov (user));

  if (member == NULL || term == NULL)
    return;

  if (matter.kind == FAR_KIND_RULES)
    {
      matter.number = 1 + far_sim_random_below (&user->random, 3);
      matter.value = far_sim_random_below (&user->random, 4);
    }
  else
    {
      matter.member = member->id;
      matter.number = term->number + 1;
    }
  propose (user, &matter);
}

/* How long something is kept, or how many are to vouch. */
static void
propose_rule (FarSimUser *user)
{
  static const guint32 keys[] = { FAR_KIND_TURN, FAR_KIND_OUTING, FAR_KIND_PERSON,
                                  FAR_RULE_VOUCHERS, FAR_RULE_VOUCHERS };
  Matter matter = { .kind = FAR_KIND_RULES };

  matter.number = keys[far_sim_random_below (&user->random, G_N_ELEMENTS (keys))];
  matter.value =
      matter.number == FAR_RULE_VOUCHERS ? 2 : (gint32)far_sim_random_below (&user->random, 4) - 1;
  propose (user, &matter);
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
                       &error);
}

/* Cuts name the newest entry whose signature is held, and refs lead to it. */
static void
put_cuts (FarSimUser *user, FarMapWriter *map, const guint8 *member, FarPos *refs, guint *n_refs)
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
          memcmp (devices[i].member, member, FAR_RECORD_ID_LEN) != 0)
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
  put_cuts (user, &map, member, refs, &n_refs);
  put_secret (&map, FAR_REMOVE_SECRET);
  far_map_bytes (&map, FAR_REMOVE_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);
  far_sim_user_report (user, "removes a member",
                       far_sim_user_append (user, FAR_KIND_REMOVE, payload, refs, n_refs, &error),
                       &error);
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
                       far_sim_user_append (user, FAR_KIND_RULES, payload, NULL, 0, &error),
                       &error);
}

/* @proposal: (nullable): id */
static void
take_baton (FarSimUser *user, guint32 number, const guint8 *proposal)
{
  const FarGovTerm *term = far_governance_peek_newest_term (peek_gov (user));
  const FarGovMember *deputy = pick_member (user);
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;
  guint8 previous[FAR_ID_LEN];
  FarPos pos;

  if (!far_store_get_act (user->device->store, term->act, &pos, NULL) ||
      !far_store_get_id (user->device->store, pos, previous, NULL))
    return;

  far_map_int (&map, FAR_TERM_NUMBER, number);
  far_map_bytes (&map, FAR_TERM_HOLDER, user->device->me.member, FAR_RECORD_ID_LEN);
  if (deputy != NULL && far_sim_random_chance (&user->random, 50))
    far_map_bytes (&map, FAR_TERM_DEPUTY, deputy->id, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TERM_START, FAR_SIM_EPOCH_DAY);
  far_map_int (&map, FAR_TERM_END, FAR_SIM_EPOCH_DAY + 100);
  put_secret (&map, FAR_TERM_SECRET);
  far_map_bytes (&map, FAR_TERM_PREVIOUS, previous, FAR_ID_LEN);
  if (proposal != NULL)
    far_map_bytes (&map, FAR_TERM_PROPOSAL, proposal, FAR_ID_LEN);
  far_map_end (&map);
  far_sim_user_report (user, "takes the baton",
                       far_sim_user_append (user, FAR_KIND_TERM, payload, NULL, 0, &error), &error);
}

/* The holder passes the baton on, or keeps it for another term. */
static void
pass_baton (FarSimUser *user)
{
  const FarGovTerm *term = far_governance_peek_newest_term (peek_gov (user));
  const FarGovMember *member = pick_member (user);
  Matter matter = { .kind = FAR_KIND_TERM };

  if (term == NULL || member == NULL || !far_sim_user_is (user, term->holder))
    return;

  matter.number = term->number + 1;
  matter.member = member->id;
  if (far_sim_user_is (user, member->id))
    take_baton (user, matter.number, NULL);
  else
    propose (user, &matter);
}

/* Approves of what is open, or does what has been approved of. */
static void
carry_on_with (FarSimUser *user, const FarGovProposal *proposal)
{
  guint8 id[FAR_ID_LEN];
  guint8 blob[1024];
  FarSchema const *schema = far_kind_get_schema (FAR_KIND_PROPOSE);
  FarPayload proposed;
  FarRow row;
  const guint8 *member;
  gsize len;

  if (proposal->done_by != FAR_ACT_NONE || !read_act (user, proposal->act, &row, &proposed) ||
      row.blob_len > sizeof blob)
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
      if (!far_sim_user_is (user, member) ||
          far_payload_int (&proposed, FAR_PROPOSE_KIND, 0) == FAR_KIND_TERM)
        approve (user, id);
      return;
    }

  switch (far_payload_int (&proposed, FAR_PROPOSE_KIND, 0))
    {
    case FAR_KIND_REMOVE:
      if (member != NULL && !far_sim_user_is (user, member))
        remove_member (user, member, id);
      break;
    case FAR_KIND_RULES:
      set_rule (user, &proposed, id);
      break;
    case FAR_KIND_TERM:
      if (far_sim_user_is (user, member))
        take_baton (user, far_payload_int (&proposed, FAR_PROPOSE_NUMBER, 2), id);
      break;
    default:
      break;
    }
}

static void
carry_on (FarSimUser *user)
{
  guint n;
  const FarGovProposal *proposals = far_governance_peek_proposals (peek_gov (user), &n);

  if (n > 0)
    carry_on_with (user, &proposals[far_sim_random_below (&user->random, n)]);
}

static gboolean
has_signed (const FarSimUser *user, const FarGovProposal *proposal)
{
  for (guint i = 0; i < proposal->n_approvals; i++)
    if (far_sim_user_is (user, proposal->approvals[i]))
      return TRUE;

  return FALSE;
}

static gboolean
is_for_me (const FarSimUser *user, const FarGovProposal *proposal)
{
  return proposal->done_by == FAR_ACT_NONE &&
         (proposal->n_approvals >= proposal->n_needed || !has_signed (user, proposal));
}

/* An evening over what is open: what was proposed last comes first. */
static void
carry_on_newest (FarSimUser *user)
{
  guint n_left = OPEN_AT_ONCE_MAX;
  guint n;

  far_governance_peek_proposals (peek_gov (user), &n);
  for (guint i = n; i > 0 && n_left > 0 && far_sim_user_is_well (user); i--)
    {
      /* each entry may change what there is */
      const FarGovProposal *proposals = far_governance_peek_proposals (peek_gov (user), &n);

      if (i > n || !is_for_me (user, &proposals[i - 1]))
        continue;
      carry_on_with (user, &proposals[i - 1]);
      n_left--;
    }
}

/* Whoever is to be removed wants to be rid of those who want it. */
static void
strike_back (FarSimUser *user)
{
  guint n;
  const FarGovProposal *proposals = far_governance_peek_proposals (peek_gov (user), &n);
  guint8 member[FAR_RECORD_ID_LEN];
  Matter matter = { .kind = FAR_KIND_REMOVE, .member = member };

  for (guint i = 0; i < n; i++)
    {
      FarPayload payload;
      FarRow row;

      if (proposals[i].n_approvals == 0 || !read_act (user, proposals[i].act, &row, &payload) ||
          far_payload_int (&payload, FAR_PROPOSE_KIND, 0) != FAR_KIND_REMOVE ||
          !far_sim_user_is (user, far_payload_bytes (&payload, FAR_PROPOSE_MEMBER)))
        continue;
      memcpy (member, proposals[i].approvals[0], FAR_RECORD_ID_LEN);
      propose (user, &matter);
      return;
    }
}

/* ---- machines */

static FarNewcomer
make_newcomer (FarSimUser *user, const FarSimDevice *machine, const guint8 *entry, gsize len)
{
  FarNewcomer newcomer = { 0 };

  memcpy (newcomer.collective, user->sim->collective, FAR_ID_LEN);
  memcpy (newcomer.entry, entry, len);
  memcpy (newcomer.device, machine->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, machine->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, machine->me.seal, FAR_KEY_LEN);

  return newcomer;
}

/* One more machine of the member whose @device is, with nothing on it.  Returns: (nullable) */
static FarSimDevice *
buy_machine (FarSimUser *user, const FarSimDevice *device)
{
  g_autofree char *name = g_strdup_printf ("%s-%u", device->name, user->sim->devices->len);
  FarSimDevice *machine = far_sim_add_device (user->sim, name);

  if (machine == NULL)
    return NULL;

  memcpy (machine->me.member, device->me.member, FAR_RECORD_ID_LEN);
  machine->is_liar = device->is_liar;
  machine->lies = device->lies;

  return far_sim_open_empty (user->sim, machine) ? machine : NULL;
}

/* Whoever let it in tells it, if it is one of ours. */
static void
tell_secret (FarSimUser *user, const guint8 *key)
{
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] = far_governance_peek_secrets (peek_gov (user), &n);

  for (guint i = 0; i < user->sim->devices->len && n > 0; i++)
    {
      FarSimDevice *machine = far_sim_get_device (user->sim, i);

      if (memcmp (machine->me.device, key, FAR_KEY_LEN) != 0)
        continue;
      machine->has_secret = TRUE;
      memcpy (machine->secret, secrets[0], FAR_HASH_LEN);
    }
}

/* A further machine of @owner's member asks, and the user hears it. */
static FarSimDevice *
hear_further (FarSimUser *user, const FarSimDevice *owner)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarSimDevice *machine = buy_machine (user, owner);
  g_auto (FarAdmission) admission = { 0 };
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GError) error = NULL;
  FarNewcomer newcomer;
  gboolean good;

  if (machine == NULL)
    return NULL;

  newcomer = make_newcomer (user, machine, machine->me.member, FAR_RECORD_ID_LEN);
  request = far_further_encode (&newcomer, machine->me.sign_secret);
  good = far_collective_hear_further (&writer, g_bytes_get_data (request, NULL),
                                      g_bytes_get_size (request), NULL, &admission, &error);
  far_sim_user_report (user, "hears a machine that asks", good, &error);

  return good ? machine : NULL;
}

static void
approve_machine (FarSimUser *user, const guint8 *key)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  FarApproval approval;
  gboolean good = far_collective_approve_device (&writer, key, &approval, &error);

  far_sim_user_report (user, "says whose a machine is", good, &error);
  if (good && approval.is_done)
    tell_secret (user, key);
}

static void
add_machine (FarSimUser *user)
{
  const FarSimDevice *machine = hear_further (user, user->device);

  if (machine != NULL && far_sim_user_is_well (user))
    approve_machine (user, machine->me.device);
}

/* Somebody's machine is gone, and the new one asks where its owner is known. */
static void
replace_machine (FarSimUser *user)
{
  FarSim *sim = user->sim;

  hear_further (user,
                far_sim_get_device (sim, far_sim_random_below (&user->random, sim->devices->len)));
}

static void
approve_some_machine (FarSimUser *user)
{
  guint n;
  const FarGovFurther *further = far_governance_peek_further (peek_gov (user), &n);
  guint8 key[FAR_KEY_LEN];

  if (n == 0)
    return;

  memcpy (key, further[far_sim_random_below (&user->random, n)].device, FAR_KEY_LEN);
  approve_machine (user, key);
}

/* @own: of this member, at once; else of anybody, with the approval of others */
static void
revoke_machine (FarSimUser *user, gboolean own)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (peek_gov (user), &n);
  guint first = far_sim_random_below (&user->random, n);
  g_autoptr (GError) error = NULL;
  guint8 key[FAR_KEY_LEN];
  gboolean found = FALSE;
  FarApproval approval;

  for (guint i = 0; i < n && !found; i++)
    {
      const FarGovDevice *device = &devices[(first + i) % n];

      found = device->active && far_sim_user_is (user, device->member) == own &&
              memcmp (device->key, user->device->me.device, FAR_KEY_LEN) != 0;
      if (found)
        memcpy (key, device->key, FAR_KEY_LEN);
    }
  if (found)
    far_sim_user_report (user, own ? "revokes a machine" : "wants a machine revoked",
                         far_collective_revoke_device (&writer, key, &approval, &error), &error);
}

/* ---- leaving, and coming back */

static void
leave (FarSimUser *user)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  g_autoptr (GError) error = NULL;

  far_map_end (&map);
  far_sim_user_report (user, "leaves",
                       far_sim_user_append (user, FAR_KIND_LEAVE, payload, NULL, 0, &error),
                       &error);
}

static gboolean
is_out (FarSimUser *user, const guint8 *member)
{
  const FarGovMember *found = far_governance_find_member (peek_gov (user), member);

  return found != NULL && found->standing != FAR_GOV_ACTIVE;
}

/* ADMIT with the id of one who was there before, and a new key. */
static void
readmit (FarSimUser *user, const FarInvite *invite, FarSimDevice *machine)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarNewcomer newcomer = make_newcomer (user, machine, invite->entry, FAR_ID_LEN);
  g_autoptr (GError) error = NULL;
  guint8 invite_proof[FAR_SIG_LEN];
  guint8 device_proof[FAR_SIG_LEN];
  gboolean good;

  far_invite_prove (invite->secret, &newcomer, invite_proof);
  far_device_prove (machine->me.sign_secret, &newcomer, device_proof);
  far_map_bytes (&map, FAR_ADMIT_INVITE, invite->entry, FAR_ID_LEN);
  far_map_bytes (&map, FAR_ADMIT_MEMBER, machine->me.member, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE, machine->me.device, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_NOISE, machine->me.noise, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_SEAL, machine->me.seal, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_INVITE_PROOF, invite_proof, FAR_SIG_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE_PROOF, device_proof, FAR_SIG_LEN);
  far_map_end (&map);
  good = far_sim_user_append (user, FAR_KIND_ADMIT, payload, NULL, 0, &error);
  far_sim_user_report (user, "lets somebody back in", good, &error);
  if (good && far_governance_device_stands (peek_gov (user), machine->me.device))
    tell_secret (user, machine->me.device);
}

/* Whoever left or was removed is invited again. */
static void
invite_back (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  FarSimDevice *machine = NULL;
  FarInvite invite;

  for (guint i = 0; i < user->sim->devices->len && machine == NULL; i++)
    if (is_out (user, far_sim_get_device (user->sim, i)->me.member))
      machine = buy_machine (user, far_sim_get_device (user->sim, i));
  if (machine == NULL)
    return;

  if (!far_collective_invite (&writer, writer.now_ms + 86400000, &invite, &error))
    far_sim_user_report (user, "invites", FALSE, &error);
  else if (far_sim_user_is_well (user))
    readmit (user, &invite, machine);
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
                       &error);
}

static void
govern_first (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimUser user = { self, device, { dice } };
  guint what = far_sim_random_below (&user.random, 100);

  if (what < 12)
    invite (&user);
  else if (what < 20)
    vouch (&user);
  else if (what < 40)
    propose_something (&user);
  else if (what < 84)
    carry_on (&user);
  else if (what < 88)
    add_machine (&user);
  else if (what < 92)
    revoke_machine (&user, TRUE);
  else if (what < 97)
    end_invite (&user);
  else
    leave (&user);
}

static void
govern_late (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimUser user = { self, device, { dice } };
  guint what = far_sim_random_below (&user.random, 100);

  if (what < 15)
    pass_baton (&user);
  else if (what < 52)
    carry_on_newest (&user);
  else if (what < 58)
    strike_back (&user);
  else if (what < 64)
    propose_rule (&user);
  else if (what < 70)
    vouch (&user);
  else if (what < 76)
    answer_again (&user);
  else if (what < 81)
    replace_machine (&user);
  else if (what < 90)
    approve_some_machine (&user);
  else if (what < 94)
    revoke_machine (&user, FALSE);
  else
    invite_back (&user);
}

/* What came later is drawn apart, so that seeds which found something keep their story. */
void
far_sim_govern (FarSim *self, FarSimDevice *device, guint64 dice)
{
  FarSimRandom late = { ~dice };

  govern_first (self, device, dice);
  if (far_sim_random_chance (&late, 60) && far_sim_is_up (self, device) &&
      !far_sim_disk_is_dead (device->disk))
    govern_late (self, device, far_sim_random_next (&late));
}
