/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rotas that change. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-chosen-days.h"
#include "far-cli-json.h"
#include "far-words-rota.h"
#include "far-words.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarForecast, far_snapshot_unref)

#define UNSAID -1

static char *edit_title;
static char *edit_days;
static char *edit_at;
static char *edit_from;
static char *edit_until;
static char *edit_from_day;
static char *edit_line;
static char *edit_place;
static gboolean edit_no_line;
static int edit_every = UNSAID;
static int edit_min = UNSAID;
static int edit_max = UNSAID;
static gboolean edit_in_holidays;
static char **edit_roles;
static gboolean edit_no_roles;
static gboolean edit_no_holidays;
static char **edit_add;
static char **edit_drop;
static gboolean edit_dry_run;

static const GOptionEntry edit_options[] = {
  { "title", 0, 0, G_OPTION_ARG_FILENAME, &edit_title, N_ ("What it is called"), N_ ("TITLE") },
  { "days", 0, 0, G_OPTION_ARG_FILENAME, &edit_days, N_ ("Weekdays: mo, tu, we, th, fr, sa, su"),
    N_ ("mo,tu") },
  { "every", 0, 0, G_OPTION_ARG_INT, &edit_every, N_ ("Every so many weeks"), N_ ("N") },
  { "at", 0, 0, G_OPTION_ARG_FILENAME, &edit_at, N_ ("Time of day"), N_ ("HH:MM") },
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &edit_from, N_ ("First day"), N_ ("DATE") },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &edit_until, N_ ("Last day"), N_ ("DATE") },
  { "line", 0, 0, G_OPTION_ARG_FILENAME, &edit_line, N_ ("The walking line that it follows"),
    N_ ("ID") },
  { "no-line", 0, 0, G_OPTION_ARG_NONE, &edit_no_line, N_ ("It follows no walking line"), NULL },
  { "min", 0, 0, G_OPTION_ARG_INT, &edit_min,
    N_ ("Adults without whom it does not run, besides those of the roles"), N_ ("N") },
  { "max", 0, 0, G_OPTION_ARG_INT, &edit_max,
    N_ ("Adults who have a place; the others are reserve"), N_ ("N") },
  { "place", 0, 0, G_OPTION_ARG_FILENAME, &edit_place, N_ ("Where they meet"), N_ ("TEXT") },
  { "role", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &edit_roles,
    N_ ("What somebody does, and how many (more than once for more roles; a name alone is that of "
        "the others)"),
    N_ ("NAME:N") },
  { "no-roles", 0, 0, G_OPTION_ARG_NONE, &edit_no_roles, N_ ("It has no roles any more"), NULL },
  { "in-holidays", 0, 0, G_OPTION_ARG_NONE, &edit_in_holidays, N_ ("It runs in the holidays too"),
    NULL },
  { "no-holidays", 0, 0, G_OPTION_ARG_NONE, &edit_no_holidays,
    N_ ("It does not run in the holidays"), NULL },
  { "add", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &edit_add,
    N_ ("It runs on this day besides (more than once for more days)"), N_ ("DATE") },
  { "drop", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &edit_drop,
    N_ ("It does not run on this day (more than once for more days)"), N_ ("DATE") },
  { "from-day", 0, 0, G_OPTION_ARG_FILENAME, &edit_from_day,
    N_ ("From this day on only: days, time, weeks, adults, place and roles"), N_ ("DATE") },
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &edit_dry_run,
    N_ ("Say what it would change, and change nothing"), NULL },
  { NULL },
};

/* ---- what is asked for */

static void
remove_day (GArray *days, gint32 day)
{
  for (guint i = days->len; i-- > 0;)
    if (g_array_index (days, gint32, i) == day)
      g_array_remove_index (days, i);
}

/* Each of @dates goes into @to and out of @from. */
static gboolean
move_days (char *const *dates, GArray *to, GArray *from, GError **error)
{
  for (guint i = 0; dates != NULL && dates[i] != NULL; i++)
    {
      gint32 day;

      if (!far_cli_parse_day (dates[i], &day, error))
        return FALSE;
      far_chosen_days_insert (to, day);
      remove_day (from, day);
    }

  return TRUE;
}

