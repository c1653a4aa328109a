/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An outing that is short of adults, and what can be done about it. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include "far-collective-rides.h"
#include <string.h>

#include "far-collective-joined.h"
#include "far-engine-views.h"

/* With more nobody would know which to take. */
#define NEIGHBOURS_SHOWN 5

/* ---- what can be done */

static FarNeighbour *
view_neighbour (FarGap *owner, const FarNeighbourFacts *facts)
{
  FarNeighbour *view = far_snapshot_own (owner, g_new0 (FarNeighbour, 1), g_free);

  view->rota = far_snapshot_hex (owner, facts->rota->id, FAR_RECORD_ID_LEN);
  view->title = far_snapshot_dup (owner, facts->rota->title);
  view->at = facts->at;
  view->metres = facts->metres;
  view->n_adults = (int)facts->n_adults;
  view->n_children = (int)facts->n_children;
  view->n_room = (int)facts->n_room;
  view->n_adults_together = (int)facts->n_adults_together;
  view->n_children_together = (int)facts->n_children_together;
  view->n_needed_together = (int)facts->n_needed_together;
  view->runs_together = facts->runs_together;

  return view;
}

static void
add_step (FarGap *self, FarGapKind kind, gboolean is_suggestion, const FarNeighbour *with)
{
  FarGapStep *step = g_new0 (FarGapStep, 1);

  step->kind = kind;
  step->is_suggestion = is_suggestion;
  step->with = with;
  g_ptr_array_add (self->steps, step);
}

static void
add_people (FarGap *self,
            GPtrArray *out,
            const GArray *ids,
            const FarNames *names,
            const guint8 *me)
{
  for (guint i = 0; i < ids->len; i++)
    {
      const guint8 *id = (const guint8 *)ids->data + (gsize)i * FAR_RECORD_ID_LEN;
      FarToCall *view;

      if (far_record_id_equal (id, me))
        continue;
      view = g_new0 (FarToCall, 1);
      far_view_to_call (self, view, names, id);
      g_ptr_array_add (out, view);
    }
}

static gboolean
asks_me (const FarOuting *outing)
{
  for (guint i = 0; i < outing->joins->len; i++)
    if (((const FarJoin *)outing->joins->pdata[i])->asks_me)
      return TRUE;

  return FALSE;
}

static gboolean
is_short (const FarOuting *outing)
{
  return outing->state == FAR_ROTA_PUBLISHED && !outing->runs &&
         (outing->why == FAR_VERDICT_SHORT || outing->why == FAR_VERDICT_ROLE ||
          outing->why == FAR_VERDICT_TRAINING || outing->why == FAR_VERDICT_JOINED);
}

/* First whoever could still come, then what needs fewer to, then none. */
static void
add_steps (FarGap *self, const FarGapFacts *facts, gboolean may_publish, gboolean asks_rides)
{
  const FarOuting *outing = self->outing;

  if (asks_me (outing))
    add_step (self, FAR_GAP_AGREE, FALSE, NULL);
  if (!is_short (outing))
    return;

  if (outing->my_turn == NULL)
    add_step (self, FAR_GAP_TAKE, FALSE, NULL);
  if (self->to_ask->len > 0)
    add_step (self, FAR_GAP_ASK, FALSE, NULL);
  for (guint i = 0; outing->joins->len == 0 && i < MIN (facts->neighbours->len, NEIGHBOURS_SHOWN);
       i++)
    add_step (self, FAR_GAP_JOIN, !may_publish,
              view_neighbour (self, &g_array_index (facts->neighbours, FarNeighbourFacts, i)));
  if (asks_rides)
    add_step (self, FAR_GAP_RIDES, FALSE, NULL);
  add_step (self, FAR_GAP_CANCEL, !may_publish, NULL);
}

static FarGap *
view_gap (FarWorker *worker, const guint8 *rota, gint32 day, GError **error)
{
  FarStore *store = worker->store;
  const guint8 *me = worker->me.member;
  gint32 today = far_worker_today (worker);
  g_autoptr (FarGapFacts) facts = far_collective_gap (store, rota, me, day, error);
  g_autoptr (GPtrArray) lines = facts != NULL ? far_collective_lines (store, error) : NULL;
  g_autoptr (FarNames) names = lines != NULL ? far_names_new (store, error) : NULL;
  g_autoptr (GArray) call = NULL;
  g_autoptr (GPtrArray) dates = NULL;
  FarRidesInstead rides;
  FarGap *view;

  if (names == NULL)
    return NULL;
  if (facts->outing->join != NULL)
    {
      call = far_collective_join_to_call (store, worker->me.device, rota, day, today, error);
      if (call == NULL)
        return NULL;
    }

  dates = far_collective_rides (store, me, day, 1, error);
  if (dates == NULL)
    return NULL;
  far_rides_count_instead (dates, rota, day, &rides);

  view = far_snapshot_new (FarGap);
  view->outing = far_snapshot_own (view, far_view_outing (facts->outing, lines, names, me),
                                   far_snapshot_unref);
  view->steps = far_snapshot_own_list (view);
  view->to_ask = far_snapshot_own_list (view);
  view->to_call = far_snapshot_own_list (view);
  add_people (view, view->to_ask, facts->reserves, names, me);
  add_people (view, view->to_ask, facts->willing, names, me);
  if (call != NULL)
    add_people (view, view->to_call, call, names, me);
  if (day >= today)
    add_steps (view, facts, far_collective_may_publish (store, me),
               far_collective_uses (store, FAR_RULE_RIDES) && rides.n_rides == 0);

  return view;
}

