/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-crypto"

#include "far-crypto.h"

#include <string.h>

#include "far-pure.h"

void
far_hash_init (FarHash *self, const char *context, gsize out_len)
{
  guint8 personal[crypto_generichash_blake2b_PERSONALBYTES] = { 0 };
  gsize len = strlen (context);

  g_assert (len <= sizeof personal);
  memcpy (personal, context, len);

  crypto_generichash_blake2b_init_salt_personal (self, NULL, 0, out_len, NULL, personal);
}

void
far_hash_u16 (FarHash *self, guint16 value)
{
  value = GUINT16_TO_LE (value);
  far_hash_update (self, &value, sizeof value);
}

void
far_hash_u32 (FarHash *self, guint32 value)
{
  value = GUINT32_TO_LE (value);
  far_hash_update (self, &value, sizeof value);
}

void
far_hash_u64 (FarHash *self, guint64 value)
{
  value = GUINT64_TO_LE (value);
  far_hash_update (self, &value, sizeof value);
}

void
far_hash_bytes (const char *context, const void *data, gsize len, guint8 out[static FAR_HASH_LEN])
{
  FarHash hash;

  far_hash_init (&hash, context, FAR_HASH_LEN);
  far_hash_update (&hash, data, len);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
}

void
far_sign_keypair (const guint8 seed[static 32],
                  guint8 out_public[static FAR_KEY_LEN],
                  guint8 out_secret[static 64])
{
  crypto_sign_seed_keypair (out_public, out_secret, seed);
}

void
far_sign (const guint8 secret[static 64],
          const void *message,
          gsize len,
          guint8 out[static FAR_SIG_LEN])
{
  crypto_sign_detached (out, NULL, message, len, secret);
}

gboolean
far_key_is_valid (const guint8 key[static FAR_KEY_LEN])
{
  return crypto_core_ed25519_is_valid_point (key) == 1;
}

/* Over nothing, by a valid key, with a part of order 8 added to R: who multiplies by the cofactor
 * does not see that part. */
static const guint8 mixed_key[FAR_KEY_LEN] = {
  0x04, 0xbe, 0x97, 0xec, 0x9b, 0xfe, 0x6c, 0xcd, 0x01, 0xf9, 0x34, 0x3b, 0x72, 0x88, 0xb1, 0x17,
  0xb7, 0x9f, 0x91, 0xcc, 0x45, 0xc2, 0x4a, 0xf2, 0xf9, 0x3e, 0x00, 0x60, 0xca, 0x2b, 0x6d, 0x6f,
};
static const guint8 mixed_signature[FAR_SIG_LEN] = {
  0xed, 0xae, 0x5a, 0xe3, 0x35, 0x37, 0x2a, 0x4a, 0xac, 0x50, 0x6b, 0x6d, 0x43, 0x5a, 0xc0, 0xa6,
  0x85, 0x44, 0x09, 0x29, 0x2c, 0xb8, 0x37, 0x30, 0x96, 0x4d, 0x17, 0xd3, 0x53, 0x64, 0xe0, 0x66,
  0x04, 0x10, 0x98, 0xdc, 0x2e, 0x03, 0x02, 0x2c, 0xd0, 0xbd, 0x12, 0xde, 0x6d, 0x9c, 0xba, 0xf0,
  0x8d, 0x0f, 0x07, 0x12, 0x20, 0x91, 0x33, 0x2e, 0x5e, 0x58, 0xdf, 0x5f, 0xb3, 0xc0, 0x49, 0x07,
};

/* A library without the cofactor computes S B - H A and wants the bytes of R.  With a valid key
 * that is a point of the main subgroup in its shortest encoding, so then R is one too; and a
 * neutral R is refused by all versions of libsodium.  Which kind this one is, it says itself. */
static gboolean
compares_r (void)
{
  enum
  {
    UNKNOWN,
    YES,
    NO,
  };
  static int known = UNKNOWN;

  if (g_atomic_int_get (&known) == UNKNOWN)
    g_atomic_int_set (&known, crypto_sign_verify_detached (mixed_signature, NULL, 0, mixed_key) == 0
                                  ? NO
                                  : YES);

  return g_atomic_int_get (&known) == YES;
}

