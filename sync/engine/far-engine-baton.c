/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The baton: who holds it, who is to hold it next, what waits for its holder. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-belonging.h"
#include "far-engine-views.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 3600 * 1000)

/* ---- who holds it */

static FarTermPhase
get_phase (const FarBatonFacts *baton, gint32 today)
{
  if (today > baton->end_day)
    return FAR_TERM_OVER;

  return today + FAR_TERM_REMIND_DAYS >= baton->end_day ? FAR_TERM_ENDING : FAR_TERM_RUNNING;
}

static void
view_order (FarBaton *view,
            const GArray *order,
            const FarNames *names,
            const char *const **out_ids,
            const char *const **out_names)
{
  GPtrArray *ids = g_ptr_array_new ();
  GPtrArray *texts = g_ptr_array_new ();

  for (guint i = 0; i < order->len; i++)
    {
      const guint8 *id = (const guint8 *)order->data + (gsize)i * FAR_RECORD_ID_LEN;

      g_ptr_array_add (ids, far_hex (id, FAR_RECORD_ID_LEN));
      g_ptr_array_add (texts, g_strdup (far_names_peek (names, id)));
    }
  *out_ids = far_snapshot_take_list (view, ids);
  *out_names = far_snapshot_take_list (view, texts);
}

static void
view_offers (FarWorker *worker, FarBaton *view, const GArray *offers, const FarNames *names)
{
  view->offers = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (view, view->offers, (GDestroyNotify)g_ptr_array_unref);

  for (guint i = 0; i < offers->len; i++)
    {
      const FarSuccessor *facts = &g_array_index (offers, FarSuccessor, i);
      FarBatonOffer *offer = g_new0 (FarBatonOffer, 1);

      offer->proposal = far_snapshot_hex (view, facts->proposal, FAR_ID_LEN);
      offer->member = far_snapshot_hex (view, facts->member, FAR_RECORD_ID_LEN);
      offer->member_name = far_snapshot_dup (view, far_names_peek (names, facts->member));
      offer->is_me = far_record_id_equal (facts->member, worker->me.member);
      offer->is_offer = facts->is_offer;
      offer->is_claim = facts->is_claim;
      offer->is_declined = facts->is_declined;
      offer->has_last_day = facts->last_day != 0;
      offer->last_day = facts->last_day;
      offer->n_approvals = facts->n_approvals;
      offer->n_needed = facts->n_needed;
      offer->i_approved = facts->i_approved;
      g_ptr_array_add (view->offers, offer);
    }
}

static gboolean
stands (const FarGovernance *gov, const guint8 *member)
{
  const FarGovMember *found = far_governance_find_member (gov, member);

  return found != NULL && found->standing == FAR_GOV_ACTIVE;
}

static FarBaton *
view_baton (FarWorker *worker, const FarNames *names, GError **error)
{
  const FarGovernance *gov = far_store_peek_governance (worker->store);
  gint32 today = far_worker_today (worker);
  g_autoptr (FarSuccession) facts =
                 far_collective_succession (worker->store, worker->me.member, today, error);
  gboolean has_deputy;
  FarBaton *view;

  if (facts == NULL)
    return NULL;

  has_deputy = stands (gov, facts->now.deputy);
  view = far_snapshot_new (FarBaton);
  view->term = facts->now.number;
  view->holder = far_view_id (view, facts->now.holder);
  view->holder_name = far_snapshot_dup (view, far_names_peek (names, facts->now.holder));
  view->deputy = has_deputy ? far_view_id (view, facts->now.deputy) : "";
  view->deputy_name =
      has_deputy ? far_snapshot_dup (view, far_names_peek (names, facts->now.deputy)) : "";
  view->start_day = facts->now.start_day;
  view->end_day = facts->now.end_day;
  view->phase = get_phase (&facts->now, today);
  view->i_hold = far_record_id_equal (facts->now.holder, worker->me.member);
  view->is_vacant = !stands (gov, facts->now.holder);
  view->i_may_claim = !view->i_hold && far_belonging_stands (worker) &&
                      (view->phase == FAR_TERM_OVER || view->is_vacant);
  view->next = far_view_id (view, facts->next);
  view->next_name = far_snapshot_dup (view, far_names_peek (names, facts->next));
  view->i_am_next = far_record_id_equal (facts->next, worker->me.member);
  view->is_agreed = facts->is_agreed;
  view->n_votes = facts->n_votes;
  view->n_members = far_governance_get_n_active (gov);
  view_order (view, facts->order, names, &view->order, &view->order_names);
  view_order (view, facts->vote, names, &view->vote, &view->vote_names);
  view->n_places = FAR_ORDER_MAX;
  view_offers (worker, view, facts->offers, names);

  return view;
}

