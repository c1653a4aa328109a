/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When people can take turns. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-words-plan.h"
#include "far-words.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarAvailability, far_snapshot_unref)

/* ---- what is said */

static void
add_weekdays (JsonBuilder *builder, const char *key, guint weekdays)
{
  g_autofree char *text = far_cli_format_weekdays (weekdays);

  far_cli_json_text (builder, key, text);
}

static void
add_availability (JsonBuilder *builder, const FarAvailability *said)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "member", said->person);
  far_cli_json_text (builder, "name", said->name);
  json_builder_set_member_name (builder, "weeks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < said->weeks->len; i++)
    {
      const FarAvailable *week = said->weeks->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_id (builder, "rota", week->rota);
      far_cli_json_id (builder, "title", week->rota_title);
      add_weekdays (builder, "cannot", week->cannot);
      add_weekdays (builder, "rather", week->rather);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "away");
  json_builder_begin_array (builder);
  for (guint i = 0; i < said->away->len; i++)
    {
      const FarAway *away = said->away->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_day (builder, "from", away->first_day);
      far_cli_json_day (builder, "until", away->last_day);
      far_cli_json_id (builder, "rota", away->rota);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_int (builder, "turns", said->n_turns);
  far_cli_json_id (builder, "per",
                   said->n_turns == 0 ? NULL : (said->per_season ? "season" : "month"));
  far_cli_json_id (builder, "by_name", said->by_name);
  far_cli_json_bool (builder, "by_other", said->is_by_other);
  far_cli_json_instant (builder, "since", said->since_ms);
  far_cli_json_bool (builder, "mine", said->is_mine);
  far_cli_json_bool (builder, "contested", said->is_contested);
  json_builder_end_object (builder);
}

static void
say_availability (const FarAvailability *said)
{
  g_autofree char *words = far_words_availability (said);
  g_autofree char *by = far_words_availability_by (said);
  g_auto(GStrv) lines = g_strsplit (words, "\n", 0);

  far_cli_say ("%s", said->name);
  for (guint i = 0; lines[i] != NULL; i++)
    far_cli_say ("  %s", lines[i]);
  if (lines[0] == NULL)
    /* Translators: of when somebody can take turns */
    far_cli_say ("  %s", _ ("Nothing said yet"));
  if (by != NULL)
    far_cli_say ("  %s", by);
}

static void
show (FarCli *cli, const FarAvailability *said)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      say_availability (said);
      return;
    }
  builder = json_builder_new ();
  add_availability (builder, said);
  far_cli_json_print (builder);
}

static GPtrArray *
ask (FarCli *cli, GError **error)
{
  if (!far_cli_open (cli, error))
    return NULL;

  far_engine_availabilities_async (cli->engine, cli->cancellable, far_cli_done, cli);

  return far_engine_availabilities_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean list_all;

static const GOptionEntry list_options[] = {
  { "all", 0, 0, G_OPTION_ARG_NONE, &list_all, N_ ("Everybody’s who said something"), NULL },
  { NULL },
};

static gboolean
run_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) all = ask (cli, error);
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  if (all == NULL)
    return FALSE;

  json_builder_begin_array (builder);
  for (guint i = 0; i < all->len; i++)
    {
      const FarAvailability *said = all->pdata[i];

      if (!said->is_mine && !list_all)
        continue;
      if (cli->json)
        add_availability (builder, said);
      else
        say_availability (said);
    }
  json_builder_end_array (builder);
  if (cli->json)
    far_cli_json_print (builder);

  return TRUE;
}

/* ---- saying so */

static char *for_member;
static char *of_rota;
static char *cannot_days;
static char *rather_days;
static char *per_what;
static gboolean forget;
static int n_turns = -1;

#define FOR_OPTION \
  { \
    "for", 0, 0, G_OPTION_ARG_FILENAME, &for_member, \
        N_ ("A person without a machine whom you answer for"), N_ ("MEMBER") \
  }
#define ROTA_OPTION \
  { \
    "rota", 0, 0, G_OPTION_ARG_FILENAME, &of_rota, N_ ("Only of that rota"), N_ ("ROTA") \
  }

