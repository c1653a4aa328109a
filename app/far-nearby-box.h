/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-nearby-box: who is found on the local network by itself, and on which networks that may be.
 *
 * While this device is a member's, others are looked for wherever that was allowed; about any other
 * network the person is asked once.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_NEARBY_BOX (far_nearby_box_get_type ())
G_DECLARE_FINAL_TYPE (FarNearbyBox, far_nearby_box, FAR, NEARBY_BOX, AdwBin)

/* Once, before it is shown. */
void far_nearby_box_set_overview (FarNearbyBox *self, FarOverview *overview);
/* Ends what is going on; what arrived is kept. */
void far_nearby_box_stop (FarNearbyBox *self);

G_END_DECLS
