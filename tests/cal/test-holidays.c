/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The process that parses, the way to it, and what is believed of what it says. */

#include "far-holidays-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "far-day.h"
#include "test-data.h"

#define PATIENCE_MS 10000

static gint32
day_of (const char *text)
{
  gint32 day;

  g_assert_true (far_day_parse (text, &day));

  return day;
}

/* -- what the process says */

#define FIRST "farandole-holidays 1\n"
#define EMPTY FIRST "name \ncounts 0 0\nend\n"

static void
test_believes (void)
{
  static const char *const rows[] = {
    EMPTY,
    FIRST "name Zone B\nzone Zone A\nzone Zone B\nspan 2026-02-07 2026-02-22 Hiver\n"
          "span 2026-02-10 2026-02-10 Fête\nrefused 7 date demain\nrefused 9 repeats \n"
          "counts 2 1200\nend\n",
    FIRST "name \nspan 2024-11-27 2024-11-27 \nspan 2036-01-02 2037-01-01 x\ncounts 0 0\nend\n",
    FIRST "failed format not text\nend\n",
    FIRST "failed zone-needed 2 zones\nzone A\nzone B\nend\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) zones = NULL;
      g_autoptr (FarHolidays) holidays =
                     _far_holidays_read_lines (rows[i], strlen (rows[i]), day_of ("2026-01-01"),
                                               &zones, &error);
      g_autofree char *again = _far_holidays_write_lines (holidays, zones, error);

      g_test_message ("row %u", i);
      g_assert_cmpstr (again, ==, rows[i]);
    }
}

/* A file may have taken the process over: nothing but what it may say is believed. */
static void
test_disbelieves (void)
{
  static const struct
  {
    const char *lines;
    guint wrong; /* line */
  } rows[] = {
    { "", 1 },
    { "\n", 1 },
    { "farandole-holidays 2\nname \ncounts 0 0\nend\n", 1 },
    { "farandole-holidays 1", 2 },
    { FIRST, 2 },
    { FIRST "end\n", 2 },
    { FIRST "counts 0 0\nend\n", 2 },
    { FIRST "name \nend\n", 3 },
    { FIRST "name \ncounts 0 0\n", 4 },
    { FIRST "name \ncounts 0 0\nend", 5 },
    { EMPTY "\n", 5 },
    { EMPTY EMPTY, 5 },
    { FIRST "name \nname \ncounts 0 0\nend\n", 3 },
    { FIRST "name a\tb\ncounts 0 0\nend\n", 2 },
    { FIRST "name  a\ncounts 0 0\nend\n", 2 },
    { FIRST "name e\u0301\ncounts 0 0\nend\n", 2 }, /* not NFC */
    { FIRST "name \nzone \ncounts 0 0\nend\n", 3 },
    { FIRST "name \nzone B\nzone A\ncounts 0 0\nend\n", 4 },
    { FIRST "name \nzone A\nzone A\ncounts 0 0\nend\n", 4 },
    { FIRST "name \nspan 2026-02-07 2026-02-22 x\nzone A\ncounts 0 0\nend\n", 4 },
    { FIRST "name \nspan 2026-02-30 2026-03-02 x\ncounts 0 0\nend\n", 3 },
    { FIRST "name \nspan 2026-02-07 2026-02-06 x\ncounts 0 0\nend\n", 3 },
    { FIRST "name \nspan 2026-02-07 2027-02-08 x\ncounts 0 0\nend\n", 3 },
    { FIRST "name \nspan 2024-11-25 2024-11-26 x\ncounts 0 0\nend\n", 3 }, /* long over */
    { FIRST "name \nspan 2036-01-03 2036-01-03 x\ncounts 0 0\nend\n", 3 }, /* far ahead */
    { FIRST "name \nspan 2026-02-07\ncounts 0 0\nend\n", 3 },
    { FIRST "name \nspan 2026-02-07  2026-02-08 x\ncounts 0 0\nend\n", 3 },
    { FIRST "name \nspan 2026-02-07 2026-02-08 x \ncounts 0 0\nend\n", 3 },
    { FIRST "name \nrefused -1 date x\ncounts 1 0\nend\n", 3 },
    { FIRST "name \nrefused 99999999 date x\ncounts 1 0\nend\n", 3 },
    { FIRST "name \nrefused 1 moon x\ncounts 1 0\nend\n", 3 },
    { FIRST "name \nrefused 1 date x\ncounts 0 0\nend\n", 4 },
    { FIRST "name \ncounts 1 0\nend\n", 3 },
    { FIRST "name \ncounts 0\nend\n", 3 },
    { FIRST "name \ncounts 0 0 0\nend\n", 3 },
    { FIRST "name \ncounts 0 99999999\nend\n", 3 },
    { FIRST "name \ncounts 0 0\nend \n", 0 }, /* "end" and nothing is "end" */
    { FIRST "name \ncounts 0 0\nend x\n", 4 },
    { FIRST "failed\nend\n", 2 },
    { FIRST "failed helper x\nend\n", 2 },
    { FIRST "failed too-slow x\nend\n", 2 },
    { FIRST "failed format a\x01\nend\n", 2 },
    { FIRST "failed format x\nname \ncounts 0 0\nend\n", 3 },
    { FIRST "failed format x\nspan 2026-02-07 2026-02-22 x\nend\n", 3 },
    { FIRST "name \nfailed format x\nend\n", 3 },
    { FIRST "name \xff\ncounts 0 0\nend\n", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *promise = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) zones = NULL;
      g_autoptr (FarHolidays) holidays =
                     _far_holidays_read_lines (rows[i].lines, strlen (rows[i].lines),
                                               day_of ("2026-01-01"), &zones, &error);

      g_test_message ("row %u", i);
      if (rows[i].wrong == 0)
        {
          g_assert_no_error (error);
          continue;
        }

      promise = g_strdup_printf ("the process that reads does not keep its promises: line %u",
                                 rows[i].wrong);
      g_assert_null (holidays);
      g_assert_error (error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_HELPER);
      g_assert_cmpstr (error->message, ==, promise);
    }
}

