/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-people: what is said of a list of people before it is imported.  See far-words.h. */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* What becomes of a person of the list: "New, 06 12 34 56 78" */
char *far_words_person_item (const FarPersonItem *item);
/* "Row 12: nobody is named." */
char *far_words_refused_person (const FarRefusedPerson *refused);
/* "3 people are new. 2 are already there." */
char *far_words_people_effect (const FarPeoplePlan *plan);
/* How many rows have something that was left out; "" if none has */
char *far_words_n_refused_people (const FarPeoplePlan *plan);

G_END_DECLS
