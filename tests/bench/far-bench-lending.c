/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ten thousand things that the members of a town lend, each booked once in the next weeks, and one
 * of which they have many that is booked a thousand times.  What is measured is the list of all of
 * them with who has them, as the window and farandole-cli ask for it. */

#define G_LOG_DOMAIN "far-bench"

#include "far-bench-private.h"

#include "far-collective-lending.h"
#include "far-kind-schema.h"

#define SEED 13
#define N_MEMBERS 300
#define N_THINGS 10000
#define N_BOOKINGS 1000 /* of the first thing */
#define TODAY 20700
#define AHEAD_DAYS 60
#define N_RUNS 9

typedef struct
{
  FarWorld *world;
  FarStore *store;
  guint8 things[N_THINGS][FAR_RECORD_ID_LEN];
} Town;

static void
write_thing (Town *self, guint number)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint who = number % N_MEMBERS;
  const FarWorldDevice *device = &self->world->devices[who];
  g_autofree char *name = g_strdup_printf ("Perceuse %u", number);
  FarMapWriter map = far_map_begin (payload);

  far_record_id (self->world->collective, device->device,
                 far_store_next_seq (self->store, device->device), 0, self->things[number]);
  far_map_text (&map, FAR_THING_NAME, name);
  far_map_int (&map, FAR_THING_PIECES, number == 0 ? 40 : 1);
  far_map_int (&map, FAR_THING_LENT, 1);
  far_map_end (&map);
  far_world_write (self->world, self->store, who, FAR_KIND_THING, NULL, payload, NULL, 0);
}

static void
book (Town *self, guint thing, guint number)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint who = (number + 1) % N_MEMBERS;
  gint32 first = TODAY + (gint32)(number % AHEAD_DAYS);
  FarMapWriter map = far_map_begin (payload);

  far_map_bytes (&map, FAR_TURN_ROTA, self->things[thing], FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_DAY, first);
  far_map_bytes (&map, FAR_TURN_PERSON, self->world->devices[who].member, FAR_RECORD_ID_LEN);
  far_map_int (&map, FAR_TURN_LAST, first + (gint32)(number % 3));
  far_map_end (&map);
  far_world_write (self->world, self->store, who, FAR_KIND_TURN, self->world->devices[who].member,
                   payload, NULL, 0);
}

static guint
ask (gpointer data)
{
  Town *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) things =
                 far_collective_lending (self->store, self->world->devices[0].member, TODAY,
                                         &error);

  far_bench_check (things != NULL, &error);
  /* a booking that says too little is none, and nothing would be measured */
  for (guint i = 0; i < things->len; i++)
    g_assert_cmpuint (((const FarLentThing *)things->pdata[i])->loans->len, >, 0);

  return things->len;
}

/* A booking of what many want, or of another thing each time, until the list is there with it. */
static double
measure_one_more (Town *self, gboolean is_busy)
{
  double ms[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (GError) error = NULL;
      double start;

      far_bench_check (far_store_begin (self->store, &error), &error);
      book (self, is_busy ? 0 : 1 + i, N_BOOKINGS + i);
      far_bench_check (far_store_commit (self->store, &error), &error);
      start = far_bench_now ();
      ask (self);
      ms[i] = (far_bench_now () - start) * 1000;
    }

  return far_bench_median (ms, N_RUNS);
}

void
far_bench_lending (const char *dir, FarLendingFigures *out)
{
  g_autofree char *path = g_build_filename (dir, "lending.db", NULL);
  g_autoptr (GError) error = NULL;
  Town *town = g_new0 (Town, 1);

  town->world = far_world_new (SEED, N_MEMBERS);
  town->store = far_world_found (town->world, path);
  far_world_admit_all (town->world, town->store);
  far_bench_check (far_store_begin (town->store, &error), &error);
  for (guint i = 0; i < N_THINGS; i++)
    write_thing (town, i);
  for (guint i = 1; i < N_THINGS; i++)
    book (town, i, i);
  for (guint i = 0; i < N_BOOKINGS; i++)
    book (town, 0, i);
  far_bench_check (far_store_commit (town->store, &error), &error);

  out->n_entries = far_store_get_n_entries (town->store);
  out->n_listed = ask (town);
  out->first_ms = far_bench_measure (town->store, ask, town, TRUE);
  out->list_ms = far_bench_measure (town->store, ask, town, FALSE);
  far_bench_search (town->store, "perceuse 77", TODAY, &out->search);
  out->one_more_ms = measure_one_more (town, FALSE);
  out->one_more_busy_ms = measure_one_more (town, TRUE);

  far_store_close (town->store);
  far_world_free (town->world);
  g_free (town);
}
