/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is to be looked out for on lines. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-lines.h"

static gboolean list_all;

static const GOptionEntry list_options[] = {
  { "all", 0, 0, G_OPTION_ARG_NONE, &list_all, N_ ("Those that are gone too"), NULL },
  { NULL },
};

static void
say_hazards (GPtrArray *hazards)
{
  g_autoptr(FarCliTable) table = far_cli_table_new (_ ("Identifier"), _ ("Line"),
                                                     _ ("To be looked out for"), _ ("State"), NULL);

  for (guint i = 0; i < hazards->len; i++)
    {
      const FarHazard *hazard = hazards->pdata[i];
      g_autofree char *id = far_cli_short_id (hazard->id);
      g_autofree char *words = far_words_hazard (hazard);
      g_autofree char *said = far_words_hazard_said (hazard);

      far_cli_table_add (table, id, hazard->line_name, words, said, NULL);
    }
  far_cli_table_print (table);
}

static gboolean
run_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) hazards = NULL;
  g_autoptr(JsonBuilder) builder = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_hazards_async (cli->engine, list_all, cli->cancellable, far_cli_done, cli);
  hazards = far_engine_hazards_finish (cli->engine, far_cli_wait (cli), error);
  if (hazards == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      far_cli_json_hazards (builder, NULL, hazards);
      far_cli_json_print (builder);
    }
  else if (hazards->len == 0)
    far_cli_say ("%s", _ ("Nothing is to be looked out for."));
  else
    say_hazards (hazards);

  return TRUE;
}

/* ---- saying so */

static char *hazard_stop;
static char *hazard_text;
static char *hazard_state;

static const GOptionEntry add_options[] = {
  { "stop", 0, 0, G_OPTION_ARG_FILENAME, &hazard_stop, N_ ("At or after which stop it is"),
    N_ ("STOP") },
  { NULL },
};

static const GOptionEntry edit_options[] = {
  { "state", 0, 0, G_OPTION_ARG_FILENAME, &hazard_state, N_ ("open, dealt or gone"), N_ ("STATE") },
  { "text", 0, 0, G_OPTION_ARG_FILENAME, &hazard_text, N_ ("What there is"), N_ ("TEXT") },
  { "stop", 0, 0, G_OPTION_ARG_FILENAME, &hazard_stop,
    N_ ("At or after which stop it is; empty for anywhere"), N_ ("STOP") },
  { NULL },
};

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
  far_cli_json_text (builder, "hazard", id);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static gboolean
run_add (FarCli *cli, const char *const *args, GError **error)
{
  FarHazardEdit hazard = { .stop = hazard_stop, .words = args[1], .state = -1 };
  g_autofree char *id = NULL;
  g_autofree char *done = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_add_hazard_async (cli->engine, args[0], &hazard, cli->cancellable, far_cli_done, cli);
  id = far_engine_add_hazard_finish (cli->engine, far_cli_wait (cli), error);
  if (id == NULL)
    return FALSE;

  /* Translators: of something on a line that is to be looked out for; %s is an id */
  done = g_strdup_printf (_ ("Everybody who walks there will see it, as %s."), id);
  show_done (cli, id, done);

  return TRUE;
}

static gboolean
read_state (const char *text, int *out, GError **error)
{
  for (int i = 0; i < FAR_HAZARD_STATE_N; i++)
    if (g_ascii_strcasecmp (text, far_cli_hazard_state_name ((FarHazardState)i)) == 0)
      {
        *out = i;
        return TRUE;
      }
  far_cli_set_usage_error (error, _ ("“%s” is neither open, dealt nor gone."), text);

  return FALSE;
}

static gboolean
run_edit (FarCli *cli, const char *const *args, GError **error)
{
  FarHazardEdit edit = { .stop = hazard_stop, .words = hazard_text, .state = -1 };
  g_autofree char *id = NULL;

  if (hazard_stop == NULL && hazard_text == NULL && hazard_state == NULL)
    {
      far_cli_set_usage_error (error, _ ("Say --state, --text or --stop."));
      return FALSE;
    }
  if ((hazard_state != NULL && !read_state (hazard_state, &edit.state, error)) ||
      !far_cli_open (cli, error))
    return FALSE;

  far_engine_change_hazard_async (cli->engine, args[0], &edit, cli->cancellable, far_cli_done, cli);
  id = far_engine_change_hazard_finish (cli->engine, far_cli_wait (cli), error);
  if (id == NULL)
    return FALSE;

  show_done (cli, id, _ ("It is changed."));

  return TRUE;
}

const FarCliCommand far_cli_hazard_commands[] = {
  { "hazard list", "[--all]", N_ ("Show what is to be looked out for on walking lines."),
    list_options, 0, 0, run_list },
  { "hazard add", N_ ("LINE TEXT [--stop STOP]"),
    N_ ("Say what is to be looked out for on a walking line."), add_options, 2, 2, run_add },
  { "hazard edit", N_ ("ID [--state STATE] [--text TEXT] [--stop STOP]"),
    N_ ("Say that somebody deals with it, or that it is gone, or what it is."), edit_options, 1, 1,
    run_edit },
  { NULL },
};
