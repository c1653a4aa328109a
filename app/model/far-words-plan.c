/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-plan.h"

#include <glib/gi18n.h>

#include "far-words.h"

char *
far_words_span (gint32 first_day, gint32 last_day)
{
  g_autofree char *first = far_words_date (first_day);
  g_autofree char *last = far_words_date (last_day);

  if (first_day == last_day)
    return g_steal_pointer (&first);

  /* Translators: two dates, the first and the last of some days */
  return g_strdup_printf (_ ("%1$s to %2$s"), first, last);
}

char *
far_words_commitment (int n_turns, gboolean per_season)
{
  if (n_turns == 0)
    /* Translators: how many turns somebody commits to take */
    return g_strdup (C_ ("commitment", "No number"));
  if (per_season)
    /* Translators: that somebody commits to take */
    return g_strdup_printf (ngettext ("%d turn this season", "%d turns this season",
                                      (gulong)n_turns),
                            n_turns);

  /* Translators: that somebody commits to take */
  return g_strdup_printf (ngettext ("%d turn a month", "%d turns a month", (gulong)n_turns),
                          n_turns);
}

static char *
words_of_weekdays (guint cannot, guint rather)
{
  g_autofree char *not_on = cannot != 0 ? far_words_weekdays (cannot) : NULL;
  g_autofree char *rather_on = rather != 0 ? far_words_weekdays (rather) : NULL;

  if (not_on != NULL && rather_on != NULL)
    /* Translators: when somebody can take turns; both are weekdays */
    return g_strdup_printf (_ ("not on %1$s, rather on %2$s"), not_on, rather_on);
  if (not_on != NULL)
    /* Translators: when somebody can take turns; %s are weekdays */
    return g_strdup_printf (_ ("not on %s"), not_on);
  if (rather_on != NULL)
    /* Translators: when somebody can take turns; %s are weekdays */
    return g_strdup_printf (_ ("rather on %s"), rather_on);

  /* Translators: when somebody can take turns */
  return g_strdup (_ ("any weekday"));
}

char *
far_words_available (const FarAvailable *self)
{
  g_autofree char *days = words_of_weekdays (self->cannot, self->rather);

  if (self->rota[0] == '\0')
    /* Translators: when somebody can take turns, in whatever rota; %s as in “not on Monday” */
    return g_strdup_printf (_ ("Everything: %s"), days);

  /* Translators: when somebody can take turns; %1$s is a rota, %2$s as in “not on Monday” */
  return g_strdup_printf (_ ("%1$s: %2$s"), self->rota_title, days);
}

char *
far_words_away (const FarAway *self)
{
  g_autofree char *days = far_words_span (self->first_day, self->last_day);

  if (self->rota[0] == '\0')
    return g_steal_pointer (&days);

  /* Translators: %1$s are days on which somebody cannot take turns, %2$s is the rota */
  return g_strdup_printf (_ ("%1$s (%2$s)"), days, self->rota_title);
}

char *
far_words_availability (const FarAvailability *self)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->weeks->len; i++)
    g_ptr_array_add (lines, far_words_available (self->weeks->pdata[i]));
  for (guint i = 0; i < self->away->len; i++)
    {
      g_autofree char *days = far_words_away (self->away->pdata[i]);

      /* Translators: %s are days on which somebody cannot take turns */
      g_ptr_array_add (lines, g_strdup_printf (_ ("Away: %s"), days));
    }
  if (self->n_turns > 0)
    g_ptr_array_add (lines, far_words_commitment (self->n_turns, self->per_season));
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **)lines->pdata);
}

char *
far_words_availability_by (const FarAvailability *self)
{
  if (!self->is_by_other || self->by_name[0] == '\0')
    return NULL;

  /* Translators: %s is who wrote down for somebody when they can take turns */
  return g_strdup_printf (_ ("Written down by %s"), self->by_name);
}
