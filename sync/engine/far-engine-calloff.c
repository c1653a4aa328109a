/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Strike, ice, heat: many outings are cancelled in one go, and those whom it concerns are called.
 */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-engine-views.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FarCalledOff, far_snapshot_unref)

/* ---- which ones */

static GVariant *
pack_scope (const FarCallOffScope *scope)
{
  return g_variant_new ("(m^aym^ayiib)", scope->line, scope->rota, scope->first_day,
                        scope->last_day, scope->asks_rides);
}

typedef struct
{
  guint8 line[FAR_RECORD_ID_LEN];
  guint8 rota[FAR_RECORD_ID_LEN];
  FarCallOff scope;
} Scope;

static gboolean
unpack_scope (Scope *self, FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) rotas = NULL;
  const FarRotaFacts *found;
  const char *line;
  const char *rota;

  g_variant_get (args, "(m^&aym^&ayiib)", &line, &rota, &self->scope.first_day,
                 &self->scope.last_day, &self->scope.asks_rides);
  if (line != NULL)
    {
      if (!_far_find_line (worker, line, self->line, error))
        return FALSE;
      self->scope.line = self->line;
    }
  if (rota != NULL)
    {
      found = _far_find_rota (worker, rota, &rotas, error);
      if (found == NULL)
        return FALSE;
      memcpy (self->rota, found->id, FAR_RECORD_ID_LEN);
      self->scope.rota = self->rota;
    }

  return TRUE;
}

/* ---- what that would do */

static GPtrArray *
view_outings (gpointer owner,
              const GPtrArray *outings,
              GPtrArray *lines,
              const FarNames *names,
              const guint8 *me)
{
  GPtrArray *views = far_snapshot_list_new ();

  for (guint i = 0; i < outings->len; i++)
    g_ptr_array_add (views, far_view_outing (outings->pdata[i], lines, names, me));

  return far_snapshot_own (owner, views, (GDestroyNotify)g_ptr_array_unref);
}

static void
count_people (FarCallOffForecast *view)
{
  g_autoptr (GHashTable) people = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < view->outings->len; i++)
    {
      const FarOuting *outing = view->outings->pdata[i];

      view->n_children += outing->n_children;
      for (guint j = 0; j < outing->turns->len; j++)
        {
          const FarTurn *turn = outing->turns->pdata[j];

          if (turn->state == FAR_TURN_RELEASED || turn->state == FAR_TURN_RELIEVED)
            continue;
          view->n_turns++;
          g_hash_table_add (people, (char *)turn->member);
        }
    }
  view->n_people = g_hash_table_size (people);
}

static gpointer
do_foresee_call_off (FarWorker *worker, GVariant *args, GError **error)
{
  const guint8 *me = worker->me.member;
  g_autoptr (GPtrArray) lines = far_collective_lines (worker->store, error);
  g_autoptr (FarNames) names = lines != NULL ? far_names_new (worker->store, error) : NULL;
  g_autoptr (FarCallOffFacts) facts = NULL;
  FarCallOffForecast *view;
  Scope scope = { 0 };

  if (names == NULL || !unpack_scope (&scope, worker, args, error))
    return NULL;
  facts = far_collective_call_off_effect (worker->store, me, &scope.scope, error);
  if (facts == NULL)
    return NULL;

  view = far_snapshot_new (FarCallOffForecast);
  view->outings = view_outings (view, facts->outings, lines, names, me);
  view->others = view_outings (view, facts->others, lines, names, me);
  count_people (view);

  return view;
}

static const FarCall foresee_call_off_call = { .name = "foresee-call-off",
                                               .needs = FAR_NEEDS_STORE,
                                               .work = do_foresee_call_off,
                                               .free_result = far_snapshot_unref };

void
far_engine_foresee_call_off_async (FarEngine *self,
                                   const FarCallOffScope *scope,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (scope != NULL);

  _far_engine_call (self, &foresee_call_off_call, pack_scope (scope), cancellable, callback, data);
}

