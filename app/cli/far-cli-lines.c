/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walking lines: what there is, and what is said of them. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-typed-stops.h"
#include "far-words-lines.h"
#include "far-words.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarLine, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarLineTies, far_snapshot_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarTimetableForecast, far_snapshot_unref)

/* ---- what there is */

static void
print_lines_as_json (GPtrArray *lines)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < lines->len; i++)
    far_cli_json_line (builder, lines->pdata[i]);
  json_builder_end_array (builder);
  far_cli_json_print (builder);
}

static void
print_lines (FarCli *cli, GPtrArray *lines)
{
  g_autoptr(FarCliTable) table = NULL;

  if (cli->json)
    {
      print_lines_as_json (lines);
      return;
    }

  table = far_cli_table_new (_ ("Identifier"), _ ("Line"), _ ("Stops"), _ ("School"), NULL);
  for (guint i = 0; i < lines->len; i++)
    {
      const FarLine *line = lines->pdata[i];
      g_autofree char *id = far_cli_short_id (line->id);
      g_autofree char *n_stops = g_strdup_printf ("%u", line->stops->len);

      far_cli_table_add (table, id, line->name, n_stops, line->school, NULL);
    }
  far_cli_table_print (table);
}

static gboolean
run_line_import (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) lines = NULL;
  g_auto(GStrv) warnings = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_import_lines_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  lines = far_engine_import_lines_finish (cli->engine, far_cli_wait (cli), &warnings, error);
  if (lines == NULL)
    return FALSE;

  for (int i = 0; warnings != NULL && warnings[i] != NULL; i++)
    {
      g_autofree char *words = far_words_line_warning (warnings[i]);

      far_cli_warn (words);
    }
  print_lines (cli, lines);

  return TRUE;
}

static GPtrArray *
dup_lines (FarCli *cli, gboolean is_gone, GError **error)
{
  far_engine_lines_async (cli->engine, is_gone, cli->cancellable, far_cli_done, cli);
  return far_engine_lines_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean
run_line_crossings (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = NULL;
  FarLine *line;
  guint64 n;

  if (!g_ascii_string_to_unsigned (args[1], 10, 0, 999, &n, NULL))
    {
      far_cli_set_usage_error (error, _ ("How many crossings is a number."));
      return FALSE;
    }
  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_set_crossings_async (cli->engine, args[0], (int)n, cli->cancellable, far_cli_done,
                                  cli);
  line = far_engine_set_crossings_finish (cli->engine, far_cli_wait (cli), error);
  if (line == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      far_cli_json_line (builder, line);
      far_cli_json_print (builder);
    }
  else
    far_cli_say ("%s", _ ("It is written down."));
  far_snapshot_unref (line);

  return TRUE;
}

static gboolean list_gone;

static const GOptionEntry list_options[] = {
  { "gone", 0, 0, G_OPTION_ARG_NONE, &list_gone, N_ ("Those that were taken off the list instead"),
    NULL },
  { NULL },
};

static gboolean
run_line_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) lines = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  lines = dup_lines (cli, list_gone, error);
  if (lines == NULL)
    return FALSE;

  print_lines (cli, lines);
  return TRUE;
}

/* Leaves in @lines the one that @id means. */
static gboolean
keep_line (GPtrArray *lines, const char *id, GError **error)
{
  for (guint i = lines->len; i > 0; i--)
    {
      const FarLine *line = lines->pdata[i - 1];

      if (!g_str_has_prefix (line->id, id))
        g_ptr_array_remove_index (lines, i - 1);
    }

  if (strlen (id) < FAR_CLI_ID_MIN || lines->len > 1)
    {
      g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_ID_AMBIGUOUS, "line %s", id);
      return FALSE;
    }
  if (lines->len == 0)
    {
      g_set_error (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_ID, "line %s", id);
      return FALSE;
    }

  return TRUE;
}

static void
print_stops (const FarLine *line)
{
  g_autoptr(FarCliTable) table =
                 far_cli_table_new (_ ("Out"), _ ("Back"), _ ("Stop"), _ ("Place"), NULL);

  for (guint i = 0; i < line->stops->len; i++)
    {
      const FarStop *stop = line->stops->pdata[i];
      g_autofree char *out = far_words_time (stop->time_out);
      g_autofree char *back = far_words_time (stop->time_back);
      g_autofree char *place =
          stop->has_place ? g_strdup_printf ("%.5f, %.5f", stop->lat, stop->lon) : g_strdup ("–");

      far_cli_table_add (table, out, back, stop->name, place, NULL);
    }
  far_cli_table_print (table);
}

