/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-help-row: a hand that somebody needs or lends, what one does about it with one click, and all
 * else that is to be known and done below it.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_HELP_ROW (far_help_row_get_type ())
G_DECLARE_FINAL_TYPE (FarHelpRow, far_help_row, FAR, HELP_ROW, AdwExpanderRow)

/* @item: holds a FarHelp; the row follows it */
GtkWidget *far_help_row_new (FarItem *item, FarOverview *overview);

G_END_DECLS
