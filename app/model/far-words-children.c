/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-children.h"

#include <glib/gi18n.h>

#include "far-words-notes.h"
#include "far-words-lines.h"
#include "far-words.h"

char *
far_words_child_needs (gboolean is_one_to_one,
                       gboolean has_wheelchair,
                       gboolean is_slow,
                       const char *carry)
{
  g_autoptr(GPtrArray) needs = g_ptr_array_new ();

  if (is_one_to_one)
    /* Translators: of a child, in a list of what it needs */
    g_ptr_array_add (needs, (gpointer)_ ("needs an adult of their own"));
  if (has_wheelchair)
    /* Translators: of a child, in a list of what it needs */
    g_ptr_array_add (needs, (gpointer)_ ("wheelchair"));
  if (is_slow)
    /* Translators: of a child, in a list of what it needs */
    g_ptr_array_add (needs, (gpointer)_ ("walks slowly"));
  if (*carry != '\0')
    g_ptr_array_add (needs, (gpointer)carry);
  if (needs->len == 0)
    return NULL;

  g_ptr_array_add (needs, NULL);
  /* Translators: between the items of a list */
  return g_strjoinv (_ (", "), (char **)needs->pdata);
}

char *
far_words_child_place (const FarChild *child)
{
  if (child->line[0] == '\0')
    return g_strdup (_ ("On no line yet"));
  if (child->stop[0] == '\0' || child->line_name[0] == '\0')
    return g_strdup (far_words_line_walked (child->line, child->line_name));

  /* Translators: %1$s is a walking line, %2$s one of its stops */
  return g_strdup_printf (_ ("%1$s, %2$s"), child->line_name, child->stop);
}

char *
far_words_child_next (const FarChild *child, gint32 today)
{
  g_autofree char *day = NULL;

  if (child->bookings->len == 0)
    return g_strdup (_ ("Not booked: nobody expects this child"));
  if (child->next_day == G_MININT32)
    return g_strdup (_ ("Booked, but not in the next two weeks"));
  if (child->next_day == today)
    return g_strdup (child->is_absent_next ? _ ("Absent today") : _ ("Comes along today"));

  day = far_words_day (child->next_day);
  /* Translators: of a child; %s is a day, as in “Tuesday 1 September” */
  return g_strdup_printf (child->is_absent_next ? _ ("Absent on %s") : _ ("Comes along next on %s"),
                          day);
}

char *
far_words_booking (const FarBooking *booking)
{
  g_autofree char *first = far_words_date (booking->first_day);
  g_autofree char *last = booking->has_end ? far_words_date (booking->last_day) : NULL;
  g_autofree char *days = booking->weekdays == 127 ? g_strdup (_ ("Every day"))
                                                   : far_words_weekdays (booking->weekdays);

  if (booking->rota[0] != '\0' && last != NULL)
    /* Translators: %1$s is the title of a rota, %2$s are weekdays, %3$s and %4$s dates */
    return g_strdup_printf (_ ("%1$s: %2$s, from %3$s to %4$s"), booking->rota_title, days, first,
                            last);
  if (booking->rota[0] != '\0')
    /* Translators: %1$s is the title of a rota, %2$s are weekdays, %3$s is a date */
    return g_strdup_printf (_ ("%1$s: %2$s, from %3$s"), booking->rota_title, days, first);
  if (last != NULL)
    /* Translators: %1$s are weekdays, %2$s and %3$s dates */
    return g_strdup_printf (_ ("%1$s, from %2$s to %3$s"), days, first, last);

  /* Translators: %1$s are weekdays, %2$s is a date */
  return g_strdup_printf (_ ("%1$s, from %2$s"), days, first);
}

char *
far_words_guardians (const FarChild *child)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  g_ptr_array_add (names, (gpointer)child->owner_name);
  for (guint i = 0; i < child->guardians->len; i++)
    {
      const FarSomebody *guardian = child->guardians->pdata[i];

      if (!g_str_equal (guardian->id, child->owner))
        g_ptr_array_add (names, (gpointer)guardian->name);
    }
  g_ptr_array_add (names, NULL);

  return far_words_people ((const char *const *)names->pdata);
}

