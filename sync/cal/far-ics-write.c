/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From what is given to iCalendar, by libical. */

#define G_LOG_DOMAIN "far-export"

#include "far-ics-private.h"

#include <libical/ical.h>
#include <string.h>

#include "far-day.h"

#define PRODUCT "-//Farandole//Farandole//EN"
#define MINUTES_PER_DAY 1440
/* 9999-12-31T23:59:59Z */
#define LAST_SECOND G_GINT64_CONSTANT (253402300799)

typedef struct
{
  const char *rota;
  gint32 day;
  gint32 at;
  gint32 minutes;
  const char *summary;
  const char *description;
  const char *place;
  gboolean has_place;
  double lat;
  double lon;
  gint32 status;
  gboolean is_busy;
  guint32 sequence;
  gint64 changed_ms;
} Event;

static const icalproperty_status statuses[] = {
  [FAR_ICS_CONFIRMED] = ICAL_STATUS_CONFIRMED,
  [FAR_ICS_TENTATIVE] = ICAL_STATUS_TENTATIVE,
  [FAR_ICS_CANCELLED] = ICAL_STATUS_CANCELLED,
};

/* ---- text */

/* A line's end is the only control character that TEXT may say; blanks around it are dropped by
 * some who read it. */
static char *
make_text (const char *text)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || !g_unichar_iscntrl (c))
        g_string_append_unichar (out, c);
      else
        g_string_append_c (out, ' ');
    }

  return g_strstrip (g_string_free (out, FALSE));
}

static void
add_text (icalcomponent *parent, icalproperty *(*make) (const char *), const char *text)
{
  g_autofree char *harmless = make_text (text);

  if (harmless[0] != '\0')
    icalcomponent_add_property (parent, make (harmless));
}

/* ---- the zone */

static icaltimetype
time_of_day (gint32 day, gint32 minutes)
{
  icaltimetype time = icaltime_null_time ();
  int year, month, day_of_month;

  far_day_to_ymd (day + minutes / MINUTES_PER_DAY, &year, &month, &day_of_month);
  time.year = year;
  time.month = month;
  time.day = day_of_month;
  time.hour = minutes % MINUTES_PER_DAY / 60;
  time.minute = minutes % 60;

  return time;
}

/* The last day on which @rules, a part of a VTIMEZONE, begin to hold. */
static icaltimetype
last_onset (icalcomponent *rules)
{
  icalproperty *start = icalcomponent_get_first_property (rules, ICAL_DTSTART_PROPERTY);
  icaltimetype last = icalproperty_get_dtstart (start);

  for (icalproperty *p = icalcomponent_get_first_property (rules, ICAL_RDATE_PROPERTY); p != NULL;
       p = icalcomponent_get_next_property (rules, ICAL_RDATE_PROPERTY))
    {
      icaltimetype date = icalproperty_get_rdate (p).time;

      if (icaltime_compare (date, last) > 0)
        last = date;
    }
  for (icalproperty *p = icalcomponent_get_first_property (rules, ICAL_RRULE_PROPERTY); p != NULL;
       p = icalcomponent_get_next_property (rules, ICAL_RRULE_PROPERTY))
    {
      struct icalrecurrencetype rule = icalproperty_get_rrule (p);

      /* for ever */
      if (icaltime_is_null_time (rule.until))
        last.year = 9999;
      else if (icaltime_compare (rule.until, last) > 0)
        last = rule.until;
    }

  return last;
}

/* Of a century and a half of clock changes only those that hold from @first on: offsets of local
 * mean time, which have seconds, are not what every program reads. */
