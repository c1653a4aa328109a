/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-replica: what a session needs of the log that it exchanges, without knowing how that is kept.
 *
 * The store offers one (far_store_replica_new()), one for each session.  All calls come from one
 * thread. Logs and idents are the replica's own small numbers; a session translates them to numbers
 * of the stream.  What comes in does so in runs: the log of one device, or one branch of it, as the
 * stream brings it.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

/* An entry's place: a device's log, by its local number from 1, and seq. */
typedef struct
{
  guint32 log;
  guint32 seq;
} FarPos;

static inline gboolean
far_pos_equal (FarPos a, FarPos b)
{
  return a.log == b.log && a.seq == b.seq;
}

/**
 * FarVerdict:
 * @FAR_VERDICT_ACCEPTED: it, and maybe others that waited for it
 * @FAR_VERDICT_KNOWN: held already
 * @FAR_VERDICT_PENDING: kept until what it refers to, or its covering signature, is here
 * @FAR_VERDICT_INVALID: refused for ever; the message that brought it is condemned
 * @FAR_VERDICT_FORKED: passed over, with what follows in that run: its device has too many
 *   branches, or another stream brought another branch at the same moment
 * @FAR_VERDICT_NO_ROOM: would have to wait, and too much waits already
 * @FAR_VERDICT_BEYOND: what comes goes on from an entry that is neither held nor on this stream
 * @FAR_VERDICT_FAILED: the store failed, the error is set
 */
typedef enum
{
  FAR_VERDICT_ACCEPTED,
  FAR_VERDICT_KNOWN,
  FAR_VERDICT_PENDING,
  FAR_VERDICT_INVALID,
  FAR_VERDICT_FORKED,
  FAR_VERDICT_NO_ROOM,
  FAR_VERDICT_BEYOND,
  FAR_VERDICT_FAILED,
} FarVerdict;

/* One entry as it stands in an ENTRIES frame, with local numbers.  All bytes are borrowed. */
typedef struct
{
  FarPos pos; /* incoming: log is a run, and the seq is the stream's business, 0 */
  guint8 kind;
  guint32 term;
  gint64 time_ms;
  const guint8 *subject; /* 16 bytes, zero if none */
  const guint8 *blob;    /* NULL if it was erased */
  guint32 blob_len;
  const guint8 *hash; /* 32 bytes, of the blob; only if it was erased */
  const guint8 *sig;  /* (nullable): 64 bytes, over this entry's id */
  guint n_refs;
  FarPos refs[FAR_REFS_MAX];           /* incoming: log is a run; seq 0: by id */
  const guint8 *ref_ids[FAR_REFS_MAX]; /* incoming: where seq is 0 */
} FarEntryParts;

/* The words of one entry, as they stand in a BLOBS frame; borrowed. */
typedef struct
{
  const guint8 *id; /* 32 bytes */
  const guint8 *blob;
  gsize len;
} FarBlobParts;

typedef struct
{
  guint8 device[FAR_KEY_LEN];
  FarPos base;                /* what it continues, where it is a branch; else log 0 */
  guint32 head_seq;           /* the last that others may know of; base.seq if there is none */
  gboolean is_forked;         /* the device has several leaves */
  gboolean is_leaf;           /* something is held, and no branch goes on where it ends */
  guint8 head_id[FAR_ID_LEN]; /* of a leaf */
} FarReplicaLog;

/**
 * FarPeerStanding:
 * @FAR_PEER_STANDS: a device of a member
 * @FAR_PEER_CLOSED: one that was let in once, and has no standing now
 * @FAR_PEER_NOBODY: nobody let it in: it may ask at the door
 */
typedef enum
{
  FAR_PEER_STANDS,
  FAR_PEER_CLOSED,
  FAR_PEER_NOBODY,
} FarPeerStanding;

typedef struct _FarReplica FarReplica;

