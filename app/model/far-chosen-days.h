/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-chosen-days: a rota whose dates are chosen one by one, and have no pattern.
 *
 * A rule has at least one weekday: such a rota has that of its first date, every 52 weeks, spans
 * from its first date to its last, and has all others added (docs/formats.md, "Import of events").
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* The dates of a rota that has no others than chosen ones.  Returns: (transfer full) (nullable)
 * (element-type gint32): ascending; NULL if it has a pattern, or no date */
GArray *far_chosen_days_of (const FarRota *rota);

/**
 * far_chosen_days_set:
 * @draft: its weekdays, weeks, first and last day, added and dropped days are set
 * @days: (element-type gint32): ascending, none twice, at least one
 *
 * Returns: (transfer full) (element-type gint32): what @draft borrows until it is used
 */
GArray *far_chosen_days_set (FarRotaDraft *draft, const GArray *days);

/* Ascending, and none twice.  @days: (element-type gint32) */
void far_chosen_days_insert (GArray *days, gint32 day);

G_END_DECLS
