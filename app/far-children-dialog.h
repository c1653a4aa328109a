/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-children-dialog: the children, on which days they come along, and what the walk has to think
 * of.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_CHILDREN_DIALOG (far_children_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarChildrenDialog, far_children_dialog, FAR, CHILDREN_DIALOG, AdwWindow)

GtkWindow *far_children_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
