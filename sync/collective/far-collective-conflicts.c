/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values that people wrote into one field without knowing of each other, all with the right to
 * (docs/records.md).  One is shown; whoever may write the field chooses by writing it again. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-collective-help-private.h"
#include "far-collective-rides.h"
#include "far-day.h"
#include "far-limits.h"

static const struct
{
  guint8 kind;
  guint8 key;
  guint8 what; /* FarDiffers */
} fields[] = {
  { FAR_KIND_COLLECTIVE, FAR_COLLECTIVE_NAME, FAR_DIFFERS_NAME },
  { FAR_KIND_COLLECTIVE, FAR_COLLECTIVE_ZONE, FAR_DIFFERS_ZONE },
  { FAR_KIND_PERSON, FAR_PERSON_NAME, FAR_DIFFERS_PERSON },
  { FAR_KIND_PERSON, FAR_PERSON_GONE, FAR_DIFFERS_GONE },
  { FAR_KIND_PERSON, FAR_PERSON_PHONE, FAR_DIFFERS_PHONE },
  { FAR_KIND_LINE, FAR_LINE_NAME, FAR_DIFFERS_LINE_NAME },
  { FAR_KIND_LINE, FAR_LINE_SCHOOL, FAR_DIFFERS_SCHOOL },
  { FAR_KIND_LINE, FAR_LINE_STOPS, FAR_DIFFERS_STOPS },
  { FAR_KIND_LINE, FAR_LINE_GONE, FAR_DIFFERS_GONE },
  { FAR_KIND_LINE, FAR_LINE_REFERENT, FAR_DIFFERS_REFERENT },
  { FAR_KIND_LINE, FAR_LINE_COLOUR, FAR_DIFFERS_COLOUR },
  { FAR_KIND_LINE, FAR_LINE_PATTERNS, FAR_DIFFERS_PATTERNS },
  { FAR_KIND_HAZARD, FAR_HAZARD_WORDS, FAR_DIFFERS_HAZARD },
  { FAR_KIND_HAZARD, FAR_HAZARD_STATE, FAR_DIFFERS_HAZARD_STATE },
  { FAR_KIND_PLACE, FAR_PLACE_NAME, FAR_DIFFERS_MEETING_NAME },
  { FAR_KIND_PLACE, FAR_PLACE_ADDRESS, FAR_DIFFERS_MEETING_ADDRESS },
  { FAR_KIND_PLACE, FAR_PLACE_TOWN, FAR_DIFFERS_MEETING_TOWN },
  { FAR_KIND_PLACE, FAR_PLACE_AT, FAR_DIFFERS_MEETING_AT },
  { FAR_KIND_PLACE, FAR_PLACE_GONE, FAR_DIFFERS_GONE },
  { FAR_KIND_THING, FAR_THING_NAME, FAR_DIFFERS_THING_NAME },
  { FAR_KIND_THING, FAR_THING_KEEPER, FAR_DIFFERS_KEEPER },
  { FAR_KIND_THING, FAR_THING_NOTE, FAR_DIFFERS_NOTE },
  { FAR_KIND_THING, FAR_THING_GONE, FAR_DIFFERS_GONE },
  { FAR_KIND_THING, FAR_THING_WHAT, FAR_DIFFERS_THING_WHAT },
  { FAR_KIND_THING, FAR_THING_WHOSE, FAR_DIFFERS_THING_WHOSE },
  { FAR_KIND_THING, FAR_THING_PIECES, FAR_DIFFERS_THING_PIECES },
  { FAR_KIND_THING, FAR_THING_CONDITION, FAR_DIFFERS_THING_CONDITION },
  { FAR_KIND_THING, FAR_THING_WORN, FAR_DIFFERS_THING_WORN },
  { FAR_KIND_THING, FAR_THING_WHERE, FAR_DIFFERS_THING_WHERE },
  { FAR_KIND_THING, FAR_THING_LENT, FAR_DIFFERS_THING_LENT },
  { FAR_KIND_THING, FAR_THING_DAYS, FAR_DIFFERS_THING_DAYS },
  { FAR_KIND_THING, FAR_THING_HELD, FAR_DIFFERS_THING_HELD },
  { FAR_KIND_RIDE, FAR_RIDE_FROM, FAR_DIFFERS_RIDE_FROM },
  { FAR_KIND_RIDE, FAR_RIDE_TO, FAR_DIFFERS_RIDE_TO },
  { FAR_KIND_RIDE, FAR_RIDE_WEEKDAYS, FAR_DIFFERS_WEEKDAYS },
  { FAR_KIND_RIDE, FAR_RIDE_EVERY, FAR_DIFFERS_EVERY },
  { FAR_KIND_RIDE, FAR_RIDE_FIRST, FAR_DIFFERS_FIRST },
  { FAR_KIND_RIDE, FAR_RIDE_LAST, FAR_DIFFERS_LAST },
  { FAR_KIND_RIDE, FAR_RIDE_ADDED, FAR_DIFFERS_ADDED },
  { FAR_KIND_RIDE, FAR_RIDE_THERE, FAR_DIFFERS_RIDE_THERE },
  { FAR_KIND_RIDE, FAR_RIDE_BACK, FAR_DIFFERS_RIDE_BACK },
  { FAR_KIND_RIDE, FAR_RIDE_SEATS, FAR_DIFFERS_RIDE_SEATS },
  { FAR_KIND_RIDE, FAR_RIDE_CHILD_SEATS, FAR_DIFFERS_RIDE_CHILD_SEATS },
  { FAR_KIND_RIDE, FAR_RIDE_DETOUR, FAR_DIFFERS_RIDE_DETOUR },
  { FAR_KIND_RIDE, FAR_RIDE_LUGGAGE, FAR_DIFFERS_RIDE_LUGGAGE },
  { FAR_KIND_RIDE, FAR_RIDE_WHEELCHAIR, FAR_DIFFERS_RIDE_WHEELCHAIR },
  { FAR_KIND_RIDE, FAR_RIDE_HOLIDAYS, FAR_DIFFERS_IN_HOLIDAYS },
  { FAR_KIND_RIDE, FAR_RIDE_GONE, FAR_DIFFERS_GONE },
  { FAR_KIND_HELP, FAR_HELP_WHAT, FAR_DIFFERS_TITLE },
  { FAR_KIND_HELP, FAR_HELP_CATEGORY, FAR_DIFFERS_HELP_CATEGORY },
  { FAR_KIND_HELP, FAR_HELP_WHEN, FAR_DIFFERS_HELP_WHEN },
  { FAR_KIND_HELP, FAR_HELP_PLACE, FAR_DIFFERS_HELP_PLACE },
  { FAR_KIND_HELP, FAR_HELP_URGENCY, FAR_DIFFERS_HELP_URGENCY },
  { FAR_KIND_HELP, FAR_HELP_HELPERS, FAR_DIFFERS_HELP_HELPERS },
  { FAR_KIND_HELP, FAR_HELP_DETAILS, FAR_DIFFERS_NOTE },
  { FAR_KIND_HELP, FAR_HELP_DONE, FAR_DIFFERS_HELP_DONE },
  { FAR_KIND_HELP, FAR_HELP_THANKS, FAR_DIFFERS_HELP_THANKS },
  { FAR_KIND_HELP, FAR_HELP_GONE, FAR_DIFFERS_GONE },
  { FAR_KIND_SKILL, FAR_SKILL_NAME, FAR_DIFFERS_SKILL_NAME },
  { FAR_KIND_SKILL, FAR_SKILL_NOTE, FAR_DIFFERS_NOTE },
  { FAR_KIND_SKILL, FAR_SKILL_HELD, FAR_DIFFERS_SKILL_HELD },
  { FAR_KIND_SKILL, FAR_SKILL_TANDEM, FAR_DIFFERS_SKILL_TANDEM },
  { FAR_KIND_SKILL, FAR_SKILL_GONE, FAR_DIFFERS_GONE },
  { FAR_KIND_FAULT, FAR_FAULT_UNSAFE, FAR_DIFFERS_FAULT_UNSAFE },
  { FAR_KIND_FAULT, FAR_FAULT_WORK, FAR_DIFFERS_FAULT_WORK },
  { FAR_KIND_ROTA, FAR_ROTA_TITLE, FAR_DIFFERS_TITLE },
  { FAR_KIND_ROTA, FAR_ROTA_WEEKDAYS, FAR_DIFFERS_WEEKDAYS },
  { FAR_KIND_ROTA, FAR_ROTA_EVERY, FAR_DIFFERS_EVERY },
  { FAR_KIND_ROTA, FAR_ROTA_FIRST, FAR_DIFFERS_FIRST },
  { FAR_KIND_ROTA, FAR_ROTA_LAST, FAR_DIFFERS_LAST },
  { FAR_KIND_ROTA, FAR_ROTA_AT, FAR_DIFFERS_AT },
  { FAR_KIND_ROTA, FAR_ROTA_MIN, FAR_DIFFERS_MIN },
  { FAR_KIND_ROTA, FAR_ROTA_MAX, FAR_DIFFERS_MAX },
  { FAR_KIND_ROTA, FAR_ROTA_LINE, FAR_DIFFERS_LINE },
  { FAR_KIND_ROTA, FAR_ROTA_STATE, FAR_DIFFERS_STATE },
  { FAR_KIND_ROTA, FAR_ROTA_ADDED, FAR_DIFFERS_ADDED },
  { FAR_KIND_ROTA, FAR_ROTA_DROPPED, FAR_DIFFERS_DROPPED },
  { FAR_KIND_ROTA, FAR_ROTA_GONE, FAR_DIFFERS_GONE },
  { FAR_KIND_ROTA, FAR_ROTA_HOLIDAYS, FAR_DIFFERS_IN_HOLIDAYS },
  { FAR_KIND_ROTA, FAR_ROTA_PLACE, FAR_DIFFERS_PLACE },
  { FAR_KIND_ROTA, FAR_ROTA_LATER, FAR_DIFFERS_LATER },
  { FAR_KIND_ROTA, FAR_ROTA_ROLES, FAR_DIFFERS_ROLES },
  { FAR_KIND_ROTA, FAR_ROTA_LATER_ROLES, FAR_DIFFERS_LATER_ROLES },
  { FAR_KIND_HOLIDAYS, FAR_HOLIDAYS_NAME, FAR_DIFFERS_CALENDAR },
  { FAR_KIND_HOLIDAYS, FAR_HOLIDAYS_SPANS, FAR_DIFFERS_SPANS },
  { FAR_KIND_HOLIDAYS, FAR_HOLIDAYS_GONE, FAR_DIFFERS_GONE },
  { FAR_KIND_CHILD, FAR_CHILD_NAME, FAR_DIFFERS_CHILD_NAME },
  { FAR_KIND_CHILD, FAR_CHILD_GUARDIANS, FAR_DIFFERS_GUARDIANS },
  { FAR_KIND_CHILD, FAR_CHILD_LINE, FAR_DIFFERS_LINE },
  { FAR_KIND_CHILD, FAR_CHILD_STOP, FAR_DIFFERS_CHILD_STOP },
  { FAR_KIND_CHILD, FAR_CHILD_BORN, FAR_DIFFERS_BORN },
  { FAR_KIND_CHILD, FAR_CHILD_ONE_TO_ONE, FAR_DIFFERS_ONE_TO_ONE },
  { FAR_KIND_CHILD, FAR_CHILD_WHEELCHAIR, FAR_DIFFERS_WHEELCHAIR },
  { FAR_KIND_CHILD, FAR_CHILD_SLOW, FAR_DIFFERS_SLOW },
  { FAR_KIND_CHILD, FAR_CHILD_CARRY, FAR_DIFFERS_CARRY },
  { FAR_KIND_CHILD, FAR_CHILD_ADULTS, FAR_DIFFERS_TAKERS },
  { FAR_KIND_CHILD, FAR_CHILD_GONE, FAR_DIFFERS_GONE },
  { FAR_KIND_AVAILABILITY, FAR_AVAILABILITY_WEEKS, FAR_DIFFERS_AVAILABLE },
  { FAR_KIND_AVAILABILITY, FAR_AVAILABILITY_AWAY, FAR_DIFFERS_AWAY },
  { FAR_KIND_AVAILABILITY, FAR_AVAILABILITY_COMMITMENT, FAR_DIFFERS_COMMITMENT },
  { FAR_KIND_OUTING, FAR_OUTING_CANCELLED, FAR_DIFFERS_CANCELLED },
  { FAR_KIND_OUTING, FAR_OUTING_PLAN, FAR_DIFFERS_PLAN },
  { FAR_KIND_OUTING, FAR_OUTING_AT, FAR_DIFFERS_AT },
  { FAR_KIND_OUTING, FAR_OUTING_PLACE, FAR_DIFFERS_PLACE },
  { FAR_KIND_OUTING, FAR_OUTING_MIN, FAR_DIFFERS_MIN },
  { FAR_KIND_OUTING, FAR_OUTING_MAX, FAR_DIFFERS_MAX },
  { FAR_KIND_OUTING, FAR_OUTING_INTO, FAR_DIFFERS_INTO },
  { FAR_KIND_OUTING, FAR_OUTING_REMARK, FAR_DIFFERS_REMARK },
  { FAR_KIND_OUTING, FAR_OUTING_ROLES, FAR_DIFFERS_ROLES },
};

