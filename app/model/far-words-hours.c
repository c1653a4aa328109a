/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-hours.h"

#include "far-words.h"

#include <glib/gi18n.h>
#include <string.h>

char *
far_words_minutes (int minutes)
{
  if (minutes < 60)
    /* Translators: so many minutes, short */
    return g_strdup_printf (_ ("%d min"), minutes);
  if (minutes % 60 == 0)
    /* Translators: so many hours, short */
    return g_strdup_printf (_ ("%d h"), minutes / 60);

  /* Translators: so many hours and minutes, short */
  return g_strdup_printf (_ ("%1$d h %2$d min"), minutes / 60, minutes % 60);
}

/* At most four digits.  Returns: what follows them; NULL if there are none, or more */
static const char *
read_number (const char *text, int *out)
{
  guint n = 0;

  *out = 0;
  for (; g_ascii_isdigit (*text) && n < 5; text++, n++)
    *out = *out * 10 + (*text - '0');

  return n > 0 && n < 5 ? text : NULL;
}

gboolean
far_words_read_minutes (const char *text, int *out_minutes)
{
  g_autofree char *typed = g_strstrip (g_strdup (text));
  int minutes = 0;
  int first;
  const char *end = read_number (typed, &first);

  if (end == NULL)
    return FALSE;
  if (*end == '\0')
    *out_minutes = first;
  else if (*end == ':' || *end == 'h' || *end == 'H')
    {
      for (end++; *end == ' ';)
        end++;
      if (*end != '\0')
        {
          end = read_number (end, &minutes);
          if (end == NULL || minutes > 59)
            return FALSE;
          for (; *end == ' ';)
            end++;
          if (*end != '\0' && strcmp (end, "min") != 0)
            return FALSE;
        }
      *out_minutes = first * 60 + minutes;
    }
  else
    {
      for (; *end == ' ';)
        end++;
      if (strcmp (end, "min") != 0)
        return FALSE;
      *out_minutes = first;
    }

  return *out_minutes >= 1 && *out_minutes <= FAR_HOURS_MINUTES_MOST;
}

/* ---- one line */

static char *
say_given (const FarHours *line, const char *time)
{
  const char *who = line->who_name;

  switch (line->sort)
    {
    case FAR_HOURS_PAID:
      /* Translators: %1$s is a time such as “1 h 30 min”, %2$s a person */
      return *who != '\0' ? g_strdup_printf (_ ("Given for pay: %1$s, to %2$s"), time, who)
                          /* Translators: %s is a time such as “1 h 30 min” */
                          : g_strdup_printf (_ ("Given for pay: %s"), time);
    case FAR_HOURS_IN_KIND:
      /* Translators: in exchange for something else; %1$s is a time, %2$s a person */
      return *who != '\0' ? g_strdup_printf (_ ("Given in kind: %1$s, to %2$s"), time, who)
                          /* Translators: in exchange for something else; %s is a time */
                          : g_strdup_printf (_ ("Given in kind: %s"), time);
    case FAR_HOURS_VOLUNTEER:
    case FAR_HOURS_N_SORTS:
    default:
      /* Translators: %1$s is a time such as “1 h 30 min”, %2$s a person */
      return *who != '\0' ? g_strdup_printf (_ ("Given as a volunteer: %1$s, to %2$s"), time, who)
                          /* Translators: %s is a time such as “1 h 30 min” */
                          : g_strdup_printf (_ ("Given as a volunteer: %s"), time);
    }
}

