/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Noise_XXpsk0_25519_ChaChaPoly_SHA256, revision 34:
 *
 *   XXpsk0:
 *     -> psk, e
 *     <- e, ee, s, es
 *     -> s, se
 *
 * Below, one function per token, and one function per message that names its tokens in this order.
 * Each message works on a copy of the state, which replaces the state when all of it was good. */

#define G_LOG_DOMAIN "far-noise"

#include "far-noise.h"

#include <sodium.h>
#include <string.h>

#include "far-pure.h"

G_STATIC_ASSERT (FAR_KEY_LEN == crypto_scalarmult_BYTES);
G_STATIC_ASSERT (FAR_KEY_LEN == crypto_scalarmult_SCALARBYTES);
G_STATIC_ASSERT (FAR_KEY_LEN == crypto_aead_chacha20poly1305_ietf_KEYBYTES);
G_STATIC_ASSERT (FAR_TAG_LEN == crypto_aead_chacha20poly1305_ietf_ABYTES);
G_STATIC_ASSERT (FAR_HASH_LEN == crypto_hash_sha256_BYTES);
G_STATIC_ASSERT (FAR_HASH_LEN == crypto_auth_hmacsha256_BYTES);

#define NONCE_LEN crypto_aead_chacha20poly1305_ietf_NPUBBYTES

static const char protocol_name[] = "Noise_XXpsk0_25519_ChaChaPoly_SHA256";

G_STATIC_ASSERT (sizeof protocol_name - 1 > FAR_HASH_LEN);

/* The specification's SymmetricState with its CipherState, and what was learned of the peer.  A key
 * is set from the first token on, so there is no "no key yet". */
typedef struct
{
  guint8 hash[FAR_HASH_LEN];    /* h */
  guint8 chain[FAR_HASH_LEN];   /* ck */
  FarNoiseCipher cipher;        /* k, n */
  guint8 remote_e[FAR_KEY_LEN]; /* re */
  guint8 remote_s[FAR_KEY_LEN]; /* rs */
  guint n_messages;
} State;

struct _FarNoise
{
  FarNoiseRole role;
  gboolean is_split;
  guint8 psk[FAR_KEY_LEN];
  guint8 own_s[FAR_KEY_LEN]; /* secret half of s */
  guint8 own_e[FAR_KEY_LEN]; /* secret half of e */
  State state;
};

/* -- ciphers (CipherState, section 5.1) */

static void
set_nonce (guint8 nonce[static NONCE_LEN], guint64 count)
{
  memset (nonce, 0, 4);
  far_set_u64 (nonce + 4, count);
}

static gboolean
encrypt (FarNoiseCipher *self,
         guint8 *out,
         const guint8 *body,
         gsize len,
         const guint8 *ad,
         gsize ad_len)
{
  guint8 nonce[NONCE_LEN];

  /* the last nonce belongs to rekeying */
  if (self->n_frames == G_MAXUINT64)
    return FALSE;

  set_nonce (nonce, self->n_frames);
  crypto_aead_chacha20poly1305_ietf_encrypt (out, NULL, body, len, ad, ad_len, NULL, nonce,
                                             self->key);
  self->n_frames++;

  return TRUE;
}

static gboolean
decrypt (FarNoiseCipher *self,
         guint8 *out,
         const guint8 *frame,
         gsize len,
         const guint8 *ad,
         gsize ad_len)
{
  guint8 nonce[NONCE_LEN];

  if (self->n_frames == G_MAXUINT64)
    return FALSE;

  set_nonce (nonce, self->n_frames);
  if (crypto_aead_chacha20poly1305_ietf_decrypt (out, NULL, NULL, frame, len, ad, ad_len, nonce,
                                                 self->key) != 0)
    return FALSE;

  self->n_frames++;

  return TRUE;
}

/* -- the schedule (SymmetricState, section 5.2) */

/* One output of HKDF's second half: HMAC-SHA256, begun as @keyed, of @previous (NULL for the first)
 * and @number. */
static void
expand (const crypto_auth_hmacsha256_state *keyed,
        const guint8 *previous,
        guint8 number,
        guint8 out[static FAR_HASH_LEN])
{
  crypto_auth_hmacsha256_state hmac = *keyed;

  if (previous != NULL)
    crypto_auth_hmacsha256_update (&hmac, previous, FAR_HASH_LEN);
  crypto_auth_hmacsha256_update (&hmac, &number, 1);
  crypto_auth_hmacsha256_final (&hmac, out);
  sodium_memzero (&hmac, sizeof hmac);
}

