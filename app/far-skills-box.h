/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-skills-box: who could go together to learn something, and which training runs out.  On the
 * week each is told until it is noted; among the skills all of it.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_SKILLS_BOX (far_skills_box_get_type ())
G_DECLARE_FINAL_TYPE (FarSkillsBox, far_skills_box, FAR, SKILLS_BOX, AdwBin)

/* @home: (nullable): where it is kept what was noted; NULL shows all of it */
void far_skills_box_set_overview (FarSkillsBox *self, FarOverview *overview, const char *home);

G_END_DECLS
