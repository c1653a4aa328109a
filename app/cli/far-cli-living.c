/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Living together: rotas, the week. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-outward-text.h"
#include "far-words-lines.h"
#include "far-chosen-days.h"
#include "far-words-rota.h"
#include "far-words-rides.h"
#include "far-words.h"

#define WEEK_DAYS_MAX 366

/* ---- rotas */

static char *rota_days;
static char **rota_on;
static char *rota_at;
static char *rota_from;
static char *rota_until;
static char *rota_line;
static int rota_every = 1;
static int rota_min = 1;
static int rota_max = -1;
static gboolean rota_in_holidays;
static char **rota_roles;
static char *rota_place;

static const GOptionEntry rota_add_options[] = {
  { "days", 0, 0, G_OPTION_ARG_FILENAME, &rota_days, N_ ("Weekdays: mo, tu, we, th, fr, sa, su"),
    N_ ("mo,tu") },
  { "on", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rota_on,
    N_ ("On this date (more than once for more dates), in place of --days, --from and --until"),
    N_ ("DATE") },
  { "at", 0, 0, G_OPTION_ARG_FILENAME, &rota_at, N_ ("Time of day"), N_ ("HH:MM") },
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &rota_from, N_ ("First day"), N_ ("DATE") },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &rota_until, N_ ("Last day"), N_ ("DATE") },
  { "every", 0, 0, G_OPTION_ARG_INT, &rota_every, N_ ("Every so many weeks (default: 1)"),
    N_ ("N") },
  { "line", 0, 0, G_OPTION_ARG_FILENAME, &rota_line, N_ ("The walking line that it follows"),
    N_ ("ID") },
  { "min", 0, 0, G_OPTION_ARG_INT, &rota_min,
    N_ ("Adults without whom it does not run, besides those of the roles (default: 1)"), N_ ("N") },
  { "max", 0, 0, G_OPTION_ARG_INT, &rota_max,
    N_ ("Adults who have a place; the others are reserve (default: --min, but at least 2)"),
    N_ ("N") },
  { "place", 0, 0, G_OPTION_ARG_FILENAME, &rota_place, N_ ("Where they meet"), N_ ("TEXT") },
  { "role", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &rota_roles,
    N_ ("What somebody does, and how many (more than once for more roles; a name alone is that of "
        "the others)"),
    N_ ("NAME:N") },
  { "in-holidays", 0, 0, G_OPTION_ARG_NONE, &rota_in_holidays, N_ ("It runs in the holidays too"),
    NULL },
  { NULL },
};

static void
print_rotas (FarCli *cli, const FarRota *const *rotas, guint n_rotas, GPtrArray *plans)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(FarCliTable) table = NULL;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_array (builder);
      for (guint i = 0; i < n_rotas; i++)
        if (plans != NULL)
          far_cli_json_rota_and_plan (builder, rotas[i], far_cli_find_plan (plans, rotas[i]->id));
        else
          far_cli_json_rota (builder, rotas[i]);
      json_builder_end_array (builder);
      far_cli_json_print (builder);
      return;
    }

  table = far_cli_table_new (_ ("Identifier"), _ ("Rota"), _ ("State"), _ ("When"), NULL);
  for (guint i = 0; i < n_rotas; i++)
    {
      g_autofree char *id = far_cli_short_id (rotas[i]->id);
      g_autofree char *state = far_words_rota_state (rotas[i]);
      g_autofree char *rule = far_words_rule (rotas[i]);

      far_cli_table_add (table, id, rotas[i]->title, state, rule, NULL);
    }
  far_cli_table_print (table);
}

/* Dates that are chosen one by one.  @out: (out) (transfer full): what @draft borrows */
static gboolean
read_dates (FarRotaDraft *draft, GArray **out, GError **error)
{
  g_autoptr(GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));

  if (rota_days != NULL || rota_from != NULL || rota_until != NULL || rota_every != 1)
    {
      far_cli_set_usage_error (error, _ ("%1$s and %2$s contradict each other."), "--on",
                               rota_days != NULL    ? "--days"
                               : rota_from != NULL  ? "--from"
                               : rota_until != NULL ? "--until"
                                                    : "--every");
      return FALSE;
    }

  for (guint i = 0; rota_on[i] != NULL; i++)
    {
      gint32 day;

      if (!far_cli_parse_day (rota_on[i], &day, error))
        return FALSE;
      far_chosen_days_insert (days, day);
    }
  *out = far_chosen_days_set (draft, days);

  return TRUE;
}