typedef struct
{
  /* -- what is held */
  void (*get_digest) (FarReplica *self, guint8 out[static FAR_HASH_LEN]);
  guint (*get_n_logs) (FarReplica *self);
  void (*get_log) (FarReplica *self, guint32 log, FarReplicaLog *out);
  /* Where the device's log ends; where it is forked, the log that it began.  Returns: 0 if there is
   * none */
  guint32 (*find_leaf) (FarReplica *self, const guint8 *device);
  /* The entry with that seq whose id begins with these 8 bytes.  Returns: log 0 if none is held */
  FarPos (*locate) (FarReplica *self, const guint8 *device, guint32 seq, const guint8 *prefix);

  /* -- who may talk.  Returns: how the device with this Noise key stands; its signing key in
   * @device, zero unless it STANDS. A newcomer that holds no log yet lets anybody in who knows the
   * secret, with a zero @device. */
  FarPeerStanding (*authorize) (FarReplica *self, const guint8 *noise_key, guint8 *device);

  /* -- sending */

  /* @have: (element-type guint32): by log - 1, what the peer has.  Returns: entries to send, -1
   * with @error */
  gint64 (*start_sending) (FarReplica *self, const GArray *have, gint32 today, GError **error);
  gboolean (*next_entry) (FarReplica *self, FarEntryParts *out, GError **error);
  /* The headers after @pos up to the next one that a signature is held of, fewer than
   * FAR_COVER_EVERY. Returns: (transfer full) (element-type GBytes): NULL with @error; @sig is that
   * signature */
  GPtrArray *(*read_headers) (FarReplica *self, FarPos pos, guint8 *sig, GError **error);
  /* The id of an entry that is held, for a ref that the peer may not know by position.  What a
   * branch continues may be named by the branch. */
  gboolean (*get_id) (FarReplica *self, FarPos pos, guint8 *out);
  /* The peer seems to hold other entries of @device than this machine does.  If that is its own
   * key, it sends nothing more of its own to this peer, so that nobody takes a copy for a liar. */
  void (*suspect) (FarReplica *self, const guint8 *device);
  /* The peer called with the keys of @device, which are this machine's own: one of the two is a
   * copy, and this one gives the key up, unless it has another by now. */
  gboolean (*give_up_key) (FarReplica *self, const guint8 *device, GError **error);

  /* -- receiving: see far-inbox.h, which does it */
  guint32 (*open_run) (FarReplica *self, const guint8 *device);
  void (*bind_run) (FarReplica *self, guint32 run, guint32 log);
  FarVerdict (*start_run) (FarReplica *self, guint32 run, guint32 seq, const guint8 *prefix);
  FarVerdict (*put) (FarReplica *self, const FarEntryParts *parts, FarPos *at, GError **error);
  FarVerdict (*cover) (FarReplica *self,
                       guint32 run,
                       GPtrArray *headers,
                       const guint8 *sig,
                       GError **error);
  gboolean (*has_news) (FarReplica *self);
  guint (*get_n_waiting) (FarReplica *self);
  /* Accepts what is ready, as one transaction.  Returns: ACCEPTED, INVALID or FAILED; @n_accepted
   * grows */
  FarVerdict (*settle) (FarReplica *self, guint *n_accepted, GError **error);
  /* At the end of a bundle, keeps what waits for something that is not in it; @n_pending grows. */
  FarVerdict (*leave) (FarReplica *self, guint *n_pending, GError **error);

  /* -- words of entries that are held without, and not because they are erased */
  guint (*get_n_missing) (FarReplica *self);
  /* Returns: (transfer full) (element-type guint8[32]): their ids, ascending */
  GArray *(*list_missing) (FarReplica *self);
  /* Returns: (transfer full) (nullable): the words of that entry, if they are held */
  GBytes *(*dup_blob) (FarReplica *self, const guint8 *id);
  /* All of them, as one transaction, or none.  Returns: ACCEPTED, KNOWN if none was missing any
   * more, INVALID if one is not what its entry says, or FAILED */
  FarVerdict (*put_blobs) (FarReplica *self, const FarBlobParts *blobs, guint n, GError **error);

  /* -- what machines say that they hold (far-holding.h) */
  /* Returns: (transfer full) (element-type guint8[8]): ids, ascending, of the newest of each
   * machine in standing */
  GArray *(*list_holdings) (FarReplica *self);
  /* Returns: (transfer full) (nullable) */
  GBytes *(*dup_holding) (FarReplica *self, const guint8 *id);
  /* @holdings: (element-type GBytes): foreign.  As one transaction, those that are newer than what
   * is held; @n_new grows.  Returns: ACCEPTED, KNOWN if none is, INVALID or FAILED */
  FarVerdict (*put_holdings) (FarReplica *self, GPtrArray *holdings, guint *n_new, GError **error);
} FarReplicaIface;

struct _FarReplica
{
  const FarReplicaIface *iface;
};

G_END_DECLS
