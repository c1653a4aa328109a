/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-order-dialog: this member's vote on who is to hold the baton, one after the other.  It asks
 * the window above it for win.order-baton.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_ORDER_DIALOG (far_order_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarOrderDialog, far_order_dialog, FAR, ORDER_DIALOG, AdwWindow)

GtkWindow *far_order_dialog_new (GtkWindow *parent, FarOverview *overview, const FarBaton *baton);

G_END_DECLS
