/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Frames as they come in, one function for each type. */

#define G_LOG_DOMAIN "far-session"

#include "far-session-private.h"

#include <string.h>

#include "far-pure.h"

gboolean
_far_session_invalid (FarSession *self, GError **error, const char *what)
{
  return _far_session_fail (self, FAR_SESSION_ERROR_INVALID, error, what);
}

static gboolean
begin_streaming (FarSession *self, GError **error)
{
  self->state = FAR_SESSION_STREAMING;

  return _far_session_start_sending (self, TRUE, error);
}

static void
assume_equal (FarSession *self)
{
  for (guint i = 0; i < self->snapshot->len; i++)
    far_have_raise (self->have, i + 1, g_array_index (self->snapshot, guint32, i));
}

/* One row: device 32, seq varint, the first 8 bytes of the id there. */
static void
queue_frontier (FarSession *self)
{
  g_autoptr (GArray) sorted = _far_session_sort_logs (self);
  guint n = 0;

  _far_session_begin_body (self, FRAME_FRONTIER);
  far_put_u32 (self->body, self->differing);
  far_put_u8 (self->body, FALSE);

  for (guint i = 0; i < sorted->len; i++)
    {
      const SortedLog *at = &g_array_index (sorted, SortedLog, i);
      ListedLog row = { .log = at->log, .seq = at->held.head_seq };

      if (!(self->differing & 1u << _far_session_group_of (at->held.device)))
        continue;

      if (n == FAR_FRONTIER_ROWS_MAX)
        {
          _far_session_queue_body (self);
          _far_session_begin_body (self, FRAME_FRONTIER);
          far_put_u32 (self->body, self->differing);
          far_put_u8 (self->body, FALSE);
          n = 0;
        }
      memcpy (row.device, at->held.device, FAR_KEY_LEN);
      far_put (self->body, row.device, FAR_KEY_LEN);
      far_put_varint (self->body, row.seq);
      far_put (self->body, at->held.head_id, FAR_ID_PREFIX_LEN);
      g_array_append_val (self->listed, row);
      n++;
    }

  self->body->data[FRONTIER_LAST_AT] = TRUE; /* the last one */
  _far_session_queue_body (self);
}

static gboolean
read_hello (FarSession *self, FarReader *reader, GError **error)
{
  const guint8 *digest = far_reader_bytes (reader, FAR_HASH_LEN);
  const guint8 *groups = NULL;

  if (self->role == ROLE_ANSWER)
    groups = far_reader_bytes (reader, N_GROUPS * GROUP_LEN);
  if (!far_reader_done (reader) || self->state != FAR_SESSION_COMPARING || self->hello_read)
    return _far_session_invalid (self, error, "a HELLO that does not belong there");
  self->hello_read = TRUE;

  if (self->role == ROLE_ANSWER)
    _far_session_queue_hello (self);

  if (memcmp (digest, self->sent_digest, FAR_HASH_LEN) == 0)
    {
      assume_equal (self);
      return begin_streaming (self, error);
    }

  if (self->role == ROLE_ANSWER)
    {
      for (guint i = 0; i < N_GROUPS; i++)
        if (memcmp (groups + i * GROUP_LEN, self->groups[i], GROUP_LEN) != 0)
          self->differing |= 1u << i;
      queue_frontier (self);
    }

  return TRUE;
}

/* What the peer has of the groups that are equal is what was held here when HELLO was sent. */
static void
assume_equal_groups (FarSession *self)
{
  for (guint i = 0; i < self->snapshot->len; i++)
    {
      FarReplicaLog held;

      self->replica->iface->get_log (self->replica, i + 1, &held);
      if (!(self->differing & 1u << _far_session_group_of (held.device)))
        far_have_raise (self->have, i + 1, g_array_index (self->snapshot, guint32, i));
    }
}

/* Both ends number the listed logs alike, without a word. */
static gboolean
number_listed (FarSession *self, GError **error)
{
  for (guint i = 0; i < self->listed->len; i++)
    {
      const ListedLog *row = &g_array_index (self->listed, ListedLog, i);

      far_stream_writer_number (self->writer, row->log, row->seq);
      if (!far_stream_reader_number (self->reader, row->device, row->log, row->seq))
        return _far_session_invalid (self, error, "a FRONTIER names too many devices");
    }

  return TRUE;
}

