/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-printing: a paper, through the system's dialog, which can show and save it too.  Main thread.
 */

#pragma once

#include <gtk/gtk.h>

#include "far-paper.h"

G_BEGIN_DECLS

/* @paper: (transfer full).  Returns: whether nothing went wrong; somebody may have cancelled it */
gboolean far_printing_run (GtkWindow *parent, FarPaper *paper, GError **error);

G_END_DECLS
