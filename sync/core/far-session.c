/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-session"

#include "far-session-private.h"

#include <string.h>

#include "far-pure.h"

G_DEFINE_QUARK (far_session_error, far_session_error)

/* ---- making and ending */

FarSession *
_far_session_new_session (FarReplica *replica,
                          Role role,
                          const FarSessionSetup *setup,
                          gint64 now_us)
{
  FarSession *self = g_new0 (FarSession, 1);

  self->replica = replica;
  self->role = role;
  memcpy (self->collective, setup->collective, FAR_ID_LEN);
  if (setup->noise_secret != NULL)
    memcpy (self->noise_secret, setup->noise_secret, FAR_KEY_LEN);
  if (setup->ephemeral_secret != NULL)
    memcpy (self->ephemeral_secret, setup->ephemeral_secret, FAR_KEY_LEN);
  self->today = setup->today;
  self->in = g_byte_array_new ();
  self->body = g_byte_array_new ();
  self->packer = far_packer_new ();
  g_queue_init (&self->out);
  g_queue_init (&self->signals);
  self->waits = setup->waits && role == ROLE_DIAL;
  self->snapshot = g_array_new (FALSE, TRUE, sizeof (guint32));
  self->listed = g_array_new (FALSE, FALSE, sizeof (ListedLog));
  self->have = g_array_new (FALSE, TRUE, sizeof (guint32));
  self->assumed = g_array_new (FALSE, TRUE, sizeof (guint32));
  self->groups = g_malloc0 (N_GROUPS * GROUP_LEN);
  self->writer = far_stream_writer_new (replica, self->have);
  self->reader = far_stream_reader_new (replica, self->have);
  _far_session_init_blobs (self);
  _far_session_init_holdings (self);
  if (role == ROLE_BUNDLE_WRITER)
    far_session_tell_holdings (self);
  self->settle_us = G_MAXINT64;
  self->started_us = self->last_in_us = self->last_out_us = self->rekeyed_at_us = now_us;

  return self;
}

