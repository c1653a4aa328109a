/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What users say of when they can take turns. */

#include "far-sim-user-private.h"

#include <string.h>

#include "far-collective-plan.h"

/* For whom the user may say so: mostly for themselves.
 * Returns: (nullable): id, of @members (element-type FarMemberFacts) */
static const guint8 *
pick_whose (FarSimUser *user, const GPtrArray *members)
{
  const FarMemberFacts *member;

  if (members->len == 0 || far_sim_random_chance (&user->random, 60))
    return NULL;
  member = members->pdata[far_sim_random_below (&user->random, members->len)];

  return member->id;
}

static void
say_weeks (FarSimUser *user, GArray *weeks, const FarRotaFacts *rota)
{
  FarAvailableFacts week = { .cannot = far_sim_random_below (&user->random, 128) };

  week.rather = far_sim_random_below (&user->random, 128) & ~week.cannot;
  if (rota != NULL && far_sim_random_chance (&user->random, 40))
    {
      week.has_rota = TRUE;
      memcpy (week.rota, rota->id, FAR_RECORD_ID_LEN);
    }
  if (far_sim_random_chance (&user->random, 90))
    g_array_append_val (weeks, week);
}

static void
say_away (FarSimUser *user, GArray *away, const FarRotaFacts *rota)
{
  FarAwayFacts one = { .first_day = far_sim_user_pick_day (user) };

  one.last_day = one.first_day + (gint32)far_sim_random_below (&user->random, 3);
  if (rota != NULL && far_sim_random_chance (&user->random, 40))
    {
      one.has_rota = TRUE;
      memcpy (one.rota, rota->id, FAR_RECORD_ID_LEN);
    }
  g_array_append_val (away, one);
}

void
far_sim_user_say_available (FarSimUser *user, const FarRotaFacts *rota)
{
  g_autoptr (GPtrArray) members = far_collective_members (user->device->store, NULL);
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gint32 today = far_sim_get_today (user->sim, user->device);
  g_autoptr (GArray) weeks = g_array_new (FALSE, FALSE, sizeof (FarAvailableFacts));
  g_autoptr (GArray) away = g_array_new (FALSE, FALSE, sizeof (FarAwayFacts));
  FarAvailabilityChange change = { .n_turns = -1 };
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (members == NULL)
    return;

  say_weeks (user, weeks, rota);
  say_away (user, away, rota);
  if (far_sim_random_chance (&user->random, 60))
    change.weeks = weeks;
  if (far_sim_random_chance (&user->random, 50))
    change.away = away;
  if (far_sim_random_chance (&user->random, 40))
    change.n_turns = (int)far_sim_random_below (&user->random, 4);
  good =
      far_collective_set_availability (&writer, pick_whose (user, members), &change, today, &error);
  if (good)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_AVAILABLE);
  far_sim_user_report (user, "says when they can", good, &error);
}
