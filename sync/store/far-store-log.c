/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

/* ---- ids by position, and back */

void
_far_store_clear_id_cache (FarStore *self)
{
  g_free (self->id_cache);
  /* fresh zeros from the system are not touched before they are used: that is quick */
  self->id_cache = g_new0 (FarIdSlot, FAR_ID_CACHE_SLOTS);
}

static FarIdSlot *
id_slot (FarStore *self, FarPos pos)
{
  guint32 hash = pos.seq * 0x9e3779b1u + pos.log * 0x85ebca77u;

  return &self->id_cache[hash >> 16];
}

void
_far_store_cache_id (FarStore *self, FarPos pos, const guint8 *id, guint32 know)
{
  FarIdSlot *slot = id_slot (self, pos);

  slot->pos = pos;
  slot->know = know;
  memcpy (slot->id, id, FAR_ID_LEN);
}

/* The slot holds @pos afterwards. */
static FarIdSlot *
fetch_id (FarStore *self, FarPos pos, GError **error)
{
  FarIdSlot *slot = id_slot (self, pos);
  sqlite3_stmt *statement;
  gint64 n;
  int code;

  if (far_pos_equal (slot->pos, pos) && pos.seq != 0)
    return slot;
  if (!_far_store_find_n (self, pos, &n, error) || !_far_store_write_entry (self, n, error))
    return NULL;

  statement = _far_store_statement_blind (self, "SELECT id, know FROM entry WHERE n = ?");
  if (statement == NULL)
    {
      far_store_fail (self, error);
      return NULL;
    }

  sqlite3_bind_int64 (statement, 1, n);
  code = sqlite3_step (statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    {
      far_store_fail (self, error);
      sqlite3_reset (statement);
      return NULL;
    }
  if (code != SQLITE_ROW || sqlite3_column_bytes (statement, 0) != FAR_ID_LEN ||
      (guint64)sqlite3_column_int64 (statement, 1) >= far_know_get_n (self->know))
    {
      sqlite3_reset (statement);
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED, "entry %u/%u is missing",
                   pos.log, pos.seq);
      return NULL;
    }

  _far_store_cache_id (self, pos, sqlite3_column_blob (statement, 0),
                       sqlite3_column_int64 (statement, 1));
  sqlite3_reset (statement);

  return slot;
}

gboolean
_far_store_get_know (FarStore *self, FarPos pos, guint32 *know, GError **error)
{
  const FarIdSlot *slot = fetch_id (self, pos, error);

  if (slot != NULL)
    *know = slot->know;

  return slot != NULL;
}

gboolean
far_store_get_id (FarStore *self, FarPos pos, guint8 out[static FAR_ID_LEN], GError **error)
{
  const FarIdSlot *slot = fetch_id (self, pos, error);

  if (slot == NULL)
    return FALSE;

  memcpy (out, slot->id, FAR_ID_LEN);

  return TRUE;
}

static gint64
id_key (const guint8 *id)
{
  gint64 key;

  memcpy (&key, id, sizeof key);

  return key;
}

/* The first 8 bytes of an id find it: two entries that share them would take 2^64 tries to make,
 * and the caller compares all 32. */
static void
remember_id (FarStore *self, const guint8 *id, gint64 n)
{
  gint64 *pair = g_new (gint64, 2);

  pair[0] = id_key (id);
  pair[1] = n;
  g_hash_table_insert (self->by_id, pair, pair);
}

static gboolean
build_by_id (FarStore *self)
{
  sqlite3_stmt *statement = far_store_statement (self, "SELECT n, id FROM entry");
  int code;

  if (statement == NULL)
    return far_store_fail (self, NULL);

  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    if (sqlite3_column_bytes (statement, 1) == FAR_ID_LEN)
      remember_id (self, sqlite3_column_blob (statement, 1), sqlite3_column_int64 (statement, 0));
  sqlite3_reset (statement);
  if (code == SQLITE_DONE)
    return TRUE;

  /* a part of it would say of the others that they are not held */
  g_clear_pointer (&self->by_id, g_hash_table_unref);

  return far_store_fail (self, NULL);
}

