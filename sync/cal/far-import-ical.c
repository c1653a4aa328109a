/* SPDX-License-Identifier: GPL-3.0-or-later */

/* iCalendar, by libical.
 *
 * What is a holiday nobody standardised.  STATUS tells what is cancelled.  CLASS:PUBLIC says who
 * may see an event, and not that it is a public holiday.  So every event is one, but for
 *
 *  - those by which the ministry says when school begins ("Rentrée scolaire des élèves");
 *  - observances of Google's calendars, on which schools are open: their description has a second
 *    line, in whatever language, that says how to hide them.  "Public holiday in Maryland,
 * Virginia" is one there only. */

#define G_LOG_DOMAIN "far-import"

#include "far-import-private.h"

#include <libical/ical.h>
#include <string.h>

#include "far-day.h"
#include "far-tidy.h"
#include "far-pure.h"

#define DAY_S 86400

typedef struct
{
  FarImportBook *book; /* unowned */
  GTimeZone *zone;     /* owned: of the calendar, for instants in UTC */
  GRegex *zones;       /* owned: of the ministry, in a summary */
  gboolean is_google;
  guint n_events;
} Calendar;

/* An event on its way into the book. */
typedef struct
{
  Calendar *calendar; /* unowned */
  const FarImportWhere *where;
  FarImportRow row;
  GArray *excluded; /* unowned (element-type gint32): days on which it does not come */
  guint n_near;     /* days on which it begins, neither long over nor far ahead */
  gboolean is_refused;
} Event;

static void
calendar_clear (Calendar *self)
{
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->zones, g_regex_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Calendar, calendar_clear)

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* What libical says is UTF-8 no more where a backslash stood before a letter of several bytes: it
 * takes the first of them for what is escaped. */
static char *
dup_valid (const char *text)
{
  return g_utf8_make_valid (or_empty (text), -1);
}

/* An X- property of a calendar.  Returns: (nullable) */
static const char *
find_x (icalcomponent *component, const char *name)
{
  icalproperty *property = icalcomponent_get_first_property (component, ICAL_X_PROPERTY);

  for (; property != NULL; property = icalcomponent_get_next_property (component, ICAL_X_PROPERTY))
    {
      if (g_ascii_strcasecmp (or_empty (icalproperty_get_x_name (property)), name) == 0)
        return icalproperty_get_x (property);
    }

  return NULL;
}

static void
calendar_init (Calendar *self, FarImportBook *book, icalcomponent *component)
{
  const char *zone = find_x (component, "X-WR-TIMEZONE");
  icalproperty *product = icalcomponent_get_first_property (component, ICAL_PRODID_PROPERTY);

  self->book = book;
  if (zone != NULL)
    self->zone = g_time_zone_new_identifier (zone);
  if (self->zone == NULL)
    self->zone = g_time_zone_new_utc ();
  self->zones =
      g_regex_new ("^(.*?)[\\s(–—-]*\\bzones?\\s+([a-z](?:[\\s,/&+]+(?:et\\s+)?[a-z])*)\\)?$",
                   G_REGEX_CASELESS, 0, NULL);
  self->is_google =
      product != NULL && strstr (or_empty (icalproperty_get_prodid (product)), "Google") != NULL;
}

/* -- days */

/* Steps over what libical has not understood: what it says of the time is then anything. */
static gboolean
read_civil (const Calendar *self, icaltimetype time, gint32 *out_day, int *out_minutes)
{
  *out_minutes = 0;
  if (icaltime_is_null_time (time) || !far_day_from_ymd (time.year, time.month, time.day, out_day))
    return FALSE;

  if (time.is_date)
    return TRUE;

  *out_minutes = time.hour * 60 + time.minute;
  if (icaltime_is_utc (time))
    {
      gint64 instant_s = *out_day * (gint64)DAY_S + *out_minutes * 60;

      *out_day = far_day_of_instant (instant_s * 1000, self->zone, out_minutes);
    }

  return far_day_is_valid (*out_day);
}

