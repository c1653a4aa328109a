/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What machines say that they hold comes to those who never met them, and no further than it may.
 */

#include <string.h>

#include "far-world.h"

static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";

#define N_MACHINES 4

typedef struct
{
  FarWorld *world;
  FarStore *stores[N_MACHINES];
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->world = far_world_new (17, N_MACHINES);
  self->stores[0] = far_world_found (self->world, NULL);
  far_world_admit_all (self->world, self->stores[0]);
  for (guint i = 1; i < N_MACHINES; i++)
    self->stores[i] = far_world_join (self->world, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < N_MACHINES; i++)
    far_store_close (self->stores[i]);
  far_world_free (self->world);
}

static void
meet (Fixture *self, guint a, guint b)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (far_world_meet (self->world, self->stores[a], a, self->stores[b], b, 1 << 20, -1,
                                 NULL, &error));
  g_assert_no_error (error);
}

static gboolean
say_at (Fixture *self, guint who, gint64 now_ms)
{
  const FarWorldDevice *device = &self->world->devices[who];
  g_autoptr (GError) error = NULL;
  gboolean said;

  g_assert_true (far_store_begin (self->stores[who], &error));
  g_assert_true (far_store_say_holding (self->stores[who], device->device, device->sign_secret,
                                        now_ms, &said, &error));
  g_assert_true (far_store_commit (self->stores[who], &error));
  g_assert_no_error (error);

  return said;
}

static gboolean
say (Fixture *self, guint who)
{
  return say_at (self, who, self->world->now_ms);
}

static FarPos
take (Fixture *self, guint who)
{
  FarPos pos;

  g_assert_true (far_store_begin (self->stores[who], NULL));
  pos = far_world_take (self->world, self->stores[who], who, rota, 20000, NULL, NULL, 0);
  g_assert_true (far_store_commit (self->stores[who], NULL));

  return pos;
}

/* Up to which seq @who knows that the machine of @whom holds the log of @of. */
static guint32
get_heard (Fixture *self, guint who, guint whom, guint of)
{
  FarStore *store = self->stores[who];

  return far_store_get_heard (store, far_store_find_log (store, self->world->devices[whom].device),
                              far_store_find_log (store, self->world->devices[of].device));
}

static GBytes *
dup_holding (Fixture *self, guint who, guint of)
{
  FarStore *store = self->stores[who];
  FarReplica *replica = far_store_replica_new (store);
  guint32 log = far_store_find_log (store, self->world->devices[of].device);
  GBytes *bytes =
      replica->iface->dup_holding (replica, far_store_peek_log (store, log)->holding_id);

  far_store_replica_free (replica);

  return bytes;
}

/* @bytes: (transfer full) */
static FarVerdict
put (Fixture *self, guint who, GBytes *bytes)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  guint n_new = 0;
  FarVerdict verdict;

  g_ptr_array_add (one, bytes);
  g_assert_true (far_store_begin (self->stores[who], NULL));
  verdict = far_store_put_holdings (self->stores[who], one, &n_new, NULL);
  g_assert_cmpuint (n_new, ==, verdict == FAR_VERDICT_ACCEPTED);
  if (verdict == FAR_VERDICT_INVALID)
    far_store_rollback (self->stores[who]);
  else
    g_assert_true (far_store_commit (self->stores[who], NULL));

  return verdict;
}

/* 1 and 3 never meet. */
static void
test_passed_on (Fixture *self, gconstpointer data)
{
  FarPos turn;

  meet (self, 1, 0);
  meet (self, 2, 0);
  meet (self, 3, 2);
  turn = take (self, 1);
  g_assert_true (say (self, 1));
  meet (self, 1, 2);
  g_assert_true (say (self, 2));
  meet (self, 3, 2);

  g_assert_cmpuint (get_heard (self, 3, 1, 1), ==, turn.seq);
  g_assert_cmpuint (get_heard (self, 3, 2, 1), ==, turn.seq);
  g_assert_cmpuint (get_heard (self, 1, 3, 1), ==, 0);
  g_assert_true (say (self, 3));
  meet (self, 3, 2);
  meet (self, 1, 2);
  g_assert_cmpuint (get_heard (self, 1, 3, 1), ==, turn.seq);

  /* and from now on there is nothing to say */
  g_assert_false (say (self, 1));
  g_assert_false (say (self, 3));
}

/* The later one counts, in whichever order they come. */
static void
test_order (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) older = NULL;
  FarPos turn;

  meet (self, 1, 0);
  meet (self, 2, 0);
  say (self, 1);
  older = dup_holding (self, 1, 1);
  turn = take (self, 1);
  g_assert_true (say (self, 1));

  g_assert_cmpint (put (self, 2, dup_holding (self, 1, 1)), ==, FAR_VERDICT_ACCEPTED);
  g_assert_cmpint (put (self, 2, g_bytes_ref (older)), ==, FAR_VERDICT_KNOWN);
  g_assert_cmpint (put (self, 2, dup_holding (self, 1, 1)), ==, FAR_VERDICT_KNOWN);
  g_assert_cmpuint (get_heard (self, 2, 1, 1), ==, turn.seq);
}

