/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-window: one collective in a window: welcome, or its pages.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_WINDOW (far_window_get_type ())
G_DECLARE_FINAL_TYPE (FarWindow, far_window, FAR, WINDOW, AdwApplicationWindow)

/**
 * FarWindow::settled:
 * @self: a window that shows, for the first time, more than that it is opening
 */

/**
 * far_window_new:
 * @engine: not open yet
 * @home: its data folder
 * @collective: (nullable): the one that it was made for
 * @page: (nullable): "found", "join" or "copy" begins anew there; %NULL opens what there is
 */
GtkWindow *far_window_new (GtkApplication *application,
                           FarEngine *engine,
                           const char *home,
                           const char *collective,
                           const char *page);

/* What it opens is an example, and says so: where there is nothing yet, one is made.  Before it is
 * presented. */
void far_window_set_example (FarWindow *self);

/**
 * far_window_open:
 * @file: a file that somebody opens with the program, or a link of an invitation or a card
 *
 * It waits until the window shows what it could belong to.
 */
void far_window_open (FarWindow *self, GFile *file);

G_END_DECLS
