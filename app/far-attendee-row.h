/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-attendee-row: a machine at the meeting, and how far it is.  Main thread. */

#pragma once

#include <gtk/gtk.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_ATTENDEE_ROW (far_attendee_row_get_type ())
G_DECLARE_FINAL_TYPE (FarAttendeeRow, far_attendee_row, FAR, ATTENDEE_ROW, GtkListBoxRow)

GtkWidget *far_attendee_row_new (const FarAttendee *attendee);

/* Whose machine it is about. */
const char *far_attendee_row_peek_device (FarAttendeeRow *self);
/* @attendee: the same machine */
void far_attendee_row_show (FarAttendeeRow *self, const FarAttendee *attendee);

G_END_DECLS
