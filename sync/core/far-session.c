/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-session"

#include "far-session.h"

#include <string.h>

#include "far-crypto.h"
#include "far-stream.h"

#include "far-pure.h"

G_DEFINE_QUARK (far_session_error, far_session_error)

#define PROTOCOL_VERSION 1
/* Of 60 devices, ten that wrote are in 9 of 32 groups: their 17 rows and 192 bytes of digests are
 * less than the 28 rows and 128 bytes that 16 groups of 8 bytes take. */
#define N_GROUPS 32
#define GROUP_LEN 6
#define HEAD_PREFIX_LEN 8
#define FRAME_HEAD_LEN 2
/* a handshake message carries no payload */
#define HANDSHAKE_MESSAGE_MAX 256
/* accepted together, in one transaction */
#define SETTLE_ENTRIES 10000
#define SETTLE_BYTES (2 * 1024 * 1024)
#define SETTLE_US (20 * 1000)
#define FRONTIER_ROWS_PER_FRAME 1000
#define FRONTIER_LAST_AT 5 /* after type and groups */
#define READERS_MAX (FAR_MEMBERS_MAX * FAR_MEMBER_DEVICES_MAX)

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
  FRAME_PING = 10,
  FRAME_REKEY = 11,
  FRAME_BYE = 12,
  FRAME_DOOR_ASK = 13,
  FRAME_DOOR_ANSWER = 14,
  FRAME_BUNDLE = 15,
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

/* One device's row of a FRONTIER. */
typedef struct
{
  guint32 log;
  guint32 seq;
} ListedLog;

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

  guint8 (*invite_keys)[FAR_KEY_LEN]; /* owned; what else may open: the answering side */
  guint n_invite_keys;
  guint invite; /* which of them did */

  FarNoise *noise; /* (nullable): owned, until the handshake is done */
  FarNoiseCipher send;
  FarNoiseCipher receive;
  guint64 rekeyed_at_frame;
  gint64 rekeyed_at_us;

  guint8 peer_noise[FAR_KEY_LEN];
  guint8 peer_device[FAR_KEY_LEN];
  gboolean peer_is_known;

  GByteArray *in;   /* owned: what is not a whole message yet */
  GQueue out;       /* (element-type GBytes), owned: ready to be sent */
  GByteArray *body; /* owned: the frame that is being made */
  gboolean bye_queued;
  gboolean bye_read;

  GArray *snapshot; /* (element-type guint32), owned: own heads when HELLO was sent, by log - 1 */
  guint8 sent_digest[FAR_HASH_LEN];
  guint8 (*groups)[GROUP_LEN]; /* owned: own digests when HELLO was sent */
  guint32 differing;           /* groups, by bit */
  GArray *listed;              /* (element-type ListedLog), owned: rows of the FRONTIER, in order */
  GArray *have;                /* (element-type guint32), owned: what the peer has, by log - 1 */
  FarStreamWriter *writer;     /* owned */
  FarStreamReader *reader;     /* owned */

  gboolean sending;      /* the replica's outbox may hold more */
  gboolean wake_pending; /* and another is to be made when it is empty */
  gboolean total_read;
  gboolean was_in_step;
  gint64 n_acknowledged_to_peer;
  gint64 n_since_settle;
  gsize bytes_since_settle;
  gint64 settle_us; /* when at the latest; G_MAXINT64 if nothing waits */
  gboolean news;

  gint64 started_us;
  gint64 last_in_us;
  gint64 last_out_us;

  GBytes *request; /* (nullable): owned */
  GBytes *answer;  /* (nullable): owned */
};

/* ---- making and ending */

static FarSession *
new_session (FarReplica *replica, Role role, const FarSessionSetup *setup, gint64 now_us)
{
  FarSession *self = g_new0 (FarSession, 1);

  self->replica = replica;
  self->role = role;
  memcpy (self->collective, setup->collective, FAR_ID_LEN);
  if (setup->noise_secret != NULL)
    memcpy (self->noise_secret, setup->noise_secret, FAR_KEY_LEN);
  if (setup->ephemeral_secret != NULL)
    memcpy (self->ephemeral_secret, setup->ephemeral_secret, FAR_KEY_LEN);
  self->today = setup->today;
  self->in = g_byte_array_new ();
  self->body = g_byte_array_new ();
  g_queue_init (&self->out);
  self->snapshot = g_array_new (FALSE, TRUE, sizeof (guint32));
  self->listed = g_array_new (FALSE, FALSE, sizeof (ListedLog));
  self->have = g_array_new (FALSE, TRUE, sizeof (guint32));
  self->groups = g_malloc0 (N_GROUPS * GROUP_LEN);
  self->writer = far_stream_writer_new (replica, self->have);
  self->reader = far_stream_reader_new (replica, self->have);
  self->settle_us = G_MAXINT64;
  self->started_us = self->last_in_us = self->last_out_us = self->rekeyed_at_us = now_us;

  return self;
}

