/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people can do, would like to learn, and hold a training in. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include "far-collective-skills.h"
#include "far-engine-views.h"
#include "far-limits.h"

G_STATIC_ASSERT ((int)FAR_SKILL_SORT_HELD == (int)FAR_SKILL_TRAINING);

static gboolean
check_on (FarWorker *worker, GError **error)
{
  return far_collective_uses (worker->store, FAR_RULE_SKILLS) ||
         far_sync_fail (error, FAR_SYNC_ERROR_SKILLS_OFF, "skills are off");
}

/* ---- what there is */

/* What all of a list is seen with. */
typedef struct
{
  FarNames *names;     /* unowned */
  const guint8 *me;    /* unowned */
  GPtrArray *expiring; /* unowned (element-type FarExpiringFacts) */
  gint32 today;
} Viewing;

static const char *const *
view_attested (FarSkill *view, const Viewing *self, const FarSkillFacts *facts)
{
  const char **names = g_new0 (const char *, facts->attested->len + 1);

  for (guint i = 0; i < facts->attested->len; i++)
    names[i] =
        far_snapshot_dup (view, far_names_peek (self->names, (const guint8 *)facts->attested->data +
                                                                 (gsize)i * FAR_RECORD_ID_LEN));

  return far_snapshot_own (view, names, g_free);
}

static gboolean
is_attested_by (const FarSkillFacts *facts, const guint8 *member)
{
  for (guint i = 0; i < facts->attested->len; i++)
    if (far_record_id_equal ((const guint8 *)facts->attested->data + (gsize)i * FAR_RECORD_ID_LEN,
                             member))
      return TRUE;

  return FALSE;
}

static FarSkill *
view_skill (const Viewing *self, const FarSkillFacts *facts)
{
  FarSkill *view = far_snapshot_new (FarSkill);

  view->id = far_snapshot_hex (view, facts->id, FAR_RECORD_ID_LEN);
  view->sort = (FarSkillSort)facts->sort;
  view->name = far_snapshot_dup (view, facts->name);
  view->note = far_snapshot_dup (view, facts->note);
  view->person = far_snapshot_hex (view, facts->person, FAR_RECORD_ID_LEN);
  view->person_name = far_snapshot_dup (view, far_names_peek (self->names, facts->person));
  view->is_me = far_record_id_equal (facts->person, self->me);
  view->is_mine = far_record_id_equal (facts->owner, self->me);
  view->has_obtained = facts->has_obtained;
  view->obtained = facts->obtained;
  view->has_expires = facts->has_expires;
  view->expires = facts->expires;
  view->is_over =
      facts->sort == FAR_SKILL_TRAINING && facts->has_expires && facts->expires < self->today;
  view->is_shown = facts->is_shown;
  view->attested = view_attested (view, self, facts);
  view->is_attested = is_attested_by (facts, self->me);
  view->is_contested = facts->also.n_others > 0;

  return view;
}

/* Of a list by id: what runs out is told of, what is needed too. */
static void
mark_expiring (const Viewing *self, GHashTable *by_id, GPtrArray *out, gint32 soon, gboolean all)
{
  for (guint i = 0; i < self->expiring->len; i++)
    {
      const FarExpiringFacts *one = self->expiring->pdata[i];
      FarSkill *view = g_hash_table_lookup (by_id, one->skill->id);

      if (view == NULL)
        continue;
      view->is_needed = one->is_needed;
      view->is_expiring = one->skill->expires <= soon;
      if ((view->is_mine && view->is_expiring) || (all && one->is_needed))
        g_ptr_array_add (out, view);
    }
}

