/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-cli-png: a QR code as a picture file.
 *
 * Black and white PNG with GIO's own zlib, so that no command pays for loading an image library.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * far_cli_png_write:
 * @path: replaced if it exists; readable by its owner only, since an invitation is a secret
 * @modules: (array): @width² bytes, 1 for a dark module
 * @width: modules per side
 * @error: return location, or %NULL
 */
gboolean far_cli_png_write (const char *path, const guint8 *modules, int width, GError **error);

G_END_DECLS
