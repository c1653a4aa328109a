/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Values that were written side by side, and choosing one. */

#include "far-cli.h"

#include <glib/gi18n.h>

#include "far-cli-json.h"
#include "far-words-conflict.h"
#include "far-words.h"

static const char *
name_kind (FarConflictKind kind)
{
  static const char *const names[] = {
    "name",
    "zone",
    "person",
    "gone",
    "line-name",
    "school",
    "stops",
    "thing-name",
    "keeper",
    "note",
    "title",
    "days",
    "every",
    "from",
    "until",
    "at",
    "min",
    "max",
    "line",
    "state",
    "added",
    "dropped",
    "cancelled",
    "plan",
    "in-holidays",
    "calendar",
    "holidays",
    "place",
    "later",
    "roles",
    "phone",
    "referent",
    "colour",
    "hazard",
    "hazard-state",
    "child-name",
    "guardians",
    "child-stop",
    "born",
    "one-to-one",
    "wheelchair",
    "slow",
    "carry",
    "adults",
    "patterns",
    "available",
    "away",
    "commitment",
    "into",
    "remark",
    "later-roles",
    "meeting-name",
    "meeting-address",
    "meeting-town",
    "meeting-at",
    "thing-what",
    "thing-whose",
    "thing-pieces",
    "thing-condition",
    "thing-worn",
    "thing-where",
    "thing-lent",
    "thing-days",
    "thing-held",
    "ride-from",
    "ride-to",
    "ride-there",
    "ride-back",
    "ride-seats",
    "ride-child-seats",
    "ride-detour",
    "ride-luggage",
    "ride-wheelchair",
    "help-category",
    "help-when",
    "help-place",
    "help-urgency",
    "help-helpers",
    "help-done",
    "help-thanks",
    "skill-name",
    "skill-held",
    "skill-tandem",
    "fault-unsafe",
    "fault-work",
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (names) == FAR_CONFLICT_N);

  return names[kind];
}

/* In the form in which the same value stands elsewhere. */
static void
add_value (JsonBuilder *builder, FarConflictKind kind, const FarConflictValue *value)
{
  static const char key[] = "value";
  g_autofree char *weekdays = NULL;

  /* of one date: as the rota says */
  if (value->number < 0)
    {
      far_cli_json_id (builder, key, NULL);
      return;
    }

  switch (kind)
    {
    case FAR_CONFLICT_ONE_TO_ONE:
    case FAR_CONFLICT_WHEELCHAIR:
    case FAR_CONFLICT_SLOW:
    case FAR_CONFLICT_GONE:
    case FAR_CONFLICT_CANCELLED:
    case FAR_CONFLICT_IN_HOLIDAYS:
    case FAR_CONFLICT_RIDE_LUGGAGE:
    case FAR_CONFLICT_RIDE_WHEELCHAIR:
    case FAR_CONFLICT_SKILL_TANDEM:
      far_cli_json_bool (builder, key, value->number != 0);
      break;
    case FAR_CONFLICT_BORN:
    case FAR_CONFLICT_STOPS:
    case FAR_CONFLICT_EVERY:
    case FAR_CONFLICT_MIN:
    case FAR_CONFLICT_MAX:
    case FAR_CONFLICT_PLAN:
    case FAR_CONFLICT_SPANS:
    case FAR_CONFLICT_LATER:
    case FAR_CONFLICT_PATTERNS:
    case FAR_CONFLICT_LATER_ROLES:
    case FAR_CONFLICT_AVAILABLE:
    case FAR_CONFLICT_COMMITMENT:
    case FAR_CONFLICT_RIDE_SEATS:
    case FAR_CONFLICT_HELP_CATEGORY:
    case FAR_CONFLICT_HELP_URGENCY:
    case FAR_CONFLICT_HELP_HELPERS:
    case FAR_CONFLICT_HELP_DONE:
      far_cli_json_int (builder, key, value->number);
      break;
    case FAR_CONFLICT_COLOUR:
      far_cli_json_text (builder, key, far_cli_colour_name ((FarColour)value->number));
      break;
    case FAR_CONFLICT_HAZARD_STATE:
      far_cli_json_text (builder, key, far_cli_hazard_state_name ((FarHazardState)value->number));
      break;
    case FAR_CONFLICT_WEEKDAYS:
      weekdays = far_cli_format_weekdays ((guint)value->number);
      far_cli_json_text (builder, key, weekdays);
      break;
    case FAR_CONFLICT_FIRST:
    case FAR_CONFLICT_LAST:
      far_cli_json_day (builder, key, (gint32)value->number);
      break;
    case FAR_CONFLICT_AT:
      far_cli_json_time (builder, key, (int)value->number);
      break;
    case FAR_CONFLICT_RIDE_THERE:
    case FAR_CONFLICT_RIDE_BACK:
      far_cli_json_time (builder, key,
                         value->number < FAR_RIDE_NOT_THAT_WAY ? (int)value->number : -1);
      break;
    case FAR_CONFLICT_STATE:
      far_cli_json_text (builder, key, value->number != 0 ? "published" : "draft");
      break;
    default:
      far_cli_json_text (builder, key, value->text);
      break;
    }
}

