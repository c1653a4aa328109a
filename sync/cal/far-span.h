/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-span: days one after another, and what they are called.
 *
 * Pure; any thread.
 */

#pragma once

#include <glib.h>

#include "far-bytes.h"

G_BEGIN_DECLS

typedef struct
{
  gint32 first_day; /* days since 1970-01-01 */
  gint32 last_day;  /* inclusive, not before the first */
  char *name;       /* owned; "" if they have none */
} FarSpan;

/* Returns: (transfer full) (element-type FarSpan): that frees what is in it */
GArray *far_span_array_new (void) FAR_MUST_USE;

/* Adds a copy of @span. */
void far_span_array_add (GArray *spans, const FarSpan *span);

G_END_DECLS
