/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ten thousand requests and offers of help, all of them still to come, of a third of which somebody
 * has taken one up: more than a town has at any time.  What is measured is the list of all that are
 * open, as the window and farandole-cli ask for it. */

#define G_LOG_DOMAIN "far-bench"

#include "far-bench-private.h"

#include "far-collective-help.h"
#include "far-kind-schema.h"

#define SEED 12
#define N_MEMBERS 300
#define N_HELPS 10000
#define TODAY 20700
#define AHEAD_DAYS 60
#define N_RUNS 9

typedef struct
{
  FarWorld *world;
  FarStore *store;
  guint8 ids[N_HELPS][FAR_RECORD_ID_LEN];
  gint32 days[N_HELPS];
} Town;

static void
take (Town *self, guint number, guint who)
{
  far_world_take (self->world, self->store, who % N_MEMBERS, self->ids[number], self->days[number],
                  NULL, NULL, 0);
}

static void
write_help (Town *self, guint number)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint who = number % N_MEMBERS;
  const FarWorldDevice *device = &self->world->devices[who];
  g_autofree char *what = g_strdup_printf ("Carry %u boxes to the cellar", number % 97);
  FarMapWriter map = far_map_begin (payload);
  FarMapWriter when;

  self->days[number] = TODAY + (gint32)(number % AHEAD_DAYS);
  far_record_id (self->world->collective, device->device,
                 far_store_next_seq (self->store, device->device), 0, self->ids[number]);
  if (number % 5 == 0)
    far_map_int (&map, FAR_HELP_OFFER, 1);
  far_map_text (&map, FAR_HELP_WHAT, what);
  far_map_int (&map, FAR_HELP_CATEGORY, number % FAR_CATEGORIES);
  far_map_array (&map, FAR_HELP_WHEN, 1);
  when = far_map_begin (payload);
  far_map_int (&when, FAR_PERIOD_FIRST, self->days[number] - 2);
  far_map_int (&when, FAR_PERIOD_LAST, self->days[number]);
  far_map_end (&when);
  far_map_int (&map, FAR_HELP_URGENCY, number % FAR_URGENCIES);
  far_map_int (&map, FAR_HELP_HELPERS, 1 + number % 3);
  far_map_end (&map);
  far_world_write (self->world, self->store, who, FAR_KIND_HELP, device->member, payload, NULL, 0);
  if (number % 3 == 0)
    take (self, number, who + 1);
}

static guint
ask (gpointer data)
{
  Town *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) helps =
                 far_collective_help (self->store, self->world->devices[0].member, TODAY, &error);

  far_bench_check (helps != NULL, &error);

  return helps->len;
}

/* Somebody helps, until the list is there with it. */
static double
measure_one_more (Town *self)
{
  double ms[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (GError) error = NULL;
      double start;

      far_bench_check (far_store_begin (self->store, &error), &error);
      take (self, 3 * i + 1, 3 * i + 7);
      far_bench_check (far_store_commit (self->store, &error), &error);
      start = far_bench_now ();
      ask (self);
      ms[i] = (far_bench_now () - start) * 1000;
    }

  return far_bench_median (ms, N_RUNS);
}

void
far_bench_help (const char *dir, FarHelpFigures *out)
{
  g_autofree char *path = g_build_filename (dir, "help.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree Town *town = g_new0 (Town, 1);

  town->world = far_world_new (SEED, N_MEMBERS);
  town->store = far_world_found (town->world, path);
  far_world_admit_all (town->world, town->store);
  far_bench_check (far_store_begin (town->store, &error), &error);
  for (guint i = 0; i < N_HELPS; i++)
    write_help (town, i);
  far_bench_check (far_store_commit (town->store, &error), &error);

  out->n_entries = far_store_get_n_entries (town->store);
  out->n_listed = ask (town);
  out->first_ms = far_bench_measure (town->store, ask, town, TRUE);
  out->list_ms = far_bench_measure (town->store, ask, town, FALSE);
  far_bench_search (town->store, "boxes 77", TODAY, &out->search);
  out->one_more_ms = measure_one_more (town);

  far_store_close (town->store);
  far_world_free (town->world);
}
