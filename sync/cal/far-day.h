/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-day: civil days and times of day, and their way to and from instants.
 *
 * A day is days since 1970-01-01 in the proleptic Gregorian calendar; a time of day is minutes
 * since midnight, 0..1439, or -1 where there is none; an instant is milliseconds since
 * 1970-01-01T00:00Z. People's plans are civil, so that a walk at 08:10 stays at 08:10 across clock
 * changes; an instant is needed only to know what day it is now, and for calendars of others.
 *
 * Pure; any thread.  No function here aborts, whatever number it is given.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

#define FAR_WEEKDAYS_ALL 0x7fu /* bit 0 Monday .. bit 6 Sunday */

/* Whether @day is in the years 1900..2200, the only ones that a plan may speak of. */
static inline gboolean
far_day_is_valid (gint32 day)
{
  return day >= FAR_DAY_MIN && day <= FAR_DAY_MAX;
}

/**
 * far_day_from_ymd:
 * @month: 1..12
 * @day_of_month: 1..31
 * @out_day: (out): the day, 0 on failure
 *
 * Returns: %FALSE if there is no such day, or its year is not in 1900..2200
 */
gboolean far_day_from_ymd (int year, int month, int day_of_month, gint32 *out_day) FAR_MUST_USE;

/* The parts of any @day, also of one that is not valid. */
void far_day_to_ymd (gint32 day, int *out_year, int *out_month, int *out_day_of_month);

/* 0 Monday .. 6 Sunday */
int far_day_get_weekday (gint32 day);

/* YYYY-MM-DD, exactly so, of a valid day. */
gboolean far_day_parse (const char *text, gint32 *out_day);
/* Returns: (transfer full) */
char *far_day_format (gint32 day);

/* HH:MM, exactly so, 00:00 to 23:59. */
gboolean far_time_parse (const char *text, int *out_minutes);
/* Returns: (transfer full): "" if @minutes is not in 0..1439 */
char *far_time_format (int minutes);

/**
 * far_weekdays_parse:
 * @text: such as "mo,we": among mo tu we th fr sa su, in any order, none twice, at least one
 * @out_weekdays: (out): bit 0 Monday .. bit 6 Sunday, 0 on failure
 *
 * Returns: whether @text is just that
 */
gboolean far_weekdays_parse (const char *text, guint *out_weekdays);

/* Returns: (transfer full): the days from Monday on; "" for none.  Other bits are passed over. */
char *far_weekdays_format (guint weekdays);

/* Of two gint32, for sorting. */
int far_day_compare (gconstpointer one, gconstpointer other);

/**
 * far_day_of_instant:
 * @instant_ms: an instant
 * @zone: the collective's zone
 * @out_minutes: (out) (optional): the time of day there
 *
 * Returns: the civil day there; FAR_DAY_MIN or FAR_DAY_MAX if the instant is beyond, so that an
 *   absurd claim stays absurd and does no harm
 */
gint32 far_day_of_instant (gint64 instant_ms, GTimeZone *zone, int *out_minutes);

/* The same in UTC, for what has to come out alike whatever the zone is. */
gint32 far_day_of_utc (gint64 instant_ms);

/**
 * far_day_to_instant:
 * @day: a day; brought into FAR_DAY_MIN..FAR_DAY_MAX
 * @minutes: 0..1439
 * @zone: the collective's zone
 *
 * A time of day that comes twice (clocks go back) is the first of both.  One that does not come
 * (clocks go forward) is read by the clock of before, as RFC 5545 §3.3.5 reads it: 02:30 is then
 * the instant that clocks call 03:30.
 *
 * Returns: milliseconds since 1970-01-01T00:00Z
 */
gint64 far_day_to_instant (gint32 day, int minutes, GTimeZone *zone);

G_END_DECLS
