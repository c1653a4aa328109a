/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-session-private: what the files of a session share.
 *
 *   far-session.c            making, the four calls, the door's two words
 *   far-session-handshake.c  Noise, until both know who the other is
 *   far-session-frames.c     frames as they come in
 *   far-session-transfer.c   digests, entries going out, and being accepted
 *   far-session-blobs.c      words that are missing, asked for and sent
 *   far-session-holdings.c   what machines say that they hold, passed on
 *   far-session-signals.c    what the callers of both ends tell each other
 *   far-session-bundle.c     the header of a file instead of a handshake
 */

#pragma once

#include "far-crypto.h"
#include "far-holding.h"
#include "far-pack.h"
#include "far-session.h"
#include "far-stream.h"

G_BEGIN_DECLS

#define PROTOCOL_VERSION 1
/* Of 60 devices, ten that wrote are in 9 of 32 groups: their 17 rows and 192 bytes of digests are
 * less than the 28 rows and 128 bytes that 16 groups of 8 bytes take. */
#define N_GROUPS 32
#define GROUP_LEN 6
#define WANT_NOTHING G_MAXUINT32
#define FRAME_HEAD_LEN 2
#define FRONTIER_LAST_AT 5 /* after type and groups */
#define BLOBS_LAST_AT 1    /* after type */

/* The first byte of each frame. */
typedef enum
{
  FRAME_HELLO = 1,
  FRAME_FRONTIER = 2,
  FRAME_WANT = 3,
  FRAME_TOTAL = 4,
  FRAME_ENTRIES = 5,
  FRAME_COVER = 6,
  FRAME_ACK = 7,
  FRAME_PACKED = 8,
  FRAME_SIGNAL = 9,
  FRAME_PING = 10,
  FRAME_REKEY = 11,
  FRAME_BYE = 12,
  FRAME_DOOR_ASK = 13,
  FRAME_DOOR_ANSWER = 14,
  FRAME_BUNDLE = 15,
  FRAME_WANT_BLOBS = 16,
  FRAME_BLOBS = 17,
  FRAME_HAD = 18,
  FRAME_HOLDINGS = 19,
} FrameType;

typedef enum
{
  ROLE_DIAL,
  ROLE_DIAL_DOOR,
  ROLE_ANSWER,
  ROLE_ANSWER_DOOR,
  ROLE_BUNDLE_WRITER,
  ROLE_BUNDLE_READER,
} Role;

/* One row of a FRONTIER: how far a device's log, or one branch of it, is held by the responder. */
typedef struct
{
  guint32 log; /* that holds it here, or would go on to it; 0 if it is another branch */
  guint32 seq;
  guint32 want; /* the initiator's: from which seq on it wants it; 0: from the beginning, because it
                 * holds other entries; WANT_NOTHING */
  guint8 device[FAR_KEY_LEN];
} ListedLog;

/* Of what a peer may send only so often. */
typedef struct
{
  guint n;         /* that came since */
  gint64 since_us; /* this time */
} RecentCount;

struct _FarSession
{
  FarReplica *replica; /* unowned */
  Role role;
  FarSessionState state;
  FarSessionCounts counts;

  guint8 collective[FAR_ID_LEN];
  guint8 noise_secret[FAR_KEY_LEN];     /* secret */
  guint8 ephemeral_secret[FAR_KEY_LEN]; /* secret */
  guint8 seal_secret[FAR_KEY_LEN];      /* secret; a bundle's reader */
  guint8 secret[FAR_HASH_LEN];          /* secret; what a live session is keyed by */
  gint32 today;

  /* what else may open: the answering side */
  guint8 (*older)[FAR_HASH_LEN]; /* owned; secret */
  guint n_older;
  guint8 (*invite_keys)[FAR_KEY_LEN]; /* owned */
  guint n_invite_keys;
  const guint8 *invite; /* (nullable): which of the invitations did */
  /* a door that the collective secret opens: to a further machine of a member */
  gboolean is_further;

  FarNoise *noise; /* (nullable): owned, until the handshake is done */
  FarNoiseCipher send;
  FarNoiseCipher receive;
  guint64 rekeyed_at_frame;
  gint64 rekeyed_at_us;

  guint8 peer_noise[FAR_KEY_LEN];
  guint8 peer_device[FAR_KEY_LEN];
  gboolean peer_is_known;

  GByteArray *in;    /* owned: what is not a whole message yet */
  GQueue out;        /* (element-type GBytes), owned: ready to be sent */
  GByteArray *body;  /* owned: the frame that is being made */
  FarPacker *packer; /* owned */
  gboolean bye_queued;
  gboolean hello_read;
  gboolean bye_read;

  GArray *snapshot; /* (element-type guint32), owned: own heads when HELLO was sent, by log - 1 */
  guint8 sent_digest[FAR_HASH_LEN];
  guint8 (*groups)[GROUP_LEN]; /* owned: own digests when HELLO was sent */
  guint32 differing;           /* groups, by bit */
  GArray *listed;              /* (element-type ListedLog), owned: rows of the FRONTIER, in order */
  GArray *have;            /* (element-type guint32), owned: what the peer surely has, by log - 1 */
  GArray *assumed;         /* (element-type guint32), owned: what it has unless a log is forked */
  FarStreamWriter *writer; /* owned */
  FarStreamReader *reader; /* owned */

  gboolean sending;      /* the replica's outbox may hold more */
  gboolean wake_pending; /* and another is to be made when it is empty */
  gboolean total_read;
  gboolean was_in_step;
  gint64 n_acknowledged_to_peer;
  gint64 n_since_settle;
  gsize bytes_since_settle;
  gint64 settle_us; /* when at the latest; G_MAXINT64 if nothing waits */
  gboolean news;

