/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-help: a hand, asked for or offered.
 *
 * Whoever takes it up has taken a turn whose rota is the request, on the day that its first entry
 * gave as its last: so who said it first, and who could not know, is told as with walks, and
 * moving a request moves nobody's turn.
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective-facts.h"
#include "far-collective-rides.h"
#include "far-collective.h"

G_BEGIN_DECLS

/* What is asked for.  The numbers are part of the format: none is used again for something else.
 * The same meanings, in the same order, as FarHelpCategory of far-sync.h. */
typedef enum
{
  FAR_CATEGORY_OTHER,
  FAR_CATEGORY_CHILD,
  FAR_CATEGORY_ERRAND,
  FAR_CATEGORY_CARRY,
  FAR_CATEGORY_REPAIR,
  FAR_CATEGORY_PAPERS,
  FAR_CATEGORY_COMPANY,
  FAR_CATEGORY_COOKING,
  FAR_CATEGORY_ANIMALS,
  FAR_CATEGORY_GARDEN,
  FAR_CATEGORIES,
} FarCategory;

/* The same, as FarHelpUrgency of far-sync.h. */
typedef enum
{
  FAR_URGENCY_SUITS, /* when it suits */
  FAR_URGENCY_SOON,
  FAR_URGENCY_TODAY,
  FAR_URGENCIES,
} FarUrgency;

/* What whose it is says of it. */
typedef enum
{
  FAR_HELP_DONE_UNSAID,
  FAR_HELP_DONE_YES,
  FAR_HELP_DONE_NO, /* in spite of what helpers say: it is needed still */
} FarHelpDone;

/* The roles of the turns. */
typedef enum
{
  FAR_CLAIM_HELPS,
  FAR_CLAIM_COULD, /* if nobody else does */
  FAR_CLAIM_ROLES,
} FarClaimRole;

/* The same meanings, in the same order, as FarHelpState of far-sync.h. */
typedef enum
{
  FAR_HELP_OPEN,  /* nobody, or not enough */
  FAR_HELP_TAKEN, /* as many as are needed */
  FAR_HELP_IS_DONE,
  FAR_HELP_THANKED,
  FAR_HELP_WITHDRAWN,
  FAR_HELP_OVER, /* its period has passed, and nobody said that it was done */
} FarHelpPlace;

typedef struct
{
  gint32 first_day;
  gint32 last_day; /* inclusive */
  int from;        /* minute of the day; -1 if it was not said, as is the next */
  int until;
} FarPeriod;

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 owner[FAR_RECORD_ID_LEN];  /* member who wrote it, and changes it */
  guint8 person[FAR_RECORD_ID_LEN]; /* whose it is: the owner, or whom they answer for; as a member
                                       if that one is one now */
  gboolean is_offer;
  char *what;     /* owned */
  guint category; /* FarCategory, or one of a later version */
  FarPeriod when;
  FarSpot place; /* its words are NULL if nobody said */
  FarUrgency urgency;
  guint n_helpers;
  char *details; /* owned; "" */
  FarHelpDone done;
  char *thanks; /* owned; "" */
  gboolean is_gone;
  gint32 gone_on; /* the day from which on whose it is is a member no more; G_MAXINT32 if never */
  gint32 claims_day;  /* on which its turns are: the last that its first entry said */
  gint32 written_day; /* of that entry, by its claimed time */
  FarAlso also;
} FarHelpWords;

/* Somebody who helps, waits, or could. */
typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN]; /* of the turn */
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 by[FAR_RECORD_ID_LEN]; /* member who wrote it */
  FarClaimRole role;
  FarTurnPlace place; /* standing, reserve or released */
  guint rank;         /* from 1; 0 if released */
  guint reserve;      /* of a reserve: which one, from 1 */
  FarRankReason reason;
  gboolean is_done;  /* they say that they have done it */
  gboolean is_moved; /* it is at another time since, and they did not say yes to that */
  FarPos pos;
  FarReach reach;
  FarClashFacts clash; /* of who helps; only once far_clashes_mark() told it */
} FarClaimFacts;

typedef struct
{
  FarHelpWords *facts; /* owned */
  GPtrArray *claims;   /* owned (element-type FarClaimFacts): who helps, then who could; by rank,
                          released ones last */
  guint n_standing;
  guint n_left;         /* still needed */
  guint n_done;         /* of those who stand, who say that it is done */
  GArray *note_devices; /* owned, (nullable) (element-type guint8[32]): machines that can open what
                           there is to know for who helps; NULL if there is nothing */
  GArray *unreached;    /* owned, (nullable) (element-type guint8[16]): who stands and cannot */
  gboolean is_kept;     /* others are shown the same one: it is not to be changed */
} FarHelpFacts;

/* Whether they stand, and so are to be told what there is to know. */
gboolean far_claim_facts_comes (const FarClaimFacts *self);

FarHelpFacts *far_help_ref (FarHelpFacts *self) FAR_MUST_USE;
void far_help_unref (gpointer self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarHelpFacts, far_help_unref)

/* What has become of it by then. */
FarHelpPlace far_help_get_place (const FarHelpFacts *self, gint32 today);
/* Whether whoever wants may take it up then. */
gboolean far_help_is_open (const FarHelpFacts *self, gint32 today);

/* No day. */
#define FAR_HELP_NO_DAY G_MININT32

/**
 * far_help_get_due:
 *
 * Returns: the day since which it comes up again on @today: two, five and nine days after it was
 *   written, and the day before it begins, each for two days; %FAR_HELP_NO_DAY if it does not, or
 *   is no request that is still open
 */
gint32 far_help_get_due (const FarHelpFacts *self, gint32 today);

