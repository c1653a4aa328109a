/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "far-words-lending.h"

#include <glib/gi18n.h>

#include "far-words-plan.h"
#include "far-words.h"

const char *
far_words_thing_kind (FarThingKind kind)
{
  switch (kind)
    {
    case FAR_KIND_OF_BIKE:
      return _ ("Bike");
    case FAR_KIND_OF_ROOM:
      return _ ("Room");
    case FAR_KIND_OF_THING:
    case FAR_KIND_OF_N:
    default:
      return _ ("Thing");
    }
}

const char *
far_words_condition (FarThingCondition condition)
{
  switch (condition)
    {
    case FAR_SHAPE_WORN:
      return C_ ("condition", "Worn");
    case FAR_SHAPE_BROKEN:
      return C_ ("condition", "Broken");
    case FAR_SHAPE_GOOD:
    case FAR_SHAPE_N:
    default:
      return C_ ("condition", "Good");
    }
}

char *
far_words_loan_days (guint days)
{
  if (days == 0)
    return g_strdup (_ ("For as long as it is needed"));

  return g_strdup_printf (ngettext ("For %u day at most", "For %u days at most", (gulong)days),
                          days);
}

/* ---- a thing */

static char *
words_of_held (const FarLent *lent)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *all = NULL;

  for (guint i = 0; i < lent->held->len; i++)
    {
      const FarHeld *held = lent->held->pdata[i];

      /* Translators: somebody, and how many pieces they have: "Anna 3" */
      g_ptr_array_add (parts,
                       g_strdup_printf (C_ ("inventory", "%1$s %2$u"), held->member_name, held->n));
    }
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  all = g_strjoinv (", ", (char **)parts->pdata);

  return lent->kind == FAR_KIND_OF_ROOM
             /* Translators: %s is such as "Anna 1, Bruno 2" */
             ? g_strdup_printf (_ ("Keys: %s"), all)
             /* Translators: of pieces; %s is such as "Anna 3, Bruno 4" */
             : g_strdup_printf (_ ("In hand: %s"), all);
}

static char *
words_of_number (const FarLent *lent)
{
  if (lent->kind == FAR_KIND_OF_ROOM && lent->people > 0)
    return g_strdup_printf (ngettext ("For %u person", "For %u people", (gulong)lent->people),
                            lent->people);
  if (lent->pieces > 1)
    return g_strdup_printf (ngettext ("%u piece", "%u pieces", (gulong)lent->pieces), lent->pieces);

  return NULL;
}

static char *
words_of_condition (const FarLent *lent)
{
  if (lent->condition == FAR_SHAPE_GOOD)
    return NULL;
  if (*lent->worn == '\0')
    return g_strdup (far_words_condition (lent->condition));

  /* Translators: in what condition a thing is, and what is wrong with it: "Worn: a strap is torn"
   */
  return g_strdup_printf (C_ ("condition", "%1$s: %2$s"), far_words_condition (lent->condition),
                          lent->worn);
}

static void
take_line (GPtrArray *lines, char *line)
{
  if (line != NULL)
    g_ptr_array_add (lines, line);
}

char *
far_words_lent_more (const FarLent *lent)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  if (lent->is_own)
    g_ptr_array_add (lines, g_strdup (_ ("Yours")));
  else if (lent->whose != NULL && *lent->whose_name != '\0')
    g_ptr_array_add (lines, g_strdup_printf (_ ("Belongs to %s"), lent->whose_name));
  take_line (lines, words_of_number (lent));
  take_line (lines, words_of_condition (lent));
  if (*lent->where != '\0')
    g_ptr_array_add (lines, g_strdup_printf (_ ("Kept here: %s"), lent->where));
  if (lent->is_lent && lent->days > 0)
    g_ptr_array_add (lines, far_words_loan_days (lent->days));
  take_line (lines, words_of_held (lent));
  if (*lent->keeper_name != '\0')
    g_ptr_array_add (lines, g_strdup_printf (_ ("%s has it"), lent->keeper_name));
  if (*lent->note != '\0')
    g_ptr_array_add (lines, g_strdup (lent->note));
  if (lines->len == 0)
    return NULL;
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **)lines->pdata);
}

