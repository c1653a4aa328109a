/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-events: dates out of a calendar that somebody else made.
 *
 * What is understood, told apart by content and never by the file's name: iCalendar, and tables
 * with a date, a time and a title (docs/formats.md, "Import of events").  The file is parsed in a
 * process of its own, which has little memory and little time and can neither write nor start
 * anything; what it says is foreign too, and is checked.
 *
 * A day is days since 1970-01-01 and a time minutes of day, as in far-day.h, both in the
 * collective's zone.  Any thread; callbacks come to the main context that was the thread's default.
 * Nothing here blocks.
 */

#pragma once

#include <gio/gio.h>

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

/**
 * FarImportError:
 * @FAR_IMPORT_ERROR_FORMAT: not a file that is understood; the message says what is missing
 * @FAR_IMPORT_ERROR_NAMES: the same, where people are looked for
 * @FAR_IMPORT_ERROR_DAMAGED: it cannot be read to its end; the message begins with the row
 * @FAR_IMPORT_ERROR_TOO_BIG: more bytes or more rows than there may be
 * @FAR_IMPORT_ERROR_PLACES: as FORMAT, where meeting places are looked for
 * @FAR_IMPORT_ERROR_PLACES_MANY: more places than there may be; those of one town may be few enough
 * @FAR_IMPORT_ERROR_TOO_SLOW: it was not read in the time there is
 * @FAR_IMPORT_ERROR_HELPER: the process that reads is not there, died, or does not keep its
 *   promises; the file may be made to harm
 *
 * Why nothing was read.
 */
typedef enum
{
  FAR_IMPORT_ERROR_FORMAT,
  FAR_IMPORT_ERROR_NAMES,
  FAR_IMPORT_ERROR_DAMAGED,
  FAR_IMPORT_ERROR_TOO_BIG,
  FAR_IMPORT_ERROR_PLACES,
  FAR_IMPORT_ERROR_PLACES_MANY,
  FAR_IMPORT_ERROR_TOO_SLOW,
  FAR_IMPORT_ERROR_HELPER,
} FarImportError;

#define FAR_IMPORT_ERROR (far_import_error_quark ())
GQuark far_import_error_quark (void);

/**
 * FarEventRefused:
 * @FAR_EVENT_REFUSED_DATE: the cell is no day that there is
 * @FAR_EVENT_REFUSED_TIME: the cell is no time of day
 * @FAR_EVENT_REFUSED_ALL_DAY: it has no time of day
 * @FAR_EVENT_REFUSED_TITLE: it is called nothing
 * @FAR_EVENT_REFUSED_OFTEN: it comes several times a day; the cell is its rule
 * @FAR_EVENT_REFUSED_RULE: its rule is none that can be followed
 * @FAR_EVENT_REFUSED_SLOW: its rule takes too long
 * @FAR_EVENT_REFUSED_ZONE: nobody knows the zone of its time
 * @FAR_EVENT_REFUSED_CANCELLED: it is called off as a whole
 * @FAR_EVENT_REFUSED_FOLLOWING: what is said of one date and of all that follow is not followed
 *
 * What is wrong with one event.
 */
typedef enum
{
  FAR_EVENT_REFUSED_DATE,
  FAR_EVENT_REFUSED_TIME,
  FAR_EVENT_REFUSED_ALL_DAY,
  FAR_EVENT_REFUSED_TITLE,
  FAR_EVENT_REFUSED_OFTEN,
  FAR_EVENT_REFUSED_RULE,
  FAR_EVENT_REFUSED_SLOW,
  FAR_EVENT_REFUSED_ZONE,
  FAR_EVENT_REFUSED_CANCELLED,
  FAR_EVENT_REFUSED_FOLLOWING,
  FAR_EVENT_N_REFUSED
} FarEventRefused;

typedef struct
{
  gint32 day;
  gint32 at;
} FarEventDate;

/* One of its dates that is called otherwise, or at another place. */
typedef struct
{
  gint32 day;
  gint32 at;
  char *title; /* owned; "" if it is called as the others */
  char *place; /* owned; the same */
} FarEventApart;

FarEventApart *far_event_apart_new (gint32 day, gint32 at, const char *title, const char *place);
void far_event_apart_free (FarEventApart *self);

typedef struct
{
  guint row;         /* the number of the event, or of the row */
  char *title;       /* owned */
  char *place;       /* owned; "" if it is not told */
  char *zone;        /* owned: from which its times were converted; "" if they were not */
  gboolean is_again; /* it comes again by a rule or a list, and is no single date */
  gboolean is_open;  /* it goes on after the last date, which is told no more */
  GArray *dates;     /* owned (element-type FarEventDate): ascending, at least one */
  GPtrArray *apart;  /* owned (element-type FarEventApart): of these; as they come in the file */
} FarDatedEvent;

typedef struct
{
  GPtrArray *events;   /* owned (element-type FarDatedEvent): at most FAR_IMPORT_EVENTS_MAX in order
                          of the file,   of which FAR_IMPORT_SERIES_MAX come again */
  GArray *refused;     /* owned (element-type FarRefused): the first of them; reason is
                          FarEventRefused */
  guint n_refused;     /* all of them */
  guint n_passed_over; /* that are over, or far ahead */
} FarEvents;

/**
 * far_events_read_async:
 * @file: the whole file
 * @zone: the collective's zone, an IANA name
 * @today: what is before it, or more than FAR_EVENT_AHEAD_DAYS after it, is passed over
 */
void far_events_read_async (GBytes *file,
                            const char *zone,
                            gint32 today,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* Returns: (transfer full): %NULL with a #FarImportError, or with G_IO_ERROR_CANCELLED */
FarEvents *far_events_read_finish (GAsyncResult *result, GError **error) FAR_MUST_USE;

void far_events_free (FarEvents *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarEvents, far_events_free)

G_END_DECLS
