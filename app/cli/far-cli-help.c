/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A hand: asked for, offered, lent, and thanked for. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-words-help.h"
#include "far-words-notes.h"
#include "far-words.h"

#define UNSAID G_MININT

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarHelp, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarNote, far_snapshot_unref)

static const char *const category_names[FAR_HELP_WITHS] = {
  "other",  "child",   "errand",  "carrying", "repair",
  "papers", "company", "cooking", "animals",  "garden",
};
static const char *const urgency_names[] = { "suits", "soon", "today" };
static const char *const state_names[] = {
  "open", "taken", "done", "thanked", "withdrawn", "over"
};

/* ---- what is typed */

static char *help_what;
static char *help_when;
static char *help_until;
static char *help_at;
static char *help_to;
static char *help_category;
static char *help_place;
static char *help_urgent;
static char *help_details;
static char *help_for;
static char *help_text;
static int help_n = UNSAID;
static gboolean any_time;
static gboolean only_mine;
static gboolean with_all;
static gboolean is_not;
static gboolean is_back;

/* @names: of @n.  Returns: FALSE with @error */
static gboolean
parse_name (const char *typed,
            const char *const *names,
            int n,
            const char *option,
            int *out,
            GError **error)
{
  g_autofree char *all = NULL;
  g_autoptr(GPtrArray) list = g_ptr_array_new ();

  for (*out = 0; *out < n; ++*out)
    {
      if (g_ascii_strcasecmp (typed, names[*out]) == 0)
        return TRUE;
      g_ptr_array_add (list, (gpointer)names[*out]);
    }
  g_ptr_array_add (list, NULL);
  all = g_strjoinv (", ", (char **)list->pdata);
  /* Translators: an option, what was typed, and the words that it takes */
  far_cli_set_usage_error (error, _ ("%1$s “%2$s” is unknown. Write one of: %3$s."), option, typed,
                           all);

  return FALSE;
}

static gboolean
read_draft (FarHelpDraft *draft, GError **error)
{
  int urgency = -1;

  draft->place = help_place;
  draft->details = help_details;
  draft->member = help_for;
  /* below zero is no number either, and not "as it is" */
  if (help_n != UNSAID)
    draft->n_helpers = MAX (help_n, 0);
  if (any_time)
    draft->from = draft->until = FAR_HELP_ANY_TIME;
  if ((help_category != NULL && !parse_name (help_category, category_names, FAR_HELP_WITHS,
                                             "--category", &draft->category, error)) ||
      (help_urgent != NULL && !parse_name (help_urgent, urgency_names, G_N_ELEMENTS (urgency_names),
                                           "--urgent", &urgency, error)))
    return FALSE;
  draft->urgency = urgency;

  return (help_when == NULL || far_cli_parse_day (help_when, &draft->first_day, error)) &&
         (help_until == NULL || far_cli_parse_day (help_until, &draft->last_day, error)) &&
         (help_at == NULL || far_cli_parse_time (help_at, &draft->from, error)) &&
         (help_to == NULL || far_cli_parse_time (help_to, &draft->until, error));
}

/* ---- as it is shown */

static void
json_claim (JsonBuilder *builder, const FarClaim *claim)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", claim->id);
  far_cli_json_text (builder, "member", claim->member);
  far_cli_json_text (builder, "name", claim->member_name);
  far_cli_json_id (builder, "phone", claim->member_phone);
  far_cli_json_id (builder, "by_name", claim->by_name);
  far_cli_json_text (builder, "role", claim->is_could ? "could" : "helps");
  far_cli_json_text (builder, "state", far_cli_turn_state_name (claim->state));
  far_cli_json_int (builder, "rank", claim->rank);
  far_cli_json_bool (builder, "done", claim->is_done);
  far_cli_json_bool (builder, "moved", claim->is_moved);
  far_cli_json_text (builder, "promise", far_cli_promise_name (claim->promise));
  far_cli_json_clash (builder, &claim->clash);
  json_builder_end_object (builder);
}

