/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Events out of iCalendar, by libical.
 *
 * Its rules are followed as RFC 5545 has them, in the zone of the event; then each date is told in
 * the collective's.  libical looks for the next date of a rule that has none for centuries, and for
 * one that comes each second at each second of these; so rules that come more than once a day are
 * not followed, and the caller is told before each rule and after. */

#define G_LOG_DOMAIN "far-import"

#include "far-import-events.h"

#include <libical/ical.h>
#include <string.h>

#include "far-day.h"
#include "far-import-private.h"
#include "far-tidy.h"
#include "far-pure.h"

#define MINUTES_PER_DAY 1440

/* How the times of an event are to be read. */
typedef struct
{
  gboolean is_floating; /* in whatever zone one is */
  GTimeZone *known;     /* owned (nullable): of the system */
  icaltimezone *own;    /* unowned (nullable): of the file */
  char *name;           /* owned */
} Zone;

typedef struct
{
  FarEvents *events;               /* unowned */
  const FarEventsRequest *request; /* unowned */
  icalcomponent *calendar;         /* unowned */
  GHashTable *series;              /* owned: UID to Series */
  GPtrArray *order;                /* owned (element-type Series): in order of the file */
  guint n_events;
} Calendar;

/* What one UID says. */
typedef struct
{
  guint row;
  icalcomponent *master; /* unowned (nullable) */
  guint master_row;
  GPtrArray *others; /* owned (element-type icalcomponent): of single dates of it */
  GArray *rows;      /* owned (element-type guint): their numbers */
} Series;

/* One date on its way: by which minute it is known, and when it is. */
typedef struct
{
  gint64 key; /* minutes since 1970, in UTC if it is known where */
  gint32 day; /* in the event's own zone */
  gint64 when;
  icalcomponent *other; /* (nullable): unowned: what is said of that date alone */
} Date;

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/* libical takes the first byte of a letter for what a backslash escapes. */
static char *
dup_valid (const char *text)
{
  return g_utf8_make_valid (or_empty (text), -1);
}

/* ---- zones */

