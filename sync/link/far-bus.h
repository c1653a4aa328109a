/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-bus: a connection of one's own to the system bus, so that closing it takes back whatever was
 * asked for on it.  Where there is no bus that is an error, and may be tried again.
 *
 * Thread: the one whose default main context it was begun in.
 */

#pragma once

#include <gio/gio.h>

#include "far-bytes.h"

G_BEGIN_DECLS

void far_bus_connect_async (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
/* Returns: (transfer full) */
GDBusConnection *far_bus_connect_finish (GAsyncResult *result, GError **error) FAR_MUST_USE;

/* Ends it, whoever else still holds it. */
void far_bus_close (GDBusConnection *bus);

G_END_DECLS
