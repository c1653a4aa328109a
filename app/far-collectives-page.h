/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collectives-page: which collective of this home is meant, or yet another one.  Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FAR_TYPE_COLLECTIVES_PAGE (far_collectives_page_get_type ())
G_DECLARE_FINAL_TYPE (FarCollectivesPage, far_collectives_page, FAR, COLLECTIVES_PAGE, AdwBin)

/**
 * far_collectives_page_set_list:
 * @list: (element-type FarCollective) (nullable): with or without one that is open; it is sorted;
 * none while it is not known
 *
 * Asks for app.open-collective, app.begin, and, if one is open, win.close-collectives.
 */
void far_collectives_page_set_list (FarCollectivesPage *self, GPtrArray *list);

G_END_DECLS