  gboolean want_due;     /* more words may be missing than were asked for */
  GHashTable *asked;     /* owned (element-type guint8[32]): of whose words the peer was asked */
  GHashTable *want_open; /* owned: those of them that it has not answered, unowned */
  gboolean want_unanswered;
  GArray *wanted;   /* owned (element-type guint8[32]): what the peer asked for */
  guint n_answered; /* of these */
  gboolean answer_due;

  GHashTable *peer_holdings; /* owned (element-type guint8[8]): ids of those that the peer has */
  gboolean had_read;
  gboolean may_tell;     /* this end has said what it holds itself */
  gboolean has_told;     /* and has sent it */
  gboolean was_told;     /* so has the other */
  gboolean holdings_due; /* the peer may lack some, or waits for the first */
  RecentCount n_holdings;

  gint64 started_us;
  gint64 last_in_us;
  gint64 last_out_us;
  gint64 asked_us;     /* when PING was said, if nothing has come since; 0 */
  gboolean asked_last; /* the last PING was this end's */

  gboolean waits; /* the caller's: HELLO is not to go out yet */
  GQueue signals; /* (element-type GBytes), owned: that came and were not taken yet */
  RecentCount n_signals;

  GBytes *request; /* (nullable): owned */
  GBytes *answer;  /* (nullable): owned */
};

/* A log that holds something. */
typedef struct
{
  guint32 log;
  FarReplicaLog held;
} SortedLog;

/* far-session.c */
FarSession *_far_session_new_session (FarReplica *replica,
                                      Role role,
                                      const FarSessionSetup *setup,
                                      gint64 now_us);
/* Returns: FALSE */
gboolean
_far_session_fail (FarSession *self, FarSessionError code, GError **error, const char *message);
void _far_session_queue_message (FarSession *self, const guint8 *bytes, gsize len);
/* How many came within @span_us, with @n more. */
guint _far_session_count (RecentCount *self, guint n, gint64 span_us, gint64 now_us);
/* A frame is begun, filled in @body, and sealed or queued. */
void _far_session_begin_body (FarSession *self, FrameType type);
/* Makes what follows the first @from bytes smaller, before it is sealed; @noise_at as of
 * far_pack(), from the beginning of the body.  Returns: FALSE, with the body as it was, if it
 * cannot be */
gboolean _far_session_pack_body (FarSession *self, gsize from, gsize noise_at);
GBytes *_far_session_seal_body (FarSession *self);
void _far_session_queue_body (FarSession *self);
void _far_session_queue_empty (FarSession *self, FrameType type);

/* far-session-handshake.c */
FarNoise *
_far_session_new_noise (FarSession *self, FarNoiseRole role, const guint8 psk[static FAR_KEY_LEN]);
void
_far_session_derive_psk (const char *context, const guint8 *from, guint8 out[static FAR_KEY_LEN]);
/* Whether the peer has this machine's own keys. */
gboolean _far_session_is_own_call (const FarSession *self);
gboolean _far_session_queue_handshake (FarSession *self, GError **error);
gboolean
_far_session_handle_handshake (FarSession *self, const guint8 *message, gsize len, GError **error);

/* far-session-frames.c */
gboolean _far_session_invalid (FarSession *self, GError **error, const char *what);
gboolean _far_session_handle_frame (FarSession *self,
                                    const guint8 *body,
                                    gsize len,
                                    gint64 now_us,
                                    GError **error);

/* far-session-transfer.c */
void _far_session_queue_hello (FarSession *self);
/* Returns: (transfer full) (element-type SortedLog): of the logs that hold something, by device */
GArray *_far_session_sort_logs (FarSession *self);
guint _far_session_group_of (const guint8 *device);
gboolean _far_session_start_sending (FarSession *self, gboolean announce, GError **error);
void _far_session_update_state (FarSession *self);
/* Whether the peer still may talk: what was just accepted can have ended it. */
gboolean _far_session_check_standing (FarSession *self, GError **error);
gboolean _far_session_settle (FarSession *self, GError **error);
gboolean _far_session_settle_if_due (FarSession *self, gint64 now_us, GError **error);

/* far-session-holdings.c */
void _far_session_init_holdings (FarSession *self);
void _far_session_clear_holdings (FarSession *self);
/* Beside HELLO: which of them this end has. */
void _far_session_queue_had (FarSession *self);
gboolean _far_session_read_had (FarSession *self, FarReader *reader, GError **error);
/* Before BYE: what there is no time for later. */
void _far_session_queue_last_holdings (FarSession *self);
/* A frame of those that the peer lacks.  Returns: NULL if there is none, or it failed */
GBytes *_far_session_make_holdings (FarSession *self, GError **error);
gboolean
_far_session_read_holdings (FarSession *self, FarReader *reader, gint64 now_us, GError **error);

/* far-session-blobs.c */
void _far_session_init_blobs (FarSession *self);
void _far_session_clear_blobs (FarSession *self);
/* Asks for what is missing and was not asked for yet, when all else is here. */
void _far_session_want_blobs (FarSession *self);
/* Whether neither end waits for the other's words. */
gboolean _far_session_blobs_are_done (const FarSession *self);
gboolean _far_session_read_want_blobs (FarSession *self, FarReader *reader, GError **error);
gboolean _far_session_read_blobs (FarSession *self, FarReader *reader, GError **error);
/* The next frame of an answer. */
GBytes *_far_session_make_blobs (FarSession *self);

/* far-session-signals.c */
gboolean
_far_session_read_signal (FarSession *self, FarReader *reader, gint64 now_us, GError **error);

/* far-session-bundle.c */
#define BUNDLE_MAGIC_LEN 7
gsize
_far_session_read_bundle_header (FarSession *self, const guint8 *in, gsize len, GError **error);

G_END_DECLS
