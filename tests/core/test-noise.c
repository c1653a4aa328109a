/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>
#include <sodium.h>
#include <string.h>

#include "far-noise.h"
#include "test-data.h"
#include "test-vectors.h"

#define N_TRANSPORT 2
#define N_STEPS (FAR_NOISE_MESSAGES + N_TRANSPORT)

/* One published run: three handshake messages, then transport frames that alternate, the
 * initiator's first.  All in hexadecimal. */
typedef struct
{
  const char *init_static;
  const char *resp_static;
  const char *gen_init_ephemeral;
  const char *gen_resp_ephemeral;
  const char *preshared_key;
  const char *prologue;
  const char *payload[N_STEPS];
  const char *ciphertext[N_STEPS];
} Vector;

#define FLYNN_KEYS \
  .init_static = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", \
  .resp_static = "0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20", \
  .gen_init_ephemeral = "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f", \
  .gen_resp_ephemeral = "4142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60", \
  .preshared_key = "2176657279736563726574766572797365637265747665727973656372657421"

#define FLYNN_TRANSPORT "79656c6c6f777375626d6172696e65", "7375626d6172696e6579656c6c6f77"
#define FLYNN_FRAMES \
  "75fff8afebd2f14da1cac9cc5b5201395cdf2ad65f3a97804e360c16f4e2ac", \
      "150cc85f79f9ca0f0730b8b4707805ed1969ff6b2770a5d466cd2754802805"

/* github.com/flynn/noise, vectors.txt at 4d9f71c: every XXpsk0_25519_ChaChaPoly_SHA256 */
static const Vector vectors[] = {
  {
      FLYNN_KEYS,
      .prologue = "",
      .payload = { "", "", "", FLYNN_TRANSPORT },
      .ciphertext = { "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd166254555f63b24995"
                      "11e3"
                      "b299a5649351a5b7",
                      "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d4846622df46c0ac1e"
                      "0fc7"
                      "1795a84e37cc0e963d131c8e84c02cd5cfcfe8def3fe128b324ab54fd3be59ac143dfdc68996"
                      "2111"
                      "70078c960e051d6ed971da20bde0fcf1",
                      "462127adbe047db3d1fce0581b5447d99b606c591545a7719132e0c91fe93d123be3fe89ffd8"
                      "af56"
                      "e02cefda863080ecee5651dcecddde76b8237c66740d7c8f",
                      FLYNN_FRAMES },
  },
  {
      FLYNN_KEYS,
      .prologue = "",
      .payload = { "746573745f6d73675f30", "746573745f6d73675f31", "746573745f6d73675f32",
                   FLYNN_TRANSPORT },
      .ciphertext = { "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd1662547f533cf20723"
                      "ac44"
                      "07c8e51516d7c7382d8aa777424dba78813d",
                      "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d4846622df46c0ac1e"
                      "0fc7"
                      "1795a84e37cc0e963d131c8e84c02cd5cfcfe8def3fe128b1146c1820dc4d08bf16b5c682bad"
                      "f2ef"
                      "2dc6c1642ae7e8ae8c8e1e38a06064341a604c21b70227181c04",
                      "462127adbe047db3d1fce0581b5447d99b606c591545a7719132e0c91fe93d122132c2cde2bc"
                      "6920"
                      "9884f77756f265744111b0bfa4fdeb4704a42c7f8750279908327b545416cf81f828",
                      FLYNN_FRAMES },
  },
  {
      FLYNN_KEYS,
      .prologue = "6e6f74736563726574",
      .payload = { "", "", "", FLYNN_TRANSPORT },
      .ciphertext = { "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd16625454a218352d64"
                      "c1f8"
                      "c239416ccb542aec",
                      "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d4846622df46c0ac1e"
                      "0fc7"
                      "1795a84e37cc0e963d131c8e84c02cd5cfcfe8def3fe128b58733b0ab529b3f48ed3fbe90840"
                      "f1a2"
                      "7404f52be696831ccb795d1bdee31d33",
                      "462127adbe047db3d1fce0581b5447d99b606c591545a7719132e0c91fe93d12fb91ca67cf72"
                      "f381"
                      "bab072bd9e6efef157067416654408489b43ba2fb6173b66",
                      FLYNN_FRAMES },
  },
  {
      FLYNN_KEYS,
      .prologue = "6e6f74736563726574",
      .payload = { "746573745f6d73675f30", "746573745f6d73675f31", "746573745f6d73675f32",
                   FLYNN_TRANSPORT },
      .ciphertext = { "358072d6365880d1aeea329adf9121383851ed21a28e3b75e965d0d2cd1662547f533cf20723"
                      "ac44"
                      "07c87f43dc5dc6f6d1867a322a706af81adb",
                      "64b101b1d0be5a8704bd078f9895001fc03e8e9f9522f188dd128d9846d4846622df46c0ac1e"
                      "0fc7"
                      "1795a84e37cc0e963d131c8e84c02cd5cfcfe8def3fe128b59d623ffc18ae67b1acba43eb879"
                      "10b0"
                      "2dc6c1642ae7e8ae8c8e861ed15d8d6b65ff99f73d8286cc9819",
                      "462127adbe047db3d1fce0581b5447d99b606c591545a7719132e0c91fe93d1294b31017013e"
                      "8ac0"
                      "a697b42922a5fe204111b0bfa4fdeb4704a4b5492137b40088f810ee4d1a58882e25",
                      FLYNN_FRAMES },
  },
};

