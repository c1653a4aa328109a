/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-told: who belongs, found a second time and the long way.
 *
 * The store asks the replay with acts alone, and finds which WITNESS an act has seen only where
 * that matters.  Here every governance entry is an element of every past, as docs/governance.md has
 * it.
 */

#pragma once

#include "far-store.h"

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): in which way the two answers differ; %NULL if they do not */
char *far_told_compare (FarStore *store);

G_END_DECLS
