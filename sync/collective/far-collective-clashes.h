/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-clashes: who has promised two things so close to each other that nobody can do
 * both, whatever they are: a walk, a ride that one drives or comes along with, a hand that one
 * lends, a room that one uses or opens, a thing that one fetches.
 *
 * Nothing forbids them; they are shown to everybody who sees one of the two.
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective-facts.h"

G_BEGIN_DECLS

typedef struct _FarClashes FarClashes;

/**
 * far_clashes_new:
 *
 * What is added stays the caller's, and lives until far_clashes_mark().
 */
FarClashes *far_clashes_new (void) FAR_MUST_USE;

/* @outings: (element-type FarOutingFacts): their turns' clash is told. */
void far_clashes_add_outings (FarClashes *self, const GPtrArray *outings);

/* @dates: (element-type FarRideDate): theirs and that of their seats is told.  Who asks for seats
 * has promised nothing. */
void far_clashes_add_rides (FarClashes *self, const GPtrArray *dates);

/* @helps: (element-type FarHelpFacts): that of who helps at some time of one day is told; what may
 * be done on several days, or when it suits, clashes with nothing.  Those that have a time and are
 * shown to others too are replaced by copies in it. */
void far_clashes_add_help (FarClashes *self, GPtrArray *helps);

/* @things: (element-type FarLentThing): that of who has to be there for a booking; a thing that is
 * away for days clashes only when it is fetched or brought back.  As above, some are replaced by
 * copies in it. */
void far_clashes_add_lending (FarClashes *self, GPtrArray *things);

/**
 * far_clashes_mark:
 * @self: (transfer full)
 *
 * Tells each the first other promise of that person, by time, that is too close.  It names words
 * of what was added: as long as that lives.
 *
 * Cost: O(n) for promises in order, as of outings alone.
 */
void far_clashes_mark (FarClashes *self);

G_END_DECLS
