/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-invite-dialog: makes one invitation and shows it as a picture and as a link.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_INVITE_DIALOG (far_invite_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarInviteDialog, far_invite_dialog, FAR, INVITE_DIALOG, AdwWindow)

GtkWindow *far_invite_dialog_new (GtkWindow *parent, FarEngine *engine);

G_END_DECLS
