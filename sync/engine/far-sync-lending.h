/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sync-lending: the part of far-sync.h that is about what can be borrowed, rooms, and who has
 * booked them.  Included by it, and by nobody else.
 *
 * While the collective has not switched lending on it fails with LENDING_OFF, and of rooms with
 * ROOMS_OFF.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

typedef enum
{
  FAR_KIND_OF_THING, /* keys, vests, a tent */
  FAR_KIND_OF_BIKE,
  FAR_KIND_OF_ROOM,
  FAR_KIND_OF_N,
} FarThingKind;

typedef enum
{
  FAR_SHAPE_GOOD,
  FAR_SHAPE_WORN,
  FAR_SHAPE_BROKEN,
  FAR_SHAPE_N,
} FarThingCondition;

/* Where it is. */
typedef enum
{
  FAR_LOAN_IS_BOOKED, /* nobody said that it was handed out */
  FAR_LOAN_IS_OUT,
  FAR_LOAN_IS_BACK,
  FAR_LOAN_IS_N,
} FarLoanState;

/* Why it stands, or waits. */
typedef enum
{
  FAR_LOAN_FITS,
  FAR_LOAN_TAKEN,    /* not so many are left at some moment */
  FAR_LOAN_TOO_MANY, /* so many there are not at all */
  FAR_LOAN_REPAIR,   /* it is broken or being mended then */
} FarLoanWhy;

/* A booking. */
typedef struct
{
  const char *id;
  const char *member; /* whose it is */
  const char *member_name;
  const char *member_phone; /* "" if nobody said */
  const char *by_name;      /* who noted it for them; NULL if nobody did */
  gboolean is_mine;         /* to be given back here */
  gboolean is_me;           /* it is I who has it */
  gboolean may_hand;        /* it is here to say that it was handed out, or came back */
  gboolean is_repair;
  gint32 first_day;
  gint32 last_day; /* inclusive */
  int from;        /* minute of the first day; -1: from its beginning */
  int until;       /* minute of the last day; -1: to its end */
  guint n;         /* pieces; of a room, people who come */
  const char *words;
  const char *opens; /* member or person id; "", as is the next */
  const char *closes;
  const char *opens_name;  /* of a room: who opens; "" if nobody else was named */
  const char *closes_name; /* the same */
  FarLoanState state;
  gint32 hand_day;          /* since when, as is what follows; only if it was handed out */
  const char *hand_by_name; /* who says so */
  int condition;            /* FarThingCondition when it came back; -1 if nobody said */
  const char *hand_words;   /* "" */
  gboolean is_overdue;      /* it is out, and should be back */
  FarTurnState place;       /* STANDING, RESERVE, RELEASED */
  guint rank;               /* from 1; 0 if it was given back */
  guint reserve;            /* of a reserve: which one, at that time */
  FarRankWhy reason;
  FarLoanWhy why;
  guint left;              /* when it was its turn: how many were left */
  const char *before_name; /* of a reserve: who has it then; "" if nobody */
  gint32 before_first;     /* and for when */
  gint32 before_last;
  FarPromise promise;
  FarClash clash;         /* of what I, or who I answer for, have to be there for */
  const char *clash_name; /* whose, if it is not mine; NULL */
} FarLoan;

/* Who has how many pieces, or keys of a room. */
typedef struct
{
  const char *member;
  const char *member_name;
  guint n;
} FarHeld;

/* How many days ahead it is told when something is free. */
#define FAR_LENT_STRIP_DAYS 14

