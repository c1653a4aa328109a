/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bikes that break, who mends them and when, and what each of them had. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-saving.h"
#include "far-tables.h"
#include "far-words-repair.h"
#include "far-words.h"

static const char *const state_names[FAR_FAULT_IS_N] = { "reported", "booked",   "started",
                                                         "repaired", "given-up", "withdrawn" };
static const char *const part_names[FAR_BIKE_PARTS] = { "brakes", "tyre",   "wheel", "chain",
                                                        "lights", "saddle", "frame", "other" };
static const char *const place_names[] = { "standing", "reserve",  "seeking",
                                           "absent",   "released", "relieved" };
static const char *const log_names[FAR_LOG_IS_N] = {
  "fault", "started", "repaired", "given-up", "reopened", "out", "back", "condition"
};
static const char *const condition_names[FAR_SHAPE_N] = { "good", "worn", "broken" };

/* ---- what is typed */

static char *fault_thing;
static char *fault_bike;
static char *fault_text;
static char *fault_since;
static char *fault_wanted;
static char *fault_for;
static char *fault_date;
static char *fault_rota;
static char *work_done;
static char *work_used;
static char *work_cost;
static char *work_by;
static char *work_checked;
static int work_minutes = -1;
static char **fault_parts;
static gboolean fault_unsafe;
static gboolean fault_safe;
static gboolean fault_all;
static gboolean log_force;
static char *log_csv;

static gboolean
parse_parts (int *out, GError **error)
{
  if (fault_parts == NULL)
    return TRUE;

  *out = 0;
  for (char **one = fault_parts; *one != NULL; one++)
    {
      guint i = 0;

      while (i < FAR_BIKE_PARTS && strcmp (part_names[i], *one) != 0)
        i++;
      if (i == FAR_BIKE_PARTS)
        {
          far_cli_set_usage_error (error,
                                   _ ("“%s” is no part. Parts are brakes, tyre, wheel, chain, "
                                      "lights, saddle, frame and other."),
                                   *one);
          return FALSE;
        }
      *out |= 1 << i;
    }

  return TRUE;
}

static gboolean
read_draft (FarFaultDraft *draft, GError **error)
{
  if (fault_unsafe && fault_safe)
    {
      far_cli_set_usage_error (error, _ ("Say --not-to-be-ridden or --may-be-ridden, not both."));
      return FALSE;
    }
  if (!parse_parts (&draft->parts, error) ||
      (fault_since != NULL && !far_cli_parse_day (fault_since, &draft->since, error)) ||
      (fault_wanted != NULL && !far_cli_parse_day (fault_wanted, &draft->wanted, error)))
    return FALSE;
  draft->says_since = fault_since != NULL;
  draft->says_wanted = fault_wanted != NULL;
  draft->words = fault_text;
  draft->is_unsafe = fault_unsafe ? 1 : fault_safe ? 0 : -1;

  return TRUE;
}

/* ---- what is printed */

static void
json_slot (JsonBuilder *builder, const FarSlot *slot)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", slot->id);
  far_cli_json_text (builder, "rota", slot->rota);
  far_cli_json_text (builder, "title", slot->title);
  far_cli_json_day (builder, "date", slot->day);
  far_cli_json_time (builder, "at", slot->at);
  far_cli_json_text (builder, "name", slot->member_name);
  far_cli_json_id (builder, "by_name", slot->by_name);
  far_cli_json_bool (builder, "mine", slot->is_mine);
  far_cli_json_text (builder, "state", place_names[slot->place]);
  far_cli_json_int (builder, "reserve", slot->reserve);
  far_cli_json_id (builder, "before", slot->before_name);
  far_cli_json_bool (builder, "on", slot->is_on);
  json_builder_end_object (builder);
}

