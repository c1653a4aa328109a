/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A WAL that is not the file's: of another machine of the same collective, so that most pages are
 * the same; of another day; or of a copy that was taken while somebody wrote.  It is refused, as a
 * rollback journal is, and nothing is written anywhere; its own is taken, whenever the program
 * died. */

#include <glib/gstdio.h>
#include <string.h>

#include "far-world.h"

#define DAY 20840
#define OURS 1
#define THEIRS 2

static const guint8 rota[FAR_RECORD_ID_LEN] = "a rota of a test";

typedef struct
{
  FarWorld *world; /* owned */
  char *folder;    /* owned */
  char *path;      /* owned: of the store that is opened */
  char *wal;       /* owned */
  char *other;     /* owned: of another machine's */
} Desk;

static FarStore *
open_store (Desk *self, const char *path)
{
  g_autoptr (GError) error = NULL;
  FarStore *store = far_store_open (path, self->world->collective, TRUE, &error);

  g_assert_no_error (error);

  return store;
}

static void
write_turns (Desk *self, FarStore *store, guint who, guint n)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_assert_true (far_store_begin (store, &error));
      far_world_take (self->world, store, who, rota, DAY + i % 5, NULL, NULL, 0);
      g_assert_true (far_store_commit (store, &error));
    }
}

/* Two machines that hold the same, after some days of each. */
static void
desk_init (Desk *self)
{
  g_autoptr (GError) error = NULL;
  const char *paths[2];

  self->world = far_world_new (17, 3);
  self->folder = g_dir_make_tmp ("far-wal-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "log.db", NULL);
  self->wal = g_strconcat (self->path, "-wal", NULL);
  self->other = g_build_filename (self->folder, "other.db", NULL);
  paths[0] = self->path;
  paths[1] = self->other;

  {
    g_autoptr (FarStore) host = far_world_found (self->world, NULL);

    far_world_admit_all (self->world, host);
    write_turns (self, host, 0, 40);
    for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
      {
        g_autoptr (FarStore) store = open_store (self, paths[i]);

        g_assert_true (
            far_world_meet (self->world, store, OURS + i, host, 0, 65536, -1, NULL, &error));
      }
  }
  for (guint day = 0; day < 2; day++)
    for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
      {
        g_autoptr (FarStore) store = open_store (self, paths[i]);

        write_turns (self, store, OURS + i, 3);
      }
}

static void
desk_clear (Desk *self)
{
  static const char *const names[] = { "log.db", "log.db-wal", "other.db", "other.db-wal" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->wal);
  g_free (self->other);
  far_world_free (self->world);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static GBytes *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize len;

  g_file_get_contents (path, &bytes, &len, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (bytes, len);
}

static void
put (const char *path, GBytes *bytes)
{
  g_assert_true (
      g_file_set_contents (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL));
}

static void
assert_is (const char *path, GBytes *bytes)
{
  g_autoptr (GBytes) now = load (path);

  g_assert_true (g_bytes_equal (now, bytes));
}

static void
checkpoint (FarStore *store)
{
  /* one that was not read to its end holds on to the WAL */
  for (sqlite3_stmt *at = NULL; (at = sqlite3_next_stmt (far_store_peek_db (store), at)) != NULL;)
    sqlite3_reset (at);
  g_assert_cmpint (sqlite3_wal_checkpoint_v2 (far_store_peek_db (store), NULL,
                                              SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL),
                   ==, SQLITE_OK);
}

/* ---- what lies beside the file */

static void
put_theirs (Desk *self)
{
  g_autofree char *path = g_strconcat (self->other, "-wal", NULL);
  g_autoptr (FarStore) store = open_store (self, self->other);
  g_autoptr (GBytes) wal = NULL;

  write_turns (self, store, THEIRS, 5);
  wal = load (path);
  put (self->wal, wal);
}

/* All but one small value is the same there. */
static void
put_a_page_of_theirs (Desk *self)
{
  g_autofree char *path = g_strconcat (self->other, "-wal", NULL);
  g_autoptr (FarStore) store = open_store (self, self->other);
  g_autoptr (GBytes) value = g_bytes_new_static ("value", 5);
  g_autoptr (GBytes) wal = NULL;

  g_assert_true (far_store_set_meta (store, "a key", value, NULL));
  wal = load (path);
  put (self->wal, wal);
}

/* The file comes from a copy, and the WAL is today's. */
static void
put_older_file (Desk *self)
{
  g_autoptr (GBytes) file = load (self->path);
  g_autoptr (GBytes) wal = NULL;
  FarStore *store = open_store (self, self->path);

  write_turns (self, store, OURS, 5);
  far_store_close (store);
  store = open_store (self, self->path);
  write_turns (self, store, OURS, 5);
  wal = load (self->wal);
  far_store_close (store);
  put (self->path, file);
  put (self->wal, wal);
}

static void
put_older_wal (Desk *self)
{
  g_autoptr (GBytes) wal = NULL;
  FarStore *store = open_store (self, self->path);

  write_turns (self, store, OURS, 5);
  wal = load (self->wal);
  far_store_close (store);
  store = open_store (self, self->path);
  write_turns (self, store, OURS, 5);
  far_store_close (store);
  put (self->wal, wal);
}

/* Of the same day. */
static void
put_wal_of_before (Desk *self)
{
  g_autoptr (GBytes) wal = NULL;
  FarStore *store = open_store (self, self->path);

  write_turns (self, store, OURS, 2);
  wal = load (self->wal);
  write_turns (self, store, OURS, 2);
  checkpoint (store);
  write_turns (self, store, OURS, 2);
  far_store_close (store);
  put (self->wal, wal);
}

typedef struct
{
  const char *name;
  void (*put) (Desk *self);
} Foreign;

static const Foreign foreigns[] = {
  { "of-another-machine", put_theirs },        { "page-of-another-machine", put_a_page_of_theirs },
  { "of-a-later-day", put_older_file },        { "of-an-earlier-day", put_older_wal },
  { "of-an-earlier-hour", put_wal_of_before },
};

static void
test_foreign (gconstpointer data)
{
  const Foreign *foreign = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) wal = NULL;
  g_auto (Desk) desk = { 0 };
  FarStore *store;
  gint64 n;

  desk_init (&desk);
  foreign->put (&desk);
  file = load (desk.path);
  wal = load (desk.wal);
  g_unlink (desk.wal);
  store = open_store (&desk, desk.path);
  n = far_store_get_n_entries (store);
  far_store_close (store);
  put (desk.path, file);
  put (desk.wal, wal);

  for (guint i = 0; i < 2; i++)
    {
      store = far_store_open (desk.path, desk.world->collective, FALSE, &error);
      g_assert_null (store);
      g_assert_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED);
      g_clear_error (&error);
      assert_is (desk.path, file);
      assert_is (desk.wal, wal);
    }

  /* whoever takes it away finds all that was there */
  g_unlink (desk.wal);
  store = open_store (&desk, desk.path);
  g_assert_cmpint (far_store_get_n_entries (store), ==, n);
  g_assert_true (far_store_check (store, TRUE, problems, &error));
  g_assert_cmpuint (problems->len, ==, 0);
  far_store_close (store);
}