/* What can be read without knowing the rota. */
static gboolean
read_change (FarRotaChange *change, GError **error)
{
  FarRotaDraft *draft = &change->draft;

  if (edit_line != NULL && edit_no_line)
    {
      far_cli_set_usage_error (error, _ ("%1$s and %2$s contradict each other."), "--line",
                               "--no-line");
      return FALSE;
    }
  if (edit_in_holidays && edit_no_holidays)
    {
      far_cli_set_usage_error (error, _ ("%1$s and %2$s contradict each other."), "--in-holidays",
                               "--no-holidays");
      return FALSE;
    }

  if (edit_roles != NULL && edit_no_roles)
    {
      far_cli_set_usage_error (error, _ ("%1$s and %2$s contradict each other."), "--role",
                               "--no-roles");
      return FALSE;
    }

  draft->title = edit_title;
  draft->line = edit_line;
  draft->place = edit_place;
  draft->every_n_weeks = edit_every;
  draft->n_min = edit_min;
  draft->n_max = edit_max;
  draft->in_holidays = edit_in_holidays;
  change->fields =
      (edit_title != NULL ? FAR_ROTA_FIELD_TITLE : 0) |
      (edit_days != NULL ? FAR_ROTA_FIELD_WEEKDAYS : 0) |
      (edit_every != UNSAID ? FAR_ROTA_FIELD_EVERY : 0) |
      (edit_from != NULL ? FAR_ROTA_FIELD_FIRST : 0) |
      (edit_until != NULL ? FAR_ROTA_FIELD_LAST : 0) | (edit_at != NULL ? FAR_ROTA_FIELD_AT : 0) |
      (edit_min != UNSAID ? FAR_ROTA_FIELD_MIN : 0) |
      (edit_max != UNSAID ? FAR_ROTA_FIELD_MAX : 0) |
      (edit_place != NULL ? FAR_ROTA_FIELD_PLACE : 0) |
      (edit_line != NULL || edit_no_line ? FAR_ROTA_FIELD_LINE : 0) |
      (edit_in_holidays || edit_no_holidays ? FAR_ROTA_FIELD_HOLIDAYS : 0) |
      (edit_roles != NULL || edit_no_roles ? FAR_ROTA_FIELD_ROLES : 0) |
      (edit_add != NULL || edit_drop != NULL ? FAR_ROTA_FIELD_ADDED | FAR_ROTA_FIELD_DROPPED : 0);
  if (change->fields == 0)
    {
      far_cli_set_usage_error (error, "%s", _ ("Say what is to be different, such as --at 08:20."));
      return FALSE;
    }

  change->has_from = edit_from_day != NULL;

  return far_cli_parse_roles (edit_roles, &draft->roles, error) &&
         (edit_from_day == NULL || far_cli_parse_day (edit_from_day, &change->from, error)) &&
         (edit_days == NULL || far_cli_parse_weekdays (edit_days, &draft->weekdays, error)) &&
         (edit_at == NULL || far_cli_parse_time (edit_at, &draft->at, error)) &&
         (edit_from == NULL || far_cli_parse_day (edit_from, &draft->first_day, error)) &&
         (edit_until == NULL || far_cli_parse_day (edit_until, &draft->last_day, error));
}

const FarRota *
far_cli_find_rota (GPtrArray *rotas, const char *id, GError **error)
{
  const FarRota *found = NULL;

  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRota *rota = rotas->pdata[i];

      if (g_ascii_strncasecmp (rota->id, id, strlen (id)) != 0)
        continue;
      if (found != NULL || strlen (id) < FAR_CLI_ID_MIN)
        {
          g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_ID_AMBIGUOUS, "rota %s", id);
          return NULL;
        }
      found = rota;
    }
  if (found == NULL)
    g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_ID, "rota %s", id);

  return found;
}

/* ---- saying what it does */

static const char *
foreseen_name (FarForeseenWhat what)
{
  switch (what)
    {
    case FAR_FORESEEN_GONE:
      return "gone";
    case FAR_FORESEEN_MOVED:
      return "moved";
    case FAR_FORESEEN_RESERVE:
      return "reserve";
    case FAR_FORESEEN_PLACE:
      return "place";
    case FAR_FORESEEN_ROLE:
      return "role";
    case FAR_FORESEEN_NEW:
    default:
      return "new";
    }
}

