/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-meeting-box: who is here, how far each is, and what changed.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_MEETING_BOX (far_meeting_box_get_type ())
G_DECLARE_FINAL_TYPE (FarMeetingBox, far_meeting_box, FAR, MEETING_BOX, AdwBin)

/* Once, before it is shown. */
void far_meeting_box_set_overview (FarMeetingBox *self, FarOverview *overview);

G_END_DECLS
