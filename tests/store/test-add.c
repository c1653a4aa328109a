/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entries one by one, as a bundle's leftovers come: what is wrong with one copy of an entry is not
 * held against the next. */

#include <string.h>

#include "far-inbox.h"
#include "far-invite.h"
#include "far-kind-schema.h"
#include "far-world.h"

/* One entry of a store, ready to be added to another. */
typedef struct
{
  guint8 header[FAR_HEADER_MAX];
  gsize header_len;
  GByteArray *blob; /* owned */
  guint8 sig[FAR_SIG_LEN];
} Copy;

static void
copy_entry (FarStore *store, FarPos pos, Copy *out)
{
  FarRow row;

  g_assert_true (far_store_read_pos (store, pos, &row, NULL));
  out->blob = g_byte_array_new ();
  g_byte_array_append (out->blob, row.blob, row.blob_len);
  memcpy (out->sig, row.sig != NULL ? row.sig : far_store_peek_log (store, pos.log)->signature,
          FAR_SIG_LEN);
  out->header_len = far_store_read_header (store, &row, out->header, NULL);
  g_assert_cmpuint (out->header_len, >, 0);
}

static FarVerdict
add (FarStore *store, const Copy *copy, gboolean with_blob, const guint8 *sig)
{
  g_autoptr (GError) error = NULL;
  FarVerdict verdict;

  g_assert_true (far_store_begin (store, &error));
  verdict =
      far_store_add (store, copy->header, copy->header_len, with_blob ? copy->blob->data : NULL,
                     with_blob ? copy->blob->len : 0, sig, &error);
  g_assert_no_error (error);
  g_assert_true (far_store_commit (store, &error));

  return verdict;
}

typedef struct
{
  FarWorld *world;
  FarStore *from; /* holds two: @first, then @second, which refers to it */
  FarStore *to;
  Copy first;
  Copy second;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->world = far_world_new (7, 2);
  self->from = far_world_found (self->world, NULL);
  far_world_admit_all (self->world, self->from);
  self->to = far_world_join (self->world, NULL);
  copy_entry (self->from, (FarPos){ 1, 1 }, &self->first);
  copy_entry (self->from, (FarPos){ 1, 2 }, &self->second);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_byte_array_unref (self->first.blob);
  g_byte_array_unref (self->second.blob);
  far_store_close (self->from);
  far_store_close (self->to);
  far_world_free (self->world);
}

static void
test_bad_signature_blames_the_message (Fixture *self, gconstpointer data)
{
  guint8 bad[FAR_SIG_LEN];

  memcpy (bad, self->first.sig, FAR_SIG_LEN);
  bad[40] ^= 1;

  g_assert_cmpint (add (self->to, &self->first, TRUE, bad), ==, FAR_VERDICT_INVALID);
  g_assert_cmpint (far_store_get_n_pending (self->to), ==, 0);
  g_assert_cmpint (add (self->to, &self->first, TRUE, self->first.sig), ==, FAR_VERDICT_ACCEPTED);

  /* nor is it held against an entry that waits */
  g_assert_cmpint (add (self->to, &self->second, TRUE, NULL), ==, FAR_VERDICT_PENDING);
  g_assert_cmpint (add (self->to, &self->second, TRUE, bad), ==, FAR_VERDICT_INVALID);
  g_assert_cmpint (far_store_get_n_pending (self->to), ==, 1);
  g_assert_cmpint (add (self->to, &self->second, TRUE, self->second.sig), ==, FAR_VERDICT_ACCEPTED);
}

static void
test_blob_may_come_later (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (add (self->to, &self->first, FALSE, self->first.sig), ==, FAR_VERDICT_PENDING);
  g_assert_cmpint (add (self->to, &self->first, TRUE, NULL), ==, FAR_VERDICT_ACCEPTED);
  g_assert_cmpint (add (self->to, &self->first, TRUE, NULL), ==, FAR_VERDICT_KNOWN);
}