void
far_session_free (FarSession *self)
{
  far_noise_free (self->noise);
  far_stream_writer_free (self->writer);
  far_stream_reader_free (self->reader);
  g_byte_array_unref (self->in);
  g_byte_array_unref (self->body);
  g_queue_clear_full (&self->out, (GDestroyNotify)g_bytes_unref);
  g_array_unref (self->snapshot);
  g_array_unref (self->listed);
  g_array_unref (self->have);
  g_free (self->groups);
  g_free (self->invite_keys);
  g_clear_pointer (&self->request, g_bytes_unref);
  g_clear_pointer (&self->answer, g_bytes_unref);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

static gboolean
fail (FarSession *self, FarSessionError code, GError **error, const char *message)
{
  self->state = FAR_SESSION_FAILED;
  g_set_error_literal (error, FAR_SESSION_ERROR, code, message);

  return FALSE;
}

/* ---- messages out */

static void
queue_message (FarSession *self, const guint8 *bytes, gsize len)
{
  guint8 *message = g_malloc (FRAME_HEAD_LEN + len);

  far_set_u16 (message, len);
  memcpy (message + FRAME_HEAD_LEN, bytes, len);
  g_queue_push_tail (&self->out, g_bytes_new_take (message, FRAME_HEAD_LEN + len));
}

static GBytes *
seal_body (FarSession *self)
{
  gsize len = self->body->len + FAR_TAG_LEN;
  guint8 *message;

  g_assert (self->body->len <= FAR_FRAME_BODY_MAX);

  message = g_malloc (FRAME_HEAD_LEN + len);
  far_set_u16 (message, len);
  if (!far_noise_encrypt (&self->send, message + FRAME_HEAD_LEN, self->body->data, self->body->len))
    {
      /* 2^64 frames were sent */
      g_free (message);
      return NULL;
    }

  return g_bytes_new_take (message, FRAME_HEAD_LEN + len);
}

static void
begin_body (FarSession *self, FrameType type)
{
  g_byte_array_set_size (self->body, 0);
  far_put_u8 (self->body, type);
}

static void
queue_body (FarSession *self)
{
  GBytes *frame = seal_body (self);

  if (frame != NULL)
    g_queue_push_tail (&self->out, frame);
}

static void
queue_empty (FarSession *self, FrameType type)
{
  begin_body (self, type);
  queue_body (self);
}

/* ---- what is held, as a digest */

typedef struct
{
  guint32 log;
  FarReplicaLog held;
} SortedLog;

static int
compare_logs (gconstpointer a, gconstpointer b)
{
  return memcmp (((const SortedLog *)a)->held.device, ((const SortedLog *)b)->held.device,
                 FAR_KEY_LEN);
}

static guint
group_of (const guint8 *device)
{
  return device[0] >> 3;
}

/* Of the logs that hold something, by device. */
static GArray *
sort_logs (FarSession *self)
{
  guint n = self->replica->iface->get_n_logs (self->replica);
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (SortedLog), n);

  for (guint32 log = 1; log <= n; log++)
    {
      SortedLog at = { .log = log };

      self->replica->iface->get_log (self->replica, log, &at.held);
      if (at.held.head_seq > 0)
        g_array_append_val (sorted, at);
    }
  g_array_sort (sorted, compare_logs);

  return sorted;
}

static void
take_snapshot (FarSession *self)
{
  g_autoptr (GArray) sorted = sort_logs (self);
  guint i = 0;

  g_array_set_size (self->snapshot, 0);
  for (guint group = 0; group < N_GROUPS; group++)
    {
      guint8 digest[FAR_HASH_LEN];
      FarHash hash;

      far_hash_init (&hash, FAR_CONTEXT_GROUP, FAR_HASH_LEN);
      for (; i < sorted->len; i++)
        {
          const SortedLog *at = &g_array_index (sorted, SortedLog, i);

          if (group_of (at->held.device) != group)
            break;
          far_hash_update (&hash, at->held.device, FAR_KEY_LEN);
          far_hash_u32 (&hash, at->held.head_seq);
          far_hash_update (&hash, at->held.head_id, FAR_ID_LEN);
          far_have_raise (self->snapshot, at->log, at->held.head_seq);
        }
      far_hash_finish (&hash, digest, FAR_HASH_LEN);
      memcpy (self->groups[group], digest, GROUP_LEN);
    }
  self->replica->iface->get_digest (self->replica, self->sent_digest);
}

/* The caller's tells its groups too, so that the answer can say at once what differs. */
static void
queue_hello (FarSession *self)
{
  take_snapshot (self);
  begin_body (self, FRAME_HELLO);
  far_put (self->body, self->sent_digest, FAR_HASH_LEN);
  if (self->role == ROLE_DIAL)
    far_put (self->body, self->groups, N_GROUPS * GROUP_LEN);
  queue_body (self);
}

/* ---- sending entries */

static void
queue_total (FarSession *self)
{
  begin_body (self, FRAME_TOTAL);
  far_put_varint (self->body, self->counts.n_to_send);
  queue_body (self);
}

/* Another round: all that the peer does not have, as far as is known here. */
static gboolean
start_sending (FarSession *self, gboolean announce, GError **error)
{
  gint64 n = self->replica->iface->start_sending (self->replica, self->have, self->today, error);

  if (n < 0)
    {
      self->state = FAR_SESSION_FAILED;
      return FALSE;
    }

  self->wake_pending = FALSE;
  self->sending = n > 0;
  self->counts.n_to_send += n;
  if (n > 0 || announce)
    queue_total (self);

  return TRUE;
}

static void
update_state (FarSession *self)
{
  gboolean done;

  if (self->state != FAR_SESSION_STREAMING && self->state != FAR_SESSION_IN_STEP)
    return;

  done = !self->sending && self->total_read && self->counts.n_acknowledged == self->counts.n_sent &&
         self->counts.n_received >= self->counts.n_to_receive &&
         self->replica->iface->get_n_waiting (self->replica) == 0;
  self->state = done ? FAR_SESSION_IN_STEP : FAR_SESSION_STREAMING;
  self->was_in_step |= done;
}

static GBytes *
make_cover (FarSession *self, FarPos overdue, GError **error)
{
  guint8 sig[FAR_SIG_LEN];
  g_autoptr (GPtrArray) headers =
                 self->replica->iface->read_headers (self->replica, overdue, sig, error);

  if (headers == NULL)
    {
      self->state = FAR_SESSION_FAILED;
      return NULL;
    }

  begin_body (self, FRAME_COVER);
  far_stream_write_cover (self->writer, overdue.log, headers, sig, self->body);

  return seal_body (self);
}

