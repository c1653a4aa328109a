/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-liar: a member with a good key who says what the input tells it to.
 *
 * Whoever only changes bytes never gets past the tag of a frame or the signature of an entry.  The
 * liar seals what was changed, and signs what it writes, so that the search begins behind both.
 *
 * An input is steps, one after another; a byte says which:
 *   0 raw       len u16, that many bytes: a frame as it is
 *   1 entry     on u8, kind u8, time u32, term u8, subject u8, n u8, n × ref u8, len u16, payload:
 *               one more entry of the liar's, signed, which continues its newest or, if on is not
 *               0, an older one: a fork; sent with the next flush
 *   2 flush     erased u8, n u8, n × (at u16, mask u8): ENTRIES with all that the victim lacks, the
 *               words of some left out (by bit), some bytes changed
 *   3 hello     HELLO as of somebody who holds the same
 *   4 total     n u16: TOTAL
 *   5 frontier  differing u32, last u8, n u8, n × (device u8, seq u32): FRONTIER of devices that
 *               there are, or are not
 *   6 want      n u8, n × (row u8, seq u8): WANT
 *   7 act       on u8, kind u8, term u8, subject u8, n u8, n × ref u8, fields u8 each, by the
 *               schema: an entry whose fields name members, devices, entries that there are
 *   8 ask       n u8, n × entry u8: WANT_BLOBS
 *   9 words     last u8, n u8, n × (entry u8, mask u8): BLOBS, the first byte changed
 */

#pragma once

#include "far-noise.h"
#include "far-stream.h"
#include "far-world.h"

G_BEGIN_DECLS

#define FAR_LIAR 1
#define FAR_VICTIM 2
#define FAR_LIAR_DEVICES 3

/* What another entry may continue. */
typedef struct
{
  guint32 seq;
  guint8 id[FAR_ID_LEN];
} FarLiarEntry;

typedef struct
{
  FarWorld *world;         /* owned */
  GArray *own;             /* owned (element-type FarLiarEntry): the liar's, in order */
  guint n_own;             /* of these, before anything is said */
  FarStore *source;        /* owned: the liar's */
  FarStore *victim;        /* owned */
  gint64 n_entries;        /* that the victim holds before anything is said */
  guint n_logs;            /* the same */
  FarReplica *replica;     /* owned: while it speaks, with the next two */
  GArray *have;            /* owned: what the victim has, by the liar's logs */
  FarStreamWriter *writer; /* owned */
} FarLiar;

/* One for all inputs. */
FarLiar *far_liar_get (void);

void far_liar_begin (FarLiar *self);
/**
 * far_liar_step:
 * @body: set to the frame that is to be sent, empty if none
 *
 * Returns: FALSE at the end of the input
 */
gboolean far_liar_step (FarLiar *self, FarReader *input, GByteArray *body);
/* Whatever was said, the victim's store is sound and can be read.  It is then as it was. */
void far_liar_end (FarLiar *self);

/* The secret under which both call. */
const guint8 *far_liar_peek_secret (const FarLiar *self);
/* What the victim brings to a session; static. */
FarSessionSetup far_liar_get_setup (const FarLiar *self);
/* @context, @key: what the handshake is keyed by.  Returns: (transfer full): the liar's half */
FarNoise *
far_liar_new_noise (const FarLiar *self, FarNoiseRole role, const char *context, const guint8 *key);

/* Steps that an honest member would go: entries that mean something, and a flush. */
void far_liar_seed (GRand *rand, GByteArray *out);
void far_liar_seed_raw (GByteArray *out, const char *bytes, guint len);

G_END_DECLS