static char *
say_received (const FarHours *line, const char *time)
{
  const char *who = line->who_name;

  switch (line->sort)
    {
    case FAR_HOURS_PAID:
      /* Translators: %1$s is a time such as “1 h 30 min”, %2$s a person */
      return *who != '\0' ? g_strdup_printf (_ ("Received for pay: %1$s, from %2$s"), time, who)
                          /* Translators: %s is a time such as “1 h 30 min” */
                          : g_strdup_printf (_ ("Received for pay: %s"), time);
    case FAR_HOURS_IN_KIND:
      /* Translators: in exchange for something else; %1$s is a time, %2$s a person */
      return *who != '\0' ? g_strdup_printf (_ ("Received in kind: %1$s, from %2$s"), time, who)
                          /* Translators: in exchange for something else; %s is a time */
                          : g_strdup_printf (_ ("Received in kind: %s"), time);
    case FAR_HOURS_VOLUNTEER:
    case FAR_HOURS_N_SORTS:
    default:
      /* Translators: %1$s is a time such as “1 h 30 min”, %2$s a person */
      return *who != '\0'
                 ? g_strdup_printf (_ ("Received from a volunteer: %1$s, from %2$s"), time, who)
                 /* Translators: %s is a time such as “1 h 30 min” */
                 : g_strdup_printf (_ ("Received from a volunteer: %s"), time);
    }
}

char *
far_words_hours (const FarHours *line)
{
  g_autofree char *time = far_words_minutes (line->minutes);

  return line->is_received ? say_received (line, time) : say_given (line, time);
}

/* "soup, for 20 €" */
static char *
say_what (const FarHours *line)
{
  if (*line->against == '\0')
    return g_strdup (line->what);
  if (*line->what == '\0')
    /* Translators: %s is what was given in return, such as “20 €” */
    return g_strdup_printf (_ ("in return for %s"), line->against);

  /* Translators: %1$s is what was done, %2$s what was given in return, such as “20 €” */
  return g_strdup_printf (_ ("%1$s, in return for %2$s"), line->what, line->against);
}

char *
far_words_hours_more (const FarHours *line)
{
  g_autofree char *day = far_words_date (line->day);
  g_autofree char *what = say_what (line);
  g_autofree char *more = *what == '\0' ? g_strdup (day)
                                        /* Translators: %1$s is a day, %2$s what was done */
                                        : g_strdup_printf (_ ("%1$s: %2$s"), day, what);

  if (line->is_mine)
    return g_steal_pointer (&more);

  /* Translators: a line of an account; %1$s is when and what for, %2$s is who shares the account */
  return g_strdup_printf (_ ("%1$s\nIn the account of %2$s"), more, line->owner_name);
}

char *
far_words_hours_others (const FarHours *line)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < line->others->len; i++)
    {
      const FarHours *other = line->others->pdata[i];
      g_autofree char *given = far_words_hours (other);
      g_autofree char *day = far_words_date (other->day);
      g_autofree char *what = say_what (other);
      g_autofree char *when = *what == '\0' ? g_strdup (day)
                                            /* Translators: %1$s is a day, %2$s what was done */
                                            : g_strdup_printf (_ ("%1$s: %2$s"), day, what);

      if (i > 0)
        g_string_append_c (text, '\n');
      /* Translators: of a line that two devices changed; %1$s is “Given …”, %2$s when and what for
       */
      g_string_append_printf (text, _ ("Also written on another device: %1$s. %2$s"), given, when);
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* ---- all in all */

char *
far_words_hours_sum (const FarHoursBook *book, FarHoursSort sort)
{
  g_autofree char *given = far_words_minutes (book->given[sort]);
  g_autofree char *received = far_words_minutes (book->received[sort]);

  if (book->given[sort] == 0 && book->received[sort] == 0)
    return NULL;

  switch (sort)
    {
    case FAR_HOURS_PAID:
      /* Translators: both are times such as “1 h 30 min” */
      return g_strdup_printf (_ ("For pay: %1$s given, %2$s received"), given, received);
    case FAR_HOURS_IN_KIND:
      /* Translators: in exchange for something else; both are times such as “1 h 30 min” */
      return g_strdup_printf (_ ("In kind: %1$s given, %2$s received"), given, received);
    case FAR_HOURS_VOLUNTEER:
    case FAR_HOURS_N_SORTS:
    default:
      /* Translators: both are times such as “1 h 30 min” */
      return g_strdup_printf (_ ("As volunteers: %1$s given, %2$s received"), given, received);
    }
}

char *
far_words_hours_with (const FarHoursWith *with)
{
  g_autofree char *given = far_words_minutes (with->given);
  g_autofree char *received = far_words_minutes (with->received);
  const char *name = *with->name != '\0' ? with->name : _ ("Nobody in particular");

  if (with->received == 0)
    /* Translators: %1$s is a person, %2$s a time such as “1 h 30 min” */
    return g_strdup_printf (_ ("%1$s: %2$s given"), name, given);
  if (with->given == 0)
    /* Translators: %1$s is a person, %2$s a time such as “1 h 30 min” */
    return g_strdup_printf (_ ("%1$s: %2$s received"), name, received);

  /* Translators: %1$s is a person, the others are times such as “1 h 30 min” */
  return g_strdup_printf (_ ("%1$s: %2$s given, %3$s received"), name, given, received);
}

char *
far_words_hours_balance (const FarHoursBook *book)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *first = far_words_date (book->first_day);
  g_autofree char *last = far_words_date (book->last_day);

  /* Translators: both are days */
  g_ptr_array_add (lines, g_strdup_printf (_ ("From %1$s to %2$s"), first, last));
  for (int sort = 0; sort < FAR_HOURS_N_SORTS; sort++)
    {
      char *sum = far_words_hours_sum (book, (FarHoursSort)sort);

      if (sum != NULL)
        g_ptr_array_add (lines, sum);
    }
  if (lines->len == 1)
    g_ptr_array_add (lines, g_strdup (_ ("Nothing is noted.")));
  for (guint i = 0; i < book->with->len; i++)
    g_ptr_array_add (lines, far_words_hours_with (book->with->pdata[i]));
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **)lines->pdata);
}

