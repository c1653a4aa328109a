/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-skill-dialog: the form of something that one can do, would like to learn, or has a training
 * in. Emits "done" (s id, b new) and closes itself.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_SKILL_DIALOG (far_skill_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarSkillDialog, far_skill_dialog, FAR, SKILL_DIALOG, AdwWindow)

/* @skill: (nullable): that is changed; of a new one its @sort */
GtkWindow *far_skill_dialog_new (GtkWindow *parent,
                                 FarOverview *overview,
                                 const FarSkill *skill,
                                 FarSkillSort sort);

G_END_DECLS