static FarBaton *
view_baton_now (FarWorker *worker, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);

  return names != NULL ? view_baton (worker, names, error) : NULL;
}

static gpointer
do_baton (FarWorker *worker, GVariant *args, GError **error)
{
  return view_baton_now (worker, error);
}

static const FarCall baton_call = { .name = "baton",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_baton,
                                    .free_result = far_snapshot_unref };

void
far_engine_baton_async (FarEngine *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &baton_call, NULL, cancellable, callback, data);
}

FarBaton *
far_engine_baton_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &baton_call, result, error);
}

/* ---- passing it on */

static gpointer
do_act_baton (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  gint32 today = far_worker_today (worker);
  guint8 member[FAR_RECORD_ID_LEN];
  const char *prefix;
  FarApproval approval;
  gboolean has_last_day;
  gint32 last_day;
  int act;
  gboolean good = FALSE;

  g_variant_get (args, "(im^&aybi)", &act, &prefix, &has_last_day, &last_day);
  if (prefix != NULL && !far_find_person (worker, prefix, member, error))
    return NULL;
  /* the one day that means none, long ago, is as wrong as any before today */
  if (has_last_day && last_day == 0)
    last_day = FAR_DAY_MIN;

  switch ((FarBatonAct)act)
    {
    case FAR_BATON_PASS:
      good = far_collective_pass_baton (&writer, member, has_last_day ? last_day : 0, today, error);
      break;
    case FAR_BATON_KEEP:
      good = far_collective_keep_baton (&writer, has_last_day ? last_day : 0,
                                        prefix != NULL ? member : NULL, today, error);
      break;
    case FAR_BATON_ACCEPT:
      good = far_collective_accept_baton (&writer, prefix != NULL ? member : NULL, today, error);
      break;
    case FAR_BATON_DECLINE:
      good = far_collective_decline_baton (&writer, today, error);
      break;
    case FAR_BATON_CLAIM:
    default:
      good = far_collective_claim_baton (&writer, today, &approval, error);
      break;
    }
  if (!good)
    return NULL;

  far_worker_committed (worker, NULL);

  return view_baton_now (worker, error);
}

static const FarCall act_baton_call = { .name = "act-baton",
                                        .needs = FAR_NEEDS_STORE,
                                        .work = do_act_baton,
                                        .free_result = far_snapshot_unref };

void
far_engine_act_baton_async (FarEngine *self,
                            FarBatonAct act,
                            const char *member,
                            gboolean has_last_day,
                            gint32 last_day,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (act != FAR_BATON_PASS || member != NULL);

  _far_engine_call (self, &act_baton_call,
                    g_variant_new ("(im^aybi)", (int)act, member, has_last_day, last_day),
                    cancellable, callback, data);
}

FarBaton *
far_engine_act_baton_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &act_baton_call, result, error);
}

static gpointer
do_order_baton (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autofree const char **prefixes = NULL;
  g_autoptr (GArray) members = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);

  g_variant_get (args, "(^a&ay)", &prefixes);
  for (guint i = 0; prefixes[i] != NULL; i++)
    {
      guint8 member[FAR_RECORD_ID_LEN];

      if (!far_find_person (worker, prefixes[i], member, error))
        return NULL;
      g_array_append_vals (members, member, 1);
    }

  if (!far_collective_order_baton (&writer, (gconstpointer)members->data, members->len, error))
    return NULL;

  far_worker_committed (worker, NULL);

  return view_baton_now (worker, error);
}

static const FarCall order_baton_call = { .name = "order-baton",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_order_baton,
                                          .free_result = far_snapshot_unref };

void
far_engine_order_baton_async (FarEngine *self,
                              const char *const *members,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (members != NULL);

  _far_engine_call (self, &order_baton_call, g_variant_new ("(^aay)", members), cancellable,
                    callback, data);
}

FarBaton *
far_engine_order_baton_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &order_baton_call, result, error);
}

/* ---- suggestions */

static FarSuggestion *
view_suggestion (FarWorker *worker, const FarSuggestionFacts *facts, const FarNames *names)
{
  FarSuggestion *view = far_snapshot_new (FarSuggestion);

  view->id = far_snapshot_hex (view, facts->entry, FAR_ID_LEN);
  view->kind = (FarSuggestionKind)facts->what;
  view->rota = far_view_id (view, facts->rota);
  view->title = far_snapshot_dup (view, facts->title);
  view->day = facts->day;
  view->words = far_snapshot_dup (view, facts->words);
  view->at = facts->date.at;
  view->n_min = facts->date.n_min;
  view->n_max = facts->date.n_max;
  view->place = far_snapshot_dup (view, facts->date.place);
  view->roles = facts->date.roles != NULL ? far_view_roles (view, facts->date.roles, NULL) : NULL;
  view->remark = far_snapshot_dup (view, facts->date.remark);
  view->by = far_view_id (view, facts->by);
  view->by_name = far_snapshot_dup (view, far_names_peek (names, facts->by));
  view->is_mine = far_record_id_equal (facts->by, worker->me.member);
  view->time_ms = facts->time_ms;

  return view;
}

