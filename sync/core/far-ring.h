/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-ring: whom a machine calls of those that it sees around it, and whom it sends away, so that
 * all in a room are joined and nobody has many sessions (docs/decisions.md, "Each calls the next").
 *
 * In the order of the names, which all see, each calls the next one that answers, round and round;
 * that call is not sent away.  Of those that can be called one is the last in the order: from
 * everybody a way leads there, from one to the next.  So all are joined, whoever cannot be called.
 * Besides, each calls one that is drawn, which shortens the ways and holds when one of the ring
 * goes; that one is told that it may send this machine away.
 *
 * A name says nothing: who it is, and where, is asked for only when it is to be called.  In a room
 * of forty, where everybody would ask for everybody, that is most of what would be sent.
 *
 * Pure.
 */

#pragma once

#include "far-lan-tag.h"

G_BEGIN_DECLS

typedef struct _FarRing FarRing;

typedef enum
{
  FAR_RING_NAMED,   /* more is not known */
  FAR_RING_OURS,    /* it can be called */
  FAR_RING_STRANGE, /* never to be */
} FarRingState;

/* Somebody who was seen. */
typedef struct
{
  char name[FAR_LAN_LABEL_LEN + 1];
  FarRingState state;
  gpointer data;  /* of whoever sees it */
  gint64 came_us; /* when it was seen first */
  gint64 seen_us; /* and last */
  gint64 asked_us;
  gboolean is_resolved; /* now: who it is, and where */
  gboolean is_called;   /* and that is not over */
  gboolean is_drawn;    /* it is called as one that can be done without */
  gboolean is_hung_up;  /* it is called, and was told goodbye */
  guint n_failed;       /* in a row */
  guint retry_ms;
  gint64 retry_us; /* not asked or called before */
} FarRingPeer;

/* Whether there is a session with it, whoever called. */
typedef gboolean (*FarRingIsMet) (const FarRingPeer *peer, gpointer data);

/* It is asked who and where it is.  Returns: FALSE if not now; else far_ring_resolved() or
 * far_ring_failed() follows */
typedef gboolean (*FarRingResolve) (FarRingPeer *peer, gpointer data);

/* Returns: FALSE if it is not called now; else far_ring_ended() follows */
typedef gboolean (*FarRingCall) (FarRingPeer *peer, gpointer data);

/* Returns: whether it is told goodbye, or is to be asked again later */
typedef gboolean (*FarRingHangUp) (FarRingPeer *peer, gpointer data);

/* What far_ring_look() asks and does; none of these may let go of the ring.  is_called and so on
 * are set before @call */
typedef struct
{
  FarRingIsMet is_met;
  FarRingResolve resolve;
  FarRingCall call;
  FarRingHangUp hang_up;
} FarRingWatch;

/* @free_data: of FarRingPeer; @watch: static */
FarRing *
far_ring_new (const FarRingWatch *watch, gpointer data, GDestroyNotify free_data) FAR_MUST_USE;
void far_ring_free (FarRing *self);

/* Its own place in the order.  @name: FAR_LAN_LABEL_LEN characters */
void far_ring_set_name (FarRing *self, const char *name);

/* Somebody is seen, for the first time or again.  Among too many a stranger goes, then whoever
 * failed most often, then who was seen longest ago.  @name: as above
 *
 * Returns: (transfer none) (nullable): NULL if there is no room; valid until the next one, or
 *   far_ring_forget() */
FarRingPeer *far_ring_see (FarRing *self, const char *name, gint64 now_us);
/* Who was not seen since, and is not called. */
void far_ring_forget (FarRing *self, gint64 since_us);
/* What was asked for is not told any more, or by others: everybody is only named again. */
void far_ring_doubt (FarRing *self);
/* (transfer none) (nullable) */
FarRingPeer *far_ring_find (FarRing *self, const char *name);
/* Returns: the @i-th in the order; NULL: there are not so many */
FarRingPeer *far_ring_get (FarRing *self, guint i);

/**
 * far_ring_look:
 * @fresh: a name that was drawn
 * @n_met: with how many machines there is a session
 * @is_catching_up: with one of them: what several bring at the same time comes several times
 * @is_alone: nobody was met for a while: who came last is tried first, so that what strangers say
 * is not in the way of whoever comes now
 *
 * Calls whom it has to, and hangs up whom it has not, once it has the others.
 *
 * Returns: when it is to look again if nothing happens
 */
gint64 far_ring_look (FarRing *self,
                      gint64 now_us,
                      const char *fresh,
                      guint n_met,
                      gboolean is_catching_up,
                      gboolean is_alone);

/* Whether those whom it has to call now are met, or were called in vain. */
gboolean far_ring_is_through (FarRing *self, gint64 now_us);

/* @is_ours: it can be called */
void far_ring_resolved (FarRing *self, FarRingPeer *peer, gboolean is_ours);
/* It did not say.  @fresh: random */
void far_ring_failed (FarRing *self, FarRingPeer *peer, gint64 now_us, guint32 fresh);
/* A call is over.  @good: it was worth it; @fresh: random */
void far_ring_ended (FarRing *self, FarRingPeer *peer, gboolean good, gint64 now_us, guint32 fresh);

/**
 * far_ring_find_one_too_many:
 * @may_go: (array length=n_guests): of each that calls this machine, in the order in which they
 *   came, whether it said that it can be done without
 * @n_met: with how many machines there is a session
 *
 * Returns: which of them is to be sent away; -1: none
 */
int far_ring_find_one_too_many (const gboolean *may_go, guint n_guests, guint n_met);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarRing, far_ring_free)

G_END_DECLS