/* One frame of entries. */
static GBytes *
make_entries (FarSession *self, GError **error)
{
  FarPos overdue = far_stream_writer_get_overdue (self->writer);
  FarEntryParts parts;
  g_autoptr (GError) local = NULL;

  if (overdue.seq != 0)
    return make_cover (self, overdue, error);

  begin_body (self, FRAME_ENTRIES);
  while (self->body->len + FAR_STREAM_ENTRY_MAX <= FAR_FRAME_BODY_MAX)
    {
      if (!self->replica->iface->next_entry (self->replica, &parts, &local))
        {
          self->sending = FALSE;
          break;
        }
      far_stream_write_entry (self->writer, &parts, self->body);
      self->counts.n_sent++;
    }

  if (local != NULL)
    {
      self->state = FAR_SESSION_FAILED;
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return self->body->len > 1 ? seal_body (self) : NULL;
}

static gboolean
rekey_is_due (FarSession *self, gint64 now_us)
{
  return self->send.n_frames - self->rekeyed_at_frame >= FAR_REKEY_FRAMES ||
         now_us - self->rekeyed_at_us >= FAR_REKEY_US;
}

static gboolean
is_live (const FarSession *self)
{
  return self->state == FAR_SESSION_COMPARING || self->state == FAR_SESSION_STREAMING ||
         self->state == FAR_SESSION_IN_STEP;
}

static GBytes *
next_message (FarSession *self, gint64 now_us, GError **error)
{
  GBytes *message = g_queue_pop_head (&self->out);

  if (message != NULL || !is_live (self) || self->bye_queued)
    return message;

  if (self->role != ROLE_BUNDLE_WRITER && rekey_is_due (self, now_us))
    {
      begin_body (self, FRAME_REKEY);
      message = seal_body (self);
      far_noise_rekey (&self->send);
      self->rekeyed_at_frame = self->send.n_frames;
      self->rekeyed_at_us = now_us;
      return message;
    }

  if (self->sending)
    message = make_entries (self, error);
  if (message != NULL || self->state == FAR_SESSION_FAILED)
    return message;

  if (self->wake_pending && !self->sending && !start_sending (self, FALSE, error))
    return NULL;
  if (self->role == ROLE_BUNDLE_WRITER && !self->sending)
    far_session_close (self);
  update_state (self);

  message = g_queue_pop_head (&self->out);

  return message != NULL || !self->sending ? message : make_entries (self, error);
}

GBytes *
far_session_poll_transmit (FarSession *self, gint64 now_us, GError **error)
{
  GBytes *message;

  if (self->state == FAR_SESSION_FAILED || self->state == FAR_SESSION_CLOSED)
    return NULL;

  message = next_message (self, now_us, error);
  if (message == NULL)
    return NULL;

  self->last_out_us = now_us;
  self->counts.n_bytes_out += g_bytes_get_size (message);
  if (self->bye_queued && g_queue_is_empty (&self->out))
    self->state = FAR_SESSION_CLOSED;

  return message;
}

void
far_session_close (FarSession *self)
{
  if (self->bye_queued || self->state == FAR_SESSION_FAILED || self->state == FAR_SESSION_CLOSED)
    return;

  if (self->state == FAR_SESSION_HANDSHAKE)
    {
      self->state = FAR_SESSION_CLOSED;
      return;
    }

  queue_empty (self, FRAME_BYE);
  self->bye_queued = TRUE;
}

/* ---- settling what came in */

static gboolean
queue_ack (FarSession *self)
{
  gint64 n = self->counts.n_received - self->replica->iface->get_n_waiting (self->replica);

  if (n > self->n_acknowledged_to_peer && self->role != ROLE_BUNDLE_READER)
    {
      begin_body (self, FRAME_ACK);
      far_put_varint (self->body, n);
      queue_body (self);
      self->n_acknowledged_to_peer = n;
    }

  return TRUE;
}

/* Whether the peer still may talk: what was just accepted can have ended it. */
static gboolean
check_standing (FarSession *self, GError **error)
{
  guint8 device[FAR_KEY_LEN];

  if (self->role == ROLE_BUNDLE_READER || self->role == ROLE_BUNDLE_WRITER)
    return TRUE;

  /* a newcomer judges whom it called when it has all that was promised: what lets the peer in may
   * be in the next batch */
  if (sodium_is_zero (self->peer_device, FAR_KEY_LEN) &&
      self->counts.n_received < self->counts.n_to_receive)
    return TRUE;

  if (!self->replica->iface->authorize (self->replica, self->peer_noise, device))
    return fail (self, FAR_SESSION_ERROR_NO_STANDING, error, "the peer does not belong any more");

  memcpy (self->peer_device, device, FAR_KEY_LEN);

  return TRUE;
}

static gboolean
settle (FarSession *self, GError **error)
{
  guint n_accepted = 0;
  FarVerdict verdict;

  self->settle_us = G_MAXINT64;
  self->n_since_settle = 0;
  self->bytes_since_settle = 0;

  if (self->replica->iface->has_news (self->replica))
    {
      verdict = self->replica->iface->settle (self->replica, &n_accepted, error);
      self->counts.n_accepted += n_accepted;
      self->news |= n_accepted > 0;

      if (verdict == FAR_VERDICT_FAILED)
        {
          self->state = FAR_SESSION_FAILED;
          return FALSE;
        }
      if (verdict == FAR_VERDICT_INVALID)
        return fail (self, FAR_SESSION_ERROR_INVALID, error,
                     "entries of a device that nobody let in");
      if (n_accepted > 0 && !check_standing (self, error))
        return FALSE;
    }

  queue_ack (self);
  update_state (self);

  return TRUE;
}

static gboolean
settle_if_due (FarSession *self, gint64 now_us, GError **error)
{
  if (self->n_since_settle == 0)
    return TRUE;

  if ((self->total_read && self->counts.n_received >= self->counts.n_to_receive) ||
      self->n_since_settle >= SETTLE_ENTRIES || self->bytes_since_settle >= SETTLE_BYTES)
    return settle (self, error);

  if (self->settle_us == G_MAXINT64)
    self->settle_us = now_us + SETTLE_US;

  return TRUE;
}

/* ---- frames in */

static gboolean
invalid (FarSession *self, GError **error, const char *what)
{
  return fail (self, FAR_SESSION_ERROR_INVALID, error, what);
}

static gboolean
begin_streaming (FarSession *self, GError **error)
{
  self->state = FAR_SESSION_STREAMING;

  return start_sending (self, TRUE, error);
}

static void
assume_equal (FarSession *self)
{
  for (guint i = 0; i < self->snapshot->len; i++)
    far_have_raise (self->have, i + 1, g_array_index (self->snapshot, guint32, i));
}

/* One row: device 32, seq varint, head prefix 8. */
static void
queue_frontier (FarSession *self)
{
  g_autoptr (GArray) sorted = sort_logs (self);
  guint n = 0;

  begin_body (self, FRAME_FRONTIER);
  far_put_u32 (self->body, self->differing);
  far_put_u8 (self->body, FALSE);

  for (guint i = 0; i < sorted->len; i++)
    {
      const SortedLog *at = &g_array_index (sorted, SortedLog, i);
      guint32 seq = far_have_get (self->snapshot, at->log);
      ListedLog row = { at->log, seq };
      guint8 id[FAR_ID_LEN];

      if (seq == 0 || !(self->differing & 1u << group_of (at->held.device)) ||
          !self->replica->iface->get_id (self->replica, (FarPos){ at->log, seq }, id))
        continue;

      if (n == FRONTIER_ROWS_PER_FRAME)
        {
          queue_body (self);
          begin_body (self, FRAME_FRONTIER);
          far_put_u32 (self->body, self->differing);
          far_put_u8 (self->body, FALSE);
          n = 0;
        }
      far_put (self->body, at->held.device, FAR_KEY_LEN);
      far_put_varint (self->body, seq);
      far_put (self->body, id, HEAD_PREFIX_LEN);
      g_array_append_val (self->listed, row);
      n++;
    }

  self->body->data[FRONTIER_LAST_AT] = TRUE; /* the last one */
  queue_body (self);
}

static gboolean
read_hello (FarSession *self, FarReader *reader, GError **error)
{
  const guint8 *digest = far_reader_bytes (reader, FAR_HASH_LEN);
  const guint8 *groups = NULL;

  if (self->role == ROLE_ANSWER)
    groups = far_reader_bytes (reader, N_GROUPS * GROUP_LEN);
  if (!far_reader_done (reader) || self->state != FAR_SESSION_COMPARING)
    return invalid (self, error, "a HELLO that does not belong there");

  if (self->role == ROLE_ANSWER)
    queue_hello (self);

  if (memcmp (digest, self->sent_digest, FAR_HASH_LEN) == 0)
    {
      assume_equal (self);
      return begin_streaming (self, error);
    }

  if (self->role == ROLE_ANSWER)
    {
      for (guint i = 0; i < N_GROUPS; i++)
        if (memcmp (groups + i * GROUP_LEN, self->groups[i], GROUP_LEN) != 0)
          self->differing |= 1u << i;
      queue_frontier (self);
    }

  return TRUE;
}

/* What the peer has of the groups that are equal is what was held here when HELLO was sent. */
static void
assume_equal_groups (FarSession *self)
{
  for (guint i = 0; i < self->snapshot->len; i++)
    {
      FarReplicaLog held;

      self->replica->iface->get_log (self->replica, i + 1, &held);
      if (!(self->differing & 1u << group_of (held.device)))
        far_have_raise (self->have, i + 1, g_array_index (self->snapshot, guint32, i));
    }
}

/* Both ends number the listed logs alike, without a word. */
static void
number_listed (FarSession *self)
{
  for (guint i = 0; i < self->listed->len; i++)
    {
      const ListedLog *row = &g_array_index (self->listed, ListedLog, i);

      far_stream_writer_number (self->writer, row->log, row->seq);
      far_stream_reader_number (self->reader, row->log, row->seq);
    }
}

static gboolean
read_row (FarSession *self, FarReader *reader, GHashTable *met, GError **error)
{
  const guint8 *device = far_reader_bytes (reader, FAR_KEY_LEN);
  guint64 seq = far_reader_varint (reader);
  ListedLog row = { 0 };

  far_reader_bytes (reader, HEAD_PREFIX_LEN); /* tells a fork: read where forks are dealt with */
  if (reader->failed || seq < 1 || seq > G_MAXUINT32 || self->listed->len >= READERS_MAX * 2)
    return invalid (self, error, "a FRONTIER that cannot be read");

  row.log = self->replica->iface->intern_log (self->replica, device);
  row.seq = seq;
  if (row.log == 0 || !g_hash_table_add (met, GUINT_TO_POINTER (row.log)))
    return invalid (self, error, "a FRONTIER names too many devices, or one twice");

  g_array_append_val (self->listed, row);
  far_have_raise (self->have, row.log, row.seq);

  return TRUE;
}

static void
queue_want (FarSession *self)
{
  guint n = 0;

  for (guint i = 0; i < self->listed->len; i++)
    {
      const ListedLog *row = &g_array_index (self->listed, ListedLog, i);

      n += far_have_get (self->snapshot, row->log) < row->seq;
    }

  begin_body (self, FRAME_WANT);
  far_put_varint (self->body, n);
  for (guint i = 0; i < self->listed->len; i++)
    {
      const ListedLog *row = &g_array_index (self->listed, ListedLog, i);
      guint32 seq = far_have_get (self->snapshot, row->log);

      if (seq < row->seq)
        {
          far_put_varint (self->body, i);
          far_put_varint (self->body, seq + 1);
        }
    }
  queue_body (self);
}

static gboolean
read_frontier (FarSession *self, FarReader *reader, GError **error)
{
  g_autoptr (GHashTable) met = g_hash_table_new (NULL, NULL);
  gboolean is_last;

  self->differing = far_reader_u32 (reader);
  is_last = far_reader_u8 (reader);
  if (reader->failed || self->role != ROLE_DIAL || self->state != FAR_SESSION_COMPARING)
    return invalid (self, error, "a FRONTIER that does not belong there");

  for (guint i = 0; i < self->listed->len; i++)
    g_hash_table_add (met, GUINT_TO_POINTER (g_array_index (self->listed, ListedLog, i).log));
  while (far_reader_left (reader) > 0)
    if (!read_row (self, reader, met, error))
      return FALSE;
  if (!far_reader_done (reader))
    return invalid (self, error, "a FRONTIER that cannot be read");
  if (!is_last)
    return TRUE;

  assume_equal_groups (self);
  number_listed (self);
  queue_want (self);

  return begin_streaming (self, error);
}

static gboolean
read_want (FarSession *self, FarReader *reader, GError **error)
{
  guint64 n = far_reader_varint (reader);
  g_autofree gboolean *wanted = g_new0 (gboolean, self->listed->len + 1);

  if (reader->failed || n > self->listed->len || self->role != ROLE_ANSWER ||
      self->state != FAR_SESSION_COMPARING)
    return invalid (self, error, "a WANT that does not belong there");

  for (guint64 i = 0; i < n; i++)
    {
      guint64 row = far_reader_varint (reader);
      guint64 seq = far_reader_varint (reader);

      if (reader->failed || row >= self->listed->len || wanted[row] || seq < 1 ||
          seq > g_array_index (self->listed, ListedLog, row).seq)
        return invalid (self, error, "a WANT for what was not offered");

      wanted[row] = TRUE;
      far_have_raise (self->have, g_array_index (self->listed, ListedLog, row).log, seq - 1);
    }
  if (!far_reader_done (reader))
    return invalid (self, error, "a WANT that cannot be read");

  for (guint i = 0; i < self->listed->len; i++)
    if (!wanted[i])
      far_have_raise (self->have, g_array_index (self->listed, ListedLog, i).log,
                      g_array_index (self->listed, ListedLog, i).seq);

  assume_equal_groups (self);
  number_listed (self);

  return begin_streaming (self, error);
}

static gboolean
read_total (FarSession *self, FarReader *reader, GError **error)
{
  guint64 n = far_reader_varint (reader);

  if (!far_reader_done (reader) || n < (guint64)self->counts.n_to_receive || n > G_MAXINT32)
    return invalid (self, error, "a TOTAL that cannot be");

  self->total_read = TRUE;
  self->counts.n_to_receive = n;
  update_state (self);

  return TRUE;
}

static gboolean
read_entries (FarSession *self, FarReader *reader, gboolean is_cover, gint64 now_us, GError **error)
{
  const guint8 *body = reader->data + reader->pos;
  gsize len = far_reader_left (reader);
  guint64 n_read = 0;
  guint64 n_new = 0;
  FarVerdict verdict;

  if (is_cover)
    verdict = far_stream_read_cover (self->reader, body, len, error);
  else
    verdict = far_stream_read_entries (self->reader, body, len, &n_read, &n_new, error);

  self->counts.n_received += n_read;
  self->counts.n_new += n_new;
  self->n_since_settle += n_read + is_cover;
  self->bytes_since_settle += len;

  switch (verdict)
    {
    case FAR_VERDICT_FAILED:
      self->state = FAR_SESSION_FAILED;
      return FALSE;
    case FAR_VERDICT_INVALID:
      return invalid (self, error, "an entry that is not valid");
    case FAR_VERDICT_NO_ROOM:
      return invalid (self, error, "entries too far ahead of their signatures");
    default:
      return settle_if_due (self, now_us, error);
    }
}

static gboolean
read_ack (FarSession *self, FarReader *reader, GError **error)
{
  guint64 n = far_reader_varint (reader);

  if (!far_reader_done (reader) || n > (guint64)self->counts.n_sent ||
      n < (guint64)self->counts.n_acknowledged)
    return invalid (self, error, "an ACK for what was not sent");

  self->counts.n_acknowledged = n;
  update_state (self);

  return TRUE;
}

static gboolean
read_bye (FarSession *self, FarReader *reader, GError **error)
{
  if (!far_reader_done (reader))
    return invalid (self, error, "a BYE with something in it");

  if (self->role != ROLE_DIAL_DOOR && self->role != ROLE_ANSWER_DOOR && !settle (self, error))
    return FALSE;

  self->bye_read = TRUE;
  self->state = FAR_SESSION_CLOSED;

  return TRUE;
}

static gboolean
read_door (FarSession *self, FrameType type, FarReader *reader, GError **error)
{
  gsize len = far_reader_left (reader);
  GBytes **into = type == FRAME_DOOR_ASK ? &self->request : &self->answer;

  if (self->role != (type == FRAME_DOOR_ASK ? ROLE_ANSWER_DOOR : ROLE_DIAL_DOOR) || *into != NULL ||
      len < 1 || len > FAR_DOOR_MAX)
    return invalid (self, error, "a word at the door that does not belong there");

  *into = g_bytes_new (far_reader_bytes (reader, len), len);
  if (type == FRAME_DOOR_ANSWER)
    far_session_close (self);

  return TRUE;
}

static gboolean
read_bundle (FarSession *self, FarReader *reader, GError **error)
{
  const guint8 *collective = far_reader_bytes (reader, FAR_ID_LEN);

  if (!far_reader_done (reader) || self->role != ROLE_BUNDLE_READER ||
      self->state != FAR_SESSION_COMPARING)
    return invalid (self, error, "a bundle that does not begin well");
  if (memcmp (collective, self->collective, FAR_ID_LEN) != 0)
    return fail (self, FAR_SESSION_ERROR_NOT_FOR_US, error, "the bundle is another collective's");

  self->state = FAR_SESSION_STREAMING;

  return TRUE;
}

static gboolean
handle_frame (FarSession *self, const guint8 *body, gsize len, gint64 now_us, GError **error)
{
  FarReader reader = far_reader (body, len);
  FrameType type = far_reader_u8 (&reader);
  gboolean streaming = self->state == FAR_SESSION_STREAMING || self->state == FAR_SESSION_IN_STEP;

  /* at the door, and at the beginning of a bundle, nothing else may be said */
  if (self->state == FAR_SESSION_DOOR && type != FRAME_DOOR_ASK && type != FRAME_DOOR_ANSWER &&
      type != FRAME_BYE && type != FRAME_PING)
    return invalid (self, error, "more than one word at the door");
  if (self->role == ROLE_BUNDLE_READER && type != FRAME_BUNDLE && type != FRAME_TOTAL &&
      type != FRAME_ENTRIES && type != FRAME_COVER && type != FRAME_BYE)
    return invalid (self, error, "a frame that has no place in a bundle");

  switch (type)
    {
    case FRAME_HELLO:
      return read_hello (self, &reader, error);
    case FRAME_FRONTIER:
      return read_frontier (self, &reader, error);
    case FRAME_WANT:
      return read_want (self, &reader, error);
    case FRAME_TOTAL:
      return streaming ? read_total (self, &reader, error)
                       : invalid (self, error, "a TOTAL too early");
    case FRAME_ENTRIES:
    case FRAME_COVER:
      return streaming ? read_entries (self, &reader, type == FRAME_COVER, now_us, error)
                       : invalid (self, error, "entries too early");
    case FRAME_ACK:
      return streaming ? read_ack (self, &reader, error)
                       : invalid (self, error, "an ACK too early");
    case FRAME_PING:
      return far_reader_done (&reader) || invalid (self, error, "a PING with something in it");
    case FRAME_REKEY:
      far_noise_rekey (&self->receive);
      return far_reader_done (&reader) || invalid (self, error, "a REKEY with something in it");
    case FRAME_BYE:
      return read_bye (self, &reader, error);
    case FRAME_DOOR_ASK:
    case FRAME_DOOR_ANSWER:
      return read_door (self, type, &reader, error);
    case FRAME_BUNDLE:
      return read_bundle (self, &reader, error);
    }

  /* a newer version's frame: passed over */
  return TRUE;
}

/* ---- the handshake */

static void
derive_psk (const char *context, const guint8 *from, guint8 out[static FAR_KEY_LEN])
{
  far_hash_bytes (context, from, FAR_KEY_LEN, out);
}

static FarNoise *
new_noise (FarSession *self, FarNoiseRole role, const guint8 psk[static FAR_KEY_LEN])
{
  guint8 prologue[9 + 1 + FAR_ID_LEN];

  memcpy (prologue, "Farandole", 9);
  prologue[9] = PROTOCOL_VERSION;
  memcpy (prologue + 10, self->collective, FAR_ID_LEN);

  return far_noise_new (role, prologue, sizeof prologue, psk, self->noise_secret,
                        self->ephemeral_secret);
}

static gboolean
queue_handshake (FarSession *self, GError **error)
{
  g_autoptr (GByteArray) message = g_byte_array_new ();

  if (!far_noise_write (self->noise, NULL, 0, message))
    return fail (self, FAR_SESSION_ERROR_STRANGER, error, "the peer's key is none");

  queue_message (self, message->data, message->len);

  return TRUE;
}

/* Which of the keys that open this machine was the call made under? */
static gboolean
find_noise (FarSession *self, const guint8 *message, gsize len, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint8 psk[FAR_KEY_LEN];

  for (guint i = 0; i <= self->n_invite_keys && self->noise == NULL; i++)
    {
      FarNoise *noise;

      if (i == 0)
        derive_psk (FAR_CONTEXT_PSK, self->secret, psk);
      else
        derive_psk (FAR_CONTEXT_DOOR_PSK, self->invite_keys[i - 1], psk);

      noise = new_noise (self, FAR_NOISE_RESPONDER, psk);
      if (far_noise_read (noise, message, len, payload))
        {
          self->noise = noise;
          self->role = i == 0 ? ROLE_ANSWER : ROLE_ANSWER_DOOR;
          self->invite = i > 0 ? i - 1 : 0;
        }
      else
        far_noise_free (noise);
    }
  sodium_memzero (psk, sizeof psk);

  if (self->noise == NULL)
    return fail (self, FAR_SESSION_ERROR_STRANGER, error,
                 "somebody called who does not know the secret");

  return queue_handshake (self, error);
}

static gboolean
recognise_peer (FarSession *self, GError **error)
{
  memcpy (self->peer_noise, far_noise_peek_remote_static (self->noise), FAR_KEY_LEN);

  if (self->role == ROLE_DIAL_DOOR || self->role == ROLE_ANSWER_DOOR)
    return TRUE;

  if (!self->replica->iface->authorize (self->replica, self->peer_noise, self->peer_device))
    return fail (self, FAR_SESSION_ERROR_NO_STANDING, error,
                 "the peer knows the secret and does not belong");

  self->peer_is_known = TRUE;

  return TRUE;
}

static void
end_handshake (FarSession *self)
{
  far_noise_split (self->noise, &self->send, &self->receive);
  g_clear_pointer (&self->noise, far_noise_free);

  switch (self->role)
    {
    case ROLE_DIAL:
      self->state = FAR_SESSION_COMPARING;
      queue_hello (self);
      break;
    case ROLE_DIAL_DOOR:
      self->state = FAR_SESSION_DOOR;
      begin_body (self, FRAME_DOOR_ASK);
      far_put (self->body, g_bytes_get_data (self->request, NULL),
               g_bytes_get_size (self->request));
      queue_body (self);
      break;
    case ROLE_ANSWER_DOOR:
      self->state = FAR_SESSION_DOOR;
      break;
    default:
      self->state = FAR_SESSION_COMPARING;
      break;
    }
}

static gboolean
handle_handshake (FarSession *self, const guint8 *message, gsize len, GError **error)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();

  if (len > HANDSHAKE_MESSAGE_MAX)
    return fail (self, FAR_SESSION_ERROR_STRANGER, error,
                 "whoever is there speaks another language");

  if (self->noise == NULL)
    return find_noise (self, message, len, error);

  if (!far_noise_read (self->noise, message, len, payload))
    return fail (self, FAR_SESSION_ERROR_STRANGER, error, "the handshake does not go through");

  if (!recognise_peer (self, error))
    return FALSE;

  if (far_noise_is_writer (self->noise) && !queue_handshake (self, error))
    return FALSE;

  end_handshake (self);

  return TRUE;
}

