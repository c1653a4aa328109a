/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-store"

#include "far-store-image.h"
#include "far-store-private.h"

#include <string.h>
#include <sys/stat.h>

G_DEFINE_QUARK (far_store_error, far_store_error)

#define WAL_SUFFIX "-wal"
#define JOURNAL_SUFFIX "-journal"

/* docs/formats.md, "Store", tells every column. */
static const char log_schema[] =
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;"
    "CREATE TABLE log (log INTEGER PRIMARY KEY, device BLOB NOT NULL, seq INTEGER NOT NULL,"
    " id BLOB NOT NULL, signed INTEGER NOT NULL, sig BLOB NOT NULL, know INTEGER NOT NULL,"
    " base_log INTEGER NOT NULL DEFAULT 0, base_seq INTEGER NOT NULL DEFAULT 0,"
    " private INTEGER NOT NULL DEFAULT 0, counts BLOB NOT NULL DEFAULT x'');"
    "CREATE TABLE ident (ident INTEGER PRIMARY KEY, id BLOB NOT NULL);"
    "CREATE TABLE know (know INTEGER PRIMARY KEY, bits BLOB NOT NULL);"
    "CREATE TABLE entry (n INTEGER PRIMARY KEY, log INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " kind INTEGER NOT NULL, time INTEGER NOT NULL, term INTEGER NOT NULL, subject INTEGER NOT "
    "NULL,"
    " know INTEGER NOT NULL, refs BLOB NOT NULL, id BLOB NOT NULL, blob BLOB, sig BLOB, hash BLOB);"
    "CREATE TABLE place (chunk INTEGER PRIMARY KEY, ns BLOB NOT NULL);"
    "CREATE TABLE act (g INTEGER PRIMARY KEY, n INTEGER NOT NULL, past INTEGER NOT NULL,"
    " proven INTEGER NOT NULL, reach BLOB);"
    "CREATE TABLE witness (n INTEGER PRIMARY KEY, past INTEGER NOT NULL);"
    "CREATE TABLE pending (id BLOB PRIMARY KEY, header BLOB NOT NULL, blob BLOB, sig BLOB)"
    " WITHOUT ROWID;"
    "CREATE TABLE heard (device INTEGER NOT NULL, log INTEGER NOT NULL, seq INTEGER NOT NULL,"
    " PRIMARY KEY (device, log)) WITHOUT ROWID;"
    "CREATE TABLE missing (n INTEGER PRIMARY KEY);";

typedef struct
{
  const char *set;   /* statement that sets it */
  const char *get;   /* statement that reads it back */
  const char *value; /* what it must then be */
} Pragma;

/* In this order: the lock mode must be set before the first access to the WAL, because SQLite
 * before 3.51.3 can corrupt a WAL that two connections use. */
static const Pragma pragmas[] = {
  { "PRAGMA locking_mode=EXCLUSIVE", "PRAGMA locking_mode", "exclusive" },
  { "PRAGMA trusted_schema=OFF", "PRAGMA trusted_schema", "0" },
  { "PRAGMA cell_size_check=ON", "PRAGMA cell_size_check", "1" },
  { "PRAGMA mmap_size=0", "PRAGMA mmap_size", "0" },
  { "PRAGMA journal_mode=WAL", "PRAGMA journal_mode", "wal" },
  { "PRAGMA synchronous=FULL", "PRAGMA synchronous", "2" },
  { "PRAGMA secure_delete=ON", "PRAGMA secure_delete", "1" },
  { "PRAGMA cache_size=-16384", "PRAGMA cache_size", "-16384" },
  { "PRAGMA wal_autocheckpoint=4096", "PRAGMA wal_autocheckpoint", "4096" },
  { "PRAGMA temp_store=MEMORY", "PRAGMA temp_store", "2" },
};

FarStoreError
_far_store_classify (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return FAR_STORE_ERROR_IN_USE;
    case SQLITE_FULL:
      return FAR_STORE_ERROR_FULL;
    case SQLITE_ERROR: /* our SQL is good, so a table or a column is not there */
    case SQLITE_CORRUPT:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return FAR_STORE_ERROR_DAMAGED;
    case SQLITE_NOTADB:
      return FAR_STORE_ERROR_FOREIGN;
    default:
      return FAR_STORE_ERROR_IO;
    }
}

/* After some errors SQLite has rolled back by itself.  Whatever was written then, each statement
 * would be a transaction of its own. */
static gboolean
is_over (const FarStore *self)
{
  return self->in_batch && sqlite3_get_autocommit (self->db) != 0;
}

gboolean
far_store_fail (FarStore *self, GError **error)
{
  int code = sqlite3_extended_errcode (self->db);

  if (is_over (self) && self->failed)
    {
      g_set_error (error, FAR_STORE_ERROR, self->first_failure, "the batch had failed before");
      return FALSE;
    }

  if (!self->failed)
    self->first_failure = _far_store_classify (code);
  self->failed = TRUE;
  g_set_error (error, FAR_STORE_ERROR, _far_store_classify (code), "%s (%d)",
               sqlite3_errmsg (self->db), code);

  return FALSE;
}

gboolean
_far_store_exec (FarStore *self, const char *sql, GError **error)
{
  return (!is_over (self) && sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK) ||
         far_store_fail (self, error);
}

