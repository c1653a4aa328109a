/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sync-plan: the part of far-sync.h about when people can take turns, and how these are shared
 * out.  Included by far-sync.h, whose rules hold here too.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* -- when people can */

/* The weekdays of a rota.  What is in neither is a day on which they can. */
typedef struct
{
  const char *rota;       /* "": all of which nothing else is said */
  const char *rota_title; /* "" of all */
  guint cannot;           /* bit 0 Monday .. bit 6 Sunday */
  guint rather;           /* the same; none that is in cannot */
} FarAvailable;

/* Days on which somebody cannot. */
typedef struct
{
  gint32 first_day;
  gint32 last_day;        /* inclusive */
  const char *rota;       /* "": all of them */
  const char *rota_title; /* "" of all */
} FarAway;

/* What one person says of themselves. */
typedef struct
{
  const char *person; /* member or person id */
  const char *name;
  GPtrArray *weeks;     /* (element-type FarAvailable): of all others first, then by title */
  GPtrArray *away;      /* (element-type FarAway): by day */
  int n_turns;          /* that they commit to; 0 if they did not say */
  gboolean per_season;  /* rather than a month */
  const char *by_name;  /* who wrote it; "" if nothing was said yet */
  gboolean is_by_other; /* who answers for them, or did */
  gint64 since_ms;      /* when; 0 if nothing was said yet */
  gboolean is_me;
  gboolean is_mine; /* mine, or of a person whom I answer for: I may say so */
  gboolean is_contested;
} FarAvailability;

/* Returns by finish: (transfer full) (element-type FarAvailability): mine, and of whom I answer
 * for, whether anything was said of them or not; then by name of all others who said something */
void far_engine_availabilities_async (FarEngine *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
GPtrArray *far_engine_availabilities_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What is %NULL, or negative, stays as it is. */
typedef struct
{
  const GPtrArray *weeks; /* (nullable) (element-type FarAvailable): rotas by id or prefix */
  const GPtrArray *away;  /* (nullable) (element-type FarAway): the same */
  int n_turns;            /* 0: no number */
  gboolean per_season;    /* only with n_turns */
} FarAvailabilityEdit;

/**
 * far_engine_set_availability_async:
 * @person: (nullable): id or prefix of somebody whom I answer for; me if %NULL
 *
 * Fails with NO_SUCH_ID, ID_AMBIGUOUS, PERSON_NOT_YOURS, PERSON_IS_MEMBER, DAYS_INVALID of a
 * weekday that is in both, DATE_INVALID, NUMBER_INVALID.  Returns by finish: (transfer full): what
 * is said now
 */
void far_engine_set_availability_async (FarEngine *self,
                                        const char *person,
                                        const FarAvailabilityEdit *edit,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data);
FarAvailability *
far_engine_set_availability_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* -- a fair plan */

/* In farandole-cli: open accepted declined filled off gone clash cap. */
typedef enum
{
  FAR_FAIR_LINE_OPEN,     /* nobody has answered it */
  FAR_FAIR_LINE_ACCEPTED, /* they have a turn there */
  FAR_FAIR_LINE_DECLINED, /* they said since that they cannot */
  FAR_FAIR_LINE_FILLED,   /* enough others come */
  FAR_FAIR_LINE_OFF,      /* there is no outing on that day, or no such role any more */
  FAR_FAIR_LINE_GONE,     /* they are no member any more, or too young to count */
  FAR_FAIR_LINE_CLASH,    /* they have promised something else at that time */
  FAR_FAIR_LINE_CAP,      /* they have as many turns in that week as were agreed on */
  FAR_FAIR_LINE_N,
} FarFairLineState;

/* A turn that is proposed to somebody. */
typedef struct
{
  const char *id;
  const char *rota;
  const char *rota_title; /* "" if it is gone */
  gint32 day;
  int at; /* minutes of day */
  int role;
  const char *role_name; /* "" of a first one without */
  const char *member;    /* member or person id */
  const char *member_name;
  FarFairLineState state;
  gboolean is_wished; /* they would rather on that weekday */
  gboolean is_me;
  gboolean is_mine; /* mine, or of a person whom I answer for: I may answer it */
} FarFairLine;

/* Turns since the school year began: mine, or of a person whom I answer for. */
typedef struct
{
  const char *member;
  const char *member_name;
  gboolean is_me;
  int n_done;     /* before today */
  int n_promised; /* from today on */
  int n_turns;    /* to which they commit; 0 if they did not say */
  gboolean per_season;
} FarBalance;

typedef struct
{
  GPtrArray *lines;    /* (element-type FarFairLine): from today on, by day */
  const char *act;     /* of what was just proposed; "" else */
  const char *by_name; /* who proposed it; "" if there is none */
  gint64 since_ms;     /* when; 0 if there is none */
  gboolean i_may_propose;
  gint32 season_day;   /* on which the school year began */
  GPtrArray *balances; /* (element-type FarBalance): mine first */
  gboolean has_spread; /* enough take part that it says nobody's number; what follows only then */
  int least;           /* turns of who has the fewest */
  int low;             /* half of them have from that */
  int high;            /* to that */
  int most;
  int n_gaps;       /* only of what is worked out: needed places for which nobody is there */
  int n_empty;      /* the same of further ones */
  gboolean is_best; /* the same: rather than what came of asking one after the other */
} FarFairPlan;

/* The plan as it is shown.  @with_balance: how turns are shared out, too, even where there is no
 * plan */
void far_engine_fair_plan_async (FarEngine *self,
                                 gboolean with_balance,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
FarFairPlan *far_engine_fair_plan_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What is to be planned. */
typedef struct
{
  const char *rota; /* (nullable): id or prefix; all that are published if %NULL */
  gint32 first_day;
  gint32 last_day;  /* inclusive */
  gboolean is_full; /* places beyond those without whom it does not run, too */
  gboolean propose; /* by the baton's holder or deputy; or only say what it would be */
} FarFairDraft;

/**
 * far_engine_work_out_async:
 *
 * Who would take which turn, around all that was promised.  Fails with NO_SUCH_ID, DATE_INVALID,
 * NOTHING_OPEN, NOBODY_TO_ASK, NOT_THE_HOLDER.  Returns by finish: (transfer full): all lines are
 * open
 */
void far_engine_work_out_async (FarEngine *self,
                                const FarFairDraft *draft,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
FarFairPlan *far_engine_work_out_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @act: (nullable): of one that was just proposed; all that are shown if %NULL.  @is_gone: or back
 * again.  NOT_THE_HOLDER, NO_SUCH_ID */
void far_engine_withdraw_plan_async (FarEngine *self,
                                     const char *act,
                                     gboolean is_gone,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
gboolean far_engine_withdraw_plan_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_answer_plan_async:
 * @lines: (nullable): ids or prefixes of lines that are open to me or whom I answer for; all of
 *   these if %NULL
 *
 * Takes the turns, or says that one cannot on these days.  NOT_PROPOSED.  Returns by finish:
 * (transfer full): what far_engine_undo_answer_async() takes; @n: (out): of how many turns
 */
void far_engine_answer_plan_async (FarEngine *self,
                                   const char *const *lines,
                                   gboolean is_accepted,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
GVariant *
far_engine_answer_plan_finish (FarEngine *self, GAsyncResult *result, int *n, GError **error);
/* It is as if it had not been answered. */
void far_engine_undo_answer_async (FarEngine *self,
                                   GVariant *undo,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
gboolean far_engine_undo_answer_finish (FarEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
