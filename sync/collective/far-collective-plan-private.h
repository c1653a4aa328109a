/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-plan-private: what the files about the fair plan share. */

#pragma once

#include "far-collective-plan.h"
#include "far-collective-private.h"

G_BEGIN_DECLS

/* ---- far-collective-available.c */

/* As far_collective_set_availability(). */
gboolean _far_pen_set_availability (FarPen *pen,
                                    const guint8 *person,
                                    const FarAvailabilityChange *change,
                                    gint32 today,
                                    GError **error) FAR_MUST_USE;

/* ---- far-collective-fair.c: who takes part, and what they have */

typedef struct
{
  const FarMemberFacts *member;          /* unowned */
  const FarAvailabilityFacts *available; /* (nullable) unowned */
  guint n_done;                          /* turns that stand, of the school year, before today */
  guint n_promised;                      /* the same from today on */
  GHashTable *rotas; /* owned (element-type FarRotaFacts): of which they took turns since then */
} FarSharer;

/* The school year, as far as it matters to a plan. */
typedef struct
{
  FarStore *store; /* unowned */
  gint32 today;
  gint32 first_day;   /* of the school year */
  GPtrArray *rotas;   /* owned (element-type FarRotaFacts) */
  GPtrArray *outings; /* owned (element-type FarOutingFacts) */
  GPtrArray *members; /* owned (element-type FarMemberFacts) */
  GPtrArray *said;    /* owned (element-type FarAvailabilityFacts) */
  GArray *sharers;    /* owned (element-type FarSharer): who are here and count as adults, by id */
} FarSeason;

/* The school year in which @day is, with all outings until @last_day, or its end. */
gboolean _far_season_read (FarSeason *self,
                           FarStore *store,
                           const guint8 *me,
                           gint32 today,
                           gint32 day,
                           gint32 last_day,
                           GError **error) FAR_MUST_USE;
void _far_season_clear (FarSeason *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarSeason, _far_season_clear)
/* (nullable) */
FarSharer *_far_season_find (const FarSeason *self, const guint8 *person);
/* Whether they can be asked for turns of that rota: they said so, or took turns of it. */
gboolean _far_sharer_is_asked (const FarSharer *self, const FarRotaFacts *rota);
/* Of how many of something each has. @counts: (element-type guint): is sorted */
FarSpreadFacts _far_spread_of (GArray *counts);
FarSpreadFacts _far_season_spread (const FarSeason *self);
/* Whether a turn is one that somebody comes for, as far as shares go. */
gboolean _far_turn_is_share (const FarOutingFacts *outing, const FarTurnFacts *turn);
/* Whether it was promised, and not given back, whether it stands or not. */
gboolean _far_turn_is_held (const FarTurnFacts *turn);
/* Without how many in that role it does not run. */
guint _far_outing_role_need (const FarOutingFacts *outing, const FarRoleCount *role);
FarFairFacts *_far_fair_facts_new (const FarSeason *season, const guint8 *me);
/* Its id, of what it says. */
void _far_fair_line_name (FarFairLineFacts *line, const guint8 *rota);

/* ---- far-collective-fair-read.c */

/* One entry of a plan: turns of one rota. */
typedef struct
{
  guint32 record; /* ident */
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 act[FAR_RECORD_ID_LEN];
  gint32 first_day;
  gint32 last_day; /* inclusive */
  guint32 term;    /* the baton's, under which it was written */
  gint64 time_ms;
  guint8 by[FAR_RECORD_ID_LEN]; /* member */
  gboolean is_gone;
  GArray *lines; /* owned (element-type FarFairLineFacts): only day, role and person */
} FarFairPart;

/* Returns: (transfer full) (element-type FarFairPart): withdrawn ones too, the best first; NULL
 * with @error */
GPtrArray *_far_view_fair_parts (FarView *view, GError **error);

G_END_DECLS
