/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-events-dialog: what rotas a calendar of events would make and change, before it is imported.
 * Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_EVENTS_DIALOG (far_events_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarEventsDialog, far_events_dialog, FAR, EVENTS_DIALOG, AdwWindow)

/**
 * FarEventsDialog::imported:
 * @self: a dialog, about to close
 * @text: what was done, in words
 * @undo: what far_engine_undo_events_async() takes
 */

/* @path: of the file, which is read at once */
GtkWindow *far_events_dialog_new (GtkWindow *parent, FarOverview *overview, const char *path);

G_END_DECLS
