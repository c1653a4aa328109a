/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where people who share a car meet. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-places.h"

/* ---- what there is */

static void
add_degrees (JsonBuilder *builder, const char *key, const FarMeetingPlace *place, double degrees)
{
  json_builder_set_member_name (builder, key);
  if (place->has_at)
    json_builder_add_double_value (builder, degrees);
  else
    json_builder_add_null_value (builder);
}

static void
print_places (GPtrArray *places)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < places->len; i++)
    {
      const FarMeetingPlace *place = places->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", place->id);
      far_cli_json_text (builder, "name", place->name);
      far_cli_json_text (builder, "town", place->town);
      far_cli_json_text (builder, "address", place->address);
      add_degrees (builder, "lat", place, place->lat);
      add_degrees (builder, "lon", place, place->lon);
      far_cli_json_text (builder, "source", place->source);
      far_cli_json_bool (builder, "contested", place->is_contested);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_print (builder);
}

static void
say_places (GPtrArray *places)
{
  g_autoptr(FarCliTable) table = far_cli_table_new (_ ("Identifier"), _ ("Meeting place"),
                                                     _ ("Where"), _ ("Coordinates"), NULL);

  for (guint i = 0; i < places->len; i++)
    {
      const FarMeetingPlace *place = places->pdata[i];
      g_autofree char *id = far_cli_short_id (place->id);
      g_autofree char *where = far_words_place_where (place->address, place->town);
      g_autofree char *at = far_words_place_at (place);

      far_cli_table_add (table, id, place->name, where, at, NULL);
    }
  far_cli_table_print (table);
}

static gboolean
run_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) places = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_places_async (cli->engine, cli->cancellable, far_cli_done, cli);
  places = far_engine_places_finish (cli->engine, far_cli_wait (cli), error);
  if (places == NULL)
    return FALSE;

  if (cli->json)
    print_places (places);
  else if (places->len == 0)
    far_cli_say ("%s", _ ("No meeting place is written down."));
  else
    say_places (places);

  return TRUE;
}

/* ---- saying so */

static char *place_name;
static char *place_town;
static char *place_address;
static char *place_at;

#define TOWN \
  { \
    "town", 0, 0, G_OPTION_ARG_FILENAME, &place_town, N_ ("In which town"), N_ ("TOWN") \
  }
#define ADDRESS \
  { \
    "address", 0, 0, G_OPTION_ARG_FILENAME, &place_address, N_ ("Street and number"), N_ ("TEXT") \
  }

static const GOptionEntry add_options[] = {
  TOWN,
  ADDRESS,
  { "at", 0, 0, G_OPTION_ARG_FILENAME, &place_at, N_ ("In degrees, such as 45.602386,5.233003"),
    N_ ("LAT,LON") },
  { NULL },
};

static const GOptionEntry edit_options[] = {
  { "name", 0, 0, G_OPTION_ARG_FILENAME, &place_name, N_ ("Another name"), N_ ("NAME") },
  TOWN,
  ADDRESS,
  { "at", 0, 0, G_OPTION_ARG_FILENAME, &place_at,
    N_ ("In degrees, such as 45.602386,5.233003; empty for none"), N_ ("LAT,LON") },
  { NULL },
};

static gboolean
read_at (FarMeetingPlaceEdit *edit, GError **error)
{
  edit->at = -1;
  if (place_at == NULL)
    return TRUE;

  edit->at = place_at[0] != '\0';
  if (place_at[0] == '\0' || far_words_read_place_at (place_at, &edit->lat, &edit->lon))
    return TRUE;

  far_cli_set_usage_error (error,
                           _ ("“%s” is no latitude and longitude in degrees, as in "
                              "45.602386,5.233003."),
                           place_at);

  return FALSE;
}