static const guint8 psk[FAR_KEY_LEN] = "the key of this test's handshake";
static const guint8 init_static[FAR_KEY_LEN] = "the secret of who begins, 32 byt";
static const guint8 resp_static[FAR_KEY_LEN] = "the secret of who answers, bytes";
static const guint8 init_ephemeral[FAR_KEY_LEN] = "fresh bytes of who begins, 32 of";
static const guint8 resp_ephemeral[FAR_KEY_LEN] = "fresh bytes of who answers, them";
static const char prologue[] = "test";

static FarNoise *
new_initiator (void)
{
  return far_noise_new (FAR_NOISE_INITIATOR, prologue, strlen (prologue), psk, init_static,
                        init_ephemeral);
}

static FarNoise *
new_responder (void)
{
  return far_noise_new (FAR_NOISE_RESPONDER, prologue, strlen (prologue), psk, resp_static,
                        resp_ephemeral);
}

/* @writer writes, @reader reads; returns the message */
static GByteArray *
pass (FarNoise *writer, FarNoise *reader, const char *payload)
{
  GByteArray *message = g_byte_array_new ();
  g_autoptr(GByteArray) got = g_byte_array_new ();

  g_assert_true (far_noise_is_writer (writer));
  g_assert_false (far_noise_is_writer (reader));
  g_assert_true (far_noise_write (writer, payload, strlen (payload), message));
  g_assert_true (far_noise_read (reader, message->data, message->len, got));
  g_assert_cmpmem (got->data, got->len, payload, strlen (payload));

  return message;
}

typedef struct
{
  FarNoiseCipher send;
  FarNoiseCipher receive;
} Ends;

/* a whole handshake with our own keys */
static void
connect_ends (Ends *initiator, Ends *responder)
{
  g_autoptr(FarNoise) initiating = new_initiator ();
  g_autoptr(FarNoise) responding = new_responder ();
  FarNoise *noise[2] = { initiating, responding };

  for (guint i = 0; i < FAR_NOISE_MESSAGES; i++)
    g_byte_array_unref (pass (noise[i % 2], noise[(i + 1) % 2], ""));

  far_noise_split (noise[0], &initiator->send, &initiator->receive);
  far_noise_split (noise[1], &responder->send, &responder->receive);
}

/* -- published vectors */

static FarNoise *
new_of_vector (const Vector *vector, FarNoiseRole role)
{
  gboolean initiator = role == FAR_NOISE_INITIATOR;
  g_autoptr(GByteArray) agreed = unhex (vector->prologue);
  guint8 shared[FAR_KEY_LEN];
  guint8 own_s[FAR_KEY_LEN];
  guint8 own_e[FAR_KEY_LEN];

  unhex_key (vector->preshared_key, shared);
  unhex_key (initiator ? vector->init_static : vector->resp_static, own_s);
  unhex_key (initiator ? vector->gen_init_ephemeral : vector->gen_resp_ephemeral, own_e);

  return far_noise_new (role, agreed->data, agreed->len, shared, own_s, own_e);
}

