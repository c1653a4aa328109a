/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What others can be shown a signature over.
 *
 * A stream that ends early may leave a log whose newest entries no kept signature is on: it was on
 * a later entry, which was not accepted, or of which only the header came.  The headers up to that
 * one are kept then, and its signature: nobody else would accept the entries, and who brought them
 * may never come again. */

#define G_LOG_DOMAIN "far-store"

#include "far-store-private.h"

#include <string.h>

/* meta: the seq of the head that it goes on from (u32), headers, each after its length (u16), and
 * the signature on the last of them */
static char *
make_key (guint32 log)
{
  return g_strdup_printf ("cover-%u", log);
}

static gboolean
forget (FarStore *self, guint32 log, GError **error)
{
  g_autofree char *key = make_key (log);
  sqlite3_stmt *statement = far_store_statement (self, "DELETE FROM meta WHERE key = ?");

  if (statement == NULL)
    return far_store_fail (self, error);
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_STATIC);

  return _far_store_step (self, statement, error);
}

/* Those that fit no longer make room.  @out: whether there is some */
static gboolean
make_room (FarStore *self, gboolean *out, GError **error)
{
  guint n = 0;

  for (guint32 log = 1; log <= self->logs->len; log++)
    {
      g_autofree char *key = make_key (log);
      g_autoptr (GBytes) kept = NULL;
      g_autoptr (GPtrArray) headers = NULL;
      guint8 sig[FAR_SIG_LEN];

      if (!_far_store_read_meta (self, key, &kept, error))
        return FALSE;
      if (kept == NULL)
        continue;
      headers = _far_store_read_cover (self, log, sig);
      if (headers == NULL && !forget (self, log, error))
        return FALSE;
      n += headers != NULL;
    }
  *out = n < FAR_COVERS_MAX;

  return TRUE;
}

gboolean
_far_store_keep_cover (FarStore *self,
                       guint32 log,
                       GPtrArray *headers,
                       const guint8 *sig,
                       GError **error)
{
  g_autofree char *key = make_key (log);
  g_autoptr (GByteArray) value = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  gboolean has_room;

  if (!make_room (self, &has_room, error))
    return FALSE;
  if (!has_room)
    return TRUE;

  far_put_u32 (value, far_store_peek_log (self, log)->head_seq);
  for (guint i = 0; i < headers->len; i++)
    {
      gsize len;
      const guint8 *header = g_bytes_get_data (headers->pdata[i], &len);

      far_put_u16 (value, len);
      far_put (value, header, len);
    }
  far_put (value, sig, FAR_SIG_LEN);
  bytes = g_bytes_new (value->data, value->len);

  return far_store_set_meta (self, key, bytes, error);
}

/* Whether @header is of the entry that follows on @id; then @id is its id. */
static gboolean
follows (const FarStore *self, const FarLog *log, guint32 seq, GBytes *header, guint8 *id)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (header, &len);
  FarHeader decoded;

  if (far_header_decode (&decoded, bytes, len) != FAR_ENTRY_OK || decoded.seq != seq ||
      memcmp (decoded.device, log->device, FAR_KEY_LEN) != 0 ||
      memcmp (decoded.prev, id, FAR_ID_LEN) != 0)
    return FALSE;

  far_entry_id (self->collective, bytes, len, id);

  return TRUE;
}

GPtrArray *
_far_store_read_cover (FarStore *self, guint32 number, guint8 sig[static FAR_SIG_LEN])
{
  const FarLog *log = far_store_peek_log (self, number);
  g_autofree char *key = make_key (number);
  g_autoptr (GBytes) value = NULL;
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  guint8 id[FAR_ID_LEN];
  FarReader reader;

  /* most logs end with a signature */
  if (log->head_seq <= log->signed_seq)
    return NULL;
  value = far_store_dup_meta (self, key);
  if (value == NULL)
    return NULL;

  reader = far_reader (g_bytes_get_data (value, NULL), g_bytes_get_size (value));
  if (far_reader_u32 (&reader) != log->head_seq)
    return NULL; /* the log has gone on since */

  memcpy (id, log->head_id, FAR_ID_LEN);
  while (far_reader_left (&reader) > FAR_SIG_LEN && headers->len + 1 < FAR_COVER_EVERY)
    {
      gsize len = far_reader_u16 (&reader);
      const guint8 *bytes = far_reader_bytes (&reader, len);

      if (bytes == NULL)
        return NULL;
      g_ptr_array_add (headers, g_bytes_new (bytes, len));
      if (!follows (self, log, log->head_seq + headers->len,
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
_far_store_get_shown_seq (FarStore *self, guint32 number)
{
  const FarLog *log = far_store_peek_log (self, number);
  guint32 shown = log->signed_seq;
  g_autoptr (GPtrArray) cover = NULL;
  guint8 sig[FAR_SIG_LEN];
  guint32 branch;

  while (shown < log->head_seq &&
         (branch = _far_store_find_signed_branch (self, number, shown + 1)) != 0)
    {
      /* the log itself may be left before the branch's own base */
      while (far_store_peek_log (self, branch)->base.log != number)
        branch = far_store_peek_log (self, branch)->base.log;
      shown = far_store_peek_log (self, branch)->base.seq;
    }

  if (shown < log->head_seq && log->private_from == 0)
    cover = _far_store_read_cover (self, number, sig);

  return cover != NULL ? log->head_seq : shown;
}