/* Returns: whether @n lines of one kind, each ending with another number, are believed */
static gboolean
believes_many (const char *line, guint n, const char *after)
{
  g_autoptr (GString) lines = g_string_new (FIRST "name \n");
  g_autoptr (GError) error = NULL;
  g_autoptr (FarHolidays) holidays = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (lines, "%s %04u\n", line, i);
  g_string_append (lines, after);

  holidays = _far_holidays_read_lines (lines->str, lines->len, day_of ("2026-01-01"), NULL, &error);
  g_assert_true ((holidays != NULL) == (error == NULL));

  return holidays != NULL;
}

/* One more of each kind of line than there may be. */
static void
test_disbelieves_more (void)
{
  static const struct
  {
    const char *line;
    guint max;
    const char *after;
  } rows[] = {
    { "zone", FAR_HOLIDAY_ZONES_MAX, "counts 0 0\nend\n" },
    { "span 2026-02-07 2026-02-22", FAR_HOLIDAY_SPANS_MAX, "counts 0 0\nend\n" },
    { "refused 1 date", FAR_HOLIDAY_REFUSED_MAX, "counts 100 0\nend\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_true (believes_many (rows[i].line, rows[i].max, rows[i].after));
      g_assert_false (believes_many (rows[i].line, rows[i].max + 1, rows[i].after));
    }
}

/* -- the way to the process */

typedef struct
{
  FarHolidays *holidays;
  GPtrArray *zones;
  GError *error;
  gboolean is_done;
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_clear_pointer (&self->holidays, far_holidays_free);
  g_clear_pointer (&self->zones, g_ptr_array_unref);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
read_cb (GObject *object G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->holidays = far_holidays_read_finish (result, &outcome->zones, &outcome->error);
  outcome->is_done = TRUE;
}

/* Reads in a context of its own, as the engine does. */
static Outcome
read_within (GBytes *file, const char *zone, guint wait_ms, GCancellable *cancellable)
{
  GMainContext *context = g_main_context_new ();
  Outcome outcome = { 0 };

  g_main_context_push_thread_default (context);
  _far_holidays_read_within_async (file, zone, day_of ("2026-01-01"), wait_ms, cancellable, read_cb,
                                   &outcome);
  g_assert_false (outcome.is_done);
  while (!outcome.is_done)
    g_main_context_iteration (context, TRUE);
  /* nothing is left behind that would wake it */
  g_assert_false (g_main_context_pending (context));
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);

  return outcome;
}

static Outcome
read_text (const char *text, const char *zone)
{
  g_autoptr (GBytes) file = g_bytes_new_static (text, strlen (text));

  return read_within (file, zone, PATIENCE_MS, NULL);
}

static void
test_reads (void)
{
  g_auto (Outcome) outcome = read_text ("date;nom\n2026-05-01;Pont\n2026-05-02;Pont\n", NULL);
  const FarSpan *span;

  g_assert_no_error (outcome.error);
  g_assert_cmpuint (outcome.holidays->spans->len, ==, 1);
  span = &g_array_index (outcome.holidays->spans, FarSpan, 0);
  g_assert_cmpint (span->first_day, ==, day_of ("2026-05-01"));
  g_assert_cmpint (span->last_day, ==, day_of ("2026-05-02"));
  g_assert_cmpstr (span->name, ==, "Pont");
}

#define ZONES \
  "name;startdate;zones\nHiver;2026-02-01;Zone A\nHiver;2026-02-08;Zone B\nRien;x;Zone B\n"

static void
test_zones (void)
{
  g_auto (Outcome) none = read_text (ZONES, NULL);
  g_auto (Outcome) unknown = read_text (ZONES, "Mars");
  g_auto (Outcome) known = read_text (ZONES, "b");
  const FarRefusedRow *refused;

  g_assert_error (none.error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_ZONE_NEEDED);
  g_assert_cmpuint (none.zones->len, ==, 2);
  g_assert_cmpstr (none.zones->pdata[1], ==, "Zone B");
  g_assert_error (unknown.error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_ZONE_UNKNOWN);
  g_assert_cmpuint (unknown.zones->len, ==, 2);

  g_assert_no_error (known.error);
  g_assert_null (known.zones);
  g_assert_cmpstr (known.holidays->name, ==, "Zone B");
  g_assert_cmpuint (known.holidays->n_passed_over, ==, 1);
  g_assert_cmpuint (known.holidays->n_refused, ==, 1);
  refused = known.holidays->refused->pdata[0];
  g_assert_cmpuint (refused->row, ==, 4);
  g_assert_cmpint (refused->reason, ==, FAR_REFUSED_DATE);
  g_assert_cmpstr (refused->cell, ==, "x");
}

/* Fifty megabytes are not even given to the process; the most there may be is, and is read. */
static void
test_big (void)
{
  g_autoptr (GBytes) too_big = g_bytes_new_take (g_malloc0 (50 * 1024 * 1024), 50 * 1024 * 1024);
  g_autoptr (GBytes) big =
                 g_bytes_new_take (g_malloc0 (FAR_HOLIDAYS_BYTES_MAX), FAR_HOLIDAYS_BYTES_MAX);
  g_auto (Outcome) refused = read_within (too_big, NULL, PATIENCE_MS, NULL);
  g_auto (Outcome) read = read_within (big, NULL, PATIENCE_MS, NULL);

  g_assert_error (refused.error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_TOO_BIG);
  g_assert_error (read.error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_FORMAT);
}

/* Good iCalendar at which libical looks for minutes: the process is ended by its own limit. */
static void
test_stalls (void)
{
  g_autoptr (GString) text = g_string_new ("BEGIN:VCALENDAR\r\n");
  g_auto (Outcome) outcome = { 0 };
  g_autoptr (GBytes) file = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "BEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART;VALUE=DATE:20200110\r\n"
                           "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\nEND:VEVENT\r\n");
  g_string_append (text, "END:VCALENDAR\r\n");
  file = g_bytes_new (text->str, text->len);

  outcome = read_within (file, NULL, 10 * PATIENCE_MS, NULL);
  g_assert_error (outcome.error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_TOO_SLOW);
}