/* ---- a journal */

/* What SQLite would write over the pages of whatever file it lies beside: of another machine's. */
static GBytes *
make_journal (Desk *self)
{
  g_autofree char *path = g_strconcat (self->other, "-journal", NULL);
  sqlite3 *db = NULL;
  GBytes *journal;

  g_assert_cmpint (sqlite3_open (self->other, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db,
                                 "PRAGMA journal_mode=DELETE; PRAGMA cache_size=1; BEGIN;"
                                 "UPDATE entry SET time = time + 1",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  journal = load (path);
  g_assert_cmpint (sqlite3_exec (db, "ROLLBACK; PRAGMA journal_mode=WAL", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  sqlite3_close (db);

  return journal;
}

static void
test_journal (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) journal = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autofree char *path = NULL;
  g_auto (Desk) desk = { 0 };

  desk_init (&desk);
  journal = make_journal (&desk);
  path = g_strconcat (desk.path, "-journal", NULL);
  file = load (desk.path);
  put (path, journal);

  g_assert_null (far_store_open (desk.path, desk.world->collective, FALSE, &error));
  g_assert_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED);
  assert_is (desk.path, file);
  assert_is (path, journal);

  g_unlink (path);
  far_store_close (open_store (&desk, desk.path));

  /* a crash may leave one where the file's own name is not on the disk yet */
  g_unlink (desk.path);
  put (path, journal);
  far_store_close (open_store (&desk, desk.path));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* ---- its own */

/* As it is now, in another folder's stead. */
static void
assert_opens (Desk *self, GBytes *file, GBytes *wal, const FarStore *now)
{
  g_autofree char *beside = g_strconcat (self->other, "-wal", NULL);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  FarStore *store;

  put (self->other, file);
  put (beside, wal);
  store = far_store_open (self->other, self->world->collective, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (far_store_get_n_entries (store), ==, far_store_get_n_entries (now));
  g_assert_true (far_store_check (store, FALSE, problems, &error));
  g_assert_cmpuint (problems->len, ==, 0);
  write_turns (self, store, OURS, 1);
  far_store_close (store);
}

/* At any moment, over several days, some of which end with a crash. */
static void
test_own (void)
{
  g_auto (Desk) desk = { 0 };

  desk_init (&desk);
  for (guint day = 0; day < 6; day++)
    {
      g_autoptr (GBytes) file = NULL;
      g_autoptr (GBytes) wal = NULL;
      FarStore *store = open_store (&desk, desk.path);

      for (guint i = 0; i < 8; i++)
        {
          g_clear_pointer (&file, g_bytes_unref);
          g_clear_pointer (&wal, g_bytes_unref);
          write_turns (&desk, store, OURS, 1);
          if (i == 2 + day)
            checkpoint (store);
          file = load (desk.path);
          wal = load (desk.wal);
          assert_opens (&desk, file, wal, store);
        }
      far_store_close (store);
      if (day % 2 == 1)
        {
          put (desk.path, file);
          put (desk.wal, wal);
        }
    }
}

/* A WAL of which all is in the file already changes nothing. */
static void
test_done (void)
{
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GBytes) wal = NULL;
  g_auto (Desk) desk = { 0 };
  FarStore *store;

  desk_init (&desk);
  store = open_store (&desk, desk.path);
  write_turns (&desk, store, OURS, 4);
  wal = load (desk.wal);
  far_store_close (store);
  file = load (desk.path);
  store = open_store (&desk, desk.path);
  assert_opens (&desk, file, wal, store);
  far_store_close (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (foreigns); i++)
    {
      g_autofree char *path = g_strdup_printf ("/far/wal/%s", foreigns[i].name);

      g_test_add_data_func (path, &foreigns[i], test_foreign);
    }
  g_test_add_func ("/far/wal/journal", test_journal);
  g_test_add_func ("/far/wal/own", test_own);
  g_test_add_func ("/far/wal/done", test_done);

  return g_test_run ();
}
