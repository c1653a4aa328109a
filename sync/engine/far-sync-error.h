/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sync-error: what goes wrong below, as the codes of far-sync.h.  One table; any thread. */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* Where an error came from, for what the same code means elsewhere. */
typedef enum
{
  FAR_FROM_STORE = 1 << 0,
  FAR_FROM_FILE = 1 << 1, /* that the user named: a bundle, a file of lines */
  FAR_FROM_PEER = 1 << 2,
} FarSource;

/**
 * far_sync_error_take:
 * @error: (transfer full): any error
 *
 * Cancellation stays a #GIOErrorEnum; everything else becomes a #FarSyncError with the same
 * message.
 *
 * Returns: (transfer full)
 */
GError *far_sync_error_take (GError *error, FarSource source);

/* The same of *@error, if it is set.  Returns: FALSE */
gboolean far_sync_error_translate (GError **error, FarSource source);

/* Returns: FALSE */
gboolean far_sync_fail (GError **error, FarSyncError code, const char *message);

G_END_DECLS
