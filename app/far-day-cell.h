/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-day-cell: a day of a calendar, with a picture of whether somebody is missing on it: a tick
 * where nobody is, a sign with how many outings lack somebody, a stroke where none takes place. One
 * presses it to go to that day.  Main thread. */

#pragma once

#include <gtk/gtk.h>

#include "far-season.h"

G_BEGIN_DECLS

#define FAR_TYPE_DAY_CELL (far_day_cell_get_type ())
G_DECLARE_FINAL_TYPE (FarDayCell, far_day_cell, FAR, DAY_CELL, GtkButton)

/* @with_weekday: its name stands above */
GtkWidget *far_day_cell_new (gboolean with_weekday);
/* @is_today: it is set off from the others */
void far_day_cell_show (FarDayCell *self, const FarSeasonPart *day, gboolean is_today);
/* What is shown. */
gint32 far_day_cell_get_day (FarDayCell *self);

G_END_DECLS