static void
print_as_json (const char *rota, const FarForecast *forecast, gboolean is_written)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_text (builder, "rota", rota);
  far_cli_json_bool (builder, "written", is_written);
  far_cli_json_bool (builder, "suggestion", forecast->is_suggestion);
  far_cli_json_int (builder, "gone", forecast->n_gone);
  far_cli_json_int (builder, "new", forecast->n_new);
  far_cli_json_int (builder, "moved", forecast->n_moved);
  far_cli_json_int (builder, "turns", forecast->n_people);
  json_builder_set_member_name (builder, "outings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < forecast->outings->len; i++)
    {
      const FarForeseen *outing = forecast->outings->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_day (builder, "date", outing->day);
      far_cli_json_text (builder, "what", foreseen_name (outing->what));
      far_cli_json_time (builder, "before", outing->at_before);
      far_cli_json_time (builder, "at", outing->at);
      far_cli_json_strings (builder, "members", outing->people);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static void
print_change (FarCli *cli, const FarRota *rota, const FarForecast *forecast)
{
  g_auto(GStrv) lines = far_words_forecast (forecast);

  if (cli->json)
    {
      print_as_json (rota->id, forecast, !edit_dry_run);
      return;
    }

  for (guint i = 0; lines[i] != NULL; i++)
    far_cli_say ("%s", lines[i]);
  if (!edit_dry_run)
    {
      g_autofree char *done = far_words_rota_changed (rota, forecast->is_suggestion);
      g_autofree char *rule = far_words_rule (rota);

      far_cli_say ("%s", done);
      if (!forecast->is_suggestion)
        far_cli_say ("  %s", rule);
    }
}

/* Where there are chosen dates alone, the rota begins with the first of them and ends with the
 * last. Returns: (transfer full) (nullable): what @change borrows */
static GArray *
choose_days (FarRotaChange *change, const FarRota *rota, GError **error)
{
  g_autoptr(GArray) days = far_chosen_days_of (rota);
  g_autoptr(GArray) out = g_array_new (FALSE, FALSE, sizeof (gint32));
  const guint pattern =
      FAR_ROTA_FIELD_WEEKDAYS | FAR_ROTA_FIELD_EVERY | FAR_ROTA_FIELD_FIRST | FAR_ROTA_FIELD_LAST;

  if (days == NULL || (edit_add == NULL && edit_drop == NULL) || (change->fields & pattern) != 0 ||
      change->has_from || !move_days (edit_add, days, out, error) ||
      !move_days (edit_drop, out, days, error) || days->len == 0)
    return NULL;

  change->fields |= pattern;

  return far_chosen_days_set (&change->draft, days);
}

static gboolean
run_rota_edit (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) rotas = NULL;
  g_autoptr(GArray) added = g_array_new (FALSE, FALSE, sizeof (gint32));
  g_autoptr(GArray) dropped = g_array_new (FALSE, FALSE, sizeof (gint32));
  g_autoptr(GArray) chosen = NULL;
  g_autoptr(GPtrArray) roles = NULL;
  g_autoptr(FarForecast) forecast = NULL;
  g_autoptr(FarRota) changed = NULL;
  FarRotaChange change = { 0 };
  const FarRota *rota;
  gboolean is_read = read_change (&change, error);

  roles = change.draft.roles;
  if (!is_read || !far_cli_open (cli, error))
    return FALSE;

  far_engine_rotas_async (cli->engine, cli->cancellable, far_cli_done, cli);
  rotas = far_engine_rotas_finish (cli->engine, far_cli_wait (cli), error);
  rota = rotas != NULL ? far_cli_find_rota (rotas, args[0], error) : NULL;
  if (rota == NULL)
    return FALSE;

  g_array_append_vals (added, rota->added, rota->n_added);
  g_array_append_vals (dropped, rota->dropped, rota->n_dropped);
  if (!move_days (edit_add, added, dropped, error) || !move_days (edit_drop, dropped, added, error))
    return FALSE;
  change.draft.added = (const gint32 *)(gconstpointer)added->data;
  change.draft.n_added = (int)added->len;
  change.draft.dropped = (const gint32 *)(gconstpointer)dropped->data;
  change.draft.n_dropped = (int)dropped->len;
  chosen = choose_days (&change, rota, error);

  far_engine_foresee_async (cli->engine, rota->id, &change, cli->cancellable, far_cli_done, cli);
  forecast = far_engine_foresee_finish (cli->engine, far_cli_wait (cli), error);
  if (forecast == NULL)
    return FALSE;
  if (!edit_dry_run)
    {
      far_engine_change_rota_async (cli->engine, rota->id, &change, cli->cancellable, far_cli_done,
                                    cli);
      changed = far_engine_change_rota_finish (cli->engine, far_cli_wait (cli), NULL, error);
      if (changed == NULL)
        return FALSE;
    }

  print_change (cli, changed != NULL ? changed : rota, forecast);
  return edit_add == NULL || edit_dry_run || cli->json ||
         far_cli_say_closed (cli, rota->id, (const char *const *)edit_add, error);
}

/* ---- one date */

static char *change_at;
static char *change_place;
static int change_min = UNSAID;
static int change_max = UNSAID;
static char **change_roles;
static gboolean change_no_roles;
static char *change_remark;
static gboolean change_as_rota;
static gboolean change_dry_run;

static const GOptionEntry change_options[] = {
  { "at", 0, 0, G_OPTION_ARG_FILENAME, &change_at, N_ ("Time of day"), N_ ("HH:MM") },
  { "place", 0, 0, G_OPTION_ARG_FILENAME, &change_place, N_ ("Where they meet"), N_ ("TEXT") },
  { "min", 0, 0, G_OPTION_ARG_INT, &change_min,
    N_ ("Adults without whom it does not run, besides those of the roles"), N_ ("N") },
  { "max", 0, 0, G_OPTION_ARG_INT, &change_max,
    N_ ("Adults who have a place; the others are reserve"), N_ ("N") },
  { "role", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &change_roles,
    N_ ("What somebody does, and how many (more than once for more roles; a name alone is that of "
        "the others)"),
    N_ ("NAME:N") },
  { "no-roles", 0, 0, G_OPTION_ARG_NONE, &change_no_roles, N_ ("It has no roles on that date"),
    NULL },
  { "remark", 0, 0, G_OPTION_ARG_FILENAME, &change_remark,
    N_ ("What all are to know of it; an empty one takes it off"), N_ ("TEXT") },
  { "as-rota", 0, 0, G_OPTION_ARG_NONE, &change_as_rota,
    N_ ("All that is not said here is as the rota says"), NULL },
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &change_dry_run,
    N_ ("Say what it would change, and change nothing"), NULL },
  { NULL },
};

