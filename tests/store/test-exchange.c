/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two stores exchange through two sessions: from nothing, a few, both ways, cut at any byte. */

#include <string.h>

#include "far-world.h"

static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";

static void
assert_equal_digests (FarStore *a, FarStore *b)
{
  guint8 digest_a[FAR_HASH_LEN];
  guint8 digest_b[FAR_HASH_LEN];

  far_store_digest (a, digest_a);
  far_store_digest (b, digest_b);
  g_assert_cmpmem (digest_a, FAR_HASH_LEN, digest_b, FAR_HASH_LEN);
}

static void
assert_in_step (FarWorld *world,
                FarStore *a,
                guint who_a,
                FarStore *b,
                guint who_b,
                FarMet *meeting)
{
  g_autoptr (GError) error = NULL;
  gboolean good = far_world_meet (world, a, who_a, b, who_b, 1 << 20, -1, meeting, &error);

  g_assert_no_error (error);
  g_assert_true (good);
  g_assert_cmpint (meeting->state_a, ==, FAR_SESSION_IN_STEP);
  g_assert_cmpint (meeting->state_b, ==, FAR_SESSION_IN_STEP);
  assert_equal_digests (a, b);
}

static void
take_turns (FarWorld *world, FarStore *store, guint first, guint n_devices, guint n)
{
  g_autoptr (GError) error = NULL;
  FarPos last = { 0, 0 };
  FarPos older = { 0, 0 };

  g_assert_true (far_store_begin (store, &error));
  for (guint i = 0; i < n; i++)
    {
      FarPos refs[2] = { last, older };
      FarPos pos = far_world_take (world, store, first + i % n_devices, rota, 20000 + i % 50,
                                   "I bring the rope", refs, older.seq > 0 ? 2 : last.seq > 0);

      older = last;
      last = pos;
    }
  g_assert_true (far_store_commit (store, &error));
  g_assert_no_error (error);
}

static void
assert_check (FarStore *store)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (far_store_check (store, TRUE, problems, &error));
  g_assert_no_error (error);
  if (problems->len > 0)
    g_error ("%s", (char *)problems->pdata[0]);
}

static void
test_from_nothing (void)
{
  g_autoptr (FarWorld) world = far_world_new (1, 5);
  g_autoptr (FarStore) a = far_world_found (world, NULL);
  g_autoptr (FarStore) b = far_world_join (world, NULL);
  FarMet meeting;

  far_world_admit_all (world, a);
  take_turns (world, a, 0, 5, 1000);

  /* the newcomer calls somebody whose own admission comes with the log */
  assert_in_step (world, b, 1, a, 4, &meeting);
  g_assert_cmpint (meeting.a.n_received, ==, far_store_get_n_entries (a));
  g_assert_cmpint (meeting.a.n_sent, ==, 0);
  g_assert_cmpuint (far_governance_get_n_active (far_store_peek_governance (b)), ==, 5);
  assert_check (b);

  /* in step costs one round */
  assert_in_step (world, b, 1, a, 0, &meeting);
  g_assert_cmpint (meeting.n_bytes, <, 700);
}

static void
test_both_ways (void)
{
  g_autoptr (FarWorld) world = far_world_new (2, 6);
  g_autoptr (FarStore) a = far_world_found (world, NULL);
  g_autoptr (FarStore) b = far_world_join (world, NULL);
  FarMet meeting;
  FarPos own;

  far_world_admit_all (world, a);
  take_turns (world, a, 0, 6, 300);
  assert_in_step (world, a, 0, b, 1, &meeting);

  /* the first new entry of a log refers to an older one of the same log */
  own.log = far_store_find_log (a, world->devices[0].device);
  own.seq = far_store_peek_log (a, own.log)->head_seq - 2;
  g_assert_true (far_store_begin (a, NULL));
  far_world_take (world, a, 0, rota, 20001, NULL, &own, 1);
  g_assert_true (far_store_commit (a, NULL));

  take_turns (world, a, 0, 3, 99);
  take_turns (world, b, 3, 3, 77);
  assert_in_step (world, b, 3, a, 0, &meeting);
  g_assert_cmpint (meeting.a.n_received, ==, 100);
  g_assert_cmpint (meeting.b.n_received, ==, 77);
  assert_check (a);
  assert_check (b);
}

