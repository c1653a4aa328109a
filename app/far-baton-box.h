/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-baton-box: who holds the baton, what is offered and who is next, or what waits for its
 * holder. Hidden while there is nothing to say.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_BATON_BOX (far_baton_box_get_type ())
G_DECLARE_FINAL_TYPE (FarBatonBox, far_baton_box, FAR, BATON_BOX, AdwBin)

/* @suggestions: what waits, instead of who holds it.  Called once. */
void far_baton_box_set_overview (FarBatonBox *self, FarOverview *overview, gboolean suggestions);

G_END_DECLS
