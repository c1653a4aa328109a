/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-help-dialog: a hand, to be asked for, offered or changed: what, when and how urgent is
 * enough, and the rest is folded.
 *
 * FarHelpDialog::done: (id: utf8) (is-new: boolean) */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_HELP_DIALOG (far_help_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarHelpDialog, far_help_dialog, FAR, HELP_DIALOG, AdwWindow)

/* @help: (nullable): to be changed; of a new one @is_offer is looked at */
GtkWindow *far_help_dialog_new (GtkWindow *parent,
                                FarOverview *overview,
                                const FarHelp *help,
                                gboolean is_offer);

G_END_DECLS
