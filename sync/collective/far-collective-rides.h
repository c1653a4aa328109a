/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-rides: seats in a car, offered or asked for, once or each week.
 *
 * A seat is a turn: who takes one on a date, there or back, has taken a turn whose rota is the
 * ride. So who took it first, and who could not know, is told as with walks; what is new is how
 * much each of them needs, or brings (far-seats.h).
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective-facts.h"
#include "far-collective.h"
#include "far-seats.h"

G_BEGIN_DECLS

/* There and back: the roles of the turns.  The same meanings, in the same order, as FarRideWay of
 * far-sync.h. */
typedef enum
{
  FAR_RIDE_WAY_THERE,
  FAR_RIDE_WAY_BACK,
  FAR_RIDE_WAYS,
} FarRideLeg;

/* Kinds of child seats, from 0.  The same meanings, in the same order, as FarChildSeat of
 * far-sync.h. */
typedef enum
{
  FAR_SEAT_FOR_INFANT,
  FAR_SEAT_ISIZE,
  FAR_SEAT_BOOSTER,
} FarSeatKind;
G_STATIC_ASSERT (FAR_SEAT_BOOSTER + 1 == FAR_CHILD_SEAT_KINDS);

/* Where a ride begins, or ends. */
typedef struct
{
  char *words; /* owned: never "" */
  gboolean has_line;
  guint8 line[FAR_RECORD_ID_LEN]; /* of which it is a stop; zero unless has_line */
  gboolean is_located;
  gint32 lat; /* millionths of a degree; 0 unless is_located, as is the next */
  gint32 lon;
} FarSpot;

/* A date on which it falls out. */
typedef struct
{
  gint32 day;
  char *why; /* owned; "" if nobody said */
} FarDroppedDay;

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 owner[FAR_RECORD_ID_LEN];  /* member who wrote it, and changes it */
  guint8 person[FAR_RECORD_ID_LEN]; /* whose it is: the owner, or whom they answer for; as a member
                                       if that one is one now */
  gboolean is_ask;
  FarSpot from;
  FarSpot to;
  FarRule rule;          /* its arrays are owned */
  GArray *dropped;       /* owned (element-type FarDroppedDay): by day; of several words all */
  int at[FAR_RIDE_WAYS]; /* minute of the day; -1: not that way */
  FarSeats seats;
  char *detour; /* owned; "" */
  gboolean has_luggage;
  gboolean has_wheelchair;
  gboolean in_holidays; /* it runs in them too; of one that is once, always */
  gboolean has_outing;
  guint8 rota[FAR_RECORD_ID_LEN]; /* in whose place it was asked for; zero unless has_outing */
  gint32 outing_day;
  gboolean is_gone;
  gint32 gone_on; /* the day from which on whose it is is a member no more; G_MAXINT32 if never */
  FarAlso also;
} FarRideFacts;

/* What has become of a ride on a date.  The same meanings, in the same order, as FarRideState of
 * far-sync.h. */
typedef enum
{
  FAR_RIDE_RUNS,
  FAR_RIDE_FALLS_OUT, /* on that date */
  FAR_RIDE_IN_HOLIDAYS,
  FAR_RIDE_NOT_THEN, /* it does not run on that date any more */
  FAR_RIDE_WITHDRAWN,
} FarRidePlace;

/* Somebody who has a seat, waits for one, or brings some. */
typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN]; /* of the turn */
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 by[FAR_RECORD_ID_LEN]; /* member who wrote it */
  FarRideLeg way;
  FarSeats seats;
  FarTurnPlace place; /* standing, reserve or released */
  guint rank;         /* from 1; 0 if released */
  guint reserve;      /* of a reserve: which one, from 1 */
  FarRankReason reason;
  FarSeatsPlace why;
  int at;            /* for which it was taken; -1 if it was not told */
  gboolean is_moved; /* it is at another time, and nobody said yes to that */
  FarPos pos;
  FarReach reach;
  FarClashFacts clash; /* of who comes along; only once far_clashes_mark() told it */
} FarSeatFacts;

