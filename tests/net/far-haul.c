/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-haul offer|answer SECONDS: one end of a road, over which as many bytes as it carries go from
 * whoever offers to whoever answers.  Its card is written to standard output in hex, and the peer's
 * read from standard input.  Then whoever answers says how many MiB a second came, after how many
 * seconds the first, what was the longest time without any, and what a MiB cost here: ms of CPU. */

#include "far-nice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define MIB (1024.0 * 1024)
/* to find a road in; and then without any byte */
#define PATIENCE_S 30

static const FarNiceTable *table;
static FarIceCard card;
static gboolean has_card;
static GIOStream *stream;
static guint8 buffer[64 * 1024];

static void
fail (const char *what)
{
  g_printerr ("far-haul: %s\n", what);
  exit (1);
}

static void
gathered_cb (FarNice *road, const FarIceCard *ours, gpointer data)
{
  card = *ours;
  has_card = TRUE;
}

static void
connected_cb (FarNice *road, GIOStream *found, gpointer data)
{
  stream = g_object_ref (found);
}

static void
failed_cb (FarNice *road, gpointer data)
{
  fail ("there is no road");
}

static const FarNiceWatch watch = { gathered_cb, connected_cb, failed_cb };

static gboolean
deadline_cb (gpointer data)
{
  fail ("nothing comes of it");

  return G_SOURCE_REMOVE;
}

static void
exchange_cards (FarNice *road)
{
  g_autoptr (GBytes) bytes = far_ice_card_encode (&card);
  g_autofree char *hex = NULL;
  char line[4096];
  guint8 peer[2048];
  gsize len;

  if (bytes == NULL)
    fail ("this machine can be reached nowhere");
  hex = far_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  printf ("%s\n", hex);
  fflush (stdout);
  if (fgets (line, sizeof line, stdin) == NULL)
    fail ("no card of the peer");
  for (len = 0; len < sizeof peer && g_ascii_isxdigit (line[2 * len]); len++)
    peer[len] =
        g_ascii_xdigit_value (line[2 * len]) << 4 | g_ascii_xdigit_value (line[2 * len + 1]);
  if (!far_ice_card_decode (&card, peer, len))
    fail ("that is no card");
  table->set_remote (road, &card);
}

static double
get_cpu_ms (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
         (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static gint64 until_us;
static gint64 first_us;
static gint64 last_us;
static gint64 gap_us;
static guint64 n_bytes;
static gboolean is_over;

static gboolean
readable_cb (GObject *source, gpointer data)
{
  gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (source), buffer,
                                                       sizeof buffer, NULL, NULL);
  gint64 now_us = g_get_monotonic_time ();

  if (n == 0)
    is_over = TRUE;
  if (n <= 0)
    return n < 0;

  if (n_bytes == 0)
    first_us = last_us = now_us;
  gap_us = MAX (gap_us, now_us - last_us);
  last_us = now_us;
  n_bytes += n;

  return G_SOURCE_CONTINUE;
}

static gboolean
writable_cb (GObject *source, gpointer data)
{
  g_pollable_output_stream_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (source), buffer,
                                              sizeof buffer, NULL, NULL);
  is_over = g_get_monotonic_time () >= until_us;

  return !is_over;
}

int
main (int argc, char **argv)
{
  FarNiceSetup setup = { .offers = argc == 3 && strcmp (argv[1], "offer") == 0 };
  g_autoptr (GSource) source = NULL;
  FarNiceHub *hub;
  FarNice *road;
  double cpu_ms;
  gint64 begun_us;

  if (argc != 3)
    {
      g_printerr ("far-haul offer|answer SECONDS\n");
      return 2;
    }
  table = far_module_load (FAR_NICE_MODULE, NULL);
  if (table == NULL)
    fail ("no libnice");
  hub = table->hub_new ();
  road = table->open (hub, &setup, &watch, NULL);
  while (!has_card)
    g_main_context_iteration (NULL, TRUE);
  exchange_cards (road);
  g_timeout_add_seconds (PATIENCE_S + atoi (argv[2]), deadline_cb, NULL);
  begun_us = g_get_monotonic_time ();
  while (stream == NULL)
    g_main_context_iteration (NULL, TRUE);

  cpu_ms = get_cpu_ms ();
  until_us = g_get_monotonic_time () + atoi (argv[2]) * G_USEC_PER_SEC;
  source =
      setup.offers
          ? g_pollable_output_stream_create_source (G_POLLABLE_OUTPUT_STREAM (
                                                        g_io_stream_get_output_stream (stream)),
                                                    NULL)
          : g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (
                                                       g_io_stream_get_input_stream (stream)),
                                                   NULL);
  g_source_set_callback (source,
                         setup.offers ? G_SOURCE_FUNC (writable_cb) : G_SOURCE_FUNC (readable_cb),
                         NULL, NULL);
  g_source_attach (source, NULL);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);

  if (!setup.offers)
    printf ("%.2f %.3f %.2f %.1f\n", n_bytes / MIB * 1e6 / (last_us - first_us),
            (first_us - begun_us) / 1e6, gap_us / 1e6, (get_cpu_ms () - cpu_ms) / (n_bytes / MIB));
  g_io_stream_close (stream, NULL, NULL);
  g_object_unref (stream);
  table->free (road);
  table->hub_free (hub);

  return 0;
}
