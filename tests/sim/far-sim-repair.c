/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members do about a bike that breaks: who reports it, who mends it, and who brings it. */

#include "far-sim-user-private.h"

#include "far-collective-repair.h"
#include "far-day.h"

static void
report (FarSimUser *user, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarFaultChange fault = FAR_FAULT_CHANGE_NONE;
  g_autoptr (GPtrArray) things = far_collective_things (user->device->store, FALSE, NULL);
  const FarThingFacts *thing = NULL;
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean good;

  if (things != NULL && things->len > 0)
    thing = things->pdata[far_sim_random_below (&user->random, things->len)];
  if (thing != NULL && (thing->has_workshop || thing->what == FAR_THING_IS_ROOM))
    thing = NULL;
  fault.parts = 1 + (int)far_sim_random_below (&user->random, 255);
  fault.words = far_sim_random_chance (&user->random, 50) ? "It rattles" : NULL;
  fault.is_unsafe = far_sim_random_chance (&user->random, 50);
  good = far_collective_report_fault (&writer, thing != NULL ? thing->id : NULL, "Old bike", &fault,
                                      NULL, today, id, &error);
  if (good)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_FAULT);
  far_sim_user_report (user, "reports a fault", good, &error);
}

static void
open_workshop (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GPtrArray) rotas = far_collective_rotas (user->device->store, NULL);
  g_autoptr (GError) error = NULL;
  const FarRotaFacts *rota;
  gboolean good;

  if (rotas == NULL || rotas->len == 0)
    return;
  rota = rotas->pdata[far_sim_random_below (&user->random, rotas->len)];
  for (guint i = 0; i < rotas->len && !rota->is_published; i++)
    rota = rotas->pdata[i];
  good = far_collective_set_workshop (&writer, rota->id, far_sim_random_below (&user->random, 3),
                                      &error);
  far_sim_user_report (user, "says how many are mended at a time", good, &error);
}

static void
book_slot (FarSimUser *user, const FarRepairFacts *repair, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GPtrArray) workshops =
                 far_collective_workshops (user->device->store, user->device->me.member, today,
                                           today + 13, NULL);
  const FarWorkshopFacts *workshop;
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean good;

  if (workshops == NULL || workshops->len == 0)
    {
      open_workshop (user);
      return;
    }
  workshop = workshops->pdata[far_sim_random_below (&user->random, MIN (workshops->len, 2))];
  good = far_collective_book_slot (&writer, repair->fault->id, workshop->rota, workshop->day, NULL,
                                   today, id, &error);
  if (good)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_SLOT);
  far_sim_user_report (user, "books a place at a workshop", good, &error);
}

static void
release_slot (FarSimUser *user, const FarRepairFacts *repair, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  const FarSlotFacts *slot =
      repair->slots->pdata[far_sim_random_below (&user->random, repair->slots->len)];
  g_autoptr (GError) error = NULL;
  gboolean good;
  guint n;

  good = far_collective_release_loan (&writer, slot->loan->id, FALSE, today, NULL, &n, &error);
  far_sim_user_report (user, "gives a place at a workshop back", good, &error);
}

static void
work (FarSimUser *user, const FarRepairFacts *repair, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarWorkSaying work = { .state = (FarWorkState)far_sim_random_below (&user->random, 4),
                         .minutes = -1 };
  FarFaultChange change = FAR_FAULT_CHANGE_NONE;
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (far_sim_random_chance (&user->random, 60))
    good = far_collective_say_work (&writer, repair->fault->id, &work, today, &error);
  else
    {
      change.is_unsafe = !repair->fault->is_unsafe;
      if (far_sim_user_is (user, repair->fault->owner) && far_sim_random_chance (&user->random, 20))
        change.is_gone = !repair->fault->is_gone;
      good = far_collective_change_fault (&writer, repair->fault->id, &change, today, &error);
    }
  if (good)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_REPAIR);
  far_sim_user_report (user, "says how far a repair has come", good, &error);
}

