/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-stop-row: one stop of a line that is being changed; unfolds to how long it is to the next one
 * and how a wheelchair gets along.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_STOP_ROW (far_stop_row_get_type ())
G_DECLARE_FINAL_TYPE (FarStopRow, far_stop_row, FAR, STOP_ROW, AdwExpanderRow)

/**
 * FarStopRow::edited:
 * @self: a row
 *
 * Something in it is different.
 */

/* @stop: outlives the row.  @next: (nullable): of the last one there is none */
GtkWidget *far_stop_row_new (const FarStop *stop, const FarStop *next);

/* @out: (out): what is different; borrows of the stop.  Returns: whether anything is */
gboolean far_stop_row_read (FarStopRow *self, FarStopEdit *out);

G_END_DECLS
