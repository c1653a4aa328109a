/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two ends on a network that is played in virtual time: what goes in comes out, as fast as it is
 * to, whatever the network does; and nobody without the keys is heard. */

#include "far-quic.h"

#include <sodium.h>
#include <string.h>

#define MS G_GINT64_CONSTANT (1000)
#define S (1000 * MS)
#define MIB (1024 * 1024)
/* of virtual time, in which anything here is over */
#define LONG (600 * S)

typedef struct
{
  gint64 due_us;
  guint to;
  gsize len;
  guint8 bytes[2048];
} Datagram;

typedef struct
{
  FarQuic *quic;
  gsize n_to_write;
  gsize n_written;
  gsize n_read;
  gboolean reads; /* all that comes, at once */
  gboolean ends;  /* when all is written */
} End;

typedef struct _Play Play;

struct _Play
{
  End ends[2];
  guint8 keys[2][FAR_KEY_LEN]; /* of what each sends */
  gint64 now_us;
  gint64 delay_us;
  gint64 jitter_us;
  double loss;
  double doubled;
  gboolean is_cut;
  GSequence *under_way; /* owned (element-type Datagram) */
  guint n_sent;
  /* (nullable): looks at what is sent, and may send more */
  void (*see) (Play *self, const Datagram *datagram);
};

static guint8
byte_at (guint who, gsize at)
{
  return (at * 2654435761u >> 24) ^ (who ? 0x5a : 0);
}

static int
compare_due (gconstpointer a, gconstpointer b, gpointer data)
{
  const Datagram *x = a;
  const Datagram *y = b;

  return (x->due_us > y->due_us) - (x->due_us < y->due_us);
}

static void
inject (Play *self, guint to, const guint8 *bytes, gsize len, gint64 due_us)
{
  Datagram *datagram = g_new (Datagram, 1);

  g_assert_cmpuint (len, <=, sizeof datagram->bytes);
  datagram->due_us = due_us;
  datagram->to = to;
  datagram->len = len;
  memcpy (datagram->bytes, bytes, len);
  g_sequence_insert_sorted (self->under_way, datagram, compare_due, NULL);
}

static void
send_datagram (Play *self, guint from, const guint8 *bytes, gsize len)
{
  Datagram datagram = { .to = !from, .len = len };

  self->n_sent++;
  memcpy (datagram.bytes, bytes, len);
  if (self->see != NULL)
    self->see (self, &datagram);
  for (guint n = 1 + (g_test_rand_double () < self->doubled); n > 0; n--)
    if (!self->is_cut && g_test_rand_double () >= self->loss)
      inject (self, !from, bytes, len,
              self->now_us + self->delay_us + (gint64)(g_test_rand_double () * self->jitter_us));
}

static void
pump (Play *self, guint who)
{
  End *end = &self->ends[who];
  guint8 datagram[FAR_QUIC_DATAGRAM_LEN];
  guint8 piece[4096];
  gsize len;

  while ((len = MIN (MIN (far_quic_get_room (end->quic), end->n_to_write - end->n_written),
                     sizeof piece)) > 0)
    {
      for (gsize i = 0; i < len; i++)
        piece[i] = byte_at (who, end->n_written + i);
      far_quic_write (end->quic, piece, len);
      end->n_written += len;
    }
  if (end->ends && end->n_written == end->n_to_write)
    far_quic_write_end (end->quic);

  while (end->reads)
    {
      const guint8 *bytes = far_quic_peek (end->quic, &len);

      for (gsize i = 0; i < len; i++)
        g_assert_cmpuint (bytes[i], ==, byte_at (!who, end->n_read + i));
      end->n_read += len;
      far_quic_take (end->quic, len);
      if (len == 0)
        break;
    }

  while ((len = far_quic_poll_transmit (end->quic, datagram, self->now_us)) > 0)
    {
      g_assert_cmpuint (len, <=, FAR_QUIC_DATAGRAM_LEN);
      send_datagram (self, who, datagram, len);
    }
}

