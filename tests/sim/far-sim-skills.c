/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members say that they can do, would like to learn, and hold a training in. */

#include "far-sim-user-private.h"

#include "far-collective-skills.h"
#include "far-day.h"

/* Half of them are called what a role asks for. */
static const char *const names[] = { "PSC1", "psc1", "Baking", "Mending", "Psc1", "mending" };

static void
say (FarSimUser *user, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarSkillChange skill = FAR_SKILL_CHANGE_NONE;
  FarSkillKind sort = far_sim_random_chance (&user->random, 60)
                          ? FAR_SKILL_TRAINING
                          : (FarSkillKind)far_sim_random_below (&user->random, 2);
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean good;

  skill.name = names[far_sim_random_below (&user->random, G_N_ELEMENTS (names))];
  skill.is_shown = far_sim_random_chance (&user->random, 50);
  skill.sets_held = sort == FAR_SKILL_TRAINING;
  skill.has_expires = far_sim_random_chance (&user->random, 70);
  skill.expires = today + (gint32)far_sim_random_below (&user->random, 20);
  good = far_collective_add_skill (&writer, NULL, sort, &skill, id, &error);
  if (good && sort == FAR_SKILL_TRAINING)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_TRAINING);
  far_sim_user_report (user, "says what they can do", good, &error);
}

static void
change (FarSimUser *user, const FarSkillFacts *skill, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarSkillChange change = FAR_SKILL_CHANGE_NONE;
  g_autoptr (GError) error = NULL;
  gboolean good;

  if (skill->is_gone || far_sim_random_chance (&user->random, 40))
    change.gone = !skill->is_gone;
  else
    {
      change.sets_held = TRUE;
      change.has_expires = TRUE;
      change.expires = today + (gint32)far_sim_random_below (&user->random, 40);
    }
  good = far_collective_change_skill (&writer, skill->id, &change, &error);
  far_sim_user_report (user, "says otherwise what they can do", good, &error);
}

static void
attest (FarSimUser *user, const FarSkillFacts *skill)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  gboolean good = far_collective_attest_skill (&writer, skill->id,
                                               far_sim_random_chance (&user->random, 75), &error);

  if (good)
    far_sim_note_event (user->sim, FAR_SIM_EVENT_ATTESTED);
  far_sim_user_report (user, "looks at a training", good, &error);
}

static void
switch_on (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  FarApproval approval = { 0 };
  gboolean good = far_collective_set_rule (&writer, FAR_RULE_SKILLS, 1, &approval, &error);

  far_sim_user_report (user, "wants skills", good, &error);
}

void
far_sim_user_see_to_skills (FarSimUser *user)
{
  FarStore *store = user->device->store;
  gint32 today = far_day_of_utc (far_sim_writer (user->sim, user->device).now_ms);
  g_autoptr (GPtrArray) skills = NULL;
  const FarSkillFacts *skill;

  if (!far_collective_uses (store, FAR_RULE_SKILLS))
    {
      switch_on (user);
      return;
    }
  skills = far_collective_skills (store, TRUE, NULL);
  if (skills == NULL)
    return;
  if (skills->len == 0 || far_sim_random_chance (&user->random, 35))
    {
      say (user, today);
      return;
    }

  skill = skills->pdata[far_sim_random_below (&user->random, skills->len)];
  if (far_sim_user_is (user, skill->owner))
    change (user, skill, today);
  else
    attest (user, skill);
}
