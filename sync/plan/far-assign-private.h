/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-assign-private: what the files of far-assign share. */

#pragma once

#include "far-assign.h"

G_BEGIN_DECLS

/* ---- far-assign-load.c: what somebody may still take */

/* The Monday of that week; the number of that month. */
gint32 _far_assign_week_of (gint32 day);
gint32 _far_assign_month_of (gint32 day);

/* Numbers by person and span of days: a week's Monday, or a month; 0 where none was set. */
GHashTable *_far_spans_new (void);
guint _far_spans_get (GHashTable *self, guint person, gint32 span);
void _far_spans_set (GHashTable *self, guint person, gint32 span, guint value);

/* What each has so far. */
typedef struct
{
  const FarAssignProblem *problem; /* unowned */
  GHashTable *weeks;               /* owned: turns, by person and Monday */
  GHashTable *months;              /* owned: the same by month */
  guint *n_new;                    /* owned: by person, turns that are not fixed */
} FarLoad;

/* With what is fixed. */
void _far_load_init (FarLoad *self, const FarAssignProblem *problem);
void _far_load_clear (FarLoad *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarLoad, _far_load_clear)
gboolean _far_load_has_room (const FarLoad *self, guint person, gint32 day);
void _far_load_add (FarLoad *self, guint person, gint32 day);

/* Outings of one person that follow on each other too closely are a chain, of which one is theirs
 * at most.  @barred: (out) (transfer full): by chain, whether something in it is fixed.
 * Returns: (transfer full): by choice, the number of its chain */
guint *_far_assign_find_chains (const FarAssignProblem *problem, gboolean **barred, guint *out_n);

/* ---- far-assign-network.c */

/* @taken: (out) (array length=n_choices).  Returns: FALSE if the solver did not help */
gboolean _far_assign_best (const FarAssignProblem *problem, gboolean *taken);

G_END_DECLS
