/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-places: where people who share a car meet, by hand and out of tables.
 *
 * Every member may write down a place and say what there is to say of it.  Two that are one are
 * told by what a file calls them for good, else by name and town: wherever they are listed there
 * is one of them, and what is said of it is said of both.
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective-facts.h"
#include "far-collective.h"
#include "far-listed-places.h"

G_BEGIN_DECLS

/* Where it is: micro-degrees, WGS 84. */
typedef struct
{
  gboolean is_known;
  gint32 lat;
  gint32 lon;
} FarPosition;

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 owner[FAR_RECORD_ID_LEN]; /* who wrote it down */
  char *name;                      /* owned */
  char *address;                   /* owned; "" if nobody said, as of the next two */
  char *town;                      /* owned */
  char *source;                    /* owned: what a file calls it for good */
  FarPosition at;
  gboolean is_gone; /* taken off the list */
  FarAlso also;
  char *key;      /* owned: by which it is compared */
  char *sort_key; /* owned: by which it is listed */
} FarPlaceFacts;

void far_place_facts_unref (gpointer self);

/**
 * far_collective_places:
 * @with_gone: those taken off the list too, after the others
 *
 * Returns: (transfer full) (element-type FarPlaceFacts): by town, then by name, no two of which are
 *   one; of what each member wrote down the first FAR_SHOWN_PLACES_MAX
 */
GPtrArray *far_collective_places (FarStore *store, gboolean with_gone, GError **error) FAR_MUST_USE;

typedef struct
{
  const char *name;      /* (nullable): what is NULL stays as it is */
  const char *address;   /* (nullable): "" for none, as of the next one */
  const char *town;      /* (nullable) */
  const FarPosition *at; /* (nullable): not known takes it off again */
  const char *source;    /* (nullable) */
  int gone;              /* 1 takes it off the list, 0 puts it back, -1 leaves it */
} FarPlaceChange;

/* One that is there already is found again, and said to be so: @out_id is its own.  RIDES_OFF,
 * NAME_EMPTY, NAME_LONG, TEXT_INVALID, FULL_PLACES */
gboolean far_collective_add_place (const FarWriter *writer,
                                   const FarPlaceChange *place,
                                   guint8 out_id[static FAR_RECORD_ID_LEN],
                                   GError **error) FAR_MUST_USE;

/* Writes only what differs, or what somebody else says otherwise.  NO_SUCH_ID if there is none, or
 * it was taken off the list and is not put back; RIDES_OFF, and as above of the texts */
gboolean far_collective_change_place (const FarWriter *writer,
                                      const guint8 place[static FAR_RECORD_ID_LEN],
                                      const FarPlaceChange *change,
                                      GError **error) FAR_MUST_USE;

/* -- out of a table of somebody's.  The same meanings, in the same order, as FarPlaceWhat of
 *    far-sync.h */

typedef enum
{
  FAR_PLACE_IS_NEW,
  FAR_PLACE_IS_THERE,    /* and says just this */
  FAR_PLACE_CHANGES,     /* it is there, and is brought up to date */
  FAR_PLACE_COMES_BACK,  /* it was taken off the list before */
  FAR_PLACE_IS_TOO_MANY, /* more than one member may have */
} FarPlaceBecomes;

/* What is said of a place; nothing of it is NULL. */
typedef struct
{
  char *name;    /* owned, as are the next three */
  char *address; /* "" if nothing is said, as of the next two */
  char *town;
  char *source;
  FarPosition at;
} FarPlaceWords;

typedef struct
{
  FarPlaceBecomes what;
  guint row;                       /* in the file */
  FarPlaceWords now;               /* as it will be: what the file leaves empty stays */
  FarPlaceWords before;            /* as it is; "" of a new one */
  guint8 place[FAR_RECORD_ID_LEN]; /* of one that is there */
} FarPlacePlan;

/* Returns: (transfer full) (element-type FarPlacePlan): what would be made and changed.  Writes
 * nothing.  %NULL with RIDES_OFF */
GPtrArray *far_collective_plan_places (const FarWriter *writer,
                                       const FarListedPlaces *places,
                                       GError **error) FAR_MUST_USE;

/* All of @plans (element-type FarPlacePlan) or none.  Returns: (transfer full): what
 * far_collective_undo_places() takes */
GVariant *far_collective_import_places (const FarWriter *writer,
                                        const GPtrArray *plans,
                                        GError **error) FAR_MUST_USE;

/* Takes back just that: what came is gone, and what was changed is as it was, unless somebody has
 * said otherwise since. */
gboolean
far_collective_undo_places (const FarWriter *writer, GVariant *done, GError **error) FAR_MUST_USE;

G_END_DECLS
