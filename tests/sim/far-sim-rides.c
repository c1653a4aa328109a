/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What members do about seats in cars. */

#include "far-sim-user-private.h"

#include "far-collective-rides.h"
#include "far-day.h"

/* days ahead that they look at */
#define DAYS 20

static FarSeats
make_seats (FarSimUser *user)
{
  FarSeats seats = { .n = 1 + far_sim_random_below (&user->random, 3) };

  if (far_sim_random_chance (&user->random, 40))
    seats.n_child[far_sim_random_below (&user->random, FAR_CHILD_SEAT_KINDS)] = 1;

  return seats;
}

static void
offer (FarSimUser *user, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarSpotDraft from = { .words = "Mill" };
  FarSpotDraft to = { .words = "School" };
  gint32 first_day = today + (gint32)far_sim_random_below (&user->random, 8);
  FarRule rule = { .weekdays = FAR_WEEKDAYS_ALL,
                   .every_n_weeks = 1,
                   .first_day = first_day,
                   .last_day = first_day + (gint32)far_sim_random_below (&user->random, 6) };
  FarSeats seats = make_seats (user);
  FarRideChange ride = FAR_RIDE_CHANGE_NONE;
  g_autoptr (GError) error = NULL;
  guint8 id[FAR_RECORD_ID_LEN];
  gboolean good;

  ride.is_ask = far_sim_random_chance (&user->random, 30);
  ride.from = &from;
  ride.to = &to;
  ride.rule = &rule;
  ride.seats = &seats;
  ride.at[FAR_RIDE_WAY_THERE] = 480;
  if (far_sim_random_chance (&user->random, 50))
    ride.at[FAR_RIDE_WAY_BACK] = 990;
  good = far_collective_add_ride (&writer, &ride, NULL, today, id, &error);
  far_sim_user_report (user, "offers or asks for a ride", good, &error);
}

static void
take (FarSimUser *user, const FarRideDate *date, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarSeatsPlan plan = { .ride = date->ride->id,
                        .first_day = date->day,
                        .last_day = far_sim_random_chance (&user->random, 50) ? date->day
                                                                              : date->day + DAYS,
                        .seats = make_seats (user) };
  g_autoptr (GError) error = NULL;
  FarSeatsTaken taken = { NULL };
  gboolean good;

  plan.ways = far_sim_random_below (&user->random, 4);
  if (far_sim_random_chance (&user->random, 65))
    good = far_collective_take_seats (&writer, &plan, today, &taken, &error);
  else
    good = far_collective_release_seats (&writer, &plan, today, &taken, &error);
  if (good)
    {
      far_sim_note_event (user->sim, FAR_SIM_EVENT_SEAT);
      far_seats_taken_clear (&taken);
    }
  far_sim_user_report (user, "takes or gives back seats", good, &error);
}

static void
change (FarSimUser *user, const FarRideDate *date, gint32 today)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  FarRideChange ride = FAR_RIDE_CHANGE_NONE;
  FarSeats seats = make_seats (user);
  g_autoptr (GError) error = NULL;
  gboolean good;

  switch (far_sim_random_below (&user->random, 4))
    {
    case 0:
      ride.seats = &seats;
      good = far_collective_change_ride (&writer, date->ride->id, &ride, today, &error);
      break;
    case 1:
      ride.at[FAR_RIDE_WAY_THERE] = 480 + (int)far_sim_random_below (&user->random, 4) * 10;
      good = far_collective_change_ride (&writer, date->ride->id, &ride, today, &error);
      break;
    case 2:
      ride.is_gone = far_sim_random_chance (&user->random, 50);
      good = far_collective_change_ride (&writer, date->ride->id, &ride, today, &error);
      break;
    default:
      good = far_collective_drop_ride (&writer, date->ride->id, date->day,
                                       far_sim_random_chance (&user->random, 70) ? "car" : NULL,
                                       today, &error);
      if (good)
        far_sim_note_event (user->sim, FAR_SIM_EVENT_RIDE_DROPPED);
      break;
    }
  far_sim_user_report (user, "changes a ride", good, &error);
}

void
far_sim_user_switch_on (FarSimUser *user, guint rule, const char *what)
{
  FarWriter writer = far_sim_writer (user->sim, user->device);
  g_autoptr (GError) error = NULL;
  FarApproval approval = { 0 };
  gboolean good = far_collective_set_rule (&writer, rule, 1, &approval, &error);

  far_sim_user_report (user, what, good, &error);
}

void
far_sim_user_see_to_rides (FarSimUser *user)
{
  FarStore *store = user->device->store;
  gint32 today = far_day_of_utc (far_sim_writer (user->sim, user->device).now_ms);
  g_autoptr (GPtrArray) dates = NULL;
  const FarRideDate *date;

  if (!far_collective_uses (store, FAR_RULE_RIDES))
    {
      far_sim_user_switch_on (user, FAR_RULE_RIDES, "wants rides");
      return;
    }
  dates = far_collective_rides (store, user->device->me.member, today, DAYS, NULL);
  if (dates == NULL)
    return;
  if (dates->len == 0 || (dates->len < 12 && far_sim_random_chance (&user->random, 25)))
    {
      offer (user, today);
      return;
    }

  date = dates->pdata[far_sim_random_below (&user->random, dates->len)];
  if (far_sim_user_is (user, date->ride->owner))
    change (user, date, today);
  else
    take (user, date, today);
}
