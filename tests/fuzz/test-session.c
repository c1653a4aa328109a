/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a peer may not say in a session, word by word: each ends it, and nothing is kept but its
 * goodbye to the collective.  What it may say beside it goes through. */

#include <string.h>

#include "far-talk.h"

#define SECOND_US G_USEC_PER_SEC

/* One thing that is said, and whether the session goes on. */
typedef struct
{
  const char *name;
  gboolean victim_calls;
  void (*write) (FarLiar *liar, GByteArray *steps);
  gboolean is_fair;
  guint n_kept; /* entries that are accepted of it all the same */
} Saying;

/* ---- steps, as far-liar.h tells them */

static void
put_frame (GByteArray *steps, guint8 type, const char *bytes, guint len)
{
  g_autofree char *frame = g_malloc (1 + len);

  frame[0] = (char)type;
  memcpy (frame + 1, bytes, len);
  far_liar_seed_raw (steps, frame, 1 + len);
}

/* Of one who was called and holds something else. */
static void
put_other_digest (GByteArray *steps)
{
  put_frame (steps, FRAME_HELLO, "a digest of who has something el", FAR_HASH_LEN);
}

static void
put_same_digest (FarLiar *liar, GByteArray *steps)
{
  guint8 digest[FAR_HASH_LEN];

  far_store_digest (liar->victim, digest);
  put_frame (steps, FRAME_HELLO, (const char *)digest, FAR_HASH_LEN);
}

/* Of one who calls. */
static void
put_other_groups (GByteArray *steps)
{
  g_autofree char *bytes = g_strnfill (FAR_HASH_LEN + N_GROUPS * GROUP_LEN, '\1');

  put_frame (steps, FRAME_HELLO, bytes, FAR_HASH_LEN + N_GROUPS * GROUP_LEN);
}

/* Of two devices that nobody knows. */
static void
put_frontier (GByteArray *steps, guint8 first, guint8 second)
{
  const guint8 devices[] = { first, second };

  far_put_u8 (steps, 5);
  far_put_u32 (steps, G_MAXUINT32);
  far_put_u8 (steps, TRUE);
  far_put_u8 (steps, G_N_ELEMENTS (devices));
  for (guint i = 0; i < G_N_ELEMENTS (devices); i++)
    {
      far_put_u8 (steps, devices[i]);
      far_put_u32 (steps, 7);
      far_put_u8 (steps, 1);
    }
}

/* The victim's FRONTIER lists devices in order; its first row. */
static guint32
get_first_seq (FarLiar *liar)
{
  const FarLog *first = NULL;

  for (guint32 i = 1; i <= far_store_get_n_logs (liar->victim); i++)
    {
      const FarLog *log = far_store_peek_log (liar->victim, i);

      if (log->head_seq > 0 &&
          (first == NULL || memcmp (log->device, first->device, FAR_KEY_LEN) < 0))
        first = log;
    }

  return first->head_seq;
}

static void
put_want (GByteArray *steps, guint n, guint8 row, guint8 from)
{
  far_put_u8 (steps, 6);
  far_put_u8 (steps, n);
  for (guint i = 0; i < n; i++)
    {
      far_put_u8 (steps, row);
      far_put_u8 (steps, from);
      far_put_u8 (steps, 0);
    }
}

/* ---- sayings: who was called */

static void
write_frontier (FarLiar *liar G_GNUC_UNUSED, GByteArray *steps)
{
  put_other_digest (steps);
  put_frontier (steps, 100, 200);
}

static void
write_frontier_backwards (FarLiar *liar G_GNUC_UNUSED, GByteArray *steps)
{
  put_other_digest (steps);
  put_frontier (steps, 200, 100);
}

static void
write_frontier_first (FarLiar *liar G_GNUC_UNUSED, GByteArray *steps)
{
  put_frontier (steps, 100, 200);
}

static void
write_hello_twice (FarLiar *liar, GByteArray *steps)
{
  put_same_digest (liar, steps);
  put_same_digest (liar, steps);
}

static void
write_entries_first (FarLiar *liar G_GNUC_UNUSED, GByteArray *steps)
{
  put_frame (steps, FRAME_ENTRIES, "", 0);
}

static void
write_total_first (FarLiar *liar G_GNUC_UNUSED, GByteArray *steps)
{
  put_frame (steps, FRAME_TOTAL, "\1", 1);
}

static void
write_total_less (FarLiar *liar, GByteArray *steps)
{
  put_same_digest (liar, steps);
  put_frame (steps, FRAME_TOTAL, "\2", 1);
  put_frame (steps, FRAME_TOTAL, "\1", 1);
}