/* Whatever byte the line dies at, a later meeting ends equal, and nothing was accepted wrongly. */
static void
test_cut_anywhere (void)
{
  g_autoptr (FarWorld) world = far_world_new (3, 4);
  g_autoptr (FarStore) a = far_world_found (world, NULL);
  g_autoptr (FarStore) whole = far_world_join (world, NULL);
  FarMet meeting;
  gint64 total;

  far_world_admit_all (world, a);
  take_turns (world, a, 0, 4, 200);
  assert_in_step (world, whole, 1, a, 0, &meeting);
  total = meeting.n_bytes;

  for (gint64 cut = 0; cut < total; cut += cut < 600 ? 7 : 331)
    {
      g_autoptr (FarStore) b = far_world_join (world, NULL);

      far_world_meet (world, b, 1, a, 0, 100, cut, &meeting, NULL);
      assert_in_step (world, b, 1, a, 0, &meeting);
    }
}

/* A flipped bit anywhere ends the session, and harms nothing. */
static void
test_split_anywhere (void)
{
  g_autoptr (FarWorld) world = far_world_new (4, 3);
  g_autoptr (FarStore) a = far_world_found (world, NULL);
  g_autoptr (GError) error = NULL;
  FarMet meeting;

  far_world_admit_all (world, a);
  take_turns (world, a, 0, 3, 50);

  for (gsize piece = 1; piece < 200; piece += 13)
    {
      g_autoptr (FarStore) b = far_world_join (world, NULL);

      g_assert_true (far_world_meet (world, b, 1, a, 0, piece, -1, &meeting, &error));
      g_assert_no_error (error);
      assert_equal_digests (a, b);
    }
}

/* A log that writes twice in a long time: all that refers to its first entry would wait for the
 * signature on its second, at the end of the stream, if the sender did not close the run on the
 * way. */
static void
test_rare_writer (void)
{
  g_autoptr (FarWorld) world = far_world_new (6, 2);
  g_autoptr (FarStore) a = far_world_found (world, NULL);
  g_autoptr (FarStore) b = far_world_join (world, NULL);
  g_autofree char *note = g_strnfill (4000, 'x');
  g_autoptr (GError) error = NULL;
  FarMet meeting;
  FarPos rare;

  far_world_admit_all (world, a);
  g_assert_true (far_store_begin (a, &error));
  rare = far_world_take (world, a, 1, rota, 20000, NULL, NULL, 0);
  for (guint i = 0; i < 2 * FAR_STAGED_BYTES_MAX / 4000; i++)
    far_world_take (world, a, 0, rota, 20000 + i % 300, note, &rare, 1);
  far_world_take (world, a, 1, rota, 20000, NULL, NULL, 0);
  g_assert_true (far_store_commit (a, &error));

  assert_in_step (world, b, 1, a, 0, &meeting);
  g_assert_cmpint (meeting.a.n_accepted, ==, far_store_get_n_entries (a));
}

/* ---- bundles */

/* Who waits at the door, and what is told them. */
#define WAITING 3

static const guint8 answer[] = { 1, 1, 2, 0, 0 };

static GByteArray *
write_bundle (FarWorld *world, FarStore *store, guint reader)
{
  FarReplica *replica = far_store_replica_new (store);
  GByteArray *file = g_byte_array_new ();
  guint8 file_key[32];
  FarBundleSlot slots[2] = { 0 };
  FarSessionSetup setup = { .collective = world->collective, .today = 20000 };
  FarSession *session;
  GBytes *piece;

  far_world_fill (world, file_key, sizeof file_key);
  for (guint i = 0; i < G_N_ELEMENTS (slots); i++)
    {
      far_world_fill (world, slots[i].seed, FAR_KEY_LEN);
      memcpy (slots[i].seal_key, world->devices[i == 0 ? reader : WAITING].seal, FAR_KEY_LEN);
    }
  slots[1].answer_len = sizeof answer;
  memcpy (slots[1].answer, answer, sizeof answer);
  session = far_session_new_bundle_writer (replica, &setup, file_key, slots, G_N_ELEMENTS (slots));
  while ((piece = far_session_poll_transmit (session, 0, NULL)) != NULL)
    {
      g_byte_array_append (file, g_bytes_get_data (piece, NULL), g_bytes_get_size (piece));
      g_bytes_unref (piece);
    }
  g_assert_cmpint (far_session_get_state (session), ==, FAR_SESSION_CLOSED);

  far_session_free (session);
  far_store_replica_free (replica);

  return file;
}