static void
check_static (const FarNoise *noise, const char *secret)
{
  const guint8 *got = far_noise_peek_remote_static (noise);
  guint8 key[FAR_KEY_LEN];
  guint8 expected[FAR_KEY_LEN];

  g_assert_nonnull (got);
  unhex_key (secret, key);
  crypto_scalarmult_base (expected, key);
  g_assert_cmpmem (got, FAR_KEY_LEN, expected, FAR_KEY_LEN);
}

static void
check_message (const Vector *vector, guint step, FarNoise *writer, FarNoise *reader)
{
  g_autoptr(GByteArray) payload = unhex (vector->payload[step]);
  g_autoptr(GByteArray) message = g_byte_array_new ();
  g_autoptr(GByteArray) got = g_byte_array_new ();

  g_assert_true (far_noise_write (writer, payload->data, payload->len, message));
  assert_hex (message->data, message->len, vector->ciphertext[step]);
  g_assert_true (far_noise_read (reader, message->data, message->len, got));
  assert_hex (got->data, got->len, vector->payload[step]);
}

static void
check_frame (const Vector *vector, guint step, FarNoiseCipher *send, FarNoiseCipher *receive)
{
  g_autoptr(GByteArray) frame = unhex (vector->payload[step]);
  gsize len = frame->len;

  g_byte_array_set_size (frame, len + FAR_TAG_LEN);
  g_assert_true (far_noise_encrypt (send, frame->data, frame->data, len));
  assert_hex (frame->data, frame->len, vector->ciphertext[step]);
  g_assert_true (far_noise_decrypt (receive, frame->data, frame->data, frame->len));
  assert_hex (frame->data, len, vector->payload[step]);
}

static void
check_vector (const Vector *vector)
{
  g_autoptr(FarNoise) initiating = new_of_vector (vector, FAR_NOISE_INITIATOR);
  g_autoptr(FarNoise) responding = new_of_vector (vector, FAR_NOISE_RESPONDER);
  FarNoise *noise[2] = { initiating, responding };
  FarNoiseCipher send[2];
  FarNoiseCipher receive[2];

  for (guint i = 0; i < FAR_NOISE_MESSAGES; i++)
    check_message (vector, i, noise[i % 2], noise[(i + 1) % 2]);

  check_static (noise[0], vector->resp_static);
  check_static (noise[1], vector->init_static);
  g_assert_cmpmem (far_noise_peek_hash (noise[0]), FAR_HASH_LEN, far_noise_peek_hash (noise[1]),
                   FAR_HASH_LEN);

  for (guint i = 0; i < 2; i++)
    far_noise_split (noise[i], &send[i], &receive[i]);
  for (guint i = 0; i < N_TRANSPORT; i++)
    check_frame (vector, FAR_NOISE_MESSAGES + i, &send[i % 2], &receive[(i + 1) % 2]);
}

static void
test_matches_vectors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    check_vector (&vectors[i]);
}

static void
set_field (Vector *vector, const char *name, const char *value)
{
  const struct
  {
    const char *name;
    const char **field;
  } fields[] = {
    { "init_static", &vector->init_static },
    { "resp_static", &vector->resp_static },
    { "gen_init_ephemeral", &vector->gen_init_ephemeral },
    { "gen_resp_ephemeral", &vector->gen_resp_ephemeral },
    { "preshared_key", &vector->preshared_key },
    { "prologue", &vector->prologue },
  };
  guint step;
  char kind[16];

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (strcmp (name, fields[i].name) == 0)
      *fields[i].field = value;

  if (sscanf (name, "msg_%u_%15s", &step, kind) == 2 && step < N_STEPS)
    *(strcmp (kind, "payload") == 0 ? &vector->payload[step] : &vector->ciphertext[step]) = value;
}

