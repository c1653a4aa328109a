/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What users say of places where people who share a car meet: by hand, and out of a table that
 * several have. */

#include "far-sim-user-private.h"

#include <string.h>

#include "far-collective-places.h"

#define N_PLACES 8 /* of the table */

/* Whoever wants rides wants the collective to use them. */
static gboolean
want_rides (FarSimUser *user)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  FarApproval approval;
  gboolean good;

  if (far_collective_uses (user->device->store, FAR_RULE_RIDES))
    return TRUE;

  good = far_collective_set_rule (&writer, FAR_RULE_RIDES, 1, &approval, &error);
  far_sim_user_report (user, "wants rides", good, &error);

  return good && approval.is_done && far_sim_user_is_well (user);
}

/* Some rows of it: as it was at first, or a later edition. */
static FarListedPlaces *
read_table (FarSimUser *user)
{
  FarListedPlaces *table = g_new0 (FarListedPlaces, 1);
  gboolean is_later = far_sim_random_chance (&user->random, 40);
  gboolean is_known = far_sim_random_chance (&user->random, 70);

  table->places = g_ptr_array_new ();
  for (guint i = 0; i < N_PLACES; i++)
    {
      FarListedPlace *place;

      if (far_sim_random_chance (&user->random, 30))
        continue;
      place = g_new0 (FarListedPlace, 1);
      place->row = 2 + i;
      place->name = g_strdup_printf (is_later ? "Car park %u, the new one" : "Car park %u", i);
      place->town = g_strdup (i % 2 == 0 ? "Dieppe" : "Sées");
      place->address = g_strdup (is_later ? "Main Street" : "");
      place->source = is_known ? g_strdup_printf ("76217-C-%03u", i) : g_strdup ("");
      place->has_at = TRUE;
      place->lat = (gint32)(49000000 + i);
      place->lon = is_later ? -1000000 : 1000000;
      g_ptr_array_add (table->places, place);
    }

  return table;
}

static void
free_table (FarListedPlaces *table)
{
  for (guint i = 0; i < table->places->len; i++)
    {
      FarListedPlace *place = table->places->pdata[i];

      g_free (place->name);
      g_free (place->town);
      g_free (place->address);
      g_free (place->source);
      g_free (place);
    }
  g_ptr_array_unref (table->places);
  g_free (table);
}

/* What is imported is there afterwards, and again it changes nothing. */
static void
expect_known (FarSimUser *user, const FarListedPlaces *table)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GPtrArray) plans = far_collective_plan_places (&writer, table, NULL);

  for (guint i = 0; plans != NULL && far_sim_user_counts (user) && i < plans->len; i++)
    {
      const FarPlacePlan *plan = plans->pdata[i];

      if (plan->what != FAR_PLACE_IS_THERE && plan->what != FAR_PLACE_IS_TOO_MANY)
        far_sim_fail (user->sim, "places", "%s imported a table, and “%s” is not as it says",
                      user->device->name, plan->now.name);
    }
}

static void
import_table (FarSimUser *user)
{
  FarListedPlaces *table = read_table (user);
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plans = far_collective_plan_places (&writer, table, &error);
  g_autoptr (GVariant) done =
                 plans != NULL ? far_collective_import_places (&writer, plans, &error) : NULL;
  gboolean good = done != NULL;

  far_sim_user_report (user, "imports places", good, &error);
  if (good && far_sim_user_is_well (user))
    {
      far_sim_note_event (user->sim, FAR_SIM_EVENT_PLACE);
      expect_known (user, table);
    }
  if (good && far_sim_user_is_well (user) && far_sim_random_chance (&user->random, 20))
    {
      good = far_collective_undo_places (&writer, done, &error);
      far_sim_user_report (user, "takes an import of places back", good, &error);
    }
  free_table (table);
}

static void
say_of_place (FarSimUser *user, const GPtrArray *places)
{
  const FarPlaceFacts *place = places->pdata[far_sim_random_below (&user->random, places->len)];
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autofree char *name = g_strdup_printf ("Station %u", far_sim_random_below (&user->random, 100));
  FarPosition at = { .is_known = far_sim_random_chance (&user->random, 70),
                     .lat = far_sim_random_below (&user->random, 90000000) };
  FarPlaceChange change = { .gone = -1 };
  g_autoptr (GError) error = NULL;
  gboolean good;

  switch (far_sim_random_below (&user->random, 4))
    {
    case 0:
      change.name = name;
      break;
    case 1:
      change.at = &at;
      break;
    case 2:
      change.address = name;
      break;
    default:
      change.gone = !place->is_gone;
      break;
    }
  good = far_collective_change_place (&writer, place->id, &change, &error);
  far_sim_user_report (user, "says something of a meeting place", good, &error);
}

void
far_sim_user_see_to_places (FarSimUser *user)
{
  g_autoptr (GPtrArray) places = NULL;

  if (!want_rides (user))
    return;

  places = far_collective_places (user->device->store, TRUE, NULL);
  if (places != NULL && places->len > 0 && far_sim_random_chance (&user->random, 50))
    say_of_place (user, places);
  else if (places != NULL)
    import_table (user);
}
