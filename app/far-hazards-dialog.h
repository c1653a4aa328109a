/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-hazards-dialog: what is to be looked out for on a line, and what came of it.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_HAZARDS_DIALOG (far_hazards_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarHazardsDialog, far_hazards_dialog, FAR, HAZARDS_DIALOG, AdwWindow)

GtkWindow *far_hazards_dialog_new (GtkWindow *parent, FarOverview *overview, const FarLine *line);

G_END_DECLS
