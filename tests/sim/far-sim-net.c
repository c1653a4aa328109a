/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

#include "far-session-private.h"
#include "far-store-private.h"

/* What a link takes before the other end has read it. */
#define WINDOW_LEN (256 * 1024)
/* A frame that says nothing: length, type, tag. */
#define HEARTBEAT_LEN (2 + 1 + FAR_TAG_LEN)
#define RECORDINGS_MAX 8
#define FILES_MAX 8
/* Which callers look for another way first, without a draw that others see. */
#define SIGNALS_STREAM G_GUINT64_CONSTANT (0x5167a15)
#define SIGNAL_WAIT_US (3 * G_USEC_PER_SEC)
#define NEVER G_MAXINT64

typedef struct
{
  gint64 at_us;
  GBytes *bytes; /* (nullable): owned; NULL: the other end has hung up */
} Chunk;

typedef struct
{
  FarSimDevice *device; /* (nullable): unowned; NULL for who plays a recording */
  FarReplica *replica;  /* (nullable): owned */
  FarReplica *lying;    /* (nullable): owned: what the session is given instead */
  FarSession *session;  /* (nullable): owned; NULL when it is over at this end */
  GQueue in;            /* (element-type Chunk), owned: on the way to this end */
  gint64 last_us;       /* when the newest of them arrives */
  gsize in_len;
  gint64 n_noted; /* entries that had travelled when it was noted what the peer has */
} End;

struct _FarSimLink
{
  End ends[2]; /* the caller first */
  FarSimRandom random;
  gint64 close_us; /* when the caller says goodbye */
  gint64 go_on_us; /* when a caller that waits with the exchange does so no more */
  guint n_signals; /* that the caller is to send */
  gint64 stay_us;
  guint64 dice;
  guint secret; /* which of the caller's was tried */
  gboolean is_door;
  gboolean is_further; /* somebody comes back there */
  gboolean has_answered;
  GByteArray *recording; /* owned: what the caller sent */

  /* as drawn */
  gint64 delay_us;
  gint64 n_sent;     /* bytes, both ways */
  gint64 cut_at;     /* after so many bytes both ends hear that it is over */
  gint64 deaf_at[2]; /* after so many that end hears nothing any more */
  gint64 corrupt_at;
  gint64 splice_at;
  guint reorder_pct;
};

static void run_end (FarSim *self, FarSimLink *link, guint i);

/* ---- making and ending */

static void
free_chunk (gpointer data)
{
  Chunk *chunk = data;

  g_clear_pointer (&chunk->bytes, g_bytes_unref);
  g_free (chunk);
}

static void
clear_end (End *end)
{
  g_clear_pointer (&end->session, far_session_free);
  g_clear_pointer (&end->lying, far_sim_liar_replica_free);
  g_clear_pointer (&end->replica, far_store_replica_free);
}

void
far_sim_link_free (gpointer data)
{
  FarSimLink *link = data;

  for (guint i = 0; i < 2; i++)
    {
      clear_end (&link->ends[i]);
      g_queue_clear_full (&link->ends[i].in, free_chunk);
    }
  g_byte_array_unref (link->recording);
  g_free (link);
}

/* 0..2^@bits, most of them small. */
static gint64
draw_small (FarSimRandom *random, guint bits)
{
  return far_sim_random_below (random, 1u << (1 + far_sim_random_below (random, bits)));
}

static gboolean
strikes (FarSim *self, FarSimLink *link, FarSimFault fault)
{
  /* drawn even if it is off, so that what is left out changes nothing else */
  gboolean drawn = far_sim_random_chance (&link->random, self->plan->strength_pct);

  return drawn && !self->calm && (self->plan->faults & fault) != 0;
}

static void
draw_weather (FarSim *self, FarSimLink *link)
{
  FarSimRandom *random = &link->random;
  gboolean slow = strikes (self, link, FAR_SIM_FAULT_DELAY);
  gboolean cut = strikes (self, link, FAR_SIM_FAULT_LOSS);
  gboolean stall = strikes (self, link, FAR_SIM_FAULT_STALL);
  gboolean corrupt = strikes (self, link, FAR_SIM_FAULT_CORRUPT);
  gboolean splice = strikes (self, link, FAR_SIM_FAULT_SPLICE);
  gboolean reorder = strikes (self, link, FAR_SIM_FAULT_REORDER);
  gint64 at[6];

  for (guint i = 0; i < G_N_ELEMENTS (at); i++)
    at[i] = draw_small (random, 15);

  link->delay_us = 1000 + draw_small (random, 5) * 1000;
  if (slow)
    link->delay_us = at[0] * 2000;
  link->cut_at = cut ? at[1] : NEVER;
  link->deaf_at[0] = stall && at[2] % 3 != 0 ? at[2] : NEVER;
  link->deaf_at[1] = stall && at[2] % 3 != 1 ? at[3] : NEVER;
  link->corrupt_at = corrupt ? at[4] : NEVER;
  link->splice_at = splice ? at[5] : NEVER;
  link->reorder_pct = reorder ? 10 : 0;
}

