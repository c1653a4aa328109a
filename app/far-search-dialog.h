/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-search-dialog: members, children, lines, rotas, rides and more by the words that are in them.
 * Main thread.
 *
 * ::found (int FarFoundKind, const char *id): it was chosen, and the dialog closes.
 */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_SEARCH_DIALOG (far_search_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarSearchDialog, far_search_dialog, FAR, SEARCH_DIALOG, AdwWindow)

GtkWindow *far_search_dialog_new (GtkWindow *parent, FarOverview *overview);

G_END_DECLS
