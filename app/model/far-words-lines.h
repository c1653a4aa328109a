/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-lines: walking lines in words for people: colours, times that move, ways that a
 * wheelchair does not get through.
 *
 * All that is returned belongs to the caller.  Thread: any.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* Returns: (transfer none): as in "Blue" */
const char *far_words_colour (FarColour colour);
/* "Kerb", "Slope" or "Width" */
const char *far_words_access_what (FarAccessWhat what);
/* As in "High: not with a wheelchair" */
const char *far_words_access (FarAccessWhat what, FarAccess level);

/* What is said of a stop, or of the way after it: "Kerb: low; Slope: gentle".
 * Returns: (transfer full) (nullable): %NULL if nothing is */
char *far_words_accesses (const FarAccess *levels);

/* As in "Ask Nour, 06 12 34 56 78".  Returns: (nullable): %NULL if nobody is asked */
char *far_words_referent (const char *name, const char *phone);

/* "Look at the way from A to B: it is too narrow for a wheelchair." */
char *far_words_look (const FarLook *look);

/* Returns: (transfer full): one sentence a line; one that says so if nothing moves */
char **far_words_timetable (const FarTimetableForecast *forecast);

/* What hangs on a line that is to be taken off the list, and what becomes of it.
 * Returns: (transfer full): one sentence a line; one that says so if nothing does */
char **far_words_line_ties (const FarLineTies *ties);

/* The name of a line that something walks, or that it is not on the list any more; "" without one.
 * Returns: (transfer none) */
const char *far_words_line_walked (const char *line, const char *name);

/* "Wednesday: begins at the market, 10 minutes later" */
char *far_words_pattern (const FarLinePattern *pattern);

/* "At the stop Mill: building site", or the words alone */
char *far_words_hazard (const FarHazard *hazard);
/* "Open" ... */
const char *far_words_hazard_state (FarHazardState state);
/* "Being dealt with, says Anna, 1 September" */
char *far_words_hazard_said (const FarHazard *hazard);
/* All that is to be looked out for, one a line, each with its state if it is not open.
 * Returns: (transfer full) (nullable): %NULL if there is nothing */
char *far_words_hazards (GPtrArray *hazards);

G_END_DECLS