/* ---- bundles: docs/formats.md, "Bundle" */

#define BUNDLE_MAGIC "FARBNDL"
#define BUNDLE_MAGIC_LEN 7
#define BUNDLE_VERSION 1
#define BUNDLE_SLOT_LEN (FAR_KEY_LEN + FAR_SEAL_OVERHEAD)
#define BUNDLE_FIXED_LEN (BUNDLE_MAGIC_LEN + 1 + 2)
#define BUNDLE_CONTEXT "far1 bundle"

/* The key of the frames hangs on the header, so that a changed header opens nothing. */
static void
derive_bundle_key (const guint8 file_key[static FAR_KEY_LEN],
                   const guint8 *header,
                   gsize len,
                   FarNoiseCipher *out)
{
  FarHash hash;

  far_hash_init (&hash, BUNDLE_CONTEXT, FAR_KEY_LEN);
  far_hash_update (&hash, file_key, FAR_KEY_LEN);
  far_hash_update (&hash, header, len);
  far_hash_finish (&hash, out->key, FAR_KEY_LEN);
  out->n_frames = 0;
  sodium_memzero (&hash, sizeof hash);
}

FarSession *
far_session_new_bundle_writer (FarReplica *replica,
                               const FarSessionSetup *setup,
                               const guint8 file_key[static FAR_KEY_LEN],
                               const guint8 (*readers)[FAR_KEY_LEN],
                               const guint8 (*seeds)[FAR_KEY_LEN],
                               guint n_readers)
{
  FarSession *self = new_session (replica, ROLE_BUNDLE_WRITER, setup, 0);
  g_autoptr (GByteArray) header = g_byte_array_new ();
  guint16 n_sealed = 0;

  g_return_val_if_fail (n_readers <= READERS_MAX, NULL);

  far_put (header, BUNDLE_MAGIC, BUNDLE_MAGIC_LEN);
  far_put_u8 (header, BUNDLE_VERSION);
  far_put_u16 (header, 0);
  for (guint i = 0; i < n_readers; i++)
    n_sealed += far_seal (readers[i], seeds[i], file_key, FAR_KEY_LEN, header);
  far_set_u16 (header->data + BUNDLE_MAGIC_LEN + 1, n_sealed);

  derive_bundle_key (file_key, header->data, header->len, &self->send);
  g_queue_push_tail (&self->out, g_bytes_new (header->data, header->len));

  begin_body (self, FRAME_BUNDLE);
  far_put (self->body, self->collective, FAR_ID_LEN);
  queue_body (self);

  self->state = FAR_SESSION_STREAMING;
  self->wake_pending = TRUE;

  return self;
}

