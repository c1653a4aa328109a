/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-invite: the invitation: its single-use secret, the text that carries it, the proofs that a
 * newcomer makes with it, and what opens the door to them.
 *
 * Pure; any thread.  H (context, ...) is BLAKE2b-256 with that context (far-crypto.h).
 *
 * Keys.  The secret is 16 random bytes.  H ("far1 invite", secret) is the seed of an Ed25519 key
 * pair.  Its public half (32 bytes) stands in the INVITE entry, so every member holds it, and the
 * newcomer derives it; nobody else knows it.  From the public half come
 *
 *   the door's psk           H ("far1 door psk", public half)
 *   the request file's key   H ("far1 door file", public half)
 *
 * so any member's machine can speak to the newcomer, and read the request, before it is admitted.
 * Neither says who the newcomer is: that do the proofs, which need the secret.
 *
 * Text.  "farandole:" and then, in Crockford's base32 (digits and letters without I, L, O, U; most
 * significant bit first, zero bits at the end up to a whole character):
 *
 *   version      1   1
 *   collective  32   id of the collective, which is that of its GENESIS
 *   entry       32   id of the INVITE entry
 *   secret      16
 *   checksum     4   the first 4 bytes of H ("far1 invite sum", all bytes before)
 *
 * 85 bytes, which are 136 characters without a bit to spare.  A later version may change what
 * stands between the version and the checksum, which is always over everything before and in the
 * last 4 bytes: so a mistyped invitation never looks like a newer one.
 *
 * A reader takes the scheme and the characters in either case, O as 0, I and L as 1, and skips
 * every dash and white space (as Unicode has them: a letter program makes a typographic dash of
 * ours).
 *
 * Proofs.  Two Ed25519 signatures, by the invitation's private half and by the newcomer's device
 * key, both over the 32 bytes
 *
 *   H ("far1 proof", collective (32) ‖ entry (32) ‖ device (32) ‖ noise (32) ‖ seal (32))
 *
 * A further machine of a member (DEVICE_ADD) has no invitation.  Its key signs the same, with the
 * member's id and 16 zero bytes in the place of the entry: whoever reads the proof in the log
 * cannot take the machine for a member of theirs.
 *
 * Request by file.  nonce (24) ‖ ciphertext ‖ tag (16), XChaCha20-Poly1305 under the request file's
 * key, without associated data.  Which invitation it belongs to is not written on it: a member's
 * machine tries its open ones.
 */

#pragma once

#include <glib.h>

#include "far-crypto.h"
#include "far-limits.h"

G_BEGIN_DECLS

#define FAR_INVITE_VERSION 1
#define FAR_INVITE_SECRET_LEN 16
#define FAR_INVITE_SUM_LEN 4
#define FAR_INVITE_BYTES_LEN \
  (1 + FAR_ID_LEN + FAR_ID_LEN + FAR_INVITE_SECRET_LEN + FAR_INVITE_SUM_LEN)

#define FAR_INVITE_NONCE_LEN 24
#define FAR_INVITE_SEAL_OVERHEAD (FAR_INVITE_NONCE_LEN + FAR_TAG_LEN)

/**
 * FarInviteError:
 * @FAR_INVITE_ERROR_DAMAGED: not an invitation, or characters are missing, wrong or too many; copy
 *   it again
 * @FAR_INVITE_ERROR_NEWER: a whole invitation that a newer version of the program made; get that
 */
typedef enum
{
  FAR_INVITE_ERROR_DAMAGED,
  FAR_INVITE_ERROR_NEWER,
} FarInviteError;

#define FAR_INVITE_ERROR (far_invite_error_quark ())
GQuark far_invite_error_quark (void);

/* What the text carries. */
typedef struct
{
  guint8 collective[FAR_ID_LEN];
  guint8 entry[FAR_ID_LEN];             /* the INVITE */
  guint8 secret[FAR_INVITE_SECRET_LEN]; /* secret; who holds the struct wipes it */
} FarInvite;

