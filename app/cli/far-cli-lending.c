/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be borrowed, rooms, and who has booked them. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-words-lending.h"

#define UNSAID G_MININT

static const char *const kind_names[FAR_KIND_OF_N] = { "thing", "bike", "room" };
static const char *const condition_names[FAR_SHAPE_N] = { "good", "worn", "broken" };
static const char *const state_names[FAR_LOAN_IS_N] = { "booked", "out", "back" };
static const char *const why_names[] = { "fits", "taken", "too-many", "repair" };
static const char *const place_names[] = { "standing", "reserve",  "seeking",
                                           "absent",   "released", "relieved" };

/* ---- what is typed */

static char *book_from;
static char *book_to;
static char *book_at;
static char *book_until;
static char *book_last;
static char *book_for;
static char *book_text;
static char *book_opens;
static char *book_closes;
static int book_pieces = 1;
static gboolean book_weekly;
static gboolean book_repair;
static gboolean book_all;
static char *back_condition;
static char *back_text;

static gboolean
parse_condition (const char *text, int *out, GError **error)
{
  for (*out = 0; *out < FAR_SHAPE_N; ++*out)
    if (strcmp (text, condition_names[*out]) == 0)
      return TRUE;

  far_cli_set_usage_error (error, _ ("A condition is good, worn or broken."));

  return FALSE;
}

/* ---- what is printed */

static void
json_loan (JsonBuilder *builder, const FarLoan *loan)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", loan->id);
  far_cli_json_text (builder, "member", loan->member);
  far_cli_json_text (builder, "name", loan->member_name);
  far_cli_json_id (builder, "phone", loan->member_phone);
  far_cli_json_id (builder, "by_name", loan->by_name);
  far_cli_json_bool (builder, "mine", loan->is_mine);
  far_cli_json_bool (builder, "repair", loan->is_repair);
  far_cli_json_day (builder, "from", loan->first_day);
  far_cli_json_day (builder, "to", loan->last_day);
  far_cli_json_time (builder, "at", loan->from);
  far_cli_json_time (builder, "until", loan->until);
  far_cli_json_int (builder, "pieces", loan->n);
  far_cli_json_text (builder, "text", loan->words);
  far_cli_json_id (builder, "opens", loan->opens_name);
  far_cli_json_id (builder, "closes", loan->closes_name);
  far_cli_json_text (builder, "state", place_names[loan->place]);
  far_cli_json_int (builder, "rank", loan->rank);
  far_cli_json_int (builder, "reserve", loan->reserve);
  far_cli_json_text (builder, "why", why_names[loan->why]);
  far_cli_json_id (builder, "before", loan->before_name);
  far_cli_json_text (builder, "hand", state_names[loan->state]);
  if (loan->state != FAR_LOAN_IS_BOOKED)
    far_cli_json_day (builder, "since", loan->hand_day);
  far_cli_json_id (builder, "condition",
                   loan->condition >= 0 ? condition_names[loan->condition] : NULL);
  far_cli_json_text (builder, "remark", loan->hand_words);
  far_cli_json_bool (builder, "overdue", loan->is_overdue);
  far_cli_json_clash (builder, &loan->clash);
  json_builder_end_object (builder);
}