static void
suspect (FarSession *self, const guint8 *device)
{
  if (self->role != ROLE_DIAL || !_far_session_is_own_call (self))
    self->replica->iface->suspect (self->replica, device);
}

/* What a row says is held here too; or it goes on where this machine ends, as far as can be told;
 * or it is another branch than what is held here. */
static void
place_row (FarSession *self, ListedLog *row, const guint8 *prefix, gboolean is_first)
{
  FarPos pos = self->replica->iface->locate (self->replica, row->device, row->seq, prefix);
  guint32 log = self->replica->iface->find_leaf (self->replica, row->device);
  FarReplicaLog held = { 0 };

  if (pos.log != 0)
    {
      row->log = pos.log;
      row->want = WANT_NOTHING;
      far_have_raise_chain (self->have, self->replica, pos);
      return;
    }

  if (log != 0)
    self->replica->iface->get_log (self->replica, log, &held);
  if (is_first && !held.is_forked && row->seq > held.head_seq)
    {
      row->log = log;
      row->want = held.head_seq + 1;
      if (log != 0)
        far_have_raise (self->assumed, log, row->seq);
    }
  if (held.head_seq > 0)
    suspect (self, row->device);
}

static gboolean
read_row (FarSession *self, FarReader *reader, GError **error)
{
  const guint8 *device = far_reader_bytes (reader, FAR_KEY_LEN);
  guint64 seq = far_reader_varint (reader);
  const guint8 *prefix = far_reader_bytes (reader, FAR_ID_PREFIX_LEN);
  const ListedLog *before = self->listed->len > 0
                                ? &g_array_index (self->listed, ListedLog, self->listed->len - 1)
                                : NULL;
  ListedLog row = { .seq = seq };
  int order = -1;

  if (reader->failed || seq < 1 || seq > G_MAXUINT32 || self->listed->len >= FAR_LOGS_MAX)
    return _far_session_invalid (self, error, "a FRONTIER that cannot be read");

  if (before != NULL)
    order = memcmp (before->device, device, FAR_KEY_LEN);
  if (order > 0)
    return _far_session_invalid (self, error, "a FRONTIER that is not in order");

  memcpy (row.device, device, FAR_KEY_LEN);
  place_row (self, &row, prefix, order != 0);
  g_array_append_val (self->listed, row);

  return TRUE;
}

static void
put_want (FarSession *self, guint index, guint32 from)
{
  const ListedLog *row = &g_array_index (self->listed, ListedLog, index);
  guint8 id[FAR_ID_LEN] = { 0 };

  far_put_varint (self->body, index);
  far_put_varint (self->body, from);
  if (from > 1)
    {
      self->replica->iface->get_id (self->replica, (FarPos){ row->log, from - 1 }, id);
      far_put (self->body, id, FAR_ID_PREFIX_LEN);
    }
}

static void
queue_wants (FarSession *self)
{
  guint n = 0;

  for (guint i = 0; i < self->listed->len; i++)
    n += g_array_index (self->listed, ListedLog, i).want != WANT_NOTHING;

  _far_session_begin_body (self, FRAME_WANT);
  far_put_varint (self->body, n);
  for (guint i = 0; i < self->listed->len; i++)
    {
      guint32 want = g_array_index (self->listed, ListedLog, i).want;

      if (want != WANT_NOTHING)
        put_want (self, i, want);
    }
  _far_session_queue_body (self);
}

static gboolean
read_frontier (FarSession *self, FarReader *reader, GError **error)
{
  guint8 is_last;

  self->differing = far_reader_u32 (reader);
  is_last = far_reader_u8 (reader);
  if (reader->failed || is_last > 1 || self->role != ROLE_DIAL ||
      self->state != FAR_SESSION_COMPARING || !self->hello_read)
    return _far_session_invalid (self, error, "a FRONTIER that does not belong there");

  while (far_reader_left (reader) > 0)
    if (!read_row (self, reader, error))
      return FALSE;
  if (!far_reader_done (reader))
    return _far_session_invalid (self, error, "a FRONTIER that cannot be read");
  if (!is_last)
    return TRUE;

  assume_equal_groups (self);
  queue_wants (self);

  return number_listed (self, error) && begin_streaming (self, error);
}

