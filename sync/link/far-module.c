/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-link"

#include "far-module.h"

#include <gmodule.h>
#include <string.h>

static gboolean
fail (GError **error, const char *name, const char *why)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s: %s", name, why);

  return FALSE;
}

static gboolean
find_table (GModule *module, const char *name, gconstpointer *out, GError **error)
{
  const FarModule *table;
  gpointer symbol;

  if (!g_module_symbol (module, G_STRINGIFY (FAR_MODULE_SYMBOL), &symbol) || symbol == NULL)
    return fail (error, name, "exports no table");

  table = symbol;
  /* tables have no other sign of what they look like */
  if (strcmp (table->version, FAR_MODULE_VERSION) != 0)
    return fail (error, name, "is of another version");

  *out = table;

  return TRUE;
}

gconstpointer
far_module_load (const char *name, GError **error)
{
  const char *folder = g_getenv ("FARANDOLE_MODULES");
  g_autofree char *file = g_strconcat (name, ".so", NULL);
  g_autofree char *path = NULL;
  gconstpointer table;
  GModule *module;

  path = g_build_filename (folder != NULL ? folder : FAR_MODULE_DIR, file, NULL);
  module = g_module_open (path, G_MODULE_BIND_LOCAL | G_MODULE_BIND_LAZY);
  if (module == NULL)
    {
      fail (error, name, g_module_error ());
      return NULL;
    }

  if (!find_table (module, name, &table, error))
    {
      g_module_close (module);
      return NULL;
    }

  /* what GObject libraries register stays, so their code must */
  g_module_make_resident (module);

  return table;
}
