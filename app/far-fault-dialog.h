/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-fault-dialog: says what is wrong with a bike.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_FAULT_DIALOG (far_fault_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarFaultDialog, far_fault_dialog, FAR, FAULT_DIALOG, AdwWindow)

/* Emits "reported" with a FarRepairs, which is the emitter's. */
GtkWindow *far_fault_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
