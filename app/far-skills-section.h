/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-skills-section: what people can do, would like to learn and have a training in, and who could
 * show it to whom.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_SKILLS_SECTION (far_skills_section_get_type ())
G_DECLARE_FINAL_TYPE (FarSkillsSection, far_skills_section, FAR, SKILLS_SECTION, AdwBin)

GtkWidget *far_skills_section_new (FarOverview *overview);

G_END_DECLS
