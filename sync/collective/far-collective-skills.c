/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What people can do, would like to learn, and what training they hold, as it is shown.
 *
 * All of it is kept in memory in the order in which it is listed: of ten thousand one new entry
 * moves one. */

#define G_LOG_DOMAIN "far-collective"

#include "far-collective-private.h"

#include <string.h>

#include "far-day.h"
#include "far-tidy.h"

/* that are looked at for somebody to come along */
#define TANDEM_DAYS 28

/* ---- one */

static void
clear_skill (gpointer data)
{
  FarSkillFacts *self = data;

  g_free (self->name);
  g_free (self->key);
  g_free (self->note);
  g_array_unref (self->attested);
}

FarSkillFacts *
far_skill_facts_ref (FarSkillFacts *self)
{
  return g_rc_box_acquire (self);
}

void
far_skill_facts_unref (gpointer self)
{
  g_rc_box_release_full (self, clear_skill);
}

char *
_far_skill_fold (const char *name)
{
  return far_fold (name);
}

gboolean
far_skill_facts_is_held (const FarSkillFacts *self, gint32 day)
{
  return self->sort == FAR_SKILL_TRAINING && !self->is_gone &&
         (!self->has_obtained || self->obtained <= day) &&
         (!self->has_expires || day <= self->expires);
}

gboolean
far_skill_facts_have_words (const FarSkillFacts *self, const char *words)
{
  g_autofree char *folded = far_fold (words);
  g_autofree char *note = far_fold (self->note);
  g_auto (GStrv) all = g_strsplit (folded, " ", -1);

  for (guint i = 0; all[i] != NULL; i++)
    if (strstr (self->key, all[i]) == NULL && strstr (note, all[i]) == NULL)
      return FALSE;

  return TRUE;
}

static void
read_held (FarSkillFacts *facts, const FarHistory *history)
{
  const FarPayload *shown = _far_history_shown (history, FAR_SKILL_HELD, &facts->also);
  FarPayloadIter iter;
  FarPayload item;

  if (shown == NULL)
    return;
  iter = far_payload_iter (shown, FAR_SKILL_HELD);
  if (!far_payload_iter_map (&iter, &item))
    return;

  facts->has_obtained = far_payload_has (&item, FAR_HELD_OBTAINED);
  facts->obtained = (gint32)far_payload_int (&item, FAR_HELD_OBTAINED, 0);
  facts->has_expires = far_payload_has (&item, FAR_HELD_EXPIRES);
  facts->expires = (gint32)far_payload_int (&item, FAR_HELD_EXPIRES, 0);
}

static const FarWrite *
find_shown (const FarHistory *history, guint key)
{
  g_autoptr (GArray) live = _far_history_live (history, key);

  return live->len > 0 && g_array_index (live, FarLive, 0).is_right
             ? g_array_index (live, FarLive, 0).write
             : NULL;
}

/* Whether that entry speaks of what is shown: what was written without its having been seen is not
 * what somebody looked at. */
static gboolean
has_looked (const FarHistory *history, const FarWrite *write)
{
  static const guint8 keys[] = { FAR_SKILL_NAME, FAR_SKILL_HELD };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const FarWrite *shown = find_shown (history, keys[i]);

      if (shown != NULL && !_far_history_has_seen (history, write, shown))
        return FALSE;
    }

  return TRUE;
}

/* Each member's last word; nobody's on what is their own. */
static void
read_attested (FarSkillFacts *facts, const FarHistory *history)
{
  g_autoptr (GArray) live = _far_history_live (history, FAR_SKILL_ATTESTED);
  g_autoptr (GArray) heard = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);

  for (guint i = 0; i < live->len; i++)
    {
      const FarWrite *write = g_array_index (live, FarLive, i).write;
      const FarGovMember *author = write->author;

      if (author == NULL || _far_ids_have (heard, author->id))
        continue;
      g_array_append_vals (heard, author->id, 1);
      if (far_payload_int (&write->payload, FAR_SKILL_ATTESTED, 0) != 0 &&
          author->standing == FAR_GOV_ACTIVE && !far_record_id_equal (author->id, facts->owner) &&
          !far_record_id_equal (author->id, facts->person) && has_looked (history, write))
        g_array_append_vals (facts->attested, author->id, 1);
    }
}

