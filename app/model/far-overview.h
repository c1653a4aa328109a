/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-overview: what a window shows of the collective, kept up to date.
 *
 * Asks the engine, and asks again whenever it says that something changed; the answers are lists
 * that stay and a status that is replaced.  It decides nothing and waits for nothing.  Main thread.
 */

#pragma once

#include "far-list.h"

G_BEGIN_DECLS

#define FAR_TYPE_OVERVIEW (far_overview_get_type ())
G_DECLARE_FINAL_TYPE (FarOverview, far_overview, FAR, OVERVIEW, GObject)

/* No day: far_overview_get_next_day() where nothing is planned ahead */
#define FAR_DAY_NONE G_MININT32

/**
 * FarOverview:status: (type pointer), a FarStatus, or %NULL until it is known.
 * FarOverview:first-day: (type int), the Monday of the week that is shown.
 * FarOverview:week-known: (type boolean), whether its outings are; told anew with each answer.
 * FarOverview:helps-known: (type boolean), whether who needs a hand is; told anew with each answer.
 * FarOverview:baton: (type pointer), a FarBaton, or %NULL until it is known.
 * FarOverview:trouble: (type GError) (nullable), why the last asking failed.
 */

/* @engine: (transfer none): an open engine */
FarOverview *far_overview_new (FarEngine *engine);

FarEngine *far_overview_peek_engine (FarOverview *self);

/* Asks for everything again; calls made while an answer is on its way are made one. */
void far_overview_refresh (FarOverview *self);

/* (nullable): valid until the next notify::status */
const FarStatus *far_overview_peek_status (FarOverview *self);
/* Whether there is anything to read: a machine that comes back has no standing, and all of it. */
gboolean far_overview_get_readable (FarOverview *self);
/* (nullable): valid until the next notify::baton */
const FarBaton *far_overview_peek_baton (FarOverview *self);
const GError *far_overview_peek_trouble (FarOverview *self);

/* (element-type FarItem): of FarOuting, FarMember, FarLine, FarRota, FarDevice.  An item of the
 * last is a machine in one state: asking, in standing, on the way out. */
GListModel *far_overview_peek_outings (FarOverview *self);
GListModel *far_overview_peek_members (FarOverview *self);
/* Of those, about whom this member is asked: who waits for a voucher, and persons without a machine
 * who are said to be this member. */
GListModel *far_overview_peek_questions (FarOverview *self);
GListModel *far_overview_peek_lines (FarOverview *self);
GListModel *far_overview_peek_calendars (FarOverview *self);
GListModel *far_overview_peek_rotas (FarOverview *self);
GListModel *far_overview_peek_devices (FarOverview *self);
/* of FarProposal: what waits for members' agreement */
GListModel *far_overview_peek_proposals (FarOverview *self);
/* (element-type FarItem): of FarSuggestion */
GListModel *far_overview_peek_suggestions (FarOverview *self);
/* (element-type FarItem): of FarConflict */
GListModel *far_overview_peek_conflicts (FarOverview *self);
/* (element-type FarItem): of FarUnheard */
GListModel *far_overview_peek_unheard (FarOverview *self);
/* Of FarOuting: those that are not what I promised to come to */
GListModel *far_overview_peek_touched (FarOverview *self);
/* Of FarPlan: what is published, concerns me, and was not seen by me as it is */
GListModel *far_overview_peek_news (FarOverview *self);

/* Of FarHours: of this school year, and what could be noted; none while the collective does not use
 * them */
GListModel *far_overview_peek_hours_list (FarOverview *self);
GListModel *far_overview_peek_hours_hints (FarOverview *self);
/* (nullable): the same with all there is to say of them: property "hours" */
const FarHoursBook *far_overview_peek_hours (FarOverview *self);
/* Of FarSkill; none while the collective does not use them */
GListModel *far_overview_peek_skill_list (FarOverview *self);
/* (nullable): the same with who could go together, and what runs out: property "skills" */
const FarSkills *far_overview_peek_skills (FarOverview *self);

/* Of FarRide: for four weeks, of each day mine first; none while the collective does not use them
 */
GListModel *far_overview_peek_rides (FarOverview *self);
/* (transfer none) (element-type FarItem): of these, those of the week in which one has a part */
GListModel *far_overview_peek_my_rides (FarOverview *self);
/* Of FarHelp: mine first, then urgent ones, then by day; none while the collective does not use it
 */
GListModel *far_overview_peek_helps (FarOverview *self);

/* Of FarLent: things and rooms, by name; none while the collective uses neither.  "lending-changed"
 * is emitted after each time that they were read. */
GListModel *far_overview_peek_lending (FarOverview *self);

/* (nullable): what is broken, and when bikes are mended; NULL while the collective does not mend
 * them.  "repairs-changed" is emitted after each time that it was read. */
const FarRepairs *far_overview_peek_repairs (FarOverview *self);

gint32 far_overview_get_first_day (FarOverview *self);

/* Shows the week that @day is in. */
void far_overview_set_first_day (FarOverview *self, gint32 day);

/* Whether the outings of the shown week are known, so that none is known to be none */
gboolean far_overview_get_week_known (FarOverview *self);

/* The first day after an empty week that has an outing, or %FAR_DAY_NONE */
gint32 far_overview_get_next_day (FarOverview *self);

/* The snapshot of a member in the list, or %NULL; valid until the next change of the list */
const FarMember *far_overview_peek_member (FarOverview *self, const char *id);

/* My own turn of an outing that is not released, or %NULL */
const FarTurn *far_overview_find_my_turn (const FarOuting *outing);

/* Whether this member suggested to publish that rota, and nobody has answered */
gboolean far_overview_has_suggested (FarOverview *self, const char *rota);

G_END_DECLS