static void
json_parts (JsonBuilder *builder, guint parts)
{
  json_builder_set_member_name (builder, "parts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < FAR_BIKE_PARTS; i++)
    if ((parts & 1u << i) != 0)
      json_builder_add_string_value (builder, part_names[i]);
  json_builder_end_array (builder);
}

static void
json_fault (JsonBuilder *builder, const FarFault *fault)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", fault->id);
  far_cli_json_text (builder, "thing", fault->thing);
  far_cli_json_text (builder, "thing_name", fault->thing_name);
  far_cli_json_id (builder, "whose_name", fault->whose_name);
  far_cli_json_text (builder, "member", fault->member);
  far_cli_json_text (builder, "name", fault->member_name);
  far_cli_json_id (builder, "phone", fault->member_phone);
  far_cli_json_bool (builder, "mine", fault->may_edit);
  far_cli_json_day (builder, "date", fault->day);
  json_parts (builder, fault->parts);
  far_cli_json_text (builder, "text", fault->words);
  if (fault->has_since)
    far_cli_json_day (builder, "since", fault->since);
  if (fault->has_wanted)
    far_cli_json_day (builder, "wanted", fault->wanted);
  far_cli_json_bool (builder, "unsafe", fault->is_unsafe);
  far_cli_json_bool (builder, "open", fault->is_open);
  far_cli_json_text (builder, "state", state_names[fault->state]);
  if (fault->step != FAR_STEP_NOT_YET)
    far_cli_json_day (builder, "worked", fault->work_day);
  far_cli_json_text (builder, "done", fault->done);
  far_cli_json_text (builder, "used", fault->used);
  far_cli_json_text (builder, "cost", fault->cost);
  if (fault->minutes >= 0)
    far_cli_json_int (builder, "minutes", fault->minutes);
  far_cli_json_id (builder, "by", fault->who_name);
  far_cli_json_id (builder, "checked", fault->checked_name);
  far_cli_json_id (builder, "said_by", fault->said_name);
  far_cli_json_bool (builder, "contested", fault->is_contested);
  json_builder_set_member_name (builder, "slots");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fault->slots->len; i++)
    json_slot (builder, fault->slots->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
say_fault (const FarFault *fault)
{
  g_autofree char *id = far_cli_short_id (fault->id);
  g_autofree char *what = far_words_fault (fault);
  g_autofree char *state = far_words_fault_state (fault);
  g_autofree char *more = far_words_fault_more (fault);
  g_auto(GStrv) lines = g_strsplit (more, "\n", -1);

  /* Translators: an id, the name of a bike, what is wrong with it, and what has become of it */
  far_cli_say (_ ("%1$s  %2$s. %3$s. %4$s"), id, fault->thing_name, what, state);
  for (guint i = 0; lines[i] != NULL; i++)
    far_cli_say ("    %s", lines[i]);
}

/* One fault as it is now. */
static gboolean
show_one (FarCli *cli, FarRepairs *repairs)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (repairs == NULL)
    return FALSE;
  if (cli->json)
    {
      builder = json_builder_new ();
      json_fault (builder, repairs->faults->pdata[0]);
      far_cli_json_print (builder);
    }
  else
    say_fault (repairs->faults->pdata[0]);
  far_snapshot_unref (repairs);

  return TRUE;
}

/* ---- lists */

static FarRepairs *
dup_repairs (FarCli *cli, GError **error)
{
  if (!far_cli_open (cli, error))
    return NULL;
  far_engine_repairs_async (cli->engine, fault_all, cli->cancellable, far_cli_done, cli);

  return far_engine_repairs_finish (cli->engine, far_cli_wait (cli), error);
}

static gboolean
run_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  FarRepairs *repairs = dup_repairs (cli, error);

  if (repairs == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < repairs->faults->len; i++)
    if (cli->json)
      json_fault (builder, repairs->faults->pdata[i]);
    else
      say_fault (repairs->faults->pdata[i]);
  json_builder_end_array (builder);
  if (cli->json)
    far_cli_json_print (builder);
  else if (repairs->faults->len == 0)
    far_cli_say ("%s", _ ("Nothing is broken. Report what is with “fault report”."));
  far_snapshot_unref (repairs);

  return TRUE;
}

static gboolean
run_show (FarCli *cli, const char *const *args, GError **error)
{
  if (!far_cli_open (cli, error))
    return FALSE;
  far_engine_fault_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);

  return show_one (cli, far_engine_fault_finish (cli->engine, far_cli_wait (cli), error));
}