static void
show_done (FarCli *cli, const char *id, const char *done)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      far_cli_say ("%s", done);
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "place", id);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static gboolean
run_add (FarCli *cli, const char *const *args, GError **error)
{
  FarMeetingPlaceEdit place = { .name = args[0], .town = place_town, .address = place_address };
  g_autofree char *id = NULL;
  g_autofree char *done = NULL;

  if (!read_at (&place, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_add_place_async (cli->engine, &place, cli->cancellable, far_cli_done, cli);
  id = far_engine_add_place_finish (cli->engine, far_cli_wait (cli), error);
  if (id == NULL)
    return FALSE;

  /* Translators: of a meeting place; %s is an id */
  done = g_strdup_printf (_ ("It is on the list, as %s."), id);
  show_done (cli, id, done);

  return TRUE;
}

static gboolean
change (FarCli *cli,
        const char *place,
        const FarMeetingPlaceEdit *edit,
        const char *done,
        GError **error)
{
  g_autofree char *id = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_change_place_async (cli->engine, place, edit, cli->cancellable, far_cli_done, cli);
  id = far_engine_change_place_finish (cli->engine, far_cli_wait (cli), error);
  if (id == NULL)
    return FALSE;

  show_done (cli, id, done);

  return TRUE;
}

static gboolean
run_edit (FarCli *cli, const char *const *args, GError **error)
{
  FarMeetingPlaceEdit edit = {
    .name = place_name, .town = place_town, .address = place_address, .gone = -1
  };

  if (place_name == NULL && place_town == NULL && place_address == NULL && place_at == NULL)
    {
      far_cli_set_usage_error (error, _ ("Say --name, --town, --address or --at."));
      return FALSE;
    }

  return read_at (&edit, error) && change (cli, args[0], &edit, _ ("It is changed."), error);
}

static gboolean
run_remove (FarCli *cli, const char *const *args, GError **error)
{
  FarMeetingPlaceEdit edit = { .at = -1, .gone = 1 };

  return change (cli, args[0], &edit, _ ("It is taken off the list."), error);
}

/* ---- out of a table */

static gboolean import_dry_run;
static char **import_towns;

static const GOptionEntry import_options[] = {
  { "dry-run", 0, 0, G_OPTION_ARG_NONE, &import_dry_run,
    N_ ("Say what it would change, and change nothing"), NULL },
  { "town", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &import_towns,
    N_ ("Only what is in that town; may be given several times"), N_ ("TOWN") },
  { NULL },
};

static const char *const whats[] = {
  [FAR_PLACE_WHAT_NEW] = "new",           [FAR_PLACE_WHAT_THERE] = "there",
  [FAR_PLACE_WHAT_CHANGED] = "changed",   [FAR_PLACE_WHAT_BACK] = "back",
  [FAR_PLACE_WHAT_TOO_MANY] = "too-many",
};

static void
add_refused (JsonBuilder *builder, const FarRefusedPlace *refused)
{
  g_autofree char *words = far_words_refused_place (refused);

  json_builder_begin_object (builder);
  far_cli_json_int (builder, "row", refused->row);
  far_cli_json_text (builder, "column", refused->column);
  far_cli_json_text (builder, "cell", refused->cell);
  far_cli_json_text (builder, "why", words);
  json_builder_end_object (builder);
}

static void
print_plan (const FarPlacesPlan *plan)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_bool (builder, "written", plan->undo != NULL);
  far_cli_json_int (builder, "added", plan->n_new);
  far_cli_json_int (builder, "changed", plan->n_changed);
  far_cli_json_int (builder, "known", plan->n_there);
  far_cli_json_int (builder, "passed_over", plan->n_closed + plan->n_elsewhere);
  json_builder_set_member_name (builder, "places");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->items->len; i++)
    {
      const FarPlaceItem *item = plan->items->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_int (builder, "row", item->row);
      far_cli_json_text (builder, "name", item->name);
      far_cli_json_text (builder, "town", item->town);
      far_cli_json_text (builder, "what", whats[item->what]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_int (builder, "rows_refused", plan->n_refused);
  json_builder_set_member_name (builder, "refused");
  json_builder_begin_array (builder);
  for (guint i = 0; i < plan->refused->len; i++)
    add_refused (builder, plan->refused->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static void
say_plan (const FarPlacesPlan *plan)
{
  g_autofree char *effect = far_words_places_effect (plan);
  g_autofree char *passed_over = far_words_places_passed_over (plan);
  g_autofree char *n_refused = far_words_n_refused_places (plan);

  far_cli_say ("%s", effect);
  if (passed_over[0] != '\0')
    far_cli_say ("%s", passed_over);
  for (guint i = 0; i < plan->items->len; i++)
    {
      const FarPlaceItem *item = plan->items->pdata[i];
      g_autofree char *words = far_words_place_item (item);
      g_autofree char *where = far_words_place_where (item->name, item->town);

      far_cli_say ("  %s: %s", where, words);
    }
  if (plan->n_refused > 0)
    far_cli_say ("%s", n_refused);
  for (guint i = 0; i < plan->refused->len; i++)
    {
      g_autofree char *words = far_words_refused_place (plan->refused->pdata[i]);

      far_cli_say ("  %s", words);
    }
}

static gboolean
run_import (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarPlacesPlan) plan = NULL;

  if (import_towns != NULL && g_strv_length (import_towns) > FAR_PLACES_TOWNS)
    {
      far_cli_set_usage_error (error, _ ("Name at most %d towns."), FAR_PLACES_TOWNS);
      return FALSE;
    }
  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_import_places_async (cli->engine, args[0], (const char *const *)import_towns,
                                  import_dry_run, cli->cancellable, far_cli_done, cli);
  plan = far_engine_import_places_finish (cli->engine, far_cli_wait (cli), error);
  if (plan == NULL)
    return FALSE;

  if (cli->json)
    print_plan (plan);
  else
    say_plan (plan);

  return TRUE;
}

const FarCliCommand far_cli_place_commands[] = {
  { "place list", "", N_ ("Show where people who share a car meet."), NULL, 0, 0, run_list },
  { "place add", N_ ("NAME [--town TOWN] [--address TEXT] [--at LAT,LON]"),
    N_ ("Write down a place where people who share a car meet."), add_options, 1, 1, run_add },
  { "place edit", N_ ("ID [--name NAME] [--town TOWN] [--address TEXT] [--at LAT,LON]"),
    N_ ("Change what is said of a meeting place."), edit_options, 1, 1, run_edit },
  { "place remove", N_ ("ID"), N_ ("Take a meeting place off the list."), NULL, 1, 1, run_remove },
  { "place import", N_ ("FILE [--town TOWN]... [--dry-run]"),
    N_ ("Take over the meeting places of a table (CSV), such as the French national base of "
        "car-pool places. What is there already is brought up to date."),
    import_options, 1, 1, run_import },
  { NULL },
};
