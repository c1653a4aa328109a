/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-pack: entries made smaller for the way, by zstd (RFC 8878).  One body at a time, so that each
 * can be read without the others, and into a room that is known before. */

#pragma once

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

/* What packing and unpacking need to remember between calls is only where their memory is. */
typedef struct _FarPacker FarPacker;

FarPacker *far_packer_new (void);
void far_packer_free (FarPacker *self);
/* Gives back what packing takes, until it is used again: some hundred KiB. */
void far_packer_rest (FarPacker *self);

/**
 * far_pack:
 * @bytes: 1..FAR_PACKED_MAX of them
 * @noise_at: from where on in @bytes there is only what cannot be made smaller; @len if nowhere
 * @out: the length of @bytes as varint, and one zstd frame, are appended
 *
 * Returns: %FALSE, with @out as it was, if they would not be smaller
 */
gboolean
far_pack (FarPacker *self, const guint8 *bytes, gsize len, gsize noise_at, GByteArray *out);

/**
 * far_unpack:
 * @packed: foreign
 *
 * Returns: (transfer none) (nullable): @out_len bytes, until the next call; %NULL if @packed is
 * damaged, says another length than it has, or more than FAR_PACKED_MAX
 */
const guint8 *far_unpack (FarPacker *self, const guint8 *packed, gsize len, gsize *out_len);

G_END_DECLS
