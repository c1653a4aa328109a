/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective: what a window shows of the collective, kept up to date.
 *
 * Asks the engine, and asks again whenever it says that something changed; the answers are lists
 * that stay and a status that is replaced.  It decides nothing and waits for nothing.  Main thread.
 */

#pragma once

#include "far-list.h"

G_BEGIN_DECLS

#define FAR_TYPE_COLLECTIVE (far_collective_get_type ())
G_DECLARE_FINAL_TYPE (FarCollective, far_collective, FAR, COLLECTIVE, GObject)

/* No day: far_collective_get_next_day() where nothing is planned ahead */
#define FAR_DAY_NONE G_MININT32

/**
 * FarCollective:status: (type pointer), a FarStatus, or %NULL until it is known.
 * FarCollective:first-day: (type int), the Monday of the week that is shown.
 * FarCollective:week-known: (type boolean), whether its outings are; told anew with each answer.
 * FarCollective:trouble: (type GError) (nullable), why the last asking failed.
 */

/* @engine: (transfer none): an open engine */
FarCollective *far_collective_new (FarEngine *engine);

FarEngine *far_collective_peek_engine (FarCollective *self);

/* Asks for everything again; calls made while an answer is on its way are made one. */
void far_collective_refresh (FarCollective *self);

/* (nullable): valid until the next notify::status */
const FarStatus *far_collective_peek_status (FarCollective *self);
const GError *far_collective_peek_trouble (FarCollective *self);

/* (element-type FarItem): of FarOuting, FarMember, FarLine, FarRota */
GListModel *far_collective_peek_outings (FarCollective *self);
GListModel *far_collective_peek_members (FarCollective *self);
GListModel *far_collective_peek_lines (FarCollective *self);
GListModel *far_collective_peek_rotas (FarCollective *self);

gint32 far_collective_get_first_day (FarCollective *self);

/* Shows the week that @day is in. */
void far_collective_set_first_day (FarCollective *self, gint32 day);

/* Whether the outings of the shown week are known, so that none is known to be none */
gboolean far_collective_get_week_known (FarCollective *self);

/* The first day after an empty week that has an outing, or %FAR_DAY_NONE */
gint32 far_collective_get_next_day (FarCollective *self);

/* The snapshot of a member in the list, or %NULL; valid until the next change of the list */
const FarMember *far_collective_peek_member (FarCollective *self, const char *id);

G_END_DECLS
