/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "relay.h"

#define PIECE_LEN 4096

typedef struct
{
  Relay *relay;    /* unowned */
  GSocket *from;   /* unowned */
  GSocket *to;     /* unowned */
  GSource *source; /* (nullable): owned */
  gboolean is_back;
} Way;

struct _Relay
{
  char *address;             /* owned */
  char *target;              /* owned */
  GSocketListener *listener; /* owned */
  GCancellable *cancellable; /* owned */
  gboolean accepting;
  GSocketConnection *caller; /* (nullable): owned */
  GSocketConnection *callee; /* (nullable): owned */
  Way there;
  Way back;
  gint64 n_bytes;
  gint64 n_back;
  gint64 cut_at;
  gint64 flip_at;
};

static void
stop_way (Way *way)
{
  if (way->source == NULL)
    return;

  g_source_destroy (way->source);
  g_clear_pointer (&way->source, g_source_unref);
}

static void
cut (Relay *self)
{
  stop_way (&self->there);
  stop_way (&self->back);
  if (self->caller != NULL)
    g_io_stream_close (G_IO_STREAM (self->caller), NULL, NULL);
  if (self->callee != NULL)
    g_io_stream_close (G_IO_STREAM (self->callee), NULL, NULL);
  g_clear_object (&self->caller);
  g_clear_object (&self->callee);
}

static gboolean
readable_cb (GSocket *socket, GIOCondition condition, gpointer data)
{
  Way *way = data;
  Relay *self = way->relay;
  gint64 left = self->cut_at - self->n_bytes;
  char piece[PIECE_LEN];
  gssize n = 0;

  if (left > 0)
    n = g_socket_receive (way->from, piece, MIN (left, PIECE_LEN), NULL, NULL);
  if (n <= 0)
    {
      cut (self);
      return G_SOURCE_REMOVE;
    }

  if (way->is_back && self->flip_at >= self->n_back && self->flip_at < self->n_back + n)
    piece[self->flip_at - self->n_back] ^= 0x20;
  self->n_bytes += n;
  if (way->is_back)
    self->n_back += n;

  for (gssize done = 0; done < n;)
    {
      gssize sent = g_socket_send (way->to, piece + done, n - done, NULL, NULL);

      if (sent <= 0)
        {
          cut (self);
          return G_SOURCE_REMOVE;
        }
      done += sent;
    }

  return G_SOURCE_CONTINUE;
}

static void
start_way (Way *way, Relay *self, GSocketConnection *from, GSocketConnection *to, gboolean is_back)
{
  way->relay = self;
  way->from = g_socket_connection_get_socket (from);
  way->to = g_socket_connection_get_socket (to);
  way->is_back = is_back;
  way->source = g_socket_create_source (way->from, G_IO_IN, NULL);
  g_source_set_callback (way->source, G_SOURCE_FUNC (readable_cb), way, NULL);
  g_source_attach (way->source, NULL);
}

static void accepted_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
accept_next (Relay *self)
{
  self->accepting = TRUE;
  g_socket_listener_accept_async (self->listener, self->cancellable, accepted_cb, self);
}

/* One at a time: a new call ends the one before. */
static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GSocketConnection) caller = NULL;
  g_autoptr (GSocketClient) client = NULL;
  g_autoptr (GError) error = NULL;
  Relay *self = data;

  self->accepting = FALSE;
  caller = g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_assert_no_error (error);

  cut (self);
  client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (client, FALSE);
  self->caller = g_steal_pointer (&caller);
  self->callee = g_socket_client_connect_to_host (client, self->target, 0, NULL, &error);
  g_assert_no_error (error);
  start_way (&self->there, self, self->caller, self->callee, FALSE);
  start_way (&self->back, self, self->callee, self->caller, TRUE);

  accept_next (self);
}

Relay *
relay_new (const char *target, gint64 cut_at, gint64 flip_at)
{
  Relay *self = g_new0 (Relay, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) effective = NULL;
  g_autoptr (GError) error = NULL;

  self->target = g_strdup (target);
  self->cut_at = cut_at;
  self->flip_at = flip_at;
  self->cancellable = g_cancellable_new ();
  self->listener = g_socket_listener_new ();
  g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &effective, &error);
  g_assert_no_error (error);
  self->address =
      g_strdup_printf ("127.0.0.1:%u",
                       g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective)));
  accept_next (self);

  return self;
}

void
relay_free (Relay *self)
{
  cut (self);
  g_cancellable_cancel (self->cancellable);
  g_socket_listener_close (self->listener);
  while (self->accepting)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_free (self->address);
  g_free (self->target);
  g_free (self);
}

const char *
relay_peek_address (const Relay *self)
{
  return self->address;
}

gint64
relay_get_n_bytes (const Relay *self)
{
  return self->n_bytes;
}
