/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the program and the process that reads for it share. */

#pragma once

#include "far-holidays.h"

G_BEGIN_DECLS

/* Nothing: no span, no zone. */
FarHolidays *_far_holidays_new (void) FAR_MUST_USE;

/* Both tidy the text. */
void _far_holidays_add (FarHolidays *self, gint32 first_day, gint32 last_day, const char *name);
void _far_holidays_refuse (FarHolidays *self, guint row, FarRefusedReason reason, const char *cell);

/* Whether a span is neither long over nor far ahead, seen from @today. */
gboolean _far_holidays_is_near (gint32 first_day, gint32 last_day, gint32 today);

/* Sorts the spans, and makes one of those of one name that overlap or follow each other. */
void _far_holidays_settle (FarHolidays *self);

/* -- what the process says (docs/formats.md, "Import of holidays") */

/**
 * _far_holidays_write_lines:
 * @self: (nullable): what was read, or %NULL
 * @zones: (nullable): with @error, the zones of the file
 * @error: (nullable): why nothing was read
 *
 * Returns: (transfer full)
 */
char *
_far_holidays_write_lines (const FarHolidays *self, const GPtrArray *zones, const GError *error);

/**
 * _far_holidays_read_lines:
 * @lines: (array length=len): foreign bytes
 *
 * Returns: (transfer full): as far_holidays_read_finish(); HELPER if they are anything but what
 *   _far_holidays_write_lines() can say
 */
FarHolidays *_far_holidays_read_lines (const char *lines,
                                       gsize len,
                                       gint32 today,
                                       GPtrArray **out_zones,
                                       GError **error) FAR_MUST_USE;

/* far_holidays_read_async() with another time to wait: for tests. */
void _far_holidays_read_within_async (GBytes *file,
                                      const char *zone,
                                      gint32 today,
                                      guint wait_ms,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

G_END_DECLS
