/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever is said before two machines know each other, it ends in a session or in an error, and
 * nothing of it is kept.
 *
 * An input is how the victim meets (u8: 0 called, 1 calling, 2 calling at a door), under what the
 * other end calls or answers (u8: 0 the collective's secret, 1 an invitation's public half), how
 * many good messages come first (u8), the length of the pieces in which bytes come (u8, 0 for
 * whole), and bytes. */

#include "far-fuzz.h"

#include <string.h>

#include "far-liar.h"
#include "far-session-private.h"

static const guint8 invites[2][FAR_KEY_LEN] = { "an invitation that is open", "another one" };

typedef struct
{
  FarReplica *replica; /* owned */
  FarSession *session; /* owned: the victim's */
  FarNoise *noise;     /* owned: the other end's */
} Meeting;

static void
begin (Meeting *self, guint way, gboolean by_invite)
{
  FarLiar *liar = far_liar_get ();
  const FarSessionSetup setup = far_liar_get_setup (liar);
  const guint8 *secret = far_liar_peek_secret (liar);
  g_autoptr (GBytes) request = g_bytes_new_static ("may I", 5);

  self->replica = far_store_replica_new (liar->victim);
  if (way == 0)
    self->session =
        far_session_new_answer (self->replica, &setup, secret, invites, G_N_ELEMENTS (invites), 0);
  else if (way == 1)
    self->session = far_session_new_dial (self->replica, &setup, secret, 0);
  else
    self->session = far_session_new_dial_door (self->replica, &setup, invites[1], request, 0);

  self->noise = far_liar_new_noise (liar, way == 0 ? FAR_NOISE_INITIATOR : FAR_NOISE_RESPONDER,
                                    by_invite ? FAR_CONTEXT_DOOR_PSK : FAR_CONTEXT_PSK,
                                    by_invite ? invites[1] : secret);
}

static void
end (Meeting *self)
{
  far_session_free (self->session);
  far_store_replica_free (self->replica);
  far_noise_free (self->noise);
}

/* What the other end says next, with its length before it. Returns: FALSE if it has nothing to say
 */
static gboolean
make_message (Meeting *self, GByteArray *out)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();

  if (far_noise_get_n_messages (self->noise) < FAR_NOISE_MESSAGES &&
      !far_noise_is_writer (self->noise))
    {
      g_autoptr (GBytes) heard = far_session_poll_transmit (self->session, 0, NULL);

      if (heard == NULL ||
          !far_noise_read (self->noise,
                           (const guint8 *)g_bytes_get_data (heard, NULL) + FRAME_HEAD_LEN,
                           g_bytes_get_size (heard) - FRAME_HEAD_LEN, payload))
        return FALSE;
    }
  if (!far_noise_is_writer (self->noise))
    return FALSE;

  g_byte_array_set_size (out, 0);
  far_put_u16 (out, 0);
  g_assert_true (far_noise_write (self->noise, NULL, 0, out));
  far_set_u16 (out->data, out->len - FRAME_HEAD_LEN);

  return TRUE;
}

static gboolean
tell (FarSession *session, const guint8 *bytes, gsize len)
{
  /* of exactly its size, so that a sanitizer sees the first byte too far */
  g_autofree guint8 *copy = g_memdup2 (bytes, len);
  g_autoptr (GError) error = NULL;

  if (far_session_receive (session, copy, len, 0, &error))
    {
      g_assert_no_error (error);
      return TRUE;
    }

  g_assert_true (g_error_matches (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_STRANGER) ||
                 g_error_matches (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_NO_STANDING) ||
                 g_error_matches (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_INVALID));
  g_assert_cmpint (far_session_get_state (session), ==, FAR_SESSION_FAILED);

  return FALSE;
}

/* Nobody waits for ever, and nothing was written. */
static void
check (FarSession *session)
{
  FarLiar *liar = far_liar_get ();

  if (far_session_get_state (session) == FAR_SESSION_HANDSHAKE)
    {
      g_assert_null (far_session_peek_device (session));
      g_assert_cmpint (far_session_get_deadline (session), ==, FAR_HANDSHAKE_US);
      g_assert_false (far_session_handle_timeout (session, FAR_HANDSHAKE_US, NULL));
    }
  g_assert_cmpint (far_store_get_n_entries (liar->victim), ==, liar->n_entries);
  g_assert_cmpuint (far_store_get_n_logs (liar->victim), ==, liar->n_logs);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  FarReader input = far_reader (data, len);
  g_autoptr (GByteArray) message = g_byte_array_new ();
  guint way = far_reader_u8 (&input) % 3;
  gboolean by_invite = far_reader_u8 (&input) & 1;
  guint n_good = far_reader_u8 (&input) % 3;
  gsize piece = far_reader_u8 (&input);
  Meeting meeting;
  gboolean good = TRUE;

  begin (&meeting, way, by_invite);
  for (guint i = 0; i < n_good && good && make_message (&meeting, message); i++)
    good = tell (meeting.session, message->data, message->len);

  while (good && far_reader_left (&input) > 0)
    {
      gsize n = piece > 0 ? MIN (piece, far_reader_left (&input)) : far_reader_left (&input);

      good = tell (meeting.session, far_reader_bytes (&input, n), n);
    }
  check (meeting.session);
  end (&meeting);

  return 0;
}

/* -- good inputs */

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  guint way = g_rand_int_range (rand, 0, 3);
  gboolean by_invite = way == 2 || (way == 0 && g_rand_boolean (rand));
  guint n_good = g_rand_int_range (rand, 0, way == 0 ? 2 : 1);
  g_autoptr (GByteArray) message = g_byte_array_new ();
  Meeting meeting;

  far_put_u8 (out, way);
  far_put_u8 (out, by_invite);
  far_put_u8 (out, n_good);
  far_put_u8 (out, g_rand_boolean (rand) ? 0 : g_rand_int_range (rand, 1, 64));

  begin (&meeting, way, by_invite);
  for (guint i = 0; i < n_good; i++)
    {
      g_assert_true (make_message (&meeting, message));
      g_assert_true (tell (meeting.session, message->data, message->len));
    }
  while (make_message (&meeting, message))
    {
      far_put (out, message->data, message->len);
      g_assert_true (tell (meeting.session, message->data, message->len));
    }
  g_assert_cmpint (far_session_get_state (meeting.session), !=, FAR_SESSION_HANDSHAKE);
  end (&meeting);
}
