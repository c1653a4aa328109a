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

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "far-confine.h"
#include "far-day.h"

enum
{
  STATUS_READ = 0,
  STATUS_USAGE = 2,
  STATUS_LIMITS = 3,
  STATUS_INPUT = 4,
};

static gboolean
import (gint32 today, const char *zone, const char *const *languages)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (GPtrArray) zones = NULL;
  g_autoptr (FarHolidays) holidays = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *lines = NULL;
  FarImportRequest request = { .today = today, .zone = zone, .languages = languages };

  if (!far_confine_read (content, FAR_HOLIDAYS_BYTES_MAX))
    return FALSE;

  holidays = far_import_holidays (content->data, content->len, &request, &zones, &error);
  lines = _far_holidays_write_lines (holidays, zones, error);

  return far_confine_write (lines, strlen (lines));
}

static int
run (int argc, char **argv)
{
  g_auto (GStrv) languages = NULL;
  gint32 today;

  if (!far_confine (FAR_IMPORT_CPU_S))
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
