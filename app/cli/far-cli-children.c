/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Children: who they are, which days they come along, and when they do not. */

#include "far-cli.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-cli-json.h"
#include "far-words-children.h"
#include "far-words.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarChild, far_snapshot_unref)

/* ---- what there is */

static void
add_needs (JsonBuilder *builder, gboolean is_one_to_one, gboolean has_wheelchair, gboolean is_slow)
{
  const char *needs[4] = { NULL };
  guint n = 0;

  if (is_one_to_one)
    needs[n++] = "one-to-one";
  if (has_wheelchair)
    needs[n++] = "wheelchair";
  if (is_slow)
    needs[n++] = "slow";
  far_cli_json_strings (builder, "needs", needs);
}

static void
add_born (JsonBuilder *builder, int born)
{
  json_builder_set_member_name (builder, "born");
  if (born > 0)
    json_builder_add_int_value (builder, born);
  else
    json_builder_add_null_value (builder);
}

const char *
far_cli_json_note_state (FarNoteState state)
{
  static const char *const states[] = { NULL, "open", "ask", "later" };

  return states[state];
}

void
far_cli_json_walker (JsonBuilder *builder, const FarWalker *walker)
{
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "id", walker->id);
  far_cli_json_text (builder, "name", walker->name);
  far_cli_json_id (builder, "stop", walker->stop);
  add_born (builder, walker->born);
  add_needs (builder, walker->is_one_to_one, walker->has_wheelchair, walker->is_slow);
  far_cli_json_text (builder, "carry", walker->carry);
  far_cli_json_bool (builder, "absent", walker->is_absent);
  far_cli_json_bool (builder, "contested", walker->is_contested);
  far_cli_json_bool (builder, "mine", walker->is_mine);
  far_cli_json_id (builder, "note", far_cli_json_note_state (walker->note));
  json_builder_set_member_name (builder, "to_ask");
  json_builder_begin_array (builder);
  for (guint i = 0; walker->to_ask != NULL && i < walker->to_ask->len; i++)
    json_builder_add_string_value (builder, ((const FarSomebody *)walker->to_ask->pdata[i])->id);
  json_builder_end_array (builder);
  far_cli_json_id (builder, "from", walker->from_title);
  json_builder_end_object (builder);
}

static void
add_somebodies (JsonBuilder *builder, const char *key, const GPtrArray *somebodies)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_array (builder);
  for (guint i = 0; i < somebodies->len; i++)
    json_builder_add_string_value (builder, ((const FarSomebody *)somebodies->pdata[i])->id);
  json_builder_end_array (builder);
}

