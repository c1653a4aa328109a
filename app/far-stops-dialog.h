/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-stops-dialog: a line's stops as one writes them in a message, of a new line or of one that is
 * there; what would come of it is said before.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_STOPS_DIALOG (far_stops_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarStopsDialog, far_stops_dialog, FAR, STOPS_DIALOG, AdwWindow)

/**
 * FarStopsDialog::changed:
 * @text: what was done, in words
 */

/* @line: (nullable): whose stops they are; NULL for a new line */
GtkWindow *far_stops_dialog_new (GtkWindow *parent, FarOverview *overview, const FarLine *line);

/* (transfer none) (nullable): the line as it was */
const FarLine *far_stops_dialog_peek_line (FarStopsDialog *self);

G_END_DECLS