static gboolean
read_bundle (FarWorld *world,
             FarStore *store,
             guint reader,
             const guint8 *bytes,
             gsize len,
             GError **error)
{
  FarReplica *replica = far_store_replica_new (store);
  FarSessionSetup setup = { .collective = world->collective, .today = 20000 };
  FarSession *session =
      far_session_new_bundle_reader (replica, &setup, world->devices[reader].seal_secret);
  gboolean good = TRUE;

  for (gsize pos = 0; good && pos < len; pos += 1000)
    good = far_session_receive (session, bytes + pos, MIN (1000, len - pos), 0, error);
  good = good && far_session_receive_end (session, 0, error);

  far_session_free (session);
  far_store_replica_free (replica);

  return good;
}

static void
test_bundle (void)
{
  g_autoptr (FarWorld) world = far_world_new (7, 4);
  g_autoptr (FarStore) a = far_world_found (world, NULL);
  g_autoptr (FarStore) b = far_world_join (world, NULL);
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GError) error = NULL;
  gint64 last = 0;

  far_world_admit_all (world, a);
  take_turns (world, a, 0, 4, 900);
  file = write_bundle (world, a, 2);

  g_assert_true (read_bundle (world, b, 2, file->data, file->len, &error));
  g_assert_no_error (error);
  assert_equal_digests (a, b);
  g_assert_true (read_bundle (world, b, 2, file->data, file->len, &error));
  g_assert_no_error (error);
  assert_check (b);

  g_assert_false (read_bundle (world, b, 1, file->data, file->len, &error));
  g_assert_error (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_NOT_FOR_US);
  g_clear_error (&error);

  /* cut anywhere: what is whole is kept, and the rest of the file adds the rest */
  for (gsize len = 0; len < file->len; len += len < 300 ? 11 : 4999)
    {
      g_autoptr (FarStore) c = far_world_join (world, NULL);

      g_assert_false (read_bundle (world, c, 2, file->data, len, &error));
      if (len < 7)
        g_assert_error (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_FOREIGN);
      else
        g_assert_error (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_CUT);
      g_clear_error (&error);
      g_assert_cmpint (far_store_get_n_entries (c), >=, last);
      last = far_store_get_n_entries (c);
      assert_check (c);
      g_assert_true (read_bundle (world, c, 2, file->data, file->len, &error));
      assert_equal_digests (a, c);
    }
  g_assert_cmpint (last, >, 0);

  /* a flipped bit anywhere is noticed, and nothing that it touches is taken */
  for (gsize at = 0; at < file->len; at += at < 300 ? 1 : 1999)
    {
      g_autoptr (FarStore) c = far_world_join (world, NULL);

      file->data[at] ^= 1 << at % 8;
      g_assert_false (read_bundle (world, c, 2, file->data, file->len, &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
      assert_check (c);
      file->data[at] ^= 1 << at % 8;
    }
}

static gint64
count_to_send (FarStore *store, gboolean is_unshown)
{
  FarReplica *replica = far_store_replica_new (store);
  g_autoptr (GArray) nothing = g_array_new (FALSE, TRUE, sizeof (guint32));
  gint64 n;

  if (is_unshown)
    far_store_replica_set_unshown (replica);
  n = replica->iface->start_sending (replica, nothing, 20000, NULL);
  far_store_replica_free (replica);

  return n;
}

/* What was only counted was shown to nobody: it may still become private. */
static void
test_unshown (void)
{
  g_autoptr (FarWorld) world = far_world_new (7, 2);
  g_autoptr (FarStore) a = far_world_found (world, NULL);
  g_autoptr (GBytes) unshown = NULL;
  g_autoptr (GBytes) shown = NULL;
  gint64 n;

  g_assert_true (far_store_set_own (a, world->devices[0].device, NULL));
  take_turns (world, a, 0, 1, 20);
  n = count_to_send (a, TRUE);
  g_assert_cmpint (n, >, 20);
  unshown = far_store_dup_meta (a, "own-shared");
  g_assert_null (unshown);

  g_assert_cmpint (count_to_send (a, FALSE), ==, n);
  shown = far_store_dup_meta (a, "own-shared");
  g_assert_nonnull (shown);
}

/* Who waits learns what they wait for, and nothing of what is in it. */
static void
test_bundle_answers (void)
{
  g_autoptr (FarWorld) world = far_world_new (7, 4);
  g_autoptr (FarStore) a = far_world_found (world, NULL);
  g_autoptr (FarStore) b = far_world_join (world, NULL);
  g_autoptr (GByteArray) file = NULL;
  FarReplica *replica = far_store_replica_new (b);
  FarSessionSetup setup = { .collective = world->collective, .today = 20000 };

  far_world_admit_all (world, a);
  file = write_bundle (world, a, 2);
  for (gsize len = 0; len <= file->len; len += len < 200 ? 1 : 97)
    {
      FarSession *session =
          far_session_new_bundle_reader (replica, &setup, world->devices[WAITING].seal_secret);
      gboolean good = far_session_receive (session, file->data, len, 0, NULL) &&
                      far_session_receive_end (session, 0, NULL);
      GBytes *told = far_session_peek_answer (session);

      g_assert_cmpint (good, ==, len >= 10 + 2 * 80);
      g_assert_cmpint (told != NULL, ==, good);
      if (told != NULL)
        g_assert_cmpmem (g_bytes_get_data (told, NULL), g_bytes_get_size (told), answer,
                         sizeof answer);
      far_session_free (session);
    }
  g_assert_cmpint (far_store_get_n_entries (b), ==, 0);
  g_assert_cmpint (far_store_get_n_pending (b), ==, 0);
  far_store_replica_free (replica);
}

static void
test_persists (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("far-store-XXXXXX", &error);
  g_autofree char *path = g_build_filename (dir, "log.db", NULL);
  g_autoptr (FarWorld) world = far_world_new (5, 4);
  g_autoptr (FarStore) a = far_world_found (world, path);
  FarStore *second;
  guint8 before[FAR_HASH_LEN];
  guint8 after[FAR_HASH_LEN];

  far_world_admit_all (world, a);
  take_turns (world, a, 0, 4, 500);
  far_store_digest (a, before);

  second = far_store_open (path, world->collective, FALSE, &error);
  g_assert_null (second);
  g_assert_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_IN_USE);
  g_clear_error (&error);

  far_store_close (g_steal_pointer (&a));
  a = far_store_open (path, NULL, FALSE, &error);
  g_assert_no_error (error);
  far_store_digest (a, after);
  g_assert_cmpmem (before, FAR_HASH_LEN, after, FAR_HASH_LEN);
  assert_check (a);
  take_turns (world, a, 0, 4, 10);
  assert_check (a);
  g_assert_true (far_store_rebuild (a, &error));
  assert_check (a);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/exchange/from-nothing", test_from_nothing);
  g_test_add_func ("/far/exchange/both-ways", test_both_ways);
  g_test_add_func ("/far/exchange/cut-anywhere", test_cut_anywhere);
  g_test_add_func ("/far/exchange/split-anywhere", test_split_anywhere);
  g_test_add_func ("/far/exchange/rare-writer", test_rare_writer);
  g_test_add_func ("/far/exchange/bundle", test_bundle);
  g_test_add_func ("/far/exchange/unshown", test_unshown);
  g_test_add_func ("/far/exchange/bundle-answers", test_bundle_answers);
  g_test_add_func ("/far/exchange/persists", test_persists);

  return g_test_run ();
}
