/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-rota-row: a rota, whether it is a draft, and the button that publishes it.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_ROTA_ROW (far_rota_row_get_type ())
G_DECLARE_FINAL_TYPE (FarRotaRow, far_rota_row, FAR, ROTA_ROW, AdwActionRow)

/* @item: holds a FarRota; the row follows it */
GtkWidget *far_rota_row_new (FarItem *item, FarOverview *overview);

G_END_DECLS
