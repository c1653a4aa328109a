/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words: the sentences that people read, shared by the window and farandole-cli.
 *
 * sync/ gives codes and numbers; only here do they become words, in the user's language.
 * Pure functions; main thread.  Every returned string is (transfer full).
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* Binds the text domain; called once by each main(). */
void far_words_init (void);

/* One or two plain sentences: what happened and what to do next.  Never empty. */
char *far_words_error (const GError *error);

/* "Runs with 3 adults" ... "One more adult is needed (2 of 3)" ... "Cancelled: REASON" */
char *far_words_verdict (const FarOuting *outing);

/* "Marie walks" / "first reserve", with the reason of the rank in one sentence, as "Both took the
 * place without knowing of each other; the day's lottery put Marie first." */
char *far_words_turn_state (const FarTurn *turn, const FarOuting *outing);
char *far_words_rank_why (const FarTurn *turn, const FarOuting *outing);
char *far_words_promise (FarPromise promise);

char *far_words_standing (const FarMember *member);
char *far_words_activity (FarActivity activity, double fraction);
/* A warning of import_lines, such as "swapped Linea 1" */
char *far_words_line_warning (const char *warning);
char *far_words_status_warning (const char *warning);

/* "Tuesday 1 September", "Tue 1 Sep", "08:10", all in the user's locale; "every Monday and Tuesday"
 */
char *far_words_day (gint32 day);
char *far_words_day_short (gint32 day);
char *far_words_time (int minutes);
char *far_words_instant (gint64 ms);
char *far_words_rule (const FarRota *rota);
/* "4 kB", "1 entry" */
char *far_words_bytes (gint64 n_bytes);
char *far_words_n_entries (gint64 n);

G_END_DECLS
