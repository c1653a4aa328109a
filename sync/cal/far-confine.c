/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-confine"

#include "far-confine.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "far-limits.h"

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

gboolean
far_confine (guint cpu_s)
{
  return prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         set_limit (RLIMIT_CORE, 0, 0) && set_limit (RLIMIT_FSIZE, 0, 0) &&
         set_limit (RLIMIT_NPROC, 0, 0) &&
         set_limit (RLIMIT_NOFILE, FAR_IMPORT_FILES_MAX, FAR_IMPORT_FILES_MAX) &&
         (HAS_SANITIZER || set_limit (RLIMIT_AS, FAR_IMPORT_MEMORY_MAX, FAR_IMPORT_MEMORY_MAX)) &&
         set_limit (RLIMIT_CPU, cpu_s, cpu_s + 1);
}

gboolean
far_confine_read (GByteArray *content, gsize max)
{
  gssize n;

  g_byte_array_set_size (content, max + 1);
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

gboolean
far_confine_write (const char *text, gsize len)
{
  while (len > 0)
    {
      gssize n = write (STDOUT_FILENO, text, len);

      if (n < 0 && errno != EINTR)
        return FALSE;

      text += MAX (n, 0);
      len -= MAX (n, 0);
    }

  return TRUE;
}
