/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Events out of calendars and tables of others: which dates they have, and which are refused. */

#include "far-import-events.h"

#include <glib/gstdio.h>
#include <string.h>

#include "far-day.h"
#include "far-refused.h"
#include "test-data.h"

#define PATIENCE_MS 10000
#define CASE_US (1000 * 1000) /* the most that one case may take */

static gint32
day_of (const char *text)
{
  gint32 day;

  g_assert_true (far_day_parse (text, &day));

  return day;
}

static const char *const reasons[] = {
  [FAR_EVENT_REFUSED_DATE] = "date",           [FAR_EVENT_REFUSED_TIME] = "time",
  [FAR_EVENT_REFUSED_ALL_DAY] = "all-day",     [FAR_EVENT_REFUSED_TITLE] = "title",
  [FAR_EVENT_REFUSED_OFTEN] = "often",         [FAR_EVENT_REFUSED_RULE] = "rule",
  [FAR_EVENT_REFUSED_SLOW] = "slow",           [FAR_EVENT_REFUSED_ZONE] = "zone",
  [FAR_EVENT_REFUSED_CANCELLED] = "cancelled", [FAR_EVENT_REFUSED_FOLLOWING] = "following",
};

/* "Title @Place 2026-01-05T08:10 …", then what was refused, one line each. */
static char *
describe (const FarEvents *events)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < events->events->len; i++)
    {
      const FarDatedEvent *event = events->events->pdata[i];

      g_string_append_printf (out, "%u %s", event->row, event->title);
      if (event->place[0] != '\0')
        g_string_append_printf (out, " @%s", event->place);
      if (event->zone[0] != '\0')
        g_string_append_printf (out, " (%s)", event->zone);
      for (guint j = 0; j < event->dates->len; j++)
        {
          const FarEventDate *date = &g_array_index (event->dates, FarEventDate, j);
          g_autofree char *day = far_day_format (date->day);
          g_autofree char *time = far_time_format (date->at);

          g_string_append_printf (out, " %sT%s", day, time);
        }
      for (guint j = 0; j < event->apart->len; j++)
        {
          const FarEventApart *apart = event->apart->pdata[j];
          g_autofree char *day = far_day_format (apart->day);

          g_string_append_printf (out, " [%s %s @%s]", day, apart->title, apart->place);
        }
      g_string_append_printf (out, "%s%s\n", event->is_again ? " again" : "",
                              event->is_open ? " on" : "");
    }
  for (guint i = 0; i < events->refused->len; i++)
    {
      const FarRefused *refused = &g_array_index (events->refused, FarRefused, i);

      g_string_append_printf (out, "%u %s: %s\n", refused->row, reasons[refused->reason],
                              refused->cell);
    }

  return g_string_free (out, FALSE);
}

static FarEvents *
read_in (const char *text, gssize len, const char *zone, gint32 today, gint32 until, GError **error)
{
  g_autoptr (GTimeZone) own = g_time_zone_new_identifier (zone);
  FarEventsRequest request = { .today = today, .until = until, .zone = own };

  return far_import_events ((const guint8 *)text, len >= 0 ? (gsize)len : strlen (text), &request,
                            error);
}

/* -- the rules of RFC 5545 */

typedef struct
{
  char *rule;
  char *start;
  char *instances;
} Case;

/* "19970902T090000" as a day and a time; "19970902" at midnight. */
static gboolean
parse_compact (const char *text, FarEventDate *out)
{
  int year, month, day, hour = 0, minute = 0;

  if (sscanf (text, "%4d%2d%2dT%2d%2d", &year, &month, &day, &hour, &minute) < 3 ||
      !far_day_from_ymd (year, month, day, &out->day))
    return FALSE;
  out->at = hour * 60 + minute;

  return TRUE;
}

typedef struct
{
  guint n_good;
  guint n_refused;
} Tally;

