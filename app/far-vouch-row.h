/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-vouch-row: the question whether one knows somebody who asks to come in.  Main thread.
 *
 * Asks for win.approve.
 */

#pragma once

#include <adwaita.h>

#include "far-item.h"

G_BEGIN_DECLS

#define FAR_TYPE_VOUCH_ROW (far_vouch_row_get_type ())
G_DECLARE_FINAL_TYPE (FarVouchRow, far_vouch_row, FAR, VOUCH_ROW, GtkListBoxRow)

/* @item: of a FarMember who waits */
GtkWidget *far_vouch_row_new (FarItem *item);

G_END_DECLS
