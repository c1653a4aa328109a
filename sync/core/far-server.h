/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-server: a STUN or TURN server of the collective's own choice, and the text in which people
 * write it.
 *
 *   stun:HOST[:PORT]
 *   turn:USER:PASSWORD@HOST[:PORT]
 *
 * HOST is a name, an IPv4 address, or an IPv6 address in brackets; without a port it is 3478 (RFC
 * 8489, RFC 8656).  Several stand side by side with blanks between them.
 *
 * Pure; any thread.
 */

#pragma once

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

#define FAR_SERVER_PORT 3478

typedef struct
{
  gboolean is_turn;
  char host[FAR_HOST_MAX + 1]; /* without brackets */
  guint16 port;                /* never 0 */
  /* only of TURN; whoever is in the collective knows it */
  char user[FAR_SERVER_WORD_MAX + 1];
  char password[FAR_SERVER_WORD_MAX + 1];
} FarServer;

/* Whether it can be written, and asked; what a log says is looked at with this. */
gboolean far_server_check (const FarServer *self);

gboolean far_server_is_equal (const FarServer *a, const FarServer *b);

/**
 * far_servers_from_text:
 * @text: whatever was typed
 * @out: (out caller-allocates): FAR_SERVERS_MAX of them
 * @out_n: (out): 0 if there is nothing but blanks
 *
 * Returns: %FALSE, with nothing in @out, if it says anything else, or one twice
 */
gboolean far_servers_from_text (const char *text,
                                FarServer out[static FAR_SERVERS_MAX],
                                guint *out_n) FAR_MUST_USE;

/* Returns: (transfer full): what far_servers_from_text() reads; without @with_password only what
 * may be shown, and no more than that */
char *far_servers_to_text (const FarServer *servers, guint n, gboolean with_password) FAR_MUST_USE;

G_END_DECLS
