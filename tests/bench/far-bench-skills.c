/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ten thousand things that the members of a town can do, would like to learn and have a training
 * in.  What is measured is the list of all of them, and who could go with whom, as the window and
 * farandole-cli ask for them. */

#define G_LOG_DOMAIN "far-bench"

#include "far-bench-private.h"

#include "far-collective-skills.h"
#include "far-kind-schema.h"

#define SEED 12
#define N_MEMBERS 300
#define N_SKILLS 10000
#define TODAY 20700
#define N_ALIKE 25 /* that are called the same */
#define N_RUNS 9

typedef struct
{
  FarWorld *world;
  FarStore *store;
} Town;

static void
write_skill (Town *self, guint number)
{
  g_autoptr (GByteArray) payload = g_byte_array_new ();
  guint who = number % N_MEMBERS;
  const FarWorldDevice *device = &self->world->devices[who];
  g_autofree char *name = g_strdup_printf ("Réparer la pièce %u", number / N_ALIKE);
  FarMapWriter map = far_map_begin (payload);

  far_map_int (&map, FAR_SKILL_SORT, number % FAR_SKILL_SORTS);
  far_map_text (&map, FAR_SKILL_NAME, name);
  if (number % FAR_SKILL_SORTS == FAR_SKILL_TRAINING)
    {
      FarMapWriter held;

      far_map_array (&map, FAR_SKILL_HELD, 1);
      held = far_map_begin (payload);
      far_map_int (&held, FAR_HELD_EXPIRES, TODAY + (gint32)(number % 900) - 300);
      far_map_end (&held);
    }
  far_map_int (&map, FAR_SKILL_TANDEM, number % 2);
  far_map_end (&map);
  far_world_write (self->world, self->store, who, FAR_KIND_SKILL, device->member, payload, NULL, 0);
}

static guint
ask (gpointer data)
{
  Town *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) skills = far_collective_skills (self->store, FALSE, &error);

  far_bench_check (skills != NULL, &error);

  return skills->len;
}

static guint
ask_tandems (gpointer data)
{
  Town *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tandems =
                 far_collective_tandems (self->store, self->world->devices[0].member, TODAY,
                                         &error);

  far_bench_check (tandems != NULL, &error);

  return tandems->len;
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
      write_skill (self, N_SKILLS + i);
      far_bench_check (far_store_commit (self->store, &error), &error);
      start = far_bench_now ();
      ask (self);
      ms[i] = (far_bench_now () - start) * 1000;
    }

  return far_bench_median (ms, N_RUNS);
}

void
far_bench_skills (const char *dir, FarSkillsFigures *out)
{
  g_autofree char *path = g_build_filename (dir, "skills.db", NULL);
  g_autoptr (GError) error = NULL;
  Town town = { .world = far_world_new (SEED, N_MEMBERS) };

  town.store = far_world_found (town.world, path);
  far_world_admit_all (town.world, town.store);
  far_bench_check (far_store_begin (town.store, &error), &error);
  for (guint i = 0; i < N_SKILLS; i++)
    write_skill (&town, i);
  far_bench_check (far_store_commit (town.store, &error), &error);

  out->n_entries = far_store_get_n_entries (town.store);
  out->n_listed = ask (&town);
  out->n_tandems = ask_tandems (&town);
  out->first_ms = far_bench_measure (town.store, ask, &town, TRUE);
  ask (&town);
  out->list_ms = far_bench_measure (town.store, ask, &town, FALSE);
  out->tandems_ms = far_bench_measure (town.store, ask_tandems, &town, FALSE);
  far_bench_search (town.store, "piece 77", TODAY, &out->search);
  out->one_more_ms = measure_one_more (&town);

  g_clear_pointer (&town.store, far_store_close);
  far_world_free (town.world);
}
