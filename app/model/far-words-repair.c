/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-repair.h"

#include <glib/gi18n.h>

#include "far-words-lending.h"
#include "far-words-plan.h"
#include "far-words.h"

const char *
far_words_bike_part (FarBikePart part)
{
  switch (part)
    {
    case FAR_PART_BRAKES:
      return C_ ("bike", "Brakes");
    case FAR_PART_TYRE:
      return C_ ("bike", "Tyre or tube");
    case FAR_PART_WHEEL:
      return C_ ("bike", "Wheel");
    case FAR_PART_CHAIN:
      return C_ ("bike", "Chain or gears");
    case FAR_PART_LIGHTS:
      return C_ ("bike", "Lights");
    case FAR_PART_SADDLE:
      return C_ ("bike", "Saddle");
    case FAR_PART_FRAME:
      return C_ ("bike", "Frame");
    case FAR_PART_OTHER:
    default:
      return C_ ("bike", "Something else");
    }
}

char *
far_words_bike_parts (guint parts)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < FAR_BIKE_PARTS; i++)
    if ((parts & 1u << i) != 0)
      g_ptr_array_add (names, (gpointer)far_words_bike_part ((FarBikePart)(1u << i)));
  g_ptr_array_add (names, NULL);

  return g_strjoinv (", ", (char **)names->pdata);
}

char *
far_words_fault (const FarFault *fault)
{
  g_autofree char *parts = far_words_bike_parts (fault->parts);

  if (*fault->words == '\0')
    return g_steal_pointer (&parts);
  if (*parts == '\0')
    return g_strdup (fault->words);

  /* Translators: what of a bike is broken, and how: "Brakes, lights: the left one is loose" */
  return g_strdup_printf (C_ ("bike", "%1$s: %2$s"), parts, fault->words);
}

char *
far_words_work (FarWorkStep step, const char *done)
{
  const char *said;

  switch (step)
    {
    case FAR_STEP_ON:
      said = _ ("Being repaired");
      break;
    case FAR_STEP_DONE:
      said = _ ("Repaired");
      break;
    case FAR_STEP_GIVEN_UP:
      said = _ ("It cannot be repaired");
      break;
    case FAR_STEP_NOT_YET:
    case FAR_STEP_N:
    default:
      said = _ ("Not repaired");
    }
  if (*done == '\0')
    return g_strdup (said);

  /* Translators: how far a repair has come, and what was done */
  return g_strdup_printf (C_ ("bike", "%1$s: %2$s"), said, done);
}

static char *
words_of_booked (const FarFault *fault)
{
  g_autofree char *day = fault->next != NULL ? far_words_day (fault->next->day) : NULL;

  if (day == NULL)
    return g_strdup (_ ("Reported"));
  if (fault->next->place == FAR_TURN_RESERVE)
    /* Translators: of a bike that waits for a place at a workshop; %s is a day */
    return g_strdup_printf (_ ("Waits for a place, %s"), day);
  if (!fault->next->is_on)
    /* Translators: %s is a day */
    return g_strdup_printf (_ ("There is no workshop after all, %s"), day);

  /* Translators: of a bike; %s is a day */
  return g_strdup_printf (_ ("Comes to the workshop, %s"), day);
}

char *
far_words_fault_state (const FarFault *fault)
{
  g_autofree char *day = fault->step != FAR_STEP_NOT_YET ? far_words_day (fault->work_day) : NULL;

  switch (fault->state)
    {
    case FAR_FAULT_IS_ON:
      /* Translators: %s is a day */
      return g_strdup_printf (_ ("Being repaired since %s"), day);
    case FAR_FAULT_IS_REPAIRED:
      /* Translators: %s is a day */
      return g_strdup_printf (_ ("Repaired, %s"), day);
    case FAR_FAULT_IS_GIVEN_UP:
      return g_strdup (_ ("It cannot be repaired"));
    case FAR_FAULT_IS_WITHDRAWN:
      return g_strdup (_ ("Withdrawn"));
    case FAR_FAULT_IS_REPORTED:
    case FAR_FAULT_IS_BOOKED:
    case FAR_FAULT_IS_N:
    default:
      return words_of_booked (fault);
    }
}

