/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Out of the program as data: tables of all, and what there is about one person. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-own-data.h"
#include "far-saving.h"
#include "far-tables.h"
#include "far-words.h"

static gboolean data_force;

static const GOptionEntry data_options[] = {
  { "force", 0, 0, G_OPTION_ARG_NONE, &data_force, N_ ("Replace a file that is there already"),
    NULL },
  { NULL },
};

static FarSavingMode
get_mode (void)
{
  return data_force ? FAR_SAVING_REPLACE : FAR_SAVING_NEW_ONLY;
}

static GPtrArray *
dup_outward (FarCli *cli, GError **error)
{
  far_engine_outward_async (cli->engine, FAR_DAY_FROM_ROTAS, FAR_DAY_FROM_ROTAS, cli->cancellable,
                            far_cli_done, cli);

  return far_engine_outward_finish (cli->engine, far_cli_wait (cli), error);
}

static GPtrArray *
dup_members (FarCli *cli, GError **error)
{
  far_engine_members_async (cli->engine, cli->cancellable, far_cli_done, cli);

  return far_engine_members_finish (cli->engine, far_cli_wait (cli), error);
}

/* ---- tables */

static gboolean
run_csv (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) members = NULL;
  g_autoptr(GPtrArray) rotas = NULL;
  g_autoptr(GPtrArray) outward = NULL;
  g_auto(GStrv) paths = NULL;
  g_autoptr(JsonBuilder) builder = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;
  members = dup_members (cli, error);
  if (members == NULL)
    return FALSE;
  far_engine_rotas_async (cli->engine, cli->cancellable, far_cli_done, cli);
  rotas = far_engine_rotas_finish (cli->engine, far_cli_wait (cli), error);
  if (rotas == NULL)
    return FALSE;
  outward = dup_outward (cli, error);
  if (outward == NULL)
    return FALSE;

  paths = far_tables_save (args[0], members, rotas, outward, get_mode (), error);
  if (paths == NULL)
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_strings (builder, "files", (const char *const *)paths);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    for (char **path = paths; *path != NULL; path++)
      far_cli_say ("%s", *path);

  return TRUE;
}

/* ---- one person */

/* Returns: (transfer full): what there is */
static char *
read_person (FarCli *cli, guint *out_n, GError **error)
{
  g_autoptr(FarStatus) status = far_cli_dup_status (cli, error);
  g_autoptr(GPtrArray) members = status != NULL ? dup_members (cli, error) : NULL;
  g_autoptr(GPtrArray) outward = members != NULL ? dup_outward (cli, error) : NULL;
  g_autoptr(FarHoursBook) hours = NULL;
  g_autoptr(GPtrArray) entries = NULL;

  if (outward == NULL)
    return NULL;
  if ((status->uses & FAR_USES_HOURS) != 0)
    {
      far_engine_hours_async (cli->engine, G_MININT32, G_MAXINT32, cli->cancellable, far_cli_done,
                              cli);
      hours = far_engine_hours_finish (cli->engine, far_cli_wait (cli), error);
      if (hours == NULL)
        return NULL;
    }
  far_engine_log_async (cli->engine, NULL, NULL, cli->cancellable, far_cli_done, cli);
  entries = far_engine_log_finish (cli->engine, far_cli_wait (cli), error);

  return entries != NULL ? far_own_data_format (status, members, outward, entries,
                                                hours != NULL ? hours->lines : NULL, out_n, error)
                         : NULL;
}

static gboolean
run_me (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = NULL;
  g_autoptr(GBytes) content = NULL;
  const char *const files[] = { args[0], NULL };
  g_autofree char *text = NULL;
  guint n = 0;

  if (!far_saving_check (args[0], get_mode (), error) || !far_cli_open (cli, error))
    return FALSE;

  text = read_person (cli, &n, error);
  if (text == NULL)
    return FALSE;
  content = g_bytes_new (text, strlen (text));
  if (!far_saving_write (&(FarSaving){ args[0], content }, 1, get_mode (), error))
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_strings (builder, "files", files);
      far_cli_json_int (builder, "entries", n);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say (ngettext ("%u entry is by you or about you.",
                           "%u entries are by you or about you.", n),
                 n);

  return TRUE;
}

const FarCliCommand far_cli_data_commands[] = {
  { "export csv", N_ ("FOLDER [--force]"),
    N_ ("Save members, rotas, outings and turns as tables for a spreadsheet."), data_options, 1, 1,
    run_csv },
  { "export me", N_ ("FILE.json [--force]"),
    N_ ("Save all that the log says about you, and what you wrote."), data_options, 1, 1, run_me },
  { NULL },
};