static void
json_help (JsonBuilder *builder, const FarHelp *help)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", help->id);
  far_cli_json_text (builder, "kind", help->is_offer ? "offer" : "ask");
  far_cli_json_text (builder, "text", help->what);
  far_cli_json_text (builder, "state", state_names[help->state]);
  far_cli_json_text (builder, "by", help->member);
  far_cli_json_text (builder, "name", help->member_name);
  far_cli_json_id (builder, "phone", help->member_phone);
  far_cli_json_id (builder, "by_name", help->by_name);
  far_cli_json_bool (builder, "mine", help->is_mine);
  far_cli_json_text (builder, "category", category_names[help->category]);
  far_cli_json_text (builder, "urgent", urgency_names[help->urgency]);
  far_cli_json_day (builder, "first", help->first_day);
  far_cli_json_day (builder, "last", help->last_day);
  far_cli_json_time (builder, "from", help->from);
  far_cli_json_time (builder, "until", help->until);
  far_cli_json_text (builder, "place", help->place);
  far_cli_json_where (builder, "place_at", &help->place_at);
  far_cli_json_text (builder, "details", help->details);
  far_cli_json_text (builder, "thanks", help->thanks);
  far_cli_json_int (builder, "helpers", help->n_helpers);
  far_cli_json_int (builder, "taken", help->n_standing);
  far_cli_json_int (builder, "left", help->n_left);
  far_cli_json_id (builder, "note", far_cli_json_note_state (help->note));
  if (help->due_day != FAR_HELP_NOT_DUE)
    far_cli_json_day (builder, "due", help->due_day);
  else
    far_cli_json_id (builder, "due", NULL);
  json_builder_set_member_name (builder, "claims");
  json_builder_begin_array (builder);
  for (guint i = 0; i < help->claims->len; i++)
    json_claim (builder, help->claims->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
say_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 0);

  for (guint i = 0; lines[i] != NULL; i++)
    far_cli_say ("%s", lines[i]);
}

static void
say_help (const FarHelp *help)
{
  g_autofree char *what = far_words_help (help);
  g_autofree char *when = far_words_help_when (help);
  g_autofree char *more = far_words_help_more (help);
  g_autofree char *state = far_words_help_state (help);
  g_autofree char *note = far_words_help_note (help);

  far_cli_say ("%s", what);
  far_cli_say ("%s. %s", when, far_words_help_urgency (help->urgency));
  if (more != NULL)
    say_lines (more);
  far_cli_say ("%s.", state);
  if (note != NULL)
    far_cli_say ("%s", note);
  for (guint i = 0; i < help->claims->len; i++)
    {
      const FarClaim *claim = help->claims->pdata[i];
      g_autofree char *does = far_words_claim (claim, help);
      g_autofree char *why = far_words_claim_why (claim, help);

      far_cli_say ("  %s, %s. %s", claim->member_name, does, why);
    }
}

static void
print_help (FarCli *cli, const FarHelp *help)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      say_help (help);
      return;
    }

  builder = json_builder_new ();
  json_help (builder, help);
  far_cli_json_print (builder);
}

/* ---- asking and offering */

#define WHAT_OPTIONS \
  { "when",     0, 0, G_OPTION_ARG_FILENAME, &help_when, N_ ("On that day, or from that day on"), \
    N_ ("DATE") }, \
      { "until",     0, \
        0,           G_OPTION_ARG_FILENAME, \
        &help_until, N_ ("Up to that day (default: that day alone)"), \
        N_ ("DATE") }, \
      { "at", 0, 0, G_OPTION_ARG_FILENAME, &help_at, N_ ("From that time of day on"), N_ ("HH:MM") }, \
      { "to", 0, 0, G_OPTION_ARG_FILENAME, &help_to, N_ ("Until that time of day"), N_ ("HH:MM") }, \
      { "category", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME, \
        &help_category, \
        N_ ("child, errand, carrying, repair, papers, company, cooking, animals, garden or " \
            "other"), \
        N_ ("KIND") }, \
      { "place",     0, \
        0,           G_OPTION_ARG_FILENAME, \
        &help_place, N_ ("Where: a stop of a line, or a place in words"), \
        N_ ("PLACE") }, \
      { "urgent",   0, 0, G_OPTION_ARG_FILENAME, &help_urgent, N_ ("suits, soon or today"), \
        N_ ("WORD") }, \
      { "helpers", 0, 0, G_OPTION_ARG_INT, &help_n, N_ ("How many are needed, or may take it up"), \
        N_ ("N") }, \
  { \
    "details", 0, 0, G_OPTION_ARG_FILENAME, &help_details, N_ ("What else there is to say"), \
        N_ ("TEXT") \
  }

