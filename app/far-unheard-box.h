/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-unheard-box: whom the baton's holder or deputy has yet to tell of what is published.  Nobody
 * else is shown it.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_UNHEARD_BOX (far_unheard_box_get_type ())
G_DECLARE_FINAL_TYPE (FarUnheardBox, far_unheard_box, FAR, UNHEARD_BOX, AdwBin)

/* Once */
void far_unheard_box_set_overview (FarUnheardBox *self, FarOverview *overview);

G_END_DECLS
