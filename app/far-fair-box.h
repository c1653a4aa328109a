/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-fair-box: that a plan proposes turns to me, and where to answer.  Hidden where none does.
 * Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_FAIR_BOX (far_fair_box_get_type ())
G_DECLARE_FINAL_TYPE (FarFairBox, far_fair_box, FAR, FAIR_BOX, AdwBin)

/* Once */
void far_fair_box_set_overview (FarFairBox *self, FarOverview *overview);

G_END_DECLS
