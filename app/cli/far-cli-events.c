/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rotas out of somebody's calendar of events. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-events.h"

static FarEventsOptions options = { .n_min = 1, .n_max = -1 };
static char *import_line;

static const GOptionEntry import_options[] = {
  { "min", 0, 0, G_OPTION_ARG_INT, &options.n_min,
    N_ ("Adults without whom it does not run (default: 1)"), N_ ("N") },
  { "max", 0, 0, G_OPTION_ARG_INT, &options.n_max,
    N_ ("Adults who have a place; the others are reserve (default: --min, but at least 2)"),
    N_ ("N") },
  { "line", 0, 0, G_OPTION_ARG_FILENAME, &import_line, N_ ("The walking line that it follows"),
    N_ ("ID") },
  { "in-holidays", 0, 0, G_OPTION_ARG_NONE, &options.in_holidays,
    N_ ("It runs in the holidays too"), NULL },
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options.is_preview,
    N_ ("Say what it would change, and change nothing"), NULL },
  { NULL },
};

static const char *const whats[] = {
  [FAR_EVENT_WHAT_NEW] = "new",           [FAR_EVENT_WHAT_CHANGED] = "changed",
  [FAR_EVENT_WHAT_THERE] = "there",       [FAR_EVENT_WHAT_NOT_YOURS] = "not-yours",
  [FAR_EVENT_WHAT_TOO_MUCH] = "too-much",
};

static void
add_item (JsonBuilder *builder, const FarEventItem *item)
{
  g_autofree char *words = far_words_event_item (item);

  json_builder_begin_object (builder);
  far_cli_json_int (builder, "row", item->row);
  far_cli_json_text (builder, "title", item->title);
  far_cli_json_text (builder, "what", whats[item->what]);
  far_cli_json_id (builder, "rota", item->rota);
  far_cli_json_text (builder, "place", item->place);
  far_cli_json_text (builder, "zone", item->zone);
  far_cli_json_bool (builder, "open", item->is_open);
  far_cli_json_int (builder, "every", item->every_n_weeks);
  far_cli_json_int (builder, "gone", item->n_gone);
  far_cli_json_int (builder, "new", item->n_new);
  far_cli_json_int (builder, "moved", item->n_moved);
  far_cli_json_int (builder, "turns", item->n_people);
  far_cli_json_bool (builder, "suggestion", item->is_suggestion);
  json_builder_set_member_name (builder, "dates");
  json_builder_begin_array (builder);
  for (int i = 0; i < item->n_dates; i++)
    {
      json_builder_begin_object (builder);
      far_cli_json_day (builder, "date", item->dates[i].day);
      far_cli_json_time (builder, "at", item->dates[i].at);
      if (item->dates[i].place[0] != '\0')
        far_cli_json_text (builder, "place", item->dates[i].place);
      if (item->dates[i].remark[0] != '\0')
        far_cli_json_text (builder, "remark", item->dates[i].remark);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_text (builder, "words", words);
  json_builder_end_object (builder);
}

static void
print_as_json (const FarEventsPlan *plan)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_bool (builder, "written", plan->undo != NULL);
  far_cli_json_int (builder, "new", plan->n_new);
  far_cli_json_int (builder, "changed", plan->n_changed);
  far_cli_json_int (builder, "skipped", plan->n_passed_over + plan->n_refused);
  json_builder_set_member_name (builder, "rotas");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->items->len; i++)
    add_item (builder, plan->items->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "refused");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->refused->len; i++)
    {
      const FarRefusedEvent *refused = plan->refused->pdata[i];
      g_autofree char *words = far_words_refused_event (refused);

      json_builder_begin_object (builder);
      far_cli_json_int (builder, "row", refused->row);
      far_cli_json_text (builder, "cell", refused->cell);
      far_cli_json_text (builder, "why", words);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static void
say (const FarEventsPlan *plan)
{
  g_autofree char *effect = far_words_events_effect (plan);
  g_autofree char *n_refused = far_words_n_refused_events (plan);

  far_cli_say ("%s", effect);
  for (guint i = 0; i < plan->items->len; i++)
    {
      const FarEventItem *item = plan->items->pdata[i];
      g_autofree char *words = far_words_event_item (item);

      far_cli_say ("  %s", item->title);
      far_cli_say ("    %s", words);
    }
  if (plan->n_refused > 0)
    far_cli_say ("%s", n_refused);
  for (guint i = 0; i < plan->refused->len; i++)
    {
      g_autofree char *words = far_words_refused_event (plan->refused->pdata[i]);

      far_cli_say ("  %s", words);
    }
}

static gboolean
run_import (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarEventsPlan) plan = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  options.line = import_line;
  if (options.n_max < 0)
    options.n_max = MAX (options.n_min, 2);
  far_engine_import_events_async (cli->engine, args[0], &options, cli->cancellable, far_cli_done,
                                  cli);
  plan = far_engine_import_events_finish (cli->engine, far_cli_wait (cli), error);
  if (plan == NULL)
    return FALSE;

  if (cli->json)
    print_as_json (plan);
  else
    say (plan);

  return TRUE;
}

const FarCliCommand far_cli_event_commands[] = {
  { "rota import", N_ ("FILE [--min N] [--max N] [--line ID] [--in-holidays] [--dry-run]"),
    N_ ("Make rotas of a calendar of events (ICS) or a table (CSV), and bring those up to date "
        "that "
        "are there."),
    import_options, 1, 1, run_import },
  { NULL },
};
