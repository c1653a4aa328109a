/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entries one by one, as a bundle's leftovers come: what is wrong with one copy of an entry is not
 * held against the next. */

#include <string.h>

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

/* A DEVICE_ADD of @who for a new machine whose key signed for @proven. */
static FarActVerdict
add_device (Fixture *self, const guint8 *member, const guint8 *proven)
{
  FarWorld *fresh = far_world_new (8, 1);
  const FarWorldDevice *device = &fresh->devices[0];
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  FarMapWriter map = far_map_begin (payload);
  FarNewcomer newcomer = { 0 };
  guint8 proof[FAR_SIG_LEN];
  guint8 id[FAR_ID_LEN];
  const FarGovernance *governance;
  FarPos pos;

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

  g_assert_true (far_store_begin (self->from, &error));
  pos = far_world_write (self->world, self->from, 0, FAR_KIND_DEVICE_ADD, NULL, payload, NULL, 0);
  g_assert_true (far_store_commit (self->from, &error));
  g_assert_true (far_store_get_id (self->from, pos, id, &error));
  far_world_free (fresh);

  governance = far_store_peek_governance (self->from);

  return far_governance_get_verdict (governance, far_governance_find_act (governance, id));
}

static void
test_machine_is_its_members (Fixture *self, gconstpointer data)
{
  const guint8 *own = self->world->devices[0].member;
  const guint8 *other = self->world->devices[1].member;

  g_assert_cmpstr (far_act_verdict_get_name (add_device (self, own, other)), ==, "no-proof");
  g_assert_cmpstr (far_act_verdict_get_name (add_device (self, own, own)), ==, "counts");
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
  g_test_add ("/far/store/add/machine-is-its-members", Fixture, NULL, set_up,
              test_machine_is_its_members, tear_down);
  g_test_add ("/far/store/add/number-outlives-a-rollback", Fixture, NULL, set_up,
              test_number_outlives_a_rollback, tear_down);

  return g_test_run ();
}
