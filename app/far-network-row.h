/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-network-row: a local network: the question about it, or what was said of it.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_NETWORK_ROW (far_network_row_get_type ())
G_DECLARE_FINAL_TYPE (FarNetworkRow, far_network_row, FAR, NETWORK_ROW, AdwActionRow)

GtkWidget *far_network_row_new (const FarNetwork *network);

G_END_DECLS