/* ---- one field */

/* The values that differ, the shown one first; under two there is nothing to choose.
 * Returns: (transfer full) (element-type FarLive) */
static GArray *
find_values (const FarHistory *history, guint key)
{
  g_autoptr (GArray) live = _far_history_live (history, key);
  GArray *values = g_array_new (FALSE, FALSE, sizeof (FarLive));

  for (guint i = 0; i < live->len; i++)
    {
      const FarLive *one = &g_array_index (live, FarLive, i);
      gboolean is_new = one->is_right;

      for (guint j = 0; j < values->len && is_new; j++)
        is_new = !_far_payload_has_same (&one->write->payload,
                                         &g_array_index (values, FarLive, j).write->payload, key);
      if (is_new)
        g_array_append_vals (values, one, 1);
    }

  /* of a hazard the most careful word is shown, and of what is broken */
  if (history->kind == FAR_KIND_HAZARD && key == FAR_HAZARD_STATE)
    g_array_sort (values, _far_hazard_compare_states);
  else if (history->kind == FAR_KIND_FAULT)
    _far_fault_put_first (values, _far_fault_find_careful (history, key));

  return values;
}

/* By field of @history's kind. */
static guint32
find_open (const FarHistory *history)
{
  guint32 open = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields) && history->writes->len > 1; i++)
    if (fields[i].kind == history->kind)
      {
        g_autoptr (GArray) values = find_values (history, fields[i].key);

        if (values->len > 1)
          open |= 1u << fields[i].key;
      }

  return open;
}

