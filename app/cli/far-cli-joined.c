/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An outing that is short of adults, and those that walk as one. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-joined.h"
#include "far-words.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarGap, far_snapshot_unref)

/* ---- as JSON */

static const char *
step_name (FarGapKind kind)
{
  switch (kind)
    {
    case FAR_GAP_TAKE:
      return "take";
    case FAR_GAP_AGREE:
      return "agree";
    case FAR_GAP_ASK:
      return "ask";
    case FAR_GAP_JOIN:
      return "merge";
    case FAR_GAP_RIDES:
      return "rides";
    case FAR_GAP_CANCEL:
    default:
      return "cancel";
    }
}

void
far_cli_json_joins (JsonBuilder *builder, const char *key, GPtrArray *joins)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < joins->len; i++)
    {
      const FarJoin *join = joins->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "rota", join->rota);
      far_cli_json_text (builder, "title", join->title);
      far_cli_json_time (builder, "at", join->at);
      far_cli_json_bool (builder, "into", join->is_host);
      far_cli_json_bool (builder, "agreed", join->is_agreed);
      far_cli_json_strings (builder, "missing", join->missing);
      far_cli_json_strings (builder, "coming", join->coming);
      far_cli_json_int (builder, "children", join->n_children);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_people (JsonBuilder *builder, const char *key, GPtrArray *people)
{
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
add_step (JsonBuilder *builder, const FarGapStep *step, const FarGap *gap)
{
  g_autofree char *why = far_words_gap_step (step, gap);
  const FarNeighbour *with = step->with;

  json_builder_begin_object (builder);
  far_cli_json_text (builder, "step", step_name (step->kind));
  far_cli_json_text (builder, "why", why);
  far_cli_json_bool (builder, "suggestion", step->is_suggestion);
  if (with != NULL)
    {
      far_cli_json_text (builder, "into", with->rota);
      far_cli_json_text (builder, "title", with->title);
      far_cli_json_time (builder, "at", with->at);
      if (with->metres >= 0)
        far_cli_json_int (builder, "metres", with->metres);
      far_cli_json_int (builder, "adults", with->n_adults);
      far_cli_json_int (builder, "children", with->n_children);
      far_cli_json_int (builder, "room", with->n_room);
      far_cli_json_int (builder, "adults_together", with->n_adults_together);
      far_cli_json_int (builder, "children_together", with->n_children_together);
      far_cli_json_int (builder, "needed_together", with->n_needed_together);
      far_cli_json_bool (builder, "ok_together", with->runs_together);
    }
  json_builder_end_object (builder);
}

static void
print_as_json (const FarGap *gap, gboolean is_suggestion)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "outing");
  far_cli_json_outing (builder, gap->outing);
  far_cli_json_bool (builder, "suggestion", is_suggestion);
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < gap->steps->len; i++)
    add_step (builder, gap->steps->pdata[i], gap);
  json_builder_end_array (builder);
  add_people (builder, "to_ask", gap->to_ask);
  add_people (builder, "to_call", gap->to_call);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

/* ---- for people */

static void
say_people (const char *title, GPtrArray *people)
{
  g_autofree char *text = far_words_gap_people (people);
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  if (people->len == 0)
    return;
  far_cli_say ("%s", title);
  for (guint i = 0; lines[i] != NULL; i++)
    far_cli_say ("  %s", lines[i]);
}

static void
say_gap (const FarGap *gap)
{
  g_autofree char *verdict = far_words_verdict (gap->outing);

  far_cli_say ("%s", verdict);
  for (guint i = 0; i < gap->steps->len; i++)
    {
      g_autofree char *why = far_words_gap_step (gap->steps->pdata[i], gap);

      far_cli_say ("– %s", why);
    }
  say_people (_ ("Who could be asked:"), gap->to_ask);
  say_people (_ ("Not reached yet, to be called:"), gap->to_call);
}

/* ---- the commands */

static gboolean
run_gap (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarGap) gap = NULL;
  gint32 day;

  if (!far_cli_parse_day (args[1], &day, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_gap_async (cli->engine, args[0], day, cli->cancellable, far_cli_done, cli);
  gap = far_engine_gap_finish (cli->engine, far_cli_wait (cli), error);
  if (gap == NULL)
    return FALSE;

  if (cli->json)
    print_as_json (gap, FALSE);
  else
    say_gap (gap);

  return TRUE;
}

/* @into: (nullable) */
static gboolean
join (FarCli *cli, const char *rota, const char *date, const char *into, GError **error)
{
  g_autoptr(FarGap) gap = NULL;
  g_autofree char *words = NULL;
  gboolean is_suggestion;
  gint32 day;

  if (!far_cli_parse_day (date, &day, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_join_outing_async (cli->engine, rota, day, into, cli->cancellable, far_cli_done, cli);
  gap = far_engine_join_outing_finish (cli->engine, far_cli_wait (cli), &is_suggestion, error);
  if (gap == NULL)
    return FALSE;

  if (cli->json)
    {
      print_as_json (gap, is_suggestion);
      return TRUE;
    }
  words = far_words_joined (gap, is_suggestion);
  far_cli_say ("%s", words);
  if (!is_suggestion)
    say_people (_ ("Not reached yet, to be called:"), gap->to_call);

  return TRUE;
}

static gboolean
run_merge (FarCli *cli, const char *const *args, GError **error)
{
  return join (cli, args[0], args[1], args[2], error);
}

static gboolean
run_unmerge (FarCli *cli, const char *const *args, GError **error)
{
  return join (cli, args[0], args[1], NULL, error);
}

static char *agree_for;
static gboolean agree_undo;

static const GOptionEntry agree_options[] = {
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &agree_for,
    N_ ("A person without a machine, for whom you answer"), N_ ("MEMBER") },
  { "undo", 0, 0, G_OPTION_ARG_NONE, &agree_undo, N_ ("Take that back"), NULL },
  { NULL },
};

static gboolean
run_agree (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarGap) gap = NULL;
  g_autofree char *words = NULL;
  gint32 day;

  if (!far_cli_parse_day (args[1], &day, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_agree_join_async (cli->engine, args[0], day, agree_for, !agree_undo, cli->cancellable,
                               far_cli_done, cli);
  gap = far_engine_agree_join_finish (cli->engine, far_cli_wait (cli), error);
  if (gap == NULL)
    return FALSE;

  if (cli->json)
    {
      print_as_json (gap, FALSE);
      return TRUE;
    }
  words = far_words_joined (gap, FALSE);
  far_cli_say ("%s", words);

  return TRUE;
}

const FarCliCommand far_cli_joined_commands[] = {
  { "outing gap", N_ ("ROTA DATE"),
    N_ ("Show what can be done about an outing that is short of adults."), NULL, 2, 2, run_gap },
  { "outing merge", N_ ("ROTA DATE INTO"),
    N_ ("Propose that an outing walk with that of another rota, if all who come to either say "
        "yes."),
    NULL, 3, 3, run_merge },
  { "outing unmerge", N_ ("ROTA DATE"), N_ ("The outing walks by itself again."), NULL, 2, 2,
    run_unmerge },
  { "outing agree", N_ ("ROTA DATE [--for MEMBER] [--undo]"),
    N_ ("Say yes to walking with the outing of another rota."), agree_options, 2, 2, run_agree },
  { NULL },
};
