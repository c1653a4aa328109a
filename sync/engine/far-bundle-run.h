/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-bundle-run: a bundle that is written or read in turns of the worker's loop, between
 * everything else that it does.
 *
 * The worker's thread.
 */

#pragma once

#include "far-worker.h"

G_BEGIN_DECLS

typedef struct _FarBundleRun FarBundleRun;

/**
 * FarBundleDone:
 * @counts: (nullable): what travelled
 * @error: (nullable): a #FarSyncError; counts that come with it were kept
 *
 * The last that is heard of the run, which is freed.
 */
typedef void (*FarBundleDone) (const FarSessionCounts *counts, const GError *error, gpointer data);

/**
 * far_bundle_run_write:
 * @path: (nullable): NULL to find out how large it would be: nothing is written, and nothing counts
 *   as shown
 * @slots: (array length=n_slots): their seeds are drawn here
 * @had: (nullable) (element-type guint32): by log - 1, what is left out
 *
 * Returns: (transfer full): NULL with @error
 */
FarBundleRun *far_bundle_run_write (FarWorker *worker,
                                    const char *path,
                                    FarBundleSlot *slots,
                                    guint n_slots,
                                    const GArray *had,
                                    FarBundleDone done,
                                    gpointer data,
                                    GError **error) FAR_MUST_USE;

/**
 * far_bundle_run_read:
 *
 * What the file tells a machine that waits is kept.
 *
 * @out_request: (out) (transfer full) (nullable): the file is a request to come in, sealed; there
 *   is then nothing to run
 *
 * Returns: (transfer full) (nullable): NULL with @error or @out_request
 */
FarBundleRun *far_bundle_run_read (FarWorker *worker,
                                   const char *path,
                                   FarBundleDone done,
                                   gpointer data,
                                   GBytes **out_request,
                                   GError **error) FAR_MUST_USE;

/* Before it is done: nothing is left of what was written; what was read whole is kept. */
void far_bundle_run_free (FarBundleRun *self);

G_END_DECLS
