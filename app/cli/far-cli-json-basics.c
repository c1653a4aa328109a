/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What --json is made of, and what an export of one person says: values, a turn, an entry. */

#include "far-cli-json.h"

static void
set_key (JsonBuilder *builder, const char *key)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
}

void
far_cli_json_text (JsonBuilder *builder, const char *key, const char *value)
{
  set_key (builder, key);
  json_builder_add_string_value (builder, value);
}

void
far_cli_json_id (JsonBuilder *builder, const char *key, const char *id)
{
  set_key (builder, key);
  if (id != NULL && *id != '\0')
    json_builder_add_string_value (builder, id);
  else
    json_builder_add_null_value (builder);
}

void
far_cli_json_int (JsonBuilder *builder, const char *key, gint64 value)
{
  set_key (builder, key);
  json_builder_add_int_value (builder, value);
}

void
far_cli_json_bool (JsonBuilder *builder, const char *key, gboolean value)
{
  set_key (builder, key);
  json_builder_add_boolean_value (builder, value);
}

void
far_cli_json_strings (JsonBuilder *builder, const char *key, const char *const *values)
{
  set_key (builder, key);
  json_builder_begin_array (builder);
  for (int i = 0; values != NULL && values[i] != NULL; i++)
    json_builder_add_string_value (builder, values[i]);
  json_builder_end_array (builder);
}

void
far_cli_json_day (JsonBuilder *builder, const char *key, gint32 day)
{
  g_autofree char *text = far_day_format (day);

  far_cli_json_id (builder, key, text);
}

void
far_cli_json_time (JsonBuilder *builder, const char *key, int minutes)
{
  g_autofree char *text = minutes >= 0 ? far_time_format (minutes) : NULL;

  far_cli_json_id (builder, key, text);
}

void
far_cli_json_instant (JsonBuilder *builder, const char *key, gint64 ms)
{
  g_autoptr(GDateTime) seconds = ms > 0 ? g_date_time_new_from_unix_utc (ms / 1000) : NULL;
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;

  if (seconds != NULL)
    {
      whole = g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S");
      text = g_strdup_printf ("%s.%03dZ", whole, (int)(ms % 1000));
    }

  far_cli_json_id (builder, key, text);
}

const char *
far_cli_standing_name (FarStanding standing)
{
  switch (standing)
    {
    case FAR_STANDING_PENDING:
      return "pending";
    case FAR_STANDING_LEFT:
      return "left";
    case FAR_STANDING_REMOVED:
      return "removed";
    case FAR_STANDING_NO_MACHINE:
      return "no-machine";
    case FAR_STANDING_ACTIVE:
    default:
      return "active";
    }
}

const char *
far_cli_turn_state_name (FarTurnState state)
{
  switch (state)
    {
    case FAR_TURN_RESERVE:
      return "reserve";
    case FAR_TURN_SEEKING:
      return "seeking";
    case FAR_TURN_ABSENT:
      return "absent";
    case FAR_TURN_RELEASED:
      return "released";
    case FAR_TURN_RELIEVED:
      return "relieved";
    case FAR_TURN_STANDING:
    default:
      return "standing";
    }
}

const char *
far_cli_promise_name (FarPromise promise)
{
  switch (promise)
    {
    case FAR_PROMISE_SHARED:
      return "shared";
    case FAR_PROMISE_KNOWN:
      return "known";
    case FAR_PROMISE_HERE:
    default:
      return "here";
    }
}

static const char *
rank_why_name (FarRankWhy why)
{
  switch (why)
    {
    case FAR_RANK_WHY_SEEN:
      return "seen";
    case FAR_RANK_WHY_LOTTERY:
      return "lottery";
    case FAR_RANK_WHY_CONFIRMED:
      return "confirmed";
    case FAR_RANK_WHY_FIRST:
    default:
      return "first";
    }
}

void
far_cli_json_clash (JsonBuilder *builder, const FarClash *clash)
{
  g_autofree char *ride = clash->kind == FAR_CLASH_KIND_RIDE
                              ? g_strdup_printf ("%s – %s", clash->title, clash->to)
                              : NULL;

  far_cli_json_id (builder, "clash", ride != NULL ? ride : clash->title);
}

