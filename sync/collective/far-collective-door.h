/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-door: the one request and the one answer that someone without standing exchanges
 * with a member's machine, at the door or in files.
 *
 * Request, little-endian, 1..200 characters of name:
 *
 *   offset  size  field
 *        0     1  version, 1
 *        1    32  id of the INVITE entry
 *       33    32  device, the newcomer's Ed25519 key
 *       65    32  noise, X25519
 *       97    32  seal, X25519
 *      129    64  proof of the invitation (far-invite.h)
 *      193    64  proof of the device's key
 *      257     2  n, bytes of the name
 *      259     n  name: UTF-8 in NFC, no control characters
 *
 * A further machine of a member (one that was restored, say) asks with
 *
 *   offset  size  field
 *        0     1  version, 2
 *        1    16  member
 *       17    32  device
 *       49    32  noise
 *       81    32  seal
 *      113    64  proof of the device's key (far-invite.h, DEVICE_ADD)
 *
 * Answer:
 *
 *        0     1  version, 1
 *        1     1  state: 1 waiting, 2 refused, 3 admitted
 *        2     2  vouchers or approvals still missing; 0 unless waiting
 *        4     1  refused: FarRefusal; waiting: vouchers that the rules ask for, 255 if more, 0 of
 *                 a further machine; else 0
 *        5    32  the newest collective secret; only if admitted
 *
 * There is exactly one encoding of each.  Both travel under a key that only members and the
 * newcomer have: the door's session, or, in files, far_invite_seal() and far_seal().  For a further
 * machine the collective secret stands in the place of the invitation's public half.
 *
 * Pure; any thread.
 */

#pragma once

#include "far-invite.h"

G_BEGIN_DECLS

#define FAR_DOOR_VERSION 1
#define FAR_DOOR_REQUEST_FIXED_LEN 259
#define FAR_DOOR_FURTHER_VERSION 2
#define FAR_DOOR_FURTHER_LEN 177
#define FAR_DOOR_ANSWER_LEN 5

typedef struct
{
  FarNewcomer newcomer; /* its collective does not travel: each side knows which one is meant */
  gboolean is_further;  /* then there are neither @invite_proof nor @name */
  guint8 invite_proof[FAR_SIG_LEN];
  guint8 device_proof[FAR_SIG_LEN];
  char *name; /* (nullable): owned */
} FarRequest;

/**
 * FarRefusal:
 * @FAR_REFUSAL_NONE: it is no refusal
 * @FAR_REFUSAL_UNKNOWN: no invitation of that id counts here
 * @FAR_REFUSAL_USED: it let in somebody else
 * @FAR_REFUSAL_ENDED: the inviter took it back, or is no member any more
 * @FAR_REFUSAL_EXPIRED: its time is over
 * @FAR_REFUSAL_PROOF: the proofs are not good
 * @FAR_REFUSAL_CLOSED: that machine was let in once, and its standing has ended
 * @FAR_REFUSAL_FULL: there are as many members as a collective can have
 * @FAR_REFUSAL_NO_MEMBER: no member of that id stands
 * @FAR_REFUSAL_MACHINES: that member has as many machines as one can have, or too many ask
 */
typedef enum
{
  FAR_REFUSAL_NONE,
  FAR_REFUSAL_UNKNOWN,
  FAR_REFUSAL_USED,
  FAR_REFUSAL_ENDED,
  FAR_REFUSAL_EXPIRED,
  FAR_REFUSAL_PROOF,
  FAR_REFUSAL_CLOSED,
  FAR_REFUSAL_FULL,
  FAR_REFUSAL_NO_MEMBER,
  FAR_REFUSAL_MACHINES,
} FarRefusal;

typedef enum
{
  FAR_ANSWER_WAITING = 1,
  FAR_ANSWER_REFUSED = 2,
  FAR_ANSWER_ADMITTED = 3,
} FarAnswerState;

/* Of what is missing: more than there are members who could say it */
#define FAR_ANSWER_VAIN G_MAXUINT16

typedef struct
{
  FarAnswerState state;
  guint n_missing; /* vouchers or approvals, or FAR_ANSWER_VAIN; 0 unless waiting */
  guint n_needed;  /* vouchers in all, at most 255; 0 where it is not told */
  FarRefusal refusal;
  guint8 secret[FAR_HASH_LEN]; /* secret; zero unless admitted; who holds the struct wipes it */
} FarAnswer;

/**
 * far_request_encode:
 * @invite_secret: of the invitation
 * @device_secret: of the newcomer's device, as far_sign_keypair() gives it
 * @name: a name as far_collective_tidy_name() gives it
 *
 * Makes both proofs.
 *
 * Returns: (transfer full): at most FAR_DOOR_MAX bytes
 */
GBytes *far_request_encode (const FarNewcomer *newcomer,
                            const guint8 invite_secret[static FAR_INVITE_SECRET_LEN],
                            const guint8 device_secret[static 64],
                            const char *name) FAR_MUST_USE;

/**
 * far_request_decode:
 * @self: (out caller-allocates): to be cleared; as it was on failure
 * @collective: which is meant
 *
 * Checks the form, not the proofs.
 */
gboolean far_request_decode (FarRequest *self,
                             const guint8 collective[static FAR_ID_LEN],
                             const guint8 *data,
                             gsize len) FAR_MUST_USE;
void far_request_clear (FarRequest *self);

/* What a further machine of a member asks.  @newcomer: its entry is the member's id,
 * then 16 zeros.  Returns: (transfer full) */
GBytes *far_further_encode (const FarNewcomer *newcomer,
                            const guint8 device_secret[static 64]) FAR_MUST_USE;
/* As far_request_decode(): its entry is the member's id, then zeros. */
gboolean far_further_decode (FarRequest *self,
                             const guint8 collective[static FAR_ID_LEN],
                             const guint8 *data,
                             gsize len) FAR_MUST_USE;

/* Returns: (transfer full) */
GBytes *far_answer_encode (const FarAnswer *self) FAR_MUST_USE;
/* @self: (out caller-allocates): zeroed on failure */
gboolean far_answer_decode (FarAnswer *self, const guint8 *data, gsize len) FAR_MUST_USE;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarRequest, far_request_clear)

G_END_DECLS
