/* SPDX-License-Identifier: GPL-3.0-or-later */

/* check: is what the file holds what it says it is? */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

static void G_GNUC_PRINTF (2, 3) add_problem (GPtrArray *problems, const char *format, ...)
{
  va_list args;

  if (problems->len >= FAR_PROBLEMS_MAX)
    return;

  va_start (args, format);
  g_ptr_array_add (problems, g_strdup_vprintf (format, args));
  va_end (args);
}

static gboolean
check_file (FarStore *self, gboolean full, GPtrArray *problems, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code;

  if (sqlite3_prepare_v2 (self->db, full ? "PRAGMA integrity_check" : "PRAGMA quick_check", -1,
                          &statement, NULL) != SQLITE_OK)
    return far_store_fail (self, error);

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *line = (const char *)sqlite3_column_text (statement, 0);

      if (g_strcmp0 (line, "ok") != 0)
        add_problem (problems, "file: %s", line);
    }
  sqlite3_finalize (statement);

  return code == SQLITE_DONE || far_store_fail (self, error);
}

/* Each log is there from its base to its head, and its head is what table log says. */
static gboolean
check_logs (FarStore *self, GPtrArray *problems, GError **error)
{
  gint64 n_entries = 0;
  guint8 id[FAR_ID_LEN];

  for (guint32 i = 1; i <= self->logs->len; i++)
    {
      const FarLog *log = far_store_peek_log (self, i);

      n_entries += log->head_seq - log->base.seq;
      if (log->head_seq > log->base.seq &&
          (!far_store_get_id (self, (FarPos){ i, log->head_seq }, id, NULL) ||
           memcmp (id, log->head_id, FAR_ID_LEN) != 0))
        add_problem (problems, "log %u: its head is another entry than table log says", i);
    }

  if (n_entries != self->next_n - 1)
    add_problem (problems, "%" G_GINT64_FORMAT " entries where the logs say %" G_GINT64_FORMAT,
                 self->next_n - 1, n_entries);

  return TRUE;
}

/* Every entry is found at its position, and so no position is missing or double. */
static gboolean
check_places (FarStore *self, GPtrArray *problems, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int code;

  if (sqlite3_prepare_v2 (self->db, "SELECT n, log, seq FROM entry ORDER BY n", -1, &statement,
                          NULL) != SQLITE_OK)
    return far_store_fail (self, error);

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      FarPos pos = { sqlite3_column_int64 (statement, 1), sqlite3_column_int64 (statement, 2) };
      gint64 n = 0;

      if (pos.log < 1 || pos.log > self->logs->len || !_far_store_find_n (self, pos, &n, NULL) ||
          n != sqlite3_column_int64 (statement, 0))
        add_problem (problems, "entry %u/%u is not where table place says", pos.log, pos.seq);
    }
  sqlite3_finalize (statement);

  return code == SQLITE_DONE || far_store_fail (self, error);
}

/* Recomputes one entry's id from what is kept. */
static gboolean
check_entry (FarStore *self, const FarRow *row, GPtrArray *problems, GError **error)
{
  guint8 header[FAR_HEADER_MAX];
  guint8 id[FAR_ID_LEN];
  guint8 kept_id[FAR_ID_LEN];
  gsize len;
  FarHeader decoded;
  FarLog *log = _far_store_log (self, row->pos.log);

  memcpy (kept_id, row->id, FAR_ID_LEN);
  len = far_store_read_header (self, row, header, error);
  if (len == 0)
    return FALSE;

  far_entry_id (self->collective, header, len, id);
  if (memcmp (id, kept_id, FAR_ID_LEN) != 0)
    add_problem (problems, "entry %u/%u: its bytes do not give its id", row->pos.log, row->pos.seq);
  else if (far_header_decode (&decoded, header, len) != FAR_ENTRY_OK)
    add_problem (problems, "entry %u/%u: its header is invalid", row->pos.log, row->pos.seq);

  if (row->sig != NULL && !_far_store_verify (log, kept_id, row->sig))
    add_problem (problems, "entry %u/%u: its signature is not good", row->pos.log, row->pos.seq);
  if (far_kind_is_act (row->kind) && row->sig == NULL)
    add_problem (problems, "entry %u/%u: its signature is missing", row->pos.log, row->pos.seq);
  if (row->pos.seq == log->signed_seq && !_far_store_verify (log, kept_id, log->signature))
    add_problem (problems, "log %u: its newest signature is not good", row->pos.log);

  for (guint i = 0; i < row->n_refs; i++)
    {
      FarRow ref;
      gint64 n = row->n;

      if (far_store_read_pos (self, row->refs[i], &ref, NULL) && ref.n >= n)
        add_problem (problems, "entry %u/%u: refers to a later one", row->pos.log, row->pos.seq);
    }

  return TRUE;
}

