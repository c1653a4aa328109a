/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members do about a thing that is lent: several want the same trolley in one week. */

#include "far-sim-user-private.h"

#include "far-collective-lending.h"
#include "far-day.h"

#define THINGS_MAX 3 /* so that many want the same */

static void
lend (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarThingChange thing = { .name = "Trolley",
                           .gone = -1,
                           .says = FAR_THING_SAYS_PIECES | FAR_THING_SAYS_LENT,
                           .pieces = 1 + far_sim_random_below (&user->random, 3),
                           .is_lent = TRUE };
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean good = far_collective_add_thing (&writer, &thing, id, &error);

  far_sim_user_report (user, "lends a thing", good, &error);
}

static void
change (FarSimUser *user, const FarThingFacts *thing)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarThingChange change = { .gone = -1,
                            .says = FAR_THING_SAYS_PIECES,
                            .pieces = 1 + far_sim_random_below (&user->random, 3) };
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (far_sim_random_chance (&user->random, 30))
    change = (FarThingChange){ .gone = !thing->is_gone };
  good = far_collective_change_thing (&writer, thing->id, &change, &error);
  far_sim_user_report (user, "says otherwise how much is lent", good, &error);
}

static void
book (FarSimUser *user, const FarThingFacts *thing, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gint32 first = today + (gint32)far_sim_random_below (&user->random, 7);
  FarLoanPlan plan = { .thing = thing->id,
                       .is_repair = far_sim_random_chance (&user->random, 10),
                       .first = first,
                       .last = first + (gint32)far_sim_random_below (&user->random, 4),
                       .from = -1,
                       .until = -1,
                       .n = 1 + far_sim_random_below (&user->random, 2) };
  g_autoptr (GError) error = NULL;
  FarLoansTaken taken;
  gboolean good;

  if (far_sim_random_chance (&user->random, 20))
    plan.weekly_last = plan.first + 14;
  good = far_collective_book (&writer, &plan, today, &taken, &error);
  if (good)
    {
      far_loans_taken_clear (&taken);
      far_sim_note_event (user->sim, FAR_SIM_EVENT_LOAN);
    }
  far_sim_user_report (user, "books a thing", good, &error);
}

static void
see_to_loan (FarSimUser *user, const FarLoanFacts *loan, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarHandover handover = { .hand = loan->hand == FAR_LOAN_OUT ? FAR_LOAN_BACK : FAR_LOAN_OUT,
                           .condition = -1 };
  g_autoptr (GError) error = NULL;
  gboolean good;
  guint n;

  /* it was a slip, or it was not */
  if (far_sim_random_chance (&user->random, 20))
    handover.hand = (FarLoanHand)far_sim_random_below (&user->random, 3);
  if (far_sim_user_is (user, loan->person) && far_sim_random_chance (&user->random, 40))
    good =
        far_collective_release_loan (&writer, loan->id, far_sim_random_chance (&user->random, 30),
                                     today, NULL, &n, &error);
  else
    {
      good = far_collective_hand_loan (&writer, loan->id, &handover, today, &error);
      if (good)
        far_sim_note_event (user->sim, FAR_SIM_EVENT_LOAN_HANDED);
    }
  far_sim_user_report (user, "hands a thing over, or gives a booking back", good, &error);
}

void
far_sim_user_see_to_lending (FarSimUser *user)
{
  gint32 today = far_sim_get_today (user->sim, user->device);
  const FarLentThing *lent;
  g_autoptr (GPtrArray) things = NULL;

  if (!far_collective_uses (user->device->store, FAR_RULE_LENDING))
    return;
  things = far_collective_lending (user->device->store, user->device->me.member, today, NULL);
  if (things == NULL)
    return;
  if (things->len == 0 || (things->len < THINGS_MAX && far_sim_random_chance (&user->random, 10)))
    {
      lend (user);
      return;
    }

  lent = things->pdata[far_sim_random_below (&user->random, things->len)];
  if (far_sim_random_chance (&user->random, 10))
    change (user, lent->thing);
  else if (lent->loans->len == 0 || far_sim_random_chance (&user->random, 50))
    book (user, lent->thing, today);
  else
    see_to_loan (user, lent->loans->pdata[far_sim_random_below (&user->random, lent->loans->len)],
                 today);
}

/* ---- what must hold */

/* How many pieces stand for somebody at that moment. */
static guint
count_at (const FarLentThing *lent, gint64 minute)
{
  guint n = 0;

  for (guint i = 0; i < lent->loans->len; i++)
    {
      const FarLoanFacts *loan = lent->loans->pdata[i];
      FarStay stay = far_loan_get_stay (loan);

      /* what came back early is free again */
      if (loan->place == FAR_TURN_PLACE_STANDING && loan->hand != FAR_LOAN_BACK &&
          stay.begin <= minute && minute < stay.end)
        n += stay.n;
    }

  return n;
}

/* Where the most stand somebody's time begins. */
void
far_sim_check_lending (FarSim *self, FarSimDevice *device)
{
  g_autoptr (GPtrArray) things =
                 far_collective_lending (device->store, device->me.member, FAR_SIM_EPOCH_DAY, NULL);

  for (guint i = 0; things != NULL && i < things->len; i++)
    {
      const FarLentThing *lent = things->pdata[i];

      for (guint j = 0; j < lent->loans->len; j++)
        if (count_at (lent, far_loan_get_stay (lent->loans->pdata[j]).begin) >
            MAX (lent->thing->pieces, 1))
          far_sim_fail (self, "lending", "%s shows more of “%s” lent than there is", device->name,
                        lent->thing->name);
    }
}

void
far_sim_feed_lending (FarHash *hash, FarSimDevice *device)
{
  g_autoptr (GPtrArray) things =
                 far_collective_lending (device->store, device->me.member, FAR_SIM_EPOCH_DAY, NULL);

  for (guint i = 0; things != NULL && i < things->len; i++)
    {
      const FarLentThing *lent = things->pdata[i];

      far_hash_update (hash, lent->thing->id, FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, lent->thing->pieces);
      for (guint j = 0; j < lent->loans->len; j++)
        {
          const FarLoanFacts *loan = lent->loans->pdata[j];

          far_hash_update (hash, loan->id, FAR_RECORD_ID_LEN);
          far_hash_update (hash, loan->person, FAR_RECORD_ID_LEN);
          far_hash_update (hash, loan->before, FAR_RECORD_ID_LEN);
          far_hash_u32 (hash, loan->place);
          far_hash_u32 (hash, loan->rank);
          far_hash_u32 (hash, loan->hand);
          far_hash_u32 (hash, (guint32)loan->first);
          far_hash_u32 (hash, (guint32)loan->last);
        }
    }
}