static FarSimLink *
link_new (FarSim *self, FarSimDevice *a, FarSimDevice *b, guint64 dice)
{
  FarSimLink *link = g_new0 (FarSimLink, 1);

  link->dice = dice;
  link->random.state = dice;
  link->close_us = NEVER;
  link->go_on_us = NEVER;
  link->recording = g_byte_array_new ();
  link->ends[0].device = a;
  link->ends[1].device = b;
  for (guint i = 0; i < 2; i++)
    {
      End *end = &link->ends[i];

      end->n_noted = -1;
      g_queue_init (&end->in);
      if (end->device == NULL)
        continue;
      end->replica = far_store_replica_new (end->device->store);
      if (end->device->lies != 0 && !self->calm)
        end->lying = far_sim_liar_replica_new (end->device, end->replica,
                                               far_sim_random_next (&link->random));
    }
  draw_weather (self, link);
  self->n_links++;
  self->counts->n_sessions++;
  g_ptr_array_add (self->links, link);

  return link;
}

static FarReplica *
get_replica (const End *end)
{
  return end->lying != NULL ? end->lying : end->replica;
}

static FarSessionSetup
make_setup (FarSim *self, FarSimLink *link, const End *end, guint8 ephemeral[static FAR_KEY_LEN])
{
  far_sim_random_fill (&link->random, ephemeral, FAR_KEY_LEN);

  return (FarSessionSetup){
    .collective = self->collective,
    .noise_secret = end->device->me.noise_secret,
    .ephemeral_secret = ephemeral,
    .today = far_sim_get_today (self, end->device),
  };
}

/* One caller in four says first by which way it can be reached, as those do who speak over libnice;
 * of the liars that flood, some say nothing else. */
static void
draw_signals (FarSim *self, FarSimLink *link, FarSessionSetup *setup)
{
  const FarSimDevice *device = link->ends[0].device;
  FarSimRandom random = { link->dice ^ SIGNALS_STREAM };
  gboolean floods =
      (device->lies & FAR_SIM_LIE_FLOOD) && !self->calm && far_sim_random_chance (&random, 30);

  if (!far_sim_random_chance (&random, 25))
    return;

  setup->waits = TRUE;
  link->n_signals = floods ? FAR_SIGNALS_MAX + 1 : 1;
  link->go_on_us = self->now_us + far_sim_random_below (&random, SIGNAL_WAIT_US);
}

static GBytes *
make_signal (const FarSimLink *link)
{
  return g_bytes_new (&link->dice, sizeof link->dice);
}

/* What one end's caller says to the other's arrives as it was said. */
static void
exchange_signals (FarSim *self, FarSimLink *link, guint i)
{
  End *end = &link->ends[i];
  g_autoptr (GBytes) said = make_signal (link);
  GBytes *heard;

  while ((heard = far_session_take_signal (end->session)) != NULL)
    {
      self->counts->n_signals++;
      if (!g_bytes_equal (heard, said))
        far_sim_fail (self, "signal", "%s heard a signal that nobody sent", end->device->name);
      g_bytes_unref (heard);
      if (i == 1)
        far_session_signal (end->session, said);
      else if (link->go_on_us != NEVER)
        {
          link->go_on_us = NEVER;
          far_session_go_on (end->session);
        }
    }
  while (i == 0 && link->n_signals > 0 && far_session_signal (end->session, said))
    link->n_signals--;
}

static gboolean
answer (FarSim *self, FarSimLink *link)
{
  End *end = &link->ends[1];
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (end->device->store), &n);
  g_autoptr (GArray) invites =
                 far_collective_open_invites (end->device->store,
                                              far_sim_get_wall_ms (self, end->device));
  guint8 ephemeral[FAR_KEY_LEN];
  FarSessionSetup setup = make_setup (self, link, end, ephemeral);

  if (n == 0)
    return FALSE;

  setup.older_secrets = secrets + 1;
  setup.n_older_secrets = n - 1;

  end->session = far_session_new_answer (get_replica (end), &setup, secrets[0],
                                         (const guint8 (*)[FAR_KEY_LEN])invites->data, invites->len,
                                         self->now_us);

  return TRUE;
}

/* ---- what is sent */

static void
push_chunk (FarSim *self, FarSimLink *link, guint to, GBytes *bytes)
{
  End *end = &link->ends[to];
  Chunk *chunk = g_new0 (Chunk, 1);

  end->last_us = MAX (end->last_us, self->now_us + link->delay_us);
  chunk->at_us = end->last_us;
  chunk->bytes = bytes;
  if (bytes != NULL)
    end->in_len += g_bytes_get_size (bytes);
  g_queue_push_tail (&end->in, chunk);
}