static void
check_case (const Case *test, Tally *tally)
{
  g_auto (GStrv) expected = g_strsplit (test->instances, ",", -1);
  gboolean is_bounded =
      strstr (test->rule, "COUNT=") != NULL || strstr (test->rule, "UNTIL=") != NULL;
  gboolean has_time = strchr (test->start, 'T') != NULL;
  g_autofree char *text = g_strdup_printf (
      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART:%s%s\r\nRRULE:%s\r\n"
      "END:VEVENT\r\nEND:VCALENDAR\r\n",
      test->start, has_time ? "" : "T000000", test->rule);
  gint64 before_us = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (FarEvents) events = NULL;
  const FarDatedEvent *event;
  FarEventDate start;
  guint n = 0;

  g_test_message ("%s %s", test->rule, test->start);
  g_assert_true (parse_compact (test->start, &start));
  events = read_in (text, -1, "UTC", start.day, FAR_DAY_MAX - 10, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - before_us, <, CASE_US);

  if (events->n_refused > 0)
    {
      const FarRefused *refused = &g_array_index (events->refused, FarRefused, 0);

      g_assert_cmpuint (events->events->len, ==, 0);
      g_assert_cmpuint (events->n_refused, ==, 1);
      g_assert_true (refused->reason == FAR_EVENT_REFUSED_OFTEN ||
                     refused->reason == FAR_EVENT_REFUSED_RULE);
      tally->n_refused++;
      return;
    }

  g_assert_false (g_str_has_prefix (test->instances, "***"));
  event = events->events->len > 0 ? events->events->pdata[0] : NULL;
  for (guint i = 0; event != NULL && i < event->dates->len; i++)
    {
      const FarEventDate *date = &g_array_index (event->dates, FarEventDate, i);
      FarEventDate wanted;

      if (expected[n] == NULL)
        {
          g_assert_false (is_bounded);
          break;
        }
      g_assert_true (parse_compact (expected[n++], &wanted));
      g_assert_cmpint (date->day, ==, wanted.day);
      g_assert_cmpint (date->at, ==, wanted.at);
    }
  g_assert_cmpuint (n, ==, g_strv_length (expected));
  tally->n_good++;
}

static void
test_rules (void)
{
  gsize len;
  g_autofree char *text = test_data_load ("rrule/libical-icalrecur_test.txt", &len);
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;
  Case test = { .rule = NULL };
  Tally tally = { 0 };

  if (lines == NULL)
    return;

  for (char **line = lines; *line != NULL; line++)
    {
      g_strchomp (*line);
      if (g_str_has_prefix (*line, "RRULE:"))
        test = (Case){ .rule = *line + strlen ("RRULE:") };
      else if (g_str_has_prefix (*line, "DTSTART:"))
        test.start = *line + strlen ("DTSTART:");
      else if (g_str_has_prefix (*line, "INSTANCES:"))
        {
          test.instances = *line + strlen ("INSTANCES:");
          check_case (&test, &tally);
        }
    }

  g_test_message ("%u with their dates, %u refused", tally.n_good, tally.n_refused);
  g_assert_cmpuint (tally.n_good, ==, 80);
  g_assert_cmpuint (tally.n_refused, ==, 66);
}

