/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-returns-box: what I borrowed and is to be brought back by tomorrow, or was.  Hidden where
 * nothing is.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_RETURNS_BOX (far_returns_box_get_type ())
G_DECLARE_FINAL_TYPE (FarReturnsBox, far_returns_box, FAR, RETURNS_BOX, AdwBin)

/* Once */
void far_returns_box_set_overview (FarReturnsBox *self, FarOverview *overview);

G_END_DECLS
