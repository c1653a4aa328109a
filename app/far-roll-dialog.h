/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarRollDialog: the roll-call of one outing. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_ROLL_DIALOG (far_roll_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarRollDialog, far_roll_dialog, FAR, ROLL_DIALOG, AdwWindow)

/**
 * FarRollDialog::left:
 * @self: a dialog, about to close
 * @unsaved: (siss): the rota and the day, and a child and the words, typed and not saved, that say
 *   to whom it was handed over
 */

/* @rota: id */
GtkWindow *
far_roll_dialog_new (GtkWindow *parent, FarOverview *overview, const char *rota, gint32 day);

/* Before it is shown: goes on with what was typed, and not saved, of @child. */
void far_roll_dialog_write_on (FarRollDialog *self, const char *child, const char *words);

G_END_DECLS