static void
write_rekey (FarLiar *liar, GByteArray *steps)
{
  put_same_digest (liar, steps);
  put_frame (steps, FRAME_REKEY, "", 0);
  put_frame (steps, FRAME_PING, "", 0);
}

static void
write_signal_early (FarLiar *liar, GByteArray *steps)
{
  put_frame (steps, FRAME_SIGNAL, "x", 1);
  put_same_digest (liar, steps);
}

static void
write_signals (FarLiar *liar, GByteArray *steps)
{
  static const char bytes[FAR_SIGNAL_MAX];

  put_same_digest (liar, steps);
  for (guint i = 0; i < FAR_SIGNALS_MAX; i++)
    put_frame (steps, FRAME_SIGNAL, bytes, sizeof bytes);
}

static void
write_signals_too_many (FarLiar *liar, GByteArray *steps)
{
  write_signals (liar, steps);
  put_frame (steps, FRAME_SIGNAL, "x", 1);
}

static void
write_signal_too_long (FarLiar *liar, GByteArray *steps)
{
  static const char bytes[FAR_SIGNAL_MAX + 1];

  put_same_digest (liar, steps);
  put_frame (steps, FRAME_SIGNAL, bytes, sizeof bytes);
}

static void
write_had_first (FarLiar *liar G_GNUC_UNUSED, GByteArray *steps)
{
  put_frame (steps, FRAME_HAD, "", 0);
}

static void
write_had_twice (FarLiar *liar, GByteArray *steps)
{
  put_same_digest (liar, steps);
  put_frame (steps, FRAME_HAD, "one, twotwo, two", 16);
  put_frame (steps, FRAME_HAD, "", 0);
}

/* Of a machine that nobody knows: it may have come in elsewhere. */
static void
write_holdings (FarLiar *liar, GByteArray *steps)
{
  static const char bytes[2 + FAR_KEY_LEN + 9 + FAR_SIG_LEN] = { 0, FAR_KEY_LEN + 9 + FAR_SIG_LEN };

  put_same_digest (liar, steps);
  put_frame (steps, FRAME_HOLDINGS, bytes, sizeof bytes);
}

static void
write_holdings_first (FarLiar *liar G_GNUC_UNUSED, GByteArray *steps)
{
  put_frame (steps, FRAME_HOLDINGS, "\0\1x", 3);
}

static void
write_unknown (FarLiar *liar, GByteArray *steps)
{
  put_same_digest (liar, steps);
  put_frame (steps, 200, "of a newer version", 18);
}

/* From then on the liar is nobody. */
static void
write_leave (FarLiar *liar, GByteArray *steps)
{
  static const guint8 nobody = 0xff;
  static const guint8 empty_map = 0xa0;

  put_same_digest (liar, steps);
  put_frame (steps, FRAME_TOTAL, "\1", 1);
  far_put_u8 (steps, 1);
  far_put_u8 (steps, 0); /* after its newest */
  far_put_u8 (steps, FAR_KIND_LEAVE);
  far_put_u32 (steps, 0);
  far_put_u8 (steps, 0);
  far_put_u8 (steps, nobody);
  far_put_u8 (steps, 0);
  far_put_u16 (steps, 1);
  far_put_u8 (steps, empty_map);
  far_put_u8 (steps, 2); /* flush */
  far_put_u8 (steps, 0);
  far_put_u8 (steps, 0);
}

/* ---- sayings: who calls */

static void
write_want (FarLiar *liar G_GNUC_UNUSED, GByteArray *steps)
{
  put_other_groups (steps);
  put_want (steps, 1, 0, 1);
}

static void
write_want_the_last (FarLiar *liar, GByteArray *steps)
{
  put_other_groups (steps);
  put_want (steps, 1, 0, get_first_seq (liar));
}

static void
write_want_more (FarLiar *liar, GByteArray *steps)
{
  put_other_groups (steps);
  put_want (steps, 1, 0, get_first_seq (liar) + 1);
}

static void
write_want_no_row (FarLiar *liar G_GNUC_UNUSED, GByteArray *steps)
{
  put_other_groups (steps);
  put_want (steps, 1, 99, 1);
}

static void
write_want_twice (FarLiar *liar G_GNUC_UNUSED, GByteArray *steps)
{
  put_other_groups (steps);
  put_want (steps, 2, 0, 1);
}

static void
write_want_first (FarLiar *liar G_GNUC_UNUSED, GByteArray *steps)
{
  put_want (steps, 1, 0, 1);
}

