/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Out of the program: files for calendars, for paper, for tables. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-cli-paper.h"
#include "far-outward-text.h"
#include "far-outward.h"
#include "far-saving.h"
#include "far-sign-up.h"
#include "far-week-paper.h"
#include "far-words.h"

#define DAYS_PER_WEEK 7
#define GRID_WEEKS_MOST 20
#define DAYS_AHEAD_MOST 183

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
      far_engine_lines_async (cli->engine, FALSE, cli->cancellable, far_cli_done, cli);
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

/* ---- paper */

static char *paper_size;
static char *sheet_week;
static char *poster_rota;

#define PAPER_OPTION \
  { \
    "paper", 0, 0, G_OPTION_ARG_FILENAME, &paper_size, N_ ("A4 (default) or Letter"), N_ ("SIZE") \
  }

static const GOptionEntry sheet_options[] = {
  { "week", 0, 0, G_OPTION_ARG_FILENAME, &sheet_week,
    N_ ("The week that this day is in (default: this week)"), N_ ("DATE") },
  PAPER_OPTION,
  FORCE_OPTION,
  { NULL },
};

static const GOptionEntry poster_options[] = {
  { "rota", 0, 0, G_OPTION_ARG_FILENAME, &poster_rota,
    N_ ("Only this rota (default: a page for each that is published)"), N_ ("ID") },
  PAPER_OPTION,
  FORCE_OPTION,
  { NULL },
};

static gboolean
read_origin (FarCli *cli, const FarStatus *status, FarPaperOrigin *out, GError **error)
{
  g_autoptr(GPtrArray) devices = NULL;

  far_engine_devices_async (cli->engine, cli->cancellable, far_cli_done, cli);
  devices = far_engine_devices_finish (cli->engine, far_cli_wait (cli), error);
  if (devices == NULL)
    return FALSE;

  *out = (FarPaperOrigin){
    .name = status->name,
    .last_ms = far_outward_last_heard (devices),
    .now_ms = g_get_real_time () / 1000 + cli->clock_offset_ms,
  };

  return TRUE;
}

static gboolean
save_paper (FarCli *cli, const FarPaper *paper, FarPaperSize size, const char *path, GError **error)
{
  guint n_pages = 0;
  g_autoptr(GBytes) content = far_cli_draw (paper, size, &n_pages, error);

  if (content == NULL || !far_saving_write (&(FarSaving){ path, content }, 1, get_mode (), error))
    return FALSE;

  if (cli->json)
    {
      g_autoptr(JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      add_file (builder, path);
      far_cli_json_int (builder, "pages", n_pages);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say (ngettext ("%u page is to be printed.", "%u pages are to be printed.", n_pages),
                 n_pages);

  return TRUE;
}

static gboolean
run_sheet (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarStatus) status = NULL;
  g_autoptr(GPtrArray) outings = NULL;
  g_autoptr(FarPaper) paper = NULL;
  FarPaperOrigin origin;
  FarPaperSize size;
  gint32 day = 0;

  if ((sheet_week != NULL && !far_cli_parse_day (sheet_week, &day, error)) ||
      !far_cli_parse_paper (paper_size, &size, error) ||
      !far_saving_check (args[0], get_mode (), error) || !far_cli_open (cli, error))
    return FALSE;

  status = far_cli_dup_status (cli, error);
  if (status == NULL || !read_origin (cli, status, &origin, error))
    return FALSE;
  if (sheet_week == NULL)
    day = status->today;
  day -= far_day_get_weekday (day);

  far_engine_week_async (cli->engine, day, DAYS_PER_WEEK, cli->cancellable, far_cli_done, cli);
  outings = far_engine_week_finish (cli->engine, far_cli_wait (cli), error);
  if (outings == NULL)
    return FALSE;

  paper = far_week_paper_new (&origin, outings, day, DAYS_PER_WEEK);

  return save_paper (cli, paper, size, args[0], error);
}

/* @id: (nullable) */
static gboolean
keep_rota (GPtrArray *rotas, const char *id, GError **error)
{
  const char *whole = id != NULL ? find_id (rotas, peek_rota_id, id, error) : NULL;

  for (guint i = rotas->len; i > 0 && whole != NULL; i--)
    if (peek_rota_id (rotas->pdata[i - 1]) != whole)
      g_ptr_array_remove_index (rotas, i - 1);

  return id == NULL || whole != NULL;
}

static gboolean
run_poster (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarStatus) status = NULL;
  g_autoptr(GPtrArray) rotas = NULL;
  g_autoptr(GPtrArray) lines = NULL;
  g_autoptr(GPtrArray) calendars = NULL;
  g_autoptr(FarPaper) paper = NULL;
  FarPaperOrigin origin;
  FarPaperSize size;

  if (!far_cli_parse_paper (paper_size, &size, error) ||
      !far_saving_check (args[0], get_mode (), error) || !far_cli_open (cli, error))
    return FALSE;

  status = far_cli_dup_status (cli, error);
  if (status == NULL || !read_origin (cli, status, &origin, error))
    return FALSE;
  far_engine_rotas_async (cli->engine, cli->cancellable, far_cli_done, cli);
  rotas = far_engine_rotas_finish (cli->engine, far_cli_wait (cli), error);
  if (rotas == NULL || !keep_rota (rotas, poster_rota, error))
    return FALSE;
  far_engine_lines_async (cli->engine, FALSE, cli->cancellable, far_cli_done, cli);
  lines = far_engine_lines_finish (cli->engine, far_cli_wait (cli), error);
  if (lines == NULL)
    return FALSE;
  far_engine_calendars_async (cli->engine, cli->cancellable, far_cli_done, cli);
  calendars = far_engine_calendars_finish (cli->engine, far_cli_wait (cli), error);
  if (calendars == NULL)
    return FALSE;

  paper = far_poster_paper_new (&origin, rotas, lines, calendars, status->today);
  if (paper == NULL)
    {
      far_cli_set_usage_error (error, _ ("Nothing is published that could stand on a poster."));
      return FALSE;
    }

  return save_paper (cli, paper, size, args[0], error);
}

