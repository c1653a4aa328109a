/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sync-help: the part of far-sync.h about a hand that somebody needs, or lends.  Included by
 * far-sync.h, whose rules hold here too.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

typedef enum
{
  FAR_HELP_WITH_SOMETHING,
  FAR_HELP_WITH_CHILD, /* looking after one */
  FAR_HELP_WITH_ERRAND,
  FAR_HELP_WITH_CARRYING,
  FAR_HELP_WITH_REPAIR, /* at home */
  FAR_HELP_WITH_PAPERS, /* and computers */
  FAR_HELP_WITH_COMPANY,
  FAR_HELP_WITH_COOKING,
  FAR_HELP_WITH_ANIMALS,
  FAR_HELP_WITH_GARDEN,
  FAR_HELP_WITHS,
} FarHelpCategory;

typedef enum
{
  FAR_HELP_WHEN_IT_SUITS,
  FAR_HELP_SOON,
  FAR_HELP_TODAY,
} FarHelpUrgency;

/* The first of these that is so, from the last one on. */
typedef enum
{
  FAR_HELP_STATE_OPEN, /* somebody is missing */
  FAR_HELP_STATE_TAKEN,
  FAR_HELP_STATE_DONE,
  FAR_HELP_STATE_THANKED,
  FAR_HELP_STATE_WITHDRAWN,
  FAR_HELP_STATE_OVER, /* nobody said that it was done */
} FarHelpState;

/* Somebody who helps, waits, or could. */
typedef struct
{
  const char *id;
  const char *member; /* id, of a member or a person without a machine */
  const char *member_name;
  const char *member_phone; /* "" if there is none */
  const char *by_name;      /* (nullable): who said so for them */
  gboolean is_mine;         /* me, or whom I answer for */
  gboolean is_could;        /* if nobody else does */
  FarTurnState state;       /* standing, reserve or released */
  guint rank;               /* from 1; 0 if released */
  guint reserve;            /* of a reserve: which one, from 1 */
  FarRankWhy rank_why;
  gboolean is_done;  /* they say that they have done it */
  gboolean is_moved; /* it is at another time since, and they did not say yes to that */
  FarPromise promise;
  FarClash clash; /* of what is mine */
} FarClaim;

typedef struct
{
  const char *id;
  gboolean is_offer;
  const char *what;
  int category;       /* FarHelpCategory; one of a later version is WITH_SOMETHING */
  const char *member; /* id: whose it is, of a member or a person without a machine */
  const char *member_name;
  const char *member_phone; /* "" if there is none */
  const char *by_name;      /* (nullable): who wrote it for them */
  gboolean is_mine;         /* I wrote it */
  gint32 first_day;
  gint32 last_day; /* inclusive */
  int from;        /* minute of the day; -1 if it was not said, as is the next */
  int until;
  const char *place; /* "" if nobody said */
  FarWhere place_at;
  FarHelpUrgency urgency;
  int n_helpers;
  int n_standing;
  int n_left;
  const char *details; /* "" */
  const char *thanks;  /* "" */
  FarHelpState state;
  gboolean is_still_needed; /* says whose it is, although somebody has done it */
  GPtrArray *claims;        /* (element-type FarClaim): who helps, then who could; released last */
  gboolean i_help;          /* I, or whom I answer for */
  gboolean i_could;
  gint32 due_day;    /* since when it comes up again for me; FAR_HELP_NOT_DUE if it does not */
  FarNoteState note; /* what only who helps is to know */
  const char *const *unreached; /* NULL-terminated: names of who helps and cannot open it */
  gboolean is_contested;        /* others of mine wrote something else without knowing of it */
} FarHelp;

#define FAR_HELP_NOT_DUE G_MININT32

/* Those that are not over, and a month of those that are; @with_all: all of them.  Returns by
 * finish: (element-type FarHelp): mine first, then urgent ones, then by day */
void far_engine_helps_async (FarEngine *self,
                             gboolean with_all,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
GPtrArray *far_engine_helps_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @help: id or prefix.  Fails with NO_SUCH_ID.  Returns by finish: (transfer full) */
void far_engine_help_async (FarEngine *self,
                            const char *help,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
FarHelp *far_engine_help_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What is %NULL, 0 of a day or an id, or negative stays as it is. */
typedef struct
{
  int is_offer;
  const char *what;
  int category;
  gint32 first_day; /* of a new one 0: today */
  gint32 last_day;  /* of a new one 0: the first day */
  int from;         /* minute of the day; FAR_HELP_ANY_TIME: none, as of the next */
  int until;
  const char *place; /* of a line's stop its name, or in words; "" none */
  int urgency;
  int n_helpers;
  const char *details;
  const char *thanks;
  int is_gone;
  const char *member; /* only of a new one: whom I answer for; me if NULL */
} FarHelpDraft;

#define FAR_HELP_ANY_TIME 1440
#define FAR_HELP_DRAFT_NONE \
  { \
    .is_offer = -1, .category = -1, .from = -1, .until = -1, .urgency = -1, .n_helpers = -1, \
    .is_gone = -1 \
  }

/* Asks for a hand, or offers one.  Fails with HELP_OFF, NAME_EMPTY, NAME_LONG, TEXT_INVALID,
 * PERIOD_INVALID, DATE_INVALID, TIME_INVALID, NUMBER_INVALID, CATEGORY_INVALID, HELP_OVER,
 * HELP_LONG, NO_SUCH_ID, PERSON_NOT_YOURS.  Returns by finish: (transfer full) */
void far_engine_add_help_async (FarEngine *self,
                                const FarHelpDraft *draft,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data);
FarHelp *far_engine_add_help_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* By whose it is.  @help: id or prefix.  Fails with HELP_NOT_YOURS, and as above.  Returns by
 * finish: (transfer full): as it is now */
void far_engine_change_help_async (FarEngine *self,
                                   const char *help,
                                   const FarHelpDraft *draft,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarHelp *far_engine_change_help_finish (FarEngine *self, GAsyncResult *result, GError **error);

typedef enum
{
  FAR_HELP_ACT_TAKE, /* I will; of what was moved: that suits */
  FAR_HELP_ACT_COULD,
  FAR_HELP_ACT_RELEASE,
  FAR_HELP_ACT_DONE, /* by whose it is, or who helps */
  FAR_HELP_ACT_NOT_DONE,
} FarHelpAct;

/* @help: id or prefix.  @member: (nullable): whom I answer for; me if NULL.  Fails with HELP_OFF,
 * NO_SUCH_ID, HELP_OWN, HELP_OVER, HELP_CLOSED, HELP_TAKEN, NO_CLAIM, ALREADY_SAID,
 * PERSON_NOT_YOURS, PERSON_IS_MEMBER.  Returns by finish: (transfer full): as it is now */
void far_engine_act_on_help_async (FarEngine *self,
                                   const char *help,
                                   FarHelpAct act,
                                   const char *member,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
FarHelp *far_engine_act_on_help_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* What only who helps is to know.  @help: id or prefix.  Fails with NO_SUCH_ID, NOT_YOURS, NO_NOTE,
 * NOTE_SEALED.  Returns by finish: (transfer full): child and its name are what is asked for */
void far_engine_help_note_async (FarEngine *self,
                                 const char *help,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
FarNote *far_engine_help_note_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @words: "" if there is nothing to know.  Fails with NO_SUCH_ID, HELP_NOT_YOURS, TEXT_INVALID,
 * FULL_SAID.  Returns by finish: (transfer full): without the words */
void far_engine_set_help_note_async (FarEngine *self,
                                     const char *help,
                                     const char *words,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer data);
FarNote *far_engine_set_help_note_finish (FarEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
