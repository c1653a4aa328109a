/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-outward: outings in words for those who do not look at the program: a calendar, a message.
 *
 * They name everybody, since what is sent on is read by others; only one's own calendar says "you".
 * Nothing in them says anything about children.  Pure functions; main thread.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* Which outings; NULL and FALSE choose nothing out. */
typedef struct
{
  const char *me;     /* member id */
  gboolean only_mine; /* that @me has, or gave back, a turn on */
  const char *line;   /* (nullable): line id */
  const char *rota;   /* (nullable): rota id; its outings also while it is a draft */
} FarOutwardChoice;

/* Returns: (transfer full) (element-type FarEvent): to be formatted while @outward is held */
GPtrArray *far_outward_make_events (GPtrArray *outward, const FarOutwardChoice *choice);

/* A line has two timetables; the outing is on the one whose first time is nearer to its own. */
gboolean far_outward_is_way_back (const FarOuting *outing);

/* Whether the person has nothing to do with the outing any more: gave the turn back, or somebody
 * stood in. */
gboolean far_outward_is_done (const FarTurn *turn);

/* "Anna, Bruno"; (nullable) where nobody stands */
char *far_outward_who (const FarOuting *outing);

G_END_DECLS
