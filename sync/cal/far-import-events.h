/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-import-events: calendars of events of others, parsed.
 *
 * As far-import.h: runs in a process of its own.
 */

#pragma once

#include "far-events-private.h"

G_BEGIN_DECLS

typedef struct
{
  gint32 today;
  gint32 until;      /* the last day that is looked at */
  GTimeZone *zone;   /* unowned: the collective's */
  const guint *skip; /* unowned: rows whose rules take too long */
  guint n_skip;
  /* (nullable) around the following of each rule, which libical may never come back from */
  void (*begin) (guint row);
  void (*end) (void);
} FarEventsRequest;

/* Returns: (transfer full): %NULL with a #FarImportError of those that are about the file */
FarEvents *far_import_events (const guint8 *content,
                              gsize len,
                              const FarEventsRequest *request,
                              GError **error) FAR_MUST_USE;

/* Reads a table into @events; FALSE with @error */
gboolean _far_import_event_table (FarEvents *events,
                                  const FarEventsRequest *request,
                                  const char *text,
                                  gsize len,
                                  GError **error);

G_END_DECLS