static void
add_values (JsonBuilder *builder, const FarConflict *conflict)
{
  json_builder_set_member_name (builder, "values");
  json_builder_begin_array (builder);
  for (guint i = 0; i < conflict->values->len; i++)
    {
      const FarConflictValue *value = conflict->values->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", value->id);
      add_value (builder, conflict->kind, value);
      if (conflict->kind == FAR_CONFLICT_CANCELLED)
        far_cli_json_id (builder, "why", value->text);
      far_cli_json_bool (builder, "shown", i == 0);
      far_cli_json_id (builder, "by", value->by);
      far_cli_json_id (builder, "by_name", value->by_name);
      far_cli_json_bool (builder, "mine", value->is_mine);
      far_cli_json_instant (builder, "time", value->time_ms);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_conflicts (GPtrArray *conflicts)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < conflicts->len; i++)
    {
      const FarConflict *conflict = conflicts->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "field", name_kind (conflict->kind));
      far_cli_json_id (builder, "record", conflict->record);
      far_cli_json_id (builder, "title", conflict->title);
      if (conflict->day != 0)
        far_cli_json_day (builder, "date", conflict->day);
      else
        far_cli_json_id (builder, "date", NULL);
      add_values (builder, conflict);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_print (builder);
}

static void
say_conflict (const FarConflict *conflict)
{
  g_autofree char *heading = far_words_conflict (conflict);

  far_cli_say ("%s", heading);
  for (guint i = 0; i < conflict->values->len; i++)
    {
      const FarConflictValue *value = conflict->values->pdata[i];
      g_autofree char *id = far_cli_short_id (value->id);
      g_autofree char *words = far_words_conflict_value (conflict->kind, value);
      g_autofree char *at = far_words_instant (value->time_ms);

      if (i == 0)
        /* Translators: %1$s is an id, %2$s a value, %3$s a person’s name, %4$s a date and time */
        far_cli_say (_ ("  %1$s  %2$s (%3$s, %4$s; shown now)"), id, words, value->by_name, at);
      else
        /* Translators: %1$s is an id, %2$s a value, %3$s a person’s name, %4$s a date and time */
        far_cli_say (_ ("  %1$s  %2$s (%3$s, %4$s)"), id, words, value->by_name, at);
    }
}

static gboolean
run_conflicts (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) conflicts = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_conflicts_async (cli->engine, cli->cancellable, far_cli_done, cli);
  conflicts = far_engine_conflicts_finish (cli->engine, far_cli_wait (cli), error);
  if (conflicts == NULL)
    return FALSE;

  if (cli->json)
    print_conflicts (conflicts);
  else if (conflicts->len == 0)
    far_cli_say ("%s", _ ("Nothing was written twice: there is nothing to choose."));
  for (guint i = 0; i < conflicts->len && !cli->json; i++)
    say_conflict (conflicts->pdata[i]);

  return TRUE;
}

static gboolean
run_choose (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_choose_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  if (!far_engine_choose_finish (cli->engine, far_cli_wait (cli), error))
    return FALSE;

  if (cli->json)
    {
      builder = json_builder_new ();
      json_builder_begin_object (builder);
      far_cli_json_bool (builder, "chosen", TRUE);
      json_builder_end_object (builder);
      far_cli_json_print (builder);
    }
  else
    far_cli_say ("%s", _ ("It is chosen, and everybody will see it so."));

  return TRUE;
}

/* Two words go before the one that they begin with. */
const FarCliCommand far_cli_conflict_commands[] = {
  { "conflicts choose", N_ ("ID"), N_ ("Choose one of the values that were written side by side."),
    NULL, 1, 1, run_choose },
  { "conflicts", "", N_ ("Show what people wrote without knowing of each other."), NULL, 0, 0,
    run_conflicts },
  { NULL },
};