gboolean
far_store_find_id (FarStore *self, const guint8 id[static FAR_ID_LEN], FarPos *pos)
{
  gint64 key = id_key (id);
  const gint64 *pair;
  sqlite3_stmt *statement;
  gboolean found = FALSE;

  if (self->by_id == NULL && !build_by_id (self))
    return FALSE;

  pair = g_hash_table_lookup (self->by_id, &key);
  statement = pair != NULL
                  ? far_store_statement (self, "SELECT log, seq, id FROM entry WHERE n = ?")
                  : NULL;
  if (statement == NULL)
    return pair != NULL && far_store_fail (self, NULL);

  sqlite3_bind_int64 (statement, 1, pair[1]);
  if (_far_store_next (self, statement, NULL) &&
      sqlite3_column_bytes (statement, 2) == FAR_ID_LEN &&
      memcmp (sqlite3_column_blob (statement, 2), id, FAR_ID_LEN) == 0)
    {
      pos->log = sqlite3_column_int64 (statement, 0);
      pos->seq = sqlite3_column_int64 (statement, 1);
      found = TRUE;
    }
  sqlite3_reset (statement);

  return found;
}

/* ---- reading */

#define ROW_COLUMNS "n, log, seq, kind, time, term, subject, refs, id, blob, hash, sig"

sqlite3_stmt *
_far_store_select_rows (FarStore *self, gint64 first, gint64 last)
{
  sqlite3_stmt *statement =
      far_store_statement (self,
                           "SELECT " ROW_COLUMNS " FROM entry WHERE n BETWEEN ? AND ? ORDER BY n");

  if (statement != NULL)
    {
      sqlite3_bind_int64 (statement, 1, first);
      sqlite3_bind_int64 (statement, 2, last);
    }

  return statement;
}

gboolean
_far_store_take_row (FarStore *self, sqlite3_stmt *statement, gint64 n, FarRow *row, GError **error)
{
  int code = sqlite3_step (statement);

  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return far_store_fail (self, error);

  if (code == SQLITE_ROW)
    {
      row->n = sqlite3_column_int64 (statement, 0);
      row->pos.log = sqlite3_column_int64 (statement, 1);
      row->pos.seq = sqlite3_column_int64 (statement, 2);
      row->kind = sqlite3_column_int (statement, 3);
      row->time_ms = sqlite3_column_int64 (statement, 4);
      row->term = sqlite3_column_int64 (statement, 5);
      row->subject = sqlite3_column_int64 (statement, 6);
      row->id = sqlite3_column_blob (statement, 8);
      row->blob = sqlite3_column_blob (statement, 9);
      row->blob_len = sqlite3_column_bytes (statement, 9);
      row->hash = sqlite3_column_blob (statement, 10);
      row->sig = sqlite3_column_bytes (statement, 11) == FAR_SIG_LEN
                     ? sqlite3_column_blob (statement, 11)
                     : NULL;

      if (row->n == n && sqlite3_column_bytes (statement, 8) == FAR_ID_LEN && row->pos.log >= 1 &&
          row->pos.log <= self->logs->len && row->subject <= self->idents->len &&
          (row->blob == NULL ? sqlite3_column_bytes (statement, 10) == FAR_ERASED_LEN
                             : row->blob_len >= FAR_BLOB_MIN && row->blob_len <= FAR_BLOB_MAX) &&
          _far_refs_unpack (sqlite3_column_blob (statement, 7), sqlite3_column_bytes (statement, 7),
                            row->refs, &row->n_refs))
        {
          if (row->blob == NULL)
            {
              FarReader reader = far_reader (row->hash + FAR_HASH_LEN, 4);

              row->blob_len = far_reader_u32 (&reader);
            }
          return TRUE;
        }
    }

  g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_DAMAGED, "an entry is missing or damaged");

  return FALSE;
}

gboolean
far_store_read (FarStore *self, gint64 n, FarRow *row, GError **error)
{
  sqlite3_stmt *statement =
      far_store_statement (self, "SELECT " ROW_COLUMNS " FROM entry WHERE n = ?");

  if (statement == NULL)
    return far_store_fail (self, error);

  sqlite3_bind_int64 (statement, 1, n);

  return _far_store_take_row (self, statement, n, row, error);
}

