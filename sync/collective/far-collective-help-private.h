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

typedef struct
{
  gboolean is_read;
  FarHelpFacts *help; /* owned, (nullable); only if is_read */
} FarKeptHelp;

FarHelpMemo *_far_help_memo_new (void);
void _far_help_memo_free (FarHelpMemo *self);
/* Has what still holds of those that are not over before @first_day. */
gboolean _far_help_memo_fill (FarHelpMemo *self,
                              const FarView *view,
                              gint32 first_day,
                              GError **error) FAR_MUST_USE;
/* (element-type FarKeptHelp) by ident */
GHashTable *_far_help_memo_peek (const FarHelpMemo *self);
/* Reads it if that is not kept.  Returns: (transfer none) (nullable): without @error if there is
 * none */
FarHelpFacts *_far_kept_help_get (FarKeptHelp *self, FarView *view, guint32 ident, GError **error);

/* ---- far-collective-notes-read.c: what there is to know for who helps */

/* Says who can open it.  @self: is noted */
gboolean _far_view_add_help_note (FarView *view, FarHelpFacts *self, GError **error) FAR_MUST_USE;

G_END_DECLS
