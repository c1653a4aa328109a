/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-notifier: tells of turns that are near, and whoever does not look at the window of what waits
 * for them (far-reminders.h), each once.
 *
 * Main thread.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_NOTIFIER (far_notifier_get_type ())
G_DECLARE_FINAL_TYPE (FarNotifier, far_notifier, FAR, NOTIFIER, GObject)

/**
 * FarNotifier::looked:
 *
 * What far_notifier_look() asked for is there, or it failed, and what was due is told.
 */

/* @application: (transfer none): outlives it; has an action app.activate
 * @clock_offset_ms: as of far_engine_new() */
FarNotifier *far_notifier_new (GApplication *application, const char *home, gint64 clock_offset_ms);

/* Asks what there is to tell from now on, and tells what is due.
 * @engine: (transfer none): open */
void far_notifier_look (FarNotifier *self, FarEngine *engine);

/* There is something new: to be looked at with the next far_notifier_wants_look(). */
void far_notifier_expect (FarNotifier *self);

/* Tells what is due of what was there when it looked last. */
void far_notifier_tell (FarNotifier *self);

/* Whether that is due, or it is long that it looked. */
gboolean far_notifier_wants_look (FarNotifier *self);

G_END_DECLS
