/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A fair plan: worked out, proposed, and answered by each for themselves. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-collective-plan.h"
#include "far-engine-views.h"

/* ---- what it says */

static void
view_lines (FarFairPlan *self, const FarFairFacts *facts, const FarNames *names, const guint8 *me)
{
  for (guint i = 0; i < facts->lines->len; i++)
    {
      const FarFairLineFacts *line = &g_array_index (facts->lines, FarFairLineFacts, i);
      FarFairLine *view = g_new0 (FarFairLine, 1);

      view->id = far_snapshot_hex (self, line->id, FAR_RECORD_ID_LEN);
      view->rota =
          line->rota != NULL ? far_snapshot_hex (self, line->rota->id, FAR_RECORD_ID_LEN) : "";
      view->rota_title = far_snapshot_dup (self, line->rota != NULL ? line->rota->title : "");
      view->day = line->day;
      view->at = line->at;
      view->role = (int)line->role;
      view->role_name =
          far_snapshot_dup (self, line->rota != NULL
                                      ? far_rota_facts_role_name (line->rota, line->day, line->role)
                                      : NULL);
      view->member = far_snapshot_hex (self, line->person, FAR_RECORD_ID_LEN);
      view->member_name = far_snapshot_dup (self, far_names_peek (names, line->person));
      view->state = (FarFairLineState)line->state;
      view->is_wished = line->can == FAR_CAN_RATHER;
      view->is_me = far_record_id_equal (line->person, me);
      view->is_mine = far_names_answers (names, me, line->person);
      g_ptr_array_add (self->lines, view);
    }
}

static void
view_balances (FarFairPlan *self,
               const FarFairFacts *facts,
               const FarNames *names,
               const guint8 *me)
{
  for (guint i = 0; i < facts->balances->len; i++)
    {
      const FarBalanceFacts *balance = &g_array_index (facts->balances, FarBalanceFacts, i);
      FarBalance *view = g_new0 (FarBalance, 1);

      view->member = far_snapshot_hex (self, balance->person, FAR_RECORD_ID_LEN);
      view->member_name = far_snapshot_dup (self, far_names_peek (names, balance->person));
      view->is_me = far_record_id_equal (balance->person, me);
      view->n_done = (int)balance->n_done;
      view->n_promised = (int)balance->n_promised;
      view->n_turns = (int)balance->n_turns;
      view->per_season = balance->per_season;
      g_ptr_array_add (self->balances, view);
    }
}

/* Returns: (transfer full): NULL with @error */
static FarFairPlan *
view_plan (FarWorker *worker, const FarFairFacts *facts, GError **error)
{
  const guint8 *me = worker->me.member;
  g_autoptr (FarNames) names = far_names_new (worker->store, error);
  FarFairPlan *self;

  if (names == NULL)
    return NULL;

  self = far_snapshot_new (FarFairPlan);
  self->lines = far_snapshot_own (self, g_ptr_array_new_with_free_func (g_free),
                                  (GDestroyNotify)g_ptr_array_unref);
  self->balances = far_snapshot_own (self, g_ptr_array_new_with_free_func (g_free),
                                     (GDestroyNotify)g_ptr_array_unref);
  view_lines (self, facts, names, me);
  view_balances (self, facts, names, me);
  self->act = "";
  self->by_name = far_snapshot_dup (self, far_names_peek (names, facts->by));
  self->since_ms = facts->since_ms;
  self->i_may_propose = far_collective_may_publish (worker->store, me);
  self->season_day = facts->season_day;
  self->has_spread = facts->spread.n >= FAR_SPREAD_MIN;
  self->least = (int)facts->spread.least;
  self->low = (int)facts->spread.low;
  self->high = (int)facts->spread.high;
  self->most = (int)facts->spread.most;
  self->n_gaps = (int)facts->n_gaps;
  self->n_empty = (int)facts->n_empty;
  self->is_best = facts->is_best;

  return self;
}

static gpointer
do_fair_plan (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarFairFacts) facts = far_collective_fair_plan (worker->store, worker->me.member,
                                                             far_worker_today (worker),
                                                             g_variant_get_boolean (args), error);

  return facts != NULL ? view_plan (worker, facts, error) : NULL;
}

static const FarCall fair_plan_call = { .name = "fair-plan",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_fair_plan,
                                        .free_result = far_snapshot_unref };

void
far_engine_fair_plan_async (FarEngine *self,
                            gboolean with_balance,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &fair_plan_call, g_variant_new_boolean (with_balance), cancellable,
                    callback, data);
}

FarFairPlan *
far_engine_fair_plan_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &fair_plan_call, result, error);
}

/* ---- working it out */

