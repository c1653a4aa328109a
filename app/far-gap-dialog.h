/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-gap-dialog: what can be done about an outing that is short of adults, one step after the
 * other; each with what it would do, and one button.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_GAP_DIALOG (far_gap_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarGapDialog, far_gap_dialog, FAR, GAP_DIALOG, AdwWindow)

/* ::chosen (action name, target): what is to be done by the window; it closes then.
 * @rota: id */
GtkWindow *
far_gap_dialog_new (GtkWindow *parent, FarOverview *overview, const char *rota, gint32 day);

G_END_DECLS
