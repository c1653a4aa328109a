/* SPDX-License-Identifier: GPL-3.0-or-later */

/* farandole-import: reads somebody else's calendar from standard input, and says on standard output
 * what is in it (docs/formats.md, "Import of holidays").
 *
 * Usage: farandole-import TODAY LANGUAGES [ZONE]
 *
 * Before it looks at a byte of it, it gives up what it does not need.
 */

#define G_LOG_DOMAIN "far-import"

#include "far-import.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "far-day.h"

/* The sanitizers map terabytes, which they do not use. */
#if defined(__SANITIZE_ADDRESS__)
#define HAS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif
#ifndef HAS_SANITIZER
#define HAS_SANITIZER 0
#endif

enum
{
  STATUS_READ = 0,
  STATUS_USAGE = 2,
  STATUS_LIMITS = 3,
  STATUS_INPUT = 4,
};

static gboolean
set_limit (int resource, rlim_t soft, rlim_t hard)
{
  struct rlimit limit;

  if (getrlimit (resource, &limit) != 0)
    return FALSE;

  /* what is less already stays so */
  limit.rlim_max = MIN (limit.rlim_max, hard);
  limit.rlim_cur = MIN (limit.rlim_max, soft);

  return setrlimit (resource, &limit) == 0;
}

/* No dump of what may be secret, no file, no process, no right that a program could give, and
 * little of time and memory.  Past the first second too many of time comes SIGXCPU, then SIGKILL.
 */
static gboolean
give_up (void)
{
  return prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         set_limit (RLIMIT_CORE, 0, 0) && set_limit (RLIMIT_FSIZE, 0, 0) &&
         set_limit (RLIMIT_NPROC, 0, 0) &&
         set_limit (RLIMIT_NOFILE, FAR_IMPORT_FILES_MAX, FAR_IMPORT_FILES_MAX) &&
         (HAS_SANITIZER || set_limit (RLIMIT_AS, FAR_IMPORT_MEMORY_MAX, FAR_IMPORT_MEMORY_MAX)) &&
         set_limit (RLIMIT_CPU, FAR_IMPORT_CPU_S, FAR_IMPORT_CPU_S + 1);
}

/* Reads all, or one byte more than there may be. */
static gboolean
read_input (GByteArray *content)
{
  gssize n;

  g_byte_array_set_size (content, FAR_HOLIDAYS_BYTES_MAX + 1);
  for (gsize at = 0;; at += n)
    {
      n = read (STDIN_FILENO, content->data + at, content->len - at);
      if (n < 0 && errno == EINTR)
        n = 0;
      else if (n < 0)
        return FALSE;
      else if (n == 0)
        {
          g_byte_array_set_size (content, at);
          return TRUE;
        }
    }
}

static gboolean
write_output (const char *lines)
{
  for (gsize len = strlen (lines); len > 0;)
    {
      gssize n = write (STDOUT_FILENO, lines, len);

      if (n < 0 && errno != EINTR)
        return FALSE;

      lines += MAX (n, 0);
      len -= MAX (n, 0);
    }

  return TRUE;
}

static gboolean
import (gint32 today, const char *zone, const char *const *languages)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (GPtrArray) zones = NULL;
  g_autoptr (FarHolidays) holidays = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;
  FarImportRequest request = { .today = today, .zone = zone, .languages = languages };

  if (!read_input (content))
    return FALSE;

  holidays = far_import_holidays (content->data, content->len, &request, &zones, &error);
  lines = _far_holidays_write_lines (holidays, zones, error);

  return write_output (lines);
}

static int
run (int argc, char **argv)
{
  g_auto (GStrv) languages = NULL;
  gint32 today;

  if (!give_up ())
    return STATUS_LIMITS;

  if (argc < 3 || argc > 4 || !far_day_parse (argv[1], &today) ||
      (argc == 4 && !g_utf8_validate (argv[3], -1, NULL)))
    {
      fprintf (stderr, "Usage: %s TODAY LANGUAGES [ZONE] <FILE\n", argv[0]);
      return STATUS_USAGE;
    }

  languages = g_strsplit (argv[2], ":", FAR_HOLIDAY_LANGUAGES_MAX);
  if (!import (today, argc == 4 ? argv[3] : NULL, (const char *const *)languages))
    return STATUS_INPUT;

  return STATUS_READ;
}

int
main (int argc, char **argv)
{
  /* at once: all is said, and what looks for leaks at the end would need what was given up */
  _exit (run (argc, argv));
}
