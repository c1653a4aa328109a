/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-place-picker: stops and meeting places beside a row in which somebody types where to go. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

/* Adds a button to the row that offers what there is, best what fits the words that are typed
 * already; what is chosen is written there, and stays free words.  It goes with the row. */
void far_place_picker_add (AdwEntryRow *row, FarOverview *overview);

G_END_DECLS
