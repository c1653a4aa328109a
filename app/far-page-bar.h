/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-page-bar: the pages of a narrow window, side by side below what they show.
 *
 * No word in it is ever cut: where they do not fit side by side, there is a second row of them, and
 * a third.  Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FAR_TYPE_PAGE_BAR (far_page_bar_get_type ())

G_DECLARE_FINAL_TYPE (FarPageBar, far_page_bar, FAR, PAGE_BAR, GtkWidget)

/**
 * far_page_bar_add:
 * @self: a bar
 * @page: of the stack of pages
 * @word: what is read, which is to be short
 *
 * Returns: (transfer none): the button: it emits "clicked" to go there
 */
GtkWidget *far_page_bar_add (FarPageBar *self, AdwViewStackPage *page, const char *word);

G_END_DECLS