gboolean
far_store_read_pos (FarStore *self, FarPos pos, FarRow *row, GError **error)
{
  gint64 n;

  return _far_store_find_n (self, pos, &n, error) && far_store_read (self, n, row, error);
}

gboolean
far_row_parse (const FarRow *row, FarPayload *payload)
{
  return row->blob != NULL &&
         far_payload_parse (payload, far_kind_get_schema (row->kind), row->blob + FAR_SALT_LEN,
                            row->blob_len - FAR_SALT_LEN) == FAR_PAYLOAD_OK;
}

gboolean
far_store_row_counts (const FarStore *self, FarPos pos)
{
  const FarLog *log = far_store_peek_log (self, pos.log);

  return pos.seq <= log->effective_seq;
}

gsize
far_store_read_header (FarStore *self,
                       const FarRow *row,
                       guint8 out[static FAR_HEADER_MAX],
                       GError **error)
{
  FarHeader header = {
    .kind = row->kind,
    .n_refs = row->n_refs,
    .seq = row->pos.seq,
    .term = row->term,
    .time_ms = row->time_ms,
    .blob_len = row->blob_len,
  };

  memcpy (header.device, far_store_peek_log (self, row->pos.log)->device, FAR_KEY_LEN);
  memcpy (header.subject, far_store_peek_ident (self, row->subject), FAR_RECORD_ID_LEN);
  if (row->blob != NULL)
    far_blob_hash (row->blob, row->blob_len, header.blob_hash);
  else
    memcpy (header.blob_hash, row->hash, FAR_HASH_LEN);

  if (row->pos.seq > 1 &&
      !far_store_get_id (self, far_store_on_chain (self, row->pos.log, row->pos.seq - 1),
                         header.prev, error))
    return 0;
  for (guint i = 0; i < row->n_refs; i++)
    if (!far_store_get_id (self, row->refs[i], header.refs[i], error))
      return 0;

  return far_header_encode (&header, out);
}

/* ---- accepting */

gboolean
_far_store_verify (FarLog *log, const guint8 *id, const guint8 *sig)
{
  gboolean is_good = far_verify (log->device, log->key_is_good, id, FAR_ID_LEN, sig);

  log->key_is_good |= is_good;

  return is_good;
}

void
far_store_set_verifier (FarStore *self, FarVerifier *verifier)
{
  self->verifier = verifier;
}

gboolean
_far_store_is_let_in (FarStore *self, const guint8 *device, const FarPos *refs, guint n_refs)
{
  const GArray *acts = g_hash_table_lookup (self->let_in, device);

  for (guint i = 0; acts != NULL && i < acts->len; i++)
    {
      const FarStoredAct *act = g_ptr_array_index (self->acts, g_array_index (acts, guint, i));

      for (guint j = 0; j < n_refs; j++)
        if (far_pos_equal (act->pos, refs[j]))
          return TRUE;
    }

  return FALSE;
}

static gboolean
keeps_signature (const FarArrival *arrival)
{
  return far_kind_is_act (arrival->kind) || arrival->pos.seq % FAR_COVER_EVERY == 0;
}

static gboolean
is_zero (const guint8 *id)
{
  static const guint8 zero[FAR_RECORD_ID_LEN];

  return memcmp (id, zero, sizeof zero) == 0;
}

/* Everything that it refers to is accepted, the links are right and a signature covers it: the
 * caller has made sure.  Appends it to the log and changes the records, in the running batch. */
