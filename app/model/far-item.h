/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-item: one row of a list: the newest snapshot of one thing, under a key that stays.
 *
 * A row widget keeps its item and shows it again when the snapshot changes; so what is unfolded,
 * or has the keyboard, stays so when something arrives from elsewhere.  Main thread.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_ITEM (far_item_get_type ())
G_DECLARE_FINAL_TYPE (FarItem, far_item, FAR, ITEM, GObject)

/**
 * far_item_new:
 * @key: what stays the same when the thing changes
 * @snapshot: (transfer none): a FarOuting, FarMember, FarLine or FarRota; the item refers to it
 */
FarItem *far_item_new (const char *key, gconstpointer snapshot);

const char *far_item_peek_key (FarItem *self);

/* Valid until the next notify::snapshot */
gconstpointer far_item_peek_snapshot (FarItem *self);

/* Those of all items of a list.  Returns: (transfer full): of snapshots that are valid until the
 * next change of the list or of one of them */
GPtrArray *far_item_list_snapshots (GListModel *items);

/* Emits notify::snapshot; @snapshot: (transfer none) */
void far_item_set_snapshot (FarItem *self, gconstpointer snapshot);

G_END_DECLS
