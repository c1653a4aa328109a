/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-line-dialog: a form that changes what is said of a line, and says meanwhile which times move.
 * Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_LINE_DIALOG (far_line_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarLineDialog, far_line_dialog, FAR, LINE_DIALOG, AdwWindow)

/**
 * FarLineDialog::changed:
 * @self: a dialog, about to close
 * @text: what became of it, in words
 *
 * FarLineDialog::removed:
 *
 * The same, when the line was taken off the list.
 */

/* @line: is kept: what it was before */
GtkWindow *far_line_dialog_new (GtkWindow *parent, FarOverview *overview, const FarLine *line);

/* The line, as it was when the dialog was opened on it.  (transfer none) */
const FarLine *far_line_dialog_peek_line (FarLineDialog *self);

G_END_DECLS
