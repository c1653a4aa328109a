/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Holidays: calendars out of somebody's file. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-holidays.h"

/* ---- what there is */

static void
add_holidays (JsonBuilder *builder, GPtrArray *holidays)
{
  json_builder_set_member_name (builder, "holidays");
  json_builder_begin_array (builder);
  for (guint i = 0; i < holidays->len; i++)
    {
      const FarHoliday *holiday = holidays->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_day (builder, "from", holiday->first_day);
      far_cli_json_day (builder, "until", holiday->last_day);
      far_cli_json_text (builder, "name", holiday->name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_as_json (GPtrArray *calendars)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < calendars->len; i++)
    {
      const FarCalendar *calendar = calendars->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", calendar->id);
      far_cli_json_text (builder, "name", calendar->name);
      add_holidays (builder, calendar->holidays);
      far_cli_json_bool (builder, "contested", calendar->is_contested);
      far_cli_json_bool (builder, "counts", !calendar->is_beaten);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_print (builder);
}

static void
say_holidays (GPtrArray *holidays)
{
  for (guint i = 0; i < holidays->len; i++)
    {
      g_autofree char *words = far_words_holiday (holidays->pdata[i]);

      far_cli_say ("  %s", words);
    }
}

static gboolean
run_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) calendars = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_calendars_async (cli->engine, cli->cancellable, far_cli_done, cli);
  calendars = far_engine_calendars_finish (cli->engine, far_cli_wait (cli), error);
  if (calendars == NULL)
    return FALSE;

  if (cli->json)
    {
      print_as_json (calendars);
      return TRUE;
    }

  if (calendars->len == 0)
    far_cli_say ("%s", _ ("No holidays are entered."));
  for (guint i = 0; i < calendars->len; i++)
    {
      const FarCalendar *calendar = calendars->pdata[i];
      g_autofree char *id = far_cli_short_id (calendar->id);

      far_cli_say ("%s  %s", id, calendar->name);
      if (calendar->is_beaten)
        far_cli_say ("  %s", _ ("Another calendar of this name counts, and this one does not: take "
                                "it off."));
      say_holidays (calendar->holidays);
    }

  return TRUE;
}

/* ---- entering them */

static char *import_zone;
static char *import_name;
static gboolean import_preview;

static const GOptionEntry import_options[] = {
  { "zone-name", 0, 0, G_OPTION_ARG_FILENAME, &import_zone,
    N_ ("Which of the zones in the file, such as B"), N_ ("ZONE") },
  { "name", 0, 0, G_OPTION_ARG_FILENAME, &import_name,
    N_ ("What the calendar is to be called (default: as in the file)"), N_ ("NAME") },
  { "preview", 0, 0, G_OPTION_ARG_NONE, &import_preview,
    N_ ("Say what it would change, and change nothing"), NULL },
  { NULL },
};

