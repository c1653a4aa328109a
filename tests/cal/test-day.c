/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-day.h"

static void
test_names_known_days (void)
{
  static const struct
  {
    const char *text;
    gint32 day;
    int weekday;
  } rows[] = {
    { "1970-01-01", 0, 3 },           { "1969-12-31", -1, 2 },     { "1900-01-01", FAR_DAY_MIN, 0 },
    { "1900-02-28", -25509, 2 },      { "1900-03-01", -25508, 3 }, { "2000-02-29", 11016, 1 },
    { "2016-02-29", 16860, 0 },       { "2024-02-29", 19782, 3 },  { "2025-12-31", 20453, 2 },
    { "2026-01-01", 20454, 3 },       { "2100-02-28", 47540, 6 },  { "2100-03-01", 47541, 0 },
    { "2200-12-31", FAR_DAY_MAX, 2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = far_day_format (rows[i].day);
      gint32 day;

      g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_true (far_day_parse (rows[i].text, &day));
      g_assert_cmpint (day, ==, rows[i].day);
      g_assert_cmpint (far_day_get_weekday (day), ==, rows[i].weekday);
    }
}

/* GDate counts on its own; both must agree on all 109,938 days. */
static void
test_agrees_with_gdate (void)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, 1900);

  for (gint32 day = FAR_DAY_MIN; day <= FAR_DAY_MAX; day++)
    {
      gint32 again;
      int year;
      int month;
      int day_of_month;

      far_day_to_ymd (day, &year, &month, &day_of_month);
      g_assert_cmpint (year, ==, g_date_get_year (&date));
      g_assert_cmpint (month, ==, g_date_get_month (&date));
      g_assert_cmpint (day_of_month, ==, g_date_get_day (&date));
      g_assert_cmpint (far_day_get_weekday (day), ==, g_date_get_weekday (&date) - 1);
      g_assert_true (far_day_from_ymd (year, month, day_of_month, &again));
      g_assert_cmpint (again, ==, day);

      g_date_add_days (&date, 1);
    }
}