static const GOptionEntry add_options[] = {
  WHAT_OPTIONS,
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &help_for,
    N_ ("For this person, for whom you answer (default: you)"), N_ ("MEMBER") },
  { NULL },
};

static gboolean
add_help (FarCli *cli, const char *what, gboolean is_offer, GError **error)
{
  FarHelpDraft draft = FAR_HELP_DRAFT_NONE;
  g_autoptr(FarHelp) help = NULL;

  draft.is_offer = is_offer;
  draft.what = what;
  if (!read_draft (&draft, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_add_help_async (cli->engine, &draft, cli->cancellable, far_cli_done, cli);
  help = far_engine_add_help_finish (cli->engine, far_cli_wait (cli), error);
  if (help == NULL)
    return FALSE;
  if (cli->json)
    print_help (cli, help);
  else
    far_cli_say (is_offer
                     /* Translators: %s is an id */
                     ? _ ("Everybody will see that you lend a hand, as %s.")
                     /* Translators: %s is an id */
                     : _ ("Everybody will see that you need a hand, as %s."),
                 help->id);

  return TRUE;
}

static gboolean
run_ask (FarCli *cli, const char *const *args, GError **error)
{
  return add_help (cli, args[0], FALSE, error);
}

static gboolean
run_offer (FarCli *cli, const char *const *args, GError **error)
{
  return add_help (cli, args[0], TRUE, error);
}

/* ---- by whose it is */

static const GOptionEntry edit_options[] = {
  { "text", 0, 0, G_OPTION_ARG_FILENAME, &help_what, N_ ("What is needed, or offered"),
    N_ ("TEXT") },
  { "any-time", 0, 0, G_OPTION_ARG_NONE, &any_time, N_ ("At any time of day"), NULL },
  WHAT_OPTIONS,
  { NULL },
};

static gboolean
change_help (FarCli *cli,
             const char *id,
             const FarHelpDraft *draft,
             const char *done,
             GError **error)
{
  g_autoptr(FarHelp) help = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_change_help_async (cli->engine, id, draft, cli->cancellable, far_cli_done, cli);
  help = far_engine_change_help_finish (cli->engine, far_cli_wait (cli), error);
  if (help == NULL)
    return FALSE;
  if (cli->json)
    print_help (cli, help);
  else
    far_cli_say ("%s", done);

  return TRUE;
}

static gboolean
run_edit (FarCli *cli, const char *const *args, GError **error)
{
  FarHelpDraft draft = FAR_HELP_DRAFT_NONE;

  if (any_time && (help_at != NULL || help_to != NULL))
    {
      far_cli_set_usage_error (error, "%s", _ ("These options contradict each other."));
      return FALSE;
    }
  if (!read_draft (&draft, error))
    return FALSE;
  draft.what = help_what;

  return change_help (cli, args[0], &draft, _ ("It is changed. Whoever helps will see it."), error);
}

static const GOptionEntry withdraw_options[] = {
  { "undo", 0, 0, G_OPTION_ARG_NONE, &is_back, N_ ("It is needed, or offered, after all"), NULL },
  { NULL },
};

static gboolean
run_withdraw (FarCli *cli, const char *const *args, GError **error)
{
  FarHelpDraft draft = FAR_HELP_DRAFT_NONE;

  draft.is_gone = !is_back;

  return change_help (cli, args[0], &draft,
                      is_back ? _ ("It is there again.")
                              : _ ("It is withdrawn. Whoever wanted to help will see it."),
                      error);
}

static const GOptionEntry thank_options[] = {
  { "text", 0, 0, G_OPTION_ARG_FILENAME, &help_text, N_ ("A few words, for those who helped"),
    N_ ("TEXT") },
  { NULL },
};

static gboolean
run_thank (FarCli *cli, const char *const *args, GError **error)
{
  FarHelpDraft draft = FAR_HELP_DRAFT_NONE;

  draft.thanks = help_text != NULL ? help_text : _ ("Thank you!");

  return change_help (cli, args[0], &draft, _ ("Whoever helped will see your thanks."), error);
}

/* ---- lending it */

static const GOptionEntry act_options[] = {
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &help_for,
    N_ ("For this person, for whom you answer (default: you)"), N_ ("MEMBER") },
  { NULL },
};

static const GOptionEntry done_options[] = {
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &help_for,
    N_ ("For this person, for whom you answer (default: you)"), N_ ("MEMBER") },
  { "not", 0, 0, G_OPTION_ARG_NONE, &is_not, N_ ("It is not done after all"), NULL },
  { NULL },
};