/* The next thing that happens.  Returns: FALSE if nothing does before @until_us */
static gboolean
step (Play *self, gint64 until_us)
{
  GSequenceIter *first = g_sequence_get_begin_iter (self->under_way);
  Datagram *datagram = g_sequence_iter_is_end (first) ? NULL : g_sequence_get (first);
  gint64 at_us = datagram != NULL ? datagram->due_us : G_MAXINT64;
  guint who = G_MAXUINT;

  for (guint i = 0; i < 2; i++)
    if (far_quic_get_deadline (self->ends[i].quic) < at_us)
      {
        who = i;
        at_us = far_quic_get_deadline (self->ends[i].quic);
      }
  if (at_us > until_us)
    {
      self->now_us = MAX (self->now_us, until_us);
      return FALSE;
    }

  self->now_us = MAX (self->now_us, at_us);
  if (who == G_MAXUINT)
    {
      who = datagram->to;
      far_quic_receive (self->ends[who].quic, datagram->bytes, datagram->len, self->now_us);
      g_sequence_remove (first);
    }
  else
    far_quic_handle_timeout (self->ends[who].quic, self->now_us);
  pump (self, who);

  return TRUE;
}

static void
begin (Play *self)
{
  self->now_us = S;
  self->under_way = g_sequence_new (g_free);
  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < FAR_KEY_LEN; k++)
      self->keys[i][k] = g_test_rand_int ();
  for (guint i = 0; i < 2; i++)
    self->ends[i].quic = far_quic_new (i == 0, self->keys[i], self->keys[!i], self->now_us);
  for (guint i = 0; i < 2; i++)
    pump (self, i);
}

static void
end (Play *self)
{
  g_sequence_free (self->under_way);
  for (guint i = 0; i < 2; i++)
    far_quic_free (self->ends[i].quic);
}

static gboolean
is_read (const Play *self)
{
  return self->ends[0].n_read == self->ends[1].n_to_write &&
         self->ends[1].n_read == self->ends[0].n_to_write;
}

static void
run_until_read (Play *self)
{
  while (!is_read (self))
    {
      g_assert_true (step (self, LONG));
      g_assert_false (far_quic_is_over (self->ends[0].quic) ||
                      far_quic_is_over (self->ends[1].quic));
    }
}

static void
run_until_done (Play *self)
{
  while (!far_quic_is_done (self->ends[0].quic) || !far_quic_is_done (self->ends[1].quic))
    g_assert_true (step (self, LONG));
  for (guint i = 0; i < 2; i++)
    g_assert_true (far_quic_has_ended (self->ends[i].quic));
  g_assert_true (is_read (self));
}

/* ---- what the network does */

static void
test_both_ways (void)
{
  Play play = { .ends = { { .n_to_write = 5 * MIB, .reads = TRUE, .ends = TRUE },
                          { .n_to_write = 3 * MIB + 1, .reads = TRUE, .ends = TRUE } },
                .delay_us = 10 * MS };

  begin (&play);
  run_until_done (&play);
  end (&play);
}

/* Nothing is there to be said but that there is nothing. */
static void
test_nothing (void)
{
  Play play = { .ends = { { .reads = TRUE, .ends = TRUE }, { .reads = TRUE, .ends = TRUE } },
                .delay_us = 10 * MS };

  begin (&play);
  run_until_done (&play);
  end (&play);
}

static void
test_bad_network (void)
{
  Play play = { .ends = { { .n_to_write = MIB, .reads = TRUE, .ends = TRUE },
                          { .n_to_write = MIB, .reads = TRUE, .ends = TRUE } },
                .delay_us = 20 * MS,
                .jitter_us = 30 * MS,
                .loss = 0.2,
                .doubled = 0.2 };

  begin (&play);
  run_until_done (&play);
  end (&play);
}

/* @loss: at 40 ms there and back.  Returns: MiB a second, without how it begins */
static double
measure (double loss)
{
  Play play = { .ends = { { .n_to_write = 24 * MIB }, { .reads = TRUE } },
                .delay_us = 20 * MS,
                .loss = loss };
  gint64 began_us;
  gsize n;

  begin (&play);
  while (play.ends[1].n_read < 4 * MIB)
    g_assert_true (step (&play, LONG));
  began_us = play.now_us;
  n = play.ends[1].n_read;
  while (play.ends[1].n_read < play.ends[0].n_to_write)
    g_assert_true (step (&play, LONG));
  end (&play);

  return (double)(play.ends[1].n_read - n) / MIB * S / (play.now_us - began_us);
}

/* Ten times what libnice's own stream carries there. */
static void
test_speed (void)
{
  double clean = measure (0);
  double lossy = measure (0.01);

  g_test_message ("40 ms: %.1f MiB/s, with 1 %% loss %.1f", clean, lossy);
  g_assert_cmpfloat (clean, >=, 14);
  g_assert_cmpfloat (lossy, >=, 2.5);
}

