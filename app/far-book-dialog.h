/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-book-dialog: from when to when somebody wants a thing or a room, and how many of it.
 *
 * Emits "booked" with a FarLoansReport.  Main thread. */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

#define FAR_TYPE_BOOK_DIALOG (far_book_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FarBookDialog, far_book_dialog, FAR, BOOK_DIALOG, AdwWindow)

GtkWindow *far_book_dialog_new (GtkWindow *parent, FarOverview *overview, const FarLent *lent);

G_END_DECLS
