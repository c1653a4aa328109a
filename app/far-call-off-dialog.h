/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-call-off-dialog: cancels the outings of a day or of several in one go; says before whom that
 * concerns, and afterwards who is to be called.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_CALL_OFF_DIALOG (far_call_off_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarCallOffDialog, far_call_off_dialog, FAR, CALL_OFF_DIALOG, AdwWindow)

/**
 * FarCallOffDialog::called-off:
 * @self: a dialog
 * @text: what became of it, in words
 * @act: what takes it back; "" if it is a suggestion
 */

/* @rota: (nullable): only that one, else all.  @day: with which it begins */
GtkWindow *
far_call_off_dialog_new (GtkWindow *parent, FarOverview *overview, const char *rota, gint32 day);

G_END_DECLS
