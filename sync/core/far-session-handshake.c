/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the first message to the first frame. */

#define G_LOG_DOMAIN "far-session"

#include "far-session-private.h"

#include <string.h>

#include "far-pure.h"

void
_far_session_derive_psk (const char *context, const guint8 *from, guint8 out[static FAR_KEY_LEN])
{
  far_hash_bytes (context, from, FAR_KEY_LEN, out);
}

FarNoise *
_far_session_new_noise (FarSession *self, FarNoiseRole role, const guint8 psk[static FAR_KEY_LEN])
{
  guint8 prologue[9 + 1 + FAR_ID_LEN];

  memcpy (prologue, "Farandole", 9);
  prologue[9] = PROTOCOL_VERSION;
  memcpy (prologue + 10, self->collective, FAR_ID_LEN);

  return far_noise_new (role, prologue, sizeof prologue, psk, self->noise_secret,
                        self->ephemeral_secret);
}

gboolean
_far_session_queue_handshake (FarSession *self, GError **error)
{
  g_autoptr (GByteArray) message = g_byte_array_new ();

  if (!far_noise_write (self->noise, NULL, 0, message))
    return _far_session_fail (self, FAR_SESSION_ERROR_STRANGER, error, "the peer's key is none");

  _far_session_queue_message (self, message->data, message->len);

  return TRUE;
}

/* Was the call made under what @context makes of @key? */
static gboolean
try_noise (FarSession *self,
           const char *context,
           const guint8 *key,
           const guint8 *message,
           gsize len)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint8 psk[FAR_KEY_LEN];

  _far_session_derive_psk (context, key, psk);
  self->noise = _far_session_new_noise (self, FAR_NOISE_RESPONDER, psk);
  sodium_memzero (psk, sizeof psk);
  if (!far_noise_read (self->noise, message, len, payload))
    g_clear_pointer (&self->noise, far_noise_free);

  return self->noise != NULL;
}

/* Which of the keys that open this machine was the call made under? */
static gboolean
find_noise (FarSession *self, const guint8 *message, gsize len, GError **error)
{
  gboolean found = try_noise (self, FAR_CONTEXT_PSK, self->secret, message, len);

  for (guint i = 0; i < self->n_older && !found; i++)
    found = try_noise (self, FAR_CONTEXT_PSK, self->older[i], message, len);

  for (guint i = 0; i < self->n_invite_keys && !found; i++)
    {
      found = try_noise (self, FAR_CONTEXT_DOOR_PSK, self->invite_keys[i], message, len);
      if (found)
        {
          self->role = ROLE_ANSWER_DOOR;
          self->invite = self->invite_keys[i];
        }
    }

  if (!found)
    return _far_session_fail (self, FAR_SESSION_ERROR_STRANGER, error,
                              "somebody called who does not know the secret");

  return _far_session_queue_handshake (self, error);
}

gboolean
_far_session_is_own_call (const FarSession *self)
{
  guint8 own[FAR_KEY_LEN];

  return crypto_scalarmult_base (own, self->noise_secret) == 0 &&
         memcmp (own, self->peer_noise, FAR_KEY_LEN) == 0;
}

/* Two machines with the same keys: one is a copy of the other.  Nobody can tell which, so the one
 * that was called gives them up. */
static gboolean
give_up_key (FarSession *self, GError **error)
{
  if (self->replica->iface->give_up_key (self->replica, self->peer_device, error))
    return TRUE;

  self->state = FAR_SESSION_FAILED;

  return FALSE;
}

static gboolean
recognise_peer (FarSession *self, GError **error)
{
  memcpy (self->peer_noise, far_noise_peek_remote_static (self->noise), FAR_KEY_LEN);

  if (self->role == ROLE_ANSWER_DOOR || (self->role == ROLE_DIAL_DOOR && !self->is_further))
    return TRUE;

  switch (self->replica->iface->authorize (self->replica, self->peer_noise, self->peer_device))
    {
    case FAR_PEER_STANDS:
      self->peer_is_known = self->role != ROLE_DIAL_DOOR;
      return self->role != ROLE_ANSWER || !_far_session_is_own_call (self) ||
             give_up_key (self, error);
    case FAR_PEER_NOBODY:
      if (self->role == ROLE_ANSWER)
        {
          self->role = ROLE_ANSWER_DOOR;
          self->is_further = TRUE;
          return TRUE;
        }
      break;
    case FAR_PEER_CLOSED:
    default:
      break;
    }

  return _far_session_fail (self, FAR_SESSION_ERROR_NO_STANDING, error,
                            "the peer knows the secret and does not belong");
}

static void
end_handshake (FarSession *self)
{
  far_noise_split (self->noise, &self->send, &self->receive);
  g_clear_pointer (&self->noise, far_noise_free);

  switch (self->role)
    {
    case ROLE_DIAL:
      self->state = FAR_SESSION_COMPARING;
      if (!self->waits)
        _far_session_queue_hello (self);
      break;
    case ROLE_DIAL_DOOR:
      self->state = FAR_SESSION_DOOR;
      _far_session_begin_body (self, FRAME_DOOR_ASK);
      far_put (self->body, g_bytes_get_data (self->request, NULL),
               g_bytes_get_size (self->request));
      _far_session_queue_body (self);
      break;
    case ROLE_ANSWER_DOOR:
      self->state = FAR_SESSION_DOOR;
      break;
    default:
      self->state = FAR_SESSION_COMPARING;
      break;
    }
}

gboolean
_far_session_handle_handshake (FarSession *self, const guint8 *message, gsize len, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();

  if (len > FAR_HANDSHAKE_MAX)
    return _far_session_fail (self, FAR_SESSION_ERROR_STRANGER, error,
                              "whoever is there speaks another language");

  if (self->noise == NULL)
    return find_noise (self, message, len, error);

  if (!far_noise_read (self->noise, message, len, payload))
    return _far_session_fail (self, FAR_SESSION_ERROR_STRANGER, error,
                              "the handshake does not go through");

  if (!recognise_peer (self, error))
    return FALSE;

  if (far_noise_is_writer (self->noise) && !_far_session_queue_handshake (self, error))
    return FALSE;

  end_handshake (self);

  return TRUE;
}
