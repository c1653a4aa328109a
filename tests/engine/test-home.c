/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys are changed while the disk fails: whenever the folder is opened again, its key is the one
 * that the store has. */

#include <glib/gstdio.h>
#include <string.h>

#include "far-home.h"

typedef struct
{
  char *home;   /* owned */
  char *folder; /* owned */
} Desk;

static const guint8 collective[FAR_ID_LEN] = "a collective of a test";

static void
fill (guint8 seed[static 32], guint8 with)
{
  memset (seed, with, 32);
}

static void
desk_init (Desk *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *begun = NULL;
  FarIdentity me;
  guint8 seed[32];

  self->home = g_dir_make_tmp ("far-home-XXXXXX", &error);
  g_assert_no_error (error);
  fill (seed, 1);
  begun = far_home_begin (self->home, seed, &error);
  g_assert_no_error (error);
  far_home_derive (&me, seed, collective);
  far_store_close (far_home_make_store (begun, collective, me.device, &error));
  g_assert_no_error (error);
  self->folder = far_home_finish (self->home, begun, collective, &error);
  g_assert_no_error (error);
}

static void
desk_clear (Desk *self)
{
  far_home_abandon (self->folder);
  g_assert_cmpint (g_rmdir (self->home), ==, 0);
  g_free (self->home);
  g_free (self->folder);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static FarStore *
open_home (Desk *self, FarIdentity *me)
{
  g_autoptr (GError) error = NULL;
  FarStore *store = far_home_open (self->folder, me, &error);

  g_assert_no_error (error);

  return store;
}

static int
refuse_cb (void *data)
{
  return 1;
}

/* Fails at the end, when all is written. */
static void
fail_to_renew (Desk *self, FarStore *store, const guint8 *seed, FarIdentity *me)
{
  g_autoptr (GError) error = NULL;

  sqlite3_commit_hook (far_store_peek_db (store), refuse_cb, NULL);
  g_assert_false (far_home_renew (self->folder, store, seed, me, &error));
  g_assert_nonnull (error);
  sqlite3_commit_hook (far_store_peek_db (store), NULL, NULL);
}

/* @n_failures: tries that fail at their end; of each the program cannot know what came to the disk
 */
static void
test_renew (gconstpointer data)
{
  guint n_failures = GPOINTER_TO_UINT (data);
  g_autoptr (GError) error = NULL;
  g_auto (Desk) desk = { 0 };
  FarIdentity before;
  FarIdentity first;
  FarIdentity again;
  FarIdentity me;
  FarStore *store;
  guint8 seed[32];

  desk_init (&desk);
  store = open_home (&desk, &me);
  before = me;
  fill (seed, 2);
  far_home_derive (&first, seed, collective);

  for (guint i = 0; i < n_failures; i++)
    {
      fill (seed, 2 + i);
      fail_to_renew (&desk, store, seed, &me);
      g_assert_cmpmem (me.device, FAR_KEY_LEN, before.device, FAR_KEY_LEN);
      /* the store too is who it was */
      g_assert_true (far_store_give_up_own (store, before.device, &error));
      g_assert_true (far_store_own_is_stale (store));
    }

  fill (seed, 2 + n_failures);
  g_assert_true (far_home_renew (desk.folder, store, seed, &me, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (me.device, FAR_KEY_LEN, first.device, FAR_KEY_LEN);
  far_store_close (store);

  far_store_close (open_home (&desk, &again));
  g_assert_cmpmem (again.device, FAR_KEY_LEN, first.device, FAR_KEY_LEN);
}

/* Of keys that were never taken nothing stays. */
static void
test_given_up (void)
{
  g_autofree char *next = NULL;
  g_auto (Desk) desk = { 0 };
  FarIdentity before;
  FarIdentity me;
  FarStore *store;
  guint8 seed[32];

  desk_init (&desk);
  store = open_home (&desk, &me);
  before = me;
  fill (seed, 2);
  fail_to_renew (&desk, store, seed, &me);
  far_store_close (store);

  next = g_build_filename (desk.folder, "device.key.next", NULL);
  g_assert_true (g_file_test (next, G_FILE_TEST_EXISTS));
  far_store_close (open_home (&desk, &me));
  g_assert_cmpmem (me.device, FAR_KEY_LEN, before.device, FAR_KEY_LEN);
  g_assert_false (g_file_test (next, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_data_func ("/far/home/renew", GUINT_TO_POINTER (0), test_renew);
  g_test_add_data_func ("/far/home/renew-again", GUINT_TO_POINTER (1), test_renew);
  g_test_add_data_func ("/far/home/renew-and-again", GUINT_TO_POINTER (2), test_renew);
  g_test_add_func ("/far/home/given-up", test_given_up);

  return g_test_run ();
}
