/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people can do, would like to learn, and hold a training in. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-words-skills.h"

static const char *const sorts[] = {
  [FAR_SKILL_SORT_OFFERED] = "offered",
  [FAR_SKILL_SORT_WANTED] = "wanted",
  [FAR_SKILL_SORT_HELD] = "held",
};

/* ---- what there is */

static void
add_day (JsonBuilder *builder, const char *key, gboolean has_day, gint32 day)
{
  if (has_day)
    far_cli_json_day (builder, key, day);
  else
    far_cli_json_text (builder, key, "");
}

static void
add_skill (JsonBuilder *builder, const FarSkill *skill)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", skill->id);
  far_cli_json_text (builder, "sort", sorts[skill->sort]);
  far_cli_json_text (builder, "name", skill->name);
  far_cli_json_text (builder, "note", skill->note);
  far_cli_json_text (builder, "person", skill->person);
  far_cli_json_text (builder, "person_name", skill->person_name);
  add_day (builder, "obtained", skill->has_obtained, skill->obtained);
  add_day (builder, "expires", skill->has_expires, skill->expires);
  far_cli_json_bool (builder, "over", skill->is_over);
  far_cli_json_bool (builder, "expiring", skill->is_expiring);
  far_cli_json_bool (builder, "needed", skill->is_needed);
  far_cli_json_bool (builder, "tandem", skill->is_shown);
  json_builder_set_member_name (builder, "seen_by");
  json_builder_begin_array (builder);
  for (guint i = 0; skill->attested[i] != NULL; i++)
    json_builder_add_string_value (builder, skill->attested[i]);
  json_builder_end_array (builder);
  far_cli_json_bool (builder, "contested", skill->is_contested);
  json_builder_end_object (builder);
}

static void
add_skills (JsonBuilder *builder, const char *key, GPtrArray *skills)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < skills->len; i++)
    add_skill (builder, skills->pdata[i]);
  json_builder_end_array (builder);
}

static void
print_skills (const FarSkills *skills)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_skills (builder, "skills", skills->skills);
  json_builder_set_member_name (builder, "tandems");
  json_builder_begin_array (builder);
  for (guint i = 0; i < skills->tandems->len; i++)
    {
      const FarTandem *tandem = skills->tandems->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "wanted", tandem->wanted->id);
      far_cli_json_text (builder, "offered", tandem->offered->id);
      far_cli_json_id (builder, "rota", tandem->rota);
      add_day (builder, "date", tandem->rota[0] != '\0', tandem->day);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "expiring");
  json_builder_begin_array (builder);
  for (guint i = 0; i < skills->expiring->len; i++)
    json_builder_add_string_value (builder, ((const FarSkill *)skills->expiring->pdata[i])->id);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static void
say_skills (const FarSkills *skills)
{
  g_autoptr(FarCliTable) table =
                 far_cli_table_new (_ ("Identifier"), _ ("Skill"), _ ("Whose"), _ ("More"), NULL);

  for (guint i = 0; i < skills->skills->len; i++)
    {
      const FarSkill *skill = skills->skills->pdata[i];
      g_autofree char *id = far_cli_short_id (skill->id);
      g_autofree char *whose = far_words_skill (skill);
      g_autofree char *until = far_words_skill_until (skill);

      far_cli_table_add (table, id, skill->name, whose, until != NULL ? until : "", NULL);
    }
  if (skills->skills->len > 0)
    far_cli_table_print (table);
  for (guint i = 0; i < skills->tandems->len; i++)
    {
      g_autofree char *words = far_words_tandem (skills->tandems->pdata[i]);

      far_cli_say ("%s", words);
    }
  for (guint i = 0; i < skills->expiring->len; i++)
    {
      g_autofree char *words = far_words_expiring (skills->expiring->pdata[i]);

      far_cli_say ("%s", words);
    }
}