static void
json_lent (JsonBuilder *builder, const FarLent *lent)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", lent->id);
  far_cli_json_text (builder, "name", lent->name);
  far_cli_json_text (builder, "kind", kind_names[lent->kind]);
  far_cli_json_text (builder, "note", lent->note);
  far_cli_json_id (builder, "whose", lent->whose);
  far_cli_json_id (builder, "whose_name", lent->whose_name);
  far_cli_json_int (builder, "pieces", lent->pieces);
  far_cli_json_int (builder, "people", lent->people);
  far_cli_json_text (builder, "condition", condition_names[lent->condition]);
  far_cli_json_text (builder, "worn", lent->worn);
  far_cli_json_text (builder, "where", lent->where);
  far_cli_json_bool (builder, "lent", lent->is_lent);
  far_cli_json_int (builder, "days", lent->days);
  far_cli_json_bool (builder, "gone", lent->is_gone);
  far_cli_json_bool (builder, "contested", lent->is_contested);
  far_cli_json_bool (builder, "broken", lent->is_broken);
  json_builder_set_member_name (builder, "held");
  json_builder_begin_array (builder);
  for (guint i = 0; i < lent->held->len; i++)
    {
      const FarHeld *held = lent->held->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "member", held->member);
      far_cli_json_text (builder, "name", held->member_name);
      far_cli_json_int (builder, "pieces", held->n);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "free");
  json_builder_begin_array (builder);
  for (guint i = 0; i < FAR_LENT_STRIP_DAYS; i++)
    json_builder_add_int_value (builder, lent->free[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "bookings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < lent->loans->len; i++)
    json_loan (builder, lent->loans->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
say_lines (const char *lines)
{
  g_auto(GStrv) each = g_strsplit (lines != NULL ? lines : "", "\n", -1);

  for (guint i = 0; each[i] != NULL; i++)
    far_cli_say ("    %s", each[i]);
}

static void
say_loan (const FarLoan *loan)
{
  g_autofree char *id = far_cli_short_id (loan->id);
  g_autofree char *period = far_words_loan_period (loan);
  g_autofree char *state = far_words_loan_state (loan);
  g_autofree char *why = far_words_loan_why (loan);

  /* Translators: an id, days, who has booked it, and "booked", "reserve 1" or so */
  far_cli_say (_ ("  %1$s  %2$s: %3$s, %4$s"), id, period, loan->member_name, state);
  say_lines (why);
}

static void
say_lent (const FarLent *lent, gint32 today)
{
  g_autofree char *id = far_cli_short_id (lent->id);
  g_autofree char *free_words = far_words_lent_free (lent, today);
  g_autofree char *more = far_words_lent_more (lent);

  /* Translators: an id, a name, and whether it is free */
  far_cli_say (_ ("%1$s  %2$s: %3$s"), id, lent->name, free_words);
  say_lines (more);
  for (guint i = 0; i < lent->loans->len; i++)
    say_loan (lent->loans->pdata[i]);
}

static gboolean
get_today (FarCli *cli, gint32 *out, GError **error)
{
  FarStatus *status;

  far_engine_status_async (cli->engine, cli->cancellable, far_cli_done, cli);
  status = far_engine_status_finish (cli->engine, far_cli_wait (cli), error);
  if (status == NULL)
    return FALSE;
  *out = status->today;
  far_snapshot_unref (status);

  return TRUE;
}

/* ---- lists */

/* @only: FarThingKind; -1 for what is no room */
static gboolean
is_listed (const FarLent *lent, int only)
{
  if (only == FAR_KIND_OF_ROOM)
    return lent->kind == FAR_KIND_OF_ROOM;

  return lent->kind != FAR_KIND_OF_ROOM && (book_all || lent->is_lent || lent->loans->len > 0);
}

static gboolean
list (FarCli *cli, int only, const char *nothing, GError **error)
{
  g_autoptr(GPtrArray) things = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  gint32 today;
  guint n = 0;

  if (!far_cli_open (cli, error) || !get_today (cli, &today, error))
    return FALSE;

  far_engine_lending_async (cli->engine, cli->cancellable, far_cli_done, cli);
  things = far_engine_lending_finish (cli->engine, far_cli_wait (cli), error);
  if (things == NULL)
    return FALSE;

  json_builder_begin_array (builder);
  for (guint i = 0; i < things->len; i++)
    {
      if (!is_listed (things->pdata[i], only))
        continue;
      n++;
      if (cli->json)
        json_lent (builder, things->pdata[i]);
      else
        say_lent (things->pdata[i], today);
    }
  json_builder_end_array (builder);
  if (cli->json)
    far_cli_json_print (builder);
  else if (n == 0)
    far_cli_say ("%s", nothing);

  return TRUE;
}

static gboolean
run_book_list (FarCli *cli, const char *const *args, GError **error)
{
  return list (cli, -1, _ ("Nothing is to be borrowed. Say what is with “thing edit ID --lend”."),
               error);
}

static gboolean
run_room_list (FarCli *cli, const char *const *args, GError **error)
{
  return list (cli, FAR_KIND_OF_ROOM, _ ("No room is written down. Do so with “room add”."), error);
}

static gboolean
run_show (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = NULL;
  FarLent *lent;
  gint32 today;

  if (!far_cli_open (cli, error) || !get_today (cli, &today, error))
    return FALSE;

  far_engine_lent_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  lent = far_engine_lent_finish (cli->engine, far_cli_wait (cli), error);
  if (lent == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_lent (builder, lent);
      far_cli_json_print (builder);
    }
  else
    say_lent (lent, today);
  far_snapshot_unref (lent);

  return TRUE;
}

/* ---- booking */

static const GOptionEntry list_options[] = {
  { "all", 0, 0, G_OPTION_ARG_NONE, &book_all, N_ ("What is not to be borrowed too"), NULL },
  { NULL },
};

static const GOptionEntry book_options[] = {
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &book_from, N_ ("From which day on"), N_ ("DATE") },
  { "to", 0, 0, G_OPTION_ARG_FILENAME, &book_to, N_ ("Up to which day (default: the same)"),
    N_ ("DATE") },
  { "at", 0, 0, G_OPTION_ARG_FILENAME, &book_at, N_ ("From which time on, on the first day"),
    N_ ("HH:MM") },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &book_until, N_ ("Up to which time, on the last day"),
    N_ ("HH:MM") },
  { "pieces", 0, 0, G_OPTION_ARG_INT, &book_pieces,
    N_ ("How many; in a room, how many people come (default: 1)"), N_ ("N") },
  { "weekly", 0, 0, G_OPTION_ARG_NONE, &book_weekly, N_ ("Again each week, up to --last"), NULL },
  { "last", 0, 0, G_OPTION_ARG_FILENAME, &book_last, N_ ("Each week up to this day"), N_ ("DATE") },
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &book_for,
    N_ ("For this person, for whom you answer (default: you)"), N_ ("MEMBER") },
  { "text", 0, 0, G_OPTION_ARG_FILENAME, &book_text, N_ ("What for"), N_ ("TEXT") },
  { "opens", 0, 0, G_OPTION_ARG_FILENAME, &book_opens, N_ ("Who opens the room"), N_ ("MEMBER") },
  { "closes", 0, 0, G_OPTION_ARG_FILENAME, &book_closes, N_ ("Who closes it"), N_ ("MEMBER") },
  { "repair", 0, 0, G_OPTION_ARG_NONE, &book_repair, N_ ("It is being repaired then"), NULL },
  { NULL },
};