/**
 * far_help_is_for:
 * @offered: bits of the categories of which @me offers help
 *
 * Whether they said that they could, for themselves or for whom they answer, or offer help of that
 * kind; whoever helps already, or needs it, is not asked.
 */
gboolean far_help_is_for (const FarHelpFacts *self,
                          const guint8 me[static FAR_RECORD_ID_LEN],
                          guint64 offered);
/* @helps: (element-type FarHelpFacts).  Returns: bits of the categories of which @me offers help
 * then */
guint64 far_help_find_offered (const GPtrArray *helps,
                               const guint8 me[static FAR_RECORD_ID_LEN],
                               gint32 today);

/**
 * far_collective_help:
 * @me: this machine's member
 * @first_day: what was over before is left out
 *
 * Returns: (transfer full) (element-type FarHelpFacts): those of @me first, then the urgent ones,
 * then by day; of what each member asks for or offers the first FAR_SHOWN_HELP_MAX
 */
GPtrArray *far_collective_help (FarStore *store,
                                const guint8 me[static FAR_RECORD_ID_LEN],
                                gint32 first_day,
                                GError **error) FAR_MUST_USE;

/* One of them, over or not; NULL with NO_SUCH_ID */
FarHelpFacts *far_collective_one_help (FarStore *store,
                                       const guint8 help[static FAR_RECORD_ID_LEN],
                                       const guint8 me[static FAR_RECORD_ID_LEN],
                                       GError **error) FAR_MUST_USE;

/* ---- what members do */

/* What is NULL, or -1, stays as it is. */
typedef struct
{
  int is_offer;
  const char *what;
  int category; /* FarCategory */
  const FarPeriod *when;
  const FarSpotDraft *place; /* words of "": none */
  int urgency;
  int n_helpers;
  const char *details;
  int done; /* FarHelpDone */
  const char *thanks;
  int is_gone;
} FarHelpChange;

#define FAR_HELP_CHANGE_NONE \
  { \
    .is_offer = -1, .category = -1, .urgency = -1, .n_helpers = -1, .done = -1, .is_gone = -1 \
  }

/**
 * far_collective_add_help:
 * @help: what and when have to be said
 * @person: (nullable): whose it is; %NULL for this member
 * @today: what is over then is not written
 *
 * Returns: %FALSE with HELP_OFF, NAME_EMPTY, NAME_LONG or TEXT_INVALID of what is needed, the place
 *   or the details, PERIOD_INVALID, DATE_INVALID or TIME_INVALID of when, NUMBER_INVALID of how
 *   many, CATEGORY_INVALID, HELP_OVER, HELP_LONG, or what is wrong with the person, as of
 *   far_collective_take_turn()
 */
gboolean far_collective_add_help (const FarWriter *writer,
                                  const FarHelpChange *help,
                                  const guint8 *person,
                                  gint32 today,
                                  guint8 out_id[static FAR_RECORD_ID_LEN],
                                  GError **error) FAR_MUST_USE;

/* By its owner: HELP_NOT_YOURS; NO_SUCH_ID, HELP_LONG beyond what turns on it are kept for, and as
 * above.  Nobody's turn is touched.  Only what differs is written. */
gboolean far_collective_change_help (const FarWriter *writer,
                                     const guint8 help[static FAR_RECORD_ID_LEN],
                                     const FarHelpChange *change,
                                     gint32 today,
                                     GError **error) FAR_MUST_USE;

/**
 * far_collective_claim_help:
 * @person: (nullable): who helps; %NULL for this member
 * @role: whether they help, or could; who helps could no more, as far as it is said
 *
 * Whoever helps already, and it was moved since, says yes to the new time.
 *
 * Returns: %FALSE with HELP_OFF, NO_SUCH_ID, HELP_OWN, HELP_OVER, HELP_CLOSED of what is done or
 *   withdrawn, HELP_TAKEN, or what is wrong with the person
 */
gboolean far_collective_claim_help (const FarWriter *writer,
                                    const guint8 help[static FAR_RECORD_ID_LEN],
                                    const guint8 *person,
                                    FarClaimRole role,
                                    gint32 today,
                                    GError **error) FAR_MUST_USE;
/* Both what they promised and what they could.  NO_CLAIM if there is nothing; HELP_CLOSED of who
 * says to have done it. */
gboolean far_collective_release_help (const FarWriter *writer,
                                      const guint8 help[static FAR_RECORD_ID_LEN],
                                      const guint8 *person,
                                      GError **error) FAR_MUST_USE;
/* That who helps has done it, or has not after all.  NO_CLAIM, ALREADY_SAID */
gboolean far_collective_help_is_done (const FarWriter *writer,
                                      const guint8 help[static FAR_RECORD_ID_LEN],
                                      const guint8 *person,
                                      gboolean is_done,
                                      GError **error) FAR_MUST_USE;

/* What only those are to know who help (door code, telephone, health), by its owner; as
 * far_collective_set_note().  HELP_NOT_YOURS */
gboolean far_collective_set_help_note (const FarWriter *writer,
                                       const guint8 help[static FAR_RECORD_ID_LEN],
                                       const char *words,
                                       gint32 today,
                                       gboolean *out_written,
                                       GError **error) FAR_MUST_USE;
/* As far_collective_read_note(): NOT_YOURS to whoever does not help, NO_NOTE, NOTE_SEALED */
gboolean far_collective_read_help_note (FarStore *store,
                                        const FarIdentity *me,
                                        const guint8 help[static FAR_RECORD_ID_LEN],
                                        FarNoteFacts *out,
                                        GError **error) FAR_MUST_USE;

G_END_DECLS
