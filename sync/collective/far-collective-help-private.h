/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-help-private: what the files about requests and offers of help share. */

#pragma once

#include "far-collective-help.h"
#include "far-collective-private.h"

G_BEGIN_DECLS

/* ---- far-collective-help.c */

/* NULL without @error if there is none that all is said of, or it was erased. */
FarHelpWords *_far_help_of_history (const FarHistory *history, GError **error) FAR_MUST_USE;
FarHelpWords *_far_view_help_words (FarView *view, guint32 ident, GError **error) FAR_MUST_USE;
void _far_help_words_unref (FarHelpWords *self);
/* NO_SUCH_ID, HELP_NOT_YOURS */
FarHelpWords *_far_pen_own_help (FarPen *pen, const guint8 *help, GError **error) FAR_MUST_USE;
/* With who helps; nothing is known of how far promises have come, nor of notes. */
FarHelpFacts *_far_view_help (FarView *view, guint32 ident, GError **error) FAR_MUST_USE;
/* What is most urgent first, then by day. */
int _far_help_compare (const FarHelpFacts *self, const FarHelpFacts *other);
/* With claims of its own, of which anything may be told; without what there is to know. */
FarHelpFacts *_far_help_copy (const FarHelpFacts *self);
/* The turns on it, ranked; to be cleared if it returned %TRUE. */
gboolean _far_help_load_turns (FarTurns *turns,
                               FarView *view,
                               const FarHelpWords *facts,
                               GError **error) FAR_MUST_USE;

/* What an entry of theirs says beside what all turns say. */
typedef struct
{
  int done; /* -1: nothing */
  gboolean has_first;
  gint32 first;
} FarClaimWords;

gboolean _far_help_read_words (const FarTurns *turns, guint i, FarClaimWords *out, GError **error)
    FAR_MUST_USE;

/* ---- far-collective-help-memo.c: what was read of them before */

/* One of them, in the order in which they are listed. */
typedef struct
{
  guint32 ident;
  FarHelpFacts *help; /* owned: as it was shown last, without what there is to know */
} FarKeptHelp;

FarHelpMemo *_far_help_memo_new (void);
void _far_help_memo_free (FarHelpMemo *self);
/* Has what still holds of those that are not over before @first_day.
 * Returns: (nullable) (transfer none) (element-type FarKeptHelp): by _far_help_compare() */
GPtrArray *_far_help_memo_fill (FarHelpMemo *self, FarView *view, gint32 first_day, GError **error)
    FAR_MUST_USE;

/* ---- far-collective-notes-read.c: what there is to know for who helps */

/* Says who can open it.  @self: is noted */
gboolean _far_view_add_help_note (FarView *view, FarHelpFacts *self, GError **error) FAR_MUST_USE;

G_END_DECLS