/* Words of the same length, under a good signature: it covers the hash of others. */
static void
test_blob_is_the_named_one (Fixture *self, gconstpointer data)
{
  self->first.blob->data[FAR_SALT_LEN - 1] ^= 1;
  g_assert_cmpint (add (self->to, &self->first, TRUE, self->first.sig), ==, FAR_VERDICT_INVALID);
  g_assert_cmpint (far_store_get_n_pending (self->to), ==, 0);
  self->first.blob->data[FAR_SALT_LEN - 1] ^= 1;
  g_assert_cmpint (add (self->to, &self->first, TRUE, self->first.sig), ==, FAR_VERDICT_ACCEPTED);
}

/* A signature on it, or on a later one of its log: without either it is nobody's word. */
static void
test_waits_for_a_signature (Fixture *self, gconstpointer data)
{
  static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";
  g_autoptr (GError) error = NULL;
  FarPos turns[2];
  gint64 n;

  g_assert_true (far_world_meet (self->world, self->to, 1, self->from, 0, 65536, -1, NULL, &error));
  n = far_store_get_n_entries (self->to);
  g_assert_true (far_store_begin (self->from, &error));
  for (guint i = 0; i < 2; i++)
    turns[i] = far_world_take (self->world, self->from, 0, rota, 20000 + i, NULL, NULL, 0);
  g_assert_true (far_store_commit (self->from, &error));

  g_byte_array_unref (self->first.blob);
  g_byte_array_unref (self->second.blob);
  copy_entry (self->from, turns[0], &self->first);
  copy_entry (self->from, turns[1], &self->second);
  g_assert_cmpint (add (self->to, &self->first, TRUE, NULL), ==, FAR_VERDICT_PENDING);
  g_assert_cmpint (add (self->to, &self->second, TRUE, NULL), ==, FAR_VERDICT_PENDING);
  g_assert_cmpint (far_store_get_n_entries (self->to), ==, n);
  g_assert_cmpint (add (self->to, &self->second, TRUE, self->second.sig), ==, FAR_VERDICT_ACCEPTED);
  g_assert_cmpint (far_store_get_n_entries (self->to), ==, n + 2);
}

/* One device can fill its own room, and not that of the others. */
static void
test_room_of_one_device (Fixture *self, gconstpointer data)
{
  static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";
  g_autoptr (GError) error = NULL;
  FarPos of_another;
  FarPos last;

  g_assert_true (far_store_begin (self->from, &error));
  for (guint i = 0; i <= FAR_PENDING_DEVICE_MAX; i++)
    last = far_world_take (self->world, self->from, 0, rota, 20000 + i, NULL, NULL, 0);
  of_another = far_world_take (self->world, self->from, 1, rota, 20000, NULL, NULL, 0);
  g_assert_true (far_store_commit (self->from, &error));

  /* from the newest down, so that none has what it continues */
  for (guint i = 0; i <= FAR_PENDING_DEVICE_MAX; i++)
    {
      Copy copy;

      copy_entry (self->from, (FarPos){ last.log, last.seq - i }, &copy);
      g_assert_cmpint (add (self->to, &copy, TRUE, NULL), ==,
                       i < FAR_PENDING_DEVICE_MAX ? FAR_VERDICT_PENDING : FAR_VERDICT_NO_ROOM);
      g_byte_array_unref (copy.blob);
    }
  g_assert_cmpint (far_store_get_n_pending (self->to), ==, FAR_PENDING_DEVICE_MAX);
  g_byte_array_unref (self->second.blob);
  copy_entry (self->from, of_another, &self->second);
  g_assert_cmpint (add (self->to, &self->second, TRUE, NULL), ==, FAR_VERDICT_PENDING);
}

/* Signs with @secret_key for its key plus a point of order 8, as that verifies for whoever
 * multiplies by 8, and here for all: of some numbers of the signer's own one gives a multiple of 8.
 */