char *
far_words_walkers (const FarOuting *outing)
{
  guint n_absent = outing->children->len - (guint)outing->n_children;

  if (outing->children->len == 0)
    return NULL;
  if (outing->n_children == 0)
    return g_strdup (_ ("No child comes along"));
  if (n_absent == 0)
    return g_strdup_printf (ngettext ("%d child comes along", "%d children come along",
                                      (gulong)outing->n_children),
                            outing->n_children);

  /* Translators: %1$d children are there; %2$u are absent */
  return g_strdup_printf (ngettext ("%1$d child comes along, %2$u absent",
                                    "%1$d children come along, %2$u absent",
                                    (gulong)outing->n_children),
                          outing->n_children, n_absent);
}

static char *
words_of_walker (const FarWalker *walker)
{
  g_autofree char *needs = far_words_child_needs (walker->is_one_to_one, walker->has_wheelchair,
                                                  walker->is_slow, walker->carry);

  if (far_words_has_to_ask (walker))
    {
      g_autofree char *others = g_steal_pointer (&needs);

      needs = others == NULL
                  /* Translators: of a child, in a list of what it needs */
                  ? g_strdup (_ ("ask the family"))
                  /* Translators: %s is a list of what a child needs */
                  : g_strdup_printf (_ ("%s, ask the family"), others);
    }

  if (walker->is_contested)
    /* Translators: %s is a child’s name */
    return g_strdup_printf (_ ("%s: one says absent, another says present"), walker->name);
  if (walker->is_absent)
    /* Translators: %s is a child’s name */
    return g_strdup_printf (_ ("%s is absent"), walker->name);
  if (needs == NULL)
    return g_strdup (walker->name);

  /* Translators: %1$s is a child’s name, %2$s a list of what it needs */
  return g_strdup_printf (_ ("%1$s (%2$s)"), walker->name, needs);
}

char *
far_words_walker (const FarWalker *walker)
{
  g_autofree char *words = words_of_walker (walker);

  if (walker->from_title[0] == '\0')
    return g_steal_pointer (&words);

  /* Translators: a child, and the title of the rota from which it walks along */
  return g_strdup_printf (_ ("%1$s, from “%2$s”"), words, walker->from_title);
}

/* "8 children, 1 of them with an adult of their own, 3 crossings" */
static char *
who_walks (const FarOuting *outing)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (parts, g_strdup_printf (ngettext ("%d child", "%d children",
                                                     (gulong)outing->n_children),
                                           outing->n_children));
  if (outing->n_young > 0 && outing->n_young == outing->n_children)
    /* Translators: after a number of children: all of them are among the youngest */
    g_ptr_array_add (parts, g_strdup (ngettext ("very young", "all of them very young",
                                                (gulong)outing->n_young)));
  else if (outing->n_young > 0)
    /* Translators: after a number of children: how many of them are among the youngest */
    g_ptr_array_add (parts,
                     g_strdup_printf (ngettext ("%d of them very young", "%d of them very young",
                                                (gulong)outing->n_young),
                                      outing->n_young));
  if (outing->n_one_to_one == 1 && outing->n_children == 1)
    /* Translators: after “1 child” */
    g_ptr_array_add (parts, g_strdup (_ ("with an adult of its own")));
  else if (outing->n_one_to_one > 0)
    /* Translators: after a number of children */
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%d of them with an adult of their own",
                                                       "%d of them with adults of their own",
                                                       (gulong)outing->n_one_to_one),
                                             outing->n_one_to_one));
  if (outing->n_for_crossings > 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("%d crossing", "%d crossings",
                                                       (gulong)outing->n_crossings),
                                             outing->n_crossings));
  g_ptr_array_add (parts, NULL);

  /* Translators: between the items of a list */
  return g_strjoinv (_ (", "), (char **)parts->pdata);
}

char *
far_words_verdict_of_children (const FarOuting *outing)
{
  g_autofree char *who = who_walks (outing);
  g_autofree char *needed = g_strdup_printf (ngettext ("%d adult is needed", "%d adults are needed",
                                                       (gulong)outing->n_needed),
                                             outing->n_needed);
  g_autofree char *coming =
      outing->n_have == 0
          ? g_strdup (_ ("nobody comes yet"))
          : g_strdup_printf (ngettext ("%d comes", "%d come", (gulong)outing->n_have),
                             outing->n_have);

  if (outing->runs)
    /* Translators: why an outing runs: who walks, how many adults are needed, how many come, as in
     * “Runs. 8 children: 2 adults are needed, 3 come” */
    return g_strdup_printf (_ ("Runs. %1$s: %2$s, %3$s"), who, needed, coming);

  /* Translators: why an outing does not run: who walks, how many adults are needed, how many come
   */
  return g_strdup_printf (_ ("%1$s: %2$s, %3$s"), who, needed, coming);
}
