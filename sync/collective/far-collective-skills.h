/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-collective-skills: what people can do, would like to learn, and what training they hold.
 *
 * Everybody says it of themselves, and who answers for somebody says it of them.  That a training
 * was looked at is for somebody else to say.  What is called the same but for case and accents is
 * one thing: so who wants to learn it finds who can show it, and a role finds who may take it.
 *
 * Thread: the store's.
 */

#pragma once

#include "far-collective-facts.h"
#include "far-collective.h"

G_BEGIN_DECLS

/* The same meanings, in the same order, as FarSkillSort of far-sync.h. */
typedef enum
{
  FAR_SKILL_OFFERED,
  FAR_SKILL_WANTED,
  FAR_SKILL_TRAINING, /* held */
} FarSkillKind;

typedef struct
{
  guint8 id[FAR_RECORD_ID_LEN];
  guint8 owner[FAR_RECORD_ID_LEN];  /* member: who may say so */
  guint8 person[FAR_RECORD_ID_LEN]; /* whose it is: a member, or a person without a machine */
  FarSkillKind sort;
  char *name; /* owned */
  char *key;  /* owned: @name as it is found again */
  char *note; /* owned; "" if there is none */
  gboolean has_obtained;
  gint32 obtained; /* only if has_obtained */
  gboolean has_expires;
  gint32 expires;    /* only if has_expires: the last day of which it is good */
  gboolean is_shown; /* whose it is would show it to somebody */
  gboolean is_gone;  /* or whose it was is here no more */
  GArray *attested;  /* owned (element-type guint8[16]): members who have looked at what it says */
  gint64 since_ms;   /* claimed time of what was written last by whose it is */
  FarAlso also;
} FarSkillFacts;

FarSkillFacts *far_skill_facts_ref (FarSkillFacts *self);
void far_skill_facts_unref (gpointer self);

/* Whether it is a training that is held on that day. */
gboolean far_skill_facts_is_held (const FarSkillFacts *self, gint32 day);

/**
 * far_collective_skills:
 * @with_gone: those too that nobody says any more
 *
 * Of what one person says twice, as on two machines, one is listed: of a training the one that is
 * good for longest.
 *
 * Returns: (transfer full) (element-type FarSkillFacts): by what it is, then offered, wanted, held;
 *   %NULL with @error
 */
GPtrArray *far_collective_skills (FarStore *store, gboolean with_gone, GError **error);

/* Whether there may be one whose name has all of these words in it, or its note.  @words: folded
 * when they are compared; "" is in all */
gboolean far_skill_facts_have_words (const FarSkillFacts *self, const char *words);

/* Two who could go together: one would like to learn what the other can do and would show. */
typedef struct
{
  FarSkillFacts *wanted;  /* owned */
  FarSkillFacts *offered; /* owned: offered, or held */
  /* where a role is called so, or asks for it: the next outing at which who can do it has that
   * role, and to which who would like to learn it could come along */
  gboolean has_outing;
  guint8 rota[FAR_RECORD_ID_LEN]; /* only if has_outing, as is what follows */
  char *title;                    /* owned, (nullable): of the rota */
  gint32 day;
} FarTandemFacts;

/* Those in whom @me has a part, or somebody for whom they answer.  @today: from which on outings
 * are looked at, for four weeks.  Returns: (transfer full) (element-type FarTandemFacts): by what
 * it is; %NULL with @error */
GPtrArray *far_collective_tandems (FarStore *store,
                                   const guint8 me[static FAR_RECORD_ID_LEN],
                                   gint32 today,
                                   GError **error);

/* A training that runs out. */
typedef struct
{
  FarSkillFacts *skill; /* owned */
  gboolean is_needed;   /* a role of what is published asks for it */
} FarExpiringFacts;

/**
 * far_collective_expiring:
 * @today: what ran out before is not told any more
 * @last_day: what is good for longer neither
 *
 * Trainings whose person holds no other of that name that is good for longer.
 *
 * Returns: (transfer full) (element-type FarExpiringFacts): the first to run out first; %NULL with
 *   @error
 */
GPtrArray *far_collective_expiring (FarStore *store, gint32 today, gint32 last_day, GError **error);

/* The last day of the term that runs today, of any rota that is published: before its next
 * holidays, or with it.  @out: (inout): left as it is if none runs */
gboolean
far_collective_term_day (FarStore *store, gint32 today, gint32 *out, GError **error) FAR_MUST_USE;

/* ---- writing */

typedef struct
{
  const char *name; /* (nullable): what is NULL stays as it is */
  const char *note; /* (nullable): "" for none; at most FAR_SKILL_NOTE_MAX bytes */
  gboolean sets_held;
  gboolean has_obtained; /* only if sets_held, as is what follows */
  gint32 obtained;
  gboolean has_expires;
  gint32 expires;
  int is_shown; /* 1 or 0; -1 leaves it */
  int gone;     /* the same: 1 says it no more */
} FarSkillChange;

#define FAR_SKILL_CHANGE_NONE ((FarSkillChange){ .is_shown = -1, .gone = -1 })

/**
 * far_collective_add_skill:
 * @person: (nullable): a person without a machine for whom this member answers
 * @out_id: (out): of what is there already the same
 *
 * Says it once: what that person says already is changed, so a training that is held anew is
 * renewed.  SKILLS_OFF, NAME_*, TEXT_INVALID, PERIOD_INVALID, DATE_INVALID, FULL_SKILLS, and as
 * far_collective_take_turn() of @person.
 */
gboolean far_collective_add_skill (const FarWriter *writer,
                                   const guint8 *person,
                                   FarSkillKind sort,
                                   const FarSkillChange *skill,
                                   guint8 out_id[static FAR_RECORD_ID_LEN],
                                   GError **error) FAR_MUST_USE;
/* SKILL_NOT_YOURS, NO_SUCH_ID, and as far_collective_add_skill() */
gboolean far_collective_change_skill (const FarWriter *writer,
                                      const guint8 skill[static FAR_RECORD_ID_LEN],
                                      const FarSkillChange *change,
                                      GError **error) FAR_MUST_USE;
/* Says that this member has looked at a training as it is now, or not.  SKILL_OWN, NO_TRAINING,
 * NO_SUCH_ID, SKILLS_OFF */
gboolean far_collective_attest_skill (const FarWriter *writer,
                                      const guint8 skill[static FAR_RECORD_ID_LEN],
                                      gboolean is_attested,
                                      GError **error) FAR_MUST_USE;

G_END_DECLS