static void
refuse (Event *self, icalcomponent *event, FarRefusedReason reason, icalproperty_kind kind)
{
  icalproperty *property = icalcomponent_get_first_property (event, kind);
  g_autofree char *cell =
      property != NULL ? dup_valid (icalproperty_get_value_as_string (property)) : NULL;

  _far_holidays_refuse (self->calendar->book->holidays, self->row.number, reason,
                        cell != NULL ? cell : self->row.name);
}

static gboolean
has_end (icalcomponent *event)
{
  return icalcomponent_get_first_property (event, ICAL_DTEND_PROPERTY) != NULL ||
         icalcomponent_get_first_property (event, ICAL_DURATION_PROPERTY) != NULL;
}

/* "Vacances d'été" without an end are not over the next morning, whatever RFC 5545 says: the
 * ministry does not know yet when they will be. */
static gboolean
is_open (const Event *self, icalcomponent *event)
{
  g_autofree char *folded = far_fold (self->row.name);

  return !has_end (event) &&
         (g_str_has_prefix (folded, "vacances") || _far_import_is_beginning (self->row.name));
}

static gboolean
read_days (Event *self, icalcomponent *event)
{
  icaltimetype start = icalcomponent_get_dtstart (event);
  gint32 end_day;
  int minutes;
  int end_minutes;

  if (!read_civil (self->calendar, start, &self->row.first_day, &minutes))
    {
      refuse (self, event, FAR_REFUSED_DATE, ICAL_DTSTART_PROPERTY);
      return FALSE;
    }
  if (is_open (self, event))
    {
      refuse (self, event, FAR_REFUSED_OPEN, ICAL_SUMMARY_PROPERTY);
      return FALSE;
    }

  end_day = self->row.first_day + 1;
  end_minutes = 0;
  if (has_end (event) &&
      !read_civil (self->calendar, icalcomponent_get_dtend (event), &end_day, &end_minutes))
    {
      refuse (self, event, FAR_REFUSED_DATE, ICAL_DTEND_PROPERTY);
      return FALSE;
    }

  /* some end a day at 23:59, and some write a day as one that ends when it begins */
  if (end_minutes == 24 * 60 - 1)
    {
      end_day++;
      end_minutes = 0;
    }
  if (end_day == self->row.first_day && end_minutes == minutes)
    end_day++;
  if (minutes != 0 || end_minutes != 0 || (!start.is_date && !has_end (event)))
    {
      refuse (self, event, FAR_REFUSED_TIME, ICAL_DTSTART_PROPERTY);
      return FALSE;
    }

  self->row.last_day = end_day - 1;
  if (self->row.last_day >= self->row.first_day &&
      self->row.last_day - self->row.first_day < FAR_HOLIDAY_DAYS_MAX)
    return TRUE;

  refuse (self, event,
          self->row.last_day < self->row.first_day ? FAR_REFUSED_ORDER : FAR_REFUSED_LONG,
          ICAL_DTEND_PROPERTY);

  return FALSE;
}

/* -- what comes again */

/* Whether a rule says no more than on which days of each year it comes again.  Others are not
 * followed: libical looks at each second of all years for one that comes on the 30th of February.
 */
static gboolean
is_yearly (const struct icalrecurrencetype *rule)
{
  return rule->freq == ICAL_YEARLY_RECURRENCE && rule->by_second[0] == ICAL_RECURRENCE_ARRAY_MAX &&
         rule->by_minute[0] == ICAL_RECURRENCE_ARRAY_MAX &&
         rule->by_hour[0] == ICAL_RECURRENCE_ARRAY_MAX;
}

