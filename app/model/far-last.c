/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-last.h"

#include <string.h>

#define FILE_NAME "window.ini"
#define GROUP "window"
#define KEY "collective"

/* of hexadecimal digits, at least as many as the engine takes for a prefix */
#define ID_LEN_MIN 6
#define ID_LEN_MAX 64

static gboolean
is_id (const char *text)
{
  gsize len = strspn (text, "0123456789abcdef");

  return text[len] == '\0' && len >= ID_LEN_MIN && len <= ID_LEN_MAX;
}

char *
far_last_load (const char *home)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autofree char *path = g_build_filename (home, FILE_NAME, NULL);
  g_autofree char *id = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    id = g_key_file_get_string (file, GROUP, KEY, NULL);

  return id != NULL && is_id (id) ? g_steal_pointer (&id) : NULL;
}

void
far_last_save (const char *home, const char *collective)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (home, FILE_NAME, NULL);
  g_autofree char *before = far_last_load (home);

  if (g_strcmp0 (before, collective) == 0)
    return;

  g_key_file_set_string (file, GROUP, KEY, collective);
  if (!g_key_file_save_to_file (file, path, &error))
    g_debug ("%s", error->message);
}
