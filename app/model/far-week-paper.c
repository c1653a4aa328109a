/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-week-paper.h"

#include <glib/gi18n.h>
#include <string.h>

#include "far-outward-text.h"
#include "far-outward.h"
#include "far-text.h"
#include "far-words-holidays.h"
#include "far-words-lines.h"
#include "far-words-notes.h"
#include "far-words-rota.h"
#include "far-words.h"

/* In points: read at arm's length, and from the pavement. */
#define SHEET_SIZE 14
#define POSTER_SIZE 19

/* Lines to write names on: more are missing for other reasons than that nobody was asked. */
#define BLANKS_MOST 4
#define HOLIDAYS_MOST 8
/* More in a code is too fine for a telephone. */
#define CODE_LEN_MOST 1000

char *
far_paper_date (gint64 now_ms)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc (now_ms / 1000);

  return now != NULL ? g_date_time_format_iso8601 (now) : g_strdup ("1970-01-01T00:00:00Z");
}

static FarPaper *
new_paper (const FarPaperOrigin *origin, const char *title, const char *footer, double size)
{
  g_autofree char *created = far_paper_date (origin->now_ms);

  return far_paper_new (title, footer, created, size);
}

/* Returns: FALSE, and adds nothing, if there is too much of it */
static gboolean
add_code (FarPaper *paper, const char *text, const char *caption)
{
  g_autoptr(GError) error = NULL;
  int n_modules = 0;
  guint8 *modules = NULL;

  if (strlen (text) <= CODE_LEN_MOST)
    modules = far_qr_encode (text, &n_modules, &error);
  if (modules != NULL)
    far_paper_add_code (paper, modules, n_modules, caption);

  return modules != NULL;
}

/* ---- the sheet of the week */

static void
add_turns (FarPaper *paper, const FarOuting *outing)
{
  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurn *turn = outing->turns->pdata[i];
      g_autofree char *words = NULL;

      if (far_outward_is_done (turn))
        continue;
      words = far_words_turn_told (turn, outing);
      far_paper_add (paper, FAR_PAPER_LINE, NULL, words);
    }
}

static void
add_outing (FarPaper *paper, const FarOuting *shown)
{
  /* whoever reads it is not who prints it */
  FarOuting outing = *shown;
  g_autofree char *at = far_words_time (outing.at);
  g_autofree char *verdict = NULL;
  g_autofree char *gap = NULL;
  g_autofree char *hazards = NULL;
  g_autofree char *notes = NULL;
  g_autofree char *to_know = far_words_to_know (&outing);
  gboolean is_off = outing.why == FAR_VERDICT_CANCELLED || outing.why == FAR_VERDICT_HOLIDAYS;

  outing.my_turn = NULL;
  verdict = far_words_verdict (&outing);
  far_paper_add (paper, FAR_PAPER_ITEM, at, outing.title)->is_off = is_off;
  if (outing.line_name[0] != '\0')
    far_paper_add (paper, FAR_PAPER_SMALL, NULL, outing.line_name);

  if (outing.place[0] != '\0')
    far_paper_add (paper, FAR_PAPER_SMALL, NULL, outing.place);
  if (to_know != NULL)
    far_paper_add (paper, FAR_PAPER_SMALL, NULL, to_know);
  hazards = is_off ? NULL : far_words_hazards (outing.hazards);
  if (hazards != NULL)
    far_paper_add (paper, FAR_PAPER_SMALL, NULL, hazards);
  notes = is_off ? NULL : far_words_ask_families (&outing);
  if (notes != NULL)
    far_paper_add (paper, FAR_PAPER_SMALL, NULL, notes);
  if (is_off || outing.runs)
    {
      far_paper_add (paper, FAR_PAPER_LINE, NULL, verdict);
      add_turns (paper, &outing);
      return;
    }

  /* Translators: in a frame on the printed sheet; %s is as in “One more adult is needed (1 of 2)”
   */
  gap = g_strdup_printf (_ ("Somebody is missing! %s"), verdict);
  far_paper_add (paper, FAR_PAPER_GAP, NULL, gap);
  add_turns (paper, &outing);
  for (int i = outing.n_have; i < MIN (outing.n_needed, outing.n_have + BLANKS_MOST); i++)
    /* Translators: a line to write a name on follows */
    far_paper_add (paper, FAR_PAPER_BLANK, NULL, _ ("Who comes?"));
}

static void
add_day (FarPaper *paper, gint32 day)
{
  g_autofree char *words = far_words_day (day);
  g_autofree char *heading = far_text_capitalize (words);

  far_paper_add (paper, FAR_PAPER_HEADING, NULL, heading);
}

