/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two roads in one process, on a network of their own: what goes in at one end comes out at the
 * other, however slowly it is read, and the end comes after it. */

#include "far-nice.h"

#include <errno.h>
#include <gio/gio.h>
#include <sched.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define BIG (12 * 1024 * 1024)
#define DEADLINE_S 60

typedef struct
{
  FarNice *road; /* (nullable): owned */
  FarIceCard card;
  gboolean has_card;
  gboolean has_failed;
  GIOStream *stream; /* (nullable): owned */
  gsize n_written;
  gsize n_read;
  gsize n_at_once; /* that are read in one go; 0: nothing is */
  gboolean is_over;
} End;

static const FarNiceSetup setups[] = { { .offers = FALSE }, { .offers = TRUE } };
static const FarNiceTable *table;
static FarNiceHub *hub;

/* ---- ends */

static void
gathered_cb (FarNice *road G_GNUC_UNUSED, const FarIceCard *card, gpointer data)
{
  End *end = data;

  g_assert_false (end->has_card);
  end->has_card = TRUE;
  end->card = *card;
}

static void
connected_cb (FarNice *road G_GNUC_UNUSED, GIOStream *stream, gpointer data)
{
  End *end = data;

  g_assert_null (end->stream);
  end->stream = g_object_ref (stream);
}

static void
failed_cb (FarNice *road G_GNUC_UNUSED, gpointer data)
{
  ((End *)data)->has_failed = TRUE;
}

static const FarNiceWatch watch = { gathered_cb, connected_cb, failed_cb };

static gboolean
deadline_cb (gpointer data G_GNUC_UNUSED)
{
  g_error ("nothing comes of it");

  return G_SOURCE_REMOVE;
}

/* The card goes the way that a peer's goes. */
static void
tell (End *to, const End *from)
{
  g_autoptr (GBytes) bytes = far_ice_card_encode (&from->card);
  FarIceCard card;

  g_assert_nonnull (bytes);
  g_assert_true (
      far_ice_card_decode (&card, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
  table->set_remote (to->road, &card);
}

static void
clear_end (End *end)
{
  g_clear_object (&end->stream);
  g_clear_pointer (&end->road, table->free);
}

static void
connect_ends (End ends[2])
{
  for (guint i = 0; i < 2; i++)
    ends[i].road = table->open (hub, &setups[i == 0], &watch, &ends[i]);
  while (!ends[0].has_card || !ends[1].has_card)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ends[0].card.kind, ==, FAR_ICE_OFFER);
  g_assert_cmpint (ends[1].card.kind, ==, FAR_ICE_ANSWER);
  tell (&ends[1], &ends[0]);
  tell (&ends[0], &ends[1]);
  while (ends[0].stream == NULL || ends[1].stream == NULL)
    {
      g_assert_false (ends[0].has_failed || ends[1].has_failed);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* ---- bytes */

static guint8
byte_at (gsize at)
{
  return at * 2654435761u >> 24;
}

static void
write_some (End *end)
{
  GPollableOutputStream *out =
      G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (end->stream));
  guint8 buffer[4096];
  gsize len = MIN (sizeof buffer, BIG - end->n_written);
  gssize n;

  for (gsize i = 0; i < len; i++)
    buffer[i] = byte_at (end->n_written + i);
  n = g_pollable_output_stream_write_nonblocking (out, buffer, len, NULL, NULL);
  end->n_written += MAX (n, 0);
}

static void
read_some (End *end)
{
  GPollableInputStream *in = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (end->stream));
  guint8 buffer[65536];
  g_autoptr (GError) error = NULL;
  gssize n = g_pollable_input_stream_read_nonblocking (in, buffer,
                                                       CLAMP (end->n_at_once, 1, sizeof buffer),
                                                       NULL, &error);

  if (n == 0 || (n < 0 && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)))
    end->is_over = TRUE;
  for (gssize i = 0; i < n; i++)
    g_assert_cmpuint (buffer[i], ==, byte_at (end->n_read + i));
  end->n_read += MAX (n, 0);
}

static gboolean
tick_cb (gpointer data G_GNUC_UNUSED)
{
  return G_SOURCE_CONTINUE;
}

