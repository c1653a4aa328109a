/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-reserve: who came in from the reserve, or went to it, without doing anything
 * themselves.
 *
 * A turn stands or is reserve by what others have taken and given back.  What of that its person
 * knew is what the turn had seen, and what they say to have seen since
 * (far-collective-published.h); where it would have come to something else by that alone, they are
 * to be told.  It feeds no rule.
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective-private.h"

G_BEGIN_DECLS

/* A turn that stands or is reserve. */
typedef struct
{
  gint32 day;
  guint8 person[FAR_RECORD_ID_LEN];
  gboolean stands;
  guint n_places;  /* of its role */
  GArray *earlier; /* owned (element-type FarEarlierTurn): those ranked before it, as if nobody had
                    * given one back */
} FarReserveMove;

/* @person's turns of a rota from @today on, and with @with_noted those which that member noted for
 * others.  Returns: (transfer full) (element-type FarReserveMove): NULL with @error */
GPtrArray *_far_view_reserve_moves (FarView *view,
                                    const FarRotaFacts *rota,
                                    const guint8 *person,
                                    gboolean with_noted,
                                    gint32 today,
                                    GError **error);

/* Whether who has seen of each log no more than @until (by log - 1) is to be told. */
gboolean _far_reserve_move_is_news (const FarReserveMove *self, const guint32 *until);

/* Raises @heads (by log - 1) to what they have seen then. */
void _far_reserve_move_note (const FarReserveMove *self, guint32 *heads);

G_END_DECLS