static gint64
find_time (const FarHistory *history)
{
  gint64 time_ms = 0;

  for (guint i = 0; i < history->writes->len; i++)
    {
      const FarWrite *write = &g_array_index (history->writes, FarWrite, i);

      if (write->is_good && write->author != NULL &&
          far_record_id_equal (write->author->id, history->owner))
        time_ms = MAX (time_ms, write->time_ms);
    }

  return time_ms;
}

/* Returns: (transfer full): NULL without @error if there is none of which all is said */
static FarSkillFacts *
read_skill (const FarHistory *history, GError **error)
{
  FarSkillFacts *facts = g_rc_box_new0 (FarSkillFacts);
  gboolean is_good = FALSE;
  gint32 gone_on = G_MAXINT32;
  gboolean good;

  memcpy (facts->id, history->record, FAR_RECORD_ID_LEN);
  memcpy (facts->owner, history->owner, FAR_RECORD_ID_LEN);
  facts->attested = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  facts->name = _far_history_dup_text (history, FAR_SKILL_NAME, &facts->also);
  facts->key = _far_skill_fold (facts->name);
  facts->note = _far_history_dup_text (history, FAR_SKILL_NOTE, &facts->also);
  facts->sort = (FarSkillKind)_far_history_shown_int (history, FAR_SKILL_SORT, FAR_SKILL_OFFERED,
                                                      &facts->also);
  read_held (facts, history);
  facts->is_shown = _far_history_shown_int (history, FAR_SKILL_TANDEM, 0, &facts->also) != 0;
  good = _far_history_whose (history, facts->person, &gone_on, &is_good, error);
  if (good && is_good && *facts->key != '\0')
    {
      facts->is_gone = gone_on != G_MAXINT32 ||
                       _far_history_shown_int (history, FAR_SKILL_GONE, 0, &facts->also) != 0;
      facts->since_ms = find_time (history);
      read_attested (facts, history);
      return facts;
    }
  far_skill_facts_unref (facts);

  return NULL;
}

/* ---- all of them, kept */

struct _FarSkillMemo
{
  FarGovernance *gov; /* owned; (nullable): what follows is of this one */
  guint n_logs;
  guint64 n_changes;
  guint64 n_day_changes;
  GHashTable *by_ident; /* unowned (element-type FarSkillFacts) by ident: those of @sorted */
  GPtrArray *sorted;    /* owned (element-type FarSkillFacts) */
};

FarSkillMemo *
_far_skill_memo_new (void)
{
  FarSkillMemo *self = g_new0 (FarSkillMemo, 1);

  self->by_ident = g_hash_table_new (NULL, NULL);
  self->sorted = g_ptr_array_new_with_free_func (far_skill_facts_unref);

  return self;
}

static void
forget (FarSkillMemo *self)
{
  g_hash_table_remove_all (self->by_ident);
  g_ptr_array_set_size (self->sorted, 0);
  g_clear_pointer (&self->gov, far_governance_unref);
}

void
_far_skill_memo_free (FarSkillMemo *self)
{
  forget (self);
  g_hash_table_unref (self->by_ident);
  g_ptr_array_unref (self->sorted);
  g_free (self);
}

/* Of what one person says twice what counts comes first: what is there, and is good for longest. */
static int
compare_said (const FarSkillFacts *one, const FarSkillFacts *other)
{
  if (one->is_gone != other->is_gone)
    return one->is_gone ? 1 : -1;
  if (one->has_expires != other->has_expires)
    return one->has_expires ? 1 : -1;
  if (one->has_expires && one->expires != other->expires)
    return one->expires > other->expires ? -1 : 1;

  return memcmp (one->id, other->id, FAR_RECORD_ID_LEN);
}

static int
compare_what (const FarSkillFacts *one, const FarSkillFacts *other)
{
  int order = strcmp (one->key, other->key);

  if (order == 0)
    order = (int)one->sort - (int)other->sort;

  return order != 0 ? order : memcmp (one->person, other->person, FAR_RECORD_ID_LEN);
}

static int
compare_skills (gconstpointer a, gconstpointer b)
{
  const FarSkillFacts *one = *(const FarSkillFacts *const *)a;
  const FarSkillFacts *other = *(const FarSkillFacts *const *)b;
  int order = compare_what (one, other);

  return order != 0 ? order : compare_said (one, other);
}