static void
test_matches_file (void)
{
  g_autofree char *text = test_data_load ("crypto/noise/flynn.25519_ChaChaPoly.SHA256.txt", NULL);
  g_auto(GStrv) blocks = NULL;
  guint n_checked = 0;

  if (text == NULL)
    return;

  blocks = g_strsplit (text, "\n\n", -1);
  for (guint i = 0; blocks[i] != NULL; i++)
    {
      g_auto(GStrv) lines = g_strsplit (g_strstrip (blocks[i]), "\n", -1);
      Vector vector = { .prologue = "" };

      if (g_strcmp0 (lines[0], "handshake=Noise_XXpsk0_25519_ChaChaPoly_SHA256") != 0)
        continue;

      for (guint j = 1; lines[j] != NULL; j++)
        {
          char *value = strchr (lines[j], '=');

          g_assert_nonnull (value);
          *value++ = '\0';
          set_field (&vector, lines[j], value);
        }
      check_vector (&vector);
      n_checked++;
    }

  g_assert_cmpuint (n_checked, ==, G_N_ELEMENTS (vectors));
}

/* -- what is refused, and that it leaves no trace */

static void
assert_refused (FarNoise *self, const guint8 *message, gsize len)
{
  g_autoptr(GByteArray) payload = g_byte_array_new ();
  guint8 hash[FAR_HASH_LEN];
  guint n_messages = far_noise_get_n_messages (self);

  memcpy (hash, far_noise_peek_hash (self), sizeof hash);
  g_byte_array_append (payload, (const guint8 *)"kept", 4);

  g_assert_false (far_noise_read (self, message, len, payload));

  g_assert_cmpmem (payload->data, payload->len, "kept", 4);
  g_assert_cmpmem (far_noise_peek_hash (self), FAR_HASH_LEN, hash, FAR_HASH_LEN);
  g_assert_cmpuint (far_noise_get_n_messages (self), ==, n_messages);
}

/* Every bit flipped, every length cut, one byte more; the good message is then still accepted, and
 * so is what follows. */
static void
test_refuses_changed_messages (void)
{
  g_autoptr(FarNoise) initiating = new_initiator ();
  g_autoptr(FarNoise) responding = new_responder ();
  FarNoise *noise[2] = { initiating, responding };
  Ends ends[2];
  guint8 frame[3 + FAR_TAG_LEN];
  guint8 body[3];

  for (guint i = 0; i < FAR_NOISE_MESSAGES; i++)
    {
      FarNoise *reader = noise[(i + 1) % 2];
      g_autoptr(GByteArray) message = g_byte_array_new ();
      g_autoptr(GByteArray) payload = g_byte_array_new ();

      g_assert_true (far_noise_write (noise[i % 2], "some", 4, message));

      for (guint bit = 0; bit < message->len * 8; bit++)
        {
          message->data[bit / 8] ^= 1 << bit % 8;
          assert_refused (reader, message->data, message->len);
          message->data[bit / 8] ^= 1 << bit % 8;
        }
      for (guint len = 0; len < message->len; len++)
        assert_refused (reader, message->data, len);

      far_put_u8 (message, 0);
      assert_refused (reader, message->data, message->len);
      g_byte_array_set_size (message, message->len - 1);

      g_assert_true (far_noise_read (reader, message->data, message->len, payload));
      g_assert_cmpmem (payload->data, payload->len, "some", 4);
    }

  for (guint i = 0; i < 2; i++)
    far_noise_split (noise[i], &ends[i].send, &ends[i].receive);
  g_assert_true (far_noise_encrypt (&ends[0].send, frame, (const guint8 *)"yes", 3));
  g_assert_true (far_noise_decrypt (&ends[1].receive, body, frame, sizeof frame));
  g_assert_cmpmem (body, 3, "yes", 3);
}

static void
test_refuses_other_psk_and_prologue (void)
{
  static const struct
  {
    const char *prologue;
    const char *psk;
  } rows[] = {
    { "test", "another key than this handshake's" },
    { "tesT", "the key of this test's handshake" },
    { "tes", "the key of this test's handshake" },
    { "", "the key of this test's handshake" },
  };
  g_autoptr(FarNoise) initiator = new_initiator ();
  g_autoptr(GByteArray) message = g_byte_array_new ();

  g_assert_true (far_noise_write (initiator, "", 0, message));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(FarNoise) responder =
                     far_noise_new (FAR_NOISE_RESPONDER, rows[i].prologue,
                                    strlen (rows[i].prologue), (const guint8 *)rows[i].psk,
                                    resp_static, resp_ephemeral);

      assert_refused (responder, message->data, message->len);
    }
}

