/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members do about a hand that somebody needs. */

#include "far-sim-user-private.h"

#include "far-collective-help.h"
#include "far-day.h"

static void
ask (FarSimUser *user, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gint32 first_day = today + (gint32)far_sim_random_below (&user->random, 8);
  FarPeriod when = { first_day, first_day + (gint32)far_sim_random_below (&user->random, 4), -1,
                     -1 };
  FarHelpChange help = FAR_HELP_CHANGE_NONE;
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean good;

  if (far_sim_random_chance (&user->random, 50))
    when.from = 540;
  help.what = "Carry a wardrobe";
  help.when = &when;
  help.is_offer = far_sim_random_chance (&user->random, 25);
  help.category = far_sim_random_below (&user->random, FAR_CATEGORIES);
  help.urgency = far_sim_random_below (&user->random, FAR_URGENCIES);
  help.n_helpers = 1 + far_sim_random_below (&user->random, 2);
  good = far_collective_add_help (&writer, &help, NULL, today, id, &error);
  far_sim_user_report (user, "asks for a hand, or offers one", good, &error);
}

static gboolean
helps (FarSimUser *user, const FarHelpFacts *help)
{
  for (guint i = 0; i < help->claims->len; i++)
    {
      const FarClaimFacts *claim = help->claims->pdata[i];

      if (claim->rank > 0 && far_sim_user_is (user, claim->person))
        return TRUE;
    }

  return FALSE;
}

static void
take (FarSimUser *user, const FarHelpFacts *help, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  const guint8 *id = help->facts->id;
  g_autoptr (GError) error = NULL;
  gboolean good;

  /* whoever helps already gives it back now and then, and does it mostly */
  switch (helps (user, help) ? far_sim_random_below (&user->random, 3)
                             : far_sim_random_below (&user->random, 6))
    {
    case 0:
      good = far_collective_release_help (&writer, id, NULL, &error);
      break;
    case 1:
      good = far_collective_claim_help (&writer, id, NULL, FAR_CLAIM_COULD, today, &error);
      break;
    case 2:
      good = far_collective_help_is_done (&writer, id, NULL,
                                          far_sim_random_chance (&user->random, 80), &error);
      if (good)
        far_sim_note_event (user->sim, FAR_SIM_EVENT_HELP_DONE);
      break;
    default:
      good = far_collective_claim_help (&writer, id, NULL, FAR_CLAIM_HELPS, today, &error);
      if (good)
        far_sim_note_event (user->sim, FAR_SIM_EVENT_HELP);
      break;
    }
  far_sim_user_report (user, "helps, or gives it back", good, &error);
}

static void
change (FarSimUser *user, const FarHelpFacts *help, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  gint32 first_day = today + (gint32)far_sim_random_below (&user->random, 8);
  FarPeriod when = { first_day, first_day + 1, -1, -1 };
  FarHelpChange words = FAR_HELP_CHANGE_NONE;
  g_autoptr (GError) error = NULL;
  gboolean is_written;
  gboolean good;

  if (far_sim_random_chance (&user->random, 25))
    {
      good = far_collective_set_help_note (&writer, help->facts->id,
                                           far_sim_random_chance (&user->random, 80) ? "4711" : "",
                                           today, &is_written, &error);
      far_sim_user_report (user, "says what only who helps is to know", good, &error);
      return;
    }

  switch (far_sim_random_below (&user->random, 5))
    {
    case 0:
      words.when = &when;
      break;
    case 1:
      words.n_helpers = 1 + far_sim_random_below (&user->random, 3);
      break;
    case 2:
      words.is_gone = far_sim_random_chance (&user->random, 50);
      break;
    case 3:
      words.thanks = far_sim_random_chance (&user->random, 70) ? "Thanks" : "";
      break;
    default:
      words.done = far_sim_random_below (&user->random, 3);
      break;
    }
  good = far_collective_change_help (&writer, help->facts->id, &words, today, &error);
  far_sim_user_report (user, "changes what is asked for", good, &error);
}

void
far_sim_user_see_to_help (FarSimUser *user)
{
  FarStore *store = user->device->store;
  gint32 today = far_day_of_utc (far_sim_writer (user->sim, user->device).now_ms);
  g_autoptr (GPtrArray) helps = NULL;
  const FarHelpFacts *help;

  if (!far_collective_uses (store, FAR_RULE_HELP))
    {
      far_sim_user_switch_on (user, FAR_RULE_HELP, "wants help");
      return;
    }
  helps = far_collective_help (store, user->device->me.member, today - 4, NULL);
  if (helps == NULL)
    return;
  if (helps->len == 0 || (helps->len < 8 && far_sim_random_chance (&user->random, 25)))
    {
      ask (user, today);
      return;
    }

  help = helps->pdata[far_sim_random_below (&user->random, helps->len)];
  if (far_sim_user_is (user, help->facts->owner))
    change (user, help, today);
  else
    take (user, help, today);
}
