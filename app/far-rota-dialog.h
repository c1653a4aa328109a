/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-rota-dialog: a small form that adds a rota as a draft.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_ROTA_DIALOG (far_rota_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarRotaDialog, far_rota_dialog, FAR, ROTA_DIALOG, AdwWindow)

/**
 * FarRotaDialog::added:
 * @self: a dialog, about to close
 * @title: of the new rota
 * @first_day: when its first outing may be
 */

GtkWindow *far_rota_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
