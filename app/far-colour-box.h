/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-colour-box: a dot in a line's colour, beside its name and never in its place.  Main thread.
 */

#pragma once

#include <gtk/gtk.h>

#include "far-sync.h"

G_BEGIN_DECLS

/* Gives @widget the class of that colour in style.css, and takes others away. */
void far_colour_set_class (GtkWidget *widget, FarColour colour);
/* @box: of style far-colour; is not seen where there is no colour */
void far_colour_box_show (GtkBox *box, FarColour colour);

G_END_DECLS
