/* SPDX-License-Identifier: GPL-3.0-or-later */

/* far-sync-skills: the part of far-sync.h about what people can do, would like to learn, and hold a
 * training in.  Included by far-sync.h, whose rules hold here too.
 *
 * All of it fails with SKILLS_OFF while the collective has not switched skills on.
 */

#pragma once

#include "far-sync.h"

G_BEGIN_DECLS

typedef enum
{
  FAR_SKILL_SORT_OFFERED,
  FAR_SKILL_SORT_WANTED,
  FAR_SKILL_SORT_HELD, /* a training */
} FarSkillSort;

typedef struct
{
  const char *id;
  FarSkillSort sort;
  const char *name;
  const char *note;   /* "" if there is none */
  const char *person; /* whose it is */
  const char *person_name;
  gboolean is_me;   /* mine */
  gboolean is_mine; /* mine, or of a person whom I answer for: I may change it */
  gboolean has_obtained;
  gint32 obtained;
  gboolean has_expires;
  gint32 expires;       /* the last day of which it is good */
  gboolean is_over;     /* of a training: it has run out */
  gboolean is_expiring; /* it runs out within the next weeks, and nothing is there in its place */
  gboolean is_needed;   /* a role of what is published asks for it */
  gboolean is_shown;    /* whose it is would show it to somebody */
  const char *const *attested; /* names of who has looked at it */
  gboolean is_attested;        /* I have */
  gboolean is_contested;       /* another machine says otherwise without having known of it */
} FarSkill;

/* Two who could go together. */
typedef struct
{
  const FarSkill *wanted;
  const FarSkill *offered;
  const char *rota;  /* where a role is called so, or asks for it: at which who can do it has that
                      * role  next, and to which the other could come along; "" if there is none */
  const char *title; /* of the rota; only with it, as is the next one */
  gint32 day;
} FarTandem;

typedef struct
{
  GPtrArray *skills;   /* (element-type FarSkill): snapshots: by name, then offered, wanted, held */
  GPtrArray *tandems;  /* (element-type FarTandem): in which I have a part, or whom I answer for */
  GPtrArray *expiring; /* (element-type FarSkill): mine that run out within the next weeks; and of
                        * all those that roles ask for, and that run out this term, if I coordinate;
                        * the first to run out first */
} FarSkills;

/* What is to be said of it; what is NULL stays as it is. */
typedef struct
{
  const char *name; /* (nullable) */
  const char *note; /* (nullable): "" for none */
  gboolean sets_held;
  gboolean has_obtained; /* only with sets_held, as is what follows */
  gint32 obtained;
  gboolean has_expires;
  gint32 expires;
  int is_shown; /* 1 or 0; -1 leaves it, as of the next one */
  int gone;
} FarSkillEdit;

#define FAR_SKILL_EDIT_NONE ((FarSkillEdit){ .is_shown = -1, .gone = -1 })

/* @words: those in whose name or note all of them are; "" for all.  Returns by finish: (transfer
 * full): a snapshot */
void far_engine_skills_async (FarEngine *self,
                              const char *words,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarSkills, far_snapshot_unref)
FarSkills *far_engine_skills_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @member: (nullable): for a person without a machine whom this member answers for.  What that one
 * says already is said anew.  Fails with NAME_EMPTY, NAME_LONG, TEXT_INVALID, PERIOD_INVALID,
 * DATE_INVALID, FULL_SKILLS, and as far_engine_take_turn_async() of @member.  Returns by finish:
 * its id */
void far_engine_add_skill_async (FarEngine *self,
                                 FarSkillSort sort,
                                 const FarSkillEdit *skill,
                                 const char *member,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data);
char *far_engine_add_skill_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* @skill: id or prefix, gone or not.  Fails as above, and with NO_SUCH_ID, SKILL_NOT_YOURS. Returns
 * by finish: its id */
void far_engine_change_skill_async (FarEngine *self,
                                    const char *skill,
                                    const FarSkillEdit *edit,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
char *far_engine_change_skill_finish (FarEngine *self, GAsyncResult *result, GError **error);

/* Says that this member has looked at a training, or not.  Fails with NO_SUCH_ID, SKILL_OWN,
 * NO_TRAINING.  Returns by finish: its id */
void far_engine_attest_skill_async (FarEngine *self,
                                    const char *skill,
                                    gboolean is_attested,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data);
char *far_engine_attest_skill_finish (FarEngine *self, GAsyncResult *result, GError **error);

G_END_DECLS
