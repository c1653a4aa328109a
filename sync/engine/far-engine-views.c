/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-views.h"

#include "far-day.h"

#include <string.h>

#include "far-belonging.h"
#include "far-home.h"

static const guint8 nobody[FAR_RECORD_ID_LEN];

/* ---- names */

struct _FarNames
{
  GPtrArray *members; /* (element-type FarMemberFacts): owned */
  GHashTable *by_id;  /* owned: of the members */
};

FarNames *
far_names_new (FarStore *store, GError **error)
{
  GPtrArray *members = far_collective_members (store, error);
  FarNames *self;

  if (members == NULL)
    return NULL;

  self = g_new0 (FarNames, 1);
  self->members = members;
  self->by_id = g_hash_table_new (far_id_hash, far_record_id_equal);
  for (guint i = 0; i < members->len; i++)
    {
      FarMemberFacts *facts = g_ptr_array_index (members, i);

      g_hash_table_insert (self->by_id, facts->id, facts);
    }

  return self;
}

void
far_names_free (FarNames *self)
{
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->members);
  g_free (self);
}

const FarMemberFacts *
far_names_find (const FarNames *self, const guint8 id[static FAR_RECORD_ID_LEN])
{
  return g_hash_table_lookup (self->by_id, id);
}

const char *
far_names_peek (const FarNames *self, const guint8 id[static FAR_RECORD_ID_LEN])
{
  const FarMemberFacts *facts = far_names_find (self, id);

  return facts != NULL ? facts->name : "";
}

const char *
far_names_peek_phone (const FarNames *self, const guint8 id[static FAR_RECORD_ID_LEN])
{
  const FarMemberFacts *facts = far_names_find (self, id);

  return facts != NULL ? facts->phone : "";
}

const char *
far_names_peek_device (const FarNames *self,
                       FarStore *store,
                       const guint8 device[static FAR_KEY_LEN])
{
  const FarGovDevice *found =
      far_governance_find_device (far_store_peek_governance (store), device);

  return found != NULL ? far_names_peek (self, found->member) : "";
}

gboolean
far_names_answers (const FarNames *self, const guint8 *me, const guint8 *id)
{
  const FarMemberFacts *facts = far_names_find (self, id);

  return far_record_id_equal (me, id) || (facts != NULL && facts->is_answered_for &&
                                          far_record_id_equal (facts->answered_for_by, me));
}

/* ---- ids that people type */

gboolean
far_prefix_check (const char *prefix, gsize n_digits_max, GError **error)
{
  gsize len = strlen (prefix);

  if (len > n_digits_max || strspn (prefix, "0123456789abcdefABCDEF") != len)
    return far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "not an id");
  if (len < FAR_ID_PREFIX_MIN)
    return far_sync_fail (error, FAR_SYNC_ERROR_ID_AMBIGUOUS,
                          "an id is shortened to 6 digits at least");

  return TRUE;
}

gboolean
far_prefix_fits (const char *prefix, const void *id, gsize len)
{
  g_autofree char *digits = far_hex (id, len);

  return g_ascii_strncasecmp (digits, prefix, strlen (prefix)) == 0;
}

gpointer
far_find_by_prefix (GPtrArray *items,
                    FarPeekId peek_id,
                    gsize id_len,
                    const char *prefix,
                    GError **error)
{
  gpointer found = NULL;

  if (!far_prefix_check (prefix, 2 * id_len, error))
    return NULL;

  for (guint i = 0; i < items->len; i++)
    {
      gpointer item = g_ptr_array_index (items, i);

      if (!far_prefix_fits (prefix, peek_id (item), id_len))
        continue;
      if (found != NULL)
        {
          far_sync_fail (error, FAR_SYNC_ERROR_ID_AMBIGUOUS, "several ids begin so");
          return NULL;
        }
      found = item;
    }
  if (found == NULL)
    far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "nothing here has that id");

  return found;
}

