/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-lending: what can be borrowed, rooms, and who has booked them.
 *
 * A booking is a turn: who books a thing has taken a turn whose rota is the thing, on its first
 * day.  So who booked first, and who could not know, is told as with walks; but all bookings of a
 * thing are ranked together, since they meet on whatever days, and one person may have several
 * (far-stays.h says who has it then).
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective-facts.h"
#include "far-collective.h"
#include "far-stays.h"

G_BEGIN_DECLS

/* Where it is: the same meanings, in the same order, as FarHand of far-sync.h. */
typedef enum
{
  FAR_LOAN_BOOKED, /* nobody said that it was handed out */
  FAR_LOAN_OUT,
  FAR_LOAN_BACK,
} FarLoanHand;

/* The roles of the turns. */
#define FAR_LOAN_ROLE_USE 0
#define FAR_LOAN_ROLE_REPAIR 1

/* When somebody has to be there for a booking. */
typedef enum
{
  FAR_LOAN_MOMENT_ALL,   /* of a room for some hours, whoever booked it */
  FAR_LOAN_MOMENT_BEGIN, /* when a room is opened, or a thing fetched */
  FAR_LOAN_MOMENT_END,   /* when it is closed, or brought back */
  FAR_LOAN_MOMENTS,
} FarLoanMoment;

/* A booking of a thing. */
typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN]; /* of the turn */
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 by[FAR_RECORD_ID_LEN]; /* member who wrote it */
  gboolean is_repair;
  gint32 first;
  gint32 last; /* inclusive */
  int from;    /* minute of the first day; -1: from its beginning */
  int until;   /* minute of the last day; -1: to its end */
  guint n;     /* pieces; of a room, people who come */
  char *words; /* GRefString, owned: what for; "" */
  gboolean has_opens;
  guint8 opens[FAR_RECORD_ID_LEN]; /* who opens a room, if it is not whose booking it is */
  gboolean has_closes;
  guint8 closes[FAR_RECORD_ID_LEN];
  gboolean has_fault;
  guint8 fault[FAR_RECORD_ID_LEN]; /* of places for repair: which one is to be mended */
  gboolean is_handed;              /* whoever could hand it out said that they did */
  FarLoanHand hand;
  gint32 hand_day;                   /* what follows only if HAND is not BOOKED */
  guint8 hand_by[FAR_RECORD_ID_LEN]; /* member who says so */
  int condition;                     /* as of a thing; -1 if nobody said */
  char *hand_words;                  /* GRefString, owned; "" */
  FarTurnPlace place;                /* standing, reserve or released */
  guint rank;                        /* from 1; 0 if released */
  guint reserve;                     /* of a reserve: how many wait before it, and it, at once */
  FarRankReason reason;
  FarStayPlace why;
  guint8 before[FAR_RECORD_ID_LEN]; /* of a reserve: the booking that stands in the way; zero if
                                       there are just not so many */
  FarClashFacts clash[FAR_LOAN_MOMENTS]; /* set by far_clashes_mark() */
  FarPos pos;
  FarReach reach;
} FarLoanFacts;

/* A thing with who booked it. */
typedef struct
{
  FarThingFacts *thing; /* owned */
  GPtrArray *loans;     /* owned (element-type FarLoanFacts): by day and rank */
  GArray *gaps;     /* owned; (nullable) (element-type FarStay): when it is not to be used, or is
                     * being mended */
  gboolean is_kept; /* others are shown the same one: it is not to be changed */
} FarLentThing;

void far_loan_facts_unref (gpointer self);
void far_lent_thing_unref (gpointer self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarLentThing, far_lent_thing_unref)

/* The minutes for which it is booked, whatever became of it; of the same days as FarStay. */
FarStay far_loan_get_stay (const FarLoanFacts *self);
/* How many pieces are left of all that stand, at every moment of that time. */
guint far_lent_thing_count_free (const FarLentThing *self, const FarStay *stay);
/* Who has to be there then, and when exactly: %NULL if nobody has to be, or at no time that is
 * said. */
const guint8 *far_loan_get_moment (const FarLoanFacts *self,
                                   FarThingWhat what,
                                   FarLoanMoment moment,
                                   gint32 *out_day,
                                   int *out_at);

/**
 * far_collective_lending:
 * @me: this machine's member
 * @today: bookings that were over before it and brought back, or never handed out, are left out
 *
 * Returns: (transfer full) (element-type FarLentThing): by name, of what each member wrote down the
 *   first FAR_SHOWN_THINGS_MAX; without what was taken off the list, unless somebody has it or
 *   booked it
 */