gboolean
_far_store_accept (FarStore *self, const FarArrival *arrival, GError **error)
{
  FarLog *log = _far_store_log (self, arrival->pos.log);
  guint32 subject =
      is_zero (arrival->subject) ? 0 : far_store_intern_ident (self, arrival->subject);
  guint32 know = log->know;
  gint64 n = self->next_n;
  FarRow row = {
    .n = n,
    .pos = arrival->pos,
    .kind = arrival->kind,
    .term = arrival->term,
    .time_ms = arrival->time_ms,
    .subject = subject,
    .n_refs = arrival->n_refs,
    .id = arrival->id,
    .blob = arrival->blob,
    .blob_len = arrival->blob_len,
    .hash = arrival->hash,
  };

  g_assert (self->in_batch);
  g_assert (arrival->pos.seq == log->head_seq + 1);

  if (!_far_store_check_reads (self, error))
    return FALSE;

  if (self->own != 0 && !arrival->is_own &&
      memcmp (log->device, self->own_device, FAR_KEY_LEN) == 0 &&
      !_far_store_note_own (self, arrival, error))
    return FALSE;

  if (arrival->pos.seq == log->base.seq + 1 && log->base.seq > 0 &&
      !_far_store_get_know (self, log->base, &know, error))
    return FALSE;
  for (guint i = 0; i < arrival->n_refs; i++)
    {
      const FarIdSlot *slot = fetch_id (self, arrival->refs[i], error);

      if (slot == NULL)
        return FALSE;
      know = far_know_union (self->know, know, slot->know);
    }

  if (far_kind_is_governance (arrival->kind) &&
      !_far_store_add_governance (self, arrival, n, &know, error))
    return FALSE;

  if (!_far_store_count (self, &row, error) || !_far_store_note_arrival (self, &row, error) ||
      !_far_store_add_entry (self, arrival, n, subject, know, keeps_signature (arrival), error) ||
      !_far_store_add_place (self, arrival->pos, n, error))
    return FALSE;

  memcpy (row.refs, arrival->refs, arrival->n_refs * sizeof (FarPos));
  if (!_far_store_build (self, &row, error))
    return FALSE;

  self->next_n++;
  log->head_seq = arrival->pos.seq;
  log->know = know;
  memcpy (log->head_id, arrival->id, FAR_ID_LEN);
  if (arrival->sig != NULL)
    {
      memcpy (log->signature, arrival->sig, FAR_SIG_LEN);
      log->signed_seq = arrival->pos.seq;
    }
  g_array_index (self->log_dirty, guint8, log->log - 1) = 1;
  if (arrival->pos.seq == 1 && self->governance != NULL)
    _far_store_apply_cut (self, log);
  if ((log->base.log != 0 && arrival->pos.seq == log->base.seq + 1) ||
      _far_store_has_branch_at (self, (FarPos){ log->log, arrival->pos.seq - 1 }))
    _far_store_find_fork (self, log->device);

  _far_store_cache_id (self, arrival->pos, arrival->id, know);
  if (self->by_id != NULL)
    remember_id (self, arrival->id, n);

  return TRUE;
}

/* ---- own entries */

guint32
far_store_next_seq (const FarStore *self, const guint8 device[static FAR_KEY_LEN])
{
  const FarLog *log = g_hash_table_lookup (self->log_by_key, device);

  return log != NULL ? log->head_seq + 1 : 1;
}

static guint8 *
make_blob (const FarDraft *draft, gsize *len)
{
  guint8 *blob;

  *len = FAR_SALT_LEN + draft->payload_len;
  blob = g_malloc (*len);
  memcpy (blob, draft->salt, FAR_SALT_LEN);
  memcpy (blob + FAR_SALT_LEN, draft->payload, draft->payload_len);

  return blob;
}

/* The device's own previous entry is in its past anyway, nothing is named twice, and nobody else
 * could resolve what is private. */
static guint
tidy_refs (const FarStore *self,
           const FarLog *log,
           const FarDraft *draft,
           FarPos out[static FAR_REFS_MAX])
{
  guint n = 0;

  for (guint i = 0; i < draft->n_refs; i++)
    {
      const FarLog *other = far_store_peek_log (self, draft->refs[i].log);
      gboolean skip = far_pos_equal (draft->refs[i], (FarPos){ log->log, log->head_seq }) ||
                      draft->refs[i].seq > far_log_get_end (other);

      for (guint j = 0; j < n && !skip; j++)
        skip = far_pos_equal (draft->refs[i], out[j]);
      if (!skip)
        out[n++] = draft->refs[i];
    }

  return n;
}