static gboolean
act (FarCli *cli, const char *id, FarHelpAct what, GError **error)
{
  g_autoptr(FarHelp) help = NULL;
  g_autofree char *done = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_act_on_help_async (cli->engine, id, what, help_for, cli->cancellable, far_cli_done,
                                cli);
  help = far_engine_act_on_help_finish (cli->engine, far_cli_wait (cli), error);
  if (help == NULL)
    return FALSE;
  done = far_words_help_done (help, what, help_for);
  if (cli->json)
    print_help (cli, help);
  else
    far_cli_say ("%s", done);

  return TRUE;
}

static gboolean
run_take (FarCli *cli, const char *const *args, GError **error)
{
  return act (cli, args[0], FAR_HELP_ACT_TAKE, error);
}

static gboolean
run_could (FarCli *cli, const char *const *args, GError **error)
{
  return act (cli, args[0], FAR_HELP_ACT_COULD, error);
}

static gboolean
run_release (FarCli *cli, const char *const *args, GError **error)
{
  return act (cli, args[0], FAR_HELP_ACT_RELEASE, error);
}

static gboolean
run_done (FarCli *cli, const char *const *args, GError **error)
{
  return act (cli, args[0], is_not ? FAR_HELP_ACT_NOT_DONE : FAR_HELP_ACT_DONE, error);
}

/* ---- the list */

static const GOptionEntry list_options[] = {
  { "mine", 0, 0, G_OPTION_ARG_NONE, &only_mine,
    N_ ("What I ask for or offer, help with, or could"), NULL },
  { "all", 0, 0, G_OPTION_ARG_NONE, &with_all, N_ ("Also what is done, withdrawn or over"), NULL },
  { "category", 0, 0, G_OPTION_ARG_FILENAME, &help_category,
    N_ ("child, errand, carrying, repair, papers, company, cooking, animals, garden or other"),
    N_ ("KIND") },
  { NULL },
};

static gboolean
is_listed (const FarHelp *help, int category)
{
  gboolean is_mine = help->is_mine || help->i_help || help->i_could;

  if (category >= 0 && help->category != category)
    return FALSE;
  if (only_mine)
    return is_mine && (with_all || help->state != FAR_HELP_STATE_WITHDRAWN);

  return with_all || help->state <= FAR_HELP_STATE_TAKEN;
}

static void
say_helps (GPtrArray *helps)
{
  g_autoptr(FarCliTable) table =
                 far_cli_table_new (_ ("Identifier"), _ ("When"), _ ("What"), _ ("State"), NULL);

  for (guint i = 0; i < helps->len; i++)
    {
      const FarHelp *help = helps->pdata[i];
      g_autofree char *id = far_cli_short_id (help->id);
      g_autofree char *when = far_words_help_when (help);
      g_autofree char *what = far_words_help (help);
      g_autofree char *state = far_words_help_state (help);

      far_cli_table_add (table, id, when, what, state, NULL);
    }
  far_cli_table_print (table);
}

