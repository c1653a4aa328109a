/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-published: what is said of a rota that was published, and of who has seen it.  See
 * far-words.h. */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "Monday 14 September: cancelled (Ice)", "At 08:20 instead of 08:10" */
char *far_words_plan_change (const FarPlanChange *change);
/* Each in one line; a long list is cut short and says so.  @changes: (element-type FarPlanChange).
 * Returns: (transfer full): none where nothing has changed */
GStrv far_words_plan_changes (GPtrArray *changes);
/* "Published by Ada, 1 September 2026 at 08:10" */
char *far_words_plan_published (const FarPlan *plan);
/* What there is to say to whoever looks at it: (nullable) where it was seen as it is */
char *far_words_plan_news (const FarPlan *plan);
/* Of those whom it concerns: how many there are, have received it, and have seen it as it is */
void far_plan_count (const FarPlan *plan, int *n_all, int *n_received, int *n_seen);
/* "4 of 6" */
char *far_words_plan_share (int n, int n_all);
/* "4 of 6 have received it, 3 of 6 have seen it": of those whom it concerns */
char *far_words_plan_summary (const FarPlan *plan);

/* "Has seen it", "Has not received it yet" */
char *far_words_plan_reader (const FarPlanReader *reader);
/* "Rosa (through Bo), 06 12 34 56 78" */
char *far_words_plan_reader_name (const FarPlanReader *reader);
/* Whether somebody has to tell them */
gboolean far_words_plan_is_to_call (const FarPlanReader *reader);
/* As plain text, for a message or to be printed: whom to call, and why; (nullable) if nobody */
char *far_words_plan_to_call (const FarPlan *plan);

G_END_DECLS
