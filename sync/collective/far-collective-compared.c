/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a published rota says otherwise than it did at some point of the log: field by field, and
 * date by date where something is said of one alone, or holidays close it. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"
#include "far-day.h"

#include <string.h>

#include "far-collective-published.h"

typedef struct
{
  FarView *then; /* unowned, as all of these */
  FarView *now;
  const FarRotaFacts *before;
  const FarRotaFacts *after;
  gint32 today;
  GPtrArray *out;
} Comparison;

static FarPlanChangeFacts *
add_change (Comparison *self, FarPlanChanges what)
{
  FarPlanChangeFacts *facts = g_new0 (FarPlanChangeFacts, 1);

  facts->what = what;
  g_ptr_array_add (self->out, facts);

  return facts;
}

static FarPlanChangeFacts *
add_number (Comparison *self, FarPlanChanges what, gint64 before, gint64 after)
{
  FarPlanChangeFacts *facts;

  if (before == after)
    return NULL;

  facts = add_change (self, what);
  facts->before = before;
  facts->after = after;

  return facts;
}

static FarPlanChangeFacts *
add_text (Comparison *self, FarPlanChanges what, const char *before, const char *after)
{
  FarPlanChangeFacts *facts;

  if (strcmp (before, after) == 0)
    return NULL;

  facts = add_change (self, what);
  facts->text_before = g_strdup (before);
  facts->text = g_strdup (after);

  return facts;
}

/* @facts: (nullable) */
static void
set_day (FarPlanChangeFacts *facts, gint32 day)
{
  if (facts == NULL)
    return;

  facts->has_day = TRUE;
  facts->day = day;
}

/* ---- what holds from some day on */

typedef struct
{
  FarRotaDay day;
  guint weekdays;
  int every_n_weeks;
} Stretch;

static Stretch
read_stretch (const FarRotaFacts *rota, gint32 day)
{
  Stretch stretch = { _far_rota_on (rota, day), rota->rule.weekdays, rota->rule.every_n_weeks };

  for (guint i = 0; i < rota->later->len; i++)
    {
      const FarLaterFacts *later = &g_array_index (rota->later, FarLaterFacts, i);

      if (later->from > day)
        break;
      if (later->weekdays != 0)
        stretch.weekdays = later->weekdays;
      if (later->every_n_weeks != 0)
        stretch.every_n_weeks = later->every_n_weeks;
    }

  return stretch;
}

static void
drop_doubles (GArray *days)
{
  g_array_sort (days, far_day_compare);
  for (guint i = days->len; i-- > 1;)
    if (g_array_index (days, gint32, i) == g_array_index (days, gint32, i - 1))
      g_array_remove_index (days, i);
}

/* The days from which on something may be different, the first of all times. */
static GArray *
list_breaks (const Comparison *self)
{
  const FarRotaFacts *rotas[] = { self->before, self->after };
  GArray *days = g_array_new (FALSE, FALSE, sizeof (gint32));
  gint32 first = G_MININT32;

  g_array_append_val (days, first);
  for (guint i = 0; i < G_N_ELEMENTS (rotas); i++)
    for (guint j = 0; j < rotas[i]->later->len; j++)
      {
        gint32 from = g_array_index (rotas[i]->later, FarLaterFacts, j).from;

        g_array_append_val (days, from);
      }
  drop_doubles (days);

  return days;
}

/* ---- roles */

static const FarRoleFacts *
find_role (const GArray *roles, guint8 number)
{
  for (guint i = 0; i < roles->len; i++)
    {
      const FarRoleFacts *role = &g_array_index (roles, FarRoleFacts, i);

      if (role->number == number)
        return role;
    }

  return NULL;
}

static void
add_role (Comparison *self, FarPlanChanges what, const FarRoleFacts *role, const char *before)
{
  FarPlanChangeFacts *facts = add_change (self, what);

  facts->text = g_strdup (role->name);
  facts->text_before = g_strdup (before);
  /* of the first role the numbers are the rota's */
  facts->n_min = role->number != 0 ? role->n_min : 0;
  facts->n_max = role->number != 0 ? role->n_max : 0;
}

