/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-members-page: everyone of the collective, and how to bring in more.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_MEMBERS_PAGE (far_members_page_get_type ())
G_DECLARE_FINAL_TYPE (FarMembersPage, far_members_page, FAR, MEMBERS_PAGE, AdwBin)

/* Once, before the page is shown. */
/* @home: where it is kept that a machine is not lost */
void far_members_page_set_overview (FarMembersPage *self, FarOverview *overview, const char *home);

G_END_DECLS
