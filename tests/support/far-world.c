/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-world"

#include "far-world.h"

#include <string.h>

#include "far-invite.h"
#include "far-kind-schema.h"

#define START_MS G_GINT64_CONSTANT (1800000000000)
#define START_DAY 20833 /* 2027-01-15, the day of START_MS */

double
far_world_random (FarWorld *self)
{
  guint32 t;

  self->random += 0x6d2b79f5;
  t = (self->random ^ self->random >> 15) * (self->random | 1);
  t = (t + (t ^ t >> 7) * (t | 61)) ^ t;

  return (t ^ t >> 14) / 4294967296.0;
}

void
far_world_fill (FarWorld *self, void *out, gsize len)
{
  guint8 *at = out;

  for (gsize i = 0; i < len; i++)
    at[i] = (guint8)(far_world_random (self) * 256);
}

FarWorld *
far_world_new (guint32 seed, guint n_devices)
{
  FarWorld *self = g_new0 (FarWorld, 1);

  if (sodium_init () < 0)
    g_error ("libsodium does not start");

  self->random = seed;
  self->n_devices = n_devices;
  self->devices = g_new0 (FarWorldDevice, n_devices);
  self->now_ms = START_MS;

  for (guint i = 0; i < n_devices; i++)
    {
      FarWorldDevice *device = &self->devices[i];
      guint8 sign_seed[FAR_KEY_LEN];

      /* as device.key gives them (docs/formats.md), so that a data folder can be made of it */
      far_world_fill (self, device->seed, sizeof device->seed);
      far_hash_bytes ("far1 key sign", device->seed, sizeof device->seed, sign_seed);
      far_hash_bytes ("far1 key noise", device->seed, sizeof device->seed, device->noise_secret);
      far_hash_bytes ("far1 key seal", device->seed, sizeof device->seed, device->seal_secret);
      far_sign_keypair (sign_seed, device->device, device->sign_secret);
      crypto_scalarmult_base (device->noise, device->noise_secret);
      crypto_scalarmult_base (device->seal, device->seal_secret);
    }

  return self;
}

void
far_world_free (FarWorld *self)
{
  g_free (self->devices);
  g_free (self);
}

static void
expect (gboolean good, GError **error)
{
  if (!good)
    g_error ("%s", error != NULL && *error != NULL ? (*error)->message : "it did not work");
}

FarPos
far_world_write (FarWorld *self,
                 FarStore *store,
                 guint who,
                 FarKind kind,
                 const guint8 *subject,
                 GByteArray *payload,
                 const FarPos *refs,
                 guint n_refs)
{
  const FarWorldDevice *device = &self->devices[who];
  g_autoptr (GError) error = NULL;
  FarDraft draft = {
    .kind = kind,
    .time_ms = self->now_ms,
    .subject = subject,
    .payload = payload->data,
    .payload_len = payload->len,
    .refs = refs,
    .n_refs = n_refs,
  };
  FarPos pos;

  self->now_ms += 1000;
  far_world_fill (self, draft.salt, FAR_SALT_LEN);
  expect (far_store_append (store, device->device, device->sign_secret, &draft, &pos, NULL, &error),
          &error);

  return pos;
}

