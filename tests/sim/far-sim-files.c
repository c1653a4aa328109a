/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the store does with files beside SQLite, on the simulated disks: the linker puts these in
 * the place of the system's functions (--wrap).  Paths elsewhere are passed on. */

#define G_LOG_DOMAIN "far-sim"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "far-sim-vfs.h"

/* Numbers that no open file has. */
#define FD_FIRST (1 << 24)

int __real_open (const char *path, int flags, ...);
int __real_open64 (const char *path, int flags, ...);
int __real_close (int fd);
int __real_fsync (int fd);
int __real_stat (const char *path, struct stat *out);
int __real_stat64 (const char *path, struct stat *out);
int __real_rename (const char *from, const char *to);
int __real_unlink (const char *path);
gboolean __real_g_file_test (const char *path, GFileTest test);

int __wrap_open (const char *path, int flags, ...);
int __wrap_open64 (const char *path, int flags, ...);
int __wrap_close (int fd);
int __wrap_fsync (int fd);
int __wrap_stat (const char *path, struct stat *out);
int __wrap_stat64 (const char *path, struct stat *out);
int __wrap_rename (const char *from, const char *to);
int __wrap_unlink (const char *path);
gboolean __wrap_g_file_test (const char *path, GFileTest test);

static char *opened; /* (nullable): owned: the one that is open */

/* The store opens nothing itself but to sync it. */
int
__wrap_open (const char *path, int flags, ...)
{
  if (!far_sim_vfs_has (path))
    return __real_open (path, flags, 0600);

  g_assert_null (opened);
  opened = g_strdup (path);

  return FD_FIRST;
}

int
__wrap_open64 (const char *path, int flags, ...)
{
  return __wrap_open (path, flags);
}

int
__wrap_close (int fd)
{
  if (fd != FD_FIRST)
    return __real_close (fd);

  g_clear_pointer (&opened, g_free);

  return 0;
}

int
__wrap_fsync (int fd)
{
  return fd == FD_FIRST ? far_sim_vfs_sync (opened) : __real_fsync (fd);
}

int
__wrap_stat (const char *path, struct stat *out)
{
  if (!far_sim_vfs_has (path))
    return __real_stat (path, out);

  out->st_size = far_sim_vfs_stat (path);

  return out->st_size < 0 ? -1 : 0;
}

int
__wrap_stat64 (const char *path, struct stat *out)
{
  return __wrap_stat (path, out);
}

int
__wrap_rename (const char *from, const char *to)
{
  return far_sim_vfs_has (from) ? far_sim_vfs_rename (from, to) : __real_rename (from, to);
}

int
__wrap_unlink (const char *path)
{
  return far_sim_vfs_has (path) ? far_sim_vfs_unlink (path) : __real_unlink (path);
}

gboolean
__wrap_g_file_test (const char *path, GFileTest test)
{
  return far_sim_vfs_has (path) ? far_sim_vfs_stat (path) >= 0 : __real_g_file_test (path, test);
}