void
far_cli_json_turn (JsonBuilder *builder, const FarTurn *turn)
{
  far_cli_json_text (builder, "member", turn->member);
  far_cli_json_text (builder, "member_name", turn->member_name);
  far_cli_json_text (builder, "state", far_cli_turn_state_name (turn->state));
  far_cli_json_int (builder, "rank", turn->rank);
  far_cli_json_text (builder, "why", rank_why_name (turn->why));
  far_cli_json_text (builder, "promise", far_cli_promise_name (turn->promise));
  far_cli_json_id (builder, "by", turn->by);
  far_cli_json_bool (builder, "mine", turn->is_mine);
  far_cli_json_bool (builder, "helper", turn->is_helper);
  far_cli_json_id (builder, "role", turn->role_name);
  far_cli_json_bool (builder, "along", turn->role == FAR_TURN_ROLE_ALONG);
  far_cli_json_int (builder, "reserve", turn->reserve);
  far_cli_json_id (builder, "stand_in", turn->stand_in_name);
  far_cli_json_clash (builder, &turn->clash);
  far_cli_json_bool (builder, "double", turn->other_role != NULL);
  json_builder_set_member_name (builder, "swap");
  if (turn->swap_turn == NULL)
    json_builder_add_null_value (builder);
  else
    {
      json_builder_begin_object (builder);
      far_cli_json_text (builder, "turn", turn->swap_turn);
      far_cli_json_text (builder, "rota", turn->swap_rota);
      far_cli_json_day (builder, "date", turn->swap_day);
      far_cli_json_text (builder, "member_name", turn->swap_name);
      far_cli_json_bool (builder, "agreed", turn->swap_is_agreed);
      json_builder_end_object (builder);
    }
  if (turn->at >= 0)
    far_cli_json_time (builder, "at", turn->at);
  far_cli_json_bool (builder, "moved", turn->is_moved);
}

void
far_cli_json_entry (JsonBuilder *builder, const FarEntryView *entry)
{
  g_autoptr(JsonNode) payload = json_from_string (entry->payload_json, NULL);

  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", entry->id);
  far_cli_json_text (builder, "device", entry->device);
  far_cli_json_text (builder, "member_name", entry->member_name);
  far_cli_json_int (builder, "seq", entry->seq);
  far_cli_json_text (builder, "kind", entry->kind);
  far_cli_json_instant (builder, "time", entry->time_ms);
  far_cli_json_int (builder, "term", entry->term);
  far_cli_json_id (builder, "subject", entry->subject);
  far_cli_json_strings (builder, "refs", entry->refs);
  json_builder_set_member_name (builder, "payload");
  if (payload != NULL)
    json_builder_add_value (builder, g_steal_pointer (&payload));
  else
    json_builder_add_null_value (builder);
  far_cli_json_bool (builder, "effect", entry->has_effect);
  json_builder_end_object (builder);
}

/* ---- hours given and received */

const char *
far_cli_hours_sort_name (FarHoursSort sort)
{
  static const char *const names[] = {
    [FAR_HOURS_VOLUNTEER] = "volunteer",
    [FAR_HOURS_PAID] = "paid",
    [FAR_HOURS_IN_KIND] = "kind",
  };

  return names[sort];
}

static const char *const sources[] = {
  [FAR_HOURS_OF_NOTHING] = "",
  [FAR_HOURS_OF_OUTING] = "outing",
  [FAR_HOURS_OF_RIDE] = "ride",
  [FAR_HOURS_OF_HELP] = "help",
};

void
far_cli_json_hours_said (JsonBuilder *builder, const FarHours *line)
{
  far_cli_json_day (builder, "date", line->day);
  far_cli_json_int (builder, "minutes", line->minutes);
  far_cli_json_bool (builder, "received", line->is_received);
  far_cli_json_text (builder, "sort", far_cli_hours_sort_name (line->sort));
  far_cli_json_id (builder, "with", line->who);
  far_cli_json_text (builder, "with_name", line->who_name);
  far_cli_json_text (builder, "what", line->what);
  far_cli_json_text (builder, "return", line->against);
  far_cli_json_text (builder, "of", sources[line->of]);
  far_cli_json_id (builder, "of_id", line->of_id);
}

void
far_cli_json_hours (JsonBuilder *builder, const FarHours *line)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", line->id);
  far_cli_json_text (builder, "account", line->owner);
  far_cli_json_text (builder, "account_name", line->owner_name);
  far_cli_json_bool (builder, "mine", line->is_mine);
  far_cli_json_hours_said (builder, line);
  json_builder_set_member_name (builder, "others");
  json_builder_begin_array (builder);
  for (guint i = 0; i < line->others->len; i++)
    {
      json_builder_begin_object (builder);
      far_cli_json_hours_said (builder, line->others->pdata[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}