static void
print_report (FarCli *cli, const FarLoansReport *report, const char *words)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      far_cli_say ("%s", words);
      for (guint i = 0; report->ids[i] != NULL && report->one != NULL; i++)
        say_loan (report->one);
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "thing", report->thing);
  far_cli_json_text (builder, "name", report->name);
  far_cli_json_strings (builder, "ids", report->ids);
  if (report->days != NULL)
    far_cli_json_days (builder, "dates", report->days, (int)report->n_days);
  far_cli_json_int (builder, "n", report->n_days);
  far_cli_json_int (builder, "held", report->n_held);
  far_cli_json_int (builder, "reserve", report->n_reserve);
  if (report->one != NULL)
    {
      json_builder_set_member_name (builder, "booking");
      json_loan (builder, report->one);
    }
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static gboolean
read_draft (FarLoanDraft *draft, GError **error)
{
  if (!far_cli_need_option (book_from, "--from", error) ||
      !far_cli_parse_day (book_from, &draft->first_day, error) ||
      !far_cli_parse_day (book_to != NULL ? book_to : book_from, &draft->last_day, error) ||
      (book_at != NULL && !far_cli_parse_time (book_at, &draft->from, error)) ||
      (book_until != NULL && !far_cli_parse_time (book_until, &draft->until, error)) ||
      (book_last != NULL && !far_cli_parse_day (book_last, &draft->weekly_last, error)))
    return FALSE;
  if (book_weekly != (book_last != NULL))
    {
      far_cli_set_usage_error (error, _ ("Say --weekly and --last together."));
      return FALSE;
    }
  if (book_last != NULL && draft->weekly_last < draft->first_day)
    {
      far_cli_set_usage_error (error, _ ("--last is before --from."));
      return FALSE;
    }

  /* what makes no number of pieces is refused below, in words */
  draft->n = (guint)MAX (book_pieces, 0);
  draft->member = book_for;
  draft->words = book_text;
  draft->opens = book_opens;
  draft->closes = book_closes;
  draft->is_repair = book_repair;

  return TRUE;
}