/* @dates: (out) (transfer full) (nullable): what @draft borrows */
static gboolean
read_draft (const char *title, FarRotaDraft *draft, GArray **dates, GError **error)
{
  *draft = (FarRotaDraft){
    .title = title,
    .every_n_weeks = rota_every,
    .n_min = rota_min,
    .n_max = rota_max >= 0 ? rota_max : MAX (rota_min, 2),
    .line = rota_line,
    .in_holidays = rota_in_holidays,
    .place = rota_place,
  };

  *dates = NULL;
  if (rota_on != NULL)
    return far_cli_need_option (rota_at, "--at", error) && read_dates (draft, dates, error) &&
           far_cli_parse_time (rota_at, &draft->at, error) &&
           far_cli_parse_roles (rota_roles, &draft->roles, error);

  return far_cli_need_option (rota_days, "--days", error) &&
         far_cli_need_option (rota_at, "--at", error) &&
         far_cli_need_option (rota_from, "--from", error) &&
         far_cli_need_option (rota_until, "--until", error) &&
         far_cli_parse_weekdays (rota_days, &draft->weekdays, error) &&
         far_cli_parse_time (rota_at, &draft->at, error) &&
         far_cli_parse_day (rota_from, &draft->first_day, error) &&
         far_cli_parse_day (rota_until, &draft->last_day, error) &&
         far_cli_parse_roles (rota_roles, &draft->roles, error);
}

static gboolean
run_rota_add (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarRota) rota = NULL;
  g_autoptr(GPtrArray) roles = NULL;
  g_autoptr(GArray) dates = NULL;
  FarRotaDraft draft;
  gboolean is_read = read_draft (args[0], &draft, &dates, error);

  roles = draft.roles;
  if (!is_read || !far_cli_open (cli, error))
    return FALSE;

  far_engine_add_rota_async (cli->engine, &draft, cli->cancellable, far_cli_done, cli);
  rota = far_engine_add_rota_finish (cli->engine, far_cli_wait (cli), error);
  if (rota == NULL)
    return FALSE;

  print_rotas (cli, (const FarRota *const[]){ rota }, 1, NULL);
  return dates == NULL || cli->json ||
         far_cli_say_closed (cli, rota->id, (const char *const *)rota_on, error);
}

static GPtrArray *
dup_rotas (FarCli *cli, GError **error)
{
  far_engine_rotas_async (cli->engine, cli->cancellable, far_cli_done, cli);
  return far_engine_rotas_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean
run_rota_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) rotas = NULL;
  g_autoptr(GPtrArray) plans = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  rotas = dup_rotas (cli, error);
  plans = rotas != NULL && cli->json ? far_cli_dup_plans (cli, NULL, error) : NULL;
  if (rotas == NULL || (cli->json && plans == NULL))
    return FALSE;

  print_rotas (cli, (const FarRota *const *)rotas->pdata, rotas->len, plans);
  return TRUE;
}

static gboolean
run_rota_publish (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarRota) rota = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_publish_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  rota = far_engine_publish_finish (cli->engine, far_cli_wait (cli), error);
  if (rota == NULL)
    return FALSE;
  if (rota->state == FAR_ROTA_DRAFT && !cli->json)
    far_cli_say ("%s", _ ("That waits as a suggestion now: whoever holds the baton says yes or "
                          "no."));

  print_rotas (cli, (const FarRota *const[]){ rota }, 1, NULL);
  return TRUE;
}

/* Returns: (transfer full): its id */
static char *
set_draft_gone (FarCli *cli, const char *rota, gboolean is_gone, GError **error)
{
  if (!far_cli_open (cli, error))
    return NULL;

  far_engine_set_draft_gone_async (cli->engine, rota, is_gone, cli->cancellable, far_cli_done, cli);
  return far_engine_set_draft_gone_finish (cli->engine, far_cli_wait (cli), error);
}