/* Each event of that file says how many dates it has. */
static void
test_numbers (void)
{
  gsize len;
  g_autofree char *text = test_data_load ("ical/libical/recur.txt", &len);
  g_auto (GStrv) pieces = text != NULL ? g_strsplit (text, "BEGIN:VEVENT", -1) : NULL;
  guint n_good = 0;
  guint n_refused = 0;

  for (guint i = 1; pieces != NULL && pieces[i] != NULL; i++)
    {
      const char *told = strstr (pieces[i], "X-EXPECT-NUMEVENTS:");
      char *rest = strstr (pieces[i], "END:VEVENT");
      g_autofree char *event = NULL;
      gint64 before_us = g_get_monotonic_time ();
      g_autoptr (GError) error = NULL;
      g_autoptr (FarEvents) events = NULL;

      /* what is commented out */
      if (strncmp (pieces[i], "\n;", 2) == 0)
        continue;
      g_assert_nonnull (rest);
      *rest = '\0';
      event = g_strdup_printf (
          "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x%sEND:VEVENT\r\nEND:VCALENDAR\r\n",
          pieces[i]);
      events = read_in (event, -1, "America/Los_Angeles", day_of ("1990-01-01"), FAR_DAY_MAX - 10,
                        &error);

      g_test_message ("%s", pieces[i]);
      g_assert_no_error (error);
      g_assert_nonnull (told);
      g_assert_cmpint (g_get_monotonic_time () - before_us, <, CASE_US);
      g_assert_cmpuint (events->events->len + events->n_refused + events->n_passed_over, ==, 1);
      if (events->n_refused > 0)
        {
          n_refused++;
        }
      else
        {
          const FarDatedEvent *one = events->events->len > 0 ? events->events->pdata[0] : NULL;
          guint expected = (guint)atoi (told + strlen ("X-EXPECT-NUMEVENTS:"));

          /* of one that goes on for ever it tells how many there are until a day of its own */
          if (one == NULL)
            g_assert_cmpuint (expected, ==, 0);
          else if (one->is_open)
            g_assert_cmpuint (one->dates->len, >=, expected);
          else
            g_assert_cmpuint (one->dates->len, ==, expected);
          n_good++;
        }
    }

  if (pieces != NULL)
    {
      g_test_message ("%u with their dates, %u refused", n_good, n_refused);
      g_assert_cmpuint (n_good, ==, 49);
      g_assert_cmpuint (n_refused, ==, 8);
    }
}

/* Whatever is in these folders is read or refused, and soon. */
static void
test_files (void)
{
  static const char *const folders[] = { "allenporter", "icalendar", "icaljs", "libical",
                                         "vtimezone" };
  const char *data = g_getenv ("FARANDOLE_TEST_DATA");
  g_autofree char *beside = g_test_build_filename (G_TEST_DIST, "..", "..", "shared", "data", NULL);
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *folder =
          g_build_filename (data != NULL ? data : beside, "ical", folders[i], NULL);
      g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
      const char *name;

      while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, name, NULL);
          g_autofree char *content = NULL;
          g_autofree char *said = NULL;
          g_autofree char *shown = NULL;
          g_autoptr (GError) error = NULL;
          g_autoptr (FarEvents) events = NULL;
          gint64 before_us;
          gsize len;

          g_assert_true (g_file_get_contents (path, &content, &len, NULL));
          before_us = g_get_monotonic_time ();
          events = read_in (content, (gssize)len, "Europe/Paris", day_of ("1990-01-01"),
                            day_of ("2090-01-01"), &error);
          g_assert_true ((events == NULL) == (error != NULL));
          g_assert_cmpint (g_get_monotonic_time () - before_us, <, CASE_US);
          said = events != NULL ? describe (events) : g_strdup (error->message);
          shown = g_utf8_substring (said, 0, MIN (g_utf8_strlen (said, -1), 300));
          g_test_message ("%s: %s", name, shown);
          n++;
        }
    }

  if (n == 0)
    g_test_skip ("set FARANDOLE_TEST_DATA");
  else
    g_assert_cmpuint (n, >, 70);
}

/* -- what an event becomes */

#define EVENT(lines) "BEGIN:VEVENT\r\nSUMMARY:Walk\r\n" lines "\r\nEND:VEVENT\r\n"
#define FILE(events) "BEGIN:VCALENDAR\r\n" events "END:VCALENDAR\r\n"
#define VTIMEZONE \
  "BEGIN:VTIMEZONE\r\nTZID:Romance Standard Time\r\nBEGIN:STANDARD\r\n" \
  "DTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n" \
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n" \
  "DTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n" \
  "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
#define WEEKLY "DTSTART:20260105T081000\r\nRRULE:FREQ=WEEKLY;COUNT=3"

