/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever a member who lies says in a session, either way round: what is answered stays in
 * proportion to what was said, and what is accepted of it is sound.
 *
 * An input is 0 to be called or 1 to call, the length of the pieces in which bytes come (u8, 0 for
 * whole), and the steps of far-liar.h. */

#include "far-fuzz.h"

#include <string.h>

#include "far-liar.h"
#include "far-session-private.h"

/* All that the victim holds, and for each byte that came in, a HELLO in return and its head. */
#define OUT_MAX (64 * 1024)
#define OUT_PER_BYTE 8

typedef struct
{
  FarLiar *liar;
  FarReplica *replica; /* owned: the victim's */
  FarSession *session; /* owned: the victim's */
  FarNoise *noise;     /* owned: the liar's, until the handshake is done */
  FarNoiseCipher send;
  FarNoiseCipher receive;
  guint piece;
  gint64 n_in;
  gint64 n_out;
  gboolean good;
} Talk;

static void
begin (Talk *self, gboolean victim_calls)
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
tell (Talk *self, const guint8 *message, gsize len)
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
hear (Talk *self)
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
shake_hands (Talk *self)
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

static void
say (Talk *self, const GByteArray *body)
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

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  FarReader input = far_reader (data, len);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  Talk talk = { .liar = far_liar_get (), .good = TRUE };
  gboolean victim_calls = far_reader_u8 (&input) & 1;
  FarSessionCounts counts;

  talk.piece = far_reader_u8 (&input);
  far_liar_begin (talk.liar);
  begin (&talk, victim_calls);
  shake_hands (&talk);

  while (talk.good && far_liar_step (talk.liar, &input, body))
    if (body->len > 0)
      say (&talk, body);
  if (talk.good)
    far_session_receive_end (talk.session, talk.n_in, NULL);

  far_session_get_counts (talk.session, &counts);
  g_assert_cmpint (counts.n_accepted, ==,
                   far_store_get_n_entries (talk.liar->victim) - talk.liar->n_entries);
  far_session_free (talk.session);
  far_store_replica_free (talk.replica);
  far_noise_free (talk.noise);
  far_liar_end (talk.liar);

  return 0;
}

/* -- good inputs */

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  gboolean victim_calls = g_rand_boolean (rand);

  far_put_u8 (out, victim_calls);
  far_put_u8 (out, g_rand_boolean (rand) ? 0 : g_rand_int_range (rand, 1, 256));

  switch (g_rand_int_range (rand, 0, 3))
    {
    case 0:
      /* what differs is found first */
      if (victim_calls)
        {
          far_liar_seed_raw (out,
                             "\1"
                             "a digest of who has something ne",
                             33);
          far_put_u8 (out, 5);
          far_put_u32 (out, G_MAXUINT32);
          far_put_u8 (out, 1);
          far_put_u8 (out, 2);
          for (guint i = 0; i < 2; i++)
            {
              far_put_u8 (out, i);
              far_put_u32 (out, g_rand_int_range (rand, 1, 12));
            }
        }
      else
        {
          g_autofree char *hello = g_strnfill (1 + FAR_HASH_LEN + N_GROUPS * GROUP_LEN, '\1');

          far_liar_seed_raw (out, hello, 1 + FAR_HASH_LEN + N_GROUPS * GROUP_LEN);
          /* said twice, it may not be answered twice */
          if (g_rand_boolean (rand))
            far_liar_seed_raw (out, hello, 1 + FAR_HASH_LEN + N_GROUPS * GROUP_LEN);
          far_put_u8 (out, 6);
          far_put_u8 (out, 1);
          far_put_u8 (out, g_rand_int_range (rand, 0, 3));
          far_put_u8 (out, 1);
        }
      break;
    default:
      if (victim_calls)
        {
          guint8 digest[FAR_HASH_LEN + 1] = { FRAME_HELLO };

          far_store_digest (far_liar_get ()->victim, digest + 1);
          far_liar_seed_raw (out, (const char *)digest, sizeof digest);
        }
      else
        far_put_u8 (out, 3);
      far_liar_seed (rand, out);
      break;
    }

  far_put_u8 (out, 4);
  far_put_u16 (out, g_rand_int_range (rand, 0, 6));
  if (g_rand_boolean (rand))
    far_liar_seed_raw (out, "\x0b", 1);   /* REKEY */
  far_liar_seed_raw (out, "\x07\x00", 2); /* ACK */
  far_liar_seed (rand, out);
  far_liar_seed_raw (out, "\x0c", 1); /* BYE */
}
