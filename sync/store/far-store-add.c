/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entries in any order.  What cannot be accepted yet waits in memory and in table pending, and is
 * looked at again when its log's head moves, or when an entry that it refers to is accepted. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

typedef struct _Pending Pending;

struct _Pending
{
  guint8 id[FAR_ID_LEN];
  guint32 log;
  Pending *rival; /* (nullable): unowned: another that continues the same entry; larger id */
  FarHeader header;
  gsize header_len;
  guint8 encoded[FAR_HEADER_MAX];
  guint8 *blob; /* (nullable): owned */
  guint8 sig[FAR_SIG_LEN];
  gboolean has_sig;
  gboolean has_row;
  gboolean is_dirty; /* its row is to be written */
};

static void
free_pending (gpointer data)
{
  Pending *pending = data;

  g_free (pending->blob);
  g_free (pending);
}

void
_far_store_clear_pending (FarStore *self)
{
  g_clear_pointer (&self->pending_by_link, g_hash_table_unref);
  g_clear_pointer (&self->pending, g_hash_table_unref);
  g_clear_pointer (&self->n_pending_by_log, g_array_unref);
  self->pending = g_hash_table_new_full (far_id_hash, far_id_equal, NULL, free_pending);
  self->pending_by_link = g_hash_table_new (far_id_hash, far_id_equal);
  self->n_pending_by_log = g_array_new (FALSE, TRUE, sizeof (guint));
  self->pending_bytes = 0;
}

static gsize
pending_size (const Pending *pending)
{
  return sizeof *pending + (pending->blob != NULL ? pending->header.blob_len : 0);
}

/* What it continues: its previous entry or, for the first of a log, the device. */
static const guint8 *
link_of (const Pending *pending)
{
  return pending->header.seq > 1 ? pending->header.prev : pending->header.device;
}

static guint *
count_of (FarStore *self, guint32 log)
{
  if (self->n_pending_by_log->len < log)
    g_array_set_size (self->n_pending_by_log, log);

  return &g_array_index (self->n_pending_by_log, guint, log - 1);
}

/* @pending: (transfer full).  Of rivals the smaller id comes first, so that what is accepted does
 * not depend on the order of arrival. */
static void
keep_pending (FarStore *self, Pending *pending)
{
  Pending *first = g_hash_table_lookup (self->pending_by_link, link_of (pending));
  Pending **at = &first;

  while (*at != NULL && memcmp ((*at)->id, pending->id, FAR_ID_LEN) < 0)
    at = &(*at)->rival;
  pending->rival = *at;
  *at = pending;
  g_hash_table_replace (self->pending_by_link, (gpointer)link_of (first), first);

  ++*count_of (self, pending->log);
  self->pending_bytes += pending_size (pending);
  g_hash_table_insert (self->pending, pending->id, pending);
}

static void
unlink_pending (FarStore *self, Pending *pending)
{
  Pending *first = g_hash_table_lookup (self->pending_by_link, link_of (pending));
  Pending **at = &first;

  while (*at != pending)
    at = &(*at)->rival;
  *at = pending->rival;

  if (first != NULL)
    g_hash_table_replace (self->pending_by_link, (gpointer)link_of (first), first);
  else
    g_hash_table_remove (self->pending_by_link, link_of (pending));
}

gboolean
_far_store_load_pending (FarStore *self, GError **error)
{
  sqlite3_stmt *statement = far_store_statement (self, "SELECT header, blob, sig FROM pending");
  int code;

  if (statement == NULL)
    return far_store_fail (self, error);

  while ((code = sqlite3_step (statement)) == SQLITE_ROW)
    {
      Pending *pending = g_new0 (Pending, 1);
      const void *blob = sqlite3_column_blob (statement, 1);

      pending->header_len = sqlite3_column_bytes (statement, 0);
      if (far_header_decode (&pending->header, sqlite3_column_blob (statement, 0),
                             pending->header_len) != FAR_ENTRY_OK ||
          (blob != NULL &&
           (guint32)sqlite3_column_bytes (statement, 1) != pending->header.blob_len))
        {
          /* it will come again; a damaged one is not worth refusing the whole file for */
          g_free (pending);
          continue;
        }
      pending->log = far_store_intern_log (self, pending->header.device);
      if (pending->log == 0)
        {
          g_free (pending);
          continue;
        }
      memcpy (pending->encoded, sqlite3_column_blob (statement, 0), pending->header_len);
      far_entry_id (self->collective, pending->encoded, pending->header_len, pending->id);
      pending->blob = g_memdup2 (blob, blob != NULL ? pending->header.blob_len : 0);
      pending->has_sig = sqlite3_column_bytes (statement, 2) == FAR_SIG_LEN;
      if (pending->has_sig)
        memcpy (pending->sig, sqlite3_column_blob (statement, 2), FAR_SIG_LEN);
      pending->has_row = TRUE;
      keep_pending (self, pending);
    }
  sqlite3_reset (statement);

  return code == SQLITE_DONE || far_store_fail (self, error);
}

