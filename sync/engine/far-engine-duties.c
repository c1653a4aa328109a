/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All that is promised on some days, whatever it is, and what of it nobody can keep both. */

#define G_LOG_DOMAIN "far-engine"

#include "far-collective-clashes.h"
#include "far-collective-help.h"
#include "far-collective-lending.h"
#include "far-collective-rides.h"
#include "far-engine-private.h"
#include "far-engine-views.h"

void
far_duties_clear (FarDuties *self)
{
  g_clear_pointer (&self->outings, g_ptr_array_unref);
  g_clear_pointer (&self->rides, g_ptr_array_unref);
  g_clear_pointer (&self->helps, g_ptr_array_unref);
  g_clear_pointer (&self->lent, g_ptr_array_unref);
}

static void
free_duties (gpointer data)
{
  far_duties_clear (data);
  g_free (data);
}

typedef enum
{
  WITH_RIDES = 1 << 0,
  WITH_HELP = 1 << 1,
  WITH_LENDING = 1 << 2,
} With;

#define WITH_ALL (WITH_RIDES | WITH_HELP | WITH_LENDING)

/* The outings, and of the rest what is wanted and used. */
static gboolean
load (FarDuties *self,
      FarWorker *worker,
      GPtrArray *rotas,
      gint32 first_day,
      guint n_days,
      With with,
      GError **error)
{
  FarStore *store = worker->store;
  const guint8 *me = worker->me.member;

  self->outings = far_collective_outings (store, rotas, me, first_day, n_days, error);
  if (self->outings == NULL)
    return FALSE;
  if ((with & WITH_RIDES) != 0 && far_collective_uses (store, FAR_RULE_RIDES) &&
      (self->rides = far_collective_rides (store, me, first_day, n_days, error)) == NULL)
    return FALSE;

  if ((with & WITH_HELP) != 0 && far_collective_uses (store, FAR_RULE_HELP) &&
      (self->helps = far_collective_help (store, me, first_day, error)) == NULL)
    return FALSE;

  return (with & WITH_LENDING) == 0 ||
         (!far_collective_uses (store, FAR_RULE_LENDING) &&
          !far_collective_uses (store, FAR_RULE_ROOMS)) ||
         (self->lent = far_collective_timed_loans (store, first_day, n_days, error)) != NULL;
}

static void
add_to (FarClashes *clashes, const FarDuties *self)
{
  far_clashes_add_outings (clashes, self->outings);
  if (self->rides != NULL)
    far_clashes_add_rides (clashes, self->rides);
  if (self->helps != NULL)
    far_clashes_add_help (clashes, self->helps);
  if (self->lent != NULL)
    far_clashes_add_lending (clashes, self->lent);
}

gboolean
far_duties_load (FarDuties *self,
                 FarWorker *worker,
                 GPtrArray *rotas,
                 gint32 first_day,
                 guint n_days,
                 GError **error)
{
  FarClashes *clashes;

  if (!load (self, worker, rotas, first_day, n_days, WITH_ALL, error))
    return FALSE;

  clashes = far_clashes_new ();
  add_to (clashes, self);
  far_clashes_mark (clashes);

  return TRUE;
}

/* ---- of a list, only what is mine */

/* What else there is on the days on which one has promised something.
 * Returns: (transfer full) (element-type FarDuties): %NULL with @error */
static GPtrArray *
load_beside (FarWorker *worker, const GArray *days, With with, GError **error)
{
  g_autoptr (GPtrArray) beside = g_ptr_array_new_with_free_func (free_duties);
  g_autoptr (GPtrArray) rotas = far_collective_rotas (worker->store, error);

  if (rotas == NULL)
    return NULL;
  for (guint i = 0; i < days->len; i++)
    {
      FarDuties *duties = g_new0 (FarDuties, 1);

      g_ptr_array_add (beside, duties);
      if (!load (duties, worker, rotas, g_array_index (days, gint32, i), 1, with, error))
        return NULL;
    }

  return g_steal_pointer (&beside);
}

/* @clashes: (transfer full) */
static void
mark_beside (FarClashes *clashes, const GPtrArray *beside)
{
  for (guint i = 0; i < beside->len; i++)
    add_to (clashes, beside->pdata[i]);
  far_clashes_mark (clashes);
}

