/* SPDX-License-Identifier: GPL-3.0-or-later */

/* farandole-cli: everything that the window does, without a window. */

#include "far-cli.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "far-clock.h"
#include "far-words.h"

static const FarCliCommand *const groups[] = {
  far_cli_belonging_commands, far_cli_baton_commands,   far_cli_conflict_commands,
  far_cli_invite_commands,    far_cli_device_commands,  far_cli_agreeing_commands,
  far_cli_call_off_commands,  far_cli_line_commands,    far_cli_living_commands,
  far_cli_rota_commands,      far_cli_turn_commands,    far_cli_roll_commands,
  far_cli_holiday_commands,   far_cli_child_commands,   far_cli_thing_commands,
  far_cli_exchange_commands,  far_cli_card_commands,    far_cli_network_commands,
  far_cli_backup_commands,    far_cli_log_commands,     far_cli_export_commands,
  far_cli_sign_up_commands,   far_cli_data_commands,    far_cli_event_commands,
  far_cli_hazard_commands,    far_cli_people_commands,  far_cli_available_commands,
  far_cli_published_commands, far_cli_note_commands,    far_cli_plan_commands,
  far_cli_joined_commands,    far_cli_ride_commands,    far_cli_place_commands,
  far_cli_search_commands,    far_cli_help_commands,    far_cli_hours_commands,
  far_cli_skill_commands,     far_cli_lending_commands, far_cli_repair_commands,
};

/* What stands before or after the command. */
typedef struct
{
  FarCli *cli;
  gboolean help;
  gboolean version;
} Globals;

static GOptionContext *
new_context (Globals *globals, const char *usage)
{
  const GOptionEntry entries[] = {
    { "home", 0, 0, G_OPTION_ARG_FILENAME, &globals->cli->home,
      N_ ("This device’s data folder (default: in the user’s data folder)"), N_ ("DIR") },
    { "collective", 0, 0, G_OPTION_ARG_FILENAME, &globals->cli->collective,
      N_ ("Which collective, where there are several"), N_ ("ID") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &globals->cli->json, N_ ("Print one JSON value"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &globals->help, N_ ("Show this help"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &globals->version, N_ ("Show the version"), NULL },
    { NULL },
  };
  GOptionContext *context = g_option_context_new (usage);

  /* Ours lists the commands and is the same for all of them. */
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return context;
}

/* gettext ("") is the header of the catalogue. */
static const char *
translate (const char *text)
{
  return *text != '\0' ? _ (text) : "";
}

/* ---- finding a command */

/* Levenshtein's distance, one row at a time. */
static guint
distance (const char *a, const char *b)
{
  gsize len = strlen (b);
  g_autofree guint *row = g_new (guint, len + 1);

  for (guint j = 0; j <= len; j++)
    row[j] = j;

  for (guint i = 0; a[i] != '\0'; i++)
    {
      guint diagonal = row[0];

      row[0] = i + 1;
      for (guint j = 0; j < len; j++)
        {
          guint replaced = diagonal + (a[i] != b[j] ? 1 : 0);

          diagonal = row[j + 1];
          row[j + 1] = MIN (replaced, 1 + MIN (row[j], row[j + 1]));
        }
    }

  return row[len];
}

/* Among those whose name begins with @prefix. */
static const char *
nearest_command (const char *name, const char *prefix)
{
  const char *nearest = NULL;
  guint least = G_MAXUINT;

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const FarCliCommand *command = groups[i]; command->name != NULL; command++)
      {
        guint d = distance (name, command->name);

        if (d < least && g_str_has_prefix (command->name, prefix))
          {
            least = d;
            nearest = command->name;
          }
      }

  return nearest;
}

/* The command that @words begin with, and how many of them are its name. */
static const FarCliCommand *
find_command (const char *const *words, guint *out_n_words)
{
  g_autofree char *both = words[1] != NULL ? g_strconcat (words[0], " ", words[1], NULL) : NULL;
  const FarCliCommand *found = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const FarCliCommand *command = groups[i]; command->name != NULL; command++)
      {
        /* the longer name is meant: "invite list" is not "invite" with a word behind it */
        *out_n_words = 2;
        if (g_strcmp0 (command->name, both) == 0)
          return command;
        if (strcmp (command->name, words[0]) == 0)
          found = command;
      }
  *out_n_words = 1;

  return found;
}