/* Both ends learn that the stream is over, after what is under way. */
static void
hang_up (FarSim *self, FarSimLink *link)
{
  for (guint i = 0; i < 2; i++)
    if (link->ends[i].session != NULL)
      push_chunk (self, link, i, NULL);
}

static GBytes *
flip_bit (FarSimLink *link, GBytes *bytes)
{
  gsize len;
  guint8 *copy = g_bytes_unref_to_data (bytes, &len);

  copy[far_sim_random_below (&link->random, len)] ^= 1 << far_sim_random_below (&link->random, 8);

  return g_bytes_new_take (copy, len);
}

static void
swap_newest (End *end)
{
  GList *newest = g_queue_peek_tail_link (&end->in);
  GBytes *bytes;

  if (newest == NULL || newest->prev == NULL || ((Chunk *)newest->prev->data)->bytes == NULL)
    return;

  bytes = ((Chunk *)newest->data)->bytes;
  ((Chunk *)newest->data)->bytes = ((Chunk *)newest->prev->data)->bytes;
  ((Chunk *)newest->prev->data)->bytes = bytes;
}

static gboolean
is_unheard (const FarSim *self, const FarSimLink *link, guint from)
{
  const FarSimDevice *speaker = link->ends[from].device;
  const FarSimDevice *listener = link->ends[!from].device;

  return !self->calm && self->now_us < self->one_way_until_us && speaker != NULL &&
         listener != NULL && speaker->is_unheard && !listener->is_unheard;
}

/* Between the sender and the wire. @bytes: (transfer full) */
static void
transmit (FarSim *self, FarSimLink *link, guint from, GBytes *bytes)
{
  gsize len = g_bytes_get_size (bytes);
  gint64 before = link->n_sent;
  End *to = &link->ends[!from];

  far_sim_trace (self, g_bytes_get_data (bytes, NULL), len);
  link->n_sent += len;
  /* nobody can keep a liar from saying it all again */
  if (link->ends[from].device == NULL || !link->ends[from].device->is_liar)
    self->n_bytes += len;
  self->n_spoken += len == HEARTBEAT_LEN ? 0 : len;
  if (from == 0)
    far_put (link->recording, g_bytes_get_data (bytes, NULL), len);

  /* what is lost of a stream is not made up for when there is a way again */
  if (is_unheard (self, link, from))
    link->deaf_at[!from] = MIN (link->deaf_at[!from], before);
  if (before >= link->cut_at || before >= link->deaf_at[!from])
    {
      g_bytes_unref (bytes);
      return;
    }
  if (link->n_sent >= link->cut_at)
    {
      push_chunk (self, link, !from, g_bytes_new_from_bytes (bytes, 0, link->cut_at - before));
      g_bytes_unref (bytes);
      hang_up (self, link);
      return;
    }
  if (before <= link->corrupt_at && link->n_sent > link->corrupt_at)
    bytes = flip_bit (link, bytes);
  if (before <= link->splice_at && link->n_sent > link->splice_at && self->recordings->len > 0)
    push_chunk (self, link, !from,
                g_bytes_ref (
                    self->recordings
                        ->pdata[far_sim_random_below (&link->random, self->recordings->len)]));

  push_chunk (self, link, !from, bytes);
  if (far_sim_random_chance (&link->random, link->reorder_pct))
    swap_newest (to);
  if (far_sim_random_chance (&link->random, link->reorder_pct / 2))
    push_chunk (self, link, !from, g_bytes_ref (bytes));
}

/* ---- what follows from what happened */

static void
keep_recording (FarSim *self, FarSimLink *link)
{
  if (link->recording->len == 0 || self->recordings->len >= RECORDINGS_MAX)
    return;

  g_ptr_array_add (self->recordings, g_bytes_new (link->recording->data, link->recording->len));
}

static void
end_session (FarSim *self, FarSimLink *link, guint i)
{
  End *end = &link->ends[i];

  clear_end (end);
  if (link->ends[!i].session != NULL)
    push_chunk (self, link, !i, NULL);
  else
    keep_recording (self, link);
}

/* Whoever comes back knocks under the secret @secret of those that it knows.  Returns: whether the
 * other end is there */
