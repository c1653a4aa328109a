/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-link-tcp: connections for links over TCP, called and answered.
 *
 * An address is HOST:PORT, HOST a name, an IPv4 address, or an IPv6 address in brackets.  No proxy
 * is ever asked: it would learn who talks with whom, and most carry only the web.
 *
 * Thread: the one whose default main context it was begun in; nothing here waits.
 */

#pragma once

#include <gio/gio.h>

#include "far-bytes.h"

G_BEGIN_DECLS

/**
 * FarTcpError:
 * @FAR_TCP_ERROR_ADDRESS: not HOST:PORT
 *
 * Everything else is a #GIOErrorEnum or #GResolverError as GIO gives it.
 */
typedef enum
{
  FAR_TCP_ERROR_ADDRESS,
} FarTcpError;

#define FAR_TCP_ERROR (far_tcp_error_quark ())
GQuark far_tcp_error_quark (void);

/**
 * far_tcp_parse_address:
 * @text: whatever was typed
 * @takes_any_port: whether port 0 is good
 * @out_host: (out) (transfer full): without brackets
 *
 * Nothing is looked up.
 */
gboolean far_tcp_parse_address (const char *text,
                                gboolean takes_any_port,
                                char **out_host,
                                guint16 *out_port,
                                GError **error) FAR_MUST_USE;

/* Whether @address, which is HOST:PORT, may be another machine's on another network: of a private
 * range, or a name without a dot, or of a local domain. */
gboolean far_tcp_is_local (const char *address);

/* Returns: (transfer full): HOST:PORT of an end of @connection; "" if it is gone already */
char *far_tcp_dup_remote (GSocketConnection *connection);

/* @timeout_s: for each address that the name has */
void far_tcp_dial_async (const char *address,
                         guint timeout_s,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data);
/* Returns: (transfer full): ready for far_link_new() */
GSocketConnection *far_tcp_dial_finish (GAsyncResult *result, GError **error);

typedef struct _FarTcpListener FarTcpListener;

/* @connection: (transfer none): ready for far_link_new().  The listener may be freed in it. */
typedef void (*FarTcpAccepted) (GSocketConnection *connection, gpointer data);

void far_tcp_listen_async (const char *address,
                           FarTcpAccepted accepted,
                           gpointer accepted_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
/* Returns: (transfer full) */
FarTcpListener *far_tcp_listen_finish (GAsyncResult *result, GError **error);
/* (transfer none): HOST:PORT at which it can be called */
const char *far_tcp_listener_peek_address (const FarTcpListener *self);
void far_tcp_listener_free (FarTcpListener *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarTcpListener, far_tcp_listener_free)

G_END_DECLS
