/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-hours-row: one line of what a household gave or received; or what one could note. */

#pragma once

#include <adwaita.h>

#include "far-item.h"

G_BEGIN_DECLS

#define FAR_TYPE_HOURS_ROW (far_hours_row_get_type ())
G_DECLARE_FINAL_TYPE (FarHoursRow, far_hours_row, FAR, HOURS_ROW, AdwExpanderRow)

/* @item: of a FarHours; followed while the row lives */
GtkWidget *far_hours_row_new (FarItem *item);

/* What win.write-hours takes: all that the line says.  Returns: floating */
GVariant *far_hours_row_pack (const FarHours *line);

G_END_DECLS