/* ---- finding them */

typedef struct
{
  FarView *view;    /* unowned */
  GPtrArray *lines; /* unowned (element-type FarLineFacts) */
  GPtrArray *out;   /* unowned (element-type FarConflictFacts) */
} Search;

static void
free_value (gpointer data)
{
  FarDifferingValue *value = data;

  g_free (value->text);
  g_free (value);
}

static void
free_conflict (gpointer data)
{
  FarConflictFacts *facts = data;

  g_ptr_array_unref (facts->values);
  g_free (facts->title);
  g_free (facts);
}

static const char *
peek_line_name (const Search *self, const guint8 *line)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const FarLineFacts *facts = self->lines->pdata[i];

      if (memcmp (facts->id, line, FAR_RECORD_ID_LEN) == 0)
        return facts->name;
    }

  return "";
}

/* "2026-09-01 2026-12-18" */
static char *
dup_days (const FarPayload *payload, guint key)
{
  GString *text = g_string_new (NULL);
  FarPayloadIter iter = far_payload_iter (payload, key);
  gint64 day;

  while (far_payload_iter_int (&iter, &day))
    {
      g_autofree char *iso = far_day_format (day);

      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", iso);
    }

  return g_string_free (text, FALSE);
}

/* "2026-09-01..2026-09-03 2026-12-18" */
static char *
dup_spans (const FarPayload *payload, guint key)
{
  GString *text = g_string_new (NULL);
  FarPayloadIter iter = far_payload_iter (payload, key);
  FarPayload item;

  while (far_payload_iter_map (&iter, &item))
    {
      gint32 first = (gint32)far_payload_int (&item, FAR_AWAY_FIRST, 0);
      gint32 last = (gint32)far_payload_int (&item, FAR_AWAY_LAST, 0);
      g_autofree char *from = far_day_format (first);
      g_autofree char *to = far_day_format (last);

      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", from);
      if (last != first)
        g_string_append_printf (text, "..%s", to);
    }

  return g_string_free (text, FALSE);
}