static FarSkills *
dup_skills (FarCli *cli, const char *words, GError **error)
{
  if (!far_cli_open (cli, error))
    return NULL;

  far_engine_skills_async (cli->engine, words, cli->cancellable, far_cli_done, cli);

  return far_engine_skills_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean
show_list (FarCli *cli, const char *words, const char *none, GError **error)
{
  g_autoptr(FarSkills) skills = dup_skills (cli, words, error);

  if (skills == NULL)
    return FALSE;
  if (cli->json)
    print_skills (skills);
  else if (skills->skills->len == 0)
    far_cli_say ("%s", none);
  else
    say_skills (skills);

  return TRUE;
}

static gboolean
run_list (FarCli *cli, const char *const *args, GError **error)
{
  return show_list (cli, "", _ ("Nobody has said yet what they can do or would like to learn."),
                    error);
}

static gboolean
run_who_can (FarCli *cli, const char *const *args, GError **error)
{
  g_autofree char *words = g_strjoinv (" ", (char **)args);

  return show_list (cli, words, _ ("Nobody has said anything with these words."), error);
}

/* Returns: (transfer none): NULL with NO_SUCH_ID or ID_AMBIGUOUS */
static const FarSkill *
find_skill (const FarSkills *skills, const char *id, GError **error)
{
  const FarSkill *found = NULL;
  guint n = 0;

  for (guint i = 0; i < skills->skills->len; i++)
    {
      const FarSkill *skill = skills->skills->pdata[i];

      if (!g_str_has_prefix (skill->id, id))
        continue;
      found = skill;
      n++;
    }
  if (n == 1 && strlen (id) >= FAR_CLI_ID_MIN)
    return found;

  g_set_error_literal (error, FAR_SYNC_ERROR,
                       n == 0 ? FAR_SYNC_ERROR_NO_SUCH_ID : FAR_SYNC_ERROR_ID_AMBIGUOUS,
                       "which skill");

  return NULL;
}

static void
say_skill (const FarSkill *skill)
{
  g_autofree char *whose = far_words_skill (skill);
  g_autofree char *more = far_words_skill_more (skill);
  g_auto(GStrv) lines = g_strsplit (more != NULL ? more : "", "\n", -1);

  far_cli_say ("%s", skill->name);
  far_cli_say ("%s", whose);
  for (guint i = 0; lines[i] != NULL; i++)
    far_cli_say ("%s", lines[i]);
}

static gboolean
run_show (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarSkills) skills = dup_skills (cli, "", error);
  const FarSkill *skill = skills != NULL ? find_skill (skills, args[0], error) : NULL;
  g_autoptr(JsonBuilder) builder = NULL;

  if (skill == NULL)
    return FALSE;
  if (!cli->json)
    {
      say_skill (skill);
      return TRUE;
    }

  builder = json_builder_new ();
  add_skill (builder, skill);
  far_cli_json_print (builder);

  return TRUE;
}

/* ---- saying so */

static char *skill_name;
static char *skill_note;
static char *skill_obtained;
static char *skill_expires;
static gboolean skill_tandem;
static gboolean skill_no_tandem;
static char *skill_for;

#define NOTE \
  { \
    "note", 0, 0, G_OPTION_ARG_FILENAME, &skill_note, N_ ("What it is, in words"), N_ ("TEXT") \
  }
#define TANDEM \
  { \
    "tandem", 0, 0, G_OPTION_ARG_NONE, &skill_tandem, N_ ("It would be shown to somebody"), NULL \
  }
#define OBTAINED \
  { \
    "obtained", 0, 0, G_OPTION_ARG_FILENAME, &skill_obtained, \
        N_ ("The day on which the training was obtained"), N_ ("DATE") \
  }
#define EXPIRES \
  { \
    "expires", 0, 0, G_OPTION_ARG_FILENAME, &skill_expires, \
        N_ ("The last day on which the training is good"), N_ ("DATE") \
  }
#define FOR \
  { \
    "for", 0, 0, G_OPTION_ARG_FILENAME, &skill_for, \
        N_ ("For a person without a machine whom you answer for"), N_ ("MEMBER") \
  }

static const GOptionEntry add_options[] = { NOTE, TANDEM, FOR, { NULL } };
static const GOptionEntry want_options[] = { NOTE, FOR, { NULL } };
static const GOptionEntry hold_options[] = { OBTAINED, EXPIRES, NOTE, TANDEM, FOR, { NULL } };

static const GOptionEntry edit_options[] = {
  { "name", 0, 0, G_OPTION_ARG_FILENAME, &skill_name, N_ ("Another name"), N_ ("NAME") },
  NOTE,
  OBTAINED,
  EXPIRES,
  TANDEM,
  { "no-tandem", 0, 0, G_OPTION_ARG_NONE, &skill_no_tandem, N_ ("It would not be shown"), NULL },
  { NULL },
};

static gboolean
read_edit (FarSkillEdit *edit, const char *name, GError **error)
{
  *edit = FAR_SKILL_EDIT_NONE;
  edit->name = name;
  edit->note = skill_note;
  edit->sets_held = skill_obtained != NULL || skill_expires != NULL;
  edit->has_obtained = skill_obtained != NULL;
  edit->has_expires = skill_expires != NULL;
  if (skill_tandem || skill_no_tandem)
    edit->is_shown = skill_tandem;

  return (skill_obtained == NULL || far_cli_parse_day (skill_obtained, &edit->obtained, error)) &&
         (skill_expires == NULL || far_cli_parse_day (skill_expires, &edit->expires, error));
}

/* @id: (transfer full) (nullable): NULL with @error */
static gboolean
show_done (FarCli *cli, char *id, const char *done)
{
  g_autofree char *owned = id;
  g_autoptr(JsonBuilder) builder = NULL;

  if (owned == NULL)
    return FALSE;
  if (!cli->json)
    {
      far_cli_say ("%s", done);
      return TRUE;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "skill", owned);
  json_builder_end_object (builder);
  far_cli_json_print (builder);

  return TRUE;
}

static gboolean
say_of (FarCli *cli, FarSkillSort sort, const char *name, GError **error)
{
  FarSkillEdit skill;

  if (!read_edit (&skill, name, error) || !far_cli_open (cli, error))
    return FALSE;
  skill.sets_held |= sort == FAR_SKILL_SORT_HELD;

  far_engine_add_skill_async (cli->engine, sort, &skill, skill_for, cli->cancellable, far_cli_done,
                              cli);

  return show_done (cli, far_engine_add_skill_finish (cli->engine, far_cli_wait (cli), error),
                    _ ("It is written down."));
}

