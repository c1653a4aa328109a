/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A calendar of events, be it iCalendar or a table, is read or refused, and what is said of it is
 * what the program believes. */

#include "far-fuzz.h"

#include <string.h>

#include "far-bytes.h"
#include "far-import-events.h"

#define TODAY 20454 /* 2026-01-01 */

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Paris");
  FarEventsRequest request = { .today = TODAY,
                               .until = TODAY + FAR_EVENT_AHEAD_DAYS,
                               .zone = zone };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) error_again = NULL;
  g_autoptr (FarEvents) events = far_import_events (data, len, &request, &error);
  g_autoptr (GBytes) told = _far_events_tell (events, error);
  g_autoptr (FarEvents) heard = _far_events_hear (told, TODAY, &error_again);
  g_autoptr (GBytes) again = _far_events_tell (heard, error_again);

  g_assert_true ((events == NULL) == (error != NULL));
  g_assert_true (g_bytes_equal (told, again));

  return 0;
}

/* -- good inputs */

static const char *
pick (GRand *rand, const char *const *words)
{
  return words[g_rand_int_range (rand, 0, g_strv_length ((char **)words))];
}

static void
seed_table (GRand *rand, GString *out)
{
  static const char *const headings[] = { "Titre;Date;Heure;Lieu\n", "subject,start date,time\n",
                                          "date;title\n", NULL };
  static const char *const days[] = { "05/01/2026", "2026-01-05 08:10", "1.2.26", "13/13/2026",
                                      NULL };
  static const char *const times[] = { "8h10", "08:10", "8:10 PM", "soon", "", NULL };

  g_string_append (out, pick (rand, headings));
  for (guint i = 0; i < 3; i++)
    g_string_append_printf (out, "Walk;%s;%s;\"Gate, left\"\n", pick (rand, days),
                            pick (rand, times));
}

static void
seed_calendar (GRand *rand, GString *out)
{
  static const char *const lines[] = {
    "RRULE:FREQ=WEEKLY;COUNT=4",
    "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20260301T000000Z",
    "RRULE:FREQ=MONTHLY;BYDAY=1TU",
    "RRULE:FREQ=HOURLY",
    "RDATE;VALUE=PERIOD:20260113T081000/PT1H",
    "EXDATE;TZID=Europe/Rome:20260112T081000",
    "EXDATE;VALUE=DATE:20260112",
    "RECURRENCE-ID:20260112T081000",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20260112T081000",
    "STATUS:CANCELLED",
    "LOCATION:Gate\\, left",
    "SEQUENCE:3",
    NULL,
  };
  static const char *const starts[] = {
    "DTSTART:20260105T081000",
    "DTSTART:20260105T071000Z",
    "DTSTART;TZID=America/New_York:20260105T081000",
    "DTSTART;TZID=Mine:20260105T081000",
    "DTSTART;VALUE=DATE:20260105",
    NULL,
  };

  g_string_append (out, "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Mine\r\nBEGIN:STANDARD\r\n"
                        "DTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
                        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
                        "END:VTIMEZONE\r\n");
  for (guint i = 0; i < 3; i++)
    g_string_append_printf (out,
                            "BEGIN:VEVENT\r\nUID:%u\r\nSUMMARY:Walk\r\n%s\r\n%s\r\n%s\r\n"
                            "END:VEVENT\r\n",
                            g_rand_int_range (rand, 0, 2), pick (rand, starts), pick (rand, lines),
                            pick (rand, lines));
  g_string_append (out, "END:VCALENDAR\r\n");
}

void
far_fuzz_seed (GRand *rand, GByteArray *out)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (g_rand_boolean (rand))
    seed_table (rand, text);
  else
    seed_calendar (rand, text);
  far_put (out, (const guint8 *)text->str, text->len);
}
