/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-nice: roads to other machines over libnice (RFC 8445), in the module farandole-nice.
 *
 * A hub is one thread with one main context, in which libnice does all its work.  A road is one
 * agent for one peer: it finds out where this machine can be reached, is told where the peer can
 * be, and becomes a stream of bytes, or fails.  The stream is one end of a pair of sockets; what is
 * written into it goes out as QUIC over libnice's datagrams (far-quic.h), no faster than the peer
 * takes it, and what comes in is read from it.  Closing it closes the road, after all that was
 * written has arrived, if it does soon.  It is as good as TCP and no more trusted than a stranger's
 * hands; and it is not told when the peer is gone, so whoever uses it listens for a heartbeat.
 *
 * Thread: the one whose default main context a road was made in makes all calls and gets all
 * callbacks.
 */

#pragma once

#include <gio/gio.h>

#include "far-ice-card.h"
#include "far-module.h"
#include "far-server.h"

G_BEGIN_DECLS

#define FAR_NICE_MODULE "farandole-nice"

typedef struct _FarNiceHub FarNiceHub;
typedef struct _FarNice FarNice;

/**
 * FarNiceWatch:
 * @gathered: @card: (transfer none): where this machine can be reached, to be shown to the peer; an
 *   offer or an answer as the road began, or %FAR_ICE_NONE if it can nowhere.  Once
 * @connected: @stream: (transfer none): non-blocking, with pollable halves.  Once, and the last
 * @failed: it comes to nothing.  The last
 *
 * Each may free the road.
 */
typedef struct
{
  void (*gathered) (FarNice *self, const FarIceCard *card, gpointer data);
  void (*connected) (FarNice *self, GIOStream *stream, gpointer data);
  void (*failed) (FarNice *self, gpointer data);
} FarNiceWatch;

/**
 * FarNiceSetup:
 * @offers: whether this end speaks first
 * @servers: (array length=n_servers) (nullable): that may be asked where this machine is seen from,
 *   and to pass on what is said; copied.  Nobody else is asked anything
 * @try_us: for how long it goes on from when the peer's card was told, though a first try failed:
 *   the peer may be told this end's card minutes later; 0: one try
 */
typedef struct
{
  gboolean offers;
  const FarServer *servers;
  guint n_servers;
  gint64 try_us;
} FarNiceSetup;

/* What the module exports. */
typedef struct
{
  FarModule module;

  /* Returns: (transfer full) */
  FarNiceHub *(*hub_new) (void);
  /* After all roads.  Waits until the streams have said their last words, FAR_LINK_LINGER_US at
   * most. */
  void (*hub_free) (FarNiceHub *hub);

  /* @watch: (transfer none): static.  Returns: (transfer full): a road that begins to gather */
  FarNice *(*open) (FarNiceHub *hub,
                    const FarNiceSetup *setup,
                    const FarNiceWatch *watch,
                    gpointer data);
  /* Once.  @card: (transfer none): the peer's, an offer or an answer; may be told before @gathered
   */
  void (*set_remote) (FarNice *self, const FarIceCard *card);
  /* Nothing is called back any more; a stream that was handed over goes on. */
  void (*free) (FarNice *self);
} FarNiceTable;

G_END_DECLS
