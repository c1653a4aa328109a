/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-season: days and weeks added up, for whoever looks at more than a week: on which days
 * somebody is still missing.
 *
 * What is published counts; drafts only as such, and what walks with another one counts there.
 *
 * Pure; any thread.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

typedef struct
{
  gint32 day;        /* of a week: its Monday */
  guint n_outings;   /* that are to take place */
  guint n_gaps;      /* of these, in which somebody is missing */
  guint n_cancelled; /* that do not, because of holidays too */
  guint n_drafts;    /* outings of rotas that are not published */
  guint n_needed;    /* adults; of those outings */
  guint n_found;     /* of these: nobody counts who is more than are needed */
  gboolean is_mine;  /* I come to one */
} FarSeasonPart;

gboolean far_season_is_first_of_month (gint32 day);
/* @outings: (element-type FarOuting); @first_day: a Monday
 * Returns: (transfer full) (element-type FarSeasonPart): one for each day of @n_weeks weeks */
GArray *far_season_days (GPtrArray *outings, gint32 first_day, guint n_weeks);
/* @days: as from far_season_days().  Returns: (transfer full) (element-type FarSeasonPart) */
GArray *far_season_weeks (const GArray *days);
/* All of @parts as one, from the first day. */
FarSeasonPart far_season_sum (const GArray *parts);

G_END_DECLS
