/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns: promised, and what becomes of them. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

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

static gpointer
do_take_turn (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) rotas = NULL;
  guint8 person[FAR_RECORD_ID_LEN];
  guint8 turn[FAR_RECORD_ID_LEN];
  FarRotaFacts *rota;
  FarOuting *outing;
  Taken *taken;
  const char *prefix, *who;
  gint32 day;

  g_variant_get (args, "(^&ayim^&ay)", &prefix, &day, &who);
  rota = _far_find_rota (worker, prefix, &rotas, error);
  if (rota == NULL || (who != NULL && !far_find_person (worker, who, person, error)))
    return NULL;

  if (!far_collective_take_turn (&writer, rota->id, day, who != NULL ? person : NULL,
                                 far_worker_today (worker), turn, error))
    return NULL;
  far_worker_committed (worker, NULL);

  outing = _far_view_one_outing (worker, rota->id, day, error);
  if (outing == NULL)
    return NULL;

  taken = g_new0 (Taken, 1);
  taken->outing = outing;
  taken->turn = far_hex (turn, sizeof turn);

  return taken;
}

static const FarCall take_turn_call = { .name = "take-turn",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_take_turn,
                                        .free_result = taken_free };

void
far_engine_take_turn_async (FarEngine *self,
                            const char *rota,
                            gint32 day,
                            const char *member,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL);

  _far_engine_call (self, &take_turn_call, g_variant_new ("(^ayim^ay)", rota, day, member),
                    cancellable, callback, data);
}

FarOuting *
far_engine_take_turn_finish (FarEngine *self, GAsyncResult *result, char **turn, GError **error)
{
  Taken *taken = _far_engine_finish (self, &take_turn_call, result, error);
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
do_release_turn (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 turn[FAR_RECORD_ID_LEN];
  guint8 rota[FAR_RECORD_ID_LEN];
  const char *prefix;
  gint32 day;

  g_variant_get (args, "(^&ay)", &prefix);
  if (!far_prefix_check (prefix, 2 * FAR_RECORD_ID_LEN, error) ||
      !far_collective_find_turn (worker->store, prefix, turn, error) ||
      !far_collective_release_turn (&writer, turn, far_worker_today (worker), rota, &day, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return _far_view_one_outing (worker, rota, day, error);
}

static const FarCall release_turn_call = { .name = "release-turn",
                                           .needs = FAR_NEEDS_STORE,
                                           .work = do_release_turn,
                                           .free_result = far_snapshot_unref };

void
far_engine_release_turn_async (FarEngine *self,
                               const char *turn,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (turn != NULL);

  _far_engine_call (self, &release_turn_call, g_variant_new ("(^ay)", turn), cancellable, callback,
                    data);
}

FarOuting *
far_engine_release_turn_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &release_turn_call, result, error);
}
