/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-holidays"

#include "far-holidays-private.h"

#include <string.h>

#include "far-tidy.h"
#include "far-pure.h"

G_DEFINE_QUARK (far_holidays_error, far_holidays_error)

static void
refused_free (FarRefusedRow *self)
{
  g_free (self->cell);
  g_free (self);
}

/* Spans of one name side by side, in order of time. */
static int
compare_by_name (const FarSpan *a, const FarSpan *b)
{
  int by_name = strcmp (a->name, b->name);

  return by_name != 0 ? by_name : (a->first_day > b->first_day) - (a->first_day < b->first_day);
}

static int
compare_by_day (const FarSpan *a, const FarSpan *b)
{
  if (a->first_day != b->first_day)
    return a->first_day < b->first_day ? -1 : 1;
  if (a->last_day != b->last_day)
    return a->last_day < b->last_day ? -1 : 1;

  return strcmp (a->name, b->name);
}

/* Whether @next, which does not begin before @span, has its name, leaves no day between, and both
 * make one that is not too long. */
static gboolean
continues (const FarSpan *span, const FarSpan *next)
{
  return strcmp (span->name, next->name) == 0 && next->first_day <= span->last_day + 1 &&
         next->last_day - span->first_day < FAR_HOLIDAY_DAYS_MAX;
}

FarHolidays *
_far_holidays_new (void)
{
  FarHolidays *self = g_new0 (FarHolidays, 1);

  self->name = g_strdup ("");
  self->spans = far_span_array_new ();
  self->zones = g_ptr_array_new_with_free_func (g_free);
  self->refused = g_ptr_array_new_with_free_func ((GDestroyNotify)refused_free);

  return self;
}

void
_far_holidays_add (FarHolidays *self, gint32 first_day, gint32 last_day, const char *name)
{
  FarSpan span = { first_day, last_day, far_tidy (name) };

  g_array_append_val (self->spans, span);
}

void
_far_holidays_refuse (FarHolidays *self, guint row, FarRefusedReason reason, const char *cell)
{
  FarRefusedRow *refused;

  if (self->n_refused++ >= FAR_HOLIDAY_REFUSED_MAX)
    return;

  refused = g_new0 (FarRefusedRow, 1);
  refused->row = row;
  refused->reason = reason;
  refused->cell = far_tidy (cell);
  g_ptr_array_add (self->refused, refused);
}

gboolean
_far_holidays_is_near (gint32 first_day, gint32 last_day, gint32 today)
{
  return last_day >= (gint64)today - FAR_HOLIDAY_PAST_DAYS &&
         first_day <= (gint64)today + FAR_HOLIDAY_AHEAD_DAYS;
}

void
_far_holidays_settle (FarHolidays *self)
{
  FarSpan *spans = (FarSpan *)self->spans->data;
  guint n_kept = 0;

  g_array_sort (self->spans, (GCompareFunc)compare_by_name);
  for (guint i = 0; i < self->spans->len; i++)
    {
      FarSpan span = spans[i];

      if (n_kept > 0 && continues (&spans[n_kept - 1], &span))
        {
          spans[n_kept - 1].last_day = MAX (spans[n_kept - 1].last_day, span.last_day);
          continue;
        }

      spans[i] = spans[n_kept];
      spans[n_kept++] = span;
    }
  g_array_set_size (self->spans, n_kept);

  g_array_sort (self->spans, (GCompareFunc)compare_by_day);
}

void
far_holidays_free (FarHolidays *self)
{
  g_free (self->name);
  g_array_unref (self->spans);
  g_ptr_array_unref (self->zones);
  g_ptr_array_unref (self->refused);
  g_free (self);
}
