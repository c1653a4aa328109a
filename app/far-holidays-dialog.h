/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-holidays-dialog: what a file of holidays holds, and what it would change, before it is
 * entered.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_HOLIDAYS_DIALOG (far_holidays_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarHolidaysDialog, far_holidays_dialog, FAR, HOLIDAYS_DIALOG, AdwWindow)

/**
 * FarHolidaysDialog::entered:
 * @self: a dialog, about to close
 * @id: of the calendar
 * @name: of the calendar
 * @n_holidays: how many are in it
 * @before: (nullable): what "win.set-holidays" takes to say again what it said before; %NULL if it
 *   is new
 */

/* @path: of the file, which is read at once */
GtkWindow *far_holidays_dialog_new (GtkWindow *parent, FarOverview *overview, const char *path);

/* What "win.set-holidays" takes.  @holidays: (element-type FarHoliday).  Returns: floating */
GVariant *far_holidays_pack (const char *name, GPtrArray *holidays);
/* Returns: (transfer full) (element-type FarHoliday): whose names are borrowed of @packed */
GPtrArray *far_holidays_unpack (GVariant *packed, const char **out_name);

G_END_DECLS
