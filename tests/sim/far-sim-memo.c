/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is kept of outings, of rides and of words from one question to the next is what would be
 * computed anew.
 */

#define G_LOG_DOMAIN "far-sim"

#include "far-sim-private.h"

#include <string.h>

#include "far-collective-help.h"
#include "far-collective-rides.h"
#include "far-collective-search.h"
#include "far-collective-hours.h"
#include "far-collective-skills.h"

static void
feed_text (FarHash *hash, const char *text)
{
  far_hash_update (hash, text, strlen (text) + 1);
}

static void
feed_day (FarHash *hash, const FarRotaDay *day)
{
  far_hash_u32 (hash, (guint32)day->at);
  far_hash_u32 (hash, day->n_min);
  far_hash_u32 (hash, day->n_max);
  feed_text (hash, day->place);
  for (guint i = 0; i < day->roles->len; i++)
    {
      const FarRoleFacts *role = &g_array_index (day->roles, FarRoleFacts, i);

      far_hash_u32 (hash, role->number);
      far_hash_u32 (hash, role->n_min);
      far_hash_u32 (hash, role->n_max);
      feed_text (hash, role->name);
      feed_text (hash, role->training != NULL ? role->training : "");
    }
}

static void
feed_turn (FarHash *hash, const FarTurnFacts *turn)
{
  far_hash_update (hash, turn->id, FAR_RECORD_ID_LEN);
  far_hash_update (hash, turn->person, FAR_RECORD_ID_LEN);
  far_hash_update (hash, turn->by, FAR_RECORD_ID_LEN);
  far_hash_u32 (hash, turn->place);
  far_hash_u32 (hash, turn->rank);
  far_hash_u32 (hash, turn->reserve);
  far_hash_u32 (hash, turn->reason);
  far_hash_u32 (hash, turn->role);
  far_hash_u32 (hash, turn->reach);
  far_hash_u32 (hash, (guint32)turn->at);
  far_hash_u32 (hash, (guint32)turn->is_double << 8 | turn->other_role);
  far_hash_u32 (hash, turn->is_helper | turn->has_stand_in << 1 | turn->has_swap << 2 |
                          turn->is_swap_agreed << 3 | turn->is_moved << 4 |
                          turn->is_untrained << 5);
  far_hash_update (hash, turn->stand_in, FAR_RECORD_ID_LEN);
  far_hash_update (hash, turn->swap_turn, FAR_RECORD_ID_LEN);
  if (turn->clash.kind != FAR_CLASH_NONE)
    far_hash_update (hash, (const guint8 *)turn->clash.title, strlen (turn->clash.title));
}

static void
feed_outing (FarHash *hash, const FarOutingFacts *outing)
{
  far_hash_update (hash, outing->rota->id, FAR_RECORD_ID_LEN);
  far_hash_u32 (hash, (guint32)outing->day);
  feed_day (hash, &outing->usual);
  feed_day (hash, &outing->here);
  feed_text (hash, outing->why);
  feed_text (hash, outing->own.remark);
  far_hash_u32 (hash, outing->verdict.runs);
  far_hash_u32 (hash, outing->verdict.reason);
  far_hash_u32 (hash, outing->verdict.n_needed);
  far_hash_u32 (hash, outing->verdict.n_have);
  far_hash_u32 (hash, outing->verdict.n_missing);
  far_hash_u32 (hash, outing->n_moved);
  far_hash_u32 (hash, outing->also.n_others);
  far_hash_u32 (hash, (guint32)outing->term_day);
  far_hash_u32 (hash, outing->walk.n);
  for (guint i = 0; i < outing->roles->len; i++)
    {
      const FarRoleCount *role = &g_array_index (outing->roles, FarRoleCount, i);

      feed_text (hash, role->name);
      far_hash_u32 (hash, role->n_max);
      far_hash_u32 (hash, role->n_have);
      far_hash_u32 (hash, role->n_trained);
    }
  for (guint i = 0; i < outing->walkers->len; i++)
    {
      const FarWalkerFacts *walker = outing->walkers->pdata[i];

      far_hash_update (hash, walker->child->id, FAR_RECORD_ID_LEN);
      feed_text (hash, walker->child->name);
      far_hash_u32 (hash, walker->is_absent | walker->is_contested << 1);
      if (walker->note_devices != NULL)
        {
          far_hash_update (hash, walker->note_devices->data,
                           (gsize)walker->note_devices->len * FAR_KEY_LEN);
          far_hash_update (hash, walker->unreached->data,
                           (gsize)walker->unreached->len * FAR_RECORD_ID_LEN);
        }
    }
  for (guint i = 0; i < outing->turns->len; i++)
    feed_turn (hash, outing->turns->pdata[i]);
}