/* Where it stands, or would. */
static guint
find_place (const GPtrArray *sorted, const FarSkillFacts *facts)
{
  guint low = 0;
  guint high = sorted->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (compare_skills (&sorted->pdata[middle], &facts) < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static gboolean
load (FarView *view, guint32 ident, FarSkillFacts **out, GError **error)
{
  g_autoptr (GError) failure = NULL;
  FarHistory history;

  *out = NULL;
  if (!_far_history_load (&history, view, FAR_KIND_SKILL, ident, error))
    return FALSE;
  *out = read_skill (&history, &failure);
  _far_history_clear (&history);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));

  return failure == NULL && (*out != NULL || error == NULL || *error == NULL);
}

static gboolean
read_again (FarSkillMemo *self, FarView *view, guint32 ident, GError **error)
{
  FarSkillFacts *was = g_hash_table_lookup (self->by_ident, GUINT_TO_POINTER (ident));
  FarSkillFacts *is;

  if (!load (view, ident, &is, error))
    return FALSE;

  if (was != NULL)
    {
      g_hash_table_remove (self->by_ident, GUINT_TO_POINTER (ident));
      g_ptr_array_remove_index (self->sorted, find_place (self->sorted, was));
    }
  if (is != NULL)
    {
      g_hash_table_insert (self->by_ident, GUINT_TO_POINTER (ident), is);
      g_ptr_array_insert (self->sorted, (int)find_place (self->sorted, is), is);
    }

  return TRUE;
}

