/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-lines.h"

#include <glib/gi18n.h>

#include "far-text.h"
#include "far-words.h"

const char *
far_words_colour (FarColour colour)
{
  switch (colour)
    {
    case FAR_COLOUR_RED:
      return C_ ("line", "Red");
    case FAR_COLOUR_ORANGE:
      return C_ ("line", "Orange");
    case FAR_COLOUR_YELLOW:
      return C_ ("line", "Yellow");
    case FAR_COLOUR_GREEN:
      return C_ ("line", "Green");
    case FAR_COLOUR_BLUE:
      return C_ ("line", "Blue");
    case FAR_COLOUR_PURPLE:
      return C_ ("line", "Purple");
    case FAR_COLOUR_BROWN:
      return C_ ("line", "Brown");
    case FAR_COLOUR_GREY:
      return C_ ("line", "Grey");
    case FAR_COLOUR_NONE:
    default:
      /* Translators: of the colour of a walking line */
      return C_ ("line", "No colour");
    }
}

const char *
far_words_access_what (FarAccessWhat what)
{
  switch (what)
    {
    case FAR_ACCESS_OF_KERB:
      return _ ("Kerb");
    case FAR_ACCESS_OF_SLOPE:
      return _ ("Slope");
    case FAR_ACCESS_OF_WIDTH:
    default:
      return _ ("Width");
    }
}

static const char *
kerb_words (FarAccess level)
{
  switch (level)
    {
    case FAR_GETS_ON_WELL:
      return C_ ("kerb", "level");
    case FAR_GETS_ON_WITH_HELP:
      return C_ ("kerb", "low: a wheelchair needs help");
    case FAR_GETS_ON_NOT:
      return C_ ("kerb", "too high for a wheelchair");
    case FAR_GETS_ON_UNKNOWN:
    default:
      return C_ ("access", "not known");
    }
}

static const char *
slope_words (FarAccess level)
{
  switch (level)
    {
    case FAR_GETS_ON_WELL:
      return C_ ("slope", "flat");
    case FAR_GETS_ON_WITH_HELP:
      return C_ ("slope", "a wheelchair needs help");
    case FAR_GETS_ON_NOT:
      return C_ ("slope", "too steep for a wheelchair");
    case FAR_GETS_ON_UNKNOWN:
    default:
      return C_ ("access", "not known");
    }
}

static const char *
width_words (FarAccess level)
{
  switch (level)
    {
    case FAR_GETS_ON_WELL:
      return C_ ("width", "wide");
    case FAR_GETS_ON_WITH_HELP:
      return C_ ("width", "narrow: a wheelchair needs help");
    case FAR_GETS_ON_NOT:
      return C_ ("width", "too narrow for a wheelchair");
    case FAR_GETS_ON_UNKNOWN:
    default:
      return C_ ("access", "not known");
    }
}

const char *
far_words_access (FarAccessWhat what, FarAccess level)
{
  switch (what)
    {
    case FAR_ACCESS_OF_KERB:
      return kerb_words (level);
    case FAR_ACCESS_OF_SLOPE:
      return slope_words (level);
    case FAR_ACCESS_OF_WIDTH:
    default:
      return width_words (level);
    }
}

char *
far_words_accesses (const FarAccess *levels)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (FarAccessWhat what = 0; what < FAR_ACCESS_N; what++)
    if (levels[what] != FAR_GETS_ON_UNKNOWN)
      /* Translators: %1$s is “Kerb”, “Slope” or “Width”, %2$s how it is */
      g_ptr_array_add (parts,
                       g_strdup_printf (C_ ("access", "%1$s: %2$s"), far_words_access_what (what),
                                        far_words_access (what, levels[what])));
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);

  /* Translators: between sentences that belong together */
  return g_strjoinv (C_ ("access", "; "), (char **)parts->pdata);
}

char *
far_words_referent (const char *name, const char *phone)
{
  g_autofree char *who = NULL;

  if (*name == '\0')
    return NULL;

  if (*phone == '\0')
    /* Translators: of a walking line: %s is the name of a person */
    return g_strdup_printf (_ ("Questions? Ask %s"), name);

  who = far_words_callable (name, phone);
  return g_strdup_printf (_ ("Questions? Ask %s"), who);
}

static const char *
look_words (FarAccessWhat what)
{
  switch (what)
    {
    case FAR_ACCESS_OF_KERB:
      return _ ("a kerb is too high for a wheelchair");
    case FAR_ACCESS_OF_SLOPE:
      return _ ("it is too steep for a wheelchair");
    case FAR_ACCESS_OF_WIDTH:
    default:
      return _ ("it is too narrow for a wheelchair");
    }
}

char *
far_words_look (const FarLook *look)
{
  if (look->next == NULL)
    /* Translators: %1$s is a stop, %2$s as in “it is too narrow for a wheelchair” */
    return g_strdup_printf (_ ("Look at the stop %1$s: %2$s."), look->stop,
                            look_words (look->what));
  if (look->next[0] == '\0')
    /* Translators: %1$s is a stop, %2$s as in “it is too narrow for a wheelchair” */
    return g_strdup_printf (_ ("Look at the way between %1$s and the school: %2$s."), look->stop,
                            look_words (look->what));

  /* Translators: %1$s and %2$s are stops, %3$s as in “it is too narrow for a wheelchair” */
  return g_strdup_printf (_ ("Look at the way between %1$s and %2$s: %3$s."), look->stop,
                          look->next, look_words (look->what));
}

