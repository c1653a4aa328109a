/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-tables.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-words-repair.h"
#include "far-words.h"

#define MARK "\xef\xbb\xbf"

/* ---- cells */

/* What a spreadsheet would take for a formula, with what it skips before one. */
static gboolean
is_formula (const char *text)
{
  return text[0] != '\0' && strchr ("=+-@\t\r\n", text[0]) != NULL;
}

static void
append_cell (GString *table, const char *text)
{
  gboolean is_quoted = strpbrk (text, ";\"\n\r") != NULL;

  if (is_quoted)
    g_string_append_c (table, '"');
  if (is_formula (text))
    g_string_append_c (table, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (table, '"');
      g_string_append_c (table, *p);
    }
  if (is_quoted)
    g_string_append_c (table, '"');
}

/* ...: cells, then NULL */
static void G_GNUC_NULL_TERMINATED
append_row (GString *table, const char *first, ...)
{
  va_list cells;

  va_start (cells, first);
  for (const char *cell = first; cell != NULL; cell = va_arg (cells, const char *))
    {
      if (cell != first)
        g_string_append_c (table, ';');
      append_cell (table, cell);
    }
  va_end (cells);
  g_string_append (table, "\r\n");
}

static char *
make_number (int number)
{
  return g_strdup_printf ("%d", number);
}

/* YYYY-MM-DD, in UTC; "" for what no calendar holds */
static char *
make_date (gint64 ms)
{
  g_autoptr(GDateTime) time = ms != 0 ? g_date_time_new_from_unix_utc (ms / 1000) : NULL;

  return time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("");
}

static const char *
yes_or_no (gboolean is_so)
{
  return is_so ? _ ("yes") : _ ("no");
}

/* ---- tables */

GBytes *
far_tables_log_book (const FarLogBook *book)
{
  GString *table = g_string_new (MARK);

  append_row (table, _ ("Thing"), _ ("Date"), _ ("What"), _ ("Who"), _ ("Parts used"), _ ("Cost"),
              _ ("Minutes"), _ ("Checked by"), NULL);
  for (guint i = 0; i < book->lines->len; i++)
    {
      const FarLogEntry *entry = book->lines->pdata[i];
      /* what has a column of its own is told there */
      FarLogEntry short_entry = *entry;
      g_autofree char *day = far_day_format (entry->day);
      g_autofree char *what = NULL;
      g_autofree char *minutes = entry->minutes >= 0 ? make_number (entry->minutes) : g_strdup ("");

      short_entry.who_name = short_entry.used = short_entry.cost = short_entry.checked_name = "";
      short_entry.minutes = -1;
      what = far_words_log_entry (&short_entry);
      append_row (table, book->name, day, what, entry->who_name, entry->used, entry->cost, minutes,
                  entry->checked_name, NULL);
    }

  return g_string_free_to_bytes (table);
}

static void
append_hours (GString *table, const FarHours *line)
{
  const char *const sorts[] = { [FAR_HOURS_VOLUNTEER] = _ ("As a volunteer"),
                                [FAR_HOURS_PAID] = _ ("For pay"),
                                [FAR_HOURS_IN_KIND] = _ ("In exchange") };
  g_autofree char *day = far_day_format (line->day);
  g_autofree char *minutes = make_number (line->minutes);

  append_row (table, line->owner_name, day, line->is_received ? "" : minutes,
              line->is_received ? minutes : "", sorts[line->sort], line->who_name, line->what,
              line->against, NULL);
}

GBytes *
far_tables_hours (const FarHoursBook *book)
{
  GString *table = g_string_new (MARK);

  append_row (table, _ ("Whose"), _ ("Date"), _ ("Minutes given"), _ ("Minutes received"),
              _ ("How"), _ ("Who"), _ ("What for"), _ ("In return"), NULL);
  for (guint i = 0; i < book->lines->len; i++)
    append_hours (table, book->lines->pdata[i]);

  return g_string_free_to_bytes (table);
}

