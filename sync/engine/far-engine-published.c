/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of rotas since they were published, and who has seen it. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-collective-published.h"
#include "far-engine-views.h"

/* ---- snapshots */

typedef struct
{
  GPtrArray *lines; /* owned (element-type FarLineFacts) */
  FarNames *names;  /* owned */
  const guint8 *me; /* unowned: the member */
} Known;

static void
known_clear (Known *self)
{
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->names, far_names_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

/* "" of a zero id */
static const char *
peek_line_name (const Known *self, const guint8 *id)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const FarLineFacts *line = self->lines->pdata[i];

      if (memcmp (line->id, id, FAR_RECORD_ID_LEN) == 0)
        return line->name;
    }

  return "";
}

static void
add_change (gpointer owner, GPtrArray *views, const FarPlanChangeFacts *facts, const Known *known)
{
  FarPlanChange *view = g_new0 (FarPlanChange, 1);
  gboolean is_line = facts->what == FAR_PLAN_CHANGES_LINE;
  gboolean is_move =
      facts->what == FAR_PLAN_CHANGES_COMES || facts->what == FAR_PLAN_CHANGES_RESERVE;

  view->what = (FarPlanWhat)facts->what;
  view->has_day = facts->has_day;
  view->day = facts->day;
  view->is_date = facts->is_date;
  view->last_day = facts->last_day;
  view->before = facts->before;
  view->after = facts->after;
  view->every_before = facts->every_before;
  view->every_after = facts->every_after;
  view->n_min = (int)facts->n_min;
  view->n_max = (int)facts->n_max;
  view->text_before = far_snapshot_dup (owner, is_line ? peek_line_name (known, facts->line_before)
                                                       : facts->text_before);
  if (is_line)
    view->text = far_snapshot_dup (owner, peek_line_name (known, facts->line));
  else if (is_move && !far_record_id_equal (facts->person, known->me))
    view->text = far_snapshot_dup (owner, far_names_peek (known->names, facts->person));
  else
    view->text = far_snapshot_dup (owner, facts->text);
  g_ptr_array_add (views, view);
}

static GPtrArray *
view_changes (gpointer owner, const GPtrArray *changes, const Known *known)
{
  GPtrArray *views = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < changes->len; i++)
    add_change (owner, views, changes->pdata[i], known);

  return far_snapshot_own (owner, views, (GDestroyNotify)g_ptr_array_unref);
}

static FarPlanReader *
view_reader (gpointer owner, const FarPlanReaderFacts *facts, const Known *known)
{
  FarPlanReader *view = g_new0 (FarPlanReader, 1);
  const FarMemberFacts *person = far_names_find (known->names, facts->person);
  gboolean is_answered_for = !facts->is_member && person != NULL && person->is_answered_for;

  view->id = far_snapshot_hex (owner, facts->person, FAR_RECORD_ID_LEN);
  view->name = far_snapshot_dup (owner, far_names_peek (known->names, facts->person));
  view->phone = far_snapshot_dup (owner, far_names_peek_phone (known->names, facts->person));
  view->answerer_name =
      far_snapshot_dup (owner, is_answered_for
                                   ? far_names_peek (known->names, person->answered_for_by)
                                   : NULL);
  view->is_concerned = facts->is_concerned;
  view->has_received = facts->has_received;
  view->can_say = far_names_answers (known->names, known->me, facts->person);
  view->seen = (FarPlanSeen)facts->seen;
  view->seen_ms = facts->seen_ms;
  view->said_by_name = far_snapshot_dup (owner, far_names_peek (known->names, facts->said_by));

  return view;
}

static int
compare_readers (gconstpointer a, gconstpointer b)
{
  const FarPlanReader *one = *(const FarPlanReader *const *)a;
  const FarPlanReader *other = *(const FarPlanReader *const *)b;
  int by_name = g_utf8_collate (one->name, other->name);

  return by_name != 0 ? by_name : strcmp (one->id, other->id);
}

static FarPlan *
view_plan (const FarPlanFacts *facts, const Known *known)
{
  FarPlan *view = far_snapshot_new (FarPlan);

  view->rota = far_snapshot_hex (view, facts->rota->id, FAR_RECORD_ID_LEN);
  view->title = far_snapshot_dup (view, facts->rota->title);
  view->entry = far_snapshot_hex (view, facts->entry, FAR_ID_LEN);
  view->by_name = far_snapshot_dup (view, far_names_peek (known->names, facts->by));
  view->published_ms = facts->published_ms;
  view->changes = view_changes (view, facts->changes, known);
  view->mine = (FarPlanSeen)facts->mine;
  view->news = view_changes (view, facts->news, known);
  view->concerns_me = facts->concerns_me;
  if (facts->readers == NULL)
    return view;

  view->readers = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (view, view->readers, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < facts->readers->len; i++)
    g_ptr_array_add (view->readers, view_reader (view, facts->readers->pdata[i], known));
  g_ptr_array_sort (view->readers, compare_readers);

  return view;
}

