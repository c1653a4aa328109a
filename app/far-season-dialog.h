/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-season-dialog: the weeks from now to the end of the last rota in one picture: how far they
 * are covered, and on which days somebody is missing.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_SEASON_DIALOG (far_season_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarSeasonDialog, far_season_dialog, FAR, SEASON_DIALOG, AdwWindow)

GtkWindow *far_season_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