static void
set_unknown_command (const char *const *words, GError **error)
{
  g_autofree char *group = g_strconcat (words[0], " ", NULL);
  g_autofree char *name = NULL;
  gboolean is_group = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const FarCliCommand *command = groups[i]; command->name != NULL; command++)
      is_group |= g_str_has_prefix (command->name, group);

  name = is_group && words[1] != NULL ? g_strconcat (group, words[1], NULL) : g_strdup (words[0]);
  /* Translators: both are commands, which are not translated */
  far_cli_set_usage_error (error, _ ("There is no command “%1$s”. Did you mean “%2$s”?"), name,
                           nearest_command (name, is_group ? group : ""));
}

/* ---- help */

static void
append_commands (GString *text, const FarCliCommand *commands, const char *prefix)
{
  gboolean any = FALSE;

  for (const FarCliCommand *command = commands; command->name != NULL; command++)
    if (g_str_has_prefix (command->name, prefix))
      {
        g_string_append_printf (text, "%s  %-24s%s\n", any ? "" : "\n", command->name,
                                translate (command->summary));
        any = TRUE;
      }
}

/* Lists the commands whose name begins with @prefix. */
static void
print_help (Globals *globals, const char *prefix, FILE *stream)
{
  g_autoptr(GOptionContext) context = new_context (globals, _ ("COMMAND …"));
  g_autoptr(GString) commands = g_string_new (_ ("Commands:"));
  g_autofree char *help = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (groups); i++)
    append_commands (commands, groups[i], prefix);
  g_string_append_c (commands, '\n');
  g_string_append (commands, _ ("“farandole-cli COMMAND --help” says more of each."));

  g_option_context_set_description (context, commands->str);
  help = g_option_context_get_help (context, TRUE, NULL);
  fputs (help, stream);
}

static GOptionContext *
new_command_context (Globals *globals, const FarCliCommand *command)
{
  g_autofree char *usage = g_strconcat (command->name, *command->usage != '\0' ? " " : "",
                                        translate (command->usage), NULL);
  GOptionContext *context = new_context (globals, usage);

  g_option_context_set_summary (context, translate (command->summary));
  if (command->options != NULL)
    g_option_context_add_main_entries (context, command->options, GETTEXT_PACKAGE);
  if (command->more != NULL)
    g_option_context_add_main_entries (context, command->more, GETTEXT_PACKAGE);

  return context;
}

/* ---- what stands behind options */

static const GOptionEntry *
find_option (const GOptionEntry *entries, const char *arg, const char **out_value)
{
  gsize len = strcspn (arg, "=");

  for (; entries != NULL && entries->long_name != NULL; entries++)
    if (strlen (entries->long_name) == len && strncmp (entries->long_name, arg, len) == 0)
      {
        *out_value = arg[len] == '=' ? arg + len + 1 : NULL;
        return entries;
      }

  return NULL;
}

