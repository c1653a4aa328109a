/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-folder-row: a folder whose files are read by themselves, be it on a stick that comes and
 * goes. Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_FOLDER_ROW (far_folder_row_get_type ())
G_DECLARE_FINAL_TYPE (FarFolderRow, far_folder_row, FAR, FOLDER_ROW, AdwActionRow)

/**
 * FarFolderRow::read:
 * @news: (type FarFolderNews): the file and what became of it; for as long as the handler runs
 *
 * FarFolderRow::failed:
 * @error: why a folder cannot be watched, or not the next time
 */

/* Once. */
void far_folder_row_set_overview (FarFolderRow *self, FarOverview *overview);

/* Ends what is going on; the choice is kept. */
void far_folder_row_stop (FarFolderRow *self);

G_END_DECLS
