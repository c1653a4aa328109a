/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Strike, ice, heat: outings that are cancelled in one go. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-calloff.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCallOffForecast, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCalledOff, far_snapshot_unref)

static char *off_from;
static char *off_until;
static char *off_line;
static char *off_rota;
static char *off_why;
static gboolean off_rides;
static gboolean off_dry_run;

static const GOptionEntry cancel_options[] = {
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &off_from, N_ ("First day"), N_ ("DATE") },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &off_until, N_ ("Last day (default: the first)"),
    N_ ("DATE") },
  { "line", 0, 0, G_OPTION_ARG_FILENAME, &off_line, N_ ("Only what walks on this line"),
    N_ ("ID") },
  { "rota", 0, 0, G_OPTION_ARG_FILENAME, &off_rota, N_ ("Only this rota"), N_ ("ID") },
  { "why", 0, 0, G_OPTION_ARG_FILENAME, &off_why, N_ ("The reason, for everyone to read"),
    N_ ("TEXT") },
  { "rides", 0, 0, G_OPTION_ARG_NONE, &off_rides,
    N_ ("Ask for seats for the children who come, in the same act"), NULL },
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &off_dry_run,
    N_ ("Say what it would cancel, and cancel nothing"), NULL },
  { NULL },
};

static gboolean
read_scope (FarCallOffScope *scope, GError **error)
{
  *scope = (FarCallOffScope){ .line = off_line, .rota = off_rota, .asks_rides = off_rides };
  if (!far_cli_need_option (off_from, "--from", error) ||
      !far_cli_parse_day (off_from, &scope->first_day, error))
    return FALSE;
  scope->last_day = scope->first_day;
  if (off_until != NULL && !far_cli_parse_day (off_until, &scope->last_day, error))
    return FALSE;

  return off_dry_run || far_cli_need_option (off_why, "--why", error);
}

static void
add_outings (JsonBuilder *builder, const char *key, GPtrArray *outings)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "rota", outing->rota);
      far_cli_json_text (builder, "title", outing->title);
      far_cli_json_day (builder, "date", outing->day);
      far_cli_json_time (builder, "at", outing->at);
      far_cli_json_id (builder, "line", outing->line);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_to_call (JsonBuilder *builder, const char *key, GPtrArray *people)
{
  if (key != NULL)
    json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < people->len; i++)
    {
      const FarToCall *person = people->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", person->id);
      far_cli_json_text (builder, "name", person->name);
      far_cli_json_id (builder, "phone", person->phone);
      far_cli_json_id (builder, "through", person->answerer_name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
say_to_call (GPtrArray *people)
{
  if (people->len == 0)
    {
      far_cli_say ("%s", _ ("Everybody whom it concerns has been reached."));
      return;
    }

  far_cli_say ("%s", _ ("Not reached yet, to be called:"));
  for (guint i = 0; i < people->len; i++)
    {
      g_autofree char *words = far_words_to_call (people->pdata[i]);

      far_cli_say ("  %s", words);
    }
}

/* @done: (nullable) */
static void
print_cancel (FarCli *cli, const FarCallOffForecast *forecast, const FarCalledOff *done)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_auto(GStrv) words = NULL;
  g_autofree char *said = NULL;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_id (builder, "act", done != NULL ? done->act : NULL);
      far_cli_json_bool (builder, "written", done != NULL);
      far_cli_json_bool (builder, "suggestion", done != NULL && done->is_suggestion);
      far_cli_json_int (builder, "turns", forecast->n_turns);
      far_cli_json_int (builder, "children", forecast->n_children);
      add_outings (builder, "outings", forecast->outings);
      add_outings (builder, "others", forecast->others);
      far_cli_json_int (builder, "rides", done != NULL ? done->n_rides : 0);
      if (done != NULL)
        add_to_call (builder, "to_call", done->to_call);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return;
    }

  words = far_words_call_off (forecast, done != NULL && !done->is_suggestion);
  for (guint i = 0; words[i] != NULL; i++)
    far_cli_say ("%s", words[i]);
  if (done == NULL)
    return;

  said = far_words_called_off (done);
  if (done->is_suggestion)
    /* Translators: %1$s is a sentence, such as “It is suggested to cancel 5 walks: who holds the
     * baton decides.”, %2$s an id */
    far_cli_say (_ ("%1$s (Identifier: %2$s)"), said, done->act);
  else
    /* Translators: %1$s is as in “5 walks are cancelled”, %2$s an id */
    far_cli_say (_ ("%1$s, in %2$s."), said, done->act);
  if (!done->is_suggestion)
    say_to_call (done->to_call);
}

static gboolean
run_cancel (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarCallOffForecast) forecast = NULL;
  g_autoptr(FarCalledOff) done = NULL;
  FarCallOffScope scope;

  if (!read_scope (&scope, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_foresee_call_off_async (cli->engine, &scope, cli->cancellable, far_cli_done, cli);
  forecast = far_engine_foresee_call_off_finish (cli->engine, far_cli_wait (cli), error);
  if (forecast == NULL)
    return FALSE;
  if (!off_dry_run)
    {
      far_engine_call_off_async (cli->engine, &scope, off_why, cli->cancellable, far_cli_done, cli);
      done = far_engine_call_off_finish (cli->engine, far_cli_wait (cli), error);
      if (done == NULL)
        return FALSE;
    }

  print_cancel (cli, forecast, done);

  return TRUE;
}

/* ---- walking after all */

static gboolean
run_resume (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *words = NULL;
  gboolean is_suggestion;
  gint32 day = 0;
  int n;

  if (args[1] != NULL && !far_cli_parse_day (args[1], &day, error))
    return FALSE;
  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_resume_async (cli->engine, args[1] == NULL ? args[0] : NULL,
                           args[1] != NULL ? args[0] : NULL, day, cli->cancellable, far_cli_done,
                           cli);
  n = far_engine_resume_finish (cli->engine, far_cli_wait (cli), &is_suggestion, error);
  if (n < 0)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_int (builder, "outings", n);
      far_cli_json_bool (builder, "suggestion", is_suggestion);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return TRUE;
    }

  words = far_words_resumed (n, is_suggestion);
  far_cli_say ("%s", words);

  return TRUE;
}

static gboolean
run_call (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(GPtrArray) people = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_to_call_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  people = far_engine_to_call_finish (cli->engine, far_cli_wait (cli), error);
  if (people == NULL)
    return FALSE;

  if (!cli->json)
    {
      say_to_call (people);
      return TRUE;
    }

  builder = json_builder_new ();
  add_to_call (builder, NULL, people);
  far_cli_json_print (builder);

  return TRUE;
}

const FarCliCommand far_cli_call_off_commands[] = {
  { "outing cancel",
    N_ ("--from DATE [--until DATE] [--line ID] [--rota ID] --why TEXT [--dry-run]"),
    N_ ("Cancel all outings of a day or of several, such as for a strike or for ice."),
    cancel_options, 0, 0, run_cancel },
  { "outing resume", N_ ("ACT | ROTA DATE"),
    N_ ("What was cancelled takes place after all: all of an act, or one outing."), NULL, 1, 2,
    run_resume },
  { "outing call", N_ ("[ACT]"),
    N_ ("Show who has not been reached about what is cancelled, with telephone numbers."), NULL, 0,
    1, run_call },
  { NULL },
};
