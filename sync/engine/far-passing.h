/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-passing: machines meet across the Internet by a third one that both are connected to, so that
 * they go on exchanging when that one goes (docs/formats.md, "Road").
 *
 * Every machine passes sealed cards on between those that are connected to it, as long as they do
 * not ask for much.  One that is connected to a single other asks it now and then who else is
 * there, and tries to meet one of them.
 *
 * The worker's thread.
 */

#pragma once

#include "far-contact.h"

G_BEGIN_DECLS

/* @stream: (transfer none): the peer is to be talked to on it; @secret: (nullable): this end dials,
 * under it */
typedef void (*FarPassingMet) (GIOStream *stream, const guint8 *secret, gpointer data);

/* Returns: (transfer full) (nullable): NULL if there is one already for this worker */
FarPassing *far_passing_new (FarWorker *worker, FarPassingMet met, gpointer data) FAR_MUST_USE;
void far_passing_free (FarPassing *self);

/* Tells who was called that it may end that when it has others enough.  Returns: whether it was
 * said */
gboolean far_passing_say_may_go (FarContact *contact);

/* A SIGNAL of that contact's that is not of its own road. */
void far_passing_hear (FarWorker *worker, FarContact *from, GBytes *signal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarPassing, far_passing_free)

G_END_DECLS
