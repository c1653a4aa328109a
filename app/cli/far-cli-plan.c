/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A fair plan: worked out, proposed, and answered by each for themselves. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-plan.h"
#include "far-words.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarFairPlan, far_snapshot_unref)

/* ---- what it says */

static const char *
name_state (FarFairLineState state)
{
  static const char *const names[FAR_FAIR_LINE_N] = {
    "open", "accepted", "declined", "filled", "off", "gone", "clash", "cap",
  };

  return names[state];
}

static void
add_line (JsonBuilder *builder, const FarFairLine *line, const FarFairPlan *plan)
{
  g_autofree char *why =
      far_words_fair_why (line, far_words_find_balance (plan, line->member), plan);

  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", line->id);
  far_cli_json_id (builder, "rota", line->rota);
  far_cli_json_id (builder, "title", line->rota_title);
  far_cli_json_day (builder, "date", line->day);
  far_cli_json_time (builder, "at", line->at);
  far_cli_json_id (builder, "role", line->role_name);
  far_cli_json_text (builder, "member", line->member);
  far_cli_json_text (builder, "name", line->member_name);
  far_cli_json_text (builder, "state", name_state (line->state));
  far_cli_json_text (builder, "why", why);
  far_cli_json_bool (builder, "mine", line->is_mine);
  json_builder_end_object (builder);
}

static void
add_balance (JsonBuilder *builder, const FarBalance *balance)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "member", balance->member);
  far_cli_json_text (builder, "name", balance->member_name);
  far_cli_json_int (builder, "done", balance->n_done);
  far_cli_json_int (builder, "promised", balance->n_promised);
  far_cli_json_int (builder, "turns", balance->n_turns);
  far_cli_json_id (builder, "per",
                   balance->n_turns == 0 ? NULL : (balance->per_season ? "season" : "month"));
  json_builder_end_object (builder);
}

static void
add_spread (JsonBuilder *builder, const FarFairPlan *plan)
{
  json_builder_set_member_name (builder, "spread");
  if (!plan->has_spread)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  far_cli_json_int (builder, "least", plan->least);
  far_cli_json_int (builder, "low", plan->low);
  far_cli_json_int (builder, "high", plan->high);
  far_cli_json_int (builder, "most", plan->most);
  json_builder_end_object (builder);
}

static void
add_plan (JsonBuilder *builder, const FarFairPlan *plan, gboolean only_mine)
{
  json_builder_begin_object (builder);
  far_cli_json_id (builder, "plan", plan->act);
  far_cli_json_id (builder, "by_name", plan->by_name);
  far_cli_json_instant (builder, "since", plan->since_ms);
  json_builder_set_member_name (builder, "lines");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->lines->len; i++)
    if (!only_mine || ((const FarFairLine *)plan->lines->pdata[i])->is_mine)
      add_line (builder, plan->lines->pdata[i], plan);
  json_builder_end_array (builder);
  far_cli_json_int (builder, "gaps", plan->n_gaps);
  far_cli_json_int (builder, "empty", plan->n_empty);
  far_cli_json_bool (builder, "best", plan->is_best);
  json_builder_end_object (builder);
}

static void
say_lines (const FarFairPlan *plan, gboolean only_mine)
{
  g_autoptr(FarCliTable) table = far_cli_table_new (_ ("Identifier"), _ ("Turn"), _ ("Who"),
                                                     _ ("State"), _ ("Why"), NULL);

  for (guint i = 0; i < plan->lines->len; i++)
    {
      const FarFairLine *line = plan->lines->pdata[i];
      g_autofree char *id = far_cli_short_id (line->id);
      g_autofree char *words = far_words_fair_line (line);
      g_autofree char *why =
          far_words_fair_why (line, far_words_find_balance (plan, line->member), plan);

      if (!only_mine || line->is_mine)
        far_cli_table_add (table, id, words, line->member_name, far_words_fair_state (line->state),
                           why, NULL);
    }
  far_cli_table_print (table);
}