sqlite3_stmt *
far_store_statement (FarStore *self, const char *sql)
{
  if (is_over (self) || !_far_store_write_rows (self, NULL))
    return NULL;

  return _far_store_statement_blind (self, sql);
}

sqlite3_stmt *
_far_store_statement_blind (FarStore *self, const char *sql)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (is_over (self))
    return NULL;
  if (statement != NULL)
    {
      sqlite3_reset (statement);
      return statement;
    }

  if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) !=
      SQLITE_OK)
    {
      /* a schema that does not have our columns is damage; a NULL statement fails at its first use
       */
      g_debug ("%s: %s", sql, sqlite3_errmsg (self->db));
      return NULL;
    }

  g_hash_table_insert (self->statements, (gpointer)sql, statement);

  return statement;
}

gboolean
_far_store_step (FarStore *self, sqlite3_stmt *statement, GError **error)
{
  gboolean done = !is_over (self) && sqlite3_step (statement) == SQLITE_DONE;

  if (!done)
    far_store_fail (self, error);
  sqlite3_reset (statement);

  return done;
}

gboolean
_far_store_next (FarStore *self, sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    far_store_fail (self, error);

  return code == SQLITE_ROW;
}

/* ---- logs */

FarLog *
_far_store_log (FarStore *self, guint32 log)
{
  return g_ptr_array_index (self->logs, log - 1);
}

FarLog *
_far_store_add_log (FarStore *self, const guint8 *device, FarPos base)
{
  FarLog *log = g_new0 (FarLog, 1);
  guint8 clean = 0;

  g_ptr_array_add (self->logs, log);
  g_array_append_val (self->log_dirty, clean);
  log->log = self->logs->len;
  log->base = base;
  log->told = G_MAXUINT32;
  memcpy (log->device, device, FAR_KEY_LEN);
  if (base.log == 0)
    g_hash_table_insert (self->log_by_key, log->device, log);
  else
    _far_store_put_branch (self, log);

  return log;
}

guint
far_store_get_n_logs (const FarStore *self)
{
  return self->logs->len;
}

const FarLog *
far_store_peek_log (const FarStore *self, guint32 log)
{
  static const FarLog nobody;

  return log >= 1 && log <= self->logs->len ? g_ptr_array_index (self->logs, log - 1) : &nobody;
}

guint32
far_store_find_log (const FarStore *self, const guint8 device[static FAR_KEY_LEN])
{
  const FarLog *log = g_hash_table_lookup (self->log_by_key, device);

  return log != NULL ? log->log : 0;
}

guint32
far_store_intern_log (FarStore *self, const guint8 device[static FAR_KEY_LEN])
{
  guint32 log = far_store_find_log (self, device);

  if (log != 0)
    return log;
  if (self->logs->len >= FAR_LOGS_MAX)
    return 0;

  return _far_store_add_log (self, device, (FarPos){ 0, 0 })->log;
}

/* A number that was given stays its device's, or its branch's: open sessions go by it. */
typedef struct
{
  guint8 device[FAR_KEY_LEN];
  FarPos base;
  gboolean is_open;
} Given;

/* Logs without entries.  @given: (element-type Given): of the numbers from 1 on */
static void
add_logs_up_to (FarStore *self, guint32 number, const GArray *given)
{
  static const Given nobody;

  while (self->logs->len < number)
    {
      gsize at = self->logs->len;
      const Given *was = at < given->len ? &g_array_index (given, Given, at) : &nobody;
      FarLog *log = _far_store_add_log (self, was->device, was->base);

      log->head_seq = log->signed_seq = log->base.seq;
      log->is_open = was->is_open;
    }
}

/* A branch from the first entry on may stand beside one that is still waited for, and that no row
 * tells of. */
static gboolean
give_awaited (FarStore *self, GArray *given, GError **error)
{
  static const guint8 nobody[FAR_KEY_LEN];
  sqlite3_stmt *statement = far_store_statement (
      self, "SELECT base_log, device FROM log AS branch WHERE base_log > 0"
            " AND NOT EXISTS (SELECT 1 FROM log AS base WHERE base.log = branch.base_log)");
  int code;

  if (statement == NULL)
    return far_store_fail (self, error);

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gint64 number = sqlite3_column_int64 (statement, 0);
      Given *was;

      /* anything else that is damaged is found with its row */
      if (number > FAR_LOGS_MAX || sqlite3_column_bytes (statement, 1) != FAR_KEY_LEN)
        continue;
      if (number > given->len)
        g_array_set_size (given, number);
      was = &g_array_index (given, Given, number - 1);
      if (memcmp (was->device, nobody, FAR_KEY_LEN) == 0)
        memcpy (was->device, sqlite3_column_blob (statement, 1), FAR_KEY_LEN);
    }
  sqlite3_reset (statement);

  return code == SQLITE_DONE || far_store_fail (self, error);
}

