/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whatever stands in a file, be it sealed by a member who lies, what is kept of it is sound.
 *
 * An input is 0 for the file's bytes as they are or 1 for what a liar seals, the length of the
 * pieces in which bytes come (u8, 0 for whole), and the bytes, or the steps of far-liar.h. */

#include "far-fuzz.h"

#include <string.h>

#include "far-liar.h"
#include "far-session-private.h"

static const guint8 file_key[FAR_KEY_LEN] = "the key of a file";

typedef struct
{
  FarSession *session; /* owned */
  guint piece;
  gboolean good;
} Reading;

static void
feed (Reading *self, const guint8 *bytes, gsize len)
{
  gsize piece = self->piece > 0 ? self->piece : MAX (len, 1);

  for (gsize at = 0; at < len && self->good; at += piece)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes + at, MIN (piece, len - at));
      g_autoptr (GError) error = NULL;

      self->good = far_session_receive (self->session, copy, MIN (piece, len - at), 0, &error);
      g_assert_true (self->good == (error == NULL));
      if (!self->good)
        g_assert_true (error->domain == FAR_SESSION_ERROR);
    }
}

/* docs/formats.md, "Bundle": magic, version, one slot, the victim's. */
static void
put_header (FarLiar *liar, GByteArray *out, FarNoiseCipher *cipher)
{
  static const guint8 seed[FAR_KEY_LEN] = "a seed";
  FarHash hash;

  far_put (out, "FARBNDL\1", 8);
  far_put_u16 (out, 1);
  g_assert_true (
      far_seal (liar->world->devices[FAR_VICTIM].seal, seed, file_key, FAR_KEY_LEN, out));

  far_hash_init (&hash, "far1 bundle", FAR_KEY_LEN);
  far_hash_update (&hash, file_key, FAR_KEY_LEN);
  far_hash_update (&hash, out->data, out->len);
  far_hash_finish (&hash, cipher->key, FAR_KEY_LEN);
  cipher->n_frames = 0;
}

static void
put_frame (FarNoiseCipher *cipher, const guint8 *body, gsize len, GByteArray *out)
{
  gsize at = out->len + FRAME_HEAD_LEN;

  far_put_u16 (out, len + FAR_TAG_LEN);
  g_byte_array_set_size (out, at + len + FAR_TAG_LEN);
  g_assert_true (far_noise_encrypt (cipher, out->data + at, body, len));
}

static void
put_beginning (FarLiar *liar, GByteArray *out, FarNoiseCipher *cipher)
{
  guint8 begin[1 + FAR_ID_LEN] = { FRAME_BUNDLE };

  put_header (liar, out, cipher);
  memcpy (begin + 1, liar->world->collective, FAR_ID_LEN);
  put_frame (cipher, begin, sizeof begin, out);
}

static void
feed_lies (Reading *self, FarLiar *liar, FarReader *input)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GByteArray) out = g_byte_array_new ();
  FarNoiseCipher cipher;

  put_beginning (liar, out, &cipher);
  feed (self, out->data, out->len);
  while (self->good && far_liar_step (liar, input, body))
    {
      if (body->len == 0)
        continue;
      g_byte_array_set_size (out, 0);
      put_frame (&cipher, body->data, body->len, out);
      feed (self, out->data, out->len);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  FarLiar *liar = far_liar_get ();
  FarSessionSetup setup = far_liar_get_setup (liar);
  FarReplica *replica = far_store_replica_new (liar->victim);
  FarReader input = far_reader (data, len);
  gboolean by_liar = far_reader_u8 (&input) & 1;
  Reading reading = { .piece = far_reader_u8 (&input), .good = TRUE };
  g_autoptr (GError) error = NULL;
  gsize left = far_reader_left (&input);

  reading.session =
      far_session_new_bundle_reader (replica, &setup, liar->world->devices[FAR_VICTIM].seal_secret);
  far_liar_begin (liar);
  if (by_liar)
    feed_lies (&reading, liar, &input);
  else if (left > 0)
    feed (&reading, far_reader_bytes (&input, left), left);
  if (!far_session_receive_end (reading.session, 0, &error))
    g_assert_true (error->domain == FAR_SESSION_ERROR);

  far_session_free (reading.session);
  far_store_replica_free (replica);
  far_liar_end (liar);

  return 0;
}

/* -- good inputs */

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  gboolean by_liar = g_rand_int_range (rand, 0, 4) > 0;
  FarNoiseCipher cipher;

  far_put_u8 (out, by_liar);
  far_put_u8 (out, g_rand_boolean (rand) ? 0 : g_rand_int_range (rand, 1, 256));
  if (!by_liar)
    {
      put_beginning (far_liar_get (), out, &cipher);
      return;
    }

  far_put_u8 (out, 4);
  far_put_u16 (out, 3);
  far_liar_seed (rand, out);
  far_liar_seed (rand, out);
  if (g_rand_boolean (rand))
    far_liar_seed_raw (out, "\x0c", 1); /* BYE */
}