/* Or a line to write it on. */
static void
add_phone (FarPaper *paper, const FarTurn *turn)
{
  g_autofree char *words = far_words_callable (turn->member_name, turn->member_phone);

  far_paper_add (paper, turn->member_phone[0] != '\0' ? FAR_PAPER_TEXT : FAR_PAPER_BLANK, NULL,
                 words);
}

/* Whom to ask about the lines that walk. */
static void
add_referents (FarPaper *paper, GPtrArray *outings)
{
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];
      g_autofree char *who = far_words_referent (outing->referent_name, outing->referent_phone);
      g_autofree char *words = NULL;

      if (who == NULL || outing->state == FAR_ROTA_DRAFT ||
          !g_hash_table_add (known, (char *)outing->line))
        continue;
      /* Translators: %1$s is a walking line, %2$s as in “Questions? Ask Nour, 06 12 34 56 78” */
      words = g_strdup_printf (C_ ("line", "%1$s: %2$s"), outing->line_name, who);
      far_paper_add (paper, FAR_PAPER_TEXT, NULL, words);
    }
}

static void
add_phones (FarPaper *paper, GPtrArray *outings)
{
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];

      for (guint j = 0; j < outing->turns->len && outing->state == FAR_ROTA_PUBLISHED; j++)
        {
          const FarTurn *turn = outing->turns->pdata[j];

          if (far_outward_is_done (turn) || !g_hash_table_add (known, (char *)turn->member))
            continue;
          if (g_hash_table_size (known) == 1)
            {
              far_paper_add (paper, FAR_PAPER_HEADING, NULL, _ ("Phone chain"));
              far_paper_add (paper, FAR_PAPER_TEXT, NULL,
                             _ ("When something changes, call the next one, who calls the next. "
                                "Write in by hand what is missing."));
            }
          add_phone (paper, turn);
        }
    }
}

static gboolean
is_short (const FarOuting *outing)
{
  return outing->state == FAR_ROTA_PUBLISHED &&
         (outing->why == FAR_VERDICT_SHORT || outing->why == FAR_VERDICT_ROLE ||
          outing->why == FAR_VERDICT_TRAINING);
}

/* The outings of @n_days days, of all or only where somebody is missing. */
static GPtrArray *
choose_outings (GPtrArray *outings, gint32 first_day, int n_days, gboolean is_gaps)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < outings->len; i++)
    {
      FarOuting *outing = outings->pdata[i];

      if (outing->day < first_day + n_days && (!is_gaps || is_short (outing)))
        g_ptr_array_add (chosen, outing);
    }

  return chosen;
}

static gboolean
add_days_code (FarPaper *paper,
               const FarPaperOrigin *origin,
               GPtrArray *outings,
               gint32 first_day,
               int n_days,
               gboolean is_gaps,
               const char *caption)
{
  g_autoptr(GPtrArray) chosen = choose_outings (outings, first_day, n_days, is_gaps);
  g_autofree char *text = NULL;

  if (is_gaps && chosen->len == 0)
    return FALSE;
  text = far_outward_week_text (origin->name, chosen, first_day, n_days, origin->last_ms);

  return add_code (paper, text, caption);
}

/* All of it; where that is too much for a code, where somebody is missing, and if even that is, the
 * first days of it. */
static void
add_week_code (FarPaper *paper,
               const FarPaperOrigin *origin,
               GPtrArray *outings,
               gint32 first_day,
               int n_days)
{
  if (add_days_code (paper, origin, outings, first_day, n_days, FALSE,
                     _ ("The same as text: read this code with a telephone, and paste it into a "
                        "message.")) ||
      add_days_code (paper, origin, outings, first_day, n_days, TRUE,
                     _ ("Where somebody is missing, as text: read this code with a telephone, and "
                        "paste it into a message.")))
    return;

  for (int n = n_days - 1; n > 0; n--)
    {
      g_autofree char *last = far_words_date (first_day + n - 1);
      /* Translators: %s is a date */
      g_autofree char *caption = g_strdup_printf (
          _ ("The same as text, up to %s: read this code with a telephone, and paste it into a "
             "message."),
          last);

      if (add_days_code (paper, origin, outings, first_day, n, FALSE, caption))
        return;
    }
}