static gboolean
knock (FarSim *self, FarSimLink *link, guint secret)
{
  FarSimDevice *a = link->ends[0].device;
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (a->store), &n);
  g_autoptr (GBytes) request = NULL;
  FarNewcomer newcomer = { 0 };
  FarSessionSetup setup;
  guint8 ephemeral[FAR_KEY_LEN];

  link->is_door = TRUE;
  link->is_further = TRUE;
  link->secret = secret;
  if (secret >= n || !answer (self, link))
    return FALSE;

  memcpy (newcomer.collective, self->collective, FAR_ID_LEN);
  memcpy (newcomer.entry, a->me.member, FAR_RECORD_ID_LEN);
  memcpy (newcomer.device, a->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, a->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, a->me.seal, FAR_KEY_LEN);
  request = far_further_encode (&newcomer, a->me.sign_secret);
  setup = make_setup (self, link, &link->ends[0], ephemeral);
  link->ends[0].session = far_session_new_dial_further (get_replica (&link->ends[0]), &setup,
                                                        secrets[secret], request, self->now_us);

  return TRUE;
}

/* Under the next older secret, or from the other side: see far-engine-exchange.c. */
static void
call_again (FarSim *self, FarSimLink *link)
{
  FarSimDevice *a = link->ends[0].device;
  FarSimDevice *b = link->ends[1].device;
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN];
  FarSimLink *next;
  FarSessionSetup setup;
  guint8 ephemeral[FAR_KEY_LEN];

  if (a == NULL || !far_sim_is_up (self, a) || !far_sim_is_up (self, b))
    return;
  secrets = far_governance_peek_secrets (far_store_peek_governance (a->store), &n);
  if (link->secret + 1 >= n)
    return;

  next = link_new (self, a, b, link->dice + 1);
  next->stay_us = link->stay_us;
  next->close_us = self->now_us + link->stay_us;
  next->secret = link->secret + 1;
  if (link->is_further)
    {
      knock (self, next, next->secret);
      return;
    }
  if (!answer (self, next))
    return;
  setup = make_setup (self, next, &next->ends[0], ephemeral);
  next->ends[0].session = far_session_new_dial (get_replica (&next->ends[0]), &setup,
                                                secrets[next->secret], self->now_us);
}

/* As the program does once it is in step, unless it did so just now. */
static void
say_holding (FarSim *self, FarSimDevice *device)
{
  FarWriter writer = far_sim_writer (self, device);
  guint32 log = far_store_find_log (device->store, device->me.device);
  gboolean said = FALSE;

  if (log == 0 ||
      (guint64)writer.now_ms - far_store_peek_log (device->store, log)->holding_ms <
          FAR_HOLDING_AGAIN_MS ||
      !far_store_begin (device->store, NULL))
    return;

  if (!far_store_say_holding (device->store, device->me.device, device->me.sign_secret,
                              writer.now_ms, &said, NULL))
    far_store_rollback (device->store);
  else if (far_store_commit (device->store, NULL) && said)
    {
      self->counts->n_said++;
      far_sim_wake (self, device);
    }
}

/* @device learns what the peer holds. */
static void
note_heard (FarSim *self, End *end)
{
  static const guint8 nobody[FAR_KEY_LEN];
  const guint8 *peer = far_session_peek_device (end->session);
  const GArray *have = far_session_peek_have (end->session);
  FarSessionCounts counts;
  guint32 log;

  far_session_get_counts (end->session, &counts);
  if (have == NULL || end->n_noted == counts.n_sent + counts.n_received || peer == NULL ||
      memcmp (peer, nobody, FAR_KEY_LEN) == 0)
    return;

  if (end->n_noted < 0)
    self->counts->n_in_step++;
  end->n_noted = counts.n_sent + counts.n_received;
  log = far_store_find_log (end->device->store, peer);
  if (log != 0 && !far_collective_note_heard (end->device->store, log, have, NULL))
    self->counts->n_refused++;
  say_holding (self, end->device);
  if (end->session != NULL)
    far_session_tell_holdings (end->session);
}

static void
answer_door (FarSim *self, FarSimLink *link, GBytes *request, gboolean is_further)
{
  End *end = &link->ends[1];
  /* not the call's own, which whoever called may have drawn salts from */
  FarSimRandom random = { ~far_sim_random_next (&link->random) };
  FarSimRandom *before = far_sim_random_use (&random);
  FarWriter writer = far_sim_writer (self, end->device);
  g_auto (FarAdmission) admission = { 0 };
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *noise = far_session_peek_noise (end->session);
  const guint8 *data = g_bytes_get_data (request, NULL);
  gsize len = g_bytes_get_size (request);
  gboolean good;

  link->has_answered = TRUE;
  good = is_further ? far_collective_hear_further (&writer, data, len, noise, &admission, NULL)
                    : far_collective_hear_request (&writer, data, len, noise, &admission, NULL);
  far_sim_random_use (before);
  if (!good)
    {
      end_session (self, link, 1);
      return;
    }

  bytes = far_answer_encode (&admission.answer);
  far_session_answer_door (end->session, bytes);
  if (admission.is_new)
    far_sim_wake (self, end->device);
}

