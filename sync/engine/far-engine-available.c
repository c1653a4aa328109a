/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When people can take turns. */

#define G_LOG_DOMAIN "far-engine"

#include "far-engine-private.h"

#include <string.h>

#include "far-collective-plan.h"
#include "far-engine-views.h"

/* What the views take their words from. */
typedef struct
{
  FarNames *names;  /* owned */
  GPtrArray *rotas; /* owned (element-type FarRotaFacts) */
  GPtrArray *all;   /* owned (element-type FarAvailabilityFacts) */
} Said;

static void
said_clear (Said *self)
{
  g_clear_pointer (&self->names, far_names_free);
  g_clear_pointer (&self->rotas, g_ptr_array_unref);
  g_clear_pointer (&self->all, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Said, said_clear)

static gboolean
said_read (Said *self, FarStore *store, GError **error)
{
  self->names = far_names_new (store, error);
  self->rotas = self->names != NULL ? far_collective_rotas (store, error) : NULL;
  self->all = self->rotas != NULL ? far_collective_availabilities (store, error) : NULL;

  return self->all != NULL;
}

static const char *
find_title (const Said *said, const guint8 *rota)
{
  for (guint i = 0; i < said->rotas->len; i++)
    if (far_record_id_equal (far_rota_peek_id (said->rotas->pdata[i]), rota))
      return ((const FarRotaFacts *)said->rotas->pdata[i])->title;

  return "";
}

static const FarAvailabilityFacts *
find_facts (const Said *said, const guint8 *person)
{
  for (guint i = 0; i < said->all->len; i++)
    if (far_record_id_equal (((const FarAvailabilityFacts *)said->all->pdata[i])->person, person))
      return said->all->pdata[i];

  return NULL;
}

static int
compare_weeks (gconstpointer a, gconstpointer b)
{
  const FarAvailable *one = *(const FarAvailable *const *)a;
  const FarAvailable *other = *(const FarAvailable *const *)b;
  int by_title = g_utf8_collate (one->rota_title, other->rota_title);

  return by_title != 0 ? by_title : strcmp (one->rota, other->rota);
}

static void
view_weeks (FarAvailability *self, const Said *said, const FarAvailabilityFacts *facts)
{
  for (guint i = 0; i < facts->weeks->len; i++)
    {
      const FarAvailableFacts *week = &g_array_index (facts->weeks, FarAvailableFacts, i);
      FarAvailable *view = g_new0 (FarAvailable, 1);

      view->rota = far_view_id (self, week->rota);
      view->rota_title = far_snapshot_dup (self, find_title (said, week->rota));
      view->cannot = week->cannot;
      view->rather = week->rather;
      g_ptr_array_add (self->weeks, view);
    }
  g_ptr_array_sort (self->weeks, compare_weeks);
}

static void
view_away (FarAvailability *self, const Said *said, const FarAvailabilityFacts *facts)
{
  for (guint i = 0; i < facts->away->len; i++)
    {
      const FarAwayFacts *away = &g_array_index (facts->away, FarAwayFacts, i);
      FarAway *view = g_new0 (FarAway, 1);

      view->first_day = away->first_day;
      view->last_day = away->last_day;
      view->rota = far_view_id (self, away->rota);
      view->rota_title = far_snapshot_dup (self, find_title (said, away->rota));
      g_ptr_array_add (self->away, view);
    }
}

/* @facts: (nullable): nothing was said yet */
static FarAvailability *
view_availability (const Said *said,
                   const guint8 *person,
                   const FarAvailabilityFacts *facts,
                   const guint8 *me)
{
  FarAvailability *self = far_snapshot_new (FarAvailability);

  self->person = far_snapshot_hex (self, person, FAR_RECORD_ID_LEN);
  self->name = far_snapshot_dup (self, far_names_peek (said->names, person));
  self->is_me = far_record_id_equal (person, me);
  self->is_mine = far_names_answers (said->names, me, person);
  self->weeks = far_snapshot_own (self, g_ptr_array_new_with_free_func (g_free),
                                  (GDestroyNotify)g_ptr_array_unref);
  self->away = far_snapshot_own (self, g_ptr_array_new_with_free_func (g_free),
                                 (GDestroyNotify)g_ptr_array_unref);
  self->by_name = "";
  if (facts == NULL)
    return self;

  view_weeks (self, said, facts);
  view_away (self, said, facts);
  self->n_turns = (int)facts->n_turns;
  self->per_season = facts->per_season;
  self->by_name = far_snapshot_dup (self, far_names_peek (said->names, facts->by));
  self->is_by_other = !far_record_id_equal (facts->by, person);
  self->since_ms = facts->since_ms;
  self->is_contested = facts->also.n_others > 0;

  return self;
}

/* Me, whom I answer for, everybody else. */
static int
compare_views (gconstpointer a, gconstpointer b)
{
  const FarAvailability *one = *(const FarAvailability *const *)a;
  const FarAvailability *other = *(const FarAvailability *const *)b;
  int by_name;

  if (one->is_me != other->is_me)
    return one->is_me ? -1 : 1;
  if (one->is_mine != other->is_mine)
    return one->is_mine ? -1 : 1;
  by_name = g_utf8_collate (one->name, other->name);

  return by_name != 0 ? by_name : strcmp (one->person, other->person);
}

static gpointer
do_availabilities (FarWorker *worker, GVariant *args, GError **error)
{
  g_autoptr (GPtrArray) members = far_collective_members (worker->store, error);
  const guint8 *me = worker->me.member;
  g_auto (Said) said = { 0 };
  GPtrArray *views;

  if (members == NULL || !said_read (&said, worker->store, error))
    return NULL;

  views = far_snapshot_list_new ();
  for (guint i = 0; i < members->len; i++)
    {
      const FarMemberFacts *member = members->pdata[i];
      const FarAvailabilityFacts *facts = find_facts (&said, member->id);

      if (facts != NULL || ((member->state == FAR_MEMBER_STATE_ACTIVE ||
                             member->state == FAR_MEMBER_STATE_NO_MACHINE) &&
                            far_names_answers (said.names, me, member->id)))
        g_ptr_array_add (views, view_availability (&said, member->id, facts, me));
    }
  g_ptr_array_sort (views, compare_views);

  return views;
}

static const FarCall availabilities_call = { .name = "availabilities",
                                             .needs = FAR_NEEDS_STORE,
                                             .work = do_availabilities,
                                             .free_result = (GDestroyNotify)g_ptr_array_unref };

void
far_engine_availabilities_async (FarEngine *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (FAR_IS_ENGINE (self));

  _far_engine_call (self, &availabilities_call, NULL, cancellable, callback, data);
}

GPtrArray *
far_engine_availabilities_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &availabilities_call, result, error);
}