/* @prefix: of a rota.  @out: (out) */
static gboolean
find_rota (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  g_autoptr (GPtrArray) rotas = NULL;
  const FarRotaFacts *rota = _far_find_rota (worker, prefix, &rotas, error);

  if (rota != NULL)
    memcpy (out, rota->id, FAR_RECORD_ID_LEN);

  return rota != NULL;
}

static gpointer
do_gap (FarWorker *worker, GVariant *args, GError **error)
{
  guint8 rota[FAR_RECORD_ID_LEN];
  const char *prefix;
  gint32 day;

  g_variant_get (args, "(^&ayi)", &prefix, &day);

  return find_rota (worker, prefix, rota, error) ? view_gap (worker, rota, day, error) : NULL;
}

static const FarCall gap_call = { .name = "gap",
                                  .needs = FAR_NEEDS_STORE,
                                  .work = do_gap,
                                  .free_result = far_snapshot_unref };

void
far_engine_gap_async (FarEngine *self,
                      const char *rota,
                      gint32 day,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL);

  _far_engine_call (self, &gap_call, g_variant_new ("(^ayi)", rota, day), cancellable, callback,
                    data);
}

FarGap *
far_engine_gap_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &gap_call, result, error);
}

/* ---- walking with another one */

typedef struct
{
  FarGap *gap; /* owned */
  gboolean is_suggestion;
} Joined;

static void
joined_free (gpointer data)
{
  Joined *self = data;

  g_clear_pointer (&self->gap, far_snapshot_unref);
  g_free (self);
}

static gpointer
do_join_outing (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 other[FAR_RECORD_ID_LEN];
  gboolean is_suggestion;
  const char *prefix;
  const char *into;
  Joined *joined;
  FarGap *gap;
  gint32 day;

  g_variant_get (args, "(^&ayim^&ay)", &prefix, &day, &into);
  if (!find_rota (worker, prefix, rota, error) ||
      (into != NULL && !find_rota (worker, into, other, error)) ||
      !far_collective_join (&writer, rota, day, into != NULL ? other : NULL,
                            far_worker_today (worker), &is_suggestion, error))
    return NULL;
  far_worker_committed (worker, NULL);

  gap = view_gap (worker, rota, day, error);
  if (gap == NULL)
    return NULL;
  joined = g_new0 (Joined, 1);
  joined->gap = gap;
  joined->is_suggestion = is_suggestion;

  return joined;
}

static const FarCall join_outing_call = { .name = "join-outing",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_join_outing,
                                          .free_result = joined_free };

void
far_engine_join_outing_async (FarEngine *self,
                              const char *rota,
                              gint32 day,
                              const char *into,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL);

  _far_engine_call (self, &join_outing_call, g_variant_new ("(^ayim^ay)", rota, day, into),
                    cancellable, callback, data);
}

FarGap *
far_engine_join_outing_finish (FarEngine *self,
                               GAsyncResult *result,
                               gboolean *is_suggestion,
                               GError **error)
{
  Joined *joined = _far_engine_finish (self, &join_outing_call, result, error);
  FarGap *gap = NULL;

  if (is_suggestion != NULL)
    *is_suggestion = joined != NULL && joined->is_suggestion;
  if (joined != NULL)
    {
      gap = g_steal_pointer (&joined->gap);
      joined_free (joined);
    }

  return gap;
}

/* ---- saying yes */

static gpointer
do_agree_join (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 rota[FAR_RECORD_ID_LEN];
  guint8 person[FAR_RECORD_ID_LEN];
  const char *prefix;
  const char *who;
  gboolean is_yes;
  gint32 day;

  g_variant_get (args, "(^&ayim^&ayb)", &prefix, &day, &who, &is_yes);
  if (!find_rota (worker, prefix, rota, error) ||
      (who != NULL && !far_find_person (worker, who, person, error)) ||
      !far_collective_agree_join (&writer, rota, day, who != NULL ? person : NULL, is_yes,
                                  far_worker_today (worker), error))
    return NULL;
  far_worker_committed (worker, NULL);

  return view_gap (worker, rota, day, error);
}

static const FarCall agree_join_call = { .name = "agree-join",
                                         .needs = FAR_NEEDS_STORE,
                                         .work = do_agree_join,
                                         .free_result = far_snapshot_unref };

void
far_engine_agree_join_async (FarEngine *self,
                             const char *rota,
                             gint32 day,
                             const char *person,
                             gboolean is_yes,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL);

  _far_engine_call (self, &agree_join_call,
                    g_variant_new ("(^ayim^ayb)", rota, day, person, is_yes), cancellable, callback,
                    data);
}

FarGap *
far_engine_agree_join_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &agree_join_call, result, error);
}
