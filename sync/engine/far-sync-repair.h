/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sync-repair: the part of far-sync.h that is about bikes that break, and who mends them.
 * Included by it, and by nobody else.
 *
 * While the collective has not switched it on it fails with REPAIR_OFF.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* What can be wrong: bits. */
typedef enum
{
  FAR_PART_BRAKES = 1 << 0,
  FAR_PART_TYRE = 1 << 1,
  FAR_PART_WHEEL = 1 << 2,
  FAR_PART_CHAIN = 1 << 3, /* and gears */
  FAR_PART_LIGHTS = 1 << 4,
  FAR_PART_SADDLE = 1 << 5,
  FAR_PART_FRAME = 1 << 6,
  FAR_PART_OTHER = 1 << 7,
} FarBikePart;

#define FAR_BIKE_PARTS 8

/* What has become of it. */
typedef enum
{
  FAR_FAULT_IS_REPORTED,
  FAR_FAULT_IS_BOOKED, /* it comes to a workshop */
  FAR_FAULT_IS_ON,
  FAR_FAULT_IS_REPAIRED,
  FAR_FAULT_IS_GIVEN_UP, /* it cannot be mended */
  FAR_FAULT_IS_WITHDRAWN,
  FAR_FAULT_IS_N,
} FarFaultState;

/* What somebody says of the work. */
typedef enum
{
  FAR_STEP_NOT_YET,
  FAR_STEP_ON,
  FAR_STEP_DONE,
  FAR_STEP_GIVEN_UP,
  FAR_STEP_N,
} FarWorkStep;

/* A place at a workshop. */
typedef struct
{
  const char *id; /* of the booking, for far_engine_release_loan_async() */
  const char *rota;
  const char *title; /* "" if it is not known */
  gint32 day;
  int at;                  /* minute; -1 if it is not known */
  const char *member_name; /* who brings it */
  const char *by_name;     /* who noted it for them; NULL if nobody did */
  gboolean is_mine;        /* to be given back here */
  gboolean is_me;
  FarTurnState place; /* STANDING, RESERVE, RELEASED */
  guint reserve;
  FarRankWhy reason;
  const char *before_name; /* of a reserve: who has the place; "" if nobody */
  gboolean is_on;          /* the workshop is, on that day */
  FarPromise promise;
} FarSlot;

/* A fault sheet. */
typedef struct
{
  const char *id;
  const char *thing;
  const char *thing_name; /* "" of what is erased */
  const char *whose_name; /* "": the collective's */
  const char *member;     /* who reports it */
  const char *member_name;
  const char *member_phone; /* "" if nobody said */
  gboolean may_edit;        /* what is wrong is here to say */
  gint32 day;               /* on which it was reported */
  guint parts;              /* FarBikePart */
  const char *words;        /* "" */
  gboolean has_since;
  gint32 since;
  gboolean has_wanted;
  gint32 wanted;
  gboolean is_unsafe; /* not to be ridden */
  gboolean is_open;
  FarFaultState state;
  FarWorkStep step;
  gint32 work_day;  /* what follows only if STEP is not NOT_YET */
  const char *done; /* "" as are the others */
  const char *used;
  const char *cost;
  int minutes;              /* -1 if nobody said */
  const char *who_name;     /* who mended it */
  const char *checked_name; /* who looked whether it is safe */
  const char *said_name;    /* who says so */
  gboolean is_contested;
  GPtrArray *slots;    /* (element-type FarSlot): owned: by day, those given back too */
  const FarSlot *next; /* (nullable): the first that is not over, nor given back */
} FarFault;

/* An outing on which bikes are mended. */
typedef struct
{
  const char *rota;
  const char *title;
  const char *place; /* "" */
  gint32 day;
  int at;
  guint n_places;
  guint n_left;
  GPtrArray *faults; /* (element-type FarFault): unowned: of what comes, by rank */
} FarWorkshop;

typedef struct
{
  GPtrArray *faults;    /* (element-type FarFault): owned: open ones first */
  GPtrArray *workshops; /* (element-type FarWorkshop): owned: of the next FAR_WORKSHOP_DAYS */
} FarRepairs;

/* How many days ahead it is told where bikes are mended. */
#define FAR_WORKSHOP_DAYS 42

/* @with_closed: what is repaired, given up or withdrawn too */
void far_engine_repairs_async (FarEngine *self,
                               gboolean with_closed,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data);
FarRepairs *far_engine_repairs_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @fault: id or prefix.  Fails with NO_SUCH_ID, ID_AMBIGUOUS, as all that follow.  Returns by
 * finish: with that one, as all that follow too */
