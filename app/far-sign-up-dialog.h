/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sign-up-dialog: what people wrote on paper is typed in, one cell after the other.  Main
 * thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_SIGN_UP_DIALOG (far_sign_up_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarSignUpDialog, far_sign_up_dialog, FAR, SIGN_UP_DIALOG, AdwWindow)

GtkWindow *far_sign_up_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