/* What is known of how a wheelchair gets along. */
static void
print_access (const FarLine *line)
{
  for (guint i = 0; i < line->stops->len; i++)
    {
      const FarStop *stop = line->stops->pdata[i];
      g_autofree char *here = far_words_accesses (stop->here);
      g_autofree char *way = far_words_accesses (stop->way);

      if (here != NULL)
        /* Translators: %1$s is a stop, %2$s as in “Kerb: level; Width: wide” */
        far_cli_say (C_ ("stop", "%1$s: %2$s"), stop->name, here);
      if (way != NULL)
        /* Translators: %1$s is a stop, %2$s as in “Kerb: level; Width: wide” */
        far_cli_say (_ ("From %1$s on: %2$s"), stop->name, way);
    }
}

static void
print_line (const FarLine *line)
{
  g_autofree char *referent = far_words_referent (line->referent_name, line->referent_phone);
  g_autofree char *hazards = NULL;

  if (*line->school != '\0')
    /* Translators: %1$s is the name of a walking line, %2$s of the school that it leads to */
    far_cli_say (_ ("%1$s, to %2$s"), line->name, line->school);
  else
    far_cli_say ("%s", line->name);
  if (line->colour != FAR_COLOUR_NONE)
    /* Translators: of a walking line; %s is a colour, as in “Blue” */
    far_cli_say (_ ("Colour: %s"), far_words_colour (line->colour));
  if (referent != NULL)
    far_cli_say ("%s", referent);
  print_stops (line);
  print_access (line);
  for (guint i = 0; i < line->patterns->len; i++)
    {
      g_autofree char *words = far_words_pattern (line->patterns->pdata[i]);

      far_cli_say ("%u. %s", i + 1, words);
    }
  hazards = far_words_hazards (line->hazards);
  if (hazards != NULL)
    far_cli_say ("%s", hazards);
}

static gboolean
run_line_show (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) lines = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  lines = dup_lines (cli, FALSE, error);
  if (lines == NULL || !keep_line (lines, args[0], error))
    return FALSE;

  if (cli->json)
    {
      print_lines_as_json (lines);
      return TRUE;
    }

  print_line (lines->pdata[0]);
  return TRUE;
}

/* ---- changing */

static char *edit_name;
static char *edit_school;
static char *edit_referent;
static gboolean edit_no_referent;
static char *edit_colour;
static char *edit_start;
static char *edit_start_back;
static char *edit_stop;
static char *edit_out;
static char *edit_back;
static int edit_walk = -1;
static char *edit_kerb;
static char *edit_slope;
static char *edit_width;
static gboolean edit_way;
static gboolean edit_dry_run;

static const GOptionEntry edit_options[] = {
  { "name", 0, 0, G_OPTION_ARG_FILENAME, &edit_name, N_ ("Another name"), N_ ("NAME") },
  { "school", 0, 0, G_OPTION_ARG_FILENAME, &edit_school, N_ ("The school that it leads to"),
    N_ ("NAME") },
  { "referent", 0, 0, G_OPTION_ARG_FILENAME, &edit_referent, N_ ("Who is asked about it"),
    N_ ("MEMBER") },
  { "no-referent", 0, 0, G_OPTION_ARG_NONE, &edit_no_referent, N_ ("Nobody is asked about it"),
    NULL },
  { "colour", 0, 0, G_OPTION_ARG_FILENAME, &edit_colour,
    N_ ("none, red, orange, yellow, green, blue, purple, brown or grey"), N_ ("COLOUR") },
  { "start", 0, 0, G_OPTION_ARG_FILENAME, &edit_start,
    N_ ("When it leaves the first stop; the others move along"), N_ ("HH:MM") },
  { "start-back", 0, 0, G_OPTION_ARG_FILENAME, &edit_start_back,
    N_ ("When it leaves the last stop on the way back; the others move along"), N_ ("HH:MM") },
  { "stop", 0, 0, G_OPTION_ARG_FILENAME, &edit_stop,
    N_ ("The stop of which something is different"), N_ ("STOP") },
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &edit_out, N_ ("When that stop alone is passed"),
    N_ ("HH:MM") },
  { "back", 0, 0, G_OPTION_ARG_FILENAME, &edit_back,
    N_ ("When that stop alone is passed on the way back"), N_ ("HH:MM") },
  { "walk", 0, 0, G_OPTION_ARG_INT, &edit_walk,
    N_ ("Minutes from that stop to the next; those that come later move along"), N_ ("MINUTES") },
  { "kerb", 0, 0, G_OPTION_ARG_FILENAME, &edit_kerb,
    N_ ("How a wheelchair gets on: good, help, none or unknown"), N_ ("HOW") },
  { "slope", 0, 0, G_OPTION_ARG_FILENAME, &edit_slope, N_ ("The same of the slope"), N_ ("HOW") },
  { "width", 0, 0, G_OPTION_ARG_FILENAME, &edit_width, N_ ("The same of the width"), N_ ("HOW") },
  { "way", 0, 0, G_OPTION_ARG_NONE, &edit_way,
    N_ ("That is so on the way from the stop to the next one, and not at the stop"), NULL },
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &edit_dry_run,
    N_ ("Say what it would change, and change nothing"), NULL },
  { NULL },
};