gboolean
far_verify (const guint8 key[static FAR_KEY_LEN],
            gboolean key_checked,
            const void *message,
            gsize len,
            const guint8 signature[static FAR_SIG_LEN])
{
  if (!key_checked && !far_key_is_valid (key))
    return FALSE;

  /* R is the first half */
  if (!compares_r () && crypto_core_ed25519_is_valid_point (signature) != 1)
    return FALSE;

  return crypto_sign_verify_detached (signature, message, len, key) == 0;
}

static void
derive_seal_key (guint8 out[static FAR_KEY_LEN],
                 const guint8 shared[static FAR_KEY_LEN],
                 const guint8 ephemeral[static FAR_KEY_LEN],
                 const guint8 recipient[static FAR_KEY_LEN])
{
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_SEAL, FAR_KEY_LEN);
  far_hash_update (&hash, shared, FAR_KEY_LEN);
  far_hash_update (&hash, ephemeral, FAR_KEY_LEN);
  far_hash_update (&hash, recipient, FAR_KEY_LEN);
  far_hash_finish (&hash, out, FAR_KEY_LEN);
  sodium_memzero (&hash, sizeof hash);
}

static const guint8 zero_nonce[crypto_aead_xchacha20poly1305_ietf_NPUBBYTES];

gboolean
far_seal_key_is_good (const guint8 key[static FAR_KEY_LEN])
{
  static const guint8 any[32] = { 1 };
  guint8 shared[FAR_KEY_LEN];

  /* a low-order point gives zero with every secret */
  return crypto_scalarmult (shared, any, key) == 0;
}

gboolean
far_seal_about (const guint8 recipient[static FAR_KEY_LEN],
                const guint8 ephemeral_seed[static 32],
                const void *about,
                gsize about_len,
                const void *message,
                gsize len,
                GByteArray *out)
{
  guint8 ephemeral[FAR_KEY_LEN];
  guint8 shared[FAR_KEY_LEN];
  guint8 key[FAR_KEY_LEN];
  gboolean sealed = FALSE;

  crypto_scalarmult_base (ephemeral, ephemeral_seed);

  if (crypto_scalarmult (shared, ephemeral_seed, recipient) == 0)
    {
      gsize at = out->len + FAR_KEY_LEN;

      derive_seal_key (key, shared, ephemeral, recipient);
      far_put (out, ephemeral, FAR_KEY_LEN);
      g_byte_array_set_size (out, at + len + FAR_TAG_LEN);
      crypto_aead_xchacha20poly1305_ietf_encrypt (out->data + at, NULL, message, len, about,
                                                  about_len, NULL, zero_nonce, key);
      sealed = TRUE;
    }

  sodium_memzero (shared, sizeof shared);
  sodium_memzero (key, sizeof key);

  return sealed;
}

gboolean
far_seal (const guint8 recipient[static FAR_KEY_LEN],
          const guint8 ephemeral_seed[static 32],
          const void *message,
          gsize len,
          GByteArray *out)
{
  return far_seal_about (recipient, ephemeral_seed, NULL, 0, message, len, out);
}

gboolean
far_seal_open_about (const guint8 secret[static FAR_KEY_LEN],
                     const guint8 *sealed,
                     gsize len,
                     const void *about,
                     gsize about_len,
                     guint8 *out)
{
  guint8 recipient[FAR_KEY_LEN];
  guint8 shared[FAR_KEY_LEN];
  guint8 key[FAR_KEY_LEN];
  gboolean is_open = FALSE;

  if (len < FAR_SEAL_OVERHEAD)
    return FALSE;

  crypto_scalarmult_base (recipient, secret);

  if (crypto_scalarmult (shared, secret, sealed) == 0)
    {
      derive_seal_key (key, shared, sealed, recipient);
      is_open = crypto_aead_xchacha20poly1305_ietf_decrypt (out, NULL, NULL, sealed + FAR_KEY_LEN,
                                                            len - FAR_KEY_LEN, about, about_len,
                                                            zero_nonce, key) == 0;
    }

  sodium_memzero (shared, sizeof shared);
  sodium_memzero (key, sizeof key);

  return is_open;
}

guint8 *
far_seal_open (const guint8 secret[static FAR_KEY_LEN], const guint8 *sealed, gsize len)
{
  g_autofree guint8 *message = NULL;

  if (len < FAR_SEAL_OVERHEAD)
    return NULL;

  message = g_malloc (len - FAR_SEAL_OVERHEAD + 1);

  return far_seal_open_about (secret, sealed, len, NULL, 0, message) ? g_steal_pointer (&message)
                                                                     : NULL;
}