static const Saying sayings[] = {
  { "frontier", TRUE, write_frontier, TRUE },
  { "frontier-backwards", TRUE, write_frontier_backwards, FALSE },
  { "frontier-first", TRUE, write_frontier_first, FALSE },
  { "hello-twice", TRUE, write_hello_twice, FALSE },
  { "entries-first", TRUE, write_entries_first, FALSE },
  { "total-first", TRUE, write_total_first, FALSE },
  { "total-less", TRUE, write_total_less, FALSE },
  { "rekey", TRUE, write_rekey, TRUE },
  { "signal-early", TRUE, write_signal_early, TRUE },
  { "signals", TRUE, write_signals, TRUE },
  { "signals-too-many", TRUE, write_signals_too_many, FALSE },
  { "signal-too-long", TRUE, write_signal_too_long, FALSE },
  { "had-first", TRUE, write_had_first, FALSE },
  { "had-twice", TRUE, write_had_twice, FALSE },
  { "holdings", TRUE, write_holdings, TRUE },
  { "holdings-first", TRUE, write_holdings_first, FALSE },
  { "unknown", TRUE, write_unknown, TRUE },
  { "leave", TRUE, write_leave, FALSE, 1 },
  { "want", FALSE, write_want, TRUE },
  { "want-the-last", FALSE, write_want_the_last, TRUE },
  { "want-more", FALSE, write_want_more, FALSE },
  { "want-no-row", FALSE, write_want_no_row, FALSE },
  { "want-twice", FALSE, write_want_twice, FALSE },
  { "want-first", FALSE, write_want_first, FALSE },
};

/* Of who was called and holds the same, one word more. */
typedef struct
{
  const char *name;
  FrameType type;
  const char *bytes;
  gsize len;
  gboolean is_fair;
} Word;

#define TEXT(text) (text), sizeof (text) - 1

static const Word words[] = {
  { "entries-none", FRAME_ENTRIES, TEXT ("\0"), TRUE },
  { "entries-no-columns", FRAME_ENTRIES, TEXT (""), FALSE },
  { "entries-words-too-long", FRAME_ENTRIES, TEXT ("\3ab"), FALSE },
  { "entries-noise-left", FRAME_ENTRIES, TEXT ("\0x"), FALSE },
  { "total", FRAME_TOTAL, TEXT ("\1"), TRUE },
  { "ack", FRAME_ACK, TEXT ("\0"), TRUE },
  { "ack-of-nothing", FRAME_ACK, TEXT ("\1"), FALSE },
  { "rekey-and-more", FRAME_REKEY, TEXT ("x"), FALSE },
  { "ping-and-more", FRAME_PING, TEXT ("x"), FALSE },
  { "door", FRAME_DOOR_ANSWER, TEXT ("x"), FALSE },
  { "signal-of-nothing", FRAME_SIGNAL, TEXT (""), FALSE },
  { "had", FRAME_HAD, TEXT ("one, twotwo, two"), TRUE },
  { "had-half", FRAME_HAD, TEXT ("one, two, "), FALSE },
  { "had-not-in-order", FRAME_HAD, TEXT ("one, twoone, one"), FALSE },
  { "holdings-of-nobody", FRAME_HOLDINGS, TEXT ("\0"), TRUE },
  { "holdings-too-long", FRAME_HOLDINGS, TEXT ("\0\5half"), FALSE },
  { "holdings-unreadable", FRAME_HOLDINGS, TEXT ("\0\1x"), FALSE },
  { "holdings-badly-packed", FRAME_HOLDINGS, TEXT ("\1\5half"), FALSE },
  { "holdings-packed-how", FRAME_HOLDINGS, TEXT ("\2\1x"), FALSE },
};

static void
check_said (const GByteArray *steps, gboolean victim_calls, gboolean is_fair, guint n_kept)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  gint64 n_entries = far_store_get_n_entries (far_liar_get ()->victim);
  FarReader input = far_reader (steps->data, steps->len);
  FarTalk talk;

  far_talk_begin (&talk, 0, victim_calls);
  while (far_liar_step (talk.liar, &input, body))
    {
      /* all but the last word is fair */
      g_assert_true (talk.good);
      far_talk_say (&talk, body);
    }
  g_assert_true (talk.good == is_fair);
  g_assert_cmpint (far_store_get_n_entries (talk.liar->victim), ==, n_entries + n_kept);
  far_talk_end (&talk);
}

static void
test_saying (gconstpointer data)
{
  const Saying *saying = data;
  g_autoptr (GByteArray) steps = g_byte_array_new ();

  saying->write (far_liar_get (), steps);
  check_said (steps, saying->victim_calls, saying->is_fair, saying->n_kept);
}

