/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-hours-dialog: notes hours, or changes a line of them.  Its signal "done" gives the line's id,
 * and whether it is new. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_HOURS_DIALOG (far_hours_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarHoursDialog, far_hours_dialog, FAR, HOURS_DIALOG, AdwWindow)

/* @line: (nullable): that is changed */
GtkWindow *far_hours_dialog_new (GtkWindow *parent, FarOverview *overview, const FarHours *line);

G_END_DECLS
