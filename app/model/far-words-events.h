/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-events: what is said of a calendar of events before it is imported.  See far-words.h.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* What becomes of an event, and whom that concerns: one or several sentences */
char *far_words_event_item (const FarEventItem *item);
/* "Row 12: there is no day “2026-02-30”." */
char *far_words_refused_event (const FarRefusedEvent *refused);
/* "3 rotas are new, and 1 is brought up to date." */
char *far_words_events_effect (const FarEventsPlan *plan);
/* How many events were left out; "" if none was refused */
char *far_words_n_refused_events (const FarEventsPlan *plan);

/* "on Mon 7 Sep, Thu 10 Sep and 12 more"; (nullable) unless the rota's dates were chosen one by one
 */
char *far_words_chosen_days (const FarRota *rota);

G_END_DECLS
