/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-help-section: who asks for a hand, and who offers one.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_HELP_SECTION (far_help_section_get_type ())
G_DECLARE_FINAL_TYPE (FarHelpSection, far_help_section, FAR, HELP_SECTION, AdwBin)

GtkWidget *far_help_section_new (FarOverview *overview);

G_END_DECLS
