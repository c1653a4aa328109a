/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-roll.h"

#include <glib/gi18n.h>

#include "far-words.h"

const char *
far_words_presence (FarPresence presence)
{
  switch (presence)
    {
    case FAR_PRESENCE_THERE:
      /* Translators: of somebody at an outing, a child or an adult */
      return _ ("There");
    case FAR_PRESENCE_LATE:
      /* Translators: of somebody at an outing, who came late and is there now */
      return _ ("Late");
    case FAR_PRESENCE_MISSING:
      /* Translators: of somebody at an outing, who did not come */
      return _ ("Missing");
    case FAR_PRESENCE_UNSAID:
    default:
      /* Translators: of somebody at an outing, of whom nobody said yet whether they came */
      return _ ("Not called yet");
    }
}

static char *
time_of (gint64 ms)
{
  g_autoptr(GDateTime) instant = far_words_at (ms);

  if (instant == NULL)
    return g_strdup ("");

  return far_words_time (60 * g_date_time_get_hour (instant) + g_date_time_get_minute (instant));
}

char *
far_words_beside (const char *one, const char *other)
{
  /* Translators: two things that are said of a child at an outing, one after the other */
  return g_strdup_printf (_ ("%1$s. %2$s"), one, other);
}

char *
far_words_taker (const char *name, const char *words)
{
  if (*name != '\0' && *words != '\0')
    /* Translators: to whom a child was handed over: %1$s is a name, %2$s what somebody wrote */
    return g_strdup_printf (_ ("%1$s (%2$s)"), name, words);
  if (*name == '\0' && *words == '\0')
    /* Translators: to whom a child was handed over, where nobody wrote to whom */
    return g_strdup (_ ("somebody"));

  return g_strdup (*name != '\0' ? name : words);
}

/* Plainly, and nobody is kept from it: whoever was at the gate knew why. */
static char *
say_off_list (const char *taker, const char *child)
{
  /* Translators: to whom a child was handed over: %1$s is that adult, %2$s the child */
  return g_strdup_printf (_ ("%1$s is not among those to whom the family lets %2$s go"), taker,
                          child);
}

static char *
say_handed (const FarRollMark *mark)
{
  g_autofree char *taker = far_words_taker (mark->handed_name, mark->handed_words);
  g_autofree char *time = time_of (mark->handed_ms);
  g_autofree char *off_list =
      mark->is_off_list ? say_off_list (mark->handed_name, mark->child_name) : NULL;
  g_autofree char *words = NULL;

  /* Translators: of a child: %1$s is to whom, %2$s who says so, %3$s a time of day */
  words =
      g_strdup_printf (_ ("Handed over to %1$s, says %2$s at %3$s"), taker, mark->handed_by, time);

  return off_list != NULL ? far_words_beside (words, off_list) : g_steal_pointer (&words);
}

static char *
say_there (const FarRollMark *mark)
{
  g_autofree char *time = time_of (mark->said_ms);

  /* Translators: %1$s is such as “Late”, %2$s who says so, %3$s a time of day */
  return g_strdup_printf (_ ("%1$s, says %2$s at %3$s"), far_words_presence (mark->presence),
                          mark->said_by, time);
}

char *
far_words_mark (const FarRollMark *mark)
{
  g_autofree char *there = NULL;
  g_autofree char *handed = NULL;

  if (mark->presence == FAR_PRESENCE_UNSAID && !mark->is_handed)
    return NULL;
  if (mark->is_handed && mark->presence != FAR_PRESENCE_MISSING)
    return say_handed (mark);

  there = say_there (mark);
  if (!mark->is_handed)
    return g_steal_pointer (&there);

  handed = say_handed (mark);
  return far_words_beside (there, handed);
}

static void
add_line (GString *text, const char *line)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

char *
far_words_mark_differs (const FarRollMark *mark)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < mark->states->len; i++)
    {
      const FarRollWord *word = mark->states->pdata[i];
      g_autofree char *line = NULL;

      /* Translators: where members say different things: %1$s is who, %2$s such as “Late” */
      line = g_strdup_printf (_ ("%1$s says: %2$s"), word->by_name,
                              far_words_presence (word->presence));
      add_line (text, line);
    }
  for (guint i = 0; i < mark->hands->len; i++)
    {
      const FarRollWord *word = mark->hands->pdata[i];
      g_autofree char *taker = far_words_taker (word->handed_name, word->handed_words);
      g_autofree char *line = NULL;

      if (word->is_handed)
        /* Translators: where members say different things: %1$s is who, %2$s to whom */
        line = g_strdup_printf (_ ("%1$s says: handed over to %2$s"), word->by_name, taker);
      else
        /* Translators: where members say different things: %s is who */
        line = g_strdup_printf (_ ("%s says: not handed over"), word->by_name);
      add_line (text, line);
      if (word->is_off_list)
        {
          g_autofree char *off_list = say_off_list (word->handed_name, mark->child_name);

          add_line (text, off_list);
        }
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

char *
far_words_roll_children (const FarRoll *roll)
{
  int n_there = 0;
  int n_handed = 0;
  int n = 0;

  for (guint i = 0; i < roll->children->len; i++)
    {
      const FarRollRow *row = roll->children->pdata[i];
      gboolean is_there =
          row->mark.presence == FAR_PRESENCE_THERE || row->mark.presence == FAR_PRESENCE_LATE;

      n += (row->is_expected && !row->is_absent) || is_there;
      n_there += is_there;
      n_handed += row->mark.is_handed;
    }
  if (n == 0)
    return NULL;
  if (n_handed == 0)
    /* Translators: of the children who are expected: how many are there */
    return g_strdup_printf (ngettext ("%1$d of %2$d child is there",
                                      "%1$d of %2$d children are there", (gulong)n),
                            n_there, n);

  /* Translators: of the children who are expected: how many are there; and how many were handed
   * over */
  return g_strdup_printf (ngettext ("%1$d of %2$d child is there, %3$d handed over",
                                    "%1$d of %2$d children are there, %3$d handed over", (gulong)n),
                          n_there, n, n_handed);
}

char *
far_words_roll_title (const FarRoll *roll)
{
  g_autofree char *day = far_words_day (roll->day);
  g_autofree char *time = far_words_time (roll->at);

  /* Translators: an outing: its day, its time, its title */
  return g_strdup_printf (_ ("%1$s, %2$s, %3$s"), day, time, roll->title);
}