/* A responder with several candidates finds the one meant, and goes on with it. */
static void
test_finds_the_psk_meant (void)
{
  g_autoptr(FarNoise) initiator = new_initiator ();
  g_autoptr(FarNoise) found = NULL;
  g_autoptr(GByteArray) message = g_byte_array_new ();
  g_autoptr(GByteArray) payload = g_byte_array_new ();

  g_assert_true (far_noise_write (initiator, "it is me", 8, message));

  for (guint8 i = 0; i < 64; i++)
    {
      guint8 candidate[FAR_KEY_LEN];
      g_autoptr(FarNoise) responder = NULL;

      memcpy (candidate, psk, sizeof candidate);
      candidate[0] ^= i ^ 42;
      responder = far_noise_new (FAR_NOISE_RESPONDER, prologue, strlen (prologue), candidate,
                                 resp_static, resp_ephemeral);

      if (far_noise_read (responder, message->data, message->len, payload))
        {
          g_assert_cmpuint (i, ==, 42);
          g_assert_null (found);
          found = g_steal_pointer (&responder);
        }
    }

  g_assert_nonnull (found);
  g_assert_cmpmem (payload->data, payload->len, "it is me", 8);
  g_byte_array_unref (pass (found, initiator, ""));
  g_byte_array_unref (pass (initiator, found, ""));
}

static void
test_refuses_out_of_turn (void)
{
  g_autoptr(FarNoise) initiator = new_initiator ();
  g_autoptr(FarNoise) responder = new_responder ();
  g_autoptr(GByteArray) first = g_byte_array_new ();
  g_autoptr(GByteArray) second = NULL;
  g_autoptr(GByteArray) third = NULL;

  g_assert_true (far_noise_write (initiator, "", 0, first));
  assert_refused (initiator, first->data, first->len); /* its own, thrown back */
  g_assert_null (far_noise_peek_remote_static (initiator));
  g_assert_null (far_noise_peek_remote_static (responder));

  {
    g_autoptr(GByteArray) payload = g_byte_array_new ();

    g_assert_true (far_noise_read (responder, first->data, first->len, payload));
  }
  assert_refused (responder, first->data, first->len); /* again */

  second = pass (responder, initiator, "");
  g_assert_nonnull (far_noise_peek_remote_static (initiator));
  g_assert_null (far_noise_peek_remote_static (responder));
  assert_refused (initiator, second->data, second->len);

  third = pass (initiator, responder, "");
  g_assert_cmpuint (third->len, ==, FAR_NOISE_3_LEN);
  g_assert_nonnull (far_noise_peek_remote_static (responder));
  assert_refused (responder, third->data, third->len);
  g_assert_false (far_noise_is_writer (initiator));
  g_assert_false (far_noise_is_writer (responder));
}

/* -- low-order keys: a peer who knows the psk and sends one would make a result of zero that it can
 * compute without any secret.  The forger is a second, plain writing of the schedule. */

typedef struct
{
  guint8 h[32];
  guint8 ck[32];
  guint8 k[32];
  guint64 n;
  GByteArray *message; /* owned */
} Forger;

static void
forger_hash (Forger *self, const void *data, gsize len)
{
  g_autoptr(GByteArray) all = g_byte_array_new ();

  far_put (all, self->h, 32);
  far_put (all, data, len);
  crypto_hash_sha256 (self->h, all->data, all->len);
}

static void
hmac (guint8 out[32], const guint8 key[32], GByteArray *data)
{
  crypto_auth_hmacsha256 (out, data->data, data->len, key);
}

/* HKDF of @input to @n outputs of 32 bytes */
static void
forger_hkdf (Forger *self, const guint8 input[32], guint n, guint8 out[][32])
{
  g_autoptr(GByteArray) data = g_byte_array_new ();
  guint8 key[32];

  far_put (data, input, 32);
  hmac (key, self->ck, data);

  g_byte_array_set_size (data, 0);
  for (guint i = 0; i < n; i++)
    {
      far_put_u8 (data, i + 1);
      hmac (out[i], key, data);
      g_byte_array_set_size (data, 0);
      far_put (data, out[i], 32);
    }
}