/* Beforehand, because a component has one place only at which its properties are walked through. */
static void
read_excluded (Event *self, icalcomponent *event)
{
  icalproperty *property = icalcomponent_get_first_property (event, ICAL_EXDATE_PROPERTY);
  gint32 day;
  int minutes;

  for (; property != NULL; property = icalcomponent_get_next_property (event, ICAL_EXDATE_PROPERTY))
    {
      if (read_civil (self->calendar, icalproperty_get_exdate (property), &day, &minutes))
        g_array_append_val (self->excluded, day);
    }
}

static gboolean
is_excluded (const Event *self, gint32 day)
{
  for (guint i = 0; i < self->excluded->len; i++)
    {
      if (g_array_index (self->excluded, gint32, i) == day)
        return TRUE;
    }

  return FALSE;
}

/* Adds what is as long as the event and begins on @day, if it is near. */
static void
add_day (Event *self, gint32 day)
{
  FarImportBook *book = self->calendar->book;
  FarImportRow row = self->row;

  row.first_day = day;
  row.last_day += day - self->row.first_day;
  if (!_far_holidays_is_near (row.first_day, row.last_day, book->request->today) ||
      is_excluded (self, day))
    return;

  self->n_near++;
  _far_import_book_add (book, &row, self->where);
}

static icaltimetype
to_icaltime (gint32 day)
{
  icaltimetype time = { .is_date = 1 };

  far_day_to_ymd (day, &time.year, &time.month, &time.day);

  return time;
}

/* Returns: whether it was followed to its end, or beyond what is near */
static gboolean
add_rule (Event *self, struct icalrecurrencetype rule)
{
  gint64 until = (gint64)self->calendar->book->request->today + FAR_HOLIDAY_AHEAD_DAYS;
  icalrecur_iterator *iterator;
  gint32 day;
  int minutes;
  gboolean is_over = FALSE;

  if (!is_yearly (&rule))
    return FALSE;

  iterator = icalrecur_iterator_new (rule, to_icaltime (self->row.first_day));
  if (iterator == NULL)
    return FALSE;

  for (guint i = 0; i < FAR_HOLIDAY_REPEATS_MAX && !is_over; i++)
    {
      is_over = !read_civil (self->calendar, icalrecur_iterator_next (iterator), &day, &minutes) ||
                day > until;
      if (!is_over)
        add_day (self, day);
    }
  icalrecur_iterator_free (iterator);

  return is_over;
}

/* Returns: whether it has a rule */
static gboolean
add_rules (Event *self, icalcomponent *event)
{
  icalproperty *first = icalcomponent_get_first_property (event, ICAL_RRULE_PROPERTY);

  for (icalproperty *property = first; property != NULL;
       property = icalcomponent_get_next_property (event, ICAL_RRULE_PROPERTY))
    {
      if (!add_rule (self, icalproperty_get_rrule (property)))
        {
          g_autofree char *cell = dup_valid (icalproperty_get_value_as_string (property));

          _far_holidays_refuse (self->calendar->book->holidays, self->row.number,
                                FAR_REFUSED_REPEATS, cell);
          self->is_refused = TRUE;
        }
    }

  return first != NULL;
}

static void
add_dates (Event *self, icalcomponent *event)
{
  icalproperty *property = icalcomponent_get_first_property (event, ICAL_RDATE_PROPERTY);
  gint32 day;
  int minutes;

  for (; property != NULL; property = icalcomponent_get_next_property (event, ICAL_RDATE_PROPERTY))
    {
      if (read_civil (self->calendar, icalproperty_get_rdate (property).time, &day, &minutes))
        add_day (self, day);
    }
}

static void
add_all (Event *self, icalcomponent *event)
{
  read_excluded (self, event);

  /* its own day is one of those of its rule */
  if (!add_rules (self, event))
    add_day (self, self->row.first_day);
  add_dates (self, event);

  if (self->n_near == 0 && !self->is_refused)
    _far_import_book_pass_over (self->calendar->book);
}

/* -- events */

/* Takes the zones out of a summary such as "Vacances d'hiver - Zones A C".  Returns: (transfer
 * full): what is left of it */
