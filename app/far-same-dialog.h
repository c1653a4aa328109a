/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-same-dialog: asks which member a person without a machine is now.  Main thread.
 *
 * "chosen" (const char *member): when one was; the dialog is closed then.
 */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_SAME_DIALOG (far_same_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarSameDialog, far_same_dialog, FAR, SAME_DIALOG, AdwWindow)

GtkWindow *far_same_dialog_new (GtkWindow *parent, FarOverview *overview, const FarMember *person);

G_END_DECLS
