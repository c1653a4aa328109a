/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-due-box: who still needs a hand, for whoever said that they could; nothing if nobody does.
 * "Not now" is this machine's alone, and holds until it comes up the next time.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_DUE_BOX (far_due_box_get_type ())
G_DECLARE_FINAL_TYPE (FarDueBox, far_due_box, FAR, DUE_BOX, AdwBin)

/* Once.  @home: where it is kept what is not to be shown now */
void far_due_box_set_overview (FarDueBox *self, FarOverview *overview, const char *home);

G_END_DECLS