/* ---- saying so */

/* @typed: "" for all.  What somebody said of a rota that is gone since names it whole. */
static gboolean
find_rota (const Said *said, const char *typed, gboolean *out_has, guint8 *out, GError **error)
{
  const FarRotaFacts *rota;

  *out_has = *typed != '\0';
  if (!*out_has || far_unhex (typed, out, FAR_RECORD_ID_LEN))
    return TRUE;

  rota = far_find_by_prefix (said->rotas, far_rota_peek_id, FAR_RECORD_ID_LEN, typed, error);
  if (rota == NULL)
    return FALSE;
  memcpy (out, rota->id, FAR_RECORD_ID_LEN);

  return TRUE;
}

static gboolean
read_weeks (const Said *said, GVariantIter *iter, GArray *out, GError **error)
{
  FarAvailableFacts week = { 0 };
  const char *rota;

  while (g_variant_iter_next (iter, "(^&ayuu)", &rota, &week.cannot, &week.rather))
    {
      memset (week.rota, 0, sizeof week.rota);
      if (!find_rota (said, rota, &week.has_rota, week.rota, error))
        return FALSE;
      g_array_append_val (out, week);
    }

  return TRUE;
}

static gboolean
read_away (const Said *said, GVariantIter *iter, GArray *out, GError **error)
{
  FarAwayFacts away = { 0 };
  const char *rota;

  while (g_variant_iter_next (iter, "(ii^&ay)", &away.first_day, &away.last_day, &rota))
    {
      memset (away.rota, 0, sizeof away.rota);
      if (!find_rota (said, rota, &away.has_rota, away.rota, error))
        return FALSE;
      g_array_append_val (out, away);
    }

  return TRUE;
}