FarSession *
far_session_new_bundle_reader (FarReplica *replica,
                               const FarSessionSetup *setup,
                               const guint8 seal_secret[static FAR_KEY_LEN])
{
  FarSession *self = new_session (replica, ROLE_BUNDLE_READER, setup, 0);

  memcpy (self->seal_secret, seal_secret, FAR_KEY_LEN);

  return self;
}

/* Returns: how much of @in the header took, 0 if more is needed or on failure */
static gsize
read_bundle_header (FarSession *self, const guint8 *in, gsize len, GError **error)
{
  guint n_slots;
  gsize header_len;

  if (memcmp (in, BUNDLE_MAGIC, MIN (len, BUNDLE_MAGIC_LEN)) != 0)
    {
      fail (self, FAR_SESSION_ERROR_FOREIGN, error, "the file is no bundle");
      return 0;
    }
  if (len > BUNDLE_MAGIC_LEN && in[BUNDLE_MAGIC_LEN] != BUNDLE_VERSION)
    {
      fail (self, FAR_SESSION_ERROR_NEWER, error, "the bundle is of a newer version");
      return 0;
    }
  if (len < BUNDLE_FIXED_LEN)
    return 0;

  n_slots = in[BUNDLE_MAGIC_LEN + 1] | in[BUNDLE_MAGIC_LEN + 2] << 8;
  header_len = BUNDLE_FIXED_LEN + n_slots * BUNDLE_SLOT_LEN;
  if (n_slots > READERS_MAX)
    {
      fail (self, FAR_SESSION_ERROR_FOREIGN, error, "the bundle has too many readers");
      return 0;
    }
  if (len < header_len)
    return 0;

  for (guint i = 0; i < n_slots; i++)
    {
      guint8 *file_key =
          far_seal_open (self->seal_secret, in + BUNDLE_FIXED_LEN + i * BUNDLE_SLOT_LEN,
                         BUNDLE_SLOT_LEN);

      if (file_key == NULL)
        continue;

      derive_bundle_key (file_key, in, header_len, &self->receive);
      sodium_memzero (file_key, FAR_KEY_LEN);
      g_free (file_key);
      self->state = FAR_SESSION_COMPARING;

      return header_len;
    }

  fail (self, FAR_SESSION_ERROR_NOT_FOR_US, error, "the bundle is sealed to others");

  return 0;
}

