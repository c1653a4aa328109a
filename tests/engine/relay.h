/* SPDX-License-Identifier: GPL-3.0-or-later */

/* relay: a hand on the wire.  It passes bytes on between whoever calls it and a machine, counts
 * them, and may cut both ends or change one byte. Main thread. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RELAY_NEVER G_MAXINT64

typedef struct _Relay Relay;

/* @target: HOST:PORT.  @cut_at: how many bytes pass, both ways together, before both ends are cut;
 * @flip_at: which of those that the machine sends back is changed */
Relay *relay_new (const char *target, gint64 cut_at, gint64 flip_at);
void relay_free (Relay *self);
/* (transfer none) */
const char *relay_peek_address (const Relay *self);
/* How many have passed. */
gint64 relay_get_n_bytes (const Relay *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Relay, relay_free)

G_END_DECLS
