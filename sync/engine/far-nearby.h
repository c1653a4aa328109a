/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-nearby: machines of the collective on the same local networks: this one lets itself be found
 * there, and says which of the others is to be called.
 *
 * Only on networks that the person at this device trusts.  All that is registered is drawn anew
 * each day (docs/formats.md, "On a local network"), the port too.  Each machine calls two, as the
 * ring says (far-ring.h), so that whatever is written reaches everybody.
 *
 * A machine that is not in yet registers nothing, and finds those that can let it in.
 *
 * The worker's thread.
 */

#pragma once

#include "far-lan-tag.h"
#include "far-worker.h"

G_BEGIN_DECLS

typedef struct _FarNearby FarNearby;

/**
 * FarNearbyWatch:
 * @accepted: somebody calls; @connection: (transfer none)
 * @call: this one is to be called now, and far_nearby_met() and far_nearby_ended() follow; @name:
 *   which it is; @address: HOST:PORT; @secret: index of the collective secret under which it is
 *   known; @may_go: it is to be told that it can do without.  Returns: FALSE if not now
 * @hang_up: it is called, and need not be any more.  Returns: whether it is told goodbye
 * @changed: how far it is
 *
 * None may let go of this.
 */
typedef struct
{
  void (*accepted) (GSocketConnection *connection, gpointer data);
  gboolean (*call) (FarNearby *self,
                    const char *name,
                    const char *address,
                    guint secret,
                    gboolean may_go,
                    gpointer data);
  gboolean (*hang_up) (FarNearby *self, const char *name, gpointer data);
  void (*changed) (FarNearby *self, FarNearbyState state, gpointer data);
} FarNearbyWatch;

/* @watch: static; @mode: not NOWHERE.  Returns: (transfer full) */
FarNearby *far_nearby_new (FarWorker *worker,
                           FarNearbyMode mode,
                           const FarNearbyWatch *watch,
                           gpointer data) FAR_MUST_USE;
void far_nearby_free (FarNearby *self);

/* Who it is that was called. */
void far_nearby_met (FarNearby *self, const char *name, const guint8 device[static FAR_KEY_LEN]);
/* What was called is over.  @device: (nullable): who it turned out to be; @good: it was worth it */
void far_nearby_ended (FarNearby *self, const char *name, const guint8 *device, gboolean good);
/* A session began or ended: others may have to be called. */
void far_nearby_look (FarNearby *self);

/* Whether whom it has to call of those that are found by now is met, or called, or was. */
gboolean far_nearby_is_through (FarNearby *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarNearby, far_nearby_free)

G_END_DECLS
