/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What each machine said last that it holds, kept to be passed on as it was signed. */

#define G_LOG_DOMAIN "far-store"

#include "far-holding.h"
#include "far-store-private.h"

#include <string.h>

/* meta: its id, then itself */
#define KEY "holding-"

static void
take_holding (FarLog *log, FarReader *reader)
{
  const guint8 *id = far_reader_bytes (reader, FAR_HOLDING_ID_LEN);
  const guint8 *device = far_reader_bytes (reader, FAR_KEY_LEN);
  guint64 time_ms = far_reader_u64 (reader);

  if (reader->failed || memcmp (device, log->device, FAR_KEY_LEN) != 0)
    return;
  log->holding_ms = time_ms;
  memcpy (log->holding_id, id, FAR_HOLDING_ID_LEN);
}

gboolean
_far_store_load_holdings (FarStore *self, GError **error)
{
  return _far_store_load_log_meta (self, KEY, FAR_HOLDING_ID_LEN + FAR_KEY_LEN + sizeof (guint64),
                                   take_holding, error);
}

/* Returns: (transfer full) (nullable): what @log's device said last */
static GBytes *
dup_holding (FarStore *self, const FarLog *log)
{
  g_autofree char *key = _far_store_make_log_key (KEY, log->log);
  g_autoptr (GBytes) value = log->holding_ms != 0 ? far_store_dup_meta (self, key) : NULL;

  if (value == NULL || g_bytes_get_size (value) <= FAR_HOLDING_ID_LEN)
    return NULL;

  return g_bytes_new_from_bytes (value, FAR_HOLDING_ID_LEN,
                                 g_bytes_get_size (value) - FAR_HOLDING_ID_LEN);
}

static gboolean
keep (FarStore *self, FarLog *log, guint64 time_ms, GBytes *holding, GError **error)
{
  g_autofree char *key = _far_store_make_log_key (KEY, log->log);
  g_autoptr (GByteArray) value = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  gsize len;
  const guint8 *data = g_bytes_get_data (holding, &len);

  log->holding_ms = time_ms;
  far_holding_id (data, len, log->holding_id);
  far_put (value, log->holding_id, FAR_HOLDING_ID_LEN);
  far_put (value, data, len);
  bytes = g_bytes_new (value->data, value->len);

  return far_store_set_meta (self, key, bytes, error);
}

/* ---- saying so */

static gboolean
stands (FarStore *self, const FarLog *log)
{
  return log->base.log == 0 && log->fork_seq == 0 &&
         far_governance_device_stands (far_store_peek_governance (self), log->device);
}

/* First what machines in standing wrote, then of the others as many as there is room for. */
static GArray *
list_rows (FarStore *self)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (FarHoldingRow));

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->logs->len && rows->len < FAR_HOLDING_ROWS_MAX; i++)
      {
        const FarLog *log = g_ptr_array_index (self->logs, i);
        FarHoldingRow row = { .seq = far_log_get_end (log) };

        if (log->fork_seq != 0)
          row.seq = MIN (row.seq, log->fork_seq - 1);
        if (log->base.log != 0 || row.seq == 0 || stands (self, log) != (pass == 0))
          continue;
        memcpy (row.device, log->device, FAR_HOLDING_PREFIX_LEN);
        g_array_append_val (rows, row);
      }

  return rows;
}

/* Whether @log's device said exactly that last, but for when. */
static gboolean
is_said (FarStore *self, const FarLog *log, GBytes *said)
{
  const gsize head_len = FAR_KEY_LEN + sizeof (guint64);
  g_autoptr (GBytes) last = dup_holding (self, log);
  gsize last_len;
  gsize len;
  const guint8 *last_bytes;
  const guint8 *bytes = g_bytes_get_data (said, &len);

  if (last == NULL)
    return FALSE;
  last_bytes = g_bytes_get_data (last, &last_len);

  return last_len == len &&
         memcmp (last_bytes + head_len, bytes + head_len, len - head_len - FAR_SIG_LEN) == 0;
}

gboolean
far_store_say_holding (FarStore *self,
                       const guint8 device[static FAR_KEY_LEN],
                       const guint8 sign_secret[static 64],
                       gint64 now_ms,
                       gboolean *out_said,
                       GError **error)
{
  guint32 number = far_store_find_log (self, device);
  g_autoptr (GArray) rows = NULL;
  g_autoptr (GBytes) holding = NULL;
  FarLog *log;
  guint64 time_ms;

  g_return_val_if_fail (self->in_batch, FALSE);

  *out_said = FALSE;
  if (number == 0)
    return TRUE;
  log = _far_store_log (self, number);
  if (log->head_seq == 0 || !stands (self, log))
    return TRUE;

  time_ms = MAX (log->holding_ms + 1, (guint64)MAX (now_ms, 1));
  rows = list_rows (self);
  holding = far_holding_sign (self->collective, device, sign_secret, time_ms, rows);
  if (is_said (self, log, holding))
    return TRUE;
  *out_said = TRUE;

  return keep (self, log, time_ms, holding, error);
}

