/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-welcome-page: from nothing to belonging: start a collective, or join one.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_WELCOME_PAGE (far_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (FarWelcomePage, far_welcome_page, FAR, WELCOME_PAGE, AdwBin)

/**
 * FarWelcomePage::admitted:
 * @self: a page that is done
 * @address: (nullable): the machine that let us in, where the rest can be had
 */

/* Once, before the page is shown. */
void far_welcome_page_set_overview (FarWelcomePage *self, FarOverview *overview);

/* Proposes to join with what far_uri_check() takes; whoever has asked already is shown that. */
void far_welcome_page_take_link (FarWelcomePage *self, const char *link);

/* Reads a member's file: the invitation, or the answer once one is kept. */
void far_welcome_page_read_file (FarWelcomePage *self, GFile *file);

G_END_DECLS
