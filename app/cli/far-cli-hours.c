/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a household gave and received, in hours. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-tables.h"
#include "far-words-hours.h"

/* ---- what there is */

static char *hours_from;
static char *hours_to;
static gboolean hours_all;

static const GOptionEntry period_options[] = {
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &hours_from, N_ ("The first day"), N_ ("DATE") },
  { "to", 0, 0, G_OPTION_ARG_FILENAME, &hours_to, N_ ("The last day"), N_ ("DATE") },
  { "all", 0, 0, G_OPTION_ARG_NONE, &hours_all, N_ ("Of all days"), NULL },
  { NULL },
};

static char *list_csv;
static gboolean list_force;

static const GOptionEntry list_options[] = {
  { "csv", 0, 0, G_OPTION_ARG_FILENAME, &list_csv, N_ ("Save it as a table for a spreadsheet"),
    N_ ("FILE") },
  { "force", 0, 0, G_OPTION_ARG_NONE, &list_force, N_ ("Replace a file that is there already"),
    NULL },
  { NULL },
};

static FarHoursBook *
dup_book (FarCli *cli, gint32 first_day, gint32 last_day, GError **error)
{
  if (!far_cli_open (cli, error))
    return NULL;

  far_engine_hours_async (cli->engine, first_day, last_day, cli->cancellable, far_cli_done, cli);

  return far_engine_hours_finish (cli->engine, far_cli_wait (cli), error);
}

/* Of the period that was asked for; of this school year without one. */
static FarHoursBook *
dup_asked (FarCli *cli, GError **error)
{
  gint32 first_day = 0;
  gint32 last_day = -1;

  if (hours_all && (hours_from != NULL || hours_to != NULL))
    {
      far_cli_set_usage_error (error, _ ("Say either --all or --from and --to."));
      return NULL;
    }
  if ((hours_from != NULL) != (hours_to != NULL))
    {
      far_cli_set_usage_error (error, _ ("Say both --from and --to."));
      return NULL;
    }
  if (hours_from != NULL && (!far_cli_parse_day (hours_from, &first_day, error) ||
                             !far_cli_parse_day (hours_to, &last_day, error)))
    return NULL;
  if (hours_from != NULL && last_day < first_day)
    {
      far_cli_set_usage_error (error, _ ("The last day is before the first."));
      return NULL;
    }
  if (hours_all &&
      (!far_day_parse ("1900-01-01", &first_day) || !far_day_parse ("2200-12-31", &last_day)))
    g_assert_not_reached ();

  return dup_book (cli, first_day, last_day, error);
}