/* @line: (transfer full): not if there is no @what */
static void
add_if (GPtrArray *lines, const char *what, char *line)
{
  if (*what != '\0')
    g_ptr_array_add (lines, line);
  else
    g_free (line);
}

char *
far_words_fault_more (const FarFault *fault)
{
  g_autofree char *since = fault->has_since ? far_words_day (fault->since) : NULL;
  g_autofree char *wanted = fault->has_wanted ? far_words_day (fault->wanted) : NULL;
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  if (fault->is_open && fault->is_unsafe)
    g_ptr_array_add (lines, g_strdup (_ ("Not to be ridden")));
  /* Translators: of a bike; %s is somebody */
  add_if (lines, fault->whose_name, g_strdup_printf (_ ("Belongs to %s"), fault->whose_name));
  /* Translators: %s is somebody */
  add_if (lines, fault->member_name, g_strdup_printf (_ ("Reported by %s"), fault->member_name));
  if (fault->has_since)
    /* Translators: %s is a day */
    g_ptr_array_add (lines, g_strdup_printf (_ ("Broken since %s"), since));
  if (fault->has_wanted && fault->is_open)
    /* Translators: %s is a day */
    g_ptr_array_add (lines, g_strdup_printf (_ ("Needed by %s"), wanted));
  for (guint i = 0; i < fault->slots->len; i++)
    {
      const FarSlot *slot = fault->slots->pdata[i];

      if (slot->place == FAR_TURN_RELEASED || !fault->is_open)
        continue;
      g_ptr_array_add (lines, far_words_slot (slot));
      if (slot->place == FAR_TURN_RESERVE)
        g_ptr_array_add (lines, far_words_slot_why (slot));
    }
  /* Translators: of a repair; %s is what was done */
  add_if (lines, fault->done, g_strdup_printf (_ ("Done: %s"), fault->done));
  /* Translators: of a repair; %s are parts */
  add_if (lines, fault->used, g_strdup_printf (_ ("Parts: %s"), fault->used));
  /* Translators: of a repair; %s is what it cost */
  add_if (lines, fault->cost, g_strdup_printf (_ ("Cost: %s"), fault->cost));
  if (fault->minutes >= 0)
    g_ptr_array_add (lines, g_strdup_printf (ngettext ("It took %d minute", "It took %d minutes",
                                                       (gulong)fault->minutes),
                                             fault->minutes));
  /* Translators: of a repair; %s is somebody */
  add_if (lines, fault->who_name, g_strdup_printf (_ ("By %s"), fault->who_name));
  /* Translators: of a bike that was repaired; %s is somebody */
  add_if (lines, fault->checked_name,
          g_strdup_printf (_ ("Checked by %s: safe"), fault->checked_name));
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **)lines->pdata);
}

/* ---- workshops */

static char *
words_of_time (gint32 day, int at)
{
  g_autofree char *date = far_words_day (day);
  g_autofree char *time = at >= 0 ? far_words_time (at) : NULL;

  /* Translators: a day, and a time of day */
  return time != NULL ? g_strdup_printf (C_ ("bike", "%1$s, %2$s"), date, time)
                      : g_steal_pointer (&date);
}

char *
far_words_slot (const FarSlot *slot)
{
  g_autofree char *when = words_of_time (slot->day, slot->at);

  if (slot->place == FAR_TURN_RESERVE)
    /* Translators: a day and time, the title of a workshop, and which one waits */
    return g_strdup_printf (_ ("%1$s, %2$s: reserve %3$u"), when, slot->title, slot->reserve);
  if (slot->place == FAR_TURN_RELEASED)
    /* Translators: a day and time, and the title of a workshop */
    return g_strdup_printf (_ ("%1$s, %2$s: given back"), when, slot->title);
  if (!slot->is_on)
    /* Translators: a day and time, and the title of a workshop */
    return g_strdup_printf (_ ("%1$s, %2$s: it is called off"), when, slot->title);

  /* Translators: of a bike that comes to a workshop: a day and time, its title, and who brings it
   */
  return g_strdup_printf (_ ("%1$s, %2$s: %3$s brings it"), when, slot->title, slot->member_name);
}

