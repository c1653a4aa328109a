/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-places: where cars meet, and what is said of a table of places before it is imported.
 * See far-words.h. */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "2 Boulevard Clemenceau, Dieppe"; "" if nobody said */
char *far_words_place_where (const char *address, const char *town);
/* "45.602386, 5.233003"; "" if nobody said */
char *far_words_place_at (const FarMeetingPlace *place);
/* NULL if it is not known */
char *far_words_where (const char *name, const FarWhere *where);
/* Both ways of writing coordinates, "45.602386, 5.233003" and "45,602386; 5,233003", latitude
 * first.  Returns: FALSE if it is anything else */
gboolean far_words_read_place_at (const char *text, double *out_lat, double *out_lon);

/* What becomes of a place of the table: "New" */
char *far_words_place_item (const FarPlaceItem *item);
/* "Row 3, date_maj: ..." */
char *far_words_refused_place (const FarRefusedPlace *refused);
/* "3 places are new. 2 are already there." */
char *far_words_places_effect (const FarPlacesPlan *plan);
/* What was passed over, in whole sentences; "" if nothing was */
char *far_words_places_passed_over (const FarPlacesPlan *plan);
/* How many rows are refused; "" if none is */
char *far_words_n_refused_places (const FarPlacesPlan *plan);

G_END_DECLS
