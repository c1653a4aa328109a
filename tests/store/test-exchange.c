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
                FarMeeting *meeting)
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
  FarMeeting meeting;

  far_world_admit_all (world, a);
  take_turns (world, a, 0, 5, 1000);

  assert_in_step (world, b, 1, a, 0, &meeting);
  g_assert_cmpint (meeting.a.n_received, ==, far_store_get_n_entries (a));
  g_assert_cmpint (meeting.a.n_sent, ==, 0);
  g_assert_cmpuint (far_governance_get_n_active (far_store_peek_governance (b)), ==, 5);
  assert_check (b);

  /* in step costs one round */
  assert_in_step (world, b, 1, a, 0, &meeting);
  g_assert_cmpint (meeting.n_bytes, <, 600);
}

static void
test_both_ways (void)
{
  g_autoptr (FarWorld) world = far_world_new (2, 6);
  g_autoptr (FarStore) a = far_world_found (world, NULL);
  g_autoptr (FarStore) b = far_world_join (world, NULL);
  FarMeeting meeting;
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
  FarMeeting meeting;
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
  FarMeeting meeting;

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
  g_test_add_func ("/far/exchange/persists", test_persists);

  return g_test_run ();
}
