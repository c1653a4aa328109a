/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-skills.h"

#include "far-words.h"

#include <glib/gi18n.h>

char *
far_words_skill (const FarSkill *skill)
{
  switch (skill->sort)
    {
    case FAR_SKILL_SORT_WANTED:
      if (skill->is_me)
        return g_strdup (_ ("You would like to learn this"));
      /* Translators: %s is a person’s name; it stands under what they would like to learn */
      return g_strdup_printf (_ ("%s would like to learn this"), skill->person_name);
    case FAR_SKILL_SORT_HELD:
      if (skill->is_me)
        return g_strdup (_ ("You have this training"));
      /* Translators: %s is a person’s name; it stands under the name of a training */
      return g_strdup_printf (_ ("%s has this training"), skill->person_name);
    case FAR_SKILL_SORT_OFFERED:
    default:
      if (skill->is_me)
        return g_strdup (_ ("You can do this"));
      /* Translators: %s is a person’s name; it stands under what they can do */
      return g_strdup_printf (_ ("%s can do this"), skill->person_name);
    }
}

char *
far_words_skill_until (const FarSkill *skill)
{
  g_autofree char *day = NULL;

  if (skill->sort != FAR_SKILL_SORT_HELD || !skill->has_expires)
    return NULL;

  day = far_words_date (skill->expires);
  if (skill->is_over)
    /* Translators: of a training; %s is a day */
    return g_strdup_printf (_ ("Has run out on %s"), day);

  /* Translators: of a training; %s is the last day on which it is good */
  return g_strdup_printf (_ ("Good until %s"), day);
}

char *
far_words_skill_attested (const FarSkill *skill)
{
  g_autofree char *names = NULL;

  if (skill->attested[0] == NULL)
    return NULL;

  names = g_strjoinv (_ (", "), (char **)skill->attested);

  /* Translators: of a training; %s are the names of those who have seen the certificate */
  return g_strdup_printf (_ ("Seen by %s"), names);
}

char *
far_words_skill_more (const FarSkill *skill)
{
  g_autoptr(GStrvBuilder) lines = g_strv_builder_new ();
  g_autofree char *until = far_words_skill_until (skill);
  g_autofree char *attested = far_words_skill_attested (skill);
  g_auto(GStrv) all = NULL;

  if (skill->sort == FAR_SKILL_SORT_HELD && skill->has_obtained)
    {
      g_autofree char *day = far_words_date (skill->obtained);
      /* Translators: of a training; %s is a day */
      g_autofree char *since = g_strdup_printf (_ ("Obtained on %s"), day);

      g_strv_builder_add (lines, since);
    }
  if (until != NULL)
    g_strv_builder_add (lines, until);
  if (skill->note[0] != '\0')
    g_strv_builder_add (lines, skill->note);
  if (skill->is_shown && skill->sort != FAR_SKILL_SORT_WANTED)
    g_strv_builder_add (lines, skill->is_me ? _ ("You would show it to somebody.")
                                            : _ ("Would show it to somebody."));
  if (attested != NULL)
    g_strv_builder_add (lines, attested);
  if (skill->is_contested)
    g_strv_builder_add (lines, _ ("Another machine says otherwise; saying it again settles that."));
  all = g_strv_builder_end (lines);

  return all[0] != NULL ? g_strjoinv ("\n", all) : NULL;
}

static char *
words_of_two (const FarTandem *tandem)
{
  const FarSkill *wanted = tandem->wanted;
  const FarSkill *offered = tandem->offered;

  if (offered->is_me)
    /* Translators: %1$s is a person’s name, %2$s what they would like to learn */
    return g_strdup_printf (_ ("%1$s would like to learn what you can do: %2$s"),
                            wanted->person_name, offered->name);
  if (wanted->is_me)
    /* Translators: %1$s is a person’s name, %2$s what they can do */
    return g_strdup_printf (_ ("%1$s would show you what you would like to learn: %2$s"),
                            offered->person_name, wanted->name);

  /* Translators: %1$s and %2$s are names of people, %3$s is what the second would like to learn */
  return g_strdup_printf (_ ("%1$s would show %2$s what they would like to learn: %3$s"),
                          offered->person_name, wanted->person_name, wanted->name);
}

char *
far_words_tandem (const FarTandem *tandem)
{
  g_autofree char *words = words_of_two (tandem);
  g_autofree char *day = NULL;

  if (tandem->rota[0] == '\0')
    return g_steal_pointer (&words);

  day = far_words_day (tandem->day);
  if (tandem->wanted->is_me)
    /* Translators: %1$s says who could show what; %2$s is a person’s name, %3$s a day, %4$s the
       title of a rota */
    return g_strdup_printf (_ ("%1$s. Come along with %2$s on %3$s: %4$s"), words,
                            tandem->offered->person_name, day, tandem->title);

  /* Translators: %1$s says who could show what; %2$s is a person’s name, %3$s a day, %4$s the title
     of a rota */
  return g_strdup_printf (_ ("%1$s. %2$s could come along on %3$s: %4$s"), words,
                          tandem->wanted->person_name, day, tandem->title);
}

char *
far_words_expiring (const FarSkill *skill)
{
  g_autofree char *day = far_words_date (skill->expires);
  g_autofree char *words = NULL;

  if (skill->is_me)
    /* Translators: %1$s is a training, %2$s the last day on which it is good */
    words = g_strdup_printf (_ ("Your training %1$s is good until %2$s."), skill->name, day);
  else
    /* Translators: %1$s is a training, %2$s a person’s name, %3$s the last day on which it is good
     */
    words = g_strdup_printf (_ ("The training %1$s of %2$s is good until %3$s."), skill->name,
                             skill->person_name, day);
  if (!skill->is_needed)
    return g_steal_pointer (&words);

  /* Translators: %s says until when a training is good */
  return g_strdup_printf (_ ("%s A role asks for it."), words);
}