static void
test_survives_any_number (void)
{
  static const struct
  {
    gint32 day;
    const char *text;
    int weekday;
  } rows[] = {
    { G_MAXINT32, "5881580-07-11", 4 },
    { G_MININT32, "-5877641-06-23", 1 },
    { -719528, "0000-01-01", 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = far_day_format (rows[i].day);

      g_assert_cmpstr (text, ==, rows[i].text);
      g_assert_cmpint (far_day_get_weekday (rows[i].day), ==, rows[i].weekday);
      g_assert_false (far_day_is_valid (rows[i].day));
    }
}

static void
test_refuses_other_days (void)
{
  static const char *rows[] = {
    "",           "2025",        "2025-1-1",    "2025-02-29", "2100-02-29", "2025-04-31",
    "2025-00-10", "2025-13-01",  "2025-01-00",  "2025-01-32", "1899-12-31", "2201-01-01",
    "2025/01/01", " 2025-01-01", "2025-01-01 ", "2025-01-0x", "+025-01-01", "-025-01-01",
    "20250101",   "2025-01-1\n", "2025-01-٠١",  "0000-00-00",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint32 day = 7;

      g_assert_false (far_day_parse (rows[i], &day));
      g_assert_cmpint (day, ==, 0);
    }
}

static void
test_reads_times (void)
{
  static const struct
  {
    const char *text;
    int minutes; /* -1: refused */
  } rows[] = {
    { "00:00", 0 },   { "08:10", 490 }, { "23:59", 1439 }, { "24:00", -1 }, { "25:10", -1 },
    { "08:60", -1 },  { "8:10", -1 },   { "08:1", -1 },    { "0810", -1 },  { "08.10", -1 },
    { "08:10 ", -1 }, { "", -1 },       { "-1:10", -1 },   { "08:1x", -1 }, { "08:100", -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = NULL;
      int minutes = 7;

      g_assert_cmpint (far_time_parse (rows[i].text, &minutes), ==, rows[i].minutes >= 0);
      g_assert_cmpint (minutes, ==, rows[i].minutes);

      text = far_time_format (minutes);
      g_assert_cmpstr (text, ==, minutes >= 0 ? rows[i].text : "");
    }
}

static void
test_reads_weekdays (void)
{
  static const struct
  {
    const char *text;
    guint weekdays; /* 0: refused */
    const char *again;
  } rows[] = {
    { "mo", 0x01, "mo" },
    { "mo,tu,th,fr", 0x1b, "mo,tu,th,fr" },
    { "su,mo", 0x41, "mo,su" },
    { "mo,tu,we,th,fr,sa,su", FAR_WEEKDAYS_ALL, "mo,tu,we,th,fr,sa,su" },
    { "", 0, "" },
    { "mo,", 0, "" },
    { ",mo", 0, "" },
    { "mo,mo", 0, "" },
    { "mo;tu", 0, "" },
    { "mo, tu", 0, "" },
    { "MO", 0, "" },
    { "lu", 0, "" },
    { "m", 0, "" },
    { "mo,t", 0, "" },
    { "motu", 0, "" },
    { "mo,tu,xx", 0, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *again = NULL;
      guint weekdays = 7;

      g_assert_cmpint (far_weekdays_parse (rows[i].text, &weekdays), ==, rows[i].weekdays != 0);
      g_assert_cmpuint (weekdays, ==, rows[i].weekdays);

      again = far_weekdays_format (weekdays);
      g_assert_cmpstr (again, ==, rows[i].again);
    }
}

/* The nights of the clock changes, and zones a day apart. */
static void
test_knows_zones (void)
{
  static const struct
  {
    const char *zone;
    const char *day;
    const char *time;
    gint64 instant_s;
    const char *shown; /* what clocks say at that instant, if it is not the time asked for */
  } rows[] = {
    { "Europe/Paris", "2025-03-28", "08:10", 1743145800, NULL },
    { "Europe/Paris", "2025-03-31", "08:10", 1743401400, NULL },
    { "Europe/Paris", "2025-03-30", "01:59", 1743296340, NULL },
    { "Europe/Paris", "2025-03-30", "02:30", 1743298200, "03:30" }, /* does not come */
    { "Europe/Paris", "2025-03-30", "03:00", 1743296400, NULL },
    { "Europe/Paris", "2025-10-26", "01:59", 1761436740, NULL },
    { "Europe/Paris", "2025-10-26", "02:30", 1761438600, NULL }, /* the first of two */
    { "Europe/Paris", "2025-10-26", "03:00", 1761444000, NULL },
    { "Europe/Rome", "2016-02-22", "00:00", 1456095600, NULL }, /* 23:00Z of the evening before */
    { "Pacific/Auckland", "2026-02-02", "08:20", 1769973600, NULL },
    { "Pacific/Apia", "2011-12-31", "00:00", 1325239200, NULL }, /* the 30th never came */
    { "America/St_Johns", "1969-12-31", "20:30", 0, NULL },
    { "UTC", "1970-01-01", "00:00", 0, NULL },
    { "UTC", "1969-12-31", "23:59", -60, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (rows[i].zone);
      g_autofree char *shown = NULL;
      g_autofree char *shown_day = NULL;
      gint32 day;
      int minutes;

      if (zone == NULL)
        {
          g_test_skip ("no time zone database");
          return;
        }

      g_assert_true (far_day_parse (rows[i].day, &day));
      g_assert_true (far_time_parse (rows[i].time, &minutes));
      g_assert_cmpint (far_day_to_instant (day, minutes, zone), ==, rows[i].instant_s * 1000);

      shown_day =
          far_day_format (far_day_of_instant (rows[i].instant_s * 1000 + 59999, zone, &minutes));
      shown = far_time_format (minutes);
      g_assert_cmpstr (shown_day, ==, rows[i].day);
      g_assert_cmpstr (shown, ==, rows[i].shown != NULL ? rows[i].shown : rows[i].time);
    }
}

static void
test_bounds_absurd_instants (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  g_assert_cmpint (far_day_of_instant (G_MAXINT64, zone, NULL), ==, FAR_DAY_MAX);
  g_assert_cmpint (far_day_of_instant (G_MININT64, zone, NULL), ==, FAR_DAY_MIN);
  g_assert_cmpint (far_day_of_instant (-1, zone, NULL), ==, -1);
  g_assert_cmpint (far_day_to_instant (G_MAXINT32, 5000, zone), ==,
                   (FAR_DAY_MAX * G_GINT64_CONSTANT (86400) + 86340) * 1000);
  g_assert_cmpint (far_day_to_instant (G_MININT32, -1, zone), ==,
                   FAR_DAY_MIN * G_GINT64_CONSTANT (86400000));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/far/day/names-known-days", test_names_known_days);
  g_test_add_func ("/far/day/agrees-with-gdate", test_agrees_with_gdate);
  g_test_add_func ("/far/day/survives-any-number", test_survives_any_number);
  g_test_add_func ("/far/day/refuses-other-days", test_refuses_other_days);
  g_test_add_func ("/far/day/reads-times", test_reads_times);
  g_test_add_func ("/far/day/reads-weekdays", test_reads_weekdays);
  g_test_add_func ("/far/day/knows-zones", test_knows_zones);
  g_test_add_func ("/far/day/bounds-absurd-instants", test_bounds_absurd_instants);

  return g_test_run ();
}