/* A ride on a date. */
typedef struct
{
  FarRideFacts *ride; /* owned */
  gint32 day;
  FarRidePlace place;
  char *why;        /* owned: of one that falls out, or the name of the holidays; "" */
  GPtrArray *seats; /* owned (element-type FarSeatFacts): there, then back; by rank, released ones
                       last */
  FarSeats left[FAR_RIDE_WAYS];       /* free, or missing */
  FarClashFacts clash[FAR_RIDE_WAYS]; /* of who offers it; only once far_clashes_mark() told it */
} FarRideDate;

FarRideFacts *far_ride_facts_ref (FarRideFacts *self) FAR_MUST_USE;
void far_ride_facts_unref (gpointer self);
void far_ride_date_free (gpointer self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarRideDate, far_ride_date_free)

/* NULL if it does not fall out on that day. */
const FarDroppedDay *far_ride_facts_find_dropped (const FarRideFacts *self, gint32 day);
/* Whether somebody means to come along, or waits for a seat. */
gboolean far_ride_date_has_seats (const FarRideDate *self);

/**
 * far_collective_rides:
 * @me: this machine's member
 * @first_day: first civil day
 * @n_days: 1..366
 *
 * Returns: (transfer full) (element-type FarRideDate): by day, time and id; of what was withdrawn,
 *   falls out or is not on that day any more only what somebody had a seat on, or its owner still
 *   sees; of what each member offers or asks for the first FAR_SHOWN_RIDES_MAX
 */
GPtrArray *far_collective_rides (FarStore *store,
                                 const guint8 me[static FAR_RECORD_ID_LEN],
                                 gint32 first_day,
                                 guint n_days,
                                 GError **error) FAR_MUST_USE;

/* One date of one ride, whether it runs then or not; NULL with NO_SUCH_ID */
FarRideDate *far_collective_ride (FarStore *store,
                                  const guint8 ride[static FAR_RECORD_ID_LEN],
                                  const guint8 me[static FAR_RECORD_ID_LEN],
                                  gint32 day,
                                  GError **error) FAR_MUST_USE;

/* All of them, over or not, withdrawn or not: to find one by the beginning of its id.
 * Returns: (transfer full) (element-type FarRideFacts): by id */
GPtrArray *far_collective_all_rides (FarStore *store, GError **error) FAR_MUST_USE;

/* ---- what members do */

typedef struct
{
  const char *words;
  const guint8 *line; /* (nullable) */
  gboolean is_located;
  gint32 lat;
  gint32 lon;
} FarSpotDraft;

/* What is NULL, or -1, stays as it is. */
typedef struct
{
  int is_ask;
  const FarSpotDraft *from;
  const FarSpotDraft *to;
  const FarRule *rule;   /* without what is dropped */
  int at[FAR_RIDE_WAYS]; /* minute of the day; FAR_RIDE_AT_NONE: not that way */
  const FarSeats *seats;
  const char *detour;
  int has_luggage;
  int has_wheelchair;
  int in_holidays;
  const FarTurnPoint *outing; /* only of a new one; its turn is not looked at */
  int is_gone;
} FarRideChange;

#define FAR_RIDE_CHANGE_NONE \
  { \
    .is_ask = -1, .at = { -1, -1 }, .has_luggage = -1, .has_wheelchair = -1, .in_holidays = -1, \
    .is_gone = -1 \
  }

/**
 * far_collective_add_ride:
 * @person: (nullable): whose it is; %NULL for this member
 * @today: what is over then is not offered
 *
 * Returns: %FALSE with RIDES_OFF, NAME_EMPTY, NAME_LONG or TEXT_INVALID of a place or the detour,
 *   DAYS_INVALID, DATE_INVALID or NUMBER_INVALID of the rule, TIME_INVALID, SEATS_INVALID,
 *   OUTING_OVER, or what is wrong with the person, as of far_collective_take_turn()
 */
gboolean far_collective_add_ride (const FarWriter *writer,
                                  const FarRideChange *ride,
                                  const guint8 *person,
                                  gint32 today,
                                  guint8 out_id[static FAR_RECORD_ID_LEN],
                                  GError **error) FAR_MUST_USE;