static gboolean
load_log (FarStore *self, sqlite3_stmt *statement, const GArray *given)
{
  guint32 number = sqlite3_column_int64 (statement, 0);
  FarPos base = { sqlite3_column_int64 (statement, 7), sqlite3_column_int64 (statement, 8) };
  const FarLog *from;
  FarLog *log;

  if (number <= self->logs->len || number > FAR_LOGS_MAX || base.log >= number ||
      sqlite3_column_bytes (statement, 1) != FAR_KEY_LEN ||
      sqlite3_column_bytes (statement, 3) != FAR_ID_LEN ||
      sqlite3_column_bytes (statement, 4) != FAR_SIG_LEN)
    return FALSE;

  /* numbers that were given and never written */
  add_logs_up_to (self, number - 1, given);

  from = far_store_peek_log (self, base.log);
  if (base.seq > from->head_seq ||
      (base.log != 0 &&
       memcmp (from->device, sqlite3_column_blob (statement, 1), FAR_KEY_LEN) != 0))
    return FALSE;

  log = _far_store_add_log (self, sqlite3_column_blob (statement, 1), base);
  log->head_seq = sqlite3_column_int64 (statement, 2);
  memcpy (log->head_id, sqlite3_column_blob (statement, 3), FAR_ID_LEN);
  memcpy (log->signature, sqlite3_column_blob (statement, 4), FAR_SIG_LEN);
  log->know = sqlite3_column_int64 (statement, 5);
  log->signed_seq = sqlite3_column_int64 (statement, 6);
  log->private_from = sqlite3_column_int64 (statement, 9);
  log->key_is_good = TRUE;

  return _far_store_load_counts (log, sqlite3_column_blob (statement, 10),
                                 sqlite3_column_bytes (statement, 10)) &&
         log->head_seq > base.seq && log->private_from <= log->head_seq &&
         (log->private_from == 0 || log->private_from > base.seq);
}

static gboolean
load_logs (FarStore *self, GArray *given, GError **error)
{
  sqlite3_stmt *statement;
  guint n_given = given->len;
  int code;

  if (!give_awaited (self, given, error))
    return FALSE;

  statement = far_store_statement (
      self, "SELECT log, device, seq, id, sig, know, signed, base_log, base_seq, private, counts"
            " FROM log ORDER BY log");
  if (statement == NULL)
    return far_store_fail (self, error);

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    if (!load_log (self, statement, given))
      {
        g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED,
                     "row %lld of table log is damaged", sqlite3_column_int64 (statement, 0));
        sqlite3_reset (statement);
        return FALSE;
      }
  sqlite3_reset (statement);
  add_logs_up_to (self, n_given, given);

  for (guint i = 0; i < self->logs->len; i++)
    if (far_store_peek_log (self, i + 1)->base.log != 0)
      _far_store_find_fork (self, far_store_peek_log (self, i + 1)->device);

  return code == SQLITE_DONE || far_store_fail (self, error);
}

static gboolean
write_logs (FarStore *self, GError **error)
{
  for (guint i = 0; i < self->logs->len; i++)
    {
      const FarLog *log = g_ptr_array_index (self->logs, i);
      g_autoptr (GByteArray) counts = NULL;
      sqlite3_stmt *statement;

      if (!g_array_index (self->log_dirty, guint8, i))
        continue;

      statement = far_store_statement (
          self, "INSERT OR REPLACE INTO log (log, device, seq, id, sig, know, signed, base_log,"
                " base_seq, private, counts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
      if (statement == NULL)
        return far_store_fail (self, error);

      sqlite3_bind_int64 (statement, 1, log->log);
      sqlite3_bind_blob (statement, 2, log->device, FAR_KEY_LEN, SQLITE_STATIC);
      sqlite3_bind_int64 (statement, 3, log->head_seq);
      sqlite3_bind_blob (statement, 4, log->head_id, FAR_ID_LEN, SQLITE_STATIC);
      sqlite3_bind_blob (statement, 5, log->signature, FAR_SIG_LEN, SQLITE_STATIC);
      sqlite3_bind_int64 (statement, 6, log->know);
      sqlite3_bind_int64 (statement, 7, log->signed_seq);
      sqlite3_bind_int64 (statement, 8, log->base.log);
      sqlite3_bind_int64 (statement, 9, log->base.seq);
      sqlite3_bind_int64 (statement, 10, log->private_from);
      counts = _far_store_pack_counts (log);
      sqlite3_bind_blob (statement, 11, counts->data, counts->len, SQLITE_STATIC);

      if (!_far_store_step (self, statement, error))
        return FALSE;

      g_array_index (self->log_dirty, guint8, i) = 0;
    }

  return TRUE;
}

/* One end of what is held of a device. */
typedef struct
{
  const guint8 *device;
  guint32 seq;
  guint8 id[FAR_ID_LEN];
} Leaf;

static int
compare_leaves (gconstpointer a, gconstpointer b)
{
  const Leaf *leaf_a = a;
  const Leaf *leaf_b = b;
  int order = memcmp (leaf_a->device, leaf_b->device, FAR_KEY_LEN);

  if (order == 0)
    order = (leaf_a->seq > leaf_b->seq) - (leaf_a->seq < leaf_b->seq);

  return order != 0 ? order : memcmp (leaf_a->id, leaf_b->id, FAR_ID_LEN);
}

static void
hash_held (FarStore *self, FarHash *hash)
{
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (Leaf));

  for (guint32 i = 1; i <= self->logs->len; i++)
    {
      const FarLog *log = far_store_peek_log (self, i);
      Leaf leaf = { .device = log->device, .seq = far_log_get_end (log) };

      if (far_store_is_leaf (self, i) &&
          far_store_get_id (self, (FarPos){ i, leaf.seq }, leaf.id, NULL))
        g_array_append_val (leaves, leaf);
    }
  g_array_sort (leaves, compare_leaves);

  for (guint i = 0; i < leaves->len; i++)
    {
      const Leaf *leaf = &g_array_index (leaves, Leaf, i);

      far_hash_update (hash, leaf->device, FAR_KEY_LEN);
      far_hash_u32 (hash, leaf->seq);
      far_hash_update (hash, leaf->id, FAR_ID_LEN);
    }
}

