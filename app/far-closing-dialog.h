/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-closing-dialog: days on which the school is closed besides the holidays, or open after all.
 * Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_CLOSING_DIALOG (far_closing_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarClosingDialog, far_closing_dialog, FAR, CLOSING_DIALOG, AdwWindow)

/**
 * FarClosingDialog::entered:
 * @self: a dialog, about to close
 * @id: of the calendar
 * @text: what was done, in words
 * @before: (nullable): what "win.set-holidays" takes to say again what it said before; %NULL if it
 *   is new
 */

GtkWindow *far_closing_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