static GPtrArray *
view_suggestions (FarWorker *worker, const FarNames *names, GError **error)
{
  g_autoptr (GPtrArray) suggestions =
                 far_collective_suggestions (worker->store, far_worker_today (worker), error);
  GPtrArray *views;

  if (suggestions == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < suggestions->len; i++)
    g_ptr_array_add (views, view_suggestion (worker, suggestions->pdata[i], names));

  return views;
}

static gpointer
do_suggestions (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);

  return names != NULL ? view_suggestions (worker, names, error) : NULL;
}

static const FarCall suggestions_call = { .name = "suggestions",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_suggestions,
                                          .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_suggestions_async (FarEngine *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &suggestions_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_suggestions_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &suggestions_call, result, error);
}

static const guint8 *
peek_entry (gconstpointer suggestion)
{
  return ((const FarSuggestionFacts *)suggestion)->entry;
}

static gpointer
do_answer (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GPtrArray) suggestions = NULL;
  const FarSuggestionFacts *found = NULL;
  const char *prefix;
  gboolean adopt;

  g_variant_get (args, "(^&ayb)", &prefix, &adopt);
  suggestions = far_collective_suggestions (worker->store, far_worker_today (worker), error);
  if (suggestions != NULL)
    found = far_find_by_prefix (suggestions, peek_entry, FAR_ID_LEN, prefix, error);
  if (found == NULL || !far_collective_answer_suggestion (&writer, found->entry, adopt, error))
    return NULL;

  far_worker_committed (worker, NULL);

  return GINT_TO_POINTER (TRUE);
}

static const FarCall answer_call = { .name = "answer-suggestion",
                                     .needs = FAR_NEEDS_STORE,
                                     .work = do_answer };

void
far_engine_answer_suggestion_async (FarEngine *self,
                                    const char *suggestion,
                                    gboolean adopt,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (suggestion != NULL);

  _far_engine_call (self, &answer_call, g_variant_new ("(^ayb)", suggestion, adopt), cancellable,
                    callback, data);
}

gboolean
far_engine_answer_suggestion_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &answer_call, result, error) != NULL;
}

/* ---- the hand-over sheet */

/* Everything is read once. */
typedef struct
{
  FarWorker *worker; /* unowned */
  FarSheet *view;    /* unowned */
  FarNames *names;   /* owned */
  GPtrArray *lines;  /* owned */
  GPtrArray *rotas;  /* owned */
} Sheet;

static GPtrArray *
own_list (FarSheet *view)
{
  return far_snapshot_own (view, far_snapshot_list_new (), (GDestroyNotify)g_ptr_array_unref);
}

static gboolean
read_all (Sheet *self, GError **error)
{
  FarStore *store = self->worker->store;

  return (self->names = far_names_new (store, error)) != NULL &&
         (self->lines = far_collective_lines (store, error)) != NULL &&
         (self->rotas = far_collective_rotas (store, error)) != NULL;
}

static gboolean
add_gaps (Sheet *self, GError **error)
{
  const guint8 *me = self->worker->me.member;
  g_autoptr (GPtrArray) outings =
                 far_collective_outings (self->worker->store, self->rotas, me,
                                         self->view->first_day,
                                         self->view->last_day - self->view->first_day + 1, error);

  if (outings == NULL)
    return FALSE;

  self->view->gaps = own_list (self->view);
  for (guint i = 0; i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      if (outing->rota->is_published && outing->verdict.n_missing > 0)
        g_ptr_array_add (self->view->gaps, far_view_outing (outing, self->lines, self->names, me));
    }

  return TRUE;
}

static void
add_rotas (Sheet *self)
{
  self->view->rotas = own_list (self->view);
  self->view->drafts = own_list (self->view);
  for (guint i = 0; i < self->rotas->len; i++)
    {
      const FarRotaFacts *rota = self->rotas->pdata[i];
      GPtrArray *list = rota->is_published ? self->view->rotas : self->view->drafts;

      if (rota->rule.last_day >= self->view->first_day &&
          (!rota->is_published || rota->rule.last_day <= self->view->last_day))
        g_ptr_array_add (list, far_view_rota (rota, self->lines, NULL, self->worker->me.member));
    }
}

