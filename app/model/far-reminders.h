/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-reminders: what somebody is told of without asking: a turn that is near, and what waits for
 * their answer.
 *
 * A turn is told of on the evening before and an hour before; the rest on the evening, in one, or
 * at once if it is about today or tomorrow.  In the night nobody is told of anything.  Words that a
 * stranger may read on a locked screen: no children, and nothing that is sealed.
 *
 * Pure; any thread.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

/* Times of day in the collective's zone, in minutes. */
#define FAR_REMIND_EVENING (18 * 60 + 30)
#define FAR_REMIND_BEFORE 60
#define FAR_REMIND_NIGHT (21 * 60)
#define FAR_REMIND_MORNING (7 * 60)

/* How far ahead it looks, today among them: beyond, nobody needs to answer tonight. */
#define FAR_REMIND_DAYS 28

typedef struct
{
  char *id;           /* owned: the same as long as it says the same; no names in it */
  gboolean is_a_turn; /* that is near; else it waits for an answer */
  gint64 from_s;      /* Unix time: not sooner */
  gint64 until_s;     /* not then, or later */
  char *title;        /* owned */
  char *body;         /* owned */
} FarReminder;

/* What is looked at.  (nullable) each: then nothing is told of it. */
typedef struct
{
  const FarStatus *status;
  GPtrArray *outings;   /* (element-type FarOuting): of FAR_REMIND_DAYS from today on */
  GPtrArray *touched;   /* (element-type FarOuting) */
  GPtrArray *plans;     /* (element-type FarPlan) */
  GPtrArray *proposals; /* (element-type FarProposal) */
  GPtrArray *members;   /* (element-type FarMember) */
  const FarBaton *baton;
} FarReminded;

/* Returns: (transfer full) (element-type FarReminder): those of turns by time, then what waits */
GPtrArray *far_reminders_new (const FarReminded *what);

/* Of those in @reminders that are to be told at @now_s, and that @told does not hold.  What waits
 * comes as one if it is more than one.
 * @told: (element-type utf8): ids
 * @out_ids: (out) (transfer full) (element-type utf8): what to add to @told
 * Returns: (transfer full) (element-type FarReminder) */
GPtrArray *
far_reminders_due (GPtrArray *reminders, gint64 now_s, GHashTable *told, GPtrArray **out_ids);

/* A newcomer for whom this member could vouch, and has not; or somebody who is said to be them. */
gboolean far_reminders_asks_me (const FarStatus *status, const FarMember *member);

G_END_DECLS
