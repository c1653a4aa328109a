/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-session: one exchange with one peer, as a state machine without I/O.
 *
 * Bytes and time go in, bytes and a deadline come out; nothing is called back.  The same object
 * runs over TCP, libnice, a bundle file and the simulator's lossy network: all of them are streams
 * of bytes.
 *
 * A live session (docs/formats.md, "Session") is Noise_XXpsk0, then frames.  A door session is
 * keyed by an open invitation and carries one request and one answer.  A bundle is the sending half
 * alone, behind a header that is sealed to its readers.
 *
 * On the stream every message is u16 length (little-endian), then that many bytes.
 *
 * Thread: the replica's.  Time: monotonic microseconds, from whatever clock the caller keeps.
 */

#pragma once

#include <glib.h>

#include "far-noise.h"
#include "far-replica.h"

G_BEGIN_DECLS

/**
 * FarSessionError:
 * @FAR_SESSION_ERROR_STRANGER: the peer does not know the secret, or is no program of ours
 * @FAR_SESSION_ERROR_NO_STANDING: it knows the secret, but its device does not stand
 * @FAR_SESSION_ERROR_INVALID: it sent what no honest program sends
 * @FAR_SESSION_ERROR_CUT: a bundle ends early; what was whole was kept
 * @FAR_SESSION_ERROR_SILENT: nothing came for FAR_SILENT_US after it was asked, or the handshake
 * took too long
 * @FAR_SESSION_ERROR_FOREIGN: the file is no bundle
 * @FAR_SESSION_ERROR_NEWER: a bundle of a newer version
 * @FAR_SESSION_ERROR_NOT_FOR_US: a bundle that is sealed to others, or of another collective
 * @FAR_SESSION_ERROR_LATER: a bundle goes on from an entry that this machine does not hold; what
 * came whole before was kept
 *
 * Errors of the replica's store pass through in their own domain.  After any error the session is
 * over.
 */
typedef enum
{
  FAR_SESSION_ERROR_STRANGER,
  FAR_SESSION_ERROR_NO_STANDING,
  FAR_SESSION_ERROR_INVALID,
  FAR_SESSION_ERROR_CUT,
  FAR_SESSION_ERROR_SILENT,
  FAR_SESSION_ERROR_FOREIGN,
  FAR_SESSION_ERROR_NEWER,
  FAR_SESSION_ERROR_NOT_FOR_US,
  FAR_SESSION_ERROR_LATER,
} FarSessionError;

#define FAR_SESSION_ERROR (far_session_error_quark ())
GQuark far_session_error_quark (void);

typedef enum
{
  FAR_SESSION_HANDSHAKE,
  FAR_SESSION_COMPARING, /* finding out what each lacks */
  FAR_SESSION_STREAMING, /* entries travel */
  FAR_SESSION_IN_STEP,   /* both had all when last looked; new entries are pushed as they come */
  FAR_SESSION_DOOR,      /* a request at the door, or its answer, is awaited */
  FAR_SESSION_CLOSED,    /* ended well: BYE was sent or read */
  FAR_SESSION_FAILED,
} FarSessionState;

typedef struct
{
  gint64 n_received;   /* entries read from the stream */
  gint64 n_new;        /* of these, not held before */
  gint64 n_accepted;   /* accepted through this session */
  gint64 n_to_receive; /* as announced so far */
  gint64 n_sent;
  gint64 n_to_send;
  gint64 n_acknowledged; /* of those sent */
  gint64 n_bytes_in;     /* on the stream, framing included */
  gint64 n_bytes_out;
} FarSessionCounts;

typedef struct _FarSession FarSession;

/* What this machine brings to a session; all of it is copied, and wiped with the session. */
typedef struct
{
  const guint8 *collective;       /* 32 bytes */
  const guint8 *noise_secret;     /* 32 bytes: the device's static X25519 key */
  const guint8 *ephemeral_secret; /* 32 fresh random bytes */
  gint32 today;                   /* civil day: what concerns the next days goes first */
  gboolean waits; /* a dialled live session: far_session_go_on() begins the exchange */
  /* the answering side: secrets before the newest, under which somebody may call who was away */
  const guint8 (*older_secrets)[FAR_HASH_LEN];
  guint n_older_secrets; /* at most FAR_SECRETS_MAX are taken */
} FarSessionSetup;

