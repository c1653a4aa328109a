/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-handover-dialog: what whoever takes the baton wants to know and, for its holder, to whom it
 * is to pass.  It asks for the window's action act-baton and closes.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_HANDOVER_DIALOG (far_handover_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarHandoverDialog, far_handover_dialog, FAR, HANDOVER_DIALOG, AdwWindow)

/* @parent: the window whose action it asks for */
GtkWindow *far_handover_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
