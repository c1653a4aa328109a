/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarLeaveDialog: what leaving gives back, and leaving. */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_LEAVE_DIALOG (far_leave_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarLeaveDialog, far_leave_dialog, FAR, LEAVE_DIALOG, AdwWindow)

GtkWindow *far_leave_dialog_new (GtkWindow *parent, FarEngine *engine);

G_END_DECLS
