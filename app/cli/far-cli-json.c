/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-cli-json.h"

#include <stdio.h>

#include "far-cli.h"

const char *
far_cli_colour_name (FarColour colour)
{
  static const char *const names[FAR_COLOUR_N] = {
    "none", "red", "orange", "yellow", "green", "blue", "purple", "brown", "grey",
  };

  return names[colour];
}

const char *
far_cli_access_name (FarAccess level)
{
  static const char *const names[] = { "unknown", "good", "help", "none" };

  return names[level];
}

static const char *const access_keys[FAR_ACCESS_N] = { "kerb", "slope", "width" };

static void
add_access (JsonBuilder *builder, const char *key, const FarAccess *levels)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  for (guint i = 0; i < FAR_ACCESS_N; i++)
    far_cli_json_text (builder, access_keys[i], far_cli_access_name (levels[i]));
  json_builder_end_object (builder);
}

static void
add_looks (JsonBuilder *builder, const FarOuting *outing)
{
  json_builder_set_member_name (builder, "look_at");
  json_builder_begin_array (builder);
  for (guint i = 0; i < outing->looks->len; i++)
    {
      const FarLook *look = outing->looks->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "stop", look->stop);
      far_cli_json_bool (builder, "way", look->next != NULL);
      far_cli_json_id (builder, "next", look->next);
      far_cli_json_text (builder, "what", access_keys[look->what]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

const char *
far_cli_hazard_state_name (FarHazardState state)
{
  static const char *const names[FAR_HAZARD_STATE_N] = { "open", "dealt", "gone" };

  return names[state];
}

void
far_cli_json_hazards (JsonBuilder *builder, const char *key, GPtrArray *hazards)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < hazards->len; i++)
    {
      const FarHazard *hazard = hazards->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", hazard->id);
      far_cli_json_id (builder, "line", hazard->line);
      far_cli_json_id (builder, "line_name", hazard->line_name);
      far_cli_json_id (builder, "stop", hazard->stop);
      far_cli_json_text (builder, "text", hazard->words);
      far_cli_json_text (builder, "state", far_cli_hazard_state_name (hazard->state));
      far_cli_json_id (builder, "by_name", hazard->by_name);
      far_cli_json_instant (builder, "since", hazard->since_ms);
      far_cli_json_bool (builder, "contested", hazard->is_contested);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_patterns (JsonBuilder *builder, const FarLine *line)
{
  json_builder_set_member_name (builder, "patterns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < line->patterns->len; i++)
    {
      const FarLinePattern *pattern = line->patterns->pdata[i];
      g_autofree char *weekdays = far_cli_format_weekdays (pattern->weekdays);

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "days", weekdays);
      far_cli_json_id (builder, "from", pattern->from);
      far_cli_json_id (builder, "to", pattern->to);
      far_cli_json_int (builder, "shift", pattern->shift);
      far_cli_json_id (builder, "rota", pattern->rota);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
far_cli_json_where (JsonBuilder *builder, const char *key, const FarWhere *where)
{
  json_builder_set_member_name (builder, key);
  if (!where->is_known)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "lat");
  json_builder_add_double_value (builder, where->lat);
  json_builder_set_member_name (builder, "lon");
  json_builder_add_double_value (builder, where->lon);
  json_builder_end_object (builder);
}

static void
add_stop (JsonBuilder *builder, const FarStop *stop)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", stop->id);
  far_cli_json_text (builder, "name", stop->name);
  far_cli_json_time (builder, "time", stop->time_out);
  far_cli_json_time (builder, "time_back", stop->time_back);
  json_builder_set_member_name (builder, "lat");
  if (stop->has_place)
    json_builder_add_double_value (builder, stop->lat);
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "lon");
  if (stop->has_place)
    json_builder_add_double_value (builder, stop->lon);
  else
    json_builder_add_null_value (builder);
  add_access (builder, "access", stop->here);
  add_access (builder, "way", stop->way);
  json_builder_end_object (builder);
}

void
far_cli_json_line (JsonBuilder *builder, const FarLine *line)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", line->id);
  far_cli_json_text (builder, "name", line->name);
  far_cli_json_id (builder, "school", line->school);
  far_cli_json_int (builder, "crossings", line->n_crossings);
  far_cli_json_text (builder, "colour", far_cli_colour_name (line->colour));
  far_cli_json_id (builder, "referent", line->referent);
  far_cli_json_id (builder, "referent_name", line->referent_name);
  far_cli_json_hazards (builder, "hazards", line->hazards);
  add_patterns (builder, line);
  json_builder_set_member_name (builder, "stops");
  json_builder_begin_array (builder);
  for (guint i = 0; i < line->stops->len; i++)
    add_stop (builder, line->stops->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

void
far_cli_json_days (JsonBuilder *builder, const char *key, const gint32 *days, int n)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (int i = 0; i < n; i++)
    {
      g_autofree char *day = far_day_format (days[i]);

      json_builder_add_string_value (builder, day);
    }
  json_builder_end_array (builder);
}

static void
add_roles (JsonBuilder *builder, GPtrArray *roles, gboolean of_outing)
{
  json_builder_set_member_name (builder, "roles");
  json_builder_begin_array (builder);
  for (guint i = 0; i < roles->len; i++)
    {
      const FarRole *role = roles->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_id (builder, "name", role->name);
      far_cli_json_int (builder, "min", role->n_min);
      far_cli_json_int (builder, "max", role->n_max);
      if (of_outing)
        far_cli_json_int (builder, "have", role->n_have);
      far_cli_json_id (builder, "training", role->training);
      if (of_outing)
        far_cli_json_int (builder, "trained", role->n_trained);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
far_cli_json_roles (JsonBuilder *builder, GPtrArray *roles)
{
  add_roles (builder, roles, FALSE);
}

static void
add_later (JsonBuilder *builder, const FarRota *rota)
{
  json_builder_set_member_name (builder, "later");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rota->later->len; i++)
    {
      const FarRotaLater *later = rota->later->pdata[i];
      g_autofree char *weekdays = far_cli_format_weekdays (later->weekdays);

      json_builder_begin_object (builder);
      far_cli_json_day (builder, "from", later->from);
      if (later->weekdays != 0)
        far_cli_json_text (builder, "days", weekdays);
      if (later->every_n_weeks != 0)
        far_cli_json_int (builder, "every", later->every_n_weeks);
      if (later->at >= 0)
        far_cli_json_time (builder, "at", later->at);
      if (later->n_min >= 0)
        far_cli_json_int (builder, "min", later->n_min);
      if (later->n_max >= 0)
        far_cli_json_int (builder, "max", later->n_max);
      if (later->place != NULL)
        far_cli_json_text (builder, "place", later->place);
      if (later->roles != NULL)
        far_cli_json_roles (builder, later->roles);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_rota (JsonBuilder *builder, const FarRota *rota)
{
  g_autofree char *weekdays = far_cli_format_weekdays (rota->weekdays);

  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", rota->id);
  far_cli_json_text (builder, "title", rota->title);
  far_cli_json_text (builder, "state", rota->state == FAR_ROTA_PUBLISHED ? "published" : "draft");
  json_builder_set_member_name (builder, "rule");
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "days", weekdays);
  far_cli_json_int (builder, "every", rota->every_n_weeks);
  far_cli_json_time (builder, "at", rota->at);
  far_cli_json_day (builder, "from", rota->first_day);
  far_cli_json_day (builder, "until", rota->last_day);
  far_cli_json_bool (builder, "in_holidays", rota->in_holidays);
  far_cli_json_days (builder, "added", rota->added, rota->n_added);
  far_cli_json_days (builder, "dropped", rota->dropped, rota->n_dropped);
  add_later (builder, rota);
  json_builder_end_object (builder);
  far_cli_json_int (builder, "min", rota->n_min);
  far_cli_json_int (builder, "max", rota->n_max);
  add_roles (builder, rota->roles, FALSE);
  far_cli_json_id (builder, "line", rota->line);
  far_cli_json_id (builder, "place", rota->place);
  far_cli_json_bool (builder, "suggestion", rota->is_suggestion);
  if (rota->n_unheard >= 0)
    far_cli_json_int (builder, "unheard", rota->n_unheard);
}

void
far_cli_json_rota (JsonBuilder *builder, const FarRota *rota)
{
  add_rota (builder, rota);
  json_builder_end_object (builder);
}

void
far_cli_json_rota_and_plan (JsonBuilder *builder, const FarRota *rota, const FarPlan *plan)
{
  add_rota (builder, rota);
  far_cli_json_plan (builder, plan);
  json_builder_end_object (builder);
}

const char *
far_cli_belonging_name (FarBelonging state)
{
  switch (state)
    {
    case FAR_BELONGING_ASKED:
      return "asked";
    case FAR_BELONGING_WAITING:
      return "waiting";
    case FAR_BELONGING_ADMITTED:
      return "admitted";
    case FAR_BELONGING_REFUSED:
      return "refused";
    case FAR_BELONGING_NONE:
    default:
      return "none";
    }
}

static const char *
basis_name (FarVerdictBasis basis)
{
  switch (basis)
    {
    case FAR_VERDICT_BASIS_NUMBER:
      return "number";
    case FAR_VERDICT_BASIS_TWO:
      return "two";
    case FAR_VERDICT_BASIS_ROTA:
    default:
      return "rota";
    }
}

static const char *
verdict_why_name (FarVerdictWhy why)
{
  switch (why)
    {
    case FAR_VERDICT_SHORT:
      return "short";
    case FAR_VERDICT_CANCELLED:
      return "cancelled";
    case FAR_VERDICT_HOLIDAYS:
      return "holidays";
    case FAR_VERDICT_NO_DAY:
      return "no-day";
    case FAR_VERDICT_ROLE:
      return "role";
    case FAR_VERDICT_JOINED:
      return "merged";
    case FAR_VERDICT_TRAINING:
      return "training";
    case FAR_VERDICT_ENOUGH:
    default:
      return "enough";
    }
}

/* Those that are walked on that day, with their times then. */
static void
add_walked (JsonBuilder *builder, const FarOuting *outing)
{
  json_builder_set_member_name (builder, "stops");
  json_builder_begin_array (builder);
  for (guint i = 0; i < outing->stops->len; i++)
    {
      const FarStop *stop = outing->stops->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "name", stop->name);
      far_cli_json_time (builder, "time", stop->time_out);
      far_cli_json_time (builder, "time_back", stop->time_back);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
far_cli_json_outing (JsonBuilder *builder, const FarOuting *outing)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "rota", outing->rota);
  far_cli_json_text (builder, "title", outing->title);
  far_cli_json_day (builder, "date", outing->day);
  far_cli_json_time (builder, "at", outing->at);
  far_cli_json_text (builder, "state", outing->state == FAR_ROTA_PUBLISHED ? "published" : "draft");
  far_cli_json_id (builder, "line", outing->line);
  far_cli_json_id (builder, "line_name", outing->line_name);
  far_cli_json_id (builder, "place", outing->place);
  far_cli_json_bool (builder, "exception",
                     outing->own_at >= 0 || outing->own_min >= 0 || outing->own_max >= 0 ||
                         outing->own_place[0] != '\0' || outing->own_roles != NULL);
  far_cli_json_id (builder, "remark", outing->remark);
  add_walked (builder, outing);
  far_cli_json_bool (builder, "otherwise", outing->is_walked_otherwise);

  json_builder_set_member_name (builder, "verdict");
  json_builder_begin_object (builder);
  far_cli_json_bool (builder, "ok", outing->runs);
  far_cli_json_text (builder, "why", verdict_why_name (outing->why));
  far_cli_json_int (builder, "needed", outing->n_needed);
  far_cli_json_int (builder, "have", outing->n_have);
  far_cli_json_int (builder, "max", outing->n_max);
  far_cli_json_int (builder, "moved", outing->n_moved);
  far_cli_json_id (builder, "reason", outing->cancel_reason);
  far_cli_json_text (builder, "basis", basis_name (outing->basis));
  far_cli_json_int (builder, "children", outing->n_children);
  far_cli_json_int (builder, "young", outing->n_young);
  far_cli_json_int (builder, "one_to_one", outing->n_one_to_one);
  far_cli_json_int (builder, "crossings", outing->n_crossings);
  add_looks (builder, outing);
  far_cli_json_strings (builder, "skipped", outing->skipped);
  far_cli_json_hazards (builder, "hazards", outing->hazards);
  json_builder_end_object (builder);

  add_roles (builder, outing->roles, TRUE);

  json_builder_set_member_name (builder, "turns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", turn->id);
      far_cli_json_turn (builder, turn);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "children");
  json_builder_begin_array (builder);
  for (guint i = 0; i < outing->children->len; i++)
    far_cli_json_walker (builder, outing->children->pdata[i]);
  json_builder_end_array (builder);
  far_cli_json_joins (builder, "merged", outing->joins);
  far_cli_json_int (builder, "ride_seats", outing->n_ride_seats);
  far_cli_json_int (builder, "ride_missing", outing->n_ride_missing);
  far_cli_json_id (builder, "my_turn", outing->my_turn);
  json_builder_end_object (builder);
}

void
far_cli_json_print (JsonBuilder *builder)
{
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = NULL;

  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, NULL);
  fputs (text, stdout);
  fputc ('\n', stdout);
  fflush (stdout);
}