static const char *
find_name (GPtrArray *members, const char *id)
{
  for (guint i = 0; i < members->len && id != NULL; i++)
    {
      const FarMember *member = members->pdata[i];

      if (g_strcmp0 (member->id, id) == 0)
        return member->name;
    }

  return "";
}

GBytes *
far_tables_members (GPtrArray *members)
{
  GString *table = g_string_new (MARK);

  append_row (table, _ ("Name"), _ ("Standing"), _ ("Since"), _ ("Machines"), _ ("Answered for by"),
              NULL);
  for (guint i = 0; i < members->len; i++)
    {
      /* in a table nobody is "you" */
      FarMember member = *(const FarMember *)members->pdata[i];
      g_autofree char *standing = NULL;
      g_autofree char *since = make_date (member.since_ms);
      g_autofree char *n_machines = make_number ((int)g_strv_length ((char **)member.devices));

      member.is_me = FALSE;
      member.i_answer = FALSE;
      standing = far_words_standing (&member);
      append_row (table, member.name, standing, since, n_machines,
                  find_name (members, member.answered_for_by), NULL);
    }

  return g_string_free_to_bytes (table);
}

GBytes *
far_tables_rotas (GPtrArray *rotas)
{
  GString *table = g_string_new (MARK);

  append_row (table, _ ("Rota"), _ ("State"), _ ("Line"), _ ("From"), _ ("Until"), _ ("Time"),
              _ ("Adults needed"), _ ("Places"), _ ("When"), NULL);
  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRota *rota = rotas->pdata[i];
      g_autofree char *state = far_words_rota_state (rota);
      g_autofree char *first = far_day_format (rota->first_day);
      g_autofree char *last = far_day_format (rota->last_day);
      g_autofree char *at = far_time_format (rota->at);
      g_autofree char *n_min = make_number (rota->n_min);
      g_autofree char *n_max = make_number (rota->n_max);
      g_autofree char *rule = far_words_rule (rota);

      append_row (table, rota->title, state, rota->line_name, first, last, at, n_min, n_max, rule,
                  NULL);
    }

  return g_string_free_to_bytes (table);
}

GBytes *
far_tables_outings (GPtrArray *outward)
{
  GString *table = g_string_new (MARK);

  append_row (table, _ ("Date"), _ ("Time"), _ ("Rota"), _ ("Line"), _ ("Runs"), _ ("Adults"),
              _ ("Adults needed"), _ ("Why"), NULL);
  for (guint i = 0; i < outward->len; i++)
    {
      const FarOutward *one = outward->pdata[i];
      const FarOuting *outing = one->outing;
      g_autofree char *day = far_day_format (outing->day);
      g_autofree char *at = far_time_format (outing->at);
      g_autofree char *n_have = make_number (outing->n_have);
      g_autofree char *n_needed = make_number (outing->n_needed);
      g_autofree char *verdict = far_words_verdict (outing);

      append_row (table, day, at, outing->title, outing->line_name,
                  yes_or_no (outing->runs && !one->is_off), n_have, n_needed,
                  one->is_off ? _ ("The rota does not run on this day any more") : verdict, NULL);
    }

  return g_string_free_to_bytes (table);
}

GBytes *
far_tables_turns (GPtrArray *outward)
{
  GString *table = g_string_new (MARK);

  append_row (table, _ ("Date"), _ ("Time"), _ ("Rota"), _ ("Name"), _ ("State"), _ ("Noted by"),
              NULL);
  for (guint i = 0; i < outward->len; i++)
    {
      FarOuting outing = *((const FarOutward *)outward->pdata[i])->outing;
      g_autofree char *day = far_day_format (outing.day);
      g_autofree char *at = far_time_format (outing.at);

      outing.my_turn = NULL;
      for (guint j = 0; j < outing.turns->len; j++)
        {
          const FarTurn *turn = outing.turns->pdata[j];
          g_autofree char *state = far_words_turn_state (turn, &outing);

          append_row (table, day, at, outing.title, turn->member_name, state,
                      turn->by_name != NULL ? turn->by_name : "", NULL);
        }
    }

  return g_string_free_to_bytes (table);
}
