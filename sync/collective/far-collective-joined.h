/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-joined: an outing that is short of adults, and what can be done about it: one
 * walks with another of the same morning, if all who come to either say yes.
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective.h"

G_BEGIN_DECLS

/**
 * far_collective_join:
 * @into: (nullable): rota with whose outing of that day it is to walk; %NULL for none any more
 * @out_is_suggestion: (out): it waits for who may publish
 *
 * By the baton's holder or deputy; from anybody else it is a suggestion.  It holds once all who
 * come to either of the two have said yes; whoever proposes it does, where they come.  NO_SUCH_ID,
 * NO_OUTING, HOLIDAYS, CANCELLED of either, OUTING_OVER, JOINED, NOBODY_COMES, and NOT_JOINED if
 * there is none to be taken back.
 */
gboolean far_collective_join (const FarWriter *writer,
                              const guint8 rota[static FAR_RECORD_ID_LEN],
                              gint32 day,
                              const guint8 *into,
                              gint32 today,
                              gboolean *out_is_suggestion,
                              GError **error) FAR_MUST_USE;

/* Says yes to it, or takes that back.  @person: (nullable): a person without a machine, for whom
 * this member answers.  NOT_JOINED, PERSON_NOT_YOURS, NO_SUCH_ID, OUTING_OVER */
gboolean far_collective_agree_join (const FarWriter *writer,
                                    const guint8 rota[static FAR_RECORD_ID_LEN],
                                    gint32 day,
                                    const guint8 *person,
                                    gboolean is_yes,
                                    gint32 today,
                                    GError **error) FAR_MUST_USE;

/* An outing with which another one could walk. */
typedef struct
{
  const FarRotaFacts *rota; /* unowned: of the gap */
  int at;                   /* minutes of day */
  int metres;               /* between the stops that are nearest; -1 if not known */
  guint n_adults;           /* who come to it */
  guint n_children;         /* and walk there */
  guint n_room;             /* children for whom these adults are enough besides */
  guint n_adults_together;  /* if both walk as one */
  guint n_children_together;
  guint n_needed_together;
  gboolean runs_together;
} FarNeighbourFacts;

/* What can be done about an outing that is short of adults. */
typedef struct
{
  GPtrArray *rotas;       /* owned (element-type FarRotaFacts): what the others borrow */
  FarOutingFacts *outing; /* owned */
  GArray *reserves;       /* owned (element-type guint8[16]): who wait in another role */
  GArray *willing;        /* owned (element-type guint8[16]): said that they can on that day, and
                           * promised nothing at that time; those who would rather first */
  GArray *neighbours;     /* owned (element-type FarNeighbourFacts): with which it could walk: the
                           * nearest first, then those nearest in time */
} FarGapFacts;

void far_gap_facts_free (FarGapFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarGapFacts, far_gap_facts_free)

/* @me: this machine's member.  NO_SUCH_ID, NO_OUTING */
FarGapFacts *far_collective_gap (FarStore *store,
                                 const guint8 rota[static FAR_RECORD_ID_LEN],
                                 const guint8 me[static FAR_RECORD_ID_LEN],
                                 gint32 day,
                                 GError **error) FAR_MUST_USE;

/* Of those who promised to come to that outing or to the one with which it is to walk, or bring a
 * child there, who has not been reached about it.  @me: this machine.
 * Returns: (transfer full) (element-type guint8[16]): members and persons */
GArray *far_collective_join_to_call (FarStore *store,
                                     const guint8 me[static FAR_KEY_LEN],
                                     const guint8 rota[static FAR_RECORD_ID_LEN],
                                     gint32 day,
                                     gint32 today,
                                     GError **error) FAR_MUST_USE;

G_END_DECLS