/* @out_known: (out): whether it is known what has changed.  Returns: FALSE with @error */
static gboolean
hear_changes (FarSkillMemo *self, FarView *view, gboolean *out_known, GError **error)
{
  guint64 n = far_store_count_day_changes (view->store);
  FarDayPoint point;

  *out_known = TRUE;
  for (; self->n_day_changes < n; self->n_day_changes++)
    {
      if (!far_store_get_day_change (view->store, self->n_day_changes, &point))
        {
          *out_known = FALSE;
          return TRUE;
        }
      if (point.day == FAR_CHANGES_SKILL && !read_again (self, view, point.rota, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
fill (FarSkillMemo *self, FarView *view, GError **error)
{
  g_autoptr (GArray) idents = _far_view_records (view, FAR_KIND_SKILL, error);
  guint64 n_day_changes = far_store_count_day_changes (view->store);

  forget (self);
  for (guint i = 0; idents != NULL && i < idents->len; i++)
    {
      guint32 ident = g_array_index (idents, guint32, i);
      FarSkillFacts *facts;

      if (!load (view, ident, &facts, error))
        {
          forget (self);
          return FALSE;
        }
      if (facts == NULL)
        continue;
      g_hash_table_insert (self->by_ident, GUINT_TO_POINTER (ident), facts);
      g_ptr_array_add (self->sorted, facts);
    }
  if (idents == NULL)
    return FALSE;
  g_ptr_array_sort (self->sorted, compare_skills);
  self->gov = far_governance_ref (view->gov);
  self->n_logs = view->n_logs;
  self->n_changes = far_store_count_changes (view->store, FAR_KIND_PERSON);
  self->n_day_changes = n_day_changes;

  return TRUE;
}

const GPtrArray *
_far_view_skills (FarView *view, GError **error)
{
  FarSkillMemo *self = _far_memo_peek_skills (_far_memo_of (view));
  gboolean holds = self->gov == view->gov && self->n_logs == view->n_logs &&
                   self->n_changes == far_store_count_changes (view->store, FAR_KIND_PERSON) &&
                   self->sorted->len <= FAR_MEMO_SKILLS_MAX;

  if (holds && !hear_changes (self, view, &holds, error))
    {
      forget (self);
      return NULL;
    }

  return holds || fill (self, view, error) ? self->sorted : NULL;
}

/* ---- what is listed */

static const guint8 *
get_owner (gconstpointer row)
{
  return ((const FarSkillFacts *)row)->owner;
}

GPtrArray *
far_collective_skills (FarStore *store, gboolean with_gone, GError **error)
{
  g_autoptr (GPtrArray) listed = g_ptr_array_new_with_free_func (far_skill_facts_unref);
  const FarSkillFacts *before = NULL;
  const GPtrArray *all;
  FarView view;

  _far_view_init (&view, store);
  all = _far_view_skills (&view, error);
  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      FarSkillFacts *facts = all->pdata[i];
      gboolean is_same = before != NULL && compare_what (before, facts) == 0;

      before = facts;
      if (!is_same && (with_gone || !facts->is_gone))
        g_ptr_array_add (listed, far_skill_facts_ref (facts));
    }
  _far_view_clear (&view);
  _far_keep_first (listed, FAR_SHOWN_SKILLS_MAX, get_owner);

  return all != NULL ? g_steal_pointer (&listed) : NULL;
}

/* ---- who could go together */

static void
free_tandem (gpointer data)
{
  FarTandemFacts *self = data;

  far_skill_facts_unref (self->wanted);
  far_skill_facts_unref (self->offered);
  g_free (self->title);
  g_free (self);
}

static gboolean
is_of (const FarSkillFacts *skill, const guint8 *me)
{
  return far_record_id_equal (skill->owner, me) || far_record_id_equal (skill->person, me);
}

/* Those from @first on are called the same, up to @end. */
static void
add_tandems (GPtrArray *out, const GPtrArray *skills, guint first, guint end, const guint8 *me)
{
  for (guint i = first; i < end; i++)
    for (guint j = first; j < end; j++)
      {
        FarSkillFacts *wanted = skills->pdata[i];
        FarSkillFacts *offered = skills->pdata[j];
        FarTandemFacts *tandem;

        if (wanted->sort != FAR_SKILL_WANTED || offered->sort == FAR_SKILL_WANTED ||
            !offered->is_shown || far_record_id_equal (wanted->person, offered->person) ||
            (!is_of (wanted, me) && !is_of (offered, me)))
          continue;
        /* who offers what they hold a training in too is one, and told of once */
        if (j > first && offered->sort == FAR_SKILL_TRAINING)
          {
            gboolean is_told = FALSE;

            for (guint k = first; k < j && !is_told; k++)
              {
                const FarSkillFacts *other = skills->pdata[k];

                is_told = other->sort == FAR_SKILL_OFFERED && other->is_shown &&
                          far_record_id_equal (other->person, offered->person);
              }
            if (is_told)
              continue;
          }
        tandem = g_new0 (FarTandemFacts, 1);
        tandem->wanted = far_skill_facts_ref (wanted);
        tandem->offered = far_skill_facts_ref (offered);
        g_ptr_array_add (out, tandem);
      }
}

static gboolean
is_role (const char *name, const char *training, const char *key)
{
  g_autofree char *by_name = _far_skill_fold (name);
  g_autofree char *by_training = training != NULL ? _far_skill_fold (training) : NULL;

  return strcmp (by_name, key) == 0 || g_strcmp0 (by_training, key) == 0;
}

static gboolean
has_role (const FarRotaFacts *rota, const char *key)
{
  g_autoptr (GArray) roles = _far_roles_ever (rota, NULL);

  for (guint i = 0; i < roles->len; i++)
    {
      const FarRoleFacts *role = &g_array_index (roles, FarRoleFacts, i);

      if (is_role (role->name, role->training, key))
        return TRUE;
    }

  return FALSE;
}

static gboolean
comes_as (const FarOutingFacts *outing, const FarTandemFacts *tandem)
{
  const char *key = tandem->wanted->key;

  for (guint i = 0; i < outing->turns->len; i++)
    {
      const FarTurnFacts *turn = outing->turns->pdata[i];
      const FarRoleCount *role = _far_outing_find_role (outing, turn->role);

      if (role != NULL && _far_turn_is_coming (turn) &&
          far_record_id_equal (turn->person, tandem->offered->person) &&
          is_role (role->name, role->training, key))
        return TRUE;
    }

  return FALSE;
}

/* @outings: by day */
static void
find_outing (FarTandemFacts *tandem, const GPtrArray *outings)
{
  for (guint i = 0; i < outings->len && !tandem->has_outing; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      if (!_far_outing_can_walk (outing) || !comes_as (outing, tandem) ||
          _far_outing_has_turn_of (outing, tandem->wanted->person))
        continue;
      tandem->has_outing = TRUE;
      memcpy (tandem->rota, outing->rota->id, FAR_RECORD_ID_LEN);
      tandem->title = g_strdup (outing->rota->title);
      tandem->day = outing->day;
    }
}

/* Most of what people can do is no role, and nothing is asked then. */
static gboolean
find_outings (GPtrArray *tandems, FarStore *store, const guint8 *me, gint32 today, GError **error)
{
  g_autoptr (GPtrArray) rotas = tandems->len > 0 ? far_collective_rotas (store, error) : NULL;
  g_autoptr (GPtrArray) outings = NULL;

  for (guint i = 0; i < tandems->len; i++)
    {
      FarTandemFacts *tandem = tandems->pdata[i];
      gboolean is_one = FALSE;

      if (rotas == NULL)
        return FALSE;
      for (guint j = 0; j < rotas->len && !is_one; j++)
        is_one = ((const FarRotaFacts *)rotas->pdata[j])->is_published &&
                 has_role (rotas->pdata[j], tandem->wanted->key);
      if (!is_one)
        continue;
      if (outings == NULL)
        outings = far_collective_outings (store, rotas, me, today, TANDEM_DAYS, error);
      if (outings == NULL)
        return FALSE;
      find_outing (tandem, outings);
    }

  return TRUE;
}

GPtrArray *
far_collective_tandems (FarStore *store,
                        const guint8 me[static FAR_RECORD_ID_LEN],
                        gint32 today,
                        GError **error)
{
  g_autoptr (GPtrArray) skills = far_collective_skills (store, FALSE, error);
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (free_tandem);
  guint end;

  for (guint first = 0; skills != NULL && first < skills->len; first = end)
    {
      const FarSkillFacts *facts = skills->pdata[first];
      gboolean is_mine = is_of (facts, me);

      for (end = first + 1; end < skills->len; end++)
        {
          const FarSkillFacts *other = skills->pdata[end];

          if (strcmp (other->key, facts->key) != 0)
            break;
          is_mine |= is_of (other, me);
        }
      if (is_mine)
        add_tandems (out, skills, first, end, me);
    }

  return skills != NULL && find_outings (out, store, me, today, error) ? g_steal_pointer (&out)
                                                                       : NULL;
}

/* ---- what runs out */

static void
free_expiring (gpointer data)
{
  FarExpiringFacts *self = data;

  far_skill_facts_unref (self->skill);
  g_free (self);
}

static void
note_training (GHashTable *needed, const GArray *roles)
{
  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      const char *training = g_array_index (roles, FarRoleFacts, i).training;

      if (training != NULL)
        g_hash_table_add (needed, _far_skill_fold (training));
    }
}

/* What any role asks for of what is published and not over, on whatever day. */
static GHashTable *
find_needed (FarStore *store, gint32 today, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, error);
  GHashTable *needed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; rotas != NULL && i < rotas->len; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];

      if (!rota->is_published || rota->rule.last_day < today)
        continue;
      note_training (needed, rota->roles);
      for (guint j = 0; j < rota->later->len; j++)
        note_training (needed, g_array_index (rota->later, FarLaterFacts, j).roles);
    }
  if (rotas == NULL)
    g_clear_pointer (&needed, g_hash_table_unref);

  return needed;
}

