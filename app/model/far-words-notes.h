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
/* What is written into the form of it, and for whom. */
char *far_words_note_form (const FarChild *child);
/* What is said of it in a list of the own children; NULL if there is none. */
char *far_words_note_of_child (const FarChild *child);
/* Whom a guardian has to tell by other means; NULL if it reaches everybody who comes. */
char *far_words_note_unreached (const FarWalker *walker);
/* On paper, which opens nothing and is read by anybody: about how many children of an outing
 * somebody who comes has to ask the family, and not which; NULL if there are none. */
char *far_words_ask_families (const FarOuting *outing);
/* Whether somebody who comes has to ask the family. */
gboolean far_words_has_to_ask (const FarWalker *walker);

G_END_DECLS
