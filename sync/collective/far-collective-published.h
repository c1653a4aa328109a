/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-published: what became of a rota since it was published, who has received that,
 * and who says to have seen it.
 *
 * What people said to have seen feeds no rule: it tells them what is new, and the coordinator whom
 * to telephone.
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective.h"

G_BEGIN_DECLS

/* The same meanings, in the same order, as FarPlanWhat of far-sync.h. */
typedef enum
{
  FAR_PLAN_CHANGES_TITLE,
  FAR_PLAN_CHANGES_LINE,
  FAR_PLAN_CHANGES_DAYS, /* of the week, and each how many weeks */
  FAR_PLAN_CHANGES_FIRST,
  FAR_PLAN_CHANGES_LAST,
  FAR_PLAN_CHANGES_AT,
  FAR_PLAN_CHANGES_MIN,
  FAR_PLAN_CHANGES_MAX,
  FAR_PLAN_CHANGES_PLACE,
  FAR_PLAN_CHANGES_HOLIDAYS, /* whether it runs in them */
  FAR_PLAN_CHANGES_ROLE_NEW,
  FAR_PLAN_CHANGES_ROLE_GONE,
  FAR_PLAN_CHANGES_ROLE_NAME,
  FAR_PLAN_CHANGES_ROLE_NUMBERS,
  FAR_PLAN_CHANGES_DATE_NEW,
  FAR_PLAN_CHANGES_DATE_GONE,
  FAR_PLAN_CHANGES_CANCELLED,
  FAR_PLAN_CHANGES_WALKS, /* after all */
  FAR_PLAN_CHANGES_DATE_AT,
  FAR_PLAN_CHANGES_DATE_MIN,
  FAR_PLAN_CHANGES_DATE_MAX,
  FAR_PLAN_CHANGES_DATE_PLACE,
  FAR_PLAN_CHANGES_CLOSED, /* holidays */
  FAR_PLAN_CHANGES_OPENED, /* none any more */
  FAR_PLAN_CHANGES_JOINED, /* to walk with another one, on that date */
  FAR_PLAN_CHANGES_PARTED, /* not any more */
  FAR_PLAN_CHANGES_DATE_REMARK,
  FAR_PLAN_CHANGES_COMES,   /* whoever was reserve on that date; only in news */
  FAR_PLAN_CHANGES_RESERVE, /* whoever was to come; the same */
} FarPlanChanges;

typedef struct
{
  FarPlanChanges what;
  gboolean has_day;
  gint32 day;       /* the date, or from which day on; only if has_day */
  gboolean is_date; /* of a role: of that date alone */
  gint32 last_day;  /* of holidays */
  gint64 before;    /* a number: time, day, least, most; weekdays */
  gint64 after;
  int every_before; /* weeks */
  int every_after;
  guint n_min; /* of a role */
  guint n_max;
  char *text_before; /* owned; "" */
  char *text;        /* owned: a title, place, reason, role or name of holidays; "" */
  guint8 line_before[FAR_RECORD_ID_LEN]; /* zero: none */
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN]; /* of COMES and RESERVE: who */
} FarPlanChangeFacts;

/* The same meanings, in the same order, as FarPlanSeen of far-sync.h. */
typedef enum
{
  FAR_SEEN_PLACE_NEVER,
  FAR_SEEN_PLACE_BEFORE, /* it has changed since */
  FAR_SEEN_PLACE_NOW,
} FarSeenPlace;

typedef struct
{
  guint8 person[FAR_RECORD_ID_LEN];
  gboolean is_member;    /* has, or had, a machine */
  gboolean is_concerned; /* promised to come, or brings a child; all members while nobody does */
  gboolean has_received; /* a machine of theirs is known to hold all of it */
  FarSeenPlace seen;
  gint64 seen_ms;                    /* claimed time of what says so; 0 if nothing does */
  guint8 said_by[FAR_RECORD_ID_LEN]; /* of a person without a machine: who says so; else zero */
} FarPlanReaderFacts;

typedef struct
{
  const FarRotaFacts *rota; /* unowned: of the array that was given */
  guint8 entry[FAR_ID_LEN]; /* by which it was published */
  guint8 by[FAR_RECORD_ID_LEN];
  gint64 published_ms;
  GPtrArray *changes;   /* owned (element-type FarPlanChangeFacts): since then */
  FarSeenPlace mine;    /* what this member has seen */
  GPtrArray *news;      /* owned: the same, since what this member has seen of it, and what their
                         * promises, and those they noted for others, came to since */
  gboolean concerns_me; /* looked at only where there are news, or it was never seen */
  GPtrArray *readers;   /* (nullable): owned (element-type FarPlanReaderFacts): members in standing,
                         * and whom it concerns; NULL unless asked for */
} FarPlanFacts;

/**
 * far_collective_plans:
 * @rotas: (element-type FarRotaFacts): outlives the result; those that are published and not over
 *   are looked at
 * @me: this machine
 * @with_readers: who has received and seen it too
 * @today: the collective's civil day: of what is over nothing is told
 *
 * Returns: (transfer full) (element-type FarPlanFacts): as the rotas; %NULL with @error
 */
GPtrArray *far_collective_plans (FarStore *store,
                                 GPtrArray *rotas,
                                 const guint8 me[static FAR_KEY_LEN],
                                 gboolean with_readers,
                                 gint32 today,
                                 GError **error) FAR_MUST_USE;

/**
 * far_collective_say_seen:
 * @person: (nullable): a person without a machine, for whom this member answers; %NULL for oneself
 * @is_seen: %FALSE takes it back: what was seen before that counts again
 * @out_written: (out): whether there was anything to say
 *
 * Says that all that is published of the rota was seen, as this machine holds it.  NO_SUCH_ID,
 * NOT_PUBLISHED, PERSON_NOT_YOURS, PERSON_IS_MEMBER.
 */
gboolean far_collective_say_seen (const FarWriter *writer,
                                  const guint8 rota[static FAR_RECORD_ID_LEN],
                                  const guint8 *person,
                                  gboolean is_seen,
                                  gint32 today,
                                  gboolean *out_written,
                                  GError **error) FAR_MUST_USE;

G_END_DECLS
