/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-attempt: two machines that cannot call each other try to meet across the Internet: one has
 * said by a card where it is, the other answers by another (far-card.h), and both try all pairs of
 * addresses at once.
 *
 * How the cards travel is the owner's.  Only servers that the collective's rules name are asked
 * anything.  An offer waits FAR_CARD_GOOD_US for its answer, and takes one.
 *
 * The worker's thread.
 */

#pragma once

#include "far-card.h"
#include "far-worker.h"

G_BEGIN_DECLS

typedef struct _FarAttempt FarAttempt;

/**
 * FarAttemptWatch:
 * @made: @card: (transfer none): is there, for the peer
 * @connected: @stream: (transfer none): the peer is to be talked to on it.  The last
 * @failed: @error: (transfer none): it comes to nothing.  The last
 *
 * Any may free the attempt.
 */
typedef struct
{
  void (*made) (FarAttempt *self, GBytes *card, gpointer data);
  void (*connected) (FarAttempt *self, GIOStream *stream, gpointer data);
  void (*failed) (FarAttempt *self, const GError *error, gpointer data);
} FarAttemptWatch;

/* @try_us: from when both know where the other is.  Returns: (transfer full) (nullable): NULL with
 * NO_LIBNICE, or NO_SUCH_ID if @device does not stand */
FarAttempt *far_attempt_new_offer (FarWorker *worker,
                                   const guint8 device[static FAR_KEY_LEN],
                                   gint64 try_us,
                                   const FarAttemptWatch *watch,
                                   gpointer data,
                                   GError **error) FAR_MUST_USE;
/* As above; @offer: of a device that stands (far_attempt_read()) */
FarAttempt *far_attempt_new_answer (FarWorker *worker,
                                    const FarCard *offer,
                                    gint64 try_us,
                                    const FarAttemptWatch *watch,
                                    gpointer data,
                                    GError **error) FAR_MUST_USE;
void far_attempt_free (FarAttempt *self);

/* Somebody else is told from now on; what has come of it already, at once.  @watch: (nullable) */
void far_attempt_set_watch (FarAttempt *self, const FarAttemptWatch *watch, gpointer data);

gboolean far_attempt_is_watched (const FarAttempt *self);

/* Whether @answer is the one that an offer waits for; it takes it then. */
gboolean far_attempt_take_answer (FarAttempt *self, const FarCard *answer);

const guint8 *far_attempt_peek_token (const FarAttempt *self);
const guint8 *far_attempt_peek_device (const FarAttempt *self);
/* Whether this end dials the session. */
gboolean far_attempt_is_offer (const FarAttempt *self);
/* The secret to dial under: the newest that both have. */
void far_attempt_get_secret (const FarAttempt *self, guint8 out[static FAR_HASH_LEN]);
/* Milliseconds since 1970 until which the card is good. */
gint64 far_attempt_get_good_until_ms (const FarAttempt *self);

/**
 * far_attempt_read:
 * @sealed: whatever came
 * @out: (out caller-allocates): secret; zeros on failure
 *
 * Reads a card, and looks at whose it is and how old.  Fails with CARD_NOT_FOR_US, CARD_EXPIRED.
 */
gboolean
far_attempt_read (FarWorker *worker, GBytes *sealed, FarCard *out, GError **error) FAR_MUST_USE;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarAttempt, far_attempt_free)

G_END_DECLS
