/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-outbox: what a peer lacks, in the order in which it is sent.
 *
 * Any order that respects chains and refs would do; among these the outbox brings governance and
 * erasures first, then what concerns the next 14 days, then the rest, each with all that it refers
 * to before it.
 *
 * Thread: the store's.  Entries that are accepted later are not in it: make another.
 */

#pragma once

#include "far-store.h"

G_BEGIN_DECLS

typedef struct _FarOutbox FarOutbox;

/**
 * far_outbox_new:
 * @store: (transfer none): outlives the outbox
 * @have: (element-type guint32): by log - 1, up to which seq the peer has it; logs beyond its end:
 * nothing
 * @today: civil day, for the order
 * @withhold_own: whether nothing of this machine's own log goes beyond what the peer has
 * @is_shown: whether anybody gets to see it: own entries then are a secret no more
 *
 * Returns: (transfer full): %NULL with @error only when the store failed
 */
FarOutbox *far_outbox_new (FarStore *store,
                           const GArray *have,
                           gint32 today,
                           gboolean withhold_own,
                           gboolean is_shown,
                           GError **error);
void far_outbox_free (FarOutbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarOutbox, far_outbox_free)

/* How many entries are left. */
gsize far_outbox_get_n (const FarOutbox *self);

/* The next entry, with the signature on it if one is held, and without its id.  What is borrowed of
 * it goes with the next one.  Returns: FALSE at the end, or with @error */
gboolean far_outbox_next (FarOutbox *self, FarRow *row, GError **error);

G_END_DECLS