/* Cut for longer than most people wait: it goes on by itself, and soon. */
static void
test_cut (void)
{
  Play play = { .ends = { { .n_to_write = 24 * MIB, .reads = TRUE }, { .reads = TRUE } },
                .delay_us = 20 * MS };
  gint64 back_us;

  begin (&play);
  while (play.ends[1].n_read < MIB)
    g_assert_true (step (&play, LONG));
  play.is_cut = TRUE;
  back_us = play.now_us + 10 * S;
  while (step (&play, back_us))
    ;
  play.is_cut = FALSE;
  run_until_read (&play);
  g_assert_cmpint (play.now_us - back_us, <, 15 * S);
  end (&play);
}

/* ---- bounds */

/* A peer that reads nothing has no more kept for it than is said, on either end; and when it reads
 * again all goes on. */
static void
test_slow_reader (void)
{
  Play play = { .ends = { { .n_to_write = 16 * MIB, .reads = TRUE, .ends = TRUE },
                          { .n_to_write = 1000, .reads = FALSE, .ends = TRUE } },
                .delay_us = 5 * MS };
  gsize len;

  begin (&play);
  while (step (&play, 20 * S))
    ;
  far_quic_peek (play.ends[1].quic, &len);
  g_assert_cmpuint (len, <=, FAR_QUIC_WINDOW);
  g_assert_cmpuint (len, >, FAR_QUIC_WINDOW / 2);
  g_assert_cmpuint (play.ends[0].n_written, <=, 2 * FAR_QUIC_WINDOW);
  g_assert_cmpuint (play.ends[0].n_read, ==, 1000);

  play.ends[1].reads = TRUE;
  pump (&play, 1);
  run_until_done (&play);
  end (&play);
}

/* In step, nothing is sent at all; a word and its answer are four datagrams, and with receipts that
 * wait for company three. */
static void
test_idle (void)
{
  Play play = { .ends = { { .n_to_write = 1000, .reads = TRUE }, { .reads = TRUE } },
                .delay_us = 10 * MS };
  guint n;

  begin (&play);
  run_until_read (&play);
  while (step (&play, 30 * S))
    ;
  n = play.n_sent;
  while (step (&play, LONG))
    ;
  g_assert_cmpuint (play.n_sent, ==, n);
  g_assert_true (far_quic_is_quiet (play.ends[0].quic) && far_quic_is_quiet (play.ends[1].quic));

  play.ends[0].n_to_write += 20;
  pump (&play, 0);
  while (step (&play, LONG + S))
    ;
  g_assert_true (is_read (&play));
  g_assert_cmpuint (play.n_sent, <=, n + 2);
  end (&play);
}

/* ---- others */

/* The peer is told at once when this end is gone. */
static void
test_close (void)
{
  Play play = { .ends = { { .n_to_write = 16 * MIB, .reads = TRUE }, { .reads = TRUE } },
                .delay_us = 20 * MS };
  guint8 datagram[FAR_QUIC_DATAGRAM_LEN];
  gint64 closed_us;
  gsize len;

  begin (&play);
  while (play.ends[1].n_read < MIB)
    g_assert_true (step (&play, LONG));
  len = far_quic_close (play.ends[0].quic, datagram, play.now_us);
  g_assert_cmpuint (len, >, 0);
  send_datagram (&play, 0, datagram, len);
  closed_us = play.now_us;
  g_assert_cmpuint (far_quic_close (play.ends[0].quic, datagram, play.now_us), ==, 0);
  while (!far_quic_is_over (play.ends[1].quic))
    g_assert_true (step (&play, LONG));
  g_assert_cmpint (play.now_us - closed_us, <=, 20 * MS);
  end (&play);
}

/* Each datagram comes many times, changed in every way that somebody without the keys can think of:
 * both ends do what they would have done without. */
static void
forge (Play *self, const Datagram *seen)
{
  /* a version negotiation, a retry, a stateless reset */
  static const guint8 long_heads[] = { 0x80, 0xc0, 0xd0, 0xe0, 0xf0, 0x40, 0x00 };
  guint8 bytes[FAR_QUIC_DATAGRAM_LEN + 8] = { 0 };
  gint64 due_us = self->now_us + self->delay_us / 2;

  memcpy (bytes, seen->bytes, seen->len);
  bytes[g_test_rand_int_range (0, seen->len)] ^= 1 << g_test_rand_int_range (0, 8);
  inject (self, seen->to, bytes, seen->len, due_us);
  inject (self, seen->to, seen->bytes, g_test_rand_int_range (0, seen->len), due_us);
  inject (self, seen->to, bytes, seen->len + g_test_rand_int_range (1, 8), due_us);
  /* back to whoever sent it */
  inject (self, !seen->to, seen->bytes, seen->len, due_us);

  memcpy (bytes, seen->bytes, seen->len);
  bytes[0] = long_heads[g_test_rand_int_range (0, G_N_ELEMENTS (long_heads))];
  if (g_test_rand_bit ())
    memset (bytes + 1, 0, 4);
  inject (self, seen->to, bytes, seen->len, due_us);
  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = g_test_rand_int ();
  inject (self, seen->to, bytes, g_test_rand_int_range (1, sizeof bytes), due_us);
}

