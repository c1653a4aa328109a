/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-lending: what can be borrowed, rooms and who has booked them, in words for people.
 *
 * All that is returned belongs to the caller, but for what says otherwise.  Thread: any.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "Bike".  Returns: (transfer none) */
const char *far_words_thing_kind (FarThingKind kind);
/* "Good".  Returns: (transfer none) */
const char *far_words_condition (FarThingCondition condition);
/* "For 7 days at most" */
char *far_words_loan_days (guint days);

/* Whose it is, how many there are, where it is kept, how it is, and who has some: a line each.
 * Returns: (nullable): %NULL if nothing is said */
char *far_words_lent_more (const FarLent *lent);
/* Whether it can be had today: "7 of 12 are free today" */
char *far_words_lent_free (const FarLent *lent, gint32 today);
/* The same, a day after the other, to be read without colour: "Tue 8 Sep ✓ · Wed 9 Sep –" */
char *far_words_lent_days (const FarLent *lent, gint32 today);
/* The days to come for whoever does not see them: "Free today to Sunday ..., not Monday ..." */
char *far_words_lent_strip (const FarLent *lent, gint32 today);

/* "8 September 2026, 18:00 to 20:00" */
char *far_words_loan_period (const FarLoan *loan);
/* What it has come to: "booked", "reserve 1", "has it since ...", "came back ..." */
char *far_words_loan_state (const FarLoan *loan);
/* Why it waits, and for whom; what it is for, and who opens.  Returns: (nullable) */
char *far_words_loan_why (const FarLoan *loan);
/* When it is to be brought back, a day before and as long as it is out.  Returns: (nullable) */
char *far_words_loan_reminder (const FarLoan *loan, const FarLent *lent, gint32 today);

/* What was done. */
char *far_words_loans_booked (const FarLoansReport *report);
char *far_words_loans_released (const FarLoansReport *report);
char *far_words_loan_handed (const FarLoansReport *report);

G_END_DECLS
