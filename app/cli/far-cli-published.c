/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of a rota since it was published, and who has seen it. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-published.h"
#include "far-words.h"

/* ---- as JSON */

static const char *
change_name (FarPlanWhat what)
{
  static const char *const names[] = {
    [FAR_PLAN_CHANGE_TITLE] = "title",
    [FAR_PLAN_CHANGE_LINE] = "line",
    [FAR_PLAN_CHANGE_DAYS] = "days",
    [FAR_PLAN_CHANGE_FIRST] = "from",
    [FAR_PLAN_CHANGE_LAST] = "until",
    [FAR_PLAN_CHANGE_AT] = "at",
    [FAR_PLAN_CHANGE_MIN] = "min",
    [FAR_PLAN_CHANGE_MAX] = "max",
    [FAR_PLAN_CHANGE_PLACE] = "place",
    [FAR_PLAN_CHANGE_HOLIDAYS] = "in-holidays",
    [FAR_PLAN_CHANGE_ROLE_NEW] = "role-new",
    [FAR_PLAN_CHANGE_ROLE_GONE] = "role-gone",
    [FAR_PLAN_CHANGE_ROLE_NAME] = "role-name",
    [FAR_PLAN_CHANGE_ROLE_NUMBERS] = "role-numbers",
    [FAR_PLAN_CHANGE_DATE_NEW] = "date-new",
    [FAR_PLAN_CHANGE_DATE_GONE] = "date-gone",
    [FAR_PLAN_CHANGE_CANCELLED] = "cancelled",
    [FAR_PLAN_CHANGE_WALKS] = "walks",
    [FAR_PLAN_CHANGE_DATE_AT] = "date-at",
    [FAR_PLAN_CHANGE_DATE_MIN] = "date-min",
    [FAR_PLAN_CHANGE_DATE_MAX] = "date-max",
    [FAR_PLAN_CHANGE_DATE_PLACE] = "date-place",
    [FAR_PLAN_CHANGE_CLOSED] = "closed",
    [FAR_PLAN_CHANGE_OPENED] = "opened",
    [FAR_PLAN_CHANGE_JOINED] = "merged",
    [FAR_PLAN_CHANGE_PARTED] = "unmerged",
    [FAR_PLAN_CHANGE_DATE_REMARK] = "remark",
    [FAR_PLAN_CHANGE_COMES] = "comes",
    [FAR_PLAN_CHANGE_RESERVE] = "reserve",
  };

  return names[what];
}

static const char *
seen_name (FarPlanSeen seen)
{
  switch (seen)
    {
    case FAR_PLAN_SEEN_NOW:
      return "now";
    case FAR_PLAN_SEEN_BEFORE:
      return "before";
    case FAR_PLAN_SEEN_NEVER:
    default:
      return "never";
    }
}

static void
add_changes (JsonBuilder *builder, const char *key, GPtrArray *changes)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < changes->len; i++)
    {
      const FarPlanChange *change = changes->pdata[i];
      g_autofree char *words = far_words_plan_change (change);

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "what", change_name (change->what));
      if (change->has_day)
        far_cli_json_day (builder, "date", change->day);
      else
        far_cli_json_id (builder, "date", NULL);
      far_cli_json_text (builder, "words", words);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_reader (JsonBuilder *builder, const FarPlanReader *reader)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", reader->id);
  far_cli_json_text (builder, "name", reader->name);
  far_cli_json_id (builder, "phone", reader->phone);
  far_cli_json_id (builder, "through", reader->answerer_name);
  far_cli_json_bool (builder, "concerned", reader->is_concerned);
  far_cli_json_bool (builder, "received", reader->has_received);
  far_cli_json_text (builder, "seen", seen_name (reader->seen));
  far_cli_json_instant (builder, "at", reader->seen_ms);
  far_cli_json_id (builder, "said_by", reader->said_by_name);
  json_builder_end_object (builder);
}

static gboolean
has_received (const FarPlanReader *reader)
{
  return reader->has_received;
}

static gboolean
has_seen (const FarPlanReader *reader)
{
  return reader->seen != FAR_PLAN_SEEN_NEVER;
}

/* Of those that @is_one picks. */
static void
add_readers (JsonBuilder *builder,
             const char *key,
             GPtrArray *readers,
             gboolean (*is_one) (const FarPlanReader *reader))
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < readers->len; i++)
    if (is_one (readers->pdata[i]))
      add_reader (builder, readers->pdata[i]);
  json_builder_end_array (builder);
}

void
far_cli_json_plan (JsonBuilder *builder, const FarPlan *plan)
{
  json_builder_set_member_name (builder, "published");
  if (plan == NULL)
    {
      json_builder_add_null_value (builder);
      return;
    }

  json_builder_begin_object (builder);
  far_cli_json_text (builder, "entry", plan->entry);
  far_cli_json_text (builder, "by", plan->by_name);
  far_cli_json_instant (builder, "at", plan->published_ms);
  json_builder_end_object (builder);
  far_cli_json_text (builder, "seen", seen_name (plan->mine));
  add_changes (builder, "changed", plan->changes);
  add_changes (builder, "news", plan->news);
  if (plan->readers == NULL)
    return;
  add_readers (builder, "received", plan->readers, has_received);
  add_readers (builder, "acknowledged", plan->readers, has_seen);
  add_readers (builder, "to_call", plan->readers, far_words_plan_is_to_call);
}

/* ---- asking */

GPtrArray *
far_cli_dup_plans (FarCli *cli, const char *rota, GError **error)
{
  far_engine_plans_async (cli->engine, rota, TRUE, cli->cancellable, far_cli_done, cli);

  return far_engine_plans_finish (cli->engine, far_cli_wait (cli), error);
}

