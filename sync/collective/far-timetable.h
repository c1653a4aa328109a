/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-timetable: from dates, one by one, to a rule that has them.
 *
 * A rota is a pattern of weeks with dates added to it and dropped from it; a calendar of somebody
 * else is a list of dates once its own rules are followed.  The pattern that needs the fewest
 * exceptions is taken, and where none saves half of them, the dates themselves.
 *
 * Pure; any thread.
 */

#pragma once

#include "far-events.h"
#include "far-rule.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean is_kept; /* the pattern is that of the rule that was there */
  FarRule rule;     /* its arrays are those below; without later ones */
  int at;           /* the time that most dates have */
  GArray *added;    /* owned (element-type gint32) */
  GArray *dropped;  /* owned (element-type gint32) */
  GArray *moved;    /* owned (element-type FarEventDate): days at another time */
} FarTimetable;

/**
 * far_timetable_fit:
 * @dates: (element-type FarEventDate): ascending, at least one, no day twice, none before @today
 * @before: (nullable): a rule that is to have these dates, and those that it has before @today
 * @is_open: whether there are more, after the last
 *
 * The days of the rule from @today on, up to the last of @dates if @is_open, are those of @dates.
 * Without @before so are all of them.
 *
 * Returns: (transfer full) (nullable): NULL if that takes more exceptions than there may be
 */
FarTimetable *far_timetable_fit (const GArray *dates,
                                 const FarRule *before,
                                 gboolean is_open,
                                 gint32 today) FAR_MUST_USE;

void far_timetable_free (FarTimetable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarTimetable, far_timetable_free)

G_END_DECLS