static void
test_word (gconstpointer data)
{
  const Word *word = data;
  g_autoptr (GByteArray) steps = g_byte_array_new ();

  put_same_digest (far_liar_get (), steps);
  put_frame (steps, word->type, word->bytes, word->len);
  check_said (steps, TRUE, word->is_fair, 0);
}

/* ---- heartbeats */

/* Both have all, and nothing is to be said any more. */
static void
begin_idle (FarTalk *talk)
{
  g_autoptr (GByteArray) steps = g_byte_array_new ();
  g_autoptr (GByteArray) body = g_byte_array_new ();
  FarReader input;

  far_talk_begin (talk, 0, TRUE);
  put_same_digest (talk->liar, steps);
  put_frame (steps, FRAME_TOTAL, "\0", 1);
  input = far_reader (steps->data, steps->len);
  while (far_liar_step (talk->liar, &input, body))
    far_talk_say (talk, body);
  g_assert_cmpint (far_session_get_state (talk->session), ==, FAR_SESSION_IN_STEP);
}

static void
say_at (FarTalk *talk, FrameType type, gint64 now_us)
{
  guint8 frame[FRAME_HEAD_LEN + 1 + FAR_TAG_LEN];
  guint8 plain = type;

  far_set_u16 (frame, 1 + FAR_TAG_LEN);
  g_assert_true (far_noise_encrypt (&talk->send, frame + FRAME_HEAD_LEN, &plain, 1));
  g_assert_true (far_session_receive (talk->session, frame, sizeof frame, now_us, NULL));
}

/* How many frames it has to say. */
static guint
count_out (FarTalk *talk, gint64 now_us)
{
  GBytes *bytes;
  guint n = 0;

  while ((bytes = far_session_poll_transmit (talk->session, now_us, NULL)) != NULL)
    {
      n++;
      g_bytes_unref (bytes);
    }

  return n;
}

/* Who asked last leaves it to the other; who is asked answers, and an answer is not answered. */
static void
test_heartbeat (void)
{
  FarTalk talk;
  gint64 at_us;

  begin_idle (&talk);
  at_us = far_session_get_deadline (talk.session);
  g_assert_cmpint (at_us, >=, FAR_HEARTBEAT_US);
  g_assert_cmpint (at_us, <, FAR_HEARTBEAT_US + SECOND_US);
  g_assert_true (far_session_handle_timeout (talk.session, at_us, NULL));
  g_assert_cmpuint (count_out (&talk, at_us), ==, 1);
  say_at (&talk, FRAME_PING, at_us);
  g_assert_cmpuint (count_out (&talk, at_us), ==, 0);
  g_assert_cmpint (far_session_get_deadline (talk.session), ==,
                   at_us + FAR_HEARTBEAT_US + FAR_HEARTBEAT_TURN_US);

  at_us += FAR_HEARTBEAT_US;
  say_at (&talk, FRAME_PING, at_us);
  say_at (&talk, FRAME_PING, at_us);
  g_assert_cmpuint (count_out (&talk, at_us), ==, 1);
  g_assert_cmpint (far_session_get_deadline (talk.session), ==, at_us + FAR_HEARTBEAT_US);
  far_talk_end (&talk);
}

static void
test_silence (void)
{
  FarTalk talk;
  g_autoptr (GError) error = NULL;
  gint64 at_us;

  begin_idle (&talk);
  at_us = far_session_get_deadline (talk.session);
  g_assert_true (far_session_handle_timeout (talk.session, at_us, NULL));
  g_assert_cmpint (far_session_get_deadline (talk.session), ==, at_us + FAR_SILENT_US);
  g_assert_true (
      far_session_handle_timeout (talk.session, at_us + FAR_SILENT_US - SECOND_US, NULL));
  g_assert_false (far_session_handle_timeout (talk.session, at_us + FAR_SILENT_US, &error));
  g_assert_error (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_SILENT);
  far_talk_end (&talk);
}

/* Whoever owes something is asked sooner. */
static void
test_stall (void)
{
  FarTalk talk;
  gint64 at_us;

  far_talk_begin (&talk, 0, FALSE);
  at_us = far_session_get_deadline (talk.session);
  g_assert_cmpint (at_us, >=, FAR_STALL_US);
  g_assert_cmpint (at_us, <, FAR_STALL_US + SECOND_US);
  g_assert_true (far_session_handle_timeout (talk.session, at_us, NULL));
  g_assert_cmpuint (count_out (&talk, at_us), ==, 1);
  say_at (&talk, FRAME_PING, at_us + SECOND_US);
  g_assert_cmpint (far_session_get_deadline (talk.session), ==, at_us + SECOND_US + FAR_STALL_US);
  far_talk_end (&talk);
}