/* What a process may do.  Returns: (transfer full): "" when it is gone */
static char *
read_limits (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/limits", pid);
  char *limits = NULL;

  return g_file_get_contents (path, &limits, NULL, NULL) ? limits : g_strdup ("");
}

static gboolean
has_limit (const char *limits, const char *name, guint soft, guint hard)
{
  g_autofree char *pattern = g_strdup_printf ("^%s +%u +%u ", name, soft, hard);

  return g_regex_match_simple (pattern, limits, G_REGEX_MULTILINE, 0);
}

/* While it waits for the first byte of a file it can do already as little as afterwards. */
static void
test_limits (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
          g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                            &error, FAR_IMPORT_PROGRAM, "2026-01-01", "fr", NULL);
  g_autofree char *limits = g_strdup ("");
  gint64 until_us = g_get_monotonic_time () + PATIENCE_MS * 1000;

  g_assert_no_error (error);

  /* the processor's time is the last that it gives up */
  while (!has_limit (limits, "Max cpu time", FAR_IMPORT_CPU_S, FAR_IMPORT_CPU_S + 1) &&
         g_get_monotonic_time () < until_us)
    {
      g_free (limits);
      limits = read_limits (g_subprocess_get_identifier (process));
      g_thread_yield ();
    }

  g_test_message ("%s", limits);
  g_assert_true (has_limit (limits, "Max cpu time", FAR_IMPORT_CPU_S, FAR_IMPORT_CPU_S + 1));
  g_assert_true (has_limit (limits, "Max file size", 0, 0));
  g_assert_true (has_limit (limits, "Max core file size", 0, 0));
  g_assert_true (has_limit (limits, "Max processes", 0, 0));
  g_assert_true (has_limit (limits, "Max open files", FAR_IMPORT_FILES_MAX, FAR_IMPORT_FILES_MAX));
