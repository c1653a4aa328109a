/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-whose: for whom something is done: oneself, or somebody for whom one answers.  Main thread.
 */

#pragma once

#include <adwaita.h>

#include "far-overview.h"

G_BEGIN_DECLS

/* Fills the row, and hides it where there is nobody but oneself. */
void far_whose_fill (AdwComboRow *row, FarOverview *overview);
/* Fills the row with all who are here, behind @nobody, who stands for %NULL. */
void far_whose_fill_all (AdwComboRow *row, FarOverview *overview, const char *nobody);
/* The id of who is chosen; %NULL for oneself, or nobody */
const char *far_whose_get (AdwComboRow *row);

G_END_DECLS
