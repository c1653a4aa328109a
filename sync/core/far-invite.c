/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-invite"

#include "far-invite.h"

#include <string.h>

#include "far-code.h"

#include "far-pure.h"

G_DEFINE_QUARK (far_invite_error, far_invite_error)

G_STATIC_ASSERT (FAR_INVITE_NONCE_LEN == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
G_STATIC_ASSERT (FAR_TAG_LEN == crypto_aead_xchacha20poly1305_ietf_ABYTES);

#define SYMBOLS_LEN (FAR_INVITE_BYTES_LEN * 8 / 5)

/* no bits are left over, so there is one text for each invitation */
G_STATIC_ASSERT (FAR_INVITE_BYTES_LEN * 8 == SYMBOLS_LEN * 5);

/* -- text */

static char *
to_text (const FarInvite *self, gboolean is_qr)
{
  g_autoptr(GByteArray) bytes = g_byte_array_sized_new (FAR_INVITE_BYTES_LEN);
  char *text;

  far_put_u8 (bytes, FAR_INVITE_VERSION);
  far_put (bytes, self->collective, sizeof self->collective);
  far_put (bytes, self->entry, sizeof self->entry);
  far_put (bytes, self->secret, sizeof self->secret);
  text = far_code_to_text (bytes, is_qr);
  sodium_memzero (bytes->data, bytes->len);

  return text;
}

/* Whether all characters arrived as they left, and mean something to this version. */
static gboolean
check (const FarCode *decoded, GError **error)
{
  gboolean good = far_code_has_good_sum (decoded);

  if (good && decoded->bytes[0] > FAR_INVITE_VERSION)
    g_set_error (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_NEWER,
                 "The invitation is of version %u, this program reads up to %d", decoded->bytes[0],
                 FAR_INVITE_VERSION);
  else if (decoded->n_symbols != SYMBOLS_LEN)
    g_set_error (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_DAMAGED,
                 "The invitation has %u characters instead of %d", decoded->n_symbols, SYMBOLS_LEN);
  else if (!good || decoded->bytes[0] != FAR_INVITE_VERSION)
    g_set_error (error, FAR_INVITE_ERROR, FAR_INVITE_ERROR_DAMAGED,
                 "A character of the invitation is wrong, or two have changed places");
  else
    return TRUE;

  return FALSE;
}

static void
read_fields (FarInvite *self, const FarCode *decoded)
{
  FarReader in = far_reader (decoded->bytes + 1, decoded->len - 1);

  memcpy (self->collective, far_reader_bytes (&in, FAR_ID_LEN), FAR_ID_LEN);
  memcpy (self->entry, far_reader_bytes (&in, FAR_ID_LEN), FAR_ID_LEN);
  memcpy (self->secret, far_reader_bytes (&in, FAR_INVITE_SECRET_LEN), FAR_INVITE_SECRET_LEN);
}

/* -- keys and proofs */

/* The seed of the invitation's key pair, then the pair. */
static void
derive_pair (const guint8 secret[static FAR_INVITE_SECRET_LEN],
             guint8 out_public[static FAR_KEY_LEN],
             guint8 out_private[static 64])
{
  guint8 seed[FAR_HASH_LEN];

  far_hash_bytes (FAR_CONTEXT_INVITE, secret, FAR_INVITE_SECRET_LEN, seed);
  far_sign_keypair (seed, out_public, out_private);
  sodium_memzero (seed, sizeof seed);
}

/* -- public */

char *
far_invite_to_text (const FarInvite *self)
{
  return to_text (self, FALSE);
}

char *
far_invite_to_qr (const FarInvite *self)
{
  return to_text (self, TRUE);
}

gboolean
far_invite_from_text (FarInvite *self, const char *text, GError **error)
{
  FarCode decoded;
  gboolean good = far_code_from_text (&decoded, text, error) && check (&decoded, error);

  memset (self, 0, sizeof *self);
  if (good)
    read_fields (self, &decoded);
  sodium_memzero (&decoded, sizeof decoded);

  return good;
}

void
far_invite_derive_public (const guint8 secret[static FAR_INVITE_SECRET_LEN],
                          guint8 out_public[static FAR_KEY_LEN])
{
  guint8 private_half[64];

  derive_pair (secret, out_public, private_half);
  sodium_memzero (private_half, sizeof private_half);
}

void
far_invite_derive_psk (const guint8 public_half[static FAR_KEY_LEN],
                       guint8 out_psk[static FAR_KEY_LEN])
{
  far_hash_bytes (FAR_CONTEXT_DOOR_PSK, public_half, FAR_KEY_LEN, out_psk);
}

void
far_newcomer_hash (const FarNewcomer *newcomer, guint8 out[static FAR_HASH_LEN])
{
  FarHash hash;

  far_hash_init (&hash, FAR_CONTEXT_PROOF, FAR_HASH_LEN);
  far_hash_update (&hash, newcomer->collective, sizeof newcomer->collective);
  far_hash_update (&hash, newcomer->entry, sizeof newcomer->entry);
  far_hash_update (&hash, newcomer->device, sizeof newcomer->device);
  far_hash_update (&hash, newcomer->noise, sizeof newcomer->noise);
  far_hash_update (&hash, newcomer->seal, sizeof newcomer->seal);
  far_hash_finish (&hash, out, FAR_HASH_LEN);
}

void
far_invite_prove (const guint8 secret[static FAR_INVITE_SECRET_LEN],
                  const FarNewcomer *newcomer,
                  guint8 out_proof[static FAR_SIG_LEN])
{
  guint8 public_half[FAR_KEY_LEN];
  guint8 private_half[64];
  guint8 hash[FAR_HASH_LEN];

  derive_pair (secret, public_half, private_half);
  far_newcomer_hash (newcomer, hash);
  far_sign (private_half, hash, sizeof hash, out_proof);
  sodium_memzero (private_half, sizeof private_half);
}

gboolean
far_invite_verify (const guint8 public_half[static FAR_KEY_LEN],
                   const FarNewcomer *newcomer,
                   const guint8 proof[static FAR_SIG_LEN])
{
  guint8 hash[FAR_HASH_LEN];

  far_newcomer_hash (newcomer, hash);

  return far_verify (public_half, FALSE, hash, sizeof hash, proof);
}

void
far_device_prove (const guint8 device_secret[static 64],
                  const FarNewcomer *newcomer,
                  guint8 out_proof[static FAR_SIG_LEN])
{
  guint8 hash[FAR_HASH_LEN];

  far_newcomer_hash (newcomer, hash);
  far_sign (device_secret, hash, sizeof hash, out_proof);
}

gboolean
far_device_verify (const FarNewcomer *newcomer, const guint8 proof[static FAR_SIG_LEN])
{
  guint8 hash[FAR_HASH_LEN];

  far_newcomer_hash (newcomer, hash);

  return far_verify (newcomer->device, FALSE, hash, sizeof hash, proof);
}

void
far_invite_seal (const guint8 public_half[static FAR_KEY_LEN],
                 const guint8 nonce[static FAR_INVITE_NONCE_LEN],
                 const void *request,
                 gsize len,
                 GByteArray *out)
{
  guint8 key[FAR_KEY_LEN];
  gsize at;

  g_assert (len <= FAR_DOOR_MAX);

  far_hash_bytes (FAR_CONTEXT_DOOR_FILE, public_half, FAR_KEY_LEN, key);
  far_put (out, nonce, FAR_INVITE_NONCE_LEN);
  at = out->len;
  g_byte_array_set_size (out, at + len + FAR_TAG_LEN);
  crypto_aead_xchacha20poly1305_ietf_encrypt (out->data + at, NULL, request, len, NULL, 0, NULL,
                                              nonce, key);
  sodium_memzero (key, sizeof key);
}

guint8 *
far_invite_open (const guint8 public_half[static FAR_KEY_LEN], const guint8 *sealed, gsize len)
{
  guint8 key[FAR_KEY_LEN];
  guint8 *request;

  if (len < FAR_INVITE_SEAL_OVERHEAD || len > FAR_DOOR_MAX + FAR_INVITE_SEAL_OVERHEAD)
    return NULL;

  far_hash_bytes (FAR_CONTEXT_DOOR_FILE, public_half, FAR_KEY_LEN, key);
  request = g_malloc (len - FAR_INVITE_SEAL_OVERHEAD + 1);
  if (crypto_aead_xchacha20poly1305_ietf_decrypt (request, NULL, NULL,
                                                  sealed + FAR_INVITE_NONCE_LEN,
                                                  len - FAR_INVITE_NONCE_LEN, NULL, 0, sealed,
                                                  key) != 0)
    g_clear_pointer (&request, g_free);
  sodium_memzero (key, sizeof key);

  return request;
}
