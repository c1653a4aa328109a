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

G_END_DECLS
