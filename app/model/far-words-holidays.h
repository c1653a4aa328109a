/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-holidays: calendars of holidays, in the user's language.
 *
 * As in far-words.h: pure; main thread; every returned string is (transfer full). */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "Winter holidays, 7 February 2026 to 22 February 2026" */
char *far_words_holiday (const FarHoliday *holiday);
/* What the calendar with the school's own days off is called.  Returns: (transfer none) */
const char *far_words_school_calendar (void);
/* What entering it would change, in one or two sentences. */
char *far_words_calendar_effect (const FarCalendarPlan *plan);
/* "Row 12: there is no day “2026-02-30”." */
char *far_words_refused_holiday (const FarRefusedHoliday *refused);
/* How many rows of a file were left out, and why; "" if none was refused. */
char *far_words_n_refused (const FarCalendarPlan *plan);

G_END_DECLS