/* HKDF(ck, input): the first output replaces the chaining key, the second is @out, the third
 * @out_third where it is wanted. */
static void
mix_chain (State *state,
           const guint8 *input,
           gsize len,
           guint8 out[static FAR_HASH_LEN],
           guint8 *out_third)
{
  crypto_auth_hmacsha256_state hmac;
  guint8 key[FAR_HASH_LEN];

  crypto_auth_hmacsha256_init (&hmac, state->chain, sizeof state->chain);
  crypto_auth_hmacsha256_update (&hmac, input, len);
  crypto_auth_hmacsha256_final (&hmac, key);

  crypto_auth_hmacsha256_init (&hmac, key, sizeof key);
  expand (&hmac, NULL, 1, state->chain);
  expand (&hmac, state->chain, 2, out);
  if (out_third != NULL)
    expand (&hmac, out, 3, out_third);

  sodium_memzero (&hmac, sizeof hmac);
  sodium_memzero (key, sizeof key);
}

static void
mix_hash (State *state, const void *data, gsize len)
{
  crypto_hash_sha256_state sha;

  crypto_hash_sha256_init (&sha);
  crypto_hash_sha256_update (&sha, state->hash, sizeof state->hash);
  crypto_hash_sha256_update (&sha, data, len);
  crypto_hash_sha256_final (&sha, state->hash);
}

static void
mix_key (State *state, const guint8 input[static FAR_KEY_LEN])
{
  mix_chain (state, input, FAR_KEY_LEN, state->cipher.key, NULL);
  state->cipher.n_frames = 0;
}

/* Room for @len more bytes, NULL for none. */
static guint8 *
grow (GByteArray *out, gsize len)
{
  g_byte_array_set_size (out, out->len + len);

  return len > 0 ? out->data + out->len - len : NULL;
}

/* EncryptAndHash, appended to @out. */
static gboolean
put_encrypted (State *state, const guint8 *body, gsize len, GByteArray *out)
{
  guint8 *to = grow (out, len + FAR_TAG_LEN);

  if (!encrypt (&state->cipher, to, body, len, state->hash, sizeof state->hash))
    return FALSE;

  mix_hash (state, to, len + FAR_TAG_LEN);

  return TRUE;
}

/* DecryptAndHash: the next @len + FAR_TAG_LEN bytes. */
static gboolean
read_encrypted (State *state, FarReader *in, guint8 *out, gsize len)
{
  const guint8 *from = far_reader_bytes (in, len + FAR_TAG_LEN);

  if (from == NULL ||
      !decrypt (&state->cipher, out, from, len + FAR_TAG_LEN, state->hash, sizeof state->hash))
    return FALSE;

  mix_hash (state, from, len + FAR_TAG_LEN);

  return TRUE;
}

/* -- tokens (section 5.3; with a psk, an e is mixed into the key too: section 9.2) */

/* psk */
static void
mix_psk (const FarNoise *self, State *state)
{
  guint8 hash[FAR_HASH_LEN];

  mix_chain (state, self->psk, sizeof self->psk, hash, state->cipher.key);
  state->cipher.n_frames = 0;
  mix_hash (state, hash, sizeof hash);
  sodium_memzero (hash, sizeof hash);
}

/* e, written */
static void
write_e (const FarNoise *self, State *state, GByteArray *out)
{
  guint8 key[FAR_KEY_LEN];

  crypto_scalarmult_base (key, self->own_e);
  far_put (out, key, sizeof key);
  mix_hash (state, key, sizeof key);
  mix_key (state, key);
}

/* e, read */
static gboolean
read_e (State *state, FarReader *in)
{
  const guint8 *key = far_reader_bytes (in, FAR_KEY_LEN);

  if (key == NULL)
    return FALSE;

  memcpy (state->remote_e, key, FAR_KEY_LEN);
  mix_hash (state, key, FAR_KEY_LEN);
  mix_key (state, key);

  return TRUE;
}

/* s, written */
static gboolean
write_s (const FarNoise *self, State *state, GByteArray *out)
{
  guint8 key[FAR_KEY_LEN];

  crypto_scalarmult_base (key, self->own_s);

  return put_encrypted (state, key, sizeof key, out);
}