static int
compare_expiring (gconstpointer a, gconstpointer b)
{
  const FarSkillFacts *one = (*(const FarExpiringFacts *const *)a)->skill;
  const FarSkillFacts *other = (*(const FarExpiringFacts *const *)b)->skill;

  if (one->expires != other->expires)
    return one->expires < other->expires ? -1 : 1;

  return compare_skills (&one, &other);
}

GPtrArray *
far_collective_expiring (FarStore *store, gint32 today, gint32 last_day, GError **error)
{
  /* of what is said twice the one that is good for longest is listed */
  g_autoptr (GPtrArray) skills = far_collective_skills (store, FALSE, error);
  g_autoptr (GHashTable) needed = skills != NULL ? find_needed (store, today, error) : NULL;
  g_autoptr (GPtrArray) out = g_ptr_array_new_with_free_func (free_expiring);

  for (guint i = 0; needed != NULL && i < skills->len; i++)
    {
      FarSkillFacts *skill = skills->pdata[i];
      FarExpiringFacts *expiring;

      if (skill->sort != FAR_SKILL_TRAINING || !skill->has_expires || skill->expires < today ||
          skill->expires > last_day)
        continue;
      expiring = g_new0 (FarExpiringFacts, 1);
      expiring->skill = far_skill_facts_ref (skill);
      expiring->is_needed = g_hash_table_contains (needed, skill->key);
      g_ptr_array_add (out, expiring);
    }
  g_ptr_array_sort (out, compare_expiring);

  return needed != NULL ? g_steal_pointer (&out) : NULL;
}