/* GENESIS is written before there is a store whose id it gives: its bytes are made twice, alike. */
FarStore *
far_world_found (FarWorld *self, const char *path)
{
  static const guint8 zero[FAR_ID_LEN];
  FarWorldDevice *founder = &self->devices[0];
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  guint8 secret[32];
  guint8 salt[FAR_SALT_LEN];
  guint8 encoded[FAR_HEADER_MAX];
  g_autofree guint8 *blob = NULL;
  FarHeader header = { .kind = FAR_KIND_GENESIS, .seq = 1, .time_ms = self->now_ms };
  FarMapWriter map = far_map_begin (payload);
  FarStore *store;
  FarPos pos;
  FarDraft draft = { .kind = FAR_KIND_GENESIS, .time_ms = self->now_ms };

  far_member_id (zero, founder->device, founder->member);
  far_world_fill (self, secret, sizeof secret);
  far_world_fill (self, salt, sizeof salt);
  far_map_bytes (&map, FAR_GENESIS_MEMBER, founder->member, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_GENESIS_NOISE, founder->noise, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_GENESIS_SEAL, founder->seal, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_GENESIS_SECRET, secret, sizeof secret);
  far_map_int (&map, FAR_GENESIS_START, START_DAY);
  far_map_int (&map, FAR_GENESIS_END, START_DAY + 365);
  far_map_end (&map);

  blob = g_malloc (FAR_SALT_LEN + payload->len);
  memcpy (blob, salt, FAR_SALT_LEN);
  memcpy (blob + FAR_SALT_LEN, payload->data, payload->len);
  header.blob_len = FAR_SALT_LEN + payload->len;
  far_blob_hash (blob, header.blob_len, header.blob_hash);
  memcpy (header.device, founder->device, FAR_KEY_LEN);
  far_entry_id (zero, encoded, far_header_encode (&header, encoded), self->collective);

  for (guint i = 1; i < self->n_devices; i++)
    far_member_id (self->collective, self->devices[i].device, self->devices[i].member);

  store = far_store_open (path, self->collective, TRUE, &error);
  expect (store != NULL, &error);
  expect (far_store_begin (store, &error), &error);
  draft.payload = payload->data;
  draft.payload_len = payload->len;
  memcpy (draft.salt, salt, FAR_SALT_LEN);
  expect (far_store_append (store, founder->device, founder->sign_secret, &draft, &pos, NULL,
                            &error),
          &error);
  expect (far_store_commit (store, &error), &error);
  self->now_ms += 1000;

  return store;
}

FarStore *
far_world_join (FarWorld *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  FarStore *store = far_store_open (path, self->collective, TRUE, &error);

  expect (store != NULL, &error);

  return store;
}

static FarPos
write_invite (FarWorld *self, FarStore *store, const guint8 *secret)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 public_half[FAR_KEY_LEN];

  far_invite_derive_public (secret, public_half);
  far_map_bytes (&map, FAR_INVITE_PUBLIC, public_half, FAR_KEY_LEN);
  far_map_int (&map, FAR_INVITE_EXPIRES, self->now_ms + G_GINT64_CONSTANT (7) * 86400 * 1000);
  far_map_end (&map);

  return far_world_write (self, store, 0, FAR_KIND_INVITE, NULL, payload, NULL, 0);
}

static FarPos
write_admit (FarWorld *self, FarStore *store, guint who, FarPos invite, const guint8 *secret)
{
  const FarWorldDevice *device = &self->devices[who];
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarNewcomer newcomer;
  guint8 proof[FAR_SIG_LEN];

  memcpy (newcomer.collective, self->collective, FAR_ID_LEN);
  expect (far_store_get_id (store, invite, newcomer.entry, NULL), NULL);
  memcpy (newcomer.device, device->device, FAR_KEY_LEN);
  memcpy (newcomer.noise, device->noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, device->seal, FAR_KEY_LEN);

  far_map_bytes (&map, FAR_ADMIT_INVITE, newcomer.entry, FAR_ID_LEN);
  far_map_bytes (&map, FAR_ADMIT_MEMBER, device->member, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE, device->device, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_NOISE, device->noise, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_SEAL, device->seal, FAR_KEY_LEN);
  far_invite_prove (secret, &newcomer, proof);
  far_map_bytes (&map, FAR_ADMIT_INVITE_PROOF, proof, FAR_SIG_LEN);
  far_device_prove (device->sign_secret, &newcomer, proof);
  far_map_bytes (&map, FAR_ADMIT_DEVICE_PROOF, proof, FAR_SIG_LEN);
  far_map_end (&map);

  return far_world_write (self, store, 0, FAR_KIND_ADMIT, NULL, payload, NULL, 0);
}

/* One voucher is enough, whatever the number of members: the founder decides it while alone. */
static void
write_rule (FarWorld *self, FarStore *store)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_int (&map, FAR_RULES_KEY, FAR_RULE_VOUCHERS);
  far_map_int (&map, FAR_RULES_VALUE, 1);
  far_map_end (&map);
  far_world_write (self, store, 0, FAR_KIND_RULES, NULL, payload, NULL, 0);
}

FarPos
far_world_witness (FarWorld *self, FarStore *store, guint who, const FarPos *heads, guint n_heads)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_end (&map);

  return far_world_write (self, store, who, FAR_KIND_WITNESS, NULL, payload, heads, n_heads);
}

