/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-lately: at which address each member's machine was reached when last; only this machine knows
 * (docs/formats.md, "Store").
 *
 * An address that means something else on another network, such as 192.168.1.7:4711, is of use on
 * trusted ones only: elsewhere a stranger would be called.
 *
 * The worker's thread.
 */

#pragma once

#include "far-worker.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 device[FAR_KEY_LEN];
  char *address; /* owned: HOST:PORT */
} FarLately;

/* @address: HOST:PORT that was called.  In a batch of its own. */
gboolean far_lately_note (FarWorker *worker,
                          const guint8 device[static FAR_KEY_LEN],
                          const char *address,
                          GError **error) FAR_MUST_USE;
/* Returns: (transfer full) (element-type FarLately): of machines that stand, within
 * FAR_LATELY_DAYS, the newest first, FAR_LATELY_MAX at most */
GPtrArray *far_lately_list (FarWorker *worker) FAR_MUST_USE;
/* Whether @address may be called now. */
gboolean far_lately_may_call (const FarWorker *worker, const char *address);

G_END_DECLS
