/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-link"

#include "far-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _FarFile
{
  char *path;      /* owned */
  char *temporary; /* owned; NULL once it has its name */
  int fd;
};

/* Returns: FALSE */
static gboolean
fail (const char *path, int code, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));

  return FALSE;
}

FarFile *
far_file_new (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  struct stat info;
  FarFile *self;

  /* a folder or a device is not replaced by a file */
  if (stat (path, &info) == 0 && !S_ISREG (info.st_mode))
    {
      g_set_error (error, G_IO_ERROR,
                   S_ISDIR (info.st_mode) ? G_IO_ERROR_IS_DIRECTORY : G_IO_ERROR_NOT_REGULAR_FILE,
                   "%s: not a regular file", path);
      return NULL;
    }

  self = g_new0 (FarFile, 1);
  self->path = g_strdup (path);
  /* a long name with more behind it may be no name any more */
  self->temporary = g_strdup_printf ("%s/.%.40s.XXXXXX", folder, name);
  self->fd = g_mkstemp_full (self->temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      fail (path, errno, error);
      g_clear_pointer (&self->temporary, g_free);
      far_file_free (self);
      return NULL;
    }

  return self;
}

gboolean
far_file_write (FarFile *self, const void *data, gsize len, GError **error)
{
  const guint8 *at = data;

  while (len > 0)
    {
      gssize n = write (self->fd, at, len);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return fail (self->path, errno, error);

      at += n;
      len -= n;
    }

  return TRUE;
}

gboolean
far_file_sync_folder (const char *folder, GError **error)
{
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  int code = 0;

  if (fd < 0)
    return fail (folder, errno, error);

  /* some file systems (a portal's) have nothing to say to this */
  if (fsync (fd) != 0 && errno != EINVAL && errno != ENOTSUP && errno != ENOSYS)
    code = errno;
  close (fd);

  return code == 0 || fail (folder, code, error);
}

gboolean
far_file_flush (FarFile *self, GError **error)
{
  return fsync (self->fd) == 0 || fail (self->path, errno, error);
}

const char *
far_file_peek_temporary (const FarFile *self)
{
  return self->temporary;
}

gboolean
far_file_commit (FarFile *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  int fd = self->fd;
  int code = fsync (fd) == 0 ? 0 : errno;

  self->fd = -1;
  if (close (fd) != 0 && code == 0)
    code = errno;
  if (code == 0 && g_rename (self->temporary, self->path) != 0)
    code = errno;
  if (code != 0)
    return fail (self->path, code, error);

  g_clear_pointer (&self->temporary, g_free);

  return far_file_sync_folder (folder, error);
}

void
far_file_free (FarFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);

  g_free (self->temporary);
  g_free (self->path);
  g_free (self);
}

gboolean
far_file_replace (const char *path, const void *data, gsize len, GError **error)
{
  g_autoptr (FarFile) file = far_file_new (path, error);

  return file != NULL && far_file_write (file, data, len, error) && far_file_commit (file, error);
}

int
far_file_open (const char *path, goffset *out_len, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info;

  if (fd < 0)
    {
      fail (path, errno, error);
      return -1;
    }

  if (fstat (fd, &info) != 0)
    {
      fail (path, errno, error);
      close (fd);
      return -1;
    }
  if (!S_ISREG (info.st_mode))
    {
      g_set_error (error, G_IO_ERROR,
                   S_ISDIR (info.st_mode) ? G_IO_ERROR_IS_DIRECTORY : G_IO_ERROR_NOT_REGULAR_FILE,
                   "%s: not a regular file", path);
      close (fd);
      return -1;
    }

  *out_len = info.st_size;

  return fd;
}

gssize
far_file_read (int fd, void *data, gsize len, const char *path, GError **error)
{
  gsize done = 0;

  while (done < len)
    {
      gssize n = read (fd, (guint8 *)data + done, len - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          fail (path, errno, error);
          return -1;
        }
      if (n == 0)
        break;

      done += n;
    }

  return done;
}

gboolean
far_file_load (const char *path, guint8 *out, gsize max, gsize *out_len, GError **error)
{
  goffset len;
  gssize n;
  int fd = far_file_open (path, &len, error);

  if (fd < 0)
    return FALSE;

  n = far_file_read (fd, out, max, path, error);
  close (fd);
  *out_len = MAX (n, 0);

  return n >= 0;
}