void
far_store_digest (FarStore *self, guint8 out[static FAR_HASH_LEN])
{
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_DIGEST, FAR_HASH_LEN);
  hash_held (self, &hash);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
}

void
_far_store_digest_of_hello (FarStore *self, guint8 out[static FAR_HASH_LEN])
{
  g_autoptr (GArray) missing = far_store_list_missing (self);
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_DIGEST, FAR_HASH_LEN);
  hash_held (self, &hash);
  far_hash_update (&hash, missing->data, missing->len * FAR_ID_LEN);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
}

/* ---- idents */

guint32
far_store_find_ident (const FarStore *self, const guint8 id[static FAR_RECORD_ID_LEN])
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->ident_by_id, id));
}

guint32
far_store_intern_ident (FarStore *self, const guint8 id[static FAR_RECORD_ID_LEN])
{
  guint32 ident = far_store_find_ident (self, id);
  guint8 *copy;

  if (ident != 0)
    return ident;

  copy = g_memdup2 (id, FAR_RECORD_ID_LEN);
  g_ptr_array_add (self->idents, copy);
  g_hash_table_insert (self->ident_by_id, copy, GUINT_TO_POINTER (self->idents->len));

  return self->idents->len;
}

const guint8 *
far_store_peek_ident (const FarStore *self, guint32 ident)
{
  static const guint8 none[FAR_RECORD_ID_LEN];

  return ident >= 1 && ident <= self->idents->len ? g_ptr_array_index (self->idents, ident - 1)
                                                  : none;
}

static gboolean
load_idents (FarStore *self, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (self, "SELECT ident, id FROM ident ORDER BY ident");
  int code;

  if (statement == NULL)
    return far_store_fail (self, error);

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      if (sqlite3_column_int64 (statement, 0) != self->idents->len + 1 ||
          sqlite3_column_bytes (statement, 1) != FAR_RECORD_ID_LEN)
        {
          g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED, "table ident is damaged");
          sqlite3_reset (statement);
          return FALSE;
        }
      far_store_intern_ident (self, sqlite3_column_blob (statement, 1));
    }
  sqlite3_reset (statement);
  self->n_idents_kept = self->idents->len;

  return code == SQLITE_DONE || far_store_fail (self, error);
}

static gboolean
write_idents (FarStore *self, GError **error)
{
  for (; self->n_idents_kept < self->idents->len; self->n_idents_kept++)
    {
      sqlite3_stmt *statement =
          far_store_statement (self, "INSERT INTO ident (ident, id) VALUES (?, ?)");

      if (statement == NULL)
        return far_store_fail (self, error);

      sqlite3_bind_int64 (statement, 1, self->n_idents_kept + 1);
      sqlite3_bind_blob (statement, 2, g_ptr_array_index (self->idents, self->n_idents_kept),
                         FAR_RECORD_ID_LEN, SQLITE_STATIC);
      if (!_far_store_step (self, statement, error))
        return FALSE;
    }

  return TRUE;
}

/* ---- know sets */

static gboolean
load_know (FarStore *self, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, "SELECT know, bits FROM know ORDER BY know");
  int code;

  if (statement == NULL)
    return far_store_fail (self, error);

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      gsize len = sqlite3_column_bytes (statement, 1);
      g_autofree guint64 *words = NULL;

      if (sqlite3_column_int64 (statement, 0) != far_know_get_n (self->know) || len == 0 ||
          len % 8 != 0)
        {
          g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED, "table know is damaged");
          sqlite3_reset (statement);
          return FALSE;
        }
      words = g_memdup2 (sqlite3_column_blob (statement, 1), len);
      for (gsize i = 0; i < len / 8; i++)
        words[i] = GUINT64_FROM_LE (words[i]);
      far_know_load (self->know, words, len / 8);
    }
  sqlite3_reset (statement);
  self->n_know_kept = far_know_get_n (self->know);

  return code == SQLITE_DONE || far_store_fail (self, error);
}

static gboolean
write_know (FarStore *self, GError **error)
{
  for (; self->n_know_kept < far_know_get_n (self->know); self->n_know_kept++)
    {
      sqlite3_stmt *statement =
          far_store_statement (self, "INSERT INTO know (know, bits) VALUES (?, ?)");
      guint n_words;
      const guint64 *words = far_know_peek (self->know, self->n_know_kept, &n_words);
      g_autofree guint64 *bits = g_memdup2 (words, n_words * sizeof *words);

      if (statement == NULL)
        return far_store_fail (self, error);

      for (guint i = 0; i < n_words; i++)
        bits[i] = GUINT64_TO_LE (bits[i]);
      sqlite3_bind_int64 (statement, 1, self->n_know_kept);
      sqlite3_bind_blob (statement, 2, bits, n_words * sizeof *bits, SQLITE_STATIC);
      if (!_far_store_step (self, statement, error))
        return FALSE;
    }

  return TRUE;
}