/**
 * far_session_new_dial:
 * @replica: (transfer none): outlives the session
 * @secret: the collective secret to call under
 *
 * Returns: (transfer full): the initiator of a live session; its first message waits to be sent
 */
FarSession *far_session_new_dial (FarReplica *replica,
                                  const FarSessionSetup *setup,
                                  const guint8 secret[static FAR_HASH_LEN],
                                  gint64 now_us) FAR_MUST_USE;

/* As above at the door: @request (1..FAR_DOOR_MAX bytes) is carried to whoever answers. */
FarSession *far_session_new_dial_door (FarReplica *replica,
                                       const FarSessionSetup *setup,
                                       const guint8 invite_key[static FAR_KEY_LEN],
                                       GBytes *request,
                                       gint64 now_us) FAR_MUST_USE;

/* At the door as a further machine of a member, who holds the log: under a collective secret, and
 * the request is shown to nobody whose standing that log does not tell. */
FarSession *far_session_new_dial_further (FarReplica *replica,
                                          const FarSessionSetup *setup,
                                          const guint8 secret[static FAR_HASH_LEN],
                                          GBytes *request,
                                          gint64 now_us) FAR_MUST_USE;

/**
 * far_session_new_answer:
 * @secret: the newest collective secret
 * @invite_keys: (array length=n_invite_keys): public halves of open invitations, 32 bytes each
 *
 * Returns: (transfer full): the responder, for a live session or the door, as the caller turns out:
 *   who knows a secret and is no device that was ever let in may ask to be one
 */
FarSession *far_session_new_answer (FarReplica *replica,
                                    const FarSessionSetup *setup,
                                    const guint8 secret[static FAR_HASH_LEN],
                                    const guint8 (*invite_keys)[FAR_KEY_LEN],
                                    guint n_invite_keys,
                                    gint64 now_us) FAR_MUST_USE;

/* What a device opens of a bundle. */
typedef struct
{
  guint8 seal_key[FAR_KEY_LEN];
  guint8 seed[FAR_KEY_LEN]; /* 32 fresh random bytes; secret */
  guint answer_len;         /* 0: all may be read; 1..: nothing but the door's answer */
  guint8 answer[FAR_BUNDLE_ANSWER_MAX];
} FarBundleSlot;

/**
 * far_session_new_bundle_writer:
 * @file_key: 32 fresh random bytes; secret
 * @slots: (array length=n_slots): at most FAR_DEVICES_MAX
 *
 * All that is held comes out of far_session_poll_transmit(), then BYE.
 */
FarSession *far_session_new_bundle_writer (FarReplica *replica,
                                           const FarSessionSetup *setup,
                                           const guint8 file_key[static FAR_KEY_LEN],
                                           const FarBundleSlot *slots,
                                           guint n_slots) FAR_MUST_USE;

/* Of a bundle writer, before anything of it was asked for.  @had: (element-type guint32): by log -
 * 1, what all who shall read it hold: that is left out.  Whoever does not hold it reads LATER. */
void far_session_leave_out (FarSession *self, const GArray *had);

/* @seal_secret: this device's; 32 bytes.  Fed the whole file, then far_session_receive_end(), which
 * is good too where nothing was for this device but an answer: far_session_peek_answer(). */
FarSession *
far_session_new_bundle_reader (FarReplica *replica,
                               const FarSessionSetup *setup,
                               const guint8 seal_secret[static FAR_KEY_LEN]) FAR_MUST_USE;

/* Wipes all keys.  What waits for a signature or a ref is dropped. */
void far_session_free (FarSession *self);

/* -- the four calls */

/**
 * far_session_receive:
 * @bytes: as they come, split anywhere
 *
 * Returns: %FALSE with @error; the session is then FAILED
 */
