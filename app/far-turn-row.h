/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-turn-row: one person's turn on an outing: standing or reserve, why, and who knows of it.
 *
 * Shows one snapshot after the other of the same turn: what is open there stays open.  Main thread.
 */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_TURN_ROW (far_turn_row_get_type ())
G_DECLARE_FINAL_TYPE (FarTurnRow, far_turn_row, FAR, TURN_ROW, AdwBin)

/* @turn: one of @outing's; neither is kept */
GtkWidget *far_turn_row_new (const FarTurn *turn, const FarOuting *outing);
/* @turn: the same, as it is now */
void far_turn_row_show (FarTurnRow *self, const FarTurn *turn, const FarOuting *outing);
const char *far_turn_row_peek_turn (FarTurnRow *self);

G_END_DECLS
