/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-simple-page: what is today, my turns, and whom to call: in large letters and nothing else.
 *
 * Read again whenever something changes while it is seen.  Main thread.
 */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_SIMPLE_PAGE (far_simple_page_get_type ())
G_DECLARE_FINAL_TYPE (FarSimplePage, far_simple_page, FAR, SIMPLE_PAGE, AdwBin)

/* Once, before it is shown. */
void far_simple_page_set_overview (FarSimplePage *self, FarOverview *overview);

G_END_DECLS
