/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-outing-row: one outing of the week: when, on which line, who walks, what is missing, and the
 * button to take a turn or give it back.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_OUTING_ROW (far_outing_row_get_type ())
G_DECLARE_FINAL_TYPE (FarOutingRow, far_outing_row, FAR, OUTING_ROW, GtkListBoxRow)

/**
 * far_outing_row_new:
 * @item: holds a FarOuting; the row follows it
 * @overview: where to look who I am and whom I answer for
 */
GtkWidget *far_outing_row_new (FarItem *item, FarOverview *overview);

gint32 far_outing_row_get_day (FarOutingRow *self);

G_END_DECLS
