/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-rota: what is said of rotas that change.  See far-words.h. */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/**
 * far_words_forecast:
 *
 * What a change of a rota would do, a sentence a line: what goes, comes and moves, then whose turns
 * that is about.  Long lists are cut short and say so.
 *
 * Returns: (transfer full): at least one line
 */
GStrv far_words_forecast (const FarForecast *forecast);

/* What became of a change that was made */
char *far_words_rota_changed (const FarRota *rota, gboolean is_suggestion);

/* "Promised for 08:10"; (nullable) where the time is the one that was promised */
char *far_words_promised_at (const FarTurn *turn);

/* What is not as it was promised, and asks for an answer */
char *far_words_touched (const FarTurn *turn, const FarOuting *outing);

/* "at 08:20, at the gym, 3 adults needed, at most 4, roles: Head (1)"; (nullable) if there is
 * nothing of it.  @at, @n_min, @n_max: -1, @place: "" and @roles: (nullable) where nothing is to be
 * said of it */
char *far_words_terms (int at, const char *place, int n_min, int n_max, GPtrArray *roles);

/* "from 5 October 2026 on Monday and Tuesday, at 08:20" */
char *far_words_later (const FarRotaLater *later);

/* What a change of one date would do, one line each; none if it concerns nobody */
GStrv far_words_date_forecast (const FarForecast *forecast);
/* What all are to know of that day: "Not as on other days: from Mill (08:20) to Bridge (08:32).
 * Good to know: bring umbrellas"; (nullable) if there is nothing */
char *far_words_to_know (const FarOuting *outing);
/* What became of a change of one date */
char *far_words_date_changed (const FarOuting *outing, gboolean is_suggestion);
/* What is different on that date; (nullable) if nothing is */
char *far_words_exception (const FarOuting *outing);

/* "Mon 7 Sep, Tue 8 Sep and 12 more"; @n: one at least */
char *far_words_days (const gint32 *days, int n);

G_END_DECLS