gboolean
far_find_person (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  g_autoptr (GPtrArray) members = far_collective_members (worker->store, error);
  const FarMemberFacts *found =
      members != NULL
          ? far_find_by_prefix (members, far_member_peek_id, FAR_RECORD_ID_LEN, prefix, error)
          : NULL;

  if (found != NULL)
    memcpy (out, found->id, FAR_RECORD_ID_LEN);

  return found != NULL;
}

gboolean
far_find_whom (FarWorker *worker, const char *who, guint8 *out, GError **error)
{
  if (who != NULL)
    return far_find_person (worker, who, out, error);

  memcpy (out, worker->me.member, FAR_RECORD_ID_LEN);

  return TRUE;
}

const guint8 *
far_rota_peek_id (gconstpointer rota)
{
  return ((const FarRotaFacts *)rota)->id;
}

const guint8 *
far_line_peek_id (gconstpointer line)
{
  return ((const FarLineFacts *)line)->id;
}

const guint8 *
far_member_peek_id (gconstpointer member)
{
  return ((const FarMemberFacts *)member)->id;
}

/* ---- snapshots */

const char *
far_view_id (gpointer snapshot, const guint8 id[static FAR_RECORD_ID_LEN])
{
  return far_record_id_equal (id, nobody) ? "" : far_snapshot_hex (snapshot, id, FAR_RECORD_ID_LEN);
}

FarMembership *
far_view_membership (FarWorker *worker)
{
  FarMembership *self = far_snapshot_new (FarMembership);

  self->collective = far_snapshot_hex (self, far_store_peek_collective (worker->store), FAR_ID_LEN);
  self->member = far_snapshot_hex (self, worker->me.member, FAR_RECORD_ID_LEN);
  self->device = far_snapshot_hex (self, worker->me.device, FAR_KEY_LEN);
  self->state = far_belonging_get (worker, &self->n_missing, &self->n_needed, NULL);
  self->is_returning = far_belonging_is_returning (worker);
  self->is_further = far_belonging_is_further (worker);

  return self;
}

/* A stop has no record of its own: it is told apart by its line and place. */
static const char *
view_stop_id (gpointer owner, const guint8 *line, guint i)
{
  g_autofree char *digits = far_hex (line, FAR_RECORD_ID_LEN);

  return far_snapshot_take (owner, g_strdup_printf ("%s-%u", digits, i + 1));
}

/* @drafts: (nullable) (element-type FarStopDraft).  @first: the place of the first one on the line.
 * Returns: (transfer none): of @owner */
static GPtrArray *
view_stops (gpointer owner, const guint8 *line, const GPtrArray *drafts, guint first)
{
  GPtrArray *stops = g_ptr_array_new_with_free_func (g_free);

  far_snapshot_own (owner, stops, (GDestroyNotify)g_ptr_array_unref);

  for (guint i = 0; drafts != NULL && i < drafts->len; i++)
    {
      const FarStopDraft *draft = drafts->pdata[i];
      FarStop *stop = g_new0 (FarStop, 1);

      stop->id = view_stop_id (owner, line, first + i);
      stop->name = far_snapshot_dup (owner, draft->name);
      stop->time_out = draft->time_out;
      stop->time_back = draft->time_back;
      stop->has_place = draft->has_place;
      stop->lat = draft->lat;
      stop->lon = draft->lon;
      for (guint j = 0; j < FAR_ACCESS_N; j++)
        {
          stop->here[j] = (FarAccess)draft->here[j];
          stop->way[j] = (FarAccess)draft->way[j];
        }
      g_ptr_array_add (stops, stop);
    }

  return stops;
}

void
far_view_hazard (gpointer owner,
                 FarHazard *self,
                 const FarHazardFacts *facts,
                 const char *line_name,
                 const FarNames *names)
{
  self->id = far_snapshot_hex (owner, facts->id, FAR_RECORD_ID_LEN);
  self->line = far_view_id (owner, facts->line);
  self->line_name = far_snapshot_dup (owner, line_name);
  self->stop = far_snapshot_dup (owner, facts->stop);
  self->words = far_snapshot_dup (owner, facts->words);
  self->state = (FarHazardState)facts->state;
  self->by_name = far_snapshot_dup (owner, far_names_peek (names, facts->by));
  self->since_ms = facts->since_ms;
  self->is_contested = facts->also.n_others > 0;
}