static void
test_forged (void)
{
  guint n_sent[2];

  for (guint i = 0; i < 2; i++)
    {
      Play play = { .ends = { { .n_to_write = MIB, .reads = TRUE, .ends = TRUE },
                              { .n_to_write = MIB, .reads = TRUE, .ends = TRUE } },
                    .delay_us = 10 * MS,
                    .see = i == 1 ? forge : NULL };

      begin (&play);
      run_until_done (&play);
      n_sent[i] = play.n_sent;
      end (&play);
    }
  /* each is a moment at which what is due is sent, and nothing else */
  g_assert_cmpuint (n_sent[1], <, n_sent[0] + n_sent[0] / 2);
}

/* What was heard once comes again, much later. */
static void
replay (Play *self, const Datagram *seen)
{
  for (guint i = 1; i <= 3; i++)
    inject (self, seen->to, seen->bytes, seen->len, self->now_us + i * 30 * MS);
}

static void
test_replayed (void)
{
  Play play = { .ends = { { .n_to_write = MIB, .reads = TRUE, .ends = TRUE },
                          { .n_to_write = MIB, .reads = TRUE, .ends = TRUE } },
                .delay_us = 10 * MS,
                .see = replay };

  begin (&play);
  run_until_done (&play);
  end (&play);
}

/* The frame that a server says once, when the handshake is over (RFC 9000, 19.20). */
#define HANDSHAKE_DONE 0x1e

/* A peer that has the keys and says anything at all: it is over then, at most. */
static void
garble (Play *self, const Datagram *seen)
{
  guint8 bytes[FAR_QUIC_DATAGRAM_LEN];
  gsize len = seen->len - FAR_QUIC_TAG_LEN;

  /* so that it gets to the middle of things too */
  if (g_test_rand_int_range (0, 6) != 0)
    return;

  memcpy (bytes, seen->bytes, seen->len);
  for (guint n = g_test_rand_int_range (1, 4); n > 0; n--)
    bytes[g_test_rand_int_range (0, MIN (len, g_test_rand_bit () ? 40 : len))] =
        g_test_rand_int_range (0, 4) == 0 ? HANDSHAKE_DONE : g_test_rand_int ();
  if (g_test_rand_int_range (0, 4) == 0)
    len = g_test_rand_int_range (1, len + 1);
  crypto_generichash_blake2b (bytes + len, FAR_QUIC_TAG_LEN, bytes, len, self->keys[!seen->to],
                              FAR_KEY_LEN);
  inject (self, seen->to, bytes, len + FAR_QUIC_TAG_LEN, self->now_us + self->delay_us / 2);
}

static void
test_garbled (void)
{
  guint n_over = 0;

  for (guint i = 0; i < (g_test_thorough () ? 5000 : 500); i++)
    {
      Play play = { .ends = { { .n_to_write = 60000 }, { .n_to_write = 60000 } },
                    .delay_us = 10 * MS,
                    .see = garble };
      gsize len;

      begin (&play);
      for (guint n = 0; n < 200 && step (&play, 5 * S); n++)
        for (guint who = 0; who < 2; who++)
          {
            far_quic_peek (play.ends[who].quic, &len);
            g_assert_cmpuint (len, <=, FAR_QUIC_WINDOW);
          }
      n_over += far_quic_is_over (play.ends[0].quic) || far_quic_is_over (play.ends[1].quic);
      end (&play);
    }
  g_assert_cmpuint (n_over, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/quic/both-ways", test_both_ways);
  g_test_add_func ("/far/quic/nothing", test_nothing);
  g_test_add_func ("/far/quic/bad-network", test_bad_network);
  g_test_add_func ("/far/quic/speed", test_speed);
  g_test_add_func ("/far/quic/cut", test_cut);
  g_test_add_func ("/far/quic/slow-reader", test_slow_reader);
  g_test_add_func ("/far/quic/idle", test_idle);
  g_test_add_func ("/far/quic/close", test_close);
  g_test_add_func ("/far/quic/forged", test_forged);
  g_test_add_func ("/far/quic/replayed", test_replayed);
  g_test_add_func ("/far/quic/garbled", test_garbled);

  return g_test_run ();
}
