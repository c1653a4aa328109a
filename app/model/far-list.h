/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-list: a list model of FarItem that is brought up to date from a whole answer of the engine.
 *
 * What was there before keeps its item; only what came, went or moved is told as a change of the
 * list.  Main thread.
 */

#pragma once

#include "far-item.h"

G_BEGIN_DECLS

#define FAR_TYPE_LIST (far_list_get_type ())
G_DECLARE_FINAL_TYPE (FarList, far_list, FAR, LIST, GObject)

/* Returns: (transfer full): what stays the same of @snapshot as long as it is the same thing */
typedef char *(*FarListKey) (gconstpointer snapshot);

FarList *far_list_new (FarListKey key);

/**
 * far_list_update:
 * @snapshots: (element-type gpointer) (transfer none): everything that the list shall hold, in
 *   order, no key twice
 */
void far_list_update (FarList *self, GPtrArray *snapshots);

G_END_DECLS