FarCallOffForecast *
far_engine_foresee_call_off_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &foresee_call_off_call, result, error);
}

/* ---- which act */

/* @prefix: of the id of one that was not taken back.  @out: (out) */
static gboolean
find_act (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  g_autoptr (GArray) acts = NULL;
  guint n = 0;

  if (!far_prefix_check (prefix, 2 * FAR_RECORD_ID_LEN, error))
    return FALSE;
  acts = far_collective_call_offs (worker->store, far_worker_today (worker), error);
  if (acts == NULL)
    return FALSE;

  for (guint i = 0; i < acts->len; i++)
    {
      const guint8 *act = (const guint8 *)acts->data + (gsize)i * FAR_RECORD_ID_LEN;

      if (!far_prefix_fits (prefix, act, FAR_RECORD_ID_LEN))
        continue;
      memcpy (out, act, FAR_RECORD_ID_LEN);
      n++;
    }
  if (n > 1)
    return far_sync_fail (error, FAR_SYNC_ERROR_ID_AMBIGUOUS, "several ids begin so");

  return n == 1 || far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "nothing here has that id");
}

/* ---- who has not been reached */

void
far_view_to_call (gpointer owner, FarToCall *self, const FarNames *names, const guint8 *person)
{
  const FarMemberFacts *facts = far_names_find (names, person);

  self->id = far_snapshot_hex (owner, person, FAR_RECORD_ID_LEN);
  self->name = far_snapshot_dup (owner, far_names_peek (names, person));
  self->phone = far_snapshot_dup (owner, far_names_peek_phone (names, person));
  self->answerer_name =
      far_snapshot_dup (owner, facts != NULL && facts->is_answered_for
                                   ? far_names_peek (names, facts->answered_for_by)
                                   : NULL);
}

static int
compare_to_call (gconstpointer a, gconstpointer b)
{
  const FarToCall *one = *(const FarToCall *const *)a;
  const FarToCall *other = *(const FarToCall *const *)b;
  int by_name = g_utf8_collate (one->name, other->name);

  return by_name != 0 ? by_name : strcmp (one->id, other->id);
}

static const guint8 *
get_person (const GArray *persons, guint i)
{
  return (const guint8 *)persons->data + (gsize)i * FAR_RECORD_ID_LEN;
}

/* Whoever does it knows of it. */
static GArray *
list_to_call (FarWorker *worker, const guint8 *act, GError **error)
{
  GArray *persons = far_collective_to_call (worker->store, worker->me.device, act,
                                            far_worker_today (worker), error);

  for (guint i = persons != NULL ? persons->len : 0; i-- > 0;)
    if (far_record_id_equal (get_person (persons, i), worker->me.member))
      g_array_remove_index (persons, i);

  return persons;
}

static gpointer
do_to_call (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  g_autoptr (GArray) persons = NULL;
  guint8 act[FAR_RECORD_ID_LEN];
  GPtrArray *views;
  const char *typed;

  g_variant_get (args, "(m^&ay)", &typed);
  if (names == NULL)
    return NULL;
  if (typed != NULL && !find_act (worker, typed, act, error))
    return NULL;
  persons = list_to_call (worker, typed != NULL ? act : NULL, error);
  if (persons == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < persons->len; i++)
    {
      FarToCall *view = far_snapshot_new (FarToCall);

      far_view_to_call (view, view, names, get_person (persons, i));
      g_ptr_array_add (views, view);
    }
  g_ptr_array_sort (views, compare_to_call);

  return views;
}

static const FarCall to_call_call = { .name = "to-call",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_to_call,
                                      .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_to_call_async (FarEngine *self,
                          const char *act,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &to_call_call, g_variant_new ("(m^ay)", act), cancellable, callback,
                    data);
}

GPtrArray *
far_engine_to_call_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &to_call_call, result, error);
}

/* ---- cancelling */