typedef struct
{
  const char *id;
  const char *name;
  const char *note; /* "" if there is none */
  FarThingKind kind;
  const char *whose;      /* member or person; NULL: the collective's */
  const char *whose_name; /* "" */
  gboolean is_own;        /* it is mine */
  gboolean may_edit;      /* what only whose it is says */
  guint pieces;           /* that can be had at once; of a room 1 */
  guint people;           /* for how many a room is; 0: nobody said */
  FarThingCondition condition;
  const char *worn;  /* what is wrong with it; "" */
  const char *where; /* it is kept; "" */
  gboolean is_lent;
  guint days;              /* for how many at most; 0: any */
  GPtrArray *held;         /* (element-type FarHeld): owned */
  const char *keeper_name; /* "" if nobody is known to have it */
  gboolean is_gone;        /* off the list */
  gboolean is_contested;
  gboolean is_broken;              /* today some of it is not to be used, or is being mended */
  gboolean is_workshop;            /* it is places for repair at the outings of a rota */
  guint free[FAR_LENT_STRIP_DAYS]; /* pieces that are free all of that day, from today on */
  GPtrArray *loans;                /* (element-type FarLoan): owned: by day */
} FarLent;

/* (element-type FarLent): by name; of bookings those that are not over, and what is out */
void far_engine_lending_async (FarEngine *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
GPtrArray *far_engine_lending_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @thing: id or prefix, on the list or not.  Fails with NO_SUCH_ID, ID_AMBIGUOUS.  Returns by
 * finish: with all bookings that there ever were */
void far_engine_lent_async (FarEngine *self,
                            const char *thing,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
FarLent *far_engine_lent_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What somebody wants to have, and when. */
typedef struct
{
  const char *thing;  /* id or prefix */
  const char *member; /* (nullable): whose booking: id or prefix; me without it */
  gboolean is_repair;
  gint32 first_day;
  gint32 last_day;
  int from; /* -1: from the day's beginning */
  int until;
  guint n;
  const char *words;  /* (nullable): what for */
  const char *opens;  /* (nullable): of a room, id or prefix */
  const char *closes; /* (nullable) */
  gint32 weekly_last; /* again each week until that day; 0: once */
  const gint32 *only; /* (nullable) (array length=n_only): and then only when it begins on one of
                         these days */
  guint n_only;
} FarLoanDraft;

typedef struct
{
  const char *thing;
  const char *name;
  const char *member_name;
  gboolean is_me;
  guint n_days;
  const gint32 *days; /* (array length=n_days): the first of each that was booked, or given back */
  const char *const *ids; /* NULL-terminated: of the same */
  guint n_held;           /* dates that the person had booked already */
  guint n_reserve;        /* among those that were booked: somebody else has it then */
  FarLoan *one;           /* (nullable): if it was one */
} FarLoansReport;

/* Fails as above, and with NOT_LENT, PERIOD_INVALID, LOAN_OVER, LOAN_LONG, TIME_INVALID,
 * PIECES_INVALID, TEXT_INVALID, LOAN_HELD, or what is wrong with a person, as of
 * far_engine_take_turn_async() */
void far_engine_book_async (FarEngine *self,
                            const FarLoanDraft *draft,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
FarLoansReport *far_engine_book_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @loan: id or prefix.  @with_later: and all later ones of the same person, each week at that time.
 * Fails with NO_SUCH_ID, NOT_YOURS, ALREADY_RELEASED, LOAN_OVER, LOAN_OUT.  Returns by finish:
 * with the days on which they began, and @one as it was */
void far_engine_release_loan_async (FarEngine *self,
                                    const char *loan,
                                    gboolean with_later,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
FarLoansReport *
far_engine_release_loan_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* It was handed out, or came back, or neither (an undo).  @condition: FarThingCondition, which is
 * said of the thing too; -1: not said.  @words: (nullable).  Fails with NO_SUCH_ID, LOAN_NOT_YOURS,
 * ALREADY_RELEASED, LOAN_RESERVE, LOAN_NOT_OUT, ALREADY_SAID, TEXT_INVALID.  Returns by finish:
 * with
 * @one */
void far_engine_hand_loan_async (FarEngine *self,
                                 const char *loan,
                                 FarLoanState state,
                                 int condition,
                                 const char *words,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
FarLoansReport *far_engine_hand_loan_finish (FarEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