static void
feed_ride (FarHash *hash, const FarRideDate *date)
{
  const FarRideFacts *ride = date->ride;

  far_hash_update (hash, ride->id, FAR_RECORD_ID_LEN);
  far_hash_update (hash, ride->person, FAR_RECORD_ID_LEN);
  far_hash_u32 (hash, (guint32)date->day);
  far_hash_u32 (hash, date->place);
  far_hash_u32 (hash, ride->seats.n);
  far_hash_u32 (hash, (guint32)ride->at[FAR_RIDE_WAY_THERE]);
  far_hash_u32 (hash, (guint32)ride->at[FAR_RIDE_WAY_BACK]);
  far_hash_u32 (hash, ride->also.n_others);
  far_hash_u32 (hash, date->left[FAR_RIDE_WAY_THERE].n);
  far_hash_u32 (hash, date->left[FAR_RIDE_WAY_BACK].n);
  feed_text (hash, ride->from.words);
  feed_text (hash, ride->to.words);
  feed_text (hash, date->why);
  for (guint i = 0; i < date->seats->len; i++)
    {
      const FarSeatFacts *seat = date->seats->pdata[i];

      far_hash_update (hash, seat->id, FAR_RECORD_ID_LEN);
      far_hash_update (hash, seat->person, FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, seat->way);
      far_hash_u32 (hash, seat->place);
      far_hash_u32 (hash, seat->rank);
      far_hash_u32 (hash, seat->seats.n);
      far_hash_u32 (hash, seat->reach);
      far_hash_u32 (hash, seat->is_moved);
    }
}

static void
feed_help (FarHash *hash, const FarHelpFacts *help)
{
  const FarHelpWords *facts = help->facts;

  far_hash_update (hash, facts->id, FAR_RECORD_ID_LEN);
  far_hash_update (hash, facts->person, FAR_RECORD_ID_LEN);
  feed_text (hash, facts->what);
  feed_text (hash, facts->thanks);
  far_hash_u32 (hash, (guint32)facts->when.first_day);
  far_hash_u32 (hash, (guint32)facts->when.last_day);
  far_hash_u32 (hash, facts->n_helpers);
  far_hash_u32 (hash, facts->done);
  far_hash_u32 (hash, facts->is_gone);
  far_hash_u32 (hash, facts->also.n_others);
  far_hash_u32 (hash, help->n_left);
  far_hash_u32 (hash, help->note_devices != NULL ? help->note_devices->len : G_MAXUINT32);
  for (guint i = 0; i < help->claims->len; i++)
    {
      const FarClaimFacts *claim = help->claims->pdata[i];

      far_hash_update (hash, claim->id, FAR_RECORD_ID_LEN);
      far_hash_update (hash, claim->person, FAR_RECORD_ID_LEN);
      far_hash_u32 (hash, claim->role);
      far_hash_u32 (hash, claim->place);
      far_hash_u32 (hash, claim->rank);
      far_hash_u32 (hash, claim->reach);
      far_hash_u32 (hash, claim->is_done | claim->is_moved << 1);
    }
}

/* Returns: FALSE if the disk does not tell */
static void
feed_hours (FarHash *hash, const FarHoursFacts *hours)
{
  far_hash_update (hash, hours->id, FAR_RECORD_ID_LEN);
  far_hash_update (hash, hours->owner, FAR_RECORD_ID_LEN);
  feed_text (hash, hours->line.what);
  far_hash_u32 (hash, hours->line.minutes);
  far_hash_u32 (hash, hours->others->len);
  far_hash_u32 (hash, hours->devices->len);
}

static void
feed_skill (FarHash *hash, const FarSkillFacts *skill)
{
  far_hash_update (hash, skill->id, FAR_RECORD_ID_LEN);
  far_hash_update (hash, skill->person, FAR_RECORD_ID_LEN);
  feed_text (hash, skill->name);
  far_hash_u32 (hash, skill->sort);
  far_hash_u32 (hash, skill->is_gone | skill->is_shown << 1 | skill->has_expires << 2);
  far_hash_u32 (hash, (guint32)skill->expires);
  far_hash_u32 (hash, skill->attested->len);
  far_hash_u32 (hash, skill->also.n_others);
}