static gboolean
read_colour (const char *text, int *out, GError **error)
{
  for (int i = 0; i < FAR_COLOUR_N; i++)
    if (g_ascii_strcasecmp (text, far_cli_colour_name ((FarColour)i)) == 0)
      {
        *out = i;
        return TRUE;
      }
  far_cli_set_usage_error (error, _ ("“%s” is none of the colours."), text);

  return FALSE;
}

static gboolean
read_access (const char *text, int *out, GError **error)
{
  if (text == NULL)
    return TRUE;

  for (int i = FAR_GETS_ON_UNKNOWN; i <= FAR_GETS_ON_NOT; i++)
    if (g_ascii_strcasecmp (text, far_cli_access_name ((FarAccess)i)) == 0)
      {
        *out = i;
        return TRUE;
      }
  far_cli_set_usage_error (error, _ ("“%s” is neither good, help, none nor unknown."), text);

  return FALSE;
}

static gboolean
read_stop (FarStopEdit *stop, GError **error)
{
  int *access = edit_way ? stop->way : stop->here;

  *stop = FAR_STOP_EDIT_NONE;
  stop->stop = edit_stop;
  stop->walk = edit_walk;

  return (edit_out == NULL || far_cli_parse_time (edit_out, &stop->time_out, error)) &&
         (edit_back == NULL || far_cli_parse_time (edit_back, &stop->time_back, error)) &&
         read_access (edit_kerb, &access[FAR_ACCESS_OF_KERB], error) &&
         read_access (edit_slope, &access[FAR_ACCESS_OF_SLOPE], error) &&
         read_access (edit_width, &access[FAR_ACCESS_OF_WIDTH], error);
}

static gboolean
says_of_stop (void)
{
  return edit_walk != -1 || edit_out != NULL || edit_back != NULL || edit_kerb != NULL ||
         edit_slope != NULL || edit_width != NULL;
}

static gboolean
says_of_times (void)
{
  return edit_start != NULL || edit_start_back != NULL || edit_walk != -1 || edit_out != NULL ||
         edit_back != NULL;
}

static gboolean
read_edit (FarLineEdit *edit, FarStopEdit *stop, GError **error)
{
  if (edit_referent != NULL && edit_no_referent)
    {
      far_cli_set_usage_error (error, _ ("%1$s and %2$s contradict each other."), "--referent",
                               "--no-referent");
      return FALSE;
    }
  if (says_of_stop () && !far_cli_need_option (edit_stop, "--stop", error))
    return FALSE;
  if (edit_walk < -1)
    {
      far_cli_set_usage_error (error, "%s", _ ("Minutes are a number."));
      return FALSE;
    }

  *edit = FAR_LINE_EDIT_NONE;
  edit->name = edit_name;
  edit->school = edit_school;
  edit->referent = edit_no_referent ? "" : edit_referent;
  edit->stops = stop;
  edit->n_stops = says_of_stop () ? 1 : 0;
  if (edit->n_stops == 0 && edit_name == NULL && edit_school == NULL && edit->referent == NULL &&
      edit_colour == NULL && edit_start == NULL && edit_start_back == NULL)
    {
      far_cli_set_usage_error (error, "%s",
                               _ ("Say what is to be different, such as --start 08:05."));
      return FALSE;
    }

  return (edit_colour == NULL || read_colour (edit_colour, &edit->colour, error)) &&
         (edit_start == NULL || far_cli_parse_time (edit_start, &edit->start, error)) &&
         (edit_start_back == NULL ||
          far_cli_parse_time (edit_start_back, &edit->start_back, error)) &&
         read_stop (stop, error);
}