static void
forger_key (Forger *self, const guint8 input[32])
{
  guint8 out[2][32];

  forger_hkdf (self, input, 2, out);
  memcpy (self->ck, out[0], 32);
  memcpy (self->k, out[1], 32);
  self->n = 0;
}

static void
forger_start (Forger *self)
{
  const char *name = "Noise_XXpsk0_25519_ChaChaPoly_SHA256";
  guint8 out[3][32];

  self->message = g_byte_array_new ();
  crypto_hash_sha256 (self->h, (const guint8 *)name, strlen (name));
  memcpy (self->ck, self->h, 32);
  forger_hash (self, prologue, strlen (prologue));
  forger_hkdf (self, psk, 3, out);
  memcpy (self->ck, out[0], 32);
  forger_hash (self, out[1], 32);
  memcpy (self->k, out[2], 32);
  self->n = 0;
}

/* an e of either side */
static void
forger_e (Forger *self, const guint8 key[32])
{
  far_put (self->message, key, 32);
  forger_hash (self, key, 32);
  forger_key (self, key);
}

static void
forger_put (Forger *self, const void *data, gsize len)
{
  guint8 nonce[12] = { 0 };
  guint8 sealed[64];

  far_set_u64 (nonce + 4, self->n++);
  crypto_aead_chacha20poly1305_ietf_encrypt (sealed, NULL, data, len, self->h, 32, NULL, nonce,
                                             self->k);
  far_put (self->message, sealed, len + 16);
  forger_hash (self, sealed, len + 16);
}

/* what the other side wrote or this side did not write itself */
static void
forger_skip (Forger *self, const guint8 *sealed, gsize len)
{
  self->n++;
  forger_hash (self, sealed, len);
}

/* a DH result; zero where the key was of low order, as an implementation that does not look has it
 */
static void
forger_dh (Forger *self, const guint8 own[32], const guint8 remote[32])
{
  guint8 shared[32] = { 0 };

  if (crypto_scalarmult (shared, own, remote) != 0)
    memset (shared, 0, sizeof shared);
  forger_key (self, shared);
}

static gboolean
reads (FarNoise *self, const GByteArray *message)
{
  g_autoptr(GByteArray) payload = g_byte_array_new ();

  return far_noise_read (self, message->data, message->len, payload);
}

/* message 1 with this e: does the responder answer? */
static gboolean
forge_first (const guint8 e[32])
{
  g_autoptr(FarNoise) responder = new_responder ();
  g_autoptr(GByteArray) answer = g_byte_array_new ();
  Forger forger = { 0 };
  gboolean good;

  forger_start (&forger);
  forger_e (&forger, e);
  forger_put (&forger, "", 0);
  g_assert_true (reads (responder, forger.message)); /* no curve arithmetic yet */

  good = far_noise_write (responder, "", 0, answer);
  if (!good)
    {
      g_assert_cmpuint (answer->len, ==, 0);
      g_assert_cmpuint (far_noise_get_n_messages (responder), ==, 1);
    }
  g_byte_array_unref (forger.message);

  return good;
}

/* message 2 with this e and s, whose secret halves the forger may not have: is it read? */
static gboolean
forge_second (const guint8 e[32], const guint8 s[32])
{
  g_autoptr(FarNoise) initiator = new_initiator ();
  g_autoptr(GByteArray) first = g_byte_array_new ();
  Forger forger = { 0 };
  guint8 init_e[32];
  gboolean good;

  g_assert_true (far_noise_write (initiator, "", 0, first));
  crypto_scalarmult_base (init_e, init_ephemeral);

  forger_start (&forger);
  forger_e (&forger, init_e);
  forger_put (&forger, "", 0);
  g_assert_cmpmem (forger.message->data, forger.message->len, first->data, first->len);

  g_byte_array_set_size (forger.message, 0);
  forger_e (&forger, e);
  forger_dh (&forger, init_ephemeral, e);
  forger_put (&forger, s, 32);
  forger_dh (&forger, init_ephemeral, s);
  forger_put (&forger, "", 0);

  good = reads (initiator, forger.message);
  g_assert_cmpuint (far_noise_get_n_messages (initiator), ==, good ? 2 : 1);
  g_byte_array_unref (forger.message);

  return good;
}

