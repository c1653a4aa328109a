/* SPDX-License-Identifier: GPL-3.0-or-later */

/* farandole-import: reads somebody else's calendar from standard input, and says on standard output
 * what is in it (docs/formats.md, "Import of holidays").
 *
 * Usage: farandole-import TODAY LANGUAGES [ZONE]
 *        farandole-import events TODAY ZONE [ROW,ROW...]
 *        farandole-import contacts
 *        farandole-import places [TOWN...]
 *
 * Before it looks at a byte of it, it gives up what it does not need.
 */

#define G_LOG_DOMAIN "far-import"

#include "far-import.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "far-confine.h"
#include "far-contacts-private.h"
#include "far-day.h"
#include "far-helper.h"
#include "far-import-events.h"
#include "far-listed-places-private.h"

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

/* ---- events */

/* The number of the row whose rule is being followed, as it is said when that takes too long. */
static char stalled_row[16];
static gsize stalled_len;

/* libical does not come back from some rules in anybody's life; nothing can be trusted then but
 * this process's end. */
static void
stalled_cb (int signal_number G_GNUC_UNUSED)
{
  gssize n = write (STDOUT_FILENO, stalled_row, stalled_len);

  _exit (n > 0 ? FAR_HELPER_STATUS_STALLED : STATUS_INPUT);
}

static void
set_timer (guint ms)
{
  struct itimerval timer = { .it_value = { .tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000 } };

  setitimer (ITIMER_PROF, &timer, NULL);
}

static void
begin_rule (guint row)
{
  stalled_len = (gsize)g_snprintf (stalled_row, sizeof stalled_row, "%u", row);
  set_timer (FAR_EVENT_RULE_MS);
}

static void
end_rule (void)
{
  set_timer (0);
}

/* @list: numbers with commas between them, or "".  Returns: FALSE if it is anything else */
static gboolean
read_rows (const char *list, GArray *rows)
{
  g_auto (GStrv) words = g_strsplit (list, ",", FAR_EVENT_STALLS_MAX + 1);

  for (char **word = words; *word != NULL; word++)
    {
      guint64 number;
      guint row;

      if (!g_ascii_string_to_unsigned (*word, 10, 1, G_MAXINT32, &number, NULL))
        return FALSE;
      row = (guint)number;
      g_array_append_val (rows, row);
    }

  return TRUE;
}

static int
run_events (int argc, char **argv)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GTimeZone) zone = argc >= 4 ? g_time_zone_new_identifier (argv[3]) : NULL;
  FarEventsRequest request = { .zone = zone, .begin = begin_rule, .end = end_rule };
  g_autoptr (FarEvents) events = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) told = NULL;
  gsize len;

  if (argc < 4 || argc > 5 || !far_day_parse (argv[2], &request.today) || zone == NULL ||
      (argc == 5 && !read_rows (argv[4], rows)))
    return STATUS_USAGE;
  if (!far_confine_read (content, FAR_HOLIDAYS_BYTES_MAX))
    return STATUS_INPUT;

  request.until = request.today + FAR_EVENT_AHEAD_DAYS;
  request.skip = (const guint *)(gpointer)rows->data;
  request.n_skip = rows->len;
  signal (SIGPROF, stalled_cb);
  events = far_import_events (content->data, content->len, &request, &error);
  told = _far_events_tell (events, error);
  len = g_bytes_get_size (told);

  return far_confine_write (g_bytes_get_data (told, NULL), len) ? STATUS_READ : STATUS_INPUT;
}

/* ---- people */

static int
run_contacts (void)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (FarContacts) contacts = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) told = NULL;
  gsize len;

  if (!far_confine_read (content, FAR_HOLIDAYS_BYTES_MAX))
    return STATUS_INPUT;

  contacts = far_import_contacts (content->data, content->len, &error);
  told = _far_contacts_tell (contacts, error);
  len = g_bytes_get_size (told);

  return far_confine_write (g_bytes_get_data (told, NULL), len) ? STATUS_READ : STATUS_INPUT;
}

/* ---- places */

static int
run_places (const char *const *towns)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (FarListedPlaces) places = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) told = NULL;
  gsize len;

  for (const char *const *town = towns; *town != NULL; town++)
    if (!g_utf8_validate (*town, -1, NULL))
      return STATUS_USAGE;
  if (!far_confine_read (content, FAR_HOLIDAYS_BYTES_MAX))
    return STATUS_INPUT;

  places = far_import_places (content->data, content->len, towns, &error);
  told = _far_listed_places_tell (places, error);
  len = g_bytes_get_size (told);

  return far_confine_write (g_bytes_get_data (told, NULL), len) ? STATUS_READ : STATUS_INPUT;
}

static int
run (int argc, char **argv)
{
  g_auto (GStrv) languages = NULL;
  gint32 today;

  if (!far_confine (FAR_IMPORT_CPU_S))
    return STATUS_LIMITS;

  if (argc > 1 && strcmp (argv[1], "events") == 0)
    return run_events (argc, argv);
  if (argc == 2 && strcmp (argv[1], "contacts") == 0)
    return run_contacts ();
  if (argc > 1 && strcmp (argv[1], "places") == 0)
    return run_places ((const char *const *)argv + 2);

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
