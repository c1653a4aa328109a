/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-saving.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#include "far-sync.h"

static gboolean
fail (GError **error, int number, const char *path)
{
  if (number == ENOENT || number == ENOTDIR)
    g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_FILE, "no folder for %s", path);
  else if (number == EEXIST)
    g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_FILE_THERE, "%s", path);
  else
    g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", path,
                 g_strerror (number));

  return FALSE;
}

gboolean
far_saving_check (const char *path, FarSavingMode mode, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return fail (error, EISDIR, path);
  /* a link to nowhere is a name that is taken, too */
  if (mode == FAR_SAVING_NEW_ONLY &&
      g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK))
    return fail (error, EEXIST, path);
  if (g_access (folder, W_OK | X_OK) != 0)
    return fail (error, errno, path);

  return TRUE;
}

/* Returns: (transfer full): where the bytes are now */
static char *
write_beside (const FarSaving *file, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (file->path);
  g_autofree char *beside = g_build_filename (folder, ".farandole-XXXXXX", NULL);
  gsize len;
  const char *data = g_bytes_get_data (file->content, &len);
  int fd = g_mkstemp_full (beside, O_WRONLY | O_CLOEXEC, 0600);
  int number = fd < 0 ? errno : 0;

  while (number == 0 && len > 0)
    {
      gssize n = write (fd, data, len);

      if (n < 0 && errno != EINTR)
        number = errno;
      data += MAX (n, 0);
      len -= MAX (n, 0);
    }
  if (number == 0 && fsync (fd) != 0)
    number = errno;
  if (fd >= 0 && close (fd) != 0 && number == 0)
    number = errno;

  if (number != 0)
    {
      if (fd >= 0)
        g_unlink (beside);
      fail (error, number, file->path);
      return NULL;
    }

  return g_steal_pointer (&beside);
}

static gboolean
give_name (const char *beside, const char *path, FarSavingMode mode, GError **error)
{
  if (mode == FAR_SAVING_REPLACE
          ? rename (beside, path) == 0
          : renameat2 (AT_FDCWD, beside, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
    return TRUE;
  /* a file system that cannot promise it; the name was free a moment ago */
  if (mode == FAR_SAVING_NEW_ONLY && errno == EINVAL && rename (beside, path) == 0)
    return TRUE;

  return fail (error, errno, path);
}

gboolean
far_saving_write (const FarSaving *files, gsize n_files, FarSavingMode mode, GError **error)
{
  g_autoptr(GPtrArray) written = g_ptr_array_new_with_free_func (g_free);
  gboolean good = TRUE;
  gsize n_named = 0;

  g_return_val_if_fail (n_files > 0, FALSE);

  for (gsize i = 0; i < n_files && good; i++)
    good = far_saving_check (files[i].path, mode, error);
  for (gsize i = 0; i < n_files && good; i++)
    {
      char *beside = write_beside (&files[i], error);

      good = beside != NULL;
      if (good)
        g_ptr_array_add (written, beside);
    }
  for (; n_named < n_files && good; n_named += good)
    good = give_name (written->pdata[n_named], files[n_named].path, mode, error);

  /* what has no name yet is nobody's */
  for (gsize i = n_named; i < written->len; i++)
    g_unlink (written->pdata[i]);

  return good;
}
