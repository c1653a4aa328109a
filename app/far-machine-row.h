/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-machine-row: one machine of a member, and what there is to be said about it.  Main thread.
 *
 * Asks for win.close-machine.
 */

#pragma once

#include <adwaita.h>

#include "far-item.h"

G_BEGIN_DECLS

#define FAR_TYPE_MACHINE_ROW (far_machine_row_get_type ())
G_DECLARE_FINAL_TYPE (FarMachineRow, far_machine_row, FAR, MACHINE_ROW, GtkListBoxRow)

/* @item: of a FarDevice that is in use */
GtkWidget *far_machine_row_new (FarItem *item);

G_END_DECLS
