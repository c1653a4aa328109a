/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-roll: what is said to people of who was there.  All strings are the caller's, unless it
 * says otherwise. */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "There", "Late"; (transfer none) */
const char *far_words_presence (FarPresence presence);
/* "Late, says Bruno at 07:52", and to whom it was handed over; NULL where nobody said anything. */
char *far_words_mark (const FarRollMark *mark);
/* Both, one after the other. */
char *far_words_beside (const char *one, const char *other);
/* To whom: "Anna", "the teacher at the gate".  @name, @words: "" where there are none */
char *far_words_taker (const char *name, const char *words);
/* Where members say different things: one line each; NULL if they do not. */
char *far_words_mark_differs (const FarRollMark *mark);
/* "6 of 8 children are there, 2 are handed over"; NULL where none is expected */
char *far_words_roll_children (const FarRoll *roll);
/* Of an outing's roll: the day, the time and the title. */
char *far_words_roll_title (const FarRoll *roll);

G_END_DECLS
