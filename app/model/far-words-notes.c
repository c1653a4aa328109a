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
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autofree char *who = NULL;

  for (guint i = 0; i < outing->children->len; i++)
    {
      const FarWalker *walker = outing->children->pdata[i];

      if (far_words_has_to_ask (walker))
        g_ptr_array_add (names, (gpointer)walker->name);
    }
  if (names->len == 0)
    return NULL;

  g_ptr_array_add (names, NULL);
  who = far_words_people ((const char *const *)names->pdata);

  /* Translators: on paper, of an outing; %s are names of children */
  return g_strdup_printf (_ ("Ask the family: %s"), who);
}
