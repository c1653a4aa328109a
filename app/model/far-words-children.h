/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-children: what is said to people of children.  All strings are the caller's. */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* What the walk has to think of: "needs an adult of their own, wheelchair"; NULL if there is
 * nothing.
 * @carry: "" for nothing */
char *far_words_child_needs (gboolean is_one_to_one,
                             gboolean has_wheelchair,
                             gboolean is_slow,
                             const char *carry);
/* "Blu, Fontana" */
char *far_words_child_place (const FarChild *child);
/* When it comes next, or that nobody booked it. */
char *far_words_child_next (const FarChild *child, gint32 today);
char *far_words_booking (const FarBooking *booking);
/* Who speaks for it. */
char *far_words_guardians (const FarChild *child);
/* How many children come to an outing; NULL if none is booked. */
char *far_words_walkers (const FarOuting *outing);
/* The verdict on an outing to which children come: how many adults that takes, and why. */
char *far_words_verdict_of_children (const FarOuting *outing);
/* One of them: "Léa, needs an adult of their own" */
char *far_words_walker (const FarWalker *walker);

G_END_DECLS