/* Returns: (transfer none): of @owner */
static GPtrArray *
view_hazards (gpointer owner, const FarLineFacts *line, const FarNames *names)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; line != NULL && i < line->hazards->len; i++)
    {
      FarHazard *view = g_new0 (FarHazard, 1);

      far_view_hazard (owner, view, line->hazards->pdata[i], line->name, names);
      g_ptr_array_add (views, view);
    }

  return far_snapshot_own (owner, views, (GDestroyNotify)g_ptr_array_unref);
}

static GPtrArray *
view_patterns (gpointer owner, const FarLineFacts *line)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < line->patterns->len; i++)
    {
      const FarPatternFacts *facts = &g_array_index (line->patterns, FarPatternFacts, i);
      FarLinePattern *view = g_new0 (FarLinePattern, 1);

      view->weekdays = facts->weekdays;
      view->from = far_snapshot_dup (owner, facts->from);
      view->to = far_snapshot_dup (owner, facts->to);
      view->shift = facts->shift;
      view->rota = far_view_id (owner, facts->rota);
      view->rota_title = far_snapshot_dup (owner, facts->rota_title);
      g_ptr_array_add (views, view);
    }

  return far_snapshot_own (owner, views, (GDestroyNotify)g_ptr_array_unref);
}

FarLine *
far_view_line (const FarLineFacts *facts, const FarNames *names)
{
  FarLine *self = far_snapshot_new (FarLine);

  self->id = far_snapshot_hex (self, facts->id, FAR_RECORD_ID_LEN);
  self->name = far_snapshot_dup (self, facts->name);
  self->school = far_snapshot_dup (self, facts->school);
  self->stops = view_stops (self, facts->id, facts->stops, 0);
  self->patterns = view_patterns (self, facts);
  self->n_crossings = facts->n_crossings;
  self->colour = (FarColour)facts->colour;
  self->referent = far_view_id (self, facts->referent);
  self->referent_name = far_snapshot_dup (self, far_names_peek (names, facts->referent));
  self->referent_phone = far_snapshot_dup (self, far_names_peek_phone (names, facts->referent));
  self->hazards = view_hazards (self, facts, names);

  return self;
}

static const FarLineFacts *
find_line (GPtrArray *lines, const FarRotaFacts *rota)
{
  if (!rota->has_line)
    return NULL;

  for (guint i = 0; i < lines->len; i++)
    if (far_record_id_equal (((const FarLineFacts *)g_ptr_array_index (lines, i))->id, rota->line))
      return g_ptr_array_index (lines, i);

  return NULL;
}

static int
count_unheard (GPtrArray *unheard, const guint8 *rota)
{
  int n = 0;

  for (guint i = 0; i < unheard->len; i++)
    {
      const GArray *news = ((const FarUnheardFacts *)unheard->pdata[i])->news;
      gboolean lacks = FALSE;

      for (guint j = 0; j < news->len && !lacks; j++)
        lacks = far_record_id_equal (g_array_index (news, FarNewsFacts, j).rota, rota);
      n += lacks;
    }

  return n;
}

static const gint32 *
dup_days (gpointer owner, const gint32 *days, guint n)
{
  return far_snapshot_own (owner, g_memdup2 (days, n * sizeof *days), g_free);
}

static void
view_role (gpointer owner, GPtrArray *views, const FarRoleCount *count)
{
  FarRole *view = g_new0 (FarRole, 1);

  view->number = count->number;
  view->name = far_snapshot_dup (owner, count->name);
  view->n_min = (int)count->n_min;
  view->n_max = (int)count->n_max;
  view->n_have = (int)count->n_have;
  view->training = far_snapshot_dup (owner, count->training != NULL ? count->training : "");
  view->n_trained = (int)count->n_trained;
  g_ptr_array_add (views, view);
}