static void
print_edit_as_json (const char *id, const FarTimetableForecast *forecast, const FarLine *line)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_text (builder, "line", line != NULL ? line->id : id);
  far_cli_json_bool (builder, "written", line != NULL);
  json_builder_set_member_name (builder, "moved");
  json_builder_begin_array (builder);
  for (guint i = 0; i < forecast->stops->len; i++)
    {
      const FarStopMove *stop = forecast->stops->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "stop", stop->name);
      far_cli_json_bool (builder, "gone", stop->is_gone);
      far_cli_json_time (builder, "before", stop->out_before);
      far_cli_json_time (builder, "time", stop->out);
      far_cli_json_time (builder, "before_back", stop->back_before);
      far_cli_json_time (builder, "time_back", stop->back);
      far_cli_json_int (builder, "children", stop->n_children);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "rotas");
  json_builder_begin_array (builder);
  for (guint i = 0; i < forecast->rotas->len; i++)
    {
      const FarRotaStray *rota = forecast->rotas->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", rota->id);
      far_cli_json_text (builder, "title", rota->title);
      far_cli_json_time (builder, "at", rota->at);
      far_cli_json_time (builder, "start", rota->start);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

/* @with_times: whether it says of any when it is passed */
static gboolean
change_line (FarCli *cli,
             const char *id,
             const FarLineEdit *edit,
             gboolean with_times,
             gboolean is_dry_run,
             GError **error)
{
  g_autoptr(FarTimetableForecast) forecast = NULL;
  g_autoptr(FarLine) line = NULL;
  g_auto(GStrv) words = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_foresee_line_async (cli->engine, id, edit, cli->cancellable, far_cli_done, cli);
  forecast = far_engine_foresee_line_finish (cli->engine, far_cli_wait (cli), error);
  if (forecast == NULL)
    return FALSE;
  if (!is_dry_run)
    {
      far_engine_change_line_async (cli->engine, id, edit, cli->cancellable, far_cli_done, cli);
      line = far_engine_change_line_finish (cli->engine, far_cli_wait (cli), error);
      if (line == NULL)
        return FALSE;
    }

  if (cli->json)
    {
      print_edit_as_json (id, forecast, line);
      return TRUE;
    }

  words = with_times ? far_words_timetable (forecast) : NULL;
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    far_cli_say ("%s", words[i]);
  if (line != NULL)
    print_line (line);

  return TRUE;
}

static gboolean
run_line_edit (FarCli *cli, const char *const *args, GError **error)
{
  FarStopEdit stop;
  FarLineEdit edit;

  return read_edit (&edit, &stop, error) &&
         change_line (cli, args[0], &edit, says_of_times (), edit_dry_run, error);
}

/* ---- some weekdays */

static char *pattern_days;
static char *pattern_from;
static char *pattern_to;
static char *pattern_rota;
static int pattern_shift;
static int pattern_drop;

static const GOptionEntry pattern_options[] = {
  { "days", 0, 0, G_OPTION_ARG_FILENAME, &pattern_days, N_ ("Weekdays: mo, tu, we, th, fr, sa, su"),
    N_ ("mo,tu") },
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &pattern_from,
    N_ ("With which stop it begins on these days"), N_ ("STOP") },
  { "to", 0, 0, G_OPTION_ARG_FILENAME, &pattern_to, N_ ("With which stop it ends on these days"),
    N_ ("STOP") },
  { "shift", 0, 0, G_OPTION_ARG_INT, &pattern_shift,
    N_ ("How many minutes later it walks; less than 0 for earlier"), N_ ("MINUTES") },
  { "rota", 0, 0, G_OPTION_ARG_FILENAME, &pattern_rota, N_ ("Only in this rota"), N_ ("ID") },
  { "drop", 0, 0, G_OPTION_ARG_INT, &pattern_drop, N_ ("Take the one of this number off again"),
    N_ ("N") },
  { NULL },
};

/* @patterns: (element-type FarLinePattern): what there is, and becomes what there is to be */
static gboolean
change_patterns (GArray *patterns, GError **error)
{
  FarLinePattern pattern = { .from = pattern_from != NULL ? pattern_from : "",
                             .to = pattern_to != NULL ? pattern_to : "",
                             .shift = pattern_shift,
                             .rota = pattern_rota != NULL ? pattern_rota : "" };

  if (pattern_drop != 0)
    {
      if (pattern_drop < 1 || (guint)pattern_drop > patterns->len)
        {
          far_cli_set_usage_error (error, "%s", _ ("There is no pattern of that number."));
          return FALSE;
        }
      g_array_remove_index (patterns, (guint)pattern_drop - 1);
      return TRUE;
    }
  if (!far_cli_need_option (pattern_days, "--days", error) ||
      !far_cli_parse_weekdays (pattern_days, &pattern.weekdays, error))
    return FALSE;
  g_array_append_val (patterns, pattern);

  return TRUE;
}

