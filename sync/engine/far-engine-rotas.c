/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rotas added and changed, and what a change would do. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-engine-views.h"

/* ---- what a rota is to say, on its way to the worker */

#define ROLES "a(iayiiay)"
#define LATER "a(iuiiiimaym" ROLES ")"
#define DRAFT_FORMAT "(^ayuiiiiiim^ayb@ai@aim^ay@" LATER "@" ROLES ")"

static GVariant *
pack_days (const gint32 *days, int n)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT32, days, n, sizeof *days);
}

static GVariant *
pack_roles (const GPtrArray *roles)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (ROLES));
  for (guint i = 0; roles != NULL && i < roles->len; i++)
    {
      const FarRole *one = roles->pdata[i];

      g_variant_builder_add (&builder, "(i^ayii^ay)", one->number, one->name, one->n_min,
                             one->n_max, one->training != NULL ? one->training : "");
    }

  return g_variant_builder_end (&builder);
}

static GArray *
unpack_roles (GVariant *packed)
{
  GArray *roles = far_role_facts_array_new ();
  GVariantIter iter;
  FarRoleFacts facts;
  int number, n_min, n_max;

  g_variant_iter_init (&iter, packed);
  while (g_variant_iter_next (&iter, "(i^ayii^ay)", &number, &facts.name, &n_min, &n_max,
                              &facts.training))
    {
      if (facts.training[0] == '\0')
        g_clear_pointer (&facts.training, g_free);
      facts.number = (guint8)number;
      /* what is under 0 is out of range like what is over 99 */
      facts.n_min = (guint)n_min;
      facts.n_max = (guint)n_max;
      g_array_append_val (roles, facts);
    }

  return roles;
}

static GVariant *
pack_later (const GPtrArray *later)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (LATER));
  for (guint i = 0; later != NULL && i < later->len; i++)
    {
      const FarRotaLater *one = later->pdata[i];

      g_variant_builder_add (&builder, "(iuiiiim^aym@" ROLES ")", one->from, one->weekdays,
                             one->every_n_weeks, one->at, one->n_min, one->n_max, one->place,
                             one->roles != NULL ? pack_roles (one->roles) : NULL);
    }

  return g_variant_builder_end (&builder);
}

static GArray *
unpack_later (GVariant *packed)
{
  GArray *later = far_later_facts_array_new ();
  GVariantIter iter;
  FarLaterFacts facts;
  GVariant *roles;

  g_variant_iter_init (&iter, packed);
  while (g_variant_iter_next (&iter, "(iuiiiim^aym@" ROLES ")", &facts.from, &facts.weekdays,
                              &facts.every_n_weeks, &facts.at, &facts.n_min, &facts.n_max,
                              &facts.place, &roles))
    {
      facts.roles = roles != NULL ? unpack_roles (roles) : NULL;
      g_clear_pointer (&roles, g_variant_unref);
      g_array_append_val (later, facts);
    }

  return later;
}

static GVariant *
pack_draft (const FarRotaDraft *draft)
{
  return g_variant_new (DRAFT_FORMAT, draft->title != NULL ? draft->title : "", draft->weekdays,
                        draft->every_n_weeks, draft->first_day, draft->last_day, draft->at,
                        draft->n_min, draft->n_max, draft->line, draft->in_holidays,
                        pack_days (draft->added, draft->n_added),
                        pack_days (draft->dropped, draft->n_dropped), draft->place,
                        pack_later (draft->later), pack_roles (draft->roles));
}

/* What was packed, and what of it is the worker's. */
typedef struct
{
  FarRotaPlan plan;
  GVariant *added; /* owned */
  GVariant *dropped;
  GArray *later; /* owned (element-type FarLaterFacts) */
  GArray *roles; /* owned (element-type FarRoleFacts) */
  guint8 line[FAR_RECORD_ID_LEN];
} Draft;