static gboolean
check_entries (FarStore *self, GPtrArray *problems, GError **error)
{
  /* the cache would answer with what was read before */
  _far_store_clear_id_cache (self);

  for (gint64 n = 1; n < self->next_n && problems->len < FAR_PROBLEMS_MAX; n++)
    {
      g_autoptr (GError) local = NULL;
      FarRow row;

      if (!far_store_read (self, n, &row, &local) || !check_entry (self, &row, problems, &local))
        {
          if (!g_error_matches (local, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED))
            {
              g_propagate_error (error, g_steal_pointer (&local));
              return FALSE;
            }
          add_problem (problems, "entry number %" G_GINT64_FORMAT ": %s", n, local->message);
        }
    }

  return TRUE;
}

static gboolean
compare_table (FarStore *self, const char *table, GPtrArray *problems, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT (SELECT count (*) FROM (SELECT * FROM main.%s EXCEPT SELECT * FROM temp.%s)),"
      " (SELECT count (*) FROM (SELECT * FROM temp.%s EXCEPT SELECT * FROM main.%s))",
      table, table, table, table);
  sqlite3_stmt *statement = NULL;
  gboolean good;

  good = sqlite3_prepare_v2 (self->db, sql, -1, &statement, NULL) == SQLITE_OK &&
         sqlite3_step (statement) == SQLITE_ROW;
  if (!good)
    far_store_fail (self, error);
  else if (sqlite3_column_int64 (statement, 0) > 0 || sqlite3_column_int64 (statement, 1) > 0)
    add_problem (problems,
                 "table %s: %lld rows that the log does not give, %lld that it gives are missing",
                 table, sqlite3_column_int64 (statement, 0), sqlite3_column_int64 (statement, 1));
  sqlite3_finalize (statement);

  return good;
}

static FarChainCount *
save_counts (FarStore *self)
{
  FarChainCount *counts = g_new (FarChainCount, (gsize)self->logs->len * FAR_COUNTED_KINDS);

  for (guint32 i = 0; i < self->logs->len; i++)
    memcpy (counts + (gsize)i * FAR_COUNTED_KINDS, far_store_peek_log (self, i + 1)->counts,
            sizeof (FarChainCount) * FAR_COUNTED_KINDS);

  return counts;
}

/* @saved: what table log said */
static void
compare_counts (FarStore *self, const FarChainCount *saved, gboolean good, GPtrArray *problems)
{
  for (guint32 i = 0; i < self->logs->len; i++)
    {
      FarLog *log = _far_store_log (self, i + 1);
      const FarChainCount *was = saved + (gsize)i * FAR_COUNTED_KINDS;

      if (good && memcmp (log->counts, was, sizeof log->counts) != 0)
        add_problem (problems, "log %u: other counts than table log says", i + 1);
      memcpy (log->counts, was, sizeof log->counts);
    }
}

/* Temporary tables of the same names come first in SQL, so that the same code builds them.  They go
 * with the transaction: one that stayed would hide what there is. */
static gboolean
check_records (FarStore *self, GPtrArray *problems, GError **error)
{
  g_auto (GStrv) tables = g_strsplit (_far_store_record_schema, "CREATE TABLE ", -1);
  g_autofree char *sql = g_strjoinv ("CREATE TEMP TABLE ", tables);
  g_autofree FarChainCount *counts = save_counts (self);
  gboolean good;

  g_hash_table_remove_all (self->statements);
  good = _far_store_exec (self, "BEGIN", error) && _far_store_exec (self, sql, error);
  self->in_batch = good;
  good = good && _far_store_build_all (self, error);
  compare_counts (self, counts, good, problems);

  for (guint i = 0; good && _far_store_record_tables[i] != NULL; i++)
    good = compare_table (self, _far_store_record_tables[i], problems, error);

  g_hash_table_remove_all (self->statements);
  sqlite3_exec (self->db, "ROLLBACK", NULL, NULL, NULL);
  self->in_batch = FALSE;

  return good;
}

/* Whose words are held, who has erased them, and which are asked for. */
static gboolean
check_erasures (FarStore *self, GPtrArray *problems, GError **error)
{
  for (gint64 n = 1; n < self->next_n && problems->len < FAR_PROBLEMS_MAX; n++)
    {
      gboolean erased;
      gboolean missing;
      gboolean is_held;
      FarPos pos;
      FarRow row;

      /* what is damaged was told of */
      if (!far_store_read (self, n, &row, NULL))
        continue;
      is_held = row.blob != NULL;
      pos = row.pos;
      if (!far_store_is_erased (self, &row, &erased, error) ||
          !_far_store_is_missing (self, n, &missing, error))
        return FALSE;
      if (erased && is_held)
        add_problem (problems, "entry %u/%u: its words are erased, and here", pos.log, pos.seq);
      if (missing != (!erased && !is_held))
        add_problem (problems, "entry %u/%u: table missing is wrong about it", pos.log, pos.seq);
    }

  return TRUE;
}

gboolean
far_store_check (FarStore *self, gboolean full, GPtrArray *problems, GError **error)
{
  g_return_val_if_fail (!self->in_batch, FALSE);

  return check_file (self, full, problems, error) && check_logs (self, problems, error) &&
         (!full ||
          (check_places (self, problems, error) && check_entries (self, problems, error) &&
           check_records (self, problems, error) && check_erasures (self, problems, error)));
}
