/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-baton: what people read about the baton, who is next, and what waits for its holder.
 *
 * As in far-words.h: pure; main thread; every returned string is (transfer full). */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* Who holds it, and until when */
char *far_words_baton (const FarBaton *baton);
/* Who may publish too; (nullable) where nobody may */
char *far_words_deputy (const FarBaton *baton);
/* What to do where nobody holds it; (nullable) where somebody does */
char *far_words_vacant (const FarBaton *baton);
/* Who is next, and why; (nullable) where nobody is */
char *far_words_baton_next (const FarBaton *baton);
/* What members voted for, and how this one did */
char *far_words_order (const FarBaton *baton);
/* What an offer or a claim asks of whoever reads it */
char *far_words_baton_offer (const FarBaton *baton, const FarBatonOffer *offer);
/* Until when a term, or a rota, is to last */
char *far_words_until (gint32 last_day);
/* What it means that a term lasts until then; (nullable) for one of about a year */
char *far_words_long_term (gint32 today, gint32 last_day);
/* "Karim suggests to publish “Garden”" */
char *far_words_suggestion (const FarSuggestion *suggestion);
/* "Marie, since 3 March 2026" */
char *far_words_silence (const FarSilence *silence);
/* The warnings term-ends, term-over and term-vacant of FarStatus; (nullable) for any other */
char *far_words_term_warning (const char *warning);

G_END_DECLS
