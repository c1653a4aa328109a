/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-holding: what a machine says that it holds, signed, so that others can pass it on
 * (docs/formats.md, "Holding").
 *
 * It is the newest frontier of a device: up to which entry it holds each log.  A liar can only lie
 * about itself.  It stands beside the log, and no rule asks it.
 *
 * Pure.
 */

#pragma once

#include "far-crypto.h"

G_BEGIN_DECLS

/* How the key of a log's device begins: as few bytes as leave two alike out of question. */
#define FAR_HOLDING_PREFIX_LEN 8

typedef struct
{
  guint8 device[FAR_HOLDING_PREFIX_LEN];
  guint32 seq; /* at least 1 */
} FarHoldingRow;

typedef struct
{
  const guint8 *device; /* 32 bytes, borrowed: who says so */
  guint64 time_ms;      /* since 1970, by its clock; of two the later one counts */
  GArray *rows;         /* (element-type FarHoldingRow), owned: by ascending device */
} FarHolding;

#define FAR_HOLDING_EMPTY \
  { \
    0 \
  }

void far_holding_clear (FarHolding *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarHolding, far_holding_clear)

/* @rows: (element-type FarHoldingRow): at most FAR_HOLDING_ROWS_MAX; they are sorted.  Two that
 * begin alike are both left out.  Returns: (transfer full) */
GBytes *far_holding_sign (const guint8 collective[static FAR_ID_LEN],
                          const guint8 device[static FAR_KEY_LEN],
                          const guint8 sign_secret[static 64],
                          guint64 time_ms,
                          GArray *rows);

/* @bytes: foreign; outlive @out.  Returns: FALSE, with nothing to clear, if they cannot be read */
gboolean far_holding_read (const guint8 *bytes, gsize len, FarHolding *out) FAR_MUST_USE;

/* @bytes: that could be read.  Returns: whether the device signed them for this collective */
gboolean far_holding_verify (const guint8 collective[static FAR_ID_LEN],
                             const guint8 *bytes,
                             gsize len) FAR_MUST_USE;

/* By what two machines find out whether they have the same one. */
void far_holding_id (const guint8 *bytes, gsize len, guint8 out[static FAR_HOLDING_ID_LEN]);
/* Of hash tables by id, or by prefix: both have 8 bytes. */
gboolean far_holding_id_equal (gconstpointer a, gconstpointer b);

G_END_DECLS
