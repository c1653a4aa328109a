/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-lent-row: a thing or a room, the days on which it is free, and who has booked it.
 *
 * Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_LENT_ROW (far_lent_row_get_type ())
G_DECLARE_FINAL_TYPE (FarLentRow, far_lent_row, FAR, LENT_ROW, AdwExpanderRow)

/* @item: of FarLent */
GtkWidget *far_lent_row_new (FarItem *item, FarOverview *overview);

G_END_DECLS
