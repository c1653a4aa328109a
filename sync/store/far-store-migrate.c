/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From every older version of the file to this one.  Steps are numbered by the version that they
 * start from and are never changed afterwards; a file of each version is opened by the tests.
 *
 * Before the first step a copy is kept beside the file ("log.db.v1"), until the file was opened
 * once more and found good. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <fcntl.h>
#include <unistd.h>

/* From version 1 to 2, and so on.  The record tables, and what is missing, are then built anew. */
static const char *const steps[] = {
  "CREATE TABLE missing (n INTEGER PRIMARY KEY);",

  /* branches of a fork are logs, so a device may have several */
  "CREATE TABLE log_3 (log INTEGER PRIMARY KEY, device BLOB NOT NULL, seq INTEGER NOT NULL,"
  " id BLOB NOT NULL, signed INTEGER NOT NULL, sig BLOB NOT NULL, know INTEGER NOT NULL,"
  " base_log INTEGER NOT NULL DEFAULT 0, base_seq INTEGER NOT NULL DEFAULT 0,"
  " private INTEGER NOT NULL DEFAULT 0);"
  "INSERT INTO log_3 (log, device, seq, id, signed, sig, know)"
  " SELECT log, device, seq, id, signed, sig, know FROM log;"
  "DROP TABLE log;"
  "ALTER TABLE log_3 RENAME TO log;",

  "ALTER TABLE log ADD COLUMN counts BLOB NOT NULL DEFAULT x'';",

  /* a record table more */
  "",

  /* a kind of record more: entries of it may have come while it was unknown */
  "",

  /* and one more */
  "",

  /* WITNESS entries are no elements of sets any more, and acts are numbered without them:
   * take_witnesses_out() */
  "CREATE TABLE witness (n INTEGER PRIMARY KEY, past INTEGER NOT NULL);"
  "ALTER TABLE act ADD COLUMN reach BLOB;",

  /* a kind of record more, and a field of one */
  "",

  /* kinds of records more, and fields */
  "",

  /* and more */
  "",

  /* rides, and what is said of one date */
  "",

  /* help, what is lent, what people can do */
  "",

  /* hours given and received, what is broken and mended */
  "",
};
G_STATIC_ASSERT (G_N_ELEMENTS (steps) == FAR_STORE_VERSION - 1);

#define BEFORE_WITNESSES_WERE_OUT 7

typedef struct
{
  gint64 n;
  gint64 past;
  gint64 proven;
  guint32 act; /* its new number, or none */
} OldAct;

typedef struct
{
  gint64 know;
  GBytes *bits; /* owned */
} OldSet;

static void
clear_old_set (gpointer data)
{
  g_clear_pointer (&((OldSet *)data)->bits, g_bytes_unref);
}

static gboolean
finish (FarStore *self, sqlite3_stmt *statement, int code, GError **error)
{
  sqlite3_reset (statement);

  return code == SQLITE_DONE || far_store_fail (self, error);
}

static gboolean
read_old_acts (FarStore *self, GArray *out, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (self,
                           "SELECT n, past, proven, kind FROM act JOIN entry USING (n) ORDER BY g");
  guint32 n_acts = 0;
  int code;

  if (statement == NULL)
    return far_store_fail (self, error);

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gboolean is_act = far_kind_is_act ((guint)sqlite3_column_int (statement, 3));
      OldAct old = {
        .n = sqlite3_column_int64 (statement, 0),
        .past = sqlite3_column_int64 (statement, 1),
        .proven = sqlite3_column_int64 (statement, 2),
        .act = is_act ? n_acts++ : FAR_ACT_NONE,
      };

      g_array_append_val (out, old);
    }

  return finish (self, statement, code, error);
}

static gboolean
read_old_sets (FarStore *self, GArray *out, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, "SELECT know, bits FROM know");
  int code;

  if (statement == NULL)
    return far_store_fail (self, error);

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      OldSet old = {
        .know = sqlite3_column_int64 (statement, 0),
        .bits = g_bytes_new (sqlite3_column_blob (statement, 1),
                             (gsize)sqlite3_column_bytes (statement, 1)),
      };

      g_array_append_val (out, old);
    }

  return finish (self, statement, code, error);
}

static gboolean
write_act (FarStore *self, const OldAct *old, GError **error)
{
  sqlite3_stmt *statement =
      old->act != FAR_ACT_NONE
          ? far_store_statement (self, "INSERT INTO act (n, past, g, proven) VALUES (?, ?, ?, ?)")
          : far_store_statement (self, "INSERT INTO witness (n, past) VALUES (?, ?)");

  if (statement == NULL)
    return far_store_fail (self, error);

  sqlite3_bind_int64 (statement, 1, old->n);
  sqlite3_bind_int64 (statement, 2, old->past);
  if (old->act != FAR_ACT_NONE)
    {
      sqlite3_bind_int64 (statement, 3, old->act);
      sqlite3_bind_int64 (statement, 4, old->proven);
    }

  return _far_store_step (self, statement, error);
}

