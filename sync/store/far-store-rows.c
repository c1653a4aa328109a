/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of the tables entry and turn on their way into them.
 *
 * A statement that writes one row costs as much again as the row.  So rows of a batch wait in
 * memory and are written many with one statement; those of turn, whose places are all over their
 * table, in the order of their key, and thus as late as may be.  Nobody can tell:
 * far_store_statement() writes them before anything is asked of the database. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <stdlib.h>
#include <string.h>

#define N_TOGETHER 32
#define TURNS_MAX FAR_SETTLE_ENTRIES_MAX

#define TIMES_2(row) row ", " row
#define TIMES_4(row) TIMES_2 (row) ", " TIMES_2 (row)
#define TIMES_8(row) TIMES_4 (row) ", " TIMES_4 (row)
#define TIMES_16(row) TIMES_8 (row) ", " TIMES_8 (row)
#define TIMES_32(row) TIMES_16 (row) ", " TIMES_16 (row)

#define INSERT_ENTRY \
  "INSERT INTO entry (n, log, seq, kind, time, term, subject, know, refs, id, blob, sig, hash)" \
  " VALUES "
#define ENTRY_COLUMNS 13
#define ENTRY "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

#define INSERT_TURN \
  "INSERT OR REPLACE INTO turn (rota, day, log, seq, n, role, person, turn, state, at, refs) " \
  "VALUES "
#define TURN_COLUMNS 11
#define TURN "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

typedef struct
{
  gint64 n;
  FarPos pos;
  guint8 kind;
  guint32 term;
  guint32 subject;
  guint32 know;
  gint64 time_ms;
  guint8 id[FAR_ID_LEN];
  /* what may be NULL has no length; after one another in the bytes that wait */
  gsize at;
  gsize refs_len;
  gsize blob_len;
  gsize sig_len;
  gsize hash_len;
} EntryRow;

struct _FarRows
{
  GArray *entries; /* (element-type EntryRow): owned */
  GByteArray *entry_bytes;
  GArray *turns; /* (element-type FarTurnRow): owned */
  GByteArray *turn_refs;
};

FarRows *
_far_rows_new (void)
{
  FarRows *self = g_new0 (FarRows, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (EntryRow));
  self->entry_bytes = g_byte_array_new ();
  self->turns = g_array_new (FALSE, FALSE, sizeof (FarTurnRow));
  self->turn_refs = g_byte_array_new ();

  return self;
}

void
_far_rows_clear (FarRows *self)
{
  g_array_set_size (self->entries, 0);
  g_byte_array_set_size (self->entry_bytes, 0);
  g_array_set_size (self->turns, 0);
  g_byte_array_set_size (self->turn_refs, 0);
}

void
_far_rows_free (FarRows *self)
{
  g_array_unref (self->entries);
  g_byte_array_unref (self->entry_bytes);
  g_array_unref (self->turns);
  g_byte_array_unref (self->turn_refs);
  g_free (self);
}

/* ---- entry */

static void
bind_or_null (sqlite3_stmt *statement, int at, const guint8 **bytes, gsize len)
{
  if (len > 0)
    sqlite3_bind_blob (statement, at, *bytes, len, SQLITE_STATIC);
  else
    sqlite3_bind_null (statement, at);
  *bytes += len;
}

static void
bind_entry (FarStore *self, sqlite3_stmt *statement, int at, guint i)
{
  const EntryRow *row = &g_array_index (self->rows->entries, EntryRow, i);
  const guint8 *bytes = self->rows->entry_bytes->data + row->at;

  sqlite3_bind_int64 (statement, at + 1, row->n);
  sqlite3_bind_int64 (statement, at + 2, row->pos.log);
  sqlite3_bind_int64 (statement, at + 3, row->pos.seq);
  sqlite3_bind_int (statement, at + 4, row->kind);
  sqlite3_bind_int64 (statement, at + 5, row->time_ms);
  sqlite3_bind_int64 (statement, at + 6, row->term);
  sqlite3_bind_int64 (statement, at + 7, row->subject);
  sqlite3_bind_int64 (statement, at + 8, row->know);
  sqlite3_bind_blob (statement, at + 9, bytes, row->refs_len, SQLITE_STATIC);
  bytes += row->refs_len;
  sqlite3_bind_blob (statement, at + 10, row->id, FAR_ID_LEN, SQLITE_STATIC);
  bind_or_null (statement, at + 11, &bytes, row->blob_len);
  bind_or_null (statement, at + 12, &bytes, row->sig_len);
  bind_or_null (statement, at + 13, &bytes, row->hash_len);
}

static gboolean
write_entries (FarStore *self, GError **error)
{
  FarRows *rows = self->rows;
  gboolean good = TRUE;
  guint n;

  for (guint i = 0; good && i < rows->entries->len; i += n)
    {
      gboolean many = rows->entries->len - i >= N_TOGETHER;
      sqlite3_stmt *statement =
          _far_store_statement_blind (self,
                                      many ? INSERT_ENTRY TIMES_32 (ENTRY) : INSERT_ENTRY ENTRY);

      n = many ? N_TOGETHER : 1;
      for (guint j = 0; statement != NULL && j < n; j++)
        bind_entry (self, statement, j * ENTRY_COLUMNS, i + j);
      good = statement != NULL ? _far_store_step (self, statement, error)
                               : far_store_fail (self, error);
    }
  g_array_set_size (rows->entries, 0);
  g_byte_array_set_size (rows->entry_bytes, 0);

  return good;
}

