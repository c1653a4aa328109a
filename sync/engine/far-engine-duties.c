/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All that is promised on some days, whatever it is, and what of it nobody can keep both. */

#define G_LOG_DOMAIN "far-engine"

#include "far-collective-clashes.h"
#include "far-collective-rides.h"
#include "far-engine-private.h"
#include "far-engine-views.h"

void
far_duties_clear (FarDuties *self)
{
  g_clear_pointer (&self->outings, g_ptr_array_unref);
  g_clear_pointer (&self->rides, g_ptr_array_unref);
}

/* @self: as it is initialized with {} */
gboolean
far_duties_load (FarDuties *self,
                 FarWorker *worker,
                 GPtrArray *rotas,
                 gint32 first_day,
                 guint n_days,
                 GError **error)
{
  const guint8 *me = worker->me.member;
  FarClashes *clashes;

  self->outings = far_collective_outings (worker->store, rotas, me, first_day, n_days, error);
  if (self->outings == NULL)
    return FALSE;
  if (!far_collective_uses (worker->store, FAR_RULE_RIDES))
    return TRUE;

  self->rides = far_collective_rides (worker->store, me, first_day, n_days, error);
  if (self->rides == NULL)
    return FALSE;

  clashes = far_clashes_new ();
  far_clashes_add_outings (clashes, self->outings);
  far_clashes_add_rides (clashes, self->rides);
  far_clashes_mark (clashes);

  return TRUE;
}

/* Whether I, or somebody for whom I answer, am on the road on that date. */
static gboolean
is_mine (const FarRideDate *date, const FarNames *names, const guint8 *me)
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
                           GPtrArray *rotas,
                           const GPtrArray *dates,
                           const FarNames *names,
                           GError **error)
{
  g_autoptr (GPtrArray) walks = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  const guint8 *me = worker->me.member;
  gint32 last_day = G_MININT32;
  FarClashes *clashes;

  for (guint i = 0; i < dates->len; i++)
    {
      const FarRideDate *date = dates->pdata[i];
      GPtrArray *outings;

      if (date->day == last_day || !is_mine (date, names, me))
        continue;
      last_day = date->day;
      outings = far_collective_outings (worker->store, rotas, me, date->day, 1, error);
      if (outings == NULL)
        return NULL;
      g_ptr_array_add (walks, outings);
    }

  clashes = far_clashes_new ();
  far_clashes_add_rides (clashes, dates);
  for (guint i = 0; i < walks->len; i++)
    far_clashes_add_outings (clashes, walks->pdata[i]);
  far_clashes_mark (clashes);

  return g_steal_pointer (&walks);
}
