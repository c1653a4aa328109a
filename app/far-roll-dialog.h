/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarRollDialog: the roll-call of one outing. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_ROLL_DIALOG (far_roll_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarRollDialog, far_roll_dialog, FAR, ROLL_DIALOG, AdwWindow)

/* @rota: id */
GtkWindow *
far_roll_dialog_new (GtkWindow *parent, FarOverview *overview, const char *rota, gint32 day);

G_END_DECLS