FarPaper *
far_week_paper_new (const FarPaperOrigin *origin, GPtrArray *outings, gint32 first_day, int n_days)
{
  g_autofree char *footer = far_outward_as_of (origin->last_ms);
  g_autofree char *first = far_words_date (first_day);
  g_autofree char *last = far_words_date (first_day + n_days - 1);
  /* Translators: two dates */
  g_autofree char *range = g_strdup_printf (_ ("From %1$s to %2$s"), first, last);
  g_autofree char *text =
      far_outward_week_text (origin->name, outings, first_day, n_days, origin->last_ms);
  FarPaper *paper = new_paper (origin, origin->name, footer, SHEET_SIZE);
  gint32 day = G_MININT32;

  far_paper_add (paper, FAR_PAPER_TITLE, NULL, origin->name);
  far_paper_add (paper, FAR_PAPER_SUBTITLE, NULL, range);
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOuting *outing = outings->pdata[i];

      if (outing->state == FAR_ROTA_DRAFT)
        continue;
      if (outing->day != day)
        add_day (paper, outing->day);
      day = outing->day;
      add_outing (paper, outing);
    }
  if (day == G_MININT32)
    far_paper_add (paper, FAR_PAPER_TEXT, NULL, _ ("Nothing is planned for these days."));

  add_phones (paper, outings);
  add_referents (paper, outings);
  add_week_code (paper, origin, outings, first_day, n_days);

  return paper;
}

/* ---- the poster */

static const FarLine *
find_line (GPtrArray *lines, const char *id)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const FarLine *line = lines->pdata[i];

      if (id[0] != '\0' && g_str_equal (line->id, id))
        return line;
    }

  return NULL;
}

static gboolean
has_times_back (const FarLine *line)
{
  for (guint i = 0; i < line->stops->len; i++)
    if (((const FarStop *)line->stops->pdata[i])->time_back >= 0)
      return TRUE;

  return FALSE;
}

static void
add_stop (FarPaper *paper, const char *name, const char *out, const char *back, gboolean is_head)
{
  FarPaperBlock *row = far_paper_add_row (paper);
  double rest = back != NULL ? 0.36 : 0.18;

  row->repeats = is_head;
  far_paper_add_cell (row, name, 1 - rest)->is_strong = is_head;
  far_paper_add_cell (row, out, 0.18)->is_strong = TRUE;
  if (back != NULL)
    far_paper_add_cell (row, back, 0.18)->is_strong = TRUE;
}

static void
add_stops (FarPaper *paper, GString *code, const FarLine *line)
{
  gboolean has_back = has_times_back (line);

  if (line->school[0] != '\0')
    {
      /* Translators: %1$s is the name of a walking line, %2$s of the school that it leads to */
      g_autofree char *words = g_strdup_printf (_ ("%1$s, to %2$s"), line->name, line->school);

      far_paper_add (paper, FAR_PAPER_TEXT, NULL, words);
    }
  else
    far_paper_add (paper, FAR_PAPER_TEXT, NULL, line->name);
  if (line->colour != FAR_COLOUR_NONE)
    {
      /* Translators: of a walking line; %s is a colour, as in “Blue” */
      g_autofree char *colour = g_strdup_printf (_ ("Colour: %s"), far_words_colour (line->colour));

      far_paper_add (paper, FAR_PAPER_SMALL, NULL, colour);
    }

  add_stop (paper, _ ("Stop"), _ ("Out"), has_back ? _ ("Back") : NULL, TRUE);
  for (guint i = 0; i < line->stops->len; i++)
    {
      const FarStop *stop = line->stops->pdata[i];
      g_autofree char *out = far_words_time (stop->time_out);
      g_autofree char *back = far_words_time (stop->time_back);

      add_stop (paper, stop->name, out, has_back ? back : NULL, FALSE);
      g_string_append_printf (code, "\n%s  %s", out, stop->name);
    }
}

/* On which weekdays it is different, where that is so in this rota. */
static void
add_patterns (FarPaper *paper, const FarLine *line, const FarRota *rota)
{
  for (guint i = 0; i < line->patterns->len; i++)
    {
      const FarLinePattern *pattern = line->patterns->pdata[i];
      g_autofree char *words = NULL;

      if ((pattern->weekdays & rota->weekdays) == 0 ||
          (pattern->rota[0] != '\0' && !g_str_equal (pattern->rota, rota->id)))
        continue;
      words = far_words_pattern (pattern);
      far_paper_add (paper, FAR_PAPER_TEXT, NULL, words);
    }
}

static void
add_holidays (FarPaper *paper, const FarRota *rota, GPtrArray *calendars, gint32 today)
{
  guint n = 0;

  for (guint i = 0; i < calendars->len && !rota->in_holidays; i++)
    {
      const FarCalendar *calendar = calendars->pdata[i];

      for (guint j = 0; j < calendar->holidays->len; j++)
        {
          const FarHoliday *holiday = calendar->holidays->pdata[j];
          g_autofree char *words = NULL;

          if (holiday->last_day < today || holiday->last_day < rota->first_day ||
              holiday->first_day > rota->last_day || n == HOLIDAYS_MOST)
            continue;
          if (n++ == 0)
            far_paper_add (paper, FAR_PAPER_TEXT, NULL, _ ("Not in the holidays:"));
          words = far_words_holiday (holiday);
          far_paper_add (paper, FAR_PAPER_SMALL, NULL, words);
        }
    }
}