static gboolean
view_to_call (FarCalledOff *self, FarWorker *worker, const guint8 *act, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  g_autoptr (GArray) persons = names != NULL ? list_to_call (worker, act, error) : NULL;

  if (persons == NULL)
    return FALSE;

  for (guint i = 0; i < persons->len; i++)
    {
      FarToCall *view = g_new0 (FarToCall, 1);

      far_view_to_call (self, view, names, get_person (persons, i));
      g_ptr_array_add (self->to_call, view);
    }
  g_ptr_array_sort (self->to_call, compare_to_call);

  return TRUE;
}

static gpointer
do_call_off (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (FarCalledOff) view = NULL;
  g_autoptr (GVariant) packed = NULL;
  FarCalledOffFacts done;
  Scope scope = { 0 };
  const char *why;

  g_variant_get (args, "(v^&ay)", &packed, &why);
  if (!unpack_scope (&scope, worker, packed, error) ||
      !far_collective_call_off (&writer, &scope.scope, why, far_worker_today (worker), &done,
                                error))
    return NULL;
  far_worker_committed (worker, NULL);

  view = far_snapshot_new (FarCalledOff);
  view->act = far_snapshot_hex (view, done.act, FAR_RECORD_ID_LEN);
  view->n_outings = (int)done.n_outings;
  view->n_rides = (int)done.n_rides;
  view->is_suggestion = done.is_suggestion;
  view->to_call = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (view, view->to_call, (GDestroyNotify)g_ptr_array_unref);

  return done.is_suggestion || view_to_call (view, worker, done.act, error)
             ? g_steal_pointer (&view)
             : NULL;
}

static const FarCall call_off_call = { .name = "call-off",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_call_off,
                                       .free_result = far_snapshot_unref };

void
far_engine_call_off_async (FarEngine *self,
                           const FarCallOffScope *scope,
                           const char *why,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (scope != NULL && why != NULL);

  _far_engine_call (self, &call_off_call, g_variant_new ("(v^ay)", pack_scope (scope), why),
                    cancellable, callback, data);
}

FarCalledOff *
far_engine_call_off_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &call_off_call, result, error);
}

/* ---- walking after all */

typedef struct
{
  int n;
  gboolean is_suggestion;
} Resumed;

static gpointer
do_resume (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) rotas = NULL;
  const FarRotaFacts *rota = NULL;
  FarResume what = { 0 };
  guint8 act[FAR_RECORD_ID_LEN];
  gboolean is_suggestion;
  const char *typed;
  const char *prefix;
  Resumed *resumed;
  guint n;

  g_variant_get (args, "(m^&aym^&ayi)", &typed, &prefix, &what.day);
  if (typed != NULL && !find_act (worker, typed, act, error))
    return NULL;
  if (prefix != NULL && (rota = _far_find_rota (worker, prefix, &rotas, error)) == NULL)
    return NULL;
  what.act = typed != NULL ? act : NULL;
  what.rota = rota != NULL ? rota->id : NULL;
  if (!far_collective_resume (&writer, &what, far_worker_today (worker), &n, &is_suggestion, error))
    return NULL;
  far_worker_committed (worker, NULL);

  resumed = g_new0 (Resumed, 1);
  resumed->n = (int)n;
  resumed->is_suggestion = is_suggestion;

  return resumed;
}

static const FarCall resume_call = { .name = "resume",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_resume,
                                     .free_result = g_free };

void
far_engine_resume_async (FarEngine *self,
                         const char *act,
                         const char *rota,
                         gint32 day,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (act != NULL || rota != NULL);

  _far_engine_call (self, &resume_call, g_variant_new ("(m^aym^ayi)", act, rota, day), cancellable,
                    callback, data);
}

int
far_engine_resume_finish (FarEngine *self,
                          GAsyncResult *result,
                          gboolean *is_suggestion,
                          GError **error)
{
  g_autofree Resumed *resumed = _far_engine_finish (self, &resume_call, result, error);

  if (is_suggestion != NULL)
    *is_suggestion = resumed != NULL && resumed->is_suggestion;

  return resumed != NULL ? resumed->n : -1;
}
