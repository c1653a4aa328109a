/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-rota-dialog: a small form that adds a rota as a draft, or changes one and says meanwhile what
 * that does.  Main thread. */

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

/**
 * FarRotaDialog::changed:
 * @self: a dialog, about to close
 * @text: what became of it, in words
 * @fields: FarRotaFields that were different before; 0 if the change is a suggestion
 */

GtkWindow *far_rota_dialog_new (GtkWindow *parent, FarOverview *overview);
/* @rota: is kept: what it was before */
GtkWindow *far_rota_dialog_new_for (GtkWindow *parent, FarOverview *overview, const FarRota *rota);

/* The rota, as it was when the dialog was opened on it.  (transfer none) (nullable) */
const FarRota *far_rota_dialog_peek_rota (FarRotaDialog *self);
/* What the rota says, as a change would say it; borrows of it. */
void far_rota_dialog_read_rota (const FarRota *rota, FarRotaDraft *out);

G_END_DECLS