static GPtrArray *
roles_new (gpointer owner)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_free);

  return far_snapshot_own (owner, views, (GDestroyNotify)g_ptr_array_unref);
}

GPtrArray *
far_view_roles (gpointer owner, const GArray *roles, const FarRotaDay *first)
{
  GPtrArray *views = roles_new (owner);

  for (guint i = 0; i < roles->len; i++)
    {
      const FarRoleFacts *role = &g_array_index (roles, FarRoleFacts, i);
      FarRoleCount count = {
        .number = role->number,
        .name = role->name,
        .n_min = role->n_min,
        .n_max = role->n_max,
        .training = role->training,
      };

      /* its numbers are the rota's, whatever is written */
      if (role->number == 0)
        {
          count.n_min = first != NULL ? first->n_min : 0;
          count.n_max = first != NULL ? first->n_max : 0;
        }
      view_role (owner, views, &count);
    }

  return views;
}

static GPtrArray *
view_later (gpointer owner, const GArray *later)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_free);

  far_snapshot_own (owner, views, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < later->len; i++)
    {
      const FarLaterFacts *facts = &g_array_index (later, FarLaterFacts, i);
      FarRotaLater *view = g_new0 (FarRotaLater, 1);

      view->from = facts->from;
      view->weekdays = facts->weekdays;
      view->every_n_weeks = facts->every_n_weeks;
      view->at = facts->at;
      view->n_min = facts->n_min;
      view->n_max = facts->n_max;
      view->place = facts->place != NULL ? far_snapshot_dup (owner, facts->place) : NULL;
      view->roles = facts->roles != NULL ? far_view_roles (owner, facts->roles, NULL) : NULL;
      g_ptr_array_add (views, view);
    }

  return views;
}

FarRota *
far_view_rota (const FarRotaFacts *facts, GPtrArray *lines, GPtrArray *unheard, const guint8 *me)
{
  FarRota *self = far_snapshot_new (FarRota);
  const FarLineFacts *line = find_line (lines, facts);
  FarRotaDay always = { .n_min = facts->n_min, .n_max = facts->n_max };

  self->id = far_snapshot_hex (self, facts->id, FAR_RECORD_ID_LEN);
  self->title = far_snapshot_dup (self, facts->title);
  self->state = facts->is_published ? FAR_ROTA_PUBLISHED : FAR_ROTA_DRAFT;
  self->weekdays = facts->rule.weekdays;
  self->every_n_weeks = facts->rule.every_n_weeks;
  self->first_day = facts->rule.first_day;
  self->last_day = facts->rule.last_day;
  self->at = facts->at;
  self->n_min = facts->n_min;
  self->n_max = facts->n_max;
  self->line = far_view_id (self, facts->line);
  self->line_name = far_snapshot_dup (self, line != NULL ? line->name : NULL);
  self->in_holidays = facts->in_holidays;
  self->added = dup_days (self, facts->rule.added, facts->rule.n_added);
  self->n_added = facts->rule.n_added;
  self->dropped = dup_days (self, facts->rule.dropped, facts->rule.n_dropped);
  self->n_dropped = facts->rule.n_dropped;
  self->place = far_snapshot_dup (self, facts->place);
  self->later = view_later (self, facts->later);
  self->roles = far_view_roles (self, facts->roles, &always);
  self->is_mine = far_record_id_equal (facts->owner, me);
  self->is_suggestion = facts->also.is_suggestion;
  self->n_unheard = unheard != NULL ? count_unheard (unheard, facts->id) : -1;

  return self;
}

