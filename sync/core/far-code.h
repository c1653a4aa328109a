/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-code: "farandole:" and base32, as which an invitation or a machine's code is read aloud,
 * typed and scanned (far-invite.h has the alphabet and what a reader skips).
 *
 * Pure; any thread.
 */

#pragma once

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

/* What a text says, before anybody looks at what it means.  Secret; who holds it wipes it. */
typedef struct
{
  guint8 bytes[FAR_INVITE_TEXT_MAX * 5 / 8];
  gsize len;
  guint n_symbols;
  guint bits; /* not yet a whole byte */
  guint n_bits;
} FarCode;

/**
 * far_code_to_text:
 * @bytes: a version and what it holds; the checksum is appended
 * @is_qr: all of QR's alphanumeric set, without dashes
 *
 * Returns: (transfer full): as secret as @bytes
 */
char *far_code_to_text (GByteArray *bytes, gboolean is_qr) FAR_MUST_USE;

/* @self: (out caller-allocates): set on failure too.  Returns: %FALSE with a #FarInviteError, where
 * it has characters that none has */
gboolean far_code_from_text (FarCode *self, const char *text, GError **error) FAR_MUST_USE;

/* Whether all characters arrived as they left: the last 4 bytes are the checksum of the others. */
gboolean far_code_has_good_sum (const FarCode *self) FAR_MUST_USE;

G_END_DECLS
