/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-paper-pages: a paper laid out on pages, and drawn.
 *
 * Cairo and Pango only: the same for a PDF of farandole-cli and for the printer of the window.
 * Black on white.  What is longer than a page goes on on the next one, and nothing is cut off.
 * Main thread.
 */

#pragma once

#include <cairo.h>

#include "far-paper.h"

G_BEGIN_DECLS

typedef struct _FarPaperPages FarPaperPages;

/**
 * far_paper_pages_new:
 * @paper: outlives the pages
 * @cr: of what will be drawn on, or of the same kind
 * @width: of a page, in points
 * @height: of a page, in points
 */
FarPaperPages *
far_paper_pages_new (const FarPaper *paper, cairo_t *cr, double width, double height);
void far_paper_pages_free (FarPaperPages *self);
guint far_paper_pages_count (const FarPaperPages *self);
/* @page: from 0 */
void far_paper_pages_draw (const FarPaperPages *self, cairo_t *cr, guint page);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarPaperPages, far_paper_pages_free)

/* Returns: (transfer full): %NULL with G_IO_ERROR_FAILED, if cairo cannot */
GBytes *
far_paper_to_pdf (const FarPaper *paper, FarPaperSize size, guint *out_n_pages, GError **error);

G_END_DECLS