static gboolean
run_book (FarCli *cli, const char *const *args, GError **error)
{
  FarLoanDraft draft = { .thing = args[0], .from = -1, .until = -1 };
  g_autofree char *words = NULL;
  FarLoansReport *report;

  if (!read_draft (&draft, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_book_async (cli->engine, &draft, cli->cancellable, far_cli_done, cli);
  report = far_engine_book_finish (cli->engine, far_cli_wait (cli), error);
  if (report == NULL)
    return FALSE;
  words = far_words_loans_booked (report);
  print_report (cli, report, words);
  far_snapshot_unref (report);

  return TRUE;
}

static const GOptionEntry release_options[] = {
  { "later", 0, 0, G_OPTION_ARG_NONE, &book_all, N_ ("And all later ones, each week at that time"),
    NULL },
  { NULL },
};

static gboolean
run_release (FarCli *cli, const char *const *args, GError **error)
{
  g_autofree char *words = NULL;
  FarLoansReport *report;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_release_loan_async (cli->engine, args[0], book_all, cli->cancellable, far_cli_done,
                                 cli);
  report = far_engine_release_loan_finish (cli->engine, far_cli_wait (cli), error);
  if (report == NULL)
    return FALSE;
  words = far_words_loans_released (report);
  print_report (cli, report, words);
  far_snapshot_unref (report);

  return TRUE;
}

static gboolean
hand (FarCli *cli, const char *loan, FarLoanState state, GError **error)
{
  g_autofree char *words = NULL;
  FarLoansReport *report;
  int condition = -1;

  if ((back_condition != NULL && !parse_condition (back_condition, &condition, error)) ||
      !far_cli_open (cli, error))
    return FALSE;

  far_engine_hand_loan_async (cli->engine, loan, state, condition, back_text, cli->cancellable,
                              far_cli_done, cli);
  report = far_engine_hand_loan_finish (cli->engine, far_cli_wait (cli), error);
  if (report == NULL)
    return FALSE;
  words = far_words_loan_handed (report);
  print_report (cli, report, words);
  far_snapshot_unref (report);

  return TRUE;
}

static gboolean
run_out (FarCli *cli, const char *const *args, GError **error)
{
  return hand (cli, args[0], FAR_LOAN_IS_OUT, error);
}

static const GOptionEntry back_options[] = {
  { "condition", 0, 0, G_OPTION_ARG_FILENAME, &back_condition, N_ ("How it is: good, worn, broken"),
    N_ ("CONDITION") },
  { "text", 0, 0, G_OPTION_ARG_FILENAME, &back_text, N_ ("What is to be known of it"),
    N_ ("TEXT") },
  { NULL },
};

static gboolean
run_back (FarCli *cli, const char *const *args, GError **error)
{
  return hand (cli, args[0], FAR_LOAN_IS_BACK, error);
}

/* ---- what is said of a thing */

static char *lend_kind;
static char *lend_whose;
static char *lend_condition;
static char *lend_worn;
static char *lend_where;
static char **lend_held;
static char *room_note;
static int lend_pieces = UNSAID;
static int lend_days = UNSAID;
static gboolean lend_yes;
static gboolean lend_no;

const GOptionEntry far_cli_lend_options[] = {
  { "kind", 0, 0, G_OPTION_ARG_FILENAME, &lend_kind, N_ ("What it is: thing, bike, room"),
    N_ ("KIND") },
  { "of", 0, 0, G_OPTION_ARG_FILENAME, &lend_whose,
    N_ ("Whose it is; “collective” if it is nobody’s own"), N_ ("MEMBER") },
  { "pieces", 0, 0, G_OPTION_ARG_INT, &lend_pieces,
    N_ ("How many there are; of a room, for how many people"), N_ ("N") },
  { "condition", 0, 0, G_OPTION_ARG_FILENAME, &lend_condition, N_ ("How it is: good, worn, broken"),
    N_ ("CONDITION") },
  { "worn", 0, 0, G_OPTION_ARG_FILENAME, &lend_worn,
    N_ ("What is wrong with it; empty for nothing"), N_ ("TEXT") },
  { "where", 0, 0, G_OPTION_ARG_FILENAME, &lend_where, N_ ("Where it is kept"), N_ ("TEXT") },
  { "lend", 0, 0, G_OPTION_ARG_NONE, &lend_yes, N_ ("It may be borrowed"), NULL },
  { "no-lend", 0, 0, G_OPTION_ARG_NONE, &lend_no, N_ ("It may not be borrowed any more"), NULL },
  { "days", 0, 0, G_OPTION_ARG_INT, &lend_days, N_ ("For how many days at most; 0 for any"),
    N_ ("N") },
  { "held", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &lend_held,
    N_ ("Who has how many, or keys of a room; say all of them, or “none”"), N_ ("MEMBER:N") },
  { NULL },
};

static gboolean
read_kind (FarThingEdit *edit, GError **error)
{
  if (lend_kind == NULL)
    return TRUE;
  edit->says |= FAR_SAYS_KIND;
  for (edit->kind = 0; edit->kind < FAR_KIND_OF_N; edit->kind++)
    if (strcmp (lend_kind, kind_names[edit->kind]) == 0)
      return TRUE;

  far_cli_set_usage_error (error, _ ("A kind is thing, bike or room."));

  return FALSE;
}

/* As in "8a91c3:3"; without a number one. */
static gboolean
read_held (FarThingEdit *edit, FarCliLending *out, GError **error)
{
  guint n = lend_held != NULL ? g_strv_length (lend_held) : 0;

  if (n == 0)
    return TRUE;
  edit->says |= FAR_SAYS_HELD;
  out->held = g_new0 (char *, n + 1);
  out->n_held = g_new0 (guint, n + 1);
  edit->held = (const char *const *)out->held;
  edit->n_held = out->n_held;
  if (n == 1 && strcmp (lend_held[0], "none") == 0)
    return TRUE;

  for (guint i = 0; i < n; i++)
    {
      const char *colon = strrchr (lend_held[i], ':');
      guint64 number = 1;

      out->held[i] = colon != NULL ? g_strndup (lend_held[i], (gsize)(colon - lend_held[i]))
                                   : g_strdup (lend_held[i]);
      if (colon != NULL && !g_ascii_string_to_unsigned (colon + 1, 10, 1, 1000, &number, NULL))
        {
          far_cli_set_usage_error (error, _ ("“%s” is no MEMBER:N, with N from 1 to 1000."),
                                   lend_held[i]);
          return FALSE;
        }
      out->n_held[i] = (guint)number;
    }

  return TRUE;
}

void
far_cli_lending_clear (FarCliLending *self)
{
  g_clear_pointer (&self->held, g_strfreev);
  g_clear_pointer (&self->n_held, g_free);
}

gboolean
far_cli_read_lending (FarThingEdit *edit, FarCliLending *out, GError **error)
{
  if (lend_yes && lend_no)
    {
      far_cli_set_usage_error (error, _ ("Say --lend or --no-lend, not both."));
      return FALSE;
    }
  if (!read_kind (edit, error) || !read_held (edit, out, error))
    return FALSE;
  if (lend_condition != NULL && !parse_condition (lend_condition, &edit->condition, error))
    return FALSE;

  edit->says |= lend_condition != NULL ? FAR_SAYS_CONDITION : 0;
  edit->says |= lend_worn != NULL ? FAR_SAYS_WORN : 0;
  edit->says |= lend_where != NULL ? FAR_SAYS_WHERE : 0;
  edit->says |= lend_whose != NULL ? FAR_SAYS_WHOSE : 0;
  edit->says |= lend_pieces != UNSAID ? FAR_SAYS_PIECES : 0;
  edit->says |= lend_days != UNSAID ? FAR_SAYS_DAYS : 0;
  edit->says |= lend_yes || lend_no ? FAR_SAYS_LENT : 0;
  edit->worn = lend_worn;
  edit->where = lend_where;
  edit->whose = g_strcmp0 (lend_whose, "collective") == 0 ? NULL : lend_whose;
  edit->pieces = (guint)MAX (lend_pieces, 0);
  edit->days = lend_days < 0 ? G_MAXUINT : (guint)lend_days;
  edit->is_lent = lend_yes;

  return TRUE;
}

/* ---- rooms */

static const GOptionEntry room_options[] = {
  { "people", 0, 0, G_OPTION_ARG_INT, &lend_pieces, N_ ("For how many people it is"), N_ ("N") },
  { "where", 0, 0, G_OPTION_ARG_FILENAME, &lend_where, N_ ("Where it is"), N_ ("TEXT") },
  { "note", 0, 0, G_OPTION_ARG_FILENAME, &room_note, N_ ("What is to be known of it"),
    N_ ("TEXT") },
  { "of", 0, 0, G_OPTION_ARG_FILENAME, &lend_whose,
    N_ ("Whose it is; “collective” if it is nobody’s own"), N_ ("MEMBER") },
  { "key", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &lend_held, N_ ("Who has a key, or several"),
    N_ ("MEMBER:N") },
  { NULL },
};

static gboolean
run_room_add (FarCli *cli, const char *const *args, GError **error)
{
  FarThingEdit edit = { .name = args[0], .note = room_note, .gone = -1 };
  g_auto(FarCliLending) lending = { 0 };
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *id = NULL;

  lend_yes = TRUE;
  if (!far_cli_read_lending (&edit, &lending, error) || !far_cli_open (cli, error))
    return FALSE;
  edit.kind = FAR_KIND_OF_ROOM;
  edit.says |= FAR_SAYS_KIND;

  far_engine_add_thing_async (cli->engine, &edit, cli->cancellable, far_cli_done, cli);
  id = far_engine_add_thing_finish (cli->engine, far_cli_wait (cli), error);
  if (id == NULL)
    return FALSE;

  if (!cli->json)
    {
      /* Translators: of a room; %s is an id */
      far_cli_say (_ ("The room can be booked, as %s."), id);
      return TRUE;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "thing", id);
  json_builder_end_object (builder);
  far_cli_json_print (builder);

  return TRUE;
}

const FarCliCommand far_cli_lending_commands[] = {
  { "book", N_ ("THING --from DATE [--to DATE] [--at HH:MM --until HH:MM] [--pieces N]"),
    N_ ("Book a thing or a room for some time, once or each week."), book_options, 1, 1, run_book },
  { "book list", N_ ("[--all]"), N_ ("Show what can be borrowed, and who has booked it."),
    list_options, 0, 0, run_book_list },
  { "book show", N_ ("THING"), N_ ("Show a thing or a room with all of its bookings."), NULL, 1, 1,
    run_show },
  { "book release", N_ ("ID [--later]"), N_ ("Give a booking back."), release_options, 1, 1,
    run_release },
  { "book out", N_ ("ID"), N_ ("Say that what was booked was handed out."), NULL, 1, 1, run_out },
  { "book back", N_ ("ID [--condition CONDITION] [--text TEXT]"),
    N_ ("Say that it came back, and how it is."), back_options, 1, 1, run_back },
  { "room add", N_ ("NAME [--people N] [--where TEXT] [--key MEMBER]"),
    N_ ("Write down a room that can be booked."), room_options, 1, 1, run_room_add },
  { "room list", "", N_ ("Show the rooms, and who has booked them."), NULL, 0, 0, run_room_list },
  { NULL },
};
