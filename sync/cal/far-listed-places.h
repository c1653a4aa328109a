/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-listed-places: where people who share a car meet, out of a table that somebody else keeps.
 *
 * What is understood is the French national base of car-pool places, and tables with a name and a
 * place in each row (docs/formats.md, "Import of places").  As in far-events.h the file is parsed
 * in a process of its own, and what that says is checked.
 */

#pragma once

#include "far-events.h"

G_BEGIN_DECLS

/* What a table may say of a place. */
typedef enum
{
  FAR_PLACE_COLUMN_NAME,
  FAR_PLACE_COLUMN_ADDRESS,
  FAR_PLACE_COLUMN_TOWN,
  FAR_PLACE_COLUMN_INSEE, /* the town's number: then it is in France */
  FAR_PLACE_COLUMN_LAT,
  FAR_PLACE_COLUMN_LON,
  FAR_PLACE_COLUMN_SOURCE,
  FAR_PLACE_COLUMN_DATE, /* since when that is so */
  FAR_PLACE_COLUMN_OPEN,
  FAR_PLACE_N_COLUMNS
} FarPlaceColumn;

/**
 * FarPlaceRefused:
 * @FAR_PLACE_REFUSED_NAME: it has no name
 * @FAR_PLACE_REFUSED_NAME_LONG: more than FAR_NAME_MAX characters; so address and town
 * @FAR_PLACE_REFUSED_SOURCE_LONG: more than FAR_PLACE_SOURCE_MAX bytes
 * @FAR_PLACE_REFUSED_DATE: no day YYYY-MM-DD that there is
 * @FAR_PLACE_REFUSED_LAT: no number, or none between -90 and 90; so LON
 * @FAR_PLACE_REFUSED_EXCHANGED: the longitude stands where the latitude should, and the other way
 *   round; the cell is that of the longitude
 * @FAR_PLACE_REFUSED_LAT_ABROAD: not in France, where a town's number says that it is; so LON
 * @FAR_PLACE_REFUSED_OPEN: neither yes nor no
 * @FAR_PLACE_REFUSED_TWICE: it stood there before
 *
 * What is wrong with a cell.  The row of which one is wrong is left out.
 */
typedef enum
{
  FAR_PLACE_REFUSED_NAME,
  FAR_PLACE_REFUSED_NAME_LONG,
  FAR_PLACE_REFUSED_ADDRESS_LONG,
  FAR_PLACE_REFUSED_TOWN_LONG,
  FAR_PLACE_REFUSED_SOURCE_LONG,
  FAR_PLACE_REFUSED_DATE,
  FAR_PLACE_REFUSED_LAT,
  FAR_PLACE_REFUSED_LON,
  FAR_PLACE_REFUSED_EXCHANGED,
  FAR_PLACE_REFUSED_LAT_ABROAD,
  FAR_PLACE_REFUSED_LON_ABROAD,
  FAR_PLACE_REFUSED_OPEN,
  FAR_PLACE_REFUSED_TWICE,
  FAR_PLACE_N_REFUSED
} FarPlaceRefused;

typedef struct
{
  guint row;     /* as a spreadsheet numbers it */
  char *name;    /* owned */
  char *address; /* owned; "" if there is none, as of the next two */
  char *town;    /* owned */
  char *source;  /* owned: what it is called there for good */
  gboolean has_at;
  gint32 lat; /* micro-degrees, as is the next */
  gint32 lon;
} FarListedPlace;

typedef struct
{
  GPtrArray *places; /* owned (element-type FarListedPlace): at most FAR_LISTED_PLACES_MAX */
  GArray *refused;   /* owned (element-type FarRefused): the first cells; reason is
                        FarPlaceRefused */
  char *headings[FAR_PLACE_N_COLUMNS]; /* owned: what the file calls each; "" if it has none */
  guint n_refused;                     /* rows with such a cell, all of them */
  guint n_closed;                      /* that are passed over */
  guint n_elsewhere;                   /* the same, of towns that nobody asked for */
  GHashTable *keys;                    /* owned: theirs, to be compared */
} FarListedPlaces;

/**
 * far_listed_places_read_async:
 * @towns: (nullable) (array zero-terminated=1): of which places are taken, at most
 *   FAR_LISTED_TOWNS_MAX; %NULL or none for all
 */
void far_listed_places_read_async (GBytes *file,
                                   const char *const *towns,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/* Returns: (transfer full): %NULL with a #FarImportError, or with G_IO_ERROR_CANCELLED */
FarListedPlaces *far_listed_places_read_finish (GAsyncResult *result, GError **error) FAR_MUST_USE;

void far_listed_places_free (FarListedPlaces *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarListedPlaces, far_listed_places_free)

/* In which column that is. */
FarPlaceColumn far_listed_place_refused_get_column (FarPlaceRefused reason);

/* Returns: (transfer full): by which two places are one, where neither is told by a source: names
 * without case and accents */
char *far_listed_place_fold (const char *name, const char *town) FAR_MUST_USE;

/* Micro-degrees; in spreadsheets with a point or a comma.  @most: 90 or 180.  Returns: FALSE if it
 * is no number between -@most and @most */
gboolean far_listed_place_parse_degrees (const char *text, int most, gint32 *out);

G_END_DECLS