/* What is no number says so in words that name its option, where GLib's would be its own. */
static void
blame_number (const FarCliCommand *command, const char *const *args, GError **error)
{
  for (guint i = 1; args[i] != NULL && strcmp (args[i], "--") != 0; i++)
    {
      const char *value = NULL;
      const GOptionEntry *entry = NULL;
      gint64 number;

      if (!g_str_has_prefix (args[i], "--"))
        continue;
      entry = find_option (command->options, args[i] + 2, &value);
      if (entry == NULL)
        entry = find_option (command->more, args[i] + 2, &value);
      if (entry == NULL || entry->arg == G_OPTION_ARG_NONE)
        continue;
      if (value == NULL)
        value = args[++i];
      if (value == NULL)
        return;
      if (entry->arg != G_OPTION_ARG_INT ||
          g_ascii_string_to_signed (value, 10, G_MININT, G_MAXINT, &number, NULL))
        continue;

      g_clear_error (error);
      /* Translators: %1$s is an option, such as seats; %2$s what was written behind it */
      far_cli_set_usage_error (error,
                               _ ("Behind --%1$s there is no number that fits: “%2$s”. Write a "
                                  "whole number, for example 3."),
                               entry->long_name, value);
      return;
    }
}

static gboolean
check_text (const GOptionEntry *entry, const char *text, GError **error)
{
  gint32 day;
  int minutes;

  if (text == NULL || *text == '\0')
    return TRUE;
  if (g_strcmp0 (entry->arg_description, "DATE") == 0 && !far_day_parse (text, &day))
    {
      /* Translators: %1$s is an option, such as until; %2$s what was written behind it */
      far_cli_set_usage_error (error,
                               _ ("The date behind --%1$s does not exist: “%2$s”. Write it as "
                                  "year-month-day, for example 2026-09-01."),
                               entry->long_name, text);
      return FALSE;
    }
  if (g_strcmp0 (entry->arg_description, "HH:MM") == 0 && !far_time_parse (text, &minutes))
    {
      /* Translators: %1$s is an option, such as at; %2$s what was written behind it */
      far_cli_set_usage_error (error,
                               _ ("The time behind --%1$s does not exist: “%2$s”. Write hours "
                                  "and minutes, for example 08:10."),
                               entry->long_name, text);
      return FALSE;
    }

  return TRUE;
}

/* Dates and times, which the commands read themselves, are looked at before anything is done. */
static gboolean
check_options (const GOptionEntry *entries, GError **error)
{
  for (; entries != NULL && entries->long_name != NULL; entries++)
    {
      char **list = NULL;

      if (entries->arg == G_OPTION_ARG_FILENAME || entries->arg == G_OPTION_ARG_STRING)
        {
          if (!check_text (entries, *(char **)entries->arg_data, error))
            return FALSE;
        }
      else if (entries->arg == G_OPTION_ARG_FILENAME_ARRAY ||
               entries->arg == G_OPTION_ARG_STRING_ARRAY)
        for (list = *(char ***)entries->arg_data; list != NULL && *list != NULL; list++)
          if (!check_text (entries, *list, error))
            return FALSE;
    }

  return TRUE;
}

/* ---- a run */

static gboolean
finish_output (GError **error)
{
  if (fflush (stdout) == 0 && ferror (stdout) == 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "standard output: %s",
               g_strerror (errno));
  return FALSE;
}

static gboolean
print_version (GError **error)
{
  far_cli_say ("farandole-cli %s", FAR_VERSION);
  return finish_output (error);
}

static gboolean
run_command (Globals *globals,
             const FarCliCommand *command,
             const char *const *args,
             GError **error)
{
  FarCli *cli = globals->cli;
  guint n_args = g_strv_length ((char **)args);

  if (n_args < command->n_args_min || n_args > command->n_args_max)
    {
      /* Translators: %1$s is a command, %2$s what is written behind it */
      far_cli_set_usage_error (error, _ ("Write it so: farandole-cli %1$s %2$s"), command->name,
                               translate (command->usage));
      return FALSE;
    }

  if (!far_app_clock_offset (&cli->clock_offset_ms, error))
    return FALSE;
  if (cli->home == NULL)
    cli->home = g_build_filename (g_get_user_data_dir (), "farandole", NULL);

  far_cli_start (cli);
  return command->run (cli, args, error) && finish_output (error);
}

