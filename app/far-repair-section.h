/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-repair-section: what is broken, and when bikes are mended.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_REPAIR_SECTION (far_repair_section_get_type ())
G_DECLARE_FINAL_TYPE (FarRepairSection, far_repair_section, FAR, REPAIR_SECTION, AdwBin)

GtkWidget *far_repair_section_new (FarOverview *overview);

G_END_DECLS