static void
print_plan_as_json (const FarCalendarPlan *plan, const FarCalendar *calendar)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_id (builder, "calendar", calendar != NULL ? calendar->id : NULL);
  far_cli_json_text (builder, "name", calendar != NULL ? calendar->name : plan->name);
  far_cli_json_int (builder, "added", plan->holidays->len);
  far_cli_json_int (builder, "skipped", plan->n_passed_over + plan->n_refused);
  json_builder_set_member_name (builder, "refused");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->refused->len; i++)
    {
      const FarRefusedHoliday *refused = plan->refused->pdata[i];
      g_autofree char *words = far_words_refused_holiday (refused);

      json_builder_begin_object (builder);
      far_cli_json_int (builder, "row", refused->row);
      far_cli_json_text (builder, "cell", refused->cell);
      far_cli_json_text (builder, "why", words);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_int (builder, "closed", plan->n_closed);
  far_cli_json_int (builder, "opened", plan->n_opened);
  far_cli_json_int (builder, "turns", plan->n_turns);
  add_holidays (builder, plan->holidays);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static void
say_plan (const FarCalendarPlan *plan, const FarCalendar *calendar)
{
  g_autofree char *effect = far_words_calendar_effect (plan);
  g_autofree char *n_refused = far_words_n_refused (plan);

  if (calendar != NULL)
    far_cli_say (ngettext ("%1$s: %2$d holiday is entered.", "%1$s: %2$d holidays are entered.",
                           plan->holidays->len),
                 calendar->name, (int)plan->holidays->len);
  say_holidays (plan->holidays);
  far_cli_say ("%s", effect);
  if (plan->n_refused > 0)
    far_cli_say ("%s", n_refused);
  for (guint i = 0; i < plan->refused->len; i++)
    {
      g_autofree char *words = far_words_refused_holiday (plan->refused->pdata[i]);

      far_cli_say ("  %s", words);
    }
}

/* The same option says it better another time. */
static gboolean
check_plan (const FarCalendarPlan *plan, GError **error)
{
  g_autofree char *zones = NULL;

  if (plan->needs_zone)
    {
      zones = g_strjoinv (", ", (char **)plan->zones);
      /* Translators: %s is a list of names, such as “Zone A, Zone B, Zone C” */
      far_cli_set_usage_error (error, _ ("Say with --zone-name which of these it is to be: %s."),
                               zones);
      return FALSE;
    }
  if (plan->name[0] == '\0')
    return far_cli_need_option (NULL, "--name", error);

  return TRUE;
}

static gboolean
run_import (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarCalendarPlan) plan = NULL;
  g_autoptr(FarCalendar) calendar = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_read_calendar_async (cli->engine, args[0], import_zone, import_name, cli->cancellable,
                                  far_cli_done, cli);
  plan = far_engine_read_calendar_finish (cli->engine, far_cli_wait (cli), error);
  if (plan == NULL || !check_plan (plan, error))
    return FALSE;

  if (!import_preview)
    {
      far_engine_set_calendar_async (cli->engine, plan->name, plan->holidays, cli->cancellable,
                                     far_cli_done, cli);
      calendar = far_engine_set_calendar_finish (cli->engine, far_cli_wait (cli), error);
      if (calendar == NULL)
        return FALSE;
    }

  if (cli->json)
    print_plan_as_json (plan, calendar);
  else
    say_plan (plan, calendar);

  return TRUE;
}

/* ---- days of the school's own */

static char *closing_until;
static char *closing_why;
static char *closing_calendar;
static gboolean closing_preview;

static const GOptionEntry close_options[] = {
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &closing_until, N_ ("Last day, if it is more than one"),
    N_ ("DATE") },
  { "why", 0, 0, G_OPTION_ARG_FILENAME, &closing_why, N_ ("What is then"), N_ ("TEXT") },
  { "calendar", 0, 0, G_OPTION_ARG_FILENAME, &closing_calendar,
    N_ ("In which calendar (default: one of the school’s own)"), N_ ("NAME") },
  { "preview", 0, 0, G_OPTION_ARG_NONE, &closing_preview,
    N_ ("Say what it would change, and change nothing"), NULL },
  { NULL },
};

static const GOptionEntry open_options[] = {
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &closing_until, N_ ("Last day, if it is more than one"),
    N_ ("DATE") },
  { "calendar", 0, 0, G_OPTION_ARG_FILENAME, &closing_calendar,
    N_ ("In which calendar (default: one of the school’s own)"), N_ ("NAME") },
  { "preview", 0, 0, G_OPTION_ARG_NONE, &closing_preview,
    N_ ("Say what it would change, and change nothing"), NULL },
  { NULL },
};

