/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-noise: Noise_XXpsk0_25519_ChaChaPoly_SHA256 (The Noise Protocol Framework, revision 34), and
 * the two transport ciphers that it ends in.
 *
 * Pure: keys and entropy come in, bytes go out.  Primitives are libsodium's; what is written here
 * is the schedule of the one pattern that the project speaks.  Nothing here knows sockets, frames
 * or who may connect.  Thread: any single thread at a time.
 *
 * The three messages, where payloads may be empty and the whole is at most FAR_FRAME_MAX bytes:
 *
 *   1  initiator  ephemeral (32) ‖ payload ‖ tag (16)
 *   2  responder  ephemeral (32) ‖ static (32) ‖ tag (16) ‖ payload ‖ tag (16)
 *   3  initiator  static (32) ‖ tag (16) ‖ payload ‖ tag (16)
 *
 * Message 1 is encrypted under the psk alone: it proves to the responder that the initiator knows
 * the psk, but it can be replayed and has no forward secrecy.  Message 2 is the first that only
 * this run's initiator can read; what must not be read by whoever learns the psk later goes into
 * message 3 or after it.
 *
 * Transport: a frame is ciphertext ‖ tag (16), at most FAR_FRAME_MAX bytes, without associated
 * data. Its nonce is the count of earlier frames in that direction: 4 zero bytes ‖ count (8, LE).
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

#define FAR_NOISE_MESSAGES 3

/* message lengths without their payload */
#define FAR_NOISE_1_LEN (FAR_KEY_LEN + FAR_TAG_LEN)
#define FAR_NOISE_2_LEN (FAR_KEY_LEN + FAR_KEY_LEN + FAR_TAG_LEN + FAR_TAG_LEN)
#define FAR_NOISE_3_LEN (FAR_KEY_LEN + FAR_TAG_LEN + FAR_TAG_LEN)

typedef enum
{
  FAR_NOISE_INITIATOR,
  FAR_NOISE_RESPONDER,
} FarNoiseRole;

typedef struct _FarNoise FarNoise;

/* One direction of a transport.  A value: copy it, then wipe the original with sodium_memzero();
 * never use two copies, since that repeats a nonce.  The fields are for far-noise and its test. */
typedef struct
{
  guint8 key[FAR_KEY_LEN]; /* secret */
  guint64 n_frames;        /* done so far, which is the next nonce */
} FarNoiseCipher;

/**
 * far_noise_new:
 * @prologue: (array length=prologue_len): what both sides must agree on; hashed, not kept
 * @psk: the pre-shared key; secret
 * @static_secret: this side's X25519 secret key; secret
 * @ephemeral_secret: 32 random bytes, fresh for each connection; secret
 *
 * Begins a handshake.  No public key is computed yet: making a responder and letting it read a
 * first message needs no curve arithmetic (about 10 us).  So a responder that may be called under
 * several psks makes one object for each, with the same @ephemeral_secret, offers the message to
 * one after the other, goes on with the one that reads it, and frees the others.
 *
 * Returns: (transfer full): a handshake; free with far_noise_free()
 */
FarNoise *far_noise_new (FarNoiseRole role,
                         const void *prologue,
                         gsize prologue_len,
                         const guint8 psk[static FAR_KEY_LEN],
                         const guint8 static_secret[static FAR_KEY_LEN],
                         const guint8 ephemeral_secret[static FAR_KEY_LEN]) FAR_MUST_USE;

/* Wipes all secrets.  Accepts NULL. */
void far_noise_free (FarNoise *self);

/* How many of the three messages were written or read: 0..3. */
guint far_noise_get_n_messages (const FarNoise *self);

/* Whether the next message is to be written here; FALSE if to be read, or if there is none. */
gboolean far_noise_is_writer (const FarNoise *self);

/**
 * far_noise_write:
 * @payload: (array length=len) (nullable): at most FAR_FRAME_MAX less FAR_NOISE_2_LEN bytes
 * @out: the message is appended
 *
 * Writes the next message, which must be this side's (far_noise_is_writer()).
 *
 * Returns: %FALSE, with @self and @out unchanged, if a key of the peer is a low-order point: hang
 * up
 */
gboolean
far_noise_write (FarNoise *self, const void *payload, gsize len, GByteArray *out) FAR_MUST_USE;

/**
 * far_noise_read:
 * @message: (array length=len): exactly one message from the peer
 * @payload: what it carries is appended
 *
 * Reads the next message.  Under a wrong psk or prologue the first is refused without any curve
 * arithmetic.
 *
 * Returns: %FALSE, with @self and @payload unchanged, if it is not the peer's turn, or the message
 *   is too short or long, does not decrypt, or brings a low-order key
 */
gboolean
far_noise_read (FarNoise *self, const guint8 *message, gsize len, GByteArray *payload) FAR_MUST_USE;

/**
 * far_noise_peek_remote_static:
 *
 * Returns: (transfer none) (nullable): the peer's static X25519 key, 32 bytes, once a message that
 *   proves it was read (2 for the initiator, 3 for the responder); valid as long as @self
 */
const guint8 *far_noise_peek_remote_static (const FarNoise *self);

/**
 * far_noise_peek_hash:
 *
 * Returns: (transfer none): the handshake hash, 32 bytes; after message 3 it is equal on both sides
 *   and unique to this run (channel binding, section 11.2 of the specification), and not secret
 */
const guint8 *far_noise_peek_hash (const FarNoise *self);

/**
 * far_noise_split:
 * @out_send: (out caller-allocates): for what this side sends; secret, the caller wipes it
 * @out_receive: (out caller-allocates): for what it receives; secret, the caller wipes it
 *
 * Gives the transport ciphers, once, after the third message; the handshake's own keys are wiped.
 */
void far_noise_split (FarNoise *self, FarNoiseCipher *out_send, FarNoiseCipher *out_receive);

/**
 * far_noise_encrypt:
 * @out: receives @len + FAR_TAG_LEN bytes; may be @body itself
 * @body: (array length=len): at most FAR_FRAME_BODY_MAX bytes
 *
 * Returns: %FALSE, with @self and @out unchanged, if all nonces are used up
 */
gboolean
far_noise_encrypt (FarNoiseCipher *self, guint8 *out, const guint8 *body, gsize len) FAR_MUST_USE;

/**
 * far_noise_decrypt:
 * @out: receives @len - FAR_TAG_LEN bytes; may be @frame itself
 * @frame: (array length=len): a frame
 *
 * Returns: %FALSE, with @self unchanged, if the frame is too short or long, is not the next of this
 *   direction, or was changed on the way, or if all nonces are used up; @out is then worthless
 */
gboolean
far_noise_decrypt (FarNoiseCipher *self, guint8 *out, const guint8 *frame, gsize len) FAR_MUST_USE;

/* Replaces the key as REKEY(k) of section 4.2 does; the count goes on.  Both ends must do so
 * between the same two frames. */
void far_noise_rekey (FarNoiseCipher *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarNoise, far_noise_free)

G_END_DECLS