char *
far_words_slot_why (const FarSlot *slot)
{
  if (slot->place != FAR_TURN_RESERVE)
    return NULL;
  if (*slot->before_name == '\0')
    return g_strdup (_ ("There are not so many places any more."));
  if (slot->reason == FAR_RANK_WHY_LOTTERY)
    /* Translators: %s is somebody */
    return g_strdup_printf (_ ("%s has the place. Neither had seen the other’s booking: the "
                               "lottery of this workshop decided."),
                            slot->before_name);

  /* Translators: %s is somebody */
  return g_strdup_printf (_ ("All places are taken, such as by %s. Yours moves up if one is given "
                             "back."),
                          slot->before_name);
}

char *
far_words_workshop (const FarWorkshop *workshop)
{
  g_autofree char *when = words_of_time (workshop->day, workshop->at);

  /* Translators: a day and time, and the title of a workshop */
  return g_strdup_printf (C_ ("workshop", "%1$s: %2$s"), when, workshop->title);
}

char *
far_words_workshop_left (const FarWorkshop *workshop)
{
  if (workshop->n_left == 0)
    return g_strdup (_ ("All places are taken"));

  return g_strdup_printf (ngettext ("%1$u of %2$u place is free", "%1$u of %2$u places are free",
                                    (gulong)workshop->n_left),
                          workshop->n_left, workshop->n_places);
}

/* ---- the log book */

static char *
words_of_kind (const FarLogEntry *entry)
{
  g_autofree char *parts = far_words_bike_parts (entry->parts);

  switch (entry->kind)
    {
    case FAR_LOG_IS_REPORTED:
      return *parts != '\0'
                 /* Translators: of a bike; %s is what is broken */
                 ? g_strdup_printf (_ ("Fault: %s"), parts)
                 : g_strdup (_ ("Fault"));
    case FAR_LOG_IS_BEGUN:
      return g_strdup (_ ("Repair begun"));
    case FAR_LOG_IS_REPAIRED:
      return *parts != '\0'
                 /* Translators: of a bike; %s is what was broken */
                 ? g_strdup_printf (_ ("Repaired: %s"), parts)
                 : g_strdup (_ ("Repaired"));
    case FAR_LOG_IS_GIVEN_UP:
      return g_strdup (_ ("It cannot be repaired"));
    case FAR_LOG_IS_REOPENED:
      return g_strdup (_ ("Not repaired after all"));
    case FAR_LOG_IS_OUT:
      return g_strdup (_ ("Handed out"));
    case FAR_LOG_IS_BACK:
      return g_strdup (_ ("Came back"));
    case FAR_LOG_IS_CONDITION:
    case FAR_LOG_IS_N:
    default:
      return g_strdup (_ ("Condition"));
    }
}

char *
far_words_log_entry (const FarLogEntry *entry)
{
  g_autofree char *kind = words_of_kind (entry);
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (parts, g_steal_pointer (&kind));
  if (entry->condition >= 0)
    g_ptr_array_add (parts, g_strdup (far_words_condition ((FarThingCondition)entry->condition)));
  if (*entry->words != '\0')
    g_ptr_array_add (parts, g_strdup (entry->words));
  /* Translators: of a repair; %s are parts */
  add_if (parts, entry->used, g_strdup_printf (_ ("Parts: %s"), entry->used));
  /* Translators: of a repair; %s is what it cost */
  add_if (parts, entry->cost, g_strdup_printf (_ ("Cost: %s"), entry->cost));
  if (entry->minutes >= 0)
    g_ptr_array_add (parts, g_strdup_printf (ngettext ("It took %d minute", "It took %d minutes",
                                                       (gulong)entry->minutes),
                                             entry->minutes));
  if (*entry->who_name != '\0')
    g_ptr_array_add (parts, g_strdup (entry->who_name));
  /* Translators: of a bike that was repaired; %s is somebody */
  add_if (parts, entry->checked_name,
          g_strdup_printf (_ ("Checked by %s: safe"), entry->checked_name));
  g_ptr_array_add (parts, NULL);

  return g_strjoinv (" · ", (char **)parts->pdata);
}