/* message 3 with this s: is it read? */
static gboolean
forge_third (const guint8 s[32])
{
  g_autoptr(FarNoise) responder = new_responder ();
  g_autoptr(GByteArray) answer = g_byte_array_new ();
  Forger forger = { 0 };
  guint8 init_e[32];
  gboolean good;

  crypto_scalarmult_base (init_e, init_ephemeral);
  forger_start (&forger);
  forger_e (&forger, init_e);
  forger_put (&forger, "", 0);
  g_assert_true (reads (responder, forger.message));
  g_assert_true (far_noise_write (responder, "", 0, answer));

  forger_e (&forger, answer->data);
  forger_dh (&forger, init_ephemeral, answer->data);
  forger_skip (&forger, answer->data + 32, 48);
  {
    guint8 resp_s[32];

    crypto_scalarmult_base (resp_s, resp_static);
    forger_dh (&forger, init_ephemeral, resp_s);
  }
  forger_skip (&forger, answer->data + 80, 16);

  g_byte_array_set_size (forger.message, 0);
  forger_put (&forger, s, 32);
  forger_dh (&forger, resp_ephemeral, s);
  forger_put (&forger, "", 0);

  good = reads (responder, forger.message);
  g_assert_cmpuint (far_noise_get_n_messages (responder), ==, good ? 3 : 2);
  g_byte_array_unref (forger.message);

  return good;
}

static void
test_refuses_low_order_keys (void)
{
  guint8 honest[32];

  /* the forger is right where nothing is wrong */
  crypto_scalarmult_base (honest, resp_static);
  g_assert_true (forge_first (honest));
  g_assert_true (forge_second (honest, honest));
  g_assert_true (forge_third (honest));

  for (guint i = 0; i < G_N_ELEMENTS (low_order_keys); i++)
    {
      guint8 key[32];

      unhex_key (low_order_keys[i], key);
      g_assert_false (forge_first (key));
      g_assert_false (forge_second (key, honest));
      g_assert_false (forge_second (honest, key));
      g_assert_false (forge_third (key));
    }
}

/* -- transport */

static void
assert_frame_refused (FarNoiseCipher *self, const guint8 *frame, gsize len)
{
  FarNoiseCipher before = *self;
  guint8 body[256];

  g_assert_false (far_noise_decrypt (self, body, frame, len));
  g_assert_cmpmem (self->key, FAR_KEY_LEN, before.key, FAR_KEY_LEN);
  g_assert_cmpuint (self->n_frames, ==, before.n_frames);
}

static void
test_refuses_changed_frames (void)
{
  Ends a;
  Ends b;
  guint8 first[5 + FAR_TAG_LEN];
  guint8 second[FAR_TAG_LEN];
  guint8 body[5];

  connect_ends (&a, &b);
  g_assert_true (far_noise_encrypt (&a.send, first, (const guint8 *)"first", 5));
  g_assert_true (far_noise_encrypt (&a.send, second, NULL, 0));

  for (guint bit = 0; bit < sizeof first * 8; bit++)
    {
      first[bit / 8] ^= 1 << bit % 8;
      assert_frame_refused (&b.receive, first, sizeof first);
      first[bit / 8] ^= 1 << bit % 8;
    }
  for (guint len = 0; len < sizeof first; len++)
    assert_frame_refused (&b.receive, first, len);

  assert_frame_refused (&b.receive, second, sizeof second); /* not yet */
  assert_frame_refused (&a.receive, first, sizeof first);   /* thrown back */

  g_assert_true (far_noise_decrypt (&b.receive, body, first, sizeof first));
  g_assert_cmpmem (body, sizeof body, "first", 5);
  assert_frame_refused (&b.receive, first, sizeof first); /* again */
  g_assert_true (far_noise_decrypt (&b.receive, body, second, sizeof second));
  g_assert_cmpuint (b.receive.n_frames, ==, 2);
}