/* ---- the four calls */

FarSession *
far_session_new_dial (FarReplica *replica,
                      const FarSessionSetup *setup,
                      const guint8 secret[static FAR_HASH_LEN],
                      gint64 now_us)
{
  FarSession *self = new_session (replica, ROLE_DIAL, setup, now_us);
  guint8 psk[FAR_KEY_LEN];

  derive_psk (FAR_CONTEXT_PSK, secret, psk);
  self->noise = new_noise (self, FAR_NOISE_INITIATOR, psk);
  sodium_memzero (psk, sizeof psk);
  if (!queue_handshake (self, NULL))
    g_assert_not_reached (); /* there is no key of the peer yet */

  return self;
}

FarSession *
far_session_new_dial_door (FarReplica *replica,
                           const FarSessionSetup *setup,
                           const guint8 invite_key[static FAR_KEY_LEN],
                           GBytes *request,
                           gint64 now_us)
{
  FarSession *self = new_session (replica, ROLE_DIAL_DOOR, setup, now_us);
  guint8 psk[FAR_KEY_LEN];

  g_return_val_if_fail (g_bytes_get_size (request) >= 1 &&
                            g_bytes_get_size (request) <= FAR_DOOR_MAX,
                        NULL);

  self->request = g_bytes_ref (request);
  derive_psk (FAR_CONTEXT_DOOR_PSK, invite_key, psk);
  self->noise = new_noise (self, FAR_NOISE_INITIATOR, psk);
  sodium_memzero (psk, sizeof psk);
  if (!queue_handshake (self, NULL))
    g_assert_not_reached ();

  return self;
}

