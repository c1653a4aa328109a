/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-net-watch: says when the addresses of this machine change, as Linux tells it (rtnetlink).
 *
 * Thread: that of the context it was given.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"

G_BEGIN_DECLS

typedef struct _FarNetWatch FarNetWatch;

/* @changed: some addresses have come or gone; several changes are one.
 * Returns: (transfer full) (nullable): NULL where the system does not tell */
FarNetWatch *far_net_watch_new (GMainContext *context,
                                void (*changed) (gpointer data),
                                gpointer data) FAR_MUST_USE;
void far_net_watch_free (FarNetWatch *self);

/* Whether an interface that is up has @address, of 16 bytes or the first 4 of them; TRUE if nobody
 * can tell. */
gboolean far_net_has_address (const guint8 *address, gboolean is_ipv6);

G_END_DECLS
