/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-things.h"

#include <glib/gi18n.h>

#include "far-words.h"

/* The day is enough: nobody asks at what minute a key changed hands. */
static char *
words_of_day (gint64 ms)
{
  g_autoptr(GDateTime) at = far_words_at (ms);
  g_autofree char *date = at != NULL ? g_date_time_format (at, "%Y-%m-%d") : NULL;
  gint32 day;

  if (date == NULL || !far_words_read_date (date, &day))
    return far_words_instant (ms);

  return far_words_date (day);
}

char *
far_words_keeper (const FarThing *thing)
{
  g_autofree char *since = NULL;

  if (thing->keeper[0] == '\0')
    return g_strdup (_ ("Nobody has said who has it"));

  since = words_of_day (thing->since_ms);
  if (thing->is_with_me)
    /* Translators: of a key or another thing; %s is a date */
    return g_strdup_printf (_ ("With you since %s"), since);
  if (thing->keeper_name[0] == '\0')
    /* Translators: of a key or another thing; %s is a date */
    return g_strdup_printf (_ ("With somebody who is not here any more, since %s"), since);

  switch (thing->keeper_standing)
    {
    case FAR_STANDING_LEFT:
      /* Translators: of a key or another thing; %1$s is a person’s name, %2$s a date */
      return g_strdup_printf (_ ("With %1$s, who has left, since %2$s"), thing->keeper_name, since);
    case FAR_STANDING_REMOVED:
      /* Translators: of a key or another thing; %1$s is a person’s name, %2$s a date */
      return g_strdup_printf (_ ("With %1$s, who is no member any more, since %2$s"),
                              thing->keeper_name, since);
    default:
      /* Translators: of a key or another thing; %1$s is a person’s name, %2$s a date */
      return g_strdup_printf (_ ("With %1$s since %2$s"), thing->keeper_name, since);
    }
}

char *
far_words_thing (const FarThing *thing)
{
  g_autofree char *keeper = far_words_keeper (thing);

  if (thing->note[0] == '\0')
    /* Translators: %1$s is a thing, as in “Key of the hall”, %2$s says who has it */
    return g_strdup_printf (_ ("%1$s. %2$s."), thing->name, keeper);

  /* Translators: %1$s is a thing, as in “Key of the hall”, %2$s what is noted on it, %3$s says who
   * has it */
  return g_strdup_printf (_ ("%1$s (%2$s). %3$s."), thing->name, thing->note, keeper);
}
