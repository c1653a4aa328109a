/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-hours: what a household gave and received, in words for people.
 *
 * All that is returned belongs to the caller.  Thread: any.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "45 min", "2 h", "1 h 30 min" */
char *far_words_minutes (int minutes);
/* "1:30", "1h30", "2h" or "90", as people type it.  Returns: whether it is one of these, and not
 * longer than a line says */
gboolean far_words_read_minutes (const char *text, int *out_minutes);
/* "Given, as a volunteer: 1 h 30 min, to Bruno" */
char *far_words_hours (const FarHours *line);
/* "Monday, 7 September: soup, for 20 €"; whose it is, if somebody else shares it; a line each */
char *far_words_hours_more (const FarHours *line);
/* "Also written: ..."; a line each.  Returns: (nullable) */
char *far_words_hours_others (const FarHours *line);
/* "As a volunteer: 12 h given, 3 h received"; NULL if there is nothing of that sort */
char *far_words_hours_sum (const FarHoursBook *book, FarHoursSort sort);
/* "Bruno: 2 h given, 1 h received" */
char *far_words_hours_with (const FarHoursWith *with);
/* All of it: the period, each sort, and with whom; a line each */
char *far_words_hours_balance (const FarHoursBook *book);
/* Who can read it: "Only your own devices can read this." */
char *far_words_hours_readers (const FarHoursBook *book);
/* What this machine cannot read yet; NULL if there is nothing */
char *far_words_hours_sealed (const FarHoursBook *book);
/* "You have kept 12 turns this school year. Of all who ..."; a line each */
char *far_words_hours_seen (const FarHoursBook *book);

G_END_DECLS
