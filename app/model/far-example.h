/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-example: a neighbourhood to try things on, in a folder of its own that is thrown away.
 *
 * It is made with what anybody could do: somebody founds it, writes down three neighbours,
 * publishes two rotas and takes turns.  Main thread.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): a new folder to be the home of one */
char *far_example_new_home (GError **error);

/* Removes such a folder with all that is in it, and no other folder.  @home: of
 * far_example_new_home() */
void far_example_throw_away (const char *home);

/* @engine: open, on a home that belongs to nothing */
void far_example_make_async (FarEngine *engine,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
gboolean far_example_make_finish (FarEngine *engine, GAsyncResult *result, GError **error);

G_END_DECLS
