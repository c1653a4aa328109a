/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-fair-dialog: the turns that a plan proposes: accepted or declined by whose they are, and
 * proposed by whoever coordinates.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_FAIR_DIALOG (far_fair_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarFairDialog, far_fair_dialog, FAR, FAIR_DIALOG, AdwWindow)

GtkWindow *far_fair_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
