/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-repair: what is wrong with a bike, where and when it is mended, and what it had.
 *
 * A workshop is a rota, and its places for repair are a thing, so many pieces at each outing.  A
 * bike that comes there has booked one of them, for its fault: so who was first, and who could not
 * know, is told as with all that is lent.  The bike itself is a thing too, which nobody borrows
 * while it is broken or being mended.
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective-lending.h"

G_BEGIN_DECLS

/* How far it has come.  The numbers are part of the format. */
typedef enum
{
  FAR_WORK_NOT_YET,
  FAR_WORK_ON,
  FAR_WORK_IS_DONE,
  FAR_WORK_GIVEN_UP, /* it cannot be mended */
} FarWorkState;

/* What was done. */
typedef struct
{
  FarWorkState state;
  gint32 day;
  char *done;  /* GRefString, owned; "" as are the others */
  char *used;  /* GRefString, owned: parts */
  char *cost;  /* GRefString, owned */
  int minutes; /* -1: nobody said */
  gboolean has_who;
  guint8 who[FAR_RECORD_ID_LEN]; /* member or person who did it */
  gboolean has_checked;
  guint8 checked[FAR_RECORD_ID_LEN]; /* who looked whether it is safe */
  gboolean is_said;                  /* somebody said anything of this */
  guint8 by[FAR_RECORD_ID_LEN];      /* member who says so; zero if not known */
} FarWorkFacts;

/* A fault sheet. */
typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 thing[FAR_RECORD_ID_LEN];
  guint32 thing_ident;
  guint8 person[FAR_RECORD_ID_LEN]; /* who reports it */
  guint8 owner[FAR_RECORD_ID_LEN];  /* member who wrote it down */
  gint32 day;                       /* on which */
  guint parts;                      /* bits, as of the format */
  char *words;                      /* GRefString, owned; "" */
  gboolean has_since;
  gint32 since;
  gboolean has_wanted;
  gint32 wanted; /* by which day */
  gboolean
      is_unsafe; /* it is not to be ridden; of two who say otherwise the more careful is shown */
  FarWorkFacts work; /* the same: what is not mended is not */
  gboolean is_gone;  /* withdrawn */
  FarAlso also;
} FarFaultFacts;

/* What has become of it.  The same meanings, in the same order, as FarFaultState of far-sync.h. */
typedef enum
{
  FAR_FAULT_REPORTED,
  FAR_FAULT_BOOKED, /* it comes to a workshop */
  FAR_FAULT_ON,
  FAR_FAULT_REPAIRED,
  FAR_FAULT_GIVEN_UP,
  FAR_FAULT_WITHDRAWN,
} FarFaultPlace;

/* A place for it. */
typedef struct
{
  FarLoanFacts *loan;              /* owned */
  guint8 bench[FAR_RECORD_ID_LEN]; /* the thing that is booked */
  guint8 rota[FAR_RECORD_ID_LEN];
  gboolean is_on; /* the workshop is, on that day */
} FarSlotFacts;

/* Whether it comes on that day, for all that is known. */
gboolean far_slot_facts_comes (const FarSlotFacts *self);

typedef struct
{
  FarFaultFacts *fault; /* owned */
  FarThingFacts *thing; /* owned; (nullable): nobody wrote it down, or that was erased */
  GPtrArray *slots;     /* owned (element-type FarSlotFacts): by day, those given back too */
} FarRepairFacts;

void far_fault_facts_unref (gpointer self);
FarFaultFacts *far_fault_facts_ref (FarFaultFacts *self);
void far_repair_facts_free (gpointer self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarRepairFacts, far_repair_facts_free)

FarFaultPlace far_repair_get_place (const FarRepairFacts *self, gint32 today);
/* It is neither repaired, given up nor withdrawn. */
gboolean far_fault_is_open (const FarFaultFacts *self);

/**
 * far_collective_faults:
 * @with_closed: those that are repaired, given up or withdrawn too
 *
 * Returns: (transfer full) (element-type FarRepairFacts): open ones first, of these what is not to
 *   be ridden; then by the day they are wanted, and reported; of what each member wrote down the
 *   first FAR_SHOWN_FAULTS_MAX
 */
GPtrArray *far_collective_faults (FarStore *store,
                                  const guint8 me[static FAR_RECORD_ID_LEN],
                                  gboolean with_closed,
                                  gint32 today,
                                  GError **error) FAR_MUST_USE;

/* One of them; NULL with NO_SUCH_ID */
FarRepairFacts *far_collective_fault (FarStore *store,
                                      const guint8 fault[static FAR_RECORD_ID_LEN],
                                      const guint8 me[static FAR_RECORD_ID_LEN],
                                      GError **error) FAR_MUST_USE;

/* ---- workshops */

/* An outing that has places for repair. */
typedef struct
{
  guint8 bench[FAR_RECORD_ID_LEN]; /* the thing that is booked */
  guint8 rota[FAR_RECORD_ID_LEN];
  char *title; /* owned */
  char *place; /* owned; "" */
  gint32 day;
  int at; /* minute; -1: at no time */
  guint n_places;
  guint n_left;
  GArray *faults; /* owned (element-type guint8[16]): those that stand, by rank */
} FarWorkshopFacts;

void far_workshop_facts_free (gpointer self);