/* ---- opening */

static void
clear_memory (FarStore *self)
{
  g_hash_table_remove_all (self->log_by_key);
  _far_store_clear_branches (self);
  g_ptr_array_set_size (self->logs, 0);
  g_array_set_size (self->log_dirty, 0);
  _far_store_clear_places (self);
  g_hash_table_remove_all (self->ident_by_id);
  g_ptr_array_set_size (self->idents, 0);
  g_clear_pointer (&self->know, far_know_free);
  self->know = far_know_new ();
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  _far_store_clear_id_cache (self);
  _far_store_clear_acts (self);
  _far_store_clear_pending (self);
  _far_rows_clear (self->rows);
  _far_erasures_clear (self->erasures);
}

static gboolean
query_int (FarStore *self, const char *sql, gint64 *out, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, sql);
  gboolean good = statement != NULL && sqlite3_step (statement) == SQLITE_ROW;

  if (good)
    *out = sqlite3_column_int64 (statement, 0);
  else
    far_store_fail (self, error);
  if (statement != NULL)
    sqlite3_reset (statement);

  return good;
}

static gboolean
load_next_n (FarStore *self, GError **error)
{
  gint64 n = 0;

  if (!query_int (self, "SELECT max(n) FROM entry", &n, error))
    return FALSE;
  self->next_n = n + 1;

  return TRUE;
}

/* Each log knows a set that table know holds. */
static gboolean
check_known (FarStore *self, GError **error)
{
  for (guint i = 0; i < self->logs->len; i++)
    if (far_store_peek_log (self, i + 1)->know >= far_know_get_n (self->know))
      {
        g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED,
                     "log %u knows what table know does not hold", i + 1);
        return FALSE;
      }

  return TRUE;
}

/* What is in memory is what is on disk. */
gboolean
_far_store_load (FarStore *self, GError **error)
{
  g_autoptr (GArray) given = g_array_new (FALSE, TRUE, sizeof (Given));
  GHashTableIter iter;
  gpointer statement;

  for (guint i = 0; i < self->logs->len; i++)
    {
      const FarLog *log = far_store_peek_log (self, i + 1);
      Given was = { .base = log->base, .is_open = log->is_open };

      memcpy (was.device, log->device, FAR_KEY_LEN);
      g_array_append_val (given, was);
    }

  /* after an error SQLite reads nothing while a statement still stands on a row */
  g_hash_table_iter_init (&iter, self->statements);
  while (g_hash_table_iter_next (&iter, NULL, &statement))
    sqlite3_reset (statement);

  clear_memory (self);
  self->is_stale = FALSE;

  if (_far_store_load_tie (self, error) && load_next_n (self, error) &&
      load_logs (self, given, error) && load_idents (self, error) && load_know (self, error) &&
      _far_store_load_covers (self, error) && _far_store_load_holdings (self, error) &&
      check_known (self, error) && _far_store_load_own (self, error) &&
      _far_store_load_acts (self, error) && _far_store_load_pending (self, error) &&
      _far_store_load_erasures (self, error))
    return TRUE;

  /* half of it would look like a machine that knows less, and be taken for one */
  clear_memory (self);
  add_logs_up_to (self, given->len, given);
  self->next_n = 1;
  self->is_stale = TRUE;

  return FALSE;
}

gboolean
_far_store_refresh (FarStore *self, GError **error)
{
  return !self->is_stale || _far_store_load (self, error);
}