static gpointer
do_work_out (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);
  g_autoptr (GPtrArray) rotas = NULL;
  g_autoptr (FarFairFacts) facts = NULL;
  guint8 act[FAR_RECORD_ID_LEN];
  const FarRotaFacts *rota = NULL;
  FarFairScope scope = { 0 };
  FarFairPlan *plan;
  const char *prefix;
  gboolean propose;

  g_variant_get (args, "(m^&ayiibb)", &prefix, &scope.first_day, &scope.last_day, &scope.is_full,
                 &propose);
  if (prefix != NULL && (rota = _far_find_rota (worker, prefix, &rotas, error)) == NULL)
    return NULL;
  scope.rota = rota != NULL ? rota->id : NULL;
  scope.first_day = MAX (scope.first_day, today);
  facts = far_collective_work_out (worker->store, worker->me.member, &scope, today, error);
  if (facts == NULL || (propose && !far_collective_propose (&writer, facts, &scope, act, error)))
    return NULL;
  if (propose)
    far_worker_committed (worker, NULL);

  plan = view_plan (worker, facts, error);
  if (plan != NULL && propose)
    plan->act = far_snapshot_hex (plan, act, sizeof act);

  return plan;
}

static const FarCall work_out_call = { .name = "work-out",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_work_out,
                                       .free_result = far_snapshot_unref };

void
far_engine_work_out_async (FarEngine *self,
                           const FarFairDraft *draft,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (draft != NULL);

  _far_engine_call (self, &work_out_call,
                    g_variant_new ("(m^ayiibb)", draft->rota, draft->first_day, draft->last_day,
                                   draft->is_full, draft->propose),
                    cancellable, callback, data);
}

FarFairPlan *
far_engine_work_out_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &work_out_call, result, error);
}

static gpointer
do_withdraw (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  guint8 act[FAR_RECORD_ID_LEN];
  const char *hex;
  gboolean is_gone;

  g_variant_get (args, "(m^&ayb)", &hex, &is_gone);
  if (hex != NULL && !far_unhex (hex, act, sizeof act))
    {
      far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "not an id");
      return NULL;
    }
  if (!far_collective_withdraw (&writer, hex != NULL ? act : NULL, is_gone,
                                far_worker_today (worker), error))
    return NULL;
  far_worker_committed (worker, NULL);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall withdraw_call = { .name = "withdraw-plan",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_withdraw };

void
far_engine_withdraw_plan_async (FarEngine *self,
                                const char *act,
                                gboolean is_gone,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &withdraw_call, g_variant_new ("(m^ayb)", act, is_gone), cancellable,
                    callback, data);
}

gboolean
far_engine_withdraw_plan_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &withdraw_call, result, error) != NULL;
}

/* ---- answering */

static const guint8 *
peek_line_id (gconstpointer line)
{
  return ((const FarFairLineFacts *)line)->id;
}

/* @prefixes: none for all.  Returns: (transfer full) (element-type guint8[16]): NULL with @error */
static GArray *
find_lines (const FarFairFacts *facts, const char *const *prefixes, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  for (guint i = 0; i < facts->lines->len; i++)
    g_ptr_array_add (lines, &g_array_index (facts->lines, FarFairLineFacts, i));
  for (guint i = 0; prefixes[i] != NULL; i++)
    {
      const FarFairLineFacts *line =
          far_find_by_prefix (lines, peek_line_id, FAR_RECORD_ID_LEN, prefixes[i], error);

      if (line == NULL)
        return NULL;
      g_array_append_vals (ids, line->id, 1);
    }

  return g_steal_pointer (&ids);
}

static gboolean
is_among (const GArray *ids, const guint8 *id)
{
  for (guint i = 0; i < ids->len; i++)
    if (far_record_id_equal (ids->data + (gsize)i * FAR_RECORD_ID_LEN, id))
      return TRUE;

  return ids->len == 0;
}

static GVariant *
bytes_of (const guint8 *id)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, id, FAR_RECORD_ID_LEN, 1);
}

/* Days that are declined by this member, or for whom they answer.  Returns: how many */
static int
add_declined (GVariantBuilder *builder,
              FarWorker *worker,
              const FarFairFacts *facts,
              const GArray *ids,
              const FarNames *names)
{
  int n = 0;

  for (guint i = 0; i < facts->lines->len; i++)
    {
      const FarFairLineFacts *line = &g_array_index (facts->lines, FarFairLineFacts, i);

      if (line->state != FAR_FAIR_OPEN || !is_among (ids, line->id) ||
          !far_names_answers (names, worker->me.member, line->person))
        continue;
      g_variant_builder_add (builder, "(@ayi@ay)", bytes_of (line->person), line->day,
                             bytes_of (line->rota->id));
      n++;
    }

  return n;
}

