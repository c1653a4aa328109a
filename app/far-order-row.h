/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-order-row: somebody's place in an order; moved by its buttons, by Alt and an arrow, or by
 * dragging.  Main thread.
 *
 * Emits FarOrderRow::move (int), the place where it is wanted. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FAR_TYPE_ORDER_ROW (far_order_row_get_type ())
G_DECLARE_FINAL_TYPE (FarOrderRow, far_order_row, FAR, ORDER_ROW, AdwActionRow)

/* @id: of the member */
GtkWidget *far_order_row_new (const char *id, const char *name);
const char *far_order_row_peek_id (FarOrderRow *self);
/* @place: from 0, of @n_places */
void far_order_row_set_place (FarOrderRow *self, int place, int n_places);
/* The keyboard stays on the button that moved it, or goes to the other where that has an end. */
void far_order_row_keep_keyboard (FarOrderRow *self, gboolean down);

G_END_DECLS
