/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-networks.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "far-file.h"
#include "far-limits.h"
#include "far-sync-error.h"

static void
network_free (gpointer data)
{
  FarKnownNetwork *network = data;

  g_free (network->id);
  g_free (network->name);
  g_free (network);
}

/* Returns: (transfer full): empty where there is none */
static GKeyFile *
load_file (const char *path)
{
  g_autofree guint8 *bytes = g_malloc (FAR_NETWORKS_BYTES_MAX);
  g_autoptr (GError) error = NULL;
  GKeyFile *file = g_key_file_new ();
  gsize len;

  if (!far_file_load (path, bytes, FAR_NETWORKS_BYTES_MAX, &len, &error) ||
      (len > 0 &&
       !g_key_file_load_from_data (file, (const char *)bytes, len, G_KEY_FILE_NONE, &error)))
    g_debug ("no networks are known: %s", error->message);

  return file;
}

static GPtrArray *
read_networks (GKeyFile *file)
{
  GPtrArray *networks = g_ptr_array_new_with_free_func (network_free);
  g_auto (GStrv) ids = g_key_file_get_groups (file, NULL);

  for (guint i = 0; ids[i] != NULL && i < FAR_NETWORKS_MAX; i++)
    {
      FarKnownNetwork *network = g_new0 (FarKnownNetwork, 1);

      network->id = g_strdup (ids[i]);
      network->name = g_key_file_get_string (file, ids[i], "name", NULL);
      if (network->name == NULL)
        network->name = g_strdup ("");
      network->is_trusted = g_key_file_get_boolean (file, ids[i], "trusted", NULL);
      network->since_ms = g_key_file_get_int64 (file, ids[i], "since", NULL);
      g_ptr_array_add (networks, network);
    }

  return networks;
}

GPtrArray *
far_networks_load (const char *home)
{
  g_autofree char *path = g_build_filename (home, FAR_NETWORKS_FILE, NULL);
  g_autoptr (GKeyFile) file = load_file (path);

  return read_networks (file);
}

const FarKnownNetwork *
far_networks_find (GPtrArray *networks, const char *id)
{
  for (guint i = 0; i < networks->len; i++)
    if (strcmp (((FarKnownNetwork *)networks->pdata[i])->id, id) == 0)
      return networks->pdata[i];

  return NULL;
}

static void
forget_oldest (GKeyFile *file)
{
  g_autoptr (GPtrArray) networks = read_networks (file);
  const FarKnownNetwork *oldest = NULL;

  if (networks->len < FAR_NETWORKS_MAX)
    return;

  for (guint i = 0; i < networks->len; i++)
    {
      const FarKnownNetwork *network = networks->pdata[i];

      if (oldest == NULL || network->since_ms < oldest->since_ms)
        oldest = network;
    }
  g_key_file_remove_group (file, oldest->id, NULL);
}

gboolean
far_networks_put (const char *home, const char *id, const FarKnownNetwork *network, GError **error)
{
  g_autofree char *path = g_build_filename (home, FAR_NETWORKS_FILE, NULL);
  g_autoptr (GKeyFile) file = load_file (path);
  g_autofree char *text = NULL;
  gsize len;

  g_key_file_remove_group (file, id, NULL);
  if (network != NULL)
    {
      forget_oldest (file);
      g_key_file_set_string (file, id, "name", network->name);
      g_key_file_set_boolean (file, id, "trusted", network->is_trusted);
      g_key_file_set_int64 (file, id, "since", network->since_ms);
    }

  text = g_key_file_to_data (file, &len, NULL);
  if (g_mkdir_with_parents (home, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", home,
                   g_strerror (errno));
      return far_sync_error_translate (error, FAR_FROM_STORE);
    }

  return far_file_replace (path, text, len, error) ||
         far_sync_error_translate (error, FAR_FROM_STORE);
}