#ifndef __SANITIZE_ADDRESS__
  g_assert_true (
      has_limit (limits, "Max address space", FAR_IMPORT_MEMORY_MAX, FAR_IMPORT_MEMORY_MAX));
#endif

  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
}

/* -- other processes in its place */

/* Puts a script in the place of the process; no script is none there. */
static char *
begin_helper (const char *script)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("far-helper-XXXXXX", &error);

  g_assert_no_error (error);
  if (script != NULL)
    {
      g_autofree char *path = g_build_filename (folder, "farandole-import", NULL);
      g_autofree char *text = g_strconcat ("#!/bin/sh\n", script, "\n", NULL);

      g_file_set_contents (path, text, -1, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_chmod (path, 0755), ==, 0);
    }
  g_setenv ("FARANDOLE_HELPERS", folder, TRUE);

  return folder;
}

static void
end_helper (char *folder)
{
  g_autofree char *path = g_build_filename (folder, "farandole-import", NULL);

  g_unsetenv ("FARANDOLE_HELPERS");
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

static void
test_others (void)
{
  static const struct
  {
    const char *script; /* NULL: there is none */
    guint wait_ms;
    int code; /* -1: it is believed */
  } rows[] = {
    { "printf 'farandole-holidays 1\\nname \\ncounts 0 0\\nend\\n'", PATIENCE_MS, -1 },
    { NULL, PATIENCE_MS, FAR_HOLIDAYS_ERROR_HELPER },
    { "exit 3", PATIENCE_MS, FAR_HOLIDAYS_ERROR_HELPER },
    { "exit 0", PATIENCE_MS, FAR_HOLIDAYS_ERROR_HELPER },
    { "kill -9 $$", PATIENCE_MS, FAR_HOLIDAYS_ERROR_HELPER },
    { "kill -SEGV $$", PATIENCE_MS, FAR_HOLIDAYS_ERROR_HELPER },
    /* good words, and a bad end */
    { "printf 'farandole-holidays 1\\nname \\ncounts 0 0\\nend\\n'; exit 1", PATIENCE_MS,
      FAR_HOLIDAYS_ERROR_HELPER },
    { "printf 'farandole-holidays 1\\nname \\ncounts 0 0\\n'", PATIENCE_MS,
      FAR_HOLIDAYS_ERROR_HELPER },
    { "head -c 100000 /dev/urandom", PATIENCE_MS, FAR_HOLIDAYS_ERROR_HELPER },
    /* without end; it is not listened to for long */
    { "exec cat /dev/zero", 60 * PATIENCE_MS, FAR_HOLIDAYS_ERROR_HELPER },
    /* time that passes on the clock, and what it started holds its output open */
    { "exec sleep 1000", 100, FAR_HOLIDAYS_ERROR_TOO_SLOW },
    { "sleep 3 & exec >/dev/null; wait", 100, FAR_HOLIDAYS_ERROR_TOO_SLOW },
    /* time that the processor spends */
    { "ulimit -S -t 1; while :; do :; done", PATIENCE_MS, FAR_HOLIDAYS_ERROR_TOO_SLOW },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) file = g_bytes_new_static ("", 0);
      g_auto (Outcome) outcome = { 0 };
      char *folder = begin_helper (rows[i].script);

      g_test_message ("row %u", i);
      outcome = read_within (file, NULL, rows[i].wait_ms, NULL);
      end_helper (folder);

      if (rows[i].code < 0)
        g_assert_no_error (outcome.error);
      else
        g_assert_error (outcome.error, FAR_HOLIDAYS_ERROR, rows[i].code);
    }
}

