/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ten thousand rides of a town: nine of ten once, over five years, and the others each week of the
 * year that runs; of every second one of those to come somebody has a seat.  What is measured is
 * the list of the four weeks to come, as the window and farandole-cli ask for it, and finding
 * some of them by their words. */

#define G_LOG_DOMAIN "far-bench"

#include "far-bench-private.h"

#include <string.h>

#include "far-collective-rides.h"
#include "far-day.h"
#include "far-kind-schema.h"

#define SEED 11
#define N_MEMBERS 300
#define N_RIDES 10000
#define WEEKLY_EVERY 10 /* one of so many */
#define TODAY 20700
#define PAST_DAYS 1826
#define AHEAD_DAYS 60
#define WEEKLY_DAYS 200
#define LIST_DAYS 28
#define N_RUNS 9

typedef struct
{
  FarWorld *world;
  FarStore *store;
  guint8 weekly[N_RIDES / WEEKLY_EVERY][FAR_RECORD_ID_LEN];
} Town;

static guint
pick (Town *self, guint n)
{
  return (guint)(far_world_random (self->world) * n);
}

static void
write_spot (FarMapWriter *map, GByteArray *payload, guint key, const char *words)
{
  FarMapWriter spot;

  far_map_array (map, key, 1);
  spot = far_map_begin (payload);
  far_map_text (&spot, FAR_SPOT_WORDS, words);
  far_map_end (&spot);
}

static void
write_ride (Town *self, guint number)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint who = number % N_MEMBERS;
  const FarWorldDevice *device = &self->world->devices[who];
  gboolean is_weekly = number % WEEKLY_EVERY == 0;
  gint32 first = is_weekly ? TODAY + (gint32)(number / WEEKLY_EVERY % 7)
                           : TODAY - PAST_DAYS + (gint32)pick (self, PAST_DAYS + AHEAD_DAYS);
  gint32 last = is_weekly ? TODAY + LIST_DAYS : first;
  g_autofree char *from = g_strdup_printf ("Rue du Pont %u", number % 97);
  guint8 id[FAR_RECORD_ID_LEN];
  FarMapWriter map = far_map_begin (payload);

  far_record_id (self->world->collective, device->device,
                 far_store_next_seq (self->store, device->device), 0, id);
  if (number % 4 == 0)
    far_map_int (&map, FAR_RIDE_ASK, 1);
  write_spot (&map, payload, FAR_RIDE_FROM, from);
  write_spot (&map, payload, FAR_RIDE_TO, "Gare");
  far_map_int (&map, FAR_RIDE_WEEKDAYS, 1 << far_day_get_weekday (first));
  far_map_int (&map, FAR_RIDE_FIRST, first);
  far_map_int (&map, FAR_RIDE_LAST, is_weekly ? TODAY + WEEKLY_DAYS : first);
  far_map_int (&map, FAR_RIDE_THERE, 420 + number % 180);
  far_map_int (&map, FAR_RIDE_SEATS, 1 + number % 4);
  far_map_end (&map);
  far_world_write (self->world, self->store, who, FAR_KIND_RIDE, device->member, payload, NULL, 0);

  if (is_weekly)
    memcpy (self->weekly[number / WEEKLY_EVERY], id, FAR_RECORD_ID_LEN);
  for (gint32 day = MAX (first, TODAY); day <= last && number % 2 == 0; day += is_weekly ? 7 : 1)
    far_world_take (self->world, self->store, (who + 1 + pick (self, N_MEMBERS - 2)) % N_MEMBERS,
                    id, day, NULL, NULL, 0);
}

static guint
ask (gpointer data)
{
  Town *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) dates = far_collective_rides (self->store, self->world->devices[0].member,
                                                      TODAY, LIST_DAYS, &error);

  far_bench_check (dates != NULL, &error);

  return dates->len;
}

/* A seat, until the list is there with it. */
static double
measure_one_more (Town *self)
{
  double ms[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (GError) error = NULL;
      double start;

      far_bench_check (far_store_begin (self->store, &error), &error);
      far_world_take (self->world, self->store, 1 + i, self->weekly[i], TODAY + 7 + i % 7, NULL,
                      NULL, 0);
      far_bench_check (far_store_commit (self->store, &error), &error);
      start = far_bench_now ();
      ask (self);
      ms[i] = (far_bench_now () - start) * 1000;
    }

  return far_bench_median (ms, N_RUNS);
}

void
far_bench_rides (const char *dir, FarRidesFigures *out)
{
  g_autofree char *path = g_build_filename (dir, "rides.db", NULL);
  g_autoptr (GError) error = NULL;
  Town town = { .world = far_world_new (SEED, N_MEMBERS) };

  town.store = far_world_found (town.world, path);
  far_world_admit_all (town.world, town.store);
  far_bench_check (far_store_begin (town.store, &error), &error);
  for (guint i = 0; i < N_RIDES; i++)
    write_ride (&town, i);
  far_bench_check (far_store_commit (town.store, &error), &error);

  out->n_entries = far_store_get_n_entries (town.store);
  out->n_listed = ask (&town);
  out->first_ms = far_bench_measure (town.store, ask, &town, TRUE);
  out->list_ms = far_bench_measure (town.store, ask, &town, FALSE);
  far_bench_search (town.store, "pont 42", TODAY, &out->search);
  out->one_more_ms = measure_one_more (&town);

  far_store_close (town.store);
  far_world_free (town.world);
}