static void
test_becomes (void)
{
  /* today is 2026-01-01, in Paris */
  static const struct
  {
    const char *text;
    const char *said;
  } rows[] = {
    { FILE (EVENT ("DTSTART:20260105T081000\r\nLOCATION:Gate")),
      "1 Walk @Gate 2026-01-05T08:10\n" },
    { FILE (EVENT (WEEKLY)), "1 Walk 2026-01-05T08:10 2026-01-12T08:10 2026-01-19T08:10 again\n" },
    /* it stays at its time across the change of the clocks */
    { FILE (EVENT ("DTSTART;TZID=Europe/Paris:20260323T081000\r\nRRULE:FREQ=WEEKLY;COUNT=2")),
      "1 Walk 2026-03-23T08:10 2026-03-30T08:10 again\n" },
    /* and what is in another zone is at ours: New York's clocks change earlier */
    { FILE (EVENT ("DTSTART;TZID=America/New_York:20260302T021000\r\nRRULE:FREQ=WEEKLY;COUNT=2")),
      "1 Walk (America/New_York) 2026-03-02T08:10 2026-03-09T07:10 again\n" },
    { FILE (EVENT ("DTSTART:20260105T071000Z")), "1 Walk (UTC) 2026-01-05T08:10\n" },
    { FILE (EVENT ("DTSTART;TZID=/x.org/2005/Europe/Rome:20260105T081000")),
      "1 Walk 2026-01-05T08:10\n" },
    { FILE (VTIMEZONE EVENT ("DTSTART;TZID=Romance Standard Time:20260706T081000")),
      "1 Walk 2026-07-06T08:10\n" },
    { FILE (EVENT ("DTSTART;TZID=Mars:20260105T081000")), "1 zone: Mars\n" },
    /* it begins the day before there */
    { FILE (EVENT ("DTSTART;TZID=America/New_York:20260104T200000")),
      "1 Walk (America/New_York) 2026-01-05T02:00\n" },
    { FILE (EVENT (WEEKLY "\r\nEXDATE:20260112T081000")),
      "1 Walk 2026-01-05T08:10 2026-01-19T08:10 again\n" },
    { FILE (EVENT (WEEKLY "\r\nEXDATE;VALUE=DATE:20260112,20260119")),
      "1 Walk 2026-01-05T08:10 again\n" },
    { FILE (EVENT ("DTSTART;TZID=Europe/Paris:20260105T081000\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\n"
                   "EXDATE:20260112T071000Z")),
      "1 Walk 2026-01-05T08:10 again\n" },
    { FILE (EVENT (WEEKLY "\r\nRDATE:20260113T091500")),
      "1 Walk 2026-01-05T08:10 2026-01-12T08:10 2026-01-13T09:15 2026-01-19T08:10 again\n" },
    { FILE (EVENT ("DTSTART:20260105T081000\r\nRDATE;VALUE=PERIOD:20260106T081000/PT1H")),
      "1 Walk 2026-01-05T08:10 2026-01-06T08:10 again\n" },
    /* one date is at another time, on another day, or called off */
    { FILE (EVENT ("UID:a\r\n" WEEKLY)
                EVENT ("UID:a\r\nRECURRENCE-ID:20260112T081000\r\nDTSTART:20260112T100000")),
      "1 Walk 2026-01-05T08:10 2026-01-12T10:00 2026-01-19T08:10 again\n" },
    /* one date is at another place, called otherwise, or the same in other words */
    { FILE (EVENT ("UID:a\r\nLOCATION:The gate\r\n" WEEKLY)
                EVENT ("UID:a\r\nRECURRENCE-ID:20260112T081000\r\nDTSTART:20260112T081000\r\n"
                       "LOCATION:The  gym")),
      "1 Walk @The gate 2026-01-05T08:10 2026-01-12T08:10 2026-01-19T08:10 [2026-01-12  @The gym]"
      " again\n" },
    { FILE (EVENT ("UID:a\r\nLOCATION:The gate\r\n" WEEKLY)
                EVENT ("UID:a\r\nRECURRENCE-ID:20260112T081000\r\nDTSTART:20260112T081000\r\n"
                       "LOCATION:The  gate")),
      "1 Walk @The gate 2026-01-05T08:10 2026-01-12T08:10 2026-01-19T08:10 again\n" },
    { FILE (EVENT ("UID:a\r\n" WEEKLY) "BEGIN:VEVENT\r\nUID:a\r\nRECURRENCE-ID:20260119T081000"
                                       "\r\nDTSTART:20260120T091000\r\nSUMMARY:Museum\r\n"
                                       "END:VEVENT\r\n"),
      "1 Walk 2026-01-05T08:10 2026-01-12T08:10 2026-01-20T09:10 [2026-01-20 Museum @] again\n" },
    { FILE (EVENT ("UID:a\r\nRECURRENCE-ID:20260112T081000\r\nDTSTART:20260113T081000")
                EVENT ("UID:a\r\n" WEEKLY)),
      "2 Walk 2026-01-05T08:10 2026-01-13T08:10 2026-01-19T08:10 again\n" },
    { FILE (EVENT ("UID:a\r\n" WEEKLY)
                EVENT ("UID:a\r\nRECURRENCE-ID:20260112T081000\r\nDTSTART:20260112T081000\r\n"
                       "STATUS:CANCELLED")),
      "1 Walk 2026-01-05T08:10 2026-01-19T08:10 again\n" },
    { FILE (EVENT ("UID:a\r\n" WEEKLY)
                EVENT ("UID:a\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20260112T081000\r\n"
                       "DTSTART:20260112T100000")),
      "1 Walk 2026-01-05T08:10 2026-01-12T08:10 2026-01-19T08:10 again\n"
      "2 following: 20260112T081000\n" },
    /* a date of what the file does not hold */
    { FILE (EVENT ("UID:a\r\nRECURRENCE-ID:20260112T081000\r\nDTSTART:20260112T100000")),
      "1 Walk 2026-01-12T10:00\n" },
    /* twice: the later version */
    { FILE (EVENT ("UID:a\r\nSEQUENCE:2\r\nDTSTART:20260105T081000")
                EVENT ("UID:a\r\nSEQUENCE:1\r\nDTSTART:20260106T081000")),
      "1 Walk 2026-01-05T08:10\n" },
    { FILE (EVENT ("DTSTART:20260105T081000\r\nSTATUS:CANCELLED")), "1 cancelled: Walk\n" },
    { FILE (EVENT ("DTSTART;VALUE=DATE:20260105")), "1 all-day: Walk\n" },
    { FILE ("BEGIN:VEVENT\r\nDTSTART:20260105T081000\r\nEND:VEVENT\r\n"),
      "1 title: 20260105T081000\n" },
    { FILE (EVENT ("DTSTART:20260105T081000\r\nRRULE:FREQ=HOURLY")), "1 often: FREQ=HOURLY\n" },
    { FILE (EVENT ("DTSTART:20260105T081000\r\nRRULE:FREQ=DAILY;BYHOUR=8,16")),
      "1 often: FREQ=DAILY;BYHOUR=8,16\n" },
    { FILE (EVENT ("DTSTART:20260105T081000\r\nRRULE:FREQ=YEARLY;BYWEEKNO=20")),
      "1 rule: FREQ=YEARLY;BYWEEKNO=20\n" },
    { FILE (EVENT (WEEKLY "\r\nEXRULE:FREQ=MONTHLY")), "1 rule: FREQ=MONTHLY\n" },
    /* over, and far ahead */
    { FILE (EVENT ("DTSTART:20251231T081000") EVENT ("DTSTART:20280105T081000")), "" },
    { FILE (EVENT ("DTSTART:20250101T081000\r\nRRULE:FREQ=WEEKLY;UNTIL=20260107T235959Z")),
      "1 Walk 2026-01-07T08:10 again\n" },
    /* until a moment of UTC, which is told by the event's clocks */
    { FILE (EVENT ("DTSTART;TZID=Europe/Paris:20260105T081000\r\n"
                   "RRULE:FREQ=DAILY;UNTIL=20260106T071000Z")),
      "1 Walk 2026-01-05T08:10 2026-01-06T08:10 again\n" },
    { FILE (EVENT ("DTSTART:20270129T081000\r\nRRULE:FREQ=WEEKLY")),
      "1 Walk 2027-01-29T08:10 2027-02-05T08:10 again on\n" },
    /* a whole file may be one event */
    { EVENT ("DTSTART:20260105T081000"), "1 Walk 2026-01-05T08:10\n" },
    /* tables */
    { "Titre;Date;Heure;Lieu\nWalk;05/01/2026;8h10;Gate\nWalk;6.1.26;08:10;\n",
      "2 Walk @Gate 2026-01-05T08:10\n3 Walk 2026-01-06T08:10\n" },
    { "Subject,Start Date,Start Time,All Day Event\nWalk,01/13/2026,8:10 AM,False\n"
      "Walk,01/02/2026,12:05 PM,False\nFair,01/03/2026,,True\n",
      "2 Walk 2026-01-13T08:10\n3 Walk 2026-01-02T12:05\n4 all-day: Fair\n" },
    { "Planning 2026\n\nLe,Horaire,Intitul\xc3\xa9\nlun. 05/01/2026,8h,Walk\n",
      "4 Walk 2026-01-05T08:00\n" },
    { "date,title\n2026-01-05 08:10,Walk\n2026-01-06,Walk\n2026-02-30 08:10,Walk\n2026-01-07 "
      "08:10,\n",
      "2 Walk 2026-01-05T08:10\n3 all-day: Walk\n4 date: 2026-02-30 08:10\n"
      "5 title: 2026-01-07 08:10\n" },
    { "date,title,time\n2026-01-05,Walk,25:10\n2026-01-05,Walk,soon\n",
      "2 time: 25:10\n3 time: soon\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FarEvents) events =
                     read_in (rows[i].text, -1, "Europe/Paris", day_of ("2026-01-01"),
                              day_of ("2026-01-01") + FAR_EVENT_AHEAD_DAYS, &error);
      g_autofree char *said = NULL;
      g_autoptr (GBytes) told = NULL;
      g_autoptr (FarEvents) heard = NULL;
      g_autofree char *again = NULL;

      g_test_message ("row %u", i);
      g_assert_no_error (error);
      said = describe (events);
      g_assert_cmpstr (said, ==, rows[i].said);

      told = _far_events_tell (events, NULL);
      heard = _far_events_hear (told, day_of ("2026-01-01"), &error);
      g_assert_no_error (error);
      again = describe (heard);
      g_assert_cmpstr (again, ==, rows[i].said);
    }
}

static void
test_bad_files (void)
{
  static const struct
  {
    const char *text;
    gssize len;
    int code;
  } rows[] = {
    { "", 0, FAR_IMPORT_ERROR_FORMAT },
    { "no table\n", -1, FAR_IMPORT_ERROR_FORMAT },
    { "title,day and night\n", -1, FAR_IMPORT_ERROR_FORMAT },
    { "\0\0\0", 3, FAR_IMPORT_ERROR_FORMAT },
    { "\"title,date\n", -1, FAR_IMPORT_ERROR_FORMAT },
    { "title,date\n\"a,b\n", -1, FAR_IMPORT_ERROR_DAMAGED },
    { "title,date\n\"a\"x,b\n", -1, FAR_IMPORT_ERROR_DAMAGED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FarEvents) events = read_in (rows[i].text, rows[i].len, "Europe/Paris",
                                              day_of ("2026-01-01"), day_of ("2027-01-01"), &error);

      g_test_message ("row %u", i);
      g_assert_null (events);
      g_assert_error (error, FAR_IMPORT_ERROR, rows[i].code);
    }
}

/* -- the process */

typedef struct
{
  FarEvents *events; /* owned (nullable) */
  GError *error;     /* owned (nullable) */
  gboolean is_done;
} Outcome;

static void
outcome_clear (Outcome *self)
{
  g_clear_pointer (&self->events, far_events_free);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static void
read_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Outcome *self = data;

  self->events = far_events_read_finish (result, &self->error);
  self->is_done = TRUE;
}

static Outcome
read_text (const char *text)
{
  g_autoptr (GBytes) file = g_bytes_new (text, strlen (text));
  Outcome self = { 0 };

  _far_events_read_within_async (file, "Europe/Paris", day_of ("2026-01-01"), PATIENCE_MS, NULL,
                                 read_cb, &self);
  while (!self.is_done)
    g_main_context_iteration (NULL, TRUE);

  return self;
}

/* Good rules at which libical looks for long are refused, each by its number, and the others of the
 * file are read. */
static void
test_stalls (void)
{
  g_auto (Outcome) few = read_text (
      FILE (EVENT ("UID:a\r\nDTSTART:20260105T081000\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
                EVENT ("UID:b\r\n" WEEKLY) EVENT (
                    "UID:c\r\nDTSTART:20260105T081000\r\nRRULE:FREQ=MONTHLY;BYDAY=MO;BYSETPOS=7")));
  g_autofree char *said = NULL;
  g_autoptr (GString) many = g_string_new ("BEGIN:VCALENDAR\r\n");
  g_auto (Outcome) all = { 0 };

  g_assert_no_error (few.error);
  said = describe (few.events);
  /* on a machine that is fast enough libical finds out that there is no date */
  g_test_message ("%s", said);
  g_assert_nonnull (strstr (said, "2 Walk 2026-01-05T08:10 2026-01-12T08:10 2026-01-19T08:10"));
  g_assert_true (few.events->n_refused + few.events->n_passed_over == 2);

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (many,
                            EVENT ("UID:%u\r\nDTSTART:20260105T081000\r\n"
                                   "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
                            i);
  g_string_append (many, "END:VCALENDAR\r\n");
  all = read_text (many->str);
  g_assert_error (all.error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_TOO_SLOW);
}

static void
test_disbelieves (void)
{
  g_autoptr (FarEvents) events = _far_events_new ();
  FarDatedEvent *event = _far_event_new (1, "Walk", "");
  FarEventDate date = { .day = day_of ("2026-01-05"), .at = 490 };
  g_autoptr (GBytes) good = NULL;
  gsize len;
  const guint8 *bytes;

  g_array_append_val (event->dates, date);
  g_assert_true (_far_events_add (events, event, NULL));
  _far_events_refuse (events, 2, FAR_EVENT_REFUSED_DATE, "never");
  good = _far_events_tell (events, NULL);
  bytes = g_bytes_get_data (good, &len);

  /* of another day, and damaged at each place */
  for (guint at = 0; at <= len; at++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, len);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) damaged = NULL;
      g_autoptr (FarEvents) heard = NULL;

      if (at < len)
        copy[at] ^= 0xff;
      damaged = g_bytes_new (copy, at < len ? len : len - 1);
      heard = _far_events_hear (damaged, day_of ("2026-01-01"), &error);
      g_assert_true ((heard == NULL) == (error != NULL));
      if (heard != NULL)
        g_assert_cmpuint (heard->events->len, ==, 1);
      else
        g_assert_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_HELPER);
    }

  {
    g_autoptr (GError) late = NULL;
    g_autoptr (GError) early = NULL;

    g_assert_null (_far_events_hear (good, day_of ("2026-01-06"), &late));
    g_assert_error (late, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_HELPER);
    g_assert_null (
        _far_events_hear (good, day_of ("2026-01-05") - FAR_EVENT_AHEAD_DAYS - 1, &early));
    g_assert_error (early, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_HELPER);
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;

  g_test_init (&argc, &argv, NULL);

  folder = g_path_get_dirname (FAR_IMPORT_PROGRAM);
  g_setenv ("FARANDOLE_HELPERS", folder, TRUE);

  g_test_add_func ("/far/events/rules", test_rules);
  g_test_add_func ("/far/events/numbers", test_numbers);
  g_test_add_func ("/far/events/files", test_files);
  g_test_add_func ("/far/events/becomes", test_becomes);
  g_test_add_func ("/far/events/bad-files", test_bad_files);
  g_test_add_func ("/far/events/stalls", test_stalls);
  g_test_add_func ("/far/events/disbelieves", test_disbelieves);

  return g_test_run ();
}