gboolean
_far_store_write_pending (FarStore *self, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Pending *pending = value;
      sqlite3_stmt *statement;

      if (!pending->is_dirty)
        continue;

      statement =
          far_store_statement (self, "INSERT OR REPLACE INTO pending (id, header, blob, sig)"
                                     " VALUES (?, ?, ?, ?)");
      if (statement == NULL)
        return far_store_fail (self, error);
      sqlite3_bind_blob (statement, 1, pending->id, FAR_ID_LEN, SQLITE_STATIC);
      sqlite3_bind_blob (statement, 2, pending->encoded, pending->header_len, SQLITE_STATIC);
      if (pending->blob != NULL)
        sqlite3_bind_blob (statement, 3, pending->blob, pending->header.blob_len, SQLITE_STATIC);
      else
        sqlite3_bind_null (statement, 3);
      if (pending->has_sig)
        sqlite3_bind_blob (statement, 4, pending->sig, FAR_SIG_LEN, SQLITE_STATIC);
      else
        sqlite3_bind_null (statement, 4);
      if (!_far_store_step (self, statement, error))
        return FALSE;
      pending->has_row = TRUE;
      pending->is_dirty = FALSE;
    }

  return TRUE;
}

static gboolean
forget_pending (FarStore *self, Pending *pending, GError **error)
{
  gboolean good = TRUE;

  if (pending->has_row)
    {
      sqlite3_stmt *statement = far_store_statement (self, "DELETE FROM pending WHERE id = ?");

      if (statement == NULL)
        return far_store_fail (self, error);
      sqlite3_bind_blob (statement, 1, pending->id, FAR_ID_LEN, SQLITE_STATIC);
      good = _far_store_step (self, statement, error);
    }

  unlink_pending (self, pending);
  --*count_of (self, pending->log);
  self->pending_bytes -= pending_size (pending);
  g_hash_table_remove (self->pending, pending->id);

  return good;
}

/* Of the pending entries from @pending on, the first that continues the one with id @prev or, at
 * seq 1, that begins the log of @device.  Two that do are a fork. */
static Pending *
skip_to_next (Pending *pending, const guint8 *device, guint32 seq)
{
  while (pending != NULL &&
         (pending->header.seq != seq || memcmp (pending->header.device, device, FAR_KEY_LEN) != 0))
    pending = pending->rival;

  return pending;
}

static Pending *
find_next (FarStore *self, const guint8 *device, const guint8 *prev, guint32 seq)
{
  return skip_to_next (g_hash_table_lookup (self->pending_by_link, seq > 1 ? prev : device), device,
                       seq);
}

/* Whether a good signature on @pending or on a later one that waits covers it, whichever branch
 * that is on.  They were good when they came; one that is not any more stood in a damaged row, and
 * is dropped. */
static gboolean
is_covered (FarStore *self, FarLog *log, Pending *pending)
{
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();

  for (guint i = 0; pending != NULL && i < FAR_PENDING_DEVICE_MAX; i++)
    {
      Pending *next;

      if (pending->has_sig && _far_store_verify (log, pending->id, pending->sig))
        return TRUE;
      pending->has_sig = FALSE;

      next = find_next (self, log->device, pending->id, pending->header.seq + 1);
      while (next != NULL)
        {
          g_ptr_array_add (stack, next);
          next = skip_to_next (next->rival, log->device, next->header.seq);
        }
      pending = stack->len > 0 ? g_ptr_array_steal_index_fast (stack, stack->len - 1) : NULL;
    }

  return FALSE;
}

static gboolean
resolve_refs (FarStore *self, const Pending *pending, FarArrival *arrival)
{
  arrival->n_refs = pending->header.n_refs;
  for (guint i = 0; i < arrival->n_refs; i++)
    if (!far_store_find_id (self, pending->header.refs[i], &arrival->refs[i]))
      return FALSE;

  return TRUE;
}

