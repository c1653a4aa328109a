/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-broken-page: why a collective cannot be opened, where it lies, and what one can do.
 *
 * Asks for win.open-again, win.open-folder (path), win.set-aside (id) and win.choose-collective.
 * Main thread.
 */

#pragma once

#include <adwaita.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_TYPE_BROKEN_PAGE (far_broken_page_get_type ())
G_DECLARE_FINAL_TYPE (FarBrokenPage, far_broken_page, FAR, BROKEN_PAGE, AdwBin)

/**
 * far_broken_page_show:
 * @error: what opening said
 * @home: the data folder
 * @collective: (nullable): the one that cannot be opened, where that is known
 * @has_others: whether another can be chosen
 */
void far_broken_page_show (FarBrokenPage *self,
                           const GError *error,
                           const char *home,
                           const FarCollective *collective,
                           gboolean has_others);

G_END_DECLS
