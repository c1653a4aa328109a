/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarThingsDialog: the keys and things of the collective, and who has them. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_THINGS_DIALOG (far_things_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarThingsDialog, far_things_dialog, FAR, THINGS_DIALOG, AdwWindow)

GtkWindow *far_things_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
