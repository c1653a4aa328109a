/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-meeting: who is here, how far each is, and what changed, in the user's language.
 *
 * As in far-words.h: pure; main thread; every returned string is (transfer full). */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "All 9 machines hold the same.", or how many do, or that nobody else is here */
char *far_words_meeting (const FarMeeting *meeting);
/* Of one of them: "Has the same", "3 entries still to come" ... */
char *far_words_attendee (const FarAttendee *attendee);
/* "3 turns taken, 1 new member", or that nothing has changed yet */
char *far_words_meeting_changes (const FarMeeting *meeting);

G_END_DECLS
