/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members agree on: proposals, removals, rules; and leaving. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-words-agreeing.h"
#include "far-words.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarLeaving, far_snapshot_unref)

/* ---- proposals */

static const char *
name_matter (FarProposes what)
{
  static const char *const names[] = { "removal", "baton", "rule" };

  return names[what];
}

static void
print_proposals (GPtrArray *proposals)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < proposals->len; i++)
    {
      const FarProposal *proposal = proposals->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", proposal->id);
      far_cli_json_text (builder, "what", name_matter (proposal->what));
      far_cli_json_text (builder, "by", proposal->by);
      far_cli_json_id (builder, "member", proposal->member);
      far_cli_json_id (builder, "rule", proposal->rule);
      far_cli_json_int (builder, "value", proposal->value);
      far_cli_json_id (builder, "servers", proposal->servers);
      far_cli_json_id (builder, "why", proposal->why);
      far_cli_json_instant (builder, "time", proposal->time_ms);
      far_cli_json_int (builder, "approvals", proposal->n_approvals);
      far_cli_json_int (builder, "needed", proposal->n_needed);
      far_cli_json_bool (builder, "approved", proposal->i_approved);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_print (builder);
}

static gboolean
run_proposals (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) proposals = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_proposals_async (cli->engine, cli->cancellable, far_cli_done, cli);
  proposals = far_engine_proposals_finish (cli->engine, far_cli_wait (cli), error);
  if (proposals == NULL)
    return FALSE;

  if (cli->json)
    {
      print_proposals (proposals);
      return TRUE;
    }

  for (guint i = 0; i < proposals->len; i++)
    {
      const FarProposal *proposal = proposals->pdata[i];
      g_autofree char *id = far_cli_short_id (proposal->id);
      g_autofree char *words = far_words_proposal (proposal);
      g_autofree char *state = far_words_proposal_state (proposal);

      far_cli_say ("%s  %s %s", id, words, state);
      if (*proposal->why != '\0')
        far_cli_say ("    %s", proposal->why);
    }
  if (proposals->len == 0)
    far_cli_say ("%s", _ ("Nothing waits for members’ agreement."));

  return TRUE;
}

static char *removal_why;

static const GOptionEntry removal_options[] = {
  { "why", 0, 0, G_OPTION_ARG_STRING, &removal_why,
    N_ ("The reason, for everyone to read, the member too"), N_ ("TEXT") },
  { NULL },
};