/**
 * far_collective_ask_rides:
 *
 * Asks for seats in place of an outing, that is short or called off: for the children who come,
 * from where the walk begins to the school, at its time.
 *
 * Returns: %FALSE with RIDES_OFF, NO_SUCH_ID, NO_OUTING, OUTING_OVER, or ALREADY_SAID if somebody
 * did
 */
gboolean far_collective_ask_rides (const FarWriter *writer,
                                   const guint8 rota[static FAR_RECORD_ID_LEN],
                                   gint32 day,
                                   gint32 today,
                                   guint8 out_id[static FAR_RECORD_ID_LEN],
                                   GError **error) FAR_MUST_USE;

/* What is asked for in place of an outing, and runs. */
typedef struct
{
  guint n_rides;
  guint n_seats;
  guint n_missing;
} FarRidesInstead;

/* @dates: (element-type FarRideDate): with those of that day */
void far_rides_count_instead (const GPtrArray *dates,
                              const guint8 rota[static FAR_RECORD_ID_LEN],
                              gint32 day,
                              FarRidesInstead *out);

/* By its owner: RIDE_NOT_YOURS; NO_SUCH_ID, and as above.  No seat is touched.  Only what differs
 * is written. */
gboolean far_collective_change_ride (const FarWriter *writer,
                                     const guint8 ride[static FAR_RECORD_ID_LEN],
                                     const FarRideChange *change,
                                     gint32 today,
                                     GError **error) FAR_MUST_USE;

/**
 * far_collective_drop_ride:
 * @why: (nullable): %NULL: it runs on that date after all
 *
 * It falls out on one date, by its owner.  Whoever had a seat keeps it, for the case that it runs
 * after all, and is to be called.
 *
 * Returns: %FALSE with RIDE_NOT_YOURS, NO_RIDE on a date on which there is none, ALREADY_SAID,
 *   OUTING_OVER
 */
gboolean far_collective_drop_ride (const FarWriter *writer,
                                   const guint8 ride[static FAR_RECORD_ID_LEN],
                                   gint32 day,
                                   const char *why,
                                   gint32 today,
                                   GError **error) FAR_MUST_USE;

/* Who takes which seats when. */
typedef struct
{
  const guint8 *ride;
  const guint8 *person; /* (nullable): this member */
  guint ways;           /* bits of FarRideLeg; 0: all that it goes */
  gint32 first_day;
  gint32 last_day;    /* inclusive */
  const GArray *days; /* (nullable) (element-type gint32): these instead */
  FarSeats seats;     /* only of taking */
} FarSeatsPlan;

typedef struct
{
  GArray *days;    /* owned (element-type gint32): on which something was written */
  guint ways;      /* of what */
  guint n_held;    /* dates on which the person had all of it already */
  guint n_off;     /* and on which it falls out, or holidays are */
  guint n_reserve; /* dates on which there is no room, or nothing is missing */
  FarSeats seats;  /* what was given back of the first, so that it can be taken again */
} FarSeatsTaken;

void far_seats_taken_clear (FarSeatsTaken *self);

/**
 * far_collective_take_seats:
 *
 * On each date of these on which it runs.  A person has seats once each way; one whose ride was
 * moved since says yes to the new time.  On the ride of one who asks the seats are brought.
 *
 * Returns: %FALSE with RIDES_OFF, NO_SUCH_ID, SEATS_INVALID, RIDE_OWN, OUTING_OVER, NO_RIDE,
 *   CANCELLED of a single date on which it falls out, ALREADY_TAKEN, or what is wrong with the
 *   person
 */
gboolean far_collective_take_seats (const FarWriter *writer,
                                    const FarSeatsPlan *plan,
                                    gint32 today,
                                    FarSeatsTaken *out,
                                    GError **error) FAR_MUST_USE;
/* From @today on.  ALREADY_RELEASED if there are none. */
gboolean far_collective_release_seats (const FarWriter *writer,
                                       const FarSeatsPlan *plan,
                                       gint32 today,
                                       FarSeatsTaken *out,
                                       GError **error) FAR_MUST_USE;

G_END_DECLS