static const GOptionEntry set_options[] = {
  FOR_OPTION,
  ROTA_OPTION,
  { "cannot", 0, 0, G_OPTION_ARG_FILENAME, &cannot_days,
    N_ ("Weekdays on which you cannot; empty for none"), N_ ("DAYS") },
  { "rather", 0, 0, G_OPTION_ARG_FILENAME, &rather_days,
    N_ ("Weekdays on which you would rather than on others; empty for none"), N_ ("DAYS") },
  { "forget", 0, 0, G_OPTION_ARG_NONE, &forget,
    N_ ("Take back what you said of that rota, or of all"), NULL },
  { "turns", 0, 0, G_OPTION_ARG_INT, &n_turns, N_ ("How many turns you commit to; 0 for no number"),
    N_ ("N") },
  { "per", 0, 0, G_OPTION_ARG_FILENAME, &per_what, N_ ("month (default) or season"), N_ ("TIME") },
  { NULL },
};

static const GOptionEntry away_options[] = { FOR_OPTION, ROTA_OPTION, { NULL } };

/* Whose word it is to be, as it is now; NULL with @error.  Belongs to @all. */
static const FarAvailability *
find_whose (GPtrArray *all, GError **error)
{
  const FarAvailability *found = NULL;
  guint n = 0;

  for (guint i = 0; i < all->len; i++)
    {
      const FarAvailability *said = all->pdata[i];

      if (for_member != NULL ? said->is_mine && g_str_has_prefix (said->person, for_member)
                             : said->is_me)
        {
          found = said;
          n++;
        }
    }
  if (n == 1 && (for_member == NULL || strlen (for_member) >= FAR_CLI_ID_MIN))
    return found;

  g_set_error_literal (error, FAR_SYNC_ERROR,
                       n == 0 ? FAR_SYNC_ERROR_NO_SUCH_ID : FAR_SYNC_ERROR_ID_AMBIGUOUS,
                       "nobody whom this member answers for");

  return NULL;
}

/* The whole id of the rota that was named; "" for all.  NULL with @error */
static char *
dup_rota (FarCli *cli, GError **error)
{
  g_autoptr(GPtrArray) rotas = NULL;
  const FarRota *rota;

  if (of_rota == NULL)
    return g_strdup ("");

  far_engine_rotas_async (cli->engine, cli->cancellable, far_cli_done, cli);
  rotas = far_engine_rotas_finish (cli->engine, far_cli_wait (cli), error);
  rota = rotas != NULL ? far_cli_find_rota (rotas, of_rota, error) : NULL;

  return rota != NULL ? g_strdup (rota->id) : NULL;
}

static gboolean
write_edit (FarCli *cli, const char *person, const FarAvailabilityEdit *edit, GError **error)
{
  g_autoptr(FarAvailability) said = NULL;

  far_engine_set_availability_async (cli->engine, person, edit, cli->cancellable, far_cli_done,
                                     cli);
  said = far_engine_set_availability_finish (cli->engine, far_cli_wait (cli), error);
  if (said != NULL)
    show (cli, said);

  return said != NULL;
}

static gboolean
read_days (const char *text, guint *out, GError **error)
{
  if (text == NULL)
    return TRUE;
  *out = 0;

  return *text == '\0' || far_cli_parse_weekdays (text, out, error);
}

/* All that was said of weekdays, but for the one item that is to be another.
 * @item: (nullable): none */
static GPtrArray *
copy_weeks (const FarAvailability *said, const char *rota, FarAvailable *item)
{
  GPtrArray *weeks = g_ptr_array_new ();

  for (guint i = 0; i < said->weeks->len; i++)
    if (!g_str_equal (((const FarAvailable *)said->weeks->pdata[i])->rota, rota))
      g_ptr_array_add (weeks, said->weeks->pdata[i]);
  if (item != NULL)
    g_ptr_array_add (weeks, item);

  return weeks;
}

