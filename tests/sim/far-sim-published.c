/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What users do about what is published: they look at it, and say that they have seen it. */

#include "far-collective-published.h"
#include "far-sim-user-private.h"

#include "far-day.h"

/* Whether what was just written is above no cut: whoever writes may not know yet that a copy of the
 * machine did, and hear of it with its own WITNESS. */
static gboolean
counts (const FarSimUser *user)
{
  FarStore *store = user->device->store;
  const FarLog *log =
      far_store_peek_log (store, far_store_find_log (store, user->device->me.device));

  return log->effective_seq >= log->head_seq;
}

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
  if (good && is_seen && far_sim_user_is_well (user) && counts (user))
    check_seen (user, rota);
}
