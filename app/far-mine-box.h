/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-mine-box: of the week that is shown, what I promised, and then where somebody is missing,
 * each with the one click that changes it.
 *
 * Days that are over are not in it.  Main thread.
 */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_MINE_BOX (far_mine_box_get_type ())
G_DECLARE_FINAL_TYPE (FarMineBox, far_mine_box, FAR, MINE_BOX, AdwBin)

/* Once, before it is shown. */
void far_mine_box_set_overview (FarMineBox *self, FarOverview *overview);

G_END_DECLS
