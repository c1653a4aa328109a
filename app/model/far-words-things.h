/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-things: who has what, in the user's language.
 *
 * As in far-words.h: pure; main thread; every returned string is (transfer full). */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "With Karim since 3 May 2026", or that nobody has said so, or that they have left */
char *far_words_keeper (const FarThing *thing);
/* The same after the thing's name, and what is noted on it: one line of a list */
char *far_words_thing (const FarThing *thing);

G_END_DECLS
