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

/* ---- what entries have seen */

typedef struct
{
  FarStore *store; /* unowned */
  GPtrArray *problems;
  guint32 *told; /* owned: by log - 1, what its last governance entry knew */
  guint n_acts;
  gint64 n_witnesses;
} Seen;

static gboolean
is_same_set (const FarKnow *know, guint32 a, guint32 b)
{
  guint n_a;
  guint n_b;
  const guint64 *words_a = far_know_peek (know, a, &n_a);
  const guint64 *words_b = far_know_peek (know, b, &n_b);

  return n_a == n_b && memcmp (words_a, words_b, n_a * sizeof *words_a) == 0;
}

/* What @row has seen besides itself. */
static gboolean
find_past (FarStore *self, const FarRow *row, guint32 *out, GError **error)
{
  FarPos pos = row->pos;
  guint32 know;

  *out = 0;
  if (pos.seq > 1 &&
      !_far_store_get_know (self, far_store_on_chain (self, pos.log, pos.seq - 1), out, error))
    return FALSE;

  for (guint i = 0; i < row->n_refs; i++)
    {
      if (!_far_store_get_know (self, row->refs[i], &know, error))
        return FALSE;
      *out = far_know_union (self->know, *out, know);
    }

  return TRUE;
}

/* @out: what table witness says, or G_MAXUINT32 */
static gboolean
find_witness (FarStore *self, gint64 n, guint32 *out, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, "SELECT past FROM witness WHERE n = ?");
  g_autoptr (GError) local = NULL;

  if (statement == NULL)
    return far_store_fail (self, error);

  sqlite3_bind_int64 (statement, 1, n);
  *out = G_MAXUINT32;
  if (_far_store_next (self, statement, &local))
    *out = MIN ((guint64)sqlite3_column_int64 (statement, 0), far_know_get_n (self->know));
  sqlite3_reset (statement);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));

  return local == NULL;
}

static gboolean
check_governance_row (Seen *seen, const FarRow *row, guint32 *know, GError **error)
{
  FarStore *self = seen->store;
  const FarStoredAct *act =
      seen->n_acts < self->acts->len ? g_ptr_array_index (self->acts, seen->n_acts) : NULL;
  guint32 *told = &seen->told[row->pos.log - 1];
  guint32 past = G_MAXUINT32;

  if (act != NULL && act->n == row->n)
    {
      if (!is_same_set (self->know, act->past, *know))
        add_problem (seen->problems, "entry %u/%u: has seen what table act does not say",
                     row->pos.log, row->pos.seq);
      *told = *know = far_know_add (self->know, *know, seen->n_acts++);
      return TRUE;
    }

  if (!find_witness (self, row->n, &past, error))
    return FALSE;
  if ((past != G_MAXUINT32 || *told != *know) &&
      (past >= far_know_get_n (self->know) || !is_same_set (self->know, past, *know)))
    add_problem (seen->problems, "entry %u/%u: has seen what table witness does not say",
                 row->pos.log, row->pos.seq);
  if (far_kind_is_act (row->kind) &&
      far_store_peek_log (self, row->pos.log)->n_acts < FAR_GOVERNANCE_MAX)
    add_problem (seen->problems, "entry %u/%u: is not in table act", row->pos.log, row->pos.seq);
  seen->n_witnesses += past != G_MAXUINT32;
  *told = *know;

  return TRUE;
}

static gboolean
check_seen (Seen *seen, GError **error)
{
  FarStore *self = seen->store;

  for (gint64 n = 1; n < self->next_n && seen->problems->len < FAR_PROBLEMS_MAX; n++)
    {
      guint32 know;
      guint32 kept;
      FarRow row;

      /* what is damaged was told of */
      if (!far_store_read (self, n, &row, NULL) || row.pos.log > self->logs->len ||
          !find_past (self, &row, &know, NULL) || !_far_store_get_know (self, row.pos, &kept, NULL))
        continue;
      if (far_kind_is_governance (row.kind) && !check_governance_row (seen, &row, &know, error))
        return FALSE;
      if (!is_same_set (self->know, kept, know))
        add_problem (seen->problems, "entry %u/%u: has seen other acts than table entry says",
                     row.pos.log, row.pos.seq);
    }

  return TRUE;
}

static gboolean
count_witnesses (FarStore *self, gint64 *out, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, "SELECT count (*) FROM witness");
  gboolean good = statement != NULL && sqlite3_step (statement) == SQLITE_ROW;

  if (good)
    *out = sqlite3_column_int64 (statement, 0);
  else
    far_store_fail (self, error);
  if (statement != NULL)
    sqlite3_reset (statement);

  return good;
}

/* Which acts each entry has seen, worked out anew from who refers to what. */
static gboolean
check_knowledge (FarStore *self, GPtrArray *problems, GError **error)
{
  g_autofree guint32 *told = g_new (guint32, self->logs->len + 1);
  Seen seen = { .store = self, .problems = problems, .told = told };
  gint64 n_witnesses;

  for (guint i = 0; i < self->logs->len; i++)
    told[i] = G_MAXUINT32;
  if (!check_seen (&seen, error) || !count_witnesses (self, &n_witnesses, error))
    return FALSE;

  if (problems->len == 0 && (seen.n_acts != self->acts->len || seen.n_witnesses != n_witnesses))
    add_problem (problems, "tables act and witness have rows that the log does not give");

  return TRUE;
}

/* ---- records */

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
           check_knowledge (self, problems, error) && check_records (self, problems, error) &&
           check_erasures (self, problems, error)));
}
