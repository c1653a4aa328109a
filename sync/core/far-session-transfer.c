/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Entries on their way: what is held as digests, what is sent, and what came in being accepted. */

#define G_LOG_DOMAIN "far-session"

#include "far-session-private.h"

#include <string.h>

#include "far-pure.h"

/* ---- what is held, as a digest */

static int
compare_logs (gconstpointer a, gconstpointer b)
{
  const FarReplicaLog *log_a = &((const SortedLog *)a)->held;
  const FarReplicaLog *log_b = &((const SortedLog *)b)->held;
  int order = memcmp (log_a->device, log_b->device, FAR_KEY_LEN);

  if (order == 0)
    order = (log_a->head_seq > log_b->head_seq) - (log_a->head_seq < log_b->head_seq);

  return order != 0 ? order : memcmp (log_a->head_id, log_b->head_id, FAR_ID_LEN);
}

guint
_far_session_group_of (const guint8 *device)
{
  return device[0] >> 3;
}

/* Of the logs on which nothing goes on, by device. */
GArray *
_far_session_sort_logs (FarSession *self)
{
  guint n = self->replica->iface->get_n_logs (self->replica);
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (SortedLog), n);

  for (guint32 log = 1; log <= n; log++)
    {
      SortedLog at = { .log = log };

      self->replica->iface->get_log (self->replica, log, &at.held);
      if (at.held.is_leaf)
        g_array_append_val (sorted, at);
    }
  g_array_sort (sorted, compare_logs);

  return sorted;
}

static void
take_snapshot (FarSession *self)
{
  g_autoptr (GArray) sorted = _far_session_sort_logs (self);
  guint i = 0;

  g_array_set_size (self->snapshot, 0);
  for (guint group = 0; group < N_GROUPS; group++)
    {
      guint8 digest[FAR_HASH_LEN];
      FarHash hash;

      far_hash_init (&hash, FAR_CONTEXT_GROUP, FAR_HASH_LEN);
      for (; i < sorted->len; i++)
        {
          const SortedLog *at = &g_array_index (sorted, SortedLog, i);

          if (_far_session_group_of (at->held.device) != group)
            break;
          far_hash_update (&hash, at->held.device, FAR_KEY_LEN);
          far_hash_u32 (&hash, at->held.head_seq);
          far_hash_update (&hash, at->held.head_id, FAR_ID_LEN);
          far_have_raise_chain (self->snapshot, self->replica,
                                (FarPos){ at->log, at->held.head_seq });
        }
      far_hash_finish (&hash, digest, FAR_HASH_LEN);
      memcpy (self->groups[group], digest, GROUP_LEN);
    }
  self->replica->iface->get_digest (self->replica, self->sent_digest);
}

/* The caller's tells its groups too, so that the answer can say at once what differs. */
void
_far_session_queue_hello (FarSession *self)
{
  take_snapshot (self);
  _far_session_begin_body (self, FRAME_HELLO);
  far_put (self->body, self->sent_digest, FAR_HASH_LEN);
  if (self->role == ROLE_DIAL)
    far_put (self->body, self->groups, N_GROUPS * GROUP_LEN);
  _far_session_queue_body (self);
  _far_session_queue_had (self);
}

/* ---- sending entries */

static void
queue_total (FarSession *self)
{
  _far_session_begin_body (self, FRAME_TOTAL);
  far_put_varint (self->body, self->counts.n_to_send);
  _far_session_queue_body (self);
}

/* Another round: all that the peer does not have, as far as is known here. */
gboolean
_far_session_start_sending (FarSession *self, gboolean announce, GError **error)
{
  g_autoptr (GArray) have = g_array_copy (self->have);
  gint64 n;

  for (guint i = 0; i < self->assumed->len; i++)
    far_have_raise (have, i + 1, g_array_index (self->assumed, guint32, i));

  n = self->replica->iface->start_sending (self->replica, have, self->today, error);
  if (n < 0)
    {
      self->state = FAR_SESSION_FAILED;
      return FALSE;
    }

  self->wake_pending = FALSE;
  self->sending = n > 0;
  self->counts.n_to_send += n;
  if (n > 0 || announce)
    queue_total (self);

  return TRUE;
}

void
_far_session_update_state (FarSession *self)
{
  gboolean done;

  if (self->state != FAR_SESSION_STREAMING && self->state != FAR_SESSION_IN_STEP)
    return;

  done = !self->sending && self->total_read && self->counts.n_acknowledged == self->counts.n_sent &&
         self->counts.n_received >= self->counts.n_to_receive &&
         self->replica->iface->get_n_waiting (self->replica) == 0;
  /* an ERASE among what is still to come may be why they are not here */
  if (done)
    _far_session_want_blobs (self);
  done = done && _far_session_blobs_are_done (self);
  self->state = done ? FAR_SESSION_IN_STEP : FAR_SESSION_STREAMING;
  self->was_in_step |= done;
  if (done)
    far_packer_rest (self->packer);
}

