/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-rides-page: who offers seats in a car, and who asks for some, day by day.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_RIDES_PAGE (far_rides_page_get_type ())
G_DECLARE_FINAL_TYPE (FarRidesPage, far_rides_page, FAR, RIDES_PAGE, AdwBin)

/* Once, before the page is shown. */
void far_rides_page_set_overview (FarRidesPage *self, FarOverview *overview);

G_END_DECLS