void
far_world_admit (FarWorld *self, FarStore *store, FarPos *out)
{
  write_rule (self, store);
  for (guint i = 1; i < self->n_devices; i++)
    {
      guint8 secret[FAR_INVITE_SECRET_LEN];
      FarPos invite;

      far_world_fill (self, secret, sizeof secret);
      invite = write_invite (self, store, secret);
      out[i] = write_admit (self, store, i, invite, secret);
    }
}

void
far_world_admit_all (FarWorld *self, FarStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autofree FarPos *admits = g_new0 (FarPos, self->n_devices);

  expect (far_store_begin (store, &error), &error);
  far_world_admit (self, store, admits);
  for (guint i = 1; i < self->n_devices; i++)
    far_world_witness (self, store, i, &admits[i], 1);
  expect (far_store_commit (store, &error), &error);
}

static void
put_entry (FarMapWriter *map, guint key, FarStore *store, FarPos pos)
{
  guint8 id[FAR_ID_LEN];

  expect (far_store_get_id (store, pos, id, NULL), NULL);
  far_map_bytes (map, key, id, FAR_ID_LEN);
}

FarPos
far_world_propose_removal (FarWorld *self, FarStore *store, guint who, guint target)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_int (&map, FAR_PROPOSE_KIND, FAR_KIND_REMOVE);
  far_map_bytes (&map, FAR_PROPOSE_MEMBER, self->devices[target].member, FAR_RECORD_ID_LEN);
  far_map_end (&map);

  return far_world_write (self, store, who, FAR_KIND_PROPOSE, NULL, payload, NULL, 0);
}

FarPos
far_world_approve (FarWorld *self, FarStore *store, guint who, FarPos what)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  put_entry (&map, FAR_APPROVE_WHAT, store, what);
  far_map_end (&map);

  return far_world_write (self, store, who, FAR_KIND_APPROVE, NULL, payload, &what, 1);
}

FarPos
far_world_remove (FarWorld *self,
                  FarStore *store,
                  guint who,
                  guint target,
                  FarPos proposal,
                  const FarPos *approvals,
                  guint n_approvals)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 secret[32];

  far_world_fill (self, secret, sizeof secret);
  far_map_bytes (&map, FAR_REMOVE_MEMBER, self->devices[target].member, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_REMOVE_SECRET, secret, sizeof secret);
  put_entry (&map, FAR_REMOVE_PROPOSAL, store, proposal);
  far_map_end (&map);

  return far_world_write (self, store, who, FAR_KIND_REMOVE, NULL, payload, approvals, n_approvals);
}

FarPos
far_world_remove_together (FarWorld *self,
                           FarStore *store,
                           guint who,
                           guint target,
                           const guint *approvers,
                           guint n_approvers)
{
  FarPos proposal = far_world_propose_removal (self, store, who, target);
  FarPos approvals[FAR_REFS_MAX];

  g_assert_cmpuint (n_approvers, <=, FAR_REFS_MAX);
  for (guint i = 0; i < n_approvers; i++)
    approvals[i] = far_world_approve (self, store, approvers[i], proposal);

  return far_world_remove (self, store, who, target, proposal, approvals, n_approvers);
}

FarPos
far_world_take (FarWorld *self,
                FarStore *store,
                guint who,
                const guint8 rota[static FAR_RECORD_ID_LEN],
                gint32 day,
                const char *note,
                const FarPos *refs,
                guint n_refs)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_TURN_ROTA, rota, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, day);
  far_map_bytes (&map, FAR_TURN_PERSON, self->devices[who].member, FAR_RECORD_ID_LEN);
  if (note != NULL)
    far_map_text (&map, FAR_TURN_NOTE, note);
  far_map_end (&map);

  return far_world_write (self, store, who, FAR_KIND_TURN, self->devices[who].member, payload, refs,
                          n_refs);
}

/* ---- a meeting */

typedef struct
{
  FarReplica *replica;
  FarSession *session;
} Side;

static FarSessionSetup
make_setup (FarWorld *self, guint who, guint8 ephemeral[32])
{
  far_world_fill (self, ephemeral, 32);

  return (FarSessionSetup){
    .collective = self->collective,
    .noise_secret = self->devices[who].noise_secret,
    .ephemeral_secret = ephemeral,
    .today = START_DAY,
  };
}