static void
add_poster (FarPaper *paper,
            const FarPaperOrigin *origin,
            const FarRota *rota,
            const FarLine *line,
            GPtrArray *calendars,
            gint32 today)
{
  g_autofree char *words = far_words_rule (rota);
  g_autofree char *rule = far_text_capitalize (words);
  g_autoptr(GString) code = g_string_new (origin->name);

  g_string_append_printf (code, "\n%s\n%s", rota->title, rule);
  far_paper_add (paper, FAR_PAPER_BREAK, NULL, "");
  far_paper_add (paper, FAR_PAPER_SUBTITLE, NULL, origin->name);
  far_paper_add (paper, FAR_PAPER_TITLE, NULL, rota->title);
  far_paper_add (paper, FAR_PAPER_TEXT, NULL, rule);
  if (line != NULL)
    {
      add_stops (paper, code, line);
      add_patterns (paper, line, rota);
    }
  add_holidays (paper, rota, calendars, today);

  far_paper_add (paper, FAR_PAPER_HEADING, NULL, _ ("Would you like to come along, or to help?"));
  if (line != NULL && line->referent_name[0] != '\0')
    {
      /* a name at the school's door, and no number: that is theirs to write */
      g_autofree char *ask = far_words_referent (line->referent_name, "");

      far_paper_add (paper, FAR_PAPER_TEXT, NULL, ask);
    }
  else
    /* Translators: a line to write a name on follows */
    far_paper_add (paper, FAR_PAPER_BLANK, NULL, _ ("Ask"));
  /* Translators: a line to write a number on follows */
  far_paper_add (paper, FAR_PAPER_BLANK, NULL, _ ("Telephone"));
  add_code (paper, code->str, _ ("The times for your telephone"));
}

FarPaper *
far_poster_paper_new (const FarPaperOrigin *origin,
                      GPtrArray *rotas,
                      GPtrArray *lines,
                      GPtrArray *calendars,
                      gint32 today)
{
  g_autofree char *footer = far_outward_as_of (origin->last_ms);
  g_autoptr(FarPaper) paper = new_paper (origin, origin->name, footer, POSTER_SIZE);

  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRota *rota = rotas->pdata[i];

      if (rota->state == FAR_ROTA_PUBLISHED && rota->last_day >= today && !rota->is_suggestion)
        add_poster (paper, origin, rota, find_line (lines, rota->line), calendars, today);
    }

  return paper->blocks->len > 0 ? g_steal_pointer (&paper) : NULL;
}

/* ---- an invitation */

FarPaper *
far_invitation_paper_new (const FarPaperOrigin *origin, const char *uri, const char *until)
{
  g_autofree char *title = NULL;
  g_autofree char *ends = NULL;
  FarPaper *paper;

  g_return_val_if_fail (origin != NULL, NULL);
  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (until != NULL, NULL);

  /* Translators: title of a sheet; %s is the name of a collective */
  title = g_strdup_printf (_ ("Come and Join %s"), origin->name);
  /* Translators: %s is a date and a time */
  ends = g_strdup_printf (_ ("It lets one person in, until %s: whoever has this sheet can use it "
                             "once, so hand it to nobody else."),
                          until);

  paper = new_paper (origin, title, title, SHEET_SIZE);
  far_paper_add (paper, FAR_PAPER_TITLE, NULL, title);
  far_paper_add (paper, FAR_PAPER_SUBTITLE, NULL, _ ("An invitation to our shared rota"));
  /* Translators: the number of a step, on a sheet of paper */
  far_paper_add (paper, FAR_PAPER_ITEM, _ ("1."), _ ("Install Farandole on your computer."));
  far_paper_add (
      paper, FAR_PAPER_ITEM, _ ("2."),
      _ ("Choose “Join with an Invitation”, and give it the link: the picture holds it, and so do "
         "the letters below."));
  far_paper_add (paper, FAR_PAPER_ITEM, _ ("3."),
                 _ ("Type your name, as the others know you, and press “Ask”, on the same Wi-Fi as "
                    "whoever invited you."));
  if (!add_code (paper, uri, ends))
    far_paper_add (paper, FAR_PAPER_TEXT, NULL, ends);
  far_paper_add (paper, FAR_PAPER_TEXT, NULL, uri);

  return paper;
}
