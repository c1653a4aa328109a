/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-roads: whether, and by what, contacts look for another road than the TCP on which they met.
 *
 * libnice is loaded, and its thread begins, when the first of them does.  A machine that could not
 * be reached by it, or was lost on it twice, is left on TCP for FAR_ROAD_REST_US.
 *
 * The worker's thread.
 */

#pragma once

#include "far-nice.h"

G_BEGIN_DECLS

typedef struct _FarRoads FarRoads;

/* Returns: (transfer full): free it after all contacts */
FarRoads *far_roads_new (void) FAR_MUST_USE;
void far_roads_free (FarRoads *self);

/* Whether two that met on @connection may look for one: not on this machine itself, where there is
 * nothing to be found, and not where FARANDOLE_LINK says tcp. */
gboolean far_roads_may (const FarRoads *self, GSocketConnection *connection);
/* Whether the road to @device is at rest. */
gboolean far_roads_rest (const FarRoads *self, const guint8 device[static FAR_KEY_LEN]);
/* It could not be had, or it was lost. */
void far_roads_note_blocked (FarRoads *self, const guint8 device[static FAR_KEY_LEN]);
void far_roads_note_lost (FarRoads *self, const guint8 device[static FAR_KEY_LEN]);

/* Begins to look.  Returns: (transfer full) (nullable): NULL where libnice is not there; free it
 * with far_roads_leave() */
FarNice *far_roads_look (FarRoads *self,
                         const FarNiceSetup *setup,
                         const FarNiceWatch *watch,
                         gpointer data) FAR_MUST_USE;
void far_roads_tell (FarRoads *self, FarNice *road, const FarIceCard *card);
void far_roads_leave (FarRoads *self, FarNice *road);

G_END_DECLS
