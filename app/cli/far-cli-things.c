/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keys and things: what there is, and who has it. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-things.h"

/* ---- what there is */

void
far_cli_json_things (JsonBuilder *builder, const char *key, GPtrArray *things)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < things->len; i++)
    {
      const FarThing *thing = things->pdata[i];
      gboolean has_keeper = thing->keeper[0] != '\0';

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", thing->id);
      far_cli_json_text (builder, "name", thing->name);
      far_cli_json_text (builder, "note", thing->note);
      far_cli_json_id (builder, "keeper", thing->keeper);
      far_cli_json_id (builder, "keeper_name", thing->keeper_name);
      far_cli_json_id (builder, "keeper_standing",
                       has_keeper ? far_cli_standing_name (thing->keeper_standing) : NULL);
      far_cli_json_instant (builder, "since", has_keeper ? thing->since_ms : 0);
      far_cli_json_bool (builder, "mine", thing->is_with_me);
      far_cli_json_bool (builder, "contested", thing->is_contested);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
say_things (GPtrArray *things)
{
  g_autoptr(FarCliTable) table = far_cli_table_new (_ ("Identifier"), _ ("Thing"),
                                                     _ ("Who has it"), _ ("Note"), NULL);

  for (guint i = 0; i < things->len; i++)
    {
      const FarThing *thing = things->pdata[i];
      g_autofree char *id = far_cli_short_id (thing->id);
      g_autofree char *keeper = far_words_keeper (thing);

      far_cli_table_add (table, id, thing->name, keeper, thing->note, NULL);
    }
  far_cli_table_print (table);
}

static gboolean
run_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) things = NULL;
  g_autoptr(JsonBuilder) builder = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_things_async (cli->engine, cli->cancellable, far_cli_done, cli);
  things = far_engine_things_finish (cli->engine, far_cli_wait (cli), error);
  if (things == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      far_cli_json_things (builder, NULL, things);
      far_cli_json_print (builder);
    }
  else if (things->len == 0)
    far_cli_say ("%s", _ ("No key and no other thing is written down."));
  else
    say_things (things);

  return TRUE;
}

/* ---- saying so */

static char *thing_with;
static char *thing_name;
static char *thing_note;

static const GOptionEntry add_options[] = {
  { "with", 0, 0, G_OPTION_ARG_FILENAME, &thing_with, N_ ("Who has it"), N_ ("MEMBER") },
  { "note", 0, 0, G_OPTION_ARG_FILENAME, &thing_note, N_ ("What it opens, where it lies"),
    N_ ("TEXT") },
  { NULL },
};

static const GOptionEntry edit_options[] = {
  { "name", 0, 0, G_OPTION_ARG_FILENAME, &thing_name, N_ ("Another name"), N_ ("NAME") },
  { "note", 0, 0, G_OPTION_ARG_FILENAME, &thing_note,
    N_ ("What it opens, where it lies; empty for nothing"), N_ ("TEXT") },
  { NULL },
};

/* @done: what to say */
static void
show_done (FarCli *cli, const char *id, const char *done)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      far_cli_say ("%s", done);
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "thing", id);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static gboolean
run_add (FarCli *cli, const char *const *args, GError **error)
{
  FarThingEdit thing = { .name = args[0], .note = thing_note, .keeper = thing_with };
  g_auto(FarCliLending) lending = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *done = NULL;

  if (!far_cli_read_lending (&thing, &lending, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_add_thing_async (cli->engine, &thing, cli->cancellable, far_cli_done, cli);
  id = far_engine_add_thing_finish (cli->engine, far_cli_wait (cli), error);
  if (id == NULL)
    return FALSE;

  /* Translators: of a key or another thing; %s is an id */
  done = g_strdup_printf (_ ("It is on the list, as %s."), id);
  show_done (cli, id, done);

  return TRUE;
}

static gboolean
change (FarCli *cli, const char *thing, const FarThingEdit *edit, const char *done, GError **error)
{
  g_autofree char *id = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_change_thing_async (cli->engine, thing, edit, cli->cancellable, far_cli_done, cli);
  id = far_engine_change_thing_finish (cli->engine, far_cli_wait (cli), error);
  if (id == NULL)
    return FALSE;

  show_done (cli, id, done);

  return TRUE;
}

static gboolean
run_give (FarCli *cli, const char *const *args, GError **error)
{
  FarThingEdit edit = { .keeper = args[1], .gone = -1 };

  return change (cli, args[0], &edit, _ ("Everybody will see who has it."), error);
}

static gboolean
run_edit (FarCli *cli, const char *const *args, GError **error)
{
  FarThingEdit edit = { .name = thing_name, .note = thing_note, .gone = -1 };
  g_auto(FarCliLending) lending = { 0 };

  if (!far_cli_read_lending (&edit, &lending, error))
    return FALSE;
  if (thing_name == NULL && thing_note == NULL && edit.says == 0)
    {
      far_cli_set_usage_error (error, _ ("Say what is to be changed, such as --name or --note."));
      return FALSE;
    }

  return change (cli, args[0], &edit, _ ("It is changed."), error);
}

static gboolean
run_drop (FarCli *cli, const char *const *args, GError **error)
{
  FarThingEdit edit = { .gone = 1 };

  return change (cli, args[0], &edit, _ ("It is taken off the list."), error);
}

const FarCliCommand far_cli_thing_commands[] = {
  { "thing list", "", N_ ("Show keys and other things, and who has them."), NULL, 0, 0, run_list },
  { "thing add", N_ ("NAME [--with MEMBER] [--note TEXT]"),
    N_ ("Write down a key or another thing that the collective has."), add_options, 1, 1, run_add,
    far_cli_lend_options },
  { "thing give", N_ ("ID MEMBER"), N_ ("Say who has it now."), NULL, 2, 2, run_give },
  { "thing edit", N_ ("ID [--name NAME] [--note TEXT]"), N_ ("Change what is said of a thing."),
    edit_options, 1, 1, run_edit, far_cli_lend_options },
  { "thing drop", N_ ("ID"), N_ ("Take a thing off the list."), NULL, 1, 1, run_drop },
  { NULL },
};
