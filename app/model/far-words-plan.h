/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-plan: when people can take turns, and how these are shared out, in words.
 *
 * All strings are (transfer full) unless they are const.  Any thread.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "14 to 20 November 2026", or one date */
char *far_words_span (gint32 first_day, gint32 last_day);
/* "2 turns a month" */
char *far_words_commitment (int n_turns, gboolean per_season);
/* The weekdays of one rota, or of all: "Blue line: not on Monday; rather on Thursday" */
char *far_words_available (const FarAvailable *self);
/* "14 November 2026, only Blue line" */
char *far_words_away (const FarAway *self);
/* All of it, a line for each; "" where nothing was said */
char *far_words_availability (const FarAvailability *self);
/* (nullable): whose word it is, if it is not the person's own */
char *far_words_availability_by (const FarAvailability *self);

/* What a turn of a plan is: "Thursday 12 November at 08:00, Blue line (Head)" */
char *far_words_fair_line (const FarFairLine *self);
/* Why it is proposed to them, or does not hold any more.  @balance: (nullable): of whom it is, if
 * that is mine; @plan: of which the spread is told */
char *
far_words_fair_why (const FarFairLine *self, const FarBalance *balance, const FarFairPlan *plan);
/* One word for it */
const char *far_words_fair_state (FarFairLineState state);
/* "You have walked 3 times since 1 August 2026, and promised 2 more." and what one commits to */
char *far_words_balance (const FarBalance *self, gint32 season_day);
/* (nullable): what all have taken, without saying who: NULL where that would say it */
char *far_words_spread (const FarFairPlan *plan);
/* What is left open of what was worked out, in a sentence */
char *far_words_fair_gaps (const FarFairPlan *plan);
/* (transfer none) (nullable): of whom it is, if that is mine */
const FarBalance *far_words_find_balance (const FarFairPlan *plan, const char *member);
/* For whoever coordinates: how many turns are accepted, declined and not answered */
char *far_words_fair_counts (const FarFairPlan *plan);

G_END_DECLS
