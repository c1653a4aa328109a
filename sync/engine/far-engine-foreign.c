/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include "far-file.h"

GBytes *
_far_engine_load_foreign (const char *path, GError **error)
{
  g_autofree guint8 *content = g_malloc (FAR_HOLIDAYS_BYTES_MAX + 1);
  gsize len;

  return far_file_load (path, content, FAR_HOLIDAYS_BYTES_MAX + 1, &len, error)
             ? g_bytes_new (content, len)
             : NULL;
}