FarUnheard *
far_view_unheard (const FarUnheardFacts *facts, const FarNames *names)
{
  FarUnheard *self = far_snapshot_new (FarUnheard);

  self->member = far_snapshot_hex (self, facts->member, FAR_RECORD_ID_LEN);
  self->member_name = far_snapshot_dup (self, far_names_peek (names, facts->member));
  self->member_phone = far_snapshot_dup (self, far_names_peek_phone (names, facts->member));
  self->news = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (self, self->news, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < facts->news->len; i++)
    {
      const FarNewsFacts *one = &g_array_index (facts->news, FarNewsFacts, i);
      FarNews *news = g_new0 (FarNews, 1);

      news->rota = far_snapshot_hex (self, one->rota, FAR_RECORD_ID_LEN);
      news->title = far_snapshot_dup (self, one->title);
      news->day = one->day;
      news->is_cancelled = one->is_cancelled;
      news->is_holidays = one->is_holidays;
      g_ptr_array_add (self->news, news);
    }

  return self;
}

void
far_view_clash (FarClash *self, const FarClashFacts *facts, gpointer owner)
{
  *self = (FarClash){ .kind = (FarClashKind)facts->kind };
  if (facts->kind == FAR_CLASH_NONE)
    return;

  self->title = far_snapshot_dup (owner, facts->title);
  self->to = far_snapshot_dup (owner, facts->to);
  self->at = facts->at;
}

static FarTurn *
view_turn (gpointer owner, const FarTurnFacts *facts, const FarNames *names, const guint8 *me)
{
  FarTurn *self = g_new0 (FarTurn, 1);

  self->id = far_snapshot_hex (owner, facts->id, FAR_RECORD_ID_LEN);
  self->member = far_snapshot_hex (owner, facts->person, FAR_RECORD_ID_LEN);
  self->member_name = far_snapshot_dup (owner, far_names_peek (names, facts->person));
  self->member_phone = far_snapshot_dup (owner, far_names_peek_phone (names, facts->person));
  if (!far_record_id_equal (facts->by, facts->person))
    {
      self->by = far_snapshot_hex (owner, facts->by, FAR_RECORD_ID_LEN);
      self->by_name = far_snapshot_dup (owner, far_names_peek (names, facts->by));
    }
  self->state = (FarTurnState)facts->place;
  self->rank = facts->rank;
  self->reserve = facts->place == FAR_TURN_PLACE_RESERVE ? facts->reserve : 0;
  self->why = (FarRankWhy)facts->reason;
  self->promise = (FarPromise)facts->reach;
  self->is_mine = far_names_answers (names, me, facts->person);
  self->is_helper = facts->is_helper;
  if (facts->has_stand_in && facts->place == FAR_TURN_PLACE_RELIEVED)
    self->stand_in_name = far_snapshot_dup (owner, far_names_peek (names, facts->stand_in));
  far_view_clash (&self->clash, &facts->clash, owner);
  self->at = facts->at;
  if (facts->has_swap)
    {
      self->swap_turn = far_snapshot_hex (owner, facts->swap_turn, FAR_RECORD_ID_LEN);
      self->swap_rota = far_snapshot_hex (owner, facts->swap_rota, FAR_RECORD_ID_LEN);
      self->swap_title = far_snapshot_dup (owner, facts->swap_title);
      self->swap_day = facts->swap_day;
      self->swap_name = far_snapshot_dup (owner, far_names_peek (names, facts->swap_person));
      self->swap_is_agreed = facts->is_swap_agreed;
      self->swap_is_mine = far_record_id_equal (facts->swap_person, me);
    }
  self->is_moved = facts->is_moved;

  return self;
}

static FarWalker *
view_walker (gpointer owner, const FarWalkerFacts *facts, const guint8 *me)
{
  const FarChildFacts *child = facts->child;
  FarWalker *self = g_new0 (FarWalker, 1);

  self->id = far_snapshot_hex (owner, child->id, FAR_RECORD_ID_LEN);
  self->name = far_snapshot_dup (owner, child->name);
  self->stop = far_snapshot_dup (owner, child->stop);
  self->born = child->needs.born;
  self->is_one_to_one = child->needs.is_one_to_one;
  self->has_wheelchair = child->needs.has_wheelchair;
  self->is_slow = child->needs.is_slow;
  self->carry = far_snapshot_dup (owner, child->carry);
  self->is_absent = facts->is_absent;
  self->is_contested = facts->is_contested;
  self->is_mine = far_child_facts_has_guardian (child, me);
  self->from_title = far_snapshot_dup (owner, facts->from_title);

  return self;
}

