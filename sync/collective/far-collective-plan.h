/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-plan: when people can take turns, and how they are shared out fairly.
 *
 * Ownership, errors and thread as in far-collective.h.
 */

#pragma once

#include "far-collective.h"

G_BEGIN_DECLS

/* -- when people can: their own word, or of who answers for them, and nobody else's */

/* The weekdays of a rota.  What is in neither is a day on which they can. */
typedef struct
{
  gboolean has_rota;
  guint8 rota[FAR_RECORD_ID_LEN]; /* zero unless has_rota: all of which nothing else is said */
  guint cannot;                   /* bit 0 Monday .. bit 6 Sunday */
  guint rather;
} FarAvailableFacts;

/* Days on which they cannot. */
typedef struct
{
  gint32 first_day;
  gint32 last_day; /* inclusive */
  gboolean has_rota;
  guint8 rota[FAR_RECORD_ID_LEN]; /* zero unless has_rota: all of them */
} FarAwayFacts;

/* What one person says of themselves. */
typedef struct
{
  guint8 person[FAR_RECORD_ID_LEN];
  GArray *weeks;       /* owned (element-type FarAvailableFacts): by rota, all others first */
  GArray *away;        /* owned (element-type FarAwayFacts): by day, then rota */
  guint n_turns;       /* that they commit to; 0 if they did not say */
  gboolean per_season; /* rather than a month */
  guint8 by[FAR_RECORD_ID_LEN]; /* member who wrote it, the person or who answers for them */
  gint64 since_ms;              /* claimed time of the newest word */
  FarAlso also;
} FarAvailabilityFacts;

void far_availability_facts_free (gpointer self);

/* (element-type FarAvailabilityFacts): by id, of those who said anything and are there: members in
 * standing, and persons without a machine */
GPtrArray *far_collective_availabilities (FarStore *store, GError **error) FAR_MUST_USE;

typedef enum
{
  FAR_CAN,
  FAR_CAN_RATHER,    /* that day than another */
  FAR_CAN_NOT,       /* on that weekday */
  FAR_CAN_NOT_AWAY,  /* on that day */
  FAR_CAN_NOT_ASKED, /* they said on which rotas they can be asked, and this is none of them */
} FarCan;

/* What somebody says of a day of a rota.  @self: (nullable): they can whenever they said nothing */
FarCan far_availability_on (const FarAvailabilityFacts *self,
                            const guint8 rota[static FAR_RECORD_ID_LEN],
                            gint32 day);

/* What is to be said; what is %NULL, or negative, stays as it is. */
typedef struct
{
  const GArray *weeks; /* (nullable) (element-type FarAvailableFacts) unowned */
  const GArray *away;  /* (nullable) (element-type FarAwayFacts) unowned */
  int n_turns;         /* 0: they commit to no number */
  gboolean per_season; /* only with n_turns */
} FarAvailabilityChange;

/**
 * far_collective_set_availability:
 * @person: (nullable): one for whom this member answers; this member if %NULL
 * @today: the collective's civil day: of days that are over nothing is kept
 *
 * Writes what differs from what is shown, or what the person's other machine says otherwise.
 * NO_SUCH_ID of the person or a rota, PERSON_NOT_YOURS, PERSON_IS_MEMBER, DAYS_INVALID of a
 * weekday on which they both cannot and would rather, DATE_INVALID, NUMBER_INVALID.
 */
gboolean far_collective_set_availability (const FarWriter *writer,
                                          const guint8 *person,
                                          const FarAvailabilityChange *change,
                                          gint32 today,
                                          GError **error) FAR_MUST_USE;

/* -- a fair plan: proposed by the baton's holder, accepted by each for themselves */

/* What stands against a turn that is proposed, or that nothing does. */
typedef enum
{
  FAR_FAIR_OPEN,     /* nobody has answered it */
  FAR_FAIR_ACCEPTED, /* they have a turn there */
  FAR_FAIR_DECLINED, /* they said since that they cannot */
  FAR_FAIR_FILLED,   /* enough others come */
  FAR_FAIR_OFF,      /* there is no outing on that day, or no such role any more */
  FAR_FAIR_GONE,     /* they are no member any more, or too young to count */
  FAR_FAIR_CLASH,    /* they have promised something else at that time */
  FAR_FAIR_CAP,      /* they have as many turns in that week as were agreed on */
} FarFairState;

/* A turn that is proposed to somebody. */
typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN]; /* the same on every machine, of no record */
  const FarRotaFacts *rota;     /* unowned: of the plan; NULL if it is gone */
  gint32 day;
  int at; /* minutes of day */
  guint role;
  guint8 person[FAR_RECORD_ID_LEN];
  FarFairState state;
  FarCan can; /* as they say now */
} FarFairLineFacts;