static void
draft_clear (Draft *self)
{
  g_clear_pointer (&self->added, g_variant_unref);
  g_clear_pointer (&self->dropped, g_variant_unref);
  g_clear_pointer (&self->later, g_array_unref);
  g_clear_pointer (&self->roles, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Draft, draft_clear)

/* @with_line: whether it says anything of the line: one that was taken off the list stays where it
 * is */
static gboolean
unpack_draft (Draft *self, FarWorker *worker, GVariant *packed, gboolean with_line, GError **error)
{
  FarRotaPlan *plan = &self->plan;
  g_autoptr (GVariant) later = NULL;
  g_autoptr (GVariant) roles = NULL;
  const char *line;
  gsize n;

  g_variant_get (packed, "(^&ayuiiiiiim^&ayb@ai@aim^&ay@" LATER "@" ROLES ")", &plan->title,
                 &plan->rule.weekdays, &plan->rule.every_n_weeks, &plan->rule.first_day,
                 &plan->rule.last_day, &plan->at, &plan->n_min, &plan->n_max, &line,
                 &plan->in_holidays, &self->added, &self->dropped, &plan->place, &later, &roles);
  self->later = unpack_later (later);
  plan->later = self->later;
  self->roles = unpack_roles (roles);
  plan->roles = self->roles;
  plan->rule.added = g_variant_get_fixed_array (self->added, &n, sizeof (gint32));
  plan->rule.n_added = n;
  plan->rule.dropped = g_variant_get_fixed_array (self->dropped, &n, sizeof (gint32));
  plan->rule.n_dropped = n;
  if (!with_line)
    line = NULL;
  if (line != NULL && !_far_find_line (worker, line, self->line, error))
    return FALSE;
  plan->line = line != NULL ? self->line : NULL;

  return TRUE;
}

/* ---- adding */

static gpointer
do_add_rota (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (Draft) draft = { 0 };
  guint8 rota[FAR_RECORD_ID_LEN];

  if (!unpack_draft (&draft, worker, args, TRUE, error) ||
      !far_collective_add_rota (&writer, &draft.plan, rota, error))
    return NULL;
  far_worker_committed (worker, NULL);

  return _far_view_one_rota (worker, rota, error);
}

static const FarCall add_rota_call = { .name = "add-rota",
                                       .needs = FAR_NEEDS_STORE,
                                       .work = do_add_rota,
                                       .free_result = far_snapshot_unref };

void
far_engine_add_rota_async (FarEngine *self,
                           const FarRotaDraft *draft,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (draft != NULL && draft->title != NULL);

  _far_engine_call (self, &add_rota_call, pack_draft (draft), cancellable, callback, data);
}

FarRota *
far_engine_add_rota_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &add_rota_call, result, error);
}

/* ---- changing */

/* What is changed of which rota, on the worker's side. */
typedef struct
{
  Draft draft;
  FarRotaRevision revision;
  GPtrArray *rotas;         /* owned: what rota belongs to */
  const FarRotaFacts *rota; /* unowned */
} Change;

static void
change_clear (Change *self)
{
  draft_clear (&self->draft);
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static GVariant *
pack_change (const char *rota, const FarRotaChange *change)
{
  return g_variant_new ("(^ayubiv)", rota, change->fields, change->has_from, change->from,
                        pack_draft (&change->draft));
}

static gboolean
unpack_change (Change *self, FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GVariant) packed = NULL;
  const char *prefix;

  g_variant_get (args, "(^&ayubiv)", &prefix, &self->revision.fields, &self->revision.has_from,
                 &self->revision.from, &packed);
  self->rota = _far_find_rota (worker, prefix, &self->rotas, error);
  if (self->rota == NULL ||
      !unpack_draft (&self->draft, worker, packed,
                     (self->revision.fields & FAR_ROTA_FIELD_LINE) != 0, error))
    return FALSE;
  self->revision.plan = self->draft.plan;

  return TRUE;
}

/* What a change has made of it. */
typedef struct
{
  gpointer view; /* owned: a snapshot */
  gboolean is_suggestion;
} Changed;

static void
changed_free (gpointer data)
{
  Changed *self = data;

  g_clear_pointer (&self->view, far_snapshot_unref);
  g_free (self);
}

/* @view: (transfer full) (nullable) */
static Changed *
changed_new (gpointer view, gboolean is_suggestion)
{
  Changed *self;

  if (view == NULL)
    return NULL;

  self = g_new0 (Changed, 1);
  self->view = view;
  self->is_suggestion = is_suggestion;

  return self;
}

/* @self: (transfer full) (nullable).  Returns: (transfer full): the snapshot */
static gpointer
changed_open (Changed *self, gboolean *is_suggestion)
{
  gpointer view = NULL;

  if (is_suggestion != NULL)
    *is_suggestion = self != NULL && self->is_suggestion;
  if (self != NULL)
    {
      view = g_steal_pointer (&self->view);
      changed_free (self);
    }

  return view;
}

