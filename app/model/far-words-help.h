/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-help: a hand that somebody needs or lends, in words for people.
 *
 * All that is returned belongs to the caller, but for categories and urgencies.  Thread: any.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "Ana needs a hand: Carry a wardrobe" */
char *far_words_help (const FarHelp *help);
/* "Monday, 7 September, from 09:00 to 11:00" */
char *far_words_help_when (const FarHelp *help);
/* What has become of it, a sentence: "Bo and Cy come. 1 more is needed." */
char *far_words_help_state (const FarHelp *help);
/* Where, how urgent, of what kind, and all else that was said; a line each.  Returns: (nullable) */
char *far_words_help_more (const FarHelp *help);
/* What there is to know for who helps, for whom it concerns.  Returns: (nullable) */
char *far_words_help_note (const FarHelp *help);
/* Why it comes up again: "Ana needs somebody still, and you said that you could." */
char *far_words_help_due (const FarHelp *help);

/* "Looking after a child".  Returns: (transfer none) */
const char *far_words_help_category (int category);
/* "Soon".  Returns: (transfer none) */
const char *far_words_help_urgency (FarHelpUrgency urgency);

/* What somebody does: "helps", "reserve 1" */
char *far_words_claim (const FarClaim *claim, const FarHelp *help);
/* Why: "Nobody had seen the other: the lottery of that day decided who comes first." */
char *far_words_claim_why (const FarClaim *claim, const FarHelp *help);

/* What came of it for @member, or who is at the machine: "You help." */
char *far_words_help_done (const FarHelp *help, FarHelpAct act, const char *member);

G_END_DECLS