/* As the walk meets them: those whose stop is not on the line come last. */
static int
compare_stops (gconstpointer a, gconstpointer b, gpointer line)
{
  const GPtrArray *stops = ((const FarLineFacts *)line)->stops;
  const FarWalkerFacts *const *walkers[] = { a, b };
  guint places[2];

  for (guint i = 0; i < 2; i++)
    for (places[i] = 0; places[i] < stops->len; places[i]++)
      if (strcmp (((const FarStopDraft *)stops->pdata[places[i]])->name,
                  (*walkers[i])->child->stop) == 0)
        break;

  return (places[0] > places[1]) - (places[0] < places[1]);
}

static void
view_walkers (FarOuting *self, const FarOutingFacts *facts, FarLineFacts *line, const guint8 *me)
{
  self->children = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (self, self->children, (GDestroyNotify)g_ptr_array_unref);
  /* stable: of one stop they are by name */
  if (line != NULL)
    g_ptr_array_sort_with_data (facts->walkers, compare_stops, line);
  for (guint i = 0; i < facts->walkers->len; i++)
    {
      FarWalker *walker = view_walker (self, facts->walkers->pdata[i], me);

      g_ptr_array_add (self->children, walker);
      self->names_are_mine |= walker->is_mine;
    }
}

static const char *
view_stop_name (gpointer owner, const GPtrArray *stops, guint stop)
{
  return stop < stops->len
             ? far_snapshot_dup (owner, ((const FarStopDraft *)stops->pdata[stop])->name)
             : "";
}

static void
view_looks (FarOuting *self, const GPtrArray *stops, const GPtrArray *walkers)
{
  g_autoptr (GArray) looks = stops != NULL ? far_stops_find_looks (stops, walkers) : NULL;

  self->looks = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (self, self->looks, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; looks != NULL && i < looks->len; i++)
    {
      const FarLookFacts *facts = &g_array_index (looks, FarLookFacts, i);
      FarLook *look = g_new0 (FarLook, 1);

      look->stop = view_stop_name (self, stops, facts->stop);
      look->next = facts->is_way ? view_stop_name (self, stops, facts->stop + 1) : NULL;
      look->what = (FarAccessWhat)facts->what;
      g_ptr_array_add (self->looks, look);
    }
}

static const char *
find_role_name (const FarOuting *outing, int number)
{
  for (guint i = 0; i < outing->roles->len; i++)
    {
      const FarRole *role = outing->roles->pdata[i];

      if (role->number == number)
        return role->name;
    }

  return "";
}

static gboolean
has_stop (const GPtrArray *stops, const char *name)
{
  for (guint i = 0; i < stops->len; i++)
    if (strcmp (((const FarStopDraft *)stops->pdata[i])->name, name) == 0)
      return TRUE;

  return FALSE;
}

/* Where a child stands to whom nobody comes on that day. */
static const char *const *
view_skipped (gpointer owner,
              const FarLineFacts *line,
              const GPtrArray *walked,
              const GPtrArray *walkers)
{
  GPtrArray *skipped = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; walked != NULL && i < walkers->len; i++)
    {
      const FarWalkerFacts *walker = walkers->pdata[i];
      const char *stop = walker->child->stop;

      if (has_stop (line->stops, stop) && !has_stop (walked, stop) &&
          (!walker->is_absent || walker->is_contested) &&
          !g_ptr_array_find_with_equal_func (skipped, stop, g_str_equal, NULL))
        g_ptr_array_add (skipped, g_strdup (stop));
    }
  g_ptr_array_set_free_func (skipped, NULL);

  return far_snapshot_take_list (owner, skipped);
}

