/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A store of every version that there ever was opens for ever: golden/ holds one each, made by
 * far-golden.c as it was then, and never made again. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "far-collective-facts.h"
#include "far-world.h"

typedef struct
{
  const char *name; /* of the file; a version that came to know more has two */
  int version;
  gint64 n_entries;
  gint64 n_pending; /* once it is open */
  guint n_logs;
  const char *log;     /* digest, as far-golden.c printed it */
  const char *records; /* as far-golden.c printed it */
  gboolean keeps_copy; /* when it is brought to this version */
} Golden;

static const Golden goldens[] = {
  { "v1", 1, 110, 1, 5, "d557ad056496dc820893749333300df8618fabea906145cd5e40e7bc5f757bd4",
    /* that version did not erase yet: now the words go, and with them the copy that has them */
    "e929259a328e6c5bb8fb6f422fd58f757da930934ae3480b8d9ad337e06b87aa", FALSE },
  { "v2", 2, 110, 1, 5, "d557ad056496dc820893749333300df8618fabea906145cd5e40e7bc5f757bd4",
    "e929259a328e6c5bb8fb6f422fd58f757da930934ae3480b8d9ad337e06b87aa", TRUE },
  { "v3", 3, 111, 1, 6, "06fd6509e1030597de5e99f039358473bad8ae00bdd38b530475d32ff61974e4",
    "12eaf39cb867494f12b8d6b8f62c57037ee10a7ec75584697a81e84265384bb4", TRUE },
  { "v4", 4, 111, 1, 6, "06fd6509e1030597de5e99f039358473bad8ae00bdd38b530475d32ff61974e4",
    "12eaf39cb867494f12b8d6b8f62c57037ee10a7ec75584697a81e84265384bb4", TRUE },
  { "v5", 5, 111, 1, 6, "06fd6509e1030597de5e99f039358473bad8ae00bdd38b530475d32ff61974e4",
    "12eaf39cb867494f12b8d6b8f62c57037ee10a7ec75584697a81e84265384bb4", TRUE },
  { "v6", 6, 112, 1, 6, "73655c0731a203eab854391e07832b6e7f22dba4c3630842f9843b9a526a9ddb",
    "797c4cd6b50a1fad4300307d9f150815f080eed6bcfff5d286bb065a28f28b56", TRUE },
  { "v7", 7, 115, 1, 6, "ac67a82be0c1136dc35d8c38b1c9d170496f54191ed3e139a266ffdc72a9a3d0",
    "d0dd7791dcad3eedd017e7075dd81c19199121b2014309e5789165cb1f4df8aa", TRUE },
  { "v8", 8, 115, 1, 6, "ac67a82be0c1136dc35d8c38b1c9d170496f54191ed3e139a266ffdc72a9a3d0",
    "d0dd7791dcad3eedd017e7075dd81c19199121b2014309e5789165cb1f4df8aa", TRUE },
  { "v9", 9, 117, 1, 6, "ee987f64818c53acb338bc4e2ed6624363eed5979627a63fee2bb1b9d67bafb8",
    "3d86ac8de5367950fb3b48fdd53ac6a9179fe5003d9e76c82e35d438c8b9c856", TRUE },
  { "v10", 10, 117, 1, 6, "ee987f64818c53acb338bc4e2ed6624363eed5979627a63fee2bb1b9d67bafb8",
    "3d86ac8de5367950fb3b48fdd53ac6a9179fe5003d9e76c82e35d438c8b9c856", TRUE },
  { "v11", 11, 117, 1, 6, "ee987f64818c53acb338bc4e2ed6624363eed5979627a63fee2bb1b9d67bafb8",
    "3d86ac8de5367950fb3b48fdd53ac6a9179fe5003d9e76c82e35d438c8b9c856", TRUE },
  { "v11-daily-life", 11, 127, 1, 6,
    "e1327f3ee4eac02d4b793131b6120befdc42ee5b97b8c441b124b15e473946a9",
    "ef20f441c80f550cf0842f558c6ff97c640245bb518e38aab51e9e91b8bec6a3", TRUE },
  { "v12", 12, 131, 1, 6, "fe59cdc1d080f7a1065c7ded21c2499a96ba5fea072898caa45124e7e0986541",
    "290ca78c33ffb40f8b8337c534a372b9ef683ab73bf359e088d3129943af200d", TRUE },
  { "v13", 13, 137, 1, 6, "97a19fda90b6ab95027f328afffdf70d09e7c269206eab504d99953a4f23fd93",
    "eecd4b9ee03840b18684f4326658c7dc0941f183c41f87d38f42487dce901a1c", TRUE },
  { "v14", 14, 144, 1, 6, "6673336a47be785520be8e9036dacad22c4b6eeb08295fb5fe9ad3bbefc96ed6",
    "856d36d36ca4969210b177c66fb1015341c1e80f69b15b1c91de2e8a6454981d", FALSE },
};