/* (element-type FarWorkshopFacts): by day, from the first to the last */
GPtrArray *far_collective_workshops (FarStore *store,
                                     const guint8 me[static FAR_RECORD_ID_LEN],
                                     gint32 first,
                                     gint32 last,
                                     GError **error) FAR_MUST_USE;

/* ---- the log book */

/* The same meanings, in the same order, as FarLogIs of far-sync.h. */
typedef enum
{
  FAR_LOG_REPORTED,
  FAR_LOG_BEGUN,
  FAR_LOG_REPAIRED,
  FAR_LOG_GIVEN_UP,
  FAR_LOG_REOPENED,
  FAR_LOG_OUT,
  FAR_LOG_BACK,
  FAR_LOG_CONDITION, /* somebody says how it is */
} FarLogIs;

typedef struct
{
  gint32 day;
  FarLogIs what;
  guint8 about[FAR_RECORD_ID_LEN]; /* fault or booking; zero of a condition */
  gboolean has_who;
  guint8 who[FAR_RECORD_ID_LEN]; /* who reports it, mended it, has it; else who says so */
  guint parts;
  int condition; /* as of a thing; -1 */
  int minutes;   /* -1 */
  gboolean has_checked;
  guint8 checked[FAR_RECORD_ID_LEN];
  char *words; /* owned; "" as are the next */
  char *used;  /* owned */
  char *cost;  /* owned */
} FarLogLine;

void far_log_line_free (gpointer self);

/* (element-type FarLogLine): all that is known of a thing, by day; NULL with NO_SUCH_ID */
GPtrArray *far_collective_log_book (FarStore *store,
                                    const guint8 thing[static FAR_RECORD_ID_LEN],
                                    GError **error) FAR_MUST_USE;

/* ---- what members do */

/* What is said of a fault: what is NULL or -1 stays as it is. */
typedef struct
{
  int parts;           /* bits */
  const char *words;   /* at most FAR_FAULT_WORDS_MAX bytes; "" for none */
  const gint32 *since; /* (nullable), as is the next */
  const gint32 *wanted;
  int is_unsafe;
  int is_gone;
} FarFaultChange;

#define FAR_FAULT_CHANGE_NONE \
  { \
    .parts = -1, .is_unsafe = -1, .is_gone = -1 \
  }

/**
 * far_collective_report_fault:
 * @thing: (nullable): which one is broken; else a bike of that name is written down first
 * @name: (nullable): only without @thing: what it is called; it is @person's, and not lent
 * @person: (nullable): who reports it: this member, or for whom they answer
 *
 * Returns: %FALSE with REPAIR_OFF, FAULT_EMPTY, NO_SUCH_ID, TEXT_INVALID, NAME_EMPTY, NAME_LONG,
 *   DATE_INVALID, NUMBER_INVALID, or what is wrong with a person
 */
gboolean far_collective_report_fault (const FarWriter *writer,
                                      const guint8 *thing,
                                      const char *name,
                                      const FarFaultChange *fault,
                                      const guint8 *person,
                                      gint32 today,
                                      guint8 out_id[static FAR_RECORD_ID_LEN],
                                      GError **error) FAR_MUST_USE;

/* By who reported it, but for whether it is safe, which is for everybody to say: NO_SUCH_ID,
 * FAULT_NOT_YOURS, and as above */
gboolean far_collective_change_fault (const FarWriter *writer,
                                      const guint8 fault[static FAR_RECORD_ID_LEN],
                                      const FarFaultChange *change,
                                      gint32 today,
                                      GError **error) FAR_MUST_USE;

/* What was done about it; what is NULL or negative nobody says. */
typedef struct
{
  FarWorkState state;
  const char *done;
  const char *used;
  const char *cost;
  int minutes;
  const guint8 *who;
  const guint8 *checked;
} FarWorkSaying;

/* Of what is done, and the thing is in good condition then: ALREADY_SAID, FAULT_CLOSED of what is
 * withdrawn, NO_SUCH_ID, NUMBER_INVALID, TEXT_INVALID, or what is wrong with a person */
gboolean far_collective_say_work (const FarWriter *writer,
                                  const guint8 fault[static FAR_RECORD_ID_LEN],
                                  const FarWorkSaying *work,
                                  gint32 today,
                                  GError **error) FAR_MUST_USE;

/* @rota: (nullable): any that mends on that day.  FAULT_CLOSED, NO_WORKSHOP, LOAN_HELD of what has
 * one then; and as far_collective_book() */
gboolean far_collective_book_slot (const FarWriter *writer,
                                   const guint8 fault[static FAR_RECORD_ID_LEN],
                                   const guint8 *rota,
                                   gint32 day,
                                   const guint8 *person,
                                   gint32 today,
                                   guint8 out_id[static FAR_RECORD_ID_LEN],
                                   GError **error) FAR_MUST_USE;

/* So many places at each outing of a rota; 0: it mends no more.  Whoever coordinates says so, or
 * who said so before: NO_SUCH_ID, PIECES_INVALID, THING_NOT_YOURS, REPAIR_OFF */
gboolean far_collective_set_workshop (const FarWriter *writer,
                                      const guint8 rota[static FAR_RECORD_ID_LEN],
                                      guint n_places,
                                      GError **error) FAR_MUST_USE;

G_END_DECLS
