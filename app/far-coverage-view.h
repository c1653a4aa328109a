/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-coverage-view: a bar for each week of a season: as high as adults are needed, and filled as
 * far as they have been found.  What is not filled is drawn with a dashed line, so that no colour
 * is needed.  Main thread. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FAR_TYPE_COVERAGE_VIEW (far_coverage_view_get_type ())
G_DECLARE_FINAL_TYPE (FarCoverageView, far_coverage_view, FAR, COVERAGE_VIEW, GtkWidget)

/* @weeks: (transfer none) (element-type FarSeasonPart) */
void far_coverage_view_show (FarCoverageView *self, GArray *weeks);

G_END_DECLS