/* The same set without WITNESS entries; its number stays, though another may be alike now. */
static gboolean
write_set (FarStore *self, const OldSet *old, const GArray *acts, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, "UPDATE know SET bits = ? WHERE know = ?");
  g_autoptr (GByteArray) bits = g_byte_array_new ();
  gsize len;
  const guint8 *was = g_bytes_get_data (old->bits, &len);

  if (statement == NULL)
    return far_store_fail (self, error);

  for (guint i = 0; i < acts->len && i / 8 < len; i++)
    {
      guint32 act = g_array_index (acts, OldAct, i).act;

      if (act == FAR_ACT_NONE || (was[i / 8] >> i % 8 & 1) == 0)
        continue;
      while (bits->len <= act / 8)
        g_byte_array_append (bits, (const guint8[8]){ 0 }, 8);
      bits->data[act / 8] |= (guint8)(1 << act % 8);
    }
  if (bits->len == 0)
    g_byte_array_append (bits, (const guint8[8]){ 0 }, 8);

  sqlite3_bind_blob (statement, 1, bits->data, (int)bits->len, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, old->know);

  return _far_store_step (self, statement, error);
}

static gboolean
take_witnesses_out (FarStore *self, GError **error)
{
  g_autoptr (GArray) acts = g_array_new (FALSE, FALSE, sizeof (OldAct));
  g_autoptr (GArray) sets = g_array_new (FALSE, FALSE, sizeof (OldSet));
  gboolean good;

  g_array_set_clear_func (sets, clear_old_set);
  good = read_old_acts (self, acts, error) && read_old_sets (self, sets, error) &&
         _far_store_exec (self, "DELETE FROM act", error);
  for (guint i = 0; good && i < acts->len; i++)
    good = write_act (self, &g_array_index (acts, OldAct, i), error);
  for (guint i = 0; good && i < sets->len; i++)
    good = write_set (self, &g_array_index (sets, OldSet, i), acts, error);

  return good;
}

static char *
get_copy_path (const char *path, gint64 version)
{
  return g_strdup_printf ("%s.v%" G_GINT64_FORMAT, path, version);
}

/* A file's content, or the names in a folder. */
static gboolean
sync_path (const char *path)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean good = fd >= 0 && fsync (fd) == 0;

  if (fd >= 0)
    close (fd);

  return good;
}

/* Through SQLite, so that what is still in the WAL is in the copy too; whole or not at all. */
static gboolean
keep_copy (FarStore *self, const char *path, gint64 version, GError **error)
{
  g_autofree char *copy = get_copy_path (path, version);
  g_autofree char *part = g_strconcat (copy, ".part", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  sqlite3_stmt *statement = NULL;
  gboolean good;

  if (g_file_test (copy, G_FILE_TEST_EXISTS))
    return TRUE;

  unlink (part);
  good = sqlite3_prepare_v2 (self->db, "VACUUM INTO ?", -1, &statement, NULL) == SQLITE_OK &&
         sqlite3_bind_text (statement, 1, part, -1, SQLITE_STATIC) == SQLITE_OK &&
         sqlite3_step (statement) == SQLITE_DONE;
  if (!good)
    far_store_fail (self, error);
  sqlite3_finalize (statement);

  /* its name too is on the disk before the file is changed */
  if (good && (!sync_path (part) || rename (part, copy) != 0 || !sync_path (folder)))
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_IO, "%s: %s", copy, g_strerror (errno));
      good = FALSE;
    }
  if (!good)
    unlink (part);

  return good;
}

/* As one transaction. */
gboolean
_far_store_migrate (FarStore *self, const char *path, gint64 version, GError **error)
{
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version=%d", FAR_STORE_VERSION);
  gboolean good;

  if (path != NULL && !keep_copy (self, path, version, error))
    return FALSE;

  g_info ("the file is of version %" G_GINT64_FORMAT ", and becomes %d", version,
          FAR_STORE_VERSION);
  good = _far_store_exec (self, "BEGIN IMMEDIATE", error);
  for (; good && version < FAR_STORE_VERSION; version++)
    good = _far_store_exec (self, steps[version - 1], error) &&
           (version != BEFORE_WITNESSES_WERE_OUT || take_witnesses_out (self, error));
  good = good && _far_store_exec (self, pragma, error) && _far_store_make_records (self, error) &&
         _far_store_load (self, error);

  self->in_batch = good;
  self->failed = FALSE;
  _far_store_keep_counts (self);
  good = good && _far_store_build_all (self, error) && _far_store_resettle_erasures (self, error) &&
         _far_store_write_batch (self, error);
  self->in_batch = FALSE;
  if (!good)
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);

  return good;
}

void
_far_store_drop_copies (FarStore *self)
{
  const char *path = sqlite3_db_filename (self->db, "main");

  for (gint64 version = 1; path != NULL && *path != '\0' && version < FAR_STORE_VERSION; version++)
    {
      g_autofree char *copy = get_copy_path (path, version);

      if (unlink (copy) == 0)
        g_info ("%s is not needed any more", copy);
    }
}