static char *grid_from;
static int grid_weeks = 4;
static char *grid_rota;

static const GOptionEntry grid_options[] = {
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &grid_from, N_ ("First day (default: tomorrow)"),
    N_ ("DATE") },
  { "weeks", 0, 0, G_OPTION_ARG_INT, &grid_weeks, N_ ("How many weeks (default: 4)"), N_ ("N") },
  { "rota", 0, 0, G_OPTION_ARG_FILENAME, &grid_rota,
    N_ ("Only this rota (default: a table for each that is published)"), N_ ("ID") },
  PAPER_OPTION,
  FORCE_OPTION,
  { NULL },
};

/* Those of one rota.  @id: (nullable): else all */
static GPtrArray *
choose_outings (GPtrArray *outings, const char *id)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < outings->len; i++)
    if (id == NULL || g_str_equal (((const FarOuting *)outings->pdata[i])->rota, id))
      g_ptr_array_add (chosen, outings->pdata[i]);

  return chosen;
}

static gboolean
run_grid (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarStatus) status = NULL;
  g_autoptr(GPtrArray) rotas = NULL;
  g_autoptr(GPtrArray) outings = NULL;
  g_autoptr(GPtrArray) chosen = NULL;
  g_autoptr(FarPaper) paper = NULL;
  const char *rota = NULL;
  FarPaperOrigin origin;
  FarPaperSize size;
  gint32 day = 0;

  if ((grid_from != NULL && !far_cli_parse_day (grid_from, &day, error)) ||
      !far_cli_check_range (grid_weeks, 1, GRID_WEEKS_MOST, "--weeks", error) ||
      !far_cli_parse_paper (paper_size, &size, error) ||
      !far_saving_check (args[0], get_mode (), error) || !far_cli_open (cli, error))
    return FALSE;

  status = far_cli_dup_status (cli, error);
  if (status == NULL || !read_origin (cli, status, &origin, error))
    return FALSE;
  if (grid_from == NULL)
    day = status->today + 1;
  /* what is farther away or past has codes that would mean other days */
  if (day < status->today || day > status->today + DAYS_AHEAD_MOST)
    {
      far_cli_set_usage_error (error, _ ("The first day must be from today to half a year ahead."));
      return FALSE;
    }

  far_engine_rotas_async (cli->engine, cli->cancellable, far_cli_done, cli);
  rotas = far_engine_rotas_finish (cli->engine, far_cli_wait (cli), error);
  if (rotas == NULL)
    return FALSE;
  if (grid_rota != NULL && (rota = find_id (rotas, peek_rota_id, grid_rota, error)) == NULL)
    return FALSE;
  far_engine_week_async (cli->engine, day, grid_weeks * DAYS_PER_WEEK, cli->cancellable,
                         far_cli_done, cli);
  outings = far_engine_week_finish (cli->engine, far_cli_wait (cli), error);
  if (outings == NULL)
    return FALSE;

  chosen = choose_outings (outings, rota);
  paper = far_sign_up_paper_new (&origin, rotas, chosen, day, grid_weeks * DAYS_PER_WEEK);

  return save_paper (cli, paper, size, args[0], error);
}

const FarCliCommand far_cli_export_commands[] = {
  { "export ics",
    N_ ("FILE [--mine] [--line ID | --rota ID] [--from DATE] [--until DATE] [--force]"),
    N_ ("Save outings as a calendar that other programs read; saved again it updates the same "
        "events."),
    ics_options, 1, 1, run_ics },
  { "export sheet", N_ ("FILE.pdf [--week DATE] [--paper SIZE] [--force]"),
    N_ ("Save the sheet of a week, to be printed."), sheet_options, 1, 1, run_sheet },
  { "export grid", N_ ("FILE.pdf [--from DATE] [--weeks N] [--rota ID] [--paper SIZE] [--force]"),
    N_ ("Save a table to sign up on with a pen; “paper enter” takes what is written."),
    grid_options, 1, 1, run_grid },
  { "export poster", N_ ("FILE.pdf [--rota ID] [--paper SIZE] [--force]"),
    N_ ("Save a poster for the door, which names nobody."), poster_options, 1, 1, run_poster },
  { NULL },
};