static gpointer
do_change_rota (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (Change) change = { 0 };
  gboolean is_suggestion;

  if (!unpack_change (&change, worker, args, error) ||
      !far_collective_change_rota (&writer, change.rota->id, &change.revision, &is_suggestion,
                                   error))
    return NULL;
  far_worker_committed (worker, NULL);

  return changed_new (_far_view_one_rota (worker, change.rota->id, error), is_suggestion);
}

static const FarCall change_rota_call = { .name = "change-rota",
                                          .needs = FAR_NEEDS_STORE,
                                          .work = do_change_rota,
                                          .free_result = changed_free };

void
far_engine_change_rota_async (FarEngine *self,
                              const char *rota,
                              const FarRotaChange *change,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL && change != NULL);

  _far_engine_call (self, &change_rota_call, pack_change (rota, change), cancellable, callback,
                    data);
}

FarRota *
far_engine_change_rota_finish (FarEngine *self,
                               GAsyncResult *result,
                               gboolean *is_suggestion,
                               GError **error)
{
  return changed_open (_far_engine_finish (self, &change_rota_call, result, error), is_suggestion);
}

/* ---- one date */

#define DATE "(^ayiuiiim^aym@" ROLES "m^ay)"

static GVariant *
pack_date (const char *rota, gint32 day, const FarOutingChange *change)
{
  return g_variant_new (DATE, rota, day, change->fields, change->at, change->n_min, change->n_max,
                        change->place, change->roles != NULL ? pack_roles (change->roles) : NULL,
                        change->remark);
}

/* What is changed of which date, on the worker's side. */
typedef struct
{
  FarDateChange change;
  gint32 day;
  GArray *roles;            /* owned, (nullable) (element-type FarRoleFacts) */
  GPtrArray *rotas;         /* owned: what rota belongs to */
  const FarRotaFacts *rota; /* unowned */
} Date;

static void
date_clear (Date *self)
{
  g_clear_pointer (&self->roles, g_array_unref);
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Date, date_clear)

static gboolean
unpack_date (Date *self, FarWorker *worker, GVariant *args, GError **error)
{
  FarDateChange *change = &self->change;
  g_autoptr (GVariant) roles = NULL;
  const char *prefix;

  g_variant_get (args, "(^&ayiuiiim^&aym@" ROLES "m^&ay)", &prefix, &self->day, &change->fields,
                 &change->at, &change->n_min, &change->n_max, &change->place, &roles,
                 &change->remark);
  self->roles = roles != NULL ? unpack_roles (roles) : NULL;
  change->roles = self->roles;
  self->rota = _far_find_rota (worker, prefix, &self->rotas, error);

  return self->rota != NULL;
}

static gpointer
do_change_outing (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (Date) date = { 0 };
  gboolean is_suggestion;

  if (!unpack_date (&date, worker, args, error) ||
      !far_collective_change_outing (&writer, date.rota->id, date.day, &date.change, &is_suggestion,
                                     error))
    return NULL;
  far_worker_committed (worker, NULL);

  return changed_new (_far_view_one_outing (worker, date.rota->id, date.day, error), is_suggestion);
}

static const FarCall change_outing_call = { .name = "change-outing",
                                            .needs = FAR_NEEDS_STORE,
                                            .work = do_change_outing,
                                            .free_result = changed_free };

void
far_engine_change_outing_async (FarEngine *self,
                                const char *rota,
                                gint32 day,
                                const FarOutingChange *change,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL && change != NULL);

  _far_engine_call (self, &change_outing_call, pack_date (rota, day, change), cancellable, callback,
                    data);
}

FarOuting *
far_engine_change_outing_finish (FarEngine *self,
                                 GAsyncResult *result,
                                 gboolean *is_suggestion,
                                 GError **error)
{
  return changed_open (_far_engine_finish (self, &change_outing_call, result, error),
                       is_suggestion);
}

/* ---- what that would do */

static FarForeseen *
view_foreseen (gpointer owner, const FarEffectFacts *facts, const FarNames *names, const guint8 *me)
{
  FarForeseen *view = g_new0 (FarForeseen, 1);
  GPtrArray *people = g_ptr_array_new ();

  view->day = facts->day;
  view->what = (FarForeseenWhat)facts->what;
  view->at_before = facts->at_before;
  view->at = facts->at;
  view->n_people = facts->persons->len;
  for (guint i = 0; i < facts->persons->len; i++)
    {
      const guint8 *person = (const guint8 *)facts->persons->data + i * FAR_RECORD_ID_LEN;

      g_ptr_array_add (people, g_strdup (far_names_peek (names, person)));
      view->is_mine |= far_record_id_equal (person, me);
    }
  view->people = far_snapshot_take_list (owner, people);

  return view;
}