FarSession *
far_session_new_answer (FarReplica *replica,
                        const FarSessionSetup *setup,
                        const guint8 secret[static FAR_HASH_LEN],
                        const guint8 (*invite_keys)[FAR_KEY_LEN],
                        guint n_invite_keys,
                        gint64 now_us)
{
  FarSession *self = new_session (replica, ROLE_ANSWER, setup, now_us);

  memcpy (self->secret, secret, FAR_HASH_LEN);
  self->n_invite_keys = MIN (n_invite_keys, FAR_OPEN_INVITES_MAX);
  self->invite_keys = g_memdup2 (invite_keys, self->n_invite_keys * FAR_KEY_LEN);

  return self;
}

static gboolean
handle_message (FarSession *self, guint8 *message, gsize len, gint64 now_us, GError **error)
{
  if (self->state == FAR_SESSION_HANDSHAKE)
    return handle_handshake (self, message, len, error);

  if (!far_noise_decrypt (&self->receive, message, message, len))
    return invalid (self, error, "a message whose tag is wrong");

  return handle_frame (self, message, len - FAR_TAG_LEN, now_us, error);
}

/* Whole messages of @in, one after another. Returns: how much was used */
static gsize
handle_messages (FarSession *self,
                 guint8 *in,
                 gsize len,
                 gint64 now_us,
                 gboolean *good,
                 GError **error)
{
  gsize pos = 0;

  *good = TRUE;

  if (self->role == ROLE_BUNDLE_READER && self->state == FAR_SESSION_HANDSHAKE)
    {
      pos = read_bundle_header (self, in, len, error);
      *good = self->state != FAR_SESSION_FAILED;
      if (pos == 0)
        return 0;
    }

  while (*good && self->state != FAR_SESSION_CLOSED && len - pos >= FRAME_HEAD_LEN)
    {
      gsize message_len = in[pos] | in[pos + 1] << 8;

      if (len - pos - FRAME_HEAD_LEN < message_len)
        break;

      *good = handle_message (self, in + pos + FRAME_HEAD_LEN, message_len, now_us, error);
      pos += FRAME_HEAD_LEN + message_len;
    }

  return pos;
}

