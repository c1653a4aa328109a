/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-networks: what the person at this device said of local networks: HOME/networks.ini, a key
 * file of this device alone.  A group for each, by FarPlace's id; `name` as it was called then,
 * `trusted`, and `since`, in milliseconds since 1970.
 *
 * The worker's thread; waits for the disk.
 */

#pragma once

#include <gio/gio.h>

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_NETWORKS_FILE "networks.ini"

typedef struct
{
  char *id;   /* owned */
  char *name; /* owned */
  gboolean is_trusted;
  gint64 since_ms;
} FarKnownNetwork;

/* Returns: (transfer full) (element-type FarKnownNetwork): empty where the file is missing or is
 * none */
GPtrArray *far_networks_load (const char *home);
/* (transfer none) (nullable) */
const FarKnownNetwork *far_networks_find (GPtrArray *networks, const char *id);
/* @network: (nullable): NULL forgets @id.  Makes @home where it is missing; forgets the oldest
 * where there are too many. */
gboolean far_networks_put (const char *home,
                           const char *id,
                           const FarKnownNetwork *network,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