gboolean far_session_receive (FarSession *self,
                              const guint8 *bytes,
                              gsize len,
                              gint64 now_us,
                              GError **error);

/* The stream has ended.  Fails with CUT unless BYE was read; what is whole is settled first. */
gboolean far_session_receive_end (FarSession *self, gint64 now_us, GError **error);

/* The next bytes to send; %NULL when there is nothing to send now, or with @error when the store
 * failed. Ask until NULL, but no faster than the link takes them: that is all the flow control
 * there is. */
GBytes *far_session_poll_transmit (FarSession *self, gint64 now_us, GError **error) FAR_MUST_USE;

/* When far_session_handle_timeout() is due; G_MAXINT64 for never. */
gint64 far_session_get_deadline (const FarSession *self);
gboolean far_session_handle_timeout (FarSession *self, gint64 now_us, GError **error);

/* -- besides */

/* Entries were accepted elsewhere: what the peer lacks of them is to be sent, and its standing
 * looked at again.  Returns: FALSE with @error when the store failed, or the peer has lost its
 * standing. */
gboolean far_session_wake (FarSession *self, gint64 now_us, GError **error);

/* Begins the exchange of a session that waits with it; nothing for another. */
void far_session_go_on (FarSession *self);

/* Queues BYE; the session is CLOSED when it was sent. */
void far_session_close (FarSession *self);

FarSessionState far_session_get_state (const FarSession *self);
void far_session_get_counts (const FarSession *self, FarSessionCounts *out);
/* (transfer none) (nullable): the peer's signing key, 32 bytes, once it is known to stand; never at
 * a door or in a bundle; zeros while this machine holds no log yet */
const guint8 *far_session_peek_device (const FarSession *self);
/* (transfer none): the Noise key that the peer proved in the handshake, 32 bytes; zeros before
 * that, and in a bundle */
const guint8 *far_session_peek_noise (const FarSession *self);
/* Whether something was accepted since the last call: others are to be woken. */
gboolean far_session_take_news (FarSession *self);
/* Whether it was IN_STEP at some time, be it for a moment before it ended. */
gboolean far_session_was_in_step (const FarSession *self);
/* (transfer none) (nullable) (element-type guint32): by log - 1, up to where the peer has each log;
 * NULL while it has not said of all that was sent that it is there */
const GArray *far_session_peek_have (const FarSession *self);

/* -- holdings: what machines say that they hold, passed on beside the log */

/* In step, and what this machine holds is said: the peer gets what it lacks of that, now and after
 * each far_session_wake().  A bundle has it all, without being asked. */
void far_session_tell_holdings (FarSession *self);
/* Whether the peer has done so: before that, closing would cut it short. */
gboolean far_session_was_told (const FarSession *self);

/* -- signals: what the callers of both ends tell each other beside the exchange, authenticated like
 * all of it and not looked at here; in a live session, from when the peer is known to stand */

/* @signal: 1..FAR_SIGNAL_MAX bytes.  Returns: FALSE if the session is not live */
gboolean far_session_signal (FarSession *self, GBytes *signal);
/* Returns: (transfer full) (nullable): the oldest that came and was not taken yet.  A peer that
 * sends them faster than FAR_SIGNALS_MAX in FAR_SIGNALS_US, or finds that many untaken, is cut. */
GBytes *far_session_take_signal (FarSession *self) FAR_MUST_USE;

/* -- the door */

/* The responder's side: (transfer none) (nullable): what was asked, once; @invite_key: (out)
 * (nullable): which invitation opened the door, NULL if the collective secret did. */
GBytes *far_session_peek_request (const FarSession *self, const guint8 **invite_key);
/* Answers and closes. @answer: 1..FAR_DOOR_MAX bytes */
void far_session_answer_door (FarSession *self, GBytes *answer);
/* The newcomer's side, at the door or in a bundle: (transfer none) (nullable) */
GBytes *far_session_peek_answer (const FarSession *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarSession, far_session_free)

G_END_DECLS