/* ---- asking */

/* Leaves the one that was named in @rotas. */
static gboolean
keep_one (FarWorker *worker, const char *prefix, GPtrArray **rotas, GError **error)
{
  FarRotaFacts *rota =
      far_find_by_prefix (*rotas, far_rota_peek_id, FAR_RECORD_ID_LEN, prefix, error);

  if (rota == NULL)
    return FALSE;
  if (!rota->is_published)
    return far_sync_fail (error, FAR_SYNC_ERROR_NOT_PUBLISHED, "it is a draft");

  for (guint i = (*rotas)->len; i-- > 0;)
    if ((*rotas)->pdata[i] != rota)
      g_ptr_array_remove_index (*rotas, i);

  return TRUE;
}

static gpointer
do_plans (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (worker->store, error);
  g_autoptr (GPtrArray) plans = NULL;
  g_auto (Known) known = { .me = worker->me.member };
  gboolean with_readers;
  const char *prefix;
  GPtrArray *views;

  g_variant_get (args, "(m^&ayb)", &prefix, &with_readers);
  if (rotas == NULL || (prefix != NULL && !keep_one (worker, prefix, &rotas, error)))
    return NULL;
  plans = far_collective_plans (worker->store, rotas, worker->me.device, with_readers,
                                far_worker_today (worker), error);
  known.lines = plans != NULL ? far_collective_lines (worker->store, error) : NULL;
  known.names = known.lines != NULL ? far_names_new (worker->store, error) : NULL;
  if (known.names == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < plans->len; i++)
    g_ptr_array_add (views, view_plan (plans->pdata[i], &known));

  return views;
}

static const FarCall plans_call = { .name = "plans",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_plans,
                                    .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_plans_async (FarEngine *self,
                        const char *rota,
                        gboolean with_readers,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &plans_call, g_variant_new ("(m^ayb)", rota, with_readers), cancellable,
                    callback, data);
}

GPtrArray *
far_engine_plans_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &plans_call, result, error);
}

/* ---- saying so */

/* In the running batch. @person: (nullable) */
static gboolean
say_of_all (FarWorker *worker,
            char **prefixes,
            const guint8 *person,
            gboolean is_seen,
            gboolean *out_written,
            GError **error)
{
  g_autoptr (GPtrArray) rotas = far_collective_rotas (worker->store, error);
  FarWriter writer = far_worker_writer (worker);

  *out_written = FALSE;
  if (rotas == NULL)
    return FALSE;

  for (guint i = 0; prefixes[i] != NULL; i++)
    {
      const FarRotaFacts *rota =
          far_find_by_prefix (rotas, far_rota_peek_id, FAR_RECORD_ID_LEN, prefixes[i], error);
      gboolean written;

      if (rota == NULL || !far_collective_say_seen (&writer, rota->id, person, is_seen,
                                                    far_worker_today (worker), &written, error))
        return FALSE;
      *out_written |= written;
    }

  return TRUE;
}

static gpointer
do_say_seen (FarWorker *worker, GVariant *args, GError **error)
{
  g_auto (GStrv) prefixes = NULL;
  guint8 person[FAR_RECORD_ID_LEN];
  gboolean is_written;
  gboolean is_seen;
  const char *who;

  g_variant_get (args, "(^aaym^&ayb)", &prefixes, &who, &is_seen);
  if (who != NULL && !far_find_person (worker, who, person, error))
    return NULL;
  if (!far_store_begin (worker->store, error))
    return NULL;
  if (!say_of_all (worker, prefixes, who != NULL ? person : NULL, is_seen, &is_written, error))
    {
      far_store_rollback (worker->store);
      return NULL;
    }
  if (!far_store_commit (worker->store, error))
    return NULL;
  if (is_written)
    far_worker_committed (worker, NULL);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall say_seen_call = { .name = "say-seen",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_say_seen };

void
far_engine_say_seen_async (FarEngine *self,
                           const char *const *rotas,
                           const char *person,
                           gboolean is_seen,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rotas != NULL);

  _far_engine_call (self, &say_seen_call, g_variant_new ("(^aaym^ayb)", rotas, person, is_seen),
                    cancellable, callback, data);
}

gboolean
far_engine_say_seen_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &say_seen_call, result, error) != NULL;
}
