/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-import: calendars of others, parsed.
 *
 * Runs in a process of its own (farandole-import), because a calendar is foreign, and libical,
 * which parses it, is large and has had holes.  Its cost is not bounded here but by that process's
 * limits.
 */

#pragma once

#include "far-holidays-private.h"

G_BEGIN_DECLS

typedef struct
{
  gint32 today;
  const char *zone;             /* unowned (nullable) */
  const char *const *languages; /* unowned: of two letters each, the best first */
} FarImportRequest;

/**
 * far_import_holidays:
 * @content: (array length=len): the whole file
 * @out_zones: (out) (nullable) (transfer full) (element-type utf8): with ZONE_NEEDED and
 *   ZONE_UNKNOWN, the zones that are in the file
 *
 * Returns: (transfer full): what far_holidays_read_finish() tells; %NULL with a #FarHolidaysError
 * of those that are about the file
 */
FarHolidays *far_import_holidays (const guint8 *content,
                                  gsize len,
                                  const FarImportRequest *request,
                                  GPtrArray **out_zones,
                                  GError **error) FAR_MUST_USE;

G_END_DECLS