/* "08:05, before 08:00" */
static char *
words_of_move (int before, int after)
{
  g_autofree char *was = far_words_time (before);
  g_autofree char *is = far_words_time (after);

  if (before < 0)
    return g_steal_pointer (&is);
  if (after < 0)
    /* Translators: of a stop that has no time any more; %s is a time */
    return g_strdup_printf (_ ("no time any more, before: %s"), was);

  /* Translators: %1$s is a new time, %2$s the old one */
  return g_strdup_printf (_ ("%1$s instead of %2$s"), is, was);
}

static char *
words_of_stop (const FarStopMove *stop)
{
  g_autofree char *out = words_of_move (stop->out_before, stop->out);
  g_autofree char *back = words_of_move (stop->back_before, stop->back);
  gboolean with_out = stop->out_before != stop->out;
  gboolean with_back = stop->back_before != stop->back;
  g_autofree char *times = NULL;

  if (stop->is_gone && stop->n_children == 0)
    /* Translators: %s is a stop of a walking line */
    return g_strdup_printf (_ ("%s is no stop any more."), stop->name);
  if (stop->is_gone)
    /* Translators: %1$s is a stop of a walking line */
    return g_strdup_printf (
        ngettext ("%1$s is no stop any more. %2$d child stands there: tell the family.",
                  "%1$s is no stop any more. %2$d children stand there: tell the families.",
                  (gulong)stop->n_children),
        stop->name, stop->n_children);
  if (with_out && with_back)
    /* Translators: %1$s and %2$s are as in “08:05 instead of 08:00” */
    times = g_strdup_printf (_ ("out %1$s, back %2$s"), out, back);
  else
    /* Translators: %s is as in “08:05 instead of 08:00” */
    times = g_strdup_printf (with_out ? _ ("out %s") : _ ("back %s"), with_out ? out : back);

  if (stop->n_children == 0)
    /* Translators: %1$s is a stop, %2$s as in “out 08:05 instead of 08:00” */
    return g_strdup_printf (_ ("%1$s: %2$s."), stop->name, times);

  /* Translators: %1$s is a stop, %2$s as in “out 08:05 instead of 08:00” */
  return g_strdup_printf (ngettext ("%1$s: %2$s. %3$d child stands there.",
                                    "%1$s: %2$s. %3$d children stand there.",
                                    (gulong)stop->n_children),
                          stop->name, times, stop->n_children);
}

static char *
words_of_stray (const FarRotaStray *rota)
{
  g_autofree char *at = far_words_time (rota->at);
  g_autofree char *start = far_words_time (rota->start);

  /* Translators: %1$s is the title of a rota, %2$s and %3$s are times */
  return g_strdup_printf (
      _ ("“%1$s” still says %2$s, and the line begins at %3$s. Nobody’s promise "
         "moves; change the rota besides."),
      rota->title, at, start);
}

char **
far_words_timetable (const FarTimetableForecast *forecast)
{
  GPtrArray *lines = g_ptr_array_new ();

  if (forecast->stops->len == 0)
    g_ptr_array_add (lines, g_strdup (_ ("No time moves.")));
  for (guint i = 0; i < forecast->stops->len; i++)
    g_ptr_array_add (lines, words_of_stop (forecast->stops->pdata[i]));
  for (guint i = 0; i < forecast->rotas->len; i++)
    g_ptr_array_add (lines, words_of_stray (forecast->rotas->pdata[i]));
  g_ptr_array_add (lines, NULL);

  return (char **)g_ptr_array_free (lines, FALSE);
}

/* Titles, in quotes. */
static char *
list_walks (GPtrArray *rotas)
{
  g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rotas->len; i++)
    /* Translators: a title, in quotes */
    g_ptr_array_add (titles, g_strdup_printf (C_ ("title", "“%s”"),
                                              ((const FarLineWalk *)rotas->pdata[i])->title));
  g_ptr_array_add (titles, NULL);

  /* Translators: between the items of a list */
  return g_strjoinv (_ (", "), (char **)titles->pdata);
}