static gboolean
run_line_pattern (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) lines = NULL;
  g_autoptr(GArray) patterns = g_array_new (FALSE, FALSE, sizeof (FarLinePattern));
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(FarLine) line = NULL;
  FarLineEdit edit = FAR_LINE_EDIT_NONE;
  const FarLine *before;

  if (!far_cli_open (cli, error))
    return FALSE;
  lines = dup_lines (cli, FALSE, error);
  if (lines == NULL || !keep_line (lines, args[0], error))
    return FALSE;
  before = lines->pdata[0];
  for (guint i = 0; i < before->patterns->len; i++)
    g_array_append_vals (patterns, before->patterns->pdata[i], 1);
  if (!change_patterns (patterns, error))
    return FALSE;

  edit.patterns = (const FarLinePattern *)(gconstpointer)patterns->data;
  edit.n_patterns = patterns->len;
  far_engine_change_line_async (cli->engine, before->id, &edit, cli->cancellable, far_cli_done,
                                cli);
  line = far_engine_change_line_finish (cli->engine, far_cli_wait (cli), error);
  if (line == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      far_cli_json_line (builder, line);
      far_cli_json_print (builder);
    }
  else
    print_line (line);

  return TRUE;
}

/* ---- all stops, as somebody writes them */

static char *stops_school;
static char **stops_all;
static gboolean stops_dry_run;

#define STOP_OPTION \
  { \
    "stop", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &stops_all, \
        N_ ("A stop, with the time to school and the one back, as in “07:50 16:35 Via Roma”"), \
        N_ ("STOP") \
  }

static const GOptionEntry add_options[] = {
  STOP_OPTION,
  { "school", 0, 0, G_OPTION_ARG_FILENAME, &stops_school, N_ ("The school that it leads to"),
    N_ ("NAME") },
  { NULL },
};

static const GOptionEntry stops_options[] = {
  STOP_OPTION,
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &stops_dry_run,
    N_ ("Say what it would change, and change nothing"), NULL },
  { NULL },
};

/* Returns: (transfer full) (nullable) */
static FarTypedStops *
read_stops (GError **error)
{
  g_autoptr(GError) local = NULL;
  g_autofree char *text = NULL;
  g_autofree char *words = NULL;
  FarTypedStops *stops;
  guint line = 0;

  if (!far_cli_need_option (stops_all != NULL ? stops_all[0] : NULL, "--stop", error))
    return NULL;

  text = g_strjoinv ("\n", stops_all);
  stops = far_typed_stops_parse (text, &line, &local);
  if (stops == NULL)
    {
      words = far_words_error (local);
      /* Translators: %1$s is a stop with its time as somebody typed it, %2$s a sentence */
      far_cli_set_usage_error (error, _ ("“%1$s”: %2$s"), stops_all[line - 1], words);
    }

  return stops;
}

static gboolean
run_line_add (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarTypedStops) stops = read_stops (error);
  g_autoptr(FarLine) line = NULL;
  const FarTypedStop *all;
  guint n;

  if (stops == NULL || !far_cli_open (cli, error))
    return FALSE;

  all = far_typed_stops_peek (stops, &n);
  far_engine_add_line_async (cli->engine, args[0], stops_school != NULL ? stops_school : "", all, n,
                             cli->cancellable, far_cli_done, cli);
  line = far_engine_add_line_finish (cli->engine, far_cli_wait (cli), error);
  if (line == NULL)
    return FALSE;

  if (cli->json)
    {
      g_autoptr(GPtrArray) lines = g_ptr_array_new ();

      g_ptr_array_add (lines, line);
      print_lines_as_json (lines);
    }
  else
    print_line (line);

  return TRUE;
}

static gboolean
run_line_stops (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarTypedStops) stops = read_stops (error);
  FarLineEdit edit = FAR_LINE_EDIT_NONE;

  if (stops == NULL)
    return FALSE;

  edit.all_stops = far_typed_stops_peek (stops, &edit.n_all_stops);

  return change_line (cli, args[0], &edit, TRUE, stops_dry_run, error);
}

/* ---- off the list */

static gboolean remove_dry_run;

