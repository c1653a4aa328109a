/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-roles.h"

#include "far-words.h"

#include <glib/gi18n.h>

gboolean
far_words_has_roles (const FarOuting *outing)
{
  return outing->roles != NULL && outing->roles->len > 1;
}

char *
far_words_role_name (const FarRole *role)
{
  /* Translators: on an outing, whoever is neither at the head nor at the tail of the walk */
  return g_strdup (role->name[0] != '\0' ? role->name : C_ ("role", "Others"));
}

char *
far_words_role (const FarRole *role)
{
  g_autofree char *name = far_words_role_name (role);
  g_autofree char *words =
      role->n_have == 0
          /* Translators: %s is a role, such as “Head” */
          ? g_strdup_printf (_ ("%s: nobody yet"), name)
          /* Translators: %1$s is a role, such as “Head”; how many there are, and how many have a
             place */
          : g_strdup_printf (_ ("%1$s: %2$d of %3$d"), name, role->n_have, role->n_max);

  if (role->training == NULL || role->training[0] == '\0')
    return g_steal_pointer (&words);

  /* Translators: %1$s says how many have a role; %2$s is the training that it asks for */
  return g_strdup_printf (_ ("%1$s, with %2$s"), words, role->training);
}

static char *
join (GPtrArray *words)
{
  if (words->len == 0)
    return NULL;

  g_ptr_array_add (words, NULL);
  /* Translators: between the items of a list */
  return g_strjoinv (_ (", "), (char **)words->pdata);
}

char *
far_words_vacant_roles (const FarOuting *outing)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; far_words_has_roles (outing) && i < outing->roles->len; i++)
    {
      const FarRole *role = outing->roles->pdata[i];

      int n = role->n_min - role->n_have;
      g_autofree char *name = far_words_role_name (role);

      if (n == 1)
        g_ptr_array_add (names, g_steal_pointer (&name));
      else if (n > 1)
        /* Translators: %1$s is a role, such as “Head”, %2$d how many are missing for it */
        g_ptr_array_add (names, g_strdup_printf (_ ("%1$s (%2$d)"), name, n));
    }

  return join (names);
}

/* Where there are several, the first comes first. */
char *
far_words_untrained_roles (const FarOuting *outing)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *all = NULL;

  for (guint i = 0; i < outing->roles->len; i++)
    {
      const FarRole *role = outing->roles->pdata[i];
      g_autofree char *name = far_words_role_name (role);

      if (role->training[0] != '\0' && role->n_trained == 0 &&
          (role->n_have > 0 || role->n_min > 0))
        /* Translators: %1$s is a training, such as “First aid”; %2$s a role, such as “Head” */
        g_ptr_array_add (words, g_strdup_printf (_ ("%1$s (%2$s)"), role->training, name));
    }
  all = join (words);

  /* Translators: %s are trainings, each with the role that asks for it: “First aid (Head)” */
  return g_strdup_printf (_ ("Nobody who comes holds: %s"), all != NULL ? all : "");
}

char *
far_words_in_role (const FarTurn *turn, const char *state)
{
  if (turn->role_name == NULL || turn->role_name[0] == '\0')
    return g_strdup (state);

  /* Translators: %1$s is as in “You walk”; %2$s is a role, such as “Head” */
  return g_strdup_printf (_ ("%1$s (%2$s)"), state, turn->role_name);
}

char *
far_words_swap (const FarTurn *turn, gboolean me)
{
  g_autofree char *day = far_words_day_short (turn->swap_day);

  if (turn->swap_is_agreed && me)
    /* Translators: %s is a person’s name */
    return g_strdup_printf (_ ("You swap with %s, and come until their machine has heard of it"),
                            turn->swap_name);
  if (turn->swap_is_agreed)
    /* Translators: %1$s and %2$s are names of people, %3$s is a day */
    return g_strdup_printf (_ ("%1$s swaps with %2$s, for %3$s"), turn->member_name,
                            turn->swap_name, day);
  if (me)
    /* Translators: %1$s is a person’s name, %2$s a day */
    return g_strdup_printf (_ ("You offered to swap with %1$s, who walks on %2$s"), turn->swap_name,
                            day);
  if (turn->swap_is_mine)
    /* Translators: %1$s is a person’s name, %2$s a day */
    return g_strdup_printf (_ ("%1$s would like to swap with you, for %2$s"), turn->member_name,
                            day);

  /* Translators: %1$s and %2$s are names of people, %3$s is a day */
  return g_strdup_printf (_ ("%1$s would like to swap with %2$s, for %3$s"), turn->member_name,
                          turn->swap_name, day);
}

char *
far_words_swap_question (const FarTurn *turn, gint32 day)
{
  g_autofree char *here = far_words_day (day);
  g_autofree char *there = far_words_day (turn->swap_day);

  /* Translators: %1$s and %3$s are days, %2$s is a person’s name */
  return g_strdup_printf (_ ("You come on %1$s, and %2$s comes on %3$s"), here, turn->member_name,
                          there);
}

static char *
words_of_role (const FarRole *role)
{
  g_autofree char *words = NULL;

  if (role->n_max == 0)
    words = g_strdup (role->name);
  else if (role->n_min == role->n_max)
    /* Translators: %1$s is a role, such as “Head”; how many are needed */
    words = g_strdup_printf (_ ("%1$s (%2$d)"), role->name, role->n_max);
  else
    /* Translators: %1$s is a role, such as “Head”; how many are needed, and how many have a place
     */
    words = g_strdup_printf (_ ("%1$s (%2$d to %3$d)"), role->name, role->n_min, role->n_max);
  if (role->training == NULL || role->training[0] == '\0')
    return g_steal_pointer (&words);

  /* Translators: %1$s is a role with how many it takes, such as “Head (1)”; %2$s is a training */
  return g_strdup_printf (_ ("%1$s, with the training %2$s"), words, role->training);
}

char *
far_words_roles (GPtrArray *roles)
{
  g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < roles->len; i++)
    g_ptr_array_add (words, words_of_role (roles->pdata[i]));

  return join (words);
}