GPtrArray *far_collective_lending (FarStore *store,
                                   const guint8 me[static FAR_RECORD_ID_LEN],
                                   gint32 today,
                                   GError **error) FAR_MUST_USE;

/* Those that begin or end at a time of one of these days, each with just the bookings that do.
 * Returns: (transfer full) (element-type FarLentThing): without how far what is promised has come
 */
GPtrArray *far_collective_timed_loans (FarStore *store,
                                       gint32 first_day,
                                       guint n_days,
                                       GError **error) FAR_MUST_USE;

/* One of them with all bookings that there ever were, those given back too; NULL with NO_SUCH_ID */
FarLentThing *far_collective_lent (FarStore *store,
                                   const guint8 thing[static FAR_RECORD_ID_LEN],
                                   const guint8 me[static FAR_RECORD_ID_LEN],
                                   GError **error) FAR_MUST_USE;

/* Which thing that books, and for whom: NO_SUCH_ID */
gboolean far_collective_find_loan (FarStore *store,
                                   const guint8 loan[static FAR_RECORD_ID_LEN],
                                   guint8 out_thing[static FAR_RECORD_ID_LEN],
                                   guint8 out_person[static FAR_RECORD_ID_LEN],
                                   GError **error) FAR_MUST_USE;

/* ---- what members do */

/* What somebody wants to have, and when. */
typedef struct
{
  const guint8 *thing;
  const guint8 *person; /* (nullable): this member */
  gboolean is_repair;
  const guint8 *fault; /* (nullable): of places for repair: which one is to be mended */
  gint32 first;
  gint32 last;
  int from; /* -1: from the day's beginning */
  int until;
  guint n;              /* pieces; of a room, people who come */
  const char *words;    /* (nullable): what for */
  const guint8 *opens;  /* (nullable): of a room; whoever books it */
  const guint8 *closes; /* (nullable) */
  gint32 weekly_last;   /* again each week, as long as it begins on that day or before; FIRST or
                           earlier: once */
  const gint32 *only;   /* (nullable) (array length=n_only): and of these only when it begins on one
                           of those days */
  guint n_only;
} FarLoanPlan;

typedef struct
{
  GArray *days;    /* owned (element-type gint32): the first of each that was booked */
  GArray *ids;     /* owned (element-type guint8[16]): of the same */
  guint n_held;    /* dates on which the person had booked it then already */
  guint n_reserve; /* among what was booked: what somebody else has then */
} FarLoansTaken;

void far_loans_taken_clear (FarLoansTaken *self);

/**
 * far_collective_book:
 *
 * Returns: %FALSE with LENDING_OFF, or of a room ROOMS_OFF; NO_SUCH_ID of a thing that is not, or
 * is off the list; NOT_LENT, but for whose it is and for repair; PERIOD_INVALID, LOAN_OVER,
 * LOAN_LONG, TIME_INVALID, PIECES_INVALID, TEXT_INVALID, LOAN_HELD, or what is wrong with a person
 */
gboolean far_collective_book (const FarWriter *writer,
                              const FarLoanPlan *plan,
                              gint32 today,
                              FarLoansTaken *out,
                              GError **error) FAR_MUST_USE;

/**
 * far_collective_release_loan:
 * @with_later: and of the same person all that are later, on the same weekday at the same time
 * @out_days: (inout) (nullable) (element-type gint32): gets on which days they began
 * @out_n: (out): how many
 *
 * Returns: %FALSE with NO_SUCH_ID, NOT_YOURS, ALREADY_RELEASED, LOAN_OVER, or LOAN_OUT of what is
 * to be brought back
 */
gboolean far_collective_release_loan (const FarWriter *writer,
                                      const guint8 loan[static FAR_RECORD_ID_LEN],
                                      gboolean with_later,
                                      gint32 today,
                                      GArray *out_days,
                                      guint *out_n,
                                      GError **error) FAR_MUST_USE;

/* What happened at the door. */
typedef struct
{
  FarLoanHand hand;
  int condition;     /* as of a thing, which is said of the thing too; -1 not said */
  const char *words; /* (nullable) */
} FarHandover;

/**
 * far_collective_hand_loan:
 *
 * By whose booking or thing it is, who keeps it, or of what is the collective's by everybody.
 * Returns: %FALSE with NO_SUCH_ID, LOAN_NOT_YOURS, ALREADY_RELEASED, LOAN_RESERVE of what somebody
 *   else has then, LOAN_NOT_OUT, ALREADY_SAID, TEXT_INVALID
 */
gboolean far_collective_hand_loan (const FarWriter *writer,
                                   const guint8 loan[static FAR_RECORD_ID_LEN],
                                   const FarHandover *handover,
                                   gint32 today,
                                   GError **error) FAR_MUST_USE;

G_END_DECLS
