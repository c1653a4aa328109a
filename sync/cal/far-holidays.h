/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-holidays: days without school, out of a calendar that somebody else made.
 *
 * What is understood, told apart by content and never by the file's name: iCalendar, and tables of
 * the French ministry of education, of data.gouv.fr and of openholidaysapi.org (docs/formats.md,
 * "Import of holidays").  The file is parsed in a process of its own, which has little memory and
 * little time and can neither write nor start anything; what it says is foreign too, and is
 * checked.
 *
 * A day is days since 1970-01-01, as in far-day.h.  Any thread; callbacks come to the main context
 * that was the thread's default.  Nothing here blocks.
 */

#pragma once

#include <gio/gio.h>

#include "far-bytes.h"
#include "far-limits.h"
#include "far-span.h"

G_BEGIN_DECLS

/**
 * FarHolidaysError:
 * @FAR_HOLIDAYS_ERROR_FORMAT: not a calendar that is understood; the message says what is missing
 * @FAR_HOLIDAYS_ERROR_DAMAGED: a table that cannot be read to its end; the message begins with the
 *   row, such as "row 12: a quotation mark is not closed"
 * @FAR_HOLIDAYS_ERROR_ZONE_NEEDED: it holds several zones, and none was chosen
 * @FAR_HOLIDAYS_ERROR_ZONE_UNKNOWN: the zone that was chosen is not in it
 * @FAR_HOLIDAYS_ERROR_TOO_BIG: more than FAR_HOLIDAYS_BYTES_MAX, or more than FAR_HOLIDAY_SPANS_MAX
 *   spans
 * @FAR_HOLIDAYS_ERROR_TOO_SLOW: it was not read within FAR_IMPORT_CPU_S or FAR_IMPORT_WAIT_MS
 * @FAR_HOLIDAYS_ERROR_HELPER: the process that reads is not there, died, or does not keep its
 *   promises; the file may be made to harm
 *
 * Why nothing was read.
 */
typedef enum
{
  FAR_HOLIDAYS_ERROR_FORMAT,
  FAR_HOLIDAYS_ERROR_DAMAGED,
  FAR_HOLIDAYS_ERROR_ZONE_NEEDED,
  FAR_HOLIDAYS_ERROR_ZONE_UNKNOWN,
  FAR_HOLIDAYS_ERROR_TOO_BIG,
  FAR_HOLIDAYS_ERROR_TOO_SLOW,
  FAR_HOLIDAYS_ERROR_HELPER,
} FarHolidaysError;

#define FAR_HOLIDAYS_ERROR (far_holidays_error_quark ())
GQuark far_holidays_error_quark (void);

/* Names and cells are NFC, without control characters, at most FAR_NAME_MAX characters; what was
 * longer ends with an ellipsis. */

/**
 * FarRefusedReason:
 * @FAR_REFUSED_DATE: the cell is no day that there is
 * @FAR_REFUSED_ORDER: it ends before it begins; the cell is the end
 * @FAR_REFUSED_OPEN: it begins, and the file does not say when it ends; the cell is its name
 * @FAR_REFUSED_LONG: more than FAR_HOLIDAY_DAYS_MAX days; the cell is the end
 * @FAR_REFUSED_TIME: not of whole days; the cell is the time
 * @FAR_REFUSED_REPEATS: it comes again otherwise than every year; the cell is its rule
 *
 * What is wrong with one row.
 */
typedef enum
{
  FAR_REFUSED_DATE,
  FAR_REFUSED_ORDER,
  FAR_REFUSED_OPEN,
  FAR_REFUSED_LONG,
  FAR_REFUSED_TIME,
  FAR_REFUSED_REPEATS,
} FarRefusedReason;

typedef struct
{
  guint row; /* of a table, as a spreadsheet numbers it; of iCalendar, the number of the event */
  FarRefusedReason reason;
  char *cell; /* owned */
} FarRefusedRow;

typedef struct
{
  char *name;    /* owned: the zone, such as "Zone B", else what the calendar calls itself, or "" */
  GArray *spans; /* owned (element-type FarSpan): at most FAR_HOLIDAY_SPANS_MAX, each of at most
                    FAR_HOLIDAY_DAYS_MAX days, by first day, last day and name; of one name none
                    touch, unless both together are too long */
  GPtrArray *zones;    /* owned (element-type utf8): that the file names, the first
                          FAR_HOLIDAY_ZONES_MAX of them; sorted */
  GPtrArray *refused;  /* owned (element-type FarRefusedRow): the first FAR_HOLIDAY_REFUSED_MAX */
  guint n_refused;     /* all of them */
  guint n_passed_over; /* rows that are no holiday there, or long over, or far ahead */
} FarHolidays;

/**
 * far_holidays_read_async:
 * @file: the whole file
 * @zone: (nullable): UTF-8: a zone, a region, or an académie, as people write it: "B", "zone b",
 * "Grenoble". %NULL or "" will do where the file has school holidays of one zone only; public
 * holidays are then those of the whole country
 * @today: what ended more than FAR_HOLIDAY_PAST_DAYS before it, or begins more than
 *   FAR_HOLIDAY_AHEAD_DAYS after, is passed over
 *
 * Names in several languages are taken in the user's, else in English.
 */
void far_holidays_read_async (GBytes *file,
                              const char *zone,
                              gint32 today,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/**
 * far_holidays_read_finish:
 * @out_zones: (out) (optional) (nullable) (transfer full) (element-type utf8): with ZONE_NEEDED and
 *   ZONE_UNKNOWN the zones of the file, else %NULL
 * @error: return location, or %NULL
 *
 * Returns: (transfer full): what was read; %NULL with a #FarHolidaysError, or with
 *   G_IO_ERROR_CANCELLED
 */
FarHolidays *
far_holidays_read_finish (GAsyncResult *result, GPtrArray **out_zones, GError **error) FAR_MUST_USE;

void far_holidays_free (FarHolidays *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarHolidays, far_holidays_free)

G_END_DECLS
