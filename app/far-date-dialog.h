/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-date-dialog: what is different on one date of a rota.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_DATE_DIALOG (far_date_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarDateDialog, far_date_dialog, FAR, DATE_DIALOG, AdwWindow)

/**
 * FarDateDialog::changed:
 * @self: a dialog, about to close
 * @text: what became of it, in words
 * @is_suggestion: it changes nothing until whoever holds the baton says yes
 */

/* @outing: is kept */
GtkWindow *far_date_dialog_new (GtkWindow *parent, FarOverview *overview, const FarOuting *outing);

/* What the dialog says: FarRotaFields. */
#define FAR_DATE_FIELDS \
  (FAR_ROTA_FIELD_AT | FAR_ROTA_FIELD_PLACE | FAR_ROTA_FIELD_MIN | FAR_ROTA_FIELD_MAX | \
   FAR_ROTA_FIELD_ROLES | FAR_ROTA_FIELD_REMARK)

/* The outing as it was when the dialog was opened on it.  (transfer none) */
const FarOuting *far_date_dialog_peek_outing (FarDateDialog *self);

G_END_DECLS