static void
sign_torsioned (const guint8 *secret_key, const guint8 *key, const guint8 *message, guint8 *out)
{
  guint8 hash[crypto_hash_sha512_BYTES];
  guint8 secret[crypto_core_ed25519_NONREDUCEDSCALARBYTES] = { 0 };
  guint8 challenge[crypto_core_ed25519_SCALARBYTES];
  guint8 product[crypto_core_ed25519_SCALARBYTES];

  crypto_hash_sha512 (hash, secret_key, 32); /* its first half is the seed */
  hash[0] &= 248;
  hash[31] = (hash[31] & 127) | 64;
  memcpy (secret, hash, 32);
  crypto_core_ed25519_scalar_reduce (secret, secret);

  for (guint8 i = 1;; i++)
    {
      guint8 nonce[crypto_core_ed25519_SCALARBYTES] = { i };
      crypto_hash_sha512_state state;

      g_assert_cmpuint (i, <, 255);
      g_assert_cmpint (crypto_scalarmult_ed25519_base_noclamp (out, nonce), ==, 0);
      crypto_hash_sha512_init (&state);
      crypto_hash_sha512_update (&state, out, 32);
      crypto_hash_sha512_update (&state, key, FAR_KEY_LEN);
      crypto_hash_sha512_update (&state, message, FAR_ID_LEN);
      crypto_hash_sha512_final (&state, hash);
      crypto_core_ed25519_scalar_reduce (challenge, hash);
      if (challenge[0] % 8 != 0)
        continue;
      crypto_core_ed25519_scalar_mul (product, challenge, secret);
      crypto_core_ed25519_scalar_add (out + 32, product, nonce);
      return;
    }
}

typedef FarVerdict (*Bring) (FarStore *store, const FarHeader *header, Copy *copy);

static FarVerdict
bring_alone (FarStore *store, const FarHeader *header, Copy *copy)
{
  return add (store, copy, TRUE, copy->sig);
}

static FarVerdict
bring_by_stream (FarStore *store, const FarHeader *header, Copy *copy)
{
  g_autoptr (FarInbox) inbox = far_inbox_new (store);
  guint32 run = far_inbox_open (inbox, header->device);
  FarEntryParts parts = { .pos = { run, 0 },
                          .kind = header->kind,
                          .time_ms = header->time_ms,
                          .subject = header->subject,
                          .blob = copy->blob->data,
                          .blob_len = copy->blob->len,
                          .sig = copy->sig };
  guint n_accepted = 0;
  FarVerdict verdict;
  FarPos pos;

  g_assert_true (far_inbox_start (inbox, run, 1, NULL));
  g_assert_cmpint (far_inbox_put (inbox, &parts, &pos, NULL), ==, FAR_VERDICT_PENDING);
  g_assert_true (far_store_begin (store, NULL));
  g_assert_cmpint (far_inbox_settle (inbox, &n_accepted, &verdict, NULL), ==,
                   verdict == FAR_VERDICT_ACCEPTED);
  g_assert_cmpuint (n_accepted, ==, verdict == FAR_VERDICT_ACCEPTED);
  far_store_rollback (store);

  return verdict;
}

/* GENESIS of a collective of its own, by a key with a part of order 8 or without it. */
static FarVerdict
found_torsioned (const Fixture *self, gboolean is_torsioned, Bring bring)
{
  static const guint8 order_8[FAR_KEY_LEN] = { 0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f,
                                               0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
                                               0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6,
                                               0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a };
  const FarWorldDevice *device = &self->world->devices[0];
  g_autoptr (FarStore) store = NULL;
  g_autoptr (GError) error = NULL;
  guint8 collective[FAR_ID_LEN];
  Copy copy = self->first;
  FarHeader header;

  g_assert_cmpint (far_header_decode (&header, copy.header, copy.header_len), ==, FAR_ENTRY_OK);
  if (is_torsioned)
    g_assert_cmpint (crypto_core_ed25519_add (header.device, device->device, order_8), ==, 0);
  far_header_encode (&header, copy.header);
  far_entry_id (collective, copy.header, copy.header_len, collective);
  sign_torsioned (device->sign_secret, header.device, collective, copy.sig);
  /* the library alone takes it */
  g_assert_cmpint (crypto_sign_verify_detached (copy.sig, collective, FAR_ID_LEN, header.device),
                   ==, 0);

  store = far_store_open (NULL, collective, TRUE, &error);
  g_assert_no_error (error);

  return bring (store, &header, &copy);
}

static void
test_key_is_a_point (Fixture *self, gconstpointer data)
{
  g_assert_cmpint (found_torsioned (self, FALSE, bring_alone), ==, FAR_VERDICT_ACCEPTED);
  g_assert_cmpint (found_torsioned (self, TRUE, bring_alone), ==, FAR_VERDICT_INVALID);
  g_assert_cmpint (found_torsioned (self, FALSE, bring_by_stream), ==, FAR_VERDICT_ACCEPTED);
  g_assert_cmpint (found_torsioned (self, TRUE, bring_by_stream), ==, FAR_VERDICT_INVALID);
}

