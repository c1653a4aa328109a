/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-season: how the picture of a season is said: by whoever cannot see it, and beside it.
 */

#pragma once

#include "far-season.h"

G_BEGIN_DECLS

/* "Thursday 3 September: 2 outings, 1 lacks somebody. You come." */
char *far_words_season_day (const FarSeasonPart *day);
/* "Week of 31 August: 7 of 9 adults found" */
char *far_words_season_week (const FarSeasonPart *week);
/* "From 31 August to 18 December 2026: 52 outings, and 3 lack somebody."  @sum: of all its weeks */
char *far_words_season (const FarSeasonPart *sum, gint32 last_day);
/* "September 2026" */
char *far_words_month (gint32 day);
/* "3", in the digits of the language */
char *far_words_day_of_month (gint32 day);
/* "Mon".  @weekday: 0 Monday .. 6 Sunday */
char *far_words_weekday_short (int weekday);

G_END_DECLS
