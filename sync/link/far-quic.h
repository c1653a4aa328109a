/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-quic: two streams of bytes, one each way, over datagrams that may be lost, doubled, late, or
 * anybody's (docs/formats.md, "Road").
 *
 * What makes streams of datagrams is QUIC (RFC 9000, by ngtcp2, with BBR).  Its TLS is left out:
 * both ends have keys that nobody else has, because they got each other's card, and what is carried
 * has its own handshake.  Each datagram ends with a tag under them; without a good one nothing of
 * it is looked at, so that whoever sends in the peer's name is not heard at all.
 *
 * Bytes and time in, bytes and a deadline out.  What it keeps is bounded: FAR_QUIC_WINDOW each way.
 */

#pragma once

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

typedef struct _FarQuic FarQuic;

/* @is_first: one of both is
 * @send_key: 32 bytes, secret, as @receive_key.  Returns: (transfer full) */
FarQuic *far_quic_new (gboolean is_first,
                       const guint8 send_key[static FAR_KEY_LEN],
                       const guint8 receive_key[static FAR_KEY_LEN],
                       gint64 now_us) FAR_MUST_USE;
void far_quic_free (FarQuic *self);

/* A datagram came, from anybody. */
void far_quic_receive (FarQuic *self, const guint8 *bytes, gsize len, gint64 now_us);
/* Not before far_quic_get_deadline(). */
void far_quic_handle_timeout (FarQuic *self, gint64 now_us);
/* G_MAXINT64 while there is none */
gint64 far_quic_get_deadline (const FarQuic *self);
/* What is to be sent now, to be asked after each of the others.  Returns: its length; 0: nothing */
gsize far_quic_poll_transmit (FarQuic *self,
                              guint8 out[static FAR_QUIC_DATAGRAM_LEN],
                              gint64 now_us) FAR_MUST_USE;
/* The last datagram, which says that it is over.  Returns: its length; 0: none */
gsize far_quic_close (FarQuic *self,
                      guint8 out[static FAR_QUIC_DATAGRAM_LEN],
                      gint64 now_us) FAR_MUST_USE;

/* How much it would take. */
gsize far_quic_get_room (const FarQuic *self);
/* @len: far_quic_get_room() at most */
void far_quic_write (FarQuic *self, const guint8 *bytes, gsize len);
/* There is nothing more. */
void far_quic_write_end (FarQuic *self);

/* (transfer none): what came and was not taken yet */
const guint8 *far_quic_peek (const FarQuic *self, gsize *len);
void far_quic_take (FarQuic *self, gsize len);
/* Whether the peer has ended, and all that came was taken. */
gboolean far_quic_has_ended (const FarQuic *self);

/* Whether both have ended, and the peer has all that was written. */
gboolean far_quic_is_done (const FarQuic *self);
/* Whether it is over: the peer says so, or did what nobody does. */
gboolean far_quic_is_over (const FarQuic *self);
/* Whether it has nothing to send but receipts, which may wait a little for company. */
gboolean far_quic_is_quiet (const FarQuic *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarQuic, far_quic_free)

G_END_DECLS
