/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words that are missing: an entry was accepted without them, from a peer who had erased it, or
 * they were erased by what turned out to be void. */

#define G_LOG_DOMAIN "far-session"

#include "far-session-private.h"

#include <string.h>

#include "far-pure.h"

void
_far_session_init_blobs (FarSession *self)
{
  self->want_due = TRUE;
  self->asked = g_hash_table_new_full (far_id_hash, far_id_equal, g_free, NULL);
  self->want_open = g_hash_table_new (far_id_hash, far_id_equal);
  self->wanted = g_array_new (FALSE, FALSE, FAR_ID_LEN);
}

void
_far_session_clear_blobs (FarSession *self)
{
  g_hash_table_unref (self->want_open);
  g_hash_table_unref (self->asked);
  g_array_unref (self->wanted);
}

void
_far_session_want_blobs (FarSession *self)
{
  g_autoptr (GArray) missing = NULL;

  if (!self->want_due || self->want_unanswered ||
      (self->role != ROLE_DIAL && self->role != ROLE_ANSWER))
    return;

  self->want_due = FALSE;
  if (self->replica->iface->get_n_missing (self->replica) == 0)
    return;

  missing = self->replica->iface->list_missing (self->replica);
  for (guint i = 0; i < missing->len; i++)
    {
      const guint8 *id = (const guint8 *)missing->data + (gsize)i * FAR_ID_LEN;
      guint8 *copy;

      if (g_hash_table_contains (self->asked, id))
        continue;
      if (g_hash_table_size (self->want_open) == FAR_WANT_BLOBS_MAX)
        {
          self->want_due = TRUE;
          break;
        }

      if (g_hash_table_size (self->want_open) == 0)
        _far_session_begin_body (self, FRAME_WANT_BLOBS);
      copy = g_memdup2 (id, FAR_ID_LEN);
      g_hash_table_add (self->asked, copy);
      g_hash_table_add (self->want_open, copy);
      far_put (self->body, id, FAR_ID_LEN);
    }

  self->want_unanswered = g_hash_table_size (self->want_open) > 0;
  if (self->want_unanswered)
    _far_session_queue_body (self);
}

gboolean
_far_session_blobs_are_done (const FarSession *self)
{
  return !self->want_unanswered && !self->answer_due;
}

gboolean
_far_session_read_want_blobs (FarSession *self, FarReader *reader, GError **error)
{
  gsize n = far_reader_left (reader) / FAR_ID_LEN;
  const guint8 *ids;

  if (n < 1 || n > FAR_WANT_BLOBS_MAX || far_reader_left (reader) % FAR_ID_LEN != 0 ||
      self->answer_due)
    return _far_session_invalid (self, error, "a WANT_BLOBS that cannot be read");

  ids = far_reader_bytes (reader, n * FAR_ID_LEN);
  g_array_set_size (self->wanted, 0);
  g_array_append_vals (self->wanted, ids, n);
  self->n_answered = 0;
  self->answer_due = TRUE;
  _far_session_update_state (self);

  return TRUE;
}

GBytes *
_far_session_make_blobs (FarSession *self)
{
  _far_session_begin_body (self, FRAME_BLOBS);
  far_put_u8 (self->body, FALSE);

  for (; self->n_answered < self->wanted->len; self->n_answered++)
    {
      const guint8 *id = (const guint8 *)self->wanted->data + (gsize)self->n_answered * FAR_ID_LEN;
      g_autoptr (GBytes) blob = self->replica->iface->dup_blob (self->replica, id);
      gsize len;
      const guint8 *bytes;

      if (blob == NULL)
        continue;

      bytes = g_bytes_get_data (blob, &len);
      if (self->body->len + FAR_ID_LEN + 10 + len > FAR_FRAME_BODY_MAX)
        return _far_session_seal_body (self);
      far_put (self->body, id, FAR_ID_LEN);
      far_put_varint (self->body, len);
      far_put (self->body, bytes, len);
    }

  self->body->data[BLOBS_LAST_AT] = TRUE;
  self->answer_due = FALSE;

  return _far_session_seal_body (self);
}

gboolean
_far_session_read_blobs (FarSession *self, FarReader *reader, GError **error)
{
  g_autoptr (GArray) blobs = g_array_new (FALSE, FALSE, sizeof (FarBlobParts));
  guint8 is_last = far_reader_u8 (reader);
  FarVerdict verdict;

  if (reader->failed || is_last > 1 || !self->want_unanswered)
    return _far_session_invalid (self, error, "BLOBS that nobody asked for");

  while (far_reader_left (reader) > 0)
    {
      FarBlobParts one = { .id = far_reader_bytes (reader, FAR_ID_LEN) };
      guint64 len = far_reader_varint (reader);

      if (reader->failed || len < FAR_BLOB_MIN || len > FAR_BLOB_MAX)
        return _far_session_invalid (self, error, "BLOBS that cannot be read");
      one.len = len;
      one.blob = far_reader_bytes (reader, len);
      if (reader->failed || !g_hash_table_remove (self->want_open, one.id))
        return _far_session_invalid (self, error, "BLOBS that nobody asked for");
      g_array_append_val (blobs, one);
    }
  if (!far_reader_done (reader))
    return _far_session_invalid (self, error, "BLOBS that cannot be read");

  if (blobs->len > 0)
    {
      verdict = self->replica->iface->put_blobs (self->replica,
                                                 (const FarBlobParts *)(gpointer)blobs->data,
                                                 blobs->len, error);
      if (verdict == FAR_VERDICT_FAILED)
        {
          self->state = FAR_SESSION_FAILED;
          return FALSE;
        }
      if (verdict == FAR_VERDICT_INVALID)
        return _far_session_invalid (self, error, "words that are not what their entry says");
      self->news |= verdict == FAR_VERDICT_ACCEPTED;
    }

  if (is_last)
    {
      g_hash_table_remove_all (self->want_open);
      self->want_unanswered = FALSE;
    }
  _far_session_update_state (self);

  return TRUE;
}