static FarActVerdict
judge_act (FarStore *store, const guint8 *id)
{
  const FarGovernance *governance = far_store_peek_governance (store);

  return far_governance_get_verdict (governance, far_governance_find_act (governance, id));
}

/* Writes an entry of device 0's.  @id: (out) */
static FarActVerdict
write_act (Fixture *self, FarKind kind, GByteArray *payload, guint8 *id)
{
  g_autoptr (GError) error = NULL;
  FarPos pos;

  g_assert_true (far_store_begin (self->from, &error));
  pos = far_world_write (self->world, self->from, 0, kind, NULL, payload, NULL, 0);
  g_assert_true (far_store_commit (self->from, &error));
  g_assert_true (far_store_get_id (self->from, pos, id, &error));

  return judge_act (self->from, id);
}

/* Whoever hears of the acts in a session, with a thread for the signatures, judges them alike. */
static void
assert_heard_alike (Fixture *self)
{
  g_autoptr (FarVerifier) verifier = far_verifier_new ();
  g_autoptr (GError) error = NULL;
  FarMet meeting;
  guint n = 0;

  far_store_set_verifier (self->to, verifier);
  g_assert_true (
      far_world_meet (self->world, self->to, 1, self->from, 0, 1 << 20, -1, &meeting, &error));
  g_assert_no_error (error);

  for (FarPos pos; far_store_get_act (self->from, n, &pos, NULL); n++)
    {
      guint8 id[FAR_ID_LEN];

      g_assert_true (far_store_get_id (self->from, pos, id, NULL));
      g_assert_cmpint (judge_act (self->to, id), ==, judge_act (self->from, id));
    }
  g_assert_cmpuint (n, >, 4);
  far_store_set_verifier (self->to, NULL);
}

/* A DEVICE_ADD of @who for a new machine whose key signed for @proven. */
static FarActVerdict
add_device (Fixture *self, const guint8 *member, const guint8 *proven)
{
  FarWorld *fresh = far_world_new (8, 1);
  const FarWorldDevice *device = &fresh->devices[0];
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarNewcomer newcomer = { 0 };
  guint8 proof[FAR_SIG_LEN];
  guint8 id[FAR_ID_LEN];

  memcpy (newcomer.collective, self->world->collective, FAR_ID_LEN);
  memcpy (newcomer.entry, proven, FAR_RECORD_ID_LEN);
  memcpy (newcomer.device, device->device, FAR_KEY_LEN);
  memcpy (newcomer.noise, device->noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, device->seal, FAR_KEY_LEN);
  far_device_prove (device->sign_secret, &newcomer, proof);

  far_map_bytes (&map, FAR_ADMIT_MEMBER, member, FAR_RECORD_ID_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE, device->device, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_NOISE, device->noise, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_SEAL, device->seal, FAR_KEY_LEN);
  far_map_bytes (&map, FAR_ADMIT_DEVICE_PROOF, proof, FAR_SIG_LEN);
  far_map_end (&map);
  far_world_free (fresh);

  return write_act (self, FAR_KIND_DEVICE_ADD, payload, id);
}

static void
test_machine_is_its_members (Fixture *self, gconstpointer data)
{
  const guint8 *own = self->world->devices[0].member;
  const guint8 *other = self->world->devices[1].member;

  g_assert_cmpstr (far_act_verdict_get_name (add_device (self, own, other)), ==, "no-proof");
  g_assert_cmpstr (far_act_verdict_get_name (add_device (self, own, own)), ==, "counts");
  assert_heard_alike (self);
}