/* "month" or "season"; "" if there is none */
static char *
dup_commitment (const FarPayload *payload, guint key)
{
  FarPayloadIter iter = far_payload_iter (payload, key);
  FarPayload item;

  if (!far_payload_iter_map (&iter, &item))
    return g_strdup ("");

  return g_strdup (far_payload_int (&item, FAR_COMMITMENT_PER, 0) == 0 ? "month" : "season");
}

/* Each with how many are needed, and have a place: "Head 1, Tail 1-2". */
static char *
dup_roles (const FarPayload *payload, guint key)
{
  g_autoptr (GArray) roles = _far_roles_read (payload, key);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < roles->len; i++)
    {
      const FarRoleFacts *role = &g_array_index (roles, FarRoleFacts, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", role->name);
      if (role->number != 0)
        g_string_append_printf (text, " %u", role->n_min);
      if (role->number != 0 && role->n_max != role->n_min)
        g_string_append_printf (text, "-%u", role->n_max);
    }

  return g_strdup (text->str);
}

/* How many turns; 0 if there is none */
static gint64
get_commitment (const FarPayload *payload, guint key)
{
  FarPayloadIter iter = far_payload_iter (payload, key);
  FarPayload item;

  return far_payload_iter_map (&iter, &item) ? far_payload_int (&item, FAR_COMMITMENT_TURNS, 0) : 0;
}

/* Returns: (transfer full): NULL with @error */
static char *
dup_person_name (const Search *self, const guint8 *person, GError **error)
{
  guint32 ident = far_store_find_ident (self->view->store, person);
  char *name = NULL;

  return _far_person_read_name (self->view, ident, &name, NULL, NULL, error) ? name : NULL;
}

/* Their names, in the order of their ids.  Returns: (transfer full): NULL with @error */
static char *
dup_names (const Search *self, const FarPayload *payload, guint key, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);
  FarPayloadIter iter = far_payload_iter (payload, key);
  const guint8 *id;

  while (far_payload_iter_bytes (&iter, &id))
    {
      g_autofree char *name = dup_person_name (self, id, error);

      if (name == NULL)
        return NULL;
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    }

  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* Returns: (transfer full): NULL with @error */
static char *
dup_rota_title (const Search *self, const guint8 *rota, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarRotaFacts *facts = _far_rota_read (self->view, rota, &failure);
  char *title = failure == NULL ? g_strdup (facts != NULL ? facts->title : "") : NULL;

  g_clear_pointer (&facts, _far_rota_facts_free);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return title;
}