static gboolean
run_add (FarCli *cli, const char *const *args, GError **error)
{
  return say_of (cli, FAR_SKILL_SORT_OFFERED, args[0], error);
}

static gboolean
run_want (FarCli *cli, const char *const *args, GError **error)
{
  return say_of (cli, FAR_SKILL_SORT_WANTED, args[0], error);
}

static gboolean
run_hold (FarCli *cli, const char *const *args, GError **error)
{
  return say_of (cli, FAR_SKILL_SORT_HELD, args[0], error);
}

static gboolean
change (FarCli *cli, const char *id, const FarSkillEdit *edit, const char *done, GError **error)
{
  if (cli->engine == NULL && !far_cli_open (cli, error))
    return FALSE;

  far_engine_change_skill_async (cli->engine, id, edit, cli->cancellable, far_cli_done, cli);

  return show_done (cli, far_engine_change_skill_finish (cli->engine, far_cli_wait (cli), error),
                    done);
}

/* Both days are one word: the one of which nothing is said goes on. */
static gboolean
fill_held (FarCli *cli, const char *id, FarSkillEdit *edit, GError **error)
{
  g_autoptr(FarSkills) skills = NULL;
  const FarSkill *skill;

  if (!edit->sets_held || (edit->has_obtained && edit->has_expires))
    return TRUE;
  skills = dup_skills (cli, "", error);
  skill = skills != NULL ? find_skill (skills, id, error) : NULL;
  if (skill == NULL)
    return FALSE;

  if (!edit->has_obtained)
    {
      edit->has_obtained = skill->has_obtained;
      edit->obtained = skill->obtained;
    }
  else
    {
      edit->has_expires = skill->has_expires;
      edit->expires = skill->expires;
    }

  return TRUE;
}

static gboolean
run_edit (FarCli *cli, const char *const *args, GError **error)
{
  FarSkillEdit edit;

  if (!read_edit (&edit, skill_name, error))
    return FALSE;
  if (edit.name == NULL && edit.note == NULL && !edit.sets_held && edit.is_shown < 0)
    {
      far_cli_set_usage_error (
          error, _ ("Say --name, --note, --obtained, --expires, --tandem or --no-tandem."));
      return FALSE;
    }

  return fill_held (cli, args[0], &edit, error) &&
         change (cli, args[0], &edit, _ ("It is changed."), error);
}

static gboolean
run_drop (FarCli *cli, const char *const *args, GError **error)
{
  FarSkillEdit edit = FAR_SKILL_EDIT_NONE;

  edit.gone = 1;

  return change (cli, args[0], &edit, _ ("It is taken off the list."), error);
}

static gboolean attest_not;

static const GOptionEntry attest_options[] = {
  { "not", 0, 0, G_OPTION_ARG_NONE, &attest_not, N_ ("Take that back"), NULL },
  { NULL },
};

static gboolean
run_attest (FarCli *cli, const char *const *args, GError **error)
{
  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_attest_skill_async (cli->engine, args[0], !attest_not, cli->cancellable, far_cli_done,
                                 cli);

  return show_done (cli, far_engine_attest_skill_finish (cli->engine, far_cli_wait (cli), error),
                    attest_not ? _ ("You have not seen it.") : _ ("You have seen it."));
}

const FarCliCommand far_cli_skill_commands[] = {
  { "skill list", "", N_ ("Show what people can do, would like to learn and have a training in."),
    NULL, 0, 0, run_list },
  { "skill show", N_ ("ID"), N_ ("Show one of them."), NULL, 1, 1, run_show },
  { "skill add", N_ ("NAME [--note TEXT] [--tandem] [--for MEMBER]"),
    N_ ("Say that you can do something."), add_options, 1, 1, run_add },
  { "skill want", N_ ("NAME [--note TEXT] [--for MEMBER]"),
    N_ ("Say that you would like to learn something."), want_options, 1, 1, run_want },
  { "skill hold",
    N_ ("NAME [--obtained DATE] [--expires DATE] [--note TEXT] [--tandem] [--for MEMBER]"),
    N_ ("Say that you have a training; said again with other days it is renewed."), hold_options, 1,
    1, run_hold },
  { "skill edit",
    N_ ("ID [--name NAME] [--note TEXT] [--obtained DATE] [--expires DATE] [--tandem] "
        "[--no-tandem]"),
    N_ ("Change what you said."), edit_options, 1, 1, run_edit },
  { "skill drop", N_ ("ID"), N_ ("Say it no more."), NULL, 1, 1, run_drop },
  { "skill attest", N_ ("ID [--not]"), N_ ("Say that you have seen somebody’s training."),
    attest_options, 1, 1, run_attest },
  { "who can", N_ ("WORD..."), N_ ("Look for people by what they can do."), NULL, 1, 20,
    run_who_can },
  { NULL },
};
