/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-link: one FarSession, driven over one connection.
 *
 * A link is a stream of bytes in both directions that is as good as TCP: in order, complete, and no
 * more trusted than a stranger's hands.  Any GIOStream with pollable halves will do: a TCP socket
 * (far-link-tcp.h), or a road (far-nice.h).  A bundle (far-link-bundle.h) is the same session
 * over a file, which needs none of this.
 *
 * Bytes go into the session as they come, and out of it only as fast as the connection takes them;
 * nothing is queued but one write.  One turn of the loop works for a few milliseconds at most, so
 * that many links share one thread with whoever asks for the week.
 *
 * Thread: the one whose default main context it was made in.
 */

#pragma once

#include <gio/gio.h>

#include "far-session.h"

G_BEGIN_DECLS

typedef struct _FarLink FarLink;

/**
 * FarLinkWatch:
 * @changed: the session's state or counts are not what they were, or a request or answer is there;
 *   once for each turn of the loop
 * @ended: the connection is over, the last thing that is told; @error: (nullable): why, if the
 *   session did not end well
 *
 * Both may call anything here, and let go of the link.
 */
typedef struct
{
  void (*changed) (FarLink *self, gpointer data);
  void (*ended) (FarLink *self, const GError *error, gpointer data);
} FarLinkWatch;

/**
 * far_link_new:
 * @stream: (transfer none): connected
 * @session: (transfer full)
 * @watch: (transfer none): static
 *
 * Returns: (transfer full): a link that goes to work with the next turn of the loop
 */
FarLink *far_link_new (GIOStream *stream,
                       FarSession *session,
                       const FarLinkWatch *watch,
                       gpointer data) FAR_MUST_USE;

FarLink *far_link_ref (FarLink *self);
/* The last reference cuts the connection. */
void far_link_unref (FarLink *self);

/* (transfer none): for asking; what is told to it is followed by far_link_kick() */
FarSession *far_link_peek_session (FarLink *self);

/* The session was given something to send. */
void far_link_kick (FarLink *self);
/* Entries were accepted elsewhere: far_session_wake(), soon; several are one. */
void far_link_wake (FarLink *self);
/* The addresses of this machine are others: a connection that begins at one which it has no more is
 * over, though TCP would wait for minutes. */
void far_link_check_address (FarLink *self);
/* Says goodbye; @ended follows, after FAR_LINK_LINGER_US at the latest. */
void far_link_close (FarLink *self);
/* Ends it here and now, frees the session, and tells nothing. */
void far_link_cut (FarLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarLink, far_link_unref)

G_END_DECLS
