/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Persons without a machine, out of somebody's list. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-people.h"

static gboolean import_dry_run;

static const GOptionEntry import_options[] = {
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &import_dry_run,
    N_ ("Say what it would change, and change nothing"), NULL },
  { NULL },
};

static const char *const whats[] = {
  [FAR_PERSON_WHAT_NEW] = "new",           [FAR_PERSON_WHAT_THERE] = "there",
  [FAR_PERSON_WHAT_PHONE] = "phone",       [FAR_PERSON_WHAT_OTHER_PHONE] = "other-phone",
  [FAR_PERSON_WHAT_TOO_MANY] = "too-many",
};

static void
print_as_json (const FarPeoplePlan *plan)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_bool (builder, "written", plan->undo != NULL);
  far_cli_json_int (builder, "added", plan->n_new);
  far_cli_json_int (builder, "known", plan->n_there);
  json_builder_set_member_name (builder, "people");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->items->len; i++)
    {
      const FarPersonItem *item = plan->items->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_int (builder, "row", item->row);
      far_cli_json_text (builder, "name", item->name);
      far_cli_json_text (builder, "phone", item->phone);
      far_cli_json_text (builder, "what", whats[item->what]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "refused");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->refused->len; i++)
    {
      const FarRefusedPerson *refused = plan->refused->pdata[i];
      g_autofree char *words = far_words_refused_person (refused);

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
say (const FarPeoplePlan *plan)
{
  g_autofree char *effect = far_words_people_effect (plan);
  g_autofree char *n_refused = far_words_n_refused_people (plan);

  far_cli_say ("%s", effect);
  for (guint i = 0; i < plan->items->len; i++)
    {
      const FarPersonItem *item = plan->items->pdata[i];
      g_autofree char *words = far_words_person_item (item);

      far_cli_say ("  %s: %s", item->name, words);
    }
  if (plan->n_refused > 0)
    far_cli_say ("%s", n_refused);
  for (guint i = 0; i < plan->refused->len; i++)
    {
      g_autofree char *words = far_words_refused_person (plan->refused->pdata[i]);

      far_cli_say ("  %s", words);
    }
}

static gboolean
run_import (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarPeoplePlan) plan = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_import_people_async (cli->engine, args[0], import_dry_run, cli->cancellable,
                                  far_cli_done, cli);
  plan = far_engine_import_people_finish (cli->engine, far_cli_wait (cli), error);
  if (plan == NULL)
    return FALSE;

  if (cli->json)
    print_as_json (plan);
  else
    say (plan);

  return TRUE;
}

const FarCliCommand far_cli_people_commands[] = {
  { "member import", N_ ("FILE [--dry-run]"),
    N_ ("Add the people of a list (VCF or CSV) as persons without a machine, for whom you answer. "
        "Whoever is there already stays as they are."),
    import_options, 1, 1, run_import },
  { NULL },
};