/* "Anna 3, Bruno 4" */
static char *
dup_held (const Search *self, const FarPayload *payload, guint key, GError **error)
{
  FarPayloadIter iter = far_payload_iter (payload, key);
  g_autoptr (GString) text = g_string_new (NULL);
  FarPayload item;

  while (far_payload_iter_map (&iter, &item))
    {
      g_autofree char *name =
          dup_person_name (self, far_payload_bytes (&item, FAR_HELD_WHO), error);

      if (name == NULL)
        return NULL;
      g_string_append_printf (text, "%s%s %d", text->len > 0 ? ", " : "", name,
                              (int)far_payload_int (&item, FAR_HELD_N, 1));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What was done, in words. */
static char *
dup_work (const FarPayload *payload, guint key)
{
  FarPayloadIter iter = far_payload_iter (payload, key);
  FarPayload item;

  return far_payload_iter_map (&iter, &item) && far_payload_has (&item, FAR_WORK_DONE)
             ? far_payload_dup_text (&item, FAR_WORK_DONE)
             : g_strdup ("");
}

/* "45.602386, 5.233003" */
static char *
dup_position (const FarPayload *payload, guint key)
{
  FarPayloadIter iter = far_payload_iter (payload, key);
  char lat[G_ASCII_DTOSTR_BUF_SIZE];
  char lon[G_ASCII_DTOSTR_BUF_SIZE];
  FarPayload item;

  if (!far_payload_iter_map (&iter, &item))
    return g_strdup ("");
  g_ascii_formatd (lat, sizeof lat, "%.6f", far_payload_int (&item, FAR_POSITION_LAT, 0) / 1e6);
  g_ascii_formatd (lon, sizeof lon, "%.6f", far_payload_int (&item, FAR_POSITION_LON, 0) / 1e6);

  return g_strdup_printf ("%s, %s", lat, lon);
}

/* Of no spot "". */
static char *
dup_spot (const FarPayload *payload, guint key)
{
  FarPayloadIter iter = far_payload_iter (payload, key);
  FarPayload item;

  return far_payload_iter_map (&iter, &item) ? far_payload_dup_text (&item, FAR_SPOT_WORDS)
                                             : g_strdup ("");
}

/* "0 1 2": by kind */
static char *
dup_child_seats (const FarPayload *payload, guint key)
{
  GString *text = g_string_new (NULL);
  FarSeats seats = { 0 };

  _far_child_seats_read (&seats, payload, key);
  for (guint i = 0; i < FAR_CHILD_SEAT_KINDS; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? " " : "", (guint)seats.n_child[i]);

  return g_string_free (text, FALSE);
}

/* "2026-09-01..2026-09-03 09:00-11:30" */
static char *
dup_period (const FarPayload *payload, guint key)
{
  FarPayloadIter iter = far_payload_iter (payload, key);
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;
  FarPayload item;
  GString *text;
  int from;
  int until;

  if (!far_payload_iter_map (&iter, &item))
    return g_strdup ("");

  first = far_day_format (far_payload_int (&item, FAR_PERIOD_FIRST, 0));
  last = far_day_format (far_payload_int (&item, FAR_PERIOD_LAST, 0));
  from = (int)far_payload_int (&item, FAR_PERIOD_FROM, -1);
  until = (int)far_payload_int (&item, FAR_PERIOD_UNTIL, -1);
  text = g_string_new (first);
  if (strcmp (first, last) != 0)
    g_string_append_printf (text, "..%s", last);
  if (from >= 0 || until >= 0)
    g_string_append_c (text, ' ');
  if (from >= 0)
    g_string_append_printf (text, "%02d:%02d", from / 60, from % 60);
  if (until >= 0)
    g_string_append_printf (text, "-%02d:%02d", until / 60, until % 60);

  return g_string_free (text, FALSE);
}

/* "2025-03-03..2027-03-02" */
static char *
dup_held_period (const FarPayload *payload, guint key)
{
  FarPayloadIter iter = far_payload_iter (payload, key);
  g_autofree char *obtained = NULL;
  g_autofree char *expires = NULL;
  FarPayload item;

  if (!far_payload_iter_map (&iter, &item))
    return g_strdup ("");
  if (far_payload_has (&item, FAR_HELD_OBTAINED))
    obtained = far_day_format (far_payload_int (&item, FAR_HELD_OBTAINED, 0));
  if (far_payload_has (&item, FAR_HELD_EXPIRES))
    expires = far_day_format (far_payload_int (&item, FAR_HELD_EXPIRES, 0));

  return g_strdup_printf ("%s..%s", obtained != NULL ? obtained : "",
                          expires != NULL ? expires : "");
}

/* Returns: (transfer full): NULL with @error */
static char *
dup_text (const Search *self, FarDiffers what, const FarPayload *payload, guint key, GError **error)
{
  switch (what)
    {
    case FAR_DIFFERS_NAME:
    case FAR_DIFFERS_ZONE:
    case FAR_DIFFERS_PERSON:
    case FAR_DIFFERS_LINE_NAME:
    case FAR_DIFFERS_SCHOOL:
    case FAR_DIFFERS_THING_NAME:
    case FAR_DIFFERS_NOTE:
    case FAR_DIFFERS_HAZARD:
    case FAR_DIFFERS_TITLE:
    case FAR_DIFFERS_CALENDAR:
    case FAR_DIFFERS_PLACE:
    case FAR_DIFFERS_PHONE:
    case FAR_DIFFERS_CHILD_NAME:
    case FAR_DIFFERS_CHILD_STOP:
    case FAR_DIFFERS_CARRY:
    case FAR_DIFFERS_REMARK:
    case FAR_DIFFERS_MEETING_NAME:
    case FAR_DIFFERS_MEETING_ADDRESS:
    case FAR_DIFFERS_MEETING_TOWN:
    case FAR_DIFFERS_THING_WORN:
    case FAR_DIFFERS_THING_WHERE:
    case FAR_DIFFERS_RIDE_DETOUR:
    case FAR_DIFFERS_HELP_THANKS:
    case FAR_DIFFERS_SKILL_NAME:
      return far_payload_dup_text (payload, key);
    case FAR_DIFFERS_RIDE_FROM:
    case FAR_DIFFERS_RIDE_TO:
    case FAR_DIFFERS_HELP_PLACE:
      return dup_spot (payload, key);
    case FAR_DIFFERS_RIDE_CHILD_SEATS:
      return dup_child_seats (payload, key);
    case FAR_DIFFERS_HELP_WHEN:
      return dup_period (payload, key);
    case FAR_DIFFERS_SKILL_HELD:
      return dup_held_period (payload, key);
    case FAR_DIFFERS_MEETING_AT:
      return dup_position (payload, key);
    case FAR_DIFFERS_ROLES:
      return dup_roles (payload, key);
    case FAR_DIFFERS_GUARDIANS:
    case FAR_DIFFERS_TAKERS:
      return dup_names (self, payload, key, error);
    case FAR_DIFFERS_THING_HELD:
      return dup_held (self, payload, key, error);
    case FAR_DIFFERS_FAULT_WORK:
      return dup_work (payload, key);
    case FAR_DIFFERS_THING_WHOSE:
      if (far_record_id_equal (far_payload_bytes (payload, key),
                               far_store_peek_collective (self->view->store)))
        return g_strdup ("");
      return dup_person_name (self, far_payload_bytes (payload, key), error);
    case FAR_DIFFERS_KEEPER:
    case FAR_DIFFERS_REFERENT:
      return dup_person_name (self, far_payload_bytes (payload, key), error);
    case FAR_DIFFERS_INTO:
      return dup_rota_title (self, far_payload_bytes (payload, key), error);
    case FAR_DIFFERS_LINE:
      return g_strdup (peek_line_name (self, far_payload_bytes (payload, key)));
    case FAR_DIFFERS_ADDED:
    case FAR_DIFFERS_DROPPED:
      return dup_days (payload, key);
    case FAR_DIFFERS_AWAY:
      return dup_spans (payload, key);
    case FAR_DIFFERS_COMMITMENT:
      return dup_commitment (payload, key);
    case FAR_DIFFERS_CANCELLED:
      return far_payload_has (payload, FAR_OUTING_WHY)
                 ? far_payload_dup_text (payload, FAR_OUTING_WHY)
                 : g_strdup ("");
    default:
      return g_strdup ("");
    }
}

/* Returns: (transfer full): NULL with @error */
static FarDifferingValue *
make_value (const Search *self,
            FarKind kind,
            FarDiffers what,
            const FarWrite *write,
            guint key,
            GError **error)
{
  FarDifferingValue *value = g_new0 (FarDifferingValue, 1);

  memcpy (value->entry, write->id, FAR_ID_LEN);
  if (write->author != NULL)
    memcpy (value->by, write->author->id, FAR_RECORD_ID_LEN);
  value->time_ms = write->time_ms;
  value->number = write->payload.values[key].num;
  if (kind == FAR_KIND_OUTING && key >= FAR_OUTING_AT &&
      _far_payload_says_nothing (kind, &write->payload, key))
    value->number = -1;
  if (what == FAR_DIFFERS_COMMITMENT)
    value->number = get_commitment (&write->payload, key);
  if (what == FAR_DIFFERS_FAULT_WORK)
    value->number = _far_fault_get_state (write);
  value->text = dup_text (self, what, &write->payload, key, error);
  if (value->text != NULL)
    return value;

  free_value (value);

  return NULL;
}

static gboolean
add_conflicts (const Search *self,
               const FarHistory *history,
               const guint8 *record,
               gint32 day,
               const char *title,
               GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields) && history->writes->len > 1; i++)
    {
      g_autoptr (GArray) values = NULL;
      FarConflictFacts *facts;

      if (fields[i].kind != history->kind)
        continue;

      values = find_values (history, fields[i].key);
      if (values->len < 2)
        continue;

      facts = g_new0 (FarConflictFacts, 1);
      facts->what = fields[i].what;
      memcpy (facts->record, record, FAR_RECORD_ID_LEN);
      facts->day = day;
      facts->title = g_strdup (title);
      facts->values = g_ptr_array_new_with_free_func (free_value);
      g_ptr_array_add (self->out, facts);
      for (guint j = 0; j < values->len; j++)
        {
          FarDifferingValue *value =
              make_value (self, history->kind, fields[i].what,
                          g_array_index (values, FarLive, j).write, fields[i].key, error);

          if (value == NULL)
            return FALSE;
          g_ptr_array_add (facts->values, value);
        }
    }

  return TRUE;
}

