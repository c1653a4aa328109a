/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-seen-dialog: what has changed of a rota since it was published, who has received and seen it,
 * and whom to call.  Who has not is told to whoever publishes, and to who answers for them.
 * Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_SEEN_DIALOG (far_seen_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarSeenDialog, far_seen_dialog, FAR, SEEN_DIALOG, AdwWindow)

/* @rota: id */
GtkWindow *far_seen_dialog_new (GtkWindow *parent, FarOverview *overview, const char *rota);

G_END_DECLS
