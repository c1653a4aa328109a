/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-ics: a calendar of outings, as iCalendar (RFC 5545) that other programs read.
 *
 * What is written follows from what is given alone, byte for byte.  libical folds and escapes; it
 * is in a process of its own, as for calendars of others (docs/decisions.md).
 */

#pragma once

#include <gio/gio.h>

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

/**
 * FAR_ICS_TYPE:
 *
 * A calendar as it goes to that process: its name; its IANA zone; and its events, each of
 *
 * - s: the rota's id, with the day its identity for ever
 * - i: the civil day, days since 1970-01-01
 * - ii: minutes since midnight, in that zone, and how many it takes
 * - sss: what it is called, what more there is to say, where it begins; "" for nothing
 * - bdd: whether that place is known, in degrees, WGS 84
 * - i: a #FarIcsStatus
 * - b: whether it takes its reader's time
 * - ux: how often it was changed, and when last, milliseconds since 1970
 */
#define FAR_ICS_TYPE "(ssa(siiisssbddibux))"

typedef enum
{
  FAR_ICS_CONFIRMED,
  FAR_ICS_TENTATIVE,
  FAR_ICS_CANCELLED,
} FarIcsStatus;

/**
 * FarIcsError:
 * @FAR_ICS_ERROR_ZONE: libical does not know that zone
 * @FAR_ICS_ERROR_TOO_BIG: more than FAR_EVENTS_MAX events
 * @FAR_ICS_ERROR_INVALID: what was given is no such calendar
 * @FAR_ICS_ERROR_HELPER: the process that writes is not there, died, or took too long
 */
typedef enum
{
  FAR_ICS_ERROR_ZONE,
  FAR_ICS_ERROR_TOO_BIG,
  FAR_ICS_ERROR_INVALID,
  FAR_ICS_ERROR_HELPER,
} FarIcsError;

#define FAR_ICS_ERROR (far_ics_error_quark ())
GQuark far_ics_error_quark (void);

/**
 * far_ics_write_async:
 * @calendar: of FAR_ICS_TYPE; floating or not
 *
 * In the process.  Callbacks come to the main context that was the thread's default.
 */
void far_ics_write_async (GVariant *calendar,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/* Returns: (transfer full): the file; %NULL with a #FarIcsError, or with G_IO_ERROR_CANCELLED */
GBytes *far_ics_write_finish (GAsyncResult *result, GError **error) FAR_MUST_USE;

G_END_DECLS
