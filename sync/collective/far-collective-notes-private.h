/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-notes-private: what the files about sealed notes share. */

#pragma once

#include "far-collective-help-private.h"
#include "far-note.h"

G_BEGIN_DECLS

/* The family's own notes of one child that hold. */
typedef struct
{
  FarHistory history;
  GArray *live; /* owned (element-type FarLive): with words, at most FAR_NOTE_FROM_MAX, the shown
                 * one first */
  GArray *from; /* owned (element-type guint8[32]): their ids, ascending */
} FarOwn;

/* To be cleared if it returned %TRUE. */
gboolean _far_own_load (FarOwn *self, FarView *view, guint32 child, GError **error);
void _far_own_clear (FarOwn *self);
gboolean _far_note_has_words (const FarWrite *write);
/* Who that person is as a member, today; NULL if they have no machine. */
gboolean _far_note_find_member (FarView *view,
                                const guint8 *person,
                                const FarGovMember **out,
                                GError **error);

/* The machines, not closed, of all who speak for a child.  @guardians: (element-type guint8[16]):
 * besides @owner.  Returns: (transfer full) (element-type FarNoteReader): by device; NULL with
 * @error */
GArray *
_far_note_list_family (FarView *view, const guint8 *owner, const GArray *guardians, GError **error);
/* The same of who helps there, and did not ask for it. */
GArray *_far_note_list_helping (FarView *view, const FarHelpFacts *help, GError **error);
/* Whether what there is to know is for whoever helps there still: it is open, or not done yet. */
gboolean _far_help_wants_note (const FarHelpFacts *self, gint32 today);
/* The same of the adults who come, and do not speak for it. */
GArray *_far_note_list_walking (FarView *view,
                                const FarOutingFacts *outing,
                                const FarChildFacts *child,
                                GError **error);
/* Whether all who can open it are among @readers, and, with @exactly, they among those. */
gboolean _far_note_is_for (const FarPayload *payload, const GArray *readers, gboolean exactly);

/* What all of them say, one after the other, each once.  @live: (element-type FarLive).  Returns:
 * (transfer full): in locked memory; NULL if this machine cannot open all of it */
char *_far_note_open_live (const FarHistory *history, const GArray *live, const FarIdentity *me);
/* The same of one. */
char *_far_note_open (const FarHistory *history, const FarWrite *write, const FarIdentity *me);
void _far_words_free (gpointer data);

/* @day, @rota, @from: (nullable): of the family's own without.  @words: (nullable): there is
 * nothing to know */
gboolean _far_note_append (FarPen *pen,
                           const FarHistory *history,
                           const gint32 *day,
                           const guint8 *rota,
                           const GArray *from,
                           const GArray *readers,
                           const char *words,
                           GError **error);
/* Whether it says all that the family says now.  @from: (element-type guint8[32]) */
gboolean _far_note_is_from (const FarPayload *payload, const GArray *from);
gboolean _far_outing_walks (const FarOutingFacts *outing);
/* Whether the child comes, or somebody says so. */
gboolean _far_walkers_have (const GPtrArray *walkers, const FarChildFacts *child);

G_END_DECLS