/* What both proofs are about. */
typedef struct
{
  guint8 collective[FAR_ID_LEN];
  guint8 entry[FAR_ID_LEN];   /* the INVITE; of a DEVICE_ADD the member, then zeros */
  guint8 device[FAR_KEY_LEN]; /* Ed25519 */
  guint8 noise[FAR_KEY_LEN];  /* X25519 */
  guint8 seal[FAR_KEY_LEN];   /* X25519 */
} FarNewcomer;

/**
 * far_invite_to_text:
 *
 * Returns: (transfer full): 179 characters to copy, read aloud or type: "farandole:", then groups
 * of four with dashes between them; as secret as the invitation
 */
char *far_invite_to_text (const FarInvite *self) FAR_MUST_USE;

/**
 * far_invite_to_qr:
 *
 * Returns: (transfer full): the same in 146 characters, all of QR's alphanumeric set, which takes
 *   11 bits for two of them; far_invite_from_text() reads it
 */
char *far_invite_to_qr (const FarInvite *self) FAR_MUST_USE;

/**
 * far_invite_from_text:
 * @self: (out caller-allocates): secret, the caller wipes it; zeroed on failure
 * @text: whatever was pasted, typed or scanned, of any length and content
 *
 * Returns: %FALSE with a #FarInviteError that says what is wrong, without repeating any of @text
 */
gboolean far_invite_from_text (FarInvite *self, const char *text, GError **error) FAR_MUST_USE;

/* The public half of the invitation's key. */
void far_invite_derive_public (const guint8 secret[static FAR_INVITE_SECRET_LEN],
                               guint8 out_public[static FAR_KEY_LEN]);

/* The psk of a session at the door; secret to all but the members and the newcomer. */
void far_invite_derive_psk (const guint8 public_half[static FAR_KEY_LEN],
                            guint8 out_psk[static FAR_KEY_LEN]);

/* What both proofs are signatures over. */
void far_newcomer_hash (const FarNewcomer *newcomer, guint8 out[static FAR_HASH_LEN]);

/* The proof that whoever made @newcomer holds the invitation. */
void far_invite_prove (const guint8 secret[static FAR_INVITE_SECRET_LEN],
                       const FarNewcomer *newcomer,
                       guint8 out_proof[static FAR_SIG_LEN]);

/**
 * far_invite_verify:
 * @public_half: from the INVITE entry
 *
 * Says nothing on whether the invitation is open, nor on whether the X25519 keys are any good.
 *
 * Returns: whether far_invite_prove() with the secret of @public_half made @proof
 */
gboolean far_invite_verify (const guint8 public_half[static FAR_KEY_LEN],
                            const FarNewcomer *newcomer,
                            const guint8 proof[static FAR_SIG_LEN]) FAR_MUST_USE;

/* The proof that whoever made @newcomer holds its device key. @device_secret: as far_sign_keypair()
 * gives it. */
void far_device_prove (const guint8 device_secret[static 64],
                       const FarNewcomer *newcomer,
                       guint8 out_proof[static FAR_SIG_LEN]);

/* Whether the device key of @newcomer made @proof. */
gboolean far_device_verify (const FarNewcomer *newcomer,
                            const guint8 proof[static FAR_SIG_LEN]) FAR_MUST_USE;

/**
 * far_invite_seal:
 * @nonce: 24 fresh random bytes
 * @request: (array length=len): at most FAR_DOOR_MAX bytes
 * @out: @len + FAR_INVITE_SEAL_OVERHEAD bytes are appended
 *
 * Seals a request for the members of the collective, to travel in a file.
 */
void far_invite_seal (const guint8 public_half[static FAR_KEY_LEN],
                      const guint8 nonce[static FAR_INVITE_NONCE_LEN],
                      const void *request,
                      gsize len,
                      GByteArray *out);

/**
 * far_invite_open:
 *
 * Opens what far_invite_seal() made.
 *
 * Returns: (transfer full) (nullable): the request, @len - FAR_INVITE_SEAL_OVERHEAD bytes; %NULL if
 *   it is of another invitation, damaged, or longer than a request may be
 */
guint8 *far_invite_open (const guint8 public_half[static FAR_KEY_LEN],
                         const guint8 *sealed,
                         gsize len) FAR_MUST_USE;

G_END_DECLS