static void
say_draft (FarCli *cli, const char *id, const char *words)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      far_cli_say ("%s", words);
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "rota", id);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static gboolean
run_rota_discard (FarCli *cli, const char *const *args, GError **error)
{
  g_autofree char *id = set_draft_gone (cli, args[0], TRUE, error);
  g_autofree char *words = NULL;

  if (id == NULL)
    return FALSE;

  /* Translators: of a draft; %s is its identifier */
  words = g_strdup_printf (_ ("It is discarded. To have it back: rota restore %s"), id);
  say_draft (cli, id, words);

  return TRUE;
}

static gboolean
run_rota_restore (FarCli *cli, const char *const *args, GError **error)
{
  g_autofree char *id = set_draft_gone (cli, args[0], FALSE, error);

  if (id != NULL)
    say_draft (cli, id, _ ("The draft is on the list again, as it was."));

  return id != NULL;
}

static char *cancel_why;

static const GOptionEntry rota_cancel_options[] = {
  { "why", 0, 0, G_OPTION_ARG_FILENAME, &cancel_why, N_ ("The reason, for everyone to read"),
    N_ ("TEXT") },
  { NULL },
};

static gboolean
run_rota_cancel (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) rotas = NULL;
  g_autoptr(FarOuting) outing = NULL;
  g_autofree char *words = NULL;
  gint32 day;

  if (!far_cli_need_option (cancel_why, "--why", error) ||
      !far_cli_parse_day (args[1], &day, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_cancel_outing_async (cli->engine, args[0], day, cancel_why, cli->cancellable,
                                  far_cli_done, cli);
  outing = far_engine_cancel_outing_finish (cli->engine, far_cli_wait (cli), error);
  if (outing == NULL)
    return FALSE;

  if (!cli->json)
    {
      words = far_words_day (day);
      if (outing->why == FAR_VERDICT_CANCELLED)
        /* Translators: %s is a day, such as "Tuesday 1 September" */
        far_cli_say (_ ("The outing of %s is cancelled."), words);
      else
        far_cli_say ("%s", _ ("That waits as a suggestion now: whoever holds the baton says yes "
                              "or no."));
      return TRUE;
    }

  rotas = dup_rotas (cli, error);
  if (rotas == NULL)
    return FALSE;

  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRota *rota = rotas->pdata[i];

      if (g_str_has_prefix (rota->id, args[0]))
        print_rotas (cli, &rota, 1, NULL);
    }

  return TRUE;
}

/* ---- the week and its turns */

static char *week_from;
static int week_days = 7;
static gboolean week_text;

static const GOptionEntry week_options[] = {
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &week_from, N_ ("First day (default: today)"),
    N_ ("DATE") },
  { "days", 0, 0, G_OPTION_ARG_INT, &week_days, N_ ("How many days (default: 7)"), N_ ("N") },
  { "text", 0, 0, G_OPTION_ARG_NONE, &week_text,
    N_ ("Plain text to paste into a message, which names everybody"), NULL },
  { NULL },
};

static void
say_turn (const FarTurn *turn, const FarOuting *outing)
{
  g_autofree char *id = far_cli_short_id (turn->id);
  g_autofree char *state = far_words_turn_told (turn, outing);
  g_autofree char *promise = far_words_promise (turn->promise);
  g_autofree char *clash = far_words_clash (turn, outing);

  if (turn->state == FAR_TURN_RELEASED)
    far_cli_say ("         · %s", state);
  else if (turn->is_mine)
    /* Translators: %1$s says who walks, %2$s is an identifier, %3$s a sentence on who knows */
    far_cli_say (_ ("         · %1$s (turn %2$s). %3$s"), state, id, promise);
  else
    far_cli_say ("         · %s", state);
  if (clash != NULL)
    far_cli_say ("           %s", clash);
}

