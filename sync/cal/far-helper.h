/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-helper: the process that parses what is foreign: started, listened to, and ended when it
 * takes too long.
 *
 * Any thread; callbacks come to the main context that was the thread's default.  Nothing here
 * blocks.
 */

#pragma once

#include <gio/gio.h>

#include "far-bytes.h"

G_BEGIN_DECLS

/**
 * FarHelperError:
 * @FAR_HELPER_ERROR_SLOW: it was not done in the time there is, its own or this one's
 * @FAR_HELPER_ERROR_GONE: it could not be started, or died
 */
typedef enum
{
  FAR_HELPER_ERROR_SLOW,
  FAR_HELPER_ERROR_GONE,
} FarHelperError;

#define FAR_HELPER_ERROR (far_helper_error_quark ())
GQuark far_helper_error_quark (void);

/* It takes longer over one row than any row is worth, and says which. */
#define FAR_HELPER_STATUS_STALLED 5

/**
 * far_helper_run_async:
 * @file: what it reads
 * @args: (array zero-terminated=1): after its name
 * @wait_ms: after which it is ended
 *
 * What it says is not looked at here, but for how long it is: at most FAR_IMPORT_LINES_LEN_MAX.
 */
void far_helper_run_async (GBytes *file,
                           const char *const *args,
                           guint wait_ms,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/**
 * far_helper_run_finish:
 * @out_status: (out) (optional): 0 or FAR_HELPER_STATUS_STALLED; with %NULL only 0 is no error
 *
 * Returns: (transfer full): what it said; %NULL with a #FarHelperError or G_IO_ERROR_CANCELLED
 */
GBytes *far_helper_run_finish (GAsyncResult *result, int *out_status, GError **error) FAR_MUST_USE;

G_END_DECLS