gboolean
_far_store_add_entry (FarStore *self,
                      const FarArrival *arrival,
                      gint64 n,
                      guint32 subject,
                      guint32 know,
                      gboolean keeps_signature,
                      GError **error)
{
  GByteArray *bytes = self->rows->entry_bytes;
  guint8 refs[FAR_REFS_MAX * 10];
  EntryRow row = {
    .n = n,
    .pos = arrival->pos,
    .kind = arrival->kind,
    .term = arrival->term,
    .subject = subject,
    .know = know,
    .time_ms = arrival->time_ms,
    .at = bytes->len,
    .refs_len = _far_refs_pack (arrival->refs, arrival->n_refs, refs),
    .blob_len = arrival->blob != NULL ? arrival->blob_len : 0,
    .sig_len = arrival->sig != NULL && keeps_signature ? FAR_SIG_LEN : 0,
    .hash_len = arrival->blob == NULL ? FAR_ERASED_LEN : 0,
  };

  memcpy (row.id, arrival->id, FAR_ID_LEN);
  far_put (bytes, refs, row.refs_len);
  if (row.blob_len > 0)
    far_put (bytes, arrival->blob, row.blob_len);
  if (row.sig_len > 0)
    far_put (bytes, arrival->sig, row.sig_len);
  if (row.hash_len > 0)
    {
      far_put (bytes, arrival->hash, FAR_HASH_LEN);
      far_put_u32 (bytes, arrival->blob_len);
    }
  g_array_append_val (self->rows->entries, row);

  return self->rows->entries->len < N_TOGETHER || write_entries (self, error);
}

gboolean
_far_store_write_entry (FarStore *self, gint64 n, GError **error)
{
  const GArray *entries = self->rows->entries;

  return entries->len == 0 || n < g_array_index (entries, EntryRow, 0).n ||
         write_entries (self, error);
}

/* ---- turn */

static int
compare_turns (gconstpointer a, gconstpointer b)
{
  const FarTurnRow *row_a = *(const FarTurnRow *const *)a;
  const FarTurnRow *row_b = *(const FarTurnRow *const *)b;

  if (row_a->rota != row_b->rota)
    return row_a->rota < row_b->rota ? -1 : 1;
  if (row_a->day != row_b->day)
    return row_a->day < row_b->day ? -1 : 1;
  if (row_a->pos.log != row_b->pos.log)
    return row_a->pos.log < row_b->pos.log ? -1 : 1;

  return (row_a->pos.seq > row_b->pos.seq) - (row_a->pos.seq < row_b->pos.seq);
}

static void
bind_turn (FarStore *self, sqlite3_stmt *statement, int at, const FarTurnRow *row)
{
  sqlite3_bind_int64 (statement, at + 1, row->rota);
  sqlite3_bind_int64 (statement, at + 2, row->day);
  sqlite3_bind_int64 (statement, at + 3, row->pos.log);
  sqlite3_bind_int64 (statement, at + 4, row->pos.seq);
  sqlite3_bind_int64 (statement, at + 5, row->n);
  sqlite3_bind_int64 (statement, at + 6, row->role);
  sqlite3_bind_int64 (statement, at + 7, row->person);
  sqlite3_bind_int64 (statement, at + 8, row->turn);
  sqlite3_bind_int64 (statement, at + 9, row->state);
  sqlite3_bind_int64 (statement, at + 10, row->at);
  /* nothing is not NULL */
  sqlite3_bind_blob (statement, at + 11,
                     row->refs_len > 0 ? self->rows->turn_refs->data + row->refs_at
                                       : (const guint8 *)"",
                     row->refs_len, SQLITE_STATIC);
}

static gboolean
write_turns (FarStore *self, GError **error)
{
  FarRows *rows = self->rows;
  guint n_rows = rows->turns->len;
  g_autofree const FarTurnRow **sorted = g_new (const FarTurnRow *, n_rows);
  gboolean good = TRUE;
  guint n;

  for (guint i = 0; i < n_rows; i++)
    sorted[i] = &g_array_index (rows->turns, FarTurnRow, i);
  qsort (sorted, n_rows, sizeof *sorted, compare_turns);

  for (guint i = 0; good && i < n_rows; i += n)
    {
      gboolean many = n_rows - i >= N_TOGETHER;
      sqlite3_stmt *statement =
          _far_store_statement_blind (self, many ? INSERT_TURN TIMES_32 (TURN) : INSERT_TURN TURN);

      n = many ? N_TOGETHER : 1;
      for (guint j = 0; statement != NULL && j < n; j++)
        bind_turn (self, statement, j * TURN_COLUMNS, sorted[i + j]);
      good = statement != NULL ? _far_store_step (self, statement, error)
                               : far_store_fail (self, error);
    }
  g_array_set_size (rows->turns, 0);
  g_byte_array_set_size (rows->turn_refs, 0);

  return good;
}

gboolean
_far_store_add_turn (FarStore *self,
                     FarTurnRow *row,
                     const FarPos *refs,
                     guint n_refs,
                     GError **error)
{
  guint8 packed[FAR_REFS_MAX * 10];

  row->refs_len = _far_refs_pack (refs, n_refs, packed);
  row->refs_at = self->rows->turn_refs->len;
  far_put (self->rows->turn_refs, packed, row->refs_len);
  g_array_append_vals (self->rows->turns, row, 1);

  return self->rows->turns->len < TURNS_MAX || write_turns (self, error);
}

gboolean
_far_store_write_rows (FarStore *self, GError **error)
{
  return (self->rows->entries->len == 0 || write_entries (self, error)) &&
         (self->rows->turns->len == 0 || write_turns (self, error));
}
