/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-lan: one service registered, and others of its type seen, on local networks, by Avahi.
 *
 * Avahi is asked over the system bus, and never waited for: it may be absent, stop, come back, or
 * hang.  Whenever it is there, what is to be registered is, and each service that somebody else
 * registered is told once; far_lan_look() has all of them told again.  Nothing is remembered of
 * them.  Who and where one is is asked for by far_lan_resolve(): that is what others hear.
 *
 * Strangers write all that is seen: names, addresses, TXT.
 *
 * Thread: the one whose default main context it was made in.
 */

#pragma once

#include <gio/gio.h>

#include "far-bytes.h"
#include "far-limits.h"

G_BEGIN_DECLS

#define FAR_LAN_TYPE "_farandole._tcp"

typedef struct _FarLan FarLan;

/* Avahi's. */
typedef enum
{
  FAR_LAN_UNKNOWN, /* for a moment, in the beginning */
  FAR_LAN_ABSENT,
  FAR_LAN_THERE,
} FarLanDaemon;

typedef struct
{
  int interface; /* index of the system's */
  int protocol;  /* Avahi's: 0 IPv4, 1 IPv6 */
} FarLanPlace;

/**
 * FarLanWatch:
 * @changed: far_lan_get_daemon() gives another one
 * @collided: somebody else on a network has the names that were registered: they are not any more
 * @seen: a service; @place: by what it can be resolved
 * @resolved: what far_lan_resolve() asked for; @address: (nullable): HOST:PORT, never of this
 *   machine's loopback; NULL: nobody says, and no @txt; @txt: (array length=len)
 */
typedef struct
{
  void (*changed) (FarLan *self, gpointer data);
  void (*collided) (FarLan *self, gpointer data);
  void (*seen) (FarLan *self, const char *name, const FarLanPlace *place, gpointer data);
  void (*resolved) (FarLan *self,
                    const char *name,
                    const char *address,
                    const guint8 *txt,
                    gsize len,
                    gpointer data);
} FarLanWatch;

typedef struct
{
  int interface; /* index of the system's */
  char text[48]; /* IPv4 or IPv6 */
} FarLanAddress;

/* What is registered. */
typedef struct
{
  const char *name;               /* of the instance */
  const char *host;               /* with its domain */
  const FarLanAddress *addresses; /* of this host; the service is registered where they are */
  guint n_addresses;
  guint16 port;
  GBytes *txt; /* as in RFC 6763, section 6: strings, each after its length */
} FarLanOwn;

/* @watch: (transfer none): static.  Returns: (transfer full) */
FarLan *far_lan_new (const FarLanWatch *watch, gpointer data) FAR_MUST_USE;
/* Withdraws what was registered; nothing is told any more. */
void far_lan_free (FarLan *self);

FarLanDaemon far_lan_get_daemon (const FarLan *self);

/* In place of what was registered before; @own: (nullable): copied */
void far_lan_register (FarLan *self, const FarLanOwn *own);
/* Returns: FALSE if that cannot be asked just now */
gboolean far_lan_resolve (FarLan *self, const char *name, const FarLanPlace *place);
/* Looks there from now on, and has all that is there told (again). */
void far_lan_look (FarLan *self, const int *interfaces, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarLan, far_lan_free)

G_END_DECLS