static gboolean
read_back (FarStore *self, const Pragma *pragma, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean good = FALSE;

  if (!_far_store_exec (self, pragma->set, error))
    return FALSE;

  if (sqlite3_prepare_v2 (self->db, pragma->get, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    good = g_strcmp0 ((const char *)sqlite3_column_text (statement, 0), pragma->value) == 0;
  sqlite3_finalize (statement);

  if (!good)
    g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_IO, "%s did not take", pragma->set);

  return good;
}

static gboolean
apply_pragmas (FarStore *self, gboolean in_memory, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pragmas); i++)
    {
      /* a database in memory has no WAL and no lock */
      if (in_memory && (strstr (pragmas[i].set, "journal_mode") != NULL ||
                        strstr (pragmas[i].set, "mmap") != NULL ||
                        strstr (pragmas[i].set, "locking_mode") != NULL))
        continue;

      if (!read_back (self, &pragmas[i], error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
make_schema (FarStore *self, const guint8 *collective, GError **error)
{
  g_autofree char *pragma = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%d",
                                             FAR_STORE_APPLICATION_ID, FAR_STORE_VERSION);
  g_autoptr (GBytes) id = g_bytes_new (collective, FAR_ID_LEN);

  if (!_far_store_exec (self, "BEGIN IMMEDIATE", error))
    return FALSE;

  if (!_far_store_exec (self, pragma, error) || !_far_store_exec (self, log_schema, error) ||
      !_far_store_exec (self, _far_store_record_schema, error) ||
      !far_store_set_meta (self, "collective", id, error) ||
      !_far_store_exec (self, "COMMIT", error))
    {
      sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
      return FALSE;
    }

  return TRUE;
}

/* @suffix: of a file that SQLite would look for beside @path. */
static gboolean
has_beside (const char *path, const char *suffix)
{
  g_autofree char *beside = path != NULL ? g_strconcat (path, suffix, NULL) : NULL;
  struct stat info;

  return beside != NULL && stat (beside, &info) == 0 && info.st_size > 0;
}

/* SQLite reads zeros where a file ends within a page.  What a crash cut while it was written is in
 * the WAL too. */
static gboolean
check_length (FarStore *self, const char *path, GError **error)
{
  gint64 page_size = 0;
  struct stat info;

  if (!query_int (self, "PRAGMA page_size", &page_size, error))
    return FALSE;
  if (has_beside (path, WAL_SUFFIX) || page_size <= 0 || stat (path, &info) != 0 ||
      info.st_size % page_size == 0)
    return TRUE;

  g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED, "the file ends within a page");

  return FALSE;
}

/* Reads nothing but the file's first page before it is known to be ours. */
static gboolean
check_identity (FarStore *self, gboolean *is_new, gint64 *version, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gint64 application_id = 0;
  gint64 n_tables = -1;
  int code;

  code = sqlite3_prepare_v2 (
      self->db,
      "SELECT a.application_id, u.user_version, (SELECT count (*) FROM sqlite_schema)"
      " FROM pragma_application_id AS a, pragma_user_version AS u",
      -1, &statement, NULL);
  if (code == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
    {
      application_id = sqlite3_column_int64 (statement, 0);
      *version = sqlite3_column_int64 (statement, 1);
      n_tables = sqlite3_column_int64 (statement, 2);
    }
  if (n_tables < 0)
    {
      far_store_fail (self, error);
      sqlite3_finalize (statement);
      return FALSE;
    }
  sqlite3_finalize (statement);

  *is_new = n_tables == 0 && application_id == 0;
  if (*is_new)
    *version = FAR_STORE_VERSION;

  if (!*is_new && application_id != FAR_STORE_APPLICATION_ID)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_FOREIGN,
                   "the file is another program's");
      return FALSE;
    }
  if (!*is_new && *version > FAR_STORE_VERSION)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_NEWER,
                   "the file has version %" G_GINT64_FORMAT, *version);
      return FALSE;
    }
  if (!*is_new && *version < 1)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED, "the file has no version");
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_collective (FarStore *self, const guint8 *collective, GError **error)
{
  g_autoptr (GBytes) id = NULL;

  if (!_far_store_read_meta (self, "collective", &id, error))
    return FALSE;
  if (id == NULL || g_bytes_get_size (id) != FAR_ID_LEN)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED,
                   "the file does not say whose it is");
      return FALSE;
    }

  memcpy (self->collective, g_bytes_get_data (id, NULL), FAR_ID_LEN);
  if (collective != NULL && memcmp (self->collective, collective, FAR_ID_LEN) != 0)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_FOREIGN,
                   "the file is another collective's");
      return FALSE;
    }

  return TRUE;
}

/* SQLite counts every allocation under a lock, for figures that nobody reads here.  May come too
 * late in a process that used SQLite before: then it only costs time. */
static void
configure_sqlite (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&done, 1);
    }
}

static gboolean
open_database (FarStore *self, const char *path, gboolean create, GError **error)
{
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
  mode_t mask;
  int code;

  if (path != NULL && !create && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_MISSING, "%s is not there", path);
      return FALSE;
    }

  configure_sqlite ();
  mask = umask (0077);
  code = sqlite3_open_v2 (path != NULL ? path : ":memory:", &self->db, flags, NULL);
  umask (mask);

  if (code != SQLITE_OK)
    return far_store_fail (self, error);

  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  /* we make none; who put one into the file would change what we say is saved */
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  /* what a WAL beside the file says may be another database's: until something is written, it stays
   * beside */
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_beside (path, WAL_SUFFIX),
                     NULL);
  sqlite3_limit (self->db, SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024);

  return TRUE;
}

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

/* Puts what an image holds in the place of the empty database. */
static gboolean
load_image (FarStore *self, GBytes *image, GError **error)
{
  gsize len = g_bytes_get_size (image);
  guint8 *copy = sqlite3_malloc64 (len);

  if (copy == NULL)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_IO, "no memory for the image");
      return FALSE;
    }

  memcpy (copy, g_bytes_get_data (image, NULL), len);

  /* frees the copy even if it fails */
  return sqlite3_deserialize (self->db, "main", copy, len, len,
                              SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE) ==
             SQLITE_OK ||
         far_store_fail (self, error);
}

