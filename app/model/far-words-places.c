/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-places.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

char *
far_words_place_where (const char *address, const char *town)
{
  if (address[0] == '\0' || town[0] == '\0')
    return g_strdup (address[0] != '\0' ? address : town);

  /* Translators: where a place is: an address, and a town */
  return g_strdup_printf (C_ ("address", "%1$s, %2$s"), address, town);
}

/* As maps take them, in whatever language. */
static char *
words_of_degrees (double lat, double lon)
{
  char north[G_ASCII_DTOSTR_BUF_SIZE];
  char east[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (north, sizeof north, "%.6f", lat);
  g_ascii_formatd (east, sizeof east, "%.6f", lon);

  return g_strdup_printf ("%s, %s", north, east);
}

char *
far_words_place_at (const FarMeetingPlace *place)
{
  return place->has_at ? words_of_degrees (place->lat, place->lon) : g_strdup ("");
}

char *
far_words_where (const char *name, const FarWhere *where)
{
  g_autofree char *degrees = NULL;

  if (!where->is_known)
    return NULL;
  degrees = words_of_degrees (where->lat, where->lon);

  /* Translators: the name of a place, and where that is, as maps take it: "The mill: 45.1, 5.2" */
  return g_strdup_printf (C_ ("coordinates", "%1$s: %2$s"), name, degrees);
}

static gboolean
read_degrees (const char *text, double most, double *out)
{
  g_autofree char *number = g_strstrip (g_strdup (text));
  char *comma = strchr (number, ',');
  char *end;

  if (comma != NULL)
    *comma = '.';
  if (number[0] == '\0' || strspn (number, "+-.0123456789") != strlen (number))
    return FALSE;
  *out = g_ascii_strtod (number, &end);

  return end != number && *end == '\0' && fabs (*out) <= most;
}

gboolean
far_words_read_place_at (const char *text, double *out_lat, double *out_lon)
{
  const char *delimiter = strchr (text, ';') != NULL ? ";" : ",";
  g_auto(GStrv) parts = g_strsplit (text, delimiter, 3);

  return g_strv_length (parts) == 2 && read_degrees (parts[0], 90, out_lat) &&
         read_degrees (parts[1], 180, out_lon);
}

char *
far_words_place_item (const FarPlaceItem *item)
{
  switch (item->what)
    {
    case FAR_PLACE_WHAT_NEW:
      /* Translators: of a meeting place of a table that is imported */
      return g_strdup (C_ ("meeting place", "New"));
    case FAR_PLACE_WHAT_THERE:
      return g_strdup (_ ("Already there"));
    case FAR_PLACE_WHAT_CHANGED:
      if (strcmp (item->name, item->name_before) == 0)
        return g_strdup (_ ("Already there, and brought up to date"));
      /* Translators: of a meeting place; %s is the name that it has had */
      return g_strdup_printf (_ ("Brought up to date; it was called “%s”"), item->name_before);
    case FAR_PLACE_WHAT_BACK:
      return g_strdup (_ ("Comes back: it had been taken off the list"));
    case FAR_PLACE_WHAT_TOO_MANY:
    default:
      return g_strdup (_ ("Left out: nobody enters more than 1,000 places"));
    }
}

/* The fault alone, as a sentence; with the cell where there is one. */
static char *
words_of_fault (const FarRefusedPlace *refused)
{
  const char *cell = refused->cell;

  if (cell[0] == '\0')
    return g_strdup (_ ("Nothing stands there."));

  /* Translators: in each, %s is what stands in a cell of a table */
  switch (refused->why)
    {
    case FAR_REFUSED_PLACE_NAME_LONG:
    case FAR_REFUSED_PLACE_ADDRESS_LONG:
    case FAR_REFUSED_PLACE_TOWN_LONG:
    case FAR_REFUSED_PLACE_SOURCE_LONG:
      return g_strdup_printf (_ ("“%s” is too long."), cell);
    case FAR_REFUSED_PLACE_DATE:
      return g_strdup_printf (_ ("“%s” is no date as in 2026-09-01."), cell);
    case FAR_REFUSED_PLACE_LAT:
      return g_strdup_printf (_ ("“%s” is no latitude, which is a number from -90 to 90."), cell);
    case FAR_REFUSED_PLACE_LON:
      return g_strdup_printf (_ ("“%s” is no longitude, which is a number from -180 to 180."),
                              cell);
    case FAR_REFUSED_PLACE_EXCHANGED:
      return g_strdup_printf (_ ("“%s” is the latitude: longitude and latitude are exchanged."),
                              cell);
    case FAR_REFUSED_PLACE_LAT_ABROAD:
    case FAR_REFUSED_PLACE_LON_ABROAD:
      return g_strdup_printf (_ ("“%s” is not in France, but the row has a French town’s number."),
                              cell);
    case FAR_REFUSED_PLACE_OPEN:
      return g_strdup_printf (_ ("“%s” is neither “true” nor “false”."), cell);
    case FAR_REFUSED_PLACE_NAME:
    case FAR_REFUSED_PLACE_TWICE:
    default:
      return g_strdup_printf (_ ("“%s” stood there before."), cell);
    }
}

char *
far_words_refused_place (const FarRefusedPlace *refused)
{
  g_autofree char *fault = words_of_fault (refused);

  /* Translators: the number of a row, the heading of a column, and what is wrong with that cell, as
   * a sentence */
  return g_strdup_printf (_ ("Row %1$d, %2$s: %3$s"), refused->row, refused->column, fault);
}

/* One sentence after the other. */
static void
add_sentence (char **words, char *sentence)
{
  g_autofree char *before = *words;
  g_autofree char *next = sentence;

  /* Translators: two whole sentences, one after the other */
  *words = before[0] == '\0' ? g_steal_pointer (&next)
                             : g_strdup_printf (C_ ("sentences", "%1$s %2$s"), before, next);
}

char *
far_words_places_effect (const FarPlacesPlan *plan)
{
  char *words = plan->n_new > 0
                    ? g_strdup_printf (ngettext ("%d place is new.", "%d places are new.",
                                                 (gulong)plan->n_new),
                                       plan->n_new)
                    : g_strdup (_ ("No place is new."));

  if (plan->n_changed > 0)
    add_sentence (&words, g_strdup_printf (ngettext ("%d place is brought up to date.",
                                                     "%d places are brought up to date.",
                                                     (gulong)plan->n_changed),
                                           plan->n_changed));
  if (plan->n_there > 0)
    add_sentence (&words,
                  g_strdup_printf (ngettext ("%d place is already there.",
                                             "%d places are already there.", (gulong)plan->n_there),
                                   plan->n_there));

  return words;
}

char *
far_words_places_passed_over (const FarPlacesPlan *plan)
{
  char *words = g_strdup ("");

  if (plan->n_closed > 0)
    add_sentence (&words, g_strdup_printf (ngettext ("%d place is closed, and left out.",
                                                     "%d places are closed, and left out.",
                                                     (gulong)plan->n_closed),
                                           plan->n_closed));
  if (plan->n_elsewhere > 0)
    add_sentence (&words, g_strdup_printf (ngettext ("%d place is in another town.",
                                                     "%d places are in other towns.",
                                                     (gulong)plan->n_elsewhere),
                                           plan->n_elsewhere));
  if (plan->n_too_many > 0)
    add_sentence (&words, g_strdup (_ ("Nobody enters more than 1,000 places.")));

  return words;
}

char *
far_words_n_refused_places (const FarPlacesPlan *plan)
{
  if (plan->n_refused == 0)
    return g_strdup ("");

  return g_strdup_printf (ngettext ("%d row is left out: something in it is wrong.",
                                    "%d rows are left out: something in them is wrong.",
                                    (gulong)plan->n_refused),
                          plan->n_refused);
}