void
far_sim_user_see_to_repair (FarSimUser *user)
{
  gint32 today = far_sim_get_today (user->sim, user->device);
  g_autoptr (GPtrArray) repairs = NULL;
  const FarRepairFacts *repair;

  if (!far_collective_uses (user->device->store, FAR_RULE_REPAIR))
    return;
  repairs = far_collective_faults (user->device->store, user->device->me.member, TRUE, today, NULL);
  if (repairs == NULL)
    return;
  if (repairs->len < 2 || (repairs->len < 6 && far_sim_random_chance (&user->random, 20)))
    {
      report (user, today);
      return;
    }

  repair = repairs->pdata[far_sim_random_below (&user->random, repairs->len)];
  if (repair->slots->len > 0 && far_sim_random_chance (&user->random, 20))
    release_slot (user, repair, today);
  else if (far_sim_random_chance (&user->random, 60))
    book_slot (user, repair, today);
  else
    work (user, repair, today);
}

/* ---- what must hold */

/* Whether somebody has it who does not have it in their hands, while it is broken. */
static gboolean
is_lent_meanwhile (const FarLentThing *lent, const FarStay *gap, const FarLoanFacts *loan)
{
  FarStay stay = far_loan_get_stay (loan);

  return loan->place == FAR_TURN_PLACE_STANDING && !loan->is_repair && !loan->is_handed &&
         loan->hand != FAR_LOAN_BACK && stay.begin < gap->end && gap->begin < stay.end &&
         stay.n + gap->n > MAX (lent->thing->pieces, 1);
}

void
far_sim_check_repair (FarSim *self, FarSimDevice *device)
{
  g_autoptr (GPtrArray) things =
                 far_collective_lending (device->store, device->me.member, FAR_SIM_EPOCH_DAY, NULL);
  g_autoptr (GPtrArray) workshops =
                 far_collective_workshops (device->store, device->me.member, FAR_SIM_EPOCH_DAY,
                                           FAR_SIM_EPOCH_DAY + 60, NULL);

  for (guint i = 0; things != NULL && i < things->len; i++)
    {
      const FarLentThing *lent = things->pdata[i];

      for (guint j = 0; lent->gaps != NULL && j < lent->gaps->len; j++)
        for (guint k = 0; k < lent->loans->len; k++)
          if (is_lent_meanwhile (lent, &g_array_index (lent->gaps, FarStay, j),
                                 lent->loans->pdata[k]))
            far_sim_fail (self, "repair", "%s shows “%s” lent while it is broken", device->name,
                          lent->thing->name);
    }
  for (guint i = 0; workshops != NULL && i < workshops->len; i++)
    {
      const FarWorkshopFacts *workshop = workshops->pdata[i];

      if (workshop->faults->len > workshop->n_places)
        far_sim_fail (self, "repair", "%s shows more at “%s” than it has places for", device->name,
                      workshop->title);
    }
}

void
far_sim_feed_repair (FarHash *hash, FarSimDevice *device)
{
  g_autoptr (GPtrArray) repairs = far_collective_faults (device->store, device->me.member, TRUE,
                                                         FAR_SIM_EPOCH_DAY, NULL);

  for (guint i = 0; repairs != NULL && i < repairs->len; i++)
    {
      const FarRepairFacts *repair = repairs->pdata[i];

      far_hash_update (hash, repair->fault->id, FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, far_repair_get_place (repair, FAR_SIM_EPOCH_DAY));
      far_hash_u32 (hash, repair->fault->is_unsafe);
      for (guint j = 0; j < repair->slots->len; j++)
        {
          const FarSlotFacts *slot = repair->slots->pdata[j];

          far_hash_update (hash, slot->loan->id, FAR_RECORD_ID_LEN);
          far_hash_u32 (hash, slot->loan->place);
          far_hash_u32 (hash, slot->is_on);
        }
    }
}