static gpointer
do_answer (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);
  g_autofree const char **prefixes = NULL;
  gboolean is_accepted;
  g_autoptr (FarFairFacts) facts = NULL;
  g_autoptr (FarNames) names = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (FarTurnPoint));
  g_auto (GVariantBuilder) turns = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("as"));
  g_auto (GVariantBuilder) days = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ayiay)"));
  int n = 0;

  g_variant_get (args, "(^a&sb)", &prefixes, &is_accepted);
  facts = far_collective_fair_plan (worker->store, worker->me.member, today, TRUE, error);
  names = facts != NULL ? far_names_new (worker->store, error) : NULL;
  ids = names != NULL ? find_lines (facts, prefixes, error) : NULL;
  if (ids == NULL)
    return NULL;
  if (!is_accepted)
    n = add_declined (&days, worker, facts, ids, names);
  if (!far_collective_answer_fair (&writer, ids, is_accepted, today, points, error))
    return NULL;
  far_worker_committed (worker, NULL);

  for (guint i = 0; i < points->len; i++)
    {
      g_autofree char *turn =
          far_hex (g_array_index (points, FarTurnPoint, i).turn, FAR_RECORD_ID_LEN);

      g_variant_builder_add (&turns, "s", turn);
      n++;
    }

  return g_variant_ref_sink (g_variant_new ("(iasa(ayiay))", n, &turns, &days));
}

static const FarCall answer_call = { .name = "answer-plan",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_answer,
                                     .free_result = (GDestroyNotify)g_variant_unref };

void
far_engine_answer_plan_async (FarEngine *self,
                              const char *const *lines,
                              gboolean is_accepted,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  static const char *const all[] = { NULL };

  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &answer_call,
                    g_variant_new ("(^asb)", lines != NULL ? lines : all, is_accepted), cancellable,
                    callback, data);
}

GVariant *
far_engine_answer_plan_finish (FarEngine *self, GAsyncResult *result, int *n, GError **error)
{
  GVariant *undo = _far_engine_finish (self, &answer_call, result, error);

  if (n != NULL)
    *n = 0;
  if (undo != NULL && n != NULL)
    g_variant_get_child (undo, 0, "i", n);

  return undo;
}

/* Without those days, as far as they stand by themselves. */
static gboolean
take_back_days (FarWriter *writer, GVariantIter *iter, gint32 today, GError **error)
{
  GVariant *person, *rota;
  gint32 day;

  while (g_variant_iter_next (iter, "(@ayi@ay)", &person, &day, &rota))
    {
      g_autoptr (GVariant) owned_person = person;
      g_autoptr (GVariant) owned_rota = rota;
      g_autoptr (GPtrArray) all = far_collective_availabilities (writer->store, error);
      g_autoptr (GArray) away = g_array_new (FALSE, FALSE, sizeof (FarAwayFacts));
      FarAvailabilityChange change = { .away = away, .n_turns = -1 };
      const guint8 *who = g_variant_get_data (person);
      const guint8 *where = g_variant_get_data (rota);

      if (all == NULL)
        return FALSE;
      if (g_variant_get_size (person) != FAR_RECORD_ID_LEN ||
          g_variant_get_size (rota) != FAR_RECORD_ID_LEN)
        return far_sync_fail (error, FAR_SYNC_ERROR_NO_SUCH_ID, "not an id");
      for (guint i = 0; i < all->len; i++)
        {
          const FarAvailabilityFacts *said = all->pdata[i];

          for (guint j = 0; far_record_id_equal (said->person, who) && j < said->away->len; j++)
            {
              const FarAwayFacts *one = &g_array_index (said->away, FarAwayFacts, j);

              if (one->first_day != day || one->last_day != day || !one->has_rota ||
                  !far_record_id_equal (one->rota, where))
                g_array_append_vals (away, one, 1);
            }
        }
      if (!far_collective_set_availability (writer, who, &change, today, error))
        return FALSE;
    }

  return TRUE;
}

static gpointer
do_undo (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);
  g_autoptr (GVariantIter) turns = NULL;
  g_autoptr (GVariantIter) days = NULL;
  const char *hex;
  int n;

  g_variant_get (args, "(iasa(ayiay))", &n, &turns, &days);
  while (g_variant_iter_next (turns, "&s", &hex))
    {
      guint8 turn[FAR_RECORD_ID_LEN];

      if (!far_unhex (hex, turn, sizeof turn) ||
          !far_collective_change_turn (&writer, turn, FAR_TURN_STATE_RELEASED, today, NULL, error))
        {
          far_worker_committed (worker, NULL);
          return NULL;
        }
    }
  if (!take_back_days (&writer, days, today, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall undo_call = { .name = "undo-answer",
                                   .needs = FAR_NEEDS_STORE,
                                   .work = do_undo };

void
far_engine_undo_answer_async (FarEngine *self,
                              GVariant *undo,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (g_variant_is_of_type (undo, G_VARIANT_TYPE ("(iasa(ayiay))")));

  _far_engine_call (self, &undo_call, undo, cancellable, callback, data);
}

gboolean
far_engine_undo_answer_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &undo_call, result, error) != NULL;
}
