/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the program and the process that reads for it share. */

#pragma once

#include "far-listed-places.h"

G_BEGIN_DECLS

FarListedPlaces *_far_listed_places_new (void) FAR_MUST_USE;

/* A place as it is read; what it points at is unowned. */
typedef struct
{
  guint row;
  const char *name;
  const char *address;
  const char *town;
  const char *source;
  gboolean has_at;
  gint32 lat;
  gint32 lon;
} FarPlaceRow;

/* Adds a tidy copy of what was found to be good, or refuses what stood there before; FALSE with
 * PLACES_MANY. */
gboolean
_far_listed_places_add (FarListedPlaces *self, const FarPlaceRow *row, GError **error) FAR_MUST_USE;

/* To be told once of each row as a whole, and of each of its cells. */
void _far_listed_places_refuse (FarListedPlaces *self);
void _far_listed_places_refuse_cell (FarListedPlaces *self,
                                     guint row,
                                     FarPlaceRefused reason,
                                     const char *cell);

/* Returns: (transfer full): bytes.  @error: (nullable): why nothing was read, if @self is NULL */
GBytes *_far_listed_places_tell (const FarListedPlaces *self, const GError *error) FAR_MUST_USE;

/* Returns: (transfer full): as far_listed_places_read_finish(); HELPER if they are anything but
 * what _far_listed_places_tell() can say */
FarListedPlaces *_far_listed_places_hear (GBytes *told, GError **error) FAR_MUST_USE;

/* -- in the process */

/* @towns: (array zero-terminated=1).  Returns: (transfer full): %NULL with a #FarImportError of
 * those that are about the file */
FarListedPlaces *far_import_places (const guint8 *content,
                                    gsize len,
                                    const char *const *towns,
                                    GError **error) FAR_MUST_USE;

G_END_DECLS
