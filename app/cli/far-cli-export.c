/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Out of the program: files for calendars, for paper, for tables. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-outward.h"
#include "far-saving.h"
#include "far-words.h"

static gboolean export_force;

#define FORCE_OPTION \
  { \
    "force", 0, 0, G_OPTION_ARG_NONE, &export_force, N_ ("Replace a file that is there already"), \
        NULL \
  }

static FarSavingMode
get_mode (void)
{
  return export_force ? FAR_SAVING_REPLACE : FAR_SAVING_NEW_ONLY;
}

/* Inside an object that is begun. */
static void
add_file (JsonBuilder *builder, const char *path)
{
  const char *const files[] = { path, NULL };

  far_cli_json_strings (builder, "files", files);
}

/* ---- a calendar */

static gboolean ics_mine;
static char *ics_line;
static char *ics_rota;
static char *ics_from;
static char *ics_until;

static const GOptionEntry ics_options[] = {
  { "mine", 0, 0, G_OPTION_ARG_NONE, &ics_mine, N_ ("Only outings on which you have a turn"),
    NULL },
  { "line", 0, 0, G_OPTION_ARG_FILENAME, &ics_line, N_ ("Only those of this walking line"),
    N_ ("ID") },
  { "rota", 0, 0, G_OPTION_ARG_FILENAME, &ics_rota, N_ ("Only those of this rota"), N_ ("ID") },
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &ics_from,
    N_ ("First day (default: that of the rotas, a year ago at most)"), N_ ("DATE") },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &ics_until, N_ ("Last day (default: that of the rotas)"),
    N_ ("DATE") },
  FORCE_OPTION,
  { NULL },
};

/* @peek_id: of one of @items.  Returns: (transfer none): the whole id */
static const char *
find_id (GPtrArray *items,
         const char *(*peek_id) (gconstpointer item),
         const char *prefix,
         GError **error)
{
  const char *found = NULL;
  int n_found = 0;

  for (guint i = 0; i < items->len; i++)
    if (g_str_has_prefix (peek_id (items->pdata[i]), prefix))
      {
        found = peek_id (items->pdata[i]);
        n_found++;
      }

  if (n_found == 1 && strlen (prefix) >= FAR_CLI_ID_MIN)
    return found;

  g_set_error (error, FAR_SYNC_ERROR,
               n_found == 0 ? FAR_SYNC_ERROR_NO_SUCH_ID : FAR_SYNC_ERROR_ID_AMBIGUOUS, "%s",
               prefix);
  return NULL;
}

static const char *
peek_line_id (gconstpointer line)
{
  return ((const FarLine *)line)->id;
}

static const char *
peek_rota_id (gconstpointer rota)
{
  return ((const FarRota *)rota)->id;
}

/* @out_items: (out) (transfer full): holds what @out_line or @out_rota is */
static gboolean
find_chosen (FarCli *cli, GPtrArray **out_items, FarOutwardChoice *choice, GError **error)
{
  if (ics_line != NULL)
    {
      far_engine_lines_async (cli->engine, cli->cancellable, far_cli_done, cli);
      *out_items = far_engine_lines_finish (cli->engine, far_cli_wait (cli), error);
      if (*out_items != NULL)
        choice->line = find_id (*out_items, peek_line_id, ics_line, error);
      return choice->line != NULL;
    }
  if (ics_rota != NULL)
    {
      far_engine_rotas_async (cli->engine, cli->cancellable, far_cli_done, cli);
      *out_items = far_engine_rotas_finish (cli->engine, far_cli_wait (cli), error);
      if (*out_items != NULL)
        choice->rota = find_id (*out_items, peek_rota_id, ics_rota, error);
      return choice->rota != NULL;
    }

  return TRUE;
}

static guint
count_cancelled (GPtrArray *events)
{
  guint n = 0;

  for (guint i = 0; i < events->len; i++)
    n += ((const FarEvent *)events->pdata[i])->status == FAR_EVENT_CANCELLED;

  return n;
}

static void
show_calendar (FarCli *cli, const char *path, GPtrArray *events)
{
  guint n_cancelled = count_cancelled (events);

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      add_file (builder, path);
      far_cli_json_int (builder, "events", events->len);
      far_cli_json_int (builder, "cancelled", n_cancelled);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
      return;
    }

  far_cli_say (ngettext ("%u outing is in the calendar.", "%u outings are in the calendar.",
                         events->len),
               events->len);
  if (n_cancelled > 0)
    far_cli_say (ngettext ("%u of them says that there is none.",
                           "%u of them say that there is none.", n_cancelled),
                 n_cancelled);
}

static gboolean
run_ics (FarCli *cli, const char *const *args, GError **error)
{
  gint32 first_day = FAR_DAY_FROM_ROTAS;
  gint32 last_day = FAR_DAY_FROM_ROTAS;
  g_autoptr(FarStatus) status = NULL;
  g_autoptr(GPtrArray) items = NULL;
  g_autoptr(GPtrArray) outward = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GBytes) content = NULL;
  FarOutwardChoice choice = { .only_mine = ics_mine };

  if (ics_line != NULL && ics_rota != NULL)
    {
      far_cli_set_usage_error (error, _ ("Say --line or --rota, not both."));
      return FALSE;
    }
  if ((ics_from != NULL && !far_cli_parse_day (ics_from, &first_day, error)) ||
      (ics_until != NULL && !far_cli_parse_day (ics_until, &last_day, error)) ||
      !far_saving_check (args[0], get_mode (), error) || !far_cli_open (cli, error))
    return FALSE;

  status = far_cli_dup_status (cli, error);
  if (status == NULL || !find_chosen (cli, &items, &choice, error))
    return FALSE;
  choice.me = status->me;

  far_engine_outward_async (cli->engine, first_day, last_day, cli->cancellable, far_cli_done, cli);
  outward = far_engine_outward_finish (cli->engine, far_cli_wait (cli), error);
  if (outward == NULL)
    return FALSE;
  events = far_outward_make_events (outward, &choice);

  far_engine_format_events_async (cli->engine, status->name, events, cli->cancellable, far_cli_done,
                                  cli);
  content = far_engine_format_events_finish (cli->engine, far_cli_wait (cli), error);
  if (content == NULL ||
      !far_saving_write (&(FarSaving){ args[0], content }, 1, get_mode (), error))
    return FALSE;

  show_calendar (cli, args[0], events);

  return TRUE;
}

const FarCliCommand far_cli_export_commands[] = {
  { "export ics",
    N_ ("FILE [--mine] [--line ID | --rota ID] [--from DATE] [--until DATE] [--force]"),
    N_ ("Save outings as a calendar that other programs read; saved again it updates the same "
        "events."),
    ics_options, 1, 1, run_ics },
  { NULL },
};
