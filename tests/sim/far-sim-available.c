/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What users say of when they can take turns, and how these are shared out. */

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

/* ---- a fair plan */

/* What is worked out keeps to what was said, and what is proposed is answered. */
static void
check_worked_out (FarSimUser *user, const FarFairFacts *facts)
{
  for (guint i = 0; i < facts->lines->len; i++)
    {
      const FarFairLineFacts *line = &g_array_index (facts->lines, FarFairLineFacts, i);

      if (line->can != FAR_CAN && line->can != FAR_CAN_RATHER)
        far_sim_fail (user->sim, "fair", "%s is to ask somebody on a day that they ruled out",
                      user->device->name);
      for (guint j = 0; j < i; j++)
        {
          const FarFairLineFacts *other = &g_array_index (facts->lines, FarFairLineFacts, j);

          if (other->day == line->day &&
              memcmp (other->person, line->person, FAR_RECORD_ID_LEN) == 0 &&
              ABS (other->at - line->at) < 45)
            far_sim_fail (user->sim, "fair", "%s is to ask somebody for two places at a time",
                          user->device->name);
        }
    }
}

static void
propose (FarSimUser *user, const FarRotaFacts *rota)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gint32 today = far_sim_get_today (user->sim, user->device);
  FarFairScope scope = { .first_day = today,
                         .last_day = today + (gint32)far_sim_random_below (&user->random, 20),
                         .is_full = far_sim_random_chance (&user->random, 50) };
  g_autoptr (FarFairFacts) facts = NULL;
  g_autoptr (GError) error = NULL;
  guint8 act[FAR_RECORD_ID_LEN];
  gboolean good;

  if (far_sim_random_chance (&user->random, 50))
    scope.rota = rota->id;
  facts =
      far_collective_work_out (user->device->store, user->device->me.member, &scope, today, &error);
  if (facts != NULL)
    check_worked_out (user, facts);
  good = facts != NULL && far_collective_propose (&writer, facts, &scope, act, &error);
  if (good)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_PROPOSED);
  far_sim_user_report (user, "proposes a plan", good, &error);
}

static void
answer (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gint32 today = far_sim_get_today (user->sim, user->device);
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, FAR_RECORD_ID_LEN);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (FarTurnPoint));
  g_autoptr (GError) error = NULL;
  gboolean is_accepted = far_sim_random_chance (&user->random, 70);
  gboolean good = far_collective_answer_fair (&writer, lines, is_accepted, today, points, &error);

  if (good && is_accepted)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_ACCEPTED_PLAN);
  far_sim_user_report (user, is_accepted ? "accepts a plan" : "declines a plan", good, &error);
}

void
far_sim_user_see_to_plan (FarSimUser *user, const FarRotaFacts *rota)
{
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (far_sim_random_chance (&user->random, 70))
    answer (user);
  else if (far_sim_random_chance (&user->random, 80))
    propose (user, rota);
  else
    {
      FarWriter writer = far_sim_writer (user->sim, user->device);

      good = far_collective_withdraw (&writer, NULL, TRUE,
                                      far_sim_get_today (user->sim, user->device), &error);
      far_sim_user_report (user, "withdraws a plan", good, &error);
    }
}
