/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The tables as files in a folder of their own. */

#include "far-tables.h"

#include <errno.h>
#include <glib/gstdio.h>

#define N_TABLES 4

static const char *const table_names[N_TABLES] = { "members.csv", "rotas.csv", "outings.csv",
                                                   "turns.csv" };

/* Returns: FALSE with @error; @out_is_new: whether the folder is to go again if nothing comes of it
 */
static gboolean
make_folder (const char *path, gboolean *out_is_new, GError **error)
{
  *out_is_new = g_mkdir (path, 0700) == 0;
  if (*out_is_new || errno == EEXIST)
    return TRUE;

  if (errno == ENOENT || errno == ENOTDIR)
    g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_FILE, "no folder for %s", path);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
                 g_strerror (errno));

  return FALSE;
}

static gboolean
save_all (const char *folder,
          GBytes *const *tables,
          char **paths,
          FarSavingMode mode,
          GError **error)
{
  FarSaving files[N_TABLES];
  gboolean is_new;

  if (!make_folder (folder, &is_new, error))
    return FALSE;
  for (guint i = 0; i < N_TABLES; i++)
    {
      paths[i] = g_build_filename (folder, table_names[i], NULL);
      files[i] = (FarSaving){ paths[i], tables[i] };
    }
  if (far_saving_write (files, N_TABLES, mode, error))
    return TRUE;

  if (is_new)
    g_rmdir (folder);

  return FALSE;
}

char **
far_tables_save (const char *folder,
                 GPtrArray *members,
                 GPtrArray *rotas,
                 GPtrArray *outward,
                 FarSavingMode mode,
                 GError **error)
{
  g_auto(GStrv) paths = g_new0 (char *, N_TABLES + 1);
  GBytes *tables[N_TABLES] = { far_tables_members (members), far_tables_rotas (rotas),
                               far_tables_outings (outward), far_tables_turns (outward) };
  gboolean good = save_all (folder, tables, paths, mode, error);

  for (guint i = 0; i < N_TABLES; i++)
    g_bytes_unref (tables[i]);

  return good ? g_steal_pointer (&paths) : NULL;
}