static void
view_tandems (FarSkills *view, const GPtrArray *tandems, GHashTable *by_id)
{
  for (guint i = 0; i < tandems->len; i++)
    {
      const FarTandemFacts *facts = tandems->pdata[i];
      FarTandem *tandem = g_new0 (FarTandem, 1);

      tandem->wanted = g_hash_table_lookup (by_id, facts->wanted->id);
      tandem->offered = g_hash_table_lookup (by_id, facts->offered->id);
      tandem->rota =
          facts->has_outing ? far_snapshot_hex (view, facts->rota, FAR_RECORD_ID_LEN) : "";
      tandem->title = far_snapshot_dup (view, facts->title != NULL ? facts->title : "");
      tandem->day = facts->day;
      if (tandem->wanted != NULL && tandem->offered != NULL)
        g_ptr_array_add (view->tandems, tandem);
      else
        g_free (tandem);
    }
}

static FarSkills *
view_skills (FarWorker *worker, const char *words, GError **error)
{
  FarStore *store = worker->store;
  gint32 today = far_worker_today (worker);
  gint32 soon = today + FAR_SKILL_REMIND_DAYS;
  gint32 term_day = soon;
  g_autoptr (FarNames) names = far_names_new (store, error);
  g_autoptr (GPtrArray) skills = names != NULL ? far_collective_skills (store, FALSE, error) : NULL;
  g_autoptr (GPtrArray) tandems = NULL;
  g_autoptr (GPtrArray) expiring = NULL;
  g_autoptr (GHashTable) by_id = g_hash_table_new (far_id_hash, far_record_id_equal);
  FarSkills *view;
  Viewing viewing;

  tandems = skills != NULL ? far_collective_tandems (store, worker->me.member, today, error) : NULL;
  if (tandems == NULL || !far_collective_term_day (store, today, &term_day, error))
    return NULL;
  expiring = far_collective_expiring (store, today, MAX (soon, term_day), error);
  if (expiring == NULL)
    return NULL;

  view = far_snapshot_new (FarSkills);
  view->skills =
      far_snapshot_own (view, far_snapshot_list_new (), (GDestroyNotify)g_ptr_array_unref);
  view->tandems = far_snapshot_own_list (view);
  view->expiring = far_snapshot_own (view, g_ptr_array_new (), (GDestroyNotify)g_ptr_array_unref);
  viewing = (Viewing){ names, worker->me.member, expiring, today };
  for (guint i = 0; i < skills->len; i++)
    {
      const FarSkillFacts *facts = skills->pdata[i];

      if (*words != '\0' && !far_skill_facts_have_words (facts, words))
        continue;
      g_ptr_array_add (view->skills, view_skill (&viewing, facts));
      g_hash_table_insert (by_id, (gpointer)facts->id, view->skills->pdata[view->skills->len - 1]);
    }
  mark_expiring (&viewing, by_id, view->expiring, soon,
                 far_collective_may_publish (store, worker->me.member));
  view_tandems (view, tandems, by_id);

  return view;
}

static gpointer
do_skills (FarWorker *worker, GVariant *args, GError **error)
{
  return check_on (worker, error) ? view_skills (worker, g_variant_get_bytestring (args), error)
                                  : NULL;
}

static const FarCall skills_call = { .name = "skills",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_skills,
                                     .free_result = far_snapshot_unref };

void
far_engine_skills_async (FarEngine *self,
                         const char *words,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (words != NULL);

  _far_engine_call (self, &skills_call, g_variant_new_bytestring (words), cancellable, callback,
                    data);
}

FarSkills *
far_engine_skills_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &skills_call, result, error);
}

/* ---- saying so */

/* what it is about; name, note; whether held is said, and how; shown, gone; sort, member */
#define EDIT_TYPE "(^aym^aym^aybbibiiiim^ay)"
#define EDIT_UNPACKED "(^&aym^&aym^&aybbibiiiim^&ay)"

static GVariant *
pack_edit (const char *skill, const FarSkillEdit *edit, FarSkillSort sort, const char *member)
{
  return g_variant_new (EDIT_TYPE, skill, edit->name, edit->note, edit->sets_held,
                        edit->has_obtained, edit->obtained, edit->has_expires, edit->expires,
                        edit->is_shown, edit->gone, (int)sort, member);
}