/* One thing that the initiator wants.  Returns: FALSE if it cannot be read */
static gboolean
read_wanted (FarSession *self, FarReader *reader, gboolean *wanted, GArray *differ)
{
  guint64 index = far_reader_varint (reader);
  guint64 from = far_reader_varint (reader);
  const guint8 *prefix = from > 1 ? far_reader_bytes (reader, FAR_ID_PREFIX_LEN) : NULL;
  const ListedLog *row;
  FarPos pos;
  guint number = index;

  if (reader->failed || index >= self->listed->len || wanted[index])
    return FALSE;
  row = &g_array_index (self->listed, ListedLog, index);
  if (from > row->seq)
    return FALSE;

  wanted[index] = TRUE;
  if (from == 1)
    return TRUE;

  if (from > 1)
    {
      pos = self->replica->iface->locate (self->replica, row->device, from - 1, prefix);
      if (pos.log != 0)
        {
          far_have_raise_chain (self->have, self->replica, pos);
          return TRUE;
        }
      g_array_append_val (differ, number);
    }
  suspect (self, row->device);

  return TRUE;
}

/* The responder's WANT: what the initiator took for the same is not. */
static void
queue_differ (FarSession *self, const GArray *differ)
{
  if (differ->len == 0)
    return;

  _far_session_begin_body (self, FRAME_WANT);
  far_put_varint (self->body, differ->len);
  for (guint i = 0; i < differ->len; i++)
    put_want (self, g_array_index (differ, guint, i), 0);
  _far_session_queue_body (self);
}

static gboolean
read_wants (FarSession *self, FarReader *reader, GError **error)
{
  guint64 n = far_reader_varint (reader);
  g_autofree gboolean *wanted = g_new0 (gboolean, self->listed->len + 1);
  g_autoptr (GArray) differ = g_array_new (FALSE, FALSE, sizeof (guint));

  if (reader->failed || n > self->listed->len)
    return _far_session_invalid (self, error, "a WANT for what was not offered");

  for (guint64 i = 0; i < n; i++)
    if (!read_wanted (self, reader, wanted, differ))
      return _far_session_invalid (self, error, "a WANT for what was not offered");
  if (!far_reader_done (reader))
    return _far_session_invalid (self, error, "a WANT that cannot be read");

  for (guint i = 0; i < self->listed->len; i++)
    {
      const ListedLog *row = &g_array_index (self->listed, ListedLog, i);

      if (!wanted[i])
        far_have_raise_chain (self->have, self->replica, (FarPos){ row->log, row->seq });
    }

  assume_equal_groups (self);
  queue_differ (self, differ);

  return number_listed (self, error) && begin_streaming (self, error);
}

/* The responder holds another branch of what it listed than the initiator took it for: it gets all
 * of this one. */
static gboolean
read_differ (FarSession *self, FarReader *reader, GError **error)
{
  guint64 n = far_reader_varint (reader);

  for (guint64 i = 0; i < n && !reader->failed; i++)
    {
      guint64 index = far_reader_varint (reader);
      guint64 from = far_reader_varint (reader);
      ListedLog *row;

      if (reader->failed || index >= self->listed->len || from != 0)
        return _far_session_invalid (self, error, "a WANT that cannot be");
      row = &g_array_index (self->listed, ListedLog, index);
      if (row->log != 0 && row->log <= self->assumed->len)
        g_array_index (self->assumed, guint32, row->log - 1) = 0;
    }
  if (!far_reader_done (reader))
    return _far_session_invalid (self, error, "a WANT that cannot be read");

  self->wake_pending = TRUE;

  return TRUE;
}

static gboolean
read_want (FarSession *self, FarReader *reader, GError **error)
{
  if (self->role == ROLE_ANSWER && self->state == FAR_SESSION_COMPARING && self->hello_read)
    return read_wants (self, reader, error);
  if (self->role == ROLE_DIAL && self->state != FAR_SESSION_COMPARING)
    return read_differ (self, reader, error);

  return _far_session_invalid (self, error, "a WANT that does not belong there");
}

static gboolean
read_total (FarSession *self, FarReader *reader, GError **error)
{
  guint64 n = far_reader_varint (reader);

  if (!far_reader_done (reader) || n < (guint64)self->counts.n_to_receive || n > G_MAXINT32)
    return _far_session_invalid (self, error, "a TOTAL that cannot be");

  self->total_read = TRUE;
  self->counts.n_to_receive = n;
  _far_session_update_state (self);

  return TRUE;
}

