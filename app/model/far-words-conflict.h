/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-words-conflict: what people read about values that were written side by side.
 *
 * As in far-words.h: pure; main thread; every returned string is (transfer full). */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* What it is about: "The time of “Blue line”" */
char *far_words_conflict (const FarConflict *conflict);
/* How it came, and what is shown until somebody chooses */
char *far_words_conflict_why (const FarConflict *conflict);
/* What one of its values says: "08:10" */
char *far_words_conflict_value (FarConflictKind kind, const FarConflictValue *value);

G_END_DECLS
