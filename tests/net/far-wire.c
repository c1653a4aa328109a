/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-wire A B: a wire between two interfaces of this namespace, as long, as lossy and as narrow as
 * it is told; where the kernel has no netem, and without being root.
 *
 * It says "ready", then reads lines of words: delay=MS (each way), loss=PERCENT (of the frames,
 * each way), rate=MBIT (0: any), queue=BYTES (what waits for that rate), seed=N, down, up, stat.
 * The same frames in the same order are lost with the same seed.  A wire that is down loses what is
 * on it.  It ends with its standard input.
 *
 * far-wire plain IF: nothing is left to the hardware, there being none: frames have their checksums
 * and are no longer than the wire takes. */

#include <errno.h>
#include <glib.h>
#include <linux/ethtool.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* libc has it since a later version */
#ifndef PACKET_IGNORE_OUTGOING
#define PACKET_IGNORE_OUTGOING 23
#endif

#define FRAME_MAX 65600
/* that are read before what is due is sent */
#define BURST 64
/* what the kernel keeps until it is read: 20 ms of a fast machine */
#define KEPT_BYTES (32 * 1024 * 1024)

typedef struct
{
  gint64 due_us;
  gsize len;
  guint8 bytes[];
} Frame;

typedef struct
{
  int from;
  int to;
  GQueue frames; /* (element-type Frame) */
  gint64 busy_until_us;
  guint64 n_in;
  guint64 n_lost;
  guint64 n_full;
} Way;

typedef struct
{
  Way ways[2];
  double delay_ms;
  double loss_percent;
  double rate_mbit;
  gsize queue_max;
  gboolean is_down;
  guint64 state;
} Wire;

static void
fail (const char *what)
{
  g_printerr ("far-wire: %s: %s\n", what, g_strerror (errno));
  exit (1);
}

static void
make_plain (const char *name)
{
  static const guint32 commands[] = { ETHTOOL_STXCSUM, ETHTOOL_SRXCSUM, ETHTOOL_STSO, ETHTOOL_SGSO,
                                      ETHTOOL_SGRO };
  int fd = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      struct ethtool_value off = { .cmd = commands[i] };
      struct ifreq request = { .ifr_data = (void *)&off };

      g_strlcpy (request.ifr_name, name, sizeof request.ifr_name);
      /* what it has not is off; the first is what nothing goes without */
      if (ioctl (fd, SIOCETHTOOL, &request) < 0 && i == 0)
        fail (name);
    }
  close (fd);
}