static char *
take_zones (const Calendar *self, const char *summary, icalcomponent *event, FarImportWhere *where)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *letters = NULL;
  icalproperty *places = icalcomponent_get_first_property (event, ICAL_LOCATION_PROPERTY);

  if (!g_regex_match (self->zones, summary, 0, &match))
    return g_strdup (summary);

  letters = g_match_info_fetch (match, 2);
  for (const char *at = letters; *at != '\0'; at++)
    {
      /* "A et B" */
      if (g_ascii_isalpha (at[0]) && g_ascii_isalpha (at[1]))
        at++;
      else if (g_ascii_isalpha (at[0]))
        g_ptr_array_add (where->names, g_strdup_printf ("Zone %c", g_ascii_toupper (at[0])));
    }
  if (places != NULL)
    {
      g_autofree char *list = dup_valid (icalproperty_get_location (places));

      _far_import_split (where->places, list, ",");
    }

  return g_match_info_fetch (match, 1);
}

/* Returns: whether Google says that it is a public holiday */
static gboolean
read_google (const char *description, FarImportWhere *where)
{
  static const char regional[] = "Public holiday in ";

  if (g_str_has_prefix (description, regional))
    {
      where->is_more = TRUE;
      _far_import_split (where->names, description + strlen (regional), ",");
    }

  return strchr (description, '\n') == NULL;
}

static void
read_event (Calendar *self, icalcomponent *event)
{
  g_auto (FarImportWhere) where = { 0 };
  g_autofree char *summary = dup_valid (icalcomponent_get_summary (event));
  g_autofree char *description = dup_valid (icalcomponent_get_description (event));
  g_autofree char *name = NULL;
  g_autoptr (GArray) excluded = g_array_new (FALSE, FALSE, sizeof (gint32));
  Event read = {
    .calendar = self, .where = &where, .row.number = ++self->n_events, .excluded = excluded
  };

  _far_import_where_init (&where);
  name = take_zones (self, summary, event, &where);
  read.row.name = name;

  if (icalcomponent_get_status (event) == ICAL_STATUS_CANCELLED || _far_import_is_return (name) ||
      (self->is_google && !read_google (description, &where)))
    {
      _far_import_book_pass_over (self->book);
      return;
    }

  if (_far_import_book_wants (self->book, &where) && read_days (&read, event))
    add_all (&read, event);
}

static void
read_calendar (FarImportBook *book, icalcomponent *component)
{
  g_auto (Calendar) calendar = { 0 };
  g_autofree char *name = dup_valid (find_x (component, "X-WR-CALNAME"));
  icalcomponent *event;

  calendar_init (&calendar, book, component);
  g_free (book->holidays->name);
  book->holidays->name = far_tidy (name);

  for (event = icalcomponent_get_first_component (component, ICAL_VEVENT_COMPONENT); event != NULL;
       event = icalcomponent_get_next_component (component, ICAL_VEVENT_COMPONENT))
    read_event (&calendar, event);
}

gboolean
_far_import_read_ical (FarImportBook *book, const char *text, GError **error)
{
  icalcomponent *root;
  icalcomponent *calendar;

  /* what is foreign is no error of ours */
  icalerror_set_errors_are_fatal (FALSE);
  root = icalparser_parse_string (text);
  if (root == NULL)
    {
      g_set_error (error, FAR_HOLIDAYS_ERROR, FAR_HOLIDAYS_ERROR_FORMAT,
                   "a calendar that is not closed");
      return FALSE;
    }

  if (icalcomponent_isa (root) == ICAL_XROOT_COMPONENT)
    {
      for (calendar = icalcomponent_get_first_component (root, ICAL_VCALENDAR_COMPONENT);
           calendar != NULL;
           calendar = icalcomponent_get_next_component (root, ICAL_VCALENDAR_COMPONENT))
        read_calendar (book, calendar);
    }
  else
    {
      read_calendar (book, root);
    }
  icalcomponent_free (root);

  return TRUE;
}