static void
json_workshop (JsonBuilder *builder, const FarWorkshop *workshop)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "rota", workshop->rota);
  far_cli_json_text (builder, "title", workshop->title);
  far_cli_json_text (builder, "place", workshop->place);
  far_cli_json_day (builder, "date", workshop->day);
  far_cli_json_time (builder, "at", workshop->at);
  far_cli_json_int (builder, "places", workshop->n_places);
  far_cli_json_int (builder, "left", workshop->n_left);
  json_builder_set_member_name (builder, "faults");
  json_builder_begin_array (builder);
  for (guint i = 0; i < workshop->faults->len; i++)
    json_builder_add_string_value (builder, ((const FarFault *)workshop->faults->pdata[i])->id);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
say_workshop (const FarWorkshop *workshop)
{
  g_autofree char *words = far_words_workshop (workshop);
  g_autofree char *left = far_words_workshop_left (workshop);

  /* Translators: when and where bikes are mended, and how many places are free */
  far_cli_say (_ ("%1$s. %2$s"), words, left);
  for (guint i = 0; i < workshop->faults->len; i++)
    {
      const FarFault *fault = workshop->faults->pdata[i];
      g_autofree char *what = far_words_fault (fault);

      /* Translators: a bike, and what is wrong with it */
      far_cli_say (_ ("    %1$s: %2$s"), fault->thing_name, what);
    }
}

static gboolean
run_workshops (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  FarRepairs *repairs = dup_repairs (cli, error);

  if (repairs == NULL)
    return FALSE;
  json_builder_begin_array (builder);
  for (guint i = 0; i < repairs->workshops->len; i++)
    if (cli->json)
      json_workshop (builder, repairs->workshops->pdata[i]);
    else
      say_workshop (repairs->workshops->pdata[i]);
  json_builder_end_array (builder);
  if (cli->json)
    far_cli_json_print (builder);
  else if (repairs->workshops->len == 0)
    far_cli_say ("%s", _ ("No workshop is ahead. Say which rota is one with “workshop set”."));
  far_snapshot_unref (repairs);

  return TRUE;
}

/* ---- what is wrong */

#define WRONG_OPTIONS \
  { "part", \
    0, \
    0, \
    G_OPTION_ARG_FILENAME_ARRAY, \
    &fault_parts, \
    N_ ("What is broken: brakes, tyre, wheel, chain, lights, saddle, frame, other"), \
    N_ ("PART") }, \
      { "text", 0, 0, G_OPTION_ARG_FILENAME, &fault_text, N_ ("What is wrong"), N_ ("TEXT") }, \
      { "since", 0, 0, G_OPTION_ARG_FILENAME, &fault_since, N_ ("Since when"), N_ ("DATE") }, \
      { "wanted",   0, 0, G_OPTION_ARG_FILENAME, &fault_wanted, N_ ("By when it is needed"), \
        N_ ("DATE") }, \
      { "not-to-be-ridden", \
        0, \
        0, \
        G_OPTION_ARG_NONE, \
        &fault_unsafe, \
        N_ ("Nobody is to ride it until it is repaired"), \
        NULL }, \
  { \
    "may-be-ridden", 0, 0, G_OPTION_ARG_NONE, &fault_safe, N_ ("It may be ridden"), NULL \
  }

static const GOptionEntry report_options[] = {
  { "thing", 0, 0, G_OPTION_ARG_FILENAME, &fault_thing, N_ ("What is broken, of what is listed"),
    N_ ("ID") },
  { "bike", 0, 0, G_OPTION_ARG_FILENAME, &fault_bike,
    N_ ("A bike of your own, which is not listed yet"), N_ ("NAME") },
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &fault_for,
    N_ ("For this person, for whom you answer (default: you)"), N_ ("MEMBER") },
  WRONG_OPTIONS,
  { NULL },
};

static const GOptionEntry edit_options[] = {
  WRONG_OPTIONS,
  { NULL },
};

static const GOptionEntry list_options[] = {
  { "all", 0, 0, G_OPTION_ARG_NONE, &fault_all, N_ ("What is repaired, given up or withdrawn too"),
    NULL },
  { NULL },
};

