/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-link"

#include "far-link-tcp.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>

#include "far-limits.h"

/* Without descriptors nobody can be let in, and asking again at once would only burn. */
#define PAUSE_MS 1000

struct _FarTcpListener
{
  GSocket *socket; /* owned */
  char *address;   /* owned */
  FarTcpAccepted accepted;
  gpointer accepted_data; /* unowned */
  GMainContext *context;  /* owned */
  GSource *source;        /* owned */
};

G_DEFINE_QUARK (far_tcp_error, far_tcp_error)

/* ---- addresses */

static gboolean
is_name (const char *host, gsize len)
{
  for (gsize i = 0; i < len; i++)
    if (!g_ascii_isalnum (host[i]) && strchr ("-_.", host[i]) == NULL)
      return FALSE;

  return len > 0 && len <= FAR_HOST_MAX && host[0] != '-' && host[0] != '.';
}

/* With a zone, as in fe80::1%eth0. */
static gboolean
is_ipv6 (const char *host, gsize len)
{
  g_autofree char *copy = g_strndup (host, len);
  char *zone = strchr (copy, '%');
  g_autoptr (GInetAddress) address = NULL;

  if (len > FAR_HOST_MAX || (zone != NULL && !is_name (zone + 1, strlen (zone + 1))))
    return FALSE;
  if (zone != NULL)
    *zone = '\0';
  address = g_inet_address_new_from_string (copy);

  return address != NULL && g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6;
}

static gboolean
parse_port (const char *text, gboolean takes_any, guint16 *out)
{
  guint64 value;

  /* the shortest form only, so that one address has one text */
  if (text[0] == '0' && text[1] != '\0')
    return FALSE;
  if (!g_ascii_string_to_unsigned (text, 10, takes_any ? 0 : 1, G_MAXUINT16, &value, NULL))
    return FALSE;

  *out = value;

  return TRUE;
}

gboolean
far_tcp_parse_address (const char *text,
                       gboolean takes_any_port,
                       char **out_host,
                       guint16 *out_port,
                       GError **error)
{
  const char *colon = strrchr (text, ':');
  gsize len = colon != NULL ? (gsize)(colon - text) : 0;
  gboolean is_bracketed = len > 2 && text[0] == '[' && text[len - 1] == ']';
  gboolean is_good;

  if (is_bracketed)
    is_good = is_ipv6 (text + 1, len - 2);
  else
    is_good = is_name (text, len);

  if (!is_good || !parse_port (colon + 1, takes_any_port, out_port))
    {
      g_set_error (error, FAR_TCP_ERROR, FAR_TCP_ERROR_ADDRESS, "not HOST:PORT");
      return FALSE;
    }

  *out_host = is_bracketed ? g_strndup (text + 1, len - 2) : g_strndup (text, len);

  return TRUE;
}

/* Carrier-grade NAT (RFC 6598), and what IPv6 has for homes (RFC 4193), which GIO does not name. */
static gboolean
is_shared (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    return (bytes[0] & 0xfe) == 0xfc;

  return bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
}

static gboolean
is_local_name (const char *host)
{
  static const char *const domains[] = { ".local", ".lan", ".home", ".internal", ".home.arpa" };

  for (gsize i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      gsize len = strlen (host);
      gsize n = strlen (domains[i]);

      if (len > n && g_ascii_strcasecmp (host + len - n, domains[i]) == 0)
        return TRUE;
    }

  return strchr (host, '.') == NULL;
}

gboolean
far_tcp_is_local (const char *address)
{
  g_autofree char *host = NULL;
  g_autoptr (GInetAddress) inet = NULL;
  guint16 port;

  if (!far_tcp_parse_address (address, FALSE, &host, &port, NULL) || strchr (host, '%') != NULL)
    return TRUE;
  inet = g_inet_address_new_from_string (host);
  if (inet == NULL)
    return is_local_name (host);

  return g_inet_address_get_is_loopback (inet) || g_inet_address_get_is_link_local (inet) ||
         g_inet_address_get_is_site_local (inet) || g_inet_address_get_is_any (inet) ||
         is_shared (inet);
}

static char *
dup_address (GSocketAddress *address)
{
  GInetSocketAddress *inet;
  g_autofree char *host = NULL;
  gboolean is_ipv6_address;

  if (address == NULL || !G_IS_INET_SOCKET_ADDRESS (address))
    return g_strdup ("");

  inet = G_INET_SOCKET_ADDRESS (address);
  host = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  is_ipv6_address = strchr (host, ':') != NULL;

  return g_strdup_printf (is_ipv6_address ? "[%s]:%u" : "%s:%u", host,
                          g_inet_socket_address_get_port (inet));
}

char *
far_tcp_dup_remote (GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);

  return dup_address (address);
}

static void
prepare (GSocket *socket)
{
  /* the session has a clock of its own, and sends whole frames */
  g_socket_set_timeout (socket, 0);
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
}

