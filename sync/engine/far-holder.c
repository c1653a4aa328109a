/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-holder.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <string.h>
#include <sys/pidfd.h>
#include <unistd.h>

#define BYTE_OPEN 0
#define BYTE_YIELDS 1

/* What the kernel keeps of a program's name. */
#define NAME_LEN 16

static int
open_lock (const char *folder, int flags)
{
  g_autofree char *path = g_build_filename (folder, FAR_HOLDER_NAME, NULL);

  return open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | flags, 0600);
}

static struct flock
lock_of (off_t byte)
{
  return (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };
}

static gboolean
hold (int fd, off_t byte)
{
  struct flock lock = lock_of (byte);

  return fcntl (fd, F_SETLK, &lock) == 0;
}

/* Returns: its process; 0 if there is none, or it is on another machine or out of sight */
static pid_t
find_holder (int fd, off_t byte)
{
  struct flock lock = lock_of (byte);

  if (fcntl (fd, F_GETLK, &lock) != 0 || lock.l_type == F_UNLCK)
    return 0;

  return MAX (lock.l_pid, 0);
}

int
far_holder_claim (const char *folder)
{
  int fd = open_lock (folder, O_CREAT);

  if (fd >= 0 && hold (fd, BYTE_OPEN))
    return fd;

  g_debug ("%s: not claimed: %s", folder, g_strerror (errno));
  if (fd >= 0)
    close (fd);

  return -1;
}

void
far_holder_yield (int fd)
{
  if (fd >= 0 && !hold (fd, BYTE_YIELDS))
    g_debug ("not said that this program yields: %s", g_strerror (errno));
}

/* The process may end meanwhile and its number be given to another: the handle is of the one that
 * held the lock if it holds it still. */
static gboolean
ask_holder (int fd)
{
  pid_t pid = find_holder (fd, BYTE_YIELDS);
  int handle;
  gboolean asked;

  if (pid == 0)
    return FALSE;
  handle = pidfd_open (pid, 0);
  if (handle < 0)
    return FALSE;

  asked = find_holder (fd, BYTE_YIELDS) == pid && pidfd_send_signal (handle, SIGTERM, NULL, 0) == 0;
  close (handle);
  g_debug ("process %d asked to end: %d", (int)pid, asked);

  return asked;
}

gboolean
far_holder_ask_to_end (const char *folder)
{
  int fd = open_lock (folder, 0);
  gboolean asked;

  if (fd < 0)
    return FALSE;

  asked = ask_holder (fd);
  close (fd);

  return asked;
}

/* Returns: (transfer full): as the kernel knows it; "" if it does not say */
static char *
dup_program (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/comm", (int)pid);
  char name[NAME_LEN + 1] = "";
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gssize len;

  if (fd < 0)
    return g_strdup ("");
  len = read (fd, name, NAME_LEN);
  close (fd);
  name[MAX (len, 0)] = '\0';

  return g_utf8_make_valid (g_strchomp (name), -1);
}

char *
far_holder_describe (const char *folder)
{
  g_autofree char *name = NULL;
  int fd = open_lock (folder, 0);
  pid_t pid;

  if (fd < 0)
    return g_strdup ("");
  pid = find_holder (fd, BYTE_OPEN);
  close (fd);
  if (pid == 0)
    return g_strdup ("");

  name = dup_program (pid);

  return g_strdup_printf ("%s, process %d", *name != '\0' ? name : "?", (int)pid);
}
