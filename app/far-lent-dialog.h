/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-lent-dialog: what is said of a thing or a room that can be booked.
 *
 * Emits "done" with its id, and whether it is new.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_LENT_DIALOG (far_lent_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarLentDialog, far_lent_dialog, FAR, LENT_DIALOG, AdwWindow)

/* @lent: (nullable): that is changed; %NULL for a new one */
GtkWindow *far_lent_dialog_new (GtkWindow *parent,
                                FarOverview *overview,
                                const FarLent *lent,
                                gboolean is_room);

G_END_DECLS