static void
test_bounds_frames (void)
{
  Ends a;
  Ends b;
  g_autofree guint8 *body = g_malloc (FAR_FRAME_BODY_MAX);
  g_autofree guint8 *frame = g_malloc (FAR_FRAME_MAX + 1);

  connect_ends (&a, &b);
  memset (body, 7, FAR_FRAME_BODY_MAX);
  frame[FAR_FRAME_MAX] = 0;

  g_assert_true (far_noise_encrypt (&a.send, frame, body, FAR_FRAME_BODY_MAX));
  g_assert_false (far_noise_decrypt (&b.receive, body, frame, FAR_FRAME_MAX + 1));
  g_assert_true (far_noise_decrypt (&b.receive, frame, frame, FAR_FRAME_MAX));
  g_assert_cmpmem (frame, FAR_FRAME_BODY_MAX, body, FAR_FRAME_BODY_MAX);
}

static void
test_rekeys_in_step (void)
{
  Ends a;
  Ends b;
  guint8 nonce[12] = { 0, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255 };
  guint8 zeros[32] = { 0 };
  guint8 expected[32 + FAR_TAG_LEN];
  guint8 frame[FAR_TAG_LEN];

  connect_ends (&a, &b);
  g_assert_true (far_noise_encrypt (&a.send, frame, NULL, 0));
  g_assert_true (far_noise_decrypt (&b.receive, NULL, frame, sizeof frame));

  /* ENCRYPT (k, 2^64 - 1, nothing, zeros), without its tag */
  crypto_aead_chacha20poly1305_ietf_encrypt (expected, NULL, zeros, sizeof zeros, NULL, 0, NULL,
                                             nonce, a.send.key);
  far_noise_rekey (&a.send);
  g_assert_cmpmem (a.send.key, FAR_KEY_LEN, expected, FAR_KEY_LEN);
  g_assert_cmpuint (a.send.n_frames, ==, 1);

  g_assert_true (far_noise_encrypt (&a.send, frame, NULL, 0));
  assert_frame_refused (&b.receive, frame, sizeof frame);
  far_noise_rekey (&b.receive);
  g_assert_true (far_noise_decrypt (&b.receive, NULL, frame, sizeof frame));
}

static void
test_stops_at_the_last_nonce (void)
{
  Ends a;
  Ends b;
  guint8 frame[FAR_TAG_LEN];

  connect_ends (&a, &b);
  a.send.n_frames = G_MAXUINT64 - 1;
  b.receive.n_frames = G_MAXUINT64 - 1;

  g_assert_true (far_noise_encrypt (&a.send, frame, NULL, 0));
  g_assert_true (far_noise_decrypt (&b.receive, NULL, frame, sizeof frame));
  g_assert_false (far_noise_encrypt (&a.send, frame, NULL, 0));
  assert_frame_refused (&b.receive, frame, sizeof frame);
  g_assert_cmpuint (a.send.n_frames, ==, G_MAXUINT64);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);

  g_test_add_func ("/far/noise/matches-vectors", test_matches_vectors);
  g_test_add_func ("/far/noise/matches-file", test_matches_file);
  g_test_add_func ("/far/noise/refuses-changed-messages", test_refuses_changed_messages);
  g_test_add_func ("/far/noise/refuses-other-psk-and-prologue",
                   test_refuses_other_psk_and_prologue);
  g_test_add_func ("/far/noise/finds-the-psk-meant", test_finds_the_psk_meant);
  g_test_add_func ("/far/noise/refuses-out-of-turn", test_refuses_out_of_turn);
  g_test_add_func ("/far/noise/refuses-low-order-keys", test_refuses_low_order_keys);
  g_test_add_func ("/far/noise/refuses-changed-frames", test_refuses_changed_frames);
  g_test_add_func ("/far/noise/bounds-frames", test_bounds_frames);
  g_test_add_func ("/far/noise/rekeys-in-step", test_rekeys_in_step);
  g_test_add_func ("/far/noise/stops-at-the-last-nonce", test_stops_at_the_last_nonce);

  return g_test_run ();
}
