/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-child-row: a child, when it comes along next, and what can be said of it.  Main thread. */

#pragma once

#include <gtk/gtk.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_CHILD_ROW (far_child_row_get_type ())
G_DECLARE_FINAL_TYPE (FarChildRow, far_child_row, FAR, CHILD_ROW, GtkListBoxRow)

GtkWidget *far_child_row_new (void);
/* @child is not kept. */
void far_child_row_set_child (FarChildRow *self, const FarChild *child, gint32 today);

G_END_DECLS
