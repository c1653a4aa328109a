/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-fuzz"

#include "far-talk.h"

#include <string.h>

/* All that the victim holds, and for each byte that came in, a HELLO in return and its head. */
#define OUT_MAX (64 * 1024)
#define OUT_PER_BYTE 8

static void
begin_session (FarTalk *self, gboolean victim_calls)
{
  const guint8 *secret = far_liar_peek_secret (self->liar);
  const FarSessionSetup setup = far_liar_get_setup (self->liar);

  self->replica = far_store_replica_new (self->liar->victim);
  if (victim_calls)
    self->session = far_session_new_dial (self->replica, &setup, secret, 0);
  else
    self->session = far_session_new_answer (self->replica, &setup, secret, NULL, 0, 0);
  self->noise =
      far_liar_new_noise (self->liar, victim_calls ? FAR_NOISE_RESPONDER : FAR_NOISE_INITIATOR,
                          FAR_CONTEXT_PSK, secret);
}

static void
tell (FarTalk *self, const guint8 *message, gsize len)
{
  g_autofree guint8 *bytes = g_malloc (FRAME_HEAD_LEN + len);
  gsize piece = self->piece > 0 ? self->piece : FRAME_HEAD_LEN + len;

  far_set_u16 (bytes, len);
  memcpy (bytes + FRAME_HEAD_LEN, message, len);
  len += FRAME_HEAD_LEN;
  for (gsize at = 0; at < len && self->good; at += piece)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes + at, MIN (piece, len - at));
      g_autoptr (GError) error = NULL;

      self->good =
          far_session_receive (self->session, copy, MIN (piece, len - at), self->n_in, &error);
      g_assert_true (self->good == (error == NULL));
      if (!self->good)
        g_assert_cmpint (far_session_get_state (self->session), ==, FAR_SESSION_FAILED);
    }
  self->n_in += len;
}

/* Returns: (transfer full) (nullable): the next message */
static GBytes *
hear (FarTalk *self)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = NULL;

  if (self->good)
    bytes = far_session_poll_transmit (self->session, self->n_in, &error);
  g_assert_no_error (error);
  if (bytes != NULL)
    self->n_out += g_bytes_get_size (bytes);

  return bytes;
}

static void
shake_hands (FarTalk *self)
{
  while (far_noise_get_n_messages (self->noise) < FAR_NOISE_MESSAGES)
    {
      g_autoptr (GByteArray) message = g_byte_array_new ();
      g_autoptr (GBytes) heard = NULL;

      if (far_noise_is_writer (self->noise))
        {
          g_assert_true (far_noise_write (self->noise, NULL, 0, message));
          tell (self, message->data, message->len);
          continue;
        }
      heard = hear (self);
      g_assert_nonnull (heard);
      g_assert_true (
          far_noise_read (self->noise,
                          (const guint8 *)g_bytes_get_data (heard, NULL) + FRAME_HEAD_LEN,
                          g_bytes_get_size (heard) - FRAME_HEAD_LEN, message));
    }
  far_noise_split (self->noise, &self->send, &self->receive);
  g_assert_true (self->good);
}

void
far_talk_begin (FarTalk *self, guint piece, gboolean victim_calls)
{
  *self = (FarTalk){ .liar = far_liar_get (), .piece = piece, .good = TRUE };
  far_liar_begin (self->liar);
  begin_session (self, victim_calls);
  shake_hands (self);
}

void
far_talk_say (FarTalk *self, const GByteArray *body)
{
  g_autofree guint8 *frame = g_malloc (body->len + FAR_TAG_LEN);

  g_assert_true (far_noise_encrypt (&self->send, frame, body->data, body->len));
  tell (self, frame, body->len + FAR_TAG_LEN);
  /* an honest program changes its key after it has said so, and so does the liar */
  if (body->data[0] == FRAME_REKEY)
    far_noise_rekey (&self->send);

  for (GBytes *heard = hear (self); heard != NULL; heard = hear (self))
    {
      g_bytes_unref (heard);
      g_assert_cmpint (self->n_out, <=, OUT_MAX + OUT_PER_BYTE * self->n_in);
    }
}

void
far_talk_end (FarTalk *self)
{
  far_session_free (self->session);
  far_store_replica_free (self->replica);
  far_noise_free (self->noise);
  far_liar_end (self->liar);
}
