/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-autostart: whether the program starts without a window when somebody logs in, so that it can
 * tell what is near.
 *
 * In a sandbox the desktop is asked (org.freedesktop.portal.Background), and may ask its user;
 * elsewhere a file in the user's autostart folder says it (freedesktop.org, Desktop Application
 * Autostart Specification).  Main thread.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void far_autostart_set_async (gboolean is_on, GAsyncReadyCallback callback, gpointer data);
/* Returns: FALSE with G_IO_ERROR or G_FILE_ERROR if it was refused, or cannot be */
gboolean far_autostart_set_finish (GAsyncResult *result, GError **error);

G_END_DECLS
