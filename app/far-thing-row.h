/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarThingRow: a key or another thing, who has it, and what can be said of it.
 *
 * Asks for its actions by name: things.give (thing, member or person) and things.drop (thing).
 */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_THING_ROW (far_thing_row_get_type ())
G_DECLARE_FINAL_TYPE (FarThingRow, far_thing_row, FAR, THING_ROW, GtkListBoxRow)

GtkWidget *far_thing_row_new (void);

/* @overview: who there is */
void far_thing_row_set_thing (FarThingRow *self, const FarThing *thing, FarOverview *overview);

G_END_DECLS
