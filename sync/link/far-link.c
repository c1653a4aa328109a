/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-link"

#include "far-link.h"

#include <string.h>

#include "far-net-watch.h"
#include "far-source.h"

typedef enum
{
  PHASE_OPEN,
  PHASE_LINGERING, /* all is sent; waiting for the peer to have read it */
  PHASE_ENDED,
} Phase;

typedef enum
{
  MOVED,   /* there may be more at once */
  WAITING, /* for the connection */
  NOTHING, /* to do */
} Step;

struct _FarLink
{
  GIOStream *stream;          /* owned */
  GPollableInputStream *in;   /* unowned: of the stream */
  GPollableOutputStream *out; /* unowned: of the stream */
  FarSession *session;        /* owned; NULL once it was cut */
  const FarLinkWatch *watch;  /* unowned */
  gpointer data;              /* unowned */

  GMainContext *context; /* owned */
  GSource *clock;        /* owned: deadlines, and what is to be done soon */
  GSource *readable;     /* owned */
  GSource *writable;     /* (nullable): owned: while a write waits */

  Phase phase;
  gboolean woken;
  gboolean has_lost_address;
  gboolean out_is_dead; /* the peer takes nothing more; what it sent is still read */
  gboolean has_turned;  /* the watch has seen the counts below */
  gint64 give_up_us;    /* how long the goodbye may take, G_MAXINT64 while there is none */
  GByteArray *unsent;   /* owned */
  gsize n_unsent_done;
  guint8 *buffer; /* owned, FAR_LINK_READ_LEN */

  FarSessionState told_state;
  FarSessionCounts told_counts;
};

typedef struct
{
  GSource parent;
  FarLink *link; /* unowned */
} Clock;

/* ---- ending */

static void
shut (FarLink *self)
{
  if (self->phase == PHASE_ENDED)
    return;

  self->phase = PHASE_ENDED;
  far_source_clear (&self->clock);
  far_source_clear (&self->readable);
  far_source_clear (&self->writable);
  g_io_stream_close (self->stream, NULL, NULL);
}

static void
end (FarLink *self, const GError *error)
{
  if (self->phase == PHASE_ENDED)
    return;

  if (error != NULL)
    g_debug ("%p ends: %s", self, error->message);
  shut (self);
  self->watch->ended (self, error, self->data);
}

/* All that we had to say is on its way.  A socket that is closed with unread bytes would take it
 * back, so the peer's end is waited for. */
static void
linger (FarLink *self, gint64 now_us)
{
  self->phase = PHASE_LINGERING;
  self->give_up_us = MIN (self->give_up_us, now_us + FAR_LINK_LINGER_US);
  if (G_IS_SOCKET_CONNECTION (self->stream))
    g_socket_shutdown (g_socket_connection_get_socket (G_SOCKET_CONNECTION (self->stream)), FALSE,
                       TRUE, NULL);
}

/* ---- moving bytes */

