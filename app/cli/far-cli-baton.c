/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The baton: who holds it, who is next, and what waits for its holder. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-agreeing.h"
#include "far-words-baton.h"
#include "far-words-things.h"
#include "far-words.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarSheet, far_snapshot_unref)

/* ---- who holds it */

static const char *
phase_name (FarTermPhase phase)
{
  switch (phase)
    {
    case FAR_TERM_ENDING:
      return "ending";
    case FAR_TERM_OVER:
      return "over";
    case FAR_TERM_RUNNING:
    default:
      return "running";
    }
}

static void
add_offer (JsonBuilder *builder, const FarBatonOffer *offer)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "proposal", offer->proposal);
  far_cli_json_text (builder, "member", offer->member);
  far_cli_json_text (builder, "member_name", offer->member_name);
  far_cli_json_bool (builder, "offer", offer->is_offer);
  far_cli_json_bool (builder, "claim", offer->is_claim);
  far_cli_json_bool (builder, "declined", offer->is_declined);
  if (offer->has_last_day)
    far_cli_json_day (builder, "until", offer->last_day);
  else
    far_cli_json_id (builder, "until", NULL);
  far_cli_json_int (builder, "approvals", offer->n_approvals);
  far_cli_json_int (builder, "needed", offer->n_needed);
  far_cli_json_bool (builder, "approved", offer->i_approved);
  json_builder_end_object (builder);
}

static void
add_baton (JsonBuilder *builder, const FarBaton *baton)
{
  json_builder_begin_object (builder);
  far_cli_json_int (builder, "term", baton->term);
  far_cli_json_id (builder, "holder", baton->holder);
  far_cli_json_id (builder, "holder_name", baton->holder_name);
  far_cli_json_id (builder, "deputy", baton->deputy);
  far_cli_json_day (builder, "start", baton->start_day);
  far_cli_json_day (builder, "end", baton->end_day);
  far_cli_json_text (builder, "phase", phase_name (baton->phase));
  far_cli_json_bool (builder, "vacant", baton->is_vacant);
  far_cli_json_bool (builder, "mine", baton->i_hold);
  far_cli_json_id (builder, "next", baton->next);
  far_cli_json_id (builder, "next_name", baton->next_name);
  far_cli_json_bool (builder, "agreed", baton->is_agreed);
  far_cli_json_strings (builder, "order", baton->order);
  far_cli_json_int (builder, "votes", baton->n_votes);
  far_cli_json_strings (builder, "vote", baton->vote);
  json_builder_set_member_name (builder, "offers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < baton->offers->len; i++)
    add_offer (builder, baton->offers->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
say_baton (const FarBaton *baton)
{
  g_autofree char *holder = far_words_baton (baton);
  g_autofree char *deputy_words = far_words_deputy (baton);
  g_autofree char *vacant = far_words_vacant (baton);
  g_autofree char *next = far_words_baton_next (baton);

  far_cli_say ("%s", holder);
  if (vacant != NULL)
    far_cli_say ("%s", vacant);
  if (deputy_words != NULL)
    far_cli_say ("%s", deputy_words);
  if (next != NULL)
    far_cli_say ("%s", next);
  for (guint i = 0; i < baton->offers->len; i++)
    {
      const FarBatonOffer *offer = baton->offers->pdata[i];
      g_autofree char *words = far_words_baton_offer (baton, offer);
      g_autofree char *id = far_cli_short_id (offer->proposal);

      far_cli_say ("%s (%s)", words, id);
      if (offer->has_last_day)
        {
          g_autofree char *end = far_words_until (offer->last_day);

          far_cli_say ("    %s", end);
        }
    }
}

/* Returns: FALSE if there is nothing to show */
static gboolean
show_baton (FarCli *cli, const FarBaton *baton)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (baton == NULL)
    return FALSE;
  if (!cli->json)
    {
      say_baton (baton);
      return TRUE;
    }

  builder = json_builder_new ();
  add_baton (builder, baton);
  far_cli_json_print (builder);

  return TRUE;
}

static gboolean
run_baton (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarBaton) baton = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_baton_async (cli->engine, cli->cancellable, far_cli_done, cli);
  baton = far_engine_baton_finish (cli->engine, far_cli_wait (cli), error);

  return show_baton (cli, baton);
}

/* ---- passing it on */

static char *until;
static char *deputy;

static const GOptionEntry pass_options[] = {
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &until, N_ ("Last day of the new term (default: a year)"),
    N_ ("DATE") },
  { NULL },
};

