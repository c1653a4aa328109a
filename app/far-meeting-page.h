/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-meeting-page: who is here, how far each is, and what changed.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_MEETING_PAGE (far_meeting_page_get_type ())
G_DECLARE_FINAL_TYPE (FarMeetingPage, far_meeting_page, FAR, MEETING_PAGE, AdwBin)

/* Once, before the page is shown. */
void far_meeting_page_set_overview (FarMeetingPage *self, FarOverview *overview);

G_END_DECLS
