/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-seats-dialog: how many seats somebody takes on a ride, or brings, on which dates.
 *
 * FarSeatsDialog::taken: (report: a FarSeatsReport) */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_SEATS_DIALOG (far_seats_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarSeatsDialog, far_seats_dialog, FAR, SEATS_DIALOG, AdwWindow)

GtkWindow *far_seats_dialog_new (GtkWindow *parent, FarOverview *overview, const FarRide *ride);

const FarRide *far_seats_dialog_peek_ride (FarSeatsDialog *self);

G_END_DECLS
