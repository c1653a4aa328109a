/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-route-grid: the stops of a line as one draws a route: beside each other when, a band with a
 * ring for each stop, and what.  The band has the colour of the line; the words say all of it. Main
 * thread. */

#pragma once

#include <gtk/gtk.h>

#include "far-sync.h"

G_BEGIN_DECLS

void far_route_grid_clear (GtkGrid *grid);
/* The next stop on the way, below the last one. */
void far_route_grid_add_stop (GtkGrid *grid, const char *when, const char *what);
/* The same of the school, which is no stop: a square in place of the ring. */
void far_route_grid_add_school (GtkGrid *grid, const char *name);
/* Ends the band at the first and at the last one. */
void far_route_grid_finish (GtkGrid *grid, FarColour colour);

G_END_DECLS
