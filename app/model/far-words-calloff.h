/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-calloff: outings that are cancelled in one go, in words for people.
 *
 * All that is returned belongs to the caller.  Thread: any.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* What would be cancelled, whom it concerns, and what would walk still.
 * Returns: (transfer full): one sentence or outing a line */
char **far_words_call_off (const FarCallOffForecast *forecast, gboolean is_done);

/* "5 walks are cancelled" */
char *far_words_called_off (const FarCalledOff *done);
/* "5 walks take place after all" */
char *far_words_resumed (int n_outings, gboolean is_suggestion);

/* "Nonna (ask Anna), 06 12 34 56 78" */
char *far_words_to_call (const FarToCall *person);

G_END_DECLS