static gpointer
cancel_thread (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return NULL;
}

/* Who asked does not want it any more: before, and from another thread meanwhile. */
static void
test_cancelled (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GBytes) file = g_bytes_new_static ("", 0);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_auto (Outcome) outcome = { 0 };
      char *folder = begin_helper ("exec sleep 1000");
      GThread *thread = NULL;

      if (i == 0)
        g_cancellable_cancel (cancellable);
      else
        thread = g_thread_new ("cancel", cancel_thread, cancellable);

      outcome = read_within (file, NULL, 60 * PATIENCE_MS, cancellable);
      g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      if (thread != NULL)
        g_thread_join (thread);
      end_helper (folder);
    }
}

/* The whole way for the ministry's table: in the time that a click may take. */
static void
test_real_file (void)
{
  gsize len;
  char *content =
      test_data_load ("school-calendars/fr-en-calendrier-scolaire.2022-2025.zones-ABC.csv", &len);
  g_autoptr (GBytes) file = NULL;
  g_auto (Outcome) outcome = { 0 };
  gint64 start_us = g_get_monotonic_time ();

  if (content == NULL)
    return;

  file = g_bytes_new_take (content, len);
  outcome = read_within (file, "Grenoble", PATIENCE_MS, NULL);
  g_test_message ("%" G_GINT64_FORMAT " us", g_get_monotonic_time () - start_us);
  g_assert_no_error (outcome.error);
  g_assert_cmpstr (outcome.holidays->name, ==, "Grenoble");
  g_assert_cmpuint (outcome.holidays->spans->len, ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/far/holidays/believes", test_believes);
  g_test_add_func ("/far/holidays/disbelieves", test_disbelieves);
  g_test_add_func ("/far/holidays/disbelieves-more", test_disbelieves_more);
  g_test_add_func ("/far/holidays/reads", test_reads);
  g_test_add_func ("/far/holidays/zones", test_zones);
  g_test_add_func ("/far/holidays/big", test_big);
  g_test_add_func ("/far/holidays/stalls", test_stalls);
  g_test_add_func ("/far/holidays/limits", test_limits);
  g_test_add_func ("/far/holidays/others", test_others);
  g_test_add_func ("/far/holidays/cancelled", test_cancelled);
  g_test_add_func ("/far/holidays/real-file", test_real_file);

  return g_test_run ();
}
