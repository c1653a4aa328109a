/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarSwapDialog: whose turn is asked for in exchange for one's own.  Activates win.offer-swap of
 * its parent, and closes. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_SWAP_DIALOG (far_swap_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarSwapDialog, far_swap_dialog, FAR, SWAP_DIALOG, AdwWindow)

/* @turn: id of the one that is offered, of @outing.  Returns: (transfer none) */
GtkWindow *far_swap_dialog_new (GtkWindow *parent,
                                FarOverview *overview,
                                const FarOuting *outing,
                                const char *turn);

G_END_DECLS
