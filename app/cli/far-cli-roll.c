/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Roll-call: who was there, and to whom children were handed over. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-words-children.h"
#include "far-words-roll.h"
#include "far-words.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarRoll, far_snapshot_unref)

#define PREFIX_MIN 6

static const char *const presences[] = {
  [FAR_PRESENCE_UNSAID] = "unsaid",
  [FAR_PRESENCE_THERE] = "there",
  [FAR_PRESENCE_LATE] = "late",
  [FAR_PRESENCE_MISSING] = "missing",
};

/* ---- showing it */

static void
add_hand (JsonBuilder *builder, const char *to, const char *name, const char *words)
{
  if (to != NULL)
    far_cli_json_id (builder, "to", to);
  far_cli_json_text (builder, "name", name);
  far_cli_json_text (builder, "words", words);
}

static void
add_words (JsonBuilder *builder, const char *key, const GPtrArray *words, gboolean are_hands)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < words->len; i++)
    {
      const FarRollWord *word = words->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_id (builder, "by", word->by);
      far_cli_json_text (builder, "by_name", word->by_name);
      far_cli_json_instant (builder, "at", word->time_ms);
      far_cli_json_bool (builder, "witness", word->is_witness);
      if (!are_hands)
        far_cli_json_text (builder, "presence", presences[word->presence]);
      else
        {
          far_cli_json_bool (builder, "handed", word->is_handed);
          add_hand (builder, NULL, word->handed_name, word->handed_words);
          far_cli_json_bool (builder, "off_list", word->is_off_list);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
far_cli_json_mark (JsonBuilder *builder, const FarRollMark *mark)
{
  far_cli_json_text (builder, "presence", presences[mark->presence]);
  far_cli_json_id (builder, "said_by_name", mark->said_by);
  if (mark->presence != FAR_PRESENCE_UNSAID)
    far_cli_json_instant (builder, "said_at", mark->said_ms);
  json_builder_set_member_name (builder, "handed");
  if (mark->is_handed)
    {
      json_builder_begin_object (builder);
      add_hand (builder, mark->handed_to, mark->handed_name, mark->handed_words);
      far_cli_json_bool (builder, "on_list", mark->is_on_list);
      far_cli_json_bool (builder, "off_list", mark->is_off_list);
      far_cli_json_text (builder, "by_name", mark->handed_by);
      far_cli_json_instant (builder, "at", mark->handed_ms);
      json_builder_end_object (builder);
    }
  else
    json_builder_add_null_value (builder);
  add_words (builder, "differing", mark->states, FALSE);
  add_words (builder, "differing_hands", mark->hands, TRUE);
}

static void
add_rows (JsonBuilder *builder, const char *key, const GPtrArray *rows)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      const FarRollRow *row = rows->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", row->id);
      far_cli_json_text (builder, "name", row->name);
      if (row->is_child)
        far_cli_json_id (builder, "stop", row->stop);
      far_cli_json_bool (builder, "expected", row->is_expected);
      far_cli_json_bool (builder, "absent", row->is_absent);
      far_cli_json_bool (builder, "mine", row->is_mine);
      far_cli_json_mark (builder, &row->mark);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_as_json (const FarRoll *roll)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  far_cli_json_text (builder, "rota", roll->rota);
  far_cli_json_text (builder, "title", roll->title);
  far_cli_json_day (builder, "date", roll->day);
  far_cli_json_time (builder, "at", roll->at);
  add_rows (builder, "children", roll->children);
  add_rows (builder, "adults", roll->adults);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static void
add_to_table (FarCliTable *table, const GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const FarRollRow *row = rows->pdata[i];
      g_autofree char *id = far_cli_short_id (row->id);
      g_autofree char *mark = far_words_mark (&row->mark);
      g_autofree char *differs = far_words_mark_differs (&row->mark);
      g_auto(GStrv) lines = NULL;
      g_autofree char *all = NULL;
      const char *said = mark;

      if (said == NULL)
        said = row->is_absent ? _ ("Said to be absent") : far_words_presence (FAR_PRESENCE_UNSAID);
      lines = g_strsplit (differs != NULL ? differs : "", "\n", 0);
      all = g_strjoinv ("; ", lines);
      far_cli_table_add (table, id, row->name, row->stop, said, all, NULL);
    }
}

static void
show_roll (FarCli *cli, const FarRoll *roll)
{
  g_autoptr(FarCliTable) table = NULL;
  g_autofree char *title = NULL;
  g_autofree char *count = NULL;

  if (cli->json)
    {
      print_as_json (roll);
      return;
    }

  title = far_words_roll_title (roll);
  far_cli_say ("%s", title);
  if (roll->children->len + roll->adults->len == 0)
    {
      far_cli_say ("%s", _ ("Nobody is expected, and nobody was counted."));
      return;
    }

  table = far_cli_table_new (_ ("Identifier"), _ ("Who"), _ ("Stop"), _ ("What is said"),
                             _ ("Where it differs"), NULL);
  add_to_table (table, roll->children);
  add_to_table (table, roll->adults);
  far_cli_table_print (table);
  count = far_words_roll_children (roll);
  if (count != NULL)
    far_cli_say ("%s.", count);
}

static gboolean
run_roll (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarRoll) roll = NULL;
  gint32 day;

  if (!far_cli_parse_day (args[1], &day, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_roll_async (cli->engine, args[0], day, cli->cancellable, far_cli_done, cli);
  roll = far_engine_roll_finish (cli->engine, far_cli_wait (cli), error);
  if (roll == NULL)
    return FALSE;

  show_roll (cli, roll);

  return TRUE;
}

/* ---- calling it */

static gboolean is_present;
static gboolean is_late;
static gboolean is_absent;
static gboolean is_unsaid;
static char *handed_to;
static char *handed_words;
static gboolean is_not_handed;

#define WHETHER_THERE \
  { "present", 0, 0, G_OPTION_ARG_NONE, &is_present, N_ ("They are there"), NULL }, \
      { "late", 0, 0, G_OPTION_ARG_NONE, &is_late, N_ ("They came late, and are there"), NULL }, \
      { "absent", 0, 0, G_OPTION_ARG_NONE, &is_absent, N_ ("They are not there"), NULL }, \
  { \
    "unsaid", 0, 0, G_OPTION_ARG_NONE, &is_unsaid, N_ ("Take back what was said"), NULL \
  }

static const GOptionEntry check_options[] = {
  WHETHER_THERE,
  { NULL },
};

static const GOptionEntry call_options[] = {
  WHETHER_THERE,
  { "to", 0, 0, G_OPTION_ARG_FILENAME, &handed_to,
    N_ ("Handed over to this member, or person without a machine"), N_ ("MEMBER") },
  { "to-words", 0, 0, G_OPTION_ARG_FILENAME, &handed_words,
    N_ ("Handed over to somebody in words, such as the teacher"), N_ ("TEXT") },
  { "not-handed", 0, 0, G_OPTION_ARG_NONE, &is_not_handed, N_ ("Not handed over after all"), NULL },
  { NULL },
};

static gboolean
read_edit (FarRollEdit *out, GError **error)
{
  gboolean is_handed = handed_to != NULL || handed_words != NULL;

  *out = FAR_ROLL_EDIT_NONE;
  if (is_present + is_late + is_absent + is_unsaid > 1 || (is_handed && is_not_handed) ||
      (is_handed && (is_absent || is_unsaid)))
    {
      far_cli_set_usage_error (error, _ ("These options contradict each other."));
      return FALSE;
    }
  if (!is_present && !is_late && !is_absent && !is_unsaid && !is_handed && !is_not_handed)
    return far_cli_need_option (NULL, "--present, --late, --absent", error);

  if (is_present)
    out->presence = FAR_PRESENCE_THERE;
  else if (is_late)
    out->presence = FAR_PRESENCE_LATE;
  else if (is_absent)
    out->presence = FAR_PRESENCE_MISSING;
  else if (is_unsaid)
    out->presence = FAR_PRESENCE_UNSAID;
  out->is_handing = is_handed || is_not_handed;
  out->is_handed = is_handed;
  out->handed_to = handed_to;
  out->words = handed_words;

  return TRUE;
}

static gboolean
call_one (FarCli *cli,
          const char *rota,
          gint32 day,
          const char *who,
          const FarRollEdit *edit,
          GError **error)
{
  g_autoptr(FarRoll) roll = NULL;

  far_engine_call_roll_async (cli->engine, rota, day, who, edit, cli->cancellable, far_cli_done,
                              cli);
  roll = far_engine_call_roll_finish (cli->engine, far_cli_wait (cli), error);
  if (roll == NULL)
    return FALSE;

  show_roll (cli, roll);

  return TRUE;
}

static gboolean
run_call (FarCli *cli, const char *const *args, GError **error)
{
  FarRollEdit edit;
  gint32 day;

  return read_edit (&edit, error) && far_cli_parse_day (args[1], &day, error) &&
         far_cli_open (cli, error) && call_one (cli, args[0], day, args[2], &edit, error);
}

/* A turn of an outing that is not long over. */
static gboolean
find_turn (FarCli *cli,
           const char *id,
           char **out_rota,
           gint32 *out_day,
           char **out_member,
           GError **error)
{
  g_autoptr(FarStatus) status = far_cli_dup_status (cli, error);
  g_autoptr(GPtrArray) week = NULL;
  gboolean is_found = FALSE;

  if (status == NULL)
    return FALSE;

  far_engine_week_async (cli->engine, status->today - FAR_ROLL_DAYS, FAR_ROLL_DAYS + 1,
                         cli->cancellable, far_cli_done, cli);
  week = far_engine_week_finish (cli->engine, far_cli_wait (cli), error);
  if (week == NULL)
    return FALSE;

  for (guint i = 0; i < week->len; i++)
    {
      const FarOuting *outing = week->pdata[i];

      for (guint j = 0; j < outing->turns->len; j++)
        {
          const FarTurn *turn = outing->turns->pdata[j];

          if (strlen (id) < PREFIX_MIN || !g_str_has_prefix (turn->id, id))
            continue;
          if (is_found)
            {
              g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_ID_AMBIGUOUS,
                                   "several ids begin so");
              return FALSE;
            }
          is_found = TRUE;
          *out_rota = g_strdup (outing->rota);
          *out_day = outing->day;
          *out_member = g_strdup (turn->member);
        }
    }
  if (!is_found)
    g_set_error_literal (error, FAR_SYNC_ERROR, FAR_SYNC_ERROR_NO_SUCH_ID,
                         "no turn of the last month has that id");

  return is_found;
}

static gboolean
run_check (FarCli *cli, const char *const *args, GError **error)
{
  g_autofree char *rota = NULL;
  g_autofree char *member = NULL;
  FarRollEdit edit;
  gint32 day;

  return read_edit (&edit, error) && far_cli_open (cli, error) &&
         find_turn (cli, args[0], &rota, &day, &member, error) &&
         call_one (cli, rota, day, member, &edit, error);
}

const FarCliCommand far_cli_roll_commands[] = {
  { "roll", N_ ("ROTA DATE"), N_ ("Show who was there, and to whom children were handed over."),
    NULL, 2, 2, run_roll },
  { "roll call", N_ ("ROTA DATE WHO --present|--late|--absent|--unsaid [--to MEMBER]..."),
    N_ ("Say whether a child or an adult is there, and to whom a child is handed over."),
    call_options, 3, 3, run_call },
  { "turn check", N_ ("ID --present|--late|--absent|--unsaid"),
    N_ ("Say whether somebody who promised to come is there."), check_options, 1, 1, run_check },
  { NULL },
};