/* An invitation lets in whoever shows its secret, be it that a member says so without. */
static void
test_invitation_is_shown (Fixture *self, gconstpointer data)
{
  FarWorld *fresh = far_world_new (9, 1);
  const FarWorldDevice *device = &fresh->devices[0];
  g_autoptr (GByteArray) invite = g_byte_array_new ();
  guint8 secret[FAR_INVITE_SECRET_LEN] = { 7 };
  guint8 public_half[FAR_KEY_LEN];
  guint8 member[FAR_RECORD_ID_LEN];
  FarNewcomer newcomer = { 0 };
  FarMapWriter map = far_map_begin (invite);

  far_invite_derive_public (secret, public_half);
  far_map_bytes (&map, FAR_INVITE_PUBLIC, public_half, FAR_KEY_LEN);
  far_map_int (&map, FAR_INVITE_EXPIRES, G_MAXINT32);
  far_map_end (&map);
  g_assert_cmpint (write_act (self, FAR_KIND_INVITE, invite, newcomer.entry), ==, FAR_ACT_COUNTS);
  memcpy (newcomer.collective, self->world->collective, FAR_ID_LEN);
  memcpy (newcomer.device, device->device, FAR_KEY_LEN);
  memcpy (newcomer.noise, device->noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, device->seal, FAR_KEY_LEN);
  far_member_id (self->world->collective, device->device, member);

  for (guint is_right = 0; is_right < 2; is_right++)
    {
      g_autoptr (GByteArray) payload = g_byte_array_new ();
      guint8 proof[FAR_SIG_LEN];
      guint8 id[FAR_ID_LEN];

      secret[0] = is_right ? 7 : 8;
      map = far_map_begin (payload);
      far_map_bytes (&map, FAR_ADMIT_INVITE, newcomer.entry, FAR_ID_LEN);
      far_map_bytes (&map, FAR_ADMIT_MEMBER, member, FAR_RECORD_ID_LEN);
      far_map_bytes (&map, FAR_ADMIT_DEVICE, device->device, FAR_KEY_LEN);
      far_map_bytes (&map, FAR_ADMIT_NOISE, device->noise, FAR_KEY_LEN);
      far_map_bytes (&map, FAR_ADMIT_SEAL, device->seal, FAR_KEY_LEN);
      far_invite_prove (secret, &newcomer, proof);
      far_map_bytes (&map, FAR_ADMIT_INVITE_PROOF, proof, FAR_SIG_LEN);
      far_device_prove (device->sign_secret, &newcomer, proof);
      far_map_bytes (&map, FAR_ADMIT_DEVICE_PROOF, proof, FAR_SIG_LEN);
      far_map_end (&map);
      g_assert_cmpstr (far_act_verdict_get_name (write_act (self, FAR_KIND_ADMIT, payload, id)), ==,
                       is_right ? "counts" : "no-proof");
    }
  far_world_free (fresh);
  assert_heard_alike (self);
}

/* Open sessions go by the numbers of logs, and so by those of which nothing is written yet. */
static void
test_number_outlives_a_rollback (Fixture *self, gconstpointer data)
{
  static const guint8 device[FAR_KEY_LEN] = { 1 };
  guint32 log = far_store_intern_log (self->to, device);

  g_assert_cmpuint (log, >, 0);
  g_assert_true (far_store_begin (self->to, NULL));
  far_store_rollback (self->to);

  g_assert_cmpuint (far_store_get_n_logs (self->to), >=, log);
  g_assert_cmpuint (far_store_find_log (self->to, device), ==, log);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/far/store/add/bad-signature-blames-the-message", Fixture, NULL, set_up,
              test_bad_signature_blames_the_message, tear_down);
  g_test_add ("/far/store/add/blob-may-come-later", Fixture, NULL, set_up, test_blob_may_come_later,
              tear_down);
  g_test_add ("/far/store/add/blob-is-the-named-one", Fixture, NULL, set_up,
              test_blob_is_the_named_one, tear_down);
  g_test_add ("/far/store/add/waits-for-a-signature", Fixture, NULL, set_up,
              test_waits_for_a_signature, tear_down);
  g_test_add ("/far/store/add/room-of-one-device", Fixture, NULL, set_up, test_room_of_one_device,
              tear_down);
  g_test_add ("/far/store/add/key-is-a-point", Fixture, NULL, set_up, test_key_is_a_point,
              tear_down);
  g_test_add ("/far/store/add/machine-is-its-members", Fixture, NULL, set_up,
              test_machine_is_its_members, tear_down);
  g_test_add ("/far/store/add/invitation-is-shown", Fixture, NULL, set_up, test_invitation_is_shown,
              tear_down);
  g_test_add ("/far/store/add/number-outlives-a-rollback", Fixture, NULL, set_up,
              test_number_outlives_a_rollback, tear_down);

  return g_test_run ();
}
