/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sync-hours: the part of far-sync.h about what a household gave and received, in hours.
 * Included by far-sync.h, whose rules hold here too.
 *
 * Who can read it are the machines of whose account it is, and of those with whom they share it by
 * name.  To write fails with HOURS_OFF while the collective has not switched hours on.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

typedef enum
{
  FAR_HOURS_VOLUNTEER,
  FAR_HOURS_PAID,
  FAR_HOURS_IN_KIND, /* for something else */
  FAR_HOURS_N_SORTS,
} FarHoursSort;

/* What it came from. */
typedef enum
{
  FAR_HOURS_OF_NOTHING,
  FAR_HOURS_OF_OUTING,
  FAR_HOURS_OF_RIDE,
  FAR_HOURS_OF_HELP,
} FarHoursOf;

/* The longest that one line says, and the longest words in bytes. */
#define FAR_HOURS_MINUTES_MOST 6000
#define FAR_HOURS_WHO_BYTES 120
#define FAR_HOURS_WHAT_BYTES 400

/* One line; or what would be one. */
typedef struct
{
  const char *id;    /* "" of what is not written down */
  const char *owner; /* member: whose account */
  const char *owner_name;
  gboolean is_mine;
  gint32 day;
  int minutes;
  gboolean is_received;
  FarHoursSort sort;
  const char *who;      /* with whom: member or person id; "" if it is none, or in words */
  const char *who_name; /* of that one, or the words; "" if nobody says */
  const char *what;     /* what for; "" */
  const char *against;  /* for what in return; "" */
  FarHoursOf of;
  const char *of_id; /* rota, ride or help; "" */
  gint32 of_day;
  GPtrArray *others; /* (element-type FarHours): what another machine wrote of it without knowing of
                      * this */
} FarHours;

/* With whom, all in all. */
typedef struct
{
  const char *name; /* "" of what says nothing of it */
  int given;        /* minutes, as is the next */
  int received;
} FarHoursWith;

/* What all can see, this school year, before today. */
typedef struct
{
  int n_mine;
  gboolean has_spread; /* enough did any that it says nobody's number; what follows only then */
  int least;
  int low; /* half of them have from that */
  int high;
  int most;
} FarHoursSeen;

typedef struct
{
  gint32 first_day;
  gint32 last_day;
  GPtrArray *lines;             /* (element-type FarHours): snapshots: the newest day first */
  GPtrArray *hints;             /* (element-type FarHours): what I did lately and did not note */
  int given[FAR_HOURS_N_SORTS]; /* minutes: of all lines, as is the next */
  int received[FAR_HOURS_N_SORTS];
  GPtrArray *with;    /* (element-type FarHoursWith): by name */
  GPtrArray *shared;  /* (element-type FarSomebody): who may read mine */
  GPtrArray *sharing; /* (element-type FarSomebody): whose I may read */
  int n_sealed;       /* lines of mine that this machine cannot read yet */
  FarHoursSeen turns;
  FarHoursSeen rides;
  FarHoursSeen hands;
} FarHoursBook;

/* What a line is to say, all of it. */
typedef struct
{
  gint32 day;
  int minutes;
  gboolean is_received;
  FarHoursSort sort;
  const char *who; /* an id of a member or person, or its beginning; or words; "" */
  const char *what;
  const char *against;
  FarHoursOf of;
  const char *of_id; /* "" of nothing */
  gint32 of_day;
} FarHoursEdit;

/* @first_day, @last_day: which lines; with a last day before the first: this school year's. Returns
 * by finish: (transfer full): a snapshot */
void far_engine_hours_async (FarEngine *self,
                             gint32 first_day,
                             gint32 last_day,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarHoursBook, far_snapshot_unref)
FarHoursBook *far_engine_hours_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @id: (nullable): id or prefix of a line; %NULL for a new one.  Fails with NUMBER_INVALID of its
 * minutes, DATE_INVALID, TEXT_INVALID, FULL_HOURS, ID_AMBIGUOUS; NO_SUCH_ID, HOURS_NOT_YOURS.
 * Returns by finish: its id */
void far_engine_write_hours_async (FarEngine *self,
                                   const char *id,
                                   const FarHoursEdit *edit,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
char *far_engine_write_hours_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Takes it off, and erases its words.  Fails with NO_SUCH_ID, ID_AMBIGUOUS, HOURS_NOT_YOURS.
 * Returns by finish: its id */
void far_engine_remove_hours_async (FarEngine *self,
                                    const char *id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
char *far_engine_remove_hours_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @member: id or prefix of another member.  Fails with NO_SUCH_ID, ID_AMBIGUOUS, FULL_SHARED.
 * Returns by finish: their id */
void far_engine_share_hours_async (FarEngine *self,
                                   const char *member,
                                   gboolean is_shared,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
char *far_engine_share_hours_finish (FarEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