typedef struct
{
  char *folder; /* owned */
  char *path;   /* owned */
} Home;

static Home
make_home (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".db.gz", NULL);
  g_autofree char *packed = g_test_build_filename (G_TEST_DIST, "store", "golden", file, NULL);
  g_autofree char *bytes = NULL;
  g_autoptr (GZlibDecompressor) unpack = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) from = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GOutputStream) to = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;
  gsize len;
  Home home = { .folder = g_dir_make_tmp ("far-migrate-XXXXXX", NULL) };

  g_assert_nonnull (home.folder);
  home.path = g_build_filename (home.folder, "log.db", NULL);
  g_assert_true (g_file_get_contents (packed, &bytes, &len, NULL));
  from = g_memory_input_stream_new_from_data (bytes, len, NULL);
  stream = g_converter_input_stream_new (from, G_CONVERTER (unpack));
  g_output_stream_splice (to, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (
      g_file_set_contents (home.path, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (to)),
                           g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (to)),
                           &error));

  return home;
}

static void
clear_home (Home *home)
{
  g_autoptr (GDir) dir = g_dir_open (home->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (home->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (home->folder);
  g_free (home->folder);
  g_free (home->path);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Home, clear_home)

static char *
to_hex (const guint8 *bytes)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < FAR_HASH_LEN; i++)
    g_string_append_printf (out, "%02x", bytes[i]);

  return g_string_free (out, FALSE);
}

static void
assert_whole (FarStore *store, const Golden *golden)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *log = NULL;
  g_autofree char *records = NULL;
  g_autoptr (GError) error = NULL;
  guint8 digest[FAR_HASH_LEN];

  far_store_check (store, TRUE, problems, &error);
  g_assert_no_error (error);
  if (problems->len > 0)
    g_test_message ("%s", (const char *)problems->pdata[0]);
  g_assert_cmpuint (problems->len, ==, 0);

  g_assert_cmpint (far_store_get_n_entries (store), ==, golden->n_entries);
  g_assert_cmpint (far_store_get_n_pending (store), ==, golden->n_pending);
  g_assert_cmpuint (far_store_get_n_logs (store), ==, golden->n_logs);
  far_store_digest (store, digest);
  log = to_hex (digest);
  g_assert_cmpstr (log, ==, golden->log);
  g_assert_true (far_collective_records_digest (store, digest, &error));
  g_assert_no_error (error);
  records = to_hex (digest);
  g_assert_cmpstr (records, ==, golden->records);
}

static FarStore *
open_store (const Home *home)
{
  g_autoptr (GError) error = NULL;
  FarStore *store = far_store_open (home->path, NULL, FALSE, &error);

  g_assert_no_error (error);

  return store;
}

static gboolean
has_copy (const Home *home, int version)
{
  g_autofree char *copy = g_strdup_printf ("%s.v%d", home->path, version);

  return g_file_test (copy, G_FILE_TEST_EXISTS);
}

static void
test_opens (gconstpointer data)
{
  const Golden *golden = data;
  g_auto (Home) home = make_home (golden->name);

  for (guint i = 0; i < 3; i++)
    {
      FarStore *store = open_store (&home);

      assert_whole (store, golden);
      g_assert_true (has_copy (&home, golden->version) == (golden->keeps_copy && i == 0));
      far_store_close (store);
    }
}