static void
hear_answer (FarSim *self, FarSimLink *link)
{
  FarSimDevice *device = link->ends[0].device;
  GBytes *bytes = far_session_peek_answer (link->ends[0].session);
  FarAnswer heard;

  if (bytes == NULL || device->has_secret ||
      !far_answer_decode (&heard, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)) ||
      heard.state != FAR_ANSWER_ADMITTED)
    return;

  device->has_secret = TRUE;
  memcpy (device->secret, heard.secret, FAR_HASH_LEN);
  far_sim_tell (self, "%s is told at the door that it is in", device->name);
}

/* Whoever is heard must stand, unless what the disk holds cannot be read, and nobody can tell. */
static void
check_peer (FarSim *self, const End *end)
{
  static const guint8 nobody[FAR_KEY_LEN];
  const guint8 *peer = far_session_peek_device (end->session);
  FarSessionState state = far_session_get_state (end->session);

  if ((state != FAR_SESSION_STREAMING && state != FAR_SESSION_IN_STEP) || peer == NULL ||
      memcmp (peer, nobody, FAR_KEY_LEN) == 0 || end->device->is_liar ||
      end->device->store->is_stale)
    return;

  if (!far_governance_device_stands (far_store_peek_governance (end->device->store), peer))
    far_sim_fail (self, "standing", "%s goes on talking with a machine that does not stand",
                  end->device->name);
}

/* What the session keeps of the stream, both ways. */
static gsize
get_n_buffered (const FarSession *session)
{
  gsize n = session->in->len + session->body->len;

  for (const GList *at = session->out.head; at != NULL; at = at->next)
    n += g_bytes_get_size (at->data);

  return n;
}

/* After each call into a session. @error: (nullable): (transfer full) */
static void
look_at (FarSim *self, FarSimLink *link, guint i, GError *error)
{
  End *end = &link->ends[i];
  FarSimDevice *device = end->device;
  gboolean is_stranger = g_error_matches (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_STRANGER);
  gboolean has_news = far_session_take_news (end->session);
  const guint8 *invite_key;
  GBytes *request;

  self->n_buffered = MAX (self->n_buffered, get_n_buffered (end->session));
  if (error != NULL)
    far_sim_trace (self, error->message, strlen (error->message));
  g_clear_error (&error);

  if (far_sim_disk_is_dead (device->disk))
    {
      far_sim_device_settle (self, device);
      return;
    }
  if (i == 0 && link->is_door)
    hear_answer (self, link);
  if (far_session_was_in_step (end->session))
    note_heard (self, end);
  /* to write that down may have been the last that the machine did */
  if (end->session == NULL)
    return;

  if (far_session_get_state (end->session) == FAR_SESSION_FAILED ||
      far_session_get_state (end->session) == FAR_SESSION_CLOSED)
    {
      end_session (self, link, i);
      /* the secret that it was told is not the newest any more: at the door there is a newer one */
      if (i == 0 && is_stranger && !link->is_door && device->is_returning)
        device->has_secret = FALSE;
      else if (i == 0 && is_stranger && (!link->is_door || link->is_further))
        call_again (self, link);
    }
  else
    exchange_signals (self, link, i);

  if (i == 1 && end->session != NULL && !link->has_answered &&
      (request = far_session_peek_request (end->session, &invite_key)) != NULL)
    answer_door (self, link, request, invite_key == NULL);

  if (has_news)
    far_sim_wake (self, device);
  if (end->session != NULL)
    check_peer (self, end);
  far_sim_device_settle (self, device);
}

static gsize
get_room (const FarSimLink *link, guint i)
{
  gsize under_way = link->ends[!i].in_len;

  return under_way < WINDOW_LEN ? WINDOW_LEN - under_way : 0;
}

/* Sends what the end has to say. */
static void
run_end (FarSim *self, FarSimLink *link, guint i)
{
  End *end = &link->ends[i];

  while (end->session != NULL && get_room (link, i) > 0 && self->failure == NULL)
    {
      GError *error = NULL;
      GBytes *bytes = far_session_poll_transmit (end->session, self->now_us, &error);

      if (bytes == NULL && error == NULL &&
          far_session_get_state (end->session) != FAR_SESSION_CLOSED)
        return;
      if (bytes != NULL)
        transmit (self, link, i, bytes);
      if (bytes == NULL || far_session_get_state (end->session) == FAR_SESSION_CLOSED)
        look_at (self, link, i, error);
    }
}

void
far_sim_wake (FarSim *self, FarSimDevice *device)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      FarSimLink *link = g_ptr_array_index (self->links, i);

      for (guint j = 0; j < 2; j++)
        {
          End *end = &link->ends[j];
          GError *error = NULL;

          if (end->device != device || end->session == NULL)
            continue;
          if (far_session_wake (end->session, self->now_us, &error))
            run_end (self, link, j);
          else
            look_at (self, link, j, error);
        }
    }
}

