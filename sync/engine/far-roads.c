/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-roads.h"

#include <string.h>

struct _FarRoads
{
  const FarNiceTable *nice; /* (nullable): unowned: once it is loaded */
  FarNiceHub *hub;          /* (nullable): owned */
  gboolean is_missing;      /* libnice is not there */
  GHashTable *losses;       /* owned (element-type guint8[32] Loss) */
};

typedef struct
{
  guint8 device[FAR_KEY_LEN];
  guint n;
  gint64 until_us;
} Loss;

FarRoads *
far_roads_new (void)
{
  FarRoads *self = g_new0 (FarRoads, 1);

  self->losses = g_hash_table_new_full (far_id_hash, far_id_equal, NULL, g_free);

  return self;
}

void
far_roads_free (FarRoads *self)
{
  if (self->hub != NULL)
    self->nice->hub_free (self->hub);
  g_hash_table_unref (self->losses);
  g_free (self);
}

/* ---- whether */

gboolean
far_roads_may (const FarRoads *self, GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) address = g_socket_connection_get_remote_address (connection, NULL);

  if (self->is_missing || address == NULL || !G_IS_INET_SOCKET_ADDRESS (address) ||
      g_strcmp0 (g_getenv ("FARANDOLE_LINK"), "tcp") == 0)
    return FALSE;

  return !g_inet_address_get_is_loopback (
      g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

gboolean
far_roads_rest (const FarRoads *self, const guint8 device[static FAR_KEY_LEN])
{
  const Loss *loss = g_hash_table_lookup (self->losses, device);

  return loss != NULL && loss->n >= FAR_ROAD_LOST_MAX && g_get_monotonic_time () < loss->until_us;
}

static void
note (FarRoads *self, const guint8 *device, guint n)
{
  Loss *loss = g_hash_table_lookup (self->losses, device);
  gint64 now_us = g_get_monotonic_time ();

  if (loss == NULL)
    {
      loss = g_new0 (Loss, 1);
      memcpy (loss->device, device, FAR_KEY_LEN);
      g_hash_table_insert (self->losses, loss->device, loss);
    }
  if (now_us >= loss->until_us)
    loss->n = 0;
  loss->n += n;
  loss->until_us = now_us + FAR_ROAD_REST_US;
}

void
far_roads_note_blocked (FarRoads *self, const guint8 device[static FAR_KEY_LEN])
{
  note (self, device, FAR_ROAD_LOST_MAX);
}

void
far_roads_note_lost (FarRoads *self, const guint8 device[static FAR_KEY_LEN])
{
  note (self, device, 1);
}

/* ---- by what */

static gboolean
load (FarRoads *self)
{
  g_autoptr (GError) error = NULL;

  if (self->hub != NULL)
    return TRUE;

  self->nice = far_module_load (FAR_NICE_MODULE, &error);
  if (self->nice == NULL)
    {
      g_debug ("%s", error->message);
      self->is_missing = TRUE;
      return FALSE;
    }
  self->hub = self->nice->hub_new ();

  return TRUE;
}

FarNice *
far_roads_look (FarRoads *self, const FarNiceSetup *setup, const FarNiceWatch *watch, gpointer data)
{
  return load (self) ? self->nice->open (self->hub, setup, watch, data) : NULL;
}

void
far_roads_tell (FarRoads *self, FarNice *road, const FarIceCard *card)
{
  self->nice->set_remote (road, card);
}

void
far_roads_leave (FarRoads *self, FarNice *road)
{
  self->nice->free (road);
}
