/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-card: the connection card (docs/formats.md, "Connection card"): with an offer and its answer
 * two machines find each other across the Internet.
 *
 * Each is sealed to one device and signed by the other, so that nobody on its way learns who meets
 * whom, or where they are.  It is good for minutes and once: the machine that made an offer takes
 * one answer to it.  How long is not in it; its own clock tells the one, and the other by when it
 * was made.
 *
 * It travels as a text, a picture or a file (far_card_to_text()), or as it is, passed on by a
 * member's machine that both are connected to.
 *
 * Pure; any thread.
 */

#pragma once

#include "far-crypto.h"
#include "far-ice-card.h"

G_BEGIN_DECLS

#define FAR_CARD_VERSION 3 /* after the invitation's and the machine code's */
#define FAR_CARD_TOKEN_LEN 16
#define FAR_CARD_TAG_LEN 8
#define FAR_CARD_FIXED_LEN \
  (FAR_CARD_TOKEN_LEN + FAR_CARD_TAG_LEN + 8 + FAR_KEY_LEN + FAR_SIG_LEN + FAR_SEAL_OVERHEAD)
#define FAR_CARD_MAX (FAR_CARD_FIXED_LEN + FAR_CARD_ICE_MAX)

/* What one says.  Secret, for as long as it is good. */
typedef struct
{
  guint8 token[FAR_CARD_TOKEN_LEN];    /* of the offer; its answer says the same */
  guint8 secret_tag[FAR_CARD_TAG_LEN]; /* of the newest collective secret of whoever made it */
  gint64 made_ms;                      /* by its maker's clock; not before 1970 */
  guint8 device[FAR_KEY_LEN];          /* who made it */
  FarIceCard ice;                      /* an offer or an answer, and never none */
} FarCard;

/* What tells whether both know a collective secret, to whoever knows it. */
void far_card_tag (const guint8 token[static FAR_CARD_TOKEN_LEN],
                   const guint8 secret[static FAR_HASH_LEN],
                   guint8 out[static FAR_CARD_TAG_LEN]);

/**
 * far_card_seal:
 * @sign_secret: of @self's device
 * @recipient: the device that it is for
 * @seal_key: that device's
 * @seed: 32 fresh random bytes; secret
 *
 * Returns: (transfer full) (nullable): at most FAR_CARD_MAX bytes; NULL if what it says of ICE is
 *   longer than one holds, or @seal_key is none
 */
GBytes *far_card_seal (const FarCard *self,
                       const guint8 collective[static FAR_ID_LEN],
                       const guint8 sign_secret[static 64],
                       const guint8 recipient[static FAR_KEY_LEN],
                       const guint8 seal_key[static FAR_KEY_LEN],
                       const guint8 seed[static 32]) FAR_MUST_USE;

/**
 * far_card_open:
 * @self: (out caller-allocates): all zeros if it is not good
 * @device: this machine
 * @seal_secret: its
 * @sealed: whatever came
 *
 * Says nothing on whether the device that signed it stands.
 *
 * Returns: whether it is for @device, of this collective, whole, and signed
 */
gboolean far_card_open (FarCard *self,
                        const guint8 collective[static FAR_ID_LEN],
                        const guint8 device[static FAR_KEY_LEN],
                        const guint8 seal_secret[static FAR_KEY_LEN],
                        const guint8 *sealed,
                        gsize len) FAR_MUST_USE;

/* Returns: (transfer full): to copy, or for a picture */
char *far_card_to_text (GBytes *sealed) FAR_MUST_USE;

/**
 * far_card_from_text:
 * @text: whatever was pasted or scanned
 *
 * Returns: (transfer full): what far_card_open() takes; NULL with a #FarInviteError
 */
GBytes *far_card_from_text (const char *text, GError **error) FAR_MUST_USE;

G_END_DECLS