void far_engine_fault_async (FarEngine *self,
                             const char *fault,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
FarRepairs *far_engine_fault_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What is said of a fault; what is NULL or -1 stays as it is. */
typedef struct
{
  const char *thing;  /* (nullable): of a new one: id or prefix */
  const char *name;   /* (nullable): of a new one without THING: a bike of one's own, in words */
  const char *member; /* (nullable): of a new one: who reports it: id or prefix; me without it */
  int parts;          /* FarBikePart */
  const char *words;
  gboolean says_since;
  gint32 since;
  gboolean says_wanted;
  gint32 wanted;
  int is_unsafe;
  int is_gone; /* only of one that is there */
} FarFaultDraft;

#define FAR_FAULT_DRAFT_NONE \
  { \
    .parts = -1, .is_unsafe = -1, .is_gone = -1 \
  }

/* Fails with FAULT_EMPTY, TEXT_INVALID, NAME_EMPTY, NAME_LONG, DATE_INVALID, NUMBER_INVALID, or
 * what is wrong with a person, as of far_engine_take_turn_async() */
void far_engine_report_fault_async (FarEngine *self,
                                    const FarFaultDraft *draft,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
FarRepairs *far_engine_report_fault_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Fails with FAULT_NOT_YOURS, and as above */
void far_engine_change_fault_async (FarEngine *self,
                                    const char *fault,
                                    const FarFaultDraft *draft,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
FarRepairs *far_engine_change_fault_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What was done about it. */
typedef struct
{
  FarWorkStep step;
  const char *done; /* (nullable), as are the others */
  const char *used;
  const char *cost;
  int minutes;         /* -1: not said */
  const char *who;     /* id or prefix */
  const char *checked; /* id or prefix */
} FarWorkDraft;

/* Fails with FAULT_CLOSED, ALREADY_SAID, TEXT_INVALID, NUMBER_INVALID, KEEPER_GONE */
void far_engine_say_work_async (FarEngine *self,
                                const char *fault,
                                const FarWorkDraft *draft,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
FarRepairs *far_engine_say_work_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @rota: (nullable): id or prefix; any that mends on that day.  @member: (nullable): who brings it.
 * Fails with FAULT_CLOSED, NO_WORKSHOP, LOAN_HELD, LOAN_OVER, DATE_INVALID */
void far_engine_book_slot_async (FarEngine *self,
                                 const char *fault,
                                 const char *rota,
                                 gint32 day,
                                 const char *member,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
FarRepairs *far_engine_book_slot_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @day: of the place that is given back; -1: of the next one that is mine.  Fails with
 * NO_WORKSHOP if there is none, NOT_YOURS, LOAN_OVER */
void far_engine_release_slot_async (FarEngine *self,
                                    const char *fault,
                                    gint32 day,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
FarRepairs *far_engine_release_slot_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* So many places for repair at each outing of a rota; 0: none any more.  @rota: id or prefix. Fails
 * with NO_SUCH_ID, ID_AMBIGUOUS, PIECES_INVALID, THING_NOT_YOURS */
void far_engine_set_workshop_async (FarEngine *self,
                                    const char *rota,
                                    guint n_places,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
gboolean far_engine_set_workshop_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* ---- the log book */

typedef enum
{
  FAR_LOG_IS_REPORTED,
  FAR_LOG_IS_BEGUN,
  FAR_LOG_IS_REPAIRED,
  FAR_LOG_IS_GIVEN_UP,
  FAR_LOG_IS_REOPENED,
  FAR_LOG_IS_OUT,
  FAR_LOG_IS_BACK,
  FAR_LOG_IS_CONDITION,
  FAR_LOG_IS_N,
} FarLogKind;

typedef struct
{
  gint32 day;
  FarLogKind kind;
  const char *about;        /* id of the fault or booking; NULL of a condition */
  const char *who_name;     /* who reports it, mended it or has it; else who says so; "" */
  guint parts;              /* FarBikePart */
  int condition;            /* FarThingCondition; -1 */
  int minutes;              /* -1 */
  const char *checked_name; /* "" as are those that follow */
  const char *words;
  const char *used;
  const char *cost;
} FarLogEntry;

typedef struct
{
  const char *thing;
  const char *name;
  GPtrArray *lines; /* (element-type FarLogEntry): owned: by day */
} FarLogBook;

/* @thing: id or prefix, on the list or not */
void far_engine_log_book_async (FarEngine *self,
                                const char *thing,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
FarLogBook *far_engine_log_book_finish (FarEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
