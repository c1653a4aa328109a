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

G_END_DECLS