static FarFairPlan *
ask (FarCli *cli, GError **error)
{
  if (!far_cli_open (cli, error))
    return NULL;

  far_engine_fair_plan_async (cli->engine, TRUE, cli->cancellable, far_cli_done, cli);

  return far_engine_fair_plan_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean show_mine;

static const GOptionEntry show_options[] = {
  { "mine", 0, 0, G_OPTION_ARG_NONE, &show_mine, N_ ("Only what is proposed to you"), NULL },
  { NULL },
};

static gboolean
run_show (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarFairPlan) plan = ask (cli, error);
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *counts = NULL;

  if (plan == NULL)
    return FALSE;
  if (cli->json)
    {
      builder = json_builder_new ();
      add_plan (builder, plan, show_mine);
      far_cli_json_print (builder);
      return TRUE;
    }
  if (plan->lines->len == 0)
    {
      far_cli_say ("%s", _ ("No plan proposes anything."));
      return TRUE;
    }
  say_lines (plan, show_mine);
  counts = far_words_fair_counts (plan);
  far_cli_say ("%s", counts);

  return TRUE;
}

static gboolean
run_balance (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarFairPlan) plan = ask (cli, error);
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *spread = NULL;

  if (plan == NULL)
    return FALSE;
  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_day (builder, "since", plan->season_day);
      json_builder_set_member_name (builder, "mine");
      json_builder_begin_array (builder);
      for (guint i = 0; i < plan->balances->len; i++)
        add_balance (builder, plan->balances->pdata[i]);
      json_builder_end_array (builder);
      add_spread (builder, plan);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return TRUE;
    }

  for (guint i = 0; i < plan->balances->len; i++)
    {
      g_autofree char *words = far_words_balance (plan->balances->pdata[i], plan->season_day);

      far_cli_say ("%s", words);
    }
  spread = far_words_spread (plan);
  if (spread != NULL)
    far_cli_say ("%s", spread);

  return TRUE;
}

/* ---- proposing */

static char *plan_rota;
static char *plan_from;
static char *plan_until;
static gboolean plan_full;
static gboolean plan_preview;

static const GOptionEntry propose_options[] = {
  { "rota", 0, 0, G_OPTION_ARG_FILENAME, &plan_rota,
    N_ ("Only that rota (default: all that are published)"), N_ ("ROTA") },
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &plan_from, N_ ("First day (default: tomorrow)"),
    N_ ("DATE") },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &plan_until,
    N_ ("Last day (default: four weeks from the first)"), N_ ("DATE") },
  { "full", 0, 0, G_OPTION_ARG_NONE, &plan_full,
    N_ ("Fill the places beyond those that are needed, too"), NULL },
  { "preview", 0, 0, G_OPTION_ARG_NONE, &plan_preview,
    N_ ("Only show what would be proposed; everybody may"), NULL },
  { NULL },
};

#define WEEKS_DAYS 28

static gboolean
read_days (FarCli *cli, FarFairDraft *draft, GError **error)
{
  FarStatus *status = NULL;

  if (plan_from != NULL && !far_cli_parse_day (plan_from, &draft->first_day, error))
    return FALSE;
  if (plan_until != NULL && !far_cli_parse_day (plan_until, &draft->last_day, error))
    return FALSE;
  if (!far_cli_open (cli, error))
    return FALSE;
  if (plan_from == NULL)
    {
      status = far_cli_dup_status (cli, error);
      if (status == NULL)
        return FALSE;
      draft->first_day = status->today + 1;
      far_snapshot_unref (status);
    }
  if (plan_until == NULL)
    draft->last_day = draft->first_day + WEEKS_DAYS - 1;

  return TRUE;
}

