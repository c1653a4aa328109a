/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-available-dialog: when this member, or somebody whom they answer for, can take turns.
 * Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_AVAILABLE_DIALOG (far_available_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarAvailableDialog, far_available_dialog, FAR, AVAILABLE_DIALOG, AdwWindow)

/**
 * FarAvailableDialog::saved:
 * @self: a dialog, about to close
 * @before: what win.set-availability takes to have it as it was
 */

#define FAR_AVAILABLE_TYPE "(sa(suu)a(iis)ib)"

GtkWindow *far_available_dialog_new (GtkWindow *parent, FarOverview *overview);

/* @packed: of FAR_AVAILABLE_TYPE.  Says it again; @callback as of
 * far_engine_set_availability_async() */
void far_available_restore (FarEngine *engine,
                            GVariant *packed,
                            GAsyncReadyCallback callback,
                            gpointer data);

G_END_DECLS