/* With the times of every day. */
static gboolean
is_whole_line (const GPtrArray *stops, const GPtrArray *walked)
{
  if (walked->len != stops->len)
    return FALSE;

  for (guint i = 0; i < stops->len; i++)
    {
      const FarStopDraft *usual = stops->pdata[i];
      const FarStopDraft *stop = walked->pdata[i];

      if (stop->time_out != usual->time_out || stop->time_back != usual->time_back)
        return FALSE;
    }

  return TRUE;
}

/* ---- outings that walk as one */

static const guint8 *
get_id (const GArray *ids, guint i)
{
  return (const guint8 *)ids->data + (gsize)i * FAR_RECORD_ID_LEN;
}

static const char *const *
view_names (gpointer owner, const GArray *ids, const FarNames *names)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (list, g_strdup (far_names_peek (names, get_id (ids, i))));

  return far_snapshot_take_list (owner, list);
}

/* Those of them for whom I speak. */
static const char *const *
view_asked (gpointer owner, const GArray *ids, const FarNames *names, const guint8 *me)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < ids->len; i++)
    if (far_names_answers (names, me, get_id (ids, i)))
      g_ptr_array_add (list, g_strdup (far_view_id (owner, get_id (ids, i))));

  return far_snapshot_take_list (owner, list);
}

static void
view_join (FarOuting *self,
           const FarJoinFacts *facts,
           gboolean is_host,
           const FarNames *names,
           const guint8 *me)
{
  FarJoin *view = g_new0 (FarJoin, 1);
  gboolean i_come = self->my_turn != NULL;

  view->rota = far_snapshot_hex (self, facts->rota, FAR_RECORD_ID_LEN);
  view->title = far_snapshot_dup (self, facts->title);
  view->at = facts->at;
  view->is_host = is_host;
  view->is_agreed = facts->is_agreed;
  view->missing = view_names (self, facts->missing, names);
  view->asked = view_asked (self, facts->missing, names, me);
  view->asks_me = view->asked[0] != NULL;
  view->coming = view_names (self, facts->coming, names);
  for (guint i = 0; i < facts->coming->len; i++)
    i_come |= far_names_answers (names, me, get_id (facts->coming, i));
  view->i_agreed = i_come && !view->asks_me;
  /* who walks with them sees who comes */
  self->names_are_mine |= i_come && facts->is_agreed;
  for (guint i = 0; i < facts->walkers->len; i++)
    {
      const FarWalkerFacts *walker = facts->walkers->pdata[i];

      view->n_children += !walker->is_absent || walker->is_contested;
    }
  g_ptr_array_add (self->joins, view);
}

static void
view_joins (FarOuting *self, const FarOutingFacts *facts, const FarNames *names, const guint8 *me)
{
  self->joins = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (self, self->joins, (GDestroyNotify)g_ptr_array_unref);
  if (facts->join != NULL)
    view_join (self, facts->join, TRUE, names, me);
  for (guint i = 0; facts->guests != NULL && i < facts->guests->len; i++)
    view_join (self, facts->guests->pdata[i], FALSE, names, me);
}

