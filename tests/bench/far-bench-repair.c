/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ten thousand faults of a town's bikes, of which most were repaired over the years, and what is
 * open of them with its places at a workshop, as the window and farandole-cli ask for it. */

#define G_LOG_DOMAIN "far-bench"

#include "far-bench-private.h"

#include "far-collective-repair.h"
#include "far-kind-schema.h"

#define SEED 14
#define N_MEMBERS 300
#define N_BIKES 1000
#define N_FAULTS 10000
#define N_OPEN 1000
#define TODAY 20700
#define N_RUNS 9

typedef struct
{
  FarWorld *world;
  FarStore *store;
  guint8 bikes[N_BIKES][FAR_RECORD_ID_LEN];
} Town;

static void
next_record (Town *self, guint who, guint8 *out)
{
  const FarWorldDevice *device = &self->world->devices[who];

  far_record_id (self->world->collective, device->device,
                 far_store_next_seq (self->store, device->device), 0, out);
}

static void
write_bike (Town *self, guint number)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autofree char *name = g_strdup_printf ("V\u00e9lo %u", number);
  FarMapWriter map = far_map_begin (payload);
  guint who = number % N_MEMBERS;

  next_record (self, who, self->bikes[number]);
  far_map_text (&map, FAR_THING_NAME, name);
  far_map_int (&map, FAR_THING_WHAT, FAR_THING_IS_BIKE);
  far_map_end (&map);
  far_world_write (self->world, self->store, who, FAR_KIND_THING, NULL, payload, NULL, 0);
}

static void
report (Town *self, guint number, gboolean is_open)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  g_autofree char *words = g_strdup_printf ("Le frein %u grince", number);
  FarMapWriter map = far_map_begin (payload);
  guint who = number % N_MEMBERS;
  FarMapWriter item;

  far_map_bytes (&map, FAR_FAULT_THING, self->bikes[number % N_BIKES], FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_FAULT_DAY, TODAY - (gint32)(number % 1000));
  far_map_int (&map, FAR_FAULT_PARTS, 1 + number % 255);
  far_map_text (&map, FAR_FAULT_WORDS, words);
  far_map_int (&map, FAR_FAULT_UNSAFE, number % 2);
  if (!is_open)
    {
      far_map_array (&map, FAR_FAULT_WORK, 1);
      item = far_map_begin (payload);
      far_map_int (&item, FAR_WORK_STATE, FAR_WORK_IS_DONE);
      far_map_int (&item, FAR_WORK_DAY, TODAY);
      far_map_end (&item);
    }
  far_map_end (&map);
  far_world_write (self->world, self->store, who, FAR_KIND_FAULT, self->world->devices[who].member,
                   payload, NULL, 0);
}

static guint
ask (gpointer data)
{
  Town *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) repairs =
                 far_collective_faults (self->store, self->world->devices[0].member, FALSE, TODAY,
                                        &error);

  far_bench_check (repairs != NULL, &error);
  g_assert_cmpuint (repairs->len, >=, N_OPEN);

  return repairs->len;
}

static double
measure_one_more (Town *self)
{
  double ms[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (GError) error = NULL;
      double start;

      far_bench_check (far_store_begin (self->store, &error), &error);
      report (self, N_FAULTS + i, TRUE);
      far_bench_check (far_store_commit (self->store, &error), &error);
      start = far_bench_now ();
      ask (self);
      ms[i] = (far_bench_now () - start) * 1000;
    }

  return far_bench_median (ms, N_RUNS);
}

void
far_bench_repair (const char *dir, FarRepairFigures *out)
{
  g_autofree char *path = g_build_filename (dir, "repair.db", NULL);
  g_autoptr (GError) error = NULL;
  Town *town = g_new0 (Town, 1);

  town->world = far_world_new (SEED, N_MEMBERS);
  town->store = far_world_found (town->world, path);
  far_world_admit_all (town->world, town->store);
  far_bench_check (far_store_begin (town->store, &error), &error);
  for (guint i = 0; i < N_BIKES; i++)
    write_bike (town, i);
  for (guint i = 0; i < N_FAULTS; i++)
    report (town, i, i < N_OPEN);
  far_bench_check (far_store_commit (town->store, &error), &error);

  out->n_entries = far_store_get_n_entries (town->store);
  out->n_listed = ask (town);
  out->first_ms = far_bench_measure (town->store, ask, town, TRUE);
  out->list_ms = far_bench_measure (town->store, ask, town, FALSE);
  far_bench_search (town->store, "frein 77", TODAY, &out->search);
  out->one_more_ms = measure_one_more (town);

  far_store_close (town->store);
  far_world_free (town->world);
  g_free (town);
}