/* The copy that is kept is the file as it was: put back, it opens as that did. */
static void
test_copy_opens (gconstpointer data)
{
  const Golden *golden = data;
  g_auto (Home) home = make_home (golden->name);
  g_autofree char *copy = g_strdup_printf ("%s.v%d", home.path, golden->version);

  far_store_close (open_store (&home));
  g_assert_cmpint (g_rename (copy, home.path), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      FarStore *store = open_store (&home);

      assert_whole (store, golden);
      g_assert_true (has_copy (&home, golden->version) == (i == 0));
      far_store_close (store);
    }
}

/* A kind, and the first version that knew it. */
typedef struct
{
  int kind;
  const char *golden; /* of the first version that knew it */
} Known;

static const Known knowns[] = {
  { 38, "v6" }, { 41, "v7" }, { 43, "v9" }, { 54, "v12" }, { 55, "v12" },
};

static const Golden *
find_golden (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++)
    if (g_strcmp0 (goldens[i].name, name) == 0)
      return &goldens[i];

  g_assert_not_reached ();
}

/* What came while its kind was unknown was kept without a record, and has one now. */
static void
test_kind_becomes_known (gconstpointer data)
{
  const Known *known = data;
  const Golden *golden = find_golden (known->golden);
  g_autofree char *sql = g_strdup_printf (
      "DELETE FROM touch WHERE n IN (SELECT n FROM entry WHERE kind = %d);"
      "DELETE FROM record WHERE kind = %d; UPDATE log SET counts = x''; PRAGMA user_version=%d",
      known->kind, known->kind, golden->version - 1);
  g_auto (Home) home = make_home (golden->name);
  FarStore *store;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (home.path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);

  store = open_store (&home);
  assert_whole (store, golden);
  far_store_close (store);
}

/* Of what a later version wrote, nothing is read but the first page, and nothing is touched. */
static void
test_newer (void)
{
  g_auto (Home) home = make_home (goldens[G_N_ELEMENTS (goldens) - 1].name);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GDir) dir = NULL;
  struct utimbuf long_ago = { 1000000000, 1000000000 };
  g_autofree char *sql =
      g_strdup_printf ("PRAGMA user_version=%d; CREATE TABLE later (a)", FAR_STORE_VERSION + 1);
  sqlite3 *db;
  gsize n_before;
  gsize n_after;
  GStatBuf info;

  g_assert_cmpint (sqlite3_open (home.path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  g_assert_true (g_file_get_contents (home.path, &before, &n_before, NULL));
  g_assert_cmpint (g_utime (home.path, &long_ago), ==, 0);

  for (guint create = 0; create < 2; create++)
    {
      g_autoptr (GError) error = NULL;
      static const guint8 collective[FAR_ID_LEN];

      g_assert_null (far_store_open (home.path, create ? collective : NULL, create, &error));
      g_assert_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_NEWER);
    }

  g_assert_true (g_file_get_contents (home.path, &after, &n_after, NULL));
  g_assert_cmpmem (after, n_after, before, n_before);
  g_assert_cmpint (g_stat (home.path, &info), ==, 0);
  g_assert_cmpint (info.st_mtime, ==, long_ago.modtime);
  dir = g_dir_open (home.folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "log.db");
  g_assert_null (g_dir_read_name (dir));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_assert_cmpint (goldens[G_N_ELEMENTS (goldens) - 1].version, ==, FAR_STORE_VERSION);
  for (guint i = 0; i < G_N_ELEMENTS (goldens); i++)
    {
      g_autofree char *opens = g_strdup_printf ("/far/migrate/%s/opens", goldens[i].name);
      g_autofree char *copy = g_strdup_printf ("/far/migrate/%s/copy", goldens[i].name);

      g_test_add_data_func (opens, &goldens[i], test_opens);
      if (goldens[i].keeps_copy)
        g_test_add_data_func (copy, &goldens[i], test_copy_opens);
    }
  for (guint i = 0; i < G_N_ELEMENTS (knowns); i++)
    {
      g_autofree char *name =
          g_strdup_printf ("/far/migrate/kind-%d-becomes-known", knowns[i].kind);

      g_test_add_data_func (name, &knowns[i], test_kind_becomes_known);
    }
  g_test_add_func ("/far/migrate/newer", test_newer);

  return g_test_run ();
}
