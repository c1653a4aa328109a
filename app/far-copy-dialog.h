/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-copy-dialog: saves a copy of everything to a file, or opens one.  Main thread.
 *
 * Goes on when it is asked, and closes by itself when it is done.  Closing it before stops it.
 */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_COPY_DIALOG (far_copy_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarCopyDialog, far_copy_dialog, FAR, COPY_DIALOG, AdwWindow)

/**
 * FarCopyDialog::done:
 * @self: a dialog
 * @saved: (type pointer): the FarSaved
 * @name: of the file
 */

GtkWindow *far_copy_dialog_new_to_save (GtkWindow *parent, FarEngine *engine);
GtkWindow *far_copy_dialog_new_to_open (GtkWindow *parent, FarEngine *engine);

G_END_DECLS
