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

G_END_DECLS
