/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A member's machine that writes more about who belongs than anybody could mean: the others keep
 * every entry of it, and what each replay has to look at stays small. */

#include <glib/gstdio.h>

#include "far-told.h"
#include "far-world.h"

enum
{
  ANNA,
  BO, /* whose machine it is */
  CLEO,
  DAN,
  N
};

#define N_TOLD (g_test_thorough () ? 1000000 : 5000)
#define N_BEYOND 500

typedef struct
{
  FarWorld *world; /* owned */
  FarStore *store; /* owned */
  char *folder;    /* owned */
  char *path;      /* owned */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->world = far_world_new (71, N);
  self->folder = g_dir_make_tmp ("far-flood-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "log.db", NULL);
  self->store = far_world_found (self->world, self->path);
  far_world_admit_all (self->world, self->store);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (self->path, "-shm", NULL);

  far_store_close (self->store);
  far_world_free (self->world);
  g_unlink (wal);
  g_unlink (shm);
  g_unlink (self->path);
  g_rmdir (self->folder);
  g_free (self->path);
  g_free (self->folder);
}

static void
begin (Fixture *self)
{
  g_assert_true (far_store_begin (self->store, NULL));
}

static void
commit (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (far_store_commit (self->store, &error));
  g_assert_no_error (error);
}

static void
open_again (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  far_store_close (self->store);
  self->store = far_store_open (self->path, NULL, FALSE, &error);
  g_assert_no_error (error);
}

static gint64
count (Fixture *self, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s", table);
  sqlite3_stmt *statement;
  gint64 n;

  g_assert_cmpint (sqlite3_prepare_v2 (far_store_peek_db (self->store), sql, -1, &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);

  return n;
}

static void
assert_sound (Fixture *self)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  g_assert_true (far_store_check (self->store, TRUE, problems, NULL));
  g_assert_cmpuint (problems->len, ==, 0);
  /* the long way takes one bit of each governance entry for each */
  if (!g_test_thorough ())
    g_assert_cmpstr (far_told_compare (self->store), ==, NULL);
}

static gboolean
stands (Fixture *self, guint who)
{
  return far_governance_device_stands (far_store_peek_governance (self->store),
                                       self->world->devices[who].device);
}

/* The others can do without it. */
static void
assert_can_be_removed (Fixture *self)
{
  FarPos proposal;
  FarPos approvals[2];

  begin (self);
  proposal = far_world_propose_removal (self->world, self->store, ANNA, BO);
  approvals[0] = far_world_approve (self->world, self->store, CLEO, proposal);
  approvals[1] = far_world_approve (self->world, self->store, DAN, proposal);
  far_world_remove (self->world, self->store, ANNA, BO, proposal, approvals, 2);
  commit (self);
  g_assert_false (stands (self, BO));
  g_assert_true (stands (self, CLEO));
}

/* Each WITNESS says what the one before said. */
static void
test_nothing_new (Fixture *self, gconstpointer data)
{
  gint64 n_witnesses = count (self, "witness");
  gint64 n_sets = count (self, "know");

  begin (self);
  for (int i = 0; i < N_TOLD; i++)
    far_world_witness (self->world, self->store, BO, NULL, 0);
  commit (self);
  g_assert_cmpint (count (self, "witness"), <=, n_witnesses + 1);
  g_assert_cmpint (count (self, "know"), <=, n_sets + 1);

  open_again (self);
  g_assert_cmpint (far_store_get_n_entries (self->store), >, N_TOLD);
  assert_sound (self);
  assert_can_be_removed (self);
}

/* Acts beyond those that a device may write are kept, and count for nothing anywhere. */
static void
test_acts (Fixture *self, gconstpointer data)
{
  gint64 n_acts = count (self, "act");
  gint64 n_sets = count (self, "know");
  gint64 n_entries = far_store_get_n_entries (self->store);

  for (guint i = 0; i < 2; i++)
    {
      begin (self);
      for (guint k = 0; k < (i == 0 ? FAR_GOVERNANCE_MAX + N_BEYOND : N_BEYOND); k++)
        far_world_propose_removal (self->world, self->store, BO, CLEO);
      commit (self);
      g_assert_cmpint (count (self, "act"), ==, n_acts + FAR_GOVERNANCE_MAX);
      g_assert_cmpint (count (self, "know"), <=, n_sets + FAR_GOVERNANCE_MAX + 1);
      open_again (self);
    }

  g_assert_cmpint (far_store_get_n_entries (self->store), ==,
                   n_entries + FAR_GOVERNANCE_MAX + 2 * N_BEYOND);
  g_assert_cmpuint (far_governance_get_n_active (far_store_peek_governance (self->store)), ==, N);
  assert_sound (self);
  assert_can_be_removed (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/far/flood/nothing-new", Fixture, NULL, set_up, test_nothing_new, tear_down);
  g_test_add ("/far/flood/acts", Fixture, NULL, set_up, test_acts, tear_down);

  return g_test_run ();
}