gboolean
far_collective_term_day (FarStore *store, gint32 today, gint32 *out, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, error);
  gboolean good = rotas != NULL;
  gboolean is_found = FALSE;
  FarView view;

  _far_view_init (&view, store);
  for (guint i = 0; good && i < rotas->len; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];
      gint32 day;

      if (!rota->is_published || rota->rule.first_day > today || rota->rule.last_day < today)
        continue;
      good = _far_view_find_term (&view, rota, today, &day, error);
      if (good)
        *out = is_found ? MAX (*out, day) : day;
      is_found = TRUE;
    }
  _far_view_clear (&view);

  return good;
}

/* ---- what a role asks for */

gboolean
_far_skills_hold (const GPtrArray *skills, const char *key, const guint8 *person, gint32 day)
{
  const FarSkillFacts like = { .key = (char *)key, .sort = FAR_SKILL_TRAINING };
  guint i = find_place (skills, &like);

  for (; i < skills->len; i++)
    {
      const FarSkillFacts *facts = skills->pdata[i];

      if (strcmp (facts->key, key) != 0)
        break;
      if (far_record_id_equal (facts->person, person) && far_skill_facts_is_held (facts, day))
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_asked_for (const FarOutingFacts *outing)
{
  for (guint i = 0; i < outing->roles->len; i++)
    if (g_array_index (outing->roles, FarRoleCount, i).training != NULL)
      return TRUE;

  return FALSE;
}

gboolean
_far_view_find_trained (FarView *view, FarOutingFacts *outing, guint *out_n, GError **error)
{
  gboolean is_on = far_collective_uses (view->store, FAR_RULE_SKILLS);
  const GPtrArray *skills;

  *out_n = 0;
  if (!is_asked_for (outing))
    return TRUE;
  for (guint i = 0; i < outing->roles->len && !is_on; i++)
    g_array_index (outing->roles, FarRoleCount, i).training = NULL;
  if (!is_on)
    return TRUE;
  skills = _far_view_skills (view, error);
  if (skills == NULL)
    return FALSE;

  for (guint i = 0; i < outing->roles->len; i++)
    {
      FarRoleCount *role = &g_array_index (outing->roles, FarRoleCount, i);
      g_autofree char *key = role->training != NULL ? _far_skill_fold (role->training) : NULL;

      for (guint j = 0; j < outing->turns->len && key != NULL; j++)
        {
          FarTurnFacts *turn = outing->turns->pdata[j];

          if (turn->role != role->number || !_far_turn_may_come (turn))
            continue;
          turn->is_untrained = !_far_skills_hold (skills, key, turn->person, outing->day);
          role->n_trained += !turn->is_untrained && _far_turn_is_adult (turn);
        }
      *out_n += key != NULL && role->n_trained == 0 && (role->n_have > 0 || role->n_min > 0);
    }

  return TRUE;
}

gboolean
_far_pen_check_training (FarPen *pen,
                         const GArray *roles,
                         guint role,
                         const guint8 *person,
                         gint32 day,
                         GError **error)
{
  g_autofree char *key = NULL;
  const GPtrArray *skills;

  if (!far_collective_uses (pen->view.store, FAR_RULE_SKILLS))
    return TRUE;
  for (guint i = 0; i < roles->len && key == NULL; i++)
    {
      const FarRoleFacts *facts = &g_array_index (roles, FarRoleFacts, i);

      if (facts->number == role && facts->training != NULL)
        key = _far_skill_fold (facts->training);
    }
  if (key == NULL)
    return TRUE;
  skills = _far_view_skills (&pen->view, error);
  if (skills == NULL)
    return FALSE;

  return _far_skills_hold (skills, key, person, day) ||
         _far_refuse (FAR_COLLECTIVE_ERROR_TRAINING, "that takes a training", error);
}