/* Both ways at once; one end reads nothing for as long as it can. */
static void
test_both_ways (void)
{
  End ends[2] = { { .n_at_once = 65536 }, { .n_at_once = 0 } };
  guint tick = g_timeout_add (1, tick_cb, NULL);

  connect_ends (ends);
  for (gsize before = G_MAXSIZE; ends[0].n_written != before || ends[0].n_written == 0;)
    {
      gint64 until_us = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

      /* until nothing moves for half a second */
      before = ends[0].n_written;
      while (g_get_monotonic_time () < until_us)
        {
          write_some (&ends[0]);
          g_main_context_iteration (NULL, TRUE);
        }
    }
  /* what nobody reads is kept within bounds, and the writer waits */
  g_assert_cmpuint (ends[0].n_written, <, 2 * FAR_QUIC_WINDOW + BIG / 12);

  ends[1].n_at_once = 3000;
  while (ends[0].n_read < BIG || ends[1].n_read < BIG)
    for (guint i = 0; i < 2; i++)
      {
        if (ends[i].n_written < BIG)
          write_some (&ends[i]);
        read_some (&ends[i]);
        g_assert_false (ends[i].is_over);
        g_main_context_iteration (NULL, FALSE);
      }

  g_source_remove (tick);
  clear_end (&ends[0]);
  while (!ends[1].is_over)
    {
      read_some (&ends[1]);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpuint (ends[1].n_read, ==, BIG);
  clear_end (&ends[1]);
}

/* All that was written before the end is read, and then the end, at once. */
static void
test_end (void)
{
  End ends[2] = { { .n_at_once = 65536 }, { .n_at_once = 65536 } };
  gint64 begun_us;

  connect_ends (ends);
  while (ends[0].n_written < 100000)
    write_some (&ends[0]);
  clear_end (&ends[0]);
  begun_us = g_get_monotonic_time ();
  while (!ends[1].is_over)
    {
      read_some (&ends[1]);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_cmpuint (ends[1].n_read, ==, ends[0].n_written);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, FAR_LINK_LINGER_US / 2);
  clear_end (&ends[1]);
}

/* Nobody is there. */
static void
test_nobody (void)
{
  End end = { 0 };
  FarIceCard nobody = { .kind = FAR_ICE_ANSWER, .ufrag = "abcd", .pwd = "0123456789012345678901" };
  const FarIceCandidate at = { .priority = 1, .port = 9, .address = { 10, 77, 0, 99 } };

  g_assert_true (far_ice_card_add (&nobody, &at));
  end.road = table->open (hub, &setups[TRUE], &watch, &end);
  table->set_remote (end.road, &nobody);
  while (!end.has_failed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (end.stream);
  clear_end (&end);
}

/* One end is told of the other much later, and goes by what it said at first. */
static void
test_patience (void)
{
  static const FarNiceSetup patient[] = {
    { .offers = FALSE, .try_us = 60 * G_USEC_PER_SEC },
    { .offers = TRUE, .try_us = 60 * G_USEC_PER_SEC },
  };
  static const FarServer nobody[] = { { .host = "10.77.0.98", .port = 9 } };
  FarNiceSetup asking = patient[TRUE];
  End ends[2] = { { .n_at_once = 1 }, { .n_at_once = 1 } };
  gint64 until_us;

  asking.servers = nobody;
  asking.n_servers = G_N_ELEMENTS (nobody);
  ends[0].road = table->open (hub, &patient[FALSE], &watch, &ends[0]);
  ends[1].road = table->open (hub, &asking, &watch, &ends[1]);
  while (!ends[0].has_card || !ends[1].has_card)
    g_main_context_iteration (NULL, TRUE);

  /* several tries of it fail meanwhile */
  tell (&ends[0], &ends[1]);
  until_us = g_get_monotonic_time () + 9 * G_USEC_PER_SEC;
  while (g_get_monotonic_time () < until_us)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (10000);
  g_assert_false (ends[0].has_failed || ends[1].has_failed);

  tell (&ends[1], &ends[0]);
  while (ends[0].stream == NULL || ends[1].stream == NULL)
    g_main_context_iteration (NULL, TRUE);
  clear_end (&ends[0]);
  clear_end (&ends[1]);
}

/* It comes to an end all the same. */
static void
test_patience_ends (void)
{
  static const FarNiceSetup patient = { .offers = TRUE, .try_us = 4 * G_USEC_PER_SEC };
  FarIceCard nobody = { .kind = FAR_ICE_ANSWER, .ufrag = "abcd", .pwd = "0123456789012345678901" };
  const FarIceCandidate at = { .priority = 1, .port = 9, .address = { 10, 77, 0, 99 } };
  gint64 began_us = g_get_monotonic_time ();
  End end = { 0 };

  g_assert_true (far_ice_card_add (&nobody, &at));
  end.road = table->open (hub, &patient, &watch, &end);
  table->set_remote (end.road, &nobody);
  while (!end.has_failed)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - began_us, >=, 4 * G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, 8 * G_USEC_PER_SEC);
  clear_end (&end);
}

/* Only transports that this version has not. */
static void
test_no_candidate (void)
{
  End end = { 0 };
  FarIceCard other = { .kind = FAR_ICE_ANSWER, .ufrag = "abcd", .pwd = "0123456789012345678901" };
  const FarIceCandidate at = {
    .transport = FAR_ICE_TCP_PASSIVE, .priority = 1, .port = 9, .address = { 10, 77, 0, 1 }
  };

  g_assert_true (far_ice_card_add (&other, &at));
  end.road = table->open (hub, &setups[TRUE], &watch, &end);
  table->set_remote (end.road, &other);
  while (!end.has_failed)
    g_main_context_iteration (NULL, TRUE);
  clear_end (&end);
}

/* Freed at any moment, nothing is heard of it any more. */
static void
test_free (void)
{
  for (guint i = 0; i < 20; i++)
    {
      End end = { 0 };
      guint n = i * 3;

      end.road = table->open (hub, &setups[i % 2], &watch, &end);
      while (n-- > 0)
        g_main_context_iteration (NULL, FALSE);
      clear_end (&end);
      end.has_card = TRUE; /* a call would fail */
      g_main_context_iteration (NULL, FALSE);
    }
}

static int
run (const char *command)
{
  g_auto (GStrv) argv = NULL;
  int status = -1;

  g_assert_true (g_shell_parse_argv (command, NULL, &argv, NULL));
  if (!g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                     NULL, NULL, &status, NULL))
    return -1;

  return status;
}