static const GOptionEntry remove_options[] = {
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &remove_dry_run,
    N_ ("Say what it would change, and change nothing"), NULL },
  { NULL },
};

static void
print_ties_as_json (const FarLineTies *ties, gboolean is_written)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_text (builder, "line", ties->id);
  far_cli_json_bool (builder, "written", is_written);
  json_builder_set_member_name (builder, "rotas");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ties->rotas->len; i++)
    {
      const FarLineWalk *walk = ties->rotas->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", walk->id);
      far_cli_json_text (builder, "title", walk->title);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_int (builder, "children", ties->n_children);
  far_cli_json_int (builder, "hazards", ties->n_hazards);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

/* Returns: (transfer full): its id */
static char *
set_gone (FarCli *cli, const char *line, gboolean is_gone, GError **error)
{
  far_engine_set_line_gone_async (cli->engine, line, is_gone, cli->cancellable, far_cli_done, cli);
  return far_engine_set_line_gone_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean
run_line_remove (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarLineTies) ties = NULL;
  g_autofree char *id = NULL;
  g_auto(GStrv) words = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_line_ties_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  ties = far_engine_line_ties_finish (cli->engine, far_cli_wait (cli), error);
  if (ties == NULL)
    return FALSE;
  if (!remove_dry_run && (id = set_gone (cli, ties->id, TRUE, error)) == NULL)
    return FALSE;

  if (cli->json)
    {
      print_ties_as_json (ties, id != NULL);
      return TRUE;
    }

  words = far_words_line_ties (ties);
  for (guint i = 0; words[i] != NULL; i++)
    far_cli_say ("%s", words[i]);
  if (id != NULL)
    /* Translators: of a walking line; %s is its identifier */
    far_cli_say (_ ("It is taken off the list. To put it back: line restore %s"), id);

  return TRUE;
}

static gboolean
run_line_restore (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) lines = NULL;
  g_autofree char *id = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  id = set_gone (cli, args[0], FALSE, error);
  if (id == NULL)
    return FALSE;

  lines = dup_lines (cli, FALSE, error);
  if (lines == NULL || !keep_line (lines, id, error))
    return FALSE;
  if (cli->json)
    print_lines_as_json (lines);
  else
    print_line (lines->pdata[0]);

  return TRUE;
}

const FarCliCommand far_cli_line_commands[] = {
  { "line add", N_ ("NAME --stop STOP [--stop STOP]... [--school NAME]"),
    N_ ("Add a walking line, stop by stop."), add_options, 1, 1, run_line_add },
  { "line stops", N_ ("ID --stop STOP [--stop STOP]... [--dry-run]"),
    N_ ("Say all stops of a walking line anew; what is said of a stop stays with its name."),
    stops_options, 1, 1, run_line_stops },
  { "line pattern",
    N_ ("ID --days mo,tu [--from STOP] [--to STOP] [--shift MINUTES] [--rota ID] | ID --drop N"),
    N_ ("Say that a walking line is different on some weekdays."), pattern_options, 1, 1,
    run_line_pattern },
  { "line import", N_ ("FILE"), N_ ("Read walking lines from a GeoJSON, JSON or CSV file."), NULL,
    1, 1, run_line_import },
  { "line list", N_ ("[--gone]"), N_ ("Show the walking lines."), list_options, 0, 0,
    run_line_list },
  { "line crossings", N_ ("ID NUMBER"),
    N_ ("Say at how many crossings somebody holds the traffic back."), NULL, 2, 2,
    run_line_crossings },
  { "line show", N_ ("ID"), N_ ("Show one walking line with its stops."), NULL, 1, 1,
    run_line_show },
  { "line edit",
    N_ ("ID [--name NAME] [--school NAME] [--referent MEMBER] [--no-referent] [--colour COLOUR] "
        "[--start HH:MM] [--start-back HH:MM] [--stop STOP] [--walk MINUTES] [--out HH:MM] "
        "[--back HH:MM] [--kerb HOW] [--slope HOW] [--width HOW] [--way] [--dry-run]"),
    N_ ("Change what is said of a walking line; the times that follow move along."), edit_options,
    1, 1, run_line_edit },
  { "line remove", N_ ("ID [--dry-run]"),
    N_ ("Say what hangs on a walking line, and take it off the list."), remove_options, 1, 1,
    run_line_remove },
  { "line restore", N_ ("ID"), N_ ("Put a walking line back on the list."), NULL, 1, 1,
    run_line_restore },
  { NULL },
};
