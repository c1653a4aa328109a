/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-published.h"

#include <glib/gi18n.h>

#include "far-text.h"
#include "far-words.h"

/* More than can be read at a glance is counted. */
#define CHANGES_NAMED 12

/* ---- what has changed */

static char *
words_of_days (gint64 weekdays, int every)
{
  g_autofree char *days = far_words_weekdays ((guint)weekdays);

  if (every <= 1)
    return g_steal_pointer (&days);

  /* Translators: weekdays, and how many weeks there are from one time to the next */
  return g_strdup_printf (ngettext ("%1$s every %2$d week", "%1$s every %2$d weeks", (gulong)every),
                          days, every);
}

static char *
words_instead (const FarPlanChange *change)
{
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  switch (change->what)
    {
    case FAR_PLAN_CHANGE_DAYS:
      before = words_of_days (change->before, change->every_before);
      after = words_of_days (change->after, change->every_after);
      /* Translators: weekdays now, and weekdays before */
      return g_strdup_printf (C_ ("plan", "on %1$s instead of %2$s"), after, before);
    case FAR_PLAN_CHANGE_FIRST:
      before = far_words_date ((gint32)change->before);
      after = far_words_date ((gint32)change->after);
      /* Translators: the first day of a rota now, and before */
      return g_strdup_printf (_ ("it begins on %1$s instead of %2$s"), after, before);
    case FAR_PLAN_CHANGE_LAST:
      before = far_words_date ((gint32)change->before);
      after = far_words_date ((gint32)change->after);
      /* Translators: the last day of a rota now, and before */
      return g_strdup_printf (_ ("it ends on %1$s instead of %2$s"), after, before);
    default:
      before = far_words_time ((int)change->before);
      after = far_words_time ((int)change->after);
      /* Translators: the time now, and before */
      return g_strdup_printf (_ ("at %1$s instead of %2$s"), after, before);
    }
}

static char *
words_of_role (const FarPlanChange *change)
{
  switch (change->what)
    {
    case FAR_PLAN_CHANGE_ROLE_NEW:
      if (change->n_max == 0)
        /* Translators: %s is a role, such as “Head” */
        return g_strdup_printf (_ ("new role: %s"), change->text);
      /* Translators: a role, how many it needs, and how many have a place */
      return g_strdup_printf (_ ("new role: %1$s (%2$d needed, at most %3$d)"), change->text,
                              change->n_min, change->n_max);
    case FAR_PLAN_CHANGE_ROLE_GONE:
      /* Translators: %s is a role, such as “Head” */
      return g_strdup_printf (_ ("the role “%s” is not wanted any more"), change->text);
    case FAR_PLAN_CHANGE_ROLE_NAME:
      /* Translators: a role as it was called, and as it is called now */
      return g_strdup_printf (_ ("the role “%1$s” is called “%2$s” now"), change->text_before,
                              change->text);
    default:
      /* Translators: a role, how many it needs, and how many have a place */
      return g_strdup_printf (_ ("role “%1$s”: %2$d needed, at most %3$d"), change->text,
                              change->n_min, change->n_max);
    }
}

