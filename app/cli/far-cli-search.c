/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records by the words that are in them. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-search.h"

static const char *const kind_names[] = {
  [FAR_FOUND_MEMBER] = "member", [FAR_FOUND_CHILD] = "child", [FAR_FOUND_LINE] = "line",
  [FAR_FOUND_ROTA] = "rota",     [FAR_FOUND_RIDE] = "ride",   [FAR_FOUND_HELP] = "help",
  [FAR_FOUND_SKILL] = "skill",   [FAR_FOUND_THING] = "thing", [FAR_FOUND_PLACE] = "place",
  [FAR_FOUND_FAULT] = "fault",
};
G_STATIC_ASSERT (G_N_ELEMENTS (kind_names) == FAR_FOUND_N);

static void
print_found (GPtrArray *all)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < all->len; i++)
    {
      const FarFound *found = all->pdata[i];
      g_autofree char *title = far_words_found (found);

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", found->id);
      far_cli_json_text (builder, "kind", kind_names[found->kind]);
      far_cli_json_text (builder, "title", title);
      far_cli_json_text (builder, "more", found->more);
      far_cli_json_id (builder, "name", found->member_name);
      far_cli_json_bool (builder, "over", found->is_over);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_print (builder);
}

static void
say_found (GPtrArray *all)
{
  g_autoptr(FarCliTable) table =
                 far_cli_table_new (_ ("Identifier"), _ ("Found"), _ ("What it is"), NULL);

  for (guint i = 0; i < all->len; i++)
    {
      const FarFound *found = all->pdata[i];
      g_autofree char *id = far_cli_short_id (found->id);
      g_autofree char *title = far_words_found (found);
      g_autofree char *more = far_words_found_more (found);

      far_cli_table_add (table, id, title, more, NULL);
    }
  if (all->len == 0)
    far_cli_say ("%s", _ ("Nothing was found."));
  far_cli_table_print (table);
}

static gboolean
run_search (FarCli *cli, const char *const *args, GError **error)
{
  g_autofree char *words = g_strjoinv (" ", (char **)args);
  g_autoptr(GPtrArray) found = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_search_async (cli->engine, words, cli->cancellable, far_cli_done, cli);
  found = far_engine_search_finish (cli->engine, far_cli_wait (cli), error);
  if (found == NULL)
    return FALSE;

  if (cli->json)
    print_found (found);
  else
    say_found (found);

  return TRUE;
}

const FarCliCommand far_cli_search_commands[] = {
  { "search", N_ ("WORD..."),
    N_ ("Find members, children, lines, rotas, rides, requests and offers, skills, things and "
        "meeting places by the "
        "beginnings of words that are in them."),
    NULL, 1, 8, run_search },
  { NULL },
};
