/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-hours-private: what the files about hours share. */

#pragma once

#include "far-collective-hours.h"
#include "far-collective-private.h"

G_BEGIN_DECLS

/* All that this machine may read, borrowed until the next entry. */
typedef struct
{
  const GPtrArray *lines; /* (element-type FarHoursFacts): the newest day first */
  const GArray *shared;   /* as FarHoursAccount has them, and the next */
  const GArray *sharing;
  guint n_sealed;
} FarHoursView;

gboolean _far_view_hours (FarView *view, const FarIdentity *me, FarHoursView *out, GError **error)
    FAR_MUST_USE;

/* What one member says of a line, and nobody has said anew since: (element-type FarWrite *), the
 * shown one first.  What was only sealed again of what somebody has changed is not among them.
 * Returns: (transfer full); NULL with @error */
GPtrArray *_far_hours_live (const FarHistory *history, const guint8 *member, GError **error);
/* Whether that member has taken it off. */
gboolean _far_hours_is_gone (const FarHistory *history, const guint8 *member);
/* Whether this machine can open it. */
gboolean _far_hours_open (const FarHistory *history,
                          const FarWrite *write,
                          const FarIdentity *me,
                          FarHoursLine *out);

G_END_DECLS
