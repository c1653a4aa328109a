/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-search: what was found, in words.  All are (transfer full). */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* "Ride", "Line" ... */
char *far_words_found_kind (FarFoundKind kind);
/* What it is, as one line. */
char *far_words_found (const FarFound *found);
/* What kind of thing it is, whose, and what else it says; of a long list what comes first. */
char *far_words_found_more (const FarFound *found);

G_END_DECLS