/* @roles: (out) (transfer full): what the change borrows */
static gboolean
read_date_change (FarOutingChange *change, GPtrArray **roles, GError **error)
{
  *roles = NULL;
  if (change_roles != NULL && change_no_roles)
    {
      far_cli_set_usage_error (error, _ ("%1$s and %2$s contradict each other."), "--role",
                               "--no-roles");
      return FALSE;
    }

  *change = (FarOutingChange){
    .fields =
        (change_at != NULL || change_as_rota ? FAR_ROTA_FIELD_AT : 0) |
        (change_place != NULL || change_as_rota ? FAR_ROTA_FIELD_PLACE : 0) |
        (change_min != UNSAID || change_as_rota ? FAR_ROTA_FIELD_MIN : 0) |
        (change_max != UNSAID || change_as_rota ? FAR_ROTA_FIELD_MAX : 0) |
        (change_roles != NULL || change_no_roles || change_as_rota ? FAR_ROTA_FIELD_ROLES : 0) |
        (change_remark != NULL || change_as_rota ? FAR_ROTA_FIELD_REMARK : 0),
    .at = -1,
    .n_min = change_min,
    .n_max = change_max,
    .place = change_place,
    .remark = change_remark,
  };
  if (change->fields == 0)
    {
      far_cli_set_usage_error (error, "%s", _ ("Say what is to be different, such as --at 08:20."));
      return FALSE;
    }

  if ((change_roles != NULL || change_no_roles) &&
      !far_cli_parse_roles (change_roles, roles, error))
    return FALSE;
  change->roles = *roles;

  return change_at == NULL || far_cli_parse_time (change_at, &change->at, error);
}

