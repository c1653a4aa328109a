/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns: promised, and what becomes of them. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-engine-views.h"

typedef struct
{
  FarOuting *outing; /* owned */
  char *turn;        /* owned */
} Taken;

static void
taken_free (gpointer data)
{
  Taken *self = data;

  g_clear_pointer (&self->outing, far_snapshot_unref);
  g_free (self->turn);
  g_free (self);
}

/* Returns: (transfer full): the outing as it now is, and which turn it is about */
static Taken *
taken_new (FarWorker *worker, const FarTurnPoint *point, GError **error)
{
  FarOuting *outing = _far_view_one_outing (worker, point->rota, point->day, error);
  Taken *self;

  if (outing == NULL)
    return NULL;

  self = g_new0 (Taken, 1);
  self->outing = outing;
  self->turn = far_hex (point->turn, sizeof point->turn);

  return self;
}

static FarOuting *
finish_taken (FarEngine *self,
              const FarCall *call,
              GAsyncResult *result,
              char **turn,
              GError **error)
{
  Taken *taken = _far_engine_finish (self, call, result, error);
  FarOuting *outing;

  if (turn != NULL)
    *turn = NULL;
  if (taken == NULL)
    return NULL;

  outing = g_steal_pointer (&taken->outing);
  if (turn != NULL)
    *turn = g_steal_pointer (&taken->turn);
  taken_free (taken);

  return outing;
}

static gpointer
do_take_turn (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) rotas = NULL;
  guint8 person[FAR_RECORD_ID_LEN];
  FarTurnPoint point;
  FarRotaFacts *rota;
  const char *prefix, *who;
  int role;

  g_variant_get (args, "(^&ayiim^&ay)", &prefix, &point.day, &role, &who);
  rota = _far_find_rota (worker, prefix, &rotas, error);
  if (rota == NULL || (who != NULL && !far_find_person (worker, who, person, error)))
    return NULL;

  if (!far_collective_take_role (&writer, rota->id, point.day, (guint)role,
                                 who != NULL ? person : NULL, far_worker_today (worker), point.turn,
                                 error))
    return NULL;
  far_worker_committed (worker, NULL);
  memcpy (point.rota, rota->id, FAR_RECORD_ID_LEN);

  return taken_new (worker, &point, error);
}

static const FarCall take_turn_call = { .name = "take-turn",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_take_turn,
                                        .free_result = taken_free };

void
far_engine_take_turn_async (FarEngine *self,
                            const char *rota,
                            gint32 day,
                            int role,
                            const char *member,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL);

  _far_engine_call (self, &take_turn_call, g_variant_new ("(^ayiim^ay)", rota, day, role, member),
                    cancellable, callback, data);
}

FarOuting *
far_engine_take_turn_finish (FarEngine *self, GAsyncResult *result, char **turn, GError **error)
{
  return finish_taken (self, &take_turn_call, result, turn, error);
}

static gboolean
find_turn_id (FarWorker *worker, const char *prefix, guint8 *out, GError **error)
{
  return far_prefix_check (prefix, 2 * FAR_RECORD_ID_LEN, error) &&
         far_collective_find_turn (worker->store, prefix, out, error);
}

static gpointer
do_change_turn (FarWorker *worker, GVariant *args, GError **error)
{
  static const FarTurnChange changes[] = {
    [FAR_TURN_ACT_STAND] = FAR_TURN_STATE_STANDS,
    [FAR_TURN_ACT_RELEASE] = FAR_TURN_STATE_RELEASED,
    [FAR_TURN_ACT_SEEK] = FAR_TURN_STATE_SEEKING,
    [FAR_TURN_ACT_ABSENT] = FAR_TURN_STATE_ABSENT,
  };
  FarWriter writer = far_worker_writer (worker);
  FarTurnPoint point;
  guint8 turn[FAR_RECORD_ID_LEN];
  const char *prefix;
  guint32 act;

  g_variant_get (args, "(^&ayu)", &prefix, &act);
  if (!find_turn_id (worker, prefix, turn, error) ||
      !far_collective_change_turn (&writer, turn, changes[act], far_worker_today (worker), &point,
                                   error))
    return NULL;
  far_worker_committed (worker, NULL);

  return taken_new (worker, &point, error);
}

