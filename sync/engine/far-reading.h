/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-reading: a file that is read, be it a bundle or somebody's request to come in.
 *
 * The worker's thread.
 */

#pragma once

#include "far-worker.h"

G_BEGIN_DECLS

typedef struct _FarReading FarReading;

/**
 * FarReadingDone:
 * @report: (transfer full) (nullable): what was kept
 * @error: (transfer full) (nullable): a #FarSyncError; BUNDLE_CUT, _DAMAGED and _LATER come with a
 *   report
 *
 * The last that is heard of it; it is freed.
 */
typedef void (*FarReadingDone) (FarBundleReport *report, GError *error, gpointer data);

/* Returns: (transfer full): @done is never called before that */
FarReading *
far_reading_new (FarWorker *worker, const char *path, FarReadingDone done, gpointer data);
/* Before it is done: what was read whole is kept. */
void far_reading_free (FarReading *self);

G_END_DECLS
