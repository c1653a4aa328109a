/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-plan-page: the walking lines and the rotas.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_PLAN_PAGE (far_plan_page_get_type ())
G_DECLARE_FINAL_TYPE (FarPlanPage, far_plan_page, FAR, PLAN_PAGE, AdwBin)

/* Once, before the page is shown. */
void far_plan_page_set_overview (FarPlanPage *self, FarOverview *overview);

G_END_DECLS
