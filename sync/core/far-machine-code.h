/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-machine-code: what one machine shows so that another can ask to be a further one of a member.
 *
 * Pure; any thread.
 *
 * Text.  As of an invitation (far-invite.h), of other bytes:
 *
 *   version      1   2
 *   collective  32
 *   member      16   whose machine it is to be
 *   secret      16   random
 *   n            1   0..80
 *   address      n   HOST:PORT where the machine that shows it is called; printable ASCII
 *   checksum     4
 *
 * The secret stands in no entry.  H ("far1 machine", secret) is in the place of an invitation's
 * public half at the door (far-invite.h), where the machine that made it answers until it expires.
 * It lets nobody in: it lets a machine ask, and its owner, or the members, say yes.
 */

#pragma once

#include "far-invite.h"

G_BEGIN_DECLS

#define FAR_MACHINE_CODE_VERSION 2
#define FAR_MACHINE_SECRET_LEN 16

/* Secret; who holds the struct wipes it. */
typedef struct
{
  guint8 collective[FAR_ID_LEN];
  guint8 member[FAR_RECORD_ID_LEN];
  guint8 secret[FAR_MACHINE_SECRET_LEN];
  char address[FAR_MACHINE_ADDRESS_MAX + 1]; /* "" if there is none */
} FarMachineCode;

/* Whether @address can stand in a code. */
gboolean far_machine_code_check_address (const char *address);

/* Returns: (transfer full): to copy, read aloud or type; or, @is_qr, for a picture */
char *far_machine_code_to_text (const FarMachineCode *self, gboolean is_qr) FAR_MUST_USE;

/**
 * far_machine_code_from_text:
 * @self: (out caller-allocates): zeroed on failure
 * @text: whatever was pasted, typed or scanned
 *
 * Returns: %FALSE if it is none, or not a whole one; far_invite_from_text() says why
 */
gboolean far_machine_code_from_text (FarMachineCode *self, const char *text) FAR_MUST_USE;

/* What opens the door to whoever has the code. */
void far_machine_code_derive_key (const guint8 secret[static FAR_MACHINE_SECRET_LEN],
                                  guint8 out_key[static FAR_KEY_LEN]);

G_END_DECLS
