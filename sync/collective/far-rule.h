/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-rule: on which days a rota has an outing, as a closed form.
 *
 * The days from the first to the last, both included, that fall on one of the weekdays in every
 * nth week, counted from the week (Monday to Sunday) of the first day; then the added days; never
 * the dropped ones.  A day that is added and dropped is dropped.  Added and dropped days outside
 * first..last are without effect, so that a shortened season needs no other edit.
 *
 * An outing is named by its rota and day and computed anew on each machine; that is why the span is
 * bounded and every question here is answered without walking through the days.
 *
 * From some days on the pattern may be another one, a bounded number of times: then the weeks are
 * counted anew from the week of that day.  What is added and dropped is so in any case.
 *
 * Pure; any thread.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

/* A pattern that holds from a day on. */
typedef struct
{
  gint32 from;
  guint weekdays; /* as in the rule */
  int every_n_weeks;
} FarRuleLater;

typedef struct
{
  guint weekdays;      /* bit 0 Monday .. bit 6 Sunday; at least one */
  int every_n_weeks;   /* 1..52 */
  gint32 first_day;    /* need not be a day of the rule */
  gint32 last_day;     /* inclusive */
  const gint32 *added; /* unowned: strictly ascending; NULL if n_added is 0 */
  guint n_added;
  const gint32 *dropped; /* unowned: strictly ascending; NULL if n_dropped is 0 */
  guint n_dropped;
  const FarRuleLater *later; /* unowned: by day, strictly ascending; NULL if n_later is 0 */
  guint n_later;
} FarRule;

/* What is wrong with a rule. */
typedef enum
{
  FAR_RULE_GOOD,
  FAR_RULE_WEEKDAYS, /* none, or other bits than those of seven days */
  FAR_RULE_WEEKS,    /* every_n_weeks is not in 1..52 */
  FAR_RULE_DAY,      /* first or last day is not in the years 1900..2200 */
  FAR_RULE_ORDER,    /* the last day is before the first */
  FAR_RULE_LONG,     /* more than ten years */
  FAR_RULE_ADDED,    /* too many, or not strictly ascending, or not in 1900..2200 */
  FAR_RULE_DROPPED,  /* the same of the dropped ones */
  FAR_RULE_BOTH,     /* a day is added and dropped */
  FAR_RULE_LATER, /* too many, not strictly ascending, or one of them is at fault as the rule is */
} FarRuleFault;

/* The first fault in the order of the enum.  Cost: O(added + dropped + later). */
FarRuleFault far_rule_validate (const FarRule *self);

/* The questions below may be asked of any rule.  One whose weekdays, weeks, first or last day are
 * at fault has no days (fields merge one by one, so that a rule can come to be wrong although
 * nobody wrote it so); one whose arrays are not ascending has days that nobody should count on. */

/* Whether there is an outing on @day.  Cost: O(later + log (added + dropped)). */
gboolean far_rule_has_day (const FarRule *self, gint32 day);

/**
 * far_rule_next_day:
 * @from: any day
 * @out_day: (out): the first day of the rule that is not before @from; 0 if there is none
 *
 * Cost: O(later + log (added + dropped)) for each dropped day that it passes over.
 *
 * Returns: whether there is one
 */
gboolean far_rule_next_day (const FarRule *self, gint32 from, gint32 *out_day) FAR_MUST_USE;

/* How many outings there are in all.  Cost: O((added + dropped) (later +
 * log (added + dropped))). */
guint far_rule_get_n_days (const FarRule *self);

G_END_DECLS
