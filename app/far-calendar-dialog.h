/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-calendar-dialog: which outings are to be saved as a calendar that other programs read.  Main
 * thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_CALENDAR_DIALOG (far_calendar_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarCalendarDialog, far_calendar_dialog, FAR, CALENDAR_DIALOG, AdwWindow)

/**
 * FarCalendarDialog::saved:
 * @self: a dialog, about to close
 * @name: of the file
 * @n_events: how many outings are in it
 */

GtkWindow *far_calendar_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