static void
add_rules (Sheet *self)
{
  g_autoptr (GArray) rules = far_collective_rules (self->worker->store);

  self->view->rules = own_list (self->view);
  for (guint i = 0; i < rules->len; i++)
    {
      const FarRuleFacts *rule = &g_array_index (rules, FarRuleFacts, i);

      if (rule->is_agreed && rule->review_day <= self->view->last_day)
        g_ptr_array_add (self->view->rules, far_view_agreement (rule));
    }
}

/* When the member last wrote anything, as their machines' clocks say. */
static gboolean
find_last_word (FarWorker *worker, const guint8 *member, gint64 *out_ms, GError **error)
{
  const FarGovernance *gov = far_store_peek_governance (worker->store);
  guint n;
  const FarGovDevice *devices = far_governance_peek_devices (gov, &n);

  for (guint i = 0; i < n; i++)
    {
      guint32 log = far_store_find_log (worker->store, devices[i].key);
      FarRow row;

      if (log == 0 || !far_record_id_equal (devices[i].member, member) ||
          far_store_peek_log (worker->store, log)->head_seq == 0)
        continue;
      if (!far_store_read_pos (worker->store,
                               (FarPos){ log, far_store_peek_log (worker->store, log)->head_seq },
                               &row, error))
        return FALSE;
      *out_ms = MAX (*out_ms, row.time_ms);
    }

  return TRUE;
}

static gboolean
add_silent (Sheet *self, GError **error)
{
  gint64 limit_ms = far_worker_now_ms (self->worker) - FAR_MEMBER_SILENT_DAYS * DAY_MS;
  g_autoptr (GPtrArray) members = far_collective_members (self->worker->store, error);

  if (members == NULL)
    return FALSE;

  self->view->silent = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (self->view, self->view->silent, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < members->len; i++)
    {
      const FarMemberFacts *member = members->pdata[i];
      gint64 last_ms = member->since_ms;
      FarSilence *silence;

      if (member->state != FAR_MEMBER_STATE_ACTIVE)
        continue;
      if (!find_last_word (self->worker, member->id, &last_ms, error))
        return FALSE;
      if (last_ms > limit_ms)
        continue;

      silence = g_new0 (FarSilence, 1);
      silence->member = far_snapshot_hex (self->view, member->id, FAR_RECORD_ID_LEN);
      silence->name = far_snapshot_dup (self->view, member->name);
      silence->last_ms = last_ms;
      g_ptr_array_add (self->view->silent, silence);
    }

  return TRUE;
}

/* What the holder hands over comes first. */
static gboolean
add_things (Sheet *self, GError **error)
{
  g_autoptr (GPtrArray) things = far_view_things (self->worker, self->names, error);

  if (things == NULL)
    return FALSE;

  self->view->things = own_list (self->view);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < things->len; i++)
      {
        const FarThing *thing = things->pdata[i];

        if (g_str_equal (thing->keeper, self->view->baton->holder) == (pass == 0))
          g_ptr_array_add (self->view->things, far_snapshot_ref (thing));
      }

  return TRUE;
}

static gboolean
fill_sheet (Sheet *self, GError **error)
{
  FarSheet *view = self->view;

  view->first_day = far_worker_today (self->worker);
  view->last_day = view->first_day + FAR_SHEET_DAYS - 1;
  if (!read_all (self, error))
    return FALSE;

  view->baton = view_baton (self->worker, self->names, error);
  if (view->baton == NULL)
    return FALSE;
  far_snapshot_own (view, view->baton, far_snapshot_unref);

  view->suggestions = view_suggestions (self->worker, self->names, error);
  if (view->suggestions == NULL)
    return FALSE;
  far_snapshot_own (view, view->suggestions, (GDestroyNotify)g_ptr_array_unref);

  add_rotas (self);
  add_rules (self);

  return add_gaps (self, error) && add_silent (self, error) && add_things (self, error);
}

static gpointer
do_sheet (FarWorker *worker, GVariant *args, GError **error)
{
  Sheet self = { .worker = worker, .view = far_snapshot_new (FarSheet) };
  gboolean good = fill_sheet (&self, error);

  g_clear_pointer (&self.names, far_names_free);
  g_clear_pointer (&self.lines, g_ptr_array_unref);
  g_clear_pointer (&self.rotas, g_ptr_array_unref);
  if (!good)
    g_clear_pointer (&self.view, far_snapshot_unref);

  return self.view;
}

static const FarCall sheet_call = { .name = "sheet",
                                    .needs = FAR_NEEDS_STORE,
                                    .work = do_sheet,
                                    .free_result = far_snapshot_unref };

void
far_engine_sheet_async (FarEngine *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &sheet_call, NULL, cancellable, callback, data);
}

FarSheet *
far_engine_sheet_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &sheet_call, result, error);
}
