/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-week-paper: the sheet of the week, the poster at the door and that of an invitation, in
 * words, to be laid out.
 *
 * As in far-outward.h.  The sheet goes to those who walk: it names them, and leaves room for their
 * numbers and for whoever is missing.  The poster hangs in the street: it names nobody.  Main
 * thread.
 */

#pragma once

#include "far-paper.h"
#include "far-sync.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name; /* of the collective */
  gint64 last_ms;   /* far_outward_last_heard() */
  gint64 now_ms;
} FarPaperOrigin;

/* @outings: (element-type FarOuting): by day; drafts are left out.  Returns: (transfer full) */
FarPaper *
far_week_paper_new (const FarPaperOrigin *origin, GPtrArray *outings, gint32 first_day, int n_days);

/**
 * far_poster_paper_new:
 * @rotas: (element-type FarRota): of those that are published and not over a page each
 * @lines: (element-type FarLine)
 * @calendars: (element-type FarCalendar)
 * @today: the collective's civil day
 *
 * Returns: (transfer full) (nullable): %NULL if there is no such rota
 */
FarPaper *far_poster_paper_new (const FarPaperOrigin *origin,
                                GPtrArray *rotas,
                                GPtrArray *lines,
                                GPtrArray *calendars,
                                gint32 today);

/* The sheet that goes with an invitation, for one person: what to do, a picture to scan, and the
 * same in letters.  @uri: of the invitation; @until: when it ends, in words.  Returns: (transfer
 * full) */
FarPaper *
far_invitation_paper_new (const FarPaperOrigin *origin, const char *uri, const char *until);

/* (transfer full): RFC 3339, in UTC, as a paper is dated */
char *far_paper_date (gint64 now_ms);

G_END_DECLS
