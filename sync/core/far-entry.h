/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-entry: one signed, immutable item of a device's log.
 *
 * Entry = header + blob.  The header's fixed layout, little-endian:
 *
 *   offset  size  field
 *        0     1  version, 1
 *        1     1  kind, 1..255
 *        2     2  flags, 0
 *        4     4  seq, from 1, without gaps, per device
 *        8    32  device, its Ed25519 key
 *       40    32  prev, id of this device's previous entry; zero if and only if seq is 1
 *       72     8  time, signed, milliseconds since 1970: a claim
 *       80     4  term, the baton's term under which it was written, 0 if none is claimed
 *       84    16  subject, the person record that it is about, zero if none
 *      100     4  length of the blob, 17..32768
 *      104    32  BLAKE2b-256 ("far1 blob", blob)
 *      136     1  n, number of refs, 0..24
 *      137  32·n  refs, ids in strictly ascending order
 *
 * The blob is 16 random bytes of salt, then the payload.  The id is BLAKE2b-256 ("far1 entry",
 * collective id ‖ header), where the collective id is zero for GENESIS.  The signature is Ed25519
 * over the id, and no part of it.
 */

#pragma once

#include <glib.h>

#include "far-crypto.h"
#include "far-kind.h"
#include "far-limits.h"

G_BEGIN_DECLS

#define FAR_ENTRY_VERSION 1

typedef struct
{
  guint8 kind;
  guint8 n_refs;
  guint32 seq;
  guint32 term;
  guint32 blob_len;
  gint64 time_ms;
  guint8 device[FAR_KEY_LEN];
  guint8 prev[FAR_ID_LEN];
  guint8 subject[FAR_RECORD_ID_LEN];
  guint8 blob_hash[FAR_HASH_LEN];
  guint8 refs[FAR_REFS_MAX][FAR_ID_LEN]; /* the first n_refs are set, ascending */
} FarHeader;

/**
 * FarEntryError:
 *
 * Why a header or an entry is invalid: refused, not stored, the same on every machine for ever.
 */
typedef enum
{
  FAR_ENTRY_OK,
  FAR_ENTRY_TRUNCATED, /* shorter than its fields */
  FAR_ENTRY_TRAILING,  /* longer than its fields */
  FAR_ENTRY_VERSION_UNKNOWN,
  FAR_ENTRY_KIND_ZERO,
  FAR_ENTRY_FLAGS, /* an undefined flag is set */
  FAR_ENTRY_SEQ_ZERO,
  FAR_ENTRY_PREV,       /* zero although seq > 1, or set although seq is 1 */
  FAR_ENTRY_BLOB_LEN,   /* out of 17..32768 */
  FAR_ENTRY_REFS_COUNT, /* more than 24 */
  FAR_ENTRY_REFS_ORDER, /* not ascending, or one twice */
  FAR_ENTRY_REFS_PREV,  /* names prev, which it has seen anyway */
  FAR_ENTRY_GENESIS,    /* GENESIS is seq 1 without refs, and nothing else is a log's first entry
                           without refs */
  FAR_ENTRY_BLOB_HASH,  /* the blob is not the one that the header names */
} FarEntryError;

const char *far_entry_error_get_name (FarEntryError error);

/* Writes @self, whose refs need not be in order yet (they are sorted in place).
 * Returns: the header's length, 137..905 */
gsize far_header_encode (FarHeader *self, guint8 out[static FAR_HEADER_MAX]);

/* Checks everything that a header alone can tell.  @self is filled only when it is good. */
FarEntryError far_header_decode (FarHeader *self, const guint8 *data, gsize len) FAR_MUST_USE;

/* The same rules for a header that was put together from parts. */
FarEntryError far_header_check (const FarHeader *self) FAR_MUST_USE;

/* @collective: ignored for GENESIS */
void far_entry_id (const guint8 collective[static FAR_ID_LEN],
                   const guint8 *header,
                   gsize len,
                   guint8 out[static FAR_ID_LEN]);

void far_blob_hash (const guint8 *blob, gsize len, guint8 out[static FAR_HASH_LEN]);

/* The id of the record that entry (@device, @seq) creates; @index is 0 for its first. */
void far_record_id (const guint8 collective[static FAR_ID_LEN],
                    const guint8 device[static FAR_KEY_LEN],
                    guint32 seq,
                    guint16 index,
                    guint8 out[static FAR_RECORD_ID_LEN]);

/* @collective: zero for the founder, whose GENESIS holds it */
void far_member_id (const guint8 collective[static FAR_ID_LEN],
                    const guint8 device[static FAR_KEY_LEN],
                    guint8 out[static FAR_RECORD_ID_LEN]);

G_END_DECLS