/* Headers may be of what was written since the peer was last found to stand.
 *
 * Returns: NULL if it failed, or nothing can be shown */
static GBytes *
make_cover (FarSession *self, FarPos overdue, GError **error)
{
  g_autoptr (GPtrArray) headers = NULL;
  guint8 sig[FAR_SIG_LEN];

  if (!_far_session_check_standing (self, error))
    return NULL;

  headers = self->replica->iface->read_headers (self->replica, overdue, sig, error);
  if (headers == NULL)
    {
      self->state = FAR_SESSION_FAILED;
      return NULL;
    }
  if (headers->len == 0)
    {
      far_stream_writer_give_up (self->writer, overdue.log);
      return NULL;
    }

  _far_session_begin_body (self, FRAME_COVER);
  far_stream_write_cover (self->writer, overdue.log, headers, sig, self->body);

  return _far_session_seal_body (self);
}

/* A frame with what was written, packed if that makes it smaller. */
static GBytes *
seal_entries (FarSession *self)
{
  gsize noise_at;

  _far_session_begin_body (self, FRAME_ENTRIES);
  noise_at = far_stream_writer_take (self->writer, self->body);
  if (_far_session_pack_body (self, 1, noise_at))
    self->body->data[0] = FRAME_PACKED;

  return _far_session_seal_body (self);
}

