/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-skill-row: what somebody can do, would like to learn, or has a training in, and what there is
 * to do about it below.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-item.h"

G_BEGIN_DECLS

#define FAR_TYPE_SKILL_ROW (far_skill_row_get_type ())
G_DECLARE_FINAL_TYPE (FarSkillRow, far_skill_row, FAR, SKILL_ROW, AdwExpanderRow)

/* @item: holds a FarSkill; the row follows it */
GtkWidget *far_skill_row_new (FarItem *item);

G_END_DECLS