typedef enum
{
  ADVANCE_WAITS,
  ADVANCE_ACCEPTED,
  ADVANCE_INVALID,
  ADVANCE_FAILED,
} Advance;

/* Where a pending entry goes: at the end of a log or, where that end is not what it continues, on a
 * branch.  Returns: FALSE if what it continues is not accepted, or there is no room for a branch */
static gboolean
find_place (FarStore *self, const Pending *pending, guint32 *number)
{
  FarPos base = { far_store_find_log (self, pending->header.device), 0 };

  const FarLog *log;

  if (pending->header.seq > 1 && !far_store_find_id (self, pending->header.prev, &base))
    return FALSE;

  log = far_store_peek_log (self, base.log);
  if (base.seq != pending->header.seq - 1 ||
      memcmp (log->device, pending->header.device, FAR_KEY_LEN) != 0)
    return FALSE;

  *number = base.seq == log->head_seq ? base.log : _far_store_add_branch (self, base);

  return *number != 0;
}

/* Accepts @pending, if it is ready. */
static Advance
advance (FarStore *self, Pending *pending, GError **error)
{
  FarLog *log = _far_store_log (self, pending->log);
  FarArrival arrival = { 0 };
  guint32 number;

  if (!resolve_refs (self, pending, &arrival))
    return ADVANCE_WAITS;
  if (far_kind_is_act (pending->header.kind) &&
      (pending->blob == NULL || !pending->has_sig ||
       !_far_store_verify (log, pending->id, pending->sig)))
    return ADVANCE_WAITS;
  if (pending->header.seq == 1 && pending->header.kind != FAR_KIND_GENESIS &&
      !_far_store_is_let_in (self, log->device, arrival.refs, arrival.n_refs))
    return forget_pending (self, pending, error) ? ADVANCE_INVALID : ADVANCE_FAILED;
  if (!is_covered (self, log, pending) || !find_place (self, pending, &number))
    return ADVANCE_WAITS;

  arrival.pos = (FarPos){ number, pending->header.seq };
  arrival.kind = pending->header.kind;
  arrival.term = pending->header.term;
  arrival.blob_len = pending->header.blob_len;
  arrival.time_ms = pending->header.time_ms;
  arrival.subject = pending->header.subject;
  arrival.id = pending->id;
  arrival.blob = pending->blob;
  arrival.hash = pending->header.blob_hash;
  arrival.sig = pending->has_sig ? pending->sig : NULL;

  if (!_far_store_accept (self, &arrival, error) || !forget_pending (self, pending, error))
    return ADVANCE_FAILED;

  return ADVANCE_ACCEPTED;
}

/* The next of @number's log that waits. */
static Advance
advance_log (FarStore *self, guint32 number, GError **error)
{
  FarLog *log = _far_store_log (self, number);
  Pending *pending = find_next (self, log->device, log->head_id, log->head_seq + 1);

  return pending != NULL ? advance (self, pending, error) : ADVANCE_WAITS;
}

/* One entry that continues what another has continued already. */
static Advance
advance_fork (FarStore *self, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Pending *pending = value;
      Advance step = ADVANCE_WAITS;

      if (pending->header.seq <= _far_store_get_reach (self, pending->header.device))
        step = advance (self, pending, error);
      if (step != ADVANCE_WAITS)
        return step;
    }

  return ADVANCE_WAITS;
}

/* Until nothing moves any more: each accepted entry may be what another log waits for. */
static gboolean
advance_all (FarStore *self, GError **error)
{
  gboolean moved = TRUE;

  while (moved && g_hash_table_size (self->pending) > 0)
    {
      Advance step;

      moved = FALSE;
      for (guint32 log = 1; log <= self->logs->len; log++)
        {
          while ((step = advance_log (self, log, error)) == ADVANCE_ACCEPTED ||
                 step == ADVANCE_INVALID)
            moved = TRUE;
          if (step == ADVANCE_FAILED)
            return FALSE;
        }
      if (moved)
        continue;

      step = advance_fork (self, error);
      if (step == ADVANCE_FAILED)
        return FALSE;
      moved = step != ADVANCE_WAITS;
    }

  return TRUE;
}