/* One frame of entries, or of what covers them. */
static GBytes *
make_entries (FarSession *self, GError **error)
{
  FarEntryParts parts;
  FarPos overdue;
  GBytes *message;
  g_autoptr (GError) local = NULL;

  while ((overdue = far_stream_writer_get_overdue (self->writer, !self->sending)).seq != 0)
    {
      message = make_cover (self, overdue, error);
      if (message != NULL || self->state == FAR_SESSION_FAILED)
        return message;
    }
  if (!self->sending)
    return NULL;

  while (far_stream_writer_get_len (self->writer) + FAR_STREAM_ENTRY_MAX +
             FAR_STREAM_BODY_OVERHEAD <=
         FAR_PACKED_MAX)
    {
      if (!self->replica->iface->next_entry (self->replica, &parts, &local))
        {
          self->sending = FALSE;
          break;
        }
      far_stream_write_entry (self->writer, &parts);
      self->counts.n_sent++;
    }

  if (local != NULL)
    {
      self->state = FAR_SESSION_FAILED;
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  if (far_stream_writer_get_len (self->writer) == 0)
    return NULL;
  message = seal_entries (self);
  if (!self->sending)
    far_packer_rest (self->packer);

  return message;
}

static gboolean
rekey_is_due (FarSession *self, gint64 now_us)
{
  return self->send.n_frames - self->rekeyed_at_frame >= FAR_REKEY_FRAMES ||
         now_us - self->rekeyed_at_us >= FAR_REKEY_US;
}

static gboolean
is_live (const FarSession *self)
{
  return self->state == FAR_SESSION_COMPARING || self->state == FAR_SESSION_STREAMING ||
         self->state == FAR_SESSION_IN_STEP;
}

static GBytes *
next_message (FarSession *self, gint64 now_us, GError **error)
{
  GBytes *message = g_queue_pop_head (&self->out);

  if (message != NULL || !is_live (self) || self->bye_queued)
    return message;

  if (self->role != ROLE_BUNDLE_WRITER && rekey_is_due (self, now_us))
    {
      _far_session_begin_body (self, FRAME_REKEY);
      message = _far_session_seal_body (self);
      far_noise_rekey (&self->send);
      self->rekeyed_at_frame = self->send.n_frames;
      self->rekeyed_at_us = now_us;
      return message;
    }

  message = make_entries (self, error);
  if (message != NULL || self->state == FAR_SESSION_FAILED)
    return message;
  if (self->answer_due)
    return _far_session_make_blobs (self);

  if (self->wake_pending && !self->sending && !_far_session_start_sending (self, FALSE, error))
    return NULL;
  if (self->holdings_due && !self->sending &&
      (self->state == FAR_SESSION_IN_STEP || self->role == ROLE_BUNDLE_WRITER))
    {
      message = _far_session_make_holdings (self, error);
      if (message != NULL || self->state == FAR_SESSION_FAILED)
        return message;
    }
  if (self->role == ROLE_BUNDLE_WRITER && !self->sending)
    far_session_close (self);
  _far_session_update_state (self);

  message = g_queue_pop_head (&self->out);

  return message != NULL || !self->sending ? message : make_entries (self, error);
}

GBytes *
far_session_poll_transmit (FarSession *self, gint64 now_us, GError **error)
{
  GBytes *message;

  if (self->state == FAR_SESSION_FAILED || self->state == FAR_SESSION_CLOSED)
    return NULL;

  message = next_message (self, now_us, error);
  if (message == NULL)
    return NULL;

  self->last_out_us = now_us;
  self->counts.n_bytes_out += g_bytes_get_size (message);
  if (self->bye_queued && g_queue_is_empty (&self->out))
    self->state = FAR_SESSION_CLOSED;

  return message;
}

void
far_session_close (FarSession *self)
{
  if (self->bye_queued || self->state == FAR_SESSION_FAILED || self->state == FAR_SESSION_CLOSED)
    return;

  if (self->state == FAR_SESSION_HANDSHAKE)
    {
      self->state = FAR_SESSION_CLOSED;
      return;
    }

  /* who has lost their standing meanwhile is told nothing more, not even that */
  _far_session_queue_last_holdings (self);
  if (self->state == FAR_SESSION_FAILED)
    {
      self->state = FAR_SESSION_CLOSED;
      return;
    }
  _far_session_queue_empty (self, FRAME_BYE);
  self->bye_queued = TRUE;
}

/* ---- settling what came in */

static gboolean
queue_ack (FarSession *self)
{
  gint64 n = self->counts.n_received - self->replica->iface->get_n_waiting (self->replica);

  if (n > self->n_acknowledged_to_peer && self->role != ROLE_BUNDLE_READER)
    {
      _far_session_begin_body (self, FRAME_ACK);
      far_put_varint (self->body, n);
      _far_session_queue_body (self);
      self->n_acknowledged_to_peer = n;
    }

  return TRUE;
}

/* Whether the peer still may talk: what was just accepted can have ended it. */
gboolean
_far_session_check_standing (FarSession *self, GError **error)
{
  guint8 device[FAR_KEY_LEN];

  if (self->role == ROLE_BUNDLE_READER || self->role == ROLE_BUNDLE_WRITER)
    return TRUE;

  /* a newcomer judges whom it called when it has all that was promised: what lets the peer in may
   * be in the next batch */
  if (sodium_is_zero (self->peer_device, FAR_KEY_LEN) &&
      self->counts.n_received < self->counts.n_to_receive)
    return TRUE;

  if (self->replica->iface->authorize (self->replica, self->peer_noise, device) != FAR_PEER_STANDS)
    return _far_session_fail (self, FAR_SESSION_ERROR_NO_STANDING, error,
                              "the peer does not belong any more");

  memcpy (self->peer_device, device, FAR_KEY_LEN);

  return TRUE;
}

gboolean
_far_session_settle (FarSession *self, GError **error)
{
  guint n_accepted = 0;
  FarVerdict verdict;

  self->settle_us = G_MAXINT64;
  self->n_since_settle = 0;
  self->bytes_since_settle = 0;

  if (self->replica->iface->has_news (self->replica))
    {
      verdict = self->replica->iface->settle (self->replica, &n_accepted, error);
      self->counts.n_accepted += n_accepted;
      self->news |= n_accepted > 0;
      self->want_due = TRUE;

      if (verdict == FAR_VERDICT_FAILED)
        {
          self->state = FAR_SESSION_FAILED;
          return FALSE;
        }
      if (verdict == FAR_VERDICT_INVALID)
        return _far_session_fail (self, FAR_SESSION_ERROR_INVALID, error,
                                  "an entry that is not valid, or of a device that nobody let in");
      if (n_accepted > 0 && !_far_session_check_standing (self, error))
        return FALSE;
    }

  queue_ack (self);
  _far_session_update_state (self);

  return TRUE;
}

gboolean
_far_session_settle_if_due (FarSession *self, gint64 now_us, GError **error)
{
  if (self->n_since_settle == 0)
    return TRUE;

  if ((self->total_read && self->counts.n_received >= self->counts.n_to_receive) ||
      self->n_since_settle >= FAR_SETTLE_ENTRIES_MAX ||
      self->bytes_since_settle >= FAR_SETTLE_BYTES_MAX)
    return _far_session_settle (self, error);

  if (self->settle_us == G_MAXINT64)
    self->settle_us = now_us + (self->counts.n_to_receive - self->counts.n_received > FAR_SETTLE_FEW
                                    ? FAR_SETTLE_FLOW_US
                                    : FAR_SETTLE_US);

  return TRUE;
}