/* Turns since the school year began.  Only what stands counts. */
typedef struct
{
  guint8 person[FAR_RECORD_ID_LEN];
  guint n_done;     /* before today */
  guint n_promised; /* from today on */
  guint n_turns;    /* to which they commit; 0 if they did not say */
  gboolean per_season;
} FarBalanceFacts;

/* The first day of the school year in which @day is. */
gint32 far_collective_school_year (gint32 day);

/* Of all who take part, without saying whose is which. */
typedef struct
{
  guint n; /* who take part; what follows only if they are FAR_SPREAD_MIN at least */
  guint least;
  guint low;  /* half of them have from that */
  guint high; /* to that */
  guint most;
} FarSpreadFacts;

/* Of fewer the spread would say what another one has. */
#define FAR_SPREAD_MIN 4

typedef struct
{
  GPtrArray *rotas;             /* owned: what the lines borrow */
  GArray *lines;                /* owned (element-type FarFairLineFacts): from today on, by day */
  guint8 by[FAR_RECORD_ID_LEN]; /* member: of the newest; zero if there is none */
  gint64 since_ms;              /* its claimed time; 0 if there is none */
  gint32 season_day;            /* on which the school year began */
  GArray *balances;             /* owned (element-type FarBalanceFacts): of this member first, and
                                 * of whom they answer for */
  FarSpreadFacts spread;
  guint n_gaps;     /* only of what is worked out: needed places for which nobody is there */
  guint n_empty;    /* the same of further ones */
  gboolean is_best; /* the same: rather than what came of asking one after the other */
} FarFairFacts;

void far_fair_facts_free (FarFairFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarFairFacts, far_fair_facts_free)

/* The plan as it is shown, and how turns are shared out so far.
 * @me: this machine's member
 * @with_balance: where there is no plan, too */
FarFairFacts *far_collective_fair_plan (FarStore *store,
                                        const guint8 me[static FAR_RECORD_ID_LEN],
                                        gint32 today,
                                        gboolean with_balance,
                                        GError **error) FAR_MUST_USE;

/* What is to be planned. */
typedef struct
{
  const guint8 *rota; /* (nullable) unowned: all that are published if %NULL */
  gint32 first_day;   /* what was before today is left alone */
  gint32 last_day;    /* inclusive */
  gboolean is_full;   /* places beyond those without whom it does not run, too */
} FarFairScope;

/**
 * far_collective_work_out:
 *
 * Who would take which turn, around all that was promised.  Anybody may ask; writes nothing, and is
 * the same on all machines that hold the same.
 *
 * Returns: (transfer full): %NULL with DATE_INVALID of days that are none, or too many;
 *   NOTHING_OPEN if nobody else is needed on those days; NOBODY_TO_ASK if nobody said that they can
 *   in these rotas, nor ever promised there
 */
FarFairFacts *far_collective_work_out (FarStore *store,
                                       const guint8 me[static FAR_RECORD_ID_LEN],
                                       const FarFairScope *scope,
                                       gint32 today,
                                       GError **error) FAR_MUST_USE;

/**
 * far_collective_propose:
 * @worked_out: by far_collective_work_out(), of the same scope and nothing written since
 * @out_act: (out): what far_collective_withdraw() takes
 *
 * By the baton's holder or deputy; takes the place of what was proposed for the same days.
 * NOT_THE_HOLDER, NOBODY_TO_ASK if there is nothing in it.
 */
gboolean far_collective_propose (const FarWriter *writer,
                                 const FarFairFacts *worked_out,
                                 const FarFairScope *scope,
                                 guint8 out_act[static FAR_RECORD_ID_LEN],
                                 GError **error) FAR_MUST_USE;
/* Withdraws it, or takes that back.  @act: (nullable): all that are shown if %NULL.  By the baton's
 * holder or deputy.  NOT_THE_HOLDER, NO_SUCH_ID */
gboolean far_collective_withdraw (const FarWriter *writer,
                                  const guint8 *act,
                                  gboolean is_gone,
                                  gint32 today,
                                  GError **error) FAR_MUST_USE;

/**
 * far_collective_answer_fair:
 * @lines: (element-type guint8[16]): which, of this member and of whom they answer for; all that
 *   are open to them if there is none
 * @is_accepted: or declined: they are away on that day, as far as that rota goes
 * @out: (element-type FarTurnPoint): (inout): the turns that were taken are added
 *
 * All or none, but for what is against what was agreed on for a week.  NOT_PROPOSED
 */
gboolean far_collective_answer_fair (const FarWriter *writer,
                                     const GArray *lines,
                                     gboolean is_accepted,
                                     gint32 today,
                                     GArray *out,
                                     GError **error) FAR_MUST_USE;

G_END_DECLS
