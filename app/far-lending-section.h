/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-lending-section: what can be borrowed and who has it; or rooms, and who has booked them.
 *
 * Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_LENDING_SECTION (far_lending_section_get_type ())
G_DECLARE_FINAL_TYPE (FarLendingSection, far_lending_section, FAR, LENDING_SECTION, AdwBin)

GtkWidget *far_lending_section_new_of_things (FarOverview *overview);
GtkWidget *far_lending_section_new_of_rooms (FarOverview *overview);

G_END_DECLS