static int
open_end (const char *name)
{
  struct sockaddr_ll at = { .sll_family = AF_PACKET, .sll_protocol = g_htons (ETH_P_ALL) };
  int fd = socket (AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int on = 1;
  int size = KEPT_BYTES;

  at.sll_ifindex = (int)if_nametoindex (name);
  if (fd < 0 || at.sll_ifindex == 0 ||
      setsockopt (fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof on) < 0)
    fail (name);
  /* beyond what everybody may have, where that is allowed */
  if (setsockopt (fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size) < 0)
    setsockopt (fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  if (setsockopt (fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size) < 0)
    setsockopt (fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  if (bind (fd, (struct sockaddr *)&at, sizeof at) < 0)
    fail (name);

  return fd;
}

/* In 0 .. 100 */
static double
draw (Wire *self)
{
  self->state ^= self->state << 13;
  self->state ^= self->state >> 7;
  self->state ^= self->state << 17;

  return (double)(self->state >> 11) * 100 / (1LL << 53);
}

static void
send_frame (Way *way, const guint8 *bytes, gsize len)
{
  if (send (way->to, bytes, len, 0) < 0)
    way->n_full++;
}

static void
take (Wire *self, Way *way, const guint8 *bytes, gsize len, gint64 now_us)
{
  Frame *frame;

  way->n_in++;
  if (self->is_down || (self->loss_percent > 0 && draw (self) < self->loss_percent))
    {
      way->n_lost++;
      return;
    }
  if (self->delay_ms <= 0 && self->rate_mbit <= 0 && g_queue_is_empty (&way->frames))
    {
      send_frame (way, bytes, len);
      return;
    }
  way->busy_until_us = MAX (way->busy_until_us, now_us);
  if (self->rate_mbit > 0)
    {
      /* what waits for its turn; what is under way does not */
      if ((double)(way->busy_until_us - now_us) * self->rate_mbit / 8 + (double)len >
          (double)self->queue_max)
        {
          way->n_full++;
          return;
        }
      way->busy_until_us += (gint64)((double)len * 8 / self->rate_mbit);
    }

  frame = g_malloc (sizeof *frame + len);
  frame->due_us = way->busy_until_us + (gint64)(self->delay_ms * 1000);
  frame->len = len;
  memcpy (frame->bytes, bytes, len);
  g_queue_push_tail (&way->frames, frame);
}

static void
send_due (const Wire *self, Way *way, gint64 now_us)
{
  for (Frame *frame; (frame = g_queue_peek_head (&way->frames)) != NULL && frame->due_us <= now_us;)
    {
      g_queue_pop_head (&way->frames);
      if (!self->is_down)
        send_frame (way, frame->bytes, frame->len);
      g_free (frame);
    }
}

static void
set (Wire *self, const char *word)
{
  const char *value = strchr (word, '=');
  double number = value != NULL ? g_ascii_strtod (value + 1, NULL) : 0;

  if (g_str_has_prefix (word, "delay="))
    self->delay_ms = number;
  else if (g_str_has_prefix (word, "loss="))
    self->loss_percent = number;
  else if (g_str_has_prefix (word, "rate="))
    self->rate_mbit = number;
  else if (g_str_has_prefix (word, "queue="))
    self->queue_max = (gsize)number;
  else if (g_str_has_prefix (word, "seed="))
    self->state = ((guint64)number + 1) * 2654435761u * 88172645463325252u | 1;
  else if (g_str_equal (word, "down"))
    self->is_down = TRUE;
  else if (g_str_equal (word, "up"))
    self->is_down = FALSE;
  else if (g_str_equal (word, "stat"))
    {
      for (gsize i = 0; i < 2; i++)
        printf ("%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " ",
                self->ways[i].n_in, self->ways[i].n_lost, self->ways[i].n_full);
      printf ("\n");
      fflush (stdout);
    }
  else if (*word != '\0')
    g_printerr ("far-wire: %s is not known\n", word);
}

static void
read_words (Wire *self)
{
  char line[512];
  ssize_t n = read (STDIN_FILENO, line, sizeof line - 1);
  g_auto (GStrv) words = NULL;

  if (n <= 0)
    exit (0);
  line[n] = '\0';
  words = g_strsplit_set (line, " \n", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    set (self, words[i]);
}

static void
read_frames (Wire *self, Way *way)
{
  static guint8 buffer[FRAME_MAX];

  for (guint i = 0; i < BURST; i++)
    {
      ssize_t n = recv (way->from, buffer, sizeof buffer, 0);

      if (n <= 0)
        return;
      take (self, way, buffer, (gsize)n, g_get_monotonic_time ());
    }
}

static void
wait_for_some (const Wire *self, struct pollfd *polled)
{
  struct timespec wait = { 0 };
  gint64 due_us = G_MAXINT64;

  for (gsize i = 0; i < 2; i++)
    if (self->ways[i].frames.head != NULL)
      due_us = MIN (due_us, ((Frame *)self->ways[i].frames.head->data)->due_us);
  if (due_us != G_MAXINT64)
    {
      gint64 left_us = due_us - g_get_monotonic_time ();

      left_us = MAX (left_us, 0);
      wait.tv_sec = left_us / G_USEC_PER_SEC;
      wait.tv_nsec = left_us % G_USEC_PER_SEC * 1000;
    }
  if (ppoll (polled, 3, due_us != G_MAXINT64 ? &wait : NULL, NULL) < 0 && errno != EINTR)
    fail ("poll");
}

int
main (int argc, char **argv)
{
  Wire self = { .queue_max = 256 * 1024, .state = 88172645463325252u };
  struct pollfd polled[3] = { { .events = POLLIN }, { .events = POLLIN }, { .events = POLLIN } };

  if (argc != 3)
    {
      g_printerr ("far-wire A B, or far-wire plain IF\n");
      return 2;
    }
  make_plain (argv[2]);
  if (g_str_equal (argv[1], "plain"))
    return 0;

  make_plain (argv[1]);
  for (gsize i = 0; i < 2; i++)
    {
      g_queue_init (&self.ways[i].frames);
      polled[i].fd = self.ways[i].from = self.ways[!i].to = open_end (argv[1 + i]);
    }
  printf ("ready\n");
  fflush (stdout);

  for (;;)
    {
      wait_for_some (&self, polled);
      if (polled[2].revents != 0)
        read_words (&self);
      for (gsize i = 0; i < 2; i++)
        {
          read_frames (&self, &self.ways[i]);
          send_due (&self, &self.ways[i], g_get_monotonic_time ());
        }
    }
}