static gboolean
digest (FarSimDevice *device, guint8 out[static FAR_HASH_LEN])
{
  g_autoptr (GPtrArray) members = far_collective_members (device->store, NULL);
  g_autoptr (GPtrArray) rotas = far_collective_rotas (device->store, NULL);
  g_autoptr (GPtrArray) outings = NULL;
  g_autoptr (GPtrArray) rides = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GPtrArray) helps = NULL;
  g_autoptr (GPtrArray) skills = NULL;
  g_autoptr (GPtrArray) hours = NULL;
  FarHash hash;

  if (members == NULL || rotas == NULL)
    return FALSE;
  outings = far_collective_outings (device->store, rotas, device->me.member, FAR_SIM_EPOCH_DAY + 10,
                                    FAR_SIM_N_DAYS, NULL);
  rides = far_collective_rides (device->store, device->me.member, FAR_SIM_EPOCH_DAY + 10,
                                FAR_SIM_N_DAYS, NULL);
  skills = far_collective_skills (device->store, TRUE, NULL);
  hours = far_collective_hours (device->store, &device->me, FAR_DAY_MIN, FAR_PAYLOAD_DAY_MAX, NULL);
  /* of rides, and of places */
  found = far_collective_search (device->store, "m", FAR_SIM_EPOCH_DAY + 10, NULL);
  helps = far_collective_help (device->store, device->me.member, FAR_SIM_EPOCH_DAY - 10, NULL);
  if (outings == NULL || rides == NULL || found == NULL || helps == NULL || skills == NULL ||
      hours == NULL)
    return FALSE;

  far_hash_init (&hash, "far1 sim memo", FAR_HASH_LEN);
  for (guint i = 0; i < members->len; i++)
    {
      const FarMemberFacts *member = members->pdata[i];

      far_hash_update (&hash, member->id, FAR_RECORD_ID_LEN);
      feed_text (&hash, member->name);
      feed_text (&hash, member->phone);
      far_hash_u32 (&hash, member->state);
      far_hash_u32 (&hash, member->n_missing);
      far_hash_u32 (&hash, member->n_void);
      far_hash_u32 (&hash, member->is_provisional | member->is_helper << 1);
      far_hash_u32 (&hash, member->devices->len);
    }
  for (guint i = 0; i < rotas->len; i++)
    {
      const FarRotaFacts *rota = rotas->pdata[i];

      far_hash_update (&hash, rota->id, FAR_RECORD_ID_LEN);
      feed_text (&hash, rota->title);
      far_hash_u32 (&hash, rota->is_published);
      far_hash_u32 (&hash, rota->also.n_others);
    }
  for (guint i = 0; i < outings->len; i++)
    feed_outing (&hash, outings->pdata[i]);
  for (guint i = 0; i < rides->len; i++)
    feed_ride (&hash, rides->pdata[i]);
  for (guint i = 0; i < found->len; i++)
    {
      const FarFoundFacts *facts = found->pdata[i];

      far_hash_update (&hash, facts->id, FAR_RECORD_ID_LEN);
      feed_text (&hash, facts->title);
      feed_text (&hash, facts->more);
      far_hash_u32 (&hash, facts->is_over);
    }
  for (guint i = 0; i < helps->len; i++)
    feed_help (&hash, helps->pdata[i]);
  for (guint i = 0; i < skills->len; i++)
    feed_skill (&hash, skills->pdata[i]);
  for (guint i = 0; i < hours->len; i++)
    feed_hours (&hash, hours->pdata[i]);
  far_sim_feed_lending (&hash, device);
  far_sim_feed_repair (&hash, device);
  far_hash_finish (&hash, out, FAR_HASH_LEN);

  return TRUE;
}

void
far_sim_check_memo (FarSim *self, FarSimDevice *device)
{
  guint8 kept[FAR_HASH_LEN];
  guint8 anew[FAR_HASH_LEN];

  if (!digest (device, kept))
    return;

  far_store_take_memo (device->store, NULL, NULL);
  if (digest (device, anew) && memcmp (kept, anew, FAR_HASH_LEN) != 0)
    far_sim_fail (self, "memo",
                  "%s shows outings, rides, help, skills, hours, members or what is found as they "
                  "were before",
                  device->name);
}
