/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-notes: what is said of sealed notes, and never what they say.  All strings are the
 * caller's. */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "Something to know about Léa", or that the family is to be asked. */
char *far_words_note (const FarWalker *walker);
/* Who wrote it, and when. */
char *far_words_note_from (const FarNote *note);
/* Whom a guardian has to tell by other means; NULL if it reaches everybody who comes. */
char *far_words_note_unreached (const FarWalker *walker);
/* The children of an outing about whom a family is to be asked, by whoever; NULL if there are none.
 */
char *far_words_ask_families (const FarOuting *outing);
/* Whether somebody who comes has to ask the family. */
gboolean far_words_has_to_ask (const FarWalker *walker);

G_END_DECLS
