/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words for what somebody does on an outing.  Each returns: (transfer full). */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* Whether there is more to be on an outing than one of those who come. */
gboolean far_words_has_roles (const FarOuting *outing);
/* How it is called; of a first one without a name: “Others”. */
char *far_words_role_name (const FarRole *role);
/* Whether somebody is missing there: “Head: nobody yet”, “Tail: 1 of 2”. */
char *far_words_role (const FarRole *role);
/* In which roles nobody who comes holds what they ask for. */
char *far_words_untrained_roles (const FarOuting *outing);
/* The roles that are without, after one another; NULL if none is. */
char *far_words_vacant_roles (const FarOuting *outing);
/* @state: what a turn has come to; with its role, where it has one with a name */
char *far_words_in_role (const FarTurn *turn, const char *state);
/* What somebody who looks for a stand-in promises for it: another turn. @me: it is I who do */
char *far_words_swap (const FarTurn *turn, gboolean me);
/* What accepting would do: “You walk on Monday, Anna on Thursday”. @day: of the outing */
char *far_words_swap_question (const FarTurn *turn, gint32 day);
/* What a rota says: “Head (1), Tail (1 to 2)”; NULL if it names none. */
char *far_words_roles (GPtrArray *roles);

G_END_DECLS
