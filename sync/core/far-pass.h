/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-pass: what machines say to each other about whom to be connected to (docs/formats.md,
 * "Road"): connection cards that a third one passes on so that two that are both connected to it
 * can meet, who there is, and which session can be done without.
 *
 * Each is a SIGNAL of a session.  A card is sealed, so whoever passes it on reads whom it is for
 * and who sent it, which it knows, and nothing else.
 *
 * Pure.
 */

#pragma once

#include "far-card.h"

G_BEGIN_DECLS

/* The first byte of a SIGNAL that is one. */
typedef enum
{
  FAR_PASS_CARD = 2,   /* to be passed on to @device; or it was */
  FAR_PASS_ASK = 3,    /* who else is connected to you? */
  FAR_PASS_LIST = 4,   /* these are */
  FAR_PASS_MAY_GO = 5, /* you may end this session when you have others enough */
} FarPassWhat;

G_STATIC_ASSERT (1 + FAR_PASS_LIST_MAX * FAR_KEY_LEN <= FAR_SIGNAL_MAX);

/* What points into bytes is borrowed from whatever was decoded. */
typedef struct
{
  FarPassWhat what;
  guint8 device[FAR_KEY_LEN]; /* of CARD: whom it is for */
  const guint8 *card;         /* of CARD: as far_card_open() takes it */
  gsize card_len;
  const guint8 (*devices)[FAR_KEY_LEN]; /* of LIST: ascending */
  guint n_devices;                      /* 0..FAR_PASS_LIST_MAX */
} FarPass;

/* @self: what far_pass_decode() would take.  Returns: (transfer full): 1..FAR_SIGNAL_MAX bytes */
GBytes *far_pass_encode (const FarPass *self) FAR_MUST_USE;

/* @self: (out caller-allocates): all zeros if it is not good */
gboolean far_pass_decode (FarPass *self, const guint8 *bytes, gsize len) FAR_MUST_USE;

G_END_DECLS