static void
drop_old_rules (icalcomponent *zone, icaltimetype first)
{
  g_autoptr (GPtrArray) old = g_ptr_array_new ();
  icalcomponent *newest = NULL;
  icaltimetype newest_onset = icaltime_null_time ();

  for (icalcomponent *rules = icalcomponent_get_first_component (zone, ICAL_ANY_COMPONENT);
       rules != NULL; rules = icalcomponent_get_next_component (zone, ICAL_ANY_COMPONENT))
    {
      icaltimetype onset = last_onset (rules);

      if (icaltime_compare (onset, first) >= 0)
        continue;
      g_ptr_array_add (old, rules);
      if (newest == NULL || icaltime_compare (onset, newest_onset) > 0)
        {
          newest = rules;
          newest_onset = onset;
        }
    }

  /* what holds on that day began before it */
  g_ptr_array_remove (old, newest);
  for (guint i = 0; i < old->len; i++)
    {
      icalcomponent_remove_component (zone, old->pdata[i]);
      icalcomponent_free (old->pdata[i]);
    }
}

static gint32
first_day_of (GVariant *events)
{
  gint32 first = FAR_DAY_MAX;
  GVariantIter iter;
  gint32 day;

  g_variant_iter_init (&iter, events);
  while (g_variant_iter_next (&iter, "(&siii&s&s&sbddibux)", NULL, &day, NULL, NULL, NULL, NULL,
                              NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL))
    first = MIN (first, day);

  return first;
}

/* Under the name that it has everywhere, and not under libical's own. */
static void
add_zone (icalcomponent *parent, icaltimezone *zone, const char *name, gint32 first_day)
{
  icalcomponent *rules = icalcomponent_new_clone (icaltimezone_get_component (zone));
  icalproperty *id = icalcomponent_get_first_property (rules, ICAL_TZID_PROPERTY);

  icalproperty_set_tzid (id, name);
  /* a day before the first: an offset may lie between it and UTC, in which rules end */
  drop_old_rules (rules, time_of_day (first_day - 1, 0));
  icalcomponent_add_component (parent, rules);
}

/* ---- events */

static void
add_civil_time (icalcomponent *event, icalproperty *property, const char *zone)
{
  icalproperty_add_parameter (property, icalparameter_new_tzid (zone));
  icalcomponent_add_property (event, property);
}

static icaltimetype
utc_time (gint64 ms)
{
  gint64 seconds = CLAMP (ms / 1000, 0, LAST_SECOND);

  return icaltime_from_timet_with_zone (seconds, 0, icaltimezone_get_utc_timezone ());
}

/* @zone: (nullable): its name, if times are not UTC */
static icaltimetype
civil_time (const Event *event, gint32 minutes, const char *zone)
{
  icaltimetype time = time_of_day (event->day, event->at + minutes);

  if (zone == NULL)
    time.zone = icaltimezone_get_utc_timezone ();

  return time;
}

static void
add_event (icalcomponent *parent, const Event *event, const char *zone)
{
  icalcomponent *out = icalcomponent_new (ICAL_VEVENT_COMPONENT);
  g_autofree char *day = far_day_format (event->day);
  g_autofree char *uid = g_strdup_printf ("%s-%s@farandole", event->rota, day);
  icalproperty *start = icalproperty_new_dtstart (civil_time (event, 0, zone));
  icalproperty *end = icalproperty_new_dtend (civil_time (event, event->minutes, zone));
  struct icalgeotype place = { event->lat, event->lon };

  icalcomponent_add_property (out, icalproperty_new_uid (uid));
  /* without a METHOD it says the same as LAST-MODIFIED (RFC 5545, 3.8.7.2) */
  icalcomponent_add_property (out, icalproperty_new_dtstamp (utc_time (event->changed_ms)));
  icalcomponent_add_property (out, icalproperty_new_lastmodified (utc_time (event->changed_ms)));
  icalcomponent_add_property (out,
                              icalproperty_new_sequence ((int)MIN (event->sequence, G_MAXINT32)));
  if (zone != NULL)
    {
      add_civil_time (out, start, zone);
      add_civil_time (out, end, zone);
    }
  else
    {
      icalcomponent_add_property (out, start);
      icalcomponent_add_property (out, end);
    }
  add_text (out, icalproperty_new_summary, event->summary);
  add_text (out, icalproperty_new_description, event->description);
  add_text (out, icalproperty_new_location, event->place);
  if (event->has_place)
    icalcomponent_add_property (out, icalproperty_new_geo (place));
  icalcomponent_add_property (out, icalproperty_new_status (statuses[event->status]));
  icalcomponent_add_property (out, icalproperty_new_transp (event->is_busy && event->status !=
                                                                                  FAR_ICS_CANCELLED
                                                                ? ICAL_TRANSP_OPAQUE
                                                                : ICAL_TRANSP_TRANSPARENT));
  icalcomponent_add_component (parent, out);
}