static void
compare_roles (Comparison *self, const GArray *before, const GArray *after)
{
  for (guint i = 0; i < after->len; i++)
    {
      const FarRoleFacts *is = &g_array_index (after, FarRoleFacts, i);
      const FarRoleFacts *was = find_role (before, is->number);

      if (was == NULL)
        {
          add_role (self, FAR_PLAN_CHANGES_ROLE_NEW, is, "");
          continue;
        }
      if (strcmp (was->name, is->name) != 0)
        add_role (self, FAR_PLAN_CHANGES_ROLE_NAME, is, was->name);
      if (is->number != 0 && (was->n_min != is->n_min || was->n_max != is->n_max))
        add_role (self, FAR_PLAN_CHANGES_ROLE_NUMBERS, is, "");
    }
  for (guint i = 0; i < before->len; i++)
    {
      const FarRoleFacts *was = &g_array_index (before, FarRoleFacts, i);

      if (find_role (after, was->number) == NULL)
        add_role (self, FAR_PLAN_CHANGES_ROLE_GONE, was, "");
    }
}

static void
set_days_from (Comparison *self, guint first, gint32 day, gboolean is_date)
{
  for (guint i = first; i < self->out->len; i++)
    {
      FarPlanChangeFacts *facts = self->out->pdata[i];

      set_day (facts, day);
      facts->is_date = is_date;
    }
}

/* What was said of the stretch before goes on, and is told once.
 * @was, @is: before and after the change; @last_was, @last_is: (nullable): the same of the stretch
 * before it
 * @day: from which it holds; of all times if it is not after today */
static void
compare_stretch (Comparison *self,
                 const Stretch *was,
                 const Stretch *is,
                 const Stretch *last_was,
                 const Stretch *last_is,
                 gint32 day)
{
  FarPlanChangeFacts *facts[5] = { NULL };
  guint n;

#define IS_TOLD(same_was, same_is) (last_was != NULL && (same_was) && (same_is))
#define IS_TOLD_NUMBER(field) IS_TOLD (last_was->field == was->field, last_is->field == is->field)

  if (!IS_TOLD (last_was->weekdays == was->weekdays &&
                    last_was->every_n_weeks == was->every_n_weeks,
                last_is->weekdays == is->weekdays && last_is->every_n_weeks == is->every_n_weeks) &&
      (was->weekdays != is->weekdays || was->every_n_weeks != is->every_n_weeks))
    {
      facts[0] = add_change (self, FAR_PLAN_CHANGES_DAYS);
      facts[0]->before = was->weekdays;
      facts[0]->after = is->weekdays;
      facts[0]->every_before = was->every_n_weeks;
      facts[0]->every_after = is->every_n_weeks;
    }
  if (!IS_TOLD_NUMBER (day.at))
    facts[1] = add_number (self, FAR_PLAN_CHANGES_AT, was->day.at, is->day.at);
  if (!IS_TOLD_NUMBER (day.n_min))
    facts[2] = add_number (self, FAR_PLAN_CHANGES_MIN, was->day.n_min, is->day.n_min);
  if (!IS_TOLD_NUMBER (day.n_max))
    facts[3] = add_number (self, FAR_PLAN_CHANGES_MAX, was->day.n_max, is->day.n_max);
  if (!IS_TOLD (strcmp (last_was->day.place, was->day.place) == 0,
                strcmp (last_is->day.place, is->day.place) == 0))
    facts[4] = add_text (self, FAR_PLAN_CHANGES_PLACE, was->day.place, is->day.place);

  for (guint i = 0; i < G_N_ELEMENTS (facts) && day > self->today; i++)
    set_day (facts[i], day);

  n = self->out->len;
  if (!IS_TOLD (_far_roles_are_same (last_was->day.roles, was->day.roles),
                _far_roles_are_same (last_is->day.roles, is->day.roles)))
    compare_roles (self, was->day.roles, is->day.roles);
  if (day > self->today)
    set_days_from (self, n, day, FALSE);

#undef IS_TOLD
#undef IS_TOLD_NUMBER
}

static void
compare_stretches (Comparison *self)
{
  g_autoptr (GArray) breaks = list_breaks (self);
  Stretch last_was;
  Stretch last_is;
  gboolean has_last = FALSE;

  for (guint i = 0; i < breaks->len; i++)
    {
      gint32 day = g_array_index (breaks, gint32, i);
      gboolean is_over =
          i + 1 < breaks->len && g_array_index (breaks, gint32, i + 1) <= self->today;
      Stretch was = read_stretch (self->before, day);
      Stretch is = read_stretch (self->after, day);

      if (is_over || day > self->after->rule.last_day)
        continue;
      compare_stretch (self, &was, &is, has_last ? &last_was : NULL, has_last ? &last_is : NULL,
                       day);
      last_was = was;
      last_is = is;
      has_last = TRUE;
    }
}

/* ---- one date */

typedef struct
{
  FarDateFacts own;
  gboolean is_cancelled;
  char *why;                      /* owned */
  guint8 into[FAR_RECORD_ID_LEN]; /* rota with which it is to walk; zero: none */
} Dated;

