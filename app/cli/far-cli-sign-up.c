/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people wrote on paper, typed in. */

#include "far-cli.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <string.h>
#include <unistd.h>

#include "far-cli-json.h"
#include "far-sign-up.h"
#include "far-words.h"

static gboolean enter_add;
static char *enter_file;

static const GOptionEntry enter_options[] = {
  { "add", 0, 0, G_OPTION_ARG_NONE, &enter_add,
    N_ ("Add a person without a machine where nobody is called so"), NULL },
  { "file", 0, 0, G_OPTION_ARG_FILENAME, &enter_file,
    N_ ("Read lines of a code and a name from there; - is standard input"), N_ ("FILE") },
  { NULL },
};

static void
add_row (JsonBuilder *builder, const char *code, const FarSignUpRow *row)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "code", code);
  far_cli_json_bool (builder, "done", row->error == NULL);
  far_cli_json_text (builder, "words", row->words);
  far_cli_json_id (builder, "turn", row->turn);
  far_cli_json_id (builder, "rota", row->rota);
  if (row->rota != NULL)
    far_cli_json_day (builder, "date", row->day);
  else
    far_cli_json_id (builder, "date", NULL);
  far_cli_json_id (builder, "member", row->person);
  json_builder_end_object (builder);
}

/* Returns: (transfer full): NULL with @error where it was cancelled */
static FarSignUpRow *
do_row (FarCli *cli,
        FarSignUpSession *session,
        const char *code,
        const char *name,
        FarSignUpAct act,
        GError **error)
{
  far_sign_up_async (session, code, name, act, cli->cancellable, far_cli_done, cli);

  return far_sign_up_finish (far_cli_wait (cli), error);
}

/* The letters at the beginning of a line, which may be in groups, and the rest of it.  A code may
 * be followed by a comma, a semicolon or a tab; else it is its first six letters and what follows
 * them without a blank. */
static gboolean
split_line (const char *line, char **out_code, char **out_name)
{
  gsize len = strcspn (line, ",;:\t");
  guint n_letters = 0;

  if (line[len] == '\0')
    {
      len = 0;
      while (line[len] != '\0' && (n_letters < 6 || line[len] != ' '))
        n_letters += line[len++] != ' ';
    }
  *out_code = g_strstrip (g_strndup (line, len));
  *out_name = g_strstrip (g_strdup (line[len] != '\0' ? line + len + 1 : ""));

  return (*out_code)[0] != '\0';
}

static GInputStream *
open_file (GError **error)
{
  g_autoptr(GFile) file = NULL;

  if (strcmp (enter_file, "-") == 0)
    return g_unix_input_stream_new (STDIN_FILENO, FALSE);

  file = g_file_new_for_commandline_arg (enter_file);

  return G_INPUT_STREAM (g_file_read (file, NULL, error));
}

/* Each is answered at once, whatever the others are. @builder: (nullable): else for people */
static gboolean
do_lines (FarCli *cli,
          FarSignUpSession *session,
          JsonBuilder *builder,
          guint *n_refused,
          GError **error)
{
  g_autoptr(GInputStream) stream = open_file (error);
  g_autoptr(GDataInputStream) lines = stream != NULL ? g_data_input_stream_new (stream) : NULL;
  FarSignUpAct act = enter_add ? FAR_SIGN_UP_ADD : FAR_SIGN_UP_ENTER;

  while (lines != NULL)
    {
      g_autoptr(GError) local = NULL;
      g_autoptr(FarSignUpRow) row = NULL;
      g_autofree char *line =
          g_data_input_stream_read_line_utf8 (lines, NULL, cli->cancellable, &local);
      g_autofree char *code = NULL;
      g_autofree char *name = NULL;

      if (line == NULL && local == NULL)
        return TRUE;
      if (line == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (!split_line (line, &code, &name))
        continue;

      row = do_row (cli, session, code, name, act, error);
      if (row == NULL)
        return FALSE;
      *n_refused += row->error != NULL;
      if (builder != NULL)
        add_row (builder, code, row);
      else
        /* Translators: %1$s is a code, %2$s what came of it */
        far_cli_say (_ ("%1$s: %2$s"), code, row->words);
    }

  return FALSE;
}

static JsonBuilder *
new_builder (FarCli *cli)
{
  JsonBuilder *builder = cli->json ? json_builder_new () : NULL;

  if (builder != NULL)
    json_builder_begin_array (builder);

  return builder;
}

/* One row of the command line. */
static gboolean
run_one (FarCli *cli, const char *const *args, FarSignUpAct act, GError **error)
{
  g_autoptr(FarSignUpSession) session = NULL;
  g_autoptr(FarSignUpRow) row = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  g_autofree char *name = g_strjoinv (" ", (char **)args + 1);

  if (!far_cli_open (cli, error))
    return FALSE;

  session = far_sign_up_session_new (cli->engine);
  row = do_row (cli, session, args[0], name, act, error);
  if (row == NULL)
    return FALSE;
  if (row->error != NULL)
    {
      cli->refusal = g_strdup (row->words);
      g_propagate_error (error, g_steal_pointer (&row->error));
      return FALSE;
    }

  if (cli->json)
    {
      builder = new_builder (cli);
      add_row (builder, args[0], row);
      json_builder_end_array (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say ("%s", row->words);

  return TRUE;
}

static gboolean
run_enter (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarSignUpSession) session = NULL;
  g_autoptr(JsonBuilder) builder = NULL;
  guint n_refused = 0;
  guint n_args = g_strv_length ((char **)args);

  if (enter_file == NULL ? n_args < 2 : n_args > 0)
    {
      far_cli_set_usage_error (error, _ ("Say a code and a name, or --file with many of them."));
      return FALSE;
    }
  if (enter_file == NULL)
    return run_one (cli, args, enter_add ? FAR_SIGN_UP_ADD : FAR_SIGN_UP_ENTER, error);

  if (!far_cli_open (cli, error))
    return FALSE;
  session = far_sign_up_session_new (cli->engine);
  builder = new_builder (cli);
  if (!do_lines (cli, session, builder, &n_refused, error))
    return FALSE;
  if (builder != NULL)
    {
      json_builder_end_array (builder);
      far_cli_json_print (builder);
    }
  if (n_refused == 0)
    return TRUE;

  /* a script has to see it, too */
  cli->refusal = g_strdup_printf (ngettext ("%u line was not noted; the others were.",
                                            "%u lines were not noted; the others were.", n_refused),
                                  n_refused);
  g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_ALREADY_TAKEN, "refused lines");

  return FALSE;
}

static gboolean
run_undo (FarCli *cli, const char *const *args, GError **error)
{
  return run_one (cli, args, FAR_SIGN_UP_UNDO, error);
}

const FarCliCommand far_cli_sign_up_commands[] = {
  { "paper enter", N_ ("CODE NAME… | --file FILE [--add]"),
    N_ ("Note who signed up on paper, by the letters of the cell."), enter_options, 0, 64,
    run_enter },
  { "paper undo", N_ ("CODE NAME…"), N_ ("Give back what was noted so."), NULL, 2, 64, run_undo },
  { NULL },
};