/* Who gave a turn back and came after all is listed once. */
static gboolean
is_taken_anew (const FarOuting *outing, const FarTurn *turn)
{
  for (guint i = 0; i < outing->turns->len && turn->state == FAR_TURN_RELEASED; i++)
    {
      const FarTurn *other = outing->turns->pdata[i];

      if (other->state != FAR_TURN_RELEASED && g_str_equal (other->member, turn->member))
        return TRUE;
    }

  return FALSE;
}

static void
say_outing (const FarOuting *outing)
{
  g_autofree char *id = far_cli_short_id (outing->rota);
  g_autofree char *at = far_words_time (outing->at);
  g_autofree char *verdict = far_words_verdict (outing);
  g_autofree char *to_know = far_words_to_know (outing);
  g_autofree char *hazards = NULL;
  g_autofree char *rides = NULL;
  g_auto(GStrv) lines = NULL;
  const char *line;

  if (outing->state == FAR_ROTA_DRAFT)
    /* Translators: %1$s is a time, %2$s a title, %3$s an identifier */
    far_cli_say (_ ("  %1$s  %2$s (rota %3$s, a draft)"), at, outing->title, id);
  else
    /* Translators: %1$s is a time, %2$s a title, %3$s an identifier */
    far_cli_say (_ ("  %1$s  %2$s (rota %3$s)"), at, outing->title, id);
  line = far_words_line_walked (outing->line, outing->line_name);
  if (*line != '\0')
    far_cli_say ("         %s", line);
  if (*outing->place != '\0')
    far_cli_say ("         %s", outing->place);
  far_cli_say ("         %s", verdict);
  if (to_know != NULL)
    far_cli_say ("         %s", to_know);
  hazards = outing->why == FAR_VERDICT_ENOUGH || outing->why == FAR_VERDICT_SHORT
                ? far_words_hazards (outing->hazards)
                : NULL;
  lines = g_strsplit (hazards != NULL ? hazards : "", "\n", 0);
  for (guint i = 0; lines[i] != NULL; i++)
    far_cli_say ("         %s", lines[i]);
  rides = far_words_rides_instead (outing);
  if (rides != NULL)
    far_cli_say ("         %s", rides);

  for (guint i = 0; i < outing->turns->len; i++)
    if (!is_taken_anew (outing, outing->turns->pdata[i]))
      say_turn (outing->turns->pdata[i], outing);
}

static void
print_week (FarCli *cli, GPtrArray *outings)
{
  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_array (builder);
      for (guint i = 0; i < outings->len; i++)
        far_cli_json_outing (builder, outings->pdata[i]);
      json_builder_end_array (builder);
      far_cli_json_print (builder);
      return;
    }

  if (outings->len == 0)
    far_cli_say ("%s", _ ("Nothing is planned for these days."));

  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];
      const FarOuting *before = i > 0 ? outings->pdata[i - 1] : NULL;

      if (before == NULL || before->day != outing->day)
        {
          g_autofree char *day = far_words_day (outing->day);

          far_cli_say ("%s", day);
        }
      say_outing (outing);
    }
}

static gboolean
print_week_text (FarCli *cli, GPtrArray *outings, gint32 first_day, GError **error)
{
  g_autoptr(FarStatus) status = far_cli_dup_status (cli, error);
  g_autoptr(GPtrArray) devices = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *text = NULL;
  g_auto(GStrv) lines = NULL;

  if (status == NULL)
    return FALSE;
  far_engine_devices_async (cli->engine, cli->cancellable, far_cli_done, cli);
  devices = far_engine_devices_finish (cli->engine, far_cli_wait (cli), error);
  if (devices == NULL)
    return FALSE;

  text = far_outward_week_text (status->name, outings, first_day, week_days,
                                far_outward_last_heard (devices));
  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_text (builder, "text", text);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return TRUE;
    }

  /* what others wrote must not steer the terminal, line by line */
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    far_cli_say ("%s", lines[i]);

  return TRUE;
}