static char *
join_names (const GPtrArray *people)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < people->len; i++)
    g_ptr_array_add (names, (gpointer)((const FarSomebody *)people->pdata[i])->name);
  g_ptr_array_add (names, NULL);

  return g_strjoinv (_ (", "), (char **)names->pdata);
}

char *
far_words_hours_readers (const FarHoursBook *book)
{
  g_autofree char *shared = join_names (book->shared);

  if (book->shared->len == 0)
    return g_strdup (_ ("Only your own devices can read what you note here."));

  /* Translators: %s are names */
  return g_strdup_printf (_ ("Only your own devices and those of %s can read what you note here."),
                          shared);
}

char *
far_words_hours_sealed (const FarHoursBook *book)
{
  if (book->n_sealed == 0)
    return NULL;

  return g_strdup_printf (
      ngettext ("%d line of yours cannot be read on this device yet. It can once another device of "
                "yours has met it.",
                "%d lines of yours cannot be read on this device yet. They can once another "
                "device of yours has met it.",
                (gulong)book->n_sealed),
      book->n_sealed);
}

/* ---- what all can see */

static void
add_spread (GString *text, const FarHoursSeen *seen)
{
  if (!seen->has_spread)
    return;
  g_string_append_c (text, ' ');
  if (seen->least == seen->most)
    /* Translators: of all who did any; %d is how many times */
    g_string_append_printf (text,
                            ngettext ("Everybody who did any has %d.",
                                      "Everybody who did any has %d.", (gulong)seen->most),
                            seen->most);
  else
    /* Translators: how many times; the first two are of half of them */
    g_string_append_printf (text,
                            _ ("Of all who did any half have %1$d to %2$d, nobody fewer than %3$d "
                               "or more than %4$d."),
                            seen->low, seen->high, seen->least, seen->most);
}

char *
far_words_hours_seen (const FarHoursBook *book)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          ngettext ("This school year you have kept %d turn.",
                                    "This school year you have kept %d turns.",
                                    (gulong)book->turns.n_mine),
                          book->turns.n_mine);
  add_spread (text, &book->turns);
  g_string_append_c (text, '\n');
  g_string_append_printf (text,
                          ngettext ("You have driven others %d time.",
                                    "You have driven others %d times.", (gulong)book->rides.n_mine),
                          book->rides.n_mine);
  add_spread (text, &book->rides);
  g_string_append_c (text, '\n');
  g_string_append_printf (text,
                          ngettext ("You have lent %d hand.", "You have lent %d hands.",
                                    (gulong)book->hands.n_mine),
                          book->hands.n_mine);
  add_spread (text, &book->hands);

  return g_string_free (text, FALSE);
}