static void
dated_clear (Dated *self)
{
  _far_date_clear (&self->own);
  g_clear_pointer (&self->why, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Dated, dated_clear)

static gboolean
read_dated (FarView *view, const FarRotaFacts *rota, gint32 day, Dated *out, GError **error)
{
  const FarPayload *cancelled;
  const guint8 *into;
  FarHistory history;

  if (!_far_history_load_outing (&history, view, far_store_find_ident (view->store, rota->id), day,
                                 error))
    return FALSE;

  _far_date_read (&history, &out->own, NULL);
  cancelled = _far_history_shown (&history, FAR_OUTING_CANCELLED, NULL);
  out->is_cancelled =
      cancelled != NULL && far_payload_int (cancelled, FAR_OUTING_CANCELLED, 0) != 0;
  out->why = out->is_cancelled && far_payload_has (cancelled, FAR_OUTING_WHY)
                 ? far_payload_dup_text (cancelled, FAR_OUTING_WHY)
                 : g_strdup ("");
  into = _far_history_into (&history, NULL);
  if (into != NULL)
    memcpy (out->into, into, FAR_RECORD_ID_LEN);
  _far_history_clear (&history);

  return TRUE;
}

static void
compare_cancelled (Comparison *self, gint32 day, const Dated *was, const Dated *is)
{
  FarPlanChangeFacts *facts;

  if (was->is_cancelled == is->is_cancelled && strcmp (was->why, is->why) == 0)
    return;

  facts = add_change (self, is->is_cancelled ? FAR_PLAN_CHANGES_CANCELLED : FAR_PLAN_CHANGES_WALKS);
  facts->text = g_strdup (is->why);
  set_day (facts, day);
}

static gboolean
compare_joined (Comparison *self, gint32 day, const Dated *was, const Dated *is, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarPlanChangeFacts *facts;
  FarRotaFacts *other;

  if (memcmp (was->into, is->into, FAR_RECORD_ID_LEN) == 0)
    return TRUE;
  if (sodium_is_zero (is->into, FAR_RECORD_ID_LEN))
    {
      set_day (add_change (self, FAR_PLAN_CHANGES_PARTED), day);
      return TRUE;
    }

  other = _far_rota_read (self->now, is->into, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  facts = add_change (self, FAR_PLAN_CHANGES_JOINED);
  facts->text = g_strdup (other != NULL ? other->title : "");
  set_day (facts, day);
  g_clear_pointer (&other, _far_rota_facts_free);

  return TRUE;
}

/* What the rota says otherwise on all days is not told again of one. */
static gboolean
compare_date (Comparison *self, gint32 day, GError **error)
{
  g_auto (Dated) was = { 0 };
  g_auto (Dated) is = { 0 };
  FarRotaDay before;
  FarRotaDay after;

  if (!read_dated (self->then, self->before, day, &was, error) ||
      !read_dated (self->now, self->after, day, &is, error))
    return FALSE;

  before = _far_rota_on_date (self->before, day, &was.own);
  after = _far_rota_on_date (self->after, day, &is.own);
  compare_cancelled (self, day, &was, &is);
  if (is.is_cancelled)
    return TRUE;
  if (was.own.at != is.own.at)
    set_day (add_number (self, FAR_PLAN_CHANGES_DATE_AT, before.at, after.at), day);
  if (was.own.n_min != is.own.n_min)
    set_day (add_number (self, FAR_PLAN_CHANGES_DATE_MIN, before.n_min, after.n_min), day);
  if (was.own.n_max != is.own.n_max)
    set_day (add_number (self, FAR_PLAN_CHANGES_DATE_MAX, before.n_max, after.n_max), day);
  if (strcmp (was.own.place, is.own.place) != 0)
    set_day (add_text (self, FAR_PLAN_CHANGES_DATE_PLACE, before.place, after.place), day);
  if (!_far_roles_are_same (was.own.roles, is.own.roles))
    {
      guint n = self->out->len;

      compare_roles (self, before.roles, after.roles);
      set_days_from (self, n, day, TRUE);
    }
  if (strcmp (was.own.remark, is.own.remark) != 0)
    set_day (add_text (self, FAR_PLAN_CHANGES_DATE_REMARK, was.own.remark, is.own.remark), day);

  return compare_joined (self, day, &was, &is, error);
}

static gboolean
compare_dates (Comparison *self, GError **error)
{
  FarStore *store = self->now->store;
  g_autoptr (GArray) days = _far_store_list_days (
      store, "SELECT DISTINCT day FROM outing WHERE rota = ? AND day BETWEEN ? AND ? ORDER BY day",
      far_store_find_ident (store, self->after->id), self->today, FAR_PAYLOAD_DAY_MAX, error);

  if (days == NULL)
    return FALSE;
  for (guint i = 0; i < days->len; i++)
    {
      gint32 day = g_array_index (days, gint32, i);

      if (far_rule_has_day (&self->after->rule, day) && !compare_date (self, day, error))
        return FALSE;
    }

  return TRUE;
}

/* Those that the rule adds or leaves out, one by one. */
static void
compare_single_days (Comparison *self)
{
  const FarRule *rules[] = { &self->before->rule, &self->after->rule };
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (rules[i]->n_added > 0)
        g_array_append_vals (days, rules[i]->added, rules[i]->n_added);
      if (rules[i]->n_dropped > 0)
        g_array_append_vals (days, rules[i]->dropped, rules[i]->n_dropped);
    }
  drop_doubles (days);

  for (guint i = 0; i < days->len; i++)
    {
      gint32 day = g_array_index (days, gint32, i);
      gboolean was = far_rule_has_day (rules[0], day);
      gboolean is = far_rule_has_day (rules[1], day);

      if (day >= self->today && was != is)
        set_day (add_change (self, is ? FAR_PLAN_CHANGES_DATE_NEW : FAR_PLAN_CHANGES_DATE_GONE),
                 day);
    }
}

/* ---- holidays */

/* Dates of the rota one after the other make one change, as long as it is for the same holidays. */
static void
note_holiday (Comparison *self,
              FarPlanChangeFacts **open,
              FarPlanChanges what,
              const char *name,
              gint32 day)
{
  if (*open == NULL || (*open)->what != what || strcmp ((*open)->text, name) != 0)
    {
      *open = add_change (self, what);
      (*open)->text = g_strdup (name);
      set_day (*open, day);
    }
  (*open)->last_day = day;
  (*open)->after++;
}

static gboolean
compare_holidays (Comparison *self, GError **error)
{
  FarPlanChangeFacts *open = NULL;
  gint32 last = MIN (self->after->rule.last_day, self->today + FAR_WEEK_DAYS_MAX);
  gint32 day;

  if (self->before->in_holidays != self->after->in_holidays)
    {
      add_number (self, FAR_PLAN_CHANGES_HOLIDAYS, self->before->in_holidays,
                  self->after->in_holidays);
      return TRUE;
    }

  for (gint32 from = self->today; far_rule_next_day (&self->after->rule, from, &day) && day <= last;
       from = day + 1)
    {
      const char *was;
      const char *is;

      if (!far_rule_has_day (&self->before->rule, day))
        continue;
      if (!_far_view_find_holiday (self->then, self->before, day, &was, error) ||
          !_far_view_find_holiday (self->now, self->after, day, &is, error))
        return FALSE;
      if ((was == NULL) == (is == NULL))
        open = NULL;
      else if (is != NULL)
        note_holiday (self, &open, FAR_PLAN_CHANGES_CLOSED, is, day);
      else
        note_holiday (self, &open, FAR_PLAN_CHANGES_OPENED, was, day);
    }

  return TRUE;
}

gboolean
_far_plan_compare (FarView *then,
                   const FarRotaFacts *before,
                   FarView *now,
                   const FarRotaFacts *after,
                   gint32 today,
                   GPtrArray *out,
                   GError **error)
{
  Comparison comparison = { then, now, before, after, today, out };

  add_text (&comparison, FAR_PLAN_CHANGES_TITLE, before->title, after->title);
  if (memcmp (before->line, after->line, FAR_RECORD_ID_LEN) != 0)
    {
      FarPlanChangeFacts *facts = add_change (&comparison, FAR_PLAN_CHANGES_LINE);

      memcpy (facts->line_before, before->line, FAR_RECORD_ID_LEN);
      memcpy (facts->line, after->line, FAR_RECORD_ID_LEN);
    }
  add_number (&comparison, FAR_PLAN_CHANGES_FIRST, before->rule.first_day, after->rule.first_day);
  add_number (&comparison, FAR_PLAN_CHANGES_LAST, before->rule.last_day, after->rule.last_day);
  compare_stretches (&comparison);
  compare_single_days (&comparison);
  if (!compare_dates (&comparison, error) || !compare_holidays (&comparison, error))
    return FALSE;

  for (guint i = 0; i < out->len; i++)
    {
      FarPlanChangeFacts *facts = out->pdata[i];

      if (facts->text_before == NULL)
        facts->text_before = g_strdup ("");
      if (facts->text == NULL)
        facts->text = g_strdup ("");
    }

  return TRUE;
}
