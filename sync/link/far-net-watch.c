/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-link"

#include "far-net-watch.h"

#include <glib-unix.h>
#include <ifaddrs.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* An interface that changes does so in several steps. */
#define SETTLE_MS 200

struct _FarNetWatch
{
  int fd;
  GSource *readable; /* owned */
  GSource *settled;  /* owned */
  void (*changed) (gpointer data);
  gpointer data; /* unowned */
};

typedef struct
{
  GSource parent;
  FarNetWatch *watch; /* unowned */
} Settled;

static gboolean
readable_cb (int fd, GIOCondition condition G_GNUC_UNUSED, gpointer data)
{
  FarNetWatch *self = data;
  guint8 buffer[4096];

  /* what it says is not read: what is there is asked when all is quiet */
  while (recv (fd, buffer, sizeof buffer, MSG_DONTWAIT) > 0)
    ;
  g_source_set_ready_time (self->settled, g_get_monotonic_time () + SETTLE_MS * 1000);

  return G_SOURCE_CONTINUE;
}

static gboolean
settled_dispatch (GSource *source, GSourceFunc callback, gpointer data)
{
  FarNetWatch *self = ((Settled *)source)->watch;

  g_source_set_ready_time (source, -1);
  self->changed (self->data);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs settled_funcs = { .dispatch = settled_dispatch };

FarNetWatch *
far_net_watch_new (GMainContext *context, void (*changed) (gpointer data), gpointer data)
{
  const struct sockaddr_nl wanted = {
    .nl_family = AF_NETLINK,
    .nl_groups = RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR,
  };
  int fd = socket (AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE);
  FarNetWatch *self;

  if (fd < 0)
    return NULL;
  if (bind (fd, (const struct sockaddr *)&wanted, sizeof wanted) < 0)
    {
      close (fd);
      return NULL;
    }

  self = g_new0 (FarNetWatch, 1);
  self->fd = fd;
  self->changed = changed;
  self->data = data;
  self->readable = g_unix_fd_source_new (fd, G_IO_IN);
  g_source_set_callback (self->readable, G_SOURCE_FUNC (readable_cb), self, NULL);
  g_source_attach (self->readable, context);
  self->settled = g_source_new (&settled_funcs, sizeof (Settled));
  ((Settled *)self->settled)->watch = self;
  g_source_attach (self->settled, context);

  return self;
}

void
far_net_watch_free (FarNetWatch *self)
{
  g_source_destroy (self->readable);
  g_source_unref (self->readable);
  g_source_destroy (self->settled);
  g_source_unref (self->settled);
  close (self->fd);
  g_free (self);
}

static gboolean
is_address (const struct ifaddrs *at, const guint8 *address, gboolean is_ipv6)
{
  if (at->ifa_addr == NULL || !(at->ifa_flags & IFF_UP) ||
      at->ifa_addr->sa_family != (is_ipv6 ? AF_INET6 : AF_INET))
    return FALSE;

  return is_ipv6
             ? memcmp (&((const struct sockaddr_in6 *)at->ifa_addr)->sin6_addr, address, 16) == 0
             : memcmp (&((const struct sockaddr_in *)at->ifa_addr)->sin_addr, address, 4) == 0;
}

gboolean
far_net_has_address (const guint8 *address, gboolean is_ipv6)
{
  struct ifaddrs *all;
  gboolean found = FALSE;

  if (getifaddrs (&all) < 0)
    return TRUE;

  for (const struct ifaddrs *at = all; at != NULL && !found; at = at->ifa_next)
    found = is_address (at, address, is_ipv6);
  freeifaddrs (all);

  return found;
}