static gboolean
is_would_block (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

/* The stream is over, well or not: for the session both are the same. */
static Step
read_end (FarLink *self, gint64 now_us)
{
  g_autoptr (GError) error = NULL;

  if (self->phase == PHASE_OPEN)
    far_session_receive_end (self->session, now_us, &error);
  end (self, error);

  return NOTHING;
}

static Step
read_some (FarLink *self, gint64 now_us)
{
  g_autoptr (GError) error = NULL;
  gssize n;

  n = g_pollable_input_stream_read_nonblocking (self->in, self->buffer, FAR_LINK_READ_LEN, NULL,
                                                &error);
  if (n < 0 && is_would_block (error))
    return WAITING;
  if (n <= 0)
    return read_end (self, now_us);

  if (self->phase == PHASE_OPEN && far_session_get_state (self->session) != FAR_SESSION_CLOSED &&
      !far_session_receive (self->session, self->buffer, n, now_us, &error))
    {
      end (self, error);
      return NOTHING;
    }

  return MOVED;
}

/* Returns: FALSE if the session failed, and the link has ended */
static gboolean
gather (FarLink *self, gint64 now_us)
{
  g_autoptr (GError) error = NULL;

  g_byte_array_set_size (self->unsent, 0);
  self->n_unsent_done = 0;

  while (self->unsent->len < FAR_LINK_WRITE_LEN)
    {
      g_autoptr (GBytes) bytes = far_session_poll_transmit (self->session, now_us, &error);

      if (error != NULL)
        {
          end (self, error);
          return FALSE;
        }
      if (bytes == NULL)
        break;

      g_byte_array_append (self->unsent, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }

  return TRUE;
}

static Step
write_some (FarLink *self, gint64 now_us)
{
  g_autoptr (GError) error = NULL;
  gssize n;

  if (self->phase != PHASE_OPEN)
    return NOTHING;

  if (self->n_unsent_done == self->unsent->len && !gather (self, now_us))
    return NOTHING;

  if (self->unsent->len == 0)
    {
      if (far_session_get_state (self->session) == FAR_SESSION_CLOSED)
        linger (self, now_us);
      return NOTHING;
    }

  if (self->out_is_dead)
    {
      self->n_unsent_done = self->unsent->len;
      return NOTHING;
    }

  n = g_pollable_output_stream_write_nonblocking (self->out,
                                                  self->unsent->data + self->n_unsent_done,
                                                  self->unsent->len - self->n_unsent_done, NULL,
                                                  &error);
  if (n < 0 && is_would_block (error))
    return WAITING;
  if (n < 0)
    {
      /* what the peer said before it went may say why */
      self->out_is_dead = TRUE;
      self->n_unsent_done = self->unsent->len;
      return MOVED;
    }

  self->n_unsent_done += n;

  return MOVED;
}

/* ---- turns of the loop */

static gboolean advance (FarLink *self);

static gboolean
stream_ready_cb (GObject *stream G_GNUC_UNUSED, gpointer data)
{
  return advance (data);
}

static void
want_write (FarLink *self, gboolean wanted)
{
  if (!wanted)
    {
      far_source_clear (&self->writable);
      return;
    }
  if (self->writable != NULL)
    return;

  self->writable = g_pollable_output_stream_create_source (self->out, NULL);
  g_source_set_callback (self->writable, G_SOURCE_FUNC (stream_ready_cb), self, NULL);
  g_source_attach (self->writable, self->context);
}

static void
want_time (FarLink *self)
{
  gint64 at_us = self->give_up_us;

  if (self->phase == PHASE_OPEN)
    at_us = MIN (at_us, far_session_get_deadline (self->session));
  g_source_set_ready_time (self->clock, at_us == G_MAXINT64 ? -1 : at_us);
}

/* Time, and what was told to the session from outside.  Returns: FALSE if the link has ended */
static gboolean
handle_time (FarLink *self, gint64 now_us)
{
  g_autoptr (GError) error = NULL;
  gboolean good = TRUE;

  if (now_us >= self->give_up_us)
    {
      end (self, NULL);
      return FALSE;
    }
  if (self->has_lost_address)
    {
      read_end (self, now_us);
      return FALSE;
    }
  if (self->phase != PHASE_OPEN || far_session_get_state (self->session) == FAR_SESSION_CLOSED)
    return TRUE;

  if (self->woken)
    {
      self->woken = FALSE;
      good = far_session_wake (self->session, now_us, &error);
    }
  if (good && now_us >= far_session_get_deadline (self->session))
    good = far_session_handle_timeout (self->session, now_us, &error);
  if (!good)
    end (self, error);

  return good;
}

/* Reads and writes in turn until neither moves, or the turn's time is over. */
static void
move (FarLink *self, gint64 now_us)
{
  gint64 until_us = now_us + FAR_LINK_TURN_US;
  Step in;
  Step out;

  do
    {
      in = read_some (self, now_us);
      if (self->phase == PHASE_ENDED)
        return;
      out = write_some (self, now_us);
      if (self->phase == PHASE_ENDED)
        return;
      now_us = g_get_monotonic_time ();
    }
  while ((in == MOVED || out == MOVED) && now_us < until_us);

  /* reading is always asked for; a write, while something may be there to be written */
  want_write (self, out != NOTHING);
}

static void
tell (FarLink *self)
{
  FarSessionState state = far_session_get_state (self->session);
  FarSessionCounts counts = { 0 };

  far_session_get_counts (self->session, &counts);
  if (self->has_turned && state == self->told_state &&
      memcmp (&counts, &self->told_counts, sizeof counts) == 0)
    return;

  self->has_turned = TRUE;
  self->told_state = state;
  self->told_counts = counts;
  self->watch->changed (self, self->data);
}

static gboolean
advance (FarLink *self)
{
  g_autoptr (FarLink) keep = far_link_ref (self);
  gint64 now_us = g_get_monotonic_time ();

  if (self->phase == PHASE_ENDED)
    return G_SOURCE_REMOVE;

  g_source_set_ready_time (self->clock, -1);
  if (!handle_time (self, now_us))
    return G_SOURCE_REMOVE;
  move (self, now_us);
  if (self->phase == PHASE_ENDED)
    return G_SOURCE_REMOVE;

  want_time (self);
  tell (self);

  return self->phase != PHASE_ENDED;
}

static gboolean
clock_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  return advance (((Clock *)source)->link);
}

static GSourceFuncs clock_funcs = { .dispatch = clock_dispatch };

/* ---- public */

FarLink *
far_link_new (GIOStream *stream, FarSession *session, const FarLinkWatch *watch, gpointer data)
{
  FarLink *self = g_rc_box_new0 (FarLink);

  self->stream = g_object_ref (stream);
  self->in = G_POLLABLE_INPUT_STREAM (g_io_stream_get_input_stream (stream));
  self->out = G_POLLABLE_OUTPUT_STREAM (g_io_stream_get_output_stream (stream));
  self->session = session;
  self->watch = watch;
  self->data = data;
  self->give_up_us = G_MAXINT64;
  self->unsent = g_byte_array_new ();
  self->buffer = g_malloc (FAR_LINK_READ_LEN);
  self->context = g_main_context_ref_thread_default ();

  self->clock = g_source_new (&clock_funcs, sizeof (Clock));
  ((Clock *)self->clock)->link = self;
  g_source_set_ready_time (self->clock, 0);
  g_source_attach (self->clock, self->context);

  self->readable = g_pollable_input_stream_create_source (self->in, NULL);
  g_source_set_callback (self->readable, G_SOURCE_FUNC (stream_ready_cb), self, NULL);
  g_source_attach (self->readable, self->context);

  return self;
}

FarLink *
far_link_ref (FarLink *self)
{
  return g_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  FarLink *self = data;

  far_link_cut (self);
  g_object_unref (self->stream);
  g_main_context_unref (self->context);
  g_byte_array_unref (self->unsent);
  g_free (self->buffer);
}

void
far_link_unref (FarLink *self)
{
  g_rc_box_release_full (self, clear);
}

FarSession *
far_link_peek_session (FarLink *self)
{
  return self->session;
}

void
far_link_kick (FarLink *self)
{
  if (self->phase == PHASE_OPEN)
    g_source_set_ready_time (self->clock, 0);
}

void
far_link_wake (FarLink *self)
{
  self->woken = TRUE;
  far_link_kick (self);
}

/* What the connection is at this end; FALSE unless it is of IP, and to another machine */
static gboolean
find_local (FarLink *self, GInetAddress **out)
{
  g_autoptr (GSocketAddress) address = NULL;

  if (!G_IS_SOCKET_CONNECTION (self->stream))
    return FALSE;
  address = g_socket_connection_get_local_address (G_SOCKET_CONNECTION (self->stream), NULL);
  if (address == NULL || !G_IS_INET_SOCKET_ADDRESS (address))
    return FALSE;

  *out = g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));

  return !g_inet_address_get_is_loopback (*out);
}

void
far_link_check_address (FarLink *self)
{
  g_autoptr (GInetAddress) local = NULL;

  if (self->phase == PHASE_ENDED || !find_local (self, &local) ||
      far_net_has_address (g_inet_address_to_bytes (local),
                           g_inet_address_get_family (local) == G_SOCKET_FAMILY_IPV6))
    return;

  self->has_lost_address = TRUE;
  g_source_set_ready_time (self->clock, 0);
}

void
far_link_cut (FarLink *self)
{
  shut (self);
  g_clear_pointer (&self->session, far_session_free);
}

void
far_link_close (FarLink *self)
{
  if (self->phase != PHASE_OPEN)
    return;

  /* a peer that takes nothing more is not waited for, and to a stranger there is nothing to say */
  self->give_up_us = g_get_monotonic_time ();
  if (far_session_get_state (self->session) != FAR_SESSION_HANDSHAKE)
    self->give_up_us += FAR_LINK_LINGER_US;
  far_session_close (self->session);
  far_link_kick (self);
}
