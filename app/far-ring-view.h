/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-ring-view: so many of so many, as a ring with the words inside.  What is done is the thick
 * part and what is left the thin one, so that no colour is needed.  Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FAR_TYPE_RING_VIEW (far_ring_view_get_type ())
G_DECLARE_FINAL_TYPE (FarRingView, far_ring_view, FAR, RING_VIEW, GtkWidget)

/* @n: 0 to @n_all
 * @sentence: what is told by it, for those who do not see it */
void far_ring_view_show (FarRingView *self, int n, int n_all, const char *sentence);

G_END_DECLS
