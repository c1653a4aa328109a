/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A calendar, be it iCalendar or a table, is read or refused, and what is said of it is what the
 * program believes. */

#include "far-fuzz.h"

#include <string.h>

#include "far-bytes.h"
#include "far-import.h"

#define TODAY 20454 /* 2026-01-01 */

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize len)
{
  static const char *const languages[] = { "fr", NULL };
  static const char *const zones[] = { NULL, "B", "GE" };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      FarImportRequest request = { .today = TODAY, .zone = zones[i], .languages = languages };
      g_autoptr (GPtrArray) found = NULL;
      g_autoptr (GPtrArray) found_again = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) error_again = NULL;
      g_autoptr (FarHolidays) holidays = far_import_holidays (data, len, &request, &found, &error);
      g_autofree char *lines = _far_holidays_write_lines (holidays, found, error);
      g_autoptr (FarHolidays) again = _far_holidays_read_lines (lines, strlen (lines), TODAY,
                                                                &found_again, &error_again);
      g_autofree char *lines_again = _far_holidays_write_lines (again, found_again, error_again);

      g_assert_true ((holidays == NULL) == (error != NULL));
      g_assert_cmpstr (lines_again, ==, lines);
    }

  return 0;
}

/* -- good inputs */

static const char *
pick (GRand *rand, const char *const *words)
{
  return words[g_rand_int_range (rand, 0, g_strv_length ((char **)words))];
}

static const char *const names[] = { "Noël", "Vacances d'été", "FR Noël,EN Christmas", "a\\, b",
                                     NULL };
static const char *const lists[] = { "Zone B", "A,B", "GE,VD", "GE-GE", "", NULL };

static void
seed_table (GRand *rand, GString *out)
{
  static const char *const headings[] = {
    "Name;StartDate;EndDate;Zones;Population\n",
    "Description;Date de début;Date de fin;Académies;Zones\n",
    "Name;StartDate;EndDate;Subdivisions;Type\n",
    "Name;StartDate;EndDate;Subdivisions;Country\n",
    "nom;date;vacances_zone_b;est_jour_ferie;zones\n",
    NULL,
  };

  g_string_append (out, pick (rand, headings));
  for (guint i = 0; i < 3; i++)
    g_string_append_printf (out, "%s;%s-0%u;%s-1%u;\"%s\";%s\r\n", pick (rand, names), "2026-05",
                            i + 1, g_rand_boolean (rand) ? "2026-05" : "2026-05-07T22:00:00+00:00",
                            i, pick (rand, lists), pick (rand, lists));
}

static void
seed_calendar (GRand *rand, GString *out)
{
  static const char *const ends[] = {
    "DTEND;VALUE=DATE:20260509",
    "DURATION:P2D",
    "RRULE:FREQ=YEARLY;COUNT=3",
    "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
    "RDATE;VALUE=DATE:20260601",
    "EXDATE;VALUE=DATE:20260507",
    "STATUS:CANCELLED",
    "DESCRIPTION:Public holiday in GE\\, VD",
    "LOCATION:Lyon\\,\r\n  Clermont",
    "RRULE:FREQ=WEEKLY",
    NULL,
  };

  g_string_append (out, "BEGIN:VCALENDAR\r\nPRODID:-//Google\r\nX-WR-CALNAME:x\r\n");
  for (guint i = 0; i < 3; i++)
    g_string_append_printf (
        out,
        "BEGIN:VEVENT\r\nSUMMARY:%s - Zones A B\r\nDTSTART;VALUE=DATE:2026050%u\r\n"
        "%s\r\n%s\r\nEND:VEVENT\r\n",
        pick (rand, names), i + 1, pick (rand, ends), pick (rand, ends));
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