FarOuting *
far_view_outing (const FarOutingFacts *facts,
                 GPtrArray *lines,
                 const FarNames *names,
                 const guint8 *me)
{
  FarOuting *self = far_snapshot_new (FarOuting);
  const FarRotaFacts *rota = facts->rota;
  const FarLineFacts *line = find_line (lines, rota);
  g_autoptr (GPtrArray) walked = NULL;
  guint first = 0;

  self->rota = far_snapshot_hex (self, rota->id, FAR_RECORD_ID_LEN);
  self->title = far_snapshot_dup (self, rota->title);
  self->day = facts->day;
  self->at = facts->here.at;
  self->state = rota->is_published ? FAR_ROTA_PUBLISHED : FAR_ROTA_DRAFT;
  self->line = far_view_id (self, rota->line);
  self->line_name = far_snapshot_dup (self, line != NULL ? line->name : NULL);
  if (line != NULL)
    walked = far_line_walked_on (line, rota->id, far_day_get_weekday (facts->day),
                                 facts->here.at - facts->usual.at, &first);
  self->is_walked_otherwise = line != NULL && !is_whole_line (line->stops, walked);
  self->stops = view_stops (self, rota->line, walked, first);
  self->skipped = view_skipped (self, line, walked, facts->walkers);
  self->line_colour = line != NULL ? (FarColour)line->colour : FAR_COLOUR_NONE;
  self->referent_name =
      far_snapshot_dup (self, line != NULL ? far_names_peek (names, line->referent) : NULL);
  self->referent_phone =
      far_snapshot_dup (self, line != NULL ? far_names_peek_phone (names, line->referent) : NULL);
  view_looks (self, walked, facts->walkers);
  self->hazards = view_hazards (self, line, names);
  self->runs = facts->verdict.runs;
  self->why = (FarVerdictWhy)facts->verdict.reason;
  self->cancel_reason = far_snapshot_dup (self, facts->why);
  self->n_needed = facts->verdict.n_needed;
  self->n_have = facts->verdict.n_have;
  self->n_max = facts->here.n_max;
  self->roles = roles_new (self);
  for (guint i = 0; i < facts->roles->len; i++)
    view_role (self, self->roles, &g_array_index (facts->roles, FarRoleCount, i));
  self->n_moved = facts->n_moved;
  self->term_day = facts->term_day;
  self->last_day = rota->rule.last_day;
  self->place = far_snapshot_dup (self, facts->place);
  self->own_at = facts->own.at;
  self->own_min = facts->own.n_min;
  self->own_max = facts->own.n_max;
  self->own_place = far_snapshot_dup (self, facts->own.place);
  if (facts->own.roles != NULL)
    self->own_roles = far_view_roles (self, facts->own.roles, &facts->here);
  self->remark = far_snapshot_dup (self, facts->own.remark);
  self->usual_at = facts->usual.at;
  self->usual_min = facts->usual.n_min;
  self->usual_max = facts->usual.n_max;
  self->usual_place = far_snapshot_dup (self, facts->usual.place);
  self->usual_roles = far_view_roles (self, facts->usual.roles, &facts->usual);

  self->turns = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (self, self->turns, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < facts->turns->len; i++)
    {
      const FarTurnFacts *turn = g_ptr_array_index (facts->turns, i);
      FarTurn *view = view_turn (self, turn, names, me);

      view->role = turn->role;
      view->role_name = find_role_name (self, turn->role);
      view->other_role = turn->is_double ? find_role_name (self, turn->other_role) : NULL;
      view->is_untrained = turn->is_untrained;
      view->is_along_too = turn->is_double && turn->other_role == FAR_TURN_ROLE_ALONG;
      g_ptr_array_add (self->turns, view);
      if (self->my_turn == NULL && far_record_id_equal (turn->person, me) &&
          view->state != FAR_TURN_RELEASED)
        self->my_turn = view->id;
      self->names_are_mine |= view->is_mine && view->state != FAR_TURN_RELEASED;
    }
  view_walkers (self, facts, (FarLineFacts *)line, me);
  view_joins (self, facts, names, me);
  /* who comes with those who walk with it answers for all of them */
  self->names_are_mine |= far_outing_facts_is_adult (facts, me);
  self->n_children = facts->walk.n;
  self->n_young = facts->walk.n_young;
  self->n_one_to_one = facts->walk.n_one_to_one;
  self->n_crossings = facts->walk.n_crossings;
  self->basis = (FarVerdictBasis)facts->verdict.ground;
  self->n_for_crossings = facts->verdict.n_for_crossings;

  return self;
}

FarApproved *
far_view_approved (const FarApproval *approval)
{
  FarApproved *view = far_snapshot_new (FarApproved);

  view->proposal =
      approval->is_proposed ? far_snapshot_hex (view, approval->proposal, FAR_ID_LEN) : "";
  view->n_approvals = approval->n_approvals;
  view->n_needed = approval->n_needed;
  view->is_done = approval->is_done;

  return view;
}
