/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-hours-section: what a household gave and received, all in all, line by line, and who can read
 * it. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_HOURS_SECTION (far_hours_section_get_type ())
G_DECLARE_FINAL_TYPE (FarHoursSection, far_hours_section, FAR, HOURS_SECTION, AdwBin)

GtkWidget *far_hours_section_new (FarOverview *overview);

G_END_DECLS