static FarForecast *
view_forecast (const FarRotaEffect *effect, const FarNames *names, const guint8 *me)
{
  FarForecast *view = far_snapshot_new (FarForecast);

  view->is_suggestion = effect->is_suggestion;
  view->outings = g_ptr_array_new_with_free_func (g_free);
  far_snapshot_own (view, view->outings, (GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < effect->outings->len; i++)
    {
      FarForeseen *foreseen = view_foreseen (view, effect->outings->pdata[i], names, me);

      g_ptr_array_add (view->outings, foreseen);
      view->n_gone += foreseen->what == FAR_FORESEEN_GONE;
      view->n_new += foreseen->what == FAR_FORESEEN_NEW;
      view->n_moved += foreseen->what == FAR_FORESEEN_MOVED;
      view->n_people += foreseen->n_people;
    }

  return view;
}

/* Returns: (transfer full): NULL with @error */
static FarForecast *
view_effect (FarWorker *worker, const FarRotaEffect *effect, GError **error)
{
  g_autoptr (FarNames) names = far_names_new (worker->store, error);

  return names != NULL ? view_forecast (effect, names, worker->me.member) : NULL;
}

static gpointer
do_foresee (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_auto (Change) change = { 0 };
  g_autoptr (FarRotaEffect) effect = NULL;

  if (!unpack_change (&change, worker, args, error))
    return NULL;
  effect = far_collective_rota_effect (&writer, change.rota->id, &change.revision,
                                       far_worker_today (worker), error);

  return effect != NULL ? view_effect (worker, effect, error) : NULL;
}

static const FarCall foresee_call = { .name = "foresee",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_foresee,
                                      .free_result = far_snapshot_unref };

void
far_engine_foresee_async (FarEngine *self,
                          const char *rota,
                          const FarRotaChange *change,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL && change != NULL);

  _far_engine_call (self, &foresee_call, pack_change (rota, change), cancellable, callback, data);
}

FarForecast *
far_engine_foresee_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &foresee_call, result, error);
}

static gpointer
do_foresee_outing (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (FarRotaEffect) effect = NULL;
  g_auto (Date) date = { 0 };

  if (!unpack_date (&date, worker, args, error))
    return NULL;
  effect = far_collective_date_effect (&writer, date.rota->id, date.day, &date.change, error);

  return effect != NULL ? view_effect (worker, effect, error) : NULL;
}

static const FarCall foresee_outing_call = { .name = "foresee-outing",
                                             .needs = FAR_NEEDS_STORE,
                                             .work = do_foresee_outing,
                                             .free_result = far_snapshot_unref };

void
far_engine_foresee_outing_async (FarEngine *self,
                                 const char *rota,
                                 gint32 day,
                                 const FarOutingChange *change,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (rota != NULL && change != NULL);

  _far_engine_call (self, &foresee_outing_call, pack_date (rota, day, change), cancellable,
                    callback, data);
}

FarForecast *
far_engine_foresee_outing_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &foresee_outing_call, result, error);
}

/* ---- whom it concerned */

static gpointer
do_touched (FarWorker *worker, GVariant *args, GError **error)
{
  const guint8 *me = worker->me.member;
  g_autoptr (GPtrArray) rotas = far_collective_rotas (worker->store, error);
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) outings = NULL;
  g_autoptr (FarNames) names = NULL;
  GPtrArray *views;

  if (rotas == NULL)
    return NULL;
  outings = far_collective_touched (worker->store, rotas, me, far_worker_today (worker), error);
  if (outings == NULL)
    return NULL;
  lines = far_collective_lines (worker->store, error);
  if (lines == NULL)
    return NULL;
  names = far_names_new (worker->store, error);
  if (names == NULL)
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < outings->len; i++)
    g_ptr_array_add (views, far_view_outing (outings->pdata[i], lines, names, me));

  return views;
}

static const FarCall touched_call = { .name = "touched",
                                      .needs = FAR_NEEDS_STORE,
                                      .work = do_touched,
                                      .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_touched_async (FarEngine *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &touched_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_touched_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &touched_call, result, error);
}