static void
add_bookings (JsonBuilder *builder, const GPtrArray *bookings)
{
  json_builder_set_member_name (builder, "bookings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < bookings->len; i++)
    {
      const FarBooking *booking = bookings->pdata[i];
      g_autofree char *days = far_cli_format_weekdays (booking->weekdays);

      json_builder_begin_object (builder);
      far_cli_json_text (builder, "id", booking->id);
      far_cli_json_id (builder, "rota", booking->rota);
      far_cli_json_text (builder, "days", days);
      far_cli_json_day (builder, "from", booking->first_day);
      if (booking->has_end)
        far_cli_json_day (builder, "until", booking->last_day);
      else
        far_cli_json_id (builder, "until", NULL);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_absences (JsonBuilder *builder, const GPtrArray *absences)
{
  json_builder_set_member_name (builder, "absences");
  json_builder_begin_array (builder);
  for (guint i = 0; i < absences->len; i++)
    {
      const FarAbsence *absence = absences->pdata[i];

      json_builder_begin_object (builder);
      far_cli_json_day (builder, "date", absence->day);
      far_cli_json_id (builder, "rota", absence->rota);
      far_cli_json_bool (builder, "contested", absence->is_contested);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_child (JsonBuilder *builder, const FarChild *child)
{
  far_cli_json_text (builder, "id", child->id);
  far_cli_json_text (builder, "name", child->name);
  far_cli_json_id (builder, "line", child->line);
  far_cli_json_id (builder, "line_name", child->line_name);
  far_cli_json_id (builder, "stop", child->stop);
  add_born (builder, child->born);
  add_needs (builder, child->is_one_to_one, child->has_wheelchair, child->is_slow);
  far_cli_json_text (builder, "carry", child->carry);
  far_cli_json_id (builder, "owner", child->owner);
  add_somebodies (builder, "guardians", child->guardians);
  add_somebodies (builder, "adults", child->adults);
  add_bookings (builder, child->bookings);
  add_absences (builder, child->absences);
  json_builder_set_member_name (builder, "today");
  json_builder_begin_object (builder);
  far_cli_json_mark (builder, &child->mark);
  json_builder_end_object (builder);
  far_cli_json_bool (builder, "mine", child->is_mine);
  far_cli_json_id (builder, "note", far_cli_json_note_state (child->note));
  far_cli_json_bool (builder, "spoken_for", child->is_spoken_for);
  far_cli_json_bool (builder, "twin", child->is_twin);
  far_cli_json_bool (builder, "contested", child->is_contested);
}

static void
print_as_json (GPtrArray *children)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < children->len; i++)
    {
      json_builder_begin_object (builder);
      add_child (builder, children->pdata[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  far_cli_json_print (builder);
}

/* This household's first. */
static void
say_children (GPtrArray *children, gint32 today)
{
  g_autoptr(FarCliTable) table =
                 far_cli_table_new (_ ("Identifier"), _ ("Child"), _ ("Line and stop"), _ ("Needs"),
                                    _ ("Next time"), _ ("Guardians"), NULL);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < children->len; i++)
      {
        const FarChild *child = children->pdata[i];
        g_autofree char *id = far_cli_short_id (child->id);
        g_autofree char *place = far_words_child_place (child);
        g_autofree char *needs = far_words_child_needs (child->is_one_to_one, child->has_wheelchair,
                                                        child->is_slow, child->carry);
        g_autofree char *next = far_words_child_next (child, today);
        g_autofree char *guardians = far_words_guardians (child);

        if (child->is_mine == (pass == 0))
          far_cli_table_add (table, id, child->name, place, needs != NULL ? needs : "", next,
                             guardians, NULL);
      }
  far_cli_table_print (table);
}

static gboolean
run_list (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(GPtrArray) children = NULL;
  g_autoptr(FarStatus) status = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_children_async (cli->engine, cli->cancellable, far_cli_done, cli);
  children = far_engine_children_finish (cli->engine, far_cli_wait (cli), error);
  if (children == NULL)
    return FALSE;

  if (cli->json)
    {
      print_as_json (children);
      return TRUE;
    }

  status = far_cli_dup_status (cli, error);
  if (status == NULL)
    return FALSE;
  if (children->len == 0)
    far_cli_say ("%s", _ ("No child is written down yet. Add yours with child add."));
  else
    say_children (children, status->today);

  return TRUE;
}

/* ---- saying so */

static char *child_line;
static char *child_stop;
static char *child_name;
static char *child_born;
static char **child_needs;
static char **child_no_needs;
static char *child_carry;
static char **child_guardians;
static char **child_adults;
static char *child_from;
static char *child_until;
static char *child_days;
static char *child_rota;
static gboolean child_back;

#define WHAT_IS_SAID \
  { \
    "line", 0, 0, G_OPTION_ARG_FILENAME, &child_line, N_ ("The line that it walks on"), N_ ("LINE") \
  }, \
      { "stop",      0, \
        0,           G_OPTION_ARG_FILENAME, \
        &child_stop, N_ ("Where the walk meets it: a stop’s name, number or identifier"), \
        N_ ("STOP") }, \
      { "born", 0, 0, G_OPTION_ARG_FILENAME, &child_born, N_ ("The year of its birth"), N_ ("YEAR") }, \
      { "need", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME_ARRAY, \
        &child_needs, \
        N_ ("one-to-one, wheelchair or slow; may be repeated"), \
        N_ ("NEED") }, \
      { "carry",    0, 0, G_OPTION_ARG_FILENAME, &child_carry, N_ ("What has to come along"), \
        N_ ("TEXT") }, \
      { "guardian", \
        0, \
        0, \
        G_OPTION_ARG_FILENAME_ARRAY, \
        &child_guardians, \
        N_ ("Who else speaks for it; may be repeated"), \
        N_ ("MEMBER") }, \
  { \
    "adult", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &child_adults, \
        N_ ("To whom it may be handed over; may be repeated"), N_ ("MEMBER") \
  }

static const GOptionEntry add_options[] = {
  WHAT_IS_SAID,
  { NULL },
};

static const GOptionEntry edit_options[] = {
  WHAT_IS_SAID,
  { "name", 0, 0, G_OPTION_ARG_FILENAME, &child_name, N_ ("Another name"), N_ ("NAME") },
  { "no-need", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &child_no_needs,
    N_ ("A need that it has no more; may be repeated"), N_ ("NEED") },
  { NULL },
};

static const GOptionEntry book_options[] = {
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &child_from, N_ ("The first day"), N_ ("DATE") },
  { "until", 0, 0, G_OPTION_ARG_FILENAME, &child_until, N_ ("The last day (default: no end)"),
    N_ ("DATE") },
  { "days", 0, 0, G_OPTION_ARG_FILENAME, &child_days,
    N_ ("On these weekdays, as in mo,tu (default: all on which there is an outing)"), N_ ("DAYS") },
  { "rota", 0, 0, G_OPTION_ARG_FILENAME, &child_rota,
    N_ ("Only this rota (default: all of its line)"), N_ ("ROTA") },
  { NULL },
};

static const GOptionEntry unbook_options[] = {
  { "from", 0, 0, G_OPTION_ARG_FILENAME, &child_from,
    N_ ("The first day on which it does not come any more (default: as if never booked)"),
    N_ ("DATE") },
  { NULL },
};

static const GOptionEntry absent_options[] = {
  { "rota", 0, 0, G_OPTION_ARG_FILENAME, &child_rota,
    N_ ("Only from this rota (default: all of the day)"), N_ ("ROTA") },
  { "back", 0, 0, G_OPTION_ARG_NONE, &child_back, N_ ("It comes after all"), NULL },
  { NULL },
};

static gboolean
read_needs (char **needs, int value, FarChildEdit *out, GError **error)
{
  for (guint i = 0; needs != NULL && needs[i] != NULL; i++)
    {
      if (strcmp (needs[i], "one-to-one") == 0)
        out->one_to_one = value;
      else if (strcmp (needs[i], "wheelchair") == 0)
        out->wheelchair = value;
      else if (strcmp (needs[i], "slow") == 0)
        out->slow = value;
      else
        {
          far_cli_set_usage_error (error, _ ("A need is one-to-one, wheelchair or slow."));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
read_edit (FarChildEdit *out, GError **error)
{
  guint64 year = 0;

  *out = FAR_CHILD_EDIT_NONE;
  out->line = child_line;
  out->stop = child_stop;
  out->carry = child_carry;
  out->guardians = (const char *const *)child_guardians;
  out->adults = (const char *const *)child_adults;
  if (child_born != NULL)
    {
      if (*child_born != '\0' && !g_ascii_string_to_unsigned (child_born, 10, 1, 9999, &year, NULL))
        {
          far_cli_set_usage_error (error, _ ("A year is a number, as in 2019."));
          return FALSE;
        }
      out->born = (int)year;
    }

  return read_needs (child_needs, 1, out, error) && read_needs (child_no_needs, 0, out, error);
}

/* @done: what to say; @booking: (nullable) */
static void
show_done (FarCli *cli, const FarChild *child, const char *booking, const char *done)
{
  g_autoptr(JsonBuilder) builder = NULL;

  if (!cli->json)
    {
      far_cli_say ("%s", done);
      if (child->is_twin)
        far_cli_warn (
            _ ("There are two of this name on the line. If it is the same child, take one "
               "off the list."));
      return;
    }

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  far_cli_json_text (builder, "child", child->id);
  if (booking != NULL)
    far_cli_json_text (builder, "booking", booking);
  add_child (builder, child);
  json_builder_end_object (builder);
  far_cli_json_print (builder);
}

static gboolean
run_add (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarChild) child = NULL;
  g_autofree char *done = NULL;
  FarChildEdit edit;

  if (!read_edit (&edit, error) || !far_cli_open (cli, error))
    return FALSE;

  edit.name = args[0];
  far_engine_add_child_async (cli->engine, &edit, cli->cancellable, far_cli_done, cli);
  child = far_engine_add_child_finish (cli->engine, far_cli_wait (cli), error);
  if (child == NULL)
    return FALSE;

  /* Translators: %1$s is a child’s name, %2$s an id */
  done = g_strdup_printf (_ ("%1$s is on the list, as %2$s. Say with child book on which days."),
                          child->name, child->id);
  show_done (cli, child, NULL, done);

  return TRUE;
}

static gboolean
change (FarCli *cli, const char *id, const FarChildEdit *edit, const char *done, GError **error)
{
  g_autoptr(FarChild) child = NULL;

  if (!far_cli_open (cli, error))
    return FALSE;

  far_engine_change_child_async (cli->engine, id, edit, cli->cancellable, far_cli_done, cli);
  child = far_engine_change_child_finish (cli->engine, far_cli_wait (cli), error);
  if (child == NULL)
    return FALSE;

  show_done (cli, child, NULL, done);

  return TRUE;
}

static gboolean
run_edit (FarCli *cli, const char *const *args, GError **error)
{
  FarChildEdit edit;

  if (!read_edit (&edit, error))
    return FALSE;

  edit.name = child_name;

  return change (cli, args[0], &edit, _ ("It is changed."), error);
}

static gboolean
run_drop (FarCli *cli, const char *const *args, GError **error)
{
  FarChildEdit edit = FAR_CHILD_EDIT_NONE;

  edit.gone = 1;

  return change (cli, args[0], &edit, _ ("It is taken off the list."), error);
}

static gboolean
run_book (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarChild) child = NULL;
  g_autofree char *booking = NULL;
  g_autofree char *done = NULL;
  gint32 first_day;
  gint32 last_day = G_MAXINT32;
  guint weekdays = 0;

  if (!far_cli_need_option (child_from, "--from", error) ||
      !far_cli_parse_day (child_from, &first_day, error) ||
      (child_until != NULL && !far_cli_parse_day (child_until, &last_day, error)) ||
      (child_days != NULL && !far_cli_parse_weekdays (child_days, &weekdays, error)) ||
      !far_cli_open (cli, error))
    return FALSE;

  far_engine_book_child_async (cli->engine, args[0], child_rota, weekdays, first_day, last_day,
                               cli->cancellable, far_cli_done, cli);
  child = far_engine_book_child_finish (cli->engine, far_cli_wait (cli), &booking, error);
  if (child == NULL)
    return FALSE;

  /* Translators: %1$s is a child’s name, %2$s an id */
  done = g_strdup_printf (_ ("%1$s is booked. The booking is %2$s."), child->name, booking);
  show_done (cli, child, booking, done);

  return TRUE;
}

static gboolean
run_unbook (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarChild) child = NULL;
  gint32 first_day = G_MININT32;

  if ((child_from != NULL && !far_cli_parse_day (child_from, &first_day, error)) ||
      !far_cli_open (cli, error))
    return FALSE;

  far_engine_end_booking_async (cli->engine, args[0],
                                first_day == G_MININT32 ? first_day : first_day - 1,
                                cli->cancellable, far_cli_done, cli);
  child = far_engine_end_booking_finish (cli->engine, far_cli_wait (cli), error);
  if (child == NULL)
    return FALSE;

  show_done (cli, child, NULL, _ ("The booking is ended."));

  return TRUE;
}

static gboolean
run_absent (FarCli *cli, const char *const *args, GError **error)
{
  g_autoptr(FarChild) child = NULL;
  gint32 day;

  if (!far_cli_parse_day (args[1], &day, error) || !far_cli_open (cli, error))
    return FALSE;

  far_engine_set_absent_async (cli->engine, args[0], child_rota, day, !child_back, cli->cancellable,
                               far_cli_done, cli);
  child = far_engine_set_absent_finish (cli->engine, far_cli_wait (cli), error);
  if (child == NULL)
    return FALSE;

  show_done (cli, child, NULL,
             child_back ? _ ("It is written down: the child comes.")
                        : _ ("It is written down: the child does not come."));

  return TRUE;
}

const FarCliCommand far_cli_child_commands[] = {
  { "child list", "", N_ ("Show the children, and when they come along next."), NULL, 0, 0,
    run_list },
  { "child add", N_ ("NAME [--line LINE --stop STOP] [--born YEAR] [--need NEED]..."),
    N_ ("Write down a child of this household."), add_options, 1, 1, run_add },
  { "child edit", N_ ("ID [--name NAME] [--stop STOP] [--no-need NEED]..."),
    N_ ("Change what is said of a child."), edit_options, 1, 1, run_edit },
  { "child drop", N_ ("ID"), N_ ("Take a child off the list."), NULL, 1, 1, run_drop },
  { "child book", N_ ("ID --from DATE [--days mo,tu] [--until DATE] [--rota ROTA]"),
    N_ ("Say on which days a child comes along."), book_options, 1, 1, run_book },
  { "child unbook", N_ ("BOOKING [--from DATE]"), N_ ("End a booking, or take it back."),
    unbook_options, 1, 1, run_unbook },
  { "child absent", N_ ("ID DATE [--rota ROTA] [--back]"),
    N_ ("Say that a child does not come on a day, or comes after all."), absent_options, 2, 2,
    run_absent },
  { NULL },
};
