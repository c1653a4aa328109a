/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-frame: the pages of a collective, and beside them the one that is shown.
 *
 * Where there is room they are a list at its side, where there is not a bar below it.  What there
 * is room for is counted in characters: large text needs more of it.  Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FAR_TYPE_FRAME (far_frame_get_type ())

G_DECLARE_FINAL_TYPE (FarFrame, far_frame, FAR, FRAME, GtkWidget)

/* @stack: the pages; once, with all of them */
void far_frame_set_stack (FarFrame *self, AdwViewStack *stack);

/* Whether the pages can be gone to: not before somebody belongs. */
void far_frame_set_open (FarFrame *self, gboolean open);

/* What stands above the list. */
void far_frame_set_title (FarFrame *self, const char *title);

/* Whether they are at the side; "notify::wide" says when it changes. */
gboolean far_frame_get_wide (FarFrame *self);

/* Moves the keyboard from the pages to what is shown, and back. */
void far_frame_focus_other (FarFrame *self);

G_END_DECLS
