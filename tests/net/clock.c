/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A wall clock that a test sets while the program runs: $FAR_CLOCK is a file with the seconds that
 * it is ahead of the system's.  Loaded before GLib. */

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

gint64
g_get_real_time (void)
{
  const char *path = getenv ("FAR_CLOCK");
  FILE *file = path != NULL ? fopen (path, "r") : NULL;
  struct timespec now;
  long ahead_s = 0;

  if (file != NULL)
    {
      if (fscanf (file, "%ld", &ahead_s) != 1)
        ahead_s = 0;
      fclose (file);
    }
  clock_gettime (CLOCK_REALTIME, &now);

  return ((gint64)now.tv_sec + ahead_s) * G_USEC_PER_SEC + now.tv_nsec / 1000;
}