static const FarCall change_turn_call = { .name = "change-turn",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_change_turn,
                                          .free_result = taken_free };

void
far_engine_change_turn_async (FarEngine *self,
                              const char *turn,
                              FarTurnAct act,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (turn != NULL);
  g_return_if_fail (act <= FAR_TURN_ACT_ABSENT);

  _far_engine_call (self, &change_turn_call, g_variant_new ("(^ayu)", turn, act), cancellable,
                    callback, data);
}

FarOuting *
far_engine_change_turn_finish (FarEngine *self, GAsyncResult *result, char **now, GError **error)
{
  return finish_taken (self, &change_turn_call, result, now, error);
}

/* ---- exchanged */

static gpointer
do_offer_swap (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 mine[FAR_RECORD_ID_LEN];
  guint8 theirs[FAR_RECORD_ID_LEN];
  const char *prefixes[2];
  FarTurnPoint point;

  g_variant_get (args, "(^&ay^&ay)", &prefixes[0], &prefixes[1]);
  if (!find_turn_id (worker, prefixes[0], mine, error) ||
      !find_turn_id (worker, prefixes[1], theirs, error) ||
      !far_collective_offer_swap (&writer, mine, theirs, far_worker_today (worker), &point, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return taken_new (worker, &point, error);
}

static const FarCall offer_swap_call = { .name = "offer-swap",
                                         .needs = FAR_NEEDS_STORE,
                                         .work = do_offer_swap,
                                         .free_result = taken_free };

void
far_engine_offer_swap_async (FarEngine *self,
                             const char *mine,
                             const char *theirs,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (mine != NULL && theirs != NULL);

  _far_engine_call (self, &offer_swap_call, g_variant_new ("(^ay^ay)", mine, theirs), cancellable,
                    callback, data);
}

FarOuting *
far_engine_offer_swap_finish (FarEngine *self, GAsyncResult *result, char **turn, GError **error)
{
  return finish_taken (self, &offer_swap_call, result, turn, error);
}

static gpointer
do_accept_swap (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 theirs[FAR_RECORD_ID_LEN];
  const char *prefix;
  FarTurnPoint point;

  g_variant_get (args, "(^&ay)", &prefix);
  if (!find_turn_id (worker, prefix, theirs, error) ||
      !far_collective_accept_swap (&writer, theirs, far_worker_today (worker), &point, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return taken_new (worker, &point, error);
}

static const FarCall accept_swap_call = { .name = "accept-swap",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_accept_swap,
                                          .free_result = taken_free };

void
far_engine_accept_swap_async (FarEngine *self,
                              const char *theirs,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (theirs != NULL);

  _far_engine_call (self, &accept_swap_call, g_variant_new ("(^ay)", theirs), cancellable, callback,
                    data);
}

FarOuting *
far_engine_accept_swap_finish (FarEngine *self, GAsyncResult *result, char **turn, GError **error)
{
  return finish_taken (self, &accept_swap_call, result, turn, error);
}

static gpointer
do_keep_turn (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 rota[FAR_RECORD_ID_LEN];
  const char *prefix;
  gint32 day;

  g_variant_get (args, "(^&ay)", &prefix);
  if (!find_turn_id (worker, prefix, turn, error) ||
      !far_collective_keep_turn (&writer, turn, far_worker_today (worker), rota, &day, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return _far_view_one_outing (worker, rota, day, error);
}

static const FarCall keep_turn_call = { .name = "keep-turn",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_keep_turn,
                                        .free_result = far_snapshot_unref };

void
far_engine_keep_turn_async (FarEngine *self,
                            const char *turn,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (turn != NULL);

  _far_engine_call (self, &keep_turn_call, g_variant_new ("(^ay)", turn), cancellable, callback,
                    data);
}

FarOuting *
far_engine_keep_turn_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &keep_turn_call, result, error);
}

/* ---- for a term */

#define SERIES_FORMAT "(^&ayii@aim^&ayu)"

static FarSeriesReport *
view_series (FarWorker *worker,
             const guint8 *rota,
             const guint8 *person,
             const FarSeries *series,
             GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  FarSeriesReport *self;

  if (names == NULL)
    return NULL;

  self = far_snapshot_new (FarSeriesReport);
  self->rota = far_snapshot_hex (self, rota, FAR_RECORD_ID_LEN);
  self->member = far_snapshot_hex (self, person, FAR_RECORD_ID_LEN);
  self->member_name = far_snapshot_dup (self, far_names_peek (names, person));
  self->is_me = far_record_id_equal (person, worker->me.member);
  self->role = (int)series->role;
  self->n_days = series->days->len;
  self->days =
      far_snapshot_own (self, g_memdup2 (series->days->data, series->days->len * sizeof (gint32)),
                        g_free);
  self->n_full = series->n_full;
  self->n_held = series->n_held;
  self->n_closed = series->n_closed;
  self->n_capped = series->n_capped;
  self->n_untrained = series->n_untrained;
  self->n_late = series->n_late;

  return self;
}

typedef gboolean (*SeriesWork) (const FarWriter *writer,
                                const FarSeriesPlan *plan,
                                gint32 today,
                                FarSeries *out,
                                GError **error);

static gpointer
do_series (FarWorker *worker, GVariant *args, SeriesWork work, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) rotas = NULL;
  g_autoptr (GVariant) listed = NULL;
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));
  guint8 person[FAR_RECORD_ID_LEN];
  FarSeriesPlan plan = { .person = person };
  FarRotaFacts *rota;
  FarSeriesReport *report;
  FarSeries series;
  const gint32 *given;
  const char *prefix, *who;
  gsize n_given;

  g_variant_get (args, SERIES_FORMAT, &prefix, &plan.first_day, &plan.last_day, &listed, &who,
                 &plan.role);
  given = g_variant_get_fixed_array (listed, &n_given, sizeof *given);
  g_array_append_vals (days, given, n_given);
  if (n_given > 0)
    plan.days = days;

  rota = _far_find_rota (worker, prefix, &rotas, error);
  if (rota == NULL || !far_find_whom (worker, who, person, error))
    return NULL;
  plan.rota = rota->id;
  if (!work (&writer, &plan, far_worker_today (worker), &series, error))
    return NULL;
  if (series.days->len > 0)
    far_worker_committed (worker, NULL);

  report = view_series (worker, rota->id, person, &series, error);
  far_series_clear (&series);

  return report;
}

static GVariant *
pack_series (const FarSeriesDraft *draft)
{
  GVariant *days = g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, draft->days, draft->n_days,
                                              sizeof *draft->days);

  return g_variant_new ("(^ayii@aim^ayu)", draft->rota, draft->first_day, draft->last_day, days,
                        draft->member, draft->role);
}

static gpointer
do_take_series (FarWorker *worker, GVariant *args, GError **error)
{
  return do_series (worker, args, far_collective_take_series, error);
}

static const FarCall take_series_call = { .name = "take-series",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_take_series,
                                          .free_result = far_snapshot_unref };

void
far_engine_take_series_async (FarEngine *self,
                              const FarSeriesDraft *draft,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (draft != NULL && draft->rota != NULL);

  _far_engine_call (self, &take_series_call, pack_series (draft), cancellable, callback, data);
}

FarSeriesReport *
far_engine_take_series_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &take_series_call, result, error);
}

static gpointer
do_release_series (FarWorker *worker, GVariant *args, GError **error)
{
  return do_series (worker, args, far_collective_release_series, error);
}

static const FarCall release_series_call = { .name = "release-series",
                                             .needs = FAR_NEEDS_STORE,
                                             .work = do_release_series,
                                             .free_result = far_snapshot_unref };

void
far_engine_release_series_async (FarEngine *self,
                                 const FarSeriesDraft *draft,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (draft != NULL && draft->rota != NULL);

  _far_engine_call (self, &release_series_call, pack_series (draft), cancellable, callback, data);
}

FarSeriesReport *
far_engine_release_series_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &release_series_call, result, error);
}