gboolean
_far_store_strip_pending (FarStore *self, gboolean all, GError **error)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Pending *pending = value;
      FarErasable entry = {
        .n = G_MAXINT64,
        .pos = { pending->log, pending->header.seq },
        .kind = pending->header.kind,
        .subject = far_store_find_ident (self, pending->header.subject),
      };
      gint64 by;

      if (pending->blob == NULL || (!all && !pending->is_dirty))
        continue;

      memcpy (entry.id, pending->id, FAR_ID_LEN);
      if (!_far_store_find_erasure (self, &entry, &by, error))
        return FALSE;
      if (by == 0)
        continue;

      self->pending_bytes -= pending->header.blob_len;
      g_clear_pointer (&pending->blob, g_free);
      pending->is_dirty = TRUE;
      _far_store_scrub_later (self);
    }

  return TRUE;
}

/* What came another way meanwhile waits no more, and may be what others waited for. */
gboolean
_far_store_settle_pending (FarStore *self, GError **error)
{
  g_autoptr (GPtrArray) stale = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->pending);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Pending *pending = value;
      FarPos pos;

      if (pending->header.seq <= _far_store_get_reach (self, pending->header.device) &&
          far_store_find_id (self, pending->id, &pos))
        g_ptr_array_add (stale, value);
    }
  for (guint i = 0; i < stale->len; i++)
    if (!forget_pending (self, g_ptr_array_index (stale, i), error))
      return FALSE;

  return advance_all (self, error);
}

FarVerdict
far_store_add (FarStore *self,
               const guint8 *header,
               gsize header_len,
               const guint8 *blob,
               gsize blob_len,
               const guint8 *sig,
               GError **error)
{
  FarHeader decoded;
  guint8 id[FAR_ID_LEN];
  guint8 hash[FAR_HASH_LEN];
  guint32 number;
  FarLog *log;
  FarPos held;
  Pending *pending;

  g_assert (self->in_batch);

  if (far_header_decode (&decoded, header, header_len) != FAR_ENTRY_OK)
    return FAR_VERDICT_INVALID;
  if (blob != NULL)
    {
      far_blob_hash (blob, blob_len, hash);
      if (blob_len != decoded.blob_len || memcmp (hash, decoded.blob_hash, FAR_HASH_LEN) != 0)
        return FAR_VERDICT_INVALID;
    }

  far_entry_id (self->collective, header, header_len, id);
  if (decoded.kind == FAR_KIND_GENESIS && memcmp (id, self->collective, FAR_ID_LEN) != 0)
    return FAR_VERDICT_INVALID;

  number = far_store_intern_log (self, decoded.device);
  if (number == 0)
    return FAR_VERDICT_NO_ROOM;
  log = _far_store_log (self, number);

  if (decoded.seq <= _far_store_get_reach (self, decoded.device) &&
      far_store_find_id (self, id, &held))
    return !_far_store_is_private (self, held) || _far_store_reveal_own (self, error)
               ? FAR_VERDICT_KNOWN
               : FAR_VERDICT_FAILED;

  /* it condemns what brought it, never the id: the same entry may wait, or come again, with a good
   * one */
  if (sig != NULL && !_far_store_verify (log, id, sig))
    return FAR_VERDICT_INVALID;
  pending = g_hash_table_lookup (self->pending, id);
  if (pending == NULL)
    {
      pending = g_new0 (Pending, 1);
      memcpy (pending->id, id, FAR_ID_LEN);
      pending->log = number;
      pending->header = decoded;
      pending->header_len = header_len;
      memcpy (pending->encoded, header, header_len);
      pending->is_dirty = TRUE;
      keep_pending (self, pending);
    }
  if (blob != NULL && pending->blob == NULL)
    {
      pending->blob = g_memdup2 (blob, blob_len);
      self->pending_bytes += blob_len;
      pending->is_dirty = TRUE;
    }
  if (sig != NULL && !pending->has_sig)
    {
      memcpy (pending->sig, sig, FAR_SIG_LEN);
      pending->has_sig = TRUE;
      pending->is_dirty = TRUE;
    }

  if (!advance_all (self, error))
    return FAR_VERDICT_FAILED;

  pending = g_hash_table_lookup (self->pending, id);
  if (pending == NULL)
    return far_store_find_id (self, id, &held) ? FAR_VERDICT_ACCEPTED : FAR_VERDICT_INVALID;

  if (g_hash_table_size (self->pending) > FAR_PENDING_MAX ||
      self->pending_bytes > FAR_PENDING_BYTES_MAX ||
      *count_of (self, number) > FAR_PENDING_DEVICE_MAX)
    return forget_pending (self, pending, error) ? FAR_VERDICT_NO_ROOM : FAR_VERDICT_FAILED;

  return FAR_VERDICT_PENDING;
}
