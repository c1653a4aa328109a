/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-power: what a program does with its files, written down (LD_PRELOAD).
 *
 * FAR_POWER_ROOT is the folder that counts, FAR_POWER_LOG the file that takes one line for each
 * operation; test-power.py loses power after each of them.  FAR_POWER_FAIL is the number of the one
 * that fails instead, counted from 1, and FAR_POWER_ERRNO how: 0 if the disk says nothing, and
 * keeps other bytes.
 *
 * A line is the number of the operation, a word and its operands; the last is a path below the
 * root, or bytes as hexadecimal digits.  A handle is the number of an open.  What makes a key from
 * a passphrase, and costs a second each time on purpose, costs nothing here. */

/* each function stands here under both of its names */
#undef _FILE_OFFSET_BITS

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_FDS 1024

typedef struct
{
  int handle; /* 0 if it is none of ours */
  long at;
} Open;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Open fds[N_FDS];
static int n_handles;
static long n_tried;
static long fail_at = -1;
static int fail_errno;
static const char *root;
static FILE *notes;

/* The function that this one stands in front of.  A pointer to a function is none to an object, so
 * its bytes are copied. */
#define FIND_REAL(name) \
  static __typeof__ (&name) real; \
\
  if (real == NULL) \
    { \
      void *found = dlsym (RTLD_NEXT, #name); \
\
      memcpy (&real, &found, sizeof real); \
    }

static void __attribute__ ((constructor)) begin (void)
{
  const char *path = getenv ("FAR_POWER_LOG");
  const char *fail = getenv ("FAR_POWER_FAIL");
  const char *number = getenv ("FAR_POWER_ERRNO");
  FILE *file = path != NULL ? fopen (path, "ae") : NULL;

  root = getenv ("FAR_POWER_ROOT");
  if (fail != NULL && number != NULL)
    {
      fail_at = atol (fail);
      fail_errno = atoi (number);
    }
  notes = root != NULL ? file : NULL;
}

/* Returns: NULL if it is none of ours */
static const char *
below_root (const char *path)
{
  size_t len = notes != NULL ? strlen (root) : 0;

  if (notes == NULL || strncmp (path, root, len) != 0)
    return NULL;

  return path[len] == '\0' ? "" : path[len] == '/' ? path + len + 1 : NULL;
}

static Open *
find_open (int fd)
{
  return notes != NULL && fd >= 0 && fd < N_FDS && fds[fd].handle != 0 ? &fds[fd] : NULL;
}

static void __attribute__ ((format (printf, 1, 2))) note (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  fprintf (notes, "%ld ", n_tried);
  vfprintf (notes, format, args);
  va_end (args);
  fputc ('\n', notes);
  fflush (notes);
}

/* Whether the next one is to fail.  The lock is held from here to done(). */
static int
fails (void)
{
  pthread_mutex_lock (&lock);
  if (++n_tried != fail_at)
    return 0;

  note ("failed");
  errno = fail_errno;

  return fail_errno != 0;
}

static void
done (void)
{
  int kept = errno;

  pthread_mutex_unlock (&lock);
  errno = kept;
}

/* ---- opening */

typedef int (*OpenFunc) (const char *path, int flags, ...);

static int
open_with (OpenFunc real, const char *path, int flags, mode_t mode)
{
  const char *name = below_root (path);
  struct stat info;
  int is_new;
  int fd = -1;

  if (name == NULL)
    return real (path, flags, mode);

  is_new = (flags & O_CREAT) != 0 && lstat (path, &info) != 0;
  if (!is_new && (flags & O_TRUNC) == 0)
    pthread_mutex_lock (&lock);
  else if (fails ())
    {
      done ();
      return -1;
    }
  fd = real (path, flags, mode);
  if (fd >= 0 && fd < N_FDS)
    {
      fds[fd] = (Open){ .handle = ++n_handles };
      note ("%s %d %s", is_new ? "create" : "open", n_handles, name);
      if ((flags & O_TRUNC) != 0 && !is_new)
        note ("size %d 0", n_handles);
    }
  done ();

  return fd;
}

#define GET_MODE(flags, mode) \
  mode_t mode = 0; \
\
  if ((flags & O_CREAT) != 0) \
    { \
      va_list args; \
\
      va_start (args, flags); \
      mode = va_arg (args, mode_t); \
      va_end (args); \
    }

int
open (const char *path, int flags, ...)
{
  FIND_REAL (open)
  GET_MODE (flags, mode)

  return open_with (real, path, flags, mode);
}

int
open64 (const char *path, int flags, ...)
{
  FIND_REAL (open64)
  GET_MODE (flags, mode)

  return open_with (real, path, flags, mode);
}

int
close (int fd)
{
  FIND_REAL (close)

  if (find_open (fd) != NULL)
    fds[fd].handle = 0;

  return real (fd);
}

/* ---- writing */

typedef ssize_t (*WriteAtFunc) (int fd, const void *data, size_t len, off_t at);

static void
note_write (const Open *self, long at, const unsigned char *data, ssize_t len)
{
  fprintf (notes, "%ld write %d %ld ", n_tried, self->handle, at);
  for (ssize_t i = 0; i < len; i++)
    fprintf (notes, "%02x", data[i]);
  fputc ('\n', notes);
  fflush (notes);
}

/* Writes other bytes than it was given. */
static ssize_t
write_wrong (WriteAtFunc real, int fd, const unsigned char *data, size_t len, long at)
{
  unsigned char wrong = data[len / 2] ^ 0x10;

  return real (fd, data, len, at) == (ssize_t)len && real (fd, &wrong, 1, at + len / 2) == 1
             ? (ssize_t)len
             : -1;
}

static ssize_t
write_at (WriteAtFunc real, int fd, const void *data, size_t len, off_t at)
{
  const Open *self = find_open (fd);
  ssize_t n = -1;

  if (self == NULL)
    return real (fd, data, len, at);

  if (!fails ())
    n = n_tried == fail_at && len > 0 ? write_wrong (real, fd, data, len, at)
                                      : real (fd, data, len, at);
  if (n > 0)
    note_write (self, at, data, n);
  done ();

  return n;
}

static WriteAtFunc
find_pwrite (void)
{
  FIND_REAL (pwrite)

  return real;
}

/* A file of ours that is written so is written from its beginning. */
ssize_t
write (int fd, const void *data, size_t len)
{
  FIND_REAL (write)
  Open *self = find_open (fd);
  ssize_t n;

  if (self == NULL)
    return real (fd, data, len);

  n = write_at (find_pwrite (), fd, data, len, self->at);
  if (n > 0)
    self->at += n;

  return n;
}

ssize_t
pwrite (int fd, const void *data, size_t len, off_t at)
{
  return write_at (find_pwrite (), fd, data, len, at);
}

ssize_t
pwrite64 (int fd, const void *data, size_t len, off_t at)
{
  FIND_REAL (pwrite64)

  return write_at (real, fd, data, len, at);
}

/* What one of these has done is noted, if it has and it was about a file of ours. */
#define STAND_IN(is_ours, call, ...) \
  do \
    { \
      int code = -1; \
\
      if (!(is_ours)) \
        return call; \
      if (!fails ()) \
        code = call; \
      if (code == 0) \
        note (__VA_ARGS__); \
      done (); \
      return code; \
    } \
  while (0)

int
ftruncate (int fd, off_t len)
{
  FIND_REAL (ftruncate)
  const Open *self = find_open (fd);

  STAND_IN (self != NULL, real (fd, len), "size %d %ld", self->handle, (long)len);
}

int
ftruncate64 (int fd, off_t len)
{
  FIND_REAL (ftruncate64)
  const Open *self = find_open (fd);

  STAND_IN (self != NULL, real (fd, len), "size %d %ld", self->handle, (long)len);
}

int
fsync (int fd)
{
  FIND_REAL (fsync)
  const Open *self = find_open (fd);

  STAND_IN (self != NULL, real (fd), "sync %d", self->handle);
}

int
fdatasync (int fd)
{
  FIND_REAL (fdatasync)
  const Open *self = find_open (fd);

  STAND_IN (self != NULL, real (fd), "sync %d", self->handle);
}

/* ---- names */

int
rename (const char *from, const char *to)
{
  FIND_REAL (rename)
  const char *name = below_root (from);
  const char *other = below_root (to);

  /* no name has a tab in it here */
  STAND_IN (name != NULL && other != NULL, real (from, to), "rename %s\t%s", name, other);
}

int
unlink (const char *path)
{
  FIND_REAL (unlink)
  const char *name = below_root (path);

  STAND_IN (name != NULL, real (path), "unlink %s", name);
}

int
rmdir (const char *path)
{
  FIND_REAL (rmdir)
  const char *name = below_root (path);

  STAND_IN (name != NULL, real (path), "rmdir %s", name);
}

int
mkdir (const char *path, mode_t mode)
{
  FIND_REAL (mkdir)
  const char *name = below_root (path);

  STAND_IN (name != NULL, real (path, mode), "mkdir %s", name);
}

/* ---- besides */

int
fputs (const char *text, FILE *stream)
{
  FIND_REAL (fputs)

  if (notes != NULL && stream == stdout)
    {
      pthread_mutex_lock (&lock);
      note ("say");
      pthread_mutex_unlock (&lock);
    }

  return real (text, stream);
}

int
crypto_pwhash (unsigned char *const out,
               unsigned long long out_len,
               const char *const passphrase,
               unsigned long long len,
               const unsigned char *const salt,
               unsigned long long n_passes __attribute__ ((unused)),
               size_t memory __attribute__ ((unused)),
               int algorithm __attribute__ ((unused)))
{
  return crypto_generichash (out, out_len, (const unsigned char *)passphrase, len, salt,
                             crypto_pwhash_SALTBYTES);
}
