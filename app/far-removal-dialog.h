/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarRemovalDialog: suggests to talk, and then proposes that a member no longer belongs. */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_REMOVAL_DIALOG (far_removal_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarRemovalDialog, far_removal_dialog, FAR, REMOVAL_DIALOG, AdwWindow)

GtkWindow *far_removal_dialog_new (GtkWindow *parent, FarEngine *engine, const FarMember *member);

G_END_DECLS
