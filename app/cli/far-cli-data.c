/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Out of the program as data: tables of all, and what there is about one person. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-saving.h"
#include "far-tables.h"
#include "far-words.h"

/* As a payload is told. */
#define SECRET "secret"

static gboolean data_force;

static const GOptionEntry data_options[] = {
  { "force", 0, 0, G_OPTION_ARG_NONE, &data_force, N_ ("Replace a file that is there already"),
    NULL },
  { NULL },
};

static FarSavingMode
get_mode (void)
{
  return data_force ? FAR_SAVING_REPLACE : FAR_SAVING_NEW_ONLY;
}

static GPtrArray *
dup_outward (FarCli *cli, GError **error)
{
  far_engine_outward_async (cli->engine, FAR_DAY_FROM_ROTAS, FAR_DAY_FROM_ROTAS, cli->cancellable,
                            far_cli_done, cli);

  return far_engine_outward_finish (cli->engine, far_cli_wait (cli), error);
}

static GPtrArray *
dup_members (FarCli *cli, GError **error)
{
  far_engine_members_async (cli->engine, cli->cancellable, far_cli_done, cli);

  return far_engine_members_finish (cli->engine, far_cli_wait (cli), error);
}

/* ---- tables */

static gboolean
run_csv (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) members = NULL;
  g_autoptr(GPtrArray) rotas = NULL;
  g_autoptr(GPtrArray) outward = NULL;
  g_auto(GStrv) paths = NULL;
  g_autoptr(JsonBuilder) builder = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;
  members = dup_members (cli, error);
  if (members == NULL)
    return FALSE;
  far_engine_rotas_async (cli->engine, cli->cancellable, far_cli_done, cli);
  rotas = far_engine_rotas_finish (cli->engine, far_cli_wait (cli), error);
  if (rotas == NULL)
    return FALSE;
  outward = dup_outward (cli, error);
  if (outward == NULL)
    return FALSE;

  paths = far_tables_save (args[0], members, rotas, outward, get_mode (), error);
  if (paths == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_strings (builder, "files", (const char *const *)paths);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    for (char **path = paths; *path != NULL; path++)
      far_cli_say ("%s", *path);

  return TRUE;
}

/* ---- one person */

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

static char *
print_node (JsonBuilder *builder)
{
  g_autoptr(JsonGenerator) generator = json_generator_new ();
  g_autoptr(JsonNode) root = json_builder_get_root (builder);

  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, root);

  return json_generator_to_data (generator, NULL);
}

static gboolean
read_person (FarCli *cli, JsonBuilder *builder, guint *out_n, GError **error)
{
  g_autoptr(FarStatus) status = far_cli_dup_status (cli, error);
  g_autoptr(GPtrArray) members = status != NULL ? dup_members (cli, error) : NULL;
  g_autoptr(GPtrArray) outward = members != NULL ? dup_outward (cli, error) : NULL;
  g_autoptr(GPtrArray) entries = NULL;
  const FarMember *me = members != NULL ? find_me (members) : NULL;

  if (outward == NULL)
    return FALSE;
  if (me == NULL)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NOT_A_MEMBER, "nobody is me");
      return FALSE;
    }
  far_engine_log_async (cli->engine, NULL, NULL, cli->cancellable, far_cli_done, cli);
  entries = far_engine_log_finish (cli->engine, far_cli_wait (cli), error);
  if (entries == NULL)
    return FALSE;

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
  *out_n = add_entries (builder, entries, me, TRUE);
  *out_n += add_entries (builder, entries, me, FALSE);
  json_builder_end_object (builder);

  return TRUE;
}

static gboolean
run_me (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(GBytes) content = NULL;
  const char *const files[] = { args[0], NULL };
  g_autofree char *text = NULL;
  guint n = 0;

  if (!far_saving_check (args[0], get_mode (), error) || !far_cli_open (cli, error) ||
      !read_person (cli, builder, &n, error))
    return FALSE;

  text = print_node (builder);
  content = g_bytes_new (text, strlen (text));
  if (!far_saving_write (&(FarSaving){ args[0], content }, 1, get_mode (), error))
    return FALSE;

  if (cli->json)
    {
      json_builder_reset (builder);
      json_builder_begin_object (builder);
      far_cli_json_strings (builder, "files", files);
      far_cli_json_int (builder, "entries", n);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say (ngettext ("%u entry is by you or about you.",
                           "%u entries are by you or about you.", n),
                 n);

  return TRUE;
}

const FarCliCommand far_cli_data_commands[] = {
  { "export csv", N_ ("FOLDER [--force]"),
    N_ ("Save members, rotas, outings and turns as tables for a spreadsheet."), data_options, 1, 1,
    run_csv },
  { "export me", N_ ("FILE.json [--force]"),
    N_ ("Save all that the log says about you, and what you wrote."), data_options, 1, 1, run_me },
  { NULL },
};
