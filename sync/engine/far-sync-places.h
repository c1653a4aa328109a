/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sync-places: the part of far-sync.h about places where people who share a car meet.  Included
 * by far-sync.h, whose rules hold here too.
 *
 * All of it fails with RIDES_OFF while the collective has not switched rides on.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

#define FAR_PLACES_TOWNS 50 /* that may be named, of which places are taken from a table */

typedef struct
{
  const char *id;
  const char *name;
  const char *town; /* "" if nobody said, as of the next two */
  const char *address;
  const char *source; /* what it is called for good in the file that it came from */
  gboolean has_at;
  double lat;            /* degrees north, WGS 84 */
  double lon;            /* degrees east */
  gboolean is_contested; /* others wrote something else without knowing of it */
} FarMeetingPlace;

/* What is to be said of a place; what is NULL stays as it is. */
typedef struct
{
  const char *name;    /* (nullable) */
  const char *town;    /* (nullable): "" for none, as of the next one */
  const char *address; /* (nullable) */
  int at;              /* 1: the coordinates below, 0: none, -1 leaves them */
  double lat;
  double lon;
  int gone; /* 1 takes it off the list, 0 puts it back, -1 leaves it */
} FarMeetingPlaceEdit;

/* What becomes of a place of somebody's table. */
typedef enum
{
  FAR_PLACE_WHAT_NEW,
  FAR_PLACE_WHAT_THERE,    /* and says just this */
  FAR_PLACE_WHAT_CHANGED,  /* it is there, and is brought up to date */
  FAR_PLACE_WHAT_BACK,     /* it was taken off the list before */
  FAR_PLACE_WHAT_TOO_MANY, /* more than are listed of one member */
} FarPlaceWhat;

typedef struct
{
  FarPlaceWhat what;
  int row; /* in the file */
  const char *name;
  const char *town; /* "" if nothing is said, as of the next one */
  const char *address;
  const char *name_before; /* of CHANGED and BACK; "" otherwise */
} FarPlaceItem;

/* Why a row of somebody's table was left out.  The cell is what stands there. */
typedef enum
{
  FAR_REFUSED_PLACE_NAME, /* there is none */
  FAR_REFUSED_PLACE_NAME_LONG,
  FAR_REFUSED_PLACE_ADDRESS_LONG,
  FAR_REFUSED_PLACE_TOWN_LONG,
  FAR_REFUSED_PLACE_SOURCE_LONG,
  FAR_REFUSED_PLACE_DATE,       /* no day that there is, as YYYY-MM-DD */
  FAR_REFUSED_PLACE_LAT,        /* no latitude */
  FAR_REFUSED_PLACE_LON,        /* no longitude */
  FAR_REFUSED_PLACE_EXCHANGED,  /* of the longitude: the latitude stands there */
  FAR_REFUSED_PLACE_LAT_ABROAD, /* not in France, although the row is of a French town */
  FAR_REFUSED_PLACE_LON_ABROAD,
  FAR_REFUSED_PLACE_OPEN,  /* neither yes nor no */
  FAR_REFUSED_PLACE_TWICE, /* it stood there before */
} FarRefusedPlaceWhy;

typedef struct
{
  int row;
  FarRefusedPlaceWhy why;
  const char *column; /* its heading in the file */
  const char *cell;
} FarRefusedPlace;

/* Which places a table would bring in, or has. */
typedef struct
{
  GPtrArray *items;   /* (element-type FarPlaceItem) */
  GPtrArray *refused; /* (element-type FarRefusedPlace): the first cells; a row may have several */
  int n_refused;      /* rows */
  int n_new;          /* with those that come back */
  int n_there;
  int n_changed;
  int n_closed;    /* that are closed, and passed over */
  int n_elsewhere; /* the same, in towns that nobody named */
  int n_too_many;
  GVariant *undo; /* (nullable): what far_engine_undo_places_async() takes, if it was done */
} FarPlacesPlan;

/* (element-type FarMeetingPlace): by town, then by name */
void far_engine_places_async (FarEngine *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
GPtrArray *far_engine_places_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Any member may.  One of that name in that town is found again, and said to be so.  Fails with
 * NAME_EMPTY, NAME_LONG, TEXT_INVALID, NUMBER_INVALID of the coordinates, FULL_PLACES.  Returns by
 * finish: the id */
void far_engine_add_place_async (FarEngine *self,
                                 const FarMeetingPlaceEdit *place,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
char *far_engine_add_place_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Any member may.  @place: id or prefix, gone or not.  Fails as above, and with NO_SUCH_ID.
 * Returns by finish: the id */
void far_engine_change_place_async (FarEngine *self,
                                    const char *place,
                                    const FarMeetingPlaceEdit *edit,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
char *far_engine_change_place_finish (FarEngine *self, GAsyncResult *result, GError **error);

/**
 * far_engine_import_places_async:
 * @path: a table: the French national base of car-pool places, or another one with a name and a
 *   place in each row
 * @towns: (nullable): of which places are taken; NULL or none for all
 * @is_preview: whether nothing is written
 *
 * Each is found again by what the file calls it for good, else by name and town, so that importing
 * again brings up to date and never doubles.  All of it or nothing.  Fails with PLACES_FORMAT,
 * PLACES_MANY, EVENTS_LARGE, CALENDAR_DAMAGED, _SLOW, _READER.  Returns by finish: (transfer full)
 */
void far_engine_import_places_async (FarEngine *self,
                                     const char *path,
                                     const char *const *towns,
                                     gboolean is_preview,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
FarPlacesPlan *
far_engine_import_places_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @undo: of what was imported.  What came is gone, and what was changed is as it was, unless
 * somebody has said otherwise since */
void far_engine_undo_places_async (FarEngine *self,
                                   GVariant *undo,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
gboolean far_engine_undo_places_finish (FarEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