/* The address goes: the road is over, and nobody waits for a heartbeat. */
static void
test_address_goes (void)
{
  End ends[2] = { { .n_at_once = 1 }, { .n_at_once = 1 } };

  connect_ends (ends);
  g_assert_cmpint (run ("ip link set far0 down"), ==, 0);
  while (!ends[0].is_over || !ends[1].is_over)
    for (guint i = 0; i < 2; i++)
      {
        if (!ends[i].is_over)
          read_some (&ends[i]);
        g_main_context_iteration (NULL, FALSE);
      }
  clear_end (&ends[0]);
  clear_end (&ends[1]);

  /* and without one there is no way at all */
  ends[0] = (End){ 0 };
  ends[0].road = table->open (hub, &setups[TRUE], &watch, &ends[0]);
  while (!ends[0].has_card)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ends[0].card.kind, ==, FAR_ICE_NONE);
  clear_end (&ends[0]);
}

static gboolean
make_network (void)
{
  if (unshare (CLONE_NEWNET) < 0 && unshare (CLONE_NEWUSER | CLONE_NEWNET) < 0)
    return FALSE;

  return run ("ip link set lo up") == 0 && run ("ip link add far0 type veth peer name far1") == 0 &&
         run ("ip address add 10.77.0.1/24 dev far0") == 0 && run ("ip link set far1 up") == 0 &&
         run ("ip link set far0 up") == 0;
}

int
main (int argc, char **argv)
{
  int status;

  /* before there is a thread */
  if (!make_network ())
    {
      g_print ("1..0 # SKIP no network of its own can be made here: %s\n", g_strerror (errno));
      return 0;
    }

  g_test_init (&argc, &argv, NULL);
  table = far_module_load (FAR_NICE_MODULE, NULL);
  g_assert_nonnull (table);
  hub = table->hub_new ();
  g_timeout_add_seconds (DEADLINE_S, deadline_cb, NULL);

  g_test_add_func ("/far/nice/both-ways", test_both_ways);
  g_test_add_func ("/far/nice/end", test_end);
  g_test_add_func ("/far/nice/nobody", test_nobody);
  g_test_add_func ("/far/nice/patience", test_patience);
  g_test_add_func ("/far/nice/patience-ends", test_patience_ends);
  g_test_add_func ("/far/nice/no-candidate", test_no_candidate);
  g_test_add_func ("/far/nice/free", test_free);
  g_test_add_func ("/far/nice/address-goes", test_address_goes);

  status = g_test_run ();
  table->hub_free (hub);

  return status;
}
