/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What others can be shown a signature over.
 *
 * In the middle of a stream, and where it ends early, the newest entries of a log have no kept
 * signature on them: it was on a later one, which is not accepted yet, or of which only the header
 * came.  The headers up to that one are kept then, and its signature, in the batch that accepts the
 * entries: nobody else would take them otherwise, and who brought them may never come again. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

/* meta: the seq of the head that it goes on from (u32), headers, each after its length (u16), and
 * the signature on the last of them */
#define KEY "cover-"

static void
take_cover (FarLog *log, FarReader *reader)
{
  log->cover_seq = far_reader_u32 (reader);
}

gboolean
_far_store_load_covers (FarStore *self, GError **error)
{
  return _far_store_load_log_meta (self, KEY, sizeof (guint32), take_cover, error);
}

static gboolean
drop (FarStore *self, FarLog *log, GError **error)
{
  g_autofree char *key = _far_store_make_log_key (KEY, log->log);
  sqlite3_stmt *statement = far_store_statement (self, "DELETE FROM meta WHERE key = ?");

  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);
  log->cover_seq = 0;

  return _far_store_step (self, statement, error);
}

gboolean
_far_store_trim_covers (FarStore *self, guint *out_kept, GError **error)
{
  *out_kept = 0;
  for (guint i = 0; i < self->logs->len; i++)
    {
      FarLog *log = g_ptr_array_index (self->logs, i);

      if (log->cover_seq != 0 &&
          (log->cover_seq != log->head_seq || log->signed_seq >= log->head_seq) &&
          !drop (self, log, error))
        return FALSE;
      *out_kept += log->cover_seq != 0;
    }

  return TRUE;
}

gboolean
_far_store_keep_cover (FarStore *self,
                       guint32 number,
                       GPtrArray *headers,
                       const guint8 *sig,
                       GError **error)
{
  FarLog *log = _far_store_log (self, number);
  g_autofree char *key = _far_store_make_log_key (KEY, number);
  g_autoptr (GByteArray) value = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  far_put_u32 (value, log->head_seq);
  for (guint i = 0; i < headers->len; i++)
    {
      gsize len;
      const guint8 *header = g_bytes_get_data (headers->pdata[i], &len);

      far_put_u16 (value, len);
      far_put (value, header, len);
    }
  far_put (value, sig, FAR_SIG_LEN);
  bytes = g_bytes_new (value->data, value->len);
  log->cover_seq = log->head_seq;

  return far_store_set_meta (self, key, bytes, error);
}

gboolean
_far_store_follows (const FarStore *self,
                    const guint8 *device,
                    guint32 seq,
                    GBytes *header,
                    guint8 id[static FAR_ID_LEN])
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (header, &len);
  FarHeader decoded;

  if (far_header_decode (&decoded, bytes, len) != FAR_ENTRY_OK || decoded.seq != seq ||
      memcmp (decoded.device, device, FAR_KEY_LEN) != 0 ||
      memcmp (decoded.prev, id, FAR_ID_LEN) != 0)
    return FALSE;

  far_entry_id (self->collective, bytes, len, id);

  return TRUE;
}

GPtrArray *
_far_store_read_cover (FarStore *self, guint32 number, guint8 sig[static FAR_SIG_LEN])
{
  const FarLog *log = far_store_peek_log (self, number);
  g_autofree char *key = _far_store_make_log_key (KEY, number);
  g_autoptr (GBytes) value = NULL;
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  guint8 id[FAR_ID_LEN];
  FarReader reader;

  if (log->cover_seq == 0 || log->cover_seq != log->head_seq || log->signed_seq >= log->head_seq)
    return NULL;
  value = far_store_dup_meta (self, key);
  if (value == NULL)
    return NULL;

  reader = far_reader (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  if (far_reader_u32 (&reader) != log->head_seq)
    return NULL;

  memcpy (id, log->head_id, FAR_ID_LEN);
  while (far_reader_left (&reader) > FAR_SIG_LEN && headers->len + 1 < FAR_COVER_EVERY)
    {
      gsize len = far_reader_u16 (&reader);
      const guint8 *bytes = far_reader_bytes (&reader, len);

      if (bytes == NULL)
        return NULL;
      g_ptr_array_add (headers, g_bytes_new (bytes, len));
      if (!_far_store_follows (self, log->device, log->head_seq + headers->len,
                               g_ptr_array_index (headers, headers->len - 1), id))
        return NULL;
    }
  if (headers->len == 0 || far_reader_left (&reader) != FAR_SIG_LEN)
    return NULL;
  memcpy (sig, far_reader_bytes (&reader, FAR_SIG_LEN), FAR_SIG_LEN);
  if (!_far_store_verify (_far_store_log (self, number), id, sig))
    return NULL;

  return g_steal_pointer (&headers);
}

guint32
_far_store_get_shown_seq (const FarStore *self, guint32 number)
{
  const FarLog *log = far_store_peek_log (self, number);
  guint32 shown = log->signed_seq;
  guint32 branch;

  if (log->cover_seq == log->head_seq && log->private_from == 0)
    return log->head_seq;

  while (shown < log->head_seq &&
         (branch = _far_store_find_signed_branch (self, number, shown + 1)) != 0)
    {
      /* the log itself may be left before the branch's own base */
      while (far_store_peek_log (self, branch)->base.log != number)
        branch = far_store_peek_log (self, branch)->base.log;
      shown = far_store_peek_log (self, branch)->base.seq;
    }

  return shown;
}