/* ---- what the peer has */

static void
say_bytes (FarTalk *talk, FrameType type, const guint8 *bytes, guint len)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  far_put_u8 (body, type);
  far_put (body, bytes, len);
  far_talk_say (talk, body);
}

/* What is on its way to somebody is not there yet. */
static void
test_on_its_way (void)
{
  static const guint8 nothing[FAR_HASH_LEN + N_GROUPS * GROUP_LEN];
  static const guint8 first_row[] = { 1, 0, 1 }; /* from seq 1 on */
  g_autoptr (GByteArray) ack = g_byte_array_new ();
  FarSessionCounts counts;
  FarTalk talk;

  far_talk_begin (&talk, 0, FALSE);
  say_bytes (&talk, FRAME_HELLO, nothing, sizeof nothing);
  g_assert_nonnull (far_session_peek_have (talk.session));
  say_bytes (&talk, FRAME_WANT, first_row, sizeof first_row);
  far_session_get_counts (talk.session, &counts);
  g_assert_cmpint (counts.n_sent, >, 0);
  g_assert_null (far_session_peek_have (talk.session));

  far_put_varint (ack, counts.n_sent);
  say_bytes (&talk, FRAME_ACK, ack->data, ack->len);
  g_assert_nonnull (far_session_peek_have (talk.session));
  far_talk_end (&talk);
}

/* What a machine said before it said something newer is not remembered for ever. */
static void
test_many_holdings (void)
{
  FarTalk talk;
  guint64 n_said = 0;

  begin_idle (&talk);
  while (n_said < 2 * FAR_HOLDING_IDS_MAX)
    {
      g_autoptr (GByteArray) content = g_byte_array_new ();

      far_put_u8 (content, FALSE);
      for (guint i = 0; i < 500; i++)
        {
          static const guint8 nothing[FAR_KEY_LEN + 1 + FAR_SIG_LEN];

          far_put_u8 (content, sizeof nothing + sizeof n_said);
          far_put (content, nothing, FAR_KEY_LEN);
          far_put_u64 (content, ++n_said);
          far_put (content, nothing, 1 + FAR_SIG_LEN);
        }
      say_bytes (&talk, FRAME_HOLDINGS, content->data, content->len);
      g_assert_true (talk.good);
      g_assert_cmpuint (g_hash_table_size (talk.session->peer_holdings), <=, FAR_HOLDING_IDS_MAX);
    }
  far_talk_end (&talk);
}

/* ---- who says too little */

/* A byte now and then does not keep a stranger in. */
static void
test_drip (void)
{
  FarLiar *liar = far_liar_get ();
  const FarSessionSetup setup = far_liar_get_setup (liar);
  FarReplica *replica = far_store_replica_new (liar->victim);
  FarSession *session =
      far_session_new_answer (replica, &setup, far_liar_peek_secret (liar), NULL, 0, 0);
  const guint8 byte = 40;
  g_autoptr (GError) error = NULL;
  gint64 now_us = 0;

  while (now_us < 2 * FAR_HANDSHAKE_US && error == NULL)
    {
      now_us += SECOND_US;
      if (far_session_handle_timeout (session, now_us, &error))
        far_session_receive (session, &byte, 1, now_us, &error);
    }
  g_assert_error (error, FAR_SESSION_ERROR, FAR_SESSION_ERROR_SILENT);
  g_assert_cmpint (now_us, <=, FAR_HANDSHAKE_US + SECOND_US);

  far_session_free (session);
  far_store_replica_free (replica);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sayings); i++)
    {
      g_autofree char *path =
          g_strdup_printf ("/far/session/%s/%s", sayings[i].victim_calls ? "called" : "calls",
                           sayings[i].name);

      g_test_add_data_func (path, &sayings[i], test_saying);
    }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *path = g_strdup_printf ("/far/session/word/%s", words[i].name);

      g_test_add_data_func (path, &words[i], test_word);
    }
  g_test_add_func ("/far/session/heartbeat", test_heartbeat);
  g_test_add_func ("/far/session/silence", test_silence);
  g_test_add_func ("/far/session/stall", test_stall);
  g_test_add_func ("/far/session/on-its-way", test_on_its_way);
  g_test_add_func ("/far/session/many-holdings", test_many_holdings);
  g_test_add_func ("/far/session/drip", test_drip);

  return g_test_run ();
}
