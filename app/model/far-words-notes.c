/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-notes.h"

#include <glib/gi18n.h>

#include "far-words.h"

gboolean
far_words_has_to_ask (const FarWalker *walker)
{
  return walker->note == FAR_NOTE_ASK ||
         (walker->note == FAR_NOTE_NONE && walker->to_ask != NULL && walker->to_ask->len > 0);
}

char *
far_words_note (const FarWalker *walker)
{
  if (walker->note == FAR_NOTE_ASK)
    /* Translators: %s is a child’s name */
    return g_strdup_printf (_ ("Something to know about %s: ask the family"), walker->name);
  if (walker->note == FAR_NOTE_LATER)
    /* Translators: %s is a child’s name */
    return g_strdup_printf (_ ("Something to know about %s: from three days before, here"),
                            walker->name);

  /* Translators: %s is a child’s name */
  return g_strdup_printf (_ ("Something to know about %s"), walker->name);
}

char *
far_words_note_from (const FarNote *note)
{
  g_autofree char *when = far_words_instant (note->time_ms);

  if (note->n > 1)
    return g_strdup_printf (ngettext ("%u guardian wrote about this child",
                                      "%u guardians wrote without knowing of each other",
                                      (gulong)note->n),
                            note->n);

  /* Translators: %1$s is a name, %2$s a date and time */
  return g_strdup_printf (_ ("From %1$s, %2$s"), note->by_name, when);
}

char *
far_words_note_form (const FarChild *child)
{
  /* Translators: over a field; %s is a child’s name */
  return g_strdup_printf (
      _ ("What do the adults who walk with %s have to know, such as an allergy and where the pen "
         "is? It is sealed: only they can read it, and the people who speak for the child. Leave "
         "it empty if there is nothing."),
      child->name);
}

char *
far_words_note_of_child (const FarChild *child)
{
  if (child->note == FAR_NOTE_OPEN)
    return g_strdup (_ ("Something to know is sealed for those who walk"));
  if (child->note == FAR_NOTE_ASK)
    return g_strdup (_ ("What there is to know cannot be read on this machine. Please write it "
                        "again, or wait until another guardian’s machine has been on."));

  return NULL;
}

char *
far_words_note_unreached (const FarWalker *walker)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autofree char *who = NULL;

  if (walker->to_ask == NULL || walker->to_ask->len == 0)
    return NULL;

  for (guint i = 0; i < walker->to_ask->len; i++)
    g_ptr_array_add (names, (gpointer)((const FarSomebody *)walker->to_ask->pdata[i])->name);
  g_ptr_array_add (names, NULL);
  who = far_words_people ((const char *const *)names->pdata);

  /* Translators: %1$s is a child’s name, %2$s are names of adults who walk with it */
  return g_strdup_printf (_ ("What there is to know about %1$s is not sealed to %2$s: please tell "
                             "them yourself."),
                          walker->name, who);
}

char *
far_words_ask_families (const FarOuting *outing)
{
  guint n = 0;

  for (guint i = 0; i < outing->children->len; i++)
    {
      const FarWalker *walker = outing->children->pdata[i];

      n += walker->to_ask != NULL && walker->to_ask->len > 0;
    }

  return n == 0
             ? NULL
             : g_strdup_printf (
                   ngettext ("There is something to know about %u child: ask the family",
                             "There is something to know about %u children: ask the families", n),
                   n);
}
