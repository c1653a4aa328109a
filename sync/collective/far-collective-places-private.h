/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What reading and writing places by hand shares with taking them over from a table. */

#pragma once

#include "far-collective-places.h"
#include "far-collective-private.h"

G_BEGIN_DECLS

/* Returns: (transfer full): by which two places are one */
char *_far_place_key (const char *source, const char *name, const char *town) FAR_MUST_USE;

/* @out: (out) (transfer full): NULL of one that has no name, or not any more */
gboolean
_far_view_place (FarView *view, guint32 ident, FarPlaceFacts **out, GError **error) FAR_MUST_USE;
/* By town, name and address; those that are gone last. */
int _far_place_compare (const FarPlaceFacts *one, const FarPlaceFacts *other);

/* ---- far-collective-places-memo.c: what was read of them before */

/* Has what still holds of all records. */
gboolean _far_place_memo_fill (FarPlaceMemo *self, FarView *view, GError **error) FAR_MUST_USE;
/* (element-type FarPlaceFacts) by _far_place_compare() */
GPtrArray *_far_place_memo_peek (const FarPlaceMemo *self);
/* Whether it is, of several that are one, the one that is listed. */
gboolean _far_place_memo_is_listed (const FarPlaceMemo *self, const FarPlaceFacts *place);

/* ---- far-collective-places.c */

/* Returns: (transfer full) (element-type FarPlaceFacts): all records, in no order */
GPtrArray *_far_view_places (FarView *view, GError **error) FAR_MUST_USE;

/* Returns: (transfer full): by key the one that is listed; borrows from @places */
GHashTable *_far_places_index (const GPtrArray *places) FAR_MUST_USE;

/* How many more @me may have. */
guint _far_places_room (const GPtrArray *places, const guint8 *me);

gboolean _far_pen_add_place (FarPen *pen,
                             const FarPlaceChange *place,
                             guint8 out_id[static FAR_RECORD_ID_LEN],
                             GError **error);

/* This record alone: another one that is the same place comes onto the list. */
gboolean _far_pen_take_off_place (FarPen *pen, const guint8 *id, GError **error);

/* Says it of every record that is this place.  @places: of _far_view_places() */
gboolean _far_pen_change_place (FarPen *pen,
                                const GPtrArray *places,
                                const FarPlaceFacts *place,
                                const FarPlaceChange *change,
                                GError **error);

G_END_DECLS