void
far_sim_cut (FarSim *self, FarSimDevice *device, gboolean is_told)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      FarSimLink *link = g_ptr_array_index (self->links, i);

      for (guint j = 0; j < 2; j++)
        {
          if (link->ends[j].device != device || link->ends[j].session == NULL)
            continue;
          clear_end (&link->ends[j]);
          if (is_told && link->ends[!j].session != NULL)
            push_chunk (self, link, !j, NULL);
        }
    }
}

gboolean
far_sim_net_is_joined (const FarSim *self, const FarSimDevice *a, const FarSimDevice *b)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      const FarSimLink *link = g_ptr_array_index (self->links, i);

      if (link->ends[0].session != NULL && link->ends[1].session != NULL &&
          ((link->ends[0].device == a && link->ends[1].device == b) ||
           (link->ends[0].device == b && link->ends[1].device == a)))
        return TRUE;
    }

  return FALSE;
}

/* ---- time */

static gint64
next_of_end (const FarSim *self, const FarSimLink *link, guint i)
{
  const End *end = &link->ends[i];
  const Chunk *chunk = g_queue_peek_head ((GQueue *)&end->in);
  gint64 next_us = NEVER;

  if (end->session == NULL)
    return NEVER;

  if (chunk != NULL)
    next_us = chunk->at_us;
  next_us = MIN (next_us, far_session_get_deadline (end->session));
  if (i == 0)
    next_us = MIN (next_us, MIN (link->close_us, link->go_on_us));

  /* a machine that sleeps does all of it when it wakes */
  return MAX (next_us, end->device->paused_until_us);
}

gint64
far_sim_net_get_next_us (const FarSim *self)
{
  gint64 next_us = NEVER;

  for (guint i = 0; i < self->links->len; i++)
    for (guint j = 0; j < 2; j++)
      next_us = MIN (next_us, next_of_end (self, g_ptr_array_index (self->links, i), j));

  return next_us;
}

static void
deliver (FarSim *self, FarSimLink *link, guint i)
{
  End *end = &link->ends[i];
  Chunk *chunk = g_queue_pop_head (&end->in);
  GError *error = NULL;

  if (chunk->bytes == NULL)
    {
      far_session_receive_end (end->session, self->now_us, &error);
      look_at (self, link, i, error);
      if (end->session != NULL)
        end_session (self, link, i);
    }
  else
    {
      gsize len;
      const guint8 *bytes = g_bytes_get_data (chunk->bytes, &len);

      end->in_len -= len;
      far_session_receive (end->session, bytes, len, self->now_us, &error);
      look_at (self, link, i, error);
    }
  free_chunk (chunk);
}

static void
run_due (FarSim *self, FarSimLink *link, guint i)
{
  End *end = &link->ends[i];
  const Chunk *chunk = g_queue_peek_head (&end->in);
  GError *error = NULL;

  if (i == 0 && link->close_us <= self->now_us)
    {
      link->close_us = NEVER;
      far_session_close (end->session);
    }
  else if (i == 0 && link->go_on_us <= self->now_us)
    {
      link->go_on_us = NEVER;
      far_session_go_on (end->session);
    }
  else if (chunk != NULL && chunk->at_us <= self->now_us)
    deliver (self, link, i);
  else if (!far_session_handle_timeout (end->session, self->now_us, &error))
    look_at (self, link, i, error);
  else
    look_at (self, link, i, NULL);

  for (guint j = 0; j < 2; j++)
    run_end (self, link, j);
}

void
far_sim_net_run (FarSim *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->links->len; i++)
    {
      FarSimLink *link = g_ptr_array_index (self->links, i);

      for (guint j = 0; j < 2 && self->failure == NULL; j++)
        if (next_of_end (self, link, j) <= self->now_us)
          run_due (self, link, j);
    }

  for (guint i = 0; i < self->links->len; i++)
    {
      FarSimLink *link = g_ptr_array_index (self->links, i);

      if (link->ends[0].session == NULL && link->ends[1].session == NULL)
        far_sim_link_free (link);
      else
        self->links->pdata[kept++] = link;
    }
  g_ptr_array_set_free_func (self->links, NULL);
  g_ptr_array_set_size (self->links, kept);
  g_ptr_array_set_free_func (self->links, far_sim_link_free);
}

/* ---- calling */

