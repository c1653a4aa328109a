/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Forks: a liar's branches freeze alike everywhere; a copied folder is noticed and brands nobody.
 */

#include <glib/gstdio.h>
#include <string.h>

#include "far-kind-schema.h"
#include "far-world.h"

#define N_DEVICES 6
#define LIAR 1

static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";

static void
take (FarWorld *world, FarStore *store, guint who, guint n, const FarPos *ref)
{
  g_assert_true (far_store_begin (store, NULL));
  for (guint i = 0; i < n; i++)
    far_world_take (world, store, who, rota, 20000 + i, "with the rope", ref, ref != NULL);
  g_assert_true (far_store_commit (store, NULL));
}

static FarPos
get_head (FarStore *store, FarWorld *world, guint who)
{
  guint32 log = far_store_find_log (store, world->devices[who].device);

  return (FarPos){ log, far_store_peek_log (store, log)->head_seq };
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
meet (FarWorld *world, FarStore *a, guint who_a, FarStore *b, guint who_b)
{
  g_autoptr (GError) error = NULL;
  FarMet meeting;
  gboolean good = far_world_meet (world, a, who_a, b, who_b, 1 << 20, -1, &meeting, &error);

  g_assert_no_error (error);
  g_assert_true (good);
}

static gboolean
are_equal (FarStore *a, FarStore *b)
{
  guint8 digest_a[FAR_HASH_LEN];
  guint8 digest_b[FAR_HASH_LEN];

  far_store_digest (a, digest_a);
  far_store_digest (b, digest_b);

  return memcmp (digest_a, digest_b, FAR_HASH_LEN) == 0;
}

static void
assert_meet_equal (FarWorld *world, FarStore *a, guint who_a, FarStore *b, guint who_b)
{
  meet (world, a, who_a, b, who_b);
  g_assert_true (are_equal (a, b));
}

/* Up to where what the device said counts. */
static guint32
get_effective (FarStore *store, FarWorld *world, guint who)
{
  const FarLog *log =
      far_store_peek_log (store, far_store_find_log (store, world->devices[who].device));

  far_store_peek_governance (store);

  return log->effective_seq;
}

/* ---- a liar */

/* A person without a machine, for whom device @who's member answers. */
static void
add_persons (FarWorld *world, FarStore *store, guint who, guint n)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);

  far_map_text (&map, FAR_PERSON_NAME, "Nonna");
  far_map_end (&map);
  g_assert_true (far_store_begin (store, NULL));
  for (guint i = 0; i < n; i++)
    far_world_write (world, store, who, FAR_KIND_PERSON, NULL, payload, NULL, 0);
  g_assert_true (far_store_commit (store, NULL));
}

/* Two halves of a collective in step; the liar tells each something else, and somebody there refers
 * to it. */
static void
make_halves (FarWorld *world, FarStore *halves[2], guint n_before, const guint n_after[2])
{
  halves[0] = far_world_found (world, NULL);
  halves[1] = far_world_join (world, NULL);
  far_world_admit_all (world, halves[0]);
  for (guint who = 0; who < N_DEVICES; who++)
    take (world, halves[0], who, n_before, NULL);
  assert_meet_equal (world, halves[1], 3, halves[0], 0);

  for (guint i = 0; i < 2; i++)
    {
      FarPos ref;

      take (world, halves[i], LIAR, n_after[i], NULL);
      ref = get_head (halves[i], world, LIAR);
      take (world, halves[i], i == 0 ? 0 : 3, 2, &ref);
    }
}

/* The same, and the liar's first entries are two. */
static void
make_apart (FarWorld *world, FarStore *halves[2])
{
  FarPos admits[N_DEVICES];

  halves[0] = far_world_found (world, NULL);
  halves[1] = far_world_join (world, NULL);
  g_assert_true (far_store_begin (halves[0], NULL));
  far_world_admit (world, halves[0], admits);
  g_assert_true (far_store_commit (halves[0], NULL));
  assert_meet_equal (world, halves[1], 3, halves[0], 0);

  for (guint i = 0; i < 2; i++)
    {
      guint other = 2 + i;

      take (world, halves[i], LIAR, 1, &admits[LIAR]);
      g_assert_true (far_store_begin (halves[i], NULL));
      far_world_witness (world, halves[i], other, &admits[other], 1);
      g_assert_true (far_store_commit (halves[i], NULL));
    }
}

