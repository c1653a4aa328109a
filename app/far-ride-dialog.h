/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-ride-dialog: seats in a car, to be offered, asked for or changed.
 *
 * FarRideDialog::done: (id: utf8) (is-new: boolean) */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_RIDE_DIALOG (far_ride_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarRideDialog, far_ride_dialog, FAR, RIDE_DIALOG, AdwWindow)

/* @ride: (nullable): to be changed; of a new one @is_ask is looked at */
GtkWindow *far_ride_dialog_new (GtkWindow *parent,
                                FarOverview *overview,
                                const FarRide *ride,
                                gboolean is_ask);

G_END_DECLS