/* @out: borrows from @args */
static const char *
unpack_edit (GVariant *args, FarSkillChange *out, int *out_sort, const char **out_member)
{
  const char *skill;

  g_variant_get (args, EDIT_UNPACKED, &skill, &out->name, &out->note, &out->sets_held,
                 &out->has_obtained, &out->obtained, &out->has_expires, &out->expires,
                 &out->is_shown, &out->gone, out_sort, out_member);

  return skill;
}

static gpointer
do_add_skill (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 id[FAR_RECORD_ID_LEN];
  FarSkillChange skill;
  const char *member;
  int sort;

  unpack_edit (args, &skill, &sort, &member);
  if (!far_find_whom (worker, member, person, error) ||
      !far_collective_add_skill (&writer, person, (FarSkillKind)sort, &skill, id, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (id, FAR_RECORD_ID_LEN);
}

static const FarCall add_skill_call = { .name = "add-skill",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_add_skill,
                                        .free_result = g_free };

void
far_engine_add_skill_async (FarEngine *self,
                            FarSkillSort sort,
                            const FarSkillEdit *skill,
                            const char *member,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (skill != NULL && skill->name != NULL);

  _far_engine_call (self, &add_skill_call, pack_edit ("", skill, sort, member), cancellable,
                    callback, data);
}

char *
far_engine_add_skill_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &add_skill_call, result, error);
}

static const guint8 *
peek_id (gconstpointer skill)
{
  return ((const FarSkillFacts *)skill)->id;
}

/* Of all, those too that nobody says any more.  @out_all: (out) (transfer full): whose it is */
static const FarSkillFacts *
find_skill (FarWorker *worker, const char *prefix, GPtrArray **out_all, GError **error)
{
  *out_all = check_on (worker, error) ? far_collective_skills (worker->store, TRUE, error) : NULL;

  return *out_all != NULL ? far_find_by_prefix (*out_all, peek_id, FAR_RECORD_ID_LEN, prefix, error)
                          : NULL;
}

static gpointer
do_change_skill (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) all = NULL;
  FarSkillChange change;
  const FarSkillFacts *found;
  const char *prefix;
  const char *member;
  int sort;

  prefix = unpack_edit (args, &change, &sort, &member);
  found = find_skill (worker, prefix, &all, error);
  if (found == NULL || !far_collective_change_skill (&writer, found->id, &change, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (found->id, FAR_RECORD_ID_LEN);
}

static const FarCall change_skill_call = { .name = "change-skill",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_change_skill,
                                           .free_result = g_free };

void
far_engine_change_skill_async (FarEngine *self,
                               const char *skill,
                               const FarSkillEdit *edit,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (skill != NULL && edit != NULL);

  _far_engine_call (self, &change_skill_call, pack_edit (skill, edit, FAR_SKILL_SORT_OFFERED, NULL),
                    cancellable, callback, data);
}

char *
far_engine_change_skill_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &change_skill_call, result, error);
}

static gpointer
do_attest_skill (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) all = NULL;
  const FarSkillFacts *found;
  const char *prefix;
  gboolean is_attested;

  g_variant_get (args, "(^&ayb)", &prefix, &is_attested);
  found = find_skill (worker, prefix, &all, error);
  if (found == NULL || !far_collective_attest_skill (&writer, found->id, is_attested, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return far_hex (found->id, FAR_RECORD_ID_LEN);
}

static const FarCall attest_skill_call = { .name = "attest-skill",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_attest_skill,
                                           .free_result = g_free };

void
far_engine_attest_skill_async (FarEngine *self,
                               const char *skill,
                               gboolean is_attested,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (skill != NULL);

  _far_engine_call (self, &attest_skill_call, g_variant_new ("(^ayb)", skill, is_attested),
                    cancellable, callback, data);
}

char *
far_engine_attest_skill_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &attest_skill_call, result, error);
}