static gboolean
search_record (const Search *self, FarKind kind, guint32 ident, const char *title, GError **error)
{
  FarHistory history;
  gboolean good;

  if (!_far_history_load (&history, self->view, kind, ident, error))
    return FALSE;

  good = add_conflicts (self, &history, far_store_peek_ident (self->view->store, ident), 0, title,
                        error);
  _far_history_clear (&history);

  return good;
}

static char *
dup_shown_name (const FarHistory *history, guint key)
{
  const FarPayload *shown = _far_history_shown (history, key, NULL);

  return shown != NULL ? far_payload_dup_text (shown, key) : g_strdup ("");
}

/* When persons can: named by whose word it is. */
static gboolean
search_availabilities (const Search *self, GError **error)
{
  g_autoptr (GArray) records = _far_view_records (self->view, FAR_KIND_AVAILABILITY, error);
  gboolean good = records != NULL;

  for (guint i = 0; good && i < records->len; i++)
    {
      guint32 ident = g_array_index (records, guint32, i);
      g_autofree char *name =
          dup_person_name (self, far_store_peek_ident (self->view->store, ident), error);

      good = name != NULL && search_record (self, FAR_KIND_AVAILABILITY, ident, name, error);
    }

  return good;
}

/* What a ride, or a hand that is asked for, is about.
 * @out_title: (out): NULL of what is over, and need not be settled any more */
