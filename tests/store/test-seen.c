/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How far each TERM had seen each log, against a walk of all that it refers to: in the store where
 * it was written, after the records were built anew, in one that got all of it from a peer, and on
 * a branch. */

#include <string.h>

#include "far-kind-schema.h"
#include "far-world.h"

#define N_DEVICES 4
#define N_ENTRIES 240
#define N_WORLDS 6

static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";

static GByteArray *
make_term (FarWorld *world, gint32 number)
{
  GByteArray *payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  guint8 secret[32];

  far_world_fill (world, secret, sizeof secret);
  far_map_int (&map, FAR_TERM_NUMBER, number);
  far_map_bytes (&map, FAR_TERM_HOLDER, world->devices[0].member, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TERM_START, 20000);
  far_map_int (&map, FAR_TERM_END, 20365);
  far_map_bytes (&map, FAR_TERM_SECRET, secret, sizeof secret);
  far_map_bytes (&map, FAR_TERM_PREVIOUS, world->collective, FAR_ID_LEN);
  far_map_bytes (&map, FAR_TERM_PROPOSAL, world->collective, FAR_ID_LEN);
  far_map_end (&map);

  return payload;
}

/* What one of a few has seen: anything that is there, or nothing new. */
static guint
draw_refs (FarWorld *world, FarStore *store, FarPos *refs)
{
  guint n = 0;

  for (guint32 log = 1; log <= far_store_get_n_logs (store); log++)
    {
      guint32 head = far_store_peek_log (store, log)->head_seq;

      if (head > 0 && far_world_random (world) < 0.3)
        refs[n++] = (FarPos){ log, 1 + (guint32)(far_world_random (world) * head) };
    }

  return n;
}

/* Whether a TERM has effect is nobody's question here: anybody may have written it. */
static void
write_some (FarWorld *world, FarStore *store, guint n)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (far_store_begin (store, &error));
  for (guint i = 0; i < n; i++)
    {
      guint who = far_world_random (world) * N_DEVICES;
      FarPos refs[FAR_REFS_MAX];
      guint n_refs = draw_refs (world, store, refs);
      g_autoptr (GByteArray) term = NULL;

      if (far_world_random (world) < 0.9)
        {
          far_world_take (world, store, who, rota, 20000 + i % 5, NULL, refs, n_refs);
          continue;
        }
      term = make_term (world, i);
      far_world_write (world, store, who, FAR_KIND_TERM, NULL, term, refs, n_refs);
    }
  g_assert_true (far_store_commit (store, &error));
}

/* Entries of @store in the past of @n, itself included, by n. */
static void
mark (FarStore *store, gint64 n, gboolean *in_past)
{
  FarPos past[FAR_REFS_MAX + 1];
  guint n_past = 0;
  FarRow row;

  if (in_past[n])
    return;
  in_past[n] = TRUE;

  g_assert_true (far_store_read (store, n, &row, NULL));
  if (row.pos.seq > 1)
    past[n_past++] = far_store_on_chain (store, row.pos.log, row.pos.seq - 1);
  for (guint i = 0; i < row.n_refs; i++)
    past[n_past++] = row.refs[i];
  for (guint i = 0; i < n_past; i++)
    {
      g_assert_true (far_store_read_pos (store, past[i], &row, NULL));
      mark (store, row.n, in_past);
    }
}

/* Returns: how many TERM entries there are */
static guint
assert_seen (FarStore *store)
{
  gint64 n_entries = far_store_get_n_entries (store);
  guint n_terms = 0;

  for (gint64 n = 1; n <= n_entries; n++)
    {
      g_autofree gboolean *in_past = g_new0 (gboolean, n_entries + 1);
      g_autofree guint32 *expected = g_new0 (guint32, far_store_get_n_logs (store));
      FarRow row;

      g_assert_true (far_store_read (store, n, &row, NULL));
      if (row.kind != FAR_KIND_TERM)
        continue;

      n_terms++;
      mark (store, n, in_past);
      for (gint64 i = 1; i <= n_entries; i++)
        if (in_past[i])
          {
            g_assert_true (far_store_read (store, i, &row, NULL));
            expected[row.pos.log - 1] = MAX (expected[row.pos.log - 1], row.pos.seq);
          }
      for (guint32 log = 1; log <= far_store_get_n_logs (store); log++)
        {
          guint32 seen;

          g_assert_true (far_store_get_seen (store, n, log, &seen, NULL));
          g_assert_cmpuint (seen, ==, expected[log - 1]);
        }
    }

  return n_terms;
}

static void
test_seen (void)
{
  for (guint i = 0; i < N_WORLDS; i++)
    {
      g_autoptr (FarWorld) world = far_world_new (40 + i, N_DEVICES);
      g_autoptr (FarStore) store = far_world_found (world, NULL);
      g_autoptr (FarStore) other = far_world_join (world, NULL);
      g_autoptr (GError) error = NULL;

      far_world_admit_all (world, store);
      write_some (world, store, N_ENTRIES / 2);
      write_some (world, store, N_ENTRIES / 2);
      g_assert_cmpuint (assert_seen (store), >, 5);

      g_assert_true (far_store_rebuild (store, &error));
      assert_seen (store);

      g_assert_true (far_world_meet (world, other, 1, store, 0, 4096, -1, NULL, &error));
      g_assert_cmpint (far_store_get_n_entries (other), ==, far_store_get_n_entries (store));
      assert_seen (other);
    }
}

/* Two stores go on with one device's key, and a third one hears of both ways. */
static void
test_branch (void)
{
  g_autoptr (FarWorld) world = far_world_new (50, N_DEVICES);
  g_autoptr (FarStore) store = far_world_found (world, NULL);
  g_autoptr (FarStore) copy = far_world_join (world, NULL);
  g_autoptr (FarStore) third = far_world_join (world, NULL);
  g_autoptr (GError) error = NULL;

  far_world_admit_all (world, store);
  write_some (world, store, N_ENTRIES / 4);
  g_assert_true (far_world_meet (world, copy, 1, store, 0, 4096, -1, NULL, &error));
  write_some (world, store, N_ENTRIES / 4);
  write_some (world, copy, N_ENTRIES / 4);

  g_assert_true (far_world_meet (world, third, 1, store, 0, 4096, -1, NULL, &error));
  g_assert_true (far_world_meet (world, third, 1, copy, 0, 4096, -1, NULL, &error));
  g_assert_cmpuint (far_store_get_n_logs (third), >, far_store_get_n_logs (store));
  g_assert_cmpuint (assert_seen (third), >, 5);
  g_assert_true (far_store_rebuild (third, &error));
  assert_seen (third);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/seen/worlds", test_seen);
  g_test_add_func ("/far/seen/branch", test_branch);

  return g_test_run ();
}
