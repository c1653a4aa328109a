/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-span"

#include "far-span.h"

#include "far-pure.h"

static void
clear_span (gpointer data)
{
  g_clear_pointer (&((FarSpan *)data)->name, g_free);
}

GArray *
far_span_array_new (void)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (FarSpan));

  g_array_set_clear_func (spans, clear_span);

  return spans;
}

void
far_span_array_add (GArray *spans, const FarSpan *span)
{
  FarSpan copy = { span->first_day, span->last_day, g_strdup (span->name) };

  g_array_append_val (spans, copy);
}