/* A clock that goes back does not take back what was said. */
static void
test_clock (Fixture *self, gconstpointer data)
{
  meet (self, 1, 0);
  meet (self, 2, 0);
  say (self, 1);
  g_assert_cmpint (put (self, 2, dup_holding (self, 1, 1)), ==, FAR_VERDICT_ACCEPTED);
  take (self, 1);
  g_assert_true (say_at (self, 1, 5));
  g_assert_cmpint (put (self, 2, dup_holding (self, 1, 1)), ==, FAR_VERDICT_ACCEPTED);
}

static void
test_forged (Fixture *self, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  guint8 *copy;
  gsize len;

  meet (self, 1, 0);
  meet (self, 2, 0);
  say (self, 1);
  bytes = dup_holding (self, 1, 1);
  copy = g_memdup2 (g_bytes_get_data (bytes, &len), g_bytes_get_size (bytes));
  copy[len - FAR_SIG_LEN - 1] ^= 1;
  g_assert_cmpint (put (self, 2, g_bytes_new_take (copy, len)), ==, FAR_VERDICT_INVALID);
  g_assert_cmpint (put (self, 2, g_bytes_new_static ("x", 1)), ==, FAR_VERDICT_INVALID);
  g_assert_cmpuint (get_heard (self, 2, 1, 1), ==, 0);
}

/* What is said of oneself by others is not looked at; nor what somebody says who is out. */
static void
test_not_for_us (Fixture *self, gconstpointer data)
{
  static const guint approvers[] = { 2, 3 };
  g_autoptr (GBytes) of_removed = NULL;

  meet (self, 1, 0);
  meet (self, 2, 0);
  meet (self, 3, 0);
  say (self, 1);
  of_removed = dup_holding (self, 1, 1);
  g_assert_cmpint (put (self, 1, g_bytes_ref (of_removed)), ==, FAR_VERDICT_KNOWN);

  g_assert_true (far_store_begin (self->stores[0], NULL));
  far_world_remove_together (self->world, self->stores[0], 0, 1, approvers, 2);
  g_assert_true (far_store_commit (self->stores[0], NULL));
  g_assert_cmpint (put (self, 0, g_bytes_ref (of_removed)), ==, FAR_VERDICT_KNOWN);
  g_assert_cmpint (put (self, 2, g_bytes_ref (of_removed)), ==, FAR_VERDICT_ACCEPTED);

  /* who hears of the removal passes it on no more */
  meet (self, 2, 0);
  meet (self, 3, 2);
  g_assert_cmpuint (far_store_peek_log (self->stores[3],
                                        far_store_find_log (self->stores[3],
                                                            self->world->devices[1].device))
                        ->holding_ms,
                    ==, 0);
}

/* A machine that never wrote has no place in the file, and its number may be another's tomorrow. */
static void
test_never_wrote (Fixture *self, gconstpointer data)
{
  static const guint8 newcomer[FAR_KEY_LEN] = "the key of a newcomer";
  FarStore *store = self->stores[0];
  g_autoptr (GArray) have = g_array_new (FALSE, TRUE, sizeof (guint32));
  guint32 log = far_store_intern_log (store, newcomer);

  g_array_set_size (have, log);
  g_array_index (have, guint32, 0) = g_array_index (have, guint32, log - 1) = 5;
  g_assert_true (far_store_begin (store, NULL));
  g_assert_true (far_store_note_heard (store, log, have, NULL));
  g_assert_true (far_store_note_heard (store, 2, have, NULL));
  g_assert_true (far_store_commit (store, NULL));
  g_assert_cmpuint (far_store_get_heard (store, log, 1), ==, 0);
  g_assert_cmpuint (far_store_get_heard (store, 2, log), ==, 0);
  g_assert_cmpuint (far_store_get_heard (store, 2, 1), ==, 5);
}

static void
test_kept (Fixture *self, gconstpointer data)
{
  g_autofree char *dir = g_dir_make_tmp ("far-holding-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "log.db", NULL);
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  FarPos turn;

  far_store_close (self->stores[2]);
  self->stores[2] = far_world_join (self->world, path);
  meet (self, 1, 0);
  meet (self, 2, 0);
  turn = take (self, 1);
  say (self, 1);
  meet (self, 1, 2);
  before = dup_holding (self, 2, 1);
  g_assert_nonnull (before);

  far_store_close (self->stores[2]);
  self->stores[2] = far_store_open (path, self->world->collective, FALSE, NULL);
  after = dup_holding (self, 2, 1);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpuint (get_heard (self, 2, 1, 1), ==, turn.seq);
  /* the same once more is no news */
  g_assert_cmpint (put (self, 2, g_bytes_ref (before)), ==, FAR_VERDICT_KNOWN);
}

#define ADD(name, func) g_test_add ("/far/holding/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("passed-on", test_passed_on);
  ADD ("order", test_order);
  ADD ("clock", test_clock);
  ADD ("forged", test_forged);
  ADD ("not-for-us", test_not_for_us);
  ADD ("never-wrote", test_never_wrote);
  ADD ("kept", test_kept);

  return g_test_run ();
}
