/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-help-page: what neighbours do for each other, a section for each module that is on.
 *
 * A section is a widget, and a line of the table in far-help-page.c: its name (for
 * far_help_page_show_section() and the toggle), its title, its bit of FarUses, and how it is made.
 * It is made when its module is on for the first time, and so shows nothing before; it is given the
 * overview, and keeps itself up to date.  It does not scroll, and is not as wide as the window: the
 * page does both.  Its actions are the window's.  What it shows where there is nothing yet is its
 * own, and says what to do next.
 *
 * Main thread.
 */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_HELP_PAGE (far_help_page_get_type ())
G_DECLARE_FINAL_TYPE (FarHelpPage, far_help_page, FAR, HELP_PAGE, AdwBin)

/* Once, before the page is shown. */
void far_help_page_set_overview (FarHelpPage *self, FarOverview *overview);

/* Whether any of the modules is on: else there is no such page. */
gboolean far_help_page_is_used (FarHelpPage *self);

/* Does nothing if there is no such section, or it is off. */
void far_help_page_show_section (FarHelpPage *self, const char *name);

G_END_DECLS
