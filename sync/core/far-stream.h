/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-stream: entries as they travel.
 *
 * An ENTRIES frame is its type and then two columns: the varint length of the first, which has the
 * words of entry after entry, and to the frame's end their noise, which nothing makes smaller: what
 * is marked * below.  What a run implies is not sent: device, seq, prev, hashes and ids.  Logs and
 * subjects are numbered on first use, each direction for itself:
 *
 *   entry    head     u8      bits 0..2: number of refs, 7: the next byte holds it
 *                             bit 3: a signature follows   bit 4: the kind is not the one before
 *                             bit 5: a term is claimed     bit 6: a subject is named
 *                             bit 7: the blob was erased
 *            n_refs   u8      if bits 0..2 are 7: 7..24
 *            log      number
 *            seq      varint  on this stream's first entry of the log; unless it is 1, the first
 *                             8 bytes of the id of the entry before follow *
 *            kind     u8      if bit 4
 *            time     svarint milliseconds after the entry before on this stream
 *            term     varint  if bit 5, at least 1
 *            subject  varint  if bit 6: 0 and 16 bytes * for a new one, else its number from 1
 *            blob     varint length, 16 bytes of salt * and the rest, or length and the blob's
 *                             32-byte hash * if bit 7
 *            refs     each a number, then
 *                     svarint  seq of the log's last entry on this stream, minus the ref's seq.
 *                              Before its first entry: of what the FRONTIER showed, or else of
 *                              the first ref to it (0 for that one).  With its first entry: of
 *                              the one before that
 *            sig      64 bytes * if bit 3
 *   number   varint   0: a log not met yet, its 32-byte key * follows; it takes the next number.
 *                        Each branch of a fork is a log, with the same key
 *                     1: of a ref: by id, 32 bytes * follow, and no seq
 *                     1: of an entry: its log's number follows, then seq and before as with the
 *                        first entry of it, because the peer has had what is between
 *                     n: log number n - 2 of this stream
 *
 * A COVER frame closes a run whose next signature is far: its number, then varint n and n headers,
 * each as varint length and bytes as hashed, then the signature over the last one's id.
 *
 * Pure.  A writer and a reader hold the numbers of one direction of one session, or of one bundle.
 */

#pragma once

#include "far-replica.h"

G_BEGIN_DECLS

typedef struct _FarStreamWriter FarStreamWriter;
typedef struct _FarStreamReader FarStreamReader;

/* @replica: (transfer none): whose log numbers are meant; outlives it.
 * @have: (element-type guint32): by log - 1, up to where the peer surely has it.  A writer sends
 *   refs up to there by number, and both count what travels.  Both begin without numbers. */
FarStreamWriter *far_stream_writer_new (FarReplica *replica, GArray *have);
void far_stream_writer_free (FarStreamWriter *self);
FarStreamReader *far_stream_reader_new (FarReplica *replica, GArray *have);
void far_stream_reader_free (FarStreamReader *self);

/* Of a @have; logs beyond its end: 0. */
guint32 far_have_get (const GArray *have, guint32 log);
/* Raises it to @seq if it is lower. */
void far_have_raise (GArray *have, guint32 log, guint32 seq);
/* The same, and what the log continues is had up to there. */
void far_have_raise_chain (GArray *have, FarReplica *replica, FarPos pos);

/**
 * far_stream_writer_number:
 * @log: 0 for one that only the peer holds
 * @seq: up to where both have it, or where the FRONTIER says
 *
 * Gives @log the next number without a word on the stream: both ends know it from a FRONTIER.
 */
void far_stream_writer_number (FarStreamWriter *self, guint32 log, guint32 seq);
/* The same for what comes in.  Returns: FALSE if there are too many */
gboolean far_stream_reader_number (FarStreamReader *self,
                                   const guint8 device[static FAR_KEY_LEN],
                                   guint32 log,
                                   guint32 seq);

/* One more entry of the frame that is being written; never more than FAR_STREAM_ENTRY_MAX bytes. */
void far_stream_write_entry (FarStreamWriter *self, const FarEntryParts *parts);
/* Of the entries of that frame; its body has FAR_STREAM_BODY_OVERHEAD more at most. */
gsize far_stream_writer_get_len (const FarStreamWriter *self);
/* Appends that frame's body, and begins another.  Returns: where in @out the noise begins */
gsize far_stream_writer_take (FarStreamWriter *self, GByteArray *out);

/* Whether a run has been open for more than FAR_UNCOVERED_BYTES_MAX or, @at_end, is open: its last
 * entry, which a COVER frame is to follow now; seq 0 if there is none. */
FarPos far_stream_writer_get_overdue (FarStreamWriter *self, gboolean at_end);
/* There is no signature that covers it. */
void far_stream_writer_give_up (FarStreamWriter *self, guint32 log);

/* Appends the body of a COVER frame for @log. */
void far_stream_write_cover (FarStreamWriter *self,
                             guint32 log,
                             GPtrArray *headers,
                             const guint8 sig[static FAR_SIG_LEN],
                             GByteArray *out);

/**
 * far_stream_read_entries:
 * @body: an ENTRIES frame after its type
 * @n_read: (inout): grows by the entries met
 * @n_new: (inout): grows by those that were not held yet
 *
 * Puts every entry to the replica.
 *
 * Returns: PENDING or KNOWN when all is well; INVALID, NO_ROOM, BEYOND or FAILED (with @error)
 *   else
 */
FarVerdict far_stream_read_entries (FarStreamReader *self,
                                    const guint8 *body,
                                    gsize len,
                                    guint64 *n_read,
                                    guint64 *n_new,
                                    GError **error) FAR_MUST_USE;

FarVerdict far_stream_read_cover (FarStreamReader *self,
                                  const guint8 *body,
                                  gsize len,
                                  GError **error) FAR_MUST_USE;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarStreamWriter, far_stream_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarStreamReader, far_stream_reader_free)

G_END_DECLS
