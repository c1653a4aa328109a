/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarCalledRow: somebody in a roll-call, large enough for the street. */

#pragma once

#include <gtk/gtk.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_CALLED_ROW (far_called_row_get_type ())
G_DECLARE_FINAL_TYPE (FarCalledRow, far_called_row, FAR, CALLED_ROW, GtkListBoxRow)

GtkWidget *far_called_row_new (void);
/* @is_callable: whether anything can be said of that outing now */
void far_called_row_set_called (FarCalledRow *self, const FarRollRow *called, gboolean is_callable);

G_END_DECLS
