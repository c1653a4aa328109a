/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Days on which a school is closed besides the holidays, and open after all: what its own calendar
 * would say then. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"

/* What is left of @span without @days: nothing, or up to two pieces. */
static void
add_without (GArray *out, const FarSpan *span, const FarSpan *days)
{
  FarSpan before = *span;
  FarSpan after = *span;

  before.last_day = MIN (span->last_day, days->first_day - 1);
  after.first_day = MAX (span->first_day, days->last_day + 1);
  if (before.first_day <= before.last_day)
    far_span_array_add (out, &before);
  if (after.first_day <= after.last_day)
    far_span_array_add (out, &after);
}

GArray *
far_collective_closing (FarStore *store,
                        const char *name,
                        const FarSpan *days,
                        gboolean is_open,
                        GError **error)
{
  g_autoptr (GPtrArray) calendars = NULL;
  GArray *spans;

  if (!far_day_is_valid (days->first_day) || !far_day_is_valid (days->last_day) ||
      days->first_day > days->last_day)
    {
      _far_refuse (FAR_COLLECTIVE_ERROR_DATE_INVALID, "the last day is before the first", error);
      return NULL;
    }
  calendars = far_collective_holidays (store, error);
  if (calendars == NULL)
    return NULL;

  spans = far_span_array_new ();
  for (guint i = 0; i < calendars->len; i++)
    {
      const FarHolidaysFacts *calendar = calendars->pdata[i];

      for (guint j = 0;
           j < calendar->spans->len && !calendar->is_beaten && strcmp (calendar->name, name) == 0;
           j++)
        add_without (spans, &g_array_index (calendar->spans, FarSpan, j), days);
    }
  if (!is_open)
    far_span_array_add (spans, days);

  return spans;
}
