/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-ice-card: what one end of an ICE negotiation tells the other (RFC 8445), in our own encoding
 * (docs/formats.md, "Road").
 *
 * It travels as a SIGNAL of a session.  A peer's words never reach the parser of an ICE library:
 * what is decoded here is plain values within bounds, and there is one encoding of each.
 *
 * Pure.
 */

#pragma once

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

/* The first byte of a SIGNAL that is one. */
#define FAR_ICE_CARD_SIGNAL 1

typedef enum
{
  FAR_ICE_OFFER = 1,
  FAR_ICE_ANSWER = 2,
  FAR_ICE_NONE = 3, /* an answer: there is no way but this one */
} FarIceKind;

typedef enum
{
  FAR_ICE_HOST,
  FAR_ICE_SERVER_REFLEXIVE,
  FAR_ICE_PEER_REFLEXIVE,
  FAR_ICE_RELAYED,
} FarIceType;

typedef enum
{
  FAR_ICE_UDP,
  FAR_ICE_TCP_ACTIVE,
  FAR_ICE_TCP_PASSIVE,
  FAR_ICE_TCP_SO,
} FarIceTransport;

typedef struct
{
  FarIceType type;
  FarIceTransport transport;
  gboolean is_ipv6;
  guint8 address[16]; /* in network order; of IPv4 the first four, and zeros */
  guint16 port;       /* never 0 */
  guint32 priority;   /* 1..2^31 - 1 */
} FarIceCandidate;

/* Without meaning where @kind is %FAR_ICE_NONE, but for that. */
typedef struct
{
  FarIceKind kind;
  char ufrag[FAR_ICE_UFRAG_MAX + 1];
  char pwd[FAR_ICE_PWD_MAX + 1]; /* secret, for as long as the negotiation lasts */
  guint n_candidates;            /* 1..FAR_ICE_CANDIDATES_MAX */
  FarIceCandidate candidates[FAR_ICE_CANDIDATES_MAX];
} FarIceCard;

/**
 * far_ice_card_add:
 * @candidate: as a library found it
 *
 * Returns: FALSE, and @self is unchanged, if there is no room, one like it is there, or nobody else
 *   could use it: no address of a machine on a network, no port, no priority
 */
gboolean far_ice_card_add (FarIceCard *self, const FarIceCandidate *candidate);

/* Returns: (transfer full) (nullable): 1..FAR_SIGNAL_MAX bytes; NULL if it is no card that can be
 * read again, because an end has no candidate or its ufrag or pwd is none */
GBytes *far_ice_card_encode (const FarIceCard *self) FAR_MUST_USE;

/**
 * far_ice_card_decode:
 * @self: (out caller-allocates): all zeros if it is not good
 * @bytes: whatever came
 */
gboolean far_ice_card_decode (FarIceCard *self, const guint8 *bytes, gsize len) FAR_MUST_USE;

/* The key of what goes one way on the road that follows, known to those who have both cards.
 * @from: of whoever sends; @to: of whoever receives; only the ufrag and pwd of both are looked at
 * @out: secret */
void
far_ice_card_key (const FarIceCard *from, const FarIceCard *to, guint8 out[static FAR_KEY_LEN]);

G_END_DECLS