static gboolean
read_entries (FarSession *self, FarReader *reader, FrameType type, gint64 now_us, GError **error)
{
  const guint8 *body = reader->data + reader->pos;
  gsize len = far_reader_left (reader);
  gboolean is_cover = type == FRAME_COVER;
  guint64 n_read = 0;
  guint64 n_new = 0;
  FarVerdict verdict;

  if (type == FRAME_PACKED)
    body = far_unpack (self->packer, body, len, &len);
  if (body == NULL)
    return _far_session_invalid (self, error, "entries that do not unpack");

  if (is_cover)
    verdict = far_stream_read_cover (self->reader, body, len, error);
  else
    verdict = far_stream_read_entries (self->reader, body, len, &n_read, &n_new, error);

  self->counts.n_received += n_read;
  self->counts.n_new += n_new;
  self->n_since_settle += n_read + is_cover;
  self->bytes_since_settle += len;

  switch (verdict)
    {
    case FAR_VERDICT_FAILED:
      self->state = FAR_SESSION_FAILED;
      return FALSE;
    case FAR_VERDICT_INVALID:
      return _far_session_invalid (self, error, "an entry that is not valid");
    case FAR_VERDICT_BEYOND:
      /* who talks can ask; who wrote a file could only guess what its reader holds */
      if (self->role == ROLE_BUNDLE_READER)
        return _far_session_fail (self, FAR_SESSION_ERROR_LATER, error,
                                  "the bundle begins after what is held");
      return _far_session_invalid (self, error, "an entry that goes on from what is not held");
    case FAR_VERDICT_NO_ROOM:
      return _far_session_invalid (self, error, "entries too far ahead of their signatures");
    default:
      return _far_session_settle_if_due (self, now_us, error);
    }
}

static gboolean
read_ack (FarSession *self, FarReader *reader, GError **error)
{
  guint64 n = far_reader_varint (reader);

  if (!far_reader_done (reader) || n > (guint64)self->counts.n_sent ||
      n < (guint64)self->counts.n_acknowledged)
    return _far_session_invalid (self, error, "an ACK for what was not sent");

  self->counts.n_acknowledged = n;
  _far_session_update_state (self);

  return TRUE;
}

/* Answered by the same, unless something was said just now: that is an answer, or was a PING. */
static gboolean
read_ping (FarSession *self, FarReader *reader, gint64 now_us, GError **error)
{
  if (!far_reader_done (reader))
    return _far_session_invalid (self, error, "a PING with something in it");

  if (self->state != FAR_SESSION_DOOR && now_us - self->last_out_us >= FAR_HEARTBEAT_TURN_US)
    {
      _far_session_queue_empty (self, FRAME_PING);
      self->last_out_us = now_us;
      self->asked_last = FALSE;
    }

  return TRUE;
}

static gboolean
read_bye (FarSession *self, FarReader *reader, GError **error)
{
  if (!far_reader_done (reader))
    return _far_session_invalid (self, error, "a BYE with something in it");

  if (self->role != ROLE_DIAL_DOOR && self->role != ROLE_ANSWER_DOOR &&
      !_far_session_settle (self, error))
    return FALSE;

  self->bye_read = TRUE;
  self->state = FAR_SESSION_CLOSED;

  return TRUE;
}

static gboolean
read_door (FarSession *self, FrameType type, FarReader *reader, GError **error)
{
  gsize len = far_reader_left (reader);
  GBytes **into = type == FRAME_DOOR_ASK ? &self->request : &self->answer;

  /* it was let in, and has not heard so */
  if (self->role == ROLE_ANSWER && self->state == FAR_SESSION_COMPARING && !self->hello_read &&
      type == FRAME_DOOR_ASK)
    {
      self->role = ROLE_ANSWER_DOOR;
      self->state = FAR_SESSION_DOOR;
      self->is_further = TRUE;
      self->peer_is_known = FALSE;
    }

  if (self->role != (type == FRAME_DOOR_ASK ? ROLE_ANSWER_DOOR : ROLE_DIAL_DOOR) || *into != NULL ||
      len < 1 || len > FAR_DOOR_MAX)
    return _far_session_invalid (self, error, "a word at the door that does not belong there");

  *into = g_bytes_new (far_reader_bytes (reader, len), len);
  if (type == FRAME_DOOR_ANSWER)
    far_session_close (self);

  return TRUE;
}