/* Who has it today: the first of them. */
static const FarLoan *
find_holder (const FarLent *lent, gint32 today)
{
  for (guint i = 0; i < lent->loans->len; i++)
    {
      const FarLoan *loan = lent->loans->pdata[i];

      if (loan->state == FAR_LOAN_IS_OUT ||
          (loan->place == FAR_TURN_STANDING && loan->state == FAR_LOAN_IS_BOOKED &&
           loan->first_day <= today && loan->last_day >= today))
        return loan;
    }

  return NULL;
}

static char *
words_of_taken (const FarLoan *loan)
{
  g_autofree char *last = far_words_day (loan->last_day);

  if (loan->is_repair)
    /* Translators: %s is a day */
    return g_strdup_printf (_ ("In repair until %s"), last);
  if (loan->is_me && loan->is_overdue)
    /* Translators: %s is a day that is over */
    return g_strdup_printf (_ ("You have it, and were to bring it back by %s"), last);
  if (loan->is_me && loan->state == FAR_LOAN_IS_OUT)
    /* Translators: %s is a day */
    return g_strdup_printf (_ ("You have it until %s"), last);
  if (loan->is_me)
    /* Translators: %s is a day */
    return g_strdup_printf (_ ("You have booked it until %s"), last);
  if (loan->is_overdue)
    /* Translators: somebody, and a day that is over */
    return g_strdup_printf (_ ("%1$s has it, and was to bring it back by %2$s"), loan->member_name,
                            last);
  if (loan->state == FAR_LOAN_IS_OUT)
    /* Translators: somebody, and a day */
    return g_strdup_printf (_ ("%1$s has it until %2$s"), loan->member_name, last);

  /* Translators: somebody, and a day */
  return g_strdup_printf (_ ("%1$s has booked it until %2$s"), loan->member_name, last);
}

char *
far_words_lent_free (const FarLent *lent, gint32 today)
{
  const FarLoan *holder = find_holder (lent, today);

  if (lent->is_gone)
    return g_strdup (_ ("Taken off the list"));
  if (lent->pieces > 1)
    return g_strdup_printf (ngettext ("%1$u of %2$u is free today", "%1$u of %2$u are free today",
                                      (gulong)lent->free[0]),
                            lent->free[0], lent->pieces);
  if (lent->kind == FAR_KIND_OF_ROOM)
    return g_strdup (lent->free[0] > 0 ? _ ("Free all of today") : _ ("Booked today"));
  if (holder != NULL)
    return words_of_taken (holder);
  if (lent->is_broken)
    return g_strdup (_ ("Broken or being mended"));

  return g_strdup (_ ("Free today"));
}

char *
far_words_lent_days (const FarLent *lent, gint32 today)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < FAR_LENT_STRIP_DAYS; i++)
    {
      g_autofree char *day = far_words_day_short (today + (gint32)i);
      g_autoptr(GString) part = g_string_new (day);

      if (lent->free[i] > 0 && lent->pieces > 1)
        g_string_append_printf (part, " %u", lent->free[i]);
      else
        g_string_append (part, lent->free[i] > 0 ? " ✓" : " –");
      /* a day stays with its sign */
      g_string_replace (part, " ", "\u00a0", 0);
      g_string_append_printf (text, "%s%s", i > 0 ? "   " : "", part->str);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_run (GPtrArray *parts, const FarLent *lent, gint32 first, gint32 last, guint free)
{
  g_autofree char *days = far_words_span (first, last);

  if (free == 0)
    /* Translators: %s are days on which a thing is booked */
    g_ptr_array_add (parts, g_strdup_printf (_ ("taken: %s"), days));
  else if (lent->pieces > 1)
    /* Translators: how many pieces are free, and on which days */
    g_ptr_array_add (parts, g_strdup_printf (_ ("%1$u free: %2$s"), free, days));
  else
    /* Translators: %s are days on which a thing is free */
    g_ptr_array_add (parts, g_strdup_printf (_ ("free: %s"), days));
}

char *
far_words_lent_strip (const FarLent *lent, gint32 today)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  guint first = 0;

  for (guint i = 1; i <= FAR_LENT_STRIP_DAYS; i++)
    if (i == FAR_LENT_STRIP_DAYS || lent->free[i] != lent->free[first])
      {
        add_run (parts, lent, today + (gint32)first, today + (gint32)i - 1, lent->free[first]);
        first = i;
      }
  g_ptr_array_add (parts, NULL);

  return g_strjoinv ("; ", (char **)parts->pdata);
}

