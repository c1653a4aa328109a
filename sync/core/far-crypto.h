/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-crypto: the few primitives that the formats use, with this project's contexts.  All of them
 * are libsodium's; what is added is domain separation and the one verification rule on which every
 * version of libsodium agrees.  Pure; any thread.
 */

#pragma once

#include <glib.h>
#include <sodium.h>

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

/* Contexts: the 16-byte personalisation of BLAKE2b, padded with zeros. */
#define FAR_CONTEXT_ENTRY "far1 entry"
#define FAR_CONTEXT_BLOB "far1 blob"
#define FAR_CONTEXT_RECORD "far1 record"
#define FAR_CONTEXT_MEMBER "far1 member"
#define FAR_CONTEXT_DIGEST "far1 digest"
#define FAR_CONTEXT_GROUP "far1 group"
#define FAR_CONTEXT_RECORDS "far1 records"
#define FAR_CONTEXT_SECRET "far1 secret"
#define FAR_CONTEXT_PSK "far1 psk"
#define FAR_CONTEXT_DOOR_PSK "far1 door psk"
#define FAR_CONTEXT_DOOR_FILE "far1 door file"
#define FAR_CONTEXT_INVITE "far1 invite"
#define FAR_CONTEXT_INVITE_SUM "far1 invite sum"
#define FAR_CONTEXT_MACHINE "far1 machine"
#define FAR_CONTEXT_LAN_TAG "far1 lan tag"
#define FAR_CONTEXT_NETWORK "far1 network"
#define FAR_CONTEXT_HOLDING "far1 holding"
#define FAR_CONTEXT_PROOF "far1 proof"
#define FAR_CONTEXT_LOTTERY "far1 lottery"
#define FAR_CONTEXT_ROLE "far1 role"
#define FAR_CONTEXT_SEAL "far1 seal"
#define FAR_CONTEXT_NOTE "far1 note"
#define FAR_CONTEXT_NOTE_CHECK "far1 note check"
#define FAR_CONTEXT_NOTE_KEY "far1 note key"
#define FAR_CONTEXT_HOURS "far1 hours"
#define FAR_CONTEXT_HOURS_CHECK "far1 hours check"
#define FAR_CONTEXT_HOURS_KEY "far1 hours key"
#define FAR_CONTEXT_CARD "far1 card"
#define FAR_CONTEXT_CARD_TAG "far1 card tag"
#define FAR_CONTEXT_ROAD "far1 road"

typedef crypto_generichash_blake2b_state FarHash;

/* @out_len of the finish must equal @out_len here: 16..64 bytes; it is part of the hash. */
void far_hash_init (FarHash *self, const char *context, gsize out_len);

static inline void
far_hash_update (FarHash *self, const void *data, gsize len)
{
  crypto_generichash_blake2b_update (self, data, len);
}

void far_hash_u16 (FarHash *self, guint16 value);
void far_hash_u32 (FarHash *self, guint32 value);
void far_hash_u64 (FarHash *self, guint64 value);

static inline void
far_hash_finish (FarHash *self, guint8 *out, gsize out_len)
{
  crypto_generichash_blake2b_final (self, out, out_len);
}

/* BLAKE2b-256 of one piece. */
void
far_hash_bytes (const char *context, const void *data, gsize len, guint8 out[static FAR_HASH_LEN]);

/* The key pair of a 32-byte seed. @out_secret is secret; the caller wipes it. */
void far_sign_keypair (const guint8 seed[static 32],
                       guint8 out_public[static FAR_KEY_LEN],
                       guint8 out_secret[static 64]);

void far_sign (const guint8 secret[static 64],
               const void *message,
               gsize len,
               guint8 out[static FAR_SIG_LEN]);

/**
 * far_verify:
 *
 * Ed25519 over @message.  Both the key and the signature's R must be valid points of the main
 * subgroup (crypto_core_ed25519_is_valid_point), so that cofactored and cofactorless verification
 * agree: novifinancial, ed25519-speccheck.  Costs about 60 us where the library's own check implies
 * that of R, and a point check is 50 more; @key_checked: the key passed far_key_is_valid() before.
 *
 * Returns: whether the signature is good
 */
gboolean far_verify (const guint8 key[static FAR_KEY_LEN],
                     gboolean key_checked,
                     const void *message,
                     gsize len,
                     const guint8 signature[static FAR_SIG_LEN]) FAR_MUST_USE;

/* Whether @key may be a device's signing key at all. */
gboolean far_key_is_valid (const guint8 key[static FAR_KEY_LEN]) FAR_MUST_USE;

/**
 * far_seal:
 * @ephemeral_seed: 32 fresh random bytes; secret
 *
 * Anonymous public-key encryption: an ephemeral X25519 key, then XChaCha20-Poly1305 under
 * BLAKE2b-256 ("far1 seal", shared ‖ ephemeral ‖ recipient) with a zero nonce (the key is used
 * once). Appends ephemeral (32) ‖ ciphertext ‖ tag (16) to @out.
 *
 * Returns: %FALSE, with @out unchanged, if @recipient is a low-order point
 */
#define FAR_SEAL_OVERHEAD (FAR_KEY_LEN + FAR_TAG_LEN)
gboolean far_seal (const guint8 recipient[static FAR_KEY_LEN],
                   const guint8 ephemeral_seed[static 32],
                   const void *message,
                   gsize len,
                   GByteArray *out) FAR_MUST_USE;

/* The same, with words that are not in it and without which it does not open: what it is about. */
gboolean far_seal_about (const guint8 recipient[static FAR_KEY_LEN],
                         const guint8 ephemeral_seed[static 32],
                         const void *about,
                         gsize about_len,
                         const void *message,
                         gsize len,
                         GByteArray *out) FAR_MUST_USE;
/* Whether anything can be sealed to it. */
gboolean far_seal_key_is_good (const guint8 key[static FAR_KEY_LEN]) FAR_MUST_USE;
/* @out: len - 48 bytes, zeros or the message */
gboolean far_seal_open_about (const guint8 secret[static FAR_KEY_LEN],
                              const guint8 *sealed,
                              gsize len,
                              const void *about,
                              gsize about_len,
                              guint8 *out) FAR_MUST_USE;

/* Opens what far_seal() made.  Returns: (transfer full) (nullable): the message, len - 48 bytes */
guint8 *far_seal_open (const guint8 secret[static FAR_KEY_LEN],
                       const guint8 *sealed,
                       gsize len) FAR_MUST_USE;

G_END_DECLS