static gboolean
check_event (const Event *event)
{
  return far_day_is_valid (event->day) && far_day_is_valid (event->day + 1) && event->at >= 0 &&
         event->at < MINUTES_PER_DAY && event->minutes > 0 && event->minutes <= MINUTES_PER_DAY &&
         event->status >= 0 && event->status < (gint32)G_N_ELEMENTS (statuses);
}

static gboolean
add_events (icalcomponent *parent, GVariant *events, const char *zone)
{
  GVariantIter iter;
  Event event;

  g_variant_iter_init (&iter, events);
  while (g_variant_iter_next (&iter, "(&siii&s&s&sbddibux)", &event.rota, &event.day, &event.at,
                              &event.minutes, &event.summary, &event.description, &event.place,
                              &event.has_place, &event.lat, &event.lon, &event.status,
                              &event.is_busy, &event.sequence, &event.changed_ms))
    {
      if (!check_event (&event))
        return FALSE;
      add_event (parent, &event, zone);
    }

  return TRUE;
}

static icalproperty *
new_named (const char *name, const char *text)
{
  icalproperty *property = icalproperty_new_x (text);

  icalproperty_set_x_name (property, name);

  return property;
}

static icalproperty *
new_calendar_name (const char *text)
{
  return new_named ("X-WR-CALNAME", text);
}

/* libical folds with the line's end already there, and so, at some lengths, between its CR and its
 * LF.  Neither stands anywhere else in what it writes. */
static char *
mend_folds (const char *text)
{
  g_auto (GStrv) pieces = g_strsplit (text, "\r\r\n \n", -1);

  return g_strjoinv ("\r\n", pieces);
}

char *
_far_ics_write (GVariant *calendar, GError **error)
{
  icalcomponent *root;
  g_autoptr (GVariant) events = NULL;
  icaltimezone *zone;
  const char *name;
  const char *zone_name;
  char *text = NULL;
  char *mended = NULL;

  g_return_val_if_fail (g_variant_is_of_type (calendar, G_VARIANT_TYPE (FAR_ICS_TYPE)), NULL);

  g_variant_get (calendar, "(&s&s@a(siiisssbddibux))", &name, &zone_name, &events);
  icalerror_set_errors_are_fatal (FALSE);
  icaltimezone_set_tzid_prefix ("");
  zone = icaltimezone_get_builtin_timezone (zone_name);
  if (zone == NULL)
    {
      g_set_error (error, FAR_ICS_ERROR, FAR_ICS_ERROR_ZONE, "no such zone: %s", zone_name);
      return NULL;
    }
  /* it says of UTC that it has no rules, and of some others */
  if (zone == icaltimezone_get_utc_timezone () || strcmp (zone_name, "UTC") == 0)
    zone = NULL;

  root = icalcomponent_vanew (ICAL_VCALENDAR_COMPONENT, icalproperty_new_version ("2.0"),
                              icalproperty_new_prodid (PRODUCT),
                              icalproperty_new_calscale ("GREGORIAN"), NULL);
  add_text (root, new_calendar_name, name);
  if (zone != NULL && g_variant_n_children (events) > 0)
    add_zone (root, zone, zone_name, first_day_of (events));

  if (add_events (root, events, zone != NULL ? zone_name : NULL))
    text = icalcomponent_as_ical_string_r (root);
  icalcomponent_free (root);

  if (text == NULL)
    g_set_error_literal (error, FAR_ICS_ERROR, FAR_ICS_ERROR_INVALID, "an event cannot be");
  else
    mended = mend_folds (text);
  free (text);

  return mended;
}
