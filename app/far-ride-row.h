/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-ride-row: a ride on one of its dates, the seat that one takes with one click, and all else
 * that is to be known and done below it.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-item.h"

G_BEGIN_DECLS

#define FAR_TYPE_RIDE_ROW (far_ride_row_get_type ())
G_DECLARE_FINAL_TYPE (FarRideRow, far_ride_row, FAR, RIDE_ROW, AdwExpanderRow)

/* @item: holds a FarRide; the row follows it.  @tells_day: nothing around it does */
GtkWidget *far_ride_row_new (FarItem *item, gboolean tells_day);

gint32 far_ride_row_get_day (FarRideRow *self);

G_END_DECLS