static void
zone_clear (Zone *self)
{
  g_clear_pointer (&self->known, g_time_zone_unref);
  g_clear_pointer (&self->name, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Zone, zone_clear)

static gboolean
is_zone_name (const char *name)
{
  static const char allowed[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";

  return g_ascii_isalpha (*name) && strspn (name, allowed) == strlen (name);
}

/* Of "/mozilla.org/20050126_1/Europe/Paris" the end is a name that the system knows. */
static GTimeZone *
find_known_zone (const char *id, const char **out_name)
{
  for (const char *at = id; at != NULL; at = strchr (at, '/'))
    {
      GTimeZone *zone;

      while (*at == '/')
        at++;
      zone = is_zone_name (at) ? g_time_zone_new_identifier (at) : NULL;
      *out_name = at;
      if (zone != NULL)
        return zone;
    }

  return NULL;
}

/* Whether its clocks change once a year by a rule, and not each second. */
static gboolean
is_quiet (icaltimezone *zone)
{
  icalcomponent *rules = icaltimezone_get_component (zone);
  icalcomponent *part =
      rules != NULL ? icalcomponent_get_first_component (rules, ICAL_ANY_COMPONENT) : NULL;
  guint n = 0;

  for (; part != NULL; part = icalcomponent_get_next_component (rules, ICAL_ANY_COMPONENT))
    {
      icalproperty *rule = icalcomponent_get_first_property (part, ICAL_RRULE_PROPERTY);

      for (; rule != NULL; rule = icalcomponent_get_next_property (part, ICAL_RRULE_PROPERTY))
        {
          struct icalrecurrencetype recur = icalproperty_get_rrule (rule);

          if (recur.freq != ICAL_YEARLY_RECURRENCE ||
              recur.by_month[0] == ICAL_RECURRENCE_ARRAY_MAX ||
              recur.by_day[0] == ICAL_RECURRENCE_ARRAY_MAX ||
              recur.by_month_day[0] != ICAL_RECURRENCE_ARRAY_MAX ||
              recur.by_set_pos[0] != ICAL_RECURRENCE_ARRAY_MAX ||
              recur.by_hour[0] != ICAL_RECURRENCE_ARRAY_MAX ||
              recur.by_minute[0] != ICAL_RECURRENCE_ARRAY_MAX ||
              recur.by_second[0] != ICAL_RECURRENCE_ARRAY_MAX)
            return FALSE;
        }
      n++;
    }

  return n > 0 && n < 200;
}

/* Returns: FALSE if nobody knows the zone */
static gboolean
zone_init (Zone *self, Calendar *calendar, icalproperty *property, icaltimetype time)
{
  icalparameter *parameter = icalproperty_get_first_parameter (property, ICAL_TZID_PARAMETER);
  const char *id = parameter != NULL ? or_empty (icalparameter_get_tzid (parameter)) : NULL;
  const char *name = NULL;

  memset (self, 0, sizeof *self);
  if (icaltime_is_utc (time))
    {
      self->known = g_time_zone_new_utc ();
      self->name = g_strdup ("UTC");
      return TRUE;
    }
  if (id == NULL)
    {
      self->is_floating = TRUE;
      self->name = g_strdup ("");
      return TRUE;
    }

  self->known = find_known_zone (id, &name);
  if (self->known == NULL)
    {
      self->own = icalcomponent_get_timezone (calendar->calendar, id);
      if (self->own == NULL || !is_quiet (self->own))
        self->own = NULL;
    }
  self->name = far_tidy (self->known != NULL ? name : id);

  return self->known != NULL || self->own != NULL;
}

/* When that is, in minutes since 1970 of UTC; of a floating time in whatever zone. */
static gint64
find_instant (const Zone *self, gint32 day, int minutes)
{
  gint64 civil = (gint64)day * MINUTES_PER_DAY + minutes;
  icaltimetype time = { .hour = minutes / 60, .minute = minutes % 60 };

  if (self->known != NULL)
    return far_day_to_instant (day, minutes, self->known) / 60000;
  if (self->own == NULL)
    return civil;

  far_day_to_ymd (day, &time.year, &time.month, &time.day);

  return civil - icaltimezone_get_utc_offset (self->own, &time, NULL) / 60;
}

/* ---- times */

static gboolean
read_civil (icaltimetype time, gint32 *out_day, int *out_minutes)
{
  *out_minutes = time.is_date ? 0 : time.hour * 60 + time.minute;

  return !icaltime_is_null_time (time) && *out_minutes >= 0 && *out_minutes < MINUTES_PER_DAY &&
         far_day_from_ymd (time.year, time.month, time.day, out_day);
}

static icaltimetype
civil_time (gint64 minutes)
{
  gint32 day = (gint32)(minutes >= 0 ? minutes / MINUTES_PER_DAY
                                     : -((MINUTES_PER_DAY - 1 - minutes) / MINUTES_PER_DAY));
  int rest = (int)(minutes - (gint64)day * MINUTES_PER_DAY);
  icaltimetype time = { .hour = rest / 60, .minute = rest % 60 };

  far_day_to_ymd (day, &time.year, &time.month, &time.day);

  return time;
}

/* @property: with a time that may be in a zone of its own.  @zone: of the event.  Returns: FALSE
 * if it is no time, or nobody knows its zone */
static gboolean
read_key (Calendar *calendar,
          icalproperty *property,
          icaltimetype time,
          const Zone *zone,
          gint64 *out)
{
  g_auto (Zone) own = { 0 };
  gint32 day;
  int minutes;

  if (!read_civil (time, &day, &minutes) || !zone_init (&own, calendar, property, time))
    return FALSE;

  *out = find_instant (own.is_floating ? zone : &own, day, minutes);

  return TRUE;
}

/* ---- dates of one event */

typedef struct
{
  Calendar *calendar; /* unowned */
  const Series *series;
  Zone zone;
  gint32 first_day; /* of its DTSTART */
  int first_minutes;
  GArray *dates; /* owned (element-type Date) */
  gboolean is_open;
} Event;

static void
event_clear (Event *self)
{
  zone_clear (&self->zone);
  g_clear_pointer (&self->dates, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Event, event_clear)

static void
refuse (Calendar *self,
        guint row,
        FarEventRefused reason,
        icalcomponent *event,
        icalproperty_kind kind)
{
  icalproperty *property = icalcomponent_get_first_property (event, kind);
  g_autofree char *cell =
      property != NULL ? dup_valid (icalproperty_get_value_as_string (property)) : NULL;
  g_autofree char *title = dup_valid (icalcomponent_get_summary (event));

  _far_events_refuse (self->events, row, reason, cell != NULL ? cell : title);
}

static void
add_date (Event *self, gint32 day, int minutes)
{
  Date date = { .day = day };

  date.key = date.when = find_instant (&self->zone, day, minutes);
  g_array_append_val (self->dates, date);
}

static gboolean
is_list_empty (const short *list)
{
  return list[0] == ICAL_RECURRENCE_ARRAY_MAX;
}

/* At most one time of a day. */
static gboolean
is_often (const struct icalrecurrencetype *rule)
{
  return rule->freq == ICAL_SECONDLY_RECURRENCE || rule->freq == ICAL_MINUTELY_RECURRENCE ||
         rule->freq == ICAL_HOURLY_RECURRENCE ||
         (!is_list_empty (rule->by_hour) && rule->by_hour[1] != ICAL_RECURRENCE_ARRAY_MAX) ||
         (!is_list_empty (rule->by_minute) && rule->by_minute[1] != ICAL_RECURRENCE_ARRAY_MAX) ||
         (!is_list_empty (rule->by_second) && rule->by_second[1] != ICAL_RECURRENCE_ARRAY_MAX);
}

static gboolean
has_doubles (const short *list)
{
  for (guint i = 0; list[i] != ICAL_RECURRENCE_ARRAY_MAX; i++)
    for (guint j = 0; j < i; j++)
      if (list[i] == list[j])
        return TRUE;

  return FALSE;
}

static gboolean
has_negative (const short *list)
{
  for (guint i = 0; list[i] != ICAL_RECURRENCE_ARRAY_MAX; i++)
    if (list[i] < 0)
      return TRUE;

  return FALSE;
}

/* Rules of which libical 3.0 says other dates than RFC 5545, as its own later tests found out: they
 * are refused rather than followed to the wrong day. */
static gboolean
is_followed_wrong (const struct icalrecurrencetype *rule)
{
  return !is_list_empty (rule->by_week_no) ||
         (!is_list_empty (rule->by_set_pos) &&
          (rule->freq == ICAL_WEEKLY_RECURRENCE || rule->freq == ICAL_DAILY_RECURRENCE)) ||
         (rule->freq == ICAL_DAILY_RECURRENCE &&
          (has_negative (rule->by_month_day) || has_negative (rule->by_year_day))) ||
         has_doubles (rule->by_day) || has_doubles (rule->by_month_day) ||
         has_doubles (rule->by_month) || has_doubles (rule->by_set_pos);
}

/* UNTIL is told in UTC (RFC 5545, 3.3.10), and the rule is followed by the clocks of the event. */
static void
localize_until (const Event *self, struct icalrecurrencetype *rule)
{
  gint32 day;
  int minutes;

  if (icaltime_is_null_time (rule->until) || rule->until.is_date ||
      !icaltime_is_utc (rule->until) || !read_civil (rule->until, &day, &minutes))
    return;

  if (self->zone.known != NULL)
    {
      gint64 instant_ms = ((gint64)day * MINUTES_PER_DAY + minutes) * 60000;
      int local;

      day = far_day_of_instant (instant_ms, self->zone.known, &local);
      rule->until = civil_time ((gint64)day * MINUTES_PER_DAY + local);
    }
  else if (self->zone.own != NULL)
    {
      gint64 civil = (gint64)day * MINUTES_PER_DAY + minutes;

      rule->until = civil_time (civil + civil - find_instant (&self->zone, day, minutes));
    }
  else
    {
      rule->until.zone = NULL;
    }
}

typedef enum
{
  FOLLOWED,
  ENDLESS, /* beyond what is looked at */
  NO_RULE,
} Following;

static Following
follow (Event *self, struct icalrecurrencetype rule)
{
  gint32 until = self->calendar->request->until + 1;
  icaltimetype start = civil_time ((gint64)self->first_day * MINUTES_PER_DAY + self->first_minutes);
  icalrecur_iterator *iterator = icalrecur_iterator_new (rule, start);
  Following result = iterator != NULL ? NO_RULE : FOLLOWED;

  /* it has no date, or libical does not know how to go on */
  if (iterator == NULL)
    return icalerrno == ICAL_NO_ERROR ? FOLLOWED : NO_RULE;

  for (guint i = 0; i < FAR_HOLIDAY_REPEATS_MAX && result == NO_RULE; i++)
    {
      icaltimetype next = icalrecur_iterator_next (iterator);
      gint32 day;
      int minutes;

      if (icaltime_is_null_time (next) || next.year > 2200)
        result = FOLLOWED;
      else if (!read_civil (next, &day, &minutes))
        break;
      else if (day > until)
        result = ENDLESS;
      else
        add_date (self, day, minutes);
    }
  icalrecur_iterator_free (iterator);

  return result;
}

static gboolean
is_skipped (const FarEventsRequest *request, guint row)
{
  for (guint i = 0; i < request->n_skip; i++)
    if (request->skip[i] == row)
      return TRUE;

  return FALSE;
}

static gboolean
add_rule (Event *self, icalcomponent *event, icalproperty *property)
{
  const FarEventsRequest *request = self->calendar->request;
  guint row = self->series->master_row;
  struct icalrecurrencetype rule = icalproperty_get_rrule (property);
  g_autofree char *cell = dup_valid (icalproperty_get_value_as_string (property));
  Following result;

  if (rule.freq == ICAL_NO_RECURRENCE || (!is_often (&rule) && is_followed_wrong (&rule)))
    {
      _far_events_refuse (self->calendar->events, row, FAR_EVENT_REFUSED_RULE, cell);
      return FALSE;
    }
  if (is_often (&rule))
    {
      _far_events_refuse (self->calendar->events, row, FAR_EVENT_REFUSED_OFTEN, cell);
      return FALSE;
    }
  if (is_skipped (request, row))
    {
      _far_events_refuse (self->calendar->events, row, FAR_EVENT_REFUSED_SLOW, cell);
      return FALSE;
    }

  localize_until (self, &rule);
  icalerror_clear_errno ();
  if (request->begin != NULL)
    request->begin (row);
  result = follow (self, rule);
  if (request->end != NULL)
    request->end ();
  if (result == NO_RULE)
    {
      _far_events_refuse (self->calendar->events, row, FAR_EVENT_REFUSED_RULE, cell);
      return FALSE;
    }
  self->is_open |= result == ENDLESS;

  return TRUE;
}

/* All of them before the first is followed: a component has one place only at which its properties
 * are walked through. */
static GPtrArray *
list_properties (icalcomponent *event, icalproperty_kind kind)
{
  GPtrArray *list = g_ptr_array_new ();
  icalproperty *property = icalcomponent_get_first_property (event, kind);

  for (; property != NULL; property = icalcomponent_get_next_property (event, kind))
    g_ptr_array_add (list, property);

  return list;
}

/* Returns: FALSE if the event is refused.  @out_is_again: whether it comes again */
static gboolean
add_dates (Event *self, icalcomponent *event, gboolean *out_is_again)
{
  g_autoptr (GPtrArray) rules = list_properties (event, ICAL_RRULE_PROPERTY);
  g_autoptr (GPtrArray) added = list_properties (event, ICAL_RDATE_PROPERTY);
  guint row = self->series->master_row;

  *out_is_again = rules->len > 0 || added->len > 0;
  if (icalcomponent_get_first_property (event, ICAL_EXRULE_PROPERTY) != NULL)
    {
      refuse (self->calendar, row, FAR_EVENT_REFUSED_RULE, event, ICAL_EXRULE_PROPERTY);
      return FALSE;
    }

  if (rules->len == 0)
    add_date (self, self->first_day, self->first_minutes);
  for (guint i = 0; i < rules->len; i++)
    if (!add_rule (self, event, rules->pdata[i]))
      return FALSE;

  for (guint i = 0; i < added->len; i++)
    {
      struct icaldatetimeperiodtype value = icalproperty_get_rdate (added->pdata[i]);
      icaltimetype time = icaltime_is_null_time (value.time) ? value.period.start : value.time;
      g_auto (Zone) own = { 0 };
      gint32 day;
      int minutes;

      if (!read_civil (time, &day, &minutes) ||
          !zone_init (&own, self->calendar, added->pdata[i], time))
        {
          refuse (self->calendar, row, FAR_EVENT_REFUSED_DATE, event, ICAL_RDATE_PROPERTY);
          return FALSE;
        }
      if (time.is_date || own.is_floating)
        add_date (self, day, time.is_date ? self->first_minutes : minutes);
      else
        {
          Date date = { .day = day };

          date.key = date.when = find_instant (&own, day, minutes);
          g_array_append_val (self->dates, date);
        }
    }

  return TRUE;
}

static void
drop_key (Event *self, gint64 key)
{
  for (guint i = self->dates->len; i > 0; i--)
    if (g_array_index (self->dates, Date, i - 1).key == key)
      g_array_remove_index (self->dates, i - 1);
}

static void
drop_day (Event *self, gint32 day)
{
  for (guint i = self->dates->len; i > 0; i--)
    if (g_array_index (self->dates, Date, i - 1).day == day)
      g_array_remove_index (self->dates, i - 1);
}

/* @property: an EXDATE or RECURRENCE-ID with that time.  Returns: FALSE if it is none */
static gboolean
drop (Event *self, icalproperty *property, icaltimetype time)
{
  gint32 day;
  int minutes;
  gint64 key;

  if (time.is_date && read_civil (time, &day, &minutes))
    drop_day (self, day);
  else if (read_key (self->calendar, property, time, &self->zone, &key))
    drop_key (self, key);
  else
    return FALSE;

  return TRUE;
}

static void
drop_excluded (Event *self, icalcomponent *event)
{
  g_autoptr (GPtrArray) excluded = list_properties (event, ICAL_EXDATE_PROPERTY);

  for (guint i = 0; i < excluded->len; i++)
    if (!drop (self, excluded->pdata[i], icalproperty_get_exdate (excluded->pdata[i])))
      refuse (self->calendar, self->series->master_row, FAR_EVENT_REFUSED_DATE, event,
              ICAL_EXDATE_PROPERTY);
}

/* What is said of single dates of it: at another time, or called off. */
static void
move_others (Event *self)
{
  const Series *series = self->series;

  for (guint i = 0; i < series->others->len; i++)
    {
      icalcomponent *other = series->others->pdata[i];
      guint row = g_array_index (series->rows, guint, i);
      icalproperty *id = icalcomponent_get_first_property (other, ICAL_RECURRENCEID_PROPERTY);
      icalproperty *start = icalcomponent_get_first_property (other, ICAL_DTSTART_PROPERTY);
      gint64 when;

      if (icalproperty_get_first_parameter (id, ICAL_RANGE_PARAMETER) != NULL)
        {
          refuse (self->calendar, row, FAR_EVENT_REFUSED_FOLLOWING, other,
                  ICAL_RECURRENCEID_PROPERTY);
          continue;
        }
      if (!drop (self, id, icalproperty_get_recurrenceid (id)))
        {
          refuse (self->calendar, row, FAR_EVENT_REFUSED_DATE, other, ICAL_RECURRENCEID_PROPERTY);
          continue;
        }
      if (icalcomponent_get_status (other) == ICAL_STATUS_CANCELLED)
        continue;

      if (start == NULL || icalproperty_get_dtstart (start).is_date ||
          !read_key (self->calendar, start, icalproperty_get_dtstart (start), &self->zone, &when))
        refuse (self->calendar, row, FAR_EVENT_REFUSED_DATE, other, ICAL_DTSTART_PROPERTY);
      else
        {
          Date date = { .key = G_MININT64, .day = G_MININT32, .when = when, .other = other };

          g_array_append_val (self->dates, date);
        }
    }
}

/* ---- telling them in the collective's zone */

static int
compare_dates (gconstpointer a, gconstpointer b)
{
  const FarEventDate *one = a;
  const FarEventDate *other = b;

  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;

  return (one->at > other->at) - (one->at < other->at);
}

static void
sort_dates (GArray *dates)
{
  guint n = 0;

  g_array_sort (dates, compare_dates);
  for (guint i = 0; i < dates->len; i++)
    {
      FarEventDate date = g_array_index (dates, FarEventDate, i);

      if (n == 0 || compare_dates (&g_array_index (dates, FarEventDate, n - 1), &date) != 0)
        g_array_index (dates, FarEventDate, n++) = date;
    }
  g_array_set_size (dates, n);
}

static FarEventDate
tell_date (const Event *self, gint64 when, gboolean *is_converted)
{
  icaltimetype civil = civil_time (when);
  FarEventDate date = { .at = civil.hour * 60 + civil.minute };
  gint32 own_day;
  int own_minutes;

  if (self->zone.is_floating)
    {
      (void)!far_day_from_ymd (civil.year, civil.month, civil.day, &date.day);
      return date;
    }

  date.day = far_day_of_instant (when * 60000, self->calendar->request->zone, &date.at);
  if (self->zone.known != NULL)
    {
      own_day = far_day_of_instant (when * 60000, self->zone.known, &own_minutes);
      *is_converted |= own_day != date.day || own_minutes != date.at;
    }
  else
    {
      *is_converted |= find_instant (&self->zone, date.day, date.at) != when;
    }

  return date;
}

/* Of a date that is called otherwise, or is at another place. */
static void
tell_apart (FarDatedEvent *event, FarEventDate date, icalcomponent *other)
{
  g_autofree char *summary = dup_valid (icalcomponent_get_summary (other));
  g_autofree char *location = dup_valid (icalcomponent_get_location (other));
  g_autofree char *title = far_tidy (summary);
  g_autofree char *place = far_tidy (location);

  if (strcmp (title, event->title) == 0)
    *title = '\0';
  if (strcmp (place, event->place) == 0)
    *place = '\0';
  for (guint i = 0; i < event->apart->len; i++)
    if (((const FarEventApart *)event->apart->pdata[i])->day == date.day &&
        ((const FarEventApart *)event->apart->pdata[i])->at == date.at)
      return;
  if (*title != '\0' || *place != '\0')
    g_ptr_array_add (event->apart, far_event_apart_new (date.day, date.at, title, place));
}

static gboolean
tell_event (Event *self, FarDatedEvent *event, gboolean is_again, GError **error)
{
  const FarEventsRequest *request = self->calendar->request;
  g_autoptr (FarDatedEvent) owned = event;
  gboolean is_converted = FALSE;

  for (guint i = 0; i < self->dates->len; i++)
    {
      const Date *one = &g_array_index (self->dates, Date, i);
      FarEventDate date = tell_date (self, one->when, &is_converted);

      if (date.day < request->today || date.day > request->until)
        continue;
      g_array_append_val (event->dates, date);
      if (one->other != NULL)
        tell_apart (event, date, one->other);
    }
  sort_dates (event->dates);
  if (event->dates->len == 0)
    {
      self->calendar->events->n_passed_over++;
      return TRUE;
    }

  event->is_again = is_again || event->dates->len > 1;
  event->is_open = self->is_open;
  if (is_converted)
    {
      g_free (event->zone);
      event->zone = g_strdup (self->zone.name);
    }

  return _far_events_add (self->calendar->events, g_steal_pointer (&owned), error);
}

static gboolean
read_series (Calendar *self, const Series *series, icalcomponent *master, guint row, GError **error)
{
  g_autofree char *summary = dup_valid (icalcomponent_get_summary (master));
  g_autofree char *location = dup_valid (icalcomponent_get_location (master));
  icalproperty *start = icalcomponent_get_first_property (master, ICAL_DTSTART_PROPERTY);
  icaltimetype time = start != NULL ? icalproperty_get_dtstart (start) : icaltime_null_time ();
  Series own = *series;
  g_auto (Event) event = { .calendar = self, .series = &own };
  g_autoptr (FarDatedEvent) told = _far_event_new (row, summary, location);
  gboolean is_again = FALSE;
  gboolean is_refused = TRUE;

  own.master_row = row;
  event.dates = g_array_new (FALSE, FALSE, sizeof (Date));
  if (told->title[0] == '\0')
    refuse (self, row, FAR_EVENT_REFUSED_TITLE, master, ICAL_DTSTART_PROPERTY);
  else if (icalcomponent_get_status (master) == ICAL_STATUS_CANCELLED)
    refuse (self, row, FAR_EVENT_REFUSED_CANCELLED, master, ICAL_SUMMARY_PROPERTY);
  else if (!read_civil (time, &event.first_day, &event.first_minutes))
    refuse (self, row, FAR_EVENT_REFUSED_DATE, master, ICAL_DTSTART_PROPERTY);
  else if (time.is_date)
    refuse (self, row, FAR_EVENT_REFUSED_ALL_DAY, master, ICAL_SUMMARY_PROPERTY);
  else if (!zone_init (&event.zone, self, start, time))
    _far_events_refuse (self->events, row, FAR_EVENT_REFUSED_ZONE, event.zone.name);
  else
    is_refused = FALSE;

  if (is_refused || !add_dates (&event, master, &is_again))
    return TRUE;

  drop_excluded (&event, master);
  if (master == series->master)
    move_others (&event);

  return tell_event (&event, g_steal_pointer (&told), is_again, error);
}

/* ---- which events are of which */

static void
series_free (gpointer data)
{
  Series *self = data;

  g_ptr_array_unref (self->others);
  g_array_unref (self->rows);
  g_free (self);
}

static void
calendar_clear (Calendar *self)
{
  g_clear_pointer (&self->series, g_hash_table_unref);
  g_clear_pointer (&self->order, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Calendar, calendar_clear)

static Series *
find_series (Calendar *self, icalcomponent *event)
{
  const char *uid = icalcomponent_get_uid (event);
  Series *series = uid != NULL ? g_hash_table_lookup (self->series, uid) : NULL;

  if (series != NULL)
    return series;

  series = g_new0 (Series, 1);
  series->others = g_ptr_array_new ();
  series->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_ptr_array_add (self->order, series);
  if (uid != NULL)
    g_hash_table_insert (self->series, g_strdup (uid), series);

  return series;
}

/* Of an event that stands there twice the later version counts. */
static void
note_event (Calendar *self, icalcomponent *event)
{
  Series *series = find_series (self, event);
  guint row = ++self->n_events;

  if (icalcomponent_get_first_property (event, ICAL_RECURRENCEID_PROPERTY) != NULL)
    {
      g_ptr_array_add (series->others, event);
      g_array_append_val (series->rows, row);
    }
  else if (series->master == NULL ||
           icalcomponent_get_sequence (event) >= icalcomponent_get_sequence (series->master))
    {
      series->master = event;
      series->master_row = row;
    }
}

/* A file may hold of a series no more than the dates that changed: each is one of its own then. */
static gboolean
read_loose (Calendar *self, const Series *series, GError **error)
{
  for (guint i = 0; i < series->others->len; i++)
    if (!read_series (self, series, series->others->pdata[i],
                      g_array_index (series->rows, guint, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
read_calendar (FarEvents *events,
               const FarEventsRequest *request,
               icalcomponent *component,
               guint *n_events,
               GError **error)
{
  g_auto (Calendar) self = {
    .events = events, .request = request, .calendar = component, .n_events = *n_events
  };
  icalcomponent *event;

  self.series = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self.order = g_ptr_array_new_with_free_func (series_free);
  if (icalcomponent_isa (component) == ICAL_VEVENT_COMPONENT)
    note_event (&self, component);
  for (event = icalcomponent_get_first_component (component, ICAL_VEVENT_COMPONENT); event != NULL;
       event = icalcomponent_get_next_component (component, ICAL_VEVENT_COMPONENT))
    note_event (&self, event);
  *n_events = self.n_events;

  for (guint i = 0; i < self.order->len; i++)
    {
      const Series *series = self.order->pdata[i];

      if (series->master != NULL
              ? !read_series (&self, series, series->master, series->master_row, error)
              : !read_loose (&self, series, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_ical (FarEvents *events, const FarEventsRequest *request, const char *text, GError **error)
{
  icalcomponent *root;
  guint n_events = 0;
  gboolean good = TRUE;

  /* what is foreign is no error of ours */
  icalerror_set_errors_are_fatal (FALSE);
  root = icalparser_parse_string (text);
  if (root == NULL)
    {
      g_set_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_FORMAT,
                   "a calendar that is not closed");
      return FALSE;
    }

  if (icalcomponent_isa (root) == ICAL_XROOT_COMPONENT)
    {
      icalcomponent *part = icalcomponent_get_first_component (root, ICAL_ANY_COMPONENT);

      for (; part != NULL && good;
           part = icalcomponent_get_next_component (root, ICAL_ANY_COMPONENT))
        good = read_calendar (events, request, part, &n_events, error);
    }
  else
    {
      good = read_calendar (events, request, root, &n_events, error);
    }
  icalcomponent_free (root);

  return good;
}

FarEvents *
far_import_events (const guint8 *content,
                   gsize len,
                   const FarEventsRequest *request,
                   GError **error)
{
  g_autoptr (FarEvents) events = _far_events_new ();
  g_autoptr (GString) text = NULL;
  gboolean is_calendar;

  if (len > FAR_HOLIDAYS_BYTES_MAX)
    {
      g_set_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_TOO_BIG, "larger than %d MiB",
                   FAR_HOLIDAYS_BYTES_MAX / 1024 / 1024);
      return NULL;
    }

  text = _far_import_decode (content, len, "begin:v", &is_calendar);
  if (text == NULL)
    {
      g_set_error (error, FAR_IMPORT_ERROR, FAR_IMPORT_ERROR_FORMAT,
                   "not text in UTF-8 or Windows-1252");
      return NULL;
    }

  return (is_calendar ? read_ical (events, request, text->str, error)
                      : _far_import_event_table (events, request, text->str, text->len, error))
             ? g_steal_pointer (&events)
             : NULL;
}
