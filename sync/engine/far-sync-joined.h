/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sync-joined: the part of far-sync.h about an outing that is short of adults, and what can be
 * done about it.  Included by far-sync.h, whose rules hold here too.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* An outing of that day with which another one could walk. */
typedef struct
{
  const char *rota;
  const char *title;
  int at;         /* minutes of day */
  int metres;     /* between the stops that are nearest; -1 if not known */
  int n_adults;   /* who come to it */
  int n_children; /* the same */
  int n_room;     /* children for whom these adults are enough besides */
  int n_adults_together;
  int n_children_together;
  int n_needed_together;
  gboolean runs_together;
} FarNeighbour;

/* What one can do next. */
typedef enum
{
  FAR_GAP_TAKE,   /* come oneself */
  FAR_GAP_AGREE,  /* say yes to what is proposed */
  FAR_GAP_ASK,    /* whoever waits, or said that they can on that day */
  FAR_GAP_JOIN,   /* walk with another one */
  FAR_GAP_RIDES,  /* seats in cars are asked for */
  FAR_GAP_CANCEL, /* no walk today */
} FarGapKind;

typedef struct
{
  FarGapKind kind;
  gboolean is_suggestion;   /* whoever holds the baton decides */
  const FarNeighbour *with; /* (nullable): only to walk with it */
} FarGapStep;

typedef struct
{
  const FarOuting *outing;
  GPtrArray *steps;   /* (element-type FarGapStep): in the order in which they are tried; none where
                       * nobody is missing, and where it is over */
  GPtrArray *to_ask;  /* (element-type FarToCall): who waits, or said that they can */
  GPtrArray *to_call; /* (element-type FarToCall): where it is to walk with another one: whom it
                       * concerns, and who has not been reached */
} FarGap;

/* What can be done about an outing that is short of adults.  @rota: id or prefix.  Fails with
 * NO_SUCH_ID, NO_OUTING.  Returns by finish: (transfer full) */
void far_engine_gap_async (FarEngine *self,
                           const char *rota,
                           gint32 day,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
FarGap *far_engine_gap_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* An outing is to walk with that of another rota; it does once all who come to either say yes, and
 * whoever proposes it does.  From who may not publish it is a suggestion.
 * @into: (nullable): id or prefix of the other rota; NULL for by itself again
 * Fails with NO_SUCH_ID, NO_OUTING, HOLIDAYS, CANCELLED, OUTING_OVER, JOINED, NOT_JOINED,
 * NOBODY_COMES, NOT_PUBLISHED.
 * Returns by finish: (transfer full): how it is then; @is_suggestion: (out) (optional) */
void far_engine_join_outing_async (FarEngine *self,
                                   const char *rota,
                                   gint32 day,
                                   const char *into,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarGap *far_engine_join_outing_finish (FarEngine *self,
                                       GAsyncResult *result,
                                       gboolean *is_suggestion,
                                       GError **error);

/* Says yes to it, or takes that back.  @person: (nullable): id or prefix of a person without a
 * machine, for whom this member answers.  Fails with NOT_JOINED, PERSON_NOT_YOURS, NO_SUCH_ID,
 * OUTING_OVER.  Returns by finish: (transfer full): how it is then */
void far_engine_agree_join_async (FarEngine *self,
                                  const char *rota,
                                  gint32 day,
                                  const char *person,
                                  gboolean is_yes,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
FarGap *far_engine_agree_join_finish (FarEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
