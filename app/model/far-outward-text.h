/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-outward-text: outings as plain text, to be pasted into a message.
 *
 * As in far-outward.h: it names everybody.  Every returned string is (transfer full) and ends with
 * a line's end.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* How old what is told may be: "As this machine knows it, with what it has heard from others up to
 * ..."
 * @last_ms: 0 if it never heard from another one.  Without a line's end. */
char *far_outward_as_of (gint64 last_ms);

/**
 * far_outward_week_text:
 * @name: of the collective
 * @outings: (element-type FarOuting): by day; drafts are left out
 * @first_day: of the days that were asked for
 * @n_days: how many these are
 * @last_ms: as above
 */
char *far_outward_week_text (const char *name,
                             GPtrArray *outings,
                             gint32 first_day,
                             int n_days,
                             gint64 last_ms);

/* One of them, with its day. */
char *far_outward_outing_text (const char *name, const FarOuting *outing, gint64 last_ms);

/* Up to when this machine knows what others said: the last exchange, or the newest word that came
 * in a file; 0 if it never heard from another one.  @devices: (element-type FarDevice) */
gint64 far_outward_last_heard (GPtrArray *devices);

G_END_DECLS
