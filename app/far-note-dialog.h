/* SPDX-License-Identifier: GPL-3.0-or-later */

/* FarNoteDialog: what whoever walks with a child has to know, read or written.  With the window the
 * words are gone: nothing else holds them. */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_NOTE_DIALOG (far_note_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarNoteDialog, far_note_dialog, FAR, NOTE_DIALOG, AdwWindow)

/* To read, for who walks with it. */
GtkWindow *far_note_dialog_new_to_read (GtkWindow *parent,
                                        FarEngine *engine,
                                        const char *child,
                                        const char *rota,
                                        gint32 day);
/* To write, for who speaks for it.  @child: borrowed for the call */
GtkWindow *
far_note_dialog_new_to_write (GtkWindow *parent, FarEngine *engine, const FarChild *child);
/* What only those are to know who help: to write, for whose it is, else to read.  @help: borrowed
 * for the call */
GtkWindow *far_note_dialog_new_for_help (GtkWindow *parent, FarEngine *engine, const FarHelp *help);

G_END_DECLS