/* @path: (nullable): a file; @image: (nullable): what is there instead */
static FarStore *
open_store (const char *path,
            GBytes *image,
            const guint8 *collective,
            gboolean create,
            GError **error)
{
  g_autoptr (FarStore) self = g_new0 (FarStore, 1);
  gboolean is_new = FALSE;
  gboolean had_wal = has_beside (path, WAL_SUFFIX);
  gint64 version = 0;

  self->statements = g_hash_table_new_full (NULL, NULL, NULL, finalize_statement);
  self->logs = g_ptr_array_new_with_free_func (g_free);
  self->log_by_key = g_hash_table_new (far_id_hash, far_id_equal);
  self->branches =
      g_hash_table_new_full (far_id_hash, far_id_equal, g_free, (GDestroyNotify)g_array_unref);
  self->log_dirty = g_array_new (FALSE, TRUE, 1);
  self->idents = g_ptr_array_new_with_free_func (g_free);
  self->ident_by_id = g_hash_table_new (far_id_hash, far_record_id_equal);
  self->know = far_know_new ();
  self->erasures = _far_erasures_new ();
  self->rows = _far_rows_new ();
  self->changes = _far_change_counts_new ();
  self->know_before = g_array_new (FALSE, FALSE, sizeof (guint32));

  /* before SQLite writes what it says into the file; where a crash left no file, it is of none */
  if (has_beside (path, JOURNAL_SUFFIX) && has_beside (path, "") &&
      !_far_store_check_journal (path, error))
    return NULL;
  if (!open_database (self, path, create, error) ||
      (image != NULL && !load_image (self, image, error)))
    return NULL;

  /* the lock first, so that even the look at the first page is exclusive */
  if (path != NULL && !read_back (self, &pragmas[0], error))
    return NULL;
  if (!check_identity (self, &is_new, &version, error))
    return NULL;
  if (is_new && !create)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_FOREIGN, "the file is empty");
      return NULL;
    }
  if (path != NULL && !is_new && !check_length (self, path, error))
    return NULL;
  if (!apply_pragmas (self, path == NULL, error))
    return NULL;
  if (is_new && !make_schema (self, collective, error))
    return NULL;
  if (!check_collective (self, collective, error) ||
      (had_wal && !is_new && !_far_store_check_tie (self, path, error)) ||
      (version < FAR_STORE_VERSION && !_far_store_migrate (self, path, version, error)) ||
      !_far_store_load (self, error))
    return NULL;

  if (!had_wal && version == FAR_STORE_VERSION)
    _far_store_begin_wal (self);
  /* whoever wrote last did not come to it */
  if (had_wal && _far_store_has_erasures (self))
    _far_store_scrub_later (self);
  _far_store_scrub (self);
  if (path != NULL && version == FAR_STORE_VERSION)
    _far_store_drop_copies (self);

  self->failed = FALSE;
  g_debug ("open %s: %u logs, %" G_GINT64_FORMAT " entries", path != NULL ? path : "in memory",
           self->logs->len, far_store_get_n_entries (self));

  return g_steal_pointer (&self);
}

FarStore *
far_store_open (const char *path, const guint8 *collective, gboolean create, GError **error)
{
  g_return_val_if_fail (!create || collective != NULL, NULL);

  return open_store (path, NULL, collective, create, error);
}

FarStore *
far_store_open_image (GBytes *image, GError **error)
{
  return open_store (NULL, image, NULL, FALSE, error);
}

void
far_store_close (FarStore *self)
{
  if (self->in_batch)
    far_store_rollback (self);

  _far_change_counts_free (self->changes);
  clear_memory (self);
  _far_erasures_free (self->erasures);
  g_clear_pointer (&self->before, far_governance_unref);
  g_array_unref (self->know_before);
  _far_rows_free (self->rows);
  far_know_free (self->know);
  g_ptr_array_unref (self->acts);
  g_hash_table_unref (self->act_by_id);
  g_hash_table_unref (self->let_in);
  g_hash_table_unref (self->pending);
  g_hash_table_unref (self->pending_by_link);
  g_array_unref (self->n_pending_by_log);
  g_hash_table_unref (self->statements);
  if (sqlite3_close (self->db) != SQLITE_OK)
    g_warning ("the database does not close: %s", sqlite3_errmsg (self->db));

  g_hash_table_unref (self->log_by_key);
  g_hash_table_unref (self->branches);
  g_ptr_array_unref (self->logs);
  g_array_unref (self->log_dirty);
  g_ptr_array_unref (self->places);
  g_hash_table_unref (self->ident_by_id);
  g_ptr_array_unref (self->idents);
  g_free (self->id_cache);
  g_free (self);
}

sqlite3 *
far_store_peek_db (FarStore *self)
{
  return self->db;
}

const guint8 *
far_store_peek_collective (const FarStore *self)
{
  return self->collective;
}

/* ---- batches */

gboolean
far_store_begin (FarStore *self, GError **error)
{
  g_return_val_if_fail (!self->in_batch, FALSE);

  if (!_far_store_refresh (self, error))
    return FALSE;
  if (!_far_store_exec (self, "BEGIN IMMEDIATE", error))
    {
      /* it may be half begun, and would be in the way of the next one */
      sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
      return FALSE;
    }

  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  self->in_batch = TRUE;
  self->failed = FALSE;
  _far_store_retry_governance (self);
  memcpy (self->own_before, self->own_device, FAR_KEY_LEN);

  return TRUE;
}

/* Not every function that asks says that something could not be read. */
gboolean
_far_store_check_reads (FarStore *self, GError **error)
{
  if (self->failed)
    g_set_error (error, FAR_STORE_ERROR, self->first_failure, "the batch had failed before");

  return !self->failed;
}