/* ---- a booking */

char *
far_words_loan_period (const FarLoan *loan)
{
  g_autofree char *days = far_words_span (loan->first_day, loan->last_day);
  g_autofree char *from = NULL;
  g_autofree char *until = NULL;

  if (loan->from < 0 && loan->until < 0)
    return g_steal_pointer (&days);

  from = far_words_time (MAX (loan->from, 0));
  until =
      loan->until < 0 || loan->until == 1440 ? g_strdup ("24:00") : far_words_time (loan->until);

  /* Translators: days, and two times of day */
  return g_strdup_printf (_ ("%1$s, %2$s to %3$s"), days, from, until);
}

char *
far_words_loan_state (const FarLoan *loan)
{
  g_autofree char *day = loan->state != FAR_LOAN_IS_BOOKED ? far_words_day (loan->hand_day) : NULL;

  if (loan->state == FAR_LOAN_IS_BACK)
    /* Translators: of what was borrowed; %s is a day */
    return g_strdup_printf (_ ("came back %s"), day);
  if (loan->state == FAR_LOAN_IS_OUT && loan->is_overdue)
    return g_strdup (_ ("out, and due back"));
  if (loan->state == FAR_LOAN_IS_OUT)
    /* Translators: of what was borrowed; %s is a day */
    return g_strdup_printf (_ ("out since %s"), day);
  if (loan->place == FAR_TURN_RELEASED)
    return g_strdup (_ ("given back"));
  if (loan->place == FAR_TURN_RESERVE)
    /* Translators: of who waits for a thing: which one */
    return g_strdup_printf (_ ("reserve %u"), loan->reserve);

  return g_strdup (loan->is_repair ? _ ("in repair") : _ ("booked"));
}

static char *
words_of_reserve (const FarLoan *loan)
{
  g_autofree char *days = NULL;

  if (loan->why == FAR_LOAN_REPAIR)
    return g_strdup (_ ("It is broken or being mended then. The booking stands as soon as it is "
                        "repaired."));
  if (loan->why == FAR_LOAN_TOO_MANY || *loan->before_name == '\0')
    return g_strdup (_ ("There are not so many any more."));

  days = far_words_span (loan->before_first, loan->before_last);
  if (loan->reason == FAR_RANK_WHY_LOTTERY)
    /* Translators: somebody, and days */
    return g_strdup_printf (_ ("%1$s has it, %2$s. Neither had seen the other’s booking: the "
                               "lottery of this thing decided."),
                            loan->before_name, days);
  if (loan->left > 0)
    return g_strdup_printf (ngettext ("%2$s has booked it, %3$s: %1$u is left.",
                                      "%2$s has booked it, %3$s: %1$u are left.",
                                      (gulong)loan->left),
                            loan->left, loan->before_name, days);

  /* Translators: somebody, and days */
  return g_strdup_printf (_ ("%1$s has booked it before, %2$s."), loan->before_name, days);
}

