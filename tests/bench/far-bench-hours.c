/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ten thousand lines that forty households noted of what they gave and received, each sealed to the
 * machine that wrote it.  What is measured is the account of one of them, as the window and
 * farandole-cli ask for it: of all others a machine knows that they are there. */

#define G_LOG_DOMAIN "far-bench"

#include "far-bench-private.h"

#include <string.h>

#include "far-collective-hours.h"
#include "far-kind-schema.h"

#define SEED 14
#define N_MEMBERS 40
#define N_LINES 10000
#define TODAY 20700
#define N_RUNS 9

typedef struct
{
  FarWorld *world;
  FarStore *store;
  FarIdentity me;
} Town;

static void
write_line (Town *self, guint number, guint who)
{
  const FarWorldDevice *device = &self->world->devices[who];
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  FarMapWriter map = far_map_begin (payload);
  FarHoursLine line = {
    .day = TODAY - (gint32)(number % 300),
    .minutes = 1 + number % 300,
    .is_received = number % 3 == 0,
    .sort = FAR_HOURS_SORT_IN_KIND,
    .what = "Porter les chaises",
    .against = "un panier de prunes",
  };
  guint32 log = far_store_find_log (self->store, device->device);
  guint8 seeds[FAR_SEALED_SEEDS_LEN (1)];
  guint8 id[FAR_RECORD_ID_LEN];
  FarHoursPlace place = { .collective = far_store_peek_collective (self->store),
                          .author = device->device,
                          .member = device->member,
                          .line = id };
  FarSealedReader reader;

  memcpy (reader.device, device->device, FAR_KEY_LEN);
  memcpy (reader.seal_key, device->seal, FAR_KEY_LEN);
  memset (seeds, (int)(number % 251), sizeof seeds);
  far_record_id (place.collective, device->device,
                 far_store_peek_log (self->store, log)->head_seq + 1, 0, id);
  far_hours_put (&map, &place, &reader, 1, &line, seeds);
  far_map_end (&map);
  far_world_write (self->world, self->store, who, FAR_KIND_HOURS, device->member, payload, NULL, 0);
}

static guint
ask (gpointer data)
{
  Town *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hours =
                 far_collective_hours (self->store, &self->me, FAR_DAY_MIN, FAR_DAY_MAX, &error);

  far_bench_check (hours != NULL, &error);

  return hours->len;
}

/* One more, until the list is there with it. */
static double
measure_one_more (Town *self)
{
  double ms[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (GError) error = NULL;
      double start;

      far_bench_check (far_store_begin (self->store, &error), &error);
      write_line (self, N_LINES + i, 0);
      far_bench_check (far_store_commit (self->store, &error), &error);
      start = far_bench_now ();
      ask (self);
      ms[i] = (far_bench_now () - start) * 1000;
    }

  return far_bench_median (ms, N_RUNS);
}

void
far_bench_hours (const char *dir, FarHoursFigures *out)
{
  g_autofree char *path = g_build_filename (dir, "hours.db", NULL);
  g_autoptr (GError) error = NULL;
  Town town = { .world = far_world_new (SEED, N_MEMBERS) };
  const FarWorldDevice *mine = &town.world->devices[0];

  town.store = far_world_found (town.world, path);
  far_world_admit_all (town.world, town.store);
  memcpy (town.me.device, mine->device, FAR_KEY_LEN);
  memcpy (town.me.seal_secret, mine->seal_secret, FAR_KEY_LEN);
  memcpy (town.me.member, mine->member, FAR_RECORD_ID_LEN);
  far_bench_check (far_store_begin (town.store, &error), &error);
  for (guint i = 0; i < N_LINES; i++)
    write_line (&town, i, i % N_MEMBERS);
  far_bench_check (far_store_commit (town.store, &error), &error);

  out->n_entries = far_store_get_n_entries (town.store);
  out->n_listed = ask (&town);
  g_assert (out->n_listed == N_LINES / N_MEMBERS);
  out->first_ms = far_bench_measure (town.store, ask, &town, TRUE);
  ask (&town);
  out->list_ms = far_bench_measure (town.store, ask, &town, FALSE);
  out->one_more_ms = measure_one_more (&town);

  g_clear_pointer (&town.store, far_store_close);
  far_world_free (town.world);
}
