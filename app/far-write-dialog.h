/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-write-dialog: a file for others: for whom, with what in it, and how large it will be.  Main
 * thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_WRITE_DIALOG (far_write_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarWriteDialog, far_write_dialog, FAR, WRITE_DIALOG, AdwWindow)

/**
 * FarWriteDialog::chosen:
 * @file: (type GFile): where to write it
 * @devices: (type GStrv) (nullable): for whom; NULL for all
 * @flags: (type FarBundleFlags as uint)
 */

/* It writes nothing itself. */
GtkWindow *far_write_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