static gboolean
fill_header (FarStore *self,
             const FarLog *log,
             const FarDraft *draft,
             const FarPos *refs,
             guint n_refs,
             FarHeader *header,
             GError **error)
{
  guint8 scratch[FAR_HEADER_MAX];
  FarEntryError problem;

  header->kind = draft->kind;
  header->n_refs = n_refs;
  header->seq = log->head_seq + 1;
  header->term = draft->term;
  header->time_ms = draft->time_ms;
  memcpy (header->device, log->device, FAR_KEY_LEN);
  memcpy (header->prev, log->head_id, FAR_ID_LEN);
  if (draft->subject != NULL)
    memcpy (header->subject, draft->subject, FAR_RECORD_ID_LEN);

  for (guint i = 0; i < n_refs; i++)
    if (!far_store_get_id (self, refs[i], header->refs[i], error))
      return FALSE;

  far_header_encode (header, scratch); /* brings the refs in order, as the check wants them */
  problem = far_header_check (header);
  if (problem != FAR_ENTRY_OK)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_LIMIT,
                   "an own entry would be invalid: %s", far_entry_error_get_name (problem));
      return FALSE;
    }

  return TRUE;
}

/* Others may have the own head, and what comes after it may one day be kept from them
 * (far_store_renew_own()): then they are shown its signature. */
static gboolean
keep_shown_signature (FarStore *self, const FarLog *log, GError **error)
{
  sqlite3_stmt *statement;
  gint64 n;

  if (log->log != self->own || log->head_seq == 0 || log->head_seq != self->own_shared)
    return TRUE;

  statement = far_store_statement (self, "UPDATE entry SET sig = ?2 WHERE n = ?1");
  if (statement == NULL)
    return far_store_fail (self, error);
  if (!_far_store_find_n (self, (FarPos){ log->log, log->head_seq }, &n, error))
    return FALSE;
  sqlite3_bind_int64 (statement, 1, n);
  sqlite3_bind_blob (statement, 2, log->signature, FAR_SIG_LEN, SQLITE_STATIC);

  return _far_store_step (self, statement, error);
}

gboolean
far_store_append (FarStore *self,
                  const guint8 device[static FAR_KEY_LEN],
                  const guint8 sign_secret[static 64],
                  const FarDraft *draft,
                  FarPos *out_pos,
                  guint8 *out_id,
                  GError **error)
{
  guint32 number = far_store_intern_log (self, device);
  g_autofree guint8 *blob = NULL;
  gsize blob_len = 0;
  FarHeader header = { 0 };
  guint8 encoded[FAR_HEADER_MAX];
  guint8 id[FAR_ID_LEN];
  guint8 sig[FAR_SIG_LEN];
  gsize len;
  FarLog *log;
  FarArrival arrival = { 0 };

  g_return_val_if_fail (draft->n_refs <= FAR_REFS_MAX, FALSE);

  if (number == 0 || draft->payload_len > FAR_BLOB_MAX - FAR_SALT_LEN)
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_LIMIT,
                   "too much for one entry, or too many devices");
      return FALSE;
    }

  if (number == self->own && far_store_own_is_stale (self))
    {
      g_set_error (error, FAR_STORE_ERROR, FAR_STORE_ERROR_STALE,
                   "the key of this machine is in use elsewhere");
      return FALSE;
    }

  log = _far_store_log (self, number);
  blob = make_blob (draft, &blob_len);
  header.blob_len = blob_len;
  far_blob_hash (blob, blob_len, header.blob_hash);
  arrival.n_refs = tidy_refs (self, log, draft, arrival.refs);
  if (!fill_header (self, log, draft, arrival.refs, arrival.n_refs, &header, error))
    return FALSE;

  len = far_header_encode (&header, encoded);
  far_entry_id (self->collective, encoded, len, id);
  far_sign (sign_secret, id, FAR_ID_LEN, sig);

  arrival.pos = (FarPos){ number, header.seq };
  arrival.kind = header.kind;
  arrival.term = header.term;
  arrival.blob_len = blob_len;
  arrival.time_ms = header.time_ms;
  arrival.is_own = TRUE;
  arrival.subject = header.subject;
  arrival.id = id;
  arrival.blob = blob;
  arrival.hash = header.blob_hash;
  arrival.sig = sig;

  if (!keep_shown_signature (self, log, error) || !_far_store_accept (self, &arrival, error))
    return FALSE;

  *out_pos = arrival.pos;
  if (out_id != NULL)
    memcpy (out_id, id, FAR_ID_LEN);

  return TRUE;
}
