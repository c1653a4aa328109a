/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-own-data.h"

#include <string.h>

#include "far-cli-json.h"

/* As a payload is told. */
#define SECRET "secret"

static const FarMember *
find_me (GPtrArray *members)
{
  for (guint i = 0; i < members->len; i++)
    if (((const FarMember *)members->pdata[i])->is_me)
      return members->pdata[i];

  return NULL;
}

static gboolean
is_my_device (const FarMember *me, const char *device)
{
  return g_strv_contains (me->devices, device);
}

/* Whether it names the person, or a machine of theirs: as JSON an id is in full. */
static gboolean
speaks_of (const FarEntryView *entry, const FarMember *me)
{
  if (strcmp (entry->subject, me->id) == 0 || strstr (entry->payload_json, me->id) != NULL)
    return TRUE;
  for (guint i = 0; me->devices[i] != NULL; i++)
    if (strstr (entry->payload_json, me->devices[i]) != NULL)
      return TRUE;

  return FALSE;
}

static void
add_turns (JsonBuilder *builder, GPtrArray *outward, const FarMember *me)
{
  json_builder_set_member_name (builder, "turns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < outward->len; i++)
    {
      const FarOuting *outing = ((const FarOutward *)outward->pdata[i])->outing;

      for (guint j = 0; j < outing->turns->len; j++)
        {
          const FarTurn *turn = outing->turns->pdata[j];

          if (strcmp (turn->member, me->id) != 0)
            continue;
          json_builder_begin_object (builder);
          far_cli_json_text (builder, "rota", outing->rota);
          far_cli_json_text (builder, "title", outing->title);
          far_cli_json_day (builder, "date", outing->day);
          far_cli_json_time (builder, "at", outing->at);
          far_cli_json_turn (builder, turn);
          json_builder_end_object (builder);
        }
    }
  json_builder_end_array (builder);
}

/* An act may hold a part of the collective's secret, which is in no file that is handed on. */
static void
add_entry (JsonBuilder *builder, const FarEntryView *entry)
{
  g_autoptr(JsonNode) payload = json_from_string (entry->payload_json, NULL);
  FarEntryView harmless = *entry;
  g_autofree char *text = NULL;

  if (payload != NULL && JSON_NODE_HOLDS_OBJECT (payload) &&
      json_object_has_member (json_node_get_object (payload), SECRET))
    {
      json_object_remove_member (json_node_get_object (payload), SECRET);
      text = json_to_string (payload, FALSE);
      harmless.payload_json = text;
    }
  far_cli_json_entry (builder, &harmless);
}

/* @own: those that the person wrote; else those of others that speak of them */
static guint
add_entries (JsonBuilder *builder, GPtrArray *entries, const FarMember *me, gboolean own)
{
  guint n = 0;

  json_builder_set_member_name (builder, own ? "written" : "about");
  json_builder_begin_array (builder);
  for (guint i = 0; i < entries->len; i++)
    {
      const FarEntryView *entry = entries->pdata[i];

      if (is_my_device (me, entry->device) != own || (!own && !speaks_of (entry, me)))
        continue;
      add_entry (builder, entry);
      n++;
    }
  json_builder_end_array (builder);

  return n;
}

static void
add_hours (JsonBuilder *builder, GPtrArray *hours)
{
  json_builder_set_member_name (builder, "hours");
  json_builder_begin_array (builder);
  for (guint i = 0; hours != NULL && i < hours->len; i++)
    if (((const FarHours *)hours->pdata[i])->is_mine)
      far_cli_json_hours (builder, hours->pdata[i]);
  json_builder_end_array (builder);
}

static char *
print_node (JsonBuilder *builder)
{
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = json_builder_get_root (builder);

  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, root);

  return json_generator_to_data (generator, NULL);
}

char *
far_own_data_format (const FarStatus *status,
                     GPtrArray *members,
                     GPtrArray *outward,
                     GPtrArray *entries,
                     GPtrArray *hours,
                     guint *out_n,
                     GError **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  const FarMember *me = find_me (members);

  if (me == NULL)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NOT_A_MEMBER, "nobody is me");
      return NULL;
    }

  json_builder_begin_object (builder);
  far_cli_json_text (builder, "collective", status->collective);
  far_cli_json_text (builder, "collective_name", status->name);
  far_cli_json_text (builder, "member", me->id);
  far_cli_json_text (builder, "name", me->name);
  far_cli_json_text (builder, "standing", far_cli_standing_name (me->standing));
  far_cli_json_instant (builder, "since", me->since_ms);
  far_cli_json_strings (builder, "devices", me->devices);
  far_cli_json_strings (builder, "formerly", me->formerly);
  add_turns (builder, outward, me);
  add_hours (builder, hours);
  *out_n = add_entries (builder, entries, me, TRUE);
  *out_n += add_entries (builder, entries, me, FALSE);
  json_builder_end_object (builder);

  return print_node (builder);
}
