/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-repair-private: what the files about repairs share. */

#pragma once

#include "far-collective-private.h"
#include "far-collective-repair.h"

G_BEGIN_DECLS

/* ---- far-collective-repair.c */

/* NULL without @error if there is none that all is said of, or it was erased. */
FarFaultFacts *_far_view_fault (FarView *view, guint32 ident, GError **error) FAR_MUST_USE;
FarFaultFacts *_far_fault_of_history (const FarHistory *history, GError **error) FAR_MUST_USE;
/* (element-type guint32): of all faults of a thing */
GArray *_far_view_faults_of (FarView *view, guint32 thing, GError **error) FAR_MUST_USE;
/* Whether there is somebody to come to on that day.  @rota: (nullable): of none there is not */
gboolean _far_workshop_is_on (FarView *view,
                              const FarRotaFacts *rota,
                              const guint8 *me,
                              gint32 day,
                              gboolean *out,
                              GError **error) FAR_MUST_USE;

/* ---- far-collective-repair-memo.c: what was read of faults before */

/* Has what still holds of all faults.  @view: nothing was written since */
gboolean _far_fault_memo_fill (FarFaultMemo *self, FarView *view, GError **error) FAR_MUST_USE;
/* (element-type FarFaultFacts) by ident */
GHashTable *_far_fault_memo_peek (const FarFaultMemo *self);

G_END_DECLS
