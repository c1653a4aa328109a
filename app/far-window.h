/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-window: one collective in a window: welcome, week, plan, members, exchange.  Main thread. */

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

/* @engine: (transfer none): not open yet; the window opens it */
GtkWindow *far_window_new (GtkApplication *application, FarEngine *engine);

G_END_DECLS