char *
far_words_loan_why (const FarLoan *loan)
{
  g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

  take_line (lines, far_words_clash_with (&loan->clash, loan->clash_name));
  if (loan->place == FAR_TURN_RESERVE)
    g_ptr_array_add (lines, words_of_reserve (loan));
  if (*loan->words != '\0')
    g_ptr_array_add (lines, g_strdup (loan->words));
  if (*loan->opens_name != '\0')
    g_ptr_array_add (lines, g_strdup_printf (_ ("%s opens"), loan->opens_name));
  if (*loan->closes_name != '\0')
    g_ptr_array_add (lines, g_strdup_printf (_ ("%s closes"), loan->closes_name));
  if (loan->condition >= 0)
    g_ptr_array_add (lines,
                     g_strdup_printf (_ ("Condition when it came back: %s"),
                                      far_words_condition ((FarThingCondition)loan->condition)));
  if (*loan->hand_words != '\0')
    g_ptr_array_add (lines, g_strdup (loan->hand_words));
  if (lines->len == 0)
    return NULL;
  g_ptr_array_add (lines, NULL);

  return g_strjoinv ("\n", (char **)lines->pdata);
}

char *
far_words_loan_reminder (const FarLoan *loan, const FarLent *lent, gint32 today)
{
  g_autofree char *day = NULL;

  if (loan->state != FAR_LOAN_IS_OUT || loan->last_day > today + 1)
    return NULL;
  if (loan->last_day == today + 1)
    return g_strdup_printf (_ ("“%s” is to be brought back by tomorrow."), lent->name);
  if (loan->last_day == today)
    return g_strdup_printf (_ ("“%s” is to be brought back today."), lent->name);

  day = far_words_day (loan->last_day);

  /* Translators: a thing, and a day that is over */
  return g_strdup_printf (
      _ ("“%1$s” was to be back by %2$s. If you need it longer, please tell the "
         "others."),
      lent->name, day);
}

/* ---- what was done */

char *
far_words_loans_booked (const FarLoansReport *report)
{
  g_autofree char *why = NULL;
  g_autofree char *reserve = NULL;

  if (report->n_reserve == 0 && report->n_days == 1)
    return g_strdup_printf (_ ("“%s” is booked."), report->name);
  if (report->n_reserve == 0)
    return g_strdup_printf (ngettext ("“%2$s” is booked on %1$u date.",
                                      "“%2$s” is booked on %1$u dates.", (gulong)report->n_days),
                            report->n_days, report->name);
  if (report->one == NULL)
    return g_strdup_printf (ngettext ("“%2$s” is noted on %1$u date; on some of them somebody else "
                                      "has booked it, and you are told when it is free.",
                                      "“%2$s” is noted on %1$u dates; on some of them somebody "
                                      "else has booked it, and you are told when it is free.",
                                      (gulong)report->n_days),
                            report->n_days, report->name);

  why = words_of_reserve (report->one);
  reserve = g_strdup_printf (_ ("reserve %u"), report->one->reserve);

  /* Translators: a thing, "reserve 1", and a sentence that says why */
  return g_strdup_printf (_ ("“%1$s”: %2$s. %3$s"), report->name, reserve, why);
}

char *
far_words_loans_released (const FarLoansReport *report)
{
  if (report->n_days <= 1)
    return g_strdup_printf (_ ("“%s” is free again for others."), report->name);

  return g_strdup_printf (ngettext ("“%2$s” is free again on %1$u date.",
                                    "“%2$s” is free again on %1$u dates.", (gulong)report->n_days),
                          report->n_days, report->name);
}

char *
far_words_loan_handed (const FarLoansReport *report)
{
  FarLoanState state = report->one != NULL ? report->one->state : FAR_LOAN_IS_BOOKED;

  if (state == FAR_LOAN_IS_OUT)
    /* Translators: a thing, and who has it from now on */
    return g_strdup_printf (_ ("“%1$s” is with %2$s now."), report->name, report->member_name);
  if (state == FAR_LOAN_IS_BACK)
    return g_strdup_printf (_ ("“%s” is back."), report->name);

  return g_strdup_printf (_ ("“%s” was not handed out."), report->name);
}