static gpointer
do_set_availability (FarWorker *worker, GVariant *args, GError **error)
{
  FarWriter writer = far_worker_writer (worker);
  g_autoptr (GVariantIter) weeks_iter = NULL;
  g_autoptr (GVariantIter) away_iter = NULL;
  g_autoptr (GArray) weeks = g_array_new (FALSE, FALSE, sizeof (FarAvailableFacts));
  g_autoptr (GArray) away = g_array_new (FALSE, FALSE, sizeof (FarAwayFacts));
  g_auto (Said) said = { 0 };
  g_auto (Said) then = { 0 };
  FarAvailabilityChange change = { 0 };
  guint8 person[FAR_RECORD_ID_LEN];
  gboolean with_weeks;
  gboolean with_away;
  const char *who;

  g_variant_get (args, "(m^&aybba(ayuu)a(iiay)ib)", &who, &with_weeks, &with_away, &weeks_iter,
                 &away_iter, &change.n_turns, &change.per_season);
  memcpy (person, worker->me.member, FAR_RECORD_ID_LEN);
  if ((who != NULL && !far_find_person (worker, who, person, error)) ||
      !said_read (&said, worker->store, error) || !read_weeks (&said, weeks_iter, weeks, error) ||
      !read_away (&said, away_iter, away, error))
    return NULL;

  change.weeks = with_weeks ? weeks : NULL;
  change.away = with_away ? away : NULL;
  if (!far_collective_set_availability (&writer, person, &change, far_worker_today (worker), error))
    return NULL;
  far_worker_committed (worker, NULL);

  return said_read (&then, worker->store, error)
             ? view_availability (&then, person, find_facts (&then, person), worker->me.member)
             : NULL;
}

static const FarCall set_availability_call = { .name = "set-availability",
                                               .needs = FAR_NEEDS_STORE,
                                               .work = do_set_availability,
                                               .free_result = far_snapshot_unref };

void
far_engine_set_availability_async (FarEngine *self,
                                   const char *person,
                                   const FarAvailabilityEdit *edit,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  g_auto (GVariantBuilder) weeks = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ayuu)"));
  g_auto (GVariantBuilder) away = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(iiay)"));

  g_return_if_fail (FAR_IS_ENGINE (self));
  g_return_if_fail (edit != NULL);

  for (guint i = 0; edit->weeks != NULL && i < edit->weeks->len; i++)
    {
      const FarAvailable *week = edit->weeks->pdata[i];

      g_variant_builder_add (&weeks, "(^ayuu)", week->rota, week->cannot, week->rather);
    }
  for (guint i = 0; edit->away != NULL && i < edit->away->len; i++)
    {
      const FarAway *one = edit->away->pdata[i];

      g_variant_builder_add (&away, "(ii^ay)", one->first_day, one->last_day, one->rota);
    }
  _far_engine_call (self, &set_availability_call,
                    g_variant_new ("(m^aybba(ayuu)a(iiay)ib)", person, edit->weeks != NULL,
                                   edit->away != NULL, &weeks, &away, edit->n_turns,
                                   edit->per_season),
                    cancellable, callback, data);
}

FarAvailability *
far_engine_set_availability_finish (FarEngine *self, GAsyncResult *result, GError **error)
{
  return _far_engine_finish (self, &set_availability_call, result, error);
}
