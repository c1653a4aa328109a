/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-joined: what is said of an outing that is short of adults, and of those that walk as
 * one.  See far-words.h. */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "Walks with “Blue” at 07:45", "“Red” is to walk along: Bo has not said yes yet" */
char *far_words_join (const FarJoin *join);
/* The other one with which it walks, as all who come have agreed; (nullable) */
const FarJoin *far_words_find_host (const FarOuting *outing);
/* With which it is to walk, agreed on or not; (nullable) */
const FarJoin *far_words_find_join (const FarOuting *outing);

/* What one can do, and why: a sentence */
char *far_words_gap_step (const FarGapStep *step, const FarGap *gap);
/* The same in a few words, with a mnemonic: for a button */
const char *far_words_gap_act (const FarGapStep *step);
/* What became of it */
char *far_words_joined (const FarGap *gap, gboolean is_suggestion);
/* As plain text, for a message: who could come, or who has not been reached; one a line.
 * @people: (element-type FarToCall) */
char *far_words_gap_people (GPtrArray *people);

G_END_DECLS