void
far_sim_meet (FarSim *self, FarSimDevice *a, FarSimDevice *b, gint64 stay_us, guint64 dice)
{
  guint n;
  const guint8 (*secrets)[FAR_HASH_LEN] =
      far_governance_peek_secrets (far_store_peek_governance (a->store), &n);
  FarSimLink *link;
  FarSessionSetup setup;
  guint8 ephemeral[FAR_KEY_LEN];

  if (n == 0 && !a->has_secret)
    return;

  link = link_new (self, a, b, dice);
  link->stay_us = stay_us;
  link->close_us = self->now_us + stay_us;
  if (a->is_returning && !a->has_secret)
    {
      if (!knock (self, link, 0))
        return;
      far_sim_tell (self, "%s knocks at the door of %s", a->name, b->name);
      run_end (self, link, 0);
      return;
    }
  if (!answer (self, link))
    return;
  setup = make_setup (self, link, &link->ends[0], ephemeral);
  draw_signals (self, link, &setup);
  link->ends[0].session =
      far_session_new_dial (get_replica (&link->ends[0]), &setup,
                            n > 0 && !a->is_returning ? secrets[0] : a->secret, self->now_us);
  far_sim_tell (self, "%s calls %s", a->name, b->name);
  run_end (self, link, 0);
}

void
far_sim_ask (FarSim *self, FarSimDevice *a, FarSimDevice *b, const FarInvite *invite, guint64 dice)
{
  FarSimLink *link;
  FarSessionSetup setup;
  FarNewcomer newcomer;
  guint8 ephemeral[FAR_KEY_LEN];
  guint8 public_half[FAR_KEY_LEN];
  g_autoptr (GBytes) request = NULL;

  memcpy (newcomer.collective, invite->collective, FAR_ID_LEN);
  memcpy (newcomer.entry, invite->entry, FAR_ID_LEN);
  memcpy (newcomer.device, a->me.device, FAR_KEY_LEN);
  memcpy (newcomer.noise, a->me.noise, FAR_KEY_LEN);
  memcpy (newcomer.seal, a->me.seal, FAR_KEY_LEN);
  request = far_request_encode (&newcomer, invite->secret, a->me.sign_secret, a->name);

  link = link_new (self, a, b, dice);
  link->is_door = TRUE;
  if (!answer (self, link))
    return;
  far_invite_derive_public (invite->secret, public_half);
  setup = make_setup (self, link, &link->ends[0], ephemeral);
  link->ends[0].session = far_session_new_dial_door (get_replica (&link->ends[0]), &setup,
                                                     public_half, request, self->now_us);
  run_end (self, link, 0);
}

void
far_sim_replay (FarSim *self, FarSimDevice *b, guint64 dice)
{
  FarSimLink *link;

  if (self->recordings->len == 0)
    return;

  link = link_new (self, NULL, b, dice);
  if (!answer (self, link))
    return;
  push_chunk (self, link, 1,
              g_bytes_ref (self->recordings->pdata[far_sim_random_below (&link->random,
                                                                         self->recordings->len)]));
  far_sim_tell (self, "somebody plays %s an old recording", b->name);
}

/* ---- bundles */

/* What all who stand are known to hold, as the program finds it. */
static GArray *
list_had (FarSimDevice *a)
{
  guint n_devices;
  const FarGovDevice *devices =
      far_governance_peek_devices (far_store_peek_governance (a->store), &n_devices);
  g_autoptr (GArray) all = NULL;

  for (guint i = 0; i < n_devices; i++)
    {
      g_autoptr (GArray) had = NULL;

      if (!devices[i].active || memcmp (devices[i].key, a->me.device, FAR_KEY_LEN) == 0)
        continue;

      had = far_store_list_had (a->store, far_store_find_log (a->store, devices[i].key), NULL);
      if (had == NULL)
        return NULL;
      for (guint j = 0; all != NULL && j < had->len; j++)
        if (g_array_index (all, guint32, j) < g_array_index (had, guint32, j))
          g_array_index (had, guint32, j) = g_array_index (all, guint32, j);
      g_clear_pointer (&all, g_array_unref);
      all = g_steal_pointer (&had);
    }

  return g_steal_pointer (&all);
}

static gboolean
leaves_out (const GArray *had)
{
  for (guint i = 0; i < had->len; i++)
    if (g_array_index (had, guint32, i) > 0)
      return TRUE;

  return FALSE;
}