/* What has changed, without when. */
static char *
words_of_matter (const FarPlanChange *change)
{
  int before = (int)change->before;
  int after = (int)change->after;

  switch (change->what)
    {
    case FAR_PLAN_CHANGE_TITLE:
      /* Translators: the title of a rota now, and before */
      return g_strdup_printf (_ ("it is called “%1$s” instead of “%2$s”"), change->text,
                              change->text_before);
    case FAR_PLAN_CHANGE_LINE:
      if (change->text[0] == '\0')
        return g_strdup (_ ("it follows no line any more"));
      /* Translators: %s is a walking line */
      return g_strdup_printf (_ ("it follows the line “%s” now"), change->text);
    case FAR_PLAN_CHANGE_DAYS:
    case FAR_PLAN_CHANGE_FIRST:
    case FAR_PLAN_CHANGE_LAST:
    case FAR_PLAN_CHANGE_AT:
    case FAR_PLAN_CHANGE_DATE_AT:
      return words_instead (change);
    case FAR_PLAN_CHANGE_MIN:
    case FAR_PLAN_CHANGE_DATE_MIN:
      return g_strdup_printf (ngettext ("%1$d adult needed instead of %2$d",
                                        "%1$d adults needed instead of %2$d", (gulong)after),
                              after, before);
    case FAR_PLAN_CHANGE_MAX:
    case FAR_PLAN_CHANGE_DATE_MAX:
      return g_strdup_printf (ngettext ("at most %1$d adult instead of %2$d",
                                        "at most %1$d adults instead of %2$d", (gulong)after),
                              after, before);
    case FAR_PLAN_CHANGE_PLACE:
    case FAR_PLAN_CHANGE_DATE_PLACE:
      if (change->text[0] == '\0')
        return g_strdup (_ ("no meeting point is named any more"));
      return g_strdup_printf (_ ("meeting point: %s"), change->text);
    case FAR_PLAN_CHANGE_HOLIDAYS:
      return g_strdup (after != 0 ? _ ("it runs in the holidays too")
                                  : _ ("it does not run in the holidays any more"));
    case FAR_PLAN_CHANGE_DATE_NEW:
      return g_strdup (_ ("an outing besides"));
    case FAR_PLAN_CHANGE_DATE_GONE:
      return g_strdup (_ ("no outing any more"));
    case FAR_PLAN_CHANGE_CANCELLED:
      /* Translators: %s is why an outing is cancelled */
      return g_strdup_printf (_ ("cancelled (%s)"), change->text);
    case FAR_PLAN_CHANGE_WALKS:
      return g_strdup (_ ("takes place after all"));
    case FAR_PLAN_CHANGE_CLOSED:
      if (change->text[0] == '\0')
        return g_strdup (_ ("no outing, there are holidays"));
      /* Translators: %s is the name of holidays */
      return g_strdup_printf (_ ("no outing (%s)"), change->text);
    case FAR_PLAN_CHANGE_OPENED:
      return g_strdup (_ ("there are no holidays, so it runs"));
    case FAR_PLAN_CHANGE_JOINED:
      /* Translators: %s is the title of another rota */
      return g_strdup_printf (_ ("it is proposed to walk with “%s”"), change->text);
    case FAR_PLAN_CHANGE_PARTED:
      return g_strdup (_ ("it walks by itself again"));
    case FAR_PLAN_CHANGE_DATE_REMARK:
      if (change->text[0] == '\0')
        /* Translators: of one date: “%s” is what was good to know of it before */
        return g_strdup_printf (_ ("“%s” does not hold any more"), change->text_before);
      return g_strdup_printf (_ ("good to know: %s"), change->text);
    case FAR_PLAN_CHANGE_COMES:
      if (change->text[0] == '\0')
        return g_strdup (_ ("a place has become free, and you come"));
      /* Translators: %s is a name */
      return g_strdup_printf (_ ("a place has become free, and %s comes"), change->text);
    case FAR_PLAN_CHANGE_RESERVE:
      if (change->text[0] == '\0')
        return g_strdup (_ ("others come first, and you are reserve"));
      /* Translators: %s is a name */
      return g_strdup_printf (_ ("others come first, and %s is reserve"), change->text);
    case FAR_PLAN_CHANGE_ROLE_NEW:
    case FAR_PLAN_CHANGE_ROLE_GONE:
    case FAR_PLAN_CHANGE_ROLE_NAME:
    case FAR_PLAN_CHANGE_ROLE_NUMBERS:
    default:
      return words_of_role (change);
    }
}

/* Returns: (transfer full) (nullable): when it is, where it is not of all times */
static char *
words_of_when (const FarPlanChange *change)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  if (!change->has_day)
    return NULL;

  switch (change->what)
    {
    case FAR_PLAN_CHANGE_DAYS:
    case FAR_PLAN_CHANGE_AT:
    case FAR_PLAN_CHANGE_MIN:
    case FAR_PLAN_CHANGE_MAX:
    case FAR_PLAN_CHANGE_PLACE:
    case FAR_PLAN_CHANGE_ROLE_NEW:
    case FAR_PLAN_CHANGE_ROLE_GONE:
    case FAR_PLAN_CHANGE_ROLE_NAME:
    case FAR_PLAN_CHANGE_ROLE_NUMBERS:
      if (change->is_date)
        return far_words_day (change->day);
      first = far_words_date (change->day);
      return g_strdup_printf (_ ("from %s on"), first);
    case FAR_PLAN_CHANGE_CLOSED:
    case FAR_PLAN_CHANGE_OPENED:
      first = far_words_day (change->day);
      if (change->last_day == change->day)
        return g_steal_pointer (&first);
      last = far_words_day (change->last_day);
      /* Translators: the first and the last day on which there are holidays */
      return g_strdup_printf (C_ ("plan", "%1$s to %2$s"), first, last);
    default:
      return far_words_day (change->day);
    }
}

char *
far_words_plan_change (const FarPlanChange *change)
{
  g_autofree char *matter = words_of_matter (change);
  g_autofree char *when = words_of_when (change);
  g_autofree char *words = NULL;

  if (when == NULL)
    return far_text_capitalize (matter);

  /* Translators: when it is, and what is different then, as in “Monday 14 September: cancelled” */
  words = g_strdup_printf (C_ ("plan", "%1$s: %2$s"), when, matter);

  return far_text_capitalize (words);
}

GStrv
far_words_plan_changes (GPtrArray *changes)
{
  GPtrArray *lines = g_ptr_array_new ();
  guint n = MIN (changes->len, CHANGES_NAMED);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (lines, far_words_plan_change (changes->pdata[i]));
  if (changes->len > n)
    /* Translators: after a list of changes that is cut short */
    g_ptr_array_add (lines, g_strdup_printf (ngettext ("And %u more change", "And %u more changes",
                                                       changes->len - n),
                                             changes->len - n));
  g_ptr_array_add (lines, NULL);

  return (GStrv)g_ptr_array_free (lines, FALSE);
}