static gboolean
check_set (gboolean with_days, GError **error)
{
  if (!with_days && !forget && n_turns < 0)
    {
      far_cli_set_usage_error (error, _ ("Say --cannot, --rather, --forget or --turns."));
      return FALSE;
    }
  if (with_days && forget)
    {
      far_cli_set_usage_error (error, _ ("Say weekdays or --forget, not both."));
      return FALSE;
    }
  if (per_what != NULL &&
      (n_turns < 0 || (!g_str_equal (per_what, "month") && !g_str_equal (per_what, "season"))))
    {
      far_cli_set_usage_error (error, _ ("--per is month or season, and goes with --turns."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
run_set (FarCli *cli, const char *const *args, GError **error)
{
  gboolean with_days = cannot_days != NULL || rather_days != NULL;
  FarAvailable item = { 0 };
  FarAvailabilityEdit edit = { .n_turns = n_turns };
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) weeks = NULL;
  g_autofree char *rota = NULL;
  const FarAvailability *said;

  if (!check_set (with_days, error))
    return FALSE;
  all = ask (cli, error);
  said = all != NULL ? find_whose (all, error) : NULL;
  rota = said != NULL ? dup_rota (cli, error) : NULL;
  if (rota == NULL)
    return FALSE;

  for (guint i = 0; i < said->weeks->len; i++)
    if (g_str_equal (((const FarAvailable *)said->weeks->pdata[i])->rota, rota))
      item = *(const FarAvailable *)said->weeks->pdata[i];
  item.rota = rota;
  if (!read_days (cannot_days, &item.cannot, error) ||
      !read_days (rather_days, &item.rather, error))
    return FALSE;

  if (cannot_days != NULL && rather_days != NULL && (item.cannot & item.rather) != 0)
    {
      far_cli_set_usage_error (error,
                               _ ("A weekday is one on which you cannot, or one on which you "
                                  "would rather, not both."));
      return FALSE;
    }

  /* who says one of the two takes the days from the other */
  if (cannot_days != NULL && rather_days == NULL)
    item.rather &= ~item.cannot;
  if (rather_days != NULL && cannot_days == NULL)
    item.cannot &= ~item.rather;
  if (with_days || forget)
    edit.weeks = weeks = copy_weeks (said, rota, forget ? NULL : &item);
  edit.per_season = per_what != NULL && g_str_equal (per_what, "season");

  return write_edit (cli, said->person, &edit, error);
}

/* What of a span lies outside the days that are taken back, one or two of them. */
static void
cut (GPtrArray *away, const FarAway *one, gint32 first_day, gint32 last_day)
{
  FarAway before = *one;
  FarAway after = *one;

  before.last_day = MIN (one->last_day, first_day - 1);
  after.first_day = MAX (one->first_day, last_day + 1);
  if (before.last_day >= before.first_day)
    g_ptr_array_add (away, g_memdup2 (&before, sizeof before));
  if (after.first_day <= after.last_day)
    g_ptr_array_add (away, g_memdup2 (&after, sizeof after));
}

static gboolean
change_away (FarCli *cli, const char *const *args, gboolean is_away, GError **error)
{
  g_autoptr(GPtrArray) all = NULL;
  g_autoptr(GPtrArray) away = g_ptr_array_new_with_free_func (g_free);
  FarAvailabilityEdit edit = { .away = away, .n_turns = -1 };
  g_autofree char *rota = NULL;
  const FarAvailability *said;
  FarAway days = { 0 };

  if (!far_cli_parse_day (args[0], &days.first_day, error) ||
      !far_cli_parse_day (args[1] != NULL ? args[1] : args[0], &days.last_day, error))
    return FALSE;
  all = ask (cli, error);
  said = all != NULL ? find_whose (all, error) : NULL;
  rota = said != NULL ? dup_rota (cli, error) : NULL;
  if (rota == NULL)
    return FALSE;

  days.rota = rota;
  for (guint i = 0; i < said->away->len; i++)
    {
      const FarAway *one = said->away->pdata[i];

      /* who is back in all rotas is so in each */
      if (!is_away && (*rota == '\0' || g_str_equal (one->rota, rota)))
        cut (away, one, days.first_day, days.last_day);
      else
        g_ptr_array_add (away, g_memdup2 (one, sizeof *one));
    }
  if (is_away)
    g_ptr_array_add (away, g_memdup2 (&days, sizeof days));

  return write_edit (cli, said->person, &edit, error);
}

static gboolean
run_away (FarCli *cli, const char *const *args, GError **error)
{
  return change_away (cli, args, TRUE, error);
}

static gboolean
run_back (FarCli *cli, const char *const *args, GError **error)
{
  return change_away (cli, args, FALSE, error);
}

const FarCliCommand far_cli_available_commands[] = {
  { "available list", "[--all]", N_ ("Show when people can take turns."), list_options, 0, 0,
    run_list },
  { "available set",
    N_ ("[--rota ROTA] [--cannot DAYS] [--rather DAYS] [--turns N [--per TIME]] [--for MEMBER]"),
    N_ ("Say on which weekdays you can take turns, and how many."), set_options, 0, 0, run_set },
  { "available away", N_ ("DATE [LAST-DATE] [--rota ROTA] [--for MEMBER]"),
    N_ ("Say on which days you cannot."), away_options, 1, 2, run_away },
  { "available back", N_ ("DATE [LAST-DATE] [--rota ROTA] [--for MEMBER]"),
    N_ ("Say that you can on these days after all."), away_options, 1, 2, run_back },
  { NULL },
};