static const GOptionEntry accept_options[] = {
  { "deputy", 0, 0, G_OPTION_ARG_FILENAME, &deputy, N_ ("Who may publish too"), N_ ("MEMBER") },
  { NULL },
};

static const GOptionEntry keep_options[] = {
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &until,
    N_ ("Last day of the new term (default: as it was)"), N_ ("DATE") },
  { "deputy", 0, 0, G_OPTION_ARG_FILENAME, &deputy, N_ ("Who may publish too"), N_ ("MEMBER") },
  { NULL },
};

static gboolean
act (FarCli *cli, FarBatonAct what, const char *member, GError **error)
{
  g_autoptr(FarBaton) baton = NULL;
  g_autoptr(FarStatus) status = NULL;
  g_autofree char *warning = NULL;
  gint32 last_day = 0;

  if ((until != NULL && !far_cli_parse_day (until, &last_day, error)) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_act_baton_async (cli->engine, what, member, until != NULL, last_day, cli->cancellable,
                              far_cli_done, cli);
  baton = far_engine_act_baton_finish (cli->engine, far_cli_wait (cli), error);
  if (!show_baton (cli, baton))
    return FALSE;

  status = far_cli_dup_status (cli, NULL);
  if (status != NULL && until != NULL)
    warning = far_words_long_term (status->today, last_day);
  if (warning != NULL)
    far_cli_warn (warning);

  return TRUE;
}

static gboolean
run_pass (FarCli *cli, const char *const *args, GError **error)
{
  return act (cli, FAR_BATON_PASS, args[0], error);
}

static gboolean
run_keep (FarCli *cli, const char *const *args, GError **error)
{
  return act (cli, FAR_BATON_KEEP, deputy, error);
}

static gboolean
run_accept (FarCli *cli, const char *const *args, GError **error)
{
  return act (cli, FAR_BATON_ACCEPT, deputy, error);
}

static gboolean
run_decline_baton (FarCli *cli, const char *const *args, GError **error)
{
  return act (cli, FAR_BATON_DECLINE, NULL, error);
}

static gboolean
run_claim (FarCli *cli, const char *const *args, GError **error)
{
  return act (cli, FAR_BATON_CLAIM, NULL, error);
}

static gboolean
run_order (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarBaton) baton = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_order_baton_async (cli->engine, args, cli->cancellable, far_cli_done, cli);
  baton = far_engine_order_baton_finish (cli->engine, far_cli_wait (cli), error);

  return show_baton (cli, baton);
}

/* ---- suggestions */

static const char *
suggestion_name (FarSuggestionKind kind)
{
  switch (kind)
    {
    case FAR_SUGGESTION_PUBLISH:
      return "publish";
    case FAR_SUGGESTION_WITHDRAW:
      return "withdraw";
    case FAR_SUGGESTION_DELETE:
      return "delete";
    case FAR_SUGGESTION_CANCEL:
      return "cancel";
    case FAR_SUGGESTION_WALK:
      return "walk";
    case FAR_SUGGESTION_PLAN:
      return "plan";
    case FAR_SUGGESTION_DATE:
      return "date";
    case FAR_SUGGESTION_JOIN:
      return "merge";
    case FAR_SUGGESTION_PART:
      return "unmerge";
    case FAR_SUGGESTION_NAME:
      return "name";
    case FAR_SUGGESTION_CHANGE:
    default:
      return "change";
    }
}