static gboolean
run_report (FarCli *cli, const char *const *args, GError **error)
{
  FarFaultDraft draft = FAR_FAULT_DRAFT_NONE;

  if ((fault_thing != NULL) == (fault_bike != NULL))
    {
      far_cli_set_usage_error (error, _ ("Say --thing or --bike, one of both."));
      return FALSE;
    }
  draft.thing = fault_thing;
  draft.name = fault_bike;
  draft.member = fault_for;
  if (!read_draft (&draft, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_report_fault_async (cli->engine, &draft, cli->cancellable, far_cli_done, cli);

  return show_one (cli, far_engine_report_fault_finish (cli->engine, far_cli_wait (cli), error));
}

static gboolean
change (FarCli *cli, const char *fault, const FarFaultDraft *draft, GError **error)
{
  if (!far_cli_open (cli, error))
    return FALSE;
  far_engine_change_fault_async (cli->engine, fault, draft, cli->cancellable, far_cli_done, cli);

  return show_one (cli, far_engine_change_fault_finish (cli->engine, far_cli_wait (cli), error));
}

static gboolean
run_edit (FarCli *cli, const char *const *args, GError **error)
{
  FarFaultDraft draft = FAR_FAULT_DRAFT_NONE;

  if (!read_draft (&draft, error))
    return FALSE;
  if (draft.parts < 0 && draft.words == NULL && !draft.says_since && !draft.says_wanted &&
      draft.is_unsafe < 0)
    {
      far_cli_set_usage_error (error, _ ("Say what is to be changed, such as --part or --text."));
      return FALSE;
    }

  return change (cli, args[0], &draft, error);
}

static gboolean
run_withdraw (FarCli *cli, const char *const *args, GError **error)
{
  FarFaultDraft draft = FAR_FAULT_DRAFT_NONE;

  draft.is_gone = 1;

  return change (cli, args[0], &draft, error);
}

/* ---- what is done about it */

#define WORK_OPTIONS \
  { "text", 0, 0, G_OPTION_ARG_FILENAME, &work_done, N_ ("What was done"), N_ ("TEXT") }, \
      { "used", 0, 0, G_OPTION_ARG_FILENAME, &work_used, N_ ("Which parts were used"), N_ ("TEXT") }, \
      { "cost", 0, 0, G_OPTION_ARG_FILENAME, &work_cost, N_ ("What it cost, in words"), N_ ("TEXT") }, \
      { "minutes", 0, 0, G_OPTION_ARG_INT, &work_minutes, N_ ("How long it took"), N_ ("N") }, \
      { "by", 0, 0, G_OPTION_ARG_FILENAME, &work_by, N_ ("Who did it"), N_ ("MEMBER") }, \
  { \
    "checked", 0, 0, G_OPTION_ARG_FILENAME, &work_checked, N_ ("Who looked whether it is safe"), \
        N_ ("MEMBER") \
  }

static const GOptionEntry work_options[] = {
  WORK_OPTIONS,
  { NULL },
};

static gboolean
work (FarCli *cli, const char *fault, FarWorkStep step, GError **error)
{
  FarWorkDraft draft = { .step = step,
                         .done = work_done,
                         .used = work_used,
                         .cost = work_cost,
                         .minutes = MAX (work_minutes, -1),
                         .who = work_by,
                         .checked = work_checked };

  if (!far_cli_open (cli, error))
    return FALSE;
  far_engine_say_work_async (cli->engine, fault, &draft, cli->cancellable, far_cli_done, cli);

  return show_one (cli, far_engine_say_work_finish (cli->engine, far_cli_wait (cli), error));
}

static gboolean
run_start (FarCli *cli, const char *const *args, GError **error)
{
  return work (cli, args[0], FAR_STEP_ON, error);
}

static gboolean
run_done (FarCli *cli, const char *const *args, GError **error)
{
  return work (cli, args[0], FAR_STEP_DONE, error);
}

static gboolean
run_give_up (FarCli *cli, const char *const *args, GError **error)
{
  return work (cli, args[0], FAR_STEP_GIVEN_UP, error);
}

static gboolean
run_reopen (FarCli *cli, const char *const *args, GError **error)
{
  return work (cli, args[0], FAR_STEP_NOT_YET, error);
}

/* ---- places at a workshop */

static const GOptionEntry slot_options[] = {
  { "date", 0, 0, G_OPTION_ARG_FILENAME, &fault_date, N_ ("On which day"), N_ ("DATE") },
  { "rota", 0, 0, G_OPTION_ARG_FILENAME, &fault_rota,
    N_ ("At this workshop (default: any on that day)"), N_ ("ID") },
  { "for", 0, 0, G_OPTION_ARG_FILENAME, &fault_for,
    N_ ("This person brings it, for whom you answer (default: you)"), N_ ("MEMBER") },
  { NULL },
};

static const GOptionEntry release_options[] = {
  { "date", 0, 0, G_OPTION_ARG_FILENAME, &fault_date, N_ ("Of which day (default: the next one)"),
    N_ ("DATE") },
  { NULL },
};

static gboolean
run_slot (FarCli *cli, const char *const *args, GError **error)
{
  gint32 day;

  if (!far_cli_need_option (fault_date, "--date", error) ||
      !far_cli_parse_day (fault_date, &day, error) || !far_cli_open (cli, error))
    return FALSE;
  far_engine_book_slot_async (cli->engine, args[0], fault_rota, day, fault_for, cli->cancellable,
                              far_cli_done, cli);

  return show_one (cli, far_engine_book_slot_finish (cli->engine, far_cli_wait (cli), error));
}

static gboolean
run_release (FarCli *cli, const char *const *args, GError **error)
{
  gint32 day = -1;

  if ((fault_date != NULL && !far_cli_parse_day (fault_date, &day, error)) ||
      !far_cli_open (cli, error))
    return FALSE;
  far_engine_release_slot_async (cli->engine, args[0], day, cli->cancellable, far_cli_done, cli);

  return show_one (cli, far_engine_release_slot_finish (cli->engine, far_cli_wait (cli), error));
}

static gboolean
run_workshop_set (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(JsonBuilder) builder = NULL;
  guint64 n;

  if (!g_ascii_string_to_unsigned (args[1], 10, 0, 1000, &n, NULL))
    {
      far_cli_set_usage_error (error, _ ("“%s” is no number of places, from 0 to 1000."), args[1]);
      return FALSE;
    }
  if (!far_cli_open (cli, error))
    return FALSE;
  far_engine_set_workshop_async (cli->engine, args[0], (guint)n, cli->cancellable, far_cli_done,
                                 cli);
  if (!far_engine_set_workshop_finish (cli->engine, far_cli_wait (cli), error))
    return FALSE;

  if (!cli->json)
    {
      far_cli_say (n == 0 ? _ ("Nothing is mended there any more.")
                          : ngettext ("%u bike is mended there at a time.",
                                      "%u bikes are mended there at a time.", (gulong)n),
                   (guint)n);
      return TRUE;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  far_cli_json_int (builder, "places", (gint64)n);
  json_builder_end_object (builder);
  far_cli_json_print (builder);

  return TRUE;
}

/* ---- the log book */

static const GOptionEntry log_options[] = {
  { "csv", 0, 0, G_OPTION_ARG_FILENAME, &log_csv, N_ ("Save it as a table for a spreadsheet"),
    N_ ("FILE") },
  { "force", 0, 0, G_OPTION_ARG_NONE, &log_force, N_ ("Replace a file that is there already"),
    NULL },
  { NULL },
};

static void
json_log (JsonBuilder *builder, const FarLogBook *book)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "thing", book->thing);
  far_cli_json_text (builder, "name", book->name);
  json_builder_set_member_name (builder, "lines");
  json_builder_begin_array (builder);
  for (guint i = 0; i < book->lines->len; i++)
    {
      const FarLogEntry *entry = book->lines->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_day (builder, "date", entry->day);
      far_cli_json_text (builder, "kind", log_names[entry->kind]);
      far_cli_json_id (builder, "about", entry->about);
      far_cli_json_id (builder, "name", entry->who_name);
      json_parts (builder, entry->parts);
      far_cli_json_id (builder, "condition",
                       entry->condition >= 0 ? condition_names[entry->condition] : NULL);
      far_cli_json_text (builder, "text", entry->words);
      far_cli_json_text (builder, "used", entry->used);
      far_cli_json_text (builder, "cost", entry->cost);
      if (entry->minutes >= 0)
        far_cli_json_int (builder, "minutes", entry->minutes);
      far_cli_json_id (builder, "checked", entry->checked_name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static gboolean
run_log (FarCli *cli, const char *const *args, GError **error)
{
  FarSavingMode mode = log_force ? FAR_SAVING_REPLACE : FAR_SAVING_NEW_ONLY;
  g_autoptr(JsonBuilder) builder = NULL;
  gboolean good = TRUE;
  FarLogBook *book;

  if ((log_csv != NULL && !far_saving_check (log_csv, mode, error)) || !far_cli_open (cli, error))
    return FALSE;
  far_engine_log_book_async (cli->engine, args[0], cli->cancellable, far_cli_done, cli);
  book = far_engine_log_book_finish (cli->engine, far_cli_wait (cli), error);
  if (book == NULL)
    return FALSE;

  if (log_csv != NULL)
    {
      g_autoptr(GBytes) table = far_tables_log_book (book);

      good = far_saving_write (&(FarSaving){ log_csv, table }, 1, mode, error);
    }
  if (good && cli->json)
    {
      builder = json_builder_new ();
      json_log (builder, book);
      far_cli_json_print (builder);
    }
  else if (good && log_csv != NULL)
    far_cli_say ("%s", log_csv);
  else if (good)
    {
      far_cli_say ("%s", book->name);
      for (guint i = 0; i < book->lines->len; i++)
        {
          const FarLogEntry *entry = book->lines->pdata[i];
          g_autofree char *day = far_words_date (entry->day);
          g_autofree char *words = far_words_log_entry (entry);

          /* Translators: a line of a log book: a date, and what happened */
          far_cli_say (_ ("%1$s  %2$s"), day, words);
        }
      if (book->lines->len == 0)
        far_cli_say ("%s", _ ("Nothing is known of it yet."));
    }
  far_snapshot_unref (book);

  return good;
}

const FarCliCommand far_cli_repair_commands[] = {
  { "fault report", N_ ("--thing ID | --bike NAME [--part PART]... [--text TEXT]"),
    N_ ("Report that a bike is broken."), report_options, 0, 0, run_report },
  { "fault edit", N_ ("ID [--part PART]... [--text TEXT]"),
    N_ ("Change what is said of a fault, or whether the bike may be ridden."), edit_options, 1, 1,
    run_edit },
  { "fault slot", N_ ("ID --date DATE [--rota ID]"), N_ ("Book a place for it at a workshop."),
    slot_options, 1, 1, run_slot },
  { "fault release", N_ ("ID [--date DATE]"), N_ ("Give that place back."), release_options, 1, 1,
    run_release },
  { "fault start", N_ ("ID"), N_ ("Say that somebody is repairing it."), work_options, 1, 1,
    run_start },
  { "fault done", N_ ("ID [--text TEXT] [--used TEXT] [--minutes N] [--checked MEMBER]"),
    N_ ("Say that it is repaired, and how."), work_options, 1, 1, run_done },
  { "fault give-up", N_ ("ID [--text TEXT]"), N_ ("Say that it cannot be repaired."), work_options,
    1, 1, run_give_up },
  { "fault reopen", N_ ("ID [--text TEXT]"), N_ ("Say that it is not repaired after all."),
    work_options, 1, 1, run_reopen },
  { "fault withdraw", N_ ("ID"), N_ ("Take back that there is a fault."), NULL, 1, 1,
    run_withdraw },
  { "fault list", N_ ("[--all]"), N_ ("Show what is broken, and what is done about it."),
    list_options, 0, 0, run_list },
  { "fault show", N_ ("ID"), N_ ("Show a fault."), NULL, 1, 1, run_show },
  { "workshop list", "", N_ ("Show when bikes are mended, and which ones come."), NULL, 0, 0,
    run_workshops },
  { "workshop set", N_ ("ROTA N"), N_ ("Say how many bikes a rota mends at each outing."), NULL, 2,
    2, run_workshop_set },
  { "thing log", N_ ("ID [--csv FILE]"), N_ ("Show the log book of a bike or another thing."),
    log_options, 1, 1, run_log },
  { NULL },
};