/* Reads the rest of the command line for the command and runs it. */
static gboolean
parse_and_run (Globals *globals, const FarCliCommand *command, char ***args, GError **error)
{
  g_autoptr(GOptionContext) context = new_command_context (globals, command);
  g_autofree char *help = NULL;
  g_auto(GStrv) written = g_strdupv (*args);
  const char *const *rest = NULL;
  GError *refusal = NULL;

  if (!g_option_context_parse_strv (context, args, &refusal))
    {
      if (g_error_matches (refusal, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE))
        blame_number (command, (const char *const *)written, &refusal);
      g_propagate_error (error, refusal);
      return FALSE;
    }

  if (globals->version)
    return print_version (error);
  if (globals->help)
    {
      help = g_option_context_get_help (context, TRUE, NULL);
      fputs (help, stdout);
      return finish_output (error);
    }

  /* A “--” that ended the options stays in the list, before what it protects. */
  rest = (const char *const *)*args + 1;
  if (rest[0] != NULL && strcmp (rest[0], "--") == 0)
    rest++;

  return check_options (command->options, error) && check_options (command->more, error) &&
         run_command (globals, command, rest, error);
}

static gboolean
run (Globals *globals, char ***args, GError **error)
{
  g_autoptr(GOptionContext) context = new_context (globals, NULL);
  const FarCliCommand *command = NULL;
  g_autofree char *group = NULL;
  guint n_words = 0;

  /* Stops at the first word that is no option: the command, which knows its own. */
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse_strv (context, args, error))
    return FALSE;

  if (globals->version)
    return print_version (error);
  if ((*args)[1] == NULL && globals->help)
    {
      print_help (globals, "", stdout);
      return finish_output (error);
    }
  if ((*args)[1] == NULL)
    {
      print_help (globals, "", stderr);
      far_cli_set_usage_error (error, _ ("Say what to do: a command is missing."));
      return FALSE;
    }

  command = find_command ((const char *const *)*args + 1, &n_words);
  if (command == NULL)
    {
      if (g_strcmp0 ((*args)[2], "--help") == 0 || g_strcmp0 ((*args)[2], "-h") == 0)
        globals->help = TRUE;
      group = g_strconcat ((*args)[1], " ", NULL);
      if (globals->help)
        {
          print_help (globals, group, stdout);
          return finish_output (error);
        }
      set_unknown_command ((const char *const *)*args + 1, error);
      return FALSE;
    }

  /* The words of the name go; what parses options keeps the program's at the front. */
  for (guint i = 0; i < n_words; i++)
    {
      g_free ((*args)[1]);
      memmove (*args + 1, *args + 2, sizeof (char *) * g_strv_length (*args + 2) + sizeof (char *));
    }

  return parse_and_run (globals, command, args, error);
}

static int
report (const FarCli *cli, const GError *error)
{
  g_autofree char *words = NULL;

  g_debug ("%s", error->message);

  if (error->domain == G_OPTION_ERROR)
    {
      far_cli_warn (error->message);
      return FAR_BLAME_USAGE;
    }

  words = cli->refusal != NULL ? g_strdup (cli->refusal) : far_words_error (error);
  far_cli_warn (words);

  return far_sync_error_get_blame (error);
}

int
main (int argc, char **argv)
{
  g_auto(GStrv) args = g_strdupv (argv);
  g_autoptr(GError) error = NULL;
  FarCli cli = { 0 };
  Globals globals = { .cli = &cli };
  int status = FAR_BLAME_NONE;
  int signal_number;

  far_words_init ();
  g_set_prgname ("farandole-cli");
  /* standard output is for the answer alone */
  g_log_writer_default_set_use_stderr (TRUE);

  if (!run (&globals, &args, &error))
    status = report (&cli, error);

  signal_number = cli.signal_number;
  far_cli_stop (&cli);

  /* Whoever started us learns that it was the signal that ended it. */
  if (signal_number != 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      signal (signal_number, SIG_DFL);
      raise (signal_number);
    }

  return status;
}
