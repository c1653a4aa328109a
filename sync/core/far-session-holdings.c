/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What machines say that they hold, passed on beside the log: each end tells which of these it has,
 * and once both are in step gets the others. */

#define G_LOG_DOMAIN "far-session"

#include "far-session-private.h"

#include <string.h>

#include "far-pure.h"

/* of a HOLDINGS, after its type */
#define PACKED_AT 1
#define CONTENT_AT 2

void
_far_session_init_holdings (FarSession *self)
{
  self->peer_holdings = g_hash_table_new_full (far_id_hash, far_holding_id_equal, g_free, NULL);
}

void
_far_session_clear_holdings (FarSession *self)
{
  g_hash_table_unref (self->peer_holdings);
}

/* Of what is held here no more nothing is asked. */
static void
forget_replaced (FarSession *self)
{
  g_autoptr (GArray) ids = self->replica->iface->list_holdings (self->replica);
  g_autoptr (GHashTable) before = g_steal_pointer (&self->peer_holdings);

  _far_session_init_holdings (self);
  for (guint i = 0; i < ids->len; i++)
    {
      const guint8 *id = (const guint8 *)ids->data + (gsize)i * FAR_HOLDING_ID_LEN;

      if (g_hash_table_contains (before, id))
        g_hash_table_add (self->peer_holdings, g_memdup2 (id, FAR_HOLDING_ID_LEN));
    }
}

static void
note_peer_has (FarSession *self, const guint8 *id)
{
  if (g_hash_table_size (self->peer_holdings) == FAR_HOLDING_IDS_MAX)
    forget_replaced (self);
  g_hash_table_add (self->peer_holdings, g_memdup2 (id, FAR_HOLDING_ID_LEN));
}

void
far_session_tell_holdings (FarSession *self)
{
  self->may_tell = TRUE;
  self->holdings_due = self->had_read || self->role == ROLE_BUNDLE_WRITER;
}

gboolean
far_session_was_told (const FarSession *self)
{
  return self->was_told;
}

void
_far_session_queue_had (FarSession *self)
{
  g_autoptr (GArray) ids = self->replica->iface->list_holdings (self->replica);

  _far_session_begin_body (self, FRAME_HAD);
  far_put (self->body, ids->data, (gsize)ids->len * FAR_HOLDING_ID_LEN);
  _far_session_queue_body (self);
}

gboolean
_far_session_read_had (FarSession *self, FarReader *reader, GError **error)
{
  gsize n = far_reader_left (reader) / FAR_HOLDING_ID_LEN;
  const guint8 *before = NULL;

  if (far_reader_left (reader) % FAR_HOLDING_ID_LEN != 0 || n > FAR_HOLDING_ROWS_MAX ||
      !self->hello_read || self->had_read)
    return _far_session_invalid (self, error, "a HAD that cannot be read");

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *id = far_reader_bytes (reader, FAR_HOLDING_ID_LEN);

      if (before != NULL && memcmp (before, id, FAR_HOLDING_ID_LEN) >= 0)
        return _far_session_invalid (self, error, "a HAD that cannot be read");
      note_peer_has (self, id);
      before = id;
    }
  self->had_read = TRUE;

  return TRUE;
}

/* What is put together beforehand; far less than fits where one of them is as long as may be. */
static gboolean
has_room (const FarSession *self)
{
  return self->body->len + FAR_HOLDING_MAX + 3 <= FAR_FRAME_BODY_MAX;
}