static void
add_suggestions (JsonBuilder *builder, GPtrArray *suggestions)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < suggestions->len; i++)
    {
      const FarSuggestion *suggestion = suggestions->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", suggestion->id);
      far_cli_json_text (builder, "kind", suggestion_name (suggestion->kind));
      far_cli_json_id (builder, "rota", suggestion->rota);
      far_cli_json_id (builder, "title", suggestion->title);
      if (suggestion->day != 0)
        far_cli_json_day (builder, "date", suggestion->day);
      else
        far_cli_json_id (builder, "date", NULL);
      far_cli_json_id (builder, "words", suggestion->words);
      if (suggestion->at >= 0)
        far_cli_json_time (builder, "at", suggestion->at);
      if (suggestion->n_min >= 0)
        far_cli_json_int (builder, "min", suggestion->n_min);
      if (suggestion->n_max >= 0)
        far_cli_json_int (builder, "max", suggestion->n_max);
      if (suggestion->place[0] != '\0')
        far_cli_json_text (builder, "place", suggestion->place);
      if (suggestion->roles != NULL)
        far_cli_json_roles (builder, suggestion->roles);
      if (suggestion->remark[0] != '\0')
        far_cli_json_text (builder, "remark", suggestion->remark);
      far_cli_json_id (builder, "by", suggestion->by);
      far_cli_json_id (builder, "by_name", suggestion->by_name);
      far_cli_json_bool (builder, "mine", suggestion->is_mine);
      far_cli_json_instant (builder, "time", suggestion->time_ms);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
say_suggestions (GPtrArray *suggestions)
{
  for (guint i = 0; i < suggestions->len; i++)
    {
      const FarSuggestion *suggestion = suggestions->pdata[i];
      g_autofree char *id = far_cli_short_id (suggestion->id);
      g_autofree char *words = far_words_suggestion (suggestion);

      far_cli_say ("%s  %s", id, words);
    }
}

static gboolean
run_suggestions (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) suggestions = NULL;
  g_autoptr(JsonBuilder) builder = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_suggestions_async (cli->engine, cli->cancellable, far_cli_done, cli);
  suggestions = far_engine_suggestions_finish (cli->engine, far_cli_wait (cli), error);
  if (suggestions == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      add_suggestions (builder, suggestions);
      far_cli_json_print (builder);
    }
  else if (suggestions->len == 0)
    far_cli_say ("%s", _ ("Nothing waits for the baton’s holder."));
  else
    say_suggestions (suggestions);

  return TRUE;
}

static gboolean
answer (FarCli *cli, const char *id, gboolean adopt, GError **error)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_answer_suggestion_async (cli->engine, id, adopt, cli->cancellable, far_cli_done, cli);
  if (!far_engine_answer_suggestion_finish (cli->engine, far_cli_wait (cli), error))
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_bool (builder, "adopted", adopt);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say ("%s", adopt ? _ ("It counts now.") : _ ("It stays as it was."));

  return TRUE;
}

static gboolean
run_adopt (FarCli *cli, const char *const *args, GError **error)
{
  return answer (cli, args[0], TRUE, error);
}

static gboolean
run_decline (FarCli *cli, const char *const *args, GError **error)
{
  return answer (cli, args[0], FALSE, error);
}

/* ---- the hand-over sheet */

static void
add_rotas (JsonBuilder *builder, const char *key, GPtrArray *rotas)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < rotas->len; i++)
    far_cli_json_rota (builder, rotas->pdata[i]);
  json_builder_end_array (builder);
}

static void
add_rule (JsonBuilder *builder, const FarAgreement *rule)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "name", rule->name);
  far_cli_json_int (builder, "value", rule->value);
  far_cli_json_day (builder, "review", rule->review_day);
  json_builder_end_object (builder);
}

static void
print_sheet (const FarSheet *sheet)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "baton");
  add_baton (builder, sheet->baton);
  far_cli_json_day (builder, "from", sheet->first_day);
  far_cli_json_day (builder, "until", sheet->last_day);
  json_builder_set_member_name (builder, "gaps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < sheet->gaps->len; i++)
    far_cli_json_outing (builder, sheet->gaps->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "suggestions");
  add_suggestions (builder, sheet->suggestions);
  add_rotas (builder, "rotas", sheet->rotas);
  add_rotas (builder, "drafts", sheet->drafts);
  json_builder_set_member_name (builder, "rules");
  json_builder_begin_array (builder);
  for (guint i = 0; i < sheet->rules->len; i++)
    add_rule (builder, sheet->rules->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "silent");
  json_builder_begin_array (builder);
  for (guint i = 0; i < sheet->silent->len; i++)
    {
      const FarSilence *silence = sheet->silent->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "member", silence->member);
      far_cli_json_text (builder, "name", silence->name);
      far_cli_json_instant (builder, "last", silence->last_ms);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_things (builder, "things", sheet->things);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static void
say_heading (const char *heading, guint n)
{
  far_cli_say ("\n%s", heading);
  if (n == 0)
    /* Translators: of a list on the hand-over sheet: there is nothing in it */
    far_cli_say ("  %s", C_ ("sheet", "nothing"));
}

static void
say_rotas (const char *heading, GPtrArray *rotas)
{
  say_heading (heading, rotas->len);
  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRota *rota = rotas->pdata[i];
      g_autofree char *last = far_words_date (rota->last_day);

      far_cli_say ("  %s: %s", rota->title, last);
    }
}