char *
far_words_plan_published (const FarPlan *plan)
{
  g_autofree char *when = far_words_instant (plan->published_ms);

  if (plan->by_name[0] == '\0')
    /* Translators: %s is a day and a time */
    return g_strdup_printf (_ ("Published: %s"), when);

  /* Translators: %1$s is a name, %2$s a day and a time */
  return g_strdup_printf (_ ("Published by %1$s: %2$s"), plan->by_name, when);
}

char *
far_words_plan_news (const FarPlan *plan)
{
  switch (plan->mine)
    {
    case FAR_PLAN_SEEN_BEFORE:
      /* Translators: %s is the title of a rota; what has changed follows */
      return g_strdup_printf (_ ("“%s” has changed since you last looked:"), plan->title);
    case FAR_PLAN_SEEN_NEVER:
      if (plan->news->len > 0)
        /* Translators: %s is the title of a rota; what has changed follows */
        return g_strdup_printf (_ ("“%s” has changed since it was published:"), plan->title);
      /* Translators: %s is the title of a rota */
      return g_strdup_printf (_ ("“%s” is published."), plan->title);
    case FAR_PLAN_SEEN_NOW:
    default:
      return NULL;
    }
}

/* ---- who has seen it */

void
far_plan_count (const FarPlan *plan, int *n_all, int *n_received, int *n_seen)
{
  *n_all = *n_received = *n_seen = 0;
  for (guint i = 0; plan->readers != NULL && i < plan->readers->len; i++)
    {
      const FarPlanReader *reader = plan->readers->pdata[i];

      if (!reader->is_concerned)
        continue;
      (*n_all)++;
      *n_received += reader->has_received;
      *n_seen += reader->seen == FAR_PLAN_SEEN_NOW;
    }
}

char *
far_words_plan_share (int n, int n_all)
{
  /* Translators: within a small ring, so very short: %1$d have it, of %2$d people in all */
  return g_strdup_printf (C_ ("ring", "%1$d of %2$d"), n, n_all);
}

char *
far_words_plan_summary (const FarPlan *plan)
{
  int n_all;
  int n_received;
  int n_seen;

  far_plan_count (plan, &n_all, &n_received, &n_seen);

  /* Translators: of those whom a plan concerns: how many have received it, how many there are, and
   * how many say that they have seen it */
  return g_strdup_printf (ngettext ("Of %2$d person whom it concerns, %1$d has received it and "
                                    "%3$d has seen it.",
                                    "Of %2$d people whom it concerns, %1$d have received it and "
                                    "%3$d have seen it.",
                                    (gulong)n_all),
                          n_received, n_all, n_seen);
}

char *
far_words_plan_reader (const FarPlanReader *reader)
{
  if (reader->seen == FAR_PLAN_SEEN_NOW && reader->said_by_name[0] != '\0')
    /* Translators: of a person without a machine; %s is who answers for them */
    return g_strdup_printf (_ ("Knows of it, says %s"), reader->said_by_name);
  if (reader->seen == FAR_PLAN_SEEN_NOW)
    return g_strdup (_ ("Has seen it"));
  if (reader->seen == FAR_PLAN_SEEN_BEFORE)
    return g_strdup (reader->has_received ? _ ("Saw it before it changed")
                                          : _ ("Saw it before it changed, and has not received "
                                               "the change yet"));
  if (reader->answerer_name[0] != '\0')
    return g_strdup (_ ("Has no machine, and nobody says that they know of it"));

  return g_strdup (reader->has_received ? _ ("Has received it") : _ ("Has not received it yet"));
}

char *
far_words_plan_reader_name (const FarPlanReader *reader)
{
  g_autofree char *name = NULL;

  if (reader->answerer_name[0] == '\0')
    return far_words_callable (reader->name, reader->phone);

  name = g_strdup_printf (_ ("%1$s (through %2$s)"), reader->name, reader->answerer_name);

  return far_words_callable (name, reader->phone);
}

gboolean
far_words_plan_is_to_call (const FarPlanReader *reader)
{
  return reader->is_concerned && reader->seen != FAR_PLAN_SEEN_NOW;
}

char *
far_words_plan_to_call (const FarPlan *plan)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; plan->readers != NULL && i < plan->readers->len; i++)
    {
      const FarPlanReader *reader = plan->readers->pdata[i];
      g_autofree char *name = far_words_plan_reader_name (reader);
      g_autofree char *state = far_words_plan_reader (reader);

      if (!far_words_plan_is_to_call (reader))
        continue;
      g_string_append_printf (text, _ ("%1$s: %2$s"), name, state);
      g_string_append_c (text, '\n');
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
