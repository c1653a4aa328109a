/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-hours: what a household gave and received, in hours, as it wrote it down.
 *
 * Each line is sealed to the machines of its author, and of those with whom the author shares the
 * account, by name: that two are guardians of one child shares nothing.  A machine sees its own
 * member's lines and those that are shared with it; of all others it knows that there is a line,
 * and nothing of what it says (docs/records.md, "Hours").
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective-plan.h"
#include "far-collective.h"
#include "far-hours.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 owner[FAR_RECORD_ID_LEN]; /* member: whose account */
  FarHoursLine line;
  GArray *others;  /* owned (element-type FarHoursLine): what was written of it side by side */
  GArray *devices; /* owned (element-type guint8[32]): of what is shown, who can open it */
  gint64 since_ms; /* claimed time */
} FarHoursFacts;

FarHoursFacts *far_hours_facts_ref (FarHoursFacts *self);
void far_hours_facts_unref (gpointer self);

/**
 * far_collective_hours:
 * @first_day: lines of these days
 *
 * What @me, the machine's own member, wrote, and what others share with them, as far as this
 * machine can open it.
 *
 * Returns: (transfer full) (element-type FarHoursFacts): the newest day first; %NULL with @error
 */
GPtrArray *far_collective_hours (FarStore *store,
                                 const FarIdentity *me,
                                 gint32 first_day,
                                 gint32 last_day,
                                 GError **error);

/* An account, but for its lines. */
typedef struct
{
  GArray *shared;  /* owned (element-type guint8[16]): members with whom this one is shared */
  GArray *sharing; /* owned (element-type guint8[16]): members who share theirs with this one */
  guint n_sealed;  /* own lines that this machine cannot open yet: another one seals them for it */
} FarHoursAccount;

gboolean far_collective_hours_account (FarStore *store,
                                       const FarIdentity *me,
                                       FarHoursAccount *out,
                                       GError **error) FAR_MUST_USE;
void far_hours_account_clear (FarHoursAccount *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FarHoursAccount, far_hours_account_clear)

/* Whether that line came from what is named so. */
gboolean far_hours_facts_is_from (const FarHoursFacts *self,
                                  guint from,
                                  const guint8 id[static FAR_RECORD_ID_LEN],
                                  gint32 day);

/**
 * far_collective_hours_hints:
 *
 * What this member did that all can see, on the days from @first_day to before @today, and that is
 * in no line of theirs; as it would be written, with the time that was planned for it.
 *
 * Returns: (transfer full) (element-type FarHoursLine): the newest first, at most
 *   FAR_HOURS_HINTS_MAX; %NULL with @error
 */
GArray *far_collective_hours_hints (FarStore *store,
                                    const FarIdentity *me,
                                    gint32 first_day,
                                    gint32 today,
                                    GError **error);

/* What all can see. */
enum
{
  FAR_HOURS_SPREAD_TURNS, /* that were kept */
  FAR_HOURS_SPREAD_RIDES, /* that were driven, with others */
  FAR_HOURS_SPREAD_HANDS, /* that were lent, and are done */
  FAR_HOURS_SPREADS,
};

typedef struct
{
  guint n_mine;
  FarSpreadFacts spread; /* of those who did any */
} FarHoursSpread;

/* Of this school year, before today, without saying whose is which. */
gboolean far_collective_hours_spread (FarStore *store,
                                      const guint8 me[static FAR_RECORD_ID_LEN],
                                      gint32 today,
                                      FarHoursSpread out[static FAR_HOURS_SPREADS],
                                      GError **error) FAR_MUST_USE;
/* ---- writing */

/**
 * far_collective_add_hours:
 * @line: its words are brought into shape; a person has to be known
 * @out_id: (out):
 *
 * HOURS_OFF, NUMBER_INVALID of minutes, DATE_INVALID, TEXT_INVALID, NO_SUCH_ID, FULL_HOURS,
 * FULL_SAID.
 */
gboolean far_collective_add_hours (const FarWriter *writer,
                                   const FarHoursLine *line,
                                   guint8 out_id[static FAR_RECORD_ID_LEN],
                                   GError **error) FAR_MUST_USE;
/* Says all of it anew; what it said before is erased.  HOURS_NOT_YOURS, NO_SUCH_ID, and as
 * far_collective_add_hours() */
gboolean far_collective_change_hours (const FarWriter *writer,
                                      const guint8 id[static FAR_RECORD_ID_LEN],
                                      const FarHoursLine *line,
                                      GError **error) FAR_MUST_USE;
/* Takes it off, and erases all that it said.  HOURS_NOT_YOURS, NO_SUCH_ID */
gboolean far_collective_remove_hours (const FarWriter *writer,
                                      const guint8 id[static FAR_RECORD_ID_LEN],
                                      GError **error) FAR_MUST_USE;
/* Lets that member read the account, or no more what is written from now on.  What was written
 * before is sealed to them by far_collective_keep_hours().  HOURS_OFF, NO_SUCH_ID, FULL_SHARED */
gboolean far_collective_share_hours (const FarWriter *writer,
                                     const guint8 member[static FAR_RECORD_ID_LEN],
                                     gboolean is_shared,
                                     GError **error) FAR_MUST_USE;
/**
 * far_collective_keep_hours:
 * @out_written: (out):
 *
 * Seals what this machine can open of its own member's lines to those machines of theirs, and of
 * whom they share with, that cannot, at most FAR_HOURS_WRITTEN_MAX lines; and erases what other
 * lines have taken the place of.
 */
gboolean far_collective_keep_hours (const FarWriter *writer,
                                    gboolean *out_written,
                                    GError **error) FAR_MUST_USE;

G_END_DECLS
