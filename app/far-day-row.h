/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-day-row: a civil day to type as YYYY-MM-DD or to pick from a calendar.  Main thread. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FAR_TYPE_DAY_ROW (far_day_row_get_type ())
G_DECLARE_FINAL_TYPE (FarDayRow, far_day_row, FAR, DAY_ROW, AdwEntryRow)

void far_day_row_set_day (FarDayRow *self, gint32 day);

/* Returns: %FALSE where what is typed is no day */
gboolean far_day_row_get_day (FarDayRow *self, gint32 *out_day);

G_END_DECLS