GBytes *
_far_session_make_holdings (FarSession *self, GError **error)
{
  g_autoptr (GArray) ids = NULL;
  gboolean is_full = FALSE;

  self->holdings_due = FALSE;
  /* whoever is shut out is not even told how much there is */
  if (!_far_session_check_standing (self, error))
    return NULL;

  ids = self->replica->iface->list_holdings (self->replica);
  _far_session_begin_body (self, FRAME_HOLDINGS);
  far_put_u8 (self->body, FALSE);
  for (guint i = 0; i < ids->len && !is_full; i++)
    {
      const guint8 *id = (const guint8 *)ids->data + (gsize)i * FAR_HOLDING_ID_LEN;
      g_autoptr (GBytes) holding = NULL;

      if (g_hash_table_contains (self->peer_holdings, id))
        continue;
      is_full = !has_room (self);
      if (!is_full)
        holding = self->replica->iface->dup_holding (self->replica, id);
      if (holding == NULL)
        continue;

      note_peer_has (self, id);
      far_put_varint (self->body, g_bytes_get_size (holding));
      far_put (self->body, g_bytes_get_data (holding, NULL), g_bytes_get_size (holding));
    }
  self->holdings_due = is_full;
  /* the first one also says that there is nothing */
  if (self->body->len == CONTENT_AT && self->has_told)
    return NULL;
  self->has_told = TRUE;

  if (_far_session_pack_body (self, CONTENT_AT, self->body->len))
    self->body->data[PACKED_AT] = TRUE;

  return _far_session_seal_body (self);
}

void
_far_session_queue_last_holdings (FarSession *self)
{
  GBytes *message;

  self->holdings_due = self->had_read && self->may_tell;
  while (self->state == FAR_SESSION_IN_STEP && self->holdings_due &&
         (message = _far_session_make_holdings (self, NULL)) != NULL)
    g_queue_push_tail (&self->out, message);
}

/* @content: of a HOLDINGS.  Returns: (transfer full) (nullable) (element-type GBytes) */
static GPtrArray *
split (const guint8 *content, gsize len)
{
  g_autoptr (GPtrArray) holdings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  FarReader reader = far_reader (content, len);

  while (far_reader_left (&reader) > 0)
    {
      guint64 one_len = far_reader_varint (&reader);
      const guint8 *one =
          one_len <= FAR_HOLDING_MAX ? far_reader_bytes (&reader, (gsize)one_len) : NULL;

      if (reader.failed || one == NULL)
        return NULL;
      g_ptr_array_add (holdings, g_bytes_new (one, (gsize)one_len));
    }

  return g_steal_pointer (&holdings);
}

gboolean
_far_session_read_holdings (FarSession *self, FarReader *reader, gint64 now_us, GError **error)
{
  guint8 is_packed = far_reader_u8 (reader);
  gsize len = far_reader_left (reader);
  const guint8 *content = far_reader_bytes (reader, len);
  g_autoptr (GPtrArray) holdings = NULL;
  guint n_new = 0;
  FarVerdict verdict;

  if (!reader->failed && is_packed == TRUE)
    content = far_unpack (self->packer, content, len, &len);
  if (!reader->failed && is_packed <= TRUE && content != NULL)
    holdings = split (content, len);
  if (holdings == NULL)
    return _far_session_invalid (self, error, "HOLDINGS that cannot be read");
  self->was_told = TRUE;
  if (_far_session_count (&self->n_holdings, holdings->len, FAR_HOLDINGS_US, now_us) >
      FAR_HOLDINGS_MAX)
    return _far_session_invalid (self, error, "a flood of HOLDINGS");

  /* who says so may just have come in */
  if (self->n_since_settle > 0 && !_far_session_settle (self, error))
    return FALSE;

  for (guint i = 0; i < holdings->len; i++)
    {
      GBytes *holding = holdings->pdata[i];
      guint8 id[FAR_HOLDING_ID_LEN];

      far_holding_id (g_bytes_get_data (holding, NULL), g_bytes_get_size (holding), id);
      note_peer_has (self, id);
    }
  verdict = self->replica->iface->put_holdings (self->replica, holdings, &n_new, error);
  if (verdict == FAR_VERDICT_FAILED)
    {
      self->state = FAR_SESSION_FAILED;
      return FALSE;
    }
  if (verdict == FAR_VERDICT_INVALID)
    return _far_session_invalid (self, error, "a holding that its machine did not sign");
  self->news |= n_new > 0;

  return TRUE;
}