static void
print_date_forecast (FarCli *cli, const char *rota, const FarForecast *forecast)
{
  g_auto(GStrv) lines = NULL;

  if (cli->json)
    {
      print_as_json (rota, forecast, FALSE);
      return;
    }

  lines = far_words_date_forecast (forecast);
  for (guint i = 0; lines[i] != NULL; i++)
    far_cli_say ("%s", lines[i]);
  if (lines[0] == NULL)
    far_cli_say ("%s", _ ("That concerns nobody who has promised to come."));
}

gboolean
far_cli_say_closed (FarCli *cli, const char *rota, const char *const *dates, GError **error)
{
  for (guint i = 0; dates[i] != NULL; i++)
    {
      g_autoptr(GPtrArray) outings = NULL;
      gint32 day;

      if (!far_cli_parse_day (dates[i], &day, error))
        return FALSE;
      far_engine_week_async (cli->engine, day, 1, cli->cancellable, far_cli_done, cli);
      outings = far_engine_week_finish (cli->engine, far_cli_wait (cli), error);
      if (outings == NULL)
        return FALSE;

      for (guint j = 0; j < outings->len; j++)
        {
          const FarOuting *outing = outings->pdata[j];
          g_autofree char *date = far_words_day (day);
          g_autofree char *words = far_words_verdict (outing);

          if (outing->why == FAR_VERDICT_HOLIDAYS && g_str_equal (outing->rota, rota))
            /* Translators: a day that was chosen, and why there is no outing then, as in “No
             * outing: Winter holidays” */
            far_cli_say (_ ("%1$s: %2$s. With --in-holidays it runs all the same."), date, words);
        }
    }

  return TRUE;
}

static gboolean
run_rota_change (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) roles = NULL;
  g_autoptr(FarForecast) forecast = NULL;
  g_autoptr(FarOuting) outing = NULL;
  g_auto(GStrv) lines = NULL;
  g_autofree char *words = NULL;
  FarOutingChange change;
  gboolean is_suggestion;
  gint32 day;

  if (!read_date_change (&change, &roles, error) || !far_cli_parse_day (args[1], &day, error) ||
      !far_cli_open (cli, error))
    return FALSE;

  far_engine_foresee_outing_async (cli->engine, args[0], day, &change, cli->cancellable,
                                   far_cli_done, cli);
  forecast = far_engine_foresee_outing_finish (cli->engine, far_cli_wait (cli), error);
  if (forecast == NULL)
    return FALSE;
  if (change_dry_run)
    {
      print_date_forecast (cli, args[0], forecast);
      return TRUE;
    }

  far_engine_change_outing_async (cli->engine, args[0], day, &change, cli->cancellable,
                                  far_cli_done, cli);
  outing = far_engine_change_outing_finish (cli->engine, far_cli_wait (cli), &is_suggestion, error);
  if (outing == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      far_cli_json_outing (builder, outing);
      far_cli_json_print (builder);
      return TRUE;
    }

  lines = far_words_date_forecast (forecast);
  for (guint i = is_suggestion ? 1 : 0; lines[i] != NULL; i++)
    far_cli_say ("%s", lines[i]);
  words = far_words_date_changed (outing, is_suggestion);
  far_cli_say ("%s", words);
  return TRUE;
}

const FarCliCommand far_cli_rota_commands[] = {
  { "rota edit",
    N_ ("ID [--title TITLE] [--days mo,tu] [--at HH:MM] [--from DATE] [--until DATE] [--every N] "
        "[--line ID | --no-line] [--min N] [--max N] [--place TEXT] "
        "[--role NAME:N | --no-roles] [--in-holidays | --no-holidays] [--add DATE] [--drop DATE] "
        "[--from-day DATE] [--dry-run]"),
    N_ ("Change a rota, or suggest it where somebody else holds the baton; and say what that "
        "does."),
    edit_options, 1, 1, run_rota_edit },
  { "rota change",
    N_ ("ID DATE [--at HH:MM] [--place TEXT] [--min N] [--max N] [--role NAME:N | --no-roles] "
        "[--remark TEXT] [--as-rota] [--dry-run]"),
    N_ ("Change one date of a rota, or suggest it where somebody else holds the baton."),
    change_options, 2, 2, run_rota_change },
  { NULL },
};