static gboolean
run_propose_removal (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarApproved) approved = NULL;

  if (!far_cli_need_option (removal_why, "--why", error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_propose_removal_async (cli->engine, args[0], removal_why, cli->cancellable,
                                    far_cli_done, cli);
  approved = far_engine_propose_removal_finish (cli->engine, far_cli_wait (cli), error);
  if (approved == NULL)
    return FALSE;

  far_cli_show_approved (cli, approved, _ ("That member no longer belongs to the collective."));

  return TRUE;
}

/* ---- leaving */

static gboolean leave_yes;

static const GOptionEntry leave_options[] = {
  { "yes", 0, 0, G_OPTION_ARG_NONE, &leave_yes, N_ ("Leave, rather than show what it means"),
    NULL },
  { NULL },
};

static void
print_leaving (const FarLeaving *leaving, gboolean has_left)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_bool (builder, "left", has_left);
  json_builder_set_member_name (builder, "turns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < leaving->promised->len; i++)
    {
      const FarPromised *promised = leaving->promised->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "title", promised->rota_title);
      far_cli_json_text (builder, "for", promised->person_name);
      far_cli_json_day (builder, "date", promised->day);
      far_cli_json_time (builder, "at", promised->at);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_strings (builder, "answers_for", leaving->names);
  far_cli_json_things (builder, "things", leaving->things);
  far_cli_json_bool (builder, "baton", leaving->holds_baton);
  far_cli_json_bool (builder, "last", leaving->is_last);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static void
say_leaving (const FarLeaving *leaving, gboolean has_left)
{
  gboolean gives_any = leaving->promised->len > 0 || leaving->names[0] != NULL ||
                       leaving->things->len > 0 || leaving->holds_baton || leaving->is_last;

  if (has_left)
    far_cli_say ("%s", _ ("You have left. Meet the others once more, so that they hear it."));
  else
    far_cli_say ("%s", gives_any ? _ ("If you leave, this is given back:")
                                 : _ ("You have promised nothing that is still to come."));
  for (guint i = 0; i < leaving->promised->len; i++)
    {
      g_autofree char *words = far_words_promised (leaving->promised->pdata[i]);

      far_cli_say ("  %s", words);
    }
  for (guint i = 0; leaving->names[i] != NULL; i++)
    /* Translators: %s is a person's name */
    far_cli_say (_ ("  Nobody will answer for %s any more."), leaving->names[i]);
  for (guint i = 0; i < leaving->things->len; i++)
    /* Translators: of a key or another thing, which you have; %s is its name */
    far_cli_say (_ ("  You still have this: %s. Give it to somebody, and say so."),
                 ((const FarThing *)leaving->things->pdata[i])->name);
  if (leaving->holds_baton && !has_left)
    far_cli_say ("%s", _ ("  You hold the baton: pass it on first."));
  if (leaving->is_last && !has_left)
    far_cli_say ("%s", _ ("  Nobody else would be left."));
  if (!has_left)
    far_cli_say ("%s", _ ("Say “leave --yes” to do it. It cannot be undone; who comes back is "
                          "invited anew."));
}

static gboolean
run_leave (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarLeaving) leaving = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  if (leave_yes)
    {
      far_engine_leave_async (cli->engine, cli->cancellable, far_cli_done, cli);
      leaving = far_engine_leave_finish (cli->engine, far_cli_wait (cli), error);
    }
  else
    {
      far_engine_leaving_async (cli->engine, cli->cancellable, far_cli_done, cli);
      leaving = far_engine_leaving_finish (cli->engine, far_cli_wait (cli), error);
    }
  if (leaving == NULL)
    return FALSE;

  if (cli->json)
    print_leaving (leaving, leave_yes);
  else
    say_leaving (leaving, leave_yes);

  return TRUE;
}

/* ---- rules */

static void
add_decision (JsonBuilder *builder, const FarAgreement *rule)
{
  json_builder_set_member_name (builder, rule->name);
  json_builder_begin_object (builder);
  far_cli_json_id (builder, "entry", rule->decision);
  far_cli_json_instant (builder, "decided", rule->decided_ms);
  far_cli_json_day (builder, "review", rule->review_day);
  far_cli_json_int (builder, "signers", rule->n_signers);
  json_builder_end_object (builder);
}

/* The one rule that is no number. */
static gboolean
is_servers (const char *name)
{
  return strcmp (name, "servers") == 0;
}

static void
print_rules (GPtrArray *rules)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  for (guint i = 0; i < rules->len; i++)
    {
      const FarAgreement *rule = rules->pdata[i];

      if (is_servers (rule->name))
        far_cli_json_text (builder, rule->name, rule->servers);
      else
        far_cli_json_int (builder, rule->name, rule->value);
    }
  json_builder_set_member_name (builder, "decisions");
  json_builder_begin_object (builder);
  for (guint i = 0; i < rules->len; i++)
    if (((const FarAgreement *)rules->pdata[i])->is_agreed)
      add_decision (builder, rules->pdata[i]);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static gboolean
run_rules (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) rules = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_rules_async (cli->engine, cli->cancellable, far_cli_done, cli);
  rules = far_engine_rules_finish (cli->engine, far_cli_wait (cli), error);
  if (rules == NULL)
    return FALSE;

  if (cli->json)
    {
      print_rules (rules);
      return TRUE;
    }

  for (guint i = 0; i < rules->len; i++)
    {
      const FarAgreement *rule = rules->pdata[i];
      g_autofree char *words = far_words_agreement (rule->name, rule->value, rule->servers);
      g_autofree char *decision = far_words_agreement_decision (rule);

      if (is_servers (rule->name))
        far_cli_say ("%s %s", rule->name, rule->servers);
      else if (rule->value == 0 && !rule->is_agreed)
        /* Translators: a rule of the collective that nobody chose; %s is its name */
        far_cli_say (_ ("%s (default)"), rule->name);
      else
        far_cli_say ("%s %d", rule->name, rule->value);
      far_cli_say ("    %s", words);
      far_cli_say ("    %s", decision);
    }

  return TRUE;
}

static gboolean
run_rules_set (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarApproved) approved = NULL;
  gint64 value = 0;

  if (!is_servers (args[0]) &&
      !g_ascii_string_to_signed (args[1], 10, G_MININT32, G_MAXINT32, &value, NULL))
    {
      /* Translators: %s is what was typed */
      far_cli_set_usage_error (error, _ ("“%s” is not a whole number."), args[1]);
      return FALSE;
    }
  if (!far_cli_open (cli, error))
    return FALSE;

  if (is_servers (args[0]))
    {
      far_engine_set_servers_async (cli->engine, args[1], cli->cancellable, far_cli_done, cli);
      approved = far_engine_set_servers_finish (cli->engine, far_cli_wait (cli), error);
    }
  else
    {
      far_engine_set_rule_async (cli->engine, args[0], value, cli->cancellable, far_cli_done, cli);
      approved = far_engine_set_rule_finish (cli->engine, far_cli_wait (cli), error);
    }
  if (approved == NULL)
    return FALSE;

  far_cli_show_approved (cli, approved, _ ("That is the rule now."));

  return TRUE;
}

const FarCliCommand far_cli_agreeing_commands[] = {
  { "member proposals", "", N_ ("Show what waits for members’ agreement."), NULL, 0, 0,
    run_proposals },
  { "member propose-removal", N_ ("ID --why TEXT"),
    N_ ("Propose that a member no longer belongs. Talk to each other first."), removal_options, 1,
    1, run_propose_removal },
  { "leave", N_ ("[--yes]"), N_ ("Show what leaving would give back, or leave."), leave_options, 0,
    0, run_leave },
  { "rules", "", N_ ("Show the collective’s rules, and who decided them when."), NULL, 0, 0,
    run_rules },
  { "rules set", N_ ("KEY VALUE"), N_ ("Propose a rule’s value, or agree to it."), NULL, 2, 2,
    run_rules_set },
  { NULL },
};