const FarPlan *
far_cli_find_plan (GPtrArray *plans, const char *rota)
{
  for (guint i = 0; i < plans->len; i++)
    {
      const FarPlan *plan = plans->pdata[i];

      if (g_str_equal (plan->rota, rota))
        return plan;
    }

  return NULL;
}

/* ---- rota show */

/* @title: what those have in common; says nothing if there is nobody */
static void
say_readers (const char *title,
             GPtrArray *readers,
             gboolean (*is_one) (const FarPlanReader *reader))
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autofree char *words = NULL;

  for (guint i = 0; i < readers->len; i++)
    if (is_one (readers->pdata[i]))
      g_ptr_array_add (names, (gpointer)((const FarPlanReader *)readers->pdata[i])->name);
  if (names->len == 0)
    return;

  g_ptr_array_add (names, NULL);
  words = far_words_people ((const char *const *)names->pdata);
  /* Translators: what some people have in common, as in “Received by”, and their names */
  far_cli_say (_ ("%1$s: %2$s"), title, words);
}

static gboolean
sees_it (const FarPlanReader *reader)
{
  return reader->seen == FAR_PLAN_SEEN_NOW;
}

static gboolean
saw_it (const FarPlanReader *reader)
{
  return reader->seen == FAR_PLAN_SEEN_BEFORE;
}

static void
say_lines (const char *title, GPtrArray *changes)
{
  g_auto(GStrv) lines = far_words_plan_changes (changes);

  far_cli_say ("%s", title);
  for (guint i = 0; lines[i] != NULL; i++)
    far_cli_say ("  %s", lines[i]);
}

static void
say_plan (const FarPlan *plan)
{
  g_autofree char *published = far_words_plan_published (plan);
  g_autofree char *news = far_words_plan_news (plan);
  g_autofree char *call = far_words_plan_to_call (plan);

  far_cli_say ("%s", published);
  if (plan->changes->len > 0)
    say_lines (_ ("Changed since:"), plan->changes);
  if (news != NULL && plan->mine == FAR_PLAN_SEEN_BEFORE)
    say_lines (news, plan->news);
  say_readers (_ ("Received by"), plan->readers, has_received);
  say_readers (_ ("Seen by"), plan->readers, sees_it);
  say_readers (_ ("Seen before it changed by"), plan->readers, saw_it);
  if (call != NULL)
    {
      g_auto(GStrv) lines = g_strsplit (call, "\n", -1);

      far_cli_say ("%s", _ ("To be called:"));
      for (guint i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
        far_cli_say ("  %s", lines[i]);
    }
}

static gboolean
run_rota_show (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) rotas = NULL;
  g_autoptr(GPtrArray) plans = NULL;
  g_autofree char *rule = NULL;
  g_autofree char *state = NULL;
  const FarPlan *plan = NULL;
  const FarRota *rota;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_rotas_async (cli->engine, cli->cancellable, far_cli_done, cli);
  rotas = far_engine_rotas_finish (cli->engine, far_cli_wait (cli), error);
  rota = rotas != NULL ? far_cli_find_rota (rotas, args[0], error) : NULL;
  if (rota == NULL)
    return FALSE;
  if (rota->state == FAR_ROTA_PUBLISHED)
    {
      plans = far_cli_dup_plans (cli, rota->id, error);
      if (plans == NULL)
        return FALSE;
      plan = far_cli_find_plan (plans, rota->id);
    }

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      far_cli_json_rota_and_plan (builder, rota, plan);
      far_cli_json_print (builder);
      return TRUE;
    }

  rule = far_words_rule (rota);
  state = far_words_rota_state (rota);
  far_cli_say ("%s  %s, %s\n  %s", rota->id, rota->title, state, rule);
  if (plan != NULL)
    say_plan (plan);

  return TRUE;
}

/* ---- rota seen */

static char *seen_for;
static gboolean seen_undo;

static const GOptionEntry seen_options[] = {
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &seen_for,
    N_ ("A person without a machine, for whom you answer"), N_ ("MEMBER") },
  { "undo", 0, 0, G_OPTION_ARG_NONE, &seen_undo, N_ ("Take that back"), NULL },
  { NULL },
};

static gboolean
run_rota_seen (FarCli *cli, const char *const *args, GError **error)
{
  const char *rotas[] = { args[0], NULL };
  g_autoptr(GPtrArray) plans = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  const FarPlan *plan;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_say_seen_async (cli->engine, rotas, seen_for, !seen_undo, cli->cancellable,
                             far_cli_done, cli);
  if (!far_engine_say_seen_finish (cli->engine, far_cli_wait (cli), error))
    return FALSE;
  plans = far_cli_dup_plans (cli, args[0], error);
  if (plans == NULL)
    return FALSE;
  plan = plans->len > 0 ? plans->pdata[0] : NULL;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_id (builder, "rota", plan != NULL ? plan->rota : NULL);
      far_cli_json_plan (builder, plan);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return TRUE;
    }

  far_cli_say ("%s", seen_undo ? _ ("That is taken back.") : _ ("Noted."));

  return TRUE;
}

const FarCliCommand far_cli_published_commands[] = {
  { "rota show", N_ ("ID"),
    N_ ("Show a rota: what has changed since it was published, and who has received and seen it."),
    NULL, 1, 1, run_rota_show },
  { "rota seen", N_ ("ID [--for MEMBER] [--undo]"),
    N_ ("Say that you have seen what is published of a rota, so that nobody needs to call you."),
    seen_options, 1, 1, run_rota_seen },
  { NULL },
};