/* One message of @from, in pieces. Returns: FALSE when nothing was to be sent, or on failure */
static gboolean
carry (Side *from, Side *to, gsize piece, gint64 cut_after, gint64 *n_bytes, GError **error)
{
  g_autoptr (GBytes) message = far_session_poll_transmit (from->session, *n_bytes, error);
  const guint8 *bytes;
  gsize len;

  if (message == NULL)
    return FALSE;

  bytes = g_bytes_get_data (message, &len);
  for (gsize pos = 0; pos < len; pos += piece)
    {
      gsize n = MIN (piece, len - pos);

      if (cut_after >= 0)
        n = MIN (n, (gsize)MAX (cut_after - *n_bytes, 0));
      *n_bytes += n;
      if (n > 0 && !far_session_receive (to->session, bytes + pos, n, *n_bytes, error))
        return FALSE;
      if (cut_after >= 0 && *n_bytes >= cut_after)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_over (const Side *side)
{
  FarSessionState state = far_session_get_state (side->session);

  return state == FAR_SESSION_FAILED || state == FAR_SESSION_CLOSED;
}

static gboolean
is_in_step (const Side *side)
{
  return far_session_get_state (side->session) == FAR_SESSION_IN_STEP;
}

gboolean
far_world_meet (FarWorld *self,
                FarStore *store_a,
                guint a,
                FarStore *store_b,
                guint b,
                gsize piece,
                gint64 cut_after,
                FarMet *out,
                GError **error)
{
  guint8 ephemeral_a[32];
  guint8 ephemeral_b[32];
  FarSessionSetup setup_a = make_setup (self, a, ephemeral_a);
  FarSessionSetup setup_b = make_setup (self, b, ephemeral_b);
  guint n_secrets = 0;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (store_b), &n_secrets);
  guint8 secret[FAR_HASH_LEN];
  g_autoptr (GError) local = NULL;
  Side side_a;
  Side side_b;
  gboolean moved = TRUE;
  gboolean has_told = FALSE;
  gint64 n_bytes = 0;

  /* whoever holds the log knows the secret, and has told it at the door */
  if (n_secrets == 0)
    secrets = far_governance_peek_secrets (far_store_peek_governance (store_a), &n_secrets);
  g_assert_cmpuint (n_secrets, >, 0);
  memcpy (secret, secrets[0], FAR_HASH_LEN);

  side_a.replica = far_store_replica_new (store_a);
  side_b.replica = far_store_replica_new (store_b);
  side_a.session = far_session_new_dial (side_a.replica, &setup_a, secret, 0);
  side_b.session = far_session_new_answer (side_b.replica, &setup_b, secret, NULL, 0, 0);

  while (moved && local == NULL && !is_over (&side_a) && !is_over (&side_b) &&
         (cut_after < 0 || n_bytes < cut_after))
    {
      moved = FALSE;
      while (carry (&side_a, &side_b, piece, cut_after, &n_bytes, &local))
        moved = TRUE;
      while (local == NULL && carry (&side_b, &side_a, piece, cut_after, &n_bytes, &local))
        moved = TRUE;
      if (!moved && !has_told && is_in_step (&side_a) && is_in_step (&side_b))
        {
          far_session_tell_holdings (side_a.session);
          far_session_tell_holdings (side_b.session);
          moved = has_told = TRUE;
        }
    }
  if (local == NULL && cut_after >= 0 && n_bytes >= cut_after)
    {
      far_session_receive_end (side_a.session, n_bytes, NULL);
      far_session_receive_end (side_b.session, n_bytes, NULL);
    }

  if (out != NULL)
    {
      far_session_get_counts (side_a.session, &out->a);
      far_session_get_counts (side_b.session, &out->b);
      out->state_a = far_session_get_state (side_a.session);
      out->state_b = far_session_get_state (side_b.session);
      out->n_bytes = n_bytes;
    }

  far_session_free (side_a.session);
  far_session_free (side_b.session);
  far_store_replica_free (side_a.replica);
  far_store_replica_free (side_b.replica);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  return TRUE;
}
