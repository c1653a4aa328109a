/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-place: the local networks that this machine is on, and by what each is known again.
 *
 * Where NetworkManager runs, a network is the connection that a person chose (its UUID).  Elsewhere
 * it is its router: H ("far1 network", hardware address (6) ‖ network (4) ‖ bits (1)), IPv4 only.
 * One that has neither cannot be known again.  Loopback, tunnels and what cannot do multicast are
 * no local networks.
 *
 * The system is looked at every 2 s; NetworkManager tells.
 *
 * Thread: the one whose default main context it was made in.
 */

#pragma once

#include <gio/gio.h>

#include "far-lan.h"

G_BEGIN_DECLS

#define FAR_PLACE_ADDRESSES 4 /* more are not registered */
#define FAR_PLACE_ID_LEN 16

typedef struct
{
  int interface;
  char *device;                                 /* owned: the interface's name */
  char *id;                                     /* owned: "" if it cannot be known again */
  char *name;                                   /* owned: for people; "" if there is none */
  FarLanAddress addresses[FAR_PLACE_ADDRESSES]; /* of this machine; IPv6 only without IPv4 */
  guint n_addresses;
} FarPlace;

typedef struct _FarPlaces FarPlaces;

/* @changed: far_places_peek() gives others; may let go of it */
FarPlaces *far_places_new (void (*changed) (FarPlaces *self, gpointer data),
                           gpointer data) FAR_MUST_USE;
void far_places_free (FarPlaces *self);

/* (transfer none) (element-type FarPlace) (nullable): NULL until it is known; valid until it
 * changes */
GPtrArray *far_places_peek (FarPlaces *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarPlaces, far_places_free)

G_END_DECLS