void
far_session_free (FarSession *self)
{
  far_noise_free (self->noise);
  far_stream_writer_free (self->writer);
  far_stream_reader_free (self->reader);
  g_byte_array_unref (self->in);
  g_byte_array_unref (self->body);
  far_packer_free (self->packer);
  g_queue_clear_full (&self->out, (GDestroyNotify)g_bytes_unref);
  g_queue_clear_full (&self->signals, (GDestroyNotify)g_bytes_unref);
  g_array_unref (self->snapshot);
  g_array_unref (self->listed);
  g_array_unref (self->have);
  g_array_unref (self->assumed);
  _far_session_clear_blobs (self);
  _far_session_clear_holdings (self);
  g_free (self->groups);
  if (self->older != NULL)
    sodium_memzero (self->older, self->n_older * FAR_HASH_LEN);
  g_free (self->older);
  g_free (self->invite_keys);
  g_clear_pointer (&self->request, g_bytes_unref);
  g_clear_pointer (&self->answer, g_bytes_unref);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

gboolean
_far_session_fail (FarSession *self, FarSessionError code, GError **error, const char *message)
{
  self->state = FAR_SESSION_FAILED;
  g_set_error_literal (error, FAR_SESSION_ERROR, code, message);

  return FALSE;
}

/* ---- messages out */

void
_far_session_queue_message (FarSession *self, const guint8 *bytes, gsize len)
{
  guint8 *message = g_malloc (FRAME_HEAD_LEN + len);

  far_set_u16 (message, len);
  memcpy (message + FRAME_HEAD_LEN, bytes, len);
  g_queue_push_tail (&self->out, g_bytes_new_take (message, FRAME_HEAD_LEN + len));
}

GBytes *
_far_session_seal_body (FarSession *self)
{
  gsize len = self->body->len + FAR_TAG_LEN;
  guint8 *message;

  g_assert (self->body->len <= FAR_FRAME_BODY_MAX);

  message = g_malloc (FRAME_HEAD_LEN + len);
  far_set_u16 (message, len);
  if (!far_noise_encrypt (&self->send, message + FRAME_HEAD_LEN, self->body->data, self->body->len))
    {
      /* 2^64 frames were sent */
      g_free (message);
      return NULL;
    }

  return g_bytes_new_take (message, FRAME_HEAD_LEN + len);
}

void
_far_session_begin_body (FarSession *self, FrameType type)
{
  g_byte_array_set_size (self->body, 0);
  far_put_u8 (self->body, type);
}

gboolean
_far_session_pack_body (FarSession *self, gsize from, gsize noise_at)
{
  g_autoptr (GByteArray) plain = NULL;

  if (self->body->len < FAR_PACK_MIN)
    return FALSE;

  plain = g_steal_pointer (&self->body);
  self->body = g_byte_array_sized_new (plain->len);
  far_put (self->body, plain->data, from);
  if (far_pack (self->packer, plain->data + from, plain->len - from, noise_at - from, self->body))
    return TRUE;

  g_byte_array_unref (self->body);
  self->body = g_steal_pointer (&plain);

  return FALSE;
}

void
_far_session_queue_body (FarSession *self)
{
  GBytes *frame = _far_session_seal_body (self);

  if (frame != NULL)
    g_queue_push_tail (&self->out, frame);
}

void
_far_session_queue_empty (FarSession *self, FrameType type)
{
  _far_session_begin_body (self, type);
  _far_session_queue_body (self);
}

guint
_far_session_count (RecentCount *self, guint n, gint64 span_us, gint64 now_us)
{
  if (now_us - self->since_us >= span_us)
    *self = (RecentCount){ .since_us = now_us };
  self->n += n;

  return self->n;
}

/* ---- the four calls */

/* Queues the first message, under what @context makes of @key. */
static void
begin_dial (FarSession *self, const char *context, const guint8 *key)
{
  guint8 psk[FAR_KEY_LEN];

  _far_session_derive_psk (context, key, psk);
  self->noise = _far_session_new_noise (self, FAR_NOISE_INITIATOR, psk);
  sodium_memzero (psk, sizeof psk);
  if (!_far_session_queue_handshake (self, NULL))
    g_assert_not_reached (); /* there is no key of the peer yet */
}

static gboolean
is_request_len (GBytes *request)
{
  return g_bytes_get_size (request) >= 1 && g_bytes_get_size (request) <= FAR_DOOR_MAX;
}

FarSession *
far_session_new_dial (FarReplica *replica,
                      const FarSessionSetup *setup,
                      const guint8 secret[static FAR_HASH_LEN],
                      gint64 now_us)
{
  FarSession *self = _far_session_new_session (replica, ROLE_DIAL, setup, now_us);

  begin_dial (self, FAR_CONTEXT_PSK, secret);

  return self;
}

FarSession *
far_session_new_dial_door (FarReplica *replica,
                           const FarSessionSetup *setup,
                           const guint8 invite_key[static FAR_KEY_LEN],
                           GBytes *request,
                           gint64 now_us)
{
  FarSession *self;

  g_return_val_if_fail (is_request_len (request), NULL);

  self = _far_session_new_session (replica, ROLE_DIAL_DOOR, setup, now_us);
  self->request = g_bytes_ref (request);
  begin_dial (self, FAR_CONTEXT_DOOR_PSK, invite_key);

  return self;
}

FarSession *
far_session_new_dial_further (FarReplica *replica,
                              const FarSessionSetup *setup,
                              const guint8 secret[static FAR_HASH_LEN],
                              GBytes *request,
                              gint64 now_us)
{
  FarSession *self;

  g_return_val_if_fail (is_request_len (request), NULL);

  self = _far_session_new_session (replica, ROLE_DIAL_DOOR, setup, now_us);
  self->is_further = TRUE;
  self->request = g_bytes_ref (request);
  begin_dial (self, FAR_CONTEXT_PSK, secret);

  return self;
}

FarSession *
far_session_new_answer (FarReplica *replica,
                        const FarSessionSetup *setup,
                        const guint8 secret[static FAR_HASH_LEN],
                        const guint8 (*invite_keys)[FAR_KEY_LEN],
                        guint n_invite_keys,
                        gint64 now_us)
{
  FarSession *self = _far_session_new_session (replica, ROLE_ANSWER, setup, now_us);

  memcpy (self->secret, secret, FAR_HASH_LEN);
  self->n_older = MIN (setup->n_older_secrets, FAR_SECRETS_MAX);
  self->older = g_memdup2 (setup->older_secrets, self->n_older * FAR_HASH_LEN);
  self->n_invite_keys = MIN (n_invite_keys, FAR_OPEN_INVITES_MAX);
  self->invite_keys = g_memdup2 (invite_keys, self->n_invite_keys * FAR_KEY_LEN);

  return self;
}

static gboolean
handle_message (FarSession *self, guint8 *message, gsize len, gint64 now_us, GError **error)
{
  if (self->state == FAR_SESSION_HANDSHAKE)
    return _far_session_handle_handshake (self, message, len, error);

  if (!far_noise_decrypt (&self->receive, message, message, len))
    return _far_session_invalid (self, error, "a message whose tag is wrong");

  return _far_session_handle_frame (self, message, len - FAR_TAG_LEN, now_us, error);
}

/* Whole messages of @in, one after another. Returns: how much was used */
static gsize
handle_messages (FarSession *self,
                 guint8 *in,
                 gsize len,
                 gint64 now_us,
                 gboolean *good,
                 GError **error)
{
  gsize pos = 0;

  *good = TRUE;

  if (self->role == ROLE_BUNDLE_READER && self->state == FAR_SESSION_HANDSHAKE)
    {
      pos = _far_session_read_bundle_header (self, in, len, error);
      *good = self->state != FAR_SESSION_FAILED;
      if (pos == 0)
        return 0;
    }

  while (*good && self->state != FAR_SESSION_CLOSED && len - pos >= FRAME_HEAD_LEN)
    {
      gsize message_len = in[pos] | in[pos + 1] << 8;

      if (len - pos - FRAME_HEAD_LEN < message_len)
        break;

      *good = handle_message (self, in + pos + FRAME_HEAD_LEN, message_len, now_us, error);
      pos += FRAME_HEAD_LEN + message_len;
    }

  return pos;
}

gboolean
far_session_receive (FarSession *self,
                     const guint8 *bytes,
                     gsize len,
                     gint64 now_us,
                     GError **error)
{
  gboolean good;
  gsize used;

  g_return_val_if_fail (self->state != FAR_SESSION_FAILED, FALSE);

  self->last_in_us = now_us;
  self->asked_us = 0;
  self->counts.n_bytes_in += len;
  if (self->state == FAR_SESSION_CLOSED)
    return TRUE;

  far_put (self->in, bytes, len);
  used = handle_messages (self, self->in->data, self->in->len, now_us, &good, error);
  g_byte_array_remove_range (self->in, 0, used);

  /* what came whole before the bad byte of a file is good */
  if (!good && self->role == ROLE_BUNDLE_READER && self->n_since_settle > 0)
    {
      _far_session_settle (self, NULL);
      self->state = FAR_SESSION_FAILED;
    }

  return good;
}

gboolean
far_session_receive_end (FarSession *self, gint64 now_us, GError **error)
{
  guint n_pending = 0;

  if (self->state == FAR_SESSION_FAILED)
    return _far_session_fail (self, FAR_SESSION_ERROR_INVALID, error,
                              "the session had failed before");

  if (self->role == ROLE_BUNDLE_READER)
    {
      /* nothing but the beginning of a magic, or not even that */
      if (self->state == FAR_SESSION_HANDSHAKE && self->in->len < BUNDLE_MAGIC_LEN)
        return _far_session_fail (self, FAR_SESSION_ERROR_FOREIGN, error, "the file is no bundle");
      if (self->state != FAR_SESSION_HANDSHAKE && self->state != FAR_SESSION_CLOSED &&
          !_far_session_settle (self, error))
        return FALSE;
      if (self->replica->iface->leave (self->replica, &n_pending, error) == FAR_VERDICT_FAILED)
        {
          self->state = FAR_SESSION_FAILED;
          return FALSE;
        }
      if (!self->bye_read)
        return _far_session_fail (self, FAR_SESSION_ERROR_CUT, error, "the bundle ends early");
      return TRUE;
    }

  if (self->bye_read || self->state == FAR_SESSION_CLOSED)
    return TRUE;
  if (self->n_since_settle > 0 && !_far_session_settle (self, error))
    return FALSE;

  return _far_session_fail (self,
                            self->state == FAR_SESSION_HANDSHAKE ? FAR_SESSION_ERROR_STRANGER
                                                                 : FAR_SESSION_ERROR_SILENT,
                            error, "the peer hung up");
}

/* Whether the peer is to say something before this end has to. */
static gboolean
is_owed (const FarSession *self)
{
  return self->state == FAR_SESSION_COMPARING ||
         self->counts.n_acknowledged < self->counts.n_sent ||
         self->counts.n_received < self->counts.n_to_receive || self->want_unanswered;
}

/* When it is to be asked whether it is there, unless it says something before. */
static gint64
ask_at (const FarSession *self)
{
  gint64 at_us = MAX (self->last_in_us, self->last_out_us) + FAR_HEARTBEAT_US +
                 (self->asked_last ? FAR_HEARTBEAT_TURN_US : 0);

  return is_owed (self) ? MIN (at_us, self->last_in_us + FAR_STALL_US) : at_us;
}

gint64
far_session_get_deadline (const FarSession *self)
{
  gint64 deadline;

  if (self->role == ROLE_BUNDLE_READER || self->role == ROLE_BUNDLE_WRITER ||
      self->state == FAR_SESSION_FAILED || self->state == FAR_SESSION_CLOSED)
    return G_MAXINT64;

  if (self->state == FAR_SESSION_HANDSHAKE || self->state == FAR_SESSION_DOOR)
    return self->started_us + FAR_HANDSHAKE_US;

  deadline = self->asked_us != 0 ? self->asked_us + FAR_SILENT_US : ask_at (self);

  return MIN (deadline, self->settle_us);
}

gboolean
far_session_handle_timeout (FarSession *self, gint64 now_us, GError **error)
{
  if (now_us < far_session_get_deadline (self))
    return TRUE;

  if (self->state == FAR_SESSION_HANDSHAKE || self->state == FAR_SESSION_DOOR)
    return _far_session_fail (self, FAR_SESSION_ERROR_SILENT, error,
                              "the handshake takes too long");

  if (now_us >= self->settle_us && !_far_session_settle (self, error))
    return FALSE;

  if (self->asked_us != 0 && now_us >= self->asked_us + FAR_SILENT_US)
    return _far_session_fail (self, FAR_SESSION_ERROR_SILENT, error, "the peer has fallen silent");

  if (self->asked_us == 0 && now_us >= ask_at (self))
    {
      _far_session_queue_empty (self, FRAME_PING);
      self->last_out_us = now_us;
      self->asked_us = now_us;
      self->asked_last = TRUE;
    }

  return TRUE;
}

/* ---- besides */

gboolean
far_session_wake (FarSession *self, gint64 now_us, GError **error)
{
  gboolean streaming = self->state == FAR_SESSION_STREAMING || self->state == FAR_SESSION_IN_STEP;

  /* whoever is known may have lost its standing before the first entry is sent */
  if (!streaming &&
      (self->state != FAR_SESSION_COMPARING || sodium_is_zero (self->peer_device, FAR_KEY_LEN)))
    return TRUE;
  if (!_far_session_check_standing (self, error))
    return FALSE;
  if (!streaming)
    return TRUE;

  self->want_due = TRUE;
  self->holdings_due = self->had_read && self->may_tell;
  if (self->sending)
    self->wake_pending = TRUE;
  else if (!_far_session_start_sending (self, FALSE, error))
    return FALSE;
  _far_session_update_state (self);

  return TRUE;
}

FarSessionState
far_session_get_state (const FarSession *self)
{
  return self->state;
}

void
far_session_get_counts (const FarSession *self, FarSessionCounts *out)
{
  *out = self->counts;
}

const guint8 *
far_session_peek_device (const FarSession *self)
{
  return self->peer_is_known ? self->peer_device : NULL;
}

const guint8 *
far_session_peek_noise (const FarSession *self)
{
  return self->peer_noise;
}

gboolean
far_session_take_news (FarSession *self)
{
  gboolean news = self->news;

  self->news = FALSE;

  return news;
}

gboolean
far_session_was_in_step (const FarSession *self)
{
  return self->was_in_step;
}

const GArray *
far_session_peek_have (const FarSession *self)
{
  return self->counts.n_acknowledged == self->counts.n_sent ? self->have : NULL;
}

GBytes *
far_session_peek_request (const FarSession *self, const guint8 **invite_key)
{
  if (self->role != ROLE_ANSWER_DOOR || self->request == NULL)
    return NULL;

  *invite_key = self->invite;

  return self->request;
}

void
far_session_answer_door (FarSession *self, GBytes *answer)
{
  g_return_if_fail (self->role == ROLE_ANSWER_DOOR && self->request != NULL &&
                    self->answer == NULL);
  g_return_if_fail (g_bytes_get_size (answer) >= 1 && g_bytes_get_size (answer) <= FAR_DOOR_MAX);

  if (self->state != FAR_SESSION_DOOR)
    return;

  self->answer = g_bytes_ref (answer);
  _far_session_begin_body (self, FRAME_DOOR_ANSWER);
  far_put (self->body, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  _far_session_queue_body (self);
}

GBytes *
far_session_peek_answer (const FarSession *self)
{
  return self->role == ROLE_DIAL_DOOR || self->role == ROLE_BUNDLE_READER ? self->answer : NULL;
}