gboolean
far_session_receive (FarSession *self,
                     const guint8 *bytes,
                     gsize len,
                     gint64 now_us,
                     GError **error)
{
  gboolean good;
  gsize used;

  g_return_val_if_fail (self->state != FAR_SESSION_FAILED, FALSE);

  self->last_in_us = now_us;
  self->counts.n_bytes_in += len;
  if (self->state == FAR_SESSION_CLOSED)
    return TRUE;

  far_put (self->in, bytes, len);
  used = handle_messages (self, self->in->data, self->in->len, now_us, &good, error);
  g_byte_array_remove_range (self->in, 0, used);

  /* what came whole before the bad byte of a file is good */
  if (!good && self->role == ROLE_BUNDLE_READER && self->n_since_settle > 0)
    {
      settle (self, NULL);
      self->state = FAR_SESSION_FAILED;
    }

  return good;
}

gboolean
far_session_receive_end (FarSession *self, gint64 now_us, GError **error)
{
  guint n_pending = 0;

  if (self->state == FAR_SESSION_FAILED)
    return fail (self, FAR_SESSION_ERROR_INVALID, error, "the session had failed before");

  if (self->role == ROLE_BUNDLE_READER)
    {
      /* nothing but the beginning of a magic, or not even that */
      if (self->state == FAR_SESSION_HANDSHAKE && self->in->len < BUNDLE_MAGIC_LEN)
        return fail (self, FAR_SESSION_ERROR_FOREIGN, error, "the file is no bundle");
      if (self->state != FAR_SESSION_HANDSHAKE && self->state != FAR_SESSION_CLOSED &&
          !settle (self, error))
        return FALSE;
      if (self->replica->iface->leave (self->replica, &n_pending, error) == FAR_VERDICT_FAILED)
        {
          self->state = FAR_SESSION_FAILED;
          return FALSE;
        }
      if (!self->bye_read)
        return fail (self, FAR_SESSION_ERROR_CUT, error, "the bundle ends early");
      return TRUE;
    }

  if (self->bye_read || self->state == FAR_SESSION_CLOSED)
    return TRUE;
  if (self->n_since_settle > 0 && !settle (self, error))
    return FALSE;

  return fail (self,
               self->state == FAR_SESSION_HANDSHAKE ? FAR_SESSION_ERROR_STRANGER
                                                    : FAR_SESSION_ERROR_SILENT,
               error, "the peer hung up");
}

gint64
far_session_get_deadline (const FarSession *self)
{
  gint64 deadline;

  if (self->role == ROLE_BUNDLE_READER || self->role == ROLE_BUNDLE_WRITER ||
      self->state == FAR_SESSION_FAILED || self->state == FAR_SESSION_CLOSED)
    return G_MAXINT64;

  if (self->state == FAR_SESSION_HANDSHAKE || self->state == FAR_SESSION_DOOR)
    return self->started_us + FAR_HANDSHAKE_US;

  deadline = MIN (self->last_in_us + FAR_SILENT_US, self->last_out_us + FAR_HEARTBEAT_US);

  return MIN (deadline, self->settle_us);
}

gboolean
far_session_handle_timeout (FarSession *self, gint64 now_us, GError **error)
{
  if (now_us < far_session_get_deadline (self))
    return TRUE;

  if (self->state == FAR_SESSION_HANDSHAKE || self->state == FAR_SESSION_DOOR)
    return fail (self, FAR_SESSION_ERROR_SILENT, error, "the handshake takes too long");

  if (now_us >= self->settle_us && !settle (self, error))
    return FALSE;

  if (now_us >= self->last_in_us + FAR_SILENT_US)
    return fail (self, FAR_SESSION_ERROR_SILENT, error, "the peer has fallen silent");

  if (now_us >= self->last_out_us + FAR_HEARTBEAT_US)
    {
      queue_empty (self, FRAME_PING);
      self->last_out_us = now_us;
    }

  return TRUE;
}

/* ---- besides */

gboolean
far_session_wake (FarSession *self, gint64 now_us, GError **error)
{
  if (self->state != FAR_SESSION_STREAMING && self->state != FAR_SESSION_IN_STEP)
    return TRUE;
  if (!check_standing (self, error))
    return FALSE;

  if (self->sending)
    self->wake_pending = TRUE;
  else if (!start_sending (self, FALSE, error))
    return FALSE;
  update_state (self);

  return TRUE;
}

FarSessionState
far_session_get_state (const FarSession *self)
{
  return self->state;
}

void
far_session_get_counts (const FarSession *self, FarSessionCounts *out)
{
  *out = self->counts;
}

const guint8 *
far_session_peek_device (const FarSession *self)
{
  return self->peer_is_known ? self->peer_device : NULL;
}

const guint8 *
far_session_peek_noise (const FarSession *self)
{
  return self->peer_noise;
}

gboolean
far_session_take_news (FarSession *self)
{
  gboolean news = self->news;

  self->news = FALSE;

  return news;
}

gboolean
far_session_was_in_step (const FarSession *self)
{
  return self->was_in_step;
}

const GArray *
far_session_peek_have (const FarSession *self)
{
  return self->have;
}

GBytes *
far_session_peek_request (const FarSession *self, const guint8 **invite_key)
{
  if (self->role != ROLE_ANSWER_DOOR || self->request == NULL)
    return NULL;

  *invite_key = self->invite_keys[self->invite];

  return self->request;
}

void
far_session_answer_door (FarSession *self, GBytes *answer)
{
  g_return_if_fail (self->role == ROLE_ANSWER_DOOR && self->request != NULL &&
                    self->answer == NULL);
  g_return_if_fail (g_bytes_get_size (answer) >= 1 && g_bytes_get_size (answer) <= FAR_DOOR_MAX);

  if (self->state != FAR_SESSION_DOOR)
    return;

  self->answer = g_bytes_ref (answer);
  begin_body (self, FRAME_DOOR_ANSWER);
  far_put (self->body, g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  queue_body (self);
}

GBytes *
far_session_peek_answer (const FarSession *self)
{
  return self->role == ROLE_DIAL_DOOR ? self->answer : NULL;
}
