/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-touched-box: what changed of what I promised, before anything else; each is a question that
 * one answer ends.  Hidden where nothing did.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_TOUCHED_BOX (far_touched_box_get_type ())
G_DECLARE_FINAL_TYPE (FarTouchedBox, far_touched_box, FAR, TOUCHED_BOX, AdwBin)

/* Once */
void far_touched_box_set_overview (FarTouchedBox *self, FarOverview *overview);

G_END_DECLS