/* What the batch changed in memory, and its end. */
gboolean
_far_store_write_batch (FarStore *self, GError **error)
{
  /* a replay may read entries, and nothing of one is borrowed here */
  return _far_store_settle_pending (self, error) && _far_store_find_governance (self, error) &&
         _far_store_settle_erasures (self, error) && _far_store_note_turned (self, error) &&
         _far_store_write_reaches (self, error) && _far_store_write_rows (self, error) &&
         write_logs (self, error) && _far_store_write_places (self, error) &&
         write_idents (self, error) && write_know (self, error) &&
         _far_store_write_pending (self, error) && _far_store_write_tie (self, error) &&
         _far_store_check_reads (self, error) && _far_store_exec (self, "COMMIT", error);
}

gboolean
far_store_commit (FarStore *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (self->in_batch, FALSE);

  if (self->failed || !_far_store_write_batch (self, &local))
    {
      /* what was not read looks like damage later on: the first failure is the cause */
      if (local == NULL || (self->failed && local->code != (int)self->first_failure))
        g_set_error (error, FAR_STORE_ERROR, self->first_failure, "the batch had failed before");
      else
        g_propagate_error (error, g_steal_pointer (&local));
      far_store_rollback (self);
      return FALSE;
    }

  self->in_batch = FALSE;
  _far_store_scrub (self);
  far_store_peek_governance (self);
  _far_store_remember_settled (self);
  g_debug ("commit: %" G_GINT64_FORMAT " entries", far_store_get_n_entries (self));

  return TRUE;
}

void
far_store_rollback (FarStore *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (self->in_batch);

  _far_rows_clear (self->rows);
  /* a late copy of what is erased may have reached the WAL */
  if (_far_store_has_erasures (self))
    _far_store_scrub_later (self);
  /* after some errors SQLite has rolled back by itself */
  if (sqlite3_get_autocommit (self->db) == 0)
    sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  self->in_batch = FALSE;
  _far_store_note_change_of_all (self);
  memcpy (self->own_device, self->own_before, FAR_KEY_LEN);
  _far_store_scrub (self);

  if (!_far_store_load (self, &error))
    g_debug ("after a rollback, to be read again: %s", error->message);
}

gboolean
far_store_in_batch (const FarStore *self)
{
  return self->in_batch;
}

/* ---- small values */

gboolean
far_store_set_meta (FarStore *self, const char *key, GBytes *value, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (self, "INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)");

  if (statement == NULL)
    return far_store_fail (self, error);

  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  sqlite3_bind_blob (statement, 2, g_bytes_get_data (value, NULL), g_bytes_get_size (value),
                     SQLITE_STATIC);

  return _far_store_step (self, statement, error);
}

char *
_far_store_make_log_key (const char *prefix, guint32 log)
{
  return g_strdup_printf ("%s%u", prefix, log);
}

gboolean
_far_store_load_log_meta (FarStore *self,
                          const char *prefix,
                          guint n_bytes,
                          FarTakeLogMeta take,
                          GError **error)
{
  /* ':' comes after the digits */
  sqlite3_stmt *statement = far_store_statement (self, "SELECT key, substr(value, 1, ?2) FROM meta"
                                                       " WHERE key > ?1 AND key < ?1 || ':'");
  int code;

  if (statement == NULL)
    return far_store_fail (self, error);

  sqlite3_bind_text (statement, 1, prefix, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, n_bytes);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *key = (const char *)sqlite3_column_text (statement, 0);
      guint64 number = g_ascii_strtoull (key + strlen (prefix), NULL, 10);
      FarReader reader =
          far_reader (sqlite3_column_blob (statement, 1), sqlite3_column_bytes (statement, 1));

      if (number >= 1 && number <= self->logs->len)
        take (_far_store_log (self, (guint32)number), &reader);
    }
  sqlite3_reset (statement);

  return code == SQLITE_DONE || far_store_fail (self, error);
}

gboolean
_far_store_read_meta (FarStore *self, const char *key, GBytes **out, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, "SELECT value FROM meta WHERE key = ?");
  int code;

  *out = NULL;
  if (statement == NULL)
    return far_store_fail (self, error);

  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    *out = g_bytes_new (sqlite3_column_blob (statement, 0), sqlite3_column_bytes (statement, 0));
  else if (code != SQLITE_DONE)
    far_store_fail (self, error);
  sqlite3_reset (statement);

  return code == SQLITE_ROW || code == SQLITE_DONE;
}

GBytes *
far_store_dup_meta (FarStore *self, const char *key)
{
  GBytes *value;

  return _far_store_read_meta (self, key, &value, NULL) ? value : NULL;
}

gint64
far_store_get_n_entries (const FarStore *self)
{
  return self->next_n - 1;
}

gint64
far_store_get_n_pending (const FarStore *self)
{
  return g_hash_table_size (self->pending);
}

gint64
far_store_get_n_bytes (FarStore *self)
{
  const char *path = sqlite3_db_filename (self->db, "main");
  g_autofree char *wal = NULL;
  gint64 total = 0;
  struct stat info;

  if (path == NULL || *path == '\0')
    {
      query_int (self, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
                 &total, NULL);
      return total;
    }

  wal = g_strconcat (path, "-wal", NULL);
  if (stat (path, &info) == 0)
    total += info.st_size;
  if (stat (wal, &info) == 0)
    total += info.st_size;

  return total;
}