static void
add_day (GArray *days, gint32 day)
{
  for (guint i = 0; i < days->len; i++)
    if (g_array_index (days, gint32, i) == day)
      return;

  g_array_append_val (days, day);
}

/* Whether I, or somebody for whom I answer, am on the road on that date. */
static gboolean
is_my_ride (const FarRideDate *date, const FarNames *names, const guint8 *me)
{
  if (date->place != FAR_RIDE_RUNS)
    return FALSE;
  if (!date->ride->is_ask && far_names_answers (names, me, date->ride->person))
    return TRUE;
  for (guint i = 0; i < date->seats->len; i++)
    {
      const FarSeatFacts *seat = date->seats->pdata[i];

      if (seat->rank > 0 && far_names_answers (names, me, seat->person))
        return TRUE;
    }

  return FALSE;
}

GPtrArray *
far_view_clashes_of_rides (FarWorker *worker,
                           const GPtrArray *dates,
                           const FarNames *names,
                           GError **error)
{
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));
  g_autoptr (GPtrArray) beside = NULL;
  FarClashes *clashes;

  for (guint i = 0; i < dates->len; i++)
    if (is_my_ride (dates->pdata[i], names, worker->me.member))
      add_day (days, ((const FarRideDate *)dates->pdata[i])->day);
  beside = load_beside (worker, days, WITH_ALL & ~WITH_RIDES, error);
  if (beside == NULL)
    return NULL;

  clashes = far_clashes_new ();
  far_clashes_add_rides (clashes, dates);
  mark_beside (clashes, beside);

  return g_steal_pointer (&beside);
}

static gboolean
is_my_help (const FarHelpFacts *help, const FarNames *names, const guint8 *me)
{
  for (guint i = 0; i < help->claims->len; i++)
    {
      const FarClaimFacts *claim = help->claims->pdata[i];

      if (far_claim_facts_comes (claim) && far_names_answers (names, me, claim->person))
        return TRUE;
    }

  return FALSE;
}

GPtrArray *
far_view_clashes_of_help (FarWorker *worker,
                          GPtrArray *helps,
                          const FarNames *names,
                          GError **error)
{
  gint32 today = far_worker_today (worker);
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));
  g_autoptr (GPtrArray) beside = NULL;
  FarClashes *clashes;

  for (guint i = 0; i < helps->len; i++)
    {
      const FarHelpFacts *help = helps->pdata[i];

      if (help->facts->when.from >= 0 && help->facts->when.first_day >= today &&
          is_my_help (help, names, worker->me.member))
        add_day (days, help->facts->when.first_day);
    }
  beside = load_beside (worker, days, WITH_ALL & ~WITH_HELP, error);
  if (beside == NULL)
    return NULL;

  clashes = far_clashes_new ();
  far_clashes_add_help (clashes, helps);
  mark_beside (clashes, beside);

  return g_steal_pointer (&beside);
}

GPtrArray *
far_view_clashes_of_lending (FarWorker *worker,
                             GPtrArray *things,
                             const FarNames *names,
                             GError **error)
{
  gint32 today = far_worker_today (worker);
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (gint32));
  g_autoptr (GPtrArray) beside = NULL;
  FarClashes *clashes;

  for (guint i = 0; i < things->len; i++)
    {
      const FarLentThing *lent = things->pdata[i];

      for (guint j = 0; j < lent->loans->len; j++)
        for (guint k = 0; k < FAR_LOAN_MOMENTS; k++)
          {
            gint32 day;
            int at;
            const guint8 *person = far_loan_get_moment (lent->loans->pdata[j], lent->thing->what,
                                                        (FarLoanMoment)k, &day, &at);

            if (person != NULL && day >= today &&
                far_names_answers (names, worker->me.member, person))
              add_day (days, day);
          }
    }
  beside = load_beside (worker, days, WITH_ALL, error);
  if (beside == NULL)
    return NULL;

  /* a booking that is among both is no clash with itself */
  clashes = far_clashes_new ();
  far_clashes_add_lending (clashes, things);
  mark_beside (clashes, beside);

  return g_steal_pointer (&beside);
}
