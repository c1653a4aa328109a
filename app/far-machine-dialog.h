/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-machine-dialog: shows a code with which another machine asks to be one of a member, lets it
 * call meanwhile, and asks whether it is.  Main thread.
 */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_MACHINE_DIALOG (far_machine_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarMachineDialog, far_machine_dialog, FAR, MACHINE_DIALOG, AdwWindow)

GtkWindow *far_machine_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