/* ---- hearing it */

/* @out: by how the key of a log's device begins; NULL where two begin alike */
static GHashTable *
index_logs (FarStore *self)
{
  GHashTable *out = g_hash_table_new (far_id_hash, far_holding_id_equal);

  for (guint i = 0; i < self->logs->len; i++)
    {
      FarLog *log = g_ptr_array_index (self->logs, i);
      gpointer key = log->device;

      if (log->base.log == 0)
        g_hash_table_insert (out, key, g_hash_table_contains (out, key) ? NULL : log);
    }

  return out;
}

/* Only what it did not say before: who is one of many says much the same each time. */
static gboolean
note_rows (FarStore *self,
           const FarLog *log,
           GHashTable *by_prefix,
           const FarHolding *holding,
           GError **error)
{
  g_autoptr (GBytes) last = dup_holding (self, log);
  g_auto (FarHolding) before = FAR_HOLDING_EMPTY;
  guint at = 0;
  guint n_before = 0;

  if (last != NULL &&
      far_holding_read (g_bytes_get_data (last, NULL), g_bytes_get_size (last), &before))
    n_before = before.rows->len;

  for (guint i = 0; i < holding->rows->len; i++)
    {
      const FarHoldingRow *row = &g_array_index (holding->rows, FarHoldingRow, i);
      const FarHoldingRow *old = NULL;
      const FarLog *held;
      int order = -1;

      /* both are sorted */
      for (; at < n_before && order < 0; at += order < 0)
        {
          old = &g_array_index (before.rows, FarHoldingRow, at);
          order = memcmp (old->device, row->device, FAR_HOLDING_PREFIX_LEN);
        }
      if (order == 0 && old->seq >= row->seq)
        continue;

      held = g_hash_table_lookup (by_prefix, row->device);
      if (held != NULL && held->head_seq > 0 &&
          !_far_store_note_heard_one (self, log->log, held->log, row->seq, error))
        return FALSE;
    }

  return TRUE;
}

static FarVerdict
put_one (FarStore *self, GHashTable *by_prefix, GBytes *bytes, GError **error)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  g_auto (FarHolding) holding = FAR_HOLDING_EMPTY;
  guint32 number;
  FarLog *log;

  if (!far_holding_read (data, len, &holding))
    return FAR_VERDICT_INVALID;

  number = far_store_find_log (self, holding.device);
  if (number == 0 || memcmp (holding.device, self->own_device, FAR_KEY_LEN) == 0)
    return FAR_VERDICT_KNOWN;
  log = _far_store_log (self, number);
  if (log->head_seq == 0 || holding.time_ms <= log->holding_ms || !stands (self, log))
    return FAR_VERDICT_KNOWN;
  if (!far_holding_verify (self->collective, data, len))
    return FAR_VERDICT_INVALID;

  return note_rows (self, log, by_prefix, &holding, error) &&
                 keep (self, log, holding.time_ms, bytes, error)
             ? FAR_VERDICT_ACCEPTED
             : FAR_VERDICT_FAILED;
}

FarVerdict
far_store_put_holdings (FarStore *self, GPtrArray *holdings, guint *n_new, GError **error)
{
  g_autoptr (GHashTable) by_prefix = index_logs (self);
  guint n_before = *n_new;

  g_return_val_if_fail (self->in_batch, FAR_VERDICT_FAILED);

  for (guint i = 0; i < holdings->len; i++)
    {
      FarVerdict verdict = put_one (self, by_prefix, holdings->pdata[i], error);

      if (verdict == FAR_VERDICT_INVALID || verdict == FAR_VERDICT_FAILED)
        return verdict;
      *n_new += verdict == FAR_VERDICT_ACCEPTED;
    }

  return *n_new > n_before ? FAR_VERDICT_ACCEPTED : FAR_VERDICT_KNOWN;
}

/* ---- passing it on */

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, FAR_HOLDING_ID_LEN);
}

GArray *
_far_store_list_holdings (FarStore *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, FAR_HOLDING_ID_LEN);

  for (guint i = 0; i < self->logs->len && ids->len < FAR_HOLDING_ROWS_MAX; i++)
    {
      const FarLog *log = g_ptr_array_index (self->logs, i);

      if (log->holding_ms != 0 && stands (self, log))
        g_array_append_vals (ids, log->holding_id, 1);
    }
  g_array_sort (ids, compare_ids);

  return ids;
}

GBytes *
_far_store_dup_holding (FarStore *self, const guint8 *id)
{
  for (guint i = 0; i < self->logs->len; i++)
    {
      const FarLog *log = g_ptr_array_index (self->logs, i);

      if (log->holding_ms != 0 && compare_ids (log->holding_id, id) == 0)
        return dup_holding (self, log);
    }

  return NULL;
}
