/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarPlacesDialog: where people who share a car meet, by hand and out of a table. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_PLACES_DIALOG (far_places_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarPlacesDialog, far_places_dialog, FAR, PLACES_DIALOG, AdwWindow)

GtkWindow *far_places_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
