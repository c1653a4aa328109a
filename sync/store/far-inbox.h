/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-inbox: entries that come in on one stream, in an order that respects chains and refs.
 *
 * They come in runs.  A run is the log of one device or, where that is forked, one branch of it;
 * the inbox follows the store's own logs as long as they hold the same, and opens a branch where
 * they do not.
 *
 * What a run implies is not sent: the inbox knows its last entry and puts the header together
 * again; the id that comes out is proven by the next signature of that run.  An entry waits here
 * until a signature covers it and all that it refers to is accepted, and is then handed to the
 * store, in the order of the stream, when the inbox is settled.  Signatures are verified meanwhile
 * (far-verifier.h), and what they said is asked for then: what came before a bad one is good.
 *
 * What waits is bounded by FAR_STAGED_BYTES_MAX.  Thread: the store's.
 */

#pragma once

#include "far-store.h"

G_BEGIN_DECLS

typedef struct _FarInbox FarInbox;

/* @store: (transfer none): outlives the inbox */
FarInbox *far_inbox_new (FarStore *store);
/* What still waits is dropped: a cut stream resumes from the frontier. */
void far_inbox_free (FarInbox *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarInbox, far_inbox_free)

/* Returns: a new run, from 1 on; 0 if there are too many, of one stream or of devices */
guint32 far_inbox_open (FarInbox *self, const guint8 device[static FAR_KEY_LEN]);
/* Both ends know that @run goes on where @log is. */
void far_inbox_bind (FarInbox *self, guint32 run, guint32 log);
/* @run's next entry on this stream will be @seq; @prefix: (nullable): the first 8 bytes of the id
 * of the one before, NULL if it is 1.  Returns: KNOWN; BEYOND if that is not held and not on this
 * stream; INVALID if it was there already */
FarVerdict far_inbox_start (FarInbox *self, guint32 run, guint32 seq, const guint8 *prefix);

/**
 * far_inbox_put:
 * @at: (out): where it stands or will stand; log 0 if nowhere
 *
 * Returns: %FAR_VERDICT_PENDING (it waits for the next settle), KNOWN, FORKED (it and what follows
 * in that run are passed over), INVALID (the message that brought it is condemned: close the
 * stream), NO_ROOM (the sender sent further ahead of its signatures than it may) or FAILED with
 * @error
 */
FarVerdict
far_inbox_put (FarInbox *self, const FarEntryParts *parts, FarPos *at, GError **error) FAR_MUST_USE;

/**
 * far_inbox_cover:
 * @headers: (element-type GBytes): the entries after the last one brought, in order, without their
 * blobs
 * @sig: over the last one's id
 *
 * A signature further on covers what waits here of @run.
 */
FarVerdict far_inbox_cover (FarInbox *self,
                            guint32 run,
                            GPtrArray *headers,
                            const guint8 *sig,
                            GError **error) FAR_MUST_USE;

/* Whether a settle may accept something, or find a bad signature. */
gboolean far_inbox_has_news (const FarInbox *self);
guint far_inbox_get_n_waiting (const FarInbox *self);

/**
 * far_inbox_settle:
 * @n_accepted: (inout): grows by what was accepted
 *
 * Accepts what is ready, in a batch that the caller has begun.
 *
 * Returns: %FALSE with @error when the store failed, or an entry turned out to be invalid
 *   (%FAR_STORE_ERROR_DAMAGED is never used for that: see @verdict)
 */
gboolean far_inbox_settle (FarInbox *self, guint *n_accepted, FarVerdict *verdict, GError **error)
    FAR_MUST_USE;

/* At the end of a bundle: what waits only for something that this stream did not bring goes to the
 * store's pending entries.  In a batch. */
gboolean far_inbox_leave (FarInbox *self, guint *n_pending, GError **error) FAR_MUST_USE;

/* After settling, in the same batch: what covers the heads that it left keeps with them, as far as
 * this stream brought it. */
gboolean far_inbox_keep_covers (FarInbox *self, GError **error) FAR_MUST_USE;

G_END_DECLS