static void
say_sheet (const FarSheet *sheet)
{
  say_baton (sheet->baton);

  say_heading (_ ("Where somebody is missing, in the next four weeks"), sheet->gaps->len);
  for (guint i = 0; i < sheet->gaps->len; i++)
    {
      const FarOuting *outing = sheet->gaps->pdata[i];
      g_autofree char *day = far_words_day (outing->day);
      g_autofree char *verdict = far_words_verdict (outing);

      far_cli_say ("  %s: %s. %s", day, outing->title, verdict);
    }

  say_heading (_ ("What waits for your answer"), sheet->suggestions->len);
  say_suggestions (sheet->suggestions);
  say_rotas (_ ("Rotas that end soon"), sheet->rotas);
  say_rotas (_ ("Drafts that nobody has published"), sheet->drafts);

  say_heading (_ ("What was agreed, to be looked at again"), sheet->rules->len);
  for (guint i = 0; i < sheet->rules->len; i++)
    {
      const FarAgreement *rule = sheet->rules->pdata[i];
      g_autofree char *words = far_words_agreement (rule->name, rule->value, rule->servers);

      far_cli_say ("  %s", words);
    }

  say_heading (_ ("Members of whom nothing came for long"), sheet->silent->len);
  for (guint i = 0; i < sheet->silent->len; i++)
    {
      g_autofree char *words = far_words_silence (sheet->silent->pdata[i]);

      far_cli_say ("  %s", words);
    }

  say_heading (_ ("Keys and things, and who has them"), sheet->things->len);
  for (guint i = 0; i < sheet->things->len; i++)
    {
      g_autofree char *words = far_words_thing (sheet->things->pdata[i]);

      far_cli_say ("  %s", words);
    }
}

static gboolean
run_sheet (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarSheet) sheet = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_sheet_async (cli->engine, cli->cancellable, far_cli_done, cli);
  sheet = far_engine_sheet_finish (cli->engine, far_cli_wait (cli), error);
  if (sheet == NULL)
    return FALSE;

  if (cli->json)
    print_sheet (sheet);
  else
    say_sheet (sheet);

  return TRUE;
}

/* Two words go before the one that they begin with. */
const FarCliCommand far_cli_baton_commands[] = {
  { "baton order", N_ ("[MEMBER …]"),
    N_ ("Vote on who is to hold the baton, one after the other; on nobody to take the vote back."),
    NULL, 0, 50, run_order },
  { "baton pass", N_ ("MEMBER [--until DATE]"), N_ ("Offer the baton to somebody."), pass_options,
    1, 1, run_pass },
  { "baton keep", N_ ("[--until DATE] [--deputy MEMBER]"),
    N_ ("Keep the baton: takes an offer back, or begins another term."), keep_options, 0, 0,
    run_keep },
  { "baton accept", N_ ("[--deputy MEMBER]"), N_ ("Take the baton that you were offered."),
    accept_options, 0, 0, run_accept },
  { "baton decline", "", N_ ("Say no to the baton that you were offered."), NULL, 0, 0,
    run_decline_baton },
  { "baton claim", "",
    N_ ("Ask the others for the baton, when its holder’s term is over and they are silent."), NULL,
    0, 0, run_claim },
  { "baton sheet", "", N_ ("Show what whoever takes the baton wants to know."), NULL, 0, 0,
    run_sheet },
  { "baton", "", N_ ("Show who coordinates, and who is next."), NULL, 0, 0, run_baton },
  { "suggestions", "", N_ ("Show what waits for the baton’s holder."), NULL, 0, 0,
    run_suggestions },
  { "adopt", N_ ("ID"), N_ ("Make a suggestion count, if you hold the baton."), NULL, 1, 1,
    run_adopt },
  { "decline", N_ ("ID"), N_ ("Leave things as they are in spite of a suggestion."), NULL, 1, 1,
    run_decline },
  { NULL },
};
