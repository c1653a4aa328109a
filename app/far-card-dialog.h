/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-card-dialog: meeting another member's machine across the Internet: a card, its answer, and
 * what comes of it.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_CARD_DIALOG (far_card_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarCardDialog, far_card_dialog, FAR, CARD_DIALOG, AdwWindow)

/**
 * FarCardDialog::write-file:
 *
 * The two cannot meet, and a file is to be written instead; the dialog closes.
 */

/* Those that met go on exchanging when it is closed. */
GtkWindow *far_card_dialog_new (GtkWindow *parent, FarEngine *engine);

/* Answers a card that somebody gave to this machine, as far_engine_load_card_finish() read it. */
void far_card_dialog_answer (FarCardDialog *self, const char *text);

G_END_DECLS
