/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-week-page: the outings of one week, day by day.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_WEEK_PAGE (far_week_page_get_type ())
G_DECLARE_FINAL_TYPE (FarWeekPage, far_week_page, FAR, WEEK_PAGE, AdwBin)

/* Once, before the page is shown.  @home: where it is kept what was noted, and what does not come
 * up now */
void far_week_page_set_overview (FarWeekPage *self, FarOverview *overview, const char *home);

G_END_DECLS