static void
test_halves (void)
{
  static const guint lengths[][3] = {
    { 3, 1, 1 }, { 3, 5, 1 }, { 3, 1, 5 }, { 70, 70, 3 }, { 1, 200, 200 }, { 0, 2, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    for (guint caller = 0; caller < 2; caller++)
      {
        g_autoptr (FarWorld) world = far_world_new (i, N_DEVICES);
        FarStore *halves[2];
        guint32 fork_seq;

        make_halves (world, halves, lengths[i][0], &lengths[i][1]);
        fork_seq = get_head (halves[0], world, LIAR).seq - lengths[i][1] + 1;

        assert_meet_equal (world, halves[caller], caller == 0 ? 0 : 3, halves[1 - caller],
                           caller == 0 ? 3 : 0);
        for (guint j = 0; j < 2; j++)
          {
            g_assert_cmpuint (get_effective (halves[j], world, LIAR), ==, fork_seq - 1);
            assert_check (halves[j]);
          }

        /* both go on, and stay in step */
        take (world, halves[0], 0, 1, NULL);
        take (world, halves[1], 4, 1, NULL);
        assert_meet_equal (world, halves[0], 0, halves[1], 3);

        far_store_close (halves[0]);
        far_store_close (halves[1]);
      }
}

/* What goes on from the shorter branch, and what that goes on from, come in one stream, the branch
 * last: that the peer lacks it is found out late. */
static void
test_in_turns (void)
{
  static const guint lengths[] = { 12, 1 };

  for (guint caller = 0; caller < 2; caller++)
    {
      g_autoptr (FarWorld) world = far_world_new (40 + caller, N_DEVICES);
      FarStore *halves[2];

      make_halves (world, halves, 3, lengths);
      for (guint i = 0; i < 8; i++)
        {
          FarPos ref = get_head (halves[1], world, i % 2 == 0 ? 3 : LIAR);

          take (world, halves[1], i % 2 == 0 ? LIAR : 3, 1, &ref);
        }

      assert_meet_equal (world, halves[caller], caller == 0 ? 0 : 3, halves[1 - caller],
                         caller == 0 ? 3 : 0);
      for (guint i = 0; i < 2; i++)
        {
          assert_check (halves[i]);
          far_store_close (halves[i]);
        }
    }
}

/* Somebody who has both, by meeting one after the other, passes both on; so does a newcomer. */
static void
test_carried (void)
{
  static const guint lengths[] = { 4, 9 };
  g_autoptr (FarWorld) world = far_world_new (20, N_DEVICES);
  FarStore *halves[2];
  g_autoptr (FarStore) carrier = NULL;
  g_autoptr (FarStore) newcomer = NULL;

  make_halves (world, halves, 5, lengths);
  carrier = far_world_join (world, NULL);
  newcomer = far_world_join (world, NULL);

  assert_meet_equal (world, carrier, 4, halves[0], 0);
  assert_meet_equal (world, carrier, 4, halves[1], 3);
  assert_meet_equal (world, newcomer, 5, carrier, 4);
  assert_meet_equal (world, halves[0], 0, newcomer, 5);
  g_assert_true (are_equal (halves[0], carrier));
  assert_check (newcomer);
  for (guint who = 0; who < N_DEVICES; who++)
    g_assert_cmpuint (get_effective (newcomer, world, who), ==,
                      get_effective (halves[0], world, who));

  far_store_close (halves[0]);
  far_store_close (halves[1]);
}

/* All that is held of the liar can be found by its id. */
static void
assert_finds (FarWorld *world, FarStore *store)
{
  for (guint32 i = 1; i <= far_store_get_n_logs (store); i++)
    {
      const FarLog *log = far_store_peek_log (store, i);

      if (memcmp (log->device, world->devices[LIAR].device, FAR_KEY_LEN) == 0 &&
          log->head_seq > log->base.seq)
        g_assert_cmpuint (far_store_locate (store, log->device, log->head_seq, log->head_id).log,
                          !=, 0);
    }
}

/* Closes it and opens it again. */
static void
reopen (FarStore **store, const char *path)
{
  guint8 before[FAR_HASH_LEN];
  guint8 after[FAR_HASH_LEN];
  g_autoptr (GError) error = NULL;

  far_store_digest (*store, before);
  far_store_close (*store);
  *store = far_store_open (path, NULL, FALSE, &error);
  g_assert_no_error (error);
  far_store_digest (*store, after);
  g_assert_cmpmem (before, FAR_HASH_LEN, after, FAR_HASH_LEN);
}

/* The line is cut in the middle of one that has both: of what another keeps of it, some stands on
 * nothing but a branch's signature, or begins where nothing is held.  Whatever it is, it is there
 * after a restart and can be told on. */
static void
test_told_on (gconstpointer data)
{
  static const guint lengths[] = { 1, 1 };
  g_autoptr (FarWorld) world = far_world_new (26, N_DEVICES);
  g_autofree char *folder = g_dir_make_tmp ("farandole-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "log.db", NULL);
  g_autoptr (FarStore) carrier = NULL;
  FarStore *halves[2];
  guint n_partly = 0;
  gboolean is_whole = FALSE;

  if (GPOINTER_TO_INT (data))
    make_apart (world, halves);
  else
    make_halves (world, halves, 3, lengths);
  carrier = far_world_join (world, NULL);
  assert_meet_equal (world, carrier, 4, halves[0], 0);
  assert_meet_equal (world, carrier, 4, halves[1], 3);
  take (world, halves[0], 0, 1000, NULL); /* more than a frame */
  take (world, halves[0], LIAR, 2, NULL);
  assert_meet_equal (world, carrier, 4, halves[0], 0);

  for (gint64 cut = 0; !is_whole; cut += 4000)
    {
      g_autoptr (FarStore) cut_off = far_world_join (world, path);
      g_autoptr (FarStore) third = far_world_join (world, NULL);
      g_autoptr (FarStore) fourth = far_world_join (world, NULL);
      g_autoptr (GError) error = NULL;
      FarMet meeting;

      far_world_meet (world, cut_off, 5, carrier, 4, 1 << 20, cut, &meeting, &error);
      g_assert_no_error (error);
      is_whole = meeting.state_a == FAR_SESSION_IN_STEP;
      n_partly += far_store_get_n_entries (cut_off) > 0 && !are_equal (cut_off, carrier);
      assert_check (cut_off);
      if (far_store_get_n_entries (cut_off) > 0)
        {
          reopen (&cut_off, path);
          assert_finds (world, cut_off);
          assert_meet_equal (world, third, 3, cut_off, 5);
          assert_meet_equal (world, fourth, 4, third, 3);
        }
      g_unlink (path);
    }
  g_rmdir (folder);
  g_assert_cmpuint (n_partly, >, 0);

  far_store_close (halves[0]);
  far_store_close (halves[1]);
}

/* Many branches, some of branches, told to many, who meet at random: in the end all is equal. */
static void
test_gossip (void)
{
  for (guint seed = 30; seed < 36; seed++)
    {
      g_autoptr (FarWorld) world = far_world_new (seed, N_DEVICES);
      g_autoptr (FarStore) first = far_world_found (world, NULL);
      FarStore *stores[N_DEVICES];
      gboolean equal = FALSE;
      guint n_meetings = 0;

      far_world_admit_all (world, first);
      take (world, first, LIAR, 3, NULL);
      stores[0] = g_steal_pointer (&first);
      for (guint i = 1; i < N_DEVICES; i++)
        {
          stores[i] = far_world_join (world, NULL);
          assert_meet_equal (world, stores[i], i, stores[0], 0);
        }

      for (guint round = 0; round < 60; round++)
        {
          guint i = far_world_random (world) * N_DEVICES;
          guint j = far_world_random (world) * N_DEVICES;
          FarPos ref;

          /* the liar's word where it is not the liar's own machine that it is said on */
          if (get_head (stores[i], world, LIAR).seq < 20)
            take (world, stores[i], LIAR, 1 + round % 3, NULL);
          ref = get_head (stores[i], world, LIAR);
          if (i != LIAR)
            take (world, stores[i], i, 1, &ref);
          if (i != j)
            meet (world, stores[i], i, stores[j], j);
        }

      while (!equal && n_meetings < 400)
        {
          guint i = far_world_random (world) * N_DEVICES;
          guint j = far_world_random (world) * N_DEVICES;

          if (i == j)
            continue;
          meet (world, stores[i], i, stores[j], j);
          n_meetings++;
          equal = TRUE;
          for (guint k = 1; k < N_DEVICES; k++)
            equal = equal && are_equal (stores[0], stores[k]);
        }
      g_assert_true (equal);

      for (guint k = 0; k < N_DEVICES; k++)
        {
          for (guint who = 0; who < N_DEVICES; who++)
            g_assert_cmpuint (get_effective (stores[k], world, who), ==,
                              get_effective (stores[0], world, who));
          assert_check (stores[k]);
        }
      for (guint k = 0; k < N_DEVICES; k++)
        far_store_close (stores[k]);
    }
}

/* A branch goes on counting where its base ends, whichever branch a machine heard first. */
static void
test_counts (void)
{
  static const guint n_after[2] = { 2, 3 };
  g_autoptr (FarWorld) world = far_world_new (9, N_DEVICES);
  FarStore *halves[2] = { far_world_found (world, NULL), far_world_join (world, NULL) };

  far_world_admit_all (world, halves[0]);
  take (world, halves[0], LIAR, 1, NULL);
  add_persons (world, halves[0], LIAR, FAR_CHAIN_KIND_MAX - 1);
  assert_meet_equal (world, halves[1], 3, halves[0], 0);
  for (guint i = 0; i < 2; i++)
    add_persons (world, halves[i], LIAR, n_after[i]);

  assert_meet_equal (world, halves[1], 3, halves[0], 0);
  for (guint i = 0; i < 2; i++)
    {
      guint32 first = far_store_find_log (halves[i], world->devices[LIAR].device);
      guint32 branch = far_store_get_n_logs (halves[i]);
      guint n_first = FAR_CHAIN_KIND_MAX - 1 + n_after[i];
      guint n_branch = FAR_CHAIN_KIND_MAX - 1 + n_after[1 - i];
      guint32 full = far_store_peek_log (halves[i], branch)->base.seq + 1;

      g_assert_cmpuint (branch, !=, first);
      g_assert_cmpuint (far_store_peek_log (halves[i], first)->counts[2].n, ==, n_first);
      g_assert_cmpuint (far_store_peek_log (halves[i], branch)->counts[2].n, ==, n_branch);
      g_assert_true (far_store_has_effect (halves[i], (FarPos){ first, full }, FAR_KIND_PERSON));
      g_assert_true (far_store_has_effect (halves[i], (FarPos){ branch, full }, FAR_KIND_PERSON));
      g_assert_false (
          far_store_has_effect (halves[i], (FarPos){ branch, full + 1 }, FAR_KIND_PERSON));
      assert_check (halves[i]);
      g_assert_true (far_store_rebuild (halves[i], NULL));
      assert_check (halves[i]);
      far_store_close (halves[i]);
    }
}

/* ---- a copy */

typedef struct
{
  FarWorld *world;
  char *folder;
  FarStore *original; /* device 1's */
  FarStore *copy;     /* the same, from a copied file */
  FarStore *peer;     /* device 2's */
} Clones;

static FarStore *
open_own (Clones *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  FarStore *store = far_store_open (path, self->world->collective, FALSE, &error);

  g_assert_no_error (error);
  g_assert_true (far_store_set_own (store, self->world->devices[LIAR].device, &error));
  g_assert_no_error (error);

  return store;
}

static void
copy_file (const char *folder, const char *from, const char *to)
{
  g_autofree char *path = g_build_filename (folder, from, NULL);
  g_autofree char *copy = g_build_filename (folder, to, NULL);
  g_autofree char *bytes = NULL;
  gsize len;

  g_assert_true (g_file_get_contents (path, &bytes, &len, NULL));
  g_assert_true (g_file_set_contents (copy, bytes, len, NULL));
}

static void
set_up (Clones *self, guint32 seed)
{
  g_autofree char *path = NULL;
  g_autoptr (FarStore) founder = NULL;

  self->world = far_world_new (seed, N_DEVICES);
  self->folder = g_dir_make_tmp ("far-fork-XXXXXX", NULL);
  path = g_build_filename (self->folder, "original", NULL);

  founder = far_world_found (self->world, NULL);
  far_world_admit_all (self->world, founder);
  self->original = far_world_join (self->world, path);
  assert_meet_equal (self->world, self->original, LIAR, founder, 0);
  g_assert_true (far_store_set_own (self->original, self->world->devices[LIAR].device, NULL));
  take (self->world, self->original, LIAR, 3, NULL);
  assert_meet_equal (self->world, self->original, LIAR, founder, 0);
  self->peer = far_world_join (self->world, NULL);
  assert_meet_equal (self->world, self->peer, 2, founder, 0);

  far_store_close (self->original);
  copy_file (self->folder, "original", "copy");
  self->original = open_own (self, "original");
  self->copy = open_own (self, "copy");
}

static void
tear_down (Clones *self)
{
  static const char *const names[] = { "original", "copy" };

  far_store_close (self->original);
  far_store_close (self->copy);
  far_store_close (self->peer);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  far_world_free (self->world);
}

static void
assert_refused (Clones *self, FarStore *store)
{
  guint8 payload[] = { 0xa0 };
  FarDraft draft = { .kind = FAR_KIND_WITNESS, .payload = payload, .payload_len = sizeof payload };
  g_autoptr (GError) error = NULL;
  FarPos pos;

  g_assert_true (far_store_begin (store, NULL));
  g_assert_false (far_store_append (store, self->world->devices[LIAR].device,
                                    self->world->devices[LIAR].sign_secret, &draft, &pos, NULL,
                                    &error));
  g_assert_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_STALE);
  far_store_rollback (store);
}

/* @copy_wrote, @original_wrote: entries that each writes apart; the original has shown its own to
 * the peer when the copy meets that. */
static void
try_copy (guint copy_wrote, guint original_wrote, gboolean copy_calls)
{
  Clones clones;
  FarWorld *world;
  guint32 seq;

  set_up (&clones, 100 + copy_wrote * 10 + original_wrote);
  world = clones.world;
  seq = get_head (clones.original, world, LIAR).seq;

  take (world, clones.copy, LIAR, copy_wrote, NULL);
  take (world, clones.original, LIAR, original_wrote, NULL);
  assert_meet_equal (world, clones.original, LIAR, clones.peer, 2);

  if (copy_calls)
    assert_meet_equal (world, clones.copy, LIAR, clones.peer, 2);
  else
    assert_meet_equal (world, clones.peer, 2, clones.copy, LIAR);

  /* the copy knows, and nobody else has anything to hold against anybody */
  assert_refused (&clones, clones.copy);
  g_assert_true (far_store_own_is_stale (clones.copy));
  g_assert_false (far_store_own_is_stale (clones.original));
  g_assert_cmpuint (get_effective (clones.peer, world, LIAR), ==, G_MAXUINT32);
  g_assert_cmpuint (get_head (clones.peer, world, LIAR).seq, ==, seq + original_wrote);
  if (copy_wrote > 0)
    g_assert_cmpuint (far_store_peek_log (clones.copy,
                                          far_store_find_log (clones.copy,
                                                              world->devices[LIAR].device))
                          ->private_from,
                      ==, seq + 1);
  assert_check (clones.copy);

  /* and so it stays, also after a restart, while the original goes on */
  far_store_close (clones.copy);
  clones.copy = open_own (&clones, "copy");
  assert_refused (&clones, clones.copy);
  take (world, clones.original, LIAR, 2, NULL);
  assert_meet_equal (world, clones.original, LIAR, clones.peer, 2);
  assert_meet_equal (world, clones.copy, LIAR, clones.peer, 2);
  take (world, clones.peer, 2, 1, NULL);
  assert_meet_equal (world, clones.peer, 2, clones.copy, LIAR);
  g_assert_cmpuint (get_effective (clones.peer, world, LIAR), ==, G_MAXUINT32);
  assert_check (clones.copy);

  tear_down (&clones);
}

static void
test_copy (void)
{
  for (guint copy_wrote = 0; copy_wrote <= 4; copy_wrote += 2)
    for (guint original_wrote = 1; original_wrote <= 3; original_wrote++)
      for (guint copy_calls = 0; copy_calls < 2; copy_calls++)
        try_copy (copy_wrote, original_wrote, copy_calls);
}

/* Original and copy meet each other: the one that is called gives the key up. */
static void
test_copy_meets_original (void)
{
  for (guint copy_calls = 0; copy_calls < 2; copy_calls++)
    {
      Clones clones;
      FarStore *stays;
      FarStore *gives_up;

      set_up (&clones, 200);
      stays = copy_calls ? clones.copy : clones.original;
      gives_up = copy_calls ? clones.original : clones.copy;
      take (clones.world, clones.original, LIAR, 2, NULL);
      take (clones.world, clones.copy, LIAR, 3, NULL);
      assert_meet_equal (clones.world, stays, LIAR, gives_up, LIAR);

      assert_refused (&clones, gives_up);
      g_assert_false (far_store_own_is_stale (stays));
      assert_meet_equal (clones.world, stays, LIAR, clones.peer, 2);
      assert_meet_equal (clones.world, gives_up, LIAR, clones.peer, 2);
      g_assert_cmpuint (get_effective (clones.peer, clones.world, LIAR), ==, G_MAXUINT32);
      assert_check (gives_up);

      tear_down (&clones);
    }
}

/* Both had shown theirs to somebody before anybody could know: the key is frozen, for both. */
static void
test_copy_too_late (void)
{
  Clones clones;
  g_autoptr (FarStore) other = NULL;
  guint32 seq;

  set_up (&clones, 300);
  seq = get_head (clones.original, clones.world, LIAR).seq;
  other = far_world_join (clones.world, NULL);
  assert_meet_equal (clones.world, other, 3, clones.peer, 2);

  take (clones.world, clones.original, LIAR, 2, NULL);
  take (clones.world, clones.copy, LIAR, 3, NULL);
  assert_meet_equal (clones.world, clones.original, LIAR, clones.peer, 2);
  assert_meet_equal (clones.world, clones.copy, LIAR, other, 3);
  assert_meet_equal (clones.world, other, 3, clones.peer, 2);
  assert_meet_equal (clones.world, clones.copy, LIAR, clones.peer, 2);
  assert_meet_equal (clones.world, clones.original, LIAR, other, 3);

  g_assert_true (are_equal (clones.original, clones.copy));
  g_assert_cmpuint (get_effective (other, clones.world, LIAR), ==, seq);
  g_assert_cmpuint (get_effective (clones.copy, clones.world, LIAR), ==, seq);
  assert_refused (&clones, clones.copy);
  assert_refused (&clones, clones.original);

  tear_down (&clones);
}

/* A machine that was set back, and whose own entries were meanwhile written twice, hears of both
 * ways at once: neither is its secret. */
static void
test_set_back_too_late (void)
{
  g_autofree char *path = NULL;
  Clones clones;
  g_autoptr (FarStore) other = NULL;
  g_autoptr (FarStore) third = NULL;
  guint32 seq;

  set_up (&clones, 400);
  seq = get_head (clones.original, clones.world, LIAR).seq;
  far_store_close (clones.copy);
  copy_file (clones.folder, "copy", "third");
  clones.copy = open_own (&clones, "copy");
  third = open_own (&clones, "third");
  other = far_world_join (clones.world, NULL);
  assert_meet_equal (clones.world, other, 3, clones.peer, 2);

  take (clones.world, clones.original, LIAR, 4, NULL);
  take (clones.world, clones.copy, LIAR, 3, NULL);
  assert_meet_equal (clones.world, clones.original, LIAR, clones.peer, 2);
  assert_meet_equal (clones.world, clones.copy, LIAR, other, 3);
  assert_meet_equal (clones.world, other, 3, clones.peer, 2);
  assert_meet_equal (clones.world, third, LIAR, other, 3);

  for (guint32 i = 1; i <= far_store_get_n_logs (third); i++)
    g_assert_cmpuint (far_store_peek_log (third, i)->private_from, ==, 0);
  g_assert_cmpuint (get_effective (third, clones.world, LIAR), ==, seq);
  assert_refused (&clones, third);
  assert_check (third);

  path = g_build_filename (clones.folder, "third", NULL);
  g_unlink (path);
  tear_down (&clones);
}

/* What @who wrote last in @from, as its own stream would bring it to @to, without what it refers
 * to. */
static void
bring_last (FarWorld *world, FarStore *from, FarStore *to, guint who)
{
  const guint8 *device = world->devices[who].device;
  FarReplica *replica = far_store_replica_new (to);
  guint32 run = replica->iface->open_run (replica, device);
  FarPos last = get_head (from, world, who);
  FarPos before = { last.log, last.seq - 1 };
  FarEntryParts parts = { .pos = { run, 0 } };
  guint8 ids[FAR_REFS_MAX][FAR_ID_LEN];
  guint8 id[FAR_ID_LEN];
  g_autofree guint8 *blob = NULL;
  guint n_accepted = 0;
  FarPos at;
  FarRow row;

  g_assert_true (far_store_get_id (from, before, id, NULL));
  replica->iface->bind_run (replica, run, far_store_find_log (to, device));
  g_assert_true (replica->iface->start_run (replica, run, last.seq, id));
  g_assert_true (far_store_read_pos (from, last, &row, NULL));
  blob = g_memdup2 (row.blob, row.blob_len);
  parts.kind = row.kind;
  parts.term = row.term;
  parts.time_ms = row.time_ms;
  parts.subject = far_store_peek_ident (from, row.subject);
  parts.blob = blob;
  parts.blob_len = row.blob_len;
  parts.n_refs = row.n_refs;
  parts.sig = far_store_peek_log (from, last.log)->signature;
  for (guint i = 0; i < parts.n_refs; i++)
    {
      FarPos ref = row.refs[i];

      g_assert_true (far_store_get_id (from, ref, ids[i], NULL));
      parts.ref_ids[i] = ids[i];
    }
  g_assert_cmpint (replica->iface->put (replica, &parts, &at, NULL), ==, FAR_VERDICT_PENDING);
  g_assert_cmpint (replica->iface->settle (replica, &n_accepted, NULL), ==, FAR_VERDICT_ACCEPTED);
  g_assert_cmpuint (n_accepted, >=, 1);
  far_store_replica_free (replica);
}

/* A copy that took new keys keeps to itself what it held and had shown to nobody.  Whoever refers
 * to that has it from the original: it is no secret. */
static void
test_referred_to (void)
{
  static const guint8 device[FAR_KEY_LEN] = { 1 };
  Clones clones;
  FarPos said;
  guint32 log;

  set_up (&clones, 500);
  take (clones.world, clones.original, LIAR, 2, NULL);
  far_store_close (clones.original);
  far_store_close (clones.copy);
  copy_file (clones.folder, "original", "copy");
  clones.original = open_own (&clones, "original");
  clones.copy = open_own (&clones, "copy");
  assert_meet_equal (clones.world, clones.original, LIAR, clones.peer, 2);
  said = get_head (clones.peer, clones.world, LIAR);
  take (clones.world, clones.peer, 2, 1, &said);

  log = far_store_find_log (clones.copy, clones.world->devices[LIAR].device);
  g_assert_true (far_store_begin (clones.copy, NULL));
  g_assert_true (far_store_renew_own (clones.copy, device, NULL));
  g_assert_true (far_store_commit (clones.copy, NULL));
  g_assert_cmpuint (far_store_peek_log (clones.copy, log)->private_from, ==, said.seq - 1);

  bring_last (clones.world, clones.peer, clones.copy, 2);
  g_assert_cmpuint (far_store_peek_log (clones.copy, log)->private_from, ==, 0);
  assert_check (clones.copy);

  tear_down (&clones);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/fork/counts", test_counts);
  g_test_add_func ("/far/fork/halves", test_halves);
  g_test_add_func ("/far/fork/in-turns", test_in_turns);
  g_test_add_func ("/far/fork/carried", test_carried);
  g_test_add_data_func ("/far/fork/told-on", GINT_TO_POINTER (FALSE), test_told_on);
  g_test_add_data_func ("/far/fork/told-on-from-the-first", GINT_TO_POINTER (TRUE), test_told_on);
  g_test_add_func ("/far/fork/gossip", test_gossip);
  g_test_add_func ("/far/fork/copy", test_copy);
  g_test_add_func ("/far/fork/copy-meets-original", test_copy_meets_original);
  g_test_add_func ("/far/fork/copy-too-late", test_copy_too_late);
  g_test_add_func ("/far/fork/set-back-too-late", test_set_back_too_late);
  g_test_add_func ("/far/fork/referred-to", test_referred_to);

  return g_test_run ();
}