static gboolean
describe (const Search *self,
          const FarHistory *history,
          gint32 today,
          char **out_title,
          GError **error)
{
  g_autoptr (GError) failure = NULL;

  *out_title = NULL;
  if (history->kind == FAR_KIND_RIDE)
    {
      FarRideFacts *ride = _far_ride_of_history (self->view, history, &failure);

      if (ride != NULL && ride->rule.last_day >= today)
        *out_title = g_strdup_printf ("%s – %s", ride->from.words, ride->to.words);
      g_clear_pointer (&ride, far_ride_facts_unref);
    }
  else
    {
      FarHelpWords *help = _far_help_of_history (history, &failure);

      if (help != NULL && help->when.last_day >= today)
        *out_title = g_strdup (help->what);
      g_clear_pointer (&help, _far_help_words_unref);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));

  return FALSE;
}

/* What is asked for and offered, as long as it is to come. */
static gboolean
search_dated (const Search *self, FarKind kind, gint32 today, GError **error)
{
  g_autoptr (GArray) records = _far_view_records_said_again (self->view, kind, error);
  gboolean good = records != NULL;

  for (guint i = 0; good && i < records->len; i++)
    {
      guint32 ident = g_array_index (records, guint32, i);
      g_autofree char *title = NULL;
      FarHistory history;

      if (!_far_history_load (&history, self->view, kind, ident, error))
        return FALSE;
      good = describe (self, &history, today, &title, error);
      if (good && title != NULL)
        good = add_conflicts (self, &history, far_store_peek_ident (self->view->store, ident), 0,
                              title, error);
      _far_history_clear (&history);
    }

  return good;
}

/* Records with a name of their own, which says what a conflict is about. */
static gboolean
search_named (const Search *self, FarKind kind, guint name_key, GError **error)
{
  g_autoptr (GArray) records = _far_view_records_said_again (self->view, kind, error);
  gboolean good = records != NULL;

  for (guint i = 0; good && i < records->len; i++)
    {
      guint32 ident = g_array_index (records, guint32, i);
      g_autofree char *name = NULL;
      FarHistory history;

      if (!_far_history_load (&history, self->view, kind, ident, error))
        return FALSE;
      name = dup_shown_name (&history, name_key);
      good = add_conflicts (self, &history, far_store_peek_ident (self->view->store, ident), 0,
                            name, error);
      _far_history_clear (&history);
    }

  return good;
}

static gboolean
search_outings (const Search *self, const FarRotaFacts *rota, gint32 today, GError **error)
{
  guint32 ident = far_store_find_ident (self->view->store, rota->id);
  g_autoptr (GArray) days = _far_store_days_said (self->view->store, ident, today, error);
  gboolean good = days != NULL;

  for (guint i = 0; good && i < days->len; i++)
    {
      gint32 day = g_array_index (days, gint32, i);
      FarHistory history;

      if (!_far_history_load_outing (&history, self->view, ident, day, error))
        return FALSE;
      good = add_conflicts (self, &history, rota->id, day, rota->title, error);
      _far_history_clear (&history);
    }

  return good;
}

static gboolean
search (const Search *self, GPtrArray *rotas, gint32 today, GError **error)
{
  FarStore *store = self->view->store;
  gboolean good =
      search_record (self, FAR_KIND_COLLECTIVE,
                     far_store_find_ident (store, far_store_peek_collective (store)), "", error) &&
      search_named (self, FAR_KIND_PERSON, FAR_PERSON_NAME, error) &&
      search_named (self, FAR_KIND_LINE, FAR_LINE_NAME, error) &&
      search_named (self, FAR_KIND_THING, FAR_THING_NAME, error) &&
      search_named (self, FAR_KIND_FAULT, FAR_FAULT_WORDS, error) &&
      search_named (self, FAR_KIND_HAZARD, FAR_HAZARD_WORDS, error) &&
      search_named (self, FAR_KIND_PLACE, FAR_PLACE_NAME, error) &&
      search_dated (self, FAR_KIND_RIDE, today, error) &&
      search_dated (self, FAR_KIND_HELP, today, error) &&
      search_named (self, FAR_KIND_SKILL, FAR_SKILL_NAME, error) &&
      search_named (self, FAR_KIND_HOLIDAYS, FAR_HOLIDAYS_NAME, error) &&
      search_named (self, FAR_KIND_CHILD, FAR_CHILD_NAME, error) &&
      search_availabilities (self, error);

  for (guint i = 0; i < rotas->len && good; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];

      good = rota->rule.last_day < today ||
             (search_record (self, FAR_KIND_ROTA, far_store_find_ident (store, rota->id),
                             rota->title, error) &&
              search_outings (self, rota, today, error));
    }

  return good;
}

static const guint8 *
get_author (gconstpointer row)
{
  const FarConflictFacts *facts = row;

  /* of who is not shown: the shown one had no part in it */
  return ((const FarDifferingValue *)facts->values->pdata[1])->by;
}

