/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-attendance: who is at a meeting, and how far each is.
 *
 * A meeting begins when somebody is met after a quarter of an hour without anybody.  Here is with
 * whom there is a session, or was; and of whom others have brought since then what they said, just
 * now, that they hold: in a room nobody has a session with everybody.  Who is not heard any more
 * although there is something to be said has gone.
 *
 * Nothing of it is kept, and no rule asks it.  The worker's thread.
 */

#pragma once

#include "far-worker.h"

G_BEGIN_DECLS

/* A machine that is in standing. */
typedef struct
{
  const guint8 *device; /* 32 bytes, borrowed from the governance */
  const guint8 *member; /* the same, 16 bytes */
  gboolean is_me;
  gboolean is_met;  /* there is a session */
  gboolean is_gone; /* it was here */
  gint64 n_lacking; /* entries that are here, and it is not known to have */
  gint64 n_ahead;   /* that it has, and that are not here */
  gint64 n_known;   /* that are here or there */
} FarAttendant;

FarAttendance *far_attendance_new (FarWorker *worker) FAR_MUST_USE;
void far_attendance_free (FarAttendance *self);

/* A session with @device began, before anything of it came; or it is over. */
void far_attendance_note_met (FarAttendance *self, const guint8 device[static FAR_KEY_LEN]);
void far_attendance_note_left (FarAttendance *self, const guint8 device[static FAR_KEY_LEN]);

/* When it began, on this device's clock; 0 while there is none. */
gint64 far_attendance_get_since_ms (const FarAttendance *self);
/* Returns: (transfer full) (element-type FarAttendant): this machine first; it alone while there is
 * no meeting */
GArray *far_attendance_list (FarAttendance *self) FAR_MUST_USE;
/* What changed since it began; @out_joined: (out): members who were none then; @out_left: (out) */
gboolean far_attendance_get_changes (FarAttendance *self,
                                     FarChangeFacts *out,
                                     int *out_joined,
                                     int *out_left,
                                     GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarAttendance, far_attendance_free)

G_END_DECLS
