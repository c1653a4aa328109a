/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-outing-notes: on the row of an outing, what is to be known of the children who come. */

#pragma once

#include <gtk/gtk.h>

#include "far-sync.h"

G_BEGIN_DECLS

/**
 * far_outing_notes_show:
 * @box: gets a button for each that can be read here, and a line for each other
 * @shown: (inout) (transfer full) (nullable): what @box shows, so that the focus stays where
 * nothing changed
 */
void far_outing_notes_show (GtkBox *box, const FarOuting *outing, const char *day, char **shown);

G_END_DECLS
