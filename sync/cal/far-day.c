/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-day"

#include "far-day.h"

#include <string.h>

#include "far-pure.h"

#define DAY_S 86400
#define DAY_MS (G_GINT64_CONSTANT (1000) * DAY_S)

/* 400 Gregorian years, after which the calendar repeats, and 0000-03-01 seen from 1970-01-01.
 * Years are counted from March, so that the leap day is the last of its year. */
#define ERA_DAYS 146097
#define EPOCH_DAYS 719468

static const char weekday_codes[7][3] = { "mo", "tu", "we", "th", "fr", "sa", "su" };

static gint64
floor_div (gint64 number, gint64 by)
{
  gint64 quotient = number / by;

  return number % by < 0 ? quotient - 1 : quotient;
}

/* Reads exactly @n digits at @text. */
static gboolean
read_digits (const char *text, int n, int *out)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;

      value = value * 10 + (text[i] - '0');
    }

  *out = value;

  return TRUE;
}

gboolean
far_day_from_ymd (int year, int month, int day_of_month, gint32 *out_day)
{
  static const int month_days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  int march_year;
  int era;
  int year_of_era;
  int day_of_year;

  *out_day = 0;

  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day_of_month < 1 ||
      day_of_month > month_days[month - 1] + (month == 2 && is_leap))
    return FALSE;

  march_year = month > 2 ? year : year - 1;
  era = march_year / 400;
  year_of_era = march_year % 400;
  day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day_of_month - 1;

  *out_day = era * ERA_DAYS + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
             day_of_year - EPOCH_DAYS;

  return TRUE;
}

void
far_day_to_ymd (gint32 day, int *out_year, int *out_month, int *out_day_of_month)
{
  gint64 shifted = (gint64)day + EPOCH_DAYS;
  int era = floor_div (shifted, ERA_DAYS);
  int day_of_era = shifted - (gint64)era * ERA_DAYS;
  int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int month_from_march = (5 * day_of_year + 2) / 153;

  *out_day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  *out_month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  *out_year = year_of_era + era * 400 + (*out_month <= 2);
}

int
far_day_get_weekday (gint32 day)
{
  /* 1970-01-01 was a Thursday. */
  gint64 from_monday = (gint64)day + 3;

  return from_monday - 7 * floor_div (from_monday, 7);
}

gboolean
far_day_parse (const char *text, gint32 *out_day)
{
  int year;
  int month;
  int day_of_month;

  *out_day = 0;

  return strlen (text) == 10 && text[4] == '-' && text[7] == '-' && read_digits (text, 4, &year) &&
         read_digits (text + 5, 2, &month) && read_digits (text + 8, 2, &day_of_month) &&
         far_day_from_ymd (year, month, day_of_month, out_day);
}

char *
far_day_format (gint32 day)
{
  int year;
  int month;
  int day_of_month;

  far_day_to_ymd (day, &year, &month, &day_of_month);

  return g_strdup_printf ("%04d-%02d-%02d", year, month, day_of_month);
}

gboolean
far_time_parse (const char *text, int *out_minutes)
{
  int hour;
  int minute;

  *out_minutes = -1;

  if (strlen (text) != 5 || text[2] != ':' || !read_digits (text, 2, &hour) ||
      !read_digits (text + 3, 2, &minute) || hour > 23 || minute > 59)
    return FALSE;

  *out_minutes = hour * 60 + minute;

  return TRUE;
}

char *
far_time_format (int minutes)
{
  if (minutes < 0 || minutes >= 24 * 60)
    return g_strdup ("");

  return g_strdup_printf ("%02d:%02d", minutes / 60, minutes % 60);
}

static int
find_weekday (const char *code)
{
  for (int i = 0; i < 7; i++)
    {
      if (strncmp (code, weekday_codes[i], 2) == 0)
        return i;
    }

  return -1;
}

gboolean
far_weekdays_parse (const char *text, guint *out_weekdays)
{
  guint weekdays = 0;
  gsize len = strlen (text);

  *out_weekdays = 0;

  /* Two letters each, and a comma between: 3 n - 1. */
  if (len % 3 != 2)
    return FALSE;

  for (gsize i = 0; i < len; i += 3)
    {
      int weekday = find_weekday (text + i);

      if (weekday < 0 || (weekdays & 1u << weekday) != 0 || (i + 2 < len && text[i + 2] != ','))
        return FALSE;

      weekdays |= 1u << weekday;
    }

  *out_weekdays = weekdays;

  return TRUE;
}

char *
far_weekdays_format (guint weekdays)
{
  GString *text = g_string_new (NULL);

  for (int i = 0; i < 7; i++)
    {
      if ((weekdays & 1u << i) == 0)
        continue;

      if (text->len > 0)
        g_string_append_c (text, ',');
      g_string_append (text, weekday_codes[i]);
    }

  return g_string_free (text, FALSE);
}

/* Seconds that clocks in @zone are ahead of UTC at an instant. */
static gint64
get_offset (GTimeZone *zone, gint64 instant_s)
{
  int interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, instant_s);

  return g_time_zone_get_offset (zone, interval);
}

int
far_day_compare (gconstpointer one, gconstpointer other)
{
  gint32 first = *(const gint32 *)one;
  gint32 second = *(const gint32 *)other;

  return (first > second) - (first < second);
}

gint32
far_day_of_instant (gint64 instant_ms, GTimeZone *zone, int *out_minutes)
{
  /* A day more on either side than the zone can take away; GLib's own zones end there too. */
  gint64 bounded_ms = CLAMP (instant_ms, (FAR_DAY_MIN - 2) * DAY_MS, (FAR_DAY_MAX + 2) * DAY_MS);
  gint64 instant_s = floor_div (bounded_ms, 1000);
  gint64 local_s = instant_s + get_offset (zone, instant_s);
  gint64 day = floor_div (local_s, DAY_S);

  if (out_minutes != NULL)
    *out_minutes = (local_s - day * DAY_S) / 60;

  return CLAMP (day, FAR_DAY_MIN, FAR_DAY_MAX);
}

gint32
far_day_of_utc (gint64 instant_ms)
{
  return CLAMP (floor_div (instant_ms, DAY_MS), FAR_DAY_MIN, FAR_DAY_MAX);
}

gint64
far_day_to_instant (gint32 day, int minutes, GTimeZone *zone)
{
  gint64 bounded_day = CLAMP (day, FAR_DAY_MIN, FAR_DAY_MAX);
  gint64 local_s = bounded_day * DAY_S + CLAMP (minutes, 0, 24 * 60 - 1) * 60;
  /* Clocks do not change twice within two days, so one of both offsets is the one that rules. */
  gint64 before_s = get_offset (zone, local_s - DAY_S);
  gint64 after_s = get_offset (zone, local_s + DAY_S);
  gint64 instant_s = local_s - before_s;

  if (get_offset (zone, instant_s) != before_s && get_offset (zone, local_s - after_s) == after_s)
    instant_s = local_s - after_s;

  return instant_s * 1000;
}
