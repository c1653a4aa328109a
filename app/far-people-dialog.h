/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-people-dialog: whom a list of people would bring in, before it is imported.
 * Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_PEOPLE_DIALOG (far_people_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarPeopleDialog, far_people_dialog, FAR, PEOPLE_DIALOG, AdwWindow)

/**
 * FarPeopleDialog::imported:
 * @self: a dialog, about to close
 * @text: what was done, in words
 * @undo: what far_engine_undo_people_async() takes
 */

/* @path: of the file, which is read at once */
GtkWindow *far_people_dialog_new (GtkWindow *parent, FarOverview *overview, const char *path);

G_END_DECLS