/* ---- calling */

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GSocketConnection *connection;

  connection = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (connection == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  prepare (g_socket_connection_get_socket (connection));
  g_task_return_pointer (task, connection, g_object_unref);
}

void
far_tcp_dial_async (const char *address,
                    guint timeout_s,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GSocketClient) client = NULL;
  g_autoptr (GSocketConnectable) target = NULL;
  g_autofree char *host = NULL;
  guint16 port;
  GError *error = NULL;

  g_task_set_source_tag (task, far_tcp_dial_async);

  if (!far_tcp_parse_address (address, FALSE, &host, &port, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  client = g_socket_client_new ();
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, timeout_s);
  target = g_network_address_new (host, port);
  g_socket_client_connect_async (client, target, cancellable, connected_cb,
                                 g_steal_pointer (&task));
}

GSocketConnection *
far_tcp_dial_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- answering */

static void watch (FarTcpListener *self, GSource *source, GSourceFunc callback);
static gboolean acceptable_cb (GSocket *socket, GIOCondition condition, gpointer data);

static void
listen_on (FarTcpListener *self)
{
  watch (self, g_socket_create_source (self->socket, G_IO_IN, NULL), G_SOURCE_FUNC (acceptable_cb));
}

static gboolean
pause_over_cb (gpointer data)
{
  listen_on (data);

  return G_SOURCE_REMOVE;
}

/* @source: (transfer full): in place of the one before */
static void
watch (FarTcpListener *self, GSource *source, GSourceFunc callback)
{
  if (self->source != NULL)
    {
      g_source_destroy (self->source);
      g_source_unref (self->source);
    }

  self->source = source;
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, self->context);
}

static gboolean
acceptable_cb (GSocket *socket, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
  FarTcpListener *self = data;
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GSocket) accepted = NULL;
  g_autoptr (GError) error = NULL;

  accepted = g_socket_accept (socket, NULL, &error);
  if (accepted == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK) &&
          !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED))
        {
          g_debug ("not accepted: %s", error->message);
          watch (self, g_timeout_source_new (PAUSE_MS), pause_over_cb);
        }
      return G_SOURCE_CONTINUE;
    }

  prepare (accepted);
  connection = g_socket_connection_factory_create_connection (accepted);
  self->accepted (connection, self->accepted_data);

  return G_SOURCE_CONTINUE;
}

/* Returns: (transfer full) */
static GSocket *
bind_socket (GSocketAddress *address, GError **error)
{
  g_autoptr (GSocket) socket = NULL;

  socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;

  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, FAR_BACKLOG_MAX);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;

  return g_steal_pointer (&socket);
}

typedef struct
{
  FarTcpAccepted accepted;
  gpointer accepted_data; /* unowned */
} Wanted;

static void
resolved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Wanted *wanted = g_task_get_task_data (task);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocketAddress) local = NULL;
  g_autoptr (GSocket) socket = NULL;
  FarTcpListener *self;
  GError *error = NULL;

  address = g_socket_address_enumerator_next_finish (G_SOCKET_ADDRESS_ENUMERATOR (source), result,
                                                     &error);
  if (address == NULL && error == NULL)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND, "the name has no address");
  if (error == NULL)
    socket = bind_socket (address, &error);
  if (error == NULL)
    local = g_socket_get_local_address (socket, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self = g_new0 (FarTcpListener, 1);
  self->socket = g_steal_pointer (&socket);
  self->address = dup_address (local);
  self->accepted = wanted->accepted;
  self->accepted_data = wanted->accepted_data;
  self->context = g_main_context_ref_thread_default ();
  listen_on (self);
  g_task_return_pointer (task, self, (GDestroyNotify)far_tcp_listener_free);
}

void
far_tcp_listen_async (const char *address,
                      FarTcpAccepted accepted,
                      gpointer accepted_data,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autoptr (GSocketConnectable) target = NULL;
  g_autoptr (GSocketAddressEnumerator) addresses = NULL;
  g_autofree char *host = NULL;
  Wanted *wanted = g_new0 (Wanted, 1);
  guint16 port;
  GError *error = NULL;

  wanted->accepted = accepted;
  wanted->accepted_data = accepted_data;
  g_task_set_task_data (task, wanted, g_free);
  g_task_set_source_tag (task, far_tcp_listen_async);

  if (!far_tcp_parse_address (address, TRUE, &host, &port, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  target = g_network_address_new (host, port);
  addresses = g_socket_connectable_enumerate (target);
  g_socket_address_enumerator_next_async (addresses, cancellable, resolved_cb,
                                          g_steal_pointer (&task));
}

FarTcpListener *
far_tcp_listen_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
far_tcp_listener_peek_address (const FarTcpListener *self)
{
  return self->address;
}

void
far_tcp_listener_free (FarTcpListener *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_socket_close (self->socket, NULL);
  g_object_unref (self->socket);
  g_main_context_unref (self->context);
  g_free (self->address);
  g_free (self);
}
