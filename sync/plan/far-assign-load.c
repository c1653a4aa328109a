/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What each person has, and may still take. */

#define G_LOG_DOMAIN "far-plan"

#include "far-assign-private.h"

#include <string.h>

#include "far-day.h"

/* Of one whose weight is 1: divides well by those that come about. */
#define SHARE_SCALE 2520

/* ---- days, weeks and months of a person */

/* Days are of the week of their Monday. */
gint32
_far_assign_week_of (gint32 day)
{
  return day - far_day_get_weekday (day);
}

gint32
_far_assign_month_of (gint32 day)
{
  int year, month, day_of_month;

  far_day_to_ymd (day, &year, &month, &day_of_month);

  return year * 12 + month;
}

/* A choice, or what is fixed, on its day. */
typedef struct
{
  guint person;
  gint32 day;
  int at;
  guint choice; /* G_MAXUINT: it is fixed */
} Moment;

static int
compare_moments (gconstpointer a, gconstpointer b)
{
  const Moment *one = a;
  const Moment *other = b;

  if (one->person != other->person)
    return one->person < other->person ? -1 : 1;
  if (one->day != other->day)
    return one->day < other->day ? -1 : 1;
  if (one->at != other->at)
    return one->at < other->at ? -1 : 1;

  return (one->choice > other->choice) - (one->choice < other->choice);
}

/* Returns: (transfer full) (element-type Moment): by person and time */
static GArray *
list_moments (const FarAssignProblem *problem)
{
  GArray *moments = g_array_new (FALSE, FALSE, sizeof (Moment));

  for (guint i = 0; i < problem->n_choices; i++)
    {
      const FarAssignSeat *seat = &problem->seats[problem->choices[i].seat];
      Moment moment = { problem->choices[i].person, seat->day, seat->at, i };

      g_array_append_val (moments, moment);
    }
  for (guint i = 0; i < problem->n_fixed; i++)
    {
      Moment moment = { problem->fixed[i].person, problem->fixed[i].day, problem->fixed[i].at,
                        G_MAXUINT };

      g_array_append_val (moments, moment);
    }
  g_array_sort (moments, compare_moments);

  return moments;
}

static gboolean
is_linked (const Moment *one, const Moment *next)
{
  return one->person == next->person && one->day == next->day &&
         next->at - one->at < FAR_ASSIGN_CLASH_MINUTES;
}

/* ---- what is against it */

typedef struct
{
  guint person;
  gint32 span; /* a week's Monday, or a month */
} SpanKey;

static guint
span_hash (gconstpointer key)
{
  const SpanKey *self = key;

  return self->person * 2654435761u ^ (guint)self->span * 40503u;
}

static gboolean
span_equal (gconstpointer a, gconstpointer b)
{
  const SpanKey *one = a;
  const SpanKey *other = b;

  return one->person == other->person && one->span == other->span;
}

GHashTable *
_far_spans_new (void)
{
  return g_hash_table_new_full (span_hash, span_equal, g_free, NULL);
}

guint
_far_spans_get (GHashTable *self, guint person, gint32 span)
{
  SpanKey key = { person, span };

  return GPOINTER_TO_UINT (g_hash_table_lookup (self, &key));
}

void
_far_spans_set (GHashTable *self, guint person, gint32 span, guint value)
{
  SpanKey key = { person, span };

  g_hash_table_replace (self, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (value));
}

void
_far_load_init (FarLoad *self, const FarAssignProblem *problem)
{
  self->problem = problem;
  self->weeks = _far_spans_new ();
  self->months = _far_spans_new ();
  self->n_new = g_new0 (guint, problem->n_persons + 1);
  for (guint i = 0; i < problem->n_fixed; i++)
    {
      guint person = problem->fixed[i].person;
      gint32 day = problem->fixed[i].day;

      _far_spans_set (self->weeks, person, _far_assign_week_of (day),
                      _far_spans_get (self->weeks, person, _far_assign_week_of (day)) + 1);
      _far_spans_set (self->months, person, _far_assign_month_of (day),
                      _far_spans_get (self->months, person, _far_assign_month_of (day)) + 1);
    }
}

void
_far_load_clear (FarLoad *self)
{
  g_clear_pointer (&self->weeks, g_hash_table_unref);
  g_clear_pointer (&self->months, g_hash_table_unref);
  g_free (self->n_new);
}

gboolean
_far_load_has_room (const FarLoad *self, guint person, gint32 day)
{
  const FarAssignPerson *limits = &self->problem->persons[person];

  return (limits->most < 0 || self->n_new[person] < (guint)limits->most) &&
         (limits->most_a_month < 0 ||
          _far_spans_get (self->months, person, _far_assign_month_of (day)) <
              (guint)limits->most_a_month) &&
         (self->problem->most_a_week == 0 ||
          _far_spans_get (self->weeks, person, _far_assign_week_of (day)) <
              self->problem->most_a_week);
}

void
_far_load_add (FarLoad *self, guint person, gint32 day)
{
  self->n_new[person]++;
  _far_spans_set (self->weeks, person, _far_assign_week_of (day),
                  _far_spans_get (self->weeks, person, _far_assign_week_of (day)) + 1);
  _far_spans_set (self->months, person, _far_assign_month_of (day),
                  _far_spans_get (self->months, person, _far_assign_month_of (day)) + 1);
}

guint *
_far_assign_find_chains (const FarAssignProblem *problem, gboolean **barred, guint *out_n)
{
  g_autoptr (GArray) moments = list_moments (problem);
  guint *chain_of = g_new0 (guint, problem->n_choices + 1);
  guint n = 0;

  *barred = g_new0 (gboolean, moments->len + 1);
  for (guint i = 0; i < moments->len; i++)
    {
      const Moment *moment = &g_array_index (moments, Moment, i);

      n += i > 0 && !is_linked (&g_array_index (moments, Moment, i - 1), moment);
      if (moment->choice == G_MAXUINT)
        (*barred)[n] = TRUE;
      else
        chain_of[moment->choice] = n;
    }
  *out_n = n + 1;

  return chain_of;
}

gboolean
far_assign_is_allowed (const FarAssignProblem *problem, const gboolean *taken)
{
  g_autofree gboolean *barred = NULL;
  guint n_chains;
  g_autofree guint *chain_of = _far_assign_find_chains (problem, &barred, &n_chains);
  g_autofree guint *n_in = g_new0 (guint, problem->n_seats + 1);
  g_auto (FarLoad) load = { 0 };

  _far_load_init (&load, problem);
  for (guint i = 0; i < problem->n_choices; i++)
    {
      const FarAssignChoice *choice = &problem->choices[i];
      gint32 day = problem->seats[choice->seat].day;

      if (!taken[i])
        continue;
      if (barred[chain_of[i]] || ++n_in[choice->seat] > problem->seats[choice->seat].n_room ||
          !_far_load_has_room (&load, choice->person, day))
        return FALSE;
      barred[chain_of[i]] = TRUE;
      _far_load_add (&load, choice->person, day);
    }

  return TRUE;
}

gint64
far_assign_share_cost (const FarAssignPerson *person, guint n_taken)
{
  return (2 * ((gint64)person->n_done + n_taken) + 1) * SHARE_SCALE / MAX (person->weight, 1u);
}
