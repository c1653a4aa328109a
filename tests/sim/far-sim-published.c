/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What users do about what is published: they look at it, say that they have seen it, and walk with
 * others where an adult is missing. */

#include "far-collective-joined.h"
#include "far-collective-published.h"
#include "far-sim-user-private.h"

#include "far-day.h"

/* Whoever has just said so has nothing new to read. */
static void
check_seen (FarSimUser *user, const FarRotaFacts *rota)
{
  FarStore *store = user->device->store;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GPtrArray) plans = NULL;
  g_autoptr (GError) error = NULL;
  gint32 today = far_day_of_utc (far_sim_writer (user->sim, user->device).now_ms);

  g_ptr_array_add (one, (gpointer)rota);
  plans = far_collective_plans (store, one, user->device->me.device, TRUE, today, &error);
  if (plans == NULL)
    {
      far_sim_user_report (user, "looks at what is published", FALSE, &error);
      return;
    }

  for (guint i = 0; i < plans->len; i++)
    {
      const FarPlanFacts *plan = plans->pdata[i];

      if (plan->mine != FAR_SEEN_PLACE_NOW || plan->news->len > 0)
        far_sim_fail (user->sim, "who has seen it has seen it",
                      "%u changes are new to who has just seen all", plan->news->len);
    }
}

void
far_sim_user_look_at_plan (FarSimUser *user, const FarRotaFacts *rota)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gboolean is_seen = far_sim_random_chance (&user->random, 80);
  g_autoptr (GError) error = NULL;
  gboolean is_written;
  gboolean good;

  if (!rota->is_published)
    return;

  good = far_collective_say_seen (&writer, rota->id, NULL, is_seen, far_day_of_utc (writer.now_ms),
                                  &is_written, &error);
  if (good && is_written)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_SEEN);
  far_sim_user_report (user, "says to have seen what is published", good, &error);
  if (good && is_seen && far_sim_user_is_well (user) && far_sim_user_counts (user))
    check_seen (user, rota);
}

static gboolean
is_asked (const FarSimUser *user, const FarOutingFacts *outing)
{
  for (guint i = 0; outing->join != NULL && i < outing->join->missing->len; i++)
    if (far_sim_user_is (user, (const guint8 *)outing->join->missing->data +
                                   (gsize)i * FAR_RECORD_ID_LEN))
      return TRUE;

  return FALSE;
}

static void
say_yes (FarSimUser *user, const FarOutingFacts *outing)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  gboolean good = far_collective_agree_join (&writer, outing->rota->id, outing->day, NULL,
                                             far_sim_random_chance (&user->random, 90),
                                             far_day_of_utc (writer.now_ms), &error);

  far_sim_user_report (user, "says yes to walking with others", good, &error);
}

static void
propose (FarSimUser *user, const FarOutingFacts *outing, const guint8 *into)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  gboolean is_suggestion;
  gboolean good = far_collective_join (&writer, outing->rota->id, outing->day, into,
                                       far_day_of_utc (writer.now_ms), &is_suggestion, &error);

  far_sim_user_report (user, "lets two outings walk as one", good, &error);
}

/* Looks for another one with which it could. Returns: whether there is one */
static gboolean
find_other (FarSimUser *user, const FarOutingFacts *outing)
{
  g_autoptr (FarGapFacts) gap = far_collective_gap (user->device->store, outing->rota->id,
                                                    user->device->me.member, outing->day, NULL);

  if (gap == NULL || gap->neighbours->len == 0)
    return FALSE;
  propose (user, outing, g_array_index (gap->neighbours, FarNeighbourFacts, 0).rota->id);

  return TRUE;
}

void
far_sim_user_join_outings (FarSimUser *user)
{
  FarStore *store = user->device->store;
  g_autoptr (GPtrArray) rotas = far_collective_rotas (store, NULL);
  g_autoptr (GPtrArray) outings = NULL;

  if (rotas != NULL)
    outings = far_collective_outings (store, rotas, user->device->me.member, FAR_SIM_EPOCH_DAY + 10,
                                      FAR_SIM_N_DAYS, NULL);

  /* what waits for oneself comes before what one could begin */
  for (guint i = 0; outings != NULL && i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      if (outing->join != NULL && outing->join->is_agreed)
        far_sim_note_event (user->sim, FAR_SIM_EVENT_JOINED);
      if (is_asked (user, outing))
        {
          say_yes (user, outing);
          return;
        }
    }
  for (guint i = 0; outings != NULL && i < outings->len; i++)
    {
      const FarOutingFacts *outing = outings->pdata[i];

      if (outing->join != NULL && far_sim_random_chance (&user->random, 20))
        {
          propose (user, outing, NULL);
          return;
        }
      if (outing->rota->is_published && outing->join == NULL && far_outing_is_on (outing) &&
          find_other (user, outing))
        return;
    }
}