/* s, read */
static gboolean
read_s (State *state, FarReader *in)
{
  return read_encrypted (state, in, state->remote_s, FAR_KEY_LEN);
}

/* ee, es, se: a result of zero, which a low-order key gives, is refused */
static gboolean
mix_dh (State *state, const guint8 own[static FAR_KEY_LEN], const guint8 remote[static FAR_KEY_LEN])
{
  guint8 shared[FAR_KEY_LEN];
  gboolean good = crypto_scalarmult (shared, own, remote) == 0;

  if (good)
    mix_key (state, shared);
  sodium_memzero (shared, sizeof shared);

  return good;
}

/* the payload ends each message */
static gboolean
read_payload (State *state, FarReader *in, GByteArray *payload)
{
  gsize left = far_reader_left (in);

  if (left < FAR_TAG_LEN)
    return FALSE;

  left -= FAR_TAG_LEN;

  return read_encrypted (state, in, grow (payload, left), left);
}

/* -- messages */

/* -> psk, e */
static gboolean
write_1 (const FarNoise *self, State *next, GByteArray *out)
{
  mix_psk (self, next);      /* psk */
  write_e (self, next, out); /* e */

  return TRUE;
}

static gboolean
read_1 (const FarNoise *self, State *next, FarReader *in)
{
  mix_psk (self, next);     /* psk */
  return read_e (next, in); /* e */
}

/* <- e, ee, s, es */
static gboolean
write_2 (const FarNoise *self, State *next, GByteArray *out)
{
  write_e (self, next, out);                           /* e */
  return mix_dh (next, self->own_e, next->remote_e) && /* ee */
         write_s (self, next, out) &&                  /* s */
         mix_dh (next, self->own_s, next->remote_e);   /* es */
}

static gboolean
read_2 (const FarNoise *self, State *next, FarReader *in)
{
  return read_e (next, in) &&                          /* e */
         mix_dh (next, self->own_e, next->remote_e) && /* ee */
         read_s (next, in) &&                          /* s */
         mix_dh (next, self->own_e, next->remote_s);   /* es */
}

/* -> s, se */
static gboolean
write_3 (const FarNoise *self, State *next, GByteArray *out)
{
  return write_s (self, next, out) &&                /* s */
         mix_dh (next, self->own_s, next->remote_e); /* se */
}

static gboolean
read_3 (const FarNoise *self, State *next, FarReader *in)
{
  return read_s (next, in) &&                        /* s */
         mix_dh (next, self->own_e, next->remote_s); /* se */
}

static const struct
{
  FarNoiseRole writer;
  gboolean (*write) (const FarNoise *self, State *next, GByteArray *out);
  gboolean (*read) (const FarNoise *self, State *next, FarReader *in);
} messages[FAR_NOISE_MESSAGES] = {
  { FAR_NOISE_INITIATOR, write_1, read_1 },
  { FAR_NOISE_RESPONDER, write_2, read_2 },
  { FAR_NOISE_INITIATOR, write_3, read_3 },
};

static gboolean
write_message (const FarNoise *self, State *next, const guint8 *payload, gsize len, GByteArray *out)
{
  return messages[next->n_messages].write (self, next, out) &&
         put_encrypted (next, payload, len, out);
}

static gboolean
read_message (const FarNoise *self, State *next, FarReader *in, GByteArray *payload)
{
  return messages[next->n_messages].read (self, next, in) && read_payload (next, in, payload);
}

/* What was appended to @out stays if @good, and @next becomes the state; else both are as before.
 */
static gboolean
commit (FarNoise *self, State *next, gboolean good, GByteArray *out, gsize out_len)
{
  if (good)
    {
      next->n_messages++;
      self->state = *next;
    }
  else
    {
      g_byte_array_set_size (out, out_len);
    }
  sodium_memzero (next, sizeof *next);

  return good;
}

/* -- public */

FarNoise *
far_noise_new (FarNoiseRole role,
               const void *prologue,
               gsize prologue_len,
               const guint8 psk[static FAR_KEY_LEN],
               const guint8 static_secret[static FAR_KEY_LEN],
               const guint8 ephemeral_secret[static FAR_KEY_LEN])
{
  FarNoise *self = g_new0 (FarNoise, 1);

  self->role = role;
  memcpy (self->psk, psk, sizeof self->psk);
  memcpy (self->own_s, static_secret, sizeof self->own_s);
  memcpy (self->own_e, ephemeral_secret, sizeof self->own_e);

  /* longer than a hash, so it is hashed */
  crypto_hash_sha256 (self->state.hash, (const guint8 *)protocol_name, sizeof protocol_name - 1);
  memcpy (self->state.chain, self->state.hash, sizeof self->state.chain);
  mix_hash (&self->state, prologue, prologue_len);

  return self;
}

