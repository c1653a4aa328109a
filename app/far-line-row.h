/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-line-row: a walking line that unfolds to its stops and their times.  Main thread. */

#pragma once

#include <gtk/gtk.h>

#include "far-item.h"

G_BEGIN_DECLS

#define FAR_TYPE_LINE_ROW (far_line_row_get_type ())
G_DECLARE_FINAL_TYPE (FarLineRow, far_line_row, FAR, LINE_ROW, GtkListBoxRow)

/* @item: holds a FarLine; the row follows it */
GtkWidget *far_line_row_new (FarItem *item);

G_END_DECLS