static gboolean
read_bundle (FarSession *self, FarReader *reader, GError **error)
{
  const guint8 *collective = far_reader_bytes (reader, FAR_ID_LEN);

  if (!far_reader_done (reader) || self->role != ROLE_BUNDLE_READER)
    return _far_session_invalid (self, error, "a bundle that does not begin well");
  if (memcmp (collective, self->collective, FAR_ID_LEN) != 0)
    return _far_session_fail (self, FAR_SESSION_ERROR_NOT_FOR_US, error,
                              "the bundle is another collective's");

  self->state = FAR_SESSION_STREAMING;

  return TRUE;
}

/* It begins with whose it is, and then brings entries. */
static gboolean
belongs_in_bundle (const FarSession *self, FrameType type)
{
  if (self->state == FAR_SESSION_COMPARING)
    return type == FRAME_BUNDLE;

  return type == FRAME_TOTAL || type == FRAME_ENTRIES || type == FRAME_PACKED ||
         type == FRAME_COVER || type == FRAME_HOLDINGS || type == FRAME_BYE;
}

gboolean
_far_session_handle_frame (FarSession *self,
                           const guint8 *body,
                           gsize len,
                           gint64 now_us,
                           GError **error)
{
  FarReader reader = far_reader (body, len);
  FrameType type = far_reader_u8 (&reader);
  gboolean streaming = self->state == FAR_SESSION_STREAMING || self->state == FAR_SESSION_IN_STEP;

  /* it was let in where this machine has not heard of it yet */
  if (self->state == FAR_SESSION_DOOR && self->is_further && type == FRAME_HELLO)
    return _far_session_fail (self, FAR_SESSION_ERROR_NO_STANDING, error,
                              "the peer knows the secret and is not known to belong");
  /* at the door, and at the beginning of a bundle, nothing else may be said */
  if (self->state == FAR_SESSION_DOOR && type != FRAME_DOOR_ASK && type != FRAME_DOOR_ANSWER &&
      type != FRAME_BYE && type != FRAME_PING)
    return _far_session_invalid (self, error, "more than one word at the door");
  if (self->role == ROLE_BUNDLE_READER && !belongs_in_bundle (self, type))
    return _far_session_invalid (self, error, "a frame that has no place in a bundle");

  switch (type)
    {
    case FRAME_HELLO:
      return read_hello (self, &reader, error);
    case FRAME_FRONTIER:
      return read_frontier (self, &reader, error);
    case FRAME_WANT:
      return read_want (self, &reader, error);
    case FRAME_TOTAL:
      return streaming ? read_total (self, &reader, error)
                       : _far_session_invalid (self, error, "a TOTAL too early");
    case FRAME_ENTRIES:
    case FRAME_PACKED:
    case FRAME_COVER:
      return streaming ? read_entries (self, &reader, type, now_us, error)
                       : _far_session_invalid (self, error, "entries too early");
    case FRAME_ACK:
      return streaming ? read_ack (self, &reader, error)
                       : _far_session_invalid (self, error, "an ACK too early");
    case FRAME_SIGNAL:
      return _far_session_read_signal (self, &reader, now_us, error);
    case FRAME_PING:
      return read_ping (self, &reader, now_us, error);
    case FRAME_REKEY:
      far_noise_rekey (&self->receive);
      return far_reader_done (&reader) ||
             _far_session_invalid (self, error, "a REKEY with something in it");
    case FRAME_BYE:
      return read_bye (self, &reader, error);
    case FRAME_DOOR_ASK:
    case FRAME_DOOR_ANSWER:
      return read_door (self, type, &reader, error);
    case FRAME_BUNDLE:
      return read_bundle (self, &reader, error);
    case FRAME_WANT_BLOBS:
      return streaming ? _far_session_read_want_blobs (self, &reader, error)
                       : _far_session_invalid (self, error, "a WANT_BLOBS too early");
    case FRAME_BLOBS:
      return streaming ? _far_session_read_blobs (self, &reader, error)
                       : _far_session_invalid (self, error, "BLOBS too early");
    case FRAME_HAD:
      return _far_session_read_had (self, &reader, error);
    case FRAME_HOLDINGS:
      return streaming ? _far_session_read_holdings (self, &reader, now_us, error)
                       : _far_session_invalid (self, error, "HOLDINGS too early");
    }

  /* a newer version's frame: passed over */
  return TRUE;
}