/* A calendar that says nothing any more is none. */
static FarCalendar *
enter_plan (FarCli *cli, const FarCalendarPlan *plan, GError **error)
{
  g_autoptr(GPtrArray) calendars = NULL;

  if (plan->holidays->len > 0)
    {
      far_engine_set_calendar_async (cli->engine, plan->name, plan->holidays, cli->cancellable,
                                     far_cli_done, cli);
      return far_engine_set_calendar_finish (cli->engine, far_cli_wait (cli), error);
    }

  far_engine_calendars_async (cli->engine, cli->cancellable, far_cli_done, cli);
  calendars = far_engine_calendars_finish (cli->engine, far_cli_wait (cli), error);
  for (guint i = 0; calendars != NULL && i < calendars->len; i++)
    {
      const FarCalendar *calendar = calendars->pdata[i];

      if (!g_str_equal (calendar->name, plan->name) || calendar->is_beaten)
        continue;
      far_engine_remove_calendar_async (cli->engine, calendar->id, cli->cancellable, far_cli_done,
                                        cli);
      return far_engine_remove_calendar_finish (cli->engine, far_cli_wait (cli), error);
    }
  if (calendars != NULL)
    g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_ID, "no such calendar");

  return NULL;
}

static gboolean
run_closing (FarCli *cli, const char *first, gboolean is_open, GError **error)
{
  const char *name = closing_calendar != NULL ? closing_calendar : far_words_school_calendar ();
  FarHoliday days = { .name = closing_why != NULL ? closing_why : "" };
  g_autoptr(FarCalendarPlan) plan = NULL;
  g_autoptr(FarCalendar) calendar = NULL;

  if (!far_cli_parse_day (first, &days.first_day, error))
    return FALSE;
  days.last_day = days.first_day;
  if ((closing_until != NULL && !far_cli_parse_day (closing_until, &days.last_day, error)) ||
      !far_cli_open (cli, error))
    return FALSE;

  far_engine_plan_closing_async (cli->engine, name, &days, is_open, cli->cancellable, far_cli_done,
                                 cli);
  plan = far_engine_plan_closing_finish (cli->engine, far_cli_wait (cli), error);
  if (plan == NULL)
    return FALSE;
  if (!closing_preview && (calendar = enter_plan (cli, plan, error)) == NULL)
    return FALSE;

  if (cli->json)
    print_plan_as_json (plan, calendar);
  else
    say_plan (plan, calendar);

  return TRUE;
}

static gboolean
run_close (FarCli *cli, const char *const *args, GError **error)
{
  return run_closing (cli, args[0], FALSE, error);
}

static gboolean
run_open (FarCli *cli, const char *const *args, GError **error)
{
  return run_closing (cli, args[0], TRUE, error);
}

/* ---- taking them off */

static gboolean
run_remove (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarCalendar) calendar = NULL;
  g_autoptr(JsonBuilder) builder = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_remove_calendar_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  calendar = far_engine_remove_calendar_finish (cli->engine, far_cli_wait (cli), error);
  if (calendar == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_text (builder, "calendar", calendar->id);
      far_cli_json_text (builder, "name", calendar->name);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    /* Translators: %s is the name of a calendar of holidays */
    far_cli_say (_ ("%s: these holidays are taken off. Their outings are there again."),
                 calendar->name);

  return TRUE;
}

const FarCliCommand far_cli_holiday_commands[] = {
  { "holidays import", N_ ("FILE [--zone-name B] [--name NAME] [--preview]"),
    N_ ("Enter holidays from a calendar (ICS) or a table (CSV), in place of what that calendar "
        "said "
        "before."),
    import_options, 1, 1, run_import },
  { "holidays close", N_ ("DATE [--until DATE] [--why TEXT] [--calendar NAME] [--preview]"),
    N_ ("The school is closed on a day, or on several, besides the holidays."), close_options, 1, 1,
    run_close },
  { "holidays open", N_ ("DATE [--until DATE] [--calendar NAME] [--preview]"),
    N_ ("The school is open after all."), open_options, 1, 1, run_open },
  { "holidays list", "", N_ ("Show the holidays."), NULL, 0, 0, run_list },
  { "holidays remove", N_ ("ID"), N_ ("Take the holidays of a calendar off again."), NULL, 1, 1,
    run_remove },
  { NULL },
};