void
far_noise_free (FarNoise *self)
{
  if (self == NULL)
    return;

  sodium_memzero (self, sizeof *self);
  g_free (self);
}

guint
far_noise_get_n_messages (const FarNoise *self)
{
  return self->state.n_messages;
}

gboolean
far_noise_is_writer (const FarNoise *self)
{
  return self->state.n_messages < FAR_NOISE_MESSAGES &&
         messages[self->state.n_messages].writer == self->role;
}

gboolean
far_noise_write (FarNoise *self, const void *payload, gsize len, GByteArray *out)
{
  State next = self->state;
  gsize out_len = out->len;

  g_assert (far_noise_is_writer (self));
  g_assert (len <= FAR_FRAME_MAX - FAR_NOISE_2_LEN);

  return commit (self, &next, write_message (self, &next, payload, len, out), out, out_len);
}

gboolean
far_noise_read (FarNoise *self, const guint8 *message, gsize len, GByteArray *payload)
{
  FarReader in = far_reader (message, len);
  State next = self->state;
  gsize payload_len = payload->len;

  if (far_noise_is_writer (self) || next.n_messages == FAR_NOISE_MESSAGES || len > FAR_FRAME_MAX)
    return FALSE;

  return commit (self, &next, read_message (self, &next, &in, payload), payload, payload_len);
}

const guint8 *
far_noise_peek_remote_static (const FarNoise *self)
{
  guint known_after = self->role == FAR_NOISE_INITIATOR ? 2 : 3;

  return self->state.n_messages >= known_after ? self->state.remote_s : NULL;
}

const guint8 *
far_noise_peek_hash (const FarNoise *self)
{
  return self->state.hash;
}

void
far_noise_split (FarNoise *self, FarNoiseCipher *out_send, FarNoiseCipher *out_receive)
{
  gboolean initiator = self->role == FAR_NOISE_INITIATOR;
  FarNoiseCipher *from_initiator = initiator ? out_send : out_receive;
  FarNoiseCipher *from_responder = initiator ? out_receive : out_send;

  g_assert (self->state.n_messages == FAR_NOISE_MESSAGES);
  g_assert (!self->is_split);

  mix_chain (&self->state, NULL, 0, from_responder->key, NULL);
  memcpy (from_initiator->key, self->state.chain, sizeof from_initiator->key);
  from_initiator->n_frames = 0;
  from_responder->n_frames = 0;

  sodium_memzero (self->psk, sizeof self->psk);
  sodium_memzero (self->own_s, sizeof self->own_s);
  sodium_memzero (self->own_e, sizeof self->own_e);
  sodium_memzero (self->state.chain, sizeof self->state.chain);
  sodium_memzero (&self->state.cipher, sizeof self->state.cipher);
  self->is_split = TRUE;
}

gboolean
far_noise_encrypt (FarNoiseCipher *self, guint8 *out, const guint8 *body, gsize len)
{
  g_assert (len <= FAR_FRAME_BODY_MAX);

  return encrypt (self, out, body, len, NULL, 0);
}

gboolean
far_noise_decrypt (FarNoiseCipher *self, guint8 *out, const guint8 *frame, gsize len)
{
  if (len < FAR_TAG_LEN || len > FAR_FRAME_MAX)
    return FALSE;

  return decrypt (self, out, frame, len, NULL, 0);
}

void
far_noise_rekey (FarNoiseCipher *self)
{
  static const guint8 zeros[FAR_KEY_LEN];
  guint8 out[FAR_KEY_LEN + FAR_TAG_LEN];
  guint8 nonce[NONCE_LEN];

  set_nonce (nonce, G_MAXUINT64);
  crypto_aead_chacha20poly1305_ietf_encrypt (out, NULL, zeros, sizeof zeros, NULL, 0, NULL, nonce,
                                             self->key);
  memcpy (self->key, out, sizeof self->key);
  sodium_memzero (out, sizeof out);
}
