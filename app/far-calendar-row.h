/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-calendar-row: one calendar of holidays, with the next of them. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_CALENDAR_ROW (far_calendar_row_get_type ())
G_DECLARE_FINAL_TYPE (FarCalendarRow, far_calendar_row, FAR, CALENDAR_ROW, GtkListBoxRow)

/* @item: of FarCalendar; followed as it changes */
GtkWidget *far_calendar_row_new (FarItem *item, FarOverview *overview);

G_END_DECLS