char **
far_words_line_ties (const FarLineTies *ties)
{
  GPtrArray *lines = g_ptr_array_new ();

  if (ties->rotas->len == 0 && ties->n_children == 0 && ties->n_hazards == 0)
    g_ptr_array_add (lines, g_strdup (_ ("Nothing hangs on it.")));
  if (ties->rotas->len > 0)
    {
      g_autofree char *walks = list_walks (ties->rotas);

      g_ptr_array_add (
          lines,
          /* Translators: of walking lines that are taken off the list; %s are titles of rotas */
          g_strdup_printf (ngettext ("A rota walks it and stays as it is, without its stops: %s",
                                     "Rotas walk it and stay as they are, without its stops: %s",
                                     ties->rotas->len),
                           walks));
    }
  if (ties->n_children > 0)
    g_ptr_array_add (
        lines, g_strdup_printf (ngettext ("%d child is on it, and stays booked as it is.",
                                          "%d children are on it, and stay booked as they are.",
                                          (gulong)ties->n_children),
                                ties->n_children));
  if (ties->n_hazards > 0)
    g_ptr_array_add (
        lines,
        g_strdup_printf (ngettext ("%d thing to be looked out for on it is not shown any more.",
                                   "%d things to be looked out for on it are not shown any more.",
                                   (gulong)ties->n_hazards),
                         ties->n_hazards));
  g_ptr_array_add (lines, NULL);

  return (char **)g_ptr_array_free (lines, FALSE);
}

const char *
far_words_line_walked (const char *line, const char *name)
{
  /* Translators: instead of the name of a walking line */
  return line[0] != '\0' && name[0] == '\0' ? _ ("A line that is not on the list any more") : name;
}

static void
add_shift (GPtrArray *parts, int minutes)
{
  if (minutes > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%d minute later", "%d minutes later",
                                                       (gulong)minutes),
                                             minutes));
  else if (minutes < 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%d minute earlier", "%d minutes earlier",
                                                       (gulong)-minutes),
                                             -minutes));
}

char *
far_words_pattern (const FarLinePattern *pattern)
{
  g_autofree char *days = far_words_weekdays (pattern->weekdays);
  g_autofree char *capital = NULL;
  g_autofree char *what = NULL;
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (pattern->from[0] != '\0')
    /* Translators: of a walking line on some weekdays; %s is a stop */
    g_ptr_array_add (parts, g_strdup_printf (_ ("begins at %s"), pattern->from));
  if (pattern->to[0] != '\0')
    /* Translators: of a walking line on some weekdays; %s is a stop */
    g_ptr_array_add (parts, g_strdup_printf (_ ("ends at %s"), pattern->to));
  add_shift (parts, pattern->shift);
  if (parts->len == 0)
    /* Translators: of a walking line on some weekdays */
    g_ptr_array_add (parts, g_strdup (_ ("walks all of it")));
  g_ptr_array_add (parts, NULL);
  /* Translators: between the items of a list */
  what = g_strjoinv (_ (", "), (char **)parts->pdata);

  if (pattern->rota[0] != '\0')
    /* Translators: %1$s is the title of a rota, %2$s are weekdays, %3$s as in “begins at Market” */
    return g_strdup_printf (C_ ("pattern", "%1$s, %2$s: %3$s"), pattern->rota_title, days, what);

  capital = far_text_capitalize (days);
  /* Translators: %1$s are weekdays, %2$s is as in “begins at Market, 10 minutes later” */
  return g_strdup_printf (C_ ("pattern", "%1$s: %2$s"), capital, what);
}

char *
far_words_hazard (const FarHazard *hazard)
{
  if (hazard->stop[0] == '\0')
    return g_strdup (hazard->words);

  /* Translators: %1$s is a stop, %2$s what is to be looked out for, as in “building site” */
  return g_strdup_printf (C_ ("hazard", "%1$s: %2$s"), hazard->stop, hazard->words);
}

const char *
far_words_hazard_state (FarHazardState state)
{
  switch (state)
    {
    case FAR_HAZARD_STATE_DEALT:
      return C_ ("hazard", "Being dealt with");
    case FAR_HAZARD_STATE_GONE:
      return C_ ("hazard", "Gone");
    case FAR_HAZARD_STATE_OPEN:
    default:
      return C_ ("hazard", "Open");
    }
}

char *
far_words_hazard_said (const FarHazard *hazard)
{
  const char *state = far_words_hazard_state (hazard->state);
  g_autofree char *when = far_words_instant (hazard->since_ms);

  if (hazard->is_contested)
    /* Translators: %1$s is “Open” or “Being dealt with”, %2$s a name, %3$s a date with a time */
    return g_strdup_printf (_ ("%1$s, says %2$s, %3$s; somebody else says otherwise"), state,
                            hazard->by_name, when);

  /* Translators: %1$s is “Open”, “Being dealt with” or “Gone”, %2$s a name, %3$s a date with a time
   */
  return g_strdup_printf (_ ("%1$s, says %2$s, %3$s"), state, hazard->by_name, when);
}

char *
far_words_hazards (GPtrArray *hazards)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < hazards->len; i++)
    {
      const FarHazard *hazard = hazards->pdata[i];
      g_autofree char *words = far_words_hazard (hazard);

      if (i > 0)
        g_string_append_c (text, '\n');
      if (hazard->state == FAR_HAZARD_STATE_OPEN)
        /* Translators: before a walk; %s is as in “Mill: building site” */
        g_string_append_printf (text, _ ("Look out! %s"), words);
      else
        /* Translators: before a walk; %1$s is as in “Mill: building site”, %2$s “Being dealt with”
         */
        g_string_append_printf (text, _ ("Look out! %1$s (%2$s)"), words,
                                far_words_hazard_state (hazard->state));
    }

  return g_string_free (text, hazards->len == 0);
}