static gboolean
run_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) helps = NULL;
  g_autoptr(GPtrArray) listed = g_ptr_array_new ();
  int category = -1;

  if ((help_category != NULL && !parse_name (help_category, category_names, FAR_HELP_WITHS,
                                             "--category", &category, error)) ||
      !far_cli_open (cli, error))
    return FALSE;

  far_engine_helps_async (cli->engine, with_all, cli->cancellable, far_cli_done, cli);
  helps = far_engine_helps_finish (cli->engine, far_cli_wait (cli), error);
  if (helps == NULL)
    return FALSE;
  for (guint i = 0; i < helps->len; i++)
    if (is_listed (helps->pdata[i], category))
      g_ptr_array_add (listed, helps->pdata[i]);

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_array (builder);
      for (guint i = 0; i < listed->len; i++)
        json_help (builder, listed->pdata[i]);
      json_builder_end_array (builder);
      far_cli_json_print (builder);
    }
  else if (listed->len == 0)
    far_cli_say ("%s", _ ("Nobody asks for a hand, and nobody offers one."));
  else
    say_helps (listed);

  return TRUE;
}

static gboolean
run_show (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarHelp) help = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_help_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  help = far_engine_help_finish (cli->engine, far_cli_wait (cli), error);
  if (help != NULL)
    print_help (cli, help);

  return help != NULL;
}

/* ---- what only who lends it is to know */

static gboolean
write_note (FarCli *cli, const char *id, const char *words, GError **error)
{
  g_autoptr(FarNote) note = NULL;

  far_engine_set_help_note_async (cli->engine, id, words, cli->cancellable, far_cli_done, cli);
  note = far_engine_set_help_note_finish (cli->engine, far_cli_wait (cli), error);
  if (note == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", note->child);
      far_cli_json_id (builder, "note", *words != '\0' ? "open" : NULL);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say ("%s", *words != '\0' ? _ ("Sealed: only you, and those who help, can read it.")
                                      : _ ("There is nothing to know any more."));

  return TRUE;
}

static gboolean
read_note (FarCli *cli, const char *id, GError **error)
{
  g_autoptr(FarNote) note = NULL;

  far_engine_help_note_async (cli->engine, id, cli->cancellable, far_cli_done, cli);
  note = far_engine_help_note_finish (cli->engine, far_cli_wait (cli), error);
  if (note == NULL)
    return FALSE;

  far_cli_print_note (cli, note);

  return TRUE;
}

static gboolean
run_note (FarCli *cli, const char *const *args, GError **error)
{
  return far_cli_run_note (cli, args[0], read_note, write_note, error);
}

const FarCliCommand far_cli_help_commands[] = {
  { "help ask", N_ ("TEXT [--when DATE] [--until DATE] [--urgent WORD] [--helpers N]"),
    N_ ("Ask for a hand."), add_options, 1, 1, run_ask },
  { "help offer", N_ ("TEXT [--when DATE] [--until DATE] [--category KIND]"), N_ ("Offer a hand."),
    add_options, 1, 1, run_offer },
  { "help list", N_ ("[--mine] [--all] [--category KIND]"),
    N_ ("Show who needs a hand, and who lends one."), list_options, 0, 0, run_list },
  { "help show", N_ ("ID"), N_ ("Show one of them, and who helps, with the reasons."), NULL, 1, 1,
    run_show },
  { "help take", N_ ("ID [--for MEMBER]"),
    N_ ("Help, or take up what is offered; of what was moved: say that it suits."), act_options, 1,
    1, run_take },
  { "help could", N_ ("ID [--for MEMBER]"), N_ ("Say that you could, if nobody else does."),
    act_options, 1, 1, run_could },
  { "help release", N_ ("ID [--for MEMBER]"), N_ ("Give it back: you cannot help after all."),
    act_options, 1, 1, run_release },
  { "help done", N_ ("ID [--not] [--for MEMBER]"),
    N_ ("Say that it is done: what you asked for, or helped with."), done_options, 1, 1, run_done },
  { "help thank", N_ ("ID [--text TEXT]"), N_ ("Thank those who helped you."), thank_options, 1, 1,
    run_thank },
  { "help edit", N_ ("ID [--text TEXT] [--when DATE] [--helpers N]"),
    N_ ("Change what you ask for or offer."), edit_options, 1, 1, run_edit },
  { "help withdraw", N_ ("ID [--undo]"), N_ ("Withdraw what you ask for or offer."),
    withdraw_options, 1, 1, run_withdraw },
  { "help note", N_ ("ID [--text-fd N | --remove]"),
    N_ ("Read or write what only those are to know who help."), far_cli_note_options, 1, 1,
    run_note },
  { NULL },
};