GPtrArray *
far_collective_conflicts (FarStore *store, gint32 today, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, error);
  g_autoptr (GPtrArray) lines = rotas != NULL ? far_collective_lines (store, error) : NULL;
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (free_conflict);
  FarView view;
  Search self = { &view, lines, out };
  gboolean good;

  if (lines == NULL)
    return NULL;

  _far_view_init (&view, store);
  good = search (&self, rotas, today, error);
  _far_view_clear (&view);
  _far_keep_first (out, FAR_SHOWN_CONFLICTS_MAX, get_author);

  return good ? g_steal_pointer (&out) : NULL;
}

/* ---- choosing */

/* The fields (bits) in which the entry is one of several. */
static guint32
find_fields_of (const FarHistory *history, const guint8 *entry, const FarWrite **out_write)
{
  guint32 found = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (GArray) values = NULL;

      if (fields[i].kind != history->kind)
        continue;
      values = find_values (history, fields[i].key);
      for (guint j = 0; j < values->len && values->len > 1; j++)
        {
          const FarWrite *write = g_array_index (values, FarLive, j).write;

          if (memcmp (write->id, entry, FAR_ID_LEN) == 0)
            {
              found |= 1u << fields[i].key;
              *out_write = write;
            }
        }
    }

  return found;
}

/* Says whose choice it is (docs/records.md); the baton's holder's it is in any case. */
static gboolean
refuse_choice (FarKind kind, gboolean is_published, GError **error)
{
  if (kind == FAR_KIND_CHILD)
    return _far_refuse (FAR_COLLECTIVE_ERROR_CHILD_NOT_YOURS, "its guardians choose", error);
  if (kind == FAR_KIND_RIDE)
    return _far_refuse (FAR_COLLECTIVE_ERROR_RIDE_NOT_YOURS, "whose ride it is chooses", error);
  if (kind == FAR_KIND_HELP)
    return _far_refuse (FAR_COLLECTIVE_ERROR_HELP_NOT_YOURS, "who asks for it chooses", error);
  if (kind == FAR_KIND_SKILL)
    return _far_refuse (FAR_COLLECTIVE_ERROR_SKILL_NOT_YOURS, "who can do it chooses", error);
  if (kind == FAR_KIND_PERSON || kind == FAR_KIND_AVAILABILITY)
    return _far_refuse (FAR_COLLECTIVE_ERROR_CHOICE_OF_PERSON,
                        "the person chooses, or who answers for them", error);
  if (kind == FAR_KIND_COLLECTIVE || kind == FAR_KIND_OUTING || is_published)
    return _far_refuse (FAR_COLLECTIVE_ERROR_CHOICE_OF_HOLDER, "the baton's holder chooses", error);

  return _far_refuse (FAR_COLLECTIVE_ERROR_NOT_YOUR_CHOICE, "whoever made it chooses", error);
}

/* What was just written by somebody without the right to stands beside the others. */
static gboolean
check_chosen (FarPen *pen, const guint8 *entry, guint32 chosen, GError **error)
{
  FarPen now = { .writer = pen->writer, .me = pen->me };
  FarHistory history;
  FarKind kind = 0;
  gboolean is_published;
  gboolean good;
  guint32 open = 0;

  _far_view_init (&now.view, pen->writer->store);
  good = _far_pen_load_about (&now, entry, &history, &is_published, error);
  if (good)
    {
      open = find_open (&history);
      kind = history.kind;
      _far_history_clear (&history);
    }
  _far_view_clear (&now.view);
  if (!good)
    return FALSE;

  return (open & chosen) == 0 || refuse_choice (kind, is_published, error);
}

static gboolean
choose_of (FarPen *pen, const FarHistory *history, const guint8 *entry, GError **error)
{
  g_autoptr (GByteArray) payload = NULL;
  FarSaying saying = { .kind = history->kind, .term = _far_pen_get_publishing_term (pen) };
  const FarWrite *write = NULL;
  guint32 chosen = find_fields_of (history, entry, &write);

  if (chosen == 0)
    return _far_refuse (FAR_COLLECTIVE_ERROR_NO_SUCH_ID, "no conflict has that entry", error);

  payload = _far_history_say_again (history, &write->payload, chosen, FALSE);
  saying.payload = payload;
  /* so that it is erased with the child, or person; and the baton has no say in it */
  if (history->kind == FAR_KIND_CHILD || history->kind == FAR_KIND_AVAILABILITY ||
      history->kind == FAR_KIND_PERSON)
    saying.subject = history->record;
  else if (_far_is_own_word (history->kind))
    saying.subject = _far_history_subject (history);
  if (saying.subject != NULL)
    saying.term = 0;

  return _far_pen_open (pen, error) && _far_pen_append_about (pen, &saying, history, NULL, error) &&
         check_chosen (pen, entry, chosen, error);
}

static gboolean
choose (FarPen *pen, const guint8 *entry, GError **error)
{
  FarHistory history;
  gboolean is_published;
  gboolean good;

  if (!_far_pen_load_about (pen, entry, &history, &is_published, error))
    return FALSE;

  good = choose_of (pen, &history, entry, error);
  _far_history_clear (&history);

  return good;
}

gboolean
far_collective_choose (const FarWriter *writer,
                       const guint8 entry[static FAR_ID_LEN],
                       GError **error)
{
  FarPen pen;

  return _far_pen_init (&pen, writer, error) &&
         _far_pen_close (&pen, choose (&pen, entry, error), error);
}