static gboolean
run_week (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) outings = NULL;
  g_autoptr(FarStatus) status = NULL;
  gint32 first_day = 0;

  if ((week_from != NULL && !far_cli_parse_day (week_from, &first_day, error)) ||
      !far_cli_check_range (week_days, 1, WEEK_DAYS_MAX, "--days", error) ||
      !far_cli_open (cli, error))
    return FALSE;

  if (week_from == NULL)
    {
      status = far_cli_dup_status (cli, error);
      if (status == NULL)
        return FALSE;
      first_day = status->today;
    }

  far_engine_week_async (cli->engine, first_day, week_days, cli->cancellable, far_cli_done, cli);
  outings = far_engine_week_finish (cli->engine, far_cli_wait (cli), error);
  if (outings == NULL)
    return FALSE;

  if (week_text)
    return print_week_text (cli, outings, first_day, error);

  print_week (cli, outings);
  return TRUE;
}

/* ---- who has not received it */

static void
print_unheard (GPtrArray *all)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < all->len; i++)
    {
      const FarUnheard *unheard = all->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "member", unheard->member);
      far_cli_json_id (builder, "name", unheard->member_name);
      far_cli_json_id (builder, "phone",
                       *unheard->member_phone != '\0' ? unheard->member_phone : NULL);
      json_builder_set_member_name (builder, "news");
      json_builder_begin_array (builder);
      for (guint j = 0; j < unheard->news->len; j++)
        {
          const FarNews *news = unheard->news->pdata[j];

          json_builder_begin_object (builder);
          far_cli_json_id (builder, "rota", news->is_holidays ? NULL : news->rota);
          far_cli_json_id (builder, "calendar", news->is_holidays ? news->rota : NULL);
          far_cli_json_text (builder, "title", news->title);
          if (news->day != 0)
            far_cli_json_day (builder, "date", news->day);
          else
            far_cli_json_id (builder, "date", NULL);
          far_cli_json_bool (builder, "cancelled", news->is_cancelled);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_print (builder);
}

static gboolean
run_rota_unheard (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) all = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_unheard_async (cli->engine, cli->cancellable, far_cli_done, cli);
  all = far_engine_unheard_finish (cli->engine, far_cli_wait (cli), error);
  if (all == NULL)
    return FALSE;

  if (cli->json)
    print_unheard (all);
  else if (all->len == 0)
    far_cli_say ("%s", _ ("Every member has received what is published."));
  for (guint i = 0; i < all->len && !cli->json; i++)
    {
      const FarUnheard *unheard = all->pdata[i];
      g_autofree char *words = far_words_unheard (unheard);

      g_autofree char *name = far_words_callable (unheard->member_name, unheard->member_phone);

      /* Translators: %1$s is a name, %2$s what that person has not received */
      far_cli_say (_ ("%1$s: %2$s"), name, words);
    }

  return TRUE;
}

const FarCliCommand far_cli_living_commands[] = {
  { "rota add",
    N_ ("TITLE --days mo,tu --at HH:MM --from DATE --until DATE | --on DATE --at HH:MM [--every N] "
        "[--line ID] [--min N] [--max N] [--role NAME:N] [--place TEXT] [--in-holidays]"),
    N_ ("Write the draft of a rota, such as the walk of a line."), rota_add_options, 1, 1,
    run_rota_add },
  { "rota list", "", N_ ("Show the rotas."), NULL, 0, 0, run_rota_list },
  { "rota publish", N_ ("ID"),
    N_ ("Publish a draft, or suggest it where somebody else holds the baton."), NULL, 1, 1,
    run_rota_publish },
  { "rota discard", N_ ("ID"), N_ ("Take a draft off the list."), NULL, 1, 1, run_rota_discard },
  { "rota restore", N_ ("ID"), N_ ("Put a draft that was discarded back on the list."), NULL, 1, 1,
    run_rota_restore },
  { "rota cancel", N_ ("ID DATE --why TEXT"),
    N_ ("Cancel one outing of a rota, or suggest it where somebody else holds the baton."),
    rota_cancel_options, 2, 2, run_rota_cancel },
  { "rota unheard", "", N_ ("Show who has not received what is published, to be told by phone."),
    NULL, 0, 0, run_rota_unheard },
  { "week", N_ ("[--from DATE] [--days N] [--text]"), N_ ("Show the outings, day by day."),
    week_options, 0, 0, run_week },
  { NULL },
};