static void
add_people (JsonBuilder *builder, const char *key, const GPtrArray *people)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < people->len; i++)
    {
      const FarSomebody *somebody = people->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "member", somebody->id);
      far_cli_json_text (builder, "name", somebody->name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_list (const FarHoursBook *book)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_day (builder, "from", book->first_day);
  far_cli_json_day (builder, "to", book->last_day);
  json_builder_set_member_name (builder, "lines");
  json_builder_begin_array (builder);
  for (guint i = 0; i < book->lines->len; i++)
    far_cli_json_hours (builder, book->lines->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "hints");
  json_builder_begin_array (builder);
  for (guint i = 0; i < book->hints->len; i++)
    {
      json_builder_begin_object (builder);
      far_cli_json_hours_said (builder, book->hints->pdata[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  add_people (builder, "shared_with", book->shared);
  add_people (builder, "shared_by", book->sharing);
  far_cli_json_int (builder, "sealed", book->n_sealed);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static void
say_text (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    far_cli_say ("%s", lines[i]);
}

static void
say_list (const FarHoursBook *book)
{
  g_autoptr(FarCliTable) table =
                 far_cli_table_new (_ ("Identifier"), _ ("Hours"), _ ("What for"), NULL);
  g_autofree char *readers = far_words_hours_readers (book);
  g_autofree char *sealed = far_words_hours_sealed (book);

  for (guint i = 0; i < book->lines->len; i++)
    {
      const FarHours *line = book->lines->pdata[i];
      g_autofree char *id = far_cli_short_id (line->id);
      g_autofree char *words = far_words_hours (line);
      g_autofree char *more = far_words_hours_more (line);

      far_cli_table_add (table, id, words, g_strdelimit (more, "\n", ' '), NULL);
    }
  if (book->lines->len > 0)
    far_cli_table_print (table);
  else
    far_cli_say ("%s", _ ("Nothing is noted."));
  for (guint i = 0; i < book->lines->len; i++)
    {
      g_autofree char *others = far_words_hours_others (book->lines->pdata[i]);

      if (others != NULL)
        say_text (others);
    }
  if (sealed != NULL)
    far_cli_say ("%s", sealed);
  far_cli_say ("%s", readers);
}

static gboolean
run_list (FarCli *cli, const char *const *args, GError **error)
{
  FarSavingMode mode = list_force ? FAR_SAVING_REPLACE : FAR_SAVING_NEW_ONLY;
  g_autoptr(FarHoursBook) book = NULL;
  g_autoptr(GBytes) table = NULL;

  if (list_csv != NULL && !far_saving_check (list_csv, mode, error))
    return FALSE;
  book = dup_asked (cli, error);
  if (book == NULL)
    return FALSE;
  if (list_csv != NULL)
    {
      table = far_tables_hours (book);
      if (!far_saving_write (&(FarSaving){ list_csv, table }, 1, mode, error))
        return FALSE;
    }

  if (cli->json)
    print_list (book);
  else if (list_csv != NULL)
    far_cli_say ("%s", list_csv);
  else
    say_list (book);

  return TRUE;
}

static void
print_balance (const FarHoursBook *book)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_day (builder, "from", book->first_day);
  far_cli_json_day (builder, "to", book->last_day);
  for (int sort = 0; sort < FAR_HOURS_N_SORTS; sort++)
    {
      json_builder_set_member_name (builder, far_cli_hours_sort_name ((FarHoursSort)sort));
      json_builder_begin_object (builder);
      far_cli_json_int (builder, "given", book->given[sort]);
      far_cli_json_int (builder, "received", book->received[sort]);
      json_builder_end_object (builder);
    }
  json_builder_set_member_name (builder, "with");
  json_builder_begin_array (builder);
  for (guint i = 0; i < book->with->len; i++)
    {
      const FarHoursWith *with = book->with->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "name", with->name);
      far_cli_json_int (builder, "given", with->given);
      far_cli_json_int (builder, "received", with->received);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static gboolean
run_balance (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarHoursBook) book = dup_asked (cli, error);
  g_autofree char *words = NULL;

  if (book == NULL)
    return FALSE;
  words = far_words_hours_balance (book);
  if (cli->json)
    print_balance (book);
  else
    say_text (words);

  return TRUE;
}

static void
add_seen (JsonBuilder *builder, const char *key, const FarHoursSeen *seen)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  far_cli_json_int (builder, "mine", seen->n_mine);
  json_builder_set_member_name (builder, "spread");
  if (seen->has_spread)
    {
      json_builder_begin_object (builder);
      far_cli_json_int (builder, "least", seen->least);
      far_cli_json_int (builder, "low", seen->low);
      far_cli_json_int (builder, "high", seen->high);
      far_cli_json_int (builder, "most", seen->most);
      json_builder_end_object (builder);
    }
  else
    json_builder_add_null_value (builder);
  json_builder_end_object (builder);
}

static gboolean
run_spread (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarHoursBook) book = dup_book (cli, 0, -1, error);
  g_autofree char *words = NULL;
  g_autoptr(JsonBuilder) builder = NULL;

  if (book == NULL)
    return FALSE;
  words = far_words_hours_seen (book);
  if (!cli->json)
    {
      say_text (words);
      return TRUE;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_seen (builder, "turns", &book->turns);
  add_seen (builder, "rides", &book->rides);
  add_seen (builder, "hands", &book->hands);
  json_builder_end_object (builder);
  far_cli_json_print (builder);

  return TRUE;
}

/* ---- writing it down */

static char *hours_day;
static char *hours_time;
static gboolean hours_given;
static gboolean hours_received;
static char *hours_sort;
static char *hours_with;
static char *hours_what;
static char *hours_return;
static char *hours_outing;
static char *hours_ride;
static char *hours_help;

#define LINE_OPTIONS \
  { "on", 0, 0, G_OPTION_ARG_FILENAME, &hours_day, N_ ("On which day"), N_ ("DATE") }, \
      { "received", 0, 0, G_OPTION_ARG_NONE, &hours_received, N_ ("It was received"), NULL }, \
      { "sort",     0, 0, G_OPTION_ARG_FILENAME, &hours_sort, N_ ("volunteer, paid or kind"), \
        N_ ("SORT") }, \
      { "with",      0, \
        0,           G_OPTION_ARG_FILENAME, \
        &hours_with, N_ ("With whom: a member or person, or words"), \
        N_ ("WHO") }, \
      { "what", 0, 0, G_OPTION_ARG_FILENAME, &hours_what, N_ ("What for"), N_ ("TEXT") }, \
  { \
    "return", 0, 0, G_OPTION_ARG_FILENAME, &hours_return, N_ ("For what in return"), N_ ("TEXT") \
  }

static const GOptionEntry add_options[] = {
  LINE_OPTIONS,
  { "outing", 0, 0, G_OPTION_ARG_FILENAME, &hours_outing, N_ ("It was a turn of this rota"),
    N_ ("ROTA") },
  { "ride", 0, 0, G_OPTION_ARG_FILENAME, &hours_ride, N_ ("It was this ride"), N_ ("RIDE") },
  { "hand", 0, 0, G_OPTION_ARG_FILENAME, &hours_help, N_ ("It was this request or offer"),
    N_ ("HELP") },
  { NULL },
};

static const GOptionEntry edit_options[] = {
  LINE_OPTIONS,
  { "time", 0, 0, G_OPTION_ARG_FILENAME, &hours_time, N_ ("How long"), N_ ("TIME") },
  { "given", 0, 0, G_OPTION_ARG_NONE, &hours_given, N_ ("It was given"), NULL },
  { NULL },
};

static gboolean
parse_minutes (const char *text, int *out, GError **error)
{
  if (far_words_read_minutes (text, out))
    return TRUE;
  far_cli_set_usage_error (
      error, _ ("A time is written as 1:30 or 90, for 90 minutes; 100 hours at most."));

  return FALSE;
}

static gboolean
parse_sort (const char *text, FarHoursSort *out, GError **error)
{
  for (guint i = 0; i < FAR_HOURS_N_SORTS; i++)
    if (strcmp (text, far_cli_hours_sort_name ((FarHoursSort)i)) == 0)
      {
        *out = (FarHoursSort)i;
        return TRUE;
      }
  far_cli_set_usage_error (error, _ ("The sort is volunteer, paid or kind."));

  return FALSE;
}

/* What was said of the line; what was not stays as it is in @edit. */
static gboolean
read_edit (FarHoursEdit *edit, GError **error)
{
  if (hours_given && hours_received)
    {
      far_cli_set_usage_error (error, _ ("Say either --given or --received."));
      return FALSE;
    }
  if (hours_given || hours_received)
    edit->is_received = hours_received;
  if (hours_with != NULL)
    edit->who = hours_with;
  if (hours_what != NULL)
    edit->what = hours_what;
  if (hours_return != NULL)
    edit->against = hours_return;

  return (hours_day == NULL || far_cli_parse_day (hours_day, &edit->day, error)) &&
         (hours_time == NULL || parse_minutes (hours_time, &edit->minutes, error)) &&
         (hours_sort == NULL || parse_sort (hours_sort, &edit->sort, error));
}

/* @id: (transfer full) (nullable): NULL with @error */
static gboolean
show_done (FarCli *cli, const char *key, char *id, const char *done)
{
  g_autofree char *owned = id;
  g_autoptr(JsonBuilder) builder = NULL;

  if (owned == NULL)
    return FALSE;
  if (!cli->json)
    {
      far_cli_say ("%s", done);
      return TRUE;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  far_cli_json_text (builder, key, owned);
  json_builder_end_object (builder);
  far_cli_json_print (builder);

  return TRUE;
}

static gboolean
write_hours (FarCli *cli,
             const char *id,
             const FarHoursEdit *edit,
             const char *done,
             GError **error)
{
  if (cli->engine == NULL && !far_cli_open (cli, error))
    return FALSE;

  far_engine_write_hours_async (cli->engine, id, edit, cli->cancellable, far_cli_done, cli);

  return show_done (cli, "line",
                    far_engine_write_hours_finish (cli->engine, far_cli_wait (cli), error), done);
}

/* What it came from, among what could be noted: as it was, but for what is said otherwise. */
static gboolean
fill_source (FarCli *cli,
             const FarHoursBook *book,
             FarHoursOf of,
             const char *id,
             FarHoursEdit *edit,
             GError **error)
{
  const FarHours *found = NULL;
  guint n = 0;

  for (guint i = 0; i < book->hints->len; i++)
    {
      const FarHours *hint = book->hints->pdata[i];

      if (hint->of != of || !g_str_has_prefix (hint->of_id, id) ||
          (hours_day != NULL && hint->of_day != edit->day))
        continue;
      if (found == NULL)
        found = hint;
      n += found == hint || strcmp (found->of_id, hint->of_id) != 0;
    }
  if (n != 1 || strlen (id) < FAR_CLI_ID_MIN)
    {
      g_set_error_literal (error, FAR_SYNC_ERROR,
                           n <= 1 ? FAR_SYNC_ERROR_NO_SUCH_ID : FAR_SYNC_ERROR_ID_AMBIGUOUS,
                           "which one");
      return FALSE;
    }

  edit->of = of;
  edit->of_id = found->of_id;
  edit->of_day = found->of_day;
  edit->day = found->day;
  if (edit->minutes == 0)
    edit->minutes = found->minutes;
  if (hours_what == NULL)
    edit->what = found->what;
  if (hours_with == NULL)
    edit->who = found->who;

  return TRUE;
}

static gboolean
run_add (FarCli *cli, const char *const *args, GError **error)
{
  guint n_sources = (hours_outing != NULL) + (hours_ride != NULL) + (hours_help != NULL);
  FarHoursEdit edit = { .who = "", .what = "", .against = "", .of_id = "" };
  g_autoptr(FarHoursBook) book = NULL;

  if (n_sources > 1 || (args[0] == NULL && n_sources == 0))
    {
      far_cli_set_usage_error (error, n_sources > 1 ? _ ("Say one of --outing, --ride and --hand.")
                                                    : _ ("Say how long it took, such as 1:30."));
      return FALSE;
    }
  if ((args[0] != NULL && !parse_minutes (args[0], &edit.minutes, error)) ||
      !read_edit (&edit, error))
    return FALSE;
  if (n_sources == 0 && hours_day == NULL)
    return far_cli_need_option (hours_day, "--on", error);
  if (n_sources == 1)
    {
      book = dup_book (cli, 0, -1, error);
      if (book == NULL)
        return FALSE;
      if ((hours_outing != NULL &&
           !fill_source (cli, book, FAR_HOURS_OF_OUTING, hours_outing, &edit, error)) ||
          (hours_ride != NULL &&
           !fill_source (cli, book, FAR_HOURS_OF_RIDE, hours_ride, &edit, error)) ||
          (hours_help != NULL &&
           !fill_source (cli, book, FAR_HOURS_OF_HELP, hours_help, &edit, error)))
        return FALSE;
    }

  return write_hours (cli, NULL, &edit, _ ("It is noted."), error);
}

/* Returns: (transfer none): NULL with NO_SUCH_ID or ID_AMBIGUOUS */
static const FarHours *
find_line (const FarHoursBook *book, const char *id, GError **error)
{
  const FarHours *found = NULL;
  guint n = 0;

  for (guint i = 0; i < book->lines->len; i++)
    {
      const FarHours *line = book->lines->pdata[i];

      if (!g_str_has_prefix (line->id, id))
        continue;
      found = line;
      n++;
    }
  if (n == 1 && strlen (id) >= FAR_CLI_ID_MIN)
    return found;

  g_set_error_literal (error, FAR_SYNC_ERROR,
                       n == 0 ? FAR_SYNC_ERROR_NO_SUCH_ID : FAR_SYNC_ERROR_ID_AMBIGUOUS,
                       "which line");

  return NULL;
}

static gboolean
run_edit (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarHoursBook) book = NULL;
  const FarHours *line;
  FarHoursEdit edit;

  hours_all = TRUE;
  book = dup_asked (cli, error);
  line = book != NULL ? find_line (book, args[0], error) : NULL;
  if (line == NULL)
    return FALSE;

  edit = (FarHoursEdit){
    .day = line->day,
    .minutes = line->minutes,
    .is_received = line->is_received,
    .sort = line->sort,
    .who = *line->who != '\0' ? line->who : line->who_name,
    .what = line->what,
    .against = line->against,
    .of = line->of,
    .of_id = line->of_id,
    .of_day = line->of_day,
  };

  return read_edit (&edit, error) &&
         write_hours (cli, line->id, &edit, _ ("It is changed."), error);
}

static gboolean
run_remove (FarCli *cli, const char *const *args, GError **error)
{
  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_remove_hours_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);

  return show_done (cli, "line",
                    far_engine_remove_hours_finish (cli->engine, far_cli_wait (cli), error),
                    _ ("It is taken off, and its words are erased."));
}

static gboolean
share (FarCli *cli, const char *member, gboolean is_shared, const char *done, GError **error)
{
  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_share_hours_async (cli->engine, member, is_shared, cli->cancellable, far_cli_done,
                                cli);

  return show_done (cli, "member",
                    far_engine_share_hours_finish (cli->engine, far_cli_wait (cli), error), done);
}

static gboolean
run_share (FarCli *cli, const char *const *args, GError **error)
{
  return share (cli, args[0], TRUE, _ ("They can read your account from now on."), error);
}

static gboolean
run_unshare (FarCli *cli, const char *const *args, GError **error)
{
  return share (cli, args[0], FALSE,
                _ ("They cannot read what you note from now on. What they have read, they have "
                   "read."),
                error);
}

const FarCliCommand far_cli_hours_commands[] = {
  { "hours list", N_ ("[--from DATE --to DATE] [--all] [--csv FILE]"),
    N_ ("Show what you noted of hours given and received, this school year."), period_options, 0, 0,
    run_list, list_options },
  { "hours balance", N_ ("[--from DATE --to DATE] [--all]"),
    N_ ("Show how much was given and received, of each sort and with whom."), period_options, 0, 0,
    run_balance },
  { "hours spread", "", N_ ("Show what you did that all can see, and how it is spread."), NULL, 0,
    0, run_spread },
  { "hours add",
    N_ ("[TIME] [--on DATE] [--received] [--sort SORT] [--with WHO] [--what TEXT] [--return TEXT] "
        "[--outing ROTA | --ride RIDE | --hand HELP]"),
    N_ ("Note hours that you gave or received; nobody but your household can read it."),
    add_options, 0, 1, run_add },
  { "hours edit",
    N_ ("ID [--time TIME] [--on DATE] [--given] [--received] [--sort SORT] [--with WHO] "
        "[--what TEXT] [--return TEXT]"),
    N_ ("Change a line."), edit_options, 1, 1, run_edit },
  { "hours remove", N_ ("ID"), N_ ("Take a line off, and erase its words."), NULL, 1, 1,
    run_remove },
  { "hours share", N_ ("MEMBER"), N_ ("Let another member read your account."), NULL, 1, 1,
    run_share },
  { "hours unshare", N_ ("MEMBER"), N_ ("Share your account with them no more."), NULL, 1, 1,
    run_unshare },
  { NULL },
};