static GBytes *
write_bundle (FarSim *self, FarSimDevice *a, gboolean is_less, FarSimRandom *random)
{
  FarReplica *replica = far_store_replica_new (a->store);
  FarReplica *lying =
      a->lies != 0 && !self->calm ? far_sim_liar_replica_new (a, replica, random->state) : NULL;
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  guint n_devices;
  const FarGovDevice *devices =
      far_governance_peek_devices (far_store_peek_governance (a->store), &n_devices);
  FarBundleSlot slots[FAR_SIM_SLOTS_MAX] = { 0 };
  guint8 file_key[FAR_KEY_LEN];
  FarSessionSetup setup = { .collective = self->collective };
  FarSession *session;
  GBytes *bytes;
  guint n = 0;
  g_autoptr (GArray) had = is_less && lying == NULL ? list_had (a) : NULL;

  for (guint i = 0; i < n_devices && n < FAR_SIM_SLOTS_MAX; i++)
    if (devices[i].active)
      {
        memcpy (slots[n].seal_key, devices[i].seal_key, FAR_KEY_LEN);
        far_sim_random_fill (random, slots[n++].seed, FAR_KEY_LEN);
      }
  far_sim_random_fill (random, file_key, sizeof file_key);

  session =
      far_session_new_bundle_writer (lying != NULL ? lying : replica, &setup, file_key, slots, n);
  if (had != NULL)
    {
      far_session_leave_out (session, had);
      self->counts->n_less += leaves_out (had);
    }
  while ((bytes = far_session_poll_transmit (session, self->now_us, &error)) != NULL)
    {
      far_put (file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      g_bytes_unref (bytes);
    }
  far_session_free (session);
  g_clear_pointer (&lying, far_sim_liar_replica_free);
  far_store_replica_free (replica);
  far_sim_trace (self, file->data, file->len);

  return error == NULL ? g_byte_array_free_to_bytes (g_steal_pointer (&file)) : NULL;
}

static void
read_bundle (FarSim *self, FarSimDevice *b, GBytes *file, FarSimRandom *random)
{
  FarReplica *replica = far_store_replica_new (b->store);
  FarSessionSetup setup = { .collective = self->collective };
  FarSession *session = far_session_new_bundle_reader (replica, &setup, b->me.seal_secret);
  gboolean bad = !self->calm && (self->plan->faults & FAR_SIM_FAULT_BUNDLE) &&
                 far_sim_random_chance (random, self->plan->strength_pct);
  gsize len;
  const guint8 *bytes = g_bytes_get_data (file, &len);
  g_autofree guint8 *copy = g_memdup2 (bytes, len);
  gboolean good = TRUE;
  g_autoptr (GError) error = NULL;

  if (bad && far_sim_random_chance (random, 50))
    len = far_sim_random_below (random, len);
  else if (bad && len > 0)
    copy[far_sim_random_below (random, len)] ^= 1 << far_sim_random_below (random, 8);

  for (gsize pos = 0; pos < len && good;)
    {
      gsize drawn = 1 + far_sim_random_below (random, 65536);
      gsize piece = MIN (drawn, len - pos);

      good = far_session_receive (session, copy + pos, piece, self->now_us, &error);
      pos += piece;
    }
  if (good)
    far_session_receive_end (session, self->now_us, NULL);

  self->counts->n_bundles++;
  self->counts->n_later += g_error_matches (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_LATER);
  far_session_free (session);
  far_store_replica_free (replica);
  if (far_sim_device_settle (self, b))
    far_sim_wake (self, b);
}

GBytes *
far_sim_read_own_bundle (FarSim *self, FarSimDevice *device)
{
  FarSimRandom random = { device->number };
  g_autoptr (GBytes) file = write_bundle (self, device, FALSE, &random);
  g_autoptr (FarStore) store = far_store_open (NULL, self->collective, TRUE, NULL);
  FarSessionSetup setup = { .collective = self->collective };
  FarReplica *replica = far_store_replica_new (store);
  FarSession *session = far_session_new_bundle_reader (replica, &setup, device->me.seal_secret);
  sqlite3_int64 len = 0;
  guint8 *bytes = NULL;

  if (file != NULL &&
      far_session_receive (session, g_bytes_get_data (file, NULL), g_bytes_get_size (file),
                           self->now_us, NULL) &&
      far_session_receive_end (session, self->now_us, NULL))
    bytes = sqlite3_serialize (far_store_peek_db (store), "main", &len, 0);
  far_session_free (session);
  far_store_replica_free (replica);

  return bytes != NULL ? g_bytes_new_with_free_func (bytes, len, sqlite3_free, bytes) : NULL;
}

void
far_sim_bundle (FarSim *self, FarSimDevice *a, FarSimDevice *b, guint64 dice)
{
  FarSimRandom random = { dice };
  /* in the end all is to reach everybody; not drawn, so that each seed stays the world that it was
   */
  gboolean is_less = !self->calm && dice % 2 == 0;
  GBytes *bytes = write_bundle (self, a, is_less, &random);
  FarSimFile *file;

  if (bytes == NULL)
    return;

  if (self->files->len == FILES_MAX)
    g_ptr_array_remove_index (self->files, 0);
  file = g_new (FarSimFile, 1);
  file->from = a->number;
  file->bytes = bytes;
  g_ptr_array_add (self->files, file);
  /* it may lie around while another, older one is read */
  if (!self->calm && far_sim_random_chance (&random, 30))
    file = g_ptr_array_index (self->files, far_sim_random_below (&random, self->files->len));

  far_sim_tell (self, "%s reads a bundle of %s", b->name,
                far_sim_get_device (self, file->from)->name);
  read_bundle (self, b, file->bytes, &random);
}