static gboolean
run_propose (FarCli *cli, const char *const *args, GError **error)
{
  FarFairDraft draft = { .rota = plan_rota, .is_full = plan_full, .propose = !plan_preview };
  g_autoptr(FarFairPlan) plan = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *gaps = NULL;

  if (!read_days (cli, &draft, error))
    return FALSE;

  far_engine_work_out_async (cli->engine, &draft, cli->cancellable, far_cli_done, cli);
  plan = far_engine_work_out_finish (cli->engine, far_cli_wait (cli), error);
  if (plan == NULL)
    return FALSE;
  if (cli->json)
    {
      builder = json_builder_new ();
      add_plan (builder, plan, FALSE);
      far_cli_json_print (builder);
      return TRUE;
    }

  say_lines (plan, FALSE);
  gaps = far_words_fair_gaps (plan);
  far_cli_say ("%s", gaps);
  far_cli_say ("%s", plan_preview
                         ? _ ("Nothing is proposed yet.")
                         : _ ("It is proposed: each accepts or declines their own turns."));

  return TRUE;
}

static gboolean withdraw_back;

static const GOptionEntry withdraw_options[] = {
  { "back", 0, 0, G_OPTION_ARG_NONE, &withdraw_back, N_ ("Propose it again after all"), NULL },
  { NULL },
};

static gboolean
run_withdraw (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_withdraw_plan_async (cli->engine, args[0], !withdraw_back, cli->cancellable,
                                  far_cli_done, cli);
  if (!far_engine_withdraw_plan_finish (cli->engine, far_cli_wait (cli), error))
    return FALSE;
  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_bool (builder, "proposed", withdraw_back);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say ("%s", withdraw_back ? _ ("It is proposed again.") : _ ("It is withdrawn."));

  return TRUE;
}

/* ---- answering */

static gboolean answer_all;

static const GOptionEntry answer_options[] = {
  { "all", 0, 0, G_OPTION_ARG_NONE, &answer_all, N_ ("All that is proposed to you"), NULL },
  { NULL },
};

static gboolean
answer (FarCli *cli, const char *const *args, gboolean is_accepted, GError **error)
{
  g_autoptr(GVariant) undo = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *done = NULL;
  int n;

  if ((args[0] != NULL) == answer_all)
    {
      far_cli_set_usage_error (error, _ ("Say which turns, or --all."));
      return FALSE;
    }
  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_answer_plan_async (cli->engine, answer_all ? NULL : args, is_accepted,
                                cli->cancellable, far_cli_done, cli);
  undo = far_engine_answer_plan_finish (cli->engine, far_cli_wait (cli), &n, error);
  if (undo == NULL)
    return FALSE;
  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_int (builder, is_accepted ? "accepted" : "declined", n);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return TRUE;
    }

  done = is_accepted
             ? g_strdup_printf (ngettext ("%d turn is taken.", "%d turns are taken.", (gulong)n), n)
             : g_strdup_printf (ngettext ("%d turn is declined, and nobody asks you for it again.",
                                          "%d turns are declined, and nobody asks you for them "
                                          "again.",
                                          (gulong)n),
                                n);
  far_cli_say ("%s", done);

  return TRUE;
}

static gboolean
run_accept (FarCli *cli, const char *const *args, GError **error)
{
  return answer (cli, args, TRUE, error);
}

static gboolean
run_decline (FarCli *cli, const char *const *args, GError **error)
{
  return answer (cli, args, FALSE, error);
}

#define LINES_MOST 200

const FarCliCommand far_cli_plan_commands[] = {
  { "plan show", "[--mine]", N_ ("Show which turns a plan proposes to whom, and why."),
    show_options, 0, 0, run_show },
  { "plan propose", N_ ("[--rota ROTA] [--from DATE] [--until DATE] [--full] [--preview]"),
    N_ ("Work out who would take which turn, and propose it."), propose_options, 0, 0,
    run_propose },
  { "plan withdraw", N_ ("[PLAN] [--back]"), N_ ("Withdraw what is proposed."), withdraw_options, 0,
    1, run_withdraw },
  { "plan accept", N_ ("ID... or --all"), N_ ("Take turns that a plan proposes to you."),
    answer_options, 0, LINES_MOST, run_accept },
  { "plan decline", N_ ("ID... or --all"), N_ ("Say that you cannot on these days."),
    answer_options, 0, LINES_MOST, run_decline },
  { "balance", "", N_ ("Show how many turns you have taken, and how far apart all are."), NULL, 0,
    0, run_balance },
  { NULL },
};
